package loaders

import (
	"cmp"
	"maps"
	"slices"

	"jianfu"
	"jianfu/warehouse"
)

// ParseCovers reads whether tables cover every unit (ALL) or the units in them (LISTED), as a filer
// writes it.
func ParseCovers(text string) (Speaks, error) {
	switch foldWord(text) {
	case "":
		return "", nil
	case "all":
		return All, nil
	case "listed":
		return Listed, nil
	}
	return "", jianfu.Errorf(jianfu.Invalid, "covers 应为 all（涵盖全部单位）或 listed（只涵盖写到的单位），不是“%s”", "covers should be all (every unit) or listed (the units in the table), not %q", text)
}

// declare records what the filer says of the monthly tables in the file: that they cover every
// unit, so that one that is absent had nothing, or that they do not, which takes an earlier
// declaration back. A table that corrects one that covered every unit replaces what that said of
// units that are no longer in it.
func (f *filing) declare(load *warehouse.Load) error {
	if f.options.Covers == "" {
		return nil
	}
	months := f.coveredMonths(load)
	for _, key := range months {
		earlier, units, err := load.Declared(key.Kind, key.Period)
		switch {
		case err != nil:
			return err
		case f.options.Covers == Listed && earlier != 0:
			load.Revoke(key)
		case f.options.Covers == All:
			load.Slice(key)
			for _, code := range units {
				load.Slice(warehouse.SliceKey{Kind: key.Kind, Department: code, Period: key.Period})
			}
		}
	}
	for _, t := range f.tables {
		switch c := t.contract; {
		case c.Kind == totals && f.options.Covers == All:
			f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Code: jianfu.BadValue, Text: jianfu.Say("统计汇总表不能声明涵盖全部单位：没有写到的单位请各写一行 0 或“零报告”",
				"a table of totals cannot be declared to cover every unit: give each absent unit a row with 0 or 零报告")})
		case c.Speaks == All:
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("“%[1]s”本来就代表全部单位，covers 对它不起作用", "%[2]s always covers every unit: covers changes nothing", c.Name.ZH, c.Name.EN)})
		}
	}
	return nil
}

// covering reports whether a declaration can be made of tables of a kind.
func (c *Contract) covering() bool {
	return c.Grain == PerMonth && c.Speaks == Listed && !c.Central && c.Kind != totals
}

// coveredMonths are the months that a declaration is about: those with rows or nil returns, and
// those that a title or the filer states, as far as they had begun when the file was received. They
// are keys of slices of no unit.
func (f *filing) coveredMonths(load *warehouse.Load) []warehouse.SliceKey {
	months := map[warehouse.SliceKey]bool{}
	for key := range load.Months() {
		if f.loader.contracts.Kind(key.Kind).covering() {
			months[warehouse.SliceKey{Kind: key.Kind, Period: key.Period}] = true
		}
	}
	today := jianfu.DateOf(f.options.ReceivedAt.In(jianfu.China))
	for _, t := range f.tables {
		if !t.contract.covering() || !t.known || t.guessed {
			continue
		}
		for _, month := range t.period.Buckets(jianfu.ByMonth) {
			if month.From() <= today {
				months[warehouse.SliceKey{Kind: t.contract.Kind, Period: month.Start().String()}] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(months), func(a, b warehouse.SliceKey) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Period, b.Period))
	})
}
