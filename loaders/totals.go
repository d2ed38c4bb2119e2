package loaders

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// foot reads a row below or between the data. A total that contradicts the rows is reported: either
// may be wrong.
func (r *rowReader) foot(kind footerKind, row *sheet.Row) {
	r.above, r.kept, r.whole = nil, false, ""
	if kind == sampleRow {
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: row.Number, Value: trim(firstText(row)), Text: jianfu.Say("这一行写着“%s”，当作填表示例，没有读取；是要报的，请去掉这几个字", "the row says %q and is taken for an example of how to fill in the form: if it is to be filed, remove that", trim(firstText(row)))})
		return
	}
	if kind == partFooter {
		r.holdPart(row)
		return
	}
	r.endPart()
	r.footed = true
	switch {
	case kind == totalFooter && r.data == 0:
		r.sumRows = append(r.sumRows, copied(row))
	case kind == totalFooter:
		r.holdTotal(row)
		r.section = 0
	case r.contract.Kind == totals:
		if _, w := readSpanWords(firstText(row)); w.earlier && w.role == statesTotal {
			r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: row.Number, Value: firstText(row),
				Text: jianfu.Say("这一行是上年同期数，没有读取；要用它，请另列一列“上年同期”", "the row has the numbers of the year before and was not read: to use them, write them in a column 上年同期")})
		} else if !w.said || w.role != comparesTotal {
			r.tellFigures(row)
		}
	}
}

// tellFigures warns of a row that has numbers in columns of counts and is neither a unit's nor adds up the others:
// 平均, 占比, a remark.
func (r *rowReader) tellFigures(row *sheet.Row) {
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if n, ok := r.numberAt(row, tc.at); ok {
			first := trim(firstText(row))
			r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: tc.header, Value: n.String(), Text: jianfu.Say("“%[1]s”这一行不是单位的数，没有读取、不计入；是单位的，请写名录里的单位名称", "the row %[1]q is no unit's, was not read and does not count: if it is a unit's, write its name as in the directory", first)})
			return
		}
	}
}

func (r *rowReader) holdTotal(row *sheet.Row) {
	if r.contract.Kind == totals {
		r.holdTotals(row)
		return
	}
	for at := range row.Cells {
		cell := &row.Cells[at]
		if cell.Merged || cell.Text == "" {
			continue
		}
		text := foldWord(cell.Text)
		if startsTotal(text, totalWords) { // 合计：63个
			text = strings.Trim(strings.TrimLeft(text, "合总共累计数"), ":()共")
		}
		i, column := r.integerAt(at)
		digits := strings.TrimRight(text, "个次件条项份场家行")
		n, err := strconv.ParseInt(strings.ReplaceAll(digits, ",", ""), 10, 64)
		if err != nil {
			continue
		}
		switch {
		case column != nil:
			if n != r.sums[i] && n != r.data && !r.blanks[i] && !r.leavesUnits(row, r.headerOf(at), jianfu.NewDecimal(n), jianfu.NewDecimal(r.sums[i])) {
				r.contradiction(row, r.headerOf(at), cell.Text, "合计写的是 %d，各行相加是 %d，请核对是否漏行或写错",
					"the total says %d, the rows add up to %d: check for missing rows or a wrong total", n, r.sums[i])
			}
		case digits != text || r.columnAt(at) != nil && isWordColumn(r.columnAt(at)):
			if n != r.data && n != r.section {
				r.contradiction(row, r.headerOf(at), cell.Text, "合计写的是 %d 行，实际有 %d 行数据，请核对是否漏行或写错",
					"the total says %d rows, there are %d: check for missing rows or a wrong total", n, r.data)
			}
		}
	}
}

func isWordColumn(c *Column) bool {
	return c.Type == TextType || c.Type == KeyType || c.Type == UnitType || c.Type == ChoiceType
}

// leavesUnits refuses a table that is declared to cover every unit where its own total says that there
// are others.
func (r *rowReader) leavesUnits(row *sheet.Row, header string, total, sum jianfu.Decimal) bool {
	if r.f.options.Covers != All || total.Cmp(sum) < 0 {
		return false
	}
	r.f.blameWhole(r.t.index, 0, jianfu.Fault{Sheet: r.t.sheet.Name, Row: row.Number, Column: header, Value: total.String(), Code: jianfu.BadValue, Text: jianfu.Say(
		"声明了涵盖全部单位，合计写的却是 %[1]s，各行相加只有 %[2]s，还有单位没有写到：请补上，或改正合计，或去掉涵盖全部单位的声明",
		"it is declared to cover every unit, and its total says %[1]s where the rows add up to %[2]s: add the units that are left out, correct the total, or do not declare it", total, sum)})
	return true
}

func (r *rowReader) contradiction(row *sheet.Row, header, text, zh, en string, total, actual int64) {
	r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: header, Value: text, Text: jianfu.Say(zh, en, total, actual)})
}

func (r *rowReader) integerAt(at int) (int, *Column) {
	for i := range r.t.sources {
		if r.t.sources[i].at == at && r.contract.Columns[i].Type == IntegerType {
			return i, &r.contract.Columns[i]
		}
	}
	return 0, nil
}

// longestCount is how long a number may be for a count: others are telephones and codes.
const longestCount = 6

// tellLeftOut warns of columns of numbers that are not read because nothing says what they count.
func (r *rowReader) tellLeftOut() {
	var whys []jianfu.Text
	passed := map[jianfu.Text][]string{}
	for i, n := range r.leftOut {
		header := r.t.ignored[i]
		if n == 0 {
			continue
		}
		if why, known := r.t.passed[r.t.unread[i]]; known {
			if passed[why] == nil {
				whys = append(whys, why)
			}
			passed[why] = append(passed[why], header)
			continue
		}
		text := jianfu.Say("这一列有 %d 行数，认不出统计的是什么，没有读取、不计入；要统计的，请改用空表（jianfu template reported_total）里的列名", "the column has numbers in %d rows; what they count is unknown, so they were not read and do not count. If they should, use a header of the blank form (jianfu template reported_total)", n)
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: header, Text: text})
	}
	for _, why := range whys {
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: strings.Join(passed[why], "、"), Text: why})
	}
	r.leftOut = nil
}

