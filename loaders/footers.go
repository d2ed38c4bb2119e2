package loaders

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jianfu"
	"jianfu/loaders/sheet"
)

// isBlank reports a row without anything of a record: numbered lines, or lines in which a form has
// its defaults (是, 现场, 0), that nobody filled in.
func (r *rowReader) isBlank(row *sheet.Row) bool {
	for _, at := range r.t.kept {
		if at >= len(row.Cells) || row.Cells[at].Merged || trim(row.Cells[at].Text) == "" || dashWords[foldWord(row.Cells[at].Text)] {
			continue
		}
		column := r.columnAt(at)
		switch {
		case column == nil, column.Required:
			return false // ticks, too
		case column.Type == YesNoType, column.Type == ChoiceType, column.Type == IntegerType && trim(row.Cells[at].Text) == "0":
		default:
			return false
		}
	}
	return r.t.secret < 0 || r.t.secret >= len(row.Cells) || trim(row.Cells[r.t.secret].Text) == ""
}

// isColumnNumbers reports the row of a form that numbers its columns, as in 甲 | 1 | 2, 栏次 | (1) | (2) and A | B | C,
// or says what they count in, as in — | 次 | 件.
func isColumnNumbers(row *sheet.Row) bool {
	marks, measures := 0, 0
	var numbers []int
	for i := range row.Cells {
		text := foldWord(row.Cells[i].Text)
		if row.Cells[i].Merged || text == "" {
			continue
		}
		bare := strings.ToLower(strings.Trim(text, "()[]"))
		n, err := strconv.Atoi(bare)
		switch {
		case err == nil:
		case len(bare) == 1 && bare[0] >= 'a' && bare[0] <= 'z':
			n = int(bare[0]-'a') + 1
		case columnMarks[bare] && len(numbers) == 0, dashWords[text]:
			marks++
			continue
		case plainMeasures[bare]:
			measures++
			continue
		default:
			return false
		}
		if len(numbers) > 0 && n != numbers[len(numbers)-1]+1 {
			return false
		}
		numbers = append(numbers, n)
	}
	switch {
	case measures > 0:
		return len(numbers) == 0
	case len(numbers) == 0 || numbers[0] > marks+1:
		return false
	}
	return marks > 0 || len(numbers) > 2
}

var (
	columnMarks   = words("甲 乙 丙 丁 戊 己 栏次 栏号 栏目 列次 列号 列序 行次 序号 编号 代码 代号")
	plainMeasures = words("次 件 个 人 人次 场 场次 份 条 项 家 页 篇 天 日 小时 期 名 户 单位")
)

// isHeaderAgain reports the header repeated, as at the top of a printed page.
func (r *rowReader) isHeaderAgain(row *sheet.Row) bool {
	same := 0
	for i, at := range r.t.kept {
		if at >= len(row.Cells) || row.Cells[at].Text == "" {
			continue
		}
		text := foldHeader(row.Cells[at].Text)
		header := foldHeader(r.t.headers[i])
		parent, leaf := cutPath(header)
		if text != header && text != leaf && text != parent && !slices.Contains(strings.Split(header, "/"), text) {
			return false
		}
		same++
	}
	return same >= 2
}

// footInside finds the word of a total after blank cells or a number.
func (r *rowReader) footInside(row *sheet.Row) bool {
	if r.vouched(row) > 0 {
		return false
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		if r.unit >= 0 && i == r.t.sources[r.unit].at && endsInTotal(foldWord(cell.Text)) { // 一 | 市直部门小计
			r.foot(partFooter, row)
			return true
		}
		if !mayBeFooter(cell.Text) {
			continue
		}
		text := foldWord(cell.Text)
		if kind := footer(text, false); kind == totalFooter || kind == partFooter ||
			kind == otherFooter && startsCompare(text) {
			r.foot(kind, row)
			return true
		}
	}
	if isLabel(foldWord(firstText(row))) { // 填报人 | 张三 | 审核人 | 李四
		r.foot(otherFooter, row)
		return true
	}
	return false
}

// vouched counts the days and units that a row has of the required ones: a total has none, whatever
// its first word.
func (r *rowReader) vouched(row *sheet.Row) int {
	n := 0
	for i, c := range r.columns {
		switch at := c.source.at; {
		case !c.column.Required || at < 0 || at >= len(row.Cells) || row.Cells[at].Merged || r.texts[i] == "":
		case c.column.Type != UnitType && c.column.Type != DateType && c.column.Type != SpanType:
		case r.cells[i].code == "" && !r.cells[i].none:
			n++
		}
	}
	return n
}

