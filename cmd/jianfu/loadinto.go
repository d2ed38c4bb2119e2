package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/loaders"
	"jianfu/warehouse"
)

// loadInto sends files to a server, one after another, and reports each as load does.
func (p *program) loadInto(ctx context.Context, server *remote, paths []string, o loaders.Options, asJSON bool) (err error) {
	var kinds struct {
		Kinds []struct{ Kind, Label string }
	} // asked first: who may not file learns it before a long upload
	if err := server.read(ctx, "Kinds", nil, &kinds); err != nil {
		return err
	}
	empty, err := p.empty(ctx)
	if err != nil {
		return err
	}
	defer closing(empty, &err)
	contracts, err := p.contracts()
	if err != nil {
		return err
	}
	loader, err := loaders.New(ctx, empty, contracts) // it opens the files in their order, and loads nothing
	if err != nil {
		return err
	}
	show := &loading{program: p, asJSON: asJSON, counts: map[loaders.Status]int{}}
	show.name = func(kind string) string {
		if i := slices.IndexFunc(kinds.Kinds, func(k struct{ Kind, Label string }) bool { return k.Kind == kind }); i >= 0 {
			return kinds.Kinds[i].Label
		}
		return kind
	}
	show.wanting = func(...loaders.Result) ([]loaders.Warning, error) { return nil, nil } // the server says it with each file
	o.Progress = show.onTerminal()
	err = loader.EachFile(ctx, paths, func(path string, file *os.File, size int64) error {
		answer, err := server.submit(ctx, path, file, size, o)
		if err == nil {
			result, sentences := answer.result(path, o.DryRun)
			show.change = func(change loaders.Change) string { return sentences[change] }
			show.result(result)
		}
		return err
	})
	show.endProgress()
	if err != nil {
		return err
	}
	return show.end()
}

// submit sends one file.
func (s *remote) submit(ctx context.Context, path string, file io.ReadSeeker, size int64, o loaders.Options) (submitted, error) {
	var answer struct{ Submit submitted }
	begin, boundary, end, err := uploadOf(path, o)
	if err != nil {
		return answer.Submit, err
	}
	var data json.RawMessage
	err = s.patiently(ctx, func() error {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		content := io.Reader(file)
		if o.Progress != nil {
			content = &counted{Reader: file, total: size, progress: o.Progress}
		}
		body := io.MultiReader(bytes.NewReader(begin), content, bytes.NewReader(end))
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url.JoinPath("graphql").String(), body)
		if err != nil {
			return err
		}
		request.ContentLength = int64(len(begin)) + size + int64(len(end))
		request.Header.Set("Content-Type", boundary)
		request.Header.Set("Accept", "application/json")
		data, err = s.graphql(request)
		if jianfu.ErrorCode(err) == jianfu.NotFound && ctx.Err() == nil { // the connection broke
			return jianfu.Errorf(jianfu.NotFound, "与 %[1]s 的连接中断，%[2]s 是否已入库不能确定：请再载入一次，同一文件不会重复入库", "the connection to %[1]s broke, and it is not known whether %[2]s was stored: load it again, as the same file is never stored twice", s.url.String(), path).Because(err)
		}
		return err
	})
	if err != nil {
		return answer.Submit, err
	}
	return answer.Submit, json.Unmarshal(data, &answer)
}

