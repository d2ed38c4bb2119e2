package server

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
)

// Every route has a rule, and each rule holds for every role.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	s := New(Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Accounts: who, Log: slog.New(slog.DiscardHandler)})
	routes := s.routes(prometheus.NewRegistry())
	for pattern := range routes {
		if _, ruled := needs[pattern]; !ruled {
			t.Errorf("nothing says who may use %s", pattern)
		}
	}
	for pattern, act := range needs {
		if routes[pattern] == nil {
			t.Errorf("%s has a rule and is no route", pattern)
		}
		for _, row := range access.Table {
			ctx := access.With(t.Context(), access.Caller{Name: string(row.Role), Role: row.Role})
			request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("")).WithContext(ctx)
			answer := httptest.NewRecorder()
			reached := false
			s.allowed(act, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })).ServeHTTP(answer, request)
			want := http.StatusOK
			switch {
			case act == nil || access.Require(ctx, *act) == nil:
			case row.Role == access.Stranger:
				want = http.StatusUnauthorized
			default:
				want = http.StatusForbidden
			}
			if answer.Code != want || reached != (want == http.StatusOK) {
				t.Errorf("%s for %s: %d, want %d", pattern, row.Role, answer.Code, want)
			}
		}
	}
	for pattern, refused := range map[string]string{"/sql": "department leader viewer stranger", "/measure.csv": "stranger", "/report/{document}": "department leader viewer stranger", "/proof": "stranger", "GET /metrics": "department leader viewer stranger"} {
		for _, row := range access.Table {
			err := access.Require(access.With(t.Context(), access.Caller{Name: "x", Role: row.Role}), *needs[pattern])
			if (err != nil) != strings.Contains(refused, string(row.Role)) {
				t.Errorf("%s for %s: %v", pattern, row.Role, err)
			}
		}
	}
}
