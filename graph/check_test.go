package graph_test

import (
	"reflect"
	"strings"
	"testing"

	"jianfu/metrics"
)

// The checks of the catalogue are listed with their SQL.
func TestChecks(t *testing.T) {
	t.Parallel()
	catalog, err := metrics.ReadCatalog(nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, check := range catalog.Checks() {
		names = append(names, check.Name)
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

// A finding leads to its rows, and each row to its cells.
func TestFindings(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	ask := func(fields string, variables map[string]any) map[string]findings {
		t.Helper()
		var data map[string]findings
		s.ask(&data, "query ($few: Int = 20, $on: Cursor, $after: Cursor) { "+fields+" } fragment f on FindingConnection"+findingFields, variables)
		return data
	}
	data := ask(`mergeSuggestions: findings(check: "mergeSuggestions", period: "2023", after: $after) { ...f } offPlanMeetings: findings(check: "offPlanMeetings", period: "2023") { ...f } repeatedPlaces: findings(check: "repeatedPlaces", period: "2023-05") { ...f } lookAlikeBodies: findings(check: "lookAlikeBodies", period: "2023") { ...f }
		asked: findings(check: "offPlanMeetings", period: "2023") { ...f } early: findings(check: "offPlanMeetings", period: "2023", asOf: "2001-01-01T00:00:00Z") { ...f }`, nil)
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
			if field != "asked" && field != "early" && f.Check != field || f.CheckInfo.Label == "" || f.Subject == "" || f.Detail == "" || (f.Department == nil) != (f.DepartmentInfo == nil) {
				t.Errorf("%s: %+v", field, f)
			}
			for _, r := range f.Records.Nodes {
				if r.Source.Row < 2 || r.Source.File == "" || len(r.Source.Cells) == 0 {
					t.Errorf("%s: %+v", field, r)
				}
			}
		}
	}
	if closed == 0 {
		t.Error("no finding has a rectification")
	}
	// The records in pages: the first page of each finding, then those after it.
	const merge = `mergeSuggestions: findings(check: "mergeSuggestions", period: "2023", after: $after) { ...f } repeatedPlaces: findings(check: "repeatedPlaces", period: "2023-05") { ...f }`
	first := ask(merge, map[string]any{"few": 1})["mergeSuggestions"].Nodes[0].Records
	rest := ask(merge, map[string]any{"few": 1, "on": first.PageInfo.EndCursor})["mergeSuggestions"].Nodes[0].Records
	whole := data["mergeSuggestions"].Nodes[0].Records.Nodes
	if !first.PageInfo.HasNextPage || rest.PageInfo.HasNextPage || first.Nodes[0].ID != whole[0].ID || rest.Nodes[0].ID != whole[1].ID {
		t.Errorf("%+v\n%+v\n%+v", first, rest, whole)
	}
	// The findings in pages.
	seen, after := 0, any(nil)
	for {
		page := ask(`offPlanMeetings: findings(check: "offPlanMeetings", period: "2023", first: 60, after: $after) { ...f }`, map[string]any{"after": after})["offPlanMeetings"]
		seen += len(page.Nodes)
		if after = page.PageInfo.EndCursor; !page.PageInfo.HasNextPage {
			if seen != page.TotalCount || seen <= 60 {
				t.Errorf("%d of %d findings", seen, page.TotalCount)
			}
			break
		}
	}
}

type findings struct {
	TotalCount int
	Nodes      []struct {
		Check, Day, Subject, Detail string
		CheckInfo                   struct{ Label string }
		Department, Saving          *string
		DepartmentInfo              *struct{ Name string }
		ClosedOut                   *bool
		Rectification               *string
		Records                     struct {
			TotalCount int
			Nodes      []struct {
				ID, Kind, Date string
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

const findingFields = ` { totalCount pageInfo { hasNextPage endCursor } nodes { check checkInfo { label } day department departmentInfo { name } subject detail saving closedOut rectification
	records(first: $few, after: $on) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind date source { file row cells { column } } } } } }`

// A finding is explained, by whom and when; the explanation is announced by its commit.
func TestExplainedFindings(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	const fields = `{ nodes { key explanation { text by at same } } }`
	var data struct {
		Findings struct {
			Nodes []struct {
				Key         string
				Explanation *struct {
					Text, By, At string
					Same         int
				}
			}
		}
		Checks []struct{ Name, Class string }
	}
	s.ask(&data, `{ findings(check: "offPlanMeetings", period: "2023-05", first: 1) `+fields+` checks { name class } }`, nil)
	if len(data.Findings.Nodes) != 1 || data.Findings.Nodes[0].Explanation != nil {
		t.Fatalf("%+v", data.Findings)
	}
	for _, check := range data.Checks {
		if check.Class != "B" && check.Class != "C" && check.Class != "D" {
			t.Errorf("%+v", check)
		}
	}
	explain := `mutation ($input: ExplainInput!) { explain(input: $input) { finding { key subject records { totalCount } explanation { text by at same } } } }`
	input := map[string]any{"check": "offPlanMeetings", "period": "2023-05", "finding": data.Findings.Nodes[0].Key, "text": "省里临时部署的会议", "explainedBy": "王科员"}
	s.ask(&struct{}{}, explain, map[string]any{"input": input})
	s.ask(&data, `{ findings(check: "offPlanMeetings", period: "2023-05", first: 1) `+fields+` }`, nil)
	if x := data.Findings.Nodes[0].Explanation; x == nil || x.Text != "省里临时部署的会议" || x.By != "王科员" || x.At == "" || x.Same != 1 {
		t.Errorf("%+v", x)
	}
	input["text"] = "原因"
	if code, message := s.refused(explain, map[string]any{"input": input}); code != "INVALID" || !strings.Contains(message, "太短") {
		t.Errorf("%s %s", code, message)
	}
	input["finding"], input["text"] = "0", "省里临时部署的会议"
	if code, _ := s.refused(explain, map[string]any{"input": input}); code != "NOT_FOUND" {
		t.Errorf("%s", code)
	}
}
