package loaders

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// survey finds the tables of the book. It reports a fault if there is none, and for every missing
// required column.
func (f *filing) survey(ctx context.Context, book *sheet.Book) error {
	sheets := book.Sheets()
	f.sheets = len(sheets)
	rows, fields := 0, 0
	var crossed jianfu.Fault
	book.Verify(ctx, func(s *sheet.Sheet) bool { return !s.Hidden && !guideNames[foldWord(s.Name)] })
	for i := range sheets {
		s := &sheets[i]
		f.csv = s.Name == "" && !book.Records()
		if guideNames[foldWord(s.Name)] {
			continue
		}
		if s.Hidden {
			f.warnings.add(Warning{Sheet: s.Name, Text: jianfu.Say("隐藏的工作表没有读取", "the hidden sheet was not read")})
			continue
		}
		top, err := f.top(ctx, s)
		if err != nil {
			return err
		}
		rows += len(top)
		for _, row := range top {
			fields = max(fields, row.Width)
		}
		tables := f.recognise(s, i, top)
		if len(tables) == 0 && crossed.Code == "" {
			crossed = f.crossed(s.Name, top)
		}
		if len(tables) == 0 && len(top) > 0 {
			if tables = f.continued(s, i, top); len(tables) == 0 {
				f.warnings.add(Warning{Sheet: s.Name, Text: jianfu.Say("看不出是哪种报表，没有读取", "no known kind of table: not read")})
			}
		}
		f.tables = append(f.tables, tables...)
	}
	f.setAside()
	switch {
	case len(f.tables) > 0:
	case rows == 0:
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile,
			Text: jianfu.Say("文件里没有内容，请重新提供", "the file is empty: provide it again")})
	case f.csv && fields < 2:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile, Text: jianfu.Say(
			"文件里的文字没有分栏，不是表格，或编码已损坏。请用 Excel 或 WPS 打开核对，另存为 .xlsx 再报",
			"the text has no columns: it is not a table, or its encoding is broken. Check it in Excel or WPS and save it as .xlsx")})
	case crossed.Code != "":
		f.warnings = warningList{}
		f.blameWhole(-1, 0, crossed)
	default:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnknownKind, Text: jianfu.Say(
			"看不出是哪种报表：没有找到认识的表头。明细表一条一行，表头如“主办单位、会议名称、召开时间”；汇总表一个单位一行、一项一列，表头如“单位、会议场次、发文数”（可分“本月、累计、上年同期”），或一月一列，表头如“单位、1月、2月”，标题写明是什么数，如“2023年召开会议情况统计表”。也可用 jianfu template 的空表填报",
			"no known kind of table: no header matches a contract. A table of records has a row for each, under headers such as 主办单位, 会议名称, 召开时间; a table of totals a row for each unit and a column for each count, such as 单位, 会议场次, 发文数 (each with 本月, 累计, 上年同期 below where wanted), or a column for each month, such as 单位, 1月, 2月, with a title that says what is counted, such as 2023年召开会议情况统计表. Or use the blank forms of jianfu template")})
	}
	return nil
}

// crossed is the fault of a table whose columns are units; it has no code if there is no such table.
func (f *filing) crossed(sheetName string, top []keptRow) jianfu.Fault {
	const fewest = 2
	for _, row := range top {
		var units []string
		for _, cell := range row.Cells {
			if !cell.Merged && len(f.units.find(cell.Text)) > 0 {
				units = append(units, trim(cell.Text))
			}
		}
		if len(units) >= fewest && !isData(row) && f.headersBelow(top) >= fewest {
			return jianfu.Fault{Sheet: sheetName, Row: row.Number, Value: strings.Join(units[:fewest], "、"), Code: jianfu.UnknownKind, Text: jianfu.Say(
				"表头写在了第一列，一条记录占一列，读不出来。请改成一条记录一行：在 Excel 或 WPS 里选中整张表复制，在空白工作表里“选择性粘贴→转置”，列名保持不变",
				"the headers are in the first column and each record has a column, which cannot be read. Have a row for each record: copy the table in Excel or WPS and paste it transposed into an empty sheet; the headers stay as they are")}
		}
		if len(units) >= fewest && !isData(row) {
			return jianfu.Fault{Sheet: sheetName, Row: row.Number, Value: strings.Join(units[:fewest], "、"), Code: jianfu.UnknownKind, Text: jianfu.Say(
				"单位写在了列上，读不出来。请改成一个单位一行：在 Excel 或 WPS 里选中整张表复制，在空白工作表里“选择性粘贴→转置”，把左上角一格改成“单位”，标题照抄在上面一行；各列的名称用统计项，如“会议场次、发文数”，或用时间，如“1月、2月”“2022年、2023年”，由标题写明是什么数，如“2023年召开会议情况统计表”",
				"the units are in columns, which cannot be read. Have a row for each unit: copy the table in Excel or WPS, paste it transposed into an empty sheet, change its top left cell to 单位 and write the title above it. Columns are counts, such as 会议场次, 发文数, or spans, such as 1月, 2月 or 2022年, 2023年, with a title that says what is counted, such as 2023年召开会议情况统计表")}
		}
	}
	return jianfu.Fault{}
}

