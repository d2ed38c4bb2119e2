package warehouse

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"jianfu"
)

// Notes are findings from opening the warehouse that do not prevent its use.
func (w *Warehouse) Notes() []jianfu.Text { return w.notes }

func (w *Warehouse) note(zh, en string, args ...any) {
	w.notes = append(w.notes, jianfu.Say(zh, en, args...))
}

// Check returns why the warehouse cannot go on, nil if it can: its file was removed, exchanged or
// overwritten, a commit cannot be recorded, nothing can be written beside it, or the database has failed.
func (w *Warehouse) Check(ctx context.Context) error {
	if err := w.Present(); err != nil {
		return err
	}
	select {
	case w.writing <- struct{}{}:
		defer func() { <-w.writing }()
	default: // somebody is writing, so it can be written
		return nil
	}
	if err := w.keepLog(ctx); err != nil {
		return err
	}
	if w.journal != nil && w.journal.file != nil { // otherwise it is made with the next commit
		if err := w.journal.ready(ctx, w); err != nil {
			return err
		}
	}
	if err := w.tryFolder(); err != nil {
		return err
	}
	var one int
	if err := w.db.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil && ctx.Err() == nil {
		return w.notWritten(err)
	}
	return nil
}

// tryFolder writes a file beside the warehouse and removes it: the log, the snapshots and incoming files are written there. The caller holds writing.
func (w *Warehouse) tryFolder() error {
	if w.path == "" {
		return nil
	}
	name := probeName(w.path)
	err := removeIfThere(name)
	if err == nil {
		err = os.WriteFile(name, make([]byte, 4096), 0o600)
	}
	if err := errors.Join(err, removeIfThere(name)); err != nil {
		if isFull(err) {
			return w.notWritten(err)
		}
		return jianfu.Errorf(jianfu.Conflict, "仓库所在的文件夹 %s 不能写，报送收不下来：请检查权限，看磁盘是否只读", "the folder %s of the warehouse cannot be written to, so that nothing can be filed: check its permissions, and whether the disk is read-only", filepath.Dir(w.path)).Because(err)
	}
	return nil
}

func probeName(path string) string { return path + ".probe" }

// replaced is the error of a warehouse whose file is another one now.
func (w *Warehouse) replaced() *jianfu.Error {
	return jianfu.Errorf(jianfu.Conflict, "仓库文件 %s 在使用中被换成了另一个文件，或内容被改写，不再应答，也不收报送：请停止程序，确认哪个文件是对的（或用备份恢复：jianfu restore），再重新启动",
		"the warehouse %s was replaced or overwritten with another file while it was in use. Nothing is answered or accepted any more: stop this program, find out which file is right (or restore a backup: jianfu restore), and start it again", w.path)
}

// mode restricts files beside the warehouse to those who may read the warehouse.
func (w *Warehouse) mode() os.FileMode { return ModeBeside(w.path) }

// ModeBeside restricts a file with contents of another to those who may read the other.
func ModeBeside(path string) os.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return 0o600
	}
	return info.Mode().Perm()&0o666 | 0o600
}

// Mode is the mode of a file that contains filings of this warehouse, such as a report.
func (w *Warehouse) Mode() os.FileMode {
	if w.path == "" {
		return 0o600
	}
	return w.mode()
}

// lockMode restricts the lock file to those who may write the warehouse: whoever can open it can
// hold it, and so lock everybody out.
func lockMode(path string) os.FileMode {
	mode := ModeBeside(path)
	lock := os.FileMode(0o600)
	if mode&0o060 == 0o060 {
		lock |= 0o060
	}
	return lock
}

// Spool is a folder for incoming files of this warehouse, which nobody else can read. Files left in
// it by a killed process are removed when the warehouse is opened.
func (w *Warehouse) Spool() (string, error) {
	if w.path == "" {
		return "", nil // the system's temporary folder
	}
	folder := spoolName(w.path)
	return folder, w.NotSpooled(os.MkdirAll(folder, 0o700))
}

// NotSpooled puts into words that an incoming file could not be written to disk, and returns every
// other error unchanged.
func (w *Warehouse) NotSpooled(err error) error {
	var system *fs.PathError
	switch {
	case !errors.As(err, &system):
		return err
	case isFull(err):
		return jianfu.Errorf(jianfu.Conflict, "磁盘已满，收不下这个文件，仓库没有改动：请腾出空间后再试", "the disk is full, the file could not be received and nothing was changed: free some space and try again").Because(err)
	}
	return jianfu.Errorf(jianfu.Conflict, "收到的文件没有地方暂存，仓库没有改动：请检查文件夹 %s 能不能写", "the file could not be received and nothing was changed: check that the folder %s is writable", filepath.Dir(w.path)).Because(err)
}

