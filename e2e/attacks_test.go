package e2e_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
)

// arena is a server of a process of its own, with accounts, that is attacked.
type arena struct {
	*running
	t       *testing.T
	who     *accounts.Store
	tokens  map[string]string // by account
	cookies map[string]string // of a browser of each account
	peak    int64             // the most memory of any attack, in bytes
}

// said is what an attacker was answered.
type said struct {
	status int // 0 where the connection was closed without an answer
	header http.Header
	body   string
}

// attack is one try, and what must come of it. Every attack is bounded: a server that does not answer for attackTimeout, or takes
// more than attackMemory above what it had, has lost.
type attack struct {
	name string
	do   func(a *arena) said
	// want are words of which the answer must have one, "" for any refusal: see refusal.
	want string
	// lacks must not be in the answer.
	lacks string
	// harmless may be answered with success: what matters is that nothing else happened.
	harmless bool
}

const (
	attackTimeout = 2 * time.Minute // no measure of speed: beyond it an attack counts as a hang
	attackMemory  = 600 << 20
)

// besiege starts the arena: the sample city's directory and meetings of 2023, an account of each role.
func besiege(t *testing.T) *arena {
	t.Helper()
	path := filepath.Join(t.TempDir(), "city.duckdb")
	if out, err := command(t, "load", city.Path(t, city.Folder, "00单位名录.xlsx"), city.Path(t, city.Folder, "2023年会议统计表.xlsx"), "--warehouse", path).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	who, err := accounts.Open(accounts.Path(path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	a := &arena{t: t, who: who, tokens: map[string]string{}, cookies: map[string]string{}}
	for _, c := range []access.Caller{
		{Name: "root", Role: access.Admin}, {Name: "office", Role: access.Office}, {Name: "b001", Role: access.Department, Department: "B001"},
		{Name: "b002", Role: access.Department, Department: "B002"}, {Name: "leader", Role: access.Leader, Portfolio: "城建交通"}, {Name: "fenxi", Role: access.Analyst}, {Name: "viewer", Role: access.Viewer},
	} {
		if err := who.Add(t.Context(), c, typedPassword, false); err != nil {
			t.Fatal(err)
		}
		if a.tokens[c.Name], _, err = who.CreateToken(t.Context(), access.Caller{Name: c.Name}, "an attack", time.Hour); err != nil {
			t.Fatal(err)
		}
		if a.cookies[c.Name], err = who.Begin(t.Context(), accounts.User{Caller: c}, "127.0.0.1", "attack"); err != nil {
			t.Fatal(err)
		}
	}
	a.running = serveProgram(t, path)
	return a
}

const typedPassword = "correct horse battery"

var foreignWords = regexp.MustCompile(`goroutine \d|runtime error|panic:|\.go:\d+|IO Error|Binder Error|Catalog Error|Parser Error|SQL logic|no such table|invalid character|unexpected EOF|strconv\.|http: |multipart: |zip: |json: `)

// withstand runs attacks one after another, and checks after each that the server answers as before and has taken little.
func (a *arena) withstand(kind string, least int, attacks []attack) {
	a.t.Helper()
	names := map[string]bool{}
	before := a.figure()
	for _, try := range attacks {
		if names[try.name] {
			a.t.Errorf("%s: there are two called %q", kind, try.name)
		}
		names[try.name] = true
		held := a.memory("VmRSS")
		_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", a.cmd.Process.Pid), []byte("5"), 0) // counts the peak anew, where Linux can
		begun := time.Now()
		got := try.do(a)
		if took := time.Since(begun); took > attackTimeout {
			a.t.Errorf("%s, %s: it held the server for %s", kind, try.name, took)
		}
		peak := a.memory("VmHWM") - held
		if a.peak = max(a.peak, peak); peak > attackMemory {
			a.t.Errorf("%s, %s: it took %d MB", kind, try.name, peak>>20)
		}
		switch {
		case try.want != "" && !strings.Contains(got.body, try.want):
			a.t.Errorf("%s, %s: %d %.300s, want %q", kind, try.name, got.status, got.body, try.want)
		case try.want == "" && !try.harmless && !got.refusal():
			a.t.Errorf("%s, %s: it is not refused: %d %.300s", kind, try.name, got.status, got.body)
		case try.lacks != "" && strings.Contains(got.body, try.lacks):
			a.t.Errorf("%s, %s: the answer has %q: %.300s", kind, try.name, try.lacks, got.body)
		case got.status >= 500 && got.status != http.StatusServiceUnavailable && got.status != http.StatusNotImplemented && got.status != http.StatusHTTPVersionNotSupported || strings.Contains(got.body, `"INTERNAL"`):
			a.t.Errorf("%s, %s: the server failed: %d %.300s", kind, try.name, got.status, got.body)
		}
		if word := foreignWords.FindString(got.body); word != "" {
			a.t.Errorf("%s, %s: the answer speaks as a library does (%q): %.300s", kind, try.name, word, got.body)
		}
	}
	if now := a.figure(); now != before {
		a.t.Errorf("%s: before the attacks %s, after them %s", kind, before, now)
	}
	if len(attacks) < least {
		a.t.Errorf("%s: %d attacks, at least %d", kind, len(attacks), least)
	}
	a.t.Logf("%s: %d attacks, the most memory of one is %d MB", kind, len(attacks), a.peak>>20)
}

// refusal reports whether an answer gives nothing: a status that says so, errors without data, or a closed connection.
func (s said) refusal() bool {
	if s.status == 0 || s.status >= 400 {
		return true
	}
	if s.status >= 300 {
		return strings.HasPrefix(s.header.Get("Location"), "/login")
	}
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if json.Unmarshal([]byte(s.body), &answer) != nil || len(answer.Errors) == 0 {
		return false
	}
	for _, value := range answer.Data {
		if value != nil {
			return false
		}
	}
	return true
}

// memory is a value of the server's /proc/PID/status in bytes; 0 where the system has none.
func (a *arena) memory(name string) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", a.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), name+":")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.ParseInt(fields[0], 10, 64)
	return kilobytes << 10
}

// figure is what an administrator is answered: it shows that the server lives and that nothing was changed.
func (a *arena) figure() string {
	a.t.Helper()
	got := a.as("root", `{ commit measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { amount } } } } }`, nil)
	if !strings.Contains(got.body, `"amount":"523"`) {
		a.t.Fatalf("the server does not answer: %d %.300s\n%s", got.status, got.body, a.stderr)
	}
	return got.body
}

// request sends one, and follows nothing.
func (a *arena) request(method, path string, body io.Reader, headers ...string) said {
	ctx, cancel := context.WithTimeout(a.t.Context(), 2*attackTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, a.url+path, body)
	if err != nil {
		a.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Add(headers[i], headers[i+1])
	}
	response, err := (&http.Transport{DisableKeepAlives: true, DisableCompression: true}).RoundTrip(r)
	if errors.Is(err, context.DeadlineExceeded) {
		a.t.Errorf("%s %.100s is not answered", method, path)
	}
	if err != nil {
		return said{body: "closed"}
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body) // what came is the answer
	return said{response.StatusCode, response.Header, string(text)}
}

// as asks GraphQL with the token of an account; "" is a stranger.
func (a *arena) as(user, query string, variables map[string]any) said {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.post(user, string(body))
}

func (a *arena) post(user, body string, headers ...string) said {
	headers = append([]string{"Content-Type", "application/json", "X-Jianfu-Client", "attack"}, headers...)
	if user != "" {
		headers = append(headers, "Authorization", "Bearer "+a.tokens[user])
	}
	return a.request(http.MethodPost, "/graphql", strings.NewReader(body), headers...)
}

// raw sends bytes over a connection, and reads the first answer.
func (a *arena) raw(text string) said {
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.url, "http://"))
	if err != nil {
		a.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(attackTimeout))
	if _, err := io.WriteString(conn, text); err != nil {
		return said{body: "closed"}
	}
	_ = conn.(*net.TCPConn).CloseWrite() // it may be closed already
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return said{body: "closed"}
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return said{response.StatusCode, response.Header, string(body)}
}

