package warehouse

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"jianfu"
)

func TestRollbackLeavesNothing(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l := begin(t, w, day(1))
	fill(t, l, 5000) // more than the appender holds back
	if err := l.Rollback(); err != nil {
		t.Fatal(err)
	}
	if n := traces(t, w); n != 0 {
		t.Errorf("%d rows are left of a load that was rolled back", n)
	}
	if err := l.Rollback(); err != nil {
		t.Errorf("rolling back twice: %v", err)
	}
	if got := file(t, w, day(2), map[SliceKey]int{may: 2}); got.Submission != 1 || got.Rows != 2 {
		t.Errorf("the next load is %+v, want submission 1 with 2 rows", got)
	}
}

func TestRehearsalLeavesNothing(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 2})
	before := traces(t, w)
	l := begin(t, w, day(2))
	fill(t, l, 3)
	outcome, err := l.Rehearse(nil)
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Rows != 3 || len(outcome.Replaced) != 1 || outcome.Replaced[0].RowsBefore != 2 {
		t.Errorf("rehearsed outcome %+v", outcome)
	}
	if after := traces(t, w); after != before {
		t.Errorf("%d rows after a rehearsal, %d before", after, before)
	}
}

// A cancelled request must not leave rows in its appenders: written after the transaction is gone,
// they would belong to the next submission of the same number.
func TestCancelledLoadLeavesNothing(t *testing.T) {
	t.Parallel()
	ends := map[string]func(l *Load) error{
		"append": func(l *Load) error { return l.Append(may, visit(9, "某地")) },
		"repeats": func(l *Load) error {
			_, err := l.Repeats("visit", "place")
			return err
		},
		"commit": func(l *Load) error {
			_, err := l.Commit(Summary{})
			return err
		},
		"rollback": func(l *Load) error { return errors.Join(context.Canceled, l.Rollback()) },
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := fresh(t)
			ctx, cancel := context.WithCancel(t.Context())
			l, err := w.BeginLoad(ctx, receipt(day(1)))
			if err != nil {
				t.Fatal(err)
			}
			fill(t, l, 5000)
			cancel()
			if err := end(l); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want that of the context", err)
			}
			if err := l.Rollback(); err != nil {
				t.Error(err)
			}
			if n := traces(t, w); n != 0 {
				t.Errorf("%d rows are left of a cancelled load", n)
			}
			if got := file(t, w, day(2), map[SliceKey]int{may: 1}); got.Rows != 1 {
				t.Errorf("the next load has %d rows, want 1", got.Rows)
			}
			if n := one[int64](t, w, "SELECT COUNT(*) FROM fact.visit"); n != 1 {
				t.Errorf("%d rows in the table, want 1", n)
			}
		})
	}
}

func fill(t *testing.T, l *Load, rows int) {
	t.Helper()
	if err := l.Sheet("", 1, []string{"调研日期", "调研地点"}); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := l.Append(may, visit(i+2, "某地")); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Reject(Reject{Slice: may, Kind: "visit", Fault: jianfu.Fault{Row: rows + 2, Code: jianfu.BadDate}}); err != nil {
		t.Fatal(err)
	}
}

