package loaders

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// Change is one thing that a filing would change: a cell, a row that is added or removed, or, if
// there are too many of them, the number of rows.
type Change struct {
	Kind       string
	Department string // code; "" for the whole city, or for kinds that no unit files
	Unit       string // its name in the directory
	Period     string // of the slice: 2023-05, 2023, ledger
	Row        string // what identifies the row: its number or name; "" for a total
	Column     string // the header of the column; "" for a whole row
	Old, New   string // "" where there was or is nothing
	Sheet      string // the place in this file; row 0 if it is no longer in it
	Number     int
}

// In is the change as a line for people.
func (c Change) In(lang jianfu.Lang) string {
	period := jianfu.Say("%s", "%s", c.Period)
	if p, err := jianfu.ParsePeriod(c.Period); err == nil {
		period = jianfu.Text{ZH: p.Label(jianfu.Chinese), EN: p.String()}
	} else if c.Period == string(Ledger) || c.Period == string(Whole) {
		period = jianfu.Text{}
	}
	var parts []string
	for _, part := range []string{cmp.Or(c.Unit, c.Department), period.In(lang), c.Row, c.Column} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	gone, nothing := jianfu.Say("（删去）", "(gone)").In(lang), jianfu.Say("（空）", "(blank)").In(lang)
	old, now := cmp.Or(c.Old, nothing), cmp.Or(c.New, nothing)
	switch {
	case c.Column == "" && c.New == "":
		old, now = jianfu.Say("有", "filed").In(lang), gone
	case c.Column == "" && c.Old == "":
		old, now = jianfu.Say("无", "none").In(lang), jianfu.Say("新增", "added").In(lang)
	}
	return strings.Join(parts, " ") + jianfu.Say("：", ": ").In(lang) + old + " → " + now
}

// Limits of the comparison.
const (
	comparedRows = 20_000 // beyond which only the numbers of rows are compared
	toldChanges  = 500
	beyondUsual  = 5  // times what is usual, or less than a fifth: a digit too many makes ten times of what may be half the usual
	fewestMonths = 3  // to know what is usual
	fewestRows   = 20 // difference from the usual that is worth a warning
)

// compare finds what the filing would change, and warns of what is probably a mistake.
func (f *filing) compare(load *warehouse.Load, outcome warehouse.Outcome) error {
	f.replacedTotals = map[warehouse.SliceKey]float64{}
	byKind := map[string][]warehouse.Replaced{}
	for _, r := range outcome.Replaced {
		byKind[r.Slice.Kind] = append(byKind[r.Slice.Kind], r)
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		contract := f.loader.contracts.Kind(kind)
		rows, all, err := load.Compare(kind, contract.compared(), comparedRows)
		if err != nil {
			return err
		}
		if all {
			f.compareRows(contract, rows)
			continue
		}
		for _, r := range byKind[kind] {
			f.change(Change{Kind: kind, Department: r.Slice.Department, Period: r.Slice.Period, Row: r.Slice.Stream, Column: "行数",
				Old: strconv.FormatInt(r.RowsBefore, 10), New: strconv.FormatInt(r.Rows, 10)})
		}
	}
	if n := len(f.result.Changes); n > toldChanges {
		f.result.Changes = f.result.Changes[:toldChanges]
		f.result.MoreChanges = n - toldChanges
	}
	return f.plausible(load, outcome)
}

func (f *filing) change(c Change) {
	c.Unit = f.units.nameOf(c.Department)
	if c.Kind == "department" {
		c.Unit = f.units.nameOf(c.Row)
	}
	f.result.Changes = append(f.result.Changes, c)
}

// compared are the columns of the table that are compared.
func (c *Contract) compared() []string {
	if c.Kind == totals {
		return []string{"caliber", "value"}
	}
	var names []string
	for i := range c.Columns {
		names = append(names, c.Columns[i].Name)
	}
	return names
}

