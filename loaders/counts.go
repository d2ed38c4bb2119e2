package loaders

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jianfu"
)

// totalColumn is a column of a table of totals: what it counts, and for which months.
type totalColumn struct {
	at      int // in the sheet
	header  string
	column  int // of the contract: the count
	words   spanWords
	titled  bool   // that is what the title says
	over    bool   // the title is above it as if it were a group of the header
	caliber string // "" where the header names none
	part    string // the part of the count that it states: 视频会议; "" for all of it
	plus    []int  // the columns that are added to it, each another part
	of      int    // the column that 上年同期 and 同比 belong to; -1 for none
	base    int    // the 上年同期 that 同比 compares with; -1 for none
	texts   bool   // the first rows hold nothing but texts in it
	scale   string // the unit of its numbers, if they are not written out: 万人次
	unclear bool   // 上年同期 of nobody knows which column
	doubt   string // the header of other months that 上年同期 is beside; "" for none
}

// isCount reports whether a column of a contract is a count for which totals are stated.
func (c *Contract) isCount(column int) bool {
	return c.Kind == totals && (c.Columns[column].Type == IntegerType || c.Columns[column].Type == NumberType)
}

// matchTotals assigns the columns of a table of totals. The name of the count is in the header, or
// in a group above or below it; without one, a column belongs to the count on its left (会议场次,
// 上年同期), else to the one in the title.
func (f *finder) matchTotals(t *table, b block, taken []bool) {
	titled, doubtful, doubt := f.titleCount(t.contract, b.above)
	ofTable := "" // the caliber, unless a column names it
	if t.sources[t.contract.Column(caliberColumn)].absent() {
		ofTable = f.titleCaliber(t.contract, b.above)
	}
	left, leftPart := -1, ""           // of a column without a name
	whole := -1                        // of 其中
	var unknown, divided []totalColumn // columns of nobody knows what; and parts of a count that have no name of their own
	var parts []int
	for at := range b.paths {
		p := &b.paths[at]
		if len(p.texts) == 0 || taken[at] || at == t.secret || len(p.texts) == 1 && lineNumbers[p.leaf.bare] {
			continue
		}
		var w spanWords
		var names []string
		caliber, scale, over := "", "", false
		for i, text := range p.texts {
			text, unit := cutScale(text)
			scale = max(scale, unit)
			name, said := readSpanWords(text)
			name, c := t.contract.withoutCaliber(name)
			if _, found := f.index.count(t.contract, name); !found && i+1 < len(p.texts) { // 2024年发文数统计表 above 1月
				if count, doubt := f.index.countIn(t.contract, f.units, text); count >= 0 && doubt == "" {
					name, over = t.contract.Columns[count].Header, true
				}
			}
			caliber = max(caliber, c)
			w = w.and(said)
			if column, _, found := f.index.find(t.contract, foldForSearch(text)); found && len(p.texts) > 1 && t.contract.Columns[column].Type == MonthType { // 月份 above 1月
				continue
			}
			if countKey(name) != "" {
				names = append(names, name)
			}
		}
		switch {
		case slices.ContainsFunc(p.texts, f.projects(t.contract)):
			t.pass(at, passedProjection)
			continue
		case w.part && w.role == statesTotal:
			parts = append(parts, at)
			t.pass(at, passedPart)
			continue
		case w.gaps && w.role == statesTotal:
			t.pass(at, passedGaps)
			continue
		case w.prior && w.role != comparesTotal:
			t.pass(at, passedPrior)
			continue
		case len(names) > 0 && shareWords.MatchString(names[len(names)-1]):
			t.pass(at, passedShare)
			continue
		}
		var count int
		part, ofTitle := "", false
		switch {
		case len(names) > 0:
			if titled >= 0 && len(names) == 1 { // 计划 and 实际 below a title of 督查检查考核
				done := strings.ReplaceAll(t.contract.Columns[titled].Header, "计划", "") // also below one of 督查检查考核计划
				switch word := foldHeader(names[0]); {
				case planWords[word]:
					names = []string{done, "计划"}
				case actualWords[word]:
					names = []string{done, word}
				}
			}
			of := -1 // what the name is a part of
			switch {
			case w.within:
				of = whole
			case len(names) == 1: // 新设, 撤销 below a title of 议事协调机构, to the right of which 年末 is of the title's
				_, alone := f.index.count(t.contract, names[0])
				of, ofTitle = titled, titled >= 0 && !alone
			}
			count, part = f.namedCount(t.contract, names, of)
			if count < 0 {
				if ref, found := f.index.count(t.contract, names[0]); found && ref.rank >= 0 && len(names) > 1 && !over && len(f.units.find(p.texts[len(p.texts)-1])) == 0 && holdNumbers(b.below, at) {
					divided = append(divided, totalColumn{at: at, header: strings.Join(p.texts, "/"), column: -1, words: w, of: -1, base: -1})
				}
				continue
			}
		case left >= 0 && !w.said: // 数量 beside 会议场次 may be of anything
			continue
		case left >= 0:
			count, part = left, leftPart
		default:
			count = titled
		}
		texts := isText(b.below, at) // 议事协调机构 is then the name of one, unless other columns hold counts
		if texts && len(names) == 0 {
			continue
		}
		if count < 0 {
			unknown = append(unknown, totalColumn{at: at, header: strings.Join(p.texts, "/"), column: -1, words: w, of: -1, base: -1})
			continue
		}
		if len(names) > 0 && !ofTitle && !texts {
			left, leftPart = count, part
			if !w.within {
				whole = count
			}
		}
		t.totals = append(t.totals, totalColumn{at: at, header: strings.Join(p.texts, "/"), column: count, titled: len(names) == 0 && left < 0, over: over, words: w, caliber: cmp.Or(caliber, ofTable), scale: scale, part: part, texts: texts, of: -1, base: -1})
		taken[at] = true
	}
	t.dropTexts(taken)
	t.addParts(taken)
	if at := f.countsInRows(t, b, taken); at >= 0 {
		t.uncounted, t.itemized = true, strings.Join(b.paths[at].texts, "/")
		taken[at] = true
	}
	if len(t.totals) == 0 && len(parts) > 1 { // weeks, and no column of all of the month
		t.parted = strings.Join(b.paths[parts[0]].texts, "/")
		for _, at := range parts {
			unknown = append(unknown, totalColumn{at: at, header: strings.Join(b.paths[at].texts, "/"), column: -1, of: -1, base: -1})
		}
	}
	if titled >= 0 && len(t.totals) > 0 && !slices.ContainsFunc(t.totals, func(c totalColumn) bool { return c.words.role != sumsTotal || !c.titled }) {
		t.sumOf = t.contract.Columns[titled].Header
		t.uncounted = len(parts) == 0 // 通知, 意见, 合计: of what is for the headers to say; beside weeks it is of the month
		for i := range t.totals {
			t.totals[i].words.role = statesTotal
		}
	}
	if len(t.totals) == 0 && len(divided) > 1 {
		t.divided, unknown = divided[0].header, divided
	}
	fewest := 2
	if t.itemized != "" {
		fewest = 1
	}
	if len(t.totals) == 0 && len(unknown) >= fewest {
		t.uncounted, t.doubtful, t.doubt = true, doubtful, doubt
		t.totals = unknown
		for i := range unknown {
			taken[unknown[i].at] = true
		}
	}
}

