package reports

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/metrics"
)

// Spec is the request for a report. All its figures are as of one moment: a zero AsOf is now.
type Spec struct {
	Period    jianfu.Period
	Lang      jianfu.Lang
	Caliber   string            // "" is the default
	Structure metrics.Structure // by which units and lines the base of a comparison is summed; "" is that of the end of the months
	AsOf      time.Time
	KnownAt   int64 // the commit by which the warehouse knew, for who pins the context; 0 is the latest
}

// threeYears is how many years a report covers, its own the last.
const threeYears = 3

// maxYearsBack limits how far back a template may look.
const maxYearsBack = 10

// build is a report being built: what its template asked for, measured and numbered.
type build struct {
	ctx     context.Context
	engine  *metrics.Engine
	spec    Spec
	lang    wordsOf
	own     *own           // the office's paragraphs; nil if there are none
	where   metrics.Filter // of every figure: a reminder is for one leader
	words   map[string]string
	report  *Report
	years   map[string]map[int]metrics.Value // by metric and year offset: measured in one query
	ordinal int
	blocks  []Block // tables and charts, by their marks in the text
	figures map[string]*Figure
	totals  map[string]metrics.Value
	knowns  map[string]jianfu.Period       // the part of the year that is known, by metric
	expects map[string]*metrics.Projection // by metric
	queries map[string]int                 // the query that measured a figure, by its id
	parts   map[string]jianfu.Period       // by metric: the months of an unfinished year that are filed
	told    map[string][]string            // units that report a part, by the id of its figure
	holders map[string]planners            // of plans, by metric and year
	names   map[string]string              // what units are called, by code; nil until they are asked for
	filed   bool                           // something was filed for the months of the report
	base    bool                           // and for the same months a year before
	lacking bool                           // but not everything
}

// newBuild begins a report. It has figures of every unit and line: the error is Forbidden, or
// Unauthenticated, for a caller who does not see them all.
func newBuild(ctx context.Context, engine *metrics.Engine, spec Spec) (*build, error) {
	if err := access.Require(ctx, access.SeeAll); err != nil {
		return nil, err
	}
	caliber, err := engine.Catalog().Caliber(spec.Caliber)
	if err != nil {
		return nil, err
	}
	if spec.AsOf.IsZero() {
		spec.AsOf = time.Now().Truncate(time.Microsecond) // as the warehouse stores it
	}
	commit, err := engine.Commit(ctx)
	if err != nil {
		return nil, err
	}
	kinds, err := engine.KindLabels(ctx)
	if err != nil {
		return nil, err
	}
	return &build{ctx: ctx, engine: engine, spec: spec, lang: wordsOf(spec.Lang), report: &Report{Lang: spec.Lang, kinds: kinds, Period: spec.Period, AsOf: spec.AsOf, Commit: commit, Caliber: caliber, Structure: spec.Structure},
		told: map[string][]string{}, holders: map[string]planners{}, figures: map[string]*Figure{}, queries: map[string]int{}, knowns: map[string]jianfu.Period{}, expects: map[string]*metrics.Projection{}}, nil
}

// measure queries the engine as of the report's moment, and collects the caveats.
func (b *build) measure(q metrics.Query) (*metrics.Measurement, error) {
	m, err := b.ask(q)
	if err != nil {
		return nil, err
	}
	for _, n := range m.Notices {
		if !slices.ContainsFunc(b.report.Caveats, func(c Caveat) bool { return c.Notice.Same(n) }) {
			b.report.Caveats = append(b.report.Caveats, Caveat{q.Period, n})
		}
	}
	return m, nil
}

// ask queries the engine as of the report's moment. Its figures are part of those whose caveats the
// report has already.
func (b *build) ask(q metrics.Query) (*metrics.Measurement, error) {
	q.AsOf, q.Caliber, q.Structure, q.Lasting = b.spec.AsOf, b.spec.Caliber, b.spec.Structure, true
	q.Where.Is = append(slices.Clone(b.where.Is), q.Where.Is...)
	defer b.asked(time.Now())
	m, err := b.engine.Measure(b.ctx, q)
	if err != nil {
		return nil, err
	}
	if err := b.partly(m); err != nil {
		return nil, err
	}
	b.report.Queries = append(b.report.Queries, m.Lineage)
	for _, row := range m.Rows {
		for _, v := range row.Values {
			b.queries[v.Scope.ID()] = len(b.report.Queries)
			if v.Comparison != nil {
				b.queries[v.Comparison.Base.Scope.ID()] = len(b.report.Queries)
			}
		}
	}
	return m, nil
}

// ruled is what the no-increase rule is checked by.
func (b *build) ruled() metrics.Query {
	return metrics.Query{Caliber: b.spec.Caliber, Structure: b.spec.Structure, AsOf: b.spec.AsOf}
}

// asked adds the time since the query began.
func (b *build) asked(since time.Time) { b.report.Asking += time.Since(since) }

