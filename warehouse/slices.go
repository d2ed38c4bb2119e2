package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
)

// sharesKeys reports whether another submission has a slice of a key that a submission touches.
func sharesKeys(ctx context.Context, tx *sql.Tx, submission int64) (shares bool, err error) {
	err = tx.QueryRowContext(ctx, `
		SELECT COUNT(*) > 0 FROM slice other
		SEMI JOIN (SELECT * FROM slice WHERE submission_id = $1) mine USING (kind, department, period, stream)
		WHERE other.submission_id <> $1`, submission).Scan(&shares)
	if err != nil {
		return false, fmt.Errorf("find who else filed it: %w", err)
	}
	return shares, nil
}

// countAlone makes the slices of a submission that shares no key count from when they were received:
// what refreshInForce does with them, at a quarter of its cost.
func countAlone(ctx context.Context, tx *sql.Tx, submission int64) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO in_force SELECT id, received_at, TIMESTAMP 'infinity' FROM slice
		WHERE submission_id = $1 AND NOT COALESCE(retracts, FALSE)`, submission)
	if err != nil {
		return fmt.Errorf("decide which slices count: %w", err)
	}
	return nil
}

// refreshInForce recomputes when each slice counts, for the keys that a submission touches. Of a
// key's slices that were received and not withdrawn at a moment, the one received last counts, and
// of two received at once the later load. So a correction replaces, a withdrawal restores what was
// there before, and a backfilled filing counts only until the next one was received.
func refreshInForce(ctx context.Context, tx *sql.Tx, submission int64) error {
	const forget = `
		DELETE FROM in_force WHERE slice_id IN (
			SELECT s.id FROM slice s
			SEMI JOIN (SELECT * FROM slice WHERE submission_id = $1) touched
			USING (kind, department, period, stream))`
	if _, err := tx.ExecContext(ctx, forget, submission); err != nil {
		return fmt.Errorf("forget which slices count: %w", err)
	}
	const touched = "slice SEMI JOIN (SELECT * FROM slice WHERE submission_id = $1) mine USING (kind, department, period, stream)"
	if _, err := tx.ExecContext(ctx, "INSERT INTO in_force "+decide(touched), submission); err != nil {
		return fmt.Errorf("decide which slices count: %w", err)
	}
	return nil
}

// decide is the query that computes when each slice counts, from slices named in SQL.
func decide(slices string) string {
	return `
		WITH touched AS (SELECT * FROM ` + slices + `),
		moment AS ( -- when something happens to a key
			SELECT kind, department, period, stream, received_at AS starts FROM touched
			UNION SELECT kind, department, period, stream, withdrawn_at FROM touched WHERE withdrawn_at IS NOT NULL),
		span AS ( -- between two such moments nothing happens
			SELECT *, COALESCE(LEAD(starts) OVER (PARTITION BY kind, department, period, stream ORDER BY starts),
				TIMESTAMP 'infinity') AS ends
			FROM moment)
		SELECT arg_max(t.id, {'received': t.received_at, 'id': t.id}), span.starts, span.ends
		FROM span JOIN touched t USING (kind, department, period, stream)
		WHERE t.received_at <= span.starts AND (t.withdrawn_at IS NULL OR t.withdrawn_at > span.starts)
		GROUP BY kind, department, period, stream, span.starts, span.ends
		HAVING NOT arg_max(COALESCE(t.retracts, FALSE), {'received': t.received_at, 'id': t.id})`
}

// replacedBy returns which slices that count now are replaced by the submission's slices. It must
// run before refreshInForce.
func replacedBy(ctx context.Context, tx *sql.Tx, submission int64) ([]Replaced, error) {
	const query = `
		SELECT mine.kind, mine.department, mine.period, mine.stream, earlier.rows_loaded, mine.rows_loaded
		FROM slice mine
		JOIN slice earlier USING (kind, department, period, stream)
		JOIN in_force f ON f.slice_id = earlier.id AND f.valid_until = TIMESTAMP 'infinity'
		WHERE mine.submission_id = $1 AND earlier.submission_id <> $1 AND earlier.received_at <= mine.received_at
		ORDER BY ALL`
	rows, err := tx.QueryContext(ctx, query, submission)
	if err != nil {
		return nil, fmt.Errorf("find what is replaced: %w", err)
	}
	defer rows.Close()
	var list []Replaced
	for rows.Next() {
		var r Replaced
		if err := rows.Scan(&r.Slice.Kind, &r.Slice.Department, &r.Slice.Period, &r.Slice.Stream, &r.RowsBefore, &r.Rows); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// Moments is a span of time; zero for none.
type Moments struct{ From, Until time.Time }

// changedMoments are the moments before the last commit at which a submission's slices count:
// answers as of those moments change from now on. It must run after refreshInForce.
func changedMoments(ctx context.Context, tx *sql.Tx, submission int64, received, lastCommit time.Time) (Moments, error) {
	if !received.Before(lastCommit) { // none counts before it was received
		return Moments{}, nil
	}
	var from, until sql.NullTime
	err := tx.QueryRowContext(ctx, `
		SELECT MIN(f.valid_from), MAX(LEAST(f.valid_until, $2))
		FROM slice s JOIN in_force f ON f.slice_id = s.id WHERE s.submission_id = $1 AND f.valid_from < $2`, submission, lastCommit).Scan(&from, &until)
	if err != nil {
		return Moments{}, fmt.Errorf("find what a back-dated filing changes: %w", err)
	}
	return Moments{from.Time, until.Time}, nil
}

// Withdraw takes a submission back from now on: what it replaced counts again, and the past stays
// as it was. The error is NotFound for an unknown submission and Conflict for one that is already
// withdrawn, and Forbidden, or Unauthenticated, for a caller without the right. Where accounts are kept,
// by is the caller.
func (w *Warehouse) Withdraw(ctx context.Context, id int64, by, reason string) error {
	if err := access.Require(ctx, access.Withdraw); err != nil {
		return err
	}
	by = access.Name(ctx, by)
	return w.commit(ctx, func(tx *sql.Tx) (c Commit, err error) {
		var withdrawn sql.NullTime
		var file string
		err = tx.QueryRowContext(ctx, "SELECT withdrawn_at, file FROM submission WHERE id = $1", id).Scan(&withdrawn, &file)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return c, unknownSubmission(id)
		case err != nil:
			return c, err
		case withdrawn.Valid:
			return c, jianfu.Errorf(jianfu.Conflict, "第 %d 号报送已于 %s 撤回", "submission %d was withdrawn on %s",
				id, withdrawn.Time.In(jianfu.China).Format(time.DateTime))
		}
		now := w.Now()
		if _, err := tx.ExecContext(ctx, "UPDATE submission SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4 WHERE id = $1",
			id, now, by, reason); err != nil {
			return c, err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE slice SET withdrawn_at = $2 WHERE submission_id = $1", id, now); err != nil {
			return c, err
		}
		return Commit{At: now, Change: Withdrawn, Submission: id, File: file, By: by}, refreshInForce(ctx, tx, id)
	})
}

func unknownSubmission(id int64) *jianfu.Error {
	return jianfu.Errorf(jianfu.NotFound, "没有第 %d 号报送，请用 jianfu submissions 查看编号",
		"there is no submission %d: jianfu submissions lists them", id)
}

// Submission is one filing in the warehouse.
type Submission struct {
	ID              int64
	File            string
	SHA256          string
	Bytes           int64
	Kinds           []string
	ContractVersion string
	SubmittedBy     string
	ReceivedAt      time.Time
	LoadedAt        time.Time
	RowsRead        int64
	RowsLoaded      int64
	RowsRejected    int64
	IgnoredColumns  []string
	Warnings        []string
	WithdrawnAt     *time.Time
	WithdrawnBy     string
	WithdrawnReason string
	Covers          string // ALL, LISTED or "": see Receipt
	ReceiptStated   bool   // whether ReceivedAt was stated, and is not the clock's
	ReceiptReason   string // why it was
	Commit          int64  // by which the warehouse knows of it
	WithdrawnCommit *int64 // by which it was withdrawn; nil where it was not
	Slices          int64  // how many it filed
	SlicesInForce   int64  // how many of them count now
}

// SubmissionFilter narrows Submissions; zero fields have no effect.
type SubmissionFilter struct {
	Kind       string
	Department string   // files that hold a slice of the department
	Within     []string // files that hold a slice of one of these departments; nil is all
	File       string   // part of the file's name
	Withdrawn  *bool
	Before     int64 // only ids below this one, for paging
	Limit      int
}

// Submissions lists filings, newest first.
func (w *Warehouse) Submissions(ctx context.Context, filter SubmissionFilter) ([]Submission, error) {
	var where []string
	var args []any
	add := func(condition string, arg any) {
		args = append(args, arg)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if filter.Kind != "" {
		add("list_contains(s.kinds, $%d)", filter.Kind)
	}
	if filter.Department != "" {
		add("s.id IN (SELECT submission_id FROM slice WHERE department = $%d)", filter.Department)
	}
	if filter.Within != nil {
		add("s.id IN (SELECT submission_id FROM slice WHERE list_contains($%d::VARCHAR[], department))", filter.Within)
	}
	if filter.File != "" {
		add("contains(s.file, $%d)", filter.File)
	}
	if filter.Withdrawn != nil {
		add("(s.withdrawn_at IS NOT NULL) = $%d", *filter.Withdrawn)
	}
	if filter.Before != 0 {
		add("s.id < $%d", filter.Before)
	}
	query := `
		SELECT s.id, s.file, s.sha256, s.bytes, s.kinds, s.contract_version, s.submitted_by, s.received_at, s.loaded_at,
			s.rows_read, s.rows_loaded, s.rows_rejected, s.ignored_columns, s.warnings,
			s.withdrawn_at, COALESCE(s.withdrawn_by, ''), COALESCE(s.withdrawn_reason, ''), COALESCE(s.covers, ''), s.receipt_reason IS NOT NULL, COALESCE(s.receipt_reason, ''),
			COALESCE((SELECT MAX(number) FROM commit_log c WHERE c.submission = s.id AND c.change = 'load'), 0),
			(SELECT MAX(number) FROM commit_log c WHERE c.submission = s.id AND c.change = 'withdraw'),
			(SELECT COUNT(*) FROM slice WHERE submission_id = s.id AND retracts IS NOT TRUE),
			(SELECT COUNT(*) FROM slice JOIN in_force f ON f.slice_id = slice.id
				WHERE submission_id = s.id AND f.valid_until = TIMESTAMP 'infinity')
		FROM submission s`
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	query += " ORDER BY s.id DESC"
	if filter.Limit > 0 {
		query += fmt.Sprintf(" LIMIT %d", filter.Limit)
	}
	rows, err := w.Query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list submissions: %w", err)
	}
	defer rows.Close()
	var list []Submission
	for rows.Next() {
		var s Submission
		var kinds, ignored, warnings List
		if err := rows.Scan(&s.ID, &s.File, &s.SHA256, &s.Bytes, &kinds, &s.ContractVersion, &s.SubmittedBy, &s.ReceivedAt, &s.LoadedAt,
			&s.RowsRead, &s.RowsLoaded, &s.RowsRejected, &ignored, &warnings,
			&s.WithdrawnAt, &s.WithdrawnBy, &s.WithdrawnReason, &s.Covers, &s.ReceiptStated, &s.ReceiptReason, &s.Commit, &s.WithdrawnCommit, &s.Slices, &s.SlicesInForce); err != nil {
			return nil, err
		}
		s.Kinds, s.IgnoredColumns, s.Warnings = kinds, ignored, warnings
		list = append(list, s)
	}
	return list, rows.Err()
}

// Submission finds one filing. The error is NotFound if there is none.
func (w *Warehouse) Submission(ctx context.Context, id int64) (Submission, error) {
	list, err := w.Submissions(ctx, SubmissionFilter{Before: id + 1, Limit: 1})
	if err != nil {
		return Submission{}, err
	}
	if len(list) == 0 || list[0].ID != id {
		return Submission{}, unknownSubmission(id)
	}
	return list[0], nil
}
