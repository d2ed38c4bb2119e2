package warehouse

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jianfu"
)

// backedUp is a warehouse with a correction and a withdrawal, and its backup.
func backedUp(t *testing.T) (w *Warehouse, backup string) {
	t.Helper()
	w = fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 5, june: 1})
	file(t, w, day(2), map[SliceKey]int{may: 2})
	if err := w.Withdraw(t.Context(), file(t, w, day(3), map[SliceKey]int{june: 4}).Submission, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	backup = filepath.Join(t.TempDir(), "备份.duckdb")
	found, err := snapshot.Backup(t.Context(), backup)
	if err != nil || found.Submissions != 3 || found.Latest != 3 || found.Rows != 12 || len(found.Faults) > 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	return w, backup
}

func TestARestoredBackupIsWhatWasBackedUp(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	path := w.Path()
	file(t, w, day(4), map[SliceKey]int{may: 9}) // after the backup
	if _, err := w.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(t.Context(), backup, path)
	wantCode(t, err, jianfu.Locked)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	restored, err := Restore(t.Context(), backup, path)
	if err != nil || restored.Latest != 3 || len(restored.Faults) > 0 {
		t.Fatalf("%+v, %v", restored, err)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) != 3 { // the lock file, the journal and the files kept aside
		t.Errorf("beside it: %v, %v", left, err)
	}
	w = opened(t, path)
	for key, want := range map[SliceKey]int64{may: 2, june: 1} {
		if n := counting(t, w, key, time.Now().UTC()); n != want {
			t.Errorf("%s: submission %d counts, want %d", key.Period, n, want)
		}
	}
	if n := counting(t, w, may, day(1)); n != 1 {
		t.Errorf("as of before the correction submission %d counts", n)
	}
	if n := one[int](t, w, "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'snapshot' OR table_name LIKE 'metrics%'"); n != 0 {
		t.Errorf("%d tables of the snapshot are left", n)
	}
	file(t, w, day(5), map[SliceKey]int{may: 1}) // it takes filings as before
	kept := opened(t, restored.Kept)
	if n := counting(t, kept, may, day(9)); n != 4 {
		t.Errorf("in what was kept submission %d counts, want 4", n)
	}
}

// What a restore dropped can be restored itself, and dropped again.
func TestWhatWasDroppedCanBeRestored(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	path := w.Path()
	is := func() string {
		t.Helper()
		state, err := filedState(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	restore := func(from, want string) (kept string) {
		t.Helper()
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		restored, err := Restore(t.Context(), from, path)
		if err != nil {
			t.Fatal(err)
		}
		w = opened(t, path)
		if state := is(); state != want || len(w.Notes()) > 0 {
			t.Errorf("after a restore of %s it holds %q, want %q; %v", from, state, want, w.Notes())
		}
		return restored.Kept
	}
	first := is()
	file(t, w, day(4), map[SliceKey]int{may: 9})
	second := is()
	keptSecond := restore(backup, first)
	file(t, w, day(5), map[SliceKey]int{may: 7})
	third := is()
	keptThird := restore(keptSecond, second)
	restore(keptThird, third)
	restore(backup, first)
	restore(keptSecond, second)
}

// A backup that somebody copied into place, without restoring it, is a warehouse like any other.
func TestACopiedBackupIsAWarehouse(t *testing.T) {
	t.Parallel()
	_, backup := backedUp(t)
	w := opened(t, backup)
	file(t, w, day(5), map[SliceKey]int{may: 1})
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenFixed(t.Context(), snapshot.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n := counting(t, s, may, day(9)); n != 4 {
		t.Errorf("submission %d counts, want 4", n)
	}
}

func TestABackupOverwritesNothing(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	before := read(t, backup)
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = snapshot.Backup(t.Context(), backup)
	wantCode(t, err, jianfu.Invalid)
	if !bytes.Equal(before, read(t, backup)) {
		t.Error("the older backup was changed")
	}
	_, err = snapshot.Backup(t.Context(), filepath.Join(t.TempDir(), "没有", "备份.duckdb"))
	wantCode(t, err, jianfu.Invalid)
}

// A backup that cannot be restored leaves the warehouse and its folder unchanged.
func TestADamagedBackupIsNotRestored(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	path := w.Path()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before, names := read(t, path), beside(t, path)
	whole := read(t, backup)
	cut := whole[:len(whole)/2]
	flipped := bytes.Clone(whole)
	for i := 300_000; i < len(flipped); i += 4096 { // somewhere in every block that holds rows
		flipped[i] ^= 1
	}
	for name, content := range map[string][]byte{"cut": cut, "flipped": flipped, "text": []byte("不是仓库"), "empty": nil} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), bad, path); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	_, err := Restore(t.Context(), filepath.Join(t.TempDir(), "没有"), path)
	wantCode(t, err, jianfu.Invalid)
	if !bytes.Equal(before, read(t, path)) || strings.Join(names, " ") != strings.Join(beside(t, path), " ") {
		t.Errorf("changed; beside it now %v, before %v", beside(t, path), names)
	}
}

// A damaged warehouse is replaced all the same, and its log does not come to another's file.
func TestADamagedWarehouseIsKeptWithItsLog(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	path := w.Path()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{path: "损坏", path + ".wal": "日志"} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	restored, err := Restore(t.Context(), backup, path)
	if err != nil {
		t.Fatal(err)
	}
	if kept, log := read(t, restored.Kept), read(t, restored.Kept+".wal"); string(kept) != "损坏" || string(log) != "日志" {
		t.Errorf("kept %q with %q", kept, log)
	}
	if n := one[int](t, opened(t, path), "SELECT COUNT(*) FROM submission"); n != 3 {
		t.Errorf("%d submissions", n)
	}
}

func TestVerifyFindsWhatDoesNotAgree(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]string{
		"DELETE FROM fact.visit WHERE place = '第3处'":                                        "行数与明细不符",
		"UPDATE slice SET rows_loaded = 7 WHERE rows_loaded = 2":                            "分片的行数",
		"UPDATE submission SET rows_loaded = 7 WHERE id = 2":                                "报送的行数",
		"DELETE FROM slice WHERE submission_id = 2":                                         "不属于任何分片",
		"DELETE FROM submission WHERE id = 1":                                               "不属于任何报送",
		"UPDATE slice SET withdrawn_at = NULL WHERE submission_id = 3":                      "撤回时间不符",
		"UPDATE in_force SET valid_until = now()::TIMESTAMP WHERE valid_until > '9999-1-1'": "有效时间",
		"DELETE FROM in_force":                                                              "有效时间",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			w, _ := backedUp(t)
			if found, err := w.Verify(t.Context()); err != nil || len(found.Faults) > 0 || found.Rows != 12 {
				t.Fatalf("before: %+v, %v", found, err)
			}
			if _, err := w.db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			if err := w.readings.renew(); err != nil { // as a commit does: what is read next sees the statement
				t.Fatal(err)
			}
			found, err := w.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, fault := range found.Faults {
				texts = append(texts, fault.ZH)
			}
			if !strings.Contains(strings.Join(texts, "；"), want) {
				t.Errorf("found %v", texts)
			}
		})
	}
}

