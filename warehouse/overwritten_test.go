package warehouse

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"testing"
	"time"

	"jianfu"
)

// overwrite puts other contents into a file without exchanging it, as cp does.
func overwrite(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// A file that is overwritten while it is in use is found before anything is answered or accepted,
// and the program writes nothing into what is there now.
func TestAFileOverwrittenWhileItIsUsed(t *testing.T) {
	t.Parallel()
	files, _ := attacked(t)
	other := files[""]
	sibling := func() []byte { // filed the same way as the one in use
		w := fresh(t)
		file(t, w, day(1), map[SliceKey]int{may: 4000})
		if err := w.checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		return read(t, w.Path())
	}()
	for name, change := range map[string]func(path string, before []byte) error{
		"another warehouse": func(path string, _ []byte) error { return overwrite(path, other) },
		"a sibling":         func(path string, _ []byte) error { return overwrite(path, sibling) },
		"no warehouse":      func(path string, _ []byte) error { return overwrite(path, bytes.Repeat([]byte("别的文件"), 1<<18)) },
		"emptied":           func(path string, _ []byte) error { return os.Truncate(path, 0) },
		"cut":               func(path string, before []byte) error { return os.Truncate(path, int64(len(before)/2)) },
		"older":             overwrite,
	} {
		for _, loading := range []bool{false, true} {
			t.Run(map[bool]string{false: name, true: name + " during a load"}[loading], func(t *testing.T) {
				t.Parallel()
				w := fresh(t)
				before := read(t, w.Path())
				id := file(t, w, day(1), map[SliceKey]int{may: 4000}).Submission
				if err := w.checkpoint(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := w.Check(t.Context()); err != nil {
					t.Fatal(err)
				}
				var l *Load
				if loading {
					l = begin(t, w, day(2))
					for i := range 40_000 {
						if err := l.Append(may, visit(i+1, "某地")); err != nil {
							t.Fatal(err)
						}
					}
				}
				ctx, release := w.Pin(t.Context(), 0)
				rows := one[int64](t, w, "SELECT COUNT(*) FROM fact.visit")
				if err := change(w.Path(), before); err != nil {
					t.Fatal(err)
				}
				put := read(t, w.Path())
				var again int64
				err := w.QueryRow(ctx, "SELECT COUNT(DISTINCT place) FROM fact.visit").Scan(&again)
				if err = errors.Join(w.told(err), release()); jianfu.ErrorCode(err) != jianfu.Conflict {
					t.Errorf("%d and %d rows are answered: %v", rows, again, err)
				}
				err = w.Read(t.Context(), func(tx *sql.Tx) error { return tx.QueryRow("SELECT COUNT(*) FROM fact.visit").Scan(&again) })
				if jianfu.ErrorCode(err) != jianfu.Conflict {
					t.Errorf("%d rows are read: %v", again, err)
				}
				if l == nil {
					if l, err = w.BeginLoad(t.Context(), receipt(time.Time{})); err != nil {
						wantCode(t, err, jianfu.Conflict)
					}
				}
				if l != nil {
					if outcome, err := l.Commit(Summary{}); jianfu.ErrorCode(err) != jianfu.Conflict {
						t.Errorf("a load ends with %+v, %v", outcome, err)
					}
				}
				if t.Failed() {
					return
				}
				wantCode(t, w.Withdraw(t.Context(), id, "", ""), jianfu.Conflict)
				wantCode(t, w.Check(t.Context()), jianfu.Conflict)
				_, err = w.Snapshot(t.Context())
				wantCode(t, err, jianfu.Conflict)
				if err := w.Close(); err != nil && jianfu.ErrorCode(err) != jianfu.Conflict {
					t.Errorf("closing: %v", err)
				}
				if !loading && !bytes.Equal(read(t, w.Path()), put) { // what a load has written before is written
					t.Error("it wrote into a file that is not its own")
				}
			})
		}
	}
}

// Contents that are the same do not stop the warehouse.
func TestAFileTouchedWhileItIsUsed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3})
	if err := errors.Join(w.checkpoint(t.Context()), os.Chtimes(w.Path(), time.Now(), time.Now().Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	file(t, w, day(2), map[SliceKey]int{may: 2})
	if err := w.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// A log or a journal that is overwritten while the warehouse is in use costs nothing that is filed.
func TestALogOverwrittenWhileItIsUsed(t *testing.T) {
	t.Parallel()
	for _, suffix := range []string{".wal", ".journal"} {
		for name, change := range map[string]func(path string) error{
			"emptied":     func(path string) error { return os.Truncate(path, 0) },
			"overwritten": func(path string) error { return overwrite(path, []byte("别的文件")) },
			"exchanged": func(path string) error {
				return errors.Join(os.Remove(path), os.WriteFile(path, []byte("别的"), 0o600))
			},
		} {
			for _, then := range []string{"a load", "a check"} {
				t.Run(suffix+" "+name+", then "+then, func(t *testing.T) {
					t.Parallel()
					w := fresh(t)
					file(t, w, day(1), map[SliceKey]int{may: 1})
					if err := w.Read(t.Context(), func(*sql.Tx) error { return change(w.Path() + suffix) }); err != nil { // under a reader
						t.Fatal(err)
					}
					want := 1
					if then == "a load" {
						file(t, w, day(2), map[SliceKey]int{may: 2})
						want = 2
					} else if err := w.Check(context.Background()); err != nil {
						t.Fatal(err)
					}
					path := newPath(t)
					for _, suffix := range []string{"", ".wal", ".journal"} { // as if the process were killed now
						if isThere(w.Path() + suffix) {
							if err := os.WriteFile(path+suffix, read(t, w.Path()+suffix), 0o600); err != nil {
								t.Fatal(err)
							}
						}
					}
					if n, notes, err := reopen(t, path); n != want || notes != "" || err != nil {
						t.Errorf("%d submissions, %q, %v", n, notes, err)
					}
				})
			}
		}
	}
}
