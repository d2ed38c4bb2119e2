package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/cors"

	"jianfu/graph"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/sandbox"
	"jianfu/warehouse"
)

// page is the front page: it asks no other host for anything.
//
//go:embed page/index.html page/style.css
var page embed.FS

// server answers over HTTP, on this machine only.
type server struct {
	warehouse *warehouse.Warehouse
	engine    *metrics.Engine
	loader    *loaders.Loader
	sql       *sandbox.Pool
	origins   []string
	log       *slog.Logger
	closing   context.Context // ends when the server is told to stop
	streams   sync.WaitGroup  // subscriptions under way: http.Server does not wait for WebSockets
}

// Bounds of a connection. A filing of many megabytes has time to arrive.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 10 * time.Minute
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 10 * time.Second
)

// serve answers until ctx ends, then lets requests under way finish, and returns.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	s.closing = ctx
	preparing, stopPreparing := context.WithCancel(ctx)
	prepared := make(chan struct{})
	go func() {
		defer close(prepared)
		s.keepPrepared(preparing)
	}()
	defer func() {
		stopPreparing()
		<-prepared
		s.sql.Close()
	}()
	handler, err := s.handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      2 * bodyTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	release := context.AfterFunc(ctx, func() {
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := web.Shutdown(deadline)
		if errors.Is(err, context.DeadlineExceeded) {
			err = web.Close()
		}
		stopped <- err
	})
	err = web.Serve(listener)
	if release() { // it ended by itself
		return err
	}
	err = <-stopped
	s.streams.Wait()
	return err
}

// handler puts the routes together, innermost first.
func (s *server) handler() (http.Handler, error) {
	registry := prometheus.NewRegistry()
	observed, err := newObservations(registry, s.warehouse)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	handle := func(pattern string, handler http.Handler) {
		mux.Handle(pattern, observed.route(pattern, s.log, handler))
	}
	graphql := graph.NewHandler(graph.Config{Engine: s.engine, Loader: s.loader, Warehouse: s.warehouse, Logger: s.log, Origins: s.origins})
	handle("/graphql", s.streaming(graphql))
	handle("/measure.csv", graph.NewTableHandler(graphql))
	handle("/measure.parquet", graph.NewTableHandler(graphql))
	handle("/sql", sqlHandler{s.sql, s.log})
	handle("GET /healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answerLine(w, "ok") }))
	handle("GET /readyz", http.HandlerFunc(s.ready))
	handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn)}))
	handle("GET /{$}", s.file("page/index.html"))
	handle("GET /style.css", s.file("page/style.css"))
	guarded, err := s.crossOrigin(mux)
	if err != nil {
		return nil, err
	}
	return headers(localNames(guarded)), nil
}

func (s *server) file(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, page, name) })
}

// ready answers whether the warehouse can be asked.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	var one int
	if err := s.warehouse.QueryRow(ctx, "SELECT 1").Scan(&one); err != nil {
		s.log.Error("not ready", "error", err)
		http.Error(w, "warehouse does not answer", http.StatusServiceUnavailable)
		return
	}
	answerLine(w, "ready")
}

// answerLine writes an answer of one line. It fails only where the asker is gone.
func answerLine(w http.ResponseWriter, line string) { _, _ = fmt.Fprintln(w, line) }

// crossOrigin lets pages of the listed origins in and refuses what pages of any other
// would change: a browser sends a form to this machine without asking it first.
func (s *server) crossOrigin(next http.Handler) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	for _, origin := range s.origins {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	next = guard.Handler(next)
	if len(s.origins) == 0 {
		return next, nil // an empty list of allowed origins would allow all
	}
	return cors.New(cors.Options{
		AllowedOrigins: s.origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: []string{"Content-Type", "Accept-Language", "Apollo-Require-Preflight", "GraphQL-Preflight"},
		MaxAge:         600,
	}).Handler(next), nil
}

// localNames refuses requests under any other name: a page of a foreign host whose name
// was pointed at this machine (DNS rebinding) counts as its own origin.
func localNames(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		ip := net.ParseIP(trimBrackets(host))
		if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "jianfu answers on this machine only: use localhost or 127.0.0.1", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func trimBrackets(host string) string {
	if n := len(host); n > 1 && host[0] == '[' && host[n-1] == ']' {
		return host[1 : n-1]
	}
	return host
}

// headers tell browsers to trust nothing that is not from here.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// streaming frees subscriptions of the bounds on time, and ends them when the server is
// told to stop: they would never end by themselves.
func (s *server) streaming(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			s.streams.Add(1)
			defer s.streams.Done()
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			defer context.AfterFunc(s.closing, cancel)()
			connection := http.NewResponseController(w)
			if err := errors.Join(connection.SetReadDeadline(time.Time{}), connection.SetWriteDeadline(time.Time{})); err != nil {
				s.log.Warn("free a stream of its deadline", "error", err)
			}
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}
