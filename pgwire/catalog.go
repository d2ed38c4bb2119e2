package pgwire

import (
	"context"
	_ "embed"

	"jianfu/warehouse"
)

// catalogSQL makes the synthetic catalogue in schemas of the warehouse, whence every snapshot has it.
//
//go:embed catalog.sql
var catalogSQL string

// Publish puts the synthetic catalogue into the warehouse, where it is not there already. It
// holds no data: views and macros only.
func Publish(ctx context.Context, w *warehouse.Warehouse) error {
	return w.Define(ctx, "pg_catalog", catalogSQL)
}

// catalogNames are the relations and functions of the catalogue, by PostgreSQL's name for
// the schema they are in.
type catalogNames struct{ relations, functions map[string]bool }

// ownSchemas says in which schema of ours each of PostgreSQL's is.
var ownSchemas = map[string]string{"pg_catalog": "pg", "information_schema": "pg_information"}

// catalog is what catalog.sql makes, by the schema of ours.
var catalog = readCatalog(catalogSQL)

func readCatalog(sql string) map[string]catalogNames {
	names := map[string]catalogNames{}
	for _, schema := range ownSchemas {
		names[schema] = catalogNames{map[string]bool{}, map[string]bool{}}
	}
	for _, statement := range split(sql) {
		words := solid(statement)
		if len(words) < 5 || !words[0].is("create") || !words[3].is(".") {
			continue
		}
		in := names[words[2].name()]
		switch {
		case words[1].is("view"):
			in.relations[words[4].name()] = true
		case words[1].is("macro"):
			in.functions[words[4].name()] = true
		}
	}
	return names
}
