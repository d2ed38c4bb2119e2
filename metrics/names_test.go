package metrics

import (
	"slices"
	"strings"
	"testing"

	"jianfu"
)

// TestNames: what people call things has the answer of their names, and the answer says what was
// understood.
func TestNames(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-04", category: "全市性会议", requested: "2023-04-01", counted: true},
		meeting{unit: "B2", on: "2023-05-09", category: "全市性会议", requested: "2023-04-01", counted: true})
	plain := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"portfolio"},
		Where: Filter{Departments: []string{"B2"}, Is: []Equals{{Dimension: "department", In: []string{"B2"}}}}}
	spoken := Query{Metrics: []string{"召开会议"}, Period: period(t, "2023年5月"), By: []string{"分管战线"},
		Where: Filter{Departments: []string{"水务局"}, Is: []Equals{{Dimension: "单位", In: []string{"市水务局"}}}}}
	want, got := ask(t, e, plain), ask(t, e, spoken)
	if !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("by what people call things it is %q, by their names %q", got, want)
	}
	m, err := e.Measure(t.Context(), spoken)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(m.Notices, func(n Notice) bool { return n.Code == Understood })
	if at < 0 || m.Notices[at].Text.ZH != "“召开会议”即 meetings.held，“分管战线”即 portfolio，“水务局”即 B2，“单位”即 department，“市水务局”即 B2" {
		t.Errorf("what was understood: %v", m.Notices)
	}
	if spoken.By[0] != "分管战线" || m.Query.By[0] != "portfolio" {
		t.Errorf("the query is now %v, the answer's %v", spoken.By, m.Query.By)
	}
	if m, err = e.Measure(t.Context(), plain); err != nil || slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Code == Understood }) {
		t.Errorf("names themselves: %v %v", m.Notices, err)
	}
}

// TestAmbiguousNames: a name that two units have had is refused, and both are named.
func TestAmbiguousNames(t *testing.T) {
	t.Parallel()
	units := []Department{
		{Code: "B1", Versions: []DepartmentVersion{{Code: "B1", Name: "市林业局"}, {Code: "B1", Name: "市林业和草原局"}}},
		{Code: "B2", Versions: []DepartmentVersion{{Code: "B2", Name: "市林业局", ShortName: "林业局"}}},
	}
	for text, want := range map[string]string{"B1": "B1", "林业局": "B2", "市林业和草原局": "B1", " 林业局 ": "B2"} { //nolint:gocritic // white space around a name is one of the cases
		if got, err := FindDepartment(units, text); got != want || err != nil {
			t.Errorf("%q is %q %v, want %s", text, got, err, want)
		}
	}
	for text, want := range map[string]string{"市林业局": "B1, B2", "": "没有单位", "林业": "没有单位"} {
		if got, err := FindDepartment(units, text); err == nil || !strings.Contains(err.Error(), want) || jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%q is %q %v, want an error with %q", text, got, err, want)
		}
	}
}

// TestCompareWith reads every way of writing a comparison.
func TestCompareWith(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Comparison{"YEAR_EARLIER": YearEarlier, "year-earlier": YearEarlier, "同比": YearEarlier,
		"previous": PreviousPeriod, "PREVIOUS_PERIOD": PreviousPeriod, "环比": PreviousPeriod, "2021": NamedPeriod, "2021年上半年": NamedPeriod} {
		var q Query
		if err := q.CompareWith(text); err != nil || q.Compare != want || (want == NamedPeriod) == q.Against.IsZero() {
			t.Errorf("%s is %s %s %v", text, q.Compare, q.Against, err)
		}
	}
	q := Query{Compare: NamedPeriod, Against: period(t, "2020")}
	if err := q.CompareWith("2021"); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("two periods: %v", err)
	}
	if err := q.CompareWith("同比"); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a comparison and a period: %v", err)
	}
	q = Query{}
	if err := q.CompareWith("last-year"); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a word: %v", err)
	}
}

// TestMembersOf: the values of several dimensions of the same rows are those that were filed, each by value, as one question;
// the directory's dimensions and those of yes and no have none here.
func TestMembersOf(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-04", category: "全市性会议", requested: "2023-04-01", counted: true},
		meeting{unit: "B2", on: "2023-05-09", category: "系统会议", requested: "2023-04-01", counted: true},
		meeting{unit: "B2", on: "2023-05-10", category: "系统会议", requested: "2023-04-01", counted: true})
	held, err := e.Catalog().Metric("meetings.held")
	if err != nil {
		t.Fatal(err)
	}
	all, err := e.MembersOf(t.Context(), held.Dimensions()...)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for d, members := range all {
		for _, m := range members {
			got[d.Name] = append(got[d.Name], m.Value)
		}
	}
	if want := []string{"全市性会议", "系统会议"}; !slices.Equal(got["category"], want) {
		t.Errorf("categories %q, want %q", got["category"], want)
	}
	for _, none := range []string{"department", "portfolio", "counted"} {
		if len(got[none]) > 0 {
			t.Errorf("%s has %q", none, got[none])
		}
	}
	if none, err := e.MembersOf(t.Context()); err != nil || len(none) > 0 {
		t.Errorf("of no dimensions there are %v: %v", none, err)
	}
}
