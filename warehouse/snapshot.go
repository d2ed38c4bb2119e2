package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// Snapshot is a copy of the warehouse for free SQL: a separate DuckDB file beside the warehouse,
// which is never changed once it has its name. Free SQL runs only over it, in separate processes,
// because within one process DuckDB cannot keep a statement from reading or overwriting an attached
// file.
type Snapshot struct {
	Path    string
	Derived string // the file of the derived figures; "" if they were not requested
	Stamp

	written, derivedWritten fs.FileInfo // the files as this process wrote them
}

// intact reports whether the files of a snapshot are still those that were written: nothing else
// may be read in their place.
func (s *Snapshot) intact() bool {
	return unchanged(s.Path, s.written) && (s.Derived == "" || unchanged(s.Derived, s.derivedWritten))
}

func unchanged(name string, written fs.FileInfo) bool {
	now, err := os.Stat(name)
	return err == nil && written != nil && os.SameFile(now, written) && now.Size() == written.Size() && now.ModTime().Equal(written.ModTime())
}

// Stamp says which state of the warehouse a snapshot holds. It is also in the snapshot's table
// "snapshot".
type Stamp struct {
	State      string    // changes with every load, withdrawal and change of the catalogue
	Commit     int64     // the latest commit in it; 0 if there is none
	Submission int64     // the latest filing in it; 0 if there is none
	LoadedAt   time.Time // when that was loaded, UTC; zero if there is none
	TakenAt    time.Time // UTC
}

// readable are the tables of schema main that free SQL may read, besides the facts. Tables that are
// not listed, such as the one of who may sign in, are hidden.
var readable = []string{"submission", "slice", "in_force", "source_sheet", "reject", "setting", "calendar", "migration", "kind", "kind_column", "commit_log", "explanation", "review", "review_cell", "reminder", "snapshot"}

// snapshotSuffix and derivedSuffix come between the warehouse's name and the snapshot's number.
const snapshotSuffix, derivedSuffix = ".snapshot-", ".derived-"

// snapshotDraft is the file that is being written, before it gets its name.
func snapshotDraft(path string) string { return path + ".snapshot.new" }

