package jianfu

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Code classes an Error for callers: it is extensions.code in GraphQL and decides the exit status
// of the command line.
type Code string

// The codes. An error that is not an *Error is Internal: callers see a reference to the log, never
// its text.
const (
	Invalid    Code = "INVALID"    // the request itself is wrong: an unknown name, a malformed period
	NotFound   Code = "NOT_FOUND"  // the thing asked for does not exist
	Conflict   Code = "CONFLICT"   // the warehouse is in a state that forbids it, e.g. withdrawn twice
	Refused    Code = "REFUSED"    // a filing was refused; Faults say where and why
	Locked     Code = "LOCKED"     // another process holds the warehouse
	Unreadable Code = "UNREADABLE" // a file is damaged, encrypted, or past the limits
	TooLarge   Code = "TOO_LARGE"  // the answer or the request is beyond a stated limit
	Busy       Code = "BUSY"       // too many ask at once: come back after RetryAfter
	Internal   Code = "INTERNAL"   // our fault

	Unauthenticated Code = "UNAUTHENTICATED" // nobody is logged in, where accounts are kept
	Forbidden       Code = "FORBIDDEN"       // whoever is logged in has no right to it
)

// Error is a refusal that a caller may see: what is wrong and what to do next, in
// both languages.
type Error struct {
	Code   Code
	Text   Text
	Near   []string // the nearest known names to an unknown one
	Faults []Fault  // for Refused: every fault of the filing
	Err    error    // for logs only

	RetryAfter time.Duration // of Busy
	Reference  string        // of Internal: the reference it was logged under
}

// Errorf makes an Error from a Chinese and an English sentence over the same
// arguments (see Say).
func Errorf(code Code, zh, en string, args ...any) *Error {
	return &Error{Code: code, Text: Say(zh, en, args...)}
}

// Error is the Chinese sentence and the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Text.ZH + ": " + e.Err.Error()
	}
	return e.Text.ZH
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Because attaches the cause, which is logged and never shown.
func (e *Error) Because(err error) *Error {
	e.Err = err
	return e
}

// ErrorCode is the code of the first *Error in err's chain; Internal for any other error, "" for
// nil.
func ErrorCode(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}

type requestKey struct{}

// WithRequest has what is done under a context belong to a request: its id is in the answer and in the log.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestOf is the id of the request that a context belongs to; "" for none.
func RequestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// Shown is err as a caller may see it. An *Error is returned as it is, and a deadline or a
// cancelled request is put into words. Any other error is our fault: it is logged once, with attrs,
// under a reference, which is all the caller sees: the id of the request, where there is one.
func Shown(ctx context.Context, log *slog.Logger, err error, attrs ...slog.Attr) *Error {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return Errorf(TooLarge, "查询超时已停止，请缩小时间或减少分组", "stopped: out of time. Narrow the period or group less")
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return Errorf(Invalid, "请求已取消", "the request was cancelled")
	}
	reference := RequestOf(ctx)
	if reference == "" {
		reference = rand.Text()[:10]
	}
	log.LogAttrs(ctx, slog.LevelError, "internal error",
		append(attrs, slog.String("reference", reference), slog.String("error", err.Error()))...)
	e = Errorf(Internal, "服务器内部错误，请把编号 %s 告诉管理员", "internal error: tell the administrator the reference %s", reference).Because(err)
	e.Reference = reference
	return e
}

// FaultCode names a kind of fault in a filing. The values are promised to clients and are never
// renamed.
type FaultCode string

