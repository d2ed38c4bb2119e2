package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
)

// A month whose due day is not over is neither missing nor expected, in the list of filings, its metrics, the
// figures and the checks; a figure that lacks it says so. A moment later it is missing in all of them.
func TestBeforeTheDueDay(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	for _, month := range []string{"2023-04", "2023-05"} {
		meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: month + "-10", counted: true})
	}
	meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B2", on: "2023-04-10", counted: true}, meeting{unit: "B2", on: "2023-04-11", counted: true})
	for _, tt := range []struct{ asOf, listed, month, span, figures, partial, notices string }{
		{"2023-06-05T15:59:59Z", "B1 meeting 2023-05 RECEIVED not owed, B2 meeting 2023-05 NOT_DUE not owed", "B1:1 1/1, B2:NOT_DUE 0/0", "4 3/3", "0份 0份 0份 分母为零", "1个单位月未到报送期限",
			"会议统计有 1 份还没有报，报送期限（2023-06-05）未过：市水务局2023年5月"},
		{"2023-06-05T16:00:00Z", "B1 meeting 2023-05 RECEIVED, B2 meeting 2023-05 MISSING", "B1:1 1/1, B2:NOT_FILED 0/1", "4 3/4", "2份 1份 1份 50.00%", "4个单位月中3个已报",
			"会议统计应报 4 份，未报 1 份：市水务局2023年5月"},
	} {
		at, err := time.Parse(time.RFC3339, tt.asOf)
		if err != nil {
			t.Fatal(err)
		}
		listed := slices.DeleteFunc(statuses(t, e, "2023-05", tt.asOf), func(s string) bool { return strings.Contains(s, " document ") })
		if got := strings.Join(listed, ", "); got != tt.listed {
			t.Errorf("as of %s: %s, want %s", tt.asOf, got, tt.listed)
		}
		q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"department"}, AsOf: at}
		if got := filedOf(t, e, q, "B1", "B2"); got != tt.month {
			t.Errorf("as of %s: %s, want %s", tt.asOf, got, tt.month)
		}
		q.By, q.Period = nil, period(t, "2023-04/2023-05")
		m, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		v := m.Rows[0].Values[0]
		if got := fmt.Sprintf("%s %d/%d", v.Amount, v.Coverage.Filed, v.Coverage.Expected); got != tt.span || v.Partial(jianfu.Chinese) != tt.partial {
			t.Errorf("as of %s: %s %s, want %s %s", tt.asOf, got, v.Partial(jianfu.Chinese), tt.span, tt.partial)
		}
		var said []string
		for _, n := range m.Notices {
			if n.Code == IncompletePeriod {
				said = append(said, n.Text.ZH)
			}
		}
		if got := strings.Join(said, "; "); got != tt.notices {
			t.Errorf("as of %s: %s, want %s", tt.asOf, got, tt.notices)
		}
		figures := Query{Metrics: []string{"filings.expected", "filings.received", "filings.missing", "filings.on_time_rate"}, Period: period(t, "2023-05"), AsOf: at,
			Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}}
		expect(t, ask(t, e, figures), strings.Fields(tt.figures)...)
	}
}

