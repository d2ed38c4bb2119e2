package pgwire

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"

	"jianfu"
	"jianfu/sandbox"
	"jianfu/warehouse"
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

// bench is a server over a small warehouse.
type bench struct {
	address string
	pool    *sandbox.Pool
	server  *Server
}

func setup(t *testing.T, configure ...func(*Config)) *bench {
	t.Helper()
	w := warehousetest.Open(t)
	fill(t, w)
	return over(t, w, configure...)
}

// over is a server over a warehouse.
func over(t *testing.T, w *warehouse.Warehouse, configure ...func(*Config)) *bench {
	t.Helper()
	if err := Publish(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}, Workers: 2, Spare: 1, Timeout: 10 * time.Minute})
	config := Config{Pool: pool, Logger: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})), Lang: jianfu.English}
	for _, c := range configure {
		c(&config)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := New(config)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		pool.Close()
	})
	return &bench{listener.Addr().String(), pool, server}
}

// fill loads three visits.
func fill(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	l, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "调研.csv", SHA256: "00", Bytes: 1, ContractVersion: "1", ReceivedAt: time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	for i, day := range []string{"2023-05-30", "2023-05-31", "2023-06-01"} {
		on, ok := jianfu.ParseDate(day)
		if !ok {
			t.Fatal(day)
		}
		row := warehouse.Row{Number: i + 2, Cells: day, Values: []any{"jy", on, "地点" + day[8:], nil, int64(i + 1), i == 1, nil, nil}}
		if err := l.Append(warehouse.SliceKey{Kind: "visit", Department: "jy", Period: day[:7]}, row); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(warehouse.Summary{}); err != nil {
		t.Fatal(err)
	}
}

// connect is a client in one of pgx's modes.
func (b *bench) connect(t *testing.T, mode pgx.QueryExecMode) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig("postgres://anyone@" + b.address + "/jianfu?sslmode=disable")
	if err != nil {
		t.Fatal(err)
	}
	config.DefaultQueryExecMode = mode
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) }) // some tests break it
	return conn
}

var modes = []pgx.QueryExecMode{
	pgx.QueryExecModeCacheStatement, pgx.QueryExecModeCacheDescribe, pgx.QueryExecModeDescribeExec, pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol,
}

