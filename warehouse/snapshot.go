package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// Snapshot is a copy of the warehouse for those who write their own SQL: a DuckDB file of
// its own beside the warehouse, never changed once it has its name. Free SQL runs over it
// alone, in processes of its own, because inside one process DuckDB cannot keep a statement
// from reading or overwriting a file that is attached.
type Snapshot struct {
	Path string
	Stamp
}

// Stamp says which state of the warehouse a snapshot holds. It also stands in the
// snapshot's table "snapshot".
type Stamp struct {
	State      string    // changes with every load, withdrawal and change of the catalogue
	Submission int64     // the latest filing in it; 0 where there is none
	LoadedAt   time.Time // when that was loaded, UTC; zero where there is none
	TakenAt    time.Time // UTC
}

// copied are the tables of schema main whose rows a snapshot holds, besides the facts. What
// is not listed, such as who may sign in, stays out.
var copied = []string{"submission", "slice", "in_force", "source_sheet", "reject", "setting", "calendar", "migration", "kind", "kind_column"}

// snapshotSuffix stands between the warehouse's name and the snapshot's number.
const snapshotSuffix = ".snapshot-"

// snapshotDraft is the file that a snapshot is written into before it gets its name. It is
// the one file besides its own that the live instance may open, so the name is fixed.
func snapshotDraft(path string) string { return path + ".snapshot.new" }

// allowDraft is the setting that lets the live instance write the draft: the file, its log,
// and the log's name while it is written back.
func allowDraft(path string) string {
	draft := snapshotDraft(path)
	return "SET allowed_paths = [" + literal(draft) + ", " + literal(draft+".wal") + ", " + literal(draft+".wal.checkpoint") + ", " +
		literal(draft+".wal.recovery") + "]"
}

// Snapshot gives a snapshot of the warehouse as it is now, writing one only where nothing
// current is there. Older ones are removed; whoever has one open keeps it. The error is
// Conflict for a warehouse in memory, which has no place to put one.
func (w *Warehouse) Snapshot(ctx context.Context) (Snapshot, error) {
	if w.path == "" {
		return Snapshot{}, jianfu.Errorf(jianfu.Conflict, "内存里的仓库不能用 SQL 查询", "a warehouse in memory cannot be asked in SQL")
	}
	select {
	case w.snapping <- struct{}{}:
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
	known, err := w.currentSnapshot(ctx)
	if err != nil || known.Path != "" {
		<-w.snapping
		return known, err
	}
	// One that was begun is finished, whoever goes away meanwhile: others wait for it too, and
	// what DuckDB is stopped in the middle of can keep the draft open for good.
	type result struct {
		made Snapshot
		err  error
	}
	taken := make(chan result, 1)
	go func() {
		defer func() { <-w.snapping }()
		made, err := w.takeSnapshot(w.life)
		if err != nil {
			err = fmt.Errorf("take a snapshot of %s: %w", w.path, err)
		} else {
			w.snapshot = made
		}
		taken <- result{made, err}
	}()
	select {
	case r := <-taken:
		return r.made, r.err
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
}

// currentSnapshot finds a snapshot of the state that the warehouse is in; it is zero where
// there is none.
func (w *Warehouse) currentSnapshot(ctx context.Context) (Snapshot, error) {
	stamp, err := readStamp(ctx, w.db)
	if err != nil {
		return Snapshot{}, err
	}
	if w.snapshot.State == "" {
		if known, err := LatestSnapshot(ctx, w.path); err == nil { // what cannot be read is written anew
			w.snapshot = known
		}
	}
	if w.snapshot.State == stamp.State {
		if _, err := os.Stat(w.snapshot.Path); err == nil {
			return w.snapshot, nil
		}
	}
	return Snapshot{}, nil
}

// readStamp reads what state the warehouse is in. TakenAt is left to the caller.
func readStamp(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (Stamp, error) {
	const query = `
		SELECT concat_ws('-', (SELECT COUNT(*) FROM migration), (SELECT COUNT(*) FROM submission), (SELECT COALESCE(MAX(id), 0) FROM submission),
			(SELECT COUNT(withdrawn_at) FROM submission), (SELECT md5(COALESCE(string_agg(name || '=' || value, ';' ORDER BY name), '')) FROM setting)),
			(SELECT COALESCE(MAX(id), 0) FROM submission), (SELECT arg_max(loaded_at, id) FROM submission)`
	var s Stamp
	var loaded sql.NullTime
	if err := q.QueryRowContext(ctx, query).Scan(&s.State, &s.Submission, &loaded); err != nil {
		return s, fmt.Errorf("read the state of the warehouse: %w", err)
	}
	s.LoadedAt = loaded.Time
	return s, nil
}

// takeSnapshot writes one state of the warehouse into a new file and gives it its name.
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
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return made, err
	}
	defer func() { _ = conn.Close() }() // only gives it back to the pool
	// Whatever becomes of it, it must not stay attached. A cancelled context would leave it so.
	if _, err := conn.ExecContext(context.WithoutCancel(ctx), "ATTACH "+literal(draft)+" AS snapshot_draft"); err != nil {
		return made, err
	}
	made.Stamp, err = copyInto(ctx, conn)
	_, detached := conn.ExecContext(context.WithoutCancel(ctx), "DETACH snapshot_draft")
	if err = errors.Join(err, detached); err != nil {
		return made, err
	}
	if err := deriveInto(ctx, draft); err != nil {
		return made, err
	}
	return w.nameSnapshot(draft, made.Stamp)
}

// deriveSettings are those of the instance that works out the figures of a snapshot: it has
// memory of its own, so that nothing asked of the warehouse meanwhile lacks it, and leaves a
// processor to that.
var deriveSettings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET preserve_insertion_order = false",
	"SET TimeZone = 'UTC'",
	"SET memory_limit = '400MB'",
	"SET threads = 1",
}

