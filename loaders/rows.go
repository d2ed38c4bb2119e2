package loaders

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// rowReader reads the rows below one header.
type rowReader struct {
	f        *filing
	w        *writer
	t        *placedTable
	pad      int // cells of tables above this one in the sheet
	contract *Contract
	columns  []*columnReader
	unit     int    // columns of the contract; -1 if it has none
	fixed    any    // the unit of rows that have no column for it; nil if it is not given
	joint    *value // likewise, where the line 填报单位 names several
	date     int
	stream   int
	year     int
	month    int
	split    int
	sister   bool          // the titles are only about the sister kind
	stated   jianfu.Period // the period that dates must be in; zero for none
	from     jianfu.Date   // its first day
	endsAt   jianfu.Date   // and the day after its last
	unplaced bool          // the table lacks its period: reported once, for the header
	rowYear  int64         // of rows without a year column; 0 if not known

	counts []int   // columns of whole numbers
	above  any     // the unit of the row above, if it names one
	merges *bool   // whether units are only in the first row of each, as lost merges leave them
	filled rowList // rows that have the unit of the row above
	fills  bool    // the current row is one

	short      rowList // lines of a CSV that were skipped
	firstShort Warning // about the first of them

	slab    []any // values of rows to come
	cells   []*value
	texts   []string
	faults  []cellFault
	months  map[jianfu.Date]string // of days, in the form of slices
	footed  bool                   // a total or a signature has been seen
	sums    []int64
	blanks  []bool // sums that a row left unknown
	data    int64
	section int64 // rows since the last total
	next    bool  // another table begins in this row

	headings []keptRow // rows of one text since the last record: the titles of that table

	spans        map[int]jianfu.Period // of the columns of totals, over the table's own period
	figures      []*columnReader       // that read them
	numbers      []value
	here         map[statedKey]int // the columns that state totals in the current row
	added        []jianfu.Decimal  // for comparison with 合计 below
	partly       []bool            // the sums that a row left unknown
	since        []jianfu.Decimal  // likewise of the rows since the last 合计
	sincePartly  []bool
	sub          partSum             // likewise since the last 小计
	bySort       map[string]*partSum // and of all rows of each type of units: 市直部门合计
	rowsSince    int
	summed       bool // there was a 合计
	adding       adding
	grand        *sheet.Row // 合计 of all rows, if there is one
	figureTexts  []string
	leftOut      []int64        // numbers in each unread column
	kept         bool           // the row above is a record
	empty        rowList        // rows of totals without any number
	whole        string         // the unit that the row above states totals of; "" after a total or one of its parts
	within       bool           // the current row begins with 其中
	partial      bool           // and so did one before
	inSection    any            // the unit that a section row names; nil for none
	lacks        []string       // names of columns that the table does not have
	sectionTexts map[int]string // and the values of columns in such rows
	sumRows      []*sheet.Row   // 合计 above all rows

	last     int              // the last row that was not blank
	stranger *stranger        // the table of something else that the rows now belong to
	unnamed  map[int]*rowList // rows with a text in a column without a header, by column
}

// cellFault is a fault of the current row.
type cellFault struct {
	column  int // of the sheet
	header  string
	text    string
	value   value
	finding string // of a check, if it is one's
}

