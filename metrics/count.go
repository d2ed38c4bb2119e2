package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"jianfu"
)

// account is what is counted together: a metric that counts rows, or both parts of a rate whose
// rows are the same, so that no unit has a part in the one and not in the other. A part of a rate over two
// sources names the other part, with which it counts the units that have both.
type account struct{ of, with *Metric }

// partsOf are the metrics that an account counts.
func (a account) partsOf() []*Metric {
	if a.of.numerator != nil {
		return []*Metric{a.of.numerator, a.of.denominator}
	}
	return []*Metric{a.of}
}

func (a account) source() *source { return a.partsOf()[0].source }

// adds reports whether the figures of an account add up over months.
func (a account) adds() bool {
	return !slices.ContainsFunc(a.partsOf(), func(part *Metric) bool { return part.Kind() != Flow || part.Whole })
}

// atEnd reports whether what an account counts is what there is at the end of a period.
func (a account) atEnd() bool {
	return !slices.ContainsFunc(a.partsOf(), func(part *Metric) bool { return part.Kind() != Stock })
}

// accountsOf are the accounts of a metric: one, or two of a rate over two sources.
func accountsOf(m *Metric) []account {
	if m.numerator == nil || m.numerator.source == m.denominator.source {
		return []account{{of: m}}
	}
	return []account{{m.numerator, m.denominator}, {m.denominator, m.numerator}}
}

// alone is the account of a part of a rate over all units, whether they have the other part or not.
func (a account) alone() account { return account{of: a.of} }

// share is what one unit gives to a figure.
type share struct {
	pieces []piece // nil where all that is known is its records
	known  []bool  // by month of the figure
	own    []bool  // likewise: records or totals of its own state it, or it is not in force
	whole  bool    // all months are its own
}

// totalOf is the piece that states a month of the unit as a total, or as a part of one.
func (s share) totalOf(month jianfu.Month) (piece, bool) {
	at := slices.IndexFunc(s.pieces, func(p piece) bool { return p.totals != nil && p.first <= month && month < p.until() })
	if at < 0 {
		return piece{}, false
	}
	return s.pieces[at], true
}

// stated reports whether totals state anything that the unit gives.
func (s share) stated() bool {
	return slices.ContainsFunc(s.pieces, func(p piece) bool { return p.totals != nil })
}

// fromTotals reports whether what the unit gives for a month is in a total.
func (s share) fromTotals(month jianfu.Month) bool {
	_, is := s.totalOf(month)
	return is
}

// tally is what the units of a group give to a figure, records themselves apart.
type tally struct {
	Coverage
	known           bool // anything is
	missing         Missing
	sums            []jianfu.Decimal // of totals, by part
	records, totals bool             // what the figure rests on
	masked          int              // totals that are stated as unknown
	otherCaliber    bool             // totals under another caliber than is asked for
	ids             [][]int64        // of the totals, by part
	longer          []*total         // that cover months without an amount of their own
	gaps            []NoticeSlice    // months of units that should be known and are not
	open            []NoticeSlice    // those that are not filed and need not be yet
	stating         int              // units whose totals are in it
	absent          []int            // units that were not in force in some month
	elsewhere       []int            // units whose months count elsewhere
	apart           []int            // units that were split, of which it has only some of the parts: it has no past
	units           []int            // units of which anything is known
	months          []bool           // by month of the axis: whether anything of it is known
}

// choice is what a figure takes from which unit, for one bucket.
type choice struct {
	shares  []share           // by unit
	tallies map[string]*tally // by the directory's part of the group
	city    *tally            // the whole city's own total, where that is the figure
	alone   bool              // and no unit has anything
	filled  []bool            // by month: the city's own total takes the place of units that do not all state it
	stated  bool              // totals take the place of records somewhere
	unequal bool              // of a comparable figure: the two sides were filed by different units or months
	shared  bool              // of a comparable figure: months that it does not take are not among those filed
	out     [][]bool          // by unit and month: of a part of a rate, those without the other part; nil where there are none
}

// leaves reports whether a month of a unit is left out, as it has one part of a rate alone.
func (d *choice) leaves(u, m int) bool { return d.out != nil && d.out[u] != nil && d.out[u][m] }

// decisionKey names a decision. Of a figure for comparison only what both sides have is taken.
type decisionKey struct {
	account    account
	bucket     int
	comparable bool
}

