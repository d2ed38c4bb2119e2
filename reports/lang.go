package reports

import (
	"strconv"

	"jianfu"
	"jianfu/metrics"
)

// wordsOf are the words of a report's language that are not in its template.
type wordsOf jianfu.Lang

func (l wordsOf) text(t jianfu.Text) string { return t.In(jianfu.Lang(l)) }

// say is one of two words; either may be empty.
func (l wordsOf) say(zh, en string) string {
	if l == wordsOf(jianfu.English) {
		return en
	}
	return zh
}

// pause is the comma within a sentence.
func (l wordsOf) pause() string { return l.say("，", ", ") }

// named is a figure after what it counts. In English the number follows a colon, so that it agrees
// with one and with many.
func (l wordsOf) named(noun, figure string) string { return noun + l.say("", ": ") + figure }

// apart puts two words together, with the space that English has between them.
func (l wordsOf) apart(first, second string) string {
	if second == "" {
		return first
	}
	return first + l.say("", " ") + second
}

// than begins a comparison; in English nothing does.
func (l wordsOf) than(kind metrics.Comparison) string {
	if kind == metrics.PreviousPeriod {
		return l.say("环比", "")
	}
	return l.say("同比", "")
}

// when names months: 2023年, 2023年1—11月, 2021—2023年.
func (l wordsOf) when(period jianfu.Period) string {
	if first, years := period.Start(), period.Months()/12; years > 1 && period.Months()%12 == 0 && first.Number() == 1 {
		from, through := strconv.Itoa(first.Year()), strconv.Itoa(first.Year()+years-1)
		return l.say(from+"—"+through+"年", from+"–"+through)
	}
	return period.Label(jianfu.Lang(l))
}
