package metrics

import (
	"testing"

	"jianfu"
	"jianfu/loaders/loaderstest"
	"jianfu/warehouse"
)

func openEngine(t *testing.T) (*Engine, *warehouse.Warehouse) {
	t.Helper()
	w := loaderstest.Open(t)
	catalog, err := ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	return New(w, catalog), w
}

// Every metric of the catalogue, by a dimension of the directory and by each of its own,
// compiles and runs; over a warehouse without filings the answer is no data, never zero.
func TestEveryMetricRuns(t *testing.T) {
	t.Parallel()
	e, _ := openEngine(t)
	period, err := jianfu.ParsePeriod("2023")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range e.Catalog().Metrics() {
		dimensions := m.Dimensions()
		for _, d := range append([]*Dimension{nil, dimensions[1]}, dimensions[len(directoryDimensions):]...) {
			q := Query{Metrics: []string{m.Name}, Period: period, Grain: jianfu.ByQuarter, Compare: YearEarlier}
			if d != nil {
				q.By = []string{d.Name}
			}
			got, err := e.Measure(t.Context(), q)
			if err != nil {
				t.Errorf("%s by %v: %v", m.Name, q.By, err)
				continue
			}
			if d == nil && (len(got.Rows) != 4 || got.Rows[0].Values[0].Missing != NoData) {
				t.Errorf("%s of nothing: %d rows, %+v", m.Name, len(got.Rows), got.Rows[0].Values[0])
			}
		}
		if _, err := e.Counted(t.Context(), Scope{Metric: m.Name, Period: period}, Page{First: 10}); err != nil {
			t.Errorf("records of %s: %v", m.Name, err)
		}
	}
}
