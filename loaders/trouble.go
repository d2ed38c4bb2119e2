package loaders

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// trouble decides what a row with faults is: no data at all (a total, a repeated header, a
// heading, a numbered blank line, a statement that there was nothing), the header of
// another table, or a row to be mended.
func (r *rowReader) trouble(row *sheet.Row, values []any) error {
	own := ownTexts(row)
	switch {
	case r.isBlank(row):
		return nil
	case r.isHeaderAgain(row):
		return nil
	case r.footInside(row):
		return nil
	}
	if own == 1 && r.lone(row) {
		return nil
	}
	if r.next = r.otherTable(row); r.next != nil {
		return nil
	}
	if r.nilUnit(row, values) {
		return nil
	}
	return r.refuse(row, values)
}

// isBlank reports a row that holds nothing of a record: lines that were numbered
// beforehand, or in which a form has its defaults (是, 现场, 0) and nobody wrote more.
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
		if text != header && text != leaf && text != parent {
			return false
		}
		same++
	}
	return same >= 2
}

// footInside finds a total's word behind blank cells or a number.
func (r *rowReader) footInside(row *sheet.Row) bool {
	if r.vouched(row) > 0 {
		return false
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
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

// vouched counts the days and units that a row has of those it must have: a total has
// none, whatever its first word.
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

// isFooter reports a row that begins as a total or a signature does, and is none of the
// records whose first text only looks so: 累计投资10亿元项目推进会.
func (r *rowReader) isFooter(kind footerKind, row *sheet.Row) bool {
	switch kind {
	case noFooter:
		return false
	case totalFooter, partFooter:
		const shortest = 6 // 小计 in the column of line numbers, with the unit beside it
		at, text := firstCell(row)
		return r.vouched(row) == 0 || r.columnAt(at) == nil && utf8.RuneCountInString(text) <= shortest
	}
	const both = 2
	return r.vouched(row) < both && len(r.faults) > 0
}

// lone decides a row of one text: a statement that there was nothing, a note below the
// table, or a heading within it.
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
	switch {
	case isNil(folded):
		r.t.nothing = true
		return true
	case r.footed:
		return true
	case r.isSignature(at, text, folded):
		r.footed = true
		return true
	}
	if len(folded) > 30 && strings.ContainsAny(text, "。；;") { // a sentence
		return r.heading(row, text)
	}
	spread := at+1 < len(row.Cells) && row.Cells[at+1].Merged && row.Cells[at+1].Text == row.Cells[at].Text
	if !spread && !isHeading(folded) {
		return false
	}
	r.restate(text)
	return r.heading(row, text)
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

// restate takes the period that a heading within the table states: one block a month.
func (r *rowReader) restate(heading string) {
	t := r.t
	if s := readStated(heading); !r.f.stated.IsZero() || s.year == 0 && s.first == 0 {
		return
	}
	period, known := statedPeriod(append([]string{heading}, t.titles...), t.sheet.Name, r.f.name)
	if !known || period == t.period {
		return
	}
	t.period, t.known, t.guessed = period, true, false
	r.setPeriod()
}

func (r *rowReader) heading(row *sheet.Row, text string) bool {
	r.f.warnings.addCell("heading", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Value: text,
		Text: jianfu.Say("整行只有“%s”，当作小标题或说明，没有按数据读取", "the row holds %q alone: taken for a heading or a note, not for data", text)})
	return true
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

// otherTable finds another header in place of a row.
func (r *rowReader) otherTable(row *sheet.Row) *table {
	t := r.f.finder(r.t.sheet).find([]keptRow{keep(row)})
	if t == nil || len(t.missing) > 0 || len(t.kept) < 2 {
		return nil
	}
	return t
}

// nilUnit reads a row that says of one unit that it had nothing: its name, and 无 or 零报告
// in place of the rest.
func (r *rowReader) nilUnit(row *sheet.Row, values []any) bool {
	if r.unit < 0 || r.contract.Central || r.contract.Grain == Whole {
		return false
	}
	code, ok := values[r.unit].(string)
	if !ok || r.contract.Grain != Ledger && r.stated.IsZero() {
		return false
	}
	said := false
	for i, at := range r.t.kept {
		if at == r.t.sources[r.unit].at || at >= len(row.Cells) {
			continue
		}
		text := foldWord(row.Cells[at].Text)
		switch {
		case text == "" || text == "0" || blankWords[text] && !isNil(text):
		case isNil(text):
			column := r.columnAt(r.t.kept[i])
			said = said || column != nil && column.Required || strings.Contains(text, "零报告")
		default:
			return false
		}
	}
	if said {
		if r.t.nilUnits == nil {
			r.t.nilUnits = map[string]bool{}
		}
		r.t.nilUnits[code] = true
	}
	return said
}

func (r *rowReader) columnAt(at int) *Column {
	for i := range r.t.sources {
		if r.t.sources[i].at == at {
			return &r.contract.Columns[i]
		}
	}
	return nil
}

// refuse blames a row: its faults are noted, and a quarantining load keeps it aside.
func (r *rowReader) refuse(row *sheet.Row, values []any) error {
	r.count(values)
	slices.SortStableFunc(r.faults, func(a, b cellFault) int { return a.column - b.column })
	key, known := r.slice(values)
	if !known {
		key = warehouse.SliceKey{}
	}
	cells, secret := r.filed(row), false
	for _, fault := range r.faults {
		secret = secret || fault.value.code == jianfu.Secret
	}
	if secret {
		cells = "" // not even aside
	}
	var rejects []warehouse.Reject
	for _, cf := range r.faults {
		fault := jianfu.Fault{File: r.f.name, Sheet: r.t.sheet.Name, Row: row.Number, Column: cf.header, Value: r.verbatim(row, cf),
			Code: cf.value.code, Text: cf.value.text}
		r.f.blame(r.t.index, cf.column, fault)
		rejects = append(rejects, warehouse.Reject{Slice: key, Fault: fault, Kind: r.contract.Kind, Cells: cells})
	}
	if r.f.options.Quarantine {
		return r.w.put(item{rejects: rejects})
	}
	if len(r.contract.Key) == 0 || r.faultInKey() {
		return nil
	}
	// The file is refused and nothing of this stays. But its keys are wanted, to find those
	// that repeat: so the row goes in with fillers where it is at fault.
	for i := range values {
		if values[i] == nil {
			values[i] = filler(r.columns[i].column)
		}
	}
	return r.w.put(item{slice: warehouse.SliceKey{Kind: r.contract.Kind},
		row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: cells, Values: values}})
}

// faultInKey reports whether the row's key itself cannot be told: it then repeats none.
func (r *rowReader) faultInKey() bool {
	for _, name := range r.contract.Key {
		if i := r.contract.Column(name); r.cells[i].code != "" {
			return true
		}
		for _, fault := range r.faults {
			if fault.value.code != jianfu.DateOrder && fault.value.code != jianfu.PeriodMismatch && fault.column == r.t.sources[r.contract.Column(name)].at {
				return true
			}
		}
	}
	return false
}

// verbatim is the offending text as it stands in the file.
func (r *rowReader) verbatim(row *sheet.Row, cf cellFault) string {
	if cf.column >= 0 && cf.column < len(row.Cells) {
		return row.Cells[cf.column].Text
	}
	return cf.text
}

// must reports whether every row of the fact table has a value of the column.
func (c *Column) must() bool {
	return c.Required && len(c.None) == 0 || c.Default != "" || c.Until != "" || c.Type == YearType || c.Type == MonthType
}

// filler stands in for a value that a column of a fact table must have; nil for others.
func filler(c *Column) any {
	if !c.must() {
		return nil
	}
	switch c.Type {
	case IntegerType, YearType, MonthOfYearType:
		return int64(0)
	case HoursType:
		return jianfu.Decimal{}
	case DateType, SpanType, MonthType:
		return jianfu.Date(0)
	case YesNoType:
		return false
	case ListType:
		return []string{}
	}
	return ""
}

// foot reads a row below or between the data. A total that contradicts the rows is
// something to look at: either may be wrong.
func (r *rowReader) foot(kind footerKind, row *sheet.Row) {
	r.above = nil
	if kind == partFooter {
		return
	}
	r.footed = true
	if kind == totalFooter {
		r.holdTotal(row)
		r.section = 0
	}
}

func (r *rowReader) holdTotal(row *sheet.Row) {
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
			if n != r.sums[i] && n != r.data && !r.blanks[i] {
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

func (r *rowReader) headerOf(at int) string { return r.t.headerAt(at) }

// rowList gathers rows that a warning is about, the first of them by number.
type rowList struct {
	some  []string
	count int
}

func (l *rowList) add(number int) {
	const named = 20
	if l.count < named {
		l.some = append(l.some, strconv.Itoa(number))
	}
	l.count++
}

func (l *rowList) String() string {
	rows := strings.Join(l.some, "、")
	if l.count > len(l.some) {
		rows += "…"
	}
	return rows
}

// warnOfHidden tells of rows that do not show in the spreadsheet. They are loaded: a
// filing is what the file holds.
func (f *filing) warnOfHidden(sheet string, rows *rowList) {
	if rows.count > 0 {
		f.warnings.add(Warning{Sheet: sheet, Text: jianfu.Say("有 %d 行是隐藏的（第 %s 行），仍按数据读取；不该报的请删去",
			"%d rows are hidden (%s); they were read as data: delete what should not be filed", rows.count, rows)})
	}
}

// nilReturns records what the file says there was nothing of: an empty slice, which is a
// filing and not a gap.
func (f *filing) nilReturns(load *warehouse.Load) {
	data := int64(0)
	for _, t := range f.tables {
		data += t.data
	}
	for _, t := range f.tables {
		for code := range t.nilUnits {
			f.empty(load, t, code)
		}
		switch {
		case len(t.missing) > 0 || t.data > 0 || len(t.nilUnits) > 0:
		case data > 0 && !t.nothing:
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("表里没有数据行，没有读取；如属零报告，请在表中写明“零报告”",
				"the table holds no rows and was not read: write 零报告 in it if there was nothing")})
		default:
			f.nilReturn(load, t)
		}
	}
}

func (f *filing) nilReturn(load *warehouse.Load, t *found) {
	filer := f.department
	if filer == "" {
		filer = t.filer
	}
	blame := func(zh, en string) {
		f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Code: jianfu.MissingValue, Text: jianfu.Text{ZH: zh, EN: en}})
	}
	switch grain := t.contract.Grain; {
	case t.contract.Kind == "department":
		blame("名录里没有单位，请填写后再报", "the directory holds no unit: fill it in")
		return
	case filer == "" && !t.contract.Central:
		blame("表里没有数据。如属零报告，请写明填报单位（名录里的名称），或用 --department 说明",
			"the table holds no rows. If there was nothing, state the unit as 填报单位, or name the --department")
		return
	case (grain == PerMonth || grain == PerYear) && !t.known:
		blame("表里没有数据。如属零报告，请在标题里写明年月，或用 --period 说明",
			"the table holds no rows. If there was nothing, state year and month in the title, or name the --period")
		return
	}
	f.empty(load, t, filer)
}

