package metrics

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"jianfu"
)

// columnsRead finds the columns of fact tables that statements name, as table.column, in
// DuckDB's own parse of them.
func (e *Engine) columnsRead(ctx context.Context, tx *sql.Tx, statements []*statement) ([]string, error) {
	known, err := e.shape(ctx, tx)
	if err != nil {
		return nil, err
	}
	var columns []string
	for _, st := range statements {
		var text string
		if err := tx.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql($1::VARCHAR) AS VARCHAR)", st.Literal()).Scan(&text); err != nil {
			return nil, fmt.Errorf("parse a statement again: %w", err)
		}
		var tree any
		if err := json.Unmarshal([]byte(text), &tree); err != nil {
			return nil, err
		}
		names, tables := map[string]bool{}, map[string]bool{}
		walk(tree, func(node map[string]any) {
			switch {
			case node["class"] == "COLUMN_REF":
				if path, ok := node["column_names"].([]any); ok && len(path) > 0 {
					names[fmt.Sprint(path[len(path)-1])] = true
				}
			case node["type"] == "BASE_TABLE" && node["schema_name"] == "fact":
				tables[fmt.Sprint(node["table_name"])] = true
			}
		})
		for _, column := range known.columns {
			table, name, _ := strings.Cut(column, ".")
			if tables[table] && names[name] && !slices.Contains(columns, column) {
				columns = append(columns, column)
			}
		}
	}
	slices.Sort(columns)
	return columns, nil
}

// walk visits every object of a JSON tree.
func walk(tree any, visit func(node map[string]any)) {
	switch node := tree.(type) {
	case map[string]any:
		visit(node)
		for _, child := range node {
			walk(child, visit)
		}
	case []any:
		for _, child := range node {
			walk(child, visit)
		}
	}
}

// shape is what does not change while the program runs: the columns of the fact tables,
// and what people call the kinds.
type shape struct {
	columns []string // table.column, in the tables' order
	kinds   map[string]jianfu.Text
}

// shape reads the shape of the fact tables, once.
func (e *Engine) shape(ctx context.Context, tx *sql.Tx) (*shape, error) {
	e.shapeLock.Lock()
	defer e.shapeLock.Unlock()
	if e.known != nil {
		return e.known, nil
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT c.table_name, COALESCE(k.label_zh, c.table_name), COALESCE(k.label_en, c.table_name), c.column_name
		FROM duckdb_columns() c LEFT JOIN kind k ON k.name = c.table_name
		WHERE c.schema_name = 'fact' ORDER BY c.table_name, c.column_index`)
	if err != nil {
		return nil, fmt.Errorf("read the shape of the fact tables: %w", err)
	}
	defer rows.Close()
	known := &shape{kinds: map[string]jianfu.Text{}}
	for rows.Next() {
		var table, column string
		var label jianfu.Text
		if err := rows.Scan(&table, &label.ZH, &label.EN, &column); err != nil {
			return nil, err
		}
		known.kinds[table] = label
		if !slices.Contains(placeColumns, column) {
			known.columns = append(known.columns, table+"."+column)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	e.known = known
	return known, nil
}

// lineage shows what was run and from which filings.
func (r *run) lineage(ctx context.Context) (Lineage, error) {
	l := Lineage{Caliber: r.query.Caliber}
	var err error
	if l.Columns, err = r.engine.columnsRead(ctx, r.tx, r.statements); err != nil {
		return l, err
	}
	for _, st := range r.statements {
		l.Statements = append(l.Statements, st.Literal())
	}
	used := map[string]bool{}
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			for _, text := range []string{part.Count, part.Sum, part.source.Rows, part.source.Stock} {
				for _, hole := range holes.FindAllStringSubmatch(text, -1) {
					used[hole[2]] = used[hole[2]] || hole[1] == "threshold"
				}
			}
		}
		for _, part := range m.Parts() {
			for _, kind := range r.scope.kindsRead(part.source) {
				for _, p := range r.filed.periods[kind] {
					if !p.period.IsZero() && !overlaps(p.period, r.spans(part.source)) {
						continue
					}
					for _, id := range p.submissions {
						if !slices.Contains(l.Submissions, id) {
							l.Submissions = append(l.Submissions, id)
						}
					}
				}
			}
		}
	}
	slices.Sort(l.Submissions)
	for _, threshold := range r.scope.catalog.Thresholds(r.query.Period.Through()) {
		if used[threshold.Name] {
			l.Thresholds = append(l.Thresholds, threshold)
		}
	}
	return l, nil
}