// pass notes why a column of numbers does not count.
func (t *table) pass(at int, why jianfu.Text) {
	if t.passed == nil {
		t.passed = map[int]jianfu.Text{}
	}
	t.passed[at] = why
}

// Why columns of numbers do not count.
var (
	passedPrior      = jianfu.Say("前一期的数，不计入：以那一期的报表为准", "of the period before, which does not count: that has a table of its own")
	passedPart       = jianfu.Say("不满一个月的数，不计入：只统计整月的列", "of less than a month, which does not count: only columns of whole months do")
	passedGaps       = jianfu.Say("几段不相连的时间合在一列，不计入：请每段时间一列", "of months that are not next to one another, which does not count: have a column for each stretch of months")
	passedProjection = jianfu.Say("预计的数，不计入：只统计已经发生的", "an estimate of what is to come, which does not count: only what was done does")

	passedShare = jianfu.Say("比率、均数或名次，不计入：比率按所报的数另行计算", "a rate, an average or a rank, which does not count: rates are computed from the counts")

	shareWords = regexp.MustCompile(`(?:率|占比|比例|比重|百分比|排名|名次|位次)$|^(?:占|平均|月均|人均|日均|周均|季均|年均)`)
)

// projectionWords are those of a number that nobody has counted yet: 全年预计, 预计12月.
var projectionWords = regexp.MustCompile(`预计|预测|预估|预期|预算|估计|估算|推算|测算|暂估|年化`)

