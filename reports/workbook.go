package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/metrics"
)

// The sheets behind the tables of a workbook.
func (l wordsOf) sourcesSheet() string { return l.say("数字出处", "sources") }
func (l wordsOf) queriesSheet() string { return l.say("查询语句", "queries") }
func (l wordsOf) caveatsSheet() string { return l.say("数据完整情况", "what is incomplete") }
func (l wordsOf) saidSheet() string    { return l.say("核查结果的说明", "explanations") }
func (l wordsOf) lackSheet() string    { return l.say("缺数未能核查", "not tested") }

// The columns of 数字出处 from which rates are divided.
const numeratorColumn, denominatorColumn = "I", "J"

// headerRow is the header row of a table's sheet, and of 数字出处.
const headerRow = 3

// WriteXLSX writes a report as a workbook: a sheet for each table and chart, with formulas for
// rates and changes so that a reader can check them, followed by the source of every figure, the
// queries, and what is incomplete.
func (r *Report) WriteXLSX(w io.Writer) error {
	b := &workbook{report: r, lang: wordsOf(r.Lang), file: excelize.NewFile(), styles: map[string]int{}, names: map[string]bool{}}
	defer b.file.Close() //nolint:errcheck // it is in memory
	if err := b.write(); err != nil {
		return fmt.Errorf("make the workbook: %w", err)
	}
	var out bytes.Buffer
	if err := b.file.Write(&out); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return settle(out.Bytes(), w)
}

// workbook is a workbook being written. The first error is kept.
type workbook struct {
	report *Report
	lang   wordsOf
	file   *excelize.File
	styles map[string]int // by number format and look
	names  map[string]bool
	err    error
}

func (b *workbook) write() error {
	captions := captions{}
	first := true
	for _, section := range b.report.Sections {
		for _, block := range section.Blocks {
			switch {
			case block.Table != nil:
				b.tableSheet(captions.next(b.lang.say("表", "Table "), block.Table.Caption), block.Table, block.Chart, &first)
			case block.Chart != nil:
				b.tableSheet(captions.next(b.lang.say("图", "Figure "), block.Chart.Caption), block.Chart.table(b.lang), block.Chart, &first)
			case len(block.Panels) > 0:
				for _, panel := range block.Panels {
					if panel.Chart != nil {
						b.tableSheet(captions.next(b.lang.say("图", "Figure "), panel.Title), panel.Chart.table(b.lang), panel.Chart, &first)
					}
				}
			}
		}
	}
	b.sources(&first)
	b.queries()
	b.caveats()
	b.said()
	b.untested()
	at := b.report.AsOf.UTC().Format(time.RFC3339)
	b.keep(b.file.SetDocProps(&excelize.DocProperties{Title: b.report.Title, Creator: "jianfu", LastModifiedBy: "jianfu", Created: at, Modified: at, Language: b.lang.say("zh-CN", "en")}))
	full := true
	b.keep(b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}))
	return b.err
}

