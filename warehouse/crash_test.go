package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"testing"
)

// TestKilledLoads kills a process that loads, at random moments, and checks what it leaves: every
// load that it acknowledged is there and whole, and the load in progress is there whole or not at
// all. (Whole is right, too: filing it again is reported as unchanged.)
func TestKilledLoads(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	loads := map[int64]int64{} // rows by submission
	acknowledged := map[int64]bool{}
	for range 15 {
		loader := start(t, "load", path)
		hear := func(said string) {
			var id, rows int64
			if n, _ := fmt.Sscanf(said, "committing %d %d", &id, &rows); n == 2 {
				loads[id] = rows
			}
			if n, _ := fmt.Sscanf(said, "committed %d %d", &id, &rows); n == 2 {
				acknowledged[id] = true
			}
		}
		for range 1 + rand.IntN(14) {
			said := loader.line()
			if said == "" {
				t.Fatal("the loader ended by itself")
			}
			hear(said)
		}
		_ = loader.cmd.Process.Kill()
		for loader.lines.Scan() { // what it had printed before it died
			hear(loader.lines.Text())
		}
		loader.kill()
		examine(t, path, loads, acknowledged)
	}
	if len(acknowledged) == 0 {
		t.Error("no load was acknowledged in 15 runs: nothing was tested")
	}
}

func examine(t *testing.T, path string, loads map[int64]int64, acknowledged map[int64]bool) {
	t.Helper()
	w, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	rows, err := w.Query(t.Context(), `
		SELECT s.id, s.rows_loaded, (SELECT COUNT(*) FROM fact.visit WHERE id >> 32 = s.id),
			(SELECT COUNT(*) FROM slice JOIN in_force f ON f.slice_id = slice.id WHERE submission_id = s.id)
		FROM submission s`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	missing := maps.Clone(acknowledged)
	for rows.Next() {
		var id, said, kept, spans int64
		if err := rows.Scan(&id, &said, &kept, &spans); err != nil {
			t.Fatal(err)
		}
		if said != loads[id] || kept != loads[id] || spans != min(1, loads[id]) {
			t.Errorf("submission %d of %d rows is there with %d, says %d, and counts in %d spans", id, loads[id], kept, said, spans)
		}
		delete(missing, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(missing) > 0 {
		t.Errorf("acknowledged and lost: %v", missing)
	}
	const strays = `
		SELECT (SELECT COUNT(*) FROM fact.visit WHERE id >> 32 NOT IN (SELECT id FROM submission))
			+ (SELECT COUNT(*) FROM slice WHERE submission_id NOT IN (SELECT id FROM submission))
			+ (SELECT COUNT(*) FROM in_force WHERE slice_id NOT IN (SELECT id FROM slice))`
	if n := one[int64](t, w, strays); n != 0 {
		t.Errorf("%d rows belong to no submission", n)
	}
}

// The migrations and the kinds can be replayed from the log: a crash before they were written to
// the file itself loses nothing.
func TestKilledMigrations(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	migrating := start(t, "migrate", path)
	if said := migrating.line(); said != "migrated" {
		t.Fatal(said)
	}
	migrating.kill()
	w := opened(t, path)
	file(t, w, day(1), map[SliceKey]int{may: 2})
	if n := one[int](t, w, "SELECT COUNT(*) FROM visits"); n != 2 {
		t.Errorf("%d visits, want 2", n)
	}
	fileTraining(t, w, "甲", "乙")
	if got := one[string](t, w, "SELECT string_agg(title || teacher, ',' ORDER BY id) FROM courses"); got != "甲师,乙师" {
		t.Errorf("courses: %s", got)
	}
}

// playMigrate runs the migrations and leaves them in the log.
func playMigrate(path string) error {
	ctx := context.Background()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	w := &Warehouse{path: path, db: db, writing: make(chan struct{}, 1)}
	if _, err := db.ExecContext(ctx, migrationTable); err != nil {
		return err
	}
	known, err := readMigrations()
	if err != nil {
		return err
	}
	for _, m := range known {
		if err := w.apply(ctx, m); err != nil {
			return err
		}
	}
	for _, kind := range []Kind{training(), training("teacher")} {
		if _, err := w.setKinds(ctx, []Kind{kind}); err != nil {
			return err
		}
	}
	say("migrated")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return nil
}
