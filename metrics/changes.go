package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jianfu"
)

// Change is one figure that a submission moved.
type Change struct {
	Metric     *Metric
	Month      jianfu.Period
	Department string
	Before     Value
	After      Value
}

// Changes tells which monthly figures of which units a submission moved when it was
// received, from what to what. For ledgers and plans the months are those of the years
// that the submission's rows speak of. The error is NotFound for an unknown submission.
func (e *Engine) Changes(ctx context.Context, submission int64) ([]Change, error) {
	filed, err := e.w.Submission(ctx, submission)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range e.catalog.Metrics() {
		for _, kind := range m.Kinds() {
			for _, own := range filed.Kinds {
				if kind == own && !m.IsRate() && m.Kind() == Flow && (len(names) == 0 || names[len(names)-1] != m.Name) {
					names = append(names, m.Name)
				}
			}
		}
	}
	period, err := e.extent(ctx, filed.Kinds, submission)
	if err != nil || len(names) == 0 || period.IsZero() {
		return nil, err
	}
	q := Query{Metrics: names, Period: period, Grain: jianfu.ByMonth, By: []string{"department"}, AsOf: filed.ReceivedAt.Add(-time.Microsecond)}
	before, err := e.Measure(ctx, q)
	if err != nil {
		return nil, err
	}
	q.AsOf = filed.ReceivedAt
	after, err := e.Measure(ctx, q)
	if err != nil {
		return nil, err
	}
	key := func(row Row, v Value) string { return row.Bucket.String() + groupKey(row.Group) + v.Metric.Name }
	earlier := map[string]Value{}
	for _, row := range before.Rows {
		for _, v := range row.Values {
			earlier[key(row, v)] = v
		}
	}
	var changes []Change
	for _, row := range after.Rows {
		for _, v := range row.Values {
			was, known := earlier[key(row, v)]
			if !known {
				was = Value{Metric: v.Metric, Missing: NoData, Scope: v.Scope}
				was.Scope.AsOf = before.Query.AsOf
			}
			if !sameAmount(was, v) {
				changes = append(changes, Change{Metric: v.Metric, Month: row.Bucket, Department: row.Group[0].Value, Before: was, After: v})
			}
		}
	}
	return changes, nil
}

// sameAmount holds nothing filed and a zero for the same: neither moved a figure.
func sameAmount(a, b Value) bool {
	zero := func(v Value) bool {
		return v.Amount == nil && v.Missing == NoData || v.Amount != nil && v.Amount.Sign() == 0
	}
	if a.Amount == nil || b.Amount == nil {
		return zero(a) && zero(b) || a.Amount == nil && b.Amount == nil && a.Missing == b.Missing
	}
	return a.Amount.Cmp(*b.Amount) == 0
}

// extent is the span of months of a submission's rows, and of the slices it replaced.
func (e *Engine) extent(ctx context.Context, kinds []string, submission int64) (jianfu.Period, error) {
	var span jianfu.Period
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, kind := range kinds {
			src := e.catalog.sources[kind]
			if src.dayOf() == "" {
				continue
			}
			st := &statement{}
			st.SQL("SELECT MIN(day), MAX(day) FROM (SELECT (", sqlText(src.dayOf()), ") AS day FROM fact.")
			st.Ident(kind)
			st.SQL(` WHERE slice_id IN (SELECT other.id FROM slice mine JOIN slice other USING (kind, department, period, stream) WHERE mine.submission_id = `)
			st.Arg(submission)
			st.SQL("))")
			var first, last sql.NullTime
			if err := tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&first, &last); err != nil {
				return fmt.Errorf("read the extent of submission %d: %w", submission, err)
			}
			if !first.Valid {
				continue
			}
			from, through := monthOf(first.Time), monthOf(last.Time)
			if !span.IsZero() {
				from, through = min(from, span.Start()), max(through, span.Start()+jianfu.Month(span.Months())-1)
			}
			span, _ = jianfu.Span(from, through)
		}
		return nil
	})
	return span, err
}
