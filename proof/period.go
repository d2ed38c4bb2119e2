package proof

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
)

// when is a time as a text names it; what it leaves out comes from what was named before.
type when struct {
	start, end int
	compared   bool // 较上年, 比2022年: what a figure is compared with, not its own time
	previous   bool // 较上月, 环比: the span just before
	sameMonths bool // 上年同期
	stated     bool // it names its year
	resolve    func(year int) (jianfu.Period, bool)
}

var (
	behindBracket = compile(`^\s?[（(]$`)
	behindIs      = compile(`^[^，。；：、（）\d]{0,10}(?:，?(?:这|那|此|该|上述)(?:个|组|一)?(?:数字|数据|数|情况)?(?:就?是|为|系|属于?)|，?就?是|，系)$`)
	bracketEnd    = compile(`^(?:全年|当年|的?(?:数|数据|数字))?[）)]`)
	ofThatTime    = compile(`^(?:全年|全市)?的?[^，。；\d倍半成最新低高]{0,14}(?:[，。；\n]|$)`)
)

// behind is a time as the figure's own, where its text gives it so behind it, as 595次（2022年）, 867件，这是2022年的数 and
// 716次的2021年 do; nil where it does not. w is the first time behind it, until where the next figure begins.
func (f *figure) behind(text []rune, w when, until int) *when {
	if w.start >= until || w.previous || w.sameMonths || w.compared || w.start-f.end > maxBehind {
		return nil
	}
	until = min(until, w.end+maxBehind)
	gap, after, rest := string(text[f.end:w.start]), string(text[w.end:min(len(text), w.end+maxBehind)]), string(text[w.end:until])
	switch since := strings.HasSuffix(string(text[w.start:w.end]), "来"); {
	case since:
	case behindBracket.MatchString(gap) && bracketEnd.MatchString(after), gap == "的", behindIs.MatchString(gap) && (ofThatTime.MatchString(rest) && clauseEnds(rest, until == len(text))):
		return &w
	}
	return nil
}

// maxBehind is how far from a figure its time, and the end of what is said of it, may be.
const maxBehind = 30

// clauseEnds reports whether a clause ends within a text: what follows it is of another.
func clauseEnds(text string, last bool) bool { return last || strings.ContainsAny(text, "，。；\n") }

const (
	dash    = `\s?(?:[-—–~～至到]|——|--)\s?`
	numeral = `[一二三四1234]`
	rowWord = "分别"
)

