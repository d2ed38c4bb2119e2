package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	sumAlone  = compile(`^(?:以上|上述|[两三四五六七八九十]项|[二两三]者|前后|前?[两三四]类|总|一)*(?:共|合计|总计|共计|小计)(?:为|是|达|计)?$`)
	dealtWith = compile(`受理|收到|接到|办|结|处|解决|完成|整改|回复|答复|查|发现|通过|审`)
	leftWords = compile(`^(?:目前|现)?(?:尚有|还有|仍有|剩下)$`)
	sumWords  = compile(`(?:共|合计|总计|共计|小计)(?:为|是|达|计)?$`)
	restWords = compile(`^(?:以及|及|和|的)*(?:其余|余下|剩余)`)
	otherOnes = compile(`^(?:以及|及|和)?(?:其他|其它)(?:类|方面|事项|问题|情况|诉求|渠道|方式|形式|类型|类别)?(?:的|为|共|有|计)*$`)
	besidesIt = compile(`另|此外|还`)
	listedBy  = compile(`^(?:和|与|及|以及)`)
	whyParts  = jianfu.Say("文中各项之和", "the sum of the text's own parts")
	whyBeyond = jianfu.Say("文中各项之和，比总数还多", "the sum of the text's own parts, which is beyond it")
	whyRest   = jianfu.Say("文中总数减其他各项", "the text's own total without the other parts")
)

// totals holds a total against the parts before or behind it.
func (s *sentenceClaims) totals() {
	for i, st := range s.claims {
		if (st.total || thatOne.MatchString(st.left)) && i >= 2 && st.role == level && st.kind == count && !st.limit { // 甲3件、乙4件，共7件
			s.totalBehind(i)
		} else if st.isCount() && !st.of && i+2 < len(s.claims) && s.claims[i+1].of { // 共7件，其中甲3件、乙4件
			s.totalBefore(i)
		}
	}
}

// totalBehind holds a total against the parts before it, all or the last of them. Where words are between 共 and the number, or anything
// but 、 or 和 sets apart what is not of one kind, it may be of something else, and can only be right.
func (s *sentenceClaims) totalBehind(i int) {
	st := s.claims[i]
	own, ok := st.asWritten()
	tells := ok && own.tellsSum()
	sum := known(jianfu.Decimal{})
	listed := true
	var parts []*claim
	for j := i - 1; j >= 0 && s.claims[j].mayAddTo(st); j-- {
		value, _ := s.claims[j].trusted()
		parts = append([]*claim{s.claims[j]}, parts...)
		sum = sum.plus(value)
		listed = listed && s.claims[j].role == level && (j == i-1 || s.isListed(j))
		if tells && len(parts) >= 2 && own.mayBe(sum) {
			st.takeParts(parts)
			s.oneTotal(j, parts[0], st, sum)
			return
		}
	}
	if len(parts) >= 2 && (listed || areOneKind(parts)) && st.reckon.verdict == "" && sumAlone.MatchString(st.left) {
		st.compute(derived{right: sum, why: whyParts, sure: true})
	}
}

// tellsSum reports whether few sums are what an amount may be: any two may add up to 50多个.
func (a amount) tellsSum() bool { return !a.loose || a.isWithin(maxRough) }

// mayAddTo reports whether a claim may be one of those before a total that add up to it, in its part of the sentence.
func (st *claim) mayAddTo(total *claim) bool {
	value, ok := st.trusted()
	moved := st.role == change && st.kind == count // 减少甲3万元、乙4万元，合计7万元
	return ok && !value.loose && (st.role == level || moved) && st.unit == total.unit && st.subject.part == total.subject.part
}

// areOneKind reports whether counts are of one kind of thing, each in a clause of its own, and none of them of what became of another:
// 教育类投诉30件，医疗类投诉40件.
func areOneKind(parts []*claim) bool {
	name := parts[0].name()
	return !slices.ContainsFunc(parts, func(part *claim) bool {
		return part.role != level || !endAlike(part.name(), name) || dealtWith.MatchString(part.left)
	})
}

// oneTotal finds a total wrong of which 其中 names the parts where the total said behind these is another: 共165个，其中甲97个、乙70个，合计167个.
func (s *sentenceClaims) oneTotal(first int, part, told *claim, sum amount) {
	if first == 0 || !part.of || !sumWords.MatchString(told.left) {
		return
	}
	if st := s.claims[first-1]; st.isCount() && !st.of && st.unit == told.unit && !sum.mayBe(st.value) && st.match.verdict == "" {
		st.reckon = reckoning{}
		st.compute(derived{right: sum, why: whyParts, sure: true, plain: true})
	}
}

// changeTotals finds right a difference that those behind 其中 add up to, each with its sign: 增加78件，其中甲类减少4件、乙类增加82件.
func (s *sentenceClaims) changeTotals(next *sentenceClaims) {
	for i, st := range s.claims {
		if st.role != change || st.kind != count || st.of || st.masked || st.reckon.verdict != "" {
			continue
		}
		behind := slices.Clone(s.claims[i+1:])
		if next != nil && goesOn(next.opening()) {
			behind = append(behind, next.claims...)
		}
		if sum, n := st.movesOf(behind); n > 1 && st.holdAmount(sum) == agrees {
			st.compute(derived{right: sum, why: whyParts})
		}
	}
}

