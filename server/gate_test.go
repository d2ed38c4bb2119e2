package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jianfu/e2e/city"
	"jianfu/gate"
	"jianfu/server"
)

// Whatever counts figures takes its turn at one gate: it is refused while all places are taken, says
// when to come back, and is answered afterwards. What is cheap is answered beside what is dear.
func TestEverythingTakesItsTurn(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	turns := gate.New(2, slog.New(slog.DiscardHandler))
	handler, err := server.New(server.Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Gate: turns,
		Log: slog.New(slog.DiscardHandler)}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	send := func(within time.Duration, method, address, body string, headers ...string) *httptest.ResponseRecorder {
		ctx, cancel := context.WithTimeout(t.Context(), within)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, method, "http://localhost"+address, strings.NewReader(body))
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}
	ask := func(within time.Duration, query string) *httptest.ResponseRecorder {
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		return send(within, http.MethodPost, "/graphql", string(body), "Content-Type", "application/json", "Accept", "application/graphql-response+json")
	}
	const short = 50 * time.Millisecond
	cheap := `{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { amount } } } } }`
	dear := `{ report(kind: ANNUAL, period: "2023") { title } }`
	all := map[string]func() *httptest.ResponseRecorder{
		"csv": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023", "")
		},
		"xlsx": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/measure.xlsx?metrics=meetings.held&period=2023", "")
		},
		"parquet": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/measure.parquet?metrics=meetings.held&period=2023", "")
		},
		"report": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/report/annual.md?year=2023", "")
		},
		"compare": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/report/compare.xlsx?metrics=meetings.held&periods=2022,2023", "")
		},
		"proof": func() *httptest.ResponseRecorder {
			return send(short, http.MethodPost, "/proof?file=a.txt", "2023年召开会议521次。")
		},
		"template": func() *httptest.ResponseRecorder {
			return send(short, http.MethodGet, "/template/meeting.xlsx", "")
		},
		"cheap": func() *httptest.ResponseRecorder { return ask(short, cheap) },
		"dear":  func() *httptest.ResponseRecorder { return ask(short, dear) },
	}
	enter := func(cost time.Duration) func() {
		leave, err := turns.Enter(t.Context(), cost)
		if err != nil {
			t.Fatal(err)
		}
		return leave
	}
	leave := []func(){enter(gate.Heavy), enter(0)}
	for name, request := range all {
		w := request()
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %v %.200s", name, w.Code, w.Header(), w.Body)
		}
	}
	if w := ask(short, cheap); !bytes.Contains(w.Body.Bytes(), []byte(`"code":"BUSY","retryAfter":2`)) {
		t.Errorf("%s", w.Body)
	}
	leave[1]()
	if w := ask(time.Minute, cheap); !strings.Contains(w.Body.String(), `"521"`) {
		t.Errorf("beside a heavy one: %s", w.Body)
	}
	if w := ask(short, dear); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a second heavy one: %d %.200s", w.Code, w.Body)
	}
	leave[0]()
	if w := send(time.Minute, http.MethodGet, "/measure.csv?metrics=meetings.held&period=2023", ""); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "521") {
		t.Errorf("afterwards: %d %s", w.Code, w.Body)
	}
	// A table has a limit of cost too.
	w := send(time.Minute, http.MethodGet, "/measure.xlsx?metrics=meetings.held,documents.issued&period=2001/2023&grain=month&by=department,form,category", "")
	if w.Code != http.StatusRequestEntityTooLarge && w.Code != http.StatusBadRequest {
		t.Errorf("a huge table: %d", w.Code)
	}
}
