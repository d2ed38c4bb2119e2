package loaders

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

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

// totalKey is what a total is stated of: nothing is stated twice in a file.
var totalKey = []string{"department", "count", "first_month", "months", "earlier"}

// state hands the totals of a row over, each to a slice of its own: a table replaces what it
// states and no more. An empty cell states nothing.
func (r *rowReader) state(row *sheet.Row, key warehouse.SliceKey, values []any) error {
	filed := r.filed(row)
	for i, c := range r.columns {
		if c.column.Type != IntegerType || values[i] == nil && !r.cells[i].unknown {
			continue
		}
		var total any // nil is unknown
		if n, ok := values[i].(int64); ok {
			total = jianfu.NewDecimal(n)
		}
		key.Stream = c.column.Name
		stated := []any{values[r.unit], c.column.Name, values[r.month], int64(1), false, "reduction", total,
			int64(r.pad + slices.Index(r.t.kept, c.source.at))}
		if err := r.w.put(item{slice: key, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: filed, Values: stated}}); err != nil {
			return err
		}
	}
	return nil
}

func (r *rowReader) headerOf(at int) string { return r.t.headerAt(at) }
