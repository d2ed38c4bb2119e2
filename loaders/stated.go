package loaders

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jianfu"
)

// titlePeriod is the period written above a table, in its parts: often the title has the year and the
// sheet's name the month.
type titlePeriod struct {
	year        int // 0 if none is written
	first, last int // months of the year; 0 if none is written
	lastYear    int // of a span over years, else 0
}

// period joins the parts; false if no year is known.
func (s titlePeriod) period() (jianfu.Period, bool) {
	if s.year == 0 {
		return jianfu.Period{}, false
	}
	first, last, lastYear := s.first, s.last, max(s.lastYear, s.year)
	if first == 0 {
		first, last = 1, 12
	}
	return jianfu.Span(jianfu.MonthOf(s.year, first), jianfu.MonthOf(lastYear, last))
}

// merge fills the unknown parts from a source of less weight, unless it is about another year.
func (s *titlePeriod) merge(other titlePeriod) {
	if s.year != 0 && other.year != 0 && s.year != other.year || s.lastYear != 0 {
		return
	}
	if s.year == 0 {
		s.year, s.lastYear = other.year, other.lastYear
	}
	if s.first == 0 {
		s.first, s.last = other.first, other.last
	}
}

// statedPeriod reads the period of a table from its title lines, its sheet's name and its
// file's name, in this order of weight.
func statedPeriod(titles []string, sheetName, file string) (jianfu.Period, bool) {
	return statedParts(titles, sheetName, file).period()
}

// statedParts are the parts of that period: the months may be known without a year.
func statedParts(titles []string, sheetName, file string) titlePeriod {
	return joinStated(titlePeriod{}, append(slices.Clone(titles), sheetName, withoutEnding(baseName(file))))
}

func withoutEnding(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }

// joinStated joins what lines state, those of more weight first, with what is known already. 累计 beside a month is
// from January to it; the days of a month of accounts count only where nothing else says the month.
func joinStated(all titlePeriod, lines []string) titlePeriod {
	toDate := false
	for _, line := range lines {
		s := readStated(withoutAccounts(line))
		all.merge(s)
		text := foldWord(line)
		const short = 8
		says := strings.Contains(text, "累计") && (s.year != 0 || s.first != 0 || utf8.RuneCountInString(text) <= short)
		toDate = toDate || says && !singleMonth.MatchString(text)
	}
	if all.first == 0 {
		for _, line := range lines {
			all.merge(readStated(line))
		}
	}
	if toDate && all.first == all.last && all.lastYear == 0 {
		all.first = min(all.first, 1)
	}
	return all
}

// statements are the times that a line states: more than one if it has several years, or several months, and
// does not compare them.
func statements(line string) []titlePeriod {
	text := periodText(withoutAccounts(line))
	s := readStated(withoutAccounts(line))
	if s.year == 0 && s.first == 0 || comparesTimes.MatchString(text) {
		return nil
	}
	all := []titlePeriod{s}
	if s.lastYear != 0 {
		return all
	}
	for _, digits := range digitsOnly.FindAllString(text, -1) {
		if year := atoi(digits); len(digits) == len("2024") && year >= earliestYear && year <= latestYear && year != s.year && s.year != 0 {
			other := s
			other.year = year
			all = append(all, other)
		}
	}
	for _, m := range oneMonth.FindAllStringSubmatch(text, -1) {
		if month := atoi(m[1]); validMonth(m[1]) && s.first == s.last && s.first != 0 && month != s.first {
			all = append(all, titlePeriod{year: s.year, first: month, last: month})
		}
	}
	return all
}

var (
	comparesTimes = regexp.MustCompile(`[对相]比|比较|对照|较|同期|上年|去年|同比|环比|以来|历年|近\d+年`)
	digitsOnly    = regexp.MustCompile(`\d+`)
)

// label is what parts say, for people.
func (s titlePeriod) label() jianfu.Text {
	if p, ok := s.period(); ok {
		return jianfu.Text{ZH: p.Label(jianfu.Chinese), EN: p.String()}
	}
	if s.first == s.last {
		return jianfu.Say("%[1]d月", "month %[1]d", s.first)
	}
	return jianfu.Say("%[1]d—%[2]d月", "months %[1]d to %[2]d", s.first, s.last)
}

// periodText is a line without what looks like a period and is none.
func periodText(line string) string {
	text := numbered.ReplaceAllString(filledIn.ReplaceAllString(stretch(line), " "), " ")
	return wholeDay.ReplaceAllStringFunc(text, func(day string) string {
		if strings.HasSuffix(day, "月") { // 2023-1-6月
			return day
		}
		return " "
	})
}

