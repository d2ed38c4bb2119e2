package metrics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// stated is one total as a table states it; value "" is unknown.
type stated struct {
	unit, count, span, value string
	earlier                  bool
	caliber                  string
}

// state loads a table of totals and gives its submission.
func state(t *testing.T, w *warehouse.Warehouse, list ...stated) int64 {
	t.Helper()
	load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "汇总表.xlsx", SHA256: t.Name() + fmt.Sprint(list), ReceivedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if err := load.Sheet("表", 1, []string{"单位", "数"}); err != nil {
		t.Fatal(err)
	}
	for i, s := range list {
		span := period(t, s.span)
		key := warehouse.SliceKey{Kind: totalsKind, Department: s.unit, Period: span.String(), Stream: s.count}
		if s.earlier {
			key.Stream += " 上年同期"
		}
		var value any
		if s.value != "" {
			number, ok := jianfu.ParseDecimal(s.value)
			if !ok {
				t.Fatal(s.value)
			}
			value = number
		}
		caliber := s.caliber
		if caliber == "" {
			caliber = DefaultCaliber
		}
		values := []any{s.unit, s.count, span.From(), int64(span.Months()), s.earlier, caliber, value, int64(1)}
		if err := load.Append(key, warehouse.Row{Sheet: "表", Number: i + 2, Cells: s.unit + warehouse.CellSeparator + s.value, Values: values}); err != nil {
			t.Fatal(err)
		}
	}
	outcome, err := load.Commit(warehouse.Summary{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome.Submission
}

// told is the figures of a metric for some periods, with basis or reason.
func told(t *testing.T, e *Engine, metric string, where Filter, periods ...string) string {
	t.Helper()
	var all []string
	for _, text := range periods {
		m, err := e.Measure(t.Context(), Query{Metrics: []string{metric}, Period: period(t, text), Where: where})
		if err != nil {
			t.Fatal(err)
		}
		v := m.Rows[0].Values[0]
		said := string(v.Missing)
		if v.Amount != nil {
			said = v.Amount.String() + " " + string(v.Basis)
		}
		for _, n := range m.Notices {
			if n.Metric == metric {
				said += " " + string(n.Code)
			}
		}
		all = append(all, text+": "+said)
	}
	return strings.Join(all, ", ")
}

const held, issuedTotal = "meetings_held", "documents_issued"

// TestTotalsOfAUnit: records go before the month's total, that before a longer span's, that before
// what a later table says; a period is its months where all are known, else spans that tile it.
func TestTotalsOfAUnit(t *testing.T) {
	t.Parallel()
	b1 := Filter{Departments: []string{"B1"}}
	months := func(value string, from, through int) (list []stated) {
		for m := from; m <= through; m++ {
			list = append(list, stated{unit: "B1", count: held, span: fmt.Sprintf("2023-%02d", m), value: value})
		}
		return list
	}
	of := func(span, value string) stated { return stated{unit: "B1", count: held, span: span, value: value} }
	earlier := func(span, value string) stated {
		return stated{unit: "B1", count: held, span: span, value: value, earlier: true}
	}
	for name, tt := range map[string]struct {
		totals []stated
		record string // a meeting of the unit
		asked  []string
		want   string
	}{
		"records before the month":     {[]stated{of("2023-03", "9")}, "2023-03-05", []string{"2023-03"}, "2023-03: 1 RECORDS"},
		"month before a later table":   {[]stated{of("2023-03", "9"), earlier("2023-03", "7")}, "", []string{"2023-03"}, "2023-03: 9 TOTALS"},
		"a later table":                {[]stated{earlier("2023-03", "7")}, "", []string{"2023-03"}, "2023-03: 7 TOTALS"},
		"the span before later tables": {append(months("1", 1, 10), earlier("2023-11", "1"), earlier("2023-12", "1"), of("2023", "40")), "", []string{"2023"}, "2023: 40 TOTALS"},
		"months before the year":       {append(months("2", 1, 12), of("2023", "40")), "", []string{"2023", "2023-Q1"}, "2023: 24 TOTALS, 2023-Q1: 6 TOTALS"},
		"months and a quarter":         {append(months("2", 1, 3), of("2023-Q2", "10"), of("2023-H1", "99")), "", []string{"2023-H1"}, "2023-H1: 16 TOTALS"},
		"quarters before the half":     {append(months("2", 1, 2), of("2023-Q1", "10"), of("2023-Q2", "20"), of("2023-H1", "99")), "", []string{"2023-H1", "2023-01/2023-02"}, "2023-H1: 30 TOTALS, 2023-01/2023-02: 4 TOTALS"},
		"the half, not two months":     {append(months("2", 1, 2), of("2023-H1", "99")), "", []string{"2023-H1"}, "2023-H1: 99 TOTALS"},
		"the span from January":        {append(months("2", 6, 12), of("2023-01/2023-05", "31"), of("2023", "99")), "", []string{"2023", "2023-H1"}, "2023: 45 TOTALS, 2023-H1: 33 TOTALS"},
		"a later table fills the rest": {append(months("2", 1, 11), earlier("2023-12", "7")), "", []string{"2023", "2023-Q4"}, "2023: 29 TOTALS, 2023-Q4: 11 TOTALS"},
		"nil is known, blank is not":   {append(months("0", 1, 2), of("2023-03", "")), "", []string{"2023-01/2023-02", "2023-Q1"}, "2023-01/2023-02: 0 TOTALS, 2023-Q1: 0 TOTALS UNKNOWN_ROWS INCOMPLETE_PERIOD"},
		"halves":                       {[]stated{of("2023-H1", "5"), of("2023-H2", "6"), of("2023-Q1", "4")}, "", []string{"2023", "2023-Q1"}, "2023: 11 TOTALS, 2023-Q1: 4 TOTALS"},
		"records and the year":         {[]stated{of("2023", "40")}, "2023-03-05", []string{"2023", "2023-03"}, "2023: 40 TOTALS, 2023-03: 1 RECORDS"},
		"records and totals tile":      {append(months("2", 1, 12), of("2023", "40")), "2023-03-05", []string{"2023"}, "2023: 23 MIXED"},
		"never by subtraction":         {[]stated{of("2023-01/2023-05", "20"), of("2023-01/2023-04", "15")}, "", []string{"2023-05"}, "2023-05: NOT_REPORTED INCOMPLETE_PERIOD"},
		"what is there":                {append(months("2", 1, 2), of("2023-Q3", "9")), "", []string{"2023"}, "2023: 13 TOTALS INCOMPLETE_PERIOD"},
		"unknown":                      {[]stated{of("2023-03", "")}, "", []string{"2023-03"}, "2023-03: UNKNOWN_VALUES UNKNOWN_ROWS INCOMPLETE_PERIOD"},
		"not filed":                    {months("2", 1, 2), "", []string{"2023-03", "2019-03"}, "2023-03: NOT_FILED, 2019-03: NOT_IN_FORCE"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			directory(t, w)
			state(t, w, tt.totals...)
			if tt.record != "" {
				meetings(t, w, "", meeting{unit: "B1", on: tt.record, counted: true})
			}
			if got := told(t, e, "meetings.held", b1, tt.asked...); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// TestTheWholeCity: its figure is the sum of its units where all have one, else its own total, else
// what there is.
func TestTheWholeCity(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w, stated{unit: "", count: issuedTotal, span: "2023-05", value: "30"}, stated{unit: "B1", count: issuedTotal, span: "2023-05", value: "12"},
		stated{unit: "", count: issuedTotal, span: "2023-06", value: "31"}, stated{unit: "B1", count: issuedTotal, span: "2023-06", value: "12"}, stated{unit: "B2", count: issuedTotal, span: "2023-06", value: "13"},
		stated{unit: "B2", count: issuedTotal, span: "2023-07", value: "14"}, stated{unit: "", count: held, span: "2023-05", value: "8"})
	if got, want := told(t, e, "documents.issued", Filter{}, "2023-05", "2023-06", "2023-07"), "2023-05: 30 TOTALS CITY_TOTAL, 2023-06: 25 TOTALS, 2023-07: 14 TOTALS INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := told(t, e, "documents.issued", Filter{Departments: []string{"B2"}}, "2023-05"), "2023-05: NOT_REPORTED INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"department"}}), "市教育局 未填报", "市水务局 未填报", "（未填） 8次（按汇总数）")
}

