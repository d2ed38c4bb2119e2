package e2e_test

import (
	"slices"
	"testing"
	"time"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// TestTotalsLeadToTheirCells: the rows behind a figure are those that state it, each with the cell
// that does, and their values add up to the figure.
func TestTotalsLeadToTheirCells(t *testing.T) {
	t.Parallel()
	parts := city.Totals(t)
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

// TestSumsOfTablesFit: each 合计 of the city's tables is what its table comes to.
func TestSumsOfTablesFit(t *testing.T) {
	t.Parallel()
	for _, year := range []string{"2022", "2023", "2024"} {
		list, err := city.Totals(t).Engine.Reconcile(t.Context(), period(t, year), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if d.Against == metrics.AgainstTable && !d.Agrees() {
				t.Errorf("%s %s %s: %s, its table comes to %s", d.Department, d.Month, d.Metric.Name, d.Stated, d.Counted.Amount)
			}
		}
	}
}

// The figures of a city that files totals are in SQL what they are everywhere else, and say that
// they rest on totals.
func TestTotalsInSQL(t *testing.T) {
	t.Parallel()
	parts := city.Totals(t)
	function := metrics.Functions()[0]
	at := func(column string) int {
		return slices.IndexFunc(function.Columns, func(c warehouse.ResultColumn) bool { return c.Name == column })
	}
	stated := 0
	for _, metric := range []string{"documents.issued", "meetings.held", "inspections.conducted", "messages.received"} {
		for _, span := range []string{"2022", "2024-01/2024-05"} {
			rows, err := function.Rows(t.Context(), parts.Warehouse, []string{metric, span, "department", "month", "reduction"})
			if err != nil {
				t.Fatal(err)
			}
			m, err := parts.Engine.Measure(t.Context(), metrics.Query{Metrics: []string{metric}, Period: period(t, span), By: []string{"department"}, Grain: jianfu.ByMonth})
			if err != nil {
				t.Fatal(err)
			}
			if len(rows) != len(m.Rows) {
				t.Fatalf("%s %s: %d rows, want %d", metric, span, len(rows), len(m.Rows))
			}
			for i, row := range m.Rows {
				v := row.Values[0]
				amount, known := rows[i][at("amount")].(jianfu.Decimal)
				if known != (v.Amount != nil) || known && amount.Cmp(*v.Amount) != 0 {
					t.Errorf("%s %s %v: %v, want %v", metric, row.Bucket, row.Group, rows[i][at("amount")], v.Amount)
				}
				if rows[i][at("basis")] == "TOTALS" {
					stated++
				}
			}
		}
	}
	if stated < 100 {
		t.Errorf("only %d figures rest on totals", stated)
	}
}
