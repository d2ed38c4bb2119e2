//go:build unix

package libreoffice

import (
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// watched is what sh runs: the program, and beside it a process that waits for the end of a pipe which
// only we hold, and then kills the group. The pipe ends with this process, however it is killed. A
// parent-death signal would reach only soffice itself, which starts the actual program as a child.
const watched = `(cat <&3; kill -KILL 0) >/dev/null & exec "$0" "$@" 3<&-`

// ownGroup puts cmd and everything it starts into one process group, which ends with it and with this
// process. The returned function, to be called when cmd has ended, kills the rest of the group and
// waits until it is gone, so that nothing writes into a folder that is about to be removed.
func ownGroup(cmd *exec.Cmd) (ended func(), err error) {
	pipe, held, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd.ExtraFiles = []*os.File{pipe}
	cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", watched}, cmd.Args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	end := func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Cancel = end
	return func() {
		defer held.Close() //nolint:errcheck // nothing was written to it
		pipe.Close()       //nolint:errcheck // only the other process reads it
		if cmd.Process == nil {
			return // it was never started
		}
		const longest, pause = 2 * time.Second, 5 * time.Millisecond
		for began := time.Now(); end() == nil && time.Since(began) < longest; {
			time.Sleep(pause) //nolint:forbidigo // a killed process that is not waited for cannot be seen to be gone
		}
	}, nil
}

// isOurs reports whether a file belongs to the user that this process runs as.
func isOurs(info fs.FileInfo) bool {
	stat, known := info.Sys().(*syscall.Stat_t)
	return known && int64(stat.Uid) == int64(os.Geteuid())
}
