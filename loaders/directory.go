package loaders

import (
	"slices"
	"strings"

	"jianfu"
)

// Oblige names the types of units, and the units, that owe something: a directory with a type of which
// nobody owes anything is warned of.
func (l *Loader) Oblige(types, units []string) { l.obliged, l.obligedUnits = types, units }

// warnOfTypes warns of types of units of which nobody owes anything: what these units do not file is never
// missed. The types that contracts name are known, too.
func (f *filing) warnOfTypes() {
	if len(f.loader.obliged) == 0 {
		return
	}
	known := slices.Clone(f.loader.obliged)
	for _, contract := range f.loader.contracts.Kinds() {
		for i := range contract.Columns {
			if of := contract.Columns[i].Of; of != "" && !slices.Contains(known, of) {
				known = append(known, of)
			}
		}
	}
	var order []string
	units := map[string][]string{}
	first := map[string]*directoryRow{}
	for i := range f.directory {
		d := &f.directory[i]
		named := slices.ContainsFunc(append([]string{d.unit.code, d.unit.name}, d.names...), func(name string) bool { return slices.Contains(f.loader.obligedUnits, name) })
		if sort := d.unit.sort; slices.Contains(known, sort) || named {
			continue
		} else if first[sort] == nil {
			order, first[sort] = append(order, sort), d
		}
		if !slices.Contains(units[d.unit.sort], d.unit.name) {
			units[d.unit.sort] = append(units[d.unit.sort], d.unit.name)
		}
	}
	for _, sort := range order {
		d := first[sort]
		f.warnings.add(Warning{Sheet: d.row.Sheet, Row: d.row.Number, Column: d.headers["type"].header, Value: sort, Text: jianfu.Say(
			"单位类型“%[1]s”（%[2]d 个单位）没有对应的报送任务：这些单位不算应报，没有报也不会列为缺报。如果就是“%[3]s”，请改成这个写法重报；另有任务的，请在报送任务里写上这个类型",
			"no obligation is of the type %[1]q (%[2]d units): they owe nothing, and what they do not file is never missed. If %[3]q is meant, write it so and file again; if they do owe something, name the type in the obligations",
			sort, len(units[sort]), nearestType(sort, known))})
	}
}

// nearestType is the known type that is most like another.
func nearestType(sort string, known []string) string {
	best, most := known[0], -1
	for _, name := range known {
		shared := 0
		for _, r := range plainLetters(sort) {
			if strings.ContainsRune(name, r) {
				shared++
			}
		}
		if shared > most {
			best, most = name, shared
		}
	}
	return best
}

// clashes refuses a directory in which one name means two units at a time: no table that names it could be
// read. It warns of versions of one unit of which a later one begins before the last day of the one before.
func (f *filing) clashes() {
	type use struct {
		d      *directoryRow
		column string
		life   life
	}
	uses := map[string][]use{}
	for i := range f.directory {
		d := &f.directory[i]
		l := life{d.unit.from, d.unit.until}
		for j := range f.directory {
			next := &f.directory[j]
			if next.unit.code != d.unit.code || next.unit.from <= d.unit.from || next.unit.from >= l.until {
				continue
			}
			if l.until = next.unit.from; d.unit.until < alwaysUntil {
				place := d.headers["valid_to"]
				f.warnings.add(Warning{Sheet: d.row.Sheet, Row: d.row.Number, Column: place.header, Value: place.text, Text: jianfu.Say("“%[1]s”的两行时间重叠：这一行到 %[2]s 为止，第 %[3]d 行从 %[4]s 起，按后一行的起算；请核对，把停用日期改成 %[5]s",
					"two rows of %[1]q overlap: this one ends on %[2]s and row %[3]d begins on %[4]s, from when that one holds. Check them, and end this one on %[5]s", d.unit.code, d.unit.until-1, next.row.Number, next.unit.from, next.unit.from-1)})
			}
		}
		for at, name := range append([]string{d.unit.name}, d.names...) {
			key, column := foldWord(name), "aliases"
			if at < 2 {
				column = []string{"name", "short_name"}[at]
			}
			if key == "" {
				continue
			}
			mine := use{d, column, l}
			for _, other := range uses[key] {
				if other.d.unit.code == d.unit.code || !overlaps(other.life, l) {
					continue
				}
				blamed, against := mine, other
				if column == "name" && other.column != "name" { // the full name is its own unit's
					blamed, against = other, mine
				}
				place := blamed.d.headers[blamed.column]
				f.blameWhole(blamed.d.sheet, place.at, jianfu.Fault{Sheet: blamed.d.row.Sheet, Row: blamed.d.row.Number, Column: place.header, Value: place.text, Code: jianfu.DuplicateKey, Text: jianfu.Say(
					"“%[1]s”也是第 %[2]d 行“%[3]s”（%[4]s）的名称、简称或别名，报表里写它就分不清是哪个单位。请改掉其中一个；先后用过同一名称的，请写明启用日期和停用日期",
					"%[1]q is also a name of %[3]q (%[4]s) in row %[2]d: a table that names it could mean either. Change one of them or, if they had the name one after the other, write the days on which each begins and ends", name, against.d.row.Number, against.d.unit.name, against.d.unit.code)})
				break
			}
			uses[key] = append(uses[key], mine)
		}
	}
}

func overlaps(a, b life) bool { return a.from < b.until && b.from < a.until }
