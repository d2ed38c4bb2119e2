package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/url"
	"strconv"
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
	p.doneByServer(cmd)
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
	server, err := p.remote(cmd)
	if err != nil {
		return err
	}
	asked := variables{"input": input(query, against), "several": len(against) > 1}
	switch {
	case server != nil:
		return p.measureFrom(cmd.Context(), server, asked, query, against, format)
	case format == "json":
		return p.answer(cmd.Context(), "Measure", "", asked)
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
	title, err := p.title(catalog, m.Query)
	if err != nil {
		return err
	}
	f := figures{title: title, keys: p.keyHeads(m), bases: p.bases(m), compared: m.Query.Compare != metrics.NoComparison}
	for _, metric := range m.Measured {
		f.metrics = append(f.metrics, metric.Label.In(p.lang))
	}
	for _, row := range m.Rows {
		line := figureRow{keys: p.keys(m, row)}
		for _, value := range row.Values {
			line.figures = append(line.figures, p.figure(value))
		}
		f.rows = append(f.rows, line)
	}
	return p.writeFigures(out, f)
}

// figures are a measurement in words.
type figures struct {
	title    string
	keys     []string // the headers of what a row is of
	metrics  []string
	bases    []string // the headers of what each figure is compared with
	compared bool
	rows     []figureRow
}

type figureRow struct {
	keys    []string
	figures [][]string // of each metric: its figure, then each base and the comparison with it
}

func (p *program) writeFigures(out io.Writer, f figures) error {
	byMetric := len(f.keys) == 0 || f.compared && len(f.metrics) > 1
	var table textTable
	heads := f.keys
	head := func(label string) {
		table.alignRight(len(heads))
		heads = append(heads, label)
		for _, base := range f.bases {
			table.alignRight(len(heads))
			heads = append(heads, base, p.say("比较", "change"))
		}
	}
	if byMetric {
		heads = append(heads, p.say("指标", "metric"))
		head(p.say("数", "figure"))
	} else {
		for _, label := range f.metrics {
			head(label)
		}
	}
	table.add(heads...)
	for _, row := range f.rows {
		keys := row.keys
		if !byMetric {
			for _, figure := range row.figures {
				keys = append(keys, figure...)
			}
			table.add(keys...)
			continue
		}
		for i, figure := range row.figures {
			table.add(append(append(keys[:len(keys):len(keys)], f.metrics[i]), figure...)...)
		}
	}
	if _, err := fmt.Fprintln(out, f.title); err != nil {
		return err
	}
	return table.write(out)
}

// measureFrom writes the figures that a server measures.
func (p *program) measureFrom(ctx context.Context, server *remote, asked variables, query metrics.Query, against []jianfu.Period, format string) error {
	if p.knownAt != 0 {
		asked["input"].(variables)["knownAt"] = p.knownAt
	}
	switch format {
	case "json":
		return p.answerFrom(ctx, server, "Measure", asked)
	case "csv":
		return p.tableFrom(ctx, server, query, against)
	}
	var answer struct{ Measure measuredFigures }
	if err := server.read(ctx, "Figures", asked, &answer); err != nil {
		return err
	}
	m := answer.Measure
	p.tellRemote(m.Notices)
	shown := metrics.Measurement{Query: query, Against: against}
	if m.ComparedTo != "" {
		base, err := jianfu.ParsePeriod(m.ComparedTo)
		if err != nil {
			return err
		}
		shown.Base = base
	}
	f := figures{title: p.heading(p.say("%[1]s，%[3]s", "%[2]s, caliber: %[3]s", query.Period.Label(jianfu.Chinese), query.Period.Label(jianfu.English), m.Caliber.Label), query.AsOf),
		bases: p.bases(&shown), compared: query.Compare != metrics.NoComparison}
	if query.Grain != "" {
		f.keys = append(f.keys, p.say("时间", "period"))
	}
	for _, d := range m.Dimensions {
		f.keys = append(f.keys, d.Label)
	}
	for _, metric := range m.Metrics {
		f.metrics = append(f.metrics, metric.Label)
	}
	for _, row := range m.Rows.Nodes {
		var line figureRow
		if query.Grain != "" {
			line.keys = append(line.keys, row.Bucket.Label)
		}
		for _, member := range row.Group {
			line.keys = append(line.keys, member.Label)
		}
		for _, value := range row.Values {
			line.figures = append(line.figures, value.texts(len(f.bases)))
		}
		f.rows = append(f.rows, line)
	}
	return p.writeFigures(p.stdout, f)
}

