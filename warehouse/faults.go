package warehouse

import (
	"errors"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// SQLFault is an error of a statement in DuckDB's words.
type SQLFault struct {
	Kind    FaultKind
	Message string // without the kind and without the lines that show the position
	Line    int    // in the statement, from 1; 0 if DuckDB does not say
	Column  int    // in characters, from 1
}

// FaultKind classes an error of a statement.
type FaultKind string

// The kinds.
const (
	FaultSyntax    FaultKind = "syntax"
	FaultTable     FaultKind = "table"    // no such table
	FaultColumn    FaultKind = "column"   // no such column
	FaultFunction  FaultKind = "function" // no such function, or not for these types
	FaultValue     FaultKind = "value"    // a value does not fit: conversion, range, division
	FaultMemory    FaultKind = "memory"
	FaultPermitted FaultKind = "permission"
	FaultOther     FaultKind = "other"
)

// faultKinds are DuckDB's classes that are specific enough.
var faultKinds = map[duckdb.ErrorType]FaultKind{
	duckdb.ErrorTypeParser: FaultSyntax, duckdb.ErrorTypeSyntax: FaultSyntax,
	duckdb.ErrorTypeOutOfMemory: FaultMemory, duckdb.ErrorTypePermission: FaultPermitted,
	duckdb.ErrorTypeConversion: FaultValue, duckdb.ErrorTypeOutOfRange: FaultValue, duckdb.ErrorTypeInvalidInput: FaultValue,
	duckdb.ErrorTypeMismatchType: FaultValue, duckdb.ErrorTypeDivideByZero: FaultValue, duckdb.ErrorTypeDecimal: FaultValue,
}

// faultWords distinguish the rest: DuckDB has one class for everything that a catalogue lacks.
var faultWords = []struct {
	words string
	kind  FaultKind
}{
	{"Table with name", FaultTable}, {"Referenced table", FaultTable}, {"Schema with name", FaultTable}, {"does not have a column named", FaultColumn},
	{"Referenced column", FaultColumn}, {"Function with name", FaultFunction}, {"No function matches", FaultFunction},
}

// ReadFault parses an error of DuckDB; it reports false for any other.
func ReadFault(err error) (SQLFault, bool) {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return SQLFault{}, false
	}
	f := SQLFault{Kind: FaultOther, Message: e.Msg}
	if kind, known := faultKinds[e.Type]; known {
		f.Kind = kind
	}
	if _, rest, found := strings.Cut(f.Message, " Error: "); found {
		f.Message = rest
	}
	for _, w := range faultWords {
		if f.Kind == FaultOther && strings.Contains(f.Message, w.words) {
			f.Kind = w.kind
		}
	}
	f.findPlace()
	return f, true
}

// findPlace removes the lines that show the position: the statement's line after "LINE 2: ", and
// under it a caret.
func (f *SQLFault) findPlace() {
	at := strings.LastIndex(f.Message, "\nLINE ")
	if at < 0 {
		return
	}
	shown := f.Message[at+len("\nLINE "):]
	f.Message = strings.TrimRight(f.Message[:at], "\n")
	number, rest, _ := strings.Cut(shown, ": ")
	line, err := strconv.Atoi(number)
	shownLine, caret, found := strings.Cut(rest, "\n")
	if err != nil || !found {
		return
	}
	before := strings.IndexByte(caret, '^') - len("LINE "+number+": ")
	// A line that is cut at the left begins with "...": its column is not known.
	if before < 0 || strings.HasPrefix(shownLine, "...") {
		f.Line = line
		return
	}
	f.Line, f.Column = line, 1
	for _, r := range shownLine { // the caret's position counts widths, and a Chinese character has two
		before--
		if wide(r) {
			before--
		}
		if before < 0 {
			break
		}
		f.Column++
	}
}

// wide reports whether a character takes two columns of a terminal.
func wide(r rune) bool {
	return r >= 0x1100 && r <= 0x115f || r >= 0x2e80 && r <= 0xa4cf || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xfe30 && r <= 0xfe6f || r >= 0xff00 && r <= 0xff60 || r >= 0xffe0 && r <= 0xffe6 || r >= 0x1f300 && r <= 0x1faff || r >= 0x20000 && r <= 0x3fffd
}
