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
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	err = read(tx)
	return errors.Join(err, unlessDone(tx.Rollback())) // nothing was written
}
