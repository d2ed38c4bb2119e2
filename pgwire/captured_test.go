package pgwire

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"jianfu/sandbox/lexer"
)

// captured is a query that a client sent to a real PostgreSQL 15, taken from its log, and the
// column names of that server's answer.
type captured struct {
	Client  string   `json:"client"`
	SQL     string   `json:"sql"`
	Columns []string `json:"columns"`
}

func readCaptured(t *testing.T) []captured {
	t.Helper()
	text, err := os.ReadFile("testdata/captured.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []captured
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 100 {
		t.Fatalf("%d captured questions", len(list))
	}
	return list
}

// Every catalogue query of psql, pgjdbc, psycopg and SQLAlchemy is answered, with the columns that
// PostgreSQL returns.
func TestCapturedQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeSimpleProtocol)
	for _, c := range readCaptured(t) {
		answers := conn.PgConn().Exec(t.Context(), c.SQL)
		var names []string
		for answers.NextResult() {
			for _, f := range answers.ResultReader().FieldDescriptions() {
				names = append(names, strings.ToLower(f.Name)) // PostgreSQL folds unquoted names, DuckDB does not
			}
			_, _ = answers.ResultReader().Close() // its error is the error of the whole
		}
		if err := answers.Close(); err != nil {
			t.Errorf("%s:\n%s\n%v\n%s", c.Client, c.SQL, err, rewrite(lexer.Split(c.SQL)[0], newSettings().get).SQL)
			continue
		}
		for i, name := range c.Columns {
			c.Columns[i] = strings.ToLower(name)
		}
		if !slices.Equal(names, c.Columns) {
			t.Errorf("%s:\n%s\nhas the columns %v, want %v", c.Client, c.SQL, names, c.Columns)
		}
	}
}

// What a client shows of the answers: names, kinds, types and comments.
func TestTheCatalogueTellsOfTheWarehouse(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeExec)
	for query, want := range map[string]string{
		"SELECT relkind FROM pg_class WHERE oid = 'visits'::regclass":                                                                                   "v",
		"SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = 'main.visits'::regclass":                          "main",
		"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'visits'::regclass AND attname = 'visited_on'":                      "date",
		"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'meetings'::regclass AND attname = 'scope'":                         "text[]",
		"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'meetings'::regclass AND attname = 'minutes'":                       "numeric(12,4)",
		"SELECT format_type(oid, NULL) FROM pg_type WHERE typname = 'timestamptz'":                                                                      "timestamp with time zone",
		"SELECT data_type || ' ' || udt_name FROM information_schema.columns WHERE table_name = 'meetings' AND column_name = 'scope'":                   "ARRAY _text",
		"SELECT table_type FROM information_schema.tables WHERE table_catalog = current_database() AND table_name = 'visits'":                           "VIEW",
		"SELECT count(*) FROM information_schema.columns WHERE table_name = 'visits' AND col_description('visits'::regclass, ordinal_position) IS NULL": "0",
		"SELECT (obj_description('visits'::regclass) LIKE '%visit%')::text":                                                                             "true",
		"SELECT 'visits'::regclass::oid = (SELECT oid FROM pg_class WHERE relname = 'visits')":                                                          "true",
		"SELECT c.oid::regclass FROM pg_class c WHERE relname = 'visits'":                                                                               "visits",
		"SELECT string_agg(typname, ' ' ORDER BY oid) FROM pg_type WHERE typname ~ '^(int4|_int4)$'":                                                    "int4 _int4",
		"SELECT count(*) FROM pg_type t JOIN pg_proc p ON p.oid = t.typreceive WHERE p.proname = 'array_recv' AND t.typelem = 25":                       "1",
		"SELECT has_table_privilege('visits', 'SELECT')::text || has_table_privilege('visits', 'INSERT')::text":                                         "truefalse",
		"SELECT current_user || current_database() || current_schema || user":                                                                           "jianfujianfumainjianfu",
		"SELECT current_setting('server_version_num')::int / 100 >= 1500":                                                                               "true",
		"SELECT pg_advisory_unlock_all()":                         "",
		"SELECT pg_backend_pid() > 0":                             "true",
		"SELECT substring(version(), 1, 13)":                      "PostgreSQL 15",
		"SELECT 'main' = ANY(current_schemas(false))":             "true",
		"SELECT (information_schema._pg_expandarray(ARRAY[7])).n": "1",
		"SELECT string_agg(a || ':' || n, ',' ORDER BY n) FROM unnest(ARRAY['x', 'y']) WITH ORDINALITY AS u(a, n)":                                                               "x:1,y:2",
		"SELECT s[i] FROM generate_series(1, array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i, string_to_array(current_setting('search_path'), ',') s": "main",
		"SELECT count(*) FROM pg_class WHERE relname OPERATOR(pg_catalog.~) '^(VISITS)$' COLLATE pg_catalog.default":                                                             "0",
		"SELECT count(*) FROM pg_class WHERE relname ~* '^(VISITS)$'":                                                                                                            "1",
		"SELECT count(*) FROM pg_namespace WHERE nspname = ANY('{main,\"pg_catalog\"}'::text[]) AND nspname <> ALL('{pg_catalog,information_schema}')":                           "1",
		"SELECT count(*) FROM visits WHERE place ~ '3' AND place !~ '^3'":                                                                                                        "2",
		"SELECT CAST('pg_class' AS regclass) + 0":                                                                                                                                "1259",
		"SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE relname = 'visits'":                                                                          "jianfu",
		"SELECT to_char(visited_on, 'YYYY-MM') FROM visits ORDER BY visited_on LIMIT 1":                                                                                          "2023-05",
		"SELECT to_char(visited_on, 'yyyy\"年Q\"FMMM IYYY-IW Q%') FROM visits ORDER BY visited_on LIMIT 1":                                                                        "2023年Q5 2023-22 2%",
		"SELECT count(DISTINCT to_char(visited_on, 'YYYY')) FROM visits":                                                                                                         "1",
		"SELECT count(*) FROM visits WHERE visited_on >= TO_DATE('2023-05-01', 'YYYY-MM-DD')":                                                                                    "3",
		"SELECT TO_TIMESTAMP('2023-05-01 07:08:09.000001', 'YYYY-MM-DD HH24:MI:SS.US') > to_timestamp(1682924888)":                                                               "true",
		"SELECT string_agg(a.x::text, ',') FROM (VALUES (1), (5)) a(x) LEFT JOIN (VALUES ([1, 2])) b(keys) ON a.x = ANY (b.keys) WHERE b.keys IS NULL":                           "5",
		"SELECT width_bucket(35, 0, 100, 10) || initcap('ab cD-e') || cardinality(ARRAY[1, 2])":                                                                                  "4Ab Cd-E2",
		"SELECT substring('foobar' FROM 'o.b') || substring('foobar' FROM 2 FOR 2) || date_bin('15 minutes', timestamp '2023-01-01 00:20', timestamp '2000-01-01')::text":        "ooboo2023-01-01 00:15:00",
		"SELECT format('%I.%s{}%%', 'a b', lower('X'))":                                                                                                                          `"a b".x{}%`,
		"SELECT CAST(format('%I.%I', 'pg_catalog', 'pg_class') AS regclass) + 0":                                                                                                 "1259",
		"SELECT json_build_object('a', 1)":                                         `map[a:1]`,
		"SELECT quote_ident('a b') || quote_ident('ab') || quote_literal('it''s')": `"a b"ab'it''s'`,
	} {
		var got any
		if err := conn.QueryRow(t.Context(), query).Scan(&got); err != nil {
			t.Errorf("%s: %v\n%s", query, err, rewrite(lexer.Split(query)[0], newSettings().get).SQL)
			continue
		}
		if text := fmt.Sprint(got); text != want {
			t.Errorf("%s gives %s, want %s", query, text, want)
		}
	}
}