func TestArgumentsInEveryMode(t *testing.T) {
	t.Parallel()
	b := setup(t)
	day := func(d int) time.Time { return time.Date(2023, 5, d, 0, 0, 0, 0, time.UTC) }
	for _, mode := range modes {
		conn := b.connect(t, mode)
		for query, c := range map[string]struct {
			args []any
			want string
		}{
			"SELECT COUNT(*) FROM visits":                                             {nil, "3"},
			"SELECT COUNT(*) FROM visits WHERE visited_on = $1":                       {[]any{day(31)}, "1"},
			"SELECT COUNT(*) FROM visits WHERE visited_on >= $1 AND visited_on < $2":  {[]any{day(30), day(31)}, "1"},
			"SELECT COUNT(*) FROM visits WHERE visited_on = ANY($1)":                  {[]any{[]time.Time{day(30), day(31), day(1)}}, "2"},
			"SELECT COUNT(*) FROM visits WHERE place = ANY($1)":                       {[]any{[]string{"地点30", "地点01", "it's {\"}\\"}}, "2"},
			"SELECT COUNT(*) FROM visits WHERE people = ANY($1) AND place <> ALL($2)": {[]any{[]int32{1, 2}, []string{"地点30"}}, "1"},
			"SELECT COUNT(*) FROM visits WHERE people > $1 AND department_code = $2":  {[]any{1, "jy"}, "2"},
			"SELECT place FROM visits WHERE visited_on = $1 AND people = $2":          {[]any{day(31), int64(2)}, "地点31"},
			"SELECT $1::text || $2":                                                   {[]any{"a'b", `"\c`}, `a'b"\c`},
			"SELECT COALESCE($1::text, 'none')":                                       {[]any{nil}, "none"},
			"SELECT CAST(COUNT(*) AS text) FROM (SELECT 1 FROM visits LIMIT $1)":      {[]any{2}, "2"},
			"SELECT $1::boolean AND $2::int > 3":                                      {[]any{true, 4}, "true"},
			"SELECT ($1::numeric(20,6) + 1)::text":                                    {[]any{pgtype.Numeric{Int: big.NewInt(12345678), Exp: -6, Valid: true}}, "13.345678"},
			"SELECT ($1::float8)::text":                                               {[]any{0.25}, "0.25"},
			"SELECT ($1::timestamp)::text":                                            {[]any{time.Date(2023, 5, 31, 8, 9, 10, 500000000, time.UTC)}, "2023-05-31 08:09:10.5"},
			"SELECT ($1::uuid)::text":                                                 {[]any{"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
			"SELECT array_to_string($1::text[], '+')":                                 {[]any{[]string{"a", "b"}}, "a+b"},
		} {
			var got any
			if err := conn.QueryRow(t.Context(), query, c.args...).Scan(&got); err != nil {
				t.Errorf("%v: %s: %v", mode, query, err)
				continue
			}
			if text := fmt.Sprint(got); text != c.want {
				t.Errorf("%v: %s gives %s, want %s", mode, query, text, c.want)
			}
		}
	}
}

// Every type is read in both formats as it was written.
func TestTypesInBothFormats(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeCacheDescribe)
	text := func(s string) *string { return &s }
	for query, want := range map[string]struct {
		oid   uint32
		value *string
	}{
		"SELECT true": {pgtype.BoolOID, text("t")}, "SELECT 7::TINYINT": {pgtype.Int2OID, text("7")}, "SELECT -7::SMALLINT": {pgtype.Int2OID, text("-7")},
		"SELECT 70000": {pgtype.Int4OID, text("70000")}, "SELECT 9007199254740993": {pgtype.Int8OID, text("9007199254740993")},
		"SELECT 170141183460469231731687303715884105727::HUGEINT": {pgtype.NumericOID, text("170141183460469231731687303715884105727")},
		"SELECT SUM(x)::HUGEINT FROM range(10) t(x)":              {pgtype.NumericOID, text("45")}, "SELECT 18446744073709551615::UBIGINT": {pgtype.NumericOID, text("18446744073709551615")},
		"SELECT 12.50::DECIMAL(9,2)": {pgtype.NumericOID, text("12.50")}, "SELECT -0.0012::DECIMAL(9,4)": {pgtype.NumericOID, text("-0.0012")},
		"SELECT 0.1::DOUBLE": {pgtype.Float8OID, text("0.1")}, "SELECT 'inf'::DOUBLE": {pgtype.Float8OID, text("Infinity")}, "SELECT 1.5::FLOAT": {pgtype.Float4OID, text("1.5")},
		"SELECT '市教育局'": {pgtype.TextOID, text("市教育局")}, "SELECT ''": {pgtype.TextOID, text("")}, "SELECT NULL::INTEGER": {pgtype.Int4OID, nil},
		"SELECT DATE '2023-05-31'": {pgtype.DateOID, text("2023-05-31")}, "SELECT DATE 'infinity'": {pgtype.DateOID, text("infinity")},
		"SELECT TIMESTAMP '2023-05-31 08:09:10.123456'": {pgtype.TimestampOID, text("2023-05-31 08:09:10.123456")}, "SELECT TIMESTAMP '-infinity'": {pgtype.TimestampOID, text("-infinity")},
		"SELECT TIMESTAMPTZ '2023-05-31 08:09:10+08'": {pgtype.TimestamptzOID, text("2023-05-31 00:09:10+00")},
		"SELECT TIME '08:09:10.5'":                    {pgtype.TimeOID, text("08:09:10.5")}, "SELECT INTERVAL '14 months 3 days 04:05:06'": {pgtype.IntervalOID, text("1 year 2 mons 3 days 04:05:06")},
		"SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID": {pgtype.UUIDOID, text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")},
		`SELECT '\x00\xFFa'::BLOB`:                            {pgtype.ByteaOID, text(`\x00ff61`)},
		`SELECT ['a', NULL, 'b,"c\', '', 'null']`:             {pgtype.TextArrayOID, text(`{a,NULL,"b,\"c\\","","null"}`)},
		"SELECT [1, 2]": {pgtype.Int4ArrayOID, text("{1,2}")}, "SELECT [1.50::DECIMAL(9,2)]": {pgtype.NumericArrayOID, text("{1.50}")},
		"SELECT [DATE '2023-05-31', NULL]": {pgtype.DateArrayOID, text("{2023-05-31,NULL}")}, "SELECT [true]": {pgtype.BoolArrayOID, text("{t}")},
		"SELECT []::VARCHAR[]": {pgtype.TextArrayOID, text("{}")}, "SELECT [TIMESTAMP '2023-05-31 00:00:00']": {pgtype.TimestampArrayOID, text(`{"2023-05-31 00:00:00"}`)},
		"SELECT {'a': 1}": {pgtype.JSONOID, text(`{"a":1}`)}, "SELECT [[1], [2]]": {pgtype.JSONOID, text("[[1],[2]]")},
		"SELECT '1'::\"char\"": {pgtype.TextOID, text("1")}, "SELECT oid FROM pg_class WHERE relname = 'pg_class'": {pgtype.OIDOID, text("1259")},
	} {
		written := conn.PgConn().ExecParams(t.Context(), query, nil, nil, nil, []int16{textFormat}).Read()
		binary := conn.PgConn().ExecParams(t.Context(), query, nil, nil, nil, []int16{binaryFormat}).Read()
		if err := errors.Join(written.Err, binary.Err); err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if oid := written.FieldDescriptions[0].DataTypeOID; oid != want.oid {
			t.Errorf("%s has type %d, want %d", query, oid, want.oid)
		}
		got := written.Rows[0][0]
		if (got == nil) != (want.value == nil) || got != nil && string(got) != *want.value {
			t.Errorf("%s in text is %q, want %q", query, got, *want.value)
		}
		if want.value == nil {
			if binary.Rows[0][0] != nil {
				t.Errorf("%s in binary is no NULL", query)
			}
			continue
		}
		// The binary form has the same value as the text.
		types := conn.TypeMap()
		known, _ := types.TypeForOID(want.oid)
		fromText, err1 := known.Codec.DecodeValue(types, want.oid, textFormat, got)
		fromBinary, err2 := known.Codec.DecodeValue(types, want.oid, binaryFormat, binary.Rows[0][0])
		same := fmt.Sprint(fromText) == fmt.Sprint(fromBinary)
		if a, ok := fromText.(pgtype.Numeric); ok {
			same = numeric(a) == numeric(fromBinary.(pgtype.Numeric))
		}
		if want.oid == pgtype.NumericArrayOID {
			same = numeric(fromText.([]any)[0].(pgtype.Numeric)) == numeric(fromBinary.([]any)[0].(pgtype.Numeric))
		}
		if err := errors.Join(err1, err2); err != nil || !same {
			t.Errorf("%s: in text %v, in binary %v, %v", query, fromText, fromBinary, err)
		}
	}
}

// numeric is the number, however its digits are stored.
func numeric(n pgtype.Numeric) string {
	r := new(big.Rat).SetInt(n.Int)
	scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n.Exp, -n.Exp))), nil))
	if n.Exp < 0 {
		return r.Quo(r, scale).String()
	}
	return r.Mul(r, scale).String()
}

