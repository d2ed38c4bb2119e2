package main

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// asked runs a command in Chinese, with variables NAME=value, and gives its status and what it said.
func asked(t *testing.T, variables []string, args ...string) (status int, said string) {
	t.Helper()
	var out bytes.Buffer
	getenv := func(name string) string {
		for _, variable := range variables {
			if value, ok := strings.CutPrefix(variable, name+"="); ok {
				return value
			}
		}
		return ""
	}
	status = run(t.Context(), args, nil, &out, &out, getenv)
	return status, out.String()
}

// A token is sent over TLS to a server whose certificate is trusted, and nowhere else.
func TestTokenStaysPrivate(t *testing.T) {
	t.Parallel()
	var tokens []string
	answers := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tokens = append(tokens, r.Header.Get("Authorization"))
		if strings.Contains(r.RequestURI, "jianfu_") {
			t.Error("the token is in the address")
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		fmt.Fprint(w, `{"data":{"submissions":{"nodes":[],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}`)
	})
	secure := httptest.NewTLSServer(answers)
	defer secure.Close()
	secure.Config.ErrorLog = nil
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	token := "JIANFU_TOKEN=jianfu_AAAAAAAAAAAAAAAAAAAAAAAAAA"
	if status, said := asked(t, []string{token}, "submissions", "--server", secure.URL); status != refused || !strings.Contains(said, "证书不可信") || len(tokens) != 0 {
		t.Errorf("an untrusted certificate: %d %s, tokens %q", status, said, tokens)
	}
	if status, said := asked(t, []string{token, "JIANFU_SERVER_CA=" + ca}, "submissions", "--server", secure.URL); status != done || len(tokens) != 1 || tokens[0] != "Bearer jianfu_AAAAAAAAAAAAAAAAAAAAAAAAAA" {
		t.Errorf("a trusted certificate: %d %s, tokens %q", status, said, tokens)
	}
	tokens = nil
	elsewhere := httptest.NewServer(answers)
	defer elsewhere.Close()
	redirecting := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer redirecting.Close()
	if status, said := asked(t, []string{token}, "submissions", "--server", redirecting.URL); status != refused || !strings.Contains(said, "看不懂（状态 307）") || len(tokens) != 0 {
		t.Errorf("a redirection: %d %s, tokens %q", status, said, tokens)
	}
	for _, address := range []string{"http://10.0.0.1:8080", "http://localhost.example.org", "http://127.0.0.1.example.org", "http://0x7f000001.example"} {
		if status, said := asked(t, []string{token}, "submissions", "--server", address); status != misuse || !strings.Contains(said, "没有发送令牌") {
			t.Errorf("%s: %d %s", address, status, said)
		}
	}
}

// What answers need not be a server of ours.
func TestForeignAnswers(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"看不懂（状态 200）": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>hello</html>") },
		"看不懂（状态 502）": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "bad gateway", http.StatusBadGateway) },
		"看不懂（状态 418）": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, `{}`)
		},
		"连不上服务": func(_ http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
		"要求令牌": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"errors":[{"message":"请先登录","extensions":{"code":"UNAUTHENTICATED"}}]}`)
		},
	} {
		server := httptest.NewServer(answer)
		status, said := asked(t, nil, "submissions", "--server", server.URL)
		if status != refused || !strings.Contains(said, name) {
			t.Errorf("%s: %d %s", name, status, said)
		}
		server.Close()
	}
}

// A server without a turn is asked again, and of a list every page.
func TestPatience(t *testing.T) {
	t.Parallel()
	asks := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		asks++
		switch asks {
		case 1:
			fmt.Fprint(w, `{"errors":[{"message":"忙","extensions":{"code":"BUSY","retryAfter":1}}]}`)
		case 2:
			fmt.Fprint(w, `{"data":{"submissions":{"nodes":[{"id":"2","file":"a\u003cb.xlsx"}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}`)
		default:
			fmt.Fprint(w, `{"data":{"submissions":{"nodes":[{"id":"1","file":"c.xlsx"}],"pageInfo":{"hasNextPage":false,"endCursor":"y"}}}}`)
		}
	}))
	defer server.Close()
	status, said := asked(t, nil, "submissions", "--format", "json", "--server", server.URL)
	if status != done || asks != 3 || !strings.Contains(said, "服务忙，1 秒后再试") || !strings.Contains(said, `"a<b.xlsx"`) || !strings.Contains(said, `"c.xlsx"`) || strings.Contains(said, "pageInfo") {
		t.Errorf("%d after %d: %s", status, asks, said)
	}
}
