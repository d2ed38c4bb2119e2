package metrics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"jianfu"
	"jianfu/warehouse"
)

// A city of units that change on one day: A and B are merged into C, D is split into E and F, G moves to
// another line, J ends and nobody has its work, N begins; H and K go on. What they filed are statements: a
// unit's number over one month or two, as rows, a nil return, a total, or what a compiled table that covers
// everybody says of it. The sums below are made from these alone.
type madeCity struct {
	change     jianfu.Month
	lines      map[string]string // G has a second one, by G2
	statements []statedMonths
	declared   []jianfu.Month // of records, of everybody
	rest       []jianfu.Month // of totals, of those not in them
	inspected  map[unitMonth]int
	planned    int
}

type statedMonths struct {
	unit   string
	first  jianfu.Month
	months int
	value  int
	how    string // rows, total, declared
}

func (s statedMonths) last() jianfu.Month { return s.first + jianfu.Month(s.months) - 1 }

func (s statedMonths) isIn(p jianfu.Period) bool {
	return p.Contains(s.first.First()) && p.Contains(s.last().First())
}

var madeUnits = []string{"A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "N"}

func (c *madeCity) inForce(unit string, month jianfu.Month) bool {
	switch unit {
	case "A", "B", "D", "J":
		return month < c.change
	case "C", "E", "F", "N":
		return month >= c.change
	}
	return true
}

// placeThen is the group of a dimension in which a month of a unit counts by its own day.
func (c *madeCity) placeThen(by, unit string, month jianfu.Month) string {
	switch {
	case by == "":
		return ""
	case by == "department":
		return unit
	case !c.inForce(unit, month):
		return ""
	case unit == "G" && month >= c.change:
		return c.lines["G2"]
	}
	return c.lines[unit]
}

// heirs are the units that have the work of a unit in a month.
func (c *madeCity) heirs(unit string, month jianfu.Month) []string {
	switch {
	case month >= c.change && (unit == "A" || unit == "B"):
		return []string{"C"}
	case month >= c.change && unit == "D":
		return []string{"E", "F"}
	}
	return []string{unit}
}

// placeBy is the group in which a month of a unit counts by the units and lines of another month; false
// where its parts are in several.
func (c *madeCity) placeBy(by, unit string, month, structure jianfu.Month) (string, bool) {
	if by == "portfolio" && unit == "J" && structure >= c.change { // it ended and nobody has its work: it is in no line
		return "", true
	}
	heirs := c.heirs(unit, structure)
	if heirs[0] == unit && unit != "G" {
		return c.placeThen(by, unit, month), true
	}
	place := c.placeThen(by, heirs[0], structure)
	for _, heir := range heirs {
		if c.placeThen(by, heir, structure) != place {
			return "", false
		}
	}
	if unit != "G" && c.placeThen(by, unit, c.change-1) == place { // it did not move: what comes after its end stays its own
		return c.placeThen(by, unit, month), true
	}
	return place, true
}

// kin are the units whose months are held together by the structure of a month.
func (c *madeCity) kin(then bool, structure jianfu.Month) [][]string {
	list := [][]string{{"G"}, {"H"}, {"J"}, {"K"}, {"N"}}
	if then || structure < c.change {
		return append(list, []string{"A"}, []string{"B"}, []string{"C"}, []string{"D"}, []string{"E"}, []string{"F"})
	}
	return append(list, []string{"A", "B", "C"}, []string{"D", "E", "F"})
}

func makeCity(random *rand.Rand) *madeCity {
	c := &madeCity{change: jianfu.MonthOf(2023, 1+random.IntN(4)), lines: map[string]string{}, inspected: map[unitMonth]int{}, planned: 1 + random.IntN(3)}
	for _, unit := range append([]string{"G2"}, madeUnits...) {
		c.lines[unit] = []string{"甲线", "乙线", "丙线"}[random.IntN(3)]
	}
	known := map[unitMonth]string{} // how
	for _, year := range []int{2022, 2023} {
		for _, unit := range madeUnits {
			for m := 1; m <= 4; m++ {
				at := jianfu.MonthOf(year, m)
				s := statedMonths{unit: unit, first: at, months: 1, value: random.IntN(4), how: "rows"}
				switch {
				case !c.inForce(unit, at) && (at < c.change || random.IntN(6) > 0): // some go on after their end
					continue
				case c.inForce(unit, at) && random.IntN(4) == 0:
					continue
				case c.inForce(unit, at) && random.IntN(3) == 0:
					if s.how = "total"; m < 4 && c.inForce(unit, at+1) && (at >= c.change) == (at+1 >= c.change) && random.IntN(2) == 0 {
						s.months = 2
					}
				}
				c.statements = append(c.statements, s)
				for i := range s.months {
					known[unitMonth{unit, at + jianfu.Month(i)}] = s.how + strconv.Itoa(s.months)
				}
				m += s.months - 1
			}
		}
		for m := 1; m <= 4; m++ {
			at := jianfu.MonthOf(year, m)
			uses := func(hows ...string) bool {
				return slices.ContainsFunc(madeUnits, func(unit string) bool { return slices.Contains(hows, known[unitMonth{unit, at}]) })
			}
			for _, unit := range madeUnits {
				if c.inForce(unit, at) {
					c.inspected[unitMonth{unit, at}] = max(0, random.IntN(4)-2)
				}
			}
			switch random.IntN(5) {
			case 0:
				if uses("total1", "total2") {
					continue
				}
				c.declared = append(c.declared, at)
			case 1:
				if uses("total2") {
					continue
				}
				c.rest = append(c.rest, at)
			default:
				continue
			}
			for _, unit := range madeUnits {
				if _, has := known[unitMonth{unit, at}]; !has && c.inForce(unit, at) {
					c.statements = append(c.statements, statedMonths{unit: unit, first: at, months: 1, how: "declared"})
				}
			}
		}
	}
	return c
}

// engine files the city's statements, or only some of them, without what is declared.
func (c *madeCity) engine(t *testing.T, only []statedMonths) *Engine {
	t.Helper()
	e, w := openEngine(t)
	on, before := c.change.First().String(), (c.change.First() - 1).String()
	line := func(unit string) string { return c.lines[unit] }
	units(t, w, [7]string{"A", "甲局", line("A"), "2020-01-01", before}, [7]string{"B", "乙局", line("B"), "2020-01-01", before}, [7]string{"C", "丙局", line("C"), on, "", "A、B", "合并"},
		[7]string{"D", "丁局", line("D"), "2020-01-01", before}, [7]string{"E", "戊局", line("E"), on, "", "D", "拆分"}, [7]string{"F", "己局", line("F"), on, "", "D", "拆分"},
		[7]string{"G", "庚局", line("G"), "2020-01-01", before}, [7]string{"G", "庚局", line("G2"), on, ""}, [7]string{"H", "辛局", line("H"), "2020-01-01", ""},
		[7]string{"J", "壬局", line("J"), "2020-01-01", before}, [7]string{"K", "癸局", line("K"), "2020-01-01", ""}, [7]string{"N", "子局", line("N"), on, ""})
	records, totals := map[[2]string][][]any{}, []stated(nil)
	list := only
	if only == nil {
		list = c.statements
		for _, month := range c.declared {
			records[[2]string{"", month.String()}] = nil
		}
		for _, month := range c.rest {
			totals = append(totals, stated{count: "meetings_held" + warehouse.RestMark, span: month.String(), value: "0"})
		}
	}
	for _, s := range list {
		span, _ := jianfu.Span(s.first, s.last())
		if s.how == "total" {
			totals = append(totals, stated{unit: s.unit, count: "meetings_held", span: span.String(), value: strconv.Itoa(s.value)})
			continue
		}
		if s.how == "declared" && only == nil {
			continue
		}
		rows := [][]any{}
		for range s.value {
			rows = append(rows, meeting{unit: s.unit, on: s.first.String() + "-10", counted: true}.values(t))
		}
		records[[2]string{s.unit, s.first.String()}] = rows
	}
	if len(records) > 0 {
		file(t, w, filing{kind: "meeting", slices: records})
	}
	if len(totals) > 0 {
		state(t, w, totals...)
	}
	if only != nil {
		return e
	}
	register := map[[2]string][][]any{}
	for _, year := range []int{2022, 2023} {
		for m := 1; m <= 4; m++ {
			month := jianfu.MonthOf(year, m)
			key := [2]string{"H", month.String()}
			register[key] = [][]any{}
			for _, unit := range madeUnits {
				for range c.inspected[unitMonth{unit, month}] {
					register[[2]string{unit, month.String()}] = append(register[[2]string{unit, month.String()}], carriedOut(t, unit, "检查", month.String()+"-10", true))
				}
			}
		}
	}
	file(t, w, filing{kind: "inspection", slices: register})
	var plan [][]any
	for i := range c.planned {
		plan = append(plan, []any{"K", int64(2023), fmt.Sprintf("检查%d", i), "督查", nil})
	}
	file(t, w, filing{kind: "inspection_plan", slices: map[[2]string][][]any{{"K", "2023"}: plan}})
	return e
}

// asked is a comparison of the city's figures by a dimension ("" is the whole city).
type asked struct {
	by   string
	span jianfu.Period
	then bool
}

func (a asked) end() jianfu.Month { return a.span.Start() + jianfu.Month(a.span.Months()) - 1 }

// moves reports whether a unit moves within the span, so that what is comparable goes by its end.
func (c *madeCity) moves(a asked) bool {
	if a.then || a.by == "" || c.change <= a.span.Start() || c.change > a.end() {
		return false
	}
	return true // by portfolio J leaves its line
}

// isPart reports whether a group has only some of the parts of the split: it has no past by the end.
func (c *madeCity) isPart(a asked, group string) bool {
	if a.then || a.by == "" || a.end() < c.change {
		return false
	}
	e, f := c.placeThen(a.by, "E", a.end()), c.placeThen(a.by, "F", a.end())
	return e != f && (group == e || group == f)
}

// sum is what some statements within a period come to in a group, by each month's own day or by the end.
func (c *madeCity) sum(list []statedMonths, a asked, group string, p jianfu.Period, byEnd bool) *jianfu.Decimal {
	if byEnd && c.isPart(a, group) {
		return nil
	}
	any, total := false, 0
	for _, s := range list {
		place, some := c.placeThen(a.by, s.unit, s.last()), true
		if byEnd {
			place, some = c.placeBy(a.by, s.unit, s.last(), a.end())
		}
		if s.isIn(p) && some && place == group {
			any, total = true, total+s.value
		}
	}
	if !any {
		return nil
	}
	amount := jianfu.NewDecimal(int64(total))
	return &amount
}

// matched are the statements of months that both sides have, all units that are held together.
func (c *madeCity) matched(a asked) []statedMonths {
	var kept []statedMonths
	for _, kin := range c.kin(a.then, a.end()) {
		var own []statedMonths
		for _, s := range c.statements {
			if slices.Contains(kin, s.unit) && (s.isIn(a.span) || s.isIn(a.span.YearEarlier())) {
				own = append(own, s)
			}
		}
		whole := func(month jianfu.Month) bool {
			any := false
			for _, unit := range kin {
				has := slices.ContainsFunc(own, func(s statedMonths) bool { return s.unit == unit && s.first <= month && month <= s.last() })
				if c.inForce(unit, month) && !has {
					return false
				}
				any = any || has
			}
			return any
		}
		keep := map[jianfu.Month]bool{} // by the month of the span
		for _, month := range monthsOf(a.span) {
			keep[month] = whole(month) && whole(month-12)
		}
		inSpan := func(month jianfu.Month) jianfu.Month {
			if a.span.Contains(month.First()) {
				return month
			}
			return month + 12
		}
		lacks := func(s statedMonths) bool { return !keep[inSpan(s.first)] || !keep[inSpan(s.last())] }
		for again := true; again; {
			again = false
			for _, s := range own {
				if lacks(s) && (keep[inSpan(s.first)] || keep[inSpan(s.last())]) {
					keep[inSpan(s.first)], keep[inSpan(s.last())], again = false, false, true
				}
			}
		}
		kept = append(kept, slices.DeleteFunc(own, lacks)...)
	}
	return kept
}

func (a asked) of(t *testing.T, e *Engine, on jianfu.Date) []Row {
	t.Helper()
	q := Query{Metrics: []string{"meetings.held"}, Period: a.span, Compare: YearEarlier, StructureOn: on}
	if a.by != "" {
		q.By = []string{a.by}
	}
	if a.then {
		q.Structure = StructureThen
	}
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return m.Rows
}

// For random filings of all sorts by units that change: a figure and its base have no amount exactly where
// nothing of the group was filed for the period, and else are the sums of what was; coverage counts it; what
// is comparable is what is left when the months that only one side has are taken out, and what a warehouse
// without them answers; registers speak for everybody, plans for their year; rates of filing lie within 0 and
// 1. A seed is the name of its subtest.
func TestFilingsOfAllSorts(t *testing.T) {
	t.Parallel()
	for seed := range seeds(t, 6) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			c := makeCity(rand.New(rand.NewPCG(seed, 44)))
			e := c.engine(t, nil)
			for from := 1; from <= 4; from++ {
				for through := from; through <= 4; through++ {
					span, _ := jianfu.Span(jianfu.MonthOf(2023, from), jianfu.MonthOf(2023, through))
					for _, by := range []string{"", "portfolio", "department"} {
						for _, then := range []bool{false, true} {
							c.check(t, e, asked{by, span, then})
						}
					}
				}
			}
			span, _ := jianfu.Span(jianfu.MonthOf(2023, 1), jianfu.MonthOf(2023, 4))
			c.checkAlone(t, e, asked{[]string{"portfolio", "department"}[seed%2], span, seed%3 == 2})
			c.checkRegister(t, e)
			c.checkFilings(t, e)
		})
	}
}