func (b *workbook) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet adds a sheet under a name that is valid in a workbook.
func (b *workbook) sheet(name string, first *bool) string {
	name = strings.NewReplacer("[", "（", "]", "）", ":", "：", "*", "＊", "?", "？", "/", "／", "\\", "＼", "'", "’").Replace(name)
	for len(utf16.Encode([]rune(name))) > 31 {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	for n := 2; b.names[strings.ToLower(name)]; n++ {
		runes := []rune(name)
		name = string(runes[:min(len(runes), 27)]) + "_" + strconv.Itoa(n)
	}
	b.names[strings.ToLower(name)] = true
	if *first {
		*first = false
		b.keep(b.file.SetSheetName("Sheet1", name))
		return name
	}
	_, err := b.file.NewSheet(name)
	b.keep(err)
	return name
}

func cellName(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // both begin at 1
	return name
}

func columnName(column int) string {
	name, _ := excelize.ColumnNumberToName(column) // begins at 1
	return name
}

// The styles of cells.
const (
	lookTitle  = "title"
	lookNote   = "note"
	lookRemark = "remark"
	lookHead   = "head"
	lookWord   = "word"
	lookWrap   = "wrap"
	lookNone   = "none" // there is no number
	lookGap    = "gap"  // because nothing was filed
)

// hatched is the number of a pattern of thin slanting lines.
const hatched = 14

// style is the style of a look, or of a number format.
func (b *workbook) style(look string) int {
	if id, known := b.styles[look]; known {
		return id
	}
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	s := &excelize.Style{Border: border, Font: &excelize.Font{Family: "宋体", Size: 11}, Alignment: &excelize.Alignment{Vertical: "center"}}
	switch look {
	case lookTitle:
		s = &excelize.Style{Font: &excelize.Font{Family: "黑体", Size: 16}, Alignment: &excelize.Alignment{Vertical: "center"}}
	case lookNote:
		s = &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Color: "595959"}}
	case lookRemark:
		s = &excelize.Style{Font: &excelize.Font{Family: "宋体", Size: 10, Color: "595959"}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}
	case lookHead:
		s.Font, s.Fill = &excelize.Font{Family: "黑体", Size: 11}, excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}}
		s.Alignment.Horizontal, s.Alignment.WrapText = "center", true
	case lookWord:
	case lookWrap:
		s.Alignment.WrapText, s.Alignment.Vertical = true, "top"
	case lookNone:
		s.Font.Color, s.Alignment.Horizontal = "7F7F7F", "right"
	case lookGap:
		s.Font.Color, s.Alignment.Horizontal = "7F7F7F", "right"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: hatched, Color: []string{"A6A6A6"}}
	default:
		s.CustomNumFmt, s.Alignment.Horizontal = &look, "right"
	}
	id, err := b.file.NewStyle(s)
	b.keep(err)
	b.styles[look] = id
	return id
}

// put writes a cell: a number, a text, or a formula with its result.
func (b *workbook) put(sheet string, column, row int, value any, formula, look string) {
	cell := cellName(column, row)
	if text, isText := value.(string); isText { // it is no formula here, but would be in a CSV of the sheet
		value = jianfu.Harmless(text)
	}
	b.keep(b.file.SetCellValue(sheet, cell, value))
	if formula != "" {
		b.keep(b.file.SetCellFormula(sheet, cell, formula))
	}
	b.keep(b.file.SetCellStyle(sheet, cell, cell, b.style(look)))
}

// blank leaves a cell empty: a chart would draw words as zero.
func (b *workbook) blank(sheet string, column, row int, f *Figure) {
	cell := cellName(column, row)
	b.keep(b.file.SetCellStyle(sheet, cell, cell, b.style(f.noneLook())))
}

// noneLook is how a cell without a number looks: hatched where nothing was filed.
func (f *Figure) noneLook() string {
	if f != nil && f.Value != nil && f.Value.Missing == metrics.NotFiled {
		return lookGap
	}
	return lookNone
}

func (b *workbook) head(sheet, title string, heads []string, widths []float64) {
	b.put(sheet, 1, 1, title, "", lookTitle)
	b.keep(b.file.SetRowHeight(sheet, 1, 26))
	b.put(sheet, 1, 2, fmt.Sprintf(b.lang.say("数据截至 %s（提交号 %d）；%s", "as of %s (commit %d); %s"), b.lang.day(b.report.AsOf), b.report.Commit, b.lang.text(b.report.Caliber.Label)), "", lookNote)
	b.keep(b.file.SetRowHeight(sheet, headerRow, 34))
	for i, head := range heads {
		b.put(sheet, i+1, headerRow, head, "", lookHead)
		b.keep(b.file.SetColWidth(sheet, columnName(i+1), columnName(i+1), widths[i]))
	}
	b.keep(b.file.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: headerRow, TopLeftCell: cellName(2, headerRow+1), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cellName(2, headerRow+1), ActiveCell: cellName(2, headerRow+1), Pane: "bottomRight"}}}))
}

