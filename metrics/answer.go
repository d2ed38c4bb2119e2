package metrics

import (
	"context"
	"slices"

	"jianfu"
)

// assemble combines the counts into figures.
func (r *run) assemble(ctx context.Context) (*Measurement, error) {
	r.statedGroups()
	r.orderGroups()
	if len(r.groups)*len(r.rows)*len(r.metrics) > maxCells {
		return nil, tooLarge()
	}
	m := &Measurement{Query: r.query, Measured: r.metrics, Base: r.wholeBase(), Rows: make([]Row, 0, len(r.rows)*len(r.groups))}
	groups := make([]keyedGroup, len(r.groups))
	for i, group := range r.groups {
		groups[i] = keyed(group)
	}
	for _, pair := range r.rows {
		for _, group := range groups {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			row := Row{Bucket: pair.shown, Group: group.members, Values: make([]Value, 0, len(r.metrics))}
			for _, metric := range r.metrics {
				value := r.value(metric, pair.current, group)
				if !pair.base.period.IsZero() {
					base := r.value(metric, pair.base, group)
					value.Comparison = compare(r.query.Compare, value, base)
					value.Comparison.Comparable = r.comparable(metric, pair, group, value, base)
					if _, known := value.Comparison.Sign(); !known {
						value.Comparison.Favourable = nil
					}
				}
				row.Values = append(row.Values, value)
			}
			m.Rows = append(m.Rows, row)
		}
	}
	m.Notices = r.notices()
	unfiled, err := r.unfiledValues(ctx)
	if err != nil {
		return nil, err
	}
	m.Notices = append(m.Notices, unfiled...)
	registers, err := r.registerNotices(ctx)
	if err != nil {
		return nil, err
	}
	m.Notices = append(m.Notices, registers...)
	backDated, err := r.backDated(ctx)
	if err != nil {
		return nil, err
	}
	m.Notices = append(m.Notices, backDated...)
	m.Lineage, err = r.lineage(ctx)
	return m, err
}

// wholeBase is what the whole period is compared with.
func (r *run) wholeBase() jianfu.Period {
	switch r.query.Compare {
	case YearEarlier:
		return r.query.Period.YearEarlier()
	case PreviousPeriod:
		return r.query.Period.Previous()
	}
	return r.query.Against
}

// value is one figure.
func (r *run) value(m *Metric, b bucket, group keyedGroup) Value {
	return r.valueOf(m, b, group, false)
}

// valueOf is one figure, or what of it is comparable.
func (r *run) valueOf(m *Metric, b bucket, group keyedGroup, comparable bool) Value {
	v := Value{Metric: m, Basis: FromRecords, Scope: Scope{Metric: m.Name, Period: b.period, Group: group.members, Where: r.asked,
		Caliber: r.query.Caliber, CaliberOn: r.caliberOn(b.period), StructureOn: r.structureOn(b), AsOf: r.query.AsOf, KnownAt: r.query.KnownAt}}
	if !r.applies(m, group.members) {
		v.Missing = NotApplicable
		return v
	}
	if comparable && r.city || r.withholds(m, b) { // what both sides have is without single units
		v.Missing = Withheld
		return v
	}
	var parts []partValue
	accounts, both := r.accountsIn(m, b, group)
	for _, a := range accounts {
		parts = append(parts, r.parts(a, b, group, comparable)...)
	}
	v.Coverage, v.Unknown, v.open, v.short, v.Units, v.months = parts[0].coverage, parts[0].unknown, parts[0].open, parts[0].short, parts[0].units, parts[0].months
	records, totals := false, false
	for _, p := range parts {
		records, totals = records || p.basis != FromTotals, totals || p.basis != FromRecords
	}
	switch {
	case records && totals:
		v.Basis = FromBoth
	case totals:
		v.Basis = FromTotals
	}
	if m.numerator == nil {
		v.Amount, v.Missing, v.why = parts[0].amount, parts[0].missing, parts[0].why
		v.Numerator = v.Amount
		return v
	}
	v.Numerator, v.Denominator = parts[0].amount, parts[1].amount
	switch {
	case parts[1].missing != NotMissing:
		v.Missing, v.why = parts[1].missing, parts[1].why
	case parts[0].missing != NotMissing:
		v.Missing, v.why = parts[0].missing, parts[0].why
	case v.Denominator.Sign() == 0:
		v.Missing = ZeroDenominator
	case !both:
		v.Missing = NotReported // no unit has both parts
	default:
		amount := v.Numerator.Quo(*v.Denominator).Round(ratePlaces)
		v.Amount = &amount
	}
	return v
}

