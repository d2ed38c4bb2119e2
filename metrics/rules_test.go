package metrics

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Rules across forms and time: a part beyond its whole, a running total apart from its months, last
// year's figure apart from what was stated then, plans that were exceeded, and unusual months with
// the usual range.
func TestRulesAcrossFormsAndTime(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w, stated{unit: "B1", count: "documents_issued", span: "2022-01", value: "5"})
	state(t, w,
		stated{unit: "B1", count: "documents_issued", span: "2023-01", value: "3"}, stated{unit: "B1", count: "documents_issued", span: "2023-02", value: "4"},
		stated{unit: "B1", count: "documents_issued", span: "2023-01/2023-02", value: "8"},
		stated{unit: "B1", count: "documents_off_plan", span: "2023-01", value: "4"}, stated{unit: "B1", count: "documents_off_plan", span: "2023-02", value: "4"},
		stated{unit: "B2", count: "documents_issued", span: "2023-01", value: "3"}, stated{unit: "B2", count: "documents_issued", span: "2023-01/2023-02", value: "9"},
		stated{unit: "B1", count: "documents_issued", span: "2022-01", value: "6", earlier: true})
	told := func(check, span string) string {
		t.Helper()
		found, err := e.Check(t.Context(), check, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject.ZH, " ", f.Detail.ZH, " ", len(f.RecordIDs)))
		}
		return strings.Join(list, "; ")
	}
	for check, want := range map[string]string{
		"partBeyondWhole": "2023-01-31 B1 发文 3，计划外发文 4 计划外发文大于发文 2",
		"cumulativeApart": "2023-02-28 B1 印发文件 2023年1—2月 累计 8，各月之和 7 3",
		"lastYearApart":   "2023-01-31 B1 印发文件 2022年1月 上年同期写 6，上年报 5 2",
	} {
		if got := told(check, "2023"); got != want {
			t.Errorf("%s: %q\nwant %q", check, got, want)
		}
	}
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), int64(2)}}}})
	var rows [][]any
	issue := func(on string, planned any, times int) {
		for range times {
			rows = append(rows, []any{"B1", nil, "文件" + on, day(t, on), nil, nil, nil, nil, nil, nil, planned, true})
		}
	}
	for m := 1; m <= 8; m++ {
		issue(fmt.Sprintf("2022-%02d-10", m), true, 2+m%2)
	}
	issue("2023-03-01", true, 2)
	issue("2023-03-02", false, 1)
	issue("2023-03-03", true, 12)
	plant(t, w, "document", rows...)
	if got, want := told("planExceeded", "2023"), "2023-03-03 B1 文件2023-03-03 计划 2 件，这是第 3 件计划内发文 1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := told("unusualMonths", "2023"), "2023-03-31 B1 2023-03 发文 15 平时每月 2—3 15"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Months far above the usual are found in totals as in records, which go before them.
func TestUnusualTotals(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	var list []stated
	say := func(unit, count, span, value string) {
		list = append(list, stated{unit: unit, count: count, span: span, value: value})
	}
	for m := 1; m <= 8; m++ {
		span, value := fmt.Sprintf("2023-%02d", m), fmt.Sprint(3+m%3)
		say("B1", held, span, value)
		say("B2", held, span, value)
		say("B1", "meetings_attendance", span, value+"00")
		say("", held, span, value)
	}
	say("B1", held, "2023-09", "60")                   // ten times the usual
	say("B2", held, "2023-09", "60")                   // but its records have one
	say("B1", "meetings_attendance", "2023-09", "499") // as ever
	say("B1", "meetings_attendance", "2023-10", "4500.5")
	say("", held, "2023-09", "500")    // of no unit
	say("B2", held, "2023-Q4", "5000") // no month
	state(t, w, list...)
	state(t, w, stated{unit: "B1", count: held, span: "2023-11", value: "70", earlier: true}, stated{unit: "B1", count: held, span: "2023-12", value: "70", caliber: "all"}) // not its own, and another count
	meetings(t, w, "", meeting{unit: "B2", on: "2023-09-05", counted: true})
	found, err := e.Check(t.Context(), "unusualMonths", period(t, "2023"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject.ZH, " ", f.Detail.ZH, " / ", f.Subject.EN, ", ", f.Detail.EN, " ", len(f.RecordIDs)))
	}
	want := "2023-09-30 B1 2023-09 会议 60 平时每月 3—5 / 60 meetings in 2023-09, usually 3 to 5 meetings a month 1; " +
		"2023-10-31 B1 2023-10 参会人次 4500.5 平时每月 400—500 / 4500.5 attendance in 2023-10, usually 400 to 500 attendance a month 1"
	if strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}
}

