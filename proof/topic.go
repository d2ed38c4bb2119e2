package proof

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jianfu/metrics"
)

// topic is what is spoken of at a place of a passage: it walks over the clauses and gives each claim its
// subject.
type topic struct {
	asker   *asker
	words   *vocabulary
	opening *opening
	passage *passage

	// Of the sentence.
	lent        []string // the words of its clauses so far
	lentBefore  int      // of them those of its parts before
	lentForeign bool     // one of them names what another office counts
	part        int
	where       metrics.Filter
	era         int      // of the times when the scope was named
	whole       bool     // the whole city was named
	counted     *subject // of the last count of the passage
	listed      bool     // the clause before has words that may be of what is counted behind 、
	elsewhere   string   // the word for another place that the passage is of, as 全镇
	expects     bool     // 预计
	last        *subject
	outside     *subject // that was spoken of before the bracket that is open
	excluded    []exclusion
	claims      []*claim // that have their subject
}

// lentClauses is how far back a sentence lends its words.
const lentClauses = 24

// read gives the claims of a sentence their subjects.
func (t *topic) read(ctx context.Context, when *timeline, in *sentence, claims []*claim) (err error) {
	t.begins(in)
	if t.excluded, err = t.exclusions(ctx, in); err != nil {
		return err
	}
	for i := range in.clauses {
		c := &in.clauses[i]
		words := when.phrase(c)
		own := within(claims, c.spot, func(c *claim) int { return c.start })
		t.enter(words, c, len(own) > 0)
		for _, st := range own {
			if err := t.attach(ctx, st, words); err != nil {
				return err
			}
			t.claims = append(t.claims, st)
			if st.role == level && st.kind == count && !st.names && !st.limit {
				t.counted = st.subject
			}
		}
		if err := t.leave(ctx, words, c, claims); err != nil {
			return err
		}
	}
	return nil
}

// begins takes in that a sentence begins: it may go on with what was spoken of, and changes nothing of what was said.
func (t *topic) begins(in *sentence) {
	text := string(t.passage.runes[in.start:in.end])
	if !t.passage.cell && strings.ContainsAny(text, "0123456789") {
		t.opening.address(text)
		t.passage.where = t.opening.where
	}
	t.lentForeign = false
	t.lent, t.lentBefore, t.part = slices.Clone(t.passage.lent), 0, 0
	t.where, t.whole, t.expects, t.outside, t.claims = t.passage.where, t.passage.whole, false, nil, nil
	if t.last != nil {
		last := *t.last
		t.last = &last
	}
	if word := t.words.others(text); word != "" && !t.words.saysWhole(newPhrase(t.passage.runes[in.start:in.end])) { // 29个机构中，1个设在国务院部门
		t.elsewhere = word
	}
}

// enter takes in what a clause says before its claims are read.
func (t *topic) enter(words *phrase, c *clause, tells bool) {
	if c.mark == '；' || c.mark == ';' {
		t.part++
		t.lentBefore = len(t.lent)
	}
	t.cover(words, c)
	t.takePlace(words, c)
	t.bracket(c, tells)
}

// leave takes in what a clause says for those behind it.
func (t *topic) leave(ctx context.Context, words *phrase, c *clause, claims []*claim) (err error) {
	if t.listed, err = t.isListed(ctx, c, words); err != nil {
		return err
	}
	if where := t.words.scope(words.clone()); len(c.figures) == 0 && !isEmpty(where) {
		t.where = where
		if len(claims) > 0 {
			t.era = eraAt(claims, c.end)
		}
	}
	t.lent = append(t.lent, string(c.text))
	t.lentForeign = t.lentForeign || contained(string(c.text), foreign) != ""
	return nil
}

// isListed reports whether a clause without figures, or one that 、 sets before it, has words that the catalogue does not know: they
// are perhaps of what is counted behind 、 too.
func (t *topic) isListed(ctx context.Context, c *clause, words *phrase) (bool, error) {
	switch {
	case len(c.figures) > 0 || t.passage.cell:
		return false, nil
	case t.listed && c.mark == '、':
		return true, nil
	case words.residue(t.words) == "":
		return false, nil
	}
	hits, err := t.words.match(ctx, t.asker, words, 0, "", nil, func(*pattern) bool { return true })
	return len(hits) == 0 || hits[0].residue != "", err
}

