package proof

import (
	"context"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/metrics"
)

// answer is what the warehouse has for a statement.
type answer struct {
	value  jianfu.Decimal // exact; of a percentage in percent; of a change signed
	text   jianfu.Text    // as people write it
	of     jianfu.Text    // what it is
	part   jianfu.Text    // how much of it was filed, where that is not all
	id     string
	metric string
	period string
	points bool            // it is a change of a rate: in percentage points, never in percent
	safe   bool            // nothing around the figure is left unexplained
	whole  *jianfu.Decimal // of a rate: what it is of
	partly bool            // its metric leaves words unexplained
	loose  bool            // but the time of what it is compared with, which is the usual one

	asked    []metrics.Query // what it was counted by
	untested int             // of a check: how many cases it could not test
}

// match is what the warehouse makes of a claim.
type match struct {
	answers []answer
	answer  *answer // that decided
	verdict Verdict // "" where nothing did
	why     jianfu.Text
}

// sense is one way to read a claim: what it asks the warehouse for.
type sense struct {
	hit   hit
	query metrics.Query
	first bool // nothing is likelier
}

// maxSenses is how many of the metrics that a claim may be of are looked at, and maxUnread how many characters of its
// words any but the likeliest may leave unread.
const (
	maxSenses = 6
	maxUnread = 12
)

// ask gathers what the warehouse has for a claim, the likeliest first.
func (p *asker) ask(ctx context.Context, st *claim) error {
	if st.isHopeless() || p.engine == nil {
		return nil
	}
	p.askThreshold(st)
	switch {
	case st.isRule():
		return nil
	case st.namesID():
		return p.askByID(ctx, st)
	case st.expected:
		return p.askProjection(ctx, st)
	}
	for i := range st.subject.hits {
		if err := p.askHit(ctx, st, i); err != nil || st.isSurelyRight() {
			return err // no other reading can make it more right
		}
	}
	return nil
}

// askHit asks for what a claim is by one of its hits.
func (p *asker) askHit(ctx context.Context, st *claim, at int) error {
	if h := st.subject.hits[at]; h.check != nil && len(st.subject.times.list) > 0 {
		if err := p.askCheck(ctx, st, h, at == 0); err != nil {
			return err
		}
	}
	for _, r := range p.senses(st, at) {
		if err := p.askMetric(ctx, st, r); err != nil || st.isSurelyRight() {
			return err
		}
	}
	return nil
}

// isSurelyRight reports whether the last answer is all that a claim can be, and it agrees.
func (st *claim) isSurelyRight() bool {
	if len(st.match.answers) == 0 || st.masked {
		return false
	}
	last := st.match.answers[len(st.match.answers)-1]
	return last.safe && !last.points && st.hold(last.value) == agrees
}

// isHopeless reports whether nothing that the warehouse has could be found right for a claim.
func (st *claim) isHopeless() bool {
	return !st.masked && slices.ContainsFunc(st.doubts, func(d Doubt) bool { return d.never })
}

// namesID reports whether a claim is a cell beside which the id of its figure is written.
func (st *claim) namesID() bool { return len(st.in.ids) == 1 && st.passage.cell }

// senses are the ways to read a claim by one of its hits, the likeliest first.
func (p *asker) senses(st *claim, at int) []sense {
	hits := st.subject.hits
	h := hits[at]
	if h.metric == nil || at >= maxSenses || at > 0 && len(h.residue) > len(hits[0].residue) && len(h.residue) > maxUnread {
		return nil
	}
	var list []sense
	for _, period := range slices.Concat(st.subject.times.list, st.elsewhen) {
		if st.role == change && st.compare.kind == metrics.YearEarlier && period.Months() > 12 {
			continue // several years have no year before
		}
		for _, where := range h.scopes(st.of) {
			list = append(list, sense{hit: h, query: p.query(st, h.metric.Name, period, where), first: at == 0 && len(list) == 0})
		}
	}
	return list
}

