package accounts_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xdg-go/scram"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
)

const rightPassword = "一把很长很长的钥匙 7"

func open(t *testing.T) *accounts.Store {
	t.Helper()
	s, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// withUsers has an administrator, a department and an analyst.
func withUsers(t *testing.T) *accounts.Store {
	t.Helper()
	s := open(t)
	for _, c := range []access.Caller{{Name: "root", Role: access.Admin}, {Name: "Jiaoyu", Role: access.Department, Department: "D01"}, {Name: "fenxi", Role: access.Analyst}} {
		if err := s.Add(t.Context(), c, rightPassword, c.Name == "Jiaoyu"); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func refusedAs(t *testing.T, what string, err error, code jianfu.Code) {
	t.Helper()
	if jianfu.ErrorCode(err) != code {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

func TestWithoutAccountsThereIsNoFile(t *testing.T) {
	t.Parallel()
	s := open(t)
	if active, err := s.Active(t.Context()); active || err != nil {
		t.Fatal(active, err)
	}
	if err := s.Note(t.Context(), accounts.Event{What: accounts.AskedSQL}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{s.Path(), s.AuditPath()} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s is there", path)
		}
	}
	refusedAs(t, "a first account that is no administrator's", s.Add(t.Context(), access.Caller{Name: "a", Role: access.Office}, rightPassword, false), jianfu.Invalid)
	other, err := accounts.Open(s.Path()) // as a command would, while a server runs
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Add(t.Context(), access.Caller{Name: "root", Role: access.Admin}, rightPassword, false); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if active, err := s.Active(t.Context()); !active || err != nil {
		t.Errorf("another process's account is not noticed: %v, %v", active, err)
	}
	if info, err := os.Stat(s.Path()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
}

func TestUsers(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	add := func(c access.Caller, password string) error { return s.Add(ctx, c, password, false) }
	refusedAs(t, "the same name in capitals", add(access.Caller{Name: "JIAOYU", Role: access.Viewer}, rightPassword), jianfu.Conflict)
	refusedAs(t, "a name with a blank", add(access.Caller{Name: "a b", Role: access.Viewer}, rightPassword), jianfu.Invalid)
	refusedAs(t, "a department without a unit", add(access.Caller{Name: "b", Role: access.Department}, rightPassword), jianfu.Invalid)
	for _, password := range []string{"", "short", "aaaaaaaaaaaaaaaa", "1234567890", "abcdefghijk", "with\nline feed 1", strings.Repeat("长", 100), "\xff\xfe invalid utf8"} {
		refusedAs(t, fmt.Sprintf("the password %q", password), add(access.Caller{Name: "c", Role: access.Viewer}, password), jianfu.Invalid)
	}
	refusedAs(t, "a password with the name in it", add(access.Caller{Name: "zhangsan", Role: access.Viewer}, "Zhangsan-2026!"), jianfu.Invalid)

	refusedAs(t, "disabling the last administrator", s.SetDisabled(ctx, "root", true), jianfu.Conflict)
	refusedAs(t, "demoting the last administrator", s.Set(ctx, access.Caller{Name: "root", Role: access.Viewer}), jianfu.Conflict)
	err := s.SetDisabled(ctx, "jiaoyv", true)
	refusedAs(t, "an unknown name", err, jianfu.NotFound)
	if !strings.Contains(err.Error(), "jiaoyu") {
		t.Errorf("the nearest name is not said: %v", err)
	}
	if err := s.Set(ctx, access.Caller{Name: "fenxi", Role: access.Admin}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetDisabled(ctx, "root", true); err != nil {
		t.Fatal(err)
	}
	users, err := s.Users(ctx)
	if err != nil || len(users) != 3 || users[0].Name != "fenxi" || users[0].Role != access.Admin || !users[1].MustChange || !users[2].Disabled {
		t.Errorf("%+v, %v", users, err)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	login := func(name, password string) error {
		_, err := s.Login(ctx, accounts.Attempt{Name: name, Password: password, Source: "10.0.0.1"})
		return err
	}
	if err := login("JiaoYu ", rightPassword); err != nil {
		t.Fatal(err)
	}
	wrong, nobody := login("jiaoyu", "wrong wrong"), login("nobody", "wrong wrong")
	refusedAs(t, "a wrong password", wrong, jianfu.Unauthenticated)
	if wrong.Error() != nobody.Error() {
		t.Errorf("a wrong password and a wrong name differ: %v, %v", wrong, nobody)
	}
	if err := s.SetDisabled(ctx, "jiaoyu", true); err != nil {
		t.Fatal(err)
	}
	if disabled := login("jiaoyu", rightPassword); disabled == nil || disabled.Error() != wrong.Error() {
		t.Errorf("a disabled account says %v", disabled)
	}
}

// Whoever guesses slows himself down: not the same name from elsewhere, nor in a browser known to it.
func TestGuessingLocksNobodyElseOut(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	device, err := s.RememberDevice(ctx, "jiaoyu")
	if err != nil {
		t.Fatal(err)
	}
	var guesses sync.WaitGroup
	var lock sync.Mutex
	codes := map[jianfu.Code]int{}
	for range 40 { // all at once
		guesses.Go(func() {
			_, err := s.Login(ctx, accounts.Attempt{Name: "jiaoyu", Password: "guess guess", Source: "10.9.9.9"})
			lock.Lock()
			defer lock.Unlock()
			codes[jianfu.ErrorCode(err)]++
		})
	}
	guesses.Wait()
	if codes[jianfu.Unauthenticated] != 5 || codes[jianfu.Busy] != 35 {
		t.Errorf("of 40 guesses at once: %v", codes)
	}
	try := func(name, source, device string) error {
		_, err := s.Login(ctx, accounts.Attempt{Name: name, Password: rightPassword, Source: source, Device: device})
		return err
	}
	refusedAs(t, "the right password after the guesses, from the same place", try("jiaoyu", "10.9.9.9", ""), jianfu.Busy)
	refusedAs(t, "with a device that is made up", try("jiaoyu", "10.9.9.9", "made up"), jianfu.Busy)
	if err := try("jiaoyu", "10.0.0.1", ""); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	if err := try("jiaoyu", "10.9.9.9", device); err != nil {
		t.Errorf("in a known browser at the same address: %v", err)
	}
	if err := try("fenxi", "10.9.9.9", ""); err != nil {
		t.Errorf("a colleague at the same address: %v", err)
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	u, err := s.User(ctx, "jiaoyu")
	if err != nil {
		t.Fatal(err)
	}
	begin := func() string {
		cookie, err := s.Begin(ctx, u, "10.0.0.1", "browser\x1b[31m")
		if err != nil {
			t.Fatal(err)
		}
		return cookie
	}
	first, second, third := begin(), begin(), begin()
	who, err := s.SessionUser(ctx, first)
	if err != nil || who.Caller != u.Caller || !who.MustChange {
		t.Fatalf("%+v, %v", who, err)
	}
	_, err = s.SessionUser(ctx, "made-up")
	refusedAs(t, "a cookie that is made up", err, jianfu.Unauthenticated)
	list, err := s.Sessions(ctx)
	if err != nil || len(list) != 3 || list[0].User != "jiaoyu" || list[0].Source != "10.0.0.1" {
		t.Fatalf("%+v, %v", list, err)
	}
	if user, err := s.EndSession(ctx, list[0].ID); err != nil || user != "jiaoyu" {
		t.Fatal(user, err)
	}
	_, err = s.SessionUser(ctx, third)
	refusedAs(t, "a session that an administrator ended", err, jianfu.Unauthenticated)
	if err := s.SetPassword(ctx, "jiaoyu", rightPassword+"!", false, first); err != nil {
		t.Fatal(err)
	}
	if _, err := s.SessionUser(ctx, first); err != nil {
		t.Errorf("the session in which the password was changed: %v", err)
	}
	_, err = s.SessionUser(ctx, second)
	refusedAs(t, "another session, after the password was changed", err, jianfu.Unauthenticated)
	if err := s.SetDisabled(ctx, "jiaoyu", true); err != nil {
		t.Fatal(err)
	}
	_, err = s.SessionUser(ctx, first)
	refusedAs(t, "a disabled account", err, jianfu.Unauthenticated)
}

func TestNothingInTheFileLogsIn(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	u, err := s.User(ctx, "root")
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := s.Begin(ctx, u, "10.0.0.1", "browser")
	if err != nil {
		t.Fatal(err)
	}
	device, err := s.RememberDevice(ctx, "root")
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := s.CreateToken(ctx, access.Caller{Name: "root"}, "figures for the board", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []accounts.Event{{What: accounts.LoggedIn, By: "root", From: "10.0.0.1"}, {What: accounts.AskedSQL, By: "root", On: "SELECT 1"}} {
		if err := s.Note(ctx, what); err != nil {
			t.Fatal(err)
		}
	}
	for _, suffix := range []string{".accounts", ".accounts-wal", ".audit"} {
		data, err := os.ReadFile(strings.TrimSuffix(s.Path(), ".accounts") + suffix)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{cookie, device, token, strings.TrimPrefix(token, "jianfu_"), rightPassword} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s holds a secret", suffix)
			}
		}
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	create := func(c access.Caller, life time.Duration) (string, accounts.Token, error) {
		return s.CreateToken(ctx, c, "figures for the board", life)
	}
	for what, c := range map[string]access.Caller{
		"more than its user may":   {Name: "jiaoyu", Role: access.Office},
		"another unit":             {Name: "jiaoyu", Role: access.Department, Department: "D02"},
		"filing, of an analyst":    {Name: "fenxi", Role: access.Department, Department: "D01"},
		"a role without its line":  {Name: "root", Role: access.Leader},
		"a unit without the role":  {Name: "root", Role: access.Office, Department: "D01"},
		"a role that is not known": {Name: "root", Role: "king"},
	} {
		_, _, err := create(c, time.Hour)
		refusedAs(t, what, err, jianfu.Invalid)
	}
	for _, life := range []time.Duration{0, -time.Hour, 10 * 366 * 24 * time.Hour} {
		_, _, err := create(access.Caller{Name: "root"}, life)
		refusedAs(t, life.String(), err, jianfu.Invalid)
	}
	narrow, made, err := create(access.Caller{Name: "root", Role: access.Leader, Portfolio: "教育"}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.TokenCaller(ctx, narrow)
	if err != nil || c != (access.Caller{Name: "root", Role: access.Leader, Portfolio: "教育"}) {
		t.Fatalf("%+v, %v", c, err)
	}
	_, err = s.TokenCaller(ctx, narrow+"x")
	refusedAs(t, "a token that is made up", err, jianfu.Unauthenticated)
	list, err := s.Tokens(ctx)
	if err != nil || len(list) != 1 || list[0].UsedAt.IsZero() || list[0].Purpose != "figures for the board" {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, err := s.RevokeToken(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.TokenCaller(ctx, narrow)
	refusedAs(t, "a revoked token", err, jianfu.Unauthenticated)
	_, err = s.RevokeToken(ctx, made.ID)
	refusedAs(t, "revoking it again", err, jianfu.NotFound)

	whole, _, err := create(access.Caller{Name: "fenxi"}, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Set(ctx, access.Caller{Name: "fenxi", Role: access.Viewer}); err != nil {
		t.Fatal(err)
	}
	_, err = s.TokenCaller(ctx, whole)
	refusedAs(t, "a token that may more than its user now may", err, jianfu.Unauthenticated)
	brief, _, err := create(access.Caller{Name: "root"}, time.Nanosecond)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.TokenCaller(ctx, brief)
	refusedAs(t, "a token that has ended", err, jianfu.Unauthenticated)
}

// talk is a client's side of a handshake.
func talk(t *testing.T, s *accounts.Store, user, token string, binding scram.ChannelBinding, client func(*scram.Client) *scram.ClientConversation) (access.Caller, error) {
	t.Helper()
	c, err := scram.SHA256.NewClient("", token, "")
	if err != nil {
		t.Fatal(err)
	}
	conversation := client(c)
	hand, err := s.Handshake(t.Context(), user, binding)
	if err != nil {
		return access.Caller{}, err
	}
	first, err := conversation.Step("")
	if err != nil {
		t.Fatal(err)
	}
	answer, err := hand.First(first)
	if err != nil {
		return access.Caller{}, err
	}
	proof, err := conversation.Step(answer)
	if err != nil {
		t.Fatal(err)
	}
	answer, with, err := hand.Final(t.Context(), proof)
	if err != nil {
		return access.Caller{}, err
	}
	if _, err := conversation.Step(answer); err != nil || !conversation.Valid() {
		t.Errorf("the client does not believe the server: %v", err)
	}
	return with.Caller, nil
}

func TestHandshake(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	var tokens []string
	for range 3 {
		token, _, err := s.CreateToken(ctx, access.Caller{Name: "fenxi"}, "superset", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	plain := func(c *scram.Client) *scram.ClientConversation { return c.NewConversation() }
	none := scram.ChannelBinding{}
	for _, token := range tokens {
		if who, err := talk(t, s, "fenxi", token, none, plain); err != nil || who != (access.Caller{Name: "fenxi", Role: access.Analyst}) {
			t.Fatalf("%+v, %v", who, err)
		}
	}
	for what, try := range map[string][2]string{"a wrong token": {"fenxi", "jianfu_wrong"}, "somebody else's": {"root", tokens[0]}, "an unknown user": {"nobody", tokens[0]}, "a password": {"fenxi", rightPassword}} {
		_, err := talk(t, s, try[0], try[1], none, plain)
		refusedAs(t, what, err, jianfu.Unauthenticated)
	}

	here, there := binding(t), binding(t)
	bound := func(to scram.ChannelBinding) func(*scram.Client) *scram.ClientConversation {
		return func(c *scram.Client) *scram.ClientConversation { return c.NewConversationWithChannelBinding(to) }
	}
	if _, err := talk(t, s, "fenxi", tokens[1], here, bound(here)); err != nil {
		t.Errorf("bound to the certificate: %v", err)
	}
	_, err := talk(t, s, "fenxi", tokens[1], here, bound(there))
	refusedAs(t, "passed on by somebody with another certificate", err, jianfu.Unauthenticated)
	_, err = talk(t, s, "fenxi", tokens[1], here, func(c *scram.Client) *scram.ClientConversation { return c.NewConversationAdvertisingChannelBinding() })
	refusedAs(t, "a client that believes the server cannot bind", err, jianfu.Unauthenticated)

	for _, message := range []string{"", "n", "n,,", "n,,n=,r=", "x,,n=,r=abc", "n,a=root,n=,r=abc", "p=,,n=,r=abc", strings.Repeat("n,", 5000)} {
		hand, err := s.Handshake(ctx, "fenxi", none)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := hand.First(message); err == nil && message != "n,,n=,r=" {
			t.Errorf("%q is accepted", message)
		}
		if _, _, err := hand.Final(ctx, "c=biws,r=,p="); err == nil {
			t.Errorf("after %q no proof is needed", message)
		}
	}
	// The salt of a name is always the same, whether there is such a user or not.
	salts := map[string]string{}
	for range 2 {
		for _, name := range []string{"fenxi", "nobody"} {
			hand, err := s.Handshake(ctx, name, none)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := hand.First("n,,n=,r=abc")
			if err != nil {
				t.Fatal(err)
			}
			_, salt, _ := strings.Cut(answer, ",s=")
			if salts[name] != "" && salts[name] != salt {
				t.Errorf("%s has two salts", name)
			}
			salts[name] = salt
		}
	}
}

func binding(t *testing.T) scram.ChannelBinding {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "jianfu"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	b, err := scram.NewTLSServerEndpointBinding(&tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	u, err := s.User(ctx, "root")
	if err != nil {
		t.Fatal(err)
	}
	cookie, err := s.Begin(ctx, u, "10.0.0.1", "browser")
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := s.CreateToken(ctx, access.Caller{Name: "root"}, "figures", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	backup := filepath.Join(folder, "backup")
	if err := s.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the backup's mode is %v, %v", info.Mode(), err)
	}
	refusedAs(t, "over a file", s.Backup(ctx, backup), jianfu.Invalid)
	path := accounts.Path(filepath.Join(folder, "w.duckdb"))
	if err := accounts.Restore(ctx, backup, path); err != nil {
		t.Fatal(err)
	}
	refusedAs(t, "over accounts", accounts.Restore(ctx, backup, path), jianfu.Conflict)
	restored, err := accounts.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if _, err := restored.TokenCaller(ctx, token); err != nil {
		t.Errorf("the token: %v", err)
	}
	_, err = restored.SessionUser(ctx, cookie)
	refusedAs(t, "the session", err, jianfu.Unauthenticated)
	junk := filepath.Join(folder, "junk")
	if err := os.WriteFile(junk, []byte("no accounts at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	refusedAs(t, "a file of something else", accounts.Restore(ctx, junk, filepath.Join(folder, "x.accounts")), jianfu.Unreadable)
	refusedAs(t, "no file", accounts.Restore(ctx, filepath.Join(folder, "none"), filepath.Join(folder, "y.accounts")), jianfu.Unreadable)
}

// Who was looked up a moment ago is not looked up again, and yet what ends in this process has ended at once.
func TestWhoIsRememberedIsRevokedAtOnce(t *testing.T) {
	t.Parallel()
	s := withUsers(t)
	ctx := t.Context()
	begin := func() string {
		u, err := s.User(ctx, "jiaoyu")
		if err != nil {
			t.Fatal(err)
		}
		cookie, err := s.Begin(ctx, u, "10.0.0.7", "browser")
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := s.SessionUser(ctx, cookie); err != nil {
				t.Fatal(err)
			}
		}
		return cookie
	}
	ends := map[string]func(cookie string) error{
		"by itself": func(cookie string) error { return s.End(ctx, cookie) },
		"by its number": func(string) error {
			list, err := s.Sessions(ctx)
			if err == nil {
				_, err = s.EndSession(ctx, list[0].ID)
			}
			return err
		},
		"all of a user":  func(string) error { _, err := s.EndSessionsOf(ctx, "jiaoyu"); return err },
		"a new password": func(string) error { return s.SetPassword(ctx, "jiaoyu", rightPassword+" 2", false, "") },
		"disabled":       func(string) error { return s.SetDisabled(ctx, "jiaoyu", true) },
	}
	for _, how := range []string{"by itself", "by its number", "all of a user", "a new password", "disabled"} {
		cookie := begin()
		if err := ends[how](cookie); err != nil {
			t.Fatal(how, err)
		}
		_, err := s.SessionUser(ctx, cookie)
		refusedAs(t, "a session that ended "+how, err, jianfu.Unauthenticated)
	}
	if err := s.SetDisabled(ctx, "jiaoyu", false); err != nil {
		t.Fatal(err)
	}
	cookie := begin()
	if err := s.Set(ctx, access.Caller{Name: "jiaoyu", Role: access.Viewer}); err != nil {
		t.Fatal(err)
	}
	if u, err := s.SessionUser(ctx, cookie); err != nil || u.Role != access.Viewer {
		t.Errorf("after the role was changed: %+v, %v", u, err)
	}
	text, token, err := s.CreateToken(ctx, access.Caller{Name: "jiaoyu"}, "test", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.TokenCaller(ctx, text); err != nil {
		t.Fatal(err)
	}
	_, err = s.SessionUser(ctx, text)
	refusedAs(t, "a token as a cookie", err, jianfu.Unauthenticated)
	_, err = s.TokenCaller(ctx, cookie)
	refusedAs(t, "a cookie as a token", err, jianfu.Unauthenticated)
	if _, err := s.RevokeToken(ctx, token.ID); err != nil {
		t.Fatal(err)
	}
	_, err = s.TokenCaller(ctx, text)
	refusedAs(t, "a revoked token", err, jianfu.Unauthenticated)

	other, err := accounts.Open(s.Path()) // another process: it is noticed soon
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.EndSessionsOf(ctx, "jiaoyu"); err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); ; {
		_, err := s.SessionUser(ctx, cookie)
		if jianfu.ErrorCode(err) == jianfu.Unauthenticated {
			break
		}
		if time.Since(began) > time.Minute {
			t.Fatal("another process's change is not noticed", err)
		}
	}
}
