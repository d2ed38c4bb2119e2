package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Counts are totals since the warehouse was made.
type Counts struct {
	Submissions, Withdrawn, Rows, Rejects int64
	LastLoad                              time.Time // zero for never
}

// Counts reads the totals.
func (w *Warehouse) Counts(ctx context.Context) (Counts, error) {
	const query = `
		SELECT COUNT(*), COUNT(withdrawn_at), COALESCE(SUM(rows_loaded), 0)::BIGINT, COALESCE(SUM(rows_rejected), 0)::BIGINT, MAX(loaded_at)
		FROM submission`
	var c Counts
	var last sql.NullTime
	if err := w.QueryRow(ctx, query).Scan(&c.Submissions, &c.Withdrawn, &c.Rows, &c.Rejects, &last); err != nil {
		return c, fmt.Errorf("count submissions: %w", err)
	}
	c.LastLoad = last.Time
	return c, nil
}

// Latest is the number of the newest submission received by a moment (zero is now); 0 if there is
// none.
func (w *Warehouse) Latest(ctx context.Context, asOf time.Time) (id int64, err error) {
	if asOf.IsZero() {
		asOf = time.Now()
	}
	const query = "SELECT COALESCE(MAX(id), 0) FROM submission WHERE received_at <= $1"
	if err := w.QueryRow(ctx, query, asOf.UTC()).Scan(&id); err != nil {
		return 0, fmt.Errorf("find the latest submission: %w", err)
	}
	return id, nil
}
