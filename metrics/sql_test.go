package metrics

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
)

var update = flag.Bool("update", false, "write the files again that tests compare with")

// The SQL that counts each source is the one in testdata/sql, so that a change of the compiler
// or the catalogue shows what it changes. After one, go test ./metrics -run TestSQL -update.
func TestSQL(t *testing.T) {
	t.Parallel()
	catalog, err := ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	year := jianfu.YearOf(2023)
	for name, src := range catalog.sources {
		s := &scope{catalog: catalog, now: time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), by: []string{"department"},
			caliber: catalog.caliber(DefaultCaliber).Version(year.Through())}
		var terms []term
		for _, m := range catalog.metrics {
			if m.source == src {
				terms = append(terms, s.term(m))
			}
		}
		if len(terms) == 0 { // only its records are asked for
			continue
		}
		got := s.aggregates(src, terms, []bucket{{index: 0, period: year}, {index: 1, period: year.YearEarlier()}}).Literal() + "\n"
		path := filepath.Join("testdata", "sql", name+".sql")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the SQL of %s is not that of %s:\n%s", name, path, got)
		}
		if _, err := os.Stat(filepath.Join("testdata", "sql", name+".check.sql")); err != nil {
			t.Errorf("no query counts %s by hand: %v", name, err)
		}
	}
}

// What the catalogue says is read is what DuckDB finds in the statements that are run.
func TestColumnsRead(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for _, q := range []Query{
		{Caliber: "all"}, {By: []string{"portfolio"}}, {Where: Filter{Departments: []string{"B1"}}},
	} {
		for _, m := range e.Catalog().Metrics() {
			q.Metrics, q.Period = []string{m.Name}, period(t, "2023")
			by := q.By
			if own := m.OwnDimensions(); len(own) > 0 && len(by) == 0 {
				q.By = []string{own[0].Name}
			}
			answer, err := e.Measure(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			want := slices.DeleteFunc(columnsIn(t, e, answer.Lineage.Statements), func(column string) bool { // named of the directory alone
				table, name, _ := strings.Cut(column, ".")
				return slices.Contains(answer.Lineage.Columns, "department.code") && table != "department" &&
					slices.Contains(directoryColumns, name) && !slices.Contains(answer.Lineage.Columns, column)
			})
			if !slices.Equal(answer.Lineage.Columns, want) {
				t.Errorf("%s %+v reads\n%q, want\n%q", m.Name, q, answer.Lineage.Columns, want)
			}
			q.By = by
		}
	}
}

// columnsIn are the columns of fact tables that statements name: those of which a table and a
// name both occur in DuckDB's parse of them.
func columnsIn(t *testing.T, e *Engine, statements []string) []string {
	t.Helper()
	var columns []string
	for _, text := range statements {
		var raw string
		if err := e.w.QueryRow(t.Context(), "SELECT CAST(json_serialize_sql($1::VARCHAR) AS VARCHAR)", text).Scan(&raw); err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal([]byte(raw), &tree); err != nil {
			t.Fatal(err)
		}
		names, tables := map[string]bool{}, map[string]bool{}
		walk(tree, func(node map[string]any) {
			if path, ok := node["column_names"].([]any); ok && node["class"] == "COLUMN_REF" {
				names[fmt.Sprint(path[len(path)-1])] = true
			}
			if using, ok := node["using_columns"].([]any); ok {
				for _, name := range using {
					names[fmt.Sprint(name)] = true
				}
			}
			if node["type"] == "BASE_TABLE" && node["schema_name"] == "fact" {
				tables[fmt.Sprint(node["table_name"])] = true
			}
		})
		for _, column := range e.known.columns {
			table, name, _ := strings.Cut(column, ".")
			if tables[table] && names[name] && !slices.Contains(columns, column) {
				columns = append(columns, column)
			}
		}
	}
	slices.Sort(columns)
	return columns
}
