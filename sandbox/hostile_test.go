package sandbox_test

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jianfu/sandbox"
	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

// refusedStatements must be refused before they run, whatever they would do. {warehouse},
// {snapshot} and {folder} are replaced with the real files.
var refusedStatements = strings.Split(strings.TrimSpace(`
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_text('/proc/self/environ')
SELECT * FROM read_text('/proc/self/maps')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_blob('{warehouse}')
SELECT * FROM read_blob('{snapshot}')
SELECT * FROM read_blob('/proc/self/fd/3')
SELECT * FROM read_json('/etc/passwd')
SELECT * FROM read_json_auto('/etc/passwd')
SELECT * FROM read_json_objects('/etc/passwd')
SELECT * FROM read_json_objects_auto('/etc/passwd')
SELECT * FROM read_ndjson('/etc/passwd')
SELECT * FROM read_ndjson_objects('/etc/passwd')
SELECT * FROM read_parquet('/etc/passwd')
SELECT * FROM parquet_scan('/etc/passwd')
SELECT * FROM parquet_metadata('/etc/passwd')
SELECT * FROM parquet_schema('/etc/passwd')
SELECT * FROM parquet_kv_metadata('/etc/passwd')
SELECT * FROM parquet_file_metadata('/etc/passwd')
SELECT * FROM parquet_bloom_probe('/etc/passwd', 'a', 1)
SELECT * FROM read_duckdb('{warehouse}')
SELECT * FROM read_duckdb('/proc/self/fd/3')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM glob('{folder}/*')
SELECT * FROM '/etc/passwd'
SELECT * FROM '/etc/*.csv'
SELECT * FROM 'http://127.0.0.1:1/x.csv'
SELECT * FROM 's3://bucket/x.parquet'
SELECT * FROM "{warehouse}"
SELECT * FROM '{warehouse}'
SELECT * FROM '{snapshot}'
FROM '/etc/passwd'
TABLE "/etc/passwd"
WITH "/etc/passwd" AS (SELECT 1) SELECT * FROM (SELECT 1) x, (SELECT * FROM main."/etc/passwd") y
SELECT (WITH "/etc/passwd" AS (SELECT 1 AS a) SELECT a FROM "/etc/passwd"), b.* FROM "/etc/passwd" b
SELECT * FROM (VALUES ((SELECT content FROM read_text('/etc/passwd'))))
SELECT CASE WHEN true THEN (SELECT max(content) FROM read_text('/etc/passwd')) END
SELECT * FROM meetings WHERE name IN (SELECT content FROM read_text('/etc/passwd'))
SELECT * FROM meetings ORDER BY (SELECT max(content) FROM read_text('/etc/passwd'))
SELECT list_transform([1], lambda x: (SELECT max(content) FROM read_text('/etc/passwd')))
SELECT count(*) FILTER (WHERE getenv('HOME') <> '') FROM meetings
SELECT sum(1) OVER (ORDER BY getenv('HOME'))
COPY meetings TO '{folder}/x.csv'
COPY (SELECT 1) TO '{warehouse}' (USE_TMP_FILE false)
COPY (SELECT 1) TO '{warehouse}.wal' (USE_TMP_FILE false)
COPY (SELECT 1) TO '{snapshot}' (USE_TMP_FILE false)
COPY (SELECT 1) TO '/proc/self/fd/3' (USE_TMP_FILE false)
COPY (SELECT 1) TO '/dev/stdout'
COPY (SELECT 1) TO '{folder}/x.parquet' (FORMAT parquet)
COPY calendar FROM '/etc/passwd'
COPY FROM DATABASE jianfu TO memory
EXPORT DATABASE '{folder}/export'
IMPORT DATABASE '{folder}/export'
ATTACH '{warehouse}' AS w
ATTACH '{warehouse}' AS w (READ_ONLY)
ATTACH '{folder}/new.duckdb'
ATTACH ':memory:' AS m
ATTACH 'host=127.0.0.1' AS p (TYPE postgres)
ATTACH '{warehouse}.accounts' AS a (TYPE sqlite)
ATTACH '{warehouse}.accounts' AS a (READ_ONLY)
ATTACH '{warehouse}.audit' AS a
FROM '{warehouse}.accounts'
FROM '{warehouse}.audit'
SELECT * FROM read_csv('{warehouse}.audit')
SELECT * FROM read_json('{warehouse}.audit')
SELECT * FROM read_ndjson_objects('{warehouse}.audit')
SELECT * FROM read_text('{warehouse}.audit')
SELECT * FROM read_text(['{warehouse}.audit', '{warehouse}.accounts'])
SELECT * FROM read_blob('{warehouse}.accounts')
SELECT * FROM read_blob('{warehouse}.accounts-wal')
SELECT * FROM sqlite_scan('{warehouse}.accounts', 'user')
SELECT * FROM glob('{warehouse}.a*')
SELECT * FROM sniff_csv('{warehouse}.audit')
SELECT content FROM query('FROM read_text(''{warehouse}.audit'')')
COPY calendar TO '{warehouse}.accounts'
COPY calendar TO '{warehouse}.audit' (FORMAT csv)
COPY calendar FROM '{warehouse}.audit'
DETACH jianfu
USE memory
USE system
INSTALL httpfs
INSTALL '/tmp/x.duckdb_extension'
FORCE INSTALL json
LOAD httpfs
LOAD '/tmp/x.duckdb_extension'
LOAD icu
UPDATE EXTENSIONS
PRAGMA database_list
PRAGMA show_tables
PRAGMA table_info('meetings')
PRAGMA version
PRAGMA enable_profiling
PRAGMA enable_verification
PRAGMA disable_optimizer
PRAGMA memory_limit='100GB'
PRAGMA force_checkpoint
PRAGMA import_database('{folder}')
PRAGMA storage_info('calendar')
SET memory_limit = '100GB'
SET threads = 1000
SET enable_external_access = true
SET lock_configuration = false
SET allowed_directories = ['/']
SET temp_directory = '/tmp'
SET search_path = 'temp'
SET schema = 'fact'
SET VARIABLE x = 1
SET GLOBAL access_mode = 'read_write'
SET SESSION profiling_output = '/tmp/x'
SET log_query_path = '/tmp/x'
SET home_directory = '/tmp'
SET custom_extension_repository = 'http://127.0.0.1'
RESET memory_limit
RESET ALL
CREATE TABLE x (i INTEGER)
CREATE TEMP TABLE meetings AS SELECT 1
CREATE TEMP VIEW meetings AS SELECT 1
CREATE OR REPLACE TEMP MACRO sum(x) AS 42
CREATE MACRO memory.main.f(x) AS x
CREATE FUNCTION f(x) AS x
CREATE TABLE memory.main.x AS SELECT 1
CREATE VIEW x AS SELECT 1
CREATE SCHEMA s
CREATE SEQUENCE s
CREATE TYPE mood AS ENUM ('a')
CREATE INDEX i ON calendar (day)
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE PERSISTENT SECRET s (TYPE s3)
DROP SECRET s
DROP TABLE calendar
DROP VIEW meetings
DROP SCHEMA fact CASCADE
ALTER TABLE calendar ADD COLUMN x INTEGER
INSERT INTO calendar VALUES (DATE '2030-01-01', true, 1)
INSERT INTO setting VALUES ('a', 'b')
UPDATE setting SET value = 'x'
DELETE FROM submission
TRUNCATE submission
MERGE INTO setting USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE
COMMENT ON TABLE calendar IS 'x'
VACUUM
VACUUM ANALYZE
ANALYZE
CHECKPOINT
FORCE CHECKPOINT
BEGIN
BEGIN TRANSACTION
COMMIT
ROLLBACK
PREPARE p AS SELECT 1
EXECUTE p
DEALLOCATE p
CALL pragma_version()
CALL enable_logging()
CALL force_checkpoint()
SELECT * FROM enable_logging()
SELECT * FROM enable_logging('QueryLog', storage := 'file', storage_config := {'path': '/tmp/x'})
SELECT * FROM enable_logging(level := 'debug')
SELECT * FROM disable_logging()
SELECT * FROM truncate_duckdb_logs()
SELECT * FROM duckdb_logs()
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_logs_parsed('x')
SELECT * FROM enable_profiling()
SELECT * FROM disable_profiling()
SELECT * FROM enable_peg_parser()
SELECT * FROM check_peg_parser('SELECT 1')
SELECT write_log('x')
SELECT parse_duckdb_log_message('x', 'y')
SELECT * FROM query('SELECT 1')
SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')
SELECT * FROM query_table('submission')
SELECT * FROM query_table(['submission', 'slice'])
SELECT json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
PRAGMA json_execute_serialized_sql('x')
SELECT json_serialize_sql('SELECT 1')
SELECT json_deserialize_sql('{}')
SELECT json_serialize_plan('SELECT 1')
SELECT * FROM sql_auto_complete('SEL')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_settings
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_databases
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_secret_types()
SELECT * FROM which_secret('s3://x', 's3')
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_columns()
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM duckdb_variables()
SELECT * FROM duckdb_prepared_statements()
SELECT * FROM duckdb_external_file_cache()
SELECT * FROM duckdb_optimizers()
SELECT * FROM duckdb_connection_count()
SELECT * FROM duckdb_table_sample('calendar')
SELECT * FROM pragma_database_size()
SELECT * FROM pragma_storage_info('calendar')
SELECT * FROM pragma_table_info('calendar')
SELECT * FROM pragma_metadata_info()
SELECT * FROM pragma_user_agent()
SELECT * FROM pragma_platform()
SELECT * FROM pragma_version()
SELECT * FROM pragma_show('calendar')
SELECT * FROM checkpoint()
SELECT * FROM force_checkpoint()
SELECT * FROM test_all_types()
SELECT * FROM test_vector_types(NULL::INT)
SELECT * FROM seq_scan('calendar')
SELECT * FROM arrow_scan(0, 0, 0)
SELECT * FROM arrow_scan_dumb(0, 0, 0)
SELECT * FROM summary((SELECT 1))
SELECT * FROM sqlite_master
SELECT * FROM pg_catalog.pg_class
SELECT * FROM pg_class
SELECT * FROM system.main.duckdb_settings
SELECT * FROM temp.main.x
SELECT * FROM memory.main.x
SELECT * FROM information_schema.secrets
SELECT * FROM secret_audit
SELECT * FROM account
SELECT current_setting('memory_limit')
SELECT getenv('PATH')
SELECT getvariable('x')
SELECT nextval('s')
SELECT currval('s')
SELECT sleep_ms(60000)
SELECT pg_sleep(60)
SELECT pg_catalog.pg_sleep(60)
SELECT current_query()
SELECT current_connection_id()
SELECT current_transaction_id()
SELECT txid_current()
SELECT setseed(0.5)
SELECT in_search_path('a', 'b')
SELECT get_block_size('jianfu')
SELECT parse_path('/etc')
SELECT create_sort_key(1, 'ASC')
SELECT stats(1)
SELECT vector_type(1)
SELECT system.main.getenv('PATH')
SELECT main.getenv('PATH')
SELECT GETENV('PATH')
SELECT "getenv"('PATH')
SELECT icu_sort_key('a', 'b')
PIVOT meetings ON form USING count(*)
FROM (PIVOT meetings ON form USING count(*))
SELECT 1; SELECT 2
SELECT 1; DROP TABLE calendar
SELECT 1; COPY (SELECT 1) TO '{warehouse}'
; SELECT 1; ATTACH ':memory:' AS x
SELECT * FROM meetings AT (VERSION => 1)
SHOW DATABASES
SHOW memory_limit
SHOW duckdb_settings
SHOW '/etc/passwd'
DESCRIBE '/etc/passwd'
DESCRIBE SELECT * FROM read_text('/etc/passwd')
SUMMARIZE '/etc/passwd'
SUMMARIZE SELECT * FROM read_text('/etc/passwd')
SUMMARIZE duckdb_settings
SELECT * FROM (DESCRIBE '/etc/passwd')
SELECT * FROM (SUMMARIZE SELECT * FROM read_text('/etc/passwd'))
SELECT * FROM (SHOW DATABASES)
EXPLAIN COPY (SELECT 1) TO '{warehouse}'
EXPLAIN ANALYZE COPY (SELECT 1) TO '{warehouse}'
EXPLAIN ANALYZE SELECT * FROM read_text('/etc/passwd')
EXPLAIN ANALYZE DELETE FROM setting
EXPLAIN EXPLAIN SELECT 1
EXPLAIN (FORMAT json) SELECT 1
EXPLAIN SELECT 1; DROP TABLE calendar
/* */ COPY (SELECT 1) TO '{warehouse}'
-- a comment alone
SHOW ALL TABLES FROM memory
FROM (SHOW TABLES FROM temp)
FROM (PIVOT read_csv('/etc/passwd') ON column0)
SELECT * FROM meetings POSITIONAL JOIN read_text('/etc/passwd')
SELECT COLUMNS(lambda c: getenv(c) = '') FROM meetings
VALUES ((SELECT getenv('PATH')))
SELECT * FROM "https://example.com/a.parquet"
SELECT * FROM "file:///etc/passwd"
SELECT * FROM 'hf://datasets/x/y.parquet'
SELECT * FROM "/etc/passwd" AS meetings
WITH meetings AS (FROM read_blob('{snapshot}')) FROM meetings
WITH RECURSIVE t(a) USING KEY (a) AS (SELECT getenv('PATH') UNION SELECT a FROM t) FROM t
WITH x AS (DELETE FROM setting RETURNING *) SELECT * FROM x
SELECT * FROM parquet_full_metadata('/etc/passwd')
SELECT * FROM duckdb_secrets(redact := false)
SELECT * FROM duckdb_log_contexts()
SELECT list_transform(['PATH'], p -> getenv(p))
SELECT [getenv(x) FOR x IN ['PATH']]
SELECT 'PATH'.getenv()
SELECT ('PATH').lower().getenv()
SELECT TRY(CAST(getenv('PATH') AS INT))
SELECT * FROM meetings QUALIFY getenv('PATH') IS NOT NULL
SELECT * FROM meetings LIMIT (SELECT length(getenv('PATH')))
SELECT * EXCLUDE (id) REPLACE (getenv('PATH') AS name) FROM meetings
SELECT * RENAME (id AS x) FROM duckdb_tables
SELECT CAST('a' AS ENUM((SELECT getenv('PATH'))))
SELECT (FROM read_text('/etc/passwd') SELECT content)
SELECT ARRAY(SELECT file FROM glob('/*'))
SELECT * FROM meetings, LATERAL (SELECT * FROM read_text(name))
SELECT 1 UNION ALL BY NAME SELECT content FROM read_text('/etc/passwd')
SELECT $$;$$ || getenv('PATH')
SELECT E'it\'s' || getenv('PATH')
/* /* */ SELECT 1; */ DROP VIEW meetings
-- c\r SELECT 1; DROP VIEW meetings
SELECT system.getenv('PATH')
SELECT jianfu.main.getenv('PATH')
SELECT content FROM system.main.read_text('/etc/passwd')
CALL read_text('/etc/passwd')
ATTACH 'ducklake:x' AS l
ALTER DATABASE jianfu SET ALIAS TO x
DESCRIBE INSERT INTO setting VALUES ('a', 'b')
EXPLAIN ANALYZE VERBOSE SELECT 1
/* c */ EXPLAIN ANALYZE DELETE FROM setting
SELECT * FROM metric(getenv('PATH'), '2023')
SELECT variant_typeof(1::VARIANT)
SELECT * FROM histogram('submission', id)
SELECT * FROM histogram_values('duckdb_settings', name)
SELECT * FROM sum(1)
`), "\n")

