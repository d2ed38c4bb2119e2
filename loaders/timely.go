package loaders

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// RefuseEarly lets the loader refuse filings of some kinds that come before their month has ended;
// those of other kinds are taken with a warning.
func (l *Loader) RefuseEarly(refused func(kind string) bool) { l.refusesEarly = refused }

// timely looks at the periods that are filed: a month that has not ended is refused or provisional, and
// a unit that was not there, or no longer, is warned of.
func (f *filing) timely(load *warehouse.Load) {
	today := jianfu.DateOf(f.options.ReceivedAt.In(jianfu.China))
	keys := slices.SortedFunc(maps.Keys(load.Slices()), func(a, b warehouse.SliceKey) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Stream, b.Stream))
	})
	said := map[warehouse.SliceKey]bool{}
	early := map[warehouse.SliceKey][]warehouse.SliceKey{} // of a kind and month
	var order []warehouse.SliceKey
	for _, key := range keys {
		if key.Kind == totals && (strings.HasSuffix(key.Stream, warehouse.EarlierMark) || strings.Contains(key.Stream, warehouse.RestMark)) { // a successor states what was before it; the rest are no unit
			continue
		}
		ahead := key.Kind == totals && f.loader.contracts.Kind(totals).ahead(key.Stream)
		key.Stream = ""
		period, err := jianfu.ParsePeriod(key.Period)
		if err != nil {
			continue
		}
		if f.untimely(key, period, ahead, said) {
			continue
		}
		month := warehouse.SliceKey{Kind: key.Kind, Period: key.Period}
		if over := period.Until() <= today; !over && !ahead && (period.Months() == 1 || key.Kind == totals) && !slices.Contains(early[month], key) {
			if early[month] == nil {
				order = append(order, month)
			}
			early[month] = append(early[month], key)
		}
		if said[key] {
			continue
		}
		said[key] = true
		from, until, known := f.units.inForce(key.Department)
		who := f.who(key)
		switch {
		case known && until <= period.From():
			f.warnings.add(Warning{Text: jianfu.Say("%[1]s：名录里这个单位自 %[3]s 起已停用，照收，但不算应报；请核对单位，或改由承接单位报送",
				"%[2]s: by the directory the unit is no longer there from %[3]s on. It is taken, and owed by nobody: check the unit, or let its successor file it", who.ZH, who.EN, until)})
		case known && from >= period.Until():
			f.warnings.add(Warning{Text: jianfu.Say("%[1]s：名录里这个单位 %[3]s 才启用，照收，但不算应报；请核对单位和时间，或改由原单位报送",
				"%[2]s: by the directory the unit is there only from %[3]s on. It is taken, and owed by nobody: check the unit and the time, or let its predecessor file it", who.ZH, who.EN, from)})
		}
	}
	for _, month := range order {
		if period, err := jianfu.ParsePeriod(month.Period); err == nil {
			f.early(early[month], period)
		}
	}
}

// untimely refuses what is of a time that nobody can report on: long ago, or months that have not begun, in which
// only plans are known.
func (f *filing) untimely(key warehouse.SliceKey, period jianfu.Period, ahead bool, said map[warehouse.SliceKey]bool) bool {
	monthly := key.Kind == totals || f.loader.contracts.Kind(key.Kind).Grain == PerMonth
	ancient, begun := period.Start().Year() < earliestYear, period.From() <= f.today
	if !ancient && (!monthly || ahead || begun) {
		return false
	}
	if said[key] {
		return true
	}
	said[key] = true
	who := f.who(key)
	text := jianfu.Say("%[1]s：还没有到（今天是 %[3]s），报不了已经发生的数，请核对年份和月份", "%[2]s: that time has not come, today is %[3]s, and nothing can have been done in it: check the year and the month", who.ZH, who.EN, f.today)
	if ancient {
		text = jianfu.Say("%[1]s：年份不合常理，请核对", "%[2]s: the year is implausible, check it", who.ZH, who.EN)
	}
	f.blameWhole(-1, 0, jianfu.Fault{Value: key.Period, Code: jianfu.OutOfRange, Text: text})
	return true
}

// ahead reports whether a stream of totals is of a count that is stated before its months end: a plan.
func (c *Contract) ahead(stream string) bool {
	count, _, _ := strings.Cut(stream, " ")
	at := c.Column(count)
	return at >= 0 && c.Columns[at].Ahead
}

// early deals with the slices of a month that has not ended, or of a longer span of totals.
func (f *filing) early(keys []warehouse.SliceKey, month jianfu.Period) {
	if f.loader.refusesEarly != nil && f.loader.refusesEarly(keys[0].Kind) {
		for _, key := range keys {
			who := f.who(key)
			f.blameWhole(-1, 0, jianfu.Fault{Code: jianfu.TooEarly, Value: key.Period, Text: jianfu.Say("%[1]s还没有期满，请在 %[3]s 及以后报送",
				"%[2]s: its time has not ended. File it on %[3]s or later", who.ZH, who.EN, month.Until())})
		}
		return
	}
	who, others := f.who(keys[0]), jianfu.Text{}
	if len(keys) > 1 {
		others = jianfu.Say("（同样的共 %d 个单位）", " (as for %d units in all)", len(keys))
	}
	f.warnings.add(Warning{Text: jianfu.Say("%[1]s还没有期满，数字在 %[3]s 之前是暂定的，期满后请再报一次%[4]s",
		"%[2]s: its time has not ended. Its figures are provisional until %[3]s: file it again then%[5]s", who.ZH, who.EN, month.Until(), others.ZH, others.EN)})
}

// inForce are the first day of a unit in the directory and the day from which it no longer holds; it reports
// false where the unit is unknown.
func (d *directory) inForce(code string) (from, until jianfu.Date, known bool) {
	for _, u := range d.exact[foldWord(code)] {
		if u.code != code {
			continue
		}
		if !known {
			from, until, known = u.from, u.until, true
		}
		from, until = min(from, u.from), max(until, u.until)
	}
	return from, until, known
}
