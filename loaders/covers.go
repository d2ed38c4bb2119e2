package loaders

import (
	"cmp"
	"maps"
	"slices"
	"strings"

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
// declaration back. A table of totals states 0 of them. A table that corrects one that covered every unit replaces what that said of
// units that are no longer in it.
func (f *filing) declare(load *warehouse.Load) error {
	if f.options.Covers == "" {
		return nil
	}
	months := f.coveredMonths(load)
	for _, key := range months {
		earlier, units, err := load.Declared(key, "")
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
		if c := t.contract; c.Speaks == All {
			f.warnings.add(Warning{Sheet: t.sheet.Name, Text: jianfu.Say("“%[1]s”本来就代表全部单位，covers 对它不起作用", "%[2]s always covers every unit: covers changes nothing", c.Name.ZH, c.Name.EN)})
		}
	}
	return f.declareTotals(load)
}

// declareTotals records what is declared of the tables of totals: of each count and span that they
// state of units, that every other unit had 0.
func (f *filing) declareTotals(load *warehouse.Load) error {
	stated := map[statedKey]*placedTable{}
	for key, at := range f.totals {
		if key.department != "" && !key.earlier && at.table != nil {
			key.department = ""
			if known := stated[key]; known == nil || at.table.index < known.index {
				stated[key] = at.table
			}
		}
	}
	keys := slices.SortedFunc(maps.Keys(stated), func(a, b statedKey) int {
		return cmp.Or(cmp.Compare(a.count, b.count), cmp.Compare(a.caliber, b.caliber), cmp.Compare(a.span.Start(), b.span.Start()), cmp.Compare(a.span.Months(), b.span.Months()))
	})
	for _, key := range keys {
		t := stated[key]
		of := key.stream(t.contract)
		key.count += warehouse.RestMark
		rest := warehouse.SliceKey{Kind: totals, Period: key.span.String(), Stream: key.stream(t.contract)}
		earlier, units, err := load.Declared(rest, of)
		if err != nil {
			return err
		}
		if f.options.Covers == Listed {
			if earlier != 0 {
				load.Revoke(rest)
			}
			continue
		}
		for _, code := range units { // it is no longer in the table
			load.Revoke(warehouse.SliceKey{Kind: totals, Department: code, Period: rest.Period, Stream: of})
		}
		head := f.columns[t.index]
		err = load.Append(rest, warehouse.Row{Sheet: head.sheet, Number: head.row, Cells: strings.Join(head.headers, warehouse.CellSeparator), Values: []any{
			"", key.count, key.span.From(), int64(key.span.Months()), false, key.caliber, jianfu.NewDecimal(0), int64(-1)}})
		if err != nil {
			return err
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
