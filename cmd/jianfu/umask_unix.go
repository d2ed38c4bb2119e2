//go:build unix

package main

import (
	"os"
	"syscall"
)

// keepPrivate limits everything that this process writes to those who may read the warehouse: its
// log, files spilled to disk, backups, exports, reports.
func keepPrivate(warehouse string) {
	info, err := os.Stat(warehouse)
	if err != nil {
		return // it will be created with the user's own umask
	}
	mask := syscall.Umask(0o077)
	syscall.Umask(mask | int(^info.Mode().Perm()&0o066))
}
