package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"github.com/landlock-lsm/go-landlock/landlock"
	landlocksys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"
)

// nobody is the unprivileged user and group that a worker runs as if the server is root.
const nobody = 65534

// overheadMegabytes is the address space that a worker takes besides the memory of its query: the
// program itself, what the Go runtime reserves, stacks and allocator arenas.
const overheadMegabytes = 2560

// A worker starts with a lower priority than the server, but a higher one than running statements,
// which have the lowest there is.
const (
	startPriority = 10
	lastPriority  = 19
)

// standBack lowers the priority of a worker that was started. It fails only where the worker has
// already ended.
func standBack(pid int) { _ = unix.Setpriority(unix.PRIO_PGRP, pid, startPriority) }

// snapshotArgument and derivedArgument are how a worker opens the snapshot and its derived figures:
// through inherited descriptors, so that it needs no access to any folder.
func snapshotArgument(string) string { return "/proc/self/fd/3" }
func derivedArgument(string) string  { return "/proc/self/fd/4" }

// program is this program itself, even if its file was replaced or removed.
func program() (string, error) { return "/proc/self/exe", nil }

// attributes of a worker process: it dies with the server.
func attributes(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// becomeNobody makes root's worker run as nobody, all its threads. Only root may be able to read the snapshot: the worker becomes nobody after
// it has opened it, and before it reads the statement. It returns the protections that the system does not offer.
func becomeNobody() (missing []string, err error) {
	if maySetUser() {
		parent := os.Getppid()
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return nil, fmt.Errorf("become nobody: %w", err)
		}
		// With the user, Linux forgets that this process dies with the server.
		if err := landlocksys.AllThreadsPrctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0); err != nil {
			return nil, fmt.Errorf("die with the server: %w", err)
		}
		if os.Getppid() != parent {
			return nil, errors.New("the server is gone")
		}
	}
	if syscall.Geteuid() == 0 {
		missing = append(missing, "lowered privileges")
	}
	return missing, nil
}

// maySetUser reports whether this process may become another user: root may, unless the capability
// was taken from it, as in some containers.
func maySetUser() bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if syscall.Geteuid() != 0 || unix.Capget(&header, &data[0]) != nil {
		return false
	}
	const needed = 1<<unix.CAP_SETUID | 1<<unix.CAP_SETGID
	return data[0].Effective&needed == needed
}

// confine takes from this process what a query does not need: gaining privileges, every file except
// those named, the network, writing. It returns the protections that the system does not offer.
func confine(files []string, megabytes int) (missing []string, err error) {
	limits := []struct {
		what  int
		value uint64
	}{
		{unix.RLIMIT_AS, uint64(megabytes+overheadMegabytes) << 20},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_NOFILE, 64},
	}
	for _, l := range limits {
		if err := unix.Setrlimit(l.what, &unix.Rlimit{Cur: l.value, Max: l.value}); err != nil {
			return nil, fmt.Errorf("limit %d: %w", l.what, err)
		}
	}
	if err := landlocksys.AllThreadsPrctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return nil, fmt.Errorf("no new privileges: %w", err)
	}
	version, err := landlocksys.LandlockGetABIVersion()
	if err != nil || version < 1 {
		return append(missing, "Landlock (Linux 5.13 or later with landlock among its security modules)"), nil
	}
	if err := landlock.V8.BestEffort().Restrict(landlock.ROFiles(files...), landlock.ROFiles("/proc/self/cgroup", "/proc/meminfo").IgnoreIfMissing(), landlock.RODirs("/sys/fs/cgroup").IgnoreIfMissing()); err != nil {
		return nil, fmt.Errorf("landlock: %w", err)
	}
	return missing, nil
}

// confineTime applies to what follows, the statement itself. The priority is the lowest, so that
// the server's own answers do not wait for free SQL, and processor time is limited, so that a
// worker that nobody kills ends by itself.
func confineTime(seconds int) error {
	// This covers all threads: a worker is alone in its process group, see attributes.
	if err := unix.Setpriority(unix.PRIO_PGRP, 0, lastPriority); err != nil {
		return fmt.Errorf("lower the priority: %w", err)
	}
	var used unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &used); err != nil {
		return err
	}
	bound := uint64(used.Utime.Sec+used.Stime.Sec) + uint64(seconds) + 1
	return unix.Setrlimit(unix.RLIMIT_CPU, &unix.Rlimit{Cur: bound, Max: bound})
}
