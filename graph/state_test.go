package graph_test

import (
	"sync"
	"testing"

	"jianfu/e2e/city"
)

// state is what an operation reads in several ways, each of which another statement answers.
const stateQuery = `query {
	commit
	a: measure(input: {metrics: ["meetings.held"], period: "2023-05"}) { commit rows { nodes { values { trace amount records(first: 1) { totalCount } } } } }
	b: measure(input: {metrics: ["meetings.held"], period: "2023-05", by: ["department"]}) { commit rows { nodes { values { numerator } } } }
	submissions(first: 1) { nodes { commit withdrawnCommit } }
	annualSummary(year: 2023) { commit meetingsHeld { amount } }
}`

type state struct {
	Commit int64
	A      struct {
		Commit int64
		Rows   struct {
			Nodes []struct {
				Values []struct {
					Trace   string
					Amount  string
					Records struct{ TotalCount int64 }
				}
			}
		}
	}
	B           struct{ Commit int64 }
	Submissions struct {
		Nodes []struct{ Commit, WithdrawnCommit int64 }
	}
	AnnualSummary struct {
		Commit       int64
		MeetingsHeld struct{ Amount string }
	}
}

// All that one operation reads is of one commit, however it is written to meanwhile.
func TestAnOperationReadsOneState(t *testing.T) {
	t.Parallel()
	parts := city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx")
	s := serve(t, over(parts))
	var before state
	s.ask(&before, stateQuery, nil)
	amounts := map[int64]string{before.Commit: before.A.Rows.Nodes[0].Values[0].Amount} // by commit
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			parts.Load(t, correction(t))
			list, err := parts.Warehouse.Commits(t.Context(), 0)
			if err == nil {
				err = parts.Warehouse.Withdraw(t.Context(), list[len(list)-1].Submission, "王科员", "试")
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	var seen sync.Mutex
	var reading sync.WaitGroup
	for range 3 {
		reading.Go(func() {
			for range 6 {
				var now state
				s.ask(&now, stateQuery, nil)
				amount := now.A.Rows.Nodes[0].Values[0].Amount
				seen.Lock()
				other, known := amounts[now.Commit]
				amounts[now.Commit] = amount
				seen.Unlock()
				last := now.Submissions.Nodes[0]
				if now.A.Commit != now.Commit || now.B.Commit != now.Commit || now.AnnualSummary.Commit != now.Commit || max(last.Commit, last.WithdrawnCommit) != now.Commit && last.Commit > 0 && now.Commit > before.Commit {
					t.Errorf("mixed: %+v", now)
				}
				if known && other != amount {
					t.Errorf("commit %d had %s and %s meetings", now.Commit, other, amount)
				}
			}
		})
	}
	reading.Wait()
	close(stop)
	writing.Wait()
	// And each can be asked for again, alone or by the id of its figure.
	for commit, want := range amounts {
		var again struct {
			Measure struct {
				Commit int64
				Rows   struct {
					Nodes []struct {
						Values []struct{ Trace, Amount string }
					}
				}
			}
			AnnualSummary struct{ Commit int64 }
		}
		s.ask(&again, `query ($c: Int!) {
			measure(input: {metrics: ["meetings.held"], period: "2023-05", knownAt: $c}) { commit rows { nodes { values { trace amount } } } }
			annualSummary(year: 2023, knownAt: $c) { commit }
		}`, map[string]any{"c": commit})
		value := again.Measure.Rows.Nodes[0].Values[0]
		if again.Measure.Commit != commit || again.AnnualSummary.Commit != commit || value.Amount != want {
			t.Errorf("by commit %d: %+v, want %s", commit, again, want)
		}
		var traced struct {
			Trace struct {
				Rows struct {
					Nodes []struct {
						Values []struct{ Trace, Amount string }
					}
				}
			}
		}
		s.ask(&traced, `query ($id: String!) { trace(id: $id) { rows { nodes { values { trace amount } } } } }`, map[string]any{"id": value.Trace})
		if got := traced.Trace.Rows.Nodes[0].Values[0]; got != value {
			t.Errorf("%s: %+v, want %s", value.Trace, got, want)
		}
	}
	if code, _ := s.refused(`{ annualSummary(year: 2023, knownAt: 9999) { year } }`, nil); code != "NOT_FOUND" {
		t.Errorf("a commit that is not there: %s", code)
	}
}
