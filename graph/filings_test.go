package graph_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"jianfu/e2e/city"
)

// The filings listed are those that the metrics filings.* count.
func TestFilings(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		All, Late, Corrected, Missing, Bureau struct {
			TotalCount int
			Nodes      []struct {
				Department, Kind, Month, Status string
				DepartmentInfo                  struct{ Name string }
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
	} fragment f on FilingConnection { totalCount nodes { department departmentInfo { name } kind month status late firstReceived submission rows } }`, nil)
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
	if f := data.Bureau.Nodes[0]; f.DepartmentInfo.Name == "" || f.Status != "CORRECTED" || !f.Late || f.Rows != 1 || *f.Submission != "24" || f.Month != "2023-05" {
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

// A stated total that differs from the records is reported, with the records; where no records were
// filed there is nothing to disagree with.
func TestReconciliation(t *testing.T) {
	t.Parallel()
	stated := filepath.Join(t.TempDir(), "统计汇总表.csv")
	// Without the correction each unit has two meetings filed in May, and no documents.
	if err := os.WriteFile(stated, []byte("单位,月份,会议场次,发文数\nB008,2023年5月,1,0\nB016,2023年5月,2,5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	parts := city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx")
	parts.Load(t, stated)
	s := serve(t, over(parts))
	type difference struct {
		Department, Month, Metric, Stated string
		DepartmentInfo                    struct{ Name string }
		MetricInfo                        struct{ Label string }
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
	const fields = ` { totalCount nodes { department departmentInfo { name } month metric metricInfo { label } stated gap counted { amount missing period records { totalCount } } } }`
	s.ask(&data, `{ reconciliation(period: "2023")`+fields+` all: reconciliation(period: "2023", onlyDifferences: false)`+fields+` }`, nil)
	if data.Reconciliation.TotalCount != 1 || data.All.TotalCount != 4 {
		t.Fatalf("%+v", data)
	}
	meetings, documents := data.Reconciliation.Nodes[0], data.All.Nodes[slices.IndexFunc(data.All.Nodes, func(d difference) bool { return d.Department == "B016" && d.Metric == "documents.issued" })]
	if meetings.Department != "B008" || meetings.Metric != "meetings.held" || meetings.Stated != "1" || *meetings.Counted.Amount != "2" || *meetings.Gap != "-1" ||
		meetings.Counted.Records.TotalCount != 2 || meetings.DepartmentInfo.Name == "" || meetings.MetricInfo.Label != "召开会议" {
		t.Errorf("%+v", meetings)
	}
	if documents.Stated != "5" || documents.Gap != nil ||
		*documents.Counted.Missing != "NOT_FILED" || documents.Counted.Period != "2023-05" || documents.Counted.Records.TotalCount != 1 {
		t.Errorf("%+v", documents)
	}
}

// A submission lists the figures that it changed, and both sides lead to their rows.
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
					DepartmentInfo            struct{ Name string }
					Before, After             side
				}
			}
		}
	}
	s.ask(&data, `{ submission(id: "24") { changes { totalCount nodes { metric month department departmentInfo { name } before { ...v } after { ...v } } } } }
		fragment v on Value { amount missing period records { totalCount } }`, nil)
	held := map[string]string{}
	for _, c := range data.Submission.Changes.Nodes {
		if c.Month != "2023-05" || c.Before.Period != c.Month || c.After.Period != c.Month || c.DepartmentInfo.Name == "" || *c.Before.Amount == *c.After.Amount {
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
