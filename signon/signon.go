// Package signon logs people in by OpenID Connect: a provider says who somebody is, and its claims which role, unit and line they
// have. It knows neither accounts nor pages.
package signon

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"jianfu"
	"jianfu/access"
	"jianfu/recent"
)

// Config is a provider, and what its claims mean.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	RedirectURL  string // of this server: https://HOST/oidc/callback
	Scopes       []string
	NameClaim    string // the account's name
	RoleClaim    string
	Roles        map[string]access.Role // by a value of the role's claim
	UnitClaim    string                 // the code of the unit of a department
	LineClaim    string                 // the line of a leader
	CAs          *x509.CertPool         // who may have issued the provider's certificate; nil are those that the system trusts
}

// Identity is somebody as a provider knows them. Issuer and Subject are theirs for ever, a name may become another's.
type Identity struct {
	Issuer, Subject string
	access.Caller
}

// Provider is where people log in. Safe for concurrent use.
type Provider struct {
	config Config
	client *http.Client
	sealed cipher.AEAD
	used   recent.Store[string, bool] // states that have come back

	lock     sync.Mutex
	provider *oidc.Provider // nil until it has been asked what it is
	echoes   bool           // it names itself in its answers (RFC 9207)
}

// Life is how long somebody may take to log in at the provider.
const Life = 10 * time.Minute

const (
	askTimeout = 15 * time.Second
	usedAtOnce = 100_000
)

// New checks the configuration; it asks the provider nothing yet, which may start later than this program. The error is Invalid.
func New(c Config) (*Provider, error) {
	for _, address := range []string{c.Issuer, c.RedirectURL} {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !isThisMachine(u.Hostname())) {
			return nil, jianfu.Errorf(jianfu.Invalid, "oidc：地址“%s”写法不对，应为 https://主机/…，只有本机可用 http", "oidc: the address %q is malformed: write https://host/…; http is for this machine alone", address)
		}
	}
	if c.ClientID == "" || c.NameClaim == "" || c.RoleClaim == "" || len(c.Roles) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "oidc：client_id、name_claim、role_claim、roles 都要写", "oidc: client_id, name_claim, role_claim and roles are required")
	}
	for value, role := range c.Roles {
		if !slices.Contains(access.Roles(), role) {
			return nil, jianfu.Errorf(jianfu.Invalid, "oidc：roles 里“%s”对应的角色“%s”不对，应为 admin、office、department、leader、analyst 或 viewer", "oidc: the role %[2]q of %[1]q in roles is none: it is admin, office, department, leader, analyst or viewer", value, string(role))
		}
		if role == access.Department && c.UnitClaim == "" || role == access.Leader && c.LineClaim == "" {
			return nil, jianfu.Errorf(jianfu.Invalid, "oidc：有角色 department 就要写 unit_claim，有 leader 就要写 line_claim", "oidc: the role department needs unit_claim, and leader line_claim")
		}
	}
	if len(c.Scopes) == 0 {
		c.Scopes = []string{"profile"}
	}
	if !slices.Contains(c.Scopes, oidc.ScopeOpenID) {
		c.Scopes = append([]string{oidc.ScopeOpenID}, c.Scopes...)
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	sealed, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: c.CAs, MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: askTimeout, ResponseHeaderTimeout: askTimeout}
	p := &Provider{config: c, sealed: sealed, client: &http.Client{Transport: transport, Timeout: askTimeout}}
	p.used.Size = usedAtOnce
	return p, nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// known is the provider as it describes itself, asked for once.
func (p *Provider) known(ctx context.Context) (*oidc.Provider, *oauth2.Config, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.provider == nil {
		// Its keys are fetched later, whenever they change: the context must outlive this request.
		provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.client), p.config.Issuer)
		if err != nil {
			return nil, nil, jianfu.Errorf(jianfu.Busy, "统一身份认证暂时连不上，请稍后再试，或用本系统的密码登录", "the identity provider cannot be reached: try again later, or log in with a password of this server").Because(err)
		}
		var more struct {
			Echoes bool `json:"authorization_response_iss_parameter_supported"`
		}
		if err := provider.Claims(&more); err != nil {
			return nil, nil, err
		}
		p.provider, p.echoes = provider, more.Echoes
	}
	return p.provider, &oauth2.Config{ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret, Endpoint: p.provider.Endpoint(), RedirectURL: p.config.RedirectURL, Scopes: p.config.Scopes}, nil
}

// flow is one login under way. The browser holds it, sealed.
type flow struct {
	State, Nonce, Verifier, To string
	Until                      time.Time
}

// Begin begins a login: the address at the provider to which the browser goes, and what it brings back as a cookie. To is where it goes
// when it has logged in.
func (p *Provider) Begin(ctx context.Context, to string) (address, cookie string, err error) {
	_, config, err := p.known(ctx)
	if err != nil {
		return "", "", err
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), To: to, Until: time.Now().Add(Life)}
	text, err := json.Marshal(f)
	if err != nil {
		return "", "", err
	}
	cookie = base64.RawURLEncoding.EncodeToString(p.sealed.Seal(nil, nil, text, nil))
	return config.AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), cookie, nil
}

