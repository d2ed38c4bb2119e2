package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// timeline is what is known of the time at a place of a passage: it walks over the clauses and gives each
// figure its role and its time.
type timeline struct {
	words   *vocabulary
	opening *opening
	passage *passage
	year    int // of the document

	// Of the passage.
	now    times
	anchor int           // the year last written out
	home   int           // the year that the passage is of, as far as is known
	known  jianfu.Period // the last span from January: 截至11月末
	era    int           // times named so far
	dated  bool          // it has named a time of its own
	begun  bool          // it has told a figure

	// Of the sentence.
	in      *sentence
	part    int
	fresh   bool // it has named no time yet
	led     bool // it begins with a time set apart, as 2023年1—5月，, which holds for all of it
	of      bool // 其中
	expect  bool // 预计
	planned bool // 力争
	caliber string
	against comparison
	apart   string // the word that makes what changes another quantity than the count before, as 同口径
	doubts  []Doubt
	row     row
	outside *times // that held before the bracket that is open
	claims  []*claim
}

// newTimeline is at the head of a passage.
func newTimeline(v *vocabulary, o *opening, s *passage) *timeline {
	t := &timeline{words: v, opening: o, passage: s, year: o.year, now: o.standing()}
	if len(s.now.list) > 0 {
		t.now = s.now
	}
	if t.anchor = o.year; t.now.stated && len(t.now.list) > 0 {
		t.anchor = t.now.first().Through().Year()
	}
	t.home = t.anchor
	return t
}

// read gives the figures of a sentence as claims, each with its role and time.
func (t *timeline) read(in *sentence) []*claim {
	t.in, t.part, t.fresh, t.led, t.of, t.expect, t.planned, t.caliber, t.against, t.apart, t.doubts, t.row, t.outside, t.claims = in, 0, true, false, false, false, false, "", comparison{}, "", nil, row{}, nil, nil
	t.now.doubts = slices.DeleteFunc(slices.Clone(t.now.doubts), func(d Doubt) bool { return d.Reason == otherTime.Reason })
	switch {
	case len(t.passage.now.list) > 0: // a table's line says of what time its cells are
		t.now = t.passage.now
	case pointPattern.MatchString(string(t.passage.runes[in.start:in.end])):
		t.now = t.opening.standing()
	default: // the time of the last sentence may hold on, or the section's
		t.now.list = slices.Clone(t.now.list)
		for _, period := range t.opening.standing().list {
			if !slices.Contains(t.now.list, period) {
				t.now.list = append(t.now.list, period)
			}
		}
	}
	for i := range in.clauses {
		t.clause(&in.clauses[i])
	}
	return t.claims
}

// clause reads what is between two marks.
func (t *timeline) clause(c *clause) {
	text := string(c.text)
	if c.mark == '；' || c.mark == ';' {
		t.nextPart()
	}
	t.of = t.of || strings.Contains(text, "其中")
	t.expect = t.expect || contained(text, expected) != ""
	t.planned = t.planned || planPattern.MatchString(text)
	t.takeCaliber(text)
	if vagueNames.MatchString(text) {
		t.doubts = withDoubt(t.doubts, vagueTime)
	}
	t.readRow(c) // which may say that times are compared with
	named := t.inOrder(c.times)
	t.bracket(c)
	t.figures(c, named)
	if len(c.figures) > 0 {
		return
	}
	if vaguePattern.MatchString(text) && t.phrase(c).residue(t.words) != "" { // 全国两会期间
		t.doubts = withDoubt(t.doubts, vagueTime)
	}
	t.led = t.led || len(named) == 1 && c.mark == 0 && !named[0].compared
}

// takeCaliber takes in the caliber that a clause names; one that is not the usual one counts for more.
func (t *timeline) takeCaliber(text string) {
	for label, name := range t.words.calibers {
		if strings.Contains(text, label) && (name != metrics.DefaultCaliber || t.caliber == "") {
			t.caliber = name
		}
	}
}

// inOrder are the times of a clause as they are taken in: in a cell, whose row is of 1月 and its column of 2022年, the year comes
// first.
func (t *timeline) inOrder(named []when) []when {
	named = slices.Clone(named)
	if !t.passage.cell {
		return named
	}
	slices.SortStableFunc(named, func(a, b when) int {
		if a.stated == b.stated || t.passage.paragraph[a.start] >= 0 || t.passage.paragraph[b.start] >= 0 {
			return 0
		}
		if a.stated {
			return -1
		}
		return 1
	})
	return named
}

