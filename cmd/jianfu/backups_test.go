package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/warehouse"
)

// A server's own copies are whole, with the accounts; so many are kept, and no other file is touched.
func TestScheduledBackups(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "w.duckdb")
	w, err := warehouse.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	who, err := accounts.Open(accounts.Path(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(who.Close(), w.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := who.Add(t.Context(), access.Caller{Name: "root", Role: access.Admin}, "correct horse battery", false); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(folder, "kept")
	if err := os.Mkdir(kept, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(kept, "jianfu-mine.duckdb"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := &backups{Folder: kept, At: "02:30", Keep: 2}
	if err := b.check(); err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 1, 2, 30, 0, 0, jianfu.China)
	for range 4 {
		if _, err := b.make(t.Context(), w, who, day); err != nil {
			t.Fatal(err)
		}
		day = day.AddDate(0, 0, 1)
	}
	names, err := filepath.Glob(filepath.Join(kept, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = filepath.Base(name)
	}
	if want := []string{"jianfu-20261103-023000.duckdb", "jianfu-20261103-023000.duckdb.accounts", "jianfu-20261104-023000.duckdb", "jianfu-20261104-023000.duckdb.accounts", "jianfu-mine.duckdb"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
	if status, said := asked(t, nil, "verify", filepath.Join(kept, "jianfu-20261104-023000.duckdb")); status != done {
		t.Error(said)
	}
	for now, want := range map[string]string{"2026-11-01T02:29:59+08:00": "2026-11-01T02:30:00+08:00", "2026-11-01T02:30:00+08:00": "2026-11-02T02:30:00+08:00", "2026-11-30T18:30:00Z": "2026-12-02T02:30:00+08:00"} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.next(at).Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", now, got, want)
		}
	}
	for _, wrong := range []backups{{Folder: kept, At: "25:00"}, {Folder: kept, At: ""}, {Folder: filepath.Join(folder, "none"), At: "02:30"}, {Folder: kept, At: "02:30", Keep: -1}} {
		if jianfu.ErrorCode(wrong.check()) != jianfu.Invalid {
			t.Errorf("%+v is taken", wrong)
		}
	}
}
