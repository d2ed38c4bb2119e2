package metrics

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

func TestEveryCheckRuns(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for _, check := range e.Catalog().Checks() {
		found, err := e.Check(t.Context(), check.Name, period(t, "2023"), time.Time{})
		if err != nil || len(found) != 0 {
			t.Errorf("%s over nothing: %v, %v", check.Name, found, err)
		}
	}
	if len(e.Catalog().Checks()) != 20 {
		t.Errorf("%d checks", len(e.Catalog().Checks()))
	}
}

// plant files rows of one kind in one filing: the rows of a finding go by their place in
// it, from 1.
func plant(t *testing.T, w *warehouse.Warehouse, kind string, rows ...[]any) {
	t.Helper()
	file(t, w, filing{kind: kind, slices: map[[2]string][][]any{{"", "ledger"}: rows}})
}

// expectFindings checks all that a check found: day, unit, records, what it saves, and how its
// close-out stands.
func expectFindings(t *testing.T, e *Engine, name, span string, want ...string) []Finding {
	t.Helper()
	found, err := e.Check(t.Context(), name, period(t, span), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		if f.Detail.ZH == "" || f.Detail.EN == "" || f.Subject.ZH == "" || f.Subject.EN == "" {
			t.Errorf("a finding that says nothing: %+v", f)
		}
		records, err := e.FindingRecords(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		if len(records) != len(f.RecordIDs) {
			t.Errorf("%d records of %v", len(records), f.RecordIDs)
		}
		words := []string{f.Day.String(), f.Department}
		for _, record := range records {
			label := fmt.Sprint(record.Source.Row - 1)
			if len(f.Check.Kinds) > 1 {
				label = record.Kind + label
			}
			words = append(words, label)
		}
		if f.Saving != nil {
			words = append(words, f.Saving.String()+"人时")
		}
		switch {
		case f.ClosedOut == nil:
		case *f.ClosedOut:
			words = append(words, f.Rectification+"已销号")
		default:
			words = append(words, f.Rectification+"未销号")
		}
		got = append(got, strings.Join(words, " "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s over %s found\n%s\nwant\n%s", name, span, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	return found
}

// problem is a line of the close-out list; closed "" is 未销号.
func problem(t *testing.T, unit, number, kind, found, closed string) []any {
	t.Helper()
	return []any{unit, number, "负面清单", kind, day(t, found), nil, day(t, closed)}
}

// issued is a 通知 with its title and number; "" where it has none.
func issued(t *testing.T, unit, on, number, title string) []any {
	t.Helper()
	var filed any
	if number != "" {
		filed = number
	}
	return []any{unit, filed, title, day(t, on), "通知", nil, nil, nil, nil, nil, nil, true}
}

// carriedOut is a 督查 of one day.
func carriedOut(t *testing.T, unit, name, on string, inPlan any) []any {
	t.Helper()
	return []any{unit, name, "督查", day(t, on), day(t, on), inPlan, nil, nil, nil, nil, nil}
}

// approvedOn is a 检查 of one day with the days of its approval and record; "" where it has none.
func approvedOn(t *testing.T, unit, on string, inPlan any, approved, recorded string) []any {
	t.Helper()
	return []any{unit, "临时检查", "检查", day(t, on), day(t, on), inPlan, day(t, approved), day(t, recorded), nil, nil, nil}
}

// inspected is a planned 检查 that touched counties.
func inspected(t *testing.T, unit, name, from, until string, counties any) []any {
	t.Helper()
	return []any{unit, name, "检查", day(t, from), day(t, until), true, nil, nil, nil, counties, nil}
}

// heldMeeting is a filed meeting of the checks; what is left empty was not filed.
type heldMeeting struct {
	unit, on, name, number, category, form, hours, into, status string
	people                                                      any
	scope                                                       []string
	top, inPlan                                                 any
	apart                                                       bool // not 纳入统计
}

func (m heldMeeting) values(t *testing.T) []any {
	t.Helper()
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	var minutes, scope any
	if m.hours != "" {
		hours, ok := jianfu.ParseDecimal(m.hours)
		if !ok {
			t.Fatal(m.hours)
		}
		minutes = hours.Mul(jianfu.NewDecimal(60))
	}
	if m.scope != nil {
		scope = m.scope
	}
	if m.name == "" {
		m.name = "全市工作会议"
	}
	if m.status == "" {
		m.status = "已召开"
	}
	return []any{m.unit, text(m.number), m.name, day(t, m.on), text(m.category), text(m.form), minutes, m.people, scope, m.top, m.inPlan,
		nil, nil, text(m.into), !m.apart, m.status}
}

func plantMeetings(t *testing.T, w *warehouse.Warehouse, list ...heldMeeting) {
	t.Helper()
	var rows [][]any
	for _, m := range list {
		rows = append(rows, m.values(t))
	}
	file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"", list[0].on[:7]}: rows}})
}

