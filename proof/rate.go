package proof

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jianfu"
)

// maxCounts is how many counts before a rate it may be of.
const maxCounts = 6

var (
	cleared  = compile(`(?:清理|压减|精简|删减|压缩|缩减|关停)率(?:均|约|为|是|达|达到|高达|：)*$`)
	haveOne  = compile(`(?:有|报了|填报)这一项的$`)
	ofNext   = compile(`(?:完成|占)[^，。；]{0,14}$`)
	rateName = compile(`(\p{Han}{1,6})(?:率|占比|比例)`)
)

// rates holds the rates of a sentence against the counts before them: 受理3059件，办结3055件，办复率99.87%.
func (s *sentenceClaims) rates(before *sentenceClaims, history []*claim) {
	for i, st := range s.claims {
		if st.kind != percent || st.role == change || st.role == base || st.masked || st.limit || st.isCondition() {
			continue
		}
		s.oneRate(i, before, history)
		if st.match.verdict == Wrong {
			s.rateOfOthers(i)
		}
	}
}

// wholes holds the counts that are said to be what a rate behind them is of against the warehouse's: 有这一项的56次中，视频会议占比62.5%.
func (s *sentenceClaims) wholes() {
	for i, st := range s.claims {
		if st.role != level || st.kind != count || st.masked || st.match.verdict != "" || !haveOne.MatchString(st.left) {
			continue
		}
		for _, rate := range s.claims[i+1:] {
			if m := rate.match; m.verdict == Right && m.answer != nil && m.answer.whole != nil {
				a := *m.answer
				a.value, a.text, a.safe, a.whole = *m.answer.whole, inUnit(m.answer.whole.String(), st.unit), true, nil
				a.of = jianfu.Say("算出%[1]s的总数", "what %[2]s is of", a.of.ZH, a.of.EN)
				st.match = match{answers: []answer{a}}
				st.judge()
				break
			}
		}
	}
}

// oneRate holds a rate against what it may be of, the likeliest first, until one of them decides.
func (s *sentenceClaims) oneRate(i int, before *sentenceClaims, history []*claim) {
	for _, way := range []func(){
		func() { s.rateOfNext(i) },
		func() {
			counts, own := s.countsOf(i)
			s.rate(i, s.claims[i].withTotal(counts, before), own, (*claim).trusted)
		},
		func() { s.rateOfSums(i, before) },
		func() { s.rateOfAmounts(i, before) },
		func() { s.rateOfEarlier(i, history) },
		func() { s.clearance(i) },
	} {
		if s.claims[i].reckon.verdict == "" {
			way()
		}
	}
	part := s.partOf(i)
	if value, ok := part.trusted(); ok {
		shareClaim{st: s.claims[i], part: part, value: value}.doubtWrong(history)
	}
}

// rateOfOthers holds a rate that the warehouse finds wrong against the counts that are not the warehouse's either.
func (s *sentenceClaims) rateOfOthers(i int) {
	st := s.claims[i]
	counts, _ := s.countsOf(i)
	counts = slices.DeleteFunc(counts, func(c *claim) bool { return c.match.verdict == Right || c.match.verdict == Cut })
	st.reckon = reckoning{}
	if s.rate(i, counts, false, (*claim).exactlyWritten); st.reckon.verdict == Right || st.reckon.verdict == Cut {
		st.followsText(counts...)
	}
}

// isCondition reports whether a bound says which are counted, and how many there are follows it: 满意率达80%以上的有229件.
func (st *claim) isCondition() bool {
	return (st.bound == atLeast || st.bound == atMost || st.bound == over || st.bound == below) && st.after(1) == "的"
}

// countsOf are the counts that a rate may be of, the nearest first, and whether there is no other rate of any of them.
func (s *sentenceClaims) countsOf(i int) (counts []*claim, own bool) {
	st := s.claims[i]
	own = true
	blocked := false
	for j := i - 1; j >= 0 && len(counts) < maxCounts; j-- {
		before := s.claims[j]
		blocked = blocked || before.subject.part != st.subject.part || before.kind == percent && before.role != change
		if before.isCount() {
			counts = append(counts, before)
			own = own && !blocked
		}
	}
	if first := s.claims[0]; first.isCount() && len(counts) == maxCounts && i > 0 { // 受理3059条，其中…，答复3055条，答复率99.87%
		counts = append(counts, first)
	}
	inside := s.inBrackets(i)
	return append(counts, inside[:min(2, len(inside))]...), own
}

