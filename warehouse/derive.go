package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// RollupSchema is the schema that holds what Derive wrote. It is not for free SQL.
const RollupSchema = "rollup"

// Derive runs one transaction that may read the warehouse, and write tables of schema rollup. They
// are only derived from what was filed: losing them loses nothing, so the change has no number.
// Readers see them as they were when their transaction began. Only one runs at a time. A warehouse
// that is only read has no place for them: see Fixed.
func (w *Warehouse) Derive(ctx context.Context, change func(tx *sql.Tx) error) error {
	select {
	case w.rolling <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.rolling }()
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return w.told(fmt.Errorf("begin: %w", err))
	}
	if err := change(tx); err != nil {
		return errors.Join(w.told(err), unlessDone(tx.Rollback()))
	}
	return w.told(w.finish(tx))
}
