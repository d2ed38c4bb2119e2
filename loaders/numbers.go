package loaders

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"jianfu"
)

// countWords may follow a whole number.
var countWords = []string{"人次", "场次", "个工作日", "人", "个", "件", "份", "页", "字", "条", "项", "场", "次", "名", "家", "处", "篇", "户", "位", "天"}

// numberTrouble says why a text is not a number.
type numberTrouble int

const (
	numberFine     numberTrouble = iota
	numberUnread                 // not a number
	numberEstimate               // about, more than, or masked: unknown
	numberFraction               // a whole number is needed
	numberSeveral                // more than one number
)

// readInteger reads 120, 120人, １２, 1,234, 1，234, 3.0, 1.2万, 十二.
func readInteger(text string) (int64, numberTrouble) {
	if n, ok := plainInteger(text); ok {
		return n, numberFine
	}
	number, trouble := readNumber(text)
	if trouble != numberFine {
		return 0, trouble
	}
	n, err := strconv.ParseInt(number.Fixed(0), 10, 64)
	if err != nil {
		return 0, numberUnread
	}
	if number.Cmp(jianfu.NewDecimal(n)) != 0 {
		return 0, numberFraction
	}
	return n, numberFine
}

// readNumber reads a number that need not be whole. Two numbers in one cell are not one: the space
// between them is looked for before folding removes spaces.
func readNumber(text string) (jianfu.Decimal, numberTrouble) {
	if severalNumbers.MatchString(norm.NFKC.String(text)) {
		return jianfu.Decimal{}, numberSeveral
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.No, r) }) { // 3① and 3² are not 31 and 32
		return jianfu.Decimal{}, numberUnread
	}
	folded := foldWord(text)
	if isEstimate(folded) || numberRange.MatchString(folded) || fiveOrSix.MatchString(folded) {
		return jianfu.Decimal{}, numberEstimate
	}
	for _, word := range countWords {
		if rest, found := strings.CutSuffix(folded, word); found {
			folded = rest
			break
		}
	}
	scale := int64(1)
	if rest, found := strings.CutSuffix(folded, "万"); found && parsesAsDecimal(rest) {
		folded, scale = rest, 10_000
	}
	if plain, ok := withoutGroups(folded); ok {
		folded = plain
	}
	if number, ok := parseDecimal(folded); ok {
		return number.Mul(jianfu.NewDecimal(scale)), numberFine
	}
	if n, ok := chineseCount(folded); ok {
		return jianfu.NewDecimal(n), numberFine
	}
	return jianfu.Decimal{}, numberUnread
}

var (
	severalNumbers = regexp.MustCompile(`[0-9一二三四五六七八九十百千][人次件个份场页]*\s+[0-9一二三四五六七八九十]`)
	fiveOrSix      = regexp.MustCompile(`^[一二两三四五六七八九]{2}[十百千万]*(?:人次|场次|[个人件份页字条项场次名家])?$`)
	numberRange    = regexp.MustCompile(`^\d+(?:\.\d+)?[人次件个份场]*(?:-|~|—|－|至|到|或)\d+(?:\.\d+)?[人次件个份场]*$`)
)

func parsesAsDecimal(text string) bool {
	_, ok := parseDecimal(text)
	return ok
}

// chineseCount reads 一百二十, 壹佰贰拾, 两千零五, 十二, 二〇二.
func chineseCount(text string) (int64, bool) {
	const most = 30
	runes := []rune(formalDigits.Replace(text))
	if len(runes) == 0 || len(runes) > most {
		return 0, false
	}
	total, section, digit, last := int64(0), int64(0), int64(-1), int64(0)
	plain := true // digits alone: 二〇二
	for _, r := range runes {
		scale := map[rune]int64{'十': 10, '百': 100, '千': 1000, '万': 10_000, '亿': 100_000_000}[r]
		d := chineseDigit(r)
		switch {
		case scale == 0 && d < 0:
			return 0, false
		case scale == 0:
			if digit > 0 && d >= 0 && !plain {
				return 0, false
			}
			digit = int64(d)
			continue
		}
		plain = false
		if scale >= 10_000 {
			if last > 0 && scale >= last && last >= 10_000 {
				return 0, false
			}
			total += (section + max(digit, 0)) * scale
			section, last = 0, scale
		} else {
			if digit < 0 || digit == 0 {
				if r != '十' || digit == 0 && section == 0 {
					return 0, false
				}
				digit = 1
			}
			section += digit * scale
			last = scale
		}
		digit = -1
	}
	if plain {
		n, err := strconv.ParseInt(chineseNumber(runes), 10, 64)
		return n, err == nil
	}
	if digit > 0 && last >= 100 && runes[len(runes)-2] != '零' && runes[len(runes)-2] != '〇' { // 一百二 is 120
		digit *= last / 10
	}
	return total + section + max(digit, 0), true
}

var formalDigits = strings.NewReplacer("壹", "一", "贰", "二", "貳", "二", "叁", "三", "參", "三", "肆", "四", "伍", "五", "陆", "六", "陸", "六", "柒", "七", "捌", "八", "玖", "九",
	"拾", "十", "佰", "百", "仟", "千", "萬", "万", "億", "亿", "廿", "二十", "卅", "三十", "整", "")

