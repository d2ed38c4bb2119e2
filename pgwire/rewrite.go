package pgwire

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"

	"jianfu/sandbox/lexer"
	"jianfu/warehouse"
)

// translation is a statement of PostgreSQL's dialect in DuckDB's.
type translation struct {
	SQL string
	// arrays are the parameters in ANY ($n) or ALL ($n): lists of what the statement compares them
	// with.
	arrays []int
	probe  string         // the statement with those parameters as single values, for finding their types
	casts  map[int]uint32 // the types of parameters that the statement casts, as in $1::date
	names  map[int]string // of columns, as PostgreSQL would name them, from 0
	pieces []piece
}

// piece is a token of the statement as written: where it now begins, in bytes, and where it began,
// in characters.
type piece struct{ now, was int }

// slot is a token with its rewriting.
type slot struct {
	lexer.Token
	now           string // instead of raw
	before, after string // inserted around it
	partner       int    // of a bracket: the index of its counterpart; -1 for any other token
	clause        string // the keyword of its clause: select, from, where, …
}

// rewriting turns PostgreSQL's dialect into DuckDB's, token by token: the names of the catalogue, the
// casts to its types, the operators that only PostgreSQL has. DuckDB's own dialect passes unchanged.
type rewriting struct {
	t []slot // no white space
	// setting is the session's value of current_setting('name').
	setting func(name string) (string, bool)
	arrays  []int
	cast    map[int]uint32
}

func rewrite(tokens []lexer.Token, setting func(name string) (string, bool)) translation {
	r := &rewriting{setting: setting, cast: map[int]uint32{}}
	for _, t := range tokens {
		if t.Kind != lexer.Space {
			r.t = append(r.t, slot{Token: t, now: t.Raw, partner: -1})
		}
	}
	r.pair()
	r.clauses()
	names := r.columnNames()
	for i := range r.t {
		r.operators(i)
		r.casts(i)
	}
	for i := range r.t {
		r.chain(i)
		r.lists(i)
	}
	result := translation{arrays: r.arrays, casts: r.cast, names: names}
	result.SQL, result.pieces = r.write(tokens)
	for i := range r.t {
		if r.isAny(i, "any", "all", "some") && r.is(i+1, "(") && r.at(i+2).Kind == lexer.Parameter && r.is(i+3, ")") {
			r.t[i].now = ""
		}
	}
	result.probe, _ = r.write(tokens)
	return result
}

// write joins the statement again, with its original white space.
func (r *rewriting) write(tokens []lexer.Token) (string, []piece) {
	var out strings.Builder
	var pieces []piece
	next, was := 0, 0
	for _, t := range tokens {
		now := t.Raw
		if t.Kind != lexer.Space {
			p := r.t[next]
			next++
			out.WriteString(p.before)
			pieces = append(pieces, piece{out.Len(), was})
			now = p.now + p.after
		}
		out.WriteString(now)
		was += utf8.RuneCountInString(t.Raw)
	}
	return out.String(), pieces
}

// place maps a position in the rewritten statement to the statement as written, in characters from
// 1, 0 for unknown. The line and the column, in characters, are from 1.
func (r translation) place(line, column int) int {
	if line <= 0 || column <= 0 {
		return 0
	}
	rest, at := r.SQL, 0
	for ; line > 1; line-- {
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			return 0
		}
		rest, at = rest[end+1:], at+end+1
	}
	for ; column > 1 && rest != ""; column-- {
		_, n := utf8.DecodeRuneInString(rest)
		rest, at = rest[n:], at+n
	}
	was := 0
	for _, p := range r.pieces {
		if p.now > at {
			break
		}
		was = p.was + 1
	}
	return was
}

// pair finds the counterpart of each bracket.
func (r *rewriting) pair() {
	var open []int
	for i, t := range r.t {
		switch {
		case t.IsAny("(", "[", "{"):
			open = append(open, i)
		case t.IsAny(")", "]", "}") && len(open) > 0:
			o := open[len(open)-1]
			open = open[:len(open)-1]
			r.t[o].partner, r.t[i].partner = i, o
		}
	}
}

var clauseWords = []string{"select", "from", "where", "group", "order", "having", "limit", "offset", "window", "qualify", "set", "values", "union", "intersect", "except", "returning", "with"}

