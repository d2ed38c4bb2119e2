// Package reports writes what an office is asked for: the annual report, the monthly bulletin,
// reminders, and workbooks that compare years. A report is a list of queries and words:
// a template of sentences (templates/) names the figures it states, the engine measures
// them, and the answer is laid out as .docx, .pdf, .md or .xlsx. Every figure carries the
// id by which it leads back to its rows. A report of one moment is the same, byte for byte,
// whenever it is printed.
package reports

import (
	"time"

	"jianfu"
	"jianfu/metrics"
)

// Report is a report that was worked out, before it is laid out.
type Report struct {
	Kind     Kind // "" of a reminder or a comparison
	Title    string
	Sign     []string // who signs, and the day: at the right, after the last sentence
	Period   jianfu.Period
	AsOf     time.Time // the warehouse as it was known then: all figures are of this moment
	Caliber  *metrics.Caliber
	Sections []Section
	Figures  []*Figure // every figure of the report, in the order stated
	Caveats  []Caveat
	Queries  []metrics.Lineage // what was asked of the warehouse
	Asking   time.Duration     // how long that took; the rest is words
}

// Caveat is a caveat on the figures of some months, such as filings that are missing.
type Caveat struct {
	Period jianfu.Period
	Notice metrics.Notice
}

// Section is a heading and what stands under it until the next. Level is 1 to 3; the
// first section of a report has level 0 and no title.
type Section struct {
	Level  int
	Number string // 一、 or （一）or 1.
	Title  string
	Blocks []Block
}

// Paragraphs are those of its blocks.
func (s Section) Paragraphs() []Paragraph {
	var list []Paragraph
	for _, block := range s.Blocks {
		if len(block.Paragraph.Spans) > 0 {
			list = append(list, block.Paragraph)
		}
	}
	return list
}

// Block is one of a paragraph, a table and a chart; a workbook may draw a table below itself.
type Block struct {
	Paragraph Paragraph
	Table     *Table
	Chart     *Chart
}

// Paragraph is a paragraph in stretches, told apart where it states a figure.
type Paragraph struct{ Spans []Span }

// Text is all of it.
func (p Paragraph) Text() string {
	text := ""
	for _, span := range p.Spans {
		text += span.Text
	}
	return text
}

// Span is a stretch of a paragraph. Figure is nil where it states none.
type Span struct {
	Text   string
	Figure *Figure
	Part   Part
}

// Part says which part of a figure a span states.
type Part string

// The parts.
const (
	Amount Part = "AMOUNT" // 521次
	Change Part = "CHANGE" // 同比下降12.44%（少74次）
)

// Source says where a figure comes from.
type Source string

// The sources.
const (
	Measured  Source = "MEASURED"  // a metric: its id leads to the rows
	Setting   Source = "SETTING"   // a threshold in force
	Projected Source = "PROJECTED" // 预计: never an actual
	Found     Source = "FOUND"     // how many findings a check has
)

// Figure is one figure that a report states.
type Figure struct {
	Number  int // its place in the annex, from 1
	Source  Source
	Name    string // of the metric, threshold or check
	Label   string // what is counted, with the members of a breakdown
	Period  jianfu.Period
	Caliber string // its label; "" where no caliber applies
	Stated  string // 521次
	ID      string // what jianfu trace follows; of other sources, what it rests on
	Value   *metrics.Value
	noun    string          // the label without what the whole report is narrowed to
	number  *jianfu.Decimal // of what is not measured; nil where there is none
	unit    string
	query   int // which of the report's queries it comes from, from 1; 0 where none of them
}

// Table is a table of figures, with a caption. Note says what is left out of it.
type Table struct {
	Caption string
	Note    string
	Columns []Column
	Rows    [][]Cell
}

// ColumnKind says what stands in a column.
type ColumnKind int

// The kinds of columns.
const (
	Words   ColumnKind = iota
	Numbers            // figures
	Changes            // the change of one column of figures against another
)

// Column is one column. Of and Against are the columns that Changes compare.
type Column struct {
	Head        string
	Kind        ColumnKind
	Of, Against int
}

// Cell is one cell: words, a figure, or a change.
type Cell struct {
	Text   string
	Figure *Figure
	Change *metrics.ValueComparison
}

// Chart is a chart of figures, with a caption. A nil figure, or one without an amount, is a gap.
type Chart struct {
	Caption    string
	Unit       string
	Lines      bool
	Categories []string
	Series     []Series
}

// Series is one row of columns or one line.
type Series struct {
	Name    string
	Figures []*Figure
}
