package e2e_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/loaders"
	"jianfu/metrics"
)

// hechuan is a city whose units file totals and hardly any records, loaded once: see hechuan-truth.json.
var hechuan = sync.OnceValues(func() (city.Parts, error) {
	parts, err := city.OpenFile(context.Background(), "")
	if err != nil {
		return parts, err
	}
	var fault error
	err = parts.Loader.LoadPaths(context.Background(), []string{filepath.Join("..", "testdata", "hechuan")}, loaders.Options{}, func(r loaders.Result) {
		if len(r.Faults) > 0 && fault == nil {
			fault = r.Faults[0]
		}
	})
	if err == nil {
		err = fault
	}
	return parts, err
})

// statedTruth is what hechuan-truth.json says.
type statedTruth struct {
	Figures []struct {
		Metric, Period, Department, Portfolio string
		Value, Missing                        *string
	}
	Changes []struct{ Metric, Period, ChangePercent string }
}

func readStatedTruth(t *testing.T) statedTruth {
	t.Helper()
	text, err := os.ReadFile(city.Path(t, "hechuan-truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth statedTruth
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	if len(truth.Figures) != 538 || len(truth.Changes) != 26 {
		t.Fatalf("%d figures and %d changes", len(truth.Figures), len(truth.Changes))
	}
	return truth
}

var statedMetrics = []string{"documents.issued", "meetings.held", "inspections.conducted", "visits.made", "messages.received", "messages.handled", "messages.handling_rate"}

// TestFiguresFromTotals: every figure and change of a city that files totals, its missing reasons,
// and behind each figure the cells that state it.
func TestFiguresFromTotals(t *testing.T) {
	t.Parallel()
	parts, err := hechuan()
	if err != nil {
		t.Fatal(err)
	}
	truth := readStatedTruth(t)
	type question struct{ period, by string }
	answers := map[question]*metrics.Measurement{}
	wrong := 0
	for _, f := range truth.Figures {
		by, member := "", f.Department+f.Portfolio
		switch {
		case f.Department != "":
			by = "department"
		case f.Portfolio != "":
			by = "portfolio"
		}
		m := answers[question{f.Period, by}]
		if m == nil {
			q := metrics.Query{Metrics: statedMetrics, Period: period(t, f.Period)}
			if by != "" {
				q.By = []string{by}
			}
			if m, err = parts.Engine.Measure(t.Context(), q); err != nil {
				t.Fatal(err)
			}
			answers[question{f.Period, by}] = m
		}
		row := slices.IndexFunc(m.Rows, func(row metrics.Row) bool { return by == "" || row.Group[0].Value == member })
		if row < 0 {
			t.Fatalf("%s has no group %s", f.Period, member)
		}
		v := m.Rows[row].Values[slices.Index(statedMetrics, f.Metric)]
		right := v.Amount == nil && f.Missing != nil && string(v.Missing) == *f.Missing
		if f.Value != nil {
			right = v.Amount != nil && v.Amount.Cmp(decimal(t, *f.Value)) == 0
		}
		if !right {
			if wrong++; wrong <= 20 {
				t.Errorf("%s %s %s is %s (%s), want %v", f.Metric, f.Period, member, v.Amount, v.Missing, f.Value)
			}
		}
	}
	for _, c := range truth.Changes {
		m, err := parts.Engine.Measure(t.Context(), metrics.Query{Metrics: []string{c.Metric}, Period: period(t, c.Period), Compare: metrics.YearEarlier})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Rows[0].Values[0].Comparison.ChangePercent; got == nil || got.Cmp(decimal(t, c.ChangePercent)) != 0 {
			t.Errorf("%s %s changed by %v, want %s", c.Metric, c.Period, got, c.ChangePercent)
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d are wrong", wrong)
	}
}

// TestTotalsLeadToTheirCells: the rows behind a figure are those that state it, each with the cell
// that does, and their values add up to the figure.
func TestTotalsLeadToTheirCells(t *testing.T) {
	t.Parallel()
	parts, err := hechuan()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"2022", "2023-05", "2024-05", "2024-H1", "2024-01/2024-11"} {
		for _, metric := range []string{"documents.issued", "meetings.held", "inspections.conducted", "messages.received"} {
			m, err := parts.Engine.Measure(t.Context(), metrics.Query{Metrics: []string{metric}, Period: period(t, text)})
			if err != nil {
				t.Fatal(err)
			}
			v := m.Rows[0].Values[0]
			if v.Amount == nil {
				continue
			}
			page, err := parts.Engine.Counted(t.Context(), v.Scope, metrics.Page{First: 100_000})
			if err != nil {
				t.Fatal(err)
			}
			sum := jianfu.Decimal{}
			for _, record := range page.Records {
				if record.Kind != "reported_total" {
					sum = sum.Add(jianfu.NewDecimal(1))
					continue
				}
				at := slices.IndexFunc(record.Source.Cells, func(c metrics.Cell) bool { return c.Deciding })
				if at < 0 || record.Source.Cells[at].Value == nil {
					t.Fatalf("%s %s: no cell states %+v", metric, text, record)
				}
				sum = sum.Add(decimal(t, *record.Source.Cells[at].Value))
			}
			if sum.Cmp(*v.Amount) != 0 {
				t.Errorf("%s %s is %s, its rows say %s", metric, text, v.Amount, sum)
			}
		}
	}
}
