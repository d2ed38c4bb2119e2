package reports

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/metrics"
	"jianfu/reports/docx"
)

// figuresTitle and caveatsTitle are the titles of the annexes that every report has.
func (l wordsOf) figuresTitle() string {
	return l.say("数字的口径、来源和编号", "Figures: calibers, sources and ids")
}

func (l wordsOf) caveatsTitle() string { return l.say("数据完整情况", "What is incomplete") }

func (l wordsOf) annexNumber(n int) string { return l.say("附件", "Annex ") + strconv.Itoa(n) }

// notePrefix begins a paragraph in small letters.
func (l wordsOf) notePrefix() string { return l.say("注：", "Note: ") }

// WriteDOCX lays a report out as an official document (GB/T 9704-2012).
func (r *Report) WriteDOCX(w io.Writer) error {
	l := wordsOf(r.Lang)
	d := &docx.Document{Title: r.Title, At: r.AsOf}
	if len(r.Sign) > 0 {
		d.Author = r.Sign[0]
	}
	r.wordHead(d)
	rows, of := r.annex()
	page := wordPage{lang: l, captions: captions{}, of: of, linked: r.Sources == "", small: r.Kind == OnePager, brief: r.Kind == MonthlyBulletin}
	body, annexes := r.parts()
	for i, section := range body {
		if section.Level > 0 {
			d.Paragraph(docx.HeadingStyle(section.Level), docx.Plain(section.Number+section.Title)...)
		}
		for k, block := range section.Blocks {
			page.write(d, section, block, i == len(body)-1 && k == len(section.Blocks)-1) // the signature is not alone on a page
		}
	}
	r.wordEnd(d, annexes)
	for i, annex := range annexes {
		d.Paragraph(docx.AnnexStyle, docx.Plain(l.annexNumber(i+1))...)
		d.Paragraph(docx.AnnexTitle, docx.Plain(annex.Title)...)
		for _, block := range annex.Blocks {
			page.write(d, annex, block, false)
		}
	}
	if r.Sources == "" {
		r.wordFigures(d, len(annexes)+1, rows)
	}
	return d.Write(w)
}

// parts are the sections of the document itself, and its annexes.
func (r *Report) parts() (body, annexes []Section) {
	for _, section := range r.Sections {
		switch {
		case !section.Annex:
			body = append(body, section)
		case len(section.Blocks) > 0:
			annexes = append(annexes, section)
		}
	}
	return body, annexes
}

// wordHead writes the letterhead, the title, and whom it is written to.
func (r *Report) wordHead(d *docx.Document) {
	h := r.Head
	if h.Organ != "" {
		d.Paragraph(docx.OrganStyle, docx.Plain(h.Organ)...)
	}
	switch {
	case h.Signer != "":
		d.Paragraph(docx.SignerStyle, docx.Plain(h.Number+"\t签发人："+h.Signer)...)
	case h.Number != "" || h.Organ != "":
		d.Paragraph(docx.NumberStyle, docx.Plain(h.Number)...)
	}
	style := docx.TitleStyle
	if r.Kind != AnnualReport {
		style = docx.AnnexTitle // less space above and below
	}
	d.Paragraph(style, docx.Plain(r.Title)...)
	if h.To != "" {
		d.Paragraph(docx.AddresseeStyle, docx.Plain(strings.TrimRight(h.To, "：:")+"：")...)
	}
}

