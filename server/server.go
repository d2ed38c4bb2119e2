// Package server answers over HTTP: GraphQL, free SQL, tables and reports as files, blank forms,
// the dashboard and monitoring. Every request passes its guards first.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/gate"
	"jianfu/graph"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/post"
	"jianfu/reports"
	"jianfu/sandbox"
	"jianfu/signon"
	"jianfu/warehouse"
	"jianfu/web"
)

// Config is what a Server needs. Everything except Origins is over one warehouse.
type Config struct {
	Warehouse *warehouse.Warehouse
	Engine    *metrics.Engine
	Loader    *loaders.Loader
	Templates *reports.Templates
	SQL       *sandbox.Pool    // closed when Serve returns
	Gate      *gate.Gate       // lets requests in by turns; nil is one of its own
	Origins   []string         // web pages of other hosts that are allowed, such as https://example.org
	Accounts  *accounts.Store  // who may ask; nil, and without an account in it, is anybody on this machine
	Proxies   []netip.Addr     // reverse proxies whose headers say where a request comes from
	TLS       *Certificate     // nil for none
	Post      *post.Post       // sends mails; nil for none
	Trusted   graph.Trusted    // the only operations that /graphql answers; nil is any
	SignOn    *signon.Provider // where people log in besides; nil for none
	Log       *slog.Logger
}

// Server answers over HTTP.
type Server struct {
	Config
	closing context.Context // ends when the server is stopped
	denials denials
	streams sync.WaitGroup // subscriptions under way: http.Server does not wait for WebSockets
}

// New makes a server of its parts.
func New(c Config) *Server {
	if c.Gate == nil {
		c.Gate = gate.New(0, c.Log)
	}
	return &Server{Config: c, closing: context.Background()}
}

// Limits of a connection. A filing of many megabytes has time to arrive.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 10 * time.Minute
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 10 * time.Second
	queryTimeout  = 30 * time.Second // of the figures of a file

	documentTimeout = 10 * time.Minute // of a document: LibreOffice is slow
)

// Serve answers until ctx ends, then lets requests under way finish, and returns.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	s.closing = ctx
	preparing, stopPreparing := context.WithCancel(ctx)
	prepared := make(chan struct{})
	go func() {
		defer close(prepared)
		s.keepPrepared(preparing)
	}()
	posting := make(chan struct{})
	go func() {
		defer close(posting)
		if s.Post != nil {
			s.Post.Run(preparing, s.monthly)
		}
	}()
	defer func() {
		stopPreparing()
		<-prepared
		<-posting
		s.SQL.Close()
	}()
	handler, err := s.Handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	httpServer := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      2 * bodyTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	release := context.AfterFunc(ctx, func() {
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := httpServer.Shutdown(deadline)
		if errors.Is(err, context.DeadlineExceeded) {
			err = httpServer.Close()
		}
		stopped <- err
	})
	listener = bounded(listener, maxConnections)
	if s.TLS != nil {
		httpServer.TLSConfig = s.TLS.Config()
		err = httpServer.ServeTLS(listener, "", "")
	} else {
		err = httpServer.Serve(listener)
	}
	if release() { // it ended by itself
		return err
	}
	err = <-stopped
	s.streams.Wait()
	return err
}

// Handler combines the routes, innermost first.
func (s *Server) Handler() (http.Handler, error) {
	registry := prometheus.NewRegistry()
	observed, err := newObservations(registry, s.Warehouse)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for pattern, handler := range s.routes(registry) {
		act, ruled := needs[pattern]
		if !ruled {
			return nil, fmt.Errorf("nothing says who may use the route %s", pattern)
		}
		mux.Handle(pattern, observed.route(pattern, s.Log, s.allowed(act, handler)))
	}
	guarded, err := s.crossOrigin(s.callers(mux))
	if err != nil {
		return nil, err
	}
	packed, err := compressed(steady(named(guarded)))
	if err != nil {
		return nil, err
	}
	return s.identified(headers(s.reached(s.localNames(packed)))), nil
}

// needs is the right that a caller needs for each route; one without a rule is not served. Of what is
// behind a route, its own package decides what the caller sees. nil is anybody: /graphql says of each
// field who may ask for it, and pages hold nothing of the warehouse.
var needs = map[string]*access.Act{
	"/graphql":           nil,
	"/sql":               &access.UseSQL,
	"/measure.csv":       &access.ReadCity,
	"/measure.xlsx":      &access.ReadCity,
	"/measure.parquet":   &access.ReadCity,
	"/report/{document}": &access.SeeAll,
	"/proof":             &access.ReadCity,
	"/proof/{copy}":      &access.ReadCity,
	"/template/{form}":   &access.ReadCity,
	"/submission/{file}": &access.ReadCity,
	"/marked":            &access.ReadCity,
	"GET /metrics":       &access.SeeAll,
	"GET /healthz":       nil,
	"GET /readyz":        nil,
	"GET /{$}":           nil,
	"GET /graphiql":      nil,
	"GET /assets/":       nil,
	"GET /icon.svg":      nil,
	"/":                  nil,
	"GET /account.css":   nil,
	"/login":             nil,
	"POST /logout":       nil,
	"GET /oidc/login":    nil,
	"GET /oidc/callback": nil,
	"/password":          nil, // one's own
	"/admin":             &access.ManageAccounts,
}

