package metrics

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// withCatalog is an engine over the same warehouse, by an office's own catalogue.
func withCatalog(t *testing.T, w *warehouse.Warehouse, text string) *Engine {
	t.Helper()
	catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return New(w, catalog)
}

// twoUnits files a directory before anything else.
func twoUnits(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", "教科文卫", nil, nil, nil},
		{"B2", "市水务局", nil, nil, "市直部门", "农业农村", nil, nil, nil},
	}}})
}

// statuses are the filings of a span as of a moment: unit, kind, period, status.
func statuses(t *testing.T, e *Engine, span, asOf string) []string {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, asOf)
	if err != nil {
		t.Fatal(err)
	}
	filings, err := e.Filings(t.Context(), period(t, span), at)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range filings {
		text := f.Department + " " + f.Kind + " " + f.Month.String() + " " + string(f.Status)
		if f.Late {
			text += " late"
		}
		if !f.Owed {
			text += " not owed"
		}
		got = append(got, text)
	}
	return got
}

// Obligations are data: of types and of single units, by month and by quarter, from a day on. One
// that names a unit goes before the one of its type.
// An office's obligations name types and units that its directory has; without a directory nothing can
// be said of them.
func TestObligationsOfUnknownUnits(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	owed := func(who string) error {
		catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte("obligations:\n  - name: own\n    kinds: [visit]\n    " + who + "\n    due: 5\n")}})
		if err != nil {
			t.Fatal(err)
		}
		return catalog.Verify(t.Context(), w)
	}
	if err := owed("units: [市教育厅]"); err != nil {
		t.Errorf("without a directory: %v", err)
	}
	directory(t, w)
	for who, want := range map[string]string{
		"units: [市教育局, B2, 水务局]": "", "types: [市直部门]": "",
		"units: [市教育厅]": "own.yml:4 有错：没有单位“市教育厅”。相近的有：市教育局", "types: [市直单位]": "own.yml:4 有错：没有单位类型“市直单位”。相近的有：市直部门",
	} {
		err := owed(who)
		if want == "" && err != nil || want != "" && (jianfu.ErrorCode(err) != jianfu.Invalid || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", who, err, want)
		}
	}
}

func TestObligations(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", "教育局", nil, "市直部门", "教科文卫", nil, nil, nil},
		{"B2", "市水务局", "水务局", nil, "市直部门", "农业农村", nil, nil, nil},
		{"C1", "青溪县", nil, nil, "县（市）区", "综合", nil, nil, nil},
	}}})
	e := withCatalog(t, w, `
obligations:
  - {name: monthly, kinds: [meeting], types: [市直部门], due: 5}
  - {name: water, kinds: [meeting], units: [水务局], grain: quarter, due: 10, from: 2023-02-01}
  - {name: counties, kinds: [visit], types: [县（市）区], grain: half, due: 5}
`)
	meetings(t, w, "2023-04-02T00:00:00Z", meeting{unit: "B2", on: "2023-02-10", counted: true})
	if got := statuses(t, e, "2023-H1", "2023-07-14T00:00:00Z"); !slices.Equal(got, []string{
		"B1 meeting 2023-01 MISSING", "B1 meeting 2023-02 MISSING", "B1 meeting 2023-03 MISSING", "B1 meeting 2023-04 MISSING", "B1 meeting 2023-05 MISSING", "B1 meeting 2023-06 MISSING",
		"B2 meeting 2023-Q1 RECEIVED", "B2 meeting 2023-Q2 MISSING", "C1 visit 2023-H1 MISSING"}) {
		t.Errorf("%q", got)
	}
	q := Query{Metrics: []string{"filings.expected", "filings.received", "filings.missing"}, Period: period(t, "2023-H1"), AsOf: time.Date(2023, 7, 14, 0, 0, 0, 0, time.UTC)}
	expect(t, ask(t, e, q), "9份", "1份", "8份")

	// A caveat counts what is owed, a quarter once.
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: q.Period, AsOf: q.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(m.Notices, func(n Notice) bool {
		return strings.HasPrefix(n.Text.ZH, "会议统计应报 8 份，未报 7 份：市教育局2023年1月")
	}) {
		t.Errorf("%+v", m.Notices)
	}
	m, err = e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-04"), Where: Filter{Departments: []string{"B2"}}, AsOf: q.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Text.ZH == "会议统计没有任何报送：2023年4月" }) || m.Rows[0].Values[0].Missing != NotFiled {
		t.Errorf("%+v %s", m.Notices, m.Rows[0].Values[0].Missing)
	}
	m, err = e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-04"), Where: Filter{Departments: []string{"B2"}}, AsOf: time.Date(2023, 5, 4, 0, 0, 0, 0, time.UTC)})
	if err != nil || m.Rows[0].Values[0].Missing != NotDue {
		t.Errorf("before the quarter has ended: %s, %v", m.Rows[0].Values[0].Missing, err)
	}
}

