package loaders

import (
	"regexp"
	"strings"

	"jianfu"
)

// spanWords is what a header says about the months of its numbers, besides the name of what they
// count: 本月, 累计, 上年同期, 5月, 1—5月, 2023年, 一季度.
type spanWords struct {
	stated  titlePeriod // the year and months that are written
	of      spanOf
	earlier bool // 上年同期: the same months of the year before
	role    columnRole
	within  bool // 其中: a part of the column on the left
	prior   bool // of the period before, which is not counted: 上月, 环比
	part    bool // of a part of a month, which is not counted: 上半月, 第2周
	gaps    bool // of months that are not next to one another, which is not counted: 5、8月
	exact   bool // the written year is that of 上年同期 itself
	said    bool // there is any such word
}

// spanOf is a span relative to that of the table or the row.
type spanOf int

const (
	itself      spanOf = iota
	thisMonth          // 本月
	thisQuarter        // 本季度
	thisYear           // 本年
	wholeYear          // 全年
	toDate             // 累计: from January on
	lastYear           // 上年, either all of it or the same months
)

// columnRole is the purpose of a column of numbers.
type columnRole int

const (
	statesTotal   columnRole = iota
	comparesTotal            // 同比: checked, never counted
	sumsTotal                // 合计: likewise
	addsTotal                // a further part of the total in a column to the left
)

var (
	firstOfMonth  = regexp.MustCompile(`^(\d{4})-(\d{2})-01(?:00:00(?::00)?)?$`) // the spreadsheet form of 2023年1月
	endOfSpan     = regexp.MustCompile(`(\d月份?|\d年|\d季度|半年)[末底]`)
	comparedWords = regexp.MustCompile(`(?:[较比与](?:上一?年|去年|(?:19|20)\d{2}年?)(?:同期|同月)?|同比|环比|与?(?:上一?年|去年)同期(?:相比|比较?))?(?:±|增减|增长|增幅|升降|变化|下降|同比|环比)(?:[、/和±]?(?:增减|增长|下降|变化|升降))*(?:幅度|情况|百分比|率|数|量|额|值|%)*|[较比](?:上一?年|去年)(?:同期|同月)?|(?:上一?年|去年)同期(?:相比|比较?)`)
	earlierWords  = regexp.MustCompile(`(?:上一?年度?|去年)(?:(?:同期|同月|同季度?|本月|当月|本期)(?:数|值)?)|^同期(?:数|值)?|同期(?:数|值)?$`)
	lastYearWords = regexp.MustCompile(`(?:上一?年度?|去年)(?:数|值)?`)
	priorWords    = regexp.MustCompile(`[较比与同]?(?:上个?月份?|上期|上一?季度?|上周)(?:同期|末|底)?(?:数|值)?(?:相比)?|(?:上一?年度?|去年)[末底](?:数|值)?|[年月期季]初(?:数|值)?$`)
	toDateWords   = regexp.MustCompile(`(?:自?年初(?:至今|以来)|今年以来)(?:累计)?(?:数|值)?|1(?:月份?)?[-~至到](?:本|当|该|n|x|×)月?份?(?:累计)?(?:数|值)?|截[至止](?:本月|目前|当前)[底末]?(?:累计)?|(?:本年度?|当年|全年|今年|年)?累计(?:数|值|至今)?`)
	untilMonth    = regexp.MustCompile(`截[至止]到?(?:((?:19|20)\d{2})年)?(\d{1,2})月份?[底末]?(?:累计)?(?:数|值)?`)
	writtenSpan   = regexp.MustCompile(`(?:(?:19|20)\d{2}(?:年度?|[-./])?)?(?:(?:\d{1,2}(?:月份?)?[、,和及])+\d{1,2}月份?|(?:第?[1-4](?:季度?)?[、,和及])+第?[1-4]季度?|\d{1,2}(?:月份?)?[-~至到]\d{1,2}月份?|第?[1-4]季?度?[-~至到]第?[1-4]季度?|第?[1-4]季度?|前3季度|[上下]半年|\d{1,2}月份?)|(?:19|20)\d{2}(?:年度?|[-./](?:0?[1-9]|1[0-2])$)|^(?:19|20)\d{2}(?:0[1-9]|1[0-2])?$`)
	ownWords      = []struct {
		pattern *regexp.Regexp
		of      spanOf
	}{
		{regexp.MustCompile(`[本当全]月份?[底末]?(?:数|值)?|月[底末](?:数|值)?`), thisMonth},
		{regexp.MustCompile(`[本当]季度?[底末]?(?:数|值)?|季度?[底末](?:数|值)?`), thisQuarter},
		{regexp.MustCompile(`全年(?:数|值)?`), wholeYear},
		{regexp.MustCompile(`(?:本年度?|当年|今年)[底末]?(?:数|值)?|年[底末](?:数|值)?`), thisYear},
		{regexp.MustCompile(`[本当]期[底末]?(?:数|值)?|报告期[底末]?|期[底末](?:数|值)?`), itself},
	}
)