// read reads one table and all below it in its columns of the sheet. Their cells follow those of
// the tables that were read before in the sheet.
func (f *filing) read(w *writer, t *placedTable) error {
	columns := &f.columns[t.index]
	if columns.headers == nil {
		columns.sheet, columns.row = t.sheet.Name, t.last
	}
	r := newRowReader(f, w, t, len(columns.headers))
	hidden, struck := &rowList{}, &rowList{}
	var header []keptRow // of another table below, as far as it was seen
	titles := 0          // rows of its titles
	var beside []*placedTable
	var take func(row *sheet.Row) error
	begin := func() error {
		rows := header
		header = nil
		tables := f.finder(t.sheet).find(rows)
		if len(tables) == 0 {
			tables = f.finder(t.sheet).find(rows[:titles+1])
		}
		columns.headers = append(columns.headers, r.t.headers...)
		if err := r.end(); err != nil {
			return err
		}
		over := t
		lines := &above{}
		for _, row := range rows[:titles] {
			lines.add(row)
		}
		titled, own := slices.Concat(lines.lines, over.titles), len(lines.lines)
		lines.under(over.above)
		for i, next := range tables {
			if over.until > 0 {
				next.from, next.until = over.from, over.until
			}
			n := f.place(&placedTable{table: next, sheet: over.sheet, index: over.index, titles: titled, own: own, above: lines})
			f.tables = append(f.tables, n)
			if i > 0 {
				beside = append(beside, n)
				continue
			}
			t = n
			r = newRowReader(f, w, t, len(columns.headers))
		}
		for i := range rows {
			if rows[i].Number > t.last {
				if err := take(&rows[i].Row); err != nil {
					return err
				}
			}
		}
		return nil
	}
	take = func(row *sheet.Row) error {
		if t.until > 0 {
			if row = within(row, t.from, t.until); ownTexts(row) == 0 {
				return nil
			}
		}
		if header != nil {
			if header = append(header, keep(row)); len(header) > titles+headerHeight {
				return begin()
			}
			return nil
		}
		err := r.row(row)
		if r.next {
			header = slices.Concat(r.headings, []keptRow{keep(row)})
			titles, r.headings, r.next = len(r.headings), nil, false
		}
		return err
	}
	err := t.sheet.Rows(w.ctx, func(row *sheet.Row) error {
		if row.Number <= t.last {
			return nil
		}
		if row.Hidden {
			hidden.add(row.Number)
		}
		if row.Struck {
			struck.add(row.Number)
		}
		return take(row)
	})
	for err == nil && header != nil {
		err = begin()
	}
	if err != nil {
		return err
	}
	if err := r.end(); err != nil {
		return err
	}
	columns.headers = append(columns.headers, r.t.headers...)
	if t.from == 0 {
		f.warnOfHidden(t.sheet.Name, hidden)
		f.warnOfStruck(t.sheet.Name, struck)
	}
	for _, n := range beside {
		if err := f.read(w, n); err != nil {
			return err
		}
	}
	return nil
}

// sheetColumns are the headers of what was read of one sheet.
type sheetColumns struct {
	sheet   string
	row     int
	headers []string
}

// within is a row with only the cells of some columns.
func within(row *sheet.Row, from, until int) *sheet.Row {
	part := *row
	part.Cells = make([]sheet.Cell, min(until, len(row.Cells)))
	if from < len(part.Cells) {
		copy(part.Cells[from:], row.Cells[from:len(part.Cells)])
	}
	return &part
}

func newRowReader(f *filing, w *writer, t *placedTable, pad int) *rowReader {
	c := t.contract
	t.pad = pad
	r := &rowReader{f: f, w: w, t: t, pad: pad, contract: c, unit: -1, year: -1, month: -1, split: -1,
		date: c.Column(c.Date), stream: c.Column(c.Stream), months: map[jianfu.Date]string{}}
	for i := range c.Columns {
		column := &c.Columns[i]
		r.columns = append(r.columns, newColumnReader(c, column, t.sources[i], f.units))
		if t.sources[i].absent() && t.sources[i].line == "" {
			r.lacks = append(r.lacks, column.Name)
		}
		switch {
		case column.Type == IntegerType && t.sources[i].at >= 0:
			r.counts = append(r.counts, i)
		case column.Type == UnitType && r.unit < 0:
			r.unit = i
		case column.Type == YearType:
			r.year = i
		case column.Type == MonthType:
			r.month = i
		}
	}
	if c.Split != nil {
		r.split = c.Column(c.Split.Column)
		r.sister = f.speaksOfSister(t)
	}
	n := len(c.Columns)
	r.cells, r.texts, r.sums, r.blanks = make([]*value, n), make([]string, n), make([]int64, n), make([]bool, n)
	r.sectionTexts = map[int]string{}
	r.last, r.unnamed = t.last, map[int]*rowList{}
	r.openTotals()
	r.setPeriod()
	r.begin()
	return r
}

