package warehouse

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"

	"jianfu"
)

// batch holds rows of one kind on their way into its fact table, column by column. DuckDB reads them
// from it as from a table, which takes half the time of its appender.
type batch struct {
	insert  string // the statement that reads them
	columns []batchColumn
	rows    int
	read    int // how many of them DuckDB has
}

// batchColumn is a column of a batch: its values are in the slice that its type fills.
type batchColumn struct {
	columnType
	info    duckdb.TypeInfo
	null    []bool
	numbers []int64 // dates count from 1970, decimals have no point, true is 1
	texts   []string
	lists   [][]string
}

// columnType is a type that columns of fact tables have.
type columnType struct {
	holds       any   // a value of the Go type that it takes
	least, most int64 // as it is stored
	scale       int   // of decimals
	info        func() (duckdb.TypeInfo, error)
}

var columnTypes = map[string]columnType{
	"VARCHAR":       {holds: "", info: simpleType(duckdb.TYPE_VARCHAR)},
	"VARCHAR[]":     {holds: []string(nil), info: listType},
	"BIGINT":        {holds: int64(0), least: math.MinInt64, most: math.MaxInt64, info: simpleType(duckdb.TYPE_BIGINT)},
	"INTEGER":       {holds: int64(0), least: math.MinInt32, most: math.MaxInt32, info: simpleType(duckdb.TYPE_INTEGER)},
	"DECIMAL(12,4)": {holds: jianfu.Decimal{}, least: 1 - 1e12, most: 1e12 - 1, scale: 4, info: decimalType(12, 4)},
	"DECIMAL(18,3)": {holds: jianfu.Decimal{}, least: 1 - 1e18, most: 1e18 - 1, scale: 3, info: decimalType(18, 3)},
	"DATE":          {holds: jianfu.Date(0), info: simpleType(duckdb.TYPE_DATE)},
	"BOOLEAN":       {holds: false, info: simpleType(duckdb.TYPE_BOOLEAN)},
}

func simpleType(t duckdb.Type) func() (duckdb.TypeInfo, error) {
	return func() (duckdb.TypeInfo, error) { return duckdb.NewTypeInfo(t) }
}

func decimalType(width, scale uint8) func() (duckdb.TypeInfo, error) {
	return func() (duckdb.TypeInfo, error) { return duckdb.NewDecimalInfo(width, scale) }
}

func listType() (duckdb.TypeInfo, error) {
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return nil, err
	}
	return duckdb.NewListInfo(text)
}

// batchOf is the batch of a kind. Its columns are in the kind's order: in the table, a column that
// was added later comes after the others.
func (l *Load) batchOf(kind string) (*batch, error) {
	if b := l.batches[kind]; b != nil {
		return b, nil
	}
	// Not from duckdb_columns, which binds every view first.
	rows, err := l.tx.QueryContext(l.ctx, `
		SELECT c.name, c.type
		FROM pragma_table_info('fact.' || `+Literal(Ident(kind))+`) c LEFT JOIN kind_column k ON k.kind = $1 AND k.name = c.name
		ORDER BY c.cid >= $2, k.ordinal, c.cid`, kind, len(placeColumns))
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", kind, err)
	}
	defer rows.Close()
	b := &batch{}
	var names []string
	for rows.Next() {
		var name, stored string
		if err := rows.Scan(&name, &stored); err != nil {
			return nil, err
		}
		c := batchColumn{columnType: columnTypes[stored]}
		if c.columnType.info == nil {
			return nil, fmt.Errorf("column %s of %s has the type %s", name, kind, stored)
		}
		if c.info, err = c.columnType.info(); err != nil {
			return nil, err
		}
		b.columns, names = append(b.columns, c), append(names, Ident(name))
	}
	b.insert = "INSERT INTO fact." + Ident(kind) + " (" + strings.Join(names, ", ") + ") FROM " + batchFunction + "(" + Literal(kind) + ")"
	l.batches[kind] = b
	return b, rows.Err()
}

// add adds one row. After an error the batch is as it was.
func (b *batch) add(l *Load, id, slice int64, row *Row) error {
	if n := len(b.columns) - len(placeColumns); len(row.Values) != n {
		return fmt.Errorf("%d values for %d columns", len(row.Values), n)
	}
	c := b.columns
	c[0].addNumber(id)
	c[1].addNumber(slice)
	c[3].addNumber(int64(row.Number))
	err := errors.Join(c[2].addText(row.Sheet), c[4].addText(row.Cells))
	for i, value := range row.Values {
		if err == nil {
			err = c[len(placeColumns)+i].add(l, value)
		}
	}
	if err != nil {
		b.cut(b.rows)
		return err
	}
	b.rows++
	return nil
}

// cut keeps the first rows.
func (b *batch) cut(rows int) {
	for i := range b.columns {
		c := &b.columns[i]
		clear(c.texts[min(rows, len(c.texts)):]) // lets go of the texts
		clear(c.lists[min(rows, len(c.lists)):])
		c.null, c.numbers, c.texts, c.lists = c.null[:min(rows, len(c.null))], c.numbers[:min(rows, len(c.numbers))], c.texts[:min(rows, len(c.texts))], c.lists[:min(rows, len(c.lists))]
	}
	b.rows, b.read = rows, 0
}

