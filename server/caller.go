package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/gate"
)

// The cookies. Under TLS a browser takes them from this host alone, and only over TLS.
const (
	sessionCookie = "jianfu"
	deviceCookie  = "jianfu-device"
	securePrefix  = "__Host-"
)

// sourceOf is the address that a request comes from, and whether it came over TLS. Headers are believed of the
// named proxies alone.
func (s *Server) sourceOf(r *http.Request) (source netip.Addr, secure bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, r.TLS != nil
	}
	source, secure = peer.Addr().Unmap(), r.TLS != nil
	if !slices.Contains(s.Proxies, source) {
		return source, secure
	}
	secure = secure || r.Header.Get("X-Forwarded-Proto") == "https"
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) { // the last that is no proxy of ours: those before it are what the client says
		address, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		source = address.Unmap()
		if !slices.Contains(s.Proxies, source) {
			break
		}
	}
	return source, secure
}

// throttled is the address by which failed logins are counted: whoever has one address of version 6 has 2^64.
func throttled(source netip.Addr) string {
	if source.Is6() {
		if prefix, err := source.WithZone("").Prefix(64); err == nil {
			return prefix.Addr().String()
		}
	}
	return source.String()
}

// reached refuses what came neither from this machine, nor over TLS, nor through a named proxy: nobody's
// password should cross the network readable. Without accounts nothing but this machine is listened to.
func (s *Server) reached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if active, err := s.Accounts.Active(r.Context()); !active && err == nil {
			next.ServeHTTP(w, r)
			return
		}
		_, secure := s.sourceOf(r)
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err == nil && !peer.Addr().Unmap().IsLoopback() && r.TLS == nil && !slices.Contains(s.Proxies, peer.Addr().Unmap()) {
			refusePlainly(w, r, jianfu.Say("请通过反向代理访问", "use the reverse proxy"), http.StatusForbidden)
			return
		}
		if secure {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func refusePlainly(w http.ResponseWriter, r *http.Request, why jianfu.Text, status int) {
	http.Error(w, why.In(jianfu.LangOf(r.Header.Get("Accept-Language"))), status)
}

// open are the routes that answer strangers.
func open(path string) bool {
	return path == "/login" || path == "/oidc/login" || path == "/oidc/callback" || path == "/healthz" || path == "/icon.svg" || path == "/account.css" || strings.HasPrefix(path, "/assets/")
}

// callers finds out who asks, and refuses strangers everything but the open routes. Without accounts
// everybody who reaches this machine may do everything.
func (s *Server) callers(next http.Handler) http.Handler {
	if s.Accounts == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		active, err := s.Accounts.Active(r.Context())
		if err != nil { // nobody can be known, so nobody is let in
			s.turnAway(w, r, err)
			return
		}
		if !active {
			next.ServeHTTP(w, r)
			return
		}
		source, _ := s.sourceOf(r)
		ctx := accounts.WithSource(access.With(r.Context(), access.Caller{Role: access.Stranger}), source.String())
		r = r.WithContext(ctx)
		if hasToken(r.URL) {
			s.deny(w, r, jianfu.Errorf(jianfu.Invalid, "令牌不能写在地址里，会留在日志和历史记录中：请吊销它，改用 Authorization: Bearer", "a token does not belong in an address, which logs and histories keep: revoke it, and use Authorization: Bearer"))
			return
		}
		u, err := s.identify(r)
		switch code := jianfu.ErrorCode(err); {
		case code == jianfu.Unauthenticated && (open(r.URL.Path) || r.URL.Path == "/" && r.Method == http.MethodGet): // the page holds nothing, and sends strangers to log in and back to where its address leads
			next.ServeHTTP(w, r)
			return
		case code == jianfu.Unauthenticated:
			s.deny(w, r, err)
			return
		case err != nil:
			s.turnAway(w, r, err)
			return
		}
		r = r.WithContext(gate.WithCaller(access.With(ctx, u.Caller), u.Name))
		if u.MustChange && !open(r.URL.Path) && r.URL.Path != "/password" && r.URL.Path != "/logout" {
			if wantsPage(r) {
				http.Redirect(w, r, "/password", http.StatusSeeOther)
				return
			}
			s.deny(w, r, jianfu.Errorf(jianfu.Forbidden, "请先在 /password 修改初始密码", "change the initial password first, at /password"))
			return
		}
		if isStream(r) {
			streaming, cancel := context.WithCancel(r.Context())
			defer cancel()
			r = r.WithContext(streaming)
			go s.stayKnown(r, cancel)
		}
		if isExport(r) {
			if err := s.Accounts.Done(r.Context(), accounts.Exported, r.URL.RequestURI(), ""); err != nil {
				s.turnAway(w, r, err)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// knownFor is how long a subscription goes on after its session or token has ended.
const knownFor = 30 * time.Second

// stayKnown ends a subscription once whoever it is for is no longer known, or has another role.
func (s *Server) stayKnown(r *http.Request, end func()) {
	again := time.NewTicker(knownFor)
	defer again.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-again.C:
			if u, err := s.identify(r); err != nil || u.Caller != access.From(r.Context()) {
				end()
				return
			}
		}
	}
}

// isExport reports whether a request takes figures away as a file.
func isExport(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/measure.") || strings.HasPrefix(r.URL.Path, "/report/") || strings.HasPrefix(r.URL.Path, "/proof")
}

// identify finds out who asks: by a token, or else by a session. A token that is not valid is no reason to look
// for a session.
func (s *Server) identify(r *http.Request) (accounts.User, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return accounts.User{}, jianfu.Errorf(jianfu.Unauthenticated, "请用 Authorization: Bearer 令牌", "use Authorization: Bearer TOKEN")
		}
		c, err := s.Accounts.TokenCaller(r.Context(), strings.TrimSpace(token))
		return accounts.User{Caller: c}, err
	}
	return s.Accounts.SessionUser(r.Context(), cookieOf(r, sessionCookie, s.isSecure(r)))
}

