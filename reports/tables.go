package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// yearsTable lays metrics out over the three years, with the change of the last.
func (b *build) yearsTable(caption string, names ...string) (string, error) {
	table := &Table{Caption: caption, Columns: []Column{{Head: b.lang.say("指标", "metric")}}}
	for back := threeYears - 1; back >= 0; back-- {
		table.Columns = append(table.Columns, Column{Head: b.lang.when(yearsBack(b.spec.Period, back)), Kind: Numbers})
	}
	table.Columns = append(table.Columns, Column{Head: b.lang.say("同比", "year over year"), Kind: Changes, Of: threeYears, Against: threeYears - 1})
	for _, name := range names {
		row := []Cell{{}}
		var last *Figure
		for back := threeYears - 1; back >= 0; back-- {
			f, err := b.figureOf(name, -back)
			if err != nil {
				return "", err
			}
			row = append(row, Cell{Figure: f})
			last = f
		}
		row[0].Text = last.labelled()
		row = append(row, Cell{Change: last.Value.Comparison})
		table.Rows = append(table.Rows, row)
	}
	table.lang = b.lang
	return b.table(table.withoutEmptyRows().withoutEmptyColumns(threeYears).withGaps()), nil
}

// comparesApart reports whether in some row of a column of changes what both sides have says something else.
func (t *Table) comparesApart(column int) bool {
	return slices.ContainsFunc(t.Rows, func(row []Cell) bool { c := row[column].Change; return c.Apart() != nil && c.Delta != nil })
}

// withGaps says in the note of which changes gaps in what was filed decide.
func (t *Table) withGaps() *Table {
	var undecided []string
	for i, column := range t.Columns {
		if column.Kind != Changes {
			continue
		}
		for _, row := range t.Rows {
			if _, known := row[i].Change.Sign(); row[i].Change != nil && row[i].Change.Delta != nil && !known && !row[i].Change.Uneven() {
				undecided = append(undecided, row[0].Text)
			}
		}
	}
	if text := t.uneven(); text != "" {
		t.Note += text
	}
	if len(undecided) > 0 {
		t.Note += fmt.Sprintf(t.lang.say("%s两期报送的单位和月份不同，不能据此判断升降。", "Of %s other units or months were filed in the two years: the change shows neither a rise nor a fall."),
			strings.Join(undecided, t.lang.say("、", ", ")))
	}
	return t
}

// uneven names the rows that compare different units or months, and of these the ones that rose by one and not by the other.
func (t *Table) uneven() string {
	var rows, contrary []string
	for i, column := range t.Columns {
		for _, row := range t.Rows {
			if column.Kind != Changes || !row[i].Change.Uneven() {
				continue
			}
			label := row[0].Text
			if f := row[column.Of].Figure; label == f.labelled() {
				label = f.Label
			}
			rows = append(rows, label)
			if _, known := row[i].Change.Rises(); !known && row[i].Change.Delta != nil && row[i].Change.Comparable.Delta != nil {
				contrary = append(contrary, label)
			}
		}
	}
	if len(rows) == 0 {
		return ""
	}
	note := fmt.Sprintf(t.lang.say("%s两期有数的单位或月份不同，只比较两期都有数的部分。", "Of %s the periods are of different units or months: only what both have is compared. "), strings.Join(rows, t.lang.say("、", ", ")))
	if len(contrary) > 0 {
		note += fmt.Sprintf(t.lang.say("%s的总数与可比部分升降不一致，不能判断总数的升降。", "Of %s all that was filed and what both periods have do not move the same way: whether the whole rose cannot be judged. "), strings.Join(contrary, t.lang.say("、", ", ")))
	}
	return note
}

// table puts a table into the text; one without a figure is left out.
func (b *build) table(t *Table) string {
	if !slices.ContainsFunc(t.Rows, hasFigure) {
		return ""
	}
	return b.block(Block{Table: t})
}

func hasFigure(row []Cell) bool {
	return slices.ContainsFunc(row, func(c Cell) bool { return c.Figure != nil && c.Figure.Known() })
}

