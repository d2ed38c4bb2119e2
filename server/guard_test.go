package server

import (
	"bytes"
	"encoding/json"
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

// What is refused before GraphQL says why in JSON and in the reader's language: an origin that is not listed, by
// a preflight, a request or a WebSocket; and an address that does not exist says so, or shows the page.
func TestRefusalsBeforeTheRoutes(t *testing.T) {
	t.Parallel()
	_, handler := guarded(t)
	send := func(method, path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), method, here+path, strings.NewReader(`{"query":"{ commit }"}`))
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	for _, language := range [][2]string{{"zh", "不接受来源"}, {"en", "are not allowed"}} {
		for name, w := range map[string]*httptest.ResponseRecorder{
			"preflight": send(http.MethodOptions, "/graphql", "Origin", foreign, "Access-Control-Request-Method", "POST", "Accept-Language", language[0]),
			"request":   send(http.MethodPost, "/graphql", "Origin", foreign, "Content-Type", "application/json", "Accept-Language", language[0]),
			"socket": send(http.MethodGet, "/graphql", "Origin", foreign, "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==",
				"Accept-Language", language[0]),
		} {
			var body struct {
				Errors []struct {
					Message    string
					Extensions struct{ Code string }
				}
			}
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != http.StatusForbidden || len(body.Errors) != 1 || body.Errors[0].Extensions.Code != "INVALID" ||
				!strings.Contains(body.Errors[0].Message, language[1]) || !strings.Contains(body.Errors[0].Message, foreign) || w.Header().Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s: %d %v %s %v", name, w.Code, w.Header(), w.Body, err)
			}
		}
	}
	for _, header := range []string{"content-type", "apollographql-client-name", "graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name", "traceparent", "if-none-match", "authorization", "x-requested-with"} {
		if w := send(http.MethodOptions, "/graphql", "Origin", listed, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", header); w.Header().Get("Access-Control-Allow-Origin") != listed ||
			!strings.EqualFold(w.Header().Get("Access-Control-Allow-Headers"), header) {
			t.Errorf("%s: %d %v", header, w.Code, w.Header())
		}
	}
	if w := send(http.MethodGet, "/graphql", "Upgrade", "websocket"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"INVALID"`) {
		t.Errorf("half a handshake: %d %s", w.Code, w.Body)
	}
	if w := send(http.MethodGet, "/compare?m=meetings.held", "Accept", "text/html,*/*;q=0.8"); w.Code != http.StatusFound || w.Header().Get("Location") != "/#/compare?m=meetings.held" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	for _, request := range [][3]string{{"GET", "/compare", "没有地址 /compare"}, {"POST", "/healthz", "没有地址 /healthz"}, {"GET", "/graphql/", "没有地址 /graphql/"}} {
		if w := send(request[0], request[1], "Accept-Language", "zh"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), request[2]) || w.Header().Get("X-Error-Code") != "NOT_FOUND" {
			t.Errorf("%v: %d %s", request, w.Code, w.Body)
		}
		if w := send(request[0], request[1], "Accept-Language", "en"); strings.ContainsRune(w.Body.String(), '没') {
			t.Errorf("%v: %s", request, w.Body)
		}
	}
}