// withTotal adds to the only count of a sentence the only one in its unit of the sentence before: 检查网站289个。发现9个不合格，合格率96.9%.
func (st *claim) withTotal(counts []*claim, before *sentenceClaims) []*claim {
	if len(counts) != 1 || before == nil || st.role == share || !st.isNameOf(counts[0]) && !st.isComplementOf(counts[0]) {
		return counts
	}
	var all []*claim
	for _, earlier := range before.claims {
		if earlier.isAmount() && earlier.unit == counts[0].unit {
			all = append(all, earlier)
		}
	}
	if len(all) == 1 && all[0].isCount() && all[0].number.Cmp(counts[0].number) > 0 {
		return append(counts, all[0])
	}
	return counts
}

// inBrackets are the counts in the bracket right behind a claim: 办复率99.87%（办结3055件，受理3059件）.
func (s *sentenceClaims) inBrackets(i int) []*claim {
	var list []*claim
	for _, after := range s.claims[i+1:] {
		between := string(s.passage.runes[s.claims[i].end:max(s.claims[i].end, after.start)])
		if !strings.ContainsAny(between, "（(") || strings.ContainsAny(between, "）)") {
			break
		}
		if after.isCount() && after.kind == count {
			list = append(list, after)
		}
	}
	return list
}

// ratio is a rate as two counts give it.
type ratio struct {
	part, whole *claim
	derived
}

// ratiosOf are the rates that parts in wholes give, the nearest counts first.
func (st *claim) ratiosOf(parts, wholes []*claim, valueOf func(*claim) (amount, bool)) []ratio {
	var list []ratio
	for _, part := range parts {
		a, ok := valueOf(part)
		if !ok {
			continue
		}
		for _, whole := range wholes {
			if part == whole || !sameUnit(part.unit, whole.unit) {
				continue
			}
			if b, known := valueOf(whole); known && st.mayBeOf(part, whole) {
				if d := st.shareOf(a, b, part); d != nil {
					d.of = []*claim{part, whole}
					list = append(list, ratio{part, whole, *d})
				}
			}
		}
	}
	return list
}

// mayBeOf reports whether a rate may be of a part in a whole by the words of both.
func (st *claim) mayBeOf(part, whole *claim) bool {
	if st.isComplementOf(part) && st.isNameOf(whole) || denies(part.left, whole.left) || denies(whole.left, part.left) {
		return false
	}
	return !st.areBeside(part, whole) || part.start > whole.start && !st.isOfEach() && part.number.Cmp(whole.number) != 0
}

// received are the words of what comes before it is dealt with.
var received = compile(`受理|收|接|交办|转办|承办|应|总|共|检|抽|查`)

// areBeside reports whether two counts are named side by side, as in 建议265件、提案412件，办复率100%, so that what is said behind them is said
// of both, and neither is a part of the other: nothing before the second says which of them it is, as in 受理412件、办结265件.
func (st *claim) areBeside(part, whole *claim) bool {
	first, second := part, whole
	if second.start < first.start {
		first, second = whole, part
	}
	name := rateWord(st.before())
	return name != "" && first.in == second.in && !strings.ContainsAny(second.left+second.behind(), name) && !received.MatchString(second.left)
}

// shareOf is what a claim is as the share of a part in a whole, or of the rest where it is of those that the part leaves out; nil where the
// part is more than the whole.
func (st *claim) shareOf(part, whole amount, of *claim) *derived {
	if !whole.isPositive() || part.isAbove(whole) && st.unit != "倍" {
		return nil
	}
	if st.isComplementOf(of) {
		part = whole.minus(part)
	}
	return &derived{right: part.percentOf(whole), part: part.at, whole: whole.at}
}

// rate holds a rate against each pair of counts that it may be of; its own are those that nothing else can be of.
func (s *sentenceClaims) rate(i int, counts []*claim, own bool, valueOf func(*claim) (amount, bool)) {
	st := s.claims[i]
	if own && st.isOfNearest(counts) {
		counts = counts[:2]
	}
	var others []ratio
	for _, r := range st.ratiosOf(s.partsOf(i, counts), counts, valueOf) {
		switch agreement := st.holdAmount(r.right); {
		case agreement == disagrees:
			others = append(others, r)
		case agreement != far && st.reckon.verdict != Right && (len(counts) == 2 || st.tells(r.part)):
			st.compute(r.derived)
			st.belongsTo(r.part, r.whole)
		}
	}
	if own && len(counts) == 2 && len(others) == 1 && st.reckon.verdict == "" && st.isSurelyOf(others[0]) {
		others[0].sure = true
		st.compute(others[0].derived)
	}
}

