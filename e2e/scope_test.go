package e2e_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jianfu/access"
	"jianfu/e2e/city"
	"jianfu/metrics"
	"jianfu/server"
	"jianfu/warehouse"
)

// desk is a server as a caller sees it.
type desk struct {
	t       testing.TB
	handler http.Handler
	caller  access.Caller
}

func deskOf(t testing.TB, p city.Parts, caller access.Caller) desk {
	t.Helper()
	handler, err := server.New(server.Config{Warehouse: p.Warehouse, Engine: p.Engine, Loader: p.Loader, Templates: p.Templates, Log: slog.New(slog.DiscardHandler)}).Handler()
	if err != nil {
		t.Fatal(err)
	}
	return desk{t, handler, caller}
}

func (d desk) as(c access.Caller) desk { d.caller = c; return d }

// send sends a request with the caller in its context, as the guards of a server with accounts do.
func (d desk) send(r *http.Request) (int, []byte) {
	d.t.Helper()
	ctx := d.t.Context()
	if !d.caller.Anonymous() {
		ctx = access.With(ctx, d.caller)
	}
	r = r.WithContext(ctx)
	r.Host = "127.0.0.1"
	r.Header.Set("Accept-Language", "zh")
	answer := httptest.NewRecorder()
	d.handler.ServeHTTP(answer, r)
	return answer.Code, answer.Body.Bytes()
}

func (d desk) get(address string) (int, string) {
	d.t.Helper()
	code, body := d.send(httptest.NewRequest(http.MethodGet, address, nil))
	return code, string(body)
}

// reply is an answer of GraphQL.
type reply struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Extensions struct{ Code string }
	}
}

func (r reply) code() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Extensions.Code
}

func (d desk) ask(query string, variables map[string]any) reply {
	d.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		d.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	code, text := d.send(request)
	var answer reply
	if err := json.Unmarshal(text, &answer); err != nil {
		d.t.Fatalf("%d %s: %v", code, text, err)
	}
	return answer
}

// The unit and the line whose parts of the city are held alone, too.
const (
	ownUnit = "B001"
	ownLine = "城建交通"
)

