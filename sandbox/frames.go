package sandbox

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"jianfu/warehouse"
)

// A worker reads one order (a frame of JSON) from its input and answers on its output with frames:
// a type byte, the length, and that many bytes. What a worker sends is not trusted: its frames are
// limited in size, and their contents checked.
const (
	frameReady   = 'r' // the worker is ready: JSON of readiness
	frameColumns = 'c' // JSON of []Column
	frameRows    = 'd' // rows, see appendRow
	frameDone    = 'z' // JSON of outcome
	frameError   = 'e' // JSON of refusal
)

// maxFrame limits a frame. A row beyond it is not sent, and the answer is truncated.
const maxFrame = 8 << 20

// batch is how many bytes of rows are collected in a frame.
const batch = 64 << 10

// order is what a worker is asked to do.
type order struct {
	SQL       string     `json:"sql"`
	Args      []argument `json:"args,omitempty"`
	Describe  bool       `json:"describe,omitempty"`
	MaxRows   int        `json:"maxRows"`
	MaxBytes  int64      `json:"maxBytes"`
	Seconds   int        `json:"seconds"` // of processor time
	Megabytes int        `json:"megabytes"`
}

// argument is one argument in transit: a text, or a list of them, and the type to cast it to; ""
// leaves the type to the statement.
type argument struct {
	Type string `json:"type,omitempty"`
	warehouse.Argument
}

// outcome ends an answer, or is the description that was requested.
type outcome struct {
	Rows       int      `json:"rows"`
	Cut        Cut      `json:"cut,omitempty"`
	Columns    []Column `json:"columns,omitempty"`
	Parameters []string `json:"parameters,omitempty"`
}

// refusal is an *Error in transit.
type refusal struct {
	Class  Class  `json:"class"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Cause  string `json:"cause,omitempty"` // for the log
}

type frameWriter struct{ out *bufio.Writer }

func (w frameWriter) frame(kind byte, content []byte) error {
	var head [5]byte
	head[0] = kind
	binary.BigEndian.PutUint32(head[1:], uint32(len(content)))
	if _, err := w.out.Write(head[:]); err != nil {
		return err
	}
	if _, err := w.out.Write(content); err != nil {
		return err
	}
	return w.out.Flush()
}

func (w frameWriter) json(kind byte, content any) error {
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	return w.frame(kind, text)
}

// readFrame reads one frame into buffer, growing it if needed.
func readFrame(in *bufio.Reader, buffer []byte) (kind byte, content []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, nil, err
	}
	size := int(binary.BigEndian.Uint32(head[1:]))
	if size > maxFrame {
		return 0, nil, fmt.Errorf("a frame of %d bytes", size)
	}
	if cap(buffer) < size {
		buffer = make([]byte, size)
	}
	content = buffer[:size]
	_, err = io.ReadFull(in, content)
	return head[0], content, err
}

// appendRow appends a row to the contents of a frame: each cell as its length plus one, 0 for NULL,
// and its bytes.
func appendRow(frame []byte, cells [][]byte) []byte {
	for _, cell := range cells {
		if cell == nil {
			frame = binary.AppendUvarint(frame, 0)
			continue
		}
		frame = binary.AppendUvarint(frame, uint64(len(cell))+1)
		frame = append(frame, cell...)
	}
	return frame
}

var errMalformed = errors.New("malformed rows from a worker")

// readRow takes the cells of the next row from a frame; they are slices of it.
func readRow(frame []byte, cells [][]byte) (rest []byte, err error) {
	for i := range cells {
		size, n := binary.Uvarint(frame)
		if n <= 0 || size > uint64(len(frame)-n)+1 {
			return nil, errMalformed
		}
		frame = frame[n:]
		if size == 0 {
			cells[i] = nil
			continue
		}
		cells[i], frame = frame[:size-1], frame[size-1:]
	}
	return frame, nil
}
