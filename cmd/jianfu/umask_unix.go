//go:build unix

package main

import (
	"os"
	"syscall"
)

// keepPrivate has everything that this process writes readable at most by those who may read the
// warehouse: its log, what spills to disk, backups, exports, reports.
func keepPrivate(warehouse string) {
	info, err := os.Stat(warehouse)
	if err != nil {
		return // it will be made as the user's own mask has it
	}
	mask := syscall.Umask(0o077)
	syscall.Umask(mask | int(^info.Mode().Perm()&0o066))
}
