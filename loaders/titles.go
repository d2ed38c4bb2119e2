package loaders

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jianfu"
)

// beginTotals refuses a table of totals that does not say what is counted, or for which months. It finds
// everything that is wrong with the header and the lines above it.
func (r *rowReader) beginTotals() {
	if r.t.uncounted || len(r.t.totals) == 0 {
		r.uncounted()
		return
	}
	r.checkScales()
	r.checkOtherNumbers()
	r.checkTitleOfMonths()
	r.checkSpans()
}

// checkSpans refuses columns of totals whose months nobody can say.
func (r *rowReader) checkSpans() {
	untitled := r.unplaced // what is wrong with the title is said
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if tc.unclear {
			r.unknownPeriod(tc.header, "看不出这一列是哪一列的上年同期。请把列名写全，如“1—3月上年同期”“3月上年同期”", "it is unclear of which column this is the year before: write the months in its header, such as 1—3月上年同期 or 3月上年同期")
			continue
		}
		if tc.doubt != "" {
			span, _ := r.span(i, r.t.period, r.t.known)
			r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: tc.header, Text: jianfu.Say("按 %[1]s 的数读取；如果是“%[3]s”的上年同期，请把列名写成“%[3]s上年同期”",
				"read as of %[2]s; if it is the year before of %[3]q, call the column %[3]s上年同期", span.Label(jianfu.Chinese), span.String(), tc.doubt)})
		}
		if tc.words.role != statesTotal || !r.t.sources[r.month].absent() {
			continue
		}
		if _, ok := r.span(i, r.t.period, r.t.known); ok {
			continue
		}
		switch {
		case tc.words.of == lastYear && r.t.known:
			r.unknownPeriod(tc.header, "这一列可能是上一年全年的数，也可能是上一年同期的数。请写明：同期的把列名写成“上年同期”，全年的写成“2023年全年”这样",
				"the column may be of all of the year before, or of the same months of it. Say which: call it 上年同期 if it is of the same months, or write the year, such as 2023年全年")
		case tc.words.stated.first != 0 && tc.words.stated.year == 0 && r.t.known:
			r.unknownPeriod(tc.header, "标题写的时间跨年度，看不出这一列是哪一年的。请在列名里写明年份，如“2023年11月”", "the title spans several years, and the column does not say of which it is: write the year in its header, such as 2023年11月")
		case !untitled:
			untitled = true // one title mends all of them
			r.unknownPeriod(tc.header, "看不出这一列的数是哪几个月的。请在标题里写明，如“2024年5月”或“2024年1—5月”；或每月一行（月份列写 1月）、每月一列（列名写 1月）；也可用 --period 说明，如 --period 2023-05",
				"the months of these numbers are not stated: write them in the title, such as 2024年5月 or 2024年1—5月, or have a row or a column for each month (1月), or give them by --period, such as --period 2023-05")
		}
	}
}

// placing are the texts that say of which time a table is, those of more weight first: the lines above it,
// the names of its sheet and of the file.
func (r *rowReader) placing() []string {
	return append(r.t.titles[:len(r.t.titles):len(r.t.titles)], r.t.sheet.Name, withoutEnding(baseName(r.f.name)))
}

// refuseTable refuses a table for what stands above its rows. None of them is at fault, and none can be placed.
func (r *rowReader) refuseTable(code jianfu.FaultCode, row int, column, text string, why jianfu.Text) {
	r.unplaced = true
	r.f.blameWhole(r.t.index, 0, jianfu.Fault{Sheet: r.t.sheet.Name, Row: row, Column: column, Value: text, Code: code, Text: why})
}

