package warehouse

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// tearing kills the process in the middle of one write of a block to the database: the number of the
// write is in JIANFU_TEST_TEAR. A kill can come between two pages of a write, which no test meets often.
const tearing = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int writes;
static ssize_t torn(int fd, const void *from, size_t size, off_t at) {
	static ssize_t (*real)(int, const void *, size_t, off_t);
	if (!real) real = dlsym(RTLD_NEXT, "pwrite");
	char link[64], name[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, name, sizeof name - 1);
	const char *tear = getenv("JIANFU_TEST_TEAR");
	if (tear && n > 7 && size >= 1 << 18 && !strncmp(name + n - 7, ".duckdb", 7) && __sync_add_and_fetch(&writes, 1) == atoi(tear)) {
		real(fd, from, size / 2, at);
		kill(getpid(), SIGKILL);
		pause();
	}
	return real(fd, from, size, at);
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) { return torn(fd, from, size, at); }
ssize_t pwrite64(int fd, const void *from, size_t size, off_t at) { return torn(fd, from, size, at); }
`

// playTear loads and makes checkpoints, of which all that it says was done must be there afterwards.
func playTear(path string) error {
	ctx := context.Background()
	w, err := Open(ctx, path)
	if err != nil {
		return err
	}
	for range 3 {
		if err := workLoad(ctx, w, 700, func(id int64, rows int) { say("will %d:%d=%[2]d", id, rows) }); err != nil {
			return err
		}
		say("did")
		if err := w.checkpoint(ctx); err != nil {
			return err
		}
	}
	return w.Close()
}

// TestTornWrites: whichever write of a block is the last one, and only half of it was made, nothing
// that was acknowledged is lost.
func TestTornWrites(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the library that tears writes is for Linux")
	}
	folder := t.TempDir()
	source, library := filepath.Join(folder, "tear.c"), filepath.Join(folder, "tear.so")
	if err := os.WriteFile(source, []byte(tearing), 0o600); err != nil {
		t.Fatal(err)
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	if out, err := exec.CommandContext(t.Context(), compiler, "-shared", "-fPIC", "-o", library, source, "-ldl").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	begun := fresh(t) // with a log that has not been written into the file
	file(t, begun, time.Time{}, map[SliceKey]int{may: 30})
	before, err := filedState(t.Context(), begun)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, suffix := range []string{"", ".wal", ".journal"} {
		files[suffix] = read(t, begun.Path()+suffix)
	}
	for n := 1; ; n++ {
		path := laid(t, files)
		worker := start(t, "tear", path, "LD_PRELOAD="+library, fmt.Sprint("JIANFU_TEST_TEAR=", n))
		is := []string{before}
		pending := ""
		for worker.lines.Scan() {
			said := worker.lines.Text()
			if announced, found := strings.CutPrefix(said, "will "); found {
				pending = announced
				continue
			}
			if said != "did" {
				t.Fatalf("write %d: %s", n, said)
			}
			is, pending = append(is, pending), ""
		}
		worker.kill()
		killed := worker.cmd.ProcessState.ExitCode() != 0
		w, err := Open(t.Context(), path)
		if err != nil {
			t.Errorf("write %d, after %v: %v", n, is, err)
			continue
		}
		state, err := filedState(t.Context(), w)
		want := strings.Join(is, " ")
		if err != nil || state != want && state != strings.TrimSpace(want+" "+pending) {
			t.Errorf("write %d: it holds %q, want %q or %q more: %v", n, state, want, pending, err)
		}
		if found, err := w.Verify(t.Context()); err != nil || len(found.Faults) > 0 || found.Remark.ZH != "" || len(w.Notes()) > 0 {
			t.Errorf("write %d: %+v, %v, %v", n, found, w.Notes(), err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !killed {
			t.Logf("%d writes torn", n-1)
			return
		}
	}
}

// TestUndoOfAnother: what was kept before a checkpoint is put back into its own warehouse alone.
func TestUndoOfAnother(t *testing.T) {
	t.Parallel()
	mine, _ := attacked(t)
	other, _ := attacked(t)
	head, journal := mine[""][:headersSize], parseJournal(mine[".journal"])
	if !bytes.Equal(head, other[""][:headersSize]) {
		t.Fatal("the headers of two warehouses differ: the commit need not be kept")
	}
	if len(blocksBefore(mine[".undo"], head, journal)) == 0 {
		t.Error("its own blocks were not put back")
	}
	if len(blocksBefore(other[".undo"], head, journal)) > 0 {
		t.Error("blocks of another warehouse were put in")
	}
}