// projects reports a header that says so, unless it is the name of a count.
func (f *finder) projects(contract *Contract) func(header string) bool {
	return func(header string) bool {
		if !projectionWords.MatchString(foldHeader(header)) {
			return false
		}
		name, _ := readSpanWords(header)
		_, known := f.index.count(contract, name)
		return !known
	}
}

// countsInRows finds a column that names a count in each row: 会议场次, 发文数 below 项目. It returns
// -1 if there is none.
func (f *finder) countsInRows(t *table, b block, taken []bool) int {
	const looked, fewest = 8, 2
	for at := range b.paths {
		if taken[at] || !b.holds(at) || len(b.paths[at].texts) == 0 {
			continue
		}
		counts := 0
		for _, row := range b.below[:min(len(b.below), looked)] {
			if at >= len(row.Cells) || ownTexts(&row.Row) < 2 || trim(row.Cells[at].Text) == "" {
				continue
			}
			name, _ := readSpanWords(row.Cells[at].Text)
			if _, found := f.index.count(t.contract, name); !found {
				counts = 0
				break
			}
			counts++
		}
		if counts >= fewest {
			return at
		}
	}
	return -1
}

// dropTexts leaves columns of texts to other kinds, unless some column holds numbers.
func (t *table) dropTexts(taken []bool) {
	if slices.ContainsFunc(t.totals, func(c totalColumn) bool { return !c.texts && c.words.role == statesTotal }) {
		return
	}
	t.totals = slices.DeleteFunc(t.totals, func(c totalColumn) bool {
		if c.texts {
			taken[c.at] = false
		}
		return c.texts
	})
}

// addParts makes one total of columns that count its parts: 视频会议 and 电视电话会议, side by side.
// Beside all of the count its parts state nothing of their own; and a part alone states it only
// where its name is one of the count's own, as 视频会议 is.
func (t *table) addParts(taken []bool) {
	whole := slices.Clone(t.totals)
	t.totals = slices.DeleteFunc(t.totals, func(c totalColumn) bool {
		if c.part == "" {
			return false
		}
		same := func(o totalColumn) bool {
			return o.column == c.column && o.words == c.words && o.caliber == c.caliber
		}
		column := &t.contract.Columns[c.column]
		own := slices.ContainsFunc(append([]string{column.Header}, column.Aliases...), func(name string) bool { return countKey(name) == c.part })
		all := slices.IndexFunc(whole, func(o totalColumn) bool { return same(o) && o.part == "" })
		if all >= 0 {
			t.pass(c.at, jianfu.Say("已含在“%[1]s”里，不另计", "part of %[1]q, which does not count again", whole[all].header))
		}
		gone := all >= 0 || !own && !slices.ContainsFunc(whole, func(o totalColumn) bool { return same(o) && o.part != c.part })
		if gone {
			taken[c.at] = false
		}
		return gone
	})
	for i := range t.totals {
		c := &t.totals[i]
		if c.part == "" || c.words.role == addsTotal {
			continue
		}
		words := c.words
		for j := range t.totals[i+1:] {
			o := &t.totals[i+1+j]
			if o.column != c.column || o.words != words || o.caliber != c.caliber || o.part == "" || o.part == c.part {
				continue
			}
			if words.role == statesTotal {
				c.plus = append(c.plus, o.at)
			}
			o.words.role = addsTotal
		}
	}
}