// whenPatterns are the ways to name a time, the more telling first.
var whenPatterns = []struct {
	pattern *finder
	stated  bool
	period  func(year int, g []string) (jianfu.Period, bool)
}{
	{compile(`(\d{4})年(\d{1,2})月` + dash + `(\d{4})年(\d{1,2})月[份末底]?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), atoi(g[2]), atoi(g[3]), atoi(g[4]))
	}},
	{compile(`\d{4}(?:年?[-—–~～至]\d{4})?年?(?:学年|财年|财政年度|学年度)|\d{4}年(?:春季|秋季|上|下)学期`), true, never},      // of other months than a year's
	{compile(`(?:\d{4}年)?\d{1,2}月\d{1,2}日?\s?(?:[-—–~～至到]|——)\s?(?:\d{1,2}月)?\d{1,2}日`), false, never}, // days are no time of a figure
	{compile(`自?(?:(\d{4})年)?\d{1,2}月(?:\d{1,2}日|份)?(?:以来|开始|起)`), false, never},                       // its end is not named
	{compile(`[“]?(十[二三四五六])五[”]?(?:规划)?(?:期间|时期)`), true, func(_ int, g []string) (jianfu.Period, bool) {
		first := 2011 + 5*(strings.Index("二三四五六", strings.TrimPrefix(g[1], "十"))/len("二"))
		return months(first, 1, first+4, 12)
	}},
	{compile(`[“]?十[二三四五六]五[”]?(?:规划)?(?:以来|开局以来)`), true, never},
	{compile(`(\d{4})-(\d{2})/(\d{4})-(\d{2})`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), atoi(g[2]), atoi(g[3]), atoi(g[4]))
	}},
	{compile(`(\d{4})年?度?` + dash + `(\d{4})年度?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), 1, atoi(g[2]), 12)
	}},
	{compile(`(\d{4})年(\d{1,2})月?` + dash + `(\d{1,2})月[份末底]?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), atoi(g[2]), atoi(g[1]), atoi(g[3]))
	}},
	{compile(`(\d{4})年(\d{1,2})月[末底]`), true, func(_ int, g []string) (jianfu.Period, bool) { return throughDay(atoi(g[1]), atoi(g[2]), "") }},
	{compile(`(?:截至|截止到?)(\d{4})年(\d{1,2})月(?:(\d{1,2})日|[末底份])?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return throughDay(atoi(g[1]), atoi(g[2]), g[3])
	}},
	{compile(`(?:截至|截止到?|至)(\d{1,2})月(?:(\d{1,2})日|[末底份])`), false, func(year int, g []string) (jianfu.Period, bool) {
		return throughDay(year, atoi(g[1]), g[2])
	}},
	{compile(`\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[T ][\d:.]+(?:Z| ?[+-]\d\d:\d\d)?)?|\d{1,2}月\d{1,2}日|\d{4}-\d{2}\b|(?:截至|截止|记者|会议|于)\d{1,2}日|\d{1,2}日(?:上午|下午|当天|当日|晚|凌晨|中午|起|召开|举行|决定|印发|讯|电|获悉)`), false, never}, // a day is no time of a figure
	{compile(`(\d{4})年(` + numeral + `)(?:季度)?` + dash + `(` + numeral + `)季度`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return quarters(atoi(g[1]), g[2], g[3])
	}},
	{compile(`(\d{4})年第?(` + numeral + `)季度`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return quarter(atoi(g[1]), g[2])
	}},
	{compile(`(\d{4})年前([二三两23])个?季度`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return quartersThrough(atoi(g[1]), g[2])
	}},
	{compile(`(\d{4})年([上下])半年`), true, func(_ int, g []string) (jianfu.Period, bool) { return half(atoi(g[1]), g[2]) }},
	{compile(`(\d{4})年(\d{1,2})月[份末底]?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), atoi(g[2]), atoi(g[1]), atoi(g[2]))
	}},
	{compile(`(\d{4})年前(\d{1,2})个月`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), 1, atoi(g[1]), atoi(g[2]))
	}},
	{compile(`(\d{4})年同期`), true, never},
	{compile(`(\d{4})年以来`), true, func(year int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), 1, max(year, atoi(g[1])), 12)
	}},
	{compile(`(\d{4})年(?:度|全年|内|末|底)?`), true, func(_ int, g []string) (jianfu.Period, bool) {
		return months(atoi(g[1]), 1, atoi(g[1]), 12)
	}},
	{compile(`(?:(?:今年|本年|当年)以?来?)?前(\d{1,2})个月`), false, func(year int, g []string) (jianfu.Period, bool) {
		return months(year, 1, year, atoi(g[1]))
	}},
	{compile(`(?:今年|本年|当年)?(\d{1,2})月?` + dash + `(\d{1,2})月[份末底]?`), false, func(year int, g []string) (jianfu.Period, bool) {
		return months(year, atoi(g[1]), year, atoi(g[2]))
	}},
	{compile(`(?:今年|本年|当年)?(` + numeral + `)(?:季度)?` + dash + `(` + numeral + `)季度`), false, func(year int, g []string) (jianfu.Period, bool) {
		return quarters(year, g[1], g[2])
	}},
	{compile(`(?:今年|本年|当年)?第?(` + numeral + `)季度`), false, func(year int, g []string) (jianfu.Period, bool) { return quarter(year, g[1]) }},
	{compile(`(?:今年|本年|当年)?前([二三两23])个?季度`), false, func(year int, g []string) (jianfu.Period, bool) { return quartersThrough(year, g[1]) }},
	{compile(`(?:今年|本年|当年)?([上下])半年`), false, func(year int, g []string) (jianfu.Period, bool) { return half(year, g[1]) }},
	{compile(`(?:今年|本年|当年)?(\d{1,2})月[末底]`), false, func(year int, g []string) (jianfu.Period, bool) { return throughDay(year, atoi(g[1]), "") }},
	{compile(`(?:今年|本年|当年)?(\d{1,2})月份?`), false, func(year int, g []string) (jianfu.Period, bool) {
		return months(year, atoi(g[1]), year, atoi(g[1]))
	}},
	{compile(`(?:近|过去|前)([两二三四五2345])个?年(?:多?以?来|间|里)?|([两二三四五2345])年(?:多?以?来|间|里|合计|累计|共|` + rowWord + `)`), false, func(year int, g []string) (jianfu.Period, bool) {
		n := strings.Index("  二2三3四4五5", strings.Replace(g[1]+g[2], "两", "二", 1))
		return months(year-(n-2)/4-1, 1, year, 12)
	}},
	{compile(`前年`), false, func(year int, _ []string) (jianfu.Period, bool) { return months(year-2, 1, year-2, 12) }},
	{compile(`去年全年|上年全年|去年度|上年度|上一年度?|前一年|(?:去年|上年)[末底]?`), false, func(year int, _ []string) (jianfu.Period, bool) {
		return months(year-1, 1, year-1, 12)
	}},
	{compile(`今年以?来?|年初以来|本年度?|当年|全年(?:12个月)?|年内|年度`), false, func(year int, _ []string) (jianfu.Period, bool) { return months(year, 1, year, 12) }},
}

var (
	samePattern     = compile(`(?:去年|上年|上一年|前一年|\d{4}年)同期|同期`)
	previousPattern = compile(`上个?月|上一?个?季度|上期|上半年度?环比`)
	yearsFollow     = compile(`^(?:[、和与及](?:19|20)\d{2})+年`) // 2021、2022、2023年
	bareYear        = compile(`(?:19|20)\d{2}`)
	comparedBefore  = compile(`(?:较|比|与|同|相比|相较|对比)$`)
)

func atoi(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns admit digits only

func never(int, []string) (jianfu.Period, bool) { return jianfu.Period{}, false }

func months(fromYear, from, throughYear, through int) (jianfu.Period, bool) {
	for _, year := range []int{fromYear, throughYear} {
		if year < 1900 || year > 2199 {
			return jianfu.Period{}, false
		}
	}
	if from < 1 || from > 12 || through < 1 || through > 12 {
		return jianfu.Period{}, false
	}
	return jianfu.Span(jianfu.MonthOf(fromYear, from), jianfu.MonthOf(throughYear, through))
}

// throughDay is the year until a month's end: 截至11月末. A day within a month is no whole month.
func throughDay(year, month int, day string) (jianfu.Period, bool) {
	p, ok := months(year, 1, year, month)
	if ok && day != "" && jianfu.NewDecimal(int64(atoi(day))).Int64() != int64(p.Through().Time().Day()) {
		return jianfu.Period{}, false
	}
	return p, ok
}

func quarter(year int, which string) (jianfu.Period, bool) {
	n := strings.IndexAny("一二三四", which)/3 + 1
	if d := atoi(which); d > 0 {
		n = d
	}
	return months(year, n*3-2, year, n*3)
}

// quarters are those from one to another.
func quarters(year int, from, through string) (jianfu.Period, bool) {
	first, ok := quarter(year, from)
	last, known := quarter(year, through)
	if !ok || !known {
		return first, false
	}
	return jianfu.Span(first.Start(), last.Start()+2)
}

func quartersThrough(year int, which string) (jianfu.Period, bool) {
	through := 9
	if which == "二" || which == "两" || which == "2" {
		through = 6
	}
	return months(year, 1, year, through)
}

func half(year int, which string) (jianfu.Period, bool) {
	if which == "上" {
		return months(year, 1, year, 6)
	}
	return months(year, 7, year, 12)
}

// times finds the times that a folded text names, outside of what is taken. In a table's
// head a year may be without 年.
func (in *search) times(head func(at int) bool) []when {
	var list []when
	take := func(w when) {
		if !in.free(w.start, w.end) {
			return
		}
		in.take(w.start, w.end)
		w.compared = w.compared || comparedBefore.MatchString(string(in.text[max(0, w.start-2):w.start]))
		list = append(list, w)
	}
	for _, s := range in.spots(samePattern) {
		take(sameMonthsOf(s))
	}
	for _, p := range whenPatterns {
		for _, s := range in.spots(p.pattern) {
			if !in.isDigit(s.start - 1) {
				end := s.end
				if strings.HasSuffix(string(in.text[s.start:s.end]), rowWord) { // 三年分别: the word begins a row
					end -= len([]rune(rowWord))
				}
				take(when{start: s.start, end: end, stated: p.stated, resolve: func(year int) (jianfu.Period, bool) { return p.period(year, s.groups) }})
			}
		}
	}
	for _, s := range in.spots(previousPattern) {
		take(when{start: s.start, end: s.end, compared: true, previous: true, resolve: noTimeAtAll})
	}
	for _, s := range in.spots(bareYear) {
		if in.isYear(s, head(s.start)) {
			take(when{start: s.start, end: s.end, stated: true, resolve: yearAlone(s.groups[0])})
		}
	}
	slices.SortFunc(list, func(a, b when) int { return a.start - b.start })
	return list
}

// sameMonthsOf is one match of samePattern: 同期, of a year or not.
func sameMonthsOf(s spot) when {
	w := when{start: s.start, end: s.end, sameMonths: true, resolve: noTimeAtAll}
	if year := strings.TrimSuffix(s.groups[0], "年同期"); bareYear.MatchString(year) {
		w.stated, w.resolve = true, yearAlone(year)
	}
	return w
}

func noTimeAtAll(int) (jianfu.Period, bool) { return jianfu.Period{}, false }

// isDigit reports whether a digit is at a place.
func (in *search) isDigit(at int) bool {
	return at >= 0 && in.text[at] >= '0' && in.text[at] <= '9'
}

// yearAlone is the time that a year is.
func yearAlone(year string) func(int) (jianfu.Period, bool) {
	return func(int) (jianfu.Period, bool) { return months(atoi(year), 1, atoi(year), 12) }
}

// isYear reports whether four digits without 年 are a year: in a list of years, or a head.
func (in *search) isYear(s spot, head bool) bool {
	after := string(in.text[s.end:min(len(in.text), s.end+24)])
	return yearsFollow.MatchString(after) || head && (after == "" || after[0] < '0' || after[0] > '9')
}
