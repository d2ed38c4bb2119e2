package metrics

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// filing is one filed file of one kind: rows by slice, values in the table's order.
type filing struct {
	kind     string
	received string // RFC 3339; "" is now
	slices   map[[2]string][][]any
	lacks    []string // columns that its table does not have
}

// file loads a filing and gives its submission.
func file(t *testing.T, w *warehouse.Warehouse, f filing) int64 {
	t.Helper()
	received := time.Now()
	if f.received != "" {
		var err error
		if received, err = time.Parse(time.RFC3339, f.received); err != nil {
			t.Fatal(err)
		}
	}
	load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: f.kind + ".xlsx", SHA256: t.Name() + f.kind + f.received, ReceivedAt: received})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = load.Rollback() }() // after a commit it does nothing
	columns := 0                           // what a test does not know of comes last, and is NULL
	if err := w.QueryRow(t.Context(), "SELECT COUNT(*) FROM kind_column WHERE kind = $1", f.kind).Scan(&columns); err != nil {
		t.Fatal(err)
	}
	if err := load.Sheet("表", 1, []string{"首列"}); err != nil {
		t.Fatal(err)
	}
	for key, rows := range f.slices {
		slice := warehouse.SliceKey{Kind: f.kind, Department: key[0], Period: key[1]}
		load.Slice(slice)
		for i, values := range rows {
			for len(values) < columns {
				values = append(values, nil)
			}
			if err := load.Append(slice, warehouse.Row{Sheet: "表", Number: i + 2, Cells: "原文", Values: values, Lacks: f.lacks}); err != nil {
				t.Fatal(err)
			}
		}
	}
	outcome, err := load.Commit(warehouse.Summary{})
	if err != nil {
		t.Fatal(err)
	}
	return outcome.Submission
}

func day(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	d, ok := jianfu.ParseDate(text)
	if !ok {
		t.Fatalf("%q is not a day", text)
	}
	return d
}

func period(t *testing.T, text string) jianfu.Period {
	t.Helper()
	p, err := jianfu.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// directory files two units; the second changes its line in July 2023.
func directory(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", "教育局", nil, "市直部门", "教科文卫", "副市长甲", day(t, "2020-01-01"), nil},
		{"B2", "市水务局", "水务局", nil, "市直部门", "农业农村", "副市长乙", day(t, "2020-01-01"), day(t, "2023-06-30")},
		{"B2", "市水务局", "水务局", nil, "市直部门", "城建交通", "副市长丙", day(t, "2023-07-01"), nil},
	}}})
}

type meeting struct {
	unit, on, category, requested string
	hours                         string
	attendance                    any
	counted, unclassed            bool
	status, mergedInto            string
	form                          string // "" is 现场, "-" none
}

func (m meeting) values(t *testing.T) []any {
	t.Helper()
	var minutes any
	if m.hours != "" {
		hours, ok := jianfu.ParseDecimal(m.hours)
		if !ok {
			t.Fatal(m.hours)
		}
		minutes = hours.Mul(jianfu.NewDecimal(60))
	}
	var merged, category, form any
	if m.form != "-" {
		form = cmp.Or(m.form, "现场")
	}
	if m.mergedInto != "" {
		merged = m.mergedInto
	}
	if !m.unclassed {
		category = m.category
	}
	status := m.status
	if status == "" {
		status = "已召开"
	}
	return []any{m.unit, nil, "会", day(t, m.on), category, form, minutes, m.attendance, nil, nil, nil,
		day(t, m.requested), nil, merged, m.counted, status}
}

func meetings(t *testing.T, w *warehouse.Warehouse, received string, list ...meeting) int64 {
	t.Helper()
	slices := map[[2]string][][]any{}
	for _, m := range list {
		key := [2]string{m.unit, m.on[:7]}
		slices[key] = append(slices[key], m.values(t))
	}
	return file(t, w, filing{kind: "meeting", received: received, slices: slices})
}

