package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"

	"github.com/spf13/cobra"

	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/sandbox"
	"jianfu/server"
	"jianfu/warehouse"
)

func (p *program) serveCommand() *cobra.Command {
	var config string
	var flags settings
	cmd := &cobra.Command{
		Use:   "serve",
		Short: p.say("启动服务：GraphQL、SQL、CSV、监控", "serve GraphQL, SQL, CSV and monitoring"),
		Long: p.say(
			"启动服务。设置依次取自配置文件、环境变量 JIANFU_*、命令行选项，后者优先。按 Ctrl-C 停止。\n没有账号时只在本机（127.0.0.1）上监听，来者都可读可改。用 jianfu user add 添加管理员后，人人须登录；再写证书（--tls-cert、--tls-key），\n或写明负责加密的反向代理（--proxy），就可以监听本机以外的地址。证书换新后不必重启。\n服务运行时，取数、报告、核查等只读命令查询它最近的快照；load、withdraw、submissions、measure、report、check、return、accept、reopen、remind、schedule 加 --server 地址，就由服务来做。\n--pg 让 psql、Grafana、Superset 等 PostgreSQL 客户端来查询（只读）：没有账号时任何用户名都可以，\n只在本机上监听；有账号时用户名是账号名，密码是令牌（jianfu token create），账号须可用 SQL，本机以外须加密。\n配置文件的项目：warehouse、catalog、templates、listen、cors_origins、log_level、pg、pg_tls_cert、pg_tls_key、tls_cert、tls_key、proxies、operations，以及 oidc、smtp、backup（写法见 deploy/jianfu.yml）。",
			"Starts the server. Settings come from the configuration file, the variables JIANFU_*, and the\noptions, later ones overriding earlier ones. Ctrl-C stops it.\nWithout accounts it listens on this machine (127.0.0.1) only, and whoever reaches it may read and change everything. Once an\nadministrator was added by jianfu user add, everybody logs in, and with a certificate (--tls-cert, --tls-key), or the name of the\nreverse proxy that encrypts (--proxy), it may listen beyond. A renewed certificate needs no restart. While it runs, commands that only read use its\nlatest snapshot; load, withdraw, submissions, measure, report, check, return, accept, reopen, remind and schedule\nare done by it with --server URL. With --pg, clients of PostgreSQL (psql,\nGrafana, Superset, …) can query too, read only. Without accounts any user name is good, on this machine only; with them the user is an account\nthat may use SQL, the password one of its tokens (jianfu token create), and beyond this machine TLS is needed.\nKeys of the configuration: warehouse, catalog, templates, listen, cors_origins, log_level, pg, pg_tls_cert, pg_tls_key,\ntls_cert, tls_key, proxies, operations; and oidc, smtp and backup, written as in deploy/jianfu.yml."),
		Example: p.example("jianfu serve",
			"jianfu serve --listen 127.0.0.1:9000 --warehouse /srv/jianfu.duckdb",
			"jianfu serve --pg 127.0.0.1:5433    # psql -h 127.0.0.1 -p 5433 jianfu",
			"jianfu serve --config jianfu.yml",
			"jianfu serve --cors-origin https://board.example.gov.cn"),
		Args: p.noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.readSettings(cmd, config, flags)
			if err != nil {
				return err
			}
			return p.serve(cmd.Context(), s)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&config, "config", "", p.say("配置`文件`，如 jianfu.yml（JIANFU_CONFIG）", "the configuration `FILE`, such as jianfu.yml (JIANFU_CONFIG)"))
	f.StringVar(&flags.Listen, "listen", defaultListen, p.say("监听`地址`，端口 0 为任一空闲端口（JIANFU_LISTEN）", "the `ADDRESS` to listen on; port 0 is any free one (JIANFU_LISTEN)"))
	f.StringVar(&flags.Templates, "templates", "", p.say("本单位报告文字的`文件夹`（JIANFU_TEMPLATES；默认用仓库旁边的“"+wordsFolder+"”）", "the `FOLDER` of the office's words for reports (JIANFU_TEMPLATES; default "+wordsFolder+" beside the warehouse)"))
	f.StringArrayVar(&flags.CORSOrigins, "cors-origin", nil, p.say("允许这个`来源`的网页访问，可多次写（JIANFU_CORS_ORIGINS，逗号隔开）", "allow web pages of this `ORIGIN`; may be repeated (JIANFU_CORS_ORIGINS, separated by commas)"))
	f.StringVar(&flags.LogLevel, "log-level", "info", p.say("日志`级别`：debug（记每个请求）、info、warn、error（JIANFU_LOG_LEVEL）", "the `LEVEL` of the log: debug (each request), info, warn, error (JIANFU_LOG_LEVEL)"))
	p.must(cmd.MarkFlagDirname("templates"))
	f.StringVar(&flags.PG, "pg", "", p.say("再在这个`地址`上接受 PostgreSQL 客户端，如 127.0.0.1:5433（JIANFU_PG）", "also answer PostgreSQL clients at this `ADDRESS`, such as 127.0.0.1:5433 (JIANFU_PG)"))
	f.StringVar(&flags.PGTLSCert, "pg-tls-cert", "", p.say("PostgreSQL 连接加密用的证书`文件`，PEM（JIANFU_PG_TLS_CERT）", "the certificate `FILE` that encrypts PostgreSQL connections, PEM (JIANFU_PG_TLS_CERT)"))
	f.StringVar(&flags.PGTLSKey, "pg-tls-key", "", p.say("证书的私钥`文件`，PEM（JIANFU_PG_TLS_KEY）", "the private key `FILE` of that certificate, PEM (JIANFU_PG_TLS_KEY)"))
	f.StringVar(&flags.TLSCert, "tls-cert", "", p.say("加密用的证书`文件`，PEM，也用于 PostgreSQL（JIANFU_TLS_CERT）", "the certificate `FILE` for TLS, PEM, also of PostgreSQL connections (JIANFU_TLS_CERT)"))
	f.StringVar(&flags.TLSKey, "tls-key", "", p.say("证书的私钥`文件`，PEM（JIANFU_TLS_KEY）", "the private key `FILE` of that certificate, PEM (JIANFU_TLS_KEY)"))
	f.StringArrayVar(&flags.Proxies, "proxy", nil, p.say("反向代理的 IP `地址`，只信它的 X-Forwarded-For、X-Forwarded-Proto，可多次写（JIANFU_PROXIES，逗号隔开）", "the IP `ADDRESS` of a reverse proxy, whose X-Forwarded-For and X-Forwarded-Proto alone are believed; may be repeated (JIANFU_PROXIES, separated by commas)"))
	f.StringVar(&flags.Operations, "operations", "", p.say("/graphql 只回答这个`文件夹`里 .graphql 文件写的操作，以及网页和本程序自己的（JIANFU_OPERATIONS）", "have /graphql answer only the operations in the .graphql files of this `FOLDER`, and those of the page and of this program (JIANFU_OPERATIONS)"))
	p.must(cmd.MarkFlagDirname("operations"))
	p.completeWords(cmd, "log-level", "debug", "info", "warn", "error")
	return cmd
}