// refused says the same of whatever was wrong with an answer: the reason is for the log.
func refused(why error) error {
	return jianfu.Errorf(jianfu.Unauthenticated, "统一身份认证没有成功，请重新登录", "logging in at the identity provider failed: try again").Because(why)
}

// Finish takes the answer of the provider, which the browser has brought with the cookie, and says who somebody is and where they
// go. An answer counts once, in the browser in which the login began. The error is Unauthenticated, Forbidden for somebody who has
// no role here, or Busy.
func (p *Provider) Finish(ctx context.Context, answer url.Values, cookie string) (who Identity, to string, err error) {
	provider, config, err := p.known(ctx)
	if err != nil {
		return who, "", err
	}
	f, err := p.open(answer, cookie)
	if err != nil {
		return who, "", refused(err)
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, p.client), askTimeout)
	defer cancel()
	token, err := config.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		return who, "", refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: p.config.ClientID}).Verify(ctx, raw)
	if err != nil {
		return who, "", refused(err)
	}
	if id.Nonce == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 {
		return who, "", refused(errors.New("the nonce is another login's"))
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return who, "", refused(err)
	}
	if party, _ := claims["azp"].(string); len(id.Audience) > 1 && party != p.config.ClientID {
		return who, "", refused(errors.New("the token is for another party"))
	}
	if err := p.more(ctx, provider, token, id.Subject, claims); err != nil {
		return who, "", refused(err)
	}
	who = Identity{Issuer: id.Issuer, Subject: id.Subject}
	who.Caller, err = p.config.caller(claims)
	return who, f.To, err
}

// open checks that an answer belongs to the login that the cookie holds, and that it comes for the first time.
func (p *Provider) open(answer url.Values, cookie string) (f flow, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(cookie)
	if err != nil {
		return f, err
	}
	text, err := p.sealed.Open(nil, nil, sealed, nil)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(text, &f); err != nil {
		return f, err
	}
	for _, name := range []string{"state", "code", "iss", "error"} {
		if len(answer[name]) > 1 {
			return f, errors.New("the answer has two of " + name)
		}
	}
	switch issuer := answer.Get("iss"); {
	case time.Now().After(f.Until):
		return f, errors.New("the login took too long")
	case subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(f.State)) != 1:
		return f, errors.New("the state is another login's")
	case issuer != "" && issuer != p.config.Issuer, issuer == "" && p.echoes:
		return f, errors.New("the answer is another provider's: " + issuer)
	case answer.Get("error") != "":
		return f, errors.New("the provider said " + jianfu.Visible(answer.Get("error")))
	case answer.Get("code") == "":
		return f, errors.New("the answer has no code")
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	if _, before := p.used.Get(f.State); before {
		return f, errors.New("the answer has come before")
	}
	p.used.Put(f.State, true, 1)
	return f, nil
}

// more adds the claims that the provider does not put into its token, but tells who has it.
func (p *Provider) more(ctx context.Context, provider *oidc.Provider, token *oauth2.Token, subject string, claims map[string]any) error {
	lacks := func(name string) bool { return name != "" && claims[name] == nil }
	if provider.UserInfoEndpoint() == "" || !lacks(p.config.NameClaim) && !lacks(p.config.RoleClaim) && !lacks(p.config.UnitClaim) && !lacks(p.config.LineClaim) {
		return nil
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return err
	}
	if info.Subject != subject {
		return errors.New("the provider tells of somebody else")
	}
	told := map[string]any{}
	if err := info.Claims(&told); err != nil {
		return err
	}
	for name, value := range told {
		if claims[name] == nil {
			claims[name] = value
		}
	}
	return nil
}

// caller is what claims say. With several roles it is the first of access.Table.
func (c Config) caller(claims map[string]any) (who access.Caller, err error) {
	who.Name = text(claims[c.NameClaim])
	if who.Name == "" {
		return who, jianfu.Errorf(jianfu.Forbidden, "统一身份认证没有给出账号名（%s），请找管理员", "the identity provider gave no name (%s): ask an administrator", c.NameClaim)
	}
	var has []access.Role
	for _, value := range texts(claims[c.RoleClaim]) {
		if role, ok := c.Roles[value]; ok {
			has = append(has, role)
		}
	}
	for _, role := range access.Roles() {
		if slices.Contains(has, role) {
			who.Role = role
			break
		}
	}
	switch who.Role {
	case "":
		return who, jianfu.Errorf(jianfu.Forbidden, "您的账号（%s）在这里没有角色，请找管理员", "your account (%s) has no role here: ask an administrator", who.Name)
	case access.Department:
		who.Department = text(claims[c.UnitClaim])
	case access.Leader:
		who.Portfolio = text(claims[c.LineClaim])
	}
	if who.Check() != nil {
		return who, jianfu.Errorf(jianfu.Forbidden, "统一身份认证没有给出您的单位或战线，请找管理员", "the identity provider did not say which unit or line is yours: ask an administrator")
	}
	return who, nil
}

func text(claim any) string {
	if list := texts(claim); len(list) == 1 {
		return list[0]
	}
	return ""
}

// texts are those of a claim that is one or a list.
func texts(claim any) (list []string) {
	switch claim := claim.(type) {
	case string:
		return []string{claim}
	case []any:
		for _, each := range claim {
			if text, ok := each.(string); ok {
				list = append(list, text)
			}
		}
	}
	return list
}
