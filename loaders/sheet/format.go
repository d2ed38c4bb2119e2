package sheet

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// format is a number format: how cells of a style show a value.
type format struct {
	numbers []section // one; or for positive and negative numbers, and zero; or by their conditions
	chosen  bool      // by conditions
	text    *section  // for texts, if they are not shown as they are
	struck  bool      // with a line through it
}

// section is one of the parts of a format code, separated by semicolons.
type section struct {
	kind      sectionKind
	tokens    []token
	condition string  // an operator, "" for none
	limit     float64 // that it compares with
	unknown   bool    // shows in a way that is not supported here: Chinese numerals, fractions, eras

	whole, fraction, exponent int  // digits that have a place
	thousands                 bool // 1,234
	scale                     int  // powers of ten: 2 for each %, -3 for each comma after the digits
	partial                   bool // a date is shown without its year, month or day
}

type sectionKind uint8

const (
	plainSection   sectionKind = iota // General
	numberSection                     // digits in their places
	dateSection                       // a day, or a time of day
	elapsedSection                    // hours and minutes, beyond 24 too: [h]:mm
)

// token is a piece of a section: kind is the placeholder or the letter that is repeated, or
// one of the constants.
type token struct {
	kind byte
	text string
}

const (
	literalToken  = 'l'
	generalToken  = 'G'
	exponentToken = 'E'
	halfDayToken  = 'p' // AM/PM
	weekdayToken  = 'w'
)

var plainFormat = &format{numbers: []section{{kind: plainSection, tokens: []token{{kind: generalToken}}}}}

// parseFormat parses a format code. Every code has a meaning: what it does not specify is General.
func parseFormat(code string) *format {
	f := &format{}
	for {
		s, rest, more := parseSection(code)
		isText := false
		for _, t := range s.tokens {
			isText = isText || t.kind == '@'
		}
		switch {
		case isText || len(f.numbers) == 3:
			if !s.isPlainText() {
				f.text = &s
			}
			more = false
		default:
			f.numbers = append(f.numbers, s)
			f.chosen = f.chosen || s.condition != ""
		}
		if !more {
			break
		}
		code = rest
	}
	if len(f.numbers) == 0 {
		f.numbers = plainFormat.numbers
	}
	return f
}

// isPlainText reports a text section that shows texts unchanged.
func (s *section) isPlainText() bool {
	for _, t := range s.tokens {
		if t.kind != '@' && strings.TrimSpace(t.text) != "" {
			return false
		}
	}
	return len(s.tokens) > 0
}

