package warehouse

import (
	"slices"
	"testing"
	"time"

	"jianfu"
)

// What is decided of a filing is checked against it, kept under its commit, and no longer holds for what is filed again.
func TestReviews(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3, june: 1})
	file(t, w, day(2), map[SliceKey]int{may: 2})
	tomorrow := jianfu.DateOf(time.Now().In(jianfu.China)) + 1
	for what, bad := range map[string]Review{
		"no reason":                {Submission: 1, Decision: Returned, Reason: " "},
		"no such decision":         {Submission: 1, Decision: "KEPT", Reason: "看看"},
		"a day that has passed":    {Submission: 1, Decision: Returned, Reason: "人数不对", Due: tomorrow - 3},
		"a day for an acceptance":  {Submission: 1, Decision: Accepted, Due: tomorrow},
		"another unit":             {Submission: 1, Decision: Accepted, Department: "X99"},
		"another kind":             {Submission: 1, Decision: Accepted, Kinds: []string{"meeting"}},
		"a row that was not filed": {Submission: 1, Decision: Returned, Reason: "人数不对", Cells: []Remark{{Row: 9999, Text: "改"}}},
		"a remark of nothing":      {Submission: 1, Decision: Returned, Reason: "人数不对", Cells: []Remark{{Row: 2, Text: " "}}},
	} {
		_, err := w.Review(t.Context(), bad)
		if jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.Review(t.Context(), Review{Submission: 9, Decision: Accepted})
	wantCode(t, err, jianfu.NotFound)
	_, err = w.Review(t.Context(), Review{Submission: 1, Decision: Reopened, Reason: "没有可重开的"})
	wantCode(t, err, jianfu.Conflict)

	before := w.LastCommit().Number
	r, err := w.Review(t.Context(), Review{Submission: 2, Decision: Returned, Reason: " 人数不对 ", Due: tomorrow, By: "王科员", Cells: []Remark{{Row: 2, Text: "应为整数"}}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Department != may.Department || !slices.Equal(r.Kinds, []string{may.Kind}) || r.Commit != before+1 {
		t.Errorf("%+v", r)
	}
	list, err := w.Reviews(t.Context(), 2, nil)
	if err != nil || len(list) != 1 || list[0].Reason != "人数不对" || list[0].Due != tomorrow || list[0].By != "王科员" || len(list[0].Cells) != 1 || !list[0].At.Equal(r.At) {
		t.Fatalf("%+v, %v", list, err)
	}
	if list, err := w.Reviews(t.Context(), 2, []string{"X99"}); err != nil || len(list) != 0 {
		t.Errorf("another unit is shown %+v, %v", list, err)
	}
	if _, err := w.Review(t.Context(), Review{Submission: 2, Decision: Accepted}); err != nil {
		t.Fatal(err)
	}
	_, err = w.Review(t.Context(), Review{Submission: 2, Decision: Accepted})
	wantCode(t, err, jianfu.Conflict)
	file(t, w, day(3), map[SliceKey]int{may: 1})
	_, err = w.Review(t.Context(), Review{Submission: 2, Decision: Returned, Reason: "人数不对"})
	wantCode(t, err, jianfu.Conflict)
	withdraw(t, w, 3)
	withdraw(t, w, 2)
	_, err = w.Review(t.Context(), Review{Submission: 2, Decision: Returned, Reason: "人数不对"})
	wantCode(t, err, jianfu.Conflict)
	ctx, release := w.Pin(t.Context(), r.Commit-1)
	defer func() { _ = release() }() // it was only read
	if list, err := w.Reviews(ctx, 0, nil); err != nil || len(list) != 0 {
		t.Errorf("before it was decided: %+v, %v", list, err)
	}
}
