package warehouse

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"
)

// seen reads how many submissions there are, and in which transaction.
func seen(t *testing.T, w *Warehouse) (submissions int, in *sql.Tx) {
	t.Helper()
	err := w.Read(t.Context(), func(tx *sql.Tx) error {
		in = tx
		return tx.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM submission").Scan(&submissions)
	})
	if err != nil {
		t.Fatal(err)
	}
	return submissions, in
}

// A reader goes on in the transaction of the one before it, unless something was written.
func TestReadingsAreKeptUntilSomethingIsWritten(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	none, first := seen(t, w)
	if again, second := seen(t, w); none != 0 || again != 0 || second != first {
		t.Errorf("%d submissions, %d submissions, the same transaction: %v", none, again, second == first)
	}
	file(t, w, time.Time{}, map[SliceKey]int{may: 1})
	if n, third := seen(t, w); n != 1 || third == first {
		t.Errorf("after a load: %d submissions, in the transaction from before it: %v", n, third == first)
	}
	if err := w.Define(t.Context(), "answer", "CREATE OR REPLACE MACRO answer() AS 42"); err != nil { // has no number
		t.Fatal(err)
	}
	err := w.Read(t.Context(), func(tx *sql.Tx) (err error) {
		_, err = tx.ExecContext(t.Context(), "SELECT answer()")
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// One that began before a load and ends after it is not used again.
func TestAReadingThatALoadOvertook(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	ctx, release := w.Pin(t.Context(), 0)
	before := func() (n int) {
		err := w.Read(ctx, func(tx *sql.Tx) error {
			return tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM submission").Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := before(); n != 0 {
		t.Fatal(n)
	}
	file(t, w, time.Time{}, map[SliceKey]int{may: 1})
	if n := before(); n != 0 {
		t.Errorf("it saw what was filed meanwhile: %d submissions", n)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if n, _ := seen(t, w); n != 1 {
		t.Errorf("%d submissions", n)
	}
}

// One in which a statement failed or was cancelled is not used again, and one of the past neither.
func TestReadingsOfNoFurtherUse(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, time.Time{}, map[SliceKey]int{may: 1})
	file(t, w, time.Time{}, map[SliceKey]int{june: 1})
	for name, spoil := range map[string]func() error{
		"failed": func() error {
			return w.Read(t.Context(), func(tx *sql.Tx) error {
				_, err := tx.ExecContext(t.Context(), "SELECT CAST(file AS INTEGER) FROM submission")
				return err
			})
		},
		"failed in a row": func() error {
			ctx, release := w.Pin(t.Context(), 0)
			defer func() { _ = release() }()
			var n int
			return w.QueryRow(ctx, "SELECT CAST(file AS INTEGER) FROM submission").Scan(&n)
		},
		"cancelled": func() error {
			ctx, cancel := context.WithCancel(t.Context())
			return w.Read(ctx, func(tx *sql.Tx) error {
				cancel()
				_, err := tx.ExecContext(ctx, "SELECT COUNT(*) FROM range(1000000000)")
				return err
			})
		},
	} {
		if err := spoil(); err == nil {
			t.Errorf("%s: no error", name)
		}
		if n, _ := seen(t, w); n != 2 {
			t.Errorf("%s: %d submissions", name, n)
		}
	}
	ctx, release := w.Pin(t.Context(), 1)
	var n int
	if err := w.QueryRow(ctx, "SELECT COUNT(*) FROM submission").Scan(&n); err != nil || n != 1 {
		t.Errorf("by the first commit %d submissions, %v", n, err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
	if n, _ := seen(t, w); n != 2 {
		t.Errorf("afterwards %d submissions", n)
	}
}

// Idle readings keep neither the log from being written into the file nor the file from being closed.
func TestIdleReadingsHinderNobody(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, time.Time{}, map[SliceKey]int{may: 1})
	seen(t, w)
	if err := w.checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if log, err := os.Stat(w.Path() + ".wal"); err == nil && log.Size() > 0 {
		t.Errorf("the log still has %d bytes", log.Size())
	}
	seen(t, w)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n, _ := seen(t, opened(t, w.Path())); n != 1 {
		t.Errorf("%d submissions", n)
	}
}
