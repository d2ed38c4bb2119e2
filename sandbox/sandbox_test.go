package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"jianfu"
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
	if len(os.Args) > 1 && os.Args[1] == "sandbox-server" {
		fmt.Fprintln(os.Stderr, playServer(os.Args[2]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// answer keeps the answer of a pool.
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
	options.Timeout = 10 * time.Minute // the machine may be busy: statements that are refused are not refused for time
	options.Command = []string{os.Args[0], "sandbox-worker"}
	pool := sandbox.Open(w.SnapshotFor, options)
	t.Cleanup(pool.Close)
	return pool
}

// Values of each DuckDB type arrive as Sink.Row documents.
func TestValues(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	for expression, want := range map[string]string{
		"NULL":                          "<nil> <nil>",
		"true":                          "bool true",
		"127::TINYINT":                  "int64 127",
		"9223372036854775807":           "int64 9223372036854775807",
		"18446744073709551615::UBIGINT": "*big.Int 18446744073709551615",
		"170141183460469231731687303715884105727::HUGEINT": "*big.Int 170141183460469231731687303715884105727",
		"1.5::DOUBLE":                           "float64 1.5",
		"'nan'::DOUBLE":                         "float64 NaN",
		"1.50::DECIMAL(9,2)":                    "jianfu.Decimal 1.50",
		"-0.05::DECIMAL(9,2)":                   "jianfu.Decimal -0.05",
		"DATE '2023-05-06'":                     "time.Time 2023-05-06 00:00:00 +0000 UTC",
		"TIMESTAMP '2023-05-06 07:08:09.12'":    "time.Time 2023-05-06 07:08:09.12 +0000 UTC",
		"TIMESTAMPTZ '2023-05-06 07:08:09+08'":  "time.Time 2023-05-05 23:08:09 +0000 UTC",
		"TIMESTAMP 'infinity'":                  "sandbox.Infinity infinity",
		"DATE '-infinity'":                      "sandbox.Infinity -infinity",
		"TIME '10:11:12.5'":                     "string 10:11:12.5",
		"INTERVAL '14 months 3 days 5 minutes'": "string 1 year 2 months 3 days 00:05:00",
		"'a\\x00'::BLOB":                        "[]uint8 [97 0]",
		"'督查'":                                  "string 督查",
		"''":                                    "string ",
		"[1, NULL, 3]":                          "sandbox.JSON [1,null,3]",
		"{'a': 1.50, 'b': ['x']}":               `sandbox.JSON {"a":"1.50","b":["x"]}`,
		"MAP {'k': 1}":                          `sandbox.JSON [["k",1]]`,
		"[TIMESTAMPTZ '2023-05-06 07:08:09+08', NULL]":                                            `sandbox.JSON ["2023-05-05 23:08:09+00",null]`,
		"[TIMESTAMP '2023-05-06 00:00:00']":                                                       `sandbox.JSON ["2023-05-06 00:00:00"]`,
		"[['a8b3c2d1-0000-4000-8000-000000000001'::UUID]]":                                        `sandbox.JSON [["a8b3c2d1-0000-4000-8000-000000000001"]]`,
		`{'a "b", (': TIME '10:11:12', 'c': [DATE '2023-05-06']}`:                                 `sandbox.JSON {"a \"b\", (":"10:11:12","c":["2023-05-06"]}`,
		"MAP {DATE '2023-05-06': {'x': 1.50, 'y': 'a8b3c2d1-0000-4000-8000-000000000001'::UUID}}": `sandbox.JSON [["2023-05-06",{"x":"1.50","y":"a8b3c2d1-0000-4000-8000-000000000001"}]]`,
		"union_value(t := TIME '10:11:12')":                                                       `sandbox.JSON "10:11:12"`,
		"1e400":                                                                                   "float64 +Inf",
		"'\":Infinity'":                                                                           `string ":Infinity`,
		"'a8b3c2d1-0000-4000-8000-000000000001'::UUID":                                            "string a8b3c2d1-0000-4000-8000-000000000001",
		"'{\"b\": 9007199254740993, \"a\": 1.10}'::JSON":                                          `string {"b": 9007199254740993, "a": 1.10}`,
		"'null'::JSON": "string null",
		"NULL::JSON":   "<nil> <nil>",
	} {
		var a answer
		_, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT " + expression + " AS v"}, &a)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if got := fmt.Sprintf("%T %v", a.rows[0][0], a.rows[0][0]); got != want {
			t.Errorf("%s (%s) is %q, want %q", expression, a.columns[0].Type, got, want)
		}
	}
}

// JSON arrives unchanged, to its last digit, in the requested order.
func TestJSONIsExact(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	var a answer
	summary, err := pool.Query(t.Context(), sandbox.Request{Args: []any{int64(9007199254740990)}, MaxRows: 3,
		SQL: `SELECT x, to_json(x + $1) AS "n""", 1 AS y FROM range(5) t(x) ORDER BY x DESC; -- ; the end`}, &a)
	if got := fmt.Sprint(a.columns, a.rows, summary.Cut); err != nil || got != `[{x BIGINT} {n" JSON} {y INTEGER}] [[4 9007199254740994 1] [3 9007199254740993 1] [2 9007199254740992 1]]rows` {
		t.Errorf("%s %v", got, err)
	}
}

// Arguments keep their types, and a statement is described without being run.
func TestArguments(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	var a answer
	_, err := pool.Query(t.Context(), sandbox.Request{
		SQL:  "SELECT $1 + 1, $2 || '$1', /* $3 */ x, $4 FROM (VALUES (1),(2),(3)) t(x) WHERE x = ANY($3) AND $5 > DATE '2023-01-01' LIMIT $6",
		Args: []any{int64(4), "x", []int64{1, 3}, sandbox.Argument("DECIMAL(9,2)", "1.5"), jianfu.DateOf(time.Date(2023, 2, 3, 0, 0, 0, 0, time.UTC)), 5}}, &a)
	if got := fmt.Sprint(a.rows); err != nil || got != "[[5 x$1 1 1.50] [5 x$1 3 1.50]]" {
		t.Errorf("%s %v", got, err)
	}
	d, err := pool.Describe(t.Context(), "SELECT day, $1::DATE AS d, $2 AS x, CAST(1 AS DECIMAL(5,2)) AS n FROM calendar WHERE day > $3 AND ordinal = ANY($4)", "", "", "", "BIGINT[]")
	want := "[{day DATE} {d DATE} {x VARCHAR} {n DECIMAL(5,2)}] [DATE VARCHAR DATE BIGINT[]]"
	if got := fmt.Sprint(d.Columns, d.Parameters); err != nil || got != want {
		t.Errorf("%s %v", got, err)
	}
	d, err = pool.Describe(t.Context(), "SELECT day, json_object('n', $1) AS j, to_json($2::INTEGER) AS k FROM calendar WHERE day > $3")
	if got := fmt.Sprint(d.Columns, d.Parameters); err != nil || got != "[{day DATE} {j JSON} {k JSON}] [VARCHAR  DATE]" {
		t.Errorf("%s %v", got, err)
	}
	if _, err := pool.Describe(t.Context(), "SELECT $1", "BIGINT) FROM read_text('/etc/passwd'"); class(err) != sandbox.BadValue {
		t.Errorf("a type that is none: %v", err)
	}
	if _, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT $2", Args: []any{1}}, discard{}); err == nil {
		t.Error("a missing argument was passed over")
	}
	if _, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT $1, $2", Args: []any{1}}, discard{}); class(err) != sandbox.BadStatement {
		t.Errorf("too few arguments: %v", err)
	}
}

