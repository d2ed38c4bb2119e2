package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"jianfu"
)

// Difference holds a total that a unit stated (统计汇总表) against its records.
type Difference struct {
	Department string
	Month      jianfu.Period
	Metric     *Metric
	Stated     jianfu.Decimal
	Record     Record // the filed row that states it
	Counted    Value
	Gap        *jianfu.Decimal // stated − counted; nil where nothing could be counted
}

// Agrees reports whether the stated total is that of the records. A stated zero agrees with
// nothing filed.
func (d Difference) Agrees() bool {
	if d.Gap == nil {
		return d.Stated.Sign() == 0 && d.Counted.Missing == NoData
	}
	return d.Gap.Sign() == 0
}

// statedTotals tells which metric each column of 统计汇总表 states.
var statedTotals = []struct{ column, metric string }{
	{"meetings_held", "meetings.held"}, {"documents_issued", "documents.issued"}, {"inspections_conducted", "inspections.conducted"},
	{"messages_received", "messages.received"}, {"messages_handled", "messages.handled"}, {"visits_made", "visits.made"},
}

// Reconcile holds every stated total of a period against the records, unit by unit and
// month by month, as of a moment (zero is now).
func (e *Engine) Reconcile(ctx context.Context, period jianfu.Period, asOf time.Time) ([]Difference, error) {
	var names []string
	for _, total := range statedTotals {
		names = append(names, total.metric)
	}
	answer, err := e.Measure(ctx, Query{Metrics: names, Period: period, Grain: jianfu.ByMonth, By: []string{"department"}, AsOf: asOf})
	if err != nil {
		return nil, err
	}
	counted := map[string]Value{}
	for _, row := range answer.Rows {
		for _, value := range row.Values {
			counted[row.Group[0].Value+row.Bucket.String()+value.Metric.Name] = value
		}
	}
	var list []Difference
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		s := &scope{catalog: e.catalog, asOf: asOf}
		st := &statement{}
		st.SQL("SELECT f.id, f.department, f.first_month, f.count, CAST(f.value AS VARCHAR) FROM fact.reported_total f")
		s.joinStanding(st, "f.slice_id")
		st.SQL(sqlText(fmt.Sprintf(" WHERE f.first_month >= DATE '%s' AND f.first_month < DATE '%s' AND f.months = 1 AND NOT f.earlier AND f.value IS NOT NULL ORDER BY f.first_month, f.department, f.id",
			period.From(), period.Until())))
		rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
		if err != nil {
			return fmt.Errorf("read stated totals: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var department, count, text string
			var month time.Time
			if err := rows.Scan(&id, &department, &month, &count, &text); err != nil {
				return err
			}
			at := slices.IndexFunc(statedTotals, func(t struct{ column, metric string }) bool { return t.column == count })
			stated, ok := jianfu.ParseDecimal(text)
			if at < 0 || !ok {
				continue
			}
			span, _ := jianfu.Span(monthOf(month), monthOf(month))
			metric := statedTotals[at].metric
			d := Difference{Department: department, Month: span, Record: Record{ID: id}, Metric: e.catalog.byName[metric],
				Stated: stated, Counted: counted[department+span.String()+metric]}
			if d.Counted.Metric == nil { // the directory has no such unit in that month
				d.Counted = Value{Metric: d.Metric, Missing: NoData, Scope: Scope{Metric: metric, Period: span,
					Group: []Member{{Dimension: "department", Value: department, Known: true}}, Caliber: answer.Query.Caliber, AsOf: asOf}}
			}
			if d.Counted.Amount != nil {
				gap := d.Stated.Sub(*d.Counted.Amount)
				d.Gap = &gap
			}
			list = append(list, d)
		}
		if err := rows.Err(); err != nil {
			return err
		}
		return e.readStated(ctx, tx, list)
	})
	return list, err
}

// readStated reads the filed rows that state the totals.
func (e *Engine) readStated(ctx context.Context, tx *sql.Tx, list []Difference) error {
	var ids []int64
	for _, d := range list {
		ids = append(ids, d.Record.ID)
	}
	slices.Sort(ids)
	records, err := e.recordsOf(ctx, tx, "reported_total", slices.Compact(ids))
	if err != nil {
		return err
	}
	byID := map[int64]Record{}
	for _, r := range records {
		byID[r.ID] = r
	}
	for i := range list {
		list[i].Record = byID[list[i].Record.ID]
	}
	return nil
}