// ask measures and gives the texts of all figures, row by row.
func ask(t *testing.T, e *Engine, q Query) []string {
	t.Helper()
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range m.Rows {
		for _, v := range row.Values {
			text := v.Text(jianfu.Chinese)
			for _, member := range row.Group {
				text = member.Label.ZH + " " + text
			}
			if v.Comparison != nil {
				text += " " + v.Comparison.Sentence(jianfu.Chinese)
			}
			got = append(got, text)
		}
	}
	return got
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("figure %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// What counts as a meeting held, and what the calibers change.
func TestMeetingsCounted(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		meeting{unit: "B1", on: "2022-03-05", counted: true, hours: "1", attendance: int64(10)},
		meeting{unit: "B1", on: "2022-03-06", counted: true, hours: "1", attendance: int64(10)},
		meeting{unit: "B1", on: "2022-03-07", counted: true, hours: "1", attendance: int64(10)},
		meeting{unit: "B1", on: "2023-03-01", counted: true, hours: "1.25", attendance: int64(7)},
		meeting{unit: "B1", on: "2023-03-31", counted: true, hours: "2", attendance: int64(10)},
		meeting{unit: "B1", on: "2023-03-02", counted: false, hours: "1", attendance: int64(100)},
		meeting{unit: "B1", on: "2023-03-03", counted: true, status: "已取消"},
		meeting{unit: "B1", on: "2023-03-04", counted: true, mergedInto: "1"},
	)
	march := Query{Metrics: []string{"meetings.held", "meetings.person_hours", "meetings.combined"}, Period: period(t, "2023-03"), Compare: YearEarlier}
	expect(t, ask(t, e, march), "2次 同比下降33.33%（少1次）", "28.75人时 同比下降4.17%（少1.25人时）", "1次 同比多1次（基数为零，不算百分比）")
	answer, err := e.Measure(t.Context(), march)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(answer.Lineage.Columns, " "); got != "meeting.attendance meeting.counted meeting.held_on meeting.merged_into meeting.minutes meeting.status" {
		t.Errorf("columns read: %s", got)
	}
	march.Caliber = "all"
	expect(t, ask(t, e, march), "3次 同比持平", "128.75人时 同比增长329.17%（多98.75人时）", "1次 同比多1次（基数为零，不算百分比）")
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-04"), Compare: YearEarlier}), "未报送 同比不可比（未报送）")
}

// A masked or empty number makes a sum unknown; it is never taken for zero.
func TestUnknownIsNotZero(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		meeting{unit: "B1", on: "2023-01-01", counted: true, attendance: int64(10)},
		meeting{unit: "B1", on: "2023-01-02", counted: true},
		meeting{unit: "B2", on: "2023-01-02", counted: true},
	)
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.attendance"}, Period: period(t, "2023-01"), By: []string{"department"}}),
		"市教育局 含未知数值", "市水务局 未填报")
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.attendance"}, Period: period(t, "2023-01")})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Notices) != 1 || m.Notices[0].Code != UnknownRows {
		t.Errorf("notices: %+v", m.Notices)
	}
}

// A product that no row has is unknown as long as each of its columns says something: it was not left out.
func TestUnknownProduct(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		list []meeting
		want string
	}{
		"neither row has both":   {[]meeting{{hours: "2"}, {attendance: int64(30)}}, "含未知数值"},
		"one of two":             {[]meeting{{hours: "2", attendance: int64(30)}, {attendance: int64(30)}}, "含未知数值"},
		"no hours":               {[]meeting{{attendance: int64(20)}, {attendance: int64(30)}}, "未填报"},
		"no attendance":          {[]meeting{{hours: "2"}, {hours: "1"}}, "未填报"},
		"neither column":         {[]meeting{{}, {}}, "未填报"},
		"both":                   {[]meeting{{hours: "2", attendance: int64(30)}, {hours: "0.5", attendance: int64(10)}}, "65人时"},
		"a cancelled one has it": {[]meeting{{attendance: int64(30)}, {hours: "2", attendance: int64(30), status: "已取消"}}, "未填报"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			directory(t, w)
			for i := range c.list {
				c.list[i].unit, c.list[i].on, c.list[i].counted = "B1", fmt.Sprintf("2023-01-0%d", i+1), true
			}
			meetings(t, w, "", c.list...)
			q := Query{Metrics: []string{"meetings.person_hours"}, Period: period(t, "2023-01")}
			live := Filter{Is: []Equals{{"form", []string{"现场"}}}}
			for range 2 { // from the rows, and added up
				expect(t, ask(t, e, q), c.want)
				q.Where = live
				expect(t, ask(t, e, q), c.want)
				q.Where, q.By = Filter{}, []string{"form"}
				expect(t, ask(t, e, q), "现场 "+c.want)
				q.By = nil
				if err := e.RollUp(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A unit that changes hands counts under the line in force on each row's day.
func TestPortfolioInForce(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		meeting{unit: "B2", on: "2023-06-30", counted: true},
		meeting{unit: "B2", on: "2023-07-01", counted: true},
		meeting{unit: "B2", on: "2023-07-02", counted: true},
	)
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), By: []string{"portfolio"}}
	expect(t, ask(t, e, q), "教科文卫 未报送", "农业农村 1次", "城建交通 2次")
	q.Where.Portfolios = []string{"城建交通"}
	expect(t, ask(t, e, q), "城建交通 2次")
	q.By = []string{"department"}
	expect(t, ask(t, e, q), "市水务局 2次")
}

// Five working days are counted over the National Day holiday and its make-up days, and
// not guessed for a year without a notice.
func TestLeadTime(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		// 2023-09-28 is a Thursday; then 8 days off, and work on 7 and 8 October.
		meeting{unit: "B1", on: "2023-10-10", requested: "2023-09-28", counted: true}, // 7, 8, 9, 10 October: four
		meeting{unit: "B1", on: "2023-10-11", requested: "2023-09-28", counted: true}, // and 11: five
		meeting{unit: "B1", on: "2023-10-12", counted: true},
		meeting{unit: "B1", on: "2020-10-12", requested: "2020-01-01", counted: true},
	)
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.lead_time_compliance"}, Period: period(t, "2023")}), "50.00%")
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.lead_time_compliance"}, Period: period(t, "2020")}), "缺工作日历")
}

