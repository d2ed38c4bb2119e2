package proof

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jianfu"
)

// kind is what a figure measures.
type kind int

const (
	count   kind = iota // 521次
	percent             // 12.44%
	points              // 1.36个百分点
	flat                // 持平: a change of nothing
)

// bound says which values a figure as written admits.
type bound int

const (
	exact   bound = iota
	more          // 9000余件
	nearly        // 近500件
	below         // 不足500件
	about         // 约500件
	atLeast       // 500件以上
	over          // 超过500件
	atMost        // 500件以下
	between       // 3至5次
)

// figure is one number, or masked place, as it is in a text.
type figure struct {
	start, end int    // runes of the run of text, with the words that bound it
	digits     int    // where the number itself begins
	written    string // as it is written
	kind       kind
	bound      bound
	limit      bool   // a rule sets it: 不超过2小时
	masked     bool   // there is no number
	unit       string // "" where none is written
	number     jianfu.Decimal
	digit      int            // the power of ten that its last digit shown counts: -2 of 12.44, 3 of 1.2万
	coarse     jianfu.Decimal // what it is rough by, of one in words; zero for the last digit that is not zero
	high       jianfu.Decimal // of one between two numbers
	signed     int            // of a number with its own sign, as in tables: -1, +1
	way        int            // of a change that its own words tell, as 翻一番
	rough      bool           // written in 成, 分之 or 一半
	bare       bool           // without any unit or sign of what it is
	ratio      bool           // one of several with : between them: 1:2:3
	lent       bool           // its unit is the one that its row or table gives
	measured   bool           // by what its row or column is of it is an amount of money, which is rounded
	names      bool           // it counts the units that are named before it: 等3个单位
	time       *when          // that is written after it and is its own: 595次（2022年）; nil where none does
}

// units are the words by which things are counted, the longest first, and where one begins.
var (
	units    = anyOf(lexis("units"))
	unitAt   = indexOf(append(lexis("units"), "%", "‰"))
	isUnit   = setOf(lexis("units"))
	measures = setOf(lexis("measures"))
)

const (
	mask    = `〔\s?[*＊×xX]+\s?〕|[*＊]+|[×]+|[xX]{1,3}|_{2,}|□+|〇〇+|若干`
	number  = `\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`
	chinese = `[一二两三四五六七八九十百千零〇]+`
)

var (
	percentPattern  = compile(`百分之(` + chinese + `(?:点[零〇一二三四五六七八九]+)?)`)
	figurePattern   = compile(number + `|` + mask)
	chinesePattern  = compile(chinese)
	ratioPattern    = compile(`\d+(?:\.\d+)?(?:\s?[:：︰∶]\s?\d+(?:\.\d+)?){2,}`)
	numberPattern   = compile(number)
	partPattern     = compile(`([二两三四五六七八九十])分之([一二两三四五六七八九])|([一二两三四五六七八九1-9])成([一二三四五六七八九半])?(余|多)?|(一半|半数|过半)`)
	fractionPattern = compile(`占[^，。；\d]{0,10}?(([1-9])/([1-9]\d?))(?:[^\d/]|$)`)
	afterPart       = compile(`^(以上|以下|左右|上下)`)
	notPart         = compile(`^(?:立|员|为|果|效|功|不变|本|交|绩|人|都|因|型|熟|长|份|分)`) // 一成不变, 三成立
	rangePattern    = compile(`(` + number + `)(%|个百分点|[次件项个人]|人次)?\s?(?:[-—–~～]|--|——|至|到)\s?(` + number + `)\s?([百千万亿]{1,2})?\s?(%|(?:` + units + `))`)
	doublePattern   = compile(`翻了?(?:([一二两三四])?番)`)
	namedNumber     = compile(`^(?:为|达|达到|是|共|计|到|至)$`)
	zeroPattern     = compile(`(?:为|是|归)(零)(?:[，。；、）\s]|$)`)
	flatPattern     = compile(`基本持平|持平|没有变化|无变化`)

	// What 约, 近, 超 and 限 end of other words, and bound nothing.
	boundless = compile(`(?:[节签预制契违公条特邀相简毁婚]约|[附最靠临新亲远相邻]近|[赶反]超|[时期年权有界局受]限)$`)
)

