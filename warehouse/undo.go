package warehouse

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// DuckDB writes what it knows of its tables into blocks of the file that the last checkpoint left free,
// but fills up blocks that it has begun where they are. If a program is killed or the power fails in the
// middle of such a write, the block is part old, part new, its checksum is that of neither, and the file
// cannot be opened any more: TestTornWrites shows it. So these blocks are written to a file of their own
// before a checkpoint, and put back if the checkpoint did not end. This is the rollback journal of other
// databases. All checkpoints are ours: see settings.

// logLimit is how large DuckDB's log becomes before it is written into the file.
const logLimit = 16 << 20

// undoPath is the file of the blocks as they were before the checkpoint under way.
func undoPath(path string) string { return path + ".undo" }

// keepUndo writes a checksum, the hash of the latest commit in a line, the headers, and each block that the next
// checkpoint may fill up after its number. The caller holds committing.
func (w *Warehouse) keepUndo(ctx context.Context) error {
	head := make([]byte, headersSize)
	if _, err := w.file.ReadAt(head, 0); err != nil {
		return err
	}
	newest := newestHeader(head)
	count, size := binary.LittleEndian.Uint64(newest[32:]), binary.LittleEndian.Uint64(newest[40:])
	if size > maxBlock {
		return fmt.Errorf("its blocks have %d bytes", size)
	}
	rows, err := w.db.QueryContext(ctx, "SELECT block_id FROM pragma_metadata_info()")
	if err != nil {
		return err
	}
	defer rows.Close()
	kept, block := bytes.NewBuffer(head), make([]byte, size)
	for rows.Next() {
		var number uint64
		if err := rows.Scan(&number); err != nil {
			return err
		}
		if number >= count { // it is new
			continue
		}
		if _, err := w.file.ReadAt(block, blockAt(number, size)); err != nil {
			return err
		}
		kept.Write(binary.LittleEndian.AppendUint64(nil, number))
		kept.Write(block)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	text := append([]byte(w.last.Hash+"\n"), kept.Bytes()...)
	sum := sha256.Sum256(text)
	draft := undoPath(w.path) + ".new"
	if err := os.WriteFile(draft, append(sum[:], text...), w.mode()); err != nil {
		return err
	}
	if err := syncFile(draft); err != nil {
		return err
	}
	return nameFile(draft, undoPath(w.path))
}

// undoCheckpoint puts the blocks back that a checkpoint has filled up, if it did not end. It runs before
// DuckDB opens the file.
func (w *Warehouse) undoCheckpoint() (err error) {
	kept, err := os.ReadFile(undoPath(w.path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	file, err := os.OpenFile(w.path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return removeIfThere(undoPath(w.path))
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	head := make([]byte, headersSize)
	if _, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	journal, _, err := readJournal(w.journalPath())
	if err != nil {
		return err
	}
	blocks, size := blocksBefore(kept, head, journal), binary.LittleEndian.Uint64(newestHeader(head)[40:])
	for ; uint64(len(blocks)) >= 8+size; blocks = blocks[8+size:] {
		if _, err := file.WriteAt(blocks[8:8+size], blockAt(binary.LittleEndian.Uint64(blocks), size)); err != nil {
			return err
		}
	}
	return errors.Join(file.Sync(), removeIfThere(undoPath(w.path)))
}

// blocksBefore are the blocks with their numbers out of what keepUndo has written: none if it is
// damaged, if the checkpoint has ended, which is when it has written a header, or if it is of a state that
// the journal does not know: another warehouse may have the same headers.
func blocksBefore(kept, head []byte, journal journalFile) []byte {
	sum, text := kept[:min(sha256.Size, len(kept))], kept[min(sha256.Size, len(kept)):]
	whole := sha256.Sum256(text)
	commit, rest, _ := bytes.Cut(text, []byte("\n"))
	foreign := journal.known && len(commit) > 0 && !journal.proves(Commit{Hash: string(commit)})
	if !bytes.Equal(sum, whole[:]) || foreign || !bytes.HasPrefix(rest, head) {
		return nil
	}
	return rest[len(head):]
}
