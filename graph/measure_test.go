package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jianfu/e2e/city"

	"jianfu"
)

// answer is a measurement as the API gives it.
type answer struct {
	Rows struct {
		Nodes []struct {
			Bucket struct{ Value string }
			Group  []struct{ Dimension, Value string }
			Values []struct {
				Metric                         string
				Amount, Numerator, Denominator *string
				Missing                        *string
				Comparison                     *struct {
					Amount, Delta, ChangePercent *string
					Missing                      *string
				}
			}
		}
		PageInfo struct {
			HasNextPage bool
			EndCursor   *string
		}
		TotalCount int
	}
}

const answerFields = ` {
	rows(after: $after) {
		nodes {
			bucket { value }
			group { dimension value }
			values { metric amount numerator denominator missing comparison { amount delta changePercent missing } }
		}
		pageInfo { hasNextPage endCursor }
		totalCount
	}
}`

// measureAll reads every page of a measurement into figures by name, and returns the number of
// requests.
func measureAll(s *server, input map[string]any, figures map[figureKey]got) int {
	s.t.Helper()
	variables := map[string]any{"input": input, "after": nil}
	for requests := 1; ; requests++ {
		var data struct{ Measure answer }
		s.ask(&data, `query ($input: MeasureInput!, $after: Cursor) { measure(input: $input)`+answerFields+`}`, variables)
		for _, row := range data.Measure.Rows.Nodes {
			for _, v := range row.Values {
				key := figureKey{metric: v.Metric, period: row.Bucket.Value}
				if len(row.Group) == 1 {
					key.dimension, key.value = row.Group[0].Dimension, row.Group[0].Value
				}
				if _, twice := figures[key]; twice {
					s.t.Fatalf("%v is given twice", key)
				}
				figures[key] = got{v.Amount, v.Numerator, v.Denominator, v.Missing}
			}
		}
		if !data.Measure.Rows.PageInfo.HasNextPage {
			return requests
		}
		variables["after"] = data.Measure.Rows.PageInfo.EndCursor
	}
}

type figureKey struct{ metric, period, dimension, value string }

type got struct{ amount, numerator, denominator, missing *string }

func (g got) String() string {
	show := func(p *string) string {
		if p == nil {
			return "null"
		}
		return *p
	}
	return fmt.Sprintf("%s (%s/%s, missing %s)", show(g.amount), show(g.numerator), show(g.denominator), show(g.missing))
}

// same reports whether two numbers, either of which may be null, are equal.
func same(a *string, b string) bool {
	if a == nil {
		return b == ""
	}
	x, ok := jianfu.ParseDecimal(*a)
	y, alsoOK := jianfu.ParseDecimal(b)
	return ok && alsoOK && x.Cmp(y) == 0
}

// Every figure that the generator of the sample city knows is returned by GraphQL: by period, by
// portfolio, by unit.
func TestTruthOfFigures(t *testing.T) {
	t.Parallel()
	s, truth := sampleCity(t), city.ReadTruth(t)
	names := map[string]bool{}
	spans := map[string]bool{}
	for _, f := range truth.Figures {
		names[f.Metric] = true
		if strings.Contains(f.Period, "/") || strings.Contains(f.Period, "H") {
			spans[f.Period] = true
		}
	}
	var metrics []string
	for name := range names {
		metrics = append(metrics, name)
	}
	slices.Sort(metrics)
	const whole = "2021-01/2023-12"
	figures, requests := map[figureKey]got{}, 0
	for _, grain := range []string{"MONTH", "QUARTER", "YEAR"} {
		requests += measureAll(s, map[string]any{"metrics": metrics, "period": whole, "grain": grain}, figures)
	}
	for _, by := range []string{"portfolio", "department"} {
		requests += measureAll(s, map[string]any{"metrics": metrics, "period": whole, "grain": "YEAR", "by": []string{by}}, figures)
	}
	for span := range spans {
		requests += measureAll(s, map[string]any{"metrics": metrics, "period": span}, figures)
	}
	filed, kinds := city.ReadListed(t, city.Sample(t).Warehouse), map[string]string{}
	for _, m := range city.Sample(t).Engine.Catalog().Metrics() {
		kinds[m.Name] = m.Kinds()[0]
	}
	wrong := 0
	for _, want := range truth.Figures {
		key := figureKey{metric: want.Metric, period: want.Period}
		key.dimension, key.value = want.Scope()
		have, found := figures[key]
		value := ""
		if want.Value != nil {
			value = *want.Value
		}
		ok := found && same(have.amount, value) && (have.amount == nil) == (have.missing != nil)
		if found && have.missing != nil && filed.Nothing(want, kinds[want.Metric]) { // what nobody filed is no zero
			ok = *have.missing == "NOT_FILED" || *have.missing == "NOT_DUE"
		} else if ok && want.Denominator != nil {
			ok = same(have.numerator, want.Numerator.String()) && same(have.denominator, want.Denominator.String())
		}
		if !ok {
			if wrong++; wrong <= 20 {
				t.Errorf("%+v: want %s (%s/%s), have %v", key, value, want.Numerator, want.Denominator, have)
			}
		}
	}
	t.Logf("%d figures of %d metrics in %d requests, %d wrong", len(truth.Figures), len(metrics), requests, wrong)
	if wrong > 0 {
		t.Errorf("%d figures are wrong", wrong)
	}
}

