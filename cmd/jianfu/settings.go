package main

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

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
		"PG": &s.PG, "PG_TLS_CERT": &s.PGTLSCert, "PG_TLS_KEY": &s.PGTLSKey} {
		if value := p.getenv("JIANFU_" + name); value != "" {
			*into = value
		}
	}
	if value := p.getenv("JIANFU_CORS_ORIGINS"); value != "" {
		s.CORSOrigins = strings.Split(value, ",")
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

// loopback resolves an address and refuses one that others could reach: there is no authentication.
func loopback(listen string) (*net.TCPAddr, error) {
	address, err := net.ResolveTCPAddr("tcp", listen)
	if err != nil {
		return nil, misused("监听地址“%s”写法不对，应为 127.0.0.1:8080", "the address %q is malformed: write 127.0.0.1:8080", listen)
	}
	if !address.IP.IsLoopback() {
		return nil, misused(
			"不能在 %s 上监听：还没有登录验证，别的机器会读到、改掉全部数据。请用 --listen 127.0.0.1:8080，需要远程访问时用 SSH 转发：ssh -L 8080:127.0.0.1:8080 本机",
			"refusing to listen on %s: there is no authentication, so other machines could read and change everything. Use --listen 127.0.0.1:8080, and from another machine ssh -L 8080:127.0.0.1:8080 this-host",
			listen)
	}
	return address, nil
}

// logger writes to stderr from a level on.
func (p *program) logger(level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, oneOf("log-level", level, "debug", "info", "warn", "error")
	}
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: l})), nil
}
