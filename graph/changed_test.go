package graph_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// changeEvent is one event of the subscription, or its refusal.
type changeEvent struct {
	Data struct {
		Changed *struct {
			Commit         int
			Type           string
			Submission     struct{ ID, File string }
			Kinds, Periods []string
			Metrics        []string
		}
	}
	Errors []struct{ Extensions struct{ Code string } }
}

// changes opens the subscription after a commit. The returned function waits for the next event.
func changes(s *server, arguments string) func() changeEvent {
	s.t.Helper()
	body := `{"query":"subscription { changed` + arguments + ` { commit at type submission { id file } kinds periods metrics } }"}`
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() { // from here on it listens
		s.t.Fatal("the stream has no beginning")
	}
	return func() (event changeEvent) {
		for lines.Scan() {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				if err := json.Unmarshal([]byte(data), &event); err != nil {
					s.t.Fatal(err)
				}
				return event
			}
		}
		s.t.Fatal("the stream ended")
		return event
	}
}

// TestChangesCatchUp: whoever asks with the last commit that it knows gets every later one, once,
// and then what happens next.
func TestChangesCatchUp(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	var before struct{ Commit int }
	s.ask(&before, "{ commit }", nil)
	live := changes(s, "")
	stop := make(chan struct{})
	close(stop)
	stir(s, stop) // a correction and its withdrawal
	first, second := live().Data.Changed, live().Data.Changed
	if first.Commit != before.Commit+1 || first.Type != "FILED" || !strings.Contains(first.Submission.File, "更正") ||
		second.Commit != before.Commit+2 || second.Type != "WITHDRAWN" || second.Submission.ID != first.Submission.ID {
		t.Errorf("live: %+v %+v", first, second)
	}
	if !slices.Equal(first.Kinds, []string{"meeting"}) || !slices.Equal(first.Periods, []string{"2023-05"}) ||
		!slices.Contains(first.Metrics, "meetings.held") || !slices.Contains(first.Metrics, "meetings.remote_share") || slices.Contains(first.Metrics, "documents.issued") {
		t.Errorf("what it can move: %v %v %v", first.Kinds, first.Periods, first.Metrics)
	}
	late := changes(s, "(since: 0)") // the directory and ledgers among them
	for n := 1; n <= before.Commit+2; n++ {
		if event := late().Data.Changed; event.Commit != n {
			t.Fatalf("catching up: commit %d, want %d", event.Commit, n)
		}
	}
	stir(s, stop)
	if event := late().Data.Changed; event.Commit != before.Commit+3 {
		t.Errorf("after catching up: commit %d, want %d", event.Commit, before.Commit+3)
	}
	for _, since := range []string{"(since: 1000000)", "(since: -1)"} {
		if event := changes(s, since)(); len(event.Errors) != 1 || event.Errors[0].Extensions.Code != "CONFLICT" {
			t.Errorf("%s: %+v", since, event)
		}
	}
}
