package loaders

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

const (
	guideSheet     = "填表说明"
	templateHeader = 3    // the row of the header
	templateRows   = 2000 // covered by the checks of the form
	unitColumn     = "H"  // of the guide, where the units are
)

// guideNames are sheets that explain a form: they are skipped without a warning.
var guideNames = words("填表说明 填报说明 说明 填写说明 填报要求")

// FormOf is what is filled into a blank form beforehand.
type FormOf struct {
	Department string        // the unit, by code or name: the form then has no column for it; "" leaves both blank
	Period     jianfu.Period // the zero Period leaves it blank
}

// Template writes the blank form of a kind as .xlsx: a title, the header with required columns
// marked by *, drop-downs for choices, yes and no, and the units of the directory, checks of dates
// and whole numbers, and a sheet that explains every column. A form that was filled in loads
// without changes. The error is jianfu.Invalid for an unknown kind or unit.
func (l *Loader) Template(ctx context.Context, kind string, of FormOf, w io.Writer) error {
	contract, err := l.contracts.Find(kind)
	if err != nil {
		return err
	}
	units, err := readDirectory(ctx, l.warehouse, "")
	if err != nil {
		return err
	}
	if of.Department != "" {
		found := codes(units.find(of.Department))
		if len(found) != 1 {
			return jianfu.Errorf(jianfu.Invalid, "名录里没有单位“%s”，或不止一个：请写单位编码", "the directory has no unit %q, or several: give its code", of.Department)
		}
		of.Department = units.nameOf(found[0])
	}
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // what it holds was read, or is in memory
	form := &form{book: book, contract: contract, sheet: contract.Name.ZH, units: distinct(units.names), of: of}
	if err := form.write(); err != nil {
		return fmt.Errorf("make the form of %s: %w", kind, err)
	}
	if err := book.Write(w); err != nil {
		return fmt.Errorf("write the form of %s: %w", kind, err)
	}
	return nil
}

func distinct(names []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

// form is a blank form being written.
type form struct {
	book     *excelize.File
	contract *Contract
	sheet    string
	units    []string
	of       FormOf
	columns  []formColumn
	header   int // the last row of the header
}

// formColumn is a column of the form: a count of totals has one for each span.
type formColumn struct {
	*Column
	span string
}

// formSpans are the spans in the form of totals.
var formSpans = []string{"本月", "上年同期"}

func (f *form) write() error {
	f.header = templateHeader
	unit := slices.IndexFunc(f.contract.Columns, func(c Column) bool { return c.Type == UnitType })
	for i := range f.contract.Columns {
		column := &f.contract.Columns[i]
		switch {
		case !column.onForm(), i == unit && column.Required && f.of.Department != "": // the line 填报单位 has it
		case f.contract.isCount(i):
			for _, span := range formSpans {
				if column.Form {
					f.columns = append(f.columns, formColumn{column, span})
				}
			}
		case f.contract.Kind != totals || column.Required:
			f.columns = append(f.columns, formColumn{column, ""})
		}
	}
	if f.contract.Kind == totals {
		f.header++
	}
	// The columns' formats first: those of title and header override them.
	steps := []func() error{f.sheets, f.checks, f.top, f.headers, f.guide}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (f *form) sheets() error {
	if err := f.book.SetSheetName("Sheet1", f.sheet); err != nil {
		return err
	}
	_, err := f.book.NewSheet(guideSheet)
	return err
}

// top writes the title and the line under it that states unit and period.
func (f *form) top() error {
	last, err := excelize.CoordinatesToCellName(len(f.columns), 1)
	if err != nil {
		return err
	}
	title, err := f.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 16},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center"}})
	if err != nil {
		return err
	}
	if err := f.book.SetCellValue(f.sheet, "A1", strings.TrimSuffix(f.contract.Name.ZH, "表")+"表"); err != nil {
		return err
	}
	if err := f.book.MergeCell(f.sheet, "A1", last); err != nil {
		return err
	}
	if err := f.book.SetCellStyle(f.sheet, "A1", last, title); err != nil {
		return err
	}
	if err := f.book.SetRowHeight(f.sheet, 1, 30); err != nil {
		return err
	}
	if err := f.book.SetCellStr(f.sheet, "A2", "填报单位："+f.of.Department); err != nil {
		return err
	}
	if f.contract.Grain == Ledger || f.contract.Grain == Whole {
		return nil
	}
	period := "报送期：　　　　年　　月"
	if f.contract.Grain == PerYear {
		period = "报送期：　　　　年"
	}
	if f.of.Period != (jianfu.Period{}) {
		period = "报送期：" + f.of.Period.Label(jianfu.Chinese)
	}
	return f.book.SetCellStr(f.sheet, "C2", period)
}

func (f *form) headers() error {
	var border []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Style: 1, Color: "000000"}) // without a colour other programs refuse the file
	}
	style := func(fill string) (int, error) {
		return f.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
			Border:    border,
			Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	}
	required, err := style("FCE4D6")
	if err != nil {
		return err
	}
	optional, err := style("EDEDED")
	if err != nil {
		return err
	}
	put := func(row, column int, text string, look int) error {
		cell, err := excelize.CoordinatesToCellName(column, row)
		if err != nil {
			return err
		}
		if err := f.book.SetCellValue(f.sheet, cell, text); err != nil {
			return err
		}
		return f.book.SetCellStyle(f.sheet, cell, cell, look)
	}
	for i, column := range f.columns {
		text, look := column.Header, optional
		if column.Required {
			text, look = "*"+text, required
		}
		if err := put(templateHeader, i+1, text, look); err != nil {
			return err
		}
		if f.header == templateHeader {
			continue
		}
		if err := put(f.header, i+1, column.span, look); err != nil {
			return err
		}
		if err := f.mergeHeader(i); err != nil {
			return err
		}
	}
	return f.book.SetPanes(f.sheet, &excelize.Panes{Freeze: true, YSplit: f.header,
		TopLeftCell: fmt.Sprintf("A%d", f.header+1), ActivePane: "bottomLeft"})
}