func groupOf(row Row) string {
	if len(row.Group) == 0 {
		return ""
	}
	return row.Group[0].Value
}

func (c *madeCity) check(t *testing.T, e *Engine, a asked) {
	t.Helper()
	matched, base, moves := c.matched(a), a.span.YearEarlier(), c.moves(a)
	groups := map[string]bool{}
	for _, row := range a.of(t, e, 0) {
		v, group := row.Values[0], groupOf(row)
		groups[group] = true
		where := fmt.Sprintf("by %q %q over %s, as it was %t, change in %s", a.by, group, a.span, a.then, c.change)
		amount, before := c.sum(c.statements, a, group, a.span, false), c.sum(c.statements, a, group, base, !a.then)
		if !sameNumber(v.Amount, amount) || !sameNumber(v.Comparison.Amount, before) || (v.Missing == NotMissing) != (amount != nil) {
			t.Errorf("%s: %v %s against %v, want %v against %v", where, v.Amount, v.Missing, v.Comparison.Amount, amount, before)
		}
		told := 0
		for _, s := range c.statements {
			for month := s.first; month <= s.last(); month++ {
				if a.span.Contains(month.First()) && c.placeThen(a.by, s.unit, month) == group {
					told++
				}
			}
		}
		if v.Coverage.Filed != told || v.Coverage.Expected < told {
			t.Errorf("%s: %+v, %d months filed", where, v.Coverage, told)
		}
		current, compared := c.sum(matched, a, group, a.span, moves), c.sum(matched, a, group, base, !a.then)
		if both := v.Comparison.Comparable; !sameNumber(both.Current, current) || !sameNumber(both.Amount, compared) {
			t.Errorf("%s: comparable are %v and %v, want %v and %v", where, both.Current, both.Amount, current, compared)
		}
	}
	for _, s := range c.statements {
		if s.isIn(a.span) && !groups[c.placeThen(a.by, s.unit, s.last())] {
			t.Errorf("by %q over %s: %+v is in no row", a.by, a.span, s)
		}
	}
}

