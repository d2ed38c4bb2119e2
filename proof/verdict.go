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
}

var hundred = jianfu.NewDecimal(100)

// finish judges the statements of a sentence: by the warehouse, then by their own arithmetic.
func (s *sentence) finish(ctx context.Context) error {
	for _, st := range s.parts {
		if err := s.proof.ask(ctx, st, s); err != nil {
			return err
		}
		st.judgeByWarehouse()
	}
	s.arithmetic()
	for _, st := range s.parts {
		s.settle(st)
		if f, ok := s.finding(st); ok {
			s.proof.findings = append(s.proof.findings, f)
		}
	}
	s.parts = nil
	return nil
}

// ask gathers what the warehouse has for a statement, the likeliest first.
func (p *proof) ask(ctx context.Context, st *statement, s *sentence) error {
	p.askThreshold(st)
	if st.limit && st.role == level {
		return nil
	}
	sub := st.subject
	if len(s.ids) == 1 && s.passage.cell {
		return p.askByID(ctx, st, s.ids[0].groups[0])
	}
	if st.expected {
		return p.askProjection(ctx, st)
	}
	for i, h := range sub.hits {
		if h.pattern.check != nil && len(sub.periods.list) > 0 {
			if err := p.askCheck(ctx, st, h, i == 0); err != nil {
				return err
			}
		}
		if h.pattern.metric == nil || i > 0 && (len(h.residue) > len(sub.hits[0].residue) && len(h.residue) > 12) || i > 5 {
			continue
		}
		for j, period := range sub.periods.list {
			scopes := []metrics.Filter{merged(h.scope, h.where)}
			if wider := scopes[0]; !isEmpty(h.carried) && st.of {
				scopes = append(scopes, merged(wider, h.carried))
			} else if !isEmpty(h.carried) {
				scopes = []metrics.Filter{merged(wider, h.carried), wider}
			}
			for _, where := range scopes {
				if err := p.askMetric(ctx, st, h, period, where, i == 0 && j == 0); err != nil {
					return err
				}
				if n := len(st.answers); n > 0 && !st.masked && st.answers[n-1].safe && st.hold(st.answers[n-1].value) == agrees && !st.answers[n-1].points {
					return nil // no other reading can make it more right
				}
			}
		}
	}
	return nil
}

// askCheck holds a count against what one of the office's checks finds.
func (p *proof) askCheck(ctx context.Context, st *statement, h hit, first bool) error {
	if !isEmpty(h.scope) {
		return nil
	}
	period, check := st.subject.periods.list[0], h.pattern.check
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
	st.answers = append(st.answers, answer{value: jianfu.NewDecimal(int64(n)), text: fmt.Sprint(n), safe: first && h.residue == "" && !st.doubt, period: period.String(),
		of: jianfu.Say("%[1]s核查“%[3]s”", "the check %[4]q of %[2]s", period.Label(jianfu.Chinese), period.Label(jianfu.English), check.Label.ZH, check.Label.EN)})
	return nil
}

