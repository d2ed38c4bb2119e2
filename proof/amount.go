package proof

import (
	"slices"

	"jianfu"
)

// amount is what a value may be: from low to high, both the same where it is exact. at is the value as it is written.
type amount struct {
	low, at, high jianfu.Decimal
	exact         bool
	loose         bool // what is written is only a bound: 2400余
}

func known(value jianfu.Decimal) amount {
	return amount{low: value, at: value, high: value, exact: true}
}

// amount is what the value of a figure may be, as far as its digits tell; false where they do not.
func (f *figure) amount() (amount, bool) {
	switch n := f.number; {
	case f.masked, f.kind == flat, f.kind == points:
	case f.isExact():
		return known(n), true
	case f.bound == exact:
		return amount{low: n.Sub(f.half()), at: n, high: n.Add(f.half())}, true
	case f.bound == more && f.kind == count:
		return amount{low: n, at: n, high: n.Add(f.leading()), loose: true}, true
	}
	return amount{}, false
}

// with combines two amounts; crossed is where the highest value of one goes with the lowest of the other.
func (a amount) with(b amount, crossed bool, combine func(a, b jianfu.Decimal) jianfu.Decimal) amount {
	at := combine(a.at, b.at)
	if a.exact && b.exact {
		return known(at)
	}
	low, high := b.low, b.high
	if crossed {
		low, high = high, low
	}
	return amount{low: combine(a.low, low), at: at, high: combine(a.high, high), loose: a.loose || b.loose}
}

func (a amount) plus(b amount) amount  { return a.with(b, false, jianfu.Decimal.Add) }
func (a amount) minus(b amount) amount { return a.with(b, true, jianfu.Decimal.Sub) }

// per is an amount divided by one above zero.
func (a amount) per(b amount) amount { return a.with(b, true, jianfu.Decimal.Quo) }

// percentOf is an amount in percent of one above zero.
func (a amount) percentOf(b amount) amount {
	return a.with(b, true, func(a, b jianfu.Decimal) jianfu.Decimal { return a.Quo(b).Mul(hundred) })
}

// growthOn is by how many percent an amount is more than one above zero.
func (a amount) growthOn(b amount) amount { return a.percentOf(b).minus(known(hundred)) }

func (a amount) negative() amount { return known(jianfu.Decimal{}).minus(a) }

// mayBe reports whether two amounts may be of the same value.
func (a amount) mayBe(b amount) bool { return a.low.Cmp(b.high) <= 0 && a.high.Cmp(b.low) >= 0 }

// isAbove reports whether an amount is surely more than another.
func (a amount) isAbove(b amount) bool { return a.low.Cmp(b.high) > 0 }

// isWithin reports whether an amount may differ by at most one of some parts of it.
func (a amount) isWithin(parts int64) bool {
	return a.exact || a.high.Sub(a.low).Abs().Mul(jianfu.NewDecimal(parts)).Cmp(a.at.Abs()) <= 0
}

func (a amount) isPositive() bool { return a.low.Sign() > 0 }

// sumOf is the sum of claims, where the amount of each is known.
func sumOf(parts []*claim) (amount, bool) {
	sum := known(jianfu.Decimal{})
	for _, part := range parts {
		value, ok := part.trusted()
		if !ok {
			return sum, false
		}
		sum = sum.plus(value)
	}
	return sum, true
}

// asWritten is the amount of a claim as it is written.
func (st *claim) asWritten() (amount, bool) {
	if st == nil {
		return amount{}, false
	}
	return st.amount()
}

// exactlyWritten is that of a claim that can be calculated with to the digit.
func (st *claim) exactlyWritten() (amount, bool) {
	a, ok := st.asWritten()
	return a, ok && a.exact
}

// trusted is the amount to do arithmetic with: the warehouse's where the figure is wrong, so
// that one wrong figure does not make its neighbours wrong.
func (st *claim) trusted() (amount, bool) {
	if st != nil && !st.masked && st.kind != flat && st.match.verdict == Wrong && st.match.answer != nil {
		return known(st.match.answer.value), true
	}
	return st.asWritten()
}