// speaksOfSister reports whether the lines above a table, or the name of its sheet or file, name
// the sister of its kind and not the kind itself: 微信 for a table of 工作群 is one.
func (f *filing) speaksOfSister(t *placedTable) bool {
	sister := f.loader.contracts.Kind(t.contract.Split.Kind)
	texts := foldWord(strings.Join(append(t.titles[:len(t.titles):len(t.titles)], t.sheet.Name, baseName(f.name)), "\n"))
	named := func(words, not []string) bool {
		return slices.ContainsFunc(words, func(word string) bool {
			return !slices.Contains(not, word) && strings.Contains(texts, foldWord(word))
		})
	}
	return named(sister.Titles, t.contract.Titles) && !named(t.contract.Titles, sister.Titles)
}

// setPeriod sets the period of the table: the year of days without one, and the period that days
// must be in.
func (r *rowReader) setPeriod() {
	t := r.t
	r.rowYear = 0
	if t.known && t.period.Start().Year() == t.period.Through().Year() {
		r.rowYear = int64(t.period.Start().Year())
	}
	r.stated = jianfu.Period{}
	if grain := r.contract.Grain; t.known && !t.guessed && (grain == PerMonth || grain == PerYear) {
		r.stated, r.from, r.endsAt = t.period, t.period.From(), t.period.Until()
	}
	for i, c := range r.columns {
		if c.setYear(int(r.rowYear)); i == r.month && r.rowYear == 0 {
			c.setYear(r.t.yearly())
		}
	}
	r.spans = map[int]jianfu.Period{}
}

// end reports what was noticed on the way.
func (r *rowReader) end() error {
	if r.empty.count > 0 {
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Text: jianfu.Say("有 %d 行没有填数（第 %s 行），按没有报数处理，不算作零；没有的请填 0",
			"%d rows have no number (%s) and state nothing, not zero: write 0 where there was nothing", r.empty.count, &r.empty)})
	}
	for i := range r.sumRows {
		if err := r.lateTotal(r.sumRows[i]); err != nil {
			return err
		}
	}
	if err := r.stateGrand(); err != nil {
		return err
	}
	r.endPart()
	r.tellHidden()
	r.tellHeadings()
	r.tellStranger()
	r.tellUnnamed()
	r.tellLeftOut()
	if r.short.count > 0 {
		r.firstShort.Text = jianfu.Say("有 %[1]d 行的栏数比表头少（第 %[2]s 行），没有读取；如果其中有被截断的记录，请补全后重报",
			"%[1]d lines have fewer fields than the header (%[2]s) and were not read; if one of them is a cut record, complete it and file again", r.short.count, &r.short)
		r.f.warnings.add(r.firstShort)
	}
	if r.filled.count > 0 {
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Column: r.t.sources[r.unit].header,
			Text: jianfu.Say("有 %d 行单位空着（第 %s 行），看来是合并单元格存成 CSV 时丢了，按上面一行的单位读取；如有不对，请逐行写明单位",
				"%d rows have no unit (%s): merged cells were probably lost in the conversion to CSV, and the unit above was used; if that is wrong, write the unit in every row", r.filled.count, &r.filled)})
	}
	return nil
}

