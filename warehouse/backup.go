package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"jianfu"
)

// Backup copies the snapshot, which is a whole warehouse with its history, into a file that is
// not there yet, and reads the copy through before it gets its name. The error is Invalid where
// the file is there or cannot be written.
func (s Snapshot) Backup(ctx context.Context, to string) (Verification, error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Verification{}, jianfu.Errorf(jianfu.Invalid, "%s 已经存在，备份不覆盖任何文件，请换一个文件名",
			"%s is there already, and a backup overwrites nothing: name another file", to).Because(err)
	}
	draft := to + ".part"
	if err := copyFile(s.Path, draft); err != nil {
		return Verification{}, jianfu.Errorf(jianfu.Invalid, "不能写入 %s", "cannot write %s", to).Because(err)
	}
	found, err := verifyFile(ctx, draft)
	if err == nil {
		err = nameFile(draft, to)
	}
	if err != nil {
		return found, errors.Join(err, removeIfThere(draft))
	}
	return found, nil
}

func verifyFile(ctx context.Context, path string) (found Verification, err error) {
	w, err := OpenFixed(ctx, path)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	return w.Verify(ctx)
}

// Restored is what Restore did.
type Restored struct {
	Verification
	Kept string // where the warehouse that was there is now; "" where there was none
}

// Restore puts a backup, or the file of another warehouse, in the place of the warehouse at path:
// all of it or nothing. What was there is kept beside it under another name, even where it is
// damaged. The error is Locked where another process has the warehouse open, and Conflict where
// the backup is damaged or no warehouse.
func Restore(ctx context.Context, from, path string) (restored Restored, err error) {
	w := closed(ctx)
	if err := w.place(path); err != nil {
		return restored, err
	}
	if info, err := os.Stat(from); err != nil || !info.Mode().IsRegular() {
		return restored, jianfu.Errorf(jianfu.Invalid, "没有备份文件 %s", "there is no backup %s", from).Because(err)
	}
	if err := w.settle(ctx); err != nil {
		return restored, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	draft := w.path + ".restore.new"
	defer func() {
		err = errors.Join(err, removeIfThere(draft), removeIfThere(draft+".wal"), removeIfThere(draft+".lock"))
	}()
	if restored.Verification, err = prepareRestore(ctx, from, draft); err != nil {
		return restored, err
	}
	if restored.Kept, err = w.keepAside(); err != nil {
		return restored, err
	}
	if err := nameFile(draft, w.path); err != nil {
		return restored, err
	}
	numbers, err := snapshotsOf(w.path)
	for _, n := range numbers { // they show what was there before
		err = errors.Join(err, removeIfThere(snapshotName(w.path, n)))
	}
	return restored, err
}

// settle takes the lock file of a warehouse and has DuckDB write its log into its file, which
// fails where another program holds that. A file that DuckDB cannot open stays as it is.
func (w *Warehouse) settle(ctx context.Context) error {
	if _, err := os.Stat(w.path); err == nil {
		there, err := Open(ctx, w.path)
		switch {
		case err == nil:
			w.lock, there.lock = there.lock, nil
			return there.Close()
		case jianfu.ErrorCode(err) == jianfu.Locked:
			return err
		}
	}
	return w.acquire()
}

// prepareRestore makes a warehouse of a backup: without what only a snapshot has, with the tables
// of this program, read through.
func prepareRestore(ctx context.Context, from, draft string) (found Verification, err error) {
	if err := errors.Join(removeIfThere(draft), removeIfThere(draft+".wal")); err != nil {
		return found, err
	}
	if err := copyFile(from, draft); err != nil {
		return found, fmt.Errorf("copy %s: %w", from, err)
	}
	w, err := Open(ctx, draft)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	for _, table := range append([]string{"snapshot"}, derivedNames()...) {
		if _, err := w.db.ExecContext(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
			return found, err
		}
	}
	return w.Verify(ctx)
}

// keepAside gives the warehouse, and its log where it has one still, another name. The file keeps
// its own as well, so that there is a warehouse at any moment.
func (w *Warehouse) keepAside() (string, error) {
	if _, err := os.Stat(w.path); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	kept := w.path + ".before-restore-" + time.Now().Format("20060102-150405.000")
	if err := os.Link(w.path, kept); err != nil {
		if err := os.Rename(w.path, kept); err != nil { // a file system without links
			return "", err
		}
	}
	err := os.Rename(w.path+".wal", kept+".wal") // beside another file it would be taken for that one's
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return kept, nil
}

// copyFile copies a file that nobody changes, down to the disk.
func copyFile(from, to string) (err error) {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // it was only read
	copied, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(copied, source)
	return errors.Join(err, copied.Sync(), copied.Close())
}

// nameFile gives a finished file its name, down to the disk.
func nameFile(draft, name string) error {
	if err := os.Rename(draft, name); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system can; the name is there all the same
	return folder.Close()
}

func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