// The list of filings and what a question says is due agree, whatever obligations begin, end and go before
// others within a quarter or a year, and whenever units do.
func TestObligationsAgree(t *testing.T) {
	t.Parallel()
	const seed = 1
	random := rand.New(rand.NewPCG(seed, 3))
	_, w := openEngine(t)
	dayOf := func() string {
		return fmt.Sprintf("202%d-%02d-%02d", 2+random.IntN(2), 1+random.IntN(12), 1+28*random.IntN(2)/2)
	}
	var rows [][]any
	for i := range 12 {
		var from, until any
		if random.IntN(2) == 0 {
			from = day(t, dayOf())
		} else if random.IntN(2) == 0 {
			until = day(t, dayOf())
		}
		rows = append(rows, []any{fmt.Sprintf("U%d", i), fmt.Sprintf("单位%d", i), nil, nil, []string{"市直部门", "县（市）区"}[random.IntN(2)], nil, nil, from, until})
	}
	file(t, w, filing{kind: "department", received: "2022-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: rows}})
	for n := range 8 {
		text := "obligations:\n"
		for i := range 4 {
			text += fmt.Sprintf("  - {name: %s%d, kinds: [visit], %s, grain: %s, due: 5", []string{"monthly", "own"}[min(i, 1)], i,
				[]string{"types: [市直部门]", "types: [市直部门, 县（市）区]", "units: [U1, 单位2, U3]", "units: [U3, U4]"}[random.IntN(4)], []string{"month", "quarter", "half", "year"}[random.IntN(4)])
			if from, to := dayOf(), dayOf(); random.IntN(2) == 0 && from < to {
				text += ", from: " + from + ", to: " + to
			}
			text += "}\n"
		}
		e := withCatalog(t, w, text)
		var listed, owed []string
		for _, s := range statuses(t, e, "2022-01/2023-12", "2025-01-01T00:00:00Z") {
			if unit, rest, _ := strings.Cut(s, " visit "); rest != "" {
				listed = append(listed, unit+" "+strings.TrimSuffix(rest, " MISSING"))
			}
		}
		departments, err := e.Departments(t.Context(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range departments {
			for _, month := range monthsOf(period(t, "2022-01/2023-12")) {
				if o, of := e.catalog.owed("visit", d.Latest(), month); o != nil {
					owed = append(owed, d.Code+" "+of.String())
				}
			}
		}
		slices.Sort(listed)
		slices.Sort(owed)
		if owed = slices.Compact(owed); !slices.Equal(listed, owed) {
			t.Fatalf("seed %d, %d: listed %q\nowed %q\nby %s", seed, n, listed, owed, text)
		}
	}
}

// The due day is moved to the next working day: 5 May 2024 was a day of the holiday, 6 May was not.
func TestDueDayMovesToAWorkingDay(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	one := func(unit string) meeting { return meeting{unit: unit, on: "2024-04-10", counted: true} }
	meetings(t, w, "2024-05-06T15:59:59Z", one("B1")) // 6 May, a minute before midnight in China
	meetings(t, w, "2024-05-06T16:00:00Z", one("B2"))
	got := slices.DeleteFunc(statuses(t, e, "2024-04", "2024-06-01T00:00:00Z"), func(s string) bool { return s[3:5] == "do" })
	if !slices.Equal(got, []string{"B1 meeting 2024-04 RECEIVED", "B2 meeting 2024-04 LATE late"}) {
		t.Errorf("%q", got)
	}
}

// A nil return on the 4th with rows on the 25th is on time at first and not at last.
func TestCompletedLate(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	twoUnits(t, w)
	file(t, w, filing{kind: "meeting", received: "2023-06-04T00:00:00Z", slices: map[[2]string][][]any{{"B1", "2023-05"}: {}, {"B2", "2023-05"}: {}}})
	meetings(t, w, "2023-06-25T00:00:00Z", meeting{unit: "B1", on: "2023-05-10", counted: true})
	q := Query{Metrics: []string{"filings.received", "filings.late", "filings.completed_late", "filings.on_time_rate", "filings.complete_on_time_rate"},
		Period: period(t, "2023-05"), Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}}
	for _, c := range []struct {
		asOf    string
		list    []string
		figures []string
	}{
		{"2023-06-10T00:00:00Z", []string{"B1 document 2023-05 MISSING", "B1 meeting 2023-05 NIL", "B2 document 2023-05 MISSING", "B2 meeting 2023-05 NIL"},
			[]string{"2份", "0份", "0份", "100.00%", "100.00%"}},
		{"2023-07-01T00:00:00Z", []string{"B1 document 2023-05 MISSING", "B1 meeting 2023-05 COMPLETED_LATE", "B2 document 2023-05 MISSING", "B2 meeting 2023-05 NIL"},
			[]string{"2份", "0份", "1份", "100.00%", "50.00%"}},
	} {
		if got := statuses(t, e, "2023-05", c.asOf); !slices.Equal(got, c.list) {
			t.Errorf("as of %s: %q", c.asOf, got)
		}
		q.AsOf, _ = time.Parse(time.RFC3339, c.asOf)
		expect(t, ask(t, e, q), c.figures...)
	}
}

// What comes unasked is listed and stays out of rates, which never pass 100 %: of a unit that
// owes nothing, of one that no longer exists, and before the period has ended.
func TestUnaskedFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", "教科文卫", nil, nil, nil},
		{"B2", "市扶贫办", nil, nil, "市直部门", "农业农村", nil, nil, day(t, "2023-06-30")},
		{"C1", "青溪县", nil, nil, "县（市）区", "综合", nil, nil, nil},
	}}})
	one := func(unit, on string) meeting { return meeting{unit: unit, on: on, counted: true} }
	meetings(t, w, "2023-09-03T00:00:00Z", one("B1", "2023-08-10"), one("B2", "2023-08-10"), one("C1", "2023-08-10"))
	meetings(t, w, "2023-09-03T00:00:01Z", one("B1", "2023-09-02"))
	file(t, w, filing{kind: "document", received: "2023-09-03T00:00:02Z", slices: map[[2]string][][]any{{"B1", "2023-08"}: {}}})
	owed := []string{"B1 document 2023-08 NIL", "B1 meeting 2023-08 RECEIVED"}
	unasked := []string{"B2 meeting 2023-08 UNEXPECTED not owed", "C1 meeting 2023-08 UNEXPECTED not owed"}
	if got := statuses(t, e, "2023-08", "2023-09-10T00:00:00Z"); !slices.Equal(got, slices.Concat(owed, unasked)) {
		t.Errorf("August: %q", got)
	}
	if got := statuses(t, e, "2023-09", "2023-09-10T00:00:00Z"); !slices.Equal(got, []string{"B1 meeting 2023-09 EARLY not owed"}) {
		t.Errorf("September, before its end: %q", got)
	}
	if got := statuses(t, e, "2023-09", "2023-10-10T00:00:00Z"); !slices.Equal(got, []string{"B1 document 2023-09 MISSING", "B1 meeting 2023-09 EARLY"}) {
		t.Errorf("September, after its end: %q", got)
	}
	q := Query{Metrics: []string{"filings.expected", "filings.received", "filings.on_time_rate"}, Period: period(t, "2023-08"), AsOf: time.Date(2023, 9, 10, 0, 0, 0, 0, time.UTC)}
	expect(t, ask(t, e, q), "2份", "2份", "100.00%")
	q.Period = period(t, "2023-09")
	if m, err := e.Measure(t.Context(), q); err != nil || m.Rows[0].Values[2].Amount != nil {
		t.Errorf("a rate of what is not owed yet: %+v, %v", m.Rows[0].Values[2], err)
	}
}

