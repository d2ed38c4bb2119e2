package proof

import "jianfu"

// Doubt is one reason why a figure is not held against the warehouse.
type Doubt struct {
	Code   string // stable, for programs
	Reason jianfu.Text
	never  bool // it is not even found right: what agrees would agree by accident
	apart  bool // nor by the text's own arithmetic
}

func doubt(code, zh, en string, args ...any) Doubt {
	return Doubt{Code: code, Reason: jianfu.Say(zh, en, args...)}
}

// The doubts that need no words of the text. Those of times say which of several readings is meant; those of
// scope, of which units.
var (
	noSubject     = doubt("SUBJECT_UNKNOWN", "没有认出说的是哪项指标", "no metric is recognised in its words")
	noFigure      = doubt("NO_FIGURE", "仓库里没有这一时间、范围的数", "the warehouse has no figure of that time and scope")
	notShown      = doubt("NOT_SHOWN", "是您的账号看不到的数，不予核对", "your account does not see the figure: it is not checked")
	noTime        = doubt("TIME_UNKNOWN", "没有写明是什么时间的数", "it is not said of which time it is")
	monthOrSoFar  = doubt("TIME_UNCLEAR", "没有写明是当期的数，还是年初以来的数", "it is not said whether it is of that time alone, or of the year so far")
	whichTime     = doubt("TIME_UNCLEAR", "写了几个时间，没有写明是哪一个的数", "several times are named, and it is not said of which it is")
	partOrWhole   = doubt("TIME_UNCLEAR", "没有写明是上述月份的数，还是全年的数", "it is not said whether it is of those months, or of the whole year")
	sameWhen      = doubt("TIME_UNCLEAR", "“同期”没有写明是哪一年的", "同期 does not say of which year")
	vagueTime     = Doubt{Code: "TIME_UNCLEAR", Reason: jianfu.Say("写的时间不是整月", "the time named is not of whole months"), never: true}
	yearUnclear   = doubt("TIME_UNCLEAR", "没有写明是哪一年的", "it is not said of which year it is")
	otherTime     = doubt("TIME_UNCLEAR", "前面的数各有时间，这一个没有写", "the figures before it have times of their own, and this one has none")
	timeBehind    = doubt("TIME_UNCLEAR", "后面写的时间可能才是它的", "the time named behind it may be its own")
	unlikeTimes   = doubt("TIME_UNCLEAR", "拿几个月与全年相比", "some months are compared with a whole year")
	noteTime      = doubt("TIME_UNCLEAR", "注释没有写明时间", "the note does not say of which time it is")
	oldComparison = doubt("COMPARISON_UNCLEAR", "没有写明与什么相比", "it is not said what it is compared with")
	noComparison  = doubt("COMPARISON_UNCLEAR", "没有写明比什么时间减少、增加", "it is not said since when it has changed")
	whoseUnits    = Doubt{Code: "SCOPE_UNCLEAR", Reason: jianfu.Say("没有写明是哪些单位的数", "it is not said of which units it is"), never: true}
	scopeLeft     = doubt("SCOPE_UNCLEAR", "前面说的是某些单位，这里没有写明是谁的", "units were named before, and it is not said whose this is")
	againstUnit   = doubt("SCOPE_UNCLEAR", "与另一单位相比", "it is compared with another unit")
	openList      = Doubt{Code: "SCOPE_OPEN", Reason: jianfu.Say("“等”字后面还有没写出的单位", "等 stands for units that are not named"), never: true}
	unknownRest   = Doubt{Code: "SCOPE_OPEN", Reason: jianfu.Say("没有认出不含、除外的是什么", "what is excluded is not recognised"), never: true}
	unitsCounted  = Doubt{Code: "SCOPE_COUNT", Reason: jianfu.Say("说的是单位的个数", "it counts the units named"), never: true}
	borrowedWords = doubt("SUBJECT_UNCLEAR", "没有写明说的是什么，可能与前面说的不同", "it does not say what it is of, perhaps not of what was named before")
	narrowedWords = doubt("SUBJECT_UNCLEAR", "前面的话缩小了范围", "words before it narrow what it is of")
	namedBefore   = doubt("SUBJECT_UNCLEAR", "说的是前面提到的那些", "it is of what was named before")
	qualified     = doubt("SUBJECT_UNCLEAR", "前面的数限定了它的范围", "the figure before it narrows what it is of")
	otherCounted  = doubt("SUBJECT_UNCLEAR", "计量的可能是句中另一件事", "it may count another thing that is named")
	inPlan        = doubt("SUBJECT_UNCLEAR", "只说计划内的", "it is of what was planned alone")
	average       = doubt("AVERAGE", "是平均数", "it is an average")
	changeOfMove  = doubt("CHANGE_OF_CHANGE", "说的是增幅、降幅的变化", "it is a change of a change")
	respectively  = doubt("RESPECTIVELY_UNCLEAR", "几个数与几件事对不上", "the figures of the row and what they are of do not pair up")
	ofEach        = doubt("RESPECTIVELY_UNCLEAR", "“均”说的是前面的每一个", "it is said of each of those before it")
	otherUnit     = doubt("UNIT_UNKNOWN", "仓库没有以此计量的指标", "no metric is measured so")
	forecast      = Doubt{Code: "FORECAST", Reason: jianfu.Say("是预计数，没有写明依据截至哪个月的数", "it is a forecast, and the month that it goes from is not named"), never: true}
	notResult     = Doubt{Code: "PLAN", Reason: jianfu.Say("说的是目标、打算，不是结果", "it is a plan or target, no result"), never: true}
	otherMatter   = Doubt{Code: "OTHER_MATTER", Reason: jianfu.Say("是前面所说那件事的率，仓库没有", "it is the rate of what was named before it, which the warehouse does not count"), never: true}
)

