package server

import (
	"bufio"
	"context"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"jianfu"
	"jianfu/warehouse"
)

// observations are the metrics of requests for Prometheus.
type observations struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

func newObservations(registry *prometheus.Registry, w *warehouse.Warehouse) (*observations, error) {
	o := &observations{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "jianfu_http_requests_total",
			Help: "Requests answered, by route and status."}, []string{"route", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "jianfu_http_request_duration_seconds",
			Help: "Time to answer, by route, except subscriptions.", Buckets: prometheus.ExponentialBuckets(0.005, 3, 9)}, []string{"route"}),
	}
	for _, collector := range []prometheus.Collector{o.requests, o.duration, filings{w}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})} {
		if err := registry.Register(collector); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// route counts, times and logs the requests of one route.
func (o *observations) route(pattern string, log *slog.Logger, next http.Handler) http.Handler {
	_, route, found := strings.Cut(pattern, " ") // the method goes
	if !found {
		route = pattern
	}
	if route == "/{$}" {
		route = "/"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &seenResponse{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(seen, r)
		took := time.Since(start)
		o.requests.WithLabelValues(route, strconv.Itoa(seen.code)).Inc()
		if !isStream(r) {
			o.duration.WithLabelValues(route).Observe(took.Seconds())
		}
		log.Debug("request", "id", jianfu.RequestOf(r.Context()), "method", r.Method, "path", r.URL.Path, "status", seen.code, "duration", took)
	})
}

// requestHeader has the id of a request: in its answer, in the log, and as the reference of an internal error.
const requestHeader = "X-Request-Id"

var requestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identified gives each request an id. That of a named proxy is kept, so that its log and ours tell of the same.
func (s *Server) identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestHeader)
		if peer, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !slices.Contains(s.Proxies, peer.Addr().Unmap()) || !requestID.MatchString(id) {
			id = rand.Text()[:10]
		}
		w.Header().Set(requestHeader, id)
		next.ServeHTTP(w, r.WithContext(jianfu.WithRequest(r.Context(), id)))
	})
}

// isStream reports whether a request stays open: server-sent events or a WebSocket.
func isStream(r *http.Request) bool {
	return r.Header.Get("Upgrade") != "" || strings.Contains(r.Header.Get("Accept"), "text/event-stream")
}

// seenResponse remembers the status. It passes on what subscriptions need.
type seenResponse struct {
	http.ResponseWriter
	code int
}

func (s *seenResponse) WriteHeader(code int) {
	s.code = code
	s.ResponseWriter.WriteHeader(code)
}

// Unwrap is for http.ResponseController.
func (s *seenResponse) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// Flush implements http.Flusher for server-sent events.
func (s *seenResponse) Flush() { _ = http.NewResponseController(s.ResponseWriter).Flush() } // a broken connection shows at the next write

// Hijack implements http.Hijacker for WebSockets.
func (s *seenResponse) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	s.code = http.StatusSwitchingProtocols
	return http.NewResponseController(s.ResponseWriter).Hijack()
}

// filings reports the contents of the warehouse to Prometheus, at the moment of the request.
type filings struct{ warehouse *warehouse.Warehouse }

var (
	filingsLoaded = prometheus.NewDesc("jianfu_submissions_total", "Files loaded since the warehouse was made.", nil, nil)
	filingsGone   = prometheus.NewDesc("jianfu_submissions_withdrawn_total", "Files withdrawn since the warehouse was made.", nil, nil)
	rowsLoaded    = prometheus.NewDesc("jianfu_rows_loaded_total", "Rows loaded since the warehouse was made.", nil, nil)
	rowsAside     = prometheus.NewDesc("jianfu_rows_rejected_total", "Rows set aside since the warehouse was made.", nil, nil)
	lastLoad      = prometheus.NewDesc("jianfu_last_load_timestamp_seconds", "When a file was loaded last; 0 for never.", nil, nil)
)

// Describe implements prometheus.Collector.
func (filings) Describe(all chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{filingsLoaded, filingsGone, rowsLoaded, rowsAside, lastLoad} {
		all <- desc
	}
}

// Collect implements prometheus.Collector.
func (f filings) Collect(all chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	counts, err := f.warehouse.Counts(ctx)
	if err != nil {
		all <- prometheus.NewInvalidMetric(filingsLoaded, err)
		return
	}
	for desc, value := range map[*prometheus.Desc]int64{
		filingsLoaded: counts.Submissions, filingsGone: counts.Withdrawn, rowsLoaded: counts.Rows, rowsAside: counts.Rejects} {
		all <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(value))
	}
	last := 0.0
	if !counts.LastLoad.IsZero() {
		last = float64(counts.LastLoad.Unix())
	}
	all <- prometheus.MustNewConstMetric(lastLoad, prometheus.GaugeValue, last)
}
