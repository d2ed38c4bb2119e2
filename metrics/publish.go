package metrics

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"jianfu"
	"jianfu/warehouse"
)

// Publish writes the catalogue into the warehouse for analysts: the office's checks as table
// macros, its metrics, calibers and thresholds as views, and its own files, by which Functions
// computes figures for SQL.
//
//	SELECT * FROM check_merge_suggestions(DATE '2023-01-01', DATE '2024-01-01')
//
// returns the findings of the days from the first to before the second. It does nothing if the
// catalogue has not changed since.
func (e *Engine) Publish(ctx context.Context) error {
	var text strings.Builder
	for _, check := range e.catalog.checks {
		name := warehouse.Ident(MacroName(check.Name))
		fmt.Fprintf(&text, "CREATE OR REPLACE MACRO %s(period_from, period_until) AS TABLE\n%s;\n", name, e.catalog.macro(check))
		fmt.Fprintf(&text, "COMMENT ON MACRO TABLE %s IS %s;\n", name,
			literal(check.Label.ZH+"："+check.Definition.ZH+"；"+check.Label.EN+": "+check.Definition.EN))
	}
	text.WriteString(e.catalog.catalogViews())
	own, err := json.Marshal(e.catalog.own)
	if err != nil {
		return err
	}
	fmt.Fprintf(&text, "INSERT OR REPLACE INTO setting VALUES (%s, %s);\n", literal(warehouse.CatalogSetting), literal(string(own)))
	e.w.Provide(Functions())
	return e.w.Define(ctx, "checks", text.String())
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
func (c *Catalog) macro(check *Check) string {
	s := &scope{catalog: c, caliber: c.caliber(DefaultCaliber).Version(jianfu.YearOf(2199).Through())}
	st := &statement{}
	st.SQL("WITH\n")
	for _, kind := range append(slices.Clone(check.Kinds), check.uses...) {
		s.writeKind(st, kind)
	}
	text := strings.NewReplacer("{from}", "period_from", "{until}", "period_until", "{city}", city, "{counts}", c.countNames()).Replace(check.sql)
	st.SQL("found AS (\n", s.fill(text, check.source(c)), ")\n",
		"SELECT day, department, subject, detail_zh, detail_en, ids, saving FROM found WHERE day >= period_from AND day < period_until ORDER BY day, department, ids")
	return st.Literal()
}

// source is where the records of a check come from; a kind that no metric counts has no source.
func (check *Check) source(c *Catalog) *source {
	if src := c.sources[check.Kinds[0]]; src != nil {
		return src
	}
	return &source{}
}
