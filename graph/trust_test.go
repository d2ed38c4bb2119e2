package graph_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianfu/metrics"
)

// Each check of the catalogue is a field of its own name.
func TestChecksAreFields(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	var fields, names []string
	for _, field := range schema().Query.Fields {
		if field.Type.Name() == "FindingConnection" && field.Name != "findings" {
			fields = append(fields, field.Name)
		}
	}
	for _, check := range catalog.Checks() {
		names = append(names, check.Name)
	}
	if !slices.Equal(fields, names) {
		t.Errorf("fields %v\nchecks %v", fields, names)
	}
	s := sampleCity(t)
	var data struct {
		Checks []struct {
			Name, Label, Definition, SQL string
			Kinds                        []string
		}
	}
	s.ask(&data, `{ checks { name label definition kinds sql(period: "2023-05") } }`, nil)
	for i, check := range data.Checks {
		if check.Name != names[i] || check.Label == "" || check.Definition == "" || len(check.Kinds) == 0 || !strings.Contains(check.SQL, "DATE '2023-05-01'") {
			t.Errorf("%+v", check)
		}
	}
	if len(data.Checks) != len(names) {
		t.Errorf("%d checks", len(data.Checks))
	}
}

// The yearly summary has every figure under its name, each with its comparison and rows,
// equal to the truth of the sample city.
func TestAnnualSummary(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	def := schema().Types["AnnualSummary"]
	var goNames []string
	for field := range reflect.TypeFor[metrics.Annual]().Fields() {
		letters := []rune(field.Name)
		letters[0] = unicode.ToLower(letters[0])
		goNames = append(goNames, string(letters))
	}
	var query strings.Builder
	for _, field := range def.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		at := slices.Index(goNames, field.Name)
		if at < 0 {
			t.Errorf("AnnualSummary.%s is not of metrics.Annual", field.Name)
			continue
		}
		goNames = slices.Delete(goNames, at, at+1)
		fmt.Fprintf(&query, "%s%s\n", field.Name, map[string]string{
			"Value": " { ...v }", "Threshold": " { name value unit }", "Projection": " { metric actual { ...v } methods { amount changePercent missing past { year errorPercent } } }",
			"NoIncreaseCheck": " { period met value { ...v } }", "Notice": " { code text }"}[field.Type.Name()])
	}
	if len(goNames) > 0 {
		t.Errorf("metrics.Annual has %v besides", goNames)
	}
	var data struct{ AnnualSummary map[string]any }
	s.ask(&data, "{ annualSummary(year: 2023) {\n"+query.String()+`} }
		fragment v on Value { metric definition { kind } period amount numerator denominator missing text comparison { period amount delta sentence } records(first: 1) { totalCount nodes { source { file row } } } }`, nil)
	truth := map[[2]string]figure{}
	for _, f := range readTruth(t).Figures {
		if f.Portfolio == "" && f.Department == "" {
			truth[[2]string{f.Metric, f.Period}] = f
		}
	}
	figures, proven := 0, 0
	check := func(name string, v map[string]any) {
		figures++
		amount, _ := v["amount"].(string)
		if (v["amount"] == nil) == (v["missing"] == nil) || v["text"] == "" {
			t.Errorf("%s: %v", name, v)
		}
		records := v["records"].(map[string]any)
		if amount != "0" && len(records["nodes"].([]any)) != 1 {
			t.Errorf("%s: no records behind %s", name, amount)
		}
		if v["comparison"] == nil && !strings.HasSuffix(name, "ThreeYears") {
			t.Errorf("%s is not compared", name)
		}
		want, known := truth[[2]string{v["metric"].(string), v["period"].(string)}]
		if !known || name == "writingProblemKinds" { // of one source alone
			return
		}
		proven++
		if want.Value == nil && amount != "" || want.Value != nil && !same(&amount, *want.Value) {
			t.Errorf("%s is %s, not %v", name, amount, want)
		}
		if kind := v["definition"].(map[string]any)["kind"]; (kind == "FLOW" || kind == "PLAN") && fmt.Sprint(records["totalCount"]) != amount {
			t.Errorf("%s: %v records behind %s", name, records["totalCount"], amount)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(data.AnnualSummary)) {
		switch value := data.AnnualSummary[name].(type) {
		case []any:
			for i, item := range value {
				item := item.(map[string]any)
				if item["value"] != nil {
					if item["met"] != true {
						t.Errorf("%s[%d]: %v", name, i, item)
					}
					item = item["value"].(map[string]any)
				}
				if item["metric"] != nil {
					check(fmt.Sprintf("%s[%d]", name, i), item)
				}
			}
		case map[string]any:
			if value["text"] != nil {
				check(name, value)
			}
		case nil:
			if name != "asOf" {
				t.Errorf("%s is null", name)
			}
		}
	}
	t.Logf("%d figures, %d with a truth", figures, proven)
	if figures < 33 || proven < 20 {
		t.Errorf("%d figures, %d with a truth", figures, proven)
	}
	var before struct {
		AnnualSummary struct {
			AsOf         string
			MeetingsHeld struct{ Missing string }
		}
	}
	s.ask(&before, `{ annualSummary(year: 2023, asOf: "2001-01-01T08:00:00+08:00") { asOf meetingsHeld { missing } } }`, nil)
	if before.AnnualSummary.MeetingsHeld.Missing != "NO_DATA" || before.AnnualSummary.AsOf != "2001-01-01T00:00:00Z" {
		t.Errorf("before anything was filed: %+v", before)
	}
}

