package proof

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jianfu"
	"jianfu/metrics"
)

// Verdict is what a statement was found to be.
type Verdict string

// The verdicts.
const (
	Right     Verdict = "RIGHT"
	Cut       Verdict = "CUT"       // right if the digits after those shown are cut off, not rounded
	Wrong     Verdict = "WRONG"     //
	Unmatched Verdict = "UNMATCHED" // there is nothing to hold it against
	Unknown   Verdict = "UNKNOWN"   // masked: there is no number
)

// Label names the verdict for people.
func (v Verdict) Label() jianfu.Text {
	switch v {
	case Right:
		return jianfu.Text{ZH: "正确", EN: "right"}
	case Cut:
		return jianfu.Text{ZH: "截尾", EN: "cut"}
	case Wrong:
		return jianfu.Text{ZH: "有误", EN: "wrong"}
	case Unknown:
		return jianfu.Text{ZH: "待填", EN: "masked"}
	}
	return jianfu.Text{ZH: "无从核对", EN: "not matched"}
}

// Options say what a report leaves unsaid.
type Options struct {
	Period jianfu.Period // of which the report is, where its text names no year; zero is not known
	AsOf   time.Time     // the warehouse as it was known then; zero is now
	Most   int           // how many figures a report may have: more are TooLarge; 0 is any number
}

// Finding is one statement, and what was found of it.
type Finding struct {
	Place     Place
	Written   string // the figure as it is written
	Sentence  string // the words around it
	Verdict   Verdict
	Right     string      // what is right, or what a masked place may be; "" where nothing is known
	Offers    []Offer     // of a masked place: the figures that may be meant, the likeliest first
	Because   jianfu.Text // what it was held against
	Doubts    []Doubt     // why it was not held against the warehouse, or not to the end, the weightiest first
	Text      Verdict     // what the text's own arithmetic says; "" where it says nothing
	Warehouse Verdict     // what the warehouse says; "" where it says nothing
	ID        string      // of the warehouse's figure, to be traced; "" where there is none
	Metric    string
	Period    string

	claim                 *claim
	paragraph, start, end int // runes of the paragraph
}

// Offer is a figure of the warehouse that a masked place may mean.
type Offer struct {
	Text   string
	Of     jianfu.Text
	Metric string
	Period string
	ID     string
}

// Check finds the figures of a report and checks each, in the order of the text. The
// error is one of the warehouse, the context's, or TooLarge.
func Check(ctx context.Context, engine *metrics.Engine, doc *Document, options Options) ([]Finding, error) {
	ctx, release := engine.Pin(ctx, 0)
	findings, err := check(ctx, engine.Catalog(), engine, doc, options)
	return findings, errors.Join(err, release())
}

// CheckText checks a report by its own arithmetic alone: the catalogue tells what its words mean.
func CheckText(ctx context.Context, catalog *metrics.Catalog, doc *Document, options Options) ([]Finding, error) {
	return check(ctx, catalog, nil, doc, options)
}

// check takes a document through the passes.
func check(ctx context.Context, catalog *metrics.Catalog, engine *metrics.Engine, doc *Document, options Options) ([]Finding, error) {
	r, err := newReader(ctx, catalog, engine, doc, options)
	if err != nil {
		return nil, err
	}
	all, err := r.read(ctx)
	if err != nil {
		return nil, err
	}
	r.asker.plan(all.claims)
	for _, st := range all.claims {
		if err := r.asker.ask(ctx, st); err != nil {
			return nil, err
		}
		st.judge()
		if err := r.asker.confirm(ctx, st); err != nil {
			return nil, err
		}
	}
	all.reckon()
	findings := make([]Finding, 0, len(all.claims))
	for _, st := range all.claims {
		st.settle()
		if f, ok := st.finding(doc); ok {
			findings = append(findings, f)
		}
	}
	findings = append(findings, all.orders(doc)...)
	slices.SortStableFunc(findings, func(a, b Finding) int {
		if a.paragraph != b.paragraph {
			return a.paragraph - b.paragraph
		}
		return a.start - b.start
	})
	return findings, nil
}