// TestTotalsUnderDimensions: totals do not have a dimension of rows. Broken down they are the group
// that does not say; under a condition only records count.
func TestTotalsUnderDimensions(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-02", counted: true}, meeting{unit: "B1", on: "2023-05-03", counted: true})
	state(t, w, stated{unit: "B2", count: held, span: "2023-05", value: "5"})
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"form"}}), "现场 2次", "（未填） 5次（按汇总数）")
	live := Filter{Is: []Equals{{Dimension: "form", In: []string{"现场"}}}}
	if got, want := told(t, e, "meetings.held", live, "2023-05"), "2023-05: 2 RECORDS RECORDS_ONLY INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	live.Departments = []string{"B2"}
	if got, want := told(t, e, "meetings.held", live, "2023-05"), "2023-05: NOT_REPORTED RECORDS_ONLY INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), By: []string{"portfolio"}}), "教科文卫 2次", "农业农村 5次（按汇总数）")
}

// TestRowsThatDoNotSay: under a condition that every row leaves open there is no amount; where some rows
// say whether they meet it these count, with a notice of the others.
func TestRowsThatDoNotSay(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	row := func(unit, on, form, category string) meeting {
		return meeting{unit: unit, on: on, form: form, category: category, counted: true}
	}
	meetings(t, w, "", row("B1", "2023-05-02", "-", ""), row("B1", "2023-05-03", "-", ""), row("B2", "2023-05-02", "视频", "部门会议"), row("B2", "2023-05-03", "现场", ""), row("B2", "2023-05-04", "-", ""),
		row("B1", "2023-06-02", "现场", ""), row("B1", "2023-06-03", "-", ""), row("B1", "2023-07-03", "现场", ""))
	remote := Equals{Dimension: "form", In: []string{"视频"}}
	for _, rolled := range []bool{false, true} {
		if rolled {
			if err := e.RollUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			e = New(w, e.Catalog())
		}
		for _, c := range []struct {
			where Filter
			want  string
		}{
			{Filter{Departments: []string{"B1"}, Is: []Equals{remote}}, "2023-05: NOT_REPORTED UNKNOWN_ROWS, 2023-06: 0 RECORDS UNKNOWN_ROWS, 2023-07: 0 RECORDS, 2023-Q2: 0 RECORDS UNKNOWN_ROWS"},
			{Filter{Is: []Equals{remote}}, "2023-05: 1 RECORDS UNKNOWN_ROWS, 2023-06: 0 RECORDS UNKNOWN_ROWS, 2023-07: 0 RECORDS, 2023-Q2: 1 RECORDS UNKNOWN_ROWS"},
			// A row that is not of the form is not of both, whatever its class.
			{Filter{Is: []Equals{remote, {Dimension: "category", In: []string{"系统会议"}}}}, "2023-05: 0 RECORDS UNKNOWN_ROWS, 2023-06: 0 RECORDS UNKNOWN_ROWS, 2023-07: 0 RECORDS, 2023-Q2: 0 RECORDS UNKNOWN_ROWS"},
		} {
			if got := told(t, e, "meetings.held", c.where, "2023-05", "2023-06", "2023-07", "2023-Q2"); got != c.want {
				t.Errorf("rolled up: %t, under %v\ngot  %s\nwant %s", rolled, c.where, got, c.want)
			}
		}
		q := Query{Metrics: []string{"meetings.held", "meetings.attendance"}, Period: period(t, "2023-05"), By: []string{"department"}, Where: Filter{Is: []Equals{remote}}}
		expect(t, ask(t, e, q), "市教育局 未填报", "市教育局 未填报", "市水务局 1次", "市水务局 未填报")
		m, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if n := m.Notices[len(m.Notices)-2]; n.Text.ZH != "“召开会议”：5 行中有 3 行没有写明或数值未知" {
			t.Errorf("%q", n.Text.ZH)
		}
		page, err := e.Counted(t.Context(), m.Rows[1].Values[0].Scope, Page{First: 10})
		if err != nil || len(page.Records) != 1 {
			t.Errorf("%+v %v", page, err)
		}
	}
}

