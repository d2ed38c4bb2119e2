package server

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
)

const typedPassword = "correct horse battery"

// guardedByAccounts is a server with an administrator, an analyst, and a department that must change its password.
func guardedByAccounts(t *testing.T) (*Server, http.Handler) {
	t.Helper()
	return guarding(t, city.Sample(t))
}

// guarding is a server of a city with accounts.
func guarding(t *testing.T, p city.Parts) (*Server, http.Handler) {
	t.Helper()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []access.Caller{{Name: "root", Role: access.Admin}, {Name: "fenxi", Role: access.Analyst}, {Name: "jiaoyu", Role: access.Department, Department: "B001"}} {
		if err := who.Add(t.Context(), c, typedPassword, c.Name == "jiaoyu"); err != nil {
			t.Fatal(err)
		}
	}
	s := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: who, SignOn: signingOn(t, "http://127.0.0.1:1"),
		Proxies: []netip.Addr{netip.MustParseAddr("10.0.0.2")}, Log: slog.New(slog.DiscardHandler)})
	handler, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return s, handler
}

// browser keeps cookies, as browsers do.
type browser struct {
	t       *testing.T
	handler http.Handler
	from    string
	secure  bool
	cookies map[string]*http.Cookie
}

func newBrowser(t *testing.T, handler http.Handler) *browser {
	t.Helper()
	return &browser{t, handler, "127.0.0.1:50000", false, map[string]*http.Cookie{}}
}

func (b *browser) send(method, path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	if form != nil {
		headers = append([]string{"Content-Type", "application/x-www-form-urlencoded"}, headers...)
	}
	return b.ask(method, path, form.Encode(), headers...)
}

// ask sends any body.
func (b *browser) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	b.t.Helper()
	scheme := "http"
	if b.secure {
		scheme = "https" // httptest sets TLS for it
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, scheme+"://127.0.0.1:8080"+path, strings.NewReader(body))
	r.RemoteAddr = b.from
	r.Header.Set("Accept-Language", "en")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	for _, cookie := range b.cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	b.handler.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
			continue
		}
		b.cookies[cookie.Name] = cookie
	}
	return w
}

func (b *browser) login(name, password string) *httptest.ResponseRecorder {
	b.t.Helper()
	return b.send("POST", "/login", url.Values{"name": {name}, "password": {password}})
}

func (b *browser) want(what string, w *httptest.ResponseRecorder, status int) {
	b.t.Helper()
	if w.Code != status {
		b.t.Errorf("%s: status %d, want %d: %.200s", what, w.Code, status, w.Body)
	}
}

const anyFigure = "/measure.csv?metrics=meetings.held&period=2023"

// Whoever is not logged in is refused every route that is not open, by every method, whatever the headers say.
func TestStrangersAreRefused(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	b := newBrowser(t, handler)
	openRoutes := map[string]bool{"/login": true, "/oidc/login": true, "/oidc/callback": true, "/healthz": true, "/icon.svg": true, "/assets/": true, "/account.css": true, "/": true}
	tried := 0
	for pattern := range s.routes(prometheus.NewRegistry()) {
		path := pattern[strings.IndexByte(pattern, '/'):]
		path = strings.NewReplacer("{document}", "annual.docx", "{form}", "meeting.xlsx", "{copy}", "x.docx", "{$}", "").Replace(path)
		if openRoutes[path] {
			continue
		}
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			for _, headers := range [][]string{
				{}, {"Accept", "text/html"}, {"Authorization", "Bearer "}, {"Authorization", "Bearer jianfu_AAAAAAAAAAAAAAAAAAAAAAAAAA"}, {"Authorization", "Basic cm9vdDpyb290"},
				{"Cookie", "jianfu=" + strings.Repeat("A", 52)}, {"Cookie", "jianfu=root; jianfu=admin"}, {"X-Forwarded-For", "127.0.0.1"}, {"X-Remote-User", "root"},
				{"X-Original-URL", "/healthz"}, {"X-HTTP-Method-Override", "GET"}, {"Host", "healthz"},
			} {
				w := b.send(method, path, nil, headers...)
				tried++
				refused := w.Code == http.StatusUnauthorized || w.Code == http.StatusSeeOther && strings.HasPrefix(w.Header().Get("Location"), "/login")
				if !refused {
					t.Errorf("%s %s with %q: status %d", method, path, headers, w.Code)
				}
			}
		}
	}
	for _, path := range []string{"/assets/../graphql", "/assets/%2e%2e/graphql", "/login/../metrics", "//graphql", "/healthz/../sql", "/LOGIN", "/graphql/", "/assets/..%2fgraphql", "/login;/graphql"} {
		if w := b.send("GET", path, nil); w.Code == http.StatusOK {
			t.Errorf("%s: %.100s", path, w.Body)
		}
	}
	if tried < 1000 {
		t.Errorf("%d requests were tried", tried)
	}
	b.want("health", b.send("GET", "/healthz", nil), http.StatusOK)
	b.want("the login", b.send("GET", "/login", nil), http.StatusOK)
	b.want("its styles", b.send("GET", "/account.css", nil), http.StatusOK)
	if state, err := s.Accounts.Verify(t.Context()); err != nil || state.Lines > deniedPerMinute+5 {
		t.Errorf("strangers wrote %d lines into the audit: %v", state.Lines, err)
	}
}