// printed sets the sheet up for A4 paper, as wide as the page and the given number of pages tall (0
// is any), with its header on each.
func (b *workbook) printed(sheet string, tall int) {
	a4, landscape, wide, fit := 9, "landscape", 1, true
	b.keep(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &tall}))
	b.keep(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.keep(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: b.lang.say("&C第 &P 页，共 &N 页", "&Cpage &P of &N")}))
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("'%s'!$1:$%d", sheet, headerRow), Scope: sheet}))
}

// tableSheet writes one table. A column of changes becomes two: the difference and the percentage; and a
// third where what both sides have says something else.
func (b *workbook) tableSheet(caption string, t *Table, chart *Chart, first *bool) {
	sheet := b.sheet(caption, first)
	var heads []string
	var widths []float64
	at := make([]int, len(t.Columns)) // the position of each column of the table
	for i, column := range t.Columns {
		at[i] = len(heads) + 1
		switch {
		case column.Kind == Changes:
			heads, widths = append(heads, column.Head+b.lang.say("增减", ", difference"), column.Head+b.lang.say("幅度", ", percent")), append(widths, 20, 16)
			if t.comparesApart(i) {
				heads, widths = append(heads, column.Head+b.lang.say("可比部分", ", over what both have")), append(widths, 24)
			}
		case i == 0:
			heads, widths = append(heads, or(column.Head, b.lang.say("项目", "item"))), append(widths, 30)
		case column.Kind == Words:
			heads, widths = append(heads, column.Head), append(widths, 36)
		default:
			heads, widths = append(heads, column.Head), append(widths, 16)
		}
	}
	for _, row := range t.Rows {
		for i, cell := range row {
			if t.Columns[i].Kind == Numbers {
				widths[at[i]-1] = max(widths[at[i]-1], cell.Figure.width())
			}
		}
	}
	b.head(sheet, caption, heads, widths)
	blanks, partial := false, false
	for k, row := range t.Rows {
		line := headerRow + 1 + k
		for i, cell := range row {
			partial = partial || cell.Figure.Partial() != ""
			switch {
			case t.Columns[i].Kind == Changes && cell.Change.Uneven() && cell.Change.Delta != nil: // of different units: only what both have is compared
				b.put(sheet, at[i], line, b.lang.say("两期单位或月份不同", "of different units or months"), "", lookNone)
				b.put(sheet, at[i]+1, line, "", "", lookNone)
				text := b.lang.say("没有可比部分", "the sides have nothing in common")
				if both := cell.Change.Comparable; both.Delta != nil {
					text = b.lang.inColumn(cell.Change.Shown(jianfu.Lang(b.lang)))
				}
				b.put(sheet, at[i]+2, line, text, "", lookNone)
			case t.Columns[i].Kind == Changes:
				b.change(sheet, at[i], line, row[t.Columns[i].Of].Figure, row[t.Columns[i].Against].Figure, cellName(at[t.Columns[i].Of], line), cellName(at[t.Columns[i].Against], line))
				if apart := cell.Change.Apart(); apart != nil && cell.Change.Delta != nil {
					text := b.lang.inColumn(apart.Sentence(jianfu.Lang(b.lang)))
					if apart.Delta == nil {
						text = b.lang.say("没有可比部分", "the sides have nothing in common")
					}
					b.put(sheet, at[i]+2, line, text, "", lookNone)
				}
			case chart != nil && t.Columns[i].Kind == Numbers && cell.Figure.amount() == nil:
				b.blank(sheet, at[i], line, cell.Figure)
				blanks = true
			case cell.Figure != nil:
				b.figure(sheet, at[i], line, cell.Figure)
			case t.Columns[i].Kind == Words:
				b.put(sheet, at[i], line, cell.Text, "", lookWord)
			default:
				b.put(sheet, at[i], line, cell.Text, "", lookNone)
			}
		}
	}
	below := headerRow + len(t.Rows) + 2
	note := t.Note
	if blanks {
		note += b.lang.say("空白处没有数，有斜线的是没有报送，原因见“数字出处”。", "Where it is empty there is no number, where it is hatched nothing was filed: the reasons are in sources. ")
	}
	if partial {
		note += b.lang.say("注明未报全的数只含已报送的部分，报了多少见“数字出处”。", "Figures marked (part) have what was filed: sources says how much. ")
	}
	if note != "" {
		b.remark(sheet, below, widths, b.lang.notePrefix()+note)
		below += 2
	}
	tall := 0
	if chart != nil {
		b.chart(sheet, chart, below)
		if len(t.Rows) <= oneSheet {
			tall = 1 // a page break does not cut the chart
		}
	}
	b.printed(sheet, tall)
}

