package loaders

import (
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// drops refuses a part of a ledger that would replace all of it: its title says of which months it is, and
// the rows of other months that are on file are not in it. It reports whether there are any.
func (f *filing) drops(load *warehouse.Load) (found bool, err error) {
	done := map[string]bool{}
	for _, t := range f.tables {
		if t.contract.Grain != Ledger || t.contract.Day == "" || !t.known || t.guessed || len(t.missing) > 0 {
			continue
		}
		for _, kind := range t.kinds {
			c := f.loader.contracts.Kind(kind)
			var same []string
			for i := range c.Columns {
				if column := &c.Columns[i]; column.Type == KeyType || column.Required && (column.Type == TextType || column.Type == DateType) {
					same = append(same, column.Name)
				}
			}
			if at := c.Column(c.Day); done[kind] || at < 0 {
				continue
			}
			done[kind] = true
			from, until := t.period.From(), t.period.Until()
			for _, other := range f.tables { // of several tables the load is all of them
				if other.contract == t.contract && other.known {
					from, until = min(from, other.period.From()), max(until, other.period.Until())
				}
			}
			list, err := load.Drops(kind, c.Day, from.Time(), until.Time(), same)
			if err != nil {
				return false, err
			}
			for _, d := range list {
				found = true
				who := f.units.nameOf(d.Department)
				if who == "" {
					who = d.Department
				}
				f.blameWhole(t.index, 0, jianfu.Fault{Sheet: t.sheet.Name, Row: t.last, Value: strings.TrimSpace(who), Code: jianfu.PeriodMismatch, Text: jianfu.Say(
					"台账按单位整本替换，标题却写的是 %[1]s：%[3]s已报的 %[4]d 行（%[5]s 至 %[6]s）不在这张表里，载入就会丢掉。请把以前的行一并写在表里，标题改成整本台账的时间或不写时间",
					"a ledger replaces all that its unit has filed, and the title is of %[2]s: %[4]d rows of %[3]s that are on file (%[5]s to %[6]s) are not in it and would be lost. Write all rows in the table, and in its title the time of all of them or none",
					t.period.Label(jianfu.Chinese), t.period.String(), who, d.Rows, jianfu.DateOf(d.First), jianfu.DateOf(d.Last))})
			}
		}
	}
	return found, nil
}