// withoutEmptyRows leaves rows without a figure out, and says why in the note.
func (t *Table) withoutEmptyRows() *Table {
	kept, empty := *t, []*Figure(nil)
	kept.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(row []Cell) bool {
		if hasFigure(row) {
			return false
		}
		empty = append(empty, row[threeYears].Figure)
		return true
	})
	if len(empty) > 0 {
		kept.Note += t.lang.say("各年均没有数的指标未列入：", "Left out, without a figure in any year: ") + absent(empty...) + t.lang.say("。", ". ")
	}
	return &kept
}

// withoutEmptyColumns leaves out columns of figures that hold none, and the changes from them, and
// says so in the note. The column of the report's own months is kept.
func (t *Table) withoutEmptyColumns(own int) *Table {
	var empty []string
	at := make([]int, len(t.Columns)) // the new index of each column; -1 if left out
	kept := &Table{Caption: t.Caption, Note: t.Note, Dense: t.Dense, lang: t.lang}
	for i, column := range t.Columns {
		at[i] = len(kept.Columns)
		switch {
		case column.Kind == Numbers && i != own && !slices.ContainsFunc(t.Rows, func(row []Cell) bool { return hasFigure(row[i : i+1]) }):
			at[i] = -1
			empty = append(empty, column.Head)
			continue
		case column.Kind == Changes && (at[column.Of] < 0 || at[column.Against] < 0 || !slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[i].Change != nil && row[i].Change.Delta != nil })):
			at[i] = -1
			continue
		case column.Kind == Changes:
			column.Of, column.Against = at[column.Of], at[column.Against]
		}
		kept.Columns = append(kept.Columns, column)
	}
	for _, row := range t.Rows {
		var line []Cell
		for i, cell := range row {
			if at[i] >= 0 {
				line = append(line, cell)
			}
		}
		kept.Rows = append(kept.Rows, line)
	}
	if len(empty) > 0 {
		why := t.lang.say("%s没有数，未列入。", "%s left out: no figures. ")
		if own == threeYears && slices.ContainsFunc(t.Rows, func(row []Cell) bool { return row[own].Figure != nil && row[own].Figure.Cut() }) {
			why = t.lang.say("%s没有相同月份的数，未列入。", "%s left out: no figures of the same months. ")
		}
		kept.Note += fmt.Sprintf(why, strings.Join(empty, t.lang.say("、", ", ")))
	}
	return kept
}

// unnamed says that a dimension has no members, so that there is nothing to break down by; "" if it
// has some.
func (l wordsOf) unnamed(rows []metrics.Row, head string) string {
	if len(rows) == 0 || slices.ContainsFunc(rows, func(row metrics.Row) bool { return row.Group[0].Known }) {
		return ""
	}
	return fmt.Sprintf(l.say("报送的资料没有写明%[1]s，不按%[1]s分列。", "The filings do not say the %[1]s: nothing is broken down by it."), head)
}

// broken measures metrics by a dimension, over the report's months and the same months a year
// before: rows are in the directory's order.
func (b *build) broken(by string, span jianfu.Period, names []string) ([]metrics.Row, error) {
	m, err := b.measure(metrics.Query{Metrics: names, Period: span, By: []string{by}, Compare: metrics.YearEarlier, CaliberOn: span.Through()})
	if err != nil {
		return nil, err
	}
	return m.Rows, nil
}