// mergeHeader merges the two rows of a header above a column: a count across its spans, others
// downwards.
func (f *form) mergeHeader(i int) error {
	right, bottom := i+1, f.header
	if f.columns[i].span != "" {
		right, bottom = i+len(formSpans), templateHeader
		if f.columns[i].span != formSpans[0] {
			return nil
		}
	}
	from, err := excelize.CoordinatesToCellName(i+1, templateHeader)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(right, bottom)
	if err != nil {
		return err
	}
	return f.book.MergeCell(f.sheet, from, to)
}

// checks sets the width, the number format and the validation of each column.
func (f *form) checks() error {
	dates, err := f.book.NewStyle(&excelize.Style{CustomNumFmt: ptr("yyyy-mm-dd")})
	if err != nil {
		return err
	}
	texts, err := f.book.NewStyle(&excelize.Style{NumFmt: 49}) // text: numbers such as 001 stay as typed
	if err != nil {
		return err
	}
	for i, column := range f.columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.book.SetColWidth(f.sheet, name, name, width(column.Column)); err != nil {
			return err
		}
		first, last := fmt.Sprintf("%s%d", name, f.header+1), fmt.Sprintf("%s%d", name, f.header+templateRows)
		switch f.contract.typeOnForm(column.Column) {
		case DateType:
			err = f.book.SetColStyle(f.sheet, name, dates)
		case KeyType, TextType, SpanType, MonthType, MonthOfYearType:
			err = f.book.SetColStyle(f.sheet, name, texts)
		}
		if err != nil {
			return err
		}
		if err := f.check(column.Column, first+":"+last); err != nil {
			return err
		}
	}
	return nil
}

func ptr[T any](v T) *T { return &v }

func width(column *Column) float64 {
	w := max(10, float64(utf8.RuneCountInString(column.Header))*2+3)
	switch column.Type {
	case UnitType:
		w = max(w, 24)
	case ListType:
		w = max(w, 36)
	case TextType, KeyType:
		w = max(w, 18)
	case DateType, SpanType:
		w = max(w, 13)
	}
	if column.Required && (column.Type == TextType || column.Type == KeyType) {
		w = max(w, 28)
	}
	return w
}

