package reports

import (
	"bufio"
	"io"
	"slices"
	"strconv"
	"strings"
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
	put("# " + escapeMarkdown(r.Title))
	captions := captions{}
	for _, section := range r.Sections {
		if section.Level > 0 {
			put(strings.Repeat("#", section.Level+1) + " " + escapeMarkdown(section.Number+section.Title))
		}
		for _, block := range section.Blocks {
			switch {
			case block.Table != nil:
				put(captions.next("表", block.Table.Caption))
				put(markdownTable(block.Table)...)
				if block.Table.Note != "" {
					put("注：" + escapeMarkdown(block.Table.Note))
				}
			case block.Chart != nil:
				put(captions.next("图", block.Chart.Caption) + "（单位：" + block.Chart.Unit + "）")
				put(markdownTable(block.Chart.table())...)
			default:
				put(escapeMarkdown(block.Paragraph.Text()))
			}
		}
	}
	for _, line := range r.Sign {
		put(escapeMarkdown(line))
	}
	put("## 附件1 " + annexFigures)
	for _, line := range r.annexNotes() {
		put(escapeMarkdown(line))
	}
	lines := []string{"| 序号 | 指标 | 时间 | 数 | 口径 | 编号或来源 |", "|---:|---|---|---:|---|---|"}
	for _, f := range r.Figures {
		lines = append(lines, "| "+strconv.Itoa(f.Number)+" | "+escapeMarkdown(f.Label)+" | "+f.When()+" | "+escapeMarkdown(f.Stated)+" | "+or(f.Caliber, "—")+" | `"+strings.ReplaceAll(f.ID, "|", "\\|")+"` |")
	}
	put(lines...)
	put("## 附件2 " + annexCaveats)
	for _, line := range slices.Concat(r.caveatLines(), r.saidLines(), r.untestedLines()) {
		put(escapeMarkdown(line))
	}
	return out.Flush()
}

var markdownSigns = strings.NewReplacer("\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[")

func escapeMarkdown(text string) string {
	return markdownSigns.Replace(text)
}

func markdownTable(t *Table) []string {
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
			line += " " + escapeMarkdown(cell.Words()) + " |"
		}
		lines = append(lines, line)
	}
	return lines
}

// table is the chart's figures as a table.
func (c *Chart) table() *Table {
	t := &Table{Caption: c.Caption, Columns: []Column{{}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, Column{Head: s.Name, Kind: Numbers})
	}
	for i, category := range c.Categories {
		row := []Cell{{Text: category}}
		for _, s := range c.Series {
			cell := Cell{Figure: s.Figures[i]}
			if cell.Figure == nil {
				cell.Text = "无数据"
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
