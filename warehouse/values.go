package warehouse

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

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

// WholeNumber is a number as DuckDB gives it, as a whole number of parts, of which scale are one.
// It reports false for anything else, such as a floating-point number, and for what is too large.
func WholeNumber(value any) (number, scale int64, whole bool) {
	scale = 1
	switch v := value.(type) {
	case int64:
		return v, scale, true
	case *big.Int:
		return v.Int64(), scale, v.IsInt64()
	case duckdb.Decimal:
		for range v.Scale {
			scale *= 10
		}
		return v.Value.Int64(), scale, v.Value.IsInt64()
	}
	return 0, scale, false
}
