package warehouse

import (
	"encoding/json"
	"os"
	"testing"
)

// The number of working days of each month is compared with published counts.
func TestCalendar(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../testdata/published.json")
	if err != nil {
		t.Fatal(err)
	}
	var published struct{ Workdays map[string][]int }
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if len(published.Workdays) != 6 {
		t.Fatalf("published years: %d, want 6", len(published.Workdays))
	}
	for year, months := range published.Workdays {
		for i, want := range months {
			var got int
			err := w.QueryRow(t.Context(), "SELECT COUNT(*) FROM calendar WHERE working AND year(day) = $1::INTEGER AND month(day) = $2",
				year, i+1).Scan(&got)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("%s-%02d has %d working days, want %d", year, i+1, got, want)
			}
		}
	}
}
