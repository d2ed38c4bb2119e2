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
	step       jianfu.Decimal // of the last digit shown: 0.01 of 12.44, 1000 of 1.2万
	leading    jianfu.Decimal // of the last digit that is not zero: 1000 of 9000
	high       jianfu.Decimal // of one between two numbers
	signed     int            // of a number with its own sign, as in tables: -1, +1
	way        int            // of a change that its own words tell, as 翻一番
	rough      bool           // written in 成, 分之 or 一半
	bare       bool           // without any unit or sign of what it is
	lent       bool           // its unit is the one that its row or table gives
	names      bool           // it counts the units that are named before it: 等3个单位
	time       *when          // that stands behind it and is its own: 595次（2022年）; nil where none does
}

// units are the words by which things are counted, the longest first.
var units = anyOf(lexis.units)

const (
	mask    = `〔\s?[*＊×xX]+\s?〕|[*＊]+|[×]+|[xX]{1,3}|_{2,}|□+|〇〇+|若干`
	number  = `\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`
	chinese = `[一二两三四五六七八九十百千零〇]+`
)

var (
	percentPattern = compile(`百分之(` + chinese + `(?:点[零〇一二三四五六七八九]+)?)`)
	figurePattern  = compile(`(` + number + `|` + mask + `)\s?(余|多)?\s?([百千万亿]{1,2})?\s?(余|多)?\s?(%|‰|(?:` + units + `))?\s?(以上|以下|以内|之内|为限|内|左右|上下)?`)
	chinesePattern = compile(`(` + chinese + `)(余|多|几)?(万|亿)?(余|多)?(个百分点|个工作日|小时|人次|场次|次|件|项|个|份|页|场)(以上|以下|以内|之内|左右|上下)?`)
	partPattern    = compile(`([二两三四五六七八九十])分之([一二两三四五六七八九])|([一二两三四五六七八九])成([一二三四五六七八九半])?(余|多)?|(一半|半数|过半)`)
	afterPart      = compile(`^(以上|以下|左右|上下)`)
	notPart        = compile(`^(?:立|员|为|果|效|功|不变|本|交|绩|人|都|因|型|熟|长|份|分)`) // 一成不变, 三成立
	rangePattern   = compile(`(` + number + `)(%|个百分点|[次件项个人]|人次)?\s?(?:[-—–~～]|--|——|至|到)\s?(` + number + `)\s?([百千万亿]{1,2})?\s?(%|(?:` + units + `))`)
	doublePattern  = compile(`翻了?(?:([一二两三四])?番)`)
	namedNumber    = compile(`^(?:为|达|达到|是|共|计|到|至)$`)
	zeroPattern    = compile(`(?:为|是|归)(零)(?:[，。；、）\s]|$)`)
	flatPattern    = compile(`基本持平|持平|没有变化|无变化`)

	// What 约, 近, 超 and 限 end of other words, and bound nothing.
	boundless = compile(`(?:[节签预制契违公条特邀相简毁婚]约|[附最靠临新亲远相邻]近|[赶反]超|[时期年权有界局受]限)$`)

	// What stands before a number and bounds it: the longest first.
	boundsBefore = []struct {
		word  string
		bound bound
		limit bool
	}{
		{"原则上不超过", atMost, true}, {"不得超过", atMost, true}, {"不能超过", atMost, true}, {"不应超过", atMost, true}, {"不超过", atMost, true},
		{"不得多于", atMost, true}, {"不多于", atMost, true}, {"不得高于", atMost, true}, {"不高于", atMost, true}, {"不得少于", atLeast, true},
		{"不少于", atLeast, true}, {"不低于", atLeast, true}, {"控制在", atMost, true}, {"压缩在", atMost, true}, {"至少提前", atLeast, true},
		{"需提前", atLeast, true}, {"应提前", atLeast, true}, {"须提前", atLeast, true}, {"提前", atLeast, true}, {"至少", atLeast, true},
		{"上限为", atMost, true}, {"上限", atMost, true}, {"限", atMost, true}, {"不到", below, false}, {"不足", below, false}, {"将近", nearly, false},
		{"接近", nearly, false}, {"近", nearly, false}, {"大约", about, false}, {"约", about, false}, {"超过", over, false}, {"突破", over, false},
		{"多于", over, false}, {"逾", over, false}, {"超", over, false},
	}
)