// prefetch measures the metrics that a template names over the report's months and the same months
// of the years before, all together: one statement serves many.
func (b *build) prefetch(w words) error {
	names, totals := w.years, w.totals
	b.years, b.totals = map[string]map[int]metrics.Value{}, map[string]metrics.Value{}
	if len(totals) > 0 {
		m, err := b.measure(metrics.Query{Metrics: totals, Period: b.overYears()})
		if err != nil {
			return err
		}
		for _, v := range m.Rows[0].Values {
			b.totals[v.Metric.Name] = v
		}
	}
	if len(names) == 0 {
		return nil
	}
	for _, name := range names {
		b.years[name] = map[int]metrics.Value{}
	}
	take := func(m *metrics.Measurement, offset func(row int) int) {
		for i, row := range m.Rows {
			for _, v := range row.Values {
				b.years[v.Metric.Name][offset(i)] = v
				if offset(i) != 0 || v.Metric.Kind() != metrics.Flow || strings.HasPrefix(v.Metric.Name, "filings.") {
					continue // what is due is known without any filing
				}
				b.filed = b.filed || v.Amount != nil
				b.base = b.base || v.Comparison.Amount != nil && v.Comparison.Amount.Sign() != 0
				b.lacking = b.lacking || v.Amount != nil && v.Comparison.Missing.Unfiled()
			}
		}
	}
	q := metrics.Query{Metrics: names, Compare: metrics.YearEarlier, Period: b.spec.Period, CaliberOn: b.spec.Period.Through()}
	if b.spec.Period.Months() == 12 && b.spec.Period.Start().Number() == 1 { // whole years are measured in one query
		year := b.spec.Period.Start().Year()
		q.Period, _ = jianfu.Span(jianfu.MonthOf(year-w.back, 1), jianfu.MonthOf(year, 12)) // never ends before it begins
		q.Grain = jianfu.ByYear
		m, err := b.measure(q)
		if err != nil {
			return err
		}
		take(m, func(row int) int { return row - w.back })
		return b.unfinished(names, w.back)
	}
	for back := range w.back + 1 {
		q.Period = yearsBack(b.spec.Period, back)
		m, err := b.measure(q)
		if err != nil {
			return err
		}
		take(m, func(int) int { return -back })
	}
	return nil
}

// unfinished measures the metrics of a year at whose end whole months have nothing filed again, over the
// months that are filed and the same months of the years before.
func (b *build) unfinished(names []string, back int) error {
	if b.report.Kind == "" {
		return nil
	}
	own := b.spec.Period
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		m, err := b.engine.Catalog().Metric(name)
		return err != nil || m.Plan() || strings.HasPrefix(name, "filings.")
	})
	stocks := map[string]bool{}
	for _, name := range names {
		m, err := b.engine.Catalog().Metric(name)
		stocks[name] = err == nil && !slices.ContainsFunc(m.Parts(), func(part *metrics.Metric) bool { return part.Kind() != metrics.Stock })
	}
	last, err := b.lastFiled(slices.DeleteFunc(slices.Clone(names), func(name string) bool { return stocks[name] }), own)
	if err != nil {
		return err
	}
	end := own.Start() + jianfu.Month(own.Months()) - 1
	ended := end
	if today := jianfu.DateOf(b.spec.AsOf.In(jianfu.China)); today < own.Through() { // what is said of the year is of the months that are over
		ended = max(own.Start(), today.Month()-1)
	}
	for _, name := range names {
		if known := last[name]; stocks[name] || known > ended {
			last[name] = ended
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { return last[name] == end })
	together := map[jianfu.Month][]string{}
	for _, name := range names {
		if last[name] != 0 {
			together[last[name]] = append(together[last[name]], name)
		}
	}
	b.parts = map[string]jianfu.Period{}
	for _, through := range slices.Sorted(maps.Keys(together)) {
		part, _ := jianfu.Span(own.Start(), through) // of the year
		for _, name := range together[through] {
			b.parts[name] = part
		}
		for offset := range back + 1 {
			m, err := b.measure(metrics.Query{Metrics: together[through], Compare: metrics.YearEarlier, Period: yearsBack(part, offset), CaliberOn: own.Through()})
			if err != nil {
				return err
			}
			for _, v := range m.Rows[0].Values {
				b.years[v.Metric.Name][-offset] = v
			}
		}
	}
	return nil
}

// lastFiled are the last months of a period that are filed, of metrics of which any is.
func (b *build) lastFiled(names []string, period jianfu.Period) (map[string]jianfu.Month, error) {
	last := map[string]jianfu.Month{}
	end := period.Start() + jianfu.Month(period.Months()) - 1
	final, _ := jianfu.Span(end, end) // most periods are filed to their end
	names = slices.Clone(names)
	for _, span := range []jianfu.Period{final, period} {
		if len(names) == 0 {
			break
		}
		started := time.Now()
		m, err := b.engine.Measure(b.ctx, metrics.Query{Metrics: names, Period: span, Grain: jianfu.ByMonth, Caliber: b.spec.Caliber, AsOf: b.spec.AsOf})
		b.asked(started)
		if err != nil {
			return nil, err
		}
		for _, row := range m.Rows {
			for _, v := range row.Values {
				if !v.Missing.Unfiled() {
					last[v.Metric.Name] = row.Bucket.Start()
				}
			}
		}
		names = slices.DeleteFunc(names, func(name string) bool { return last[name] == end })
	}
	return last, nil
}

// months are those of the report, or of an unfinished year those of a metric that are filed.
func (b *build) months(name string) jianfu.Period {
	if part, cut := b.parts[name]; cut {
		return part
	}
	return b.spec.Period
}

func yearsBack(period jianfu.Period, back int) jianfu.Period {
	for range back {
		period = period.YearEarlier()
	}
	return period
}

