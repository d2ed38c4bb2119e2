package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"

	"github.com/duckdb/duckdb-go/v2"

	"jianfu"
)

// Function is a table that SQL over a snapshot calls for and this program computes, such as
// metric('meetings.held', '2023'). All its arguments are texts.
type Function struct {
	Name      string
	Arguments []string // as in SQL: a name, or a name with its default (grain := ''), the former first
	Columns   []ResultColumn
	// Rows computes the table over a snapshot: values by the type of their column, which are
	// string for VARCHAR, jianfu.Decimal for DECIMAL(38,4), jianfu.Date for DATE, int for INTEGER, bool for BOOLEAN,
	// nil for NULL. An error that is a *jianfu.Error is shown to whoever called for it.
	Rows func(ctx context.Context, w *Warehouse, arguments []string) ([][]any, error)
}

// Provide gives the SQL over snapshots of the warehouse its functions.
func (w *Warehouse) Provide(functions []Function) { w.functions = functions }

// internalPrefix comes before the name of a function that takes all its arguments in order. SQL
// calls it by a macro, which has their names and defaults: the driver fails on a named argument
// that is left out, and on NULL.
const internalPrefix = "jianfu_"

// functionTypes are the types that columns of a Function may have.
var functionTypes = map[string]func() (duckdb.TypeInfo, error){
	"VARCHAR":       func() (duckdb.TypeInfo, error) { return duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR) },
	"DATE":          func() (duckdb.TypeInfo, error) { return duckdb.NewTypeInfo(duckdb.TYPE_DATE) },
	"BOOLEAN":       func() (duckdb.TypeInfo, error) { return duckdb.NewTypeInfo(duckdb.TYPE_BOOLEAN) },
	"INTEGER":       func() (duckdb.TypeInfo, error) { return duckdb.NewTypeInfo(duckdb.TYPE_INTEGER) },
	"DECIMAL(38,4)": func() (duckdb.TypeInfo, error) { return duckdb.NewDecimalInfo(38, 4) },
}

// calls are the functions of one connection over a snapshot, and why the last one failed, which
// DuckDB would tell in one language.
type calls struct {
	snapshot *Warehouse

	lock   sync.Mutex
	failed error
}

// provide makes functions known to a connection. They read db, of which each new connection looks
// into the snapshot by itself.
func provide(ctx context.Context, db *sql.DB, conn *sql.Conn, functions []Function) (*calls, error) {
	snapshot := closed(ctx)
	snapshot.fixed, snapshot.db = true, db
	c := &calls{snapshot: snapshot}
	for _, f := range functions {
		if err := c.provide(ctx, conn, f); err != nil {
			return nil, fmt.Errorf("provide the function %s: %w", f.Name, err)
		}
	}
	return c, nil
}

func (c *calls) provide(ctx context.Context, conn *sql.Conn, f Function) error {
	columns := make([]duckdb.ColumnInfo, len(f.Columns))
	for i, column := range f.Columns {
		info, err := functionTypes[column.Type]()
		if err != nil {
			return err
		}
		columns[i] = duckdb.ColumnInfo{Name: column.Name, T: info}
	}
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return err
	}
	var passed []string
	types := make([]duckdb.TypeInfo, len(f.Arguments))
	for i, argument := range f.Arguments {
		name, _, _ := strings.Cut(argument, " ")
		types[i], passed = text, append(passed, "COALESCE(CAST("+name+" AS VARCHAR), '')")
	}
	err = duckdb.RegisterTableUDF(conn, internalPrefix+f.Name, duckdb.RowTableFunction{
		Config: duckdb.TableFunctionConfig{Arguments: types},
		BindArgumentsContext: func(ctx context.Context, _ map[string]any, arguments ...any) (duckdb.RowTableSource, error) {
			call := &call{of: c, ctx: ctx, function: f, columns: columns}
			for _, argument := range arguments {
				call.arguments = append(call.arguments, argument.(string))
			}
			return call, nil
		}})
	if err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("CREATE TEMP MACRO %s(%s) AS TABLE FROM %s%s(%s)",
		f.Name, strings.Join(f.Arguments, ", "), internalPrefix, f.Name, strings.Join(passed, ", ")))
	return err
}

// reason is why a function failed, if that made a statement fail.
func (c *calls) reason(err error) error {
	if c == nil || err == nil {
		return err
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	failed := c.failed
	c.failed = nil
	if failed != nil {
		return failed
	}
	return err
}

// call is one call of a function in a statement. Its rows are computed when the first is needed.
type call struct {
	of        *calls
	ctx       context.Context // of the statement: the driver passes it when it binds, not when it asks for rows
	function  Function
	arguments []string
	columns   []duckdb.ColumnInfo
	computed  bool
	rows      [][]any
}

func (c *call) ColumnInfos() []duckdb.ColumnInfo     { return c.columns }
func (c *call) Cardinality() *duckdb.CardinalityInfo { return nil }
func (c *call) Init()                                { c.computed, c.rows = false, nil }

// FillRow gives the next row.
func (c *call) FillRow(row duckdb.Row) (bool, error) {
	if !c.computed {
		c.computed = true
		rows, err := c.function.Rows(c.ctx, c.of.snapshot, c.arguments)
		if err != nil {
			c.of.lock.Lock()
			c.of.failed = err
			c.of.lock.Unlock()
			return false, err
		}
		c.rows = rows
	}
	if len(c.rows) == 0 {
		return false, nil
	}
	values := c.rows[0]
	c.rows = c.rows[1:]
	for i, value := range values {
		if !row.IsProjected(i) {
			continue
		}
		if err := duckdb.SetRowValue(row, i, driverValue(value)); err != nil {
			return false, fmt.Errorf("column %s: %w", c.columns[i].Name, err)
		}
	}
	return true, nil
}

// driverValue is a value of a Function as the driver takes it.
func driverValue(value any) any {
	switch v := value.(type) {
	case jianfu.Decimal:
		unscaled, _ := new(big.Int).SetString(strings.Replace(v.Fixed(4), ".", "", 1), 10) // digits
		return duckdb.Decimal{Width: 38, Scale: 4, Value: unscaled}
	case jianfu.Date:
		return v.Time()
	case int:
		return int32(v)
	}
	return value
}

// openOver opens an instance of DuckDB for a snapshot: begin runs on the first connection, and
// every connection looks into the database named jianfu.
func openOver(ctx context.Context, options string, begin []string) (*sql.DB, *sql.Conn, error) {
	begun := false
	connector, err := duckdb.NewConnector(options, func(conn driver.ExecerContext) error {
		statements := []string{"USE jianfu"}
		if !begun {
			begun, statements = true, begin
		}
		for _, statement := range statements {
			if _, err := conn.ExecContext(ctx, statement, nil); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, conn, nil
}