// isText reports whether the first rows hold texts in a column, and none that could be a number:
// 议事协调机构 is then the name of one, and 发现问题 what was found.
func isText(rows []keptRow, column int) bool {
	texts, numbers := contentOf(rows, column)
	return texts > 0 && numbers == 0
}

// holdNumbers reports whether the first rows hold nothing but numbers in a column.
func holdNumbers(rows []keptRow, column int) bool {
	texts, numbers := contentOf(rows, column)
	return numbers > 0 && texts == 0
}

// contentOf counts what the first rows hold in a column.
func contentOf(rows []keptRow, column int) (texts, numbers int) {
	const looked = 8
	for _, row := range rows[:min(len(rows), looked)] {
		if column >= len(row.Cells) || row.Cells[column].Merged || ownTexts(&row.Row) < 2 {
			continue
		}
		text := trim(row.Cells[column].Text)
		folded := foldWord(text)
		if text == "" || blankWords[folded] || isNil(folded) || isDitto(text) {
			continue
		}
		if _, trouble := readNumber(strings.TrimSuffix(text, "%")); trouble != numberUnread || errorWords[folded] || nearlyNumber.MatchString(text) {
			numbers++
			continue
		}
		texts++
	}
	return texts, numbers
}

// nearlyNumber is a number with something wrong in it: 3①, 12?.
var nearlyNumber = regexp.MustCompile(`^\d[^\p{Han}]{1,5}$`)

// namedCount finds the count that the names in a header's path make: the lowest one by itself,
// with one above it on either side, or the only one; else with the names of the count that it is a part
// of, if that is known.
func (f *finder) namedCount(contract *Contract, names []string, of int) (count int, part string) {
	last := len(names) - 1
	leaf := strings.TrimPrefix(names[last], "实际")
	if actualWords[names[last]] {
		leaf = ""
	}
	try := func(name string) bool {
		ref, found := f.index.count(contract, name)
		if found {
			count, part = ref.column, ref.part
		}
		return found
	}
	for i := last - 1; i >= 0; i-- { // 会议场次 above 计划外 before 计划外 alone
		for _, name := range [2]string{countKey(leaf) + countKey(names[i]), countKey(names[i]) + countKey(leaf)} {
			if countKey(leaf) != "" && try(name) {
				return count, part
			}
		}
	}
	if try(leaf) || countKey(leaf) == "" && last > 0 && try(names[last-1]) { // 督查检查考核 over 实际
		return count, part
	}
	if of >= 0 { // 会议场次, 其中：视频
		column := &contract.Columns[of]
		for _, name := range append([]string{column.Header}, column.Aliases...) {
			for _, joined := range [2]string{countKey(leaf) + countKey(name), countKey(name) + countKey(leaf)} {
				if try(joined) {
					return count, part
				}
			}
		}
	}
	return -1, ""
}

// titleCount is the one count named by the lines above a header, else by the sheet or the file; -1
// if they name none or several, or a title may be of something else: which, and for which of its words.
func (f *finder) titleCount(contract *Contract, over *above) (count int, doubtful, doubt string) {
	for _, l := range over.labels { // 单位：万元
		if foldWord(l.label) == "单位" && len(f.units.find(l.text)) == 0 && notCounted.MatchString(foldWord(l.text)) {
			return -1, l.label + "：" + l.text, l.text
		}
	}
	for _, texts := range [][]string{over.lines, f.named} {
		only, doubtful, doubt := -1, "", ""
		for _, text := range texts {
			count, word := f.index.countIn(contract, f.units, text)
			switch {
			case word != "":
				doubtful, doubt = text, word
			case count < 0:
			case only >= 0 && only != count:
				return -1, "", ""
			default:
				only = count
			}
		}
		if only >= 0 || doubtful != "" {
			return only, doubtful, doubt
		}
	}
	return -1, "", ""
}

