package metrics

import (
	"slices"

	"jianfu"
)

// Coverage says how much of what a figure rests on was filed, in units × months: of those that
// owe the kind or filed it, how many filed, and how many of these had nothing.
type Coverage struct {
	Expected, Filed, Nil int
}

// Text says of a period how much was filed, where something is missing: 38个单位中36个已报. "" is all.
func (c Coverage) Text(period jianfu.Period, lang jianfu.Lang) string {
	switch {
	case c.Filed >= c.Expected:
		return ""
	case period.Months() == 1:
		return jianfu.Say("%[1]d个单位中%[2]d个已报", "%[2]d of %[1]d units filed", c.Expected, c.Filed).In(lang)
	}
	return jianfu.Say("%[1]d个单位月中%[2]d个已报", "%[2]d of %[1]d months of units filed", c.Expected, c.Filed).In(lang)
}

// Unequal reports whether the two sides of a comparison were filed by different numbers.
func (c Coverage) Unequal(other Coverage) bool { return c != other }

// Basis says what a figure was counted from.
type Basis string

// The bases.
const (
	FromRecords Basis = "RECORDS" // filed rows
	FromTotals  Basis = "TOTALS"  // totals that units or the city state
	FromBoth    Basis = "MIXED"
)

// filedMonth is what a unit filed of a kind for a month.
type filedMonth uint8

const (
	notFiled filedMonth = iota
	setAside            // rows of its own, all of which were set aside: nothing is known of it
	filedNil            // a nil return, or a table of others that speaks for everybody
	filedRows
)

// axisUnit is a unit of the directory, or a code that filings have and the directory lacks, over
// the months that a query looks at.
type axisUnit struct {
	code     string
	versions []DepartmentVersion
	keys     []string // of each version: the directory's part of its group
	admitted []bool   // whether the scope admits it
	from, to []int    // by month of the axis: the versions in force during it, or else the nearest
	inForce  []bool   // by month of the axis

	outside         string // the directory's part of its group where no version is in force
	admittedOutside bool
}

// axis is the units and months that the figures of a query are counted over.
type axis struct {
	first jianfu.Month
	units []axisUnit
	at    map[string]int
	n     int // months

	groups map[string][]Member // the directory's part of groups, by key
}

func (a *axis) place(m jianfu.Month) int { return int(m - a.first) }