// knownBy are the columns by which people recognise a row: its key, else its required texts.
func (c *Contract) knownBy() []int {
	var by []int
	if c.Kind == totals {
		return []int{0}
	}
	for i := range c.Columns {
		if column := &c.Columns[i]; column.Type == KeyType {
			by = append(by, i)
		}
	}
	for i := range c.Columns {
		if column := &c.Columns[i]; len(by) == 0 && column.Required && column.Type == TextType {
			by = append(by, i)
		}
	}
	return by
}

// compareRows pairs the rows of each slice before and after, and records the differences.
func (f *filing) compareRows(c *Contract, rows []warehouse.ComparedRow) {
	type side struct{ before, after []warehouse.ComparedRow }
	by := c.knownBy()
	name := func(r warehouse.ComparedRow) string {
		var parts []string
		for _, i := range by {
			if r.Values[i] != "" {
				parts = append(parts, r.Values[i])
			}
		}
		if len(parts) == 0 { // a key that may be absent
			for i := range c.Columns {
				if c.Columns[i].Required && c.Columns[i].Type == TextType && c.Kind != totals {
					parts = append(parts, r.Values[i])
				}
			}
		}
		return strings.Join(parts, " ")
	}
	var order []string
	sides := map[string]*side{}
	for _, r := range rows {
		key := strings.Join([]string{r.Slice.Department, r.Slice.Period, r.Slice.Stream, name(r)}, "\x1f")
		s := sides[key]
		if s == nil {
			s = &side{}
			sides[key] = s
			order = append(order, key)
		}
		if r.After {
			s.after = append(s.after, r)
		} else {
			s.before = append(s.before, r)
		}
	}
	for _, key := range order {
		s := sides[key]
		for i := range max(len(s.before), len(s.after)) {
			switch {
			case i >= len(s.after):
				f.change(f.changeOf(c, s.before[i], name(s.before[i]), "", name(s.before[i]), "", false))
			case i >= len(s.before):
				f.change(f.changeOf(c, s.after[i], name(s.after[i]), "", "", name(s.after[i]), true))
			default:
				f.compareCells(c, s.before[i], s.after[i], name(s.after[i]))
			}
		}
	}
}

func (f *filing) compareCells(c *Contract, before, after warehouse.ComparedRow, name string) {
	for i := range after.Values {
		if before.Values[i] == after.Values[i] {
			continue
		}
		header := ""
		if c.Kind != totals {
			header = c.Columns[i].Header
		}
		f.change(f.changeOf(c, after, name, header, before.Values[i], after.Values[i], true))
		if c.Kind == totals && c.compared()[i] == "value" {
			if n, err := strconv.ParseFloat(before.Values[i], 64); err == nil {
				f.replacedTotals[after.Slice] = n
			}
		}
	}
}

// changeOf is a change of a row; for a total the column is its count.
func (f *filing) changeOf(c *Contract, r warehouse.ComparedRow, name, column, old, now string, here bool) Change {
	change := Change{Kind: c.Kind, Department: r.Slice.Department, Period: r.Slice.Period, Row: name, Column: column, Old: old, New: now}
	if here {
		change.Sheet, change.Number = r.Sheet, r.Row
	}
	if c.Kind == totals {
		stream, earlier := strings.CutSuffix(r.Slice.Stream, warehouse.EarlierMark)
		count, rest, _ := strings.Cut(stream, " ")
		change.Row = ""
		if at := c.Column(count); at >= 0 {
			count = c.Columns[at].Header
		}
		caliber, sums := strings.CutPrefix(" "+rest, warehouse.SumMark)
		if caliber = strings.TrimSpace(caliber); sums {
			count += warehouse.SumMark
		}
		if change.Column = count; caliber != "" {
			change.Column += "（" + c.caliberName(caliber) + "）"
		}
		if earlier {
			change.Column += "（上年同期）"
		}
		value := func(text string) string {
			if d, ok := jianfu.ParseDecimal(text); ok {
				return d.String()
			}
			return text
		}
		change.Old, change.New = value(old), value(now)
	}
	return change
}