// wordEnd writes what follows the text: the annexes by name, the signature, and the end of the
// letterhead.
func (r *Report) wordEnd(d *docx.Document, annexes []Section) {
	l := wordsOf(r.Lang)
	if r.Kind == OnePager {
		return
	}
	var titles []string
	for _, annex := range annexes {
		titles = append(titles, annex.Title)
	}
	if r.Sources == "" {
		titles = append(titles, l.figuresTitle(), l.caveatsTitle())
	}
	for i, title := range titles {
		lead := "　　　"
		if i == 0 {
			if r.Kind != MonthlyBulletin {
				d.Kept(docx.BodyStyle)
			}
			lead = l.say("附件：", "Annexes: ")
		}
		d.Kept(docx.EnclosureStyle, docx.Plain(lead+strconv.Itoa(i+1)+"."+l.say("", " ")+title)...)
	}
	for i, line := range r.Sign {
		if i == 0 && r.Kind != MonthlyBulletin {
			d.Kept(docx.BodyStyle)
		}
		d.Paragraph(docx.SignStyle, docx.Plain(line)...)
	}
	for i, line := range r.Head.ending() {
		if i == 0 {
			d.Paragraph(docx.BodyStyle)
		}
		d.Paragraph(docx.CopiesStyle, docx.Plain(line)...)
	}
}

// ending are the lines of the letterhead below the text.
func (h Letterhead) ending() []string {
	var lines []string
	if h.Copies != "" {
		lines = append(lines, "抄送："+strings.TrimRight(h.Copies, "。")+"。")
	}
	if h.Printed != "" {
		lines = append(lines, h.Printed)
	}
	return lines
}

// wordPage writes the blocks of a document.
type wordPage struct {
	lang     wordsOf
	captions captions
	of       map[*Figure]int // the row of each figure in the annex
	linked   bool            // there is such an annex
	small    bool            // all words are in small letters
	brief    bool            // the title of an annex says what its table is
}

func (p wordPage) write(d *docx.Document, section Section, block Block, last bool) {
	switch text := block.Paragraph.Text(); {
	case block.Table != nil:
		if !p.brief || !section.Annex {
			d.Kept(docx.CaptionStyle, docx.Plain(p.captions.next(p.lang.say("表", "Table "), block.Table.Caption))...)
		}
		table := p.table(block.Table)
		table.Kept, table.Small = last, block.Table.Dense || section.Annex
		d.Table(table)
	case block.Chart != nil:
		d.Kept(docx.CaptionStyle, docx.Plain(p.captions.next(p.lang.say("图", "Figure "), block.Chart.Caption))...)
		d.Chart(p.lang.wordChart(block.Chart))
	case len(block.Panels) > 0:
		var panels []docx.Panel
		for _, panel := range block.Panels {
			drawn := docx.Panel{Title: panel.Title, Text: p.runs(panel.Text.Spans)}
			if panel.Chart != nil {
				chart := p.lang.wordChart(panel.Chart)
				drawn.Chart = &chart
			}
			panels = append(panels, drawn)
		}
		d.Panels(panels)
	case section.Annex:
		d.Paragraph(docx.SmallStyle, p.runs(block.Paragraph.Spans)...)
	case p.small:
		d.Paragraph(docx.NoteStyle, p.runs(block.Paragraph.Spans)...)
	case strings.HasPrefix(text, p.lang.notePrefix()) && last:
		d.Kept(docx.NoteStyle, p.runs(block.Paragraph.Spans)...)
	case strings.HasPrefix(text, p.lang.notePrefix()):
		d.Paragraph(docx.NoteStyle, p.runs(block.Paragraph.Spans)...)
	case section.Level == 0 && strings.HasSuffix(text, "："):
		d.Paragraph(docx.AddresseeStyle, p.runs(block.Paragraph.Spans)...)
	case last:
		d.Kept(docx.BodyStyle, p.runs(block.Paragraph.Spans)...)
	default:
		d.Paragraph(docx.BodyStyle, p.runs(block.Paragraph.Spans)...)
	}
}

func mark(row int) string { return "row" + strconv.Itoa(row+1) }

// run is a text that leads to the row of its figure in the annex, and shows the figure's id.
func (p wordPage) run(text string, f *Figure) docx.Run {
	if f == nil || !p.linked {
		return docx.Run{Text: text}
	}
	return docx.Run{Text: text, Anchor: mark(p.of[f]), Tip: f.ID}
}