// empty opens the slices of a unit that had nothing, one for each month or year stated.
func (f *filing) empty(load *warehouse.Load, t *found, code string) {
	if t.contract.Central {
		code = ""
	}
	f.leanOn(t)
	for _, kind := range t.nilKinds(f) {
		key := warehouse.SliceKey{Kind: kind, Department: code}
		switch t.contract.Grain {
		case PerMonth:
			for _, bucket := range t.period.Buckets(jianfu.ByMonth) {
				key.Period = bucket.Start().String()
				load.Slice(key)
			}
		case PerYear:
			for year := t.period.Start().Year(); year <= t.period.Through().Year(); year++ {
				key.Period = jianfu.YearOf(year).String()
				load.Slice(key)
			}
		default:
			key.Period = string(t.contract.Grain)
			load.Slice(key)
		}
	}
}

// nilKinds are the kinds an empty table speaks for: of sisters in one form the one that
// its sheet's or file's name says, else both.
func (t *found) nilKinds(f *filing) []string {
	if t.contract.Split == nil {
		return []string{t.contract.Kind}
	}
	sister := t.contract.Split.Kind
	if f.options.Kind != "" {
		return []string{f.options.Kind}
	}
	named := foldWord(t.sheet.Name)
	switch isSister := strings.HasSuffix(named, foldWord(t.contract.Split.Suffix)); {
	case isSister:
		return []string{sister}
	case strings.Contains(named, "应用"):
		return []string{t.contract.Kind}
	}
	return []string{t.contract.Kind, sister}
}

