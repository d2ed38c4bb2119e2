package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jianfu"
	"jianfu/warehouse"
)

// units files a directory whose rows are code, name, line, first day, last day, predecessors and
// change.
func units(t *testing.T, w *warehouse.Warehouse, rows ...[7]string) {
	t.Helper()
	var values [][]any
	for _, r := range rows {
		var predecessors, change any
		if r[5] != "" {
			predecessors, change = strings.Split(r[5], "、"), r[6]
		}
		values = append(values, []any{r[0], r[1], nil, nil, "市直部门", r[2], nil, day(t, r[3]), day(t, r[4]), predecessors, change})
	}
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: values}})
}

// hold files so many meetings of a unit in each month of a span.
func hold(t *testing.T, w *warehouse.Warehouse, unit, span string, each int) {
	t.Helper()
	var list []meeting
	for _, month := range monthsOf(period(t, span)) {
		for range each {
			list = append(list, meeting{unit: unit, on: month.String() + "-05", counted: true})
		}
	}
	meetings(t, w, "", list...)
}

// compared gives amounts and bases by group, with what is comparable where that is something else,
// and the notice that names the units that moved.
func compared(t *testing.T, e *Engine, q Query) (figures, moved string) {
	t.Helper()
	q.Metrics, q.Compare = []string{"meetings.held"}, YearEarlier
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	amount := func(d *jianfu.Decimal, missing Missing) string {
		if d == nil {
			return string(missing)
		}
		return d.String()
	}
	var list []string
	for _, row := range m.Rows {
		v := row.Values[0]
		group := ""
		for _, member := range row.Group {
			group = member.Value + ":"
		}
		text := group + amount(v.Amount, v.Missing) + "/" + amount(v.Comparison.Amount, v.Comparison.Missing)
		if both := v.Comparison.Comparable; amount(both.Current, "") != amount(v.Amount, "") || amount(both.Amount, "") != amount(v.Comparison.Amount, "") {
			text += "(" + amount(both.Current, "-") + "/" + amount(both.Amount, "-") + ")"
		}
		list = append(list, text)
	}
	for _, n := range m.Notices {
		if n.Code == UnitsMoved {
			moved = n.Text.ZH
		}
	}
	return strings.Join(list, " "), moved
}

// A and B merge into C at the turn of the year, D is split into E and F, G moves to another line in
// July, and H goes on as before. Bases by hand, by the units and lines at the end of the period, or
// as they were.
func TestUnitsThatChange(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w,
		[7]string{"A", "甲局", "农业", "2020-01-01", "2022-12-31"}, [7]string{"B", "乙局", "城建", "2020-01-01", "2022-12-31"},
		[7]string{"C", "丙局", "城建", "2023-01-01", "", "A、B", "合并"},
		[7]string{"D", "丁局", "农业", "2020-01-01", "2022-12-31"},
		[7]string{"E", "戊局", "农业", "2023-01-01", "", "D", "拆分"}, [7]string{"F", "己局", "教育", "2023-01-01", "", "D", "拆分"},
		[7]string{"G", "庚局", "教育", "2020-01-01", "2023-06-30"}, [7]string{"G", "庚局", "城建", "2023-07-01", ""},
		[7]string{"H", "辛局", "农业", "2020-01-01", ""})
	for unit, each := range map[string]int{"A": 1, "B": 2, "D": 3, "G": 4, "H": 5} {
		hold(t, w, unit, "2022", each)
	}
	for unit, each := range map[string]int{"C": 2, "E": 1, "F": 1, "G": 3, "H": 5} {
		hold(t, w, unit, "2023", each)
	}
	for _, tt := range []struct {
		name string
		q    Query
		want string
	}{
		{"all", Query{}, "144/180"},
		{"units", Query{By: []string{"department"}},
			"A:NOT_IN_FORCE/NOT_IN_FORCE B:NOT_IN_FORCE/NOT_IN_FORCE C:24/36 D:NOT_IN_FORCE/NOT_IN_FORCE E:12/NOT_IN_FORCE F:12/NOT_IN_FORCE G:36/48 H:60/60"},
		{"units as they were", Query{By: []string{"department"}, Structure: StructureThen},
			"A:NOT_IN_FORCE/12(-/-) B:NOT_IN_FORCE/24(-/-) C:24/NOT_IN_FORCE(-/-) D:NOT_IN_FORCE/36(-/-) E:12/NOT_IN_FORCE(-/-) F:12/NOT_IN_FORCE(-/-) G:36/48 H:60/60"},
		// G counts for 城建 from July on: its whole year is held against its whole past there.
		{"lines", Query{By: []string{"portfolio"}}, "农业:72/NOT_REPORTED 城建:42/84(60/84) 教育:30/NOT_IN_FORCE(12/-)"},
		{"lines as they were", Query{By: []string{"portfolio"}, Structure: StructureThen}, "农业:72/108(60/60) 城建:42/24(18/-) 教育:30/48(18/48)"},
		{"the merged unit", Query{Where: Filter{Departments: []string{"C"}}}, "24/36"},
		{"one that was merged", Query{Where: Filter{Departments: []string{"A"}}}, "NOT_IN_FORCE/NOT_IN_FORCE"},
		{"the merged unit and those before it", Query{Where: Filter{Departments: []string{"A", "B", "C"}}}, "24/36"},
		{"both parts", Query{Where: Filter{Departments: []string{"E", "F"}}}, "24/36"},
		{"one part", Query{Where: Filter{Departments: []string{"E"}}}, "12/NOT_IN_FORCE"},
		{"a line", Query{Where: Filter{Portfolios: []string{"城建"}}}, "42/84(60/84)"},
	} {
		tt.q.Period = jianfu.YearOf(2023)
		if got, _ := compared(t, e, tt.q); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
	// Half a year is summed by its own end.
	if got, _ := compared(t, e, Query{Period: period(t, "2023-H1"), By: []string{"portfolio"}, Where: Filter{Departments: []string{"G", "C"}}}); got != "城建:12/18 教育:18/24" {
		t.Error(got)
	}
	for q, want := range map[string]string{
		"portfolio": "基数按 2023-12-31 的单位和战线计算，其间有变动：甲局的数算入丙局（2023-01-01）、丁局拆分为戊局、己局（2023-01-01），拆分前的数只算入它们的合计、庚局由教育转到城建（2023-07-01）",
		"":          "",
	} {
		ask := Query{Period: jianfu.YearOf(2023)}
		if q != "" {
			ask.By = []string{q}
		}
		if _, got := compared(t, e, ask); got != want {
			t.Errorf("by %q: %q\nwant %q", q, got, want)
		}
	}
	if _, got := compared(t, e, Query{Period: jianfu.YearOf(2023), Where: Filter{Departments: []string{"C"}}, Structure: StructureThen}); got != "基数按当时的单位和战线计算，此后有变动：甲局的数算入丙局（2023-01-01）、乙局的数算入丙局（2023-01-01）" {
		t.Error(got)
	}
	rule, err := e.NoIncrease(t.Context(), "meetings.held", 2023, Query{By: []string{"department"}})
	if err != nil {
		t.Fatal(err)
	}
	var met []string
	for _, c := range rule {
		if c.Met != nil {
			met = append(met, fmt.Sprint(c.Group[0].Value, *c.Met))
		}
	}
	if got := strings.Join(met, " "); got != "Ctrue Gtrue Htrue" {
		t.Errorf("the rule: %s", got)
	}
}

