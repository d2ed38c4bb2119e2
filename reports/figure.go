package reports

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/metrics"
)

// Marks around a stated figure in the text of an executed template: a private-use character of
// Unicode for the part, its number, the figure's words, and the end. Filed texts cannot contain
// them: plain removes them.
const (
	markAmount = '\uE000'
	markChange = '\uE001'
	markText   = '\uE002'
	markEnd    = '\uE003'
	markBlock  = '\uE004'
	markItem   = '\uE006' // before the number of an item
)

// plain is a text from outside without the marks.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= markAmount && r <= markItem || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, text)
}

func (f *Figure) mark(part rune, text string) string {
	return string(part) + strconv.Itoa(f.Number) + string(markText) + plain(text) + string(markEnd)
}

// String states the figure: 521次, 100%, or why there is none: 无数据.
func (f *Figure) String() string { return f.mark(markAmount, f.Stated) }

// Bare is the figure without its unit where it has one: 521.
func (f *Figure) Bare() string {
	text := f.Stated
	if f.Value != nil && f.Known() {
		text = strings.TrimSuffix(text, f.Value.Metric.Unit)
	}
	return f.mark(markAmount, text)
}

// Known reports whether there is an amount.
func (f *Figure) Known() bool {
	return f.amount() != nil
}

// Noun is what is counted, in the catalogue's word.
func (f *Figure) Noun() string { return plain(or(f.noun, f.Label)) }

// When names the months counted: 2023年, 2023年1—11月, 2021—2023年.
func (f *Figure) When() string { return f.lang.when(f.Period) }

// Changed says how it changed, after a comma: ，同比下降12.44%. It is empty if nothing was filed for
// the year before, or if gaps in what was filed decide the change: the notes of the report say so.
func (f *Figure) Changed() string {
	if text := f.Change(); text != "" {
		return f.lang.pause() + text
	}
	return ""
}

// Change says how it changed: 同比下降12.44%, 同比提高1.36个百分点, 同比增加3件 where there is no
// percentage; "" where Changed is. What both periods have follows where it says something else:
// 同比下降32.00%（可比部分下降27.87%）; where they are of different units it is all that is said:
// 可比部分（两年都有数的2个单位）同比增长35.29%.
func (f *Figure) Change() string {
	if f.Uneven() {
		both := f.Value.Comparison.Comparable
		if both.Delta == nil {
			return ""
		}
		way, size := f.wayOf(both.ValueComparison)
		return f.mark(markChange, both.Qualified(f.lang.than(both.Kind)+f.lang.apart(way, size), jianfu.Lang(f.lang)))
	}
	way, size := f.way()
	if way == "" {
		return ""
	}
	return f.mark(markChange, f.lang.than(f.Value.Comparison.Kind)+f.lang.apart(way, size)+f.both())
}

// Uneven reports whether it and the figure before are of different units or months.
func (f *Figure) Uneven() bool { return f != nil && f.Value != nil && f.Value.Comparison.Uneven() }

// Cut reports whether it has only those months of the report's year that are filed: nothing was for those after.
func (f *Figure) Cut() bool { return f.cut }

// within names the months of a figure of an unfinished year: 1—9月, and of what there is at the end of them
// 截至9月底; "" of any other.
func (f *Figure) within() string {
	if !f.cut {
		return ""
	}
	first, last := f.Period.Start().First().Time(), f.Period.Through().Time()
	switch {
	case f.stock():
		return f.lang.say("截至"+strconv.Itoa(int(last.Month()))+"月底", "at the end of "+last.Format("January"))
	case f.Period.Months() == 1:
		return f.lang.say("1月", "in January")
	}
	return f.lang.say("1—"+strconv.Itoa(int(last.Month()))+"月", "in "+first.Format("January")+"–"+last.Format("January"))
}

// stock reports whether it is what there is at the end of the months, or a share of that.
func (f *Figure) stock() bool {
	return f.Value != nil && !slices.ContainsFunc(f.Value.Metric.Parts(), func(part *metrics.Metric) bool { return part.Kind() != metrics.Stock })
}

// AtEnd names the end of its months: 2023年末, or of an unfinished year 2023年11月底.
func (f *Figure) AtEnd() string {
	if last := f.Period.Through().Time(); last.Month() != time.December {
		return f.lang.say(strconv.Itoa(last.Year())+"年"+strconv.Itoa(int(last.Month()))+"月底", "the end of "+last.Format("January 2006"))
	}
	return f.lang.say(strconv.Itoa(f.Period.Through().Year())+"年末", "the end of "+strconv.Itoa(f.Period.Through().Year()))
}

