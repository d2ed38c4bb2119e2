package proof

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

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
}

// Finding is one statement, and what was found of it.
type Finding struct {
	Place     Place
	Written   string // the figure as it stands there
	Sentence  string // the words around it
	Verdict   Verdict
	Right     string      // what is right, or what a masked place may be; "" where nothing is known
	Offers    []Offer     // of a masked place: the figures that may be meant, the likeliest first
	Because   jianfu.Text // what it was held against
	Text      Verdict     // what the text's own arithmetic says; "" where it says nothing
	Warehouse Verdict     // what the warehouse says; "" where it says nothing
	ID        string      // of the warehouse's figure, to be traced; "" where there is none
	Metric    string
	Period    string

	paragraph, start, end int // runes of the paragraph
}

// Offer is a figure of the warehouse that a masked place may stand for.
type Offer struct {
	Text   string
	Of     jianfu.Text
	Metric string
	Period string
	ID     string
}

// proof is one document on its way.
type proof struct {
	engine    *metrics.Engine
	options   Options
	words     *vocabulary
	doc       *Document
	year      int                                  // of which the document is; 0 where nothing says so
	given     bool                                 // the caller said so
	measured  map[string]map[string]*metrics.Value // by question and metric
	projected map[string]*metrics.Projection
	checked   map[string]int // findings of the office's checks
	opening   opening
	heading   times
	through   jianfu.Period // the months that its last projection goes from
	findings  []Finding
}

// Check finds the statements of a report and checks each, in the order of the text. The
// error is one of the warehouse, or the context's.
func Check(ctx context.Context, engine *metrics.Engine, doc *Document, options Options) ([]Finding, error) {
	p := &proof{engine: engine, options: options, doc: doc, measured: map[string]map[string]*metrics.Value{}, checked: map[string]int{}, projected: map[string]*metrics.Projection{}}
	p.given = !options.Period.IsZero()
	if p.given {
		p.year = options.Period.Start().Year()
		last := options.Period.Through().Year()
		p.year = max(p.year, last)
	} else if p.year = yearOf(doc); p.year > 0 {
		p.options.Period = jianfu.YearOf(p.year)
	} else {
		p.options.Period = jianfu.YearOf(time.Now().UTC().Year())
	}
	var err error
	if p.words, err = readVocabulary(ctx, engine, p.options); err != nil {
		return nil, err
	}
	p.readOpening()
	caption := ""
	for _, b := range doc.blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if b.table != nil {
			if err := p.readTable(ctx, b.table, caption); err != nil {
				return nil, err
			}
			continue
		}
		text := doc.paragraphs[b.paragraph].text
		passage := p.passage(b.paragraph)
		if unitLine.MatchString(strings.TrimSpace(string(fold(text)))) { // it stands between a table and the line that names it
			continue
		}
		caption = ""
		if doc.paragraphs[b.paragraph].place.Note > 0 {
			passage.note, p.heading = true, times{}
		}
		if err := p.read(ctx, passage); err != nil {
			return nil, err
		}
		if len(text) <= maxCaption {
			caption = string(fold(text))
		}
	}
	slices.SortStableFunc(p.findings, func(a, b Finding) int {
		if a.paragraph != b.paragraph {
			return a.paragraph - b.paragraph
		}
		return a.start - b.start
	})
	return p.findings, nil
}

// maxCaption is how long a line above a table may be to name what the table is of.
const maxCaption = 60

