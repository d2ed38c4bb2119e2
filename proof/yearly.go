package proof

import (
	"strings"

	"jianfu"
)

var (
	yearly  = compile(`年均(?:复合|名义)?(?:` + ways + `|递增|递减)`)
	ofYears = compile(`([一二三四五六七八九十]{1,2}|\d{1,2})年(?:来|间|中|以来|期间)|“?十[一二三四五]五”?(?:期间|时期|以来)`)
)

// yearlyMoves finds the growth of each year right between two amounts of years apart: 由2015年的100亿元增加到2020年的161亿元，年均增长10%;
// or the difference. It is often without what prices have changed, so that it is never wrong.
func (s *sentenceClaims) yearlyMoves() {
	for i, st := range s.claims {
		if st.masked || st.bound != exact || st.reckon.verdict != "" || !yearly.MatchString(st.before()) {
			continue
		}
		if i > 0 {
			st.yearlyOf(s.claims[i-1])
		}
		at := i - 1
		for at > 0 && s.claims[at].role == change {
			at--
		}
		if at > 0 && s.claims[at-1].role == base && countAlike(s.claims[at-1], s.claims[at]) {
			st.yearly(s.claims[at-1], s.claims[at], s.yearsBetween(s.claims[at-1], s.claims[at]))
		}
	}
}

// yearly finds a claim right that is the change of each of some years between two amounts.
func (st *claim) yearly(from, to *claim, years int) {
	earlier, ok := from.asWritten()
	current, known := to.asWritten()
	if !ok || !known || !earlier.isPositive() || years < 2 {
		return
	}
	why := jianfu.Say("文中 %[1]s→%[2]s，%[3]d 年", "the text's own %[1]s → %[2]s, in %[3]d years", from.written, to.written, years)
	switch {
	case st.kind == count:
		st.compute(derived{right: current.minus(earlier).per(wholeNumber(years)), why: why})
	case st.kind == percent && st.growsYearly(earlier, current, years):
		st.reckon = reckoning{verdict: Right, why: why}
	}
}

// yearlyOf finds a difference right that is each year's of one since a year that it names: 比2012年增加90人，年均增加10人.
func (st *claim) yearlyOf(by *claim) {
	value, ok := by.asWritten()
	if by.kind == points && !by.masked {
		value, ok = known(by.number), true
	}
	since, until := by.compare.period, by.times.first()
	if !ok || by.role != change || by.kind != st.kind || by.unit != st.unit || by.kind == percent || since.IsZero() || until.IsZero() {
		return
	}
	if years := until.Through().Year() - since.Through().Year(); years > 1 {
		st.compute(derived{right: value.per(wholeNumber(years)), why: jianfu.Say("文中 %[1]s，%[2]d 年", "the text's own %[1]s, in %[2]d years", by.written, years)})
	}
}

func wholeNumber(n int) amount { return known(jianfu.NewDecimal(int64(n))) }

// growsYearly reports whether an amount that grows each year by what a claim says may come to another.
func (st *claim) growsYearly(earlier, current amount, years int) bool {
	lowest, highest := earlier.low, earlier.high
	for range years {
		lowest = lowest.Mul(hundred.Add(signedNumber(st).Sub(st.half()))).Quo(hundred)
		highest = highest.Mul(hundred.Add(signedNumber(st).Add(st.half()))).Quo(hundred)
	}
	return lowest.Cmp(current.high) <= 0 && highest.Cmp(current.low) >= 0
}

// yearsBetween is how many years two amounts are apart, by their times or in words, as 五年来; 0 where neither says so.
func (s *sentenceClaims) yearsBetween(from, to *claim) int {
	earlier, later := from.times.first(), to.times.first()
	if from.timed && to.timed && !earlier.IsZero() && !later.IsZero() {
		return later.Through().Year() - earlier.Through().Year()
	}
	m := ofYears.FindStringSubmatch(string(s.passage.runes[s.in.start:from.start]))
	switch {
	case m == nil:
		return 0
	case m[1] == "": // a five-year plan
		return 5
	case strings.ContainsAny(m[1], "0123456789"):
		return atoi(m[1])
	}
	n, _, _ := chineseNumber(m[1])
	return int(n.Int64())
}
