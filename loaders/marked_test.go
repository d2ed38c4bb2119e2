package loaders

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"jianfu"
	"jianfu/loaders/sheet"
)

// mark is the marked copy of a file.
func (d *desk) mark(name string, content []byte) ([]byte, error) {
	d.t.Helper()
	var out bytes.Buffer
	err := d.WriteMarked(d.t.Context(), &out, name, bytes.NewReader(content), int64(len(content)), Options{}, jianfu.Chinese)
	return out.Bytes(), err
}

// TestMarkedCopies: the copy of a refused file has the same faults in the same places as the file, and a comment on each that is of a cell.
func TestMarkedCopies(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	loadFiles(t, l, Options{}, "../testdata/yunzhou/00单位名录.xlsx")
	d := &desk{l, t, w}
	files, err := filepath.Glob("../testdata/bad/*")
	if err != nil {
		t.Fatal(err)
	}
	copies := 0
	for _, file := range files {
		name := filepath.Base(file)
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) == ".json" && name == "expected.json" {
			continue
		}
		before := d.file(name, content, Options{DryRun: true})
		marked, err := d.mark(name, content)
		if before.Faults[0].Code == jianfu.UnreadableFile {
			if jianfu.ErrorCode(err) != jianfu.Invalid {
				t.Errorf("%s cannot be read: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		copies++
		after := d.file(name[:len(name)-len(filepath.Ext(name))]+".xlsx", marked, Options{DryRun: true})
		if got, want := whatIsWrong(after, false), whatIsWrong(before, filepath.Ext(name) == ".csv"); !slices.Equal(got, want) {
			t.Errorf("%s: the copy has %q, want %q", name, got, want)
		}
		book, err := excelize.OpenReader(bytes.NewReader(marked))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range after.Faults {
			if f.Row == 0 {
				continue
			}
			comments, err := book.GetComments(f.Sheet)
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(comments, func(c excelize.Comment) bool {
				value, err := book.GetCellValue(f.Sheet, c.Cell)
				_, row, _ := excelize.CellNameToCoordinates(c.Cell)
				return err == nil && row == f.Row && (f.Value == "" || value == f.Value || f.Code == jianfu.MissingColumn || f.Column == "")
			})
			if !said {
				t.Errorf("%s: no comment on %s", name, f.In(jianfu.English))
			}
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
	if copies < 10 {
		t.Errorf("%d copies were made", copies)
	}
}

// whatIsWrong are the places of faults; those of a CSV as in its copy, a workbook.
func whatIsWrong(r Result, isText bool) (list []string) {
	for _, f := range r.Faults {
		if isText {
			f.Sheet = "Sheet1"
		}
		list = append(list, fmt.Sprint(f.Sheet, " ", f.Row, " ", f.Column, " ", f.Value, " ", f.Code))
	}
	return list
}

// TestMarkedCopyIsFiledAgain: in the copy merged cells, leading noughts and texts that look like formulas are as in the file, and once its cell is
// corrected it is filed like the file. The copy of a copy does not grow.
func TestMarkedCopyIsFiledAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	content := workbook(t, sheets{{"五月", [][]any{
		{"2023年5月会议统计表"},
		{"主办单位", "会议编号", "会议名称", "召开时间", "参会人数"},
		{"教育局", "007", "=1+1", "2023-05-01", 3},
		{nil, "008", "乙", "2023-05-02", "三人左右"},
	}, [][2]string{{"A1", "E1"}, {"A3", "A4"}}}})
	marked, err := d.mark("会议.xlsx", content)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(marked))
	if err != nil {
		t.Fatal(err)
	}
	merged, err := book.GetMergeCells("五月")
	if err != nil || len(merged) != 2 {
		t.Errorf("merged: %v, %v", merged, err)
	}
	if formula, err := book.GetCellFormula("五月", "C3"); err != nil || formula != "" {
		t.Errorf("a formula: %q, %v", formula, err)
	}
	comments, err := book.GetComments("五月")
	if err != nil || len(comments) != 1 || comments[0].Cell != "E4" {
		t.Errorf("comments: %+v, %v", comments, err)
	}
	again, err := d.mark("会议.xlsx", marked)
	if err != nil {
		t.Fatal(err)
	}
	second, err := excelize.OpenReader(bytes.NewReader(again))
	if err != nil || !slices.Equal(second.GetSheetList(), book.GetSheetList()) {
		t.Errorf("the copy of the copy has the sheets %v, %v", second.GetSheetList(), err)
	}
	if err := book.SetCellValue("五月", "E4", 3); err != nil {
		t.Fatal(err)
	}
	var corrected bytes.Buffer
	if err := book.Write(&corrected); err != nil {
		t.Fatal(err)
	}
	if r := d.fine(d.file("会议.xlsx", corrected.Bytes(), Options{})); r.Rows != 2 || len(r.Warnings) > 0 {
		t.Errorf("%d rows, %v", r.Rows, r.Warnings)
	}
	d.want(d.rows("SELECT number || name FROM fact.meeting ORDER BY id"), "007=1+1", "008乙")
	if _, err := d.mark("会议.xlsx", corrected.Bytes()); jianfu.ErrorCode(err) != jianfu.Conflict {
		t.Errorf("there is nothing to correct: %v", err)
	}
}

// TestMarkedCopiesAreBounded: no copy is made of a file of very many cells, nor of secret rows.
func TestMarkedCopiesAreBounded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var large bytes.Buffer
	large.WriteString("单位,调研日期,调研地点,a,b,c,d,e,f,g\n")
	for range maxMarkedCells / 10 {
		large.WriteString("教育局,某日,甲,1,1,1,1,1,1,1\n")
	}
	if _, err := d.mark("调研.csv", large.Bytes()); jianfu.ErrorCode(err) != jianfu.TooLarge {
		t.Errorf("very many cells: %v", err)
	}
	far := workbook(t, sheets{{"表", [][]any{{"单位", "调研日期", "调研地点"}, {"教育局", "某日", "甲"}}, nil}})
	book, err := excelize.OpenReader(bytes.NewReader(far))
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellValue("表", "A1048576", "教育局"); err != nil {
		t.Fatal(err)
	}
	var deep bytes.Buffer
	if err := book.Write(&deep); err != nil {
		t.Fatal(err)
	}
	if _, err := d.mark("调研.xlsx", deep.Bytes()); jianfu.ErrorCode(err) != jianfu.TooLarge {
		t.Errorf("a row far below: %v", err)
	}
	if _, err := d.mark("调研.csv", []byte("单位,调研日期,调研地点,密级\n教育局,2023-05-01,甲,秘密\n")); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a secret row: %v", err)
	}
}