// unknownCount is the column of numbers of nobody knows what: only whether they are numbers is looked at.
var unknownCount = Column{Type: NumberType}

// openTotals prepares the columns of a table of totals.
func (r *rowReader) openTotals() {
	n := len(r.t.totals)
	if n == 0 {
		return
	}
	r.endPart()
	r.here, r.leftOut = map[statedKey]int{}, make([]int64, len(r.t.unread))
	r.numbers, r.figureTexts = make([]value, n), make([]string, n)
	r.added, r.partly = make([]jianfu.Decimal, n), make([]bool, n)
	r.since, r.sincePartly = make([]jianfu.Decimal, n), make([]bool, n)
	r.sub = partSum{sums: make([]jianfu.Decimal, n), partly: make([]bool, n)}
	r.bySort = map[string]*partSum{}
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if tc.column < 0 || tc.scale != "" { // 1.2 under 万人次 is no fraction
			r.figures = append(r.figures, newColumnReader(r.contract, &unknownCount, source{at: tc.at, header: tc.header}, r.f.units))
			continue
		}
		r.figures = append(r.figures, newColumnReader(r.contract, &r.contract.Columns[tc.column], source{at: tc.at, header: tc.header}, r.f.units))
	}
}

// uncounted refuses the table: nothing says what its numbers count.
func (r *rowReader) uncounted() {
	var names []string
	for _, i := range []string{"meetings_held", "documents_issued"} {
		if at := r.contract.Column(i); at >= 0 {
			names = append(names, r.contract.Columns[at].Header)
		}
	}
	r.t.uncounted = true
	fault := jianfu.Fault{Sheet: r.t.sheet.Name, Row: r.t.last, Column: strings.Join(r.t.headers, "、"), Value: r.t.doubtful, Code: jianfu.MissingColumn,
		Text: jianfu.Say("看不出这些数统计的是什么。请在标题里写明一项，如“2023年召开会议情况统计表”，或在列名里写明，如：%s", "nothing says what these numbers count: name the count in the title, such as 2023年召开会议情况统计表, or counts in the headers, such as %s", strings.Join(names, "、"))}
	switch {
	case r.t.parted != "":
		fault.Column, fault.Value, fault.Code = r.t.parted, "", jianfu.BadValue
		fault.Text = lessThanMonth(r.t.parted).text
	case r.t.divided != "":
		group, part, _ := strings.Cut(r.t.divided, "/")
		fault.Column = r.t.divided
		fault.Text = jianfu.Say("“%[1]s”下面分成了“%[2]s”等几列，没有一列是全部的数，看不出各列是不是不重不漏。请在“%[1]s”下面加一列“合计”，写全部的数", "%[1]q is divided into %[2]q and others, and no column is all of it: add a column 合计 below %[1]q with all of it", group, part)
	case r.t.sumOf != "" && r.t.doubtful == "":
		fault.Text = jianfu.Say("标题说的是“%[1]s”，各列却是认不出的分类，看不出“合计”是不是全部的数。是的，请把“合计”的列名改成“%[1]s”", "the title is of %[1]q, and its columns of kinds that are not known, so that nobody can say whether 合计 is all of it. If it is, call that column %[1]s", r.t.sumOf)
	case r.t.itemized != "" && slices.ContainsFunc(r.t.totals, func(tc totalColumn) bool { return tc.words.stated.first != 0 }):
		fault.Column = r.t.itemized
		unit := "单位、"
		if r.t.sources[r.unit].absent() {
			unit = ""
		}
		fault.Text = jianfu.Say("统计项写在各行里、月份写在各列里，读不出来。请改成一个月一行、一项一列，列名如“%[1]s月份、%[2]s”；只有一个单位的，可在 Excel 或 WPS 里选中表头和各行数复制，在空白处“选择性粘贴→转置”，把左上角一格改成“月份”",
			"the rows name the counts and the columns the months, which cannot be read. Have a row for each month and a column for each count, such as %[3]s月份, %[4]s. Where all is of one unit, copy the header and the rows in Excel or WPS, paste them transposed, and call the first cell 月份",
			unit, strings.Join(names, "、"), strings.ReplaceAll(unit, "、", ", "), strings.Join(names, ", "))
	case r.t.itemized != "":
		fault.Column = r.t.itemized
		fault.Text = jianfu.Say("统计项写在各行里，读不出来。请改成一个单位一行、一项一列：列名写统计项，如“单位、%[1]s”，每项下面可再分“本月、累计、上年同期”",
			"the rows name the counts, which cannot be read. Have a row for each unit and a column for each count, such as 单位, %[2]s, each with 本月, 累计, 上年同期 below where wanted", strings.Join(names, "、"), strings.Join(names, ", "))
	case r.t.doubtful != "":
		fault.Text = jianfu.Say("看不懂“%[1]s”里的“%[3]s”，它说的不一定就是这些数的统计项，不能照它猜。请在列名里写明统计的是什么，如：%[2]s；或把标题写成“2023年召开会议情况统计表”这样，不带别的意思；不是本系统统计的数，不用报",
			"%[3]q in %[1]q is not understood: it may be about something else than a count, and is not guessed from. Name the counts in the headers, such as %[2]s, or write a title of nothing else, such as 2023年召开会议情况统计表; what is not counted here need not be filed", r.t.doubtful, strings.Join(names, "、"), r.t.doubt)
	}
	r.f.blameWhole(r.t.index, 0, fault)
}