// The list of filings and the figures agree on the day by which a filing is due: holidays move it, also at the
// ends of the years whose holidays are known, and not outside them.
func TestDueDaysAgree(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	filings, err := e.Filings(t.Context(), period(t, "2018-01/2026-12"), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	days := map[string]string{}
	_ = ask(t, e, Query{Metrics: []string{"filings.expected"}, Period: period(t, "2023-01")}) // reads the working days
	for _, f := range filings {
		o, _ := e.catalog.owed(f.Kind, DepartmentVersion{Code: f.Department, Type: "市直部门", From: startOfTime, Until: endOfTime}, f.Month.Start())
		due := e.known.dueDay(o, f.Month)
		if got := chinaDay(f.DueBefore.Add(-time.Second)); got != due {
			t.Fatalf("%s %s: %s in the list, %s in figures", f.Kind, f.Month, got, due)
		}
		days[f.Month.String()] = due.String()
	}
	for month, want := range map[string]string{"2018-01": "2018-02-05", "2020-11": "2020-12-05", "2020-12": "2021-01-05", "2024-04": "2024-05-06", "2026-12": "2027-01-05"} {
		if days[month] != want {
			t.Errorf("%s is due by %s, want %s", month, days[month], want)
		}
	}
}

// A register that units owe speaks for those that filed it and for those that do not owe it: one that owes it
// and did not file has no amount, as the list of filings says.
func TestRegisterThatIsOwed(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", "教科文卫", nil, nil, nil},
		{"B2", "市水务局", nil, nil, "市直部门", "农业农村", nil, nil, nil},
		{"C1", "青溪县", nil, nil, "县（市）区", nil, nil, nil, nil},
	}}})
	e := withCatalog(t, w, "obligations:\n  - {name: monthly, kinds: [inspection], types: [市直部门], grain: half, due: 5}\n")
	file(t, w, filing{kind: "inspection", received: "2023-07-02T00:00:00Z", slices: map[[2]string][][]any{{"B1", "2023-03"}: {carriedOut(t, "B1", "检查", "2023-03-05", true)}}})
	for asOf, want := range map[string]string{
		"2023-07-05T00:00:00Z": "B1:1 6/6, B2:NOT_DUE 0/0, C1:0 6/6", // its day is not over
		"2023-07-10T00:00:00Z": "B1:1 6/6, B2:NOT_FILED 0/6, C1:0 6/6",
	} {
		at, err := time.Parse(time.RFC3339, asOf)
		if err != nil {
			t.Fatal(err)
		}
		q := Query{Metrics: []string{"inspections.conducted"}, Period: period(t, "2023-H1"), By: []string{"department"}, AsOf: at}
		if got := filedOf(t, e, q, "B1", "B2", "C1"); got != want {
			t.Errorf("as of %s: %s, want %s", asOf, got, want)
		}
	}
	if got, want := strings.Join(statuses(t, e, "2023-H1", "2023-07-10T00:00:00Z"), ", "), "B1 inspection 2023-H1 RECEIVED, B2 inspection 2023-H1 MISSING"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What a table says of the year before gives an amount and is no filing: of a unit that owes nothing nothing is
// expected, and none of it is partial. A unit that left the directory keeps such an amount.
func TestCoverageOfTheYearBefore(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units := func(codes ...string) {
		var rows [][]any
		for _, code := range codes {
			kind := "市直部门"
			if code[0] == 'C' {
				kind = "县（市）区"
			}
			rows = append(rows, []any{code, "单位" + code, nil, nil, kind, "甲线", nil, nil, nil})
		}
		file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: rows}})
	}
	units("A", "B", "C", "D", "C2")
	earlier := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value, earlier: true}
	}
	state(t, w, earlier("A", "2023-05", "4"), earlier("B", "2023-05", "5"), earlier("C", "2023-05", "6"), earlier("C2", "2023-01/2023-05", "7"),
		stated{unit: "B", count: held, span: "2023", value: "60"}, stated{unit: "D", count: held, span: "2023-05", value: "1"})
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"department"}}
	want := "A:4 0/1, B:5 1/1, C:6 0/0, D:1 1/1, C2:NOT_REPORTED 0/0"
	if got := filedOf(t, e, q, "A", "B", "C", "D", "C2"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range m.Rows {
		if v := row.Values[0]; v.Partial(jianfu.Chinese) != "" {
			t.Errorf("%s: %s", groupOf(row), v.Partial(jianfu.Chinese))
		}
	}
	units("B", "D")
	if got, want := filedOf(t, e, q, "A", "B", "C", "D"), "B:5 1/1, D:1 1/1, A:4 0/0, C:6 0/0"; got != want {
		t.Errorf("of a shorter directory: %s, want %s", got, want)
	}
	q.By = nil
	expect(t, ask(t, e, q), "16次（按汇总数）")
}