// TestMergedRegionsOfCopies: regions are found from the cells that they fill, and cover nothing else.
func TestMergedRegionsOfCopies(t *testing.T) {
	t.Parallel()
	own, fill := func(text string) sheet.Cell { return sheet.Cell{Kind: sheet.String, Text: text} }, func(text string) sheet.Cell {
		return sheet.Cell{Kind: sheet.String, Text: text, Merged: true}
	}
	for name, c := range map[string]struct {
		rows [][]sheet.Cell
		want map[place]place
	}{
		"across":                {[][]sheet.Cell{{own("a"), fill("a"), own("b")}}, map[place]place{{1, 1}: {1, 2}}},
		"down":                  {[][]sheet.Cell{{own("a"), own("b")}, {fill("a"), own("c")}}, map[place]place{{1, 1}: {2, 1}}},
		"both":                  {[][]sheet.Cell{{own("a"), fill("a")}, {fill("a"), fill("a")}}, map[place]place{{1, 1}: {2, 2}}},
		"steps of one text":     {[][]sheet.Cell{{own("x"), own("y")}, {fill("x"), own("x")}, {fill("x"), fill("x")}}, map[place]place{{1, 1}: {3, 1}, {2, 2}: {3, 2}}},
		"beside one from above": {[][]sheet.Cell{{own("y"), own("x")}, {own("x"), fill("x")}}, map[place]place{{1, 2}: {2, 2}}},
		"narrower below":        {[][]sheet.Cell{{own("x"), fill("x"), fill("x")}, {fill("x"), fill("x"), own("z")}}, map[place]place{{1, 1}: {1, 3}}},
		"begun in a blank row":  {[][]sheet.Cell{{fill("x"), own("b")}}, map[place]place{}},
	} {
		found := regions{}
		for i, row := range c.rows {
			found.row(i+1, row)
		}
		if !maps.Equal(found.found, c.want) {
			t.Errorf("%s: %v, want %v", name, found.found, c.want)
		}
	}
}
