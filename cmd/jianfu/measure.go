package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"jianfu"
	"jianfu/metrics"
)

// formats are the ways to write an answer.
var formats = []string{"table", "csv", "json"}

func (p *program) measureCommand() *cobra.Command {
	var q question
	var format string
	cmd := &cobra.Command{
		Use:   "measure " + p.say("指标...", "METRIC..."),
		Short: p.say("取数：指标、同比环比、分组、趋势", "figures: metrics, compared, broken down, as a trend"),
		Long: p.say(
			"取数。指标名见 jianfu metrics，如 meetings.held（召开会议）。\n数没有时写明原因，不以零代替；提示写在标准错误上。",
			"Measures metrics of the catalogue (jianfu metrics), such as meetings.held. If there is no\nfigure the reason is given, never a zero. Caveats go to standard error."),
		Example: p.example("jianfu measure meetings.held documents.issued --period 2023 --compare year-earlier",
			"jianfu measure meetings.held --period 2023 --by portfolio --format csv",
			"jianfu measure meetings.held --period 2023 --grain month --cumulative",
			"jianfu measure meetings.held --period 2023-05 --is form=视频 --as-of 2023-06-30"),
		Args:              p.arguments(1, -1, "至少一个指标名（见 jianfu metrics）", "the name of a metric (see jianfu metrics)"),
		ValidArgsFunction: p.completeMetrics,
		RunE: func(cmd *cobra.Command, args []string) error {
			q.metrics = args
			return p.measure(cmd, q, format)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	p.periodFlag(flags, &q.period)
	flags.StringVar(&q.compare, "compare", "", p.say("`比较`：year-earlier 同比，previous 环比，或一个时间",
		"`WITH` what: year-earlier, previous, or a period"))
	flags.StringSliceVar(&q.against, "against", nil, p.say("与这个`时间`比较，可多个，如 2022,2021", "compare with this `PERIOD`, or several, such as 2022,2021"))
	flags.StringSliceVar(&q.by, "by", nil, p.say("按`维度`分组，可多个：portfolio、department、form 等",
		"break down by a `DIMENSION`, or several: portfolio, department, form, ..."))
	flags.StringVar(&q.grain, "grain", "", p.say("按`粒度`分段：month、quarter、half、year", "a row for each `GRAIN`: month, quarter, half, year"))
	flags.BoolVar(&q.cumulative, "cumulative", false, p.say("分段时从期初累计", "with --grain: each row runs from the period's start"))
	flags.StringVar(&q.sort, "sort", "", p.say("分组按这个`指标`的数从小到大排（只限整年）", "order the groups by the figures of this `METRIC`, smallest first (whole years only)"))
	flags.BoolVar(&q.descending, "descending", false, p.say("排序时从大到小", "with --sort: largest first"))
	p.caliberFlag(cmd, &q.caliber)
	p.structureFlag(cmd, &q.structure)
	flags.StringVar(&q.structureOn, "structure-on", "", p.say("全部按这`一天`的单位和战线，合并的单位含其前身", "sum everything by the units and portfolios of this `DAY`: merged units with their past"))
	p.asOfFlag(flags, &q.asOf)
	flags.StringSliceVar(&q.departments, "department", nil, p.say("只算这些单位的`编码`", "count only units with these `CODES`"))
	flags.StringSliceVar(&q.portfolios, "portfolio", nil, p.say("只算这些分管`战线`", "count only these `PORTFOLIOS`"))
	flags.StringArrayVar(&q.is, "is", nil, p.say("只算`维度=取值`的行，可多次写", "count only rows with `DIMENSION=VALUE`; may be repeated"))
	flags.StringVar(&format, "format", "table", p.say("`格式`：table、csv、json", "`FORMAT`: table, csv, json"))
	p.completeWords(cmd, "compare", "year-earlier", "previous")
	p.completeWords(cmd, "grain", grains...)
	p.completeWords(cmd, "format", formats...)
	p.must(cmd.RegisterFlagCompletionFunc("by", p.completeDimensions))
	p.must(cmd.RegisterFlagCompletionFunc("department", p.completeDepartments))
	p.must(cmd.RegisterFlagCompletionFunc("portfolio", p.completePortfolios))
	return cmd
}

func (p *program) measure(cmd *cobra.Command, q question, format string) (err error) {
	if err := required(cmd, "period"); err != nil {
		return err
	}
	if err := oneOf("format", format, formats...); err != nil {
		return err
	}
	query, against, err := q.query()
	if err != nil {
		return err
	}
	if format == "json" {
		return p.answer(cmd.Context(), "Measure", "", variables{"input": input(query, against), "several": len(against) > 1})
	}
	engine, w, err := p.engine(cmd.Context(), p.reading)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	m, err := engine.MeasureAgainst(cmd.Context(), query, against)
	if err != nil {
		return err
	}
	p.tellNotices(m.Notices)
	if format == "csv" {
		header, rows := m.Flat(p.lang)
		return p.writeRows(append([][]string{header}, rows...))
	}
	return p.writeMeasurement(p.stdout, engine.Catalog(), m)
}

// writeRows writes rows as CSV: UTF-8 without a byte-order mark, for programs. Filed texts do not
// run as formulas if somebody opens it in a spreadsheet.
func (p *program) writeRows(rows [][]string) error {
	for _, row := range rows {
		for i, cell := range row {
			row[i] = jianfu.Harmless(cell)
		}
	}
	return csv.NewWriter(p.stdout).WriteAll(rows)
}

// writeMeasurement lays figures out for a terminal. A line is one bucket and group; with several
// metrics and a comparison, or without a breakdown, it is one metric of these.
func (p *program) writeMeasurement(out io.Writer, catalog *metrics.Catalog, m *metrics.Measurement) error {
	compared := m.Query.Compare != metrics.NoComparison
	byMetric := len(m.Query.Grain)+len(m.Query.By) == 0 || compared && len(m.Measured) > 1
	var table textTable
	heads := p.keyHeads(m)
	figures := func(label string) {
		table.alignRight(len(heads))
		heads = append(heads, label)
		for _, base := range p.bases(m) {
			table.alignRight(len(heads))
			heads = append(heads, base, p.say("比较", "change"))
		}
	}
	if byMetric {
		heads = append(heads, p.say("指标", "metric"))
		figures(p.say("数", "figure"))
	} else {
		for _, metric := range m.Measured {
			figures(metric.Label.In(p.lang))
		}
	}
	table.add(heads...)
	for _, row := range m.Rows {
		keys := p.keys(m, row)
		if !byMetric {
			for _, value := range row.Values {
				keys = append(keys, p.figure(value)...)
			}
			table.add(keys...)
			continue
		}
		for _, value := range row.Values {
			table.add(append(append(keys[:len(keys):len(keys)], value.Metric.Label.In(p.lang)), p.figure(value)...)...)
		}
	}
	title, err := p.title(catalog, m.Query)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, title); err != nil {
		return err
	}
	return table.write(out)
}

// title describes the figures of a table: 2023年，精简口径.
func (p *program) title(catalog *metrics.Catalog, q metrics.Query) (string, error) {
	caliber, err := catalog.Caliber(q.Caliber)
	if err != nil {
		return "", err
	}
	return p.heading(p.say("%[1]s，%[3]s", "%[2]s, caliber: %[4]s", q.Period.Label(jianfu.Chinese), q.Period.Label(jianfu.English),
		caliber.Label.ZH, caliber.Label.EN), q.AsOf), nil
}

// heading adds the as-of moment to the title of an answer.
func (p *program) heading(head string, asOf time.Time) string {
	if asOf.IsZero() {
		return head
	}
	return head + p.say("，按 %s 时已收到的数据", ", as known at %s", asOf.Format("2006-01-02 15:04:05 -07:00"))
}

// bases are the headers of the base figures, one for each comparison: each bucket has its own.
func (p *program) bases(m *metrics.Measurement) []string {
	var heads []string
	for _, period := range append(m.Against, m.Base)[:max(len(m.Against), 1)] {
		switch {
		case period.IsZero():
		case m.Query.Grain != "" && len(m.Against) < 2:
			heads = append(heads, p.say("基数", "base"))
		default:
			heads = append(heads, period.Label(p.lang))
		}
	}
	return heads
}

func (p *program) keyHeads(m *metrics.Measurement) []string {
	var heads []string
	if m.Query.Grain != "" {
		heads = append(heads, p.say("时间", "period"))
	}
	for _, name := range m.Query.By {
		heads = append(heads, p.dimension(m.Measured[0], name))
	}
	return heads
}

// dimension is the name of a metric's dimension for people.
func (p *program) dimension(m *metrics.Metric, name string) string {
	for _, d := range m.Dimensions() {
		if d.Name == name {
			return d.Label.In(p.lang)
		}
	}
	return name
}

func (p *program) keys(m *metrics.Measurement, row metrics.Row) []string {
	var keys []string
	if m.Query.Grain != "" {
		keys = append(keys, row.Bucket.Label(p.lang))
	}
	for _, member := range row.Group {
		keys = append(keys, member.Label.In(p.lang))
	}
	return keys
}

// figure is a value in words, and its comparisons.
func (p *program) figure(v metrics.Value) []string {
	texts := []string{v.Text(p.lang)}
	if len(v.Others) == 0 && v.Comparison == nil {
		return texts
	}
	for _, c := range append(v.Others, v.Comparison)[:max(len(v.Others), 1)] {
		if c == nil {
			texts = append(texts, "", "")
			continue
		}
		texts = append(texts, p.baseFigure(v.Metric, c), c.Sentence(p.lang))
	}
	return texts
}

func (p *program) baseFigure(metric *metrics.Metric, c *metrics.ValueComparison) string {
	switch {
	case c.Amount == nil:
		return c.Missing.Text().In(p.lang)
	case metric.IsRate():
		return c.Amount.Mul(jianfu.NewDecimal(100)).Fixed(2) + "%"
	case p.lang == jianfu.English:
		return c.Amount.String()
	}
	return c.Amount.String() + metric.Unit
}
