package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/metrics"
	"jianfu/web"
)

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed pages/account.css
var accountCSS []byte

// accountStyles is /account.css: what the pages of accounts need beyond the dashboard's styles.
func accountStyles(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(accountCSS) // fails only if the client is gone
}

var pageTemplates = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// pagePolicy is what the pages of accounts may load: styles, and forms to this host. They have no script.
const pagePolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// maxForm is how many bytes a form may have.
const maxForm = 64 << 10

// view is what a page shows.
type view struct {
	lang       jianfu.Lang
	Page       string
	Title      string
	User       string
	IsAdmin    bool
	MustChange bool
	Styles     string

	Wrong, Done, Secret string
	Name                string // as typed at a login that failed
	SignOn              string // where the identity provider is; "" for none
	To                  string // where a login leads

	Users    []accounts.User
	Tokens   []accounts.Token
	Sessions []accounts.Session
	Mails    []accounts.Mail
	Roles    []access.Role
	Units    []jianfu.Named // of the directory: a code, and the name
	Lines    []string
	Audit    auditView
}

type auditView struct {
	Lines  int64
	Wrong  string
	Events []accounts.Event
}

// Lang is the language for the browser.
func (v view) Lang() string {
	if v.lang == jianfu.English {
		return "en"
	}
	return "zh-CN"
}

// Say is a sentence in the language of the page.
func (v view) Say(zh, en string) string { return jianfu.Text{ZH: zh, EN: en}.In(v.lang) }

// In is a text in the language of the page.
func (v view) In(t jianfu.Text) string { return t.In(v.lang) }

// Minute is a moment in China; "" for none.
func (v view) Minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(jianfu.China).Format("2006-01-02 15:04")
}

// Short is the beginning of a long text.
func (v view) Short(text string) string {
	if utf8.RuneCountInString(text) > 120 {
		return string([]rune(text)[:120]) + "…"
	}
	return text
}

// newView is what all pages have.
func (s *Server) newView(r *http.Request, page, zh, en string) view {
	c := access.From(r.Context())
	v := view{lang: jianfu.LangOf(r.Header.Get("Accept-Language")), Page: page, User: c.Name, IsAdmin: c.Rights().Accounts && c.Name != "", Styles: web.Styles()}
	v.Title = v.Say(zh, en)
	return v
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, v view) {
	var page bytes.Buffer
	if err := pageTemplates.ExecuteTemplate(&page, v.Page+".html", v); err != nil {
		s.turnAway(w, r, fmt.Errorf("write the page %s: %w", v.Page, err))
		return
	}
	w.Header().Set("Content-Security-Policy", pagePolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // fails only if the client is gone
}

// wrong is what a page says of an error, and its status.
func (s *Server) wrong(r *http.Request, v *view, err error) int {
	shown := jianfu.Shown(r.Context(), s.Log, err)
	v.Wrong = shown.Text.In(v.lang)
	if status, known := statusOf[shown.Code]; known {
		return status
	}
	return http.StatusInternalServerError
}

// readForm reads a form; what is too large or no form is answered, and false.
func (s *Server) readForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	err := r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.turnAway(w, r, jianfu.Errorf(jianfu.TooLarge, "表单太大", "the form is too large"))
	case err != nil:
		s.turnAway(w, r, jianfu.Errorf(jianfu.Invalid, "表单看不懂", "the form cannot be read").Because(err))
	}
	return err == nil
}

// local is where a login leads: an address of this host, or the dashboard.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") {
		return "/"
	}
	return u.String()
}

// login is /login.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if active, err := s.Accounts.Active(r.Context()); err != nil || !active {
		http.Redirect(w, r, "/", http.StatusSeeOther) // nobody has to log in
		return
	}
	v := s.loginView(r)
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		s.show(w, r, http.StatusOK, v)
	case http.MethodPost:
		if !s.readForm(w, r) {
			return
		}
		if err := s.logIn(w, r, r.PostForm.Get("name"), r.PostForm.Get("password")); err != nil {
			v.Name = r.PostForm.Get("name")
			s.show(w, r, s.wrong(r, &v, err), v)
			return
		}
		w.Header().Set("Location", local(r.URL.Query().Get("to")))
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		s.turnAway(w, r, jianfu.Errorf(jianfu.Invalid, "请用 GET 或 POST", "use GET or POST"))
	}
}

