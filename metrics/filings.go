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
			s.now = e.w.MomentOf(ctx)
		}
		st := &statement{}
		s.with(st, e.catalog.sources["filing"], []bucket{{period: period}}, nil)
		st.SQL(`SELECT c.department, c.kind, c.month, c.due_before, c.first_received, now.received_at, now.rows_loaded, now.submission_id, past.filed
			FROM counted c
			LEFT JOIN (SELECT s.* FROM slice s`)
		s.joinStanding(st, "s.id")
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