// accountsIn are the accounts of a figure of a group: of a rate over two sources those of the units that have
// both parts. Where none has it reports false, and they are those of all units: they say what is lacking.
func (r *run) accountsIn(m *Metric, b bucket, group keyedGroup) (list []account, both bool) {
	list, both = accountsOf(m), true
	for _, a := range list {
		if a.with != nil {
			both = both && r.decision(a, b).tallyOf(group).known
		}
	}
	if !both {
		for i := range list {
			list[i] = list[i].alone()
		}
	}
	return list, both
}

// comparable holds both sides of a comparison over the units and months that both have, and
// by the units and lines of the base. Where that is what they are it is the comparison itself.
func (r *run) comparable(m *Metric, pair bucketPair, group keyedGroup, current, base Value) *Comparable {
	apart := slices.ContainsFunc(accountsOf(m), func(a account) bool { return r.decisions[decisionKey{a, pair.like().index, true}] != nil })
	whole, wholeBase := current, base
	if len(group.members) == 0 && len(r.query.Where.Departments)+len(r.query.Where.Portfolios)+len(r.query.Where.Is) == 0 && current.Basis == FromRecords && base.Basis == FromRecords &&
		!slices.ContainsFunc(accountsOf(m), func(a account) bool { return r.coverOf(a.source()).listed }) {
		apart = false // registers speak for every unit, for those that were founded since, too
	}
	if apart {
		current, base = r.valueOf(m, pair.like(), group, true), r.valueOf(m, pair.base, group, true)
	}
	both := &Comparable{Current: current.Amount, ValueComparison: compare(r.query.Compare, current, base), Coverage: current.Coverage}
	same := func(part, whole Value) bool {
		return slices.Equal(part.Units, whole.Units) && slices.Equal(part.months, whole.months)
	}
	if both.uneven = !same(current, whole) || !same(base, wholeBase); !both.uneven {
		return both
	}
	if both.Units = len(current.Units); both.Units < 2 {
		return both
	}
	both.Units = 0
	for _, kin := range r.kin(pair.base) { // units that took over from one another are one
		if slices.ContainsFunc(kin, func(u int) bool { return slices.Contains(current.Units, r.axis.units[u].code) }) {
			both.Units++
		}
	}
	return both
}

// caliberOn is the day whose version of the caliber counts for a bucket: its own last day,
// but where that has another version than the whole answer.
func (r *run) caliberOn(bucket jianfu.Period) jianfu.Date {
	if r.caliber.Version(bucket.Through()) == r.scope.caliber {
		return bucket.Through()
	}
	return r.query.CaliberDay()
}

// ratePlaces is the number of decimal places of a rate's fraction.
const ratePlaces = 4

// partValue is what one part of a figure comes to, or why there is none.
type partValue struct {
	amount   *jianfu.Decimal
	missing  Missing
	why      jianfu.Text // in the case at hand; "" where missing says it
	basis    Basis
	coverage Coverage
	unknown  []NoticeSlice
	open     int // how many of them are not due yet
	units    []string
	months   []bool
	short    bool
}

// nothing is of a group that no unit belongs to.
var nothing = &tally{missing: NotDue}

// tallyOf is what a group's figure takes: of the whole, or of what does not say where no unit has
// anything, the city's own total if that is the figure.
func (d *choice) tallyOf(group keyedGroup) *tally {
	known := func(m Member) bool { return m.Known }
	if d.city != nil && (len(group.members) == 0 || d.alone && !slices.ContainsFunc(group.members, known)) {
		return d.city
	}
	if t := d.tallies[group.directory]; t != nil {
		return t
	}
	return nothing
}

