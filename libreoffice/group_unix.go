//go:build unix

package libreoffice

import (
	"os/exec"
	"syscall"
	"time"
)

// ownGroup puts cmd and everything it starts into one process group, which ends with it: soffice is
// a script that starts the actual program. The returned function, to be called when cmd has ended,
// kills the rest of the group and waits until it is gone, so that nothing writes into a folder that
// is about to be removed.
func ownGroup(cmd *exec.Cmd) (ended func()) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	end := func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.Cancel = end
	return func() {
		if cmd.Process == nil {
			return // it was never started
		}
		const longest, pause = 2 * time.Second, 5 * time.Millisecond
		for began := time.Now(); end() == nil && time.Since(began) < longest; {
			time.Sleep(pause) //nolint:forbidigo // a killed process that is not waited for cannot be seen to be gone
		}
	}
}