// plainKey names a decision that rests on filings alone: it is that of every account of a source.
type plainKey struct {
	source    *source
	with      *Metric // see account
	span      jianfu.Period
	structure jianfu.Date
}

// tellable reports whether totals can answer the query: not under a condition on a dimension
// that only records have.
func (r *run) tellable() bool {
	return !slices.ContainsFunc(r.query.Where.Is, func(e Equals) bool { return e.Dimension != "department" && !isUnitProperty(e.Dimension) })
}

// wholeCity reports whether the scope is every unit, which a total of the city then states.
func (r *run) wholeCity() bool {
	return len(r.query.Where.Departments) == 0 && len(r.query.Where.Portfolios) == 0 && len(r.query.Where.Is) == 0
}

// totalsOfAccount are the totals of a unit, by part.
func (r *run) totalsOfAccount(a account, unit string) (list [][]*total, any bool) {
	if r.totals == nil {
		return nil, false
	}
	for _, part := range a.partsOf() {
		totals := r.totals.of(part.Stated, unit)
		list, any = append(list, totals), any || len(totals) > 0
	}
	return list, any
}

// decide works out what the figures of an account take from which unit for a bucket.
func (r *run) decide(a account, b bucket) *choice {
	if a.with != nil {
		return r.decideBoth(a, b)
	}
	c := r.coverOf(a.source())
	span := r.coveredSpan(a, b.period)
	d := &choice{shares: make([]share, len(r.axis.units)), tallies: map[string]*tally{}}
	city, cityStates := r.totalsOfAccount(a, "")
	for u := range r.axis.units {
		d.shares[u] = r.share(a, c, u, span)
	}
	r.tallyUp(d, a, c, span, b)
	if !cityStates || !r.wholeCity() {
		return d
	}
	allWhole, anyKnown := true, false
	for u := range d.shares {
		at := r.axis.place(span.Start())
		if slices.Contains(r.axis.units[u].inForce[at:at+span.Months()], true) {
			allWhole = allWhole && d.shares[u].whole
		}
	}
	for _, t := range d.tallies {
		anyKnown = anyKnown || t.known
	}
	own := r.cityShare(a, city, span)
	switch {
	case allWhole || len(own.pieces) == 0:
	case own.whole || !anyKnown:
		d.city, d.alone = &tally{known: true, totals: true, sums: make([]jianfu.Decimal, len(a.partsOf())), ids: make([][]int64, len(a.partsOf()))}, !anyKnown
		r.addPieces(d.city, own.pieces)
		for month := span.Start(); month < span.Start()+jianfu.Month(span.Months()); month++ {
			d.city.Expected++ // the city is the one that files
			if reach(own.pieces, month) {
				d.city.Filed++
			} else {
				r.addGap(d.city, a.source().Kinds[0], &axisUnit{}, city, month)
			}
		}
	case a.adds() && len(r.query.By) == 0:
		r.fill(d, a, c, span, city, b)
	}
	return d
}

// reach reports whether one of some pieces has a month.
func reach(pieces []piece, month jianfu.Month) bool {
	return slices.ContainsFunc(pieces, func(p piece) bool { return p.first <= month && month < p.until() })
}

// fill takes the city's own totals for months that its units do not all state: those of a city that
// added its units' counts up before they filed them here.
func (r *run) fill(d *choice, a account, c *cover, span jianfu.Period, city [][]*total, b bucket) {
	n := span.Months()
	options := optionsOf(city, span.Start(), n)
	for m := range options {
		for i := range options[m] {
			options[m][i].strength = max(options[m][i].strength, byCity)
		}
	}
	for first := 0; first < n; {
		until, told := first+1, true
		for m := first; m < until; m++ {
			for _, s := range d.shares {
				told = told && s.own[m]
				for _, p := range s.pieces { // months of one total are taken together
					if place := int(p.first - span.Start()); place <= m && m < place+p.months {
						until = max(until, place+p.months)
					}
				}
			}
		}
		if told {
			options[first] = append(options[first], option{months: until - first})
			slices.SortStableFunc(options[first], func(a, b option) int { return a.months - b.months })
		}
		first = until
	}
	stated := slices.DeleteFunc(tile(span.Start(), slices.Repeat([]bool{true}, n), options), func(p piece) bool { return p.totals == nil })
	filled := make([]bool, n)
	for kept := -1; kept != len(stated); { // a unit's total of several months is replaced whole or not at all
		kept = len(stated)
		clear(filled)
		for _, p := range stated {
			for m := range p.months {
				filled[int(p.first-span.Start())+m] = true
			}
		}
		stated = slices.DeleteFunc(stated, func(p piece) bool {
			return slices.ContainsFunc(d.shares, func(s share) bool {
				return slices.ContainsFunc(s.pieces, func(own piece) bool {
					from := int(own.first - span.Start())
					return own.first < p.until() && p.first < own.until() && slices.Contains(filled[from:from+own.months], false)
				})
			})
		})
	}
	if len(stated) == 0 {
		return
	}
	for u := range d.shares {
		s := &d.shares[u]
		s.known = slices.Clone(s.known)
		s.pieces = slices.DeleteFunc(slices.Clone(s.pieces), func(p piece) bool { return filled[p.first-span.Start()] })
		for m := range filled {
			s.known[m] = s.known[m] && !filled[m]
		}
	}
	d.filled, d.stated, d.tallies = filled, true, map[string]*tally{}
	r.tallyUp(d, a, c, span, b)
	t := d.tallies[groupKey(nil)]
	t.known = true
	r.addPieces(t, stated)
}

