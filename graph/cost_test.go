//go:build unix

package graph

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/gate"
)

// operations are what clients ask for, cheap and dear.
func operations(b *testing.B, p city.Parts) map[string]string {
	b.Helper()
	var all, byUnit []string
	for _, m := range p.Engine.Catalog().Metrics() {
		all = append(all, m.Name)
		for _, d := range m.Dimensions() {
			if d.Name == "department" {
				byUnit = append(byUnit, m.Name)
			}
		}
	}
	list := func(names []string) string {
		text, err := json.Marshal(names)
		if err != nil {
			b.Fatal(err)
		}
		return string(text)
	}
	months := make([]string, 24)
	for i := range months {
		months[i] = fmt.Sprintf(`{metrics: %s, period: "%d-%02d"}`, list(all[:20]), 2022+i/12, 1+i%12)
	}
	return map[string]string{
		"one":        `{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { amount } } } } }`,
		"all":        `{ measure(input: {metrics: ` + list(all) + `, period: "2023"}) { rows { nodes { values { amount } } } } }`,
		"allMonthly": `{ measure(input: {metrics: ` + list(all) + `, period: "2023", grain: MONTH, compareTo: YEAR_EARLIER}) { rows { nodes { values { amount } } } } }`,
		"unitMonths": `{ measure(input: {metrics: ` + list(byUnit[:12]) + `, period: "2021-01/2023-12", by: ["department"], grain: MONTH, compareTo: YEAR_EARLIER}) {
			rows(first: 10000) { nodes { group { label } values { amount text comparison { amount sentence } } } } } }`,
		"records": `{ measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"]}) {
			rows { nodes { values { records(first: 20) { nodes { date title source { row cells { column value } } } } } } } } }`,
		"questions":      `{ measurements(inputs: [` + strings.Join(months, ", ") + `]) { ... on Measurement { rows { nodes { values { amount text } } } } } }`,
		"against":        `{ measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"], grain: MONTH, against: ["2022", "2021", "2020", "2019"]}) { rows { nodes { values { amount } } } } }`,
		"summary":        `{ annualSummary(year: 2023) { writingProblemKinds { amount } } }`,
		"report":         `{ report(kind: ANNUAL, period: "2023") { title } }`,
		"noIncrease":     `{ noIncrease(metric: "meetings.held", year: 2023) { met } }`,
		"projection":     `{ projection(metric: "meetings.held", year: 2023, throughMonth: 6) { notices { text } } }`,
		"filings":        `{ filings(period: "2023") { nodes { department } } }`,
		"findings":       `{ findings(check: "offPlanMeetings", period: "2023") { nodes { key } } }`,
		"reconciliation": `{ reconciliation(period: "2023") { nodes { department } } }`,
		"changes":        `{ submissions(first: 1) { nodes { changes(first: 1) { totalCount } } } }`,
		"around":         `{ records(kind: meeting, first: 100) { nodes { source { around { row cells { value } } } } } }`,
		"catalogue":      `{ metrics { name label definition sql dimensions { name label } } }`,
	}
}

func processor(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func posted(h http.Handler, query string) *httptest.ResponseRecorder {
	body, _ := json.Marshal(map[string]string{"query": query}) // a string is always JSON
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// BenchmarkCosts shows the processor time that operations take beside what they are expected to:
// the limits and the gate know only the latter.
func BenchmarkCosts(b *testing.B) {
	p := city.Sample(b)
	h := NewHandler(Config{Engine: p.Engine, Loader: p.Loader, Warehouse: p.Warehouse, Templates: p.Templates})
	for name, query := range operations(b, p) {
		b.Run(name, func(b *testing.B) {
			op, errs := h.exec.CreateOperationContext(h.start(b.Context(), jianfu.English), &graphql.RawParams{Query: query, ReadTime: graphql.TraceTiming{}})
			if errs != nil {
				b.Fatal(errs)
			}
			before := processor(b)
			for b.Loop() {
				if w := posted(h, query); strings.Contains(w.Body.String(), `"errors"`) {
					b.Fatalf("%.300s", w.Body)
				}
			}
			took := (processor(b) - before) / time.Duration(b.N)
			b.ReportMetric(took.Seconds()*1000, "ms-taken")
			b.ReportMetric(costOf(op).Seconds()*1000, "ms-expected")
			b.ReportMetric(costOf(op).Seconds()/took.Seconds(), "expected/taken")
		})
	}
}

// BenchmarkDeadlines shows how long after its deadline an operation is answered, and how long it
// keeps its place.
func BenchmarkDeadlines(b *testing.B) {
	p := city.Sample(b)
	const deadline = 200 * time.Millisecond
	turns := gate.New(2, slog.New(slog.DiscardHandler))
	h := NewHandler(Config{Engine: p.Engine, Loader: p.Loader, Warehouse: p.Warehouse, Templates: p.Templates, Gate: turns, QueryTimeout: deadline})
	for name, query := range operations(b, p) {
		b.Run(name, func(b *testing.B) {
			var late, free time.Duration
			for b.Loop() {
				begun := time.Now()
				posted(h, query)
				late = max(late, time.Since(begun)-deadline)
				var leave [2]func()
				for i := range leave {
					var err error
					if leave[i], err = turns.Enter(b.Context(), 0); err != nil {
						b.Fatal(err)
					}
				}
				free = max(free, time.Since(begun)-deadline)
				leave[0]()
				leave[1]()
			}
			b.ReportMetric(float64(late.Milliseconds()), "ms-late")
			b.ReportMetric(float64(free.Milliseconds()), "ms-until-free")
		})
	}
}
