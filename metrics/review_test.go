package metrics

import (
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// A filing that was returned counts as it was filed, and figures say so until it is filed again; the past stays as it was,
// and 退回 is no notice issued.
func TestReturnedFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	one := func(unit string) meeting { return meeting{unit: unit, on: "2023-09-02", counted: true} }
	id := meetings(t, w, "2023-10-08T00:00:00Z", one("B1"))
	meetings(t, w, "2023-10-08T00:00:00Z", one("B2"))
	state := func(asOf time.Time, of Filter) (marked int, decision warehouse.Decision) {
		t.Helper()
		m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-09"), Where: of, AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range m.Notices {
			if n.Code == ReturnedFiling {
				marked = len(n.Slices)
			}
		}
		list, err := e.Filings(t.Context(), period(t, "2023-09"), asOf)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.Kind == "meeting" && f.Department == "B1" && f.Review != nil {
				decision = f.Review.Decision
			}
		}
		return marked, decision
	}
	want := func(what string, asOf time.Time, of Filter, marked int, decision warehouse.Decision) {
		t.Helper()
		if n, d := state(asOf, of); n != marked || d != decision {
			t.Errorf("%s: %d marked, %q; want %d, %q", what, n, d, marked, decision)
		}
	}
	want("filed", time.Time{}, Filter{}, 0, "")
	before := w.Now()
	issued := ask(t, e, Query{Metrics: []string{"notices.issued", "meetings.held"}, Period: period(t, "2023")})
	if _, err := e.Review(t.Context(), warehouse.Review{Submission: id, Department: "B1", Decision: warehouse.Returned, Reason: "人数不对"}); err != nil {
		t.Fatal(err)
	}
	want("returned", time.Time{}, Filter{}, 1, warehouse.Returned)
	want("another unit's", time.Time{}, Filter{Departments: []string{"B2"}}, 0, warehouse.Returned)
	want("before it was returned", before, Filter{}, 0, "")
	if after := ask(t, e, Query{Metrics: []string{"notices.issued", "meetings.held"}, Period: period(t, "2023")}); after[0] != issued[0] || after[1] != issued[1] {
		t.Errorf("figures moved from %v to %v", issued, after)
	}
	if _, err := e.Review(t.Context(), warehouse.Review{Submission: id, Department: "B1", Decision: warehouse.Reopened, Reason: "退错了"}); err != nil {
		t.Fatal(err)
	}
	want("reopened", time.Time{}, Filter{}, 0, warehouse.Reopened)
	if _, err := e.Review(t.Context(), warehouse.Review{Submission: id, Department: "B1", Decision: warehouse.Returned, Reason: "人数不对"}); err != nil {
		t.Fatal(err)
	}
	again := meetings(t, w, "", one("B1"), one("B1"))
	want("filed again", time.Time{}, Filter{}, 0, "")
	if _, err := e.Review(t.Context(), warehouse.Review{Submission: again, Decision: warehouse.Accepted}); err != nil {
		t.Fatal(err)
	}
	want("accepted", time.Time{}, Filter{}, 0, warehouse.Accepted)
	if _, err := e.Review(t.Context(), warehouse.Review{Submission: again, Department: "没有的单位", Decision: warehouse.Reopened, Reason: "单位不对"}); jianfu.ErrorCode(err) == "" {
		t.Error("an unknown unit is no error")
	}
}
