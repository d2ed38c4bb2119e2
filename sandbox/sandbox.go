// Package sandbox runs the SQL of people who are not trusted with the warehouse: analysts at a
// terminal, over HTTP and over the PostgreSQL wire. No such statement runs in the server's own
// process, because DuckDB cannot be confined within it (it overwrites and reads attached files, and
// some of its functions ignore both memory limit and interruption). Instead:
//
//   - a Pool starts this binary again as a worker, one per statement, and kills it at the deadline
//     or when the caller is gone;
//   - a worker has lowered privileges, no file but a read-only snapshot of the warehouse, and
//     limits of address space, processor time and file size (confine_linux.go);
//   - before a statement runs, every table, function and form in it is looked up in a list
//     (allow.go) through DuckDB's own parse tree; what is not listed is refused.
//
// The whole interface is Pool.Query, which streams an answer into a Sink, and Pool.Describe. Their
// errors are all *Error, with a sentence for people and a Class that HTTP and the PostgreSQL wire
// map to their codes.
package sandbox

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Request is one statement with its arguments and limits. Zero limits are the pool's.
type Request struct {
	SQL     string
	Args    []any // of $1, $2, …: see Argument
	MaxRows int   // further rows are not sent, and Summary.Cut says so
	// MaxBytes limits the text of all cells in the same way.
	MaxBytes int64
	// Timeout runs from when a worker is free to the end of the answer.
	Timeout time.Duration
}

// Column is one column of an answer: its name, and its DuckDB type such as DECIMAL(38,4),
// TIMESTAMP or VARCHAR[].
type Column = warehouse.ResultColumn

// Sink receives an answer as it comes. Columns is called once, before any row, even if there are no
// rows. An error of either method ends the query and is returned by Query.
type Sink interface {
	Columns(columns []Column) error
	// Row takes the values of one row, by the type of their column:
	//
	//	nil                 NULL
	//	bool                BOOLEAN
	//	int64               TINYINT to BIGINT, UTINYINT to UINTEGER
	//	*big.Int            UBIGINT, HUGEINT, UHUGEINT
	//	float64             FLOAT, DOUBLE
	//	jianfu.Decimal      DECIMAL, shown with all places of the column
	//	time.Time (UTC)     DATE, TIMESTAMP, TIMESTAMP_S/_MS/_NS, TIMESTAMPTZ
	//	Infinity            an infinite one of these
	//	[]byte              BLOB
	//	JSON                lists, structs, maps and other nested types
	//	string              everything else: VARCHAR, TIME, INTERVAL, UUID, ENUM, BIT, JSON, …
	//
	// The slice is only valid during the call.
	Row(values []any) error
}

// Infinity is a date or timestamp without end, or, if negative, without beginning.
type Infinity int

// String is how DuckDB and PostgreSQL write it.
func (i Infinity) String() string {
	if i < 0 {
		return "-infinity"
	}
	return "infinity"
}

// JSON is a nested value as JSON text: a list as an array, a struct as an object, a map as an array
// of pairs. Exact numbers and times within it are strings.
type JSON string

// Cut says why an answer is incomplete.
type Cut string

// The reasons.
const (
	NotCut  Cut = ""
	ByRows  Cut = "rows"
	ByBytes Cut = "bytes"
)

// Summary describes an answer that has ended well.
type Summary struct {
	Rows    int
	Cut     Cut
	Bound   int64           // the limit that truncated it, in rows or bytes
	Elapsed time.Duration   // from when the worker was free
	Stamp   warehouse.Stamp // the state of the warehouse that was queried
}

// CutText says that an answer is incomplete.
func (s Summary) CutText() jianfu.Text {
	if s.Cut == ByBytes {
		return jianfu.Say("结果不完整：只有前 %d 行，到了 %d MB 的上限", "the answer is cut: its first %d rows, up to the limit of %d MB", s.Rows, s.Bound>>20)
	}
	return jianfu.Say("结果不完整：只有前 %d 行，到了行数上限", "the answer is cut: its first %d rows, up to the limit of rows", s.Rows)
}

// Description is what a statement takes and returns.
type Description struct {
	Columns    []Column
	Parameters []string // DuckDB types of $1, $2, …; "" where any would do
	Stamp      warehouse.Stamp
}

// Class is the kind of an error.
type Class string