// coveredSpan are the months that a figure rests on: of what counts from January on, all of them.
func (r *run) coveredSpan(a account, period jianfu.Period) jianfu.Period {
	if a.of.numerator == nil && a.of.source.readsYear() && r.coverOf(a.source()).listed {
		return until(jianfu.MonthOf(period.Through().Year(), 1), period)
	}
	return period
}

// share works out what is known of a unit over a span, and from what.
func (r *run) share(a account, c *cover, u int, span jianfu.Period) share {
	unit := &r.axis.units[u]
	first, n, at := span.Start(), span.Months(), r.axis.place(span.Start())
	s := share{known: make([]bool, n), own: make([]bool, n), whole: true}
	for m := range n {
		filed := c.own[u][at+m] > setAside
		s.known[m] = filed || r.registered(c, u, at+m)
		s.own[m] = filed || !unit.inForce[at+m]
		s.whole = s.whole && s.own[m]
	}
	totals, stated := r.totalsOfAccount(a, unit.code)
	if !stated || !r.tellable() {
		return s
	}
	if a.adds() {
		return r.tiledShare(a, c, u, span, totals, nil)
	}
	if len(totals) > 1 { // both parts at once
		return s
	}
	if t := r.singleTotal(a.of, c, u, span, totals[0]); t != nil {
		s.pieces = []piece{{first, n, []*total{t}}}
		for m := range s.known {
			s.known[m] = true
		}
		s.whole = true
	}
	return s
}

// tiledShare is the share in a figure that adds up over months: of all of a span, or of what is known
// within some of its months.
func (r *run) tiledShare(a account, c *cover, u int, span jianfu.Period, totals [][]*total, within []bool) share {
	unit := &r.axis.units[u]
	n, at := span.Months(), r.axis.place(span.Start())
	inForce := unit.inForce[at : at+n]
	options := optionsOf(totals, span.Start(), n)
	for m := range n {
		switch {
		case c.own[u][at+m] > setAside && !r.silent[silentKey{a.of, unit.code, span.Start() + jianfu.Month(m)}]:
			options[m] = append([]option{{months: 1}}, slices.DeleteFunc(options[m], func(o option) bool { return o.months == 1 })...)
		case c.own[u][at+m] > setAside:
			options[m] = append(options[m], option{months: 1, strength: bySilent})
		case r.registered(c, u, at+m):
			options[m] = append(options[m], option{months: 1, strength: byRegister})
		}
	}
	needed := inForce
	if len(unit.versions) == 0 { // the directory says nothing of it, and so not that a month is none of its
		needed = slices.Repeat([]bool{true}, n)
	}
	if within != nil {
		all := needed
		needed = make([]bool, n)
		for m := range n {
			needed[m] = all[m] && within[m]
			options[m] = slices.DeleteFunc(options[m], func(o option) bool {
				for place := m; place < m+o.months; place++ {
					if !within[place] && covers(inForce[m:m+o.months], place-m) {
						return true
					}
				}
				return false
			})
		}
	}
	s := share{known: make([]bool, n), own: make([]bool, n), pieces: tile(span.Start(), needed, options), whole: true}
	for _, p := range s.pieces {
		from := int(p.first - span.Start())
		for m := range p.months {
			s.known[from+m] = covers(inForce[from:from+p.months], m)
			s.own[from+m] = s.known[from+m] && (p.totals != nil || c.own[u][at+from+m] > setAside && !r.silent[silentKey{a.of, unit.code, p.first}])
		}
	}
	for m := range s.own {
		s.own[m] = s.own[m] || !inForce[m]
		s.whole = s.whole && s.own[m]
	}
	return s
}

