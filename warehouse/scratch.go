package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ScratchSchema is the database in memory that holds what Scratch made: SQL of Read names its tables
// scratch.NAME.
const ScratchSchema = "scratch"

// Scratch runs one transaction that may read the warehouse, and write tables that are derived from
// it and not kept when it is closed. Readers see them as they were when they first read one. Only
// one runs at a time. A warehouse that is only read has no place for them: see Fixed.
func (w *Warehouse) Scratch(ctx context.Context, change func(tx *sql.Tx) error) error {
	select {
	case w.scratching <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-w.scratching }()
	if _, err := w.db.ExecContext(ctx, "ATTACH IF NOT EXISTS ':memory:' AS "+ScratchSchema+" (COMPRESS)"); err != nil {
		return fmt.Errorf("make room for derived tables: %w", err)
	}
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return w.told(fmt.Errorf("begin: %w", err))
	}
	if err := change(tx); err != nil {
		return errors.Join(w.told(err), unlessDone(tx.Rollback()))
	}
	return w.told(tx.Commit())
}