// parts are what the parts of an account come to in a bucket and group.
func (r *run) parts(a account, b bucket, group keyedGroup, comparable bool) []partValue {
	d := r.decisions[decisionKey{a, b.index, comparable}]
	if d == nil { // both sides of the comparison have the same
		comparable = false
		d = r.decisions[decisionKey{a, b.index, false}]
	}
	t := d.tallyOf(group)
	list := make([]partValue, 0, 2)
	for i, m := range a.partsOf() {
		p := partValue{basis: FromRecords, coverage: t.Coverage, unknown: t.gaps, open: len(t.open), units: r.codes(t), months: t.months, short: len(t.longer) > 0}
		if p.open > 0 {
			p.unknown = slices.Concat(t.gaps, t.open)
		}
		c, counted := r.cells[cellKey{a, m, b.index, group.whole, comparable}]
		totals := t.totals && group.saysNothing
		switch {
		case totals && c.total == 0 && (!t.records || group.directory != group.whole) || d.city != nil && t == d.city:
			p.basis = FromTotals
		case totals:
			p.basis = FromBoth
		}
		switch {
		case t.apart != nil && t.known:
			p.missing = NotReported // of what is known of it only the sum with others is
		case t.apart != nil:
			p.missing = NotInForce
		case !t.known && c.total == 0 && c.silent == 0: // rows that are left out are none
			p.missing = r.unlessNever(a, t.missing)
		case m.source.Stock != "" && r.outside(m.source, b.period): // entries carry on only until the ledger was last filed
			p.missing = r.unlessNever(a, NotDue)
		case d.city != nil && t == d.city:
			p.amount = &t.sums[i]
		case totals && m.Distinct != "" && t.stating > 1, t.totals && !totals && !t.records && !counted:
			p.missing = NotReported
		default:
			p.amount, p.missing = r.fromRecords(m, c, counted)
			if p.missing == NotReported && len(m.factors) > 0 && !slices.ContainsFunc(m.factors, func(factor *Metric) bool {
				return r.cells[cellKey{a, factor, b.index, group.whole, comparable}].unknown == c.total
			}) {
				p.missing = UnknownValues // each column says something, though no row has all of them
			}
			switch {
			case !totals:
			case p.missing == NotMissing:
				sum := p.amount.Add(t.sums[i])
				p.amount = &sum
			case p.missing == NotReported || p.missing == NoData:
				p.amount, p.missing, p.basis = &t.sums[i], NotMissing, FromTotals
			}
		}
		if p.why = r.why(p.missing, t, b.of(m.source)); p.missing == NotDue && p.why.ZH == "" {
			p.why = r.beyond(a, b.period)
		}
		list = append(list, p)
	}
	return list
}

// codes are those of the units of which anything is known in a tally.
func (r *run) codes(t *tally) []string {
	var codes []string
	for _, u := range t.units {
		codes = append(codes, r.axis.units[u].code)
	}
	return codes
}

// outside reports whether a ledger's entries say nothing of a period: it lies before the first, or
// after the ledger was last received.
func (r *run) outside(src *source, period jianfu.Period) bool {
	extent, bounded := r.filed.extents[src]
	return bounded && !overlap(extent, period)
}

// beyond says of figures over a register, which no unit owes, that it does not reach into a period; "" where it
// does.
func (r *run) beyond(a account, period jianfu.Period) jianfu.Text {
	c, span := r.coverOf(a.source()), r.coveredSpan(a, period)
	at := r.axis.place(span.Start())
	if c.listed || c.apart != nil || slices.Contains(c.all[at:at+span.Months()], true) {
		return jianfu.Text{}
	}
	extent, bounded := r.filed.extents[a.source()]
	switch {
	case a.partsOf()[0].Plan():
		return jianfu.Text{ZH: "无计划", EN: "no plan"}
	case bounded && period.Until() <= extent.From():
		first, _ := jianfu.Span(extent.Start(), extent.Start())
		return jianfu.Say("无台账（%[1]s起才有）", "the register begins with %[2]s", first.Label(jianfu.Chinese), first)
	case bounded && extent.Until() <= period.From():
		last, _ := jianfu.Span(extent.Through().Month(), extent.Through().Month())
		return jianfu.Say("无台账（只报到%[1]s）", "the register ends with %[2]s", last.Label(jianfu.Chinese), last)
	}
	return jianfu.Text{ZH: "无台账", EN: "no register"}
}

// unlessNever is the reason, or that nothing of the kind was ever filed.
func (r *run) unlessNever(a account, reason Missing) Missing {
	filed, known := r.begun[a]
	if !known {
		counts := r.scope.catalog.headlines(a.source().Kinds) // such a total is a filing of the kind
		for _, m := range a.partsOf() {
			counts = append(counts, m.Stated)
		}
		filed = r.coverOf(a.source()).ever || slices.ContainsFunc(counts, r.filed.states)
		r.begun[a] = filed
	}
	if filed {
		return reason
	}
	return NoData
}

// fromRecords is what the rows come to.
func (r *run) fromRecords(m *Metric, c count, counted bool) (*jianfu.Decimal, Missing) {
	switch {
	case c.silent > 0 && c.said == 0:
		return nil, NotReported
	case counted && c.null, !counted && m.Median != "":
		return nil, NoData
	case c.unknown > 0 && m.Calendar:
		return nil, NoCalendar
	case c.unknown > 0 && c.unknown == c.total:
		return nil, NotReported
	case c.unknown > 0 && m.Sum != "":
		return nil, UnknownValues
	}
	return &c.value, NotMissing
}