// nextPart begins a part of the sentence, behind ；.
func (t *timeline) nextPart() {
	t.part++
	t.of, t.against, t.apart = false, comparison{}, ""
	if first := t.now.first(); !first.IsZero() && first.Months() < 12 && !t.fresh && !(t.led && slices.Contains(t.opening.periods, first)) {
		t.now.doubts = withDoubt(t.now.doubts, otherTime)
	}
}

// bracket keeps the time that held before a bracket, for behind it: 521次（上年595次），同比下降12.44%.
func (t *timeline) bracket(c *clause) {
	switch {
	case c.mark == '（' && len(t.claims) > 0 && len(c.figures) > 0:
		now := t.now
		t.outside = &now
	case t.outside != nil && !c.inside:
		t.now, t.outside = *t.outside, nil
	}
}

// phrase is the words of a clause without its times, figures and ids.
func (t *timeline) phrase(c *clause) *phrase {
	words := newPhrase(c.text)
	for _, w := range c.times {
		words.coverSpan(c.start, w.start, w.end)
	}
	for _, f := range c.figures {
		from := f.digits
		if from == f.start+1 { // 超500件: of one character, which is no word of a metric's
			from = f.start
		}
		words.coverSpan(c.start, from, f.end)
	}
	for _, id := range t.in.ids {
		words.coverSpan(c.start, id.start, id.end)
	}
	return words
}

// figures makes claims of a clause's figures, taking in the times before each.
func (t *timeline) figures(c *clause, named []when) {
	waiting := slices.DeleteFunc(slices.Clone(named), func(w when) bool { return ownTime(t.in.figures, w) })
	previous, timed, against := c.start, false, false
	for _, f := range c.figures {
		for len(waiting) > 0 && waiting[0].start < f.start {
			w := waiting[0]
			w.compared = w.compared || t.isFrom(w, c, f)
			t.take(w)
			waiting, timed, against = waiting[1:], true, against || w.compared
		}
		later := waiting
		if f == c.figures[len(c.figures)-1] && len(later) == 0 {
			later = t.timesAfter(c)
		}
		t.claim(f, c, previous, later, timed, against)
		previous = f.end
	}
	for _, w := range waiting {
		t.take(w)
	}
}

// ownTime reports whether a time is a single figure's.
func ownTime(figures []*figure, w when) bool {
	near := within(figures, spot{start: w.start - 2*maxBehind, end: w.start}, func(f *figure) int { return f.start })
	return slices.ContainsFunc(near, func(f *figure) bool { return f.time != nil && f.time.start == w.start })
}

// timesAfter are the times behind the last figure of a sentence: 召开会议595次，出现在2022年.
func (t *timeline) timesAfter(c *clause) []when {
	if figures := t.in.figures; len(figures) > 0 && figures[len(figures)-1].start >= c.end {
		return nil
	}
	behind := slices.Clone(within(t.in.times, spot{start: c.end, end: t.in.end}, func(w when) int { return w.start }))
	return slices.DeleteFunc(behind, func(w when) bool { return w.compared || ownTime(t.in.figures, w) })
}

// isFrom reports whether a time is that of what was before: 由上年的595次减少到521次.
func (t *timeline) isFrom(w when, c *clause, f *figure) bool {
	runes := t.passage.runes
	before, after := string(runes[c.start:w.start]), string(runes[w.end:max(w.end, f.start)])
	return (strings.HasSuffix(before, "由") || strings.HasSuffix(before, "从")) && strings.Trim(after, "的 ") == "" &&
		strings.ContainsAny(string(runes[f.end:min(len(runes), f.end+20)]), "到至为")
}

// unknownYear is the year of a text that names none: nothing was filed for it.
const unknownYear = 1910

// anchored is the year that 今年 and 11月 are of: the last one that the text wrote out, and not
// 去年.
func (t *timeline) anchored() int {
	if t.anchor > 0 {
		return t.anchor
	}
	return unknownYear
}

// yearNow is the year that holds.
func (t *timeline) yearNow() int {
	if first := t.now.first(); !first.IsZero() {
		return first.Through().Year()
	}
	return max(t.year, unknownYear)
}

func yearsBefore(p jianfu.Period, years int) jianfu.Period { return p.Shift(-12 * years) }

// take takes in a time that the text names.
func (t *timeline) take(w when) {
	switch {
	case w.previous:
		t.against = comparison{kind: metrics.PreviousPeriod, named: true, with: lastPeriod}
		return
	case w.sameMonths && w.compared:
		t.compareMonths(w)
		return
	case w.sameMonths:
		t.takeSameMonths(w)
		return
	}
	period, ok := w.resolve(t.anchored())
	switch {
	case !ok: // 截至12月15日: no whole months
		t.doubts = withDoubt(t.doubts, vagueTime)
	case w.compared:
		t.compareWith(period, w.stated)
	default:
		t.takePeriod(w, period)
	}
}

