package server_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianfu/e2e/city"
	"jianfu/server"
)

// site is a server over a warehouse, behind real HTTP.
type site struct {
	t   testing.TB
	url string
}

// sampleCity serves the sample city, without SQL.
func sampleCity(t testing.TB) site {
	t.Helper()
	return serve(t, city.Sample(t))
}

func serve(t testing.TB, p city.Parts, origins ...string) site {
	t.Helper()
	handler, err := server.New(server.Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates,
		Origins: origins, Log: slog.New(slog.DiscardHandler)}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return site{t, s.URL}
}

// send sends any request and returns its answer and body.
func (s site) send(method, path string, body io.Reader, headers ...string) (*http.Response, []byte) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
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

// ask sends one query that must succeed, and decodes its data.
func (s site) ask(into any, query string) {
	s.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query})
	if err != nil {
		s.t.Fatal(err)
	}
	_, text := s.send(http.MethodPost, "/graphql", bytes.NewReader(body), "Content-Type", "application/json")
	var reply struct {
		Data   json.RawMessage
		Errors []any
	}
	if err := json.Unmarshal(text, &reply); err != nil || len(reply.Errors) > 0 {
		s.t.Fatalf("%s\n%v %s", query, err, text)
	}
	if err := json.Unmarshal(reply.Data, into); err != nil {
		s.t.Fatal(err)
	}
}

// Where the warehouse's file was removed or overwritten, every route says so in its own form and in
// the reader's language, and none gives a figure.
func TestEveryRouteSaysThatTheFileIsGone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(path string) error
		want   string
	}{
		"removed":     {os.Remove, "was removed or moved away"},
		"overwritten": {func(path string) error { return os.WriteFile(path, []byte("another file"), 0o600) }, "was replaced or overwritten"},
		"cut":         {func(path string) error { return os.Truncate(path, 1<<16) }, "was replaced or overwritten"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := city.OpenFile(t.Context(), filepath.Join(t.TempDir(), "city.duckdb"), "00单位名录.xlsx", "2023年会议统计表.xlsx")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = p.Warehouse.Close() }) // it says so, too
			s := serve(t, p)
			const measure = `{"query":"{ measure(input: {metrics: [\"meetings.held\"], period: \"2023\"}) { rows { nodes { values { amount } } } } }"}`
			json := []string{"Content-Type", "application/json", "Accept-Language", "en"}
			if _, text := s.send(http.MethodPost, "/graphql", strings.NewReader(measure), json...); !strings.Contains(string(text), `"amount":"523"`) {
				t.Fatalf("%s", text)
			}
			if err := c.change(p.Warehouse.Path()); err != nil {
				t.Fatal(err)
			}
			for _, request := range []struct{ method, path, body string }{
				{http.MethodGet, "/readyz", ""},
				{http.MethodPost, "/graphql", measure},
				{http.MethodPost, "/graphql", strings.Replace(measure, "2023", "2022", 1)},
				{http.MethodGet, "/graphql?query=" + url.QueryEscape(`{ submissions(first: 1) { nodes { file } } }`), ""},
				{http.MethodPost, "/graphql", `{"query":"mutation { withdraw(input: {submission: \"2\", reason: \"x\"}) { submission { id } } }"}`},
				{http.MethodGet, "/measure.csv?metrics=meetings.held&period=2022", ""},
				{http.MethodGet, "/measure.xlsx?metrics=meetings.held&period=2022", ""},
				{http.MethodGet, "/report/annual.md?year=2022", ""},
				{http.MethodGet, "/report/compare.xlsx?metrics=meetings.held&periods=2021,2022", ""},
				{http.MethodPost, "/proof?file=a.txt", "2022年召开会议521次。"},
			} {
				_, text := s.send(request.method, request.path, strings.NewReader(request.body), json...)
				if !strings.Contains(string(text), c.want) || strings.Contains(string(text), "INTERNAL") {
					t.Errorf("%s %s %s: %.300s", request.method, request.path, request.body, text)
				}
			}
		})
	}
}

// A file that cannot be put aside is refused with the reason, not as an error of the server.
func TestWhatCannotBeReceivedIsRefused(t *testing.T) {
	t.Parallel()
	p, err := city.OpenFile(t.Context(), filepath.Join(t.TempDir(), "city.duckdb"), "00单位名录.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Warehouse.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := os.WriteFile(p.Warehouse.Path()+".spool", nil, 0o600); err != nil { // no folder can be made in its place
		t.Fatal(err)
	}
	s := serve(t, p)
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	err = errors.Join(
		parts.WriteField("operations", `{"query":"mutation ($f: Upload!) { submit(input: {file: $f}) { status } }","variables":{"f":null}}`),
		parts.WriteField("map", `{"0":["variables.f"]}`))
	file, made := parts.CreateFormFile("0", "a.csv")
	if err := errors.Join(err, made); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	const why = "check that the folder"
	_, text := s.send(http.MethodPost, "/graphql", &form, "Content-Type", parts.FormDataContentType(), "GraphQL-Require-Preflight", "1", "Accept-Language", "en")
	if !strings.Contains(string(text), why) || !strings.Contains(string(text), `"CONFLICT"`) {
		t.Errorf("an upload: %s", text)
	}
	response, text := s.send(http.MethodPost, "/proof?file=a.txt", strings.NewReader("2023年召开会议521次。"), "Accept-Language", "en")
	if !strings.Contains(string(text), why) || response.StatusCode != http.StatusConflict {
		t.Errorf("a report: %d %s", response.StatusCode, text)
	}
}
