package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jianfu/e2e/city"
)

const held = `measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { amount } } } }`

func TestErrorsSayWhatToDo(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	for _, c := range []struct {
		query, code, near, says string
	}{
		{`{ measure(input: {metrics: ["meetings.hold"], period: "2023"}) { period } }`, "INVALID", "meetings.held", "meetings.hold"},
		{`{ metric(name: "meeting.held") { label } }`, "INVALID", "meetings.held", "meeting.held"},
		{`{ metrics(filter: {names: ["bodies.totl"]}) { label } }`, "INVALID", "bodies.total", "bodies.totl"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023", by: ["fom"]}) { period } }`, "INVALID", "form", "fom"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023", caliber: "al"}) { period } }`, "INVALID", "all", "al"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023", where: {departments: ["B999"]}}) { period } }`, "INVALID", "B009", "B999"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023-13"}) { period } }`, "INVALID", "", "2023-13"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023", compareTo: YEAR_EARLIER, against: "2021"}) { period } }`, "INVALID", "", "against"},
		{`{ measure(input: {metrics: [], period: "2023"}) { period } }`, "INVALID", "", "指标"},
		{`{ measure(input: {metrics: ["meetings.held"], period: "2023", asOf: "yesterday"}) { period } }`, "INVALID", "", "yesterday"},
		{`{ thresholds(on: "2023-02-30") { name } }`, "INVALID", "", "2023-02-30"},
		{`{ submission(id: "9999") { file } }`, "NOT_FOUND", "", "9999"},
		{`{ submission(id: "one") { file } }`, "INVALID", "", "one"},
		{`{ submissions(first: 0) { nodes { id } } }`, "INVALID", "", "100"},
		{`{ submissions(first: 101) { nodes { id } } }`, "INVALID", "", "100"},
		{`{ submissions(first: 99999999999) { nodes { id } } }`, "INVALID", "", "整数"},
		{`{ submissions(after: "xyz") { nodes { id } } }`, "INVALID", "", "endCursor"},
		{`{ records(kind: meeting, where: {is: [{dimension: "fom", in: ["视频"]}]}) { totalCount } }`, "INVALID", "form", "fom"},
		{`{ records(kind: meeting, where: {departments: ["B999"]}) { totalCount } }`, "INVALID", "B009", "B999"},
		{`{ records(kind: meeting, where: {submission: "9999"}) { totalCount } }`, "NOT_FOUND", "", "9999"},
		{`{ submissions(filter: {department: "B999"}) { nodes { id } } }`, "INVALID", "B009", "B999"},
		{`{ filings(period: "2023-05", departments: ["B999"]) { totalCount } }`, "INVALID", "B009", "B999"},
		{`{ departments(type: "市直单位") { code } }`, "INVALID", "市直部门", "市直单位"},
		{`{ departments(portfolio: "农业农林") { code } }`, "INVALID", "农业农村", "农业农林"},
		{`{ findings(check: "offPlan", period: "2023") { totalCount } }`, "INVALID", "offPlanMeetings", "offPlan"},
		{`{ record(kind: meeting, id: "9999") { title } }`, "NOT_FOUND", "", "9999"},
		{`mutation { withdraw(input: {submission: "9999", reason: "x"}) { submission { id } } }`, "NOT_FOUND", "", "9999"},
		{`mutation { withdraw(input: {submission: "1", reason: " "}) { submission { id } } }`, "INVALID", "", "reason"},
		{`mutation { submit(input: {file: "x"}) { status } }`, "INVALID", "", "multipart"},
		{`{ measurement }`, "INVALID", "", "measurements"},
		{`{ measure`, "INVALID", "", "查询语句有误"},
	} {
		r := s.post(c.query, nil)
		if len(r.Errors) != 1 {
			t.Errorf("%s: %d errors: %+v %s", c.query, len(r.Errors), r.Errors, r.Data)
			continue
		}
		e := r.Errors[0]
		if e.Extensions.Code != c.code || !strings.Contains(e.Message, c.says) || c.near != "" && !slices.Contains(e.Extensions.Near, c.near) {
			t.Errorf("%s: %+v", c.query, e)
		}
	}
	if logged := s.log.String(); logged != "" {
		t.Errorf("refusals are no faults of ours, yet logged: %s", logged)
	}
}

func TestSentencesFollowTheReader(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `{ metric(name: "meetings.held") { label } measure(input: {metrics: ["meetings.held"], period: "2023-Q1", compareTo: YEAR_EARLIER}) {
		periodInfo { label from through months } rows { nodes { values { comparison { sentence } } } } } }`
	labels := map[string]string{}
	for _, lang := range []string{"zh-CN,zh;q=0.9", "en-GB,en;q=0.8"} {
		var data struct {
			Metric  struct{ Label string }
			Measure struct {
				PeriodInfo struct {
					Label, From, Through string
					Months               int
				}
				Rows struct {
					Nodes []struct {
						Values []struct{ Comparison struct{ Sentence string } }
					}
				}
			}
		}
		s.ask(&data, query, nil, "Accept-Language", lang)
		info := data.Measure.PeriodInfo
		if info.From != "2023-01-01" || info.Through != "2023-03-31" || info.Months != 3 {
			t.Errorf("period in full: %+v", info)
		}
		labels[lang[:2]] = data.Metric.Label + " | " + info.Label + " | " + data.Measure.Rows.Nodes[0].Values[0].Comparison.Sentence
	}
	if !strings.HasPrefix(labels["zh"], "召开会议 | 2023年第一季度 | 同比") || !strings.HasPrefix(labels["en"], "meetings held | 2023-Q1 | ") || han.MatchString(labels["en"]) {
		t.Errorf("%q", labels)
	}
	_, zh := s.refused(`{ measurement }`, nil)
	_, en := s.refused(`{ measurement }`, nil, "Accept-Language", "en")
	if !strings.HasPrefix(zh, "查询语句有误") || !strings.HasPrefix(en, "the query is faulty") {
		t.Errorf("%q, %q", zh, en)
	}
}

// What is wrong with variables is said in the reader's language, with the variable.
func TestFaultyVariables(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `query($p: Period!, $n: Int, $where: MeasureFilter) { measure(input: {metrics: ["meetings.held"], period: $p, where: $where}) { rows(first: $n) { totalCount } } }`
	for _, c := range []struct {
		variables map[string]any
		zh, en    string
	}{
		{nil, "变量 $p 有误：没有给值", "the variable $p is faulty: it has no value"},
		{map[string]any{"p": nil}, "变量 $p 有误：不能是 null", "$p is faulty: it may not be null"},
		{map[string]any{"p": "2023", "n": "x"}, "变量 $n 有误：值的类型", "$n is faulty: its value"},
		{map[string]any{"p": "2023", "where": map[string]any{"unit": "B001"}}, "变量 $where.unit 有误：没有这一项", "$where.unit is faulty: there is no such field"},
		{map[string]any{"p": "2023", "where": 7}, "变量 $where 有误：值的类型", "$where is faulty: its value"},
	} {
		_, zh := s.refused(query, c.variables)
		_, en := s.refused(query, c.variables, "Accept-Language", "en")
		if !strings.Contains(zh, c.zh) || !strings.Contains(en, c.en) {
			t.Errorf("%v: %q, %q", c.variables, zh, en)
		}
	}
}

// An internal error is logged once under a reference, and the caller sees only the reference.
func TestInternalErrorsAreHidden(t *testing.T) {
	t.Parallel()
	c := over(city.Open(t))
	s := serve(t, c)
	if err := c.Warehouse.Close(); err != nil {
		t.Fatal(err)
	}
	r := s.post(`{ `+held+` }`, nil)
	if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INTERNAL" {
		t.Fatalf("%+v", r.Errors)
	}
	reference := r.Errors[0].Extensions.Reference
	if len(reference) < 8 || !strings.Contains(r.Errors[0].Message, reference) || strings.Contains(r.Errors[0].Message, "closed") {
		t.Errorf("%+v", r.Errors[0])
	}
	if logged := s.log.String(); strings.Count(logged, reference) != 1 || !strings.Contains(logged, "closed") {
		t.Errorf("log: %s", logged)
	}
}

func TestOutOfTime(t *testing.T) {
	t.Parallel()
	c := over(city.Sample(t))
	c.QueryTimeout = time.Nanosecond
	s := serve(t, c)
	if code, message := s.refused(`{ `+held+` }`, nil); code != "TOO_LARGE" || !strings.Contains(message, "超时") {
		t.Error(code, message)
	}
	if logged := s.log.String(); logged != "" {
		t.Errorf("logged: %s", logged)
	}
}

func TestNullsHaveReasons(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type value struct {
		Amount, Numerator, Denominator, Missing *string
		Text                                    string
		Comparison                              *struct{ ChangePercent, ChangePoints, Missing *string }
	}
	var data map[string]struct {
		ComparedTo *string
		Rows       struct{ Nodes []struct{ Values []value } }
	}
	s.ask(&data, `{
		early: measure(input: {metrics: ["meetings.held"], period: "2023", asOf: "2020-01-01T00:00:00Z"}) { ...f }
		unfiled: measure(input: {metrics: ["meetings.held"], period: "2031"}) { ...f }
		nothing: measure(input: {metrics: ["apps.clearance_rate"], period: "2021", where: {departments: ["B002"]}}) { ...f }
		base: measure(input: {metrics: ["meetings.held"], period: "2021", compareTo: YEAR_EARLIER}) { ...f }
		rate: measure(input: {metrics: ["messages.handling_rate"], period: "2023", compareTo: YEAR_EARLIER}) { ...f }
	} fragment f on Measurement { comparedTo rows { nodes { values { amount numerator denominator missing text comparison { changePercent changePoints missing } } } } }`, nil)
	only := func(name string) value { return data[name].Rows.Nodes[0].Values[0] }
	is := func(p *string, want string) bool { return p != nil && *p == want || p == nil && want == "" }
	if v := only("early"); v.Amount != nil || !is(v.Missing, "NO_DATA") {
		t.Errorf("early: %+v", v)
	}
	if v := only("unfiled"); v.Amount != nil || !is(v.Missing, "NOT_DUE") || v.Comparison != nil || data["unfiled"].ComparedTo != nil {
		t.Errorf("unfiled: %+v", v)
	}
	if v := only("nothing"); v.Amount != nil || !is(v.Missing, "ZERO_DENOMINATOR") || !is(v.Denominator, "0") {
		t.Errorf("nothing: %+v", v)
	}
	if v := only("base"); v.Amount == nil || !is(v.Comparison.Missing, "NOT_FILED") || v.Comparison.ChangePercent != nil || !is(data["base"].ComparedTo, "2020") {
		t.Errorf("base: %+v", v)
	}
	if v := only("rate"); v.Comparison.ChangePercent != nil || v.Comparison.ChangePoints == nil || !strings.HasSuffix(v.Text, "%") || v.Missing != nil {
		t.Errorf("rate: %+v", v)
	}
}

// Fields that differ only in their metrics are one statement, and each answers the same as alone.
func TestAliasesAreMeasuredTogether(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type measurement struct {
		Rows    json.RawMessage
		Notices json.RawMessage
		Lineage struct{ Statements []string }
	}
	const fields = `{ rows { nodes { bucket { value } group { value label } values { metric amount text comparison { sentence } records(first: 2) { totalCount nodes { id } } } } } notices { code metric } lineage { statements } }`
	for _, c := range []struct {
		arguments  string
		metrics    [][]string
		statements int
	}{
		{`period: "2023", compareTo: YEAR_EARLIER`, [][]string{{"meetings.held"}, {"meetings.citywide", "meetings.remote_share"}, {"meetings.held", "meetings.off_plan"}}, 1},
		{`period: "2023", by: ["form"]`, [][]string{{"meetings.attendance"}, {"meetings.remote"}}, 1},
		{`period: "2023", by: ["form"]`, [][]string{{"meetings.held"}, {"meetings.lead_time_compliance"}}, 1}, // two sources of one kind
		{`period: "2023-H1", grain: QUARTER`, [][]string{{"apps.found"}, {"groups.found"}}, 1},                // two kinds
		{`period: "2023", by: ["分管战线"]`, [][]string{{"召开会议"}, {"meetings.held"}, {"meetings.held", "参会人次"}}, 1},
		{`period: "2023"`, [][]string{{"meetings.held"}, {"no.such"}}, 1},
	} {
		query := ""
		for i, names := range c.metrics {
			text, _ := json.Marshal(names)
			query += fmt.Sprintf("m%d: measure(input: {metrics: %s, %s}) %s\n", i, text, c.arguments, fields)
		}
		r := s.post("{"+query+"}", nil)
		var together map[string]*measurement
		if c.metrics[1][0] == "no.such" {
			if len(r.Errors) != 1 || r.Errors[0].Path[0] != "m1" {
				t.Errorf("only m1 is wrong: %+v", r.Errors)
			}
			continue
		}
		if err := json.Unmarshal(r.Data, &together); err != nil || len(r.Errors) > 0 {
			t.Fatal(err, r.Errors)
		}
		for i, names := range c.metrics {
			text, _ := json.Marshal(names)
			var alone struct{ Measure measurement }
			s.ask(&alone, fmt.Sprintf("{ measure(input: {metrics: %s, %s}) %s }", text, c.arguments, fields), nil)
			have := together[fmt.Sprintf("m%d", i)]
			if string(have.Rows) != string(alone.Measure.Rows) || string(have.Notices) != string(alone.Measure.Notices) {
				t.Errorf("%v %s\ntogether %s\nalone    %s", names, c.arguments, have.Rows, alone.Measure.Rows)
			}
			if len(have.Lineage.Statements) != c.statements {
				t.Errorf("%v %s: %d statements", names, c.arguments, len(have.Lineage.Statements))
			}
		}
		if c.arguments == `period: "2023", compareTo: YEAR_EARLIER` && !reflect.DeepEqual(together["m0"].Lineage, together["m2"].Lineage) {
			t.Error("m0 and m2 were measured apart")
		}
	}
}

func TestRowsInPages(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `query ($after: Cursor, $year: Period!) { measure(input: {metrics: ["meetings.held"], period: $year, by: ["department"], grain: QUARTER}) {
		rows(first: 37, after: $after) { totalCount nodes { bucket { value } group { value } } pageInfo { hasNextPage endCursor } } } }`
	type page struct {
		Measure struct {
			Rows struct {
				TotalCount int
				Nodes      []json.RawMessage
				PageInfo   struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
	}
	variables := map[string]any{"after": nil, "year": "2023"}
	seen := map[string]bool{}
	for {
		var p page
		s.ask(&p, query, variables)
		for _, node := range p.Measure.Rows.Nodes {
			if seen[string(node)] {
				t.Fatalf("%s comes twice", node)
			}
			seen[string(node)] = true
		}
		if !p.Measure.Rows.PageInfo.HasNextPage {
			if len(seen) != p.Measure.Rows.TotalCount || len(seen) < 100 {
				t.Errorf("%d rows of %d", len(seen), p.Measure.Rows.TotalCount)
			}
			break
		}
		variables["after"] = *p.Measure.Rows.PageInfo.EndCursor
	}
	// The cursor belongs only to this answer.
	variables["year"] = "2022"
	if code, _ := s.refused(query, variables); code != "CONFLICT" {
		t.Errorf("a cursor of another answer gives %s", code)
	}
	if code, _ := s.refused(`query ($after: Cursor) { submissions(after: $after) { nodes { id } } }`, variables); code != "INVALID" {
		t.Errorf("a cursor of another list gives %s", code)
	}
}

// A figure leads to exactly its rows, page by page, and a row to its cells.
func TestRecordsBehindAFigure(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `query ($after: Cursor) { measure(input: {metrics: ["meetings.held"], period: "2023-05", where: {is: [{dimension: "form", in: ["视频"]}]}}) {
		rows { nodes { values { amount records(first: 3, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
			id kind department departmentInfo { name } date title fields { name label value } source { submission submissionInfo { file } file sheet row cells { column value } } } } } } } } }`
	type record struct {
		ID, Kind, Department, Date, Title string
		DepartmentInfo                    struct{ Name string }
		Fields                            []struct {
			Name, Label string
			Value       *string
		}
		Source struct {
			Submission, File, Sheet string
			SubmissionInfo          struct{ File string }
			Row                     int
			Cells                   []struct {
				Column string
				Value  *string
			}
		}
	}
	var amount string
	seen, variables := map[string]bool{}, map[string]any{"after": nil}
	for {
		var data struct {
			Measure struct {
				Rows struct {
					Nodes []struct {
						Values []struct {
							Amount  string
							Records struct {
								TotalCount int
								Nodes      []record
								PageInfo   struct {
									HasNextPage bool
									EndCursor   *string
								}
							}
						}
					}
				}
			}
		}
		s.ask(&data, query, variables)
		value := data.Measure.Rows.Nodes[0].Values[0]
		amount = value.Amount
		if fmt.Sprint(value.Records.TotalCount) != amount {
			t.Errorf("%d records behind a figure of %s", value.Records.TotalCount, amount)
		}
		for _, r := range value.Records.Nodes {
			seen[r.ID] = true
			if r.Kind != "meeting" || !strings.HasPrefix(r.Date, "2023-05-") || r.Title == "" || r.DepartmentInfo.Name == "" || r.Department == "" ||
				r.Source.Row < 2 || r.Source.SubmissionInfo.File != r.Source.File {
				t.Errorf("record %+v", r)
			}
			if !slices.ContainsFunc(r.Source.Cells, func(c struct {
				Column string
				Value  *string
			}) bool {
				return c.Column == "会议名称" && c.Value != nil && *c.Value == r.Title
			}) {
				t.Errorf("no filed cell holds %q: %+v", r.Title, r.Source.Cells)
			}
		}
		if !value.Records.PageInfo.HasNextPage {
			break
		}
		variables["after"] = *value.Records.PageInfo.EndCursor
	}
	if fmt.Sprint(len(seen)) != amount || len(seen) < 4 {
		t.Errorf("%d different records behind a figure of %s", len(seen), amount)
	}
}

func TestCatalogueAndDirectory(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		All, Meetings, Rates, Messages, Found []struct {
			Name, Label, Kind, Direction, Definition string
			Unit, Caliber                            *string
			Source                                   []string
			Dimensions                               []struct{ Name string }
		}
		SQL        struct{ SQL string }
		Calibers   []struct{ Name string }
		Thresholds []struct{ Name, Value string }
		Portfolios []struct {
			Name        string
			Leader      *string
			Departments []struct{ Code string }
		}
		Departments, Bureaus []struct{ Code, Name string }
	}
	s.ask(&data, `{
		all: metrics { ...m } meetings: metrics(filter: {prefix: "meetings."}) { ...m } rates: metrics(filter: {kind: RATIO}) { ...m }
		messages: metrics(filter: {source: message}) { ...m } found: metrics(filter: {search: "办复率"}) { ...m }
		sql: metric(name: "meetings.held") { sql } calibers { name } thresholds(on: "2023-12-31") { name value }
		portfolios { name leader departments { code } } departments { code name } bureaus: departments(type: "市直部门") { code name }
	} fragment m on Metric { name label unit kind direction definition caliber source dimensions { name } }`, nil)
	if len(data.All) < 60 || len(data.Meetings) < 10 || len(data.Rates) < 10 || len(data.Messages) < 5 {
		t.Errorf("%d metrics, %d of meetings, %d rates, %d of messages", len(data.All), len(data.Meetings), len(data.Rates), len(data.Messages))
	}
	for _, m := range data.All {
		if m.Label == "" || m.Definition == "" || len(m.Source) == 0 || len(m.Dimensions) < 4 || (m.Unit == nil) != (m.Kind == "RATIO") {
			t.Errorf("metric %+v", m)
		}
	}
	for _, m := range data.Meetings {
		if (m.Caliber == nil) != (m.Name == "meetings.combined" || m.Name == "meetings.planned") {
			t.Errorf("caliber of %s: %v", m.Name, m.Caliber)
		}
	}
	if len(data.Found) == 0 || data.Found[0].Name != "messages.handling_rate" {
		t.Errorf("found %+v", data.Found)
	}
	if !strings.Contains(data.SQL.SQL, "SELECT") || len(data.Calibers) < 2 || len(data.Thresholds) < 8 {
		t.Errorf("%.100s, %v, %v", data.SQL.SQL, data.Calibers, data.Thresholds)
	}
	if len(data.Portfolios) != 8 || data.Portfolios[0].Name != "综合协调" || data.Departments[0].Code != "B001" || len(data.Bureaus) >= len(data.Departments) {
		t.Errorf("%d portfolios, %d departments, %d bureaus", len(data.Portfolios), len(data.Departments), len(data.Bureaus))
	}
}

// A record is found by its kind and number, even if it no longer counts.
func TestARecordAgain(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	var before, again struct {
		Records struct {
			Nodes []json.RawMessage
		}
		Record json.RawMessage
	}
	const parts = `{ id kind title department source { submission sheet row cells { column value } } }`
	s.ask(&before, `{ records(kind: meeting, first: 1) { nodes `+parts+` } }`, nil)
	var record struct{ ID string }
	if err := json.Unmarshal(before.Records.Nodes[0], &record); err != nil {
		t.Fatal(err)
	}
	s.ask(&struct{}{}, `mutation { withdraw(input: {submission: "2", reason: "x"}) { submission { id } } }`, nil)
	s.ask(&again, `query ($id: ID!) { records(kind: meeting, first: 1) { nodes { id } } record(kind: meeting, id: $id) `+parts+` }`, map[string]any{"id": record.ID})
	if len(again.Records.Nodes) != 0 || !bytes.Equal(before.Records.Nodes[0], again.Record) {
		t.Errorf("%s is shown as %s; %d records count", before.Records.Nodes[0], again.Record, len(again.Records.Nodes))
	}
}

// A record shows the rows of its sheet above and below it, as they were filed, and every column
// that it may have been read from.
func TestRowsAroundARecord(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type row struct {
		Row   int
		Cells []struct {
			Column string
			Value  *string
		}
	}
	var data struct {
		Kinds []struct {
			Kind, Label string
			Columns     []struct {
				Name, Header string
				Aliases      []string
				Required     bool
			}
		}
		Trace struct {
			Rows struct {
				Nodes []struct {
					Values []struct {
						Records struct {
							Nodes []struct {
								Source struct {
									row
									Around, Alone []row
								}
							}
						}
					}
				}
			}
		}
	}
	s.ask(&data, `{ kinds { kind label columns { name header aliases required } }
		trace(id: "meetings.overlong@2023") { rows { nodes { values { records(first: 20) { nodes { source {
			row cells { column value } around(rows: 2) { row cells { column value } } alone: around(rows: 0) { row cells { column value } } } } } } } } } }`, nil)
	for _, kind := range data.Kinds {
		if kind.Kind == "meeting" && (kind.Label != "会议统计" || !slices.ContainsFunc(kind.Columns, func(c struct {
			Name, Header string
			Aliases      []string
			Required     bool
		}) bool {
			return c.Name == "held_on" && c.Header == "召开时间" && c.Required && slices.Contains(c.Aliases, "会议日期")
		})) {
			t.Errorf("%+v", kind)
		}
	}
	if len(data.Kinds) != 18 {
		t.Errorf("%d kinds", len(data.Kinds))
	}
	records := data.Trace.Rows.Nodes[0].Values[0].Records.Nodes
	if len(records) != 20 {
		t.Fatalf("%d records", len(records))
	}
	wider := 0
	for _, record := range records {
		source := record.Source
		if len(source.Alone) != 1 || !reflect.DeepEqual(source.Alone[0], source.row) {
			t.Errorf("row %d alone: %+v", source.Row, source.Alone)
		}
		if len(source.Around) > 1 {
			wider++
		}
		for i, around := range source.Around {
			if around.Row < source.Row-2 || around.Row > source.Row+2 || i > 0 && around.Row <= source.Around[i-1].Row {
				t.Errorf("row %d is shown among the rows around %d", around.Row, source.Row)
			}
			if around.Row == source.Row && !reflect.DeepEqual(around, source.row) {
				t.Errorf("row %d reads differently among its neighbours", source.Row)
			}
		}
		if !slices.ContainsFunc(source.Around, func(r row) bool { return r.Row == source.Row }) {
			t.Errorf("row %d is not among its neighbours", source.Row)
		}
	}
	if wider < 15 {
		t.Errorf("only %d records have neighbours", wider)
	}
	if code, message := s.refused(`{ records(kind: meeting, first: 1) { nodes { source { around(rows: 21) { row } } } } }`, nil); code != "INVALID" || !strings.Contains(message, "0 到 20") {
		t.Error(code, message)
	}
}