// checkTimes refuses a table above which two lines contradict each other and, where totals are of the months
// of the title, one whose title does not say whole months.
func (r *rowReader) checkTimes() {
	if !r.f.stated.IsZero() || r.contract.Kind == totals && r.t.uncounted {
		return
	}
	r.checkContradiction()
	if r.contract.Kind != totals || !r.t.placedByTitle() {
		return
	}
	said := map[string]bool{}
	lines := r.placing()
	if name := len(lines) - 1; bareMonth.MatchString(lines[name]) {
		lines = lines[:name] // 3.xlsx is the third file
	}
	for _, line := range lines {
		part := r.daysOfMonths(line)
		if part == "" {
			part = partOfMonth(line)
		}
		vague := vagueSpan(line)
		if vague == "" && r.t.parts.first == 0 {
			vague = unreadTime(line)
		}
		if text := foldWord(line); vague == "" && r.t.parts.first == 0 && r.t.known && r.t.period.Until() > r.f.today && strings.Contains(text, "累计") && !singleMonth.MatchString(text) {
			vague = "累计" // of a year that is not over: until when?
		}
		switch {
		case part != "" && !said[part]:
			said[part] = true
			r.refuseTable(jianfu.BadValue, r.t.last, "", part, jianfu.Say(
				"标题、工作表名或文件名里的“%s”不是整月。汇总数按整月、季、半年、年或 1—N月 统计，请合计成整月的数，并把这几个字改成“2024年5月”这样再报；按月报而不从 1 日起算的，请写明是哪个月的数，如“2024年5月（4月26日至5月25日）”",
				"%q in the title, the sheet's or the file's name is not of whole months: totals are of whole months, quarters, halves, years or from January on. Add them up to whole months, and write the month there, such as 2024年5月; where a month of yours does not begin on its first day, write which it is, such as 2024年5月（4月26日至5月25日）", part))
		case part == "" && vague != "" && !said[vague]:
			said[vague] = true
			r.refuseTable(jianfu.MissingValue, r.t.last, "", vague, jianfu.Say(
				"标题、工作表名或文件名里的“%s”没有说明是哪几个月。请改成起止月份，如“2024年5月”或“2024年1—5月”；是全年的，请改成“2024年全年”",
				"%q in the title, the sheet's or the file's name does not say which months these are: write them in its place, such as 2024年5月 or 2024年1—5月, or 2024年全年 for all of the year", vague))
		}
	}
}

// checkContradiction refuses a table of which two lines above it, or two parts of one, state different
// times, where that makes a difference to what is below.
func (r *rowReader) checkContradiction() {
	first := ""
	var decides titlePeriod
	for _, line := range r.t.titles[:min(r.t.own, len(r.t.titles))] {
		for _, s := range statements(line) {
			if first == "" {
				first, decides = line, s
				continue
			}
			if other := joinStated(s, r.placing()); r.differs(other) {
				one, two := decides.label(), s.label()
				r.refuseTable(jianfu.PeriodMismatch, r.t.last, "", line, jianfu.Say("表上方写了两个不同的时间：“%[1]s”写的是 %[3]s，“%[2]s”写的是 %[4]s，分不清以哪个为准。请核对后只留一个，或改成一致",
					"two different times are written above the table: %[1]q says %[5]s and %[2]q says %[6]s, and nobody can say which holds: leave one of them, or correct it", first, line, one.ZH, two.ZH, one.EN, two.EN))
				return
			}
		}
	}
}

// differs reports whether a table would be of another time if its titles said so.
func (r *rowReader) differs(other titlePeriod) bool {
	period, known := other.period()
	switch {
	case r.contract.Kind == totals && !r.t.sources[r.month].absent():
		return other.year != r.t.parts.year && r.t.yearly() == 0
	case r.contract.Kind == totals:
		return slices.ContainsFunc(r.t.totals, func(tc totalColumn) bool {
			a, placedHere := tc.words.period(r.t.period, r.t.known, r.t.parts)
			b, placedThere := tc.words.period(period, known, other)
			return tc.words.role == statesTotal && placedHere && placedThere && a != b
		})
	case r.contract.Grain == PerMonth, r.contract.Grain == PerYear:
		return known && r.t.known && !overlapping(period, r.t.period)
	}
	return false // a ledger of one year may run to a day of the next
}

