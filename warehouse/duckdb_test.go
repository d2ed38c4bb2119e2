package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// What the design assumes of DuckDB and its driver, one test each. If one of these fails after an
// upgrade, its comment says what depends on it.

func rawDB(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func scan[T any](t *testing.T, db *sql.DB, query string, args ...any) T {
	t.Helper()
	var value T
	if err := db.QueryRowContext(t.Context(), query, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

// A misspelt sql.Named binds by position without an error: queries use $1, $2, … only.
func TestFactMisspeltNamesBindByPosition(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	got := scan[int](t, db, "SELECT $until::INTEGER - $since::INTEGER", sql.Named("sinc", 1), sql.Named("untl", 10))
	if got != -9 {
		t.Errorf("got %d: names are looked at now, or bound in another order", got)
	}
}

// Division by zero is a number: NULLIF is under every "/", and rates divide in Go.
func TestFactDivisionByZeroIsInfinite(t *testing.T) {
	t.Parallel()
	if got := scan[float64](t, rawDB(t, ""), "SELECT 1 / 0"); !math.IsInf(got, 1) {
		t.Errorf("1/0 is %v", got)
	}
}

// Averages and quotients of decimals are floats: SQL returns only sums and counts.
func TestFactQuotientsOfDecimalsAreFloats(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	for expression, want := range map[string]string{
		"AVG(d)": "DOUBLE", "ANY_VALUE(d) / 3": "DOUBLE", "SUM(d)": "DECIMAL(38,4)", "COUNT(*)": "BIGINT", "SUM(i)": "HUGEINT",
	} {
		got := scan[string](t, db, "SELECT typeof("+expression+") FROM (SELECT 1.5::DECIMAL(12,4) AS d, 1 AS i)")
		if got != want {
			t.Errorf("%s is %s, want %s", expression, got, want)
		}
	}
}

// The driver's decimal drops zeros and can misplace the point: numbers are formatted by
// jianfu.Decimal.
func TestFactDriverDecimalDropsZeros(t *testing.T) {
	t.Parallel()
	got := scan[duckdb.Decimal](t, rawDB(t, ""), "SELECT 12.50::DECIMAL(12,4)")
	if got.String() != "12.5" {
		t.Errorf("12.50 is shown as %s", got.String())
	}
}

// Rows of an appender belong to the transaction that is open on its connection: a load
// is all or nothing.
func TestFactAppenderRollsBack(t *testing.T) {
	t.Parallel()
	withAppender(t, func(_ context.Context, db *sql.DB, tx *sql.Tx, appender *duckdb.Appender) {
		for i := range 5000 {
			if err := appender.AppendRow(int32(i), nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := appender.Flush(); err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if n := scan[int](t, db, "SELECT COUNT(*) FROM t"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// An appender that is closed after the transaction writes its rest by itself: a load's transaction
// does not end with its context, and Rollback clears the appenders first.
func TestFactAppenderOutlivesItsTransaction(t *testing.T) {
	t.Parallel()
	withAppender(t, func(_ context.Context, db *sql.DB, tx *sql.Tx, appender *duckdb.Appender) {
		if err := appender.AppendRow(int32(1), nil); err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
		if err := appender.Close(); err != nil {
			t.Fatal(err)
		}
		if n := scan[int](t, db, "SELECT COUNT(*) FROM t"); n != 1 {
			t.Errorf("%d rows, want the stray one", n)
		}
	})
}

// The appender wraps a number that its column cannot hold: driverValue checks ranges.
func TestFactAppenderWrapsNumbers(t *testing.T) {
	t.Parallel()
	withAppender(t, func(_ context.Context, db *sql.DB, tx *sql.Tx, appender *duckdb.Appender) {
		if err := appender.AppendRow(int64(1)<<32+7, nil); err != nil {
			t.Fatalf("it refuses now: %v", err)
		}
		if err := appender.Close(); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if got := scan[int](t, db, "SELECT i FROM t"); got != 7 {
			t.Errorf("1<<32 + 7 became %d", got)
		}
	})
}

func withAppender(t *testing.T, run func(ctx context.Context, db *sql.DB, tx *sql.Tx, appender *duckdb.Appender)) {
	t.Helper()
	ctx := t.Context()
	db := rawDB(t, newPath(t))
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "CREATE OR REPLACE TABLE t (i INTEGER, text VARCHAR)"); err != nil {
		t.Fatal(err)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	var appender *duckdb.Appender
	err = conn.Raw(func(raw any) (err error) {
		appender, err = duckdb.NewAppenderFromConn(raw.(driver.Conn), "", "t")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	run(ctx, db, tx, appender)
}

// DuckDB returns its own parse tree of an expression that is bound as an argument: the catalogue's
// expressions are checked with it.
func TestFactParseTreeOfAnArgument(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	tree := scan[string](t, db, "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", "SELECT COUNT(*) FILTER (WHERE handled_on <= due_on) FROM message")
	for _, want := range []string{`"column_names":["handled_on"]`, `"function_name":"count_star"`, `"table_name":"message"`} {
		if !strings.Contains(tree, want) {
			t.Errorf("%s is not in %s", want, tree)
		}
	}
	if tree := scan[string](t, db, "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", "SELECT FROM WHERE"); !strings.Contains(tree, `"error":true`) {
		t.Errorf("no error in %s", tree)
	}
}

// With external access off and the configuration locked, no SQL reads or writes another file or
// lifts the lock.
func TestFactExternalAccessStaysOff(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	w := opened(t, path)
	other := filepath.Join(filepath.Dir(path), "other")
	if err := os.WriteFile(other, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"SELECT * FROM read_csv('" + other + "')", "SELECT * FROM read_text('" + other + "')", "SELECT * FROM '/etc/passwd'",
		"SELECT * FROM glob('/etc/*')", "COPY (SELECT 1) TO '" + other + "'", "ATTACH '" + other + "2'", "EXPORT DATABASE '" + other + "3'",
		"INSTALL httpfs", "LOAD '" + other + "'",
		"SET enable_external_access = true", "SET lock_configuration = false", "SET memory_limit = '1TB'", "RESET threads",
	} {
		if _, err := w.db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s went through", statement)
		}
	}
}

// What is possible in spite of it: the attached file itself can be read, and overwritten. So SQL
// from outside never runs in the process that holds the warehouse for writing.
func TestFactTheAttachedFileIsNotProtected(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	raw(t, path, "CREATE TABLE t AS SELECT 1 AS i")
	before := read(t, path)
	if said := start(t, "copy over self", path).line(); said != "copied" {
		t.Fatalf("the copy said %q: DuckDB protects the file now", said)
	}
	if after := read(t, path); len(after) == len(before) {
		t.Error("the file is as long as before")
	}
}

func playCopyOverSelf(path string) error {
	ctx := context.Background()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	for _, statement := range []string{
		"ATTACH '" + path + "' AS w (READ_ONLY)", "SET enable_external_access = false", "SET lock_configuration = true",
		"COPY (SELECT 1) TO '" + path + "' (FORMAT csv, USE_TMP_FILE false)",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	say("copied")
	return nil
}

// A context that ends stops a query that reads rows: deadlines of requests work.
func TestFactACancelledContextStopsAQuery(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var n int64
	err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM range(1000000000000) a WHERE hash(a.range) = 7").Scan(&n)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// Preparing a text of several statements runs all but the last: SQL from outside is not even
// prepared before it is known to be one statement.
func TestFactPrepareRunsAllButTheLast(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	db.SetMaxOpenConns(1)
	statement, err := db.PrepareContext(t.Context(), "CREATE TABLE t (i INTEGER); SELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	defer statement.Close()
	if n := scan[int](t, db, "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 't'"); n != 1 {
		t.Error("the table was not made: Prepare only prepares now")
	}
}

// After a crash DuckDB cannot open a file if a column of a table with a computed CHECK was
// commented on since the last checkpoint: our tables have no CHECK, no computed default, and are
// written to the file as soon as they are created.
func TestFactACommentOnACheckedTableCannotBeReplayed(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	holder := start(t, "comment", path)
	if said := holder.line(); said != "commented" {
		t.Fatal(said)
	}
	holder.kill()
	db, err := sql.Open("duckdb", path)
	if err == nil {
		err = errors.Join(db.PingContext(t.Context()), db.Close())
	}
	if err == nil || !strings.Contains(err.Error(), "replaying WAL") {
		t.Errorf("error %v, want that the log cannot be replayed", err)
	}
}

func playComment(path string) error {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	for _, statement := range []string{"CREATE TABLE t (i INTEGER, CHECK (i + 1 > 0))", "COMMENT ON COLUMN t.i IS 'x'"} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			return err
		}
	}
	say("commented")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return nil
}

// Opening and closing the live file by plain file calls drops DuckDB's lock, and lets a second
// writer in: nothing in this process opens the file except DuckDB, and there is a separate lock
// file beside it.
func TestFactPlainOpenDropsTheLock(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	holder := start(t, "drop lock", path)
	if said := holder.line(); said != "opened" {
		t.Fatal(said)
	}
	second := func() error {
		db, err := sql.Open("duckdb", path)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.PingContext(t.Context())
	}
	if err := second(); err == nil {
		t.Fatal("a second process got in while the lock was whole")
	}
	if _, err := holder.input.(io.Writer).Write([]byte("now\n")); err != nil {
		t.Fatal(err)
	}
	if said := holder.line(); said != "dropped" {
		t.Fatal(said)
	}
	if err := second(); err != nil {
		t.Errorf("the lock holds now: %v", err)
	}
}

// playDropLock opens and closes the file that it has open as a database, on command.
func playDropLock(path string) error {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(context.Background(), "CREATE TABLE IF NOT EXISTS t (i INTEGER); CHECKPOINT"); err != nil {
		return err
	}
	say("opened")
	if _, err := io.ReadFull(os.Stdin, make([]byte, 4)); err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	say("dropped")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return nil
}

// Shifting days by months loses days: comparisons shift buckets, never days.
func TestFactShiftedDaysCollide(t *testing.T) {
	t.Parallel()
	db := rawDB(t, "")
	const query = `SELECT COUNT(DISTINCT d - INTERVAL 1 MONTH) FROM generate_series(DATE '2023-03-01', DATE '2023-03-31', INTERVAL 1 DAY) AS s(d)`
	if n := scan[int](t, db, query); n != 28 {
		t.Errorf("the 31 days of March shift onto %d days of February", n)
	}
}

// A time is bound as TIMESTAMP WITH TIME ZONE and cast through the session's zone, which is the
// machine's by default: the warehouse sets it to UTC.
func TestFactBoundTimesGoThroughTheSessionsZone(t *testing.T) {
	t.Parallel()
	const query = "SELECT (COALESCE($1, NULL))::TIMESTAMP"
	db := rawDB(t, "")
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "SET TimeZone = 'Asia/Shanghai'"); err != nil {
		t.Fatal(err)
	}
	if got := scan[time.Time](t, db, query, day(1)); !got.Equal(day(1).Add(8 * time.Hour)) {
		t.Errorf("in Shanghai %s became %s", day(1), got)
	}
	if got := one[time.Time](t, fresh(t), query, day(1)); !got.Equal(day(1)) {
		t.Errorf("in a warehouse %s became %s", day(1), got)
	}
}

// A sort beyond the memory limit spills into <file>.tmp with external access off: a small machine
// is slower, but correct.
func TestFactSortsSpill(t *testing.T) {
	t.Parallel()
	db := rawDB(t, newPath(t))
	db.SetMaxOpenConns(1)
	for _, setting := range append([]string{"SET memory_limit = '40MB'", "SET threads = 2"}, settings...) {
		if _, err := db.ExecContext(t.Context(), setting); err != nil {
			t.Fatal(err)
		}
	}
	const query = `
		SELECT COUNT(*) FROM (
			SELECT h, LAG(h) OVER (ORDER BY h) AS before FROM (SELECT md5(range::VARCHAR) AS h FROM range(500000)))
		WHERE before < h`
	if n := scan[int](t, db, query); n != 499_999 {
		t.Errorf("%d neighbours in order, want 499999", n)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE TABLE big AS SELECT list(range) FROM range(20000000)"); err == nil {
		t.Error("a list of 160 MB fitted into 40 MB")
	} else if !strings.Contains(err.Error(), "Out of Memory") {
		t.Errorf("error %v, want one of memory", err)
	}
}