// checkAlone holds what is comparable against a warehouse that has nothing else.
func (c *madeCity) checkAlone(t *testing.T, e *Engine, a asked) {
	t.Helper()
	on := jianfu.Date(0)
	if c.moves(a) {
		on = a.span.Through()
	}
	alone := map[string]Value{}
	for _, row := range a.of(t, c.engine(t, append([]statedMonths{}, c.matched(a)...)), on) {
		alone[groupOf(row)] = row.Values[0]
	}
	for _, row := range a.of(t, e, 0) {
		both, want := row.Values[0].Comparison.Comparable, alone[groupOf(row)]
		var base *jianfu.Decimal
		if want.Comparison != nil {
			base = want.Comparison.Amount
		}
		if !sameNumber(both.Current, want.Amount) || !sameNumber(both.Amount, base) {
			t.Errorf("by %q %q, as it was %t, change in %s: comparable are %v and %v, alone %v and %v", a.by, groupOf(row), a.then, c.change, both.Current, both.Amount, want.Amount, base)
		}
	}
}

// checkRegister: a register speaks for everybody, and a plan for its whole year.
func (c *madeCity) checkRegister(t *testing.T, e *Engine) {
	t.Helper()
	span := period(t, "2023-02/2023-03")
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"inspections.conducted", "inspections.planned"}, Period: span, By: []string{"department"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range m.Rows {
		unit, n, there := groupOf(row), 0, false
		for _, month := range monthsOf(span) {
			n, there = n+c.inspected[unitMonth{unit, month}], there || c.inForce(unit, month)
		}
		want := jianfu.NewDecimal(int64(n))
		if got := row.Values[0]; there != (got.Amount != nil) || there && got.Amount.Cmp(want) != 0 {
			t.Errorf("inspections of %s: %v %s, want %d", unit, got.Amount, got.Missing, n)
		}
		if planned := row.Values[1]; unit == "K" && (planned.Amount == nil || planned.Amount.Cmp(jianfu.NewDecimal(int64(c.planned))) != 0) {
			t.Errorf("planned: %v, want %d", planned.Amount, c.planned)
		}
	}
}

