package pgwire

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"jianfu"
	"jianfu/sandbox"
)

// wireType is a type as PostgreSQL knows it.
type wireType struct {
	oid      uint32
	size     int16  // in bytes, -1 for any
	modifier int32  // of a numeric: its digits; -1 for none
	element  uint32 // of an array: the type of its elements; 0 for any other type
}

// scalars are PostgreSQL's numbers of DuckDB's types. UINTEGER is the type of OIDs in the
// catalogue: filed figures never have it.
var scalars = map[string]wireType{
	"BOOLEAN": {oid: pgtype.BoolOID, size: 1}, "TINYINT": {oid: pgtype.Int2OID, size: 2}, "UTINYINT": {oid: pgtype.Int2OID, size: 2},
	"SMALLINT": {oid: pgtype.Int2OID, size: 2}, "USMALLINT": {oid: pgtype.Int4OID, size: 4}, "INTEGER": {oid: pgtype.Int4OID, size: 4},
	"UINTEGER": {oid: pgtype.OIDOID, size: 4}, "BIGINT": {oid: pgtype.Int8OID, size: 8}, "UBIGINT": {oid: pgtype.NumericOID, size: -1},
	"HUGEINT": {oid: pgtype.NumericOID, size: -1}, "UHUGEINT": {oid: pgtype.NumericOID, size: -1}, "BIGNUM": {oid: pgtype.NumericOID, size: -1},
	"FLOAT": {oid: pgtype.Float4OID, size: 4}, "DOUBLE": {oid: pgtype.Float8OID, size: 8}, "DATE": {oid: pgtype.DateOID, size: 4},
	"TIME": {oid: pgtype.TimeOID, size: 8}, "TIMESTAMP": {oid: pgtype.TimestampOID, size: 8}, "TIMESTAMP_S": {oid: pgtype.TimestampOID, size: 8},
	"TIMESTAMP_MS": {oid: pgtype.TimestampOID, size: 8}, "TIMESTAMP_NS": {oid: pgtype.TimestampOID, size: 8}, "TIMESTAMPTZ": {oid: pgtype.TimestamptzOID, size: 8},
	"INTERVAL": {oid: pgtype.IntervalOID, size: 16}, "UUID": {oid: pgtype.UUIDOID, size: 16}, "BLOB": {oid: pgtype.ByteaOID, size: -1},
	"JSON": {oid: pgtype.JSONOID, size: -1}, "DECIMAL": {oid: pgtype.NumericOID, size: -1},
}

// arraysOf are the types of lists by the types of their elements.
var arraysOf = map[uint32]uint32{
	pgtype.BoolOID: pgtype.BoolArrayOID, pgtype.Int2OID: pgtype.Int2ArrayOID, pgtype.Int4OID: pgtype.Int4ArrayOID, pgtype.Int8OID: pgtype.Int8ArrayOID,
	pgtype.OIDOID: 1028, pgtype.Float4OID: pgtype.Float4ArrayOID, pgtype.Float8OID: pgtype.Float8ArrayOID, pgtype.NumericOID: pgtype.NumericArrayOID,
	pgtype.DateOID: pgtype.DateArrayOID, pgtype.TimeOID: pgtype.TimeArrayOID, pgtype.TimestampOID: pgtype.TimestampArrayOID,
	pgtype.TimestamptzOID: pgtype.TimestamptzArrayOID, pgtype.IntervalOID: pgtype.IntervalArrayOID, pgtype.UUIDOID: pgtype.UUIDArrayOID,
	pgtype.ByteaOID: pgtype.ByteaArrayOID, pgtype.TextOID: pgtype.TextArrayOID, pgtype.JSONOID: pgtype.JSONArrayOID,
}

// duckTypes are DuckDB's types for those that a client declares for a parameter. Text and types not
// listed are left to the statement.
var duckTypes = map[uint32]string{
	pgtype.BoolOID: "BOOLEAN", pgtype.Int2OID: "SMALLINT", pgtype.Int4OID: "INTEGER", pgtype.Int8OID: "BIGINT", pgtype.OIDOID: "UINTEGER",
	pgtype.Float4OID: "FLOAT", pgtype.Float8OID: "DOUBLE", pgtype.NumericOID: "DECIMAL(38,10)", pgtype.DateOID: "DATE", pgtype.TimeOID: "TIME",
	pgtype.TimestampOID: "TIMESTAMP", pgtype.TimestamptzOID: "TIMESTAMPTZ", pgtype.IntervalOID: "INTERVAL", pgtype.UUIDOID: "UUID",
	pgtype.ByteaOID: "BLOB",
}

