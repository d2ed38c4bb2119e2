package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// Functions are the figures of the catalogue in SQL, for analysts. They are computed as Measure
// computes them: from records and totals, with no amount where nothing was filed.
//
//	metric(name, period, by := '', grain := '', caliber := 'reduction')
//	metric_change(name, period, against := 'year-earlier', by := '', grain := '', caliber := 'reduction')
//	coverage(period)
//
// name is a metric, or '*' for all of them. Numbers are exact decimals; amounts are rounded half up
// once, to four places. The catalogue is the one that was published.
func Functions() []warehouse.Function {
	const text, number, day, count = "VARCHAR", "DECIMAL(38,4)", "DATE", "INTEGER"
	figure := []warehouse.ResultColumn{{Name: "metric", Type: text}, {Name: "period", Type: text}, {Name: "since", Type: day}, {Name: "through", Type: day},
		{Name: "member", Type: text}, {Name: "member_label", Type: text}, {Name: "numerator", Type: number}, {Name: "denominator", Type: number},
		{Name: "amount", Type: number}, {Name: "missing", Type: text}, {Name: "basis", Type: text}, {Name: "expected", Type: count}, {Name: "filed", Type: count}, {Name: "nil", Type: count}}
	change := append(slices.Clone(figure), []warehouse.ResultColumn{{Name: "base_period", Type: text}, {Name: "base_amount", Type: number},
		{Name: "delta", Type: number}, {Name: "change_percent", Type: number}, {Name: "change_points", Type: number}, {Name: "change_missing", Type: text},
		{Name: "comparable_amount", Type: number}, {Name: "comparable_base_amount", Type: number},
		{Name: "comparable_change_percent", Type: number}, {Name: "comparable_change_points", Type: number}, {Name: "base_expected", Type: count}, {Name: "base_filed", Type: count}, {Name: "uneven", Type: "BOOLEAN"}}...)
	return []warehouse.Function{
		{Name: "metric", Arguments: []string{"metric_name", "period_text", `"by" := ''`, "grain := ''", "caliber := 'reduction'"}, Columns: figure, Rows: metricRows},
		{Name: "metric_change", Arguments: []string{"metric_name", "period_text", "against := 'year-earlier'", `"by" := ''`, "grain := ''", "caliber := 'reduction'"},
			Columns: change, Rows: changeRows},
		{Name: "coverage", Arguments: []string{"period_text"}, Rows: coverageRows, Columns: []warehouse.ResultColumn{{Name: "kind", Type: text}, {Name: "month", Type: day},
			{Name: "department_code", Type: text}, {Name: "department_name", Type: text}, {Name: "covered_by", Type: text}, {Name: "missing", Type: text},
			{Name: "provisional", Type: "BOOLEAN"}, {Name: "incomplete", Type: "BOOLEAN"}}},
	}
}

// engineOf is an engine with the catalogue that was published in a snapshot.
func engineOf(ctx context.Context, w *warehouse.Warehouse) (*Engine, error) {
	text, err := w.Setting(ctx, warehouse.CatalogSetting)
	if err != nil {
		return nil, err
	}
	var own []ownFile
	if text != "" {
		if err := json.Unmarshal([]byte(text), &own); err != nil {
			return nil, err
		}
	}
	if own == nil {
		catalog, err := carried()
		return New(w, catalog), err
	}
	catalog, err := readCatalog(own)
	return New(w, catalog), err
}

func metricRows(ctx context.Context, w *warehouse.Warehouse, arguments []string) ([][]any, error) {
	return figureRows(ctx, w, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], NoComparison)
}

func changeRows(ctx context.Context, w *warehouse.Warehouse, arguments []string) ([][]any, error) {
	var compare Comparison
	switch against := arguments[2]; against {
	case "year-earlier":
		compare = YearEarlier
	case "previous":
		compare = PreviousPeriod
	default:
		return nil, jianfu.Errorf(jianfu.Invalid, "against 应为 year-earlier 或 previous，不是“%s”", "against should be year-earlier or previous, not %q", against)
	}
	return figureRows(ctx, w, arguments[0], arguments[1], arguments[3], arguments[4], arguments[5], compare)
}

// figureRows are the rows of metric and metric_change: by metric, and within one in the order of
// the periods and of the directory.
func figureRows(ctx context.Context, w *warehouse.Warehouse, name, period, by, grain, caliber string, compare Comparison) ([][]any, error) {
	e, err := engineOf(ctx, w)
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"", "month", "quarter", "half", "year"}, strings.ToLower(grain)) {
		return nil, jianfu.Errorf(jianfu.Invalid, "粒度 grain 应为 month、quarter、half 或 year，不是“%s”", "grain should be month, quarter, half or year, not %q", grain)
	}
	q := Query{Metrics: []string{name}, Grain: jianfu.Grain(strings.ToUpper(grain)), Caliber: caliber, Compare: compare}
	if q.Period, err = jianfu.ParsePeriod(period); err != nil {
		return nil, err
	}
	if by != "" {
		q.By = []string{by}
	}
	if name == "*" {
		q.Metrics = nil
		for _, m := range e.catalog.Metrics() {
			if !m.Internal {
				q.Metrics = append(q.Metrics, m.Name)
			}
		}
	}
	var rows [][]any
	if err := e.measureAll(ctx, q, &rows); err != nil {
		return nil, err
	}
	slices.SortStableFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
	return rows, nil
}