// Throughout is the whole year, or the months of an unfinished one: 全年, 1—11月.
func (f *Figure) Throughout() string { return or(f.within(), f.lang.say("全年", "in the year")) }

// dated is a text about it with the months of an unfinished year: 1—9月印发文件217件.
func (f *Figure) dated(text string) string {
	return f.lang.say(f.within()+text, f.lang.apart(text, f.within()))
}

// Said is the figure where its months were named before.
func (f *Figure) Said() *Figure {
	said := *f
	said.cut = false
	return &said
}

// labelled is its label in a table or chart over years.
func (f *Figure) labelled() string {
	if !f.cut {
		return f.Label
	}
	return f.Label + f.lang.say("（"+f.within()+"）", " ("+f.within()+")")
}

// both is how much of the change what both periods have says, where that is something else.
func (f *Figure) both() string {
	apart := f.Value.Comparison.Apart()
	if apart == nil {
		return ""
	}
	way, size := f.wayOf(apart.ValueComparison)
	return f.lang.say("（可比部分", " (over what both have ") + f.lang.apart(way, size) + f.lang.say("）", ")")
}

// Moved is the change in units rather than percent: 增加4个, 减少4个, 持平; "" where Changed is.
func (f *Figure) Moved() string {
	sign, known := f.delta()
	switch {
	case !known || f.Value.Comparison.ChangePoints != nil:
		return ""
	case sign == 0:
		return f.mark(markChange, f.lang.say("持平", "unchanged"))
	}
	way := f.lang.say("增加", "up")
	if sign < 0 {
		way = f.lang.say("减少", "down")
	}
	return f.mark(markChange, f.lang.apart(way, f.counted(f.Value.Comparison.Delta.Abs()))+f.both())
}

// way is the direction and the size of the change: 下降, 12.44%; "" if there is none to state.
func (f *Figure) way() (way, size string) {
	if _, known := f.delta(); !known {
		return "", ""
	}
	return f.wayOf(f.Value.Comparison)
}

func (f *Figure) wayOf(c *metrics.ValueComparison) (way, size string) {
	sign := c.Delta.Sign()
	switch {
	case sign == 0 || c.ChangePoints != nil && c.ChangePoints.Sign() == 0:
		return f.lang.say("持平", "unchanged"), ""
	case c.ChangePoints != nil:
		way, size = f.lang.say("提高", "up"), c.ChangePoints.Abs().Fixed(2)+f.lang.say("个百分点", " percentage points")
	case c.ChangePercent != nil:
		way, size = f.lang.say("增长", "up"), c.ChangePercent.Abs().Fixed(2)+"%"
	default: // from zero there is no percentage
		return f.lang.say("增加", "up"), f.counted(c.Delta.Abs())
	}
	if sign < 0 {
		way = f.lang.say("下降", "down")
	}
	return way, size
}

// counted is a number of what the figure counts, in its unit.
func (f *Figure) counted(number jianfu.Decimal) string {
	if f.lang == wordsOf(jianfu.English) {
		return number.String()
	}
	return number.String() + f.Value.Metric.Unit
}

// Partial says how much of it was filed or is known where that is not all of it: 38个单位中36个已报.
func (f *Figure) Partial() string {
	if f == nil || f.Value == nil {
		return ""
	}
	return f.Value.Partial(jianfu.Lang(f.lang))
}

// named is a figure after what it counts: 印发文件715件, documents issued came to 715.
func (f *Figure) named() string { return f.namedAs(f.Noun()) }

// namedAs is a figure after a noun.
func (f *Figure) namedAs(noun string) string { return noun + f.lang.say("", f.verb()) + f.String() }

// verb is between its noun and its amount in English.
func (f *Figure) verb() string {
	if f.isRate() {
		return " was "
	}
	return " came to "
}

// isRate is of a share or a median, which is not counted.
func (f *Figure) isRate() bool {
	return f.Value != nil && (f.Value.Metric.IsRate() || f.Value.Metric.Kind() == metrics.Median)
}