// takePlace takes in that a clause is of the whole city, or of another place.
func (t *topic) takePlace(words *phrase, c *clause) {
	text := string(c.text)
	if word := t.words.others(text); word != "" && isEmpty(t.words.scope(words.clone())) {
		t.elsewhere = word
	}
	if t.words.saysWhole(words) {
		t.where, t.whole, t.elsewhere = metrics.Filter{}, true, ""
	}
}

// eraAt is how many times were named before the first claim behind a place.
func eraAt(claims []*claim, at int) int {
	for _, st := range claims {
		if st.start >= at {
			return st.era
		}
	}
	return claims[len(claims)-1].era
}

// cover marks what of a clause is understood already: calibers, what is expected, what is excluded.
func (t *topic) cover(words *phrase, c *clause) {
	for label := range t.words.calibers {
		words.cover(label)
	}
	for _, word := range expected {
		t.expects = words.cover(word) || t.expects
	}
	if t.expects {
		for _, word := range []string{"往年", "同法", "用同样方法", "同样方法", "误差", "推算方法", "高", "低"} {
			words.cover(word)
		}
	}
	for _, x := range t.excluded {
		words.coverSpan(c.start, x.start, x.end)
	}
	for _, s := range spots(countedUnits, c.text) {
		words.coverSpan(0, s.start, s.end)
	}
	if !isEmpty(t.opening.where) { // whose units these are is known
		for _, s := range spots(ourOrYour, c.text) {
			words.coverSpan(0, s.start, s.end)
		}
	}
}

// bracket keeps what was spoken of before a bracket, for behind it.
func (t *topic) bracket(c *clause, tells bool) {
	switch {
	case c.mark == '（' && t.last != nil && tells:
		t.outside = t.last
	case t.outside != nil && !c.inside:
		t.last, t.outside = t.outside, nil
	}
}

// exclusion is what a sentence takes out of what is counted: 除市民政局外, 不含视频会议.
type exclusion struct {
	spot        // of the passage
	from    int // the claims from here on are meant; of one in brackets, the one before it alone
	until   int //
	where   metrics.Filter
	hits    []hit // where no units are named
	unknown bool
}

var (
	exceptPattern = compile(`除了?([^，。；、（）除]{2,24}(?:、[^，。；、（）除]{2,12})*)(?:之外|以外|外)`)
	withoutWords  = compile(`(?:` + anyOf(lexis("excluding")) + `)([^，。；（）\d]{2,24}?)(?:的|，|。|；|）|,|$)`)
	listsOpenly   = compile(`等(?:有关|相关|部分|多个|若干|一批)?(?:单位|部门|地|县|区|市直|局|委|战线|领域|方面)`)
	countedUnits  = compile(`等(?:\d{1,3}|[二两三四五六七八九十]{1,3})(?:个|家)(?:市直|市级)?(?:单位|部门|局|委|县区|县|区|战线|市)`)
	countOfUnits  = compile(`\d{1,3}|[二两三四五六七八九十]{1,3}`)
	partOfCity    = compile(`各县|县市区|县级|县以上|直属|市直|乡镇|街道|基层|有的|部分|个别|邻市|外市|全省|全国|各地|其他|重点`)
)

// exclusions are those of a sentence.
func (t *topic) exclusions(ctx context.Context, in *sentence) ([]exclusion, error) {
	text := t.passage.runes[in.start:in.end]
	if !strings.ContainsAny(string(text), "除不剔扣") {
		return nil, nil
	}
	var list []exclusion
	for _, way := range []*finder{exceptPattern, withoutWords} {
		for _, s := range spots(way, text) {
			x, err := t.exclusion(ctx, in, spot{start: in.start + s.start, end: in.start + s.end}, s.groups[1])
			if err != nil {
				return nil, err
			}
			list = append(list, x)
		}
	}
	return list, nil
}

// exclusion reads what is taken out: units, or what a metric counts.
func (t *topic) exclusion(ctx context.Context, in *sentence, at spot, what string) (x exclusion, err error) {
	x.spot = at
	x.from, x.until = t.meant(in, at)
	words := newPhrase([]rune(what))
	if x.where = t.words.scope(words); !isEmpty(x.where) {
		x.unknown = words.residue(t.words) != ""
		return x, nil
	}
	x.hits, err = t.words.match(ctx, t.asker, words, 0, "", nil, func(p *pattern) bool { return p.metric != nil && !p.metric.IsRate() })
	x.unknown = len(x.hits) == 0 || x.hits[0].residue != ""
	return x, err
}

