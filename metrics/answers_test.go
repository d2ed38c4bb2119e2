package metrics

import (
	"fmt"
	"testing"
	"time"

	"jianfu"
)

// An answer is shared by all who ask the same about one commit: what is made of it must not change
// it, a load must not be missed, and an engine that has answered nothing yet must say the same.
func TestTheSameQuestionAgain(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", counted: true}, meeting{unit: "B2", on: "2023-05-11", counted: true}, meeting{unit: "B1", on: "2022-05-11", counted: true})
	questions := []Query{
		{Metrics: []string{"meetings.held", "meetings.remote_share"}, Period: period(t, "2023"), By: []string{"department"}, Compare: YearEarlier},
		{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), Grain: jianfu.ByMonth, Compare: NamedPeriod, Against: period(t, "2022")},
		{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), AsOf: time.Date(2023, 5, 1, 0, 0, 0, 0, time.UTC)},
	}
	answersOf := func(e *Engine) (list []string) {
		for _, q := range questions {
			m, err := e.Measure(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, print(t, m))
		}
		return list
	}
	before := fmt.Sprint(answersOf(e))
	for range 2 {
		for _, against := range [][]jianfu.Period{{period(t, "2022"), period(t, "2021")}, {period(t, "2021"), period(t, "2022")}} {
			q := questions[0]
			q.Compare = NoComparison
			if _, err := e.MeasureAgainst(t.Context(), q, against); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := e.Annual(t.Context(), 2023, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if _, err := e.NoIncrease(t.Context(), "meetings.held", 2023, Query{By: []string{"department"}}); err != nil {
			t.Fatal(err)
		}
		if after := fmt.Sprint(answersOf(e)); after != before {
			t.Errorf("after other questions:\n%s\nbefore\n%s", after, before)
		}
	}
	if fresh := fmt.Sprint(answersOf(New(w, e.Catalog()))); fresh != before {
		t.Errorf("a new engine says:\n%s\nbefore\n%s", fresh, before)
	}
	meetings(t, w, "2023-06-02T00:00:00Z", meeting{unit: "B1", on: "2023-05-12", counted: true}, meeting{unit: "B1", on: "2023-05-13", counted: true})
	after, fresh := fmt.Sprint(answersOf(e)), fmt.Sprint(answersOf(New(w, e.Catalog())))
	if after != fresh || after == before {
		t.Errorf("after a load:\n%s\na new engine\n%s", after, fresh)
	}
}