// deriveInto adds the derived tables to a draft that is no longer attached. The draft is not
// the live file: opening it here drops no lock of ours.
func deriveInto(ctx context.Context, draft string) (err error) {
	db, err := sql.Open("duckdb", draft)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }() // writes its log back
	db.SetMaxOpenConns(1)
	for _, setting := range deriveSettings {
		if _, err := db.ExecContext(ctx, setting); err != nil {
			return fmt.Errorf("%s: %w", setting, err)
		}
	}
	tx, err := beginTx(ctx, db)
	if err != nil {
		return err
	}
	if err := derive(ctx, tx); err != nil {
		return errors.Join(err, unlessDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "CHECKPOINT")
	return err
}

// copyInto fills the attached draft: the shape of everything, then the rows of what is listed.
func copyInto(ctx context.Context, conn *sql.Conn) (Stamp, error) {
	tx, err := beginTx(ctx, conn)
	if err != nil {
		return Stamp{}, err
	}
	stamp, err := fillDraft(ctx, tx)
	if err != nil {
		return stamp, errors.Join(err, unlessDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return stamp, err
	}
	_, err = conn.ExecContext(ctx, "CHECKPOINT snapshot_draft")
	return stamp, err
}

func fillDraft(ctx context.Context, tx *sql.Tx) (Stamp, error) {
	stamp, err := readStamp(ctx, tx)
	if err != nil {
		return stamp, err
	}
	stamp.TakenAt = time.Now().UTC().Truncate(time.Microsecond)
	var live string
	if err := tx.QueryRowContext(ctx, "SELECT current_database()").Scan(&live); err != nil {
		return stamp, err
	}
	if _, err := tx.ExecContext(ctx, "COPY FROM DATABASE "+Ident(live)+" TO snapshot_draft (SCHEMA)"); err != nil {
		return stamp, err
	}
	tables, err := tablesOf(ctx, tx, live)
	if err != nil {
		return stamp, err
	}
	for _, t := range tables {
		name := Ident(t.schema) + "." + Ident(t.name)
		statement := "INSERT INTO snapshot_draft." + name + " SELECT * FROM " + Ident(live) + "." + name
		if t.schema != "fact" && !strings.HasPrefix(t.schema, "pg") && !slices.Contains(copied, t.name) { // pg and pg_information: what the PostgreSQL wire says of the rest
			statement = "DROP TABLE snapshot_draft." + name
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return stamp, fmt.Errorf("copy %s: %w", name, err)
		}
	}
	var loaded any
	if !stamp.LoadedAt.IsZero() {
		loaded = stamp.LoadedAt
	}
	if _, err := tx.ExecContext(ctx, snapshotTable); err != nil {
		return stamp, err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO snapshot_draft.main.snapshot VALUES ($1, $2, $3, $4)", stamp.State, stamp.Submission, loaded, stamp.TakenAt)
	return stamp, err
}

const snapshotTable = `
	CREATE TABLE snapshot_draft.main.snapshot (state VARCHAR NOT NULL, submission BIGINT NOT NULL, loaded_at TIMESTAMP, taken_at TIMESTAMP NOT NULL);
	COMMENT ON TABLE snapshot_draft.main.snapshot IS '快照：这些数据是仓库在什么时候的样子，一行；snapshot: which state of the warehouse this is, one row';
	COMMENT ON COLUMN snapshot_draft.main.snapshot.state IS '仓库状态的标记，每次报送、撤回、规则变动都会变；mark of the state, another after each load, withdrawal and change of the catalogue';
	COMMENT ON COLUMN snapshot_draft.main.snapshot.submission IS '最近一次报送的编号；number of the latest submission';
	COMMENT ON COLUMN snapshot_draft.main.snapshot.loaded_at IS '最近一次报送的入库时间（世界时）；when that was loaded (UTC)';
	COMMENT ON COLUMN snapshot_draft.main.snapshot.taken_at IS '快照时间（世界时）；when the snapshot was taken (UTC)'`

// derivedTables are figures that are worked out once for each snapshot, from the macros of the
// catalogue, over the whole years that filings speak of. A figure of which nothing was filed has
// no row.
var derivedTables = []struct{ name, query, comment string }{
	{"metrics_by_month", "SELECT metric, since AS month, numerator, denominator, amount, missing FROM metric('*', {period}, grain := 'month')",
		"各指标逐月的数（全市）；metrics by month, of the whole city"},
	{"metrics_by_department", "SELECT metric, since AS month, member AS department_code, member_label AS department_name, numerator, denominator, amount, missing " +
		"FROM metric('*', {period}, by := 'department', grain := 'month')",
		"各指标逐月、按单位的数；metrics by month and department"},
	{"metrics_by_year", "SELECT metric, since AS year, numerator, denominator, amount, missing, base_amount, delta, change_percent, change_points, change_missing " +
		"FROM metric_change('*', {period}, grain := 'year')",
		"各指标逐年的数和同比（全市）；metrics by year, compared with the year before"},
}

// derivedNames are the names of the derived tables.
func derivedNames() []string {
	var names []string
	for _, d := range derivedTables {
		names = append(names, d.name)
	}
	return names
}

// derivedColumns are what their columns mean.
var derivedColumns = map[string]string{
	"metric": "指标名，见 metrics；name of the metric, see metrics", "month": "月份，以第一天表示；month, as its first day", "year": "年份，以第一天表示；year, as its first day",
	"department_code": "单位编码，空为未填；code of the department", "department_name": "单位名称；name of the department",
	"numerator": "比率的分子，或数本身；numerator of a rate, or the amount itself", "denominator": "比率的分母；denominator of a rate",
	"amount": "数，比率为小数（0.9851），四舍五入到四位，没有则为空；the figure, a rate as a fraction, NULL where there is none", "missing": "没有数的原因；why there is no figure",
	"base_amount": "上年的数；figure of the year before", "delta": "增减；difference", "change_percent": "增减百分比，比率为空；change in percent, NULL for rates",
	"change_points": "增减百分点，只有比率有；change in percentage points, of rates alone", "change_missing": "不能比较的原因；why there is no comparison",
}

func derive(ctx context.Context, tx *sql.Tx) error {
	var published bool
	err := tx.QueryRowContext(ctx, "SELECT COUNT(*) > 0 FROM duckdb_functions() WHERE function_name = 'metric_change' AND database_name = current_database()").Scan(&published)
	if err != nil || !published {
		return err
	}
	var period string
	err = tx.QueryRowContext(ctx, `
		SELECT COALESCE(MIN(period[1:4]) || '-01/' || MAX(period[1:4]) || '-12', CAST(year(now()) AS VARCHAR))
		FROM slice s JOIN in_force v ON v.slice_id = s.id AND v.valid_until = TIMESTAMP 'infinity'
		WHERE regexp_full_match(period, '(19|20|21)[0-9]{2}(-[0-9]{2})?')`).Scan(&period)
	if err != nil {
		return fmt.Errorf("find the years of the filings: %w", err)
	}
	for _, d := range derivedTables {
		statements := []string{
			"CREATE TABLE " + d.name + " AS " + strings.ReplaceAll(d.query, "{period}", literal(period)) + " WHERE missing IS DISTINCT FROM 'NO_DATA'",
			"COMMENT ON TABLE " + d.name + " IS " + literal(d.comment),
		}
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("derive %s: %w", d.name, err)
			}
		}
		if err := commentColumns(ctx, tx, d.name); err != nil {
			return err
		}
	}
	return nil
}