type labelled struct{ Label string }

// measuredFigures is what a server answers to Figures.
type measuredFigures struct {
	Period, ComparedTo  string
	Caliber             labelled
	Dimensions, Metrics []labelled
	Notices             []remoteNotice
	Rows                struct {
		Nodes []struct {
			Bucket labelled
			Group  []labelled
			Values []measuredFigure
		}
	}
}

type measuredFigure struct {
	Text        string
	Comparison  *measuredAgainst
	Comparisons []measuredAgainst
}

type measuredAgainst struct {
	Base      struct{ Text string }
	Sentences string
}

// texts are a figure, and its comparisons, of which there should be so many.
func (f measuredFigure) texts(bases int) []string {
	all := f.Comparisons
	if f.Comparison != nil {
		all = append(all, *f.Comparison)
	}
	texts := []string{f.Text}
	for i := range bases {
		if i < len(all) {
			texts = append(texts, all[i].Base.Text, all[i].Sentences)
		} else {
			texts = append(texts, "", "")
		}
	}
	return texts
}

// tableFrom writes the figures of a server as CSV.
func (p *program) tableFrom(ctx context.Context, server *remote, q metrics.Query, against []jianfu.Period) error {
	asked := url.Values{"metrics": q.Metrics, "period": {q.Period.String()}, "by": q.By, "departments": q.Where.Departments, "portfolios": q.Where.Portfolios}
	set := func(name, value string, given bool) {
		if given {
			asked.Set(name, value)
		}
	}
	for _, period := range against {
		asked.Add("against", period.String())
	}
	set("against", q.Against.String(), len(against) == 0 && q.Compare == metrics.NamedPeriod)
	set("compareTo", string(q.Compare), len(against) == 0 && q.Compare != metrics.NoComparison && q.Compare != metrics.NamedPeriod)
	set("grain", string(q.Grain), q.Grain != "")
	set("caliber", q.Caliber, q.Caliber != "")
	set("structure", string(q.Structure), q.Structure != "")
	set("structureOn", q.StructureOn.String(), q.StructureOn != 0)
	set("sort", q.Sort, q.Sort != "")
	set("cumulative", "true", q.Cumulative)
	set("descending", "true", q.Descending)
	set("asOf", q.AsOf.Format(time.RFC3339Nano), !q.AsOf.IsZero())
	set("knownAt", strconv.FormatInt(p.knownAt, 10), p.knownAt != 0)
	for _, is := range q.Where.Is {
		for _, value := range is.In {
			asked.Add("is", is.Dimension+"="+value)
		}
	}
	content, _, err := server.download(ctx, "measure.csv", asked)
	if err != nil {
		return err
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		return err
	}
	return csv.NewWriter(p.stdout).WriteAll(rows)
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
	return head + p.say("，按 %s 时已收到的数据", ", as known at %s", asOf.In(jianfu.China).Format("2006-01-02 15:04:05 -07:00"))
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
		texts = append(texts, p.baseFigure(v.Metric, c), c.Sentences(p.lang))
	}
	return texts
}

func (p *program) baseFigure(metric *metrics.Metric, c *metrics.ValueComparison) string {
	switch {
	case c.Amount == nil:
		return c.Base.Text(p.lang)
	case metric.IsRate():
		return c.Amount.Mul(jianfu.NewDecimal(100)).Fixed(2) + "%"
	case p.lang == jianfu.English:
		return c.Amount.String()
	}
	return c.Amount.String() + metric.Unit
}
