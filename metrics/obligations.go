package metrics

import (
	"fmt"
	"slices"
	"strings"

	"jianfu"
)

// Obligation says which units file which kinds for which periods, and by when.
type Obligation struct {
	Name   string
	Kinds  []string
	Types  []string // the types of units that owe them, by the directory
	Units  []string // or units, by code, name or short name
	Grain  jianfu.Grain
	From   jianfu.Date // owed for periods that end from this day on
	Until  jianfu.Date // owed for periods that end before this day
	Due    int         // number of days after the period's end; moved to the next working day
	Refuse bool        // whether a filing is refused before the end of its period; else its figures are provisional until then
	at     place
}

type obligationEntry struct {
	Name                string
	Kinds, Types, Units []string
	Grain               string
	From, To            string
	Due                 int
	Early               string
}

// Every day of a query is from the first of these to before the second.
var (
	startOfTime = jianfu.YearOf(1900).From()
	endOfTime   = jianfu.YearOf(2199).Until()
)

func (c *Catalog) readObligation(at place, e obligationEntry) error {
	o := &Obligation{Name: e.Name, Kinds: e.Kinds, Types: e.Types, Units: e.Units, Grain: jianfu.Grain(strings.ToUpper(e.Grain)), From: startOfTime, Until: endOfTime, Due: e.Due, Refuse: e.Early == "refused", at: at}
	switch {
	case e.Name == "":
		return at.fault("报送任务要写 name", "an obligation needs a name")
	case len(e.Kinds) == 0:
		return at.fault("报送任务 %[1]s 没有写 kinds：请写明应报哪些报表", "the obligation %[1]s has no kinds: name the kinds of filing that are owed", e.Name)
	case len(e.Types) == 0 && len(e.Units) == 0:
		return at.fault("报送任务 %[1]s 没有写谁来报：请写 types（单位类型）或 units（单位）", "the obligation %[1]s does not say who owes them: write types of units, or units", e.Name)
	case o.Grain != "" && o.Grain.Months() == 0:
		return at.in("grain").fault("grain 应是 month、quarter、half 或 year，不是 %[1]s", "grain should be month, quarter, half or year, not %[1]s", e.Grain)
	case e.Due < 1 || e.Due > 366:
		return at.in("due").fault("due 应是期末之后的天数，1 到 366", "due should be the days after the period's end, from 1 to 366")
	case !slices.Contains([]string{"", "provisional", "refused"}, e.Early):
		return at.in("early").fault("early 应是 provisional（暂收，数字暂定）或 refused（退回），不是 %[1]s", "early should be provisional or refused, not %[1]s", e.Early)
	}
	if o.Grain == "" {
		o.Grain = jianfu.ByMonth
	}
	for _, day := range []struct {
		key, text string
		into      *jianfu.Date
		more      jianfu.Date
	}{{"from", e.From, &o.From, 0}, {"to", e.To, &o.Until, 1}} {
		if day.text == "" {
			continue
		}
		parsed, ok := jianfu.ParseDate(day.text)
		if !ok {
			return at.in(day.key).fault("%[1]s 应是日期，如 2023-01-01", "%[1]s should be a day, such as 2023-01-01", day.key)
		}
		*day.into = parsed + day.more
	}
	if o.Until <= o.From {
		return at.in("to").fault("报送任务 %[1]s 的 to 早于 from", "the obligation %[1]s ends before it begins", e.Name)
	}
	replaced := slices.IndexFunc(c.obligations, func(known *Obligation) bool { return known.Name == e.Name })
	if replaced < 0 {
		c.obligations = append(c.obligations, o)
	} else {
		c.obligations[replaced] = o
	}
	return nil
}

// Obligations lists the obligations.
func (c *Catalog) Obligations() []Obligation {
	list := make([]Obligation, len(c.obligations))
	for i, o := range c.obligations {
		list[i] = *o
	}
	return list
}

// owedKinds are the kinds with obligations, each once.
func (c *Catalog) owedKinds() []string {
	var kinds []string
	for _, o := range c.obligations {
		for _, kind := range o.Kinds {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// Obliged are the types of units, and the units by code or name, that owe something.
func (c *Catalog) Obliged() (types, units []string) {
	for _, o := range c.obligations {
		types, units = append(types, o.Types...), append(units, o.Units...)
	}
	return types, units
}

// RefusesEarly reports whether filings of a kind are refused before their period has ended.
func (c *Catalog) RefusesEarly(kind string) bool {
	return slices.ContainsFunc(c.obligations, func(o *Obligation) bool { return o.Refuse && slices.Contains(o.Kinds, kind) })
}

// period is the period of the obligation's grain that contains a month.
func (o *Obligation) period(month jianfu.Month) jianfu.Period {
	months := jianfu.Month(o.Grain.Months())
	first := month - month%months // months are counted from a January
	p, _ := jianfu.Span(first, first+months-1)
	return p
}

// owed is what a unit owes of a kind for a month: the obligation, and the period of its grain. A
// unit owes a period if it is in force on the period's last day, so that a successor owes the rest
// of a unit that ended. An obligation that names the unit takes precedence over one that names its
// type, and of two the later one in the files.
func (c *Catalog) owed(kind string, v DepartmentVersion, month jianfu.Month) (*Obligation, jianfu.Period) {
	o, of := c.firstOwed(kind, v, month)
	if of.Months() > 1 { // what goes before it at its end goes before it altogether
		if last, _ := c.firstOwed(kind, v, of.Start()+jianfu.Month(of.Months())-1); last != o {
			return nil, jianfu.Period{}
		}
	}
	return o, of
}

// firstOwed is the obligation that goes before all others in a month.
func (c *Catalog) firstOwed(kind string, v DepartmentVersion, month jianfu.Month) (*Obligation, jianfu.Period) {
	var best *Obligation
	named := false
	var of jianfu.Period
	for _, o := range c.obligations {
		if !slices.Contains(o.Kinds, kind) {
			continue
		}
		p := o.period(month)
		last := p.Through()
		if last < o.From || last >= o.Until || last < v.From || last >= v.Until {
			continue
		}
		byName := slices.ContainsFunc(o.Units, func(unit string) bool { return unit == v.Code || unit == v.Name || unit == v.ShortName })
		if !byName && (named || !slices.Contains(o.Types, v.Type)) {
			continue
		}
		best, named, of = o, byName, p
	}
	return best, of
}

// writeObligations lists what is owed, a row for each kind and each type or unit that owes it.
func (s *scope) writeObligations(st *statement) {
	st.SQL("-- who owes which kind: the months of a period, and the days after it by which it is due\n",
		"obligation(place, kind, type, unit, months, since, until, days) AS (VALUES")
	rows := 0
	for place, o := range s.catalog.obligations {
		for _, kind := range o.Kinds {
			for i, who := range slices.Concat(o.Types, o.Units) {
				ofType, unit := literal(who), "NULL"
				if i >= len(o.Types) {
					ofType, unit = "NULL", literal(who)
				}
				if rows++; rows > 1 {
					st.SQL(",")
				}
				st.SQL(sqlText(fmt.Sprintf("\n  (%d, %s, %s, %s, %d, DATE '%s', DATE '%s', %d)", place, literal(kind), ofType, unit, o.Grain.Months(), o.From, o.Until, o.Due)))
			}
		}
	}
	if rows == 0 {
		st.SQL("\n  (0, '', NULL, NULL, 1, DATE '9999-12-31', DATE '9999-12-31', 1)") // there are no obligations
	}
	st.SQL("),\n")
}
