package proof

import (
	"slices"

	"jianfu"
)

// ofTotal names the total of what was listed as what is compared: 总量与上季度8件相比.
var ofTotal = compile(`(?:总[量数]|合计|总计)[^，。；]{0,4}[与比较同]`)

// bases finds wrong what a count came from, where the change says of which year it is: 由596次减少到521次，下降12.44%.
func (s *sentenceClaims) bases() {
	for _, st := range s.claims {
		m := &st.match
		if sub := st.subject; m.verdict == "" && st.role == base && len(m.answers) > 0 && m.answers[0].loose && (sub.delta.holds() || sub.percent.holds()) {
			m.answer, m.verdict = &m.answers[0], Wrong
		}
	}
}

// holds reports whether the warehouse surely says so.
func (st *claim) holds() bool {
	return st != nil && st.match.verdict == Right && st.match.answer != nil && st.match.answer.safe
}

// changes holds the changes of a sentence against its counts.
func (s *sentenceClaims) changes() {
	var subjects []*subject
	seen := map[*subject]bool{}
	for _, st := range s.claims {
		if !seen[st.subject] {
			seen[st.subject] = true
			subjects = append(subjects, st.subject)
		}
	}
	for i, sub := range subjects {
		if i > 0 {
			sub.takeBase(subjects[i-1])
		}
		if sub.base != nil && sub.current != nil && ofTotal.MatchString(sub.base.left) { // 其中甲3件、乙4件，总量与上年8件相比下降12.5%
			sub.current = s.totalOver(sub.current)
		}
		if sub.delta != nil && cumulative.MatchString(sub.delta.before()) { // 410场、352场、305场，累计减少105场
			s.movedOver(sub.delta)
			continue
		}
		sub.changes()
	}
}

// movedOver holds a change over several times against the first and the last of the counts listed before it.
func (s *sentenceClaims) movedOver(st *claim) {
	at := slices.Index(s.claims, st)
	var row []*claim
	for _, before := range slices.Backward(s.claims[:max(0, at)]) {
		if !before.isCount() || before.unit != st.unit || before.of {
			break
		}
		row = append(row, before)
	}
	if len(row) > 1 {
		st.follows(move{from: row[len(row)-1], to: row[0], sure: len(row) > 2})
	}
}

// cumulative says of a change that it is over several times: 三年累计减少54个.
var cumulative = compile(`累计[^，。；]{0,3}$|[两二三四五]年(?:共|来|间|累计)?(?:减少|增加|下降|增长)$`)

// totalOver is the amount of which one is a part: that which 其中 names it of; itself where it is of none.
func (s *sentenceClaims) totalOver(st *claim) *claim {
	if st.partOf != nil {
		return st.partOf
	}
	at := slices.Index(s.claims, st)
	for _, before := range slices.Backward(s.claims[:max(0, at)]) {
		if st.of && before.isAmount() && !before.of && before.unit == st.unit {
			return before
		}
	}
	return st
}

// takeBase takes the count just before as what a change is from: 2022年595次，2023年521次，下降…
func (sub *subject) takeBase(before *subject) {
	tells := sub.base == nil && sub.current != nil && (sub.percent != nil || sub.delta != nil)
	plain := before.current != nil && before.delta == nil && before.percent == nil
	if !tells || !plain || before.current.unit != sub.current.unit || !atTwoTimes(before, sub) {
		return
	}
	unnamed := len(before.hits) == 0 && len(sub.hits) == 0 && before.current.in == sub.current.in
	if sameMetric(before.hits, sub.hits) || unnamed && sub.followsFrom(before.current) {
		sub.base = before.current
	}
}

// atTwoTimes reports whether two subjects are each of a time of its own, as long as the other's, the earlier first.
func atTwoTimes(a, b *subject) bool {
	earlier, later := a.times.first(), b.times.first()
	return !earlier.IsZero() && !later.IsZero() && earlier.Start() < later.Start() && earlier.Months() == later.Months()
}

