package warehouse

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jianfu"
)

func TestACorrectionReplaces(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	first := file(t, w, day(1), map[SliceKey]int{may: 3, june: 1})
	second := file(t, w, day(5), map[SliceKey]int{may: 2})
	if len(first.Replaced) != 0 {
		t.Errorf("the first filing replaced %v", first.Replaced)
	}
	if want := []Replaced{{Slice: may, RowsBefore: 3, Rows: 2}}; !slices.Equal(second.Replaced, want) {
		t.Errorf("replaced %v, want %v", second.Replaced, want)
	}
	wantCounting(t, w, may, map[int]int64{1: 1, 4: 1, 5: 2, 30: 2})
	wantCounting(t, w, june, map[int]int64{1: 1, 30: 1})
	if n := one[int64](t, w, "SELECT COUNT(*) FROM visits"); n != 3 {
		t.Errorf("%d visits count, want 2 of May and 1 of June", n)
	}
	if n := one[int64](t, w, "SELECT COUNT(*) FROM fact.visit"); n != 6 {
		t.Errorf("%d visits kept, want all 6", n)
	}
}

func TestAWithdrawalRestores(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3})
	file(t, w, day(2), map[SliceKey]int{may: 2})
	file(t, w, day(3), map[SliceKey]int{may: 1})
	now := time.Now()
	withdraw(t, w, 2) // an older one: nothing changes now
	wantCounting(t, w, may, map[int]int64{1: 1, 2: 2, 3: 3})
	withdraw(t, w, 3)
	if got := counting(t, w, may, time.Now()); got != 1 {
		t.Errorf("submission %d counts, want the first: the second is withdrawn too", got)
	}
	if got := counting(t, w, may, now); got != 3 {
		t.Errorf("before the withdrawal submission %d counted, want 3: the past stays", got)
	}
	withdraw(t, w, 1)
	if got := counting(t, w, may, time.Now()); got != 0 {
		t.Errorf("submission %d counts, want none", got)
	}
	s, err := w.Submission(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	if s.WithdrawnAt == nil || s.WithdrawnBy != "王科员" || s.WithdrawnReason != "错报" || s.Slices != 1 || s.SlicesInForce != 0 {
		t.Errorf("submission %+v", s)
	}
	wantCode(t, w.Withdraw(t.Context(), 3, "", ""), jianfu.Conflict)
	wantCode(t, w.Withdraw(t.Context(), 9, "", ""), jianfu.NotFound)
}

func TestABackfilledFilingCountsUntilTheNext(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(10), map[SliceKey]int{may: 3})
	late := file(t, w, day(5), map[SliceKey]int{may: 2}) // received before, loaded after
	if len(late.Replaced) != 0 {
		t.Errorf("a filing received earlier replaced %v", late.Replaced)
	}
	wantCounting(t, w, may, map[int]int64{4: 0, 5: 2, 9: 2, 10: 1, 30: 1})
}

func TestOfTwoReceivedAtOnceTheLaterLoadCounts(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(10), map[SliceKey]int{may: 3})
	tied := file(t, w, day(10), map[SliceKey]int{may: 2})
	if len(tied.Replaced) != 1 {
		t.Errorf("replaced %v", tied.Replaced)
	}
	wantCounting(t, w, may, map[int]int64{9: 0, 10: 2, 30: 2})
}

func TestANilReturnIsAFiling(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3})
	file(t, w, day(2), map[SliceKey]int{may: 0})
	wantCounting(t, w, may, map[int]int64{1: 1, 2: 2})
	if n := one[int64](t, w, "SELECT COUNT(*) FROM visits"); n != 0 {
		t.Errorf("%d visits count after a nil return", n)
	}
	if n := one[int64](t, w, "SELECT COUNT(*) FROM filings WHERE rows_loaded = 0"); n != 1 {
		t.Errorf("%d nil returns, want 1", n)
	}
}

func TestStreamsDoNotReplaceEachOther(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	hotline, board := may, may
	hotline.Stream, board.Stream = "热线", "留言板"
	file(t, w, day(1), map[SliceKey]int{hotline: 1})
	file(t, w, day(2), map[SliceKey]int{board: 1})
	wantCounting(t, w, hotline, map[int]int64{2: 1})
	wantCounting(t, w, board, map[int]int64{2: 2})
}

