package metrics

import (
	"strings"
	"testing"
	"time"

	"jianfu"
)

// What is left of the plan, last year's rest scaled, and the run rate, by hand.
func TestProjection(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	var list []meeting
	add := func(n int, on string) {
		for range n {
			list = append(list, meeting{unit: "B1", on: on, counted: true})
		}
	}
	add(8, "2022-03-01")
	add(4, "2022-12-01") // 12 in 2022
	add(6, "2023-03-01")
	meetings(t, w, "", list...)
	file(t, w, filing{kind: "meeting_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {
		{"B1", int64(2023), "甲会", int64(2), nil, nil, nil}, {"B1", int64(2023), "乙会", int64(12), nil, nil, nil}, {"B1", int64(2023), "丙会", int64(12), nil, nil, nil}}}})
	checks, err := e.NoIncrease(t.Context(), "meetings.held", 2023, Query{By: []string{"department"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(checks) != 2 || checks[0].Period.String() != "2023-Q1" || checks[0].Met == nil || !*checks[0].Met {
		t.Errorf("no increase: %+v", checks)
	}
	// April to November may yet be filed, and so may the months before November alone: nothing is known of them.
	nothing := func(months ...string) {
		t.Helper()
		slices := map[[2]string][][]any{}
		for _, month := range months {
			slices[[2]string{"B1", month}] = nil
		}
		file(t, w, filing{kind: "meeting", slices: slices})
	}
	unknown := func() {
		t.Helper()
		early, err := e.Project(t.Context(), "meetings.held", 2023, 11, "", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if len(early.Notices) == 0 || !strings.Contains(early.Notices[0].Text.ZH, "2022年1月、2022年2月、2022年4") {
			t.Errorf("months of both years were not filed: %+v", early.Notices)
		}
		for _, m := range early.Methods {
			if m.Amount != nil || m.Missing != NotFiled {
				t.Errorf("%s through November, with gaps: %s", m.Method, m.Amount)
			}
		}
	}
	unknown()
	nothing("2023-11")
	unknown()
	nothing("2022-01", "2022-02", "2022-04", "2022-05", "2022-06", "2022-07", "2022-08", "2022-09", "2022-10", "2022-11",
		"2023-01", "2023-02", "2023-04", "2023-05", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10")
	p, err := e.Project(t.Context(), "meetings.held", 2023, 11, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		method         ProjectionMethod
		amount, change string
	}{{PlanRemainder, "8", "-33.33"}, {LastYearScaled, "9", "-25.00"}, {RunRate, "7", "-45.45"}} // 6.545… is 7, and 45.45% less than 12: rounded once
	for i, m := range p.Methods {
		if m.Method != want[i].method || m.Amount.String() != want[i].amount || m.ChangePercent.String() != want[i].change {
			t.Errorf("%s: %s, %s %%", m.Method, m.Amount, m.ChangePercent)
		}
	}
	if len(p.Notices) == 0 { // of the other unit
		t.Error("no notice of what was not filed")
	}
	// The run rate would have said 8.727…, shown as 9, of 2022, which came to 12.
	past := p.Methods[2].Past
	if len(past) != 1 || past[0].Year != 2022 || past[0].ErrorPercent.String() != "-27.27" {
		t.Errorf("past: %+v", past)
	}
	// A year of which the last months were not filed is no base, and gives no error.
	nothing("2024-01", "2024-02")
	file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"B1", "2024-03"}: {meeting{unit: "B1", on: "2024-03-01", counted: true}.values(t)}}})
	next, err := e.Project(t.Context(), "meetings.held", 2024, 3, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	scaled, rate := next.Methods[1], next.Methods[2]
	if scaled.Missing != NotFiled || rate.Amount.String() != "4" || rate.ChangePercent != nil || len(rate.Past) != 1 || rate.Past[0].Year != 2022 {
		t.Errorf("after a year that ends in November: %+v, %+v", scaled, rate)
	}
	if _, err := e.NoIncrease(t.Context(), "messages.handling_rate", 2023, Query{}); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a rate: %v", err)
	}
}

