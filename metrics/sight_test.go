package metrics

import (
	"slices"
	"testing"
	"time"

	"jianfu"
	"jianfu/access"
)

// A total of the city is not shown to whom it would give away the figure of one unit that it does not
// see: what it sees taken away, that figure would be left.
func TestATotalThatGivesAwayOneUnitIsNotShown(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"B1", "市教育局", "教科文卫", "2020-01-01", ""}, [7]string{"B2", "市水务局", "农业农村", "2020-01-01", ""}, [7]string{"B3", "市农业局", "农业农村", "2020-01-01", ""})
	hold(t, w, "B1", "2023-03/2023-04", 2)
	hold(t, w, "B2", "2023-03/2023-04", 3)
	hold(t, w, "B3", "2023-04", 4) // in March it has filed nothing
	b1 := access.Caller{Name: "b1", Role: access.Department, Department: "B1"}
	line := access.Caller{Name: "l", Role: access.Leader, Portfolio: "农业农村"}
	viewer := access.Caller{Name: "v", Role: access.Viewer}
	for _, c := range []struct {
		caller access.Caller
		span   string
		want   string
	}{
		{access.Caller{}, "2023-03", "5次"},
		{access.Caller{Name: "o", Role: access.Office}, "2023-03", "5次"},
		{b1, "2023-03", "不予显示"},
		{b1, "2023-04", "9次"},
		{b1, "2023-03/2023-04", "不予显示"}, // less April it would be March
		{line, "2023-04", "不予显示"},       // less its own line it would be that of B1
		{viewer, "2023-03", "5次"},
		{viewer, "2023-04", "9次"},
	} {
		m, err := e.Measure(access.With(t.Context(), c.caller), Query{Metrics: []string{"meetings.held"}, Period: period(t, c.span)})
		if err != nil {
			t.Errorf("%s for %s: %v", c.span, c.caller.Name, err)
			continue
		}
		v := m.Rows[0].Values[0]
		if got := v.Text(jianfu.Chinese); got != c.want {
			t.Errorf("%s for %s is %s, want %s", c.span, c.caller.Name, got, c.want)
		}
		if v.Missing == Withheld && (v.Numerator != nil || v.Coverage != Coverage{} || !slices.ContainsFunc(m.Notices, func(n Notice) bool { return n.Code == OthersHidden })) {
			t.Errorf("%s for %s: %+v %+v", c.span, c.caller.Name, v, m.Notices)
		}
		for _, n := range m.Notices { // who has not filed is not told
			for _, s := range n.Slices {
				if !c.caller.SeesAll() && s.Department != "" && s.Department != c.caller.Department && c.caller.Portfolio == "" {
					t.Errorf("%s sees %+v", c.caller.Name, s)
				}
			}
		}
	}
}

// A unit sees the filings of those whose whole work it took over, and of no part of a split one.
func TestAUnitSeesThoseThatItTookOver(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"B1", "市外事办", "统战", "2020-01-01", "2022-12-31"}, [7]string{"B2", "市外侨办", "统战", "2023-01-01", "", "B1", "合并"},
		[7]string{"B3", "市规划局", "城建交通", "2020-01-01", "2022-12-31"}, [7]string{"B4", "市资规局", "城建交通", "2023-01-01", "", "B3", "拆分"}, [7]string{"B5", "市住建局", "城建交通", "2023-01-01", "", "B3", "拆分"})
	hold(t, w, "B1", "2022-05", 1)
	hold(t, w, "B3", "2022-05", 1)
	for _, c := range []struct {
		unit, of string
		sees     bool
	}{{"B2", "B1", true}, {"B2", "B2", true}, {"B1", "B2", false}, {"B4", "B3", false}, {"B4", "B5", false}, {"B4", "B4", true}} {
		ctx := access.With(t.Context(), access.Caller{Name: "x", Role: access.Department, Department: c.unit})
		_, err := e.Measure(ctx, Query{Metrics: []string{"meetings.held"}, Period: period(t, "2022"), Where: Filter{Departments: []string{c.of}}})
		if refused := jianfu.ErrorCode(err) == jianfu.Forbidden; refused == c.sees {
			t.Errorf("%s asks for %s: %v", c.unit, c.of, err)
		}
		page, err := e.Records(ctx, RecordQuery{Kind: "meeting", Where: RecordFilter{Departments: []string{c.of}}, Page: Page{First: 10}})
		if refused := jianfu.ErrorCode(err) == jianfu.Forbidden; refused == c.sees || err == nil && c.of == "B1" && page.Total != 1 {
			t.Errorf("%s asks for the records of %s: %v", c.unit, c.of, err)
		}
	}
}

// How many findings the same text explains is counted among those that whoever asks sees.
func TestTheSameExplanationsOfOthersAreNotCounted(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	directory(t, w)
	for _, unit := range []string{"B1", "B2"} {
		values := meeting{unit: unit, on: "2023-05-02", counted: true}.values(t)
		values[10] = false // off plan
		file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{unit, "2023-05"}: {values}}})
	}
	may := period(t, "2023-05")
	found, err := e.Check(t.Context(), "offPlanMeetings", may, time.Time{})
	if err != nil || len(found) != 2 {
		t.Fatalf("%+v, %v", found, err)
	}
	for _, f := range found {
		if _, err := e.Explain(t.Context(), "offPlanMeetings", may, f.ID, "省里临时部署的会议", "专班"); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		caller access.Caller
		count  int
	}{{access.Caller{}, 2}, {access.Caller{Name: "b1", Role: access.Department, Department: "B1"}, 1}} {
		ctx := access.With(t.Context(), c.caller)
		seen, err := e.Check(ctx, "offPlanMeetings", may, time.Time{})
		if err != nil || len(seen) != c.count || seen[0].Explanation.Same != c.count {
			t.Errorf("%s: %+v, %v", c.caller.Name, seen, err)
		}
		same, err := e.SameExplanations(ctx, may, time.Time{})
		if err != nil || len(same) != c.count-1 {
			t.Errorf("%s: %+v, %v", c.caller.Name, same, err)
		}
	}
}
