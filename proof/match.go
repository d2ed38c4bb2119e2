package proof

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// answer is what the warehouse has for a statement.
type answer struct {
	value  jianfu.Decimal // exact; of a percentage in percent; of a change signed
	text   string         // as people write it
	of     jianfu.Text    // what it is
	id     string
	metric string
	period string
	points bool // it is a change of a rate: in percentage points, never in percent
	safe   bool // nothing around the figure is left unexplained
	partly bool // its metric leaves words unexplained
	loose  bool // but the time of what it is compared with, which is the usual one
}

// asker asks the warehouse, once for each question; without an engine there is none.
type asker struct {
	engine    *metrics.Engine // nil where there is no warehouse
	catalog   *metrics.Catalog
	options   Options
	words     *vocabulary
	year      int                                  // of the document
	measured  map[string]map[string]*metrics.Value // by question and metric
	projected map[string]*metrics.Projection
	checked   map[string]int // findings of the office's checks
}

// match is what the warehouse makes of a claim.
type match struct {
	answers []answer
	answer  *answer // that decided
	verdict Verdict // "" where nothing did
	why     jianfu.Text
}

// ask gathers what the warehouse has for a claim, the likeliest first.
func (p *asker) ask(ctx context.Context, st *claim) error {
	if !st.masked && slices.ContainsFunc(st.doubts, func(d Doubt) bool { return d.never }) {
		return nil
	}
	p.askThreshold(st)
	switch {
	case st.isRule() || p.engine == nil:
		return nil
	case len(st.in.ids) == 1 && st.passage.cell:
		return p.askByID(ctx, st, st.in.ids[0].groups[0])
	case st.expected:
		return p.askProjection(ctx, st)
	}
	hits := st.subject.hits
	for i, h := range hits {
		if h.pattern.check != nil && len(st.subject.times.list) > 0 {
			if err := p.askCheck(ctx, st, h, i == 0); err != nil {
				return err
			}
		}
		if h.pattern.metric == nil || i > 0 && (len(h.residue) > len(hits[0].residue) && len(h.residue) > 12) || i > 5 {
			continue
		}
		for j, period := range slices.Concat(st.subject.times.list, st.elsewhen) {
			for _, where := range h.scopes(st.of) {
				if err := p.askMetric(ctx, st, h, period, where, i == 0 && j == 0); err != nil {
					return err
				}
				if n := len(st.match.answers); n > 0 && !st.masked && st.match.answers[n-1].safe && st.hold(st.match.answers[n-1].value) == agrees && !st.match.answers[n-1].points {
					return nil // no other reading can make it more right
				}
			}
		}
	}
	return nil
}

// scopes are those that a hit may be of, the likeliest first.
func (h hit) scopes(of bool) []metrics.Filter {
	own := merged(h.scope, h.where)
	switch {
	case isEmpty(h.carried):
		return []metrics.Filter{own}
	case of:
		return []metrics.Filter{own, merged(own, h.carried)}
	}
	return []metrics.Filter{merged(own, h.carried), own}
}

// askCheck holds a count against what one of the office's checks finds.
func (p *asker) askCheck(ctx context.Context, st *claim, h hit, first bool) error {
	if !isEmpty(h.scope) {
		return nil
	}
	period, check := st.subject.times.first(), h.pattern.check
	key := check.Name + "@" + period.String()
	n, known := p.checked[key]
	if !known {
		findings, err := p.engine.Check(ctx, check.Name, period, p.options.AsOf)
		if err != nil {
			return err
		}
		n = len(findings)
		p.checked[key] = n
	}
	st.match.answers = append(st.match.answers, answer{value: jianfu.NewDecimal(int64(n)), text: fmt.Sprint(n), safe: first && h.residue == "" && len(st.doubts) == 0, period: period.String(),
		of: jianfu.Say("%[1]s核查“%[3]s”", "the check %[4]q of %[2]s", period.Label(jianfu.Chinese), period.Label(jianfu.English), check.Label.ZH, check.Label.EN)})
	return nil
}