// checkScales refuses numbers that are not written out: 参会人次（万人次）, or 单位：万人次 above the table.
func (r *rowReader) checkScales() {
	refuse := func(row int, column, scale string) {
		r.refuseTable(jianfu.BadValue, row, column, scale, jianfu.Say("数是以“%s”为单位写的，不代为换算：请把各行的数写完整，如 1.2 万写成 12000，再去掉这几个字", "the numbers are in units of %q, and are not multiplied here: write them out in full, such as 12000 for 1.2 万, and remove the unit", scale))
	}
	for _, l := range r.t.above.labels {
		if label := foldWord(l.label); label == "单位" || label == "计量单位" {
			if scale := scaleAlone.FindString(foldWord(l.text)); scale != "" {
				refuse(l.row, l.label, scale)
			}
		}
	}
	for i := range r.t.totals {
		if tc := &r.t.totals[i]; tc.scale != "" && tc.words.role == statesTotal {
			refuse(r.t.last, tc.header, tc.scale)
		}
	}
}

var (
	scaleAlone  = regexp.MustCompile(`^[十百千万亿]+(?:人次|人|次|场次|场|件|个|份|项|页|条|篇|家)?$`)
	scaleInside = regexp.MustCompile(`[(（\[【〔](?:单位[:：])?\s*([十百千万亿]+(?:人次|人|次|场次|场|件|个|份|项|页|条|篇|家)?)\s*[)）\]】〕]`)
)

// cutScale splits a header such as 参会人次（万人次）.
func cutScale(header string) (rest, scale string) {
	m := scaleInside.FindStringSubmatchIndex(header)
	if m == nil {
		return header, ""
	}
	return header[:m[0]] + header[m[1]:], header[m[2]:m[3]]
}

// placed reports whether the titles and headers state the months of all totals.
func (t *placedTable) placed() bool {
	if !t.sources[t.contract.Column("month")].absent() {
		return true
	}
	for i := range t.totals {
		if w := t.totals[i].words; w.role == statesTotal {
			if _, ok := w.period(t.period, t.known, t.parts); !ok {
				return false
			}
		}
	}
	return true
}

// yearly is a year that a column states, if each that states totals does: months in rows need none then.
// It is 0 otherwise.
func (t *placedTable) yearly() int {
	year := 0
	for i := range t.totals {
		if w := t.totals[i].words; w.role == statesTotal {
			if year = w.stated.year; year == 0 {
				return 0
			}
		}
	}
	return year
}

// placedByTitle reports whether neither rows nor headers state the months of some total: they are
// those of the title, or of the file's name.
func (t *placedTable) placedByTitle() bool {
	return t.sources[t.contract.Column("month")].absent() && slices.ContainsFunc(t.totals, func(tc totalColumn) bool {
		return tc.words.role == statesTotal && !tc.words.written()
	})
}

// placedByColumns reports whether the headers alone state the months.
func (r *rowReader) placedByColumns() bool { return r.contract.Kind == totals && !r.unplaced }

// span returns the months of a column in a row, or a table, of base.
func (r *rowReader) span(i int, base jianfu.Period, known bool) (jianfu.Period, bool) {
	ofTable := base == r.t.period
	if p, done := r.spans[i]; done && ofTable {
		return p, !p.IsZero()
	}
	parts := r.t.parts
	if !r.t.sources[r.month].absent() {
		if parts = (titlePeriod{}); known && base.Start().Year() == base.Through().Year() { // of the year that the column states
			parts.first, parts.last = base.Start().Number(), base.Through().Month().Number()
		}
	}
	p, ok := r.t.totals[i].words.period(base, known, parts)
	if !ok {
		p = jianfu.Period{}
	}
	if ofTable {
		r.spans[i] = p
	}
	return p, ok
}

// base is the span of a row.
func (r *rowReader) base(values []any) (jianfu.Period, bool) {
	if r.t.sources[r.month].absent() {
		return r.t.period, r.t.known
	}
	first, ok := values[r.month].(jianfu.Date)
	if !ok {
		return jianfu.Period{}, false
	}
	n, long := r.cells[r.month].last.(int64)
	if !long {
		n = 1
	}
	return jianfu.Span(first.Month(), first.Month()+jianfu.Month(n-1))
}

