// Package warehousetest gives tests of other packages a warehouse.
package warehousetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"jianfu/warehouse"
)

var empty = Prepared(func(context.Context, *warehouse.Warehouse) error { return nil })

// Open opens an empty warehouse in the test's temporary folder and closes it when the test ends.
func Open(t testing.TB) *warehouse.Warehouse {
	t.Helper()
	return empty(t)
}

// Prepared returns a function that opens, for each test, a copy of a warehouse that is prepared once:
// copying its bytes takes a fraction of the time of creating the tables.
func Prepared(prepare func(context.Context, *warehouse.Warehouse) error) func(testing.TB) *warehouse.Warehouse {
	template := sync.OnceValues(func() ([]byte, error) {
		ctx := context.Background()
		folder, err := os.MkdirTemp("", "warehouse")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(folder) }() // the system's temporary folder is cleaned up anyway
		path := filepath.Join(folder, "template.duckdb")
		w, err := warehouse.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		if err := prepare(ctx, w); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	})
	return func(t testing.TB) *warehouse.Warehouse {
		t.Helper()
		content, err := template()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "云州.duckdb")
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		w, err := warehouse.Open(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
		return w
	}
}
