package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"jianfu"
)

// Read runs several queries over one state of the warehouse: a load that commits in
// between is seen by all of them or by none.
func (w *Warehouse) Read(ctx context.Context, read func(tx *sql.Tx) error) error {
	if p := w.pin(ctx); p != nil {
		return read(p.tx)
	}
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	err = read(tx)
	return errors.Join(err, unlessDone(tx.Rollback())) // nothing was written
}

// pinned is the one state that all reading under a context is of.
type pinned struct {
	w      *Warehouse
	tx     *sql.Tx
	commit int64
	moment time.Time // of an earlier commit; zero where the state is that of now
}

type pinKey struct{}

// Pin gives a context under which everything that is read of the warehouse is of one state until
// release is called, so that the parts of one answer agree: that which the warehouse knew by a
// commit, or where knownAt is 0, by the latest, or by the one that the context is pinned to
// already. What is written meanwhile is not seen. The error is NotFound where there is no such
// commit.
func (w *Warehouse) Pin(ctx context.Context, knownAt int64) (pinnedContext context.Context, release func() error, err error) {
	if p := w.pin(ctx); p != nil && (knownAt == 0 || knownAt == p.commit) {
		return ctx, func() error { return nil }, nil
	}
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return ctx, nil, fmt.Errorf("begin to read: %w", err)
	}
	release = func() error { return unlessDone(tx.Rollback()) } // nothing was written
	p := &pinned{w: w, tx: tx}
	p.commit, err = latestCommit(ctx, tx) // the first query decides which state it is
	if err == nil && knownAt != 0 && knownAt != p.commit {
		p.commit = knownAt
		p.moment, err = goBack(ctx, tx, knownAt)
	}
	if err != nil {
		return ctx, nil, errors.Join(err, release())
	}
	return context.WithValue(ctx, pinKey{}, p), release, nil
}

// goBack has a transaction read what the warehouse knew by an earlier commit: temporary tables
// stand before those of the same name, and are gone when the transaction is rolled back. It tells
// when that commit was.
func goBack(ctx context.Context, tx *sql.Tx, commit int64) (at time.Time, err error) {
	var live string
	err = tx.QueryRowContext(ctx, "SELECT committed_at, current_database() FROM commit_log WHERE number = $1", commit).Scan(&at, &live)
	if errors.Is(err, sql.ErrNoRows) {
		return at, jianfu.Errorf(jianfu.NotFound, "没有第 %d 次提交：还没有，或恢复备份时去掉了。jianfu submissions 列出每次报送的提交号", "there is no commit %d: not yet, or a restored backup took it away. jianfu submissions lists the commits", commit)
	}
	if err != nil {
		return at, fmt.Errorf("find commit %d: %w", commit, err)
	}
	main := Ident(live) + ".main."
	// What was withdrawn later was not yet.
	const known = "id IN (SELECT submission FROM withdrawn)"
	for _, statement := range []string{
		fmt.Sprintf("CREATE TEMP TABLE commit_log AS SELECT * FROM %scommit_log WHERE number <= %d", main, commit),
		`CREATE TEMP TABLE submission AS
			WITH withdrawn AS (SELECT submission FROM temp.commit_log WHERE change = 'withdraw')
			SELECT * REPLACE (CASE WHEN ` + known + ` THEN withdrawn_at END AS withdrawn_at, CASE WHEN ` + known + ` THEN withdrawn_by END AS withdrawn_by,
				CASE WHEN ` + known + ` THEN withdrawn_reason END AS withdrawn_reason)
			FROM ` + main + `submission WHERE id IN (SELECT submission FROM temp.commit_log WHERE change = 'load')`,
		`CREATE TEMP TABLE slice AS SELECT s.* REPLACE (f.withdrawn_at AS withdrawn_at) FROM ` + main + `slice s JOIN temp.submission f ON f.id = s.submission_id`,
		"CREATE TEMP TABLE in_force AS SELECT * FROM (" + decide("temp.slice") + ") AS t(slice_id, valid_from, valid_until)",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return at, fmt.Errorf("go back to commit %d: %w", commit, err)
		}
	}
	return at, nil
}

// MomentOf is what now is for what is read under a context: when the commit was that it is
// pinned to, where that is an earlier one.
func (w *Warehouse) MomentOf(ctx context.Context) time.Time {
	if p := w.pin(ctx); p != nil && !p.moment.IsZero() {
		return p.moment
	}
	return w.Now()
}

// CommitOf is the commit that what is read under a context is of: the one that it is pinned to,
// or else the latest.
func (w *Warehouse) CommitOf(ctx context.Context) (int64, error) {
	if p := w.pin(ctx); p != nil {
		return p.commit, nil
	}
	return latestCommit(ctx, w.db)
}

func latestCommit(ctx context.Context, q querier) (number int64, err error) {
	if err := q.QueryRowContext(ctx, "SELECT COALESCE(MAX(number), 0) FROM commit_log").Scan(&number); err != nil {
		return 0, fmt.Errorf("read the latest commit: %w", err)
	}
	return number, nil
}

func (w *Warehouse) pin(ctx context.Context) *pinned {
	if p, ok := ctx.Value(pinKey{}).(*pinned); ok && p.w == w {
		return p
	}
	return nil
}

func (w *Warehouse) reader(ctx context.Context) querier {
	if p := w.pin(ctx); p != nil {
		return p.tx
	}
	return w.db
}

// beginTx starts a transaction that ends by Commit or Rollback alone, and not with ctx. The
// driver may say that a BEGIN was cancelled which was carried out: its connection would go
// back to the pool within a transaction, and show one old state for ever. And database/sql
// would roll back behind our back.
func beginTx(ctx context.Context, on interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}) (*sql.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return on.BeginTx(context.WithoutCancel(ctx), nil)
}