// checkFilings: what was received of what is owed is no more than that, and rates lie within 0 and 1.
func (c *madeCity) checkFilings(t *testing.T, e *Engine) {
	t.Helper()
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"filings.on_time_rate", "filings.complete_on_time_rate", "filings.received", "filings.expected", "filings.missing"},
		Period: period(t, "2022-01/2023-04"), Grain: jianfu.ByMonth, By: []string{"department"}, Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	one := jianfu.NewDecimal(1)
	for _, row := range m.Rows {
		unit, month := groupOf(row), row.Bucket.Start()
		for _, rate := range row.Values[:2] {
			if rate.Amount != nil && (rate.Amount.Sign() < 0 || rate.Amount.Cmp(one) > 0) {
				t.Errorf("%s %s: %s is %s", unit, month, rate.Metric.Name, rate.Amount)
			}
		}
		filed, owed := 0, 0
		if c.inForce(unit, month) {
			owed = 1
			if slices.ContainsFunc(c.statements, func(s statedMonths) bool { return s.unit == unit && s.first <= month && month <= s.last() }) {
				filed = 1
			}
		}
		number := func(v Value) int64 {
			if v.Amount == nil {
				return 0
			}
			return v.Amount.Int64()
		}
		if number(row.Values[2]) != int64(filed) || number(row.Values[3]) != int64(owed) || number(row.Values[4]) != int64(owed-filed) {
			t.Errorf("%s %s: %d of %d received, %d missing, want %d of %d", unit, month, number(row.Values[2]), number(row.Values[3]), number(row.Values[4]), filed, owed)
		}
	}
}

