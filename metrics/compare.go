package metrics

import (
	"jianfu"
)

var hundred = jianfu.NewDecimal(100)

// compare compares a figure with its base. A count changes in percent of its base, a rate in
// percentage points; both are computed from the exact numbers and rounded half up once.
func compare(kind Comparison, current, base Value) *ValueComparison {
	c := &ValueComparison{Kind: kind, Period: base.Scope.Period, Base: &base, Amount: base.Amount, Numerator: base.Numerator, Denominator: base.Denominator, metric: current.Metric}
	switch {
	case base.Missing != NotMissing:
		c.Missing, c.why = base.Missing, base.Why()
		return c
	case current.Missing != NotMissing:
		c.Missing, c.why = current.Missing, current.Why()
		return c
	}
	if current.Metric.IsRate() {
		delta := current.Numerator.Quo(*current.Denominator).Sub(base.Numerator.Quo(*base.Denominator))
		points, shown := delta.Mul(hundred).Round(2), delta.Round(ratePlaces)
		c.Delta, c.ChangePoints = &shown, &points
		c.Favourable = favourable(current.Metric.Direction, delta.Sign())
		return c
	}
	delta := current.Amount.Sub(*base.Amount)
	c.Delta = &delta
	c.Favourable = favourable(current.Metric.Direction, delta.Sign())
	if base.Amount.Sign() == 0 {
		c.Missing = ZeroDenominator
		return c
	}
	percent := delta.Quo(*base.Amount).Mul(hundred).Round(2)
	c.ChangePercent = &percent
	return c
}

func favourable(direction Direction, sign int) *bool {
	if direction == Undirected || sign == 0 {
		return nil
	}
	better := (direction == Down) == (sign < 0)
	return &better
}

// Text is the figure in words: 716次, 98.51%, or why there is none. One that rests on totals says so.
func (v Value) Text(lang jianfu.Lang) string {
	switch {
	case v.Amount == nil:
		return v.Why().In(lang)
	case v.Metric.IsRate():
		return v.Numerator.Quo(*v.Denominator).Mul(hundred).Fixed(2) + "%" + v.Basis.Mark().In(lang)
	case lang == jianfu.English:
		return shown(*v.Amount) + v.Basis.Mark().In(lang)
	}
	return shown(*v.Amount) + v.Metric.Unit + v.Basis.Mark().In(lang)
}

// Why says why there is no figure: 未报送, 已并入丙局（2023-07-01）.
func (v Value) Why() jianfu.Text {
	if v.why.ZH != "" {
		return v.why
	}
	return v.Missing.Text()
}

// Mark says of a figure that it rests on totals; of records it says nothing.
func (b Basis) Mark() jianfu.Text {
	switch b {
	case FromTotals:
		return jianfu.Text{ZH: "（按汇总数）", EN: " (totals as stated)"}
	case FromBoth:
		return jianfu.Text{ZH: "（含汇总数）", EN: " (partly totals as stated)"}
	}
	return jianfu.Text{}
}

// shown is a count as people write it: exact if its decimals are finite, else to four places.
func shown(amount jianfu.Decimal) string {
	if text := amount.String(); len(text) <= len(amount.Fixed(ratePlaces)) {
		return text
	}
	return amount.Fixed(ratePlaces)
}

// Text says why there is no figure.
func (m Missing) Text() jianfu.Text {
	switch m {
	case NoData:
		return jianfu.Text{ZH: "无数据", EN: "no data"}
	case NotInForce:
		return jianfu.Text{ZH: "单位当时不存在", EN: "the unit did not exist"}
	case NotDue:
		return jianfu.Text{ZH: "无报送任务", EN: "not due"}
	case NotFiled:
		return jianfu.Text{ZH: "未报送", EN: "not filed"}
	case ZeroDenominator:
		return jianfu.Text{ZH: "分母为零", EN: "nothing to divide by"}
	case NotReported:
		return jianfu.Text{ZH: "未填报", EN: "not reported"}
	case UnknownValues:
		return jianfu.Text{ZH: "含未知数值", EN: "some values unknown"}
	case NoCalendar:
		return jianfu.Text{ZH: "缺工作日历", EN: "no working-day calendar"}
	case NotApplicable:
		return jianfu.Text{ZH: "不适用", EN: "not applicable"}
	case Withheld:
		return jianfu.Text{ZH: "不予显示", EN: "not shown"}
	}
	return jianfu.Text{}
}

// Sentence is the comparison in words: 同比下降12.36%（少75次）.
func (c *ValueComparison) Sentence(lang jianfu.Lang) string { return c.sentence(c.than(), lang) }

// Sentences are the comparison in words, and what both sides have where that says something else:
// 同比下降12.36%（少75次），可比部分下降3.20%（少12次）.
func (c *ValueComparison) Sentences(lang jianfu.Lang) string {
	text, apart := c.Sentence(lang), c.Apart()
	switch {
	case apart == nil || c.Delta == nil:
		return text
	case apart.Delta == nil:
		return text + jianfu.Say("，没有可比部分", "; the sides have nothing in common").In(lang)
	}
	both := jianfu.Text{ZH: "可比部分", EN: "over what both sides have"}
	return text + jianfu.Say("，", "; ").In(lang) + apart.sentence(both, lang)
}

