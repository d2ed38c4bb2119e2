package warehouse

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
)

// crashed is what a killed process leaves after it filed the given number of submissions, the
// second half of which are only in the log.
func crashed(t *testing.T, submissions int) (path string) {
	t.Helper()
	w := fresh(t)
	for n := range submissions {
		if n == submissions/2 {
			if err := w.checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		file(t, w, time.Time{}, map[SliceKey]int{may: n + 1})
	}
	path = newPath(t)
	for _, suffix := range []string{"", ".wal", ".journal"} { // only this test uses it: losing the lock does no harm
		if err := os.WriteFile(path+suffix, read(t, w.Path()+suffix), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// reopen opens a warehouse and returns its contents, its notes, or why it cannot be opened.
func reopen(t *testing.T, path string) (submissions int, notes string, err error) {
	t.Helper()
	w, err := Open(t.Context(), path)
	if err != nil {
		return 0, "", err
	}
	defer func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, note := range w.Notes() {
		notes += note.ZH + "\n"
	}
	if err := w.Check(t.Context()); err != nil {
		t.Error(err)
	}
	found, err := w.Verify(t.Context())
	if err != nil || len(found.Faults) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
	return int(found.Submissions), notes + found.Remark.ZH, nil
}

func TestWhatAKilledProcessFiledIsThere(t *testing.T) {
	t.Parallel()
	path := crashed(t, 4)
	for range 2 {
		if n, notes, err := reopen(t, path); n != 4 || notes != "" || err != nil {
			t.Errorf("%d submissions, %q, %v", n, notes, err)
		}
	}
}

// What was acknowledged and is missing is named, however it was lost.
func TestWhatWasLostIsNamed(t *testing.T) {
	t.Parallel()
	other := crashed(t, 3)
	for name, lose := range map[string]func(t *testing.T, path string) error{
		"the log removed": func(t *testing.T, path string) error {
			t.Helper()
			return os.Remove(path + ".wal")
		},
		"the log emptied": func(t *testing.T, path string) error {
			t.Helper()
			return os.Truncate(path+".wal", 0)
		},
		"the log cut": func(t *testing.T, path string) error {
			t.Helper()
			return os.Truncate(path+".wal", int64(len(read(t, path+".wal"))/2))
		},
		"the log another's": func(t *testing.T, path string) error {
			t.Helper()
			return os.WriteFile(path+".wal", read(t, other+".wal"), 0o600)
		},
		"the log's end zero": func(t *testing.T, path string) error {
			t.Helper()
			log := read(t, path+".wal")
			clear(log[len(log)/2:])
			return os.WriteFile(path+".wal", log, 0o600)
		},
		"a bit of the log flipped": func(t *testing.T, path string) error {
			t.Helper()
			log := read(t, path+".wal")
			log[len(log)/2] ^= 8
			return os.WriteFile(path+".wal", log, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := crashed(t, 4)
			if err := lose(t, path); err != nil {
				t.Fatal(err)
			}
			for range 2 { // and the error does not go away by trying again
				_, _, err := reopen(t, path)
				wantCode(t, err, jianfu.Conflict)
				if text := err.Error(); !strings.Contains(text, "第 4 号报送“调研.csv”（王科员，") || strings.Contains(text, "第 1 号报送") || !strings.Contains(text, "jianfu restore") {
					t.Errorf("%s", text)
				}
			}
			restored, err := Restore(t.Context(), path, path) // work can go on with it
			if err != nil || len(restored.Dropped) == 0 || restored.Dropped[len(restored.Dropped)-1].Submission != 4 {
				t.Fatalf("%+v, %v", restored, err)
			}
			n, notes, err := reopen(t, path)
			if err != nil || n < 2 || n > 3 || notes != "" {
				t.Errorf("%d submissions, %q, %v", n, notes, err)
			}
			w := opened(t, path)
			if c := file(t, w, time.Time{}, map[SliceKey]int{june: 1}).Commit; c != 6 { // a number that was assigned is not assigned again
				t.Errorf("commit %d", c)
			}
		})
	}
}

// A file that does not belong to the journal is detected, and so is a missing one.
func TestAnExchangedFileIsRefused(t *testing.T) {
	t.Parallel()
	for name, exchange := range map[string]func(t *testing.T, path string) error{
		"an older file": func(t *testing.T, path string) error {
			t.Helper()
			_, _, err := reopen(t, path)
			older := read(t, path)
			w := opened(t, path)
			file(t, w, time.Time{}, map[SliceKey]int{june: 1})
			return errors.Join(err, w.Close(), os.WriteFile(path, older, 0o600))
		},
		"another warehouse": func(t *testing.T, path string) error {
			t.Helper()
			w, err := Open(t.Context(), newPath(t))
			if err != nil {
				return err
			}
			return errors.Join(w.Close(), os.WriteFile(path, read(t, w.Path()), 0o600), os.Remove(path+".wal"))
		},
		"the file gone": func(t *testing.T, path string) error {
			t.Helper()
			return errors.Join(os.Remove(path), os.Remove(path+".wal"))
		},
		"the file gone, not the log": func(t *testing.T, path string) error {
			t.Helper()
			return os.Remove(path)
		},
		"another's journal": func(t *testing.T, path string) error {
			t.Helper()
			w, err := Open(t.Context(), newPath(t))
			if err != nil {
				return err
			}
			file(t, w, time.Time{}, map[SliceKey]int{june: 1})
			return errors.Join(w.Close(), os.WriteFile(path+".journal", read(t, w.Path()+".journal"), 0o600))
		},
		"a journal that went another way": func(t *testing.T, path string) error {
			t.Helper()
			copied := crashedCopy(t, path)
			for _, side := range []string{path, copied} {
				w := opened(t, side)
				file(t, w, time.Time{}, map[SliceKey]int{june: 1})
				if err := w.Close(); err != nil {
					return err
				}
			}
			return os.WriteFile(path+".journal", read(t, copied+".journal"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := crashed(t, 4)
			if err := exchange(t, path); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				_, _, err := reopen(t, path)
				wantCode(t, err, jianfu.Conflict)
				if !strings.Contains(err.Error(), "号报送“调研.csv”") {
					t.Errorf("it does not name what is missing: %v", err)
				}
			}
		})
	}
}

func crashedCopy(t *testing.T, path string) string {
	t.Helper()
	copied := newPath(t)
	for _, suffix := range []string{"", ".wal", ".journal"} {
		if err := os.WriteFile(copied+suffix, read(t, path+suffix), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return copied
}

// A journal that was damaged or lost, with an intact warehouse: nothing is missing, and it is reported.
func TestADamagedJournalIsMended(t *testing.T) {
	t.Parallel()
	unproven := []string{"gone", "older", "older by one", "an end of line gone"} // it stays known that something may be missing
	for name, damage := range map[string]func(journal []byte) []byte{
		"gone":                 func([]byte) []byte { return nil },
		"empty":                func([]byte) []byte { return []byte{} },
		"zero":                 func(journal []byte) []byte { clear(journal); return journal },
		"its heading flipped":  func(journal []byte) []byte { journal[3] ^= 1; return journal },
		"its identity flipped": func(journal []byte) []byte { journal[20] ^= 1; return journal },
		"a line flipped":       func(journal []byte) []byte { journal[bytes.Index(journal, []byte("王科员"))+1] ^= 1; return journal },
		"an end of line gone": func(journal []byte) []byte {
			journal[bytes.LastIndexByte(journal[:len(journal)-1], '\n')] ^= 1
			return journal
		},
		"older": func(journal []byte) []byte {
			lines := bytes.SplitAfter(journal, []byte("\n"))
			return bytes.Join(lines[:3], nil)
		},
		"older by one": func(journal []byte) []byte {
			lines := bytes.SplitAfter(journal, []byte("\n"))
			return bytes.Join(lines[:len(lines)-3], nil)
		},
		"a number flipped": func(journal []byte) []byte {
			journal[bytes.LastIndex(journal, []byte(`"number":`))+9] ^= 1
			return journal
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := crashed(t, 4)
			if n, notes, err := reopen(t, path); n != 4 || notes != "" || err != nil {
				t.Fatalf("%d submissions, %q, %v", n, notes, err)
			}
			journal := damage(read(t, path+".journal"))
			err := os.Remove(path + ".journal")
			if err == nil && journal != nil {
				err = os.WriteFile(path+".journal", journal, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			n, notes, err := reopen(t, path)
			switch name {
			case "empty", "zero": // nothing of it can be read: a commit could be lost
				wantCode(t, err, jianfu.Conflict)
				if _, err := Restore(t.Context(), path, path); err != nil {
					t.Fatal(err)
				}
				if n, notes, err = reopen(t, path); n != 4 || !strings.Contains(notes, "没有完整的提交日志") || err != nil {
					t.Errorf("%d submissions, %q, %v", n, notes, err)
				}
				return
			}
			if n != 4 || notes == "" || err != nil {
				t.Errorf("%d submissions, %q, %v", n, notes, err)
			}
			w := opened(t, path)
			file(t, w, time.Time{}, map[SliceKey]int{june: 1})
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if n, notes, err := reopen(t, path); n != 5 || (notes != "") != slices.Contains(unproven, name) || err != nil {
				t.Errorf("afterwards %d submissions, %q, %v", n, notes, err)
			}
		})
	}
}

// The last line of a journal, cut in the middle, is of a commit that the file has: the process
// ended while it was written. If the file lacks the commit, it is lost.
func TestAJournalCutInItsLastLine(t *testing.T) {
	t.Parallel()
	path := crashed(t, 4)
	journal := read(t, path+".journal")
	if err := os.WriteFile(path+".journal", journal[:len(journal)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	lost := crashedCopy(t, path)
	if err := os.Remove(lost + ".wal"); err != nil {
		t.Fatal(err)
	}
	if n, _, err := reopen(t, path); n != 4 || err != nil {
		t.Errorf("%d submissions, %v", n, err)
	}
	_, _, err := reopen(t, lost)
	wantCode(t, err, jianfu.Conflict)
}

// A journal of one commit before, beside a database whose log was cut, agrees with it except for the
// commit between: what was lost after that is unknown, and this is said until it is recorded.
func TestAnOlderJournalBesideAShorterLog(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, time.Time{}, map[SliceKey]int{may: 1})
	journal := read(t, w.Path()+".journal")
	file(t, w, time.Time{}, map[SliceKey]int{may: 2})
	path := crashedCopy(t, w.Path())
	file(t, w, time.Time{}, map[SliceKey]int{may: 3}) // lost
	if err := os.WriteFile(path+".journal", journal, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if n, notes, err := reopen(t, path); n != 2 || !strings.Contains(notes, "第 2 次提交") || !strings.Contains(notes, "无从知道") || err != nil {
			t.Errorf("%d submissions, %q, %v", n, notes, err)
		}
	}
}

// A commit that was announced and never made leaves nothing to say.
func TestAnAnnouncedCommitThatWasNotMade(t *testing.T) {
	t.Parallel()
	path := crashed(t, 2)
	journal := read(t, path+".journal")
	journal = append(journal, []byte(`{"announced":"0f"}`+"\n")...)
	if err := os.WriteFile(path+".journal", journal, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, notes, err := reopen(t, path); n != 2 || notes != "" || err != nil {
		t.Errorf("%d submissions, %q, %v", n, notes, err)
	}
}

// A warehouse from before journals existed gets one, and numbers for its filings.
func TestAWarehouseWithoutCommitsGetsThem(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	path := w.Path()
	file(t, w, day(1), map[SliceKey]int{may: 1})
	file(t, w, day(2), map[SliceKey]int{may: 2})
	if err := w.Withdraw(t.Context(), 2, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	unnumber(t, path)
	w = opened(t, path)
	commits, err := w.Commits(t.Context(), 0)
	if err != nil || len(commits) != 3 || commits[2].Change != Withdrawn || commits[2].Submission != 2 || commits[1].Number != 2 {
		t.Fatalf("%+v, %v", commits, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, notes, err := reopen(t, path); notes != "" || err != nil {
		t.Errorf("%q, %v", notes, err)
	}
}

// unnumber makes a warehouse one from before there were commits.
func unnumber(t *testing.T, path string) {
	t.Helper()
	known := mustReadMigrations(t)
	before := slices.IndexFunc(known, func(m migration) bool { return strings.Contains(m.name, "0012_") })
	statements := []string{"DROP TABLE commit_log", "DROP TABLE explanation", "DELETE FROM setting WHERE name = 'warehouse'"}
	for _, m := range known[before:] {
		statements = append(statements, "DELETE FROM migration WHERE name = '"+m.name+"'")
	}
	raw(t, path, statements...)
	if err := os.Remove(path + ".journal"); err != nil {
		t.Fatal(err)
	}
}

// What is filed after the clock was set back counts, and a note mentions the clock.
func TestAClockSetBack(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	ahead := time.Now().Add(48 * time.Hour)
	l := begin(t, w, ahead) // as on a machine whose clock was ahead
	if err := l.Append(may, visit(1, "某地")); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
	corrected := file(t, w, time.Time{}, map[SliceKey]int{may: 2})
	if n := counting(t, w, may, w.Now()); n != corrected.Submission {
		t.Errorf("submission %d counts, want the correction", n)
	}
	if err := w.Withdraw(t.Context(), corrected.Submission, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	if n := counting(t, w, may, w.Now()); n != 1 {
		t.Errorf("submission %d counts after the withdrawal, want 1", n)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, notes, err := reopen(t, w.Path()); !strings.Contains(notes, "时钟") || err != nil {
		t.Errorf("%q, %v", notes, err)
	}
}

// Nothing is acknowledged that is written to a removed file.
func TestAFileExchangedWhileItIsUsed(t *testing.T) {
	t.Parallel()
	for name, exchange := range map[string]func(path string) error{
		"removed": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".away") },
		"exchanged": func(path string) error {
			return errors.Join(os.Rename(path, path+".away"), os.WriteFile(path, []byte("另一个文件"), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := fresh(t)
			id := file(t, w, day(1), map[SliceKey]int{may: 1}).Submission
			if _, err := w.Snapshot(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := w.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			l := begin(t, w, time.Time{})
			if err := exchange(w.Path()); err != nil {
				t.Fatal(err)
			}
			_, err := l.Commit(Summary{})
			wantCode(t, err, jianfu.Conflict)
			_, err = w.BeginLoad(t.Context(), receipt(time.Time{}))
			wantCode(t, err, jianfu.Conflict)
			wantCode(t, w.Withdraw(t.Context(), id, "", ""), jianfu.Conflict)
			wantCode(t, w.Check(t.Context()), jianfu.Conflict)
			_, err = w.Snapshot(t.Context())
			wantCode(t, err, jianfu.Conflict)
			if err := w.Close(); err != nil {
				wantCode(t, err, jianfu.Conflict)
			}
		})
	}
}

// If the log is removed while the warehouse is in use, nothing that is filed afterwards is lost;
// nor if the journal is.
func TestALogRemovedWhileItIsUsed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 1})
	if err := errors.Join(os.Remove(w.Path()+".wal"), os.Remove(w.Path()+".journal")); err != nil {
		t.Fatal(err)
	}
	file(t, w, day(2), map[SliceKey]int{may: 2})
	path := newPath(t)
	for _, suffix := range []string{"", ".wal", ".journal"} { // as if the process were killed now
		text, err := os.ReadFile(w.Path() + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err := errors.Join(err, os.WriteFile(path+suffix, text, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if n, notes, err := reopen(t, path); n != 2 || notes != "" || err != nil {
		t.Errorf("%d submissions, %q, %v", n, notes, err)
	}
}

// Files beside a warehouse are readable only for those who may read the warehouse, and only those
// who may write it can hold its lock.
func TestNothingIsWiderThanTheWarehouse(t *testing.T) {
	t.Parallel()
	for _, mode := range []fs.FileMode{0o600, 0o640, 0o660, 0o644} {
		path := newPath(t)
		text, err := empty()
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.WriteFile(path, text, 0o600), os.Chmod(path, mode), os.WriteFile(path+".lock", nil, 0o600), os.Chmod(path+".lock", 0o644)); err != nil {
			t.Fatal(err)
		}
		w := opened(t, path)
		file(t, w, day(1), map[SliceKey]int{may: 1})
		snapshot, err := w.DerivedSnapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backup := filepath.Join(t.TempDir(), "b")
		if _, err := snapshot.Backup(t.Context(), backup); err != nil {
			t.Fatal(err)
		}
		spool, err := w.Spool()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(beside(t, path), backup) {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			widest := mode
			switch name {
			case spool:
				widest = 0o700
			case path + ".lock":
				widest = 0o600
				if mode&0o020 != 0 { // the group may write
					widest = 0o660
				}
			}
			if name != path+".wal" && info.Mode().Perm()&^widest != 0 {
				t.Errorf("beside a warehouse of %o, %s is %o", mode, filepath.Base(name), info.Mode().Perm())
			}
		}
		if err := os.WriteFile(filepath.Join(spool, "上传"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		opened(t, path)
		if _, err := os.Stat(filepath.Join(spool, "上传")); !errors.Is(err, fs.ErrNotExist) {
			t.Error("what a killed process spooled is still there")
		}
	}
}

// That there was no journal for a time stays known: in verify's answer, in backups, and after the
// journal was lost again.
func TestThatAJournalWasLostIsRecorded(t *testing.T) {
	t.Parallel()
	path := crashed(t, 4)
	for round := range 2 {
		if err := os.Remove(path + ".journal"); err != nil {
			t.Fatal(err)
		}
		before := fmt.Sprintf("第 %d 次提交", 4+3*round)
		if n, notes, err := reopen(t, path); n != 4+2*round || strings.Count(notes, before) != 1 || err != nil {
			t.Errorf("without it: %d submissions, %q, %v", n, notes, err)
		}
		w := opened(t, path)
		l := begin(t, w, time.Time{})
		if err := l.Rollback(); err != nil { // nothing is recorded
			t.Fatal(err)
		}
		file(t, w, time.Time{}, map[SliceKey]int{june: 1})
		file(t, w, time.Time{}, map[SliceKey]int{june: 2})
		if err := w.Withdraw(t.Context(), int64(6+2*round), "王科员", "试"); err != nil {
			t.Fatal(err)
		}
		snapshot, err := w.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		backup := filepath.Join(t.TempDir(), "b")
		found, err := snapshot.Backup(t.Context(), backup)
		if err != nil || !strings.Contains(found.Remark.ZH, before) {
			t.Errorf("the backup: %q, %v", found.Remark.ZH, err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, notes, err := reopen(t, path); strings.Count(notes, before) != 1 || strings.Count(notes, "没有完整的提交日志") != 1+round || err != nil {
			t.Errorf("afterwards: %q, %v", notes, err)
		}
	}
}

// If the log with the last commits is lost together with the journal, the latest snapshot tells
// of them, and can be restored. Where there is none either, it is said that it is unknown.
func TestALogLostWithTheJournal(t *testing.T) {
	t.Parallel()
	for _, snapshotted := range []bool{true, false} {
		t.Run(fmt.Sprint(snapshotted), func(t *testing.T) {
			t.Parallel()
			w := fresh(t)
			file(t, w, time.Time{}, map[SliceKey]int{may: 1})
			if err := w.checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
			old := read(t, w.Path())
			file(t, w, time.Time{}, map[SliceKey]int{may: 2})
			path := newPath(t)
			if snapshotted {
				snapshot, err := w.Snapshot(t.Context())
				if err == nil {
					err = os.WriteFile(path+snapshotSuffix+"1", read(t, snapshot.Path), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(path, old, 0o600); err != nil {
				t.Fatal(err)
			}
			n, notes, err := reopen(t, path)
			if !snapshotted {
				if n != 1 || !strings.Contains(notes, "无从知道") || err != nil {
					t.Errorf("%d submissions, %q, %v", n, notes, err)
				}
				return
			}
			wantCode(t, err, jianfu.Conflict)
			if !strings.Contains(err.Error(), "第 2 号报送") || !strings.Contains(err.Error(), "jianfu restore "+path+snapshotSuffix+"1") {
				t.Errorf("it does not say what is missing and where it is: %v", err)
			}
			if _, err := Restore(t.Context(), path+snapshotSuffix+"1", path); err != nil {
				t.Fatal(err)
			}
			if n, notes, err := reopen(t, path); n != 2 || !strings.Contains(notes, "无从知道") || err != nil {
				t.Errorf("restored: %d submissions, %q, %v", n, notes, err)
			}
		})
	}
}

// Where the database's file is gone, whatever is left beside it keeps an empty one from being made in
// its place; the snapshot can be restored, and the log of the lost file is not taken for its own.
func TestWhatIsLeftOfAWarehouseIsNotForgotten(t *testing.T) {
	t.Parallel()
	for _, left := range []string{".journal", ".wal", snapshotSuffix + "1"} {
		t.Run(left, func(t *testing.T) {
			t.Parallel()
			w := fresh(t)
			file(t, w, time.Time{}, map[SliceKey]int{may: 1})
			snapshot, err := w.Snapshot(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			file(t, w, time.Time{}, map[SliceKey]int{may: 2})
			path := newPath(t)
			text := []byte("{}\n") // of a journal nothing can be read
			switch left {
			case ".wal":
				text = read(t, w.Path()+left)
			case snapshotSuffix + "1":
				text = read(t, snapshot.Path)
			}
			if err := os.WriteFile(path+left, text, 0o600); err != nil {
				t.Fatal(err)
			}
			_, _, err = reopen(t, path)
			wantCode(t, err, jianfu.Conflict)
			if !strings.Contains(err.Error(), path+left) || strings.Contains(err.Error(), "第 1 号报送") != strings.HasPrefix(left, snapshotSuffix) {
				t.Error(err)
			}
			if _, err := Restore(t.Context(), snapshot.Path, path); err != nil {
				t.Fatal(err)
			}
			if n, notes, err := reopen(t, path); n != 1 || (notes == "") != strings.HasPrefix(left, snapshotSuffix) || err != nil {
				t.Errorf("restored: %d submissions, %q, %v", n, notes, err)
			}
		})
	}
}
