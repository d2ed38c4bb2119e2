package reports

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/metrics"
	"jianfu/reports/docx"
)

// The annexes of a report.
const (
	annexFigures = "数字的口径、编号和来源"
	annexCaveats = "数据完整情况"
)

// WriteDOCX lays a report out as an official document (GB/T 9704-2012).
func (r *Report) WriteDOCX(w io.Writer) error {
	d := &docx.Document{Title: r.Title, At: r.AsOf}
	if len(r.Sign) > 0 {
		d.Author = r.Sign[0]
	}
	d.Paragraph(docx.TitleStyle, docx.Plain(r.Title)...)
	captions := captions{}
	for i, section := range r.Sections {
		if section.Level > 0 {
			d.Paragraph(docx.HeadingStyle(section.Level), docx.Plain(section.Number+section.Title)...)
		}
		for k, block := range section.Blocks {
			last := i == len(r.Sections)-1 && k == len(section.Blocks)-1 // the signature is not alone on a page
			switch {
			case block.Table != nil:
				d.Paragraph(docx.CaptionStyle, docx.Plain(captions.next("表", block.Table.Caption))...)
				table := wordTable(block.Table)
				table.Kept = last
				d.Table(table)
			case block.Chart != nil:
				d.Paragraph(docx.CaptionStyle, docx.Plain(captions.next("图", block.Chart.Caption))...)
				d.Chart(wordChart(block.Chart))
			case section.Level == 0 && strings.HasSuffix(block.Paragraph.Text(), "："):
				d.Paragraph(docx.AddresseeStyle, wordRuns(block.Paragraph.Spans)...)
			case last:
				d.Kept(docx.BodyStyle, wordRuns(block.Paragraph.Spans)...)
			default:
				d.Paragraph(docx.BodyStyle, wordRuns(block.Paragraph.Spans)...)
			}
		}
	}
	d.Kept(docx.BodyStyle)
	d.Kept(docx.EnclosureStyle, docx.Plain("附件：1."+annexFigures)...)
	d.Kept(docx.EnclosureStyle, docx.Plain("　　　2."+annexCaveats)...)
	for i, line := range r.Sign {
		if i == 0 {
			d.Kept(docx.BodyStyle)
		}
		d.Paragraph(docx.SignStyle, docx.Plain(line)...)
	}
	r.wordAnnexes(d)
	return d.Write(w)
}

func mark(f *Figure) string { return "figure" + strconv.Itoa(f.Number) }

func wordRuns(spans []Span) []docx.Run {
	var runs []docx.Run
	for _, span := range spans {
		run := docx.Run{Text: span.Text}
		if span.Figure != nil {
			run.Anchor = mark(span.Figure)
		}
		runs = append(runs, run)
	}
	return runs
}

// captions number tables and charts, each for themselves.
type captions map[string]int

func (c captions) next(kind, caption string) string {
	c[kind]++
	return fmt.Sprintf("%s%d %s", kind, c[kind], caption)
}

func wordTable(t *Table) docx.Table {
	table := docx.Table{}
	if t.Note != "" {
		table.Note = "注：" + t.Note
	}
	for i, column := range t.Columns {
		c := docx.Column{Head: column.Head, Weight: 11, Align: "right"}
		switch {
		case i == 0:
			c.Weight, c.Align = 20, "left"
		case column.Kind == Changes:
			c.Weight, c.Align = 24, "left"
		case column.Kind == Words:
			c.Weight, c.Align = 16, "left"
		}
		table.Columns = append(table.Columns, c)
	}
	for _, row := range t.Rows {
		line := docx.Row{}
		for _, cell := range row {
			line.Cells = append(line.Cells, cell.Words())
		}
		table.Rows = append(table.Rows, line)
	}
	return table
}

// Words is the text of a cell: a column of changes has 同比 in its head already.
func (c Cell) Words() string {
	switch {
	case c.Figure != nil:
		return c.Figure.Stated
	case c.Change != nil:
		return strings.TrimPrefix(c.Change.Sentence(jianfu.Chinese), "同比")
	}
	return c.Text
}

func wordChart(c *Chart) docx.Chart {
	chart := docx.Chart{Title: c.Caption, Unit: c.Unit, Categories: c.Categories, Lines: c.Lines}
	for _, s := range c.Series {
		series := docx.Series{Name: s.Name}
		for _, f := range s.Figures {
			series.Values = append(series.Values, f.drawn())
		}
		chart.Series = append(chart.Series, series)
	}
	return chart
}

// drawn is the value of a figure in a chart: a rate in percent; nil is a gap.
func (f *Figure) drawn() *float64 {
	amount := f.amount()
	if amount == nil {
		return nil
	}
	if f.Value != nil && f.Value.Metric.IsRate() {
		percent := f.Value.Numerator.Quo(*f.Value.Denominator).Mul(jianfu.NewDecimal(100)).Round(2)
		amount = &percent
	}
	number, err := strconv.ParseFloat(amount.String(), 64)
	if err != nil {
		return nil
	}
	return &number
}