// isFooter reports a row that begins like a total or a signature, and is not a record whose first
// text only looks so: 累计投资10亿元项目推进会.
func (r *rowReader) isFooter(kind footerKind, row *sheet.Row) bool {
	switch kind {
	case noFooter:
		return false
	case sampleRow:
		return true
	case totalFooter, partFooter:
		const shortest = 6 // 小计 in the column of line numbers, with the unit beside it
		at, text := firstCell(row)
		return r.vouched(row) == 0 || r.columnAt(at) == nil && utf8.RuneCountInString(text) <= shortest
	}
	const both = 2
	return r.vouched(row) < both && len(r.faults) > 0 && !(ownTexts(row) > both && r.otherTable(row))
}

// lone classifies a row of one text: a statement that there was nothing, a note below the table, or
// a heading within it.
func (r *rowReader) lone(row *sheet.Row) bool {
	at := 0
	for i := range row.Cells {
		if cell := &row.Cells[i]; !cell.Merged && trim(cell.Text) != "" {
			at = i
			break
		}
	}
	text := trim(row.Cells[at].Text)
	folded := foldWord(text)
	spread := at+1 < len(row.Cells) && row.Cells[at+1].Merged && row.Cells[at+1].Text == row.Cells[at].Text
	sentence := len(folded) > 30 && strings.ContainsAny(text, "。；;")
	switch {
	case isNil(folded):
		r.namedNil(row, text)
		return true
	case r.contract.Kind == totals && isPartOfMonth(sectionName(text)):
		if r.unplaced {
			return true
		}
		r.unplaced = true
		r.f.blameWhole(r.t.index, at, jianfu.Fault{Sheet: r.t.sheet.Name, Row: row.Number, Column: r.headerOf(at), Value: text, Code: jianfu.BadValue, Text: lessThanMonth(text).text})
		return true
	case sentence && !r.footed:
		return r.heading(row)
	case !sentence && r.takeSection(at, row.Number, text, spread):
		return true
	case r.footed:
		if !sentence {
			r.restate(text)
		}
		return !r.isTitle(text) || r.heading(row)
	case r.isSignature(at, text, folded):
		r.footed = true
		return true
	}
	restated := r.restate(text)
	if marked := spread || sectionMark.MatchString(text); marked && !restated && r.leavesSection(at, row, text) {
		return true
	}
	if !spread && !restated && !isHeading(folded) && !r.isTitle(text) {
		return false
	}
	return r.heading(row)
}

// isTitle reports a text that names a table: 2024年5月发文统计表, 附件2：工作群清理台账.
func (r *rowReader) isTitle(text string) bool {
	const shortest = 4
	folded := bareHeader(foldWord(text))
	return utf8.RuneCountInString(folded) >= shortest && len(r.f.units.find(text)) == 0 && titleEnd.MatchString(folded)
}

var titleEnd = regexp.MustCompile(`(?:表|台账|台帐|清单|名录|目录|一览|统计|汇总|情况|明细|登记)\d*$`)

// takeSection takes from a section row what applies to the rows below it: their unit, or the value
// of a column such as their type.
func (r *rowReader) takeSection(at, row int, text string, spread bool) bool {
	if i, label, value, said := r.f.loader.contracts.headers.labelled(r.contract, text); said && !r.footed {
		switch list := codes(r.f.units.find(value)); {
		case i != r.unit:
			r.sectionTexts[i] = value
			return true
		case len(list) == 1:
			r.inSection = list[0]
			return true
		case r.t.sources[r.unit].absent() && foldWord(label) != "单位":
			r.inSection = "" // the rows below are not at fault
			v := r.columns[r.unit].unit(value)
			if v.code == "" {
				v = bad(jianfu.UnknownUnit, "“%s”在名录里不止一个，请改写单位编码或全称", "several units are called %q: write the code or the full name", value)
			}
			r.f.blame(r.t.index, at, jianfu.Fault{Sheet: r.t.sheet.Name, Row: row, Column: r.contract.Columns[r.unit].Header, Value: text, Code: jianfu.UnknownUnit, Text: v.text})
			return true
		}
	}
	name := sectionName(text)
	marked := spread || sectionMark.MatchString(text) || strings.HasSuffix(foldWord(text), ":")
	if r.unit >= 0 {
		in := r.columnAt(at)
		free := marked || r.t.sources[r.unit].absent() || in != nil && in.Type != UnitType
		list := codes(r.f.units.find(name))
		switch {
		case free && len(list) == 1:
			r.inSection = list[0]
			return true
		case free && r.contract.Kind == totals && r.f.units.isCity(name):
			r.inSection = ""
			return true
		}
	}
	for i := range r.columns {
		if value, ok := r.contract.sectionValue(i, name, marked); ok && (r.t.sources[i].absent() || marked) {
			r.sectionTexts[i] = value
			return true
		}
	}
	return false
}