// partly finds which figures only some of the units report that report the count of which they are a
// part: of the meetings those that lists tell of, where other units file their number alone.
func (b *build) partly(m *metrics.Measurement) error {
	type question struct {
		name   string
		period jianfu.Period
	}
	var questions []question
	asked := map[question][]metrics.Value{}
	for _, row := range m.Rows {
		if len(row.Group) > 0 {
			continue
		}
		for _, v := range row.Values {
			if whole := b.engine.Catalog().Whole(v.Metric); whole != nil && v.Lacks() {
				q := question{whole.Name, v.Scope.Period}
				if asked[q] == nil {
					questions = append(questions, q)
				}
				asked[q] = append(asked[q], v)
			}
		}
	}
	for _, q := range questions {
		whole, err := b.ask(metrics.Query{Metrics: []string{q.name}, Period: q.period, Where: b.unsaid(m.Query.Where), CaliberOn: m.Query.CaliberOn})
		if err != nil {
			return err
		}
		of := whole.Rows[0].Values[0]
		for _, v := range asked[q] {
			if len(v.Units) > 0 && of.Amount != nil && !slices.Equal(v.Units, of.Units) {
				b.told[v.Scope.ID()] = v.Units
			}
		}
	}
	return nil
}

// unsaid is a filter of a query without the conditions of the whole report, which each query gets.
func (b *build) unsaid(where metrics.Filter) metrics.Filter {
	where.Is = where.Is[len(b.where.Is):]
	return where
}

// figure numbers a figure on first use, and returns the same one again.
func (b *build) figure(v metrics.Value) *Figure {
	id := v.Scope.ID()
	if known := b.figures[id]; known != nil {
		if known.Value.Comparison == nil && v.Comparison != nil {
			known.Value = &v
		}
		return known
	}
	f := &Figure{Source: Measured, lang: b.lang, Name: v.Metric.Name, Label: b.lang.labelOf(v, nil), noun: b.lang.labelOf(v, b.where.Is), Period: v.Scope.Period, Stated: b.stated(v), ID: id, Value: &v, query: b.queries[id]}
	if f.Whole() {
		f.Stated = strings.Replace(f.Stated, ".00%", "%", 1)
	}
	f.units = b.told[id]
	if part, cut := b.parts[v.Metric.Name]; cut {
		f.cut = v.Scope.Period.Start().Number() == 1 && v.Scope.Period.Months() == part.Months()
	}
	if v.Metric.UnderCaliber() {
		f.Caliber = b.lang.text(b.report.Caliber.Label)
	}
	return b.add(id, f)
}

// stated is a figure in words. What the office keeps for everybody is nobody's to file: before it begins there
// are no data.
func (b *build) stated(v metrics.Value) string {
	switch {
	case v.Amount != nil:
		return b.lang.grouped(v.Text(b.spec.Lang))
	case v.Missing == metrics.NotDue && len(v.Scope.Group) == 0:
		return b.lang.text(metrics.NoData.Text())
	}
	return v.Text(b.spec.Lang)
}

// opening begins with the months of the first figure and says them of no other that has them: 2026年1—10月，全市印发文件369件.
func (b *build) opening(whole string, figures ...*Figure) string {
	when := b.lang.when(b.spec.Period)
	if len(figures) > 0 && figures[0].cut {
		when = figures[0].When()
		first := figures[0].Period
		for i, f := range figures {
			if f.Period == first {
				figures[i] = f.Said()
			}
		}
	}
	return b.lang.say(when+"，", "In "+when+", ") + whole + abreast(figures...)
}

func (b *build) add(key string, f *Figure) *Figure {
	f.Number = len(b.report.Figures) + 1
	b.report.Figures = append(b.report.Figures, f)
	b.figures[key] = f
	return f
}

// labelOf is what a figure counts, without the conditions of the whole report: 召开会议（城建交通）.
func (l wordsOf) labelOf(v metrics.Value, unsaid []metrics.Equals) string {
	var members []string
	for _, m := range v.Scope.Group {
		if !m.Known {
			members = append(members, l.say("未填", "without ")+l.headOf(v.Metric, m.Dimension))
			continue
		}
		members = append(members, l.text(m.Label))
	}
	for _, equals := range v.Scope.Where.Is[len(unsaid):] { // those of the whole report come first
		members = append(members, strings.Join(equals.In, l.say("、", ", ")))
	}
	if len(members) == 0 {
		return l.text(v.Metric.Label)
	}
	return l.text(v.Metric.Label) + l.say("（", " (") + strings.Join(members, l.pause()) + l.say("）", ")")
}

// functions are the functions of templates. An error ends the execution, and is reported with its
// place.
func (b *build) functions() map[string]any {
	return map[string]any{
		"word":       func(name string) string { return plain(b.words[name]) },
		"year":       func() int { return b.spec.Period.Start().Year() },
		"period":     func() string { return b.lang.when(b.spec.Period) },
		"caliber":    func() string { return b.lang.text(b.report.Caliber.Label) },
		"default":    func() bool { return b.report.Caliber.Name == metrics.DefaultCaliber },
		"asOf":       func() string { return b.lang.day(b.spec.AsOf) },
		"own":        b.ownText,
		"alone":      b.alone,
		"sources":    func() string { return b.report.Sources },
		"whole":      func() bool { return isYear(b.spec.Period) },
		"idle":       b.lang.idle,
		"closed":     b.closed,
		"filed":      func() bool { return b.filed },
		"compared":   func() bool { return b.base },
		"lacking":    func() bool { return b.lacking },
		"partial":    b.partial,
		"coverage":   b.coverage,
		"figure":     b.figureOf,
		"total":      b.total,
		"sofar":      b.sofar,
		"upto":       b.upto,
		"setting":    b.setting,
		"found":      b.findings,
		"outlook":    b.outlook,
		"rule":       b.rule,
		"everyYear":  b.everyYear,
		"yearly":     b.yearly,
		"state":      state,
		"list":       list,
		"of":         of,
		"only":       only,
		"brief":      brief,
		"abreast":    abreast,
		"opening":    b.opening,
		"absent":     absent,
		"against":    b.against,
		"risen":      risen,
		"short":      b.short,
		"item":       b.item,
		"items":      func() int { return b.ordinal },
		"first":      func() string { b.ordinal = 0; return "" },
		"panel":      b.panel,
		"yearsTable": b.yearsTable,
		"byTable":    b.byTable,
		"unitsTable": b.unitsTable,
		"outlooks":   b.outlookTable,
		"yearsChart": b.yearsChart,
		"monthChart": b.monthChart,
		"byChart":    b.byChart,
	}
}