// fold writes full-width digits, letters and signs as ASCII, rune by rune, so that a place
// in the folded text is the same place in the text. Marks among Chinese words become full-width, a full-width comma
// between full-width digits the other way, and a space between the thousands of a number to a comma.
func fold(text []rune) []rune {
	out := make([]rune, len(text))
	wide := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '０' && text[i] <= '９' }
	for i, r := range text {
		switch {
		case r == '，' && wide(i-1) && wide(i+1):
			r = ','
		case isGap(r) && endsGroup(text, i) && beginsGroup(text, i+1):
			r = ',' // 321 146件
		case r == '元' && isNewYear(text, i):
			r = '1' // 元月至8月
		default:
			r = usual(text, i)
		}
		out[i] = r
	}
	return out
}

// usual is a character in its usual width: marks full among Chinese words, letters, digits and signs not.
func usual(text []rune, at int) rune {
	r := text[at]
	switch full := amongChinese[r]; {
	case full != 0 && amongHan(text, at):
		return full
	case narrow[r] != 0:
		return narrow[r]
	}
	return r
}

// isGap reports whether a rune is a space that may set thousands apart.
func isGap(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u2009' || r == '\u202f' }

// endsGroup reports whether the first or a further group of a number's digits ends before a place.
func endsGroup(text []rune, at int) bool {
	from := at
	for from > 0 && at-from < 4 && unicode.IsDigit(text[from-1]) {
		from--
	}
	switch n := at - from; {
	case n == 0 || n > 3:
		return false
	case n == 3 && from > 0 && isGap(text[from-1]) && endsGroup(text, from-1):
		return true
	}
	return from == 0 || !strings.ContainsRune(".,，．%-/:：", text[from-1]) && !isGap(text[from-1]) || from > 1 && isGap(text[from-1]) && unicode.Is(unicode.Han, text[from-2])
}

// beginsGroup reports whether three digits begin at a place, with others or with a word right behind
// them: numbers side by side in a row of a table have none.
func beginsGroup(text []rune, at int) bool {
	end := at + 3
	if end >= len(text) || !unicode.IsDigit(text[at]) || !unicode.IsDigit(text[at+1]) || !unicode.IsDigit(text[at+2]) {
		return false
	}
	counter := func(r rune) bool { return strings.ContainsRune("件个次项人条份家场户篇起名万亿元", r) }
	return unicode.Is(unicode.Han, text[end]) || isGap(text[end]) && (beginsGroup(text, end+1) || end+1 < len(text) && counter(text[end+1]))
}

// isNewYear reports whether 元 at a place is that of 元月, and no unit: 3元.
func isNewYear(text []rune, at int) bool {
	return at+1 < len(text) && text[at+1] == '月' && (at == 0 || !unicode.IsDigit(text[at-1]))
}

var (
	amongChinese = map[rune]rune{',': '，', ';': '；', ':': '：', '(': '（', ')': '）'}
	narrow       = narrowed()
)

// narrowed are the characters that are also written in full width, and spaces of other widths.
func narrowed() map[rune]rune {
	by := map[rune]rune{'\u00a0': ' ', '\u3000': ' ', '﹪': '%'}
	for _, r := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz%.*-+_/" {
		by[r+0xfee0] = r
	}
	return by
}

// amongHan reports whether a mark sets Chinese words apart, and not the digits of a number or a piece of code: a Chinese
// character is beside it, or a percentage before it.
func amongHan(text []rune, at int) bool {
	han := func(i int) bool {
		return i >= 0 && i < len(text) && (unicode.Is(unicode.Han, text[i]) || strings.ContainsRune("%％、。；，）（”“》《", text[i]))
	}
	return han(at-1) || han(at+1)
}