// plausible warns of a filing that is probably a mistake: many times the usual or earlier rows or
// total, or months that had rows and no longer have any.
func (f *filing) plausible(load *warehouse.Load, outcome warehouse.Outcome) error {
	replaced := map[warehouse.SliceKey]warehouse.Replaced{}
	for _, r := range outcome.Replaced {
		replaced[r.Slice] = r
		switch monthly := len(r.Slice.Period) == len("2006-01"); {
		case r.Slice.Kind == totals || monthly || r.Slice.Kind == "department":
		case far(float64(r.Rows), float64(r.RowsBefore)) || shrinks(r):
			f.implausible(r.Slice, float64(r.Rows), float64(r.RowsBefore), warehouse.Usual{})
		}
	}
	months := load.Months()
	keys := slices.SortedFunc(maps.Keys(months), func(a, b warehouse.SliceKey) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Period, b.Period))
	})
	amounts := f.amounts()
	var left []warehouse.SliceKey
	rows := map[warehouse.SliceKey]int64{}
	for i, key := range keys {
		if key.Kind == totals && (strings.HasSuffix(key.Stream, warehouse.EarlierMark) || strings.Contains(key.Stream, warehouse.SumMark) || strings.Contains(key.Stream, warehouse.RestMark)) {
			continue
		}
		usual, err := load.Usual(key)
		if err != nil {
			return err
		}
		now, common := float64(months[key]), usual.Rows
		if key.Kind == totals {
			var known bool
			if now, known = amounts[key]; !known {
				continue
			}
			common = usual.Total.Float64
		}
		before, again := replaced[key]
		switch {
		case again && key.Kind != totals && before.RowsBefore > 0 && months[key] == 0:
			f.vanished(key, before.RowsBefore, jianfu.Say("这份文件说没有，载入后原来报的行不再计入，请核对", "this file says there is nothing, so what was filed will no longer count: check it"))
		case again && key.Kind != totals && far(now, float64(before.RowsBefore)):
			f.implausible(key, now, float64(before.RowsBefore), usual)
		case again && key.Kind == totals && hasFar(f.replacedTotals, key, now):
			f.implausible(key, now, f.replacedTotals[key], usual)
		case usual.Months >= fewestMonths && far(now, common):
			f.implausible(key, now, math.NaN(), usual)
		}
		last := i+1 == len(keys) || keys[i+1].Kind != key.Kind || keys[i+1].Department != key.Department || keys[i+1].Stream != key.Stream
		if !last {
			continue
		}
		first := i
		for first > 0 && keys[first-1].Kind == key.Kind && keys[first-1].Department == key.Department && keys[first-1].Stream == key.Stream {
			first--
		}
		between, err := load.Between(key, keys[first].Period, key.Period)
		if err != nil {
			return err
		}
		for _, period := range slices.Sorted(maps.Keys(between)) {
			gone := key
			gone.Period = period
			left, rows[gone] = append(left, gone), between[period]
		}
	}
	f.tellLeft(left, rows)
	return nil
}

// tellLeft warns of months that a file passes over, those of the same kind and month together.
func (f *filing) tellLeft(left []warehouse.SliceKey, rows map[warehouse.SliceKey]int64) {
	what := jianfu.Say("这份文件前后各月都有，唯独没有这个月；原来报的仍然计入。如果这个月确实没有，请另报零报告", "this file has the months before and after it but not this one: what was filed still counts. File a nil return if there was nothing")
	count := map[warehouse.SliceKey]int{}
	month := func(key warehouse.SliceKey) warehouse.SliceKey {
		return warehouse.SliceKey{Kind: key.Kind, Period: key.Period}
	}
	for _, key := range left {
		count[month(key)]++
	}
	for _, key := range left {
		n := count[month(key)]
		if n > 1 {
			more := jianfu.Say("（这个月同样的共 %d 项）", " (%d of this month in all)", n)
			f.vanished(key, rows[key], jianfu.Text{ZH: what.ZH + more.ZH, EN: what.EN + more.EN})
		} else if n == 1 {
			f.vanished(key, rows[key], what)
		}
		count[month(key)] = 0
	}
}

// far reports whether one number is many times the other.
func far(now, before float64) bool {
	return math.Abs(now-before) >= fewestRows && (now >= beyondUsual*before || before >= beyondUsual*now)
}

