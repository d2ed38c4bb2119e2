package graph

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"jianfu/graph/gen"
)

// The maps of costing contain every list of the schema, and nothing else.
func TestEveryListHasACost(t *testing.T) {
	t.Parallel()
	computed := []string{ // in costing.field
		"Query.measurements", "Query.metrics", "Measurement.metrics", "Measurement.totals", "Row.values", "Dimension.members",
	}
	types := gen.NewExecutableSchema(gen.Config{}).Schema().Types
	fields := map[string]*ast.FieldDefinition{}
	for _, definition := range types {
		for _, field := range definition.Fields {
			if definition.Kind == ast.Object {
				fields[definition.Name+"."+field.Name] = field
			}
		}
	}
	for name, field := range fields {
		owner, member, _ := strings.Cut(name, ".")
		kind := types[field.Type.Name()].Kind
		isObject := kind == ast.Object || kind == ast.Interface || kind == ast.Union
		_, isPage := pages[name]
		_, isList := lists[name]
		switch {
		case strings.HasPrefix(owner, "__"):
		case strings.HasSuffix(field.Type.Name(), "Connection"):
			if !isPage && !slices.Contains([]string{"Measurement.rows", "Notice.slices", "Finding.records", "Untested.records"}, name) {
				t.Errorf("%s gives pages, and costing does not know it", name)
			}
		case field.Type.Elem != nil && isObject && strings.HasSuffix(owner, "Connection") && (member == "nodes" || member == "edges"): // the page size is the connection's
		case field.Type.Elem != nil && isObject && !isList && !slices.Contains(computed, name):
			t.Errorf("%s is a list, and costing does not know it", name)
		}
	}
	for name := range maps.Keys(lists) {
		if owner, member, _ := strings.Cut(name, "."); fields[name] == nil && (types[owner] == nil || types[owner].Fields.ForName(member) == nil) {
			t.Errorf("costing knows a list %s, and the schema does not have it", name)
		}
	}
	for _, known := range []map[string]float64{pages, statements} {
		for name := range known {
			if fields[name] == nil {
				t.Errorf("costing knows %s, and the schema does not have it", name)
			}
		}
	}
}
