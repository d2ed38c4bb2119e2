package main

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"jianfu"
)

// textTable lays cells out in columns on a terminal, where a Chinese character is two columns wide.
type textTable struct {
	rows  [][]string
	right map[int]bool // columns of numbers, aligned right
}

func (t *textTable) add(cells ...string) { t.rows = append(t.rows, cells) }

// alignRight aligns columns right.
func (t *textTable) alignRight(columns ...int) {
	if t.right == nil {
		t.right = map[int]bool{}
	}
	for _, column := range columns {
		t.right[column] = true
	}
}

// oneLine keeps a cell from breaking its row, and from doing something to a terminal.
func oneLine(cell string) string {
	return jianfu.Visible(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(cell))
}

// eastAsian measures as Chinese terminals do, whatever the locale: “—” and “” are narrow.
var eastAsian = &runewidth.Condition{StrictEmojiNeutral: true}

// text is the table without the end of its last line.
func (t *textTable) text() string {
	var b strings.Builder
	_ = t.write(&b) // a Builder takes everything
	return strings.TrimRight(b.String(), "\n")
}

func (t *textTable) write(w io.Writer) error {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			row[i] = oneLine(cell)
			widths[i] = max(widths[i], eastAsian.StringWidth(row[i]))
		}
	}
	var b strings.Builder
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			gap := strings.Repeat(" ", widths[i]-eastAsian.StringWidth(cell))
			if i > 0 {
				line.WriteString("  ")
			}
			if t.right[i] {
				line.WriteString(gap + cell)
			} else {
				line.WriteString(cell + gap)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}
