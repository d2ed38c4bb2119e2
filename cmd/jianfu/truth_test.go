package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"jianfu/e2e/city"

	"jianfu"
)

// Every figure and change of the sample city's truth, as jianfu measure gives it.
func TestMeasureTellsTheTruth(t *testing.T) {
	t.Parallel()
	truth := city.ReadTruth(t)
	warehouse := filepath.Join(t.TempDir(), "city.duckdb")
	command := func(args ...string) []byte {
		t.Helper()
		var out, trouble bytes.Buffer
		env := func(string) string { return "" }
		if status := run(t.Context(), append(args, "--warehouse", warehouse), nil, &out, &trouble, env); status != done {
			t.Fatalf("jianfu %v: status %d\n%s", args, status, trouble.String())
		}
		return out.Bytes()
	}
	command("load", city.Path(t, city.Folder))

	type question struct{ period, by string }
	asked := map[question][]string{}
	for _, f := range truth.Figures {
		dimension, _ := f.Scope()
		q := question{f.Period, dimension}
		if !slices.Contains(asked[q], f.Metric) {
			asked[q] = append(asked[q], f.Metric)
		}
	}
	amounts, missing, changes := map[string]*string{}, map[string]string{}, map[string]*string{}
	for q, metrics := range asked {
		args := append(append([]string{"measure"}, metrics...), "--period", q.period, "--compare", "year-earlier", "--format", "json")
		if q.by != "" {
			args = append(args, "--by", q.by)
		}
		var answer struct {
			Rows []struct {
				Group  []struct{ Value string }
				Values []struct {
					Metric     string
					Amount     *string
					Missing    string
					Comparison struct{ ChangePercent *string }
				}
			}
		}
		if err := json.Unmarshal(command(args...), &answer); err != nil {
			t.Fatal(err)
		}
		for _, row := range answer.Rows {
			member := ""
			for _, g := range row.Group {
				member = g.Value
			}
			for _, v := range row.Values {
				amounts[v.Metric+"|"+q.period+"|"+q.by+"="+member] = v.Amount
				missing[v.Metric+"|"+q.period+"|"+q.by+"="+member] = v.Missing
				if q.by == "" {
					changes[v.Metric+"|"+q.period] = v.Comparison.ChangePercent
				}
			}
		}
	}
	parts, err := city.OpenFile(t.Context(), warehouse)
	if err != nil {
		t.Fatal(err)
	}
	defer parts.Warehouse.Close()
	filed, wrong := city.ReadListed(t, parts.Warehouse), 0
	for _, f := range truth.Figures {
		dimension, member := f.Scope()
		key := f.Metric + "|" + f.Period + "|" + dimension + "=" + member
		got, told := amounts[key]
		m, err := parts.Engine.Catalog().Metric(f.Metric)
		if err != nil {
			t.Fatal(err)
		}
		unfiled := (missing[key] == "NOT_FILED" || missing[key] == "NOT_DUE") && filed.Nothing(f, m.Kinds()[0])
		if !told || !unfiled && !sameNumber(got, f.Value) {
			wrong++
		}
	}
	for _, c := range truth.Changes {
		got, told := changes[c.Metric+"|"+c.Period]
		if !told || !sameNumber(got, c.ChangePercent) {
			wrong++
		}
	}
	if wrong > 0 || len(truth.Figures) != 8232 || len(truth.Changes) != 1080 {
		t.Errorf("%d of %d figures and %d changes are wrong", wrong, len(truth.Figures), len(truth.Changes))
	}
}

func sameNumber(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, ok := jianfu.ParseDecimal(*a)
	y, okToo := jianfu.ParseDecimal(*b)
	return ok && okToo && x.Cmp(y) == 0
}