// The classes, each with its SQLSTATE.
const (
	Syntax          Class = "SYNTAX"           // 42601
	UndefinedTable  Class = "UNDEFINED_TABLE"  // 42P01
	UndefinedColumn Class = "UNDEFINED_COLUMN" // 42703
	UndefinedFunc   Class = "UNDEFINED_FUNC"   // 42883: no such function, or not for these types
	NotAllowed      Class = "NOT_ALLOWED"      // 42501: a form, table or function that is not on the list
	BadValue        Class = "BAD_VALUE"        // 22000: a value does not fit (conversion, range)
	BadStatement    Class = "BAD_STATEMENT"    // 42000: wrong in another way
	Timeout         Class = "TIMEOUT"          // 57014: it ran out of time
	Cancelled       Class = "CANCELLED"        // 57014: the caller went away
	Busy            Class = "BUSY"             // 53300: too many at once, try again after RetryAfter
	OutOfMemory     Class = "OUT_OF_MEMORY"    // 53200: or beyond another limit of a worker
	Conflict        Class = "CONFLICT"         // 55000: the warehouse cannot be read as it is now, such as after its file was removed
	Failed          Class = "INTERNAL"         // XX000: our fault
)

// Error is what a caller may see of a statement that failed. It wraps a *jianfu.Error with the
// sentence in both languages; Err.Because is only for logs.
type Error struct {
	Class        Class
	Err          *jianfu.Error
	Line, Column int           // in the statement, from 1, in characters; 0 where unknown
	RetryAfter   time.Duration // of Busy
}

// Error is the Chinese sentence and the cause.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the sentence.
func (e *Error) Unwrap() error { return e.Err }

// codes maps the classes to the codes of all errors.
var codes = map[Class]jianfu.Code{
	Timeout: jianfu.TooLarge, OutOfMemory: jianfu.TooLarge, Busy: jianfu.Busy, Conflict: jianfu.Conflict, Failed: jianfu.Internal, Cancelled: jianfu.Internal,
}

func errorf(class Class, zh, en string, args ...any) *Error {
	code, known := codes[class]
	if !known {
		code = jianfu.Invalid
	}
	return &Error{Class: class, Err: jianfu.Errorf(code, zh, en, args...)}
}

// at says where in the statement the error is, if known.
func (e *Error) at(line, column int) *Error {
	e.Line, e.Column = line, column
	if line > 0 && column > 0 {
		e.Err.Text = jianfu.Text{ZH: fmt.Sprintf("第 %d 行第 %d 个字符处：%s", line, column, e.Err.Text.ZH),
			EN: fmt.Sprintf("line %d, character %d: %s", line, column, e.Err.Text.EN)}
	}
	return e
}

func (e *Error) because(err error) *Error {
	e.Err.Err = err
	return e
}

// Source returns the snapshot that the next statement runs over, such as (*Warehouse).Snapshot.
type Source func(ctx context.Context, derived bool) (warehouse.Snapshot, error)

// Options limit a pool. Zero fields take the values of defaults.
type Options struct {
	Command   []string // how this program is started as a worker: its own name, then its arguments, see Work
	Workers   int      // statements at once
	Spare     int      // workers kept ready, so that a statement need not wait for one to start; negative for none
	MaxRows   int
	MaxBytes  int64
	Timeout   time.Duration
	Megabytes int // of memory for one statement
}

// defaults of a pool. It runs as many statements at once as there are processors, but at least two
// and at most eight, as each may take its Megabytes.
var defaults = Options{Workers: min(max(runtime.NumCPU(), 2), 8), Spare: 2, MaxRows: 100_000, MaxBytes: 64 << 20, Timeout: 30 * time.Second, Megabytes: 512}

func (o Options) orDefaults() Options {
	set := func(value *int, otherwise int) {
		if *value == 0 {
			*value = otherwise
		}
	}
	set(&o.Workers, defaults.Workers)
	set(&o.Spare, defaults.Spare)
	set(&o.MaxRows, defaults.MaxRows)
	set(&o.Megabytes, defaults.Megabytes)
	if o.MaxBytes == 0 {
		o.MaxBytes = defaults.MaxBytes
	}
	if o.Timeout == 0 {
		o.Timeout = defaults.Timeout
	}
	return o
}

// MaxSQL is the longest statement, in bytes.
const MaxSQL = 64 << 10

// checkRequest refuses what need not reach a worker.
func checkRequest(text string) *Error {
	if len(text) > MaxSQL {
		return errorf(NotAllowed, "语句长 %d 字节，最多 %d 字节", "the statement has %d bytes, of %d at most", len(text), MaxSQL)
	}
	if strings.ContainsRune(text, 0) { // DuckDB stops reading there
		return errorf(Syntax, "语句里有 NUL 字符（U+0000），请删去", "the statement has a NUL character (U+0000): remove it")
	}
	return nil
}