// askMetric asks for one reading of a statement.
func (p *asker) askMetric(ctx context.Context, st *claim, h hit, period jianfu.Period, where metrics.Filter, first bool) error {
	sub := st.subject
	if st.role == change && st.compare.kind == metrics.YearEarlier && period.Months() > 12 {
		return nil // several years have no year before
	}
	query := metrics.Query{Metrics: []string{h.pattern.metric.Name}, Period: period, Where: where, Caliber: sub.caliber, AsOf: p.options.AsOf, Compare: metrics.YearEarlier}
	if st.role == change || st.role == base {
		query.Compare = st.compare.kind
		if st.compare.kind == metrics.NamedPeriod {
			query.Against = st.compare.period
		}
	}
	value, err := p.measure(ctx, query)
	if err != nil || value == nil {
		return err
	}
	safe := first && h.residue == "" && len(st.doubts) == 0
	a := answer{safe: safe, partly: h.residue != "", metric: h.pattern.metric.Name, period: period.String(), id: value.Scope.ID()}
	a.of = p.of(value, period)
	if st.role != change && h.pattern.metric.IsRate() != (st.kind == percent) {
		return nil
	}
	if len(sub.exclude) > 0 {
		return p.askRemainder(ctx, st, query, value, a)
	}
	switch st.role {
	case change:
		if !changeAnswer(st, value, &a) {
			return nil
		}
	case base:
		a.loose = safe && !st.timed
		a.safe = safe && st.timed
		if value.Comparison == nil || value.Comparison.Amount == nil {
			return nil
		}
		earlier, err := p.measure(ctx, metrics.Query{Metrics: query.Metrics, Period: value.Comparison.Period, Where: where, Caliber: sub.caliber, AsOf: p.options.AsOf, Compare: metrics.YearEarlier})
		if err != nil || earlier == nil || earlier.Amount == nil {
			return err
		}
		levelAnswer(earlier, &a)
		a.id, a.period, a.of = earlier.Scope.ID(), value.Comparison.Period.String(), p.of(earlier, value.Comparison.Period)
	default:
		if value.Amount == nil {
			return nil
		}
		levelAnswer(value, &a)
	}
	st.match.answers = append(st.match.answers, a)
	return nil
}

// askRemainder asks for a count without what the sentence takes out of it; of a rate, or where what is left out is
// counted from other filings, there is none.
func (p *asker) askRemainder(ctx context.Context, st *claim, query metrics.Query, whole *metrics.Value, a answer) error {
	m := whole.Metric
	if m.IsRate() || m.Kind() != metrics.Flow || whole.Amount == nil {
		return nil
	}
	now, before := *whole.Amount, (*jianfu.Decimal)(nil)
	if whole.Comparison != nil && whole.Comparison.Amount != nil {
		before = whole.Comparison.Amount
	}
	a.text = now.String()
	for _, x := range st.subject.exclude {
		part := query
		if part.Where = merged(query.Where, x.where); isEmpty(x.where) {
			other := x.hits[0].pattern.metric
			if !slices.Equal(other.Kinds(), m.Kinds()) || other.Unit != m.Unit {
				return nil
			}
			part.Metrics, part.Where = []string{other.Name}, merged(query.Where, x.hits[0].where)
		} else if len(query.Where.Departments) > 0 {
			return nil // of the units named, some are left out
		}
		value, err := p.measure(ctx, part)
		if err != nil || value == nil || value.Amount == nil {
			return err
		}
		now = now.Sub(*value.Amount)
		a.text += "−" + value.Amount.String()
		if before != nil && value.Comparison != nil && value.Comparison.Amount != nil {
			rest := before.Sub(*value.Comparison.Amount)
			before = &rest
		} else {
			before = nil
		}
	}
	a.of, a.id = jianfu.Text{ZH: a.of.ZH + "，除去所说的", EN: a.of.EN + ", without what is excluded"}, ""
	a.value, a.text = now, a.text+"="+now.String()+m.Unit
	switch st.role {
	case change:
		if before == nil || before.Sign() == 0 || st.kind == points {
			return nil
		}
		delta := now.Sub(*before)
		if a.value = delta; st.kind == percent {
			a.value = delta.Quo(*before).Mul(hundred)
		}
		a.text = before.String() + "→" + now.String() + m.Unit
	case base:
		return nil
	}
	st.match.answers = append(st.match.answers, a)
	return nil
}

// of names a figure for people.
func (p *asker) of(value *metrics.Value, period jianfu.Period) jianfu.Text {
	scope := ""
	for _, member := range value.Scope.Group {
		scope += "（" + member.Label.ZH + "）"
	}
	for _, equals := range value.Scope.Where.Is {
		scope += "（" + strings.Join(equals.In, "、") + "）"
	}
	if portfolios := value.Scope.Where.Portfolios; len(portfolios) > 0 {
		scope += "（" + strings.Join(portfolios, "、") + "）"
	}
	if departments := value.Scope.Where.Departments; len(departments) > 0 {
		var names []string
		for _, code := range departments {
			names = append(names, p.words.units[code])
		}
		scope += "（" + strings.Join(names, "、") + "）"
	}
	return jianfu.Text{ZH: period.Label(jianfu.Chinese) + value.Metric.Label.ZH + scope,
		EN: value.Metric.Label.EN + " " + period.Label(jianfu.English) + strings.NewReplacer("（", " (", "）", ")").Replace(scope)}
}

