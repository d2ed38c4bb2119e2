package loaders

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/access"
	"jianfu/loaders/sheet"
)

// The most that a marked copy has: what is larger is corrected in the file itself.
const (
	maxMarkedCells   = 400_000 // and rows, also those without values
	maxMarkedRegions = 2_000   // merged regions of a sheet
	maxMarks         = 1_000
)

// WriteMarked checks a file as Load does, stores nothing, and writes a copy of it as a workbook in which comments say what is to be
// corrected: cells are where they are in the file, so that the copy can be corrected and filed. The error is Conflict for a
// file without faults, TooLarge for one of very many cells, Invalid for one that cannot be read or has secret rows, and otherwise
// as of Load.
func (l *Loader) WriteMarked(ctx context.Context, w io.Writer, name string, r io.ReaderAt, size int64, o Options, lang jianfu.Lang) (err error) {
	if err := access.RequireFiling(ctx, access.From(ctx).Department); err != nil { // before the file is read
		return err
	}
	o.DryRun, o.Quarantine = true, false
	f := &filing{loader: l, name: name, reader: r, size: size, options: o}
	result, err := f.load(ctx)
	switch {
	case err != nil:
		return err
	case len(result.Faults) == 0:
		return jianfu.Errorf(jianfu.Conflict, "“%s”没有要改的，不用标注", "%q has nothing to correct", baseName(name))
	case result.Faults[0].Code == jianfu.UnreadableFile:
		why := result.Faults[0].Text
		return jianfu.Errorf(jianfu.Invalid, "“%[1]s”不能标注：%[2]s", "%[1]q cannot be marked: %[3]s", baseName(name), why.ZH, why.EN)
	case slices.ContainsFunc(result.Faults, func(f jianfu.Fault) bool { return f.Code == jianfu.Secret }):
		return jianfu.Errorf(jianfu.Invalid, "“%s”里有涉密行，不做副本：请先删去涉密内容", "%q has secret rows and is not copied: remove them first", baseName(name))
	}
	book, err := sheet.Open(ctx, name, r, size)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, book.Close()) }()
	out := excelize.NewFile()
	defer func() { err = cmp.Or(err, out.Close()) }()
	m := &markedCopy{file: baseName(name), faults: f.places, in: book, out: out, lang: lang}
	if err := m.write(ctx); err != nil {
		return err
	}
	return out.Write(w)
}

// markedGuide is the sheet in front of a marked copy, which the loader passes over.
const markedGuide = "填报说明"

// markedCopy is a copy being written.
type markedCopy struct {
	file   string
	faults []placedFault
	in     *sheet.Book
	out    *excelize.File
	lang   jianfu.Lang
	names  []string // of the sheets, as in the copy
	cells  int      // written so far
	fill   int      // the style of a cell with a comment
	struck int
	padded map[int]int // the style of numbers that are shown with so many digits
}

func (m *markedCopy) say(zh, en string) string { return jianfu.Text{ZH: zh, EN: en}.In(m.lang) }

func (m *markedCopy) write(ctx context.Context) (err error) {
	if err := m.out.SetSheetName("Sheet1", markedGuide); err != nil {
		return err
	}
	if m.fill, err = m.out.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE699"}}}); err != nil {
		return err
	}
	if m.struck, err = m.out.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}}); err != nil {
		return err
	}
	for i, s := range m.in.Sheets() {
		if s.Name == markedGuide { // of a copy that was filed
			m.names = append(m.names, "")
			continue
		}
		name := s.Name
		if at, err := m.out.GetSheetIndex(name); err != nil || at >= 0 { // a name that workbooks cannot have, or have already
			name = fmt.Sprintf("Sheet%d", i+1)
		}
		if _, err := m.out.NewSheet(name); err != nil {
			return err
		}
		m.names = append(m.names, name)
		if err := m.sheet(ctx, &s, name); err != nil {
			return err
		}
	}
	if err := m.comments(); err != nil {
		return err
	}
	return m.guide()
}

