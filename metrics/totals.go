package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// totalsKind is the kind of the tables that state totals.
const totalsKind = "reported_total"

// total is one total as stated in a table: of a unit or of the whole city, over a span of months.
type total struct {
	id      int64
	first   jianfu.Month
	months  int
	earlier bool // a table of the year after states it as 上年同期
	caliber string
	other   bool            // that is another caliber than is asked for
	value   *jianfu.Decimal // nil is unknown
	unit    string          // code, "" for the whole city
	count   string
}

func (t *total) strength() int {
	switch {
	case t.other && t.earlier:
		return byEarlierCaliber
	case t.other:
		return byCaliber
	case t.earlier:
		return byEarlier
	}
	return byRecords
}

func (t *total) until() jianfu.Month { return t.first + jianfu.Month(t.months) }

func (t *total) overlaps(from, until jianfu.Month) bool { return t.first < until && from < t.until() }

// totalsOf are the totals of counts, by count and unit.
type totalsOf map[string]map[string][]*total

// of are the totals of a count that a unit states; of a count that is "" there are none.
func (t totalsOf) of(count, unit string) []*total { return t[count][unit] }

// readTotals reads the totals of some counts that touch the months looked at.
func (r *run) readTotals(ctx context.Context, counts []string) (totalsOf, error) {
	from, until := r.axis.first, r.axis.first+jianfu.Month(r.axis.n)
	st := &statement{}
	r.statements = append(r.statements, st)
	st.SQL(`SELECT f.id, f.department, f.count, CAST(12 * year(f.first_month) + month(f.first_month) - 1 AS INTEGER), f.months, f.earlier, f.caliber, CAST(f.value AS VARCHAR)
		FROM fact.reported_total f`)
	r.scope.joinStanding(st, "f.slice_id")
	asked := slices.Clone(counts)
	for _, count := range counts {
		asked = append(asked, count+warehouse.RestMark)
	}
	st.SQL(" WHERE f.count IN ")
	st.List(asked)
	if r.scope.within != nil {
		st.SQL(" AND (f.department = '' OR ")
		r.scope.writeWithin(st, "f.department")
		st.SQL(")")
	}
	st.SQL(sqlText(fmt.Sprintf(" AND f.first_month < DATE '%s' AND 12 * year(f.first_month) + month(f.first_month) - 1 + f.months > %d ORDER BY f.id DESC", until.First(), from)))
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read the totals as stated: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	list := totalsOf{}
	var rest []*total
	for rows.Next() {
		t := &total{}
		var first int
		var value sql.NullString
		if err := rows.Scan(&t.id, &t.unit, &t.count, &first, &t.months, &t.earlier, &t.caliber, &value); err != nil {
			return nil, err
		}
		t.first, t.other = jianfu.Month(first), t.caliber != r.query.Caliber
		if value.Valid {
			number, ok := jianfu.ParseDecimal(value.String)
			if !ok {
				return nil, fmt.Errorf("total %d: %q is not a number", t.id, value.String)
			}
			t.value = &number
		}
		if count, others := strings.CutSuffix(t.count, warehouse.RestMark); others {
			t.count = count
			rest = append(rest, t)
			continue
		}
		list.add(t)
	}
	for _, t := range rest {
		r.addRest(list, t)
	}
	return list, rows.Err()
}

// addRest adds what a table states of the units that it does not name: of each that is in force at the
// end of the span and states nothing of the span, or of a part of it, itself.
func (r *run) addRest(list totalsOf, rest *total) {
	last := rest.until().First() - 1
	var kinds []string
	for _, m := range r.scope.catalog.stating() {
		if m.Stated == rest.count {
			kinds = m.source.Kinds
		}
	}
	for i := range r.axis.units {
		unit := &r.axis.units[i]
		inForce := slices.ContainsFunc(unit.versions, func(v DepartmentVersion) bool { return v.From <= last && last < v.Until })
		seen := r.scope.within == nil || slices.Contains(r.scope.within, unit.code)
		own := func(t *total) bool {
			return t.id != rest.id && !t.earlier && t.overlaps(rest.first, rest.until()) && t.caliber == rest.caliber
		}
		records := slices.ContainsFunc(kinds, func(kind string) bool {
			months := r.standing.unitsFiled(kind)
			for m := rest.first; m < rest.until(); m++ {
				if months[m][unit.code] {
					return true
				}
			}
			return false
		})
		if inForce && seen && !records && !slices.ContainsFunc(list.of(rest.count, unit.code), own) {
			stated := *rest
			stated.unit = unit.code
			list.add(&stated)
		}
	}
}

func (t totalsOf) add(stated *total) {
	if t[stated.count] == nil {
		t[stated.count] = map[string][]*total{}
	}
	t[stated.count][stated.unit] = append(t[stated.count][stated.unit], stated)
}