// logIn checks a password and begins a session with a new cookie; that of another session ends.
func (s *Server) logIn(w http.ResponseWriter, r *http.Request, name, password string) error {
	source, secure := s.sourceOf(r)
	attempt := accounts.Attempt{Name: name, Password: password, Source: throttled(source), Device: cookieOf(r, deviceCookie, secure)}
	u, err := s.Accounts.Login(r.Context(), attempt)
	if err != nil {
		if code := jianfu.ErrorCode(err); code == jianfu.Unauthenticated || code == jianfu.Busy {
			if said, noted := s.denials.note(time.Now(), false); noted {
				err = errors.Join(err, s.Accounts.Done(r.Context(), accounts.LoginFailed, s.nameTyped(r.Context(), name), strings.TrimSpace(string(code)+" "+said)))
			}
		}
		return err
	}
	if err := s.beginSession(w, r, u); err != nil {
		return err
	}
	return s.Accounts.Done(access.With(r.Context(), u.Caller), accounts.LoggedIn, u.Name, "")
}

// nameTyped is a typed name for the audit. One that no account has may be a password, typed into the wrong field: only
// its beginning is kept.
func (s *Server) nameTyped(ctx context.Context, name string) string {
	if u, err := s.Accounts.User(ctx, name); err == nil {
		return u.Name
	}
	if letters := []rune(name); len(letters) > 3 {
		return string(letters[:3]) + "…"
	}
	return name
}

func (s *Server) beginSession(w http.ResponseWriter, r *http.Request, u accounts.User) error {
	source, secure := s.sourceOf(r)
	if err := s.Accounts.End(r.Context(), cookieOf(r, sessionCookie, secure)); err != nil {
		return err
	}
	cookie, err := s.Accounts.Begin(r.Context(), u, source.String(), r.UserAgent())
	if err != nil {
		return err
	}
	device, err := s.Accounts.RememberDevice(r.Context(), u.Name)
	if err != nil {
		return err
	}
	s.setCookie(w, r, sessionCookie, cookie, accounts.SessionLife)
	s.setCookie(w, r, deviceCookie, device, deviceLife)
	return nil
}

// deviceLife is how long a browser is known in which somebody has logged in.
const deviceLife = 180 * 24 * time.Hour

// logout is POST /logout.
func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	err := s.Accounts.End(r.Context(), cookieOf(r, sessionCookie, s.isSecure(r)))
	if err == nil {
		err = s.Accounts.Done(r.Context(), accounts.LoggedOut, access.From(r.Context()).Name, "")
	}
	if err != nil {
		s.turnAway(w, r, err)
		return
	}
	s.setCookie(w, r, sessionCookie, "", 0)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// bySession refuses programs: whoever has a token may not change how to log in.
func (s *Server) bySession(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" || access.From(r.Context()).Name == "" {
			s.turnAway(w, r, jianfu.Errorf(jianfu.Forbidden, "请在浏览器里登录后操作", "log in with a browser to do this"))
			return
		}
		next(w, r)
	})
}

