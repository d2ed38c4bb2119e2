package loaders

import (
	"context"
	"errors"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// survey finds the tables of the book. It notes a fault where there is none, and for
// every required column that is absent.
func (f *filing) survey(ctx context.Context, book *sheet.Book) error {
	sheets := book.Sheets()
	rows, fields := 0, 0
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
		t := f.recognise(s, i, top)
		switch {
		case t == nil && len(top) > 0:
			f.warnings.add(Warning{Sheet: s.Name, Text: jianfu.Say("看不出是哪种报表，没有读取", "no known kind of table: not read")})
		case t != nil:
			f.tables = append(f.tables, t)
		}
	}
	f.setAside()
	switch {
	case len(f.tables) > 0:
	case rows == 0:
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile,
			Text: jianfu.Say("文件里没有内容，请重新提供", "the file holds nothing: provide it again")})
	case f.csv && fields < 2:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnreadableFile, Text: jianfu.Say(
			"文件里的文字没有分栏，不是表格，或编码已损坏。请用 Excel 或 WPS 打开核对，另存为 .xlsx 再报",
			"the text has no columns: it is no table, or its encoding is broken. Check it in Excel or WPS and save it as .xlsx")})
	default:
		f.warnings = warningList{}
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.UnknownKind, Text: jianfu.Say(
			"看不出是哪种报表：没有找到认识的表头。请用 jianfu template 的空表填报，或用 --kind 说明种类",
			"no known kind of table: there is no header that a contract has. Use the blank forms of jianfu template, or name the --kind")})
	}
	return nil
}

// setAside passes over tables that are only beside the others of the workbook: one that
// lacks columns and that nothing names, and totals whose month nobody can tell.
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
		month := t.contract.Column("month")
		switch {
		case len(t.missing) > 0 && !t.titled,
			t.contract.Kind == totals && t.sources[month].absent() && !(t.known && t.period.Months() == 1):
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("像是%[1]s，但列不全或看不出是哪个月，没有读取",
				"it looks like %[2]q but lacks columns or its month: not read", t.contract.Name.ZH, t.contract.Name.EN)})
		default:
			kept = append(kept, t)
		}
	}
	f.tables = kept
}

// totals is the kind of the summaries that workbooks often have beside the records.
const totals = "reported_total"

// errEnough ends the reading of a sheet whose top is known.
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

func (f *filing) recognise(s *sheet.Sheet, index int, top []keptRow) *found {
	finder := f.finder(s)
	t := finder.find(top)
	if t == nil {
		return nil
	}
	table := &found{table: t, sheet: s, index: index}
	for _, row := range top {
		if row.Number >= t.first {
			break
		}
		for _, cell := range row.Cells {
			if text := strings.TrimSpace(cell.Text); text != "" && !cell.Merged {
				table.titles = append(table.titles, text)
			}
		}
	}
	table.period, table.known = f.stated, !f.stated.IsZero()
	if !table.known {
		table.period, table.known = statedPeriod(table.titles, s.Name, f.name)
		without, _ := statedPeriod(table.titles, s.Name, "")
		table.byName = table.period != without
		if !table.known {
			table.period, table.known = placedPeriod(table.titles, s.Name, f.name)
			table.byName, table.guessed = table.known, table.known
		}
	}
	table.filer = f.filerOf(table)
	return table
}

func (f *filing) finder(s *sheet.Sheet) *finder {
	all := f.loader.contracts
	finder := &finder{index: all.headers, department: f.department != "",
		named: foldWord(s.Name) + "\n" + foldWord(baseName(f.name)) + "\n"}
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

// filerOf reads 填表单位(盖章)：… among the lines above a table: the code of the unit; ""
// where there is none or it is not in the directory.
func (f *filing) filerOf(t *found) string {
	titles := t.titles
	for i, title := range titles {
		folded := foldWord(title)
		for _, word := range []string{"填报单位", "填表单位", "报送单位", "单位名称", "上报单位"} {
			rest, isFiler := strings.CutPrefix(folded, word)
			if !isFiler {
				continue
			}
			rest = strings.TrimPrefix(bareHeader(rest), ":")
			if rest == "" && i+1 < len(titles) {
				rest = titles[i+1]
			}
			for _, next := range []string{"填报时间", "填报日期", "填表时间", "填表日期", "报送时间", "报送日期", "填报人", "填表人", "联系", "报送期", "单位:"} {
				rest, _, _ = strings.Cut(rest, next)
			}
			units := f.units.find(rest)
			if list := codes(units); len(list) > 1 && t.known { // one name, several units in turn
				units = on(units, t.period.From())
			}
			if list := codes(units); len(list) == 1 {
				return list[0]
			}
		}
	}
	return ""
}