// A rule of which a part was not filed or is unknown has not passed: it is listed with what is
// missing, of whom and when, and is no finding.
func TestRulesThatCannotBeTested(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	state(t, w,
		stated{unit: "B1", count: "documents_off_plan", span: "2023-01", value: "4"}, // without the whole
		stated{unit: "B1", count: "documents_issued", span: "2023-02", value: "5"},   // without the part, which others state
		stated{unit: "B2", count: "documents_issued", span: "2023-02", value: "5"}, stated{unit: "B2", count: "documents_off_plan", span: "2023-02", value: "1"},
		stated{unit: "B2", count: "documents_issued", span: "2023-03"}, stated{unit: "B2", count: "documents_off_plan", span: "2023-03", value: "1"}, // masked
		stated{unit: "B1", count: "meetings_held", span: "2023-01/2023-03", value: "9"}, stated{unit: "B1", count: "meetings_held", span: "2023-01", value: "3"},
		stated{unit: "B1", count: "meetings_held", span: "2023-03", value: "3"},
		stated{unit: "B1", count: "meetings_held", span: "2022-03", value: "6", earlier: true}, stated{unit: "B2", count: "meetings_held", span: "2022-03", value: "7", earlier: true})
	// The year before was filed as records: 6 of B1, 1 of B2.
	var held []meeting
	for range 6 {
		held = append(held, meeting{unit: "B1", on: "2022-03-05", counted: true})
	}
	meetings(t, w, "2022-04-01T00:00:00Z", append(held, meeting{unit: "B2", on: "2022-03-06", counted: true})...)
	list := func(check, span string) string {
		t.Helper()
		found, err := e.Untested(t.Context(), check, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject.ZH, "：", f.Missing.ZH, " | ", f.Subject.EN, ": ", f.Missing.EN, " ", len(f.RecordIDs)))
		}
		return strings.Join(list, "\n")
	}
	for _, c := range []struct{ check, span, want string }{
		{"partBeyondWhole", "2023", "2023-01-31 B1 发文，计划外发文 4：2023年1月的发文 | documents, off plan 4: documents of 2023-01 1\n" +
			"2023-02-28 B1 发文 5，计划外发文：2023年2月的计划外发文 | documents 5, off plan: off plan of 2023-02 1\n" +
			"2023-03-31 B2 发文，计划外发文 1：2023年3月的发文 | documents, off plan 1: documents of 2023-03 2"},
		{"partBeyondWhole", "2023-02", "2023-02-28 B1 发文 5，计划外发文：2023年2月的计划外发文 | documents 5, off plan: off plan of 2023-02 1"},
		{"cumulativeApart", "2023", "2023-03-31 B1 2023年1—3月累计：2023年2月的数：召开会议 | running totals of 2023-01/2023-03: 2023-02 (meetings held) 1"},
		{"lastYearApart", "2023", ""},
		{"offPlanMeetings", "2023", ""},
	} {
		if got := list(c.check, c.span); got != c.want {
			t.Errorf("%s %s:\n%s\nwant\n%s", c.check, c.span, got, c.want)
		}
	}
	expect := func(check, span, want string) {
		t.Helper()
		found, err := e.Check(t.Context(), check, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject.ZH, " ", f.Detail.ZH))
		}
		if got := strings.Join(list, "\n"); got != want {
			t.Errorf("%s %s:\n%s\nwant\n%s", check, span, got, want)
		}
	}
	for _, check := range []string{"partBeyondWhole", "cumulativeApart"} {
		expect(check, "2023", "")
	}
	expect("lastYearApart", "2023", "2023-03-31 B2 召开会议 2022年3月 上年同期写 7，上年明细 1")
	state(t, w, stated{unit: "B1", count: "meetings_held", span: "2022-04", value: "6", earlier: true})
	if got, want := list("lastYearApart", "2023"), "2023-04-30 B1 2023年4月的上年同期数：2022年4月的数：召开会议 | figures of the year before in 2023-04: 2022-04 (meetings held) 1"; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// The yearly plan is compared with records and, for months without them, with totals. Without a plan,
