package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/metrics"
)

// remarkColor fills the cells that are to be corrected.
const remarkColor = "FFE699"

// WriteMarked writes a copy of what was filed as a workbook: each row where it was in its sheet, and in the cells that are to
// be corrected a comment. A sheet in front has what the office said. The copy can be corrected and filed again.
func WriteMarked(w io.Writer, c metrics.Copy, lang jianfu.Lang) (err error) {
	book := excelize.NewFile()
	defer func() { err = cmp.Or(err, book.Close()) }()
	m := marking{book: book, copy: c, lang: lang, names: map[string]string{}}
	if m.fill, err = book.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{remarkColor}}}); err != nil {
		return err
	}
	for _, write := range []func() error{m.guide, m.sheets, m.remarks} {
		if err := write(); err != nil {
			return fmt.Errorf("write a marked copy of submission %d: %w", c.Submission.ID, err)
		}
	}
	return book.Write(w)
}

// marking is a copy being written.
type marking struct {
	book  *excelize.File
	copy  metrics.Copy
	lang  jianfu.Lang
	fill  int
	names map[string]string // of sheets, by what they were called in the file
}

func (m *marking) say(zh, en string) string { return jianfu.Text{ZH: zh, EN: en}.In(m.lang) }

// guideName is a name that the loader skips without a warning.
const guideName = "填报说明"

// guide writes the sheet in front.
func (m *marking) guide() error {
	if err := m.book.SetSheetName("Sheet1", guideName); err != nil {
		return err
	}
	m.names[""] = ""
	lines := [][]string{{m.say("报送", "Submission"), fmt.Sprint(m.copy.Submission.ID), m.copy.Submission.File}}
	for _, r := range m.copy.Reviews {
		due := ""
		if r.Due != 0 {
			due = m.say("重报期限 ", "file again by ") + r.Due.String()
		}
		lines = append(lines, []string{r.Decision.Label().In(m.lang),
			r.At.In(jianfu.China).Format("2006-01-02 15:04"), r.Reason, due})
	}
	lines = append(lines, []string{m.say("要更正的单元格有批注。更正后原样另存、重新报送；这一张不用改。", "The cells to correct have comments. Correct them, save, and file again; leave this sheet as it is.")})
	for i, line := range lines {
		for j, text := range line {
			if err := m.set(guideName, j+1, i+1, text); err != nil {
				return err
			}
		}
	}
	return m.book.SetColWidth(guideName, "A", "D", 24)
}

// set writes a text, never a formula.
func (m *marking) set(sheet string, column, row int, text string) error {
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil || text == "" {
		return err
	}
	return m.book.SetCellStr(sheet, at, text)
}

// sheets writes what was filed.
func (m *marking) sheets() error {
	for i, s := range m.copy.Sheets {
		name := s.Name
		if name == "" { // a CSV or JSON file
			name = "Sheet1"
		}
		if i, _ := m.book.GetSheetIndex(name); i >= 0 {
			name = fmt.Sprintf("Sheet%d", i+2)
		}
		if _, err := m.book.NewSheet(name); err != nil {
			return err
		}
		m.names[s.Name] = name
		if i == 0 {
			at, err := m.book.GetSheetIndex(name)
			if err != nil {
				return err
			}
			m.book.SetActiveSheet(at)
		}
		if err := m.above(name, s); err != nil {
			return err
		}
		for _, line := range append([]metrics.FiledLine{{Row: s.HeaderRow, Cells: s.Columns}}, s.Rows...) {
			for column, text := range line.Cells {
				if err := m.set(name, column+1, line.Row, text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// above writes above a table what may have been there and is read from there: the unit and the period.
func (m *marking) above(name string, s metrics.FiledSheet) error {
	if s.HeaderRow < 2 {
		return nil
	}
	if s.Unit != "" {
		if err := m.set(name, 1, s.HeaderRow-1, "填报单位："+s.Unit); err != nil {
			return err
		}
	}
	if s.Period.IsZero() {
		return nil
	}
	return m.set(name, 3, s.HeaderRow-1, "报送期："+s.Period.Label(jianfu.Chinese))
}

// remarks writes the comments, those of one cell together.
func (m *marking) remarks() error {
	type place struct {
		sheet       string
		row, column int
	}
	said := map[place][]string{}
	var order []place
	remark := func(sheet string, row int, column, text string) {
		at := slices.IndexFunc(m.copy.Sheets, func(s metrics.FiledSheet) bool { return s.Name == sheet })
		if at < 0 {
			return
		}
		p := place{sheet, row, slices.Index(m.copy.Sheets[at].Columns, column) + 1}
		if p.column == 0 { // the whole row, or a column that the sheet does not have
			p.column = 1
		}
		if said[p] == nil {
			order = append(order, p)
		}
		said[p] = append(said[p], text)
	}
	for _, r := range m.copy.Reviews {
		for _, c := range r.Cells {
			remark(c.Sheet, c.Row, c.Column, c.Text)
		}
	}
	for _, f := range m.copy.Faults {
		remark(f.Sheet, f.Row, f.Column, f.Text.In(m.lang))
	}
	for _, p := range order {
		at, err := excelize.CoordinatesToCellName(p.column, p.row)
		if err != nil {
			return err
		}
		if err := m.book.AddComment(m.names[p.sheet], excelize.Comment{Cell: at, Author: "jianfu", Text: strings.Join(said[p], "\n")}); err != nil {
			return err
		}
		if err := m.book.SetCellStyle(m.names[p.sheet], at, at, m.fill); err != nil {
			return err
		}
	}
	return nil
}
