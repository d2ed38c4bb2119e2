package proof

import (
	"fmt"
	"slices"
	"strings"

	"jianfu"
)

// reckoning is what the text's own arithmetic makes of a claim.
type reckoning struct {
	verdict Verdict         // "" where it says nothing
	value   *jianfu.Decimal // the right one, where it is known
	why     jianfu.Text
}

// reckon holds the figures of a document against one another: within each sentence, each table, and over all.
func (r *reading) reckon() {
	var history []*claim // the counts so far
	for i, s := range r.sentences {
		s.claims = slices.DeleteFunc(slices.Clone(s.claims), func(st *claim) bool { return st.names })
		var before *sentenceClaims
		if i > 0 && r.sentences[i-1].passage == s.passage {
			before = r.sentences[i-1]
		}
		s.bases()
		s.changes()
		s.shares(before, history)
		s.rates(before)
		s.totals()
		s.averages()
		s.shared()
		for _, st := range s.claims {
			if st.isCount() && st.kind == count && !s.passage.cell {
				history = append(history, st)
			}
		}
	}
	for _, grid := range r.grids {
		r.opening.across(grid)
		sums(grid)
	}
	r.contradictions()
}

// trusted is the value to do arithmetic with: the warehouse's where the figure is wrong, so
// that one wrong figure does not make its neighbours wrong.
func (st *claim) trusted() (jianfu.Decimal, bool) {
	switch {
	case st == nil || st.masked || st.kind == flat:
		return jianfu.Decimal{}, false
	case st.match.verdict == Wrong && st.match.answer != nil:
		return st.match.answer.value, true
	case st.isExact():
		return st.number, true
	}
	return jianfu.Decimal{}, false
}

// asWritten is the value as it is written.
func (st *claim) asWritten() (jianfu.Decimal, bool) {
	if st == nil || !st.isExact() {
		return jianfu.Decimal{}, false
	}
	return st.number, true
}

// isCount reports whether a claim is a count to do arithmetic with.
func (st *claim) isCount() bool { return st.role == level && st.isExact() && !st.limit }

// holds reports whether the warehouse surely says so.
func (st *claim) holds() bool {
	return st != nil && st.match.verdict == Right && st.match.answer != nil && st.match.answer.safe
}

// compute takes what the arithmetic of the text makes of a claim.
func (st *claim) compute(right jianfu.Decimal, from jianfu.Text) {
	agreement := st.hold(right)
	if agreement == far { // it may be of another
		return
	}
	st.reckon = reckoning{value: &right, why: from}
	switch agreement {
	case agrees:
		st.reckon.verdict = Right
	case cut:
		st.reckon.verdict = Cut
	default:
		if slices.ContainsFunc(st.doubts, func(d Doubt) bool { return d.unrelated() }) { // what is not understood may be what it is of
			st.reckon = reckoning{}
			return
		}
		st.reckon.verdict = Wrong
	}
}

// subjects are those of a sentence, in order.
func (s *sentenceClaims) subjects() []*subject {
	var list []*subject
	seen := map[*subject]bool{}
	for _, st := range s.claims {
		if !seen[st.subject] {
			seen[st.subject] = true
			list = append(list, st.subject)
		}
	}
	return list
}

// bases finds wrong what a count came from, where the change says of which year it is: 由596次减少到521次，下降12.44%.
func (s *sentenceClaims) bases() {
	for _, st := range s.claims {
		m := &st.match
		if sub := st.subject; m.verdict == "" && st.role == base && len(m.answers) > 0 && m.answers[0].loose && (sub.delta.holds() || sub.percent.holds()) {
			m.answer, m.verdict = &m.answers[0], Wrong
		}
	}
}

// changes holds the changes of a sentence against its counts.
func (s *sentenceClaims) changes() {
	list := s.subjects()
	for i, sub := range list {
		if i > 0 {
			sub.takeBase(list[i-1])
		}
		sub.changes()
	}
}

