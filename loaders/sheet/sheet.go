// Package sheet reads filed spreadsheets: files in, rows of cells out. It reads
// .xlsx and .xlsm with a streaming reader of its own, .ods, CSV in the encodings that
// offices use, and JSON records; older formats go through LibreOffice where it is
// installed. It knows nothing of titles, headers or kinds of filing.
//
// A file is read whole or refused: a sheet is first gone through to its end
// (checksums, well-formed XML, order of rows, closed quotes) and only then are
// rows handed out. Every refusal is a *jianfu.Error with code jianfu.Unreadable
// whose Text says what is wrong and what a clerk must do.
package sheet

import (
	"context"
	"errors"
)

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Empty  Kind = iota // nothing, or a text without characters
	String             // text; the only kind besides Empty that a CSV has
	Number             // plain decimal; verbatim in JSON, at most 15 significant digits in workbooks
	Date               // "2023-03-05", "2023-03-05 15:04", "2023-03-05 15:04:05", the time alone for serials below 1, or hours and minutes for elapsed time
	Bool               // "TRUE" or "FALSE" in workbooks, "true" or "false" in JSON
	Error              // a spreadsheet error value such as "#N/A"
)

// Cell is one cell of a row. Its Text is the stored value, from which to count; Shown is what
// people see of it, which decides where a value is a name: 7 shown as 007, 5 shown as 第5号.
type Cell struct {
	Kind   Kind
	Merged bool   // the value stands in the top-left cell of a merged region and fills this one
	Unsure bool   // what was typed can no longer be told: a number beyond the 15 digits that a spreadsheet keeps, or shown in a way not known here
	Text   string // may be kept: texts are never overwritten
	Shown  string // where it differs from Text; of a Date only where it is shown without year, month or day
}

// Row is one row that holds at least one value of its own; rows without any are
// not handed out. Fills of merged regions do not count as own values.
type Row struct {
	// Number is the row as the spreadsheet numbers it, from 1: so does Excel number the
	// records of a CSV, blank lines among them, however many lines each takes. In JSON the header is 0 and the
	// records count from 1.
	Number int
	Hidden bool   // hidden or filtered away in the workbook
	Width  int    // fields as written in CSV; elsewhere len(Cells)
	Cells  []Cell // by column, from 0
}

// Sheet is one sheet of a workbook; a CSV or JSON file is one sheet without name.
type Sheet struct {
	Name   string
	Hidden bool // hidden or very hidden
	rows   source
}

// source hands out the rows of one sheet; the three forms of file each have one.
type source interface {
	each(ctx context.Context, yield func(*Row) error) error
}

// Rows hands the sheet's rows to yield in order. The whole sheet is verified
// before the first row is handed out, once for each sheet. An error of yield ends
// the reading and is returned as it is; so is the error of ctx. Any other error is
// a *jianfu.Error with code jianfu.Unreadable. The row and its Cells are reused
// between calls, their texts are not.
func (s *Sheet) Rows(ctx context.Context, yield func(row *Row) error) error {
	if s.rows == nil {
		return errors.New("sheet: Rows of a sheet that no book gave")
	}
	return s.rows.each(ctx, yield)
}

// Book is an open file. It is not for use by several goroutines at once, nor
// after the reader it was opened on is closed.
type Book struct {
	sheets  []Sheet
	records bool
	close   func() error
}

// Sheets are the sheets in the order of their tabs, hidden ones too; chart and
// macro sheets hold no cells and are left out.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Records reports whether the file holds named records (JSON): its first row is
// then the names of the fields.
func (b *Book) Records() bool { return b.records }

// Close removes what a conversion left on disk. The reader given to Open stays
// the caller's.
func (b *Book) Close() error {
	if b.close == nil {
		return nil
	}
	done := b.close
	b.close = nil
	return done()
}