// TestTablesWithoutAColumn: where a blank under a header is an answer, a table without the header gives none.
func TestTablesWithoutAColumn(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	held := func(unit, month string, lacks ...string) {
		m := meeting{unit: unit, on: month + "-02", counted: true}
		file(t, w, filing{kind: "meeting", received: month + "-28T00:00:00+08:00", lacks: lacks, slices: map[[2]string][][]any{{unit, month}: {m.values(t)}}})
	}
	held("B1", "2023-05", "form", "merged_into")
	held("B1", "2023-06")
	found := func(month string, lacks ...string) {
		day, _ := jianfu.ParseDate(month + "-02")
		file(t, w, filing{kind: "rectification", received: month + "-28T01:00:00+08:00", lacks: lacks, slices: map[[2]string][][]any{{"", "ledger"}: {{"B1", "1", "文风", "空话", day, day, nil}}}})
	}
	for _, rolled := range []bool{false, true} {
		if rolled {
			if err := e.RollUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			e = New(w, e.Catalog())
		}
		if got, want := told(t, e, "meetings.combined", Filter{}, "2023-05", "2023-06", "2023-Q2"), "2023-05: NOT_REPORTED UNKNOWN_ROWS, 2023-06: 0 RECORDS, 2023-Q2: 0 RECORDS UNKNOWN_ROWS"; got != want {
			t.Errorf("rolled up: %t\ngot  %s\nwant %s", rolled, got, want)
		}
		if got, want := told(t, e, "meetings.held", Filter{}, "2023-Q2"), "2023-Q2: 2 RECORDS"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	found("2023-07", "closed_on")
	for _, metric := range []string{"rectifications.closed", "rectifications.closeout_rate", "rectifications.on_time_rate", "rectifications.overdue_open"} {
		if got, want := told(t, e, metric, Filter{}, "2023-07"), "2023-07: NOT_REPORTED UNKNOWN_ROWS"; got != want {
			t.Errorf("%s: %s, want %s", metric, got, want)
		}
	}
	found("2023-08")
	if got, want := told(t, e, "rectifications.closed", Filter{}, "2023-08"), "2023-08: 0 RECORDS"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestRatesStocksAndCalibers of totals.
func TestRatesStocksAndCalibers(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w, stated{unit: "B1", count: "messages_received", span: "2023-05", value: "10"}, stated{unit: "B1", count: "messages_handled", span: "2023-05", value: "9"},
		stated{unit: "B2", count: "messages_received", span: "2023-05", value: "90"},
		stated{unit: "B1", count: "bodies_total", span: "2023-04", value: "7"}, stated{unit: "B1", count: "bodies_total", span: "2023-06", value: "5"}, stated{unit: "B2", count: "bodies_total", span: "2023-05", value: "3"},
		stated{unit: "B1", count: "messages_overdue_open", span: "2023-05", value: "2"},
		stated{unit: "B1", count: held, span: "2023-05", value: "9", earlier: true}, stated{unit: "B1", count: held, span: "2023-05", value: "4"})
	// A rate is over the units that state both parts.
	expect(t, ask(t, e, Query{Metrics: []string{"messages.handling_rate", "messages.received", "messages.handled"}, Period: period(t, "2023-05")}), "90.00%（按汇总数）", "100件（按汇总数）", "9件（按汇总数）")
	if got, want := told(t, e, "bodies.total", Filter{}, "2023-H1", "2023-Q3"), "2023-H1: 8 TOTALS, 2023-Q3: NOT_DUE"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := told(t, e, "messages.overdue_open", Filter{Departments: []string{"B1"}}, "2023-05", "2023-Q2"), "2023-05: 2 TOTALS, 2023-Q2: NOT_REPORTED INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := told(t, e, "messages.handling_days_median", Filter{}, "2023-05"), "2023-05: NOT_REPORTED INCOMPLETE_PERIOD"; got != want { // a median has no total
		t.Errorf("%s, want %s", got, want)
	}
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), Where: Filter{Departments: []string{"B1"}}, Caliber: "all"})
	if err != nil {
		t.Fatal(err)
	}
	// Of two totals under another caliber the stronger one is taken all the same.
	if v := m.Rows[0].Values[0]; v.Amount == nil || v.Amount.String() != "4" || len(m.Notices) != 1 || m.Notices[0].Code != OtherCaliber {
		t.Errorf("under another caliber: %+v, %+v", v, m.Notices)
	}
}