// uploadOf is what a request with a file has before and after its content (GraphQL multipart request specification).
func uploadOf(path string, o loaders.Options) (begin []byte, contentType string, end []byte, err error) {
	input := variables{"file": nil, "quarantine": o.Quarantine, "dryRun": o.DryRun}
	input.given("kind", o.Kind).given("department", o.Department).given("receiptReason", o.Reason).given("submittedBy", o.SubmittedBy).given("covers", string(o.Covers))
	if o.Period != "" {
		period, err := jianfu.ParsePeriod(o.Period)
		if err != nil {
			return nil, "", nil, err
		}
		input["period"] = period.String()
	}
	if !o.ReceivedAt.IsZero() {
		input["receivedAt"] = o.ReceivedAt.Format(time.RFC3339Nano)
	}
	var explanations []variables
	for _, e := range o.Explained {
		explanations = append(explanations, variables{"text": e.Text}.given("finding", e.Finding))
	}
	input["explanations"] = explanations
	operations, err := json.Marshal(map[string]any{"query": questionText("Submit"), "operationName": "Submit", "variables": variables{"input": input}})
	if err != nil {
		return nil, "", nil, err
	}
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	err = cmp.Or(parts.WriteField("operations", string(operations)), parts.WriteField("map", `{"0":["variables.input.file"]}`))
	if err != nil {
		return nil, "", nil, err
	}
	if _, err := parts.CreateFormFile("0", filepath.Base(path)); err != nil {
		return nil, "", nil, err
	}
	begin = bytes.Clone(form.Bytes())
	form.Reset()
	if err := parts.Close(); err != nil {
		return nil, "", nil, err
	}
	return begin, parts.FormDataContentType(), form.Bytes(), nil
}

// counted tells how much of a file has been sent.
type counted struct {
	io.Reader
	done, total int64
	progress    func(done, total int64)
}

func (c *counted) Read(into []byte) (int, error) {
	n, err := c.Reader.Read(into)
	c.done += int64(n)
	c.progress(c.done, c.total)
	return n, err
}

// submitted is what a server answers to Submit.
type submitted struct {
	Status     string
	Submission *struct {
		ID     int64 `json:",string"`
		Commit int64
	}
	Kinds                    []string
	Rows, Rejected           int64
	Explained, MoreChanges   int
	IgnoredColumns, Warnings []string
	Replaced                 []struct {
		warehouse.SliceKey
		RowsBefore, Rows int64
	}
	Changes []struct {
		loaders.Change
		Record   string
		Row      int
		Sentence string
	}
	Errors []struct {
		Sheet, Column, Value, Message, Finding string
		Row                                    int
		Code                                   string
	}
	BackDated *struct{ From, Until time.Time }
}

// result is the answer as the result of a load, with what the server says of each change.
func (a submitted) result(path string, dryRun bool) (r loaders.Result, sentences map[loaders.Change]string) {
	sentences = map[loaders.Change]string{}
	r = loaders.Result{File: path, Status: loaders.Status(strings.ToLower(a.Status)), DryRun: dryRun, Kinds: a.Kinds, Rows: a.Rows, Rejected: a.Rejected,
		Explained: a.Explained, MoreChanges: a.MoreChanges, IgnoredColumns: a.IgnoredColumns}
	if a.Submission != nil {
		r.Submission = a.Submission.ID
		if r.Status == loaders.Loaded {
			r.Commit = a.Submission.Commit
		}
	}
	if a.BackDated != nil {
		r.BackDated = warehouse.Moments{From: a.BackDated.From, Until: a.BackDated.Until}
	}
	for _, replaced := range a.Replaced {
		r.Replaced = append(r.Replaced, warehouse.Replaced{Slice: replaced.SliceKey, RowsBefore: replaced.RowsBefore, Rows: replaced.Rows})
	}
	for _, c := range a.Changes {
		c.Change.Row, c.Number = c.Record, c.Row
		r.Changes = append(r.Changes, c.Change)
		sentences[c.Change] = c.Sentence
	}
	for _, warning := range a.Warnings {
		r.Warnings = append(r.Warnings, loaders.Warning{Text: said(warning)})
	}
	for _, f := range a.Errors {
		r.Faults = append(r.Faults, jianfu.Fault{File: path, Sheet: f.Sheet, Row: f.Row, Column: f.Column, Value: f.Value, Code: jianfu.FaultCode(strings.ToLower(f.Code)), Text: said(f.Message), Finding: f.Finding})
	}
	return r, sentences
}