// compareMonths takes in 较上年同期.
func (t *timeline) compareMonths(w when) {
	t.against = comparison{kind: metrics.YearEarlier, named: true, with: lastYear}
	period, ok := w.resolve(t.anchored())
	if !ok {
		return
	}
	back := t.yearNow() - period.Through().Year()
	if back == 1 {
		return
	}
	if t.against.with = period.String(); len(t.now.list) > 0 {
		t.against.kind, t.against.period = metrics.NamedPeriod, yearsBefore(t.now.first(), back)
	}
}

// takeSameMonths takes in 上年同期 and 同期 as the time that holds.
func (t *timeline) takeSameMonths(w when) {
	runes, first := t.passage.runes, t.now.first()
	t.era++
	switch {
	case strings.HasPrefix(string(runes[w.end:min(len(runes), w.end+2)]), "计划"): // 召开会议39次，同期计划召开35次
		t.era--
		return
	case !t.passage.cell && string(runes[w.start:w.end]) == "同期" && !first.IsZero():
		t.now = times{list: []jianfu.Period{first.YearEarlier(), first}, stated: t.now.stated, doubts: []Doubt{sameWhen}}
		return
	}
	var unclear []Doubt
	if t.fresh && !t.passage.cell { // of what was spoken of before, perhaps
		unclear = []Doubt{yearUnclear}
	}
	if period, ok := w.resolve(t.anchored()); ok {
		if !first.IsZero() && first.Months() < 12 {
			period = yearsBefore(first, first.Through().Year()-period.Through().Year())
		}
		t.now = times{list: []jianfu.Period{period}, stated: true, doubts: unclear}
	} else if !first.IsZero() {
		t.now = times{list: []jianfu.Period{first.YearEarlier()}, stated: t.now.stated, doubts: unclear}
	}
}

// compareWith takes in 比2022年.
func (t *timeline) compareWith(period jianfu.Period, stated bool) {
	first := t.now.first()
	t.against = comparison{kind: metrics.NamedPeriod, period: period, named: true, with: period.String()}
	switch year := jianfu.YearOf(t.yearNow()); {
	case period == year.YearEarlier():
		t.against.with = lastYear
	case !first.IsZero() && period == first.Previous():
		t.against.with = lastPeriod
	}
	if first.IsZero() || period.Months() != 12 {
		return
	}
	if stated && first.Months() < 12 {
		t.against.doubts = []Doubt{unlikeTimes}
	}
	if first.Through().Year()-period.Through().Year() == 1 {
		t.against.kind, t.against.period = metrics.YearEarlier, jianfu.Period{}
	}
}

// takePeriod takes in a time as the one that holds.
func (t *timeline) takePeriod(w when, period jianfu.Period) {
	var unclear []Doubt
	if !w.stated && t.anchor != t.home {
		unclear = []Doubt{yearUnclear}
	}
	if w.stated {
		if t.anchor = period.Through().Year(); !t.begun { // a paragraph that begins with its year is of it
			t.home = t.anchor
		}
	}
	if period.Start().Number() == 1 && period.Months() < 12 {
		t.known = period
	}
	list, doubts := t.samePart(w, period)
	t.now = times{list: list, stated: t.now.stated || w.stated, doubts: withDoubt(unclear, doubts...)}
	t.fresh, t.dated = false, true
	t.era++
}

var (
	relativeYear = compile(`^(?:去年|上年|今年以?来?|年初以来|本年|当年|年内)$`)
	plainYear    = compile(`^\d{4}年?度?$`)
)

// samePart are what a year's name may mean where a part of a year holds, the likeliest first: 上年 in a
// table of 2023年1—5月 is 2022年1—5月, 今年 in a text of May the months so far; and what makes it uncertain.
func (t *timeline) samePart(w when, year jianfu.Period) ([]jianfu.Period, []Doubt) {
	none := []jianfu.Period{year}
	part := t.now.first()
	if isPart := !part.IsZero() && part.Months() < 12; !isPart || year.Months() != 12 || year.Start().Number() != 1 {
		return none, nil
	}
	name := string(t.passage.runes[w.start:w.end])
	relative := relativeYear.MatchString(name)
	if !relative && !(t.passage.cell && t.now.stated && plainYear.MatchString(name)) {
		return none, nil
	}
	same := yearsBefore(part, part.Through().Year()-year.Through().Year())
	if t.passage.cell && relative {
		if len(t.passage.now.list) > 0 { // the table itself says of which months it is
			return []jianfu.Period{same}, t.now.doubts
		}
		return []jianfu.Period{same, year}, t.now.doubts
	}
	if relative && year.Through().Year() == part.Through().Year() {
		same, _ = jianfu.Span(year.Start(), part.Start()+jianfu.Month(part.Months()-1)) // in order
	}
	return []jianfu.Period{same, year}, []Doubt{partOrWhole}
}

