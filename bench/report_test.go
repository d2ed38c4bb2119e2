package bench

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	words "jianfu"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/warehouse"
)

// The annual report of a city with ten thousand meetings and of one with a million: what it
// takes in all, what its layout takes by itself, and how much of it is the SQL of its queries
// as DuckDB runs it alone. What is left over must not grow with the rows.
func BenchmarkReport(b *testing.B) {
	sizes := []int{10_000, 1_000_000}
	files := map[int]string{}
	for _, rows := range sizes {
		path := filepath.Join(b.TempDir(), "会议统计.csv")
		writeCSV(b, path, rows)
		files[rows] = city(b)
		jianfu(b, "load", "--warehouse", files[rows], path)
	}
	for b.Loop() {
		for _, rows := range sizes {
			whole, layout, statements := annualReport(b, files[rows])
			theirs := inDuckDB(b, files[rows], statements)
			name := fmt.Sprintf("-%d-rows", rows)
			b.ReportMetric(1000*whole, "ms"+name)
			b.ReportMetric(1000*layout, "ms-layout"+name)
			b.ReportMetric(1000*theirs, "ms-SQL"+name)
		}
	}
}

// annualReport writes the report several times and gives the median seconds, those of them that
// are layout, and the statements it ran.
func annualReport(b *testing.B, file string) (whole, layout float64, statements []string) {
	b.Helper()
	ctx := context.Background()
	w, err := warehouse.Open(ctx, file)
	if err != nil {
		b.Fatal(err)
	}
	defer w.Close()
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		b.Fatal(err)
	}
	engine := metrics.New(w, catalog)
	templates, err := reports.ReadTemplates(nil, catalog)
	if err != nil {
		b.Fatal(err)
	}
	var wholes, layouts []float64
	for range pairs {
		start := time.Now()
		report, err := templates.Annual(ctx, engine, reports.Spec{Period: words.YearOf(2023), AsOf: time.Now()})
		if err != nil {
			b.Fatal(err)
		}
		built := time.Now()
		if err := report.WriteDOCX(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
		wholes, layouts = append(wholes, time.Since(start).Seconds()), append(layouts, time.Since(built).Seconds())
		statements = nil
		for _, query := range report.Queries {
			statements = append(statements, query.Statements...)
		}
	}
	return median(wholes), median(layouts), statements
}
