package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"time"

	"jianfu"
)

//go:embed migrations/*.sql
var migrations embed.FS

type migration struct{ name, text, sha256 string }

// migrationTable lists the migrations that ran.
const migrationTable = `CREATE TABLE IF NOT EXISTS migration (
	name VARCHAR PRIMARY KEY, sha256 VARCHAR NOT NULL, applied_at TIMESTAMP NOT NULL)`

// migrate runs the migrations that the file has not had, in the order of their names, each in one
// transaction. A migration that was changed after it ran is refused: the tables would not be what
// the code expects.
func (w *Warehouse) migrate(ctx context.Context) error {
	if _, err := w.db.ExecContext(ctx, migrationTable); err != nil {
		return fmt.Errorf("make the table of migrations: %w", err)
	}
	pending, err := w.pending(ctx)
	if err != nil || len(pending) == 0 {
		return err
	}
	for _, m := range pending {
		if err := w.apply(ctx, m); err != nil {
			return err
		}
	}
	// Into the file at once: a crash then has only rows to replay, no tables.
	if err := w.checkpoint(ctx); err != nil {
		return fmt.Errorf("write the new tables to %s: %w", w.path, err)
	}
	return nil
}

// pending are the migrations that the file has not had.
func (w *Warehouse) pending(ctx context.Context) ([]migration, error) {
	known, err := readMigrations()
	if err != nil {
		return nil, err
	}
	applied, err := w.appliedMigrations(ctx)
	if err != nil {
		return nil, err
	}
	if len(applied) > len(known) {
		return nil, jianfu.Errorf(jianfu.Conflict,
			"仓库 %s 由更新版本的 jianfu 写成（已有 %d 步，本程序只知道 %d 步）。请用新版程序打开",
			"the warehouse %s was written by a newer jianfu (%d steps, this program knows %d): open it with that version",
			w.path, len(applied), len(known))
	}
	for i, m := range applied {
		if m.name != known[i].name || m.sha256 != known[i].sha256 {
			return nil, jianfu.Errorf(jianfu.Conflict,
				"仓库 %s 的第 %d 步结构（%s）与本程序的不一致，请用写成它的那个版本打开",
				"step %[2]d (%[3]s) of the warehouse %[1]s differs from this program's: open it with the version that wrote it",
				w.path, i+1, known[i].name)
		}
	}
	return known[len(applied):], nil
}

// checkCurrent refuses a read-only file that lacks tables this program reads.
func (w *Warehouse) checkCurrent(ctx context.Context) error {
	pending, err := w.pending(ctx)
	if err == nil && len(pending) > 0 {
		return jianfu.Errorf(jianfu.Conflict, "%s 由旧版本的 jianfu 写成，只读时不能更新：请用那个版本读取，或放到可写的文件夹里再试",
			"%s was written by an older jianfu and is read-only here, so it cannot be brought up to date: open it with that version, or in a writable folder", w.path)
	}
	return err
}

// checkOurs refuses a database of another program: one that has tables, but not our table of
// migrations.
func (w *Warehouse) checkOurs(ctx context.Context) error {
	// To list columns DuckDB binds every view, which takes longer than all else here.
	if rows, err := w.db.QueryContext(ctx, "SELECT sha256 FROM migration LIMIT 0"); err == nil {
		defer rows.Close()
		return rows.Err()
	}
	const query = `
		SELECT COUNT(*) > 0 AND COUNT(*) FILTER (WHERE table_name = 'migration' AND column_name = 'sha256') = 0
		FROM duckdb_columns()
		WHERE database_name = current_database() AND NOT internal`
	var strange bool
	if err := w.db.QueryRowContext(ctx, query).Scan(&strange); err != nil {
		return fmt.Errorf("look at the tables of %s: %w", w.path, err)
	}
	if strange {
		return w.foreign(nil)
	}
	return nil
}

func (w *Warehouse) apply(ctx context.Context, m migration) error {
	return w.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, m.text); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO migration VALUES ($1, $2, $3)", m.name, m.sha256, time.Now().UTC())
		return err
	})
}

func (w *Warehouse) appliedMigrations(ctx context.Context) ([]migration, error) {
	rows, err := w.db.QueryContext(ctx, "SELECT name, sha256 FROM migration ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var applied []migration
	for rows.Next() {
		var m migration
		if err := rows.Scan(&m.name, &m.sha256); err != nil {
			return nil, err
		}
		applied = append(applied, m)
	}
	return applied, rows.Err()
}

// Layout identifies the tables that this program works on, and what migrations wrote into them: it
// changes with every migration.
func Layout() string {
	known, err := readMigrations()
	if err != nil { // they are in the program
		panic(err)
	}
	hash := sha256.New()
	for _, m := range known {
		_, _ = fmt.Fprintln(hash, m.name, m.sha256) // a hash never fails
	}
	return hex.EncodeToString(hash.Sum(nil))
}

func readMigrations() ([]migration, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var known []migration
	for _, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		known = append(known, migration{name: name, text: string(text), sha256: hex.EncodeToString(sum[:])})
	}
	return known, nil
}
