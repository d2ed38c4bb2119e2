package graph_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"jianfu/e2e/city"
)

// A normalised cache, as Apollo Client and urql have, keeps one object for each id, field by field: where
// two answers give one id different fields, it shows the wrong ones. Every type with an id is asked for in
// every way there is.
func TestOneIdIsOneObject(t *testing.T) {
	t.Parallel()
	sample := city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx", "网民留言办理台账2023.csv", "议事协调机构台账.xlsx", "调研台账.csv")
	sample.Load(t, correction(t))
	list, err := sample.Warehouse.Commits(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Warehouse.Withdraw(t.Context(), list[len(list)-1].Submission, "王科员", "试"); err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(t.TempDir(), "单位名录.csv") // all units but one have left it
	if err := os.WriteFile(directory, []byte("单位编码,单位名称,单位类型,分管战线,启用日期\nB031,市教育体育局,市直部门,教科文卫,2020-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sample.Load(t, directory)
	for name, parts := range map[string]city.Parts{"records": sample, "totals": city.Totals(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			askEveryWay(t, serve(t, over(parts)), parts)
		})
	}
}

func askEveryWay(t *testing.T, s *server, parts city.Parts) {
	t.Helper()
	commits, err := parts.Warehouse.Commits(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	last := commits[len(commits)-1].Number
	known := map[string]map[string]string{} // by id: each field, as a cache has it
	asked, questions := map[string]int{}, 0
	ask := func(query string) {
		t.Helper()
		for name, fragment := range map[string]string{"...record ": record, "...submission ": submission} {
			if strings.Contains(query, name) {
				query += fragment
			}
		}
		var data any
		language := []string{"zh", "en"}[questions%2]
		questions++
		s.ask(&data, query, nil, "Accept-Language", language)
		everyObject(data, func(object map[string]any) {
			id := fmt.Sprint(object["__typename"], " ", object["id"])
			if known[id] == nil {
				known[id] = map[string]string{}
			}
			asked[fmt.Sprint(object["__typename"])]++
			everyLeaf(object, "", func(path, value string) {
				if before, seen := known[id][path]; seen && before != value {
					t.Errorf("%s%s is %s, and by (%s) %.300s it is %s", id, path, before, language, query, value)
				}
				known[id][path] = value
			})
		})
	}
	knowledge := []string{"", fmt.Sprintf(", knownAt: %d", last-1), fmt.Sprintf(", knownAt: %d", last-2), `, asOf: "2100-01-01T00:00:00Z"`}
	var kinds struct{ Kinds []struct{ Kind string } }
	s.ask(&kinds, `{ kinds { kind } }`, nil)
	for _, kind := range kinds.Kinds {
		for _, at := range knowledge {
			ask(fmt.Sprintf(`{ records(kind: %q, first: 2%s) { edges { node { ...record } } } }`, kind.Kind, at))
		}
	}
	for _, at := range knowledge {
		for _, question := range []string{
			`metrics: ["meetings.held"], period: "2023-05"`, `metrics: ["meetings.held"], period: "2023-05", compareTo: YEAR_EARLIER, caliber: "all"`,
			`metrics: ["meetings.held", "meetings.remote_share"], period: "2023-05", compareTo: PREVIOUS_PERIOD, structure: THEN`,
			`metrics: ["meetings.held"], period: "2023", grain: MONTH, cumulative: true`, `metrics: ["meetings.held"], period: "2023-05", by: ["department"]`,
			`metrics: ["meetings.held"], period: "2023", against: ["2022"], structureOn: "2023-12-31"`,
			`metrics: ["meetings.held"], period: "2023-05", by: ["form"], where: {is: [{dimension: "form", in: ["视频", "现场"]}]}`,
			`metrics: ["messages.handling_rate", "messages.on_time_rate"], period: "2023"`, `metrics: ["visits.solve_rate"], period: "2023"`, `metrics: ["bodies.total", "bodies.dormant"], period: "2023"`,
		} {
			ask(`{ measure(input: {` + question + at + `}) { rows(first: 3) { nodes { values {
				records(first: 2) { edges { node { ...record } } } comparison { base { records(first: 2) { edges { node { ...record } } } } } } } } } }`)
		}
		ask(`{ reconciliation(period: "2023", onlyDifferences: false, first: 5` + at + `) { nodes { record { ...record } counted { records(first: 2) { edges { node { ...record } } } } } } }`)
	}
	var checks struct{ Checks []struct{ Name string } }
	s.ask(&checks, `{ checks { name } }`, nil)
	for _, check := range checks.Checks {
		ask(fmt.Sprintf(`{ now: findings(check: %[1]q, period: "2023", first: 2) { ...f } then: findings(check: %[1]q, period: "2023-05", first: 2%[2]s) { ...f } } fragment f on FindingConnection { nodes { records(first: 2) { edges { node { ...record } } } } }`,
			check.Name, knowledge[1]))
	}
	ask(`{ submissions(first: 3) { edges { node { ...submission } } } }`)
	ask(`{ submissions(first: 1, filter: {kind: "meeting"}) { edges { node { ...submission } } } }`)
	again := map[string]int{}
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if again[id[:4]]++; again[id[:4]] > 5 { // of each type
			continue
		}
		switch typename, number, _ := strings.Cut(id, " "); typename {
		case "FiledRecord":
			kind, _, _ := strings.Cut(number, ":")
			ask(fmt.Sprintf(`{ node(id: %[1]q) { ...record } record(kind: %[2]q, id: %[1]q) { ...record } }`, number, kind))
		case "Submission":
			ask(fmt.Sprintf(`{ node(id: %[1]q) { ...submission } submission(id: %[1]q) { ...submission } }`, number))
		}
	}
	for _, typename := range nodeTypes() {
		if asked[typename] < 20 {
			t.Errorf("%s was asked for %d times", typename, asked[typename])
		}
	}
}

// nodeTypes are the types with an id.
func nodeTypes() []string {
	var list []string
	for _, definition := range schema().Types {
		if definition.Kind == ast.Object && !definition.BuiltIn && definition.Fields.ForName("id") != nil {
			list = append(list, definition.Name)
		}
	}
	return list
}

// everyObject visits all objects with an id.
func everyObject(value any, visit func(map[string]any)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			everyObject(item, visit)
		}
	case map[string]any:
		for _, item := range v {
			everyObject(item, visit)
		}
		if v["id"] != nil && v["__typename"] != nil {
			visit(v)
		}
	}
}