// Snapshot returns a snapshot of the present warehouse, and writes one only if none is current.
// Older ones are removed; whoever has one open keeps it. The error is Conflict for a warehouse in
// memory, which has no place for one.
func (w *Warehouse) Snapshot(ctx context.Context) (Snapshot, error) {
	if w.path == "" {
		return Snapshot{}, jianfu.Errorf(jianfu.Conflict, "内存里的仓库不能用 SQL 查询", "a warehouse in memory cannot be queried in SQL")
	}
	select {
	case w.snapping <- struct{}{}:
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
	state, err := readState(ctx, w.db)
	if err != nil || w.snapshot.State == state && w.snapshot.intact() {
		known := w.snapshot
		<-w.snapping
		if err != nil {
			return Snapshot{}, err
		}
		return known, w.Present()
	}
	// A snapshot that was begun is finished even if its caller goes away: others wait for it, too.
	return await(ctx, func() (Snapshot, error) {
		defer func() { <-w.snapping }()
		made, err := w.takeSnapshot(w.life)
		if err != nil {
			return made, w.told(fmt.Errorf("take a snapshot of %s: %w", w.path, err))
		}
		w.snapshot = made
		return made, nil
	})
}

// await runs something to its end, but does not wait for it longer than ctx.
func await(ctx context.Context, run func() (Snapshot, error)) (Snapshot, error) {
	type result struct {
		made Snapshot
		err  error
	}
	done := make(chan result, 1)
	go func() {
		made, err := run()
		done <- result{made, err}
	}()
	select {
	case r := <-done:
		return r.made, r.err
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
}

// isThere reports whether there is a file of the name.
func isThere(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// readState reads the identifier of the warehouse's state: no two states, and no two warehouses,
// share one.
func readState(ctx context.Context, q querier) (state string, err error) {
	const query = `
		SELECT concat_ws('-', (SELECT COUNT(*) FROM migration), (SELECT COALESCE(MAX(number), 0) FROM commit_log), (SELECT arg_max(hash, number)[1:16] FROM commit_log),
			(SELECT md5(COALESCE(string_agg(name || '=' || value, ';' ORDER BY name), '')) FROM setting))`
	if err := q.QueryRowContext(ctx, query).Scan(&state); err != nil {
		return "", fmt.Errorf("read the state of the warehouse: %w", err)
	}
	return state, nil
}

// readStamp reads the state of a copy. TakenAt is left to the caller.
func readStamp(ctx context.Context, q querier) (s Stamp, err error) {
	if s.State, err = readState(ctx, q); err != nil {
		return s, err
	}
	var loaded sql.NullTime
	err = q.QueryRowContext(ctx, `
		SELECT (SELECT COALESCE(MAX(number), 0) FROM commit_log), (SELECT COALESCE(MAX(id), 0) FROM submission), (SELECT arg_max(loaded_at, id) FROM submission)`).
		Scan(&s.Commit, &s.Submission, &loaded)
	s.LoadedAt = loaded.Time
	return s, err
}

// takeSnapshot copies the file and gives the copy its name.
func (w *Warehouse) takeSnapshot(ctx context.Context) (made Snapshot, err error) {
	draft := snapshotDraft(w.path)
	if err := removeDraft(draft); err != nil {
		return made, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeDraft(draft))
		}
	}()
	state, err := w.copyTo(ctx, draft)
	if err != nil {
		return made, err
	}
	stamp, err := finishSnapshot(ctx, draft)
	if err != nil {
		return made, err
	}
	if stamp.State != state { // somebody copied another file over it
		return made, w.replaced()
	}
	return w.nameSnapshot(draft, stamp)
}

// copyTo copies the database file, and its log if it has one, between two commits. A load in
// progress continues: nothing in the file refers to what it has written so far. The state is that
// of the warehouse.
func (w *Warehouse) copyTo(ctx context.Context, draft string) (state string, err error) {
	w.committing.Lock()
	defer w.committing.Unlock()
	if gone := w.goneBetween(true); gone != nil {
		return "", gone
	}
	if state, err = readState(ctx, w.db); err != nil {
		return "", err
	}
	select {
	case w.writing <- struct{}{}:
		// If something keeps DuckDB from writing its log into the file, the log is copied, too.
		_ = w.checkpointNow(context.WithoutCancel(ctx)) // one that is stopped in the middle can stop the database
		defer func() { <-w.writing }()
	default:
	}
	if err := copyOpen(w.file, draft, w.mode()); err != nil {
		return "", err
	}
	err = copyFile(w.path+".wal", draft+".wal", w.mode())
	if errors.Is(err, fs.ErrNotExist) {
		return state, nil
	}
	return state, err
}

// copySettings are those of the instance that works on a copy: it has its own memory, so that
// queries of the warehouse do not run short, and leaves a processor to them.
var copySettings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET preserve_insertion_order = false",
	"SET TimeZone = 'UTC'",
	"SET memory_limit = '400MB'",
	"SET threads = 1",
}

// openCopy opens a file that is not the live one: none of our locks depends on it.
func openCopy(ctx context.Context, name string) (*sql.DB, error) {
	db, err := sql.Open("duckdb", name)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, setting := range copySettings {
		if _, err := db.ExecContext(ctx, setting); err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", setting, err), db.Close())
		}
	}
	return db, nil
}