// fold writes full-width digits, letters and signs as ASCII, rune by rune, so that a place
// in the folded text is the same place in the text. Marks among Chinese words become full-width, a full-width comma
// between full-width digits the other way.
func fold(text []rune) []rune {
	out := make([]rune, len(text))
	wide := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '０' && text[i] <= '９' }
	for i, r := range text {
		switch {
		case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ', r == '％', r == '．', r == '＊', r == '－', r == '＋', r == '＿', r == '／':
			r -= 0xfee0
		case r == '，' && wide(i-1) && wide(i+1):
			r = ','
		case r == '\u00a0' || r == '\u3000':
			r = ' '
		case r == '﹪':
			r = '%'
		case strings.ContainsRune(",;:()", r) && amongHan(text, i):
			r = map[rune]rune{',': '，', ';': '；', ':': '：', '(': '（', ')': '）'}[r]
		case r == '元' && i+1 < len(text) && text[i+1] == '月' && (i == 0 || !unicode.IsDigit(text[i-1])):
			r = '1' // 元月至8月
		}
		out[i] = r
	}
	return out
}

// amongHan reports whether a mark sets Chinese words apart, and not the digits of a number or a piece of code: a Chinese
// character stands beside it, or a percentage before it.
func amongHan(text []rune, at int) bool {
	han := func(i int) bool {
		return i >= 0 && i < len(text) && (unicode.Is(unicode.Han, text[i]) || strings.ContainsRune("%％、。；，）（”“》《", text[i]))
	}
	return han(at-1) || han(at+1)
}

