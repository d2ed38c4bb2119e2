package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jianfu/access"
	"jianfu/accounts"
	"jianfu/e2e/city"
	"jianfu/graph"
	"jianfu/graph/gen"
	"jianfu/post"
)

// The callers of the matrix: one of each role.
var callers = []access.Caller{
	{Name: "admin", Role: access.Admin}, {Name: "office", Role: access.Office},
	{Name: "b001", Role: access.Department, Department: "B001"}, {Name: "b002", Role: access.Department, Department: "B002"},
	{Name: "leader", Role: access.Leader, Portfolio: "城建交通"}, {Name: "analyst", Role: access.Analyst},
	{Name: "viewer", Role: access.Viewer}, {Name: "", Role: access.Stranger},
}

// asCaller answers as a server with accounts does to a caller.
func asCaller(h *graph.Handler, c access.Caller) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), c)))
	})
}

func askAs(t *testing.T, h *graph.Handler, c access.Caller, query string, variables map[string]any, file string) reply {
	t.Helper()
	operation, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	body, kind := bytes.NewBuffer(operation), "application/json"
	if file != "" {
		body = &bytes.Buffer{}
		form := multipart.NewWriter(body)
		for _, field := range [][2]string{{"operations", string(operation)}, {"map", `{"0":["variables.file"]}`}} {
			if err := form.WriteField(field[0], field[1]); err != nil {
				t.Fatal(err)
			}
		}
		part, err := form.CreateFormFile("0", "2023.csv")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(file)); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		kind = form.FormDataContentType()
	}
	request := httptest.NewRequest(http.MethodPost, "/graphql", body)
	request.Header.Set("Content-Type", kind)
	request.Header.Set(graph.PreflightHeaders[0], "1")
	answer := httptest.NewRecorder()
	asCaller(h, c).ServeHTTP(answer, request)
	var r reply
	if err := json.Unmarshal(answer.Body.Bytes(), &r); err != nil {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return r
}

// asking is how a root field is asked for, and by which of the callers other than strangers, who may
// ask for nothing, it is refused.
type asking struct {
	query   string
	file    string
	refused string // names of callers
}

const (
	seeSome = "b001 b002 leader viewer" // who do not see every unit
	csv     = "会议名称,召开时间\n防汛会,2023-05-04\n"
)

