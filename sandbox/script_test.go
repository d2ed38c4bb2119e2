package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"jianfu/sandbox"
)

// A script is cut where its statements end, and never within a text or a comment.
func TestSplit(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"":                             `[] ""`,
		" ;; \r\n-- a; b\n/* c; */":    `[] ""`,
		"SELECT 1":                     `[] "SELECT 1"`,
		"SELECT 1;SELECT 2":            `[{SELECT 1 1 false}] "SELECT 2"`,
		"-- 说明；\r\nSELECT 1\r\n;\r\n":  "[{SELECT 1\r\n 2 false}] \"\"",
		"SELECT ';''; ', \";\";":       `[{SELECT ';''; ', ";" 1 false}] ""`,
		"SELECT $a$;$$;$a$;":           `[{SELECT $a$;$$;$a$ 1 false}] ""`,
		`SELECT E'it\'s;', e'\\';`:     `[{SELECT E'it\'s;', e'\\' 1 false}] ""`,
		"SELECT 1 /* ; /* ; */ ; */;":  `[{SELECT 1 /* ; /* ; */ ; */ 1 false}] ""`,
		"SELECT 1 -- ;\n+ 1;":          "[{SELECT 1 -- ;\n+ 1 1 false}] \"\"",
		"\\dt\nSELECT 1;\n  .timing\r": `[{\dt 1 true} {SELECT 1 2 false} {.timing 3 true}] ""`,
		"SELECT\n\\dt;":                "[{SELECT\n\\dt 1 false}] \"\"",
		"SELECT 1; \\dt\n":             `[{SELECT 1 1 false}] "\\dt\n"`,
		"SELECT 'a\n;":                 `[] "SELECT 'a\n;"`,
		"/* a\n;":                      `[] "/* a\n;"`,
	} {
		parts, rest := sandbox.Split(script)
		if got := fmt.Sprintf("%v %q", parts, rest); got != want {
			t.Errorf("%q gives %s, want %s", script, got, want)
		}
	}
}

// A long script is cut in one pass: a pass for each token of these would take hours.
func TestLongScripts(t *testing.T) {
	t.Parallel()
	for begin, want := range map[string]int{"+": 0, "-+": 0, "+-@": 0, "1;\n": 1 << 20, "$a ": 0, "$": 0, "'a' ": 0, "/*": 0, "\"": 0} {
		parts, _ := sandbox.Split(strings.Repeat(begin, 1<<20))
		if len(parts) != want {
			t.Errorf("%q many times has %d statements, want %d", begin, len(parts), want)
		}
	}
}
