package pgwire

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgtype"

	"jianfu/sandbox"
	"jianfu/sandbox/lexer"
)

// statement is one statement of a client, understood as far as possible without running it.
type statement struct {
	tokens []lexer.Token // no white space
	size   int           // in bytes, as it was sent
	query  translation
	runs   func(s *session, st *statement) (rows [][]string, tag string, err error) // of the session itself; nil for a query
	shows  []string                                                                 // names of the columns that runs gives
	fetch  *fetching
	oids   []uint32 // of the parameters, as the client or the description says; 0 for unknown
	known  *sandbox.Description
	types  []string // of the parameters, for DuckDB
}

// fetching is FETCH n FROM a cursor.
type fetching struct {
	cursor string
	rows   int // 0 for all
	moves  bool
}

func (st *statement) is(i int, words ...string) bool {
	return i < len(st.tokens) && st.tokens[i].IsAny(words...)
}

// allowedInFailed are the statements that a failed transaction still takes.
var allowedInFailed = []string{"rollback", "abort", "commit", "end"}

// changing are the statements that PostgreSQL would run and that are refused here.
var changing = strings.Fields("insert update delete merge truncate create alter drop grant revoke comment vacuum analyze reindex cluster refresh import reassign security lock call do checkpoint")

// unsupported are those that have no meaning here.
var unsupported = strings.Fields("prepare execute listen notify load")

// read analyses a statement. The numbers are the types that the client declares for its parameters.
func (s *session) read(tokens []lexer.Token, oids []uint32) (*statement, error) {
	st := &statement{tokens: lexer.Solid(tokens), oids: slices.Clone(oids)}
	for _, t := range tokens {
		st.size += len(t.Raw)
	}
	if len(st.tokens) == 0 {
		return st, nil
	}
	first := strings.ToLower(st.tokens[0].Raw)
	if s.status == 'E' && !slices.Contains(allowedInFailed, first) {
		return nil, faultf(badTransaction, "事务已失败，请先 ROLLBACK", "the transaction has failed: ROLLBACK comes first")
	}
	switch {
	case first == "copy":
		return nil, faultf(notSupported, "不支持 COPY：请用 SELECT 取数（psql 写成文件：SELECT … \\g (format=csv) 文件），或用 jianfu export 导出",
			"COPY is not supported: SELECT (into a file by psql: SELECT … \\g (format=csv) FILE), or export with jianfu export")
	case slices.Contains(changing, first), first == "select" && slices.ContainsFunc(st.tokens, func(t lexer.Token) bool { return t.Is("into") }):
		return nil, faultf(readOnly, "数据只读，不能执行 %s", "the data can only be read: %s is not possible", strings.ToUpper(first))
	case slices.Contains(unsupported, first):
		return nil, faultf(notSupported, "不支持 %s", "%s is not supported", strings.ToUpper(first))
	}
	if err := s.understand(first, st); err != nil || st.runs != nil || st.fetch != nil {
		return st, err
	}
	if st.query.SQL != "" { // another statement is run instead
		return st, nil
	}
	st.query = rewrite(tokens, s.setting)
	for n, oid := range st.query.casts {
		if n > maxParameters {
			continue
		}
		for len(st.oids) < n {
			st.oids = append(st.oids, 0)
		}
		if st.oids[n-1] == 0 {
			st.oids[n-1] = oid
		}
	}
	return st, nil
}

// maxParameters is the protocol's limit.
const maxParameters = 1<<16 - 1

// understand analyses the statements that the session answers itself; it leaves all others.
func (s *session) understand(first string, st *statement) error {
	switch first {
	case "begin", "start":
		return begins(st)
	case "commit", "end":
		return ends(st)
	case "rollback", "abort":
		return rollsBack(st)
	case "savepoint":
		return saves(st)
	case "release":
		return releases(st)
	case "set":
		return sets(st)
	case "reset":
		return resets(st)
	case "show":
		return shows(s, st)
	case "discard":
		return discards(st)
	case "deallocate":
		return deallocates(st)
	case "close":
		return closes(st)
	case "declare":
		return declares(s, st)
	case "fetch", "move":
		return fetches(st)
	case "unlisten":
		st.runs = tagged("UNLISTEN", func(*session) error { return nil })
	}
	return nil
}

// tagged makes a command that returns no rows.
func tagged(tag string, run func(s *session) error) func(*session, *statement) ([][]string, string, error) {
	return func(s *session, _ *statement) ([][]string, string, error) { return nil, tag, run(s) }
}

