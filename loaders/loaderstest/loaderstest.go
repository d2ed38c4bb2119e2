// Package loaderstest gives tests of other packages a warehouse with the kinds of filing, like
// every warehouse that the program opened.
package loaderstest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"jianfu/loaders"
	"jianfu/warehouse"
)

// template is the bytes of an empty warehouse with the kinds.
var template = sync.OnceValues(func() ([]byte, error) {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "kinds")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // the system's temporary folder is cleaned up anyway
	path := filepath.Join(folder, "template.duckdb")
	w, err := warehouse.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	contracts, err := loaders.ReadContracts(nil)
	if err != nil {
		return nil, err
	}
	if err := contracts.Apply(ctx, w); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Open opens an empty warehouse with the program's kinds in the test's temporary folder, and closes
// it when the test ends.
func Open(t testing.TB) *warehouse.Warehouse {
	t.Helper()
	empty, err := template()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "云州.duckdb")
	if err := os.WriteFile(path, empty, 0o644); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), path)
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
