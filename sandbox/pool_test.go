package sandbox_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jianfu"
	"jianfu/sandbox"
	"jianfu/warehouse"
	"jianfu/warehouse/warehousetest"
)

func class(err error) sandbox.Class {
	var e *sandbox.Error
	if errors.As(err, &e) {
		return e.Class
	}
	return ""
}

// Fifty analysts at once: each is answered or refused as Busy, and none hangs.
func TestFiftyAtOnce(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{Workers: 2, Spare: 1})
	var answered, busy atomic.Int64
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			var a answer
			_, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT count(*) FROM calendar"}, &a)
			switch {
			case err == nil && a.rows[0][0] == int64(2191):
				answered.Add(1)
			case class(err) == sandbox.Busy:
				busy.Add(1)
			default:
				t.Errorf("%v %v", a.rows, err)
			}
		})
	}
	group.Wait()
	if answered.Load()+busy.Load() != 50 || answered.Load() < 32 {
		t.Errorf("%d answered, %d told to come back", answered.Load(), busy.Load())
	}
}

// When a client goes away its query is stopped, and the next one is answered.
func TestCancelledQueryEnds(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{Workers: 1})
	ctx, cancel := context.WithCancel(t.Context())
	begun := make(chan struct{})
	go func() { <-begun; cancel() }()
	_, err := pool.Query(ctx, sandbox.Request{SQL: "SELECT range, repeat('x', 1000) FROM range(100000)"}, signalling{sync.OnceFunc(func() { close(begun) })})
	if class(err) != sandbox.Cancelled {
		t.Errorf("cancelled: %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := pool.Query(ctx, sandbox.Request{SQL: "SELECT count(*) FROM range(1000000000000)"}, discard{}); class(err) != sandbox.Timeout {
		t.Errorf("past its deadline: %v", err)
	}
	if _, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT 1"}, discard{}); err != nil {
		t.Errorf("the next query: %v", err)
	}
}

// signalling signals the first row, and then blocks like a slow reader.
type signalling struct{ begun func() }

func (signalling) Columns([]sandbox.Column) error { return nil }
func (s signalling) Row([]any) error              { s.begun(); return nil }

// An answer is truncated at its limits, and says so.
func TestAnswersAreCut(t *testing.T) {
	t.Parallel()
	pool := newPool(t, sandbox.Options{})
	for _, test := range []struct {
		request sandbox.Request
		rows    int
		cut     sandbox.Cut
	}{
		{sandbox.Request{SQL: "FROM range(10)", MaxRows: 10}, 10, sandbox.NotCut},
		{sandbox.Request{SQL: "FROM range(11)", MaxRows: 10}, 10, sandbox.ByRows},
		{sandbox.Request{SQL: "FROM range(11) LIMIT 11; -- with a limit", MaxRows: 10}, 10, sandbox.ByRows},
		{sandbox.Request{SQL: "SELECT range FROM range(100000) ORDER BY 1 DESC -- no limit", MaxBytes: 1000}, 0, sandbox.ByBytes},
		{sandbox.Request{SQL: "SELECT repeat('x', 9000000)"}, 0, sandbox.ByBytes},
		{sandbox.Request{SQL: "SELECT 1 WHERE false"}, 0, sandbox.NotCut},
	} {
		var a answer
		summary, err := pool.Query(t.Context(), test.request, &a)
		if err != nil || summary.Cut != test.cut || test.rows > 0 && (summary.Rows != test.rows || len(a.rows) != test.rows) {
			t.Errorf("%s: %+v, %d rows, %v", test.request.SQL, summary, len(a.rows), err)
		}
		if len(a.columns) != 1 {
			t.Errorf("%s: columns %v", test.request.SQL, a.columns)
		}
	}
}

