package warehouse

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"jianfu"
)

func TestOpenAgainFindsWhatWasFiled(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	for opening := range 3 {
		w, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if n := one[int](t, w, "SELECT COUNT(*) FROM visits"); n != 2*min(opening, 1) {
			t.Errorf("opening %d: %d visits", opening, n)
		}
		if n := one[int](t, w, "SELECT COUNT(*) FROM migration"); n != len(mustReadMigrations(t)) {
			t.Errorf("opening %d: %d migrations ran", opening, n)
		}
		if opening == 0 {
			file(t, w, day(1), map[SliceKey]int{may: 2})
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
	}
}

func mustReadMigrations(t *testing.T) []migration {
	t.Helper()
	known, err := readMigrations()
	if err != nil {
		t.Fatal(err)
	}
	return known
}

func TestAWarehouseOfAnotherVersionIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"a migration was changed": "UPDATE migration SET sha256 = 'x' WHERE name LIKE '%0002%'",
		"one has another name":    "UPDATE migration SET name = 'migrations/0002_other.sql' WHERE name LIKE '%0002%'",
		"written by a newer one":  "INSERT INTO migration VALUES ('migrations/9999_later.sql', 'x', now()::TIMESTAMP)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := newPath(t)
			w, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			raw(t, path, change)
			before := read(t, path)
			_, err = Open(t.Context(), path)
			wantCode(t, err, jianfu.Conflict)
			if !bytes.Equal(before, read(t, path)) {
				t.Error("the file was changed")
			}
		})
	}
}

// raw runs statements on a database file that no warehouse has open.
func raw(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestWhatIsNoWarehouseIsLeftAlone(t *testing.T) {
	t.Parallel()
	spreadsheet, database, table := newPath(t), newPath(t), newPath(t)
	for path, text := range map[string]string{spreadsheet: strings.Repeat("PK\x03\x04 会议统计", 2000), newPath(t): ""} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw(t, database, "CREATE SCHEMA s", "CREATE TABLE s.book AS SELECT 1 AS i")
	raw(t, table, "CREATE TABLE migration (version INTEGER)")
	for _, path := range []string{spreadsheet, database, table} {
		before := read(t, path)
		_, err := Open(t.Context(), path)
		wantCode(t, err, jianfu.Conflict)
		if !bytes.Equal(before, read(t, path)) {
			t.Errorf("%s was changed", path)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		opened(t, path) // and the refusal released the lock
	}
}

func TestADamagedWarehouseIsRefused(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	w, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	text := read(t, path)
	if err := os.WriteFile(path, text[:len(text)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path)
	wantCode(t, err, jianfu.Conflict)
}

func TestPathsThatCannotBe(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, path := range []string{
		filepath.Join(folder, "没有", "库.duckdb"),
		filepath.Join(folder, "库.duckdb?access_mode=read_only"), // the driver would read an option
		filepath.Join(folder, "100%.duckdb"),                    // and cannot read this
	} {
		_, err := Open(t.Context(), path)
		wantCode(t, err, jianfu.Invalid)
		if !strings.Contains(err.Error(), filepath.Base(path)) {
			t.Errorf("%v does not name the file", err)
		}
	}
	_, err := Open(t.Context(), folder)
	wantCode(t, err, jianfu.Conflict)
}

// A path that the driver would misinterpret is a file like any other.
func TestNamesOfNoMeaning(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{":memory:", "md:warehouse", "云州 库#1.duckdb"} {
		w, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

func TestAnotherProcessIsRefused(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	w := opened(t, path)
	file(t, w, day(1), map[SliceKey]int{may: 2})
	said := start(t, "open", path).line()
	if want := fmt.Sprintf("PID %d", os.Getpid()); !strings.HasPrefix(said, string(jianfu.Locked)) || !strings.Contains(said, want) {
		t.Errorf("the other process said %q, want %s and %s", said, jianfu.Locked, want)
	}
	if _, err := Open(t.Context(), path); jianfu.ErrorCode(err) != jianfu.Locked {
		t.Errorf("opening twice in one process: %v", err)
	}
	file(t, w, day(2), map[SliceKey]int{june: 3})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if said := start(t, "open", path).line(); said != "opened" {
		t.Errorf("after Close the other process said %q", said)
	}
}

func TestNoLockOutlivesItsHolder(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	holder := start(t, "hold", path)
	if said := holder.line(); said != "opened" {
		t.Fatal(said)
	}
	_, err := Open(t.Context(), path)
	wantCode(t, err, jianfu.Locked)
	holder.kill()
	opened(t, path)
}

// What a killed process was just starting holds its lock until it is another program: that is waited
// for, but not for ever.
func TestTheLockOfAProcessThatIsGoneIsWaitedFor(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	holder := start(t, "hold", path)
	if said := holder.line(); said != "opened" {
		t.Fatal(said)
	}
	holder.kill()
	started := flock.New(path + ".lock")
	if held, err := started.TryLock(); err != nil || !held {
		t.Fatal(held, err)
	}
	_, err := Open(t.Context(), path)
	wantCode(t, err, jianfu.Locked)
	time.AfterFunc(lockPause, func() {
		if err := started.Unlock(); err != nil {
			t.Error(err)
		}
	})
	opened(t, path)
}

func TestAProgramThatIsNotJianfuIsNamed(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	holder := start(t, "raw", path)
	if said := holder.line(); said != "opened" {
		t.Fatal(said)
	}
	_, err := Open(t.Context(), path)
	wantCode(t, err, jianfu.Locked)
	if want := fmt.Sprintf("PID %d", holder.cmd.Process.Pid); !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not say %s", err, want)
	}
}

func TestOpenCanBeCancelled(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, path); err == nil {
		t.Fatal("opened in spite of a cancelled context")
	}
	opened(t, path)
}

func TestAWarehouseInMemory(t *testing.T) {
	t.Parallel()
	w := opened(t, "")
	file(t, w, day(1), map[SliceKey]int{may: 2})
	if n := one[int](t, w, "SELECT COUNT(*) FROM visits"); n != 2 || w.Path() != "" {
		t.Errorf("%d visits in %q", n, w.Path())
	}
}
