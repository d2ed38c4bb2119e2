package server

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/signon"
)

// flowCookie holds a login at the identity provider. Unlike the others it comes along when the provider sends the browser back.
const flowCookie = "jianfu-login"

// toProvider is /oidc/login: it sends the browser to the identity provider.
func (s *Server) toProvider(w http.ResponseWriter, r *http.Request) {
	if active, err := s.Accounts.Active(r.Context()); err != nil || !active {
		http.Redirect(w, r, "/", http.StatusSeeOther) // nobody has to log in
		return
	}
	address, cookie, err := s.SignOn.Begin(r.Context(), local(r.URL.Query().Get("to")))
	if err != nil {
		s.showLogin(w, r, err)
		return
	}
	s.setFlow(w, r, cookie)
	w.Header().Set("Location", address)
	w.WriteHeader(http.StatusSeeOther)
}

// fromProvider is /oidc/callback, to which the provider sends the browser back. The page that it shows goes on by itself: a
// browser does not bring the cookie of the session along as long as the other host is what it comes from.
func (s *Server) fromProvider(w http.ResponseWriter, r *http.Request) {
	if active, err := s.Accounts.Active(r.Context()); err != nil || !active {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	cookie := cookieOf(r, flowCookie, s.isSecure(r))
	s.setFlow(w, r, "")
	u, to, err := s.signIn(r, cookie)
	if err != nil {
		if said, noted := s.denials.note(time.Now(), false); noted {
			err = errors.Join(err, s.Accounts.Done(r.Context(), accounts.LoginFailed, "OpenID Connect", strings.TrimSpace(string(jianfu.ErrorCode(err))+" "+said)))
		}
		s.showLogin(w, r, err)
		return
	}
	if err := s.beginSession(w, r, u); err != nil {
		s.turnAway(w, r, err)
		return
	}
	if err := s.Accounts.Done(access.With(r.Context(), u.Caller), accounts.LoggedIn, u.Name, "OpenID Connect"); err != nil {
		s.turnAway(w, r, err)
		return
	}
	v := s.newView(r, "arrived", "已登录", "Logged in")
	v.To = to
	s.show(w, r, http.StatusOK, v)
}

func (s *Server) signIn(r *http.Request, cookie string) (u accounts.User, to string, err error) {
	who, to, err := s.SignOn.Finish(r.Context(), r.URL.Query(), cookie)
	if err != nil {
		return u, "", err
	}
	if err := InDirectory(access.With(r.Context(), access.Caller{}), s.Engine, who.Caller); err != nil {
		return u, "", jianfu.Errorf(jianfu.Forbidden, "统一身份认证给出的单位或战线不在名录里，请找管理员", "the unit or line that the identity provider gave is not in the directory: ask an administrator").Because(err)
	}
	u, err = s.Accounts.SignIn(r.Context(), who.Issuer, who.Subject, who.Caller)
	return u, to, err
}

// showLogin shows the login with what was wrong.
func (s *Server) showLogin(w http.ResponseWriter, r *http.Request, err error) {
	v := s.loginView(r)
	s.show(w, r, s.wrong(r, &v, err), v)
}

// loginView is a page for strangers, whoever asks.
func (s *Server) loginView(r *http.Request) view {
	v := s.newView(r, "login", "登录", "Log in")
	v.User = ""
	if s.SignOn != nil {
		v.SignOn = "/oidc/login?to=" + url.QueryEscape(local(r.URL.Query().Get("to")))
	}
	return v
}

func (s *Server) setFlow(w http.ResponseWriter, r *http.Request, value string) {
	cookie := &http.Cookie{Name: flowCookie, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(signon.Life.Seconds())}
	if s.isSecure(r) {
		cookie.Name, cookie.Secure = securePrefix+flowCookie, true
	}
	if value == "" {
		cookie.MaxAge = -1
	}
	http.SetCookie(w, cookie)
}
