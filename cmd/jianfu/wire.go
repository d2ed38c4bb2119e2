package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"jianfu/pgwire"
	"jianfu/server"
)

// wire answers PostgreSQL's clients.
type wire struct {
	server   *pgwire.Server
	listener net.Listener
}

// openWire listens for PostgreSQL's clients; it is nil if that is not configured.
func (p *program) openWire(ctx context.Context, s settings, site *server.Server, d doors) (*wire, error) {
	if d.pgAddress == nil {
		return nil, nil //nolint:nilnil // it was not asked for
	}
	config := pgwire.Config{Pool: site.SQL, Logger: d.log, Lang: p.lang, Accounts: d.accounts}
	if d.pgTLS != nil {
		config.TLS, config.Certificate = d.pgTLS.Config(), d.pgTLS.Current
	}
	if err := pgwire.Publish(ctx, site.Warehouse); err != nil {
		return nil, err
	}
	listener, err := net.ListenTCP("tcp", d.pgAddress)
	if err != nil {
		return nil, misused("不能在 %s 上监听：%v。请换一个端口，如 --pg 127.0.0.1:5434", "cannot listen on %s: %v. Choose another port, such as --pg 127.0.0.1:5434", s.PG, err)
	}
	return &wire{pgwire.New(config), listener}, nil
}

// serveBoth answers over HTTP and PostgreSQL's wire until ctx ends, or either fails.
func (p *program) serveBoth(ctx context.Context, site *server.Server, listener net.Listener, w *wire) error {
	if _, err := fmt.Fprintln(p.stdout, p.say("PostgreSQL 客户端：psql -h %s -p %s jianfu（只读）", "PostgreSQL clients: psql -h %s -p %s jianfu (read only)", hostOf(w.listener), portOf(w.listener))); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- w.server.Serve(ctx, w.listener)
		cancel()
	}()
	err := site.Serve(ctx, listener)
	cancel()
	return errors.Join(err, <-ended)
}

func hostOf(l net.Listener) string {
	host, _, _ := net.SplitHostPort(l.Addr().String()) // a listening address has both
	return host
}

func portOf(l net.Listener) string {
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}
