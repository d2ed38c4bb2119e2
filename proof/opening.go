package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// opening is what a document says at its head of all that it tells: 现将您分管的财税金融战线2023年上半年会议和
// 文件数量提示如下，按精简口径计算.
type opening struct {
	words     *vocabulary
	year      int             // of which the document is; 0 where nothing says so
	whole     jianfu.Period   // of which the caller says that it is; zero where it does not
	title     int             // its paragraph; -1 where there is none
	announced bool            // a sentence has said what follows
	periods   []jianfu.Period // the likeliest first; none where none is named
	doubts    []Doubt         // what makes it uncertain which of them is meant
	heading   times           // of the section
	through   jianfu.Period   // the months that its last projection goes from
	where     metrics.Filter
	caliber   string
	writer    metrics.Filter // the unit that its first line names
	reader    metrics.Filter // to whom it is written, where that is one unit or leader
	apart     []Doubt        // that all of it is of another office's matter, or of another place
	foreign   bool           // it is about the writer's or reader's units, and does not say which they are
}

var (
	announced  = compile(`现(?:将|就|把)([^。]*?)(?:如下|如次)`)
	salutation = compile(`^[^，。；：:\d]{2,40}[：:]$`)
	addressed  = compile(`(?:^|[^请望])(?:您(?:所)?(?:分管|联系|负责)|(?:贵|你)(?:局|委|办|院|单位|部门|战线|县|区|市))`)
	ourOwn     = compile(`(?:我|本)(?:局|委|院|单位|部门)`) // 我办 is as often the office of the whole city
	ourOrYour  = compile(`您(?:所)?(?:分管|联系|负责)|[贵你我本](?:局|委|办|院|单位|部门|战线|县|区|市)`)
	unitLine   = compile(`^[（(]?(?:计量)?单位[:：][^。；]{1,16}[）)]?$`)
	otherPlace = compile(`^[“《\s]*(?:关于|中共)?(\p{Han}{2,4}?(?:省|市|县|区|州|盟|旗))`)
	noPlace    = compile(`(?:城|都|超|各|本|我|全|县|省|上|门)市$|(?:地|社|园|辖|城|灾|小|片|景|库|市|郊|县|新|牧)区$|^[全我本各]|[下各我本全]县$|广州$`)
	leadsIn    = compile(`如下|下表|见表|上表`)
)

// readOpening reads the lines before the first table: the title, whom it is written to, and what it
// says that it is about.
func readOpening(doc *Document, v *vocabulary, given jianfu.Period) *opening {
	o := &opening{words: v, title: -1, whole: given}
	if o.year = yearOf(doc); !given.IsZero() {
		o.year = given.Through().Year()
	}
	lines := 0
	for _, b := range doc.blocks {
		if b.table != nil || doc.paragraphs[b.paragraph].place.Note > 0 {
			break
		}
		text := fold(doc.paragraphs[b.paragraph].text)
		if line := strings.TrimSpace(string(text)); line != "" {
			if lines++; lines <= maxTitle && len(text) <= maxCaption {
				o.readTitle(b.paragraph, text, line, lines == 1)
			}
			o.readLine(line)
		}
	}
	o.settlePeriods()
	return o
}

// readLine takes in one of the lines before the first table: whom it is written to, and the sentence that announces what follows.
func (o *opening) readLine(line string) {
	if salutation.MatchString(line) && isEmpty(o.reader) {
		words := newPhrase([]rune(line))
		if where := o.words.scope(words); single(where) && words.residue(o.words) == "" {
			o.reader = where
		}
	}
	if m := announced.FindStringSubmatch(line); m != nil && !o.announced {
		o.announce(line, m[1])
	}
}

// settlePeriods says what is uncertain of the times that the title or the announcement names: a bulletin of May has the months from
// January too.
func (o *opening) settlePeriods() {
	switch periods := o.periods; {
	case len(periods) > 1 || len(periods) == 1 && periods[0].Months() > 12:
		o.doubts = []Doubt{whichTime}
	case len(periods) == 1 && periods[0].Start().Number() > 1:
		soFar, _ := jianfu.Span(jianfu.MonthOf(periods[0].Start().Year(), 1), periods[0].Start()+jianfu.Month(periods[0].Months()-1)) // in order
		o.periods, o.doubts = []jianfu.Period{periods[0], soFar}, []Doubt{monthOrSoFar}
	}
}

// maxTitle is among how many lines the title is.
const maxTitle = 3

// readTitle takes in one of the first lines: the unit that the first one names, and the time that the title does.
func (o *opening) readTitle(paragraph int, text []rune, line string, first bool) {
	words := newPhrase(text)
	where := o.words.scope(words)
	if first && single(where) {
		o.writer = where
	}
	if o.title >= 0 || timeless(line) == "" || strings.ContainsAny(line, "。；") {
		return
	}
	if word := contained(words.left(), foreign); word != "" && !o.words.namesOurs(line) {
		o.apart = withDoubt(o.apart, foreignMatter(word))
	}
	if place := o.otherPlace(line); place != "" && isEmpty(where) && !o.words.saysWhole(words) {
		o.apart = withDoubt(o.apart, ofElsewhere(place))
	}
	if periods := o.periodsOf(text); len(periods) > 0 {
		o.title, o.periods = paragraph, periods
	}
}