func TestErrorsHaveTheirState(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, mode := range modes {
		conn := b.connect(t, mode)
		for query, want := range map[string]string{
			"SELEC 1": "42601", "SELECT FROM FROM": "42601", "SELECT * FROM nosuch": "42P01", "SELECT nosuch FROM visits": "42703",
			"SELECT * FROM read_csv('/etc/passwd')": "42501", "COPY visits TO STDOUT": "0A000", "INSERT INTO visits VALUES (1)": "25006", "DROP VIEW visits": "25006",
			"CREATE TEMP TABLE a AS SELECT 1": "25006", "SELECT 1 INTO a": "25006", "SHOW nosuch": "42704", "SET nosuch = 1": "42704", "SET client_encoding = 'GBK'": "22023",
			"LISTEN a": "0A000", "ATTACH 'a'": "42501", "SELECT 'a'::INTEGER": "22000", "ROLLBACK TO a": "3B001", "SAVEPOINT a": "25P01", "FETCH 1 FROM nosuch": "34000",
		} {
			_, err := conn.Exec(t.Context(), query)
			if got := state(err); got != want {
				t.Errorf("%v: %s ends with %s (%v), want %s", mode, query, got, err, want)
			}
		}
		var one int
		if err := conn.QueryRow(t.Context(), "SELECT 1").Scan(&one); err != nil || one != 1 {
			t.Errorf("%v: afterwards %d, %v", mode, one, err)
		}
	}
}

