//go:build unix

package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
)

// BenchmarkAccounts compares what a page's question costs without accounts, with a session, and with a token: asked
// for the first time, and again.
func BenchmarkAccounts(b *testing.B) {
	p := city.Sample(b)
	who, err := accounts.Open(accounts.Path(b.TempDir() + "/w.duckdb"))
	if err != nil {
		b.Fatal(err)
	}
	defer who.Close()
	if err := who.Add(b.Context(), access.Caller{Name: "root", Role: access.Admin}, typedPassword, false); err != nil {
		b.Fatal(err)
	}
	u, err := who.User(b.Context(), "root")
	if err != nil {
		b.Fatal(err)
	}
	cookie, err := who.Begin(b.Context(), u, "127.0.0.1", "bench")
	if err != nil {
		b.Fatal(err)
	}
	token, _, err := who.CreateToken(b.Context(), access.Caller{Name: "root"}, "bench", time.Hour)
	if err != nil {
		b.Fatal(err)
	}
	handler := func(store *accounts.Store) http.Handler {
		h, err := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: store, Log: slog.New(slog.DiscardHandler)}).Handler()
		if err != nil {
			b.Fatal(err)
		}
		return h
	}
	without, with := handler(nil), handler(who)
	question := `{"query":"{ measure(input: {metrics: [\"meetings.held\", \"documents.issued\"], period: \"2023\", by: [\"portfolio\"], compareTo: YEAR_EARLIER, asOf: \"2099-06-30T00:00:00.NUMBERZ\"}) { rows { nodes { values { text comparison { sentence } } } } } }"}`
	number := 0
	for _, times := range []string{"first", "again"} {
		for _, way := range []string{"none", "session", "token"} {
			b.Run(times+"/"+way, func(b *testing.B) {
				began := processorTime(b)
				for b.Loop() {
					h := with
					if times == "first" {
						number++
					}
					r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "http://127.0.0.1:8080/graphql", strings.NewReader(strings.Replace(question, "NUMBER", fmt.Sprintf("%06d", number), 1)))
					r.RemoteAddr = "127.0.0.1:50000"
					r.Header.Set("Content-Type", "application/json")
					switch way {
					case "none":
						h = without
					case "session":
						r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie})
					case "token":
						r.Header.Set("Authorization", "Bearer "+token)
					}
					w := httptest.NewRecorder()
					h.ServeHTTP(w, r)
					if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "sentence") {
						b.Fatalf("%d %s", w.Code, w.Body)
					}
				}
				b.ReportMetric(float64(processorTime(b)-began)/float64(b.N), "cpu-ns/op") // a busy machine makes no difference to it
			})
		}
	}
}

// processorTime is what this process has taken of the processors.
func processorTime(b *testing.B) int64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