// rootFields is the matrix of the root fields and the roles: a field that is not in it fails.
var rootFields = map[string]asking{
	"Query.commit":           {query: `{ commit }`},
	"Query.node":             {query: `{ node(id: "1") { id } }`, refused: "viewer"},
	"Query.viewer":           {query: `{ viewer { name role department portfolio unit { name } may } }`},
	"Query.annualSummary":    {query: `{ annualSummary(year: 2023) { year } }`},
	"Query.projection":       {query: `{ projection(metric: "meetings.held", year: 2023, throughMonth: 6) { metric } }`},
	"Query.noIncrease":       {query: `{ noIncrease(metric: "meetings.held", year: 2023, by: "portfolio") { met } }`, refused: "b001 b002 viewer"},
	"Query.metrics":          {query: `{ metrics { name } }`},
	"Query.metric":           {query: `{ metric(name: "meetings.held") { name } }`},
	"Query.calibers":         {query: `{ calibers { name } }`},
	"Query.thresholds":       {query: `{ thresholds { name } }`},
	"Query.checks":           {query: `{ checks { name } }`},
	"Query.findings":         {query: `{ findings(check: "offPlanMeetings", period: "2023") { totalCount } }`, refused: "viewer"},
	"Query.sameExplanations": {query: `{ sameExplanations(period: "2023") { totalCount } }`},
	"Query.departments":      {query: `{ departments { code } }`},
	"Query.portfolios":       {query: `{ portfolios { name } }`},
	"Query.filings":          {query: `{ filings(period: "2023-05") { totalCount } }`, refused: "viewer"},
	"Query.reconciliation":   {query: `{ reconciliation(period: "2023-05") { totalCount } }`, refused: "viewer"},
	"Query.kinds":            {query: `{ kinds { kind } }`},
	"Query.measure":          {query: `{ measure(input: {metrics: ["meetings.held"], period: "2023", where: {departments: ["B001"]}}) { period } }`, refused: "b002 leader viewer"},
	"Query.measurements":     {query: `{ measurements(inputs: [{metrics: ["meetings.held"], period: "2023"}]) { __typename } }`},
	"Query.dataExtent":       {query: `{ dataExtent { commit } }`},
	"Query.trace":            {query: `{ trace(id: "meetings.held@2023,department=B001") { period } }`, refused: "b002 leader viewer"},
	"Query.records":          {query: `{ records(kind: "meeting", where: {departments: ["B001"]}) { totalCount } }`, refused: "b002 leader viewer"},
	"Query.record":           {query: `{ record(kind: "meeting", id: "1") { id } }`, refused: ""},
	"Query.recordsNamed":     {query: `{ recordsNamed(text: "会议") { id } }`, refused: "viewer"},
	"Query.notes":            {query: `{ notes(subject: FIGURE) { text } }`, refused: seeSome},
	"Query.report":           {query: `{ report(kind: ANNUAL, period: "2023") { period } }`, refused: seeSome},
	"Query.submissions":      {query: `{ submissions { nodes { id } } }`, refused: "viewer"},
	"Query.submission":       {query: `{ submission(id: "1") { id } }`, refused: "viewer"},
	"Query.proof":            {query: `query($file: Upload!) { proof(input: {file: $file, period: "2023"}) { __typename } }`, file: "2023年，召开会议1次。"},
	"Mutation.submit": {query: `mutation($file: Upload!) { submit(input: {file: $file, department: "B001", dryRun: true}) { status } }`, file: csv,
		refused: "b002 leader analyst viewer"},
	"Mutation.withdraw":      {query: `mutation { withdraw(input: {submission: "999999", reason: "测试用的原因"}) { submission { id } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.explain":       {query: `mutation { explain(input: {check: "offPlanMeetings", period: "2023", finding: "0", text: "因为年初计划有调整，已报备"}) { finding { key } } }`, refused: "leader analyst viewer"},
	"Mutation.note":          {query: `mutation { note(input: {subject: FIGURE, about: "meetings.held@2023", text: "已核对"}) { note { text } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.orderViews":    {query: `mutation { orderViews(input: {views: []}) { views { text } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.review":        {query: `mutation { review(input: {submission: "999999", decision: RETURNED, reason: "人数不对"}) { review { commit } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.remind":        {query: `mutation { remind(input: {period: "2023-05", departments: ["B001"], dryRun: true}) { reminders { kind } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.issueLetters":  {query: `mutation { issueLetters(input: {period: "2023-H1", dryRun: true}) { issued } }`, refused: "b001 b002 leader analyst viewer"},
	"Query.schedules":        {query: `{ schedules(stopped: true) { number } }`},
	"Query.addressees":       {query: `{ addressees { name } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.schedule":      {query: `mutation { schedule(input: {title: "月报", metrics: ["meetings.held"], day: 5, readers: ["b001"]}) { schedule { number } } }`, refused: "b001 b002 leader analyst viewer"},
	"Mutation.stopSchedule":  {query: `mutation { stopSchedule(input: {number: 999999}) { schedule { number } } }`, refused: "b001 b002 leader analyst viewer"},
	"Subscription.submitted": {query: `subscription { submitted { id } }`},
	"Subscription.changed":   {query: `subscription { changed { commit } }`},
}

// readers are the fields below the roots that read more of the warehouse than their object holds,
// and what holds them to the caller's sight: a resolver that is in neither list fails.
var readers = map[string]string{
	"Dimension.Members":          "Engine.Members reads values of the rows that are seen",
	"Finding.Records":            "a finding is listed only with records that are seen",
	"FindingConnection.Untested": "Engine.Untested",
	"Untested.Records":           "listed only with records that are seen",
	"Measurement.Totals":         "Engine.Measure",
	"Value.Records":              "Engine.Counted",
	"Source.Around":              "Engine.Around leaves out rows of others",
	"Source.SubmissionInfo":      "Engine.Submission",
	"Submission.Explanations":    "those of units that are seen",
	"Submission.Rejects":         "Engine.Own",
	"Submission.Reviews":         "Engine.Reviews",
	"Submission.Changes":         "Engine.Changes measures by unit",
}

var plainFields = []string{
	"AnnualSummary.AsOf", "Check.SQL", "Comparable.Sentence", "Difference.DepartmentInfo", "Difference.Metric", "ExplainedFinding.Department",
	"FigureChange.Metric", "FigureChange.Department", "FigureChange.DepartmentInfo", "FiledRecord.ID", "FiledRecord.Department", "FiledRecord.DepartmentInfo",
	"Filing.DepartmentInfo", "Filing.Submission", "FilingError.Sheet", "FilingError.Row", "FilingError.Column", "FilingError.Value", "FilingError.Finding",
	"FilingKind.Grain", "Finding.Check", "Finding.Department", "Finding.DepartmentInfo", "Finding.Rectification", "KindExtent.First", "KindExtent.Last", "Lineage.SQL",
	"Measurement.Period", "Measurement.PeriodInfo", "Measurement.ComparedTo", "Measurement.ComparedToInfo", "Measurement.Rows", "Measurement.Metrics",
	"Measurement.Dimensions", "Measurement.Downloads", "Measurement.Caliber", "Measurement.CaliberVersion", "Metric.Unit", "Metric.Caliber", "Metric.Calibers", "Metric.SQL", "NoIncreaseCheck.Verdict",
	"Notice.Metric", "Notice.Slices", "Notice.Text", "NoticeSlice.Department", "NoticeSlice.DepartmentInfo", "NoticeSlice.Period", "PeriodInfo.Value", "PeriodInfo.Label", "Projected.Label",
	"Projection.Metric", "Report.Downloads", "ReportSpan.Part", "Remark.Sheet", "Reminder.DepartmentInfo", "Remark.Column", "Review.Submission", "Review.Department", "Review.DepartmentInfo", "Review.Reason", "Review.Due", "Row.Value", "Row.Member", "Source.Sheet", "Submission.Kind", "Submission.SubmittedBy", "Submission.WithdrawnBy",
	"Submission.WithdrawnReason", "Submission.Covers", "Untested.Department", "Untested.DepartmentInfo", "Submission.ReceiptReason", "Value.Text", "Value.Comparisons", "ValueComparison.Sentence", "ValueComparison.Sentences",
}

func TestEveryFieldHasARule(t *testing.T) {
	t.Parallel()
	for _, root := range []string{"Query", "Mutation", "Subscription"} {
		for _, field := range schema().Types[root].Fields {
			if _, ruled := rootFields[root+"."+field.Name]; !ruled && !strings.HasPrefix(field.Name, "__") {
				t.Errorf("nothing says who may ask for %s.%s: add it to rootFields", root, field.Name)
			}
		}
	}
	resolvers := reflect.TypeFor[gen.ResolverRoot]()
	for i := range resolvers.NumMethod() {
		object := resolvers.Method(i)
		if schema().Types[object.Name] == nil || slices.Contains([]string{"Query", "Mutation", "Subscription"}, object.Name) {
			continue
		}
		fields := object.Type.Out(0)
		for j := range fields.NumMethod() {
			name := object.Name + "." + fields.Method(j).Name
			if readers[name] == "" && !slices.Contains(plainFields, name) {
				t.Errorf("nothing says what %s shows to whom: add it to readers or plainFields", name)
			}
		}
	}
}

func TestEveryRootFieldForEveryRole(t *testing.T) {
	t.Parallel()
	p := city.Sample(t)
	h := graph.NewHandler(over(p))
	for name, a := range rootFields {
		if strings.HasPrefix(name, "Subscription.") { // over plain HTTP they are refused to all
			continue
		}
		for _, c := range callers {
			r := askAs(t, h, c, a.query, map[string]any{"file": nil}, a.file)
			code := ""
			if len(r.Errors) > 0 {
				code = r.Errors[0].Extensions.Code
			}
			switch {
			case c.Role == access.Stranger:
				if code != "UNAUTHENTICATED" || len(r.Data) > 0 && string(r.Data) != "null" {
					t.Errorf("%s for a stranger: %q %s", name, code, r.Data)
				}
			case slices.Contains(strings.Fields(a.refused), c.Name):
				if code != "FORBIDDEN" {
					t.Errorf("%s for %s: %q %+v", name, c.Name, code, r.Errors)
				}
			case code == "FORBIDDEN" || code == "UNAUTHENTICATED" || code == "INTERNAL":
				t.Errorf("%s for %s: %+v", name, c.Name, r.Errors)
			}
		}
	}
}

// The schema is read by those who write programs against it; others see no names that they did
// not write.
func TestTheSchemaIsReadByRole(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Sample(t)))
	for _, c := range callers[:len(callers)-1] {
		reads := access.Caller{Role: c.Role}.Rights().Introspect
		for _, query := range []string{`{ __schema { types { name } } }`, `{ ... on Query { x: __type(name: "Query") { name } } }`} {
			r := askAs(t, h, c, query, nil, "")
			if refused := len(r.Errors) > 0 && r.Errors[0].Extensions.Code == "FORBIDDEN"; refused == reads {
				t.Errorf("%s: %s: %+v", c.Name, query, r.Errors)
			}
		}
		r := askAs(t, h, c, `{ comit }`, nil, "")
		if len(r.Errors) != 1 || strings.Contains(r.Errors[0].Message, "Did you mean") != reads {
			t.Errorf("%s: %+v", c.Name, r.Errors)
		}
	}
}

// A caller who asks without end is refused with a time to come back, and others are not held up.
func TestACallerHasABudget(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Sample(t)))
	greedy, other := access.With(t.Context(), callers[1]), access.With(t.Context(), callers[2])
	refused := false
	for range 30 {
		if err := h.Spend(greedy, 5_000_000_000); err != nil {
			refused = true
			if !strings.Contains(err.Error(), "秒") {
				t.Error(err)
			}
		}
	}
	if !refused {
		t.Error("a caller may ask without end")
	}
	if err := h.Spend(other, 5_000_000_000); err != nil {
		t.Error(err)
	}
	for range 30 {
		if err := h.Spend(t.Context(), 5_000_000_000); err != nil { // where no accounts are kept
			t.Error(err)
		}
	}
}

// What one caller was answered is not given to another.
func TestKeptAnswersAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Sample(t)))
	const query = `{ viewer { name } measure(input: {metrics: ["meetings.held"], period: "2023", by: ["department"]}) { rows(first: 100) { nodes { group { value } } } } }`
	seen := map[string]string{}
	for range 2 {
		for _, c := range callers[:6] {
			r := askAs(t, h, c, query, nil, "")
			if known := seen[c.Name]; known != "" && known != string(r.Data) {
				t.Errorf("%s is answered %s, and before %s", c.Name, r.Data, known)
			}
			seen[c.Name] = string(r.Data)
			if !strings.Contains(string(r.Data), `"`+c.Name+`"`) {
				t.Errorf("%s is answered %s", c.Name, r.Data)
			}
			if c.Role == access.Department && strings.Count(string(r.Data), `"value":"B0`) != 1 {
				t.Errorf("%s sees %s", c.Name, r.Data)
			}
		}
	}
}

// A department reads what is wrong in its own file, as the office does: a fault is no matter of rights.
func TestADepartmentSeesTheFaultsOfItsFile(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Sample(t)))
	for content, code := range map[string]string{
		"主办单位,会议名称,召开时间\nB001,试,99999-13-45\n":                   "BAD_DATE",
		"主办单位,会议名称,召开时间\nB001,好的,2023-05-05\nB001,,2023-05-06\n": "MISSING_VALUE",
		"主办单位,会议名称,召开时间,参会人数\nB001,试,2023-05-05,很多\n":            "BAD_NUMBER",
		"主办单位,会议名称,召开时间\n没有的局,试,2023-05-05\n":                    "UNKNOWN_UNIT",
		"主办单位,会议名称,召开时间\nB002,不是本单位的,2023-05-05\n":               "FORBIDDEN",
	} {
		r := askAs(t, h, callers[2], `mutation($file: Upload!) { submit(input: {file: $file, dryRun: true}) { status errors { code } } }`, map[string]any{"file": nil}, content)
		if got := string(r.Data) + fmt.Sprint(r.Errors); !strings.Contains(got, code) {
			t.Errorf("%q: %s, want %s", content, got, code)
		}
	}
}

// A report that names others' figures hears that they are not shown, not that there are none; its own and the city's are checked.
func TestAProofSaysWhatItDoesNotShow(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Sample(t)))
	const text = "2023年，全市召开会议521次。市政府办公室召开会议1次。市发展和改革委员会召开会议1次，印发文件1件。城建交通战线召开会议1次。"
	for c, want := range map[access.Caller]string{callers[2]: "[] [] [NOT_SHOWN] [NOT_SHOWN] [NOT_SHOWN]", callers[4]: "[] [NOT_SHOWN] [NOT_SHOWN] [NOT_SHOWN] []", callers[0]: "[] [] [] [] []"} {
		var data struct {
			Proof struct {
				Findings []struct {
					Doubts []struct{ Code string }
				}
			}
		}
		r := askAs(t, h, c, `query($file: Upload!) { proof(input: {file: $file, period: "2023"}) { findings { doubts { code } } } }`, map[string]any{"file": nil}, text)
		if err := json.Unmarshal(r.Data, &data); err != nil || len(r.Errors) > 0 {
			t.Fatalf("%s %v", r.Data, r.Errors)
		}
		var got []string
		for _, f := range data.Proof.Findings {
			var codes []string
			for _, d := range f.Doubts {
				if d.Code == "NOT_SHOWN" {
					codes = append(codes, d.Code)
				}
			}
			got = append(got, fmt.Sprint(codes))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s; %s", c.Name, got, want, r.Data)
		}
	}
}