// state states figures one after the other, each with its change, and those without a number together
// at the end: 印发文件19件，同比下降24.00%；没有计划外文件；政策性文件未填报.
func state(figures ...*Figure) string {
	return byUnits(figures, func(figures []*Figure) []string {
		var parts []string
		within := "" // the months that were named last
		for _, f := range figures {
			switch {
			case !f.Some():
			case f.within() == within:
				parts = append(parts, f.named()+f.Changed())
			default:
				within = f.within()
				parts = append(parts, f.dated(f.named())+f.Changed())
			}
		}
		return append(parts, nothing(figures)...)
	})
}

// list lists figures without their changes: 计划外文件88件、政策性文件216件；没有抽查文件.
func list(figures ...*Figure) string { return byUnits(figures, listed) }

func listed(figures []*Figure) []string {
	var some []*Figure
	for _, f := range figures {
		if f.Some() {
			some = append(some, f)
		}
	}
	if len(some) == 0 {
		return nothing(figures)
	}
	return append([]string{inRow(some, (*Figure).Noun)}, nothing(figures)...)
}

// only lists those that have an amount; "" if none has.
func only(figures ...*Figure) string {
	known := slices.DeleteFunc(slices.Clone(figures), func(f *Figure) bool { return !f.Known() })
	return list(known...)
}

// inRow are figures after words, in one clause: 全市性会议144次、合并套开会议8次，视频会议占比40.12%. In English a verb is
// not repeated: citywide meetings came to 144, remote meetings to 209 and their share was 40.12%.
func inRow(figures []*Figure, word func(*Figure) string) string {
	l := figures[0].lang
	var parts []string
	for i, f := range figures {
		part := word(f) + l.say("", f.verb()) + f.String()
		if i > 0 && f.verb() == figures[i-1].verb() {
			part = word(f) + l.say("", strings.TrimPrefix(strings.TrimPrefix(f.verb(), " came"), " was")) + f.String()
		}
		parts = append(parts, part)
	}
	if l == wordsOf(jianfu.English) {
		return inEnglish(parts)
	}
	text := parts[0]
	for i, f := range figures[1:] {
		if f.isRate() || figures[i].isRate() { // a rate is no count beside counts
			text += l.pause() + parts[i+1]
		} else {
			text += l.say("、", ", ") + parts[i+1]
		}
	}
	return text
}

// byUnits says what is known of a whole, then what only some of its units report, as theirs: 据有此项数据的
// 3个单位统计，超时会议45次; then what is not known.
func byUnits(figures []*Figure, say func([]*Figure) []string) string {
	if len(figures) == 0 {
		return ""
	}
	l := figures[0].lang
	var parts []string
	for _, same := range ofSameUnits(figures) {
		said := say(same)
		if told := same[0].ToldBy(); told != "" && len(said) > 0 {
			said = []string{told + strings.Join(said, l.pause())}
		}
		parts = append(parts, said...)
	}
	return strings.Join(append(parts, absences(figures)...), l.say("；", "; "))
}

// ofSameUnits are figures by the units that report them, those of a whole first.
func ofSameUnits(figures []*Figure) [][]*Figure {
	groups := [][]*Figure{nil}
	for _, f := range figures {
		at := slices.IndexFunc(groups, func(g []*Figure) bool { return len(g) > 0 && slices.Equal(g[0].told(), f.told()) })
		switch {
		case f.told() == nil:
			at = 0
		case at < 0:
			groups, at = append(groups, nil), len(groups)
		}
		groups[at] = append(groups[at], f)
	}
	if len(groups[0]) == 0 {
		return groups[1:]
	}
	return groups
}

// told are the units that report it, of a part of a count that other units report too; nil of any other.
func (f *Figure) told() []string {
	if f == nil || !f.Known() {
		return nil
	}
	return f.units
}

// ToldBy begins what only some units report: 据有此项数据的3个单位统计，; "" of any other.
func (f *Figure) ToldBy() string {
	n := len(f.told())
	switch n {
	case 0:
		return ""
	case 1:
		return f.lang.say("据有此项数据的1个单位统计，", "by the one unit that reports it, ")
	}
	return f.lang.say("据有此项数据的"+strconv.Itoa(n)+"个单位统计，", "by the "+strconv.Itoa(n)+" units that report it, ")
}