// notCounted are units of money, time and shares: what is measured in them is no count.
var notCounted = regexp.MustCompile(`^(?:[百千万亿]?元|小时|分钟?|[天日]|[%％‰]|百分比)$`)

// caliberColumn is the column of the caliber under which a total is stated.
const caliberColumn = "caliber"

// withoutCaliber removes the name of a caliber from a header: 会议场次（全口径）.
func (c *Contract) withoutCaliber(header string) (rest, caliber string) {
	at := c.Column(caliberColumn)
	if at < 0 {
		return header, ""
	}
	for _, v := range c.Columns[at].Values {
		for _, word := range v.Aliases {
			if before, after, found := strings.Cut(header, foldWord(word)); found && strings.HasSuffix(word, "口径") {
				return before + after, v.Value
			}
		}
	}
	return header, ""
}

// titleCaliber is the one caliber named by the lines above a header, else by the sheet or the file;
// "" if they name none or several.
func (f *finder) titleCaliber(contract *Contract, over *above) string {
	for _, texts := range [][]string{over.lines, f.named} {
		only := ""
		for _, text := range texts {
			_, caliber := contract.withoutCaliber(foldWord(text))
			switch {
			case caliber == "":
			case only != "" && only != caliber:
				return ""
			default:
				only = caliber
			}
		}
		if only != "" {
			return only
		}
	}
	return ""
}

// caliberName is what people call a caliber.
func (c *Contract) caliberName(caliber string) string {
	for _, v := range c.Columns[c.Column(caliberColumn)].Values {
		if v.Value == caliber && len(v.Aliases) > 0 {
			return v.Aliases[0]
		}
	}
	return caliber
}

// states reports whether a column states a count; where none does, a 合计 of it will: see settleSums.
func (t *table) states(count int) bool {
	return slices.ContainsFunc(t.totals, func(tc totalColumn) bool { return tc.column == count && tc.words.role == statesTotal })
}

// counts is how many totals a row of the table states.
func (t *table) counts() int {
	n := 0
	for i := range t.totals {
		switch {
		case t.totals[i].texts:
			continue
		case t.totals[i].words.role == addsTotal, t.totals[i].words.role == sumsTotal && !t.totals[i].titled && !t.totals[i].over && !t.states(t.totals[i].column): // 发文数 over 纸质, 电子, 小计
			n++
			continue
		case t.totals[i].words.role != statesTotal:
			continue
		}
		again := slices.ContainsFunc(t.totals[:i], func(other totalColumn) bool {
			mine := &t.totals[i]
			return other.words == mine.words && other.column == mine.column && other.caliber == mine.caliber && !mine.words.earlier
		})
		if !again {
			n++
		}
	}
	return n
}

// records is how many of the unread headers are required by some other kind, besides its unit: such
// a table is a list of records, or its rows are parts of totals. With the name or number of a record
// among them it is certainly one.
func (f *finder) records(paths []headerPath, taken []bool) (n int, named bool) {
	for at := range paths {
		if taken[at] || len(paths[at].texts) == 0 {
			continue
		}
		for _, key := range [2]string{paths[at].leaf.whole, paths[at].leaf.bare} {
			required := false
			for _, ref := range f.index.headers[key] {
				column := &ref.contract.Columns[ref.column]
				if ref.contract.Kind == totals || !column.Required || column.Type == UnitType || column.Type == IntegerType {
					continue
				}
				required = true
				// 会议名称 and 发文字号 are of records; 类型, 编号 and 单位编码 may be of units.
				named = named || (column.Type == KeyType || column.Type == TextType) && ref.rank == 0 && utf8.RuneCountInString(key) >= 4 && ref.contract.Kind != "department"
			}
			if required {
				n++
				break
			}
		}
	}
	return n, named
}

