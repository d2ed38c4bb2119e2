package metrics

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// unitMonth is a month of a unit, and filings are what was filed for some: the number of meetings,
// and whether it is stated as a total, or only by a table of the year after.
type unitMonth struct {
	unit  string
	month jianfu.Month
}
type monthFiled struct {
	meetings       int
	total, earlier bool
}

// filingUnits are the units of the property test, by line: D owes nothing, E ended with 2022.
var filingUnits = map[string]string{"A": "甲线", "B": "甲线", "C": "乙线", "D": "乙线", "E": "丙线"}

// warehouseOf files a directory and what is given.
func warehouseOf(t *testing.T, filed map[unitMonth]monthFiled) *Engine {
	t.Helper()
	e, w := openEngine(t)
	var rows [][]any
	for _, unit := range []string{"A", "B", "C", "D", "E"} {
		kind, until := "市直部门", any(nil)
		if unit == "D" {
			kind = "县（市）区"
		}
		if unit == "E" {
			until = day(t, "2022-12-31")
		}
		rows = append(rows, []any{unit, "单位" + unit, nil, nil, kind, filingUnits[unit], nil, day(t, "2020-01-01"), until})
	}
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: rows}})
	fileMonths(t, w, filed)
	return e
}

// fileMonths files what is given, by month and unit.
func fileMonths(t *testing.T, w *warehouse.Warehouse, filed map[unitMonth]monthFiled) {
	t.Helper()
	records := map[[2]string][][]any{}
	var totals []stated
	for at, f := range filed {
		month, _ := jianfu.Span(at.month, at.month)
		if f.total {
			totals = append(totals, stated{unit: at.unit, count: "meetings_held", span: month.String(), value: fmt.Sprint(f.meetings), earlier: f.earlier})
			continue
		}
		key := [2]string{at.unit, month.String()}
		records[key] = [][]any{}
		for range f.meetings {
			records[key] = append(records[key], meeting{unit: at.unit, on: month.String() + "-10", counted: true}.values(t))
		}
	}
	if len(records) > 0 {
		file(t, w, filing{kind: "meeting", slices: records})
	}
	if len(totals) > 0 {
		state(t, w, totals...)
	}
}

// randomFilings are of the first four months of two years: nothing, a nil return, rows or a total, and for the
// first year what a table of the second says of it.
func randomFilings(random *rand.Rand) map[unitMonth]monthFiled {
	filed := map[unitMonth]monthFiled{}
	for unit := range filingUnits {
		for _, year := range []int{2022, 2023} {
			for m := range 4 {
				if unit == "E" && year == 2023 || random.IntN(3) == 0 {
					continue
				}
				f := monthFiled{meetings: random.IntN(4), total: random.IntN(3) == 0}
				f.earlier = f.total && year == 2022 && random.IntN(2) == 0
				filed[unitMonth{unit, jianfu.MonthOf(year, m+1)}] = f
			}
		}
	}
	return filed
}

// seeds is how many random cities a test makes: so many, or JIANFU_SEEDS, see make properties.
func seeds(t *testing.T, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv("JIANFU_SEEDS")
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatalf("JIANFU_SEEDS: %v", err)
	}
	return n
}

// For random filings a figure of a scope has no amount exactly where nothing of the scope was filed, or stated by
// a later table, and else is the sum of that; its coverage counts what was filed; what is comparable is what a
// warehouse has from which the months were removed that only one side filed; and rates of filing lie
// within 0 and 1.
func TestFiguresOfWhatWasFiled(t *testing.T) {
	t.Parallel()
	for seed := range seeds(t, 10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 12))
			filed, both := randomFilings(random), map[unitMonth]monthFiled{}
			for at, f := range filed {
				for _, other := range []jianfu.Month{at.month - 12, at.month + 12} {
					if _, known := filed[unitMonth{at.unit, other}]; known {
						both[at] = f
					}
				}
			}
			e, matched := warehouseOf(t, filed), warehouseOf(t, both)
			for from := 1; from <= 4; from++ {
				for through := from; through <= 4; through++ {
					span, _ := jianfu.Span(jianfu.MonthOf(2023, from), jianfu.MonthOf(2023, through))
					for _, by := range [][]string{nil, {"portfolio"}, {"department"}} {
						checkFiled(t, e, matched, filed, Query{Metrics: []string{"meetings.held"}, Period: span, Compare: YearEarlier, By: by})
					}
				}
			}
			checkRates(t, e, filed)
		})
	}
}