// oneSheet is the largest number of rows that fit on one page with their chart.
const oneSheet = 30

// remark writes a text below a table, as wide as the table: a longer line would make the printed page
// wider.
func (b *workbook) remark(sheet string, row int, widths []float64, text string) {
	var width float64
	for _, w := range widths {
		width += w
	}
	b.keep(b.file.MergeCell(sheet, cellName(1, row), cellName(len(widths), row)))
	b.put(sheet, 1, row, text, "", lookRemark)
	b.keep(b.file.SetRowHeight(sheet, row, min(excelize.MaxRowHeight, 14*float64(1+2*len([]rune(text))/int(width))))) // a Chinese character is two wide
}

// number is a decimal as a spreadsheet holds it.
func number(d jianfu.Decimal) any {
	f, err := strconv.ParseFloat(d.String(), 64)
	if err != nil {
		return d.String()
	}
	return f
}

// digitsOf is the format of a number; Excel would show #,##0.#### of a whole one with a point behind it.
func digitsOf(d jianfu.Decimal) string {
	if strings.Contains(d.String(), ".") {
		return "#,##0.00##"
	}
	return "#,##0"
}

// unitFormat shows a count with its unit: 521次.
func unitFormat(d jianfu.Decimal, unit string) string {
	digits := digitsOf(d)
	if unit == "" {
		return digits
	}
	return digits + `"` + strings.ReplaceAll(unit, `"`, "") + `"`
}

// figure writes a figure: a rate as the quotient of its parts in 数字出处.
func (b *workbook) figure(sheet string, column, row int, f *Figure) {
	amount := f.amount()
	switch {
	case amount == nil:
		b.put(sheet, column, row, f.Stated, "", f.noneLook())
	case f.Value != nil && f.Value.Metric.IsRate():
		line := headerRow + f.Number
		formula := fmt.Sprintf("%[1]s!$%[2]s$%[4]d/%[1]s!$%[3]s$%[4]d", b.lang.sourcesSheet(), numeratorColumn, denominatorColumn, line)
		b.put(sheet, column, row, number(f.Value.Numerator.Quo(*f.Value.Denominator)), formula, rateFormat(f.remark()))
	default:
		b.put(sheet, column, row, number(*amount), "", unitFormat(*amount, f.shownUnit()))
	}
}

// rateFormat shows a rate with a remark.
func rateFormat(remark string) string {
	if remark == "" {
		return "0.00%"
	}
	return `0.00%"` + remark + `"`
}

// remark says what a measured figure rests on: （按汇总数）, （未报全）.
func (f *Figure) remark() string {
	remark := f.lang.text(f.Value.Basis.Mark())
	if f.Partial() != "" {
		remark += f.lang.incomplete()
	}
	return remark
}

// shownUnit is the unit shown after the number, with what must not be passed over: a projection is
// no actual figure, and a part no whole.
func (f *Figure) shownUnit() string {
	switch f.Source {
	case Measured:
		return f.lang.say(f.Value.Metric.Unit, "") + f.remark()
	case Projected:
		return f.unit + f.lang.say("（预计）", " (projected)")
	}
	return f.unit
}