// takeBase takes the count just before as what a change is from: 2022年595次，2023年521次，下降…
func (sub *subject) takeBase(before *subject) {
	if sub.base != nil || sub.percent == nil && sub.delta == nil || sub.current == nil || before.current == nil || before.delta != nil || before.percent != nil {
		return
	}
	unnamed := len(before.hits) == 0 && len(sub.hits) == 0 && before.current.in == sub.current.in
	if (sameMetric(before.hits, sub.hits) || unnamed && sub.followsFrom(before.current)) && !before.times.first().IsZero() && !sub.times.first().IsZero() && before.times.first() != sub.times.first() && before.current.unit == sub.current.unit {
		sub.base = before.current
	}
}

// followsFrom reports whether the change that a subject tells is the one from a count.
func (sub *subject) followsFrom(earlier *claim) bool {
	a, ok := sub.current.asWritten()
	b, known := earlier.asWritten()
	return ok && known && b.Sign() > 0 && sub.percent != nil && !sub.percent.masked && sub.percent.hold(a.Sub(b).Quo(b).Mul(hundred)) == agrees
}

// moves are a subject's difference and percentage as its own counts give them; nil where they do not.
func (sub *subject) moves(value func(*claim) (jianfu.Decimal, bool)) (difference, proportion *jianfu.Decimal, from string) {
	current, hasCurrent := value(sub.current)
	earlier, hasBase := value(sub.base)
	if hasCurrent && hasBase {
		d := current.Sub(earlier)
		if earlier.Sign() != 0 {
			q := d.Quo(earlier).Mul(hundred)
			proportion = &q
		}
		return &d, proportion, fmt.Sprintf("%s→%s", earlier, current)
	}
	delta, hasDelta := value(sub.delta)
	if !hasDelta || !hasCurrent && !hasBase {
		return nil, nil, ""
	}
	if sub.delta.sign < 0 && delta.Sign() > 0 || sub.delta.signed < 0 {
		delta = delta.Abs().Mul(minusOne)
	}
	if hasCurrent {
		earlier = current.Sub(delta)
	}
	if earlier.Sign() > 0 {
		q := delta.Quo(earlier).Mul(hundred)
		proportion, from = &q, fmt.Sprintf("%s→%s", earlier, earlier.Add(delta))
	}
	return nil, proportion, from
}

// changes works out a subject's difference and percentage from its own counts.
func (sub *subject) changes() {
	judge := func(st *claim, right *jianfu.Decimal, from string) {
		if st != nil && right != nil && !st.masked && st.kind != points {
			st.compute(*right, jianfu.Say("文中 %s", "the text's own %s", from))
		}
	}
	difference, proportion, from := sub.moves((*claim).trusted)
	judge(sub.delta, difference, from)
	judge(sub.percent, proportion, from)
	difference, proportion, from = sub.moves((*claim).asWritten)
	follows := sub.isElsewhere() && sub.percent != nil && proportion != nil && sub.percent.hold(*proportion) != disagrees
	own := sub.hasOwnBase()
	for _, c := range []struct {
		st    *claim
		right *jianfu.Decimal
		text  bool // decides, not the warehouse
	}{{sub.delta, difference, own}, {sub.percent, proportion, own || follows}} {
		if c.text && c.st != nil && c.right != nil && c.st.match.verdict == Wrong {
			judge(c.st, c.right, from)
			c.st.followsText(sub.current, sub.base, sub.delta)
		}
	}
	sub.rateChanges()
	sub.roundedDelta()
	sub.roundedChange()
}