func checkFiled(t *testing.T, e, matched *Engine, filed map[unitMonth]monthFiled, q Query) {
	t.Helper()
	answer, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	alike, err := matched.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	comparable := map[string]Value{}
	for _, row := range alike.Rows {
		comparable[groupKey(row.Group)] = row.Values[0]
	}
	for _, row := range answer.Rows {
		v := row.Values[0]
		for _, side := range []struct {
			period jianfu.Period
			amount *jianfu.Decimal
		}{{q.Period, v.Amount}, {q.Period.YearEarlier(), v.Comparison.Amount}} {
			if want := sumFiled(filed, row.Group, side.period); !sameNumber(side.amount, want) {
				t.Errorf("%v %s: %v, want %v", row.Group, side.period, side.amount, want)
			}
		}
		for _, side := range []Value{v, *v.Comparison.Base} {
			period := side.Scope.Period
			n, known := countFiled(filed, row.Group, period), sumFiled(filed, row.Group, period) != nil
			if side.Coverage.Filed != n || side.Coverage.Expected < n || (side.Missing == NotMissing) != known {
				t.Errorf("%v %s: %+v %s, %d filed", row.Group, period, side.Coverage, side.Missing, n)
			}
		}
		c, want := v.Comparison.Comparable, comparable[groupKey(row.Group)]
		var base *jianfu.Decimal
		if want.Comparison != nil {
			base = want.Comparison.Amount
		}
		if !sameNumber(c.Current, want.Amount) || !sameNumber(c.Amount, base) {
			t.Errorf("%v %s: comparable are %v and %v, want %v and %v", row.Group, q.Period, c.Current, c.Amount, want.Amount, base)
		}
	}
}

// within reports whether a filing is of a group's unit and of the period.
func within(at unitMonth, group []Member, period jianfu.Period) bool {
	if !period.Contains(at.month.First()) {
		return false
	}
	line := filingUnits[at.unit]
	if at.unit == "E" { // it has ended by the end of what is compared, and is in no line then
		line = ""
	}
	for _, m := range group {
		if m.Dimension == "department" && m.Value != at.unit || m.Dimension == "portfolio" && m.Value != line {
			return false
		}
	}
	return true
}

func countFiled(filed map[unitMonth]monthFiled, group []Member, period jianfu.Period) (n int) {
	for at, f := range filed {
		if within(at, group, period) && !f.earlier {
			n++
		}
	}
	return n
}

func sumFiled(filed map[unitMonth]monthFiled, group []Member, period jianfu.Period) *jianfu.Decimal {
	sum, any := 0, false
	for at, f := range filed {
		if within(at, group, period) {
			sum, any = sum+f.meetings, true
		}
	}
	if !any {
		return nil
	}
	amount := jianfu.NewDecimal(int64(sum))
	return &amount
}

// checkRates holds the metrics of filings against what was filed.
func checkRates(t *testing.T, e *Engine, filed map[unitMonth]monthFiled) {
	t.Helper()
	span, _ := jianfu.Span(jianfu.MonthOf(2022, 1), jianfu.MonthOf(2023, 4))
	answer, err := e.Measure(t.Context(), Query{Metrics: []string{"filings.on_time_rate", "filings.complete_on_time_rate", "filings.received", "filings.expected", "filings.missing"},
		Period: span, Grain: jianfu.ByMonth, By: []string{"department"}, Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	one := jianfu.NewDecimal(1)
	for _, row := range answer.Rows {
		for _, rate := range row.Values[:2] {
			if rate.Amount != nil && (rate.Amount.Sign() < 0 || rate.Amount.Cmp(one) > 0) {
				t.Errorf("%v %s: %s is %s", row.Group, row.Bucket, rate.Metric.Name, rate.Amount)
			}
		}
		received, expected, missing := row.Values[2].Amount, row.Values[3].Amount, row.Values[4].Amount
		unit := row.Group[0].Value
		if expected == nil || unit == "D" { // it owes nothing
			continue
		}
		if n := jianfu.NewDecimal(int64(countFiled(filed, row.Group, row.Bucket))); received.Cmp(n) != 0 && expected.Sign() > 0 || missing.Add(*received).Cmp(*expected) != 0 {
			t.Errorf("%v %s: %s of %s received, %s missing, want %s", row.Group, row.Bucket, received, expected, missing, n)
		}
	}
}

// A unit whose totals state the headline count of a kind has filed it, from when they came; what a
// later table says of the year before, and the total of the whole city, are nobody's filing.
func TestTotalsAreFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	state(t, w, stated{unit: "B1", count: "meetings_held", span: "2023-01/2023-02", value: "5"}, stated{unit: "B1", count: "meetings_held", span: "2023-02", value: "2"},
		stated{unit: "B2", count: "meetings_held", span: "2023-01", value: "3", earlier: true}, stated{count: "meetings_held", span: "2023-02", value: "9"})
	got := slices.DeleteFunc(statuses(t, e, "2023-01/2023-02", time.Now().Add(time.Hour).UTC().Format(time.RFC3339)), func(s string) bool { return s[3:5] == "do" })
	if want := []string{"B1 meeting 2023-01 LATE late", "B1 meeting 2023-02 LATE late", "B2 meeting 2023-01 MISSING", "B2 meeting 2023-02 MISSING"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	q := Query{Metrics: []string{"filings.expected", "filings.received"}, Period: period(t, "2023-01/2023-02"), Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}}
	expect(t, ask(t, e, q), "4份", "2份")
}

// A table that came before its own month had ended gives a provisional figure, until another comes.
func TestEarlyTableIsProvisional(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	one := func(unit string) meeting { return meeting{unit: unit, on: "2023-09-02", counted: true} }
	meetings(t, w, "2023-09-30T16:00:00Z", one("B2")) // midnight in China: September is over
	meetings(t, w, "2023-09-03T00:00:00Z", one("B1"))
	provisional := func(of Filter) []NoticeSlice {
		t.Helper()
		m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-09"), Where: of})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range m.Notices {
			if n.Code == Provisional {
				return n.Slices
			}
		}
		return nil
	}
	want := []NoticeSlice{{Kind: "meeting", Department: "B1", Period: period(t, "2023-09")}}
	if got := provisional(Filter{}); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := provisional(Filter{Departments: []string{"B2"}}); got != nil {
		t.Errorf("of the other unit: %+v", got)
	}
	meetings(t, w, "2023-10-04T00:00:00Z", one("B1"))
	if got := provisional(Filter{}); got != nil {
		t.Errorf("after the month's own table: %+v", got)
	}
}

