package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Session runs free SQL over one snapshot. It must live in a separate process, with nothing at
// stake: DuckDB has no notion of an untrusted user, and neither its memory limit nor a cancelled
// context stops every function. Package sandbox provides that.
type Session struct {
	db    *sql.DB
	conn  *sql.Conn
	calls *calls // of functions
}

// sessionSettings are run in this order once the snapshot is attached. Nothing spills to disk: a
// worker has no file to write.
var sessionSettings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET TimeZone = 'UTC'",
	"SET temp_directory = ''",
	"SET enable_external_access = false",
	"SET lock_configuration = true",
}

// OpenSession opens the snapshot file at path, under the name jianfu, for one statement; derived is the file of its
// derived figures, "" if the statement reads none. The megabytes limit the engine's memory, as far as it respects them.
// The statement may call the functions.
func OpenSession(ctx context.Context, path, derived string, megabytes int, functions ...Function) (*Session, error) {
	begin := []string{
		"ATTACH " + Literal(path) + " AS jianfu (READ_ONLY)",
		"USE jianfu",
	}
	if derived == "" {
		begin = append(begin, "ATTACH ':memory:' AS derived", derivedShape()) // otherwise the views of the snapshot would have no columns
	} else {
		begin = append(begin, "ATTACH "+Literal(derived)+" AS derived (READ_ONLY)")
	}
	// These two are options of opening, because otherwise DuckDB looks up the memory and the
	// processors of the machine in files that a confined process must not read, and aborts.
	db, conn, err := openOver(ctx, fmt.Sprintf("?memory_limit=%dMB&threads=2", megabytes), append(begin, sessionSettings...))
	if err != nil {
		return nil, err
	}
	s := &Session{db: db, conn: conn}
	if s.calls, err = provide(ctx, db, conn, functions); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close closes the snapshot.
func (s *Session) Close() error { return errors.Join(s.conn.Close(), s.db.Close()) }

// ParseTree is DuckDB's own parse of a text, as JSON. Anything but a SELECT is an error in it:
// {"error":true,"error_message":…,"position":…}.
func (s *Session) ParseTree(ctx context.Context, text string) (tree []byte, err error) {
	err = s.conn.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql($1::VARCHAR) AS VARCHAR)", text).Scan(&tree)
	return tree, err
}

// Shape is the list of what a snapshot can be queried for.
type Shape struct {
	Tables map[string]bool // schema.name of each table and view
	Macros map[string]bool // scalar and table macros, those of schemas other than main as schema.name
}

// Shape reads the tables, views and macros of the snapshot.
func (s *Session) Shape(ctx context.Context) (Shape, error) {
	shape := Shape{Tables: map[string]bool{}, Macros: map[string]bool{}}
	rows, err := s.conn.QueryContext(ctx, `
		SELECT TRUE, schema_name || '.' || table_name FROM duckdb_tables()
		WHERE database_name = 'jianfu' AND NOT internal AND (schema_name <> 'main' OR table_name IN (`+readableList()+`))
		UNION ALL SELECT TRUE, schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = 'jianfu' AND NOT internal
		UNION ALL SELECT FALSE, CASE schema_name WHEN 'main' THEN function_name ELSE schema_name || '.' || function_name END FROM duckdb_functions()
		WHERE database_name IN ('jianfu', 'temp') AND NOT internal AND function_type LIKE '%macro'`)
	if err != nil {
		return shape, err
	}
	defer rows.Close()
	for rows.Next() {
		var isTable bool
		var name string
		if err := rows.Scan(&isTable, &name); err != nil {
			return shape, err
		}
		if isTable {
			shape.Tables[name] = true
		} else {
			shape.Macros[name] = true
		}
	}
	return shape, rows.Err()
}

func readableList() string {
	quoted := make([]string, len(readable))
	for i, name := range readable {
		quoted[i] = Literal(name)
	}
	return strings.Join(quoted, ", ")
}