// figures finds the figures of a folded text outside of what is taken, the surest ways to write one first. In a table's
// cell, as alone says, a number may be alone.
func (in *search) figures(alone func(at int) bool) []*figure {
	var list []*figure
	each := func(pattern *finder, read func(spot) *figure) {
		for _, s := range in.spots(pattern) {
			if !in.free(s.start, s.end) {
				continue
			}
			if f := read(s); f != nil && in.free(f.start, f.end) {
				in.take(f.start, f.end)
				f.written = string(in.text[f.start:f.end])
				list = append(list, f)
			}
		}
	}
	for _, s := range in.spots(ratioPattern) { // 三次产业比例为1.2:75.1:23.7
		if in.free(s.start, s.end) {
			list = append(list, readRatio(in.text[s.start:s.end], s.start)...)
			in.take(s.start, s.end)
		}
	}
	each(percentPattern, in.readPercent)
	each(rangePattern, func(s spot) *figure { return readRange(in.text, s) })
	each(doublePattern, readDouble)
	each(partPattern, in.readPart)
	each(fractionPattern, in.readFraction)
	each(zeroPattern, func(s spot) *figure {
		return &figure{start: s.start + 1, digits: s.start + 1, end: s.start + 2, bare: true}
	})
	each(figurePattern, func(s spot) *figure { return in.readFigure(s, alone(s.start)) })
	each(chinesePattern, in.readChinese)
	each(flatPattern, func(s spot) *figure {
		if hasWordAt(in.text, max(0, s.start-1), "保持平稳") {
			return nil
		}
		return &figure{start: s.start, digits: s.start, end: s.end, kind: flat}
	})
	slices.SortFunc(list, func(a, b *figure) int { return a.start - b.start })
	lendUnits(in.text, list)
	return list
}

func anywhere(int) bool { return true }

func nowhere(int) bool { return false }

// readPercent is one match of percentPattern; nil where it is no number.
func (in *search) readPercent(s spot) *figure {
	n, places, ok := chineseNumber(s.groups[1])
	if !ok {
		return nil
	}
	f := &figure{start: s.start, digits: s.start, end: s.end, kind: percent, number: n, digit: -places}
	in.boundPart(f)
	return f
}

// readRatio are the numbers of one match of ratioPattern.
func readRatio(text []rune, from int) []*figure {
	var list []*figure
	for _, s := range spots(numberPattern, text) {
		f := &figure{start: from + s.start, digits: from + s.start, end: from + s.end, kind: percent, written: s.groups[0], ratio: true}
		f.number, _ = readNumber(s.groups[0]) // the pattern admits nothing else
		if _, decimals, found := strings.Cut(s.groups[0], "."); found {
			f.digit = -len(decimals)
		}
		list = append(list, f)
	}
	return list
}

// countedInWords are the units of small numbers in words; of others they are as often no figures, as in 四个方面.
var countedInWords = lexis("counted_in_words")

// notInWords are units that end other words: 十五日, 三十分.
var notInWords = []string{"日", "分", "面", "道"}

// smallNumber is the greatest number that is mostly no figure where it is in words.
var smallNumber = jianfu.NewDecimal(10)

// readChinese is one match of chinesePattern; nil where it counts nothing, as 一次 and 第三次 do.
func (in *search) readChinese(s spot) *figure {
	n, _, ok := chineseNumber(s.groups[0])
	if !ok || n.Cmp(one) <= 0 || strings.ContainsRune("百千", in.text[s.start]) || s.start > 0 && strings.ContainsRune("第每任某同另这那各至", in.text[s.start-1]) {
		return nil
	}
	tail := in.tailAt(s.end)
	f := &figure{start: s.start, digits: s.start, end: tail.end, unit: tail.unit, number: n, kind: kindOf(tail.unit)}
	f.names = f.isSmall() && !slices.Contains(countedInWords, tail.unit) && f.countsListed(in.text)
	if f.scale(tail.scale); tail.unit == "" || f.isSmall() && !f.names && !slices.Contains(countedInWords, tail.unit) || slices.Contains(notInWords, tail.unit) || in.isOtherWord(f, s) {
		return nil
	}
	if tail.more {
		f.bound = more
	}
	f.boundBy(in, s.start, tail.after)
	return f
}