// query asks for a metric as a claim has it, with what it is compared with.
func (p *asker) query(st *claim, metric string, period jianfu.Period, where metrics.Filter) metrics.Query {
	q := metrics.Query{Metrics: []string{metric}, Period: period, Where: where, Caliber: st.subject.caliber, AsOf: p.options.AsOf, Compare: metrics.YearEarlier}
	if st.role == change || st.role == base {
		if q.Compare = st.compare.kind; q.Compare == metrics.NamedPeriod {
			q.Against = st.compare.period
		}
	}
	return q
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
	if !access.From(ctx).SeesAll() { // it would be held against the caller's own findings
		st.doubts = withDoubt(st.doubts, notShown)
		return nil
	}
	period, check := st.subject.times.first(), h.check
	found, untested, err := p.findings(ctx, check.Name, period)
	if err != nil {
		return err
	}
	n, of := found, jianfu.Say("核查", "the check")
	if st.passage.untested {
		n, untested, of = untested, 0, jianfu.Say("未能核查的", "what could not be tested by the check")
	}
	st.match.answers = append(st.match.answers, answer{value: jianfu.NewDecimal(int64(n)), text: jianfu.Say("%d", "%d", n), safe: first && h.residue == "" && len(st.doubts) == 0, period: period.String(), untested: untested,
		of: jianfu.Say("%[1]s%[5]s“%[3]s”", "%[6]s %[4]q of %[2]s", period.Label(jianfu.Chinese), period.Label(jianfu.English), check.Label.ZH, check.Label.EN, of.ZH, of.EN)})
	return nil
}

// askMetric asks for one reading of a claim.
func (p *asker) askMetric(ctx context.Context, st *claim, r sense) error {
	m := r.hit.metric
	value, err := p.measure(ctx, r.query)
	if err == nil && p.hidden[question(r.query)] {
		st.doubts = withDoubt(st.doubts, notShown)
	}
	if err != nil || st.role != change && m.IsRate() != (st.kind == percent) {
		return err
	}
	a := answer{safe: r.first && r.hit.residue == "" && len(st.doubts) == 0, partly: r.hit.residue != "", metric: m.Name}
	if value == nil || st.role != change && value.Amount == nil {
		return p.askAsBase(ctx, st, r.query, a)
	}
	a.period, a.id, a.of, a.asked = r.query.Period.String(), value.Scope.ID(), p.of(value, r.query.Period), []metrics.Query{r.query}
	switch {
	case len(st.subject.exclude) > 0:
		return p.askRemainder(ctx, st, r.query, value, a)
	case st.role == base:
		return p.askBase(ctx, st, r.query, value, a)
	case st.role != change:
		p.levelAnswer(value, &a)
	case !changeAnswer(st, value, &a):
		return nil
	}
	st.match.answers = append(st.match.answers, a)
	return p.askAsBase(ctx, st, r.query, a)
}

// askBase asks for what a claim is compared with.
func (p *asker) askBase(ctx context.Context, st *claim, q metrics.Query, value *metrics.Value, a answer) error {
	c := value.Comparison
	if c == nil || c.Amount == nil {
		return nil
	}
	q.Period, q.Compare, q.Against = c.Period, metrics.YearEarlier, jianfu.Period{}
	earlier, err := p.measure(ctx, q)
	if err != nil || earlier == nil || earlier.Amount == nil {
		return err
	}
	a.loose, a.safe, a.asked = a.safe && !st.timed, a.safe && st.timed, []metrics.Query{q}
	for _, value := range []*metrics.Value{earlier, c.Base} {
		p.levelAnswer(value, &a)
		st.match.answers = append(st.match.answers, a)
	}
	return nil
}

// askAsBase asks for what a count of the year before is where that of a unit or line is compared with it, by its units and lines of
// then.
func (p *asker) askAsBase(ctx context.Context, st *claim, q metrics.Query, a answer) error {
	if st.role != level || isEmpty(q.Where) || q.Period.Through().Year() != p.year-1 {
		return nil
	}
	q.Period = q.Period.Shift(12)
	later, err := p.measure(ctx, q)
	if err != nil || later == nil || later.Comparison == nil || later.Comparison.Amount == nil || later.Comparison.Base.Scope.StructureOn == 0 {
		return err
	}
	p.levelAnswer(later.Comparison.Base, &a)
	a.asked = []metrics.Query{q}
	st.match.answers = append(st.match.answers, a)
	return nil
}

// askRemainder asks for a count without what the sentence takes out of it; of a rate, or where what is left out is
// counted from other filings, there is none.
func (p *asker) askRemainder(ctx context.Context, st *claim, query metrics.Query, whole *metrics.Value, a answer) error {
	m := whole.Metric
	if m.IsRate() || m.Kind() != metrics.Flow || whole.Amount == nil || st.role == base {
		return nil
	}
	rest := remainder{now: *whole.Amount, before: earlierAmount(whole), text: whole.Amount.String()}
	for _, x := range st.subject.exclude {
		part, ok := x.query(query, m)
		if !ok {
			return nil
		}
		value, err := p.measure(ctx, part)
		if err != nil || value == nil || value.Amount == nil {
			return err
		}
		rest.takeOut(value)
		a.asked = append(a.asked, part)
	}
	a.of, a.id = jianfu.Text{ZH: a.of.ZH + "，除去所说的", EN: a.of.EN + ", without what is excluded"}, ""
	if rest.answer(st, m.Unit, &a) {
		st.match.answers = append(st.match.answers, a)
	}
	return nil
}

