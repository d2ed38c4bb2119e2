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
	var directory []byte // the one that was checked before, which holds for what is checked after it
	directoryPath := ""
	err = loader.EachFile(ctx, paths, func(path string, file *os.File, size int64) error {
		answer, err := server.submit(ctx, path, file, size, o, directoryPath, directory)
		if err != nil {
			return err
		}
		result, sentences := answer.result(path, o.DryRun)
		show.change = func(change loaders.Change) string { return sentences[change] }
		show.result(result)
		if o.DryRun && result.Status == loaders.Loaded && slices.Contains(result.Kinds, "department") {
			directoryPath = path
			directory, err = io.ReadAll(io.NewSectionReader(file, 0, size))
		}
		return err
	})
	show.endProgress()
	if err != nil {
		return err
	}
	return show.end()
}

// submit sends one file, behind the directory that is to be checked before it, if there is one.
func (s *remote) submit(ctx context.Context, path string, file io.ReadSeeker, size int64, o loaders.Options, directoryPath string, directory []byte) (submitted, error) {
	var answer struct{ Submit submitted }
	begin, boundary, end, err := uploadOf(path, o, directoryPath, directory)
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
func uploadOf(path string, o loaders.Options, directoryPath string, directory []byte) (begin []byte, contentType string, end []byte, err error) {
	input, err := submitInput(path, o)
	if err != nil {
		return nil, "", nil, err
	}
	question, given := "Submit", variables{"input": input}
	places := map[string][]string{"0": {"variables.input.file"}}
	if directory != nil {
		question = "CheckAfter"
		given["directory"] = variables{"file": nil, "dryRun": true}.given("folder", folderOf(directoryPath))
		places["1"] = []string{"variables.directory.file"}
	}
	operations, err1 := json.Marshal(map[string]any{"query": questionText(question), "operationName": question, "variables": given})
	where, err2 := json.Marshal(places)
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	if err := cmp.Or(err1, err2, parts.WriteField("operations", string(operations)), parts.WriteField("map", string(where))); err != nil {
		return nil, "", nil, err
	}
	if directory != nil {
		part, err := parts.CreateFormFile("1", filepath.Base(directoryPath))
		if err == nil {
			_, err = part.Write(directory)
		}
		if err != nil {
			return nil, "", nil, err
		}
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

// submitInput is what is said of a file.
func submitInput(path string, o loaders.Options) (variables, error) {
	input := variables{"file": nil, "quarantine": o.Quarantine, "dryRun": o.DryRun}
	input.given("kind", o.Kind).given("department", o.Department).given("receiptReason", o.Reason).given("submittedBy", o.SubmittedBy).given("covers", string(o.Covers)).
		given("folder", folderOf(path))
	if o.Period != "" {
		period, err := jianfu.ParsePeriod(o.Period)
		if err != nil {
			return nil, err
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
	return input, nil
}

// folderOf are the folders of a path, as far as they can say of when a file is: 2023年/5月. "" is none.
func folderOf(path string) string {
	const deepest = 3
	folders := strings.FieldsFunc(filepath.ToSlash(filepath.Dir(path)), func(r rune) bool { return r == '/' })
	folders = slices.DeleteFunc(folders, func(folder string) bool { return strings.Trim(folder, ".") == "" })
	return strings.Join(folders[max(0, len(folders)-deepest):], "/")
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
