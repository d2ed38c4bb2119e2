package warehouse

import (
	"context"
	"database/sql"
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
	if end := tx.Rollback(); err == nil { // nothing was written; the context may have ended it already
		err = end
	}
	return err
}