// TestReconcileTotals: months against the year, the city against its units, 上年同期 against the
// year's own figure.
func TestReconcileTotals(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	var list []stated
	for m := 1; m <= 12; m++ {
		list = append(list, stated{unit: "B1", count: held, span: fmt.Sprintf("2023-%02d", m), value: "2"})
	}
	list = append(list, stated{unit: "B2", count: held, span: "2023-Q3", value: "8"}, stated{unit: "B2", count: held, span: "2023-Q4", value: "9"}, stated{unit: "B2", count: held, span: "2023-H2", value: "18"})
	list = append(list, stated{unit: "B1", count: held, span: "2023", value: "25"}, stated{unit: "B2", count: held, span: "2023-05", value: "3"},
		stated{unit: "", count: held, span: "2023-05", value: "6"}, stated{unit: "B1", count: held, span: "2023-05", value: "4", earlier: true})
	state(t, w, list...)
	for _, of := range []string{"2023", "2024"} {
		differences, err := e.Reconcile(t.Context(), period(t, of), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range differences {
			if !d.Agrees() {
				got = append(got, fmt.Sprintf("%s %s %s %s", d.Department, d.Month, d.Against, d.Gap))
			}
		}
		want := map[string]string{"2023": "B1 2023 MONTHS 1, 2023-05 UNITS 1,B2 2023-H2 MONTHS 1", "2024": "B1 2023-05 OWN_FIGURE 2"}[of]
		if strings.Join(got, ",") != want {
			t.Errorf("%s: %v, want %s", of, got, want)
		}
	}
}

// TestTheCityInPart: the city's own totals of some months are no figure of all of them without a word.
func TestTheCityInPart(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	of := func(span, value string) stated { return stated{count: "messages_received", span: span, value: value} }
	state(t, w, of("2023-Q1", "60"), of("2023-Q2", "70"), of("2022-H1", "90"))
	if got, want := told(t, e, "messages.received", Filter{}, "2023-H1", "2023-01/2023-05", "2023-Q3"), "2023-H1: 130 TOTALS CITY_TOTAL, 2023-01/2023-05: 60 TOTALS CITY_TOTAL INCOMPLETE_PERIOD, 2023-Q3: NOT_DUE"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	q := Query{Metrics: []string{"messages.received"}, Period: period(t, "2023-H1"), Grain: jianfu.ByMonth, Cumulative: true}
	expect(t, ask(t, e, q), "未填报", "未填报", "60件（按汇总数）", "60件（按汇总数）", "60件（按汇总数）", "130件（按汇总数）")
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"messages.received"}, Period: period(t, "2023-01/2023-05")})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Rows[0].Values[0].Coverage, (Coverage{Expected: 5, Filed: 3}); got != want { // the city is the one that files
		t.Errorf("coverage %+v, want %+v", got, want)
	}
	// The city's months take the place of what single units state of whole years, in a longer period as in
	// each year, and not of a year of which they lack a month.
	e, w = openEngine(t)
	directory(t, w)
	list := []stated{{unit: "B1", count: held, span: "2022", value: "7"}, {unit: "B1", count: held, span: "2023", value: "9"}, {unit: "B1", count: held, span: "2024", value: "8"}}
	for m := 1; m <= 12; m++ {
		list = append(list, stated{count: held, span: fmt.Sprintf("2023-%02d", m), value: "10"})
		if m > 1 {
			list = append(list, stated{count: held, span: fmt.Sprintf("2022-%02d", m), value: "10"})
		}
	}
	state(t, w, list...)
	if got, want := told(t, e, "meetings.held", Filter{}, "2022", "2023", "2024", "2022-01/2024-12", "2023-01/2024-12", "2022-01/2023-12"), "2022: 7 TOTALS INCOMPLETE_PERIOD, 2023: 120 TOTALS CITY_TOTAL, 2024: 8 TOTALS INCOMPLETE_PERIOD, "+
		"2022-01/2024-12: 135 TOTALS CITY_TOTAL INCOMPLETE_PERIOD, 2023-01/2024-12: 128 TOTALS CITY_TOTAL INCOMPLETE_PERIOD, 2022-01/2023-12: 127 TOTALS CITY_TOTAL INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s,\nwant %s", got, want)
	}
}

