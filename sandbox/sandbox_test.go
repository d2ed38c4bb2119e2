package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	"jianfu/sandbox"
	"jianfu/warehouse/warehousetest"
)

// The tests run real workers: this binary, started again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "sandbox-worker" {
		if err := sandbox.Work(context.Background(), os.Args[2:], os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// answer keeps what a pool answers.
type answer struct {
	columns []sandbox.Column
	rows    [][]any
}

func (a *answer) Columns(columns []sandbox.Column) error { a.columns = columns; return nil }
func (a *answer) Row(values []any) error {
	a.rows = append(a.rows, append([]any{}, values...))
	return nil
}

func newPool(t *testing.T, options sandbox.Options) *sandbox.Pool {
	t.Helper()
	w := warehousetest.Open(t)
	options.Command = []string{"sandbox-worker"}
	pool := sandbox.Open(w.Snapshot, options)
	t.Cleanup(pool.Close)
	return pool
}

func TestFirst(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	missing, err := pool.Prepare(t.Context())
	fmt.Println(missing, err)
	for _, q := range []string{"SELECT 1 AS a, 'x' AS b, 1.50::DECIMAL(9,2), 10::HUGEINT, [1,2], {'a': 1}, DATE '2020-01-02', TIMESTAMP '2020-01-02 03:04:05.5', INTERVAL 3 DAY, NULL, true, 1.5::DOUBLE, 'infinity'::TIMESTAMP, 'infinity'::DATE, 'a'::BLOB, uuid() is null, TIME '10:00', MAP{'a':1}, '2020-01-01'::timestamptz",
		"SELECT count(*) FROM meetings", "SELECT foo FROM meetings", "SELECT * FROM meeting_", "selec 1", "SELECT read_text('/etc/passwd')", "SELECT * FROM read_text('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SHOW TABLES", "DESCRIBE meetings", "SUMMARIZE calendar", "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT 1", "COPY calendar TO 'x'", "SELECT 1; SELECT 2", "SELECT lpad('x', 2000000000, 'ab')", "SELECT repeat('x', 4000000000)", "SELECT * FROM range(1000000000)", "WITH meetings_ AS (SELECT 1 AS x) SELECT * FROM meetings_", "SELECT 1/0", "SELECT 'a'::INT", "select * from calendar order by day desc", "SELECT getenv('PATH')"} {
		var a answer
		s, err := pool.Query(t.Context(), sandbox.Request{SQL: q, MaxRows: 3}, &a)
		var e *sandbox.Error
		if errors.As(err, &e) {
			fmt.Println(q, "=>", e.Class, e.Line, e.Column, e.Err.Text.ZH, "|", e.Err.Text.EN, "|", e.Err.Err)
			continue
		}
		fmt.Println(q, "=>", s.Rows, s.Cut, s.Elapsed, a.columns, a.rows, err)
	}
	var a answer
	s, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT $1 + 1, $2, x FROM (VALUES (1),(2),(3)) t(x) WHERE x = ANY($3) LIMIT $4", Args: []any{int64(4), "x", []int64{1, 3}, 5}}, &a)
	fmt.Println(s, a, err)
	d, err := pool.Describe(t.Context(), "SELECT day, $1::DATE, $2, CAST(1 AS DECIMAL(5,2)) AS d FROM calendar WHERE day > $3")
	fmt.Println(d, err)
	d, err = pool.Describe(t.Context(), "SELECT day FROM calendar WHERE ordinal = ANY($1)", "BIGINT[]")
	fmt.Println(d, err)
}
