package sandbox

import (
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Argument makes a Go value an argument of Request.Args with a DuckDB type, such as
// "DECIMAL(18,2)", "DATE" or "BIGINT[]": its text is cast to that type. With the type "" the
// statement decides.
func Argument(dataType string, value any) any { return typedArgument{dataType, value} }

type typedArgument struct {
	dataType string
	value    any
}

// readArgument formats an argument as text, with the type to cast it to. It takes nil, bool, all
// integers, float64, string, jianfu.Decimal, jianfu.Date, time.Time, *big.Int, []byte, lists of
// these, and the result of Argument.
func readArgument(value any) (argument, error) {
	if typed, ok := value.(typedArgument); ok {
		a, err := readArgument(typed.value)
		if !castable(typed.dataType) {
			return a, fmt.Errorf("%q is not a type of an argument", typed.dataType)
		}
		a.Type = typed.dataType
		return a, err
	}
	switch list := value.(type) {
	case []any:
		return readList(list)
	case []string:
		return readList(boxed(list))
	case []int64:
		return readList(boxed(list))
	}
	text, dataType, err := argumentText(value)
	return argument{Type: dataType, Argument: warehouse.Argument{Text: text}}, err
}

func boxed[T any](list []T) []any {
	result := make([]any, len(list))
	for i, item := range list {
		result[i] = item
	}
	return result
}

func readList(list []any) (argument, error) {
	a := argument{Type: "VARCHAR[]", Argument: warehouse.Argument{List: make([]*string, len(list))}}
	for i, item := range list {
		text, dataType, err := argumentText(item)
		if err != nil {
			return a, err
		}
		if dataType != "" {
			a.Type = dataType + "[]"
		}
		a.List[i] = text
	}
	return a, nil
}

func argumentText(value any) (text *string, dataType string, err error) {
	as := func(s, dataType string) (*string, string, error) { return &s, dataType, nil }
	switch v := value.(type) {
	case nil:
		return nil, "", nil
	case string:
		return as(v, "")
	case bool:
		return as(strconv.FormatBool(v), "BOOLEAN")
	case int, int8, int16, int32, int64, uint8, uint16, uint32:
		return as(fmt.Sprint(v), "BIGINT")
	case uint, uint64:
		return as(fmt.Sprint(v), "UBIGINT")
	case *big.Int:
		return as(v.String(), "HUGEINT")
	case float32:
		return as(strconv.FormatFloat(float64(v), 'g', -1, 32), "DOUBLE")
	case float64:
		return as(strconv.FormatFloat(v, 'g', -1, 64), "DOUBLE")
	case jianfu.Decimal:
		digits := v.String()
		_, places, _ := strings.Cut(digits, ".")
		return as(digits, fmt.Sprintf("DECIMAL(38,%d)", len(places)))
	case jianfu.Date:
		return as(v.String(), "DATE")
	case time.Time:
		return as(v.UTC().Format("2006-01-02 15:04:05.999999"), "TIMESTAMP")
	case []byte:
		return as(blobText(v), "BLOB")
	}
	return nil, "", fmt.Errorf("%T cannot be an argument of a statement", value)
}

// blobText is the text that DuckDB casts to the bytes.
func blobText(bytes []byte) string {
	var b strings.Builder
	for _, c := range bytes {
		fmt.Fprintf(&b, `\x%02X`, c)
	}
	return b.String()
}

// castable reports whether a text is a type and nothing else.
func castable(dataType string) bool {
	for _, r := range dataType {
		if !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_(),[] ", r)) {
			return false
		}
	}
	return true
}

// decoder turns the text of a cell into a value.
type decoder func(text string) (any, error)

// decoderOf is the decoder of a type (see Sink.Row).
func decoderOf(dataType string) decoder {
	switch {
	case strings.HasSuffix(dataType, "]"), strings.HasPrefix(dataType, "STRUCT("), strings.HasPrefix(dataType, "MAP("), strings.HasPrefix(dataType, "UNION("):
		return func(text string) (any, error) { return JSON(text), nil }
	case strings.HasPrefix(dataType, "DECIMAL"):
		return readDecimal
	}
	switch dataType {
	case "BOOLEAN":
		return func(text string) (any, error) { return strconv.ParseBool(text) }
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER":
		return func(text string) (any, error) { return strconv.ParseInt(text, 10, 64) }
	case "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM":
		return readBig
	case "FLOAT", "DOUBLE":
		return func(text string) (any, error) { return strconv.ParseFloat(text, 64) }
	case "DATE":
		return moment(time.DateOnly)
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		return moment("2006-01-02 15:04:05.999999999")
	case "TIMESTAMPTZ":
		return moment("2006-01-02 15:04:05.999999999-07")
	case "BLOB":
		return func(text string) (any, error) { return hex.DecodeString(text) }
	}
	return func(text string) (any, error) { return text, nil }
}

func readBig(text string) (any, error) {
	number, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return nil, fmt.Errorf("%q is not a whole number", text)
	}
	return number, nil
}

func readDecimal(text string) (any, error) {
	number, ok := jianfu.ParseDecimal(text)
	if !ok {
		return nil, fmt.Errorf("%q is not a decimal", text)
	}
	_, places, _ := strings.Cut(text, ".")
	return number.Round(len(places)), nil
}

func moment(layout string) decoder {
	return func(text string) (any, error) {
		switch text {
		case "infinity":
			return Infinity(1), nil
		case "-infinity":
			return Infinity(-1), nil
		}
		t, err := time.Parse(layout, text)
		if err != nil {
			return text, nil //nolint:nilerr // a year beyond four digits: the text says what it is
		}
		return t.UTC(), nil
	}
}