// yearOf is the year that a document is of: that of its first lines, else the one that it
// names most, the later of two.
func yearOf(doc *Document) int {
	times := map[int]int{}
	for i, paragraph := range doc.paragraphs {
		text := fold(paragraph.text)
		taken := make([]bool, len(text))
		ignore(text, taken)
		for _, w := range findTimes(text, taken, func(int) bool { return false }) {
			period, ok := w.resolve(0)
			if !w.stated || !ok {
				continue
			}
			last := period.Through().Year()
			if i < 3 && len(text) <= maxCaption {
				return last
			}
			times[last]++
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

// passage is what is read at once: a paragraph, or a table's cell behind the words of its
// heads.
type passage struct {
	runes     []rune // folded
	paragraph []int  // of each rune; -1 where it is lent by a head
	offset    []int  // in the paragraph
	lent      []string
	caption   []hit // what the line above a table names
	cell      bool
	note      bool           // a footnote, or an endnote
	change    bool           // the cell's head says that it is one
	told      []told         // of a cell
	unit      string         // of a number that stands alone, from the heads
	now       times          // that the line above a table lends; none where it names none
	where     metrics.Filter // that holds where a sentence names no units
	whole     bool           // the line above the table names the whole city
	caliber   string         // that holds where a sentence names none
}

func (p *proof) passage(paragraph int) *passage {
	text := p.doc.paragraphs[paragraph].text
	s := &passage{runes: fold(text), where: p.opening.where, caliber: p.opening.caliber}
	for i := range text {
		s.paragraph = append(s.paragraph, paragraph)
		s.offset = append(s.offset, i)
	}
	return s
}

// times are the times that hold where a clause names none, the likeliest first.
type times struct {
	list   []jianfu.Period
	stated bool        // the text says so, not only the caller
	why    jianfu.Text // what makes it uncertain which of them is meant
}

// read finds the statements of a passage and judges them, sentence by sentence.
func (p *proof) read(ctx context.Context, s *passage) error {
	taken := make([]bool, len(s.runes))
	ignore(s.runes, taken)
	lent := func(at int) bool { return s.paragraph[at] < 0 }
	ids := findIDs(s.runes, taken)
	named := findTimes(s.runes, taken, lent)
	figures := findFigures(s.runes, taken, func(at int) bool { return s.cell && !lent(at) })
	for _, f := range figures {
		if f.bare && s.cell && s.paragraph[f.start] >= 0 && s.unit != "" {
			f.unit, f.kind, f.bare, f.lent = s.unit, kindOf(s.unit), false, true
		}
	}
	state := &sentence{proof: p, passage: s, now: p.standing()}
	if heading(s) && !(len(s.paragraph) > 0 && s.paragraph[0] == p.opening.title) {
		p.heading = times{}
		for _, w := range named {
			if period, ok := w.resolve(p.year); ok && !w.compared {
				p.heading = times{list: []jianfu.Period{period}, stated: true}
			}
		}
		state.now = p.standing()
	}
	whole := slices.Clone(taken) // what marks do not set apart
	for _, name := range p.words.joined {
		for _, at := range spots(regexp.MustCompile(regexp.QuoteMeta(name)), s.runes) {
			for i := at.start; i < at.end; i++ {
				whole[i] = true
			}
		}
	}
	if len(s.now.list) > 0 {
		state.now = s.now
	}
	if state.anchor = p.year; state.now.stated && len(state.now.list) > 0 {
		state.anchor = state.now.list[0].Through().Year()
	}
	state.home = state.anchor
	for i, f := range figures {
		until := len(s.runes)
		if i+1 < len(figures) {
			until = figures[i+1].start
		}
		if f.time = f.behind(s.runes, named, until); f.time != nil { // 867件，这是2022年的数: one clause
			for at := f.end; at < f.time.start; at++ {
				whole[at] = whole[at] || s.runes[at] == '，'
			}
		}
	}
	for _, f := range figures { // 会议数：2023年521次 is one clause
		at := f.start - 1
		for ; at > 0 && slices.ContainsFunc(named, func(w when) bool { return at >= w.start && at < w.end }); at-- {
		}
		if at > 0 && strings.ContainsRune("：:", s.runes[at]) && !s.cell {
			whole[at] = true
		}
	}
	for _, part := range sentences(s.runes, whole) {
		state.start(part, ids)
		for _, segment := range segments(s.runes, whole, part) {
			if err := state.segment(ctx, segment, named, figures); err != nil {
				return err
			}
		}
		if err := state.finish(ctx); err != nil {
			return err
		}
	}
	return nil
}

// standing are the times that hold at the head of a paragraph: its section's, and the
// document's.
func (p *proof) standing() times {
	t := times{list: slices.Clone(p.heading.list), stated: p.heading.stated}
	if len(t.list) == 0 && len(p.opening.periods) > 0 {
		t = times{list: slices.Clone(p.opening.periods), stated: true, why: p.opening.why}
	}
	if p.year == 0 {
		return t
	}
	whole := jianfu.YearOf(p.year)
	if p.given {
		whole = p.options.Period
	}
	for _, period := range []jianfu.Period{whole, jianfu.YearOf(p.year)} {
		if !slices.Contains(t.list, period) {
			t.list = append(t.list, period)
		}
	}
	t.stated = t.stated || !p.given // the document itself says its year
	return t
}

// heading reports whether a passage is a heading, whose time holds for its section.
func heading(s *passage) bool {
	text := strings.TrimSpace(string(s.runes))
	if s.cell || text == "" || len([]rune(text)) > 40 || strings.ContainsAny(text, "。；;！") {
		return false
	}
	return headingPattern.MatchString(text)
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
	return f.Because
}