// nameCity gives the warehouse its city's name.
func nameCity(t *testing.T, w *warehouse.Warehouse, name string) {
	t.Helper()
	load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "单位名录.xlsx", SHA256: name, ReceivedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if err := load.Set("city", name); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Commit(warehouse.Summary{}); err != nil {
		t.Fatal(err)
	}
}

// Scopes overlap by half or more within seven days; a unit is one by any of its names.
func TestMergeSuggestions(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	nameCity(t, w, "云州市")
	plantMeetings(t, w,
		// Seven days apart, three of four units in both; by short names, with and without 市, the city, spaces.
		heldMeeting{unit: "B1", on: "2023-03-01", hours: "2", people: int64(100), scope: []string{"市教育局", "云州市水务局", "青溪县", "北川县"}},
		heldMeeting{unit: "B2", on: "2023-03-08", hours: "1", people: int64(50), scope: []string{"教育局", "市水务局", " 青溪县"}},
		// Exactly half, on one day; the attendance of one is unknown and so is the saving.
		heldMeeting{unit: "B1", on: "2023-04-01", hours: "1", people: int64(30), scope: []string{"甲局", "乙局", "丙局"}},
		heldMeeting{unit: "B1", on: "2023-04-01", hours: "1", scope: []string{"甲局", "乙局", "丁局"}},
		// Over the year's end, both ways; the pair belongs to the earlier one's day.
		heldMeeting{unit: "B2", on: "2022-12-30", hours: "1", people: int64(6), scope: []string{"戊局", "己局"}},
		heldMeeting{unit: "B2", on: "2023-01-03", hours: "1", people: int64(5), scope: []string{"戊局", "己局"}},
		heldMeeting{unit: "B2", on: "2023-12-29", hours: "1.5", people: int64(8), scope: []string{"庚局", "辛局"}},
		heldMeeting{unit: "B1", on: "2024-01-03", hours: "1", people: int64(10), scope: []string{"辛局", "庚局"}},
		// Four of nine units.
		heldMeeting{unit: "B1", on: "2023-05-01", scope: []string{"一局", "二局", "三局", "四局", "五局", "六局"}},
		heldMeeting{unit: "B2", on: "2023-05-02", scope: []string{"一局", "二局", "三局", "四局", "七局", "八局", "九局"}},
		// One of three, however often it is written.
		heldMeeting{unit: "B1", on: "2023-05-10", scope: []string{"天局", "天局", "天局", "地局"}},
		heldMeeting{unit: "B2", on: "2023-05-10", scope: []string{"天局", "天局", "天局", "人局"}},
		// Eight days apart.
		heldMeeting{unit: "B1", on: "2023-06-01", scope: []string{"子局", "丑局"}},
		heldMeeting{unit: "B2", on: "2023-06-09", scope: []string{"子局", "丑局"}},
		// Cancelled, merged already, and without a scope.
		heldMeeting{unit: "B1", on: "2023-07-01", scope: []string{"寅局", "卯局"}},
		heldMeeting{unit: "B2", on: "2023-07-02", scope: []string{"寅局", "卯局"}, status: "已取消"},
		heldMeeting{unit: "B2", on: "2023-07-03", scope: []string{"寅局", "卯局"}, into: "9"},
		heldMeeting{unit: "B1", on: "2023-08-01"},
		heldMeeting{unit: "B2", on: "2023-08-01"},
	)
	plant(t, w, "rectification",
		problem(t, "B1", "Z1", "应合并未合并", "2023-03-10", "2023-03-20"),
		problem(t, "B1", "Z2", "应合并未合并", "2023-04-20", ""),
		problem(t, "B2", "Z3", "计划外召开会议", "2023-12-30", ""),
	)
	found := expectFindings(t, e, "mergeSuggestions", "2023",
		"2023-03-01 B1 1 2 50人时 Z1已销号",
		"2023-04-01 B1 3 4 Z2未销号",
		"2023-12-29 B2 7 8 10人时")
	if found[0].Detail.ZH != "相隔 7 天，共同参会单位 3 个，合计 4 个" {
		t.Errorf("%s", found[0].Detail.ZH)
	}
	expectFindings(t, e, "mergeSuggestions", "2022", "2022-12-30 B2 5 6 5人时")
}