// Spellings of a span: one dash, and no brackets.
var (
	oneDash    = strings.NewReplacer("—", "-", "–", "-", "―", "-", "~", "-")
	noBrackets = strings.NewReplacer("(", "", ")", "", "[", "", "]", "", "〔", "", "〕", "", "【", "", "】", "")
)

// readSpanWords splits a header into its words of a span and the rest, which names what is counted.
func readSpanWords(header string) (rest string, w spanWords) {
	s := headersSplit.of(header, func(header string) splitHeader {
		rest, w := splitSpanWords(header)
		return splitHeader{rest, w}
	})
	return s.rest, s.words
}

type splitHeader struct {
	rest  string
	words spanWords
}

func splitSpanWords(header string) (rest string, w spanWords) {
	text := foldHeader(stretch(header))
	if m := firstOfMonth.FindStringSubmatch(text); m != nil {
		return "", spanWords{said: true, stated: titlePeriod{year: atoi(m[1]), first: atoi(m[2]), last: atoi(m[2])}}
	}
	text = endOfSpan.ReplaceAllString(noBrackets.Replace(text), "$1") // 5月末 is 5月
	take := func(pattern *regexp.Regexp) bool {
		at := pattern.FindStringIndex(text)
		if at == nil || at[0] == at[1] {
			return false
		}
		text, w.said = text[:at[0]]+text[at[1]:], true
		return true
	}
	text, w.within = strings.CutPrefix(text, "其中")
	w.prior = strings.Contains(text, "环比")
	if take(comparedWords) {
		w.role = comparesTotal
	}
	w.prior = take(priorWords) || w.prior
	w.part = take(monthParts)
	if at := earlierWords.FindString(text); at != "" {
		take(earlierWords)
		w.earlier = true
		if strings.Contains(at, "月") {
			w.of = thisMonth
		}
	} else if take(lastYearWords) {
		w.earlier, w.of = true, lastYear
	}
	if take(toDateWords) {
		w.of = toDate
	}
	if m := untilMonth.FindStringSubmatch(text); m != nil && validMonth(m[2]) { // 截至4月底
		take(untilMonth)
		w.stated = titlePeriod{year: atoi(m[1]), first: 1, last: atoi(m[2])}
	}
	if at := writtenSpan.FindString(text); at != "" {
		s := readStated(at)
		if at := firstOrNone(text); at != "" && s.year == 0 && s.first == 0 {
			s.year = atoi(at)
		}
		if s.year != 0 || s.first != 0 {
			take(writtenSpan)
			w.gaps = hasGaps(at)
			w.stated, w.exact = s, w.earlier && s.year != 0
			if w.of == lastYear {
				w.of = itself
			}
		}
	}
	for _, own := range ownWords {
		if take(own.pattern) && w.of == itself {
			w.of = own.of
		}
	}
	text = strings.Trim(text, "-/:、,.*|")
	if strings.HasPrefix(text, "年度计划") && w.of == itself && !w.written() { // of whatever month the table is
		w.of = wholeYear
	}
	if sumHeaders[text] {
		text, w.role, w.said = "", max(w.role, sumsTotal), true
	}
	return text, w
}

// firstOrNone is a text that is a year and nothing else.
func firstOrNone(text string) string {
	if len(text) == 4 && allDigits(text) {
		return text
	}
	return ""
}

