package reports

import (
	"context"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// Comparing is the request for a comparison.
type Comparing struct {
	Metrics []string
	Periods []jianfu.Period // in the order of the columns; each is compared with the one before
	By      string          // a dimension: a table for each metric; "" is one table of all
	Where   metrics.Filter
}

// maxPeriods limits the columns of a comparison.
const maxPeriods = 24

// Compare builds a workbook of metrics over several periods, side by side. The caliber of all
// periods is the version in force at the end of the last. The error is Invalid if fewer than two
// periods are given, or one twice.
func Compare(ctx context.Context, engine *metrics.Engine, c Comparing, spec Spec) (*Report, error) {
	if len(c.Periods) < 2 || len(c.Periods) > maxPeriods {
		return nil, jianfu.Errorf(jianfu.Invalid, "对比要写 2 至 %d 个时间，如 2021,2022,2023", "a comparison takes 2 to %d periods, such as 2021,2022,2023", maxPeriods)
	}
	if len(c.Metrics) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "对比要写至少一个指标，如 meetings.held", "a comparison takes at least one metric, such as meetings.held")
	}
	last := c.Periods[0]
	for i, period := range c.Periods {
		if slices.Contains(c.Periods[:i], period) {
			return nil, jianfu.Errorf(jianfu.Invalid, "时间 %s 写了两次", "period %s is given twice", period)
		}
		if period.Until() > last.Until() {
			last = period
		}
	}
	spec.Period = last
	b, err := newBuild(ctx, engine, spec)
	if err != nil {
		return nil, err
	}
	b.report.Title = b.lang.say("数据对比", "comparison")
	b.report.Sections = []Section{{}}
	asked := c.Metrics
	for i := range asked {
		names := asked
		if c.By != "" {
			names = asked[i : i+1]
		}
		if err := b.sideBySide(c, names, last); err != nil {
			return nil, err
		}
		if c.By == "" {
			break
		}
	}
	return b.report, b.finish()
}

// sideBySide adds one table: its rows are metrics, or the members of a dimension.
func (b *build) sideBySide(c Comparing, names []string, last jianfu.Period) error {
	table, chart := &Table{lang: b.lang, Columns: []Column{{Head: b.lang.say("指标", "metric")}}}, &Chart{}
	type line struct {
		label   string
		figures []*Figure
		changes []*metrics.ValueComparison // of each period from the one before
	}
	var by []string
	if c.By != "" {
		by = []string{c.By}
	}
	structureOn := last.Through()
	if b.spec.Structure == metrics.StructureThen {
		structureOn = 0
	}
	var lines []*line
	byKey := map[string]*line{}
	for p, period := range c.Periods {
		// A base is by the units of the last, and says why it has none for them.
		q := metrics.Query{Metrics: names, Period: last, Compare: metrics.NamedPeriod, Against: period, Where: c.Where, By: by, CaliberOn: last.Through()}
		if period == last {
			q.Against = c.Periods[(p+1)%len(c.Periods)]
		}
		m, err := b.measure(q)
		if err != nil {
			return err
		}
		next := 0 // a line that no period had so far goes after the one before it
		for _, row := range m.Rows {
			for _, v := range row.Values {
				key, label := lineKey(v, row.Group), b.lang.text(v.Metric.Label)
				for _, member := range row.Group {
					label = b.lang.text(member.Label)
				}
				l := byKey[key]
				if l == nil {
					l = &line{label: label, figures: make([]*Figure, len(c.Periods)), changes: make([]*metrics.ValueComparison, len(c.Periods))}
					byKey[key], lines = l, slices.Insert(lines, next, l)
				}
				next = slices.Index(lines, l) + 1
				if p+1 < len(c.Periods) && c.Periods[p+1] == last {
					l.changes[p+1] = v.Comparison
				}
				if period != last {
					v = *v.Comparison.Base
				}
				l.figures[p] = b.figure(v)
			}
		}
		if p == 0 {
			table.Caption, chart.Unit = b.tableName(m, c.By), b.lang.unitsOf(m.Measured)
			if c.By != "" {
				table.Columns[0].Head = b.lang.headOf(m.Measured[0], c.By)
			}
		}
		table.Columns = append(table.Columns, Column{Head: b.lang.when(period), Kind: Numbers})
		chart.Series = append(chart.Series, Series{Name: b.lang.when(period)})
	}
	for p := 1; p < len(c.Periods); p++ {
		if c.Periods[p] != last { // the figures of both are by the units of the last
			m, err := b.measure(metrics.Query{Metrics: names, Period: c.Periods[p], Compare: metrics.NamedPeriod, Against: c.Periods[p-1], Where: c.Where, By: by, CaliberOn: last.Through(), StructureOn: structureOn})
			if err != nil {
				return err
			}
			for _, row := range m.Rows {
				for _, v := range row.Values {
					if l := byKey[lineKey(v, row.Group)]; l != nil {
						l.changes[p] = v.Comparison
					}
				}
			}
		}
		table.Columns = append(table.Columns, Column{Head: b.lang.when(c.Periods[p]) + b.lang.say("较", " against ") + b.lang.when(c.Periods[p-1]), Kind: Changes, Of: p + 1, Against: p})
	}
	for _, l := range lines {
		row := []Cell{{Text: plain(l.label)}}
		for p, f := range l.figures {
			cell := Cell{Figure: f}
			if f == nil {
				cell.Text = b.lang.text(metrics.NoData.Text())
			}
			row = append(row, cell)
			chart.Series[p].Figures = append(chart.Series[p].Figures, f)
		}
		for _, change := range l.changes[1:] {
			row = append(row, Cell{Change: change})
		}
		table.Rows = append(table.Rows, row)
		chart.Categories = append(chart.Categories, plain(l.label))
	}
	block := Block{Table: table}
	if !strings.Contains(chart.Unit, "、") && len(lines) > 0 { // metrics of several units share no axis
		chart.Caption = table.Caption
		block.Chart = chart
	}
	b.put(block)
	return nil
}

// lineKey identifies the line of a value: its metric, or what it is broken down by.
func lineKey(v metrics.Value, group []metrics.Member) string {
	if len(group) > 0 {
		return group[0].Value
	}
	return v.Metric.Name
}

func (b *build) tableName(m *metrics.Measurement, by string) string {
	if by == "" {
		return b.lang.say("指标对比", "metrics")
	}
	return b.lang.text(m.Measured[0].Label) + b.lang.say("按", " by ") + b.lang.headOf(m.Measured[0], by)
}

func (l wordsOf) headOf(m *metrics.Metric, by string) string {
	for _, d := range m.Dimensions() {
		if d.Name == by {
			return l.text(d.Label)
		}
	}
	return by
}

func (l wordsOf) unitsOf(measured []*metrics.Metric) string {
	units := ""
	for _, m := range measured {
		units = l.addUnit(units, m)
	}
	return units
}