// day is the day of a moment in Beijing: 2024年2月20日.
func (l wordsOf) day(at time.Time) string {
	return at.In(jianfu.China).Format(l.say("2006年1月2日", "2 January 2006"))
}

// idle is a number of days without activity in words: 一年以上, 90天以上.
func (l wordsOf) idle(days *Figure) string {
	if !days.Known() {
		return l.say("长期", "for long")
	}
	if years := days.number.Quo(jianfu.NewDecimal(365)); l == wordsOf(jianfu.Chinese) && years.String() == "1" {
		return "一年以上"
	}
	return l.say(days.number.String()+"天以上", "for "+days.number.String()+" days")
}

// closed reports whether a metric's year is known to its end, so that nothing of it is to be expected.
func (b *build) closed(name string) (bool, error) {
	defer b.asked(time.Now())
	checks, err := b.engine.NoIncrease(b.ctx, name, b.spec.Period.Start().Year(), b.ruled())
	return err == nil && checks[0].Period.Months() == 12, err
}

// partial names what is due every month and was filed for the first months only, and the last month
// filed: 发文统计、会议统计报送到6月; "" where there is nothing.
func (b *build) partial() string {
	own := b.spec.Period
	final := own.Start() + jianfu.Month(own.Months()) - 1
	filed := map[jianfu.Month][]string{} // by the last month
	for _, c := range b.report.Caveats {
		absent := map[jianfu.Month]bool{}
		for _, s := range c.Notice.Slices {
			if s.Department == "" && s.Period.Months() == 1 {
				absent[s.Period.Start()] = true
			}
		}
		last := final
		for last >= own.Start() && absent[last] {
			last--
		}
		if c.Notice.Code != metrics.IncompletePeriod || last < own.Start() || last == final {
			continue
		}
		name := b.lang.text(c.Notice.Kind)
		if m, err := b.engine.Catalog().Metric(c.Notice.Metric); name == "" && err == nil { // of totals of the city
			name = b.lang.text(b.report.kinds[m.Kinds()[0]])
		}
		if name != "" && !slices.Contains(filed[last], name) {
			filed[last] = append(filed[last], name)
		}
	}
	var parts []string
	for _, last := range slices.Sorted(maps.Keys(filed)) {
		parts = append(parts, b.lang.say(strings.Join(filed[last], "、")+"报送到"+strconv.Itoa(last.Number())+"月", strings.Join(filed[last], ", ")+" filed through "+last.First().Time().Format("January 2006")))
	}
	return strings.Join(parts, b.lang.say("，", "; "))
}

// coverage names the kinds that not every unit filed for the report's months, and how many did:
// 会议统计38个单位中36个已报, also where none did; "" where all did.
func (b *build) coverage() string {
	var parts []string
	said := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(b.years)) {
		v, known := b.years[name][0]
		if !known || v.Amount == nil && v.Missing != metrics.NotFiled || v.Coverage.Filed >= v.Coverage.Expected {
			continue
		}
		kind := v.Metric.Kinds()[0]
		if said[kind] {
			continue
		}
		said[kind] = true
		for _, c := range b.report.Caveats { // the caveats know what the kinds are called
			if len(c.Notice.Slices) > 0 && c.Notice.Slices[0].Kind == kind && c.Notice.Kind.ZH != "" {
				parts = append(parts, b.lang.named(b.lang.text(c.Notice.Kind), v.Coverage.Text(v.Scope.Period, b.spec.Lang)))
				break
			}
		}
	}
	return strings.Join(parts, b.lang.say("；", "; "))
}

// figureOf is a metric over the report's months. A number shifts it by years (-1 is the year
// before), and "dimension=value" narrows it.
func (b *build) figureOf(name string, options ...any) (*Figure, error) {
	offset, where, err := readOptions(options)
	if err != nil {
		return nil, err
	}
	if v, known := b.years[name][offset]; known && len(where.Is) == 0 {
		return b.figure(v), nil
	}
	return b.measured(metrics.Query{Metrics: []string{name}, Period: yearsBack(b.months(name), -offset), Compare: metrics.YearEarlier, Where: where, CaliberOn: b.spec.Period.Through()})
}

func (b *build) measured(q metrics.Query) (*Figure, error) {
	m, err := b.measure(q)
	if err != nil {
		return nil, err
	}
	return b.figure(m.Rows[0].Values[0]), nil
}