// password is /password.
func (s *Server) password(w http.ResponseWriter, r *http.Request) {
	v := s.newView(r, "password", "修改密码", "Change the password")
	u, err := s.Accounts.User(r.Context(), v.User)
	if err != nil {
		s.turnAway(w, r, err)
		return
	}
	v.MustChange = u.MustChange
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		s.show(w, r, http.StatusOK, v)
	case http.MethodPost:
		if !s.readForm(w, r) {
			return
		}
		if err := s.changePassword(w, r, u); err != nil {
			s.show(w, r, s.wrong(r, &v, err), v)
			return
		}
		w.Header().Set("Location", "/")
		w.WriteHeader(http.StatusSeeOther)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		s.turnAway(w, r, jianfu.Errorf(jianfu.Invalid, "请用 GET 或 POST", "use GET or POST"))
	}
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, u accounts.User) error {
	present, chosen := r.PostForm.Get("present"), r.PostForm.Get("password")
	switch {
	case chosen != r.PostForm.Get("again"):
		return jianfu.Errorf(jianfu.Invalid, "两次输入的新密码不一样", "the two new passwords differ")
	case chosen == present:
		return jianfu.Errorf(jianfu.Invalid, "新密码与现在的一样，请换一个", "the new password is the present one: choose another")
	}
	source, secure := s.sourceOf(r)
	_, err := s.Accounts.Login(r.Context(), accounts.Attempt{Name: u.Name, Password: present, Source: throttled(source), Device: cookieOf(r, deviceCookie, secure)})
	if jianfu.ErrorCode(err) == jianfu.Unauthenticated {
		err = jianfu.Errorf(jianfu.Forbidden, "现在的密码不对", "the present password is wrong").Because(err)
	}
	if err != nil {
		return errors.Join(err, s.Accounts.Done(r.Context(), accounts.LoginFailed, u.Name, "change of the password"))
	}
	if err := s.Accounts.SetPassword(r.Context(), u.Name, chosen, false, ""); err != nil {
		return err
	}
	if err := s.beginSession(w, r, u); err != nil {
		return err
	}
	return s.Accounts.Done(r.Context(), accounts.PasswordChanged, u.Name, "")
}

// admin is /admin, for whoever may manage accounts.
func (s *Server) admin(w http.ResponseWriter, r *http.Request) {
	v := s.newView(r, "admin", "账号管理", "Accounts")
	status := http.StatusOK
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodPost:
		if !s.readForm(w, r) {
			return
		}
		if err := s.administer(r.Context(), r.PostForm, &v); err != nil {
			status = s.wrong(r, &v, err)
		}
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		s.turnAway(w, r, jianfu.Errorf(jianfu.Invalid, "请用 GET 或 POST", "use GET or POST"))
		return
	}
	if err := s.readAccounts(r.Context(), &v); err != nil {
		s.turnAway(w, r, err)
		return
	}
	s.show(w, r, status, v)
}

// administer does what a form of /admin asks for.
func (s *Server) administer(ctx context.Context, form url.Values, v *view) error {
	name := form.Get("name")
	c := access.Caller{Name: name, Role: access.Role(form.Get("role")), Department: strings.TrimSpace(form.Get("department")), Portfolio: strings.TrimSpace(form.Get("portfolio"))}
	what := strings.TrimSpace(fmt.Sprint(c.Role, " ", c.Department, c.Portfolio))
	done := func(err error, kind accounts.What, on, said, zh, en string) error {
		if err != nil {
			return err
		}
		v.Done = v.Say(zh, en)
		return s.Accounts.Done(ctx, kind, on, said)
	}
	do := form.Get("do")
	if do == "add" || do == "set" || do == "token" {
		if err := InDirectory(ctx, s.Engine, c); err != nil {
			return err
		}
	}
	switch do {
	case "add":
		v.Secret = rand.Text()[:16]
		err := s.Accounts.Add(ctx, c, v.Secret, true)
		return done(err, accounts.UserChanged, name, "add "+what, "已添加，初始密码（只显示这一次）：", "added; the initial password, shown only now:")
	case "set":
		return done(s.Accounts.Set(ctx, c), accounts.UserChanged, name, "set "+what, "已改角色", "the role is changed")
	case "email":
		return done(s.Accounts.SetEmail(ctx, name, form.Get("email")), accounts.UserChanged, name, "email", "已保存", "saved")
	case "disable", "enable":
		return done(s.Accounts.SetDisabled(ctx, name, do == "disable"), accounts.UserChanged, name, do, "已保存", "saved")
	case "reset":
		v.Secret = rand.Text()[:16]
		err := s.Accounts.SetPassword(ctx, name, v.Secret, true, "")
		return done(err, accounts.PasswordChanged, name, "reset", "已重设，新的初始密码（只显示这一次）：", "reset; the new initial password, shown only now:")
	case "token":
		days, err := strconv.Atoi(form.Get("days"))
		if err != nil || days < 1 || days > 366 {
			return jianfu.Errorf(jianfu.Invalid, "有效天数应为 1—366", "the days should be from 1 to 366")
		}
		text, t, err := s.Accounts.CreateToken(ctx, c, form.Get("purpose"), time.Duration(days)*24*time.Hour)
		v.Secret = text
		return done(err, accounts.TokenChanged, name, fmt.Sprintf("create %d %s", t.ID, t.Role), "已创建，令牌（只显示这一次）：", "made; the token, shown only now:")
	}
	id, err := strconv.ParseInt(form.Get("id"), 10, 64)
	if err != nil {
		return jianfu.Errorf(jianfu.Invalid, "没有这个操作", "there is no such action")
	}
	switch form.Get("do") {
	case "revoke":
		t, err := s.Accounts.RevokeToken(ctx, id)
		return done(err, accounts.TokenChanged, t.Name, fmt.Sprintf("revoke %d", id), "已吊销", "revoked")
	case "end":
		user, err := s.Accounts.EndSession(ctx, id)
		return done(err, accounts.SessionEnded, user, "", "已结束登录", "the session is ended")
	}
	return jianfu.Errorf(jianfu.Invalid, "没有这个操作", "there is no such action")
}