// reader takes a document from its text to its claims.
type reader struct {
	doc     *Document
	words   *vocabulary
	asker   *asker
	opening *opening

	untested bool // the points that follow are of what the checks could not test
}

func newReader(ctx context.Context, catalog *metrics.Catalog, engine *metrics.Engine, doc *Document, options Options) (*reader, error) {
	if options.Period.IsZero() {
		options.Period = jianfu.YearOf(time.Now().UTC().Year())
		if year := yearOf(doc); year > 0 {
			options.Period = jianfu.YearOf(year)
		}
		return readerOf(ctx, catalog, engine, doc, options, jianfu.Period{})
	}
	return readerOf(ctx, catalog, engine, doc, options, options.Period)
}

func readerOf(ctx context.Context, catalog *metrics.Catalog, engine *metrics.Engine, doc *Document, options Options, given jianfu.Period) (*reader, error) {
	v := readVocabulary(catalog, options)
	if engine != nil {
		var err error
		if options.AsOf.IsZero() {
			if options.AsOf, err = momentOf(ctx, engine, doc); err != nil {
				return nil, err
			}
		}
		if err := v.readDirectory(ctx, engine, options.AsOf); err != nil {
			return nil, err
		}
	}
	o := readOpening(doc, v, given)
	a := &asker{engine: engine, catalog: catalog, options: options, words: v, year: o.year, batches: map[string]*batch{}, measured: map[string]map[string]*metrics.Value{}, checked: map[string][2]int{}, caveats: map[string]jianfu.Text{}, projected: map[string]*metrics.Projection{}, hidden: map[string]bool{}}
	return &reader{doc: doc, words: v, asker: a, opening: o}, nil
}

// momentOf is the moment of which a document's figures are by their ids, where nothing has been filed since: then the rest of the
// document is of that moment too, and one question serves both. It is zero where the document names none.
func momentOf(ctx context.Context, engine *metrics.Engine, doc *Document) (time.Time, error) {
	for _, p := range doc.paragraphs {
		text := string(p.text)
		if !strings.Contains(text, "known-at=") {
			continue
		}
		scope, err := metrics.ParseFigureID(idPattern.compiled().FindString(text))
		if err != nil {
			continue
		}
		commit, err := engine.Commit(ctx)
		if err != nil || commit != scope.KnownAt {
			return time.Time{}, err
		}
		return scope.AsOf, nil
	}
	return time.Time{}, nil
}

// reading is a whole document as its claims.
type reading struct {
	doc       *Document
	opening   *opening
	claims    []*claim // in the order in which they were read
	sentences []*sentenceClaims
	grids     []grid // of its tables
}

// sentenceClaims is a sentence with its claims.
type sentenceClaims struct {
	passage *passage
	in      *sentence
	claims  []*claim
}

// read reads the paragraphs and tables of a document.
func (r *reader) read(ctx context.Context) (*reading, error) {
	t := &reading{doc: r.doc, opening: r.opening}
	caption, said := "", []rune(nil)
	for _, b := range r.doc.blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b.table != nil {
			if err := r.readTable(ctx, t, b.table, caption, string(said)); err != nil {
				return nil, err
			}
			continue
		}
		line := string(fold(r.doc.paragraphs[b.paragraph].text))
		if unitLine.MatchString(strings.TrimSpace(line)) { // it is between a table and the line that names it
			continue
		}
		if err := r.readParagraph(ctx, t, b.paragraph); err != nil {
			return nil, err
		}
		said = append(said, []rune(line)...)
		said = said[max(0, len(said)-maxHead):]
		if caption = line; utf8.RuneCountInString(line) > maxCaption {
			caption = ""
		}
	}
	return t, nil
}

// readParagraph reads a paragraph outside of tables.
func (r *reader) readParagraph(ctx context.Context, t *reading, paragraph int) error {
	s := newPassage(r.doc, paragraph)
	if s.note {
		r.opening.heading = times{}
	}
	s.where, s.caliber = r.opening.where, r.opening.caliber
	s.untested = r.untestedPoint(string(s.runes))
	w := r.words.lex(s)
	if s.heading && paragraph != r.opening.title {
		r.opening.section(w)
	}
	_, err := r.readPassage(ctx, t, s, w)
	return err
}