func readOptions(options []any) (offset int, where metrics.Filter, err error) {
	for _, option := range options {
		switch option := option.(type) {
		case int:
			if option > 0 || option < -maxYearsBack {
				return 0, where, jianfu.Errorf(jianfu.Invalid, "往前几年应写 -%d 至 0，不是 %d", "the number of years back must be -%d to 0, not %d", maxYearsBack, option)
			}
			offset = option
		case string:
			dimension, value, ok := strings.Cut(option, "=")
			if !ok {
				return 0, where, jianfu.Errorf(jianfu.Invalid, "条件“%s”应写成“维度=取值”", "write the condition %q as dimension=value", option)
			}
			where.Is = append(where.Is, metrics.Equals{Dimension: dimension, In: []string{value}})
		default:
			return 0, where, jianfu.Errorf(jianfu.Invalid, "不认识的参数 %v", "the argument %v has no meaning here", option)
		}
	}
	return offset, where, nil
}

// total is a metric over the report's year and the two before, together.
func (b *build) total(name string) (*Figure, error) {
	if v, known := b.totals[name]; known {
		return b.figure(v), nil
	}
	return b.measured(metrics.Query{Metrics: []string{name}, Period: b.overYears()})
}

// overYears are the report's year and the two before.
func (b *build) overYears() jianfu.Period {
	last := b.spec.Period.Start().Year()
	span, _ := jianfu.Span(jianfu.MonthOf(last-threeYears+1, 1), jianfu.MonthOf(last, 12)) // never ends before it begins
	return span
}

// sofar is a metric from January through the report's last month.
func (b *build) sofar(name string) (*Figure, error) {
	end := b.spec.Period.Start() + jianfu.Month(b.spec.Period.Months()) - 1
	span, _ := jianfu.Span(jianfu.MonthOf(end.Year(), 1), end)
	return b.measured(metrics.Query{Metrics: []string{name}, Period: span, Compare: metrics.YearEarlier})
}

// upto is a metric from January to the end of November, or of the last month filed before it.
func (b *build) upto(name string) (*Figure, error) {
	period, err := b.known(name)
	if err != nil {
		return nil, err
	}
	return b.measured(metrics.Query{Metrics: []string{name}, Period: period, Compare: metrics.YearEarlier})
}

// known is the year through November, or through the last month filed before it.
func (b *build) known(name string) (jianfu.Period, error) {
	if period, asked := b.knowns[name]; asked {
		return period, nil
	}
	year := b.spec.Period.Start().Year()
	defer b.asked(time.Now())
	checks, err := b.engine.NoIncrease(b.ctx, name, year, b.ruled())
	if err != nil {
		return jianfu.Period{}, err
	}
	january := jianfu.MonthOf(year, 1)
	period, _ := jianfu.Span(january, january+jianfu.Month(min(checks[0].Period.Months(), 11))-1) // 1 to 11 months
	b.knowns[name] = period
	return period, nil
}

// setting is a threshold in force on the report's last day.
func (b *build) setting(name string) (*Figure, error) {
	key := "setting " + name
	if known := b.figures[key]; known != nil {
		return known, nil
	}
	list, err := b.engine.Catalog().Threshold(name)
	if err != nil {
		return nil, err
	}
	f := &Figure{Source: Setting, lang: b.lang, Name: name, Label: b.lang.text(list[0].Label), Period: b.spec.Period, Stated: b.lang.say("未设定", "not set")}
	for _, t := range list {
		value := t.Value.String() + b.lang.say(t.Unit, "")
		switch {
		case t.From > b.spec.Period.Through():
			continue
		case t.From <= b.spec.Period.From() || f.number == nil:
			f.Stated = value
		default: // it changed within the months of the report
			day := t.From.Time()
			f.Stated += b.lang.say(fmt.Sprintf("（%d月%d日起%s）", int(day.Month()), day.Day(), value), fmt.Sprintf(" (%s from %s)", value, day.Format("2 January")))
		}
		f.number, f.unit, f.ID = &t.Value, t.Unit, b.lang.text(t.Source)
	}
	return b.add(key, f), nil
}

// findings is how many findings a check has over the report's months.
func (b *build) findings(name string) (*Figure, error) {
	key := "check " + name
	if known := b.figures[key]; known != nil {
		return known, nil
	}
	check, err := b.engine.Catalog().Check(name)
	if err != nil {
		return nil, err
	}
	defer b.asked(time.Now())
	count, err := b.engine.CountFindings(b.ctx, name, b.spec.Period, b.spec.AsOf)
	if err != nil {
		return nil, err
	}
	found := jianfu.NewDecimal(count)
	unit := "项"
	for _, kind := range check.Kinds {
		if counted := b.engine.Catalog().Counted(kind); counted != nil { // a meeting is one 次
			unit = counted.Unit
			break
		}
	}
	return b.add(key, &Figure{Source: Found, lang: b.lang, Name: name, Label: b.lang.say("核查发现：", "findings: ") + b.lang.text(check.Label), Period: b.spec.Period,
		Stated: found.String() + b.lang.say(unit, ""), ID: "jianfu check " + name + " --period " + b.spec.Period.String(), number: &found, unit: b.lang.say(unit, "")}), nil
}

// caliber is the flag by which a command gives what the report states.
func (b *build) caliber() string {
	if b.report.Caliber.Name == metrics.DefaultCaliber {
		return ""
	}
	return " --caliber " + b.report.Caliber.Name
}

// outlook is the projection of the report's year, by the method with the smallest error in past
// years.
func (b *build) outlook(name string) (Outlook, error) {
	p, err := b.project(name)
	if err != nil {
		return Outlook{}, err
	}
	methods := slices.Clone(p.Methods)
	slices.SortStableFunc(methods, cmpError)
	return b.expected(p, methods[0]), nil
}