// begin reports what the header itself lacks.
func (r *rowReader) begin() {
	for _, i := range r.t.missing {
		column := &r.contract.Columns[i]
		text := jianfu.Say("%[1]s缺少“%[3]s”列，请补上这一列（也可写作：%[4]s）", "%[2]s: the column %[3]q (or %[4]s) is missing: add it",
			r.contract.Name.ZH, r.contract.Name.EN, column.Header, strings.Join(column.Aliases[:min(3, len(column.Aliases))], "、"))
		if unread := jianfu.Nearest(column.Header, r.t.ignored, 3); len(unread) > 0 {
			text.ZH += fmt.Sprintf("；没有认出的列有“%s”，如果其中一列就是它，请把列名改成“%s”", strings.Join(unread, "”“"), column.Header)
			text.EN += fmt.Sprintf("; unrecognised columns: %s: if one of them is meant, rename it %q", strings.Join(unread, ", "), column.Header)
		}
		if i == r.unit {
			text.ZH += "；全表只是一个单位的，也可在表上方写“填报单位：单位名称”，或用 --department 说明"
			text.EN += "; if all rows belong to one unit, a line 填报单位：NAME above the table or --department is enough"
			if r.contract.Kind == totals {
				text.ZH += "；是全市数的，请在标题里写明“全市”"
				text.EN += "; if they are for the whole city, write 全市 in the title"
			}
		}
		r.f.blameWhole(r.t.index, i, jianfu.Fault{Sheet: r.t.sheet.Name, Row: r.t.last, Column: column.Header, Code: jianfu.MissingColumn, Text: text})
	}
	for _, column := range r.t.doubled {
		source := r.t.sources[column]
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: source.header,
			Text: jianfu.Say("这一列出现了不止一次，只读取了 %[1]s 列，请核对", "the column occurs more than once; column %[1]s was read: check it", sheet.ColumnName(source.at))})
	}
	for _, header := range r.t.ignored {
		known := false
		for _, other := range r.f.result.IgnoredColumns {
			known = known || other == header
		}
		if !known {
			r.f.result.IgnoredColumns = append(r.f.result.IgnoredColumns, header)
		}
	}
	if len(r.t.missing) > 0 {
		return
	}
	r.beginUnit()
	r.checkTimes()
	switch {
	case r.contract.Kind == totals:
		r.beginTotals()
	case r.year >= 0 && r.t.sources[r.year].absent() && r.rowYear == 0:
		r.unknownPeriod(r.contract.Columns[r.year].Header, "标题、工作表名和文件名里都看不出是哪一年，请在标题里写明，如“2023年…”，或用 --period 说明，如 --period 2023",
			"the title, sheet and file name do not state the year: write it in the title, or give it by --period, such as --period 2023")
	}
}

// beginUnit finds the unit of rows that have no column for it.
func (r *rowReader) beginUnit() {
	if r.unit < 0 || !r.t.sources[r.unit].absent() || !r.contract.Columns[r.unit].Required {
		return
	}
	switch {
	case r.f.department != "":
		r.fixed = r.f.department
	case r.t.filer != "":
		r.fixed = r.t.filer
		r.f.leanOnFiler(r.t)
		for _, other := range r.t.filers {
			if other != r.t.filer {
				r.unplaced = true
				r.f.blameWhole(r.t.index, 0, jianfu.Fault{Sheet: r.t.sheet.Name, Row: r.t.filerLine.row, Column: r.t.filerLine.label, Value: r.t.filerLine.text, Code: jianfu.BadValue, Text: jianfu.Say(
					"表上方写了两个单位：这里是“%[1]s”，另一处是“%[2]s”，分不清是谁的数。请只留一个，或加一列“单位”", "two units are named above the table, %[1]q here and %[2]q elsewhere, and nobody can say whose it is: leave one of them, or add a column 单位", r.f.units.nameOf(r.t.filer), r.f.units.nameOf(other))})
				break
			}
		}
	case r.t.city:
		r.fixed = ""
	case r.t.filerLine.text != "":
		v := r.columns[r.unit].unit(r.t.filerLine.text)
		if v.others != nil { // each row counts once, for the first
			r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.filerLine.row, Column: r.t.filerLine.label, Value: r.t.filerLine.text, Text: v.noted})
			v.noted = jianfu.Text{}
			r.fixed, r.joint = v.value, &v
			return
		}
		if v.code == "" { // several with this name
			v = bad(jianfu.UnknownUnit, "“%s”在名录里不止一个，请改写单位编码或全称", "several units are called %q: write the code or the full name", r.t.filerLine.text)
		}
		r.unplaced = true
		r.f.blameWhole(r.t.index, 0, jianfu.Fault{Sheet: r.t.sheet.Name, Row: r.t.filerLine.row, Column: r.t.filerLine.label, Value: r.t.filerLine.text, Code: v.code, Text: v.text})
	}
}