// settle determines what depends on several columns: which numbers 上年同期 and 同比 belong to, and
// whether 合计 is itself a total.
func (t *placedTable) settle() {
	byCount := map[int][]*totalColumn{}
	for i := range t.totals {
		c := &t.totals[i]
		byCount[c.column] = append(byCount[c.column], c)
	}
	for _, columns := range byCount {
		settleSums(columns)
		settleYears(columns, t.period, t.known)
		settleEarlier(columns)
		settleCompared(columns)
	}
}

// settleSums: 合计 beside months or quarters is their sum; if nothing else states the count, 合计
// states it, as below 会议场次 beside 现场 and 视频. So is 累计 after 1月, 2月, …, but 全年 is a total of its own.
func settleSums(columns []*totalColumn) {
	states := slices.ContainsFunc(columns, func(c *totalColumn) bool { return c.words.role == statesTotal })
	for _, c := range columns {
		if c.words.role == sumsTotal && !states {
			c.words.role = statesTotal
		}
	}
	written := 0
	for _, c := range columns {
		if c.words.role == statesTotal && !c.words.earlier && c.words.stated.first != 0 {
			written++
		}
	}
	for _, c := range columns {
		if written >= 2 && c.words.role == statesTotal && !c.words.written() && c.words.of == toDate {
			c.words.role = sumsTotal
		}
	}
}

// settleYears: of 2024年 and 2023年 in a table of 2024, the latter is the year before. 本年 beside
// 本月 is 累计.
func settleYears(columns []*totalColumn, period jianfu.Period, known bool) {
	monthly := slices.ContainsFunc(columns, func(c *totalColumn) bool { return c.words.of == thisMonth && !c.words.earlier })
	years := map[int]bool{}
	for _, c := range columns {
		if monthly && c.words.of == thisYear {
			c.words.of = toDate
		}
		if c.words.role == statesTotal && c.words.stated.year != 0 {
			years[c.words.stated.year] = true
		}
	}
	if !known || len(years) != 2 {
		return
	}
	year := period.Start().Year()
	for _, c := range columns {
		if years[year] && years[year-1] && c.words.stated.year == year-1 {
			c.words.earlier, c.words.exact = true, true
		}
	}
}

// settleEarlier gives each 上年同期 the months of the column it belongs to: the only one of its
// count; of several, the one of the month if there is only one; else the nearest on its left.
func settleEarlier(columns []*totalColumn) {
	var own, earlier []*totalColumn
	for _, c := range columns {
		switch {
		case c.words.role != statesTotal:
		case !c.words.earlier:
			own = append(own, c)
		case !c.words.written() && c.words.of == itself:
			earlier = append(earlier, c)
		}
	}
	for _, c := range earlier {
		var of *totalColumn
		monthly := slices.DeleteFunc(slices.Clone(own), func(c *totalColumn) bool { return c.words.fromJanuary() })
		switch {
		case len(own) == 0:
			continue
		case len(own) == 1:
			of = own[0]
		case len(earlier) == 1 && len(monthly) == 1:
			of = monthly[0]
		case len(earlier) < len(own) && len(monthly) > 1: // one 去年同期 beside 1月, 2月 and 1-2月
			c.unclear = true
			continue
		default:
			of = own[0]
			for _, o := range own {
				if o.at < c.at {
					of = o
				}
			}
		}
		c.of, c.words.of, c.words.stated = of.at, of.words.of, of.words.stated
		for _, o := range own {
			if o.at == c.at-1 && o != of && o.words.written() {
				c.doubt = o.header
			}
		}
	}
}

// settleCompared finds for each 同比 the two columns that it compares.
func settleCompared(columns []*totalColumn) {
	for _, c := range columns {
		if c.words.role != comparesTotal || c.words.prior {
			continue
		}
		for _, o := range columns {
			if o.words.role == statesTotal && !o.words.earlier && (o.at < c.at || c.of < 0) {
				c.of = o.at
			}
		}
		for _, o := range columns {
			if o.words.role == statesTotal && o.words.earlier && o.of == c.of && c.of >= 0 {
				c.base = o.at
			}
		}
	}
}
