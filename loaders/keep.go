package loaders

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
	"jianfu/warehouse"
)

// relate completes values that depend on several cells of the row: years that were not written,
// units of one name, the end of a span, the order of dates, the stated period.
func (r *rowReader) relate(values []any) {
	for i, c := range r.columns {
		v := r.cells[i]
		if v.yearless {
			r.f.leanOn(r.t)
			values[i] = r.withYear(c, values[i].(jianfu.Date), values)
		}
		if v.units != nil {
			r.chooseUnit(i, values)
		}
		if c.until >= 0 && values[i] == nil && v.code == "" {
			values[i] = r.cells[c.until].last
		}
		if c.beside >= 0 {
			r.besides(i, values)
		}
		if c.after >= 0 && values[i] != nil {
			r.checkOrder(i, values)
		}
		if c.column.Done && values[i] != nil {
			r.checkDone(i, values)
		}
		if c.refers >= 0 && values[i] != nil {
			r.checkReference(i, values)
		}
	}
	if r.stated.IsZero() || r.unplaced {
		return
	}
	if r.date >= 0 {
		if d, ok := values[r.date].(jianfu.Date); ok && (d < r.from || d >= r.endsAt) {
			r.mismatch(r.date)
		}
	} else if r.year >= 0 && r.texts[r.year] != "" {
		if y, ok := values[r.year].(int64); ok && (int(y) < r.stated.Start().Year() || int(y) > r.stated.Through().Year()) {
			r.mismatch(r.year)
		}
	}
}

func (r *rowReader) mismatch(column int) {
	label, english := r.stated.Label(jianfu.Chinese), r.stated.String()
	if r.t.byName {
		label, english = label+"，取自文件名", english+", from its file's name,"
	}
	r.fault(column, r.columns[column].source.at, r.texts[column], bad(jianfu.PeriodMismatch,
		"“%[1]s”不在本表的报送期（%[2]s）内，请核对日期；属于别的一期的，请从本表删去这一行，改好那一期的整张表重报（只报这一行会替换掉那一期的其余各行）",
		"%[1]q is outside the period %[3]s that the table states: check the date. If it belongs to another period, remove the row here and file the whole table of that period again (the row alone would replace all its others)",
		r.texts[column], label, english))
}

// withYear adds the year to a day without one, from the day it precedes or follows: the request for
// a meeting on 5 January was made on 28 December of the year before.
func (r *rowReader) withYear(c *columnReader, d jianfu.Date, values []any) jianfu.Date {
	const halfYear = 183
	move := 0
	if c.before >= 0 {
		if other, ok := values[c.before].(jianfu.Date); ok && d > other+halfYear {
			move = -1
		}
	}
	if c.after >= 0 {
		if other, ok := values[c.after].(jianfu.Date); ok && d < other-halfYear {
			move = 1
		}
	}
	if move == 0 {
		return d
	}
	t := d.Time()
	if moved, ok := jianfu.NewDate(t.Year()+move, int(t.Month()), t.Day()); ok {
		return moved
	}
	return d
}

// besides lists the units that a cell names after the first.
func (r *rowReader) besides(i int, values []any) {
	of := r.columns[i].beside
	var list []string
	for _, found := range r.cells[of].others {
		code := r.unitOn(found, values)
		if code == "" {
			r.ambiguousUnit(of, found)
			return
		}
		if code != values[of] && !slices.Contains(list, code) {
			list = append(list, code)
		}
	}
	if list != nil {
		values[i] = list
	}
}

// chooseUnit distinguishes units of one name by the day.
func (r *rowReader) chooseUnit(i int, values []any) {
	if code := r.unitOn(r.cells[i].units, values); code != "" {
		values[i] = code
	} else if len(r.faults) == 0 || len(r.daysOf(values)) > 0 { // else the day itself is at fault: that is reported already
		r.ambiguousUnit(i, r.cells[i].units)
	}
}

func (r *rowReader) ambiguousUnit(i int, units []unit) {
	r.fault(i, r.columns[i].source.at, r.texts[i], bad(jianfu.UnknownUnit,
		"名录里有几个单位都叫“%s”（%s），分不清是哪个，请改写单位编码或全称",
		"several units are called %q (%s): write the code or the full name", r.texts[i], strings.Join(codes(units), "、")))
}