// byTable lays metrics out by a dimension: this year, the year before and the change of the first
// metric; the figures of the others follow. With "sofar" the months are those from January.
func (b *build) byTable(caption, by string, names ...string) (string, error) {
	span := b.spec.Period
	if by, names = b.spanned(by, names, &span); len(names) == 0 {
		return "", jianfu.Errorf(jianfu.Invalid, "表“%s”没有写指标", "the table %q names no metric", caption)
	}
	if part := b.months(names[0]); span == b.spec.Period && part != span {
		span, caption = part, caption+b.lang.say("（", " (")+b.lang.when(part)+b.lang.say("）", ")")
	}
	rows, err := b.broken(by, span, names)
	if err != nil {
		return "", err
	}
	first, err := b.engine.Catalog().Metric(names[0])
	if err != nil {
		return "", err
	}
	if words := b.lang.unnamed(rows, b.lang.headOf(first, by)); words != "" {
		return words, nil
	}
	table := &Table{Caption: caption, lang: b.lang, Columns: []Column{{Head: b.lang.headOf(first, by)}, {Head: b.lang.earlier(first), Kind: Numbers},
		{Head: b.lang.text(first.Label), Kind: Numbers}, {Head: b.lang.say("同比", "year over year"), Kind: Changes, Of: 2, Against: 1}}}
	for _, name := range names[1:] {
		other, err := b.engine.Catalog().Metric(name)
		if err != nil {
			return "", err
		}
		table.Columns = append(table.Columns, Column{Head: b.lang.text(other.Label), Kind: Numbers})
	}
	for _, row := range rows {
		change := row.Values[0].Comparison
		line := []Cell{{Text: b.lang.text(row.Group[0].Label)}, {Figure: b.figure(*change.Base)}, {Figure: b.figure(row.Values[0])}, {Change: change}}
		for _, v := range row.Values[1:] {
			cell, err := b.cell(v, by)
			if err != nil {
				return "", err
			}
			line = append(line, cell)
		}
		table.Rows = append(table.Rows, line)
	}
	if !slices.ContainsFunc(table.Rows, func(row []Cell) bool { return row[2].Figure.Known() }) {
		return "", nil // nothing of the report's own months
	}
	return b.table(table.withoutEmptyColumns(2).withGaps()), nil
}

// earlier heads the column of a metric's figures of the year before.
func (l wordsOf) earlier(m *metrics.Metric) string {
	return l.say("上年", "year before: ") + l.text(m.Label)
}

// unitsTable lays several counts out by a dimension, in small letters: each count of the year before
// and of this year, and plans as they are. With "sofar" the months are those from January.
func (b *build) unitsTable(caption, by string, names ...string) (string, error) {
	span := b.spec.Period
	if by, names = b.spanned(by, names, &span); len(names) == 0 {
		return "", jianfu.Errorf(jianfu.Invalid, "表“%s”没有写指标", "the table %q names no metric", caption)
	}
	rows, err := b.broken(by, span, names)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { // no plan of the kind was ever filed
		at := slices.IndexFunc(rows[0].Values, func(v metrics.Value) bool { return v.Metric.Name == name })
		if !rows[0].Values[at].Metric.Plan() || slices.ContainsFunc(rows, func(row metrics.Row) bool { return row.Values[at].Missing != metrics.NoData }) {
			return false
		}
		for i := range rows {
			rows[i].Values = slices.Delete(slices.Clone(rows[i].Values), at, at+1)
		}
		return true
	})
	table := &Table{Caption: caption, Dense: true, lang: b.lang, Columns: []Column{{Head: b.lang.headOf(rows[0].Values[0].Metric, by)}}}
	if by == "department" {
		if rows, err = b.succeeded(table, rows, span, names); err != nil {
			return "", err
		}
	}
	due := len(rows)
	rows = slices.DeleteFunc(slices.Clone(rows), func(row metrics.Row) bool {
		return !slices.ContainsFunc(row.Values, func(v metrics.Value) bool {
			return v.Amount != nil && v.Amount.Sign() > 0 || v.Amount == nil && v.Missing != metrics.NotDue && v.Missing != metrics.NotInForce && v.Missing != metrics.NoData
		})
	})
	if len(rows) == 0 {
		return "", nil
	}
	if len(rows) < due {
		table.Note += b.lang.say("没有报送任务、也没有数的单位和已不存在的单位未列入。", "Units that owe nothing and have no figures, and units that are no more, are left out. ")
	}
	for _, v := range rows[0].Values {
		if !v.Metric.Plan() {
			table.Columns = append(table.Columns, Column{Head: b.lang.earlier(v.Metric), Kind: Numbers})
		}
		table.Columns = append(table.Columns, Column{Head: b.lang.text(v.Metric.Label), Kind: Numbers})
	}
	var gone []string
	add := func(line []Cell, v metrics.Value) ([]Cell, error) {
		if why := b.lang.text(v.Why()); v.Missing == metrics.NotInForce { // the note says it once
			if !strings.Contains(why, b.lang.say("以往", "past")) { // of a unit that was split, what is said names it
				why = b.lang.apart(line[0].Text, why)
			}
			gone = append(gone, why)
			return append(line, Cell{Text: "—"}), nil
		}
		cell, err := b.cell(v, by)
		return append(line, cell), err
	}
	for _, row := range rows {
		line := []Cell{{Text: b.lang.text(row.Group[0].Label)}}
		for _, v := range row.Values {
			if !v.Metric.Plan() {
				if line, err = add(line, *v.Comparison.Base); err != nil {
					return "", err
				}
			}
			if line, err = add(line, v); err != nil {
				return "", err
			}
		}
		table.Rows = append(table.Rows, line)
	}
	if len(gone) > 0 {
		slices.Sort(gone)
		table.Note += strings.Join(slices.Compact(gone), b.lang.say("；", "; ")) + b.lang.say("。", ". ")
	}
	if by == "department" {
		table.withParts()
	}
	return b.table(table), nil
}