func TestWaitingForALoadCanBeCancelled(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l := begin(t, w, day(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.BeginLoad(ctx, receipt(day(2))); !errors.Is(err, context.Canceled) {
		t.Errorf("a second load: %v, want the context's error", err)
	}
	if err := w.Withdraw(ctx, 1, "", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("a withdrawal during a load: %v, want the context's error", err)
	}
	if err := l.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func TestReadersSeeALoadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l := begin(t, w, day(1))
	fill(t, l, 5000)
	if n := traces(t, w); n != 0 {
		t.Errorf("%d rows of an open load are visible", n)
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
	if n := one[int64](t, w, "SELECT COUNT(*) FROM visits"); n != 5000 {
		t.Errorf("%d rows after the load, want 5000", n)
	}
}

// The appender would wrap, cut or misread these without an error.
func TestValuesThatDoNotFitAreRefused(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	decimal := func(text string) jianfu.Decimal {
		d, ok := jianfu.ParseDecimal(text)
		if !ok {
			t.Fatal(text)
		}
		return d
	}
	held, _ := jianfu.NewDate(2023, 5, 10)
	meeting := func(minutes, attendance any) []any {
		return []any{"jy", nil, "例会", held, nil, nil, minutes, attendance, []string{"甲", "乙"}, nil, nil, nil, nil, nil, true, "已召开"}
	}
	l := begin(t, w, day(1))
	key := SliceKey{Kind: "meeting", Department: "jy", Period: "2023-05"}
	for name, values := range map[string][]any{
		"integer":           meeting(nil, int64(1)<<31),
		"negative":          meeting(nil, -int64(1)<<31-1),
		"decimal":           meeting(decimal("123456789"), nil),
		"negative decimal":  meeting(decimal("-100000000"), nil),
		"int":               meeting(nil, 7),
		"float":             meeting(1.5, nil),
		"text for a number": meeting(nil, "7"),
		"number for a text": append([]any{int64(7)}, meeting(nil, nil)[1:]...),
		"day for a number":  meeting(nil, held),
	} {
		if err := l.Append(key, Row{Values: values}); err == nil {
			t.Errorf("%s: %v was taken", name, values)
		}
	}
	const gb18030 = "\xd4\xc6"
	for name, row := range map[string]Row{"text": visit(2, gb18030), "cells": {Cells: gb18030, Values: visit(2, "").Values}, "sheet": {Sheet: gb18030, Values: visit(2, "").Values}} {
		if err := l.Append(may, row); err == nil {
			t.Errorf("%s that is not UTF-8 was taken", name)
		}
	}
	if err := l.Append(key, Row{Values: append(append(meeting(nil, nil)[:8:8], []string{gb18030}), meeting(nil, nil)[9:]...)}); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("a list that is not UTF-8: %v", err)
	}
	for i, minutes := range []any{decimal("90"), decimal("19.99995"), decimal("99999999.9999"), decimal("-0.5"), nil} {
		if err := l.Append(key, Row{Number: i + 2, Values: meeting(minutes, int64(1<<31-1))}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
	got := one[string](t, w, "SELECT string_agg(COALESCE(minutes::VARCHAR, '空'), ' ' ORDER BY row) FROM meetings")
	if want := "90.0000 20.0000 99999999.9999 -0.5000 空"; got != want {
		t.Errorf("minutes %s, want %s", got, want)
	}
	var scope List
	if err := w.QueryRow(t.Context(), "SELECT scope FROM meetings WHERE row = 2 AND attendance = 2147483647 AND held_on = DATE '2023-05-10'").Scan(&scope); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(scope, List{"甲", "乙"}) {
		t.Errorf("scope %v", scope)
	}
}

func TestARefusedRowIsNotCounted(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l := begin(t, w, day(1))
	if err := l.Append(may, Row{Number: 2, Values: []any{"jy"}}); err == nil {
		t.Error("a row with too few values was taken")
	}
	if err := l.Append(may, visit(3, "某地")); err != nil {
		t.Fatal(err)
	}
	outcome, err := l.Commit(Summary{})
	if err != nil {
		t.Fatal(err)
	}
	if n := one[int64](t, w, "SELECT COUNT(*) FROM visits"); outcome.Rows != 1 || n != 1 {
		t.Errorf("%d rows told, %d in the table, want 1", outcome.Rows, n)
	}
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3}) // of another load: not repeats of this one
	l := begin(t, w, day(2))
	nowhere := visit(7, "")
	nowhere.Values[2] = "某村"
	nowhere.Values[3] = nil
	rows := []Row{visit(2, "第2处"), visit(3, "第3处"), visit(4, "第2处"), visit(5, "第2处"), visit(6, "第6处"), nowhere, nowhere}
	for _, row := range rows {
		if err := l.Append(may, row); err != nil {
			t.Fatal(err)
		}
	}
	places, err := l.Repeats("visit", "place")
	if err != nil {
		t.Fatal(err)
	}
	want := []Repeated{{Row: 4, Slice: may}, {Row: 5, Slice: may}, {Row: 7, Slice: may}}
	if !slices.EqualFunc(places, want, func(a, b Repeated) bool { return a.Row == b.Row && a.Slice == b.Slice }) {
		t.Errorf("repeats %v, want %v", places, want)
	}
	if places, err = l.Repeats("visit", "topic", "place"); err != nil || len(places) != 0 {
		t.Errorf("repeats of NULL: %v, %v", places, err)
	}
	if places, err = l.Repeats("visit", "visited_on", "place"); err != nil || len(places) != 3 || places[0].Row != 4 {
		t.Errorf("repeats of two columns: %v, %v", places, err)
	}
	if err := l.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func TestRejectsAreCountedByRow(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l := begin(t, w, day(1))
	if err := l.Append(may, visit(2, "某地")); err != nil {
		t.Fatal(err)
	}
	reject := func(row int, key SliceKey, code jianfu.FaultCode) {
		t.Helper()
		err := l.Reject(Reject{Slice: key, Kind: "visit", Cells: "x",
			Fault: jianfu.Fault{Sheet: "五月", Row: row, Column: "日期", Value: "13月", Code: code, Text: jianfu.Say("改", "mend")}})
		if err != nil {
			t.Fatal(err)
		}
	}
	reject(3, SliceKey{}, jianfu.BadDate) // what the first fault does not say, the second may
	reject(3, may, jianfu.UnknownUnit)
	reject(3, may, jianfu.BadNumber)
	reject(4, may, jianfu.BadNumber)
	reject(5, SliceKey{}, jianfu.BadDate)
	outcome, err := l.Commit(Summary{Warnings: []string{"合计不符"}, IgnoredColumns: []string{"联系电话"}})
	if err != nil {
		t.Fatal(err)
	}
	if outcome.Rows != 1 || outcome.Rejected != 3 {
		t.Errorf("outcome %+v, want 1 row and 3 rejected", outcome)
	}
	s, err := w.Submission(t.Context(), outcome.Submission)
	if err != nil {
		t.Fatal(err)
	}
	if s.RowsRead != 4 || s.RowsLoaded != 1 || s.RowsRejected != 3 || !slices.Equal(s.Warnings, []string{"合计不符"}) || !slices.Equal(s.IgnoredColumns, []string{"联系电话"}) {
		t.Errorf("submission %+v", s)
	}
	if n := one[int64](t, w, "SELECT rows_rejected FROM filings"); n != 2 {
		t.Errorf("%d rows rejected of the slice, want 2", n)
	}
	if n := one[int64](t, w, "SELECT COUNT(*) FROM reject WHERE sheet = '五月' AND value = '13月' AND cells = 'x'"); n != 5 {
		t.Errorf("%d faults kept, want 5", n)
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	l, err := w.BeginLoad(t.Context(), Receipt{File: "a", SHA256: "aa", Overrides: "kind=visit", ReceivedAt: day(1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
	known := func(sha256, overrides string) bool {
		t.Helper()
		_, known, err := w.Known(t.Context(), sha256, overrides)
		if err != nil {
			t.Fatal(err)
		}
		return known
	}
	if !known("aa", "kind=visit") || known("aa", "") || known("bb", "kind=visit") {
		t.Error("only the same bytes with the same overrides are known")
	}
	if err := w.Withdraw(t.Context(), 1, "王科员", "错报"); err != nil {
		t.Fatal(err)
	}
	if known("aa", "kind=visit") {
		t.Error("a withdrawn filing can be filed again")
	}
}