func spoolName(path string) string { return path + ".spool" }

// sweep removes what a killed process left beside the warehouse.
func (w *Warehouse) sweep() error {
	err := errors.Join(os.RemoveAll(spoolName(w.path)), removeDraft(snapshotDraft(w.path)), removeDraft(compareDraft(w.path)), removeIfThere(w.journalPath()+".new"), removeIfThere(undoPath(w.path)+".new"), removeIfThere(probeName(w.path)), removeIfThere(w.path+".without-log"))
	entries, unread := os.ReadDir(filepath.Dir(w.path))
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), filepath.Base(w.path)+derivedDraftSuffix) {
			err = errors.Join(err, removeIfThere(filepath.Join(filepath.Dir(w.path), entry.Name())))
		}
	}
	return errors.Join(err, unread)
}

// told puts a full disk and a damaged or failed database into words, and returns every other error
// unchanged.
func (w *Warehouse) told(err error) error {
	var known *jianfu.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if gone := w.gone(); gone != nil { // what DuckDB says of it is beside the point
		return gone.Because(err)
	}
	switch {
	case isFull(err) || isFatal(err):
		return w.notWritten(err)
	case isDamage(err):
		return w.damaged(err)
	}
	return err
}

// isDamage reports whether DuckDB could not read what is in its file: a damaged block is only found
// when it is read.
func isDamage(err error) bool {
	var e *duckdb.Error
	return errors.As(err, &e) && (e.Type == duckdb.ErrorTypeSerialization ||
		e.Type == duckdb.ErrorTypeIO && (strings.Contains(e.Msg, "Corrupt database file") || strings.Contains(e.Msg, "Could not read")))
}

func (w *Warehouse) damaged(err error) error {
	return jianfu.Errorf(jianfu.Conflict, "仓库文件 %s 有读不出来的地方，已损坏，请用备份恢复（jianfu restore）",
		"parts of the warehouse %s cannot be read, it is damaged: restore a backup (jianfu restore)", w.path).Because(err)
}

// notWritten is the error of a change that DuckDB could not carry out.
func (w *Warehouse) notWritten(err error) error {
	switch {
	case isFull(err):
		return jianfu.Errorf(jianfu.Conflict, "磁盘已满，仓库 %s 没有改动：请腾出空间后再试", "the disk is full, and the warehouse %s was not changed: free some space and try again", w.path).Because(err)
	case isFatal(err):
		return jianfu.Errorf(jianfu.Conflict, "仓库 %s 写入出错后已停用，已入库的报送没有受影响：请检查磁盘，再重新启动程序",
			"the warehouse %s has stopped after it could not be written. Earlier filings are intact: check the disk, then start this program again", w.path).Because(err)
	}
	return jianfu.Errorf(jianfu.Conflict, "写入仓库 %s 没有成功，这次没有入库：请检查磁盘和文件夹的权限后再试", "the warehouse %s could not be written, and was not changed: check the disk and the permissions of the folder, then try again", w.path).Because(err)
}

// isFull and isFatal read DuckDB's text: it has no error codes.
func isFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	for _, words := range []string{"No space left on device", "Disk quota exceeded", "not enough space on the disk"} {
		if strings.Contains(err.Error(), words) {
			return true
		}
	}
	return false
}

func isFatal(err error) bool {
	return strings.Contains(err.Error(), "database has been invalidated") || strings.Contains(err.Error(), "FATAL Error")
}

func (w *Warehouse) journalFailed(err error) error {
	if isFull(err) {
		return w.notWritten(err)
	}
	return jianfu.Errorf(jianfu.Conflict, "写不了仓库的提交日志 %s，因此没有入库：请检查磁盘和文件夹的权限后再试", "the warehouse's journal %s cannot be written, so nothing was changed: check the disk and the permissions of the folder, then try again",
		w.journalPath()).Because(err)
}

// noteClock notes a clock that is behind the last commit.
func (w *Warehouse) noteClock() {
	if now := time.Now(); now.Before(w.last.At) {
		w.note("本机时钟（%s）比最近一次提交（%s）还早，可能被调回过：新收的报送按晚于那次提交计，请校准时钟",
			"the clock of this machine (%s) is behind the last commit (%s), it may have been set back: filings count as received after that commit. Correct the clock",
			now.In(jianfu.China).Format(time.DateTime), w.last.At.In(jianfu.China).Format(time.DateTime))
	}
}
