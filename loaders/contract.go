package loaders

import (
	"jianfu"
)

// Grain is the period of a slice of a kind.
type Grain string

// The grains.
const (
	PerMonth Grain = "month"  // the month of the date column
	PerYear  Grain = "year"   // the year of the date column, or the stated year
	Ledger   Grain = "ledger" // one running list without a period
	Whole    Grain = "whole"  // one list for all
)

// Type says how the cells of a column are read, and how warehouse.Row holds them.
type Type string

// The types.
const (
	TextType        Type = "text"          // string
	KeyType         Type = "key"           // string: a number or name that is unique in a filing
	UnitType        Type = "unit"          // string: the code of a unit of the directory
	IntegerType     Type = "integer"       // int64
	NumberType      Type = "number"        // jianfu.Decimal
	HoursType       Type = "hours"         // jianfu.Decimal, minutes
	DateType        Type = "date"          // jianfu.Date
	SpanType        Type = "span"          // jianfu.Date, the first day; the last goes to the column whose Until names this one
	YesNoType       Type = "yesno"         // bool
	ChoiceType      Type = "choice"        // string, one of Values
	ListType        Type = "list"          // []string
	MonthType       Type = "month"         // jianfu.Date, the first of the month
	MonthOfYearType Type = "month_of_year" // int64, 1 to 12
	YearType        Type = "year"          // int64
)

// Speaks says about which units a filing of a kind says something.
type Speaks string

// The values of Speaks.
const (
	All    Speaks = "ALL"    // about all: a unit that is not in it has none
	Listed Speaks = "LISTED" // only about the units in it: nothing is known of the others
)

// Part is a part of the warehouse that a contract creates.
type Part string

// The parts.
const (
	TablePart Part = "table"
	ViewPart  Part = "view"
)

// Contract describes a kind of filing: one file of contracts/.
type Contract struct {
	Kind     string      `yaml:"kind"`
	Name     jianfu.Text `yaml:"name"`
	Describe jianfu.Text `yaml:"describe"`
	Order    int         `yaml:"order"`  // its position among the kinds; those without one come last, by name
	Plural   string      `yaml:"plural"` // its view in SQL; by default its name with an s
	Grain    Grain       `yaml:"grain"`
	Date     string      `yaml:"date"`     // the column whose day decides a row's month or year; "" for none
	Day      string      `yaml:"day"`      // the column of the day or year that a row counts on, if Date and a column of years do not determine it
	Speaks   Speaks      `yaml:"speaks"`   // by default: Listed if units owe it each month, else All
	ByHand   []Part      `yaml:"by_hand"`  // what migrations create of it instead of the contract
	Stream   string      `yaml:"stream"`   // the column that splits slices between sources, or a day of which each has a slice; "" for none
	Key      []string    `yaml:"key"`      // columns that are unique together within a file; faults are reported at the first
	Central  bool        `yaml:"central"`  // one office files it for all: its slices have no department
	Split    *Split      `yaml:"split"`    // rows that belong to a sister kind with the same columns
	SplitOf  string      `yaml:"split_of"` // the kind whose tables contain this kind's rows
	Titles   []string    `yaml:"titles"`   // words in a title, sheet or file name that indicate this kind
	Plain    []string    `yaml:"plain"`    // words of titles that do not change what a count of it is; more than one of a title are found by the longest
	Columns  []Column    `yaml:"columns"`  // in the order of the blank form
	Stored   []Column    `yaml:"stored"`   // of a table made by hand: its columns, which differ from those of the form

	file string // where it was last extended, and the content of that file
	text []byte
	own  bool // an office's own kind

	titles, plain []string // Titles and Plain, folded
}

// Split moves the rows whose column ends in Suffix to another kind.
type Split struct {
	Column string `yaml:"column"`
	Suffix string `yaml:"suffix"`
	Kind   string `yaml:"kind"`
}

// Column is one column of a kind's table.
type Column struct {
	Name     string      `yaml:"name"`    // in the fact table
	Header   string      `yaml:"header"`  // on the blank form and in messages
	Label    jianfu.Text `yaml:"label"`   // its name for people; in Chinese the header by default
	Aliases  []string    `yaml:"aliases"` // other headers in real files
	Type     Type        `yaml:"type"`
	Required bool        `yaml:"required"`
	Open     bool        `yaml:"open"`    // a choice or unit that may have other values than the known ones
	Values   []Value     `yaml:"values"`  // of a choice
	Yes      []string    `yaml:"yes"`     // words for yes and no besides the usual, of a yesno column
	No       []string    `yaml:"no"`      //
	None     []string    `yaml:"none"`    // words for nothing: NULL even in a required column
	Default  string      `yaml:"default"` // the value of a blank or absent cell
	Min      *int64      `yaml:"min"`     // of integers, and of hours in minutes; both bounds are inclusive
	Max      *int64      `yaml:"max"`     //
	After    string      `yaml:"after"`   // the column whose day this day may not precede
	Before   string      `yaml:"before"`  // the column whose day this one normally precedes: it gives the year of 12月28日 in January
	Until    string      `yaml:"until"`   // the span column whose last day this is where the file has no column for it
	Beside   string      `yaml:"beside"`  // of a list: the column of units whose cells may name several; the list has the codes of all but the first, and no cells of its own
	Loose    bool        `yaml:"loose"`   // of a day: a month or a year alone means its first day
	AsOf     bool        `yaml:"as_of"`   // of a day without a column: the one up to which the titles say that the table is (截至2024年5月31日), else the last of their months
	Done     bool        `yaml:"done"`    // of a day: what was done on it, which is not after the day of loading
	Refers   string      `yaml:"refers"`  // of a text: the column of which it names the value of another row, which may not lead back to its own
	Of       string      `yaml:"of"`      // of a list: the type of the units of the directory that it names
	Stock    bool        `yaml:"stock"`   // of a count: what there is at the end of its months, which never adds up over them
	Ahead    bool        `yaml:"ahead"`   // of a count: a plan, which is stated before its months have ended
	Form     bool        `yaml:"form"`    // of a count: it is on the blank form
	Parts    []string    `yaml:"parts"`   // of a count: names of its parts, which are added if there are several
	Describe jianfu.Text `yaml:"describe"`
}

// Value is one allowed value of a choice and its other spellings.
type Value struct {
	Value   string   `yaml:"value"`
	Aliases []string `yaml:"aliases"`
}

// onForm reports whether the blank form has the column: of a span it has both ends, the title says
// of which day a list is, and a cell may name several units.
func (c *Column) onForm() bool { return c.Until == "" && !c.AsOf && c.Beside == "" }

// Column finds a column by its name in the fact table; -1 if there is none.
func (c *Contract) Column(name string) int {
	for i := range c.Columns {
		if c.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// storedColumn finds a column of the fact table by its name; nil if there is none.
func (c *Contract) storedColumn(name string) *Column {
	for _, columns := range [][]Column{c.Stored, c.Columns} {
		for i := range columns {
			if columns[i].Name == name {
				return &columns[i]
			}
		}
	}
	return nil
}
