package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	shareWords = compile(`占(?:比|总数|总量|全部|比重|比例|的|了|约|为|是|达|到|其中|[:：])*$`)
	shareOfAll = compile(`占[^，]{0,8}(?:总数|总量|总额|全部)的?(?:比重|比例)?(?:约|为|是|达)*$`)
	ofSubject  = compile(`^[，、；]?(?:(?:从|按|在)[^，]*，)?(?:其中|这些|上述)?(\p{Han}{2,12}?)(?:所|的)?占`)
	ofTogether = compile(`合计|共|总|[二两三]者|[两三]项|一起`)
	ofTime     = compile(`占[^，]*(?:季度|半年|上年|去年|同期|\d月|\d年)`)
	complement = compile(`(?:不|未|非|没有|尚未)\p{Han}{1,10}的?(?:比例|比重|占比|占|率)`)
)

// isComplementOf reports whether a share or rate is of those that a count leaves out: 合格54家，不合格的占10%; 不合格6家，合格率90%.
func (st *claim) isComplementOf(part *claim) bool {
	if core := st.rateCore(); core != "" {
		return slices.ContainsFunc([]rune(denials), func(denial rune) bool {
			return strings.Contains(part.left+part.behind(), string(denial)+core)
		})
	}
	return complement.MatchString(st.left) && !complement.MatchString(part.left+"占")
}

// rateCore is what a rate that denies nothing is of: 合格 of 总体合格率; "" where it is none.
func (st *claim) rateCore() string {
	if st.core == nil || st.core.of != st.left { // it is asked of every pair of counts
		st.core = &core{of: st.left}
		if !complement.MatchString(st.left) {
			st.core.word = rateWord(st.left)
		}
	}
	return st.core.word
}

// core is what a rate is of by some words.
type core struct{ of, word string }

// isNameOf reports whether a rate is named after what a count is of, as 合格率 after 合格网站36个.
func (st *claim) isNameOf(count *claim) bool {
	core := st.rateCore()
	return core != "" && strings.Contains(count.left+count.behind(), core) && !st.isComplementOf(count)
}

// namesBase reports whether a share says itself of what it is, other than of all: 占甲类的40%.
func namesBase(left string) bool {
	return strings.Contains(left, "占") && !shareWords.MatchString(left) && !shareOfAll.MatchString(left)
}

// isOfOther reports whether a share says that it is of another part than a count, of several together, or of the total of another time:
// 办理中11件，咨询类占77%; 甲9件、乙5件，两者合计占87%; 四季度10件，占前三季度总量的36%.
func (st *claim) isOfOther(part *claim) bool {
	if ofTime.MatchString(st.before()) {
		return true
	}
	m := ofSubject.FindStringSubmatch(st.left)
	return m != nil && !st.isComplementOf(part) && (ofTogether.MatchString(m[1]) || !strings.Contains(part.left+part.behind(), m[1]))
}

// maxBack is how many counts back the total of shares may be.
const maxBack = 24

// share is one of a sentence, with the count that it is of and the total before it; nil where none is.
type shareClaim struct {
	st, part, whole *claim
	value           amount
	nested          bool   // the whole is a share itself, perhaps of what this one is of too: 500人，占20%（其中甲类100人，占4%）
	several         amount // the sum of the counts listed together before it: 甲783件、乙579件，占77%
}

// shares holds the shares of a sentence against its total: of the shares together the one that they agree with, else the count before
// 其中, or in the sentence before: 受理6400件。其中，咨询类3200件，占50%.
func (s *sentenceClaims) shares(before *sentenceClaims, history []*claim) {
	list := s.shareClaims(before)
	if len(list) == 0 {
		return
	}
	history = append(history[:len(history):len(history)], countsBefore(s.claims, list[0].part)...)
	for len(list) > 0 { // 事故629起、死亡138人，分别占总数的55%和57% are of two totals
		unit := list[0].part.unit
		other := func(one shareClaim) bool { return !likeUnit(one.part.unit, unit) }
		holdShares(slices.DeleteFunc(slices.Clone(list), other), history)
		list = slices.DeleteFunc(list, func(one shareClaim) bool { return !other(one) })
	}
}