// Every comparison that the generator knows is returned by GraphQL: fifty periods per request, each
// under an alias.
func TestTruthOfChanges(t *testing.T) {
	t.Parallel()
	s, truth := sampleCity(t), city.ReadTruth(t)
	type pair struct{ period, base string }
	var pairs []pair
	wanted := map[pair][]city.Change{}
	for _, c := range truth.Changes {
		p := pair{c.Period, c.Baseline}
		if wanted[p] == nil {
			pairs = append(pairs, p)
		}
		wanted[p] = append(wanted[p], c)
	}
	compared := 0
	for batch := range slices.Chunk(pairs, 50) {
		declared, fields, variables := "$after: Cursor", "", map[string]any{"after": nil}
		for i, p := range batch {
			var metrics []string
			for _, c := range wanted[p] {
				metrics = append(metrics, c.Metric)
			}
			declared += fmt.Sprintf(", $i%d: MeasureInput!", i)
			fields += fmt.Sprintf("m%d: measure(input: $i%d) { ...answer }\n", i, i)
			variables[fmt.Sprintf("i%d", i)] = map[string]any{"metrics": metrics, "period": p.period, "against": p.base}
		}
		var data map[string]answer
		s.ask(&data, "query ("+declared+") {\n"+fields+"}\nfragment answer on Measurement"+answerFields, variables)
		for i, p := range batch {
			values := data[fmt.Sprintf("m%d", i)].Rows.Nodes[0].Values
			for j, want := range wanted[p] {
				v := values[j]
				percent := ""
				if want.ChangePercent != nil {
					percent = *want.ChangePercent
				}
				c := v.Comparison
				if v.Metric != want.Metric || !same(v.Amount, want.Current.String()) || !same(c.Amount, want.Base.String()) ||
					!same(c.ChangePercent, percent) || (c.ChangePercent == nil) != (c.Missing != nil) {
					t.Errorf("%+v: have %+v %+v", want, v, c)
				}
				compared++
			}
		}
	}
	t.Logf("%d changes over %d pairs of periods", compared, len(pairs))
	if compared != 1080 {
		t.Errorf("%d changes were compared, not 1080", compared)
	}
}

// An answer names the rule it was counted by, and a metric the rules it can be counted by.
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
	type records struct{ Edges []struct{ Role *string } }
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
	s.ask(&data, `{ measure(input: {metrics: ["messages.handled", "messages.handling_rate"], period: "2022"}) { rows { nodes { values { period records { edges { role } } } } } }
		records(kind: message) { edges { role } } }`, nil)
	values := data.Measure.Rows.Nodes[0].Values
	for i, want := range []bool{false, true} {
		for _, r := range values[i].Records.Edges {
			if (r.Role != nil) != want || values[i].Period != "2022" {
				t.Errorf("value %d of %s: %v", i, values[i].Period, r.Role)
			}
		}
	}
	if len(data.Records.Edges) != 20 || data.Records.Edges[0].Role != nil {
		t.Errorf("%+v", data.Records)
	}
}

// A figure of a breakdown, of which only the id is kept, leads to its rows.
func TestTraceOverGraphQL(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	type value struct {
		Trace, Text string
		Records     struct{ TotalCount int }
	}
	type rows struct{ Nodes []struct{ Values []value } }
	var measured struct{ Measure struct{ Rows rows } }
	s.ask(&measured, `{ measure(input: {metrics: ["meetings.held"], period: "2023", grain: QUARTER, by: ["portfolio"], caliber: "all", asOf: "2099-01-31T00:00:00Z"}) {
		rows { nodes { values { trace text records { totalCount } } } } } }`, nil)
	nodes := measured.Measure.Rows.Nodes
	want := nodes[len(nodes)-1].Values[0]
	var again struct {
		Trace struct {
			Period  string
			Caliber struct{ Name string }
			Rows    rows
		}
	}
	s.ask(&again, `query($id: String!) { trace(id: $id) { period caliber { name } rows { nodes { values { trace text records { totalCount } } } } } }`, map[string]any{"id": want.Trace})
	if got := again.Trace; len(got.Rows.Nodes) != 1 || got.Rows.Nodes[0].Values[0] != want || got.Period != "2023-Q4" || got.Caliber.Name != "all" {
		t.Errorf("%+v was traced to %+v", want, got)
	}
	if code, message := s.refused(`{ trace(id: "meetings.held") { period } }`, nil); code != "INVALID" {
		t.Errorf("%s: %s", code, message)
	}
}