// meant are the places of the claims that an exclusion is of: in brackets the one before, else those behind it up to
// ；.
func (t *topic) meant(in *sentence, at spot) (int, int) {
	for i, c := range in.clauses {
		if c.inside && at.start >= c.start && at.start < c.end && i > 0 {
			return in.clauses[i-1].start, in.clauses[i-1].end
		}
	}
	until := at.end
	for until < in.end && t.passage.runes[until] != '；' {
		until++
	}
	from := at.start
	for _, c := range in.clauses { // 会议312次，不含视频会议: what precedes it in its own clause
		if at.start >= c.start && at.start < c.end {
			from = c.start
		}
	}
	return from, until
}

// unitDoubts are the doubts of which units a claim is: of lists that are left open, and of counts that miss.
func (t *topic) unitDoubts(st *claim, where metrics.Filter) []Doubt {
	text := string(st.clause.text)
	var doubts []Doubt
	if m := countedUnits.compiled().FindString(text); m != "" {
		n := countOfUnits.compiled().FindString(m)
		count := int64(atoi(n))
		if d, _, ok := chineseNumber(n); count == 0 && ok {
			count = d.Int64()
		}
		if int64(len(where.Departments)+len(where.Portfolios)) != count {
			doubts = append(doubts, openList)
		}
	} else if listsOpenly.MatchString(text) {
		doubts = append(doubts, openList)
	}
	return doubts
}

// subjectOf is the subject that a claim may go on with.
func (t *topic) subjectOf(st *claim) *subject {
	if st.item != nil && st.item.before != nil {
		return st.item.before.subject
	}
	return t.last
}

// phraseOf is the words of a claim, and where in them the figure is.
func (t *topic) phraseOf(st *claim, words *phrase) (*phrase, int) {
	if st.item == nil {
		return words, st.end - st.clause.start
	}
	own := newPhrase(st.item.words)
	for _, w := range newSearch(own.runes).times(nowhere) {
		own.coverSpan(0, w.start, w.end)
	}
	return own, len(own.runes)
}

// lentTo are the words that a claim may borrow, the nearest last.
func (t *topic) lentTo(st *claim) []string {
	switch {
	case st.item != nil && st.item.before != nil:
		return append(slices.Clone(t.passage.lent), st.item.before.subject.words())
	case st.role == share: // 电视电话会议96次，占18.43% has nothing of 视频会议 before ；
		return slices.Concat(t.passage.lent, t.lent[max(t.lentBefore, len(t.passage.lent), len(t.lent)-lentClauses):])
	}
	return t.lent[max(0, len(t.lent)-lentClauses):]
}

var comparedBehind = compile(`^(?:相比|比较|相较)`)

// attach finds the subject of a claim, or makes it.
func (t *topic) attach(ctx context.Context, st *claim, clauseWords *phrase) error {
	if st.names {
		st.subject = &subject{unit: st.unit, part: st.part, times: st.times, strange: true}
		return nil
	}
	words, at := t.phraseOf(st, clauseWords)
	lent := t.lentTo(st)
	hits, err := t.words.match(ctx, t.asker, words, at, st.unit, lent, func(p *pattern) bool { return admits(p, st) })
	if err != nil {
		return err
	}
	last := t.subjectOf(st)
	own := len(hits) > 0 && hits[0].own > 0
	borrowed := false
	if own {
		st.doubts = withDoubt(st.doubts, st.compare.doubts...)
		st.doubts = withDoubt(st.doubts, t.foreign(st, words, hits[0], lent)...)
		if isOfAnother(st, hits) {
			st.doubts = withDoubt(st.doubts, otherCounted)
		}
	} else {
		hits, borrowed = t.goOn(ctx, st, words, hits, last)
	}
	st.doubts = withDoubt(st.doubts, t.opening.apart...)
	if own && t.listed && st.clause.mark == '、' && st.item == nil { // 撤销、合并领导小组12个
		st.doubts = withDoubt(st.doubts, narrowedWords)
	}
	t.setScope(st, hits, own)
	if later := t.later(last); st.role == change && !own && later != nil { // 今年521次，去年595次，下降12.44%
		last = later
	}
	if t.joins(st, words, hits, own, last) {
		st.subject = last
		last.note(st)
		return nil
	}
	if err := t.carry(ctx, st, hits); err != nil {
		return err
	}
	t.begin(st, words, hits, own, borrowed, last)
	return nil
}