// unknownPeriod refuses the table: none of its rows can be placed, and none is at fault.
func (r *rowReader) unknownPeriod(header, zh, en string) {
	r.unplaced = true
	r.f.blameWhole(r.t.index, 0, jianfu.Fault{Sheet: r.t.sheet.Name, Row: r.t.last, Column: header,
		Code: jianfu.MissingValue, Text: jianfu.Text{ZH: zh, EN: en}})
}

// row reads one row, and leaves in r.next the header of another table that is found instead.
func (r *rowReader) row(row *sheet.Row) error {
	if r.stranger != nil {
		if ownTexts(row) == 0 {
			return nil
		}
		return r.passOver(row)
	}
	kind := footerOf(row)
	if len(r.t.missing) > 0 || r.t.uncounted {
		return r.lookOver(kind, row)
	}
	if r.f.csv && kind == noFooter && ragged(row, r.t.table) {
		if r.footed || ownTexts(row) <= 1 && row.Width <= 1 {
			if r.kept = false; r.footed || !r.lone(row) {
				r.leaveOut(row)
			}
			return nil
		}
		return raggedError(row, r.t.table)
	}
	values := r.take()
	r.readCells(row, values)
	if r.isFooter(kind, row) {
		r.last = row.Number
		r.foot(kind, row)
		return nil
	}
	if r.f.csv && kind != noFooter && ragged(row, r.t.table) {
		return raggedError(row, r.t.table)
	}
	apart := r.footed || row.Number > r.last+1 || len(r.headings) > 0
	if len(r.faults) == 0 {
		r.last = row.Number
		if r.saysNil(row, values) {
			r.kept = false
			return nil
		}
		if r.isAside(row.Number) {
			return r.refuse(row, values)
		}
		return r.keep(row, values)
	}
	r.kept = false
	if ownTexts(row) > 0 {
		r.last = row.Number
	}
	return r.trouble(row, values, apart)
}

// lookOver reads a row of a table that is refused for its header: for what is wrong with its cells, so that every
// fault is reported at once, and for the header of another table.
func (r *rowReader) lookOver(kind footerKind, row *sheet.Row) error {
	if kind != noFooter || ownTexts(row) < 2 || r.f.csv && ragged(row, r.t.table) {
		return nil
	}
	values := r.take()
	r.readCells(row, values)
	right := 0
	for i := range r.columns {
		if r.texts[i] != "" && r.cells[i].code == "" {
			right++
		}
	}
	for i := range r.numbers {
		if r.numbers[i].value != nil {
			right++
		}
	}
	switch {
	case len(r.faults) == 0, r.isBlank(row), r.isHeaderAgain(row):
		return nil
	case r.otherTable(row):
		r.next = true
		return nil
	case right == 0: // it may be anything
		return nil
	}
	return r.refuse(row, values)
}

// leaveOut skips a line of a CSV that does not have the fields of a record. A note below the table
// is such a line, and so is a record that was cut: end reports them.
func (r *rowReader) leaveOut(row *sheet.Row) {
	if r.short.count == 0 {
		r.firstShort = Warning{Sheet: r.t.sheet.Name, Row: row.Number, Value: firstText(row)}
	}
	r.short.add(row.Number)
}

// ragged reports a CSV row that does not have the fields of its header: its columns cannot be kept
// apart.
func ragged(row *sheet.Row, t *table) bool {
	if row.Width == t.width {
		return false
	}
	if row.Width < t.width {
		return row.Width < t.lastHeader+1
	}
	for _, cell := range row.Cells[min(t.width, len(row.Cells)):] {
		if cell.Text != "" {
			return true
		}
	}
	return false
}