// elementOf is the type of the elements of an array type, 0 for any other type.
func elementOf(oid uint32) uint32 {
	for element, array := range arraysOf {
		if array == oid {
			return element
		}
	}
	if oid == pgtype.VarcharArrayOID || oid == pgtype.BPCharArrayOID || oid == 1003 { // varchar[], char[], name[]
		return pgtype.TextOID
	}
	return 0
}

// typeOf is PostgreSQL's type of a column or parameter of a DuckDB type. Nested types other than
// plain lists are JSON; everything else is text.
func typeOf(duck string) wireType {
	if item, isList := strings.CutSuffix(duck, "[]"); isList {
		element := typeOf(item)
		if array := arraysOf[element.oid]; array != 0 && element.oid != pgtype.JSONOID && element.element == 0 {
			return wireType{oid: array, size: -1, modifier: -1, element: element.oid}
		}
	}
	switch {
	case strings.HasSuffix(duck, "]"), strings.HasPrefix(duck, "STRUCT("), strings.HasPrefix(duck, "MAP("), strings.HasPrefix(duck, "UNION("):
		return wireType{oid: pgtype.JSONOID, size: -1, modifier: -1}
	}
	name, digits, _ := strings.Cut(duck, "(")
	if t, ok := scalars[name]; ok {
		t.modifier = -1
		var width, scale int32
		if n, err := fmt.Sscanf(digits, "%d,%d)", &width, &scale); n == 2 && err == nil && t.oid == pgtype.NumericOID {
			t.modifier = width<<16 | scale + 4
		}
		return t
	}
	return wireType{oid: pgtype.TextOID, size: -1, modifier: -1}
}

// The two formats of a value.
const (
	textFormat   = int16(pgtype.TextFormatCode)
	binaryFormat = int16(pgtype.BinaryFormatCode)
)

// encoder writes values for one connection. It is not safe for concurrent use.
type encoder struct{ types *pgtype.Map }

// value appends a value of a row from the sandbox (see sandbox.Sink), which is not nil.
func (e encoder) value(buffer []byte, t wireType, format int16, value any) ([]byte, error) {
	if nested, isJSON := value.(sandbox.JSON); isJSON && t.element != 0 {
		return e.list(buffer, t, format, nested)
	}
	if text, isText := value.(string); isText && t.oid == pgtype.IntervalOID {
		value = strings.Replace(text, "month", "mon", 1) // PostgreSQL's word
	}
	if format == binaryFormat {
		return e.binary(buffer, t, value)
	}
	switch v := value.(type) {
	case bool:
		if v {
			return append(buffer, 't'), nil
		}
		return append(buffer, 'f'), nil
	case int64:
		return strconv.AppendInt(buffer, v, 10), nil
	case *big.Int:
		return v.Append(buffer, 10), nil
	case float64:
		return append(buffer, floatText(v, t.oid == pgtype.Float4OID)...), nil
	case jianfu.Decimal:
		return append(buffer, v.String()...), nil
	case sandbox.Infinity:
		return append(buffer, v.String()...), nil
	case time.Time:
		return append(buffer, timeText(v, t.oid)...), nil
	case []byte:
		return hex.AppendEncode(append(buffer, `\x`...), v), nil
	case sandbox.JSON:
		return append(buffer, v...), nil
	case string:
		return append(buffer, v...), nil
	}
	return nil, fmt.Errorf("a value of type %T", value)
}

func floatText(v float64, single bool) string {
	bits := 64
	if single {
		bits = 32
	}
	switch text := strconv.FormatFloat(v, 'g', -1, bits); text {
	case "+Inf":
		return "Infinity"
	case "-Inf":
		return "-Infinity"
	default:
		return text
	}
}

// timeText is a timestamp as PostgreSQL writes it in the style ISO: years before the first are
// counted from 1 BC.
func timeText(t time.Time, oid uint32) string {
	after := ""
	if t.Year() <= 0 {
		t, after = t.AddDate(1-2*t.Year(), 0, 0), " BC"
	}
	layout := "2006-01-02 15:04:05.999999"
	switch oid {
	case pgtype.DateOID:
		layout = time.DateOnly
	case pgtype.TimestamptzOID:
		layout += "+00"
	}
	return t.Format(layout) + after
}