// plainInteger reads only digits, with a sign.
func plainInteger(text string) (int64, bool) {
	if text == "" || len(text) > 18 {
		return 0, false
	}
	digits := strings.TrimPrefix(text, "-")
	if digits == "" || !allDigits(digits) {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// parseDecimal reads only plain decimals: no exponents, which nobody writes by hand and which would
// turn 1e9次 into 1e9.
func parseDecimal(text string) (jianfu.Decimal, bool) {
	for _, r := range strings.TrimLeft(text, "+-") {
		if (r < '0' || r > '9') && r != '.' {
			return jianfu.Decimal{}, false
		}
	}
	if strings.TrimLeft(text, "+-.") == "" {
		return jianfu.Decimal{}, false
	}
	return jianfu.ParseDecimal(text)
}

// withoutGroups removes the commas from 1,234,567. Other commas are not group separators.
func withoutGroups(text string) (string, bool) {
	if !strings.Contains(text, ",") {
		return text, false
	}
	whole, fraction, decimals := strings.Cut(text, ".")
	groups := strings.Split(strings.TrimPrefix(whole, "-"), ",")
	for i, group := range groups {
		if !allDigits(group) || i > 0 && len(group) != 3 || i == 0 && (len(group) == 0 || len(group) > 3) {
			return text, false
		}
	}
	plain := strings.ReplaceAll(whole, ",", "")
	if decimals {
		plain += "." + fraction
	}
	return plain, true
}

// minutesPer is the number of minutes of a time unit; 半天 and 1天 as the domain defines them.
var minutesPer = []struct {
	word    string
	minutes int64
}{
	{"个半小时", -1}, {"个小时", 60}, {"小时", 60}, {"个钟头", 60}, {"钟头", 60}, {"分钟", 1}, {"hours", 60}, {"hour", 60}, {"hrs", 60},
	{"mins", 1}, {"min", 1}, {"个工作日", 480}, {"工作日", 480}, {"整天", 480}, {"天", 480}, {"日", 480}, {"时", 60}, {"分", 1}, {"h", 60}, {"m", 1},
}

// readMinutes reads a length of time in minutes: 1.5小时, 90分钟, 1小时30分, 一个半小时, 半天,
// 1天, 2h, 1:30, and a bare number in units of perUnit minutes.
func readMinutes(text string, perUnit int64) (jianfu.Decimal, numberTrouble) {
	if twoNumbers.MatchString(norm.NFKC.String(text)) {
		return jianfu.Decimal{}, numberUnread
	}
	folded := foldWord(text)
	if isEstimate(folded) && !strings.Contains(folded, "半") {
		return jianfu.Decimal{}, numberEstimate
	}
	if strings.ContainsAny(folded, "约近余") {
		return jianfu.Decimal{}, numberEstimate
	}
	switch folded {
	case "半天", "半日", "上午", "下午":
		return jianfu.NewDecimal(240), numberFine
	case "全天":
		return jianfu.NewDecimal(480), numberFine
	}
	if hours, minutes, clock := strings.Cut(folded, ":"); clock {
		minutes, seconds, _ := strings.Cut(minutes, ":")
		h, okH := plainInteger(hours)
		m, okM := plainInteger(minutes)
		if okH && okM && m < 60 && strings.Trim(seconds, "0") == "" {
			return jianfu.NewDecimal(h*60 + m), numberFine
		}
		return jianfu.Decimal{}, numberUnread
	}
	total, rest, parts := jianfu.Decimal{}, folded, 0
	for rest != "" {
		if rest == "半" && parts > 0 { // 2小时半
			return total.Add(jianfu.NewDecimal(parseHalf(folded))), numberFine
		}
		number, after, ok := leadingNumber(rest)
		if !ok {
			return jianfu.Decimal{}, numberUnread
		}
		unit, size := unitOf(after)
		switch {
		case size == 0 && after == "" && parts == 0:
			return number.Mul(jianfu.NewDecimal(perUnit)), numberFine
		case size == 0 && after == "" && parts == 1: // 1小时30
			return total.Add(number), numberFine
		case size == 0:
			return jianfu.Decimal{}, numberUnread
		case size < 0: // 一个半小时
			total = total.Add(number.Mul(jianfu.NewDecimal(60))).Add(jianfu.NewDecimal(30))
		default:
			total = total.Add(number.Mul(jianfu.NewDecimal(size)))
		}
		rest = after[len(unit):]
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "零"), "又")
		parts++
	}
	if parts == 0 {
		return jianfu.Decimal{}, numberUnread
	}
	return total, numberFine
}

// twoNumbers recognises 1⏎30, which would be read as 130.
var twoNumbers = regexp.MustCompile(`[0-9]\s+[0-9]`)

// parseHalf is the value of 半 at the end: half of the unit before it.
func parseHalf(folded string) int64 {
	if strings.HasSuffix(folded, "天半") || strings.HasSuffix(folded, "日半") {
		return 240
	}
	return 30
}

func unitOf(text string) (word string, minutes int64) {
	for _, unit := range minutesPer {
		if strings.HasPrefix(text, unit.word) {
			return unit.word, unit.minutes
		}
	}
	return "", 0
}

// leadingNumber reads 1.5, 一, 半, 两, 十二 at the start of a text.
func leadingNumber(text string) (jianfu.Decimal, string, bool) {
	if rest, found := strings.CutPrefix(text, "半"); found {
		half, _ := jianfu.ParseDecimal("0.5")
		return half, strings.TrimPrefix(rest, "个"), strings.TrimPrefix(rest, "个") != ""
	}
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || end == 0 && text[end] == '-') {
		end++
	}
	if end > 0 {
		number, ok := parseDecimal(text[:end])
		return number, text[end:], ok
	}
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if chineseDigit(r) < 0 && r != '十' {
			break
		}
		end += size
	}
	if end == 0 {
		return jianfu.Decimal{}, text, false
	}
	number, ok := parseDecimal(chineseNumber([]rune(text[:end])))
	return number, text[end:], ok
}
