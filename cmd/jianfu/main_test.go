package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == workerArgument { // of a server that runs in this process
		main()
	}
	testscript.Main(m, map[string]func(){"jianfu": main})
}

// TestScripts runs the program as people do, each script in a folder of its own that holds
// the sample city (yunzhou) and the faulty files (bad).
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			for _, folder := range []string{"yunzhou", "bad"} {
				if err := os.CopyFS(filepath.Join(env.WorkDir, folder), os.DirFS(filepath.Join("../../testdata", folder))); err != nil {
					return err
				}
			}
			env.Values[processKey{}] = &process{}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"city": cityLoaded, "start": start, "stop": stop, "http": request,
			"status": status, "misuse": refusedAsMisuse, "cells": cells, "document": document,
		},
	})
}

// loadedCity is the sample city as it was received on 10 January 2024, and the correction
// of 20 February: loading it takes seconds, so the scripts that only ask share it.
var loadedCity = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "jianfu-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	city := filepath.Join(folder, "yunzhou")
	if err := os.CopyFS(city, os.DirFS("../../testdata/yunzhou")); err != nil {
		return nil, err
	}
	later := filepath.Join(folder, "later")
	if err := os.Rename(filepath.Join(city, "更正"), later); err != nil {
		return nil, err
	}
	file := filepath.Join(folder, "city.duckdb")
	for _, load := range [][]string{{city, "--received-at", "2024-01-10T09:00:00+08:00"}, {later, "--received-at", "2024-02-20T09:00:00+08:00"}} {
		var said bytes.Buffer
		args := append([]string{"load", "--warehouse", file, "--submitted-by", "王芳"}, load...)
		if code := run(context.Background(), args, nil, &said, &said, func(string) string { return "" }); code != done {
			return nil, &loadError{said.String()}
		}
	}
	return os.ReadFile(file)
})

type loadError struct{ said string }

func (e *loadError) Error() string { return "load the sample city: " + e.said }

// city FILE puts the loaded city into a file.
func cityLoaded(ts *testscript.TestScript, _ bool, args []string) {
	content, err := loadedCity()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o644))
}

// process is the program, running beside a script.
type process struct {
	stop   context.CancelFunc // nil where none runs
	end    func()             // stops it, if it runs, and waits for its output
	ended  chan int
	stderr bytes.Buffer // to be read when it has ended
}

type processKey struct{}

var announced = regexp.MustCompile(`http://[^/\s（(]+/`)

// start ARGS... runs jianfu in this process until stop, and sets URL once it prints its
// address.
func start(ts *testscript.TestScript, _ bool, args []string) {
	p := ts.Value(processKey{}).(*process)
	url, err := p.begin(args, ts.Getenv)
	ts.Defer(p.end)
	ts.Check(err)
	ts.Setenv("URL", url)
}

// begin runs jianfu in this process and returns the address that it prints.
func (p *process) begin(args []string, getenv func(string) string) (url string, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	rest := make(chan struct{})
	p.stop, p.ended, p.end = cancel, make(chan int, 1), func() { cancel(); <-rest }
	go func() {
		code := run(ctx, args, nil, writer, &p.stderr, getenv)
		writer.Close()
		p.ended <- code
	}()
	lines := bufio.NewReader(reader)
	for url == "" && err == nil {
		var line string
		line, err = lines.ReadString('\n')
		url = announced.FindString(line)
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines) // or the program would wait for a reader; ends with it
		close(rest)
	}()
	if err != nil {
		cancel()
		return "", fmt.Errorf("status %d: %s", <-p.ended, p.stderr.String())
	}
	return strings.TrimSuffix(url, "/"), nil
}

// cells FILE shows a workbook as text: a line for each row, its cells as they are shown, and after a
// cell that is hatched a slash.
func cells(ts *testscript.TestScript, _ bool, args []string) {
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		ts.Check(err)
		for i, row := range rows {
			for j := range row {
				name, err := excelize.CoordinatesToCellName(j+1, i+1)
				ts.Check(err)
				id, err := book.GetCellStyle(sheet, name)
				ts.Check(err)
				style, err := book.GetStyle(id)
				ts.Check(err)
				if style.Fill.Pattern > 1 {
					row[j] += "/"
				}
			}
			_, err := fmt.Fprintln(ts.Stdout(), strings.Join(row, "|"))
			ts.Check(err)
		}
	}
}

// document FILE shows the paragraphs of a .docx, and the rows of its tables as those of Markdown.
func document(ts *testscript.TestScript, _ bool, args []string) {
	archive, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer archive.Close()
	content, err := fs.ReadFile(archive, "word/document.xml")
	ts.Check(err)
	text := strings.NewReplacer("<w:tr>", "| ", "</w:tc>", " | ", "</w:tr>", "\n").Replace(string(content))
	text = regexp.MustCompile(`</w:p>`).ReplaceAllString(text, "\n")
	text = strings.ReplaceAll(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, ""), "\n | ", " | ")
	_, err = fmt.Fprintln(ts.Stdout(), text)
	ts.Check(err)
}

// stop ends what start began, with the status that it demands, and shows what it said.
func stop(ts *testscript.TestScript, _ bool, args []string) {
	p := ts.Value(processKey{}).(*process)
	if p.stop == nil {
		ts.Fatalf("nothing was started")
	}
	p.stop()
	if code := <-p.ended; strconv.Itoa(code) != args[0] {
		ts.Fatalf("ended with status %d: %s", code, p.stderr.String())
	}
	_, err := p.stderr.WriteTo(ts.Stderr())
	ts.Check(err)
	p.stop = nil
}

// status CODE COMMAND... runs a command that must end with a status.
func status(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		code, err = exit.ExitCode(), nil
	}
	ts.Check(err)
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("ended with status %d", code)
	}
}

// misuse 'COMMAND...' PATTERN runs a command that must end with status 2 and one sentence,
// and make no warehouse.
func refusedAsMisuse(ts *testscript.TestScript, _ bool, args []string) {
	status(ts, false, append([]string{"2"}, strings.Fields(args[0])...))
	if said := ts.ReadFile("stderr"); !regexp.MustCompile(args[1]).MatchString(said) || strings.Count(said, "\n") != 1 && !strings.Contains(said, "yml") {
		ts.Fatalf("stderr is %q", said)
	}
	if said := ts.ReadFile("stdout"); said != "" {
		ts.Fatalf("stdout is %q", said)
	}
	if _, err := os.Stat(ts.MkAbs("jianfu.duckdb")); !errors.Is(err, fs.ErrNotExist) {
		ts.Fatalf("a warehouse was made")
	}
}

// http [Header:value...] STATUS METHOD URL [BODY-FILE] asks, demands a status, and shows
// the answer's headers and body.
func request(ts *testscript.TestScript, _ bool, args []string) {
	header := http.Header{}
	host := ""
	for strings.Contains(args[0], ":") {
		name, value, _ := strings.Cut(args[0], ":")
		if name == "Host" {
			host = value
		}
		header.Add(name, value)
		args = args[1:]
	}
	var body io.Reader
	if len(args) > 3 {
		body = strings.NewReader(ts.ReadFile(args[3]))
	}
	r, err := http.NewRequestWithContext(context.Background(), args[1], args[2], body)
	ts.Check(err)
	r.Header, r.Host = header, host
	response, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer response.Body.Close()
	ts.Check(response.Header.Write(ts.Stdout()))
	_, err = io.Copy(ts.Stdout(), response.Body)
	ts.Check(err)
	if strconv.Itoa(response.StatusCode) != args[0] {
		ts.Fatalf("status %s", response.Status)
	}
}