// checkTitleOfMonths refuses a table whose headers are of other months than its title.
func (r *rowReader) checkTitleOfMonths() {
	var title titlePeriod
	for _, line := range r.t.titles {
		title.merge(readStated(line))
	}
	whole, ok := title.period()
	if !ok || title.first == 0 || title.lastYear != 0 {
		return
	}
	last := func(p jianfu.Period) jianfu.Month { return p.Start() + jianfu.Month(p.Months()) - 1 }
	other, within := "", false
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if tc.words.role != statesTotal || tc.words.earlier || tc.words.stated.first == 0 || tc.words.stated.year != 0 && tc.words.stated.year != title.year {
			continue
		}
		span, ok := r.span(i, r.t.period, r.t.known)
		switch {
		case !ok:
		case last(span) > last(whole):
			other, within = tc.header, false
		case last(span) >= whole.Start():
			within = true
		case other == "":
			other = tc.header
		}
		if other != "" && ok && last(span) > last(whole) {
			break
		}
	}
	if other == "" || within {
		return
	}
	r.refuseTable(jianfu.PeriodMismatch, r.t.last, other, whole.String(), jianfu.Say("标题写的是 %[1]s，这一列却不是这段时间的，请核对后把标题或列名改对",
		"the title is of %[2]s, the column of other months: correct one of them", whole.Label(jianfu.Chinese), whole.String()))
}

// checkOtherNumbers refuses a table whose title says that its numbers are no counts of what was done, or
// not of all of it, while its headers name counts as if they were.
func (r *rowReader) checkOtherNumbers() {
	planned, compares, headers := false, false, strings.Builder{}
	for i := range r.t.totals {
		compares = compares || r.t.totals[i].words.role == comparesTotal || r.t.totals[i].words.earlier
		headers.WriteString(foldWord(r.t.totals[i].header) + "\n")
		planned = planned || r.t.totals[i].titled || strings.Contains(r.t.totals[i].header, "计划")
	}
	said := map[string]bool{}
	for _, line := range r.placing() {
		text := foldWord(line)
		word := otherNumbers.FindString(text)
		if word == "" && !planned {
			word = planTitle.FindString(text)
		}
		if word == "" && !compares {
			word = changeTitle.FindString(text)
		}
		if other := otherMeasure.FindString(r.f.units.cutNames(text)); word == "" && !strings.Contains(headers.String(), other) {
			word = other
		}
		if word == "" || said[word] {
			continue
		}
		said[word] = true
		r.refuseTable(jianfu.BadValue, r.t.last, "", word, jianfu.Say(
			"标题、工作表名或文件名里有“%[1]s”：这些数看来不是实际的全数，不能当作会议、发文等的次数、件数。请改报实际的全数，并改好标题；计划数请用列名带“计划”的列，别的数请在列名里写明“%[1]s”",
			"the title, or the sheet's or the file's name, says %[1]q: these numbers are not what was done, or not all of it. State what was done, all of it, and correct the title; planned numbers belong in columns that say 计划, others in columns that say %[1]q", word))
	}
}

var (
	// A title of changes, above columns that are none, and one of what is no count or of a part of what is counted.
	changeTitle  = regexp.MustCompile(`(?:同比|环比|较上年|比上年|较去年|比去年)?(?:增减|增幅|降幅|升降|增长|下降|净增|减少)(?:情况|幅度|数|量|率|额|值)*(?:统计|汇总|一览|分析|对比)*表?$`)
	otherMeasure = regexp.MustCompile(`超标|超时|超限|超规模|超篇幅|超规定|违规|不合规|不规范|已取消|取消情况|未召开|未按期|人均|平均|占比|比例|比率|百分比|排名|排行|得分|评分|扣分|经费|费用|支出|金额|时长|天数|上限|限额|控制数|应报|(?:更正|调整|修订|修正|核减|压减|精简|整改|合并)前`)

	otherNumbers = regexp.MustCompile(`预计|预测|预估|测算|暂估|不完全统计|初步统计|拟[开召印制举]|不含|不包括|不包含|不计入|剔除|扣除|除[^,，。;；()（）]{1,12}?以?外`)
	planTitle    = regexp.MustCompile(`(?:计划|指标|目标)(?:数|安排|任务)?(?:情况)?(?:统计|汇总|一览)*表?$`)

	monthParts = regexp.MustCompile(`[上下]半月|[上中下]旬|第\d{1,2}(?:周|批|旬|部分)|本周|周报`)
	untilDay   = regexp.MustCompile(`截[至止](?:到|时间)?:?(?:\d{4}[年./-])?\d{1,2}[月./-](\d{1,2})[日号]?`)
	dayToDay   = regexp.MustCompile(`(?:^|[^\d./-])(?:(\d{4})[年./-])?(\d{1,2})([月./-])(\d{1,2})[日号]?(?:-|~|至|到)+(?:(\d{4})[年./-])?(?:(\d{1,2})[月./-])?(\d{1,2})([日号]?)(?:$|[^\d年月./])`)
	partAlone  = regexp.MustCompile(`^(?:\d{4}年)?(?:\d{1,2}月份?)?(?:[上下]半月|[上中下]旬|第?\d{1,2}周|本周)$`)
	daysAlone  = regexp.MustCompile(`^(?:\d{4}年)?\d{1,2}月\d{1,2}日?[-~至到]+(?:\d{1,2}月)?\d{1,2}日$`)
)