// unrelated reports whether the doubt is of what a figure relates to, so that even the text's own arithmetic cannot tell
// that it is wrong.
func (d Doubt) unrelated() bool {
	switch d.Code {
	case "SUBJECT_UNCLEAR", "RESPECTIVELY_UNCLEAR", "CHANGE_OF_CHANGE", "AVERAGE", "COMPARISON_UNCLEAR":
		return true
	}
	return d.Reason == unlikeTimes.Reason || d.Reason == otherTime.Reason || d.Reason == timeBehind.Reason || d.Reason == yearUnclear.Reason || d.Reason == scopeLeft.Reason
}

// foreignMatter is the doubt of what another office counts.
func foreignMatter(word string) Doubt {
	d := doubt("OTHER_MATTER", "说的是%s，仓库没有", "it is of %s, which the warehouse does not count", word)
	d.never = true
	return d
}

// comparedWithOther is the doubt of what is compared with no time of its own, as 比预算.
func comparedWithOther(word string) Doubt {
	d := doubt("COMPARISON_OTHER", "是与“%s”相比，不是与上年或上期相比", "it is compared with %q, which is no year or period before", word)
	d.never = true
	return d
}

// ofAnotherQuantity is the doubt of a change of another quantity than the count before it, as 同口径增长.
func ofAnotherQuantity(word string) Doubt {
	d := doubt("COMPARISON_UNCLEAR", "“%s”增减的不是前面那个数", "by %q it is the change of another quantity than the one before it", word)
	d.never, d.apart = true, true
	return d
}

// ofElsewhere is the doubt of what another place tells, as 全镇.
func ofElsewhere(word string) Doubt {
	d := doubt("SCOPE_OPEN", "说的是“%s”的数", "it is of %q", word)
	d.never = true
	return d
}

// notUnderstood is the doubt of a clause with words that nobody knows.
func notUnderstood(words string) Doubt {
	return doubt("WORDS_UNKNOWN", "认不出“%s”，可能限定了范围", "%q is not understood and may narrow what it is of", words)
}

// withDoubt adds a doubt, once.
func withDoubt(list []Doubt, add ...Doubt) []Doubt {
	out := list[:len(list):len(list)]
	for _, d := range add {
		known := false
		for _, other := range out {
			known = known || other.Reason == d.Reason
		}
		if !known {
			out = append(out, d)
		}
	}
	return out
}