// covers reports whether what is stated of several months speaks for one of them: in which of them the
// unit was in force is given. Of a unit that began or ended within them it is that of its own months, and
// of one that no longer existed in any, of all.
func covers(inForce []bool, month int) bool {
	return inForce[month] || !slices.Contains(inForce, true)
}

// singleTotal is the one total that a figure takes which does not add up over months: of a
// stock the last that is stated, of a plan its year's, of anything else that of just the span.
// A unit's own records go before it.
func (r *run) singleTotal(m *Metric, c *cover, u int, span jianfu.Period, totals []*total) *total {
	first, n, at := span.Start(), span.Months(), r.axis.place(span.Start())
	recorded := slices.ContainsFunc(c.own[u][at:at+n], func(f filedMonth) bool { return f > setAside })
	switch kind := m.Kind(); {
	case recorded, kind == Median:
		return nil
	case m.Whole || kind == Distinct || kind == Stock && m.source.Stock == "":
		return strongest(totals, first, n)
	case kind == Stock:
		return lastOf(totals, first, first+jianfu.Month(n))
	}
	if t := strongest(totals, first, n); t != nil { // a plan
		return t
	}
	if year := jianfu.YearOf(first.Year()); span.Through() <= year.Through() {
		return strongest(totals, year.Start(), 12)
	}
	return nil
}

// cityShare is what the city's own totals say of a span.
func (r *run) cityShare(a account, totals [][]*total, span jianfu.Period) share {
	n := span.Months()
	s := share{}
	if a.adds() {
		needed := make([]bool, n)
		for m := range needed {
			needed[m] = true
		}
		known := 0
		s.pieces = tile(span.Start(), needed, optionsOf(totals, span.Start(), n))
		for _, p := range s.pieces {
			known += p.months
		}
		s.whole = known == n
		return s
	}
	if len(totals) > 1 {
		return s
	}
	none := &cover{own: [][]filedMonth{make([]filedMonth, r.axis.n)}}
	if t := r.singleTotal(a.of, none, 0, span, totals[0]); t != nil {
		s.pieces, s.whole = []piece{{span.Start(), n, []*total{t}}}, true
	}
	return s
}

