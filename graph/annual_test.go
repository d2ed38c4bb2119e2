package graph_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"jianfu/e2e/city"
	"jianfu/metrics"
)

// The annual summary has every figure under its name, each with its comparison and rows, equal to
// the expected figures of the sample city.
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
		fragment v on Value { metric metricInfo { kind } period amount numerator denominator missing text comparison { period amount delta sentence } records(first: 1) { totalCount nodes { source { file row } } } }`, nil)
	truth := map[[2]string]city.Figure{}
	for _, f := range city.ReadTruth(t).Figures {
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
		if !known || name == "writingProblemKinds" { // of one source only
			return
		}
		proven++
		if want.Value == nil && amount != "" || want.Value != nil && !same(&amount, *want.Value) {
			t.Errorf("%s is %s, not %v", name, amount, want)
		}
		if kind := v["metricInfo"].(map[string]any)["kind"]; (kind == "FLOW" || kind == "PLAN") && fmt.Sprint(records["totalCount"]) != amount {
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
				Comparison struct {
					Delta      string
					Comparable struct{ Delta string }
				}
			}
			Met     *bool
			Verdict string
			Notices []struct{ Code string }
		}
	}
	s.ask(&data, `{
		projection(metric: "meetings.held", year: 2023, throughMonth: 11) { metric actual { amount period } lastYear { amount } methods { method label amount past { year } } }
		whole: noIncrease(metric: "meetings.held", year: 2023) { ...n }
		lines: noIncrease(metric: "meetings.held", year: 2023, by: "portfolio") { ...n }
	} fragment n on NoIncreaseCheck { period group { value } value { amount comparison { delta comparable { delta } } } met verdict notices { code } }`, nil)
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
	// The rule is judged where all that was filed and what both sides filed agree. Where they do not, a notice says so.
	rose := func(delta string) bool { return delta[0] != '-' && delta != "0" }
	for _, line := range data.Lines {
		all, both := rose(line.Value.Comparison.Delta), rose(line.Value.Comparison.Comparable.Delta)
		if (line.Met != nil) != (all == both) || line.Met != nil && *line.Met == all {
			t.Errorf("%+v", line)
		}
		if said := strings.TrimSuffix(line.Verdict, "（就可比部分看）"); said != map[bool]string{true: "没有做到", false: "做到"}[all] && line.Met != nil || line.Met == nil && said != "不能判定" {
			t.Errorf("the verdict of %+v", line)
		}
		if line.Met == nil && !slices.ContainsFunc(line.Notices, func(n struct{ Code string }) bool { return n.Code == string(metrics.UnequalCoverage) }) {
			t.Errorf("not judged, without a notice: %+v", line)
		}
	}
	for query, near := range map[string]string{
		`{ projection(metric: "meetings.hold", year: 2023, throughMonth: 11) { year } }`:                                   "meetings.held",
		`{ projection(metric: "meetings.held", year: 2023, throughMonth: 12) { year } }`:                                   "",
		`{ projection(metric: "messages.handling_rate", year: 2023, throughMonth: 6) { year } }`:                           "",
		`{ noIncrease(metric: "messages.handling_rate", year: 2023) { met } }`:                                             "",
		`{ noIncrease(metric: "meetings.held", year: 2023, by: "portfolo") { met } }`:                                      "portfolio",
		`{ noIncrease(metric: "meetings.held", year: 99) { met } }`:                                                        "",
		`{ annualSummary(year: -5) { year } }`:                                                                             "",
		`{ filings(period: "2023", departments: ["B0001"]) { totalCount } }`:                                               "B001",
		`{ findings(check: "offPlanMeeting", period: "2023") { totalCount } }`:                                             "offPlanMeetings",
		`{ findings(check: "offPlanMeetings", period: "2023", first: 101) { totalCount } }`:                                "",
		`{ findings(check: "offPlanMeetings", period: "2023", after: "xyz") { totalCount } }`:                              "",
		`{ reconciliation(period: "2023-13") { totalCount } }`:                                                             "",
		`{ filings(period: "2023", first: 0) { totalCount } }`:                                                             "",
		`{ submission(id: "24") { changes(first: 1000) { totalCount } } }`:                                                 "",
		`{ findings(check: "offPlanMeetings", period: "2023") { nodes { records(first: 0) { totalCount } } totalCount } }`: "",
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