// readFigures reads the numbers of a row of totals.
func (r *rowReader) readFigures(row *sheet.Row, values []any) {
	if len(r.figures) == 0 {
		return
	}
	base, known := r.base(values)
	unit, of := values[r.unit].(string)
	clear(r.here)
	for i, at := range r.t.unread {
		text := trim(cellText(row, at))
		if isPartOfMonth(text) {
			r.faults = append(r.faults, cellFault{column: at, header: r.t.ignored[i], text: text, value: lessThanMonth(text)})
		}
		if _, trouble := readNumber(strings.TrimSuffix(text, "%")); trouble == numberFine && len(text) <= longestCount {
			r.leftOut[i]++
		}
	}
	for i, c := range r.figures {
		r.numbers[i] = value{}
		tc := &r.t.totals[i]
		text, at := c.text(row)
		if isDitto(text) && r.kept && len(tc.plus) == 0 {
			text = r.figureTexts[i]
		}
		v := &value{}
		if len(tc.plus) > 0 {
			text, *v = r.sumOfParts(c, tc, row, text)
		}
		r.figureTexts[i] = text
		if text == "" || tc.words.role != statesTotal {
			continue
		}
		if len(tc.plus) == 0 {
			v = c.read(text)
		}
		if v.value != nil && at < len(row.Cells) && row.Cells[at].Merged && len(tc.plus) == 0 {
			*v = bad(jianfu.BadValue, "这个数在合并单元格里，盖住了不止一格，分不清是哪一行、哪一列的。请取消合并，逐格写明；几个单位合报的，写在同一行的单位格里，用“、”隔开",
				"the number is in a merged region of several cells, and nobody can say which row or column it is of. Unmerge it and write each number; units that report together belong in one cell, separated by 、")
		}
		r.numbers[i] = *v
		if v.value != nil && len(tc.plus) == 0 && at < len(row.Cells) {
			r.warnOfShown(row, tc, &row.Cells[at])
		}
		switch {
		case v.code != "":
			r.faults = append(r.faults, cellFault{column: at, header: tc.header, text: text, value: *v})
			continue
		case r.unplaced || tc.column < 0: // said of the header
			continue
		case v.value == nil && !v.unknown:
			if !dashWords[foldWord(text)] {
				r.f.warnings.addCell("blank", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: tc.header, Value: text,
					Text: jianfu.Say("“%s”按没有填数处理，不算作零；如果是零，请填 0", "%q is read as no number, not as zero: write 0 for zero", text)})
			}
			continue
		case !of || !known && !tc.words.written() && !r.t.sources[r.month].absent():
			continue // said for the unit or the month
		}
		span, ok := r.span(i, base, known)
		if year := tc.words.stated.year; year != 0 && !tc.words.earlier && year != base.Start().Year() && !r.t.sources[r.month].absent() && r.texts[r.month] != "" && !r.cells[r.month].yearless {
			ok = false // 2023年 beside 2024年1月
		}
		if !ok {
			r.faults = append(r.faults, cellFault{column: at, header: tc.header, text: text, value: bad(jianfu.BadValue, "看不出这个数是哪几个月的：这一行是 %s，列名是“%s”。请把月份写在行或列里",
				"the months of this number are unclear: the row is for %s, the column is %q. Write the months in the row or the column", base.String(), tc.header)})
			continue
		}
		key := r.total(i, unit, span, values)
		other, again := r.f.totals[key]
		if at, here := r.here[key]; here && !again { // under another name in this row
			other, again = statedAt{totalText(r.numbers[at].value), r.figureTexts[at], r.t.sheet.Name, row.Number, nil, 0}, true
		}
		r.here[key] = i
		if nameless := r.t.sources[r.unit].absent() && r.t.sources[r.month].absent() && r.inSection == nil; again && nameless && other.row != row.Number && other.sheet == r.t.sheet.Name && r.data > 0 {
			r.faults = append(r.faults, cellFault{column: at, header: tc.header, text: text, value: bad(jianfu.MissingColumn, "表里没有“单位”列，也没有“月份”列，不止一行数，分不清这一行是谁的、哪个月的；请加上“单位”列或“月份”列，或只留一行；是乡镇、科室等下级单位的数，请合计成所属单位的一行；是几天、几周的数，请合计成整月的一行",
				"the table has neither a column 单位 nor 月份 but several rows of numbers: nobody can tell whose, or of which month, this row is. Add one of the columns, or leave one row; numbers of parts of a unit, such as its townships, or of parts of a month are to be added up to one row")})
			continue
		}
		if again && other.table == r.t && other.at == tc.at && other.row != row.Number && r.t.sources[r.month].absent() {
			r.faults = append(r.faults, cellFault{column: at, header: tc.header, text: text, value: bad(jianfu.DuplicateKey, "第 %[1]d 行已有同一单位、同一时间的数（%[2]s）。重复的请删去一行；是乡镇、科室等几部分的数，请合计成一行再报",
				"row %[1]d has a number of the same unit and time already (%[2]s). Remove the row if it is a repetition; add up parts of the unit, such as its townships, to one row", other.row, other.filed)})
			continue
		}
		if again && other.text != totalText(v.value) {
			twice := bad(jianfu.DuplicateKey, "同一单位、同一时间的“%[1]s”在本文件里写了两个不同的数：这里是 %[2]s，另一处（工作表“%[3]s”第 %[4]d 行）是 %[5]s，请核对后改成一致",
				"%[1]q of the same unit and time is stated twice in this file: as %[2]s here, and as %[5]s in row %[4]d of sheet %[3]q: correct it", r.contract.Columns[tc.column].Header, text, other.sheet, other.row, other.filed)
			for _, t := range [2]*placedTable{r.t, other.table} {
				if t != nil && t.misnamed { // a copied sheet
					why := jianfu.Say("。工作表“%[1]s”的标题写的是 %[2]s，与表名不同，多半是忘了改标题：请先改标题", ". The title of sheet %[1]q says %[3]s, unlike its name, and was probably not changed: correct the title first", t.sheet.Name, t.period.Label(jianfu.Chinese), t.period.String())
					twice.text = jianfu.Text{ZH: twice.text.ZH + why.ZH, EN: twice.text.EN + why.EN}
					break
				}
			}
			r.faults = append(r.faults, cellFault{column: at, header: tc.header, text: text, value: twice})
		}
	}
	if !r.unplaced && !r.t.uncounted {
		r.checkRow(row)
	}
}

// warnOfShown warns of a number that is shown as another: 5 as 5万. The stored one counts.
func (r *rowReader) warnOfShown(row *sheet.Row, tc *totalColumn, cell *sheet.Cell) {
	if cell.Shown == "" || cell.Kind != sheet.Number {
		return
	}
	stored, _ := readNumber(cell.Text)
	shown, trouble := readNumber(cell.Shown)
	if one := jianfu.NewDecimal(1); trouble == numberFine && shown.Sub(stored).Abs().Cmp(one) < 0 || trouble != numberFine && !strings.ContainsAny(cell.Shown, "百千万亿%‰") {
		return
	}
	r.f.warnings.addCell("shown", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: tc.header, Value: cell.Shown, Text: jianfu.Say(
		"这一格显示为“%[1]s”，存的数是 %[2]s，按存的数计入；如果实际是“%[1]s”，请把数写完整", "the cell shows %[1]q and holds %[2]s, which counts: if what it shows is meant, write the number out", cell.Shown, cell.Text)})
}