// add adds one value. What is too large for the column is an error, as DuckDB would cut it in
// silence; a decimal is rounded half up to the column's scale.
func (c *batchColumn) add(l *Load, value any) error {
	var fits bool
	switch v := value.(type) {
	case nil:
		c.null = append(c.null, true)
		switch c.holds.(type) {
		case string:
			c.texts = append(c.texts, "")
		case []string:
			c.lists = append(c.lists, nil)
		default:
			c.numbers = append(c.numbers, 0)
		}
		return nil
	case string:
		if _, fits = c.holds.(string); fits {
			return c.addText(v)
		}
	case []string:
		if _, fits = c.holds.([]string); fits {
			for _, text := range v {
				if !utf8.ValidString(text) {
					return notUTF8(text)
				}
			}
			c.null, c.lists = append(c.null, v == nil), append(c.lists, v)
		}
	case jianfu.Date:
		if _, fits = c.holds.(jianfu.Date); fits {
			c.addNumber(int64(v))
		}
	case bool:
		if _, fits = c.holds.(bool); fits {
			n := int64(0)
			if v {
				n = 1
			}
			c.addNumber(n)
		}
	case int64:
		if _, fits = c.holds.(int64); fits {
			if v < c.least || v > c.most {
				return fmt.Errorf("%d is not between %d and %d", v, c.least, c.most)
			}
			c.addNumber(v)
		}
	case jianfu.Decimal:
		if _, fits = c.holds.(jianfu.Decimal); fits {
			return c.addDecimal(l, v)
		}
	}
	if !fits {
		return fmt.Errorf("%T cannot be a value of a column of %T", value, c.holds)
	}
	return nil
}

func (c *batchColumn) addNumber(n int64) {
	c.null, c.numbers = append(c.null, false), append(c.numbers, n)
}

func (c *batchColumn) addText(text string) error {
	if !utf8.ValidString(text) {
		return notUTF8(text)
	}
	c.null, c.texts = append(c.null, false), append(c.texts, text)
	return nil
}

// notUTF8 refuses a text that DuckDB would store as NULL.
func notUTF8(text string) error { return fmt.Errorf("%q is not UTF-8", text) }

// scaled is a decimal of a scale.
type scaled struct {
	decimal jianfu.Decimal
	scale   int
}

// addDecimal adds a decimal as a whole number; those of numbers that occur often are remembered.
func (c *batchColumn) addDecimal(l *Load, v jianfu.Decimal) error {
	n, known := l.scaled[scaled{v, c.scale}]
	if !known {
		text := v.Fixed(c.scale)
		var err error
		if n, err = strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64); err != nil || n < c.least || n > c.most {
			return fmt.Errorf("%s is too large for its column", text)
		}
		if len(l.scaled) < maxScaled {
			l.scaled[scaled{v, c.scale}] = n
		}
	}
	c.addNumber(n)
	return nil
}

// maxScaled limits the numbers that are remembered.
const maxScaled = 4096

// batchFunction is the table function by which DuckDB reads a batch of the open load.
const batchFunction = "jianfu_batch"

// readBatches makes the function known to DuckDB.
func (w *Warehouse) readBatches(conn *sql.Conn) error {
	kind, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return err
	}
	err = duckdb.RegisterTableUDF(conn, batchFunction, duckdb.ChunkTableFunction{
		Config: duckdb.TableFunctionConfig{Arguments: []duckdb.TypeInfo{kind}},
		BindArguments: func(_ map[string]any, arguments ...any) (duckdb.ChunkTableSource, error) {
			if w.load != nil {
				if b := w.load.batches[arguments[0].(string)]; b != nil {
					return b, nil
				}
			}
			return nil, errors.New("no load has such rows")
		}})
	if err != nil {
		return fmt.Errorf("make %s known: %w", batchFunction, err)
	}
	return nil
}

func (b *batch) ColumnInfos() []duckdb.ColumnInfo {
	infos := make([]duckdb.ColumnInfo, len(b.columns))
	for i := range b.columns {
		infos[i] = duckdb.ColumnInfo{Name: "c" + strconv.Itoa(i), T: b.columns[i].info}
	}
	return infos
}

func (b *batch) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(b.rows), Exact: true}
}

func (b *batch) Init() { b.read = 0 }

// FillChunk gives the next rows.
func (b *batch) FillChunk(chunk duckdb.DataChunk) error {
	n := min(b.rows-b.read, duckdb.GetDataChunkCapacity())
	for i := range b.columns {
		if err := b.columns[i].fill(chunk, i, b.read, n); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	b.read += n
	return chunk.SetSize(n)
}

// fill gives n of its values, from one on.
func (c *batchColumn) fill(chunk duckdb.DataChunk, column, from, n int) (err error) {
	for row := range n {
		at := from + row
		if c.null[at] {
			err = chunk.SetValue(column, row, nil)
		} else {
			switch c.holds.(type) {
			case string:
				err = duckdb.SetChunkValue(chunk, column, row, c.texts[at])
			case []string:
				err = duckdb.SetChunkValue(chunk, column, row, c.lists[at])
			case jianfu.Date:
				err = duckdb.SetChunkValue(chunk, column, row, jianfu.Date(c.numbers[at]).Time())
			case bool:
				err = duckdb.SetChunkValue(chunk, column, row, c.numbers[at] != 0)
			default:
				err = duckdb.SetChunkValue(chunk, column, row, c.numbers[at])
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}