// isPartOfMonth reports a text that is a time of less than a month and nothing else: 第2周, 5月上旬,
// 5月1日至7日.
func isPartOfMonth(text string) bool {
	text = stretch(text)
	return partAlone.MatchString(text) || daysAlone.MatchString(text) && partOfMonth(text) != ""
}

// lessThanMonth refuses a number of a part of a month.
func lessThanMonth(part string) value {
	return bad(jianfu.BadValue, "“%s”不满一个月。汇总数按整月、季、半年、年或 1—N月 统计：请把同一个月的数加起来，一个月只留一个数，时间写成“2024年5月”这样",
		"%q is less than a month: totals are of whole months, quarters, halves, years or from January on. Add up the numbers of a month to one, and write its time as 2024年5月", part)
}

// stretch is a text with Arabic digits, one dash for a stretch of time, and one spelling of quarters and halves:
// Q1 and 首季 are 第1季度, H2 is 下半年. Small letters need a year before them, brackets, or nothing beside them:
// h1.xlsx is of the first half, h1-名单.xlsx need not be.
func stretch(text string) string {
	text = arabic(spelledRun.ReplaceAllStringFunc(text, runOfMonths))
	for _, s := range capitalSpans {
		text = s.pattern.ReplaceAllString(text, s.with)
	}
	text = oneDash.Replace(foldWord(text))
	for _, s := range spanSpellings {
		text = s.pattern.ReplaceAllString(text, s.with)
	}
	return text
}

// spelledRun is several quarters or months in one word: 二三季度, 五六月.
var spelledRun = regexp.MustCompile(`[一二三四五六七八九]{2,4}(?:个?季度?|月)`)

// runOfMonths writes it as a stretch, 2-3季度, where each number follows the one before: 五二月 is none.
func runOfMonths(text string) string {
	var numbers []int
	rest := ""
	for i, r := range text {
		n := chineseDigit(r)
		if n < 1 {
			rest = text[i:]
			break
		}
		if len(numbers) > 0 && n != numbers[len(numbers)-1]+1 {
			return text
		}
		numbers = append(numbers, n)
	}
	first, last := numbers[0], numbers[len(numbers)-1]
	if strings.Contains(rest, "季") && last > 4 {
		return text
	}
	return strconv.Itoa(first) + "-" + strconv.Itoa(last) + rest
}

type spelling struct {
	pattern *regexp.Regexp
	with    string
}

var (
	capitalSpans = []spelling{
		{regexp.MustCompile(`(^|[^A-Za-z])[QＱ]([1-4])\b`), "${1}第${2}季度"},
		{regexp.MustCompile(`(^|[^\dA-Za-z])([1-4])[QＱ]\b`), "${1}第${2}季度"},
		{regexp.MustCompile(`(^|[^A-Za-z])[HＨ]1\b`), "${1}上半年"},
		{regexp.MustCompile(`(^|[^A-Za-z])[HＨ]2\b`), "${1}下半年"},
	}
	spanSpellings = []spelling{
		{regexp.MustCompile(`((?:19|20)\d{2}年?度?[-_.]?|[(\[【])q([1-4])\b|^q([1-4])$`), "${1}第${2}${3}季度"},
		{regexp.MustCompile(`((?:19|20)\d{2}年?度?[-_.]?|[(\[【])h1\b|^h1$|前半年|第1个?半年`), "${1}上半年"},
		{regexp.MustCompile(`((?:19|20)\d{2}年?度?[-_.]?|[(\[【])h2\b|^h2$|后半年|第2个?半年`), "${1}下半年"},
		{regexp.MustCompile(`[首头]季度?`), "第1季度"},
		{regexp.MustCompile(`(\d{1,2}月)份?([-~至到]+\d{1,2}月\d{1,2}[日号])`), "${1}1日$2"}, // 1月至5月31日
	}
)

