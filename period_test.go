package jianfu

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func period(t interface {
	Helper()
	Fatal(args ...any)
}, text string) Period {
	t.Helper()
	p, err := ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2023":            "2023-01-01 2023-12-31",
		"2023-H1":         "2023-01-01 2023-06-30",
		"2023-H2":         "2023-07-01 2023-12-31",
		"2023-Q1":         "2023-01-01 2023-03-31",
		"2023-Q3":         "2023-07-01 2023-09-30",
		"2023-11":         "2023-11-01 2023-11-30",
		"2024-02":         "2024-02-01 2024-02-29",
		"2023-01/2023-11": "2023-01-01 2023-11-30",
		"2022-11/2023-02": "2022-11-01 2023-02-28",
	} {
		p := period(t, text)
		if got := p.From().String() + " " + p.Through().String(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
		if p.String() != text {
			t.Errorf("%s is written as %s", text, p)
		}
		if !p.Contains(p.From()) || !p.Contains(p.Through()) || p.Contains(p.Until()) || p.Contains(p.From()-1) {
			t.Errorf("%s does not contain its own days alone", text)
		}
	}
	for text, short := range map[string]string{
		"2023-01/2023-12": "2023", "2023-07/2023-12": "2023-H2", "2023-04/2023-06": "2023-Q2", "2023-05/2023-05": "2023-05",
	} {
		if got := period(t, text).String(); got != short {
			t.Errorf("%s is written as %s, want %s", text, got, short)
		}
	}
	for text, want := range map[string]string{
		"2023年": "2023", "2023年度": "2023", "2023年全年": "2023", "2023年上半年": "2023-H1", "2023年下半年": "2023-H2",
		"2023年第三季度": "2023-Q3", "2023年一季度": "2023-Q1", "2023年第4季度": "2023-Q4", "2023年前三季度": "2023-01/2023-09",
		"2023年5月": "2023-05", "2023年11月份": "2023-11", "2023 年 1—11 月": "2023-01/2023-11", "2023年1月至11月": "2023-01/2023-11",
		"2022年11月—2023年2月": "2022-11/2023-02", "2023年1-12月": "2023",
	} {
		if got := period(t, text).String(); got != want {
			t.Errorf("%s was read as %s, want %s", text, got, want)
		}
	}
	if _, err := ParsePeriod("2023-11/2023-01"); ErrorCode(err) != Invalid || err.Error() != "时间“2023-11/2023-01”的结束早于开始，应写成 2023-01/2023-11" {
		t.Errorf("a period written backwards: %v", err)
	}
	for _, text := range []string{
		"", "2023年年", "2023年13月", "2023年0月", "2023年11月—1月", "1899年", "23", "2023-1", "2023-13", "2023-00", "2023-H3", "2023-Q5", "2023-Q0", "2023-h1", " 2023", "2023 ", "1899", "2200", "20233",
		"2023/2024", "2023-Q1/2023-Q2", "2023-01/", "/2023-01", "2023-01/2023-02/2023-03", "2023-01-01", "２０２３",
	} {
		if p, err := ParsePeriod(text); ErrorCode(err) != Invalid {
			t.Errorf("%q was read as %s (%v)", text, p, err)
		}
	}
}

func TestPeriodRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		if got := period(t, p.String()); got != p {
			t.Errorf("%s reads back as %s", p, got)
		}
		if got := period(t, p.Label(Chinese)); got != p {
			t.Errorf("%s reads back as %s", p.Label(Chinese), got)
		}
	})
}