// holdShares holds shares of one list against what they are of: one of the last of some amounts, or what the words say.
func holdShares(list []shareClaim, history []*claim) {
	if len(list) == 0 {
		return
	}
	history = history[max(0, len(history)-maxBack):]
	whole, agreed := commonWhole(list, history)
	if told := unlikeTotal(list, history, whole); agreed && told != nil {
		holdUnclear(list, whole, told)
		return
	}
	for _, one := range list {
		own, known := one.whole.trusted()
		switch {
		case agreed && one.isOf(whole):
			one.hold(whole)
		case known && (!agreed || one.isOf(own) || one.whole.total && shareOfAll.MatchString(one.st.left)):
			one.hold(own)
		case agreed:
			one.hold(whole)
		}
		one.doubtWrong(history)
	}
}

// doubtWrong takes back that a share of some digits is wrong where it is right of another amount that may be its whole.
func (one shareClaim) doubtWrong(history []*claim) {
	if one.st.reckon.verdict != Wrong || one.st.places() == 0 {
		return
	}
	for _, st := range history {
		if other, ok := st.trusted(); ok && likeUnit(st.unit, one.part.unit) && st != one.part && one.isOf(other) {
			one.st.reckon = reckoning{}
			one.st.doubts = withDoubt(one.st.doubts, doubt("TOTAL_UNCLEAR", "占的可能是文中的 %s", "it may be a share of the %s of the text", st.written))
			return
		}
	}
}

// unlikeTotal is the amount that some shares are of by their words, or that their counts add up to except for a slip, as 591件 where they
// make 588; nil where there is none, or where they add up to one.
func unlikeTotal(list []shareClaim, history []*claim, agreed amount) *claim {
	sum := sumOfParts(list)
	var nearest *claim
	for _, st := range history {
		whole, ok := st.trusted()
		if !ok || !whole.exact || !sum.exact || !likeUnit(st.unit, list[0].part.unit) {
			continue
		}
		switch missed := whole.at.Sub(sum.at).Abs(); {
		case missed.Sign() == 0:
			return nil
		case missed.Mul(hundred).Cmp(whole.at.Mul(two)) < 0:
			nearest = st
		}
	}
	switch own, known := list[0].whole.trusted(); {
	case len(list) < 3:
		return nil
	case nearest == nil && known && agreed.exact && sum.exact && agreed.at.Cmp(sum.at) == 0 && own.at.Cmp(sum.at) > 0: // of no amount that is written
		return list[0].whole
	}
	return nearest
}

// holdUnclear holds shares of parts that nearly add up to a total of the text: right are those of the total, and which of the others, of
// the sum, is right is not known.
func holdUnclear(list []shareClaim, sum amount, told *claim) {
	whole, _ := told.trusted() // as that of any amount
	for _, one := range list {
		if one.isOf(whole) {
			one.hold(whole)
		} else if one.isOf(sum) {
			one.st.doubts = withDoubt(one.st.doubts, doubt("TOTAL_UNCLEAR", "各项之和为 %[1]s，与文中的 %[2]s 不一致", "the parts add up to %[1]s, which is not the %[2]s of the text", sum.at, told.written))
		}
	}
}

// shareClaims are the shares of a sentence that are not decided yet, with what they are of.
func (s *sentenceClaims) shareClaims(before *sentenceClaims) []shareClaim {
	var list []shareClaim
	for i, st := range s.claims {
		if st.role != share && (st.kind != percent || !strings.Contains(st.left, "占")) || st.masked || st.role == change || st.reckon.verdict == Right {
			continue
		}
		part := s.partOf(i)
		if value, ok := part.trusted(); ok {
			whole := s.wholeOf(i, part, before)
			nested := whole != nil && slices.ContainsFunc(list[max(0, len(list)-maxBack):], func(one shareClaim) bool { return one.part == whole })
			list = append(list, shareClaim{st: st, part: part, value: value, several: s.severalOf(i), whole: whole, nested: nested})
		}
	}
	return list
}