func begins(st *statement) error {
	tag := "BEGIN"
	if st.is(0, "start") {
		tag = "START TRANSACTION"
		if !st.is(1, "transaction") {
			return nil
		}
	}
	st.runs = tagged(tag, func(s *session) error {
		if s.status == 'I' {
			s.status = 'T'
			s.settings.begin()
		}
		return nil
	})
	return nil
}

// finish ends a transaction and what depends on it.
func (s *session) finish(kept bool) {
	s.status, s.savepoints = 'I', nil
	s.settings.finish(kept)
	s.closePortals()
}

func ends(st *statement) error {
	st.runs = func(s *session, _ *statement) ([][]string, string, error) {
		tag := "COMMIT"
		if s.status == 'E' {
			tag = "ROLLBACK"
		}
		s.finish(s.status == 'T')
		return nil, tag, nil
	}
	return nil
}

func rollsBack(st *statement) error {
	to := slices.IndexFunc(st.tokens, func(t lexer.Token) bool { return t.Is("to") })
	st.runs = tagged("ROLLBACK", func(s *session) error {
		if to < 0 {
			s.finish(false)
			return nil
		}
		name := st.tokens[len(st.tokens)-1].Name()
		for i := len(s.savepoints) - 1; i >= 0; i-- {
			if s.savepoints[i] == name {
				s.savepoints, s.status = s.savepoints[:i+1], 'T'
				return nil
			}
		}
		return faultf("3B001", "没有保存点“%s”", "there is no savepoint %q", name)
	})
	return nil
}

func saves(st *statement) error {
	if len(st.tokens) != 2 {
		return nil
	}
	st.runs = tagged("SAVEPOINT", func(s *session) error {
		if s.status != 'T' {
			return faultf("25P01", "SAVEPOINT 只能用在事务里", "SAVEPOINT is for transactions")
		}
		if len(s.savepoints) > 1000 {
			return faultf(tooLarge, "保存点太多", "too many savepoints")
		}
		s.savepoints = append(s.savepoints, st.tokens[1].Name())
		return nil
	})
	return nil
}

func releases(st *statement) error {
	st.runs = tagged("RELEASE", func(s *session) error {
		name := st.tokens[len(st.tokens)-1].Name()
		for i := len(s.savepoints) - 1; i >= 0; i-- {
			if s.savepoints[i] == name {
				s.savepoints = s.savepoints[:i]
				return nil
			}
		}
		return faultf("3B001", "没有保存点“%s”", "there is no savepoint %q", name)
	})
	return nil
}

// sets understands SET name = value and its other forms.
func sets(st *statement) error {
	i, local := 1, false
	if st.is(1, "session", "local") && !st.is(2, "characteristics", "authorization", "=", "to") {
		local = st.is(1, "local")
		i++
	}
	nothing := func(*session) error { return nil }
	switch {
	case st.is(i, "transaction"), st.is(i, "session") && st.is(i+1, "characteristics"), st.is(i, "constraints"):
		st.runs = tagged("SET", nothing) // nothing can be written in any mode
		return nil
	case st.is(i, "session") && st.is(i+1, "authorization"):
		i++
	}
	name, value := "", ""
	rest := st.tokens[min(i, len(st.tokens)):]
	switch {
	case st.is(i, "time") && st.is(i+1, "zone"):
		name, rest = "timezone", st.tokens[i+2:]
	case st.is(i, "names"):
		name, rest = "client_encoding", st.tokens[i+1:]
	case st.is(i, "authorization"):
		name, rest = "role", st.tokens[i+1:]
	case st.is(i, "role"):
		name, rest = "role", st.tokens[i+1:]
		if len(rest) > 0 && rest[0].IsAny("to", "=") {
			rest = rest[1:]
		}
	default:
		at := slices.IndexFunc(rest, func(t lexer.Token) bool { return t.IsAny("=", "to") })
		if at <= 0 {
			return faultf(syntax, "SET 应写成 SET 名称 = 值", "write SET name = value")
		}
		for _, t := range rest[:at] {
			name += t.Name()
			if t.Is(".") {
				name += "."
			}
		}
		rest = rest[at+1:]
	}
	if len(rest) == 0 {
		return faultf(syntax, "SET 缺少值", "SET lacks a value")
	}
	for _, t := range rest {
		text, isText := t.Value()
		switch {
		case isText:
			value += text
		case t.Is(","):
			value += ", "
		case t.Kind == lexer.Quoted:
			value += t.Name()
		default:
			value += t.Raw
		}
	}
	st.runs = tagged("SET", func(s *session) error {
		if len(rest) == 1 && rest[0].IsAny("default", "local") {
			return s.settings.reset(name)
		}
		return s.settings.set(name, value, local)
	})
	return nil
}