// width is that of a figure in a cell, of which a spreadsheet shows a number that is wider as ###: a
// character of a text may be two wide, and digits are in groups.
func (f *Figure) width() float64 {
	if f.amount() == nil {
		return 0
	}
	text := f.shownUnit()
	if f.Value != nil && f.Value.Metric.IsRate() {
		text = f.remark()
	}
	return float64(4*len(f.amount().String())/3 + 2*len([]rune(text)) + 2)
}

// change writes the change between two columns as formulas: for a count the difference and the
// percentage of the base, for a rate percentage points.
func (b *workbook) change(sheet string, here, row int, current, base *Figure, now, was string) {
	if current == nil || base == nil || !current.Known() || !base.Known() {
		b.put(sheet, here, row, b.incomparable(current, base), "", lookNone)
		b.put(sheet, here+1, row, "", "", lookNone)
		return
	}
	if current.Value.Metric.IsRate() {
		points := rateOf(current).Sub(rateOf(base)).Mul(jianfu.NewDecimal(100)).Round(2)
		b.put(sheet, here, row, number(points), fmt.Sprintf("ROUND((%s-%s)*100,2)", now, was), b.lang.say(`+0.00"个百分点";-0.00"个百分点";"持平"`, `+0.00" points";-0.00" points";"unchanged"`))
		b.put(sheet, here+1, row, "", "", lookNone)
		return
	}
	delta := current.amount().Sub(*base.amount())
	b.put(sheet, here, row, number(delta), now+"-"+was, "+"+digitsOf(delta)+";-"+digitsOf(delta)+b.lang.say(`;"持平"`, `;"unchanged"`))
	if base.amount().Sign() == 0 {
		b.put(sheet, here+1, row, b.lang.say("基数为零，不算百分比", "from zero, no percentage"), "", lookNone)
		return
	}
	b.put(sheet, here+1, row, number(delta.Quo(*base.amount())), fmt.Sprintf("(%s-%s)/%s", now, was, was), `+0.00%;-0.00%;0.00%`)
}

// incomparable says why there is no change, as the sentence of a comparison does.
func (b *workbook) incomparable(current, base *Figure) string {
	for _, f := range []*Figure{base, current} {
		if f != nil && !f.Known() && f.Value != nil {
			return fmt.Sprintf(b.lang.say("不可比（%s）", "not comparable (%s)"), b.lang.text(f.Value.Why()))
		}
	}
	return fmt.Sprintf(b.lang.say("不可比（%s）", "not comparable (%s)"), b.lang.text(metrics.NoData.Text()))
}

func rateOf(f *Figure) jianfu.Decimal { return f.Value.Numerator.Quo(*f.Value.Denominator) }

// chart draws the table of a sheet below it: beside it, the printed page would be twice as wide.
func (b *workbook) chart(sheet string, c *Chart, below int) {
	last := headerRow + len(c.Categories)
	kind := excelize.Col
	if c.Lines {
		kind = excelize.Line
	}
	axis := excelize.ChartAxis{Font: excelize.Font{Size: 10, Color: "404040"}} // LibreOffice shows the default as almost white
	drawn := &excelize.Chart{Type: kind, XAxis: axis, YAxis: axis, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Caption + b.lang.inUnits(c.Unit)}}},
		Legend: excelize.ChartLegend{Position: "bottom"}, Dimension: excelize.ChartDimension{Width: 720, Height: 400}, PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: c.labels()}}} // without the marks of the cells
	for k := range c.Series {
		column := columnName(k + 2)
		drawn.Series = append(drawn.Series, excelize.ChartSeries{Name: fmt.Sprintf("'%s'!$%s$%d", sheet, column, headerRow),
			Categories: fmt.Sprintf("'%s'!$A$%d:$A$%d", sheet, headerRow+1, last), Values: fmt.Sprintf("'%s'!$%[2]s$%[3]d:$%[2]s$%[4]d", sheet, column, headerRow+1, last)})
	}
	b.keep(b.file.AddChart(sheet, cellName(1, below), drawn))
}

