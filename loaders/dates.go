package loaders

import (
	"strings"

	"jianfu"
)

// span is the content of a date cell: one day, or the first and the last of several.
type span struct {
	first, last jianfu.Date
	yearless    bool // the year was not written
	listed      bool // the days are listed: 5月8日、9日
}

// dateTrouble says why a text is not a date.
type dateTrouble int

const (
	dateFine    dateTrouble = iota
	dateUnread              // not a date at all
	dateNone                // a day that does not exist
	dateNoYear              // no year written, and none known
	dateReverse             // a span that ends before it begins
)

// readDate reads dates as people write them: 2023-03-05, 2023年3月5日, 2023.3.5, 2023/3/5,
// 20230305, 3月5日 (of the given year, 0 for none), Excel serials, any of them followed by a time
// of day or a weekday, and spans of them: 6月15日至26日. There may be spaces around the separators.
func readDate(text string, year int) (span, dateTrouble) {
	text = strings.TrimLeft(text, "'‘’") // which keeps a spreadsheet from reading it as a date
	s := dateScanner{text: []rune(arabic(text)), year: year}
	if d, ok := serialDate(text); ok {
		return span{first: d, last: d}, dateFine
	}
	var out span
	trouble := s.day(&out.first)
	out.yearless = s.yearless
	if trouble != dateFine {
		return span{}, trouble
	}
	out.last = out.first
	for s.skipTime(); ; s.skipTime() {
		if s.end() {
			return out, dateFine
		}
		sign := s.peek()
		if !s.through() {
			return span{}, dateUnread
		}
		if trouble := s.day(&out.last); trouble != dateFine {
			return span{}, trouble
		}
		if out.last < out.first {
			return span{}, dateReverse
		}
		out.listed = out.listed || strings.ContainsRune("、,;", sign)
	}
}

// serialDate reads Excel's number of a date, 20000 (1954) to 80000 (2119); a fraction is the time
// of day. Smaller numbers cannot be distinguished from counts.
func serialDate(text string) (jianfu.Date, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	if len(whole) != 5 || len(fraction) > 12 || !allDigits(whole) || !allDigits(fraction) {
		return 0, false
	}
	n := 0
	for _, r := range whole {
		n = n*10 + int(r-'0')
	}
	if n < 20000 || n > 80000 {
		return 0, false
	}
	return jianfu.Date(n - 25569), true // 25569 is 1970-01-01
}

func allDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// dateScanner scans one date text. Parts that a later day leaves out are those of the day before
// it: 2021年3月30日至4月2日.
type dateScanner struct {
	text     []rune
	at       int
	year     int // of the last day, or the given one
	month    int // of the last day; 0 before the first
	yearless bool
}

func (s *dateScanner) peek() rune {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *dateScanner) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t' || s.text[s.at] == '\n' || s.text[s.at] == '\r') {
		s.at++
	}
}

func (s *dateScanner) end() bool {
	s.space()
	return s.at >= len(s.text)
}

// number reads up to most digits; -1 where there are none.
func (s *dateScanner) number(most int) (n, digits int) {
	s.space()
	n = -1
	for digits < most && s.peek() >= '0' && s.peek() <= '9' {
		n = max(n, 0)*10 + int(s.peek()-'0')
		s.at++
		digits++
	}
	return n, digits
}

// accept takes one of the runes.
func (s *dateScanner) accept(runes string) bool {
	s.space()
	if r := s.peek(); r != 0 && strings.ContainsRune(runes, r) {
		s.at++
		return true
	}
	return false
}

// day reads one day.
func (s *dateScanner) day(into *jianfu.Date) dateTrouble {
	n, digits := s.number(8)
	switch {
	case digits == 0:
		return dateUnread
	case digits == 8: // 20230305
		return s.make(n/10000, n/100%100, n%100, into)
	case digits == 4 && s.accept("年-./、"):
		month, md := s.number(2)
		if md == 0 || !s.accept("月-./、") {
			return dateUnread
		}
		day, dd := s.number(2)
		if dd == 0 {
			return dateUnread
		}
		s.accept("日号")
		return s.make(n, month, day, into)
	case digits > 2:
		return dateUnread
	case s.accept("月/.-"): // 3月5日: the year is elsewhere
		sign := s.text[s.at-1]
		start := s.at
		day, dd := s.number(2)
		if dd == 0 || sign == '-' && s.month > 0 {
			s.at = start
			return dateUnread
		}
		s.accept("日号")
		if s.month == 0 {
			s.yearless = true
		}
		if s.year == 0 {
			if _, ok := jianfu.NewDate(2000, n, day); !ok {
				return dateNone
			}
			return dateNoYear
		}
		year := s.year
		if s.month > 0 && n < s.month && s.month-n > 6 { // 12月30日至1月2日
			year++
		}
		return s.make(year, n, day, into)
	case s.month > 0 && (s.accept("日号") || s.atEndOfDay()): // …至7日
		return s.make(s.year, s.month, n, into)
	}
	return dateUnread
}

func (s *dateScanner) atEndOfDay() bool {
	s.space()
	return s.at >= len(s.text)
}

func (s *dateScanner) make(year, month, day int, into *jianfu.Date) dateTrouble {
	d, ok := jianfu.NewDate(year, month, day)
	if !ok {
		return dateNone
	}
	*into = d
	s.year, s.month = year, month
	return dateFine
}