func resets(st *statement) error {
	name := ""
	for _, t := range st.tokens[1:] {
		name += t.Name()
		if t.Is(".") {
			name += "."
		}
	}
	switch name {
	case "all":
		name = ""
	case "timezone", "sessionauthorization":
		name = map[string]string{"timezone": "timezone", "sessionauthorization": "role"}[name]
	case "":
		return faultf(syntax, "RESET 缺少名称", "RESET lacks a name")
	}
	st.runs = tagged("RESET", func(s *session) error { return s.settings.reset(name) })
	return nil
}

// shows understands SHOW name. DuckDB's own SHOW TABLES and the like are queries.
func shows(s *session, st *statement) error {
	words := make([]string, 0, len(st.tokens))
	for _, t := range st.tokens[1:] {
		word := t.Name()
		if t.Is(".") {
			word = "."
		}
		words = append(words, word)
	}
	name := strings.Join(words, "")
	switch name {
	case "tables", "alltables", "databases", "views", "schemas":
		return nil
	case "all":
		st.query = rewrite(lexer.Lex("SELECT name, setting, short_desc AS description FROM pg_catalog.pg_settings ORDER BY lower(name)"), s.setting)
		return nil
	case "transactionisolationlevel":
		name = "transaction_isolation"
	case "sessionauthorization":
		name = "session_authorization"
	}
	if len(words) > 2 && words[0] == "tables" { // SHOW TABLES FROM …
		return nil
	}
	shown := defaults()[name].name
	if shown == "" {
		shown = name
	}
	st.shows = []string{shown}
	st.runs = func(s *session, _ *statement) ([][]string, string, error) {
		value, ok := s.settings.get(name)
		if !ok {
			return nil, "", faultf(undefinedObject, "没有设置项“%s”", "there is no setting %q", name)
		}
		return [][]string{{value}}, "SHOW", nil
	}
	return nil
}

func discards(st *statement) error {
	if !st.is(1, "all", "plans", "sequences", "temp", "temporary") {
		return faultf(syntax, "DISCARD 后应为 ALL、PLANS、SEQUENCES 或 TEMP", "write DISCARD ALL, PLANS, SEQUENCES or TEMP")
	}
	all := st.is(1, "all")
	st.runs = tagged("DISCARD "+strings.ToUpper(st.tokens[1].Raw), func(s *session) error {
		if !all {
			return nil
		}
		if s.status != 'I' {
			return faultf("25001", "DISCARD ALL 不能用在事务里", "DISCARD ALL cannot be in a transaction")
		}
		s.closePortals()
		clear(s.statements)
		s.held = 0
		return s.settings.reset("")
	})
	return nil
}

func deallocates(st *statement) error {
	name := st.tokens[len(st.tokens)-1]
	all := name.Is("all")
	tag := "DEALLOCATE"
	if all {
		tag += " ALL"
	}
	st.runs = tagged(tag, func(s *session) error {
		if all {
			clear(s.statements)
			s.held = 0
			return nil
		}
		if s.statements[name.Name()] == nil {
			return faultf(noStatement, "没有预备语句“%s”", "there is no prepared statement %q", name.Name())
		}
		s.forget(name.Name())
		return nil
	})
	return nil
}

func (s *session) forget(name string) {
	if st := s.statements[name]; st != nil {
		s.held -= st.size
		delete(s.statements, name)
	}
}

func closes(st *statement) error {
	if len(st.tokens) != 2 {
		return nil
	}
	name := st.tokens[1]
	tag := "CLOSE CURSOR"
	if name.Is("all") {
		tag = "CLOSE CURSOR ALL"
	}
	st.runs = tagged(tag, func(s *session) error {
		if name.Is("all") {
			s.closePortals()
			return nil
		}
		p := s.portals[name.Name()]
		if p == nil {
			return faultf(noPortal, "没有游标“%s”", "there is no cursor %q", name.Name())
		}
		p.close()
		delete(s.portals, name.Name())
		return nil
	})
	return nil
}