// TestRunningTotalsOfSpans: a running total is what is asked of its months at once.
func TestRunningTotalsOfSpans(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	of := func(span, value string) stated { return stated{unit: "B1", count: held, span: span, value: value} }
	state(t, w, of("2023-01", "3"), of("2023-02", "4"), of("2023-Q1", "12"), of("2023-04", "1"))
	b1 := Filter{Departments: []string{"B1"}}
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-H1"), Grain: jianfu.ByMonth, Cumulative: true, Where: b1}
	expect(t, ask(t, e, q), "3次（按汇总数）", "7次（按汇总数）", "12次（按汇总数）", "13次（按汇总数）", "13次（按汇总数）", "13次（按汇总数）")
	if got, want := told(t, e, "meetings.held", b1, "2023-Q1", "2023-01/2023-04", "2023-H1"), "2023-Q1: 12 TOTALS, 2023-01/2023-04: 13 TOTALS, 2023-H1: 13 TOTALS INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestTheCityAgainstItsUnits: of the city's own total nobody knows whose counts it has, so it is not held
// against the sum of some units without a word.
func TestTheCityAgainstItsUnits(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w, stated{count: issuedTotal, span: "2022-05", value: "35"}, stated{unit: "B1", count: issuedTotal, span: "2022-05", value: "20"},
		stated{unit: "B1", count: issuedTotal, span: "2023-05", value: "15"})
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"documents.issued"}, Period: period(t, "2023-05"), Compare: YearEarlier})
	if err != nil {
		t.Fatal(err)
	}
	v := m.Rows[0].Values[0]
	if v.Comparison == nil || v.Comparison.Base.Amount == nil || v.Comparison.Base.Amount.String() != "35" {
		t.Errorf("%+v", v.Comparison)
	}
	if c := v.Comparison.Comparable; c == nil || c.Current == nil || c.Current.String() != "15" || c.Base == nil || c.Base.Amount == nil || c.Base.Amount.String() != "20" {
		t.Errorf("comparable: %+v", c)
	}
	unequal := false
	for _, n := range m.Notices {
		unequal = unequal || n.Code == UnequalCoverage
	}
	if !unequal {
		t.Errorf("no word about it: %+v", m.Notices)
	}
}