// daysOf are the days by which the units of a row are known.
func (r *rowReader) daysOf(values []any) []jianfu.Date {
	days := []jianfu.Date{}
	switch {
	case r.date >= 0:
		if d, ok := values[r.date].(jianfu.Date); ok {
			days = append(days, d)
		}
	case r.year >= 0:
		if y, ok := values[r.year].(int64); ok {
			days = append(days, jianfu.YearOf(int(y)).From(), jianfu.YearOf(int(y)).Through())
		}
	default:
		for j := range values { // a ledger: the first day of the row
			if d, ok := values[j].(jianfu.Date); ok && len(days) == 0 {
				days = append(days, d)
			}
		}
	}
	return days
}

// unitOn is the code of the one unit among several of a name that there is on the days of a row; ""
// if nobody can say.
func (r *rowReader) unitOn(units []unit, values []any) string {
	if list := codes(units); len(list) == 1 {
		return list[0]
	}
	for _, day := range r.daysOf(values) {
		if list := codes(on(units, day)); len(list) == 1 {
			return list[0]
		}
	}
	return ""
}

func (r *rowReader) checkOrder(i int, values []any) {
	earlier := r.columns[i].after
	day, ok := values[i].(jianfu.Date)
	before, known := values[earlier].(jianfu.Date)
	if !ok || !known || day >= before || r.cells[i].code != "" {
		return
	}
	name, text, at := r.columns[earlier].source.header, r.texts[i], r.columns[i].source.at
	if text == "" { // the day of the list, which its title names
		text, at = day.String(), r.columns[earlier].source.at
	}
	r.fault(i, at, text, bad(jianfu.DateOrder,
		"“%s”早于%s“%s”，请核对这两个日期", "%q is before %s (%s): check the two dates", text, name, r.texts[earlier]))
}

// checkDone refuses the day of what cannot have been done then.
func (r *rowReader) checkDone(i int, values []any) {
	if day, ok := values[i].(jianfu.Date); ok && day > r.f.today && r.cells[i].code == "" {
		r.fault(i, r.columns[i].source.at, r.texts[i], bad(jianfu.OutOfRange, "“%[1]s”还没有到（今天是 %[2]s），这一列只填已经发生的，请核对；还没有的请空着",
			"%[1]q is after today, %[2]s, and this column is of what has happened: check it, or leave the cell blank", r.texts[i], r.f.today))
	}
}

// checkReference refuses a row that refers to itself.
func (r *rowReader) checkReference(i int, values []any) {
	to, _ := values[i].(string)
	own, _ := values[r.columns[i].refers].(string)
	if own != "" && foldWord(to) == foldWord(own) {
		r.fault(i, r.columns[i].source.at, r.texts[i], bad(jianfu.BadValue, "“%[1]s”就是这一行自己的“%[2]s”，请改成另一行的；没有的请空着",
			"%[1]q is the row's own %[2]s: write that of another row, or leave the cell blank", r.texts[i], r.columns[r.columns[i].refers].column.Header))
	}
}

// refer notes the rows that refer to others by a number.
func (r *rowReader) refer(row *sheet.Row, values []any) {
	for i, c := range r.columns {
		if c.refers < 0 {
			continue
		}
		from, _ := values[c.refers].(string)
		to, _ := values[i].(string)
		if from == "" || to == "" {
			continue
		}
		if r.f.references == nil {
			r.f.references = map[referenceKey]*reference{}
		}
		key := referenceKey{r.contract.Kind, i, foldWord(from)}
		r.f.references[key] = &reference{to: foldWord(to), sheet: r.t.index, at: c.source.at,
			fault: jianfu.Fault{Sheet: r.t.sheet.Name, Row: row.Number, Column: c.source.header, Value: r.texts[i], Code: jianfu.BadValue}}
	}
}

// referenceKey is a row that refers to another: its kind, the column and its own number.
type referenceKey struct {
	kind   string
	column int
	from   string
}

// reference is where it leads.
type reference struct {
	to        string
	sheet, at int
	fault     jianfu.Fault // of its cell, without a text
}

