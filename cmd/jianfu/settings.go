package main

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph"
	"jianfu/post"
	"jianfu/server"
	"jianfu/signon"
	"jianfu/web"
	"jianfu/yamlfile"
)

// settings are the server's settings: from the file, overridden by the environment, overridden by
// flags.
type settings struct {
	Warehouse   string   `yaml:"warehouse"`
	Catalog     string   `yaml:"catalog"`
	Templates   string   `yaml:"templates"`
	Listen      string   `yaml:"listen"`
	CORSOrigins []string `yaml:"cors_origins"`
	LogLevel    string   `yaml:"log_level"`
	PG          string   `yaml:"pg"`
	PGTLSCert   string   `yaml:"pg_tls_cert"`
	PGTLSKey    string   `yaml:"pg_tls_key"`
	TLSCert     string   `yaml:"tls_cert"`
	TLSKey      string   `yaml:"tls_key"`
	Proxies     []string `yaml:"proxies"`
	Operations  string   `yaml:"operations"`
	OIDC        *signOn  `yaml:"oidc"`
	SMTP        *mailing `yaml:"smtp"`
	Backup      *backups `yaml:"backup"`
}

// mailing is the mail server, in the file alone.
type mailing struct {
	Host     string `yaml:"host"`
	Port     int    `yaml:"port"`
	TLS      string `yaml:"tls"`
	User     string `yaml:"user"`
	Password string `yaml:"password_file"` // else JIANFU_SMTP_PASSWORD
	From     string `yaml:"from"`
	Link     string `yaml:"link"`
	CA       string `yaml:"ca"`
}

// signOn is an identity provider where people log in besides, in the file alone.
type signOn struct {
	Issuer       string            `yaml:"issuer"`
	ClientID     string            `yaml:"client_id"`
	ClientSecret string            `yaml:"client_secret_file"` // else JIANFU_OIDC_SECRET
	RedirectURL  string            `yaml:"redirect_url"`
	Scopes       []string          `yaml:"scopes"`
	NameClaim    string            `yaml:"name_claim"`
	RoleClaim    string            `yaml:"role_claim"`
	Roles        map[string]string `yaml:"roles"`
	UnitClaim    string            `yaml:"unit_claim"`
	LineClaim    string            `yaml:"line_claim"`
	CA           string            `yaml:"ca"`
}

// defaultListen is the default address.
const defaultListen = "127.0.0.1:8080"

// readSettings combines the file, the environment and the flags. The error is Invalid.
func (p *program) readSettings(cmd *cobra.Command, file string, flags settings) (settings, error) {
	s := settings{Warehouse: defaultWarehouse, Listen: defaultListen, LogLevel: "info"}
	if file == "" {
		file = p.getenv("JIANFU_CONFIG")
	}
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return s, misused("读不了配置文件 %s：%v", "cannot read the configuration %s: %v", file, err)
		}
		var wrong *yamlfile.Fault
		if errors.As(yamlfile.Decode(text, &s), &wrong) {
			return s, misused("配置文件 %[1]s 第 %[2]d 行：%[3]s", "the configuration %[1]s, line %[2]d: %[4]s", file, wrong.Line, wrong.Text.ZH, wrong.Text.EN)
		}
	}
	for name, into := range map[string]*string{"WAREHOUSE": &s.Warehouse, "CATALOG": &s.Catalog, "TEMPLATES": &s.Templates, "LISTEN": &s.Listen, "LOG_LEVEL": &s.LogLevel,
		"PG": &s.PG, "PG_TLS_CERT": &s.PGTLSCert, "PG_TLS_KEY": &s.PGTLSKey, "OPERATIONS": &s.Operations, "TLS_CERT": &s.TLSCert, "TLS_KEY": &s.TLSKey} {
		if value := p.getenv("JIANFU_" + name); value != "" {
			*into = value
		}
	}
	if value := p.getenv("JIANFU_CORS_ORIGINS"); value != "" {
		s.CORSOrigins = strings.Split(value, ",")
	}
	if value := p.getenv("JIANFU_PROXIES"); value != "" {
		s.Proxies = strings.Split(value, ",")
	}
	if cmd.Flags().Changed("proxy") {
		s.Proxies = flags.Proxies
	}
	if cmd.Flags().Changed("cors-origin") {
		s.CORSOrigins = flags.CORSOrigins
	}
	for flag, set := range map[string]func(){
		"warehouse":   func() { s.Warehouse = p.warehouseFlag },
		"catalog":     func() { s.Catalog = p.catalogFlag },
		"templates":   func() { s.Templates = flags.Templates },
		"listen":      func() { s.Listen = flags.Listen },
		"log-level":   func() { s.LogLevel = flags.LogLevel },
		"pg":          func() { s.PG = flags.PG },
		"pg-tls-cert": func() { s.PGTLSCert = flags.PGTLSCert },
		"pg-tls-key":  func() { s.PGTLSKey = flags.PGTLSKey },
		"operations":  func() { s.Operations = flags.Operations },
		"tls-cert":    func() { s.TLSCert = flags.TLSCert },
		"tls-key":     func() { s.TLSKey = flags.TLSKey },
	} {
		if cmd.Flags().Changed(flag) {
			set()
		}
	}
	return s, checkOrigins(s.CORSOrigins)
}

// checkOrigins refuses anything but the origin of one web site: with "*" every page that anybody on
// this machine opens could read the warehouse and file into it.
func checkOrigins(origins []string) error {
	for _, origin := range origins {
		u, err := url.Parse(origin)
		if err == nil && strings.Contains(origin, "*") {
			err = errors.New("*")
		}
		if err == nil {
			err = http.NewCrossOriginProtection().AddTrustedOrigin(origin)
		}
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return misused("跨域来源“%s”写法不对，应为 https://主机 或 https://主机:端口，一次一个，不能用 *",
				"the origin %q is malformed: write https://host or https://host:port, one by one, without *", origin)
		}
	}
	return nil
}

