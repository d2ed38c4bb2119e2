package metrics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Rules across forms and time: a part beyond its whole, a running total apart from its months, last
// year's figure apart from what was stated then, plans that were exceeded, and unusual months with
// the usual range.
func TestRulesAcrossFormsAndTime(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w, stated{unit: "B1", count: "documents_issued", span: "2022-01", value: "5"})
	state(t, w,
		stated{unit: "B1", count: "documents_issued", span: "2023-01", value: "3"}, stated{unit: "B1", count: "documents_issued", span: "2023-02", value: "4"},
		stated{unit: "B1", count: "documents_issued", span: "2023-01/2023-02", value: "8"},
		stated{unit: "B1", count: "documents_off_plan", span: "2023-01", value: "4"}, stated{unit: "B1", count: "documents_off_plan", span: "2023-02", value: "4"},
		stated{unit: "B2", count: "documents_issued", span: "2023-01", value: "3"}, stated{unit: "B2", count: "documents_issued", span: "2023-01/2023-02", value: "9"},
		stated{unit: "B1", count: "documents_issued", span: "2022-01", value: "6", earlier: true})
	told := func(check, span string) string {
		t.Helper()
		found, err := e.Check(t.Context(), check, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject, " ", f.Detail.ZH, " ", len(f.RecordIDs)))
		}
		return strings.Join(list, "; ")
	}
	for check, want := range map[string]string{
		"partBeyondWhole": "2023-01-31 B1 发文 3，计划外发文 4 计划外发文大于发文 2",
		"cumulativeApart": "2023-02-28 B1 印发文件 2023年1—2月 累计 8，各月之和 7 3",
		"lastYearApart":   "2023-01-31 B1 印发文件 2022年1月 上年同期写 6，上年报 5 2",
	} {
		if got := told(check, "2023"); got != want {
			t.Errorf("%s: %q\nwant %q", check, got, want)
		}
	}
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), int64(2)}}}})
	var rows [][]any
	issue := func(on string, planned any, times int) {
		for range times {
			rows = append(rows, []any{"B1", nil, "文件" + on, day(t, on), nil, nil, nil, nil, nil, nil, planned, true})
		}
	}
	for m := 1; m <= 8; m++ {
		issue(fmt.Sprintf("2022-%02d-10", m), true, 2+m%2)
	}
	issue("2023-03-01", true, 2)
	issue("2023-03-02", false, 1)
	issue("2023-03-03", true, 12)
	plant(t, w, "document", rows...)
	if got, want := told("planExceeded", "2023"), "2023-03-03 B1 文件2023-03-03 计划 2 件，这是第 3 件计划内发文 1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := told("unusualMonths", "2023"), "2023-03-31 B1 2023-03 发文 15 平时每月 2—3 15"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// An explanation belongs to a finding while its rows and their values stay, through a re-upload too,
// and is gone with them. The same text for several is counted.
func TestExplanations(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	offPlan := func(names ...string) {
		t.Helper()
		var rows [][]any
		for i, name := range names {
			values := meeting{unit: "B1", on: fmt.Sprintf("2023-05-%02d", i+2), counted: true}.values(t)
			values[2] = name
			values[10] = false
			rows = append(rows, values)
		}
		file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"B1", "2023-05"}: rows}})
	}
	may := period(t, "2023-05")
	findings := func(asOf time.Time) []Finding {
		t.Helper()
		found, err := e.Check(t.Context(), "offPlanMeetings", may, asOf)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	offPlan("防汛会", "安全会")
	before := findings(time.Time{})
	if len(before) != 2 || before[0].ID == before[1].ID || before[0].Explanation != nil {
		t.Fatalf("%+v", before)
	}
	const why = "省里临时部署的会议"
	for _, f := range before {
		explained, err := e.Explain(t.Context(), "offPlanMeetings", may, f.ID, " "+why+" ", "王科员")
		if err != nil || explained.Explanation.Text != why || explained.Explanation.By != "王科员" || explained.Explanation.At.IsZero() {
			t.Fatalf("%+v, %v", explained, err)
		}
	}
	then := w.Now()
	if last := w.LastCommit(); last.Change != warehouse.Explained || last.By != "王科员" {
		t.Errorf("%+v", last)
	}
	if f := findings(time.Time{})[0]; f.Explanation.Same != 2 {
		t.Errorf("the same text explains %d", f.Explanation.Same)
	}
	offPlan("防汛会", "安全生产会") // the first row stays as it was
	after := findings(time.Time{})
	if after[0].ID != before[0].ID || after[0].Explanation == nil || after[0].Explanation.Same != 2 || after[1].Explanation != nil {
		t.Errorf("%+v", after)
	}
	if _, err := e.Explain(t.Context(), "offPlanMeetings", may, before[1].ID, why, ""); jianfu.ErrorCode(err) != jianfu.NotFound {
		t.Errorf("a finding that is gone: %v", err)
	}
	if _, err := e.Explain(t.Context(), "offPlanMeetings", may, after[1].ID, "没有办法呀", ""); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a text of five characters: %v", err)
	}
	if f, err := e.Explain(t.Context(), "offPlanMeetings", may, after[0].ID, "", ""); err != nil || f.Explanation != nil {
		t.Errorf("taken back: %+v, %v", f, err)
	}
	if f := findings(then)[0]; f.Explanation == nil || f.Explanation.Text != why {
		t.Errorf("as of then: %+v", f.Explanation)
	}
	if found, err := w.Verify(t.Context()); err != nil || len(found.Faults) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}
