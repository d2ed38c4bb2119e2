package loaders

import (
	"cmp"
	"maps"
	"slices"

	"jianfu"
	"jianfu/warehouse"
)

// RefuseEarly lets the loader refuse filings of some kinds that come before their month has ended;
// those of other kinds are taken with a warning.
func (l *Loader) RefuseEarly(refused func(kind string) bool) { l.refusesEarly = refused }

// timely looks at the months that are filed: one that has not ended is refused or provisional, and
// a unit that was no longer there is warned of.
func (f *filing) timely(load *warehouse.Load) {
	today := jianfu.DateOf(f.options.ReceivedAt.In(jianfu.China))
	keys := slices.SortedFunc(maps.Keys(load.Months()), func(a, b warehouse.SliceKey) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Stream, b.Stream))
	})
	said := map[warehouse.SliceKey]bool{}
	for _, key := range keys {
		key.Stream = ""
		month, err := jianfu.ParsePeriod(key.Period)
		if err != nil || said[key] {
			continue
		}
		said[key] = true
		if month.Until() > today {
			f.early(key, month)
		}
		if ended, known := f.units.endOf(key.Department); known && ended <= month.From() {
			who := f.who(key)
			f.warnings.add(Warning{Text: jianfu.Say("%[1]s：名录里这个单位自 %[3]s 起已停用，照收，但不算应报；请核对单位，或改由承接单位报送",
				"%[2]s: by the directory the unit is no longer there from %[3]s on. It is taken, and owed by nobody: check the unit, or let its successor file it", who.ZH, who.EN, ended)})
		}
	}
}

// early deals with a month that has not ended.
func (f *filing) early(key warehouse.SliceKey, month jianfu.Period) {
	who := f.who(key)
	if f.loader.refusesEarly != nil && f.loader.refusesEarly(key.Kind) {
		f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.TooEarly, Value: key.Period, Text: jianfu.Say("%[1]s还没有期满，请在 %[3]s 及以后报送",
			"%[2]s: the month has not ended. File it on %[3]s or later", who.ZH, who.EN, month.Until())})
		return
	}
	f.warnings.add(Warning{Text: jianfu.Say("%[1]s还没有期满，数字在 %[3]s 之前是暂定的，期满后请再报一次",
		"%[2]s: the month has not ended. Its figures are provisional until %[3]s: file it again then", who.ZH, who.EN, month.Until())})
}

// endOf is the day from which no row of the directory holds for a unit any more; it reports false
// where the unit is unknown or still there.
func (d *directory) endOf(code string) (jianfu.Date, bool) {
	var end jianfu.Date
	known := false
	for _, u := range d.exact[foldWord(code)] {
		if u.code == code {
			end, known = max(end, u.until), true
		}
	}
	return end, known && end < alwaysUntil
}