// measureAll measures any number of metrics: as many at once as an answer may have figures of.
func (e *Engine) measureAll(ctx context.Context, q Query, rows *[][]any) error {
	m, err := e.Measure(ctx, q)
	var known *jianfu.Error
	if n := len(q.Metrics); n > 1 && errors.As(err, &known) && known.Code == jianfu.TooLarge {
		first, second := q, q
		first.Metrics, second.Metrics = q.Metrics[:n/2], q.Metrics[n/2:]
		return errors.Join(e.measureAll(ctx, first, rows), e.measureAll(ctx, second, rows))
	}
	if err != nil {
		return err
	}
	for _, row := range m.Rows {
		for _, v := range row.Values {
			*rows = append(*rows, figureRow(row, v))
		}
	}
	return nil
}

// figureRow is a figure as a row of SQL.
func figureRow(row Row, v Value) []any {
	var member, label any
	if len(row.Group) > 0 {
		if row.Group[0].Known {
			member = row.Group[0].Value
		}
		label = row.Group[0].Label.ZH
	}
	line := []any{v.Metric.Name, v.Scope.Period.String(), v.Scope.Period.From(), v.Scope.Period.Through(), member, label,
		places(v.Numerator), places(v.Denominator), places(v.Amount), reasonOrNull(v.Missing), string(v.Basis), v.Coverage.Expected, v.Coverage.Filed, v.Coverage.Nil}
	if v.Amount == nil {
		line[10] = nil
	}
	c := v.Comparison
	if c == nil {
		return line
	}
	line = append(line, c.Period.String(), places(c.Amount), places(c.Delta), places(c.ChangePercent), places(c.ChangePoints), reasonOrNull(c.Missing))
	if both := c.Comparable; both == nil {
		line = append(line, nil, nil, nil, nil)
	} else {
		line = append(line, places(both.Current), places(both.Amount), places(both.ChangePercent), places(both.ChangePoints))
	}
	return append(line, c.Base.Coverage.Expected, c.Base.Coverage.Filed, c.Uneven())
}

// places is a number as the functions give it, NULL for none.
func places(number *jianfu.Decimal) any {
	if number == nil {
		return nil
	}
	return number.Round(4)
}

func reasonOrNull(missing Missing) any {
	if missing == NotMissing {
		return nil
	}
	return string(missing)
}

// coverageRows say of every kind that is counted, month and unit by what it is covered, or why it
// is not: by ROWS or a NIL return of the unit, by TOTALS that state the kind's headline count, or
// by a REGISTER that speaks for everybody; whether it is provisional, because it came before the month
// had ended and nothing has since; and whether rows of it were set aside.
func coverageRows(ctx context.Context, w *warehouse.Warehouse, arguments []string) ([][]any, error) {
	e, err := engineOf(ctx, w)
	if err != nil {
		return nil, err
	}
	q := Query{}
	if q.Period, err = jianfu.ParsePeriod(arguments[0]); err != nil {
		return nil, err
	}
	for _, kind := range e.catalog.counted() {
		q.Metrics = append(q.Metrics, kind.metric)
	}
	var rows [][]any
	ctx, release := e.w.Pin(ctx, 0)
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := e.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		if err := r.readBooks(ctx); err != nil {
			return err
		}
		for _, kind := range e.catalog.counted() {
			rows = append(rows, r.coverageOf(kind)...)
		}
		return nil
	})
	return rows, errors.Join(err, release())
}

// countedKind is a kind of filing that some metric counts first, and a metric that does.
type countedKind struct{ kind, metric string }

// counted are the kinds that metrics count, in the order of the catalogue.
func (c *Catalog) counted() []countedKind {
	var list []countedKind
	for _, m := range c.metrics {
		kind := m.Parts()[0].source.Kinds[0]
		if m.Internal || m.Parts()[0].source != c.sources[kind] || slices.ContainsFunc(list, func(k countedKind) bool { return k.kind == kind }) {
			continue
		}
		list = append(list, countedKind{kind, m.Name})
	}
	return list
}

func (r *run) coverageOf(k countedKind) [][]any {
	var rows [][]any
	c := r.coverOf(r.engine.catalog.sources[k.kind])
	first, at := r.query.Period.Start(), r.axis.place(r.query.Period.Start())
	early := r.filingsThat(earlyOnes, k.kind, []jianfu.Period{r.query.Period})
	concerns := func(s NoticeSlice, unit string, month jianfu.Month) bool {
		return s.Department == unit && (s.Period.IsZero() || s.Period.Contains(month.First()))
	}
	var aside []NoticeSlice
	for _, kind := range []string{k.kind, totalsKind} {
		for _, p := range r.filed.periods[kind] {
			for _, unit := range p.incomplete {
				aside = append(aside, NoticeSlice{kind, unit, p.period})
			}
		}
	}
	for m := range r.query.Period.Months() {
		month := first + jianfu.Month(m)
		for u := range r.axis.units {
			unit := &r.axis.units[u]
			var by, missing any
			switch {
			case c.own[u][at+m] == filedRows:
				by = "ROWS"
			case c.own[u][at+m] == filedNil:
				by = "NIL"
			case r.statesHeadline(k.kind, unit, month):
				by = "TOTALS"
			case c.own[u][at+m] == setAside:
				missing = string(UnknownValues)
			case r.registered(c, u, at+m):
				by = "REGISTER"
			default:
				reason, _, _ := r.monthReason([]string{k.kind}, unit, at+m, r.owes([]string{k.kind}, unit, month), nil, nil, month)
				missing = string(reason)
			}
			var name any
			if n := len(unit.versions); n > 0 {
				name = unit.versions[n-1].Name
			}
			rows = append(rows, []any{k.kind, month.First(), unit.code, name, by, missing,
				slices.ContainsFunc(early, func(s NoticeSlice) bool { return concerns(s, unit.code, month) }),
				slices.ContainsFunc(aside, func(s NoticeSlice) bool {
					return concerns(s, unit.code, month) && (s.Kind == k.kind || c.own[u][at+m] <= setAside)
				})})
		}
	}
	return rows
}