// roundedDelta holds a difference against amounts that are rounded, as far as their digits tell: 由90.5分提高到92.5分，提高2分.
func (sub *subject) roundedDelta() {
	st := sub.delta
	if st == nil || st.reckon.verdict != "" || st.bound != exact || sub.current == nil || sub.base == nil || sub.current.unit != st.unit || sub.base.unit != st.unit {
		return
	}
	least, most, ok := sub.current.span()
	from, until, known := sub.base.span()
	if !ok || !known || !st.isPlain() || !sub.current.isPlain() || !sub.base.isPlain() {
		return
	}
	why := jianfu.Say("文中 %s→%s", "the text's own %s → %s", sub.base.written, sub.current.written)
	stated, half := signedNumber(st), st.half()
	if stated.Add(half).Cmp(least.Sub(until)) >= 0 && stated.Sub(half).Cmp(most.Sub(from)) <= 0 {
		st.reckon = reckoning{verdict: Right, why: why}
		return
	}
	st.compute(sub.current.number.Sub(sub.base.number), why)
}

// roundedChange holds a percentage against amounts that are rounded, as far as their digits tell: 由50万元降为40万元，节约
// 20%; 完成191万元，增收25万元，增长15%.
func (sub *subject) roundedChange() {
	st := sub.percent
	if st == nil || st.masked || st.kind != percent || st.reckon.verdict != "" {
		return
	}
	least, most, ok := sub.current.amounts()
	from1, from2, known := sub.base.amounts()
	var from string
	switch {
	case !ok:
		return
	case known && sub.current.unit == sub.base.unit:
		from = sub.base.written + "→" + sub.current.written
	default:
		low, high, told := sub.delta.amounts()
		if !told || sub.delta.unit != sub.current.unit {
			return
		}
		if sub.delta.sign < 0 {
			low, high = high.Mul(minusOne), low.Mul(minusOne)
		}
		from1, from2 = least.Sub(high), most.Sub(low)
		from = sub.current.written + "，" + sub.delta.written
	}
	if from1.Sign() <= 0 {
		return
	}
	change := func(current, base jianfu.Decimal) jianfu.Decimal { return current.Sub(base).Quo(base).Mul(hundred) }
	low, high := change(least, from2), change(most, from1)
	why := jianfu.Say("文中 %s", "the text's own %s", from)
	stated, half := signedNumber(st), st.half()
	switch {
	case stated.Add(half).Cmp(low) >= 0 && stated.Sub(half).Cmp(high) <= 0:
		st.reckon = reckoning{verdict: Right, why: why}
	case st.bound != exact || sub.current.bound != exact:
	case sub.base != nil && sub.base.bound == exact:
		st.compute(change(sub.current.number, sub.base.number), why)
	case sub.base == nil && sub.delta != nil && sub.delta.bound == exact && changePattern.MatchString(sub.delta.left): // 支出3600万元，比上年减少400万元，下降10%
		st.compute(change(sub.current.number, sub.current.number.Sub(signedNumber(sub.delta))), why)
	}
}

// amounts are from where to where what a claim counts may be; false where that is not known.
func (st *claim) amounts() (low, high jianfu.Decimal, ok bool) {
	if st == nil {
		return low, high, false
	}
	return st.span()
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
		st.reckon.why.ZH += "；仓库 " + answer.of.ZH + "：" + answer.text
		st.reckon.why.EN += "; the warehouse's " + answer.of.EN + ": " + answer.text
	}
	st.match.verdict, st.match.answer = st.reckon.verdict, nil
	for _, count := range counts {
		if count != nil && count != st && count.match.verdict == Wrong && !st.subject.times.stated {
			count.match.verdict, count.match.answer = "", nil
		}
	}
}

// rateChanges works out percentage points from two rates, as far as their digits tell.
func (sub *subject) rateChanges() {
	st := sub.percent
	if st == nil || st.kind != points || st.masked || !sub.current.isRate() || !sub.base.isRate() {
		return
	}
	difference := sub.current.number.Sub(sub.base.number)
	slack := sub.current.step().Add(sub.base.step()).Add(st.step()).Quo(two)
	from := jianfu.Say("文中 %s%%→%s%%", "the text's own %s%% → %s%%", sub.base.number, sub.current.number)
	if signedNumber(st).Sub(difference).Abs().Cmp(slack) <= 0 {
		st.reckon = reckoning{verdict: Right, why: from}
		return
	}
	st.compute(difference, from)
}

