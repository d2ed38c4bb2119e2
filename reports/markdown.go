package reports

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"jianfu/metrics"
)

// WriteMarkdown writes a report as Markdown. Charts become tables.
func (r *Report) WriteMarkdown(w io.Writer) error {
	out := bufio.NewWriter(w) // keeps the first error until Flush
	put := func(lines ...string) {
		for _, line := range lines {
			out.WriteString(line + "\n") //nolint:errcheck // see above
		}
		out.WriteString("\n") //nolint:errcheck // see above
	}
	l := wordsOf(r.Lang)
	for _, line := range []string{r.Head.Organ, r.Head.Number} {
		if line != "" {
			put(escapeMarkdown(line))
		}
	}
	put("# " + escapeMarkdown(r.Title))
	if r.Head.To != "" {
		put(escapeMarkdown(strings.TrimRight(r.Head.To, "：:") + "："))
	}
	captions := captions{}
	blocks := func(list []Block) {
		for _, block := range list {
			switch {
			case block.Table != nil:
				put(captions.next(l.say("表", "Table "), block.Table.Caption))
				put(markdownTable(l, block.Table)...)
				if block.Table.Note != "" {
					put(l.notePrefix() + escapeMarkdown(strings.TrimSpace(block.Table.Note)))
				}
			case block.Chart != nil:
				put(captions.next(l.say("图", "Figure "), block.Chart.Caption) + l.inUnits(block.Chart.Unit))
				put(markdownTable(l, block.Chart.table(l))...)
			case len(block.Panels) > 0:
				for _, panel := range block.Panels {
					put("## " + escapeMarkdown(panel.Title))
					put(escapeMarkdown(panel.Text.Text()))
					if panel.Chart != nil {
						put(markdownTable(l, panel.Chart.table(l))...)
					}
				}
			default:
				put(escapeMarkdown(block.Paragraph.Text()))
			}
		}
	}
	body, annexes := r.parts()
	for _, section := range body {
		if section.Level > 0 {
			put(strings.Repeat("#", section.Level+1) + " " + escapeMarkdown(section.Number+section.Title))
		}
		blocks(section.Blocks)
	}
	if r.Kind != OnePager {
		put(r.Sign...)
	}
	for _, line := range r.Head.ending() {
		put(escapeMarkdown(line))
	}
	for i, annex := range annexes {
		put("## " + l.annexNumber(i+1) + l.say("：", ": ") + escapeMarkdown(annex.Title))
		blocks(annex.Blocks)
	}
	if r.Sources != "" {
		return out.Flush()
	}
	put("## " + l.annexNumber(len(annexes)+1) + l.say("：", ": ") + l.figuresTitle())
	for _, line := range r.annexNotes() {
		put(escapeMarkdown(line))
	}
	lines := []string{l.say("| 指标 | 口径 | 来源 | 编号 |", "| figure | caliber | source | id |"), "|---|---|---|---|"}
	rows, _ := r.annex()
	for _, row := range rows {
		lines = append(lines, "| "+escapeMarkdown(row.label)+" | "+row.caliber+" | "+escapeMarkdown(row.origin)+" | `"+strings.ReplaceAll(row.ids(), "|", "\\|")+"` |")
	}
	put(lines...)
	put("## " + l.annexNumber(len(annexes)+2) + l.say("：", ": ") + l.caveatsTitle())
	for _, line := range slices.Concat(r.caveatLines(), r.saidLines(), r.untestedLines()) {
		put(escapeMarkdown(line))
	}
	return out.Flush()
}

var markdownSigns = strings.NewReplacer("\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[")

func escapeMarkdown(text string) string {
	return markdownSigns.Replace(text)
}

func markdownTable(l wordsOf, t *Table) []string {
	head, rule := "|", "|"
	for i, column := range t.Columns {
		head += " " + escapeMarkdown(column.Head) + " |"
		if column.Kind == Numbers && i > 0 {
			rule += "---:|"
		} else {
			rule += "---|"
		}
	}
	lines := []string{head, rule}
	for _, row := range t.Rows {
		line := "|"
		for _, cell := range row {
			line += " " + escapeMarkdown(cell.words(l)) + " |"
		}
		lines = append(lines, line)
	}
	return lines
}

// inUnits names the units of a chart.
func (l wordsOf) inUnits(units string) string {
	return l.say("（单位："+units+"）", " ("+units+")")
}

// table is the chart's figures as a table.
func (c *Chart) table(l wordsOf) *Table {
	t := &Table{Caption: c.Caption, lang: l, Columns: []Column{{}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, Column{Head: s.Name, Kind: Numbers})
	}
	for i, category := range c.Categories {
		row := []Cell{{Text: category}}
		for _, s := range c.Series {
			cell := Cell{Figure: s.Figures[i]}
			if cell.Figure == nil {
				cell.Text = l.text(metrics.NoData.Text())
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
