package server

import (
	"bufio"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/signon"
)

const callback = "http://127.0.0.1:8080/oidc/callback"

// signingOn is a provider's configuration.
func signingOn(t *testing.T, issuer string) *signon.Provider {
	t.Helper()
	p, err := signon.New(signon.Config{Issuer: issuer, ClientID: "jianfu", ClientSecret: "secret", RedirectURL: callback, NameClaim: "preferred_username", RoleClaim: "groups", UnitClaim: "unit", LineClaim: "line",
		Roles: map[string]access.Role{"jianfu-unit": access.Department, "jianfu-leader": access.Leader, "jianfu-admin": access.Admin}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// runProvider runs a provider, a program of a module of its own, until the test ends, and gives its address.
func runProvider(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "provider")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".")
	build.Dir = filepath.Join("..", "signon", "provider")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(path, callback)
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = input.Close() // it ends with its input
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// atProvider logs somebody in at the provider, as a browser does, and gives the address to which it sends the browser back.
func atProvider(t *testing.T, address, name string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	back := ""
	browser := &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), callback) {
			back = r.URL.String()
			return http.ErrUseLastResponse
		}
		return nil
	}}
	page, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	_ = page.Body.Close()
	form := url.Values{"username": {name}, "password": {"verysecure"}, "id": {page.Request.URL.Query().Get("authRequestID")}}
	answer, err := browser.PostForm(page.Request.URL.Scheme+"://"+page.Request.URL.Host+"/login/username", form)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if back == "" {
		t.Fatalf("the provider did not send %s back: %s %s", name, address, answer.Status)
	}
	return strings.TrimPrefix(back, "http://127.0.0.1:8080")
}

// signingIn is a server whose people log in at a running provider.
func signingIn(t *testing.T) (*Server, http.Handler) {
	t.Helper()
	s, _ := guardedByAccounts(t)
	s.SignOn = signingOn(t, runProvider(t))
	handler, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return s, handler
}

// toProvider begins a login.
func (b *browser) toProvider(to string) string {
	b.t.Helper()
	w := b.send("GET", "/oidc/login?to="+url.QueryEscape(to), nil)
	b.want("to the provider", w, http.StatusSeeOther)
	return w.Header().Get("Location")
}

// People log in at a real provider, and may do what its claims say, at each login anew.
func TestSignOn(t *testing.T) {
	t.Parallel()
	s, handler := signingIn(t)
	b := newBrowser(t, handler)
	if page := b.send("GET", "/login?to=/filings", nil).Body.String(); !strings.Contains(page, `href="/oidc/login?to=%2Ffilings"`) {
		t.Errorf("the page does not lead to the provider: %s", page)
	}
	address := b.toProvider("/filings")
	asked, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if q := asked.Query(); q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("state") == "" || q.Get("nonce") == "" || q.Get("response_type") != "code" || q.Has("client_secret") {
		t.Errorf("the provider is asked %s", address)
	}
	flow := b.cookies[flowCookie]
	if flow == nil || !flow.HttpOnly || flow.SameSite != http.SameSiteLaxMode || strings.Contains(flow.Value, asked.Query().Get("state")) {
		t.Errorf("the cookie is %+v", flow)
	}
	w := b.send("GET", atProvider(t, address, "zhang"), nil)
	b.want("back", w, http.StatusOK)
	if cookie := b.cookies[sessionCookie]; cookie == nil || cookie.SameSite != http.SameSiteStrictMode || !strings.Contains(w.Body.String(), `content="0; url=/filings"`) || b.cookies[flowCookie] != nil {
		t.Fatalf("%v %s", b.cookies, w.Body)
	}
	if u, err := s.Accounts.User(t.Context(), "zhang"); err != nil || u.Role != access.Leader || u.Portfolio != "城建交通" {
		t.Errorf("%+v, %v", u, err)
	}
	b.want("a city's figure", b.send("GET", anyFigure, nil), http.StatusOK)
	b.want("another's figure", b.send("GET", anyFigure+"&departments=B001", nil), http.StatusForbidden)
	b.want("accounts", b.send("GET", "/admin", nil), http.StatusForbidden)

	if err := s.Accounts.Set(t.Context(), access.Caller{Name: "zhang", Role: access.Admin}); err != nil {
		t.Fatal(err)
	}
	again := newBrowser(t, handler)
	again.want("again", again.send("GET", atProvider(t, again.toProvider("/"), "zhang"), nil), http.StatusOK)
	if u, err := s.Accounts.User(t.Context(), "zhang"); err != nil || u.Role != access.Leader {
		t.Errorf("the claims do not decide: %+v, %v", u, err)
	}
	again.want("with a password", newBrowser(t, handler).login("zhang", ""), http.StatusUnauthorized)

	if err := s.Accounts.SetDisabled(t.Context(), "zhang", true); err != nil {
		t.Fatal(err)
	}
	out := newBrowser(t, handler)
	out.want("disabled", out.send("GET", atProvider(t, out.toProvider("/"), "zhang"), nil), http.StatusUnauthorized)
	for name, status := range map[string]int{
		"li":     http.StatusForbidden, // whose claims give no role
		"root":   http.StatusConflict,  // the name of an account with a password: not theirs, whatever the claims say
		"jiaoyu": http.StatusConflict,
	} {
		b := newBrowser(t, handler)
		b.want(name, b.send("GET", atProvider(t, b.toProvider("/"), name), nil), status)
		if b.cookies[sessionCookie] != nil {
			t.Errorf("%s is let in", name)
		}
	}
	events, err := s.Accounts.Latest(0, func(e accounts.Event) bool { return e.On == "OpenID Connect" || e.Said == "OpenID Connect" })
	if err != nil || len(events) != 6 {
		t.Errorf("the audit has %+v, %v", events, err)
	}
}

