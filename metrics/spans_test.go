package metrics

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jianfu"
)

// filedOf gives of some groups the amount or the reason, and how much of what is expected was filed.
func filedOf(t *testing.T, e *Engine, q Query, groups ...string) string {
	t.Helper()
	m, err := e.Measure(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, row := range m.Rows {
		v := row.Values[0]
		said := string(v.Missing)
		if v.Amount != nil {
			said = v.Amount.String()
		}
		if group := groupOf(row); slices.Contains(groups, group) {
			list = append(list, fmt.Sprintf("%s:%s %d/%d", group, said, v.Coverage.Filed, v.Coverage.Expected))
		}
	}
	return strings.Join(list, ", ")
}

// What is stated of a span within which a unit began or ended is of its own months: those alone are
// expected and filed, and months that are known each alone go before it.
func TestSpansOfUnitsThatBeginOrEnd(t *testing.T) {
	t.Parallel()
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	for name, tt := range map[string]struct {
		totals []stated
		asked  string
		want   string
	}{
		"a unit that began, of a longer span":      {[]stated{of("N", "2023-01/2023-09", "20")}, "2023", "K:NOT_FILED 0/12, N:20 3/6"},
		"to the end of the year":                   {[]stated{of("N", "2023", "20")}, "2023", "K:NOT_FILED 0/12, N:20 6/6"},
		"months go before it":                      {[]stated{of("N", "2023-07", "1"), of("N", "2023-08", "2"), of("N", "2023-09", "3"), of("N", "2023-01/2023-09", "20")}, "2023-01/2023-09", "K:NOT_FILED 0/9, N:6 3/3"},
		"months of which one lacks do not":         {[]stated{of("N", "2023-07", "1"), of("N", "2023-09", "3"), of("N", "2023-01/2023-09", "20")}, "2023-01/2023-09", "K:NOT_FILED 0/9, N:20 3/3"},
		"its quarter, within half a year":          {[]stated{of("N", "2023-Q3", "7"), of("N", "2023-01/2023-09", "20")}, "2023-01/2023-09", "K:NOT_FILED 0/9, N:7 3/3"},
		"before it began nothing is known of it":   {[]stated{of("N", "2023", "20")}, "2023-H1", "K:NOT_FILED 0/6"},
		"a unit that ended, of a longer span":      {[]stated{of("J", "2023", "20")}, "2023", "K:NOT_FILED 0/12, J:20 3/3"},
		"its months go before it":                  {[]stated{of("J", "2023-Q1", "5"), of("J", "2023", "20")}, "2023", "K:NOT_FILED 0/12, J:5 3/3"},
		"one that goes on after its end":           {[]stated{of("J", "2023-04", "5"), of("J", "2023-05", "6")}, "2023-04/2023-06", "K:NOT_FILED 0/3, J:11 2/2"},
		"of a span after its end":                  {[]stated{of("J", "2023-Q2", "5")}, "2023-Q2", "K:NOT_FILED 0/3, J:5 3/3"},
		"and of the year before, by another table": {[]stated{{unit: "N", count: held, span: "2023-01/2023-09", value: "9", earlier: true}}, "2023", "K:NOT_FILED 0/12, N:9 0/6"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			units(t, w, [7]string{"K", "癸局", "甲线", "2020-01-01", ""}, [7]string{"N", "子局", "甲线", "2023-07-01", ""}, [7]string{"J", "壬局", "甲线", "2020-01-01", "2023-03-31"})
			state(t, w, tt.totals...)
			q := Query{Metrics: []string{"meetings.held"}, Period: period(t, tt.asked), By: []string{"department"}}
			if got := filedOf(t, e, q, "K", tt.totals[0].unit); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A total of months in which a unit changes its line counts where the unit is at their end. The other line
// has no amount by it and no zero, and says what is known.
func TestSpansOverAMove(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"G", "庚局", "甲线", "2020-01-01", "2023-06-30"}, [7]string{"G", "庚局", "乙线", "2023-07-01", "2023-12-31"}, [7]string{"J", "壬局", "丙线", "2020-01-01", "2023-03-31"})
	state(t, w, stated{unit: "G", count: held, span: "2023", value: "20"}, stated{unit: "J", count: held, span: "2023", value: "7"})
	q := Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), By: []string{"portfolio"}}
	if got, want := filedOf(t, e, q, "甲线", "乙线", "丙线"), "甲线:NOT_REPORTED 6/6, 乙线:20 6/6, 丙线:7 3/3"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := told(t, e, "meetings.held", Filter{Portfolios: []string{"甲线"}}, "2023"), "2023: NOT_REPORTED INCOMPLETE_PERIOD"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := told(t, e, "meetings.held", Filter{}, "2023"), "2023: 27 TOTALS"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What is comparable is taken from what lies within the months that both sides have: where one side's year
// is a total of longer spans, its months that are known alone count all the same.
func TestComparableWithinLongerSpans(t *testing.T) {
	t.Parallel()
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	months := func(unit, from, through, value string) (list []stated) {
		for _, month := range monthsOf(period(t, from+"/"+through)) {
			list = append(list, of(unit, month.String(), value))
		}
		return list
	}
	join := slices.Concat[[]stated]
	for name, tt := range map[string]struct {
		totals  []stated
		records string // a month in which K has a meeting recorded
		asked   string
		want    string
	}{
		"nine months of each side, a year's total of one": {join(months("K", "2023-01", "2023-09", "2"), months("K", "2022-01", "2022-09", "3"), months("K", "2022-10", "2022-10", "3"), []stated{of("K", "2022", "40")}),
			"", "2023", "18/40(18/27)"},
		"and of the other": {join(months("K", "2022-01", "2022-09", "3"), months("K", "2023-01", "2023-09", "2"), []stated{of("K", "2023", "30")}), "", "2023", "30/27(18/27)"},
		"by quarters, the third known alone": {[]stated{of("K", "2023-Q1", "2"), of("K", "2023-Q3", "5"), of("K", "2022-Q1", "4"), of("K", "2022-Q2", "4"), of("K", "2022-Q3", "6"), of("K", "2022-H2", "16")},
			"", "2023", "7/24(7/10)"},
		"a quarter of one side against its months": {join(months("K", "2023-01", "2023-05", "2"), []stated{of("K", "2022-Q1", "4"), of("K", "2022-Q2", "5"), of("K", "2022-H1", "10")}), "", "2023-H1", "10/9(6/4)"},
		"nothing known alone":                      {join(months("K", "2023-01", "2023-09", "2"), []stated{of("K", "2022", "40")}), "", "2023", "18/40(-/-)"},
		"rows among the months":                    {join(months("K", "2023-01", "2023-02", "2"), months("K", "2022-01", "2022-01", "3"), []stated{of("K", "2022", "40")}), "2022-02", "2023", "4/40(4/4)"},
		"another unit with both years":             {join(months("H", "2023-01", "2023-12", "1"), months("H", "2022-01", "2022-12", "1"), months("K", "2023-01", "2023-01", "2"), months("K", "2022-01", "2022-01", "5"), []stated{of("K", "2022", "40")}), "", "2023", "14/52(14/17)"},
		"a unit that began within the base":        {join(months("N", "2023-01", "2023-12", "2"), []stated{of("N", "2022", "30")}), "", "2023", "24/30(12/30)"},
		"and states its months besides":            {join(months("N", "2023-01", "2023-08", "2"), months("N", "2022-07", "2022-09", "4"), []stated{of("N", "2022", "30")}), "", "2023", "16/30(4/8)"},
		"two that merged, one with a year alone":   {join(months("C", "2023-01", "2023-03", "5"), months("A", "2022-01", "2022-02", "1"), months("B", "2022-01", "2022-02", "2"), []stated{of("A", "2022", "14")}), "", "2023", "15/18(10/6)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			units(t, w, [7]string{"H", "辛局", "甲线", "2020-01-01", ""}, [7]string{"K", "癸局", "甲线", "2020-01-01", ""}, [7]string{"N", "子局", "甲线", "2022-07-01", ""},
				[7]string{"A", "甲局", "甲线", "2020-01-01", "2022-12-31"}, [7]string{"B", "乙局", "甲线", "2020-01-01", "2022-12-31"}, [7]string{"C", "丙局", "甲线", "2023-01-01", "", "A、B", "合并"})
			state(t, w, tt.totals...)
			if tt.records != "" {
				hold(t, w, "K", tt.records, 1)
			}
			if got, _ := compared(t, e, Query{Period: period(t, tt.asked)}); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// The rule 只减不增 over totals: months, quarters and years of the same months are held against each other, an
// unfinished year against the same months, and where gaps decide the rule cannot be judged.
func TestNoIncreaseOverTotals(t *testing.T) {
	t.Parallel()
	of := func(unit, span, value string) stated {
		return stated{unit: unit, count: held, span: span, value: value}
	}
	both := func(unit, span, before, now string) []stated {
		return []stated{of(unit, strings.ReplaceAll(span, "2023", "2022"), before), of(unit, span, now)}
	}
	for name, tt := range map[string]struct {
		totals []stated
		by     []string
		want   string
	}{
		"years":                       {slices.Concat(both("H", "2023", "30", "30"), both("K", "2023", "20", "19")), nil, "2023 50/49 met"},
		"years that rise":             {slices.Concat(both("H", "2023", "30", "31"), both("K", "2023", "20", "20")), nil, "2023 50/51 not met"},
		"a year against quarters":     {slices.Concat(both("H", "2023", "30", "30"), []stated{of("K", "2022", "20"), of("K", "2023-Q1", "5"), of("K", "2023-Q2", "5"), of("K", "2023-Q3", "5"), of("K", "2023-Q4", "6")}), nil, "2023 50/51 not met"},
		"an unfinished year":          {slices.Concat(both("H", "2023-01/2023-06", "12", "10"), both("K", "2023-01/2023-06", "12", "13"), []stated{of("H", "2022", "30"), of("K", "2022", "30")}), nil, "2023-H1 24/23 met"},
		"against a whole year alone":  {[]stated{of("H", "2022", "30"), of("K", "2022", "30"), of("H", "2023-01/2023-06", "10"), of("K", "2023-01/2023-06", "10")}, nil, "2023-H1 NOT_REPORTED/20 not comparable"},
		"a unit that is missing now":  {slices.Concat(both("H", "2023", "30", "31"), []stated{of("K", "2022", "20")}), nil, "2023 50/31 cannot be judged"},
		"and falls without it, too":   {slices.Concat(both("H", "2023", "30", "29"), []stated{of("K", "2022", "20")}), nil, "2023 50/29 met (of what both years have)"},
		"of one line and of another":  {slices.Concat(both("H", "2023", "30", "31"), both("K", "2023", "20", "19")), []string{"portfolio"}, "甲线 2023 30/31 not met, 乙线 2023 20/19 met"},
		"by units, one of them never": {both("H", "2023", "30", "31"), []string{"department"}, "H 2023 30/31 not met, K 2023 NOT_FILED/NOT_FILED not comparable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, w := openEngine(t)
			units(t, w, [7]string{"H", "辛局", "甲线", "2020-01-01", ""}, [7]string{"K", "癸局", "乙线", "2020-01-01", ""})
			state(t, w, tt.totals...)
			checks, err := e.NoIncrease(t.Context(), "meetings.held", 2023, Query{By: tt.by})
			if err != nil {
				t.Fatal(err)
			}
			var list []string
			for _, c := range checks {
				said := func(amount *jianfu.Decimal, missing Missing) string {
					if amount == nil {
						return string(missing)
					}
					return amount.String()
				}
				text := fmt.Sprintf("%s %s/%s ", c.Period, said(c.Value.Comparison.Amount, c.Value.Comparison.Missing), said(c.Value.Amount, c.Value.Missing))
				text += c.Verdict(jianfu.English)
				for _, m := range c.Group {
					text = m.Value + " " + text
				}
				list = append(list, text)
			}
			if got := strings.Join(list, ", "); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A unit that ended and goes on filing: what it files counts in no line, on both sides of a comparison,
// and its nil return is a row of 0.
func TestFilingsAfterTheEnd(t *testing.T) {
	t.Parallel()
	e, w := openEngine(t)
	units(t, w, [7]string{"H", "辛局", "甲线", "2020-01-01", ""}, [7]string{"J", "壬局", "甲线", "2020-01-01", "2023-03-31"})
	for _, unit := range []string{"H", "J"} {
		hold(t, w, unit, "2022-01/2022-06", 2)
		hold(t, w, unit, "2023-01/2023-05", 1)
	}
	hold(t, w, "H", "2023-06", 1)
	file(t, w, filing{kind: "meeting", slices: map[[2]string][][]any{{"J", "2023-06"}: {}}})
	for span, want := range map[string]string{"2023-06": "甲线:1/2 :0/2", "2023-04": "甲线:1/2 :1/2", "2023-Q2": "甲线:3/6 :2/6", "2023-H1": "甲线:9/12(6/12) :2/12(5/12)"} {
		if got, _ := compared(t, e, Query{Period: period(t, span), By: []string{"portfolio"}}); got != want {
			t.Errorf("%s: %s, want %s", span, got, want)
		}
	}
	m, err := e.Measure(t.Context(), Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023-Q2"), Compare: PreviousPeriod, By: []string{"portfolio"}})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, row := range m.Rows {
		v := row.Values[0]
		said = append(said, fmt.Sprintf("%s:%s/%s", row.Group[0].Value, v.Amount, v.Comparison.Amount))
	}
	if got, want := strings.Join(said, " "), "甲线:3/3 :2/3"; got != want {
		t.Errorf("against the quarter before: %s, want %s", got, want)
	}
}
