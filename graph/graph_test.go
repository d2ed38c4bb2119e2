package graph_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"jianfu/e2e/city"
	"jianfu/graph"
)

// server is a handler over a test's own warehouse, behind real HTTP.
type server struct {
	t       testing.TB
	url     string
	handler *graph.Handler
	log     *lockedBuffer
}

// lockedBuffer takes the log of many requests.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// correction is a file of the sample city that replaces May 2023.
func correction(t testing.TB) string {
	t.Helper()
	return city.Path(t, city.Folder, city.Correction)
}

// over is a handler's configuration over a warehouse.
func over(p city.Parts) graph.Config {
	return graph.Config{Engine: p.Engine, Loader: p.Loader, Warehouse: p.Warehouse, Templates: p.Templates}
}

// sampleCity serves the sample city.
func sampleCity(t testing.TB) *server {
	t.Helper()
	return serve(t, over(city.Sample(t)))
}

// freshCity serves a new warehouse, with the directory and the meetings of 2023.
func freshCity(t testing.TB) *server {
	t.Helper()
	return serve(t, over(city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx")))
}

func serve(t testing.TB, c graph.Config) *server {
	t.Helper()
	log := &lockedBuffer{}
	c.Logger = slog.New(slog.NewTextHandler(log, nil))
	if c.QueryTimeout == 0 {
		c.QueryTimeout = 10 * time.Minute // a busy machine is not a fault
	}
	h := graph.NewHandler(c)
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return &server{t: t, url: s.URL, handler: h, log: log}
}

// reply is a GraphQL response.
type reply struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code      string
			Near      []string
			Reference string
		}
	}
}

// post sends one operation and returns the reply, whatever it is.
func (s *server) post(query string, variables map[string]any, headers ...string) reply {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		s.t.Fatal(err)
	}
	_, text := s.send(http.MethodPost, "/graphql", bytes.NewReader(body), append([]string{"Content-Type", "application/json"}, headers...)...)
	return s.parse(text)
}

func (s *server) parse(text []byte) reply {
	s.t.Helper()
	var r reply
	if err := json.Unmarshal(text, &r); err != nil {
		s.t.Fatalf("not JSON: %v\n%.500s", err, text)
	}
	return r
}

// send sends any request and returns its status and body.
func (s *server) send(method, path string, body io.Reader, headers ...string) (*http.Response, []byte) {
	s.t.Helper()
	request, err := http.NewRequest(method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, text
}

// ask sends one operation that must succeed, and decodes its data.
func (s *server) ask(into any, query string, variables map[string]any, headers ...string) {
	s.t.Helper()
	r := s.post(query, variables, headers...)
	if len(r.Errors) > 0 {
		s.t.Fatalf("%s\n%+v", query, r.Errors)
	}
	if err := json.Unmarshal(r.Data, into); err != nil {
		s.t.Fatalf("%v\n%s", err, r.Data)
	}
}

// refused sends one operation that must fail, and returns the code and message of its only error.
func (s *server) refused(query string, variables map[string]any, headers ...string) (code, message string) {
	s.t.Helper()
	r := s.post(query, variables, headers...)
	if len(r.Errors) != 1 {
		s.t.Fatalf("%.300s\nwant one error, got %+v, data %.300s", query, r.Errors, r.Data)
	}
	return r.Errors[0].Extensions.Code, r.Errors[0].Message
}

// upload sends a file by the GraphQL multipart request specification, as variables.input.file.
func (s *server) upload(into any, query string, input map[string]any, path string, headers ...string) *http.Response {
	s.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if input == nil {
		input = map[string]any{}
	}
	input["file"] = nil
	operations, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"input": input}})
	if err != nil {
		s.t.Fatal(err)
	}
	body := &bytes.Buffer{}
	form := multipart.NewWriter(body)
	must := func(err error) {
		if err != nil {
			s.t.Fatal(err)
		}
	}
	must(form.WriteField("operations", string(operations)))
	must(form.WriteField("map", `{"0":["variables.input.file"]}`))
	file, err := form.CreateFormFile("0", filepath.Base(path))
	must(err)
	_, err = file.Write(content)
	must(err)
	must(form.Close())
	if !slices.Contains(headers, "Origin") { // as a program that is not a browser
		headers = append(headers, "GraphQL-Require-Preflight", "1")
	}
	response, text := s.send(http.MethodPost, "/graphql", body, append([]string{"Content-Type", form.FormDataContentType()}, headers...)...)
	r := s.parse(text)
	if raw, ok := into.(*reply); ok {
		*raw = r
		return response
	}
	if into == nil {
		return response
	}
	if len(r.Errors) > 0 {
		s.t.Fatalf("upload %s: %+v", path, r.Errors)
	}
	must(json.Unmarshal(r.Data, into))
	return response
}