func anyPeriod(t *rapid.T) Period {
	from := MonthOf(rapid.IntRange(1900, 2190).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"))
	p, _ := Span(from, from+Month(rapid.IntRange(0, 40).Draw(t, "more")))
	return p
}

// The buckets of a period are its months in order, each once, cut where the calendar cuts.
func TestBucketsArePartsOfThePeriod(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPeriod(t)
		grain := rapid.SampledFrom([]Grain{ByMonth, ByQuarter, ByHalf, ByYear}).Draw(t, "grain")
		at, months := p.From(), 0
		for _, b := range p.Buckets(grain) {
			if b.From() != at {
				t.Fatalf("%s by %s: %s does not follow", p, grain, b)
			}
			first, last := b.Start(), b.Start()+Month(b.Months())-1
			if first.Year() != last.Year() || (first.Number()-1)/grain.Months() != (last.Number()-1)/grain.Months() {
				t.Errorf("%s by %s: %s crosses a boundary", p, grain, b)
			}
			at, months = b.Until(), months+b.Months()
		}
		if at != p.Until() || months != p.Months() {
			t.Errorf("%s by %s ends before %s", p, grain, at)
		}
	})
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		period string
		grain  Grain
		want   []string
	}{
		{"2023", ByQuarter, []string{"2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"}},
		{"2023-02/2023-07", ByQuarter, []string{"2023-02/2023-03", "2023-Q2", "2023-07"}},
		{"2022-12/2023-01", ByYear, []string{"2022-12", "2023-01"}},
		{"2022-01/2023-12", ByYear, []string{"2022", "2023"}},
		{"2023-H1", ByHalf, []string{"2023-H1"}},
		{"2023-H1", ByMonth, []string{"2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06"}},
	} {
		var got []string
		for _, b := range period(t, c.period).Buckets(c.grain) {
			got = append(got, b.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s by %s: %v, want %v", c.period, c.grain, got, c.want)
		}
	}
}

func TestPeriodsBefore(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{ // a year earlier, just before
		"2023":            {"2022", "2022"},
		"2023-H1":         {"2022-H1", "2022-H2"},
		"2023-Q1":         {"2022-Q1", "2022-Q4"},
		"2024-02":         {"2023-02", "2024-01"},
		"2023-01":         {"2022-01", "2022-12"},
		"2023-01/2023-11": {"2022-01/2022-11", "2022-02/2022-12"},
	} {
		p := period(t, text)
		if got := [2]string{p.YearEarlier().String(), p.Previous().String()}; got != want {
			t.Errorf("before %s: %v, want %v", text, got, want)
		}
	}
	if got := period(t, "2024-02").YearEarlier().Through().String(); got != "2023-02-28" {
		t.Errorf("a year before February 2024 ends on %s", got)
	}
}

func TestPeriodLabels(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2023": "2023年", "2023-H1": "2023年上半年", "2023-H2": "2023年下半年", "2023-Q1": "2023年第一季度", "2023-Q4": "2023年第四季度",
		"2023-11": "2023年11月", "2023-01/2023-11": "2023年1—11月", "2022-11/2023-02": "2022年11月—2023年2月",
	} {
		if got := period(t, text).Label(Chinese); got != want {
			t.Errorf("%s is called %s, want %s", text, got, want)
		}
		if got := period(t, text).Label(English); got != text {
			t.Errorf("%s is called %s in English", text, got)
		}
	}
	if p := (Period{}); !p.IsZero() || p.String() != "" || YearOf(2023).IsZero() {
		t.Error("the zero Period is no period")
	}
	if fmt.Sprint(Grain("WEEK").Months(), ByHalf.Months()) != "0 6" {
		t.Error("an unknown grain has no months")
	}
	if _, ok := Span(MonthOf(2023, 2), MonthOf(2023, 1)); ok {
		t.Error("a span ran backwards")
	}
}

func TestParseGrain(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Grain{"MONTH": ByMonth, "month": ByMonth, "按月": ByMonth, "月": ByMonth, "季度": ByQuarter, "Half": ByHalf, "半年": ByHalf, "年": ByYear} {
		if got, err := ParseGrain(text); got != want || err != nil {
			t.Errorf("%s is %s %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "按", "day", "周"} {
		if got, err := ParseGrain(text); ErrorCode(err) != Invalid {
			t.Errorf("%q is %s %v", text, got, err)
		}
	}
}
