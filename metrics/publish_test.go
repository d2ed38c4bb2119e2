package metrics

import (
	"testing"
	"time"
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