// listening resolves an address. One that others can reach is refused as long as they could read and change
// everything, or their passwords could be read on the way.
func listening(listen string, hasAccounts, isPrivate bool) (*net.TCPAddr, error) {
	address, err := net.ResolveTCPAddr("tcp", listen)
	if err != nil {
		return nil, misused("监听地址“%s”写法不对，应为 127.0.0.1:8080", "the address %q is malformed: write 127.0.0.1:8080", listen)
	}
	switch {
	case address.IP.IsLoopback():
	case !hasAccounts:
		return nil, misused(
			"不能在 %s 上监听：还没有账号，别的机器会读到、改掉全部数据。请先用 jianfu user add 添加管理员，或用 --listen 127.0.0.1:8080",
			"refusing to listen on %s: there are no accounts, so other machines could read and change everything. Add an administrator with jianfu user add first, or use --listen 127.0.0.1:8080",
			listen)
	case !isPrivate:
		return nil, misused(
			"不能在 %s 上监听：没有加密，密码会在路上被看到。请写证书 --tls-cert、--tls-key，或用 --proxy 写明负责加密的反向代理的地址",
			"refusing to listen on %s: without encryption, passwords can be read on the way. Give a certificate by --tls-cert and --tls-key, or by --proxy the address of the reverse proxy that encrypts",
			listen)
	}
	return address, nil
}

// addresses are those of the named proxies.
func addresses(proxies []string) (list []netip.Addr, err error) {
	for _, proxy := range proxies {
		address, err := netip.ParseAddr(strings.TrimSpace(proxy))
		if err != nil {
			return nil, misused("反向代理“%s”写法不对，应为一个 IP 地址，如 10.0.0.2", "the proxy %q is malformed: write one IP address, such as 10.0.0.2", proxy)
		}
		list = append(list, address.Unmap())
	}
	return list, nil
}

// certificate reads a certificate and its key; nil where neither is given.
func certificate(cert, key string, log *slog.Logger) (*server.Certificate, error) {
	if cert == "" && key == "" {
		return nil, nil //nolint:nilnil // it was not asked for
	}
	c, err := server.ReadCertificate(cert, key, log)
	if err != nil {
		return nil, misused("读不了证书 %s 和私钥 %s：请检查文件名、权限，应是配对的 PEM 文件（%v）", "cannot read the certificate %s and the key %s: check their names and permissions; they should be a pair of PEM files (%v)", cert, key, err)
	}
	return c, nil
}

// provider reads what the settings say of an identity provider; nil for none.
func (p *program) provider(s *signOn) (*signon.Provider, error) {
	if s == nil {
		return nil, nil //nolint:nilnil // it was not asked for
	}
	secret, err := p.secret("OIDC_SECRET", s.ClientSecret)
	if err != nil {
		return nil, err
	}
	roots, err := trusted(s.CA)
	if err != nil {
		return nil, err
	}
	c := signon.Config{Issuer: s.Issuer, ClientID: s.ClientID, ClientSecret: secret, RedirectURL: s.RedirectURL, Scopes: s.Scopes, NameClaim: s.NameClaim, RoleClaim: s.RoleClaim,
		Roles: map[string]access.Role{}, UnitClaim: s.UnitClaim, LineClaim: s.LineClaim, CAs: roots}
	for value, name := range s.Roles {
		if c.Roles[value], err = access.ParseRole(name); err != nil {
			return nil, err
		}
	}
	return signon.New(c)
}

// postOf reads what the settings say of a mail server; nil for none.
func (p *program) postOf(s *mailing, who *accounts.Store, log *slog.Logger) (*post.Post, error) {
	if s == nil {
		return nil, nil //nolint:nilnil // it was not asked for
	}
	password, err := p.secret("SMTP_PASSWORD", s.Password)
	if err != nil {
		return nil, err
	}
	roots, err := trusted(s.CA)
	if err != nil {
		return nil, err
	}
	return post.New(post.Config{Host: s.Host, Port: s.Port, TLS: s.TLS, User: s.User, Password: password, From: s.From, Link: s.Link, CAs: roots}, who, log)
}

// operations reads the only operations that a server answers besides those of its page and of this program: those in the files of a
// folder; nil, which is any, where none is named.
func operations(folder string) (graph.Trusted, error) {
	if folder == "" {
		return nil, nil //nolint:nilnil // it was not asked for
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, misused("读不了操作清单的文件夹 %s：请检查名字和权限", "cannot read the folder of operations %s: check its name and permissions", folder)
	}
	list := graph.Trusted{}
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) != ".graphql" {
			continue
		}
		file := filepath.Join(folder, entry.Name())
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, misused("读不了操作清单 %s：请检查权限", "cannot read the operations %s: check its permissions", file)
		}
		if err := list.Trust(file, string(text)); err != nil {
			return nil, err
		}
	}
	return list, errors.Join(list.Trust("operations.graphql", web.Operations), list.Trust("questions.graphql", questions))
}

// secret is what a variable or a file holds, one line; "" for none. It is in no configuration, which others may read.
func (p *program) secret(variable, file string) (string, error) {
	if value := p.getenv("JIANFU_" + variable); value != "" || file == "" {
		return value, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", misused("读不了文件 %s：请检查文件名和权限，里面应是一行密码", "cannot read the file %s: check its name and permissions; it should hold one line, the secret", file)
	}
	return strings.TrimSpace(string(text)), nil
}

// logger writes to stderr from a level on.
func (p *program) logger(level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, oneOf("log-level", level, "debug", "info", "warn", "error")
	}
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: l})), nil
}