// A ledger speaks for whole years, from that of its first entry to when it was last received; outside them it says
// so, and not that nobody owes it.
func TestWhereRegistersReach(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	entry := func(on string) [][]any {
		return [][]any{{"B1", "小程序", "小程序", day(t, on), nil, nil, nil}}
	}
	file(t, w, filing{kind: "app", received: "2023-11-05T00:00:00Z", slices: map[[2]string][][]any{{"B1", "ledger"}: entry("2023-03-05")}})
	file(t, w, filing{kind: "group", received: "2023-11-05T00:00:00Z", slices: map[[2]string][][]any{{"B1", "ledger"}: entry("2023-05-05")}})
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), int64(20)}}}})
	q := Query{Metrics: []string{"apps.found", "groups.found", "apps_and_groups.found"}}
	for span, want := range map[string][]string{"2023-01": {"0个", "0个", "0个"}, "2023-05": {"0个", "1个", "1个"}, "2022": {"无台账（2023年1月起才有）", "无台账（2023年1月起才有）", "无台账（2023年1月起才有）"},
		"2024-Q1": {"无台账（只报到2023年11月）", "无台账（只报到2023年11月）", "无台账（只报到2023年11月）"}} {
		q.Period = period(t, span)
		if got := ask(t, e, q); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", span, got, want)
		}
	}
	expect(t, ask(t, e, Query{Metrics: []string{"documents.quota"}, Period: period(t, "2022")}), "无计划")
}

// What a list says of a body's activity and rules is of its own day: of days before it is not known.
func TestBodiesBeforeTheirList(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	list := day(t, "2025-06-30")
	file(t, w, filing{kind: "body", slices: map[[2]string][][]any{{"B1", "ledger"}: {
		{"B1", "甲组", nil, nil, day(t, "2025-05-10"), true, day(t, "2018-01-01"), list},
		{"B1", "乙组", nil, nil, day(t, "2025-04-10"), false, day(t, "2019-01-01"), list}}}})
	q := Query{Metrics: []string{"bodies.total", "bodies.dormant", "bodies.rules_complete_rate"}}
	for span, want := range map[string][]string{"2023": {"2个", "未填报", "未填报"}, "2025-06": {"2个", "0个", "50.00%"}} {
		q.Period = period(t, span)
		if got := ask(t, e, q); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", span, got, want)
		}
	}
}

// A year is projected by its plan only where every unit that holds meetings has one, and by the year before only
// where most of what is known was filed then, too.
func TestProjectionsOfFewUnits(t *testing.T) {
	t.Parallel()
	project := func(t *testing.T, e *Engine) string {
		t.Helper()
		p, err := e.Project(t.Context(), "meetings.held", 2023, 10, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, m := range p.Methods {
			text := string(m.Missing)
			if m.Amount != nil {
				text = m.Amount.String()
			}
			said = append(said, text)
		}
		return strings.Join(said, " ")
	}
	codes := []string{"A", "B", "C", "D"}
	for name, tt := range map[string]struct {
		planned, before, now int // how many of the four
		want                 string
	}{
		"all":                          {4, 4, 4, "48 48 48"},
		"few have a plan":              {1, 4, 4, "NOT_REPORTED 48 48"},
		"few filed the year before":    {4, 1, 4, "48 NOT_FILED 48"},
		"few filed":                    {4, 4, 1, "NOT_FILED NOT_FILED NOT_FILED"},
		"those that filed have a plan": {3, 4, 3, "36 36 36"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			var directory [][7]string
			var totals []stated
			plans := map[[2]string][][]any{}
			for i, code := range codes {
				directory = append(directory, [7]string{code, code + "局", "甲线", "2020-01-01", ""})
				for m := 1; m <= 12; m++ {
					if i < tt.before {
						totals = append(totals, stated{unit: code, count: held, span: fmt.Sprintf("2022-%02d", m), value: "1"})
					}
					if i < tt.now && m <= 10 {
						totals = append(totals, stated{unit: code, count: held, span: fmt.Sprintf("2023-%02d", m), value: "1"})
					}
				}
				if i < tt.planned {
					plans[[2]string{code, "2023"}] = [][]any{{code, int64(2023), "会", int64(11), nil, nil, nil}, {code, int64(2023), "议", int64(12), nil, nil, nil}}
				}
			}
			units(t, w, directory...)
			state(t, w, totals...)
			file(t, w, filing{kind: "meeting_plan", slices: plans})
			if got := project(t, e); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