// DuckDB's own dialect passes through as it is.
func TestDuckDBsDialectIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"SELECT * EXCLUDE (a) FROM meetings", "FROM meetings SELECT count(*) FILTER (WHERE counted)", "SELECT x: 1, [1, 2][1], {'a': 1}.a", "SELECT list_transform([1], x -> x + 1)",
		"SELECT 'pg_catalog.pg_class ~ ::regclass' AS \"pg_class\" -- pg_class", "SELECT $$ :: regclass $$, E'\\'', 1e-3, a.user FROM meetings a", "SELECT year(held_on) FROM meetings GROUP BY ALL",
		"SELECT extract(year FROM held_on) FROM meetings WHERE a IS DISTINCT FROM b", "SELECT ~ 5, a::INTEGER, CAST(a AS VARCHAR[]) FROM meetings", "SELECT * FROM range(3) t(i) WHERE i = ANY([1])",
	} {
		if got := rewrite(lexer.Split(query)[0], newSettings().get).SQL; got != query {
			t.Errorf("%s\nbecomes\n%s", query, got)
		}
	}
}

func TestColumnsAreNamedAsInPostgreSQL(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"SELECT count(*), max(a), b, upper(c) AS d, 1 + 1, e::text, CAST(f AS int), 'x'": "map[0:count 1:max 4:?column? 5:e 6:f 7:?column?]",
		"SELECT a.*, count(*) FROM a": "map[]",
		"WITH x AS (SELECT count(*)) SELECT DISTINCT ON (a) sum(b) FILTER (WHERE c), row_number() OVER () FROM x": "map[0:sum 1:row_number]",
		"SELECT a b, count(*) c, CASE WHEN a THEN 1 END, ARRAY[1], version(), current_user, \"COUNT(*)\" FROM t":  "map[2:case 3:array 4:version 5:current_user]",
		"SELECT {'a': 1} n, {'a': 1}, DATE '2023-05-31', TIMESTAMP '2023-05-31 00:00:00' t, interval '1 day'":     "map[1:?column? 2:date 4:interval]",
		"SHOW TABLES": "map[]",
	} {
		if got := fmt.Sprint(rewrite(lexer.Split(query)[0], newSettings().get).names); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// Tokens joined again are the text that was cut.
func FuzzLex(f *testing.F) {
	for _, seed := range []string{"SELECT 'a''b', \"c\"\"d\", $1, $tag$x;$tag$ /* a /* b */ */ -- e\n;U&'x' e'\\''", "$", "$a", "'", "\"", "/*", "1e-", "::", "市;，"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if got := lexer.Join(lexer.Lex(sql)); got != sql {
			t.Errorf("%q becomes %q", sql, got)
		}
		for _, statement := range lexer.Split(sql) {
			r := rewrite(statement, newSettings().get)
			r.place(1, 1)
		}
	})
}