// partOfMonth is what a line says of a time that is less than a month, or that begins or ends within
// one: 上半月, 5月6日至10日, 1月1日至5月20日; "" if it does not.
func partOfMonth(line string) string {
	text := stretch(line)
	if part := monthParts.FindString(text); part != "" {
		return part
	}
	if m := untilDay.FindStringSubmatch(text); m != nil && atoi(m[1]) < 28 {
		return m[0]
	}
	if d, found := readDays(text); found && !d.whole() && !d.accounts() {
		return d.text
	}
	return ""
}

// days is a stretch of days: 4月26日至5月25日. Its months count from the year 0 if no year is written.
type days struct {
	text        string
	first, last jianfu.Month
	from, until int
	dated       bool // a year is written
}

// readDays finds the stretch of days in a line.
func readDays(text string) (days, bool) {
	at := dayToDay.FindStringSubmatchIndex(text)
	if at == nil {
		return days{}, false
	}
	m := dayToDay.FindStringSubmatch(text)
	year, last := atoi(m[1]), atoi(m[5])
	if !validMonth(m[2]) || m[6] != "" && !validMonth(m[6]) || m[3] != "月" && m[6] == "" { // 2023-05-12-1 is a copy
		return days{}, false
	}
	from := at[4]
	if at[2] >= 0 {
		from = at[2]
	}
	until := at[15]
	if at[16] >= 0 {
		until = max(until, at[17])
	}
	d := days{text: text[from:until], from: atoi(m[4]), until: atoi(m[7]), dated: year != 0 || last != 0}
	if year == 0 && last != 0 {
		year = last
	}
	d.first = jianfu.MonthOf(year, atoi(m[2]))
	d.last = jianfu.MonthOf(max(year, last), monthOr(m[6], atoi(m[2])))
	if last == 0 && d.last < d.first { // 12月26日至1月25日
		d.last += 12
	}
	return d, d.last > d.first || d.last == d.first && d.until >= d.from
}

// whole reports the first day of a month to the last of one.
func (d days) whole() bool {
	year := d.last.Year()
	if !d.dated {
		year = 2000 // 29 February
	}
	month := jianfu.MonthOf(year, d.last.Number())
	ends := int((month + 1).First() - month.First())
	return d.from == 1 && (d.until == ends || d.last.Number() == 2 && d.until >= 28)
}

// accounts reports a month of accounts, or several: from the 26th to the 25th.
func (d days) accounts() bool { return d.until == d.from-1 && d.last > d.first }

// daysOfMonths is a stretch of days that nobody can say the months of. A month of accounts is the one that
// the titles name, where it ends in that month; what that means is said in a warning, as months counted from
// records run from the first day to the last.
func (r *rowReader) daysOfMonths(line string) string {
	d, found := readDays(stretch(line))
	if !found || !d.accounts() {
		return ""
	}
	var named titlePeriod
	for _, other := range r.placing() {
		named.merge(readStated(withoutAccounts(other)))
	}
	period, ok := named.period()
	if !d.dated && ok {
		shift := jianfu.MonthOf(period.Through().Year(), d.last.Number()) - d.last
		d.first, d.last = d.first+shift, d.last+shift
	}
	if months, fine := jianfu.Span(d.first+1, d.last); !ok || !fine || months != period {
		return d.text
	}
	r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Value: d.text, Text: jianfu.Say(
		"这张表不是从 1 日算到月底的（%[1]s），按标题写的 %[2]s 计入；与按会议、文件的日期逐条统计的数会差几天的量，同比请用同样算法的数",
		"the table does not run from the first day of a month to the last (%[1]s) and counts for %[3]s, as its title says; figures counted from records by their days differ by some days, and comparisons need numbers of the same days", d.text, period.Label(jianfu.Chinese), period.String())})
	return ""
}

// withoutAccounts removes the days of a month of accounts, which do not say the month.
func withoutAccounts(line string) string {
	text := stretch(line)
	if d, found := readDays(text); found && d.accounts() {
		return strings.Replace(text, d.text, " ", 1)
	}
	return line
}
