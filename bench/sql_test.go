package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Statements made to take forever or all memory, as many at once over /sql as there are workers, with two
// seconds each, while a dashboard's query is sent all the time: how much longer the query takes than without
// them (the median, the 99th of a hundred, and the slowest), how late a statement ends after its deadline, and
// how much the server's memory grows.
func BenchmarkHostileSQL(b *testing.B) {
	text, err := os.ReadFile("../sandbox/testdata/heavy.sql")
	if err != nil {
		b.Fatal(err)
	}
	statements := strings.Split(strings.TrimSpace(string(text)), "\n")
	path := filepath.Join(b.TempDir(), "会议统计.csv")
	writeCSV(b, path, 200_000)
	warehouse := city(b)
	jianfu(b, "load", "--warehouse", warehouse, path)
	url, pid := served(b, warehouse)
	ask(b, url, "SELECT 1", 30) // the snapshot and the first workers are made
	for b.Loop() {
		quiet := dashboard(b, url, func() bool { return false }, 60)
		before := resident(b, pid)
		var peak atomic.Int64
		var left sync.WaitGroup
		turns := make(chan string)
		var lock sync.Mutex
		var late []float64
		for range max(runtime.NumCPU(), 2) {
			left.Go(func() {
				for statement := range turns {
					took := ask(b, url, statement, 2)
					lock.Lock()
					late = append(late, 1000*(took-2))
					lock.Unlock()
				}
			})
		}
		done := make(chan struct{})
		go func() {
			for _, statement := range statements {
				turns <- statement
			}
			close(turns)
			left.Wait()
			close(done)
		}()
		ended := func() bool {
			peak.Store(max(peak.Load(), int64(resident(b, pid))))
			select {
			case <-done:
				return true
			default:
				return false
			}
		}
		busy := dashboard(b, url, ended, 1<<30)
		b.ReportMetric(median(busy)/median(quiet), "×quiet-median")
		slices.Sort(busy)
		b.ReportMetric(busy[len(busy)*99/100]/slices.Max(quiet), "×quiet-p99")
		b.ReportMetric(slices.Max(busy)/slices.Max(quiet), "×quiet-max")
		b.ReportMetric(float64(len(busy)), "questions")
		b.ReportMetric(1000*median(quiet), "ms-quiet")
		b.ReportMetric(1000*slices.Max(busy), "ms-slowest")
		b.ReportMetric(slices.Max(late), "ms-late-max")
		b.ReportMetric(float64(peak.Load())-before, "MB-growth")
		b.ReportMetric(float64(len(statements)), "statements")
	}
}

// served starts the server over a warehouse until the benchmark ends.
func served(b *testing.B, warehouse string) (url string, pid int) {
	b.Helper()
	path, err := binary()
	if err != nil {
		b.Fatal(err)
	}
	const address = "127.0.0.1:18081"
	server := exec.Command(path, "serve", "--warehouse", warehouse, "--listen", address)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := server.Process.Signal(syscall.SIGTERM); err != nil {
			b.Error(err)
		}
		_ = server.Wait() // the exit status is the signal
	})
	for range 400 {
		if answer, err := http.Get("http://" + address + "/readyz"); err == nil {
			answer.Body.Close()
			break
		}
		time.Sleep(50 * time.Millisecond) //nolint:forbidigo // another process: there is nothing to wait on
	}
	return "http://" + address, server.Process.Pid
}

// ask sends a statement and returns the seconds from its turn to the end of the answer; the answer
// itself is checked by the tests.
func ask(b *testing.B, url, statement string, seconds int) float64 {
	b.Helper()
	body, err := json.Marshal(map[string]any{"sql": statement, "seconds": seconds})
	if err != nil {
		b.Fatal(err)
	}
	client := http.Client{Timeout: time.Minute}
	for {
		start := time.Now()
		response, err := client.Post(url+"/sql", "application/json", bytes.NewReader(body))
		if err != nil {
			b.Error(err)
			return 0
		}
		_, _ = io.Copy(io.Discard, response.Body) // a broken-off answer has ended too
		response.Body.Close()
		if response.StatusCode != http.StatusServiceUnavailable {
			return time.Since(start).Seconds()
		}
		time.Sleep(10 * time.Millisecond) //nolint:forbidigo // told to come back
	}
}

// dashboard sends a dashboard's query again and again, and returns the seconds of each answer.
func dashboard(b *testing.B, url string, ended func() bool, most int) []float64 {
	b.Helper()
	const query = `{"query":"{ measure(input: {metrics: [\"meetings.held\", \"meetings.remote_share\", \"meetings.attendance\"], period: \"2022\", by: [\"portfolio\"], grain: MONTH}) { rows { nodes { values { amount } } } } }"}`
	var seconds []float64
	for len(seconds) < most && !ended() {
		start := time.Now()
		response, err := http.Post(url+"/graphql", "application/json", strings.NewReader(query))
		if err != nil {
			b.Fatal(err)
		}
		answer, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || !bytes.Contains(answer, []byte(`"amount"`)) {
			b.Fatalf("%v: %.200s", err, answer)
		}
		seconds = append(seconds, time.Since(start).Seconds())
	}
	return seconds
}

// resident is a process's memory in MB.
func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) / 1024
}