// succeeded gives a unit that took the place of others within the months of a table the months of these, too,
// as its own year before has them, and says so in the note. Of a unit that was split the parts have rows of
// their own, beside its own.
func (b *build) succeeded(table *Table, rows []metrics.Row, span jianfu.Period, names []string) ([]metrics.Row, error) {
	departments, err := b.engine.Departments(b.ctx, b.spec.AsOf)
	if err != nil {
		return nil, err
	}
	all := metrics.Successions(departments)
	if err := b.readNames(); err != nil {
		return nil, err
	}
	rows = slices.Clone(rows)
	at := func(code string) int {
		return slices.IndexFunc(rows, func(row metrics.Row) bool { return row.Group[0].Value == code })
	}
	var said []string
	for i := range rows {
		heir := rows[i].Group[0].Value
		var before, called []string
		for _, s := range all {
			heirs := 0
			for _, other := range all {
				if other.From == s.From && other.Day < span.Until() {
					heirs++
				}
			}
			if s.To == heir && heirs == 1 && s.Day > span.From() && s.Day < span.Until() && at(s.From) >= 0 {
				before, called = append(before, s.From), append(called, b.names[s.From])
			}
		}
		if len(before) == 0 {
			continue
		}
		m, err := b.measure(metrics.Query{Metrics: names, Period: span, Compare: metrics.YearEarlier, CaliberOn: span.Through(), Where: metrics.Filter{Departments: append(before, heir)}})
		if err != nil {
			return nil, err
		}
		rows[i].Values = m.Rows[0].Values
		said = append(said, b.lang.text(jianfu.Say("%[1]s含其前身%[2]s的数", "the row of %[1]s has those of %[3]s, which it took over", b.names[heir], strings.Join(called, "、"), strings.Join(called, ", "))))
		for _, code := range before {
			rows[at(code)].Values = nil
		}
	}
	if len(said) > 0 {
		table.Note += strings.Join(said, b.lang.say("；", "; ")) + b.lang.say("。", ". ")
	}
	return slices.DeleteFunc(rows, func(row metrics.Row) bool { return row.Values == nil }), nil
}