// levelAnswer is the figure itself.
func levelAnswer(value *metrics.Value, a *answer) {
	a.value, a.text = exactAmount(value), value.Text(jianfu.Chinese)
}

// exactAmount is a figure before it is rounded; a rate's is in percent.
func exactAmount(value *metrics.Value) jianfu.Decimal {
	if value.Metric.IsRate() {
		return value.Numerator.Quo(*value.Denominator).Mul(hundred)
	}
	return *value.Amount
}

// changeAnswer is a figure's change, signed; false where there is none.
func changeAnswer(st *claim, value *metrics.Value, a *answer) bool {
	c := value.Comparison
	if c == nil || c.Delta == nil {
		return false
	}
	a.text = c.Sentence(jianfu.Chinese)
	a.of.ZH += "的变化"
	a.of.EN += ", its change"
	switch {
	case st.kind == flat && c.ChangePoints != nil:
		a.value = *c.ChangePoints
	case st.kind == flat:
		a.value = *c.Delta
	case value.Metric.IsRate():
		if c.ChangePoints == nil || st.kind == count {
			return false
		}
		a.value, a.points = *c.ChangePoints, true
	case st.kind == count:
		a.value = *c.Delta
	default:
		if c.ChangePercent == nil || st.kind == points {
			return false
		}
		a.value = c.Delta.Quo(*c.Amount).Mul(hundred)
	}
	return true
}

// question is a query without its metric: one statement can answer it for all metrics of a
// source.
func question(q metrics.Query) string {
	return fmt.Sprint(q.Period, q.Compare, q.Against, q.Where, q.Caliber, q.AsOf.UnixNano())
}

// measure asks the warehouse, once for each question; nil where the question makes no sense. What
// is asked of one metric is asked of all that are counted from the same filings, of one month of all
// of its year, of one unit of all units: one statement answers it for them, and where a report has one
// it has others. What is then asked of other filings, for the whole city, is asked of all: a
// report tells much of few times.
func (p *asker) measure(ctx context.Context, q metrics.Query) (*metrics.Value, error) {
	key, metric := question(q), q.Metrics[0]
	if value, ok := p.measured[key][metric]; ok {
		return value, nil
	}
	m, err := p.catalog.Metric(metric)
	if err != nil {
		return nil, err
	}
	by := oneUnit(q.Where)
	if by == "" && (slices.Contains(q.Where.Portfolios, "") || slices.Contains(q.Where.Departments, "")) {
		return p.measured[key][metric], nil // none: what is of no unit is a group of its own, and nothing to filter by
	}
	wide := q
	wide.Metrics = p.counted(m, q.Where, isEmpty(q.Where) && len(p.measured[key]) > 0)
	if by != "" {
		wide.Where, wide.By = metrics.Filter{}, []string{by}
	} else if wide.Period, wide.Grain, err = p.widened(q); err != nil {
		return nil, err
	}
	answer, err := p.engine.Measure(ctx, wide)
	if err != nil && jianfu.ErrorCode(err) != jianfu.Invalid { // a dimension that the metric does not have
		return nil, err
	}
	if answer != nil {
		for _, row := range answer.Rows {
			one := q
			one.Period = row.Bucket
			if by != "" {
				one.Where = memberFilter(by, row.Group[0])
			}
			for i, name := range wide.Metrics {
				p.keep(question(one), name, &row.Values[i])
			}
		}
	}
	p.keep(key, metric, nil) // of which there is no row
	return p.measured[key][metric], nil
}

// memberFilter is the scope of one unit or line, or of what is of none, which is "".
func memberFilter(by string, member metrics.Member) metrics.Filter {
	if by == "portfolio" {
		return metrics.Filter{Portfolios: []string{member.Value}}
	}
	return metrics.Filter{Departments: []string{member.Value}}
}

