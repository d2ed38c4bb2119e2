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

func TestNothingFiledRunsInASpreadsheetOrATerminal(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"": "", "-5": "-5", "+1.5": "+1.5", "=1+1": "'=1+1", "@SUM(A1)": "'@SUM(A1)", "-2+3": "'-2+3", "＝1+1": "'＝1+1", "＠x": "'＠x",
		"\t=1": "'\t=1", "\n=1": "'\n=1", "会议=1": "会议=1", "-": "'-"} {
		if have := jianfu.Harmless(cell); have != want {
			t.Errorf("%q became %q, want %q", cell, have, want)
		}
	}
	for text, want := range map[string]string{"5月\x1b[2J.xlsx": "5月\ufffd[2J.xlsx", "\u009b31m": "\ufffd31m", "a\rb": "a\ufffdb", "一\n二\t三": "一\n二\t三", "\u202egpj": "\ufffdgpj"} {
		if have := jianfu.Visible(text); have != want {
			t.Errorf("%q became %q, want %q", text, have, want)
		}
	}
}
