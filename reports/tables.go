package reports

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// yearsTable lays metrics out over the three years, with the change of the last.
func (b *build) yearsTable(caption string, names ...string) (string, error) {
	table := &Table{Caption: caption, Columns: []Column{{Head: "指标"}}}
	for back := threeYears - 1; back >= 0; back-- {
		table.Columns = append(table.Columns, Column{Head: yearsBack(b.spec.Period, back).Label(jianfu.Chinese), Kind: Numbers})
	}
	table.Columns = append(table.Columns, Column{Head: "同比", Kind: Changes, Of: threeYears, Against: threeYears - 1})
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
		row[0].Text = last.Label
		row = append(row, Cell{Change: last.Value.Comparison})
		table.Rows = append(table.Rows, row)
	}
	return b.table(table.withoutEmptyRows().withoutEmptyColumns(threeYears)), nil
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
		kept.Note += "各年均没有数的指标未列入：" + strings.Join(absences(empty), "；") + "。"
	}
	return &kept
}

// withoutEmptyColumns leaves out columns of figures that hold none, and the changes from them, and
// says so in the note. The column of the report's own months is kept.
func (t *Table) withoutEmptyColumns(own int) *Table {
	var empty []string
	at := make([]int, len(t.Columns)) // the new index of each column; -1 if left out
	kept := &Table{Caption: t.Caption, Note: t.Note}
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
		kept.Note += strings.Join(empty, "、") + "没有数，未列入。"
	}
	return kept
}

// unnamed says that a dimension has no members, so that there is nothing to break down by; "" if it
// has some.
func unnamed(rows []metrics.Row, head string) string {
	if len(rows) == 0 || slices.ContainsFunc(rows, func(row metrics.Row) bool { return row.Group[0].Known }) {
		return ""
	}
	return "报送的资料没有写明" + head + "，不按" + head + "分列。"
}

// broken measures metrics by a dimension, over the report's months and the same months a year
// before, each figure with its own scope: rows are in the directory's order.
func (b *build) broken(by string, span jianfu.Period, names []string) ([]metrics.Row, map[string][]metrics.Value, error) {
	m, err := b.measure(metrics.Query{Metrics: names, Period: span, By: []string{by}, Compare: metrics.YearEarlier, CaliberOn: span.Through()})
	if err != nil {
		return nil, nil, err
	}
	before, err := b.measure(metrics.Query{Metrics: names, Period: span.YearEarlier(), By: []string{by}, CaliberOn: span.Through(), StructureOn: b.summedOn(span)})
	if err != nil {
		return nil, nil, err
	}
	earlier := map[string][]metrics.Value{}
	for _, row := range before.Rows {
		earlier[row.Group[0].Value] = row.Values
	}
	return m.Rows, earlier, nil
}