// Attacks on GraphQL, by a department unless another account is named.
func TestAttacksOnGraphQL(t *testing.T) {
	t.Parallel()
	a := besiege(t)
	var list []attack
	add := func(name, query, want string) {
		list = append(list, attack{name: name, want: want, do: func(a *arena) said { return a.as("b001", query, nil) }})
	}
	body := func(name, text, want string, headers ...string) {
		list = append(list, attack{name: name, want: want, do: func(a *arena) said { return a.post("b001", text, headers...) }})
	}
	repeat := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(format, "#", strconv.Itoa(i)) + " ")
		}
		return b.String()
	}
	const forbidden, large, invalid = "FORBIDDEN", "TOO_LARGE", "INVALID"
	held := func(where string) string {
		return `measure(input: {metrics: ["meetings.held"], period: "2023", ` + where + `}) { rows { nodes { group { value } values { amount } } } }`
	}
	// What is another's.
	add("another unit's figure", "{ "+held(`where: {departments: ["B002"]}`)+" }", forbidden)
	add("another unit by its name", "{ "+held(`where: {departments: ["市发展和改革委员会"]}`)+" }", "")
	add("another unit beside one's own", "{ "+held(`where: {departments: ["B001", "B002"]}`)+" }", forbidden)
	add("another unit under an alias", "{ commit x: "+held(`where: {departments: ["B002"]}`)+" }", forbidden)
	add("another unit in a fragment", "{ ...f } fragment f on Query { "+held(`where: {departments: ["B002"]}`)+" }", forbidden)
	add("another unit behind @include", "{ ... on Query @include(if: true) { "+held(`where: {departments: ["B002"]}`)+" } }", forbidden)
	add("another line's total", "{ "+held(`where: {portfolios: ["城建交通"]}`)+" }", forbidden)
	add("a line that is all but one unit", "{ "+held(`by: ["portfolio"]`)+" }", "")
	add("another unit's records", `{ records(kind: "meeting", where: {departments: ["B002"]}) { nodes { title } } }`, forbidden)
	add("a trace of another unit", `{ trace(id: "meetings.held@2023,department=B002") { period } }`, forbidden)
	add("the lines against last year", `{ noIncrease(metric: "meetings.held", year: 2023, by: "portfolio") { met } }`, forbidden)
	add("the report of every unit", `{ report(kind: ANNUAL, period: "2023") { title } }`, forbidden)
	add("withdrawing", `mutation { withdraw(input: {submission: "1", reason: "不要了，都不要了"}) { submission { id } } }`, forbidden)
	add("withdrawing under another name", `mutation { withdraw(input: {submission: "1", reason: "不要了，都不要了", withdrawnBy: "root"}) { submission { id } } }`, forbidden)
	add("returning another's filing", `mutation { review(input: {submission: "2", decision: RETURNED, reason: "人数不对"}) { review { commit } } }`, forbidden)
	add("accepting one's own filing", `mutation { review(input: {submission: "2", department: "B001", decision: ACCEPTED}) { review { commit } } }`, forbidden)
	add("reminding others", `mutation { remind(input: {period: "2023-05", departments: ["B002"]}) { reminders { kind } } }`, forbidden)
	add("explaining another's finding", `mutation { explain(input: {check: "offPlanMeetings", period: "2023", finding: "0", text: "因为年初计划有调整，已报备"}) { finding { key } } }`, "NOT_FOUND")
	add("the schema", `{ __schema { types { name } } }`, forbidden)
	add("the schema under an alias", `{ a: __type(name: "Mutation") { fields { name } } }`, forbidden)
	add("the schema in a fragment", `{ ...f } fragment f on Query { __schema { queryType { name } } }`, forbidden)
	list = append(list,
		attack{name: "names by typing errors", lacks: "Did you mean", do: func(a *arena) said { return a.as("b001", "{ comit }", nil) }},
		attack{name: "names of arguments by typing errors", lacks: "Did you mean", do: func(a *arena) said {
			return a.as("b001", `mutation { withdraw(inputs: {submission: "1"}) { submission { id } } }`, nil)
		}},
		attack{name: "another unit in the units' breakdown", lacks: `"B002"`, harmless: true, do: func(a *arena) said { return a.as("b001", "{ "+held(`by: ["department"]`)+" }", nil) }},
		attack{name: "another unit by a variable", want: forbidden, do: func(a *arena) said {
			return a.as("b001", `query ($d: [String!]) { measure(input: {metrics: ["meetings.held"], period: "2023", where: {departments: $d}}) { period } }`, map[string]any{"d": []string{"B002"}})
		}},
		attack{name: "another unit's filings", lacks: `"B002"`, harmless: true, do: func(a *arena) said {
			return a.as("b001", `{ filings(period: "2023-05", first: 100) { nodes { department } } }`, nil)
		}},
		attack{name: "another unit's findings", lacks: `"B002"`, harmless: true, do: func(a *arena) said {
			return a.as("b001", `{ findings(check: "offPlanMeetings", period: "2023", first: 100) { nodes { department key } } }`, nil)
		}},
		attack{name: "records by number", lacks: "B002", harmless: true, do: func(a *arena) said {
			return a.as("b001", "{"+repeat(40, `a#: record(kind: "meeting", id: "#") { department title }`)+"}", nil)
		}},
		attack{name: "objects by id", lacks: "B002", harmless: true, do: func(a *arena) said {
			return a.as("b001", "{"+repeat(40, `a#: node(id: "meeting:#") { ... on FiledRecord { department title } }`)+"}", nil)
		}},
		attack{name: "the submissions of others", lacks: "00单位名录", do: func(a *arena) said { return a.as("viewer", `{ submissions(first: 10) { nodes { file } } }`, nil) }},
		attack{name: "a stranger asks", want: "UNAUTHENTICATED", do: func(a *arena) said { return a.as("", "{ commit }", nil) }},
		attack{name: "a stranger changes", want: "UNAUTHENTICATED", do: func(a *arena) said {
			return a.as("", `mutation { withdraw(input: {submission: "1", reason: "不要了"}) { submission { id } } }`, nil)
		}},
		attack{name: "a leader asks for another line", want: forbidden, do: func(a *arena) said {
			return a.as("leader", "{ "+held(`where: {portfolios: ["党务综合"]}`)+" }", nil)
		}},
		attack{name: "an analyst withdraws", want: forbidden, do: func(a *arena) said {
			return a.as("fenxi", `mutation { withdraw(input: {submission: "1", reason: "不要了"}) { submission { id } } }`, nil)
		}},
	)
	// What costs.
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "fragment f%[1]d on Query { ...f%[2]d ...f%[2]d } ", i, i+1)
		}
		return b.String()
	}
	add("five thousand aliases", "{"+repeat(5000, "a#:__typename")+"}", large)
	add("sixty roots", "{"+repeat(60, "a#:commit")+"}", large)
	add("doubling fragments", "{ ...f0 } "+chain(27)+" fragment f27 on Query { commit }", large)
	add("a circle of fragments", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", invalid)
	add("five hundred levels", strings.Repeat("{ a ", 500)+strings.Repeat("}", 500), large)
	add("fifty thousand levels", strings.Repeat("{ a ", 50_000)+strings.Repeat("}", 50_000), "")
	add("a value of many levels", "{ metric(name: "+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+") { name } }", invalid)
	add("objects of many levels", "{ measure(input: "+strings.Repeat("{a:", 5000)+"1"+strings.Repeat("}", 5000)+") { period } }", "")
	add("many directives", "{ commit "+strings.Repeat("@skip(if: false) ", 200)+"}", large)
	add("a thousand operations", repeat(1000, "query q# { commit }"), large)
	add("three thousand variables", "query ("+repeat(3000, "$v#: Int")+") { commit }", large)
	add("a comment of 900 KB", "# "+strings.Repeat("x", 900_000)+"\n{ commit }", large)
	add("a text of 100 KB", `{ metric(name: "`+strings.Repeat("x", 100_000)+`") { name } }`, large)
	add("a block string", `{ metric(name: """`+strings.Repeat("\n", 60_000)+`""") { name } }`, invalid)
	add("the catalogue fifty times", "{"+repeat(50, "a#: metrics { name label definition sql dimensions { name label } }")+"}", large)
	add("records of every row of every month", `{ measure(input: {metrics: ["meetings.held"], period: "1990-01/2030-12", grain: MONTH, by: ["department"]}) { rows(first: 10000) { nodes { values { records(first: 100) { nodes { source { cells { column value } } } } } } } } }`, "")
	add("forty measurements of records", "{"+repeat(40, `a#: measure(input: {metrics: ["meetings.held"], period: "2023", by: ["type"]}) { rows { nodes { values { records(first: 100) { nodes { fields { name } } } } } } }`)+"}", large)
	add("a page of a thousand million", `{ records(kind: "meeting", first: 1000000000) { totalCount } }`, "")
	add("a page of minus one", `{ records(kind: "meeting", first: -1) { totalCount } }`, "")
	add("a number beyond 64 bits", `{ records(kind: "meeting", first: 99999999999999999999999) { totalCount } }`, "")
	add("months of nine thousand years", `{ measure(input: {metrics: ["meetings.held"], period: "1000-01/9999-12", grain: MONTH}) { rows(first: 10000) { totalCount } } }`, "")
	add("@defer", `{ ... @defer { commit } }`, invalid)
	add("two subscriptions", `subscription { a: submitted { id } b: submitted { id } }`, invalid)
	add("a subscription by POST", `subscription { changed { commit } }`, "")
	// What is no GraphQL, or says something else than it does.
	add("SQL in the name of a metric", `{ measure(input: {metrics: ["meetings.held'; DROP TABLE meeting; --"], period: "2023"}) { period } }`, "")
	add("SQL in a unit", `{ measure(input: {metrics: ["meetings.held"], period: "2023", where: {departments: ["B001' OR '1'='1"]}}) { period } }`, "")
	add("SQL in a dimension", `{ measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department) FROM submission --"]}) { period } }`, "")
	add("SQL in the sort", `{ measure(input: {metrics: ["meetings.held"], period: "2023", sort: {metric: "1; DROP TABLE x"}}) { period } }`, "")
	add("SQL in a kind", `{ records(kind: "meeting; ATTACH '/etc/passwd'") { totalCount } }`, "")
	add("a forged cursor", `{ records(kind: "meeting", after: "JyBPUiAxPTE=") { totalCount } }`, "")
	add("a period of words", `{ measure(input: {metrics: ["meetings.held"], period: "2023' OR 1=1"}) { period } }`, "")
	add("a moment before all", `{ measure(input: {metrics: ["meetings.held"], period: "2023", asOf: "-292277022399-01-01T00:00:00Z"}) { period } }`, "")
	add("nothing", "", "")
	add("null characters", "{ commit \u0000 }", "")
	body("a list of operations", `[{"query":"{ commit }"},{"query":"{ commit }"}]`, "")
	body("not UTF-8", "{\"query\":\"{ metric(name: \\\"\xff\xfe\\\") { name } }\"}", "")
	body("JSON of many levels", `{"query":"{ commit }","variables":{"a":`+strings.Repeat("[", 200_000)+strings.Repeat("]", 200_000)+`}}`, "")
	body("two values", `{"query":"{ commit }"} {"query":"{ commit }"}`, "")
	body("a body of 2 MB", `{"query":"{ commit }","variables":{"a":"`+strings.Repeat("x", 2<<20)+`"}}`, large)
	body("an operation that is not there", `{"query":"query a { commit }","operationName":"b"}`, "")
	body("a text under another's hash", `{"query":"{ commit }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}}`, "")
	body("a hash nobody has sent", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"`+strings.Repeat("a", 64)+`"}}}`, "")
	body("GraphQL as a form", "query=mutation{withdraw}", "", "Content-Type", "application/x-www-form-urlencoded")
	list = append(list,
		attack{name: "a change by GET", do: func(a *arena) said {
			return a.request("GET", "/graphql?query=mutation%20%7Bwithdraw(input%3A%7Bsubmission%3A%221%22%2Creason%3A%22x%22%7D)%7Bsubmission%7Bid%7D%7D%7D", nil, "Authorization", "Bearer "+a.tokens["root"])
		}},
		attack{name: "a change by GET over events", do: func(a *arena) said {
			return a.request("GET", "/graphql?query=mutation%20%7Bwithdraw(input%3A%7Bsubmission%3A%221%22%2Creason%3A%22x%22%7D)%7Bsubmission%7Bid%7D%7D%7D", nil, "Authorization", "Bearer "+a.tokens["root"], "Accept", "text/event-stream")
		}},
		attack{name: "a change as plain text", do: func(a *arena) said {
			return a.request("POST", "/graphql", strings.NewReader(`{"query":"mutation { withdraw(input: {submission: \"1\", reason: \"x\"}) { submission { id } } }"}`), "Content-Type", "text/plain", "Cookie", "jianfu="+a.cookies["root"])
		}},
		attack{name: "a change by a foreign page", do: func(a *arena) said {
			return a.request("POST", "/graphql", strings.NewReader(`{"query":"mutation { withdraw(input: {submission: \"1\", reason: \"x\"}) { submission { id } } }"}`), "Content-Type", "application/json", "Origin", "https://evil.example", "Cookie", "jianfu="+a.cookies["root"])
		}},
		attack{name: "more than the budget of a caller", want: "BUSY", do: func(a *arena) (last said) {
			for i := range 200 {
				last = a.as("viewer", fmt.Sprintf(`{ annualSummary(year: %d) { year } a%d: measure(input: {metrics: ["meetings.held"], period: "2023", grain: MONTH}) { period } b: metrics { name sql } }`, 2000+i%90, i), nil)
				if strings.Contains(last.body, "BUSY") {
					break
				}
			}
			return last
		}},
	)
	a.withstand("GraphQL", 60, list)
}

// Attacks on HTTP itself, on addresses and on headers.
func TestAttacksOnHTTP(t *testing.T) {
	t.Parallel()
	a := besiege(t)
	var list []attack
	raw := func(name, text, want string) {
		list = append(list, attack{name: name, want: want, do: func(a *arena) said {
			text := strings.ReplaceAll(strings.ReplaceAll(text, "HOST", strings.TrimPrefix(a.url, "http://")), "TOKEN", a.tokens["root"])
			return a.raw(text)
		}})
	}
	get := func(name, path string, headers ...string) {
		list = append(list, attack{name: name, do: func(a *arena) said {
			if len(headers) == 0 {
				headers = []string{"Authorization", "Bearer " + a.tokens["b001"]}
			}
			return a.request("GET", path, nil, headers...)
		}})
	}
	const authorized = "Host: HOST\r\nAuthorization: Bearer TOKEN\r\n"
	const query = `{"query":"{ commit }"}`
	raw("length and chunks together", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: HOST\r\n\r\n", "")
	raw("two lengths", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Length: 4\r\nContent-Length: 40\r\n\r\n{}{}", "")
	raw("a negative length", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Length: -1\r\n\r\n", "")
	raw("a length beyond 64 bits", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Length: 99999999999999999999\r\n\r\n", "")
	raw("an odd transfer encoding", "POST /graphql HTTP/1.1\r\n"+authorized+"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "")
	raw("chunked twice", "POST /graphql HTTP/1.1\r\n"+authorized+"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", "")
	raw("a chunk without a size", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", "")
	raw("a chunk of endless size", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}\r\n0\r\n\r\n", "")
	raw("a space before the colon", "GET /admin HTTP/1.1\r\nHost : HOST\r\nAuthorization: Bearer TOKEN\r\n\r\n", "")
	raw("a folded header", "GET /graphql HTTP/1.1\r\n"+authorized+"X-A: b\r\n c: d\r\n\r\n", "")
	raw("a null in a header", "GET /measure.csv HTTP/1.1\r\n"+authorized+"X-A: a\x00b\r\n\r\n", "")
	raw("no host", "GET /login HTTP/1.1\r\n\r\n", "")
	raw("two hosts", "GET /login HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n", "")
	raw("a host that is none", "GET /login HTTP/1.1\r\nHost: a b/c\r\n\r\n", "")
	raw("HTTP/0.9", "GET /login\r\n\r\n", "")
	raw("HTTP/3.7", "GET /login HTTP/3.7\r\nHost: HOST\r\n\r\n", "")
	raw("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "")
	raw("a header of 2 MB", "GET /login HTTP/1.1\r\nHost: HOST\r\nX-A: "+strings.Repeat("a", 2<<20)+"\r\n\r\n", "")
	raw("a hundred thousand headers", "GET /login HTTP/1.1\r\nHost: HOST\r\n"+strings.Repeat("A: b\r\n", 400_000)+"\r\n", "")
	raw("an address of 2 MB", "GET /"+strings.Repeat("a", 2<<20)+" HTTP/1.1\r\nHost: HOST\r\n\r\n", "")
	raw("a proxy's request", "GET http://evil.example/admin HTTP/1.1\r\nHost: evil.example\r\n\r\n", "")
	raw("CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", "")
	raw("TRACE", "TRACE /login HTTP/1.1\r\n"+authorized+"\r\n", "")
	raw("a preflight of no address", "OPTIONS / HTTP/1.1\r\nHost: HOST\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n", "")
	raw("a method of its own", "JIANFU /sql HTTP/1.1\r\n"+authorized+"Content-Length: 2\r\n\r\n{}", "")
	raw("a TLS hello in clear", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"+strings.Repeat("\x00", 200), "")
	raw("a body cut short", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Type: application/json\r\nContent-Length: 500\r\n\r\n"+query, "")
	raw("a packed body", "POST /graphql HTTP/1.1\r\n"+authorized+"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\n\r\n\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "")
	for name, path := range map[string]string{
		"the warehouse": "/city.duckdb", "the accounts": "/city.duckdb.accounts", "the audit": "/city.duckdb.audit", "dots": "/assets/..%2f..%2fetc/passwd", "double dots": "/assets/%252e%252e/%252e%252e/etc/passwd",
		"backslashes": `/assets/..%5c..%5cwindows`, "a null": "/assets/a%00.js", "the debugger": "/debug/pprof/heap", "the source": "/.git/config", "a template outside": "/template/..%2f..%2fgo.mod.xlsx", "a filing that is none": "/submission/-1.xlsx",
		"a filing of 64 bits": "/submission/99999999999999999999.xlsx", "a filing under another name": "/submission/1.xlsx%00.html", "a report that is none": "/report/..%2fannual.docx?year=2023", "the monitoring": "/metrics", "all reports": "/report/annual.docx?year=2023", "the accounts' page": "/admin",
		"a table without end": "/measure.csv?metrics=" + strings.Repeat("x,", 20_000) + "&period=2023", "a table of another unit": "/measure.csv?metrics=meetings.held&period=2023&departments=B002", "a table of SQL": "/measure.csv?metrics=meetings.held&period=2023&by=department%29--",
	} {
		get("asks for "+name, path)
	}
	get("a token in the query", "/measure.csv?metrics=meetings.held&period=2023&access_token=x", "Cookie", "jianfu="+a.cookies["root"])
	get("a token as a parameter", "/measure.csv?metrics=meetings.held&period=2023&x=jianfu_AAAAAAAAAAAAAAAAAAAAAAAAAA", "Cookie", "jianfu="+a.cookies["root"])
	get("a token in the path", "/report/JIANFU_aaaaaaaaaaaaaaaaaaaaaaaaaa.docx", "Cookie", "jianfu="+a.cookies["root"])
	get("a token with percents", "/measure.csv?x=jianfu%5fAAAAAAAAAAAAAAAAAAAAAAAAAA", "Cookie", "jianfu="+a.cookies["root"])
	get("who it is, by header", "/admin", "X-Remote-User", "root", "X-Forwarded-User", "root", "Remote-User", "root")
	get("from here, by header", "/admin", "X-Forwarded-For", "127.0.0.1", "X-Real-IP", "127.0.0.1", "Forwarded", "for=127.0.0.1")
	get("another address, by header", "/healthz/x", "X-Original-URL", "/admin", "X-Rewrite-URL", "/admin")
	get("a socket elsewhere", "/sql", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
	get("a socket of a foreign page", "/graphql", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Origin", "https://evil.example", "Cookie", "jianfu="+a.cookies["root"])
	get("HTTP/2 in clear", "/admin", "Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c", "HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA")
	list = append(list,
		attack{name: "a redirection elsewhere after the login", lacks: "evil", harmless: true, do: func(a *arena) said {
			got := a.request("POST", "/login?to=https://evil.example/", strings.NewReader("name=viewer&password="+strings.ReplaceAll(typedPassword, " ", "+")), "Content-Type", "application/x-www-form-urlencoded")
			return said{got.status, got.header, got.header.Get("Location")}
		}},
		attack{name: "a redirection to another host's page", lacks: "evil", harmless: true, do: func(a *arena) said {
			got := a.request("GET", "/trend", nil, "Accept", "text/html", "X-Forwarded-Host", "evil.example")
			return said{got.status, got.header, got.header.Get("Location")}
		}},
		attack{name: "a header in a header", lacks: "evil", harmless: true, do: func(a *arena) said {
			got := a.request("POST", "/login?to=/%0d%0aSet-Cookie:%20evil=1", strings.NewReader("name=viewer&password="+strings.ReplaceAll(typedPassword, " ", "+")), "Content-Type", "application/x-www-form-urlencoded")
			return said{got.status, got.header, fmt.Sprint(got.header)}
		}},
		attack{name: "markup as a name", lacks: "<script>", do: func(a *arena) said {
			return a.request("POST", "/login", strings.NewReader("name=%3Cscript%3Ealert(1)%3C/script%3E&password=x"), "Content-Type", "application/x-www-form-urlencoded")
		}},
		attack{name: "a preflight of a foreign page", lacks: "*", do: func(a *arena) said {
			got := a.request("OPTIONS", "/graphql", nil, "Origin", "https://evil.example", "Access-Control-Request-Method", "POST")
			return said{got.status, got.header, got.header.Get("Access-Control-Allow-Origin")}
		}},
		attack{name: "a thousand languages", harmless: true, do: func(a *arena) said {
			return a.request("GET", "/login", nil, "Accept-Language", strings.Repeat("zh;q=0.9,", 50_000))
		}},
		attack{name: "a thousand ranges", harmless: true, do: func(a *arena) said {
			return a.request("GET", "/icon.svg", nil, "Range", "bytes="+strings.Repeat("0-,", 10_000)+"0-")
		}},
		attack{name: "a statement by who may not", do: func(a *arena) said {
			return a.request("POST", "/sql", strings.NewReader(`{"sql":"SELECT * FROM meeting"}`), "Content-Type", "application/json", "Authorization", "Bearer "+a.tokens["b001"])
		}},
		attack{name: "a statement of a foreign page", do: func(a *arena) said {
			return a.request("POST", "/sql", strings.NewReader(`SELECT 1`), "Content-Type", "text/plain", "Cookie", "jianfu="+a.cookies["root"], "Origin", "https://evil.example")
		}},
		attack{name: "a file of the system by SQL", do: func(a *arena) said {
			return a.request("POST", "/sql", strings.NewReader(`{"sql":"SELECT * FROM read_text('/etc/passwd')"}`), "Content-Type", "application/json", "Authorization", "Bearer "+a.tokens["root"])
		}},
		attack{name: "the accounts by SQL", do: func(a *arena) said {
			return a.request("POST", "/sql", strings.NewReader(`{"sql":"SELECT * FROM sqlite_scan('city.duckdb.accounts', 'user')"}`), "Content-Type", "application/json", "Authorization", "Bearer "+a.tokens["root"])
		}},
	)
	a.withstand("HTTP", 40, list)
}

// upload files a file with the token of an account, in the form that the API asks for.
func (a *arena) uploadAs(user, name string, content []byte, input string) said {
	return a.form(user, `{"query":"mutation ($file: Upload!) { submit(input: {file: $file`+input+`}) { status errors { code message } } }","variables":{"file":null}}`, `{"0":["variables.file"]}`, part{"0", name, content})
}

type part struct {
	field, name string
	content     []byte
}

// form sends the fields operations and map, and parts behind them.
func (a *arena) form(user, operations, places string, parts ...part) said {
	var body bytes.Buffer
	write := func(p part, isFile bool) {
		fmt.Fprintf(&body, "--limit\r\nContent-Disposition: form-data; name=\"%s\"", p.field)
		if isFile {
			fmt.Fprintf(&body, "; filename=\"%s\"\r\nContent-Type: application/octet-stream", p.name)
		}
		body.WriteString("\r\n\r\n")
		body.Write(p.content)
		body.WriteString("\r\n")
	}
	write(part{"operations", "", []byte(operations)}, false)
	write(part{"map", "", []byte(places)}, false)
	for _, p := range parts {
		write(p, true)
	}
	body.WriteString("--limit--\r\n")
	return a.sendForm(user, &body)
}

func (a *arena) sendForm(user string, body io.Reader) said {
	return a.request("POST", "/graphql", body, "Content-Type", "multipart/form-data; boundary=limit", "X-Jianfu-Client", "attack", "Authorization", "Bearer "+a.tokens[user])
}

// packed is a zip of named texts; one with a count has its text so many times.
func packed(t *testing.T, texts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, texts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// book is a workbook of one sheet, with parts replaced or added.
func book(t *testing.T, sheet string, more map[string]string) []byte {
	t.Helper()
	const ml = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	parts := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + ml + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + ml + `><sheetData>` + sheet + `</sheetData></worksheet>`,
	}
	maps.Copy(parts, more)
	return packed(t, parts)
}

// Attacks by files, and by the form in which they come.
func TestAttacksByUploads(t *testing.T) {
	t.Parallel()
	a := besiege(t)
	var list []attack
	file := func(name, called string, content []byte) {
		list = append(list, attack{name: name, harmless: true, want: `"REFUSED"`, do: func(a *arena) said { return a.uploadAs("b001", called, content, "") }})
	}
	bad, err := os.ReadDir(city.Path(t, "bad"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range bad {
		if entry.Name() == "expected.json" {
			continue
		}
		content, err := os.ReadFile(city.Path(t, "bad", entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, attack{name: "the faulty file " + entry.Name(), lacks: `"LOADED"`, harmless: true, do: func(a *arena) said { return a.uploadAs("office", entry.Name(), content, "") }})
	}
	entities := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`
	laughs := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "&a%d;&a%d;&a%d;">`, i+1, i, i, i)
	}
	file("a file of the system as an entity", "a.xlsx", book(t, "", map[string]string{"xl/worksheets/sheet1.xml": entities + `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`}))
	file("a thousand million laughs", "a.xlsx", book(t, "", map[string]string{"xl/worksheets/sheet1.xml": laughs + `]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a30;</t></is></c></row></sheetData></worksheet>`}))
	file("blanks of 300 MB", "a.xlsx", book(t, strings.Repeat(" ", 300<<20), nil))
	file("elements without end", "a.xlsx", book(t, strings.Repeat("<a>", 1_000_000), nil))
	file("a part outside the folder", "a.xlsx", packed(t, map[string]string{"../../etc/cron.d/x": "* * * * * root true", "xl/workbook.xml": "<workbook/>"}))
	file("a link to another workbook", "a.xlsx", book(t, `<row r="1"><c r="A1"><f>[1]a!A1</f></c></row>`, map[string]string{"xl/externalLinks/externalLink1.xml": `<externalLink><externalBook/></externalLink>`}))
	file("a relationship to another host", "a.xlsx", book(t, "", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" TargetMode="External" Target="http://evil.example/sheet.xml"/></Relationships>`}))
	file("a cell beyond the last", "a.xlsx", book(t, `<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>`, nil))
	file("a merge of everything", "a.xlsx", book(t, `<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>`, nil))
	file("a program called a workbook", "a.xlsx", []byte("MZ\x90\x00"+strings.Repeat("\x00", 4000)))
	file("an old workbook of noughts", "a.xls", append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 4096)...))
	file("a PDF called a table", "a.csv", []byte("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj"))
	file("a page with a script", "a.csv", []byte("<html><script>alert(1)</script></html>"))
	file("noughts", "a.csv", make([]byte, 1<<20))
	file("one line of 20 MB", "a.csv", bytes.Repeat([]byte("会"), 7<<20))
	file("a million columns", "a.csv", bytes.Repeat([]byte(","), 1_000_000))
	file("an open quotation mark", "a.csv", append([]byte("主办单位,会议名称,召开时间\n\""), bytes.Repeat([]byte("x\n"), 1<<20)...))
	file("formulas as text", "a.csv", []byte("主办单位,会议名称,召开时间\n=cmd|' /C calc'!A0,=HYPERLINK(\"http://evil.example\"),2023-05-05\n"))
	file("JSON of many levels", "a.json", []byte(strings.Repeat("[", 1_000_000)))
	file("JSON of one long key", "a.json", []byte(`{"`+strings.Repeat("x", 4<<20)+`":1}`))
	file("dates beyond reason", "a.csv", []byte("主办单位,会议名称,召开时间\nB001,试,99999-13-45\n"))
	file("numbers beyond reason", "a.csv", []byte("主办单位,会议名称,召开时间,参会人数\nB001,试,2023-05-05,1e999999999\n"))
	for name, called := range map[string]string{
		"a name of dots": "../../../../etc/passwd", "a name of a device": "CON", "a name with lines": "a%0d%0aSet-Cookie: evil=1.csv", "a name of 100 KB": strings.Repeat("a", 100_000) + ".csv",
		"a name that reads backwards": "\u202excod.csv", "a name of markup": "<img src=x onerror=alert(1)>.csv", "no name": "", "a name with a quotation mark": `a\"; name=\"map.csv`,
	} {
		list = append(list, attack{name: name, harmless: true, lacks: `"LOADED"`, do: func(a *arena) said { return a.uploadAs("b001", called, []byte("x"), "") }})
	}
	const good = "主办单位,会议名称,召开时间\nB002,不是我的会,2023-05-05\n"
	filing := func(name, user, input, want string, content string) {
		list = append(list, attack{name: name, want: want, harmless: true, lacks: `"LOADED"`, do: func(a *arena) said { return a.uploadAs(user, "会议统计.csv", []byte(content), input) }})
	}
	filing("rows of another unit", "b001", "", "B002", good)
	filing("for another unit", "b001", `, department: \"B002\"`, "FORBIDDEN", "会议名称,召开时间\n试,2023-05-05\n")
	filing("for everybody", "b001", `, covers: ALL`, "", good)
	filing("received earlier", "b001", `, receivedAt: \"2023-06-01T00:00:00Z\"`, "", "主办单位,会议名称,召开时间\nB001,试,2023-05-05\n")
	filing("a new directory", "b001", "", "", "单位编码,单位名称,单位类型\nB001,我,市直部门\n")
	filing("by a leader", "leader", "", "FORBIDDEN", good)
	filing("by an analyst", "fenxi", "", "FORBIDDEN", good)
	filing("by a viewer", "viewer", "", "FORBIDDEN", good)
	operations := `{"query":"mutation ($file: Upload!) { submit(input: {file: $file}) { status } }","variables":{"file":null}}`
	one := part{"0", "a.csv", []byte("x")}
	forms := map[string]func(a *arena) said{
		"no map":              func(a *arena) said { return a.form("b001", operations, "", one) },
		"a map to nowhere":    func(a *arena) said { return a.form("b001", operations, `{"0":["variables.nothing"]}`, one) },
		"a map to the query":  func(a *arena) said { return a.form("b001", operations, `{"0":["query"]}`, one) },
		"a map through lists": func(a *arena) said { return a.form("b001", operations, `{"0":["variables.file.99999999999"]}`, one) },
		"one file, 100,000 times": func(a *arena) said {
			return a.form("b001", operations, `{"0":["variables.file"`+strings.Repeat(`,"variables.file"`, 50_000)+`]}`, one)
		},
		"a thousand files": func(a *arena) said {
			places := `{"0":["variables.file"]`
			for i := range 1000 {
				places += fmt.Sprintf(`,"%d":["variables.file"]`, i+1)
			}
			return a.form("b001", operations, places+"}", one)
		},
		"files that do not come": func(a *arena) said {
			return a.form("b001", operations, `{"0":["variables.file"],"1":["variables.file"]}`, one)
		},
		"operations that are a list": func(a *arena) said { return a.form("b001", "["+operations+"]", `{"0":["0.variables.file"]}`, one) },
		"operations of 2 MB": func(a *arena) said {
			return a.form("b001", strings.Repeat(" ", 2<<20)+operations, `{"0":["variables.file"]}`, one)
		},
		"a file of 70 MB": func(a *arena) said {
			return a.form("b001", operations, `{"0":["variables.file"]}`, part{"0", "a.csv", make([]byte, 70<<20)})
		},
		"files before the fields": func(a *arena) said {
			return a.sendForm("b001", strings.NewReader("--limit\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.csv\"\r\n\r\nx\r\n--limit--\r\n"))
		},
		"a part without a name": func(a *arena) said { return a.sendForm("b001", strings.NewReader("--limit\r\n\r\nx\r\n--limit--\r\n")) },
		"no end": func(a *arena) said {
			return a.sendForm("b001", strings.NewReader("--limit\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n"+operations))
		},
		"headers of 1 MB": func(a *arena) said {
			return a.sendForm("b001", strings.NewReader("--limit\r\nContent-Disposition: form-data; name=\"operations\"\r\nX: "+strings.Repeat("a", 1<<20)+"\r\n\r\n{}\r\n--limit--\r\n"))
		},
		"a million empty parts": func(a *arena) said {
			return a.sendForm("b001", strings.NewReader(strings.Repeat("--limit\r\n\r\n\r\n", 1_000_000)+"--limit--\r\n"))
		},
		"no boundary": func(a *arena) said {
			return a.request("POST", "/graphql", strings.NewReader("x"), "Content-Type", "multipart/form-data", "X-Jianfu-Client", "attack", "Authorization", "Bearer "+a.tokens["b001"])
		},
		"by a foreign page": func(a *arena) said {
			return a.request("POST", "/graphql", strings.NewReader("--limit--\r\n"), "Content-Type", "multipart/form-data; boundary=limit", "Origin", "https://evil.example", "Cookie", "jianfu="+a.cookies["office"])
		},
		"by a form of any page": func(a *arena) said {
			return a.request("POST", "/graphql", strings.NewReader("--limit--\r\n"), "Content-Type", "multipart/form-data; boundary=limit", "Cookie", "jianfu="+a.cookies["office"])
		},
	}
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		list = append(list, attack{name: name, do: forms[name]})
	}
	// By the way to a copy with marks, which writes a workbook.
	marked := func(name, user, query string, content []byte, harmless bool, headers ...string) {
		list = append(list, attack{name: "marks: " + name, harmless: harmless, do: func(a *arena) said {
			if len(headers) == 0 {
				headers = []string{"Authorization", "Bearer " + a.tokens[user]}
			}
			return a.request("POST", "/marked?"+query, bytes.NewReader(content), headers...)
		}})
	}
	faulty := []byte("主办单位,会议名称,召开时间\nB001,试,某日\n")
	var far strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&far, `<row r="%[1]d"><c r="A%[1]d" t="inlineStr"><is><t>主办单位</t></is></c><c r="XFD%[1]d"><v>1</v></c></row>`, i+1)
	}
	marked("cells far to the right", "b001", "file=a.xlsx&kind=meeting", book(t, far.String(), nil), false)
	marked("a row far below", "b001", "file=a.xlsx&kind=meeting", book(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>主办单位</t></is></c><c r="B1" t="inlineStr"><is><t>会议名称</t></is></c><c r="C1" t="inlineStr"><is><t>召开时间</t></is></c></row><row r="1048576"><c r="A1048576" t="inlineStr"><is><t>市无此局</t></is></c></row>`, nil), false)
	marked("a merge of everything", "b001", "file=a.xlsx&kind=meeting", book(t, `<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>`, nil), true)
	marked("a thousand million laughs", "b001", "file=a.xlsx", book(t, "", map[string]string{"xl/worksheets/sheet1.xml": laughs + `]><worksheet/>`}), false)
	marked("blanks of 300 MB", "b001", "file=a.xlsx", book(t, strings.Repeat(" ", 300<<20), nil), false)
	marked("faults from top to bottom", "b001", "file=a.csv&kind=meeting", append([]byte("主办单位,会议名称,召开时间\n"), bytes.Repeat([]byte("B001,试,某日\n"), 90_000)...), true)
	marked("a file of 70 MB", "b001", "file=a.csv", make([]byte, 70<<20), false)
	marked("rows of another unit", "b001", "file=a.csv", []byte("主办单位,会议名称,召开时间\nB002,试,2023-05-05\n"), true)
	marked("for another unit", "b001", "file=a.csv&department=B002", []byte("会议名称,召开时间\n试,某日\n"), true) // the file is its own
	marked("SQL as a kind", "b001", "file=a.csv&kind=meeting'%3B+DROP+TABLE+x", faulty, false)
	marked("a name of dots", "b001", "file=..%2F..%2Fetc%2Fcron.d%2Fx", faulty, true)
	marked("no name", "b001", "kind=meeting", faulty, false)
	marked("by a leader", "leader", "file=a.csv", faulty, false)
	marked("by a viewer", "viewer", "file=a.csv", faulty, false)
	marked("by a stranger", "", "file=a.csv", faulty, false, "X-Jianfu-Client", "attack")
	marked("by a foreign page", "", "file=a.csv", faulty, false, "Cookie", "jianfu="+a.cookies["b001"], "Origin", "https://evil.example")
	a.withstand("uploads", 30, list)
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(a.who.Path()), "*.spool*", "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// Attacks on who somebody is: passwords, sessions, tokens.
func TestAttacksOnSessions(t *testing.T) {
	t.Parallel()
	a := besiege(t)
	login := func(name, password string, headers ...string) said {
		form := url.Values{"name": {name}, "password": {password}}
		return a.request("POST", "/login", strings.NewReader(form.Encode()), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)...)
	}
	page := func(headers ...string) said { return a.request("GET", "/admin", nil, headers...) }
	cookie := func(value string) said { return page("Cookie", "jianfu="+value) }
	bearer := func(value string) said { return page("Authorization", "Bearer "+value) }
	figure := func(headers ...string) said {
		return a.request("GET", "/measure.csv?metrics=meetings.held&period=2023", nil, headers...)
	}
	begin := func(name string) string {
		u, err := a.who.User(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.who.Begin(t.Context(), u, "127.0.0.1", "attack")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	token := func(c access.Caller) (string, int64) {
		text, made, err := a.who.CreateToken(t.Context(), c, "an attack", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return text, made.ID
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	later := func() { // what another process has changed is seen within a second
		time.Sleep(1100 * time.Millisecond) //nolint:forbidigo // the server says nothing when it forgets
	}
	list := []attack{
		{name: "a wrong password", do: func(*arena) said { return login("root", "wrong wrong wrong") }},
		{name: "no password", do: func(*arena) said { return login("root", "") }},
		{name: "a name that nobody has", do: func(*arena) said { return login("nobody", typedPassword) }},
		{name: "the same words for both", lacks: "different", harmless: true, do: func(*arena) said {
			words := regexp.MustCompile(`(?s)<p[^>]*role="alert"[^>]*>(.*?)</p>`)
			first, second := words.FindString(login("root", "wrong wrong wrong").body), words.FindString(login("nobody2", "wrong wrong wrong").body)
			if first != second {
				return said{200, nil, "different: " + first + second}
			}
			return said{200, nil, ""}
		}},
		{name: "a password of 50 KB", do: func(*arena) said { return login("root", strings.Repeat("x", 50_000)) }},
		{name: "a form of 2 MB", do: func(*arena) said { return login("root", strings.Repeat("x", 2<<20)) }},
		{name: "a name with a null", do: func(*arena) said { return login("root\x00", typedPassword) }},
		{name: "a name that looks alike", do: func(*arena) said { return login("r\u043e\u043et", typedPassword) }},
		{name: "SQL as a name", do: func(*arena) said { return login("root' --", typedPassword) }},
		{name: "the hash as a password", do: func(*arena) said { return login("root", "$argon2id$v=19$m=65536,t=1,p=4$AAAA$AAAA") }},
		{name: "a login in the address", do: func(*arena) said {
			return a.request("POST", "/login?name=root&password="+url.QueryEscape(typedPassword), strings.NewReader(""), "Content-Type", "application/x-www-form-urlencoded")
		}},
		{name: "a login as JSON", do: func(*arena) said {
			return a.request("POST", "/login", strings.NewReader(`{"name":"root","password":"`+typedPassword+`"}`), "Content-Type", "application/json")
		}},
		{name: "a login by a foreign page", do: func(*arena) said { return login("viewer", typedPassword, "Origin", "https://evil.example") }},
		{name: "a login by a page of the same site", do: func(*arena) said { return login("viewer", typedPassword, "Sec-Fetch-Site", "same-site") }},
		{name: "no cookie", do: func(*arena) said { return page() }},
		{name: "an empty cookie", do: func(*arena) said { return cookie("") }},
		{name: "a made-up cookie", do: func(*arena) said { return cookie(strings.Repeat("A", 52)) }},
		{name: "a name as a cookie", do: func(*arena) said { return cookie("root") }},
		{name: "a cookie of 500 KB", do: func(*arena) said { return cookie(strings.Repeat("A", 500_000)) }},
		{name: "a good cookie behind a bad one", do: func(*arena) said { return page("Cookie", "jianfu=x; jianfu="+a.cookies["root"]) }},
		{name: "a cookie in other letters", do: func(*arena) said { return cookie(strings.ToLower(a.cookies["root"])) }},
		{name: "a cookie cut short", do: func(*arena) said { return cookie(a.cookies["root"][:51]) }},
		{name: "a cookie and more", do: func(*arena) said { return cookie(a.cookies["root"] + "A") }},
		{name: "a cookie as a token", do: func(*arena) said { return figure("Authorization", "Bearer "+a.cookies["root"]) }},
		{name: "a token as a cookie", do: func(*arena) said { return figure("Cookie", "jianfu="+a.tokens["root"]) }},
		{name: "a password as a token", do: func(*arena) said { return figure("Authorization", "Bearer "+typedPassword) }},
		{name: "name and password", do: func(*arena) said { return figure("Authorization", "Basic cm9vdDpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=") }},
		{name: "an empty token", do: func(*arena) said { return figure("Authorization", "Bearer ") }},
		{name: "a token cut short", do: func(*arena) said { return figure("Authorization", "Bearer "+a.tokens["root"][:20]) }},
		{name: "a token of 500 KB", do: func(*arena) said { return figure("Authorization", "Bearer jianfu_"+strings.Repeat("A", 500_000)) }},
		{name: "a bad token beside a good cookie", do: func(*arena) said { return figure("Authorization", "Bearer x", "Cookie", "jianfu="+a.cookies["root"]) }},
		{name: "a token at the accounts' page", do: func(*arena) said { return bearer(a.tokens["root"]) }},
		{name: "a token that changes the password", do: func(*arena) said {
			return a.request("POST", "/password", strings.NewReader("present=x&password=y&again=y"), "Content-Type", "application/x-www-form-urlencoded", "Authorization", "Bearer "+a.tokens["root"])
		}},
		{name: "a department at the accounts' page", do: func(*arena) said { return cookie(a.cookies["b001"]) }},
		{name: "an office that makes itself an administrator", do: func(*arena) said {
			return a.request("POST", "/admin", strings.NewReader("do=set&name=office&role=admin"), "Content-Type", "application/x-www-form-urlencoded", "Cookie", "jianfu="+a.cookies["office"])
		}},
		{name: "a foreign page that makes an account", do: func(*arena) said {
			return a.request("POST", "/admin", strings.NewReader("do=add&name=evil&role=admin"), "Content-Type", "application/x-www-form-urlencoded", "Cookie", "jianfu="+a.cookies["root"], "Origin", "https://evil.example")
		}},
		{name: "a page of another port that makes an account", do: func(*arena) said {
			return a.request("POST", "/admin", strings.NewReader("do=add&name=evil&role=admin"), "Content-Type", "application/x-www-form-urlencoded", "Cookie", "jianfu="+a.cookies["root"], "Origin", "http://127.0.0.1:1")
		}},
		{name: "a foreign page that logs out", do: func(*arena) said {
			return a.request("POST", "/logout", nil, "Cookie", "jianfu="+a.cookies["root"], "Sec-Fetch-Site", "cross-site")
		}},
		{name: "an image that logs out", do: func(*arena) said {
			a.request("GET", "/logout", nil, "Cookie", "jianfu="+a.cookies["root"])
			if got := page("Cookie", "jianfu="+a.cookies["root"]); got.status != 200 {
				return got
			}
			return said{}
		}},
		{name: "a session after it was logged out", do: func(*arena) said {
			c := begin("viewer")
			a.request("POST", "/logout", nil, "Cookie", "jianfu="+c)
			return figure("Cookie", "jianfu="+c)
		}},
		{name: "a planted session", do: func(*arena) said {
			c := begin("viewer")
			login("b002", typedPassword, "Cookie", "jianfu="+c)
			return figure("Cookie", "jianfu="+c)
		}},
		{name: "a session after a new password", do: func(*arena) said {
			c := begin("leader")
			must(a.who.SetPassword(t.Context(), "leader", "another long sentence", false, ""))
			later()
			return figure("Cookie", "jianfu="+c)
		}},
		{name: "a session before the password is changed", do: func(*arena) said {
			must(a.who.SetPassword(t.Context(), "leader", "a third long sentence", true, ""))
			return figure("Cookie", "jianfu="+begin("leader"))
		}},
		{name: "a session of a disabled account", do: func(*arena) said {
			c := begin("viewer")
			must(a.who.SetDisabled(t.Context(), "viewer", true))
			later()
			return figure("Cookie", "jianfu="+c)
		}},
		{name: "a token of a disabled account", do: func(*arena) said { return figure("Authorization", "Bearer "+a.tokens["viewer"]) }},
		{name: "a login of a disabled account", do: func(*arena) said { return login("viewer", typedPassword) }},
		{name: "a revoked token", do: func(*arena) said {
			text, id := token(access.Caller{Name: "fenxi"})
			_, err := a.who.RevokeToken(t.Context(), id)
			must(err)
			return figure("Authorization", "Bearer "+text)
		}},
		{name: "a narrowed token that files", want: "FORBIDDEN", do: func(*arena) said {
			text, _ := token(access.Caller{Name: "root", Role: access.Viewer})
			return a.request("POST", "/graphql", strings.NewReader(`{"query":"mutation { withdraw(input: {submission: \"1\", reason: \"不要了\"}) { submission { id } } }"}`), "Content-Type", "application/json", "X-Jianfu-Client", "x", "Authorization", "Bearer "+text)
		}},
		{name: "a narrowed token at SQL", do: func(*arena) said {
			text, _ := token(access.Caller{Name: "root", Role: access.Viewer})
			return a.request("POST", "/sql", strings.NewReader(`{"sql":"SELECT 1"}`), "Content-Type", "application/json", "Authorization", "Bearer "+text)
		}},
		{name: "a session of an account that is now a lesser one", do: func(*arena) said {
			c := begin("fenxi")
			must(a.who.Set(t.Context(), access.Caller{Name: "fenxi", Role: access.Viewer}))
			later()
			return a.request("POST", "/sql", strings.NewReader(`{"sql":"SELECT 1"}`), "Content-Type", "application/json", "Cookie", "jianfu="+c)
		}},
		{name: "forty guesses", want: "try again in", do: func(*arena) (last said) {
			for i := range 40 {
				if last = login("office", fmt.Sprint("guess number ", i), "Accept-Language", "en"); strings.Contains(last.body, "try again in") {
					break
				}
			}
			return last
		}},
		{name: "guesses from made-up addresses", want: "try again in", do: func(*arena) said {
			return login("office", "one more guess", "Accept-Language", "en", "X-Forwarded-For", "203.0.113.7")
		}},
		{name: "the right password after too many guesses from there", want: "try again in", do: func(*arena) said { return login("office", typedPassword, "Accept-Language", "en") }},
		{name: "forty names", want: "try again in", do: func(*arena) (last said) {
			for i := range 40 {
				if last = login(fmt.Sprint("name", i), "guess guess guess", "Accept-Language", "en"); strings.Contains(last.body, "try again in") {
					break
				}
			}
			return last
		}},
	}
	a.withstand("sessions", 30, list)
	if state, err := a.who.Verify(t.Context()); err != nil || state.Lines < 10 {
		t.Errorf("%+v, %v", state, err)
	}
	if users, err := a.who.Users(t.Context()); err != nil || len(users) != 7 {
		t.Errorf("%d accounts, %v", len(users), err)
	}
}

// Attacks on PostgreSQL's wire: before the login, and of an analyst.
func TestAttacksOnTheWire(t *testing.T) {
	t.Parallel()
	a := besiege(t)
	packet := func(kind byte, body string) string {
		size := make([]byte, 4)
		binary.BigEndian.PutUint32(size, uint32(4+len(body)))
		if kind == 0 {
			return string(size) + body
		}
		return string(kind) + string(size) + body
	}
	version := "\x00\x03\x00\x00"
	hello := packet(0, version+"user\x00fenxi\x00database\x00jianfu\x00\x00")
	var list []attack
	raw := func(name, text string) {
		list = append(list, attack{name: name, do: func(a *arena) said {
			conn, err := net.Dial("tcp", a.pg)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			_ = conn.SetDeadline(time.Now().Add(attackTimeout))
			_, _ = io.WriteString(conn, text)                        // it may be closed at once
			_ = conn.(*net.TCPConn).CloseWrite()                     // likewise
			answer, _ := io.ReadAll(conn)                            // what came is the answer
			if bytes.Contains(answer, []byte("Z\x00\x00\x00\x05")) { // ready for a query
				return said{200, nil, string(answer)}
			}
			return said{0, nil, string(answer)}
		}})
	}
	raw("nothing", "")
	raw("HTTP", "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	raw("a length of nought", "\x00\x00\x00\x00"+version)
	raw("a length beyond all", "\x7f\xff\xff\xff"+version)
	raw("a negative length", "\xff\xff\xff\xff"+version)
	raw("another protocol", packet(0, "\x00\x02\x00\x00"))
	raw("a thousand settings", packet(0, version+"user\x00fenxi\x00"+strings.Repeat("application_name\x00x\x00", 1000)+"\x00"))
	raw("no end of the settings", packet(0, version+"user\x00fenxi"))
	raw("TLS asked for a hundred times", strings.Repeat(packet(0, "\x04\xd2\x16\x2f"), 100))
	raw("a stop of somebody else's query", packet(0, "\x04\xd2\x16\x2e\x00\x00\x00\x01\x00\x00\x00\x00"))
	raw("a query before the login", hello+packet('Q', "SELECT 1\x00"))
	raw("a password in clear", hello+packet('p', typedPassword+"\x00"))
	raw("PLAIN in place of SCRAM", hello+packet('p', "PLAIN\x00\x00\x00\x00\x0a\x00fenxi\x00xxx"))
	raw("SCRAM-SHA-1", hello+packet('p', "SCRAM-SHA-1\x00\x00\x00\x00\x0bn,,n=,r=abc"))
	raw("a login of 8 MB", hello+packet('p', "SCRAM-SHA-256\x00\x00\x80\x00\x00n,,n=,r="+strings.Repeat("a", 8<<20)))
	raw("the login twice", hello+hello)
	raw("replication", packet(0, version+"user\x00fenxi\x00replication\x00true\x00\x00"))
	statement := func(name, text string) {
		list = append(list, attack{name: name, do: func(a *arena) said {
			ctx, cancel := context.WithTimeout(t.Context(), 2*attackTimeout)
			defer cancel()
			conn, err := pgx.Connect(ctx, "postgres://fenxi:"+a.tokens["fenxi"]+"@"+a.pg+"/jianfu?sslmode=disable")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
			_, err = conn.Exec(ctx, text, pgx.QueryExecModeSimpleProtocol)
			if err == nil {
				return said{200, nil, "done"}
			}
			return said{400, nil, err.Error()}
		}})
	}
	statement("a file of the system", "SELECT * FROM read_text('/etc/passwd')")
	statement("a table of the system", "SELECT * FROM read_csv('/etc/passwd')")
	statement("the accounts", "ATTACH 'city.duckdb.accounts' (TYPE sqlite)")
	statement("another database", "ATTACH '/tmp/x.duckdb' AS x")
	statement("a file that is written", "COPY (SELECT 1) TO '/tmp/evil.csv'")
	statement("a program", "COPY submission FROM PROGRAM 'id'")
	statement("an extension", "INSTALL httpfs")
	statement("a page of another host", "SELECT * FROM read_csv('http://evil.example/a.csv')")
	statement("a row less", "DELETE FROM submission")
	statement("a table less", "DROP TABLE meeting CASCADE")
	statement("a second statement", "SELECT 1; DELETE FROM submission")
	statement("a statement in a comment's shadow", "SELECT 1 /* /* */ */; DROP VIEW meetings --")
	statement("a limit lifted", "SET memory_limit = '100GB'")
	statement("more than its memory", "SELECT count(DISTINCT i || repeat('x', 1000)) FROM range(100000000) t(i)")
	statement("a text of thousands of millions", "SELECT length(repeat('x', 4000000000))")
	statement("a query without end", "SET statement_timeout = '2s'; WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT max(n) FROM r")
	statement("nesting", "SELECT "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000))
	statement("five MB of text", "SELECT '"+strings.Repeat("x", 5<<20)+"'")
	statement("the environment", "SELECT getenv('HOME')")
	statement("secrets", "SELECT * FROM duckdb_secrets()")
	a.withstand("the wire", 20, list)
	if _, err := os.Stat("/tmp/evil.csv"); err == nil {
		t.Error("a file was written")
	}
}