// piece is what a figure of a unit takes for some months: its records, or totals, one for each
// part of the figure.
type piece struct {
	first  jianfu.Month
	months int
	totals []*total // nil: the records
}

func (p piece) until() jianfu.Month { return p.first + jianfu.Month(p.months) }

// earlier reports whether only a later table states it, as what was a year before: that is no filing.
func (p piece) earlier() bool {
	return p.totals != nil && !slices.ContainsFunc(p.totals, func(t *total) bool { return !t.earlier })
}

// The strength of what is known of a month, the strongest first.
const (
	byRecords        = iota // records or a total of its own
	byCity                  // the city's own total, where not all of its units state the month
	byEarlier               // what a later table says of the year before
	byCaliber               // a total under another caliber than is asked for
	byEarlierCaliber        // what a later table says of the year before, under another caliber
	byRegister              // a register that speaks for everybody and does not name the unit
	bySilent                // records without the column that is asked for
	strengths
)

// option is a way to know some months from one on.
type option struct {
	months   int
	strength int
	totals   []*total
}

// cost is what a choice of pieces lacks: months that are needed and not known, in the place of the
// strongest, and months known by each other strength. Less is better, of what is unknown first and
// then of the weakest.
type cost [strengths]int

func (c cost) less(other cost) bool {
	if c[0] != other[0] {
		return c[0] < other[0]
	}
	for i := strengths - 1; i > 0; i-- {
		if c[i] != other[i] {
			return c[i] < other[i]
		}
	}
	return false
}

// tile chooses pieces that know as many of the needed months of a span as can be known, by the
// strongest that is there; among equal choices the shortest pieces first. options are given by
// the place of their first month, the shorter ones first; none reaches beyond the span.
func tile(first jianfu.Month, needed []bool, options [][]option) []piece {
	n := len(needed)
	best, chosen := make([]cost, n+1), make([]*option, n)
	for i := n - 1; i >= 0; i-- {
		best[i] = best[i+1]
		if needed[i] {
			best[i][0]++
		}
		found := false
		for j := range options[i] {
			o := &options[i][j]
			with := best[i+o.months]
			if o.strength > 0 {
				with[o.strength] += o.months
			}
			// What is known goes before a month that is passed over as not needed, but not a span that
			// reaches on into months that are known alone.
			passes := !needed[i] && slices.Contains(needed[i:i+o.months], true)
			if with.less(best[i]) || !found && !passes && with == best[i] {
				best[i], chosen[i], found = with, o, true
			}
		}
	}
	var pieces []piece
	for i := 0; i < n; {
		o := chosen[i]
		if o == nil {
			i++
			continue
		}
		pieces = append(pieces, piece{first + jianfu.Month(i), o.months, o.totals})
		i += o.months
	}
	return pieces
}

// optionsOf are the ways to know the months of a span from totals of every part: those of one
// length and place belong together.
func optionsOf(parts [][]*total, first jianfu.Month, months int) [][]option {
	options := make([][]option, months)
	for _, t := range parts[0] {
		at := int(t.first - first)
		if t.value == nil || at < 0 || at+t.months > months {
			continue
		}
		o := option{months: t.months, totals: []*total{t}, strength: t.strength()}
		for _, others := range parts[1:] {
			other := strongest(others, t.first, t.months)
			if other == nil {
				break
			}
			o.totals = append(o.totals, other)
			o.strength = max(o.strength, other.strength())
		}
		if len(o.totals) < len(parts) {
			continue
		}
		same := slices.IndexFunc(options[at], func(known option) bool { return known.months == o.months })
		switch {
		case same < 0:
			options[at] = append(options[at], o)
		case o.strength < options[at][same].strength:
			options[at][same] = o
		}
	}
	for at := range options {
		slices.SortFunc(options[at], func(a, b option) int { return a.months - b.months })
	}
	return options
}

// strongest is the total of exactly a span: under the caliber asked for before others, its own
// year's before what a later table says.
func strongest(totals []*total, first jianfu.Month, months int) *total {
	var best *total
	for _, t := range totals {
		if t.value != nil && t.first == first && t.months == months && (best == nil || t.strength() < best.strength()) {
			best = t
		}
	}
	return best
}

// lastOf is the total stated last within a span: a stock is as of the last month that is
// stated. Of those that end together the strongest and shortest goes first.
func lastOf(totals []*total, from, until jianfu.Month) *total {
	var best *total
	for _, t := range totals {
		if t.value == nil || t.until() <= from || t.until() > until {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(best.until(), t.until()), cmp.Compare(t.strength(), best.strength()), cmp.Compare(t.months, best.months)) < 0 {
			best = t
		}
	}
	return best
}
