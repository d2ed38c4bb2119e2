package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// worker is one process that answers one order.
type worker struct {
	pool     *Pool
	cmd      *exec.Cmd
	snapshot warehouse.Snapshot
	input    io.WriteCloser
	pipe     io.Closer // under output
	output   *bufio.Reader
	said     *tail // what it wrote to stderr, for the log
	reaped   chan struct{}

	greeting sync.Once
	missing  []string
	notReady error

	lock   sync.Mutex
	killed Class // why the pool killed it, "" where it did not
}

// start starts a worker over a snapshot. It does not wait until it is ready.
func (p *Pool) start(snapshot warehouse.Snapshot) (*worker, error) {
	name, err := program()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(snapshot.Path) // a snapshot is not the live file: none of our locks depends on it
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	files, derived := []*os.File{file}, ""
	if snapshot.Derived != "" {
		figures, err := os.Open(snapshot.Derived)
		if err != nil {
			return nil, err
		}
		defer func() { _ = figures.Close() }()
		files, derived = append(files, figures), derivedArgument(snapshot.Derived)
	}
	cmd := exec.Command(name) //nolint:noctx // it outlives the statement that it is started for: see kill
	cmd.Args = append(append([]string{}, p.options.Command...), snapshotArgument(snapshot.Path), derived, strconv.Itoa(p.options.Megabytes))
	cmd.Env = []string{"GOMAXPROCS=2", "GOTRACEBACK=none", "MALLOC_ARENA_MAX=2"}
	cmd.Dir = "/"
	if runtime.GOOS == "windows" {
		cmd.Dir = ""
	} else {
		cmd.ExtraFiles = files
	}
	attributes(cmd)
	w := &worker{pool: p, cmd: cmd, snapshot: snapshot, said: &tail{}, reaped: make(chan struct{})}
	cmd.Stderr = w.said
	if w.input, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, w.input.Close())
	}
	w.pipe, w.output = output, bufio.NewReaderSize(output, batch)
	started := make(chan error, 1)
	select {
	case p.starts <- func() { started <- cmd.Start() }:
		err = <-started
	case <-p.stopped:
		err = errors.New("the pool is closed")
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start a worker: %w", err), w.input.Close(), output.Close())
	}
	standBack(cmd.Process.Pid)
	p.alive.Add(1)
	return w, nil
}

// ready waits until the worker reports that it is ready.
func (w *worker) ready() error {
	w.greeting.Do(func() {
		kind, content, err := readFrame(w.output, nil)
		var r readiness
		if err == nil && kind == frameReady {
			err = json.Unmarshal(content, &r)
		}
		if err != nil || kind != frameReady {
			w.notReady = fmt.Errorf("the worker did not get ready (%w): %s", err, w.said)
		}
		w.missing = r.Missing
	})
	return w.notReady
}

// errEnded is the error of a worker whose output ended before its answer did.
var errEnded = errors.New("the worker ended")

// receive reads the answer of the worker.
func (w *worker) receive(sink Sink) (outcome, error) {
	var columns []Column
	var decoders []decoder
	var buffer []byte
	for {
		kind, content, err := readFrame(w.output, buffer)
		if err != nil {
			return outcome{}, errors.Join(errEnded, err)
		}
		buffer = content[:0]
		switch kind {
		case frameColumns:
			if err := json.Unmarshal(content, &columns); err != nil {
				return outcome{}, malformed(err)
			}
			decoders = make([]decoder, len(columns))
			for i, c := range columns {
				decoders[i] = decoderOf(c.Type)
			}
			if err := sink.Columns(columns); err != nil {
				return outcome{}, err
			}
		case frameRows:
			if err := deliver(content, decoders, sink); err != nil {
				return outcome{}, err
			}
		case frameDone:
			var o outcome
			if err := json.Unmarshal(content, &o); err != nil {
				return o, malformed(err)
			}
			return o, nil
		case frameError:
			var r refusal
			if err := json.Unmarshal(content, &r); err != nil {
				return outcome{}, malformed(err)
			}
			return outcome{}, r.error()
		default:
			return outcome{}, malformed(fmt.Errorf("frame %q", kind))
		}
	}
}

