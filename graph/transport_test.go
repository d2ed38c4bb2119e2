package graph_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const responseJSON = "application/graphql-response+json"

// GraphQL over HTTP: the status and media type of the answer to each request. All of it was checked
// with graphql-http's 61 audits.
func TestOverHTTP(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	for _, c := range []struct {
		name, method, path, body, contentType, accept string
		status                                        int
		media, code                                   string
	}{
		{"query", "POST", "", `{"query":"{__typename}"}`, "application/json", "", 200, "application/json", ""},
		{"asked for by name", "POST", "", `{"query":"{__typename}"}`, "application/json; charset=utf-8", responseJSON, 200, responseJSON, ""},
		{"anything", "POST", "", `{"query":"{__typename}"}`, "application/json", "*/*", 200, "application/json", ""},
		{"GET", "GET", "?query={__typename}", "", "", "", 200, "application/json", ""},
		{"GET with variables", "GET", "?query=query($n:String!){metric(name:$n){label}}&variables={\"n\":\"meetings.held\"}", "", "", "", 200, "application/json", ""},
		{"mutation by GET", "GET", `?query=mutation{withdraw(input:{submission:"1",reason:"x"}){submission{id}}}`, "", "", "", 405, "application/json", "INVALID"},
		{"no query", "POST", "", `{}`, "application/json", "", 400, "application/json", "INVALID"},
		{"no query by GET", "GET", "", "", "", "", 400, "application/json", "INVALID"},
		{"not JSON", "POST", "", `{"query`, "application/json", "", 400, "application/json", "INVALID"},
		{"two values", "POST", "", `{"query":"{__typename}"} {}`, "application/json", "", 400, "application/json", "INVALID"},
		{"a batch", "POST", "", `[{"query":"{__typename}"}]`, "application/json", "", 400, "application/json", "INVALID"},
		{"query not a text", "POST", "", `{"query":1}`, "application/json", "", 400, "application/json", "INVALID"},
		{"variables not a map", "POST", "", `{"query":"{__typename}","variables":[1]}`, "application/json", "", 400, "application/json", "INVALID"},
		{"simple content type", "POST", "", `{"query":"{__typename}"}`, "text/plain", "", 415, "application/json", "INVALID"},
		{"no content type", "POST", "", `{"query":"{__typename}"}`, "", "", 415, "application/json", "INVALID"},
		{"form", "POST", "", `query={__typename}`, "application/x-www-form-urlencoded", "", 415, "application/json", "INVALID"},
		{"another charset", "POST", "", `{"query":"{__typename}"}`, "application/json; charset=gbk", "", 415, "application/json", "INVALID"},
		{"PUT", "PUT", "", `{"query":"{__typename}"}`, "application/json", "", 405, "application/json", "INVALID"},
		{"syntax", "POST", "", `{"query":"{"}`, "application/json", "", 200, "application/json", "INVALID"},
		{"syntax, by name", "POST", "", `{"query":"{"}`, "application/json", responseJSON, 400, responseJSON, "INVALID"},
		{"unknown field, by name", "POST", "", `{"query":"{nothing}"}`, "application/json", responseJSON, 400, responseJSON, "INVALID"},
		{"unknown operation", "POST", "", `{"query":"query a {__typename}","operationName":"b"}`, "application/json", responseJSON, 400, responseJSON, "INVALID"},
		{"variable missing", "POST", "", `{"query":"query($a: String!){metric(name:$a){name}}"}`, "application/json", responseJSON, 400, responseJSON, "INVALID"},
		{"body too long", "POST", "", `{"query":"{__typename}","variables":{"x":"` + strings.Repeat("x", 2<<20) + `"}}`, "application/json", "", 413, "application/json", "TOO_LARGE"},
		{"subscription without a stream", "POST", "", `{"query":"subscription{submitted{id}}"}`, "application/json", "", 406, "application/json", "INVALID"},
		{"@defer", "POST", "", `{"query":"{...@defer{__typename}}"}`, "application/json", "", 200, "application/json", "INVALID"},
	} {
		path := "/graphql"
		if query, found := strings.CutPrefix(c.path, "?"); found {
			path += "?"
			for pair := range strings.SplitSeq(query, "&") {
				name, value, _ := strings.Cut(pair, "=")
				path += name + "=" + url.QueryEscape(value) + "&"
			}
		}
		headers := []string{}
		for name, value := range map[string]string{"Content-Type": c.contentType, "Accept": c.accept} {
			if value != "" {
				headers = append(headers, name, value)
			}
		}
		response, body := s.send(c.method, path, strings.NewReader(c.body), headers...)
		r := s.parse(body)
		code := ""
		if len(r.Errors) > 0 {
			code = r.Errors[0].Extensions.Code
		}
		if media := response.Header.Get("Content-Type"); response.StatusCode != c.status || media != c.media+"; charset=utf-8" || code != c.code ||
			(r.Data == nil) != (c.code != "") || strings.Contains(string(body), `"data":null`) {
			t.Errorf("%s: %d %s %.300s", c.name, response.StatusCode, media, body)
		}
	}
}