// An error has its class, its place and a sentence in both languages.
func TestErrorsSayWhere(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	for _, test := range []struct {
		sql          string
		class        sandbox.Class
		line, column int
	}{
		{"SELEC 1", sandbox.Syntax, 1, 1},
		{"SELECT '督查',\n  FROM WHERE", sandbox.Syntax, 2, 8},
		{"SELECT '督查', nope FROM meetings", sandbox.UndefinedColumn, 1, 14},
		{"SELECT *\nFROM meeting_", sandbox.UndefinedTable, 2, 6},
		{"SELECT '督查', getenv('PATH')", sandbox.NotAllowed, 1, 14},
		{"SELECT sum('x')", sandbox.UndefinedFunc, 1, 8},
		{"SELECT 'x'::INTEGER", sandbox.BadValue, 1, 11},
		{"-- 说明\n/* 市 */ EXPLAIN SELECT nope FROM meetings", sandbox.UndefinedColumn, 2, 24},
		{"EXPLAIN SELECT '督查', getenv('PATH')", sandbox.NotAllowed, 1, 22},
		{"", sandbox.Syntax, 0, 0},
		{"SELECT 1\x00; DROP VIEW meetings", sandbox.Syntax, 0, 0},
		{"SELECT ['9007199254740993'::JSON]", sandbox.BadValue, 0, 0},
		{"SELECT {'a': '{}'::JSON}", sandbox.BadValue, 0, 0},
		{"SELECT 1::VARIANT", sandbox.BadValue, 0, 0},
		{"SELECT [{'a': MAP {1: '10:00:00'::TIME_NS}}]", sandbox.BadValue, 0, 0},
		{"SELECT (1, 2)", sandbox.BadValue, 0, 0},
		{"DROP TABLE meetings", sandbox.NotAllowed, 0, 0},
	} {
		_, err := pool.Query(t.Context(), sandbox.Request{SQL: test.sql}, discard{})
		var e *sandbox.Error
		if !errors.As(err, &e) || e.Class != test.class || e.Line != test.line || e.Column != test.column || e.Err.Text.ZH == "" || e.Err.Text.EN == "" {
			t.Errorf("%q: %v: %+v", test.sql, err, e)
		}
	}
}
