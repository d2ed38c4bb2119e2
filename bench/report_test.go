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

// The annual report of a city with ten thousand meetings and of one with a million: the total time,
// and the part that is not queries of the warehouse (text, layout, charts), which must not grow
// with the rows.
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
		var rests []float64
		for _, rows := range sizes {
			whole, rest := annualReport(b, files[rows])
			rests = append(rests, rest)
			b.ReportMetric(1000*whole, fmt.Sprintf("ms-%d-rows", rows))
			b.ReportMetric(1000*rest, fmt.Sprintf("ms-beyond-queries-%d-rows", rows))
		}
		b.ReportMetric(rests[1]/rests[0], "×beyond-queries")
	}
}

// annualReport writes the report several times and returns the median seconds, and those outside of
// queries.
func annualReport(b *testing.B, file string) (whole, rest float64) {
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
	var wholes, beyond []float64
	for range pairs {
		start := time.Now()
		report, err := templates.Annual(ctx, engine, reports.Spec{Period: words.YearOf(2023), AsOf: time.Now()})
		if err != nil {
			b.Fatal(err)
		}
		if err := report.WriteDOCX(&bytes.Buffer{}); err != nil {
			b.Fatal(err)
		}
		took := time.Since(start)
		wholes, beyond = append(wholes, took.Seconds()), append(beyond, (took-report.Asking).Seconds())
	}
	return median(wholes), median(beyond)
}
