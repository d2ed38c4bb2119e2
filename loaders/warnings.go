package loaders

import (
	"jianfu"
)

// warningList gathers warnings. Those of cells are counted by column, so that a masked
// column of a million rows is one warning.
type warningList struct {
	single []Warning
	cells  map[cellWarning]*cellCount
	order  []cellWarning
}

type cellWarning struct{ sheet, column, zh string }

type cellCount struct {
	first Warning
	count int64
}

func (l *warningList) add(w Warning) { l.single = append(l.single, w) }

// addCell counts a warning about a cell. kind tells warnings of one column apart.
func (l *warningList) addCell(kind string, w Warning) {
	if l.cells == nil {
		l.cells = map[cellWarning]*cellCount{}
	}
	key := cellWarning{w.Sheet, w.Column, kind}
	c := l.cells[key]
	if c == nil {
		c = &cellCount{first: w}
		l.cells[key] = c
		l.order = append(l.order, key)
	}
	c.count++
}

func (l *warningList) list() []Warning {
	list := append([]Warning(nil), l.single...)
	for _, key := range l.order {
		c := l.cells[key]
		w := c.first
		if c.count > 1 {
			more := jianfu.Say("（这一列共 %d 处）", " (%d places in this column)", c.count)
			w.Text = jianfu.Text{ZH: w.Text.ZH + more.ZH, EN: w.Text.EN + more.EN}
		}
		list = append(list, w)
	}
	return list
}
