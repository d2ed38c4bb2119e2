package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jianfu"
)

// FilingStatus is how one expected filing stands.
type FilingStatus string

// The statuses. A filing that came late and was corrected is Corrected, with Late set.
const (
	FilingReceived  FilingStatus = "RECEIVED"
	FilingNil       FilingStatus = "NIL" // 零报告: nothing to file, and said so
	FilingLate      FilingStatus = "LATE"
	FilingCorrected FilingStatus = "CORRECTED"
	FilingMissing   FilingStatus = "MISSING"
)

// Filing is what a unit was to file of a kind for a month, and what came of it.
type Filing struct {
	Department    string
	Kind          string
	Month         jianfu.Period
	DueBefore     time.Time // the first moment that is late
	Status        FilingStatus
	Late          bool
	Rows          int64
	FirstReceived *time.Time
	LastReceived  *time.Time
	Submission    int64 // that counts; 0 where nothing came
}

// Filings lists every filing that was expected in a period, by unit in the directory's
// order, kind and month, as of a moment (zero is now). A month is expected when it has
// ended; the kinds that are due are the catalogue's.
func (e *Engine) Filings(ctx context.Context, period jianfu.Period, asOf time.Time) ([]Filing, error) {
	var list []Filing
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		s := &scope{catalog: e.catalog, asOf: asOf, now: asOf}
		if asOf.IsZero() {
			s.now = time.Now().UTC()
		}
		st := &statement{}
		s.with(st, e.catalog.sources["filing"], []bucket{{0, period}}, "")
		st.SQL(`SELECT c.department, c.kind, c.month, c.due_before, c.first_received, now.received_at, now.rows_loaded, now.submission_id, past.filed
			FROM counted c
			LEFT JOIN (SELECT s.* FROM slice s JOIN in_force v ON v.slice_id = s.id AND `)
		s.standing(st)
		st.SQL(`) now ON now.kind = c.kind AND now.department = c.department AND now.period = strftime(c.month, '%Y-%m')
			LEFT JOIN (SELECT kind, department, period, COUNT(*) AS filed FROM standing_slice GROUP BY kind, department, period) past
				ON past.kind = c.kind AND past.department = c.department AND past.period = strftime(c.month, '%Y-%m')
			ORDER BY c.ordinal, c.kind, c.month`)
		rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
		if err != nil {
			return fmt.Errorf("list filings: %w\n%s", err, st.Literal())
		}
		defer rows.Close()
		for rows.Next() {
			filing, err := scanFiling(rows)
			if err != nil {
				return err
			}
			list = append(list, filing)
		}
		return rows.Err()
	})
	return list, err
}

func scanFiling(rows *sql.Rows) (Filing, error) {
	var f Filing
	var month time.Time
	var first, last sql.NullTime
	var loaded, submission, filed sql.NullInt64
	if err := rows.Scan(&f.Department, &f.Kind, &month, &f.DueBefore, &first, &last, &loaded, &submission, &filed); err != nil {
		return f, err
	}
	f.Month, _ = jianfu.Span(monthOf(month), monthOf(month))
	f.Rows, f.Submission = loaded.Int64, submission.Int64
	f.Status = FilingMissing
	if first.Valid {
		f.FirstReceived, f.LastReceived = &first.Time, &last.Time
		f.Late = !first.Time.Before(f.DueBefore)
		switch {
		case filed.Int64 > 1:
			f.Status = FilingCorrected
		case f.Late:
			f.Status = FilingLate
		case f.Rows == 0:
			f.Status = FilingNil
		default:
			f.Status = FilingReceived
		}
	}
	return f, nil
}

// Difference holds a total that a unit stated (统计汇总表) against its records.
type Difference struct {
	Department string
	Month      jianfu.Period
	Metric     *Metric
	Stated     jianfu.Decimal
	Counted    Value
	Gap        *jianfu.Decimal // stated − counted; nil where nothing could be counted
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
		st.SQL("SELECT f.department, f.month")
		for _, total := range statedTotals {
			st.SQL(", f.")
			st.Ident(total.column)
		}
		st.SQL(" FROM fact.reported_total f JOIN in_force v ON v.slice_id = f.slice_id AND ")
		s.standing(st)
		st.SQL(sqlText(fmt.Sprintf(" WHERE f.month >= DATE '%s' AND f.month < DATE '%s' ORDER BY f.month, f.department, f.id", period.From(), period.Until())))
		rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
		if err != nil {
			return fmt.Errorf("read stated totals: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var department string
			var month time.Time
			stated := make([]sql.NullInt64, len(statedTotals))
			into := []any{&department, &month}
			for i := range stated {
				into = append(into, &stated[i])
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			span, _ := jianfu.Span(monthOf(month), monthOf(month))
			for i, total := range statedTotals {
				if !stated[i].Valid {
					continue
				}
				d := Difference{Department: department, Month: span, Metric: e.catalog.byName[total.metric],
					Stated: jianfu.NewDecimal(stated[i].Int64), Counted: counted[department+span.String()+total.metric]}
				if d.Counted.Metric == nil { // the directory has no such unit in that month
					d.Counted = Value{Metric: d.Metric, Missing: NoData, Scope: Scope{Metric: total.metric, Period: span,
						Group: []Member{{Dimension: "department", Value: department, Known: true}}, AsOf: asOf}}
				}
				if d.Counted.Amount != nil {
					gap := d.Stated.Sub(*d.Counted.Amount)
					d.Gap = &gap
				}
				list = append(list, d)
			}
		}
		return rows.Err()
	})
	return list, err
}

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
