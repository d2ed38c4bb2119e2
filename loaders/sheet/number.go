package sheet

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

var errNumber = faultf("数值写法不对", "a number is malformed")

// significant is how many digits a spreadsheet keeps and shows.
const significant = 15

// appendNumber appends a number as a plain decimal of at most 15 significant digits, as Excel shows
// it: 0.30000000000000004 is 0.3. A number with more digits before its point is cut: the stored
// zeros are used for what was typed.
// has more digits before its point: they are noughts for what was typed.
func appendNumber(dst, raw []byte) (out []byte, cut bool, err error) {
	if out, ok := appendPlain(dst, raw); ok {
		return out, false, nil
	}
	f, err := parseNumber(raw)
	if err != nil {
		return dst, false, err
	}
	return appendFloat(dst, f), math.Abs(f) >= 1e15, nil
}

// appendPlain handles numbers that need no rounding, by far the most.
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
			return 0, errNumber // ParseFloat accepts "Inf", "0x10" and "1_000"
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
	if err == nil { // it only fails if rounding up exceeds the largest double
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
	leapBug        = 60        // 29 February 1900, which Excel wrongly counts
	secondsPerDay  = 86_400
	epoch1904Shift = 1_462
)

// moment is a serial as its day, counted as spreadsheets do, and the second of that day. Day 0 is
// not a date: the serial is a time of day alone.
type moment struct{ day, second int }

// momentOf rounds a serial to the second. It reports false for serials that no spreadsheet shows as
// a date.
func momentOf(serial float64, epoch1904 bool) (m moment, ok bool) {
	if !(serial >= 0 && serial < lastSerial) {
		return m, false
	}
	m.day = int(serial)
	m.second = int(math.Round((serial - float64(m.day)) * secondsPerDay))
	timeOnly := m.day == 0
	switch {
	case m.second < secondsPerDay:
	case timeOnly: // the last second of day 0 does not round up to the first day
		m.second = secondsPerDay - 1
	default:
		m = moment{m.day + 1, 0}
	}
	if epoch1904 && !timeOnly {
		m.day += epoch1904Shift
	}
	return m, m.day < lastSerial
}

// time is the moment on the calendar; not ok for a time of day, and for the day that only Excel
// counts.
func (m moment) time() (t time.Time, ok bool) {
	day := m.day
	if day < leapBug {
		day++
	}
	return time.Date(1899, 12, 30+day, 0, 0, m.second, 0, time.UTC), m.day > 0 && m.day != leapBug
}

// append appends 2023-03-05 15:04:05, without the parts that are zero.
func (m moment) append(dst []byte) []byte {
	if m.day > 0 {
		if t, ok := m.time(); ok {
			dst = t.AppendFormat(dst, time.DateOnly)
		} else {
			dst = append(dst, "1900-02-29"...)
		}
		if m.second == 0 {
			return dst
		}
		dst = append(dst, ' ')
	}
	return appendClock(dst, m.second)
}

// appendElapsed appends a number of days as hours and minutes: 1.5 is 36:00. It reports false for
// numbers that are not shown so.
func appendElapsed(dst []byte, days float64) ([]byte, bool) {
	if !(days >= 0 && days < lastSerial) { // also false for NaN
		return dst, false
	}
	seconds := int(math.Round(days * secondsPerDay))
	if hours := seconds / 3600; hours > 99 {
		dst = strconv.AppendInt(dst, int64(hours/100), 10)
		seconds -= hours / 100 * 100 * 3600
	}
	return appendClock(dst, seconds), true
}

// appendClock appends 15:04, and the seconds if there are any.
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

// appendISODate appends the value of a cell of type d: an ISO 8601 date, time or duration.
func appendISODate(dst []byte, raw string) ([]byte, error) {
	if rest, found := strings.CutPrefix(raw, "P"); found {
		days, ok := isoDuration(rest)
		if out, fits := appendElapsed(dst, days); ok && fits {
			return out, nil
		}
		return dst, errDate
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339, "T15:04:05", "T15:04", "15:04:05", "15:04"} {
		t, err := time.Parse(layout, raw)
		if err != nil {
			continue
		}
		// Some programs write a time of day as a day before the first.
		timeOnly := t.Year() == 0 || t.Before(time.Date(1899, 12, 31, 23, 59, 59, 0, t.Location()))
		rounded := t.Round(time.Second)
		if timeOnly && rounded.Day() != t.Day() {
			rounded = t.Truncate(time.Second)
		}
		seconds := rounded.Hour()*3600 + rounded.Minute()*60 + rounded.Second()
		if timeOnly {
			return appendClock(dst, seconds), nil
		}
		dst = rounded.AppendFormat(dst, time.DateOnly)
		if seconds == 0 {
			return dst, nil
		}
		return appendClock(append(dst, ' '), seconds), nil
	}
	return dst, errDate
}

var errDate = faultf("日期写法不对", "a date is malformed")

// isoDuration reads an ISO 8601 duration after its P, as days: T1H30M, 1DT2H, T0H11M0.000S. Months
// and years have no fixed length, and are refused.
func isoDuration(text string) (days float64, ok bool) {
	units := []struct {
		letter  byte
		seconds float64
	}{{'W', 7 * secondsPerDay}, {'D', secondsPerDay}, {'T', 0}, {'H', 3600}, {'M', 60}, {'S', 1}}
	seconds, at, clock := 0.0, 0, false
	for text != "" {
		n := strings.IndexAny(text, "WDTHMSY")
		if n < 0 {
			return 0, false
		}
		clock = clock || text[n] == 'T'
		for ; at < len(units) && units[at].letter != text[n]; at++ {
		}
		if at == len(units) || clock != (units[at].seconds <= 3600) {
			return 0, false
		}
		if text[n] == 'T' {
			if n > 0 {
				return 0, false
			}
		} else {
			amount, err := strconv.ParseFloat(text[:n], 64)
			if err != nil || strings.Trim(text[:n], "0123456789.") != "" {
				return 0, false
			}
			seconds += amount * units[at].seconds
			ok = true
		}
		text = text[n+1:]
		at++
	}
	return seconds / secondsPerDay, ok
}