// repeats blames the rows whose key an earlier row has.
func (f *filing) repeats(load *warehouse.Load) error {
	done := map[string]bool{}
	for _, t := range f.tables {
		c := t.contract
		if done[c.Kind] || len(c.Key) == 0 || len(t.missing) > 0 {
			continue
		}
		done[c.Kind] = true
		rows, err := load.Repeats(c.Kind, c.Key...)
		if err != nil {
			return err
		}
		if f.options.Quarantine {
			if err := load.Retract(c.Kind, rows); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if err := f.blameRepeat(load, c, row); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filing) blameRepeat(load *warehouse.Load, c *Contract, row warehouse.Repeated) error {
	var in *found
	pad, above := 0, 0
	for _, t := range f.tables {
		if t.sheet.Name != row.Sheet || t.last >= row.Row && row.Row > 0 && t.last > 0 {
			continue
		}
		if in == nil || t.last > in.last {
			in, pad = t, above
		}
		above += len(t.kept)
	}
	source := in.sources[c.Column(c.Key[0])]
	header := source.header
	if header == "" { // the unit that --department named
		header = c.Columns[c.Column(c.Key[0])].Header
	}
	value := ""
	for i, at := range in.kept {
		if at == source.at && pad+i < len(row.Cells) {
			value = row.Cells[pad+i]
		}
	}
	fault := jianfu.Fault{File: f.name, Sheet: row.Sheet, Row: row.Row, Column: header, Value: value, Code: jianfu.DuplicateKey,
		Text: jianfu.Say("“%s”在本文件里重复出现，每个只能报一行，请改正或删去重复的行",
			"%q stands in this file more than once: correct it, or delete the repeated row", strings.TrimSpace(value))}
	f.blame(in.index, source.at, fault)
	if f.options.Quarantine {
		return load.Reject(warehouse.Reject{Slice: row.Slice, Fault: fault, Kind: c.Kind, Cells: strings.Join(row.Cells, warehouse.CellSeparator)})
	}
	return nil
}