func raggedError(row *sheet.Row, t *table) error {
	return jianfu.Errorf(jianfu.Unreadable,
		"第 %d 行有 %d 栏，表头有 %d 栏，对不上，文件可能损坏或不完整。请用 Excel 或 WPS 打开核对，重新导出再报",
		"row %d has %d fields where the header has %d: the file may be damaged or cut short. Check it in Excel or WPS and export it again",
		row.Number, row.Width, t.width)
}

// take returns space for the values of a row, from large pieces: a million rows need few
// allocations.
func (r *rowReader) take() []any {
	n := len(r.columns)
	if len(r.slab) < n {
		r.slab = make([]any, n*batchRows)
	}
	values := r.slab[:n:n]
	r.slab = r.slab[n:]
	return values
}

// readCells reads every column of a row into values, and leaves the faults in r.faults.
func (r *rowReader) readCells(row *sheet.Row, values []any) {
	r.faults, r.fills, r.within = r.faults[:0], false, false
	if r.t.yearAt >= 0 {
		r.readYear(row)
	}
	for i, c := range r.columns {
		text, at := c.text(row)
		if c.isPlainText(text) {
			r.cells[i], r.texts[i], values[i] = &asWritten, text, text
			continue
		}
		v := &c.fallback
		switch {
		case len(c.source.ticks) > 0:
			v, at, text = c.ticked(row)
		case text == "":
		case c.doubtful(row, at):
			doubt := c.doubt(row, at)
			v = &doubt
		case isDitto(text):
			v, text = r.ditto(c, r.texts[i], text)
		case i == r.unit && r.contract.Kind == totals && r.f.units.isCity(text):
			v = &wholeCity
		case i == r.unit && r.contract.Kind == totals && withinWord.MatchString(text):
			v = r.part(c, text)
		case c.plainText:
			parsed := c.parse(text)
			v = &parsed
		default:
			v = c.read(text)
		}
		if v.value == nil && v.code == "" && !v.none && !v.unknown && v.units == nil {
			v = r.blank(i, v)
		}
		r.cells[i], r.texts[i], values[i] = v, text, v.value
		if v.code != "" {
			r.fault(i, at, text, *v)
		}
	}
	r.relate(values)
	r.readFigures(row, values)
	r.checkSecret(row)
	r.checkNil(row)
	if row.Covered {
		r.checkCovered(row)
	}
}

// readYear takes the year of a row that has it in a column of its own.
func (r *rowReader) readYear(row *sheet.Row) {
	text := strings.TrimRight(foldWord(arabic(cellText(row, r.t.yearAt))), "年度")
	if year, ok := plainInteger(text); ok && year >= earliestYear && year <= latestYear {
		r.columns[r.month].setYear(int(year))
	} else if text != "" && !isDitto(text) { // of merged cells the first has it
		r.columns[r.month].setYear(0)
	}
}

// checkCovered refuses what a merged region hides: people see another value there, and nobody can say
// which one counts.
func (r *rowReader) checkCovered(row *sheet.Row) {
	for _, at := range r.t.kept {
		if at >= len(row.Cells) || !row.Cells[at].Covered {
			continue
		}
		text := cmp.Or(row.Cells[at].Shown, row.Cells[at].Text)
		r.faults = append(r.faults, cellFault{column: at, header: r.headerOf(at), text: text, value: bad(jianfu.BadValue, "这一格被合并单元格盖住，里面另存着“%s”，与看到的不同，分不清以哪个为准。请取消合并，逐格核对后再报",
			"a merged region hides this cell, which holds %q and not what is shown: nobody can say which one counts. Unmerge the cells, check each, and file again", text)})
	}
}

// isDitto reports a cell that repeats the one above: 同上, 〃.
func isDitto(text string) bool {
	if len(text) > 12 {
		return false
	}
	switch text {
	case "同上", "〃", "″", `"`, "“", "”", "''", "〞", "同上。", "（同上）", "(同上)", "々":
		return true
	}
	return false
}

