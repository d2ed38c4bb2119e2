package metrics

import (
	"slices"
	"testing"
	"time"

	"jianfu"
)

// What was answered by a commit is answered again, byte for byte, whatever was filed late,
// corrected or withdrawn since.
func TestAnAnswerByACommitStays(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	first := meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", counted: true}, meeting{unit: "B1", on: "2023-05-11", counted: true})
	at := time.Date(2023, 7, 1, 0, 0, 0, 0, time.UTC)
	ask := func(commit int64, asOf time.Time) (*Measurement, string) {
		t.Helper()
		answer, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), Compare: YearEarlier, By: []string{"department"},
			Grain: jianfu.ByMonth, AsOf: asOf, KnownAt: commit})
		if err != nil {
			t.Fatal(err)
		}
		known, err := w.CommitOf(t.Context())
		if err != nil || answer.Query.KnownAt != commit && answer.Query.KnownAt != known {
			t.Errorf("it is of commit %d, %v", answer.Query.KnownAt, err)
		}
		return answer, print(t, answer)
	}
	printed, before := ask(0, at)
	_, now := ask(0, time.Time{})
	known := printed.Query.KnownAt
	figure := printed.Rows[4].Values[0].Scope
	figure.Group = nil
	id := figure.ID()
	if n := len(printed.Notices); printed.Rows[4].Values[0].Text(jianfu.Chinese) != "2次" || !slices.ContainsFunc(printed.Notices, func(n Notice) bool { return n.Code == BackDated }) {
		t.Errorf("%s, %d notices", printed.Rows[4].Values[0].Text(jianfu.Chinese), n)
	}
	meetings(t, w, "2023-06-15T00:00:00Z", meeting{unit: "B1", on: "2023-05-12", counted: true}) // filed late, as a correction of before
	if later, text := ask(0, at); text == before || later.Rows[4].Values[0].Text(jianfu.Chinese) != "1次" {
		t.Errorf("the back-dated filing does not count: %s", later.Rows[4].Values[0].Text(jianfu.Chinese))
	}
	if err := w.Withdraw(t.Context(), first, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	if _, again := ask(known, at); again != before {
		t.Errorf("as of then, by commit %d:\n%s\nbefore\n%s", known, again, before)
	}
	if _, again := ask(known, time.Time{}); again != now {
		t.Errorf("by commit %d:\n%s\nbefore\n%s", known, again, now)
	}
	traced, err := e.Trace(t.Context(), id)
	if err != nil || traced.Rows[0].Values[0].Text(jianfu.Chinese) != "2次" || traced.Rows[0].Values[0].Scope.ID() != id {
		t.Fatalf("%s: %+v, %v", id, traced, err)
	}
	page, err := e.Counted(t.Context(), traced.Rows[0].Values[0].Scope, Page{First: 10})
	if err != nil || page.Total != 2 {
		t.Errorf("%+v, %v", page, err)
	}
	if _, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), KnownAt: 99}); jianfu.ErrorCode(err) != jianfu.NotFound {
		t.Errorf("a commit that is not there: %v", err)
	}
}