// clauses finds the clause of each token.
func (r *rewriting) clauses() {
	stack := []string{""}
	for i, t := range r.t {
		top := &stack[len(stack)-1]
		if t.Kind == lexer.Word && slices.Contains(clauseWords, t.Name()) && !r.is(i-1, ".") && !r.is(i-1, "as") {
			if !(t.Is("from") && *top != "select") || len(stack) == 1 { // extract(year FROM x), IS DISTINCT FROM
				*top = t.Name()
			}
		}
		r.t[i].clause = *top
		switch {
		case t.Is("("):
			inner := ""
			if *top == "from" && r.isAny(i-1, "from", "join", ",", "(", "lateral") {
				inner = "from"
			}
			stack = append(stack, inner)
		case t.Is(")") && len(stack) > 1:
			stack = stack[:len(stack)-1]
			r.t[i].clause = stack[len(stack)-1]
		}
	}
}

func (r *rewriting) at(i int) lexer.Token {
	if i < 0 || i >= len(r.t) {
		return lexer.Token{}
	}
	return r.t[i].Token
}

func (r *rewriting) is(i int, raw string) bool       { return r.at(i).Is(raw) }
func (r *rewriting) isAny(i int, raw ...string) bool { return r.at(i).IsAny(raw...) }
func (r *rewriting) named(i int) bool {
	return r.at(i).Kind == lexer.Word || r.at(i).Kind == lexer.Quoted
}

// drop removes tokens, but not what was inserted around them.
func (r *rewriting) drop(from, through int) {
	for i := from; i <= through && i < len(r.t); i++ {
		r.t[i].now = ""
	}
}

// wrap puts a call around tokens. The call added last is the outermost.
func (r *rewriting) wrap(function string, from, through int) {
	r.t[from].before = function + "(" + r.t[from].before
	r.t[through].after += ")"
}

// operators rewrites OPERATOR(pg_catalog.~), COLLATE, and pattern matching: in PostgreSQL a pattern
// matches anywhere in the text, in DuckDB the whole text.
func (r *rewriting) operators(i int) {
	switch {
	case r.is(i, "operator") && r.is(i+1, "(") && r.t[i+1].partner > 0:
		close := r.t[i+1].partner
		r.drop(i, close-2)
		r.drop(close, close)
	case r.is(i, "collate") && i > 0:
		end := r.chainEnd(i + 1)
		if slices.Contains([]string{"default", "c", "posix", "ucs_basic", "c.utf8", "c.utf-8", "en_us.utf8", "unicode"}, strings.ToLower(r.at(end).Name())) {
			r.drop(i, end)
		}
	}
	function, isPattern := map[string]string{"~": "pg.pattern", "!~": "pg.pattern", "~*": "pg.any_case_pattern", "!~*": "pg.any_case_pattern"}[r.at(i).Raw]
	if !isPattern || r.at(i).Kind != lexer.Operator || !r.endsOperand(i-1) && !r.is(i-1, ".") && !r.is(i-1, "operator") {
		return
	}
	right := i + 1
	if r.is(right, ")") { // OPERATOR(pg_catalog.~)
		right++
	}
	if right >= len(r.t) || r.isAny(right, "any", "all", "some") {
		return
	}
	r.t[i].now = strings.TrimSuffix(r.at(i).Raw, "*")
	r.wrap(function, right, r.primaryEnd(right))
}

// endsOperand reports whether an operand may end with the token.
func (r *rewriting) endsOperand(i int) bool {
	t := r.at(i)
	switch t.Kind {
	case lexer.Text, lexer.Number, lexer.Parameter, lexer.Quoted:
		return true
	case lexer.Word:
		return !slices.Contains([]string{"and", "or", "not", "when", "then", "else", "case", "select", "where", "on", "in", "having", "by", "from", "is", "like", "ilike", "as", "distinct", "between", "limit", "offset", "values", "using", "over", "filter"}, t.Name())
	}
	return t.IsAny(")", "]", "}")
}

// chainEnd is the last token of a name such as a.b.c that begins at i.
func (r *rewriting) chainEnd(i int) int {
	for r.is(i+1, ".") && (r.named(i+2) || r.is(i+2, "*")) {
		i += 2
	}
	return i
}