// leftWords are the words before a figure that are no times.
func (t *timeline) leftWords(from, to int) string {
	var out []rune
	at := from
	for _, w := range within(t.in.times, spot{start: from, end: to}, func(w when) int { return w.start }) {
		out = append(out, t.passage.runes[at:max(at, w.start)]...)
		at = max(at, w.end)
	}
	out = append(out, t.passage.runes[min(at, to):to]...)
	left := string(out)
	for label := range t.words.calibers {
		left = strings.ReplaceAll(left, label, "")
	}
	return strings.TrimRight(left, " ")
}

// claim makes a claim of a figure.
func (t *timeline) claim(f *figure, c *clause, previous int, later []when, timed, against bool) {
	if t.passage.paragraph[f.start] < 0 {
		return
	}
	st := &claim{figure: f, passage: t.passage, in: t.in, clause: c, part: t.part, left: t.leftWords(previous, f.start), of: t.of, expected: t.expect, timed: timed || f.time != nil}
	defer t.takeOwnTime(st)()
	t.readRole(st, previous)
	t.rowItem(st)
	if st.item != nil && !st.item.after.IsZero() {
		defer func() { t.now.list = []jianfu.Period{st.item.after} }()
	}
	t.takeComparison(st, against)
	t.takeApart(st)
	st.times, st.era, st.caliber, st.year = t.now, t.era, t.caliber, t.yearNow()
	t.takeKnown(st)
	st.doubts = withDoubt(st.doubts, t.timeDoubts(st, later)...)
	if !against && st.compare.named && st.compare.kind == metrics.NamedPeriod && st.role != level {
		st.compare.doubts = append(slices.Clone(st.compare.doubts), oldComparison) // it counts only where the clause names what it is of
	}
	if st.item == nil {
		st.doubts = withDoubt(st.doubts, t.wordDoubts(st)...)
	}
	t.claims = append(t.claims, st)
	t.begun = true
}

// takeOwnTime takes in the time that a figure has behind it, and returns what puts back the times that held before.
func (t *timeline) takeOwnTime(st *claim) (restore func()) {
	if st.time == nil {
		return func() {}
	}
	w, now, anchor, home := *st.time, t.now, t.anchor, t.home
	w.compared = fromPattern.MatchString(st.left)
	t.take(w)
	if w.compared {
		return func() {}
	}
	return func() {
		t.now, t.anchor, t.home = now, anchor, home
		t.now.doubts = withDoubt(t.now.doubts, otherTime)
	}
}

// readRole says what a claim is by the words around it.
func (t *timeline) readRole(st *claim, previous int) {
	st.role, st.sign = readRole(st.figure, st.left, t.passage.cell, t.passage.change, t.expect, st.after(20))
	between := string(t.passage.runes[previous:st.start])
	switch {
	case st.role == base && previous > st.clause.start && (between == "与" || between == "同"): // 66.29%与83.25%
		st.role = level
	case st.role == level && st.left == "" && st.clause.mark == '（' && isComparedInBrackets(string(t.passage.runes[t.in.start:st.clause.start-1]), st.after(12)):
		st.role = base
	}
	if said := t.saidOfAll(st); st.role == level && said != "" {
		st.role, st.left = share, said
	}
	if st.role == level && st.isShareInBrackets(t.claims) {
		st.role = share
	}
	st.net, st.reached, st.total = netPattern.MatchString(st.left), levelPattern.MatchString(st.left), totalPattern.MatchString(st.left)
}

// saidOfAll are the words of a share that 、 sets apart: 占建议、批评和意见总数的72%; "" where it is none.
func (t *timeline) saidOfAll(st *claim) string {
	if st.kind != percent || st.clause.mark != '、' {
		return ""
	}
	from := t.in.start
	if n := len(t.claims); n > 0 {
		from = t.claims[n-1].end
	}
	words := string(t.passage.runes[min(from, st.start):st.start])
	words = words[strings.LastIndexAny(words, "，；：")+1:]
	if at := strings.LastIndex(words, "占"); at >= 0 && shareOfAll.MatchString(words[at:]) {
		return words[at:]
	}
	return ""
}

