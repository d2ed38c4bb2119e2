package warehousetest_test

import (
	"testing"

	"jianfu/warehouse/warehousetest"
)

func TestEachTestHasItsOwn(t *testing.T) {
	t.Parallel()
	a, b := warehousetest.Open(t), warehousetest.Open(t)
	if a.Path() == b.Path() {
		t.Errorf("both are at %s", a.Path())
	}
	var meetings int
	if err := b.QueryRow(t.Context(), "SELECT COUNT(*) FROM meetings").Scan(&meetings); err != nil || meetings != 0 {
		t.Errorf("%d meetings, %v", meetings, err)
	}
}
