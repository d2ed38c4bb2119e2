package metrics

import (
	"context"
	"fmt"
	"slices"

	"jianfu"
)

// MaxAgainst is with how many periods one query may be compared.
const MaxAgainst = 10

// MeasureAgainst measures a query, compared with several periods. The first is each value's
// Comparison, all of them are its Others; one of a period in which neither side has a row for a group
// is nil there. Without periods it measures as Measure does.
func (e *Engine) MeasureAgainst(ctx context.Context, q Query, periods []jianfu.Period) (*Measurement, error) {
	switch {
	case len(periods) == 0:
		return e.Measure(ctx, q)
	case len(periods) > MaxAgainst:
		return nil, jianfu.Errorf(jianfu.TooLarge, "一次最多与 %d 个时间比较", "one question is compared with at most %d periods", MaxAgainst)
	case q.Compare != NamedPeriod && q.Compare != NoComparison:
		return nil, jianfu.Errorf(jianfu.Invalid, "compareTo 与 against 只能写一个", "name compareTo or against, not both")
	}
	var whole *Measurement
	for at, period := range periods {
		q.Compare, q.Against = NamedPeriod, period
		m, err := e.Measure(ctx, q)
		if err != nil {
			return nil, err
		}
		m = m.clone()
		for _, row := range m.Rows {
			for i := range row.Values {
				row.Values[i].Others = make([]*ValueComparison, len(periods))
				row.Values[i].Others[at] = row.Values[i].Comparison
			}
		}
		if whole == nil {
			whole = m
			continue
		}
		whole.join(m, at)
	}
	if whole != nil {
		whole.Against = periods
		whole.sort()
	}
	return whole, nil
}

// clone is a measurement whose rows and figures can be changed: other answers share the original.
func (m *Measurement) clone() *Measurement {
	own := *m
	own.Rows = slices.Clone(m.Rows)
	for i, row := range own.Rows {
		own.Rows[i].Values = slices.Clone(row.Values)
	}
	own.Notices = slices.Clone(m.Notices)
	own.Lineage.Submissions, own.Lineage.Statements = slices.Clone(m.Lineage.Submissions), slices.Clone(m.Lineage.Statements)
	return &own
}

// join merges another measurement of the same query, compared with another period, the nth.
func (m *Measurement) join(other *Measurement, nth int) {
	key := func(r Row) string { return fmt.Sprint(r.Bucket, r.Group) }
	at := map[string]int{}
	for i, row := range m.Rows {
		at[key(row)] = i
	}
	next := 0 // a row that only the other has goes after the one before it
	for _, row := range other.Rows {
		place, known := at[key(row)]
		if known {
			for i := range row.Values {
				m.Rows[place].Values[i].Others[nth] = row.Values[i].Comparison
			}
			next = place + 1
			continue
		}
		for i := range row.Values {
			row.Values[i].Comparison = nil
		}
		m.Rows = slices.Insert(m.Rows, next, row)
		for k, i := range at {
			if i >= next {
				at[k] = i + 1
			}
		}
		at[key(row)] = next
		next++
	}
	m.Notices = addNotices(m.Notices, other.Notices)
	for _, submission := range other.Lineage.Submissions {
		if !slices.Contains(m.Lineage.Submissions, submission) {
			m.Lineage.Submissions = append(m.Lineage.Submissions, submission)
		}
	}
	slices.Sort(m.Lineage.Submissions)
	m.Lineage.Statements = append(m.Lineage.Statements, other.Lineage.Statements...)
}
