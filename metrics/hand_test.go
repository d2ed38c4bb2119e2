package metrics_test

import (
	"os"
	"path/filepath"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
)

// The figures of the sample city are those of the queries that were written by hand beside the
// SQL that the catalogue makes: testdata/sql/SOURCE.check.sql gives metrics and their amounts.
func TestFiguresAreThoseCountedByHand(t *testing.T) {
	t.Parallel()
	parts := city.Open(t, city.Files()...)
	queries, err := filepath.Glob("testdata/sql/*.check.sql")
	if err != nil || len(queries) == 0 {
		t.Fatal(queries, err)
	}
	for _, path := range queries {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := parts.Warehouse.Query(t.Context(), "SELECT metric, CAST(amount AS VARCHAR) FROM (\n"+string(text)+")")
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for rows.Next() {
			var name, amount string
			if err := rows.Scan(&name, &amount); err != nil {
				t.Fatal(err)
			}
			answer, err := parts.Engine.Measure(t.Context(), metrics.Query{Metrics: []string{name}, Period: jianfu.YearOf(2023)})
			if err != nil {
				t.Fatal(err)
			}
			want, ok := jianfu.ParseDecimal(amount)
			if got := answer.Rows[0].Values[0]; !ok || got.Amount == nil || got.Amount.Cmp(want) != 0 {
				t.Errorf("%s: %s is %s, by hand %s", filepath.Base(path), name, got.Text(jianfu.Chinese), amount)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