// isShareInBrackets reports whether a percentage is alone in the bracket right behind a count: 咨询类43件（30.9%）.
func (st *claim) isShareInBrackets(before []*claim) bool {
	if st.kind != percent || st.left != "" || st.clause.mark != '（' || len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	return last.end == st.clause.start-1 && last.role == level && last.kind == count
}

// comparisons are what the words of a change compare with.
var comparisons = []struct {
	word string
	kind metrics.Comparison
	with string
}{{"同比", metrics.YearEarlier, lastYear}, {"环比", metrics.PreviousPeriod, lastPeriod}}

// takeComparison takes in what a change is against; timed is where its clause names a time for that.
func (t *timeline) takeComparison(st *claim, timed bool) {
	for _, c := range comparisons {
		if strings.Contains(st.left, c.word) {
			t.against = comparison{kind: c.kind, named: true, with: c.with}
			break
		}
	}
	if word := comparedWords(st.left); word != "" && (!timed || contained(word, plans) != "") {
		t.against = comparison{kind: metrics.YearEarlier, named: true, with: word}
		if previousWords[word] {
			t.against = comparison{kind: metrics.PreviousPeriod, named: true, with: lastPeriod}
		}
		t.against.doubts = []Doubt{comparedWithOther(word)}
	}
	if st.compare = t.against; !t.against.named {
		st.compare.kind = metrics.YearEarlier
	}
	if st.role == level {
		st.compare.doubts = nil
	}
}

// takeKnown takes in the months from which something is expected: those of its sentence, else the last of the document.
func (t *timeline) takeKnown(st *claim) {
	if t.expect && !t.known.IsZero() {
		t.opening.through = t.known
	}
	if st.known = t.known; st.known.IsZero() {
		st.known = t.opening.through
	}
}

// timeDoubts are the reasons why it is uncertain of what time a claim is.
func (t *timeline) timeDoubts(st *claim, later []when) []Doubt {
	ownTime := st.timed || st.role == change
	var doubts []Doubt
	for _, d := range t.now.doubts {
		if d.Reason != otherTime.Reason || !ownTime {
			doubts = append(doubts, d)
		}
	}
	doubts = append(doubts, t.doubts...)
	if !ownTime {
		doubts = append(doubts, t.takeLater(st, later)...)
	}
	if st.role == base || st.role == change {
		doubts = append(doubts, st.compare.doubts...)
	}
	if st.item == nil && t.passage.note && !t.dated { // a note is of the time of what it is set to
		doubts = append(doubts, noteTime)
	}
	if t.planned {
		doubts = append(doubts, notResult)
	}
	return doubts
}

// takeLater takes in the times behind a claim, which may be its own.
func (t *timeline) takeLater(st *claim, later []when) (doubts []Doubt) {
	for _, w := range later {
		if period, ok := w.resolve(t.anchored()); ok && !w.compared && period != t.now.first() {
			st.elsewhen = append(st.elsewhen, period)
			doubts = append(doubts, timeBehind)
		}
	}
	return doubts
}

// wordDoubts are the reasons why it is uncertain what a claim is of, that its words alone give.
func (t *timeline) wordDoubts(st *claim) []Doubt {
	var doubts []Doubt
	before := st.before()
	add := func(holds bool, d Doubt) {
		if holds {
			doubts = append(doubts, d)
		}
	}
	add(st.names, unitsCounted)
	add(slices.Contains(t.row.unclear, st.figure), respectively)
	add(thatOne.MatchString(st.left), namedBefore)
	add(saysEach.MatchString(st.left) && len(countsBefore(t.claims, nil)) > 1, ofEach)
	add(t.isQualified(st), qualified)
	add(strings.Contains(string(st.clause.text), "计划内"), inPlan)
	add(averagePattern.MatchString(before), average)
	add(ofExtent.MatchString(before), changeOfMove)
	add(st.role == change && st.kind == count && !st.compare.named && nounPattern.MatchString(st.left) && !changePattern.MatchString(st.left) && !lessPattern.MatchString(st.left), noComparison) // 压减会议75次
	add(t.words.againstUnit(t.passage.runes[st.clause.start:st.start]), againstUnit)
	return doubts
}

// isQualified reports whether the figure before one, in its clause, narrows what is counted:
// 超过2小时的会议247次, 不超过10页的133件.
func (t *timeline) isQualified(st *claim) bool {
	for _, before := range st.clause.figures {
		if before.start >= st.start {
			break
		}
		if before.names || sameUnit(before.unit, st.unit) || st.kind != count || before.kind != count {
			continue
		}
		after := string(t.passage.runes[before.end:st.start])
		if before.bound != exact || strings.HasPrefix(after, "的") || strings.HasPrefix(after, "以") {
			return true
		}
	}
	return false
}
