package loaders

import (
	"strings"
	"unicode/utf8"

	"jianfu"
	"jianfu/loaders/sheet"
)

// stranger is a table of something else below a known one: its rows from the header on.
type stranger struct {
	rows  []*sheet.Row // the first of them
	count int          // of the others
	last  int          // the last of the others
}

// isStrange reports whether a row that is apart from the table is the header of a table that no
// contract knows: short texts without a number or a day, none of which fits its column.
func (r *rowReader) isStrange(row *sheet.Row) bool {
	const fewest, longest = 2, 20
	if r.vouched(row) > 0 || ownTexts(row) < fewest {
		return false
	}
	for i := range row.Cells {
		cell := &row.Cells[i]
		text := trim(cell.Text)
		if cell.Merged || text == "" {
			continue
		}
		_, number := readNumber(text)
		_, day := readDate(text, 2000) // any year: only whether it is a day matters
		folded := foldWord(text)
		if cell.Kind == sheet.Number || number != numberUnread || day == dateFine || utf8.RuneCountInString(text) > longest ||
			blankWords[folded] || isNil(folded) || isMask(folded) || isEstimate(folded) || isDitto(text) {
			return false
		}
	}
	bad := map[int]bool{}
	for _, fault := range r.faults {
		bad[fault.column] = true
	}
	for _, c := range r.columns { // of a record at least the unit or the day is right
		if at := c.source.at; c.column.Required && at >= 0 && at < len(row.Cells) && trim(row.Cells[at].Text) != "" && !bad[at] && isWordColumn(c.column) && c.column.Type != TextType && c.column.Type != KeyType {
			return false
		}
	}
	numbers, texts := 0, 0
	for i, c := range r.columns {
		if at := c.source.at; at >= 0 && at < len(row.Cells) && r.texts[i] != "" && c.column.Type != TextType && c.column.Type != KeyType && c.column.Type != UnitType {
			texts++
			if bad[at] {
				numbers++
			}
		}
	}
	for i := range r.t.totals {
		if at := r.t.totals[i].at; trim(cellText(row, at)) != "" {
			texts++
			if bad[at] {
				numbers++
			}
		}
	}
	return texts > 0 && numbers == texts
}

// passOver reads a row below the header of a strange table, until a known table begins. A row that
// is one of this table shows that the header was none: then it is refused as any row.
func (r *rowReader) passOver(row *sheet.Row) error {
	const held = 50
	values := r.take()
	r.readCells(row, values)
	if ownTexts(row) > 1 && r.otherTable(row) {
		r.tellStranger()
		r.next = true
		return nil
	}
	if s := r.stranger; len(r.faults) > 0 && r.vouched(row) == 0 || s.count > 0 {
		if len(s.rows) < held {
			s.rows = append(s.rows, copied(row))
		} else {
			s.count, s.last = s.count+1, row.Number
		}
		return nil
	}
	rows := r.stranger.rows
	r.stranger = nil
	for _, before := range rows {
		values := r.take()
		r.readCells(before, values)
		if len(r.faults) > 0 {
			if err := r.trouble(before, values, false); err != nil {
				return err
			}
		}
	}
	return r.row(row)
}

// tellStranger warns of a strange table that was passed over.
func (r *rowReader) tellStranger() {
	s := r.stranger
	if s == nil {
		return
	}
	r.stranger = nil
	var headers []string
	for i := range s.rows[0].Cells {
		if cell := &s.rows[0].Cells[i]; !cell.Merged && trim(cell.Text) != "" {
			headers = append(headers, trim(cell.Text))
		}
	}
	last := max(s.rows[len(s.rows)-1].Number, s.last)
	which := jianfu.Say("第 %[1]d—%[2]d 行", "rows %[1]d to %[2]d look", s.rows[0].Number, last)
	if last == s.rows[0].Number {
		which = jianfu.Say("第 %d 行", "row %d looks", last)
	}
	r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: s.rows[0].Number, Value: strings.Join(headers, "、"),
		Text: jianfu.Say("%[1]s像是另一张表（表头：%[3]s），看不出是哪种报表，没有读取；其中如有要报的数，请按认识的表头另报",
			"%[2]s like another table (its header: %[3]s) of no known kind, which was not read: what should be filed of it belongs under a known header",
			which.ZH, which.EN, strings.Join(headers, "、"))})
}

// seeUnnamed notes what a row has in columns without a header.
func (r *rowReader) seeUnnamed(row *sheet.Row) {
	see := func(at int) {
		cell := &row.Cells[at]
		text := trim(cell.Text)
		if cell.Merged || text == "" || r.t.until > 0 && (at < r.t.from || at >= r.t.until) {
			return
		}
		if _, number := plainInteger(text); number && len(r.t.kept) > 0 && at < r.t.kept[0] { // the rows are numbered
			return
		}
		if r.unnamed[at] == nil {
			r.unnamed[at] = &rowList{}
		}
		r.unnamed[at].add(row.Number)
	}
	for _, at := range r.t.blank {
		if at < len(row.Cells) {
			see(at)
		}
	}
	for at := r.t.looked; at < len(row.Cells); at++ {
		see(at)
	}
}

func (r *rowReader) tellUnnamed() {
	for at := range r.widest() {
		rows := r.unnamed[at]
		if rows == nil {
			continue
		}
		r.f.warnings.add(Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: sheet.ColumnName(at), Text: jianfu.Say("这一列没有列名，但有 %[1]d 行在这里有内容（第 %[2]s 行），没有读取；要用它，请补上列名",
			"the column has no header, but %[1]d rows have something in it (%[2]s), which was not read: give it a header if it should be", rows.count, rows)})
	}
}

// widest is the number of columns up to the last without a header that holds anything.
func (r *rowReader) widest() int {
	n := 0
	for at := range r.unnamed {
		n = max(n, at+1)
	}
	return n
}
