// Package loaderstest gives tests of other packages a warehouse with the kinds of filing, like
// every warehouse that the program opened.
package loaderstest

import (
	"context"
	"testing"

	"jianfu/loaders"
	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

var withKinds = warehousetest.Prepared(func(ctx context.Context, w *warehouse.Warehouse) error {
	contracts, err := loaders.ReadContracts(nil)
	if err != nil {
		return err
	}
	return contracts.Apply(ctx, w)
})

// Open opens an empty warehouse with the program's kinds in the test's temporary folder, and closes
// it when the test ends.
func Open(t testing.TB) *warehouse.Warehouse {
	t.Helper()
	return withKinds(t)
}