func (p wordPage) runs(spans []Span) []docx.Run {
	var runs []docx.Run
	for _, span := range spans {
		runs = append(runs, p.run(span.Text, span.Figure))
	}
	return runs
}

// captions number tables and charts, each for themselves.
type captions map[string]int

func (c captions) next(kind, caption string) string {
	c[kind]++
	return fmt.Sprintf("%s%d %s", kind, c[kind], caption)
}

func (p wordPage) table(t *Table) docx.Table {
	table := docx.Table{}
	if t.Note != "" {
		table.Note = p.lang.notePrefix() + strings.TrimSpace(t.Note)
	}
	for i, column := range t.Columns {
		c := docx.Column{Head: column.Head, Weight: 11, Align: "right"}
		switch {
		case i == 0:
			c.Weight, c.Align = 22, "left"
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
			line.Cells = append(line.Cells, p.run(cell.words(p.lang), cell.Figure))
		}
		table.Rows = append(table.Rows, line)
	}
	return table
}

// words are the text of a cell: a column of changes has 同比 in its head already.
func (c Cell) words(l wordsOf) string {
	switch {
	case c.Figure != nil && (c.Part || c.Figure.Value != nil && c.Figure.Value.Short()):
		return c.Figure.Stated + l.incomplete()
	case c.Figure != nil:
		return c.Figure.Stated
	case c.Change != nil && c.Change.Delta == nil:
		return "—"
	case c.Change != nil:
		return l.inColumn(c.Change.Shown(jianfu.Lang(l)))
	}
	return c.Text
}

// inColumn is the sentence of a change below a head that says what it is compared with.
func (l wordsOf) inColumn(sentence string) string {
	return strings.TrimSpace(strings.Replace(strings.Replace(strings.TrimPrefix(sentence, "同比"), "）同比", "）", 1), " year over year", "", 1))
}

