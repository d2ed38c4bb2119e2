package proof

import (
	"slices"
	"strings"
	"time"

	"jianfu"
)

var (
	averageOf = compile(`([日天月场次户家人件期批班个])均|平均每(?:个)?([日天月场次户家人件期批班]|单位|部门|企业)|每(?:个)?([日天月场次户家人件期批班]|单位|部门|企业)平均|每([户家])[^，。；\d]{0,6}$`)
	dayRange  = compile(`(\d{1,2})月(\d{1,2})日?\s?[-—–~～至到]{1,2}\s?(?:(\d{1,2})月)?(\d{1,2})日`)
)

// averages holds an average against the total before it and how many days, meetings, households or units it is shared among:
// 举办培训20场、参加600人次，场均30人次. It may be of others than all, so that it can only be right.
func (s *sentenceClaims) averages() {
	for i, st := range s.claims {
		m := averageOf.FindStringSubmatch(st.before())
		if m == nil || i == 0 || st.role != level || st.kind != count || st.masked || st.reckon.verdict != "" {
			continue
		}
		among := strings.Join(m[1:], "")
		own, unit := moneyUnit(st.unit)
		whole := s.claims[i-1]
		if pieces, ok := st.timesOf(among); ok && whole.unit == st.unit {
			st.average(whole, pieces, known(one))
			continue
		}
		whole = lastAmount(s.claims[:i], unit)
		if pieces, ok := s.piecesOf(i, among).trusted(); ok && whole != nil {
			factor, _ := moneyUnit(whole.unit)
			st.average(whole, pieces, known(factor.Quo(own)))
		}
	}
}

// average holds a claim against a total, in units that are so many of its own, shared among pieces.
func (st *claim) average(whole *claim, pieces, factor amount) {
	value, ok := whole.trusted()
	if !ok || !pieces.isPositive() || whole.role != level {
		return
	}
	value = value.with(factor, false, jianfu.Decimal.Mul)
	if right := value.per(pieces); st.holdAmount(right) == agrees || st.holdAmount(right) == cut {
		st.compute(derived{right: right, why: jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", value.at, pieces.at)})
	}
}

// timesOf are how many days or months the time of a claim has, which it may name by its first and last day.
func (st *claim) timesOf(among string) (amount, bool) {
	period := st.times.first()
	switch {
	case among == "月" && !period.IsZero():
		return known(jianfu.NewDecimal(int64(period.Months()))), true
	case among != "日" && among != "天":
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
	return known(jianfu.NewDecimal(days)), days > 0
}

// piecesOf is the last count before a claim of what an average is shared among: 户, or 个 of 120个单位.
func (s *sentenceClaims) piecesOf(i int, among string) *claim {
	for _, st := range slices.Backward(s.claims[:i]) {
		if st.isCount() && (st.unit == among || len([]rune(among)) > 1 && strings.HasPrefix(st.after(4), among) || among == "人" && st.unit == "名") {
			return st
		}
	}
	return nil
}

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