// spanCity is a city of the same units that states what it files in months, quarters and from January on, in
// any mixture: the number of each month of a unit is what all that is stated of it agrees with. Nobody states
// anything after its end; of a span in which a unit began or ended its statement is of its own months.
type spanCity struct {
	madeCity
	numbers map[unitMonth]int
}

func makeSpanCity(random *rand.Rand) *spanCity {
	c := &spanCity{madeCity: madeCity{change: jianfu.MonthOf(2023, 2+random.IntN(5)), lines: map[string]string{}}, numbers: map[unitMonth]int{}}
	for _, unit := range append([]string{"G2"}, madeUnits...) {
		c.lines[unit] = []string{"甲线", "乙线", "丙线"}[random.IntN(3)]
	}
	for _, unit := range madeUnits {
		for _, year := range []int{2022, 2023} {
			often := []int{1, 3, 4}[random.IntN(3)] // in how many of four a month is filed
			quarters, running := unit != "G" && random.IntN(3) == 0, unit != "G" && random.IntN(2) == 0
			for m := 1; m <= 6; m++ {
				at := jianfu.MonthOf(year, m)
				if !c.inForce(unit, at) {
					continue
				}
				c.numbers[unitMonth{unit, at}] = random.IntN(5)
				if how := []string{"rows", "total"}[random.IntN(2)]; random.IntN(4) < often && (!quarters || random.IntN(3) == 0) {
					c.add(unit, at, 1, how)
				}
			}
			for m := 1; m <= 6; m++ {
				if quarters && m%3 == 0 && random.IntN(3) > 0 {
					c.add(unit, jianfu.MonthOf(year, m-2), 3, "total")
				}
				if running && m > 1 && (!quarters || m%3 == 0) && random.IntN(3) == 0 {
					c.add(unit, jianfu.MonthOf(year, 1), m, "total")
				}
			}
		}
	}
	return c
}