// tallyUp adds what the units give, group by group.
func (r *run) tallyUp(d *choice, a account, c *cover, span jianfu.Period, b bucket) {
	b = b.of(a.source())
	kinds, parts := a.source().Kinds, 2
	tallyOf := func(key string) *tally {
		t := d.tallies[key]
		if t == nil {
			t = &tally{sums: make([]jianfu.Decimal, parts), ids: make([][]int64, parts)}
			d.tallies[key] = t
		}
		return t
	}
	cityTotals, _ := r.totalsOfAccount(a, "")
	at := r.axis.place(span.Start())
	for u := range r.axis.units {
		unit, s := &r.axis.units[u], d.shares[u]
		totals, stated := r.totalsOfAccount(a, unit.code)
		for m, known := range s.known {
			if d.leaves(u, m) {
				continue
			}
			month := span.Start() + jianfu.Month(m)
			reason, told, masked := NotMissing, known, 0
			in, fromTotals := s.totalOf(month)
			owes := owesNothing
			if !known || fromTotals && in.earlier() {
				if unit.inForce[at+m] {
					owes = r.owes(kinds, unit, month)
				}
				reason, told, masked = r.monthReason(kinds, unit, at+m, owes, totals, cityTotals, month)
				if c.own[u][at+m] == setAside {
					reason, told = UnknownValues, true
				}
				if known { // by what a later table says of it, which is no filing
					reason, told, masked = NotMissing, told || c.own[u][at+m] > setAside, 0
				}
			}
			told = told && (known || !d.shared)
			owed := told || owes == owesNow
			give := func(key string) {
				t, known, reason := tallyOf(key), known, reason
				if fromTotals && known {
					if at, admitted := r.countsWhere(u, in, b); at != key || !admitted { // it counts in another line
						known, reason = false, NotReported
					}
				}
				if owed {
					t.Expected++
				}
				if told {
					t.Filed++
				}
				if known && !fromTotals && c.own[u][at+m] == filedNil {
					t.Nil++
				}
				t.masked += masked
				t.known = t.known || known
				if known {
					t.has(u, at+m, 1, r.axis.n)
				}
				t.records = t.records || known && !fromTotals
				t.missing = laterReason(t.missing, reason)
				if reason == NotInForce {
					t.absent = addUnit(t.absent, u)
				}
				switch {
				case known || d.filled != nil && d.filled[m]:
				case owes == owesLater && !told:
					t.open = append(t.open, noticeSlice(kinds[0], unit.code, month))
				case reason != NotInForce && reason != NotDue || reason == NotDue && stated && r.tellable() && len(s.pieces) > 0:
					r.addGap(t, kinds[0], unit, totals, month)
				}
			}
			placed := r.placementOf(b, u, month.First())
			if placed != nil && placed.admitted {
				give(placed.key)
			}
			if placed == nil && (told || known) && !unit.inForce[at+m] { // its rows are of no version
				if unit.admittedOutside {
					give(unit.outside)
				}
				continue
			}
			if placed != nil && (known || unit.inForce[at+m]) { // of later months its parts have figures of their own
				for _, key := range placed.apart {
					t := tallyOf(key)
					t.apart = addUnit(t.apart, u)
				}
			}
			for v := unit.from[at+m]; v <= unit.to[at+m]; v++ {
				if !unit.admitted[v] || v > unit.from[at+m] && unit.keys[v] == unit.keys[v-1] {
					continue
				}
				if placed == nil {
					give(unit.keys[v])
				} else {
					t := tallyOf(unit.keys[v])
					t.missing = laterReason(t.missing, NotInForce)
					t.elsewhere = addUnit(t.elsewhere, u)
				}
			}
		}
		d.stated = d.stated || slices.ContainsFunc(s.pieces, func(p piece) bool { return p.totals != nil })
		r.addTotals(u, s.pieces, tallyOf, b)
	}
}

// has notes that months of a unit are known.
func (t *tally) has(u, first, months, axis int) {
	t.units = addUnit(t.units, u)
	if t.months == nil {
		t.months = make([]bool, axis)
	}
	for m := max(first, 0); m < min(first+months, axis); m++ {
		t.months[m] = true
	}
}

// addUnit adds a unit to those of a tally, which come one after the other.
func addUnit(list []int, u int) []int {
	if len(list) > 0 && list[len(list)-1] == u {
		return list
	}
	return append(list, u)
}

// addGap notes a month of a unit that is not known, and the longer spans that are known of it.
func (r *run) addGap(t *tally, kind string, unit *axisUnit, totals [][]*total, month jianfu.Month) {
	t.gaps = append(t.gaps, noticeSlice(kind, unit.code, month))
	for _, list := range totals {
		for _, longer := range list {
			if longer.value != nil && longer.overlaps(month, month+1) && !slices.Contains(t.longer, longer) {
				t.longer = append(t.longer, longer)
			}
		}
	}
}

// noticeSlice is a unit's slice of a month.
func noticeSlice(kind, unit string, month jianfu.Month) NoticeSlice {
	span, _ := jianfu.Span(month, month)
	return NoticeSlice{Kind: kind, Department: unit, Period: span}
}

// countsWhere is the directory's part of the group in which a total of a unit counts, that of the unit at
// the end of the months it is of, and whether the scope has it.
func (r *run) countsWhere(u int, p piece, b bucket) (key string, admitted bool) {
	unit := &r.axis.units[u]
	from := r.axis.place(p.first)
	last, inForce := p.months-1, unit.inForce[from:from+p.months]
	for !covers(inForce, last) {
		last--
	}
	if placed := r.placementOf(b, u, (p.first + jianfu.Month(last)).First()); placed != nil {
		return placed.key, placed.admitted
	}
	if !inForce[last] {
		return unit.outside, unit.admittedOutside
	}
	version := unit.to[from+last]
	return unit.keys[version], unit.admitted[version]
}

