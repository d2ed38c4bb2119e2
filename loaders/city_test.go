package loaders

import (
	"context"
	"testing"

	"jianfu/warehouse"
)

func open(t *testing.T) (*Loader, *warehouse.Warehouse) {
	t.Helper()
	w, err := warehouse.Open(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	contracts, err := ReadContracts(nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(context.Background(), w, contracts)
	if err != nil {
		t.Fatal(err)
	}
	return l, w
}

func TestCity(t *testing.T) {
	t.Parallel()
	l, _ := open(t)
	err := l.LoadPaths(context.Background(), []string{"../testdata/yunzhou"}, Options{}, func(r Result) {
		t.Log(r.File, r.Status, r.Kinds, r.Rows, r.IgnoredColumns, len(r.Replaced))
		for i, w := range r.Warnings {
			if i < 5 {
				t.Error(w.In(0))
			}
		}
		for i, f := range r.Faults {
			if i < 5 {
				t.Error(f)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