// leavesSection ends the section that applied to the rows above: those below are of something else. Where
// sections alone name the units, an unknown one is a fault.
func (r *rowReader) leavesSection(at int, row *sheet.Row, text string) bool {
	for i := range r.sectionTexts {
		if r.t.sources[i].absent() {
			delete(r.sectionTexts, i)
		}
	}
	if r.inSection == nil || r.isTitle(text) {
		return false
	}
	r.inSection = nil
	if !r.t.sources[r.unit].absent() {
		return false
	}
	r.inSection = "" // the rows below are not at fault
	v := r.columns[r.unit].unit(sectionName(text))
	r.f.blame(r.t.index, at, jianfu.Fault{Sheet: r.t.sheet.Name, Row: row.Number, Column: r.contract.Columns[r.unit].Header, Value: text, Code: jianfu.UnknownUnit, Text: v.text})
	return true
}

// sectionValue is the value of a column in a section row: 督查类, 微信群.
func (c *Contract) sectionValue(i int, name string, marked bool) (string, bool) {
	switch column := &c.Columns[i]; {
	case column.Type == ChoiceType && !column.Open:
		for _, word := range [2]string{name, strings.TrimSuffix(strings.TrimSuffix(name, "事项"), "类")} {
			if value, known := wordsOf(column)[foldWord(word)].(string); known {
				return value, true
			}
		}
	case c.Split != nil && column.Name == c.Split.Column:
		return name, marked && name != ""
	}
	return "", false
}

// isSignature reports the day or the seal below a table: 2023年6月3日, 云州市教育局（盖章）.
func (r *rowReader) isSignature(at int, text, folded string) bool {
	column := r.columnAt(at)
	if column == nil || column.Type != DateType && column.Type != SpanType {
		if s, trouble := readDate(text, 0); trouble == dateFine && s.first == s.last {
			return true
		}
	}
	if column == nil || column.Type != UnitType {
		if len(r.f.units.find(text)) > 0 {
			return true
		}
	}
	for _, mark := range []string{"盖章", "签字", "签章", "签名", "公章"} {
		if strings.Contains(folded, mark) {
			return true
		}
	}
	return false
}

// restate takes the period that a heading within the table states: one block per month.
func (r *rowReader) restate(heading string) (restated bool) {
	t := r.t
	restated = r.recount(heading)
	if s := readStated(heading); !r.f.stated.IsZero() || s.year == 0 && s.first == 0 {
		return restated
	}
	period, known := statedPeriod(append([]string{heading}, t.titles...), t.sheet.Name, r.f.name)
	if !known || period == t.period {
		return restated
	}
	t.period, t.known, t.guessed = period, true, false
	t.titles = append([]string{heading}, t.titles...)
	t.parts = statedParts(t.titles, t.sheet.Name, r.f.name)
	r.setPeriod()
	return restated || r.contract.Kind == totals
}

// recount takes the count that a heading names for the columns whose count is in the title: one
// block of months for each.
func (r *rowReader) recount(heading string) bool {
	if r.contract.Kind != totals {
		return false
	}
	count, doubt := r.f.loader.contracts.headers.countIn(r.contract, r.f.units, heading)
	if doubt != "" && sectionMark.MatchString(heading) && slices.ContainsFunc(r.t.totals, func(tc totalColumn) bool { return tc.titled }) {
		r.t.doubtful, r.t.doubt = heading, doubt
		r.uncounted()
	}
	if count < 0 {
		return false
	}
	recounted := false
	for i := range r.t.totals {
		if tc := &r.t.totals[i]; tc.titled && tc.column != count {
			tc.column, recounted = count, true
		}
	}
	if recounted {
		r.figures = nil
		r.openTotals()
	}
	return recounted
}

func (r *rowReader) heading(row *sheet.Row) bool {
	r.headings = append(r.headings, keep(row))
	return true
}

// tellHeadings warns of rows of one text that are no titles of another table.
func (r *rowReader) tellHeadings() {
	for i := range r.headings {
		_, text := firstCell(&r.headings[i].Row)
		text = trim(text)
		r.f.warnings.addCell("heading", Warning{Sheet: r.t.sheet.Name, Row: r.headings[i].Number, Value: text,
			Text: jianfu.Say("整行只有“%s”，当作小标题或说明，没有按数据读取", "the row has only %q: read as a heading or a note, not as data", text)})
	}
	r.headings = nil
}