// unitsGone warns of a directory that leaves out units that are in the one before.
func (f *filing) unitsGone(load *warehouse.Load) error {
	const named = 10
	gone, err := load.Gone("department", "code", "name")
	if err != nil || len(gone) == 0 {
		return err
	}
	n := len(gone)
	list := strings.Join(gone[:min(n, named)], "、")
	if n > named {
		list += "…"
	}
	f.warnings.add(Warning{Text: jianfu.Say("这份名录里没有了原有的 %[1]d 个单位（%[2]s），请核对；撤销、合并的单位请保留原来那一行，写明“停用日期”", "the directory no longer has %[1]d units of the one before (%[2]s): check it. Keep the row of a unit that was abolished or merged, with its 停用日期", n, list)})
	return nil
}

// shrinks reports whether most of a list is gone.
func shrinks(r warehouse.Replaced) bool {
	const fewest = 4
	return r.RowsBefore >= fewest && r.Rows*2 < r.RowsBefore
}

// hasFar reports whether a slice had a total that is far from the new one.
func hasFar(before map[warehouse.SliceKey]float64, key warehouse.SliceKey, now float64) bool {
	n, known := before[key]
	return known && far(now, n)
}

// amounts are the totals that the file states, as far as they are known.
func (f *filing) amounts() map[warehouse.SliceKey]float64 {
	amounts := make(map[warehouse.SliceKey]float64, len(f.totals))
	contract := f.loader.contracts.Kind(totals)
	for stated, at := range f.totals {
		if n, err := strconv.ParseFloat(at.text, 64); err == nil {
			amounts[warehouse.SliceKey{Kind: totals, Department: stated.department, Period: stated.span.String(), Stream: stated.stream(contract)}] = n
		}
	}
	return amounts
}

// who names the unit, the month and the kind or count of a slice.
func (f *filing) who(key warehouse.SliceKey) jianfu.Text {
	contract := f.loader.contracts.Kind(key.Kind)
	what := contract.Name
	count, _, _ := strings.Cut(key.Stream, " ")
	if at := contract.Column(count); key.Kind == totals && at >= 0 {
		what = contract.Columns[at].Label
	}
	period := jianfu.Text{}
	if p, err := jianfu.ParsePeriod(key.Period); err == nil {
		period = jianfu.Text{ZH: p.Label(jianfu.Chinese), EN: p.String()}
	}
	unit := cmp.Or(f.units.nameOf(key.Department), key.Department)
	return jianfu.Text{ZH: unit + period.ZH + "“" + what.ZH + "”", EN: strings.TrimSpace(unit + " " + period.EN + " " + what.EN)}
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func (f *filing) implausible(key warehouse.SliceKey, now, before float64, usual warehouse.Usual) {
	who := f.who(key)
	unit := jianfu.Say(" 行", " rows")
	common := usual.Rows
	if key.Kind == totals {
		unit, common = jianfu.Text{}, usual.Total.Float64
	}
	text := jianfu.Text{ZH: who.ZH + "这次是 " + number(now) + unit.ZH, EN: who.EN + ": " + number(now) + unit.EN + " now"}
	if !math.IsNaN(before) {
		text.ZH += "，要替换的原有 " + number(before) + unit.ZH
		text.EN += ", in place of " + number(before)
	}
	if usual.Months > 0 {
		text.ZH += "，平时每月约 " + number(common) + unit.ZH
		text.EN += ", where about " + number(common) + " a month are usual"
	}
	text.ZH += "，相差悬殊，请核对后再载入"
	text.EN += ": check it before it is loaded"
	f.warnings.add(Warning{Text: text})
}

func (f *filing) vanished(key warehouse.SliceKey, rows int64, what jianfu.Text) {
	who := f.who(key)
	n := strconv.FormatInt(rows, 10)
	had := jianfu.Text{ZH: "原有 " + n + " 行：", EN: " had " + n + " rows: "}
	if key.Kind == totals {
		had = jianfu.Text{ZH: "原来报过数：", EN: " had a number: "}
	}
	f.warnings.add(Warning{Text: jianfu.Text{ZH: who.ZH + had.ZH + what.ZH, EN: who.EN + had.EN + what.EN}})
}