func TestSubmissions(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 1})
	file(t, w, day(2), map[SliceKey]int{{Kind: "visit", Department: "cz", Period: "2023-05"}: 1})
	file(t, w, day(3), map[SliceKey]int{may: 1})
	withdraw(t, w, 3)
	yes := true
	for name, c := range map[string]struct {
		filter SubmissionFilter
		want   []int64
	}{
		"all, newest first": {SubmissionFilter{}, []int64{3, 2, 1}},
		"kind":              {SubmissionFilter{Kind: "visit"}, []int64{3, 2, 1}},
		"another kind":      {SubmissionFilter{Kind: "meeting"}, nil},
		"department":        {SubmissionFilter{Department: "jy"}, []int64{3, 1}},
		"file":              {SubmissionFilter{File: "调研"}, []int64{3, 2, 1}},
		"withdrawn":         {SubmissionFilter{Withdrawn: &yes}, []int64{3}},
		"a page":            {SubmissionFilter{Before: 3, Limit: 1}, []int64{2}},
	} {
		list, err := w.Submissions(t.Context(), c.filter)
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, s := range list {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	s, err := w.Submission(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if !s.ReceivedAt.Equal(day(1)) || s.SlicesInForce != 1 || s.WithdrawnAt != nil {
		t.Errorf("submission %+v", s)
	}
	_, err = w.Submission(t.Context(), 4)
	wantCode(t, err, jianfu.NotFound)
}

// TestSlicesAgainstTheListOfEvents compares in_force with a literal reading of the rule: of the
// slices of a key that were received and not withdrawn at a moment, the one received last counts,
// and of two received at once the later load.
func TestSlicesAgainstTheListOfEvents(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	type filed struct {
		id        int64
		key       SliceKey
		received  time.Time
		withdrawn time.Time // zero: not
	}
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		keys := make([]SliceKey, 2)
		for i := range keys {
			keys[i] = SliceKey{Kind: "visit", Department: fmt.Sprint(run), Period: fmt.Sprint(i)}
		}
		// Some are received in the future, after a withdrawal of today.
		anyMoment := rapid.Custom(func(rt *rapid.T) time.Time {
			year := rapid.SampledFrom([]int{2023, 2199}).Draw(rt, "year")
			return time.Date(year, 1, 1, 0, rapid.IntRange(0, 4).Draw(rt, "minute"), 0, 0, time.UTC)
		})
		var events []filed
		moments := []time.Time{time.Now().Truncate(time.Microsecond)}
		for range rapid.IntRange(1, 7).Draw(rt, "events") {
			standing := func(e filed) bool { return e.withdrawn.IsZero() }
			if rapid.Bool().Draw(rt, "withdraw") && slices.ContainsFunc(events, standing) {
				victim := rapid.SampledFrom(events).Filter(standing).Draw(rt, "victim").id
				withdraw(t, w, victim)
				at := one[time.Time](t, w, "SELECT withdrawn_at FROM submission WHERE id = $1", victim)
				for i := range events {
					if events[i].id == victim {
						events[i].withdrawn = at
					}
				}
				moments = append(moments, at)
				continue
			}
			received := anyMoment.Draw(rt, "received")
			some := map[SliceKey]int{}
			for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom(keys), 1, len(keys), rapid.ID[SliceKey]).Draw(rt, "keys") {
				some[key] = 0
			}
			id := file(t, w, received, some).Submission
			for key := range some {
				events = append(events, filed{id: id, key: key, received: received})
			}
			moments = append(moments, received)
		}
		counted := spans(t, w, fmt.Sprint(run))
		for _, moment := range moments {
			for _, at := range []time.Time{moment.Add(-time.Microsecond), moment, moment.Add(time.Microsecond)} {
				for _, key := range keys {
					var want filed
					for _, e := range events { // in order of loading
						if e.key == key && !e.received.After(at) && (e.withdrawn.IsZero() || e.withdrawn.After(at)) && !e.received.Before(want.received) {
							want = e
						}
					}
					var got []int64
					for _, s := range counted {
						if s.key == key && !at.Before(s.from) && at.Before(s.until) {
							got = append(got, s.submission)
						}
					}
					if want.id == 0 && len(got) > 0 || want.id != 0 && !slices.Equal(got, []int64{want.id}) {
						rt.Fatalf("at %s submissions %d count for %v, want %d, of %+v", at, got, key, want.id, events)
					}
				}
			}
		}
	})
}

// span is when a slice counts.
type span struct {
	submission  int64
	key         SliceKey
	from, until time.Time
}

func spans(t *testing.T, w *Warehouse, department string) []span {
	t.Helper()
	rows, err := w.Query(t.Context(), `
		SELECT s.submission_id, s.kind, s.department, s.period, s.stream, f.valid_from,
			LEAST(f.valid_until, TIMESTAMP '9999-12-31')
		FROM slice s JOIN in_force f ON f.slice_id = s.id WHERE s.department = $1`, department)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []span
	for rows.Next() {
		var s span
		if err := rows.Scan(&s.submission, &s.key.Kind, &s.key.Department, &s.key.Period, &s.key.Stream, &s.from, &s.until); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func wantCounting(t *testing.T, w *Warehouse, key SliceKey, byDay map[int]int64) {
	t.Helper()
	for n, want := range byDay {
		if got := counting(t, w, key, day(n)); got != want {
			t.Errorf("on day %d submission %d counts, want %d", n, got, want)
		}
	}
}

func withdraw(t *testing.T, w *Warehouse, id int64) {
	t.Helper()
	if err := w.Withdraw(t.Context(), id, "王科员", "错报"); err != nil {
		t.Fatal(err)
	}
}
