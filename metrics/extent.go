package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jianfu"
)

// KindExtent says over which periods a kind of filing has rows that count: those of its filings, for
// ledgers the months of their rows' days. First and Last are zero where no row has a day.
type KindExtent struct {
	Kind        string
	First, Last jianfu.Period
	Rows        int64
}

// Extent returns the extent of each kind, as of a moment (zero is now), in the order of the kinds' names.
// Rows are those of the units that whoever asks sees, in slices of their own.
func (e *Engine) Extent(ctx context.Context, asOf time.Time) ([]KindExtent, error) {
	const query = `
		SELECT s.kind, s.period, COALESCE(SUM(s.rows_loaded) FILTER (WHERE NOT $2 OR list_contains($3::VARCHAR[], s.department)), 0)::BIGINT
		FROM in_force f JOIN slice s ON s.id = f.slice_id
		WHERE s.rows_loaded > 0 AND f.valid_from <= $1 AND $1 < f.valid_until
		GROUP BY s.kind, s.period
		ORDER BY s.kind, s.period`
	if asOf.IsZero() {
		asOf = time.Now()
	}
	var see *sight
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		see, err = e.sight(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	rows, err := e.w.Query(ctx, query, asOf.UTC(), !see.all, append([]string{}, see.rows()...))
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
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return list, e.w.Read(ctx, func(tx *sql.Tx) error {
		for i := range list {
			if err := e.extentOfDays(ctx, tx, &list[i], asOf); err != nil {
				return err
			}
		}
		return nil
	})
}

// extentOfDays reads from which month to which the rows of a kind without periods have days.
func (e *Engine) extentOfDays(ctx context.Context, tx *sql.Tx, extent *KindExtent, asOf time.Time) error {
	day := dayOf(extent.Kind, e.catalog.sources[extent.Kind])
	if day == "" || !extent.First.IsZero() {
		return nil
	}
	st := &statement{}
	st.SQL("SELECT MIN(day), MAX(day) FROM (SELECT ", sqlText(day), " AS day FROM fact.")
	st.Ident(extent.Kind)
	st.SQL(" f")
	(&scope{catalog: e.catalog, asOf: asOf.UTC()}).joinStanding(st, "f.slice_id")
	st.SQL(")")
	var first, last sql.NullTime
	if err := tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&first, &last); err != nil {
		return fmt.Errorf("read the days of %s: %w", extent.Kind, err)
	}
	if first.Valid {
		extent.First, _ = jianfu.Span(monthOf(first.Time), monthOf(first.Time))
		extent.Last, _ = jianfu.Span(monthOf(last.Time), monthOf(last.Time))
	}
	return nil
}
