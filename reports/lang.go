package reports

import (
	"regexp"
	"strconv"
	"strings"
	"time"

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
	if l == wordsOf(jianfu.Chinese) {
		return period.Label(jianfu.Chinese)
	}
	first, last := period.From().Time(), period.Through().Time()
	switch {
	case period.Months() == 12 && first.Month() == time.January:
		return first.Format("2006")
	case period.Months() == 1:
		return first.Format("January 2006")
	case first.Year() == last.Year():
		return first.Format("January") + "–" + last.Format("January 2006")
	}
	return first.Format("January 2006") + "–" + last.Format("January 2006")
}

var begins = regexp.MustCompile(`(?:^|[.!?] )\p{Ll}`)

// sentences has English sentences that begin with the name of a metric begin with a capital letter.
func (l wordsOf) sentences(text string) string {
	if l == wordsOf(jianfu.Chinese) {
		return text
	}
	return begins.ReplaceAllStringFunc(text, strings.ToUpper)
}

var long = regexp.MustCompile(`\d{4,}`)

// grouped is an amount with the separators that English has between thousands.
func (l wordsOf) grouped(amount string) string {
	if l == wordsOf(jianfu.Chinese) {
		return amount
	}
	whole, rest, fraction := strings.Cut(amount, ".")
	whole = long.ReplaceAllStringFunc(whole, func(digits string) string {
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + "," + digits[i:]
		}
		return digits
	})
	if fraction {
		return whole + "." + rest
	}
	return whole
}