// add states the sum of the unit's own months, if it has any.
func (c *spanCity) add(unit string, first jianfu.Month, months int, how string) {
	s := statedMonths{unit: unit, first: first, months: months, how: how}
	any := false
	for m := s.first; m <= s.last(); m++ {
		any = any || c.inForce(unit, m)
		s.value += c.numbers[unitMonth{unit, m}]
	}
	if any {
		c.statements = append(c.statements, s)
	}
}

// knows reports whether a month of a unit is in something that is stated within a period, and of which
// the unit's own months are all some that are kept.
func (c *spanCity) knows(unit string, month jianfu.Month, p jianfu.Period, kept func(jianfu.Month) bool) bool {
	return c.inForce(unit, month) && slices.ContainsFunc(c.statements, func(s statedMonths) bool {
		if s.unit != unit || month < s.first || s.last() < month || !s.isIn(p) {
			return false
		}
		for m := s.first; m <= s.last(); m++ {
			if c.inForce(unit, m) && !kept(m) {
				return false
			}
		}
		return true
	})
}

// both are the months of units that both sides of a comparison have.
func (c *spanCity) both(a asked) map[unitMonth]bool {
	list := map[unitMonth]bool{}
	for _, kin := range c.kin(a.then, a.end()) {
		keep := map[jianfu.Month]bool{}
		for _, month := range monthsOf(a.span) {
			keep[month] = true
		}
		side := func(p jianfu.Period, month jianfu.Month) bool {
			any := false
			for _, unit := range kin {
				knows := c.knows(unit, month, p, func(m jianfu.Month) bool { return keep[m+a.span.Start()-p.Start()] })
				if c.inForce(unit, month) && !knows {
					return false
				}
				any = any || knows
			}
			return any
		}
		for again := true; again; {
			again = false
			for _, month := range monthsOf(a.span) {
				if keep[month] && !(side(a.span, month) && side(a.span.YearEarlier(), month-12)) {
					keep[month], again = false, true
				}
			}
		}
		for month, kept := range keep {
			for _, unit := range kin {
				list[unitMonth{unit, month}], list[unitMonth{unit, month - 12}] = kept, kept
			}
		}
	}
	return list
}

// total is what the months of a period come to in a group, by each month's own day or by the end.
func (c *spanCity) total(a asked, group string, p jianfu.Period, byEnd bool, counts func(unit string, month jianfu.Month) bool) *jianfu.Decimal {
	if byEnd && c.isPart(a, group) {
		return nil
	}
	any, total := false, 0
	for _, month := range monthsOf(p) {
		for _, unit := range madeUnits {
			place, some := c.placeThen(a.by, unit, month), true
			if byEnd {
				place, some = c.placeBy(a.by, unit, month, a.end())
			}
			if c.inForce(unit, month) && some && place == group && counts(unit, month) {
				any, total = true, total+c.numbers[unitMonth{unit, month}]
			}
		}
	}
	if !any {
		return nil
	}
	amount := jianfu.NewDecimal(int64(total))
	return &amount
}