// or with months that were not filed, it cannot be tested, unless it is exceeded already.
func TestPlansThatCannotBeTested(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	planned := func(unit, on string, times int) (list [][]any) {
		for range times {
			list = append(list, []any{unit, nil, "文件" + on, day(t, on), nil, nil, nil, nil, nil, nil, true, true})
		}
		return list
	}
	issue := func(unit, month string, times int) {
		file(t, w, filing{kind: "document", slices: map[[2]string][][]any{{unit, month}: planned(unit, month+"-10", times)}})
	}
	list := func() string {
		t.Helper()
		var list []string
		found, err := e.Check(t.Context(), "planExceeded", period(t, "2023"), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, " ", f.Department, " ", f.Subject.ZH, " ", f.Detail.ZH))
		}
		if found, err = e.Untested(t.Context(), "planExceeded", period(t, "2023"), time.Time{}); err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			list = append(list, fmt.Sprint("? ", f.Department, " ", f.Subject.ZH, "：", f.Missing.ZH))
		}
		return strings.Join(list, "\n")
	}
	for m := 1; m <= 12; m++ {
		issue("B1", fmt.Sprintf("2023-%02d", m), 2)
	}
	if got, want := list(), "? B1 2023年计划内发文：2023年的发文计划"; got != want {
		t.Errorf("without a plan: %s", got)
	}
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), int64(24)}}}})
	if got := list(); got != "" {
		t.Errorf("all filed, and within the plan: %s", got)
	}
	// A plan of everybody has none of the unit that is not in it.
	issue("B2", "2023-03", 1)
	if got, want := list(), "2023-03-10 B2 文件2023-03-10 计划中没有本单位，却标为计划内"; got != want {
		t.Errorf("not in the plan: %s", got)
	}
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B2", "2023"}: {{"B2", int64(2023), int64(10)}}}})
	if got, want := list(), "? B2 2023年计划内发文：2023年1月、2023年2月、2023年4月等11个月的发文统计"; got != want {
		t.Errorf("months were not filed: %s", got)
	}
	for m := 1; m <= 12; m++ {
		if m != 3 {
			state(t, w, stated{unit: "B2", count: "documents_issued", span: fmt.Sprintf("2023-%02d", m), value: "1"})
		}
	}
	if got, want := list(), "? B2 2023年计划内发文：2023年1月、2023年2月、2023年4月等11个月的计划外发文数"; got != want {
		t.Errorf("totals do not say what was off plan, and could exceed it: %s", got)
	}
	for m := 1; m <= 12; m++ {
		if m != 3 {
			state(t, w, stated{unit: "B2", count: "documents_off_plan", span: fmt.Sprintf("2023-%02d", m), value: "0"})
		}
	}
	if got, want := list(), "2023-11-30 B2 2023年11月发文 1件 计划 10 件，到这个月计划内发文 11 件"; got != want {
		t.Errorf("exceeded by totals: %s", got)
	}
}