// A table that says nowhere whose it is, is of the unit that files it: the same bytes of another unit are another filing.
func TestATableWithoutAUnitIsItsFilers(t *testing.T) {
	t.Parallel()
	h := graph.NewHandler(over(city.Open(t, "00单位名录.xlsx")))
	office, b001, b002 := callers[1], callers[2], callers[3]
	const row = "会议名称,召开时间\n防汛会,2023-05-04\n"
	for _, c := range []struct {
		name, file string
		by         access.Caller
		want       string
	}{
		{"nobody's", row, office, `"REFUSED"`},
		{"a unit's", row, b001, `"LOADED"`},
		{"the same again", row, b001, `"UNCHANGED"`},
		{"the same of another unit", row, b002, `"LOADED"`},
		{"another unit's by its title", "填报单位：市发展和改革委员会,\n" + row, b001, "FORBIDDEN"},
		{"another unit's by its column", "主办单位,会议名称,召开时间\nB002,防汛会,2023-05-04\n", b001, "FORBIDDEN"},
		{"one's own by its title", "填报单位：B001,\n" + row, b001, `"LOADED"`},
		{"nothing", "会议统计表（2023年6月，零报告）,\n会议名称,召开时间\n", b001, `"LOADED"`},
	} {
		r := askAs(t, h, c.by, `mutation($file: Upload!) { submit(input: {file: $file}) { status errors { code } } }`, map[string]any{"file": nil}, c.file)
		if got := string(r.Data) + fmt.Sprint(r.Errors); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	held := `{ measure(input: {metrics: ["meetings.held"], period: "2023-05/2023-06", by: ["department"]}) { rows { nodes { group { value } values { amount coverage { nil } } } } } }`
	for by, want := range map[access.Caller]string{b001: `"B001"}],"values":[{"amount":"1","coverage":{"nil":1}}`, b002: `"B002"}],"values":[{"amount":"1","coverage":{"nil":0}}`} {
		if got := string(askAs(t, h, by, held, nil, "").Data); !strings.Contains(got, want) {
			t.Errorf("%s: %s", by.Name, got)
		}
	}
}

// A unit that is reminded over the API gets a mail, and the answer says how many there are.
func TestRemindersAreMailed(t *testing.T) {
	t.Parallel()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []access.Caller{{Name: "admin", Role: access.Admin}, {Name: "late", Role: access.Department, Department: "B038"}} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
	}
	if err := who.SetEmail(t.Context(), "late", "late@test.example"); err != nil {
		t.Fatal(err)
	}
	mails, err := post.New(post.Config{Host: "mail.example", From: "jianfu@test.example"}, who, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	config := over(city.Open(t, "00单位名录.xlsx"))
	config.Accounts, config.Post = who, mails
	h := graph.NewHandler(config)
	remind := func(dry string) string {
		return string(askAs(t, h, callers[1], `mutation { remind(input: {period: "2023-05", departments: ["B038"], dryRun: `+dry+`}) { reminders { kind } mails refusal { code } } }`, nil, "").Data)
	}
	if got := remind("true"); !strings.Contains(got, `"mails":0`) || !strings.Contains(got, `"kind"`) {
		t.Error(got)
	}
	if got := remind("false"); !strings.Contains(got, `"mails":1`) {
		t.Error(got)
	}
	if got := remind("false"); !strings.Contains(got, `"mails":0`) || !strings.Contains(got, `"CONFLICT"`) {
		t.Errorf("a second time: %s", got)
	}
	kept, err := who.Mails(t.Context(), 10)
	if err != nil || len(kept) != 1 || kept[0].Address != "late@test.example" || !strings.Contains(kept[0].Subject, "2023年5月") || kept[0].By != "office" {
		t.Errorf("%+v, %v", kept, err)
	}
}

// Letters are issued over the API once: they are filed as notices, and mailed to the leaders of their lines alone.
func TestLettersAreIssuedAndMailed(t *testing.T) {
	t.Parallel()
	p := city.Open(t, city.Files()...)
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []access.Caller{{Name: "admin", Role: access.Admin}, {Name: "nong", Role: access.Leader, Portfolio: "农业农村"}, {Name: "none", Role: access.Leader, Portfolio: "无此战线"}, {Name: "unit", Role: access.Department, Department: "B038"}, {Name: "mute", Role: access.Leader, Portfolio: "农业农村"}} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
		if c.Name == "mute" {
			continue
		}
		if err := who.SetEmail(t.Context(), c.Name, c.Name+"@test.example"); err != nil {
			t.Fatal(err)
		}
	}
	mails, err := post.New(post.Config{Host: "mail.example", From: "jianfu@test.example"}, who, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	config := over(p)
	config.Accounts, config.Post = who, mails
	h := graph.NewHandler(config)
	issue := func(dry string) (got struct {
		IssueLetters struct {
			Letters    []struct{ Number string }
			Issued     int
			Submission *struct{ ID string }
			Mails      int
		}
	}) {
		t.Helper()
		r := askAs(t, h, callers[1], `mutation { issueLetters(input: {period: "2023", on: "2024-01-10", dryRun: `+dry+`}) { letters { number } issued submission { id } mails } }`, nil, "")
		if err := json.Unmarshal(r.Data, &got); err != nil || len(r.Errors) > 0 {
			t.Fatalf("%s %+v %v", r.Data, r.Errors, err)
		}
		return got
	}
	notices := func() string {
		return string(askAs(t, h, callers[1], `{ measure(input: {metrics: ["notices.issued"], period: "2024"}) { rows { nodes { values { amount } } } } }`, nil, "").Data)
	}
	before := notices()
	if got := issue("true").IssueLetters; got.Issued == 0 || got.Issued != len(got.Letters) || got.Submission != nil || got.Mails != 0 || notices() != before {
		t.Errorf("dry: %+v", got)
	}
	first := issue("false").IssueLetters
	if first.Issued != len(first.Letters) || first.Submission == nil || first.Mails != 1 || !strings.Contains(notices(), fmt.Sprintf(`"%d"`, first.Issued)) {
		t.Errorf("%+v, %s", first, notices())
	}
	if got := issue("false").IssueLetters; got.Issued != 0 || got.Submission != nil || got.Mails != 0 || len(got.Letters) != len(first.Letters) {
		t.Errorf("a second time: %+v", got)
	}
	kept, err := who.Mails(t.Context(), 10)
	if err != nil || len(kept) != 1 || kept[0].Address != "nong@test.example" || !strings.Contains(kept[0].Subject, "会议数量") || kept[0].By != "office" || !strings.Contains(kept[0].Body, "同比") {
		t.Errorf("%+v, %v", kept, err)
	}
	if r := askAs(t, h, callers[2], `mutation { issueLetters(input: {period: "2023"}) { issued } }`, nil, ""); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("a department: %s %+v", r.Data, r.Errors)
	}
}
