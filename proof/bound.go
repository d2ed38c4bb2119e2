package proof

import (
	"strings"

	"jianfu"
)

// agreement is how a figure as written compares with a value.
type agreement int

const (
	disagrees agreement = iota
	cut                 // right if the value is cut, not rounded, after the digits shown
	agrees
	far // it is bounded on one side, and the value is within the bound, but far from it
)

func agreesIf(holds bool) agreement {
	if holds {
		return agrees
	}
	return disagrees
}

var one, two, three, hundred, minusOne = jianfu.NewDecimal(1), jianfu.NewDecimal(2), jianfu.NewDecimal(3), jianfu.NewDecimal(100), jianfu.NewDecimal(-1)

// against holds a figure against the exact value it should show; a percentage's is in
// percent. The rule, for a figure n whose last shown digit counts a step:
//
//   - written plainly, it is right where the value rounded half up to the step is n, and cut
//     where the value cut off at the step is n;
//   - 余, 多 (9,000余): n < value < n + the step of the last digit that is not zero, here 10,000;
//   - 近, 将近, 接近 (近500): see nearly;
//   - 不足, 不到 (不足500): n − the step of the last digit that is not zero < value < n;
//   - 约, 左右: within half the step of the last digit that is not zero: 约500 is 450 to 550;
//   - 以上, 不少于, 超过, 逾, 以下, 以内: see oneSided.
func (f *figure) against(value jianfu.Decimal) agreement {
	switch n := f.number; f.bound {
	case exact:
		return f.exactly(value)
	case more:
		return agreesIf(value.Cmp(n) > 0 && value.Cmp(n.Add(f.leading())) < 0)
	case below:
		return agreesIf(value.Cmp(n) < 0 && value.Cmp(n.Sub(f.leading())) > 0)
	case between:
		return agreesIf(value.Cmp(n) >= 0 && value.Cmp(f.high) <= 0)
	case about:
		return agreesIf(value.Sub(n).Abs().Cmp(f.leading().Quo(two)) <= 0)
	case nearly:
		return f.nearly(value)
	case atLeast, over, atMost:
		return f.oneSided(value)
	}
	return disagrees
}

// exactly holds a figure that is written plainly against a value.
func (f *figure) exactly(value jianfu.Decimal) agreement {
	step := f.step()
	if value.Sub(f.number).Abs().Cmp(step) >= 0 {
		return disagrees
	}
	steps := value.Quo(step)
	switch {
	case steps.Round(0).Mul(step).Cmp(f.number) == 0:
		return agrees
	case truncated(steps).Mul(step).Cmp(f.number) == 0:
		return cut
	}
	return disagrees
}

// nearly holds 近500 against a value: at most a tenth below it agrees, 450 ≤ value < 500; far are those down to half the step of
// the last digit that is not zero, a quarter of it at most. Written in 成 or 分之, those agree too: 近两成 of 15%.
func (f *figure) nearly(value jianfu.Decimal) agreement {
	loose := f.leading().Quo(two)
	if quarter := f.number.Quo(jianfu.NewDecimal(4)); loose.Cmp(quarter) > 0 {
		loose = quarter
	}
	switch missing := f.number.Sub(value); {
	case missing.Sign() <= 0:
		return disagrees
	case missing.Cmp(f.number.Quo(power(1))) <= 0, missing.Cmp(loose) <= 0 && f.rough:
		return agrees
	case missing.Cmp(loose) <= 0:
		return far
	}
	return disagrees
}

// oneSided holds a figure that is a bound against a value: 以上 and 不少于 agree with value ≥ n; 超过, 逾, 突破 with value > n; 以下 and
// 以内 with value ≤ n. Far is a value beyond half as much again and beyond the step of the last digit that is not zero: nobody
// who knows of 521 says 超过100.
func (f *figure) oneSided(value jianfu.Decimal) agreement {
	small, large := f.number, value
	if f.bound == atMost {
		small, large = value, f.number
	}
	switch beyond := large.Sub(small); {
	case beyond.Sign() < 0 || f.bound == over && beyond.Sign() == 0:
		return disagrees
	case beyond.Cmp(f.leading()) >= 0 && large.Mul(two).Cmp(small.Mul(three)) > 0:
		return far
	}
	return agrees
}

// truncated is the whole part.
func truncated(d jianfu.Decimal) jianfu.Decimal {
	rounded := d.Round(0)
	switch {
	case d.Sign() >= 0 && rounded.Cmp(d) > 0:
		return rounded.Sub(one)
	case d.Sign() < 0 && rounded.Cmp(d) < 0:
		return rounded.Add(one)
	}
	return rounded
}

// places is how many decimal places the figure shows, before any 万.
func (f *figure) places() int { return max(0, -f.digit) }

// isExact reports whether arithmetic can be done with the figure to the digit.
func (f *figure) isExact() bool {
	return f.isPlain() && f.digit <= 0 && !measures[f.unit] && !f.measured && !strings.HasPrefix(f.unit, "万") && !strings.HasPrefix(f.unit, "亿")
}

// isPlain reports whether arithmetic can be done with the figure as far as its digits tell.
func (f *figure) isPlain() bool { return !f.masked && f.bound == exact && f.kind == count }