// The cap is on a unit's 系统会议 from January to the period's end.
func TestDepartmentsOverCap(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		meeting{unit: "B1", on: "2023-01-10", category: "系统会议", counted: true},
		meeting{unit: "B1", on: "2023-05-10", category: "系统会议", counted: true},
		meeting{unit: "B2", on: "2023-05-10", category: "系统会议", counted: true},
		meeting{unit: "B2", on: "2023-06-10", category: "系统会议", counted: false},
		meeting{unit: "B2", on: "2022-06-10", category: "系统会议", counted: true},
	)
	q := Query{Metrics: []string{"meetings.departments_over_cap"}, Period: period(t, "2023-H1"), Grain: jianfu.ByQuarter}
	expect(t, ask(t, e, q), "0个", "1个")
	q.Caliber = "all"
	expect(t, ask(t, e, q), "0个", "2个")
	records, err := e.Counted(t.Context(), Scope{Metric: "meetings.departments_over_cap", Period: period(t, "2023-H1"), CaliberOn: jianfu.Date(19000)}, Page{First: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(records.Records) != 2 || records.Records[0].Department != "B1" {
		t.Errorf("the meetings behind it: %+v", records.Records)
	}
}

// A meeting that names no 会议类别 may be a 系统会议: where such meetings could take any unit over the
// cap, none that is over is not known to be none.
func TestDepartmentsOverCapWithoutCategories(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	meetings(t, w, "",
		meeting{unit: "B1", on: "2022-01-10", counted: true, unclassed: true},
		meeting{unit: "B1", on: "2023-01-10", counted: true, unclassed: true},
		meeting{unit: "B1", on: "2023-05-10", counted: true, unclassed: true},
		meeting{unit: "B2", on: "2024-05-10", category: "系统会议", counted: true},
		meeting{unit: "B2", on: "2024-05-11", category: "系统会议", counted: true},
		meeting{unit: "B2", on: "2024-05-12", counted: true, unclassed: true},
	)
	q := Query{Metrics: []string{"meetings.departments_over_cap"}, Period: period(t, "2022-01/2024-12"), Grain: jianfu.ByYear}
	expect(t, ask(t, e, q), "0个", "未填报", "1个")
}

// Bodies exist from 成立 or 调整 until 合并 or 撤销; of two changes on one day the later
// line counts; an event counts for the body's lead unit.
func TestBodies(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	file(t, w, filing{kind: "body", slices: map[[2]string][][]any{
		{"B1", "ledger"}: {{"B1", "甲组", "领导小组", nil, day(t, "2022-12-30"), true, nil, nil}},
		{"B2", "ledger"}: {{"B2", "乙组", "专班", nil, day(t, "2021-01-01"), false, nil, nil}},
	}})
	file(t, w, filing{kind: "body_event", slices: map[[2]string][][]any{{"", "ledger"}: {
		{nil, "甲组", "成立", day(t, "2021-05-01"), nil},
		{nil, "乙组", "成立", day(t, "2021-06-01"), nil},
		{nil, "丙组", "成立", day(t, "2021-06-01"), nil},
		{nil, "丙组", "撤销", day(t, "2022-03-01"), nil},
		{nil, "甲组", "撤销", day(t, "2022-03-01"), nil},
		{nil, "甲组", "成立", day(t, "2022-03-01"), nil},
	}}})
	q := Query{Metrics: []string{"bodies.total", "bodies.dormant", "bodies.rules_complete_rate", "bodies.abolished"}, Period: period(t, "2022"), Compare: YearEarlier}
	expect(t, ask(t, e, q), "2个 同比下降33.33%（少1个）", "1个 同比多1个（基数为零，不算百分比）", "50.00% 同比提高16.67个百分点", "2个 同比多2个（基数为零，不算百分比）")
	q = Query{Metrics: []string{"bodies.total"}, Period: period(t, "2021-Q2"), Grain: jianfu.ByMonth}
	expect(t, ask(t, e, q), "无台账（2021年5月起才有）", "1个", "3个")
	q = Query{Metrics: []string{"bodies.abolished"}, Period: period(t, "2022"), By: []string{"department"}}
	expect(t, ask(t, e, q), "市教育局 1个", "市水务局 0个", "（未填） 1个")

	// What the list does not have counts for the unit that was last filed with a change of it.
	file(t, w, filing{kind: "body_event", slices: map[[2]string][][]any{{"", "ledger"}: {
		{"B1", "乙组", "成立", day(t, "2021-06-01"), nil}, // the list says B2
		{"B1", "丁组", "成立", day(t, "2022-06-01"), nil},
		{nil, "丁组", "调整", day(t, "2022-07-01"), nil},
	}}})
	q = Query{Metrics: []string{"bodies.total", "bodies.established"}, Period: period(t, "2022"), By: []string{"department"}}
	expect(t, ask(t, e, q), "市教育局 1个", "市教育局 1个", "市水务局 1个", "市水务局 0个")
}

// A body of a list exists from its 成立时间, else from the day of the list, until a change says otherwise.
func TestBodiesOfLists(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	file(t, w, filing{kind: "body", slices: map[[2]string][][]any{
		{"B1", "ledger"}: {{"B1", "甲组", nil, nil, nil, nil, day(t, "2022-03-01"), day(t, "2022-05-31")}, {"B1", "乙组", nil, nil, nil, nil, nil, day(t, "2022-05-31")}, {"B1", "丙组", nil, nil, nil, nil, nil, nil}},
		{"B2", "ledger"}: {{"B2", "丁组", nil, nil, nil, nil, day(t, "2020-01-01"), nil}},
	}})
	file(t, w, filing{kind: "body_event", slices: map[[2]string][][]any{{"", "ledger"}: {{nil, "丁组", "撤销", day(t, "2022-04-10"), nil}}}})
	q := Query{Metrics: []string{"bodies.total"}, Period: period(t, "2022-02/2022-05"), Grain: jianfu.ByMonth}
	expect(t, ask(t, e, q), "1个", "2个", "1个", "2个")
	// An 调整 adds none, and a change before the day of the list is the first that is known.
	file(t, w, filing{kind: "body_event", slices: map[[2]string][][]any{{"", "ledger"}: {
		{nil, "丁组", "撤销", day(t, "2022-04-10"), nil}, {nil, "甲组", "调整", day(t, "2022-04-20"), nil}, {nil, "乙组", "调整", day(t, "2022-04-20"), nil}}}})
	expect(t, ask(t, e, q), "1个", "2个", "2个", "2个")
}

// A visit is a repeat where anybody was at the place within 30 days before.
func TestRepeatVisits(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	visit := func(unit, on, place string) []any {
		return []any{unit, day(t, on), place, nil, nil, false, int64(2), int64(1)}
	}
	file(t, w, filing{kind: "visit", slices: map[[2]string][][]any{
		{"B1", "2023-01"}: {visit("B1", "2023-01-20", "新民村"), visit("B1", "2023-01-20", "城关镇")},
		{"B2", "2023-02"}: {visit("B2", "2023-02-19", "新民村"), visit("B2", "2023-02-20", "城关镇")},
	}})
	q := Query{Metrics: []string{"visits.repeat", "visits.solve_rate"}, Period: period(t, "2023-02")}
	expect(t, ask(t, e, q), "1次", "50.00%")
}

// A plan is its whole year's, whatever part of the year is asked for.
func TestPlans(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	file(t, w, filing{kind: "document_plan", slices: map[[2]string][][]any{
		{"B1", "2023"}: {{"B1", int64(2023), int64(20)}}, {"B2", "2023"}: {{"B2", int64(2023), int64(5)}}}})
	expect(t, ask(t, e, Query{Metrics: []string{"documents.quota"}, Period: period(t, "2023-02")}), "25件")
	expect(t, ask(t, e, Query{Metrics: []string{"documents.quota"}, Period: period(t, "2023"), By: []string{"portfolio"}}),
		"教科文卫 20件", "农业农村 0件", "城建交通 5件")
	expect(t, ask(t, e, Query{Metrics: []string{"documents.quota"}, Period: period(t, "2022")}), "无计划")
}

// The past can be asked for through a correction and its withdrawal.
func TestAsOf(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	one := meeting{unit: "B1", on: "2023-05-02", counted: true}
	meetings(t, w, "2023-06-01T00:00:00Z", one, one, one)
	correction := meetings(t, w, "2023-07-01T00:00:00Z", one)
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-05")}
	at := func(moment string) []string {
		var err error
		if q.AsOf, err = time.Parse(time.RFC3339, moment); err != nil {
			t.Fatal(err)
		}
		return ask(t, e, q)
	}
	expect(t, at("2023-05-31T00:00:00Z"), "无数据")
	expect(t, at("2023-06-15T00:00:00Z"), "3次")
	expect(t, at("2023-07-15T00:00:00Z"), "1次")
	if err := w.Withdraw(t.Context(), correction, "办公室", "报错"); err != nil {
		t.Fatal(err)
	}
	expect(t, at("2023-07-15T00:00:00Z"), "1次")
	q.AsOf = time.Time{}
	expect(t, ask(t, e, q), "3次")
}

// Filings are expected of every unit in force, for each month that has ended.
func TestFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", received: "2023-01-01T00:00:00Z", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", "教科文卫", nil, nil, nil},
		{"C1", "青溪县", nil, nil, "县（市）区", "综合", nil, nil, nil},
	}}})
	meetings(t, w, "2023-02-03T00:00:00Z", meeting{unit: "B1", on: "2023-01-10", counted: true})
	file(t, w, filing{kind: "document", received: "2023-02-09T00:00:00Z", slices: map[[2]string][][]any{{"B1", "2023-01"}: {}}})
	q := Query{Metrics: []string{"filings.expected", "filings.received", "filings.late", "filings.missing", "filings.on_time_rate"},
		Period: period(t, "2023"), AsOf: time.Date(2023, 3, 10, 0, 0, 0, 0, time.UTC)}
	// January and February have ended: two kinds of each; January came, the documents as a late nil return.
	expect(t, ask(t, e, q), "4份", "2份", "1份", "2份", "25.00%")
}