// circles refuses rows that refer to one another in a circle: nothing is left that the others belong to.
func (f *filing) circles() {
	for from, ref := range f.references {
		path := []string{from.from}
		for to := ref.to; ; {
			path = append(path, to)
			if to == from.from {
				fault, round := ref.fault, strings.Join(path, "→")
				fault.Text = jianfu.Say("绕成了一圈：%[1]s，没有一个是主的。请改正其中一行；不属于别的行的请空着", "it goes round in a circle, %[1]s, and none of them is the main one: correct one of these rows, or leave its cell blank", round)
				f.blameWhole(ref.sheet, ref.at, fault)
				break
			}
			next := f.references[referenceKey{from.kind, from.column, to}]
			if next == nil || len(path) > len(f.references)+1 {
				break
			}
			to = next.to
		}
	}
}

// checkSecret refuses rows that say they are secret: such material does not belong here.
func (r *rowReader) checkSecret(row *sheet.Row) {
	at := r.t.secret
	if at < 0 || at >= len(row.Cells) {
		return
	}
	text := trim(row.Cells[at].Text)
	if text == "" || publicWords[foldWord(text)] {
		return
	}
	r.faults = append(r.faults, cellFault{column: at, header: r.t.secretHeader, text: text, value: bad(jianfu.Secret,
		"这一行标为“%s”，涉密内容不得进入本系统。请删去这一行再报，并按保密规定处理此文件",
		"the row is marked %q: secret material does not belong here. Remove the row, and handle this file as the rules on secrecy require", text)})
}

// keep passes a valid row on.
func (r *rowReader) keep(row *sheet.Row, values []any) error {
	r.count(row, values)
	for i := range r.cells {
		v := r.cells[i]
		if v.noted.ZH != "" {
			r.f.warnings.addCell("noted", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: r.columns[i].source.header, Value: r.texts[i], Text: v.noted})
		}
		if v.unknown {
			r.f.warnings.addCell("unknown", Warning{Sheet: r.t.sheet.Name, Row: row.Number,
				Column: r.columns[i].source.header, Value: r.texts[i], Text: v.text})
		}
	}
	if r.contract.Kind == "department" {
		r.learn(values)
	}
	r.refer(row, values)
	if r.fills {
		r.filled.add(row.Number)
	}
	r.kept = true
	if len(r.headings) > 0 {
		r.tellHeadings()
	}
	r.seeUnnamed(row)
	if r.unit >= 0 {
		r.above = values[r.unit]
		r.whole = r.texts[r.unit]
		if r.within || r.above == "" {
			r.whole = ""
		}
		r.partial = r.partial || r.within
	}
	for _, i := range r.counts {
		if at := r.columns[i].source.at; at < len(row.Cells) && row.Cells[at].Merged && values[i] != nil {
			r.f.warnings.addCell("merged", Warning{Sheet: r.t.sheet.Name, Row: row.Number, Column: r.columns[i].source.header, Value: r.texts[i],
				Text: jianfu.Say("这个数在合并单元格里，每一行都按它计数；如是几行的合计，请拆开填写", "the number is in merged cells and counts in each row: split it if it is the sum of the rows")})
		}
	}
	key, _ := r.slice(values)
	r.t.sawKind(key.Kind)
	switch r.contract.Kind {
	case totals:
		return r.state(row, values)
	case "department":
		r.later(row, key, values)
		return nil
	}
	return r.w.put(item{slice: key, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: r.filed(row), Values: values, Lacks: r.lacks}})
}

// count adds up what a total row will be compared with.
func (r *rowReader) count(row *sheet.Row, values []any) {
	r.data++
	r.section++
	r.t.data++
	if r.contract.Kind == totals {
		r.addFigures(row, values)
		return
	}
	for i, c := range r.columns {
		if c.column.Type == IntegerType && !c.source.absent() {
			if n, ok := values[i].(int64); ok {
				r.sums[i] += n
			} else if r.cells[i].unknown {
				r.blanks[i] = true
			}
		}
	}
}