func malformed(err error) error {
	return errorf(Failed, "SQL 进程的回答读不懂", "the answer of the worker cannot be read").because(err)
}

func (r refusal) error() *Error {
	e := errorf(r.Class, "", "")
	e.Err.Text = jianfu.Text{ZH: r.ZH, EN: r.EN}
	e.Line, e.Column = r.Line, r.Column
	if r.Cause != "" {
		e.Err.Err = errors.New(r.Cause)
	}
	return e
}

// deliver passes the rows of a frame to the sink.
func deliver(frame []byte, decoders []decoder, sink Sink) error {
	cells := make([][]byte, len(decoders))
	values := make([]any, len(decoders))
	for len(frame) > 0 {
		var err error
		if frame, err = readRow(frame, cells); err != nil || len(cells) == 0 {
			return malformed(errors.Join(err, errMalformed))
		}
		for i, cell := range cells {
			values[i] = nil
			if cell == nil {
				continue
			}
			if values[i], err = decoders[i](string(cell)); err != nil {
				return malformed(err)
			}
		}
		if err := sink.Row(values); err != nil {
			return err
		}
	}
	return nil
}

// kill ends the process at once; the first reason is kept.
func (w *worker) kill(why Class) {
	w.lock.Lock()
	if w.killed == "" {
		w.killed = why
	}
	w.lock.Unlock()
	_ = w.cmd.Process.Kill() // it may have ended by itself
	_ = w.pipe.Close()       // so that nobody waits for output that no longer comes
}

// end makes sure that the process is gone.
func (w *worker) end() {
	w.kill(Failed)
	w.reap()
}

func (w *worker) reap() {
	w.lock.Lock()
	defer w.lock.Unlock()
	select {
	case <-w.reaped:
		return
	default:
	}
	_ = w.input.Close()
	_ = w.cmd.Wait() // how it ended is in ProcessState
	close(w.reaped)
	w.pool.alive.Done()
}

// whyEnded is the error of a worker that ended before its answer did.
func (w *worker) whyEnded(timeout time.Duration, megabytes int) *Error {
	w.lock.Lock()
	killed := w.killed
	w.lock.Unlock()
	switch killed {
	case Timeout, Cancelled:
		return ended(killed, timeout)
	}
	w.reap()
	state := w.cmd.ProcessState.String()
	said := w.said.String()
	cause := fmt.Errorf("worker: %s: %s", state, said)
	if overLimit(state, said) {
		return errorf(OutOfMemory, "这条查询超过了一条查询可用的内存、处理器时间或嵌套深度（内存 %d MB），已停止：请缩小范围或先汇总",
			"the query exceeded the memory, processor time or nesting that one query may have (%d MB of memory) and was stopped: narrow it or sum up first",
			megabytes).because(cause)
	}
	return errorf(Failed, "查询意外中止，请稍后再试", "the query ended unexpectedly, try again later").because(cause)
}

// overLimit reports whether a process died of its limits: of memory (as Go or C++ reports it, or by
// abort), stack, or processor time.
func overLimit(state, said string) bool {
	for _, word := range []string{"signal: killed", "aborted", "abort", "segmentation", "SIGSEGV", "CPU time", "bus error"} {
		if strings.Contains(state, word) {
			return true
		}
	}
	for _, word := range []string{"out of memory", "cannot allocate memory", "bad_alloc", "SIGSEGV", "SIGABRT", "stack overflow", "cannot map pages", "failed to create new OS thread", "SIGBUS"} {
		if strings.Contains(said, word) {
			return true
		}
	}
	return false
}

// tail keeps the beginning of what a process writes, for the log.
type tail struct {
	lock sync.Mutex
	text []byte
}

const tailBytes = 4096

func (t *tail) Write(p []byte) (int, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.text = append(t.text, p[:min(len(p), tailBytes-len(t.text))]...)
	return len(p), nil
}

func (t *tail) String() string {
	t.lock.Lock()
	defer t.lock.Unlock()
	return string(t.text)
}