// labels is the format of the numbers in a chart.
func (c *Chart) labels() string {
	if c.Unit == "%" {
		return "0.00%"
	}
	return "General"
}

// sources lists where every figure comes from.
func (b *workbook) sources(first *bool) {
	sheet := b.sheet(b.lang.sourcesSheet(), first)
	b.head(sheet, b.lang.sourcesSheet(), strings.Split(b.lang.say("序号 编号 指标代码 指标 时间 口径 数据时点 数 分子 分母 来源 查询 所及报送 报送情况", "no. id metric label period caliber as-of figure numerator denominator source query submissions coverage"), " "),
		[]float64{7, 58, 30, 34, 16, 12, 28, 14, 12, 12, 12, 8, 40, 34})
	kinds := map[Source]string{Measured: b.lang.say("统计", "measured"), Setting: b.lang.say("规定", "rule"), Projected: b.lang.say("推算", "projected"), Found: b.lang.say("核查", "check")}
	for i, f := range b.report.Figures {
		row := headerRow + 1 + i
		at := b.report.AsOf.UTC().Format(time.RFC3339Nano)
		for k, text := range []string{"", f.ID, f.Name, f.Label, f.When(), or(f.Caliber, "—"), at, f.Stated} {
			b.put(sheet, k+1, row, text, "", lookWord)
		}
		b.put(sheet, 1, row, f.Number, "", "0")
		for k, part := range f.parts() {
			if part == nil {
				b.put(sheet, 9+k, row, "", "", lookNone)
				continue
			}
			b.put(sheet, 9+k, row, number(*part), "", "General")
		}
		b.put(sheet, 11, row, kinds[f.Source], "", lookWord)
		if f.query > 0 {
			b.put(sheet, 12, row, f.query, "", "0")
			b.put(sheet, 13, row, submissions(b.report.Queries[f.query-1].Submissions), "", lookWord)
		} else {
			b.put(sheet, 12, row, "", "", lookNone)
			b.put(sheet, 13, row, "", "", lookNone)
		}
		b.put(sheet, 14, row, f.Partial(), "", lookWord)
	}
	b.printed(sheet, 0)
}

// parts are the operands of a rate; of a count the first is the count itself.
func (f *Figure) parts() [2]*jianfu.Decimal {
	if f.Value != nil {
		return [2]*jianfu.Decimal{f.Value.Numerator, f.Value.Denominator}
	}
	return [2]*jianfu.Decimal{f.amount(), nil}
}

// submissions are numbers as people write them: 1—7、9.
func submissions(ids []int64) string {
	var b strings.Builder
	for i := 0; i < len(ids); {
		j := i
		for j+1 < len(ids) && ids[j+1] == ids[j]+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteString("、")
		}
		b.WriteString(strconv.FormatInt(ids[i], 10))
		if j > i {
			b.WriteString("—" + strconv.FormatInt(ids[j], 10))
		}
		i = j + 1
	}
	return b.String()
}

// cellLimit is how many characters a cell may have, with room to spare.
const cellLimit = 32000

// queries are the statements that were run, each in as many cells as it needs.
func (b *workbook) queries() {
	first := false
	sheet := b.sheet(b.lang.queriesSheet(), &first)
	b.head(sheet, b.lang.queriesSheet(), []string{b.lang.say("查询", "query"), "SQL"}, []float64{8, 150})
	row := headerRow
	for i, query := range b.report.Queries {
		for _, statement := range query.Statements {
			for text := []rune(statement); len(text) > 0; {
				n := min(len(text), cellLimit)
				row++
				b.put(sheet, 1, row, i+1, "", "0")
				b.put(sheet, 2, row, string(text[:n]), "", lookWrap)
				text = text[n:]
				b.keep(b.file.SetRowHeight(sheet, row, 120))
			}
		}
	}
	b.printed(sheet, 0)
}

// caveatLine is how many Chinese characters fit in a line of the caveats' column.
const caveatLine = 58