// The figures that a submission changed; a nil return and a late filing are distinguished.
func TestFilingsAndChanges(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	one := meeting{unit: "B1", on: "2023-05-02", counted: true, attendance: int64(5), hours: "1"}
	meetings(t, w, "2023-06-01T00:00:00Z", one, one, one, meeting{unit: "B2", on: "2023-05-02", counted: true})
	correction := meetings(t, w, "2023-07-01T00:00:00Z", one)
	file(t, w, filing{kind: "document", received: "2023-06-01T00:00:00Z", slices: map[[2]string][][]any{{"B1", "2023-05"}: {}}})
	changes, err := e.Changes(t.Context(), correction)
	if err != nil {
		t.Fatal(err)
	}
	moved := map[string]string{}
	for _, c := range changes {
		moved[c.Metric.Name+" "+c.Department] = c.Before.Text(jianfu.Chinese) + "→" + c.After.Text(jianfu.Chinese)
	}
	if len(moved) != 3 || moved["meetings.held B1"] != "3次→1次" || moved["meetings.attendance B1"] != "15人次→5人次" {
		t.Errorf("moved: %v", moved)
	}
	filings, err := e.Filings(t.Context(), period(t, "2023-05"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range filings {
		got = append(got, f.Department+" "+f.Kind+" "+string(f.Status))
	}
	expect(t, got, "B1 document NIL", "B1 meeting CORRECTED", "B2 document MISSING", "B2 meeting RECEIVED")
}

// Months and due days end at midnight in China; a unit files for the months on whose last day
// it is in the directory, whatever its line; and the metrics are the list's counts.
func TestFilingsToTheMoment(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"X1", "市发改委", nil, nil, "市直部门", "经济", nil, nil, day(t, "2023-05-14")},
		{"X1", "市发改委", nil, nil, "市直部门", "城建", nil, day(t, "2023-05-15"), nil}, // its line moved
		{"X2", "市数据局", nil, nil, "市直部门", "经济", nil, day(t, "2023-05-15"), nil}, // founded
		{"X3", "市扶贫办", nil, nil, "市直部门", "经济", nil, nil, day(t, "2023-05-31")}, // closed
		{"X4", "市档案局", nil, nil, "市直部门", "经济", nil, nil, day(t, "2023-04-30")}, // closed before
		{"C1", "沅溪县人民政府", "沅溪县", nil, "县（市）区", nil, nil, nil, nil}}}})
	one := func(unit string) meeting { return meeting{unit: unit, on: "2023-05-02", counted: true} }
	meetings(t, w, "2023-06-05T15:59:59.999999Z", one("X1"))
	meetings(t, w, "2023-06-05T16:00:00Z", one("X3"))
	file(t, w, filing{kind: "document", received: "2023-06-05T16:00:00Z", slices: map[[2]string][][]any{{"X1", "2023-05"}: {}}})
	meetings(t, w, "2023-07-01T00:00:00Z", one("X1"))
	for _, tt := range []struct {
		asOf, want                        string
		expected, received, late, missing string
	}{
		{"2023-05-31T15:59:59.999999Z", "", "0份", "0份", "0份", "0份"},
		{"2023-05-31T16:00:00Z", "X1 document NOT_DUE，X1 meeting NOT_DUE，X2 document NOT_DUE，X2 meeting NOT_DUE，X3 document NOT_DUE，X3 meeting NOT_DUE", "0份", "0份", "0份", "0份"},
		{"2023-06-05T15:59:59.999999Z", "X1 document NOT_DUE，X1 meeting RECEIVED，X2 document NOT_DUE，X2 meeting NOT_DUE，X3 document NOT_DUE，X3 meeting NOT_DUE", "0份", "0份", "0份", "0份"},
		{"2023-06-05T16:00:00Z", "X1 document LATE，X1 meeting RECEIVED，X2 document MISSING，X2 meeting MISSING，X3 document MISSING，X3 meeting LATE", "6份", "3份", "2份", "3份"},
		{"2023-06-30T00:00:00Z", "X1 document LATE，X1 meeting RECEIVED，X2 document MISSING，X2 meeting MISSING，X3 document MISSING，X3 meeting LATE", "6份", "3份", "2份", "3份"},
		{"2023-07-01T00:00:00Z", "X1 document LATE，X1 meeting CORRECTED，X2 document MISSING，X2 meeting MISSING，X3 document MISSING，X3 meeting LATE", "6份", "3份", "2份", "3份"},
	} {
		at, err := time.Parse(time.RFC3339Nano, tt.asOf)
		if err != nil {
			t.Fatal(err)
		}
		filings, err := e.Filings(t.Context(), period(t, "2023-05"), at)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range filings {
			got = append(got, f.Department+" "+f.Kind+" "+string(f.Status))
		}
		if text := strings.Join(got, "，"); text != tt.want {
			t.Errorf("as of %s: %s, want %s", tt.asOf, text, tt.want)
		}
		figures := ask(t, e, Query{Metrics: []string{"filings.expected", "filings.received", "filings.late", "filings.missing"}, Period: period(t, "2023-05"), AsOf: at})
		expect(t, figures, tt.expected, tt.received, tt.late, tt.missing)
	}
}

