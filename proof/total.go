package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	sumWords  = compile(`(?:共|合计|总计|共计|小计)(?:为|是|达|计)?$`)
	restWords = compile(`其余|余下|剩余|其他|其它`)
	partWords = compile(`其中|中，|分别|包括|[含即：（]|分为|[分按]\p{Han}{0,6}[：，]?$`)
	listedBy  = compile(`^(?:和|与|及|以及)`)
	whyParts  = jianfu.Say("文中各项之和", "the sum of the text's own parts")
	whyBeyond = jianfu.Say("文中各项之和，比总数还多", "the sum of the text's own parts, which is beyond it")
	whyRest   = jianfu.Say("文中总数减其他各项", "the text's own total without the other parts")
)

// totals holds a total against the parts before or behind it, also those of the next sentence.
func (s *sentenceClaims) totals(after *sentenceClaims) {
	for i, st := range s.claims {
		if st.total && i >= 2 && st.role == level && st.kind == count && !st.limit { // 甲3件、乙4件，共7件
			s.totalBehind(i)
		} else if st.isCount() && !st.of && i+2 < len(s.claims) && s.claims[i+1].of { // 共7件，其中甲3件、乙4件
			s.totalBefore(i)
		}
		if st.isAmount() && st.reckon.verdict == "" {
			s.partition(i, after)
		}
	}
}

// totalBehind holds a total against the parts before it, all or the last of them. Where anything but 、 or 和 sets them
// apart, or words are between 共 and the number, it may be of something else, and can only be right.
func (s *sentenceClaims) totalBehind(i int) {
	st := s.claims[i]
	sum := known(jianfu.Decimal{})
	listed := true
	n := 0
	for j := i - 1; j >= 0; j-- {
		before := s.claims[j]
		value, ok := before.trusted()
		if !ok || value.loose || before.role != level || before.unit != st.unit || before.subject.part != st.subject.part {
			break
		}
		n++
		sum = sum.plus(value)
		listed = listed && (j == i-1 || s.isListed(j))
		if own, ok := st.asWritten(); ok && n >= 2 && own.mayBe(sum) {
			st.reckon = reckoning{verdict: Right, why: whyParts}
			return
		}
	}
	if listed && n >= 2 && sumWords.MatchString(st.left) {
		st.compute(derived{right: sum, why: whyParts, sure: true})
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
	if !ok || !known || len(parts) < 2 || sum.mayBe(whole) {
		return
	}
	if last := parts[len(parts)-1]; restWords.MatchString(last.left) {
		others, _ := sumOf(parts[:len(parts)-1]) // all of them are known
		last.compute(derived{right: whole.minus(others), why: whyRest, sure: true})
	} else if sum.isAbove(whole) && st.match.verdict == "" && areClasses(parts) {
		st.compute(derived{right: sum, why: whyBeyond, sure: true})
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

// partition finds right a total that the next counts of its unit add up to, in its sentence or on into the next one. The parts are those
// that follow at once; or where others are set between them, in brackets or behind 其中, those outside of these.
func (s *sentenceClaims) partition(i int, after *sentenceClaims) {
	st := s.claims[i]
	behind := s.claims[i+1 : min(len(s.claims), i+1+maxBack)]
	if after != nil && len(behind) < maxBack {
		behind = append(slices.Clone(behind), after.claims[:min(len(after.claims), maxBack)]...)
	}
	for _, keep := range []func(*claim) bool{
		func(*claim) bool { return true },
		func(part *claim) bool { return !part.clause.inside },
		func(part *claim) bool { return !part.of || st.of },
	} {
		if parts := st.addedUp(behind, keep); parts != nil && s.areParts(st, parts) {
			st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中 %[1]s", "the text's own %[1]s", sumText(parts))}
			for _, part := range parts {
				part.partOf = st
			}
			return
		}
	}
}

// addedUp are the first of some claims that add up to a total; nil where none do.
func (st *claim) addedUp(behind []*claim, keep func(*claim) bool) []*claim {
	whole, ok := st.trusted()
	sum := known(jianfu.Decimal{})
	var parts []*claim
	for _, part := range behind {
		if part.unit != st.unit && !sameUnit(part.unit, st.unit) || !keep(part) || !part.isAmount() {
			continue
		}
		value, _ := part.trusted() // as that of any amount
		sum, parts = sum.plus(value), append(parts, part)
		switch {
		case !ok || sum.isAbove(whole):
			return nil
		case len(parts) > 1 && sum.mayBe(whole):
			return parts
		}
	}
	return nil
}

// minTotal is the least total that its parts hardly add up to by chance.
const minTotal = 30

// areParts reports whether counts that add up to a total are surely its parts: words say so, they are alike, or the total is not small.
func (s *sentenceClaims) areParts(st *claim, parts []*claim) bool {
	for _, part := range parts {
		if part.of && !parts[0].of || part.clause.inside != parts[0].clause.inside || part.number.Cmp(st.number) >= 0 || st.partOf != nil && part.partOf == st.partOf { // 3件 and 0件; half of a whole is as much as the other half
			return false
		}
	}
	if parts[0].in != s.in {
		return st.total || parts[0].of || len(parts) > 2 && !areClasses(append([]*claim{st}, parts...)) || goesOn(string(s.passage.runes[parts[0].in.start:parts[0].start]))
	}
	between := string(s.passage.runes[st.end:parts[0].start])
	switch {
	case st.total || parts[0].of || partWords.MatchString(between):
		return true
	case strings.ContainsRune("；;、", parts[0].clause.mark), areClasses(append([]*claim{st}, parts...)): // one of the list itself
		return false
	}
	return st.number.Cmp(jianfu.NewDecimal(minTotal)) >= 0 || alike(parts)
}

// alike reports whether two characters in a row are in the words before each of some counts: 部分整改4项，已整改2项.
func alike(parts []*claim) bool {
	first := []rune(parts[0].left)
	for i := range first[:max(0, len(first)-1)] {
		two := string(first[i : i+2])
		if !slices.ContainsFunc(parts[1:], func(part *claim) bool { return !strings.Contains(part.left, two) }) {
			return true
		}
	}
	return false
}

// sumText is how parts add up, as the text has them.
func sumText(parts []*claim) string {
	var written []string
	for _, part := range parts {
		written = append(written, strings.TrimSuffix(part.written, part.unit))
	}
	return strings.Join(written, "+")
}