// InDirectory refuses an account of a unit or line that the directory does not have, now or before: whoever has it would see
// nothing, and not know why. Without a directory there is nothing to compare with.
func InDirectory(ctx context.Context, engine *metrics.Engine, c access.Caller) error {
	if c.Department == "" && c.Portfolio == "" {
		return nil
	}
	codes, lines, err := directory(ctx, engine)
	if err != nil || len(codes) == 0 {
		return err
	}
	switch {
	case slices.ContainsFunc(codes, func(unit jianfu.Named) bool { return unit.Name == c.Department }):
	case c.Department != "":
		return jianfu.Unknown(jianfu.Say("单位编码", "unit with the code"), c.Department, codes)
	case !slices.Contains(lines, c.Portfolio):
		return jianfu.Unknown(jianfu.Say("分管战线", "line"), c.Portfolio, jianfu.Names(lines...))
	}
	return nil
}

// directory is the codes of units with their names, and the lines, now and before.
func directory(ctx context.Context, engine *metrics.Engine) (codes []jianfu.Named, lines []string, err error) {
	units, err := engine.Departments(ctx, time.Time{})
	if err != nil {
		return nil, nil, err
	}
	for _, unit := range units {
		named := jianfu.Named{Name: unit.Code}
		for _, version := range unit.Versions {
			named.Others = append(named.Others, version.Name)
			if version.Portfolio != "" && !slices.Contains(lines, version.Portfolio) {
				lines = append(lines, version.Portfolio)
			}
		}
		codes = append(codes, named)
	}
	return codes, lines, nil
}

// readAccounts reads what /admin lists.
func (s *Server) readAccounts(ctx context.Context, v *view) (err error) {
	if v.Wrong != "" {
		v.Done, v.Secret = "", ""
	}
	v.Roles = access.Roles()
	if v.Units, v.Lines, err = directory(ctx, s.Engine); err != nil {
		return err
	}
	if v.Users, err = s.Accounts.Users(ctx); err != nil {
		return err
	}
	tokens, err := s.Accounts.Tokens(ctx)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if t.Valid(time.Now()) {
			v.Tokens = append(v.Tokens, t)
		}
	}
	if v.Sessions, err = s.Accounts.Sessions(ctx); err != nil {
		return err
	}
	if v.Mails, err = s.Accounts.Mails(ctx, 50); err != nil {
		return err
	}
	state, err := s.Accounts.Verify(ctx)
	var changed *jianfu.Error
	switch {
	case errors.As(err, &changed) && changed.Code == jianfu.Conflict:
		v.Audit.Wrong = changed.Text.In(v.lang)
	case err != nil:
		return err
	}
	v.Audit.Lines = state.Lines
	v.Audit.Events, err = s.Accounts.Latest(50, func(accounts.Event) bool { return true })
	return err
}
