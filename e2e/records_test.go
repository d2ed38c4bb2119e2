package e2e_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/metrics"
)

// Every figure follows from its records: they are counted, summed and sorted here from their fields
// alone, and their fields are checked against the cells as filed.
func TestFiguresAreTheirRecords(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	c := readCity(t, e)
	var names []string
	for _, m := range e.Catalog().Metrics() {
		names = append(names, m.Name)
	}
	proved := map[string]bool{}
	for _, span := range []string{"2022-12", "2023", "2021"} {
		answer, err := e.Measure(t.Context(), metrics.Query{Metrics: names, Period: period(t, span), By: []string{"portfolio"}})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			for _, row := range answer.Rows {
				if v := row.Values[i]; !proved[name] && v.Numerator != nil && v.Numerator.Sign() > 0 && v.Metric.Kinds()[0] != "department" {
					proved[name] = true
					c.prove(t, e, v)
				}
			}
		}
	}
	for _, name := range names {
		if !proved[name] && !strings.HasPrefix(name, "filings.") {
			t.Errorf("%s: the city has nothing to prove it by", name)
		}
	}
}

func TestAnyFigureIsItsRecords(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	c := readCity(t, e)
	rapid.Check(t, func(rt *rapid.T) {
		m := rapid.SampledFrom(e.Catalog().Metrics()).Draw(rt, "metric")
		answer, err := e.Measure(rt.Context(), c.questions(m).Draw(rt, "question"))
		if err != nil {
			rt.Fatal(err)
		}
		if rows := answer.Rows; len(rows) > 0 {
			v := rows[rapid.IntRange(0, len(rows)-1).Draw(rt, "row")].Values[0]
			c.prove(rt, e, v)
			traced(rt, e, v)
			rerun(rt, answer.Lineage.Statements, v)
		}
	})
}

// traced finds a figure by its id alone.
func traced(t prover, e *metrics.Engine, v metrics.Value) {
	t.Helper()
	id := v.Scope.ID()
	answer, err := e.Trace(t.Context(), id)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	if len(answer.Rows) != 1 || len(answer.Rows[0].Values) != 1 {
		t.Fatalf("%s: traced to %d rows", id, len(answer.Rows))
	}
	again := answer.Rows[0].Values[0]
	if got := again.Scope.ID(); got != id {
		t.Errorf("the figure %s was traced to %s", id, got)
	}
	for _, parts := range [][2]*jianfu.Decimal{{v.Amount, again.Amount}, {v.Numerator, again.Numerator}, {v.Denominator, again.Denominator}} {
		if was, is := fmt.Sprint(parts[0]), fmt.Sprint(parts[1]); was != is || v.Missing != again.Missing {
			t.Errorf("%s: %s %s when it was measured, %s %s when it was traced", id, was, v.Missing, is, again.Missing)
		}
	}
}

// rerun runs the SQL of an answer unchanged: it returns the figure's parts.
func rerun(t prover, statements []string, v metrics.Value) {
	t.Helper()
	for i, part := range v.Metric.Parts() {
		figure, statement, place := v.Numerator, statements[0], 0
		if i == 1 {
			figure, statement, place = v.Denominator, statements[len(statements)-1], 2-len(statements)
		}
		parts := len(v.Metric.Parts()) + 1 - len(statements) // that this statement counts
		rows, err := city.Sample(t).Warehouse.Query(t.Context(), statement)
		if err != nil {
			t.Fatalf("%s\n%s", err, statement)
		}
		found, ok := valueOf(t, rows, v.Scope.Group, place, parts)
		if figure == nil {
			continue // unknown to the figure, whatever the sum of the known rows
		}
		is := func(text string) bool {
			sum, known := jianfu.ParseDecimal(text)
			return known && figure.Cmp(sum.Quo(jianfu.NewDecimal(part.Per))) == 0
		}
		right := ok && is(found[0])
		if v.Amount == nil && len(statements) > 1 { // where no unit has both parts each is of all units, which the statement counts behind
			right = right || ok && is(found[len(found)/2])
		}
		if ok && !right || !ok && figure.Sign() != 0 {
			t.Errorf("%s of %s: the figure is %s, and its SQL gives %q\n%s", part.Name, v.Scope.ID(), figure, found, statement)
		}
	}
}