func state(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return fmt.Sprint(err)
}

// The position of an error is that in the text that was sent, not in its rewriting.
func TestErrorsHaveTheirPlace(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeSimpleProtocol)
	for query, at := range map[string]string{
		"SELECT '市', pg_catalog.version(),\n nosuch FROM visits":                            "nosuch",
		"SELECT 1; SELECT place ~ 'a', * FROM nosuch":                                       "nosuch",
		"SELECT relname FROM pg_catalog.pg_class WHERE\n oid = 'visits'::regclass WHEREVER": "WHEREVER",
	} {
		_, err := conn.Exec(t.Context(), query)
		var e *pgconn.PgError
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", query, err)
			continue
		}
		before, _, _ := strings.Cut(query, at)
		want := len([]rune(before)) + 1
		if int(e.Position) != want {
			t.Errorf("%s: place %d, want %d (%s)", query, e.Position, want, e.Message)
		}
	}
}

func TestMessagesFollowLcMessages(t *testing.T) {
	t.Parallel()
	conn := setup(t, func(c *Config) { c.Lang = jianfu.Chinese }).connect(t, pgx.QueryExecModeSimpleProtocol)
	_, err := conn.Exec(t.Context(), "COPY visits TO STDOUT")
	if err == nil || !strings.Contains(err.Error(), "不支持 COPY") {
		t.Errorf("in Chinese: %v", err)
	}
	_, err = conn.Exec(t.Context(), "SET lc_messages = 'en_US.UTF-8'; COPY visits TO STDOUT")
	if err == nil || !strings.Contains(err.Error(), "COPY is not supported") {
		t.Errorf("in English: %v", err)
	}
}

func TestTransactions(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeExec)
	status := func() byte { return conn.PgConn().TxStatus() }
	for _, step := range []struct {
		query, state string
		status       byte
	}{
		{"SET application_name = 'a'", "", 'I'}, {"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", "", 'T'}, {"SAVEPOINT s", "", 'T'},
		{"SET LOCAL application_name = 'b'", "", 'T'}, {"SELECT * FROM nosuch", "42P01", 'E'}, {"SELECT 1", "25P02", 'E'}, {"ROLLBACK TO SAVEPOINT s", "", 'T'},
		{"SELECT 1", "", 'T'}, {"RELEASE s", "", 'T'}, {"COMMIT", "", 'I'}, {"START TRANSACTION READ ONLY", "", 'T'}, {"SELECT 'a'::INTEGER", "22000", 'E'}, {"COMMIT", "", 'I'},
		{"SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "", 'I'}, {"SET TIME ZONE 'Asia/Shanghai'", "", 'I'}, {"RESET ALL", "", 'I'}, {"DISCARD ALL", "", 'I'}, {"UNLISTEN *", "", 'I'},
	} {
		_, err := conn.Exec(t.Context(), step.query)
		if err != nil && state(err) != step.state || err == nil && step.state != "" || status() != step.status {
			t.Errorf("%s: %v, status %c; want %q, %c", step.query, err, status(), step.state, step.status)
		}
	}
	if v := conn.PgConn().ParameterStatus("server_version"); !strings.HasPrefix(v, "15.") {
		t.Errorf("server_version is %q", v)
	}
}

