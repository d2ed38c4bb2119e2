package metrics

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"jianfu"
)

// changing are units that change: A and B are merged into C, D is split into E and F, G moves to
// another line in the middle of the reported months, J ends and nobody has its work.
type changing struct {
	rows  [][7]string
	heirs map[string][]string // from its end
}

// changingUnits has the parts of the split in one line, or in two.
func changingUnits(apart bool) changing {
	line := "甲线"
	if apart {
		line = "乙线"
	}
	return changing{[][7]string{
		{"A", "甲局", "甲线", "2020-01-01", "2022-12-31"}, {"B", "乙局", "乙线", "2020-01-01", "2022-12-31"}, {"C", "丙局", "乙线", "2023-01-01", "", "A、B", "合并"},
		{"D", "丁局", "甲线", "2020-01-01", "2023-02-28"}, {"E", "戊局", "甲线", "2023-03-01", "", "D", "拆分"}, {"F", "己局", line, "2023-03-01", "", "D", "拆分"},
		{"G", "庚局", "甲线", "2020-01-01", "2023-02-28"}, {"G", "庚局", "丙线", "2023-03-01", ""},
		{"H", "辛局", "丙线", "2020-01-01", ""}, {"J", "壬局", "甲线", "2020-01-01", "2022-12-31"}},
		map[string][]string{"A": {"C"}, "B": {"C"}, "D": {"E", "F"}}}
}

func (c changing) codes() []string {
	var list []string
	for _, r := range c.rows {
		list = append(list, r[0])
	}
	return slices.Compact(list)
}

// version is the row of a unit on a day, or the last before it; in force says which.
func (c changing) version(unit string, on jianfu.Date) (row [7]string, inForce bool) {
	for _, r := range c.rows {
		from, _ := jianfu.ParseDate(r[3])
		until, ends := jianfu.ParseDate(r[4])
		if r[0] == unit && from <= on {
			row, inForce = r, !ends || on <= until
		}
	}
	return row, inForce
}

// workOf are the units that have the work of a unit on a day.
func (c changing) workOf(unit string, on jianfu.Date) []string {
	if _, inForce := c.version(unit, on); inForce || c.heirs[unit] == nil {
		return []string{unit}
	}
	return c.heirs[unit]
}

// place is the group of a dimension ("" is the whole city) in which a month of a unit counts, by the
// units and lines of a day; it reports false where it counts in none, as its parts are in several.
func (c changing) place(by, unit string, on jianfu.Date) (string, bool) {
	place := ""
	for i, heir := range c.workOf(unit, on) {
		v, inForce := c.version(heir, on)
		if !inForce { // it ended and nobody has its work: it is in no line
			v = [7]string{}
		}
		here := map[string]string{"": "", "department": heir, "portfolio": v[2]}[by]
		if i > 0 && here != place {
			return "", false
		}
		place = here
	}
	return place, true
}

// filedCase is a comparison of random filings of units that change.
type filedCase struct {
	units changing
	filed map[unitMonth]monthFiled
	by    string
	span  jianfu.Period
	then  bool // the base is summed as it was
}

// placeOf is where a month of a unit counts: those of the base by the end of the reported months,
// unless as it was.
func (c filedCase) placeOf(at unitMonth) (string, bool) {
	if c.then || c.span.Contains(at.month.First()) {
		return c.units.place(c.by, at.unit, at.month.First())
	}
	return c.units.place(c.by, at.unit, c.span.Through())
}

// alike reports whether a unit moves within the reported months, so that what is comparable has both
// sides by the units and lines at their end.
func (c filedCase) alike() bool {
	const march = "2023-03-01"
	moves, _ := jianfu.ParseDate(march)
	return !c.then && c.by != "" && c.span.From() < moves && moves <= c.span.Through()
}

// together are the units whose months are held together: those of a merger or split that has come
// about, unless the base is summed as it was.
func (c filedCase) together(unit string) []string {
	if c.then {
		return []string{unit}
	}
	key := c.units.workOf(unit, c.span.Through())[0]
	var list []string
	for _, other := range c.units.codes() {
		if c.units.workOf(other, c.span.Through())[0] == key || slices.Contains(c.units.workOf(unit, c.span.Through()), other) || key == "E" && (other == "E" || other == "F") {
			list = append(list, other)
		}
	}
	if key == "F" { // the other part, and what both were
		return c.together("E")
	}
	return list
}

// matched are the filings of months that both sides have: all units held together that were in force
// filed them.
func (c filedCase) matched() map[unitMonth]monthFiled {
	kept := map[unitMonth]monthFiled{}
	whole := func(units []string, month jianfu.Month) bool {
		any := false
		for _, unit := range units {
			_, known := c.filed[unitMonth{unit, month}]
			if _, inForce := c.units.version(unit, month.First()); inForce && !known {
				return false
			}
			any = any || known
		}
		return any
	}
	for at, f := range c.filed {
		month := at.month
		if !c.span.Contains(month.First()) {
			month += 12
		}
		units := c.together(at.unit)
		if whole(units, month) && whole(units, month-12) {
			kept[at] = f
		}
	}
	return kept
}

// hasPart reports whether a group has only some of the parts that a unit was split into: then it has
// no base by the units at the end.
func (c filedCase) hasPart(group string) bool {
	return !c.then && slices.ContainsFunc(c.units.codes(), func(unit string) bool {
		_, whole := c.units.place(c.by, unit, c.span.Through())
		return !whole && slices.ContainsFunc(c.units.workOf(unit, c.span.Through()), func(part string) bool {
			place, _ := c.units.place(c.by, part, c.span.Through())
			return place == group
		})
	})
}

