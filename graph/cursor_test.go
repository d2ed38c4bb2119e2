package graph

import (
	"errors"
	"strings"
	"testing"

	"jianfu"
)

// FuzzCursor: a cursor leads back to its place, and no other text to any.
func FuzzCursor(f *testing.F) {
	f.Add("djE6cm93czozOm1hcms", "rows", int64(3), "mark")
	f.Add("", "", int64(0), "")
	f.Fuzz(func(t *testing.T, text, list string, place int64, mark string) {
		if read, _, err := readCursor(list, &text); err != nil {
			var refused *jianfu.Error
			if !errors.As(err, &refused) || refused.Code != jianfu.Invalid {
				t.Errorf("%q: %v", text, err)
			}
		} else if read < 0 {
			t.Errorf("%q leads to %d", text, read)
		}
		if place < 0 || strings.Contains(list+mark, ":") {
			return
		}
		written := cursor(list, place, mark)
		if at, with, err := readCursor(list, &written); err != nil || at != place || with != mark {
			t.Errorf("%q, %d, %q became %d, %q, %v", list, place, mark, at, with, err)
		}
	})
}