// isSmall reports whether the number is one of those that are mostly no figures in words.
func (f *figure) isSmall() bool { return f.number.Cmp(smallNumber) <= 0 }

// readRange is one match of rangePattern; nil where it is two figures, as 由900至521次 does.
func readRange(text []rune, s spot) *figure {
	if before := string(text[max(0, s.start-1):s.start]); before != "" && strings.ContainsAny(before, "由从自第0123456789.:/-") || s.groups[2] != "" && s.groups[2] != s.groups[5] {
		return nil
	}
	low, _ := readNumber(s.groups[1])
	high, _ := readNumber(s.groups[3])
	if low.Cmp(high) >= 0 {
		return nil
	}
	f := &figure{start: s.start, digits: s.start, end: s.end, unit: s.groups[5], kind: kindOf(s.groups[5]), number: low, high: high, bound: between}
	f.scale(s.groups[4])
	for _, r := range s.groups[4] {
		f.high = f.high.Mul(power(scaleOf(r)))
	}
	return f
}

// readDouble is one match of doublePattern: 翻一番 is 100% more, 翻两番 300%.
func readDouble(s spot) *figure {
	growth := jianfu.NewDecimal(100)
	for range strings.IndexAny("一二三四", strings.Replace(s.groups[1], "两", "二", 1)) / len("一") {
		growth = growth.Mul(jianfu.NewDecimal(2)).Add(hundred)
	}
	return &figure{start: s.start, digits: s.start, end: s.end, kind: percent, way: 1, number: growth, bound: about, rough: true, coarse: jianfu.NewDecimal(20)}
}

// readPart is one match of partPattern, as a rough percentage: 三成, 三分之一, 一半; nil where it is none.
func (in *search) readPart(s spot) *figure {
	digit := func(group int) jianfu.Decimal {
		n, written := readNumber(s.groups[group])
		if !written {
			n, _, _ = chineseNumber(s.groups[group])
		}
		return n
	}
	if before, _ := in.around(s); unicode.IsDigit(before) || before == '.' {
		return nil
	}
	f := roughPercent(s.start, s.end)
	rest := string(in.text[s.end:min(len(in.text), s.end+3)])
	switch {
	case s.groups[1] != "":
		f.number, f.coarse = digit(2).Quo(digit(1)).Mul(hundred), jianfu.NewDecimal(5)
	case s.groups[6] != "":
		f.number = jianfu.NewDecimal(50)
	case notPart.MatchString(rest):
		return nil
	default:
		f.number = digit(3).Mul(power(1))
		switch half := s.groups[4]; half {
		case "":
		case "半":
			f.number, f.coarse = f.number.Add(jianfu.NewDecimal(5)), jianfu.NewDecimal(5)
		default:
			f.number, f.coarse = f.number.Add(digit(4)), power(0)
		}
	}
	in.boundPart(f)
	if s.groups[5] != "" {
		f.bound = more
	}
	if s.groups[6] == "过半" {
		f.bound = over
	}
	return f
}

func roughPercent(start, end int) *figure {
	return &figure{start: start, digits: start, end: end, kind: percent, bound: about, rough: true, coarse: power(1)}
}

// boundPart takes in the words around a rough percentage that bound it.
func (in *search) boundPart(f *figure) {
	after := afterPart.compiled().FindString(string(in.text[f.end:min(len(in.text), f.end+2)]))
	f.end += utf8.RuneCountInString(after)
	f.boundBy(in, f.start, after)
}