// A compiled table that is declared to cover every unit is a filing of all that owe it, for the list
// and for the metrics alike: of one that is absent a nil return, late where the table is late. Nobody
// else owes or is counted for it.
func TestDeclaredTablesAreFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", "教科文卫", nil, nil, nil}, {"B2", "市水务局", nil, nil, "市直部门", "农业农村", nil, nil, nil},
		{"K1", "青山县", nil, nil, "县（市）区", nil, nil, nil, nil}, {"B3", "市体育局", nil, nil, "市直部门", "教科文卫", nil, day(t, "2023-06-01"), nil},
	}}})
	compile := func(month, received string) {
		t.Helper()
		row := meeting{unit: "B1", on: month + "-10", counted: true}.values(t)
		file(t, w, filing{kind: "meeting", received: received, slices: map[[2]string][][]any{{"B1", month}: {row}, {"", month}: nil}})
	}
	compile("2023-04", "2023-05-02T00:00:00Z") // in time
	compile("2023-05", "2023-06-20T00:00:00Z") // late
	got := slices.DeleteFunc(statuses(t, e, "2023-04/2023-06", "2023-07-20T00:00:00Z"), func(s string) bool { return s[3:10] != "meeting" })
	if want := []string{"B1 meeting 2023-04 RECEIVED", "B1 meeting 2023-05 LATE late", "B1 meeting 2023-06 MISSING", "B2 meeting 2023-04 NIL", "B2 meeting 2023-05 LATE late",
		"B2 meeting 2023-06 MISSING", "B3 meeting 2023-06 MISSING"}; !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	q := Query{Metrics: []string{"filings.expected", "filings.received", "filings.late", "filings.missing", "filings.completed_late", "filings.on_time_rate", "filings.complete_on_time_rate"},
		Period: period(t, "2023-04/2023-06"), AsOf: time.Date(2023, 7, 20, 0, 0, 0, 0, time.UTC), Where: Filter{Is: []Equals{{Dimension: "kind", In: []string{"meeting"}}}}}
	expect(t, ask(t, e, q), "7份", "4份", "2份", "3份", "0份", "28.57%", "28.57%")
	for unit, want := range map[string][]string{"B1": {"3份", "2份", "1份", "1份", "0份", "33.33%", "33.33%"}, "B2": {"3份", "2份", "1份", "1份", "0份", "33.33%", "33.33%"}, "B3": {"1份", "0份", "0份", "1份", "0份", "0.00%", "0.00%"}} {
		q.Where.Departments = []string{unit}
		expect(t, ask(t, e, q), want...)
	}

	// A unit of the declared table that files rows of its own after the due day completed it late.
	meetings(t, w, "2023-05-25T00:00:00Z", meeting{unit: "B2", on: "2023-04-12", counted: true})
	q.Where.Departments = []string{"B2"}
	expect(t, ask(t, e, q), "3份", "2份", "1份", "1份", "1份", "33.33%", "0.00%")
}