// The introspection query of GraphiQL passes the limits.
func TestIntrospection(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var data struct {
		Schema struct {
			Types      []struct{ Name string }
			Directives []struct{ Name string }
		} `json:"__schema"`
	}
	s.ask(&data, introspection, nil)
	if len(data.Schema.Types) < 50 {
		t.Errorf("%d types", len(data.Schema.Types))
	}
	for _, directive := range data.Schema.Directives {
		if directive.Name == "defer" {
			t.Error("@defer is offered, but not supported")
		}
	}
}

// As in graphql-js 16.
const introspection = `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
	types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf
	fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
	inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
	enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
	ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func repeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, strings.ReplaceAll(format, "#", "%[1]d")+" ", i)
	}
	return b.String()
}

// Each is refused before any work is done.
func TestHostileQueries(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	doubled := func(on, last string) string {
		return chain(27, on) + " fragment f27 on " + on + " { " + last + " }"
	}
	for name, c := range map[string]struct{ query, code string }{
		"aliases":                   {"{" + repeat(5_000, "a#:__typename") + "}", "TOO_LARGE"},
		"aliases below":             {"{ metric(name: \"meetings.held\") {" + repeat(300, "a#:name") + "} }", "TOO_LARGE"},
		"root fields":               {"{" + repeat(60, "a#:__typename") + "}", "TOO_LARGE"},
		"root fields spread":        {"{" + repeat(30, "...f#") + "}" + repeat(30, "fragment f# on Query { a#:__typename b#:__typename }"), "TOO_LARGE"},
		"one field":                 {"{" + strings.Repeat("__typename ", 5_000) + "}", "TOO_LARGE"},
		"one field, 900 times":      {"{" + strings.Repeat("__typename ", 900) + "}", "TOO_LARGE"},
		"one fragment":              {"{" + strings.Repeat("...f ", 900) + "} fragment f on Query { __typename }", "TOO_LARGE"},
		"inline fragments":          {"{" + strings.Repeat("... on Query { __typename } ", 400) + "}", "TOO_LARGE"},
		"fields":                    {"{ metric(name: \"meetings.held\") {" + repeat(100, "... @include(if: true) { name label unit kind direction definition caliber sql source x# }") + "} }", "TOO_LARGE"},
		"doubling fragments":        {"{ ...f0 }" + doubled("Query", "__typename"), "TOO_LARGE"},
		"fragments":                 {"{ ...f0 }" + repeat(60, "fragment f# on Query { __typename }"), "TOO_LARGE"},
		"cycle":                     {"{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "INVALID"},
		"deep":                      {strings.Repeat("{ a ", 500) + strings.Repeat("}", 500), "TOO_LARGE"},
		"very deep":                 {strings.Repeat("{ a ", 5_000) + strings.Repeat("}", 5_000), "INVALID"},
		"deep value":                {"{ metric(name: " + strings.Repeat("[", 4_000) + strings.Repeat("]", 4_000) + ") { name } }", "INVALID"},
		"directives":                {"{ __typename " + strings.Repeat("@include(if: true) ", 100) + "}", "TOO_LARGE"},
		"directives of a spread":    {"{ ...f " + strings.Repeat("@include(if: true) ", 100) + "} fragment f on Query { __typename }", "TOO_LARGE"},
		"tokens":                    {"{ measure(input: {metrics: [" + strings.Repeat("1 ", 12_000) + "], period: \"2023\"}) { period } }", "TOO_LARGE"},
		"long":                      {"# " + strings.Repeat("x", 100_000) + "\n{ __typename }", "TOO_LARGE"},
		"long text":                 {"{ metric(name: \"" + strings.Repeat("x", 50_000) + "\") { name } }", "TOO_LARGE"},
		"long name":                 {"{ " + strings.Repeat("x", 90_000) + " }", "INVALID"},
		"operations":                {repeat(1_000, "query q# { __typename }"), "TOO_LARGE"},
		"two subscriptions":         {"subscription { submitted { id } again: submitted { id } }", "INVALID"},
		"variables":                 {"query (" + repeat(3_000, "$v#: Int") + ") { __typename }", "TOO_LARGE"},
		"introspection in a circle": {"{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "INVALID"},
		"introspection forty times": {"{" + repeat(40, "a#: __schema { types { fields { type { fields { name } } } } }") + "}", "TOO_LARGE"},
		"rows of rows":              {"{" + repeat(40, `a#: measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"]}) { rows { nodes { values { records(first: 100) { nodes { fields { name } } } } } } }`) + "}", "TOO_LARGE"},
		"records of every row": {`{ measure(input: {metrics: ["meetings.held", "documents.issued"], period: "2021-01/2023-12", grain: MONTH, by: ["department"]}) {
			rows { nodes { values { records(first: 100) { nodes { fields { name value } source { cells { column value } } } } } } } } }`, "TOO_LARGE"},
		"catalogue fifty times": {"{" + repeat(50, "a#: metrics { name label definition sql dimensions { name label } }") + "}", "TOO_LARGE"},
	} {
		started := time.Now()
		r := s.post(c.query, nil)
		took := time.Since(started)
		if len(r.Errors) == 0 || r.Errors[0].Extensions.Code != c.code || r.Data != nil {
			t.Errorf("%s: %.300s, %.300v", name, r.Data, r.Errors)
			continue
		}
		if len(r.Errors[0].Message) > 4_000 {
			t.Errorf("%s: what was sent comes back: %d bytes", name, len(r.Errors[0].Message))
		}
		t.Logf("%-26s %8s  %s", name, took.Round(100*time.Microsecond), r.Errors[0].Message[:min(80, len(r.Errors[0].Message))])
	}
	if code, _ := s.refused(`query ($n: String!) { metric(name: $n) { name } }`, map[string]any{"n": strings.Repeat("x", 900_000)}); code != "TOO_LARGE" {
		t.Errorf("a long text as a variable: %s", code)
	}
}