// finishSnapshot opens a copy, whose log DuckDB then writes back, and adds what only a snapshot
// has: its stamp, and the views of the derived figures where there is a catalogue of metrics.
func finishSnapshot(ctx context.Context, draft string) (stamp Stamp, err error) {
	db, err := openCopy(ctx, draft)
	if err != nil {
		return stamp, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if stamp, err = readStamp(ctx, db); err != nil {
		return stamp, err
	}
	stamp.TakenAt = time.Now().UTC().Truncate(time.Microsecond)
	var published bool
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) > 0 FROM setting WHERE name = $1", CatalogSetting).Scan(&published); err != nil {
		return stamp, fmt.Errorf("look for a catalogue: %w", err)
	}
	statements := []string{snapshotTable}
	if published {
		statements = append(statements, "ATTACH ':memory:' AS derived", derivedShape())
		for _, d := range derivedTables {
			statements = append(statements, d.view())
		}
		statements = append(statements, "DETACH derived")
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return stamp, fmt.Errorf("%s: %w", statement, err)
		}
	}
	var loaded any
	if !stamp.LoadedAt.IsZero() {
		loaded = stamp.LoadedAt
	}
	if _, err = db.ExecContext(ctx, "INSERT INTO snapshot VALUES ($1, $2, $3, $4, $5)", stamp.State, stamp.Submission, loaded, stamp.TakenAt, stamp.Commit); err != nil {
		return stamp, err
	}
	_, err = db.ExecContext(ctx, "CHECKPOINT")
	return stamp, err
}

const snapshotTable = `
	CREATE TABLE snapshot (state VARCHAR NOT NULL, submission BIGINT NOT NULL, loaded_at TIMESTAMP, taken_at TIMESTAMP NOT NULL, commit BIGINT NOT NULL);
	COMMENT ON TABLE snapshot IS '快照：这些数据是仓库在什么时候的样子，一行；snapshot: which state of the warehouse this is, one row';
	COMMENT ON COLUMN snapshot.state IS '仓库状态的标记，每次报送、撤回、规则变动都会变；identifier of the state, which changes with each load, withdrawal and change of the catalogue';
	COMMENT ON COLUMN snapshot.submission IS '最近一次报送的编号；number of the latest submission';
	COMMENT ON COLUMN snapshot.loaded_at IS '最近一次报送的入库时间（世界时）；when that was loaded (UTC)';
	COMMENT ON COLUMN snapshot.taken_at IS '快照时间（世界时）；when the snapshot was taken (UTC)';
	COMMENT ON COLUMN snapshot.commit IS '最近一次提交的编号，见 commit_log；number of the latest commit, see commit_log'`

// CatalogSetting is the setting that holds an office's own rules of what is counted, once a
// catalogue was published.
const CatalogSetting = "catalog"