// isOfAnother reports whether another metric that the clause names, and not the likeliest, has the very unit of a count:
// 调研130次发现问题 is hardly of 130 problems.
func isOfAnother(st *claim, hits []hit) bool {
	likeliest := hits[0].metric
	if st.role != level || st.kind != count || likeliest == nil || likeliest.Unit == st.unit {
		return false
	}
	return slices.ContainsFunc(hits[1:], func(h hit) bool { return h.metric != nil && h.metric.Unit == st.unit })
}

// goOn speaks of what a caption or the claim before names, for a claim whose words name nothing themselves; and says
// whether that is uncertain.
func (t *topic) goOn(ctx context.Context, st *claim, words *phrase, hits []hit, last *subject) ([]hit, bool) {
	if st.item != nil && st.item.unsaid {
		st.doubts = withDoubt(st.doubts, respectively)
	}
	contrasted := !t.passage.cell && st.role == level && contrasts.MatchString(string(words.runes))
	switch {
	case t.passage.cell && last == nil:
		return t.continued(ctx, st, words, t.passage.caption), false
	case last == nil || st.role == share || st.isWordsOnly() || contrasted:
		return hits, false
	}
	hits = t.continued(ctx, st, words, last.hits)
	st.doubts = withDoubt(st.doubts, last.apart...)
	borrowed := t.isBorrowed(st, last)
	if borrowed || last.borrowed && st.role == change || narrowsAnew(st, hits, last.hits) {
		st.doubts = withDoubt(st.doubts, borrowedWords)
	}
	return hits, borrowed
}

// narrowsAnew reports whether a count that goes on with what was spoken of is of other values of it: 清理32个，保留3个.
func narrowsAnew(st *claim, hits, last []hit) bool {
	return st.role == level && !st.of && len(hits) > 0 && len(last) > 0 && !sameFilter(hits[0].where, last[0].where)
}

// contrasts are the words of a count that is set against the one before it: 计划31项，实际开展33项，超计划2项.
var contrasts = compile(`实际|实开|超计划|超出`)

// isBorrowed reports whether what a claim goes on with may be of another matter: what is compared with opens the sentence,
// or the unit is another.
func (t *topic) isBorrowed(st *claim, last *subject) bool {
	goesOn := last.current != nil && last.current.in == st.in && last.current.unit == st.unit // 召开16场，与去年同期的34场相比
	return st.role == base && (t.firstOfPart() || comparedBehind.MatchString(st.after(3)) && !goesOn) ||
		st.kind == count && last.unit != "" && st.unit != last.unit && !t.passage.cell
}

// joins reports whether a claim is of the subject before it, as a change of its count is.
func (t *topic) joins(st *claim, words *phrase, hits []hit, own bool, last *subject) bool {
	if t.lend(st, last, hits, own) {
		return true
	}
	if st.role != change || last == nil || own || len(hits) > 0 && !sameScope(hits, last.hits) || st.timed && last.tells(st) && !samePeriods(last.times, st.times) {
		return false
	}
	if words.residue(t.words) != "" || len(hits) == 0 && st.net {
		st.doubts = withDoubt(st.doubts, borrowedWords)
	}
	st.doubts = withDoubt(st.doubts, last.apart...)
	return true
}