// Unknown names are refused with the nearest ones; a filter never silently counts nothing.
func TestUnknownNames(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for name, q := range map[string]Query{
		"metric":     {Metrics: []string{"meetings.hold"}},
		"internal":   {Metrics: []string{"messages.rated"}},
		"dimension":  {Metrics: []string{"meetings.held"}, By: []string{"platform"}},
		"shared":     {Metrics: []string{"meetings.held", "messages.received"}, By: []string{"form"}},
		"department": {Metrics: []string{"meetings.held"}, Where: Filter{Departments: []string{"B9"}}},
		"portfolio":  {Metrics: []string{"meetings.held"}, Where: Filter{Portfolios: []string{"教科文"}}},
		"caliber":    {Metrics: []string{"meetings.held"}, Caliber: "most"},
	} {
		q.Period = period(t, "2023")
		_, err := e.Measure(t.Context(), q)
		if jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("unknown %s: %v", name, err)
		}
	}
}

// A running total is what a question about its months comes to, and like that says which were not filed.
func TestRunningTotalsBeyondTheFilings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	one := func(on string) meeting { return meeting{unit: "B1", on: on, counted: true} }
	meetings(t, w, "", one("2022-01-10"), one("2022-02-10"), one("2022-03-10"), one("2023-01-10"), one("2023-02-10"), one("2023-02-11"))
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-Q1"), Grain: jianfu.ByMonth, Cumulative: true, Compare: YearEarlier}
	expect(t, ask(t, e, q), "1次 同比持平", "3次 同比增长50.00%（多1次）", "3次 同比持平")
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	v := m.Rows[2].Values[0]
	if c := v.Comparison.Comparable; !v.Coverage.Unequal(v.Comparison.Base.Coverage) || c.ChangePercent == nil || c.ChangePercent.String() != "50.00" {
		t.Errorf("coverage %+v and %+v, comparable %v", v.Coverage, v.Comparison.Base.Coverage, c.ChangePercent)
	}
	if !slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Code == IncompletePeriod }) {
		t.Errorf("no word about March: %+v", m.Notices)
	}
}
