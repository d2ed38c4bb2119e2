package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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
}

type pinKey struct{}

// Pin gives a context under which everything that is read of the warehouse is of one state, that
// of its latest commit now, until release is called: the parts of one answer then agree. What is
// written meanwhile is not seen.
func (w *Warehouse) Pin(ctx context.Context) (pinnedContext context.Context, release func() error, err error) {
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return ctx, nil, fmt.Errorf("begin to read: %w", err)
	}
	release = func() error { return unlessDone(tx.Rollback()) } // nothing was written
	p := &pinned{w: w, tx: tx}
	if p.commit, err = latestCommit(ctx, tx); err != nil { // the first query decides which state it is
		return ctx, nil, errors.Join(err, release())
	}
	return context.WithValue(ctx, pinKey{}, p), release, nil
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