// primaryEnd is the last token of the operand that begins at i, with its casts.
func (r *rewriting) primaryEnd(i int) int {
	end := i
	switch {
	case r.isAny(i, "+", "-") && i+1 < len(r.t):
		return r.primaryEnd(i + 1)
	case r.is(i, "(") && r.t[i].partner > 0:
		end = r.t[i].partner
	case r.named(i):
		end = r.chainEnd(i)
		if r.isAny(end+1, "(", "[") && r.t[end+1].partner > 0 {
			end = r.t[end+1].partner
		}
	}
	for {
		switch {
		case r.is(end+1, "[") && r.t[end+1].partner > 0:
			end = r.t[end+1].partner
		case r.is(end+1, ".") && r.named(end+2):
			end += 2
		case r.is(end+1, "::") && r.named(end+2):
			end = r.typeEnd(end + 2)
		case r.is(end+1, "collate") && r.named(end+2):
			end = r.chainEnd(end + 2)
		default:
			return end
		}
	}
}

// typeEnd is the last token of the type that begins at i.
func (r *rewriting) typeEnd(i int) int {
	first := r.at(i).Name()
	end := r.chainEnd(i)
	if first == "double" && r.is(end+1, "precision") || (first == "character" || first == "bit") && r.is(end+1, "varying") {
		end++
	}
	if r.is(end+1, "(") && r.t[end+1].partner > 0 {
		end = r.t[end+1].partner
	}
	if (first == "timestamp" || first == "time") && r.isAny(end+1, "with", "without") && r.is(end+2, "time") && r.is(end+3, "zone") {
		end += 3
	}
	for r.is(end+1, "[") && r.t[end+1].partner > 0 {
		end = r.t[end+1].partner
	}
	return end
}

// primaryStart is the first token of the operand that ends at i.
func (r *rewriting) primaryStart(i int) int {
	start := i
	switch {
	case r.is(i, "]") && r.t[i].partner >= 0:
		start = r.t[i].partner
		if r.is(start-1, "array") {
			start--
		} else if r.endsOperand(start - 1) {
			start = r.primaryStart(start - 1)
		}
	case r.is(i, ")") && r.t[i].partner >= 0:
		start = r.t[i].partner
		if r.named(start-1) && r.endsOperand(start-1) {
			start = r.chainStart(start - 1)
		}
	case r.named(i):
		start = r.chainStart(i)
	}
	if r.is(start-1, "::") {
		return r.primaryStart(start - 2)
	}
	return start
}

func (r *rewriting) chainStart(i int) int {
	for r.is(i-1, ".") && r.named(i-2) {
		i -= 2
	}
	if r.is(i-1, ".") && r.is(i-2, ")") && r.t[i-2].partner >= 0 {
		return r.primaryStart(i - 2)
	}
	return i
}

// registered are the types that show a number as a name: the functions that turn the name into the
// number, and back.
var registered = map[string][2]string{
	"regclass":     {"pg.to_regclass", "pg.regclass_name"},
	"regtype":      {"pg.to_regtype", "pg.regtype_name"},
	"regproc":      {"pg.to_regproc", "pg.regproc_name"},
	"regprocedure": {"pg.to_regproc", "pg.regproc_name"},
	"regnamespace": {"pg.to_regnamespace", "pg.regnamespace_name"},
	"regrole":      {"pg.to_regrole", "pg.regrole_name"},
}

// typesHere are types that DuckDB lacks or defines differently.
var typesHere = map[string]string{
	"name": "VARCHAR", "char": "VARCHAR", "cstring": "VARCHAR", "unknown": "VARCHAR", "citext": "VARCHAR", "xml": "VARCHAR", "inet": "VARCHAR", "cidr": "VARCHAR",
	"pg_node_tree": "VARCHAR", "aclitem": "VARCHAR", "pg_lsn": "VARCHAR", "oid": "UINTEGER", "xid": "UINTEGER", "cid": "UINTEGER", "int2vector": "SMALLINT[]",
	"oidvector": "UINTEGER[]", "jsonb": "JSON", "bpchar": "VARCHAR", "regoper": "VARCHAR", "regoperator": "VARCHAR", "regconfig": "VARCHAR",
}

