package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
)

func TestCityFigures(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	all := city.ReadTruth(t)
	type question struct{ period, by string }
	asked := map[question]map[string]bool{}
	for _, f := range all.Figures {
		by, _ := f.Scope()
		q := question{f.Period, by}
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
	filed := city.ReadListed(t, city.Sample(t).Warehouse)
	for _, f := range all.Figures {
		dimension, member := f.Scope()
		scope := dimension + "=" + member
		v, ok := answers[f.Metric+"|"+f.Period+"|"+scope]
		problem := ""
		switch {
		case !ok:
			problem = "no answer"
		case v.Amount == nil && filed.Nothing(f, v.Metric.Kinds()[0]):
			// The truth did not ask who had filed: what nobody filed is no zero.
			if v.Missing != metrics.NotFiled && v.Missing != metrics.NotDue {
				problem = "is missing (" + string(v.Missing) + ") of a unit that filed nothing"
			}
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
	if wrong > 0 {
		t.Errorf("%d of %d figures are wrong", wrong, len(all.Figures))
	}
}

func TestCityChanges(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	all := city.ReadTruth(t)
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
	if wrong > 0 {
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
					// Overdue items at the end are counted from the rows of each bucket alone.
					if !strings.HasSuffix(m.Name, ".overdue_open") && !sameValue(lastBucket[i], whole) {
						t.Errorf("%s %s %s: the last bucket differs from the whole", m.Name, span, q.Grain)
					}
				}
			}
		}
	}
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