// allowed answers only callers with the right.
func (s *Server) allowed(act *access.Act, next http.Handler) http.Handler {
	if act == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := access.Require(r.Context(), *act); err != nil {
			w.Header().Add("Vary", "Accept-Language")
			s.deny(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// routes are all that is answered.
func (s *Server) routes(registry *prometheus.Registry) map[string]http.Handler {
	files := plain{s.Log}
	logger := slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn)
	graphql := graph.NewHandler(graph.Config{Engine: s.Engine, Loader: s.Loader, Warehouse: s.Warehouse,
		Templates: s.Templates, Gate: s.Gate, Logger: s.Log, Origins: s.Origins, Accounts: s.Accounts, Post: s.Post, Trusted: s.Trusted})
	routes := map[string]http.Handler{
		"/graphql":           s.streaming(graphql),
		"/sql":               sqlHandler{s.SQL, s.Accounts, s.Log},
		"/measure.csv":       table{files, s.Engine, graphql},
		"/measure.xlsx":      table{files, s.Engine, graphql},
		"/measure.parquet":   table{files, s.Engine, graphql},
		"/report/{document}": documents{files, s.Engine, s.Templates, s.Gate, make(chan struct{}, 1)},
		"/proof":             proofs{files, s.Warehouse, graphql},
		"/proof/{copy}":      proofs{files, s.Warehouse, graphql},
		"/template/{form}":   forms{files, s.Loader, s.Gate},
		"/submission/{file}": markedCopies{files, s.Engine, s.Gate},
		"/marked":            markedUploads{files, s.Loader, s.Warehouse, s.Gate},
		"GET /healthz":       http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answerLine(w, "ok") }),
		"GET /readyz":        http.HandlerFunc(s.ready),
		"GET /metrics":       promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorLog: logger}),
		"GET /{$}":           web.Dashboard(),
		"GET /graphiql":      web.GraphiQL(),
		"GET /assets/":       web.Assets(),
		"GET /icon.svg":      web.Assets(),
		"/":                  http.HandlerFunc(files.nowhere),
	}
	if s.Accounts != nil {
		routes["GET /account.css"] = http.HandlerFunc(accountStyles)
		routes["/login"] = http.HandlerFunc(s.login)
		routes["POST /logout"] = s.bySession(s.logout)
		routes["/password"] = s.bySession(s.password)
		routes["/admin"] = s.bySession(s.admin)
	}
	if s.Accounts != nil && s.SignOn != nil {
		routes["GET /oidc/login"] = http.HandlerFunc(s.toProvider)
		routes["GET /oidc/callback"] = http.HandlerFunc(s.fromProvider)
	}
	return routes
}

// ready reports whether the warehouse can be queried.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	lang := jianfu.LangOf(r.Header.Get("Accept-Language"))
	remark, err := s.Warehouse.Remark(ctx)
	if gone := s.Warehouse.Check(ctx); gone != nil { // says more
		err = gone
	}
	if err != nil {
		s.Log.Error("not ready", "error", err)
		why := jianfu.Say("仓库没有回答", "the warehouse does not answer")
		var known *jianfu.Error
		if errors.As(err, &known) {
			why = known.Text
		}
		http.Error(w, why.In(lang), http.StatusServiceUnavailable)
		return
	}
	answerLine(w, "ready")
	if remark.ZH != "" {
		answerLine(w, remark.In(lang))
	}
}

// answerLine writes an answer of one line. It fails only if the client is gone.
func answerLine(w http.ResponseWriter, line string) { _, _ = fmt.Fprintln(w, line) }

// streaming lifts the time limits of subscriptions, and ends them when the server is stopped: they
// would never end by themselves.
func (s *Server) streaming(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			s.streams.Add(1)
			defer s.streams.Done()
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(s.closing, cancel)()
			connection := http.NewResponseController(w)
			if err := errors.Join(connection.SetReadDeadline(time.Time{}), connection.SetWriteDeadline(time.Time{})); err != nil {
				s.Log.Warn("free a stream of its deadline", "error", err)
			}
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// preparingShare bounds what preparing for SQL takes of a processor while one commit follows
// another: one part in so many. A statement that cannot wait makes its own snapshot.
const preparingShare = 5

// keepPrepared keeps a snapshot and workers ready: at once, and after changes of the warehouse,
// until ctx ends.
func (s *Server) keepPrepared(ctx context.Context) {
	begun := time.Now()
	missing, err := s.SQL.Prepare(ctx)
	if err == nil && len(missing) > 0 {
		s.Log.Warn("SQL runs without some protections, which this system lacks", "missing", strings.Join(missing, "; "))
	}
	for {
		if err != nil && ctx.Err() == nil {
			s.Log.Error("prepare for SQL", "error", err)
		}
		rest := time.After((preparingShare - 1) * time.Since(begun))
		select {
		case <-ctx.Done():
			return
		case <-rest:
		}
		select {
		case <-ctx.Done():
			return
		case <-s.Warehouse.Changed():
			begun = time.Now()
			_, err = s.SQL.Prepare(ctx)
		}
	}
}
