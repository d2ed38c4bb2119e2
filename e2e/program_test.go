package e2e_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is the program as people install it, built once for the tests that kill it or let it run
// for long.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "jianfu-program-")
	if err != nil {
		return "", err
	}
	programFolder = folder
	path := filepath.Join(folder, "jianfu")
	if out, err := exec.Command("go", "build", "-o", path, "jianfu/cmd/jianfu").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return path, nil
})

var programFolder string // removed when the tests have ended

// command is the program with arguments, in English.
func command(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, arguments...)
	cmd.Env = append(os.Environ(), "LANG=en_US.UTF-8", "LC_ALL=", "LC_MESSAGES=")
	return cmd
}

// running is a server of a process of its own.
type running struct {
	cmd     *exec.Cmd
	url     string // of HTTP, without a slash
	pg      string // host and port
	stderr  *lockedBuffer
	stopped sync.Once
	ended   error
}

// lockedBuffer keeps what a process says.
type lockedBuffer struct {
	lock   sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.buffer.String()
}

var servedAt, wireAt = regexp.MustCompile(`http://([^/]+)/`), regexp.MustCompile(`-h (\S+) -p (\d+)`)

// serveProgram starts a server over a warehouse and waits until it answers. It is killed when the
// test ends, if it still runs.
func serveProgram(t *testing.T, warehouse string) *running {
	t.Helper()
	cmd := command(t, "serve", "--warehouse", warehouse, "--listen", "127.0.0.1:0", "--pg", "127.0.0.1:0")
	r := &running{cmd: cmd, stderr: &lockedBuffer{}}
	cmd.Stderr = r.stderr
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.end(syscall.SIGKILL) }) // it may have ended
	lines := bufio.NewScanner(output)
	for (r.url == "" || r.pg == "") && lines.Scan() {
		if found := servedAt.FindStringSubmatch(lines.Text()); found != nil {
			r.url = "http://" + found[1]
		}
		if found := wireAt.FindStringSubmatch(lines.Text()); found != nil {
			r.pg = found[1] + ":" + found[2]
		}
	}
	if r.url == "" || r.pg == "" {
		t.Fatalf("the server did not start: %v\n%s", r.end(syscall.SIGKILL), r.stderr)
	}
	go func() { _, _ = io.Copy(io.Discard, output) }() // nothing else is said there
	return r
}

// end ends the server by a signal, and returns how it ended.
func (r *running) end(signal syscall.Signal) error {
	r.stopped.Do(func() {
		_ = r.cmd.Process.Signal(signal) // it may have ended by itself
		r.ended = r.cmd.Wait()
	})
	return r.ended
}

// client keeps connections open, as many as there are readers.
var client = &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}

// uploaded is the answer to an upload.
type uploaded struct {
	Status     string
	Submission *struct {
		ID     string
		Commit int64
	}
}

// upload files a file through a server. Busy is when to come back.
func (r *running) upload(name string, content []byte) (answer uploaded, busy time.Duration, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	operations := `{"query": "mutation ($file: Upload!) { submit(input: {file: $file}) { status submission { id commit } } }", "variables": {"file": null}}`
	for _, field := range [][2]string{{"operations", operations}, {"map", `{"0": ["variables.file"]}`}} {
		if err := form.WriteField(field[0], field[1]); err != nil {
			return answer, 0, err
		}
	}
	file, err := form.CreateFormFile("0", name)
	if err != nil {
		return answer, 0, err
	}
	if _, err := file.Write(content); err != nil {
		return answer, 0, err
	}
	if err := form.Close(); err != nil {
		return answer, 0, err
	}
	var data struct{ Submit uploaded }
	busy, err = r.post(&data, &body, "Content-Type", form.FormDataContentType(), "GraphQL-Require-Preflight", "1")
	return data.Submit, busy, err
}

// ask sends an operation.
func (r *running) ask(into any, query string, variables map[string]any) (busy time.Duration, err error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return 0, err
	}
	return r.post(into, bytes.NewReader(body), "Content-Type", "application/json")
}

func (r *running) post(into any, body io.Reader, headers ...string) (busy time.Duration, err error) {
	_, text, busy, err := r.send(http.MethodPost, "/graphql", body, headers...)
	if err != nil || busy > 0 {
		return busy, err
	}
	return readAnswer(text, into)
}

// readAnswer reads the data of an operation's answer.
func readAnswer(text []byte, into any) (busy time.Duration, err error) {
	var answer struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Extensions struct {
				Code       string
				RetryAfter int
			}
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		return 0, fmt.Errorf("not JSON: %.300s", text)
	}
	switch {
	case len(answer.Errors) == 0:
		return 0, json.Unmarshal(answer.Data, into)
	case answer.Errors[0].Extensions.Code == "BUSY" && answer.Errors[0].Extensions.RetryAfter > 0:
		return time.Duration(answer.Errors[0].Extensions.RetryAfter) * time.Second, nil
	}
	return 0, fmt.Errorf("%+v", answer.Errors)
}

// send sends any request that should be answered with 200, or with a time to come back.
func (r *running) send(method, address string, body io.Reader, headers ...string) (header http.Header, text []byte, busy time.Duration, err error) {
	request, err := http.NewRequest(method, r.url+address, body)
	if err != nil {
		return nil, nil, 0, err
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, 0, err
	}
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	if err != nil {
		return nil, nil, 0, err
	}
	if response.StatusCode == http.StatusServiceUnavailable {
		if busy, err = time.ParseDuration(response.Header.Get("Retry-After") + "s"); err == nil && busy > 0 {
			return response.Header, text, busy, nil
		}
	}
	if response.StatusCode != http.StatusOK {
		return nil, nil, 0, fmt.Errorf("%s %s: %s: %.300s", method, address, response.Status, text)
	}
	return response.Header, text, 0, nil
}