// sumOfParts adds the columns that each state a part of a count; text is what is in the first.
// Where one of them is blank or unknown, so is the sum.
func (r *rowReader) sumOfParts(c *columnReader, tc *totalColumn, row *sheet.Row, text string) (string, value) {
	texts, blank, sum := []string{text}, false, int64(0)
	for _, at := range tc.plus {
		texts = append(texts, trim(cellText(row, at)))
	}
	var unknown, noted value
	for _, text := range texts {
		v := *c.read(text)
		n, whole := v.value.(int64)
		switch {
		case text != "" && v.code != "":
			return text, v
		case v.unknown:
			unknown = v
		case text == "" || !whole:
			blank = true
		default:
			sum, noted = sum+n, v
		}
	}
	all := strings.Join(texts, "＋")
	switch {
	case unknown.unknown:
		return all, unknown
	case strings.Trim(all, "＋") == "":
		return "", value{}
	case blank:
		return all, value{unknown: true, text: jianfu.Say("几列相加才是“%s”，其中一列没有填数，按未知处理；没有的请填 0",
			"%q is the sum of several columns, and one of them holds no number: kept as unknown; write 0 where there was none", r.contract.Columns[tc.column].Header)}
	}
	noted.value = sum
	return all, noted
}

// statedKey is what a total is of: nothing may be stated twice in a file, but as the same.
type statedKey struct {
	department, count, caliber string
	span                       jianfu.Period
	earlier                    bool
}

// statedAt is a total that a file stated, and where.
type statedAt struct {
	text, filed, sheet string
	row                int
	table              *placedTable // of a number in a column of its own
	at                 int
}

func totalText(total any) string {
	switch n := total.(type) {
	case int64:
		return jianfu.NewDecimal(n).String()
	case jianfu.Decimal:
		return n.String()
	}
	return "" // unknown
}

// total is the key of the total that a column states in a row.
func (r *rowReader) total(i int, unit string, span jianfu.Period, values []any) statedKey {
	tc := &r.t.totals[i]
	key := statedKey{department: unit, count: r.contract.Columns[tc.column].Name, span: span, earlier: tc.words.earlier, caliber: tc.caliber}
	if key.caliber == "" {
		key.caliber, _ = values[r.contract.Column(caliberColumn)].(string)
	}
	return key
}

// stream parts the slices of one unit and span: a table replaces only the totals of its own count,
// caliber and year. The default caliber needs no word.
func (k statedKey) stream(c *Contract) string {
	stream := k.count
	if k.caliber != c.Columns[c.Column(caliberColumn)].Default {
		stream += " " + k.caliber
	}
	if k.earlier {
		stream += warehouse.EarlierMark
	}
	return stream
}

// sourceColumn is the column of the filed row that states a total; -1 where it is the sum of several.
func (r *rowReader) sourceColumn(tc *totalColumn) int64 {
	if len(tc.plus) > 0 {
		return -1
	}
	return int64(r.pad + slices.Index(r.t.kept, tc.at))
}

// state hands the totals of a row over, each to a slice of its own: a table replaces what it
// states and no more. An empty cell states nothing.
func (r *rowReader) state(row *sheet.Row, values []any) error {
	if r.unplaced {
		return nil
	}
	base, known := r.base(values)
	unit, _ := values[r.unit].(string)
	filed, states := r.filed(row), false
	for i := range r.numbers {
		v, tc := &r.numbers[i], &r.t.totals[i]
		if tc.words.role != statesTotal || v.value == nil && !v.unknown {
			continue
		}
		states = true
		if v.unknown {
			r.f.warnings.addCell("unknown", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: tc.header, Value: r.figureTexts[i], Text: v.text})
		}
		span, ok := r.span(i, base, known)
		if !ok {
			continue
		}
		key := r.total(i, unit, span, values)
		if _, again := r.f.totals[key]; again { // in January 累计 is 本月
			continue
		}
		r.f.totals[key] = statedAt{totalText(v.value), r.figureTexts[i], r.t.sheet.Name, row.Number, r.t, tc.at}
		slice := warehouse.SliceKey{Kind: totals, Department: unit, Period: span.String(), Stream: key.stream(r.contract)}
		total := v.value
		if n, whole := total.(int64); whole {
			total = jianfu.NewDecimal(n)
		}
		err := r.w.put(item{slice: slice, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: filed, Values: []any{
			unit, key.count, span.From(), int64(span.Months()), key.earlier, key.caliber, total, r.sourceColumn(tc)}}})
		if err != nil {
			return err
		}
	}
	if !states {
		r.emptyRow(row)
	}
	if r.t.sources[r.month].absent() {
		return r.stateSums(row, unit, values, r.sumSpan)
	}
	return nil
}

// emptyRow remembers a row that states no total. A 合计 in it is of numbers that are not there.
func (r *rowReader) emptyRow(row *sheet.Row) {
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if n, ok := r.numberAt(row, tc.at); ok && tc.words.role == sumsTotal {
			r.f.warnings.addCell("sum alone", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: tc.header, Value: n.String(), Text: jianfu.Say(
				"这一行只有“%s”有数，其余各列是空的。合计只供核对，没有计入；如果它就是全年（或某几个月）的数，请把列名写成“全年”或“1—6月”这样", "of this row only %q has a number. It is there for checking and does not count: if it is the number of the year, or of some months, call the column 全年, or 1—6月", tc.header)})
			return
		}
	}
	r.empty.add(row.Number)
}