// cell is a figure by a dimension; where no unit of its group has a plan it says so in place of a plan of zero.
func (b *build) cell(v metrics.Value, by string) (Cell, error) {
	if !v.Metric.Plan() || v.Amount == nil || v.Amount.Sign() != 0 {
		return Cell{Figure: b.figure(v)}, nil
	}
	planned, err := b.planned(v.Metric, v.Scope.Period)
	if err != nil {
		return Cell{}, err
	}
	if len(v.Scope.Group) == 0 { // of a unit and those that it took over
		if slices.ContainsFunc(v.Scope.Where.Departments, func(code string) bool { return slices.Contains(planned.units, code) }) {
			return Cell{Figure: b.figure(v)}, nil
		}
		return Cell{Text: b.lang.say("无计划", "no plan")}, nil
	}
	group := v.Scope.Group[0].Value
	if by == "department" && slices.Contains(planned.units, group) {
		return Cell{Figure: b.figure(v)}, nil
	}
	if by != "department" {
		m, err := b.ask(metrics.Query{Metrics: []string{v.Metric.Name}, Period: v.Scope.Period, By: []string{by, "department"}})
		if err != nil {
			return Cell{}, err
		}
		if slices.ContainsFunc(m.Rows, func(row metrics.Row) bool {
			return row.Group[0].Value == group && slices.Contains(planned.units, row.Group[1].Value)
		}) {
			return Cell{Figure: b.figure(v)}, nil
		}
	}
	return Cell{Text: b.lang.say("无计划", "no plan")}, nil
}

// spanned reads a leading "sofar": the months from January.
func (b *build) spanned(by string, names []string, span *jianfu.Period) (string, []string) {
	if by != "sofar" || len(names) == 0 {
		return by, names
	}
	end := span.Start() + jianfu.Month(span.Months()) - 1
	*span, _ = jianfu.Span(jianfu.MonthOf(end.Year(), 1), end)
	return names[0], names[1:]
}