// everyLeaf visits what an object holds, with the path to it: objects with an id hold theirs themselves.
func everyLeaf(value any, path string, visit func(path, value string)) {
	switch v := value.(type) {
	case []any:
		visit(path, fmt.Sprint(len(v), " entries"))
		for i, item := range v {
			everyLeaf(item, fmt.Sprint(path, "[", i, "]"), visit)
		}
	case map[string]any:
		if path != "" && v["id"] != nil {
			visit(path, fmt.Sprint(v["__typename"], " ", v["id"]))
			return
		}
		for name, item := range v {
			everyLeaf(item, path+"."+name, visit)
		}
	default:
		visit(path, fmt.Sprint(v))
	}
}

// The fragments select every field of a type with an id, its texts in one language.
var (
	record     = ` fragment record on FiledRecord { ` + everyField("FiledRecord", 3, "changes", "rejects") + ` }`
	submission = ` fragment submission on Submission { ` + everyField("Submission", 4) + ` }`
)

// everyField selects all fields of a type, to a depth, without some that take long.
func everyField(typename string, depth int, without ...string) string {
	selected := []string{"__typename"}
	for _, field := range schema().Types[typename].Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		var arguments []string
		if field.Arguments.ForName("lang") != nil {
			arguments = append(arguments, "lang: EN")
		}
		if field.Arguments.ForName("first") != nil {
			arguments = append(arguments, "first: 2")
		}
		text := field.Name
		if len(arguments) > 0 {
			text += "(" + strings.Join(arguments, ", ") + ")"
		}
		switch of := schema().Types[field.Type.Name()]; {
		case of.IsLeafType():
			selected = append(selected, text)
		case of.Kind == ast.Object && depth > 0 && !slices.Contains(append(without, "nodes", "metricInfo", "records", "predecessors", "successors"), field.Name):
			selected = append(selected, text+" { "+everyField(of.Name, depth-1, without...)+" }")
		}
	}
	return strings.Join(selected, " ")
}

// Texts are in the language that their field asks for, whatever the request's: a cache keeps an answer
// under its arguments, and knows no headers.
func TestNoTextDependsOnAHeader(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	figure := everyField("Value", 2, "dimensions", "calibers")
	for _, query := range []string{
		`{ measure(input: {metrics: ["召开会议"], period: "2023-05", compareTo: YEAR_EARLIER, by: ["form"]}) { ` + everyField("Measurement", 2, "rows", "totals") +
			` rows(first: 3) { nodes { ` + everyField("Row", 0) + ` bucket { ` + everyField("PeriodInfo", 1) + ` } group { ` + everyField("Member", 1) + ` } values { ` + figure + ` } } } } }`,
		`{ measurements(inputs: [{metrics: ["meetings.hold"], period: "2023"}]) { ... on Refusal { ` + everyField("Refusal", 1) + ` } } }`,
		`{ metrics(filter: {names: ["meetings.held", "messages.on_time_rate"]}) { ` + everyField("Metric", 1, "dimensions") + ` dimensions { name label(lang: EN) } } }`,
		`{ checks { ` + everyField("Check", 1) + ` } kinds { ` + everyField("FilingKind", 2) + ` } thresholds { ` + everyField("Threshold", 1) + ` } calibers { ` + everyField("Caliber", 2) + ` } }`,
		`{ findings(check: "dormantBodies", period: "2023", first: 2) { ` + everyField("FindingConnection", 3, "checkInfo") + ` } }`,
		`{ filings(period: "2023-05", first: 2) { ` + everyField("FilingConnection", 3) + ` } departments { ` + everyField("Department", 2) + ` } portfolios { ` + everyField("Portfolio", 1) + ` } }`,
		`{ projection(metric: "meetings.held", year: 2023, throughMonth: 6) { ` + everyField("Projection", 2) + ` } noIncrease(metric: "meetings.held", year: 2023, by: "portfolio") { ` + everyField("NoIncreaseCheck", 2) + ` } }`,
		`{ annualSummary(year: 2023) { year notices { ` + everyField("Notice", 2) + ` } meetingsHeld { ` + figure + ` } policyPageLimit { ` + everyField("Threshold", 1) + ` } } }`,
		`{ report(kind: BULLETIN, period: "2023-05", asOf: "2199-01-01T00:00:00Z") { ` + everyField("Report", 3, "value") + ` } }`,
	} {
		zh, en := s.post(query, nil, "Accept-Language", "zh"), s.post(query, nil, "Accept-Language", "en")
		if len(zh.Errors)+len(en.Errors) > 0 {
			t.Errorf("%.300s\n%+v\n%+v", query, zh.Errors, en.Errors)
			continue
		}
		if string(zh.Data) != string(en.Data) {
			at := 0
			for at < min(len(zh.Data), len(en.Data)) && zh.Data[at] == en.Data[at] {
				at++
			}
			t.Errorf("%.100s\n…%.300s\n…%.300s", query, zh.Data[max(0, at-150):], en.Data[max(0, at-150):])
		}
	}
}