// through reads the separator between the days of a span.
func (s *dateScanner) through() bool {
	if !s.accept("至到-—–―~、,;") {
		return false
	}
	s.accept("—-―")
	return true
}

// skipTime skips a time of day or a weekday; anything between them and a separator of days is
// ignored.
func (s *dateScanner) skipTime() {
	s.space()
	start := s.at
	if r := s.peek(); r == 'T' || r == 't' {
		s.at++
	}
	if s.peek() == '(' {
		end := s.at
		for end < len(s.text) && s.text[end] != ')' {
			end++
		}
		inside := string(s.text[s.at+1 : min(end, len(s.text))])
		for _, word := range []string{"星期", "周", "上午", "下午", "全天", "共"} {
			if strings.HasPrefix(inside, word) {
				s.at = min(end+1, len(s.text))
				s.skipTime()
				return
			}
		}
		s.at = start
		return
	}
	for _, word := range []string{"星期", "周"} {
		if strings.HasPrefix(string(s.text[s.at:]), word) {
			s.at = min(s.at+len([]rune(word))+1, len(s.text))
			s.space()
		}
	}
	s.dayPart()
	if !s.clock() {
		return
	}
	for { // 9:00-11:30, 上午9时至11时
		before := s.at
		if !s.through() {
			return
		}
		s.dayPart()
		if !s.clock() {
			s.at = before
			return
		}
	}
}

// dayPart skips a word for a part of the day.
func (s *dateScanner) dayPart() {
	s.space()
	for _, word := range []string{"上午", "下午", "晚上", "晚", "中午", "早上", "凌晨", "全天", "AM", "PM", "am", "pm"} {
		if strings.HasPrefix(string(s.text[s.at:]), word) {
			s.at += len([]rune(word))
			s.space()
			return
		}
	}
}

// clock skips a time of day, and reports whether there was one.
func (s *dateScanner) clock() bool {
	before := s.at
	if _, digits := s.number(2); digits == 0 || !s.accept(":时点") {
		s.at = before
		return false
	}
	for { // 30分, 30:00.000, 30Z
		if _, digits := s.number(9); digits == 0 && !s.accept(":分秒半整.Zz+") {
			s.dayPart()
			return true
		}
	}
}

var fullWidth = strings.NewReplacer("．", ".", "／", "/", "－", "-", "～", "~", "〜", "~", "，", ",", "；", ";", "（", "(", "）", ")", "：", ":", "\u3000", " ", "\u00a0", " ", "−", "-", "‐", "-", "‑", "-", "。", ".", "元月", "1月", "日期", "", "號", "号")

// arabic writes the digits of a date as 0 to 9: full-width ones, and Chinese ones as in
// 二〇二三年十二月五日.
func arabic(text string) string {
	plain := true
	for i := range len(text) {
		if text[i] >= 0x80 {
			plain = false
			break
		}
	}
	if plain {
		return text
	}
	text = fullWidth.Replace(text)
	var out strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case r >= '０' && r <= '９':
			out.WriteRune(r - '０' + '0')
		case chineseDigit(r) >= 0 || r == '十':
			n := i
			for n < len(runes) && (chineseDigit(runes[n]) >= 0 || runes[n] == '十') {
				n++
			}
			out.WriteString(chineseNumber(runes[i:n]))
			i = n - 1
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func chineseDigit(r rune) int {
	switch r {
	case '〇', '零', '○', 'Ο', 'О':
		return 0
	case '两':
		return 2
	}
	for i, d := range []rune("零一二三四五六七八九") {
		if d == r {
			return i
		}
	}
	return -1
}

// chineseNumber writes a run of Chinese digits in figures: 二〇二三 digit by digit, 二十三 by its
// value.
func chineseNumber(runes []rune) string {
	for i, r := range runes {
		if r != '十' {
			continue
		}
		tens, ones := 1, 0
		if i == 1 {
			tens = chineseDigit(runes[0])
		}
		if i+1 < len(runes) {
			ones = chineseDigit(runes[i+1])
		}
		if i > 1 || i+2 < len(runes) || tens < 0 || ones < 0 {
			return string(runes)
		}
		return string([]rune{rune('0' + tens), rune('0' + ones)})
	}
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[i] = rune('0' + chineseDigit(r))
	}
	return string(out)
}

// readMonth reads 2023年5月, 2023-05, 202305, 5月 (of the given year, 0 for none), or any
// date. yearless says that the year was not written.
func readMonth(text string, year int) (month jianfu.Month, yearless bool, trouble dateTrouble) {
	s := dateScanner{text: []rune(arabic(text)), year: year}
	n, digits := s.number(6)
	number, read := 0, false
	switch {
	case digits == 6:
		year, number, read = n/100, n%100, s.end()
	case digits == 4 && s.accept("年-./"):
		var md int
		number, md = s.number(2)
		s.accept("月")
		s.accept("份")
		year, read = n, md > 0 && s.end()
	case digits > 0 && digits <= 2:
		s.accept("月")
		s.accept("份")
		number, read, yearless = n, s.end(), true
		if read && year == 0 {
			return 0, true, dateNoYear
		}
	}
	if !read {
		day, trouble := readDate(text, year)
		return day.first.Month(), day.yearless, trouble
	}
	if number < 1 || number > 12 || year < 1900 || year > 2199 {
		return 0, false, dateNone
	}
	return jianfu.MonthOf(year, number), yearless, dateFine
}
