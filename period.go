package jianfu

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Period is a run of whole months: a year, half, quarter, month, or any span of months. Its text
// form is the same in commands, GraphQL, SQL and ids of figures: 2023, 2023-H1, 2023-Q3, 2023-11,
// 2023-01/2023-11. The zero value is no period.
type Period struct {
	start  Month
	months int
}

// Grain is the size of one bucket of a trend.
type Grain string

// The grains.
const (
	ByMonth   Grain = "MONTH"
	ByQuarter Grain = "QUARTER"
	ByHalf    Grain = "HALF"
	ByYear    Grain = "YEAR"
)

// grainNames are what people call the grains.
var grainNames = map[string]Grain{
	"month": ByMonth, "月": ByMonth, "月份": ByMonth, "月度": ByMonth, "quarter": ByQuarter, "季": ByQuarter, "季度": ByQuarter,
	"half": ByHalf, "半年": ByHalf, "year": ByYear, "年": ByYear, "年度": ByYear,
}

// ParseGrain reads what people call a grain: MONTH, month, 月, 月度, 按月. The error is Invalid.
func ParseGrain(text string) (Grain, error) {
	if g, ok := grainNames[strings.TrimPrefix(strings.ToLower(text), "按")]; ok {
		return g, nil
	}
	return "", Errorf(Invalid, "粒度“%s”应为 month、quarter、half、year，或月、季度、半年、年", "grain %q should be month, quarter, half or year", text)
}

// Months is how many months a bucket of the grain has; 0 for an unknown grain.
func (g Grain) Months() int {
	switch g {
	case ByMonth:
		return 1
	case ByQuarter:
		return 3
	case ByHalf:
		return 6
	case ByYear:
		return 12
	}
	return 0
}

// Span is the period from one month through another, both included. It reports
// false where through is before from.
func Span(from, through Month) (Period, bool) {
	if through < from {
		return Period{}, false
	}
	return Period{from, int(through-from) + 1}, true
}

// YearOf is the whole calendar year.
func YearOf(year int) Period { return Period{MonthOf(year, 1), 12} }

// CalendarYear is the whole of a year given by number. The error is Invalid where the year is out
// of range.
func CalendarYear(year int) (Period, error) { return ParsePeriod(strconv.Itoa(year)) }

var periodPattern = regexp.MustCompile(`^(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})))?$`)

// ParsePeriod reads a period's text form, or its Chinese name as Label writes it and as people do.
// The error is Invalid and lists the forms.
func ParsePeriod(text string) (Period, error) {
	bad := func() (Period, error) {
		return Period{}, Errorf(Invalid,
			"时间“%s”写法不对，应为 2023、2023-H1、2023-Q3、2023-11 或 2023-01/2023-11",
			"period %q is malformed: write 2023, 2023-H1, 2023-Q3, 2023-11 or 2023-01/2023-11", text)
	}
	if p, ok := parseSpoken(text); ok {
		return p, nil
	}
	first, last, isSpan := strings.Cut(text, "/")
	from, ok := parseSimple(first)
	if !ok {
		return bad()
	}
	if !isSpan {
		return from, nil
	}
	through, ok := parseSimple(last)
	if !ok || from.months != 1 || through.months != 1 {
		return bad()
	}
	span, ok := Span(from.start, through.start)
	if !ok {
		return Period{}, Errorf(Invalid, "时间“%[1]s”的结束早于开始，应写成 %[3]s/%[2]s", "period %[1]q ends before it begins: write %[3]s/%[2]s", text, first, last)
	}
	return span, nil
}

// spokenPattern is a period as people name it: a year, and a part of it.
var spokenPattern = regexp.MustCompile(`^(\d{4})年(?:全年|度|([上下])半年|(前三)季度|第?([一二三四1-4])季度|(\d{1,2})月份?|(\d{1,2})月?[-—–―－~～至到]+(\d{1,2})月份?|(\d{1,2})月[-—–―－~～至到]+(\d{4})年(\d{1,2})月份?)?$`)