// unreadTime is what a line says of a time beside a year, or of a part of one, that is not understood: 第5期,
// 第三批, 5号, 月报. It is "" if there is nothing of that kind.
func unreadTime(line string) string {
	text := periodText(line)
	for _, harmless := range notOfTime {
		text = harmless.ReplaceAllString(text, " ")
	}
	if bareMonth.MatchString(text) { // a sheet called 5
		return text
	}
	return strings.TrimLeft(unreadTimes.FindString(text), "年(")
}

var (
	bareMonth   = regexp.MustCompile(`^\d{1,2}$`)
	unreadTimes = regexp.MustCompile(`第[\dx×n某]+(?:个?(?:季度?|半年|学期|期|批|轮|次|号|回|阶段|旬|周|天|日|月))|\d{1,3}(?:期|批|轮|旬|周)|(?:19|20)\d{2}年?度?[-_.·/ ]*\d{1,2}(?:号|次|日|$|[^\d年月季])|(?:^|[^\d])\d{1,2}个?(?:月|季度?)|[近后末最].{0,2}?(?:季度|个月|半年)|(?:月|旬|周|日|季|半年)(?:度)?(?:报表?|统计|汇总|通报)|半年|[上中下]旬|[汛暑寒]期|[春夏秋冬]|阶段`)
	notOfTime   = []*regexp.Regexp{
		regexp.MustCompile(`第\d+(?:次|轮|回)?(?:修改|修订|更正|补报|重报|报送|上报|稿|版)`),
		regexp.MustCompile(`副本|附[件表]\d+(?:[-.]\d+)?|表\d+(?:[-.]\d+)?|[(\[【]\d{1,2}[)\]】]$`),
		regexp.MustCompile(`\d{1,2}[日天](?:之?前|[以之]?内)`),
		regexp.MustCompile(`(?:19|20)\d{2}年?度?[-_.·/ ]*\d{1,2}个?(?:部门|单位|市|县|区|项|类|家|大)`),
	}
)

// singleMonth are words for a month beside 累计: 本月及累计.
var singleMonth = regexp.MustCompile(`[本当单]月|同期`)

// vagueSpan is what a line says of a time that begins or ends nobody knows when: 2024年以来, 春节期间. It
// is "" if the months are stated.
func vagueSpan(line string) string {
	text := stretch(line)
	text = numbered.ReplaceAllString(filledIn.ReplaceAllString(text, " "), " ")
	if upTo.MatchString(text) {
		return ""
	}
	if since := sinceWords.FindString(text); since != "" {
		return since
	}
	if hasGaps(text) {
		for _, list := range [2]*regexp.Regexp{quarterList, monthList} {
			if at := list.FindString(text); at != "" {
				return strings.TrimLeft(at, "年( ")
			}
		}
	}
	if s := readStated(line); s.first == 0 {
		return vagueWords.FindString(text)
	}
	return ""
}

var (
	sinceWords = regexp.MustCompile(`(?:\d{4}年?|今年|本年|\d{1,2}月份?|年初|上半年|下半年|季度)(?:以来|至今|迄今|以后|之后)`)
	vagueWords = regexp.MustCompile(`年初|年中|年底前|[春夏秋冬]季|学[期年]|节前|节后|两节|春节|五一|国庆|元旦|近期|近日|前期|期间|[1-4]5期|[x×n某]月|前\d*个?(?:季度|月)`)
)

// placedPeriod is statedPeriod with the names of the folders that contain the file, if they are
// only a year or a month: 2023年/5月/会议.xlsx. The folder of a file has less weight than its text:
// it completes days, but refuses none.
func placedPeriod(titles []string, sheetName, file string) (jianfu.Period, bool) {
	const deepest = 3
	all := statedParts(titles, sheetName, file)
	base := baseName(file)
	folders := strings.FieldsFunc(strings.TrimSuffix(file, base), func(r rune) bool { return r == '/' || r == '\\' })
	for i := len(folders) - 1; i >= max(0, len(folders)-deepest); i-- {
		if periodFolder.MatchString(foldWord(arabic(folders[i]))) {
			all.merge(readStated(folders[i]))
		}
	}
	return all.period()
}

// periodFolder are names of folders that say nothing but a period.
var periodFolder = regexp.MustCompile(`^(20\d{2}年?度?|(20\d{2}[-.年]?)?(\d{1,2}月份?|0[1-9]|1[0-2]|第?[1-4]季度|[上下]半年))$`)

