package sandbox

import (
	"strings"
	"testing"
)

// FuzzSplit: the parts of a script are pieces of it, in their order, and the lines they begin in
// are right.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"SELECT 1; SELECT ';'", "-- a\nSELECT $$;$$;", ".tables\nSELECT 1", `SELECT "a;b"`, "/* ; */ SELECT 1;;", "\\d x\n;", "SELECT E'\\';'", "'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, script string) {
		parts, rest := Split(script)
		left := script
		for _, part := range append(parts, Part{Text: rest, Line: 0}) {
			at := strings.Index(left, part.Text)
			if at < 0 {
				t.Fatalf("%q has no %q, or not in this order", script, part.Text)
			}
			left = left[at+len(part.Text):]
			if part.Line < 0 || part.Line > 1+strings.Count(script, "\n") {
				t.Errorf("%q begins in line %d", part.Text, part.Line)
			}
		}
	})
}