// chain is n fragments, each of which spreads the next one twice.
func chain(n int, on string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "fragment f%[1]d on %[2]s { ...f%[3]d ...f%[3]d } ", i, on, i+1)
	}
	return b.String()
}

// The queries of a real dashboard are far below the limits.
func TestHonestQueriesPass(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var all struct{ Metrics []struct{ Name string } }
	s.ask(&all, `{ metrics { name } }`, nil)
	var names []string
	for _, m := range all.Metrics {
		names = append(names, m.Name)
	}
	const value = `values { metric amount numerator denominator text missing comparison { period amount delta changePercent changePoints favourable missing sentence } }`
	for query, variables := range map[string]map[string]any{
		`query ($m: [String!]!) { measure(input: {metrics: $m, period: "2023", compareTo: YEAR_EARLIER, by: ["department"]}) {
			rows { nodes { bucket { label } group { dimension value label } ` + value + ` } pageInfo { hasNextPage endCursor } } notices { text } lineage { sql } } }`: {"m": names},
		"{" + repeat(40, `a#: measure(input: {metrics: ["meetings.held", "documents.issued"], period: "2023", compareTo: YEAR_EARLIER, grain: MONTH}) { rows { nodes { bucket { label } `+value+` } } }`) + "}": nil,
		`{ metrics { name label unit kind direction definition caliber calibers { name } sql dimensions { name label } source } }`:                                                                              nil,
		`{ records(kind: meeting, first: 100) { nodes { id title departmentInfo { name } fields { name label value } source { submissionInfo { file } cells { column value } } } } }`:                           nil,
	} {
		if r := s.post(query, variables); len(r.Errors) > 0 {
			t.Errorf("%.100s: %v", query, r.Errors)
		}
	}
}

// stir files a correction and withdraws it, again and again until stopped: something happens all
// the time.
func stir(s *server, stop <-chan struct{}) {
	for {
		var data struct {
			Submit struct{ Submission struct{ ID string } }
		}
		s.upload(&data, `mutation ($input: SubmitInput!) { submit(input: $input) { submission { id } } }`, nil, correction(s.t))
		var withdrawn struct{}
		s.ask(&withdrawn, `mutation ($id: ID!) { withdraw(input: {submission: $id, reason: "试"}) { submission { id } } }`, map[string]any{"id": data.Submit.Submission.ID})
		select {
		case <-stop:
			return
		default:
		}
	}
}