func (e encoder) binary(buffer []byte, t wireType, value any) ([]byte, error) {
	switch v := value.(type) {
	case string:
		if t.oid == pgtype.TextOID || t.oid == pgtype.JSONOID {
			return append(buffer, v...), nil
		}
		return e.fromText(buffer, t.oid, v)
	case sandbox.JSON:
		return append(buffer, v...), nil
	case []byte:
		return append(buffer, v...), nil
	case *big.Int:
		value = pgtype.Numeric{Int: v, Valid: true}
	case jianfu.Decimal:
		return e.fromText(buffer, pgtype.NumericOID, v.String())
	case sandbox.Infinity:
		value = pgtype.Timestamptz{InfinityModifier: pgtype.InfinityModifier(v), Valid: true}
		switch t.oid {
		case pgtype.DateOID:
			value = pgtype.Date{InfinityModifier: pgtype.InfinityModifier(v), Valid: true}
		case pgtype.TimestampOID:
			value = pgtype.Timestamp{InfinityModifier: pgtype.InfinityModifier(v), Valid: true}
		}
	}
	return e.types.Encode(t.oid, binaryFormat, value, buffer)
}

// fromText turns a text into the binary form.
func (e encoder) fromText(buffer []byte, oid uint32, text string) ([]byte, error) {
	known, ok := e.types.TypeForOID(oid)
	if !ok {
		return nil, fmt.Errorf("no type %d", oid)
	}
	value, err := known.Codec.DecodeValue(e.types, oid, textFormat, []byte(text))
	if err != nil {
		return nil, err
	}
	return e.types.Encode(oid, binaryFormat, value, buffer)
}

// list writes a list, which arrives as JSON, as an array.
func (e encoder) list(buffer []byte, t wireType, format int16, list sandbox.JSON) ([]byte, error) {
	decoder := json.NewDecoder(strings.NewReader(string(list)))
	decoder.UseNumber()
	var items []any
	if err := decoder.Decode(&items); err != nil {
		return nil, err
	}
	texts := make([]*string, len(items))
	for i, item := range items {
		if item != nil {
			text := itemText(item, t.element)
			texts[i] = &text
		}
	}
	if format == textFormat {
		return append(buffer, arrayText(texts)...), nil
	}
	return e.array(buffer, t.element, texts)
}

// itemText is the text of an element in the sandbox's JSON.
func itemText(item any, oid uint32) string {
	text := fmt.Sprint(item)
	switch oid {
	case pgtype.BoolOID:
		return text[:1]
	case pgtype.ByteaOID:
		return `\x` + text
	case pgtype.IntervalOID:
		text = strings.Replace(text, "month", "mon", 1)
	case pgtype.TimestampOID:
		if len(text) == len(time.DateOnly) {
			text += " 00:00:00"
		}
	case pgtype.TimestamptzOID:
		if len(text) == len(time.DateOnly) {
			text += " 00:00:00"
		}
		if !strings.ContainsAny(text[len(text)-3:], "+-") && !strings.HasSuffix(text, "infinity") {
			text += "+00"
		}
	case pgtype.Float4OID, pgtype.Float8OID:
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return floatText(number, oid == pgtype.Float4OID)
		}
	}
	return text
}

// arrayText writes {a,"b c",NULL}.
func arrayText(items []*string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case item == nil:
			b.WriteString("NULL")
		case *item == "" || strings.EqualFold(*item, "NULL") || strings.ContainsAny(*item, "{},\"\\ \t\n\r\v\f"):
			b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(*item) + `"`)
		default:
			b.WriteString(*item)
		}
	}
	b.WriteByte('}')
	return b.String()
}

// array writes the binary form: dimensions, whether there are NULLs, the type, the length and the
// first index of the one dimension, then each element with its length.
func (e encoder) array(buffer []byte, element uint32, items []*string) ([]byte, error) {
	dimensions, nulls := uint32(1), uint32(0)
	for _, item := range items {
		if item == nil {
			nulls = 1
		}
	}
	if len(items) == 0 {
		dimensions = 0
	}
	buffer = appendUint32(buffer, dimensions, nulls, element)
	if len(items) > 0 {
		buffer = appendUint32(buffer, uint32(len(items)), 1)
	}
	for _, item := range items {
		if item == nil {
			buffer = appendUint32(buffer, 1<<32-1)
			continue
		}
		at := len(buffer)
		buffer = appendUint32(buffer, 0)
		var err error
		if element == pgtype.TextOID {
			buffer = append(buffer, *item...)
		} else if buffer, err = e.fromText(buffer, element, *item); err != nil {
			return nil, err
		}
		putUint32(buffer[at:], uint32(len(buffer)-at-4))
	}
	return buffer, nil
}

func appendUint32(buffer []byte, values ...uint32) []byte {
	for _, v := range values {
		buffer = append(buffer, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
	}
	return buffer
}

func putUint32(buffer []byte, v uint32) {
	buffer[0], buffer[1], buffer[2], buffer[3] = byte(v>>24), byte(v>>16), byte(v>>8), byte(v)
}
