package metrics

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// From rollups the answers are those from the rows, whatever is asked: figures, notices and lineage.
func TestRollupsAgreeWithTheRows(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	rng := rand.New(rand.NewPCG(7, 7))
	units(t, w,
		[7]string{"B1", "市教育局", "教科文卫", "2020-01-01", ""},
		[7]string{"B2", "市水务局", "农业农村", "2020-01-01", "2023-06-30"},
		[7]string{"B2", "市水务局", "城建交通", "2023-07-01", ""},
		[7]string{"B3", "市外事办", "教科文卫", "2020-01-01", "2022-06-30"},
		[7]string{"B4", "市侨办", "统战", "2020-01-01", "2022-12-31"},
		[7]string{"B5", "市外侨办", "统战", "2023-01-01", "", "B3、B4", "合并"},
		[7]string{"B6", "市档案馆", "", "2023-03-15", ""})
	some := func(words ...string) string { return words[rng.IntN(len(words))] }
	load := func(received string) {
		t.Helper()
		var list []meeting
		for range 60 {
			m := meeting{unit: some("B1", "B2", "B3", "B4", "B5", "B6", "B9"), on: fmt.Sprintf("%d-%02d-%02d", 2021+rng.IntN(3), 1+rng.IntN(12), 1+rng.IntN(28)), category: some("全市性会议", "系统会议", "专题会议"),
				counted: rng.IntN(3) > 0, unclassed: rng.IntN(5) == 0, status: some("", "", "已取消")}
			if rng.IntN(2) == 0 {
				m.hours, m.attendance = some("1", "1.5", "0.5"), int64(10+rng.IntN(100))
			}
			list = append(list, m)
		}
		meetings(t, w, received, list...)
	}
	load("2023-03-01T00:00:00Z")
	load("2023-06-01T00:00:00Z")
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare := func() {
		t.Helper()
		for range 60 {
			q := Query{Period: period(t, some("2023", "2022", "2023-03", "2022-05/2023-02", "2023-Q2")), Caliber: some("", "all"), Compare: Comparison(some("", "YEAR_EARLIER", "PREVIOUS_PERIOD"))}
			for range 1 + rng.IntN(3) {
				m := some("meetings.held", "meetings.citywide", "meetings.remote_share", "meetings.attendance", "meetings.off_plan", "meetings.average_hours", "meetings.total_hours")
				if _, err := e.catalog.Metric(m); err == nil {
					q.Metrics = append(q.Metrics, m)
				}
			}
			if len(q.Metrics) == 0 {
				continue
			}
			if by := some("", "department", "portfolio", "category", "form", "department_type", "held_on"); by != "" {
				q.By = []string{by}
			}
			if rng.IntN(2) == 0 {
				q.Grain = jianfu.ByMonth
				q.Cumulative = rng.IntN(3) == 0
			}
			switch rng.IntN(8) {
			case 0:
				q.Where.Departments = []string{some("B1", "B2", "B4", "B5")}
			case 1:
				q.Where.Is = []Equals{{"category", []string{some("全市性会议", "系统会议")}}}
			case 2:
				q.Where.Portfolios = []string{some("教科文卫", "统战", "农业农村")}
			case 3:
				q.Where.Is = []Equals{{"department", []string{some("B2", "B4", "B5")}}}
			case 4:
				q.Structure = StructureThen
			}
			if len(q.Where.Departments)+len(q.Where.Portfolios)+len(q.Where.Is) == 0 && rng.IntN(3) == 0 { // the directory came later
				q.AsOf = time.Date(2023, time.Month(2+rng.IntN(6)), 1, 12, 0, 0, 0, time.UTC)
				if rng.IntN(2) == 0 {
					q.AsOf = time.Now().Add(time.Second)
				}
			}
			have, err := e.Measure(t.Context(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			want, err := fromRows(w, e.catalog).Measure(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if print(t, have) != print(t, want) {
				t.Fatalf("%+v\nfrom rollups\n%s\nfrom rows\n%s", q, print(t, have), print(t, want))
			}
		}
	}
	compare()
	load("2023-07-01T00:00:00Z")
	compare() // the rollups lack the last slices
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Withdraw(t.Context(), 3, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	compare()
	questions := []Query{
		{},
		{By: []string{"department"}},
		{By: []string{"portfolio"}, Compare: YearEarlier, Where: Filter{Is: []Equals{{"category", []string{"全市性会议"}}}}},
		{By: []string{"category"}, Grain: jianfu.ByMonth, AsOf: time.Date(2023, 9, 1, 0, 0, 0, 0, time.UTC)},
	}
	ask := func(e *Engine, q Query) string {
		t.Helper()
		q.Metrics, q.Period = []string{"meetings.held"}, period(t, "2022")
		m, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return print(t, m)
	}
	before := []string{}
	for _, q := range questions {
		before = append(before, ask(e, q)) // kept from before
	}
	for i, q := range questions {
		if before[i] != ask(fromRows(w, e.catalog), q) {
			t.Errorf("%+v: another answer from the rows", q)
		}
	}
	// That they were answered from rollups at all shows where these are wrong.
	made, _ := e.rollupsOf()
	column := made[e.catalog.sources["meeting"]].columns["COUNT(*) FILTER (WHERE (status <> '已取消' AND merged_into IS NULL) AND (counted))"]
	err := w.Derive(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), fmt.Sprintf("UPDATE rollup.meeting SET n%[1]d = 7 + n%[1]d", column))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range questions {
		if ask(New(w, e.catalog), q) == before[i] {
			t.Errorf("%+v was answered from the rows", q)
		}
	}
	other := New(w, e.catalog)
	once := ask(other, Query{})
	l := other.ledgers[len(other.ledgers)-1].ledger
	held, is := l.monthly.Load(monthlyKey{source: e.catalog.sources["meeting"]})
	if !is {
		t.Fatal("what counts now was not read")
	}
	for _, cells := range held.(*monthly).months {
		for _, c := range cells {
			c.values[column] += 1000
		}
	}
	if ask(other, Query{By: []string{"department_type"}}) == ask(New(w, e.catalog), Query{By: []string{"department_type"}}) || once == "" {
		t.Error("what counts now was read again")
	}
	wrong, err := e.CheckRollups(t.Context())
	if err != nil || !slices.Equal(wrong, []string{"meeting"}) {
		t.Fatalf("wrong are %v, %v", wrong, err)
	}
	for _, q := range questions {
		if ask(New(w, e.catalog), q) != ask(fromRows(w, e.catalog), q) {
			t.Errorf("%+v was answered from a rollup that is wrong", q)
		}
	}
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if wrong, err = e.CheckRollups(t.Context()); err != nil || wrong != nil {
		t.Errorf("made again, wrong are %v, %v", wrong, err)
	}
}

// fromRows is an engine that has no rollups.
func fromRows(w *warehouse.Warehouse, c *Catalog) *Engine {
	e := New(w, c)
	e.rollups.once.Do(func() {})
	return e
}

// An office that begins has no values yet: a day is no dimension of a rollup all the same, and what
// is filed later is added.
func TestRollupsFromTheBeginning(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	directory(t, w)
	meetings(t, w, "2023-06-01T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", counted: true}, meeting{unit: "B2", on: "2023-05-11", counted: true})
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	var rl *rollup
	read := func() {
		t.Helper()
		err := w.Read(t.Context(), func(tx *sql.Tx) error {
			state, err := e.rollupState(t.Context(), tx)
			rl = state.of[e.catalog.sources["meeting"]]
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read()
	if slices.Contains(rl.dimensions, "held_on") || !slices.Contains(rl.dimensions, "form") {
		t.Errorf("dimensions %v", rl.dimensions)
	}
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"department"}}), "市教育局 1次", "市水务局 1次")
	var many []meeting
	for i := range 3 * fewValues {
		many = append(many, meeting{unit: "B1", on: "2023-06-10", counted: true, category: fmt.Sprint("第", i, "类")})
	}
	meetings(t, w, "2023-07-01T00:00:00Z", many...)
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	read()
	if slices.Contains(rl.dimensions, "category") {
		t.Errorf("dimensions %v", rl.dimensions)
	}
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05/2023-06")}), "302次")
}

// Two engines that bring the rollups up to date at once add every slice once.
func TestRollupsOfTwoEngines(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for i := range 5 {
		meetings(t, w, fmt.Sprintf("2023-06-0%dT00:00:00Z", i+1), meeting{unit: "B1", on: fmt.Sprintf("2023-0%d-10", i+1), counted: true})
		both := make(chan error, 2)
		for _, one := range []*Engine{New(w, e.catalog), New(w, e.catalog)} {
			go func() { both <- one.RollUp(t.Context()) }()
		}
		for range 2 {
			if err := <-both; err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := e.RollUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if wrong, err := e.CheckRollups(t.Context()); err != nil || wrong != nil {
		t.Errorf("wrong are %v, %v", wrong, err)
	}
	expect(t, ask(t, New(w, e.catalog), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023")}), "5次")
}

// print is everything that an answer says, but the statements, in which the moment is written.
func print(t *testing.T, m *Measurement) string {
	t.Helper()
	amount := func(d *jianfu.Decimal) string {
		if d == nil {
			return "-"
		}
		return d.String()
	}
	var list []string
	for _, row := range m.Rows {
		list = append(list, row.Bucket.String())
		for _, v := range row.Values {
			list = append(list, amount(v.Amount), amount(v.Numerator), amount(v.Denominator), v.Scope.Period.String())
			for _, c := range append([]*ValueComparison{v.Comparison}, v.Others...) {
				if c == nil {
					continue
				}
				list = append(list, "| "+c.Period.String(), amount(c.Amount), amount(c.Numerator), amount(c.Denominator), amount(c.Delta), amount(c.ChangePercent), amount(c.ChangePoints))
				if c.Comparable != nil {
					list = append(list, "("+amount(c.Comparable.Current), amount(c.Comparable.Amount), amount(c.Comparable.Delta)+")")
				}
			}
		}
		list = append(list, "\n")
	}
	rest, err := json.Marshal([]any{m.Rows, m.Notices, m.Lineage.Columns, m.Lineage.Submissions, m.Lineage.Caliber, m.Lineage.Thresholds, m.Commit}) // without amounts: their fields are not exported
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, " ") + string(rest)
}