func TestSubscriptionByServerSentEvents(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query":"subscription { submitted { file withdrawnAt } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	if !lines.Scan() || lines.Text() != ":" { // from here on it listens
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	stop := make(chan struct{})
	close(stop)
	stir(s, stop) // once
	var events []string
	for len(events) < 2 && lines.Scan() {
		if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
			events = append(events, data)
		}
	}
	if len(events) != 2 || !strings.Contains(events[0], `"withdrawnAt":null`) || !strings.Contains(events[0], "更正") || strings.Contains(events[1], `"withdrawnAt":null`) {
		t.Errorf("events %q", events)
	}
	// A query, and a refusal, are streams of one.
	for query, want := range map[string]string{`{__typename}`: `"Query"`, `{nothing}`: `"INVALID"`} {
		response, body := s.send(http.MethodPost, "/graphql", strings.NewReader(`{"query":"`+query+`"}`), "Content-Type", "application/json", "Accept", "text/event-stream")
		if response.StatusCode != http.StatusOK || !strings.Contains(string(body), want) || !strings.HasSuffix(string(body), "event: complete\ndata:\n\n") {
			t.Errorf("%s: %s", query, body)
		}
	}
}

// Commits that wait to be sent follow one another without a pause: each event must still say what it
// is of, though gqlgen writes all of them into one buffer.
func TestServerSentEventsAreNotMixed(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	var latest struct{ Commit int }
	s.ask(&latest, "{ commit }", nil)
	if latest.Commit < 10 {
		t.Fatalf("only %d commits", latest.Commit)
	}
	for range 100 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query":"subscription { changed(since: 0) { commit } }"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "text/event-stream")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(response.Body)
		for commit := 1; commit <= latest.Commit && lines.Scan(); {
			data, found := strings.CutPrefix(lines.Text(), "data: ")
			if !found {
				continue
			}
			if want := fmt.Sprintf(`{"data":{"changed":{"commit":%d}}}`, commit); data != want {
				t.Fatalf("an event says %s, not %s", data, want)
			}
			commit++
		}
		_ = response.Body.Close()
	}
}

func dial(t *testing.T, s *server, headers http.Header) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
	conn, response, err := dialer.Dial("ws"+strings.TrimPrefix(s.url, "http")+"/graphql", headers)
	if err == nil {
		t.Cleanup(func() { _ = conn.Close() })
	}
	return conn, response, err
}

type frame struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func TestSubscriptionByWebSocket(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	conn, _, err := dial(t, s, nil)
	if err != nil {
		t.Fatal(err)
	}
	write := func(f frame) {
		t.Helper()
		if err := conn.WriteJSON(f); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (f frame) {
		t.Helper()
		if err := conn.ReadJSON(&f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	write(frame{Type: "connection_init"})
	if f := read(); f.Type != "connection_ack" {
		t.Fatalf("%+v", f)
	}
	write(frame{Type: "ping"})
	if f := read(); f.Type != "pong" {
		t.Fatalf("%+v", f)
	}
	write(frame{Type: "subscribe", ID: "q", Payload: json.RawMessage(`{"query":"{ metric(name: \"meetings.held\") { name } }"}`)})
	if f := read(); f.Type != "next" || !strings.Contains(string(f.Payload), "meetings.held") {
		t.Fatalf("%+v %s", f, f.Payload)
	}
	if f := read(); f.Type != "complete" || f.ID != "q" {
		t.Fatalf("%+v", f)
	}
	write(frame{Type: "subscribe", ID: "q", Payload: json.RawMessage(`{"query":"{ nothing }"}`)}) // the id is free again
	if f := read(); f.Type != "error" || f.ID != "q" || !strings.Contains(string(f.Payload), "INVALID") {
		t.Fatalf("%+v %s", f, f.Payload)
	}
	write(frame{Type: "subscribe", ID: "s", Payload: json.RawMessage(`{"query":"subscription { submitted { file } }"}`)})
	stop, stirred := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stirred)
		stir(s, stop)
	}()
	if f := read(); f.Type != "next" || f.ID != "s" || !strings.Contains(string(f.Payload), "更正") {
		t.Errorf("%+v %s", f, f.Payload)
	}
	write(frame{Type: "complete", ID: "s"})
	close(stop)
	<-stirred
}

// A socket that violates the protocol is closed with the code that says why.
func TestWebSocketProtocol(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	subscribe := `{"type":"subscribe","id":"a","payload":{"query":"subscription { submitted { id } }"}}`
	for name, c := range map[string]struct {
		frames []string
		code   int
	}{
		"subscribe before init": {[]string{subscribe}, 4401},
		"init twice":            {[]string{`{"type":"connection_init"}`, `{"type":"connection_init"}`}, 4429},
		"same id twice":         {[]string{`{"type":"connection_init"}`, subscribe, subscribe}, 4409},
		"unknown type":          {[]string{`{"type":"start"}`}, 4400},
		"not JSON":              {[]string{`{`}, 4400},
		"no query":              {[]string{`{"type":"connection_init"}`, `{"type":"subscribe","id":"a","payload":{}}`}, 4400},
		"no id":                 {[]string{`{"type":"connection_init"}`, `{"type":"subscribe","payload":{"query":"{__typename}"}}`}, 4400},
	} {
		conn, _, err := dial(t, s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range c.frames {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		if !websocket.IsCloseError(err, c.code) {
			t.Errorf("%s: %v, want %d", name, err, c.code)
		}
	}
	if _, response, err := dial(t, s, http.Header{"Origin": {"https://evil.example"}}); err == nil || response.StatusCode != http.StatusForbidden {
		t.Errorf("a page of another host may open a socket: %v", err)
	}
}