// ResultColumn is one column of an answer: its name and its DuckDB type, such as
// DECIMAL(38,4) or VARCHAR[].
type ResultColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Describe returns the columns of a statement's result and the types of its parameters, without
// running it. A parameter whose type DuckDB cannot infer is "".
func (s *Session) Describe(ctx context.Context, text string) (columns []ResultColumn, parameters []string, err error) {
	err = s.conn.Raw(func(raw any) error {
		prepared, err := raw.(driver.ConnPrepareContext).PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		defer func() { _ = prepared.Close() }() // nothing was run
		statement := prepared.(*duckdb.Stmt)
		for n := range statement.NumInput() {
			kind, err := statement.ParamType(n + 1)
			if err != nil {
				return err
			}
			parameters = append(parameters, typeNames[kind])
		}
		count, err := statement.ColumnCount()
		if err != nil {
			return err
		}
		for n := range count {
			name, err := statement.ColumnName(n)
			if err != nil {
				return err
			}
			column := ResultColumn{Name: name} // of the whole result, if it has an open type
			if kind, err := statement.ColumnType(n); err != nil {
				return err
			} else if kind != duckdb.TYPE_INVALID { // as for a lone placeholder
				info, err := statement.ColumnTypeInfo(n)
				if err != nil {
					return err
				}
				column.Type = typeName(info)
			}
			columns = append(columns, column)
		}
		return nil
	})
	return columns, parameters, err
}

// Argument is the value of one placeholder: a text or a list of texts, nil for NULL, which the
// statement casts to the type it needs.
type Argument struct {
	Text *string   `json:"text,omitempty"`
	List []*string `json:"list,omitempty"`
}

// Run runs one statement. It reports the columns, then each row, cell by cell in DuckDB's own text
// form, nil for NULL; lists and other nested values as JSON. The cells are only valid during the
// call.
func (s *Session) Run(ctx context.Context, text string, arguments []Argument, columns func([]ResultColumn) error, row func(cells [][]byte) error) error {
	values := make([]driver.NamedValue, len(arguments))
	for i, a := range arguments {
		values[i] = driver.NamedValue{Ordinal: i + 1, Value: a.value()}
	}
	err := s.conn.Raw(func(raw any) error {
		rows, err := raw.(driver.QueryerContext).QueryContext(ctx, text, values)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // the process ends after it
		shape := make([]ResultColumn, len(rows.Columns()))
		for i, name := range rows.Columns() {
			shape[i] = ResultColumn{name, rows.(driver.RowsColumnTypeDatabaseTypeName).ColumnTypeDatabaseTypeName(i)}
		}
		if err := columns(shape); err != nil {
			return err
		}
		line := make([]driver.Value, len(shape))
		cells := make([][]byte, len(shape))
		for {
			if err := rows.Next(line); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			for i, value := range line {
				if cells[i], err = cellText(cells[i][:0], value, shape[i].Type); err != nil {
					return fmt.Errorf("column %s: %w", shape[i].Name, err)
				}
			}
			if err := row(cells); err != nil {
				return err
			}
		}
	})
	return s.calls.reason(err)
}

func (a Argument) value() any {
	switch {
	case a.List != nil:
		list := make([]any, len(a.List))
		for i, item := range a.List {
			if item != nil {
				list[i] = *item
			}
		}
		return list
	case a.Text != nil:
		return *a.Text
	}
	return nil
}