// One rectification closes out one finding: the unit's earliest that is not too old. A
// part of the period says the same as the whole.
func TestCloseOut(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-01-10", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-01-20", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-01-30", inPlan: false},
		heldMeeting{unit: "B2", on: "2023-01-30", inPlan: false},
		heldMeeting{unit: "B1", on: "2022-12-25", inPlan: false},
		heldMeeting{unit: "B2", on: "2023-06-01", inPlan: false},
		heldMeeting{unit: "B2", on: "2023-10-01", inPlan: false},
	)
	plant(t, w, "rectification",
		problem(t, "B1", "Z3", "计划外召开会议", "2023-01-25", ""),           // takes 20 January
		problem(t, "B1", "Z1", "计划外召开会议", "2022-12-24", "2023-01-01"), // before any
		problem(t, "B1", "Z0", "计划外召开会议", "2023-01-05", "2023-01-06"), // takes 25 December
		problem(t, "B1", "Z2", "计划外召开会议", "2023-01-10", "2023-02-01"), // takes its own day
		problem(t, "B1", "Z4", "应合并未合并", "2023-02-01", ""),            // another problem
		problem(t, "B2", "Z5", "计划外召开会议", "2023-05-01", ""),           // 91 days after 30 January
		problem(t, "B2", "Z6", "计划外召开会议", "2023-08-30", "2023-09-01"), // 90 days after 1 June
	)
	expectFindings(t, e, "offPlanMeetings", "2023",
		"2023-01-10 B1 1 Z2已销号", "2023-01-20 B1 2 Z3未销号", "2023-01-30 B1 3", "2023-01-30 B2 4",
		"2023-06-01 B2 6 Z6已销号", "2023-10-01 B2 7")
	expectFindings(t, e, "offPlanMeetings", "2022-12", "2022-12-25 B1 5 Z0已销号")
	expectFindings(t, e, "offPlanMeetings", "2023-06", "2023-06-01 B2 6 Z6已销号")
}

// Off plan is what says so and counts: the findings are the figure.
func TestOffPlanMeetings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B2", on: "2023-02-28", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-02-01", inPlan: false},
		heldMeeting{unit: "B1", on: "2023-02-02", inPlan: true},
		heldMeeting{unit: "B1", on: "2023-02-03"},
		heldMeeting{unit: "B1", on: "2023-02-04", inPlan: false, status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-02-05", inPlan: false, into: "1"},
		heldMeeting{unit: "B1", on: "2023-02-06", inPlan: false, apart: true},
		heldMeeting{unit: "B1", on: "2023-03-01", inPlan: false},
	)
	expectFindings(t, e, "offPlanMeetings", "2023-02", "2023-02-01 B1 2", "2023-02-28 B2 1")
	expect(t, ask(t, e, Query{Metrics: []string{"meetings.off_plan"}, Period: period(t, "2023-02")}), "2次")
}

// News of a meeting that its unit filed under a like name is not a finding, however the
// title wraps the name.
func TestUnfiledMeetings(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	nameCity(t, w, "云州市")
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-03-10", name: "全市教育工作会议"},
		heldMeeting{unit: "B1", on: "2023-04-10", name: "2023年全市安全生产暨消防工作会议"},
		heldMeeting{unit: "B2", on: "2023-05-10", name: "全市防汛抗旱工作推进视频会议"},
		heldMeeting{unit: "B2", on: "2023-06-10", name: "全市河长制工作会议", status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-07-10", name: "市教育局党建工作会议", into: "3"},
		heldMeeting{unit: "B2", on: "2023-08-10", name: "全市节水工作会议", apart: true},
		heldMeeting{unit: "B2", on: "2022-09-10", name: "全市供水工作会议"},
	)
	news := func(unit any, on, title string) []any { return []any{unit, day(t, on), title, "云州日报", nil} }
	plant(t, w, "meeting_report",
		// Filed: word for word, wrapped, with quotation marks, shortened, three days off either way.
		news("B1", "2023-03-10", "全市教育工作会议召开"),
		news("B1", "2023-03-13", "市教育局召开全市“教育工作”会议 部署新学期任务"),
		news("B1", "2023-03-07", "全市教育工作会议将在云州宾馆召开"),
		news(nil, "2023-03-11", "我市召开２０２３年度全市教育工作会议"),
		news("B1", "2023-04-11", "全市安全生产工作会议召开"),
		news("B2", "2023-05-10", "市水务局召开全市防汛抗旱工作推进会"),
		news("B1", "2023-07-11", "云州市教育局召开党建工作会议"),
		news("B2", "2023-08-11", "全市节水工作会议举行"),
		// Not filed: four days after.
		news("B1", "2023-03-14", "市教育局召开全市教育工作会议"),
		// Another unit's, another matter in the same words.
		news("B2", "2023-03-10", "全市教育工作会议召开"),
		news("B1", "2023-05-10", "市教育局召开全市校园安全工作推进视频会议"),
		// Filed as cancelled; a year before.
		news("B2", "2023-06-10", "全市河长制工作会议召开"),
		news("B2", "2023-09-10", "全市供水工作会议召开"),
		// Nobody's, in two papers.
		news(nil, "2023-10-02", "全市秸秆禁烧工作会议召开"),
		news(nil, "2023-10-01", "市政府召开全市秸秆禁烧工作会议"),
		news("B2", "2024-01-01", "全市水利工作会议召开"),
	)
	plant(t, w, "rectification",
		problem(t, "B2", "Z1", "有报道未上报", "2023-06-20", "2023-07-01"),
		problem(t, "B2", "Z2", "未上报会议", "2023-09-30", ""),
	)
	expectFindings(t, e, "unfiledMeetings", "2023",
		"2023-03-10 B2 10", "2023-03-14 B1 9", "2023-05-10 B1 11", "2023-06-10 B2 12 Z1已销号", "2023-09-10 B2 13 Z2未销号",
		"2023-10-01  14 15")
}

