package warehouse

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"jianfu"
)

// marks are the files of an open warehouse as this process left them. Other programs do not respect
// its lock: a file may be removed, exchanged, or overwritten in place, as cp does. All this is found
// without reading the file through: DuckDB writes only when something is committed or loaded.
type marks struct {
	file    fs.FileInfo // of the database when it was last compared; protected by committing
	head    []byte      // what readHead returns, see there; protected by committing
	log     fs.FileInfo // of the write-ahead log, nil if there is none; protected by committing
	unsaved atomic.Bool // the log was removed or overwritten: what it should hold is only in memory
	foreign atomic.Bool // the database was overwritten: from then on nothing is trusted
}

// DuckDB's file begins with three headers of 4,096 bytes. The second and the third are written in
// turns, at each checkpoint. Numbers are little-endian: a checksum, the number of the checkpoint, the
// block of the root of all metadata, the one of the list of free blocks, how many blocks there
// are, and their size.
const (
	headerSize  = 4096
	headersSize = 3 * headerSize
	maxBlock    = 1 << 20
)

// readHead reads the headers of a database and the block that the newest of them points to. Both
// become others with a checkpoint, and those of two databases are seldom the same.
func readHead(file io.ReaderAt) ([]byte, error) {
	head := make([]byte, headersSize)
	if _, err := file.ReadAt(head, 0); err != nil {
		return nil, err
	}
	newest := newestHeader(head)
	number, size := binary.LittleEndian.Uint64(newest[16:])&(1<<56-1), binary.LittleEndian.Uint64(newest[40:]) // the upper 8 bits are the place within the block
	if number >= binary.LittleEndian.Uint64(newest[32:]) || size > maxBlock {
		return head, nil // a database without contents
	}
	block := make([]byte, size)
	_, err := file.ReadAt(block, blockAt(number, size))
	return append(head, block...), err
}

// newestHeader is the header of the last checkpoint.
func newestHeader(head []byte) []byte {
	second, third := head[headerSize:2*headerSize], head[2*headerSize:]
	if checkpointOf(third) > checkpointOf(second) {
		return third
	}
	return second
}

// blockAt is the place of a block in the file.
func blockAt(number, size uint64) int64 { return int64(headersSize + number*size) }

func checkpointOf(header []byte) uint64 { return binary.LittleEndian.Uint64(header[8:]) }

// mark notes the files as they are after this process has written them. The caller holds committing.
func (w *Warehouse) mark() {
	if w.file == nil {
		return
	}
	head, err := readHead(w.file)
	if err == nil {
		w.marks.file, err = w.file.Stat()
	}
	// At most one checkpoint was made since.
	if err != nil || w.marks.head != nil && checkpoints(head) > checkpoints(w.marks.head)+1 {
		w.marks.foreign.Store(true)
		return
	}
	w.marks.head = head
	w.marks.log, _ = os.Stat(w.path + ".wal") // nil if there is none
}

func checkpoints(head []byte) uint64 {
	return max(checkpointOf(head[headerSize:]), checkpointOf(head[2*headerSize:]))
}

// Present refuses to go on with a file that is no longer the one that was opened: what is written to
// it would be lost with this process, and what is read from it may be of another.
func (w *Warehouse) Present() error {
	if gone := w.gone(); gone != nil {
		return gone
	}
	return nil
}

func (w *Warehouse) gone() *jianfu.Error {
	if w.file == nil || w.marks.head == nil {
		return nil
	}
	if w.committing.TryLock() { // otherwise whoever is writing looks at it
		defer w.committing.Unlock()
		return w.goneBetween(false)
	}
	return w.named()
}

// named says whether the file still has its name.
func (w *Warehouse) named() *jianfu.Error {
	switch {
	case w.marks.foreign.Load():
		return w.replaced()
	case sameFile(w.file, w.path):
		return nil
	case !isThere(w.path):
		return jianfu.Errorf(jianfu.Conflict, "仓库文件 %s 在使用中被删除或移走了，不再应答，也不收报送：请停止程序，把文件放回原处或用备份恢复（jianfu restore），再重新载入",
			"the warehouse %s was removed or moved away while it was in use. Nothing is answered or accepted any more: stop this program, put the file back or restore a backup (jianfu restore), then load again", w.path)
	}
	return w.replaced()
}

// goneBetween is gone for whoever holds committing. What is about to be committed is not trusted to
// the times of the file alone.
func (w *Warehouse) goneBetween(commit bool) *jianfu.Error {
	if w.file == nil || w.marks.head == nil {
		return nil
	}
	if gone := w.named(); gone != nil {
		return gone
	}
	same := unchanged(w.path, w.marks.file)
	if same && !commit {
		return nil
	}
	info, err := w.file.Stat()
	if err == nil {
		var head []byte
		if head, err = readHead(w.file); err == nil && !bytes.Equal(head, w.marks.head) {
			err = errors.New("its headers are others")
		}
	}
	if err == nil && !same { // a large load writes to it before it ends
		err = w.compareCommits()
	}
	if err != nil {
		w.marks.foreign.Store(true)
		return w.replaced().Because(err)
	}
	w.marks.file = info
	return nil
}

// compareCommits finds out whether the file, which somebody may have written to, is of this
// warehouse: its last commit must be one of ours.
func (w *Warehouse) compareCommits() error {
	draft := compareDraft(w.path)
	defer func() { _ = removeDraft(draft) }() // it is swept later
	if err := copyOpen(w.file, draft, w.mode()); err != nil {
		return nil //nolint:nilerr // a full disk: the headers have to do
	}
	db, err := openCopy(w.life, draft)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	have, err := readCommits(w.life, db, 0)
	if err == nil && len(have) > 0 && !hashes(w.journal.entries)[have[len(have)-1].Hash] {
		err = errors.New("its commits are others")
	}
	return err
}

// lookAtLog notes whether the log is as DuckDB left it. The caller holds committing.
func (w *Warehouse) lookAtLog() {
	log := w.path + ".wal"
	if w.file != nil && w.marks.log != nil && !unchanged(log, w.marks.log) || w.marks.log == nil && isThere(log) {
		w.marks.unsaved.Store(true)
	}
}

// keepLog makes sure that no commit is only in a log that somebody has removed or overwritten: what
// DuckDB still writes to it would be lost with this process.
func (w *Warehouse) keepLog(ctx context.Context) error {
	if w.file == nil {
		return nil
	}
	w.committing.Lock()
	w.lookAtLog()
	w.committing.Unlock()
	if !w.marks.unsaved.Load() {
		return nil
	}
	return w.checkpoint(context.WithoutCancel(ctx))
}

func compareDraft(path string) string { return path + ".compare.new" }
