package server

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
)

// Every route has a rule, and each rule holds for every role.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: who, SignOn: signingOn(t, "http://127.0.0.1:1"), Log: slog.New(slog.DiscardHandler)})
	routes := s.routes(prometheus.NewRegistry())
	for pattern := range routes {
		if _, ruled := needs[pattern]; !ruled {
			t.Errorf("nothing says who may use %s", pattern)
		}
	}
	for pattern, act := range needs {
		if routes[pattern] == nil {
			t.Errorf("%s has a rule and is no route", pattern)
		}
		for _, row := range access.Table {
			ctx := access.With(t.Context(), access.Caller{Name: string(row.Role), Role: row.Role})
			request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("")).WithContext(ctx)
			answer := httptest.NewRecorder()
			reached := false
			s.allowed(act, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(answer, request)
			want := http.StatusOK
			switch {
			case act == nil || access.Require(ctx, *act) == nil:
			case row.Role == access.Stranger:
				want = http.StatusUnauthorized
			default:
				want = http.StatusForbidden
			}
			if answer.Code != want || reached != (want == http.StatusOK) {
				t.Errorf("%s for %s: %d, want %d", pattern, row.Role, answer.Code, want)
			}
		}
	}
	for pattern, refused := range map[string]string{"/sql": "department leader viewer stranger", "/measure.csv": "stranger", "/report/{document}": "department leader viewer stranger", "/proof": "stranger", "GET /metrics": "department leader viewer stranger"} {
		for _, row := range access.Table {
			err := access.Require(access.With(t.Context(), access.Caller{Name: "x", Role: row.Role}), *needs[pattern])
			if (err != nil) != strings.Contains(refused, string(row.Role)) {
				t.Errorf("%s for %s: %v", pattern, row.Role, err)
			}
		}
	}
}

// roles are who asks in the matrix: one account of each role, two units, and somebody who has not logged in.
var roles = []access.Caller{
	{Name: "root", Role: access.Admin}, {Name: "office", Role: access.Office}, {Name: "b001", Role: access.Department, Department: "B001"},
	{Name: "b002", Role: access.Department, Department: "B002"}, {Name: "leader", Role: access.Leader, Portfolio: "城建交通"},
	{Name: "analyst", Role: access.Analyst}, {Name: "viewer", Role: access.Viewer}, {Name: "", Role: access.Stranger},
}

// visit is a request to a route, and which of the roles other than strangers it is refused to.
type visit struct {
	method, path, body string
	refused            string
	open               bool // to strangers too
}

const seeSome = "b001 b002 leader viewer" // who do not see every unit

// visits is the matrix of routes and roles: a route without a row fails.
var visits = map[string][]visit{
	"/graphql":           {{method: "POST", path: "/graphql", body: `{"query":"{ commit }"}`}},
	"/sql":               {{method: "POST", path: "/sql", body: `["no request"]`, refused: seeSome}},
	"/measure.csv":       {{method: "GET", path: "/measure.csv?metrics=meetings.held&period=2023"}, {method: "GET", path: "/measure.csv?metrics=meetings.held&period=2023&departments=B001", refused: "b002 leader viewer"}, {method: "GET", path: "/measure.csv?metrics=meetings.held&period=2023&departments=B002", refused: "b001 leader viewer"}},
	"/measure.xlsx":      {{method: "GET", path: "/measure.xlsx?metrics=meetings.held&period=2023&departments=B001", refused: "b002 leader viewer"}},
	"/measure.parquet":   {{method: "GET", path: "/measure.parquet?metrics=meetings.held&period=2023&departments=B001", refused: "b002 leader viewer"}},
	"/report/{document}": {{method: "GET", path: "/report/annual.md?year=2023", refused: seeSome}},
	"/proof":             {{method: "POST", path: "/proof?file=a.txt", body: "2023年召开会议1次。"}},
	"/proof/{copy}":      {{method: "POST", path: "/proof/a.docx?file=a.txt", body: "2023年召开会议1次。"}},
	"/template/{form}":   {{method: "GET", path: "/template/meeting.xlsx"}},
	"/submission/{file}": {{method: "GET", path: "/submission/1.xlsx", refused: "viewer"}},
	"/marked":            {{method: "POST", path: "/marked?file=a.csv", body: "a,b", refused: "leader analyst viewer"}},
	"GET /metrics":       {{method: "GET", path: "/metrics", refused: seeSome}},
	"GET /healthz":       {{method: "GET", path: "/healthz", open: true}},
	"GET /readyz":        {{method: "GET", path: "/readyz"}},
	"GET /{$}":           {{method: "GET", path: "/", open: true}},
	"GET /graphiql":      {{method: "GET", path: "/graphiql"}},
	"GET /assets/":       {{method: "GET", path: "/assets/x.js", open: true}},
	"GET /icon.svg":      {{method: "GET", path: "/icon.svg", open: true}},
	"/":                  {{method: "GET", path: "/nowhere"}},
	"GET /account.css":   {{method: "GET", path: "/account.css", open: true}},
	"/login":             {{method: "GET", path: "/login", open: true}},
	"GET /oidc/login":    {{method: "GET", path: "/oidc/login", open: true}},
	"GET /oidc/callback": {{method: "GET", path: "/oidc/callback?state=x&code=y", open: true}},
	"/password":          {{method: "GET", path: "/password"}},
	"/admin":             {{method: "GET", path: "/admin", refused: "office analyst " + seeSome}, {method: "POST", path: "/admin", body: "do=nothing&id=1", refused: "office analyst " + seeSome}},
	"POST /logout":       {{method: "POST", path: "/logout"}}, // last: it ends the session
}

// Every route answers each role that its row admits and refuses the others, asked as browsers ask, through all guards.
func TestEveryRouteIsAskedByEveryRole(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	var browsers []*browser
	for _, c := range roles {
		b := newBrowser(t, handler)
		browsers = append(browsers, b)
		if c.Name == "" {
			continue
		}
		if c.Name != "root" {
			if err := s.Accounts.Add(t.Context(), c, typedPassword, false); err != nil {
				t.Fatal(err)
			}
		}
		b.want(c.Name+" logs in", b.login(c.Name, typedPassword), http.StatusSeeOther)
	}
	patterns := slices.Sorted(maps.Keys(s.routes(prometheus.NewRegistry())))
	patterns = append(slices.DeleteFunc(patterns, func(p string) bool { return p == "POST /logout" }), "POST /logout")
	for _, pattern := range patterns {
		if len(visits[pattern]) == 0 {
			t.Errorf("nothing says who may use %s: add it to visits", pattern)
		}
		for _, v := range visits[pattern] {
			for i, c := range roles {
				kind := "application/json"
				if !strings.HasPrefix(v.body, "{") && !strings.HasPrefix(v.body, "[") {
					kind = "application/x-www-form-urlencoded"
				}
				w := browsers[i].ask(v.method, v.path, v.body, "Content-Type", kind)
				refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusForbidden || strings.Contains(w.Body.String(), `"FORBIDDEN"`)
				want := slices.Contains(strings.Fields(v.refused), c.Name) || c.Role == access.Stranger && !v.open
				if refused != want || w.Code == http.StatusInternalServerError {
					t.Errorf("%s %s for %s %s: %d, should be refused %v: %.150s", v.method, v.path, c.Role, c.Name, w.Code, want, w.Body)
				}
			}
		}
	}
	for pattern := range visits {
		if !slices.Contains(patterns, pattern) {
			t.Errorf("%s is no route", pattern)
		}
	}
}
