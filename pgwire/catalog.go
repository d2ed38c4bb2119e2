package pgwire

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"jianfu/warehouse"

	"jianfu/sandbox/lexer"
)

// catalogSQL makes the synthetic catalogue in schemas of the warehouse, so that every snapshot has
// it.
//
//go:embed catalog.sql
var catalogSQL string

// Publish writes the synthetic catalogue into the warehouse unless an identical one is already
// there. It describes what the warehouse has now and holds no data but names.
func Publish(ctx context.Context, w *warehouse.Warehouse) error {
	own, err := readOwn(ctx, w)
	if err != nil {
		return fmt.Errorf("read what the warehouse has: %w", err)
	}
	before, after, found := strings.Cut(catalogSQL, "-- @own")
	if !found {
		return errors.New("catalog.sql has no place for what the warehouse has")
	}
	return w.Define(ctx, "pg_catalog", before+own+"-- @own"+after)
}

// megabytes of memory for reading a snapshot's own catalogue.
const megabytes = 256

// readOwn reads what a snapshot has: tables that the live warehouse does not have.
func readOwn(ctx context.Context, w *warehouse.Warehouse) (own string, err error) {
	snapshot, err := w.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	session, err := warehouse.OpenSession(ctx, snapshot.Path, "", megabytes) // only for our own statements
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	return ownRows(ctx, session)
}

// The object ids (OIDs) of the catalogue. Those below firstOwn are PostgreSQL's.
const (
	pgCatalog         = 11
	informationSchema = 13000
	public            = 2200
	firstSystem       = 8000
	firstOwn          = 16384
)

// systemOIDs are the OIDs of PostgreSQL's relations that clients have built in.
var systemOIDs = map[string]int{
	"pg_tablespace": 1213, "pg_type": 1247, "pg_attribute": 1249, "pg_proc": 1255, "pg_class": 1259, "pg_authid": 1260, "pg_database": 1262,
	"pg_am": 2601, "pg_attrdef": 2604, "pg_constraint": 2606, "pg_description": 2609, "pg_index": 2610, "pg_language": 2612, "pg_namespace": 2615,
	"pg_operator": 2617, "pg_rewrite": 2618, "pg_trigger": 2620, "pg_extension": 3079, "pg_collation": 3456, "pg_enum": 3501, "pg_range": 3541,
}

// ownRows describes what the warehouse has, as tables.
func ownRows(ctx context.Context, session *warehouse.Session) (string, error) {
	oids := map[string]int{}
	relations, columns, functions := rowsTable("own_relation", "oid", "name", "nspname", "relnamespace", "relkind", "columns", "comment", "definition"),
		rowsTable("own_column", "attrelid", "nspname", "relname", "relkind", "column_name", "column_index", "comment", "is_nullable", "column_default", "type_oid", "typmod"),
		rowsTable("own_function", "oid", "nspname", "pronamespace", "name", "returns_rows", "parameters", "comment", "macro_definition")
	const relationsQuery = `
		SELECT view_name, 'v', column_count, comment, sql FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
		UNION ALL
		SELECT table_name, 'r', column_count, comment, NULL FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal
		ORDER BY 1`
	kinds := map[string]string{}
	err := each(ctx, session, relationsQuery, func(row []cell) {
		name := row[0].String
		oids[name], kinds[name] = firstOwn+len(oids), row[1].String
		relations.row(strconv.Itoa(oids[name]), warehouse.Literal(name), warehouse.Literal(schema), strconv.Itoa(public), warehouse.Literal(row[1].String), row[2].String, orNull(row[3]), orNull(row[4]))
	})
	if err != nil {
		return "", err
	}
	const columnsQuery = `
		SELECT table_name, column_name, column_index, comment, is_nullable, column_default, data_type FROM duckdb_columns()
		WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index`
	err = each(ctx, session, columnsQuery, func(row []cell) {
		t := typeOf(row[6].String)
		columns.row(strconv.Itoa(oids[row[0].String]), warehouse.Literal(schema), warehouse.Literal(row[0].String), warehouse.Literal(kinds[row[0].String]), warehouse.Literal(row[1].String), row[2].String,
			orNull(row[3]), row[4].String, orNull(row[5]), strconv.Itoa(int(t.oid)), strconv.Itoa(int(t.modifier)))
	})
	if err != nil {
		return "", err
	}
	const functionsQuery = `
		SELECT DISTINCT ON (function_name) function_name, function_type = 'table_macro', array_to_string(parameters, ','), comment, macro_definition FROM duckdb_functions()
		WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY function_name, len(parameters) DESC`
	made := 0
	err = each(ctx, session, functionsQuery, func(row []cell) {
		made++
		parameters := "CAST([] AS VARCHAR[])"
		if row[2].String != "" {
			parameters = "string_split(" + warehouse.Literal(row[2].String) + ", ',')"
		}
		functions.row(strconv.Itoa(firstOwn+10000+made), warehouse.Literal(schema), strconv.Itoa(public), warehouse.Literal(row[0].String), row[1].String, parameters, orNull(row[3]), orNull(row[4]))
	})
	if err != nil {
		return "", err
	}
	next := firstSystem
	for _, shown := range []string{"pg_catalog", "information_schema"} {
		namespace := map[string]int{"pg_catalog": pgCatalog, "information_schema": informationSchema}[shown]
		for _, name := range slices.Sorted(maps.Keys(catalog()[ownSchemas[shown]].relations)) {
			if shown == "pg_catalog" && !strings.HasPrefix(name, "pg_") {
				continue
			}
			oid, known := systemOIDs[name]
			if !known {
				next++
				oid = next
			}
			relations.row(strconv.Itoa(oid), warehouse.Literal(name), warehouse.Literal(shown), strconv.Itoa(namespace), "'v'", "0", "NULL", "NULL")
		}
	}
	schemas := fmt.Sprintf("CREATE TABLE pg.own_schema AS SELECT * FROM (VALUES ('pg_catalog', %d::UINTEGER), ('information_schema', %d), ('%s', %d)) AS s(nspname, oid);\n",
		pgCatalog, informationSchema, schema, public)
	return schemas + relations.sql() + columns.sql() + functions.sql(), nil
}