var (
	untestedLine = compile(`未能核查[^。；]*[：:]$`)
	numberedLine = compile(`^\s*(?:（\d+）|\(\d+\)|\d+[.、）)])`)
)

// untestedPoint reports whether a line is a point of those that 未能核查的： announces.
func (r *reader) untestedPoint(line string) bool {
	point := r.untested && numberedLine.MatchString(line)
	r.untested = point || untestedLine.MatchString(strings.TrimSpace(line))
	return point
}

// readPassage reads the sentences of a passage.
func (r *reader) readPassage(ctx context.Context, t *reading, s *passage, w words) ([]*claim, error) {
	when := newTimeline(r.words, r.opening, s)
	what := &topic{asker: r.asker, words: r.words, opening: r.opening, passage: s}
	var all []*claim
	sentences := clauses(s, w)
	for i := range sentences {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		in := &sentences[i]
		claims := when.read(in)
		if err := what.read(ctx, when, in, claims); err != nil {
			return nil, err
		}
		doubtChains(claims)
		if len(claims) > 0 {
			t.sentences = append(t.sentences, &sentenceClaims{passage: s, in: in, claims: claims})
		}
		all = append(all, claims...)
	}
	if t.claims = append(t.claims, all...); r.asker.options.Most > 0 && len(t.claims) > r.asker.options.Most {
		return nil, jianfu.Errorf(jianfu.TooLarge, "报告里的数超过 %d 个，请分开核", "the report has more than %d figures: check it in parts", r.asker.options.Most)
	}
	return all, nil
}

// doubtChains doubts the times of counts written as one row: 由716次降到595次，再降到521次.
func doubtChains(claims []*claim) {
	chained := map[*claim]bool{}
	for i, st := range claims[:max(0, len(claims)-1)] {
		next := claims[i+1]
		if next.role != level || next.timed || next.unit != st.unit || st.role == change || !st.reached && !chained[st] {
			continue
		}
		if between := string(st.passage.runes[st.end:next.start]); next.reached || strings.Trim(between, "、和 ") == "" {
			chained[next] = true
			for _, one := range []*claim{st, next} {
				if !one.timed {
					one.doubts = withDoubt(one.doubts, otherTime)
				}
			}
		}
	}
}

// maxHead is how much of a paragraph is read for the year of the document, and of what is before a table for whose matter it tells.
const maxHead = 2_000

// maxCaption is how long a line above a table may be to name what the table is of.
const maxCaption = 60

// yearOf is the year that a document is of: that of its first lines, else the one that it
// names most, the later of two.
func yearOf(doc *Document) int {
	times := map[int]int{}
	for i, paragraph := range doc.paragraphs {
		years := yearsIn(fold(paragraph.text[:min(len(paragraph.text), maxHead)]))
		if i < 3 && len(years) > 0 && len(paragraph.text) <= maxCaption {
			return years[0]
		}
		for _, year := range years {
			times[year]++
		}
	}
	best := 0
	for year, n := range times {
		if n > times[best] || n == times[best] && year > best {
			best = year
		}
	}
	return best
}

// yearsIn are the years that a text writes out, one for each of its times.
func yearsIn(text []rune) []int {
	in := newSearch(text)
	in.ignore()
	var years []int
	for _, w := range in.times(nowhere) {
		if period, ok := w.resolve(0); w.stated && ok {
			years = append(years, period.Through().Year())
		}
	}
	return years
}

// Reason says in a line what the verdict rests on.
func (f Finding) Reason() jianfu.Text {
	if f.Verdict == Unknown {
		var zh, en []string
		for _, o := range f.Offers {
			zh, en = append(zh, o.Of.ZH+"："+o.Text), append(en, o.Of.EN+": "+o.Text)
		}
		return jianfu.Text{ZH: strings.Join(zh, "；"), EN: strings.Join(en, "; ")}
	}
	if f.Because.ZH == "" && len(f.Doubts) > 0 {
		return f.Doubts[0].Reason
	}
	return f.Because
}