// addTotals adds the totals of a unit to the groups in which they count.
func (r *run) addTotals(u int, pieces []piece, tallyOf func(key string) *tally, b bucket) {
	stating := map[*tally]bool{}
	for _, p := range pieces {
		if p.totals == nil {
			continue
		}
		key, admitted := r.countsWhere(u, p, b)
		if !admitted {
			continue
		}
		t := tallyOf(key)
		t.known = true
		t.has(u, r.axis.place(p.first), p.months, r.axis.n)
		stating[t] = true
		r.addPieces(t, []piece{p})
	}
	for t := range stating {
		t.stating++
	}
}

func (r *run) addPieces(t *tally, pieces []piece) {
	for _, p := range pieces {
		for i, stated := range p.totals {
			t.sums[i] = t.sums[i].Add(*stated.value)
			t.ids[i] = append(t.ids[i], stated.id)
			t.totals = true
			t.otherCaliber = t.otherCaliber || stated.other
		}
	}
}

// monthReason says why nothing is known of a unit's month, whether it was filed all the same, and
// how many totals of it are stated as unknown.
func (r *run) monthReason(kinds []string, unit *axisUnit, m int, owes owing, own, city [][]*total, month jianfu.Month) (reason Missing, filed bool, masked int) {
	switch {
	case !unit.inForce[m]:
		return NotInForce, false, 0
	case owes == owesNow:
		reason = NotFiled
	default:
		reason = NotDue
	}
	for _, totals := range own {
		for _, t := range totals {
			if !t.overlaps(month, month+1) {
				continue
			}
			filed = filed || !t.earlier
			if t.value == nil && t.months == 1 && r.tellable() {
				reason = UnknownValues
				masked++
			} else {
				reason = laterReason(reason, NotReported)
			}
		}
	}
	if slices.ContainsFunc(kinds, func(kind string) bool { return r.statesHeadline(kind, unit, month) }) {
		filed, reason = true, laterReason(reason, NotReported)
	}
	for _, totals := range city {
		if slices.ContainsFunc(totals, func(t *total) bool { return t.overlaps(month, month+1) }) {
			reason = laterReason(reason, NotReported)
		}
	}
	return reason, filed, masked
}

// silentKey names a month of a unit whose records do not say what a figure asks.
type silentKey struct {
	of    *Metric
	unit  string
	month jianfu.Month
}