func (b *build) project(name string) (*metrics.Projection, error) {
	if p := b.expects[name]; p != nil {
		return p, nil
	}
	period, err := b.known(name)
	if err != nil {
		return nil, err
	}
	defer b.asked(time.Now())
	b.expects[name], err = b.engine.Project(b.ctx, name, b.spec.Period.Start().Year(), period.Months(), b.spec.Caliber, b.spec.AsOf)
	return b.expects[name], err
}

// expected numbers the projection of one method.
func (b *build) expected(p *metrics.Projection, method metrics.Projected) Outlook {
	o := Outlook{lang: b.lang, projection: p, method: method}
	if method.Amount == nil {
		return o
	}
	key := "outlook " + p.Metric.Name + string(method.Method)
	if o.figure = b.figures[key]; o.figure == nil {
		o.figure = b.add(key, &Figure{Source: Projected, lang: b.lang, Name: p.Metric.Name, Label: b.lang.say("预计"+p.Metric.Label.ZH+"（", "projected: "+p.Metric.Label.EN+" (") + b.lang.text(method.Method.Label()) + b.lang.say("）", ")"),
			Period: jianfu.YearOf(p.Year), Caliber: b.lang.text(b.report.Caliber.Label), Stated: method.Amount.String() + b.lang.say(p.Metric.Unit, ""), number: method.Amount, unit: b.lang.say(p.Metric.Unit, ""),
			ID: fmt.Sprintf("jianfu project %s --year %d --through %d", p.Metric.Name, p.Year, p.ThroughMonth) + b.caliber()})
	}
	return o
}

// cmpError sorts methods by their error in past years, those without a known error last.
func cmpError(x, y metrics.Projected) int {
	if known := func(p metrics.Projected) int {
		switch {
		case p.Amount == nil:
			return 2
		case len(p.Past) == 0:
			return 1
		}
		return 0
	}; known(x) != known(y) || known(x) != 0 {
		return cmp.Compare(known(x), known(y))
	}
	return meanError(x).Cmp(meanError(y))
}

func meanError(p metrics.Projected) jianfu.Decimal {
	var sum jianfu.Decimal
	for _, past := range p.Past {
		sum = sum.Add(past.ErrorPercent.Abs())
	}
	return sum.Quo(jianfu.NewDecimal(int64(len(p.Past))))
}

// rule is 只减不增 of a count in the report's year, or in another by its offset.
func (b *build) rule(name string, options ...any) (Rule, error) {
	offset, _, err := readOptions(options)
	if err != nil {
		return Rule{}, err
	}
	defer b.asked(time.Now())
	checks, err := b.engine.NoIncrease(b.ctx, name, b.spec.Period.Start().Year()+offset, b.ruled())
	if err != nil {
		return Rule{}, err
	}
	return Rule{checks[0], b.figure(checks[0].Value)}, nil
}

// everyYear describes a metric over the three years: 逐年减少, 逐年增加, 有增有减, 三年持平; ""
// where one of them is missing, or where gaps in what was filed decide.
func (b *build) everyYear(name string) (string, error) {
	falls, rises := 0, 0
	for offset := -1; offset <= 0; offset++ {
		f, err := b.figureOf(name, offset)
		if err != nil {
			return "", err
		}
		sign, known := f.delta()
		if !known {
			return "", nil
		}
		switch sign {
		case -1:
			falls++
		case 1:
			rises++
		}
	}
	switch {
	case falls == threeYears-1:
		if m, err := b.engine.Catalog().Metric(name); err == nil && m.Direction == metrics.Down {
			return b.lang.say("逐年压减", "fewer every year"), nil
		}
		return b.lang.say("逐年减少", "fewer every year"), nil
	case rises == threeYears-1:
		return b.lang.say("逐年增加", "more every year"), nil
	case falls == 0 && rises == 0:
		return b.lang.say("三年持平", "the same every year"), nil
	case falls == 0:
		return b.lang.say("只增不减", "never fewer"), nil
	case rises == 0:
		return b.lang.say("只减不增", "never more"), nil
	}
	return b.lang.say("有增有减", "up and down"), nil
}

// yearly is a metric over the three years in one sentence, without its end: 三年分别召开会议716次、595次、
// 521次，逐年减少. "" if a year is missing.
func (b *build) yearly(name string) (string, error) {
	var amounts []string
	var last *Figure
	for back := threeYears - 1; back >= 0; back-- {
		f, err := b.figureOf(name, -back)
		if err != nil || !f.Known() || back < threeYears-1 && f.Uneven() { // years of different units are no series
			return "", err
		}
		amounts, last = append(amounts, f.String()), f
	}
	trend, err := b.everyYear(name)
	if err != nil {
		return "", err
	}
	years := b.overYears()
	text := b.lang.say("三年"+last.within()+"分别"+last.Noun()+strings.Join(amounts, "、"), b.lang.when(years)+last.within()+", "+last.Noun()+": "+strings.Join(amounts, ", "))
	if trend != "" {
		text += b.lang.pause() + trend
	}
	return text, nil
}

// item counts 一是, 二是, ... within a heading; layOut leaves the number out where there is one item alone.
func (b *build) item() string {
	b.ordinal++
	return string(markItem) + b.lang.say(chineseNumber(b.ordinal)+"是", strconv.Itoa(b.ordinal)+". ") + string(markEnd)
}

var itemNumber = regexp.MustCompile(string(markItem) + "(.*?)" + string(markEnd))