// cell is a text, or NULL.
type cell struct {
	String string
	Valid  bool
}

// each calls a function with every row of a query.
func each(ctx context.Context, session *warehouse.Session, query string, row func([]cell)) error {
	return session.Run(ctx, query, nil, func([]warehouse.ResultColumn) error { return nil }, func(values [][]byte) error {
		cells := make([]cell, len(values))
		for i, value := range values {
			cells[i] = cell{string(value), value != nil}
		}
		row(cells)
		return nil
	})
}

// constantRows is a table of constant rows.
type constantRows struct {
	name    string
	columns []string
	rows    []string
}

func rowsTable(name string, columns ...string) *constantRows {
	return &constantRows{name: name, columns: columns}
}

func (v *constantRows) row(cells ...string) {
	v.rows = append(v.rows, "("+strings.Join(cells, ", ")+")")
}

// columnTypes are the types of the columns that are not text: a table without rows has them too.
var columnTypes = map[string]string{
	"oid": "UINTEGER", "attrelid": "UINTEGER", "relnamespace": "UINTEGER", "pronamespace": "UINTEGER", "type_oid": "UINTEGER", "columns": "INTEGER", "column_index": "INTEGER",
	"typmod": "INTEGER", "is_nullable": "BOOLEAN", "returns_rows": "BOOLEAN", "parameters": "VARCHAR[]",
}

func (v *constantRows) sql() string {
	selected := make([]string, len(v.columns))
	nothing := make([]string, len(v.columns))
	for i, c := range v.columns {
		t := columnTypes[c]
		if t == "" {
			t = "VARCHAR"
		}
		selected[i], nothing[i] = "CAST("+c+" AS "+t+") AS "+c, "NULL"
	}
	rows, where := v.rows, ""
	if len(rows) == 0 {
		rows, where = []string{"(" + strings.Join(nothing, ", ") + ")"}, " WHERE false"
	}
	return "CREATE TABLE pg." + v.name + " AS SELECT " + strings.Join(selected, ", ") + "\nFROM (VALUES\n    " + strings.Join(rows, ",\n    ") +
		") AS r(" + strings.Join(v.columns, ", ") + ")" + where + ";\n"
}

func orNull(s cell) string {
	if !s.Valid {
		return "NULL"
	}
	return warehouse.Literal(s.String)
}

// catalogNames are the relations and functions of the catalogue, by PostgreSQL's name for their
// schema.
type catalogNames struct{ relations, functions map[string]bool }

// ownSchemas maps PostgreSQL's schemas to ours.
var ownSchemas = map[string]string{"pg_catalog": "pg", "information_schema": "pg_information"}

// catalog is what catalog.sql makes, by our schema: read when a client first asks.
var catalog = sync.OnceValue(func() map[string]catalogNames { return readCatalog(catalogSQL) })

func readCatalog(sql string) map[string]catalogNames {
	names := map[string]catalogNames{}
	for _, schema := range ownSchemas {
		names[schema] = catalogNames{map[string]bool{}, map[string]bool{}}
	}
	for _, statement := range lexer.Split(sql) {
		words := lexer.Solid(statement)
		if len(words) < 5 || !words[0].Is("create") || !words[3].Is(".") {
			continue
		}
		in := names[words[2].Name()]
		switch {
		case words[1].IsAny("view", "table"):
			in.relations[words[4].Name()] = true
		case words[1].Is("macro"):
			in.functions[words[4].Name()] = true
		}
	}
	return names
}
