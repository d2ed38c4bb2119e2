package metrics

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"jianfu"
)

// What has no rollup is counted by month too, once a commit: stocks at the end of each month, plans,
// rows that depend on rows of other months, filings that are owed. The answers are those from the rows.
func TestWhatCountsByMonthAgreesWithTheRows(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	rng := rand.New(rand.NewPCG(11, 11))
	some := func(words ...string) string { return words[rng.IntN(len(words))] }
	units(t, w,
		[7]string{"B1", "市教育局", "教科文卫", "2020-01-01", ""},
		[7]string{"B2", "市水务局", "农业农村", "2020-01-01", "2023-06-30"},
		[7]string{"B2", "市水务局", "城建交通", "2023-07-01", ""},
		[7]string{"B3", "市外事办", "教科文卫", "2020-01-01", "2022-12-31"},
		[7]string{"B4", "市侨办", "统战", "2020-01-01", "2022-12-31"},
		[7]string{"B5", "市外侨办", "统战", "2023-01-01", "", "B3、B4", "合并"})
	unit := func() string { return some("B1", "B2", "B3", "B4", "B5") }
	on := func() any {
		return day(t, fmt.Sprintf("%d-%02d-%02d", 2021+rng.IntN(3), 1+rng.IntN(12), 1+rng.IntN(28)))
	}
	load := func() {
		t.Helper()
		var visits, bodies, events [][]any
		for range 40 {
			visits = append(visits, []any{unit(), on(), some("甲村", "乙村", "丙村"), some("教育", "水利"), int64(3), rng.IntN(2) == 0, int64(rng.IntN(9)), int64(rng.IntN(5))})
			events = append(events, []any{unit(), some("甲专班", "乙专班", "丙专班", "丁专班", "戊专班"), some("成立", "调整", "撤销", "合并"), on(), nil})
		}
		for _, name := range []string{"甲专班", "乙专班", "己专班"} {
			bodies = append(bodies, []any{unit(), name, "专班", nil, on(), nil, nil, nil})
		}
		plans := map[[2]string][][]any{}
		for range 8 {
			of, year := unit(), 2021+rng.IntN(3)
			plans[[2]string{of, fmt.Sprint(year)}] = [][]any{{of, int64(year), int64(rng.IntN(50))}}
		}
		file(t, w, filing{kind: "document_plan", slices: plans})
		plant(t, w, "visit", visits...)
		plant(t, w, "body_event", events...)
		plant(t, w, "body", bodies...)
		var list []meeting
		for range 20 {
			list = append(list, meeting{unit: unit(), on: fmt.Sprintf("%d-%02d-10", 2021+rng.IntN(3), 1+rng.IntN(12)), counted: true, category: some("系统会议", "全市性会议")})
		}
		meetings(t, w, fmt.Sprintf("2023-%02d-01T00:00:00Z", 2+rng.IntN(9)), list...)
	}
	rows := fromRows(w, e.catalog)
	compare := func() {
		t.Helper()
		for range 40 {
			q := Query{Period: period(t, some("2023", "2022", "2023-03", "2022-05/2023-02", "2023-Q2", "2025-12")), Caliber: some("", "all"), Compare: Comparison(some("", "YEAR_EARLIER", "PREVIOUS_PERIOD"))}
			q.Metrics = []string{some("visits.made", "visits.repeat", "visits.solve_rate", "bodies.total", "bodies.dormant", "bodies.established", "meetings.departments_over_cap", "filings.expected", "filings.missing", "filings.on_time_rate", "documents.quota")}
			if by := some("", "department", "portfolio"); by != "" {
				q.By = []string{by}
			}
			if rng.IntN(2) == 0 {
				q.Grain = jianfu.ByMonth
			}
			switch rng.IntN(6) {
			case 0:
				q.Where.Departments = []string{unit()}
			case 1:
				q.Where.Portfolios = []string{some("教科文卫", "统战", "农业农村")}
			case 2:
				q.Structure = StructureThen
			case 3:
				q.AsOf = time.Date(2023, time.Month(2+rng.IntN(9)), 2, 0, 0, 0, 0, time.UTC)
			}
			have, err := e.Measure(t.Context(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			want, err := rows.Measure(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if print(t, have) != print(t, want) {
				t.Fatalf("%+v\nby month\n%s\nfrom rows\n%s", q, print(t, have), print(t, want))
			}
		}
	}
	load()
	compare()
	load()
	compare()
	// That they were answered by month at all shows where these are wrong.
	byMonth := []string{"visits.made", "bodies.total", "bodies.established", "filings.expected", "documents.quota"}
	q := Query{Metrics: byMonth, Period: period(t, "2022-02/2023-04")}
	if _, err := e.Measure(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	l := e.ledgers[len(e.ledgers)-1].ledger
	counted := map[string]bool{}
	l.monthly.Range(func(key, held any) bool {
		counted[key.(monthlyKey).source.name] = true
		for _, cells := range held.(*monthly).months {
			for _, c := range cells {
				for i := range c.values {
					c.values[i] += 1000
				}
			}
		}
		return true
	})
	for _, metric := range byMonth {
		if m, err := e.catalog.Metric(metric); err != nil || !counted[m.source.name] {
			t.Errorf("%s was not counted by month", metric)
		}
		q.Metrics = []string{metric}
		have, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := rows.Measure(t.Context(), q); err != nil || print(t, have) == print(t, want) {
			t.Errorf("%s was answered from the rows: %v", metric, err)
		}
	}
}