func commentColumns(ctx context.Context, tx *sql.Tx, name string) error {
	var columns List
	err := tx.QueryRowContext(ctx, "SELECT list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE table_name = $1", name).Scan(&columns)
	if err != nil {
		return err
	}
	for _, column := range columns {
		statement := "COMMENT ON COLUMN " + name + "." + Ident(column) + " IS " + literal(derivedColumns[column])
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("comment on %s.%s: %w", name, column, err)
		}
	}
	return nil
}

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
	older, err := snapshotsOf(w.path)
	if err != nil {
		return Snapshot{}, err
	}
	number := 1
	if len(older) > 0 {
		number = older[len(older)-1] + 1
	}
	if err := os.Chmod(draft, 0o444); err != nil {
		return Snapshot{}, err
	}
	made := Snapshot{Path: snapshotName(w.path, number), Stamp: stamp}
	if err := os.Rename(draft, made.Path); err != nil {
		return Snapshot{}, err
	}
	for _, n := range older {
		// Whoever has it open reads on. Where the system does not let an open file go, the next
		// snapshot removes it.
		_ = os.Remove(snapshotName(w.path, n))
	}
	return made, nil
}

func snapshotName(path string, number int) string {
	return path + snapshotSuffix + strconv.Itoa(number)
}

// snapshotsOf are the numbers of a warehouse's snapshots, the newest last.
func snapshotsOf(path string) ([]int, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var numbers []int
	for _, entry := range entries {
		if text, ours := strings.CutPrefix(entry.Name(), filepath.Base(path)+snapshotSuffix); ours {
			if n, err := strconv.Atoi(text); err == nil && n > 0 {
				numbers = append(numbers, n)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// LatestSnapshot finds the newest snapshot of the warehouse at path without opening the
// warehouse: it may be another process's. The error is NotFound where there is none.
func LatestSnapshot(ctx context.Context, path string) (Snapshot, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Snapshot{}, err
	}
	numbers, err := snapshotsOf(absolute)
	if err != nil || len(numbers) == 0 {
		return Snapshot{}, jianfu.Errorf(jianfu.NotFound, "仓库 %s 还没有快照", "the warehouse %s has no snapshot yet", path).Because(err)
	}
	found := Snapshot{Path: snapshotName(absolute, numbers[len(numbers)-1])}
	db, err := sql.Open("duckdb", found.Path+readOnly)
	if err != nil {
		return Snapshot{}, err
	}
	defer func() { _ = db.Close() }() // it was only read
	var loaded sql.NullTime
	// Not to be stopped in the middle, which could keep the file open for good.
	err = db.QueryRowContext(context.WithoutCancel(ctx), "SELECT state, submission, loaded_at, taken_at FROM snapshot").
		Scan(&found.State, &found.Submission, &loaded, &found.TakenAt)
	found.LoadedAt = loaded.Time
	if err != nil {
		return Snapshot{}, fmt.Errorf("read the stamp of %s: %w", found.Path, err)
	}
	return found, nil
}
