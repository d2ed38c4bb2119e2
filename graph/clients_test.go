package graph_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Fields that do not depend on a comparison have the same trace, and no id: a cache that stored
// them under an id would show the wrong comparison.
func TestIdsAreWholeIdentities(t *testing.T) {
	t.Parallel()
	for _, definition := range schema().Types {
		if field := definition.Fields.ForName("id"); field != nil && !definition.BuiltIn && !slices.Contains([]string{"Node", "FiledRecord", "Submission"}, definition.Name) {
			t.Errorf("%s.id: is it the whole identity of its object?", definition.Name)
		} else if field != nil && field.Type.String() != "ID!" {
			t.Errorf("%s.id is %s", definition.Name, field.Type)
		}
	}
	s := sampleCity(t)
	var data struct {
		Meetings, Documents struct{ Nodes []struct{ ID string } }
		Submissions         struct{ Nodes []struct{ ID string } }
	}
	s.ask(&data, `{ meetings: records(kind: meeting, first: 1) { nodes { id } } documents: records(kind: document, first: 1) { nodes { id } } submissions(first: 1) { nodes { id } } }`, nil)
	for _, id := range []string{data.Meetings.Nodes[0].ID, data.Documents.Nodes[0].ID, data.Submissions.Nodes[0].ID} {
		var node struct {
			Node struct {
				Typename string `json:"__typename"`
				ID       string
			}
		}
		s.ask(&node, `query ($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": id})
		if node.Node.ID != id || (node.Node.Typename == "FiledRecord") != strings.Contains(id, ":") {
			t.Errorf("%s is %+v", id, node)
		}
	}
	for _, id := range []string{"", "x", "meeting:0", "meeting:99999999", "99999999", "nothing:1", "meeting"} {
		var node struct{ Node *struct{ ID string } }
		if s.ask(&node, `query ($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": id}); node.Node != nil {
			t.Errorf("%q is %+v", id, node.Node)
		}
	}
}

// Each connection has Relay's form.
func TestConnectionsAreRelays(t *testing.T) {
	t.Parallel()
	for name, definition := range schema().Types {
		if !strings.HasSuffix(name, "Connection") {
			continue
		}
		edge := schema().Types[strings.TrimSuffix(name, "Connection")+"Edge"]
		edges, info := definition.Fields.ForName("edges"), definition.Fields.ForName("pageInfo")
		if edge == nil || edges == nil || edges.Type.Name() != edge.Name || info == nil || info.Type.String() != "PageInfo!" ||
			edge.Fields.ForName("cursor") == nil || edge.Fields.ForName("node") == nil {
			t.Errorf("%s has no edges", name)
		}
	}
	s := sampleCity(t)
	type page struct {
		Edges []struct {
			Cursor string
			Node   struct{ Title string }
		}
		Nodes    []struct{ Title string }
		PageInfo struct {
			HasNextPage, HasPreviousPage bool
			StartCursor, EndCursor       string
		}
	}
	ask := func(after any) page {
		var data struct{ Records page }
		s.ask(&data, `query ($after: Cursor) { records(kind: meeting, first: 3, after: $after) { edges { cursor node { title } } nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, map[string]any{"after": after})
		return data.Records
	}
	first := ask(nil)
	if len(first.Edges) != 3 || first.PageInfo.HasPreviousPage || !first.PageInfo.HasNextPage || first.PageInfo.StartCursor != first.Edges[0].Cursor || first.PageInfo.EndCursor != first.Edges[2].Cursor {
		t.Fatalf("%+v", first)
	}
	within := ask(first.Edges[1].Cursor) // a cursor of any entry, not only of the last
	if within.Nodes[0] != first.Nodes[2] || within.Edges[0].Node != within.Nodes[0] || !within.PageInfo.HasPreviousPage {
		t.Errorf("%+v", within)
	}
}

// A text is in the language that its field requests, whatever the request's.
func TestLanguageOfAText(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		Measure struct {
			PeriodInfo struct{ ZH, EN, Plain string }
			Rows       struct {
				Nodes []struct {
					Values []struct {
						ZH, EN     string
						MetricInfo struct{ ZH, EN, Plain string }
						Comparison struct{ ZH, EN string }
					}
				}
			}
		}
	}
	s.ask(&data, `query ($en: Language = EN) { measure(input: {metrics: ["meetings.held"], period: "2023", compareTo: YEAR_EARLIER}) { periodInfo { zh: label(lang: ZH) en: label(lang: $en) plain: label }
		rows { nodes { values { zh: text(lang: ZH) en: text(lang: EN) metricInfo { zh: label(lang: ZH) en: label(lang: EN) plain: label } comparison { zh: sentence(lang: ZH) en: sentence(lang: EN) } } } } } }`, nil, "Accept-Language", "en")
	v := data.Measure.Rows.Nodes[0].Values[0]
	if p := data.Measure.PeriodInfo; p.ZH != "2023年" || p.EN != "2023" || p.Plain != "2023" || v.ZH != "521次" || v.EN != "521" || v.MetricInfo.ZH != "召开会议" ||
		v.MetricInfo.EN == v.MetricInfo.ZH || v.MetricInfo.Plain != v.MetricInfo.EN || !strings.HasPrefix(v.Comparison.ZH, "同比") || strings.HasPrefix(v.Comparison.EN, "同比") {
		t.Errorf("%+v", data)
	}
}

// A table in one request: figures and members by name, headers, totals, several periods side by
// side; each figure equals the one queried alone.
func TestWholeTables(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type value struct {
		Amount, Text string
		Comparisons  []struct {
			Period, Amount         string
			Numerator, Denominator *string
		}
		Comparison struct{ Period string }
	}
	type row struct {
		Line          struct{ Value *string }
		Held, Handled value
	}
	var data struct {
		Measure struct {
			Metrics    []struct{ Name string }
			Dimensions []struct{ Name, Label string }
			Rows       struct{ Nodes []row }
			Totals     []row
			Downloads  []struct{ Format, Address string }
		}
		One struct {
			Downloads []struct{ Format, Address string }
		}
		None struct {
			Metrics []struct{ Name string }
			Rows    struct{ Nodes []row }
		}
	}
	const fields = `metrics { name } rows(first: 10000) { nodes { ...r } }`
	s.ask(&data, `{ measure(input: {metrics: ["meetings.held", "messages.handling_rate"], period: "2023", against: ["2022", "2021"], by: ["portfolio"]}) { `+fields+` dimensions { name label } totals { ...t } downloads { address } }
		one: measure(input: {metrics: ["meetings.held"], period: "2023", against: "2022", by: ["portfolio"], where: {is: [{dimension: "form", in: ["视频"]}]}}) { downloads { format address } }
		none: measure(input: {metrics: ["meetings.held"], period: "2023", by: ["portfolio"], asOf: "1999-01-01T00:00:00Z"}) { `+fields+` } }
		fragment t on Row { held: value(metric: "meetings.held") { ...v } handled: value(metric: "messages.handling_rate") { ...v } }
		fragment r on Row { line: member(dimension: "portfolio") { value } held: value(metric: "meetings.held") { ...v } }
		fragment v on Value { amount text comparisons { period amount numerator denominator } comparison { period } }`, nil)
	m := data.Measure
	if len(m.Metrics) != 2 || m.Metrics[1].Name != "messages.handling_rate" || len(m.Dimensions) != 1 || m.Dimensions[0].Label != "分管战线" || len(m.Rows.Nodes) != 8 || len(m.Totals) != 1 || len(data.None.Metrics) != 1 {
		t.Fatalf("%+v", data)
	}
	if total := m.Totals[0]; total.Held.Amount != "521" || len(total.Held.Comparisons) != 2 || total.Held.Comparisons[0].Amount != "595" || total.Held.Comparisons[1].Period != "2021" ||
		total.Held.Comparison.Period != "2022" || total.Handled.Comparisons[0].Denominator == nil || total.Held.Comparisons[0].Denominator != nil {
		t.Errorf("%+v", total)
	}
	for i, period := range []string{"2022", "2021"} {
		var alone struct {
			Measure struct{ Rows struct{ Nodes []row } }
		}
		s.ask(&alone, `query ($p: Period!) { measure(input: {metrics: ["meetings.held"], period: $p, by: ["portfolio"]}) { rows { nodes { line: member(dimension: "portfolio") { value } held: value(metric: "meetings.held") { amount } } } } }`, map[string]any{"p": period})
		for j, row := range m.Rows.Nodes {
			if other := alone.Measure.Rows.Nodes[j]; !reflect.DeepEqual(row.Line, other.Line) || row.Held.Comparisons[i].Amount != other.Held.Amount {
				t.Errorf("%s of %s: %+v, alone %+v", period, *row.Line.Value, row.Held, other.Held)
			}
		}
	}
	if len(m.Downloads) != 3 || len(data.One.Downloads) != 3 {
		t.Errorf("%+v, %+v", m.Downloads, data.One.Downloads)
	} else if address, err := url.Parse(data.One.Downloads[0].Address); err != nil || address.Path != "/measure.csv" || address.Query().Get("is") != "form=视频" || address.Query().Get("against") != "2022" {
		t.Errorf("%+v: %v", data.One.Downloads, err)
	}
	var by struct {
		Measure struct {
			Rows struct{ Nodes []row }
		}
	}
	s.ask(&by, `{ measure(input: {metrics: ["召开会议"], period: "2023", by: ["分管战线"]}) { rows { nodes { line: member(dimension: "分管战线") { value } held: value(metric: "召开会议") { amount } } } } }`, nil)
	if len(by.Measure.Rows.Nodes) != 8 || *by.Measure.Rows.Nodes[0].Line.Value != *m.Rows.Nodes[0].Line.Value || by.Measure.Rows.Nodes[0].Held.Amount != m.Rows.Nodes[0].Held.Amount {
		t.Errorf("by labels: %+v", by)
	}
	for query, want := range map[string]string{
		`rows(first: 10001) { totalCount }`:                          "10000",
		`rows { nodes { value(metric: "meetings.hold") { text } } }`: "meetings.hold",
		`rows { nodes { member(dimension: "form") { value } } }`:     "form",
	} {
		if code, message := s.refused(`{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { `+query+` } }`, nil); code != "INVALID" || !strings.Contains(message, want) {
			t.Errorf("%s: %s %s", query, code, message)
		}
	}
	if code, _ := s.refused(`{ measure(input: {metrics: ["meetings.held"], period: "2023", compareTo: YEAR_EARLIER, against: ["2022", "2021"]}) { period } }`, nil); code != "INVALID" {
		t.Error(code)
	}
}

// The figure compared with leads to its own rows: its trace finds what the comparison says.
func TestBasesAreFigures(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type figure struct {
		Amount, Missing *string
		Trace, Text     string
		Records         struct{ TotalCount int }
	}
	type measured struct {
		Rows struct {
			Nodes []struct {
				Values []struct {
					figure
					Comparisons []struct {
						Amount *string
						Base   figure
					}
				}
			}
		}
	}
	for _, scope := range []string{`by: ["portfolio"]`, `by: ["department_type"], caliber: "all"`, `where: {departments: ["B031"]}, structure: THEN`} {
		var data struct{ Measure measured }
		s.ask(&data, `{ measure(input: {metrics: ["meetings.held", "messages.handling_rate"], period: "2023", against: ["2022", "2021"], `+scope+`}) { rows(first: 8) { nodes { values { comparisons { amount base { amount missing text trace records(first: 1) { totalCount } } } } } } } }`, nil)
		for _, row := range data.Measure.Rows.Nodes {
			for _, v := range row.Values {
				for _, c := range v.Comparisons {
					var traced struct{ Trace measured }
					s.ask(&traced, `query ($id: String!) { trace(id: $id) { rows { nodes { values { amount missing text trace records(first: 1) { totalCount } } } } } }`, map[string]any{"id": c.Base.Trace})
					if got := traced.Trace.Rows.Nodes[0].Values[0].figure; !reflect.DeepEqual(got, c.Base) || textOf(c.Amount) != textOf(c.Base.Amount) {
						t.Errorf("%s: %+v, compared with %+v", c.Base.Trace, got, c)
					}
				}
				if len(v.Comparisons) != 2 {
					t.Errorf("%+v", v)
				}
			}
		}
	}
}

// Groups are ordered by their figures where whole years are asked for; months and quarters are not ranked.
func TestSort(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	ask := func(input string) (list []string) {
		t.Helper()
		var data struct {
			Measure struct {
				Rows struct {
					Nodes []struct {
						Bucket struct{ Value string }
						Values []struct{ Amount *string }
					}
				}
			}
		}
		s.ask(&data, `{ measure(input: {metrics: ["documents.issued", "messages.handling_rate", "召开会议"], `+input+`}) { rows { nodes { bucket { value } values { amount } } } } }`, nil)
		for _, row := range data.Measure.Rows.Nodes {
			list = append(list, row.Bucket.Value+" "+fmt.Sprintf("%8s", textOf(row.Values[2].Amount)))
		}
		return list
	}
	largest := ask(`period: "2023", by: ["department"], sort: "meetings.held", descending: true`)
	if len(largest) < 40 || !slices.IsSortedFunc(largest, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("%q", largest)
	}
	smallest := ask(`period: "2021-01/2023-12", grain: YEAR, by: ["portfolio"], sort: "召开会议", against: ["2020-01/2022-12", "2019-01/2021-12"]`)
	if len(smallest) != 24 || !slices.IsSorted(smallest) {
		t.Errorf("%q", smallest)
	}
	for _, input := range []string{`period: "2023-05", by: ["department"], sort: "meetings.held"`, `period: "2023-Q2", by: ["department"], sort: "meetings.held"`, `period: "2023-02/2024-01", by: ["department"], sort: "meetings.held"`,
		`period: "2023", grain: QUARTER, by: ["department"], sort: "meetings.held"`, `period: "2023", sort: "meetings.held"`, `period: "2023", by: ["department"], sort: "documents.issued"`, `period: "2023", by: ["department"], descending: true`} {
		if code, message := s.refused(`{ measure(input: {metrics: ["meetings.held"], `+input+`}) { period } measurements(inputs: []) { __typename } }`, nil); code != "INVALID" || !han.MatchString(message) {
			t.Errorf("%s: %s %s", input, code, message)
		}
	}
	if code, _ := s.refused(`{ a: measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"], sort: "meetings.held"}) { period }
		b: measure(input: {metrics: ["meetings.citywide"], period: "2023", by: ["department"], sort: "meetings.held"}) { period } }`, nil); code != "INVALID" {
		t.Errorf("another field's metric: %s", code)
	}
}

// One misspelt query does not affect the others.
func TestQuestionsFailAlone(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		Measurements []struct {
			Typename   string `json:"__typename"`
			Period     string
			Code, Text string
			Near       []string
			Rows       struct {
				Nodes []struct{ Values []struct{ Amount string } }
			}
		}
	}
	s.ask(&data, `{ measurements(inputs: [{metrics: ["meetings.held"], period: "2023"}, {metrics: ["meetings.hold"], period: "2023"}, {metrics: ["documents.issued"], period: "2023", by: ["nothing"]}]) {
		__typename ... on Measurement { period rows { nodes { values { amount } } } } ... on Refusal { code text: message(lang: EN) near } } }`, nil)
	m := data.Measurements
	if len(m) != 3 || m[0].Typename != "Measurement" || m[0].Rows.Nodes[0].Values[0].Amount != "521" ||
		m[1].Typename != "Refusal" || m[1].Code != "INVALID" || !slices.Contains(m[1].Near, "meetings.held") || !strings.Contains(m[1].Text, "meetings.hold") || m[2].Code != "INVALID" {
		t.Errorf("%+v", m)
	}
	// A root field without an answer does not affect the others either.
	r := s.post(`{ good: measure(input: {metrics: ["meetings.held"], period: "2023"}) { period } bad: measure(input: {metrics: ["meetings.hold"], period: "2023"}) { period } }`, nil)
	if string(r.Data) != `{"good":{"period":"2023"},"bad":null}` || len(r.Errors) != 1 {
		t.Errorf("%s %+v", r.Data, r.Errors)
	}
	many := strings.Repeat(`{metrics: ["meetings.held"], period: "2023"},`, 51)
	if code, _ := s.refused(`{ measurements(inputs: [`+many+`]) { __typename } }`, nil); code != "TOO_LARGE" {
		t.Error(code)
	}
}

func TestWhatThereIs(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		DataExtent struct {
			Kinds []struct {
				Kind        string
				First, Last *string
				Rows        int
			}
			Submission, LoadedAt string
		}
		Early  struct{ Kinds []struct{ Kind string } }
		Metric struct {
			Dimensions []struct {
				Name          string
				Members, Some []struct{ Value, Label string }
			}
		}
	}
	s.ask(&data, `{ dataExtent { kinds { kind first last rows } submission loadedAt } early: dataExtent(asOf: "1999-01-01T00:00:00Z") { kinds { kind } }
		metric(name: "meetings.held") { dimensions { name members { value label } some: members(search: "视频", first: 1) { value } } } }`, nil)
	known := map[string]string{}
	for _, k := range data.DataExtent.Kinds {
		known[k.Kind] = textOf(k.First) + " " + textOf(k.Last)
		if k.Rows == 0 {
			t.Errorf("%+v", k)
		}
	}
	if known["meeting"] != "2021-01 2023-12" || known["document_plan"] != "2021 2023" || known["body"] != " " || data.DataExtent.Submission == "" || len(data.Early.Kinds) != 0 {
		t.Errorf("%v %+v", known, data.DataExtent)
	}
	members := map[string][]string{}
	for _, d := range data.Metric.Dimensions {
		for _, m := range d.Members {
			members[d.Name] = append(members[d.Name], m.Value+"/"+m.Label)
		}
		if d.Name == "form" && (len(d.Some) != 1 || d.Some[0].Value != "视频") {
			t.Errorf("%+v", d.Some)
		}
	}
	if len(members["department"]) != 48 || !strings.HasPrefix(members["department"][0], "B001/") || len(members["portfolio"]) != 8 || !slices.Contains(members["form"], "视频/视频") {
		t.Errorf("%v", members)
	}
}

// A client sends only the hash of a text, and the text if the server does not know it.
func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `{ metric(name: "meetings.held") { name } }`
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(query)))
	send := func(method string, text, hash string) reply {
		extensions := `{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
		if method == http.MethodGet {
			_, body := s.send(method, "/graphql?query="+url.QueryEscape(text)+"&extensions="+url.QueryEscape(extensions), nil)
			return s.parse(body)
		}
		request := map[string]any{"extensions": json.RawMessage(extensions)}
		if text != "" {
			request["query"] = text
		}
		body, err := json.Marshal(request)
		if err != nil {
			t.Fatal(err)
		}
		_, answer := s.send(method, "/graphql", strings.NewReader(string(body)), "Content-Type", "application/json")
		return s.parse(answer)
	}
	if r := send(http.MethodGet, "", hash); len(r.Errors) != 1 || r.Errors[0].Message != "PersistedQueryNotFound" || r.Errors[0].Extensions.Code != "PERSISTED_QUERY_NOT_FOUND" {
		t.Fatalf("%+v", r)
	}
	if r := send(http.MethodPost, query, hash); len(r.Errors) != 0 {
		t.Fatalf("%+v", r)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if r := send(method, "", hash); len(r.Errors) != 0 || !strings.Contains(string(r.Data), "meetings.held") {
			t.Errorf("%s: %+v", method, r)
		}
	}
	if r := send(http.MethodPost, `{ metrics { name } }`, hash); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INVALID" {
		t.Errorf("another text under the hash: %+v", r)
	}
}

// A value of another kind's dimension has no figure: 0 would be an answer.
func TestAnotherKindsDimension(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type value struct {
		Amount, Missing *string
		Comparison      struct{ Amount, Missing *string }
	}
	var data struct {
		Forms, Types struct {
			Rows struct {
				Nodes []struct {
					Group       []struct{ Value *string }
					Left, Right value
				}
			}
		}
	}
	const fields = `rows { nodes { group { value } left: value(metric: $left) { ...v } right: value(metric: $right) { ...v } } }`
	s.ask(&data, `query { forms: measure(input: {metrics: ["meetings.held", "documents.issued"], period: "2023", compareTo: YEAR_EARLIER, by: ["form"]}) { `+
		strings.NewReplacer("$left", `"meetings.held"`, "$right", `"documents.issued"`).Replace(fields)+` }
		types: measure(input: {metrics: ["inspections.planned", "inspections.conducted"], period: "2023-01", by: ["type"]}) { `+
		strings.NewReplacer("$left", `"inspections.planned"`, "$right", `"inspections.conducted"`).Replace(fields)+` } }
		fragment v on Value { amount missing comparison { amount missing } }`, nil)
	seen := map[string]bool{}
	for _, row := range data.Forms.Rows.Nodes {
		form := textOf(row.Group[0].Value)
		if form == "" {
			continue
		}
		seen[form] = true
		for _, v := range []value{row.Left, row.Right} {
			if (v.Amount == nil) != (textOf(v.Missing) == "NOT_APPLICABLE") || (v.Comparison.Amount == nil) != (textOf(v.Comparison.Missing) == "NOT_APPLICABLE") {
				t.Errorf("%s: %+v", form, v)
			}
		}
		if (row.Left.Amount == nil) == (row.Right.Amount == nil) {
			t.Errorf("%s is of both kinds, or of none", form)
		}
	}
	if !seen["函"] || !seen["视频"] {
		t.Errorf("%v", seen)
	}
	for _, row := range data.Types.Rows.Nodes {
		if textOf(row.Left.Missing) == "NOT_APPLICABLE" || textOf(row.Right.Missing) == "NOT_APPLICABLE" {
			t.Errorf("%+v", row)
		}
	}
}

// Each query of the page of recipes is answered.
func TestRecipes(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	text, err := os.ReadFile("../docs/recipes/graphql.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(text), "```graphql\n")[1:]
	for _, block := range blocks {
		query, _, _ := strings.Cut(block, "```")
		var data map[string]json.RawMessage
		if s.ask(&data, query, nil); len(data) == 0 {
			t.Errorf("%s: no answer", query)
		}
	}
	if len(blocks) < 5 {
		t.Errorf("%d recipes", len(blocks))
	}
}