// Whose class is not filed cannot be said to need no top leader.
func TestTopLeaderNotNeeded(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-01-01", top: true, category: "系统会议"},
		heldMeeting{unit: "B2", on: "2023-12-31", top: true, category: "部门会议"},
		heldMeeting{unit: "B1", on: "2023-02-01", top: true, category: "全市性会议"},
		heldMeeting{unit: "B1", on: "2023-02-02", top: true},
		heldMeeting{unit: "B1", on: "2023-02-03", top: false, category: "部门会议"},
		heldMeeting{unit: "B1", on: "2023-02-04", category: "部门会议"},
		heldMeeting{unit: "B1", on: "2023-02-05", top: true, category: "部门会议", status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-02-06", top: true, category: "部门会议", into: "1"},
		heldMeeting{unit: "B1", on: "2023-02-07", top: true, category: "部门会议", apart: true},
		heldMeeting{unit: "B1", on: "2024-01-01", top: true, category: "部门会议"},
	)
	plant(t, w, "rectification", problem(t, "B2", "Z1", "违规要求一把手参会", "2024-01-10", "2024-02-01"))
	expectFindings(t, e, "topLeaderNotNeeded", "2023", "2023-01-01 B1 1", "2023-12-31 B2 2 Z1已销号")
}

// Merged on paper, and held on another day than the one it was merged into.
func TestMergedButHeld(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-03-01", number: "1"},
		heldMeeting{unit: "B1", on: "2023-03-02", number: "2", into: "1"}, // a day later
		heldMeeting{unit: "B1", on: "2023-03-01", number: "3", into: "1"}, // together
		heldMeeting{unit: "B1", on: "2023-03-05", number: "4", into: "1", status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-03-06", number: "5", into: "99"}, // nobody's number
		heldMeeting{unit: "B1", on: "2023-03-07", number: "6", into: "6"},  // its own
		// B2 numbers its meetings from 1 too: its own one is meant, held the same day.
		heldMeeting{unit: "B2", on: "2023-06-01", number: "1"},
		heldMeeting{unit: "B2", on: "2023-06-01", number: "2", into: "1"},
		// And last year's 7 is not this year's.
		heldMeeting{unit: "B2", on: "2022-08-01", number: "7"},
		heldMeeting{unit: "B2", on: "2023-08-01", number: "7"},
		heldMeeting{unit: "B2", on: "2023-08-01", number: "8", into: "7"},
		heldMeeting{unit: "B2", on: "2023-08-09", number: "9", into: "7"},
		// What it was merged into was cancelled: it was held once.
		heldMeeting{unit: "B1", on: "2023-09-01", number: "10", status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-09-03", number: "11", into: "10"},
		heldMeeting{unit: "B1", on: "2024-01-02", number: "12", into: "1"},
	)
	plant(t, w, "rectification", problem(t, "B2", "Z1", "变相召开会议", "2023-08-10", ""))
	expectFindings(t, e, "mergedButHeld", "2023", "2023-03-02 B1 1 2", "2023-08-09 B2 10 12 Z1未销号")
}

// A merged meeting whose numbers lead to one that was held counts with it; others are of nothing.
func TestMergedIntoNothing(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-03-01", number: "1"},
		heldMeeting{unit: "B1", on: "2023-03-02", number: "2", into: "1"},
		heldMeeting{unit: "B2", on: "2023-03-02", number: "3", into: "2"}, // by way of 2
		heldMeeting{unit: "B1", on: "2023-03-03", number: "4", into: "9"}, // there is none
		heldMeeting{unit: "B1", on: "2023-03-03", number: "5", status: "已取消"},
		heldMeeting{unit: "B1", on: "2023-03-04", number: "6", into: "5"}, // it was not held
		heldMeeting{unit: "B2", on: "2023-03-05", number: "7", into: "8"}, // one another
		heldMeeting{unit: "B1", on: "2023-03-05", number: "8", into: "7"},
		heldMeeting{unit: "B2", on: "2023-03-06", number: "10", into: "6"},
		heldMeeting{unit: "B2", on: "2023-03-07", number: "11", into: "9", status: "已取消"}, // it does not count anyway
	)
	expectFindings(t, e, "mergedIntoNothing", "2023", "2023-03-03 B1 4", "2023-03-04 B1 6", "2023-03-05 B1 8", "2023-03-05 B2 7", "2023-03-06 B2 9")
}

// What a status says against the day of handling, in the words that platforms use.
func TestStatusAgainstDay(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	var rows [][]any
	for i, m := range []struct{ status, handled string }{
		{"已办结", "2023-05-09"}, {"办理中", ""}, {"已办结", ""}, {"办理中", "2023-05-09"}, {"已回复", ""}, {"未办结", "2023-05-09"}, {"在办", "2023-05-09"}, {"已办理", ""}, {"已受理", ""}, {"已受理", "2023-05-09"}, {"未办结", ""}, {"待办理", "2023-05-09"},
	} {
		rows = append(rows, []any{"B1", strconv.Itoa(i + 1), "人民网", day(t, "2023-05-08"), nil, day(t, m.handled), m.status, nil})
	}
	plant(t, w, "message", rows...)
	expectFindings(t, e, "statusAgainstDay", "2023-05", "2023-05-08 B1 3", "2023-05-08 B1 4", "2023-05-08 B1 5", "2023-05-08 B1 6", "2023-05-08 B1 7", "2023-05-08 B1 8", "2023-05-08 B1 12")
}