// Shown is the comparison as documents have it: the sides as a whole are held against each other only where
// they are of the same units. 可比部分（两年都有数的2个单位）同比下降3.20%（少12次）.
func (c *ValueComparison) Shown(lang jianfu.Lang) string {
	switch {
	case !c.Uneven():
		return c.Sentences(lang)
	case c.Delta == nil || c.Comparable.Delta == nil:
		return jianfu.Say("%[1]s不可比（两期有数的单位或月份不同）", "not comparable %[2]s (of different units or months)", c.than().ZH, c.than().EN).In(lang)
	}
	return c.Comparable.Qualified(c.Comparable.Sentence(lang), lang)
}

// Qualified says with a change over what both sides have that it is over that, and of how many units:
// 可比部分（两年都有数的2个单位）同比下降3.20%.
func (c *Comparable) Qualified(change string, lang jianfu.Lang) string {
	sides, units := jianfu.Text{ZH: "两期", EN: "both periods"}, jianfu.Text{EN: "units"}
	if c.Kind == YearEarlier {
		sides = jianfu.Text{ZH: "两年", EN: "both years"}
	}
	if c.Units == 1 {
		units.EN = "unit"
	}
	return jianfu.Say("可比部分（%[1]s都有数的%[3]d个单位）%[4]s", "%[4]s over the %[3]d %[5]s with figures for %[2]s", sides.ZH, sides.EN, c.Units, change, units.EN).In(lang)
}

func (c *ValueComparison) sentence(than jianfu.Text, lang jianfu.Lang) string {
	if c.Delta == nil {
		return jianfu.Say("%[1]s不可比（%[3]s）", "not comparable %[2]s (%[4]s)", than.ZH, than.EN,
			c.why.ZH, c.why.EN).In(lang)
	}
	if c.Delta.Sign() == 0 && (c.ChangePoints == nil || c.ChangePoints.Sign() == 0) {
		return jianfu.Say("%[1]s持平", "unchanged %[2]s", than.ZH, than.EN).In(lang)
	}
	rises := c.Delta.Sign() > 0
	if c.ChangePoints != nil {
		way := pick(rises, jianfu.Text{ZH: "提高", EN: "up"}, jianfu.Text{ZH: "下降", EN: "down"})
		return jianfu.Say("%[1]s%[3]s%[5]s个百分点", "%[4]s %[5]s percentage points %[2]s", than.ZH, than.EN, way.ZH, way.EN,
			c.ChangePoints.Abs().Fixed(2)).In(lang)
	}
	by := shown(c.Delta.Abs())
	more := pick(rises, jianfu.Text{ZH: "多", EN: "more"}, jianfu.Text{ZH: "少", EN: "fewer"})
	if c.ChangePercent == nil {
		return jianfu.Say("%[1]s%[3]s%[5]s%[6]s（基数为零，不算百分比）", "%[5]s %[4]s %[2]s (from zero, no percentage)", than.ZH, than.EN,
			more.ZH, more.EN, by, c.metric.Unit).In(lang)
	}
	way := pick(rises, jianfu.Text{ZH: "增长", EN: "up"}, jianfu.Text{ZH: "下降", EN: "down"})
	return jianfu.Say("%[1]s%[3]s%[5]s%%（%[6]s%[8]s%[9]s）", "%[4]s %[5]s%% %[2]s (%[8]s %[7]s)", than.ZH, than.EN, way.ZH, way.EN,
		c.ChangePercent.Abs().Fixed(2), more.ZH, more.EN, by, c.metric.Unit).In(lang)
}

// Apart is the comparison over what both sides have, where that differs from the comparison itself;
// nil where the sides were filed alike, or the units that only one has make no difference.
func (c *ValueComparison) Apart() *Comparable {
	if c == nil || c.Comparable == nil || sameNumber(c.Delta, c.Comparable.Delta) && sameNumber(c.Amount, c.Comparable.Amount) {
		return nil
	}
	return c.Comparable
}

// Uneven reports whether the sides are of different units, or of different months, so that what all of them
// add up to says nothing of a rise or fall: only what both sides have does.
func (c *ValueComparison) Uneven() bool { return c.Apart() != nil && c.Comparable.uneven }

func sameNumber(a, b *jianfu.Decimal) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Cmp(*b) == 0)
}

// Sign says whether the figure rose, fell or stayed. It is not known where there is no change to
// state, where the sides are of different units, or where what both sides have says otherwise than all
// that was filed: then gaps decide.
func (c *ValueComparison) Sign() (sign int, known bool) {
	if c == nil || c.Delta == nil || c.Uneven() {
		return 0, false
	}
	sign = c.Delta.Sign()
	if apart := c.Apart(); apart != nil && (apart.Delta == nil || apart.Delta.Sign() != sign) {
		return 0, false
	}
	return sign, true
}

// Rises reports whether the figure rose, by all that was filed and by what both sides filed alike. It is
// not known where there is no change to state, or where the two differ: then gaps decide.
func (c *ValueComparison) Rises() (rises, known bool) {
	if c.Delta == nil {
		return false, false
	}
	rises = c.Delta.Sign() > 0
	both := c.Comparable.Delta
	return rises, both != nil && (both.Sign() > 0) == rises
}

// than names the comparison at the beginning of its sentence.
func (c *ValueComparison) than() jianfu.Text {
	switch c.Kind {
	case YearEarlier:
		return jianfu.Text{ZH: "同比", EN: "year over year"}
	case PreviousPeriod:
		return jianfu.Text{ZH: "环比", EN: "period over period"}
	}
	return jianfu.Text{ZH: "较" + c.Period.Label(jianfu.Chinese), EN: "against " + c.Period.Label(jianfu.English)}
}

func pick(first bool, a, b jianfu.Text) jianfu.Text {
	if first {
		return a
	}
	return b
}