// A flipped byte in any block is found, or is where nothing is read.
func TestVerifyFindsDamageInEveryBlock(t *testing.T) {
	t.Parallel()
	w, backup := backedUp(t)
	use := func(w *Warehouse) error { // through the indexes, too
		_, err := w.Setting(t.Context(), "city")
		if err != nil {
			return err
		}
		for id := range int64(3) {
			if _, err := w.Submission(t.Context(), id+1); err != nil {
				return err
			}
		}
		return w.Withdraw(t.Context(), 1, "", "")
	}
	if err := errors.Join(w.Close(), os.Remove(w.Path())); err != nil {
		t.Fatal(err)
	}
	whole := read(t, backup)
	const headers, block = 3 * 4096, 256 * 1024
	found := 0
	for start := headers; start < len(whole); start += block {
		bad := bytes.Clone(whole)
		bad[min(start+1000, len(bad)-1)] ^= 4
		path := filepath.Join(t.TempDir(), "w.duckdb")
		if err := os.WriteFile(path, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		w, err := Open(t.Context(), path)
		if err != nil {
			found++
			continue
		}
		if _, err := w.Verify(t.Context()); err != nil {
			wantCode(t, err, jianfu.Conflict)
			found++
		} else if err := use(w); err != nil {
			t.Errorf("the block at %d: all in order, but %v", start, err)
		}
		_ = w.Close() // a damaged file may not close cleanly
	}
	if blocks := (len(whole) - headers) / block; found < blocks/2 {
		t.Errorf("damage was found in %d of %d blocks", found, blocks)
	}
}

func beside(t *testing.T, path string) []string {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// A snapshot that somebody exchanged or wrote over, in place or not, is not read again, and neither
// is a snapshot taken of a file that was written over.
func TestExchangedSnapshots(t *testing.T) {
	t.Parallel()
	w, other := fresh(t), fresh(t)
	file(t, w, day(1), map[SliceKey]int{may: 3})
	file(t, other, day(1), map[SliceKey]int{may: 3})
	foreign, err := other.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := read(t, foreign.Path)
	for name, exchange := range map[string]func(path string) error{
		"in place": func(path string) error {
			return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, text, 0o600))
		},
		"by another file": func(path string) error {
			return errors.Join(os.WriteFile(path+"-x", text, 0o600), os.Rename(path+"-x", path))
		},
		"removed": os.Remove,
	} {
		before, err := w.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Snapshot(t.Context()); err != nil || again.Path != before.Path {
			t.Errorf("%s: an intact one is taken again: %v %v", name, again, err)
		}
		if err := exchange(before.Path); err != nil {
			t.Fatal(err)
		}
		after, err := w.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		id, _, err := after.readStamp(t.Context())
		if err != nil || id != w.id {
			t.Errorf("%s: a snapshot of the warehouse %s, not %s: %v", name, id, w.id, err)
		}
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.Path(), read(t, other.Path()), 0o600); err != nil { // as cp does
		t.Fatal(err)
	}
	if err := os.Remove(w.snapshot.Path); err != nil {
		t.Fatal(err)
	}
	if made, err := w.Snapshot(t.Context()); err == nil {
		t.Errorf("a snapshot of another file: %+v", made)
	}
}
