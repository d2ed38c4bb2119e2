package server

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"jianfu/e2e/city"
	"jianfu/graph"
)

const (
	here    = "http://127.0.0.1:8080"
	listed  = "https://board.example"
	foreign = "https://evil.example"
	change  = `mutation { withdraw(input: {submission: "999", reason: "x"}) { submission { id } } }` // NOT_FOUND where it is run
)

func guarded(t *testing.T) (*Server, http.Handler) {
	t.Helper()
	p := city.Sample(t)
	s := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Origins: []string{listed}, Log: slog.New(slog.DiscardHandler)})
	handler, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return s, handler
}

// Only requests that come from a page of this host or a listed one, or that a browser asks about
// first, can change anything: tried with every route, method, media type and origin.
func TestNothingIsChangedFromAnywhere(t *testing.T) {
	t.Parallel()
	s, handler := guarded(t)
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	for _, field := range [][2]string{{"operations", `{"query":` + quote(change) + `}`}, {"map", "{}"}} {
		if err := parts.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	const object, multi = "application/json", "multipart/form-data"
	bodies := map[string]string{
		"": "", object: `{"query":` + quote(change) + `}`, "text/plain": `{"query":` + quote(change) + `}`,
		"application/x-www-form-urlencoded": "query=" + url.QueryEscape(change), multi: form.String(),
		"application/graphql": change, "application/sql": change,
	}
	header := graph.PreflightHeaders[0]
	run, tried := 0, 0
	for pattern := range s.routes(prometheus.NewRegistry()) {
		path := pattern[strings.IndexByte(pattern, '/'):]
		path = strings.NewReplacer("{document}", "annual.docx", "{form}", "meeting.xlsx", "{$}", "").Replace(path)
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
			for media, body := range bodies {
				for _, accept := range []string{"", object, "application/graphql-response+json", "text/event-stream"} {
					for _, origin := range []string{"", here, listed, foreign, "null"} {
						for _, marked := range []bool{false, true} {
							r := httptest.NewRequestWithContext(t.Context(), method, here+path+"?query="+url.QueryEscape(change), strings.NewReader(body))
							set := func(name, value string) {
								if value != "" {
									r.Header.Set(name, value)
								}
							}
							set("Content-Type", media)
							if media == multi {
								set("Content-Type", parts.FormDataContentType())
							}
							set("Accept", accept)
							set("Origin", origin)
							if marked {
								set(header, "1")
							}
							w := httptest.NewRecorder()
							handler.ServeHTTP(w, r)
							tried++
							ours := origin == here || origin == listed || origin == ""
							may := path == "/graphql" && method == "POST" && ours &&
								(media == object || media == multi && (marked || origin != ""))
							if ran := strings.Contains(w.Body.String(), "NOT_FOUND"); ran != may {
								t.Errorf("%s %s, a body of %q, accepting %q, from %q, marked %v: run %v (%d %.200s)", method, path, media, accept, origin, marked, ran, w.Code, w.Body)
							} else if ran {
								run++
							}
						}
					}
				}
			}
		}
	}
	if run != 4*(3*2)+4*(3+2) {
		t.Errorf("%d of %d requests were run", run, tried)
	}
}

func quote(text string) string { return `"` + strings.ReplaceAll(text, `"`, `\"`) + `"` }

// A socket is opened by GET: what it may change depends on who opened it.
func TestNothingIsChangedOverASocketFromAnywhere(t *testing.T) {
	t.Parallel()
	_, handler := guarded(t)
	site := httptest.NewServer(handler)
	t.Cleanup(site.Close)
	for _, c := range []struct {
		origin, header string
		opens, runs    bool
	}{
		{"", "", true, false}, {"", graph.PreflightHeaders[0], true, true}, {site.URL, "", true, true}, {listed, "", true, true},
		{foreign, "", false, false}, {"null", "", false, false}, {foreign, graph.PreflightHeaders[0], false, false},
	} {
		headers := http.Header{}
		if c.origin != "" {
			headers.Set("Origin", c.origin)
		}
		if c.header != "" {
			headers.Set(c.header, "1")
		}
		dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}}
		conn, _, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(site.URL, "http")+"/graphql", headers)
		if (err == nil) != c.opens {
			t.Errorf("from %q, marked %q: %v", c.origin, c.header, err)
		}
		if err != nil {
			continue
		}
		for _, text := range []string{`{"type":"connection_init"}`, `{"type":"subscribe","id":"a","payload":{"query":` + quote(change) + `}}`} {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		var answers []string
		for len(answers) < 2 {
			_, text, err := conn.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			answers = append(answers, string(text))
		}
		if ran := strings.Contains(answers[1], "NOT_FOUND"); ran != c.runs {
			t.Errorf("from %q, marked %q: %v", c.origin, c.header, answers)
		}
		_ = conn.Close()
	}
}

// The server answers only under its own names, however they are written.
func TestNamesOfThisMachine(t *testing.T) {
	t.Parallel()
	_, handler := guarded(t)
	for host, status := range map[string]int{"localhost": 200, "LOCALHOST:8080": 200, "LocalHost.": 421, "127.0.0.1:80": 200, "[::1]:8080": 200, "[::1]": 200,
		"127.9.9.9": 200, "evil.example": 421, "localhost.evil.example": 421, "10.0.0.1": 421, "": 421} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("%q: %d, want %d", host, w.Code, status)
		}
	}
}

// A page that is refused gets the reason in JSON, which its client reads.
func TestAnUnlistedOriginIsToldInJSON(t *testing.T) {
	t.Parallel()
	_, handler := guarded(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, here+"/graphql", strings.NewReader(`{"query":"{__typename}"}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", foreign)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusForbidden || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") ||
		!strings.Contains(string(body), foreign) || !strings.Contains(string(body), `"code":"INVALID"`) {
		t.Errorf("%d %v %s", w.Code, w.Header(), body)
	}
}
