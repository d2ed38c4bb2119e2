package loaders

import (
	"cmp"
	"slices"

	"jianfu"
)

// warnOfSpans warns of totals of a file that are smaller than one of a part of their months: one of them is wrong,
// or the longer is no sum of months.
func (f *filing) warnOfSpans() {
	type group struct {
		department, count, caliber string
		earlier                    bool
	}
	groups := map[group][]statedKey{}
	for key, at := range f.totals {
		if at.table == nil { // 合计
			continue
		}
		c := at.table.contract
		if column := c.Column(key.count); column < 0 || c.Columns[column].Stock {
			continue
		}
		g := group{key.department, key.count, key.caliber, key.earlier}
		groups[g] = append(groups[g], key)
	}
	type finding struct {
		longer, shorter statedAt
		of, part        jianfu.Period
	}
	var found []finding
	for _, keys := range groups {
		slices.SortFunc(keys, func(a, b statedKey) int {
			return cmp.Or(cmp.Compare(a.span.Months(), b.span.Months()), cmp.Compare(a.span.Start(), b.span.Start()))
		})
		for i, longer := range keys {
			of := f.totals[longer]
			total, known := jianfu.ParseDecimal(of.text)
			if !known {
				continue
			}
			for _, shorter := range keys[:i] {
				part := f.totals[shorter]
				if n, ok := jianfu.ParseDecimal(part.text); ok && n.Cmp(total) > 0 && hull(longer.span, shorter.span) == longer.span {
					found = append(found, finding{of, part, longer.span, shorter.span})
					break // one is enough
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.longer.table.index, b.longer.table.index), cmp.Compare(a.longer.row, b.longer.row), cmp.Compare(a.longer.at, b.longer.at))
	})
	for _, w := range found {
		f.warnings.addCell("within", Warning{Sheet: w.longer.sheet, Row: w.longer.row, Column: w.longer.table.headerAt(w.longer.at), Value: w.longer.filed, Text: jianfu.Say(
			"%[1]s 的数是 %[3]s，比其中 %[2]s 的数（%[4]s）还小，请核对", "the number of %[5]s is %[3]s, less than that of %[6]s within it (%[4]s): check them",
			w.of.Label(jianfu.Chinese), w.part.Label(jianfu.Chinese), w.longer.filed, w.shorter.filed, w.of.String(), w.part.String())})
	}
}