// readFraction is one match of fractionPattern, as a rough percentage: 占全国的1/4; nil where it is more than one.
func (in *search) readFraction(s spot) *figure {
	part, _ := readNumber(s.groups[2])
	whole, _ := readNumber(s.groups[3])
	if part.Cmp(whole) >= 0 {
		return nil
	}
	start := s.start + utf8.RuneCountInString(s.groups[0][:strings.LastIndex(s.groups[0], s.groups[1])])
	f := roughPercent(start, start+len(s.groups[1]))
	f.number, f.coarse = part.Quo(whole).Mul(hundred), jianfu.NewDecimal(5)
	in.boundPart(f)
	return f
}

// tail is what follows the digits of a number: 余, 万, its unit, 以上.
type tail struct {
	more               bool
	scale, unit, after string
	end                int
}

var (
	moreWords  = []string{"余", "多", "几"}
	scaleWords = []string{"百", "千", "万", "亿"}
	afterWords = []string{"以上", "以下", "以内", "之内", "为限", "内", "左右", "上下"}
)

// tailAt reads what follows the digits that end at a place.
func (in *search) tailAt(at int) tail {
	t := tail{end: at}
	take := func(words []string) string {
		for _, word := range words {
			if from := t.end + in.space(t.end); hasWordAt(in.text, from, word) {
				t.end = from + utf8.RuneCountInString(word)
				return word
			}
		}
		return ""
	}
	t.more = take(moreWords) != ""
	for range 2 {
		if from := t.end + in.space(t.end); from < len(in.text) && strings.ContainsRune("百千", in.text[from]) && unitAt.at(in.text, from) != "" { // 23.6亿千瓦时
			break
		}
		t.scale += take(scaleWords)
	}
	t.more = take(moreWords) != "" || t.more
	if from := t.end + in.space(t.end); from < len(in.text) {
		t.unit = take([]string{unitAt.at(in.text, from)})
	}
	t.after = take(afterWords)
	return t
}

// space is 1 where there is a space at a place.
func (in *search) space(at int) int {
	if at < len(in.text) && in.text[at] == ' ' {
		return 1
	}
	return 0
}

// readFigure is one match of figurePattern; nil where it is no figure.
func (in *search) readFigure(s spot, cell bool) *figure {
	tail := in.tailAt(s.end)
	s.end = tail.end
	f := &figure{start: s.start, digits: s.start, end: s.end, unit: tail.unit, bare: tail.unit == "", kind: kindOf(tail.unit)}
	if f.bare && (tail.scale == "万" || tail.scale == "亿") && in.isOfMoney(s.start) {
		f.unit, f.bare = "元", false
	}
	digits, ok := readNumber(s.groups[0])
	if f.masked = !ok; !in.free(s.start, s.end) || in.isOtherWord(f, s) || f.bare && !in.standsAlone(f, s, tail, cell) {
		return nil
	}
	if !f.masked {
		f.number = digits
		if _, decimals, found := strings.Cut(s.groups[0], "."); found {
			f.digit = -len(decimals)
		}
		in.readHalf(f)
	}
	f.readScale(tail.scale)
	if tail.more {
		f.bound = more
	}
	in.readSign(f)
	f.boundBy(in, f.start, tail.after)
	return f
}

// isOfMoney reports whether the words of a clause before a place are of money: 经费合计1000.86万.
func (in *search) isOfMoney(at int) bool {
	before := string(in.text[max(0, at-maxBracket):at])
	return contained(before[strings.LastIndexAny(before, "，。；：、（")+1:], money) != ""
}

// readHalf takes in the 半 behind a unit: 1天半.
func (in *search) readHalf(f *figure) {
	if f.digit == 0 && (f.unit == "天" || f.unit == "年") && hasWordAt(in.text, f.end, "半") {
		f.number, f.digit, f.end = f.number.Add(one.Quo(two)), -1, f.end+1
	}
}

// readScale takes in 万 and the like, which may be of the unit, and 倍.
func (f *figure) readScale(scale string) {
	if (scale == "万" || scale == "亿") && f.unit == "元" {
		f.unit = scale + f.unit
	} else {
		f.scale(scale)
	}
	if f.unit == "倍" {
		f.kind, f.number, f.digit = percent, f.number.Mul(hundred), f.digit+2
	}
}

