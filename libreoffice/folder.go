package libreoffice

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

const (
	folderPrefix = "jianfu-convert-"
	lockName     = "lock" // in each folder, held by its process as long as it needs the folder
)

// Folder is a temporary folder for one conversion.
type Folder struct {
	Path string
	lock *flock.Flock
}

// NewFolder makes a folder, after removing those that killed processes of this user left behind.
func NewFolder() (*Folder, error) {
	sweep(os.TempDir())
	for {
		path, err := os.MkdirTemp("", folderPrefix)
		if err != nil {
			return nil, err
		}
		f := &Folder{path, flock.New(filepath.Join(path, lockName))}
		locked, err := f.lock.TryLock()
		if err == nil && locked {
			_, err = os.Stat(path)
		}
		switch {
		case err == nil && locked:
			return f, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return nil, errors.Join(err, f.Remove())
		}
		// Another process swept it away between its making and its lock.
		if err := f.lock.Close(); err != nil {
			return nil, err
		}
	}
}

// Remove removes the folder and what is in it.
func (f *Folder) Remove() error { return errors.Join(f.lock.Close(), os.RemoveAll(f.Path)) }

// sweep removes the folders of conversions in a temporary folder whose process is gone. What cannot
// be removed is left for the next time: it is in nobody's way.
func sweep(temporary string) {
	entries, err := os.ReadDir(temporary)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !entry.IsDir() || !strings.HasPrefix(entry.Name(), folderPrefix) {
			continue
		}
		path := filepath.Join(temporary, entry.Name())
		if info, err := entry.Info(); err != nil || !isOurs(info) {
			continue
		}
		if info, err := os.Lstat(filepath.Join(path, lockName)); err != nil || !info.Mode().IsRegular() {
			continue // it is just being made
		}
		lock := flock.New(filepath.Join(path, lockName), flock.SetFlag(os.O_RDWR))
		if locked, err := lock.TryLock(); err == nil && locked {
			_ = os.RemoveAll(path)
		}
		_ = lock.Close()
	}
}
