package jianfu

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func decimal(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, text string) Decimal {
	t.Helper()
	d, ok := ParseDecimal(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return d
}

func TestRoundHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number string
		places int
		want   string
	}{
		{"33.335", 2, "33.34"},
		{"33.334999", 2, "33.33"},
		{"-15.625", 2, "-15.63"}, // half away from zero, as for a positive number
		{"-15.6249", 2, "-15.62"},
		{"0.5", 0, "1"},
		{"-0.5", 0, "-1"},
		{"1.5", 0, "2"},
		{"2.5", 0, "3"}, // not half to even
		{"-0.004", 2, "0.00"},
		{"0", 2, "0.00"},
		{"99.995", 2, "100.00"},
		{"1.005", 2, "1.01"}, // 1.00 in floats
		{"12", 2, "12.00"},
	} {
		if got := decimal(t, c.number).Fixed(c.places); got != c.want {
			t.Errorf("%s to %d places is %s, want %s", c.number, c.places, got, c.want)
		}
		if got := decimal(t, c.number).Round(c.places); got.Cmp(decimal(t, c.want)) != 0 {
			t.Errorf("%s rounded to %d places is %s, want %s", c.number, c.places, got, c.want)
		}
	}
}

func TestDecimalString(t *testing.T) {
	t.Parallel()
	third := NewDecimal(1).Quo(NewDecimal(3))
	for text, number := range map[string]Decimal{
		"0":             {},
		"716":           NewDecimal(716),
		"12.5":          decimal(t, "12.50"),
		"-3":            decimal(t, "-3.000"),
		"0.9851":        decimal(t, "0.9851"),
		"0.3333333333":  third,
		"-0.6666666667": third.Sub(NewDecimal(1)),
		"1000":          decimal(t, "1e3"),
		"0.9000":        decimal(t, "0.9").Round(4),  // a rounded number keeps its places
		"0.0000000001":  decimal(t, "0.00000000012"), // past ten places it is cut
	} {
		if got := number.String(); got != text {
			t.Errorf("%s is shown as %s", text, got)
		}
	}
}

func TestArithmeticIsExact(t *testing.T) {
	t.Parallel()
	sum := Decimal{}
	for range 10 {
		sum = sum.Add(decimal(t, "0.1"))
	}
	if sum.Cmp(NewDecimal(1)) != 0 {
		t.Errorf("ten tenths are %s", sum)
	}
	if got := NewDecimal(2).Quo(NewDecimal(3)).Mul(NewDecimal(3)); got.Cmp(NewDecimal(2)) != 0 {
		t.Errorf("2/3 × 3 is %s", got)
	}
	if got := decimal(t, "-7.5").Abs(); got.String() != "7.5" || got.Sign() != 1 || (Decimal{}).Sign() != 0 || decimal(t, "-1").Sign() != -1 {
		t.Errorf("|-7.5| is %s", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("1/0 did not panic")
		}
	}()
	NewDecimal(1).Quo(Decimal{})
}

func TestParseDecimalRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", " ", "1/3", "abc", "1,234", "1.2.3", "--1", "１２", "*", "NaN", "Inf", "-Infinity",
		"1e1000", "1e-1000", "1E99999999999", "1p1000000", "1p-999999", "0x1p-5000", "0x10", "0b11", "0o17", "1_000",
		strings.Repeat("9", 65),
	} {
		if d, ok := ParseDecimal(text); ok {
			t.Errorf("%q was read as %.40s", text, d)
		}
	}
}

func TestDecimalProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string { return rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,9})?`).Draw(t, name) }
		a, b := decimal(t, text("a")), decimal(t, text("b"))
		if got := a.Add(b).Sub(b); got.Cmp(a) != 0 {
			t.Errorf("%s + %s - %s is %s", a, b, b, got)
		}
		if b.Sign() != 0 {
			if got := a.Quo(b).Mul(b); got.Cmp(a) != 0 {
				t.Errorf("%s / %s × %s is %s", a, b, b, got)
			}
		}
		if got := decimal(t, a.String()); got.Cmp(a) != 0 {
			t.Errorf("%s reads back as %s", a, got)
		}
		places := rapid.IntRange(0, 6).Draw(t, "places")
		unit := decimal(t, "1e-"+string(rune('0'+places)))
		if off := a.Sub(a.Round(places)).Abs().Mul(NewDecimal(2)); off.Cmp(unit) > 0 {
			t.Errorf("%s rounded to %d places is off by more than half a unit", a, places)
		}
	})
}
