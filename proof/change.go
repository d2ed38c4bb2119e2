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
	if len(row) > 1 && st.reckon.verdict == "" {
		st.grows(row[len(row)-1], row[0], len(row) > 2)
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
	if sub.percent != nil && sub.percent.kind == points {
		sub.rateChange()
		return
	}
	difference, proportion := sub.moves((*claim).trusted)
	sub.delta.computeOnce(difference)
	sub.percent.computeOnce(proportion)
	difference, proportion = sub.moves((*claim).exactlyWritten)
	follows := sub.isElsewhere() && sub.percent != nil && proportion != nil && sub.percent.holdAmount(proportion.right) != disagrees
	own := sub.hasOwnBase()
	if own {
		sub.followText(sub.delta, difference)
	}
	if own || follows {
		sub.followText(sub.percent, proportion)
	}
}

// computeOnce holds a claim against what follows for it, if anything does.
func (st *claim) computeOnce(d *derived) {
	if st != nil && d != nil && !st.masked && st.reckon.verdict == "" {
		st.compute(*d)
	}
}

// followText holds a change that the warehouse finds wrong against the text's own counts.
func (sub *subject) followText(st *claim, d *derived) {
	if st != nil && d != nil && st.match.verdict == Wrong {
		st.compute(*d)
		st.followsText(sub.current, sub.base, sub.delta)
	}
}

// moves are a subject's difference and percentage as its own amounts give them; nil where they do not.
func (sub *subject) moves(amountOf func(*claim) (amount, bool)) (difference, proportion *derived) {
	value := func(st *claim) (amount, bool) { // of a rate, percent of it is unwise, and not wrong
		a, ok := amountOf(st)
		return a, ok && st.kind == count
	}
	alike := func(st, from *claim) bool { return st == nil || from == nil || st.comparesAs(from) }
	current, hasCurrent := value(sub.current)
	earlier, hasBase := value(sub.base)
	if hasCurrent && hasBase {
		if !countAlike(sub.current, sub.base) {
			return nil, nil
		}
		difference, proportion = movesBetween(sub.base, sub.current, earlier, current, true)
		if !alike(sub.delta, sub.base) {
			difference = nil
		}
		if !alike(sub.percent, sub.base) {
			proportion = nil
		}
		return difference, proportion
	}
	delta, ok := value(sub.delta)
	if !ok || !hasCurrent && !hasBase || !alike(sub.percent, sub.delta) || hasBase && !alike(sub.percent, sub.base) {
		return nil, nil
	}
	if (sub.delta.sign < 0 || sub.delta.signed < 0) && delta.isPositive() {
		delta = delta.negative()
	}
	return nil, sub.growthBy(delta, current, earlier, hasBase)
}

// growthBy is a subject's percentage as its difference and either of its counts give it; nil where they do not.
func (sub *subject) growthBy(delta, current, earlier amount, hasBase bool) (proportion *derived) {
	sure := delta.exact || changePattern.MatchString(sub.delta.left) // 支出3600万元，比上年减少400万元，下降10%
	sure = sure && !sub.delta.isUnrelated([]*claim{sub.current})     // 受理180件，办结90件，受理增加60件，上升50%
	if sub.current != nil && sub.current.of && sub.percent != nil && !sub.percent.isNear(delta.percentOf(current.minus(delta))) {
		sure = false // 受理200件，其中甲类120件，同比增加10件，增长5.3% may be of all
	}
	from := sub.base
	if !hasBase {
		from = sub.current
	}
	delta = sub.delta.inUnit(from, delta)
	if hasBase {
		_, proportion = movesBetween(from, sub.delta, earlier, earlier.plus(delta), sure)
	} else if current.exact || unitOf(sub.delta) == unitOf(from) {
		earlier = current.minus(delta)
		_, proportion = movesBetween(from, sub.delta, earlier, current, sure)
	}
	if proportion != nil && earlier.isPositive() {
		proportion.right = delta.percentOf(earlier)
	}
	return proportion
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

// movesBetween are the difference and the percentage from one amount to another.
func movesBetween(from, to *claim, earlier, current amount, sure bool) (difference, proportion *derived) {
	d := derived{right: current.minus(earlier), sure: sure, why: jianfu.Say("文中 %s→%s", "the text's own %s → %s", earlier.at, current.at)}
	switch {
	case d.right.exact:
	case to.role == change:
		d.why = jianfu.Say("文中 %s、%s", "the text's own %s and %s", from.written, to.written)
	default:
		d.why = jianfu.Say("文中 %s→%s", "the text's own %s → %s", from.written, to.written)
	}
	if !earlier.isPositive() {
		return &d, nil
	}
	p := d
	p.right = current.growthOn(earlier)
	return &d, &p
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

// rateChange works out percentage points from two rates, as far as their digits tell.
func (sub *subject) rateChange() {
	current, ok := sub.current.asWritten()
	earlier, known := sub.base.asWritten()
	if !ok || !known || sub.current.kind != percent || sub.base.kind != percent {
		return
	}
	sub.percent.computeOnce(&derived{right: current.minus(earlier), sure: true, why: jianfu.Say("文中 %s%%→%s%%", "the text's own %s%% → %s%%", earlier.at, current.at)})
}