func (st *claim) isRate() bool { return st != nil && st.kind == percent && !st.masked }

func signedNumber(st *claim) jianfu.Decimal {
	if st.sign < 0 || st.signed < 0 {
		return st.number.Mul(minusOne)
	}
	return st.number
}

// total is the sum of parts, where all are exact.
func total(parts []*claim) (jianfu.Decimal, bool) {
	sum := jianfu.NewDecimal(0)
	for _, part := range parts {
		value, ok := part.trusted()
		if !ok {
			return sum, false
		}
		sum = sum.Add(value)
	}
	return sum, true
}

var (
	sumWords  = compile(`(?:共|合计|总计|共计|小计)(?:为|是|达|计)?$`)
	restWords = compile(`其余|余下|剩余|其他|其它`)
	whyParts  = jianfu.Say("文中各项之和", "the sum of the text's own parts")
	whyBeyond = jianfu.Say("文中各项之和，比总数还多", "the sum of the text's own parts, which is beyond it")
	whyRest   = jianfu.Say("文中总数减其他各项", "the text's own total without the other parts")
)

// totals holds a total against the parts just before or after it.
func (s *sentenceClaims) totals() {
	for i, st := range s.claims {
		switch {
		case st.total && i >= 2 && st.role == level && st.kind == count && !st.limit: // 甲3件、乙4件，共7件
			s.totalBehind(i)
		case !st.isCount():
		case !st.of && i+2 < len(s.claims) && s.claims[i+1].of: // 共7件，其中甲3件、乙4件
			s.totalBefore(i)
		}
	}
}

// totalBehind holds a total against the parts before it, all or the last of them. Where anything but 、 or 和 sets them
// apart, or words are between 共 and the number, it may be of something else, and can only be right.
func (s *sentenceClaims) totalBehind(i int) {
	st := s.claims[i]
	low, high := jianfu.NewDecimal(0), jianfu.NewDecimal(0)
	listed := true
	n := 0
	for j := i - 1; j >= 0; j-- {
		before := s.claims[j]
		from, until, ok := before.trustedSpan()
		if before.role != level || before.unit != st.unit || !ok || before.subject.part != st.subject.part {
			break
		}
		n++
		low, high = low.Add(from), high.Add(until)
		listed = listed && (j == i-1 || s.isListed(j))
		if n >= 2 && st.holdSpan(low, high) {
			st.reckon = reckoning{verdict: Right, why: whyParts}
			return
		}
	}
	if listed && n >= 2 && sumWords.MatchString(st.left) {
		st.compute(low.Add(high).Quo(jianfu.NewDecimal(2)), whyParts)
	}
}

// isListed reports whether nothing but 、 or 和 sets a claim apart from the next one.
func (s *sentenceClaims) isListed(j int) bool {
	next := s.claims[j+1]
	if next.clause != s.claims[j].clause {
		return next.clause.mark == '、'
	}
	return listedBy.MatchString(string(s.passage.runes[s.claims[j].end:next.start]))
}

var listedBy = compile(`^(?:和|与|及|以及)`)

// trustedSpan is from where to where the value to do arithmetic with may be.
func (st *claim) trustedSpan() (low, high jianfu.Decimal, ok bool) {
	if value, known := st.trusted(); known {
		return value, value, true
	}
	if st.bound != exact {
		return low, high, false
	}
	return st.span()
}

// holdSpan reports whether a claim agrees with some value of a span, as far as its own digits tell.
func (st *claim) holdSpan(low, high jianfu.Decimal) bool {
	from, until, ok := st.span()
	return ok && st.bound == exact && from.Cmp(high) <= 0 && until.Cmp(low) >= 0
}