// readSilent finds the months in which the records of units that state totals lack the column
// that decides: there the total goes before the records.
func (r *run) readSilent(ctx context.Context, accounts []account) error {
	r.silent = map[silentKey]bool{}
	if !r.tellable() { // only records count
		return nil
	}
	for _, a := range accounts {
		if a.source().Stock != "" || a.source().Year != "" {
			continue
		}
		for _, part := range a.partsOf() {
			t := r.scope.term(part)
			units := r.totals[part.Stated]
			if len(units) == 0 || t.unknown == "0" {
				continue
			}
			if err := r.readSilentOf(ctx, a, part, t, units); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *run) readSilentOf(ctx context.Context, a account, part *Metric, t term, units map[string][]*total) error {
	span, _ := jianfu.Span(r.axis.first, r.axis.first+jianfu.Month(r.axis.n-1))
	s := *r.scope
	s.by, s.where = nil, Filter{}
	for code := range units {
		s.where.Departments = append(s.where.Departments, code)
	}
	slices.Sort(s.where.Departments)
	st := &statement{}
	s.with(st, part.source, []bucket{{period: span}}, t.columns)
	st.SQL("SELECT department, 12 * year(counted_on) + month(counted_on) - 1 FROM counted GROUP BY ALL HAVING ", t.total, " > 0 AND ", t.unknown, " = ", t.total)
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return fmt.Errorf("find records without a column: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	for rows.Next() {
		var unit sql.NullString
		var month int64
		if err := rows.Scan(&unit, &month); err != nil {
			return err
		}
		r.silent[silentKey{a.of, unit.String, jianfu.Month(month)}] = true
	}
	return rows.Err()
}

// compareBoth decides a figure and its base once more over the months of units that are known on
// both sides, both by the units and lines of the base. It gives nil where that is what they are.
func (r *run) compareBoth(a account, pair bucketPair, current, base *choice) (*choice, *choice) {
	span, baseSpan := r.coveredSpan(a, pair.current.period), r.coveredSpan(a, pair.base.period)
	whole, moved := len(r.query.By) == 0, !pair.alike.period.IsZero()
	monthByMonth := span.Months() == baseSpan.Months()
	if !moved && (!monthByMonth || whole && current.city != nil && base.city != nil) {
		return nil, nil
	}
	c := r.coverOf(a.source())
	left, right := &choice{shares: slices.Clone(current.shares), out: current.out, shared: true}, &choice{shares: slices.Clone(base.shares), out: base.out, shared: true}
	left.unequal = whole && (current.city != nil || base.city != nil) // nobody knows whose counts the city's own total has
	for _, kin := range r.kin(pair.base) {
		if !monthByMonth {
			break
		}
		if !slices.ContainsFunc(kin, r.admitsUnit) {
			continue
		}
		if a.source().Stock != "" && !slices.ContainsFunc(kin, func(u int) bool { return current.shares[u].stated() || base.shares[u].stated() }) {
			continue // a register speaks for every unit, on both sides
		}
		keep, same := make([]bool, span.Months()), true
		for m := range keep {
			now, partlyNow := r.knownTogether(current.shares, kin, r.axis.place(span.Start()), m)
			then, partlyThen := r.knownTogether(base.shares, kin, r.axis.place(baseSpan.Start()), m)
			keep[m] = now && then
			if a.atEnd() && m < len(keep)-1 { // what counts is what there is at the end
				continue
			}
			same = same && now == then && !partlyNow && !partlyThen
		}
		if same {
			continue
		}
		left.unequal = true
		if !a.adds() { // its months cannot be taken apart
			clear(keep)
		}
		for changed := true; changed; {
			changed = false
			for _, u := range kin {
				left.shares[u] = r.shareWithin(a, c, u, span, current.shares[u], keep)
				right.shares[u] = r.shareWithin(a, c, u, baseSpan, base.shares[u], keep)
			}
			for m := range keep {
				now, _ := r.knownTogether(left.shares, kin, r.axis.place(span.Start()), m)
				then, _ := r.knownTogether(right.shares, kin, r.axis.place(baseSpan.Start()), m)
				changed = changed || keep[m] && !(now && then)
				keep[m] = keep[m] && now && then
			}
		}
	}
	if !left.unequal && !moved {
		return nil, nil
	}
	for _, d := range []*choice{left, right} {
		d.tallies = map[string]*tally{}
	}
	r.tallyUp(left, a, c, span, pair.like())
	r.tallyUp(right, a, c, baseSpan, pair.base)
	return left, right
}

// admitsUnit reports whether a unit is in the scope of the query at some time.
func (r *run) admitsUnit(u int) bool {
	unit := &r.axis.units[u]
	return unit.admittedOutside || slices.Contains(unit.admitted, true)
}

// shareWithin is what is known of a unit from what lies within some months of a span: those that both
// sides of a comparison have. What is known of the rest of a longer total is not known apart from it.
func (r *run) shareWithin(a account, c *cover, u int, span jianfu.Period, whole share, within []bool) share {
	if totals, stated := r.totalsOfAccount(a, r.axis.units[u].code); stated && r.tellable() && a.adds() {
		return r.tiledShare(a, c, u, span, totals, within)
	}
	s := share{known: slices.Clone(whole.known), own: whole.own}
	for m, keep := range within {
		s.known[m] = s.known[m] && keep
	}
	return s
}

// leaveOut lists the rows that a decision does not count: those of months that totals state, and of
// months that whole, the decision before it was compared with another side, knew and this one does
// not take.
func (r *run) leaveOut(a account, d, whole *choice, b bucket) []leftOut {
	if !d.stated && whole == nil && d.out == nil {
		return nil
	}
	c, span := r.coverOf(a.source()), r.coveredSpan(a, b.period)
	at := r.axis.place(span.Start())
	var list []leftOut
	for u := range r.axis.units {
		s := d.shares[u]
		for m, known := range s.known {
			if c.own[u][at+m] <= setAside && (!c.all[at+m] || c.apart != nil && c.apart[u][at+m]) {
				continue
			}
			month := span.Start() + jianfu.Month(m)
			fromTotals := d.filled != nil && d.filled[m] || s.fromTotals(month)
			if !fromTotals && !d.leaves(u, m) && (known || whole == nil || !whole.shares[u].known[m] && !whole.shares[u].fromTotals(month)) {
				continue
			}
			if !a.adds() { // rows that no month distinguishes
				list = append(list, leftOut{bucket: b.index, unit: r.axis.units[u].code})
				break
			}
			list = append(list, leftOut{bucket: b.index, unit: r.axis.units[u].code, month: month})
		}
	}
	return list
}
