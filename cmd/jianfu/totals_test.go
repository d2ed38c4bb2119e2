package main

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"slices"
	"testing"

	"jianfu/e2e/city"
)

// Every figure and change of a city whose units file totals, as jianfu load and measure give it.
func TestMeasureTellsTotals(t *testing.T) {
	t.Parallel()
	truth := city.TotalsTruth(t)
	warehouse := filepath.Join(t.TempDir(), "city.duckdb")
	command := func(args ...string) []byte {
		t.Helper()
		var out, trouble bytes.Buffer
		if status := run(t.Context(), append(args, "--warehouse", warehouse), nil, &out, &trouble, func(string) string { return "" }); status != done {
			t.Fatalf("jianfu %v: status %d\n%s", args, status, trouble.String())
		}
		return out.Bytes()
	}
	command("load", city.Path(t, city.TotalsFolder))
	type figure struct{ metric, period, by, member string }
	amounts, missing, changes := map[figure]*string{}, map[figure]string{}, map[figure]string{}
	for q, metrics := range truth.Questions() {
		args := append(append([]string{"measure"}, metrics...), "--period", q.Period, "--compare", "year-earlier", "--format", "csv")
		if q.By != "" {
			args = append(args, "--by", q.By)
		}
		rows, err := csv.NewReader(bytes.NewReader(command(args...))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		cell := func(row []string, name string) string {
			if at := slices.Index(rows[0], name); at >= 0 {
				return row[at]
			}
			return ""
		}
		for _, row := range rows[1:] {
			f := figure{cell(row, "metric"), q.Period, q.By, cell(row, q.By)}
			if amount := cell(row, "amount"); amount != "" {
				amounts[f] = &amount
			}
			missing[f], changes[f] = cell(row, "missing"), cell(row, "changePercent")
		}
	}
	for _, f := range truth.Figures {
		by, member := f.Scope()
		key := figure{f.Metric, f.Period, by, member}
		if !f.Tells(amounts[key], missing[key]) {
			t.Errorf("%+v: %v %q", key, amounts[key], missing[key])
		}
	}
	for _, c := range truth.Changes {
		if got := changes[figure{metric: c.Metric, period: c.Period}]; !sameNumber(&got, c.ChangePercent) {
			t.Errorf("%s %s changed by %q, want %s", c.Metric, c.Period, got, *c.ChangePercent)
		}
	}
}