// of lists parts of a whole. Where a rate tells of how many of the whole those are that only some units
// report, this comes first: 据有此项数据的9个单位统计，222次中视频会议35次.
func of(whole *Figure, parts ...*Figure) string {
	return byUnits(parts, func(parts []*Figure) []string {
		for _, f := range parts {
			if f.told() == nil || !f.Value.Metric.IsRate() || f.Value.Metric.Parts()[1].Name != whole.Name {
				continue
			}
			with, without := []*Figure{}, []*Figure{}
			for _, other := range parts {
				if other.Known() && other.Value.Numerator.Cmp(*f.Value.Numerator) == 0 {
					with = append(with, other)
				} else {
					without = append(without, other)
				}
			}
			number := whole.counted(*f.Value.Denominator)
			text := whole.lang.say(number+"中", "of "+number+", ") + strings.Join(listed(with), whole.lang.pause())
			return append([]string{text}, listed(without)...)
		}
		return listed(parts)
	})
}

// brief lists figures by words of the template, a word before each: 成立20个、撤销11个. Those without a
// number, and counts of zero, are left out; those that only some units report come as theirs.
func brief(wordsAndFigures ...any) (string, error) {
	words := map[*Figure]string{}
	var figures []*Figure
	for i := 0; i+1 < len(wordsAndFigures); i += 2 {
		word, isText := wordsAndFigures[i].(string)
		f, isFigure := wordsAndFigures[i+1].(*Figure)
		if !isText || !isFigure {
			return "", jianfu.Errorf(jianfu.Invalid, "brief 后面应是一个词、一个数，成对地写", "brief takes a word and a figure, and again")
		}
		if f.Some() || f.None() && f.Value != nil && f.Value.Metric.IsRate() {
			words[f] = word
			figures = append(figures, f)
		}
	}
	return byUnits(figures, func(figures []*Figure) []string {
		if len(figures) == 0 {
			return nil
		}
		return []string{inRow(figures, func(f *Figure) string { return words[f] })}
	}), nil
}

// abreast lists figures and then how they changed: 印发文件715件、召开会议521次，同比分别下降17.53%、12.44%.
// Where they did not all rise or all fall by percentages it states them one after the other.
func abreast(figures ...*Figure) string {
	if !slices.ContainsFunc(figures, func(f *Figure) bool { return f.Change() != "" }) {
		return list(figures...)
	}
	var way, bothWay string
	var sizes, bothSizes []string
	apart := false
	for _, f := range figures {
		if own, _ := f.way(); own == "" || !f.Some() {
			return state(figures...)
		}
		c := f.Value.Comparison
		both := c
		if c.Apart() != nil {
			apart, both = true, c.Apart().ValueComparison
		}
		if c.ChangePercent == nil || both.ChangePercent == nil {
			return state(figures...)
		}
		own, size := f.wayOf(c)
		bothOwn, bothSize := f.wayOf(both)
		if f.within() != figures[0].within() || size == "" || bothSize == "" || way != "" && way != own || bothWay != "" && bothWay != bothOwn {
			return state(figures...)
		}
		way, bothWay = own, bothOwn
		sizes, bothSizes = append(sizes, f.mark(markChange, size)), append(bothSizes, f.mark(markChange, bothSize))
	}
	if len(sizes) < 2 {
		return state(figures...)
	}
	l := figures[0].lang
	together := func(way string, sizes []string) string {
		return l.say(way+strings.Join(sizes, "、"), way+" "+strings.Join(sizes, ", ")+" respectively")
	}
	text := figures[0].dated(list(figures...)) + l.say("，同比分别", "; ") + together(way, sizes)
	if apart {
		text += l.say("（可比部分分别", " (over what both have ") + together(bothWay, bothSizes) + l.say("）", ")")
	}
	return text
}

func joined(figures []*Figure, parts []string) string {
	if len(figures) == 0 {
		return ""
	}
	return strings.Join(parts, figures[0].lang.say("；", "; "))
}

// nothing names the counts that are zero: 没有超时会议、计划外会议. A rate of zero is stated.
func nothing(figures []*Figure) []string {
	var nouns []string
	var parts []string
	for _, f := range figures {
		switch {
		case !f.None():
		case f.Value != nil && f.Value.Metric.IsRate():
			parts = append(parts, f.dated(f.named())+f.Changed())
		default:
			nouns = append(nouns, f.Noun())
		}
	}
	if len(nouns) > 0 {
		l := figures[0].lang
		parts = append(parts, l.say("没有", "there were no ")+strings.Join(nouns, l.say("、", " or ")))
	}
	return parts
}

// absent says which figures have no number, and why; "" if all have one.
func absent(figures ...*Figure) string { return joined(figures, absences(figures)) }