// cellText appends a value as text to buffer; NULL is nil.
func cellText(buffer []byte, value any, dataType string) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return nil, nil
	case bool:
		return strconv.AppendBool(buffer, v), nil
	case string:
		return append(notNil(buffer), v...), nil
	case int8:
		return strconv.AppendInt(buffer, int64(v), 10), nil
	case int16:
		return strconv.AppendInt(buffer, int64(v), 10), nil
	case int32:
		return strconv.AppendInt(buffer, int64(v), 10), nil
	case int64:
		return strconv.AppendInt(buffer, v, 10), nil
	case uint8:
		return strconv.AppendUint(buffer, uint64(v), 10), nil
	case uint16:
		return strconv.AppendUint(buffer, uint64(v), 10), nil
	case uint32:
		return strconv.AppendUint(buffer, uint64(v), 10), nil
	case uint64:
		return strconv.AppendUint(buffer, v, 10), nil
	case float32:
		return appendFloat(buffer, float64(v), 32), nil
	case float64:
		return appendFloat(buffer, v, 64), nil
	case *big.Int:
		return v.Append(buffer, 10), nil
	case duckdb.Decimal:
		return append(buffer, decimalText(v)...), nil
	case time.Time:
		return append(buffer, timeText(v, dataType)...), nil
	case duckdb.Interval:
		return append(buffer, intervalText(v)...), nil
	case []byte:
		if dataType == "UUID" && len(v) == 16 {
			return append(buffer, uuidText(v)...), nil
		}
		return hex.AppendEncode(notNil(buffer), v), nil
	case duckdb.UUID:
		return append(buffer, uuidText(v[:])...), nil
	}
	nested, err := plain(value, dataType)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(nested)
	return append(buffer, text...), err
}

// notNil distinguishes an empty text from NULL.
func notNil(buffer []byte) []byte {
	if buffer == nil {
		return []byte{}
	}
	return buffer
}

func appendFloat(buffer []byte, v float64, bits int) []byte {
	switch {
	case math.IsInf(v, 1):
		return append(buffer, "inf"...)
	case math.IsInf(v, -1):
		return append(buffer, "-inf"...)
	case math.IsNaN(v):
		return append(buffer, "nan"...)
	}
	return strconv.AppendFloat(buffer, v, 'g', -1, bits)
}

// decimalText has all the places of the column: the driver's own text drops zeros.
func decimalText(d duckdb.Decimal) string {
	negative := d.Value.Sign() < 0
	digits := new(big.Int).Abs(d.Value).String()
	scale := int(d.Scale)
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	text := digits[:len(digits)-scale]
	if scale > 0 {
		text += "." + digits[len(digits)-scale:]
	}
	if negative {
		text = "-" + text
	}
	return text
}

// The values of infinity: no end, and no beginning. Those of a date are whole days.
var (
	endOfTime   = time.UnixMicro(math.MaxInt64).UTC()
	startOfTime = time.UnixMicro(-math.MaxInt64).UTC()
	endOfDays   = time.Unix(math.MaxInt32*86400, 0).UTC()
	startOfDays = time.Unix(-math.MaxInt32*86400, 0).UTC()
)

func timeText(t time.Time, dataType string) string {
	t = t.UTC()
	switch {
	case t.Equal(endOfTime), dataType == "DATE" && t.Equal(endOfDays):
		return "infinity"
	case t.Equal(startOfTime), dataType == "DATE" && t.Equal(startOfDays):
		return "-infinity"
	}
	switch dataType {
	case "DATE":
		return t.Format(time.DateOnly)
	case "TIME":
		return t.Format("15:04:05.999999999")
	case "TIMETZ", "TIME WITH TIME ZONE":
		return t.Format("15:04:05.999999999-07")
	case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE":
		return t.Format("2006-01-02 15:04:05.999999999-07")
	}
	return t.Format("2006-01-02 15:04:05.999999999")
}

func intervalText(v duckdb.Interval) string {
	var words []string
	add := func(n int64, one string) {
		if n != 0 {
			if n != 1 && n != -1 {
				one += "s"
			}
			words = append(words, strconv.FormatInt(n, 10)+" "+one)
		}
	}
	add(int64(v.Months/12), "year")
	add(int64(v.Months%12), "month")
	add(int64(v.Days), "day")
	if v.Micros != 0 || len(words) == 0 {
		micros, sign := v.Micros, ""
		if micros < 0 {
			micros, sign = -micros, "-"
		}
		clock := fmt.Sprintf("%s%02d:%02d:%02d", sign, micros/3600e6, micros/60e6%60, micros/1e6%60)
		if rest := micros % 1e6; rest != 0 {
			clock += "." + strings.TrimRight(fmt.Sprintf("%06d", rest), "0")
		}
		words = append(words, clock)
	}
	return strings.Join(words, " ")
}

