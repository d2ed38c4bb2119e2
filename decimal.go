package jianfu

import (
	"math/big"
	"regexp"
	"strings"
)

// Decimal is an exact rational number. Sums, differences and quotients are exact; only Round and
// String lose digits, and only when a number is shown. The zero value is 0.
type Decimal struct {
	rat    *big.Rat
	places int // of a rounded number, which is shown with all of them; 0 for any other
}

// digitsShown is how many decimal places String keeps of a number that has no
// finite decimal form, such as 1/3.
const digitsShown = 10

// NewDecimal is the whole number n.
func NewDecimal(n int64) Decimal { return Decimal{rat: big.NewRat(n, 1)} }

// decimalPattern rejects what big.Rat reads as well: fractions, digits in other bases, and
// exponents that would allocate without bound ("1p1000000").
var decimalPattern = regexp.MustCompile(`^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$`)

// ParseDecimal reads "12.5", "-3", "1e3", of at most 64 characters. It reports false for
// anything else, fractions ("1/3") included.
func ParseDecimal(text string) (Decimal, bool) {
	if len(text) > 64 || !decimalPattern.MatchString(text) {
		return Decimal{}, false
	}
	rat, ok := new(big.Rat).SetString(text)
	return Decimal{rat: rat}, ok
}

func (d Decimal) value() *big.Rat {
	if d.rat == nil {
		return new(big.Rat)
	}
	return d.rat
}

// Add is d + other.
func (d Decimal) Add(other Decimal) Decimal {
	return Decimal{rat: new(big.Rat).Add(d.value(), other.value())}
}

// Sub is d - other.
func (d Decimal) Sub(other Decimal) Decimal {
	return Decimal{rat: new(big.Rat).Sub(d.value(), other.value())}
}

// Mul is d × other.
func (d Decimal) Mul(other Decimal) Decimal {
	return Decimal{rat: new(big.Rat).Mul(d.value(), other.value())}
}

// Quo is d ÷ other, exactly. It panics where other is zero: callers check first, and say why there
// is no quotient.
func (d Decimal) Quo(other Decimal) Decimal {
	return Decimal{rat: new(big.Rat).Quo(d.value(), other.value())}
}

// Sign is -1, 0 or +1.
func (d Decimal) Sign() int { return d.value().Sign() }

// Cmp is -1, 0 or +1 as d is less than, equal to or greater than other.
func (d Decimal) Cmp(other Decimal) int { return d.value().Cmp(other.value()) }

// Int64 is the whole part, for numbers that are known to be small counts.
func (d Decimal) Int64() int64 {
	v := d.value()
	return new(big.Int).Quo(v.Num(), v.Denom()).Int64()
}

// Abs is |d|.
func (d Decimal) Abs() Decimal { return Decimal{rat: new(big.Rat).Abs(d.value())} }

// Round rounds half up (away from zero, as published percentages are) to the given number of
// decimal places. The result is shown with all of them: 33.335 to two places is 33.34, and -16.9 is
// -16.90.
func (d Decimal) Round(places int) Decimal {
	rounded, _ := new(big.Rat).SetString(d.Fixed(places)) // Fixed writes nothing else
	return Decimal{rat: rounded, places: places}
}

// Fixed is the number rounded half up, always with that many decimal places.
func (d Decimal) Fixed(places int) string {
	text := d.value().FloatString(places)
	// A negative number that rounds to nothing is zero, without a sign.
	if strings.HasPrefix(text, "-") && strings.Trim(text, "-0.") == "" {
		return text[1:]
	}
	return text
}

// String is the shortest exact decimal form ("12.5", "716"). A rounded number keeps its places
// ("0.9000"), and a number without an exact form is rounded half up to ten places.
func (d Decimal) String() string {
	if d.places > 0 {
		return d.Fixed(d.places)
	}
	places, exact := d.value().FloatPrec()
	if !exact || places > digitsShown {
		places = digitsShown
	}
	return d.Fixed(places)
}
