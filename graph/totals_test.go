package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
)

// toldValue is a figure and the rows behind it, as a client gets them.
type toldValue struct {
	Metric     string
	Amount     *string
	Missing    string
	Basis      string
	Comparison *struct{ ChangePercent *string }
	Records    struct {
		PageInfo struct{ HasNextPage bool }
		Nodes    []struct {
			ID     string
			Source struct {
				File, Sheet string
				Row         int
				Cells       []filedCell
			}
		}
	}
}

type filedCell struct {
	Value    *string
	Deciding bool
}

// Every figure and change of a city whose units file totals: each in one of three requests.
func TestFiguresOfTotals(t *testing.T) {
	t.Parallel()
	s := serve(t, over(city.Totals(t)))
	truth := city.TotalsTruth(t)
	questions := truth.Questions()
	type figure struct{ metric, period, by, member string }
	told := map[figure]toldValue{}
	for _, by := range []string{"", "department", "portfolio"} {
		var asked []city.Question
		var inputs []map[string]any
		for _, q := range slices.SortedFunc(maps.Keys(questions), func(a, b city.Question) int { return strings.Compare(a.Period, b.Period) }) {
			if q.By != by {
				continue
			}
			input := map[string]any{"metrics": questions[q], "period": q.Period, "compareTo": "YEAR_EARLIER"}
			if by != "" {
				input["by"] = []string{by}
			}
			asked, inputs = append(asked, q), append(inputs, input)
		}
		var data struct {
			Measurements []struct {
				Rows struct {
					Nodes []struct {
						Group  []struct{ Value string }
						Values []toldValue
					}
				}
			}
		}
		s.ask(&data, `query ($inputs: [MeasureInput!]!) { measurements(inputs: $inputs) { ... on Measurement { rows(first: 100) { nodes { group { value } values { metric amount missing basis comparison { changePercent } } } } } } }`, map[string]any{"inputs": inputs})
		for i, q := range asked {
			for _, row := range data.Measurements[i].Rows.Nodes {
				for _, v := range row.Values {
					f := figure{metric: v.Metric, period: q.Period, by: by}
					if by != "" {
						f.member = row.Group[0].Value
					}
					told[f] = v
				}
			}
		}
	}
	for _, f := range truth.Figures {
		by, member := f.Scope()
		v := told[figure{f.Metric, f.Period, by, member}]
		if !f.Tells(v.Amount, v.Missing) {
			t.Errorf("%s %s %s is %v %s", f.Metric, f.Period, member, v.Amount, v.Missing)
		}
	}
	for _, c := range truth.Changes {
		if v := told[figure{metric: c.Metric, period: c.Period}]; v.Comparison == nil || v.Comparison.ChangePercent == nil || !sameAmount(*v.Comparison.ChangePercent, *c.ChangePercent) {
			t.Errorf("%s %s changed by %+v, want %s", c.Metric, c.Period, v.Comparison, *c.ChangePercent)
		}
	}
}

func sameAmount(a, b string) bool {
	x, ok := jianfu.ParseDecimal(a)
	y, okToo := jianfu.ParseDecimal(b)
	return ok && okToo && x.Cmp(y) == 0
}

// Behind a figure of each basis are the rows that were counted. A total is in the cell that states
// it, and cells and rows together come to the figure.
func TestFiguresOfTotalsLeadToTheirCells(t *testing.T) {
	t.Parallel()
	s := serve(t, over(city.Totals(t)))
	for _, c := range []struct{ metric, period, unit, basis string }{
		{"meetings.held", "2024-05", "", "MIXED"}, {"meetings.held", "2024-H1", "", "MIXED"}, {"meetings.held", "2022", "", "TOTALS"},
		{"meetings.held", "2024-05", "H001", "RECORDS"}, {"meetings.held", "2024-05", "H002", "TOTALS"}, {"documents.issued", "2023-Q2", "", "TOTALS"},
		{"messages.received", "2024-05", "", "TOTALS"},
	} {
		where := ""
		if c.unit != "" {
			where = fmt.Sprintf(`, where: {departments: [%q]}`, c.unit)
		}
		var data struct {
			Measure struct {
				Rows struct {
					Nodes []struct{ Values []toldValue }
				}
			}
		}
		s.ask(&data, fmt.Sprintf(`{ measure(input: {metrics: [%q], period: %q%s}) { rows { nodes { values { amount missing basis records(first: 100) { pageInfo { hasNextPage } nodes { id source { file sheet row cells { value deciding } } } } } } } } }`, c.metric, c.period, where), nil)
		v := data.Measure.Rows.Nodes[0].Values[0]
		if v.Amount == nil || v.Basis != c.basis {
			t.Errorf("%+v: %v %s %s", c, v.Amount, v.Missing, v.Basis)
			continue
		}
		sum := jianfu.Decimal{}
		for _, r := range v.Records.Nodes {
			stated := jianfu.NewDecimal(1)
			if strings.HasPrefix(r.ID, "reported_total:") {
				deciding := slices.DeleteFunc(r.Source.Cells, func(cell filedCell) bool { return !cell.Deciding })
				if len(deciding) != 1 || deciding[0].Value == nil {
					t.Fatalf("%+v: %s has the deciding cells %v", c, r.ID, deciding)
				}
				var ok bool
				if stated, ok = jianfu.ParseDecimal(*deciding[0].Value); !ok {
					t.Fatalf("%+v: %s is stated by %q", c, r.ID, *deciding[0].Value)
				}
			}
			if r.Source.File == "" || r.Source.Row == 0 {
				t.Errorf("%+v: %s has no place: %+v", c, r.ID, r.Source)
			}
			sum = sum.Add(stated)
		}
		if v.Records.PageInfo.HasNextPage {
			t.Fatalf("%+v has more rows than a page", c)
		}
		if !sameAmount(sum.String(), *v.Amount) {
			t.Errorf("%+v is %s, its rows come to %s", c, *v.Amount, sum)
		}
	}
}