// A unit that is merged in July: from then on the successor has the months, and its base the past of
// both; what is comparable has both sides by who it was at the end.
func TestAMergerWithinTheYear(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w,
		[7]string{"A", "甲局", "农业", "2020-01-01", "2023-06-30"}, [7]string{"B", "乙局", "农业", "2020-01-01", "2023-06-30"},
		[7]string{"C", "丙局", "农业", "2023-07-01", "", "A、B", "合并"})
	hold(t, w, "A", "2022", 1)
	hold(t, w, "B", "2022", 2)
	hold(t, w, "A", "2023-H1", 1)
	hold(t, w, "B", "2023-H1", 2)
	hold(t, w, "C", "2023-H2", 2)
	for where, want := range map[string]string{"C": "12/36(30/36)", "A": "6/NOT_IN_FORCE(-/-)", "A、B、C": "30/36", "": "30/36"} {
		q := Query{Period: jianfu.YearOf(2023)}
		if where != "" {
			q.Where.Departments = strings.Split(where, "、")
		}
		if got, _ := compared(t, e, q); got != want {
			t.Errorf("%q: %s, want %s", where, got, want)
		}
	}
	answer, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: jianfu.YearOf(2023), Compare: YearEarlier, Where: Filter{Departments: []string{"C"}}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "报告期内有单位变动，升降含变动的影响：甲局的数算入丙局（2023-07-01）、乙局的数算入丙局（2023-07-01）；可比部分两期都按 2023-12-31 的单位和战线计算"; !slices.ContainsFunc(answer.Notices, func(n Notice) bool { return n.Code == UnitsMoved && n.Text.ZH == want }) ||
		slices.ContainsFunc(answer.Notices, func(n Notice) bool { return n.Code == UnequalCoverage }) {
		t.Errorf("half a year against a whole: %+v", answer.Notices)
	}
}

// Totals of a unit go where its records would.
func TestTotalsOfUnitsThatChange(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w,
		[7]string{"A", "甲局", "农业", "2020-01-01", "2022-12-31"}, [7]string{"B", "乙局", "农业", "2020-01-01", "2022-12-31"},
		[7]string{"C", "丙局", "城建", "2023-01-01", "", "A、B", "合并"})
	state(t, w, stated{unit: "A", count: "meetings_held", span: "2022", value: "7"})
	hold(t, w, "B", "2022", 1)
	hold(t, w, "C", "2023", 1)
	if got, _ := compared(t, e, Query{Period: jianfu.YearOf(2023), By: []string{"portfolio"}}); got != "农业:NOT_IN_FORCE/NOT_IN_FORCE 城建:12/19" {
		t.Error(got)
	}
}

