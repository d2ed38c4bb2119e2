package pgwire

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"

	"jianfu/sandbox"
)

// answer is the result of a statement on its way to the client: its columns, then its rows as
// messages. A worker never waits for a slow reader, and a slow reader holds no memory: what exceeds
// heldInMemory goes to an unnamed file. Safe for one writer and one reader.
type answer struct {
	encoder encoder
	formats []int16
	cancel  context.CancelFunc
	over    chan struct{} // closed when the query has ended

	lock    sync.Mutex
	changed *sync.Cond
	columns []sandbox.Column // nil until they are known
	types   []wireType
	ended   bool
	err     error
	cut     sandbox.Summary
	held    []byte // messages in memory, the oldest first
	file    *os.File
	written int64 // bytes of the file; its contents are newer than what is in memory
	read    int64
	closed  bool
}

// heldInMemory is how many bytes of an answer wait in memory.
const heldInMemory = 1 << 20

func newAnswer(e encoder, formats []int16, cancel context.CancelFunc) *answer {
	a := &answer{encoder: e, formats: formats, cancel: cancel, over: make(chan struct{})}
	a.changed = sync.NewCond(&a.lock)
	return a
}

// Columns implements sandbox.Sink.
func (a *answer) Columns(columns []sandbox.Column) error {
	types := make([]wireType, len(columns))
	for i, c := range columns {
		types[i] = typeOf(c.Type)
	}
	if n := len(a.formats); n > 1 && n != len(columns) {
		return faultf(brokenProtocol, "结果有 %d 列，却给了 %d 个格式", "the answer has %d columns, and there are %d formats", len(columns), n)
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	a.columns, a.types = columns, types
	if a.columns == nil {
		a.columns = []sandbox.Column{}
	}
	a.changed.Broadcast()
	return nil
}

// Row implements sandbox.Sink.
func (a *answer) Row(values []any) error {
	row := []byte{'D', 0, 0, 0, 0, byte(len(values) >> 8), byte(len(values))}
	for i, value := range values {
		if value == nil {
			row = appendUint32(row, 1<<32-1)
			continue
		}
		at := len(row)
		row = appendUint32(row, 0)
		var err error
		if row, err = a.encoder.value(row, a.types[i], formatOf(a.formats, i), value); err != nil {
			return fmt.Errorf("write column %s as %d: %w", a.columns[i].Name, a.types[i].oid, err)
		}
		putUint32(row[at:], uint32(len(row)-at-4))
	}
	putUint32(row[1:], uint32(len(row)-1))
	return a.append(row)
}

// formatOf is the format of a column: one for all, one for each, or text.
func formatOf(formats []int16, i int) int16 {
	switch {
	case len(formats) == 1:
		return formats[0]
	case i < len(formats):
		return formats[i]
	}
	return textFormat
}

var errClosed = errors.New("nobody reads the answer")

func (a *answer) append(row []byte) error {
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.closed {
		return errClosed
	}
	defer a.changed.Broadcast()
	if a.read == a.written && len(a.held)+len(row) <= heldInMemory {
		a.held = append(a.held, row...)
		return nil
	}
	if a.file == nil {
		file, err := os.CreateTemp("", "jianfu-answer-")
		if err != nil {
			return err
		}
		_ = os.Remove(file.Name()) // where the system cannot unlink an open file, close does it
		a.file = file
	}
	n, err := a.file.WriteAt(row, a.written)
	a.written += int64(n)
	return err
}

// end says that there are no more rows.
func (a *answer) end(summary sandbox.Summary, err error) {
	a.lock.Lock()
	a.ended, a.err, a.cut = true, err, summary
	a.lock.Unlock()
	a.changed.Broadcast()
	close(a.over)
}

// described waits until the columns are known or the query has ended without any.
func (a *answer) described() ([]sandbox.Column, error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	for a.columns == nil && !a.ended {
		a.changed.Wait()
	}
	if a.columns == nil && a.err == nil {
		return nil, errors.New("an answer without columns")
	}
	if a.columns == nil {
		return nil, a.err
	}
	return a.columns, nil
}

// rows waits for messages of rows and takes at most limit of them, 0 for all available; none and
// nil at the end. Rows that came before an error are returned before it.
func (a *answer) rows(limit int) (messages []byte, count int, err error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	for len(a.held) == 0 && a.read == a.written && !a.ended {
		a.changed.Wait()
	}
	if len(a.held) == 0 && a.read < a.written {
		if err := a.fetch(); err != nil {
			return nil, 0, err
		}
	}
	if len(a.held) == 0 {
		return nil, 0, a.whyEnded()
	}
	size := 0
	for size < len(a.held) && (limit == 0 || count < limit) {
		size += 1 + int(binary.BigEndian.Uint32(a.held[size+1:]))
		count++
	}
	messages, a.held = a.held[:size:size], a.held[size:]
	if len(a.held) == 0 {
		a.held = nil
	}
	return messages, count, nil
}

// whyEnded is the error of an answer. An incomplete answer is an error too: this protocol has no
// other way to say so that every client shows.
func (a *answer) whyEnded() error {
	switch {
	case a.err != nil:
		return a.err
	case a.cut.Cut == sandbox.ByRows:
		return faultf(tooLarge, "结果超过 %d 行，请缩小范围、先汇总，或加 LIMIT", "the answer has more than %d rows: narrow it, sum up first, or add a LIMIT", a.cut.Bound)
	case a.cut.Cut == sandbox.ByBytes:
		return faultf(tooLarge, "结果超过 %d MB，请缩小范围、先汇总，或少取几列", "the answer has more than %d MB: narrow it, sum up first, or ask for fewer columns", a.cut.Bound>>20)
	}
	return nil
}

// fetch reads whole messages from the file into memory.
func (a *answer) fetch() error {
	buffer := make([]byte, min(a.written-a.read, 64<<10))
	if _, err := a.file.ReadAt(buffer, a.read); err != nil {
		return err
	}
	size := 0
	for size+5 <= len(buffer) {
		message := 1 + int(binary.BigEndian.Uint32(buffer[size+1:]))
		if size+message > len(buffer) {
			if size > 0 {
				break
			}
			buffer = make([]byte, message) // a single message is longer
			if _, err := a.file.ReadAt(buffer, a.read); err != nil {
				return err
			}
		}
		size += message
	}
	a.held = buffer[:size]
	if a.read += int64(size); a.read == a.written {
		a.read, a.written = 0, 0
	}
	return nil
}

// close stops the query, if it still runs, and discards what was not read.
func (a *answer) close() {
	a.cancel()
	a.lock.Lock()
	defer a.lock.Unlock()
	a.closed, a.held = true, nil
	if a.file != nil {
		name := a.file.Name()
		_ = a.file.Close()
		_ = os.Remove(name) // already gone, except on systems that keep open files
		a.file, a.read, a.written = nil, 0, 0
	}
}
