package sheet

import (
	"bytes"
	"math"
	"strconv"
	"time"
)

var errNumber = faultf("数值写法不对", "a number is malformed")

// significant is how many digits a spreadsheet keeps and shows.
const significant = 15

// appendNumber appends a number as a plain decimal of at most 15 significant
// digits, which is what Excel shows: 0.30000000000000004 is 0.3.
func appendNumber(dst, raw []byte) ([]byte, error) {
	if out, ok := appendPlain(dst, raw); ok {
		return out, nil
	}
	f, err := parseNumber(raw)
	if err != nil {
		return dst, err
	}
	return appendFloat(dst, f), nil
}

// appendPlain handles what needs no rounding, by far the most.
func appendPlain(dst, raw []byte) ([]byte, bool) {
	digits := raw
	if len(digits) > 0 && digits[0] == '-' {
		digits = digits[1:]
	}
	if len(digits) == 0 || len(digits) > significant || digits[0] < '0' || digits[0] > '9' {
		return dst, false
	}
	point := -1
	for i, c := range digits {
		switch {
		case c >= '0' && c <= '9':
		case c == '.' && point < 0 && i+1 < len(digits):
			point = i
		default:
			return dst, false
		}
	}
	if digits[0] == '0' && (len(digits) == 1 && len(raw) > 1 || len(digits) > 1 && point != 1) {
		return dst, false // "-0", "007"
	}
	if point > 0 {
		trimmed := bytes.TrimRight(raw, "0")
		if trimmed = bytes.TrimSuffix(trimmed, []byte(".")); len(trimmed) == 2 && trimmed[0] == '-' && trimmed[1] == '0' {
			return dst, false // "-0.0"
		}
		raw = trimmed
	}
	return append(dst, raw...), true
}

func parseNumber(raw []byte) (float64, error) {
	for _, c := range raw {
		if (c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return 0, errNumber // "Inf", "0x10", "1_000" are numbers to ParseFloat
		}
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, errNumber
	}
	return f, nil
}

func appendFloat(dst []byte, f float64) []byte {
	var b [32]byte
	rounded, err := strconv.ParseFloat(string(strconv.AppendFloat(b[:0], f, 'e', significant-1, 64)), 64)
	if err == nil { // rounding up the greatest double is the only way to fail
		f = rounded
	}
	if f == 0 {
		return append(dst, '0')
	}
	if size := math.Abs(f); size < 1e-20 || size >= 1e21 {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}

const (
	lastSerial     = 2_958_466 // the day after 31 December 9999
	leapBug        = 60        // 29 February 1900, which Excel believes in
	secondsPerDay  = 86_400
	epoch1904Shift = 1_462
)

// appendDate appends a serial as a date. It reports false for serials that no
// spreadsheet shows as one.
func appendDate(dst []byte, serial float64, epoch1904 bool) ([]byte, bool) {
	if !(serial >= 0 && serial < lastSerial) {
		return dst, false
	}
	days := int(serial)
	seconds := int(math.Round((serial - float64(days)) * secondsPerDay))
	if seconds == secondsPerDay {
		days, seconds = days+1, 0
	}
	timeOnly := days == 0
	if epoch1904 {
		days += epoch1904Shift
	}
	if days >= lastSerial {
		return dst, false
	}
	if !timeOnly {
		dst = appendDay(dst, days)
		if seconds == 0 {
			return dst, true
		}
		dst = append(dst, ' ')
	}
	return appendClock(dst, seconds), true
}

// appendElapsed appends a number of days as hours and minutes: 1.5 is 36:00. It reports
// false for what no one shows so.
func appendElapsed(dst []byte, days float64) ([]byte, bool) {
	if !(days >= 0 && days < lastSerial) {
		return dst, false
	}
	seconds := int(math.Round(days * secondsPerDay))
	if hours := seconds / 3600; hours > 99 {
		dst = strconv.AppendInt(dst, int64(hours/100), 10)
		seconds -= hours / 100 * 100 * 3600
	}
	return appendClock(dst, seconds), true
}

func appendDay(dst []byte, days int) []byte {
	if days == leapBug {
		return append(dst, "1900-02-29"...)
	}
	if days < leapBug {
		days++
	}
	return time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).AppendFormat(dst, time.DateOnly)
}

// appendClock appends 15:04, and the seconds where there are any.
func appendClock(dst []byte, seconds int) []byte {
	two := func(n int) { dst = append(dst, byte('0'+n/10), byte('0'+n%10)) }
	two(seconds / 3600)
	dst = append(dst, ':')
	two(seconds / 60 % 60)
	if seconds%60 != 0 {
		dst = append(dst, ':')
		two(seconds % 60)
	}
	return dst
}

// appendISODate appends the value of a cell of type d, an ISO 8601 date or time.
func appendISODate(dst []byte, raw string) ([]byte, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339, "T15:04:05", "15:04:05", "15:04"} {
		t, err := time.Parse(layout, raw)
		if err != nil {
			continue
		}
		seconds := t.Hour()*3600 + t.Minute()*60 + t.Second()
		if t.Year() == 0 {
			return appendClock(dst, seconds), nil
		}
		dst = t.AppendFormat(dst, time.DateOnly)
		if seconds == 0 {
			return dst, nil
		}
		return appendClock(append(dst, ' '), seconds), nil
	}
	return dst, faultf("日期写法不对", "a date is malformed")
}