// carry gives hits the scope that the sentence carries on, and doubts what words before narrow.
func (t *topic) carry(ctx context.Context, st *claim, hits []hit) (err error) {
	if len(hits) > 0 && hits[0].residue == "" && t.narrowed(hits[0], st.part) {
		st.doubts = withDoubt(st.doubts, narrowedWords)
	}
	for i := range hits {
		hits[i].carried = t.carried(hits[i], st.part)
		if st.masked && isEmpty(hits[i].carried) { // what is offered may be narrower: 对照文风要求，查出*个方面的问题
			if hits[i].carried, err = t.words.mentioned(ctx, t.asker, hits[i], t.lent[len(t.passage.lent):]); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin gives a claim a subject of its own, or the one that waits for it: 由595次减少到521次.
func (t *topic) begin(st *claim, words *phrase, hits []hit, own, borrowed bool, last *subject) {
	sub := &subject{hits: hits, borrowed: borrowed, strange: len(hits) == 0 && words.residue(t.words) != "", caliber: cmp.Or(st.caliber, t.passage.caliber),
		times: st.times, unit: st.unit, part: st.part, own: words.runes}
	if st.item == nil {
		sub.lent = t.lent[max(0, len(t.lent)-lentClauses):]
	}
	sub.exclude = t.exclude(st)
	sub.apart = slices.DeleteFunc(slices.Clone(st.doubts), func(d Doubt) bool { return !d.never && d.Reason != narrowedWords.Reason })
	st.subject = sub
	switch {
	case last == nil:
	case !borrowed && last.misses(st):
		st.subject = last // 521次，较上年的595次…
	case last.waitsFor(st) && (!own || sameMetric(hits, last.hits)):
		if st.subject = last; st.timed { // 由595次减少到521次
			last.times = st.times
		}
	}
	st.subject.note(st)
	if shared := st.role == share && len(hits) == 0 && last != nil; st.subject == sub && !shared { // 全市性会议144次，占27.64%，比上年减少7次
		t.last = sub
	}
}

// exclude is what the sentence takes out of a claim, with a doubt where that is not known.
func (t *topic) exclude(st *claim) (list []exclusion) {
	for _, x := range t.excluded {
		if st.start < x.from || st.start >= x.until {
			continue
		}
		if list = append(list, x); x.unknown {
			st.doubts = withDoubt(st.doubts, unknownRest)
		}
	}
	return list
}

// misses reports whether a claim is what the count of a subject is compared with.
func (sub *subject) misses(st *claim) bool {
	return st.role == base && sub.current != nil && sub.base == nil && !st.isFrom()
}

// waitsFor reports whether all that is said of a subject is what its count came from: 由595次减少到…
func (sub *subject) waitsFor(st *claim) bool {
	return st.role == level && sub.current == nil && sub.base != nil && sub.delta == nil && sub.percent == nil && st.unit == sub.base.unit
}

// setScope gives hits that name no units those that the sentence has named.
func (t *topic) setScope(st *claim, hits []hit, own bool) {
	if own && !isEmpty(hits[0].scope) {
		t.era = st.era
	} else if !t.passage.cell && !isEmpty(t.where) && !sameFilter(t.where, t.passage.where) && st.era != t.era {
		st.doubts = withDoubt(st.doubts, scopeLeft) // of the whole city again, perhaps
	}
	for i := range hits {
		if isEmpty(hits[i].scope) {
			hits[i].scope = t.where
		}
	}
	if len(hits) > 0 && !isEmpty(hits[0].scope) {
		t.where = hits[0].scope
	}
	st.doubts = withDoubt(st.doubts, t.scopeDoubts(st, hits)...)
}

// scopeDoubts are the reasons why it is uncertain of which units a claim is, or why it is of others.
func (t *topic) scopeDoubts(st *claim, hits []hit) (doubts []Doubt) {
	where := t.where
	if len(hits) > 0 {
		where = hits[0].scope
		if part := partOfCity.compiled().FindString(hits[0].residue); part != "" {
			doubts = append(doubts, Doubt{Code: "SCOPE_OPEN", Reason: notUnderstood(part).Reason, never: true})
		}
		if isEmpty(where) && t.opening.foreign && !t.whole && hits[0].metric != nil {
			doubts = append(doubts, whoseUnits)
		}
	}
	if t.elsewhere != "" && isEmpty(t.where) {
		doubts = append(doubts, ofElsewhere(t.elsewhere))
	}
	return append(doubts, t.unitDoubts(st, where)...)
}

var foreign, guidance = lexis("foreign"), lexis("guidance")

// foreign are the doubts of what another office counts: its name is in the clause, or behind what we count in the
// sentence; or the rate is that of a count that nobody knows.
func (t *topic) foreign(st *claim, words *phrase, h hit, lent []string) []Doubt {
	rest := words.clone()
	t.words.scope(rest) // 市信访局 counts what we do
	if word := contained(rest.left(), foreign); word != "" && !slices.ContainsFunc(h.words, func(own string) bool { return strings.Contains(own, word) }) {
		return []Doubt{foreignMatter(word)}
	}
	if h.metric == nil {
		return nil
	}
	rate := h.metric.IsRate() && st.role != change
	nouns := t.words.nouns[h.matter()]
	if t.passage.cell {
		return t.foreignTable(rate && h.own <= genericRate, strings.Join(lent, " ")+string(words.runes), nouns)
	}
	ours := slices.ContainsFunc(h.words, func(own string) bool { return contained(own, nouns) != "" && !strings.Contains(own, "问题") })
	if !rate && (h.metric.IsRate() || ours && !st.of) { // 审计项目19个，查出问题330项; 公开政府信息900条，其中公文80条
		return nil
	}
	said := strings.Join(lent[min(len(lent), len(t.passage.lent)):], " ")
	theirs, word := -1, ""
	if t.lentForeign {
		before := newPhrase([]rune(said))
		t.words.scope(before)
		said = before.left()
		theirs, word = lastOf(said, foreign)
	}
	said += " " + rest.left()
	if rate {
		last, _ := lastOf(said, nouns)
		return t.foreignRate(st, h, last, theirs, word)
	}
	if theirs >= 0 {
		return []Doubt{foreignMatter(word)}
	}
	return nil
}

// foreignTable are the doubts of a rate in a table that does not say of what it is, by what the text before the table last names.
func (t *topic) foreignTable(unsaid bool, own string, nouns []string) []Doubt {
	if !unsaid || contained(own, nouns) != "" {
		return nil
	}
	ours, _ := lastOf(t.passage.said, nouns)
	if theirs, word := lastOf(t.passage.said, foreign); theirs > ours {
		return []Doubt{foreignMatter(word)}
	}
	return nil
}

// foreignRate are the doubts of a rate, by where the sentence last names what we count and what others do.
func (t *topic) foreignRate(st *claim, h hit, ours, theirs int, word string) []Doubt {
	c := t.counted
	unlike := c != nil && c.current != nil && c.current.in == st.in && !sameUnit(c.unit, h.metric.Parts()[0].Unit) // 查出问题金额3.2亿元，整改率87.5%
	strange := h.own <= genericRate && (c != nil && (c.strange || c.apart != nil) || h.residue != "")
	switch {
	case unlike:
		return []Doubt{otherMatter}
	case ours >= 0 && ours > theirs:
		return nil
	case theirs >= 0:
		return []Doubt{foreignMatter(word)}
	case strange:
		return []Doubt{otherMatter}
	}
	return nil
}

// lastOf is the place and the word of a list that is last in a text; -1 where none does.
func lastOf(text string, words []string) (int, string) {
	at, which := -1, ""
	for _, word := range words {
		if i := strings.LastIndex(text, word); i > at {
			at, which = i, word
		}
	}
	return at, which
}

// genericRate is how many characters the name of a rate has that does not say of what it is: 满意率.
const genericRate = 3

// continued speaks of what was spoken of, where a clause adds nothing but a scope or a time.
func (t *topic) continued(ctx context.Context, st *claim, words *phrase, known []hit) []hit {
	var hits []hit
	for _, k := range known {
		if k.metric == nil || !admits(k.pattern, st) {
			continue
		}
		h := hit{pattern: k.pattern, where: k.where, scope: k.scope}
		rest := words.clone()
		if scope := t.words.scope(rest); !isEmpty(scope) {
			h.scope = scope
		}
		if h.residue = rest.residue(t.words); h.residue != "" {
			if err := t.words.narrow(ctx, t.asker, &h, rest); err != nil {
				continue
			}
		}
		h.residue += k.residue
		hits = append(hits, h)
	}
	return hits
}

// lend gives the metric that a change names to the counts before it without one: 与2022年的867件相比，印发文件减少152件.
func (t *topic) lend(st *claim, last *subject, hits []hit, own bool) bool {
	if st.role != change || !own || last == nil || last.base == nil || len(last.hits) > 0 && !last.borrowed || last.strange || last.tells(st) {
		return false
	}
	last.hits, last.borrowed = nil, false
	last.base.doubts = slices.DeleteFunc(slices.Clone(last.base.doubts), func(d Doubt) bool { return d.Reason == borrowedWords.Reason })
	for _, h := range hits {
		if admits(h.pattern, last.base) {
			last.hits = append(last.hits, h)
		}
	}
	if last.current == nil {
		last.times = st.times
	}
	last.base.compare = st.compare
	return true
}

// firstOfPart reports whether there is no claim yet in this part of the sentence.
func (t *topic) firstOfPart() bool {
	return len(t.claims) == 0 || t.claims[len(t.claims)-1].subject.part != t.part
}

func samePeriods(a, b times) bool { return !a.first().IsZero() && a.first() == b.first() }

// later is the subject just before one of the same matter a year earlier; nil where there is none.
func (t *topic) later(last *subject) *subject {
	if last == nil || last.base != nil || len(last.times.list) != 1 {
		return nil
	}
	for i := len(t.claims) - 1; i >= 0; i-- {
		before := t.claims[i].subject
		if before == last {
			continue
		}
		if len(before.times.list) == 1 && before.times.first().YearEarlier() == last.times.first() && sameMetric(before.hits, last.hits) && sameScope(before.hits, last.hits) {
			return before
		}
		return nil
	}
	return nil
}

// matter is what a hit is of, such as meetings; "" where it is of no metric.
func (h hit) matter() string {
	if h.metric == nil {
		return ""
	}
	matter, _, _ := strings.Cut(h.metric.Name, ".")
	return matter
}

// carried is what narrowed the same matter just before: 会议统计应报480份，未报151份.
func (t *topic) carried(h hit, part int) metrics.Filter {
	if h.metric == nil || !isEmpty(h.where) {
		return metrics.Filter{}
	}
	for i := len(t.claims) - 1; i >= 0 && i >= len(t.claims)-lentClauses; i-- {
		before := t.claims[i].subject
		if before.part == part && len(before.hits) > 0 && before.hits[0].matter() == h.matter() {
			return merged(before.hits[0].carried, before.hits[0].where)
		}
	}
	return metrics.Filter{}
}

// narrowed reports whether the sentence has spoken of the same matter in words that are not
// understood: 会议统计应报480份，未报151份.
func (t *topic) narrowed(h hit, part int) bool {
	if h.metric == nil {
		return false
	}
	for _, before := range t.claims[max(0, len(t.claims)-lentClauses):] {
		hits := before.subject.hits
		if haveOne.MatchString(before.left) || len(hits) == 0 || hits[0].residue == "" || before.subject.part != part {
			continue
		}
		if slices.ContainsFunc(hits, func(other hit) bool { return other.matter() == h.matter() }) {
			return true
		}
	}
	return false
}

// sameScope reports whether hits speak of the same units as others.
func sameScope(a, b []hit) bool {
	return len(a) > 0 && len(b) > 0 && sameFilter(a[0].scope, b[0].scope) && sameFilter(a[0].where, b[0].where)
}

func sameMetric(a, b []hit) bool {
	return len(a) > 0 && len(b) > 0 && a[0].metric == b[0].metric
}

// admits reports whether a metric, threshold or check can have a figure of this kind and unit.
func admits(p *pattern, st *claim) bool {
	switch {
	case p.threshold != "":
		return st.role == level && (st.limit || !st.reached && (p.label || slices.Contains(limitUnits, st.unit)))
	case st.isRule():
		return false
	case p.check != nil:
		return st.role == level && st.kind == count && sameUnit("项", st.unit)
	}
	return st.mayMeasure(p.metric)
}

// mayMeasure reports whether a claim has the kind and the unit of a metric, or of its change.
func (st *claim) mayMeasure(m *metrics.Metric) bool {
	switch {
	case st.role == change:
		return (st.kind != points || m.IsRate()) && (!st.net || m.Kind() == metrics.Stock)
	case st.kind == percent || m.IsRate():
		return st.kind == percent && m.IsRate()
	}
	return st.bare || sameUnit(m.Unit, st.unit)
}

// limitUnits are those in which rules are set and hardly anything is counted.
var limitUnits = []string{"天", "日", "小时", "个小时", "个工作日", "工作日"}

var unitClasses = [][]string{
	{"次", "场", "场次", "个", "项", "件", "份", "条", "件次", "项次", "篇", "家", "类", "种", "户次", "部", "款"},
	{"人次", "人", "名"}, {"人时"}, {"页"}, {"天", "日"},
}

// unitClass are the classes of units, from 1.
var unitClass = func() map[string]int {
	by := map[string]int{}
	for i, class := range unitClasses {
		for _, unit := range class {
			by[unit] = i + 1
		}
	}
	return by
}()

func sameUnit(a, b string) bool { return a == b || unitClass[a] > 0 && unitClass[a] == unitClass[b] }
