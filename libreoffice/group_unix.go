//go:build unix

package libreoffice

import (
	"os/exec"
	"syscall"
)

// endGroup makes the end of cmd the end of its children too: soffice is a script
// that starts the program proper.
func endGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
