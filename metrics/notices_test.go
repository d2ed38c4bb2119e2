package metrics

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// The base of a comparison has its caveats too, but where nothing was filed for it at all the
// comparison says so; and a count since January is over January's filings.
func TestCaveatsOnEverySide(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	january := meetings(t, w, "", meeting{unit: "B1", on: "2022-01-10", category: "系统会议", counted: true}, meeting{unit: "B2", on: "2022-01-10", counted: true})
	march := meetings(t, w, "", meeting{unit: "B1", on: "2023-03-10", category: "系统会议", counted: true}, meeting{unit: "B2", on: "2023-03-10", counted: true})
	inspected := []any{"B1", "临时检查", "检查", day(t, "2024-03-01"), day(t, "2024-03-01"), true, nil, nil, nil, []string{"各县（市）区", "开发区"}, nil}
	file(t, w, filing{kind: "inspection", slices: map[[2]string][][]any{{"", "2024-03"}: {inspected}}})
	told := func(q Query) string {
		answer, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, n := range answer.Notices {
			for _, s := range n.Slices {
				texts = append(texts, strings.TrimSpace(s.Department+" "+s.Period.String()))
			}
		}
		slices.Sort(texts)
		return strings.Join(slices.Compact(texts), "、")
	}
	var empty []string // the months of two years without any inspection
	for _, m := range monthsOf(jianfu.YearOf(2022), jianfu.YearOf(2023)) {
		empty = append(empty, m.String())
	}
	for _, tt := range []struct{ metric, period, against, want string }{
		{"meetings.held", "2023-03", "2022-Q1", "2022-02、2022-03、B1 2022-02、B1 2022-03、B2 2022-02、B2 2022-03"},
		{"meetings.held", "2023-03", "2022-01", ""},
		{"meetings.held", "2023-03", "2021", ""},
		{"inspections.conducted", "2022-01/2024-12", "2021-01/2023-12", strings.Join(empty, "、")},
		{"inspections.conducted", "2024", "", ""},
		{"meetings.departments_over_cap", "2023-03", "", "2023-01、2023-02"},
		{"meetings.departments_over_cap", "2022-01", "", ""},
	} {
		q := Query{Metrics: []string{tt.metric}, Period: period(t, tt.period)}
		if tt.against != "" {
			q.Compare, q.Against = NamedPeriod, period(t, tt.against)
		}
		if got := told(q); got != tt.want {
			t.Errorf("%s over %s against %s told of %q, want %q", tt.metric, tt.period, tt.against, got, tt.want)
		}
	}
	rule, err := e.NoIncrease(t.Context(), "meetings.held", 2023, Query{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rule) != 1 || len(rule[0].Notices) == 0 || !strings.Contains(rule[0].Notices[0].Text.ZH, "2022年2月") {
		t.Errorf("February 2022 was not filed: %+v", rule)
	}
	lineage := func(q Query) []int64 {
		answer, err := e.Measure(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return answer.Lineage.Submissions
	}
	held := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-03")}
	if got := lineage(held); !slices.Equal(got, []int64{march}) {
		t.Errorf("March came from %v", got)
	}
	held.Compare, held.Against = NamedPeriod, period(t, "2022-01")
	if got := lineage(held); !slices.Equal(got, []int64{january, march}) {
		t.Errorf("March against January came from %v", got)
	}
	year := meetings(t, w, "", meeting{unit: "B1", on: "2023-01-10", category: "系统会议", counted: true})
	if got := lineage(Query{Metrics: []string{"meetings.departments_over_cap"}, Period: period(t, "2023-03")}); !slices.Equal(got, []int64{march, year}) {
		t.Errorf("over the cap by March came from %v", got)
	}
	if got := lineage(Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-Q1"), Where: Filter{Departments: []string{"B2"}}}); !slices.Equal(got, []int64{march}) {
		t.Errorf("one unit's came from %v", got)
	}
	if got := lineage(Query{Metrics: []string{"filings.received"}, Period: period(t, "2023-03")}); !slices.Contains(got, march) {
		t.Errorf("filings received came from %v", got)
	}
}

// What a check finds, or does not, is over what was filed: it names the missing slices and the
// rows that were kept aside.
func TestCaveatsOfChecks(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	before := time.Now().Add(-time.Hour)
	load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "5月.xlsx", SHA256: "5", ReceivedAt: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	may := warehouse.SliceKey{Kind: "meeting", Department: "B1", Period: "2023-05"}
	load.Slice(may)
	if err := load.Reject(warehouse.Reject{Slice: may, Kind: "meeting", Fault: jianfu.Fault{Row: 4, Code: jianfu.BadDate}}); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Commit(warehouse.Summary{}); err != nil {
		t.Fatal(err)
	}
	check, err := e.Catalog().Check("offPlanMeetings")
	if err != nil {
		t.Fatal(err)
	}
	notices, err := e.Caveats(t.Context(), []*Check{check}, period(t, "2023-05"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if len(notices) != 2 || notices[0].Code != IncompletePeriod || notices[0].Slices[0].Department != "B2" || notices[1].Code != RejectedRows || notices[1].Slices[0].Department != "B1" {
		t.Errorf("%+v", notices)
	}
	// Before anything was filed, that nothing is found means nothing.
	notices, err = e.Caveats(t.Context(), []*Check{check}, period(t, "2023-05"), before)
	if err != nil {
		t.Fatal(err)
	}
	if len(notices) == 0 || notices[0].Code != IncompletePeriod || notices[0].Text.ZH != "会议统计没有任何报送" {
		t.Errorf("before: %+v", notices)
	}
}

func TestRunsOfMonths(t *testing.T) {
	t.Parallel()
	months := append(monthsOf(period(t, "2022")), monthsOf(period(t, "2023-02/2023-03"), period(t, "2023-05"), period(t, "2023-07/2023-11"))...)
	if got, want := runsOf(months, jianfu.Chinese), "2022年、2023年2月、2023年3月、2023年5月、2023年7—11月"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// A value that no unit of the directory has, or that a yes-no column cannot hold, must not
// count nothing.
func TestMisspeltValues(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	departments, err := e.Departments(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	first := departments[0].Latest()
	for _, asked := range []struct {
		dimension, right, wrong string
	}{
		{"portfolio", first.Portfolio, first.Portfolio + "X"}, {"department_type", first.Type, "市直部们"},
		{"department", departments[0].Code, "B9"}, {"in_plan", "否", "maybe"}, {"in_plan", "true", "TRUE?"},
	} {
		q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), Where: Filter{Is: []Equals{{asked.dimension, []string{asked.right}}}}}
		if _, err := e.Measure(t.Context(), q); err != nil {
			t.Errorf("%s=%s: %v", asked.dimension, asked.right, err)
		}
		q.Where.Is[0].In = append(q.Where.Is[0].In, asked.wrong)
		var invalid *jianfu.Error
		if _, err := e.Measure(t.Context(), q); !errors.As(err, &invalid) || invalid.Code != jianfu.Invalid || !strings.Contains(invalid.Text.ZH, "“"+asked.wrong+"”") {
			t.Errorf("%s=%s: %v", asked.dimension, asked.wrong, err)
		}
	}
}

// A filter must not count nothing because it is misspelt: a value that no row of any year has, and that its
// column does not list, is refused with the nearest there are. A listed one that nobody filed counts
// nothing; a day may just have nothing on it, and a template may be written before anything is filed.
func TestUnfiledValue(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	ask := func(metric, dimension string, lasting bool, values ...string) string {
		t.Helper()
		m, err := e.Measure(t.Context(), Query{Metrics: []string{metric}, Period: period(t, "2023-05"), Lasting: lasting, Where: Filter{Is: []Equals{{dimension, values}}}})
		var invalid *jianfu.Error
		switch {
		case errors.As(err, &invalid) && invalid.Code == jianfu.Invalid:
			return invalid.Text.ZH + " near " + strings.Join(invalid.Near, ",")
		case err != nil:
			t.Fatal(err)
		}
		told := string(m.Rows[0].Values[0].Missing)
		if amount := m.Rows[0].Values[0].Amount; amount != nil {
			told = amount.String()
		}
		for _, n := range m.Notices {
			if n.Code == UnfiledValue {
				told += " " + n.Text.ZH
			}
		}
		return told
	}
	const misspelt = "没有会议类别“系统会仪”。相近的有：系统会议, 部门会议, 全市性会议 near 系统会议,部门会议,全市性会议"
	for _, c := range []struct{ got, want string }{
		{ask("meetings.held", "category", false, "系统会仪"), misspelt},
		{ask("messages.received", "platform", false, "人民往"), "NO_DATA"}, // any may be the name of one
	} {
		if c.got != c.want {
			t.Errorf("of nothing: %s, not %s", c.got, c.want)
		}
	}
	meetings(t, w, "", meeting{unit: "B1", on: "2022-05-10", category: "部门会议", counted: true}, meeting{unit: "B1", on: "2023-05-10", category: "系统会议", counted: true})
	received := day(t, "2022-05-04")
	file(t, w, filing{kind: "message", slices: map[[2]string][][]any{{"", "2022-05"}: {{"B1", "1", "人民网", received, nil, nil, nil, nil}}, {"", "2023-05"}: {}}})
	for _, c := range []struct {
		metric, dimension string
		lasting           bool
		values            []string
		want              string
	}{
		{"meetings.held", "category", false, []string{"系统会议"}, "1"},
		{"meetings.held", "category", false, []string{"部门会议"}, "0"},
		{"meetings.held", "category", false, []string{"全市性会议"}, "0"},
		{"meetings.held", "category", false, []string{"系统会仪"}, misspelt},
		{"meetings.held", "会议类别", false, []string{"系统会仪"}, misspelt},
		{"meetings.held", "category", false, []string{"系统会议", "系统会仪"}, misspelt},
		{"meetings.held", "category", true, []string{"系统会仪"}, misspelt},
		{"meetings.remote_share", "category", false, []string{"系统会仪"}, misspelt},
		{"meetings.held", "held_on", false, []string{"2023-05-11"}, "0 没有任何一行的“召开日期”是“2023-05-11”，已有的值：2023-05-10、2022-05-10"},
		{"meetings.held", "held_on", false, []string{"2023-05-32"}, "没有召开日期“2023-05-32”。相近的有：2023-05-10, 2022-05-10 near 2023-05-10,2022-05-10"},
		{"meetings.held", "joint_units", false, []string{"市教育具"}, "没有单位“市教育具”。相近的有：B1, B2 near B1,B2"},
		{"messages.received", "platform", false, []string{"人民网"}, "0"},
		{"messages.received", "platform", false, []string{"人民往"}, "没有平台“人民往”。相近的有：人民网 near 人民网"},
		{"messages.received", "platform", true, []string{"人民往"}, "0 没有任何一行的“平台”是“人民往”，已有的值：人民网"},
		{"filings.expected", "kind", false, []string{"meting"}, "没有报表种类“meting”。相近的有：meeting, message, notice near meeting,message,notice"},
		{"filings.expected", "kind", false, []string{"department"}, "0"},
	} {
		if got := ask(c.metric, c.dimension, c.lasting, c.values...); got != c.want {
			t.Errorf("%s, %s %v: %s, not %s", c.metric, c.dimension, c.values, got, c.want)
		}
	}
	for _, m := range e.Catalog().Metrics() { // each source can list its values
		for _, d := range m.OwnDimensions() {
			if d.yesno {
				continue
			}
			if _, err := e.Measure(t.Context(), Query{Metrics: []string{m.Name}, Period: period(t, "2023"), Where: Filter{Is: []Equals{{d.Name, []string{"无", "没有"}}}}}); err != nil && jianfu.ErrorCode(err) != jianfu.Invalid {
				t.Errorf("%s, %s: %v", m.Name, d.Name, err)
			}
		}
	}
}
