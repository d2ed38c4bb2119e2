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
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	err = read(tx)
	return errors.Join(err, unlessDone(tx.Rollback())) // nothing was written
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