// A cursor is a portal, and so is what a driver fetches in pieces.
func TestCursors(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeExec)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), "DECLARE c NO SCROLL CURSOR FOR SELECT x FROM range(5) t(x) ORDER BY x"); err != nil {
		t.Fatal(err)
	}
	var all []int64
	for range 4 {
		rows, err := tx.Query(t.Context(), "FETCH FORWARD 2 FROM c")
		if err != nil {
			t.Fatal(err)
		}
		got, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, got...)
	}
	if !slices.Equal(all, []int64{0, 1, 2, 3, 4}) {
		t.Errorf("fetched %v", all)
	}
	if _, err := tx.Exec(t.Context(), "CLOSE c"); err != nil {
		t.Error(err)
	}
}

// raw is a client that speaks the protocol by hand.
type raw struct {
	conn net.Conn
	*pgproto3.Frontend
	t *testing.T
}

func (b *bench) raw(t *testing.T) *raw {
	t.Helper()
	conn, err := net.Dial("tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	r := &raw{conn, pgproto3.NewFrontend(conn, conn), t}
	r.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": "anyone", "database": "jianfu"}})
	r.until("ReadyForQuery")
	return r
}

// until sends what is waiting and reads up to a message of a kind; it returns the kinds.
func (r *raw) until(kind string) (kinds []string) {
	r.t.Helper()
	if err := r.Flush(); err != nil {
		r.t.Fatal(err)
	}
	for {
		message, err := r.Receive()
		if err != nil {
			r.t.Fatalf("after %v: %v", kinds, err)
		}
		name := strings.TrimPrefix(fmt.Sprintf("%T", message), "*pgproto3.")
		if e, isError := message.(*pgproto3.ErrorResponse); isError {
			name += " " + e.Code
		}
		if name != "ParameterStatus" {
			kinds = append(kinds, name)
		}
		if strings.HasPrefix(name, kind) {
			return kinds
		}
	}
}

func TestPortalsAndErrorsOfTheExtendedProtocol(t *testing.T) {
	t.Parallel()
	r := setup(t).raw(t)
	expect := func(what string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	// Two rows at a time, within a transaction.
	r.Send(&pgproto3.Query{String: "BEGIN"})
	r.until("ReadyForQuery")
	r.Send(&pgproto3.Parse{Query: "SELECT x FROM range(3) t(x)"})
	r.Send(&pgproto3.Bind{DestinationPortal: "p"})
	r.Send(&pgproto3.Execute{Portal: "p", MaxRows: 2})
	r.Send(&pgproto3.Sync{})
	expect("the first rows", r.until("ReadyForQuery"), "ParseComplete", "BindComplete", "DataRow", "DataRow", "PortalSuspended", "ReadyForQuery")
	r.Send(&pgproto3.Query{String: "SELECT 1"}) // something in between
	r.until("ReadyForQuery")
	r.Send(&pgproto3.Execute{Portal: "p", MaxRows: 2})
	r.Send(&pgproto3.Flush{})
	expect("the last row", r.until("CommandComplete"), "DataRow", "CommandComplete")
	r.Send(&pgproto3.Close{ObjectType: 'P', Name: "p"})
	r.Send(&pgproto3.Sync{})
	expect("closed", r.until("ReadyForQuery"), "CloseComplete", "ReadyForQuery")
	// After an error everything is skipped up to Sync.
	r.Send(&pgproto3.Parse{Query: "SELECT * FROM nosuch"})
	r.Send(&pgproto3.Bind{})
	r.Send(&pgproto3.Describe{ObjectType: 'P'})
	r.Send(&pgproto3.Execute{})
	r.Send(&pgproto3.Parse{Query: "SELECT 1"})
	r.Send(&pgproto3.Sync{})
	expect("an error", r.until("ReadyForQuery"), "ParseComplete", "BindComplete", "ErrorResponse 42P01", "ReadyForQuery")
	r.Send(&pgproto3.Query{String: "ROLLBACK"})
	r.until("ReadyForQuery")
	r.Send(&pgproto3.Execute{Portal: "p"})
	r.Send(&pgproto3.Sync{})
	expect("no portal", r.until("ReadyForQuery"), "ErrorResponse 34000", "ReadyForQuery")
	r.Send(&pgproto3.Parse{Name: "s", Query: "SHOW search_path"})
	r.Send(&pgproto3.Describe{ObjectType: 'S', Name: "s"})
	r.Send(&pgproto3.Bind{PreparedStatement: "s"})
	r.Send(&pgproto3.Execute{})
	r.Send(&pgproto3.Sync{})
	expect("SHOW", r.until("ReadyForQuery"), "ParseComplete", "ParameterDescription", "RowDescription", "BindComplete", "DataRow", "CommandComplete", "ReadyForQuery")
	r.Send(&pgproto3.Query{String: " ; -- nothing"})
	expect("nothing", r.until("ReadyForQuery"), "EmptyQueryResponse", "ReadyForQuery")
	r.Send(&pgproto3.Query{String: "SELECT ';' AS a; SELECT $$;$$; SELEC; SELECT 1"})
	expect("several", r.until("ReadyForQuery"), "RowDescription", "DataRow", "CommandComplete", "RowDescription", "DataRow", "CommandComplete", "ErrorResponse 42601", "ReadyForQuery")
	r.Send(&pgproto3.CopyData{Data: []byte("x")})
	r.Send(&pgproto3.FunctionCall{})
	r.Send(&pgproto3.Sync{})
	expect("a function call", r.until("ReadyForQuery"), "ErrorResponse 0A000", "ReadyForQuery")
}

// forever is a query that runs until it is stopped.
const forever = "SELECT COUNT(*) FROM range(100000) a(x), range(100000) b(y), range(1000) c(z) WHERE x * y % 7 = z"

// running waits until a statement is under way in the sandbox.
func (b *bench) running(t *testing.T) {
	t.Helper()
	for t.Context().Err() == nil {
		b.server.lock.Lock()
		for _, s := range b.server.sessions {
			s.lock.Lock()
			runs := s.current != nil
			s.lock.Unlock()
			if runs {
				b.server.lock.Unlock()
				return
			}
		}
		b.server.lock.Unlock()
	}
}

// idle waits until no statement is under way.
func (b *bench) idle(t *testing.T) {
	t.Helper()
	for t.Context().Err() == nil {
		busy := false
		b.server.lock.Lock()
		for _, s := range b.server.sessions {
			s.lock.Lock()
			busy = busy || s.current != nil
			s.lock.Unlock()
		}
		b.server.lock.Unlock()
		if !busy {
			return
		}
	}
}

func TestACancelRequestStopsAQuery(t *testing.T) {
	t.Parallel()
	b := setup(t)
	conn := b.connect(t, pgx.QueryExecModeExec)
	ended := make(chan error, 1)
	go func() {
		_, err := conn.Exec(t.Context(), forever)
		ended <- err
	}()
	b.running(t)
	started := time.Now()
	if err := conn.PgConn().CancelRequest(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := <-ended
	t.Logf("stopped after %s", time.Since(started).Round(time.Millisecond))
	if state(err) != "57014" {
		t.Errorf("a cancelled query ends with %v", err)
	}
	var one int
	if err := conn.QueryRow(t.Context(), "SELECT 1").Scan(&one); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	// A client without the secret cannot stop anything.
	go func() {
		_, err := conn.Exec(t.Context(), forever)
		ended <- err
	}()
	b.running(t)
	foreign, err := net.Dial("tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	packet := binary.BigEndian.AppendUint32(nil, 16)
	for _, n := range []uint32{80877102, conn.PgConn().PID(), 1} {
		packet = binary.BigEndian.AppendUint32(packet, n)
	}
	if _, err := foreign.Write(packet); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(foreign); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		t.Errorf("a wrong secret stopped the query: %v", err)
	default:
	}
	if err := conn.PgConn().CancelRequest(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-ended
}

func TestAVanishedClientStopsItsQuery(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, extended := range []bool{false, true} {
		r := b.raw(t)
		if extended { // more messages wait behind the running one
			r.Send(&pgproto3.Parse{Query: forever})
			r.Send(&pgproto3.Bind{})
			r.Send(&pgproto3.Execute{})
			r.Send(&pgproto3.Sync{})
		} else {
			r.Send(&pgproto3.Query{String: forever})
		}
		if err := r.Flush(); err != nil {
			t.Fatal(err)
		}
		b.running(t)
		started := time.Now()
		if err := r.conn.Close(); err != nil {
			t.Fatal(err)
		}
		b.idle(t)
		t.Logf("stopped after %s", time.Since(started).Round(time.Millisecond))
	}
}

func TestStatementTimeout(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeExec)
	if _, err := conn.Exec(t.Context(), "SET statement_timeout TO '300ms'"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), forever); state(err) != "57014" {
		t.Errorf("%v", err)
	}
}

// A client that does not read holds neither a worker nor its answer in memory.
func TestASlowReaderHoldsNoWorker(t *testing.T) {
	t.Parallel()
	b := setup(t)
	slow := make([]*raw, 3) // more than there are workers
	for i := range slow {
		slow[i] = b.raw(t)
		slow[i].Send(&pgproto3.Query{String: "SELECT repeat('x', 1000) AS a FROM range(30000)"})
		if err := slow[i].Flush(); err != nil {
			t.Fatal(err)
		}
	}
	conn := b.connect(t, pgx.QueryExecModeExec)
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM visits").Scan(&n); err != nil || n != 3 {
		t.Fatalf("%d, %v", n, err)
	}
	for _, r := range slow {
		rows := 0
		for _, kind := range r.until("ReadyForQuery") {
			if kind == "DataRow" {
				rows++
			}
		}
		if rows != 30000 {
			t.Errorf("a slow reader got %d rows", rows)
		}
	}
}

// An incomplete answer is an error.
func TestACutAnswerIsAnError(t *testing.T) {
	t.Parallel()
	conn := setup(t).connect(t, pgx.QueryExecModeExec)
	if _, err := conn.Exec(t.Context(), "SELECT x FROM range(200000) t(x)"); state(err) != "54000" {
		t.Errorf("%v", err)
	}
	if _, err := conn.Exec(t.Context(), "SELECT x FROM range(100000) t(x)"); err != nil {
		t.Error(err)
	}
}

func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.Connections = 1 })
	b.connect(t, pgx.QueryExecModeExec)
	_, err := pgx.Connect(t.Context(), "postgres://anyone@"+b.address+"/jianfu?sslmode=disable")
	if state(err) != "53300" {
		t.Errorf("%v", err)
	}
}