// parseSection reads up to the next ; and reports whether there is one.
func parseSection(code string) (s section, rest string, more bool) {
	begin := code
	literal := func(text string) {
		if n := len(s.tokens); n > 0 && s.tokens[n-1].kind == literalToken {
			s.tokens[n-1].text += text
		} else {
			s.tokens = append(s.tokens, token{literalToken, text})
		}
	}
	elapsed, calendar, digits, pointed := false, false, false, false
	for code != "" && !more {
		c := code[0] | 0x20 // lower-case the letter; the other characters below are not affected
		if code[0] < 'A' || code[0] > 'Z' {
			c = code[0]
		}
		size := 1
		run := 1
		for run < len(code) && code[run]|0x20 == c {
			run++
		}
		switch {
		case hasPrefixFold(code, "general"):
			s.tokens = append(s.tokens, token{kind: generalToken})
			size = len("general")
		case hasPrefixFold(code, "g/通用格式"):
			s.tokens = append(s.tokens, token{kind: generalToken})
			size = len("g/通用格式")
		case halfDay(code) > 0:
			size = halfDay(code)
			s.tokens = append(s.tokens, token{halfDayToken, code[:size]})
			s.kind = dateSection
		case c == ';':
			more = true
		case c == '"':
			size = closing(code, `"`)
			literal(strings.Trim(code[:size], `"`))
		case c == '\\', c == '_', c == '*':
			if size = min(len(code), 1+runeSize(code[1:])); c == '\\' {
				literal(code[1:size])
			} else if c == '_' {
				literal(" ")
			}
		case c == '[':
			size = closing(code, "]")
			elapsed = s.bracket(strings.TrimSuffix(code[1:size], "]"), literal) || elapsed
		case c == '0', c == '#', c == '?', c == '@', c == ',':
			s.tokens = append(s.tokens, token{kind: c})
			digits = digits || c != '@' && c != ','
		case c == '.':
			if pointed {
				literal(".")
			} else {
				s.tokens = append(s.tokens, token{kind: '.'})
			}
			pointed = true
		case c == '%':
			literal("%")
			s.scale += 2
		case c == 'e' && len(code) > 1 && (code[1] == '+' || code[1] == '-'):
			s.tokens = append(s.tokens, token{exponentToken, code[1:2]})
			size = 2
		case c == 'a' && run >= 3:
			s.tokens = append(s.tokens, token{weekdayToken, code[:run]})
			size, calendar = run, true
		case c == 'y', c == 'e', c == 'm', c == 'd', c == 'h', c == 's', c == 'g', c == 'b' && run > 1:
			s.tokens = append(s.tokens, token{c, code[:run]})
			size = run
			calendar = calendar || c != 's' && c != 'm' && c != 'h' && c != 'g'
			s.unknown = s.unknown || c == 'g' || c == 'b'
			s.kind = dateSection
		default:
			size = runeSize(code)
			literal(code[:size])
			s.unknown = s.unknown || code[0] == '/' && digits
		}
		code = code[min(size, len(code)):]
	}
	switch {
	case elapsed && !calendar:
		s.kind = elapsedSection
	case calendar || elapsed || s.kind == dateSection:
		s.kind = dateSection
		s.readDate()
	case digits:
		s.kind = numberSection
		s.readNumber()
	case strings.TrimSpace(strings.TrimSuffix(begin, code)) == "":
		s.tokens = []token{{kind: generalToken}}
	default:
		s.kind = plainSection
	}
	if s.kind >= dateSection {
		s.scale = 0
	}
	return s, code, more
}