// The plan of a unit that states longer spans alone is compared with what they tell: it is exceeded or
// kept only where that is certain.
func TestPlansOfLongerSpans(t *testing.T) {
	t.Parallel()
	type span struct{ months, issued, off string } // "" is not stated
	quarters := func(issued, off string) (list []span) {
		for _, q := range []string{"2023-01/2023-03", "2023-04/2023-06", "2023-07/2023-09", "2023-10/2023-12"} {
			list = append(list, span{q, issued, off})
		}
		return list
	}
	months := func(from int, issued, off string) (list []span) {
		for m := from; m <= 12; m++ {
			list = append(list, span{fmt.Sprintf("2023-%02d", m), issued, off})
		}
		return list
	}
	for name, c := range map[string]struct {
		stated []span
		plan   int64
		want   string
	}{
		"quarters beyond the plan":                       {quarters("6", "0"), 20, "2023-12-31 2023年发文 计划 20 件，到这时计划内发文 24 件"},
		"quarters within it":                             {quarters("6", "1"), 20, ""},
		"quarters within it, whatever was off plan":      {quarters("5", ""), 20, ""},
		"quarters perhaps beyond it":                     {quarters("6", ""), 20, "? 2023年1月、2023年2月、2023年3月等12个月的计划外发文数"},
		"a masked quarter":                               {append(quarters("5", "0")[:3], span{"2023-10/2023-12", "*", "0"}), 20, "? 2023年10月、2023年11月、2023年12月的计划外发文数"},
		"a year within it":                               {[]span{{"2023", "20", "0"}}, 20, ""},
		"a year beyond it":                               {[]span{{"2023", "26", "5"}}, 20, "2023-12-31 2023年发文 计划 20 件，到这时计划内发文 21 件"},
		"running totals, the last beyond it":             {[]span{{"2023-01/2023-06", "12", "0"}, {"2023-01/2023-09", "21", "0"}, {"2023", "30", "0"}}, 20, "2023-09-30 2023年1—9月发文 计划 20 件，到这时计划内发文 21 件"},
		"running totals that end too early":              {[]span{{"2023-01/2023-06", "12", "0"}, {"2023-01/2023-09", "15", "0"}}, 20, "? 2023年10月、2023年11月、2023年12月的发文统计"},
		"a half and months, within it":                   {append(months(7, "1", "0"), span{"2023-01/2023-06", "10", "0"}), 16, ""},
		"a half and months, beyond it only together":     {append(months(7, "1", "0"), span{"2023-01/2023-06", "10", "0"}), 15, "2023-12-31 2023年发文 计划 15 件，到这时计划内发文 16 件"},
		"months within it, the year's total beyond it":   {append(months(1, "1", "0"), span{"2023", "30", "0"}), 20, ""},
		"a quarter of 2022 to 2023 says nothing of 2023": {append(months(2, "1", "0"), span{"2022-12/2023-01", "30", "0"}), 20, "? 2023年1月的发文统计"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			directory(t, w)
			var totals []stated
			for _, s := range c.stated {
				for count, value := range map[string]string{"documents_issued": s.issued, "documents_off_plan": s.off} {
					if value != "" {
						totals = append(totals, stated{unit: "B1", count: count, span: s.months, value: strings.TrimPrefix(value, "*")})
					}
				}
			}
			state(t, w, totals...)
			file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{{"B1", "2023"}: {{"B1", int64(2023), c.plan}}}})
			var list []string
			found, err := e.Check(t.Context(), "planExceeded", period(t, "2023"), time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				list = append(list, fmt.Sprint(f.Day, " ", f.Subject.ZH, " ", f.Detail.ZH))
			}
			untested, err := e.Untested(t.Context(), "planExceeded", period(t, "2023"), time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range untested {
				list = append(list, "? "+f.Missing.ZH)
			}
			if got := strings.Join(list, "\n"); got != c.want {
				t.Errorf("%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// An explanation belongs to a finding while its rows and their values stay, through a re-upload too,
// and is gone with them. The same text for several is counted.
func TestExplanations(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	offPlan := func(names ...string) {
		t.Helper()
		var rows [][]any
		for i, name := range names {
			values := meeting{unit: "B1", on: fmt.Sprintf("2023-05-%02d", i+2), counted: true}.values(t)
			values[2] = name
			values[10] = false
			rows = append(rows, values)
		}
		file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"B1", "2023-05"}: rows}})
	}
	may := period(t, "2023-05")
	findings := func(asOf time.Time) []Finding {
		t.Helper()
		found, err := e.Check(t.Context(), "offPlanMeetings", may, asOf)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	offPlan("防汛会", "安全会")
	before := findings(time.Time{})
	if len(before) != 2 || before[0].ID == before[1].ID || before[0].Explanation != nil {
		t.Fatalf("%+v", before)
	}
	const why = "省里临时部署的会议"
	for _, f := range before {
		explained, err := e.Explain(t.Context(), "offPlanMeetings", may, f.ID, " "+why+" ", "王科员")
		if err != nil || explained.Explanation.Text != why || explained.Explanation.By != "王科员" || explained.Explanation.At.IsZero() {
			t.Fatalf("%+v, %v", explained, err)
		}
	}
	then := w.Now()
	if last := w.LastCommit(); last.Change != warehouse.Explained || last.By != "王科员" {
		t.Errorf("%+v", last)
	}
	if f := findings(time.Time{})[0]; f.Explanation.Same != 2 {
		t.Errorf("the same text explains %d", f.Explanation.Same)
	}
	offPlan("防汛会", "安全生产会") // the first row stays as it was
	after := findings(time.Time{})
	if after[0].ID != before[0].ID || after[0].Explanation == nil || after[0].Explanation.Same != 2 || after[1].Explanation != nil {
		t.Errorf("%+v", after)
	}
	if _, err := e.Explain(t.Context(), "offPlanMeetings", may, before[1].ID, why, ""); jianfu.ErrorCode(err) != jianfu.NotFound {
		t.Errorf("a finding that is gone: %v", err)
	}
	if _, err := e.Explain(t.Context(), "offPlanMeetings", may, after[1].ID, "没有办法呀", ""); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("a text of five characters: %v", err)
	}
	if f, err := e.Explain(t.Context(), "offPlanMeetings", may, after[0].ID, "", ""); err != nil || f.Explanation != nil {
		t.Errorf("taken back: %+v, %v", f, err)
	}
	if f := findings(then)[0]; f.Explanation == nil || f.Explanation.Text != why {
		t.Errorf("as of then: %+v", f.Explanation)
	}
	if found, err := w.Verify(t.Context()); err != nil || len(found.Faults) != 0 {
		t.Errorf("%v, %v", found, err)
	}
}