// sheet copies a sheet.
func (m *markedCopy) sheet(ctx context.Context, s *sheet.Sheet, name string) error {
	regions, last := regions{}, 0
	err := s.Rows(ctx, func(row *sheet.Row) error {
		number := m.rowOf(row.Number)
		if m.cells += len(row.Cells) + number - last; m.cells > maxMarkedCells || len(regions.found) > maxMarkedRegions {
			return jianfu.Errorf(jianfu.TooLarge, "“%[1]s”太大，不做副本：请按列出的位置在原文件上更正", "%[1]q is too large and is not copied: correct the file itself, in the places listed", m.file)
		}
		last = number
		for column, cell := range row.Cells {
			if err := m.cell(name, column+1, number, cell); err != nil {
				return err
			}
		}
		regions.row(number, row.Cells)
		if row.Struck {
			if err := m.out.SetRowStyle(name, number, number, m.struck); err != nil {
				return err
			}
		}
		if row.Hidden {
			return m.out.SetRowVisible(name, number, false)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for from, to := range regions.found {
		first, last := cellName(from.column, from.row), cellName(to.column, to.row)
		if err := m.out.MergeCell(name, first, last); err != nil {
			return err
		}
	}
	for _, hidden := range s.HiddenColumns() {
		if err := m.out.SetColVisible(name, sheet.ColumnName(hidden.First)+":"+sheet.ColumnName(hidden.Last), false); err != nil {
			return err
		}
	}
	if s.Hidden {
		return m.out.SetSheetVisible(name, false)
	}
	return nil
}

// rowOf is a row of the copy: records of JSON have their header in row 0.
func (m *markedCopy) rowOf(row int) int {
	if m.in.Records() {
		row++
	}
	return max(row, 1)
}

func cellName(column, row int) string {
	name, _ := excelize.CoordinatesToCellName(column, row) // both are of a cell that was read
	return name
}

// cell writes what is stored in a cell, and in place of a number that is shown as something else, what is shown: never a formula.
func (m *markedCopy) cell(sheetName string, column, row int, cell sheet.Cell) error {
	at := cellName(column, row)
	digits := strings.Trim(cell.Shown, "0123456789") == ""
	switch {
	case cell.Kind == sheet.Empty:
		return nil
	case cell.Kind != sheet.Number || cell.Unsure || !digits && strings.Trim(cell.Shown, "0123456789.,-% ") != "":
		return m.out.SetCellStr(sheetName, at, cmp.Or(cell.Shown, cell.Text))
	}
	if err := m.out.SetCellDefault(sheetName, at, cell.Text); err != nil {
		return err
	}
	if cell.Shown == "" || !digits || cell.Shown[0] != '0' {
		return nil
	}
	style, err := m.paddedTo(len(cell.Shown))
	if err != nil {
		return err
	}
	return m.out.SetCellStyle(sheetName, at, at, style)
}

// paddedTo is the style of a number with leading noughts.
func (m *markedCopy) paddedTo(digits int) (int, error) {
	if style, known := m.padded[digits]; known {
		return style, nil
	}
	format := strings.Repeat("0", digits)
	style, err := m.out.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return 0, err
	}
	if m.padded == nil {
		m.padded = map[int]int{}
	}
	m.padded[digits] = style
	return style, nil
}

// place is a cell, from 1.
type place struct{ row, column int }

// regions finds merged regions by the cells that they fill. None covers a value of another text: every cell is written besides, so that
// one that is not found is read as it was.
type regions struct {
	own   []int           // of each column, the row in which its last value began; 0 for none
	above []string        // the texts of the row before
	found map[place]place // from the first cell to the last
}

func (r *regions) row(number int, cells []sheet.Cell) {
	if r.found == nil {
		r.found = map[place]place{}
	}
	r.own = append(r.own, make([]int, max(0, len(cells)-len(r.own)))...)
	r.above = append(r.above, make([]string, max(0, len(cells)-len(r.above)))...)
	for i := 0; i < len(cells); {
		begins := !cells[i].Merged
		if begins {
			r.own[i] = number
		}
		end := i + 1
		for end < len(cells) && cells[end].Merged && cells[end].Text == cells[i].Text && (begins && r.above[end] != cells[i].Text || !begins && r.own[end] == r.own[i]) {
			r.own[end] = r.own[i]
			end++
		}
		first := place{r.own[i], i + 1}
		switch to, known := r.found[first]; {
		case begins && end-i == 1, first.row == 0, known && to.column != end:
		default:
			r.found[first] = place{number, end}
		}
		i = end
	}
	for i := range r.above {
		if r.above[i] = ""; i < len(cells) {
			r.above[i] = cells[i].Text
		}
	}
}

// comments writes what is wrong, those of one cell together. What concerns no cell is in the guide alone.
func (m *markedCopy) comments() error {
	type marked struct {
		sheet int
		at    place
	}
	said := map[marked][]string{}
	var order []marked
	for _, f := range m.faults {
		if f.sheet < 0 || f.sheet >= len(m.names) || m.names[f.sheet] == "" || f.row < 0 || f.row == 0 && !m.in.Records() {
			continue
		}
		at := marked{f.sheet, place{m.rowOf(f.row), max(f.column, 0) + 1}}
		if said[at] == nil {
			order = append(order, at)
		}
		said[at] = append(said[at], f.fault.Text.In(m.lang))
	}
	for _, at := range order[:min(len(order), maxMarks)] {
		name, cell := m.names[at.sheet], cellName(at.at.column, at.at.row)
		if err := m.out.AddComment(name, excelize.Comment{Cell: cell, Author: "jianfu", Text: strings.Join(said[at], "\n")}); err != nil {
			return err
		}
		if err := m.out.SetCellStyle(name, cell, cell, m.fill); err != nil {
			return err
		}
	}
	return nil
}

// guide writes the sheet in front: every place, and what to do.
func (m *markedCopy) guide() error {
	lines := [][]string{
		{m.file, fmt.Sprintf(m.say("%d 处要改", "%d to correct"), len(m.faults))},
		{m.say("要改的单元格标黄，并有批注。改好后原样另存、重新报送；这一张不用改。", "The cells to correct are yellow and have comments. Correct them, save, and file again; leave this sheet as it is.")},
	}
	for i, f := range m.faults {
		if i == maxMarks {
			lines = append(lines, []string{fmt.Sprintf(m.say("另有 %d 处", "%d more"), len(m.faults)-i)})
			break
		}
		lines = append(lines, []string{f.fault.In(m.lang)})
	}
	for i, line := range lines {
		for j, text := range line {
			if err := m.out.SetCellStr(markedGuide, cellName(j+1, i+1), text); err != nil {
				return err
			}
		}
	}
	first := slices.IndexFunc(m.in.Sheets(), func(s sheet.Sheet) bool { return !s.Hidden && s.Name != markedGuide })
	if first >= 0 {
		at, err := m.out.GetSheetIndex(m.names[first])
		if err != nil {
			return err
		}
		m.out.SetActiveSheet(at)
	}
	return m.out.SetColWidth(markedGuide, "A", "A", 100)
}