// isHeading reports 一、…, （一）…, 1.…, and lines that end in a colon.
func isHeading(folded string) bool {
	trimmed := strings.TrimLeft(folded, "(")
	end := 0
	for i, c := range trimmed {
		if chineseDigit(c) < 0 && c != '十' && (c < '0' || c > '9') {
			end = i
			break
		}
	}
	if end > 0 {
		c, _ := firstRune(trimmed[end:])
		if strings.ContainsRune("、.)．", c) {
			return true
		}
	}
	return strings.HasSuffix(folded, ":")
}

// otherTable reports whether a row is another header.
func (r *rowReader) otherTable(row *sheet.Row) bool {
	return slices.ContainsFunc(r.f.finder(r.t.sheet).find([]keptRow{keep(row)}), func(t *table) bool {
		return len(t.missing) == 0 && len(t.kept) >= 2
	})
}

// footerOf classifies a row by its first text, if it is not a record.
func footerOf(row *sheet.Row) footerKind {
	first := firstText(row)
	if mayBeFooter(first) {
		if kind := footer(first, ownTexts(row) == 1); kind != noFooter {
			return kind
		}
	}
	if strings.ContainsAny(first, "：:") && signs(row) {
		return otherFooter
	}
	if strings.Contains(first, "例") && sampleMark.MatchString(foldWord(first)) {
		return sampleRow
	}
	if (strings.Contains(first, "计") || strings.Contains(first, "总")) && endsInTotal(foldWord(first)) {
		if strings.HasPrefix(first, "全") { // 全市合计
			return totalFooter
		}
		return partFooter // 教育局小计
	}
	if strings.ContainsAny(first, "均位最名比") && averageRow.MatchString(foldWord(first)) { // the pattern has one of them: it took 7 % of a load
		return otherFooter
	}
	return noFooter
}

// signs reports a row of nothing but short labels, each with what is written behind it: 审签： | 制表：李明 | 日期：.
func signs(row *sheet.Row) bool {
	const longest = 8
	labels := 0
	for i := range row.Cells {
		if row.Cells[i].Merged || trim(row.Cells[i].Text) == "" {
			continue
		}
		label, _, found := strings.Cut(foldWord(row.Cells[i].Text), ":")
		if first, _ := utf8.DecodeRuneInString(label); !found || !unicode.IsLetter(first) || utf8.RuneCountInString(label) > longest {
			return false
		}
		labels++
	}
	return labels > 1
}

// sampleMark is the first text of the row of a form that shows how to fill it in.
var sampleMark = regexp.MustCompile(`^[(\[【]?(?:填[写报表])?(?:示例|样例|范例|举例|例子?|例如|样表)(?:行|\d+)?[)\]】]?:?$`)

// averageRow is the first text of a row that tells something of the others: 每单位平均, 最高.
var averageRow = regexp.MustCompile(`^.{0,8}(?:平均|人均|户均|均值|中位)(?:数|值|水平|每单位)?$|^(?:最[高低大小多少](?:数|值|单位)?|排名|名次|占比|比重|比例)$`)

// pageMark is what a printed page has at its end or beginning: 第1页 共2页, 续表, — 1 —.
var pageMark = regexp.MustCompile(`^(?:第\d+页|共\d+页|第\d+页[,，/、]?[(（]?共\d+页[)）]?|page\d+(?:of\d+)?|-+\d+-+|[(（]?(?:续表?\d*|续上表|续上页|接上页|接下页|转下页|下页续|承上页|过次页)[)）]?)$`)

// isPageMark reports a row of nothing else.
func isPageMark(row *sheet.Row) bool {
	marks := 0
	for i := range row.Cells {
		if cell := &row.Cells[i]; !cell.Merged && trim(cell.Text) != "" {
			if !pageMark.MatchString(stretch(cell.Text)) {
				return false
			}
			marks++
		}
	}
	return marks > 0
}

func firstText(row *sheet.Row) string {
	_, text := firstCell(row)
	return text
}

func firstCell(row *sheet.Row) (at int, text string) {
	for i := range row.Cells {
		if row.Cells[i].Text != "" {
			return i, row.Cells[i].Text
		}
	}
	return -1, ""
}

// ownTexts counts the cells with their own text.
func ownTexts(row *sheet.Row) int {
	n := 0
	for i := range row.Cells {
		if cell := &row.Cells[i]; !cell.Merged && strings.TrimSpace(cell.Text) != "" {
			n++
		}
	}
	return n
}
