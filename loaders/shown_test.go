package loaders

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// styled is a cell with a number format.
type styled struct {
	value  any
	format string
}

// styledBook writes a sheet whose cells may have formats.
func styledBook(t *testing.T, sheet string, rows ...[]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	for r, row := range rows {
		for c, value := range row {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if s, ok := value.(styled); ok {
				style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &s.format})
				if err != nil {
					t.Fatal(err)
				}
				if err := book.SetCellStyle(sheet, at, at, style); err != nil {
					t.Fatal(err)
				}
				value = s.value
			}
			if err := book.SetCellValue(sheet, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestDaysWithoutNought: a day that was typed as 5.10 is kept as 5.1, and cannot be distinguished from
// the first; a text keeps what was typed.
func TestDaysWithoutNought(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.file("会议统计.xlsx", caseFile(t, "testdata/L5-显示5.10存5.1的日期.xlsx"), Options{})
	d.want(placesOf(r.Faults), "Sheet 3 召开时间 bad_date", "Sheet 4 召开时间 bad_date", "Sheet 5 召开时间 bad_date")
	if text := r.Faults[1].Text; r.Faults[1].Value != "5.10" || !strings.Contains(text.ZH, "5月1日") || !strings.Contains(text.ZH, "5月10日") || !strings.Contains(text.EN, "5.10") {
		t.Errorf("%q: %s", r.Faults[1].Value, text)
	}
	header := []any{"单位", "调研日期", "调研地点"}
	for value, want := range map[any]string{
		"5.10": "2023-05-10", "5.1": "2023-05-01", 5.4: "2023-05-04", 5.12: "2023-05-12", 12.31: "2023-12-31", 5.01: "2023-05-01",
		5.1: "", 5.2: "", 5.3: "", 12.3: "", 11.1: "",
	} {
		for _, cell := range []any{value, styled{value, "0.00"}, styled{value, "General"}} {
			file := styledBook(t, "2023年", header, []any{"教育局", cell, "甲"})
			if r := d.file("2023年调研.xlsx", file, Options{DryRun: true}); want == "" && (len(r.Faults) != 1 || r.Faults[0].Code != jianfu.BadDate) || want != "" && r.Status != Loaded {
				t.Errorf("%v: %s %v", cell, r.Status, placesOf(r.Faults))
			} else if want != "" {
				d.fine(d.file("2023年调研.xlsx", file, Options{}))
				d.want(d.rows("SELECT visited_on::VARCHAR FROM fact.visit ORDER BY id DESC LIMIT 1"), want)
			}
		}
	}
	for value, want := range map[any]string{2023.1: "bad_date", "2023.1": "", 2023.2: "", 2023.11: "", "2023.10": "",
		styled{45054, `yyyy"年"m"月"`}: "", styled{45054, `m"月"`}: "", styled{45047, "yyyy-mm-dd"}: "", styled{45054, "yyyy-mm-dd"}: "bad_value", styled{45054, `m"月"d"日"`}: "bad_value"} {
		r := d.file("汇总.xlsx", styledBook(t, "汇总", []any{"单位", "月份", "会议场次"}, []any{"教育局", value, 3}), Options{DryRun: true})
		if want == "" && r.Status != Loaded || want != "" && (len(r.Faults) != 1 || string(r.Faults[0].Code) != want) {
			t.Errorf("month %v: %s %v", value, r.Status, placesOf(r.Faults))
		}
	}
}

// TestCoveredValues: where a merged region hides another value than it shows, nobody can say which one
// counts.
func TestCoveredValues(t *testing.T) {
	t.Parallel()
	header := []any{"单位", "会议名称", "召开时间", "参会人数", "备注"}
	for name, c := range map[string]struct {
		rows   [][]any
		region string
		want   []string
	}{
		"a unit":             {[][]any{header, {"教育局", "甲", "2024-05-03", 7}, {"民宗局", "乙", "2024-05-03", 8}}, "A2:A3", []string{"Sheet1 3 单位 bad_value"}},
		"the same unit":      {[][]any{header, {"教育局", "甲", "2024-05-03", 7}, {"教育局", "乙", "2024-05-03", 8}}, "A2:A3", nil},
		"a number":           {[][]any{header, {"教育局", "甲", "2024-05-03", 7}, {"教育局", "乙", "2024-05-03", 8}}, "D2:D3", []string{"Sheet1 3 参会人数 bad_value"}},
		"beside a text":      {[][]any{header, {"教育局", "甲", "2024-05-03", 7}}, "C2:D2", []string{"Sheet1 2 参会人数 bad_value"}},
		"below nothing":      {[][]any{header, {"教育局", "甲", "2024-05-03", nil}, {"教育局", "乙", "2024-05-03", 8}}, "D2:D3", []string{"Sheet1 3 参会人数 bad_value"}},
		"what is not read":   {[][]any{header, {"教育局", "甲", "2024-05-03", 7, "一"}, {"教育局", "乙", "2024-05-03", 8, "二"}}, "E2:E3", nil},
		"below a title":      {[][]any{{"2024年5月", "2023年5月"}, header, {"教育局", "甲", "5月3日", 7}}, "A1:E1", nil},
		"a number of totals": {[][]any{{"2024年5月"}, {"单位", "会议场次", "发文数"}, {"教育局", 1, 2}}, "B3:C3", []string{"Sheet1 3 发文数 bad_value"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			r := d.file("会议.xlsx", covering(t, workbook(t, sheets{{"Sheet1", c.rows, nil}}), c.region), Options{})
			if d.want(placesOf(r.Faults), c.want...); c.want == nil && r.Status != Loaded {
				t.Error(r.Status)
			}
		})
	}
}

// covering merges a region without removing what it hides, as a spreadsheet's format painter does.
func covering(t *testing.T, book []byte, region string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	out := zip.NewWriter(&file)
	for _, part := range in.File {
		content, err := fs.ReadFile(in, part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == "xl/worksheets/sheet1.xml" {
			content = bytes.Replace(content, []byte("</sheetData>"), []byte(`</sheetData><mergeCells count="1"><mergeCell ref="`+region+`"/></mergeCells>`), 1)
		}
		w, err := out.Create(part.Name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// TestKeysAsShown: a key is what people see; one that the spreadsheet cut is none.
func TestKeysAsShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.loaded("名录补充.csv", strings.Replace(units, "B02,市民族宗教事务局", "B09,市民政局,市民政局,,市直部门,公安政法,,\nB02,市民族宗教事务局", 1), Options{})
	r := d.file("留言.xlsx", caseFile(t, "testdata/L6-编号失真.xlsx"), Options{})
	d.want(placesOf(r.Faults), "Sheet 3 留言编号 bad_value", "Sheet 5 留言编号 duplicate_key")
	if !strings.Contains(r.Faults[0].Text.ZH, "缩写或截去") || !strings.Contains(r.Faults[1].Text.ZH+r.Faults[1].Value, "007") {
		t.Errorf("%v", r.Faults)
	}
	header := []any{"平台", "留言编号", "承办单位", "受理日期"}
	book := func(key any) []byte {
		return styledBook(t, "留言", header, []any{"人民网", key, "教育局", "2023-05-08"})
	}
	for _, c := range []struct {
		key  any
		want string
	}{
		{styled{7, "000"}, "007"}, {styled{7, `"第"0"号"`}, "第7号"}, {styled{5.1, "0.00"}, "5.10"}, {styled{"12", `"云网"@`}, "云网12"}, {styled{20230508001, "0"}, "20230508001"},
		{123456789012345, "123456789012345"}, {"123456789012345678", "123456789012345678"}, {"2023E5", "2023E5"}, {"1E5-07", "1E5-07"}, {"A1E+17", "A1E+17"}, {styled{1234, "#,##0"}, "1,234"},
	} {
		d.fine(d.file("留言.xlsx", book(c.key), Options{}))
		d.want(d.rows("SELECT number FROM fact.message ORDER BY id DESC LIMIT 1"), c.want)
	}
	for _, key := range []any{
		"3.14159E+17", "1.1E+12", 3.14159e17, 110101199001011234, styled{110101199001011234, "0"}, styled{314159000000000, "0.00E+00"}, styled{45054, `m"月"d"日"`}, styled{45054, "yyyy-mm-dd"}, styled{0.5, "# ?/?"}, styled{5, ";;;"},
	} {
		if r := d.file("留言.xlsx", book(key), Options{DryRun: true}); len(r.Faults) != 1 || r.Faults[0].Code != jianfu.BadValue {
			t.Errorf("%v: %s %v", key, r.Status, placesOf(r.Faults))
		}
	}
	d.want(d.refused("留言.csv", "平台,留言编号,承办单位,受理日期\n人民网,3.14159E+17,教育局,2023-05-08\n", Options{}), "2 留言编号 bad_value")
	d.want(d.refused("留言.json", `[{"平台":"人民网","留言编号":3.14159e17,"承办单位":"教育局","受理日期":"2023-05-08"}]`, Options{}), "1 留言编号 bad_value")
	d.loaded("留言2.json", `[{"平台":"人民网","留言编号":314159265358979323846,"承办单位":"教育局","受理日期":"2023-05-09"}]`, Options{})
	d.want(d.rows("SELECT number FROM fact.message ORDER BY id DESC LIMIT 1"), "314159265358979323846")
}

// TestTextsAsShownCountsAsStored: texts and names are what people see, counts are not.
func TestTextsAsShownCountsAsStored(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := []any{"单位", "调研日期", styled{1, `"调研地点";;`}, "人数", "是否提前通知"}
	d.fine(d.file("调研.xlsx", styledBook(t, "调研", header,
		[]any{styled{"教育局", `"市"@`}, styled{45054, `m"月"d"日"`}, styled{3, `0"号村"`}, styled{12, `0"人"`}, styled{1, `"是";;"否"`}},
		[]any{"教育局", 45054.5, styled{7, "000"}, styled{1234.0, "#,##0"}, styled{0, `"是";;"否"`}}), Options{}))
	d.want(d.rows("SELECT department, visited_on::VARCHAR, place, people, announced FROM fact.visit ORDER BY id"), "B01|2023-05-08|3号村|12|true", "B01|2023-05-08|007|1234|false")
	// 12.4 shown as 12 is no count, and a month that was typed is no day.
	r := d.file("调研.xlsx", styledBook(t, "调研", []any{"单位", "调研日期", "调研地点", "人数"},
		[]any{"教育局", styled{45047, `yyyy"年"m"月"`}, "甲", 3}, []any{"教育局", "2023-05-08", "甲", styled{12.4, "0"}}, []any{"教育局", styled{45054, `yyyy"年"m"月"`}, "甲", 3}), Options{})
	d.want(placesOf(r.Faults), "调研 2 调研日期 bad_date", "调研 3 人数 bad_number")
}

// TestLinesOfOneField: a record that was cut in its first field does not vanish in silence.
func TestLinesOfOneField(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.fine(d.file("2023年5月会议统计.csv", caseFile(t, "sheet/testdata/15-2023年5月会议统计-cut-in-first-field.csv"), Options{}))
	told := func(r Result, row int, value string) {
		t.Helper()
		for _, w := range r.Warnings {
			if w.Row == row && w.Value == value && strings.Contains(w.Text.ZH, "没有读取") {
				return
			}
		}
		t.Errorf("row %d %q is not named: %v", row, value, r.Warnings)
	}
	told(r, 3, "市教")
	const header = "单位,调研日期,调研地点\n"
	for name, c := range map[string]struct {
		text  string
		row   int
		value string
	}{
		"cut at the end":       {header + "教育局,2023-05-03,甲\n教育", 3, "教育"},
		"cut in the middle":    {header + "教育局,2023-05-03,甲\n东河\n教育局,2023-05-04,乙\n", 3, "东河"},
		"cut below a total":    {header + "教育局,2023-05-03,甲\n合计,1次,\n教育局\n", 4, "教育局"},
		"quoted":               {header + "教育局,2023-05-03,甲\n\"教,育\"\n", 3, "教,育"},
		"more below the total": {header + "教育局,2023-05-03,甲\n合计,1次,\n教育局,2023-05-04\n", 4, "教育局"},
	} {
		r := d.loaded(name+".csv", c.text, Options{DryRun: true})
		told(r, c.row, c.value)
	}
	r = d.loaded("多处.csv", header+"东河\n教育局,2023-05-03,甲\n教育\n", Options{DryRun: true})
	told(r, 2, "东河")
	if !strings.Contains(r.Warnings[0].Text.ZH, "第 2、4 行") {
		t.Errorf("%v", r.Warnings)
	}
	r = d.loaded("调研.csv", header+"教育局,2023-05-03,甲\n填报人：张三\n\n", Options{DryRun: true})
	if len(r.Warnings) > 0 {
		t.Errorf("%v", r.Warnings)
	}
}