// partsOf are those of some counts that a rate may be of a part of: of a share the one before it.
func (s *sentenceClaims) partsOf(i int, counts []*claim) []*claim {
	if s.claims[i].role != share {
		return counts
	}
	if part := s.partOf(i); slices.Contains(counts, part) {
		return []*claim{part}
	}
	return nil
}

// tells reports whether a percentage says enough of a part not to agree with it by chance: by its words or its digits.
func (st *claim) tells(part *claim) bool {
	return st.role == share || st.isRateOf(part) || st.places() > 0 || st.rough
}

// isOfNearest reports whether a rate is of the nearest two of some counts, since the third counts something else: 检查企业1860家，查处
// 隐患4215条，整改4186条，整改率99.31%.
func (st *claim) isOfNearest(counts []*claim) bool {
	return len(counts) > 2 && st.item == nil && counts[1].unit == counts[0].unit && counts[2].unit != counts[0].unit && counts[0].number.Cmp(counts[1].number) <= 0
}

// isSurelyOf reports whether the words of a rate or share leave no doubt that it is of two counts, the only ones.
func (st *claim) isSurelyOf(r ratio) bool {
	switch {
	case st.unit == "倍", unitRoot(r.part.unit) != unitRoot(r.whole.unit): // 进驻36个部门，可办理1406项，进驻率96.7%
		return false
	case st.role == share:
		return !namesBase(st.left) && !st.isOfOther(r.part) && !r.whole.shared
	}
	return st.isRateOf(r.part) && !st.isRateOfWhole(r) && !st.areBeside(r.part, r.whole)
}

// rateOfSums holds a rate against the counts in the bracket behind it together, or of a part in the two counts before it together:
// 满意率100%（满意144件，基本满意2件）; 受理提案950件、建议24件，立案824件，立案率84.6%. It may be of something else, so that it
// can only be right.
func (s *sentenceClaims) rateOfSums(i int, before *sentenceClaims) {
	st := s.claims[i]
	if inside, whole := s.inBrackets(i), lastCount(s.claims[:i], ""); len(inside) > 1 && whole != nil && whole.unit == inside[0].unit {
		s.rateOf(st, inside, []*claim{whole})
	}
	s.rateOfBoth(i, s.claims[:i])
	if before != nil {
		s.rateOfBoth(i, before.claims)
	}
	counts, _ := s.countsOf(i)
	if len(counts) == 1 && before != nil {
		earlier := amountsOf(before.claims)
		slices.Reverse(earlier)
		counts = append(counts, earlier...)
	}
	if len(counts) > 2 && st.isRateOf(counts[0]) && counts[1].unit == counts[2].unit && counts[0].unit == counts[1].unit {
		s.rateOf(st, counts[:1], counts[1:3])
	}
}

// rateOfBoth holds a rate against the counts that its name is of, together in the one before them: 结案440件（调解211件，撤诉97件，
// 调撤率70%）; or against one of two counts, of which one leaves out what the other has, in both: 起诉68人，不起诉20人，不起诉率22.7%.
func (s *sentenceClaims) rateOfBoth(i int, claims []*claim) {
	st := s.claims[i]
	m := rateName.FindStringSubmatch(st.before())
	if m == nil || st.role == share {
		return
	}
	amounts := amountsOf(claims)
	var named []*claim
	name := m[1] // what of it is not placed yet
	for _, before := range slices.Backward(amounts) {
		at := strings.IndexAny(name, before.left)
		if at < 0 || len(named) > 0 && before.unit != named[0].unit {
			break
		}
		named = append(named, before)
		_, size := utf8.DecodeRuneInString(name[at:])
		name = name[:at] + name[at+size:]
	}
	if rest := amounts[:len(amounts)-len(named)]; len(named) > 1 && len(rest) > 0 && rest[len(rest)-1].unit == named[0].unit {
		s.rateOf(st, named, rest[len(rest)-1:])
	}
	if st.places() > 0 || st.rough {
		s.rateOfDenied(st, amounts, strings.ContainsAny(m[1], denials))
	}
}

