package proof

import (
	"slices"
	"strings"

	"jianfu"
)

// rates holds a rate against the counts before it: 受理3059件，办结3055件，办复率99.87%.
func (s *sentenceClaims) rates(before *sentenceClaims) {
	for i, st := range s.claims {
		if st.kind != percent || st.role == change || st.role == base || st.masked || st.limit {
			continue
		}
		counts, own := s.countsOf(i)
		if st.reckon.verdict == "" {
			s.rate(st, counts, own, (*claim).trusted)
		}
		if st.reckon.verdict == "" {
			s.roundedRate(st, i, before)
		}
		if st.reckon.verdict == "" && cleared.MatchString(st.left) {
			s.clearance(st, i)
		}
		if st.match.verdict == Wrong { // it may follow from counts that are themselves not the warehouse's
			others := slices.DeleteFunc(counts, func(c *claim) bool { return c.match.verdict == Right || c.match.verdict == Cut })
			st.reckon = reckoning{}
			s.rate(st, others, false, (*claim).asWritten)
			if st.reckon.verdict == Right || st.reckon.verdict == Cut {
				st.followsText(others...)
			}
		}
	}
}

// roundedRate holds a rate against amounts that are rounded, and the counts of the sentence before: it can only be right.
func (s *sentenceClaims) roundedRate(st *claim, i int, before *sentenceClaims) {
	var amounts []*claim
	if before != nil {
		amounts = amountsOf(before.claims)
	}
	amounts = append(amounts, amountsOf(s.claims[:i])...)
	amounts = amounts[max(0, len(amounts)-maxCounts):]
	for i := len(amounts) - 1; i > 0; i-- {
		least, most, ok := amounts[i].span()
		for j := i - 1; ok && j >= 0; j-- {
			from1, from2, known := amounts[j].span()
			if !known || from1.Sign() <= 0 || most.Cmp(from2) > 0 || !sameUnit(amounts[i].unit, amounts[j].unit) {
				continue
			}
			half := st.half()
			if st.bound == exact && st.places() >= 1 || st.isRateOf(amounts[i]) {
				low, high := least.Quo(from2).Mul(hundred), most.Quo(from1).Mul(hundred)
				if st.bound == exact && st.number.Add(half).Cmp(low) >= 0 && st.number.Sub(half).Cmp(high) < 0 {
					st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", amounts[i].written, amounts[j].written)}
					return
				}
			}
		}
	}
}

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

var cleared = compile(`(?:清理|压减|精简|删减|压缩|缩减|关停)率(?:均|约|为|是|达|达到|高达|：)*$`)

// clearance holds a rate of what was cleared against what a count fell from: 由200个整合至80个，清理率60%. The rate may be of
// something else, so that it can only be right.
func (s *sentenceClaims) clearance(st *claim, i int) {
	for j := i - 1; j > max(0, i-maxCounts); j-- {
		current, earlier := s.claims[j], s.claims[j-1]
		a, ok := current.asWritten()
		b, known := earlier.asWritten()
		if earlier.role != base || !ok || !known || b.Sign() <= 0 || a.Cmp(b) > 0 {
			continue
		}
		if right := b.Sub(a).Quo(b).Mul(hundred); st.hold(right) != disagrees {
			st.compute(right, jianfu.Say("文中 %s→%s", "the text's own %s → %s", b, a))
		}
		return
	}
}

// maxCounts is how many counts before a rate it may be of.
const maxCounts = 6

// countsOf are the counts that a rate may be of, and whether there is no other rate of any of them.
func (s *sentenceClaims) countsOf(i int) ([]*claim, bool) {
	st := s.claims[i]
	var counts []*claim
	own := true
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
	for _, after := range s.claims[i+1 : min(len(s.claims), i+3)] { // 办复率99.87%（3055/3059 or 办结3055件，受理3059件）
		if after.isCount() && after.kind == count && s.isBracketed(st, after) {
			counts = append(counts, after)
		}
	}
	return counts, own
}

// isBracketed reports whether a figure is in brackets right behind another.
func (s *sentenceClaims) isBracketed(st, other *claim) bool {
	between := string(s.passage.runes[st.end:max(st.end, other.start)])
	return strings.ContainsAny(between, "（(") && !strings.ContainsAny(between, "）)")
}

// ratio is a rate as two counts give it.
type ratio struct {
	part, whole *claim
	value       jianfu.Decimal
	from        jianfu.Text
}