// declares understands DECLARE name CURSOR FOR a query: the cursor is a portal.
func declares(s *session, st *statement) error {
	at := slices.IndexFunc(st.tokens, func(t lexer.Token) bool { return t.Is("for") })
	if at < 2 || !slices.ContainsFunc(st.tokens[:at], func(t lexer.Token) bool { return t.Is("cursor") }) || at+1 >= len(st.tokens) {
		return faultf(syntax, "DECLARE 应写成 DECLARE 名称 CURSOR FOR 查询", "write DECLARE name CURSOR FOR query")
	}
	hold := slices.IndexFunc(st.tokens[:at], func(t lexer.Token) bool { return t.Is("hold") }) > 0 && st.is(at-2, "with")
	name := st.tokens[1].Name()
	var spaced []lexer.Token
	for _, t := range st.tokens[at+1:] {
		spaced = append(spaced, t, lexer.Token{Kind: lexer.Space, Raw: " "})
	}
	query, err := s.read(spaced, nil)
	if err != nil {
		return err
	}
	st.runs = func(s *session, _ *statement) ([][]string, string, error) {
		switch {
		case s.status != 'T' && !hold:
			return nil, "", faultf("25P01", "DECLARE CURSOR 只能用在事务里", "DECLARE CURSOR is for transactions")
		case s.portals[name] != nil:
			return nil, "", faultf("42P03", "游标“%s”已经有了", "there is a cursor %q already", name)
		case len(s.portals) >= maxPortals:
			return nil, "", faultf(tooLarge, "游标太多", "too many cursors")
		}
		s.portals[name] = &portal{statement: query}
		return nil, "DECLARE CURSOR", nil
	}
	return nil
}

// fetches understands FETCH [FORWARD] [n | ALL | NEXT] [FROM | IN] cursor.
func fetches(st *statement) error {
	f := &fetching{rows: 1, moves: st.is(0, "move")}
	for _, t := range st.tokens[1 : len(st.tokens)-1] {
		switch {
		case t.IsAny("forward", "next", "from", "in"):
		case t.Is("all"):
			f.rows = 0
		case t.Kind == lexer.Number:
			n, err := strconv.Atoi(t.Raw)
			if err != nil || n < 1 {
				return faultf(notSupported, "游标只能向前取", "cursors only go forward")
			}
			f.rows = n
		default:
			return faultf(notSupported, "游标只能向前取", "cursors only go forward")
		}
	}
	f.cursor = st.tokens[len(st.tokens)-1].Name()
	st.fetch = f
	return nil
}

// describe finds what a statement takes and returns, once.
func (s *session) describe(ctx context.Context, st *statement) error {
	if st.known != nil || st.runs != nil || st.fetch != nil || len(st.tokens) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var known sandbox.Description
	err := s.watching(ctx, cancel, func() (err error) {
		types, err := s.parameterTypes(ctx, st)
		if err != nil {
			return err
		}
		st.types = types
		known, err = s.server.config.Pool.Describe(ctx, st.query.SQL, types...)
		return err
	})
	if err != nil {
		return asFault(err, st.query)
	}
	st.known = &known
	for i, duck := range known.Parameters {
		if i >= len(st.oids) {
			st.oids = append(st.oids, 0)
		}
		if st.oids[i] == 0 {
			st.oids[i] = pgtype.TextOID
			if duck != "" {
				st.oids[i] = typeOf(duck).oid
			}
		}
	}
	return nil
}

// parameterTypes are DuckDB's types of the parameters that must be given: those that the client
// names, and those of lists, which DuckDB cannot infer. The type of what a list is compared with is
// found as if the list were one value.
func (s *session) parameterTypes(ctx context.Context, st *statement) ([]string, error) {
	types := make([]string, len(st.oids))
	for i, oid := range st.oids {
		types[i] = duckTypes[oid]
		if element := elementOf(oid); element != 0 {
			types[i] = listOf(element)
		}
	}
	var probed []string
	for _, n := range st.query.arrays {
		if n > maxParameters {
			return nil, faultf(syntax, "参数最多 %d 个", "there can be %d parameters", maxParameters)
		}
		for len(types) < n {
			types = append(types, "")
		}
		if strings.HasSuffix(types[n-1], "[]") {
			continue
		}
		if probed == nil {
			d, err := s.server.config.Pool.Describe(ctx, st.query.probe, types...)
			if err != nil {
				return nil, err
			}
			probed = d.Parameters
		}
		types[n-1] = "VARCHAR[]"
		if n <= len(probed) && probed[n-1] != "" && !strings.HasSuffix(probed[n-1], "]") {
			types[n-1] = probed[n-1] + "[]"
		}
	}
	return types, nil
}
