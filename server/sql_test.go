package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jianfu"
	"jianfu/sandbox"
)

// A refusal for lack of a turn says when to retry, and every class of error has a status.
func TestSQLRefusals(t *testing.T) {
	t.Parallel()
	for class, status := range map[sandbox.Class]int{
		sandbox.Busy: 503, sandbox.NotAllowed: 403, sandbox.Timeout: 504, sandbox.OutOfMemory: 422, sandbox.Failed: 500, sandbox.Conflict: 409,
		sandbox.Syntax: 400, sandbox.UndefinedTable: 400, sandbox.BadValue: 400,
	} {
		w := httptest.NewRecorder()
		e := &sandbox.Error{Class: class, Err: jianfu.Errorf(jianfu.Invalid, "不行", "no"), RetryAfter: 2 * time.Second}
		sqlHandler{}.refuse(w, jianfu.English, e, 0)
		if w.Code != status || w.Header().Get("Retry-After") != "2" || !strings.Contains(w.Body.String(), `{"error":{"code":"`+string(class)+`","message":"no"}}`) {
			t.Errorf("%s: %d %v %s", class, w.Code, w.Header(), w.Body)
		}
	}
}

// Unknown parts of a request are refused by name, never ignored.
func TestSQLRequestsAreReadStrictly(t *testing.T) {
	t.Parallel()
	read := func(body, query string) (*httptest.ResponseRecorder, string) {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/sql"+query, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept-Language", "en")
		sqlHandler{}.ServeHTTP(w, r)
		return w, w.Body.String()
	}
	for _, test := range []struct{ body, query, want string }{
		{`{"sql": "SELECT 1", "maxRows": -1}`, "", `"maxRows\" should be a whole number above zero, not -1`},
		{`{"sql": "SELECT 1", "maxRows": 0}`, "", `not 0`},
		{`{"sql": "SELECT 1", "maxRows": 2.5}`, "", `not 2.5`},
		{`{"sql": "SELECT 1", "maxRows": "2"}`, "", `"maxRows\" should be`},
		{`{"sql": "SELECT 1", "seconds": 0}`, "", `"seconds\" should be a whole number above zero, not 0`},
		{`{"sql": "SELECT 1", "seconds": 99999999999999999999}`, "", `"seconds\" should be`},
		{`{"sql": "SELECT 1", "maxBytes": -5}`, "", `"maxBytes\" should be`},
		{`{"sql": 1}`, "", `"sql\" should be a text, not 1`},
		{`{"sql": "SELECT 1", "args": {"a": 1}}`, "", `"args\" should be a list`},
		{`{"sql": "SELECT 1", "format": ["csv"]}`, "", `"format\" should be a text`},
		{`{"sql": "SELECT 1", "rows": 5}`, "", `no field \"rows\" in a request: there are args, format, maxBytes, maxRows, seconds, sql`},
		{`{"sql": "SELECT 1"} {}`, "", `not JSON such as`},
		{`["SELECT 1"]`, "", `not JSON such as`},
		{`null`, "", `not JSON such as`},
		{`{"sql": "SELECT 1"}`, "?maxRows=5", `write \"maxRows\" in the JSON`},
		{`{"sql": "SELECT 1"}`, "?format=xml", `the format \"xml\"`},
	} {
		w, said := read(test.body, test.query)
		if w.Code != 400 || !strings.Contains(said, test.want) || w.Header().Get("X-Error-Code") != "BAD_STATEMENT" {
			t.Errorf("%s %s: %d %s", test.body, test.query, w.Code, said)
		}
	}
	request, refused := readSQLFields([]byte(`{"sql": "SELECT $1", "args": [7], "maxRows": 5, "seconds": null, "maxBytes": 9}`))
	if got := fmt.Sprint(request, refused); got != "{SELECT $1 [7]  5 0 9} <nil>" {
		t.Error(got)
	}
}