func (s *Server) isSecure(r *http.Request) bool {
	_, secure := s.sourceOf(r)
	return secure
}

// cookieOf is the value of a cookie, "" for none. Over TLS only one with the prefix counts: any other could have been set by
// another host of the domain.
func cookieOf(r *http.Request, name string, secure bool) string {
	if secure {
		name = securePrefix + name
	}
	cookie, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// setCookie sets a cookie for as long as life; with "" it is removed.
func (s *Server) setCookie(w http.ResponseWriter, r *http.Request, name, value string, life time.Duration) {
	cookie := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, MaxAge: int(life.Seconds())}
	if s.isSecure(r) {
		cookie.Name, cookie.Secure = securePrefix+name, true
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}

var tokenText = regexp.MustCompile(`(?i)jianfu_[a-z2-7]{20,}`)

// hasToken reports whether an address has a token in it.
func hasToken(u *url.URL) bool {
	if tokenText.MatchString(u.Path) || tokenText.MatchString(u.RawQuery) {
		return true
	}
	for name, values := range u.Query() {
		if name == "access_token" || slices.ContainsFunc(values, tokenText.MatchString) {
			return true
		}
	}
	return false
}

// wantsPage reports whether a browser asks for a page to show.
func wantsPage(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// deny refuses somebody who has no right to a route, and notes it.
func (s *Server) deny(w http.ResponseWriter, r *http.Request, err error) {
	if said, noted := s.denials.note(time.Now(), access.From(r.Context()).Name != ""); noted {
		if err := s.Accounts.Done(r.Context(), accounts.Denied, r.Method+" "+tokenText.ReplaceAllString(r.URL.Path, "jianfu_…"), said); err != nil {
			s.turnAway(w, r, err)
			return
		}
	}
	if jianfu.ErrorCode(err) == jianfu.Unauthenticated && wantsPage(r) {
		to := ""
		if asked := r.URL.RequestURI(); asked != "/" {
			to = "?to=" + url.QueryEscape(asked)
		}
		w.Header().Set("Location", "/login"+to)
		w.WriteHeader(http.StatusSeeOther)
		return
	}
	s.turnAway(w, r, err)
}

// turnAway writes a refusal in the form that the route's clients read.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, err error) {
	if jianfu.ErrorCode(err) == jianfu.Unauthenticated {
		w.Header().Set("WWW-Authenticate", `Bearer realm="jianfu"`)
	}
	if r.URL.Path != "/graphql" {
		plain{s.Log}.refuse(w, r, err, 0)
		return
	}
	shown := jianfu.Shown(r.Context(), s.Log, err)
	status, known := statusOf[shown.Code]
	if !known {
		status = http.StatusInternalServerError
	}
	body := map[string]any{"errors": []any{map[string]any{"message": shown.Text.In(jianfu.LangOf(r.Header.Get("Accept-Language"))), "extensions": map[string]any{"code": shown.Code}}}}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // fails only if the client is gone
}

// denials bounds how many denials of strangers are noted: anybody can cause them, and the disk is not theirs to
// fill. Those that were left out are counted.
type denials struct {
	lock  sync.Mutex
	since time.Time
	count int
	left  int
}

// deniedPerMinute is how many denials of strangers are noted in a minute.
const deniedPerMinute = 60

func (d *denials) note(now time.Time, isUser bool) (said string, noted bool) {
	if isUser {
		return "", true
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if now.Sub(d.since) >= time.Minute {
		d.since, d.count = now, 0
	}
	if d.count++; d.count > deniedPerMinute {
		d.left++
		return "", false
	}
	if d.left > 0 {
		said = fmt.Sprintf("%d denials before were left out", d.left)
		d.left = 0
	}
	return said, true
}