// headersBelow counts headers of records in the first column.
func (f *filing) headersBelow(top []keptRow) (n int) {
	for _, row := range top {
		if len(row.Cells) == 0 {
			continue
		}
		if slices.ContainsFunc(f.loader.contracts.headers.headers[foldHeader(row.Cells[0].Text)], func(ref headerRef) bool {
			return ref.contract.Kind != totals && ref.contract.Columns[ref.column].Required
		}) {
			n++
		}
	}
	return n
}

// setAside skips tables that only accompany the others of the workbook: those that lack columns and
// are not named, and totals of unknown months.
func (f *filing) setAside() {
	complete := 0
	for _, t := range f.tables {
		if len(t.missing) == 0 && t.contract.Kind != totals {
			complete++
		}
	}
	if complete == 0 {
		return
	}
	kept := f.tables[:0]
	for _, t := range f.tables {
		switch {
		case len(t.missing) > 0 && !t.titled,
			t.contract.Kind == totals && (t.uncounted || !t.placed() || t.byName && t.placedByTitle()):
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("像是%[1]s，但列不全或看不出是哪个月份，没有读取",
				"it looks like %[2]q but lacks columns or its months: not read", t.contract.Name.ZH, t.contract.Name.EN)})
		default:
			kept = append(kept, t)
		}
	}
	f.tables = kept
}

// totals is the kind of the summaries that workbooks often have beside the records.
const totals = "reported_total"

// errEnough ends the reading of a sheet whose top has been copied.
var errEnough = errors.New("enough rows")

