package metrics

import (
	"testing"
	"time"
)

func TestEveryCheckRuns(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for _, check := range e.Catalog().Checks() {
		found, err := e.Check(t.Context(), check.Name, period(t, "2023"), time.Time{})
		if err != nil || len(found) != 0 {
			t.Errorf("%s over nothing: %v, %v", check.Name, found, err)
		}
	}
	if len(e.Catalog().Checks()) != 13 {
		t.Errorf("%d checks", len(e.Catalog().Checks()))
	}
}