func (p *program) serve(ctx context.Context, s settings) (err error) {
	d, err := p.doors(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.accounts.Close()) }()
	_, missing := os.Stat(p.warehouseFile())
	w, err := p.noted(warehouse.Open(ctx, p.private(p.warehouseFile())))
	if err != nil {
		return err
	}
	defer closing(w, &err)
	if errors.Is(missing, fs.ErrNotExist) {
		p.note("这里没有仓库，已新建 %s，里面还没有报送；要用已有的，请用 --warehouse 指明", "there was no warehouse: %s is a new one, with nothing filed in it yet; give an existing one by --warehouse", w.Path())
	}
	remark, err := w.Remark(ctx)
	if err != nil {
		return err
	}
	if remark.ZH != "" {
		p.note("注意：%s", "note: %s", remark.In(p.lang))
	}
	site, err := p.server(ctx, w, d.log, s)
	if err != nil {
		return err
	}
	site.Accounts, site.Proxies, site.TLS, site.SignOn, site.Post, site.Trusted = d.accounts, d.proxies, d.tls, d.signOn, d.post, d.trusted
	wire, err := p.openWire(ctx, s, site, d)
	if err != nil {
		return err
	}
	listener, err := net.ListenTCP("tcp", d.address)
	if err != nil {
		return misused("不能在 %s 上监听：%v。请换一个端口，如 --listen 127.0.0.1:8081", "cannot listen on %s: %v. Choose another port, such as --listen 127.0.0.1:8081", s.Listen, err)
	}
	address := "http://" + listener.Addr().String()
	if d.tls != nil {
		address = "https://" + listener.Addr().String()
	}
	if err := w.Serve(address); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(p.stdout, p.say("服务已启动：%s/（仓库 %s；按 Ctrl-C 停止）", "serving %s/ (warehouse %s; Ctrl-C stops)", address, w.Path())); err != nil {
		return err
	}
	if s.Backup != nil {
		copying, stop := context.WithCancel(ctx)
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			s.Backup.run(copying, w, d.accounts, d.log)
		}()
		defer func() {
			stop()
			<-stopped
		}()
	}
	if wire == nil {
		return site.Serve(ctx, listener)
	}
	return p.serveBoth(ctx, site, listener, wire)
}

// server builds the HTTP server.
func (p *program) server(ctx context.Context, w *warehouse.Warehouse, log *slog.Logger, s settings) (*server.Server, error) {
	contracts, err := p.contracts()
	if err != nil {
		return nil, err
	}
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		return nil, err
	}
	catalog, err := p.catalogFor(ctx, w)
	if err != nil {
		return nil, err
	}
	loader.RefuseEarly(catalog.RefusesEarly)
	loader.Oblige(catalog.Obliged())
	loader.CallCounts(catalog.CountNames())
	engine := metrics.New(w, catalog)
	loader.CheckWith(engine.Examine)
	if err := engine.Publish(ctx); err != nil {
		return nil, err
	}
	templates, err := readTemplates(p.templatesFolder(s.Templates, w.Path()), catalog)
	if err != nil {
		return nil, err
	}
	engine.KeepRollups(ctx, func(err error) { log.Error("add up what was filed", "error", err) })
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], workerArgument}})
	return server.New(server.Config{Warehouse: w, Engine: engine, Loader: loader, Templates: templates, SQL: pool, Origins: s.CORSOrigins, Log: log}), nil
}