// The fault codes.
const (
	UnreadableFile FaultCode = "unreadable_file" // corrupt, truncated, empty, encrypted, not the format, or past the limits
	UnknownKind    FaultCode = "unknown_kind"
	MissingColumn  FaultCode = "missing_column"
	MissingValue   FaultCode = "missing_value"
	UnknownUnit    FaultCode = "unknown_unit"
	BadDate        FaultCode = "bad_date"
	BadNumber      FaultCode = "bad_number"
	BadValue       FaultCode = "bad_value" // not in the list of allowed values
	OutOfRange     FaultCode = "out_of_range"
	DateOrder      FaultCode = "date_order"
	DuplicateKey   FaultCode = "duplicate_key"
	PeriodMismatch FaultCode = "period_mismatch" // outside the period that the title, sheet name or file name states
	TooEarly       FaultCode = "too_early"       // a month that has not ended, where that is not allowed
	Unexplained    FaultCode = "unexplained"     // what a check of class B found and nobody explained
	Secret         FaultCode = "secret"
)

// Fault is one thing to correct in a filed file, and where it is. Sheet, Row and Column are empty
// where the fault concerns the whole file.
type Fault struct {
	File   string    // as given by the caller
	Sheet  string    // sheet name; empty for CSV and JSON
	Row    int       // as the spreadsheet numbers it, from 1; 0 for none
	Column string    // header text as in the file
	Value  string    // the cell's text, verbatim
	Code   FaultCode // what is wrong
	Text   Text      // what to do

	Finding string // of Unexplained: its identity, by which it is explained
}

// Error says where the fault is and what to do, in Chinese.
func (f Fault) Error() string { return f.In(Chinese) }

// Together groups faults that say the same about one column in many rows, at the place of the
// first.
func Together(faults []Fault) []FaultGroup {
	type same struct {
		file, sheet, column string
		code                FaultCode
		text                Text
	}
	var list []FaultGroup
	known := map[same]int{}
	for _, f := range faults {
		key := same{f.File, f.Sheet, f.Column, f.Code, f.Text}
		at, again := known[key]
		if !again || f.Row == 0 {
			known[key] = len(list)
			list = append(list, FaultGroup{f, []int{f.Row}})
			continue
		}
		if last := len(list[at].Rows) - 1; list[at].Rows[last] != f.Row { // the same in each of two tables side by side
			list[at].Rows = append(list[at].Rows, f.Row)
		}
	}
	return list
}

// rowNumbers lists the first twenty rows or runs of rows, a run as 3—9.
func rowNumbers(rows []int) string {
	const most = 20
	var parts []string
	for i := 0; i < len(rows); {
		last := i
		for last+1 < len(rows) && rows[last+1] == rows[last]+1 {
			last++
		}
		switch {
		case len(parts) == most:
			return strings.Join(parts, "、") + "…"
		case last-i >= 2:
			parts = append(parts, fmt.Sprintf("%d—%d", rows[i], rows[last]))
		default:
			last = i
			parts = append(parts, strconv.Itoa(rows[i]))
		}
		i = last + 1
	}
	return strings.Join(parts, "、")
}

// In is the whole line for a terminal: place, then what to do.
func (f Fault) In(lang Lang) string { return FaultGroup{Fault: f}.In(lang) }

// FaultGroup is a fault with all the rows of its column that share it.
type FaultGroup struct {
	Fault
	Rows []int // in order, the fault's own first
}

// In is the whole line for a terminal, like Fault.In.
func (f FaultGroup) In(lang Lang) string {
	place := f.File
	if f.Sheet != "" {
		place += Say("，工作表“%s”", ", sheet %q", f.Sheet).In(lang)
	}
	switch {
	case len(f.Rows) > 1:
		place += Say("，第 %s 行（共 %d 行）", ", rows %s (%d of them)", rowNumbers(f.Rows), len(f.Rows)).In(lang)
	case f.Row > 0:
		place += Say("，第 %d 行", ", row %d", f.Row).In(lang)
	}
	if f.Column != "" {
		place += Say("，“%s”列", ", column %q", f.Column).In(lang)
	}
	sep := "："
	if lang == English {
		sep = ": "
	}
	return fmt.Sprintf("%s%s%s [%s]", place, sep, f.Text.In(lang), f.Code)
}