// makeAxis lays out every unit of the directory and of the filings over the months of the spans.
func (r *run) makeAxis(spans []jianfu.Period) {
	a := &axis{at: map[string]int{}, groups: map[string][]Member{}}
	first, until := spans[0].Start(), spans[0].Start()+jianfu.Month(spans[0].Months())
	for _, span := range spans {
		first, until = min(first, span.Start()), max(until, span.Start()+jianfu.Month(span.Months()))
	}
	a.first, a.n = first, int(until-first)
	for _, d := range r.departments {
		a.at[d.Code] = len(a.units)
		a.units = append(a.units, r.axisUnit(d, a))
	}
	add := func(code string) {
		if _, known := a.at[code]; !known && code != "" {
			a.at[code] = len(a.units)
			a.units = append(a.units, r.axisUnit(Department{Code: code}, a))
		}
	}
	for _, periods := range r.filed.periods {
		for _, p := range periods {
			for _, code := range p.departments {
				add(code)
			}
		}
	}
	for _, byUnit := range r.totals {
		for code := range byUnit {
			add(code)
		}
	}
	slices.SortFunc(a.units[len(r.departments):], func(x, y axisUnit) int { return compareText(x.code, y.code) })
	for i := range a.units {
		a.at[a.units[i].code] = i
	}
	r.axis = a
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (r *run) axisUnit(d Department, a *axis) axisUnit {
	u := axisUnit{code: d.Code, versions: d.Versions, from: make([]int, a.n), to: make([]int, a.n), inForce: make([]bool, a.n)}
	wanted := len(r.query.Where.Departments) == 0 || slices.Contains(r.query.Where.Departments, d.Code)
	u.outside, u.admittedOutside = a.key(r.directoryGroup(d, DepartmentVersion{})), wanted && admits(r.query.Where, DepartmentVersion{})
	if len(d.Versions) == 0 { // the directory says nothing of it
		u.keys, u.admitted = []string{u.outside}, []bool{u.admittedOutside}
		return u
	}
	for _, v := range d.Versions {
		u.keys = append(u.keys, a.key(r.directoryGroup(d, v)))
		u.admitted = append(u.admitted, wanted && admits(r.query.Where, v))
	}
	for m := range a.n {
		from, until := (a.first + jianfu.Month(m)).First(), (a.first + jianfu.Month(m) + 1).First()
		lo, hi := -1, -1
		for i, v := range d.Versions {
			if v.From < until && from < v.Until {
				if lo < 0 {
					lo = i
				}
				hi = i
			}
		}
		u.inForce[m] = lo >= 0
		if lo < 0 { // the nearest before, else the first
			lo = 0
			for i, v := range d.Versions {
				if v.From <= from {
					lo = i
				}
			}
			hi = lo
		}
		u.from[m], u.to[m] = lo, hi
	}
	return u
}

func (a *axis) key(group []Member) string {
	key := groupKey(group)
	a.groups[key] = group
	return key
}

// directoryGroup is what the directory says of a version for the dimensions asked for that are its.
func (r *run) directoryGroup(d Department, v DepartmentVersion) []Member {
	var group []Member
	for _, name := range r.query.By {
		switch {
		case name == "department":
			group = append(group, Member{Dimension: name, Value: d.Code, Known: true})
		case isUnitProperty(name):
			group = append(group, directoryMember(name, d, v))
		}
	}
	return group
}

// keyedGroup is a group with its keys, worked out once for all its figures.
type keyedGroup struct {
	members     []Member
	whole       string
	directory   string // the key of the directory's part of it
	saysNothing bool   // it is the group of what does not say: no dimension of rows is known
}

func keyed(group []Member) keyedGroup {
	g := keyedGroup{members: group, whole: groupKey(group), saysNothing: true}
	var directory []Member
	for _, m := range group {
		if m.Dimension == "department" || isUnitProperty(m.Dimension) {
			directory = append(directory, m)
		} else if m.Known {
			g.saysNothing = false
		}
	}
	g.directory = groupKey(directory)
	return g
}

// cover is what was filed of a source's kinds, unit by unit and month by month.
type cover struct {
	own    [][]filedMonth // by unit and month: its own filing, or a listing one that was declared to cover everybody
	all    []bool         // by month: a register speaks for everybody
	apart  [][]bool       // by unit and month: but not for this one, which owes it and did not file; nil where nobody owes it
	ever   bool           // whether anything of the kinds was ever filed
	listed bool           // no filing of the kinds speaks for units that are not in it
}

// coverOf works out what was filed of a source's kinds, once.
func (r *run) coverOf(src *source) *cover {
	if known := r.covers[src]; known != nil {
		return known
	}
	c := &cover{own: make([][]filedMonth, len(r.axis.units)), all: make([]bool, r.axis.n), listed: true}
	cells := make([]filedMonth, len(c.own)*r.axis.n)
	for i := range c.own {
		c.own[i] = cells[i*r.axis.n : (i+1)*r.axis.n]
	}
	for _, kind := range src.Kinds {
		listed := r.shape.listed[kind]
		c.listed = c.listed && listed
		periods := r.filed.periods[kind]
		c.ever = c.ever || len(periods) > 0
		for _, p := range periods {
			r.coverPeriod(c, p, listed)
		}
	}
	extent, bounded := r.filed.extents[src]
	for m := range c.all {
		month, _ := jianfu.Span(r.axis.first+jianfu.Month(m), r.axis.first+jianfu.Month(m))
		c.all[m] = !c.listed && (bounded && overlap(extent, month) || !bounded && c.all[m])
	}
	if !c.listed && slices.ContainsFunc(src.Kinds, func(kind string) bool { return slices.Contains(r.scope.catalog.due, kind) }) {
		r.setApart(c, src.Kinds)
	}
	r.covers[src] = c
	return c
}

// registered reports whether a register speaks for a unit of a month.
func (r *run) registered(c *cover, u, m int) bool {
	return c.all[m] && r.axis.units[u].inForce[m] && (c.apart == nil || !c.apart[u][m])
}

// setApart finds the units that owe a register and filed nothing for a period: what others filed does not
// speak for them.
func (r *run) setApart(c *cover, kinds []string) {
	c.apart = make([][]bool, len(r.axis.units))
	for u := range c.apart {
		c.apart[u] = make([]bool, r.axis.n)
		for m := range c.apart[u] {
			for _, kind := range kinds {
				if o, period := r.owedBy(kind, &r.axis.units[u], r.axis.first+jianfu.Month(m)); o != nil && !r.hasFiledWithin(kind, &r.axis.units[u], period) {
					c.apart[u][m] = true
				}
			}
		}
	}
}

// coverPeriod adds the slices of one period.
func (r *run) coverPeriod(c *cover, p filedPeriod, listed bool) {
	if p.period.IsZero() { // a ledger or a whole list names no months: only a register speaks by it
		for m := range c.all {
			c.all[m] = true
		}
		return
	}
	from, until := max(r.axis.place(p.period.Start()), 0), min(r.axis.place(p.period.Start())+p.period.Months(), r.axis.n)
	for m := from; m < until; m++ {
		c.all[m] = true
		for _, code := range p.departments {
			filed := filedNil
			if slices.Contains(p.aside, code) {
				filed = setAside
			}
			if slices.Contains(p.withRows, code) {
				filed = filedRows
			}
			if code != "" {
				u := r.axis.at[code]
				c.own[u][m] = max(c.own[u][m], filed)
				continue
			}
			for u := range c.own { // declared to cover everybody
				if listed && r.axis.units[u].inForce[m] {
					c.own[u][m] = max(c.own[u][m], filedNil)
				}
			}
		}
	}
}

// hasFiledWithin reports whether a unit filed a kind for some month of what it owes.
func (r *run) hasFiledWithin(kind string, unit *axisUnit, period jianfu.Period) bool {
	return slices.ContainsFunc(monthsOf(period), func(m jianfu.Month) bool { return r.hasFiled(kind, unit, m) })
}

// hasFiled reports whether a unit filed a kind for a month: rows, a nil return, or a total that
// states the headline of the kind. What a later table says of the year before is none.
func (r *run) hasFiled(kind string, unit *axisUnit, month jianfu.Month) bool {
	units := r.standing.unitsFiled(kind)[month]
	return units[unit.code] || units[""] || r.statesHeadline(kind, unit, month)
}

// unitsFiled are the units with a slice of a kind, by month; "" is one that speaks for everybody.
func (st *standing) unitsFiled(kind string) map[jianfu.Month]map[string]bool {
	if known, ok := st.byMonth.Load(kind); ok {
		return known.(map[jianfu.Month]map[string]bool)
	}
	months := map[jianfu.Month]map[string]bool{}
	for _, p := range st.periods[kind] {
		for i := range p.period.Months() { // none of a ledger
			month := p.period.Start() + jianfu.Month(i)
			if months[month] == nil {
				months[month] = make(map[string]bool, len(p.departments))
			}
			for _, code := range p.departments {
				months[month][code] = true
			}
		}
	}
	st.byMonth.Store(kind, months)
	return months
}

func (r *run) statesHeadline(kind string, unit *axisUnit, month jianfu.Month) bool {
	if r.totals == nil {
		return false
	}
	return slices.ContainsFunc(r.scope.catalog.headlines([]string{kind}), func(count string) bool {
		return slices.ContainsFunc(r.totals.of(count, unit.code), func(t *total) bool { return !t.earlier && t.overlaps(month, month+1) })
	})
}

// owing is whether a unit owes a kind for a month.
type owing uint8

const (
	owesNothing owing = iota
	owesLater         // its period has ended, and its due day is not over
	owesNow
)

// owes says whether a unit owes one of the kinds for a month. What it owes is said by the catalogue; a
// month of a period that has not ended is not owed yet.
func (r *run) owes(kinds []string, u *axisUnit, month jianfu.Month) owing {
	if (month + 1).First() > r.today() {
		return owesNothing
	}
	most := owesNothing
	for _, kind := range kinds {
		if o, period := r.owedBy(kind, u, month); o != nil {
			most = max(most, r.dueBy(o, period))
		}
	}
	return most
}

// owedBy is what a unit owes of a kind for a month, by the last of its versions that does.
func (r *run) owedBy(kind string, u *axisUnit, month jianfu.Month) (owed *Obligation, of jianfu.Period) {
	for _, v := range u.versions {
		if o, period := r.scope.catalog.owed(kind, v, month); o != nil {
			owed, of = o, period
		}
	}
	return owed, of
}

// dueBy says of what is owed for a period whether its day has come.
func (r *run) dueBy(o *Obligation, period jianfu.Period) owing {
	switch today := r.today(); {
	case period.Until() > today:
		return owesNothing
	case r.shape.dueDay(o, period) < today:
		return owesNow
	}
	return owesLater
}

// reasons is the order in which reasons go over a scope that has no amount: the last that holds
// for one of its units and months tells most.
var reasons = []Missing{NotMissing, NotInForce, NotDue, NotFiled, NotReported, UnknownValues}

func laterReason(a, b Missing) Missing {
	if slices.Index(reasons, b) > slices.Index(reasons, a) {
		return b
	}
	return a
}