// addFigures adds up what a total below is compared with: the units, not the city itself.
func (r *rowReader) addFigures(row *sheet.Row, values []any) {
	r.grand = nil
	unit, _ := values[r.unit].(string)
	if unit == "" && !r.t.sources[r.unit].absent() {
		return
	}
	base, placed := r.base(values)
	if placed && !r.t.sources[r.month].absent() {
		if unit != r.adding.unit {
			r.adding.covered = nil
		}
		if slices.ContainsFunc(r.adding.covered, func(p jianfu.Period) bool { return overlapping(p, base) }) { // 一季度 below its months
			return
		}
		r.adding.covered = append(r.adding.covered, base)
	}
	r.rowsSince++
	if r.adding.rows++; r.adding.rows > 1 && r.adding.unit != unit {
		r.adding.several = true
	}
	r.adding.unit = unit
	if placed {
		if r.adding.span.IsZero() {
			r.adding.span = base
		}
		r.adding.span = hull(r.adding.span, base)
	}
	ofSort := r.sumOfSort(unit)
	for i := range r.numbers {
		tc := &r.t.totals[i]
		var n jianfu.Decimal
		blank := false
		switch number := r.numbers[i].value.(type) {
		case int64:
			n = jianfu.NewDecimal(number)
		case jianfu.Decimal:
			n = number
		default:
			blank = r.numbers[i].unknown
		}
		if tc.words.role == sumsTotal {
			var read bool
			n, read = r.numberAt(row, tc.at)
			blank = !read && trim(cellText(row, tc.at)) != ""
		}
		r.added[i], r.partly[i] = r.added[i].Add(n), r.partly[i] || blank
		r.since[i], r.sincePartly[i] = r.since[i].Add(n), r.sincePartly[i] || blank
		r.sub.sums[i], r.sub.partly[i] = r.sub.sums[i].Add(n), r.sub.partly[i] || blank
		ofSort.sums[i], ofSort.partly[i] = ofSort.sums[i].Add(n), ofSort.partly[i] || blank
	}
	r.sub.rows++
	ofSort.rows++
}

// sumOfSort is what rows of units of the type of one add up to.
func (r *rowReader) sumOfSort(unit string) *partSum {
	sort := ""
	if known := r.f.units.exact[foldWord(unit)]; len(known) > 0 {
		sort = known[0].sort
	}
	if r.bySort[sort] == nil {
		r.bySort[sort] = &partSum{sums: make([]jianfu.Decimal, len(r.t.totals)), partly: make([]bool, len(r.t.totals))}
	}
	return r.bySort[sort]
}

// fitsSort reports whether a row has the sum of all rows of units of one type.
func (r *rowReader) fitsSort(row *sheet.Row) bool {
	for _, p := range r.bySort {
		if fits, unsure := p.fits(r, row); fits || unsure {
			return true
		}
	}
	return false
}

// partSum is what rows since the 小计 before add up to, and that 小计 if it is not of the rows above it: then
// it may be of those below.
type partSum struct {
	sums   []jianfu.Decimal
	partly []bool // the sums that a row left unknown
	rows   int
	held   *sheet.Row // the 小计
	above  []jianfu.Decimal
}

// fits reports whether a 小计 has the sum of the rows; unsure where it is not known.
func (p *partSum) fits(r *rowReader, row *sheet.Row) (fits, unsure bool) {
	fits = p.rows > 0
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		stated, ok := r.numberAt(row, tc.at)
		switch {
		case !ok || tc.words.role != statesTotal && tc.words.role != sumsTotal || len(tc.plus) > 0:
		case !r.t.sources[r.month].absent() && (tc.words.of == toDate || tc.column >= 0 && r.contract.Columns[tc.column].Stock):
		case p.partly[i]:
			unsure = true
		case stated.Cmp(p.sums[i]) != 0:
			fits = false
		}
	}
	return fits, unsure
}

// holdPart compares a 小计 with the rows that it may add up: those above it since the one before, or those below.
func (r *rowReader) holdPart(row *sheet.Row) {
	if r.contract.Kind != totals || len(r.t.totals) == 0 {
		return
	}
	r.endPart()
	if fits, unsure := r.sub.fits(r, row); !fits && !unsure {
		r.sub.held, r.sub.above = copied(row), slices.Clone(r.sub.sums)
	}
	r.sub.rows = 0
	clear(r.sub.sums)
	clear(r.sub.partly)
}

// endPart compares the 小计 that was not of the rows above it with those below, and warns if it is of neither.
func (r *rowReader) endPart() {
	row := r.sub.held
	if row == nil {
		return
	}
	r.sub.held = nil
	if fits, unsure := r.sub.fits(r, row); fits || unsure || r.fitsSort(row) {
		return
	}
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		stated, ok := r.numberAt(row, tc.at)
		if !ok || tc.words.role != statesTotal && tc.words.role != sumsTotal || len(tc.plus) > 0 || stated.Cmp(r.sub.above[i]) == 0 || r.sub.rows > 0 && stated.Cmp(r.sub.sums[i]) == 0 {
			continue
		}
		r.disagree(row, tc.header, "小计写的是 %[1]s，上面各行相加是 %[2]s，下面各行相加是 %[3]s，都对不上。小计只供核对，没有计入：请核对是否漏了单位的行，或写错",
			"the subtotal says %[1]s, the rows above add up to %[2]s and those below to %[3]s. It is only checked and does not count: look for missing rows of units, or a wrong subtotal", stated, r.sub.above[i], r.sub.sums[i])
	}
}

// adding is what the rows that a 合计 adds up are of.
type adding struct {
	rows    int
	unit    string
	several bool            // units
	span    jianfu.Period   // of their months
	covered []jianfu.Period // the spans of the unit's rows so far, where rows are of months
}

// copied is a row that outlives its reading.
func copied(row *sheet.Row) *sheet.Row {
	kept := *row
	kept.Cells = slices.Clone(row.Cells)
	return &kept
}