// ratiosOf are the rates that each pair of counts gives, the nearest counts first.
func (st *claim) ratiosOf(counts []*claim, valueOf func(*claim) (jianfu.Decimal, bool)) []ratio {
	var list []ratio
	for _, part := range counts {
		for _, whole := range counts {
			a, ok := valueOf(part)
			b, known := valueOf(whole)
			if part == whole || !ok || !known || b.Sign() <= 0 || a.Cmp(b) > 0 && st.unit != "倍" || !sameUnit(part.unit, whole.unit) {
				continue
			}
			if st.isComplementOf(part) {
				a = b.Sub(a)
			}
			list = append(list, ratio{part, whole, a.Quo(b).Mul(hundred), jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", a, b)})
		}
	}
	return list
}

// rate holds a rate against each pair of counts that it may be of; its own are those that
// nothing else can be of.
func (s *sentenceClaims) rate(st *claim, counts []*claim, own bool, valueOf func(*claim) (jianfu.Decimal, bool)) {
	if len(counts) > 2 && own && st.item == nil && counts[1].unit == counts[0].unit && counts[2].unit != counts[0].unit && counts[0].number.Cmp(counts[1].number) <= 0 {
		counts = counts[:2] // 检查企业1860家，查处隐患4215条，整改4186条，整改率99.31%
	}
	var others []ratio
	for _, r := range st.ratiosOf(counts, valueOf) {
		switch st.hold(r.value) {
		case agrees, cut:
			if st.reckon.verdict != Right {
				st.compute(r.value, r.from)
				st.belongsTo(r.part, r.whole)
			}
		case disagrees:
			others = append(others, r)
		case far:
		}
	}
	if st.reckon.verdict == "" && own && len(counts) == 2 && len(others) == 1 && st.unit != "倍" && (st.isRateOf(others[0].part) && !st.isRateOfAnother(others[0]) || st.role == share && !namesBase(st.left)) {
		st.compute(others[0].value, others[0].from)
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

// isRateOfAnother reports whether a rate is named after the count that it would be of, and not after its part: 开工率 after 开工98个，完工
// 74个.
func (st *claim) isRateOfAnother(r ratio) bool {
	m := rateName.FindStringSubmatch(st.before())
	shared := func(c *claim) (n int) {
		for _, character := range m[1] {
			if strings.ContainsRune(c.left, character) {
				n++
			}
		}
		return n
	}
	return m != nil && shared(r.whole) > shared(r.part)
}

var rateName = compile(`(\p{Han}{1,6})(?:率|占比|比例)`)

// isRateOf reports whether a rate is named after what a count counts: 办复率 after 办结.
func (st *claim) isRateOf(part *claim) bool {
	m := rateName.FindStringSubmatch(st.before())
	return m != nil && strings.ContainsAny(part.left, m[1])
}

var (
	shareWords = compile(`占(?:比|总数|总量|全部|比重|比例|的|了|约|为|是|达|到|其中|[:：])*$`)
	shareOfAll = compile(`占[^，]{0,8}(?:总数|总量|总额|全部)的?(?:比重|比例)?(?:约|为|是|达)*$`)
	complement = compile(`(?:不|未|非|没有|尚未)\p{Han}{1,10}的?(?:比例|比重|占比|占|率)`)
)

// isComplementOf reports whether a share or rate is of those that a count leaves out: 合格54家，不合格的占10%.
func (st *claim) isComplementOf(part *claim) bool {
	return complement.MatchString(st.left) && !complement.MatchString(part.left+"占")
}

// namesBase reports whether a share says itself of what it is, other than of all: 占甲类的40%.
func namesBase(left string) bool {
	return !shareWords.MatchString(left) && !shareOfAll.MatchString(left)
}

// maxBack is how many counts back the total of shares may stand.
const maxBack = 24

// shares holds the shares of a sentence against its total, which stands before 其中, or in the sentence before: 受理
// 6400件。其中，咨询类3200件，占50%. Where several are shares of another count before them, or of the sum of the parts, that is
// what they are of.
func (s *sentenceClaims) shares(before *sentenceClaims, history []*claim) {
	var list []shareOf
	sum := jianfu.NewDecimal(0)
	for i, st := range s.claims {
		if st.role != share && (st.kind != percent || !strings.Contains(st.left, "占")) || st.masked || st.role == change || st.reckon.verdict == Right {
			continue
		}
		part := s.partOf(i)
		if part == nil {
			s.roundedShare(i)
			continue
		}
		if a, ok := part.trusted(); ok {
			list = append(list, shareOf{st: st, part: part, value: a, several: s.severalOf(i), whole: s.wholeOf(i, part, before)})
			sum = sum.Add(a)
		}
	}
	for _, st := range s.claims {
		if len(list) == 0 || st == list[0].part {
			break
		}
		if st.isCount() && st.kind == count {
			history = append(history, st)
		}
	}
	base, agreed := commonBase(list, sum, history)
	for _, one := range list {
		whole, known := one.whole.trusted()
		switch {
		case agreed && !(known && one.isOf(whole)):
			one.hold(base)
		case known:
			one.hold(whole)
		}
	}
}

// commonBase is what most of the shares are of: of the counts before them the nearest, else the sum of the parts. A single
// share must have three digits to say so.
func commonBase(list []shareOf, sum jianfu.Decimal, history []*claim) (jianfu.Decimal, bool) {
	var best jianfu.Decimal
	most := 0
	try := func(whole jianfu.Decimal) {
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
	for i := len(history) - 1; i >= max(0, len(history)-maxBack); i-- {
		if value, ok := history[i].trusted(); ok && len(list) > 0 && sameUnit(history[i].unit, list[0].part.unit) {
			try(value)
		}
	}
	if len(list) > 1 {
		try(sum)
	}
	single := most == 1 && len(list) == 1 && (list[0].st.places() >= 1 || shareOfAll.MatchString(list[0].st.left))
	return best, single || most >= 2 && 2*most > len(list)
}

// shareOf is a share, with the count that it is of and the total before it; nil where none is.
type shareOf struct {
	st, part, whole *claim
	value           jianfu.Decimal
	several         jianfu.Decimal // the sum of the counts listed together before it: 甲783件、乙579件，占77%
}

// of is what the share is, of a total.
func (one shareOf) of(whole jianfu.Decimal) (right, part jianfu.Decimal) {
	part = one.value
	if one.st.isComplementOf(one.part) {
		part = whole.Sub(part)
	}
	return part.Quo(whole).Mul(hundred), part
}

// isOf reports whether the share is right as one of a total.
func (one shareOf) isOf(whole jianfu.Decimal) bool {
	if whole.Sign() <= 0 || one.value.Cmp(whole) > 0 {
		return false
	}
	right, _ := one.of(whole)
	agreement := one.st.hold(right)
	return agreement == agrees || agreement == cut || one.isSeveralOf(whole)
}

// isSeveralOf reports whether the share is that of the counts before it together.
func (one shareOf) isSeveralOf(whole jianfu.Decimal) bool {
	return one.several.Cmp(one.value) > 0 && one.several.Cmp(whole) <= 0 && one.st.hold(one.several.Quo(whole).Mul(hundred)) == agrees
}

// hold holds the share against a total; one that names another base itself can only be right.
func (one shareOf) hold(whole jianfu.Decimal) {
	if whole.Sign() <= 0 || one.value.Cmp(whole) > 0 {
		return
	}
	right, part := one.of(whole)
	if one.isSeveralOf(whole) {
		right, part = one.several.Quo(whole).Mul(hundred), one.several
	}
	if !namesBase(one.st.left) && one.st.match.verdict == "" || one.isOf(whole) {
		one.st.compute(right, jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", part, whole))
	}
}

// partOf is the count that a share is of: the one just before it.
func (s *sentenceClaims) partOf(i int) *claim {
	for j := i - 1; j >= 0; j-- {
		switch before := s.claims[j]; {
		case before.role == change || before.role == share:
			return nil
		case before.isCount():
			return before
		case before.role == level && before.isPlain(): // 4所、在校生0.84万人，占15%
			return nil
		}
	}
	return nil
}

// roundedShare holds a share against amounts that are rounded: 收入102.6亿元，其中税收71.82亿元，占70%. What it is of may not be the
// last amount, so that it can only be right.
func (s *sentenceClaims) roundedShare(i int) {
	st := s.claims[i]
	if i < 2 || st.bound != exact {
		return
	}
	part := s.claims[i-1]
	least, most, ok := part.amounts()
	for j := i - 2; ok && j >= 0; j-- {
		whole := s.claims[j]
		from1, from2, known := whole.amounts()
		if whole.role != level || !known || whole.unit != part.unit || from1.Sign() <= 0 || whole.of {
			continue
		}
		half := st.half()
		if low, high := least.Quo(from2).Mul(hundred), most.Quo(from1).Mul(hundred); st.number.Add(half).Cmp(low) >= 0 && st.number.Sub(half).Cmp(high) < 0 {
			st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", part.written, whole.written)}
		}
		return
	}
}

// severalOf is the sum of the counts listed before a share.
func (s *sentenceClaims) severalOf(i int) jianfu.Decimal {
	sum := jianfu.NewDecimal(0)
	for j := i - 1; j >= max(0, i-maxBack); j-- {
		before := s.claims[j]
		value, ok := before.trusted()
		if !ok || !before.isCount() || j < i-1 && s.claims[j+1].clause.mark != '、' && s.claims[j+1].clause != before.clause {
			break
		}
		sum = sum.Add(value)
	}
	return sum
}

// wholeOf is the total of which a part is: the one before 其中 in its sentence, else the last one of the sentence
// before; nil where neither is surely so.
func (s *sentenceClaims) wholeOf(i int, part *claim, before *sentenceClaims) *claim {
	for j := i - 1; j >= max(0, i-maxBack); j-- {
		if st := s.claims[j]; st != part && !st.of && part.of && st.isCount() && st.unit == part.unit {
			return st
		}
	}
	if before == nil {
		return nil
	}
	if first := string(s.passage.runes[s.in.start:min(s.in.end, s.in.start+8)]); !strings.Contains(first, "其中") && !strings.HasPrefix(first, "按") {
		return nil
	}
	for j := len(before.claims) - 1; j >= 0; j-- {
		if st := before.claims[j]; st.isCount() && !st.of && st.unit == part.unit {
			return st
		}
	}
	return nil
}
