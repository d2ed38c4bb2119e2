package pgwire

import (
	"errors"

	"github.com/jackc/pgx/v5/pgproto3"

	"jianfu"
	"jianfu/sandbox"
)

// fault is an error in PostgreSQL's terms.
type fault struct {
	code     string // SQLSTATE
	text     jianfu.Text
	position int // of the statement's text, in characters from 1; 0 for unknown
	fatal    bool
	err      error // for the log
}

// Error is the Chinese sentence.
func (f *fault) Error() string { return f.code + " " + f.text.ZH }

// Unwrap gives the cause.
func (f *fault) Unwrap() error { return f.err }

// The SQLSTATEs.
const (
	notSupported    = "0A000"
	badLogin        = "28P01"
	noLogin         = "28000"
	badTransaction  = "25P02" // in a transaction that failed
	readOnly        = "25006"
	noStatement     = "26000"
	noPortal        = "34000"
	noDatabase      = "3D000"
	undefinedObject = "42704"
	badParameter    = "22023"
	badBinary       = "22P03"
	duplicate       = "42P05"
	tooMany         = "53300"
	tooLarge        = "54000"
	brokenProtocol  = "08P01"
	stopping        = "57P01"
	idleTooLong     = "57P05"
	notAllowed      = "42501"
	syntax          = "42601"
	internal        = "XX000"
)

func faultf(code, zh, en string, args ...any) *fault {
	return &fault{code: code, text: jianfu.Say(zh, en, args...)}
}

// states are the SQLSTATEs of the sandbox's errors.
var states = map[sandbox.Class]string{
	sandbox.Syntax: syntax, sandbox.UndefinedTable: "42P01", sandbox.UndefinedColumn: "42703", sandbox.UndefinedFunc: "42883",
	sandbox.NotAllowed: notAllowed, sandbox.BadValue: "22000", sandbox.BadStatement: "42000", sandbox.Timeout: "57014", sandbox.Cancelled: "57014",
	sandbox.Busy: tooMany, sandbox.OutOfMemory: "53200", sandbox.Conflict: "55000", sandbox.Failed: internal,
}

// asFault is what a client may see of any error. A position in the statement that was run is mapped
// back to the one that was sent.
func asFault(err error, r translation) *fault {
	var known *fault
	var refused *sandbox.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &refused):
		code, ok := states[refused.Class]
		if !ok {
			code = internal
		}
		return &fault{code: code, text: refused.Err.Text, position: r.place(refused.Line, refused.Column), err: err}
	}
	f := faultf(internal, "程序出错，详情见服务日志", "an internal error: see the server's log")
	f.err = err
	return f
}

func (f *fault) response(lang jianfu.Lang) *pgproto3.ErrorResponse {
	severity := "ERROR"
	if f.fatal {
		severity = "FATAL"
	}
	return &pgproto3.ErrorResponse{
		Severity: severity, SeverityUnlocalized: severity, Code: f.code, Message: f.text.In(lang), Position: int32(f.position),
	}
}