// otherPlace is the place that a title begins with, where it is another than the city; "" where there is none.
func (o *opening) otherPlace(line string) string {
	m := otherPlace.FindStringSubmatch(timeless(line))
	city := strings.TrimSuffix(o.words.city, "市")
	if m == nil || city == "" || strings.Contains(line, city) || noPlace.MatchString(m[1]) {
		return ""
	}
	return m[1]
}

// announce takes in what the sentence says that announces what follows: 现将…情况通报如下.
func (o *opening) announce(line, matter string) {
	o.announced = true
	if periods := o.periodsOf([]rune(matter)); len(periods) > 0 {
		o.periods = periods
	}
	o.where = o.words.scope(newPhrase([]rune(matter)))
	o.caliber = o.words.caliber(line)
	o.address(matter)
}

// address notes that the text from here on is of the reader's units, or the writer's own, where a sentence says
// so: the one that the salutation, or the first line, names.
func (o *opening) address(sentence string) {
	where := o.reader
	switch {
	case !isEmpty(o.where):
		return
	case ourOwn.MatchString(sentence):
		where = o.writer
	case !addressed.MatchString(sentence):
		return
	}
	o.where, o.foreign = where, isEmpty(where)
}

// single reports whether a scope is that of one unit, line or leader.
func single(where metrics.Filter) bool {
	n := len(where.Departments) + len(where.Portfolios)
	for _, equals := range where.Is {
		if equals.Dimension != "leader" {
			return false
		}
		n += len(equals.In)
	}
	return n == 1
}

// periods are the times that a line names as its own; one that narrows the one before it, as in 2023年（1—11月）,
// takes its place.
func (o *opening) periodsOf(text []rune) []jianfu.Period {
	in := newSearch(text)
	in.ignore()
	year := max(o.year, unknownYear)
	var list []jianfu.Period
	for _, w := range in.times(nowhere) {
		period, ok := w.resolve(year)
		if !ok || w.compared || w.sameMonths || slices.Contains(list, period) {
			continue
		}
		if w.stated {
			year = period.Through().Year()
		}
		if n := len(list); n > 0 && list[n-1].Contains(period.From()) && list[n-1].Contains(period.Through()) {
			list = list[:n-1]
		}
		list = append(list, period)
	}
	return list
}

// caliber is the one that a text names; "" where it names none, or several.
func (v *vocabulary) caliber(text string) string {
	found := ""
	for label, name := range v.calibers {
		if strings.Contains(text, label) {
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}

// lends reports whether the line above a table tells what the table is of, and no figures itself.
func lends(line string) bool {
	if line == "" || strings.ContainsAny(line, "。；！？") && !leadsIn.MatchString(line) {
		return false
	}
	in := newSearch([]rune(captionNumber.compiled().ReplaceAllString(line, "")))
	in.ignore()
	in.times(nowhere)
	return len(in.figures(nowhere)) == 0
}

// held is what a table's line lends to its cells: its times, its units and its caliber, each else the
// document's own.
func (o *opening) held(line string) passage {
	s := passage{where: o.where, caliber: o.caliber}
	if !lends(line) {
		return s
	}
	text := []rune(captionNumber.compiled().ReplaceAllString(line, ""))
	if list := o.periodsOf(text); len(list) > 0 {
		s.now = times{list: list, stated: true}
		if len(list) > 1 {
			s.now.doubts = []Doubt{whichTime}
		}
	}
	words := newPhrase(text)
	if where := o.words.scope(words); !isEmpty(where) || o.words.saysWhole(words) {
		s.where, s.whole = where, isEmpty(where)
	}
	if caliber := o.words.caliber(line); caliber != "" {
		s.caliber = caliber
	}
	return s
}

// standing are the times that hold at the head of a paragraph: its section's, and the
// document's.
func (o *opening) standing() times {
	t := times{list: slices.Clone(o.heading.list), stated: o.heading.stated}
	if len(t.list) == 0 && len(o.periods) > 0 {
		t = times{list: slices.Clone(o.periods), stated: true, doubts: o.doubts}
	}
	if o.year == 0 {
		return t
	}
	whole := jianfu.YearOf(o.year)
	if !o.whole.IsZero() {
		whole = o.whole
	}
	for _, period := range []jianfu.Period{whole, jianfu.YearOf(o.year)} {
		if !slices.Contains(t.list, period) {
			t.list = append(t.list, period)
		}
	}
	t.stated = t.stated || o.whole.IsZero() // the document itself says its year
	return t
}

// section takes in the time of a heading, which holds for its section.
func (o *opening) section(w words) {
	o.heading = times{}
	for _, named := range w.times {
		if period, ok := named.resolve(o.year); ok && !named.compared {
			o.heading = times{list: []jianfu.Period{period}, stated: true}
		}
	}
}
