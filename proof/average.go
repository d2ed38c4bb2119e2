package proof

import (
	"slices"
	"strings"
	"time"

	"jianfu"
)

var (
	averageOf = compile(`([日天周月场次户家人件案期批班个])均|平均每(?:一|个)?([日天周月场次户家人件案期批班]|单位|部门|企业)|每(?:一|个)?([日天周月场次户家人件案期批班]|单位|部门|企业)平均|每([户家])[^，。；\d]{0,6}$`)
	onlyMean  = compile(`^(?:平均)?(?:每(?:一|个)?.{1,2}|.均)(?:平均)?(?:为|是|达|达到)?$`)
	dayRange  = compile(`(\d{1,2})月(\d{1,2})日?\s?[-—–~～至到]{1,2}\s?(?:(\d{1,2})月)?(\d{1,2})日`)
)

// averages holds an average against the total before it and how many days, meetings, households or units it is shared among:
// 举办培训20场、参加600人次，场均30人次. It may be of others than all: only where the sentence tells no other counts, and no more than a slip
// makes the difference, it is wrong.
func (s *sentenceClaims) averages(before *sentenceClaims) {
	for i, st := range s.claims {
		m := averageOf.FindStringSubmatch(st.before())
		if m == nil || st.role != level || st.kind != count || st.masked || st.reckon.verdict != "" {
			continue
		}
		own := amountsOf(s.claims[:i])
		known := own
		if before != nil {
			known = slices.Concat(amountsOf(before.claims), own)
		}
		among := strings.Join(m[1:], "")
		_, unit := moneyUnit(st.unit)
		whole := lastAmount(slices.DeleteFunc(slices.Clone(known), func(other *claim) bool { return averagePattern.MatchString(other.before()) }), unit)
		if pieces, ok := st.timesOf(among); ok && whole != nil && whole.unit == st.unit {
			st.average(whole, pieces, false)
		} else if count := lastOfPieces(known, among); count != nil && whole != nil && count != whole {
			pieces, _ := count.trusted() // as that of any count
			st.average(whole, pieces, len(own) == 2 && onlyMean.MatchString(st.left))
		}
	}
}

// average holds a claim against a total shared among pieces; alone is where nothing else can be meant.
func (st *claim) average(whole *claim, pieces amount, alone bool) {
	value, ok := whole.trusted()
	if !ok || !pieces.isPositive() {
		return
	}
	value = whole.inUnit(st, value)
	d := derived{right: value.per(pieces), why: jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", value.at, pieces.at)}
	d.sure = alone && d.right.exact && st.isNear(d.right)
	d.plain = d.sure
	if agreement := st.holdAmount(d.right); d.sure || agreement == agrees || agreement == cut {
		st.compute(d)
	}
}

// timesOf are how many days or months the time of a claim has, which it may name by its first and last day.
func (st *claim) timesOf(among string) (amount, bool) {
	period := st.times.first()
	if among == "月" && !period.IsZero() {
		return wholeNumber(period.Months()), true
	}
	if !slices.Contains([]string{"", "日", "天", "周"}, among) {
		return amount{}, false
	}
	days := int64(0)
	if !period.IsZero() {
		days = int64(period.Through().Time().Sub(period.From().Time()).Hours()/24) + 1
	}
	if m := dayRange.FindStringSubmatch(string(st.passage.runes[:st.start])); m != nil {
		last := m[3]
		if last == "" {
			last = m[1]
		}
		day := func(month, day string) time.Time {
			return time.Date(st.year, time.Month(atoi(month)), atoi(day), 0, 0, 0, 0, time.UTC)
		}
		days = int64(day(last, m[4]).Sub(day(m[1], m[2])).Hours()/24) + 1
	}
	if among == "周" {
		return known(jianfu.NewDecimal(days).Quo(jianfu.NewDecimal(7))), days > 0
	}
	return known(jianfu.NewDecimal(days)), days > 0
}

// lastOfPieces is the last of some counts of what an average is shared among: 户, or 个 of 120个单位; nil where there is none.
func lastOfPieces(counts []*claim, among string) *claim {
	for _, st := range slices.Backward(counts) {
		if st.isCount() && (st.unit == among || len([]rune(among)) > 1 && strings.HasPrefix(st.after(4), among) || slices.Contains(alsoAmong[among], st.unit)) {
			return st
		}
	}
	return nil
}

// alsoAmong are other units of what an average is shared among: 案均 of 件.
var alsoAmong = map[string][]string{"人": {"名"}, "案": {"件", "起", "宗"}}

// moneyUnit is how many 元 a unit is, and 元; of what is no money 1, and the unit itself.
func moneyUnit(unit string) (jianfu.Decimal, string) {
	switch unit {
	case "亿元":
		return power(8), "元"
	case "万元":
		return power(4), "元"
	}
	return one, unit
}

// inUnit is an amount of a claim in the unit of another: 766万元 as one of 8.09亿元.
func (st *claim) inUnit(of *claim, value amount) amount {
	from, _ := moneyUnit(st.unit)
	to, _ := moneyUnit(of.unit)
	if from == to {
		return value
	}
	return value.with(known(from.Quo(to)), false, jianfu.Decimal.Mul)
}

func unitOf(st *claim) string {
	_, unit := moneyUnit(st.unit)
	return unit
}

// lastAmount is the last amount in a unit, in 元 whether it is written in 万元 or not; nil where there is none.
func lastAmount(claims []*claim, unit string) *claim {
	for _, st := range slices.Backward(claims) {
		if _, own := moneyUnit(st.unit); st.isAmount() && own == unit {
			return st
		}
	}
	return nil
}

// lastCount is the last count, in a unit where one is named; nil where there is none.
func lastCount(claims []*claim, unit string) *claim {
	for _, st := range slices.Backward(claims) {
		if st.isCount() && st.kind == count && (unit == "" || st.unit == unit) {
			return st
		}
	}
	return nil
}