// ditto reads the cell above in place of 同上.
func (r *rowReader) ditto(c *columnReader, above, text string) (*value, string) {
	if !r.kept || above == "" {
		v := bad(jianfu.BadValue, "“%s”的上一行没有可以照抄的内容，请写明", "there is nothing above %q to repeat: write it out", text)
		return &v, text
	}
	return c.read(above), above
}

// part reads the unit of a row of totals that begins with 其中: a part of a total above. Below a unit
// nobody can say whether the unit's numbers include it.
func (r *rowReader) part(c *columnReader, text string) *value {
	if r.whole != "" {
		v := bad(jianfu.BadValue, "“%[1]s”写在“%[2]s”下面，看不出它的数是不是已经算在那一行里。算在里面的，请删去这一行；没有算在里面的，请去掉“其中”",
			"%[1]q is below %[2]q, and nobody can say whether the numbers above include it. If they do, remove this row; if they do not, remove 其中", text, r.whole)
		return &v
	}
	r.within = true
	return c.read(withinWord.ReplaceAllString(text, ""))
}

// wholeCity is the unit of a row of totals of the city itself.
var wholeCity = value{value: ""}

// asWritten is what is known of a text that is taken literally.
var asWritten value

// blank is the value of a blank or absent cell: the column's fallback v, except for required
// values.
func (r *rowReader) blank(i int, v *value) *value {
	column := r.columns[i].column
	filled := func(with any) *value { return &value{value: with} }
	if text := r.sectionTexts[i]; text != "" {
		return r.columns[i].read(text)
	}
	if column.AsOf && r.t.sources[i].absent() {
		if day, known := r.f.asOf(r.t); known {
			return filled(day)
		}
	}
	switch {
	case slices.Contains(r.t.missing, i): // said of the header
		return &asWritten
	case i == r.unit && r.inSection != nil:
		return filled(r.inSection)
	case i == r.unit && r.joint != nil:
		return r.joint
	case i == r.unit && r.fixed != nil:
		return filled(r.fixed)
	case i == r.unit && r.f.department != "":
		return filled(r.f.department)
	case i == r.unit && r.unplaced:
		return filled("")
	case i == r.unit && column.Required && r.above != nil && r.lostMerges():
		r.fills = true
		return filled(r.above)
	case i == r.year && r.rowYear != 0:
		r.f.leanOn(r.t)
		return filled(r.rowYear)
	case i == r.month && r.t.sources[i].absent() && (r.t.known || r.placedByColumns()):
		r.f.leanOn(r.t)
		return filled(r.t.period.From())
	case i == r.month && r.t.known && r.t.period.Months() == 1:
		r.f.leanOn(r.t)
		return filled(r.t.period.From())
	case r.unplaced && (i == r.year || i == r.month):
		return filled(filler(column))
	case column.Required, i == r.year, i == r.month:
		missing := bad(jianfu.MissingValue, "这一格必须填写", "this cell must be filled in")
		if i == r.unit && r.f.csv && r.above != nil {
			missing.text = jianfu.Say("这一格必须填写；如原表是合并单元格，CSV 不保留合并，请每行都写明单位，或直接报 .xlsx",
				"this cell must be filled in; a CSV has no merged cells: write the unit in every row, or file the .xlsx")
		}
		return &missing
	}
	return v
}

// asOf is the day that a list without a column for it is of: the one that its titles name, else the last of their
// months.
func (f *filing) asOf(t *placedTable) (jianfu.Date, bool) {
	if day, known := asOfDay(append(t.titles[:len(t.titles):len(t.titles)], t.sheet.Name, baseName(f.name))); known {
		return day, true
	}
	if !t.known || t.guessed {
		return 0, false
	}
	f.leanOn(t)
	return t.period.Through(), true
}