// later keeps a row of the directory until all units are known.
func (r *rowReader) later(row *sheet.Row, key warehouse.SliceKey, values []any) {
	d := directoryRow{sheet: r.t.index, slice: key, row: warehouse.Row{Sheet: r.t.sheet.Name, Number: row.Number, Cells: r.filed(row), Values: slices.Clone(values)}, headers: map[string]columnPlace{}}
	d.unit, d.names = r.unitOf(values)
	for _, name := range []string{"name", "short_name", "aliases", "type", "predecessors", "valid_from", "valid_to"} {
		i := r.contract.Column(name)
		d.headers[name] = columnPlace{r.columns[i].source.at, cmp.Or(r.columns[i].source.header, r.contract.Columns[i].Header), r.texts[i]}
	}
	r.f.directory = append(r.f.directory, d)
}

// learn makes a unit of the file's directory known to the tables that follow.
func (r *rowReader) learn(values []any) {
	u, names := r.unitOf(values)
	r.f.learned = append(r.f.learned, u.name)
	r.f.units.add(u, names...)
}

// unitOf is the unit of a row of the directory, and its names besides the full one.
func (r *rowReader) unitOf(values []any) (unit, []string) {
	c := r.contract
	text := func(name string) string { s, _ := values[c.Column(name)].(string); return s }
	u := unit{code: text("code"), name: text("name"), sort: text("type"), from: alwaysFrom, until: alwaysUntil}
	if d, ok := values[c.Column("valid_from")].(jianfu.Date); ok {
		u.from = d
	}
	if d, ok := values[c.Column("valid_to")].(jianfu.Date); ok {
		u.until = d + 1
	}
	aliases, _ := values[c.Column("aliases")].([]string)
	return u, append([]string{text("short_name")}, aliases...)
}

// slice returns the slice of a row, and whether all that determines it is known.
func (r *rowReader) slice(values []any) (warehouse.SliceKey, bool) {
	c := r.contract
	key := warehouse.SliceKey{Kind: c.Kind}
	known := true
	if r.split >= 0 {
		if text, ok := values[r.split].(string); ok && (r.sister || strings.HasSuffix(text, c.Split.Suffix)) {
			key.Kind = c.Split.Kind
		}
	}
	if !c.Central && r.unit >= 0 {
		code, ok := values[r.unit].(string)
		key.Department = code
		known = ok || !r.columns[r.unit].column.Required
	}
	if r.stream >= 0 {
		switch stream := values[r.stream].(type) {
		case string:
			key.Stream = stream
		case jianfu.Date:
			key.Stream = stream.String()
		default:
			known = known && !r.columns[r.stream].column.Required
		}
	}
	switch c.Grain {
	case PerMonth:
		d, ok := values[r.date].(jianfu.Date)
		key.Period = r.monthText(d)
		known = known && ok
	case PerYear:
		if r.date >= 0 {
			d, ok := values[r.date].(jianfu.Date)
			key.Period = fmt.Sprintf("%04d", d.Year())
			known = known && ok
		} else {
			y, ok := values[r.year].(int64)
			key.Period = fmt.Sprintf("%04d", y)
			known = known && ok
		}
	default:
		key.Period = string(c.Grain)
	}
	return key, known
}

func (r *rowReader) monthText(d jianfu.Date) string {
	text, known := r.months[d]
	if !known {
		text = d.Month().String()
		if len(r.months) < remembered {
			r.months[d] = text
		}
	}
	return text
}

// filed joins the filed texts of the columns that are kept.
func (r *rowReader) filed(row *sheet.Row) string {
	size := r.pad + len(r.t.kept)
	for _, at := range r.t.kept {
		if at < len(row.Cells) {
			size += len(row.Cells[at].Text)
		}
	}
	var out strings.Builder
	out.Grow(size)
	for range r.pad {
		out.WriteString(warehouse.CellSeparator)
	}
	for i, at := range r.t.kept {
		if i > 0 {
			out.WriteString(warehouse.CellSeparator)
		}
		if at < len(row.Cells) {
			if text := row.Cells[at].Text; strings.Contains(text, warehouse.CellSeparator) {
				out.WriteString(strings.ReplaceAll(text, warehouse.CellSeparator, " "))
			} else {
				out.WriteString(text)
			}
		}
	}
	return out.String()
}

// sawKind records the kind of a row: a table can have two.
func (t *placedTable) sawKind(kind string) {
	if n := len(t.kinds); n > 0 && t.kinds[n-1] == kind || slices.Contains(t.kinds, kind) {
		return
	}
	t.kinds = append(t.kinds, kind)
}
