package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"jianfu/web"
)

func get(h http.Handler, method, path, encoding string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var named = regexp.MustCompile(`(?:src|href)="(/[^"]+)"`)

// What a page names is there, is kept by browsers for good, and unpacks to what it is plain.
func TestPagesNameFilesThatAreThere(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]http.Handler{"dashboard": web.Dashboard(), "graphiql": web.GraphiQL()} {
		answer := get(page, "GET", "/", "")
		if got := answer.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", name, got)
		}
		policy := answer.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy is %q", name, policy)
		}
		files := named.FindAllStringSubmatch(body(t, answer.Body), -1)
		if len(files) < 3 {
			t.Fatalf("%s names %d files", name, len(files))
		}
		for _, file := range files {
			sameFile(t, file[1])
		}
	}
}

// sameFile fetches a file plain and compressed.
func sameFile(t *testing.T, path string) {
	t.Helper()
	plain, zipped := get(web.Assets(), "GET", path, ""), get(web.Assets(), "GET", path, "br, gzip")
	if plain.Code != http.StatusOK {
		t.Errorf("%s answers %d", path, plain.Code)
		return
	}
	if kept := plain.Header().Get("Cache-Control"); strings.HasPrefix(path, "/assets/") != strings.Contains(kept, "immutable") {
		t.Errorf("%s is kept as %q", path, kept)
	}
	whole := body(t, plain.Body)
	if zipped.Header().Get("Content-Encoding") != "gzip" {
		if len(whole) > 1000 {
			t.Errorf("%s is not compressed", path)
		}
		return
	}
	unpacked, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, unpacked) != whole {
		t.Errorf("%s unpacks to something else", path)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/nosuch.js", "/assets/", "/assets/../../web.go", "/assets/%2e%2e/%2e%2e/web.go"} {
		if answer := get(web.Assets(), "GET", path, "gzip"); answer.Code != http.StatusNotFound || strings.Contains(answer.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, kept as %q", path, answer.Code, answer.Header().Get("Cache-Control"))
		}
	}
}

func TestCompressionIsAskedFor(t *testing.T) {
	t.Parallel()
	for encoding, want := range map[string]string{"": "", "identity": "", "gzip;q=0": "", "br": "", "gzip": "gzip", "deflate, gzip;q=1.0, *;q=0.5": "gzip"} {
		answer := get(web.Dashboard(), "GET", "/", encoding)
		if got := answer.Header().Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q is answered with %q", encoding, got)
		}
		if answer.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: Vary is %q", encoding, answer.Header().Get("Vary"))
		}
	}
	if answer := get(web.Dashboard(), "HEAD", "/", ""); answer.Code != http.StatusOK || body(t, answer.Body) != "" {
		t.Errorf("HEAD: status %d", answer.Code)
	}
}