func uuidText(b []byte) string {
	text := hex.EncodeToString(b)
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}

// plain turns a nested value of a type into JSON values: exact numbers and times become texts.
func plain(value any, dataType string) (any, error) {
	var err error
	within := func(item any, dataType string) any {
		result, failed := plain(item, dataType)
		err = errors.Join(err, failed)
		return result
	}
	switch v := value.(type) {
	case []any:
		if !strings.HasSuffix(dataType, "]") {
			return nil, errNestedJSON
		}
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = within(item, elementType(dataType))
		}
		return list, err
	case map[string]any:
		if !strings.HasPrefix(dataType, "STRUCT(") {
			return nil, errNestedJSON
		}
		object := make(map[string]any, len(v))
		for _, field := range fieldsOf(dataType) {
			object[field.Name] = within(v[field.Name], field.Type)
		}
		return object, err
	case duckdb.OrderedMap:
		pairs := [][2]any{} // not an object: its keys may be of any type, and are ordered
		values := v.Values()
		types := fieldsOf(dataType)
		for i, key := range v.Keys() {
			pairs = append(pairs, [2]any{within(key, types[0].Type), within(values[i], types[1].Type)})
		}
		return pairs, err
	case duckdb.Union:
		for _, field := range fieldsOf(dataType) {
			if field.Name == v.Tag {
				return plain(v.Value, field.Type)
			}
		}
		return nil, fmt.Errorf("%s has no %q", dataType, v.Tag)
	case duckdb.Decimal:
		return decimalText(v), nil
	case duckdb.Interval:
		return intervalText(v), nil
	case time.Time:
		return timeText(v, dataType), nil
	case *big.Int:
		return v.String(), nil
	case float64, float32:
		if dataType != "FLOAT" && dataType != "DOUBLE" {
			return nil, errNestedJSON
		}
		text := fmt.Sprint(v)
		if strings.ContainsAny(text, "IN") { // infinite, or not a number: JSON has none
			return text, nil
		}
		return v, nil
	case []byte:
		if dataType == "UUID" && len(v) == 16 {
			return uuidText(v), nil
		}
		return hex.EncodeToString(v), nil
	}
	return value, nil
}

// errNestedJSON is the error for JSON within a list or a struct: the driver reports it as text and
// reads its numbers as floats.
var errNestedJSON = &duckdb.Error{Type: duckdb.ErrorTypeInvalidInput,
	Msg: "JSON 放在列表或结构里时不能送出，请先转成文字; JSON within a list or a struct cannot be sent, cast it to text first: CAST(… AS VARCHAR)"}

// elementType is the element type of a list or an array.
func elementType(dataType string) string {
	return dataType[:max(strings.LastIndexByte(dataType, '['), 0)]
}

// fieldsOf splits the name of a nested type: the fields of STRUCT("a" INTEGER, …) or UNION(…), and
// without names the key and the value of MAP(…, …).
func fieldsOf(dataType string) []ResultColumn {
	kind, inside, _ := strings.Cut(strings.TrimSuffix(dataType, ")"), "(")
	var fields []ResultColumn
	begin, depth, inQuotes := 0, 0, false
	for at := 0; at <= len(inside); at++ {
		if at < len(inside) {
			switch c := inside[at]; {
			case c == '"':
				inQuotes = !inQuotes
			case inQuotes:
			case c == '(':
				depth++
			case c == ')':
				depth--
			}
			if inside[at] != ',' || inQuotes || depth > 0 {
				continue
			}
		}
		field := ResultColumn{Type: strings.TrimPrefix(inside[begin:at], " ")}
		if kind != "MAP" {
			field = named(field.Type)
		}
		fields = append(fields, field)
		begin = at + 1
	}
	return fields
}