// outlookTable lists the projections of a count by each method.
func (b *build) outlookTable(caption, name string) (string, error) {
	p, err := b.project(name)
	if err != nil {
		return "", err
	}
	table := &Table{Caption: caption, lang: b.lang, Columns: []Column{{Head: b.lang.say("推算方法", "method")}, {Head: b.lang.say("预计全年", "projected year"), Kind: Numbers},
		{Head: b.lang.say("与上年相比", "against the year before")}, {Head: b.lang.say("往年同法误差", "errors in past years")}}}
	upto, err := b.upto(name)
	if err != nil {
		return "", err
	}
	for _, method := range p.Methods {
		o := b.expected(p, method)
		row := []Cell{{Text: o.Method()}, {Figure: o.figure}, {}, {Text: or(o.Past(), b.lang.say("无往年可验", "not tried"))}}
		switch {
		case o.figure == nil:
			row[1].Text = o.Why()
		case upto.Uneven():
			row[2].Text = b.lang.say("两年有数的单位不同，不比较", "of different units: not compared")
		default:
			row[2].Text = or(spansText(o.Change()), b.lang.say("上年无数据", "no data"))
		}
		table.Rows = append(table.Rows, row)
	}
	return b.table(table), nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// yearsChart draws metrics of one unit over the three years.
func (b *build) yearsChart(caption string, names ...string) (string, error) {
	chart := &Chart{Caption: caption}
	for k, name := range names {
		for back := threeYears - 1; back >= 0; back-- {
			f, err := b.figureOf(name, -back)
			if err != nil {
				return "", err
			}
			if k == 0 {
				chart.Series = append(chart.Series, Series{Name: b.lang.when(yearsBack(b.spec.Period, back))})
			}
			i := threeYears - 1 - back
			chart.Series[i].Figures = append(chart.Series[i].Figures, f)
			if back == 0 {
				chart.Categories = append(chart.Categories, f.labelled())
			}
		}
	}
	return b.chart(chart), nil
}

// addUnit adds a unit to the title of a chart's axis, each once.
func (l wordsOf) addUnit(units string, m *metrics.Metric) string {
	unit := l.say(m.Unit, "count")
	if m.IsRate() {
		unit = "%"
	}
	switch {
	case units == "":
		return unit
	case strings.Contains("、"+units+"、", "、"+unit+"、"):
		return units
	}
	return units + "、" + unit
}

// monthChart draws a metric month by month, with the year before.
func (b *build) monthChart(caption, name string) (string, error) {
	year := b.spec.Period.Start().Year()
	chart := &Chart{Caption: caption, Lines: true}
	for y := year - 1; y <= year; y++ {
		m, err := b.measure(metrics.Query{Metrics: []string{name}, Period: jianfu.YearOf(y), Grain: jianfu.ByMonth, CaliberOn: jianfu.YearOf(year).Through()})
		if err != nil {
			return "", err
		}
		series := Series{Name: b.lang.when(jianfu.YearOf(y))}
		for _, row := range m.Rows {
			series.Figures = append(series.Figures, b.figure(row.Values[0]))
		}
		chart.Series = append(chart.Series, series)
	}
	for month := 1; month <= 12; month++ {
		chart.Categories = append(chart.Categories, strconv.Itoa(month)+b.lang.say("月", ""))
	}
	return b.chart(chart), nil
}

// byChart draws a metric by a dimension, with the year before, in the directory's order.
func (b *build) byChart(caption, by, name string) (string, error) {
	span := b.months(name)
	rows, err := b.broken(by, span, []string{name})
	if err != nil {
		return "", err
	}
	if len(rows) > 0 && b.lang.unnamed(rows, by) != "" {
		return "", nil // the table of the same data says so
	}
	chart := &Chart{Caption: caption, Series: []Series{{Name: b.lang.when(span.YearEarlier())}, {Name: b.lang.when(span)}}}
	for _, row := range rows {
		chart.Categories = append(chart.Categories, b.lang.text(row.Group[0].Label))
		chart.Series[0].Figures = append(chart.Series[0].Figures, b.figure(*row.Values[0].Comparison.Base))
		chart.Series[1].Figures = append(chart.Series[1].Figures, b.figure(row.Values[0]))
	}
	return b.chart(chart), nil
}

// chart puts a chart into the text, without the years and categories that have nothing to show. A
// chart is left out if its last series, the report's own months, is empty, or if it has only one
// category.
func (b *build) chart(c *Chart) string {
	if c = b.drawn(c); c == nil {
		return ""
	}
	return b.block(Block{Chart: c})
}

// drawn is a chart without what it has nothing to show of; nil if nothing is left.
func (b *build) drawn(c *Chart) *Chart {
	shows := func(s Series) bool { return slices.ContainsFunc(s.Figures, (*Figure).drawable) }
	if !shows(c.Series[len(c.Series)-1]) {
		return nil
	}
	c.Series = slices.DeleteFunc(c.Series, func(s Series) bool { return !shows(s) })
	for i := len(c.Categories) - 1; i >= 0; i-- {
		if !slices.ContainsFunc(c.Series, func(s Series) bool { return s.Figures[i].drawable() }) && !c.Lines { // a line keeps its months
			c.Categories = slices.Delete(c.Categories, i, i+1)
			for k := range c.Series {
				c.Series[k].Figures = slices.Delete(c.Series[k].Figures, i, i+1)
			}
		}
	}
	if len(c.Categories) < 2 {
		return nil // a single category needs no picture
	}
	for i := range c.Categories {
		for _, s := range c.Series {
			if s.Figures[i] != nil {
				c.Unit = b.lang.addUnit(c.Unit, s.Figures[i].Value.Metric)
			}
		}
	}
	return c
}

// panel is a heading, a sentence and the chart of a metric over the three years; panels that follow
// one another are laid out side by side.
func (b *build) panel(title, name, sentence string) (string, error) {
	chart := &Chart{Caption: title}
	series := Series{Name: title}
	for back := threeYears - 1; back >= 0; back-- {
		f, err := b.figureOf(name, -back)
		if err != nil {
			return "", err
		}
		chart.Categories = append(chart.Categories, b.lang.when(f.Period)) // the sentence says that a stock is that of its end
		series.Figures = append(series.Figures, f)
	}
	chart.Series = []Series{series}
	return b.block(Block{Panels: []Panel{{Title: title, Text: Paragraph{b.spans(b.lang.sentences(sentence))}, Chart: b.drawn(chart)}}}), nil
}

// drawable reports whether there is a number.
func (f *Figure) drawable() bool { return f.amount() != nil }
