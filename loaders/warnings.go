package loaders

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// warningList collects warnings. Those of cells are counted by column, so that a masked column of a
// million rows is one warning.
type warningList struct {
	single []Warning
	cells  map[cellWarning]*cellCount
	order  []cellWarning
}

type cellWarning struct{ sheet, column, zh string }

type cellCount struct {
	first Warning
	count int64
}

func (l *warningList) add(w Warning) { l.single = append(l.single, w) }

// addCell counts a warning about a cell. kind distinguishes the warnings of one column.
func (l *warningList) addCell(kind string, w Warning) {
	if l.cells == nil {
		l.cells = map[cellWarning]*cellCount{}
	}
	key := cellWarning{w.Sheet, w.Column, kind}
	c := l.cells[key]
	if c == nil {
		c = &cellCount{first: w}
		l.cells[key] = c
		l.order = append(l.order, key)
	}
	c.count++
}

func (l *warningList) list() []Warning {
	list := append([]Warning(nil), l.single...)
	for _, key := range l.order {
		c := l.cells[key]
		w := c.first
		if c.count > 1 {
			more := jianfu.Say("（这一列共 %d 处）", " (%d places in this column)", c.count)
			w.Text = jianfu.Text{ZH: w.Text.ZH + more.ZH, EN: w.Text.EN + more.EN}
		}
		list = append(list, w)
	}
	return list
}

// rowList collects the rows that a warning is about, the first of them by number.
type rowList struct {
	some  []string
	count int
}

func (l *rowList) add(number int) {
	const named = 20
	if l.count < named {
		l.some = append(l.some, strconv.Itoa(number))
	}
	l.count++
}

func (l *rowList) String() string {
	rows := strings.Join(l.some, "、")
	if l.count > len(l.some) {
		rows += "…"
	}
	return rows
}

// warnOfHidden reports rows that are hidden in the spreadsheet. They are loaded: a filing is the
// content of the file.
func (f *filing) warnOfHidden(sheet string, rows *rowList) {
	if rows.count > 0 {
		f.warnings.add(Warning{Sheet: sheet, Text: jianfu.Say("有 %d 行是隐藏的（第 %s 行），仍按数据读取；不该报的请删去",
			"%d rows are hidden (%s); they were read as data: delete what should not be filed", rows.count, rows)})
	}
}

// tellHidden reports columns that are read and that the spreadsheet hides.
func (r *rowReader) tellHidden() {
	var headers, letters []string
	for _, at := range r.t.kept {
		if slices.ContainsFunc(r.t.sheet.HiddenColumns(), func(c sheet.Columns) bool { return c.First <= at && at <= c.Last }) {
			headers, letters = append(headers, r.t.headerAt(at)), append(letters, sheet.ColumnName(at))
		}
	}
	if len(headers) == 0 || r.data == 0 {
		return
	}
	r.f.warnings.addCell("hidden", Warning{Sheet: r.t.sheet.Name, Row: r.t.last, Column: strings.Join(headers, "、"), Text: jianfu.Say(
		"表格里隐藏了 %[1]s 列，仍按数据读取；不该报的请删去", "column %[1]s is hidden and was read as data: delete what should not be filed", strings.Join(letters, "、"))})
}

// warnOfStruck reports rows with a line through some of their values, which people may have meant to delete.
func (f *filing) warnOfStruck(sheet string, rows *rowList) {
	if rows.count > 0 {
		f.warnings.add(Warning{Sheet: sheet, Text: jianfu.Say("有 %d 行里有带删除线的内容（第 %s 行），仍按数据读取；作废的请删去",
			"%d rows have values with a line through them (%s); they were read as data: delete what does not hold", rows.count, rows)})
	}
}