// widened is the time to ask about besides that of a question, in pieces of its length: its year, or
// the report's year and the two before. All pieces go by the version of the caliber that the
// question goes by, else it is asked alone.
func (p *asker) widened(q metrics.Query) (jianfu.Period, jianfu.Grain, error) {
	if q.Compare == metrics.NamedPeriod {
		return q.Period, "", nil
	}
	caliber, err := p.catalog.Caliber(q.Caliber)
	if err != nil {
		return q.Period, "", err
	}
	year := q.Period.Start().Year()
	for _, grain := range []jianfu.Grain{jianfu.ByMonth, jianfu.ByQuarter, jianfu.ByHalf, jianfu.ByYear} {
		whole := jianfu.YearOf(year)
		if grain == jianfu.ByYear {
			last := p.options.Period.Start().Year()
			if year > last || year < last-2 {
				continue
			}
			whole, _ = jianfu.Span(jianfu.MonthOf(last-2, 1), jianfu.MonthOf(last, 12)) // in order
		}
		pieces := whole.Buckets(grain)
		other := func(piece jianfu.Period) bool {
			return caliber.Version(piece.Through()) != caliber.Version(whole.Through())
		}
		if grain.Months() == q.Period.Months() && slices.Contains(pieces, q.Period) && !slices.ContainsFunc(pieces, other) {
			return whole, grain, nil
		}
	}
	return q.Period, "", nil
}

// keep remembers the answer to a question, the first one.
func (p *asker) keep(question, metric string, value *metrics.Value) {
	known := p.measured[question]
	if known == nil {
		known = map[string]*metrics.Value{}
		p.measured[question] = known
	}
	if _, ok := known[metric]; !ok {
		known[metric] = value
	}
}

// counted are the metrics that are counted from the same filings as one, or all, and can be asked
// within the same scope, that one first.
func (p *asker) counted(m *metrics.Metric, where metrics.Filter, all bool) []string {
	names := []string{m.Name}
	for _, other := range p.catalog.Metrics() {
		lacks := func(equals metrics.Equals) bool {
			return !slices.ContainsFunc(other.Dimensions(), func(d *metrics.Dimension) bool { return d.Name == equals.Dimension })
		}
		if other != m && (all || slices.Equal(other.Kinds(), m.Kinds())) && !slices.ContainsFunc(where.Is, lacks) {
			names = append(names, other.Name)
		}
	}
	return names
}

// oneUnit is the dimension of a scope that is a single unit or line; "" for any other.
func oneUnit(where metrics.Filter) string {
	switch {
	case len(where.Is) > 0:
	case len(where.Departments) == 1 && len(where.Portfolios) == 0:
		return "department"
	case len(where.Portfolios) == 1 && len(where.Departments) == 0:
		return "portfolio"
	}
	return ""
}

// askByID asks for the figure that the report itself names by its id.
func (p *asker) askByID(ctx context.Context, st *claim, id string) error {
	scope, err := metrics.ParseFigureID(id)
	if err != nil {
		return nil //nolint:nilerr // what is no id names no figure
	}
	m, err := p.catalog.Metric(scope.Metric)
	if err != nil {
		return nil //nolint:nilerr // nor does that of an office whose catalogue has others
	}
	where := scope.Where
	for _, member := range scope.Group {
		if !member.Known { // the rows that do not say are no filter's
			return p.askRest(ctx, st, id)
		}
		switch member.Dimension {
		case "department":
			where.Departments = append(where.Departments, member.Value)
		case "portfolio":
			where.Portfolios = append(where.Portfolios, member.Value)
		default:
			where.Is = append(where.Is, metrics.Equals{Dimension: member.Dimension, In: []string{member.Value}})
		}
	}
	if !admits(pattern{metric: m}, st) {
		return nil
	}
	st.subject.caliber = scope.Caliber
	if p.options.AsOf.IsZero() && !scope.AsOf.IsZero() { // the figure is of the moment that its id names
		then := *p
		then.options.AsOf = scope.AsOf
		p = &then
	}
	return p.askMetric(ctx, st, hit{pattern: pattern{metric: m}}, scope.Period, where, true)
}

// askRest asks for a figure of rows that do not say what they are grouped by, by its id.
func (p *asker) askRest(ctx context.Context, st *claim, id string) error {
	if st.role != level {
		return nil
	}
	if scope, err := metrics.ParseFigureID(id); err == nil && scope.AsOf.IsZero() && !p.options.AsOf.IsZero() {
		scope.AsOf = p.options.AsOf
		id = scope.ID()
	}
	found, err := p.engine.Trace(ctx, id)
	if jianfu.ErrorCode(err) == jianfu.Invalid {
		return nil
	}
	if err != nil {
		return err
	}
	value := &found.Rows[0].Values[0]
	if value.Amount == nil || value.Metric.IsRate() != (st.kind == percent) {
		return nil
	}
	a := answer{safe: true, metric: value.Scope.Metric, period: value.Scope.Period.String(), id: value.Scope.ID(), of: p.of(value, value.Scope.Period)}
	levelAnswer(value, &a)
	st.match.answers = append(st.match.answers, a)
	return nil
}

