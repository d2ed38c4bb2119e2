package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ParseTrees is DuckDB's own parse of some texts, each as JSON: anything but a SELECT is an error
// in it, {"error":true,"error_type":…,"position":…}. Nothing is run and no file opened.
func ParseTrees(ctx context.Context, texts []string) (trees [][]byte, err error) {
	// With these two DuckDB need not look up the machine's, which a worker of the sandbox may not.
	db, err := sql.Open("duckdb", "?memory_limit=100MB&threads=1")
	if err != nil {
		return nil, fmt.Errorf("open a parser: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, "SELECT CAST(json_serialize_sql(UNNEST($1::VARCHAR[])) AS VARCHAR)", texts)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var tree []byte
		if err := rows.Scan(&tree); err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		trees = append(trees, tree)
	}
	return trees, rows.Err()
}