//go:embed testdata/heavy.sql
var heavySQL string

// heavyStatements are allowed, and must end: by themselves, at their limits or at the deadline.
var heavyStatements = append(strings.Split(strings.TrimSpace(heavySQL), "\n"), []string{
	"SELECT " + strings.Repeat("(", 900) + "1" + strings.Repeat(")", 900),
	"SELECT " + strings.Repeat("(", 20000) + "1" + strings.Repeat(")", 20000),
	"SELECT " + strings.Repeat("-", 1) + strings.Repeat("+1", 20000),
	"SELECT " + strings.Repeat("NOT ", 15000) + "true",
	"SELECT " + strings.Repeat("abs(", 5000) + "1" + strings.Repeat(")", 5000),
	"SELECT " + strings.Repeat("[", 5000) + "1" + strings.Repeat("]", 5000),
	strings.Repeat("SELECT * FROM (", 3000) + "SELECT 1" + strings.Repeat(")", 3000),
	"SELECT 1 " + strings.Repeat("UNION ALL SELECT 1 ", 3000),
	"SELECT * FROM calendar WHERE ordinal IN (" + strings.Repeat("1,", 30000) + "1)",
	"SELECT * FROM calendar WHERE " + strings.Repeat("ordinal = 1 OR ", 4000) + "false",
	"SELECT " + strings.Repeat("1,", 30000) + "1",
	"SELECT * FROM " + strings.Repeat("calendar NATURAL JOIN ", 200) + "calendar",
	"SELECT * FROM " + strings.Repeat("calendar, ", 60) + "calendar",
	"SELECT CASE " + strings.Repeat("WHEN ordinal = 1 THEN 1 ", 2500) + "END FROM calendar",
	"SELECT '" + strings.Repeat("x", 60000) + "'",
	"SELECT '" + strings.Repeat("x", sandbox.MaxSQL) + "'",
	"SELECT \x00",
	"SELECT 1\x00; COPY (SELECT 1) TO '{warehouse}'",
	"SELECT 1 AS \"" + strings.Repeat("x", 60000) + "\"",
	"SELECT " + strings.Repeat("(SELECT ", 2000) + "1" + strings.Repeat(")", 2000),
	"SELECT " + strings.Repeat("[x for x in ", 500) + "[1]" + strings.Repeat("]", 500),
	"SELECT NULL::INT" + strings.Repeat("[]", 20000),
	"SELECT 1::" + strings.Repeat("STRUCT(a ", 3000) + "INT" + strings.Repeat(")", 3000),
	"SELECT * FROM " + strings.Repeat("meetings POSITIONAL JOIN ", 300) + "meetings",
	"SELECT count(*) FROM range(10) t(a) GROUP BY CUBE (a" + strings.Repeat(", a + 1", 25) + ")",
	"SELECT repeat('a', 100000000) LIKE '" + strings.Repeat("%a", 20) + "%b'",
	"SELECT '\xff\xfe'",
	"SELECT CAST('" + strings.Repeat("[", 30000) + "' AS JSON)",
	"SELECT json_extract('" + strings.Repeat("[", 30000) + "', '$')",
	"SELECT '" + strings.Repeat("{\"a\":", 10000) + "'::JSON->'a'",
}...)