// query asks for what is excluded from what a query asks for; false where it is no part of that.
func (x exclusion) query(q metrics.Query, m *metrics.Metric) (metrics.Query, bool) {
	if !isEmpty(x.where) {
		q.Where = merged(q.Where, x.where)
		return q, len(q.Where.Departments) == len(x.where.Departments) // of the units named, some are left out
	}
	other := x.hits[0].metric
	q.Metrics, q.Where = []string{other.Name}, merged(q.Where, x.hits[0].where)
	return q, slices.Equal(other.Kinds(), m.Kinds()) && other.Unit == m.Unit
}

// remainder is what is left of a count, and of that of the time before; nil where that is not known.
type remainder struct {
	now    jianfu.Decimal
	before *jianfu.Decimal
	text   string
}

// earlierAmount is the amount that a value is compared with; nil where there is none.
func earlierAmount(value *metrics.Value) *jianfu.Decimal {
	if value.Comparison == nil {
		return nil
	}
	return value.Comparison.Amount
}

func (r *remainder) takeOut(value *metrics.Value) {
	r.now = r.now.Sub(*value.Amount)
	r.text += "−" + value.Amount.String()
	if earlier := earlierAmount(value); r.before != nil && earlier != nil {
		rest := r.before.Sub(*earlier)
		r.before = &rest
	} else {
		r.before = nil
	}
}