// rateOfDenied holds a rate against one of two amounts, of which one leaves out what the other has, in both.
func (s *sentenceClaims) rateOfDenied(st *claim, amounts []*claim, denied bool) {
	for j, part := range amounts {
		for k, other := range amounts {
			switch {
			case part.unit != other.unit || !denies(s.nameAt(amounts, j), s.nameAt(amounts, k)):
			case denied:
				s.rateOf(st, []*claim{part}, []*claim{part, other})
			default:
				s.rateOf(st, []*claim{other}, []*claim{part, other})
			}
		}
	}
}

// denials are the words by which one count leaves out what another has.
const denials = "不未非"

// denies reports whether words leave out what others have: 决定不起诉, and 共决定起诉.
func denies(words, others string) bool {
	at := strings.IndexAny(words, denials)
	if at < 0 || strings.ContainsAny(others, denials) {
		return false
	}
	denied := strings.TrimPrefix(words[at+len("不"):], "予")
	return denied != "" && strings.HasSuffix(others, denied)
}

// nameAt are the words of an amount; of one right behind another, that one's: 起诉58件68人.
func (s *sentenceClaims) nameAt(amounts []*claim, i int) string {
	if i > 0 && amounts[i].left == "" && amounts[i-1].end == amounts[i].start {
		return amounts[i-1].left
	}
	return amounts[i].left
}

// rateOfNext holds a percentage against the amount that its words say it is of, and the one before that: 完成预算数90万元的40%.
func (s *sentenceClaims) rateOfNext(i int) {
	st := s.claims[i]
	if i < 2 || st.left != "的" || !ofNext.MatchString(s.claims[i-1].left) {
		return
	}
	whole := s.claims[i-1]
	part := lastAmount(s.claims[:i-1], unitOf(whole))
	value, ok := part.trusted()
	all, known := whole.trusted()
	if !ok || !known || !whole.isAmount() || part.unit != whole.unit || !all.isPositive() {
		return
	}
	sure := !value.loose && !all.loose && part == s.claims[i-2]
	if several := s.severalOf(i - 1); several.isAbove(value) { // 甲12件、乙9件、丙6件，占总数30件的90%
		value, sure = several, false
	}
	st.compute(derived{right: value.percentOf(all), part: value.at, whole: all.at, sure: sure, of: []*claim{part, whole}})
}

// rateOfEarlier finds a rate right that is named after the amount before it, as one in an amount of earlier sentences, of which one without
// two decimals tells the first of its paragraph.
func (s *sentenceClaims) rateOfEarlier(i int, history []*claim) {
	st := s.claims[i]
	amounts := amountsOf(s.claims[:i])
	if len(amounts) == 0 || st.role == share || !st.isRateOf(amounts[len(amounts)-1]) {
		return
	}
	wholes := slices.Clone(history[max(0, len(history)-maxBack):])
	if st.places() < 2 { // one in the first amount of the paragraph alone
		first := slices.IndexFunc(wholes, func(whole *claim) bool { return whole.passage == s.passage })
		if wholes = wholes[max(0, first):]; first < 0 || len(wholes) == maxBack {
			return
		}
		wholes = wholes[:1]
	}
	slices.Reverse(wholes)
	s.rateOfPart(st, amounts[len(amounts)-1], wholes)
}

// rateOf holds a rate against some counts together in percent of others together.
func (s *sentenceClaims) rateOf(st *claim, parts, wholes []*claim) {
	part, ok := sumOf(parts)
	whole, known := sumOf(wholes)
	if d := st.shareOf(part, whole, parts[0]); ok && known && d != nil && st.reckon.verdict == "" {
		st.compute(*d)
	}
}

// rateOfAmounts holds a rate against amounts that are rounded, and the counts of the sentence before: it can only be right.
func (s *sentenceClaims) rateOfAmounts(i int, before *sentenceClaims) {
	st := s.claims[i]
	var amounts []*claim
	if before != nil {
		amounts = amountsOf(before.claims)
	}
	amounts = append(amounts, amountsOf(s.claims[:i])...)
	amounts = amounts[max(0, len(amounts)-maxCounts):]
	for j := len(amounts) - 1; j > 0 && st.reckon.verdict == ""; j-- {
		nearest := j == len(amounts)-1
		exactly := st.bound == exact && (st.places() > 1 || st.places() == 1 && nearest)
		if exactly && (nearest || st.role != share) || st.isRateOf(amounts[j]) && st.role != share && (st.places() > 0 || st.rough || isOnly(amounts[:j], amounts[j].unit)) {
			s.rateOfPart(st, amounts[j], amounts[:j])
		}
	}
}