// around are the characters before and after a match, spaces at the ends of the text.
func (in *search) around(s spot) (before, after rune) {
	before, after = ' ', ' '
	if s.start > 0 {
		before = in.text[s.start-1]
	}
	if s.end < len(in.text) {
		after = in.text[s.end]
	}
	return before, after
}

func isCode(r rune) bool { return isLatin(r) || r == '_' || r == '@' }

// isOtherWord reports whether a match is part of another word, as 第3次, 12:30 and 11个月 are.
func (in *search) isOtherWord(f *figure, s spot) bool {
	before, after := in.around(spot{start: s.start, end: f.end})
	switch {
	case before == '第' || strings.ContainsRune("./:", before), isCode(before) && s.groups[0][0] != '*' && f.unit == "", f.masked && isCode(after):
		return true
	case f.unit == "个":
		return after == '月'
	case f.unit == "分":
		return strings.ContainsRune("别之管类工布钟析", after)
	}
	return false
}

// standsAlone reports whether a match without a unit is a figure.
func (in *search) standsAlone(f *figure, s spot, tail tail, cell bool) bool {
	_, after := in.around(s)
	switch {
	case f.masked:
		return cell && alone(in.text, s)
	case isCode(after) || strings.ContainsRune(".号/:", after) || after == '-' && !cell:
		return false
	}
	return tail.scale != "" || cell || hasWordAt(in.text, s.end, "，占") || listed(in.text, s) || namedAlone(in.text, s)
}

// readSign takes in the sign before a number.
func (in *search) readSign(f *figure) {
	before, _ := in.around(spot{start: f.start, end: f.end})
	if !strings.ContainsRune("-+−↓↑", before) || f.start > 1 && unicode.IsDigit(in.text[f.start-2]) {
		return
	}
	f.start--
	f.signed = 1
	if strings.ContainsRune("-−↓", before) {
		f.signed = -1
	}
}

func kindOf(unit string) kind {
	switch unit {
	case "%":
		return percent
	case "个百分点", "百分点":
		return points
	}
	return count
}

// alone reports whether a match is all that its cell holds.
func alone(text []rune, s spot) bool {
	return (s.end == len(text) || unicode.IsSpace(text[s.end])) && (s.start == 0 || unicode.IsSpace(text[s.start-1]))
}

// listed reports whether another number follows a bare one after 、 or 和, whose unit it shares.
func listed(text []rune, s spot) bool {
	at := s.end
	for at < len(text) && strings.ContainsRune("、和与及 ", text[at]) {
		at++
	}
	return at > s.end && at < len(text) && (unicode.IsDigit(text[at]) || text[at] == '*')
}

// namedAlone reports whether a number without a unit is one: 总数达521，.
func namedAlone(text []rune, s spot) bool {
	ends := s.end == len(text) || strings.ContainsRune("，。；、）)（(", text[s.end])
	return ends && s.start > 0 && namedNumber.MatchString(string(text[s.start-1:s.start])) || s.start > 0 && strings.ContainsRune("由从", text[s.start-1])
}

// lendUnits gives bare numbers of a list the unit of the next one: 716、595、521次.
func lendUnits(text []rune, list []*figure) {
	for i := len(list) - 2; i >= 0; i-- {
		f, next := list[i], list[i+1]
		between := string(text[f.end:max(f.end, next.start)])
		if f.bare && !next.bare && f.kind == count && (strings.Trim(between, "、和与及 ") == "" || f.start > 0 && strings.ContainsRune("由从", text[f.start-1]) && arrives.MatchString(between)) {
			f.unit, f.kind, f.bare = next.unit, next.kind, false
		}
	}
}

// arrives is what is written between the figures of 由900降至521次.
var arrives = compile(`^[^，。；]{0,4}[至到为]$`)