func TestWithoutAccountsNothingIsAsked(t *testing.T) {
	t.Parallel()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	p := city.Sample(t)
	handler, err := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: who, Log: slog.New(slog.DiscardHandler)}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, handler)
	b.want("a figure", b.send("GET", anyFigure, nil), http.StatusOK)
	b.want("the accounts", b.send("GET", "/admin", nil), http.StatusForbidden)
	b.want("the login", b.send("GET", "/login", nil), http.StatusSeeOther)
	if _, err := os.Stat(who.Path()); err == nil {
		t.Error("a file of accounts was made")
	}
	// The first account, made by a command meanwhile, closes the door.
	if err := who.Add(t.Context(), access.Caller{Name: "root", Role: access.Admin}, typedPassword, false); err != nil {
		t.Fatal(err)
	}
	b.want("a figure", b.send("GET", anyFigure, nil), http.StatusUnauthorized)
	if err := who.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestLoginPage(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	b := newBrowser(t, handler)
	b.want("a page", b.send("GET", "/trend", nil, "Accept", "text/html"), http.StatusSeeOther)
	b.want("a wrong password", b.login("root", "wrong wrong wrong"), http.StatusUnauthorized)
	if len(b.cookies) > 0 {
		t.Errorf("a failed login sets %v", b.cookies)
	}
	b.want("the right one", b.login("root", typedPassword), http.StatusSeeOther)
	cookie := b.cookies[sessionCookie]
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" || cookie.Secure {
		t.Fatalf("the cookie is %+v", cookie)
	}
	b.want("a figure", b.send("GET", anyFigure, nil), http.StatusOK)
	if got := b.send("GET", "/login", nil).Header().Get("Content-Security-Policy"); got != pagePolicy {
		t.Errorf("the policy is %q", got)
	}
	b.want("logging out", b.send("POST", "/logout", url.Values{}), http.StatusSeeOther)
	if b.cookies[sessionCookie] != nil {
		t.Error("the cookie is kept")
	}
	b.cookies[sessionCookie] = cookie
	b.want("the old cookie", b.send("GET", anyFigure, nil), http.StatusUnauthorized)

	secure := newBrowser(t, handler)
	secure.secure = true
	w := secure.login("root", typedPassword)
	secure.want("over TLS", w, http.StatusSeeOther)
	if cookie := secure.cookies[securePrefix+sessionCookie]; cookie == nil || !cookie.Secure || !cookie.HttpOnly {
		t.Errorf("over TLS the cookies are %v", secure.cookies)
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	secure.cookies[sessionCookie] = &http.Cookie{Name: sessionCookie, Value: secure.cookies[securePrefix+sessionCookie].Value}
	delete(secure.cookies, securePrefix+sessionCookie)
	secure.want("a cookie without the prefix over TLS", secure.send("GET", anyFigure, nil), http.StatusUnauthorized)

	whole, err := os.ReadFile(s.Accounts.AuditPath())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{typedPassword, "wrong wrong", cookie.Value} {
		if strings.Contains(string(whole), secret) {
			t.Errorf("the audit holds %q", secret)
		}
	}
	for _, what := range []string{`"what":"login_failed"`, `"what":"login"`, `"what":"logout"`, `"what":"export"`, `"what":"denied"`} {
		if !strings.Contains(string(whole), what) {
			t.Errorf("the audit lacks %s", what)
		}
	}
}