// figures finds the figures of a folded text outside of what is taken, the surest ways to write one first. In a table's
// cell, as alone says, a number may stand alone.
func (in *search) figures(alone func(at int) bool) []*figure {
	var list []*figure
	each := func(pattern *finder, read func(spot) *figure) {
		for _, s := range in.spots(pattern) {
			for s.end > s.start && unicode.IsSpace(in.text[s.end-1]) {
				s.end--
			}
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
	each(percentPattern, in.readPercent)
	each(rangePattern, func(s spot) *figure { return readRange(in.text, s) })
	each(doublePattern, readDouble)
	each(partPattern, in.readPart)
	each(zeroPattern, func(s spot) *figure {
		return &figure{start: s.start + 1, digits: s.start + 1, end: s.start + 2, step: power(0), leading: power(0), bare: true}
	})
	each(figurePattern, func(s spot) *figure { return in.readFigure(s, alone(s.start)) })
	each(chinesePattern, in.readChinese)
	each(flatPattern, func(s spot) *figure {
		return &figure{start: s.start, digits: s.start, end: s.end, kind: flat, step: power(0)}
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
	f := &figure{start: s.start, digits: s.start, end: s.end, kind: percent, number: n, step: power(-places)}
	f.boundBy(in, s.start, "")
	return f
}

// readChinese is one match of chinesePattern; nil where it counts nothing, as 一次 and 第三次 do.
func (in *search) readChinese(s spot) *figure {
	n, _, ok := chineseNumber(s.groups[1])
	if !ok || n.Cmp(jianfu.NewDecimal(1)) <= 0 || s.start > 0 && strings.ContainsRune("第每任某同另这那各至", in.text[s.start-1]) {
		return nil
	}
	f := &figure{start: s.start, digits: s.start, end: s.end, unit: s.groups[5], number: n, step: power(0)}
	f.scale(s.groups[3])
	f.kind = kindOf(f.unit)
	if s.groups[2]+s.groups[4] != "" {
		f.bound = more
	}
	f.boundBy(in, s.start, s.groups[6])
	return f
}

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
	f := &figure{start: s.start, digits: s.start, end: s.end, unit: s.groups[5], kind: kindOf(s.groups[5]), number: low, high: high, bound: between, step: power(0)}
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
	return &figure{start: s.start, digits: s.start, end: s.end, kind: percent, way: 1, number: growth, bound: about, rough: true, step: power(0), leading: jianfu.NewDecimal(20)}
}

// readPart is one match of partPattern, as a rough percentage: 三成, 三分之一, 一半; nil where it is none.
func (in *search) readPart(s spot) *figure {
	digit := func(group int) jianfu.Decimal {
		n, _, _ := chineseNumber(s.groups[group])
		return n
	}
	f := &figure{start: s.start, digits: s.start, end: s.end, kind: percent, bound: about, rough: true, step: power(0), leading: power(1)}
	rest := string(in.text[s.end:min(len(in.text), s.end+3)])
	switch {
	case s.groups[1] != "":
		f.number, f.leading = digit(2).Quo(digit(1)).Mul(hundred), jianfu.NewDecimal(5)
	case s.groups[6] != "":
		f.number = jianfu.NewDecimal(50)
	case notPart.MatchString(rest):
		return nil
	default:
		f.number = digit(3).Mul(power(1))
		switch half := s.groups[4]; half {
		case "":
		case "半":
			f.number, f.leading = f.number.Add(jianfu.NewDecimal(5)), jianfu.NewDecimal(5)
		default:
			f.number, f.leading = f.number.Add(digit(4)), power(0)
		}
	}
	after := afterPart.compiled().FindString(rest)
	f.end += utf8.RuneCountInString(after)
	if f.boundBy(in, s.start, after); s.groups[5] != "" {
		f.bound = more
	}
	if s.groups[6] == "过半" {
		f.bound = over
	}
	return f
}

// readFigure is one match of figurePattern; nil where it is no figure.
func (in *search) readFigure(s spot, cell bool) *figure {
	f := &figure{start: s.start, digits: s.start, end: s.end, unit: s.groups[5], step: power(0)}
	digits, ok := readNumber(s.groups[1])
	f.masked = !ok
	if in.isOtherWord(f, s) || f.unit == "" && !in.standsAlone(f, s, cell) {
		return nil
	}
	f.bare, f.kind = f.unit == "", kindOf(f.unit)
	if !f.masked {
		f.number = digits
		if _, decimals, found := strings.Cut(s.groups[1], "."); found {
			f.step = power(-len(decimals))
		}
	}
	if scale := s.groups[3]; (scale == "万" || scale == "亿") && f.unit == "元" {
		f.unit = scale + f.unit
		f.scale("")
	} else {
		f.scale(scale)
	}
	if f.unit == "倍" {
		f.kind, f.number, f.step, f.leading = percent, f.number.Mul(hundred), f.step.Mul(hundred), f.leading.Mul(hundred)
	}
	if s.groups[2]+s.groups[4] != "" {
		f.bound = more
	}
	in.readSign(f)
	f.boundBy(in, f.start, s.groups[6])
	return f
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
	before, after := in.around(s)
	switch {
	case before == '第' || strings.ContainsRune("./:", before), isCode(before) && s.groups[1][0] != '*' && f.unit == "", f.masked && isCode(after):
		return true
	case f.unit == "个":
		return after == '月'
	case f.unit == "分":
		return strings.ContainsRune("别之管类工布钟析", after)
	}
	return false
}

// standsAlone reports whether a match without a unit is a figure.
func (in *search) standsAlone(f *figure, s spot, cell bool) bool {
	_, after := in.around(s)
	switch {
	case f.masked:
		return cell && alone(in.text, s)
	case isCode(after) || strings.ContainsRune(".号/:", after) || after == '-' && !cell:
		return false
	}
	return s.groups[3] != "" || cell || listed(in.text, s) || namedAlone(in.text, s)
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
	ends := s.end == len(text) || strings.ContainsRune("，。；、）)", text[s.end])
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

// arrives is what stands between the figures of 由900降至521次.
var arrives = compile(`^[^，。；]{0,4}[至到为]$`)

func readNumber(text string) (jianfu.Decimal, bool) {
	return jianfu.ParseDecimal(strings.ReplaceAll(text, ",", ""))
}

// scale multiplies by 万 and the like, and works out what the digits shown stand for.
func (f *figure) scale(words string) {
	for _, r := range words {
		by := power(scaleOf(r))
		f.number, f.step = f.number.Mul(by), f.step.Mul(by)
	}
	f.leading = f.step
	if f.masked || f.number.Sign() == 0 {
		return
	}
	for ten := power(1); ; f.leading = f.leading.Mul(ten) {
		if whole := f.number.Quo(f.leading.Mul(ten)); whole.Round(0).Cmp(whole) != 0 {
			return
		}
	}
}

// scaleOf is how many zeros a word such as 万 stands for.
func scaleOf(r rune) int { return map[rune]int{'百': 2, '千': 3, '万': 4, '亿': 8}[r] }

// boundBy takes in the words that stand before and after a number.
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
		if !strings.HasSuffix(before, b.word) {
			continue
		}
		f.start = at - utf8.RuneCountInString(b.word)
		if !in.free(f.start, at) {
			f.start = at
			return
		}
		f.bound, f.limit = b.bound, f.limit || b.limit
		return
	}
}

// power is ten to the n.
func power(n int) jianfu.Decimal {
	p, ten := jianfu.NewDecimal(1), jianfu.NewDecimal(10)
	for ; n > 0; n-- {
		p = p.Mul(ten)
	}
	for ; n < 0; n++ {
		p = p.Quo(ten)
	}
	return p
}

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

// agreement is how a figure as written stands to a value.
type agreement int

const (
	disagrees agreement = iota
	cut                 // right if the value is cut, not rounded, after the digits shown
	agrees
	far // it is bounded on one side, and the value is within the bound, but far from it
)

// against holds a figure against the exact value it should show; a percentage's is in
// percent. The rule, for a figure n whose last shown digit stands for a step:
//
//   - written plainly, it is right where the value rounded half up to the step is n, and cut
//     where the value cut off at the step is n;
//   - 余, 多 (9,000余): n < value < n + the step of the last digit that is not zero, here 10,000;
//   - 近, 将近, 接近 (近500): at most a tenth below: 450 ≤ value < 500; far down to half the step of the last
//     digit that is not zero, a quarter at most, and right there where it is written in 成 or 分之: 近两成 of 15%;
//   - 不足, 不到 (不足500): n − the step of the last digit that is not zero < value < n;
//   - 约, 左右: within half the step of the last digit that is not zero: 约500 is 450 to 550;
//   - 以上 and 不少于: value ≥ n; 超过, 逾, 突破: value > n; 以下, 以内: value ≤ n; far where the value is
//     beyond half as much again and beyond the step of the last digit that is not zero: nobody who
//     knows of 521 says 超过100.
func (f *figure) against(value jianfu.Decimal) agreement {
	if f.bound == exact {
		return f.exactly(value)
	}
	n, low, high := f.number, value.Cmp(f.number) < 0, value.Cmp(f.number) > 0
	when := func(holds bool) agreement {
		if holds {
			return agrees
		}
		return disagrees
	}
	leading := f.leading
	if leading.Sign() == 0 {
		leading = f.step
	}
	half := leading.Quo(jianfu.NewDecimal(2))
	switch f.bound {
	case more:
		return when(high && value.Cmp(n.Add(leading)) < 0)
	case nearly:
		loose := half // of 近两成, which may be 15%
		if quarter := n.Quo(jianfu.NewDecimal(4)); loose.Cmp(quarter) > 0 {
			loose = quarter
		}
		switch {
		case low && value.Cmp(n.Mul(jianfu.NewDecimal(9)).Quo(jianfu.NewDecimal(10))) >= 0:
			return agrees
		case low && value.Cmp(n.Sub(loose)) >= 0 && f.rough:
			return agrees
		case low && value.Cmp(n.Sub(loose)) >= 0:
			return far
		}
		return disagrees
	case below:
		return when(low && value.Cmp(n.Sub(leading)) > 0)
	case between:
		return when(!low && value.Cmp(f.high) <= 0)
	case about:
		return when(value.Sub(n).Abs().Cmp(half) <= 0)
	case atLeast, over, atMost:
		two, three := jianfu.NewDecimal(2), jianfu.NewDecimal(3)
		small, large := n, value
		if f.bound == atMost {
			small, large = value, n
		}
		switch {
		case small.Cmp(large) > 0 || f.bound == over && !high:
			return disagrees
		case large.Sub(small).Cmp(leading) >= 0 && large.Mul(two).Cmp(small.Mul(three)) > 0:
			return far
		}
		return agrees
	}
	return disagrees
}

// exactly holds a figure that is written plainly against a value.
func (f *figure) exactly(value jianfu.Decimal) agreement {
	if value.Sub(f.number).Abs().Cmp(f.step) >= 0 {
		return disagrees
	}
	steps := value.Quo(f.step)
	switch {
	case steps.Round(0).Mul(f.step).Cmp(f.number) == 0:
		return agrees
	case truncated(steps).Mul(f.step).Cmp(f.number) == 0:
		return cut
	}
	return disagrees
}

// truncated is the whole part.
func truncated(d jianfu.Decimal) jianfu.Decimal {
	rounded := d.Round(0)
	switch {
	case d.Sign() >= 0 && rounded.Cmp(d) > 0:
		return rounded.Sub(jianfu.NewDecimal(1))
	case d.Sign() < 0 && rounded.Cmp(d) < 0:
		return rounded.Add(jianfu.NewDecimal(1))
	}
	return rounded
}

// places is how many decimal places the figure shows, before any 万.
func (f *figure) places() int {
	places := 0
	for step := f.step; step.Cmp(jianfu.NewDecimal(1)) < 0 && places < 8; places++ {
		step = step.Mul(jianfu.NewDecimal(10))
	}
	return places
}

// isExact reports whether arithmetic can be done with the figure to the digit.
func (f *figure) isExact() bool {
	return f.isPlain() && f.step.Cmp(jianfu.NewDecimal(1)) <= 0 && !slices.Contains(lexis.measures, f.unit)
}

// isPlain reports whether arithmetic can be done with the figure as far as its digits tell.
func (f *figure) isPlain() bool { return !f.masked && f.bound == exact && f.kind == count }

// span is from where to where the value may be; false where it is not bounded so.
func (f *figure) span() (low, high jianfu.Decimal, ok bool) {
	half := f.step.Quo(jianfu.NewDecimal(2))
	switch {
	case f.masked || f.kind != count:
		return low, high, false
	case f.isExact():
		return f.number, f.number, true
	case f.bound == exact:
		return f.number.Sub(half), f.number.Add(half), true
	case f.bound == more:
		return f.number, f.number.Add(f.leading), true
	}
	return low, high, false
}
