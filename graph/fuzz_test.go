package graph_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// FuzzDocument: whatever text is sent as a GraphQL document, with whatever place to read on from,
// the answer is JSON, and what is wrong is said in our words.
func FuzzDocument(f *testing.F) {
	for _, seed := range []string{
		`{ commit }`, `query ($c: Cursor) { submissions(first: 1, after: $c) { nodes { id } pageInfo { endCursor } } }`,
		`{ a: measure(input: {metrics: ["meetings.held"], period: "2023-05", knownAt: 1}) { commit rows { nodes { values { trace text } } } } }`,
		`{ ...f } fragment f on Query { ...f }`, `{ __schema { types { fields { type { ofType { name } } } } } }`, `query { commit @include(if: $x) }`, "{", "\ufeff{commit}", `{ trace(id: "meetings.held@2023,known-at=0") { commit } }`,
	} {
		f.Add(seed, "djE6c3VibWlzc2lvbnM6MTo")
	}
	s := freshCity(f)
	f.Fuzz(func(t *testing.T, document, after string) {
		if strings.Contains(document, "subscription") {
			return // it stays open
		}
		body, err := json.Marshal(map[string]any{"query": document, "variables": map[string]any{"c": after}})
		if err != nil {
			t.Skip()
		}
		mine := *s
		mine.t = t
		response, text := mine.send(http.MethodPost, "/graphql", strings.NewReader(string(body)), "Content-Type", "application/json")
		var answer struct {
			Errors []struct {
				Message    string
				Extensions struct{ Code string }
			}
		}
		if err := json.Unmarshal(text, &answer); err != nil || response.StatusCode >= 500 {
			t.Fatalf("%q: %d %s", document, response.StatusCode, text)
		}
		for _, e := range answer.Errors {
			if e.Extensions.Code == "INTERNAL" || e.Message == "" {
				t.Errorf("%q: %+v", document, e)
			}
		}
	})
}