// isOnly reports whether only one of some amounts has a unit.
func isOnly(amounts []*claim, unit string) bool {
	return len(slices.DeleteFunc(slices.Clone(amounts), func(st *claim) bool { return !sameUnit(st.unit, unit) })) == 1
}

// rateOfPart finds a rate right as one of a part in any of some amounts.
func (s *sentenceClaims) rateOfPart(st, part *claim, wholes []*claim) {
	for _, whole := range wholes {
		if st.reckon.verdict != "" {
			return
		}
		for _, r := range st.ratiosOf([]*claim{part}, []*claim{whole}, (*claim).trusted) {
			if st.reckon.verdict == "" && (r.right.exact || st.bound == exact) && (st.isRateOf(part) || st.isFine(r.right)) && st.holdAmount(r.right) == agrees {
				st.compute(r.derived)
			}
		}
	}
}

// isFine reports whether few percentages as a claim writes its own are within what an amount may be: hardly any agrees by chance.
func (st *claim) isFine(right amount) bool {
	return right.high.Sub(right.low).Abs().Cmp(st.step().Mul(jianfu.NewDecimal(maxSteps))) <= 0
}

// maxSteps is how many.
const maxSteps = 20

// amountsOf are the last figures of claims that are neither rates nor changes.
func amountsOf(claims []*claim) []*claim {
	var list []*claim
	for _, st := range claims[max(0, len(claims)-2*maxCounts):] {
		if st.role == level && st.kind == count {
			list = append(list, st)
		}
	}
	return list
}

// clearance holds a rate of what was cleared against what a count fell from: 由200个整合至80个，清理率60%. The rate may be of
// something else, so that it can only be right, or a slip.
func (s *sentenceClaims) clearance(i int) {
	st := s.claims[i]
	if !cleared.MatchString(st.left) {
		return
	}
	for j := i - 1; j > max(0, i-maxCounts); j-- {
		current, ok := s.claims[j].exactlyWritten()
		earlier, known := s.claims[j-1].exactlyWritten()
		if s.claims[j-1].role == base && ok && known && earlier.isPositive() && !current.isAbove(earlier) {
			st.compute(derived{right: current.growthOn(earlier).negative(), plain: j == i-1, why: jianfu.Say("文中 %s→%s", "the text's own %s → %s", earlier.at, current.at)})
			return
		}
	}
}

// belongsTo takes back that a rate is the warehouse's where the counts that it follows from are none of the warehouse's: that
// it is as high is chance.
func (st *claim) belongsTo(counts ...*claim) {
	known := slices.ContainsFunc(counts, func(c *claim) bool { return len(c.match.answers) > 0 && c.match.verdict != Wrong })
	if st.reckon.verdict == Right && !known {
		st.match.verdict, st.match.answer = "", nil
	}
}

// isRateOf reports whether a rate is named after what a count counts: 办复率 after 办结.
func (st *claim) isRateOf(part *claim) bool {
	words := st.before()
	if st.item != nil && st.item.before == nil { // 结案率和息诉率分别提高到99.4%和83.1%
		words = string(st.item.words)
	}
	name := rateWord(words)
	return name != "" && strings.ContainsAny(part.left+part.behind(), name)
}

// rateWord is what a rate is called by, without 率: 合格 of 总体合格率; "" where it is none.
func rateWord(words string) string {
	all := rateName.compiled().FindAllStringSubmatch(words, -1)
	if len(all) == 0 {
		return ""
	}
	name := []rune(all[len(all)-1][1])
	return string(name[max(0, len(name)-2):])
}

// behind is what the clause of a count says of it behind it: 发现9个网站不合格.
func (st *claim) behind() string {
	text := string(st.passage.runes[st.end:max(st.end, st.clause.end)])
	if at := strings.IndexAny(text, "0123456789"); at >= 0 {
		return ""
	}
	return text
}

// isRateOfWhole reports whether a rate is named as much after the count that it would be of as after its part: 开工率 after 开工98个，完工
// 74个; 满意率 after 非常满意8件，满意2件.
func (st *claim) isRateOfWhole(r ratio) bool {
	name := rateWord(st.before())
	shared := func(c *claim) (n int) {
		for _, character := range name {
			if strings.ContainsRune(c.left+c.behind(), character) {
				n++
			}
		}
		return n
	}
	return name != "" && shared(r.whole) >= shared(r.part)
}
