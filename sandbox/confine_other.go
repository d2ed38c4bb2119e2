//go:build !linux

package sandbox

import (
	"os"
	"os/exec"
)

// On other systems a worker is a separate process that is killed at its deadline, only reads a
// snapshot and runs only what the lists allow; the protections of the operating system are missing.

func snapshotArgument(path string) string { return path }
func derivedArgument(path string) string  { return path }

func program() (string, error) { return os.Executable() }

func attributes(*exec.Cmd) {}

func confine([]string, int) (missing []string, err error) {
	return []string{"lowered privileges, Landlock, limits of memory, processor time and file size (Linux only)"}, nil
}

func becomeNobody() (missing []string, err error) { return nil, nil }

func confineTime(int) error { return nil }

func standBack(int) {}
