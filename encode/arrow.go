package encode

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"jianfu"
	"jianfu/sandbox"
)

// NewArrow writes an Arrow IPC stream: decimals and HUGEINT as decimal128, dates and timestamps as
// such, nested values as JSON text. A truncated answer ends in an error of the stream, unless the
// reader learns of it otherwise (HTTP trailers).
func NewArrow(w io.Writer) Writer {
	return &columnar{open: func(schema *arrow.Schema) (recordWriter, error) {
		return ipc.NewWriter(w, ipc.WithSchema(schema)), nil
	}}
}

// NewParquet writes a Parquet file of the same types.
func NewParquet(w io.Writer) Writer {
	return &columnar{open: func(schema *arrow.Schema) (recordWriter, error) {
		properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithCreatedBy("jianfu"))
		out, err := pqarrow.NewFileWriter(schema, leaveOpen{w}, properties, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
		if err != nil {
			return nil, err
		}
		return out, nil
	}}
}

// leaveOpen keeps a file writer from closing what it does not own.
type leaveOpen struct{ io.Writer }

type recordWriter interface {
	Write(record arrow.RecordBatch) error
	Close() error
}

// batchRows is how many rows go into one record.
const batchRows = 8192

// columnar collects rows into records.
type columnar struct {
	open    func(schema *arrow.Schema) (recordWriter, error)
	out     recordWriter
	columns []sandbox.Column
	builder *array.RecordBuilder
	rows    int
}

func (w *columnar) Columns(columns []sandbox.Column) error {
	w.columns = columns
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrowType(c.Type), Nullable: true}
	}
	schema := arrow.NewSchema(fields, nil)
	w.builder = array.NewRecordBuilder(memory.DefaultAllocator, schema)
	var err error
	w.out, err = w.open(schema)
	return err
}

// arrowType is the type of a column: text where Arrow has no exact type.
func arrowType(dataType string) arrow.DataType {
	if precision, scale, ok := decimalType(dataType); ok {
		return &arrow.Decimal128Type{Precision: precision, Scale: scale}
	}
	switch dataType {
	case "BOOLEAN":
		return arrow.FixedWidthTypes.Boolean
	case "TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT":
		return arrow.PrimitiveTypes.Int32
	case "BIGINT", "UINTEGER":
		return arrow.PrimitiveTypes.Int64
	case "FLOAT", "DOUBLE":
		return arrow.PrimitiveTypes.Float64
	case "DATE":
		return arrow.FixedWidthTypes.Date32
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	case "TIMESTAMPTZ":
		return &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}
	case "BLOB":
		return arrow.BinaryTypes.Binary
	}
	return arrow.BinaryTypes.String
}

// decimalType reads DECIMAL(p,s). Writing a HUGEINT of more than 38 digits fails; none of our sums
// reaches that.
func decimalType(dataType string) (precision, scale int32, ok bool) {
	if dataType == "HUGEINT" || dataType == "UBIGINT" {
		return 38, 0, true
	}
	inner, isDecimal := strings.CutPrefix(dataType, "DECIMAL(")
	p, s, found := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
	a, err1 := strconv.Atoi(p)
	b, err2 := strconv.Atoi(strings.TrimSpace(s))
	return int32(a), int32(b), isDecimal && found && err1 == nil && err2 == nil
}

func (w *columnar) Row(values []any) error {
	for i, value := range values {
		if err := appendValue(w.builder.Field(i), value, w.columns[i].Type); err != nil {
			return err
		}
	}
	w.rows++
	if w.rows%batchRows == 0 {
		return w.flush()
	}
	return nil
}

func appendValue(to array.Builder, value any, dataType string) error {
	if value == nil {
		to.AppendNull()
		return nil
	}
	switch b := to.(type) {
	case *array.BooleanBuilder:
		if v, ok := value.(bool); ok {
			b.Append(v)
			return nil
		}
	case *array.Int32Builder:
		if v, ok := value.(int64); ok {
			b.Append(int32(v))
			return nil
		}
	case *array.Int64Builder:
		if v, ok := value.(int64); ok {
			b.Append(v)
			return nil
		}
	case *array.Float64Builder:
		if v, ok := value.(float64); ok {
			b.Append(v)
			return nil
		}
	case *array.Date32Builder:
		b.Append(arrow.Date32(wholeDays(value)))
		return nil
	case *array.TimestampBuilder:
		b.Append(arrow.Timestamp(microseconds(value)))
		return nil
	case *array.BinaryBuilder:
		if v, ok := value.([]byte); ok {
			b.Append(v)
			return nil
		}
	case *array.StringBuilder:
		b.Append(Text(value, dataType))
		return nil
	case *array.Decimal128Builder:
		number, err := unscaled(value, b.Type().(*arrow.Decimal128Type).Scale)
		if err != nil {
			return err
		}
		b.Append(decimal128.FromBigInt(number))
		return nil
	}
	return &sandbox.Error{Class: sandbox.Failed, Err: jianfu.Errorf(jianfu.Internal, "类型 %s 的值写不出", "a value of type %s cannot be written", dataType).
		Because(fmt.Errorf("%T", value))}
}

// wholeDays since 1970. An infinite date is the largest possible, as in DuckDB.
func wholeDays(value any) int32 {
	switch v := value.(type) {
	case time.Time:
		return int32(math.Floor(float64(v.Unix()) / 86400))
	case sandbox.Infinity:
		return int32(v) * math.MaxInt32
	}
	return 0
}

func microseconds(value any) int64 {
	switch v := value.(type) {
	case time.Time:
		return v.UnixMicro()
	case sandbox.Infinity:
		return int64(v) * math.MaxInt64
	}
	return 0
}

// unscaled is the whole number that represents a decimal at a scale.
func unscaled(value any, scale int32) (*big.Int, error) {
	var text string
	switch v := value.(type) {
	case *big.Int:
		text = v.String()
	case jianfu.Decimal:
		text = strings.Replace(v.Fixed(int(scale)), ".", "", 1)
	}
	number, ok := new(big.Int).SetString(text, 10)
	if !ok || len(strings.TrimPrefix(text, "-")) > 38 {
		return nil, &sandbox.Error{Class: sandbox.BadValue, Err: jianfu.Errorf(jianfu.Invalid,
			"数 %s 超过 38 位，写不出", "the number %s has more than 38 digits and cannot be written", text)}
	}
	return number, nil
}

func (w *columnar) flush() error {
	if w.builder == nil {
		return nil
	}
	record := w.builder.NewRecordBatch()
	defer record.Release()
	if record.NumRows() == 0 {
		return nil
	}
	return w.out.Write(record)
}

func (w *columnar) End(sandbox.Summary) error {
	if err := w.flush(); err != nil {
		return err
	}
	return w.out.Close()
}

// Fail leaves out the end of the stream, so that no reader takes it for complete.
func (w *columnar) Fail(*sandbox.Error) error { return nil }
