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
	"jianfu/graph"
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
	mux := http.NewServeMux()
	mux.Handle("/", handler)
	mux.Handle("/graphql", graph.NewHandler(graph.Config{Engine: p.Engine, Loader: p.Loader, Warehouse: p.Warehouse, Templates: p.Templates,
		Logger: slog.New(slog.DiscardHandler), QueryTimeout: 10 * time.Minute})) // a busy machine is not a fault
	return desk{t, mux, caller}
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
	return w.Derive(ctx, func(tx *sql.Tx) error {
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
	t.Helper()
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

// Lists, files and traces are held to the caller's sight like figures.
func TestEverySurfaceIsHeldToTheSameSight(t *testing.T) {
	t.Parallel()
	held, err := parts()
	if err != nil {
		t.Fatal(err)
	}
	whole := city.Sample(t)
	asked := deskOf(t, whole, access.Caller{Name: "li", Role: access.Department, Department: ownUnit})
	alone := deskOf(t, held[ownUnit], access.Caller{})
	admin := asked.as(access.Caller{Name: "admin", Role: access.Admin})
	forbidden := func(what string, r reply) {
		t.Helper()
		if r.code() != "FORBIDDEN" || !strings.Contains(r.Errors[0].Message, "本单位") {
			t.Errorf("%s: %v %s", what, r.Errors, printed(r.Data))
		}
	}
	record := `totalCount nodes { id department date title fields { name value } source { sheet row cells { column value } around(rows: 3) { row cells { value } } } }`
	for _, kind := range []string{"meeting", "document", "message", "app", "group", "inspection", "visit", "rectification", "notice", "body", "meeting_plan"} {
		own := fmt.Sprintf(`{ records(kind: "%s", first: 50, where: {departments: ["%s"]}) { %s } }`, kind, ownUnit, record)
		all := strings.Replace(own, `, where: {departments: ["`+ownUnit+`"]}`, "", 1)
		want := alone.ask(own, nil)
		sameReply(t, own, asked.ask(own, nil), want)
		sameReply(t, all, asked.ask(all, nil), want)
		forbidden(kind, asked.ask(strings.Replace(own, ownUnit, "B002", 1), nil))
		forbidden(kind, asked.ask(strings.Replace(own, `departments: ["`+ownUnit, `is: [{dimension: "department", in: ["B002"]}], departments: ["`+ownUnit, 1), nil))
	}
	for _, check := range whole.Engine.Catalog().Checks() {
		question := fmt.Sprintf(`{ findings(check: "%s", period: "2023", first: 100) { totalCount nodes { key day department subject detail records { nodes { id } } } } }`, check.Name)
		mine := func(r reply) (list []any) {
			for _, node := range r.Data["findings"].(map[string]any)["nodes"].([]any) {
				if node.(map[string]any)["department"] == ownUnit {
					list = append(list, node)
				}
			}
			return list
		}
		got := asked.ask(question, nil)
		if len(got.Errors) > 0 {
			t.Errorf("%s: %v", check.Name, got.Errors)
			continue
		}
		seen := got.Data["findings"].(map[string]any)["nodes"].([]any)
		if a, b := printed(mine(got)), printed(mine(alone.ask(question, nil))); a != b || len(mine(got)) != len(seen) {
			t.Errorf("%s:\n got %s\nwant %s", check.Name, printed(seen), b)
		}
	}
	filings := `{ filings(period: "2023", first: 100%s) { totalCount nodes { department kind month owed status late dueBefore rows submission } } }`
	sameReply(t, "filings", asked.ask(fmt.Sprintf(filings, ""), nil), alone.ask(fmt.Sprintf(filings, `, departments: ["`+ownUnit+`"]`), nil))
	reconciled := `{ reconciliation(period: "2023", onlyDifferences: false) { totalCount nodes { department month stated counted { amount } } } }`
	sameReply(t, "reconciliation", asked.ask(reconciled, nil), alone.ask(reconciled, nil))

	_, mine := asked.get("/measure.csv?metrics=meetings.held,documents.issued&period=2023&grain=month&departments=" + ownUnit)
	if _, want := alone.get("/measure.csv?metrics=meetings.held,documents.issued&period=2023&grain=month&departments=" + ownUnit); mine != want || !strings.Contains(mine, "2023-05") {
		t.Errorf("the CSV is\n%s\nwant\n%s", mine, want)
	}
	for _, address := range []string{
		"/measure.csv?metrics=meetings.held&period=2023&departments=B002", "/measure.csv?metrics=meetings.held&period=2023&by=portfolio",
		"/measure.xlsx?metrics=meetings.held&period=2023&by=form", "/measure.csv?metrics=meetings.held&period=2023&asOf=2023-06-01T00:00:00%2B08:00",
		"/report/annual.md?year=2023", "/report/bulletin.md?month=2023-05", "/report/compare.xlsx?metrics=meetings.held&periods=2022,2023&by=department",
	} {
		if code, text := asked.get(address); code != http.StatusForbidden {
			t.Errorf("%s: %d %s", address, code, text)
		}
	}

	const trace = `query($id: String!) { trace(id: $id) { rows { nodes { values { amount trace records(first: 100) { totalCount nodes { id } } } } } } }`
	id := "meetings.held@2023,department=" + ownUnit
	sameReply(t, "trace", asked.ask(trace, map[string]any{"id": id}), alone.ask(trace, map[string]any{"id": id}))
	for _, id := range []string{"meetings.held@2023,department=B002", "meetings.held@2023,portfolio=教科文卫", "meetings.held@2023,form=视频", "meetings.held@2023,where.departments=B002", "meetings.held@2023,known-at=3", "meetings.held@2023,as-of=2023-06-01T00:00:00Z", "meetings.held@2023,department="} {
		forbidden(id, asked.ask(`query($id: String!) { trace(id: $id) { period } }`, map[string]any{"id": id}))
	}
	forbidden("the records of the city", asked.ask(`{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { rows { nodes { values { records { totalCount } } } } } }`, nil))
	city := asked.ask(`{ measure(input: {metrics: ["meetings.held"], period: "2023"}) { lineage { sql submissions } rows { nodes { values { amount } } } } }`, nil)
	if city.code() != "" || strings.Contains(printed(city.Data), "SELECT") || !strings.Contains(printed(city.Data), `"amount":"521"`) {
		t.Errorf("the city's figure: %v %s", city.Errors, printed(city.Data))
	}

	// What could be learnt from differences is refused.
	for _, input := range []string{
		`{metrics: ["meetings.held"], period: "2023", where: {departments: ["B001", "B002"]}}`,
		`{metrics: ["meetings.held"], period: "2023", where: {portfolios: ["教科文卫"]}}`,
		`{metrics: ["meetings.held"], period: "2023", where: {is: [{dimension: "department_type", in: ["市直部门"]}]}}`,
		`{metrics: ["meetings.held"], period: "2023", where: {is: [{dimension: "form", in: ["视频"]}]}}`,
		`{metrics: ["meetings.held"], period: "2023", asOf: "2023-06-01T00:00:00Z"}`,
		`{metrics: ["meetings.held"], period: "2023", knownAt: 3}`,
		`{metrics: ["meetings.held"], period: "2023", by: ["leader"]}`,
	} {
		forbidden(input, asked.ask("{ measure(input: "+input+") { period } }", nil))
	}
	own := `{ measure(input: {metrics: ["meetings.held"], period: "2023", asOf: "2030-01-01T00:00:00Z", where: {departments: ["` + ownUnit + `"]}}) { rows { nodes { values { amount } } } } }`
	sameReply(t, own, asked.ask(own, nil), alone.ask(own, nil))
	for _, question := range []string{`{ annualSummary(year: 2023, knownAt: 3) { year } }`, `{ annualSummary(year: 2023, asOf: "2023-06-01T00:00:00Z") { year } }`} {
		forbidden(question, asked.ask(question, nil))
	}

	// Filings of others are not there, and the rows of others in a common file are not told.
	submissions := admin.ask(`{ submissions(first: 100) { nodes { id } } }`, nil).Data["submissions"].(map[string]any)["nodes"].([]any)
	shown := 0
	for _, node := range submissions {
		id := node.(map[string]any)["id"]
		question := `query($id: ID!) { submission(id: $id) { id rowsLoaded changes(first: 100) { nodes { department } } } }`
		r := asked.ask(question, map[string]any{"id": id})
		if r.code() == "NOT_FOUND" {
			continue
		}
		if len(r.Errors) > 0 {
			t.Errorf("submission %v: %v", id, r.Errors)
			continue
		}
		shown++
		for _, change := range r.Data["submission"].(map[string]any)["changes"].(map[string]any)["nodes"].([]any) {
			if change.(map[string]any)["department"] != ownUnit {
				t.Errorf("submission %v shows what it changed of %v", id, change)
			}
		}
		if rejects := asked.ask(`query($id: ID!) { submission(id: $id) { rejects { totalCount } } }`, map[string]any{"id": id}); rejects.code() != "FORBIDDEN" {
			t.Errorf("submission %v: %v", id, rejects)
		}
	}
	if shown == 0 || shown == len(submissions) {
		t.Errorf("%d of %d submissions are shown", shown, len(submissions))
	}
}
