package warehouse

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"jianfu"
)

// Locks and crashes only show between processes: a test starts this binary again, with its part and
// the file in the environment.
const partVariable, pathVariable = "JIANFU_TEST_PART", "JIANFU_TEST_PATH"

var parts = map[string]func(path string) error{
	"open":           playOpen,
	"hold":           playHold,
	"load":           playLoad,
	"work":           playWork,
	"tear":           playTear,
	"update":         playMigrateOpen,
	"raw":            playRaw,
	"comment":        playComment,
	"migrate":        playMigrate,
	"drop lock":      playDropLock,
	"copy over self": playCopyOverSelf,
}

func TestMain(m *testing.M) {
	play := parts[os.Getenv(partVariable)]
	if play == nil {
		os.Exit(m.Run())
	}
	if err := play(os.Getenv(pathVariable)); err != nil {
		say("%s %v", jianfu.ErrorCode(err), err)
		os.Exit(1)
	}
}

func say(format string, args ...any) { fmt.Fprintf(os.Stdout, format+"\n", args...) }

// playOpen opens the warehouse and closes it.
func playOpen(path string) error {
	w, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	say("opened")
	return w.Close()
}

// playHold holds the warehouse until its input ends.
func playHold(path string) error {
	w, err := Open(context.Background(), path)
	if err != nil {
		return err
	}
	say("opened")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return w.Close()
}

// playRaw holds the file like a program that knows nothing of jianfu.
func playRaw(path string) error {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	if err := db.Ping(); err != nil {
		return err
	}
	say("opened")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return db.Close()
}

// playLoad files one submission after another until it is killed, and prints its progress.
func playLoad(path string) error {
	ctx := context.Background()
	w, err := Open(ctx, path)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		l, err := w.BeginLoad(ctx, receipt(time.Now()))
		if err != nil {
			return err
		}
		say("begun")
		rows := n * 1237 % 4000
		for i := range rows {
			if err := l.Append(may, visit(i+1, "某地")); err != nil {
				return err
			}
			if i == rows/2 {
				say("half")
			}
		}
		say("committing %d %d", l.Submission(), rows)
		if _, err := l.Commit(Summary{}); err != nil {
			return err
		}
		say("committed %d %d", l.Submission(), rows)
	}
}

// actor is another process that plays one of the parts.
type actor struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	input io.Closer
}

func start(t *testing.T, part, path string, env ...string) *actor {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(append(os.Environ(), partVariable+"="+part, pathVariable+"="+path), env...)
	cmd.Stderr = os.Stderr
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	a := &actor{cmd, bufio.NewScanner(output), input}
	t.Cleanup(a.kill)
	return a
}

// line is the next line that the actor prints, "" when it has ended.
func (a *actor) line() string {
	a.lines.Scan()
	return a.lines.Text()
}

// kill ends the actor like a power cut, without a chance to clean up. It may have ended already.
func (a *actor) kill() {
	_ = a.cmd.Process.Kill()
	_ = a.cmd.Wait()
}
