package loaders

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

// sample gives a cell that suits a column.
func sample(c *Column) any {
	switch c.Type {
	case UnitType:
		return "市教育局"
	case IntegerType:
		return 12
	case HoursType:
		return "90分钟"
	case DateType, SpanType:
		return "2023-05-09"
	case YesNoType:
		return "是"
	case ChoiceType:
		return c.Values[0].Value
	case MonthType:
		return "2023年5月"
	case MonthOfYearType:
		return "5月"
	case YearType:
		return 2023
	}
	return c.Header + "一"
}

// Other programs refuse a workbook with a colour that is not one.
func TestColoursOfForms(t *testing.T) {
	t.Parallel()
	l, _ := open(t)
	for _, contract := range l.Contracts().Kinds() {
		var form bytes.Buffer
		if err := l.Template(t.Context(), contract.Kind, FormOf{}, &form); err != nil {
			t.Fatal(err)
		}
		parts, err := zip.NewReader(bytes.NewReader(form.Bytes()), int64(form.Len()))
		if err != nil {
			t.Fatal(err)
		}
		file, err := parts.Open("xl/styles.xml")
		if err != nil {
			t.Fatal(err)
		}
		styles, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		colours := regexp.MustCompile(`rgb="([^"]*)"`).FindAllSubmatch(styles, -1)
		if len(colours) == 0 {
			t.Errorf("%s has no colours", contract.Kind)
		}
		for _, colour := range colours {
			if !regexp.MustCompile(`^[0-9A-F]{8}$`).Match(colour[1]) {
				t.Errorf("%s has the colour %q", contract.Kind, colour[1])
			}
		}
	}
}

// TestTemplatesLoadAgain fills in the blank form of every kind and loads it: as it is, and made for one unit.
func TestTemplatesLoadAgain(t *testing.T) {
	t.Parallel()
	may, err := jianfu.ParsePeriod("2023-05")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []FormOf{{}, {Department: "教育局", Period: may}} {
		t.Run(of.Department, func(t *testing.T) {
			t.Parallel()
			loadTemplates(t, of)
		})
	}
}

func loadTemplates(t *testing.T, of FormOf) {
	t.Helper()
	ctx := context.Background()
	l, w := open(t)
	loadFiles(t, l, Options{}, "../testdata/yunzhou/00单位名录.xlsx")
	for _, contract := range l.Contracts().Kinds() {
		if contract.Kind == totals || contract.Kind == "department" && of.Department != "" { // see TestFormOfTotals
			continue
		}
		var blank, filled bytes.Buffer
		if err := l.Template(ctx, contract.Kind, of, &blank); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(&blank)
		if err != nil {
			t.Fatalf("%s: %v", contract.Kind, err)
		}
		sheet := book.GetSheetName(0)
		header, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if panes, err := book.GetPanes(sheet); err != nil || !panes.Freeze {
			t.Errorf("%s: the header is not frozen (%v)", contract.Kind, err)
		}
		validations, err := book.GetDataValidations(sheet)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		column := 0
		unit := slices.IndexFunc(contract.Columns, func(c Column) bool { return c.Type == UnitType })
		for i := range contract.Columns {
			c := &contract.Columns[i]
			if !c.onForm() || of.Department != "" && i == unit && c.Required {
				continue
			}
			column++
			cell, _ := excelize.CoordinatesToCellName(column, templateHeader+1)
			value := sample(c)
			switch {
			case contract.SplitOf != "" && c.Name == "type":
				value = "微信工作群"
			case contract.Kind == "department" && c.Name == "name":
				value = "市教育局" // the form takes the place of the directory
			case of.Department != "" && c.Of != "":
				value = "" // the city's directory has no unit of that name
			case c.Name == "predecessors":
				value = "" // the directory has one unit
			}
			if err := book.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
			switch contract.typeOnForm(c) {
			case ChoiceType, YesNoType, UnitType, IntegerType, DateType:
				want++
			}
			text := c.Header
			if c.Required {
				text = "*" + text
			}
			if got := header[templateHeader-1][column-1]; got != text {
				t.Errorf("%s: header %q, want %q", contract.Kind, got, text)
			}
		}
		if len(validations) != want {
			t.Errorf("%s: %d columns are checked, want %d", contract.Kind, len(validations), want)
		}
		if err := book.Write(&filled); err != nil {
			t.Fatal(err)
		}
		book.Close()
		result, err := l.Load(ctx, "form.xlsx", bytes.NewReader(filled.Bytes()), int64(filled.Len()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if result.Status != Loaded || result.Rows != 1 || !same(result.Kinds, []string{contract.Kind}) {
			t.Errorf("%s: %s, %d rows of %v", contract.Kind, result.Status, result.Rows, result.Kinds)
		}
		for _, f := range result.Faults {
			t.Error(f.In(jianfu.English))
		}
		for _, w := range result.Warnings {
			if contract.Kind != "department" || !strings.Contains(w.In(jianfu.English), "no longer has 48 units") { // see above
				t.Error(contract.Kind, w.In(jianfu.English))
			}
		}
		if len(result.IgnoredColumns) > 0 {
			t.Errorf("%s: ignored %v", contract.Kind, result.IgnoredColumns)
		}
		if of.Department != "" && unit >= 0 && contract.Columns[unit].Required {
			d := &desk{l, t, w}
			d.want(d.rows(fmt.Sprintf("SELECT DISTINCT department FROM slice WHERE submission_id = %d", result.Submission)), "B031")
		}
	}
	if err := l.Template(ctx, "meeting", FormOf{Department: "市无此局"}, &bytes.Buffer{}); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("an unknown unit: %v", err)
	}
	if err := l.Template(ctx, "meetings", FormOf{}, &bytes.Buffer{}); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("an unknown kind: %v", err)
	}
}

// TestFormOfTotals fills in the blank form of totals: each count for the month and for that of the
// year before. What is left empty is not stated.
func TestFormOfTotals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var blank, filled bytes.Buffer
	if err := d.Template(t.Context(), totals, FormOf{}, &blank); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&blank)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	top, below := rows[templateHeader-1], rows[templateHeader]
	for column, text := range below {
		if column > 0 && text != formSpans[(column-1)%2] || column > 0 && column%2 == 1 && top[column] == "" {
			t.Errorf("column %d: %q below %q", column, text, top[column])
		}
	}
	for cell, value := range map[string]any{"C2": "报送期：2024年 5月", "A5": "市教育局", "B5": 3, "C5": 17, "D5": 0, "A6": "市民宗局", "E6": 8} {
		if err := book.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Write(&filled); err != nil {
		t.Fatal(err)
	}
	r := d.fine(d.file("form.xlsx", filled.Bytes(), Options{}))
	if len(r.Warnings) > 0 || len(r.IgnoredColumns) > 0 {
		t.Errorf("%v %v", r.Warnings, r.IgnoredColumns)
	}
	d.want(d.rows(statedTotals), "B01|documents_issued|2024-05||0.0", "B01|meetings_held|2023-05|上年同期|17.0", "B01|meetings_held|2024-05||3.0", "B02|documents_issued|2023-05|上年同期|8.0")
}
