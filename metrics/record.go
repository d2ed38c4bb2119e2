package metrics

import (
	"time"

	"jianfu"
)

// Record is one filed row as it was understood, and the cells it was read from.
type Record struct {
	ID         int64
	Kind       string
	Department string // unit code, "" if the kind has none
	Date       *jianfu.Date
	Title      string
	Fields     []Field
	Source     Source
	Role       Role // for the records of a figure
}

// Role is the part of a rate that a record was counted in.
type Role string

// The roles. A record of a rate's numerator is also in the denominator, unless the two come from
// different kinds.
const (
	InNumerator   Role = "NUMERATOR"
	InDenominator Role = "DENOMINATOR"
)

// Field is one column of a record; Value is nil where unknown.
type Field struct {
	Name  string
	Label jianfu.Text
	Value *string
}

// Source is where a record was filed.
type Source struct {
	Submission int64
	File       string
	Sheet      string
	Row        int
	Cells      []Cell
}

// Cell is one filed cell: its header text and its text, verbatim; Value is nil if the cell was
// empty.
type Cell struct {
	Column   string
	Value    *string
	Deciding bool // it states the total
}

// FiledRow is one stored row of a filed sheet.
type FiledRow struct {
	Row   int
	Cells []Cell
}

// RecordFilter narrows Records. Empty fields have no effect.
type RecordFilter struct {
	Departments []string
	Period      jianfu.Period
	Submission  int64
	Is          []Equals // equality on the kind's columns
	Titled      string   // a part of the title
}

// Page selects at most First records after the record with id After.
type Page struct {
	First int
	After int64
}

// RecordPage is one page of records in the order of their filing.
type RecordPage struct {
	Records []Record
	More    bool
	Total   int64
}

// RecordQuery selects the records of one kind.
type RecordQuery struct {
	Kind  string
	Where RecordFilter
	AsOf  time.Time
	Page  Page
}
