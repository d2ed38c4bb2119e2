package warehouse_test

import (
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"testing"

	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

// endsAfter is a context that is cancelled after a number of checks.
type endsAfter struct {
	context.Context
	looks atomic.Int64
	done  chan struct{}
	once  sync.Once
}

func newEndsAfter(ctx context.Context, looks int64) *endsAfter {
	c := &endsAfter{Context: ctx, done: make(chan struct{})}
	c.looks.Store(looks)
	return c
}

func (c *endsAfter) look() {
	if c.looks.Add(-1) <= 0 {
		c.once.Do(func() { close(c.done) })
	}
}

func (c *endsAfter) Done() <-chan struct{} { c.look(); return c.done }
func (c *endsAfter) Err() error {
	c.look()
	select {
	case <-c.done:
		return context.Canceled
	default:
		return nil
	}
}

// A caller who goes away while a snapshot is taken or something is read leaves nothing behind: no
// attached file, and no connection within a transaction.
func TestWhoeverGoesAwayLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(context.Context, *warehouse.Warehouse) error{
		"snapshot": func(ctx context.Context, w *warehouse.Warehouse) error {
			_, err := w.Snapshot(ctx)
			return err
		},
		"read": func(ctx context.Context, w *warehouse.Warehouse) error {
			return w.Read(ctx, func(tx *sql.Tx) error {
				var n int
				return tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM submission").Scan(&n)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for looks := int64(1); ; looks++ {
				w := warehousetest.Open(t)
				if err := act(newEndsAfter(t.Context(), looks), w); err == nil {
					t.Logf("given up at %d points", looks-1)
					return
				}
				if err := act(t.Context(), w); err != nil {
					t.Fatalf("after one that was given up at point %d: %v", looks, err)
				}
			}
		})
	}
}