// halfDay is the length of the AM/PM mark at the start of the text.
func halfDay(text string) int {
	for _, mark := range []string{"am/pm", "a/p", "上午/下午"} {
		if hasPrefixFold(text, mark) {
			return len(mark)
		}
	}
	return 0
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

func runeSize(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}

// closing is the length of the start of the text up to its closing mark.
func closing(text, mark string) int {
	if n := strings.Index(text[1:], mark); n >= 0 {
		return n + 1 + len(mark)
	}
	return len(text)
}

// bracket reads square brackets: a condition, a currency, an elapsed time, or a colour or language,
// which show nothing. It reports an elapsed time.
func (s *section) bracket(inner string, literal func(string)) (elapsed bool) {
	lower := strings.ToLower(inner)
	switch {
	case lower != "" && strings.Trim(lower, "hms") == "":
		s.tokens = append(s.tokens, token{'[', lower})
		return true
	case strings.HasPrefix(lower, "dbnum"):
		s.unknown = true
	case strings.HasPrefix(lower, "$"):
		currency, _, _ := strings.Cut(inner[1:], "-")
		literal(currency)
	case strings.HasPrefix(lower, "<"), strings.HasPrefix(lower, ">"), strings.HasPrefix(lower, "="):
		operator := lower[:len(lower)-len(strings.TrimLeft(lower, "<>="))]
		if limit, err := strconv.ParseFloat(strings.TrimSpace(lower[len(operator):]), 64); err == nil {
			s.condition, s.limit = operator, limit
		}
	}
	return false
}

// readDate determines which parts of a date are shown.
func (s *section) readDate() {
	year, month, day, clock := false, false, false, false
	for _, t := range s.tokens {
		switch t.kind {
		case 'y', 'e', 'b':
			year = true
		case 'd':
			day = day || len(t.text) < 3 // ddd is a day of the week
		case 'm':
			month = true
		case 'h', 's':
			clock = true
		}
	}
	if clock && !year && !day {
		month = false // m next to hours or seconds is minutes
	}
	s.partial = (year || month || day) && !(year && month && day)
}

// readNumber counts the places, and removes the commas that scale.
func (s *section) readNumber() {
	last := -1
	for i, t := range s.tokens {
		if t.kind == '0' || t.kind == '#' || t.kind == '?' {
			last = i
		}
		if t.kind == exponentToken {
			break
		}
	}
	kept := s.tokens[:0]
	part := &s.whole
	for i, t := range s.tokens {
		switch t.kind {
		case '0', '#', '?':
			*part++
		case '.':
			part = &s.fraction
		case exponentToken:
			part = &s.exponent
		case ',':
			if i > last {
				s.scale -= 3
			} else if s.whole > 0 && part == &s.whole {
				s.thousands = true
			}
			continue
		}
		kept = append(kept, t)
	}
	s.tokens = kept
}

// of returns the section that shows a number, and whether it needs a minus sign.
func (f *format) of(v float64) (s *section, minus bool) {
	n := f.numbers
	switch {
	case f.chosen:
		return f.conditional(v)
	case v < 0 && len(n) > 1:
		return &n[1], false
	case v == 0 && len(n) > 2:
		return &n[2], false
	}
	return &n[0], v < 0
}

func (f *format) conditional(v float64) (*section, bool) {
	for i := range f.numbers {
		s := &f.numbers[i]
		holds := map[string]bool{"": i > 0 || v > 0 || len(f.numbers) == 1, "<": v < s.limit, ">": v > s.limit, "<=": v <= s.limit, ">=": v >= s.limit, "=": v == s.limit, "<>": v != s.limit}[s.condition]
		if holds || i == len(f.numbers)-1 {
			return s, v < 0 && i != 1
		}
	}
	return &f.numbers[0], v < 0
}

// plain reports a format that shows whole numbers as they are; for other numbers, one that leaves
// the form open.
func (f *format) plain() bool {
	s := &f.numbers[0]
	return f == plainFormat || len(f.numbers) == 1 && s.kind == plainSection && len(s.tokens) == 1 && s.tokens[0].kind == generalToken
}

// shows reports whether the shown form of a number is known and visible: a format can hide a
// number, and a date before the first is shown as a row of #.
func (f *format) shows(v float64) bool {
	s, _ := f.of(v)
	if s.unknown || s.kind >= dateSection {
		return false
	}
	for _, t := range s.tokens {
		if t.kind != '#' && t.kind != '?' && strings.TrimSpace(t.text) != "" || t.kind == '0' || t.kind == generalToken {
			return true
		}
	}
	return s.kind == numberSection && v != 0
}

// appendShown appends the shown form of a number; text is its plain decimal.
func (f *format) appendShown(dst []byte, v float64, text []byte) []byte {
	s, minus := f.of(v)
	if minus {
		dst = append(dst, '-')
	}
	if s.kind == numberSection {
		return s.appendNumber(dst, math.Abs(v))
	}
	for _, t := range s.tokens {
		if t.kind == generalToken {
			dst = append(dst, bytes.TrimPrefix(text, []byte("-"))...)
		} else {
			dst = append(dst, t.text...)
		}
	}
	return dst
}

// decimal is a number as digits and exponent: 0.digits times ten to the point. Zero has no digits.
type decimal struct {
	digits []byte
	point  int
}

func decimalOf(v float64) decimal {
	var b [32]byte
	out := strconv.AppendFloat(b[:0], v, 'e', significant-1, 64) // d.ddde+dd
	if v == 0 {
		return decimal{}
	}
	mantissa, exponent, _ := bytes.Cut(out, []byte("e"))
	e, _ := strconv.Atoi(string(exponent))
	digits := append([]byte{mantissa[0]}, mantissa[2:]...)
	return decimal{bytes.TrimRight(digits, "0"), e + 1}
}

// round keeps the given places after the point, rounding half up.
func (d decimal) round(places int) decimal {
	keep := d.point + places
	switch {
	case keep >= len(d.digits):
		return d
	case keep < 0:
		return decimal{}
	}
	up := d.digits[keep] >= '5'
	out := append([]byte{'0'}, d.digits[:keep]...)
	for i := len(out) - 1; up; i-- {
		if up = out[i] == '9'; up {
			out[i] = '0'
		} else {
			out[i]++
			break
		}
	}
	d.point++
	for len(out) > 0 && out[0] == '0' {
		out = out[1:]
		d.point--
	}
	out = bytes.TrimRight(out, "0")
	if len(out) == 0 {
		return decimal{}
	}
	return decimal{out, d.point}
}

// at is the digit at a place, counted from the point: 0 is the first after it, -1 the ones.
func (d decimal) at(place int) byte {
	if i := d.point + place; i >= 0 && i < len(d.digits) {
		return d.digits[i]
	}
	return '0'
}

func (s *section) appendNumber(dst []byte, v float64) []byte {
	d := decimalOf(v)
	exponent := 0
	if len(d.digits) > 0 {
		d.point += s.scale
	}
	if s.hasExponent() && len(d.digits) > 0 {
		step := max(1, s.whole)
		exponent = floorMultiple(d.point-1, step)
		d.point -= exponent
		if d = d.round(s.fraction); d.point > step {
			d.point -= step
			exponent += step
		}
	} else {
		d = d.round(s.fraction)
	}
	seen, part, last := 0, byte('0'), s.fraction // placeholders of the part seen; last digit of the fraction that is not zero
	for last > 0 && d.at(last-1) == '0' {
		last--
	}
	whole := max(d.point, 0)
	for _, t := range s.tokens {
		switch t.kind {
		case '0', '#', '?':
			seen++
			switch part {
			case '0':
				dst = s.appendWhole(dst, d, seen, whole, t.kind)
			case '.':
				dst = appendPlace(dst, d.at(seen-1), t.kind, seen > last)
			default:
				if seen == 1 {
					dst = appendPadded(dst, exponent, s.exponent)
				}
			}
		case '.':
			if part == '0' && s.whole == 0 && whole > 0 {
				dst = s.appendWhole(dst, d, 0, whole, '#')
			}
			dst = append(dst, '.')
			seen, part = 0, '.'
		case exponentToken:
			dst = append(dst, 'E')
			if exponent < 0 {
				dst = append(dst, '-')
			} else if t.text == "+" {
				dst = append(dst, '+')
			}
			seen, part = 0, exponentToken
		default:
			dst = append(dst, t.text...)
		}
	}
	return dst
}

func (s *section) hasExponent() bool { return s.exponent > 0 }

func floorMultiple(n, step int) int {
	if m := n % step; m < 0 {
		return n - m - step
	}
	return n - n%step
}

// appendWhole writes the digits of one place before the point; the first placeholder also takes all
// digits to its left.
func (s *section) appendWhole(dst []byte, d decimal, seen, whole int, kind byte) []byte {
	place := s.whole - seen // places to the right of this one
	highest := place
	if seen <= 1 {
		highest = max(whole-1, place)
	}
	for p := highest; p >= place; p-- {
		dst = appendPlace(dst, d.at(-1-p), kind, p >= whole)
		if s.thousands && p > 0 && p%3 == 0 && (p < whole || kind == '0') {
			dst = append(dst, ',')
		}
	}
	return dst
}

// appendPlace writes a digit, or what the placeholder shows for an insignificant zero.
func appendPlace(dst []byte, digit, kind byte, needless bool) []byte {
	switch {
	case !needless || kind == '0':
		return append(dst, digit)
	case kind == '?':
		return append(dst, ' ')
	}
	return dst
}

func appendPadded(dst []byte, n, places int) []byte {
	if n < 0 {
		n = -n
	}
	text := strconv.Itoa(n)
	for range places - len(text) {
		dst = append(dst, '0')
	}
	return append(dst, text...)
}

// appendPartialDate appends the shown form of a date that is shown only in part.
func (s *section) appendPartialDate(dst []byte, t time.Time) []byte {
	half := slices.ContainsFunc(s.tokens, func(k token) bool { return k.kind == halfDayToken })
	for i, k := range s.tokens {
		n := len(k.text)
		switch k.kind {
		case 'y', 'e':
			if n == 2 && k.kind == 'y' {
				dst = t.AppendFormat(dst, "06")
			} else {
				dst = t.AppendFormat(dst, "2006")
			}
		case 'm':
			if s.isMinute(i) {
				dst = appendPadded(dst, t.Minute(), n)
			} else {
				dst = t.AppendFormat(dst, [...]string{"1", "01", "Jan", "January"}[min(n, 4)-1])
			}
		case 'd':
			dst = t.AppendFormat(dst, [...]string{"2", "02", "Mon", "Monday"}[min(n, 4)-1])
		case 'h':
			hour := t.Hour()
			if half {
				hour = (hour+11)%12 + 1
			}
			dst = appendPadded(dst, hour, n)
		case halfDayToken:
			morning, afternoon, _ := strings.Cut(k.text, "/")
			if t.Hour() >= 12 {
				morning = afternoon
			}
			dst = append(dst, morning...)
		case 's':
			dst = appendPadded(dst, t.Second(), n)
		case weekdayToken:
			if n > 3 {
				dst = append(dst, "星期"...)
			}
			dst = append(dst, string([]rune("日一二三四五六")[t.Weekday()])...)
		case ',', '.', '#', '?', '0':
			dst = append(dst, k.kind)
		default:
			dst = append(dst, k.text...)
		}
	}
	return dst
}

// isMinute reports an m after hours or before seconds.
func (s *section) isMinute(at int) bool {
	for i := at - 1; i >= 0; i-- {
		if k := s.tokens[i].kind; k == 'h' || k == '[' {
			return true
		} else if k != literalToken {
			break
		}
	}
	for i := at + 1; i < len(s.tokens); i++ {
		if k := s.tokens[i].kind; k == 's' {
			return true
		} else if k != literalToken {
			break
		}
	}
	return false
}

// appendText appends the shown form of a text.
func (s *section) appendText(dst []byte, text string) []byte {
	for _, t := range s.tokens {
		if t.kind == '@' || t.kind == generalToken {
			dst = append(dst, text...)
		} else {
			dst = append(dst, t.text...)
		}
	}
	return dst
}

// builtinCodes are the formats that have a number and no code, as shown by the Chinese Excel.
var builtinCodes = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: `"¥"#,##0;"¥"-#,##0`, 6: `"¥"#,##0;"¥"-#,##0`, 7: `"¥"#,##0.00;"¥"-#,##0.00`, 8: `"¥"#,##0.00;"¥"-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m-d-yy", 31: `yyyy"年"m"月"d"日"`, 32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`,
	34: `上午/下午h"时"mm"分"`, 35: `上午/下午h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`, 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
	41: `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, 42: `_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ `,
	43: `_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ `, 44: `_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ `,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`, 55: `上午/下午h"时"mm"分"`, 56: `上午/下午h"时"mm"分"ss"秒"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// builtinFormats are those codes, parsed.
var builtinFormats = func() map[int]*format {
	formats := map[int]*format{}
	for id, code := range builtinCodes {
		formats[id] = parseFormat(code)
	}
	return formats
}()
