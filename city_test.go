// The sample city, end to end: its files as filed, against figures that were worked out
// from the city itself and not by any loader.
package jianfu_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jianfu"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// city is the sample city's warehouse, loaded once and only read by the tests.
var city = sync.OnceValues(func() (*metrics.Engine, error) {
	ctx := context.Background()
	w, err := warehouse.Open(ctx, "")
	if err != nil {
		return nil, err
	}
	contracts, err := loaders.ReadContracts(nil)
	if err != nil {
		return nil, err
	}
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		return nil, err
	}
	var refused error
	err = loader.LoadPaths(ctx, []string{"testdata/yunzhou"}, loaders.Options{}, func(r loaders.Result) {
		if len(r.Faults) > 0 {
			refused = fmt.Errorf("%s: %d faults, first: %w", r.File, len(r.Faults), r.Faults[0])
		}
	})
	if err := errors.Join(err, refused); err != nil {
		return nil, err
	}
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		return nil, err
	}
	cityWarehouse = w
	return metrics.New(w, catalog), nil
})

// cityWarehouse is what city loaded into, for the tests that read it by SQL.
var cityWarehouse *warehouse.Warehouse

func openCity(t *testing.T) *metrics.Engine {
	t.Helper()
	e, err := city()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

type truth struct {
	Figures []struct {
		Metric, Period, Department, Portfolio string
		Numerator                             json.Number
		Denominator                           *json.Number
		Value                                 *string
	}
	Changes []struct {
		Metric, Period, Baseline string
		ChangePercent            *string
	}
}

func readTruth(t *testing.T) truth {
	t.Helper()
	text, err := os.ReadFile("testdata/yunzhou-truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var all truth
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func decimal(t *testing.T, text string) jianfu.Decimal {
	t.Helper()
	d, ok := jianfu.ParseDecimal(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return d
}

func period(t *testing.T, text string) jianfu.Period {
	t.Helper()
	p, err := jianfu.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCityFigures(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	all := readTruth(t)
	type question struct{ period, by string }
	asked := map[question]map[string]bool{}
	for _, f := range all.Figures {
		q := question{period: f.Period}
		switch {
		case f.Department != "":
			q.by = "department"
		case f.Portfolio != "":
			q.by = "portfolio"
		}
		if asked[q] == nil {
			asked[q] = map[string]bool{}
		}
		asked[q][f.Metric] = true
	}
	answers := map[string]metrics.Value{}
	for q, names := range asked {
		query := metrics.Query{Period: period(t, q.period)}
		for name := range names {
			query.Metrics = append(query.Metrics, name)
		}
		if q.by != "" {
			query.By = []string{q.by}
		}
		m, err := e.Measure(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range m.Rows {
			member := ""
			for _, g := range row.Group {
				member = g.Value
			}
			for _, v := range row.Values {
				answers[v.Metric.Name+"|"+q.period+"|"+q.by+"="+member] = v
			}
		}
	}
	wrong := 0
	for _, f := range all.Figures {
		scope := "="
		switch {
		case f.Department != "":
			scope = "department=" + f.Department
		case f.Portfolio != "":
			scope = "portfolio=" + f.Portfolio
		}
		v, ok := answers[f.Metric+"|"+f.Period+"|"+scope]
		problem := ""
		switch {
		case !ok:
			problem = "no answer"
		case f.Value == nil && v.Amount != nil:
			problem = "is " + v.Amount.String() + ", want none"
		case f.Value != nil && v.Amount == nil:
			problem = "is missing (" + string(v.Missing) + "), want " + *f.Value
		case f.Value != nil && v.Amount.Fixed(4) != *f.Value:
			problem = "is " + v.Amount.Fixed(4) + ", want " + *f.Value
		case v.Numerator == nil || v.Numerator.Cmp(decimal(t, f.Numerator.String())) != 0:
			problem = "has another numerator"
		case f.Denominator != nil && (v.Denominator == nil || v.Denominator.Cmp(decimal(t, f.Denominator.String())) != 0):
			problem = "has another denominator"
		}
		if problem != "" {
			if wrong++; wrong <= 20 {
				t.Errorf("%s %s %s %s", f.Metric, f.Period, scope, problem)
			}
		}
	}
	if wrong > 0 || len(all.Figures) != 8232 {
		t.Errorf("%d of %d figures are wrong", wrong, len(all.Figures))
	}
}

func TestCityChanges(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	all := readTruth(t)
	var names []string
	for _, c := range all.Changes {
		if !slices.Contains(names, c.Metric) {
			names = append(names, c.Metric)
		}
	}
	answers := map[string]*metrics.ValueComparison{}
	wrong := 0
	for _, c := range all.Changes {
		got := answers[c.Metric+c.Period]
		if got == nil {
			for _, v := range values(t, e, metrics.Query{Metrics: names, Period: period(t, c.Period), Compare: metrics.YearEarlier}) {
				answers[v.Metric.Name+c.Period] = v.Comparison
			}
			got = answers[c.Metric+c.Period]
		}
		same := got.Period.String() == c.Baseline && (got.ChangePercent == nil) == (c.ChangePercent == nil) &&
			(got.ChangePercent == nil || got.ChangePercent.String() == *c.ChangePercent)
		if !same {
			if wrong++; wrong <= 20 {
				t.Errorf("%s %s changes by %v against %s, want %v", c.Metric, c.Period, got.ChangePercent, got.Period, c.ChangePercent)
			}
		}
	}
	if wrong > 0 || len(all.Changes) != 1080 {
		t.Errorf("%d of %d changes are wrong", wrong, len(all.Changes))
	}
}

// Buckets add up to the whole for a flow, the last bucket is the whole for a stock, and
// the last cumulative bucket is the whole for any metric.
func TestCityBuckets(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	var names []string
	for _, m := range e.Catalog().Metrics() {
		names = append(names, m.Name)
	}
	for _, span := range []string{"2022", "2022-02/2023-10"} {
		q := metrics.Query{Metrics: names, Period: period(t, span)}
		wholes := values(t, e, q)
		for _, q.Grain = range []jianfu.Grain{jianfu.ByMonth, jianfu.ByQuarter, jianfu.ByHalf, jianfu.ByYear} {
			q.Cumulative = false
			buckets := values(t, e, q)
			q.Cumulative = true
			running := values(t, e, q)
			lastBucket, lastRunning := buckets[len(buckets)-len(names):], running[len(running)-len(names):]
			for i, whole := range wholes {
				m := whole.Metric
				if !sameValue(lastRunning[i], whole) {
					t.Errorf("%s %s %s: the last running total differs from the whole", m.Name, span, q.Grain)
				}
				switch m.Kind() {
				case metrics.Flow:
					var sum jianfu.Decimal
					for at := i; at < len(buckets); at += len(names) {
						if b := buckets[at]; b.Amount != nil {
							sum = sum.Add(*b.Amount)
						}
					}
					if whole.Amount == nil || sum.Cmp(*whole.Amount) != 0 {
						t.Errorf("%s %s %s: buckets add up to %s", m.Name, span, q.Grain, sum)
					}
				case metrics.Stock:
					// What is overdue at the end is counted of the rows of each bucket alone.
					if !strings.HasSuffix(m.Name, ".overdue_open") && !sameValue(lastBucket[i], whole) {
						t.Errorf("%s %s %s: the last bucket differs from the whole", m.Name, span, q.Grain)
					}
				}
			}
		}
	}
}

func values(t *testing.T, e *metrics.Engine, q metrics.Query) []metrics.Value {
	t.Helper()
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var list []metrics.Value
	for _, row := range m.Rows {
		list = append(list, row.Values...)
	}
	return list
}

func sameValue(a, b metrics.Value) bool {
	return a.Missing == b.Missing && (a.Amount == nil) == (b.Amount == nil) && (a.Amount == nil || a.Amount.Cmp(*b.Amount) == 0)
}

// A check counts as many findings as it lists.
func TestFindingsAreCounted(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	found := 0
	for _, check := range e.Catalog().Checks() {
		for _, period := range []jianfu.Period{jianfu.YearOf(2022), jianfu.YearOf(2023)} {
			list, err := e.Check(t.Context(), check.Name, period, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			count, err := e.CountFindings(t.Context(), check.Name, period, time.Time{})
			if err != nil || count != int64(len(list)) {
				t.Errorf("%s %s: %d counted, %d listed: %v", check.Name, period, count, len(list), err)
			}
			found += len(list)
		}
	}
	if found == 0 {
		t.Error("nothing was found")
	}
}