// A session never goes on with a cookie that was there before the login: not one that somebody planted, nor one's own.
func TestSessionFixation(t *testing.T) {
	t.Parallel()
	_, handler := guardedByAccounts(t)
	attacker, victim := newBrowser(t, handler), newBrowser(t, handler)
	for _, planted := range []string{"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", ""} {
		victim.cookies[sessionCookie] = &http.Cookie{Name: sessionCookie, Value: planted}
		victim.want("login", victim.login("root", typedPassword), http.StatusSeeOther)
		attacker.cookies[sessionCookie] = &http.Cookie{Name: sessionCookie, Value: planted}
		attacker.want("the planted cookie", attacker.send("GET", anyFigure, nil), http.StatusUnauthorized)
	}
	attacker.cookies = map[string]*http.Cookie{}
	attacker.want("login", attacker.login("fenxi", typedPassword), http.StatusSeeOther)
	own := *attacker.cookies[sessionCookie]
	victim.cookies[sessionCookie] = &own // the attacker's session, planted
	victim.want("login", victim.login("root", typedPassword), http.StatusSeeOther)
	if victim.cookies[sessionCookie].Value == own.Value {
		t.Error("the session went on with the attacker's cookie")
	}
	attacker.want("the attacker's cookie, after the victim logged in over it", attacker.send("GET", anyFigure, nil), http.StatusUnauthorized)
}