// askThreshold holds a limit against the settings in force.
func (p *asker) askThreshold(st *claim) {
	for i, h := range st.subject.hits {
		if h.pattern.threshold == "" {
			continue
		}
		on := p.options.Period.Through()
		if list := st.subject.times.list; len(list) > 0 {
			on = list[0].Through()
		}
		for _, t := range p.catalog.Thresholds(on) {
			if t.Name != h.pattern.threshold || !sameUnit(strings.TrimPrefix(t.Unit, "个"), strings.TrimPrefix(st.unit, "个")) {
				continue
			}
			st.match.answers = append(st.match.answers, answer{value: t.Value, text: t.Value.String() + t.Unit, of: t.Label, metric: "", safe: i == 0 && h.residue == ""})
		}
	}
}

// askProjection holds what is expected of a year against each way to project it.
func (p *asker) askProjection(ctx context.Context, st *claim) error {
	sub := st.subject
	if st.known.IsZero() {
		st.doubts = withDoubt(st.doubts, forecast)
		return nil
	}
	year, through := st.known.Through().Year(), st.known.Months()
	for i, h := range sub.hits {
		if h.pattern.metric == nil || h.pattern.metric.Kind() != metrics.Flow || !isEmpty(merged(h.scope, h.where)) || year == 0 {
			continue
		}
		projection, err := p.project(ctx, h.pattern.metric.Name, year, through)
		if err != nil {
			return err
		}
		if projection == nil {
			continue
		}
		methods := projection.Methods
		for _, m := range projection.Methods { // the one that the text names
			if strings.Contains(sub.words, m.Method.Label().ZH) {
				methods = []metrics.Projected{m}
			}
		}
		for _, m := range methods {
			if st.role == change && st.kind == percent && strings.ContainsAny(st.direction(), "高低") {
				for _, past := range m.Past {
					if len(sub.times.list) == 0 || past.Year != st.year {
						continue
					}
					st.match.answers = append(st.match.answers, answer{value: past.ErrorPercent, text: past.ErrorPercent.Fixed(2) + "%", metric: h.pattern.metric.Name,
						period: jianfu.YearOf(past.Year).String(), safe: i == 0 && h.residue == "",
						of: jianfu.Say("用%[2]s推算%[1]d年%[3]s的误差", "how far off %[4]s was for %[5]s in %[1]d", past.Year, m.Method.Label().ZH, h.pattern.metric.Label.ZH,
							m.Method.Label().EN, h.pattern.metric.Label.EN)})
				}
				continue
			}
			if m.Amount == nil || m.ChangePercent == nil || projection.LastYear.Amount == nil {
				continue
			}
			a := answer{metric: h.pattern.metric.Name, period: jianfu.YearOf(year).String(), safe: i == 0 && h.residue == ""}
			a.of = jianfu.Say("预计%[1]d年%[2]s（%[3]s）", "%[4]s expected for %[1]d (%[5]s)", year, h.pattern.metric.Label.ZH, m.Method.Label().ZH,
				h.pattern.metric.Label.EN, m.Method.Label().EN)
			delta := m.Amount.Sub(*projection.LastYear.Amount)
			switch {
			case st.role == level && st.kind == count:
				a.value, a.text = *m.Amount, m.Amount.String()+h.pattern.metric.Unit
			case st.role == change && st.kind == count:
				a.value, a.text = delta, way(delta)+delta.Abs().String()+h.pattern.metric.Unit
			case st.role == change && st.kind == percent && projection.LastYear.Amount.Sign() != 0:
				a.value = delta.Quo(*projection.LastYear.Amount).Mul(hundred)
				a.text = way(delta) + a.value.Abs().Fixed(2) + "%"
			default:
				continue
			}
			st.match.answers = append(st.match.answers, a)
		}
	}
	return nil
}

// project asks for what a count will come to, once; nil where it cannot be projected.
func (p *asker) project(ctx context.Context, metric string, year, through int) (*metrics.Projection, error) {
	key := fmt.Sprint(metric, year, through, p.options.AsOf.UnixNano())
	if known, ok := p.projected[key]; ok {
		return known, nil
	}
	projection, err := p.engine.Project(ctx, metric, year, through, "", p.options.AsOf)
	if err != nil && jianfu.ErrorCode(err) != jianfu.Invalid {
		return nil, err
	}
	p.projected[key] = projection
	return projection, nil
}

func way(delta jianfu.Decimal) string {
	if delta.Sign() < 0 {
		return "减少"
	}
	return "增加"
}