// hull is the span from the first to the last month of two.
func hull(a, b jianfu.Period) jianfu.Period {
	last := func(p jianfu.Period) jianfu.Month { return p.Start() + jianfu.Month(p.Months()) - 1 }
	both, _ := jianfu.Span(min(a.Start(), b.Start()), max(last(a), last(b)))
	return both
}

// number reads the cell of a column of 合计 and 同比; false if it has none.
func (r *rowReader) numberAt(row *sheet.Row, at int) (jianfu.Decimal, bool) {
	if at < 0 || at >= len(row.Cells) || row.Cells[at].Merged && row.Cells[at].Text == "" {
		return jianfu.Decimal{}, false
	}
	n, trouble := readNumber(strings.TrimSuffix(trim(row.Cells[at].Text), "%"))
	return n, trouble == numberFine
}

// checkRow compares 合计 and 同比 of a row with the numbers that they are made of.
func (r *rowReader) checkRow(row *sheet.Row) {
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		stated, ok := r.numberAt(row, tc.at)
		if !ok {
			continue
		}
		switch tc.words.role {
		case statesTotal:
			if tc.words.of == wholeYear && !tc.words.written() {
				r.checkSum(row, i, stated)
			}
		case sumsTotal:
			r.checkSum(row, i, stated)
		case comparesTotal:
			now, ok1 := r.numberAt(row, tc.of)
			before, ok2 := r.numberAt(row, tc.base)
			if ok1 && ok2 && !compares(stated, now, before) {
				r.disagree(row, tc.header, "写的是 %[1]s，与本行的数对不上（%[2]s 比 %[3]s），请核对", "it says %[1]s, which does not fit the row (%[2]s against %[3]s): check it", stated, now, before)
			}
		}
	}
}

// checkSum compares a column 合计, or 全年, with the columns that it adds up. Those that are blank may be
// nothing in a 合计; a year is more than the months of it that are there.
func (r *rowReader) checkSum(row *sheet.Row, at int, stated jianfu.Decimal) {
	const ofYear = 12
	sum, fine, written, months := jianfu.Decimal{}, true, 0, 0
	parts := r.partsOf(at)
	for _, j := range parts {
		n, read := r.numberAt(row, r.t.totals[j].at)
		if read {
			span, _ := r.span(j, r.t.period, r.t.known)
			sum, written, months = sum.Add(n), written+1, months+span.Months()
		}
		fine = fine && (read || trim(cellText(row, r.t.totals[j].at)) == "")
	}
	tc := &r.t.totals[at]
	if tc.words.role == statesTotal {
		fine = fine && months == ofYear
	}
	if len(parts) > 1 && written > 0 && fine && sum.Cmp(stated) != 0 {
		r.disagree(row, tc.header, "写的是 %[1]s，各列相加是 %[2]s，请核对", "it says %[1]s, its columns add up to %[2]s: check it", stated, sum)
	}
}

// compares reports whether 同比 fits two numbers: as their difference, as a percentage or as a
// share, to the places with which it is written.
func compares(stated, now, before jianfu.Decimal) bool {
	gap := now.Sub(before)
	if stated.Cmp(gap) == 0 || stated.Cmp(gap.Abs()) == 0 {
		return true
	}
	if before.Sign() == 0 {
		return true // nobody can say
	}
	places := 0
	if _, fraction, found := strings.Cut(stated.String(), "."); found {
		places = len(fraction)
	}
	share := gap.Quo(before)
	percent := share.Mul(jianfu.NewDecimal(100))
	const most = 6
	for p := places; p <= min(places+2, most); p++ { // 12.50 is stored as 12.5
		for _, n := range []jianfu.Decimal{percent, percent.Abs(), share, share.Abs()} {
			if stated.Cmp(n.Round(p)) == 0 {
				return true
			}
		}
	}
	// A spreadsheet stores the whole fraction.
	for _, n := range []jianfu.Decimal{percent, percent.Abs(), share, share.Abs()} {
		if stated.Round(most).Cmp(n.Round(most)) == 0 {
			return true
		}
	}
	return false
}

func (r *rowReader) disagree(row *sheet.Row, header, zh, en string, numbers ...jianfu.Decimal) {
	var texts []any
	for _, n := range numbers {
		texts = append(texts, n.String())
	}
	r.f.warnings.addCell("control", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: header, Text: jianfu.Say(zh, en, texts...)})
}

func cellText(row *sheet.Row, at int) string {
	if at < 0 || at >= len(row.Cells) {
		return ""
	}
	return row.Cells[at].Text
}

// partsOf are the columns that 合计 adds up: those of its count, and of its quarter in 一季度小计,
// without the quarters beside their months.
func (r *rowReader) partsOf(at int) []int {
	sum := &r.t.totals[at]
	var parts []int
	var spans []jianfu.Period
	whole, limited := r.span(at, r.t.period, r.t.known)
	limited = limited && sum.words.stated.first != 0
	within := func(a, b jianfu.Period) bool { return a != b && hull(a, b) == b }
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		if tc.column != sum.column || tc.words.role != statesTotal || tc.words.earlier != sum.words.earlier || tc.caliber != sum.caliber ||
			!tc.words.written() || tc.words.of == toDate || len(tc.plus) > 0 {
			continue
		}
		if span, ok := r.span(i, r.t.period, r.t.known); ok && (!limited || within(span, whole)) {
			parts, spans = append(parts, i), append(spans, span)
		}
	}
	var shortest []int
	for i := range parts {
		if !slices.ContainsFunc(spans, func(other jianfu.Period) bool { return within(other, spans[i]) }) {
			shortest = append(shortest, parts[i])
		}
	}
	return shortest
}

