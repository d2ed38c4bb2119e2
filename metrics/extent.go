package metrics

import (
	"context"
	"fmt"
	"time"

	"jianfu"
)

// KindExtent says over which periods a kind of filing has rows that count. First and Last are
// zero for kinds without periods.
type KindExtent struct {
	Kind        string
	First, Last jianfu.Period
	Rows        int64
}

// Extent returns the extent of each kind, as of a moment (zero is now), in the order of the kinds' names.
func (e *Engine) Extent(ctx context.Context, asOf time.Time) ([]KindExtent, error) {
	const query = `
		SELECT s.kind, s.period, SUM(s.rows_loaded)::BIGINT
		FROM in_force f JOIN slice s ON s.id = f.slice_id
		WHERE s.rows_loaded > 0 AND f.valid_from <= $1 AND $1 < f.valid_until
		GROUP BY s.kind, s.period
		ORDER BY s.kind, s.period`
	if asOf.IsZero() {
		asOf = time.Now()
	}
	rows, err := e.w.Query(ctx, query, asOf.UTC())
	if err != nil {
		return nil, fmt.Errorf("read what there is: %w", err)
	}
	defer rows.Close()
	list := []KindExtent{}
	for rows.Next() {
		var kind, text string
		var count int64
		if err := rows.Scan(&kind, &text, &count); err != nil {
			return nil, err
		}
		if n := len(list); n == 0 || list[n-1].Kind != kind {
			list = append(list, KindExtent{Kind: kind})
		}
		extent := &list[len(list)-1]
		extent.Rows += count
		period, err := jianfu.ParsePeriod(text)
		if err != nil {
			continue // a ledger, or the whole directory
		}
		if extent.First.IsZero() || period.Start() < extent.First.Start() {
			extent.First = period
		}
		if extent.Last.IsZero() || period.Through() > extent.Last.Through() {
			extent.Last = period
		}
	}
	return list, rows.Err()
}