// parts are warehouses of the sample city that hold what a unit may see, and what a line may.
var parts = sync.OnceValues(func() (map[string]city.Parts, error) {
	ctx := context.Background()
	held := map[string]city.Parts{}
	whole, err := city.OpenFile(ctx, "", append(city.Files(), city.Correction)...)
	if err != nil {
		return nil, err
	}
	units, err := whole.Engine.Departments(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	var line []string
	for _, d := range units {
		if slices.ContainsFunc(d.Versions, func(v metrics.DepartmentVersion) bool { return v.Portfolio == ownLine }) {
			line = append(line, d.Code)
		}
	}
	if err := leaveOnly(ctx, whole.Warehouse, line); err != nil {
		return nil, err
	}
	whole.Engine = metrics.New(whole.Warehouse, whole.Engine.Catalog()) // it had read what was there
	held[ownLine] = whole
	one, err := city.OpenFile(ctx, "", append(city.Files(), city.Correction)...)
	if err != nil {
		return nil, err
	}
	held[ownUnit] = one
	return held, leaveOnly(ctx, one.Warehouse, []string{ownUnit})
})

// leaveOnly deletes every row and slice of other units.
func leaveOnly(ctx context.Context, w *warehouse.Warehouse, units []string) error {
	return w.Scratch(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'fact' AND table_name <> 'department'")
		if err != nil {
			return err
		}
		defer rows.Close()
		var statements []string
		for rows.Next() {
			var table string
			if err := rows.Scan(&table); err != nil {
				return err
			}
			statements = append(statements, fmt.Sprintf("DELETE FROM fact.%s WHERE department <> '' AND NOT list_contains($1::VARCHAR[], department)", warehouse.Ident(table)))
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, statement := range append(statements, "DELETE FROM slice WHERE department <> '' AND NOT list_contains($1::VARCHAR[], department)") {
			if _, err := tx.ExecContext(ctx, statement, units); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM in_force WHERE slice_id NOT IN (SELECT id FROM slice)")
		return err
	})
}

const measured = `period rows(first: 10000) { totalCount nodes { bucket { value } group { dimension value } values {
	metric amount numerator denominator text missing basis coverage { expected filed nil } trace
	comparison { amount delta changePercent changePoints missing sentence comparable { current coverage { filed } missing } } } } }
	notices { code metric text slices(first: 100) { nodes { department kind period } } }`

// Whatever a department or a leader asks below the city's level is answered as by a warehouse that
// holds nothing else; of the whole city as an administrator is answered, or not at all and with the
// reason; and everything else is refused.
func TestScopedAnswersAreThoseOfAWarehouseThatHoldsNothingElse(t *testing.T) {
	t.Parallel()
	held, err := parts()
	if err != nil {
		t.Fatal(err)
	}
	whole := city.Sample(t)
	for _, who := range []struct {
		caller access.Caller
		alone  string
	}{
		{access.Caller{Name: "li", Role: access.Department, Department: ownUnit}, ownUnit},
		{access.Caller{Name: "wang", Role: access.Leader, Portfolio: ownLine}, ownLine},
	} {
		t.Run(string(who.caller.Role), func(t *testing.T) {
			t.Parallel()
			asked := deskOf(t, whole, who.caller)
			alone := deskOf(t, held[who.alone], access.Caller{})
			compareScoped(t, asked, alone)
		})
	}
}

func compareScoped(t *testing.T, asked, alone desk) {
	rng := rand.New(rand.NewPCG(11, 4))
	some := func(words ...string) string { return words[rng.IntN(len(words))] }
	leader := asked.caller.Role == access.Leader
	all := city.Sample(t).Engine.Catalog().Metrics()
	counts := map[string]int{}
	for range 120 {
		m := all[rng.IntN(len(all))]
		input := map[string]any{"metrics": []string{m.Name}, "period": some("2023", "2022", "2023-05", "2023-Q2", "2022-07/2023-06")}
		if c := some("", "YEAR_EARLIER", "PREVIOUS_PERIOD"); c != "" {
			input["compareTo"] = c
		}
		if rng.IntN(3) == 0 {
			input["grain"], input["cumulative"] = some("MONTH", "QUARTER"), rng.IntN(2) == 0
		}
		by := some("", "", "department", "portfolio", "own", "department_type", "leader")
		if by == "own" {
			dims := m.OwnDimensions()
			if by = ""; len(dims) > 0 {
				by = dims[rng.IntN(len(dims))].Name
			}
		}
		if by != "" {
			input["by"] = []string{by}
		}
		where, level := map[string]any{}, "city"
		switch rng.IntN(6) {
		case 0, 1, 2:
			level = "own"
			if leader {
				where["portfolios"] = []string{ownLine}
			} else {
				where["departments"] = []string{ownUnit}
			}
		case 3:
			level = "others"
			if leader {
				where["portfolios"] = []string{"教科文卫"}
			} else {
				where["departments"] = []string{some("B002", "B003"), ownUnit}
			}
		}
		if len(where) > 0 {
			input["where"] = where
		}
		question := "query($i: MeasureInput!) { measure(input: $i) { " + measured + " } }"
		got := asked.ask(question, map[string]any{"i": input})
		text := fmt.Sprint(input)
		switch {
		case level == "others":
			if got.code() != "FORBIDDEN" {
				t.Errorf("%s: %v", text, got)
			}
			counts["others"]++
		case level == "own":
			sameReply(t, text, got, alone.ask(question, map[string]any{"i": input}))
			counts["own"]++
		case by == "":
			sameOrWithheld(t, text, got, asked.as(access.Caller{Name: "admin", Role: access.Admin}).ask(question, map[string]any{"i": input}))
			counts["city"]++
		case by == "department" || leader && by == "portfolio":
			if leader {
				input["where"] = map[string]any{"portfolios": []string{ownLine}}
			} else {
				input["where"] = map[string]any{"departments": []string{ownUnit}}
			}
			want := alone.ask(question, map[string]any{"i": input})
			hidden := `"code":"OTHERS_HIDDEN"`
			if !strings.Contains(printed(got), hidden) {
				t.Errorf("%s: does not say that others are hidden", text)
			}
			sameReply(t, text, got, want)
			counts["groups"]++
		default:
			if got.code() != "FORBIDDEN" {
				t.Errorf("%s: %v", text, got)
			}
			counts["parts"]++
		}
	}
	t.Log(counts)
}

func printed(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was JSON before
	}
	return string(text)
}

// sameReply compares answers apart from the traces, which name the condition that a breakdown has of
// its own, and the notice that others are hidden.
func sameReply(t *testing.T, question string, got, want reply) {
	t.Helper()
	if len(got.Errors) > 0 || len(want.Errors) > 0 {
		t.Errorf("%s: %v, want %v", question, got.Errors, want.Errors)
		return
	}
	if a, b := printed(plainly(got.Data)), printed(plainly(want.Data)); a != b {
		t.Errorf("%s:\n got %s\nwant %s", question, a, b)
	}
}

func plainly(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "trace")
		for name, inner := range v {
			v[name] = plainly(inner)
		}
	case []any:
		kept := []any{}
		for _, inner := range v {
			if notice, ok := inner.(map[string]any); !ok || notice["code"] != "OTHERS_HIDDEN" {
				kept = append(kept, plainly(inner))
			}
		}
		return kept
	}
	return v
}

// sameOrWithheld compares figures of the city.
func sameOrWithheld(t *testing.T, question string, got, want reply) {
	t.Helper()
	if len(got.Errors) > 0 || len(want.Errors) > 0 {
		t.Errorf("%s: %v, want %v", question, got.Errors, want.Errors)
		return
	}
	rows := func(r reply) []any {
		return r.Data["measure"].(map[string]any)["rows"].(map[string]any)["nodes"].([]any)
	}
	a, b := rows(got), rows(want)
	if len(a) != len(b) {
		t.Errorf("%s: %d rows, want %d", question, len(a), len(b))
		return
	}
	for i := range a {
		x, y := a[i].(map[string]any)["values"].([]any)[0].(map[string]any), b[i].(map[string]any)["values"].([]any)[0].(map[string]any)
		if x["missing"] == "WITHHELD" {
			continue
		}
		for _, name := range []string{"amount", "numerator", "denominator", "text", "missing", "trace"} {
			if x[name] != y[name] {
				t.Errorf("%s: %s is %v, want %v", question, name, x[name], y[name])
			}
		}
	}
}
