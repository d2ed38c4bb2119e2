package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// Backup copies the snapshot, which is a whole warehouse with its history, to a new file, and reads
// the copy through before giving it its name. The error is Invalid if the file exists or cannot be
// written.
func (s Snapshot) Backup(ctx context.Context, to string) (Verification, error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Verification{}, jianfu.Errorf(jianfu.Invalid, "%s 已经存在，备份不覆盖任何文件，请换一个文件名",
			"%s exists already, and a backup overwrites nothing: choose another file name", to).Because(err)
	}
	draft := to + ".part"
	if err := copyFile(s.Path, draft, ModeBeside(s.Path)); err != nil {
		if isFull(err) {
			return Verification{}, errors.Join(jianfu.Errorf(jianfu.Invalid, "磁盘已满，备份 %s 没有写成：请腾出空间，或写到别处", "the disk is full, and the backup %s was not written: free some space or write it elsewhere", to).Because(err), removeIfThere(draft))
		}
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

// Restored is the result of Restore.
type Restored struct {
	Verification
	Kept    string   // where the previous warehouse is now; "" if there was none
	Dropped []Commit // what the previous warehouse had and the backup does not
}

// Restore replaces the warehouse at path with a backup, or with the file of another warehouse:
// completely or not at all. The previous files are kept beside it under other names, even if they
// are damaged. from may be the file at path itself: then it is used as it is, without its log if
// that is damaged, whatever its journal says. The error is Locked if another process has the
// warehouse open, and Conflict if the backup is damaged or not a warehouse.
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
		err = errors.Join(err, removeWarehouse(draft), removeIfThere(draft+".lock"))
	}()
	file, _, err := readJournal(w.journalPath())
	if err != nil {
		return restored, err
	}
	if err := w.prepareRestore(ctx, from, draft, file, &restored); err != nil {
		return restored, w.told(err)
	}
	if restored.Kept, err = w.keepAside(); err != nil {
		return restored, err
	}
	if file.known && file.head.Warehouse != w.id { // beside this file it would be taken for its journal
		if err := os.Rename(w.journalPath(), w.path+".before-restore-"+restoreStamp()+".journal"); err != nil {
			return restored, err
		}
	}
	if err := nameFile(draft, w.path); err != nil {
		return restored, err
	}
	if err := w.journal.rewrite(w.mode()); err != nil {
		return restored, w.journalFailed(err)
	}
	for _, suffix := range []string{snapshotSuffix, derivedSuffix} { // they show the previous state
		numbers, unread := numbered(w.path, suffix)
		err = errors.Join(err, unread)
		for _, n := range numbers {
			err = errors.Join(err, removeIfThere(w.path+suffix+strconv.Itoa(n)))
		}
	}
	return restored, err
}

// removeWarehouse removes the files of a draft that was opened as a warehouse.
func removeWarehouse(path string) error {
	return errors.Join(removeIfThere(path), removeIfThere(path+".wal"), removeIfThere(journalName(path)), removeIfThere(undoPath(path)))
}

func restoreStamp() string { return time.Now().Format("20060102-150405.000") }

// settle takes the lock file of a warehouse and makes DuckDB write its log into its file, which
// fails if another program has it open. A file that DuckDB cannot open is left as it is.
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

// prepareRestore turns a backup into a warehouse: without the parts of a snapshot, with the tables
// of this program, with the restore numbered among its commits, and read through.
func (w *Warehouse) prepareRestore(ctx context.Context, from, draft string, before journalFile, restored *Restored) (err error) {
	if err := removeWarehouse(draft); err != nil {
		return err
	}
	mode := ModeBeside(from)
	if isThere(w.path) {
		mode &= w.mode()
	}
	if err := copyFile(from, draft, mode); err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	made, err := Open(ctx, draft)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, made.Close()) }()
	have, err := made.Commits(ctx, 0)
	if err != nil {
		return err
	}
	w.id = made.id
	w.journal = &journal{path: w.journalPath(), head: heading{made.id}, entries: have}
	commit := Commit{Change: Recovered, Kept: made.last.Number}
	// What the warehouse held that is replaced is then unknown.
	existed := isThere(w.path) || isThere(w.path+".wal") || isThere(w.journalPath())
	made.unwitnessed = existed && !before.known && len(before.entries) == 0
	if before.known && before.head.Warehouse == made.id {
		if entries, loose, forked := chain(made.id, before.entries, have); !forked && len(loose) == 0 && len(entries) > 0 {
			w.journal.entries = entries
			made.last = entries[len(entries)-1] // the commit that the restore follows
			there := hashes(have)
			restored.Dropped = slices.DeleteFunc(remaining(entries), func(c Commit) bool { return there[c.Hash] })
		}
	}
	_ = made.journal.close() // it is written beside the file that the draft becomes
	made.journal = nil
	err = made.commit(ctx, func(*sql.Tx) (Commit, error) { return commit, nil })
	if err != nil {
		return err
	}
	w.journal.entries = append(w.journal.entries, made.last)
	restored.Verification, err = made.Verify(ctx)
	return err
}

// dropSnapshotParts removes what only a snapshot has: a backup is one, whether it was restored or
// copied into place. Snapshots of an older jianfu have tables where there are views now.
func (w *Warehouse) dropSnapshotParts(ctx context.Context) error {
	var is bool
	const query = "SELECT COUNT(*) > 0 FROM duckdb_tables() WHERE table_name = 'snapshot' AND schema_name = 'main' AND NOT internal"
	if err := w.db.QueryRowContext(ctx, query).Scan(&is); err != nil || !is {
		return err
	}
	names := []string{"snapshot"}
	for _, d := range derivedTables {
		names = append(names, d.name)
	}
	for _, name := range names {
		for _, form := range []string{"TABLE", "VIEW"} {
			var there bool
			if err := w.db.QueryRowContext(ctx, "SELECT COUNT(*) > 0 FROM duckdb_"+strings.ToLower(form)+"s() WHERE "+strings.ToLower(form)+"_name = $1 AND schema_name = 'main' AND NOT internal", name).Scan(&there); err != nil {
				return err
			}
			if !there {
				continue
			}
			if _, err := w.db.ExecContext(ctx, "DROP "+form+" "+name); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepAside gives the warehouse, and its log if there still is one, another name. The file also
// keeps its own name, so that there is a warehouse at any moment.
func (w *Warehouse) keepAside() (string, error) {
	kept := w.path + ".before-restore-" + restoreStamp()
	err := os.Rename(w.path+".wal", kept+".wal") // beside another file it would be taken for that one's log
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if !isThere(w.path) {
		return "", nil
	}
	if err := os.Link(w.path, kept); err != nil {
		if err := os.Rename(w.path, kept); err != nil { // a file system without links
			return "", err
		}
	}
	return kept, nil
}

// copyFile copies a file that nobody changes, and syncs it to disk.
func copyFile(from, to string, mode os.FileMode) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close() //nolint:errcheck // it was only read
	return errors.Join(copyOpen(source, to, mode), syncFile(to))
}

// copyOpen copies an open file. The copy is not yet synced.
func copyOpen(source *os.File, to string, mode os.FileMode) error {
	if _, err := source.Seek(0, io.SeekStart); err != nil {
		return err
	}
	copied, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(copied, source) // the system copies, and on some file systems shares, the blocks
	return errors.Join(err, copied.Close())
}

func syncFile(name string) error {
	file, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}

// nameFile gives a finished file its name, and syncs it to disk.
func nameFile(draft, name string) error {
	if err := os.Rename(draft, name); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	_ = folder.Sync() // not every system can; the file has its name all the same
	return folder.Close()
}

func removeIfThere(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