// followsFrom reports whether the change that a subject tells is the one from a count.
func (sub *subject) followsFrom(earlier *claim) bool {
	a, ok := sub.current.exactlyWritten()
	b, known := earlier.exactlyWritten()
	return ok && known && b.isPositive() && sub.percent != nil && !sub.percent.masked && sub.percent.holdAmount(a.growthOn(b)) == agrees
}

// changes works out a subject's difference and percentage from its own counts. Where the text says itself what a change is from,
// or it follows from counts that are none of the warehouse's, the text decides and not the warehouse.
func (sub *subject) changes() {
	for _, st := range []*claim{sub.delta, sub.percent} {
		if d := sub.moved(st, (*claim).trusted); d != nil && !st.masked && st.reckon.verdict == "" {
			st.compute(*d)
		}
	}
	own := sub.hasOwnBase()
	for _, st := range []*claim{sub.delta, sub.percent} {
		d := sub.moved(st, (*claim).exactlyWritten)
		follows := d != nil && st == sub.percent && st.kind != points && sub.isElsewhere() && st.holdAmount(d.right) != disagrees
		if d != nil && st.match.verdict == Wrong && (own && st.kind != points || follows) {
			st.compute(*d)
			st.followsText(sub.current, sub.base, sub.delta)
		}
	}
}

// moved is what a change of a subject is by its own amounts; nil where they do not say.
func (sub *subject) moved(st *claim, amountOf func(*claim) (amount, bool)) *derived {
	if st == nil {
		return nil
	}
	kind := count // of what it is a change of: of a rate, percent of it is unwise, and not wrong
	if st.kind == points {
		kind, amountOf = percent, (*claim).asWritten
	}
	known := func(c *claim) *claim {
		if _, ok := amountOf(c); ok && c.kind == kind {
			return c
		}
		return nil
	}
	m := move{from: known(sub.base), to: known(sub.current), sure: true}
	switch {
	case m.from != nil && !st.comparesAs(m.from):
		return nil
	case m.from == nil || m.to == nil:
		if m.by = known(sub.delta); st == sub.delta || !m.isBy(st) {
			return nil
		}
		m.sure = sub.isOfDelta()
	case kind == count && !countAlike(m.to, m.from):
		return nil
	}
	return m.of(st, amountOf)
}

// isBy reports whether a percentage may be that of a difference from or to an amount, in whose unit it is where that is rounded.
func (m move) isBy(st *claim) bool {
	if m.by == nil || m.from == nil && m.to == nil || !st.comparesAs(m.by) {
		return false
	}
	return m.to == nil || m.to.isExact() || unitOf(m.by) == unitOf(m.to)
}

// isOfDelta reports whether a subject's percentage is surely that of its difference.
func (sub *subject) isOfDelta() bool {
	by, _ := sub.delta.trusted() // as that of any difference
	switch {
	case !by.exact && !changePattern.MatchString(sub.delta.left): // 支出3600万元，比上年减少400万元，下降10%
		return false
	case sub.delta.isUnrelated([]*claim{sub.current}): // 受理180件，办结90件，受理增加60件，上升50%
		return false
	case sub.current == nil || !sub.current.of:
		return true
	}
	d := move{to: sub.current, by: sub.delta}.of(sub.percent, (*claim).trusted)
	return d == nil || sub.percent.isNear(d.right) // 受理200件，其中甲类120件，同比增加10件，增长5.3% may be of all
}

// isNear reports whether a percentage misses a value by less than a quarter of it: one of something else is mostly further off.
func (st *claim) isNear(right amount) bool {
	missed := right.at.Abs().Sub(st.number).Abs()
	return missed.Mul(jianfu.NewDecimal(4)).Cmp(right.at.Abs()) <= 0
}

// countAlike reports whether two claims count in the same unit.
func countAlike(a, b *claim) bool {
	return a.kind == b.kind && (a.unit == b.unit || a.isExact() && b.isExact() && (sameUnit(a.unit, b.unit) || a.unit == "" || b.unit == ""))
}

// move is what a change may be of: from one amount to another. Where by is not nil, it is how far the one that is nil is from the other.
type move struct {
	from, to, by *claim
	sure         bool // the change is surely of these
}