// A provincial meeting that reached the counties by video needs no second one.
func TestConveyedAgain(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "市教育局", nil, nil, "市直部门", nil, nil, nil, nil}, {"C1", "青溪县人民政府", "青溪县", nil, "县（市）区", nil, nil, nil, nil}}}})
	plantMeetings(t, w,
		heldMeeting{unit: "B1", on: "2023-03-01", name: "全省安全生产电视电话会议", form: "电视电话", scope: []string{"市教育局", "各县（市）区"}},
		heldMeeting{unit: "B1", on: "2023-03-01", name: "传达贯彻全省安全生产电视电话会议精神会议"},                                         // the same day
		heldMeeting{unit: "B2", on: "2023-03-16", name: "全市安全生产工作续会"},                                                   // 15 days
		heldMeeting{unit: "B2", on: "2023-03-17", name: "全市贯彻落实全省安全生产会议精神推进会"},                                          // 16 days
		heldMeeting{unit: "B2", on: "2023-03-02", name: "全市贯彻落实全省森林防火视频会议精神会议"},                                         // another topic
		heldMeeting{unit: "B2", on: "2023-03-02", name: "全市安全生产工作会议"},                                                   // conveys nothing
		heldMeeting{unit: "B2", on: "2023-03-02", name: "传达全省安全生产会议精神会议", status: "已取消"},                                // not held
		heldMeeting{unit: "B2", on: "2023-03-02", name: "传达全省安全生产会议精神会议", into: "1"},                                    // no meeting of its own
		heldMeeting{unit: "B2", on: "2023-02-28", name: "贯彻全省安全生产会议精神会议"},                                               // before
		heldMeeting{unit: "B1", on: "2023-05-01", name: "全国教育数字化视频会议", form: "视频", scope: []string{"青溪县", "市教育局"}},      // a county by its name
		heldMeeting{unit: "B1", on: "2023-05-04", name: "全市教育数字化贯彻落实会议"},                                                // found
		heldMeeting{unit: "B1", on: "2023-06-01", name: "全省防汛工作视频会议", form: "视频", scope: []string{"市教育局", "市开发区"}},      // no county
		heldMeeting{unit: "B1", on: "2023-06-02", name: "贯彻落实全省防汛工作视频会议精神会议"},                                           //
		heldMeeting{unit: "B1", on: "2023-07-01", name: "全省招生工作会议", form: "现场", scope: []string{"各县（市）区"}},              // not by video
		heldMeeting{unit: "B1", on: "2023-07-02", name: "传达全省招生工作会议精神会议"},                                               //
		heldMeeting{unit: "B1", on: "2023-08-01", name: "传达全省消防视频会议精神会议", form: "视频"},                                   // conveys one that nobody filed,
		heldMeeting{unit: "B2", on: "2023-08-02", name: "传达全省消防视频会议精神会议"},                                               // and so does this
		heldMeeting{unit: "B1", on: "2023-09-01", name: "全省普通话推广视频会议", form: "视频", status: "已取消"},                       //
		heldMeeting{unit: "B1", on: "2023-09-02", name: "贯彻全省普通话推广视频会议精神会议"},                                            //
		heldMeeting{unit: "B1", on: "2022-12-31", name: "全省校车安全视频会议", form: "视频"},                                       // its scope is not told
		heldMeeting{unit: "B1", on: "2023-01-05", name: "市教育局传达学习全省校车安全视频会议精神"},                                         // found
		heldMeeting{unit: "B2", on: "2023-05-02", name: "全国教育数字化视频会议", form: "视频", scope: []string{"各县区"}, apart: true}, // filed by two
	)
	plant(t, w, "rectification", problem(t, "B2", "Z1", "层层开会传达", "2023-03-16", "2023-04-01"))
	expectFindings(t, e, "conveyedAgain", "2023",
		"2023-01-05 B1 20 21", "2023-03-01 B1 1 2", "2023-03-16 B2 1 3 Z1已销号", "2023-05-04 B1 11 22")
}