func (r *Report) wordAnnexes(d *docx.Document) {
	d.Paragraph(docx.AnnexStyle, docx.Plain("附件1")...)
	d.Paragraph(docx.AnnexTitle, docx.Plain(annexFigures)...)
	for _, line := range r.annexNotes() {
		d.Paragraph(docx.NoteStyle, docx.Plain(line)...)
	}
	table := docx.Table{Small: true, Columns: []docx.Column{{Head: "序号", Weight: 5, Align: "center"}, {Head: "指标", Weight: 24, Align: "left"},
		{Head: "时间", Weight: 11, Align: "left"}, {Head: "数", Weight: 9, Align: "right"}, {Head: "口径", Weight: 9, Align: "center"}, {Head: "编号或来源", Weight: 42, Align: "left"}}}
	for _, f := range r.Figures {
		caliber := or(f.Caliber, "—")
		table.Rows = append(table.Rows, docx.Row{Mark: mark(f), Cells: []string{strconv.Itoa(f.Number), f.Label, f.When(), f.Stated, caliber, f.ID}})
	}
	d.Table(table)
	d.Paragraph(docx.AnnexStyle, docx.Plain("附件2")...)
	d.Paragraph(docx.AnnexTitle, docx.Plain(annexCaveats)...)
	for _, line := range r.caveatLines() {
		d.Paragraph(docx.BodyStyle, docx.Plain(line)...)
	}
	for _, line := range slices.Concat(r.saidLines(), r.untestedLines()) {
		d.Paragraph(docx.BodyStyle, docx.Plain(line)...)
	}
}

// annexNotes say how to read the annex of figures.
func (r *Report) annexNotes() []string {
	lines := []string{"数据时点：" + moment(r.AsOf) + "，第 " + strconv.FormatInt(r.Commit, 10) + " 次提交，再次生成相同的报告用" + r.again() + "。用 jianfu trace 加编号可以追到报送的原表。",
		r.Caliber.Label.ZH + "：" + r.Caliber.Definition.ZH + "。标“—”的指标不分口径。"}
	if r.Structure == metrics.StructureThen {
		lines = append(lines, "比较的基数按当时的单位和战线相加（--structure then）。")
	}
	return lines
}

// again are the flags by which the same is asked once more, whatever was filed since.
func (r *Report) again() string {
	return " --as-of " + r.AsOf.UTC().Format(time.RFC3339Nano) + " --known-at " + strconv.FormatInt(r.Commit, 10)
}

// caveatLines say what is incomplete.
func (r *Report) caveatLines() []string {
	if len(r.Caveats) == 0 {
		return []string{"所涉报表均已报送，没有发现不完整的情况。"}
	}
	var lines []string
	for i, c := range r.Caveats {
		lines = append(lines, fmt.Sprintf("（%d）%s。", i+1, c.sentence()))
	}
	return lines
}

// mostSaid is how many explanations a document prints; the workbook has all of them.
const mostSaid = 50

// saidLines are what was said of findings of checks, those of a check together.
func (r *Report) saidLines() []string {
	if len(r.Said) == 0 {
		return nil
	}
	lines := []string{"核查结果的说明："}
	for i, said := range r.Said[:min(len(r.Said), mostSaid)] {
		lines = append(lines, fmt.Sprintf("（%d）%s。", i+1, strings.TrimSuffix(said.sentence(), "。")))
	}
	if more := len(r.Said) - mostSaid; more > 0 {
		lines = append(lines, fmt.Sprintf("另有 %d 条，见 jianfu check --period %s。", more, r.Period))
	}
	return lines
}

// namedLacks is how many of what a check could not test a document names; the workbook has all of them.
const namedLacks = 5

// untestedLines are what the checks could not test, those of a check together.
func (r *Report) untestedLines() []string {
	if len(r.Untested) == 0 {
		return nil
	}
	var checks []*metrics.Check
	named := map[*metrics.Check][]string{}
	for _, f := range r.Untested {
		if named[f.Check] == nil {
			checks = append(checks, f.Check)
		}
		named[f.Check] = append(named[f.Check], f.Unit+"“"+f.Subject.ZH+"”缺"+f.Missing.ZH)
	}
	lines := []string{"缺数未能核查、不算通过的："}
	for i, check := range checks {
		list := named[check]
		text := strings.Join(list[:min(len(list), namedLacks)], "；")
		if len(list) > namedLacks {
			text += "；等等，逐条见 jianfu check " + check.Name + " --period " + r.Period.String()
		}
		lines = append(lines, fmt.Sprintf("（%d）%s %d 条：%s。", i+1, check.Label.ZH, len(list), text))
	}
	return lines
}

// sentence is 计划外召开的会议：2023年5月2日市水务局“防汛会”，计划外召开。说明：省里临时部署（王科员）.
func (s Listed) sentence() string {
	text := s.Check.Label.ZH + "：" + s.Day.Time().Format("2006年1月2日") + s.Unit + "“" + s.Subject.ZH + "”，" + s.Detail.ZH + "。说明：" + strings.TrimSuffix(s.Explanation.Text, "。")
	if s.Explanation.By != "" {
		text += "（" + s.Explanation.By + "）"
	}
	if s.Explanation.Same > 1 {
		text += fmt.Sprintf("，同样的说明共 %d 条", s.Explanation.Same)
	}
	return text
}

var besideHan = regexp.MustCompile(`(\p{Han}) (\d)|(\d) (\p{Han})`)

// sentence is the text of a caveat in a document, with its months if the text does not name them.
func (c Caveat) sentence() string {
	text := besideHan.ReplaceAllString(besideHan.ReplaceAllString(strings.TrimSuffix(c.Notice.Text.ZH, "。"), "$1$2$3$4"), "$1$2$3$4")
	named := len(c.Notice.Slices) > 0 && !slices.ContainsFunc(c.Notice.Slices, func(s metrics.NoticeSlice) bool { return s.Department != "" || s.Period.IsZero() })
	if named {
		return text
	}
	return when(c.months()) + "：" + text
}