// lostMerges reports whether a CSV names each unit only in the first of its rows, which is what
// merged cells become. This is so if three rows or more have no unit, no fewer than have one, all
// other required cells of them are filled, and no two in turn have the same unit.
// The rows are scanned for it once, at the first without a unit.
func (r *rowReader) lostMerges() bool {
	if r.merges != nil {
		return *r.merges
	}
	const fewest = 3
	named, blank, repeated, last := 0, 0, false, ""
	if r.f.csv && r.t.sources[r.unit].at >= 0 {
		err := r.t.sheet.Rows(r.w.ctx, func(row *sheet.Row) error {
			if row.Number <= r.t.last || !r.complete(row) {
				return nil
			}
			switch unit, _ := r.columns[r.unit].text(row); {
			case unit == "":
				blank++
			case foldWord(unit) == last:
				repeated = true
				return errEnough
			default:
				named, last = named+1, foldWord(unit)
			}
			return nil
		})
		repeated = repeated || err != nil
	}
	lost := !repeated && blank >= fewest && blank >= named
	r.merges = &lost
	return lost
}

// complete reports whether a row has all required values except the unit.
func (r *rowReader) complete(row *sheet.Row) bool {
	others := 0
	for i, c := range r.columns {
		timed := c.source.at >= 0 && (c.column.Type == MonthType || c.column.Type == YearType) // without it no row has a place
		if i == r.unit || !c.column.Required && !timed {
			continue
		}
		if text, _ := c.text(row); text == "" {
			return false
		}
		others++
	}
	return others > 0 && footerOf(row) == noFooter
}

func (r *rowReader) fault(column, at int, text string, v value) {
	header := r.columns[column].source.header
	if header == "" {
		header = r.columns[column].column.Header
	}
	r.faults = append(r.faults, cellFault{column: at, header: header, text: text, value: v})
}

// text is the trimmed text of the column's cell and its sheet column.
func (r *columnReader) text(row *sheet.Row) (string, int) {
	at := r.source.at
	if at < 0 || at >= len(row.Cells) {
		return r.source.line, -1
	}
	return trim(r.textOf(&row.Cells[at])), at
}

func trim(text string) string {
	if text == "" {
		return ""
	}
	// Nearly every cell has nothing to trim, and ends in a byte that cannot be part of a space.
	if a, z := text[0], text[len(text)-1]; a > ' ' && a != 0xe2 && a != 0xe3 && a != 0xc2 && a != 0xef && z > ' ' && z != 0x80 && z != 0xa0 && z != 0xbf {
		return text
	}
	return strings.Trim(text, " \t\r\n\v\f\u3000\u00a0\ufeff\u200b")
}

// ticked reads a column that has one sheet column for each value.
func (r *columnReader) ticked(row *sheet.Row) (*value, int, string) {
	refuse := func(v value) *value { return &v }
	v, at, text := &r.fallback, r.source.ticks[0].at, ""
	for _, tick := range r.source.ticks {
		if tick.at >= len(row.Cells) {
			continue
		}
		cell := trim(row.Cells[tick.at].Text)
		if cell == "" || row.Cells[tick.at].Merged {
			continue
		}
		folded := foldWord(cell)
		if untickWords[folded] {
			continue
		}
		_, leaf := cutPath(tick.header)
		switch {
		case !tickWords[folded] && folded != foldWord(leaf):
			return refuse(bad(jianfu.BadValue, "“%s”看不出是否打勾，请打“√”或空着", "%q is not a tick: write √ or leave it blank", cell)), tick.at, cell
		case tick.value == nil:
			return refuse(bad(jianfu.BadValue, "“%s”不在可填的值之内，请填：%s", "%q is not one of the allowed values: %s", leaf, r.column.choices())), tick.at, cell
		case text != "":
			return refuse(bad(jianfu.BadValue, "“%s”打了不止一个勾，请只留一个", "%q is ticked more than once: leave one tick", r.source.header)), tick.at, cell
		}
		v, at, text = &value{value: tick.value}, tick.at, cell
	}
	return v, at, text
}
