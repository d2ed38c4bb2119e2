package metrics

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The base of a comparison has its caveats too, but where nothing was filed for it at all the
// comparison says so; and a count since January is over January's filings.
func TestCaveatsOnEverySide(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	january := meetings(t, w, "", meeting{unit: "B1", on: "2022-01-10", category: "系统会议", counted: true}, meeting{unit: "B2", on: "2022-01-10", counted: true})
	march := meetings(t, w, "", meeting{unit: "B1", on: "2023-03-10", category: "系统会议", counted: true}, meeting{unit: "B2", on: "2023-03-10", counted: true})
	told := func(q Query) string {
		answer, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, n := range answer.Notices {
			for _, s := range n.Slices {
				texts = append(texts, strings.TrimSpace(s.Department+" "+s.Period.String()))
			}
		}
		slices.Sort(texts)
		return strings.Join(slices.Compact(texts), "、")
	}
	for _, tt := range []struct{ metric, period, against, want string }{
		{"meetings.held", "2023-03", "2022-Q1", "2022-02、2022-03、B1 2022-02、B1 2022-03、B2 2022-02、B2 2022-03"},
		{"meetings.held", "2023-03", "2022-01", ""},
		{"meetings.held", "2023-03", "2021", ""},
		{"meetings.departments_over_cap", "2023-03", "", "2023-01、2023-02"},
		{"meetings.departments_over_cap", "2022-01", "", ""},
	} {
		q := Query{Metrics: []string{tt.metric}, Period: period(t, tt.period)}
		if tt.against != "" {
			q.Compare, q.Against = NamedPeriod, period(t, tt.against)
		}
		if got := told(q); got != tt.want {
			t.Errorf("%s over %s against %s told of %q, want %q", tt.metric, tt.period, tt.against, got, tt.want)
		}
	}
	rule, err := e.NoIncrease(t.Context(), "meetings.held", 2023, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rule) != 1 || len(rule[0].Notices) == 0 || !strings.Contains(rule[0].Notices[0].Text.ZH, "2022-02") {
		t.Errorf("February 2022 was not filed: %+v", rule)
	}
	lineage := func(q Query) []int64 {
		answer, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Lineage.Submissions
	}
	held := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-03")}
	if got := lineage(held); !slices.Equal(got, []int64{march}) {
		t.Errorf("March came from %v", got)
	}
	held.Compare, held.Against = NamedPeriod, period(t, "2022-01")
	if got := lineage(held); !slices.Equal(got, []int64{january, march}) {
		t.Errorf("March against January came from %v", got)
	}
	year := meetings(t, w, "", meeting{unit: "B1", on: "2023-01-10", category: "系统会议", counted: true})
	if got := lineage(Query{Metrics: []string{"meetings.departments_over_cap"}, Period: period(t, "2023-03")}); !slices.Equal(got, []int64{march, year}) {
		t.Errorf("over the cap by March came from %v", got)
	}
	if got := lineage(Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-Q1"), Where: Filter{Departments: []string{"B2"}}}); !slices.Equal(got, []int64{march}) {
		t.Errorf("one unit's came from %v", got)
	}
	if got := lineage(Query{Metrics: []string{"filings.received"}, Period: period(t, "2023-03")}); !slices.Contains(got, march) {
		t.Errorf("filings received came from %v", got)
	}
}