// casts rewrites operand::type and CAST(operand AS type) for DuckDB.
func (r *rewriting) casts(i int) {
	switch {
	case r.is(i, "::") && r.named(i+1) && i > 0:
		start, end := r.primaryStart(i-1), r.typeEnd(i+1)
		r.castParameter(i-1, i+1, end)
		if functions, ok := registered[r.typeName(i+1)]; ok && !r.is(end, "]") {
			r.wrap(r.registering(functions, start, i-1, end), start, i-1)
			r.drop(i, end)
			return
		}
		r.castType(i + 1)
		if value, ok := r.at(start).Value(); ok && start == i-1 && r.is(end, "]") && strings.HasPrefix(value, "{") {
			r.wrap("pg.array_elements", start, start)
		}
	case r.is(i, "cast") && r.is(i+1, "(") && r.t[i+1].partner > 0:
		close := r.t[i+1].partner
		for as := i + 2; as < close; as++ {
			if r.isAny(as, "(", "[") && r.t[as].partner > 0 {
				as = r.t[as].partner
				continue
			}
			if !r.is(as, "as") || !r.named(as+1) {
				continue
			}
			if as == i+3 {
				r.castParameter(i+2, as+1, close-1)
			}
			if functions, ok := registered[r.typeName(as+1)]; ok && !r.is(close-1, "]") {
				r.t[i].now = r.registering(functions, i+2, as-1, close)
				r.drop(as, close-1)
			} else {
				r.castType(as + 1)
			}
		}
	}
}

// typeNumbers are the types by their names.
var typeNumbers = map[string]uint32{
	"bool": pgtype.BoolOID, "int2": pgtype.Int2OID, "int4": pgtype.Int4OID, "int8": pgtype.Int8OID, "float4": pgtype.Float4OID, "float8": pgtype.Float8OID,
	"numeric": pgtype.NumericOID, "text": pgtype.TextOID, "varchar": pgtype.TextOID, "date": pgtype.DateOID, "time": pgtype.TimeOID, "timestamp": pgtype.TimestampOID,
	"timestamptz": pgtype.TimestamptzOID, "interval": pgtype.IntervalOID, "uuid": pgtype.UUIDOID, "bytea": pgtype.ByteaOID, "blob": pgtype.ByteaOID, "oid": pgtype.OIDOID,
}

// castParameter notes the type that a parameter is cast to: the client is expected to send it.
func (r *rewriting) castParameter(i, from, end int) {
	oid := typeNumbers[baseTypeName(r.typeName(from))]
	if r.at(i).Kind != lexer.Parameter || oid == 0 {
		return
	}
	if oid == pgtype.TimestampOID && r.is(end, "zone") && r.is(end-2, "with") {
		oid = pgtype.TimestamptzOID
	}
	if r.is(end, "]") {
		oid = arraysOf[oid]
	}
	if n := parameterNumber(r.at(i)); n > 0 && r.cast[n] == 0 {
		r.cast[n] = oid
	}
}

// registering chooses between the number of a name and the name of a number: by the operand, and by
// what the result is cast to.
func (r *rewriting) registering(functions [2]string, from, through, end int) string {
	toNumber := r.is(end+1, "::") && slices.Contains([]string{"oid", "int", "int4", "int8", "integer", "bigint"}, r.typeName(end+2))
	for i := from; i <= through; i++ {
		toNumber = toNumber || r.is(i, "||") || r.isAny(i, "format", "quote_ident", "concat") && r.is(i+1, "(") || from == through && (r.at(i).Kind == lexer.Text || r.at(i).Kind == lexer.Parameter)
	}
	if toNumber {
		return functions[0]
	}
	return functions[1]
}

// typeName is the last part of a type's name: text for pg_catalog.text.
func (r *rewriting) typeName(i int) string { return r.at(r.chainEnd(i)).Name() }

func (r *rewriting) castType(from int) {
	last := r.chainEnd(from)
	here, known := typesHere[r.typeName(from)]
	if r.at(from).Name() == "information_schema" {
		here, known = "VARCHAR", true
	}
	if r.at(last).Kind == lexer.Word && r.typeName(from) == "char" {
		known = false // char(3) is a text of that length, "char" is a different type
	}
	switch schema := r.at(from).Name(); {
	case known:
		r.drop(from, last-1)
		r.t[last].now = here
	case last > from && schema == "pg_catalog":
		r.drop(from, last-1)
		r.t[last].now = r.at(last).Name()
	}
}

// spoken are the words that are values.
var spoken = map[string]string{
	"current_user": user, "session_user": user, "user": user, "current_role": user, "current_catalog": database, "current_schema": schema,
}