// countsBefore are the counts of claims before one.
func countsBefore(claims []*claim, until *claim) []*claim {
	var list []*claim
	for _, st := range claims {
		if st == until {
			break
		}
		if st.isAmount() {
			list = append(list, st)
		}
	}
	return list
}

// isAmount reports whether a claim is a count, or a measured amount.
func (st *claim) isAmount() bool {
	return st.role == level && st.kind == count && st.isPlain() && !st.limit
}

// sumOfParts is what the counts of some shares are together.
func sumOfParts(list []shareClaim) amount {
	sum := known(jianfu.Decimal{})
	for _, one := range list {
		sum = sum.plus(one.value)
	}
	return sum
}

// commonWhole is what most of some shares are of: the total that all of their counts are parts of, else of the counts before them the
// nearest, else the sum of the parts. Where the parts add up to a count, they are of that. A single share must have three digits to say
// so, or say that it is of all.
func commonWhole(list []shareClaim, history []*claim) (amount, bool) {
	if whole, ok := totalOf(list); ok {
		return whole, true
	}
	sum := sumOfParts(list)
	wholes := likelyWholes(list[0].part.unit, history)
	if at := slices.IndexFunc(wholes, sum.mayBe); at >= 0 && len(list) > 2 {
		return wholes[at], true
	}
	if len(list) > 1 {
		wholes = append(wholes, sum)
	}
	whole, most := mostAgreed(list, wholes)
	single := most == 1 && len(list) == 1 && (list[0].st.places() >= 1 || shareOfAll.MatchString(list[0].st.left))
	return whole, single || most >= 2 && 2*most > len(list)
}

// likelyWholes are the amounts that shares in a unit may be of, the likeliest first: what the shares before them are of, and then those
// before them, the nearest first.
func likelyWholes(unit string, history []*claim) (wholes []amount) {
	for _, st := range slices.Backward(history) {
		if st.partIn != nil && likeUnit(st.unit, unit) {
			wholes = append(wholes, *st.partIn)
		}
	}
	for _, st := range slices.Backward(history) {
		if whole, ok := st.trusted(); ok && likeUnit(st.unit, unit) {
			wholes = append(wholes, whole)
		}
	}
	return wholes
}

// totalOf is the total that the counts of some shares are all parts of.
func totalOf(list []shareClaim) (amount, bool) {
	total := list[0].part.partOf
	if total == nil || slices.ContainsFunc(list, func(one shareClaim) bool { return one.part.partOf != total || namesBase(one.st.left) }) {
		return amount{}, false
	}
	return total.trusted()
}

// mostAgreed is the whole that most of some shares agree with, the first of them, and how many do.
func mostAgreed(list []shareClaim, wholes []amount) (best amount, most int) {
	for _, whole := range wholes {
		n := 0
		for _, one := range list {
			if one.isOf(whole) {
				n++
			}
		}
		if n > most {
			best, most = whole, n
		}
	}
	return best, most
}

// of is what the share is, of a whole; nil where it cannot be of that.
func (one shareClaim) of(whole amount) *derived {
	if one.isSeveralOf(whole) {
		return one.st.shareOf(one.several, whole, one.part)
	}
	return one.st.shareOf(one.value, whole, one.part)
}

// isOf reports whether the share is right as one of a whole.
func (one shareClaim) isOf(whole amount) bool {
	d := one.of(whole)
	if d == nil {
		return false
	}
	agreement := one.st.holdAmount(d.right)
	return agreement == agrees || agreement == cut
}

// isSeveralOf reports whether the share is that of the counts before it together.
func (one shareClaim) isSeveralOf(whole amount) bool {
	return one.several.isAbove(one.value) && whole.isPositive() && !one.several.isAbove(whole) && one.st.holdAmount(one.several.percentOf(whole)) == agrees
}