var (
	// The day after these words is the one on which the form was filled in.
	filledIn = regexp.MustCompile(`(填报|填表|制表|报送|上报|打印|导出|填写|统计|审核|印发|更新)(?:时间|日期|:)[::]?.*?(日|号|\d{4}[-./]\d{1,2}[-./]\d{1,2}|$)`)
	// A document's number is not a period, nor is the year of an edition.
	numbered = regexp.MustCompile(`[〔\[【(]\d{4}[〕\]】)]第?\d+号|\d{4}年?(版|修订|印制|制定)`)
	// A whole day is not a period.
	wholeDay = regexp.MustCompile(`(\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]|\d{4}\.\d{1,2}\.\d{1,2}|\d{4}-\d{1,2}-\d{1,2}月?|\d{4}/\d{1,2}/\d{1,2}|\d{8}`)
	// But a range of days is one: 2023年1月1日至6月30日.
	daySpan = regexp.MustCompile(`(\d{4})[年./-](\d{1,2})[月./-]\d{1,2}[日号]?([-~至到]+)(?:(\d{4})[年./-])?(?:(\d{1,2})[月./-])?\d{1,2}([日号]?)`)
	counted = regexp.MustCompile(`统计(时间|日期|区间|期间|周期|范围)`)

	upTo        = regexp.MustCompile(`截[至止](?:(\d{4})年?)?[-./]?(\d{1,2})月`)
	yearSpan    = regexp.MustCompile(`(\d{4})年?度?[-—~至到]+(\d{4})年?`)
	monthsSpan  = regexp.MustCompile(`(\d{4})[年./-]?(\d{1,2})月?[-—~至到]+(\d{4})[年./-]?(\d{1,2})月?`)
	yearOnly    = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})(?:年|$|[^\d])`)
	yearMonth   = regexp.MustCompile(`(?:^|[^\d])((?:19|20)\d{2})(?:[-./]?(0[1-9]|1[0-2]|[1-9])(?:月|$|[^\d期批轮次号类个项种家周日天])|年(0[1-9]|1[0-2]|[1-9])(?:月|$|[^\d\p{L}]))`)
	monthRange  = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})月?(?:份)?[-—~至到]+(\d{1,2})月`)
	monthList   = regexp.MustCompile(`(?:^|[^\d])((?:\d{1,2}月?份?[、,和及])+\d{1,2}月)`)
	quarterList = regexp.MustCompile(`(?:第?[1-4]季?度?[、,和及])+第?[1-4]季度?`)
	oneMonth    = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})月(?:份)?`)
	quarters    = regexp.MustCompile(`(?:^|[^\d])([1-4])季?度?[-~至到]+第?([1-4])季度?`)
	quarter     = regexp.MustCompile(`(?:^|[^\d])([1-4])季度?`)
	firstMonths = regexp.MustCompile(`[前头](\d{1,2})个?(月|季度)`)
	half        = regexp.MustCompile(`([上下])半年`)
)

// readStated reads the period that one line states: 2023年上半年, 2023年5月, 第一季度,
// 2023年1-3月, 二〇二三年, 2023-05, 202305, 3月.
func readStated(line string) titlePeriod {
	text := stretch(line)
	if counted.MatchString(text) {
		if s, found := readDaySpan(text); found {
			return s
		}
	}
	text = filledIn.ReplaceAllString(text, " ")
	text = numbered.ReplaceAllString(text, " ")
	if m := upTo.FindStringSubmatch(text); m != nil {
		year := m[1]
		if y := yearOnly.FindStringSubmatch(text); year == "" && y != nil {
			year = y[1]
		}
		return titlePeriod{year: atoi(year), first: 1, last: monthOr(m[2], 12)}
	}
	if s, found := readDaySpan(text); found {
		return s
	}
	text = wholeDay.ReplaceAllStringFunc(text, func(day string) string {
		if strings.HasSuffix(day, "月") { // 2023-1-6月
			return day
		}
		return " "
	})
	if m := monthsSpan.FindStringSubmatch(text); m != nil && validMonth(m[2]) && validMonth(m[4]) {
		s := titlePeriod{year: atoi(m[1]), first: atoi(m[2]), last: atoi(m[4])}
		if last := atoi(m[3]); last > s.year {
			s.lastYear = last
		}
		return s
	}
	if m := yearSpan.FindStringSubmatch(text); m != nil && atoi(m[2]) > atoi(m[1]) && atoi(m[1]) > 1990 && atoi(m[2]) < 2100 {
		return titlePeriod{year: atoi(m[1]), first: 1, last: 12, lastYear: atoi(m[2])}
	}
	var s titlePeriod
	if m := yearOnly.FindStringSubmatch(text); m != nil {
		s.year = atoi(m[1])
	}
	switch {
	case firstMonths.MatchString(text): // 前5个月, 前3季度
		m := firstMonths.FindStringSubmatch(text)
		if s.first, s.last = 1, atoi(m[1]); m[2] == "季度" {
			s.last *= 3
		}
		if s.last > 12 {
			s.first, s.last = 0, 0
		}
		return s
	case half.MatchString(text):
		m := half.FindStringSubmatch(text)
		if m[1] == "上" {
			s.first, s.last = 1, 6
		} else {
			s.first, s.last = 7, 12
		}
		return s
	case quarterList.MatchString(text):
		if first, last, _, found := readList(quarterList, text, 4); found {
			s.first, s.last = first*3-2, last*3
		}
		return s
	case quarters.MatchString(text):
		if m := quarters.FindStringSubmatch(text); m[1] < m[2] {
			s.first, s.last = atoi(m[1])*3-2, atoi(m[2])*3
		}
		return s
	case quarter.MatchString(text):
		m := quarter.FindStringSubmatch(text)
		s.first, s.last = atoi(m[1])*3-2, atoi(m[1])*3
		return s
	}
	if first, last, _, found := readList(monthList, text, 12); found {
		s.first, s.last = first, last
		return s
	}
	if m := monthRange.FindStringSubmatch(text); m != nil && validMonth(m[1]) && validMonth(m[2]) && atoi(m[1]) <= atoi(m[2]) {
		s.first, s.last = atoi(m[1]), atoi(m[2])
		return s
	}
	if m := yearMonth.FindStringSubmatch(text); m != nil {
		month := atoi(m[2] + m[3])
		return titlePeriod{year: atoi(m[1]), first: month, last: month}
	}
	if m := oneMonth.FindStringSubmatch(text); m != nil && validMonth(m[1]) {
		s.first, s.last = atoi(m[1]), atoi(m[1])
	}
	return s
}

// readList reads the first and the last number of a list such as 1、2、3月, and reports whether it names all that
// are between them.
func readList(pattern *regexp.Regexp, text string, most int) (first, last int, whole, found bool) {
	list := pattern.FindString(text)
	whole = true
	for _, digits := range digitsOnly.FindAllString(list, -1) {
		n := atoi(digits)
		if n < 1 || n > most || n <= last {
			return 0, 0, false, false
		}
		whole = whole && (last == 0 || n == last+1)
		first, last = cmp.Or(first, n), n
	}
	return first, last, whole, list != ""
}

// hasGaps reports a list of months or quarters that are not next to one another: 5月、8月.
func hasGaps(text string) bool {
	for _, list := range [2]*regexp.Regexp{quarterList, monthList} {
		if _, _, whole, found := readList(list, text, 12); found && !whole {
			return true
		}
	}
	return false
}

// readDaySpan reads the months that 2023年1月1日至6月30日 touches.
func readDaySpan(text string) (titlePeriod, bool) {
	m := daySpan.FindStringSubmatch(text)
	if m == nil || !validMonth(m[2]) || m[5] == "" && m[6] == "" && strings.Trim(m[3], "-") == "" {
		return titlePeriod{}, false
	}
	s := titlePeriod{year: atoi(m[1]), first: atoi(m[2]), last: atoi(m[2])}
	if m[5] != "" {
		s.last = monthOr(m[5], s.last)
	}
	if last := atoi(m[4]); last > s.year {
		s.lastYear = last
	}
	return s, s.lastYear > 0 || s.last >= s.first
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // the patterns admit digits only
	return n
}

func monthOr(digits string, otherwise int) int {
	if validMonth(digits) {
		return atoi(digits)
	}
	return otherwise
}

func validMonth(digits string) bool { return atoi(digits) >= 1 && atoi(digits) <= 12 }

var (
	asOfDate  = regexp.MustCompile(`截[至止](?:到|时间|日期)?[:]?(\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?)`)
	asOfMonth = regexp.MustCompile(`截[至止](?:到|时间|日期)?[:]?(\d{4})[年./-](\d{1,2})月?[底末]?`)
	asOfYear  = regexp.MustCompile(`截[至止](?:到)?(\d{4})年[底末]`)
)

// asOfDay reads the day up to which one of the lines says a table runs: 截至2024年5月31日,
// 截至2024年5月.
func asOfDay(lines []string) (jianfu.Date, bool) {
	for _, line := range lines {
		text := foldWord(arabic(line))
		if m := asOfDate.FindStringSubmatch(text); m != nil {
			if s, trouble := readDate(m[1], 0); trouble == dateFine {
				return s.first, true
			}
		}
		if m := asOfMonth.FindStringSubmatch(text); m != nil && validMonth(m[2]) {
			month, _ := jianfu.Span(jianfu.MonthOf(atoi(m[1]), atoi(m[2])), jianfu.MonthOf(atoi(m[1]), atoi(m[2])))
			return month.Through(), true
		}
		if m := asOfYear.FindStringSubmatch(text); m != nil {
			return jianfu.YearOf(atoi(m[1])).Through(), true
		}
	}
	return 0, false
}
