package jianfu_test

import (
	"testing"

	"jianfu"
)

// A filed text cannot run as a formula, and a number stays one.
func TestCellsAreHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-12.5": "-12.5", "-": "'-", "+86": "+86", "市教育局": "市教育局", "": ""} {
		if have := jianfu.Harmless(cell); have != want {
			t.Errorf("%q becomes %q, want %q", cell, have, want)
		}
	}
}