func (c *spanCity) check(t *testing.T, e *Engine, a asked) {
	t.Helper()
	both, base := c.both(a), a.span.YearEarlier()
	for _, row := range a.of(t, e, 0) {
		v, group := row.Values[0], groupOf(row)
		where := fmt.Sprintf("by %q %q over %s, as it was %t, change in %s", a.by, group, a.span, a.then, c.change)
		in := func(p jianfu.Period) func(string, jianfu.Month) bool {
			return func(unit string, month jianfu.Month) bool {
				return c.knows(unit, month, p, func(jianfu.Month) bool { return true })
			}
		}
		amount, before := c.total(a, group, a.span, false, in(a.span)), c.total(a, group, base, !a.then, in(base))
		if !sameNumber(v.Amount, amount) || !sameNumber(v.Comparison.Amount, before) || (v.Missing == NotMissing) != (amount != nil) {
			t.Errorf("%s: %v %s against %v, want %v against %v", where, v.Amount, v.Missing, v.Comparison.Amount, amount, before)
		}
		want := Coverage{}
		for _, month := range monthsOf(a.span) {
			for _, unit := range madeUnits {
				if c.inForce(unit, month) && c.placeThen(a.by, unit, month) == group {
					want.Expected++
					if slices.ContainsFunc(c.statements, func(s statedMonths) bool { return s.unit == unit && s.first <= month && month <= s.last() }) {
						want.Filed++
					}
				}
			}
		}
		if v.Coverage.Filed != want.Filed || v.Coverage.Expected != want.Expected {
			t.Errorf("%s: %+v, want %+v", where, v.Coverage, want)
		}
		kept := func(unit string, month jianfu.Month) bool { return both[unitMonth{unit, month}] }
		current, compared := c.total(a, group, a.span, c.moves(a), kept), c.total(a, group, base, !a.then, kept)
		if got := v.Comparison.Comparable; !sameNumber(got.Current, current) || !sameNumber(got.Amount, compared) {
			t.Errorf("%s: comparable are %v and %v, want %v and %v", where, got.Current, got.Amount, current, compared)
		}
	}
}

// alone are the statements of the months that both sides have, month by month.
func (c *spanCity) alone(a asked) (list []statedMonths) {
	for at, kept := range c.both(a) {
		if kept && c.inForce(at.unit, at.month) {
			list = append(list, statedMonths{unit: at.unit, first: at.month, months: 1, value: c.numbers[at], how: "total"})
		}
	}
	return list
}

// For random filings by months, quarters and from January on, of units that change: the same as of filings
// of all sorts. What is comparable is the most that both sides have apart from what only one has.
func TestFilingsOfSpans(t *testing.T) {
	t.Parallel()
	for seed := range seeds(t, 5) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			c := makeSpanCity(rand.New(rand.NewPCG(seed, 45)))
			e := c.engine(t, nil)
			for from := 1; from <= 6; from++ {
				for through := from; through <= 6; through++ {
					span, _ := jianfu.Span(jianfu.MonthOf(2023, from), jianfu.MonthOf(2023, through))
					for _, by := range []string{"", "portfolio", "department"} {
						for _, then := range []bool{false, true} {
							c.check(t, e, asked{by, span, then})
						}
					}
				}
			}
			a := asked{[]string{"portfolio", "department"}[seed%2], period(t, "2023-H1"), seed%3 == 2}
			on := jianfu.Date(0)
			if c.moves(a) {
				on = a.span.Through()
			}
			alone := map[string]Value{}
			for _, row := range a.of(t, c.engine(t, c.alone(a)), on) {
				alone[groupOf(row)] = row.Values[0]
			}
			for _, row := range a.of(t, e, 0) {
				want, both := alone[groupOf(row)], row.Values[0].Comparison.Comparable
				if want.Comparison == nil {
					want.Comparison = &ValueComparison{}
				}
				if !sameNumber(both.Current, want.Amount) || !sameNumber(both.Amount, want.Comparison.Amount) {
					t.Errorf("seed %d, by %q %q: comparable are %v and %v, alone %v and %v", seed, a.by, groupOf(row), both.Current, both.Amount, want.Amount, want.Comparison.Amount)
				}
			}
			c.checkFilings(t, e)
		})
	}
}