// sum is what some filings of a period come to in a group; nil where there are none.
func (c filedCase) sum(filed map[unitMonth]monthFiled, group string, period jianfu.Period, atEnd bool) (sum *jianfu.Decimal, n int) {
	if (period != c.span || atEnd) && c.hasPart(group) {
		return nil, 0
	}
	total := 0
	for at, f := range filed {
		place, some := c.placeOf(at)
		if atEnd {
			place, some = c.units.place(c.by, at.unit, c.span.Through())
		}
		if period.Contains(at.month.First()) && some && place == group {
			n, total = n+1, total+f.meetings
		}
	}
	if n == 0 {
		return nil, 0
	}
	amount := jianfu.NewDecimal(int64(total))
	return &amount, n
}

// For random filings of units that change, by the units at the end and as it was: a figure and its
// base have no amount exactly where nothing of the group was filed, and else are the sums of what
// was; coverage counts that; and what is comparable is what a warehouse has from which the months
// were removed that only one side filed.
func TestFiguresOfUnitsThatChange(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 5))
			units := changingUnits(seed%2 == 1)
			filed := map[unitMonth]monthFiled{}
			for _, unit := range units.codes() {
				for _, year := range []int{2022, 2023} {
					for m := 1; m <= 4; m++ {
						month := jianfu.MonthOf(year, m)
						if _, inForce := units.version(unit, month.First()); inForce && random.IntN(4) > 0 {
							filed[unitMonth{unit, month}] = monthFiled{meetings: random.IntN(4), total: random.IntN(4) == 0}
						}
					}
				}
			}
			e := changingWarehouse(t, units, filed)
			for from := 1; from <= 4; from++ {
				for through := from; through <= 4; through++ {
					span, _ := jianfu.Span(jianfu.MonthOf(2023, from), jianfu.MonthOf(2023, through))
					for _, by := range []string{"", "portfolio", "department"} {
						for _, then := range []bool{false, true} {
							filedCase{units, filed, by, span, then}.check(t, e)
						}
					}
				}
			}
			span, _ := jianfu.Span(jianfu.MonthOf(2023, 1), jianfu.MonthOf(2023, 4))
			c := filedCase{units, filed, []string{"", "portfolio", "department"}[seed%3], span, seed < 3}
			c.checkMatched(t, e, changingWarehouse(t, units, c.matched()))
		})
	}
}

func changingWarehouse(t *testing.T, c changing, filed map[unitMonth]monthFiled) *Engine {
	t.Helper()
	e, w := openEngine(t)
	units(t, w, c.rows...)
	fileMonths(t, w, filed)
	return e
}

func (c filedCase) ask(t *testing.T, e *Engine, on jianfu.Date) []Row {
	t.Helper()
	q := Query{Metrics: []string{"meetings.held"}, Period: c.span, Compare: YearEarlier, StructureOn: on}
	if c.by != "" {
		q.By = []string{c.by}
	}
	if c.then {
		q.Structure = StructureThen
	}
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return m.Rows
}

func groupOf(row Row) string {
	if len(row.Group) == 0 {
		return ""
	}
	return row.Group[0].Value
}

func (c filedCase) check(t *testing.T, e *Engine) {
	t.Helper()
	matched := c.matched()
	var groups []string
	for _, row := range c.ask(t, e, 0) {
		v, group := row.Values[0], groupOf(row)
		groups = append(groups, group)
		where := fmt.Sprintf("by %q %q over %s, as it was %t", c.by, group, c.span, c.then)
		amount, n := c.sum(c.filed, group, c.span, false)
		base, before := c.sum(c.filed, group, c.span.YearEarlier(), false)
		if !sameNumber(v.Amount, amount) || !sameNumber(v.Comparison.Amount, base) {
			t.Errorf("%s: %v against %v, want %v against %v", where, v.Amount, v.Comparison.Amount, amount, base)
		}
		if v.Coverage.Filed != n || v.Coverage.Expected < n || (v.Missing == NotMissing) != (n > 0) || (n == 0 || before == 0) != (v.Comparison.Delta == nil) {
			t.Errorf("%s: %+v %s, %d filed", where, v.Coverage, v.Missing, n)
		}
		amount, _ = c.sum(matched, group, c.span, c.alike())
		base, _ = c.sum(matched, group, c.span.YearEarlier(), c.alike())
		if both := v.Comparison.Comparable; !sameNumber(both.Current, amount) || !sameNumber(both.Amount, base) {
			t.Errorf("%s: comparable are %v and %v, want %v and %v", where, both.Current, both.Amount, amount, base)
		}
	}
	for at := range maps.Keys(c.filed) { // nothing that was filed is in no row
		if place, some := c.placeOf(at); some && c.span.Contains(at.month.First()) && !slices.Contains(groups, place) {
			t.Errorf("by %q over %s: %v is in no row", c.by, c.span, at)
		}
	}
}

// checkMatched holds what is comparable against a warehouse that has nothing else.
func (c filedCase) checkMatched(t *testing.T, e, matched *Engine) {
	t.Helper()
	alike, on := map[string]Value{}, jianfu.Date(0)
	if c.alike() {
		on = c.span.Through()
	}
	for _, row := range c.ask(t, matched, on) {
		alike[groupOf(row)] = row.Values[0]
	}
	for _, row := range c.ask(t, e, 0) {
		both, want := row.Values[0].Comparison.Comparable, alike[groupOf(row)]
		var base *jianfu.Decimal
		if want.Comparison != nil {
			base = want.Comparison.Amount
		}
		if !sameNumber(both.Current, want.Amount) || !sameNumber(both.Amount, base) {
			t.Errorf("by %q %q over %s, as it was %t: comparable are %v and %v, want %v and %v", c.by, groupOf(row), c.span, c.then, both.Current, both.Amount, want.Amount, base)
		}
	}
}
