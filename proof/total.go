package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
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

// totalBehind holds a total against the parts before it, all or the last of them. Where anything but 、 or 和 sets them
// apart, or words are between 共 and the number, it may be of something else, and can only be right.
func (s *sentenceClaims) totalBehind(i int) {
	st := s.claims[i]
	sum := known(jianfu.Decimal{})
	listed := true
	var parts []*claim
	for j := i - 1; j >= 0; j-- {
		before := s.claims[j]
		value, ok := before.trusted()
		moved := before.role == change && before.kind == count // 减少甲3万元、乙4万元，合计7万元
		if !ok || value.loose || before.role != level && !moved || before.unit != st.unit || before.subject.part != st.subject.part {
			break
		}
		parts = append([]*claim{before}, parts...)
		sum = sum.plus(value)
		listed = listed && !moved && (j == i-1 || s.isListed(j))
		if own, ok := st.asWritten(); ok && len(parts) >= 2 && own.mayBe(sum) {
			st.takeParts(parts)
			s.oneTotal(j, parts[0], st, sum)
			return
		}
	}
	if listed && len(parts) >= 2 && st.reckon.verdict == "" && sumWords.MatchString(st.left) {
		st.compute(derived{right: sum, why: whyParts, sure: true})
	}
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
		sum, n := known(jianfu.Decimal{}), 0
		behind := slices.Clone(s.claims[i+1:])
		if next != nil && goesOn(next.opening()) {
			behind = append(behind, next.claims...)
		}
		for _, part := range behind {
			value, ok := part.asWritten()
			if part.role != change || part.kind != count || part.unit != st.unit {
				continue
			}
			if !ok || !part.of {
				break
			}
			if part.sign < 0 || part.signed < 0 {
				value = value.negative()
			}
			sum, n = sum.plus(value), n+1
		}
		if n > 1 && st.holdAmount(sum) == agrees {
			st.compute(derived{right: sum, why: whyParts})
		}
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
	sum, ok := sumOf(parts)
	whole, known := st.trusted()
	if !ok || !known || len(parts) < 2 || sum.mayBe(whole) || st.reckon.verdict != "" {
		return
	}
	if last := parts[len(parts)-1]; s.isRest(last, whole.isAbove(sum)) {
		others, _ := sumOf(parts[:len(parts)-1]) // all of them are known
		last.compute(derived{right: whole.minus(others), why: whyRest, sure: true})
	} else if sum.isAbove(whole) && st.match.verdict == "" && areClasses(parts) {
		st.compute(derived{right: sum, why: whyBeyond, sure: true})
	} else if missed := sum.minus(whole).at.Abs(); missed.Mul(hundred).Cmp(whole.at) <= 0 { // a slip, perhaps
		st.doubts = withDoubt(st.doubts, doubt("TOTAL_UNCLEAR", "文中各项之和为 %[1]s，与它不一致", "the text's own parts add up to %[1]s, which it is not", sum.at))
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