// named splits "a ""b""" INTEGER.
func named(text string) ResultColumn {
	end := 1
	for end+1 < len(text) && (text[end] != '"' || text[end+1] == '"') {
		if text[end] == '"' {
			end++
		}
		end++
	}
	return ResultColumn{Name: strings.ReplaceAll(text[1:end], `""`, `"`), Type: strings.TrimPrefix(text[end+1:], " ")}
}

// Readable reports whether Run can read the values of a column: DuckDB's Go driver knows
// neither VARIANT nor TIME_NS nor structs without names.
func (c ResultColumn) Readable() bool {
	readable := func(dataType string) bool { return ResultColumn{Type: dataType}.Readable() }
	switch kind, _, _ := strings.Cut(c.Type, "("); {
	case strings.HasSuffix(c.Type, "]"):
		return readable(elementType(c.Type))
	case kind == "STRUCT", kind == "UNION":
		return !slices.ContainsFunc(fieldsOf(c.Type), func(f ResultColumn) bool { return f.Name == "" || !f.Readable() })
	case kind == "MAP":
		return !slices.ContainsFunc(fieldsOf(c.Type), func(f ResultColumn) bool { return !f.Readable() })
	}
	return c.Type != "" && c.Type != "VARIANT"
}

// typeNames are the simple types as DuckDB writes them.
var typeNames = map[duckdb.Type]string{
	duckdb.TYPE_BOOLEAN: "BOOLEAN", duckdb.TYPE_TINYINT: "TINYINT", duckdb.TYPE_SMALLINT: "SMALLINT", duckdb.TYPE_INTEGER: "INTEGER",
	duckdb.TYPE_BIGINT: "BIGINT", duckdb.TYPE_HUGEINT: "HUGEINT", duckdb.TYPE_UTINYINT: "UTINYINT", duckdb.TYPE_USMALLINT: "USMALLINT",
	duckdb.TYPE_UINTEGER: "UINTEGER", duckdb.TYPE_UBIGINT: "UBIGINT", duckdb.TYPE_UHUGEINT: "UHUGEINT", duckdb.TYPE_FLOAT: "FLOAT",
	duckdb.TYPE_DOUBLE: "DOUBLE", duckdb.TYPE_DECIMAL: "DECIMAL", duckdb.TYPE_VARCHAR: "VARCHAR", duckdb.TYPE_BLOB: "BLOB", duckdb.TYPE_DATE: "DATE",
	duckdb.TYPE_TIME: "TIME", duckdb.TYPE_TIME_TZ: "TIMETZ", duckdb.TYPE_TIMESTAMP: "TIMESTAMP", duckdb.TYPE_TIMESTAMP_S: "TIMESTAMP_S",
	duckdb.TYPE_TIMESTAMP_MS: "TIMESTAMP_MS", duckdb.TYPE_TIMESTAMP_NS: "TIMESTAMP_NS", duckdb.TYPE_TIMESTAMP_TZ: "TIMESTAMPTZ",
	duckdb.TYPE_INTERVAL: "INTERVAL", duckdb.TYPE_UUID: "UUID", duckdb.TYPE_BIT: "BIT", duckdb.TYPE_ENUM: "ENUM", duckdb.TYPE_BIGNUM: "BIGNUM",
}

// typeName is how DuckDB writes a type; "" for an open one, such as that of a lone placeholder.
func typeName(info duckdb.TypeInfo) string {
	switch details := info.Details().(type) {
	case *duckdb.DecimalDetails:
		return fmt.Sprintf("DECIMAL(%d,%d)", details.Width, details.Scale)
	case *duckdb.ListDetails:
		return typeName(details.Child) + "[]"
	case *duckdb.ArrayDetails:
		return fmt.Sprintf("%s[%d]", typeName(details.Child), details.Size)
	case *duckdb.MapDetails:
		return fmt.Sprintf("MAP(%s, %s)", typeName(details.Key), typeName(details.Value))
	case *duckdb.StructDetails:
		fields := make([]string, len(details.Entries))
		for i, entry := range details.Entries {
			fields[i] = Ident(entry.Name()) + " " + typeName(entry.Info())
		}
		return "STRUCT(" + strings.Join(fields, ", ") + ")"
	}
	if info.Alias() != "" {
		return info.Alias()
	}
	return typeNames[info.InternalType()]
}

