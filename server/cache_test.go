package server_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"jianfu/e2e/city"
)

// An answer by GET is kept until the next commit, and asked for again by its tag.
func TestAnswersAreKeptUntilTheNextCommit(t *testing.T) {
	t.Parallel()
	p := city.Open(t, "00单位名录.xlsx", "2023年会议统计表.xlsx")
	s := serve(t, p)
	addresses := []string{
		"/measure.csv?metrics=meetings.held&period=2023", "/measure.xlsx?metrics=meetings.held&period=2023",
		"/graphql?query=" + url.QueryEscape(`{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { text } } } } }`),
	}
	tags := map[string]string{}
	for _, address := range addresses {
		response, _ := s.send(http.MethodGet, address, nil)
		tags[address] = response.Header.Get("ETag")
		if response.StatusCode != http.StatusOK || tags[address] == "" || response.Header.Get("Cache-Control") != "private, no-cache" {
			t.Fatalf("%s: %d %v", address, response.StatusCode, response.Header)
		}
		if response, body := s.send(http.MethodGet, address, nil, "If-None-Match", `"x", `+tags[address]); response.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%s again: %d %.100s", address, response.StatusCode, body)
		}
		if response, _ := s.send(http.MethodGet, address, nil, "If-None-Match", tags[address], "Accept-Language", "en"); response.StatusCode != http.StatusOK {
			t.Errorf("%s in another language: %d", address, response.StatusCode)
		}
	}
	response, _ := s.send(http.MethodGet, addresses[0], nil)
	known := addresses[0] + "&knownAt=" + response.Header.Get("X-Jianfu-Commit")
	response, before := s.send(http.MethodGet, known, nil)
	if response.Header.Get("Cache-Control") != "private, max-age=86400" {
		t.Errorf("of a given commit: %v", response.Header)
	}
	p.Load(t, city.Path(t, city.Folder, city.Correction))
	if _, after := s.send(http.MethodGet, known, nil); string(after) != string(before) {
		t.Errorf("of the same commit: %s, before %s", after, before)
	}
	for _, address := range addresses {
		if response, _ := s.send(http.MethodGet, address, nil, "If-None-Match", tags[address]); response.StatusCode != http.StatusOK || response.Header.Get("ETag") == tags[address] {
			t.Errorf("%s after a correction: %d", address, response.StatusCode)
		}
	}
	for _, address := range []string{"/measure.csv?metrics=meetings.hold&period=2023", "/graphql?query=" + url.QueryEscape(`{ measure(input: {metrics: ["meetings.hold"], period: "2023"}) { period } }`)} {
		if response, _ := s.send(http.MethodGet, address, nil); response.Header.Get("ETag") != "" || response.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: a refusal may be kept: %v", address, response.Header)
		}
	}
}

// Long answers are compressed for clients that take it, and events are not.
func TestAnswersAreCompressed(t *testing.T) {
	t.Parallel()
	s := sampleCity(t)
	const query = `{"query":"{ metrics { name label definition } }"}`
	response, body := s.send(http.MethodPost, "/graphql", strings.NewReader(query), "Content-Type", "application/json", "Accept-Encoding", "gzip")
	if response.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(strings.Join(response.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Fatalf("%v", response.Header)
	}
	reader, err := gzip.NewReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(reader)
	if err != nil || len(text) < 3*len(body) || !strings.Contains(string(text), "召开会议") {
		t.Errorf("%d bytes of %d: %v", len(body), len(text), err)
	}
	for accept, want := range map[string]string{"br": "br", "gzip, br": "br", "gzip, deflate, br;q=0.5": "gzip", "br;q=0, gzip": "gzip", "gzip, deflate, br, zstd": "zstd", "identity": ""} {
		response, packed := s.send(http.MethodPost, "/graphql", strings.NewReader(query), "Content-Type", "application/json", "Accept-Encoding", accept)
		if got := response.Header.Get("Content-Encoding"); got != want || !strings.Contains(strings.Join(response.Header.Values("Vary"), ","), "Accept-Encoding") {
			t.Errorf("%s: %q, %v", accept, got, response.Header)
		}
		if want == "br" {
			if unpacked, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed))); err != nil || string(unpacked) != string(text) {
				t.Errorf("%s: %d bytes of %d: %v", accept, len(unpacked), len(text), err)
			}
		}
	}
	for _, accept := range []string{"gzip", "br"} {
		response, events := s.send(http.MethodPost, "/graphql", strings.NewReader(query), "Content-Type", "application/json", "Accept-Encoding", accept, "Accept", "text/event-stream")
		if response.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(string(events), ":\n\nevent: next") {
			t.Errorf("events are compressed: %v %.40q", response.Header, events)
		}
		response, short := s.send(http.MethodGet, "/healthz", nil, "Accept-Encoding", accept)
		if response.Header.Get("Content-Encoding") != "" || string(short) != "ok\n" {
			t.Errorf("%v %q", response.Header, short)
		}
		tagged, _ := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023", nil, "Accept-Encoding", accept)
		if response, body := s.send(http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023", nil, "Accept-Encoding", accept, "If-None-Match", tagged.Header.Get("ETag")); response.StatusCode != http.StatusNotModified || len(body) > 0 {
			t.Errorf("%d %q", response.StatusCode, body)
		}
	}
}
