package graph_test

import (
	"strings"
	"testing"
)

// The same operation about the same commit is answered as before; another language, operation or
// commit is another answer, and what changes something is carried out each time.
func TestResponsesThatAreKept(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	const query = `query ($period: Period!) { measure(input: {metrics: ["meetings.held"], period: $period}) { commit rows { nodes { values { text } } } } }`
	texts := func(period string, headers ...string) string {
		t.Helper()
		r := s.post(query, map[string]any{"period": period}, headers...)
		if len(r.Errors) > 0 {
			t.Fatal(r.Errors)
		}
		return string(r.Data)
	}
	first := texts("2023")
	for range 3 {
		if again := texts("2023"); again != first {
			t.Errorf("%s, and then %s", first, again)
		}
	}
	if english := texts("2023", "Accept-Language", "en"); english == first || !strings.Contains(english, "523") {
		t.Errorf("in English %s", english)
	}
	if other := texts("2023-05"); other == first {
		t.Errorf("of another period %s", other)
	}
	const withdraw = `mutation { withdraw(input: {submission: "2", reason: "误报"}) { submission { id } refusal { code } } }`
	if done := s.post(withdraw, nil); len(done.Errors) > 0 || strings.Contains(string(done.Data), "CONFLICT") {
		t.Fatalf("%s %+v", done.Data, done.Errors)
	}
	if after := texts("2023"); after == first {
		t.Errorf("after the withdrawal %s", after)
	}
	if twice := s.post(withdraw, nil); !strings.Contains(string(twice.Data), "CONFLICT") {
		t.Errorf("the same mutation again: %s", twice.Data)
	}
	// A refusal is not kept: it may have been for want of a turn.
	if code, _ := s.refused(`{ measure(input: {metrics: ["nosuch"], period: "2023"}) { commit } }`, nil); code != "INVALID" {
		t.Errorf("%s", code)
	}
}