// SQLFault is an error of a statement in DuckDB's words.
type SQLFault struct {
	Kind    FaultKind
	Message string // without the kind and without the lines that show the position
	Line    int    // in the statement, from 1; 0 if DuckDB does not say
	Column  int    // in characters, from 1
}

// FaultKind classes an error of a statement.
type FaultKind string

// The kinds.
const (
	FaultSyntax    FaultKind = "syntax"
	FaultTable     FaultKind = "table"    // no such table
	FaultColumn    FaultKind = "column"   // no such column
	FaultFunction  FaultKind = "function" // no such function, or not for these types
	FaultValue     FaultKind = "value"    // a value does not fit: conversion, range, division
	FaultMemory    FaultKind = "memory"
	FaultPermitted FaultKind = "permission"
	FaultOther     FaultKind = "other"
)

// faultKinds are DuckDB's classes that are specific enough.
var faultKinds = map[duckdb.ErrorType]FaultKind{
	duckdb.ErrorTypeParser: FaultSyntax, duckdb.ErrorTypeSyntax: FaultSyntax,
	duckdb.ErrorTypeOutOfMemory: FaultMemory, duckdb.ErrorTypePermission: FaultPermitted,
	duckdb.ErrorTypeConversion: FaultValue, duckdb.ErrorTypeOutOfRange: FaultValue, duckdb.ErrorTypeInvalidInput: FaultValue,
	duckdb.ErrorTypeMismatchType: FaultValue, duckdb.ErrorTypeDivideByZero: FaultValue, duckdb.ErrorTypeDecimal: FaultValue,
}

// faultWords distinguish the rest: DuckDB has one class for everything that a catalogue lacks.
var faultWords = []struct {
	words string
	kind  FaultKind
}{
	{"Table with name", FaultTable}, {"Referenced table", FaultTable}, {"Schema with name", FaultTable}, {"does not have a column named", FaultColumn},
	{"Referenced column", FaultColumn}, {"Function with name", FaultFunction}, {"No function matches", FaultFunction},
}

// ReadFault parses an error of DuckDB; it reports false for any other.
func ReadFault(err error) (SQLFault, bool) {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return SQLFault{}, false
	}
	f := SQLFault{Kind: FaultOther, Message: e.Msg}
	if kind, known := faultKinds[e.Type]; known {
		f.Kind = kind
	}
	if _, rest, found := strings.Cut(f.Message, " Error: "); found {
		f.Message = rest
	}
	for _, w := range faultWords {
		if f.Kind == FaultOther && strings.Contains(f.Message, w.words) {
			f.Kind = w.kind
		}
	}
	f.findPlace()
	return f, true
}

// findPlace removes the lines that show the position: the statement's line after "LINE 2: ", and
// under it a caret.
func (f *SQLFault) findPlace() {
	at := strings.LastIndex(f.Message, "\nLINE ")
	if at < 0 {
		return
	}
	shown := f.Message[at+len("\nLINE "):]
	f.Message = strings.TrimRight(f.Message[:at], "\n")
	number, rest, _ := strings.Cut(shown, ": ")
	line, err := strconv.Atoi(number)
	shownLine, caret, found := strings.Cut(rest, "\n")
	if err != nil || !found {
		return
	}
	before := strings.IndexByte(caret, '^') - len("LINE "+number+": ")
	// A line that is cut at the left begins with "...": its column is not known.
	if before < 0 || strings.HasPrefix(shownLine, "...") {
		f.Line = line
		return
	}
	f.Line, f.Column = line, 1
	for _, r := range shownLine { // the caret's position counts widths, and a Chinese character has two
		before--
		if wide(r) {
			before--
		}
		if before < 0 {
			break
		}
		f.Column++
	}
}

// wide reports whether a character takes two columns of a terminal.
func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd
}