// numbered are the items of a paragraph with their numbers, unless it has one item alone.
func numbered(paragraph string) string {
	number := "$1"
	if strings.Count(paragraph, string(markItem)) == 1 {
		number = ""
	}
	return itemNumber.ReplaceAllString(paragraph, number)
}

var digits = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

// chineseNumber writes 1 to 99 as 一 to 九十九.
func chineseNumber(n int) string {
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + strings.TrimPrefix(digits[n%10], "零")
	}
	return digits[n/10] + "十" + strings.TrimPrefix(digits[n%10], "零")
}

// block puts a table or chart at its place in the text, on a line by itself.
func (b *build) block(block Block) string {
	b.blocks = append(b.blocks, block)
	return "\n" + string(markBlock) + strconv.Itoa(len(b.blocks)-1) + string(markEnd) + "\n"
}

// finish keeps the figures that the report states, numbered in the order of the text, and the
// caveats that add something, and finds what was said of findings.
func (b *build) finish() error {
	var kept []Caveat
	for _, c := range b.report.Caveats {
		if b.beside(c) {
			continue
		}
		again := slices.ContainsFunc(kept, func(other Caveat) bool { return other.Period == c.Period && other.Notice.Text == c.Notice.Text })
		if !again && !slices.ContainsFunc(b.report.Caveats, func(other Caveat) bool { return other.says(c) }) {
			kept = append(kept, c)
		}
	}
	b.report.Caveats = b.together(kept)
	b.report.Figures = nil
	state := func(f *Figure) {
		if f != nil && !slices.Contains(b.report.Figures, f) {
			b.report.Figures = append(b.report.Figures, f)
			f.Number = len(b.report.Figures)
		}
	}
	for _, section := range b.report.Sections {
		for _, block := range section.Blocks {
			for _, span := range block.Paragraph.Spans {
				state(span.Figure)
			}
			for _, panel := range block.Panels {
				for _, span := range panel.Text.Spans {
					state(span.Figure)
				}
				if panel.Chart != nil {
					for _, series := range panel.Chart.Series {
						for _, f := range series.Figures {
							state(f)
						}
					}
				}
			}
			if block.Table != nil {
				for _, row := range block.Table.Rows {
					for _, cell := range row {
						state(cell.Figure)
					}
				}
			}
			if block.Chart != nil {
				for _, series := range block.Chart.Series {
					for _, f := range series.Figures {
						state(f)
					}
				}
			}
		}
	}
	if err := b.found(); err != nil {
		return err
	}
	b.remark()
	return nil
}

// remark says at the end of a report without an annex of what is incomplete what its note on
// coverage leaves out: rows set aside, provisional filings, explanations, and what could not be tested.
func (b *build) remark() {
	if b.report.Sources == "" || len(b.report.Sections) == 0 {
		return
	}
	var lines []string
	for _, c := range b.report.Caveats {
		again := c.Notice.Code == metrics.UnitsMoved && slices.ContainsFunc(b.report.Caveats, func(other Caveat) bool { // one of the months together says most
			return other.Notice.Code == metrics.UnitsMoved && len(other.Notice.Text.ZH) > len(c.Notice.Text.ZH)
		})
		if !again && c.Notice.Code != metrics.IncompletePeriod && c.Notice.Code != metrics.UnequalCoverage && c.Notice.Code != metrics.BackDated {
			lines = append(lines, b.lang.notePrefix()+c.sentence(b.lang)+b.lang.say("。", "."))
		}
	}
	lines = slices.Concat(lines, b.report.saidLines(), b.report.untestedLine())
	if b.report.Kind == OnePager && len(lines) > 0 { // it is to stay one page: its note goes on
		blocks := b.report.Sections[len(b.report.Sections)-1].Blocks
		note := &blocks[len(blocks)-1].Paragraph
		note.Spans = append(note.Spans, Span{Text: b.lang.say("数据有不完整的地方，见该工作簿的“"+b.lang.caveatsSheet()+"”。", " What is incomplete is listed there.")})
		return
	}
	for _, line := range lines {
		b.put(Block{Paragraph: Paragraph{[]Span{{Text: line}}}})
	}
}

// beside reports whether a caveat is about months before all that the report states, such as those
// with which its first year could have been compared; or repeats that filings came later.
func (b *build) beside(c Caveat) bool {
	if c.Notice.Code == metrics.BackDated {
		return slices.ContainsFunc(b.report.Caveats, func(other Caveat) bool {
			return other.Notice.Code == metrics.BackDated && (other.Period.Months() > c.Period.Months() || other.Period.Months() == c.Period.Months() && other.Notice.Text.ZH > c.Notice.Text.ZH)
		})
	}
	first := b.overYears().From()
	return len(c.Notice.Slices) > 0 && b.report.Kind == AnnualReport && !slices.ContainsFunc(c.Notice.Slices, func(s metrics.NoticeSlice) bool {
		return s.Period.IsZero() || s.Period.Until() > first
	})
}

