package proof

import (
	"slices"
	"strings"
	"time"

	"jianfu"
)

// Answer is what was found in a report as programs read it, in one language. The command line, HTTP and GraphQL all
// give it with these names, which only grow.
type Answer struct {
	File     string          `json:"file"`
	Period   *string         `json:"period"` // of what the text does not date
	AsOf     *time.Time      `json:"asOf"`
	Summary  string          `json:"summary"`
	Counts   Counts          `json:"counts"`
	Findings []AnswerFinding `json:"findings"`

	doc *Document
}

// Counts are how many findings have each verdict, what people read first first.
type Counts struct {
	Wrong     int `json:"WRONG"`
	Cut       int `json:"CUT"`
	Unknown   int `json:"UNKNOWN"`
	Unmatched int `json:"UNMATCHED"`
	Right     int `json:"RIGHT"`
}

// AnswerFinding is one figure of the report. Start and End are characters of a paragraph of Answer.Paragraphs.
type AnswerFinding struct {
	Number      int           `json:"number"` // from 1, in the order of the text
	Place       string        `json:"place"`
	Paragraph   *int          `json:"paragraph,omitempty"`
	Table       *int          `json:"table,omitempty"`
	Row         *int          `json:"row,omitempty"`
	Column      *int          `json:"column,omitempty"`
	Block       int           `json:"block"` // which of Answer.Paragraphs, from 1
	Start       int           `json:"start"`
	End         int           `json:"end"`
	Sentence    string        `json:"sentence"`
	Written     string        `json:"written"`
	Verdict     Verdict       `json:"verdict"`
	Right       *string       `json:"right"`
	Replacement *string       `json:"replacement"` // what may be written in its place
	Sure        bool          `json:"sure"`        // a masked figure that is filled in without being asked
	Because     *string       `json:"because"`
	Text        *Verdict      `json:"text"`
	Warehouse   *Verdict      `json:"warehouse"`
	Metric      *string       `json:"metric"`
	Period      *string       `json:"period"`
	Trace       *string       `json:"trace"`
	ID          *string       `json:"id"` // as trace, its name before
	Offers      []AnswerOffer `json:"offers"`
	Doubts      []AnswerDoubt `json:"doubts"`

	finding Finding
	lang    jianfu.Lang
}

// AnswerDoubt is a Doubt in one language.
type AnswerDoubt struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// AnswerOffer is an Offer in one language.
type AnswerOffer struct {
	Text   string  `json:"text"`
	Of     string  `json:"of"`
	Metric *string `json:"metric"`
	Period *string `json:"period"`
	Trace  *string `json:"trace"`
	ID     *string `json:"id"`
}

// AnswerStep is a Step in one language.
type AnswerStep struct{ Pass, Made string }

// AnswerParagraph is a paragraph or a part of a cell of the report, as it was read.
type AnswerParagraph struct {
	Text               string
	Heading            bool
	Table, Row, Column *int
}

// Answer gives what was found in a document as programs read it.
func (d *Document) Answer(file string, options Options, findings []Finding, lang jianfu.Lang) *Answer {
	a := &Answer{File: file, Period: orNull(options.Period.String()), Counts: CountOf(findings), Findings: []AnswerFinding{}, doc: d}
	a.Summary = a.Counts.Sentence().In(lang)
	if !options.AsOf.IsZero() {
		a.AsOf = &options.AsOf
	}
	for i, f := range findings {
		out := AnswerFinding{Number: i + 1, Place: f.Place.Text().In(lang), Paragraph: orNull(f.Place.Paragraph), Table: orNull(f.Place.Table), Row: orNull(f.Place.Row), Column: orNull(f.Place.Column),
			Block: f.paragraph + 1, Start: f.start, End: f.end, Sentence: f.Sentence, Written: f.Written, Verdict: f.Verdict, Right: orNull(f.Right), Replacement: orNull(f.Replacement()), Sure: f.Filled(),
			Because: orNull(f.Reason().In(lang)), Text: orNull(f.Text), Warehouse: orNull(f.Warehouse), Metric: orNull(f.Metric), Period: orNull(f.Period), Trace: orNull(f.ID), ID: orNull(f.ID),
			Offers: []AnswerOffer{}, Doubts: []AnswerDoubt{}, finding: f, lang: lang}
		for _, d := range f.Doubts {
			out.Doubts = append(out.Doubts, AnswerDoubt{d.Code, d.Reason.In(lang)})
		}
		for _, o := range f.Offers {
			out.Offers = append(out.Offers, AnswerOffer{o.Text, o.Of.In(lang), orNull(o.Metric), orNull(o.Period), orNull(o.ID), orNull(o.ID)})
		}
		a.Findings = append(a.Findings, out)
	}
	return a
}

// Paragraphs are the text of the report, cell by cell in its tables.
func (a *Answer) Paragraphs() []AnswerParagraph {
	list := []AnswerParagraph{}
	for _, p := range a.doc.paragraphs {
		text := string(p.text)
		list = append(list, AnswerParagraph{Text: text, Heading: p.isHeading(), Table: orNull(p.place.Table), Row: orNull(p.place.Row), Column: orNull(p.place.Column)})
	}
	return list
}

// Annotatable reports whether the report takes comments.
func (a *Answer) Annotatable() bool { return a.doc.Annotatable() }

// Steps are the way of the figure through the passes.
func (f AnswerFinding) Steps() []AnswerStep {
	var list []AnswerStep
	for _, s := range f.finding.Explain() {
		list = append(list, AnswerStep{s.Pass.In(f.lang), s.Made.In(f.lang)})
	}
	return list
}

// Verdicts is the order in which people read them.
var Verdicts = []Verdict{Wrong, Cut, Unknown, Unmatched, Right}

// CountOf counts the findings of each verdict.
func CountOf(findings []Finding) Counts {
	var c Counts
	for _, f := range findings {
		*c.of(f.Verdict)++
	}
	return c
}

func (c *Counts) of(v Verdict) *int {
	return []*int{&c.Wrong, &c.Cut, &c.Unknown, &c.Unmatched, &c.Right}[slices.Index(Verdicts, v)]
}

// Sentence is all of them in one line.
func (c Counts) Sentence() jianfu.Text {
	var zh, en []string
	total := 0
	for _, v := range Verdicts {
		n := *c.of(v)
		total += n
		one := jianfu.Say("%[1]s %[3]d", "%[2]s %[3]d", v.Label().ZH, v.Label().EN, n)
		zh, en = append(zh, one.ZH), append(en, one.EN)
	}
	return jianfu.Say("共 %[1]d 处：%[2]s", "%[1]d places: %[3]s", total, strings.Join(zh, "，"), strings.Join(en, ", "))
}

// orNull is nil for what is empty.
func orNull[T comparable](value T) *T {
	if value == *new(T) {
		return nil
	}
	return &value
}