// TestProjectionsOfTotals work on the same figures as a question about their spans, and have no amount
// where the months that they need are known within longer spans alone.
func TestProjectionsOfTotals(t *testing.T) {
	t.Parallel()
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	earlier := []stated{of("B1", "2022-01/2022-11", "200"), of("B1", "2022-12", "20"), of("B2", "2022", "60"), of("B1", "2021-Q1", "30"), of("B1", "2021-Q2", "30"), of("B1", "2021-Q3", "30"), of("B1", "2021-Q4", "30")}
	for name, tt := range map[string]struct {
		totals []stated
		want   string
	}{
		// 110 in eleven months is 120 in twelve; last year's 220 is 200 and 20, so 110 is 121. B2 states
		// nothing this year, and its 60 are in no part of last year.
		"of one unit": {[]stated{of("B1", "2023-01/2023-11", "110"), of("B1", "2022-01/2022-11", "200"), of("B1", "2022-12", "20")},
			"actual 110 last 220 PLAN_REMAINDER NO_DATA LAST_YEAR_SCALED 121 -45.00 RUN_RATE 120 -45.45 [2022 218 220 -0.83]"},
		"a year alone last year": {append(earlier, of("B1", "2023-01/2023-11", "110"), of("B2", "2023-01/2023-11", "44")),
			"actual 154 last 280 PLAN_REMAINDER NO_DATA LAST_YEAR_SCALED NOT_REPORTED RUN_RATE 168 -40.00"},
		"the last months within a quarter": {[]stated{of("B1", "2023-H1", "60"), of("B1", "2023-Q3", "30"), of("B1", "2023-Q4", "40")},
			"actual 90 last NOT_FILED PLAN_REMAINDER NOT_REPORTED LAST_YEAR_SCALED NOT_REPORTED RUN_RATE NOT_REPORTED"},
		"of the city": {[]stated{of("", "2023-01/2023-11", "110"), of("", "2022-Q1", "50"), of("", "2022-Q2", "50"), of("", "2022-Q3", "50"), of("", "2022-Q4", "70")},
			"actual 110 last 220 PLAN_REMAINDER NO_DATA LAST_YEAR_SCALED NOT_REPORTED RUN_RATE 120 -45.45"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			directory(t, w)
			state(t, w, tt.totals...)
			p, err := e.Project(t.Context(), "meetings.held", 2023, 11, "", time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			amount := func(v Value) string {
				if v.Amount == nil {
					return string(v.Missing)
				}
				return v.Amount.String()
			}
			got := "actual " + amount(p.Actual) + " last " + amount(p.LastYear)
			for _, m := range p.Methods {
				got += " " + string(m.Method) + " "
				if m.Amount == nil {
					got += string(m.Missing)
				} else {
					got += m.Amount.String()
				}
				if m.ChangePercent != nil {
					got += " " + m.ChangePercent.String()
				}
				for _, past := range m.Past {
					got += fmt.Sprintf(" [%d %s %s %s]", past.Year, past.Projected, past.Actual, past.ErrorPercent)
				}
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestRecordsBesideTotals: records go before totals only for what they tell and whom they name.
func TestRecordsBesideTotals(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	of := func(unit, count, span, value string) stated {
		return stated{unit: unit, count: count, span: span, value: value}
	}
	state(t, w, of("B1", held, "2023-05", "9"), of("B1", "meetings_remote", "2023-05", "4"), of("B1", held, "2023-06", "9"), of("B1", "meetings_remote", "2023-06", "4"), of("B1", held, "2023-07", "9"),
		of("B1", held, "2023", "100"), of("B2", "messages_received", "2023-05", "7"), of("B2", "messages_received", "2023-06", "0"))
	row := func(on, form string) meeting { return meeting{unit: "B1", on: on, form: form, counted: true} }
	meetings(t, w, "", row("2023-05-02", "-"), row("2023-05-03", "-"), row("2023-06-02", "视频"), row("2023-06-03", "-"))
	file(t, w, filing{kind: "meeting", received: "2023-08-01T00:00:00+08:00", slices: map[[2]string][][]any{{"B1", "2023-07"}: nil}}) // a nil return
	received := day(t, "2023-05-04")
	file(t, w, filing{kind: "message", slices: map[[2]string][][]any{{"", "2023-05"}: {{"B1", "1", "人民网", received, nil, nil, nil, nil}, {"B1", "2", "人民网", received, nil, nil, nil, nil}}}})
	b1, b2 := Filter{Departments: []string{"B1"}}, Filter{Departments: []string{"B2"}}
	for _, c := range []struct {
		metric string
		where  Filter
		asked  []string
		want   string
	}{
		{"meetings.held", b1, []string{"2023-05", "2023-06", "2023-07", "2023-Q2"}, "2023-05: 2 RECORDS, 2023-06: 2 RECORDS, 2023-07: 0 RECORDS, 2023-Q2: 4 RECORDS INCOMPLETE_PERIOD"},
		{"meetings.held", b1, []string{"2023"}, "2023: 100 TOTALS"}, // the months are not all known
		// The list of May does not say the form, so the total does; that of June says it of one row.
		{"meetings.remote", b1, []string{"2023-05", "2023-06"}, "2023-05: 4 TOTALS, 2023-06: 1 RECORDS UNKNOWN_ROWS"},
		// A register of messages speaks for everybody, but not against a unit's own total.
		{"messages.received", b2, []string{"2023-05", "2023-06"}, "2023-05: 7 TOTALS, 2023-06: 0 TOTALS"},
		{"messages.received", b1, []string{"2023-05"}, "2023-05: 2 RECORDS"},
		{"messages.received", Filter{}, []string{"2023-05"}, "2023-05: 9 MIXED"},
	} {
		if got := told(t, e, c.metric, c.where, c.asked...); got != c.want {
			t.Errorf("%s of %v\ngot  %s\nwant %s", c.metric, c.where.Departments, got, c.want)
		}
	}
	// Reconciled are the records of a month with its total, and the months with the year's.
	differences, err := e.Reconcile(t.Context(), period(t, "2023"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range differences {
		if !d.Agrees() && d.Metric.Name == "meetings.held" {
			got = append(got, fmt.Sprintf("%s %s %s %s", d.Department, d.Month, d.Against, d.Gap))
		}
	}
	if want := "B1 2023-05 RECORDS 7,B1 2023-06 RECORDS 7,B1 2023-07 RECORDS 9"; strings.Join(got, ",") != want {
		t.Errorf("%s, want %s", strings.Join(got, ","), want)
	}
}

// TestRegisterBesideTotals: a register that speaks for everybody never goes before what a unit states of its
// own month, in whichever order they came; a notice says that it has rows of the month. Where a slice of the unit's month
// has rows of it, these are its records.
func TestRegisterBesideTotals(t *testing.T) {
	t.Parallel()
	app := func(unit, on string, cleared any) []any {
		return []any{unit, on + unit, "政务APP", day(t, on), nil, nil, cleared}
	}
	received := day(t, "2023-05-04")
	steps := []func(w *warehouse.Warehouse){
		func(w *warehouse.Warehouse) {
			file(t, w, filing{kind: "app", slices: map[[2]string][][]any{{"B1", "ledger"}: {app("B1", "2023-05-03", nil), app("B1", "2023-05-04", day(t, "2023-06-01")), app("B1", "2023-06-03", nil), app("B1", "2023-08-03", nil)},
				{"B2", "ledger"}: {app("B2", "2023-05-09", nil), app("B2", "2023-09-09", nil)}}})
		},
		func(w *warehouse.Warehouse) {
			of := func(unit, count, span, value string) stated {
				return stated{unit: unit, count: count, span: span, value: value}
			}
			state(t, w, of("B1", "apps_found", "2023-05", "5"), of("B1", "apps_cleared", "2023-05", "4"), of("B1", "apps_found", "2023-Q3", "9"), of("B2", "apps_found", "2023-06", "0"),
				of("B1", "messages_received", "2023-05", "7"), of("B2", "messages_received", "2023-05", "3"))
		},
		func(w *warehouse.Warehouse) {
			file(t, w, filing{kind: "message", slices: map[[2]string][][]any{{"B1", "2023-05"}: {{"B1", "1", "人民网", received, nil, nil, nil, nil}}}})
		},
	}
	for _, order := range [][]int{{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}} {
		e, w := openEngine(t)
		directory(t, w)
		for _, step := range order {
			steps[step](w)
		}
		for range 2 { // from the rows, and added up
			for _, c := range []struct{ metric, unit, asked, want string }{
				{"apps.found", "B1", "2023-05", "2023-05: 5 TOTALS REGISTER_ROWS"},
				{"apps.found", "B1", "2023-06", "2023-06: 1 RECORDS"},
				{"apps.found", "B1", "2023-Q2", "2023-Q2: 6 MIXED REGISTER_ROWS"}, // April had none
				{"apps.found", "B1", "2023-Q3", "2023-Q3: 9 TOTALS REGISTER_ROWS"},
				{"apps.cleared", "B1", "2023-05", "2023-05: 4 TOTALS REGISTER_ROWS"},
				{"apps.clearance_rate", "B1", "2023-05", "2023-05: 0.8000 TOTALS REGISTER_ROWS"},
				{"apps.found", "B2", "2023-05", "2023-05: 1 RECORDS"},
				{"apps.found", "B2", "2023-06", "2023-06: 0 TOTALS"},
				{"apps.found", "", "2023-05", "2023-05: 6 MIXED REGISTER_ROWS"},
				{"messages.received", "B1", "2023-05", "2023-05: 1 RECORDS"},
				{"messages.received", "B2", "2023-05", "2023-05: 3 TOTALS"},
				{"messages.received", "", "2023-05", "2023-05: 4 MIXED"},
			} {
				where := Filter{}
				if c.unit != "" {
					where.Departments = []string{c.unit}
				}
				if got := told(t, e, c.metric, where, c.asked); got != c.want {
					t.Errorf("in order %v, %s of %s: %s, want %s", order, c.metric, c.unit, got, c.want)
				}
			}
			if err := e.RollUp(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		m, err := e.Measure(t.Context(), Query{Metrics: []string{"apps.found"}, Period: period(t, "2023-04/2023-09"), Grain: jianfu.ByQuarter, By: []string{"department"}})
		if err != nil {
			t.Fatal(err)
		}
		told := ""
		for _, n := range m.Notices {
			if n.Code == RegisterRows {
				told += n.Text.ZH
			}
		}
		if want := "“排查政务应用程序”：2 个单位月用的是单位报的汇总数，台账里这些月份的 3 行没有计入，请核对：市教育局2023年5月、市教育局2023年8月"; told != want {
			t.Errorf("%s, want %s", told, want)
		}
	}
}

// TestReasonsOverAScope: of the reasons why there is no amount, the one that tells most is given.
func TestReasonsOverAScope(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"B1", "市教育局", "教科文卫", "2020-01-01", ""}, [7]string{"B2", "市水务局", "农业农村", "2020-01-01", ""}, [7]string{"B3", "市侨办", "统战", "2024-01-01", ""})
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	if got, want := told(t, e, "meetings.held", Filter{}, "2023-05"), "2023-05: NO_DATA"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	state(t, w, of("B1", "2023-01", "3"), of("B1", "2023-Q2", "12"), of("B1", "2023-07", ""), of("B2", "2023-Q3", "5"))
	for _, c := range []struct {
		unit, asked, want string
	}{
		{"B3", "2023-05", "2023-05: NOT_IN_FORCE"},
		{"B2", "2023-05", "2023-05: NOT_FILED INCOMPLETE_PERIOD"},
		{"B1", "2023-05", "2023-05: NOT_REPORTED INCOMPLETE_PERIOD"},
		{"B1", "2023-07", "2023-07: UNKNOWN_VALUES UNKNOWN_ROWS INCOMPLETE_PERIOD"},
		{"", "2023-05", "2023-05: NOT_REPORTED INCOMPLETE_PERIOD"},                             // of B1, though B2 did not file
		{"", "2023-07", "2023-07: UNKNOWN_VALUES UNKNOWN_ROWS INCOMPLETE_PERIOD"},              // of B1, though B2 states a quarter
		{"", "2023-02", "2023-02: NOT_FILED"},                                                  // of both; B3 did not exist
		{"", "2019-02", "2019-02: NOT_IN_FORCE"},                                               //
		{"", "2199-02", "2199-02: NOT_DUE"},                                                    // not yet
		{"B1", "2023-04/2023-07", "2023-04/2023-07: 12 TOTALS UNKNOWN_ROWS INCOMPLETE_PERIOD"}, // what there is
	} {
		where := Filter{}
		if c.unit != "" {
			where.Departments = []string{c.unit}
		}
		if got := told(t, e, "meetings.held", where, c.asked); got != c.want {
			t.Errorf("%s: %s, want %s", c.unit, got, c.want)
		}
	}
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05"), Where: Filter{Departments: []string{"B1"}}})
	if err != nil {
		t.Fatal(err)
	}
	if v := m.Rows[0].Values[0]; v.Coverage != (Coverage{Expected: 1, Filed: 1}) {
		t.Errorf("a month within a longer total counts as filed: %+v", v.Coverage)
	}
	if n := m.Notices[len(m.Notices)-1]; n.Text.ZH != "“召开会议”：有的月份没有单独的数，只知道：市教育局2023年4—6月12次" && n.Text.ZH != "“召开会议”：有的月份没有单独的数，只知道：市教育局2023年第二季度12次" {
		t.Errorf("%q", n.Text.ZH)
	}
}

// TestCorrectionsOfTotals: a later table replaces what it states and nothing else, from then on; taken
// back, it leaves what was there.
func TestCorrectionsOfTotals(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	of := func(count, span, value string) stated {
		return stated{unit: "B1", count: count, span: span, value: value}
	}
	state(t, w, of(held, "2023-05", "9"), of(held, "2023-06", "6"), of(issuedTotal, "2023-05", "4"))
	before := time.Now()
	later := state(t, w, of(held, "2023-05", "8"), stated{unit: "B1", count: held, span: "2023-06", value: "1", earlier: true}, of(held, "2023-Q2", "77"))
	figures := func(at time.Time) string {
		t.Helper()
		var all []string
		for _, metric := range []string{"meetings.held", "documents.issued"} {
			for _, span := range []string{"2023-05", "2023-06", "2023-Q2"} {
				m, err := e.Measure(t.Context(), Query{Metrics: []string{metric}, Period: period(t, span), Where: Filter{Departments: []string{"B1"}}, AsOf: at})
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, m.Rows[0].Values[0].Text(jianfu.Chinese))
			}
		}
		return strings.Join(all, " ")
	}
	const first = "9次（按汇总数） 6次（按汇总数） 15次（按汇总数） 4件（按汇总数） 未报送 4件（按汇总数）"
	if got, want := figures(time.Time{}), "8次（按汇总数） 6次（按汇总数） 77次（按汇总数） 4件（按汇总数） 未报送 4件（按汇总数）"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := figures(before); got != first {
		t.Errorf("as of before: %s, want %s", got, first)
	}
	if err := w.Withdraw(t.Context(), later, "王科员", "报错"); err != nil {
		t.Fatal(err)
	}
	if got := figures(time.Time{}); got != first {
		t.Errorf("withdrawn: %s, want %s", got, first)
	}
}

// TestTotalsAsFilings: a total is a filing of the kinds whose headline it states, for its months; what a
// later table says of the year before is none.
func TestTotalsAsFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	of := func(count, span string) stated { return stated{unit: "B1", count: count, span: span, value: "1"} }
	earlier := of(held, "2023-03")
	earlier.earlier = true
	state(t, w, of(held, "2023-01"), of(issuedTotal, "2023-Q2"), of("documents_off_plan", "2023-07"), earlier)
	for _, c := range []struct{ kind, want string }{
		{"meeting", "2023-01: 0 RECORDS, 2023-03: 1 RECORDS, 2023-05: 1 RECORDS, 2023-07: 1 RECORDS"},
		{"document", "2023-01: 1 RECORDS, 2023-03: 1 RECORDS, 2023-05: 0 RECORDS, 2023-07: 1 RECORDS"},
	} {
		where := Filter{Departments: []string{"B1"}, Is: []Equals{{Dimension: "kind", In: []string{c.kind}}}}
		if got := told(t, e, "filings.missing", where, "2023-01", "2023-03", "2023-05", "2023-07"); got != c.want {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
	}
}