func tablesOf(ctx context.Context, tx *sql.Tx, database string) ([]table, error) {
	rows, err := tx.QueryContext(ctx,
		"SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $1 AND NOT internal ORDER BY ALL", database)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []table
	for rows.Next() {
		var t table
		if err := rows.Scan(&t.schema, &t.name); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, rows.Err()
}

func removeDraft(draft string) error {
	var problems []error
	for _, name := range []string{draft, draft + ".wal", draft + ".wal.checkpoint", draft + ".wal.recovery"} {
		problems = append(problems, removeIfThere(name))
	}
	return errors.Join(problems...)
}

// nameSnapshot gives the finished draft the next number and removes the older snapshots.
func (w *Warehouse) nameSnapshot(draft string, stamp Stamp) (Snapshot, error) {
	older, err := numbered(w.path, snapshotSuffix)
	if err != nil {
		return Snapshot{}, err
	}
	number := 1
	if len(older) > 0 {
		number = older[len(older)-1] + 1
	}
	if err := os.Chmod(draft, w.mode()&0o444); err != nil {
		return Snapshot{}, err
	}
	made := Snapshot{Path: w.path + snapshotSuffix + strconv.Itoa(number), Stamp: stamp}
	if err := os.Rename(draft, made.Path); err != nil {
		return Snapshot{}, err
	}
	if made.written, err = os.Stat(made.Path); err != nil {
		return Snapshot{}, err
	}
	derived, err := numbered(w.path, derivedSuffix)
	if err != nil {
		return Snapshot{}, err
	}
	w.tip.Lock()
	defer w.tip.Unlock()
	w.snapshotPath = made.Path
	// Whoever has one open can go on reading. If the system cannot remove an open file, the next
	// snapshot removes it.
	for _, n := range older {
		if name := w.path + snapshotSuffix + strconv.Itoa(n); name != w.derived.Path {
			_ = os.Remove(name)
		}
	}
	for _, n := range derived {
		if name := w.path + derivedSuffix + strconv.Itoa(n); name != w.derived.Derived {
			_ = os.Remove(name)
		}
	}
	return made, nil
}

// numbered are the numbers of a warehouse's files with a suffix, newest last.
func numbered(path, suffix string) ([]int, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, entry := range entries {
		if text, ours := strings.CutPrefix(entry.Name(), filepath.Base(path)+suffix); ours {
			if n, err := strconv.Atoi(text); err == nil && n > 0 {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// LatestSnapshot finds the newest snapshot of the warehouse at path without opening the warehouse,
// which may be another process's. Derived figures are computed, by the functions, if they are
// requested and not there yet. The error is NotFound if there is no snapshot, and Conflict if it is damaged or of another
// warehouse.
func LatestSnapshot(ctx context.Context, path string, derived bool, functions ...Function) (Snapshot, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Snapshot{}, err
	}
	var found Snapshot
	var id, hash string
	for tries := 3; tries > 0; tries-- { // the process that holds the warehouse may replace it just now
		numbers, err := numbered(absolute, snapshotSuffix)
		if err != nil || len(numbers) == 0 {
			return Snapshot{}, jianfu.Errorf(jianfu.NotFound, "仓库 %s 还没有快照", "the warehouse %s has no snapshot yet", path).Because(err)
		}
		found = Snapshot{Path: absolute + snapshotSuffix + strconv.Itoa(numbers[len(numbers)-1])}
		if id, hash, err = found.readStamp(ctx); err == nil {
			break
		}
		if _, gone := os.Stat(found.Path); tries > 1 && errors.Is(gone, fs.ErrNotExist) {
			continue
		}
		return Snapshot{}, jianfu.Errorf(jianfu.Conflict, "仓库 %s 的快照读不出来，已损坏：请停止使用仓库的程序再试", "the snapshot of the warehouse %s cannot be read, it is damaged: stop the program that holds the warehouse and try again", path).Because(err)
	}
	file, there, err := readJournal(journalName(absolute))
	if err != nil {
		return Snapshot{}, err
	}
	if there && (file.known && file.head.Warehouse != id || found.Commit > 0 && len(file.entries) > 0 && !hashes(file.entries)[hash]) {
		return Snapshot{}, jianfu.Errorf(jianfu.Conflict, "%s 不是仓库 %s 的快照，没有读取：请移走它", "%s is not a snapshot of the warehouse %s and was not read: move it away", found.Path, path)
	}
	if derived {
		if err := found.derive(ctx, absolute, functions); err != nil {
			return Snapshot{}, jianfu.Errorf(jianfu.NotFound, "没能算出 metrics_by_ 各表，可改用 metric(…)", "the metrics_by_… tables could not be computed: use metric(…)").Because(err)
		}
	}
	return found, nil
}

// readStamp reads a snapshot's stamp, its warehouse, and the hash of its last commit.
func (s *Snapshot) readStamp(ctx context.Context) (id, hash string, err error) {
	db, err := sql.Open("duckdb", s.Path+readOnly)
	if err != nil {
		return "", "", err
	}
	defer func() { _ = db.Close() }() // it was only read
	var loaded sql.NullTime
	// Must not be interrupted, which could keep the file open for good.
	err = db.QueryRowContext(context.WithoutCancel(ctx), `
		SELECT state, submission, loaded_at, taken_at, commit, (SELECT value FROM setting WHERE name = 'warehouse'), COALESCE((SELECT arg_max(hash, number) FROM commit_log), '')
		FROM snapshot`).Scan(&s.State, &s.Submission, &loaded, &s.TakenAt, &s.Commit, &id, &hash)
	s.LoadedAt = loaded.Time
	return id, hash, err
}
