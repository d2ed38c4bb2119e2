package docx

import (
	"fmt"
	"strings"
)

// Table is a table no wider than the text. A short one is kept on one page; a longer one repeats
// its header on every page, no row is split between two pages, and none is alone.
type Table struct {
	Columns []Column
	Rows    []Row
	Note    string // below the table
	Kept    bool   // kept on the page of what follows
	Small   bool   // small letters, for the tables of an annex
}

// Column is one column. Weight is its share of the width.
type Column struct {
	Head   string
	Weight int
	Align  string // left, center or right
}

// Row is one row. Mark, if set, is the name that a Run's Anchor links to.
type Row struct {
	Cells []Run
	Mark  string
}

// shortTable is the largest number of rows that is kept on one page.
const shortTable = 8

// Table adds a table.
func (d *Document) Table(t Table) {
	total := 0
	for _, c := range t.Columns {
		total += c.Weight
	}
	style := cellStyle
	if t.Small {
		style = SmallStyle
	}
	widths := make([]int, len(t.Columns))
	b := &d.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="JGrid"/><w:tblW w:w="` + fmt.Sprint(textWidth) + `" w:type="dxa"/><w:jc w:val="center"/>` +
		`<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	for i, c := range t.Columns {
		widths[i] = textWidth * c.Weight / total
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, widths[i])
	}
	b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.cell(widths[i], style, keepNext, "center", Run{Text: c.Head}, "", true)
	}
	b.WriteString(`</w:tr>`)
	for k, row := range t.Rows {
		keep := ""
		if last := len(t.Rows) - 1; k < last && (len(t.Rows) <= shortTable || k == 0 || k == last-1) || k == last && t.Kept {
			keep = keepNext
		}
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range t.Columns {
			text, mark := Run{}, ""
			if i < len(row.Cells) {
				text = row.Cells[i]
			}
			if i == 0 {
				mark = row.Mark
			}
			d.cell(widths[i], style, keep, c.Align, text, mark, false)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	keep := ""
	if t.Kept {
		keep = keepNext
	}
	under := NoteStyle
	if t.Small {
		under = SmallStyle
	}
	d.paragraph(under, keep, Plain(t.Note)) // also an empty one: two tables in a row would merge into one
}

func (d *Document) cell(width int, style, keep, align string, run Run, mark string, head bool) {
	b := &d.body
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>%s`, width, style, keep)
	fmt.Fprintf(b, `<w:jc w:val="%s"/></w:pPr>`, align)
	if mark != "" {
		d.marks++
		fmt.Fprintf(b, `<w:bookmarkStart w:id="%d" w:name="%s"/><w:bookmarkEnd w:id="%d"/>`, d.marks, escape(mark), d.marks)
	}
	var text strings.Builder
	for i, line := range strings.Split(run.Text, "\n") {
		text.WriteString(`<w:r><w:rPr>`)
		if head {
			text.WriteString(`<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体" w:hint="eastAsia"/>`)
		} else {
			text.WriteString(`<w:rFonts w:hint="eastAsia"/>`)
		}
		text.WriteString(`</w:rPr>`)
		if i > 0 {
			text.WriteString(`<w:br/>`)
		}
		text.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t></w:r>`)
	}
	b.WriteString(run.linked(text.String()))
	b.WriteString(`</w:p></w:tc>`)
}

// Panel is a heading, a line and a chart.
type Panel struct {
	Title string
	Text  []Run
	Chart *Chart // nil is none
}

// The frame of a panel's chart in EMU, and how many panels are side by side.
const panelWidth, panelHeight, panelsAcross = 74 * 36000, 33 * 36000, 2

// Panels lays panels out side by side.
func (d *Document) Panels(panels []Panel) {
	b := &d.body
	width := textWidth / panelsAcross
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + fmt.Sprint(textWidth) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for range panelsAcross {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString(`</w:tblGrid>`)
	for row := 0; row < len(panels); row += panelsAcross {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i := row; i < row+panelsAcross; i++ {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
			if i < len(panels) {
				d.paragraph(PanelTitle, "", Plain(panels[i].Title))
				d.paragraph(PanelStyle, "", panels[i].Text)
				if panels[i].Chart != nil {
					d.chart(*panels[i].Chart, panelWidth, panelHeight)
				}
			} else {
				d.paragraph(PanelStyle, "", nil)
			}
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}
