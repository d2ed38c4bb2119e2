package reports

import (
	"strconv"
	"strings"

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
)

// plain is a text from outside without the marks.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= markAmount && r <= markBlock || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, text)
}

func (f *Figure) mark(part rune, text string) string {
	return string(part) + strconv.Itoa(f.Number) + string(markText) + plain(text) + string(markEnd)
}

// String states the figure: 521次, or why there is none: 无数据.
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
func (f *Figure) When() string { return when(f.Period) }

func when(period jianfu.Period) string {
	if first, years := period.Start(), period.Months()/12; years > 1 && period.Months()%12 == 0 && first.Number() == 1 {
		return strconv.Itoa(first.Year()) + "—" + strconv.Itoa(first.Year()+years-1) + "年"
	}
	return period.Label(jianfu.Chinese)
}

// Changed says how it changed, after a comma: ，同比下降12.44%（少74次）. It is empty if nothing
// was filed for the year before: the report says that once.
func (f *Figure) Changed() string {
	if !f.Known() || f.Value == nil || f.Value.Comparison == nil || f.Value.Comparison.Missing.Unfiled() {
		return ""
	}
	if _, known := f.delta(); !known && f.Value.Comparison.Delta != nil {
		return "，" + f.Change() + "，但两期报送的单位和月份不同，不能据此判断升降"
	}
	return "，" + f.Change()
}

// Partial says how much of it was filed where something is missing: 38个单位中36个已报.
func (f *Figure) Partial() string {
	if f == nil || f.Value == nil || !f.Known() {
		return ""
	}
	return f.Value.Coverage.Text(f.Period, jianfu.Chinese)
}

// state states figures one after the other, and those without a number together at the end:
// 印发文件19件，同比下降24.00%（少6件）；计划外文件、政策性文件未填报.
func state(figures ...*Figure) string {
	var parts []string
	for _, f := range figures {
		if f.Known() {
			parts = append(parts, f.Noun()+f.String()+f.Changed())
		}
	}
	return strings.Join(append(parts, absences(figures)...), "；")
}

// absent says which figures have no number, and why; "" if all have one.
func absent(figures ...*Figure) string { return strings.Join(absences(figures), "；") }

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
		reasons[i] = strings.Join(nouns[why], "、") + why
	}
	return reasons
}

// why says in a sentence why there is no number.
func (f *Figure) why() string {
	if f.Value != nil {
		switch f.Value.Missing {
		case metrics.ZeroDenominator:
			return "无从计算（分母为零）"
		case metrics.UnknownValues:
			return "含未知数值，无法合计"
		case metrics.NoCalendar:
			return "缺工作日历，无法计算"
		}
	}
	return f.Stated
}

// Change says how it changed: 同比下降12.44%（少74次）.
func (f *Figure) Change() string {
	if f.Value == nil || f.Value.Comparison == nil {
		return ""
	}
	return f.mark(markChange, f.Value.Comparison.Sentence(jianfu.Chinese))
}

// delta is the sign of the change; known is false if there is none, or if gaps in what was filed
// decide it.
func (f *Figure) delta() (sign int, known bool) {
	if f == nil || f.Value == nil {
		return 0, false
	}
	return f.Value.Comparison.Sign()
}

// Rises reports whether it is more than before.
func (f *Figure) Rises() bool { sign, known := f.delta(); return known && sign > 0 }

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
	projection *metrics.Projection
	method     metrics.Projected
	figure     *Figure
}

// Known reports whether there is a projection.
func (o Outlook) Known() bool { return o.projection != nil && o.method.Amount != nil }

// Why says why there is no projection.
func (o Outlook) Why() string {
	if o.projection == nil {
		return metrics.NoData.Text().ZH
	}
	return o.method.Missing.Text().ZH
}

// Method names the method.
func (o Outlook) Method() string { return o.method.Method.Label().ZH }

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
		return o.figure.mark(markChange, "与上年持平")
	case percent.Sign() < 0:
		return o.figure.mark(markChange, "比上年下降"+percent.Abs().Fixed(2)+"%")
	}
	return o.figure.mark(markChange, "比上年增长"+percent.Abs().Fixed(2)+"%")
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
		way := "高"
		if p.ErrorPercent.Sign() < 0 {
			way = "低"
		}
		text := strconv.Itoa(p.Year) + "年" + way + p.ErrorPercent.Abs().Fixed(2) + "%"
		if p.ErrorPercent.Sign() == 0 {
			text = strconv.Itoa(p.Year) + "年无误差"
		}
		list = append(list, text)
	}
	return strings.Join(list, "、")
}

// Rule is the rule of 只减不增, applied to a year.
type Rule struct {
	check  metrics.IncreaseCheck
	figure *Figure
}

// Known reports whether the year can be compared with the one before.
func (r Rule) Known() bool { return r.check.Met != nil }

// Undecided reports whether there are both years and gaps in what was filed decide.
func (r Rule) Undecided() bool {
	c := r.check.Value.Comparison
	return r.check.Met == nil && c != nil && c.Delta != nil
}

// Met reports whether it is no more than in the year before.
func (r Rule) Met() bool { return r.check.Met != nil && *r.check.Met }

// Figure is what was compared.
func (r Rule) Figure() *Figure { return r.figure }