// askMetric asks for one reading of a statement.
func (p *proof) askMetric(ctx context.Context, st *statement, h hit, period jianfu.Period, where metrics.Filter, first bool) error {
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
	safe := first && h.residue == "" && !st.doubt
	a := answer{safe: safe, metric: h.pattern.metric.Name, period: period.String(), id: value.Scope.ID()}
	a.of = p.of(value, period)
	if st.role != change && h.pattern.metric.IsRate() != (st.kind == percent) {
		return nil
	}
	switch {
	case st.role == change:
		if !changeAnswer(st, value, &a) {
			return nil
		}
	case st.role == base && sub.current != nil && st != sub.current, st.role == base && sub.current != nil && sub.base == st:
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
	st.answers = append(st.answers, a)
	return nil
}

// of names a figure for people.
func (p *proof) of(value *metrics.Value, period jianfu.Period) jianfu.Text {
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
func changeAnswer(st *statement, value *metrics.Value, a *answer) bool {
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

// measure asks the warehouse, once for each question; nil where the question makes no sense. A
// question that is asked of a second metric, for the whole city, is asked of all: a report tells
// much of few times.
func (p *proof) measure(ctx context.Context, q metrics.Query) (*metrics.Value, error) {
	key, metric := question(q), q.Metrics[0]
	known := p.measured[key]
	if value, ok := known[metric]; ok {
		return value, nil
	}
	if known == nil {
		known = map[string]*metrics.Value{}
		p.measured[key] = known
	} else if isEmpty(q.Where) {
		q.Metrics = nil
		for _, m := range p.engine.Catalog().Metrics() {
			if known[m.Name] == nil {
				q.Metrics = append(q.Metrics, m.Name)
			}
		}
	}
	if by := oneUnit(q.Where); by != "" {
		return p.measureAll(ctx, q, by)
	}
	answer, err := p.engine.Measure(ctx, q)
	if jianfu.ErrorCode(err) == jianfu.Invalid { // a dimension that the metric does not have
		known[metric] = nil
		return nil, nil //nolint:nilnil // nil is no figure, as the comment says
	}
	if err != nil {
		return nil, err
	}
	for i, name := range q.Metrics {
		known[name] = &answer.Rows[0].Values[i]
	}
	return known[metric], nil
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

// measureAll asks a question of one unit or line for all of them: where a report tells of one,
// it tells of the others.
func (p *proof) measureAll(ctx context.Context, q metrics.Query, by string) (*metrics.Value, error) {
	metric, wanted := q.Metrics[0], question(q)
	all := q
	all.Where, all.By = metrics.Filter{}, []string{by}
	answer, err := p.engine.Measure(ctx, all)
	if err != nil {
		return nil, err
	}
	p.measured[wanted][metric] = nil
	for i := range answer.Rows {
		member := answer.Rows[i].Group[0]
		if !member.Known {
			continue
		}
		one := q
		one.Where = metrics.Filter{Departments: []string{member.Value}}
		if by == "portfolio" {
			one.Where = metrics.Filter{Portfolios: []string{member.Value}}
		}
		key := question(one)
		if p.measured[key] == nil {
			p.measured[key] = map[string]*metrics.Value{}
		}
		p.measured[key][metric] = &answer.Rows[i].Values[0]
	}
	return p.measured[wanted][metric], nil
}

// askByID asks for the figure that the report itself names by its id.
func (p *proof) askByID(ctx context.Context, st *statement, id string) error {
	scope, err := metrics.ParseFigureID(id)
	if err != nil {
		return nil //nolint:nilerr // what is no id names no figure
	}
	m, err := p.engine.Catalog().Metric(scope.Metric)
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
func (p *proof) askRest(ctx context.Context, st *statement, id string) error {
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
	st.answers = append(st.answers, a)
	return nil
}

// askThreshold holds a limit against the settings in force.
func (p *proof) askThreshold(st *statement) {
	for i, h := range st.subject.hits {
		on := p.options.Period.Through()
		if list := st.subject.periods.list; len(list) > 0 {
			on = list[0].Through()
		}
		for _, t := range p.engine.Catalog().Thresholds(on) {
			if t.Name != h.pattern.threshold || !sameUnit(strings.TrimPrefix(t.Unit, "个"), strings.TrimPrefix(st.unit, "个")) {
				continue
			}
			st.answers = append(st.answers, answer{value: t.Value, text: t.Value.String() + t.Unit, of: t.Label, metric: "", safe: i == 0 && h.residue == ""})
		}
	}
}

// askProjection holds what is expected of a year against each way to project it.
func (p *proof) askProjection(ctx context.Context, st *statement) error {
	sub := st.subject
	known := st.known
	if known.IsZero() {
		known = p.through
	}
	year, through := p.year, 11
	if !known.IsZero() {
		year, through = known.Through().Year(), known.Months()
	}
	for i, h := range sub.hits {
		if h.pattern.metric == nil || h.pattern.metric.Kind() != metrics.Flow || !isEmpty(merged(h.scope, h.where)) || year == 0 {
			continue
		}
		projection, err := p.engine.Project(ctx, h.pattern.metric.Name, year, through, "", p.options.AsOf)
		if err != nil {
			if jianfu.ErrorCode(err) == jianfu.Invalid {
				continue
			}
			return err
		}
		methods := projection.Methods
		for _, m := range projection.Methods { // the one that the text names
			if strings.Contains(sub.words, m.Method.Label().ZH) {
				methods = []metrics.Projected{m}
			}
		}
		for _, m := range methods {
			if st.role == change && st.kind == percent && strings.ContainsAny(st.direction, "高低") {
				for _, past := range m.Past {
					if len(sub.periods.list) == 0 || past.Year != st.year {
						continue
					}
					st.answers = append(st.answers, answer{value: past.ErrorPercent, text: past.ErrorPercent.Fixed(2) + "%", metric: h.pattern.metric.Name,
						period: jianfu.YearOf(past.Year).String(), safe: i == 0 && h.residue == "",
						of: jianfu.Say("用%[2]s推算%[1]d年%[3]s的误差", "how far off %[4]s was for %[5]s in %[1]d", past.Year, m.Method.Label().ZH, h.pattern.metric.Label.ZH,
							m.Method.Label().EN, h.pattern.metric.Label.EN)})
				}
				continue
			}
			if m.Amount == nil || m.ChangePercent == nil || projection.LastYear.Amount == nil {
				continue
			}
			a := answer{metric: h.pattern.metric.Name, period: jianfu.YearOf(year).String(), safe: i == 0 && h.residue == "", id: projection.LastYear.Scope.ID()}
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
			st.answers = append(st.answers, a)
		}
	}
	return nil
}

func way(delta jianfu.Decimal) string {
	if delta.Sign() < 0 {
		return "减少"
	}
	return "增加"
}

// hold compares a statement with a right value; a change's is signed.
func (st *statement) hold(value jianfu.Decimal) agreement {
	if st.kind == flat {
		if value.Sign() == 0 {
			return agrees
		}
		return disagrees
	}
	if st.rule { // a rule is quoted as it is
		if value.Cmp(st.number) == 0 {
			return agrees
		}
		return disagrees
	}
	if st.role != change {
		if st.signed < 0 {
			return disagrees
		}
		return st.against(value)
	}
	sign := st.sign
	switch {
	case sign == 0 && st.signed < 0:
		sign = -1
	case sign == 0:
		sign = 1
	case st.signed < 0:
		return disagrees // 下降-12.44% says the opposite of what is meant
	}
	if value.Sign() != 0 && value.Sign() != sign {
		return disagrees
	}
	return st.against(value.Abs())
}

// judgeByWarehouse holds a statement against what the warehouse has for it.
func (st *statement) judgeByWarehouse() {
	if st.masked {
		st.verdict = Unknown
		if len(st.answers) > 0 {
			st.answer = &st.answers[0]
		}
		return
	}
	st.rule = st.limit && st.role == level
	for _, want := range []agreement{agrees, cut} {
		for i := range st.answers {
			if st.kind == percent && st.answers[i].points && !st.lent { // a row in % gives its points as +1.36
				continue
			}
			if st.hold(st.answers[i].value) == want {
				st.answer = &st.answers[i]
				st.verdict = Right
				if want == cut {
					st.verdict = Cut
				}
				return
			}
		}
	}
	if len(st.answers) > 0 && st.answers[0].safe {
		st.answer, st.verdict = &st.answers[0], Wrong
	}
}

// trusted is the value to do arithmetic with: the warehouse's where the figure is wrong, so
// that one wrong figure does not make its neighbours wrong.
func (st *statement) trusted() (jianfu.Decimal, bool) {
	switch {
	case st == nil || st.masked || st.kind == flat:
		return jianfu.Decimal{}, false
	case st.verdict == Wrong && st.answer != nil:
		return st.answer.value, true
	case st.isExact():
		return st.number, true
	}
	return jianfu.Decimal{}, false
}

// asWritten is the value as it stands there.
func (st *statement) asWritten() (jianfu.Decimal, bool) {
	if st == nil || !st.isExact() {
		return jianfu.Decimal{}, false
	}
	return st.number, true
}

// arithmetic holds the figures of a sentence against one another.
func (s *sentence) arithmetic() {
	var subjects []*subject
	for _, st := range s.parts {
		if !slices.Contains(subjects, st.subject) {
			subjects = append(subjects, st.subject)
		}
	}
	for i, sub := range subjects {
		if sub.base == nil && i > 0 && (sub.percent != nil || sub.delta != nil) { // 2022年595次，2023年521次，下降…
			if before := subjects[i-1]; before.current != nil && sub.current != nil && before.delta == nil && before.percent == nil && sameMetric(before.hits, sub.hits) &&
				len(before.periods.list) > 0 && len(sub.periods.list) > 0 && before.periods.list[0] != sub.periods.list[0] && before.current.unit == sub.current.unit {
				sub.base = before.current
			}
		}
		sub.changes()
	}
	s.rates()
	s.totals()
}

// changes works out a subject's difference and percentage from its own counts.
func (sub *subject) changes() {
	work := func(value func(*statement) (jianfu.Decimal, bool)) (difference, proportion *jianfu.Decimal, from string) {
		current, hasCurrent := value(sub.current)
		earlier, hasBase := value(sub.base)
		if hasCurrent && hasBase {
			d := current.Sub(earlier)
			difference, from = &d, fmt.Sprintf("%s→%s", earlier, current)
			if earlier.Sign() != 0 {
				q := d.Quo(earlier).Mul(hundred)
				proportion = &q
			}
			return difference, proportion, from
		}
		delta, hasDelta := value(sub.delta)
		if !hasDelta {
			return nil, nil, ""
		}
		if sub.delta.sign < 0 && delta.Sign() > 0 || sub.delta.signed < 0 {
			delta = delta.Abs().Mul(jianfu.NewDecimal(-1))
		}
		switch {
		case hasCurrent:
			earlier = current.Sub(delta)
		case hasBase:
		default:
			return nil, nil, ""
		}
		if earlier.Sign() > 0 {
			q := delta.Quo(earlier).Mul(hundred)
			proportion, from = &q, fmt.Sprintf("%s→%s", earlier, earlier.Add(delta))
		}
		return nil, proportion, from
	}
	judge := func(st *statement, right *jianfu.Decimal, from string) {
		if st == nil || right == nil || st.masked || st.kind == points {
			return
		}
		st.compute(*right, jianfu.Say("文中 %s", "the text's own %s", from))
	}
	difference, proportion, from := work((*statement).trusted)
	judge(sub.delta, difference, from)
	judge(sub.percent, proportion, from)
	if difference, proportion, from = work((*statement).asWritten); sub.percent != nil && sub.percent.verdict == Wrong && proportion != nil {
		if sub.whollyElsewhere() && sub.percent.hold(*proportion) != disagrees { // it follows from counts that are themselves not the warehouse's
			judge(sub.delta, difference, from)
			judge(sub.percent, proportion, from)
			sub.percent.elsewhere(sub.current, sub.base, sub.delta)
		}
	}
	sub.rateChanges()
}

// whollyElsewhere reports whether the counts that a percentage follows from are none of the
// warehouse's.
func (sub *subject) whollyElsewhere() bool {
	n := 0
	for _, st := range []*statement{sub.current, sub.base, sub.delta} {
		if st != nil && !st.masked {
			if st.verdict == Right || st.verdict == Cut {
				return false
			}
			n++
		}
	}
	return n >= 2
}

// elsewhere takes back what the warehouse says of a percentage that follows from the counts
// of its sentence, none of which are the warehouse's: the counts are what is wrong. Where the
// text does not say of which time they are, they are of another matter.
func (st *statement) elsewhere(counts ...*statement) {
	if st.answer != nil {
		st.because.ZH += "；仓库 " + st.answer.of.ZH + "：" + st.answer.text
		st.because.EN += "; the warehouse's " + st.answer.of.EN + ": " + st.answer.text
	}
	st.verdict, st.answer = st.text, nil
	for _, count := range counts {
		if count != nil && count.verdict == Wrong && !st.subject.periods.stated {
			count.verdict, count.answer = "", nil
		}
	}
}

// rateChanges works out percentage points from two rates, as far as their digits tell.
func (sub *subject) rateChanges() {
	if sub.percent == nil || sub.percent.kind != points || sub.current == nil || sub.base == nil || sub.current.kind != percent || sub.base.kind != percent ||
		sub.percent.masked || sub.current.masked || sub.base.masked {
		return
	}
	difference := sub.current.number.Sub(sub.base.number)
	doubt := sub.current.step.Add(sub.base.step).Add(sub.percent.step).Quo(jianfu.NewDecimal(2))
	st := sub.percent
	from := jianfu.Say("文中 %s%%→%s%%", "the text's own %s%% → %s%%", sub.base.number, sub.current.number)
	if signedNumber(st).Sub(difference).Abs().Cmp(doubt) <= 0 {
		st.text, st.because = Right, from
		return
	}
	st.compute(difference, from)
}

func signedNumber(st *statement) jianfu.Decimal {
	if st.sign < 0 || st.signed < 0 {
		return st.number.Mul(jianfu.NewDecimal(-1))
	}
	return st.number
}

// compute takes what the arithmetic of the text makes of a statement.
func (st *statement) compute(right jianfu.Decimal, from jianfu.Text) {
	st.because = from
	st.value = &right
	switch st.hold(right) {
	case agrees:
		st.text = Right
	case cut:
		st.text = Cut
	default:
		if st.doubt { // what is not understood may be what it is of
			st.because = jianfu.Text{}
			return
		}
		st.text = Wrong
	}
	if st.text != Right {
		st.right = st.show(right)
	}
}

// show writes a right value as the statement should have written it.
func (st *statement) show(value jianfu.Decimal) string {
	places := st.places()
	if st.kind == percent || st.kind == points {
		if st.text == Wrong && places < 2 {
			places = 2
		}
	} else if !st.isExact() || st.step.Cmp(jianfu.NewDecimal(1)) >= 0 {
		places = 0
		if text := value.String(); strings.Contains(text, ".") {
			places = 2
		}
	}
	sign := ""
	if st.role == change {
		switch {
		case st.sign == 0 && value.Sign() < 0:
			sign = "-"
		case st.sign != 0 && value.Sign() != st.sign:
			sign = pickWay(value.Sign())
		}
		value = value.Abs()
	}
	unit := st.unit
	if st.kind == percent && unit == "" {
		unit = "%"
	}
	if st.answer != nil && st.answer.points {
		unit = "个百分点"
	}
	return sign + value.Fixed(places) + unit
}

func pickWay(sign int) string {
	switch {
	case sign < 0:
		return "减少"
	case sign > 0:
		return "增加"
	}
	return "持平 "
}

// rates holds a rate or share against the counts before it: 受理3059件，办结3055件，办复率99.87%.
func (s *sentence) rates() {
	for i, st := range s.parts {
		if st.kind != percent || st.role == change || st.role == base || st.masked || st.limit {
			continue
		}
		var counts []*statement
		for j := i - 1; j >= 0 && len(counts) < 6; j-- {
			if before := s.parts[j]; before.role == level && before.isExact() && !before.limit {
				counts = append(counts, before)
			}
		}
		for j := i + 1; j < len(s.parts) && j <= i+2; j++ { // 办复率99.87%（3055/3059 or 办结3055件，受理3059件）
			if s.parts[j].role == level && s.parts[j].isExact() && s.parts[j].kind == count && s.bracketed(st, s.parts[j]) {
				counts = append(counts, s.parts[j])
			}
		}
		if st.subject.current != nil && st.subject.current != st && st.role == share {
			counts = append(counts, st.subject.current)
		}
		s.rate(st, counts, (*statement).trusted)
		if st.verdict == Wrong { // it may follow from counts that are themselves not the warehouse's
			counts = slices.DeleteFunc(counts, func(c *statement) bool { return c.verdict == Right || c.verdict == Cut })
			st.text = ""
			s.rate(st, counts, (*statement).asWritten)
			if st.text == Right || st.text == Cut {
				st.elsewhere(counts...)
			}
		}
	}
}

// bracketed reports whether a figure stands in brackets right behind another.
func (s *sentence) bracketed(st, other *statement) bool {
	between := string(s.passage.runes[st.end:max(st.end, other.start)])
	return strings.ContainsAny(between, "（(") && !strings.ContainsAny(between, "）)")
}

// rate holds a rate against each pair of counts that it may be of.
func (s *sentence) rate(st *statement, counts []*statement, valueOf func(*statement) (jianfu.Decimal, bool)) {
	var nearest *jianfu.Decimal
	var from jianfu.Text
	n := 0
	for _, numerator := range counts {
		for _, denominator := range counts {
			a, ok := valueOf(numerator)
			b, known := valueOf(denominator)
			if numerator == denominator || !ok || !known || b.Sign() <= 0 || a.Cmp(b) > 0 || numerator.unit != denominator.unit {
				continue
			}
			value := a.Quo(b).Mul(hundred)
			why := jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", a, b)
			if agreement := st.hold(value); agreement != disagrees {
				if st.text != Right {
					st.compute(value, why)
				}
				continue
			}
			n++
			if nearest == nil {
				nearest, from = &value, why
			}
		}
	}
	if st.text == "" && len(counts) == 2 && n == 1 && nearest != nil && (rateWords.MatchString(s.before(st)) || st.role == share) {
		st.compute(*nearest, from)
	}
}

// before is the text of the segment in front of a statement.
func (s *sentence) before(st *statement) string {
	return string(s.passage.runes[st.segment.start:st.start])
}

// totals holds a total against the parts told just before or after it.
func (s *sentence) totals() {
	for i, st := range s.parts {
		if st.role != level || !st.isExact() {
			continue
		}
		var parts []*statement
		switch {
		case st.total && i >= 2: // 甲3件、乙4件，共7件
			for j := i - 1; j >= 0; j-- {
				if before := s.parts[j]; before.role != level || before.unit != st.unit || !before.isExact() || before.subject.part != st.subject.part {
					break
				}
				parts = append(parts, s.parts[j])
			}
			if len(parts) < 2 {
				continue
			}
			if sum, ok := total(parts); ok {
				st.compute(sum, jianfu.Say("文中各项之和", "the sum of the text's own parts"))
			}
		case !st.of && i+2 < len(s.parts) && s.parts[i+1].of: // 共7件，其中甲3件、乙4件
			for _, after := range s.parts[i+1:] {
				if !after.of || after.role != level {
					if after.role == level {
						break
					}
					continue
				}
				if after.unit == st.unit && after.isExact() {
					parts = append(parts, after)
				}
			}
			sum, ok := total(parts)
			if whole, known := st.trusted(); ok && known && len(parts) >= 2 {
				switch sum.Cmp(whole) {
				case 0:
					st.text, st.because = Right, jianfu.Say("文中各项之和", "the sum of the text's own parts")
				case 1:
					if st.verdict == "" {
						st.compute(sum, jianfu.Say("文中各项之和，比总数还多", "the sum of the text's own parts, which is beyond it"))
					}
				}
			}
		}
	}
}

// total is the sum of parts, where all are exact.
func total(parts []*statement) (jianfu.Decimal, bool) {
	sum := jianfu.NewDecimal(0)
	for _, part := range parts {
		value, ok := part.trusted()
		if !ok {
			return sum, false
		}
		sum = sum.Add(value)
	}
	return sum, true
}

// settle puts both judgements together: a safe match with the warehouse decides, then the
// text's own arithmetic, then a match that leaves words unexplained, which can only be right.
func (s *sentence) settle(st *statement) {
	switch {
	case st.verdict == Unknown:
		return
	case (st.verdict == Right || st.verdict == Cut) && st.answer != nil && (st.answer.safe || st.text != Wrong && st.text != Cut):
	case st.verdict == Wrong:
	case st.verdict != "" && st.answer == nil:
	case st.text != "":
		st.verdict, st.answer = st.text, nil
	default:
		st.verdict, st.answer = Unmatched, nil
	}
}

// finding tells what was found of a statement.
func (s *sentence) finding(st *statement) (Finding, bool) {
	runes := s.passage
	start, end := st.start, st.end
	for start < end && runes.paragraph[start] < 0 {
		start++
	}
	if start == end {
		return Finding{}, false
	}
	if st.verdict == Unmatched && isWordsOnly(st.figure) {
		return Finding{}, false
	}
	paragraph := runes.paragraph[start]
	original := s.proof.doc.paragraphs[paragraph]
	f := Finding{Place: original.place, Verdict: st.verdict, Because: st.because, Text: st.text, paragraph: paragraph,
		start: runes.offset[start], end: runes.offset[end-1] + 1}
	f.Written = string(original.text[f.start:f.end])
	from, to := runes.offset[start], f.end
	for from > 0 && !strings.ContainsRune("。；！？\n", original.text[from-1]) && f.start-from < 40 {
		from--
	}
	for to < len(original.text) && !strings.ContainsRune("。；！？\n", original.text[to]) && to-f.end < 30 {
		to++
	}
	f.Sentence = strings.TrimSpace(string(original.text[from:to]))
	if st.answer != nil {
		f.ID, f.Metric, f.Period = st.answer.id, st.answer.metric, st.answer.period
		f.Because = jianfu.Say("仓库 %[1]s：%[3]s", "the warehouse's %[2]s: %[3]s", st.answer.of.ZH, st.answer.of.EN, st.answer.text)
		f.Warehouse = st.verdict
	}
	switch st.verdict {
	case Wrong, Cut:
		f.Right = st.right
		if st.answer != nil {
			st.text = st.verdict
			f.Right = st.show(st.answer.value)
		}
	case Unknown:
		f.Warehouse = ""
		for _, a := range st.answers {
			offer := Offer{Text: st.offered(a), Of: a.of, Metric: a.metric, Period: a.period, ID: a.id}
			if len(f.Offers) < 4 && !slices.ContainsFunc(f.Offers, func(o Offer) bool { return o.Text == offer.Text && o.Of == offer.Of }) {
				f.Offers = append(f.Offers, offer)
			}
		}
		if len(f.Offers) > 0 {
			f.Right = f.Offers[0].Text
		}
	}
	return f, true
}

// offered is what a masked place should hold.
func (st *statement) offered(a answer) string {
	if st.role == change && (st.kind == percent || st.kind == points) {
		return a.value.Abs().Fixed(2) + st.unit + mismatch(st, a.value)
	}
	if st.kind == percent {
		return a.value.Fixed(2) + "%"
	}
	value := a.value
	if st.role == change {
		value = value.Abs()
	}
	text := value.String()
	if len(text) > len(value.Fixed(4)) {
		text = value.Fixed(2)
	}
	unit := st.unit
	if unit == "" {
		return a.text
	}
	return text + unit + mismatch(st, a.value)
}

// mismatch says that a change went the other way than the text has it.
func mismatch(st *statement, value jianfu.Decimal) string {
	if st.role == change && st.sign != 0 && value.Sign() != 0 && value.Sign() != st.sign {
		return "（实为" + pickWay(value.Sign()) + "）"
	}
	return ""
}

// isWordsOnly reports a figure in Chinese numerals, which is told only where it can be
// held against something: 三个方面, 四次全会 are no statements.
func isWordsOnly(f *figure) bool {
	return !f.masked && f.kind != flat && !strings.ContainsAny(f.written, "0123456789")
}
