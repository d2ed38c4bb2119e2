package warehouse_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"jianfu"
	"jianfu/warehouse"
)

// A warehouse whose folder cannot be written to says so, and goes on once it can again.
func TestFolderThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	obeyPermissions(t)
	folder := t.TempDir()
	w, err := warehouse.Open(t.Context(), filepath.Join(folder, "w.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	for i, mode := range []os.FileMode{0o700, 0o500, 0o700, 0o100, 0o700} {
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		err := w.Check(t.Context())
		if mode == 0o700 && err != nil || mode != 0o700 && (jianfu.ErrorCode(err) != jianfu.Conflict || !strings.Contains(err.Error(), folder)) {
			t.Errorf("%d, mode %o: %v", i, mode, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, "*.probe"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}

// obeyPermissions has the test's own thread, which ends with it, not write to what its permissions forbid, also as the superuser.
func obeyPermissions(t *testing.T) {
	t.Helper()
	runtime.LockOSThread()
	header := struct {
		version uint32
		pid     int32
	}{0x20080522, 0}
	var sets [2]struct{ effective, permitted, inheritable uint32 }
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CAPGET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&sets)), 0); errno != 0 {
		t.Fatal(errno)
	}
	sets[0].effective &^= 1<<1 | 1<<2 // CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
	if _, _, errno := syscall.RawSyscall(syscall.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&sets)), 0); errno != 0 {
		t.Fatal(errno)
	}
}
