package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

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
		WHERE database_name = 'jianfu' AND NOT internal AND schema_name <> '`+RollupSchema+`' AND (schema_name <> 'main' OR table_name IN (`+readableList()+`))
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
