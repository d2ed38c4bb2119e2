package metrics

import (
	"testing"
	"time"

	"jianfu/warehouse"
)

// Each check is a macro of the warehouse that finds what the check finds.
func TestPublish(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-02", category: "部门会议", counted: true})
	file(t, w, filing{kind: "visit", slices: map[[2]string][][]any{
		{"B1", "2023-01"}: {{"B1", day(t, "2023-01-20"), "新民村", nil, nil, nil, nil, nil}},
		{"B2", "2023-01"}: {{"B2", day(t, "2023-01-25"), "新民村", nil, nil, nil, nil, nil}}}})
	for range 2 { // the second time does nothing
		if err := e.Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, check := range e.Catalog().Checks() {
		found, err := e.Check(t.Context(), check.Name, period(t, "2023"), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var rows int
		err = w.QueryRow(t.Context(), "SELECT COUNT(*) FROM "+MacroName(check.Name)+"(DATE '2023-01-01', DATE '2024-01-01')").Scan(&rows)
		if err != nil || rows != len(found) {
			t.Errorf("%s: %d rows by SQL, %d findings: %v", check.Name, rows, len(found), err)
		}
		if check.Name == "repeatedPlaces" && rows != 1 {
			t.Errorf("%s: %d rows", check.Name, rows)
		}
	}
}

// Beside the view of a kind is one with the rows that its headline metric counts, and no others.
func TestCountedRows(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-02", category: "部门会议", counted: true}, meeting{unit: "B1", on: "2023-05-03", category: "党委会", counted: false}, meeting{unit: "B2", on: "2023-06-03", category: "部门会议", counted: true})
	if err := e.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	views := 0
	for _, m := range e.Catalog().Metrics() {
		if !m.Headline || m.Count != "TRUE" || m.source.Stock != "" || m.source.Year != "" {
			continue
		}
		views++
		var view string
		if err := w.QueryRow(t.Context(), "SELECT view || '_counted' FROM kind WHERE name = $1", m.source.Kinds[0]).Scan(&view); err != nil {
			t.Fatal(err)
		}
		var rows int
		if err := w.QueryRow(t.Context(), "SELECT COUNT(*) FROM "+warehouse.Ident(view)).Scan(&rows); err != nil {
			t.Errorf("%s: %v", view, err)
		}
		if view == "meetings_counted" && rows != 2 {
			t.Errorf("%s: %d rows", view, rows)
		}
	}
	if views < 9 {
		t.Errorf("%d views", views)
	}
}