// An answer counts once, in the browser in which the login began, from the provider that was asked, as it was given.
func TestSignOnAttacks(t *testing.T) {
	t.Parallel()
	_, handler := signingIn(t)
	other := signingOn(t, runProvider(t))
	mixed, _ := guardedByAccounts(t)
	mixed.SignOn = other
	elsewhere, err := mixed.Handler()
	if err != nil {
		t.Fatal(err)
	}
	state := regexp.MustCompile(`state=[^&]*`)
	code := regexp.MustCompile(`code=[^&]*`)
	for name, attack := range map[string]func(b *browser) *httptest.ResponseRecorder{
		"the answer again": func(b *browser) *httptest.ResponseRecorder {
			back := atProvider(t, b.toProvider("/"), "zhang")
			flow := *b.cookies[flowCookie]
			b.want("the first time", b.send("GET", back, nil), http.StatusOK)
			b.cookies = map[string]*http.Cookie{flowCookie: &flow}
			return b.send("GET", back, nil)
		},
		"the answer in another browser": func(b *browser) *httptest.ResponseRecorder {
			return newBrowser(t, handler).send("GET", atProvider(t, b.toProvider("/"), "zhang"), nil)
		},
		"the answer of another login of the same browser": func(b *browser) *httptest.ResponseRecorder {
			first := atProvider(t, b.toProvider("/"), "zhang")
			b.toProvider("/")
			return b.send("GET", first, nil)
		},
		"somebody else's code in one's own login": func(b *browser) *httptest.ResponseRecorder {
			stolen := code.FindString(atProvider(t, newBrowser(t, handler).toProvider("/"), "zhang"))
			back := atProvider(t, b.toProvider("/"), "li")
			return b.send("GET", code.ReplaceAllString(back, stolen), nil)
		},
		"another provider's answer": func(b *browser) *httptest.ResponseRecorder {
			back := atProvider(t, newBrowser(t, elsewhere).toProvider("/"), "zhang")
			own, err := url.Parse(b.toProvider("/"))
			if err != nil {
				t.Fatal(err)
			}
			return b.send("GET", state.ReplaceAllString(back, "state="+own.Query().Get("state")), nil)
		},
		"another provider's name": func(b *browser) *httptest.ResponseRecorder {
			return b.send("GET", atProvider(t, b.toProvider("/"), "zhang")+"&iss=https://evil.example", nil)
		},
		"no state": func(b *browser) *httptest.ResponseRecorder {
			return b.send("GET", state.ReplaceAllString(atProvider(t, b.toProvider("/"), "zhang"), ""), nil)
		},
		"two states": func(b *browser) *httptest.ResponseRecorder {
			return b.send("GET", atProvider(t, b.toProvider("/"), "zhang")+"&state=x", nil)
		},
		"a made-up code": func(b *browser) *httptest.ResponseRecorder {
			return b.send("GET", code.ReplaceAllString(atProvider(t, b.toProvider("/"), "zhang"), "code=x"), nil)
		},
		"an error with a code": func(b *browser) *httptest.ResponseRecorder {
			return b.send("GET", atProvider(t, b.toProvider("/"), "zhang")+"&error=access_denied", nil)
		},
		"a changed cookie": func(b *browser) *httptest.ResponseRecorder {
			back := atProvider(t, b.toProvider("/"), "zhang")
			b.cookies[flowCookie].Value = "A" + b.cookies[flowCookie].Value[1:] + "A"
			return b.send("GET", back, nil)
		},
		"another server's cookie": func(b *browser) *httptest.ResponseRecorder {
			o := newBrowser(t, elsewhere)
			back := atProvider(t, o.toProvider("/"), "zhang")
			b.cookies = o.cookies
			return b.send("GET", back, nil)
		},
		"nothing": func(b *browser) *httptest.ResponseRecorder { return b.send("GET", "/oidc/callback", nil) },
	} {
		b := newBrowser(t, handler)
		w := attack(b)
		if w.Code != http.StatusUnauthorized || len(w.Body.String()) > 4000 || strings.Contains(w.Body.String(), "oauth2") || strings.Contains(w.Body.String(), "evil") {
			t.Errorf("%s: %d %.300s", name, w.Code, w.Body)
		}
		for _, cookie := range w.Result().Cookies() {
			if cookie.Name == sessionCookie && cookie.MaxAge >= 0 {
				t.Errorf("%s: it sets a session", name)
			}
		}
	}
	b := newBrowser(t, handler)
	b.want("elsewhere after the login", b.send("GET", atProvider(t, b.toProvider("https://evil.example/"), "zhang"), nil), http.StatusOK)
	if w := newBrowser(t, handler).send("GET", "/oidc/login?to=//evil.example", nil); strings.Contains(w.Header().Get("Location"), "evil") {
		t.Error(w.Header())
	}
}