func readNumber(text string) (jianfu.Decimal, bool) {
	return jianfu.ParseDecimal(strings.ReplaceAll(text, ",", ""))
}

// scale multiplies by 万 and the like.
func (f *figure) scale(words string) {
	for _, r := range words {
		f.number, f.digit = f.number.Mul(power(scaleOf(r))), f.digit+scaleOf(r)
	}
}

// step is what the last digit shown counts: 0.01 of 12.44, 1000 of 1.2万.
func (f *figure) step() jianfu.Decimal { return power(f.digit) }

// half is half of that: as far as the figure may be from the value that it shows.
func (f *figure) half() jianfu.Decimal { return f.step().Quo(two) }

// leading is what the last digit that is not zero counts: 1000 of 9000.
func (f *figure) leading() jianfu.Decimal {
	if f.coarse.Sign() != 0 {
		return f.coarse
	}
	digit := f.digit
	for f.number.Sign() != 0 && digit < maxDigit {
		if whole := f.number.Quo(power(digit + 1)); whole.Round(0).Cmp(whole) != 0 {
			break
		}
		digit++
	}
	return power(digit)
}

// scaleOf is how many zeros a word such as 万 means.
func scaleOf(r rune) int { return map[rune]int{'百': 2, '千': 3, '万': 4, '亿': 8}[r] }

// boundBy takes in the words before and after a number.
func (f *figure) boundBy(in *search, at int, after string) {
	switch after {
	case "以上":
		f.bound = atLeast
	case "以下":
		f.bound = atMost
	case "以内", "之内", "为限", "内":
		f.bound, f.limit = atMost, true
	case "左右", "上下":
		f.bound = about
	}
	before := string(in.text[max(0, at-6):at])
	if boundless.MatchString(before) {
		return
	}
	for _, b := range boundsBefore {
		if from := at - utf8.RuneCountInString(b.word); strings.HasSuffix(before, b.word) {
			if in.free(from, at) {
				f.start, f.bound, f.limit = from, b.bound, f.limit || b.limit
			}
			return
		}
	}
}

// minDigit and maxDigit are the powers of ten within which the digits of a report's figures are.
const minDigit, maxDigit = -12, 24

var powers = func() (list [maxDigit - minDigit + 1]jianfu.Decimal) {
	list[-minDigit] = jianfu.NewDecimal(1)
	for i := -minDigit; i > 0; i-- {
		list[i-1] = list[i].Quo(jianfu.NewDecimal(10))
	}
	for i := -minDigit; i < maxDigit-minDigit; i++ {
		list[i+1] = list[i].Mul(jianfu.NewDecimal(10))
	}
	return list
}()

// power is ten to the n.
func power(n int) jianfu.Decimal { return powers[min(max(n, minDigit), maxDigit)-minDigit] }

// chineseNumber reads 三十二 and 三十二点四, and how many decimal places it shows.
func chineseNumber(text string) (jianfu.Decimal, int, bool) {
	whole, decimals, _ := strings.Cut(text, "点")
	digit := func(r rune) int { return strings.IndexRune("零一二三四五六七八九", r) / 3 }
	total, current := 0, 0
	var digits []int // of a number written digit by digit: 二〇二三
	for _, r := range strings.NewReplacer("两", "二", "〇", "零").Replace(whole) {
		if scale := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]; scale > 0 {
			total, current = total+max(current, 1)*scale, 0
			if len(digits) > 1 {
				return jianfu.Decimal{}, 0, false
			}
			digits = nil
			continue
		}
		current = digit(r)
		if r != '零' {
			digits = append(digits, current)
		}
	}
	if len(digits) > 1 { // 三四次, 二〇二三
		return jianfu.Decimal{}, 0, false
	}
	n := jianfu.NewDecimal(int64(total + current))
	places := 0
	for _, r := range strings.ReplaceAll(decimals, "〇", "零") {
		places++
		n = n.Add(jianfu.NewDecimal(int64(digit(r))).Mul(power(-places)))
	}
	return n, places, true
}