// typeOnForm asks for one day where only the first day of a span would be kept.
func (c *Contract) typeOnForm(column *Column) Type {
	if column.Type != SpanType {
		return column.Type
	}
	for i := range c.Columns {
		if c.Columns[i].Until == column.Name {
			return SpanType
		}
	}
	return DateType
}

// check sets the validation or the drop-down list of a column.
func (f *form) check(column *Column, cells string) error {
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	strict := true
	switch f.contract.typeOnForm(column) {
	case ChoiceType:
		var list []string
		for _, value := range column.Values {
			list = append(list, value.Value)
		}
		if err := v.SetDropList(list); err != nil {
			return err
		}
		strict = !column.Open
	case YesNoType:
		if err := v.SetDropList([]string{"是", "否"}); err != nil {
			return err
		}
	case UnitType:
		if len(f.units) == 0 {
			return nil
		}
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$2:$%s$%d", guideSheet, unitColumn, unitColumn, len(f.units)+1))
		strict = false // other spellings load as well
	case IntegerType, NumberType:
		low, high := int64(0), int64(1_000_000)
		if column.Min != nil {
			low = *column.Min
		}
		if column.Max != nil {
			high = *column.Max
		}
		whole := excelize.DataValidationTypeWhole
		if column.Type == NumberType {
			whole = excelize.DataValidationTypeDecimal
		}
		if err := v.SetRange(int(low), int(high), whole, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
	case DateType:
		const earliest, latest = 32874, 73050 // 1990-01-01, 2099-12-31
		if err := v.SetRange(earliest, latest, excelize.DataValidationTypeDate, excelize.DataValidationOperatorBetween); err != nil {
			return err
		}
		strict = len(column.None) == 0
	default:
		return nil
	}
	v.SetInput(column.Header, short(column.Describe.ZH))
	if strict {
		v.SetError(excelize.DataValidationErrorStyleStop, column.Header, short("填写有误："+column.Describe.ZH))
	} else {
		v.ShowErrorMessage = false
	}
	return f.book.AddDataValidation(f.sheet, v)
}

// short shortens a message to what Excel shows.
func short(text string) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), 200)])
}

// empty says what to write if there is nothing.
func (f *form) empty() string {
	if f.contract.Kind == totals {
		return "没有的填 0；不清楚的空着，空着不算作零。列可以增减：上面列出的各项加上“本月”“累计”“上年同期”都能读取，也可以每月一列（1月、2月……）。"
	}
	return "带 * 的列必须填写；没有数据时在表中写“零报告”，并写明填报单位和报送期。"
}

// guide writes the sheet that explains the columns, and the units to choose from.
func (f *form) guide() error {
	rows := [][]any{{"列名", "必填", "怎么填", "可填的值", "也可写作", "English"}}
	for i := range f.contract.Columns {
		column := &f.contract.Columns[i]
		if !column.onForm() {
			continue
		}
		required, choices := "", column.choices()
		if column.Required {
			required = "必填"
		}
		if column.Type == YesNoType {
			choices = "是、否"
		}
		rows = append(rows, []any{column.Header, required, column.Describe.ZH, choices, strings.Join(column.Aliases, "、"), column.Label.EN + ": " + column.Describe.EN})
	}
	rows = append(rows, []any{}, []any{"表名：" + f.contract.Name.ZH}, []any{f.contract.Describe.ZH},
		[]any{f.empty()},
		[]any{"涉密内容和个人信息（姓名、电话、住址）不得填入。"})
	for i, row := range rows {
		if err := f.book.SetSheetRow(guideSheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	units := append([]string{"名录中的单位"}, f.units...)
	for i, name := range units {
		if err := f.book.SetCellValue(guideSheet, fmt.Sprintf("%s%d", unitColumn, i+1), name); err != nil {
			return err
		}
	}
	for i, width := range []float64{22, 8, 60, 30, 50, 60, 4, 28} {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.book.SetColWidth(guideSheet, name, name, width); err != nil {
			return err
		}
	}
	return nil
}
