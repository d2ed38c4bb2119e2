// Package reports writes the documents of an office: the annual report, the monthly bulletin,
// reminders, and workbooks that compare years. A report is a list of queries and words: a template
// of sentences (templates/) names the figures it states, the engine measures them, and the result
// is written as .docx, .pdf, .md or .xlsx. Every figure carries the id by which it is traced to its
// rows. A report as of one moment is the same, byte for byte, whenever it is printed.
package reports

import (
	"time"

	"jianfu"
	"jianfu/metrics"
)

// Report is the content of a report, before its layout.
type Report struct {
	Kind      Kind // "" for a reminder or a comparison
	Lang      jianfu.Lang
	Title     string
	Head      Letterhead
	Sign      []string // signature and day: on the right, after the last sentence
	Sources   string   // where the ids of its figures are; "" for a report with an annex of them
	Period    jianfu.Period
	AsOf      time.Time // what counted then: all figures are of this moment
	Commit    int64     // the commit by which the warehouse knew
	Caliber   *metrics.Caliber
	Structure metrics.Structure // see Spec
	Sections  []Section
	Figures   []*Figure // every figure of the report, in the order of the text
	Caveats   []Caveat
	Said      []Listed          // findings of checks in the report's months of which something was said
	Untested  []Listed          // what checks could not test in them
	Queries   []metrics.Lineage // what was asked of the warehouse
	Asking    time.Duration     // time spent in queries; the rest is text
	kinds     map[string]jianfu.Text
}

// Letterhead is what an office has above and below the text (版头、版记). What is empty is left out.
type Letterhead struct {
	Organ, Number, Signer string // 发文机关标志, 发文字号, 签发人
	To                    string // 主送
	Copies, Printed       string // 抄送, 印发
	Sign, Date            string // 落款, 成文日期: in place of the report's own
}

// Caveat is a caveat on the figures of some months, such as missing filings.
type Caveat struct {
	Period jianfu.Period
	Notice metrics.Notice
}

// Listed is a finding of a check, or what it could not test.
type Listed struct {
	metrics.Finding
	Unit string // its name; "" if no unit is concerned
}

// Section is a heading and the text up to the next one. Level is 1 to 3; the first section of a
// report has level 0 and no title. An annex begins a page.
type Section struct {
	Level  int
	Annex  bool
	Number string // 一、 or （一）or 1.
	Title  string
	Blocks []Block
}

// Paragraphs are the paragraphs among its blocks.
func (s Section) Paragraphs() []Paragraph {
	var list []Paragraph
	for _, block := range s.Blocks {
		if len(block.Paragraph.Spans) > 0 {
			list = append(list, block.Paragraph)
		}
	}
	return list
}

// Block is a paragraph, a table, a chart, or panels side by side; a workbook may draw a table below
// itself.
type Block struct {
	Paragraph Paragraph
	Table     *Table
	Chart     *Chart
	Panels    []Panel
}

// Panel is a heading, a line of text and a chart of it.
type Panel struct {
	Title string
	Text  Paragraph
	Chart *Chart
}

// Paragraph is a paragraph in spans, cut where it states a figure.
type Paragraph struct{ Spans []Span }

// Text is all of it.
func (p Paragraph) Text() string {
	text := ""
	for _, span := range p.Spans {
		text += span.Text
	}
	return text
}

// Span is a piece of a paragraph. Figure is nil if it states none.
type Span struct {
	Text   string
	Figure *Figure
	Part   Part
}

// Part is the part of a figure that a span states.
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
	Projected Source = "PROJECTED" // 预计: never an actual figure
	Found     Source = "FOUND"     // the number of findings of a check
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
	ID      string // the argument of jianfu trace; for other sources, the basis
	Value   *metrics.Value
	lang    wordsOf
	cut     bool            // it has the months of an unfinished year that are filed
	units   []string        // codes of those that report it, of a part of a count that others report too
	noun    string          // the label without the conditions of the whole report
	number  *jianfu.Decimal // for figures that are not measured; nil if there is none
	unit    string
	query   int // which of the report's queries it comes from, from 1; 0 for none of them
}

// Table is a table of figures, with a caption. Note says what was left out of it.
type Table struct {
	Caption string
	Note    string
	Dense   bool // small letters
	Columns []Column
	Rows    [][]Cell
	lang    wordsOf
}

// ColumnKind is the kind of a column's content.
type ColumnKind int

// The kinds of columns.
const (
	Words   ColumnKind = iota
	Numbers            // figures
	Changes            // the change of one column of figures from another
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
	Part   bool // the figure rests on a part of its months, which the table's note names
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