// absences list the figures without a number by reason: 发文计划、督查检查考核无数据.
func absences(figures []*Figure) []string {
	var reasons []string
	nouns := map[string][]string{}
	for _, f := range figures {
		if f.Known() {
			continue
		}
		why := f.why()
		if nouns[why] == nil {
			reasons = append(reasons, why)
		}
		nouns[why] = append(nouns[why], f.Noun())
	}
	for i, why := range reasons {
		l, list := figures[0].lang, nouns[why]
		reasons[i] = l.say(strings.Join(list, "、")+why, unsaidOf(list, why))
	}
	return reasons
}

// inEnglish is a list in English: a, b and c.
func inEnglish(parts []string) string {
	last := len(parts) - 1
	if last == 0 {
		return parts[0]
	}
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// unsaidOf says in English that figures have no number.
func unsaidOf(nouns []string, why string) string {
	all := inEnglish(nouns)
	if why == metrics.NotReported.Text().EN || why == metrics.NotFiled.Text().EN {
		return "figures of " + all + " were " + why
	}
	return "there is no figure of " + all + " (" + why + ")"
}

// why says in a sentence why there is no number.
func (f *Figure) why() string {
	if f.Value != nil {
		switch f.Value.Missing {
		case metrics.ZeroDenominator:
			return f.lang.say("无从计算", "nothing to divide by")
		case metrics.UnknownValues:
			return f.lang.say("含未知数值，无法合计", "some values are unknown")
		case metrics.NoCalendar:
			return f.lang.say("缺工作日历，无法计算", "no working-day calendar")
		}
	}
	if f.Stated == metrics.NoData.Text().ZH {
		return "没有数据"
	}
	return f.Stated
}

// delta is the sign of the change; known is false if there is none, or if gaps in what was filed
// decide it.
func (f *Figure) delta() (sign int, known bool) {
	if f == nil || f.Value == nil {
		return 0, false
	}
	return f.Value.Comparison.Sign()
}

// Grows reports whether it is more than before by all that was filed, and by what both sides have.
func (f *Figure) Grows() bool {
	if f == nil || f.Value == nil || f.Value.Comparison == nil {
		return false
	}
	rises, known := f.Value.Comparison.Rises()
	return rises && known
}

// Rises reports whether it is more than before.
func (f *Figure) Rises() bool { sign, known := f.delta(); return known && sign > 0 }

// risen names the months of those figures that are more than before: 2023年5月、2023年1—5月; "" if none is.
func risen(figures ...*Figure) string {
	var when []string
	for _, f := range figures {
		if f.Rises() && !slices.Contains(when, f.When()) {
			when = append(when, f.When())
		}
	}
	if len(when) == 0 {
		return ""
	}
	return strings.Join(when, figures[0].lang.say("、", ", "))
}

// Falls reports whether it is less than before.
func (f *Figure) Falls() bool { sign, known := f.delta(); return known && sign < 0 }

// Same reports whether it is unchanged.
func (f *Figure) Same() bool { sign, known := f.delta(); return known && sign == 0 }

// Compared reports whether there is a change to state.
func (f *Figure) Compared() bool { _, known := f.delta(); return known }

// Better reports whether it changed in the metric's better direction.
func (f *Figure) Better() bool { return f.favourable(true) }

// Worse reports whether it changed in the metric's worse direction.
func (f *Figure) Worse() bool { return f.favourable(false) }

func (f *Figure) favourable(which bool) bool {
	if _, known := f.delta(); !known || f.Value.Comparison.Favourable == nil {
		return false
	}
	return *f.Value.Comparison.Favourable == which
}

// Some reports whether there is an amount, above zero.
func (f *Figure) Some() bool {
	amount := f.amount()
	return amount != nil && amount.Sign() > 0
}

// None reports whether there is an amount, and it is zero.
func (f *Figure) None() bool {
	amount := f.amount()
	return amount != nil && amount.Sign() == 0
}

// Whole reports whether a rate is 100 %.
func (f *Figure) Whole() bool {
	amount := f.amount()
	return amount != nil && f.Value != nil && f.Value.Denominator != nil && f.Value.Numerator.Cmp(*f.Value.Denominator) == 0
}

// Over reports whether both are known and this one is more than the other.
func (f *Figure) Over(other *Figure) bool {
	mine, others := f.amount(), other.amount()
	return mine != nil && others != nil && mine.Cmp(*others) > 0
}

// Within reports whether both are known and this one is no more than the other.
func (f *Figure) Within(other *Figure) bool {
	mine, others := f.amount(), other.amount()
	return mine != nil && others != nil && mine.Cmp(*others) <= 0
}

func (f *Figure) amount() *jianfu.Decimal {
	switch {
	case f == nil:
		return nil
	case f.Source == Measured:
		return f.Value.Amount
	}
	return f.number
}

// Outlook is the projection of a year, for templates.
type Outlook struct {
	lang       wordsOf
	projection *metrics.Projection
	method     metrics.Projected
	figure     *Figure
}

// Known reports whether there is a projection.
func (o Outlook) Known() bool { return o.projection != nil && o.method.Amount != nil }

// Why says why there is no projection.
func (o Outlook) Why() string {
	if o.projection == nil {
		return o.lang.text(metrics.NoData.Text())
	}
	return o.lang.text(o.method.Missing.Text())
}

// Method names the method.
func (o Outlook) Method() string { return o.lang.text(o.method.Method.Label()) }

// Through is the last known month.
func (o Outlook) Through() int { return o.projection.ThroughMonth }

// Amount is the projected amount of the year: 524次.
func (o Outlook) Amount() *Figure { return o.figure }

// Change compares it with the whole year before: 比上年下降11.93%; "" if that is impossible.
func (o Outlook) Change() string {
	percent := o.method.ChangePercent
	switch {
	case percent == nil:
		return ""
	case percent.Sign() == 0:
		return o.figure.mark(markChange, o.lang.say("与上年持平", "unchanged from the year before"))
	case percent.Sign() < 0:
		return o.figure.mark(markChange, o.lang.say("比上年下降"+percent.Abs().Fixed(2)+"%", "down "+percent.Abs().Fixed(2)+"% from the year before"))
	}
	return o.figure.mark(markChange, o.lang.say("比上年增长"+percent.Abs().Fixed(2)+"%", "up "+percent.Abs().Fixed(2)+"% from the year before"))
}

// Rises reports whether the year is projected to exceed the one before.
func (o Outlook) Rises() bool {
	return o.method.ChangePercent != nil && o.method.ChangePercent.Sign() > 0
}

// Past is the error of the same method in past years: 2022年高0.84%、2021年低1.20%; "" if it could
// not be tried.
func (o Outlook) Past() string {
	var list []string
	for _, p := range o.method.Past {
		year, size := strconv.Itoa(p.Year), p.ErrorPercent.Abs().Fixed(2)+"%"
		switch p.ErrorPercent.Sign() {
		case 0:
			list = append(list, o.lang.say(year+"年无误差", year+" exact"))
		case 1:
			list = append(list, o.lang.say(year+"年高"+size, year+" "+size+" too high"))
		default:
			list = append(list, o.lang.say(year+"年低"+size, year+" "+size+" too low"))
		}
	}
	return strings.Join(list, o.lang.say("、", ", "))
}

// Rule is the rule of 只减不增, applied to a year.
type Rule struct {
	check  metrics.IncreaseCheck
	figure *Figure
}

// Known reports whether the year can be compared with the one before.
func (r Rule) Known() bool { return r.check.Met != nil && !r.check.Value.Comparison.Uneven() }

// Undecided reports whether there are both years, and they are of different units or gaps in what was filed
// decide.
func (r Rule) Undecided() bool {
	c := r.check.Value.Comparison
	return c != nil && c.Delta != nil && !r.Known()
}

// Met reports whether it is no more than in the year before.
func (r Rule) Met() bool { return r.check.Met != nil && *r.check.Met }

// Alike is how many units have both years, where others have one of them alone; 0 where that is none, or
// the years are of the same units.
func (r Rule) Alike() int {
	if c := r.check.Value.Comparison; c.Uneven() && c.Comparable.Delta != nil {
		return c.Comparable.Units
	}
	return 0
}

// AlikeUnits is Alike in words.
func (r Rule) AlikeUnits() string {
	n, units := r.Alike(), "units"
	if n == 1 {
		units = "unit"
	}
	return r.figure.lang.text(jianfu.Say("两年都有数的%[1]d个单位", "the %[1]d %[2]s", n, units))
}

// Contrary reports whether those say otherwise than all that was filed: then the rule cannot be judged.
func (r Rule) Contrary() bool { return r.Alike() > 0 && r.check.Met == nil }

// MetAlike reports whether of these it is no more than in the year before.
func (r Rule) MetAlike() bool { return r.check.Value.Comparison.Comparable.Delta.Sign() <= 0 }

// Figure is what was compared.
func (r Rule) Figure() *Figure { return r.figure }
