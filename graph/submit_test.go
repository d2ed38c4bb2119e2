package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianfu/e2e/city"
	"jianfu/graph"
)

const submit = `mutation ($input: SubmitInput!) { submit(input: $input) { status rows rejected kinds ignoredColumns warnings
	submission { id file sha256 bytes kinds kind submittedBy receivedAt loadedAt rowsRead rowsLoaded rowsRejected slices slicesInForce withdrawnAt rejects { totalCount nodes { sheet row column value code message } } }
	replaced { kind department period rowsBefore rows } changes { kind department period record column old new sheet row sentence } moreChanges errors { file sheet row column value code message } faultyRows { sheet row cells { column value } } } }`

type filed struct {
	Submit struct {
		Status         string
		Rows, Rejected int
		Kinds          []string
		Submission     *struct {
			ID, File, SHA256, Kind              string
			SubmittedBy                         *string
			ReceivedAt                          string
			Bytes, RowsRead, RowsLoaded         int
			RowsRejected, Slices, SlicesInForce int
			Rejects                             struct {
				TotalCount int
				Nodes      []fault
			}
		}
		Replaced []struct {
			Kind, Period     string
			Department       *string
			RowsBefore, Rows int
		}
		Changes []struct {
			Kind, Period, Sentence                      string
			Department, Record, Column, Old, New, Sheet *string
			Row                                         *int
		}
		MoreChanges int
		Errors      []fault
		FaultyRows  []struct {
			Sheet *string
			Row   int
			Cells []struct {
				Column string
				Value  *string
			}
		}
	}
}

type fault struct {
	File, Code, Message  string
	Sheet, Column, Value *string
	Row                  *int
}

// heldInMay is the figure that the correction changes.
func heldInMay(s *server, asOf *string) string {
	s.t.Helper()
	var data struct {
		Measure struct {
			Rows struct {
				Nodes []struct{ Values []struct{ Text string } }
			}
		}
	}
	s.ask(&data, `query ($asOf: DateTime) { measure(input: {metrics: ["meetings.held"], period: "2023-05", asOf: $asOf}) { rows { nodes { values { text } } } } }`,
		map[string]any{"asOf": asOf})
	return data.Measure.Rows.Nodes[0].Values[0].Text
}

