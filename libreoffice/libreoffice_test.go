//go:build unix

package libreoffice

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// converting names a program in the environment of this test's own program: it is then the process
// that is to be killed while it converts.
const converting = "JIANFU_TEST_CONVERTING"

func TestMain(m *testing.M) {
	program := os.Getenv(converting)
	if program == "" {
		os.Exit(m.Run())
	}
	folder, err := NewFolder()
	if err == nil {
		err = Convert(context.Background(), program, folder.Path, "xlsx", "in", "out")
	}
	fmt.Fprintln(os.Stderr, "nobody killed it:", err)
	os.Exit(1)
}

// eventually waits for something that other processes do.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for !done() {
		if t.Context().Err() != nil {
			t.Fatal(what)
		}
		time.Sleep(time.Millisecond) //nolint:forbidigo // another process: there is nothing to wait on
	}
}

// ended reports whether a process is gone, or is only not waited for.
func ended(pid int) bool {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return syscall.Kill(pid, 0) != nil || err == nil && bytes.Contains(status, []byte(") Z "))
}

// TestKilledProcess: if the process that converts is killed, so is all that it started, and the next
// process removes its folder, but none that is in use.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	temporary := t.TempDir()
	started := filepath.Join(t.TempDir(), "started")
	program := filepath.Join(t.TempDir(), "soffice")
	// As soffice does, it starts the program that works, and becomes one that waits for it.
	script := "#!/bin/sh\nsleep 600 &\necho $$ $! >" + started + ".new\nmv " + started + ".new " + started + "\nwait\n"
	if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{folderPrefix + "just-made", "jianfu-other"} {
		if err := os.Mkdir(filepath.Join(temporary, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), converting+"="+program, "TMPDIR="+temporary)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []string
	eventually(t, "it never started", func() bool {
		text, err := os.ReadFile(started)
		pids = strings.Fields(string(text))
		return err == nil
	})
	sweep(temporary)
	if got := names(t, temporary); len(got) != 3 {
		t.Errorf("in use, and only %q is left", got)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("it ended by itself")
	}
	for _, text := range pids {
		pid, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		eventually(t, "what it started goes on", func() bool { return ended(pid) })
	}
	sweep(temporary)
	if got := fmt.Sprint(names(t, temporary)); got != "["+folderPrefix+"just-made jianfu-other]" {
		t.Errorf("left: %s", got)
	}
}

func names(t *testing.T, folder string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return list
}