func TestWhoMayConnect(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for path, want := range map[string]string{
		"/jianfu": "<nil>", "/postgres": "<nil>", "/anyone": "<nil>", "/other": "3D000", "/jianfu?client_encoding=GBK": "22023", "/jianfu?replication=database": "0A000",
		"/jianfu?options=-c%20statement_timeout%3D5s%20--application_name%3Dx": "<nil>", "/jianfu?options=-c%20nosuch%3D1": "42704", "/jianfu?search_path=main": "<nil>",
	} {
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		conn, err := pgx.Connect(t.Context(), "postgres://anyone@"+b.address+path+separator+"sslmode=disable")
		if state(err) != want {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
		if err == nil {
			_ = conn.Close(t.Context())
		}
	}
	// Clients that do not speak PostgreSQL's protocol are disconnected.
	conn, err := net.Dial("tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	if answer, _ := io.ReadAll(conn); len(answer) > 0 {
		t.Errorf("answered %q", answer)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	certificate, roots := selfSigned(t)
	b := setup(t, func(c *Config) {
		c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	})
	config, err := pgx.ParseConfig("postgres://anyone@" + b.address + "/jianfu?sslmode=require")
	if err != nil {
		t.Fatal(err)
	}
	config.TLSConfig = &tls.Config{RootCAs: roots, ServerName: "localhost", MinVersion: tls.VersionTLS12}
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM visits WHERE people > $1", 0).Scan(&n); err != nil || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := conn.Exec(t.Context(), forever)
		ended <- err
	}()
	b.running(t)
	if err := conn.PgConn().CancelRequest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; state(err) != "57014" {
		t.Errorf("%v", err)
	}
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