func (l wordsOf) wordChart(c *Chart) docx.Chart {
	chart := docx.Chart{Title: c.Caption, Unit: l.say("单位："+c.Unit, strings.Replace(c.Unit, "count", "", 1)), Categories: c.Categories, Lines: c.Lines}
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

// wordFigures writes the annexes of figures and of what is incomplete.
func (r *Report) wordFigures(d *docx.Document, number int, rows []*annexRow) {
	l := wordsOf(r.Lang)
	d.Paragraph(docx.AnnexStyle, docx.Plain(l.annexNumber(number))...)
	d.Paragraph(docx.AnnexTitle, docx.Plain(l.figuresTitle())...)
	for _, line := range r.annexNotes() {
		d.Paragraph(docx.NoteStyle, docx.Plain(line)...)
	}
	table := docx.Table{Small: true, Columns: []docx.Column{{Head: l.say("指标", "figure"), Weight: 25, Align: "left"}, {Head: l.say("口径", "caliber"), Weight: 11, Align: "center"},
		{Head: l.say("来源", "source"), Weight: 18, Align: "left"}, {Head: l.say("编号", "id"), Weight: 46, Align: "left"}}}
	for i, row := range rows {
		table.Rows = append(table.Rows, docx.Row{Mark: mark(i), Cells: docx.Words(row.label, row.caliber, row.origin, row.ids())})
	}
	d.Table(table)
	d.Paragraph(docx.AnnexStyle, docx.Plain(l.annexNumber(number+1))...)
	d.Paragraph(docx.AnnexTitle, docx.Plain(l.caveatsTitle())...)
	for _, line := range slices.Concat(r.caveatLines(), r.saidLines(), r.untestedLines()) {
		d.Paragraph(docx.NoteStyle, docx.Plain(line)...)
	}
}

// caveatLines say what is incomplete.
func (r *Report) caveatLines() []string {
	l := wordsOf(r.Lang)
	if len(r.Caveats) == 0 {
		return []string{l.say("所涉报表均已报送，没有发现不完整的情况。", "All filings are there: nothing incomplete was found.")}
	}
	var lines []string
	for i, c := range r.Caveats {
		lines = append(lines, fmt.Sprintf(l.say("（%d）%s。", "(%d) %s."), i+1, c.sentence(l)))
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
	l := wordsOf(r.Lang)
	lines := []string{l.say("核查结果的说明：", "Explanations of findings of checks:")}
	for i, said := range r.Said[:min(len(r.Said), mostSaid)] {
		lines = append(lines, fmt.Sprintf(l.say("（%d）%s。", "(%d) %s."), i+1, strings.TrimSuffix(said.sentence(l), "。")))
	}
	if more := len(r.Said) - mostSaid; more > 0 {
		lines = append(lines, fmt.Sprintf(l.say("另有 %d 条，见 jianfu check --period %s。", "%d more are in jianfu check --period %s."), more, r.Period))
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
	l := wordsOf(r.Lang)
	var checks []*metrics.Check
	named := map[*metrics.Check][]string{}
	for _, f := range r.Untested {
		if named[f.Check] == nil {
			checks = append(checks, f.Check)
		}
		named[f.Check] = append(named[f.Check], f.Unit+l.say("“", " “")+l.text(f.Subject)+l.say("”缺", "” lacks ")+l.text(f.Missing))
	}
	lines := []string{l.say("缺数未能核查、不算通过的：", "Not tested for lack of figures, and so not passed:")}
	for i, check := range checks {
		list := named[check]
		text := strings.Join(list[:min(len(list), namedLacks)], l.say("；", "; "))
		if len(list) > namedLacks {
			text += l.say("；等等，逐条见", "; and others:") + " jianfu check " + check.Name + " --period " + r.Period.String()
		}
		lines = append(lines, fmt.Sprintf(l.say("（%d）%s：%s。", "(%d) %s: %s."), i+1, l.text(check.Label), text))
	}
	return lines
}

// untestedLine says in a document without an annex that the checks could not test everything.
func (r *Report) untestedLine() []string {
	if len(r.Untested) == 0 {
		return nil
	}
	l := wordsOf(r.Lang)
	return []string{l.say("注：有的核查缺数、没有查，不算通过，逐项见同一报告的工作簿（.xlsx）。", "Note: some checks lack figures and have not passed (see the workbook).")}
}

// sentence is 计划外召开的会议：2023年5月2日市水务局“防汛会”，计划外召开。说明：省里临时部署（王科员）.
func (s Listed) sentence(l wordsOf) string {
	day, by, same := s.Day.Time().Format(l.say("2006年1月2日", "2 January 2006")), "", ""
	if s.Explanation.By != "" {
		by = l.say("（"+s.Explanation.By+"）", " ("+s.Explanation.By+")")
	}
	if s.Explanation.Same > 1 {
		same = fmt.Sprintf(l.say("，同样的说明共 %d 条", ", %d explanations alike"), s.Explanation.Same)
	}
	return fmt.Sprintf(l.say("%s：%s%s“%s”，%s。说明：%s%s%s", "%s: %s, %s, “%s”, %s. Explanation: %s%s%s"), l.text(s.Check.Label), day, s.Unit, l.text(s.Subject), l.text(s.Detail),
		strings.TrimSuffix(s.Explanation.Text, "。"), by, same)
}

var besideHan = regexp.MustCompile(`(\p{Han}) (\d)|(\d) (\p{Han})`)

// sentence is the text of a caveat in a document, with its months if the text does not name them.
func (c Caveat) sentence(l wordsOf) string {
	text := strings.TrimRight(l.text(c.Notice.Text), "。.")
	if l == wordsOf(jianfu.Chinese) {
		text = besideHan.ReplaceAllString(besideHan.ReplaceAllString(text, "$1$2$3$4"), "$1$2$3$4")
	}
	named := len(c.Notice.Slices) > 0 && !slices.ContainsFunc(c.Notice.Slices, func(s metrics.NoticeSlice) bool { return s.Department != "" || s.Period.IsZero() })
	if named {
		return text
	}
	return l.when(c.months()) + l.say("：", ": ") + text
}