// What a unit states is compared with its records.
func TestReconcile(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "", meeting{unit: "B1", on: "2023-05-02", counted: true})
	state(t, w, stated{unit: "B1", count: held, span: "2023-05", value: "3"}, stated{unit: "B1", count: issuedTotal, span: "2023-05", value: "2"})
	list, err := e.Reconcile(t.Context(), period(t, "2023"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Gap == nil || list[0].Gap.String() != "2" || list[1].Gap != nil || !list[1].Agrees() || list[1].Counted.Missing != NotFiled {
		t.Errorf("differences: %+v", list)
	}
}

// Files received at one moment are distinguished, a unit that no longer counts is listed too, and
// plans and stocks are listed by year.
func TestChangesOfOneMoment(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	one := func(unit string) meeting { return meeting{unit: unit, on: "2023-05-02", counted: true} }
	const moment = "2023-06-01T00:00:00Z"
	first := meetings(t, w, moment, one("B1"), one("B1"))
	other := meetings(t, w, moment, one("B2"))
	correction := meetings(t, w, moment, one("B1"))
	event := func(unit any, name string) []any { return []any{unit, name, "成立", day(t, "2023-05-03"), nil} }
	events := func(received string, rows ...[]any) int64 {
		return file(t, w, filing{kind: "body_event", received: received, slices: map[[2]string][][]any{{"", "ledger"}: rows}})
	}
	file(t, w, filing{kind: "body", received: moment, slices: map[[2]string][][]any{{"", "ledger"}: {{"B2", "甲专班", nil, nil, nil, nil, nil, nil}}}})
	events(moment, event(nil, "甲专班"), event(nil, "无主专班"))
	cleared := events("2023-07-01T00:00:00Z", event(nil, "甲专班"))
	plan := file(t, w, filing{kind: "document_plan", received: moment, slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), int64(30)}}}})
	for _, tt := range []struct {
		submission int64
		want       []string
	}{
		{first, []string{"2023-05 meetings.held B1 无数据→2次"}},
		{other, []string{"2023-05 meetings.held B2 无数据→1次"}},
		{correction, []string{"2023-05 meetings.held B1 2次→1次"}},
		{cleared, []string{"2023-05 bodies.established  1个→无数据", "2023-05 bodies.handled  1个→无数据", "2023 bodies.total  1个→无数据"}},
		{plan, []string{"2023 documents.quota B1 无数据→30件"}},
	} {
		changes, err := e.Changes(t.Context(), tt.submission)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range changes {
			got = append(got, c.Month.String()+" "+c.Metric.Name+" "+c.Department+" "+c.Before.Text(jianfu.Chinese)+"→"+c.After.Text(jianfu.Chinese))
		}
		expect(t, got, tt.want...)
	}
}