// chain maps the names of the catalogue to the schemas that hold it here.
func (r *rewriting) chain(i int) {
	if !r.named(i) || r.is(i-1, ".") || r.t[i].now == "" || r.is(i-1, "::") || r.is(i-1, "as") && !r.is(i+1, "(") {
		return
	}
	first := r.at(i).Name()
	if end := r.chainEnd(i); end > i && r.at(end).Name() == "tableoid" {
		r.drop(i, end)
		r.t[end].now = "0::UINTEGER" // tableoid: a column that every table has in PostgreSQL, and * does not show
		return
	}
	if own, ok := ownSchemas[first]; ok && r.is(i+1, ".") && r.named(i+2) {
		called := r.is(i+3, "(")
		name := r.at(i + 2).Name()
		switch {
		case !called && catalog()[own].relations[name], called && catalog()[own].functions[name]:
			r.t[i].now = own
		case called || first == "pg_catalog" && r.at(i+3).Kind == lexer.Text: // a function that DuckDB has, or a type before a constant
			r.drop(i, i+1)
		}
		r.call(i+2, name)
		return
	}
	switch {
	case r.is(i+1, "("):
		if catalog()["pg"].functions[first] && !r.is(i-1, "as") {
			r.t[i].now = "pg." + first
		}
		r.call(i, first)
	case r.is(i+1, "."): // the table name before a column name
	case catalog()["pg"].relations[first] && r.t[i].clause == "from" && r.isAny(i-1, "from", "join", ",", "(", "only"), catalog()["pg"].relations[first] && r.is(i-1, "table"):
		r.t[i].now = "pg." + first
	case r.at(i).Kind == lexer.Word && spoken[first] != "" && !r.is(i-1, "as") && !(r.endsOperand(i-1) && i > 0):
		r.t[i].now = warehouse.Literal(spoken[first])
	}
}

// call rewrites the functions that depend on the session or on their place.
func (r *rewriting) call(i int, name string) {
	close := -1
	if r.is(i+1, "(") {
		close = r.t[i+1].partner
	}
	if close < 0 {
		return
	}
	argument, isText := r.at(i + 2).Value()
	if here, ok := renamed[name]; ok {
		r.t[i].now = here
	}
	switch {
	case name == "current_setting" && isText && r.isAny(i+3, ")", ","):
		if value, known := r.setting(argument); known {
			r.replace(i, close, warehouse.Literal(value))
		}
	case name == "pg_backend_pid" && close == i+2:
		if value, known := r.setting("pid"); known {
			r.replace(i, close, value)
		}
	case slices.Contains([]string{"to_char", "to_date", "to_timestamp"}, name) && r.is(close-2, ","):
		if pattern, constant := r.at(close - 1).Value(); constant {
			r.t[close-1].now = warehouse.Literal(momentPattern(pattern))
		}
	case name == "substring" && r.is(close-2, "from"):
		if _, isPattern := r.at(close - 1).Value(); isPattern { // substring(x FROM 'a pattern')
			r.t[i].now, r.t[close-2].now = "regexp_extract", ","
		}
	case name == "format" && isText && strings.Contains(argument, "%"):
		r.format(i+2, close, argument)
	case r.t[i].clause == "from":
		r.rowsOf(i, close, name)
	case name == "generate_series" && r.t[i].clause == "select" && r.isAny(i-1, "select", ",", "distinct", "."):
		start := i
		if r.is(i-1, ".") {
			start = i - 2
		}
		r.wrap("unnest", start, close)
	}
}

// renamed are functions that DuckDB has under another name.
var renamed = map[string]string{
	"json_build_object": "json_object", "jsonb_build_object": "json_object", "json_build_array": "json_array", "jsonb_build_array": "json_array",
	"json_agg": "json_group_array", "jsonb_agg": "json_group_array", "to_jsonb": "to_json", "json_object_agg": "json_group_object", "jsonb_object_agg": "json_group_object",
	"string_to_table": "regexp_split_to_table", "pg_typeof": "typeof", "clock_timestamp": "now", "statement_timestamp": "now", "every": "bool_and",
}

// format rewrites PostgreSQL's format('%I.%s', a, b), whose directives DuckDB does not know.
func (r *rewriting) format(i, close int, pattern string) {
	wraps := []string{}
	var b strings.Builder
	for rest := strings.NewReplacer("{", "{{", "}", "}}").Replace(pattern); rest != ""; rest = rest[1:] {
		if rest[0] != '%' || len(rest) == 1 {
			b.WriteByte(rest[0])
			continue
		}
		rest = rest[1:]
		wrap, known := map[byte]string{'s': "", 'I': "pg.quote_ident", 'L': "pg.quote_nullable"}[rest[0]]
		switch {
		case rest[0] == '%':
			b.WriteByte('%')
		case known:
			b.WriteString("{}")
			wraps = append(wraps, wrap)
		default:
			return // positions and widths are left as they are
		}
	}
	r.t[i].now = warehouse.Literal(b.String())
	start := i + 2
	for n := 0; start < close && n < len(wraps); n++ {
		end := start
		for end+1 < close && !r.is(end+1, ",") {
			if r.isAny(end, "(", "[") && r.t[end].partner > end {
				end = r.t[end].partner
				continue
			}
			end++
		}
		if wraps[n] != "" {
			r.wrap(wraps[n], start, end)
		}
		start = end + 2
	}
}