// A table whose rows of a unit were all set aside says nothing of it: no amount, and no nil return. The
// rest of the city is counted, with the caveat.
func TestRowsThatWereAllSetAside(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	meetings(t, w, "2023-06-02T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", counted: true})
	load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "会议.xlsx", SHA256: t.Name(), ReceivedAt: time.Date(2023, 6, 2, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = load.Rollback() }() // after a commit it does nothing
	slice := warehouse.SliceKey{Kind: "meeting", Department: "B2", Period: "2023-05"}
	load.Slice(slice)
	if err := load.Reject(warehouse.Reject{Slice: slice, Kind: "meeting", Fault: jianfu.Fault{Sheet: "表", Row: 3, Code: jianfu.BadNumber}}); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Commit(warehouse.Summary{}); err != nil {
		t.Fatal(err)
	}
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"department"}}
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if v := m.Rows[1].Values[0]; v.Amount != nil || v.Missing != UnknownValues || v.Coverage != (Coverage{Expected: 1, Filed: 1}) {
		t.Errorf("%v %s %+v", v.Amount, v.Missing, v.Coverage)
	}
	if !slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Code == RejectedRows }) {
		t.Errorf("%+v", m.Notices)
	}
	q.By = nil
	expect(t, ask(t, e, q), "1次")
	if got := statuses(t, e, "2023-05", "2023-07-01T00:00:00Z"); !slices.Contains(got, "B2 meeting 2023-05 RECEIVED") {
		t.Errorf("%q", got)
	}
}

// A side of a comparison that is the city's own total and one that is the sum of its units are not covered
// alike: what is comparable is that of the units that both sides have.
func TestTheCitysTotalAgainstItsUnits(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	state(t, w, stated{unit: "B1", count: "documents_issued", span: "2022-05", value: "3"}, stated{count: "documents_issued", span: "2022-05", value: "9"},
		stated{unit: "B1", count: "documents_issued", span: "2023-05", value: "2"}, stated{unit: "B2", count: "documents_issued", span: "2023-05", value: "4"})
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"documents.issued"}, Period: period(t, "2023-05"), Compare: YearEarlier})
	if err != nil {
		t.Fatal(err)
	}
	v := m.Rows[0].Values[0]
	three, two := jianfu.NewDecimal(3), jianfu.NewDecimal(2)
	if c := v.Comparison; v.Amount.String() != "6" || c.Amount.String() != "9" || !sameNumber(c.Comparable.Current, &two) || !sameNumber(c.Comparable.Amount, &three) {
		t.Errorf("%v against %v, comparable %v against %v", v.Amount, c.Amount, c.Comparable.Current, c.Comparable.Amount)
	}
	if !slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Code == UnequalCoverage }) {
		t.Errorf("%+v", m.Notices)
	}
}
