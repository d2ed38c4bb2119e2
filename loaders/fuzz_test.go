package loaders

import (
	"testing"

	"jianfu"
)

// FuzzCell: no text of a cell panics, and what is read of it lies where it must.
func FuzzCell(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		for _, year := range []int{0, 2023} {
			if s, trouble := readDate(text, year); trouble == dateFine && (s.last < s.first || s.first.Year() < 1900 || s.last.Year() > 2200) {
				t.Errorf("%q is read as %s to %s", text, s.first, s.last)
			}
			if m, _, trouble := readMonth(text, year); trouble == dateFine && (m.Number() < 1 || m.Number() > 12 || m.Year() < 1900 || m.Year() > 2200) {
				t.Errorf("%q is read as %s", text, m)
			}
		}
		if n, trouble := readInteger(text); trouble != numberFine && n != 0 {
			t.Errorf("%q is no number, and reads as %d", text, n)
		}
		if minutes, trouble := readMinutes(text, 60); trouble != numberFine && minutes.Cmp(jianfu.Decimal{}) != 0 {
			t.Errorf("%q is no length of time, and reads as %s", text, minutes)
		}
		foldHeader(text)
		splitList(text)
		tickedWord(text)
		if word := foldWord(text); isMask(word) && word == "" {
			t.Errorf("%q has no mark, and reads as a mask", text)
		}
	})
}