// One plan item, carried out twice by a unit, under its name or with a tail.
func TestSplitInspections(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	item := func(unit, name string, year int64) []any { return []any{unit, year, name, "督查", nil} }
	plant(t, w, "inspection_plan",
		item("B1", "校园安全检查", 2023), item("B1", "双减督查", 2023), item("B2", "水库检查", 2023), item("B2", "河长制考核", 2023),
		item("B2", "河长制考核（二期）", 2023), item("B1", "食堂检查", 2023), item("B1", "食堂检查", 2022), item("B2", "节水督查（第3项）", 2023),
		item("B1", "阅读检查", 2023))
	plant(t, w, "inspection",
		carriedOut(t, "B1", "校园安全检查", "2023-09-01", true), carriedOut(t, "B1", "校园安全检查", "2023-03-01", true), // twice
		carriedOut(t, "B1", "双减督查（第一阶段）", "2023-04-01", true), carriedOut(t, "B1", "双减督查第二阶段", "2023-05-01", true), carriedOut(t, "B1", "双减督查（青溪县）", "2023-06-01", nil),
		carriedOut(t, "B2", "水库检查", "2023-04-01", true), carriedOut(t, "B1", "水库检查", "2023-05-01", true), // each once
		carriedOut(t, "B2", "河长制考核", "2023-04-01", true), carriedOut(t, "B2", "河长制考核（二期）", "2023-05-01", true), // two items of the plan
		carriedOut(t, "B1", "食堂检查", "2022-12-01", true), carriedOut(t, "B1", "食堂检查", "2023-01-01", true), // once a year
		carriedOut(t, "B2", "节水督查（第3项）", "2023-02-01", true), carriedOut(t, "B2", "节水督查（第3项）（二期）", "2023-12-31", true), // twice
		carriedOut(t, "B1", "临时检查", "2023-02-01", true), carriedOut(t, "B1", "临时检查", "2023-03-01", true), // no item of the plan
		carriedOut(t, "B1", "阅读检查", "2023-02-01", true), carriedOut(t, "B1", "阅读检查", "2023-03-01", false), // off plan
		carriedOut(t, "B1", "阅读检查整改情况调度", "2023-03-01", true), // another matter
	)
	plant(t, w, "rectification", problem(t, "B1", "Z1", "变相拆分", "2023-06-01", "2023-07-01"))
	expectFindings(t, e, "splitInspections", "2023", "2023-05-01 B1 3 4 5 Z1已销号", "2023-09-01 B1 1 2", "2023-12-31 B2 12 13")
	expectFindings(t, e, "splitInspections", "2023-05", "2023-05-01 B1 3 4 Z1已销号")
	expectFindings(t, e, "splitInspections", "2022")
}

func TestUnapprovedInspections(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plant(t, w, "inspection",
		approvedOn(t, "B1", "2023-03-01", false, "", ""),
		approvedOn(t, "B2", "2023-03-02", false, "2023-03-01", ""),
		approvedOn(t, "B2", "2023-03-31", false, "", "2023-03-01"),
		approvedOn(t, "B1", "2023-03-03", false, "2023-03-01", "2023-03-01"),
		approvedOn(t, "B1", "2023-03-04", true, "", ""),
		approvedOn(t, "B1", "2023-03-05", nil, "", ""),
		approvedOn(t, "B1", "2023-04-01", false, "", ""),
	)
	plant(t, w, "rectification", problem(t, "B2", "Z1", "备案不及时", "2023-03-10", "2023-03-20"))
	found := expectFindings(t, e, "unapprovedInspections", "2023-03", "2023-03-01 B1 1", "2023-03-02 B2 2 Z1已销号", "2023-03-31 B2 3")
	for i, want := range []string{"未审批，未备案", "未备案", "未审批"} {
		if found[i].Detail.ZH != want {
			t.Errorf("%s, want %s", found[i].Detail.ZH, want)
		}
	}
}

// Several units at one place within thirty days; together is once.
func TestRepeatedPlaces(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	visit := func(unit, on, place string, topic any) []any {
		return []any{unit, day(t, on), place, topic, nil, nil, nil, nil}
	}
	plant(t, w, "visit",
		visit("B1", "2023-03-01", "青溪县新民村", "教育"), visit("B2", "2023-03-31", "青溪县 新民村", "水利"), // 30 days
		visit("B1", "2023-04-01", "青溪县新民村", nil),                                       // a day after B2
		visit("B1", "2023-05-10", "东湖乡", "教育"), visit("B2", "2023-06-10", "东湖乡", "水利"), // 31 days
		visit("B1", "2023-07-01", "河口镇", "教育"), visit("B1", "2023-07-10", "河口镇", "教育"), // one unit
		visit("B1", "2023-08-01", "城关镇", "调研"), visit("B2", "2023-08-01", "城关镇", "调研"), // together
		visit("B1", "2023-09-01", "园区", "教育"), visit("B2", "2023-09-01", "园区", "水利"), // on one day, for two things
		visit("B1", "2022-12-20", "岭下村", nil), visit("B2", "2023-01-10", "岭下村", nil), // over the year's end
		visit("B1", "2023-12-20", "岭上村", nil), visit("B2", "2024-01-10", "岭上村", nil), // next year's
		visit("B1", "2023-10-05", "南浦县", nil),
	)
	plant(t, w, "inspection",
		inspected(t, "B1", "校园检查", "2023-11-01", "2023-11-20", []string{"白石市", "临湖县", "石门区"}),
		inspected(t, "B2", "水库检查", "2023-12-15", "2023-12-16", []string{"临湖县", "西岭区", "白石市"}), // 25 days after the end
		inspected(t, "B2", "节水检查", "2023-10-01", "2023-10-02", []string{"南浦县"}),               // before B1's visit
		inspected(t, "B2", "水质检查", "2023-12-17", "2023-12-17", nil),
	)
	found := expectFindings(t, e, "repeatedPlaces", "2023",
		"2023-01-10 B2 visit12 visit13",
		"2023-03-31 B2 visit1 visit2",
		"2023-04-01 B1 visit2 visit3",
		"2023-09-01 B2 visit10 visit11",
		"2023-10-05 B1 visit16 inspection3",
		"2023-12-15 B2 inspection1 inspection2")
	if last := found[len(found)-1]; last.Subject.ZH != "临湖县、白石市" {
		t.Errorf("%s", last.Subject.ZH)
	}
}

