// Package sheet reads filed spreadsheets: files in, rows of cells out. It has a streaming reader
// for .xlsx and .xlsm, and reads .ods, CSV in the encodings that offices use, and JSON records;
// older formats go through LibreOffice where it is installed. It knows nothing of titles, headers
// or kinds of filing.
//
// A file is read whole or refused: a sheet is first read to its end (checksums, well-formed XML,
// order of rows, closed quotes) and only then are rows handed out. Every refusal is a *jianfu.Error
// with code jianfu.Unreadable whose Text says what is wrong and what a clerk must do.
package sheet

import (
	"context"
	"errors"
	"runtime"
	"sync"
)

// Kind says what a cell holds.
type Kind uint8

// The kinds of cell.
const (
	Empty  Kind = iota // nothing, or a text without characters
	String             // text; the only kind besides Empty in a CSV
	Number             // plain decimal; verbatim in JSON, at most 15 significant digits in workbooks
	Date               // "2023-03-05", "2023-03-05 15:04", "2023-03-05 15:04:05", the time alone for serials below 1, or hours and minutes for elapsed time
	Bool               // "TRUE" or "FALSE" in workbooks, "true" or "false" in JSON
	Error              // a spreadsheet error value such as "#N/A"
)

// Cell is one cell of a row. Text is the stored value, for counting; Shown is what people see, for
// values that are names: 7 shown as 007, 5 shown as 第5号.
type Cell struct {
	Kind    Kind
	Merged  bool   // the value is that of the top-left cell of a merged region
	Covered bool   // the value is beneath a merged region that shows another, or none
	Unsure  bool   // the typed value is unknown: a number of more than the 15 digits that a spreadsheet keeps, or shown in a way that is not supported here
	Text    string // may be kept: texts are never overwritten
	Shown   string // if it differs from Text; of a Date only if it is shown without year, month or day
}

// Row is one row that holds at least one value of its own; other rows are not handed out. Fills of
// merged regions do not count as own values.
type Row struct {
	// Number is the row as the spreadsheet numbers it, from 1. For a CSV this is Excel's numbering of its
	// records, including blank lines, however many lines each record takes. In JSON the header is 0 and the
	// records count from 1.
	Number  int
	Hidden  bool   // hidden or filtered away in the workbook
	Struck  bool   // a line is struck through some of its values
	Covered bool   // some of the cells are
	Width   int    // fields as written in CSV; elsewhere len(Cells)
	Cells   []Cell // by column, from 0
}

// Sheet is one sheet of a workbook; a CSV or JSON file is one sheet without name.
type Sheet struct {
	Name   string
	Hidden bool // hidden or very hidden
	rows   source
}

// source hands out the rows of one sheet; each of the forms of file has one.
type source interface {
	each(ctx context.Context, yield func(*Row) error) error
	hiddenColumns() []Columns
}

// Columns are columns side by side, the first and the last, from 0.
type Columns struct{ First, Last int }

// HiddenColumns are the columns that the workbook hides, or shows without any width, as far as the sheet has
// values. They are known once Rows has been called.
func (s *Sheet) HiddenColumns() []Columns {
	if s.rows == nil {
		return nil
	}
	return s.rows.hiddenColumns()
}

// within are those of the columns that are among the first n.
func within(all []Columns, n int) []Columns {
	var list []Columns
	for _, c := range all {
		if c.Last = min(c.Last, n-1); c.First <= c.Last {
			list = append(list, c)
		}
	}
	return list
}

// Rows passes the sheet's rows to yield in order. The whole sheet is verified before the first row
// is handed out, once for each sheet. An error of yield ends the reading and is returned unchanged,
// as is the error of ctx. Any other error is a *jianfu.Error with code jianfu.Unreadable. The row
// and its Cells are reused between calls, their texts are not.
func (s *Sheet) Rows(ctx context.Context, yield func(row *Row) error) error {
	if s.rows == nil {
		return errors.New("sheet: Rows called on a sheet that does not come from a Book")
	}
	return s.rows.each(ctx, yield)
}

// Book is an open file. It must not be used by several goroutines at once, nor after its reader is
// closed.
type Book struct {
	sheets  []Sheet
	records bool
	close   func() error
}

// Sheets are the sheets in the order of their tabs, hidden ones too; chart and
// macro sheets hold no cells and are left out.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Verify verifies the sheets that will be read, on all processors: Rows then needs not. What is wrong
// with one is reported by its Rows.
func (b *Book) Verify(ctx context.Context, read func(s *Sheet) bool) {
	var all sync.WaitGroup
	running := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range b.sheets {
		sheet, ok := b.sheets[i].rows.(*worksheet)
		if !ok || !read(&b.sheets[i]) {
			continue
		}
		running <- struct{}{}
		all.Go(func() {
			_ = sheet.verify(ctx) // it remembers
			<-running
		})
	}
	all.Wait()
}

// Records reports whether the file holds named records (JSON): then the first row is the field
// names.
func (b *Book) Records() bool { return b.records }

// Close removes the temporary files of a conversion. The reader given to Open remains the caller's.
func (b *Book) Close() error {
	if b.close == nil {
		return nil
	}
	done := b.close
	b.close = nil
	return done()
}