// isCount reports whether a claim is a count to do arithmetic with, to the digit.
func (st *claim) isCount() bool { return st.role == level && st.isExact() && !st.limit }

// holdAmount compares a claim with what its value may be.
func (st *claim) holdAmount(right amount) agreement {
	if right.exact {
		return st.hold(right.at)
	}
	for _, value := range []jianfu.Decimal{right.at, right.low, right.high} {
		if st.hold(value) == agrees {
			return agrees
		}
	}
	if n := signedNumber(st); st.bound == exact && (amount{low: n.Sub(st.half()), high: n.Add(st.half())}).mayBe(right) {
		return agrees
	}
	return st.hold(right.at)
}

// derived is what the arithmetic of a text makes of a claim.
type derived struct {
	right amount
	why   jianfu.Text // of what divides a part by a whole, that
	part  jianfu.Decimal
	whole jianfu.Decimal
	sure  bool     // the claim is surely of that, so that it is wrong where it does not agree
	plain bool     // the order of the words says so, whatever is doubted of the claim
	of    []*claim // that it follows from
}

// compute takes what the arithmetic of the text makes of a claim.
func (st *claim) compute(d derived) {
	if slices.ContainsFunc(st.doubts, func(d Doubt) bool { return d.apart }) {
		return
	}
	r := reckoning{why: d.why, whole: d.whole}
	if r.why.ZH == "" {
		r.why = jianfu.Say("文中 %[1]s÷%[2]s", "the text's own %[3]s ÷ %[4]s", short(d.part), short(d.whole), d.part, d.whole)
	}
	if d.right.exact {
		r.value = &d.right.at
	}
	switch st.holdAmount(d.right) {
	case agrees:
		r.verdict = Right
		if !d.sure && !d.right.isWithin(4) && d.right.high.Sub(d.right.low).Cmp(st.step().Mul(two)) > 0 { // many a number would agree
			return
		}
	case cut:
		r.verdict = Cut
	case disagrees:
		r.verdict, r.value = Wrong, &d.right.at
		if !st.isWrongBy(d) {
			return
		}
	default: // it may be of another
		return
	}
	st.reckon = r
}

// isWrongBy reports whether a claim that does not agree with what the arithmetic of the text makes of it is wrong.
func (st *claim) isWrongBy(d derived) bool {
	switch {
	case !d.sure && !st.slips(d.right), d.right.loose, !d.right.exact && st.bound != exact:
		return false
	}
	return d.plain && !st.isOfEach() || !st.isUnrelated(d.of)
}

// short writes a large number in 亿, as Chinese texts do.
func short(d jianfu.Decimal) string {
	if in := d.Quo(power(8)); in.Abs().Cmp(one) >= 0 && in.Round(4).Cmp(in) == 0 {
		return in.String() + "亿"
	}
	return d.String()
}

// slips reports whether a percentage misses a value by a slip in its last digit, of two or more after the point: it is hardly one
// of anything else.
func (st *claim) slips(right amount) bool {
	return right.exact && st.kind == percent && st.bound == exact && st.digit <= -2 && right.at.Abs().Sub(st.number).Abs().Cmp(st.step().Mul(two)) <= 0
}

// isUnrelated reports whether a doubt of a claim is of what it relates to, so that even the text's own arithmetic cannot tell that it is
// wrong. Of which time it is does not matter where that is as uncertain of all that it follows from.
func (st *claim) isUnrelated(of []*claim) bool {
	return slices.ContainsFunc(st.doubts, func(d Doubt) bool {
		shared := d.Code == "TIME_UNCLEAR" && len(of) > 0 && !slices.ContainsFunc(of, func(other *claim) bool {
			return other != nil && !slices.ContainsFunc(other.doubts, func(o Doubt) bool { return o.Reason == d.Reason })
		})
		return d.unrelated() && !shared
	})
}

func signedNumber(st *claim) jianfu.Decimal {
	if st.sign < 0 || st.signed < 0 {
		return st.number.Mul(minusOne)
	}
	return st.number
}
