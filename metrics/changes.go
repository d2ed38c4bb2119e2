package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Change is one figure that a submission changed.
type Change struct {
	Metric     *Metric
	Month      jianfu.Period // the year, for plans and year-end counts
	Department string
	Before     Value
	After      Value
}

// Changes returns the figures that a submission changed when it was received, by unit, before and
// after: counts that can be summed by month, plans and year-end counts by year. Other submissions
// received at the same moment are kept apart. The error is NotFound for an unknown submission.
func (e *Engine) Changes(ctx context.Context, submission int64) ([]Change, error) {
	filed, err := e.Submission(ctx, submission)
	if err != nil {
		return nil, err
	}
	period, err := e.extent(ctx, filed.Kinds, submission)
	if err != nil || period.IsZero() {
		return nil, err
	}
	years, _ := jianfu.Span(jianfu.MonthOf(period.From().Year(), 1), jianfu.MonthOf(period.Through().Year(), 12))
	flows, rest := e.moved(filed.Kinds)
	var changes []Change
	for _, q := range []Query{{Metrics: flows, Period: period, Grain: jianfu.ByMonth}, {Metrics: rest, Period: years, Grain: jianfu.ByYear}} {
		if len(q.Metrics) == 0 {
			continue
		}
		q.By, q.AsOf = []string{"department"}, filed.ReceivedAt
		found, err := e.changes(ctx, q, submission)
		if err != nil {
			return nil, err
		}
		changes = append(changes, found...)
	}
	return changes, nil
}

// moved are the counts that filings of some kinds change: those that can be summed, and the rest.
func (e *Engine) moved(kinds []string) (flows, rest []string) {
	for _, m := range e.catalog.Metrics() {
		counts := slices.ContainsFunc(m.Kinds(), func(kind string) bool { return slices.Contains(kinds, kind) })
		switch {
		case !counts || m.IsRate():
		case m.Kind() == Flow:
			flows = append(flows, m.Name)
		case m.Kind() == Plan || m.Kind() == Stock:
			rest = append(rest, m.Name)
		}
	}
	return flows, rest
}

// Reach is what a submission can move, whether it is filed or withdrawn: the periods of its slices
// (those of ledgers and of the directory have none: they can move every period), and the metrics
// that read its kinds.
func (e *Engine) Reach(ctx context.Context, submission int64) (periods []jianfu.Period, names []string, err error) {
	var kinds, texts warehouse.List
	err = e.w.QueryRow(ctx, `
		SELECT COALESCE(list(DISTINCT kind ORDER BY kind), []), COALESCE(list(DISTINCT period ORDER BY period) FILTER (WHERE period NOT IN ('ledger', 'whole')), [])
		FROM slice WHERE submission_id = $1`, submission).Scan(&kinds, &texts)
	if err != nil {
		return nil, nil, fmt.Errorf("read the slices of submission %d: %w", submission, err)
	}
	for _, text := range texts {
		period, err := jianfu.ParsePeriod(text)
		if err != nil {
			return nil, nil, err
		}
		periods = append(periods, period)
	}
	for _, m := range e.catalog.Metrics() {
		if slices.ContainsFunc(kinds, m.moves) {
			names = append(names, m.Name)
		}
	}
	return periods, names, nil
}

// moves reports whether filings of a kind can change the figure: those that it counts or reads,
// totals where they state it, and the directory always.
func (m *Metric) moves(kind string) bool {
	return slices.ContainsFunc(m.Parts(), func(part *Metric) bool {
		return kind == "department" || kind == totalsKind && part.Stated != "" ||
			slices.Contains(part.source.Kinds, kind) || slices.Contains(part.source.Uses, kind)
	})
}

// changes measures just before a submission and with it.
func (e *Engine) changes(ctx context.Context, q Query, submission int64) ([]Change, error) {
	var measured [2][]Change // before and after, each in its own order
	for i := range measured {
		q.through = submission - 1 + int64(i)
		answer, err := e.Measure(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, row := range answer.Rows {
			for _, v := range row.Values {
				measured[i] = append(measured[i], Change{Metric: v.Metric, Month: row.Bucket, Department: row.Group[0].Value, Before: v, After: v})
			}
		}
	}
	type figure struct{ metric, month, department string }
	key := func(c Change) figure { return figure{c.Metric.Name, c.Month.String(), c.Department} }
	nothing := func(v Value) Value { // for a group that only the other side has
		v.Amount, v.Numerator, v.Missing = nil, nil, NoData
		return v
	}
	earlier := map[figure]Value{}
	for _, c := range measured[0] {
		c.Before.Scope.AsOf = q.AsOf.Add(-time.Microsecond)
		earlier[key(c)] = c.Before
	}
	var changes []Change
	for _, c := range measured[1] {
		was, known := earlier[key(c)]
		if !known {
			was = nothing(c.After)
			was.Scope.AsOf = q.AsOf.Add(-time.Microsecond)
		}
		delete(earlier, key(c))
		if c.Before = was; !sameAmount(was, c.After) {
			changes = append(changes, c)
		}
	}
	for _, c := range measured[0] {
		if was, gone := earlier[key(c)]; gone {
			c.Before, c.After = was, nothing(c.Before)
			c.After.Scope.AsOf = q.AsOf
			if !sameAmount(c.Before, c.After) {
				changes = append(changes, c)
			}
		}
	}
	return changes, nil
}

// sameAmount treats nothing filed and zero as the same: neither is a change, nor is a different
// reason for a missing figure.
func sameAmount(a, b Value) bool {
	zero := func(v Value) bool {
		return v.Amount == nil && v.Missing == NoData || v.Amount != nil && v.Amount.Sign() == 0
	}
	if a.Amount == nil || b.Amount == nil {
		return zero(a) && zero(b) || a.Amount == nil && b.Amount == nil
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
