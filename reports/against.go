package reports

import (
	"slices"
	"strconv"

	"jianfu"
	"jianfu/metrics"
)

// Plan is a count held against a plan: over the units that have one, for no plan is not a plan of zero.
type Plan struct {
	lang        wordsOf
	kind        string  // what the plans are called
	count, plan *Figure // of the units that have a plan
	usage       *Figure // the share of the plan that is used, of the same units; nil if it is not asked for
	units       int     // how many have one
	none        bool    // no unit has one
	apart       bool    // the count is of other months than the report, such as of the year so far
	all         bool    // units without one have nothing of the count
}

// Known reports whether any unit has a plan, and its count is known.
func (p Plan) Known() bool { return p.count.Known() && p.plan.Known() }

// Over reports whether the units that have a plan exceed it together.
func (p Plan) Over() bool { return p.Known() && p.count.Over(p.plan) }

// Words are the plan of some months, and whether it is exceeded: 全年发文计划131件，已超出计划; of a part of the
// units with what these have: 有发文计划的7个单位全年发文计划279件，印发文件158件，没有超出计划.
func (p Plan) Words(when string) string {
	l := p.lang
	switch {
	case !p.plan.Known():
		return absent(p.plan)
	case p.none:
		return l.say("没有"+p.kind, "there is no plan")
	}
	text := when + p.plan.named() + l.pause()
	if p.units > 0 && !p.all {
		units := "the " + strconv.Itoa(p.units) + " units"
		if p.units == 1 {
			units = "the one unit"
		}
		text = l.say("有"+p.kind+"的"+strconv.Itoa(p.units)+"个单位", "for "+units+" with a plan, ") + text
	}
	switch {
	case !p.count.Known():
		return text + absent(p.count)
	case p.apart:
		text += l.say(p.count.When()+p.count.named(), p.count.named()+" in "+p.count.When()) + l.pause()
	case !p.all:
		text += p.count.named() + l.pause()
	}
	switch {
	case p.Over():
		text += l.say("已超出计划", "and the plan is exceeded")
	case p.count.Value.Lacks():
		text += l.say("已报的部分没有超出计划", "and the plan is not exceeded by what was filed")
	default:
		text += l.say("没有超出计划", "and the plan is not exceeded")
	}
	if p.usage != nil && p.usage.Known() {
		text += l.say("，", "; ") + p.usage.named()
	}
	return text
}

// against holds a count of the report against a plan, both over their own months. It may name the rate of
// the two, which is then of the same units.
func (b *build) against(count, plan *Figure, usage ...string) (Plan, error) {
	p := Plan{lang: b.lang, count: count, plan: plan, apart: count.Period != b.spec.Period && b.report.Kind == ""}
	if kind := plan.Value.Metric.Kinds()[0]; b.lang == wordsOf(jianfu.Chinese) {
		p.kind = b.lang.text(b.report.kinds[kind])
	}
	if !plan.Known() || !count.Known() {
		return p, nil
	}
	planned, err := b.planned(plan.Value.Metric, plan.Period)
	if err != nil {
		return p, err
	}
	if p.units = len(planned.units); p.units == 0 {
		p.none, p.count = true, nil
		return p, nil
	}
	q := metrics.Query{Metrics: []string{count.Name}, Period: count.Period, Where: metrics.Filter{Departments: planned.withHeirs}, CaliberOn: count.Value.Scope.CaliberOn}
	m, err := b.ask(q) // with the caveats on the whole count
	if err != nil {
		return p, err
	}
	v := m.Rows[0].Values[0]
	if p.all = v.Amount != nil && v.Amount.Cmp(*count.Value.Amount) == 0; p.all {
		q.Where = metrics.Filter{} // no figure of all units names them one by one
	} else {
		p.count = b.figure(v)
	}
	for _, name := range usage {
		if p.usage, err = b.measured(metrics.Query{Metrics: []string{name}, Period: count.Period, Where: q.Where, CaliberOn: q.CaliberOn}); err != nil {
			return p, err
		}
	}
	return p, nil
}

// planners are the units that have a plan.
type planners struct {
	units     []string // codes
	withHeirs []string // and those that took over their work within the year
}

// planned are the units of the report that have a plan of the year of some months: rows or totals that
// state it, a zero too.
func (b *build) planned(plan *metrics.Metric, months jianfu.Period) (planners, error) {
	year := jianfu.YearOf(months.Through().Year())
	key := plan.Name + "@" + year.String()
	if known, done := b.holders[key]; done {
		return known, nil
	}
	var p planners
	m, err := b.ask(metrics.Query{Metrics: []string{plan.Name}, Period: year})
	if err != nil {
		return p, err
	}
	page, err := b.engine.Counted(b.ctx, m.Rows[0].Values[0].Scope, metrics.Page{First: mostPlans})
	if err != nil {
		return p, err
	}
	for _, record := range page.Records {
		if !slices.Contains(p.units, record.Department) && record.Department != "" {
			p.units = append(p.units, record.Department)
		}
	}
	departments, err := b.engine.Departments(b.ctx, b.spec.AsOf)
	if err != nil {
		return p, err
	}
	slices.Sort(p.units)
	p.withHeirs = slices.Clone(p.units)
	for _, s := range metrics.Successions(departments) {
		if slices.Contains(p.units, s.From) && !slices.Contains(p.withHeirs, s.To) && s.Day >= year.From() && s.Day < year.Until() {
			p.withHeirs = append(p.withHeirs, s.To)
		}
	}
	b.holders[key] = p
	return p, nil
}

// mostPlans is how many rows of plans a report looks through.
const mostPlans = 100_000