// and combines a group with what is below it.
func (w spanWords) and(below spanWords) spanWords {
	w.stated.merge(below.stated)
	if below.stated.first != 0 && w.stated.first != below.stated.first { // a month under 上半年
		w.stated.first, w.stated.last = below.stated.first, below.stated.last
	}
	if below.of != itself {
		w.of = below.of
	}
	w.earlier = w.earlier || below.earlier
	w.role = max(w.role, below.role)
	if below.role == comparesTotal || w.role == comparesTotal {
		w.role = comparesTotal
	}
	w.within, w.exact = w.within || below.within, w.exact || below.exact
	w.said, w.prior, w.part, w.gaps = w.said || below.said, w.prior || below.prior, w.part || below.part, w.gaps || below.gaps
	return w
}

// fromJanuary reports whether the months add up from January on: 累计, 1—5月.
func (w spanWords) fromJanuary() bool {
	return w.of == toDate || w.stated.first == 1 && w.stated.last > 1
}

// written reports whether months or a year are written out.
func (w spanWords) written() bool { return w.stated.year != 0 || w.stated.first != 0 }

// period returns the months that the words mean in a table, or a row, of base; title has the parts
// that the titles state, which may lack a year. It reports false if they do not say.
func (w spanWords) period(base jianfu.Period, known bool, title titlePeriod) (jianfu.Period, bool) {
	p, ok := w.present(base, known, title)
	if ok && w.earlier && !w.exact {
		p = p.YearEarlier()
	}
	return p, ok
}

func (w spanWords) present(base jianfu.Period, known bool, title titlePeriod) (jianfu.Period, bool) {
	oneYear := known && base.Start().Year() == base.Through().Year()
	if s := w.stated; w.written() {
		if s.year == 0 {
			if !oneYear {
				return jianfu.Period{}, false
			}
			s.year = base.Start().Year()
		}
		if s.first == 0 && title.first != 0 && title.first <= title.last && w.of != wholeYear { // 2023年 under 1—5月
			s.first, s.last = title.first, title.last
		}
		if w.of == toDate && s.first != 0 {
			s.first = 1
		}
		return s.period()
	}
	if !known {
		return jianfu.Period{}, false
	}
	last := base.Start() + jianfu.Month(base.Months()-1)
	switch w.of {
	case thisMonth:
		return months(last, last, base.Months() < 12 || title.first < title.last) // 1—12月, but not a year
	case thisQuarter:
		first := last - jianfu.Month((last.Number()-1)%3)
		return months(first, last, last.Number()%3 == 0 && base.Months() <= 3)
	case toDate:
		return months(jianfu.MonthOf(last.Year(), 1), last, oneYear)
	case wholeYear:
		return jianfu.YearOf(last.Year()), oneYear
	case thisYear:
		return base, oneYear
	case lastYear:
		return base, base == jianfu.YearOf(last.Year())
	}
	return base, true
}

func months(first, last jianfu.Month, ok bool) (jianfu.Period, bool) {
	p, whole := jianfu.Span(first, last)
	return p, ok && whole
}

// labelSpan reads the span of a row from its label, all of which must be one: 5月, 2023年,
// 第一季度, 1—5月, 上半年.
func labelSpan(label string, year int) (jianfu.Period, bool) {
	text := stretch(label)
	if whole := writtenSpan.FindString(text); whole != text || whole == "" {
		if text != "全年" {
			return jianfu.Period{}, false
		}
		return jianfu.YearOf(year), year != 0
	}
	s := readStated(text)
	if at := firstOrNone(text); at != "" && s.year == 0 {
		s.year = atoi(at)
	}
	if s.year == 0 {
		s.year = year
	}
	return s.period()
}

// countWordsBehind may follow the name of a count without a meaning: 会议数, 会议场次, 会议情况.
var countWordsBehind = []string{"情况", "统计", "数量", "总量", "总数", "次数", "场次", "场数", "件数", "个数", "项数", "份数", "数"}

// countKey is the key for looking up the name of a count.
func countKey(text string) string { return countsFolded.of(text, foldCount) }

func foldCount(text string) string {
	text = noBrackets.Replace(foldHeader(arabic(text)))
	for {
		before := text
		for _, word := range countWordsBehind {
			if word == "件数" && strings.HasSuffix(text, "文件数") { // of 文件, not of 文
				word = "数"
			}
			text = strings.TrimSuffix(text, word)
		}
		if text == before {
			return text
		}
	}
}