func TestProjectionAndNoIncrease(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		Projection struct {
			Metric   string
			Actual   struct{ Amount, Period string }
			LastYear struct{ Amount string }
			Methods  []struct {
				Method, Label string
				Amount        *string
				Past          []struct{ Year int }
			}
		}
		Whole, Lines []struct {
			Period string
			Group  []struct{ Value string }
			Value  struct {
				Amount     string
				Comparison struct{ Delta string }
			}
			Met *bool
		}
	}
	s.ask(&data, `{
		projection(metric: "meetings.held", year: 2023, throughMonth: 11) { metric actual { amount period } lastYear { amount } methods { method label amount past { year } } }
		whole: noIncrease(metric: "meetings.held", year: 2023) { ...n }
		lines: noIncrease(metric: "meetings.held", year: 2023, by: "portfolio") { ...n }
	} fragment n on NoIncreaseCheck { period group { value } value { amount comparison { delta } } met }`, nil)
	p := data.Projection
	if p.Metric != "meetings.held" || p.Actual.Amount != "486" || p.Actual.Period != "2023-01/2023-11" || p.LastYear.Amount != "595" || len(p.Methods) != 3 {
		t.Errorf("%+v", p)
	}
	for i, method := range []string{"PLAN_REMAINDER", "LAST_YEAR_SCALED", "RUN_RATE"} {
		if m := p.Methods[i]; m.Method != method || m.Label == "" || m.Amount == nil || len(m.Past) == 0 || m.Past[0].Year != 2022 {
			t.Errorf("%+v", m)
		}
	}
	if len(data.Whole) != 1 || len(data.Whole[0].Group) != 0 || data.Whole[0].Met == nil || !*data.Whole[0].Met || len(data.Lines) != 8 || data.Lines[0].Group[0].Value != "综合协调" {
		t.Errorf("%+v, %d portfolios", data.Whole, len(data.Lines))
	}
	for _, line := range data.Lines {
		if line.Met == nil || *line.Met == (line.Value.Comparison.Delta[0] != '-' && line.Value.Comparison.Delta != "0") {
			t.Errorf("%+v", line)
		}
	}
	for query, near := range map[string]string{
		`{ projection(metric: "meetings.hold", year: 2023, throughMonth: 11) { year } }`:                "meetings.held",
		`{ projection(metric: "meetings.held", year: 2023, throughMonth: 12) { year } }`:                "",
		`{ projection(metric: "messages.handling_rate", year: 2023, throughMonth: 6) { year } }`:        "",
		`{ noIncrease(metric: "messages.handling_rate", year: 2023) { met } }`:                          "",
		`{ noIncrease(metric: "meetings.held", year: 2023, by: "portfolo") { met } }`:                   "portfolio",
		`{ noIncrease(metric: "meetings.held", year: 99) { met } }`:                                     "",
		`{ annualSummary(year: -5) { year } }`:                                                          "",
		`{ filings(period: "2023", departments: ["B0001"]) { totalCount } }`:                            "B001",
		`{ findings(check: "offPlanMeeting", period: "2023") { totalCount } }`:                          "offPlanMeetings",
		`{ offPlanMeetings(period: "2023", first: 101) { totalCount } }`:                                "",
		`{ offPlanMeetings(period: "2023", after: "xyz") { totalCount } }`:                              "",
		`{ reconciliation(period: "2023-13") { totalCount } }`:                                          "",
		`{ filings(period: "2023", first: 0) { totalCount } }`:                                          "",
		`{ submission(id: "24") { changes(first: 1000) { totalCount } } }`:                              "",
		`{ offPlanMeetings(period: "2023") { nodes { records(first: 0) { totalCount } } totalCount } }`: "",
	} {
		r := s.post(query, nil)
		if len(r.Errors) == 0 || r.Errors[0].Extensions.Code != "INVALID" || near != "" && !slices.Contains(r.Errors[0].Extensions.Near, near) {
			t.Errorf("%s: %+v", query, r.Errors)
		}
	}
	// Each summary is dozens of statements.
	if code, _ := s.refused("{ "+strings.Join(aliased(20, "annualSummary(year: 2023) { year }"), " ")+" }", nil); code != "TOO_LARGE" {
		t.Error(code)
	}
}