// byTable lays metrics out by a dimension: this year, the year before and the change of the first
// metric; the figures of the others follow. With "sofar" the months are those from January.
func (b *build) byTable(caption, by string, names ...string) (string, error) {
	span := b.spec.Period
	if by, names = b.spanned(by, names, &span); len(names) == 0 {
		return "", jianfu.Errorf(jianfu.Invalid, "表“%s”没有写指标", "the table %q names no metric", caption)
	}
	rows, earlier, err := b.broken(by, span, names)
	if err != nil {
		return "", err
	}
	first, err := b.engine.Catalog().Metric(names[0])
	if err != nil {
		return "", err
	}
	if words := unnamed(rows, headOf(first, by)); words != "" {
		return words, nil
	}
	table := &Table{Caption: caption, Columns: []Column{{Head: headOf(first, by)},
		{Head: "上年" + first.Label.ZH, Kind: Numbers}, {Head: first.Label.ZH, Kind: Numbers}, {Head: "同比", Kind: Changes, Of: 2, Against: 1}}}
	for _, name := range names[1:] {
		other, err := b.engine.Catalog().Metric(name)
		if err != nil {
			return "", err
		}
		table.Columns = append(table.Columns, Column{Head: other.Label.ZH, Kind: Numbers})
	}
	for _, row := range rows {
		line := []Cell{{Text: row.Group[0].Label.ZH}, {}, {Figure: b.figure(row.Values[0])}, {Change: row.Values[0].Comparison}}
		if values := earlier[row.Group[0].Value]; values != nil {
			line[1].Figure = b.figure(values[0])
		} else {
			line[1].Text = "无" // it did not exist then
		}
		for _, v := range row.Values[1:] {
			line = append(line, Cell{Figure: b.figure(v)})
		}
		table.Rows = append(table.Rows, line)
	}
	if !slices.ContainsFunc(table.Rows, func(row []Cell) bool { return row[2].Figure.Known() }) {
		return "", nil // nothing of the report's own months
	}
	return b.table(table.withoutEmptyColumns(2)), nil
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
	table := &Table{Caption: caption, Columns: []Column{{Head: "推算方法"}, {Head: "预计全年", Kind: Numbers}, {Head: "与上年相比"}, {Head: "往年同法误差"}}}
	for _, method := range p.Methods {
		o := b.expected(p, method)
		row := []Cell{{Text: o.Method()}, {Figure: o.figure}, {}, {Text: or(o.Past(), "无往年可验")}}
		if o.figure == nil {
			row[1].Text = o.Why()
		} else {
			row[2].Text = or(spansText(o.Change()), "上年无数据")
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
				chart.Series = append(chart.Series, Series{Name: yearsBack(b.spec.Period, back).Label(jianfu.Chinese)})
			}
			i := threeYears - 1 - back
			chart.Series[i].Figures = append(chart.Series[i].Figures, f)
			if back == 0 {
				chart.Categories = append(chart.Categories, f.Label)
			}
		}
	}
	return b.chart(chart), nil
}

// addUnit adds a unit to the title of a chart's axis, each once.
func addUnit(units string, m *metrics.Metric) string {
	unit := m.Unit
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
		series := Series{Name: strconv.Itoa(y) + "年"}
		for _, row := range m.Rows {
			series.Figures = append(series.Figures, b.figure(row.Values[0]))
		}
		chart.Series = append(chart.Series, series)
	}
	for month := 1; month <= 12; month++ {
		chart.Categories = append(chart.Categories, strconv.Itoa(month)+"月")
	}
	return b.chart(chart), nil
}

// byChart draws a metric by a dimension, with the year before, in the directory's order.
func (b *build) byChart(caption, by, name string) (string, error) {
	rows, earlier, err := b.broken(by, b.spec.Period, []string{name})
	if err != nil {
		return "", err
	}
	if len(rows) > 0 && unnamed(rows, by) != "" {
		return "", nil // the table of the same data says so
	}
	chart := &Chart{Caption: caption, Series: []Series{{Name: b.spec.Period.YearEarlier().Label(jianfu.Chinese)}, {Name: b.spec.Period.Label(jianfu.Chinese)}}}
	for _, row := range rows {
		chart.Categories = append(chart.Categories, row.Group[0].Label.ZH)
		var before *Figure
		if values := earlier[row.Group[0].Value]; values != nil {
			before = b.figure(values[0])
		}
		chart.Series[0].Figures = append(chart.Series[0].Figures, before)
		chart.Series[1].Figures = append(chart.Series[1].Figures, b.figure(row.Values[0]))
	}
	return b.chart(chart), nil
}

// chart puts a chart into the text, without the years and categories that have nothing to show. A
// chart is left out if its last series, the report's own months, is empty, or if it has only one
// category.
func (b *build) chart(c *Chart) string {
	shows := func(s Series) bool { return slices.ContainsFunc(s.Figures, (*Figure).drawable) }
	if !shows(c.Series[len(c.Series)-1]) {
		return ""
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
		return "" // a single category needs no picture
	}
	for i := range c.Categories {
		for _, s := range c.Series {
			if s.Figures[i] != nil {
				c.Unit = addUnit(c.Unit, s.Figures[i].Value.Metric)
			}
		}
	}
	return b.block(Block{Chart: c})
}

// drawable reports whether there is a number.
func (f *Figure) drawable() bool { return f.amount() != nil }