// A statement sees everything loaded before it was sent, and nobody sees half a snapshot.
func TestSnapshotFollowsTheWarehouse(t *testing.T) {
	t.Parallel()
	w := warehousetest.Open(t)
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}})
	t.Cleanup(pool.Close)
	for n := range 3 {
		var a answer
		summary, err := pool.Query(t.Context(), sandbox.Request{SQL: "SELECT count(*), (SELECT count(*) FROM visits) FROM submission"}, &a)
		if err != nil {
			t.Fatal(err)
		}
		if a.rows[0][0] != int64(n) || a.rows[0][1] != int64(n) || summary.Stamp.Submission != int64(n) {
			t.Errorf("after %d loads: %v, stamp %+v", n, a.rows, summary.Stamp)
		}
		load, err := w.BeginLoad(t.Context(), warehouse.Receipt{File: "调研.xlsx", SHA256: strconv.Itoa(n), ReceivedAt: time.Date(2023, 5, n+1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		key := warehouse.SliceKey{Kind: "visit", Department: "A01", Period: "2023-0" + strconv.Itoa(n+1)}
		if err := load.Append(key, warehouse.Row{Sheet: "s", Number: 1, Values: []any{"A01", jianfu.DateOf(time.Date(2023, 5, 10, 0, 0, 0, 0, time.UTC)), "某地", nil, int64(3), true, nil, nil}}); err != nil {
			t.Fatal(err)
		}
		if _, err := load.Commit(warehouse.Summary{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Snapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(w.Path() + ".snapshot*")
	if err != nil || len(found) != 1 {
		t.Errorf("snapshots %v, %v", found, err)
	}
	if info, err := os.Stat(found[0]); err != nil || info.Mode().Perm() != 0o444 {
		t.Errorf("%v %v", info, err)
	}
}

// A snapshot that only its owner may read, as under umask 077, is queried too, and the statement runs without the owner's rights.
func TestAPrivateSnapshotIsQueried(t *testing.T) {
	t.Parallel()
	w := warehousetest.Open(t)
	if err := os.Chmod(w.Path(), 0o600); err != nil {
		t.Fatal(err)
	}
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(snapshot.Path); err != nil || info.Mode().Perm() != 0o400 {
		t.Fatalf("%v %v", info, err)
	}
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}})
	t.Cleanup(pool.Close)
	missing, err := pool.Prepare(t.Context())
	if err != nil || slices.Contains(missing, "lowered privileges") {
		t.Fatal(missing, err)
	}
	for _, query := range []string{"SELECT count(*) FROM visits", "SELECT count(*) FROM range(3_000_000) a"} {
		var a answer
		if _, err := pool.Query(t.Context(), sandbox.Request{SQL: query}, &a); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// Two workers never outlive the process that started them, however it ends.
func TestWorkersDieWithTheServer(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("needs /proc")
	}
	w := warehousetest.Open(t)
	snapshot, err := w.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), os.Args[0], "sandbox-server", snapshot.Path)
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 64)
	n, err := output.Read(buffer) // it reports when its workers are ready
	if err != nil {
		t.Fatal(err)
	}
	workers := strings.Fields(string(buffer[:n]))
	if len(workers) == 0 {
		t.Fatal("no workers")
	}
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait() // it was killed
	deadline := time.Now().Add(20 * time.Second)
	for _, pid := range workers {
		for alive(pid) {
			if time.Now().After(deadline) {
				t.Fatalf("worker %s lives on", pid)
			}
			time.Sleep(5 * time.Millisecond) //nolint:forbidigo // another process: there is nothing to wait on
		}
	}
}

// alive reports whether a process runs; a zombie does not count.
func alive(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ") && !strings.Contains(string(stat), ") X ")
}

// playServer is a server with two ready workers, until it is killed.
func playServer(path string) error {
	pool := sandbox.Open(func(context.Context, bool) (warehouse.Snapshot, error) { return warehouse.Snapshot{Path: path}, nil },
		sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}, Spare: 1})
	if _, err := pool.Prepare(context.Background()); err != nil {
		return err
	}
	children, err := os.ReadFile("/proc/self/task/" + strconv.Itoa(os.Getpid()) + "/children")
	if err != nil {
		return err
	}
	all := string(children)
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if text, err := os.ReadFile("/proc/self/task/" + task.Name() + "/children"); err == nil && task.Name() != strconv.Itoa(os.Getpid()) {
			all += string(text)
		}
	}
	if _, err := os.Stdout.WriteString(all + "\n"); err != nil {
		return err
	}
	select {}
}