func aliased(n int, field string) []string {
	fields := make([]string, n)
	for i := range fields {
		fields[i] = fmt.Sprintf("a%d: %s", i, field)
	}
	return fields
}

// The filings listed are those that the metrics filings.* count.
func TestFilings(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		All, Late, Corrected, Missing, Bureau struct {
			TotalCount int
			Nodes      []struct {
				Department, Kind, Month, Status string
				Unit                            struct{ Name string }
				Late                            bool
				FirstReceived, Submission       *string
				Rows                            int
			}
		}
		Measure answer
	}
	s.ask(&data, `query ($after: Cursor) {
		all: filings(period: "2023", first: 1) { ...f } missing: filings(period: "2023", statuses: [MISSING]) { ...f }
		corrected: filings(period: "2023", statuses: [CORRECTED]) { ...f } bureau: filings(period: "2023-05", departments: ["B008"], kinds: [meeting]) { ...f }
		measure(input: {metrics: ["filings.expected", "filings.missing"], period: "2023"}) `+answerFields+`
	} fragment f on FilingConnection { totalCount nodes { department unit { name } kind month status late firstReceived submission rows } }`, nil)
	values := data.Measure.Rows.Nodes[0].Values
	if fmt.Sprint(data.All.TotalCount) != *values[0].Amount || fmt.Sprint(data.Missing.TotalCount) != *values[1].Amount || data.Missing.TotalCount == 0 {
		t.Errorf("%d filings, %d missing, counted %s and %s", data.All.TotalCount, data.Missing.TotalCount, *values[0].Amount, *values[1].Amount)
	}
	for _, f := range data.Missing.Nodes {
		if f.Status != "MISSING" || f.FirstReceived != nil || f.Submission != nil || f.Late || f.Rows != 0 {
			t.Errorf("%+v", f)
		}
	}
	if data.Corrected.TotalCount != 2 || data.Bureau.TotalCount != 1 {
		t.Fatalf("%+v, %+v", data.Corrected, data.Bureau)
	}
	if f := data.Bureau.Nodes[0]; f.Unit.Name == "" || f.Status != "CORRECTED" || !f.Late || f.Rows != 1 || *f.Submission != "24" || f.Month != "2023-05" {
		t.Errorf("%+v", f)
	}
	seen, after := map[string]bool{}, any(nil)
	for {
		var page struct {
			Filings struct {
				TotalCount int
				Nodes      []struct{ Department, Kind, Month string }
				PageInfo   struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
		s.ask(&page, `query ($after: Cursor) { filings(period: "2023-Q1", first: 100, after: $after) { totalCount nodes { department kind month } pageInfo { hasNextPage endCursor } } }`,
			map[string]any{"after": after})
		for _, f := range page.Filings.Nodes {
			seen[f.Department+f.Kind+f.Month] = true
		}
		if after = page.Filings.PageInfo.EndCursor; !page.Filings.PageInfo.HasNextPage {
			if len(seen) != page.Filings.TotalCount || len(seen) <= 100 {
				t.Errorf("%d of %d filings", len(seen), page.Filings.TotalCount)
			}
			break
		}
	}
	// A cursor belongs to its list as it was.
	if code, _ := s.refused(`query ($after: Cursor) { filings(period: "2023-Q2", after: $after) { totalCount } }`, map[string]any{"after": after}); code != "CONFLICT" {
		t.Error(code)
	}
}

// A stated total that is not that of the records is told, with the records; a stated zero
// of what nobody filed is none.
func TestReconciliation(t *testing.T) {
	t.Parallel()
	stated := filepath.Join(t.TempDir(), "统计汇总表.csv")
	// Without the correction each unit has two meetings filed in May, and no documents.
	if err := os.WriteFile(stated, []byte("单位,月份,会议场次,发文数\nB008,2023年5月,1,0\nB016,2023年5月,2,5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, fill(t, city+"/00单位名录.xlsx", city+"/2023年会议统计表.xlsx", stated))
	type difference struct {
		Department, Month, Metric, Stated string
		Unit                              struct{ Name string }
		Definition                        struct{ Label string }
		Gap                               *string
		Counted                           struct {
			Amount, Missing *string
			Period          string
			Records         struct{ TotalCount int }
		}
	}
	var data struct {
		Reconciliation, All struct {
			TotalCount int
			Nodes      []difference
		}
	}
	const fields = ` { totalCount nodes { department unit { name } month metric definition { label } stated gap counted { amount missing period records { totalCount } } } }`
	s.ask(&data, `{ reconciliation(period: "2023")`+fields+` all: reconciliation(period: "2023", onlyDifferences: false)`+fields+` }`, nil)
	if data.Reconciliation.TotalCount != 2 || data.All.TotalCount != 4 {
		t.Fatalf("%+v", data)
	}
	meetings, documents := data.Reconciliation.Nodes[0], data.Reconciliation.Nodes[1]
	if meetings.Department != "B008" || meetings.Metric != "meetings.held" || meetings.Stated != "1" || *meetings.Counted.Amount != "2" || *meetings.Gap != "-1" ||
		meetings.Counted.Records.TotalCount != 2 || meetings.Unit.Name == "" || meetings.Definition.Label != "召开会议" {
		t.Errorf("%+v", meetings)
	}
	if documents.Department != "B016" || documents.Metric != "documents.issued" || documents.Stated != "5" || documents.Gap != nil ||
		*documents.Counted.Missing != "NO_DATA" || documents.Counted.Period != "2023-05" || documents.Counted.Records.TotalCount != 0 {
		t.Errorf("%+v", documents)
	}
}

type findings struct {
	TotalCount int
	Nodes      []struct {
		Check, Day, Subject, Detail string
		Definition                  struct{ Label string }
		Department, Saving          *string
		Unit                        *struct{ Name string }
		ClosedOut                   *bool
		Rectification               *string
		Records                     struct {
			TotalCount int
			Nodes      []struct {
				ID, Kind, Date string
				Role           *string
				Source         struct {
					File  string
					Row   int
					Cells []struct{ Column string }
				}
			}
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
	}
	PageInfo struct {
		HasNextPage bool
		EndCursor   string
	}
}

const findingFields = ` { totalCount pageInfo { hasNextPage endCursor } nodes { check definition { label } day department unit { name } subject detail saving closedOut rectification
	records(first: $few, after: $on) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind date role source { file row cells { column } } } } } }`

// A finding leads to the rows it is about, and each row to its cells.
func TestFindings(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	ask := func(fields string, variables map[string]any) map[string]findings {
		t.Helper()
		var data map[string]findings
		s.ask(&data, "query ($few: Int = 20, $on: Cursor, $after: Cursor) { "+fields+" } fragment f on FindingConnection"+findingFields, variables)
		return data
	}
	data := ask(`mergeSuggestions(period: "2023", after: $after) { ...f } offPlanMeetings(period: "2023") { ...f } repeatedPlaces(period: "2023-05") { ...f } lookAlikeBodies(period: "2023") { ...f }
		asked: findings(check: "offPlanMeetings", period: "2023") { ...f } early: offPlanMeetings(period: "2023", asOf: "2001-01-01T00:00:00Z") { ...f }`, nil)
	if merge := data["mergeSuggestions"]; merge.TotalCount != 1 || merge.Nodes[0].Saving == nil || merge.Nodes[0].Records.TotalCount != 2 || len(merge.Nodes[0].Records.Nodes) != 2 {
		t.Errorf("%+v", merge)
	}
	if !reflect.DeepEqual(data["asked"].Nodes, data["offPlanMeetings"].Nodes) || data["early"].TotalCount != 0 || data["offPlanMeetings"].TotalCount < 50 {
		t.Errorf("%d off plan, %d by name, %d early", data["offPlanMeetings"].TotalCount, data["asked"].TotalCount, data["early"].TotalCount)
	}
	closed := 0
	for field, found := range data {
		for _, f := range found.Nodes {
			if (f.ClosedOut == nil) != (f.Rectification == nil) {
				t.Errorf("%s: %+v", field, f)
			}
			if f.ClosedOut != nil {
				closed++
			}
			if field != "asked" && field != "early" && f.Check != field || f.Definition.Label == "" || f.Subject == "" || f.Detail == "" || (f.Department == nil) != (f.Unit == nil) {
				t.Errorf("%s: %+v", field, f)
			}
			for _, r := range f.Records.Nodes {
				if r.Role != nil || r.Source.Row < 2 || r.Source.File == "" || len(r.Source.Cells) == 0 {
					t.Errorf("%s: %+v", field, r)
				}
			}
		}
	}
	if closed == 0 {
		t.Error("no finding has a rectification")
	}
	// The records in pages: each finding's first, then those after it.
	const merge = `mergeSuggestions(period: "2023", after: $after) { ...f } repeatedPlaces(period: "2023-05") { ...f }`
	first := ask(merge, map[string]any{"few": 1})["mergeSuggestions"].Nodes[0].Records
	rest := ask(merge, map[string]any{"few": 1, "on": first.PageInfo.EndCursor})["mergeSuggestions"].Nodes[0].Records
	whole := data["mergeSuggestions"].Nodes[0].Records.Nodes
	if !first.PageInfo.HasNextPage || rest.PageInfo.HasNextPage || first.Nodes[0].ID != whole[0].ID || rest.Nodes[0].ID != whole[1].ID {
		t.Errorf("%+v\n%+v\n%+v", first, rest, whole)
	}
	// The findings in pages.
	seen, after := 0, any(nil)
	for {
		page := ask(`offPlanMeetings(period: "2023", first: 60, after: $after) { ...f }`, map[string]any{"after": after})["offPlanMeetings"]
		seen += len(page.Nodes)
		if after = page.PageInfo.EndCursor; !page.PageInfo.HasNextPage {
			if seen != page.TotalCount || seen <= 60 {
				t.Errorf("%d of %d findings", seen, page.TotalCount)
			}
			break
		}
	}
}

// A submission tells which figures it moved, and both sides lead to their rows.
func TestChangesOfASubmission(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type side struct {
		Amount, Missing *string
		Period          string
		Records         struct{ TotalCount int }
	}
	var data struct {
		Submission struct {
			Changes struct {
				TotalCount int
				Nodes      []struct {
					Metric, Month, Department string
					Unit                      struct{ Name string }
					Before, After             side
				}
			}
		}
	}
	s.ask(&data, `{ submission(id: "24") { changes { totalCount nodes { metric month department unit { name } before { ...v } after { ...v } } } } }
		fragment v on Value { amount missing period records { totalCount } }`, nil)
	held := map[string]string{}
	for _, c := range data.Submission.Changes.Nodes {
		if c.Month != "2023-05" || c.Before.Period != c.Month || c.After.Period != c.Month || c.Unit.Name == "" || *c.Before.Amount == *c.After.Amount {
			t.Errorf("%+v", c)
		}
		if c.Metric == "meetings.held" {
			held[c.Department] = *c.Before.Amount + "→" + *c.After.Amount
			if c.Before.Records.TotalCount != 2 || c.After.Records.TotalCount != 1 {
				t.Errorf("%+v", c)
			}
		}
	}
	if len(held) != 2 || held["B008"] != "2→1" || held["B016"] != "2→1" || data.Submission.Changes.TotalCount != len(data.Submission.Changes.Nodes) {
		t.Errorf("%v of %d changes", held, data.Submission.Changes.TotalCount)
	}
}

// An answer names the rule it was counted by, and a metric those it can be counted by.
func TestCalibersOfAnAnswer(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type caliber struct {
		Name, Label, Definition string
		Versions                []struct{ From, Meetings string }
	}
	var data map[string]struct {
		Caliber        caliber
		CaliberVersion struct{ Meetings string }
		Lineage        struct{ Caliber string }
		Calibers       []caliber
	}
	s.ask(&data, `{ usual: measure(input: {metrics: ["meetings.held"], period: "2023"}) { ...m } all: measure(input: {metrics: ["meetings.held"], period: "2023", caliber: "all"}) { ...m }
		metric(name: "meetings.held") { calibers { ...c } } apart: metric(name: "messages.handled") { calibers { ...c } } }
		fragment m on Measurement { caliber { ...c } caliberVersion { meetings } lineage { caliber } } fragment c on Caliber { name label definition versions { from meetings } }`, nil)
	for field, want := range map[string][2]string{"usual": {"reduction", "counted"}, "all": {"all", "TRUE"}} {
		m := data[field]
		if m.Caliber.Name != want[0] || m.Lineage.Caliber != want[0] || !strings.EqualFold(m.CaliberVersion.Meetings, want[1]) || m.Caliber.Label == "" {
			t.Errorf("%s: %+v", field, m)
		}
	}
	if calibers := data["metric"].Calibers; len(calibers) < 2 || calibers[1].Definition == "" || len(calibers[1].Versions) == 0 || len(data["apart"].Calibers) != 0 {
		t.Errorf("%+v, %+v", calibers, data["apart"])
	}
}

// Only the records of a rate have a role.
func TestRolesOfRecords(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type records struct{ Nodes []struct{ Role *string } }
	var data struct {
		Measure struct {
			Rows struct {
				Nodes []struct {
					Values []struct {
						Period  string
						Records records
					}
				}
			}
		}
		Records records
	}
	s.ask(&data, `{ measure(input: {metrics: ["messages.handled", "messages.handling_rate"], period: "2022"}) { rows { nodes { values { period records { nodes { role } } } } } }
		records(kind: message) { nodes { role } } }`, nil)
	values := data.Measure.Rows.Nodes[0].Values
	for i, want := range []bool{false, true} {
		for _, r := range values[i].Records.Nodes {
			if (r.Role != nil) != want || values[i].Period != "2022" {
				t.Errorf("value %d of %s: %v", i, values[i].Period, r.Role)
			}
		}
	}
	if len(data.Records.Nodes) != 20 || data.Records.Nodes[0].Role != nil {
		t.Errorf("%+v", data.Records)
	}
}

// A figure of a breakdown, of which only the id is kept, leads to its rows again.
func TestTraceOverGraphQL(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type value struct {
		ID, Text string
		Records  struct{ TotalCount int }
	}
	type rows struct{ Nodes []struct{ Values []value } }
	var measured struct{ Measure struct{ Rows rows } }
	s.ask(&measured, `{ measure(input: {metrics: ["meetings.held"], period: "2023", grain: QUARTER, by: ["portfolio"], caliber: "all", asOf: "2099-01-31T00:00:00Z"}) {
		rows { nodes { values { id text records { totalCount } } } } } }`, nil)
	nodes := measured.Measure.Rows.Nodes
	want := nodes[len(nodes)-1].Values[0]
	var again struct {
		Trace struct {
			Period  string
			Caliber struct{ Name string }
			Rows    rows
		}
	}
	s.ask(&again, `query($id: String!) { trace(id: $id) { period caliber { name } rows { nodes { values { id text records { totalCount } } } } } }`, map[string]any{"id": want.ID})
	if got := again.Trace; len(got.Rows.Nodes) != 1 || got.Rows.Nodes[0].Values[0] != want || got.Period != "2023-Q4" || got.Caliber.Name != "all" {
		t.Errorf("%+v was traced to %+v", want, got)
	}
	if code, message := s.refused(`{ trace(id: "meetings.held") { period } }`, nil); code != "INVALID" {
		t.Errorf("%s: %s", code, message)
	}
}