// Standing at the period's end, and a year without activity by then; the latest list counts.
func TestDormantBodies(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	body := func(unit, name, active string) []any {
		return []any{unit, name, "专班", nil, day(t, active), nil, nil, nil}
	}
	plant(t, w, "body", body("B1", "甲专班", "2022-12-31"), body("B2", "乙专班", "2020-05-01"), body("B1", "丙专班", "2023-01-01"),
		body("B1", "丁专班", "2021-01-01"), body("B1", "戊专班", ""), body("B1", "己专班", "2020-01-01"), body("B1", "庚专班", "2020-01-01"),
		body("B1", "辛专班", "2020-01-01"), body("B1", "辛专班", "2023-06-01"))
	event := func(name, event, on string) []any { return []any{nil, name, event, day(t, on), nil} }
	plant(t, w, "body_event", event("甲专班", "成立", "2020-01-01"), event("乙专班", "成立", "2020-01-01"), event("乙专班", "调整", "2021-01-01"),
		event("丙专班", "成立", "2020-01-01"), event("丁专班", "成立", "2020-01-01"), event("丁专班", "撤销", "2023-12-31"), event("戊专班", "成立", "2020-01-01"),
		event("庚专班", "成立", "2024-01-01"), event("辛专班", "成立", "2020-01-01"))
	expectFindings(t, e, "dormantBodies", "2023", "2023-12-31 B1 1", "2023-12-31 B2 2")
	expectFindings(t, e, "dormantBodies", "2023-11", "2023-11-30 B1 4", "2023-11-30 B2 2") // 丁 still stood
	expect(t, ask(t, e, Query{Metrics: []string{"bodies.dormant"}, Period: period(t, "2023")}), "2个")
}

// Bodies whose names differ only in number and kind; a set is one finding.
func TestLookAlikeBodies(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	names := []string{"市安全生产委员会", "市食品安全工作领导小组（3）", "市食品安全联席会议", "市食品药品安全工作专班", "市防汛抗旱指挥部",
		"市安全生产工作领导小组", "市教育工作领导小组", "市招生工作领导小组", "市第一水厂扩建征迁安置工作指挥部", "市第二水厂扩建征迁安置工作指挥部",
		"市防汛抗旱领导小组", "市防汛抗旱联席会议"}
	var bodies, events [][]any
	for i, name := range names {
		unit := []string{"B1", "B2"}[i%2]
		bodies = append(bodies, []any{unit, name, nil, nil, nil, nil, nil, nil})
		events = append(events, []any{nil, name, "成立", day(t, "2021-01-01"), nil})
	}
	events = append(events, []any{nil, names[10], "合并", day(t, "2022-06-01"), nil}, []any{nil, names[11], "成立", day(t, "2024-01-01"), nil},
		[]any{nil, names[11], "撤销", day(t, "2021-02-01"), nil})
	plant(t, w, "body", bodies...)
	plant(t, w, "body_event", events...)
	found := expectFindings(t, e, "lookAlikeBodies", "2023", "2023-12-31 B1 1 6", "2023-12-31 B2 2 3 4")
	if found[1].Subject.ZH != "市食品安全工作领导小组（3） ／ 市食品安全联席会议 ／ 市食品药品安全工作专班" {
		t.Errorf("%s", found[1].Subject.ZH)
	}
	expectFindings(t, e, "lookAlikeBodies", "2021", "2021-12-31 B1 1 6", "2021-12-31 B1 5 11", "2021-12-31 B2 2 3 4")
}

