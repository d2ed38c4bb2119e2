package metrics

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"jianfu"
	"jianfu/warehouse"
)

// Publish writes the catalogue into the warehouse for analysts: the office's checks as table
// macros, with untested_ before the names of those of what they could not test, its metrics, calibers and thresholds as views, and its own files, by which Functions
// computes figures for SQL.
//
//	SELECT * FROM check_merge_suggestions(DATE '2023-01-01', DATE '2024-01-01')
//
// returns the findings of the days from the first to before the second. It does nothing if the
// catalogue has not changed since.
func (e *Engine) Publish(ctx context.Context) error {
	var text strings.Builder
	for _, check := range e.catalog.checks {
		define := func(name string, label jianfu.Text, untested bool) {
			fmt.Fprintf(&text, "CREATE OR REPLACE MACRO %s(period_from, period_until) AS TABLE\n%s;\n", warehouse.Ident(name), e.catalog.macro(check, untested))
			fmt.Fprintf(&text, "COMMENT ON MACRO TABLE %s IS %s;\n", warehouse.Ident(name),
				literal(label.ZH+"："+check.Definition.ZH+"；"+label.EN+": "+check.Definition.EN))
		}
		define(MacroName(check.Name), check.Label, false)
		if check.untested {
			define("untested_"+MacroName(check.Name), jianfu.Text{ZH: "未能核查的“" + check.Label.ZH + "”", EN: "not tested, of " + check.Label.EN}, true)
		}
	}
	text.WriteString(e.catalog.catalogViews())
	views, kinds, err := e.kindViews(ctx)
	if err != nil {
		return err
	}
	text.WriteString(e.catalog.countedViews(views, kinds))
	own, err := json.Marshal(e.catalog.own)
	if err != nil {
		return err
	}
	fmt.Fprintf(&text, "INSERT OR REPLACE INTO setting VALUES (%s, %s);\n", literal(warehouse.CatalogSetting), literal(string(own)))
	e.w.Provide(Functions())
	return e.w.Define(ctx, "checks", text.String())
}

// kindView is the view of a kind of filing.
type kindView struct {
	name    string
	columns []viewColumn
}

// kindViews are the views of the kinds of filing in the warehouse, by kind, and what names the shape of all kinds.
func (e *Engine) kindViews(ctx context.Context) (views map[string]*kindView, kinds string, err error) {
	if kinds, err = e.w.Setting(ctx, "kinds"); err != nil {
		return nil, "", err
	}
	views = map[string]*kindView{}
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, `SELECT k.name, k.view, c.column_name, COALESCE(c.comment, '') FROM kind k
			JOIN duckdb_columns() c ON c.table_name = k.view AND c.database_name = current_database() AND c.schema_name = 'main' ORDER BY k.name, c.column_index`, func(rows *sql.Rows) error {
			var kind, view string
			var column viewColumn
			err := rows.Scan(&kind, &view, &column.name, &column.comment)
			if views[kind] == nil {
				views[kind] = &kindView{name: view}
			}
			views[kind].columns = append(views[kind].columns, column)
			return err
		})
	})
	return views, kinds, err
}

// MacroName is a check's name in SQL: mergeSuggestions is check_merge_suggestions.
func MacroName(check string) string {
	var b strings.Builder
	b.WriteString("check_")
	for _, r := range check {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// macro is the SQL of a check with its days as arguments.
func (c *Catalog) macro(check *Check, untested bool) string {
	s := &scope{catalog: c, caliber: c.caliber(DefaultCaliber).Version(jianfu.YearOf(2199).Through())}
	st := &statement{}
	s.writeFound(st, check, "period_from", "period_until")
	columns := sqlText("detail_zh, detail_en, ids, saving")
	if untested {
		columns = "missing_zh, missing_en, ids"
	}
	st.SQL("SELECT day, department, subject, COALESCE(subject_en, subject) AS subject_en, ", columns, " ", fromFound(check, "period_from", "period_until", untested))
	return st.Literal()
}

// source is where the records of a check come from; a kind that no metric counts has no source.
func (c *Check) source(catalog *Catalog) *source {
	if src := catalog.sources[c.Kinds[0]]; src != nil {
		return src
	}
	return &source{}
}