// rowsOf rewrites a function used as a table. In PostgreSQL the alias of one that returns plain
// values also names the column, and a function of one value is a table of one row.
func (r *rewriting) rowsOf(i, close int, name string) {
	givesRows := slices.Contains([]string{"generate_series", "unnest", "generate_subscripts", "regexp_split_to_table"}, name)
	givesOne := slices.Contains([]string{"string_to_array", "current_setting", "regexp_split_to_array", "array_positions"}, name)
	if !givesRows && !givesOne {
		return
	}
	start := i
	if r.is(i-1, ".") {
		start = i - 2
	}
	if !r.isAny(start-1, "from", "join", ",", "lateral") {
		return
	}
	if givesOne {
		r.t[start].before = "(SELECT " + r.t[start].before
		r.t[close].after += ")"
	}
	alias := close + 1
	if r.is(alias, "as") {
		alias++
	}
	if r.named(alias) && !r.is(alias+1, "(") && !slices.Contains(append([]string{"on", "with", "join", "left", "right", "inner", "cross", "full", "natural"}, clauseWords...), r.at(alias).Name()) {
		r.t[alias].after += "(" + r.at(alias).Raw + ")"
	}
}

// replace replaces a call with a text.
func (r *rewriting) replace(i, close int, text string) {
	from := i
	if r.is(i-1, ".") {
		from = i - 2
	}
	r.drop(from, close)
	r.t[i].now = text
}

// lists makes '{a,b}' in ANY ('{a,b}') a list, and notes the parameters that must be lists.
func (r *rewriting) lists(i int) {
	if !r.isAny(i, "any", "all", "some") || !r.is(i+1, "(") {
		return
	}
	inner := i + 2
	close := r.t[i+1].partner
	if close > 0 && r.named(inner) && r.chainEnd(inner) == close-1 && r.is(i-1, "=") && !r.is(i, "all") {
		// DuckDB takes ANY of a column for a subquery, which is not allowed in the condition of a
		// LEFT JOIN.
		r.t[i-1].now, r.t[i].now, r.t[i+1].now, r.t[close].now = "IN", "", "", ""
		return
	}
	for r.is(inner, "(") {
		inner++
	}
	if inner >= len(r.t) || close < 0 || !r.is(inner+1, ")") {
		return
	}
	switch value, isText := r.at(inner).Value(); {
	case isText && strings.HasPrefix(value, "{") && r.is(i-1, "=") && !r.is(i, "all"):
		r.oneOf("IN", i, inner, elements(value))
	case isText && strings.HasPrefix(value, "{") && r.isAny(i-1, "<>", "!=") && r.is(i, "all"):
		r.oneOf("NOT IN", i, inner, elements(value))
	case isText && strings.HasPrefix(value, "{"):
		r.wrap("pg.array_elements", inner, inner)
	case r.at(inner).Kind == lexer.Parameter && inner == i+2:
		if n := parameterNumber(r.at(inner)); n > 0 {
			r.arrays = append(r.arrays, n)
		}
	}
}

// oneOf makes x = ANY (('{…}')) into x IN (…).
func (r *rewriting) oneOf(operator string, i, inner int, list string) {
	r.drop(i+2, inner-1)
	r.drop(inner+1, r.t[i+1].partner-1)
	r.t[i-1].now, r.t[i].now, r.t[inner].now = operator, "", list
}

// elements are those of '{a,"b c"}' as constants, whose type DuckDB infers from what they are
// compared with.
func elements(list string) string {
	var items pgtype.FlatArray[*string]
	if err := pgtype.NewMap().Scan(pgtype.TextArrayOID, textFormat, []byte(list), &items); err != nil || len(items) == 0 {
		return "NULL"
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = "NULL"
		if item != nil {
			texts[i] = warehouse.Literal(*item)
		}
	}
	return strings.Join(texts, ", ")
}

// parameterNumber is n of $n.
func parameterNumber(t lexer.Token) int {
	n := 0
	for _, c := range []byte(t.Raw[1:]) {
		n = min(n*10+int(c-'0'), 1<<20)
	}
	return n
}
