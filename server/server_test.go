package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
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
