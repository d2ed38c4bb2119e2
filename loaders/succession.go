package loaders

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// directoryRow is a row of a directory that waits until all units are known: the units that it
// names as predecessors may come after it.
type directoryRow struct {
	sheet   int
	slice   warehouse.SliceKey
	row     warehouse.Row
	headers map[string]columnPlace // of its table, by the name of the column
	unit    unit
	names   []string // by which others may name it
}

type columnPlace struct {
	at     int
	header string
	text   string // what the row has in it
}

// life is the days from the first to the last on which a unit is in the directory, half open.
type life struct{ from, until jianfu.Date }

// succeed finds the codes of the predecessors that the rows of a directory name, and passes the
// rows on. It refuses a predecessor that the directory does not have, one that is still there when
// its successor begins (unless it was split), and one that goes back to its own successor.
func (f *filing) succeed(w *writer) error {
	f.clashes()
	f.warnOfTypes()
	lives, names := f.lives()
	predecessors := map[string][]string{}
	for i := range f.directory {
		d := &f.directory[i]
		c := f.loader.contracts.Kind("department")
		at := c.Column("predecessors")
		listed, _ := d.row.Values[at].([]string)
		split := d.row.Values[c.Column("change")] == "拆分"
		var found []string
		for _, text := range listed {
			code, why := d.predecessor(text, split, lives, names)
			if why.code != "" {
				column := "predecessors"
				if why.code == jianfu.MissingValue {
					column = "valid_from"
				}
				place := d.headers[column]
				f.blameWhole(d.sheet, place.at, jianfu.Fault{Sheet: d.row.Sheet, Row: d.row.Number, Column: place.header, Value: place.text, Code: why.code, Text: why.text})
				continue
			}
			if code == d.unit.code || slices.Contains(found, code) {
				continue // renamed under its code
			}
			found = append(found, code)
			predecessors[d.unit.code] = append(predecessors[d.unit.code], code)
			if path := comesFrom(code, d.unit.code, predecessors); path != nil {
				place := d.headers["predecessors"]
				f.blameWhole(d.sheet, place.at, jianfu.Fault{Sheet: d.row.Sheet, Row: d.row.Number, Column: place.header, Value: place.text, Code: jianfu.BadValue,
					Text: jianfu.Say("前身成了一圈：%[1]s。请改正其中一行的前身", "the predecessors go round in a circle: %[2]s. Correct one of them",
						strings.Join(append([]string{d.unit.code}, path...), "→"), strings.Join(append([]string{d.unit.code}, path...), " → "))})
				return nil
			}
		}
		d.row.Values[at] = nil
		if len(found) > 0 {
			d.row.Values[at] = found
		}
		if err := w.put(item{slice: d.slice, row: d.row}); err != nil {
			return err
		}
	}
	return nil
}

// lives are the days of each unit in the file's directory, and its units by every name.
func (f *filing) lives() (map[string]life, map[string][]string) {
	lives, names := map[string]life{}, map[string][]string{}
	last := map[string]jianfu.Date{} // the first day of the last version
	for _, d := range f.directory {
		l, known := lives[d.unit.code]
		switch {
		case !known:
			l, last[d.unit.code] = life{d.unit.from, d.unit.until}, d.unit.from
		case d.unit.from >= last[d.unit.code]:
			l, last[d.unit.code] = life{min(l.from, d.unit.from), d.unit.until}, d.unit.from
		default:
			l.from = min(l.from, d.unit.from)
		}
		lives[d.unit.code] = l
		for _, name := range append([]string{d.unit.code, d.unit.name}, d.names...) {
			if key := foldWord(name); key != "" && !slices.Contains(names[key], d.unit.code) {
				names[key] = append(names[key], d.unit.code)
			}
		}
	}
	return lives, names
}

// predecessor finds the unit that a row names, or why it cannot be its predecessor.
func (d *directoryRow) predecessor(text string, split bool, lives map[string]life, names map[string][]string) (string, value) {
	codes := names[foldWord(text)]
	if others := slices.DeleteFunc(slices.Clone(codes), func(code string) bool { return code == d.unit.code || lives[code].from >= d.unit.from }); len(others) > 0 {
		codes = others // a successor may have the name of the one before
	}
	switch {
	case len(codes) == 0:
		var all []string
		for name := range names {
			all = append(all, name)
		}
		slices.Sort(all)
		return "", bad(jianfu.UnknownUnit, "名录里没有前身单位“%[1]s”，名称相近的有：%[2]s。请把它也写进名录（连同停用日期），或改正名称",
			"the directory has no unit %[1]q that could be a predecessor; the nearest are %[2]s. Add it with the day it ended, or correct the name", text, strings.Join(jianfu.Nearest(foldWord(text), all, 3), "、"))
	case len(codes) > 1:
		return "", bad(jianfu.UnknownUnit, "前身“%s”可能是几个单位（%s），请写单位编码", "the predecessor %q may be several units (%s): write its code", text, strings.Join(codes, "、"))
	case codes[0] == d.unit.code:
		return codes[0], value{}
	case d.unit.from == alwaysFrom:
		return "", bad(jianfu.MissingValue, "写了前身就要写启用日期，即从哪天起承接", "a row with predecessors needs its first day: from when it has taken over")
	}
	before := lives[codes[0]]
	switch {
	case before.from >= d.unit.from:
		return "", bad(jianfu.DateOrder, "前身“%s”自 %s 才启用，不早于本行的 %s，请核对启用日期", "the predecessor %q begins on %s, no earlier than this row on %s: check the days", text, before.from, d.unit.from)
	case before.until > d.unit.from && !split:
		end := jianfu.Say("没有停用日期", "has no last day")
		if before.until < alwaysUntil {
			end = jianfu.Say("到 %s 才停用", "ends on %s", before.until-1)
		}
		return "", bad(jianfu.DateOrder, "前身“%[1]s”%[2]s，与本单位（自 %[4]s 起）重叠：请给前身写 %[5]s 或更早的停用日期；如是分出一部分而前身还在，请把沿革写为“拆分”",
			"the predecessor %[1]q %[3]s, and overlaps this unit (from %[4]s on): give it a last day, %[5]s or before; if it was split and goes on, write 拆分 as the change",
			text, end.ZH, end.EN, d.unit.from, d.unit.from-1)
	}
	return codes[0], value{}
}

// comesFrom is the way from a unit back to another by predecessors; nil if there is none.
func comesFrom(code, to string, predecessors map[string][]string) []string {
	if code == to {
		return []string{code}
	}
	for _, before := range predecessors[code] {
		if path := comesFrom(before, to, predecessors); path != nil {
			return append([]string{code}, path...)
		}
	}
	return nil
}