// No page of another host can do anything with the cookies of a browser, nor log it in.
func TestForeignPagesChangeNothing(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	b := newBrowser(t, handler)
	b.want("login", b.login("root", typedPassword), http.StatusSeeOther)
	tried := 0
	for path, form := range map[string]url.Values{
		"/admin":    {"do": {"disable"}, "name": {"fenxi"}},
		"/password": {"present": {typedPassword}, "password": {"another long sentence"}, "again": {"another long sentence"}},
		"/logout":   {},
		"/login":    {"name": {"fenxi"}, "password": {typedPassword}},
		"/graphql":  {"query": {"mutation { withdraw(input: {submission: \"1\", reason: \"x\"}) { submission { id } } }"}},
	} {
		for _, headers := range [][]string{
			{"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
			{"Origin", "http://127.0.0.1:8081"}, {"Origin", "https://127.0.0.1:8080.evil.example"}, {"Sec-Fetch-Site", "cross-site", "Origin", "http://127.0.0.1:8080"},
			{"Origin", "https://evil.example", "Content-Type", "text/plain"}, {"Origin", "https://evil.example", "X-Forwarded-Host", "evil.example"},
		} {
			w := b.send("POST", path, form, headers...)
			tried++
			if w.Code != http.StatusForbidden {
				t.Errorf("%s with %q: status %d", path, headers, w.Code)
			}
			if len(w.Result().Cookies()) > 0 {
				t.Errorf("%s with %q sets cookies", path, headers)
			}
		}
	}
	b.want("after them, the session", b.send("GET", "/admin", nil), http.StatusOK)
	if u, err := s.Accounts.User(t.Context(), "fenxi"); err != nil || u.Disabled {
		t.Errorf("%+v, %v", u, err)
	}
	if tried < 45 {
		t.Errorf("%d were tried", tried)
	}
}

// Where a request comes from is what the connection says; a header is believed of a named proxy alone, and only
// what that proxy added.
func TestSpoofedHeaders(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	source := func(peer string, headers ...string) (string, bool) {
		r := httptest.NewRequestWithContext(t.Context(), "GET", "http://127.0.0.1:8080/", nil)
		r.RemoteAddr = peer
		for i := 0; i < len(headers); i += 2 {
			r.Header.Add(headers[i], headers[i+1])
		}
		address, secure := s.sourceOf(r)
		return address.String(), secure
	}
	for _, c := range []struct {
		peer    string
		headers []string
		want    string
		secure  bool
	}{
		{"192.168.1.9:1", []string{"X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "https"}, "192.168.1.9", false},
		{"10.0.0.2:1", []string{"X-Forwarded-For", "192.168.1.9", "X-Forwarded-Proto", "https"}, "192.168.1.9", true},
		{"10.0.0.2:1", []string{"X-Forwarded-For", "127.0.0.1, 192.168.1.9"}, "192.168.1.9", false},
		{"10.0.0.2:1", []string{"X-Forwarded-For", "127.0.0.1", "X-Forwarded-For", "192.168.1.9"}, "192.168.1.9", false},
		{"10.0.0.2:1", []string{"X-Forwarded-For", "192.168.1.9, 10.0.0.2"}, "192.168.1.9", false},
		{"10.0.0.2:1", []string{"X-Forwarded-For", "192.168.1.9, nonsense"}, "10.0.0.2", false},
		{"10.0.0.2:1", []string{"Forwarded", "for=127.0.0.1;proto=https", "X-Real-IP", "127.0.0.1"}, "10.0.0.2", false},
		{"[::ffff:10.0.0.2]:1", []string{"X-Forwarded-For", "2001:db8::1"}, "2001:db8::1", false},
	} {
		if got, secure := source(c.peer, c.headers...); got != c.want || secure != c.secure {
			t.Errorf("%s with %q comes from %s (%v)", c.peer, c.headers, got, secure)
		}
	}
	if a, b := throttled(netip.MustParseAddr("2001:db8::1")), throttled(netip.MustParseAddr("2001:db8::ffff")); a != b {
		t.Errorf("one network counts as %s and %s", a, b)
	}

	far := newBrowser(t, handler)
	far.from = "192.168.1.9:1"
	for _, headers := range [][]string{{}, {"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", "127.0.0.1"}} {
		far.want("from elsewhere without TLS", far.send("GET", "/login", nil, headers...), http.StatusForbidden)
	}
	far.secure = true
	far.want("from elsewhere over TLS", far.send("GET", "/login", nil), http.StatusOK)

	guesser := newBrowser(t, handler)
	guesser.from = "10.0.0.2:1"
	codes := map[int]int{}
	for i := range 12 { // the addresses that he makes up are no new sources
		w := guesser.send("POST", "/login", url.Values{"name": {"root"}, "password": {"guess guess guess"}}, "X-Forwarded-For", fmt.Sprintf("10.1.1.%d, 192.168.1.9", i))
		codes[w.Code]++
	}
	if codes[http.StatusUnauthorized] != 5 || codes[http.StatusServiceUnavailable] != 7 {
		t.Errorf("of twelve guesses: %v", codes)
	}
	owner := newBrowser(t, handler)
	owner.want("the owner meanwhile, elsewhere", owner.login("root", typedPassword), http.StatusSeeOther)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	token, made, err := s.Accounts.CreateToken(t.Context(), access.Caller{Name: "root"}, "a test", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, handler)
	bearer := []string{"Authorization", "Bearer " + token}
	b.want("a figure", b.send("GET", anyFigure, nil, bearer...), http.StatusOK)
	if len(b.cookies) > 0 {
		t.Errorf("a token sets cookies: %v", b.cookies)
	}
	for _, path := range []string{"/admin", "/password", "/logout"} {
		b.want(path+" by a token", b.send("POST", path, url.Values{"do": {"disable"}, "name": {"fenxi"}}, bearer...), http.StatusForbidden)
	}
	for _, path := range []string{
		anyFigure + "&access_token=" + token, anyFigure + "&access_token=x", anyFigure + "&token=" + token, anyFigure + "&x=" + strings.ToLower(token), anyFigure + "&x=" + url.QueryEscape(url.QueryEscape(token)),
		"/" + token, "/login?to=/" + token, "/assets/" + token, "/graphql?query=" + token, anyFigure + "&x=%6Aianfu_" + strings.TrimPrefix(token, "jianfu_"),
	} {
		b.want(path, b.send("GET", path, nil, bearer...), http.StatusBadRequest)
	}
	whole, err := os.ReadFile(s.Accounts.AuditPath())
	if err != nil || strings.Contains(string(whole), strings.TrimPrefix(token, "jianfu_")) {
		t.Errorf("the audit holds the token: %v", err)
	}
	b.want("login", b.login("fenxi", typedPassword), http.StatusSeeOther)
	b.want("a bad token beside a good session", b.send("GET", anyFigure, nil, "Authorization", "Bearer jianfu_x"), http.StatusUnauthorized)
	if _, err := s.Accounts.RevokeToken(t.Context(), made.ID); err != nil {
		t.Fatal(err)
	}
	b.want("a revoked token", b.send("GET", anyFigure, nil, bearer...), http.StatusUnauthorized)
}

func TestInitialPasswordOpensNothingElse(t *testing.T) {
	t.Parallel()
	_, handler := guardedByAccounts(t)
	b, elsewhere := newBrowser(t, handler), newBrowser(t, handler)
	b.want("login", b.login("jiaoyu", typedPassword), http.StatusSeeOther)
	elsewhere.want("login", elsewhere.login("jiaoyu", typedPassword), http.StatusSeeOther)
	b.want("a figure", b.send("GET", anyFigure, nil), http.StatusForbidden)
	b.want("GraphQL", b.send("POST", "/graphql", url.Values{}), http.StatusForbidden)
	if w := b.send("GET", "/", nil, "Accept", "text/html"); w.Header().Get("Location") != "/password" {
		t.Errorf("a page leads to %q", w.Header().Get("Location"))
	}
	change := func(present, password, again string) *httptest.ResponseRecorder {
		return b.send("POST", "/password", url.Values{"present": {present}, "password": {password}, "again": {again}})
	}
	b.want("a wrong password", change("wrong wrong wrong", "another long sentence", "another long sentence"), http.StatusForbidden)
	b.want("the same again", change(typedPassword, typedPassword, typedPassword), http.StatusBadRequest)
	b.want("two that differ", change(typedPassword, "another long sentence", "another long sentense"), http.StatusBadRequest)
	b.want("a short one", change(typedPassword, "short", "short"), http.StatusBadRequest)
	before := b.cookies[sessionCookie].Value
	b.want("a good one", change(typedPassword, "another long sentence", "another long sentence"), http.StatusSeeOther)
	if b.cookies[sessionCookie].Value == before {
		t.Error("the session goes on with its old cookie")
	}
	b.want("a figure", b.send("GET", anyFigure, nil), http.StatusOK)
	elsewhere.want("the other session", elsewhere.send("GET", "/password", nil), http.StatusUnauthorized)
}

func TestAdminPage(t *testing.T) {
	t.Parallel()
	s, handler := guardedByAccounts(t)
	admin, analyst := newBrowser(t, handler), newBrowser(t, handler)
	admin.want("login", admin.login("root", typedPassword), http.StatusSeeOther)
	analyst.want("login", analyst.login("fenxi", typedPassword), http.StatusSeeOther)
	for _, method := range []string{"GET", "POST"} {
		analyst.want(method+" by an analyst", analyst.send(method, "/admin", url.Values{"do": {"disable"}, "name": {"jiaoyu"}}), http.StatusForbidden)
	}
	page := admin.send("GET", "/admin", nil)
	admin.want("the page", page, http.StatusOK)
	for _, part := range []string{"fenxi", "B001", "must change the password", "not changed", `<link rel="stylesheet" href="/assets/`, `href="/account.css"`, `<option value="B001">市`, `<option value="城建交通">`} {
		if !strings.Contains(page.Body.String(), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	do := func(status int, pairs ...string) string {
		form := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		w := admin.send("POST", "/admin", form)
		admin.want(strings.Join(pairs, " "), w, status)
		_, secret, _ := strings.Cut(w.Body.String(), " <code>")
		secret, _, _ = strings.Cut(secret, "</code>")
		return secret
	}
	password := do(http.StatusOK, "do", "add", "name", "lisi", "role", "viewer")
	lisi := newBrowser(t, handler)
	lisi.want("the new account", lisi.login("lisi", password), http.StatusSeeOther)
	token := do(http.StatusOK, "do", "token", "name", "fenxi", "purpose", "<b>board</b>", "days", "30")
	program := newBrowser(t, handler)
	program.want("the new token", program.send("GET", anyFigure, nil, "Authorization", "Bearer "+token), http.StatusOK)
	if strings.Contains(admin.send("GET", "/admin", nil).Body.String(), "<b>board") {
		t.Error("what was typed is written as HTML")
	}
	do(http.StatusBadRequest, "do", "token", "name", "fenxi", "purpose", "x", "days", "400")
	do(http.StatusConflict, "do", "add", "name", "lisi", "role", "viewer")
	do(http.StatusConflict, "do", "disable", "name", "root")
	do(http.StatusBadRequest, "do", "set", "name", "lisi", "role", "department")
	do(http.StatusBadRequest, "do", "set", "name", "lisi", "role", "department", "department", "B999")
	do(http.StatusBadRequest, "do", "add", "name", "wangwu", "role", "department", "department", "市教育局")
	do(http.StatusBadRequest, "do", "add", "name", "wangwu", "role", "leader", "portfolio", "城建")
	do(http.StatusOK, "do", "add", "name", "wangwu", "role", "leader", "portfolio", "城建交通")
	do(http.StatusOK, "do", "add", "name", "zhaoliu", "role", "department", "department", "B002")
	do(http.StatusBadRequest, "do", "nonsense")
	do(http.StatusOK, "do", "set", "name", "lisi", "role", "office")
	do(http.StatusOK, "do", "revoke", "id", "1")
	program.want("a revoked token", program.send("GET", anyFigure, nil, "Authorization", "Bearer "+token), http.StatusUnauthorized)
	do(http.StatusOK, "do", "disable", "name", "fenxi")
	analyst.want("a disabled account", analyst.send("GET", anyFigure, nil), http.StatusUnauthorized)
	renewed := do(http.StatusOK, "do", "reset", "name", "lisi")
	lisi.want("after the password was reset", lisi.send("GET", "/password", nil), http.StatusUnauthorized)
	lisi.want("with the new one", lisi.login("lisi", renewed), http.StatusSeeOther)
	sessions, err := s.Accounts.Sessions(t.Context())
	if err != nil || len(sessions) != 2 {
		t.Fatalf("%+v, %v", sessions, err)
	}
	do(http.StatusOK, "do", "end", "id", fmt.Sprint(sessions[0].ID))
	lisi.want("an ended session", lisi.send("GET", "/password", nil), http.StatusUnauthorized)
	do(http.StatusNotFound, "do", "end", "id", "99")
	whole, err := os.ReadFile(s.Accounts.AuditPath())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{password, renewed, token} {
		if secret == "" || strings.Contains(string(whole), secret) {
			t.Errorf("the audit holds %q", secret)
		}
	}
	admin.want("a large form", admin.send("POST", "/admin", url.Values{"do": {strings.Repeat("x", maxForm)}}), http.StatusRequestEntityTooLarge)
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	_, handler := guardedByAccounts(t)
	b := newBrowser(t, handler)
	for to, want := range map[string]string{
		"/trend?metric=x": "/trend?metric=x", "": "/", "https://evil.example": "/", "//evil.example": "/", "/\\evil.example": "/", "\\\\evil.example": "/",
		"javascript:alert(1)": "/", "/%5cevil.example": "/%5cevil.example", "/\t/evil.example": "/", "http:evil.example": "/", "///evil.example": "/", "evil": "/", "/x\r\nSet-Cookie: a=b": "/",
	} {
		w := b.send("POST", "/login?to="+url.QueryEscape(to), url.Values{"name": {"root"}, "password": {typedPassword}})
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || got != want {
			t.Errorf("to %q: %d, %q", to, w.Code, got)
		}
	}
}

// Accounts that cannot be read let nobody in.
func TestDamagedAccounts(t *testing.T) {
	t.Parallel()
	path := accounts.Path(filepath.Join(t.TempDir(), "w.duckdb"))
	if err := os.WriteFile(path, []byte(strings.Repeat("no accounts at all ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	who, err := accounts.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	p := city.Sample(t)
	handler, err := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: who, Log: slog.New(slog.DiscardHandler)}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t, handler)
	for _, path := range []string{anyFigure, "/graphql", "/sql", "/metrics", "/admin"} {
		if w := b.send("GET", path, nil); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestCertificateIsReadAgain(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key := filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	write := func(serial int64, at time.Time) {
		t.Helper()
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour)}
		der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
		if err != nil {
			t.Fatal(err)
		}
		pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			t.Fatal(err)
		}
		for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: pkcs8}} {
			if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(name, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
	now := time.Now()
	write(1, now)
	c, err := ReadCertificate(cert, key, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	serial := func() int64 {
		t.Helper()
		pair, err := c.Config().GetCertificate(&tls.ClientHelloInfo{})
		if err != nil {
			t.Fatal(err)
		}
		return pair.Leaf.SerialNumber.Int64()
	}
	write(2, now.Add(time.Second))
	if got := serial(); got != 2 {
		t.Errorf("the certificate is number %d", got)
	}
	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := serial(); got != 2 {
		t.Errorf("after a faulty file it is number %d", got)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if got := serial(); got != 2 {
		t.Errorf("without a key it is number %d", got)
	}
	write(3, now.Add(3*time.Second))
	if got := serial(); got != 3 {
		t.Errorf("after a good pair it is number %d", got)
	}
	if _, err := ReadCertificate(cert, filepath.Join(folder, "none"), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a missing key is no error")
	}
}

// Who changes something is who is logged in, whatever a request says, and is in the audit.
func TestWhoIsLoggedInIsWhoChanges(t *testing.T) {
	t.Parallel()
	s, handler := guarding(t, city.Open(t, "00单位名录.xlsx"))
	token, _, err := s.Accounts.CreateToken(t.Context(), access.Caller{Name: "root"}, "a test", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(query string) string {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "http://127.0.0.1:8080/graphql", strings.NewReader(`{"query":`+quote(query)+`}`))
		r.RemoteAddr = "127.0.0.1:50000"
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Body.String()
	}
	if got := ask(`mutation { withdraw(input: {submission: "1", reason: "a test", withdrawnBy: "somebody else"}) { submission { withdrawnBy } } }`); !strings.Contains(got, `"withdrawnBy":"root"`) {
		t.Errorf("the withdrawal is by %s", got)
	}
	events, err := s.Accounts.Latest(1, func(accounts.Event) bool { return true })
	if err != nil || len(events) != 1 || events[0].What != accounts.WithdrawnFiling || events[0].By != "root" || events[0].From != "127.0.0.1" || events[0].On != "1" || events[0].Said != "a test" {
		t.Errorf("the audit has %+v, %v", events, err)
	}
}

// Each answer has an id, its own unless a named proxy gave it one.
func TestRequestsHaveIDs(t *testing.T) {
	t.Parallel()
	_, handler := guardedByAccounts(t)
	for _, c := range []struct{ from, given, want string }{
		{"127.0.0.1:1", "", ""}, {"127.0.0.1:1", "chosen-by-a-client", ""}, {"10.0.0.2:1", "of-the-proxy", "of-the-proxy"}, {"10.0.0.2:1", "bad id\twith blanks", ""}, {"10.0.0.2:1", strings.Repeat("x", 65), ""},
	} {
		b := newBrowser(t, handler)
		b.from = c.from
		seen := map[string]bool{}
		for range 2 {
			id := b.send("GET", "/healthz", nil, "X-Request-Id", c.given).Header().Get("X-Request-Id")
			if c.want != "" && id != c.want || c.want == "" && (id == c.given || seen[id] || len(id) != 10) {
				t.Errorf("from %s with %q: %q", c.from, c.given, id)
			}
			seen[id] = true
		}
	}
}