// movesOf is the sum of the differences of parts, in the unit of one, at the head of some claims, and how many there are.
func (st *claim) movesOf(behind []*claim) (sum amount, n int) {
	sum = known(jianfu.Decimal{})
	for _, part := range behind {
		if part.role != change || part.kind != count || part.unit != st.unit {
			continue
		}
		value, ok := part.asWritten()
		if !ok || !part.of {
			break
		}
		if part.sign < 0 || part.signed < 0 {
			value = value.negative()
		}
		sum, n = sum.plus(value), n+1
	}
	return sum, n
}

// isListed reports whether nothing but 、 or 和 sets a claim apart from the next one.
func (s *sentenceClaims) isListed(j int) bool {
	next := s.claims[j+1]
	if next.clause != s.claims[j].clause {
		return next.clause.mark == '、'
	}
	return listedBy.MatchString(string(s.passage.runes[s.claims[j].end:next.start]))
}

// totalBefore holds a total against the parts that 其中 names. They need not be all, and may overlap: only where
// the last is the rest, or where each is a class of its own, the sum says something.
func (s *sentenceClaims) totalBefore(i int) {
	st := s.claims[i]
	parts := st.partsBehind(s.claims[i+1:])
	sum, ok := sumOf(parts)
	whole, known := st.trusted()
	if !ok || !known || len(parts) < 2 || sum.mayBe(whole) || st.reckon.verdict != "" {
		return
	}
	last := parts[len(parts)-1]
	missed := sum.minus(whole).at.Abs()
	switch {
	case s.isRest(last, whole.isAbove(sum)):
		others, _ := sumOf(parts[:len(parts)-1]) // all of them are known
		last.compute(derived{right: whole.minus(others), why: whyRest, sure: true})
	case st.match.verdict == "" && sum.isAbove(whole) && areClasses(parts):
		st.compute(derived{right: sum, why: whyBeyond, sure: true})
	case missed.Mul(hundred).Cmp(whole.at) <= 0: // a slip, perhaps
		st.doubts = withDoubt(st.doubts, doubt("TOTAL_UNCLEAR", "文中各项之和为 %[1]s，与它不一致", "the text's own parts add up to %[1]s, which it is not", sum.at))
	}
}

// partsBehind are the counts in the unit of a total that 其中 names at the head of some claims.
func (st *claim) partsBehind(behind []*claim) (parts []*claim) {
	for _, after := range behind {
		if after.role == level && !after.of {
			break
		}
		if after.role == level && after.unit == st.unit && after.isExact() {
			parts = append(parts, after)
		}
	}
	return parts
}

// rests holds what is said to be left of a total, by what is taken from it before: 受理60件，办结51件，其余9件在办. Where these two are all
// that the sentence tells, it is surely of them.
func (s *sentenceClaims) rests(history []*claim) {
	for i, st := range s.claims {
		if !st.isAmount() || st.partOf != nil || st.reckon.verdict != "" || !s.isRest(st, false) && !leftWords.MatchString(st.left) {
			continue
		}
		like := func(list []*claim) []*claim {
			return slices.DeleteFunc(list, func(other *claim) bool { return other.unit != st.unit || other.clause.inside && !st.clause.inside })
		}
		own := like(countsBefore(s.claims[:i], nil))
		known := slices.Concat(like(slices.Clone(history[max(0, len(history)-maxCounts):])), own)
		for n := 1; n <= len(own) && st.reckon.verdict == ""; n++ {
			for _, whole := range slices.Backward(known[:len(known)-n]) {
				st.restOf(whole, own[len(own)-n:], len(own) == 2 && whole == own[0])
			}
		}
	}
}

// restOf holds a count against what parts leave of a whole, the only ones of its sentence where they are alone.
func (st *claim) restOf(whole *claim, parts []*claim, alone bool) {
	all, ok := whole.trusted()
	taken, known := sumOf(parts)
	if !ok || !known || st.reckon.verdict != "" {
		return
	}
	d := derived{right: all.minus(taken), sure: alone && !whole.of && restWords.MatchString(st.left)}
	if d.right.isPositive() && (d.sure || st.holdAmount(d.right) == agrees) {
		d.why = jianfu.Say("文中 %[1]s-%[2]s", "the text's own %[1]s - %[2]s", whole.written, sumText(parts))
		st.compute(d)
	}
}

// deniedRest finds a count right that denies what one before it is of, where both make a total before them: 提案950件，立案824件。不予立案
// 的126件.
func (s *sentenceClaims) deniedRest(history []*claim) {
	history = history[max(0, len(history)-maxBack):]
	for _, st := range s.claims {
		name := strings.TrimRight(st.left, "的有为")
		if !st.isCount() || st.partOf != nil || st.reckon.verdict != "" || !strings.ContainsAny(name, denials) {
			continue
		}
		for _, other := range history {
			for _, whole := range history {
				if denies(name, other.name()) && len(other.name()) > len("立") && other.unit == st.unit && whole.unit == st.unit && whole.isHardlyMet() && whole.value.mayBe(other.value.plus(st.value)) {
					st.compute(derived{right: whole.value.minus(other.value), why: jianfu.Say("文中 %s-%s", "the text's own %s - %s", whole.written, other.written)})
				}
			}
		}
	}
}

// isRest reports whether a part is all that the parts before it leave of the whole: 其余4件, or 其他4件 where they leave more. What comes
// besides them, as 此外还受理5件, is none.
func (s *sentenceClaims) isRest(st *claim, more bool) bool {
	if besidesIt.MatchString(string(s.passage.runes[s.in.start:st.start])) {
		return false
	}
	return restWords.MatchString(st.left) || more && otherOnes.MatchString(st.left)
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