// totalBefore holds a total against the parts that 其中 names. They need not be all, and may overlap: only where
// the last is the rest, or where each is a class of its own, the sum says something.
func (s *sentenceClaims) totalBefore(i int) {
	st := s.claims[i]
	var parts []*claim
	for _, after := range s.claims[i+1:] {
		if after.role == level && !after.of {
			break
		}
		if after.role == level && after.unit == st.unit && after.isExact() {
			parts = append(parts, after)
		}
	}
	sum, ok := total(parts)
	whole, known := st.trusted()
	if !ok || !known || len(parts) < 2 {
		return
	}
	last := parts[len(parts)-1]
	switch {
	case sum.Cmp(whole) == 0:
		st.reckon = reckoning{verdict: Right, why: whyParts}
	case restWords.MatchString(last.left):
		last.compute(whole.Sub(sum).Add(last.number), whyRest)
	case sum.Cmp(whole) > 0 && st.match.verdict == "" && areClasses(parts):
		st.compute(sum, whyBeyond)
	}
}

// areClasses reports whether parts are named as classes that exclude one another: 咨询类、求助类、投诉类.
func areClasses(parts []*claim) bool {
	ending := ""
	for _, part := range parts {
		words := []rune(strings.TrimRight(strings.TrimPrefix(part.left, "其中"), "为有共 "))
		if len(words) < 2 {
			return false
		}
		last := string(words[len(words)-1:])
		if ending != "" && last != ending || !slices.Contains([]string{"类", "型", "级"}, last) {
			return false
		}
		ending = last
	}
	return true
}

var averageOf = compile(`([日月])均|平均每([日天月])|每([日天月])平均`)

// averages holds an average of days or months against the total before it.
func (s *sentenceClaims) averages() {
	for i, st := range s.claims {
		m := averageOf.FindStringSubmatch(st.before())
		period := st.times.first()
		if m == nil || i == 0 || st.role != level || st.kind != count || st.masked || period.IsZero() {
			continue
		}
		whole := s.claims[i-1]
		value, ok := whole.trusted()
		if !ok || !whole.isCount() || whole.unit != st.unit {
			continue
		}
		pieces := int64(period.Months())
		if grain := m[1] + m[2] + m[3]; grain != "月" {
			pieces = int64(period.Through().Time().Sub(period.From().Time()).Hours()/24) + 1
		}
		right := value.Quo(jianfu.NewDecimal(pieces))
		if st.hold(right) == agrees || st.hold(right) == cut { // of other days than all, perhaps
			st.compute(right, jianfu.Say("文中 %s÷%d", "the text's own %s ÷ %d", value, pieces))
		}
	}
}

var sharedAmong = compile(`([场次户家人件期批班])均|平均每([场次户家人件期批班])`)

// shared holds an average of meetings, households and the like against the total and their number, both before it: 举办培训
// 20场、参加600人次，场均30人次.
func (s *sentenceClaims) shared() {
	for i, st := range s.claims {
		m := sharedAmong.FindStringSubmatch(st.before())
		if m == nil || st.role != level || st.kind != count || st.masked || st.reckon.verdict != "" {
			continue
		}
		whole, pieces := lastCount(s.claims[:i], st.unit), lastCount(s.claims[:i], m[1]+m[2])
		value, ok := whole.trusted()
		n, known := pieces.trusted()
		if !ok || !known || n.Sign() <= 0 {
			continue
		}
		if right := value.Quo(n); st.hold(right) == agrees || st.hold(right) == cut { // of others than all, perhaps
			st.compute(right, jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", value, n))
		}
	}
}

// lastCount is the last count in a unit; nil where there is none.
func lastCount(claims []*claim, unit string) *claim {
	for _, st := range slices.Backward(claims) {
		if st.isCount() && st.unit == unit {
			return st
		}
	}
	return nil
}