// Titles nearly the same, of one unit, within thirty days, about the same thing.
func TestSimilarDocuments(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	plant(t, w, "document",
		issued(t, "B1", "2023-03-01", "1", "关于开展全市中小学校园安全隐患排查整治工作的通知"),
		issued(t, "B1", "2023-03-31", "2", "关于开展全市中小学校园安全隐患排查整治专项工作的通知"), // 30 days, a word more
		issued(t, "B1", "2023-04-01", "3", "关于开展全市中小学校园安全隐患排查整治工作的通知"),   // 31 days after 1, a day after 2
		issued(t, "B2", "2023-04-02", "", "关于开展全市中小学校园安全隐患排查整治工作的通知"),    // another unit
		issued(t, "B2", "2023-05-01", "", "关于做好水库检查的通知"),
		issued(t, "B2", "2023-05-01", "", "关于做好“水库检查”的通知"), // without a number, on one day
		issued(t, "B1", "2023-06-01", "4", "关于报送2023年第一季度教育系统信访工作情况的通知"),
		issued(t, "B1", "2023-06-20", "5", "关于报送2023年第二季度教育系统信访工作情况的通知"),
		issued(t, "B1", "2023-07-01", "6", "关于通报全市教育系统重点工作一月份进展情况的函"),
		issued(t, "B1", "2023-07-20", "7", "关于通报全市教育系统重点工作二月份进展情况的函"),
		issued(t, "B1", "2023-08-01", "8", "关于公布1月份全市中小学教师培训考核结果的通知"),
		issued(t, "B1", "2023-08-02", "9", "关于公布２月份全市中小学教师培训考核结果的通知"),
		issued(t, "B1", "2023-09-01", "10", "关于做好秋季开学工作的通知"),
		issued(t, "B1", "2023-10-02", "11", "关于做好秋季开学工作的通知"),   // 31 days
		issued(t, "B1", "2023-10-03", "12", "关于做好暑期防溺水工作的通知"),  //
		issued(t, "B1", "2023-10-04", "13", "关于做好暑期返校工作的通知"),   // not alike
		issued(t, "B1", "2023-11-01", "14", "关于印发学校食堂管理办法的通知"), // filed twice
		issued(t, "B1", "2023-11-02", "14", "关于印发学校食堂管理办法的通知"), //
		issued(t, "B2", "2022-12-20", "1", "关于印发节水方案的通知"),      //
		issued(t, "B2", "2023-01-10", "2", "关于印发节水方案的通知"),      // over the year's end
		issued(t, "B2", "2023-12-20", "3", "关于印发供水方案的通知"),      //
		issued(t, "B2", "2024-01-02", "4", "关于印发供水方案的通知"),      // next year's
	)
	expectFindings(t, e, "similarDocuments", "2023", "2023-01-10 B2 19 20", "2023-03-31 B1 1 2", "2023-04-01 B1 2 3", "2023-05-01 B2 5 6")
}

// Fewer formal documents made up for by letters and notes, against the same months.
func TestFormShifts(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	file(t, w, filing{kind: "department", slices: map[[2]string][][]any{{"", "whole"}: {
		{"B1", "甲局", nil, nil, "市直部门", nil, nil, nil, nil}, {"B2", "乙局", nil, nil, "市直部门", nil, nil, nil, nil}}}})
	var rows [][]any
	issue := func(unit, on string, form any, times int, counted bool) {
		for range times {
			rows = append(rows, []any{unit, nil, "文件", day(t, on), form, nil, nil, nil, nil, nil, nil, counted})
		}
	}
	issue("B1", "2022-05-10", "通知", 4, true) // 4 → 2, and notes outside the count 1 → 3
	issue("B1", "2023-05-10", "意见", 2, true)
	issue("B1", "2022-05-31", "函", 1, true)
	issue("B1", "2023-05-01", "函", 1, true)
	issue("B1", "2023-05-02", "便笺", 2, false)
	issue("B2", "2022-05-10", "通知", 5, true) // 5 → 1, notes 0 → 1: exactly a quarter
	issue("B2", "2023-05-10", "通知", 1, true)
	issue("B2", "2023-05-10", "函", 1, true)
	issue("B3", "2022-05-10", "通知", 6, true) // 6 → 1, notes 0 → 1: a fall for the most part
	issue("B3", "2023-05-10", "通知", 1, true)
	issue("B3", "2023-05-10", "函", 1, true)
	issue("B4", "2022-05-10", "通知", 2, true) // no more notes
	issue("B4", "2022-05-10", "函", 2, true)
	issue("B4", "2023-05-10", "函", 2, true)
	issue("B5", "2022-05-10", "通知", 1, true) // no fewer documents
	issue("B5", "2023-05-10", "通知", 1, true)
	issue("B5", "2023-05-10", "函", 5, true)
	issue("B6", "2022-06-01", "通知", 3, true) // other months
	issue("B6", "2023-05-10", "函", 3, true)
	issue("B7", "2022-05-10", nil, 3, true) // forms that were not filed
	issue("B7", "2023-05-10", "函", 3, true)
	plant(t, w, "document", rows...)
	found := expectFindings(t, e, "formShifts", "2023-05", "2023-05-31 B1 8 9 10", "2023-05-31 B2 17")
	if found[0].Subject != (jianfu.Text{ZH: "红头文件 4→2 件，函和便笺 1→3 件", EN: "4 to 2 formal documents, 1 to 3 letters and notes"}) {
		t.Errorf("%+v", found[0].Subject)
	}
	expectFindings(t, e, "formShifts", "2022-05")
}
