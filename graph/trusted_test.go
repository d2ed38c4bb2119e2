package graph_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/graph"
)

const trustedOperations = `
query Held($period: Period!) { measure(input: {metrics: ["meetings.held"], period: $period}) { ...rows } }
query Commit { commit }
subscription Changes { changed { commit } }
fragment rows on Measurement { rows { nodes { values { ...value } } } }
fragment value on Value { text }
`

// A handler with a list of operations answers no others, whoever asks and by whichever way.
func TestTrustedOperations(t *testing.T) {
	t.Parallel()
	list := graph.Trusted{}
	if err := list.Trust("list", trustedOperations); err != nil {
		t.Fatal(err)
	}
	if err := list.Trust("list", "no document"); jianfu.ErrorCode(err) != jianfu.Invalid {
		t.Errorf("no document: %v", err)
	}
	c := over(city.Sample(t))
	c.Trusted = list
	h := graph.NewHandler(c)
	held := `query Held($period: Period!) { measure(input: {metrics: ["meetings.held"], period: $period}) { ...rows } }` + strings.SplitN(trustedOperations, "Changes { changed { commit } }", 2)[1]
	period := map[string]any{"period": "2023"}
	for name, query := range map[string]string{
		"as it is listed": held,
		"laid out anew":   "# a comment\n" + strings.NewReplacer(" {", "\n{\n", ", ", "\n").Replace(held),
	} {
		for _, caller := range callers[:7] {
			if r := askAs(t, h, caller, query, period, ""); len(r.Errors) != 0 || !strings.Contains(string(r.Data), "521次") {
				t.Errorf("%s, for %s: %s %+v", name, caller.Name, r.Data, r.Errors)
			}
		}
	}
	for name, query := range map[string]string{
		"another field":            strings.Replace(held, "{ text }", "{ text amount }", 1),
		"another constant":         strings.Replace(held, "meetings.held", "documents.issued", 1),
		"another name":             strings.Replace(held, "Held", "Other", 1),
		"an alias":                 strings.Replace(held, "{ text }", "{ a: text }", 1),
		"a directive":              strings.Replace(held, "{ text }", "{ text @include(if: true) }", 1),
		"another default":          strings.Replace(held, "$period: Period!", "$period: Period! = \"2022\"", 1),
		"an operation beside it":   held + ` query Other { departments { code } }`,
		"fragments alone":          `fragment rows on Measurement { period }`,
		"one without a name":       `{ commit }`,
		"a listed one twice":       `query Commit { commit commit }`,
		"introspection":            `{ __schema { types { name } } }`,
		"the kind of an object":    `query Commit { commit __typename }`,
		"a fault of syntax":        `query Commit { commit`,
		"nesting":                  strings.Repeat("{a", 5000),
		"a mutation":               `mutation { withdraw(input: {submission: "1", reason: "x"}) { submission { id } } }`,
		"fragments in a ring":      `query Commit { ...a } fragment a on Query { ...b } fragment b on Query { ...a }`,
		"a fragment that is not":   `query Commit { ...a }`,
		"a subscription of others": `subscription Changes { changed { commit at } }`,
	} {
		r := askAs(t, h, callers[0], query, period, "")
		if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != string(jianfu.Forbidden) || len(r.Data) != 0 && string(r.Data) != "null" {
			t.Errorf("%s: %s %+v", name, r.Data, r.Errors)
		}
	}

	ask := func(method, address, body string, header ...string) (int, string) {
		r := httptest.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	if _, body := ask(http.MethodGet, "/graphql?query="+url.QueryEscape("query Commit { commit }"), ""); !strings.Contains(body, `"commit":`) {
		t.Errorf("GET: %s", body)
	}
	for name, answer := range map[string]func() (int, string){
		"GET": func() (int, string) { return ask(http.MethodGet, "/graphql?query="+url.QueryEscape("{ commit }"), "") },
		"events": func() (int, string) {
			return ask(http.MethodPost, "/graphql", `{"query":"subscription { changed { commit } }"}`, "Accept", "text/event-stream")
		},
	} {
		if _, body := answer(); !strings.Contains(body, "FORBIDDEN") {
			t.Errorf("%s: %s", name, body)
		}
	}
	// By hash alone: what was refused is not kept, what was answered is.
	for query, want := range map[string]string{"{ commit }": "FORBIDDEN", "query Commit { commit }": `"commit":`} {
		sum := sha256.Sum256([]byte(query))
		hash := `"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(sum[:]) + `"}}`
		if _, body := ask(http.MethodPost, "/graphql", `{"query":"`+query+`",`+hash+`}`); !strings.Contains(body, want) {
			t.Errorf("%s with its hash: %s", query, body)
		}
		if want == "FORBIDDEN" {
			want = "PersistedQueryNotFound"
		}
		if _, body := ask(http.MethodPost, "/graphql", `{`+hash+`}`); !strings.Contains(body, want) {
			t.Errorf("%s by its hash: %s", query, body)
		}
	}
}