// parseSpoken reads 2023年, 2023年上半年, 2023年第三季度, 2023年前三季度, 2023年5月, 2023年1—11月 and
// 2022年11月—2023年2月.
func parseSpoken(text string) (Period, bool) {
	m := spokenPattern.FindStringSubmatch(strings.Join(strings.Fields(text), ""))
	if m == nil {
		return Period{}, false
	}
	year, among := number(m[1]), func(marks, mark string) int { return strings.Index(marks, mark) / len(mark) }
	first, last := MonthOf(year, 1), MonthOf(year, 12)
	switch {
	case m[2] != "":
		first += Month(6 * among("上下", m[2]))
		last = first + 5
	case m[3] != "":
		last = MonthOf(year, 9)
	case m[4] != "":
		first += Month(3 * (max(among("1234", m[4]), among("一二三四", m[4]))))
		last = first + 2
	case m[5] != "":
		first, last = MonthOf(year, number(m[5])), MonthOf(year, number(m[5]))
	case m[6] != "":
		first, last = MonthOf(year, number(m[6])), MonthOf(year, number(m[7]))
	case m[8] != "":
		first, last = MonthOf(year, number(m[8])), MonthOf(number(m[9]), number(m[10]))
	}
	for _, month := range m[5:] {
		if month != "" && len(month) <= 2 && (number(month) < 1 || number(month) > 12) {
			return Period{}, false
		}
	}
	if first.Year() < firstYear || last.Year() > lastYear {
		return Period{}, false
	}
	return Span(first, last)
}

// number is the value of digits that a pattern admitted.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// The years of periods.
const firstYear, lastYear = 1900, 2199

func parseSimple(text string) (Period, bool) {
	m := periodPattern.FindStringSubmatch(text)
	if m == nil {
		return Period{}, false
	}
	year := number(m[1])
	if year < firstYear || year > lastYear {
		return Period{}, false
	}
	switch {
	case m[2] != "":
		return Period{MonthOf(year, number(m[2])*6-5), 6}, true
	case m[3] != "":
		return Period{MonthOf(year, number(m[3])*3-2), 3}, true
	case m[4] != "":
		month := number(m[4])
		return Period{MonthOf(year, month), 1}, month >= 1 && month <= 12
	}
	return YearOf(year), true
}

// IsZero reports whether there is no period.
func (p Period) IsZero() bool { return p.months == 0 }

// Start is the first month.
func (p Period) Start() Month { return p.start }

// Months is how many months the period has.
func (p Period) Months() int { return p.months }

// From is the first day.
func (p Period) From() Date { return p.start.First() }

// Until is the day after the last day: SQL ranges are half open.
func (p Period) Until() Date { return (p.start + Month(p.months)).First() }

// Through is the last day.
func (p Period) Through() Date { return p.Until() - 1 }

// Contains reports whether the day lies in the period.
func (p Period) Contains(d Date) bool { return d >= p.From() && d < p.Until() }

// Shift is the period of the same length, moved by a number of months; negative is earlier.
func (p Period) Shift(months int) Period { return Period{p.start + Month(months), p.months} }

// YearEarlier is the same span of months a year before.
func (p Period) YearEarlier() Period { return p.Shift(-12) }

// Previous is the period of the same length just before.
func (p Period) Previous() Period { return p.Shift(-p.months) }

// Buckets splits the period at calendar boundaries of the grain: the first quarter of a period that
// begins in February has two months.
func (p Period) Buckets(g Grain) []Period {
	var buckets []Period
	size := Month(g.Months())
	for at, end := p.start, p.start+Month(p.months); at < end; {
		next := min((at/size+1)*size, end)
		buckets = append(buckets, Period{at, int(next - at)})
		at = next
	}
	return buckets
}

// String is the shortest text form.
func (p Period) String() string {
	year, month := p.start.Year(), p.start.Number()
	switch {
	case p.IsZero():
		return ""
	case p.months == 12 && month == 1:
		return fmt.Sprintf("%04d", year)
	case p.months == 6 && month%6 == 1:
		return fmt.Sprintf("%04d-H%d", year, month/6+1)
	case p.months == 3 && month%3 == 1:
		return fmt.Sprintf("%04d-Q%d", year, month/3+1)
	case p.months == 1:
		return p.start.String()
	}
	return p.start.String() + "/" + (p.start + Month(p.months) - 1).String()
}

// Label names the period for people: 2023年, 2023年上半年, 2023年第三季度,
// 2023年11月, 2023年1—11月.
func (p Period) Label(lang Lang) string {
	if lang == English {
		return p.String()
	}
	year, month := p.start.Year(), p.start.Number()
	last := p.start + Month(p.months) - 1
	switch {
	case p.months == 12 && month == 1:
		return fmt.Sprintf("%d年", year)
	case p.months == 6 && month%6 == 1:
		return fmt.Sprintf("%d年%s半年", year, []string{"上", "下"}[month/6])
	case p.months == 3 && month%3 == 1:
		return fmt.Sprintf("%d年第%s季度", year, []string{"一", "二", "三", "四"}[month/3])
	case p.months == 1:
		return fmt.Sprintf("%d年%d月", year, month)
	case last.Year() == year:
		return fmt.Sprintf("%d年%d—%d月", year, month, last.Number())
	}
	return fmt.Sprintf("%d年%d月—%d年%d月", year, month, last.Year(), last.Number())
}