// A notice names units that count elsewhere in the base than they did in its months, by the line
// they had then: not one that moves after the reported months.
func TestMovesInTheMonthsOfTheBase(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"G", "庚局", "教育", "2020-01-01", "2022-02-28"}, [7]string{"G", "庚局", "城建", "2022-03-01", "2023-06-30"}, [7]string{"G", "庚局", "农业", "2023-07-01", ""})
	hold(t, w, "G", "2022-01/2022-04", 1)
	hold(t, w, "G", "2023-01/2023-04", 1)
	for span, want := range map[string]string{
		"2023-03/2023-04": "",
		"2023-01/2023-04": "基数按 2023-04-30 的单位和战线计算，其间有变动：庚局由教育转到城建（2022-03-01）",
	} {
		if _, moved := compared(t, e, Query{Period: period(t, span), By: []string{"portfolio"}}); moved != want {
			t.Errorf("%s: %q, want %q", span, moved, want)
		}
	}
}

// A part of a split has months of its own from the split on: that the other part lacks one takes nothing from
// its comparison with a month after the split, and all of it from one with a month before.
func TestPartsOfASplitAreComparedApart(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w,
		[7]string{"D", "丁局", "城建", "", "2023-06-30", "", ""},
		[7]string{"E", "戊局", "城建", "2023-07-01", "", "D", "拆分"},
		[7]string{"F", "己局", "城建", "2023-07-01", "", "D", "拆分"})
	hold(t, w, "D", "2023-01/2023-06", 9)
	hold(t, w, "E", "2023-07/2023-09", 2)
	hold(t, w, "F", "2023-07/2023-08", 3)
	for of, want := range map[string]string{"2023-09": "2/5, 2/2", "2023-08": "5/5, 5/5", "2023-07": "5/9, 5/9"} {
		m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, of), Compare: PreviousPeriod})
		if err != nil {
			t.Fatal(err)
		}
		v := m.Rows[0].Values[0]
		both := v.Comparison.Comparable
		if got := fmt.Sprintf("%s/%s, %s/%s", v.Amount, v.Comparison.Amount, both.Current, both.Amount); got != want {
			t.Errorf("%s: %s, want %s", of, got, want)
		}
	}
}

// What exists at the end of a period belongs to the unit that has taken the place of the one it was filed
// with, on both sides of a comparison; of a unit that was split nobody knows which part has it. A register
// speaks for every unit: there is no part of it that is less comparable.
func TestWhatExistsWhereUnitsChanged(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w,
		[7]string{"A", "甲局", "城建", "", "2022-12-31", "", ""},
		[7]string{"C", "丙局", "农业", "2023-01-01", "", "A", "合并"},
		[7]string{"D", "丁局", "城建", "", "2023-06-30", "", ""},
		[7]string{"E", "戊局", "城建", "2023-07-01", "", "D", "拆分"},
		[7]string{"F", "己局", "农业", "2023-07-01", "", "D", "拆分"})
	file(t, w, filing{kind: "body", slices: map[[2]string][][]any{
		{"A", "ledger"}: {{"A", "甲组", nil, nil, nil, nil, day(t, "2020-01-01"), day(t, "2022-06-30")}, {"A", "乙组", nil, nil, nil, nil, day(t, "2020-01-01"), day(t, "2022-06-30")}},
		{"D", "ledger"}: {{"D", "丁组", nil, nil, nil, nil, day(t, "2020-01-01"), day(t, "2022-06-30")}},
	}})
	file(t, w, filing{kind: "body_event", slices: map[[2]string][][]any{{"", "ledger"}: {{nil, "乙组", "撤销", day(t, "2023-02-01"), nil}}}})
	q := Query{Metrics: []string{"bodies.total"}, Period: period(t, "2023"), Compare: YearEarlier, By: []string{"department"}, Where: Filter{Departments: []string{"A", "C", "D"}}}
	expect(t, ask(t, e, q), "甲局 以往的数算入丙局（2023-01-01） 同比不可比（以往的数算入丙局（2023-01-01））", "丙局 1个 同比下降50.00%（少1个）", "丁局 1个 同比不可比（丁局已拆分（2023-07-01），以往只有合计）")
	q = Query{Metrics: []string{"bodies.total"}, Period: period(t, "2023"), Compare: YearEarlier}
	expect(t, ask(t, e, q), "2个 同比下降33.33%（少1个）")
	q.By, q.Compare, q.Grain = []string{"portfolio"}, "", jianfu.ByHalf
	expect(t, ask(t, e, q), "农业 1个", "城建 1个", "（未填） 无报送任务", "农业 1个", "城建 0个", "（未填） 1个")
}
