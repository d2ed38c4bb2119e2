package metrics

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"jianfu"
)

// Plan reports whether a metric counts plans. A unit that filed none has no plan, and not one of zero.
func (m *Metric) Plan() bool {
	return !slices.ContainsFunc(m.Kinds(), func(kind string) bool { return !strings.HasSuffix(kind, "_plan") })
}

// decideBoth decides a part of a rate over two sources, over the units and months that have the other part,
// too: the documents of units without a plan do not use up the plan of the others.
func (r *run) decideBoth(a account, b bucket) *choice {
	own, other := r.decision(a.alone(), b), r.decision(account{of: a.with}, b)
	out := r.withoutOther(a, b, own, other)
	if out == nil || other.city != nil {
		return own
	}
	c, span := r.coverOf(a.source()), r.coveredSpan(a, b.period)
	d := &choice{shares: make([]share, len(r.axis.units)), tallies: map[string]*tally{}, out: out}
	for u := range r.axis.units {
		s := r.share(a, c, u, span)
		d.shares[u] = s
		if out[u] == nil {
			continue
		}
		s.pieces = slices.DeleteFunc(slices.Clone(s.pieces), func(p piece) bool {
			from := int(p.first - span.Start())
			return slices.Contains(out[u][from:from+p.months], true)
		})
		s.known = slices.Clone(s.known)
		for m := range s.known {
			s.known[m] = s.known[m] && !out[u][m] && (!d.shares[u].fromTotals(span.Start()+jianfu.Month(m)) || s.fromTotals(span.Start()+jianfu.Month(m)))
		}
		d.shares[u] = s
	}
	r.tallyUp(d, a, c, span, b)
	return d
}

// withoutOther marks the months of units that have one part of a rate and not the other; nil where there are
// none. A plan is of a year, and those who took over the work of a unit in it have its plan, too. A plan counts
// where anything is known of what it is held against, or was not filed: that is missing, and not left out.
func (r *run) withoutOther(a account, b bucket, own, other *choice) [][]bool {
	span, otherSpan := r.coveredSpan(a, b.period), r.coveredSpan(account{of: a.with}, b.period)
	out, any := make([][]bool, len(r.axis.units)), false
	for u := range r.axis.units {
		marked := make([]bool, span.Months())
		for m := range marked {
			month := span.Start() + jianfu.Month(m)
			known := own.shares[u].known[m]
			switch at := int(month - otherSpan.Start()); {
			case !known:
			case a.with.Plan():
				marked[m] = !r.planned(a.with, u, month, other)
			case a.of.Plan():
				marked[m] = !slices.Contains(other.shares[u].known, true) && r.filedOtherwise(a.with, u, otherSpan)
			default:
				marked[m] = at < 0 || at >= otherSpan.Months() || !other.shares[u].known[at]
			}
			any = any || marked[m]
		}
		if slices.Contains(marked, true) {
			out[u] = marked
		}
	}
	if !any {
		return nil
	}
	return out
}

// planned reports whether a unit has a plan of the year of a month: it filed or stated one, or in that year took
// over the work of a unit that did.
func (r *run) planned(plan *Metric, u int, month jianfu.Month, d *choice) bool {
	c, at := r.coverOf(plan.source), r.axis.place(month)
	has := func(u int) bool { return c.own[u][at] > setAside || d.shares[u].stated() }
	return has(u) || slices.ContainsFunc(r.successions(), func(s Succession) bool {
		from, known := r.axis.at[s.From]
		return s.To == r.axis.units[u].code && s.Day.Year() == month.Year() && known && has(from)
	})
}

// allPlanned reports whether every unit that has a count in a period has a plan of its year.
func (e *Engine) allPlanned(ctx context.Context, q Query, plan string) (all bool, err error) {
	q.Metrics = append(slices.Clone(q.Metrics), plan)
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := e.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		if err := r.readBooks(ctx); err != nil {
			return err
		}
		a, b := account{r.metrics[0], r.metrics[1]}, r.rows[0].current
		own, other := r.decision(a.alone(), b), r.decision(account{of: a.with}, b)
		all = other.city != nil || own.city == nil && r.withoutOther(a, b, own, other) == nil
		return nil
	})
	return all, err
}

// successions are those of the directory.
func (r *run) successions() []Succession {
	if r.succeeded == nil {
		r.succeeded = append([]Succession{}, Successions(r.departments)...)
	}
	return r.succeeded
}

// filedOtherwise reports whether a unit filed what a metric counts in some month by totals that do not state it.
func (r *run) filedOtherwise(m *Metric, u int, span jianfu.Period) bool {
	return slices.ContainsFunc(monthsOf(span), func(month jianfu.Month) bool {
		return slices.ContainsFunc(m.source.Kinds, func(kind string) bool { return r.statesHeadline(kind, &r.axis.units[u], month) })
	})
}