func sum(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}

// Every hostile statement is refused or ends, and afterwards warehouse, snapshot and folder are
// unchanged, byte for byte.
func TestHostileStatementsEndAndChangeNothing(t *testing.T) {
	t.Parallel()
	if n := len(refusedStatements) + len(heavyStatements); n < 200 {
		t.Fatalf("%d statements", n)
	}
	w := warehousetest.Open(t)
	path := w.Path()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before := map[string]string{path: sum(t, path)} // not while it is open: see package warehouse
	w, err := warehouse.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	before[snapshot.Path] = sum(t, snapshot.Path)
	for _, name := range []string{path + ".accounts", path + ".audit"} { // what is there where somebody has an account
		if err := os.WriteFile(name, []byte("{\"secret\":1}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		before[name] = sum(t, name)
	}
	files := list(t, filepath.Dir(path))
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}, Workers: 2, Timeout: 10 * time.Minute})
	places := strings.NewReplacer("{warehouse}", path, "{snapshot}", snapshot.Path, "{folder}", filepath.Dir(path))
	var group sync.WaitGroup
	turns := make(chan struct{}, 2)
	run := func(text string, timeout time.Duration, check func(summary sandbox.Summary, err error)) {
		group.Add(1)
		turns <- struct{}{}
		go func() {
			defer group.Done()
			defer func() { <-turns }()
			check(pool.Query(t.Context(), sandbox.Request{SQL: places.Replace(text), Timeout: timeout}, discard{}))
		}()
	}
	for _, text := range refusedStatements {
		run(text, 0, func(_ sandbox.Summary, err error) {
			var e *sandbox.Error
			if !errors.As(err, &e) {
				t.Errorf("%s: was run: %v", text, err)
				return
			}
			switch e.Class {
			case sandbox.NotAllowed, sandbox.UndefinedTable, sandbox.Syntax:
			default:
				t.Errorf("%s: %s: %v", text, e.Class, err)
			}
		})
	}
	for _, text := range heavyStatements {
		run(text, 300*time.Millisecond, func(_ sandbox.Summary, err error) {
			var e *sandbox.Error
			if err != nil && (!errors.As(err, &e) || e.Class == sandbox.Failed || e.Class == sandbox.Busy) {
				t.Errorf("%.80s: %v", text, err)
			}
		})
	}
	group.Wait()
	// The pool still answers, and no statement left anything behind for the next.
	var rest answer
	if _, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT sum(2), count(*) FROM calendar"}, &rest); err != nil {
		t.Error(err)
	}
	pool.Close()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for file, digest := range before {
		if sum(t, file) != digest {
			t.Errorf("%s was changed", file)
		}
	}
	if now := list(t, filepath.Dir(path)); now != files {
		t.Errorf("the folder holds %s, before %s", now, files)
	}
}

func list(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return strings.Join(names, " ")
}

// discard ignores the answer.
type discard struct{}

func (discard) Columns([]sandbox.Column) error { return nil }
func (discard) Row([]any) error                { return nil }
