package warehouse

import (
	"fmt"
	"slices"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// ResultColumn is one column of an answer: its name and its DuckDB type, such as
// DECIMAL(38,4) or VARCHAR[].
type ResultColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

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