// valueOf finds the columns of one of so many parts in the row of a group. A row has the bucket, the group
// and for each part as many columns, of which the first is its value.
func valueOf(t prover, rows *sql.Rows, group []metrics.Member, place, parts int) ([]string, bool) {
	t.Helper()
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	texts := make([]sql.NullString, len(columns))
	into := make([]any, len(columns))
	for i := range texts {
		into[i] = &texts[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		its := true
		for i, m := range group {
			its = its && texts[1+i].String == m.Value
		}
		if its {
			first := 1 + len(group)
			each := (len(columns) - first) / parts
			var list []string
			for _, text := range texts[first+each*place : first+each*(place+1)] {
				list = append(list, text.String)
			}
			return list, true
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return nil, false
}

// prover is a test, or one of many inputs of a property.
type prover interface {
	rapid.TB
	Context() context.Context
}

// cityFacts is what the queries about the city are generated from.
type cityFacts struct {
	codes, portfolios []string
	called            map[string][]string // by code: its names
	moments           []time.Time         // around which filings were received
}

func readCity(t *testing.T, e *metrics.Engine) cityFacts {
	t.Helper()
	c := cityFacts{called: map[string][]string{}, moments: []time.Time{{}}}
	departments, err := e.Departments(t.Context(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range departments {
		c.codes = append(c.codes, d.Code)
		for _, v := range d.Versions {
			c.called[d.Code] = append(c.called[d.Code], v.Name, v.ShortName)
			if !slices.Contains(c.portfolios, v.Portfolio) {
				c.portfolios = append(c.portfolios, v.Portfolio)
			}
		}
	}
	filings, err := e.Filings(t.Context(), period(t, "2023-05"), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range filings {
		for _, at := range []*time.Time{f.FirstReceived, f.LastReceived} {
			if at != nil && !slices.ContainsFunc(c.moments, at.Equal) {
				c.moments = append(c.moments, *at, at.Add(-time.Microsecond))
			}
		}
	}
	if len(c.moments) < 5 {
		t.Fatalf("the city came all at once: %v", c.moments)
	}
	return c
}

// members are values of the metrics' own dimensions to filter by; a value that its kind does not have is refused.
var members = map[string][]string{
	"meeting.form": {"现场", "视频"}, "document.form": {"通知", "函"}, "category": {"系统会议", "全市性会议"}, "in_plan": {"是", "否"}, "policy": {"是"}, "to_county": {"否"},
	"top_leader_required": {"是"}, "platform": {"政民互动"}, "satisfaction": {"满意", "未评价"}, "event": {"成立"}, "source": {"文风", "抽查"},
	"problem_type": {"篇幅过长"}, "conclusion": {"合格"}, "announced": {"否"}, "kind": {"meeting"},
}

// questions generates queries of a metric with any months, groups, filters, caliber and moment.
func (c cityFacts) questions(m *metrics.Metric) *rapid.Generator[metrics.Query] {
	return rapid.Custom(func(t *rapid.T) metrics.Query {
		start := jianfu.MonthOf(2023, 5) + jianfu.Month(rapid.IntRange(-30, 9).Draw(t, "start"))
		span, _ := jianfu.Span(start, start+jianfu.Month(rapid.IntRange(0, 13).Draw(t, "months")))
		q := metrics.Query{Metrics: []string{m.Name}, Period: span,
			Caliber: rapid.SampledFrom([]string{"", "reduction", "all"}).Draw(t, "caliber"),
			AsOf:    rapid.SampledFrom(c.moments).Draw(t, "moment")}
		var names []string
		for _, d := range m.Dimensions() {
			names = append(names, d.Name)
		}
		q.By = rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 2, rapid.ID).Draw(t, "by")
		switch filter := rapid.SampledFrom(append([]string{"", "", "portfolio"}, names...)).Draw(t, "filter"); filter {
		case "":
		case "department":
			q.Where.Departments = rapid.SliceOfN(rapid.SampledFrom(c.codes), 1, 20).Draw(t, "departments")
		case "portfolio":
			q.Where.Portfolios = rapid.SliceOfN(rapid.SampledFrom(c.portfolios), 1, 3).Draw(t, "portfolios")
		default:
			values := members[filter]
			if values == nil {
				values = members[m.Kinds()[0]+"."+filter]
			}
			if values != nil {
				q.Where.Is = []metrics.Equals{{Dimension: filter, In: []string{rapid.SampledFrom(values).Draw(t, "value")}}}
			}
		}
		return q
	})
}

// prove checks a figure against its records.
func (c cityFacts) prove(t prover, e *metrics.Engine, v metrics.Value) {
	if problem := c.disproof(v, recordsOf(t, e, v.Scope)); problem != "" {
		t.Errorf("%s of %s %v where %+v, %s as of %v: %s", v.Metric.Name, v.Scope.Period, v.Scope.Group, v.Scope.Where, v.Scope.Caliber, v.Scope.AsOf, problem)
	}
}

func recordsOf(t prover, e *metrics.Engine, scope metrics.Scope) []metrics.Record {
	var records []metrics.Record
	for page := (metrics.Page{First: 500}); ; page.After = records[len(records)-1].ID {
		found, err := e.Counted(t.Context(), scope, page)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, found.Records...)
		if !found.More {
			if int(found.Total) != len(records) {
				t.Errorf("%s: %d records of %d", scope.Metric, len(records), found.Total)
			}
			return records
		}
	}
}

// disproof says how the records contradict the figure; "" if they do not.
func (c cityFacts) disproof(v metrics.Value, records []metrics.Record) string {
	if v.Metric.Kinds()[0] == "department" { // filings are counted from what was received, and a missing one has no row
		if len(records) > 0 {
			return "records of filings"
		}
		return ""
	}
	for _, record := range records {
		if problem := c.misread(record); problem != "" {
			return fmt.Sprintf("%s row %d: %s", record.Source.File, record.Source.Row, problem)
		}
	}
	var numerator []metrics.Record
	for _, record := range records {
		if record.Role == metrics.InNumerator {
			numerator = append(numerator, record)
		}
	}
	if v.Missing == metrics.NoData && len(records) > 0 && v.Metric.Kind() != metrics.Ratio {
		return fmt.Sprintf("no data, and %d records", len(records))
	}
	if v.Numerator != nil {
		if by := countedOff(v.Metric.Parts()[0], numerator); by.Cmp(*v.Numerator) != 0 {
			return fmt.Sprintf("%s by hand, and the figure is %s", by, v.Numerator)
		}
	}
	if v.Denominator == nil {
		return ""
	}
	denominator := records
	if parts := v.Metric.Parts(); parts[0].Kinds()[0] != parts[1].Kinds()[0] {
		denominator = slices.DeleteFunc(slices.Clone(records), func(r metrics.Record) bool { return r.Role == metrics.InNumerator })
	}
	if by := countedOff(v.Metric.Parts()[1], denominator); by.Cmp(*v.Denominator) != 0 {
		return fmt.Sprintf("the denominator is %s by hand, and %s in the figure", by, v.Denominator)
	}
	if v.Amount != nil && v.Amount.Cmp(v.Numerator.Quo(*v.Denominator).Round(4)) != 0 {
		return fmt.Sprintf("%s of %s is not %s", v.Numerator, v.Denominator, v.Amount)
	}
	return ""
}

// countedOff counts records as the metric's definition says, from their fields.
func countedOff(part *metrics.Metric, records []metrics.Record) jianfu.Decimal {
	var total jianfu.Decimal
	var list []jianfu.Decimal
	different := map[string]bool{}
	for _, record := range records {
		value := jianfu.NewDecimal(1)
		switch part.Name {
		case "meetings.attendance":
			value = number(record, "attendance")
		case "meetings.person_hours":
			value = number(record, "attendance").Mul(number(record, "minutes")).Quo(jianfu.NewDecimal(60))
		case "documents.pages":
			value = number(record, "pages")
		case "documents.quota":
			value = number(record, "quota")
		case "visits.problems_found":
			value = number(record, "problems_found")
		case "visits.problems_solved":
			value = number(record, "problems_solved")
		case "inspections.county_visits":
			value = jianfu.NewDecimal(int64(len(strings.Split(field(record, "counties"), "、"))))
		case "messages.handling_days_median":
			handled, _ := jianfu.ParseDate(field(record, "handled_on"))
			received, _ := jianfu.ParseDate(field(record, "received_on"))
			list = append(list, jianfu.NewDecimal(int64(handled-received)))
		case "rectifications.categories":
			different[field(record, "problem_type")] = true
		case "meetings.departments_over_cap":
			different[field(record, "department")] = true
		}
		total = total.Add(value)
	}
	switch {
	case len(different) > 0:
		return jianfu.NewDecimal(int64(len(different)))
	case len(list) > 0:
		slices.SortFunc(list, jianfu.Decimal.Cmp)
		return list[(len(list)-1)/2].Add(list[len(list)/2]).Quo(jianfu.NewDecimal(2))
	}
	return total
}

func field(record metrics.Record, name string) string {
	at := slices.IndexFunc(record.Fields, func(f metrics.Field) bool { return f.Name == name })
	if at < 0 || record.Fields[at].Value == nil {
		return ""
	}
	return *record.Fields[at].Value
}

func number(record metrics.Record, name string) jianfu.Decimal {
	value, _ := jianfu.ParseDecimal(field(record, name))
	return value
}

// misread names a field of a record that its cells do not contain.
func (c cityFacts) misread(record metrics.Record) string {
	if record.Source.File == "" || record.Source.Row == 0 || len(record.Source.Cells) == 0 {
		return fmt.Sprintf("a record without its place: %+v", record.Source)
	}
	for _, f := range record.Fields {
		if f.Value == nil {
			continue
		}
		said := f.Name == "year" || slices.ContainsFunc(record.Source.Cells, func(cell metrics.Cell) bool { return c.says(cell, f.Name, *f.Value) })
		if !said {
			return fmt.Sprintf("%s = %s is in no cell", f.Name, *f.Value)
		}
	}
	return ""
}

var (
	digits   = regexp.MustCompile(`\d+`)
	quantity = regexp.MustCompile(`^[\d,]+(\.\d+)?`)
)

// says reports whether a filed cell contains the value of a field.
func (c cityFacts) says(cell metrics.Cell, name, value string) bool {
	if cell.Value == nil {
		return false
	}
	text := plainText(*cell.Value)
	switch {
	case strings.HasSuffix(name, "_on"):
		return saysDay(text, value)
	case value == "true":
		return slices.Contains([]string{"是", "√", "有", "已建立"}, text) || strings.Contains(text, "内")
	case value == "false":
		return slices.Contains([]string{"否", "×", "无", "未建立"}, text) || strings.Contains(text, "外")
	case name == "department":
		return slices.ContainsFunc(c.called[value], func(called string) bool {
			own := strings.TrimPrefix(called, "市")
			return called != "" && slices.Contains([]string{called, own, "市" + own, "云州" + called, "云州市" + own}, text)
		})
	case name == "minutes":
		return saysMinutes(text, value)
	case name == "scope" || name == "counties":
		return !slices.ContainsFunc(strings.Split(value, "、"), func(item string) bool { return !strings.Contains(text, plainText(item)) })
	case name == "form" && text == "√":
		return strings.HasSuffix(cell.Column, "/"+value)
	}
	if n, ok := jianfu.ParseDecimal(value); ok {
		filed, isNumber := jianfu.ParseDecimal(strings.ReplaceAll(quantity.FindString(text), ",", ""))
		return isNumber && filed.Cmp(n) == 0
	}
	return strings.Contains(text, plainText(value))
}

// plainText is a text without white space and without the difference between full and half width.
func plainText(s string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(s)), "")
}

// saysDay looks for a day in 2023-05-02, 2023年5月2日, 5月2日, 6月15日至26日 or 45048.
func saysDay(text, value string) bool {
	day, ok := jianfu.ParseDate(value)
	if !ok {
		return false
	}
	parts := digits.FindAllString(text, -1)
	var numbers []int
	for _, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil {
			return false
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 1 {
		return numbers[0] == int(day)+25569 // 1970-01-01 as a spreadsheet counts days
	}
	wanted := day.Time()
	for at := range numbers {
		rest := numbers[at:]
		if len(rest) >= 2 && rest[0] == int(wanted.Month()) && rest[1] == wanted.Day() {
			return true
		}
	}
	// The last day of a span: only the day is written if the month is the same.
	return len(numbers) >= 3 && numbers[len(numbers)-1] == wanted.Day() && slices.Contains(numbers, int(wanted.Month()))
}

// saysMinutes looks for a length in 1.5, 1.5小时, 90分钟, 半天 or 1天.
func saysMinutes(text, value string) bool {
	minutes, ok := jianfu.ParseDecimal(value)
	if !ok {
		return false
	}
	filed, ok := jianfu.ParseDecimal(quantity.FindString(text))
	unit := int64(60)
	switch {
	case text == "半天":
		filed, unit, ok = jianfu.NewDecimal(1), 4*60, true
	case strings.HasSuffix(text, "分钟"):
		unit = 1
	case strings.HasSuffix(text, "天"):
		unit = 8 * 60
	}
	return ok && filed.Mul(jianfu.NewDecimal(unit)).Cmp(minutes) == 0
}

// A check finds the same over a year as over its quarters one by one, including closed findings,
// and a metric of the same definition counts as many.
func TestCityChecks(t *testing.T) {
	t.Parallel()
	e := openCity(t)
	tell := func(name, span string) []string {
		found, err := e.Check(t.Context(), name, period(t, span), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, f := range found {
			list = append(list, fmt.Sprint(f.Day, f.Department, f.Subject.ZH, f.RecordIDs, f.Rectification))
		}
		return list
	}
	for _, name := range []string{"mergeSuggestions", "offPlanMeetings", "topLeaderNotNeeded", "conveyedAgain", "unapprovedInspections", "repeatedPlaces", "similarDocuments"} {
		var quarters []string
		for _, quarter := range []string{"2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"} {
			quarters = append(quarters, tell(name, quarter)...)
		}
		if year := tell(name, "2023"); !slices.Equal(year, quarters) {
			t.Errorf("%s: %d over the year, %d over its quarters", name, len(year), len(quarters))
		}
	}
	for check, metric := range map[string]string{"offPlanMeetings": "meetings.off_plan", "dormantBodies": "bodies.dormant"} {
		for _, span := range []string{"2022", "2023-H1", "2023"} {
			v := values(t, e, metrics.Query{Metrics: []string{metric}, Period: period(t, span)})[0]
			if found := tell(check, span); v.Amount == nil || v.Amount.Cmp(jianfu.NewDecimal(int64(len(found)))) != 0 {
				t.Errorf("%s of %s: %d findings, %s is %s", check, span, len(found), metric, v.Text(jianfu.English))
			}
		}
	}
}