// holdTotals compares a 合计 row with the rows it adds up: all above it, or those since the 合计
// before it.
func (r *rowReader) holdTotals(row *sheet.Row) {
	byMonth := !r.t.sources[r.month].absent()
	first, more := !r.summed, false
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		stated, ok := r.numberAt(row, tc.at)
		for _, at := range tc.plus {
			n, read := r.numberAt(row, at)
			stated, ok = stated.Add(n), ok && read
		}
		if !ok || tc.words.role != statesTotal && tc.words.role != sumsTotal || byMonth && (tc.words.of == toDate || r.contract.Columns[tc.column].Stock) {
			continue
		}
		sum, partly := r.added[i], r.partly[i]
		if !first && r.rowsSince > 0 {
			if !partly && stated.Cmp(sum) == 0 {
				continue
			}
			sum, partly = r.since[i], r.sincePartly[i]
		}
		if r.partial && stated.Cmp(sum) > 0 { // there are others besides 其中
			more = true
			continue
		}
		if !partly && stated.Cmp(sum) != 0 && !r.leavesUnits(row, tc.header, stated, sum) {
			r.disagree(row, tc.header, "合计写的是 %[1]s，各行相加是 %[2]s，请核对是否漏行或写错", "the total says %[1]s, the rows add up to %[2]s: check for missing rows or a wrong total", stated, sum)
		}
	}
	r.grand, r.summed = nil, true
	if (first || r.rowsSince == 0) && !more {
		r.grand = copied(row)
	}
	clear(r.since)
	clear(r.sincePartly)
	r.rowsSince = 0
}

// stateSums hands the 合计 of a row over. span gives the months of a column; false where nobody can
// say.
func (r *rowReader) stateSums(row *sheet.Row, unit string, values []any, span func(i int) (jianfu.Period, bool)) error {
	for i := range r.t.totals {
		tc := &r.t.totals[i]
		n, ok := r.numberAt(row, tc.at)
		if !ok || len(tc.plus) > 0 || tc.column < 0 {
			continue
		}
		of, ok := span(i)
		if !ok {
			continue
		}
		key := r.total(i, unit, of, values)
		key.count += warehouse.SumMark
		if _, again := r.f.totals[key]; again {
			continue
		}
		r.f.totals[key] = statedAt{n.String(), trim(cellText(row, tc.at)), r.t.sheet.Name, row.Number, nil, 0}
		slice := warehouse.SliceKey{Kind: totals, Department: unit, Period: of.String(), Stream: key.stream(r.contract)}
		err := r.w.put(item{slice: slice, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: r.filed(row), Values: []any{
			unit, key.count, of.From(), int64(of.Months()), key.earlier, key.caliber, n, r.sourceColumn(tc)}}})
		if err != nil {
			return err
		}
	}
	return nil
}

// sumSpan are the months that a column 合计 adds up.
func (r *rowReader) sumSpan(i int) (p jianfu.Period, ok bool) {
	if r.t.totals[i].words.role != sumsTotal {
		return p, false
	}
	parts := r.partsOf(i)
	for _, j := range parts {
		span, known := r.span(j, r.t.period, r.t.known)
		if !known {
			return p, false
		}
		if p.IsZero() {
			p = span
		}
		p = hull(p, span)
	}
	return p, len(parts) > 1
}

// stateGrand hands over the 合计 row of all rows: of several units, or of the months of one.
func (r *rowReader) stateGrand() error {
	if r.grand == nil || r.adding.rows < 2 || r.unplaced {
		return nil
	}
	unit := r.adding.unit
	if r.adding.several {
		unit = ""
	}
	byMonth := !r.t.sources[r.month].absent()
	if !byMonth && !r.adding.several {
		return nil
	}
	values := r.take()
	if at := r.contract.Column(caliberColumn); r.t.sources[at].absent() {
		values[at] = r.contract.Columns[at].Default
	} else {
		return nil // the rows may be of several calibers
	}
	return r.stateSums(r.grand, unit, values, func(i int) (jianfu.Period, bool) {
		tc := &r.t.totals[i]
		switch {
		case tc.words.role == sumsTotal:
			return r.sumSpan(i)
		case tc.words.role != statesTotal:
			return jianfu.Period{}, false
		case !byMonth:
			return r.span(i, r.t.period, r.t.known)
		case tc.words.of == itself && !tc.words.written() && !tc.words.earlier && !r.contract.Columns[tc.column].Stock:
			return r.adding.span, r.adding.span.Months() > 1 || r.adding.several
		}
		return jianfu.Period{}, false
	})
}

// lateTotal reads a 合计 that is above all rows. If there are no others, it is what the table states: of
// the one unit it is about, or of the city where a title names it.
func (r *rowReader) lateTotal(row *sheet.Row) error {
	if r.data > 0 || r.contract.Kind != totals {
		r.holdTotal(row)
		return nil
	}
	values := r.take()
	r.readCells(row, values)
	r.faults = nil
	if at := r.t.sources[r.unit].at; at >= 0 {
		values[r.unit] = ""
		if !r.t.city {
			values[r.unit] = nil
			r.faults = append(r.faults, cellFault{column: at, header: r.t.sources[r.unit].header, text: trim(cellText(row, at)), value: bad(jianfu.MissingValue, "表里只有合计一行，看不出是谁的数。是全市的，请在标题里写明“全市”；是一个单位的，请把“合计”改成单位名称",
				"the table has nothing but a total, and does not say whose it is. Write 全市 in the title if it is of the city, or the name of the unit in place of 合计")})
		}
	}
	r.readFigures(row, values)
	if len(r.faults) > 0 {
		return r.refuse(row, values)
	}
	r.data, r.t.data = r.data+1, r.t.data+1
	r.t.sawKind(totals)
	return r.state(row, values)
}

func (r *rowReader) headerOf(at int) string { return r.t.headerAt(at) }
