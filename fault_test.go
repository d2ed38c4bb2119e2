package jianfu

import (
	"strings"
	"testing"
)

// TestTogether: the same fault in many rows of a column is one line that lists the rows.
func TestTogether(t *testing.T) {
	t.Parallel()
	none := Say("仓库里还没有单位名录", "there is no directory")
	var faults []Fault
	for row := 2; row <= 586; row++ {
		faults = append(faults, Fault{File: "a.csv", Row: row, Column: "单位", Value: "甲", Code: UnknownUnit, Text: none})
		if row == 4 || row == 9 {
			faults = append(faults, Fault{File: "a.csv", Row: row, Column: "人数", Value: "x", Code: BadNumber, Text: Text{ZH: "“x”不是数字", EN: "no number: x"}})
		}
	}
	faults = append(faults, Fault{File: "a.csv", Code: MissingColumn, Text: none}, Fault{File: "a.csv", Row: 7, Column: "人数", Value: "y", Code: BadNumber, Text: Text{ZH: "“y”不是数字", EN: "no number: y"}})
	var lines []string
	for _, group := range Together(faults) {
		lines = append(lines, group.In(Chinese))
	}
	want := []string{
		"a.csv，第 2—586 行（共 585 行），“单位”列：仓库里还没有单位名录 [unknown_unit]",
		"a.csv，第 4、9 行（共 2 行），“人数”列：“x”不是数字 [bad_number]",
		"a.csv：仓库里还没有单位名录 [missing_column]",
		"a.csv，第 7 行，“人数”列：“y”不是数字 [bad_number]",
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}