// A check begins on a day, and may ask for more from another day on: what it finds of a day is of the class
// of that day, and of days before it began there is nothing. An office changes only that.
func TestClassesFromDaysOn(t *testing.T) {
	t.Parallel()
	_, w := openEngine(t)
	catalog, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte("checks:\n  - name: partBeyondWhole\n    classes: [{from: 2023-02-01, class: C}, {from: 2023-03-01, class: B}]\n  - name: cumulativeApart\n    class: D\n" +
		"thresholds:\n  - name: totals_tolerance\n    label: {zh: 汇总数核对容差, en: tolerance between totals}\n    values: [{from: 1900-01-01, value: 0, source: {zh: 无, en: none}}, {from: 2024-01-01, value: 1, source: {zh: 本市通知, en: a notice}}]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	e := New(w, catalog)
	directory(t, w)
	var list []stated
	for _, month := range []string{"2023-01", "2023-02", "2023-03"} {
		list = append(list, stated{unit: "B1", count: issuedTotal, span: month, value: "3"}, stated{unit: "B1", count: "documents_off_plan", span: month, value: "4"})
	}
	for _, year := range []string{"2023", "2024"} {
		list = append(list, stated{unit: "B1", count: held, span: year + "-01", value: "3"}, stated{unit: "B1", count: held, span: year + "-02", value: "4"}, stated{unit: "B1", count: held, span: year + "-01/" + year + "-02", value: "8"},
			stated{unit: "B2", count: held, span: year + "-01", value: "3"}, stated{unit: "B2", count: held, span: year + "-02", value: "4"}, stated{unit: "B2", count: held, span: year + "-01/" + year + "-02", value: "9"})
	}
	submission := state(t, w, list...)
	classes := func(check, span string) (said string) {
		t.Helper()
		found, err := e.Check(t.Context(), check, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			said += fmt.Sprint(f.Day, " ", f.Department, " ", f.Class(), "; ")
		}
		if n, err := e.CountFindings(t.Context(), check, period(t, span), time.Time{}); err != nil || int(n) != len(found) {
			t.Errorf("%s: %d counted of %d, %v", check, n, len(found), err)
		}
		return said
	}
	if got, want := classes("partBeyondWhole", "2023"), "2023-02-28 B1 C; 2023-03-31 B1 B; "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := classes("cumulativeApart", "2023")+classes("cumulativeApart", "2024"), "2023-02-28 B1 D; 2023-02-28 B2 D; 2024-02-29 B2 D; "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	err = w.Read(t.Context(), func(tx *sql.Tx) error {
		for all, want := range map[bool]string{false: "2023-03-31 true; ", true: "2023-02-28 false; 2023-03-31 true; "} {
			found, err := e.Examine(t.Context(), tx, []int64{submission}, all)
			if err != nil {
				return err
			}
			said := ""
			for _, f := range found {
				said += fmt.Sprint(f.Day, " ", f.Refuses, "; ")
			}
			if said != want {
				t.Errorf("examined: %q, want %q", said, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"class: B\n    classes: [{from: 2023-02-01, class: C}]", "classes: [{from: 2023-02-01, class: A}]", "classes: [{from: 2023-02-01, class: C}, {from: 2023-01-01, class: B}]", "classes: [{class: C}]", "class: E"} {
		if _, err := ReadCatalog(fstest.MapFS{"own.yml": {Data: []byte("checks:\n  - name: partBeyondWhole\n    " + wrong + "\n")}}); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// A running total is held against the months in which the unit exists.
func TestRunningTotalsOfUnitsThatBegin(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"N", "子局", "甲线", "2023-07-01", ""}, [7]string{"J", "壬局", "甲线", "2020-01-01", "2023-02-28"})
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	state(t, w, of("N", "2023-07", "1"), of("N", "2023-08", "2"), of("N", "2023-01/2023-08", "4"), of("N", "2023-01/2023-07", "1"), of("N", "2023-01/2023-09", "9"),
		of("J", "2023-01", "1"), of("J", "2023-02", "1"), of("J", "2023-Q1", "3"), of("J", "2023-04", "2"), of("J", "2023-05", "2"), of("J", "2023-06", "2"), of("J", "2023-Q2", "7"))
	var said []string
	found, err := e.Check(t.Context(), "cumulativeApart", period(t, "2023"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		said = append(said, f.Department+" "+f.Subject.ZH+" "+f.Detail.ZH)
	}
	if got, want := strings.Join(said, "; "), "J 召开会议 2023年1—3月 累计 3，各月之和 2; J 召开会议 2023年4—6月 累计 7，各月之和 6; N 召开会议 2023年1—8月 累计 4，各月之和 3"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	untested, err := e.Untested(t.Context(), "cumulativeApart", period(t, "2023"), time.Time{})
	if err != nil || len(untested) != 1 || untested[0].Missing.ZH != "2023年9月的数：召开会议" {
		t.Errorf("%+v %v", untested, err)
	}
}