// answer is the remainder as a claim has it, or its change; false where there is none.
func (r *remainder) answer(st *claim, unit string, a *answer) bool {
	a.value, a.text = r.now, inUnit(r.text+"="+r.now.String(), unit)
	if st.role != change {
		return true
	}
	if r.before == nil || r.before.Sign() == 0 || st.kind == points {
		return false
	}
	if a.value = r.now.Sub(*r.before); st.kind == percent {
		a.value = a.value.Quo(*r.before).Mul(hundred)
	}
	a.text = inUnit(r.before.String()+"→"+r.now.String(), unit)
	return true
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
func (p *asker) levelAnswer(value *metrics.Value, a *answer) {
	a.value, a.whole = exactAmount(value), value.Denominator
	a.text = jianfu.Text{ZH: value.Text(jianfu.Chinese), EN: value.Text(jianfu.English)}
	a.id, a.period, a.of, a.part = value.Scope.ID(), value.Scope.Period.String(), p.of(value, value.Scope.Period), partOf(value)
}

// partOf says how much of a figure was filed where something is missing: 只含已报送的：107个单位月中88个已报.
func partOf(value *metrics.Value) jianfu.Text {
	zh, en := value.Partial(jianfu.Chinese), value.Partial(jianfu.English)
	if zh == "" || value.Metric.Kind() != metrics.Flow {
		return jianfu.Text{}
	}
	return jianfu.Say("（只含已报送的：%[1]s）", " (only what was filed: %[2]s)", zh, en)
}

// sidesOf says of a change where its two sides have other units or months, else how much of it was filed.
func sidesOf(c *metrics.ValueComparison, value *metrics.Value) jianfu.Text {
	if c.Comparable != nil {
		return jianfu.Say("（两期报送的单位和月份不同，不能据此判断升降）", " (the two sides were filed by different units or months, and tell no rise or fall)")
	}
	return partOf(value)
}

// exactAmount is a figure before it is rounded; a rate's is in percent.
func exactAmount(value *metrics.Value) jianfu.Decimal {
	if value.Metric.IsRate() {
		return value.Numerator.Quo(*value.Denominator).Mul(hundred)
	}
	return *value.Amount
}

var (
	comparablePattern = compile(`可比部分[^；。;]{0,40}$`)
	comparableBehind  = compile(`^（[按以]?可比(?:部分|口径)[^）\d]*）`)
)

// comparisonOf is what a change is held against: the whole of a figure, or what both sides have of it where the words around say so.
func comparisonOf(st *claim, value *metrics.Value, a *answer) *metrics.ValueComparison {
	c := value.Comparison
	const far = 48
	before := string(st.passage.runes[max(0, st.start-far):st.start])
	if c == nil || c.Comparable == nil || !comparablePattern.MatchString(before) && !comparableBehind.MatchString(st.after(far)) {
		return c
	}
	a.of, a.asked = jianfu.Say("%[1]s（可比部分）", "%[2]s (over what both sides have)", a.of.ZH, a.of.EN), nil
	return c.Comparable.ValueComparison
}

// changeAnswer is a figure's change, signed; false where there is none.
func changeAnswer(st *claim, value *metrics.Value, a *answer) bool {
	c := comparisonOf(st, value, a)
	if c == nil || c.Delta == nil {
		return false
	}
	a.text, a.part = jianfu.Text{ZH: c.Sentences(jianfu.Chinese), EN: c.Sentences(jianfu.English)}, sidesOf(c, value)
	a.of.ZH += "的变化"
	a.of.EN += ", its change"
	switch rate := value.Metric.IsRate(); {
	case st.kind == flat && c.ChangePoints != nil:
		a.value = *c.ChangePoints
	case rate && st.kind != flat:
		if c.ChangePoints == nil || st.kind == count {
			return false
		}
		a.value, a.points = *c.ChangePoints, true
	case st.kind == percent && c.ChangePercent != nil:
		a.value = c.Delta.Quo(*c.Amount).Mul(hundred)
	case st.kind == count || st.kind == flat:
		a.value = *c.Delta
	default:
		return false
	}
	return true
}

// byID is the sense that the id beside a claim names; false where it names no figure that the claim can be.
func (p *asker) byID(st *claim) (sense, metrics.Scope, bool) {
	scope, err := metrics.ParseFigureID(st.in.ids[0].groups[0])
	if err != nil {
		return sense{}, scope, false
	}
	m, err := p.catalog.Metric(scope.Metric)
	if err != nil || !admits(&pattern{metric: m}, st) { // that of an office whose catalogue has others
		return sense{}, scope, false
	}
	where := scope.Where
	for _, member := range scope.Group {
		switch member.Dimension {
		case "department":
			where.Departments = append(slices.Clone(where.Departments), member.Value)
		case "portfolio":
			where.Portfolios = append(slices.Clone(where.Portfolios), member.Value)
		default:
			where.Is = append(slices.Clone(where.Is), metrics.Equals{Dimension: member.Dimension, In: []string{member.Value}})
		}
	}
	q := p.query(st, m.Name, scope.Period, where)
	if q.Caliber = scope.Caliber; p.options.AsOf.IsZero() { // the figure is of the moment that its id names
		q.AsOf = scope.AsOf
	}
	return sense{hit: hit{pattern: &pattern{metric: m}}, query: q, first: true}, scope, true
}

// askByID asks for the figure that the report itself names by its id.
func (p *asker) askByID(ctx context.Context, st *claim) error {
	r, scope, ok := p.byID(st)
	if slices.ContainsFunc(scope.Group, func(member metrics.Member) bool { return !member.Known }) { // the rows that do not say are no filter's
		return p.askRest(ctx, st, scope)
	}
	if !ok {
		return nil
	}
	return p.askMetric(ctx, st, r)
}

// askRest asks for a figure of rows that do not say what they are grouped by.
func (p *asker) askRest(ctx context.Context, st *claim, scope metrics.Scope) error {
	if st.role != level {
		return nil
	}
	if scope.AsOf.IsZero() {
		scope.AsOf = p.options.AsOf
	}
	found, err := p.engine.Trace(ctx, scope.ID())
	if jianfu.ErrorCode(err) == jianfu.Forbidden {
		st.doubts = withDoubt(st.doubts, notShown)
		return nil
	}
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
	a := answer{safe: true, metric: value.Scope.Metric}
	p.levelAnswer(value, &a)
	st.match.answers = append(st.match.answers, a)
	return nil
}

// askThreshold holds a limit against the settings in force.
func (p *asker) askThreshold(st *claim) {
	for i, h := range st.subject.hits {
		if h.threshold == "" {
			continue
		}
		on := p.options.Period.Through()
		if list := st.subject.times.list; len(list) > 0 {
			on = list[0].Through()
		}
		for _, t := range p.catalog.Thresholds(on) {
			if t.Name != h.threshold || !sameUnit(strings.TrimPrefix(t.Unit, "个"), strings.TrimPrefix(st.unit, "个")) {
				continue
			}
			st.match.answers = append(st.match.answers, answer{value: t.Value, text: inUnit(t.Value.String(), t.Unit), of: t.Label, metric: "", safe: i == 0 && h.residue == "" && !st.isCondition() && (st.limit || h.label && len(st.doubts) == 0)})
		}
	}
}

// askProjection holds what is expected of a year against each way to project it.
func (p *asker) askProjection(ctx context.Context, st *claim) error {
	if st.known.IsZero() {
		st.doubts = withDoubt(st.doubts, forecast)
		return nil
	}
	for i, h := range st.subject.hits {
		if h.metric == nil || h.metric.Kind() != metrics.Flow || !isEmpty(merged(h.scope, h.where)) {
			continue
		}
		projection, err := p.project(ctx, h.metric.Name, st.known.Through().Year(), st.known.Months())
		if err != nil {
			return err
		}
		if projection == nil {
			continue
		}
		st.match.answers = append(st.match.answers, methodAnswers(st, projection, p.options.AsOf, i == 0 && h.residue == "")...)
	}
	return nil
}

// methodAnswers are what each method of a projection expects, or how far off it was, as a claim has it.
func methodAnswers(st *claim, projection *metrics.Projection, asOf time.Time, safe bool) []answer {
	answersOf := projectedAnswers
	if st.role == change && st.kind == percent && strings.ContainsAny(st.direction(), "高低") {
		answersOf = errorAnswers
	}
	var list []answer
	for _, m := range namedMethods(projection.Methods, st.subject.words()) {
		for _, a := range answersOf(st, projection, m) {
			a.metric, a.safe = projection.Metric.Name, safe
			a.asked = []metrics.Query{{Metrics: []string{a.metric}, Period: st.known, AsOf: asOf}}
			list = append(list, a)
		}
	}
	return list
}

// namedMethods are the methods that a text names, or all where it names none.
func namedMethods(all []metrics.Projected, words string) []metrics.Projected {
	for _, m := range slices.Backward(all) {
		if strings.Contains(words, m.Method.Label().ZH) {
			return []metrics.Projected{m}
		}
	}
	return all
}

// errorAnswers are how far off a method was in the year that a claim is of: 比实际低1.2%.
func errorAnswers(st *claim, projection *metrics.Projection, m metrics.Projected) []answer {
	var list []answer
	for _, past := range m.Past {
		if len(st.subject.times.list) > 0 && past.Year == st.year {
			list = append(list, answer{value: past.ErrorPercent, text: inUnit(past.ErrorPercent.Fixed(2)+"%", ""), period: jianfu.YearOf(past.Year).String(),
				of: jianfu.Say("用%[2]s推算%[1]d年%[3]s的误差", "how far off %[4]s was for %[5]s in %[1]d", past.Year, m.Method.Label().ZH, projection.Metric.Label.ZH,
					m.Method.Label().EN, projection.Metric.Label.EN)})
		}
	}
	return list
}

// projectedAnswers are what a method expects, as a claim has it.
func projectedAnswers(st *claim, projection *metrics.Projection, m metrics.Projected) []answer {
	last := projection.LastYear.Amount
	if m.Amount == nil || st.role == change && last == nil {
		return nil
	}
	label, unit := projection.Metric.Label, projection.Metric.Unit
	a := answer{period: jianfu.YearOf(projection.Year).String(),
		of: jianfu.Say("预计%[1]d年%[2]s（%[3]s）", "%[4]s expected for %[1]d (%[5]s)", projection.Year, label.ZH, m.Method.Label().ZH, label.EN, m.Method.Label().EN)}
	var delta jianfu.Decimal
	if last != nil {
		delta = m.Amount.Sub(*last)
	}
	switch {
	case st.role == level && st.kind == count:
		a.value, a.text = *m.Amount, inUnit(m.Amount.String(), unit)
	case st.role == change && st.kind == count:
		a.value, a.text = delta, movedBy(delta, inUnit(delta.Abs().String(), unit))
	case st.role == change && st.kind == percent && m.ChangePercent != nil: // of the amount before it is rounded
		a.value = *m.ChangePercent
		a.text = movedBy(a.value, inUnit(a.value.Abs().Fixed(2)+"%", ""))
	default:
		return nil
	}
	return []answer{a}
}

// inUnit is a number with its unit, which English leaves out.
func inUnit(number, unit string) jianfu.Text { return jianfu.Text{ZH: number + unit, EN: number} }

// movedBy says which way something moved, and by how much.
func movedBy(delta jianfu.Decimal, by jianfu.Text) jianfu.Text {
	if delta.Sign() < 0 {
		return jianfu.Say("减少%[1]s", "down %[2]s", by.ZH, by.EN)
	}
	return jianfu.Say("增加%[1]s", "up %[2]s", by.ZH, by.EN)
}