// A correction replaces, the same bytes change nothing, a withdrawal restores, and the past can be
// queried.
func TestCorrectionAndWithdrawal(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	before := heldInMay(s, nil)
	var dry filed
	s.upload(&dry, submit, map[string]any{"dryRun": true}, correction(t))
	if dry.Submit.Status != "LOADED" || dry.Submit.Submission != nil || heldInMay(s, nil) != before {
		t.Errorf("a dry run: %+v", dry.Submit)
	}
	gone := 0 // the correction has two rows in place of four
	for _, c := range dry.Submit.Changes {
		if c.Kind != "meeting" || c.Period != "2023-05" || c.Department == nil || c.Record == nil || !strings.Contains(c.Sentence, "2023年5月") {
			t.Errorf("a change: %+v", c)
		}
		if c.Column == nil && c.New == nil && c.Row == nil {
			gone++
		}
	}
	if gone < 2 || dry.Submit.MoreChanges != 0 {
		t.Errorf("%d rows go: %+v", gone, dry.Submit.Changes)
	}
	var corrected filed
	s.upload(&corrected, submit, map[string]any{"submittedBy": "王工"}, correction(t))
	c := corrected.Submit
	if c.Status != "LOADED" || c.Submission == nil || c.Submission.Kind != "meeting" || *c.Submission.SubmittedBy != "王工" ||
		c.Submission.File != filepath.Base(city.Correction) || len(c.Submission.SHA256) != 64 || c.Rows != c.Submission.RowsLoaded || len(c.Errors) != 0 {
		t.Fatalf("the correction: %+v", c)
	}
	if len(c.Replaced) == 0 || c.Replaced[0].Period != "2023-05" || c.Replaced[0].Department == nil || c.Replaced[0].Kind != "meeting" {
		t.Errorf("replaced: %+v", c.Replaced)
	}
	after := heldInMay(s, nil)
	if after == before {
		t.Errorf("the correction changes nothing: %s", after)
	}
	var again filed
	s.upload(&again, submit, nil, correction(t))
	if again.Submit.Status != "UNCHANGED" || again.Submit.Submission.ID != c.Submission.ID {
		t.Errorf("again: %+v", again.Submit)
	}
	var withdrawn struct {
		Withdraw struct {
			Submission struct {
				SlicesInForce                             int
				WithdrawnAt, WithdrawnBy, WithdrawnReason string
			}
		}
	}
	withdrawal := map[string]any{"input": map[string]any{"submission": c.Submission.ID, "reason": "报错了月份", "withdrawnBy": "李科长"}}
	const withdraw = `mutation ($input: WithdrawInput!) { withdraw(input: $input) { submission { slicesInForce withdrawnAt withdrawnBy withdrawnReason } } }`
	s.ask(&withdrawn, withdraw, withdrawal)
	w := withdrawn.Withdraw.Submission
	if w.SlicesInForce != 0 || w.WithdrawnAt == "" || w.WithdrawnBy != "李科长" || w.WithdrawnReason != "报错了月份" {
		t.Errorf("withdrawn: %+v", w)
	}
	if restored := heldInMay(s, nil); restored != before {
		t.Errorf("after the withdrawal %s, before the correction %s", restored, before)
	}
	if past := heldInMay(s, &c.Submission.ReceivedAt); past != after {
		t.Errorf("as of the correction %s, then it was %s", past, after)
	}
	if code, _ := s.refused(withdraw, withdrawal); code != "CONFLICT" {
		t.Errorf("withdrawing twice: %s", code)
	}
	var list struct {
		All, Withdrawn struct {
			Nodes []struct{ ID string }
		}
	}
	s.ask(&list, `{ all: submissions { nodes { id } } withdrawn: submissions(filter: {withdrawn: true, kind: meeting, file: "更正"}) { nodes { id } } }`, nil)
	if len(list.All.Nodes) != 3 || list.All.Nodes[0].ID != c.Submission.ID || len(list.Withdrawn.Nodes) != 1 {
		t.Errorf("listed: %+v", list)
	}
	var paged struct {
		Submissions struct {
			Nodes    []struct{ ID string }
			PageInfo struct {
				HasNextPage bool
				EndCursor   string
			}
		}
	}
	s.ask(&paged, `{ submissions(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } }`, nil)
	if len(paged.Submissions.Nodes) != 2 || !paged.Submissions.PageInfo.HasNextPage {
		t.Errorf("first page: %+v", paged)
	}
	s.ask(&paged, `query ($after: Cursor) { submissions(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
		map[string]any{"after": paged.Submissions.PageInfo.EndCursor})
	if len(paged.Submissions.Nodes) != 1 || paged.Submissions.PageInfo.HasNextPage {
		t.Errorf("second page: %+v", paged)
	}
}

// Every faulty file is refused in the payload, with all its faults, and leaves no trace.
func TestFaultyFilesAreRefused(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	text, err := os.ReadFile("../testdata/bad/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected []struct {
		File, Sheet, Column, Code string
		Row                       int
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	files := map[string]int{}
	for _, want := range expected {
		files[want.File]++
	}
	for file, faults := range files {
		var data filed
		s.upload(&data, submit, nil, "../testdata/bad/"+file)
		if data.Submit.Status != "REFUSED" || data.Submit.Submission != nil || len(data.Submit.Errors) != faults {
			t.Errorf("%s: %+v", file, data.Submit)
		}
		shown := map[string]string{} // the cells of the faulty rows
		for _, row := range data.Submit.FaultyRows {
			for _, cell := range row.Cells {
				shown[fmt.Sprint(textOf(row.Sheet), row.Row, cell.Column)] = textOf(cell.Value)
			}
		}
		for _, f := range data.Submit.Errors {
			if f.Code == "MISSING_COLUMN" || f.Row == nil || f.Column == nil {
				continue // it belongs to no row
			}
			if text, ok := shown[fmt.Sprint(textOf(f.Sheet), *f.Row, *f.Column)]; !ok || text != textOf(f.Value) {
				t.Errorf("%s: the row %d that is at fault is shown as %q, not %q: %v", file, *f.Row, text, textOf(f.Value), data.Submit.FaultyRows)
			}
		}
		for _, want := range expected {
			if want.File != file {
				continue
			}
			if !slices.ContainsFunc(data.Submit.Errors, func(f fault) bool {
				return f.Code == strings.ToUpper(want.Code) && textOf(f.Sheet) == want.Sheet && textOf(f.Column) == want.Column && (f.Row == nil && want.Row == 0 || f.Row != nil && *f.Row == want.Row) &&
					f.File == file && f.Message != ""
			}) {
				t.Errorf("want %+v, have %+v", want, data.Submit.Errors)
			}
		}
	}
	var list struct {
		Submissions struct{ Nodes []struct{ ID string } }
	}
	s.ask(&list, `{ submissions { nodes { id } } }`, nil)
	if len(list.Submissions.Nodes) != 2 {
		t.Errorf("refused files left a trace: %+v", list)
	}
}

// An uploaded file is gone when it is answered, loaded or refused. Not parallel: the folder of
// temporary files is the process's.
func TestUploadsAreRemoved(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s := freshCity(t)
	for path, status := range map[string]string{correction(t): "LOADED", "../testdata/bad/截断.xlsx": "REFUSED"} {
		var data filed
		s.upload(&data, submit, nil, path)
		if data.Submit.Status != status {
			t.Errorf("%s: %s", path, data.Submit.Status)
		}
	}
	s.upload(nil, `mutation { nothing }`, nil, correction(t))
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A quarantining load takes the good rows and reports the others.
func TestQuarantine(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	var data filed
	s.upload(&data, submit, map[string]any{"quarantine": true, "kind": "meeting"}, "../testdata/bad/人数为负.xlsx")
	f := data.Submit
	if f.Status != "LOADED" || f.Rejected != 1 || f.Submission == nil || f.Submission.RowsRejected != 1 || f.Submission.Rejects.TotalCount != 1 {
		t.Fatalf("%+v", f)
	}
	reject := f.Submission.Rejects.Nodes[0]
	if reject.Code != "OUT_OF_RANGE" || *reject.Row != 4 || *reject.Sheet != "3月" {
		t.Errorf("reject %+v", reject)
	}
	var notices struct {
		Measure struct {
			Notices []struct {
				Code, Text string
				Slices     struct {
					TotalCount int
					Nodes      []struct{ Kind, Department, Period string }
				}
			}
		}
	}
	s.ask(&notices, `{ measure(input: {metrics: ["meetings.held"], period: "2023-03"}) { notices { code text slices { totalCount nodes { kind department period } } } } }`, nil)
	told := map[string]bool{}
	for _, n := range notices.Measure.Notices {
		for _, slice := range n.Slices.Nodes {
			told[n.Code] = told[n.Code] || n.Text != "" && slice.Kind == "meeting" && slice.Department != "" && slice.Period == "2023-03" && n.Slices.TotalCount >= len(n.Slices.Nodes)
		}
	}
	if !told["REJECTED_ROWS"] || !told["INCOMPLETE_PERIOD"] {
		t.Errorf("notices %+v", notices)
	}
}

// A form is accepted from a page of this host, or if the browser would have asked first: any page
// can send one with the rights of its reader.
func TestUploadFromAnotherHost(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	const check = `mutation ($input: SubmitInput!) { submit(input: $input) { status } }`
	for origin, status := range map[string]int{"": 400, s.url: 200, "https://evil.example": 400, "null": 400} {
		if response := s.upload(nil, check, map[string]any{"dryRun": true}, correction(t), "Origin", origin); response.StatusCode != status {
			t.Errorf("from %q: %d, want %d", origin, response.StatusCode, status)
		}
	}
	for _, name := range graph.PreflightHeaders {
		if response := s.upload(nil, check, map[string]any{"dryRun": true}, correction(t), "Origin", "", name, "1"); response.StatusCode != http.StatusOK {
			t.Errorf("with %s: %d", name, response.StatusCode)
		}
	}
}

func TestMalformedUploads(t *testing.T) {
	t.Parallel()
	c := over(city.Open(t))
	c.MaxUpload = 10_000
	s := serve(t, c)
	const boundary = "x"
	part := func(disposition, body string) string {
		return "--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + body + "\r\n"
	}
	operations := part(`name="operations"`, `{"query":"mutation($f: Upload!){submit(input:{file:$f}){status}}","variables":{"f":null}}`)
	file := part(`name="0"; filename="a.csv"`, "x")
	for name, form := range map[string]struct {
		body   string
		status int
		code   string
	}{
		"no form":              {"", 400, "INVALID"},
		"no map":               {operations + "--x--\r\n", 400, "INVALID"},
		"files first":          {file + operations, 400, "INVALID"},
		"operations not JSON":  {part(`name="operations"`, "{"), 400, "INVALID"},
		"map not JSON":         {operations + part(`name="map"`, "[]"), 400, "INVALID"},
		"place unknown":        {operations + part(`name="map"`, `{"0":["variables.g.h"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"no variables":         {part(`name="operations"`, `{"query":"mutation($f: Upload!){submit(input:{file:$f}){status}}"}`) + part(`name="map"`, `{"0":["variables.f"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"a list for a map":     {part(`name="operations"`, `{"query":"{__typename}","variables":{"f":[null]}}`) + part(`name="map"`, `{"0":["variables.f.g"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"a place beyond":       {part(`name="operations"`, `{"query":"{__typename}","variables":{"f":[null]}}`) + part(`name="map"`, `{"0":["variables.f.1"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"a place in a text":    {part(`name="operations"`, `{"query":"{__typename}","variables":{"f":"x"}}`) + part(`name="map"`, `{"0":["variables.f.g"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"a place taken":        {part(`name="operations"`, `{"query":"{__typename}","variables":{"f":"x"}}`) + part(`name="map"`, `{"0":["variables.f"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"all variables":        {operations + part(`name="map"`, `{"0":["variables"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"place not a variable": {operations + part(`name="map"`, `{"0":["query"]}`) + file + "--x--\r\n", 400, "INVALID"},
		"file missing":         {operations + part(`name="map"`, `{"0":["variables.f"]}`) + "--x--\r\n", 400, "INVALID"},
		"many files":           {operations + part(`name="map"`, `{`+manyKeys(21)+`}`) + "--x--\r\n", 400, "TOO_LARGE"},
		"beyond the limit":     {operations + part(`name="map"`, `{"0":["variables.f"]}`) + part(`name="0"; filename="a.csv"`, strings.Repeat("x", 20_000)) + "--x--\r\n", 413, "TOO_LARGE"},
		"cut in the file":      {operations + part(`name="map"`, `{"0":["variables.f"]}`) + file[:len(file)-3], 400, "INVALID"},
	} {
		response, body := s.send(http.MethodPost, "/graphql", bytes.NewReader([]byte(form.body)), "Content-Type", "multipart/form-data; boundary="+boundary, "X-Jianfu-Client", "test")
		r := s.parse(body)
		if response.StatusCode != form.status || len(r.Errors) != 1 || r.Errors[0].Extensions.Code != form.code || r.Data != nil {
			t.Errorf("%s: %d %s", name, response.StatusCode, body)
		}
	}
	if logged := s.log.String(); logged != "" {
		t.Errorf("logged: %s", logged)
	}
}

// textOf is "" for null.
func textOf(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

func manyKeys(n int) string {
	var keys []string
	for i := range n {
		keys = append(keys, `"`+strings.Repeat("k", i+1)+`":["variables.f"]`)
	}
	return strings.Join(keys, ",")
}

// A table that covers everybody leaves no unit without a filing, until it is withdrawn.
func TestATableThatCoversEverybody(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	missing := func() (units int, covers *string) {
		t.Helper()
		var data struct {
			Filings     struct{ TotalCount int }
			Submissions struct{ Nodes []struct{ Covers *string } }
		}
		s.ask(&data, `{ filings(period: "2023-05", kinds: [meeting], statuses: [MISSING]) { totalCount } submissions(first: 1) { nodes { covers } } }`, nil)
		return data.Filings.TotalCount, data.Submissions.Nodes[0].Covers
	}
	before, covers := missing()
	if before == 0 || covers != nil {
		t.Fatalf("%d units did not file in May; covers %v", before, covers)
	}
	var done filed
	s.upload(&done, submit, map[string]any{"covers": "ALL"}, correction(t))
	if after, covers := missing(); after != 0 || covers == nil || *covers != "ALL" {
		t.Errorf("%d units are still missing; covers %v; %+v", after, covers, done.Submit)
	}
	s.ask(&struct{}{}, `mutation ($id: ID!) { withdraw(input: {submission: $id, reason: "误报"}) { submission { id } } }`, map[string]any{"id": done.Submit.Submission.ID})
	if after, _ := missing(); after != before {
		t.Errorf("%d units are missing after the withdrawal, want %d", after, before)
	}
}

// A refused mutation says why in its payload to a client that asks there, so that the others of the request keep
// their answers; to one that does not, it is an error.
func TestMutationsSayWhyTheyAreRefused(t *testing.T) {
	t.Parallel()
	s := freshCity(t)
	type payload struct {
		ClientMutationID string
		Status           string
		Submission       *struct{ ID string }
		Finding          *struct{ Key string }
		Refusal          *struct {
			Code, Message string
			Near          []string
		}
	}
	var data struct{ None, Twice, First, Reasonless, Explained payload }
	s.ask(&data, `mutation {
		none: withdraw(input: {submission: "99", reason: "试", clientMutationId: "n"}) { ...w }
		first: withdraw(input: {submission: "2", reason: "试"}) { ...w }
		twice: withdraw(input: {submission: "2", reason: "试"}) { ...w }
		reasonless: withdraw(input: {submission: "1", reason: " "}) { ...w }
		explained: explain(input: {check: "dormantBodie", period: "2023", finding: "x", text: "因为这个机构撤销了", clientMutationId: "e"}) { clientMutationId finding { key } refusal { code message near } }
	} fragment w on WithdrawPayload { clientMutationId submission { id } refusal { code message(lang: EN) near } }`, nil)
	for name, got := range map[string]struct {
		payload
		code string
	}{"none": {data.None, "NOT_FOUND"}, "twice": {data.Twice, "CONFLICT"}, "reasonless": {data.Reasonless, "INVALID"}, "explained": {data.Explained, "INVALID"}} {
		if got.Refusal == nil || got.Refusal.Code != got.code || got.Refusal.Message == "" || got.Submission != nil || got.Finding != nil {
			t.Errorf("%s: %+v, %+v", name, got, got.Refusal)
		}
	}
	if data.First.Refusal != nil || data.First.Submission == nil || data.None.ClientMutationID != "n" || data.Explained.ClientMutationID != "e" || len(data.Explained.Refusal.Near) == 0 {
		t.Errorf("%+v", data)
	}
	const asked = `mutation ($input: SubmitInput!) { submit(input: $input) { clientMutationId status submission { id } refusal { code message near } } }`
	input := map[string]any{"department": "市教育居", "clientMutationId": "s"}
	var sent struct{ Submit payload }
	s.upload(&sent, asked, input, correction(t))
	if p := sent.Submit; p.Refusal == nil || p.Refusal.Code != "INVALID" || len(p.Refusal.Near) == 0 || p.Status != "REFUSED" || p.Submission != nil || p.ClientMutationID != "s" {
		t.Errorf("%+v", p)
	}
	var r reply
	s.upload(&r, submit, input, correction(t))
	if len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INVALID" {
		t.Errorf("%+v", r)
	}
	if code, _ := s.refused(`mutation { withdraw(input: {submission: "2", reason: "试"}) { submission { id } } }`, nil); code != "CONFLICT" {
		t.Error(code)
	}
}