// hold holds the share against a whole; one that names another itself, or is of a rounded amount, which may be of another, can only be
// right.
func (one shareClaim) hold(whole amount) {
	if d := one.of(whole); d != nil {
		d.sure = !one.nested && !one.st.isOfOther(one.part) && (one.st.passage.cell || !namesBase(one.st.left)) && one.st.match.verdict == "" && d.right.exact
		d.of = []*claim{one.part}
		if one.st.compute(*d); one.st.reckon.verdict == Right {
			one.part.partIn = &whole
		}
	}
}

// partOf is the count that a share is of: the one just before it.
func (s *sentenceClaims) partOf(i int) *claim {
	if item := s.claims[i].item; item != nil && item.before != nil && item.before.isAmount() { // 分别占60%、40%
		return item.before
	}
	if m := ofSubject.FindStringSubmatch(s.claims[i].left); m != nil { // 网上121件、信函31件，网上占79.6%
		for _, before := range slices.Backward(s.claims[max(0, i-maxBack):i]) {
			if before.isAmount() && strings.HasSuffix(before.left, m[1]) {
				return before
			}
		}
	}
	for j := i - 1; j >= max(0, i-maxBack); j-- {
		switch before := s.claims[j]; {
		case before.role == change || before.role == share:
			return nil
		case before.isAmount() && (!before.clause.inside || s.claims[i].clause.inside || before.clause == s.claims[i].clause):
			return before
		}
	}
	return nil
}

// severalOf is the sum of the counts listed before a share: those that 、 sets apart, or where it says that it is of them together, those that
// ， does too.
func (s *sentenceClaims) severalOf(i int) amount {
	sum := known(jianfu.Decimal{})
	marks := "、"
	if m := ofSubject.FindStringSubmatch(s.claims[i].left); m != nil && ofTogether.MatchString(m[1]) {
		marks = "、，"
	}
	next := s.claims[i]
	for j := i - 1; j >= max(0, i-maxBack); j-- {
		before := s.claims[j]
		if before.clause.inside && !next.clause.inside {
			continue
		}
		value, ok := before.trusted()
		if !ok || !before.isAmount() || next.of && !before.of || next != s.claims[i] && !strings.ContainsRune(marks, next.clause.mark) && next.clause != before.clause {
			break
		}
		sum, next = sum.plus(value), before
	}
	return sum
}

// wholeOf is the total of which a part is: the one before 其中 in its sentence, else the last one of the sentence before; where the share
// says that it is of the total, the one that is said to be one. It is nil where none is surely so.
func (s *sentenceClaims) wholeOf(i int, part *claim, before *sentenceClaims) *claim {
	all := shareOfAll.MatchString(s.claims[i].left)
	for j := i - 1; j >= max(0, i-maxBack); j-- {
		st := s.claims[j]
		if st == part || !st.isWholeOf(part) || all && st.shared {
			continue
		}
		if alone := s.claims[j+1].role != share; part.of || alone && (!part.isExact() || all && st.total) { // what has a share itself is a part too
			return st
		}
	}
	if before == nil || !goesOn(s.opening()) {
		return nil
	}
	return before.lastWhole(part)
}

// lastWhole is the last count of a sentence that a part may be of; nil where there is none.
func (s *sentenceClaims) lastWhole(part *claim) *claim {
	for _, st := range slices.Backward(s.claims) {
		if st.isExact() && st.isWholeOf(part) && !st.shared {
			return st
		}
	}
	return nil
}

// isWholeOf reports whether a claim counts what another may be a part of.
func (st *claim) isWholeOf(part *claim) bool { return st.isAmount() && !st.of && st.unit == part.unit }

// opening are the first words of a sentence.
func (s *sentenceClaims) opening() string {
	return string(s.passage.runes[s.in.start:min(s.in.end, s.in.start+10)])
}

// goesOn reports whether a sentence that begins so tells the parts of what the one before it tells.
func goesOn(opening string) bool {
	return strings.Contains(opening, "其中") || strings.HasPrefix(opening, "按") || strings.HasPrefix(opening, "从") && strings.ContainsAny(opening, "看分")
}