// top copies the first rows of a sheet.
func (f *filing) top(ctx context.Context, s *sheet.Sheet) ([]keptRow, error) {
	var top []keptRow
	err := s.Rows(ctx, func(row *sheet.Row) error {
		top = append(top, keep(row))
		if len(top) == headerRows {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return top, err
}

// recognise finds the tables in the top of a sheet.
func (f *filing) recognise(s *sheet.Sheet, index int, top []keptRow) []*placedTable {
	var list []*placedTable
	for _, t := range f.finder(s).find(top) {
		over := &above{}
		for _, row := range top {
			if row.Number >= t.first {
				break
			}
			over.add(row)
		}
		if len(list) == 0 {
			f.warnOfAbove(s.Name, top, t.first)
		}
		list = append(list, f.place(&placedTable{table: t, sheet: s, index: index, titles: over.lines, own: len(over.lines), above: over}))
	}
	return list
}

// warnOfAbove reports rows of numbers above the header: a table of something else.
func (f *filing) warnOfAbove(sheetName string, top []keptRow, first int) {
	rows, numbers := &rowList{}, 0
	for i := range top {
		if top[i].Number >= first {
			break
		}
		here := 0
		for _, cell := range top[i].Cells {
			if cell.Kind == sheet.Number && !cell.Merged {
				if year, whole := plainInteger(cell.Text); !whole || year < earliestYear || year > latestYear {
					here++
				}
			}
		}
		if here > 0 && ownTexts(&top[i].Row) > here {
			rows.add(top[i].Number)
			numbers += here
		}
	}
	const fewest = 2
	if numbers >= fewest {
		f.warnings.add(Warning{Sheet: sheetName, Text: jianfu.Say("表头上方有 %[1]d 行数（第 %[2]s 行），不属于认识的报表，没有读取", "%[1]d rows of numbers above the header (%[2]s) belong to no known table and were not read", rows.count, rows)})
	}
}

// place determines the period and the unit of a table from the lines above it and the names of
// sheet and file.
func (f *filing) place(t *placedTable) *placedTable {
	s := t.sheet
	t.period, t.known = f.stated, !f.stated.IsZero()
	if !t.known {
		t.period, t.known = statedPeriod(t.titles, s.Name, f.name)
		without, _ := statedPeriod(t.titles, s.Name, "")
		t.byName = t.period != without
		if !t.known {
			t.period, t.known = placedPeriod(t.titles, s.Name, f.name)
			t.byName, t.guessed = t.known, t.known
		}
	}
	t.parts = statedParts(t.titles, s.Name, f.name)
	if t.contract.Kind == totals && t.byName && !t.sources[t.contract.Column("month")].absent() {
		// Months in rows are not narrowed by that of a name.
		if p, ok := statedPeriod(t.titles, s.Name, ""); ok {
			t.period, t.known, t.byName = p, true, false
		}
	}
	f.warnOfNames(t)
	f.placeUnit(t)
	t.settle()
	return t
}

// warnOfNames warns of a sheet, or a file, whose name states other months than its table.
func (f *filing) warnOfNames(t *placedTable) {
	if !t.known || !f.stated.IsZero() {
		return
	}
	base := baseName(f.name)
	for i, name := range [2]string{t.sheet.Name, strings.TrimSuffix(base, filepath.Ext(base))} {
		named := readStated(name)
		if named.first == 0 {
			continue
		}
		if named.year == 0 && i == 0 {
			named.year = t.period.Start().Year()
		}
		p, ok := named.period()
		if !ok || overlapping(p, t.period) || i == 1 && f.nameWarned {
			continue
		}
		t.misnamed = t.misnamed || i == 0
		what := jianfu.Say("工作表名", "the sheet's name")
		if i == 1 {
			what, f.nameWarned = jianfu.Say("文件名", "the file's name"), true
		}
		f.warnings.add(Warning{Sheet: t.sheet.Name, Value: name, Text: jianfu.Say("%[1]s写的是 %[3]s，表里写的是 %[5]s，按表里的读取；如果表里写错了，请改正后重报", "%[2]s says %[4]s, the table %[6]s, which was taken: correct the table if it is wrong and file again",
			what.ZH, what.EN, p.Label(jianfu.Chinese), p.String(), t.period.Label(jianfu.Chinese), t.period.String())})
	}
}

func overlapping(a, b jianfu.Period) bool { return a.From() < b.Until() && b.From() < a.Until() }

// placeUnit finds the unit of the rows of a table that has no column for it.
func (f *filing) placeUnit(t *placedTable) {
	one := func(units []unit) string {
		list := codes(units)
		if len(list) > 1 && t.known { // one name, several units in turn
			list = codes(on(units, t.period.From()))
		}
		if len(list) != 1 {
			return ""
		}
		return list[0]
	}
	ofCity := t.contract.Kind == totals
	t.filerLine = t.above.filer(f.units)
	if t.filerLine.text != "" {
		for _, title := range t.titles {
			if other := one(f.units.unitIn(title)); other != "" && !strings.Contains(title, t.filerLine.label) {
				t.filers = append(t.filers, other)
			}
		}
		for _, l := range t.above.filers(f.units) {
			if other := one(f.units.find(l.text)); other != "" {
				t.filers = append(t.filers, other)
			}
		}
		if t.filer = one(f.units.find(t.filerLine.text)); t.filer == "" {
			t.city = ofCity && f.units.isCity(t.filerLine.text)
		}
		return
	}
	for _, title := range append(t.titles[:len(t.titles):len(t.titles)], t.sheet.Name) {
		if t.filer = one(f.units.unitIn(title)); t.filer != "" {
			return
		}
	}
	t.city = ofCity && slices.ContainsFunc(append(t.titles[:len(t.titles):len(t.titles)], t.sheet.Name), func(title string) bool {
		return f.units.cityIn(title, f.loader.contracts.headers.says(t.contract))
	})
	if !t.city && f.own != "" {
		t.filer, t.byFiler = f.own, true
	}
}

// continued takes a sheet without a header for more rows of the table in the sheet before it, if
// its first row fits that table.
func (f *filing) continued(s *sheet.Sheet, index int, top []keptRow) []*placedTable {
	if len(f.tables) == 0 {
		return nil
	}
	before := f.tables[len(f.tables)-1]
	if before.index != index-1 || before.until > 0 || len(before.missing) > 0 || ownTexts(&top[0].Row) < 2 {
		return nil
	}
	for i, source := range before.sources {
		column := &before.contract.Columns[i]
		if source.at < 0 || !column.Required {
			continue
		}
		if source.at >= len(top[0].Cells) {
			return nil
		}
		text := trim(top[0].Cells[source.at].Text)
		reader := newColumnReader(before.contract, column, source, f.units)
		reader.setYear(2000) // any: only whether it is a day matters
		if text == "" || reader.parse(text).code != "" {
			return nil
		}
	}
	t := *before.table
	t.first, t.last = 0, 0
	return []*placedTable{f.place(&placedTable{table: &t, sheet: s, index: index, titles: before.titles, above: before.above})}
}

func (f *filing) finder(s *sheet.Sheet) *finder {
	all := f.loader.contracts
	finder := &finder{index: all.headers, department: f.department != "" || f.own != "", units: f.units, sheet: s.Name, hidden: s.HiddenColumns(),
		named: []string{s.Name, baseName(f.name)}}
	for _, name := range finder.named {
		finder.namedFolded = append(finder.namedFolded, foldWord(name))
	}
	if f.options.Kind != "" {
		contract := all.Kind(f.options.Kind)
		if contract.SplitOf != "" {
			contract = all.Kind(contract.SplitOf)
		}
		finder.contracts, finder.forced = []*Contract{contract}, true
		return finder
	}
	for _, contract := range all.kinds {
		if contract.SplitOf == "" {
			finder.contracts = append(finder.contracts, contract)
		}
	}
	return finder
}

func baseName(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