func (b *workbook) caveats() {
	first := false
	sheet := b.sheet(b.lang.caveatsSheet(), &first)
	b.head(sheet, b.lang.caveatsSheet(), []string{b.lang.say("时间", "period"), b.lang.say("提示", "note")}, []float64{18, 120})
	for i, c := range b.report.Caveats {
		b.put(sheet, 1, headerRow+1+i, b.lang.when(c.months()), "", lookWord)
		b.put(sheet, 2, headerRow+1+i, b.lang.text(c.Notice.Text), "", lookWrap)
		b.keep(b.file.SetRowHeight(sheet, headerRow+1+i, min(excelize.MaxRowHeight, 15*float64(1+len([]rune(b.lang.text(c.Notice.Text)))/caveatLine)))) // not every program fits the height to the text
	}
	if len(b.report.Caveats) == 0 {
		b.put(sheet, 1, headerRow+1, b.lang.say("所涉报表均已报送", "all filings are there"), "", lookWord)
	}
	b.printed(sheet, 0)
}

// said lists what was said of findings of checks, if anything was.
func (b *workbook) said() {
	if len(b.report.Said) == 0 {
		return
	}
	first := false
	sheet := b.sheet(b.lang.saidSheet(), &first)
	b.head(sheet, b.lang.saidSheet(), strings.Split(b.lang.say("核查 日期 单位 对象 情况 说明 说明人 同样的说明", "check day unit subject detail explanation by alike"), " "), []float64{24, 12, 20, 36, 30, 50, 12, 10})
	for i, said := range b.report.Said {
		for column, text := range []string{b.lang.text(said.Check.Label), said.Day.String(), said.Unit, b.lang.text(said.Subject), b.lang.text(said.Detail), said.Explanation.Text, said.Explanation.By, strconv.Itoa(said.Explanation.Same)} {
			b.put(sheet, column+1, headerRow+1+i, text, "", lookWrap)
		}
	}
	b.printed(sheet, 0)
}

// untested lists what the checks could not test, if there is anything.
func (b *workbook) untested() {
	if len(b.report.Untested) == 0 {
		return
	}
	first := false
	sheet := b.sheet(b.lang.lackSheet(), &first)
	b.head(sheet, b.lang.lackSheet(), strings.Split(b.lang.say("核查 日期 单位 对象 缺什么", "check day unit subject lacks"), " "), []float64{30, 12, 20, 36, 60})
	for i, f := range b.report.Untested {
		for column, text := range []string{b.lang.text(f.Check.Label), f.Day.String(), f.Unit, b.lang.text(f.Subject), b.lang.text(f.Missing)} {
			b.put(sheet, column+1, headerRow+1+i, text, "", lookWrap)
		}
	}
	b.printed(sheet, 0)
}

var textFormula = regexp.MustCompile(`( t="str")(><f>[^<]*</f><v>)(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)(</v>)`)

var defaultType = regexp.MustCompile(`<Default [^>]*></Default>`)

// settle rewrites the archive with the results of formulas as numbers, and with its types in order:
// excelize marks every formula's value as text, which programs that do not calculate would believe,
// and lists the types of pictures in random order.
func settle(content []byte, w io.Writer) error {
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	to := zip.NewWriter(w)
	for _, file := range from.File {
		in, err := file.Open()
		if err != nil {
			return err
		}
		part, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		if strings.HasPrefix(file.Name, "xl/worksheets/sheet") {
			part = textFormula.ReplaceAll(part, []byte("$2$3$4"))
		}
		if file.Name == "[Content_Types].xml" {
			types := defaultType.FindAllString(string(part), -1)
			slices.Sort(types)
			part = defaultType.ReplaceAllFunc(part, func([]byte) []byte {
				next := types[0]
				types = types[1:]
				return []byte(next)
			})
		}
		out, err := to.CreateHeader(&zip.FileHeader{Name: file.Name, Method: zip.Deflate}) // no time: the same bytes every day
		if err != nil {
			return err
		}
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	return to.Close()
}
