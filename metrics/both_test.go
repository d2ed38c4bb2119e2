package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A rate of documents to their plan is over the units that have a plan: the documents of others do not use it up.
// Those who took over the work of such a unit in the year count with it; a plan of zero is one, and so is a plan of
// which nothing is filed yet.
func TestRatesOfUnitsWithBothParts(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"A", "甲局", "甲线", "2020-01-01", ""}, [7]string{"B", "乙局", "甲线", "2020-01-01", ""}, [7]string{"C", "丙局", "乙线", "2020-01-01", ""},
		[7]string{"D", "丁局", "乙线", "2020-01-01", "2023-02-28"}, [7]string{"E", "戊局", "乙线", "2023-03-01", "", "D", "改名"}, [7]string{"F", "己局", "丙线", "2020-01-01", ""}, [7]string{"G", "庚局", "丁线", "2020-01-01", ""})
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{
		{"A", "2023"}: {{"A", int64(2023), int64(10)}}, {"D", "2023"}: {{"D", int64(2023), int64(20)}}, {"F", "2023"}: {{"F", int64(2023), int64(0)}}, {"G", "2023"}: {{"G", int64(2023), int64(30)}},
		{"A", "2022"}: {{"A", int64(2022), int64(8)}}, {"B", "2022"}: {{"B", int64(2022), int64(8)}}}})
	documents := map[[2]string][][]any{}
	issue := func(unit, month string, n int) {
		for i := range n {
			documents[[2]string{unit, month}] = append(documents[[2]string{unit, month}], issued(t, unit, month+"-10", fmt.Sprint(unit, month, i), "通知"))
		}
	}
	issue("A", "2023-01", 2)
	issue("A", "2023-02", 2)
	issue("B", "2023-01", 40)
	issue("D", "2023-01", 3)
	issue("E", "2023-03", 4)
	issue("F", "2023-01", 1)
	issue("A", "2022-01", 1)
	issue("B", "2022-01", 3)
	file(t, w, filing{kind: "document", slices: documents})
	state(t, w, stated{unit: "C", count: issuedTotal, span: "2023-01", value: "100"}, stated{unit: "A", count: issuedTotal, span: "2023-03", value: "1"})
	usage := func(q Query) string {
		t.Helper()
		q.Metrics = []string{"documents.quota_usage"}
		m, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, row := range m.Rows {
			text := ""
			for _, member := range row.Group {
				text = member.Value + ":"
			}
			part := func(v Value) string {
				if v.Amount == nil {
					return string(v.Missing)
				}
				return fmt.Sprintf("%s/%s", v.Numerator, v.Denominator)
			}
			text += part(row.Values[0])
			if c := row.Values[0].Comparison; c != nil {
				text += "~" + part(*c.Base)
			}
			said = append(said, text)
		}
		for _, n := range m.Notices {
			if n.Code == UnitsLeftOut {
				said = append(said, n.Text.ZH)
			}
		}
		return strings.Join(said, " ")
	}
	left := "“发文计划使用率”：2 个单位有“印发文件”而没有“发文计划”，没有算在内：乙局、丙局"
	for _, tt := range []struct {
		name string
		q    Query
		want string
	}{
		{"the city", Query{Period: period(t, "2023")}, "13/60 " + left},
		{"against the year before", Query{Period: period(t, "2023-01"), Compare: YearEarlier}, "6/60~4/16 " + left},
		{"by line", Query{Period: period(t, "2023"), By: []string{"portfolio"}}, "甲线:5/10 乙线:7/20 丙线:ZERO_DENOMINATOR 丁线:NOT_FILED " + left},
		{"by unit", Query{Period: period(t, "2023"), By: []string{"department"}}, "A:5/10 B:ZERO_DENOMINATOR C:ZERO_DENOMINATOR D:3/20 E:ZERO_DENOMINATOR F:ZERO_DENOMINATOR G:NOT_FILED " + left},
		{"of units with both", Query{Period: period(t, "2023"), Where: Filter{Departments: []string{"A"}}}, "5/10"},
	} {
		if got := usage(tt.q); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	// Beside the count itself, which is of all units, and the records behind the rate.
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"documents.issued", "documents.quota_usage", "documents.quota"}, Period: period(t, "2023")})
	if err != nil {
		t.Fatal(err)
	}
	v := m.Rows[0].Values
	if got, want := fmt.Sprintf("%s %s/%s %s", v[0].Amount, v[1].Numerator, v[1].Denominator, v[2].Amount), "153 13/60 60"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	page, err := e.Counted(t.Context(), v[1].Scope, Page{First: 200})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != 12+1+4 || slices.ContainsFunc(page.Records, func(r Record) bool { return r.Department == "B" || r.Department == "C" }) {
		t.Errorf("%d records", page.Total) // rows, a total, and plans
	}
}

// A plan of a unit whose filings do not tell what is held against it is left out, too.
func TestPlansOfUnitsThatDoNotTell(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	var rows [][]any
	for _, unit := range []string{"B1", "B2"} {
		for i := range 4 {
			rows = append(rows, []any{unit, int64(2023), fmt.Sprintf("会议%d", i), int64(5), nil, nil, nil})
		}
	}
	file(t, w, filing{kind: "meeting_plan", slices: map[[2]string][][]any{{"B1", "2023"}: rows[:4], {"B2", "2023"}: rows[4:]}})
	file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"B1", "2023-05"}: {heldMeeting{unit: "B1", on: "2023-05-10", name: "会议", inPlan: true, status: "已召开"}.values(t)}}})
	q := Query{Metrics: []string{"meetings.plan_execution"}, Period: period(t, "2023-05")}
	execution := func() string {
		t.Helper()
		v := one(t, e, q)
		return fmt.Sprintf("%v/%v %s", v.Numerator, v.Denominator, v.Missing)
	}
	if got, want := execution(), "1/8 "; got != want { // what B2 held is missing
		t.Errorf("%s, want %s", got, want)
	}
	state(t, w, stated{unit: "B2", count: held, span: "2023-05", value: "3"})
	if got, want := execution(), "1/4 "; got != want { // it is there, and says nothing of the plan
		t.Errorf("%s, want %s", got, want)
	}
	q.Where.Departments = []string{"B2"}
	if got, want := one(t, e, q).Missing, NotReported; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// one is the only figure of a query.
func one(t *testing.T, e *Engine, q Query) Value {
	t.Helper()
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return m.Rows[0].Values[0]
}