// of is what a change is by a move: of counts the difference, or the growth in percent, of rates the points. It is nil where the
// amounts do not say.
func (m move) of(st *claim, amountOf func(*claim) (amount, bool)) *derived {
	earlier, current, by, ok := m.ends(amountOf)
	ofRate := ok && m.by == nil && m.from.kind == percent
	if !ok || ofRate && st.kind == count {
		return nil
	}
	d := derived{right: by, sure: m.sure, why: m.why(earlier, current)}
	switch {
	case st.kind == count || ofRate:
	case st.kind != percent || !earlier.isPositive():
		return nil
	case m.by == nil:
		d.right = current.growthOn(earlier)
	default:
		d.right = by.percentOf(earlier)
	}
	return &d
}

// ends are the amounts that a move is between, and how far they are apart.
func (m move) ends(amountOf func(*claim) (amount, bool)) (earlier, current, by amount, ok bool) {
	earlier, hasBase := amountOf(m.from)
	current, hasCurrent := amountOf(m.to)
	if m.by == nil {
		if ok = hasBase && hasCurrent && m.from.kind == m.to.kind; ok {
			by = current.minus(earlier)
		}
		return earlier, current, by, ok
	}
	by, ok = amountOf(m.by)
	if m.by.sign < 0 || m.by.signed < 0 {
		by = by.negative()
	}
	if hasBase {
		by = m.by.inUnit(m.from, by)
		return earlier, earlier.plus(by), by, ok
	}
	by = m.by.inUnit(m.to, by)
	return current.minus(by), current, by, ok && hasCurrent
}

// why says from what to what a move is, as exactly as it is known.
func (m move) why(earlier, current amount) jianfu.Text {
	switch {
	case m.by == nil && m.from.kind == percent, m.by == nil && !current.minus(earlier).exact:
		return jianfu.Say("文中 %s→%s", "the text's own %s → %s", m.from.written, m.to.written)
	case current.exact && earlier.exact:
		return jianfu.Say("文中 %s→%s", "the text's own %s → %s", earlier.at, current.at)
	case m.from == nil:
		return jianfu.Say("文中 %s、%s", "the text's own %s and %s", m.to.written, m.by.written)
	}
	return jianfu.Say("文中 %s、%s", "the text's own %s and %s", m.from.written, m.by.written)
}

// follows holds a change that nothing decides against a move that it may be of.
func (st *claim) follows(m move) {
	base := m.from
	if base == nil {
		base = m.by
	}
	if st.reckon.verdict != "" || !st.comparesAs(base) {
		return
	}
	if d := m.of(st, (*claim).asWritten); d != nil {
		d.plain = m.sure && m.by == nil
		st.compute(*d)
	}
}

// hasOwnBase reports whether the text itself says what a change is from, and not of which time that is: 由900次减至521次.
func (sub *subject) hasOwnBase() bool {
	return sub.base != nil && sub.base.role == base && !sub.base.timed && sub.current != nil && sub.base.match.verdict == ""
}

// isElsewhere reports whether the counts that a percentage follows from are none of the
// warehouse's.
func (sub *subject) isElsewhere() bool {
	n := 0
	for _, st := range []*claim{sub.current, sub.base, sub.delta} {
		if st != nil && !st.masked {
			if st.match.verdict == Right || st.match.verdict == Cut {
				return false
			}
			n++
		}
	}
	return n >= 2
}

// followsText takes back what the warehouse says of a figure that follows from the counts
// of its sentence, none of which are the warehouse's: the counts are what is wrong. Where the
// text does not say of which time they are, they are of another matter.
func (st *claim) followsText(counts ...*claim) {
	if answer := st.match.answer; answer != nil {
		st.reckon.why.ZH += "；仓库 " + answer.of.ZH + "：" + answer.text.ZH
		st.reckon.why.EN += "; the warehouse's " + answer.of.EN + ": " + answer.text.EN
	}
	st.match.verdict, st.match.answer = st.reckon.verdict, nil
	for _, count := range counts {
		if count != nil && count != st && count.match.verdict == Wrong && !st.subject.times.stated {
			count.match.verdict, count.match.answer = "", nil
		}
	}
}