// found finds what was said of findings of the report's months, and what the checks could not test in
// them; a letter to one leader has neither.
func (b *build) found() error {
	if len(b.where.Departments)+len(b.where.Portfolios)+len(b.where.Is) > 0 {
		return nil
	}
	defer b.asked(time.Now())
	explained, err := b.engine.Explained(b.ctx, b.spec.Period, b.spec.AsOf)
	if err != nil {
		return err
	}
	var untested []metrics.Finding
	for _, check := range b.engine.Catalog().Checks() {
		list, err := b.engine.Untested(b.ctx, check.Name, b.spec.Period, b.spec.AsOf)
		if err != nil {
			return err
		}
		untested = append(untested, list...)
	}
	if len(explained)+len(untested) == 0 {
		return nil
	}
	if err := b.readNames(); err != nil {
		return err
	}
	for _, f := range explained {
		b.report.Said = append(b.report.Said, Listed{f, b.names[f.Department]})
	}
	for _, f := range untested {
		b.report.Untested = append(b.report.Untested, Listed{f, b.names[f.Department]})
	}
	return nil
}

// mostNamed is how many metrics a caveat names.
const mostNamed = 4

// together says once of all the figures of some months that the two sides of their comparison were
// filed differently, or that the city's own total was taken.
func (b *build) together(caveats []Caveat) []Caveat {
	words := map[metrics.NoticeCode]func(labelsZH, labelsEN string) jianfu.Text{metrics.UnequalCoverage: metrics.UnequalText, metrics.CityTotal: metrics.CityText}
	type group struct {
		code   metrics.NoticeCode
		months jianfu.Period
	}
	var kept []Caveat
	labels := map[group][2][]string{}
	of := func(c Caveat) *metrics.Metric {
		m, err := b.engine.Catalog().Metric(c.Notice.Metric)
		if words[c.Notice.Code] == nil || err != nil {
			return nil
		}
		return m
	}
	for _, c := range caveats {
		m := of(c)
		if m == nil {
			kept = append(kept, c)
			continue
		}
		at := group{c.Notice.Code, c.months()}
		known, again := labels[at]
		if zh := "“" + m.Label.ZH + "”"; !slices.Contains(known[0], zh) {
			labels[at] = [2][]string{append(known[0], zh), append(known[1], m.Label.EN)}
		}
		if !again {
			kept = append(kept, c)
		}
	}
	kept = sameOfSeveral(kept)
	for i, c := range kept {
		if of(c) != nil {
			at := labels[group{c.Notice.Code, c.months()}]
			zh, en := at[0], at[1]
			if len(zh) > mostNamed {
				zh, en = slices.Clone(zh[:mostNamed]), append(slices.Clone(en[:mostNamed]), "and others")
				zh[mostNamed-1] += "等指标"
			}
			kept[i].Notice.Text = words[c.Notice.Code](strings.Join(zh, "、"), strings.Join(en, ", "))
		}
	}
	return kept
}

// ofMetric is the text of a caveat on one metric: “计划外文件”：有649个单位月只报了汇总数.
var ofMetric = regexp.MustCompile(`^“([^“”]+)”：(.+)$`)

// sameOfSeveral says once what is the same of several metrics over the same months.
func sameOfSeveral(caveats []Caveat) []Caveat {
	type same struct {
		code   metrics.NoticeCode
		months jianfu.Period
		text   string
	}
	at := map[same]int{}
	var kept []Caveat
	for _, c := range caveats {
		zh := ofMetric.FindStringSubmatch(c.Notice.Text.ZH)
		en, rest, split := strings.Cut(c.Notice.Text.EN, ": ")
		if zh == nil || !split {
			kept = append(kept, c)
			continue
		}
		key := same{c.Notice.Code, c.months(), zh[2]}
		i, again := at[key]
		if !again {
			at[key] = len(kept)
			kept = append(kept, c)
			continue
		}
		text := &kept[i].Notice.Text
		text.ZH = strings.TrimSuffix(text.ZH, "："+zh[2]) + "、“" + zh[1] + "”：" + zh[2]
		text.EN = strings.TrimSuffix(text.EN, ": "+rest) + ", " + en + ": " + rest
	}
	return kept
}

// says reports whether a caveat covers all the slices of another and more; if it is about rows, which
// have no slices, whether it covers all its months and more.
func (c Caveat) says(other Caveat) bool {
	if c.Notice.Code == metrics.UnknownRows && other.Notice.Code == metrics.UnknownRows {
		return c.Notice.Metric == other.Notice.Metric && c.Period != other.Period && c.Period.From() <= other.Period.From() && other.Period.Until() <= c.Period.Until()
	}
	if c.Notice.Code != other.Notice.Code || c.Notice.Metric != other.Notice.Metric || len(other.Notice.Slices) == 0 {
		return false
	}
	if wide, narrow := c.months(), other.months(); len(c.Notice.Slices) == len(other.Notice.Slices) && (wide == narrow || wide.From() > narrow.From() || wide.Until() < narrow.Until()) {
		return false // the same, said of other months, is said of the most of them
	}
	known := map[metrics.NoticeSlice]bool{}
	for _, slice := range c.Notice.Slices {
		known[slice] = true
	}
	return !slices.ContainsFunc(other.Notice.Slices, func(slice metrics.NoticeSlice) bool { return !known[slice] })
}

// months are those in which filings were due, or those of the slices that a caveat is about; else
// those that were asked for.
func (c Caveat) months() jianfu.Period {
	if !c.Notice.Period.IsZero() {
		return c.Notice.Period
	}
	var from, through jianfu.Month
	for _, slice := range c.Notice.Slices {
		if slice.Period.IsZero() {
			continue
		}
		last := slice.Period.Start() + jianfu.Month(slice.Period.Months()) - 1
		if through == 0 || slice.Period.Start() < from {
			from = slice.Period.Start()
		}
		through = max(through, last)
	}
	if span, ok := jianfu.Span(from, through); ok && through > 0 {
		return span
	}
	return c.Period
}
