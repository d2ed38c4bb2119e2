package jianfu

import (
	"errors"
	"math/big"
	"testing"
)

// FuzzPeriod: a period that was read is written so that it reads as the same period, and its parts
// add up to it; everything else is refused in both languages.
func FuzzPeriod(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePeriod(text)
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Code != Invalid || e.Text.ZH == "" || e.Text.EN == "" {
				t.Errorf("%q is refused with %v", text, err)
			}
			return
		}
		if back, err := ParsePeriod(p.String()); err != nil || back != p {
			t.Errorf("%q is written %s, which reads as %s %v", text, p, back, err)
		}
		if p.Months() < 1 || p.From() > p.Through() || !p.Contains(p.From()) || p.Contains(p.Until()) || p.Label(Chinese) == "" || p.Label(English) == "" {
			t.Errorf("%q: %s is no span of days", text, p)
		}
		for _, grain := range []Grain{ByMonth, ByQuarter, ByHalf, ByYear} {
			at, months := p.Start(), 0
			for _, part := range p.Buckets(grain) {
				if part.Start() != at || part.Months() < 1 || part.Months() > grain.Months() {
					t.Errorf("%q: part %s of %s does not follow the one before", text, part, p)
				}
				at, months = at+Month(part.Months()), months+part.Months()
			}
			if months != p.Months() {
				t.Errorf("%q: its parts have %d months of %d", text, months, p.Months())
			}
		}
		if p.YearEarlier().Months() != p.Months() || p.Previous().Until() != p.From() {
			t.Errorf("%q: the periods before %s do not lead to it", text, p)
		}
	})
}

// FuzzDate: what is read as a day is that day, and lies in its own month.
func FuzzDate(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := ParseDate(text)
		if !ok {
			return
		}
		if d.String() != text {
			t.Errorf("%q is read as %s", text, d)
		}
		if y := d.Year(); y < 1900 || y > 2199 || d.Month().First() > d || (d.Month()+1).First() <= d {
			t.Errorf("%s is not in its own month", d)
		}
	})
}

// FuzzDecimal: a number is read exactly, and rounding changes it by half a unit at most.
func FuzzDecimal(f *testing.F) {
	f.Fuzz(func(t *testing.T, text, other string) {
		d, ok := ParseDecimal(text)
		if !ok {
			return
		}
		if want, ok := new(big.Rat).SetString(text); !ok || want.Cmp(d.value()) != 0 {
			t.Errorf("%q is read as %s", text, d)
		}
		for _, places := range []int{0, 2, 4} {
			rounded := d.Round(places)
			off, unit := rounded.Sub(d).Abs().Mul(NewDecimal(2)), NewDecimal(1)
			for range places {
				unit = unit.Quo(NewDecimal(10))
			}
			if off.Cmp(unit) > 0 || rounded.Round(places).Cmp(rounded) != 0 || d.Sign()*rounded.Sign() < 0 {
				t.Errorf("%q to %d places is %s", text, places, rounded)
			}
		}
		if len(d.String()) < 60 {
			if back, ok := ParseDecimal(d.Fixed(0)); !ok || back.Cmp(d.Round(0)) != 0 {
				t.Errorf("%q is written %s, which reads as %s", text, d.Fixed(0), back)
			}
		}
		e, ok := ParseDecimal(other)
		if !ok {
			return
		}
		if d.Add(e).Sub(e).Cmp(d) != 0 || e.Sign() != 0 && d.Quo(e).Mul(e).Cmp(d) != 0 || d.Cmp(e) != -e.Cmp(d) || d.Cmp(e) != d.Sub(e).Sign() {
			t.Errorf("%q and %q do not add up", text, other)
		}
	})
}
