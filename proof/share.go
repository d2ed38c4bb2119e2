package proof

import (
	"regexp"
	"slices"
	"strings"

	"jianfu"
)

// rates holds a rate against the counts before it: 受理3059件，办结3055件，办复率99.87%.
func (s *told) rates() {
	for i, st := range s.claims {
		if st.kind != percent || st.role == change || st.role == base || st.masked || st.limit {
			continue
		}
		counts, own := s.countsOf(i)
		s.rate(st, counts, own, (*claim).trusted)
		if st.reckon.verdict == "" {
			s.rateByName(st, i)
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

// maxCounts is how many counts before a rate it may be of.
const maxCounts = 6

// countsOf are the counts that a rate may be of, and whether no other rate was told of any of them.
func (s *told) countsOf(i int) ([]*claim, bool) {
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
	for _, after := range s.claims[i+1 : min(len(s.claims), i+3)] { // 办复率99.87%（3055/3059 or 办结3055件，受理3059件）
		if after.isCount() && after.kind == count && s.isBracketed(st, after) {
			counts = append(counts, after)
		}
	}
	return counts, own
}

// isBracketed reports whether a figure stands in brackets right behind another.
func (s *told) isBracketed(st, other *claim) bool {
	between := string(s.passage.runes[st.end:max(st.end, other.start)])
	return strings.ContainsAny(between, "（(") && !strings.ContainsAny(between, "）)")
}

// rate holds a rate against each pair of counts that it may be of; its own are those that
// nothing else can be of.
func (s *told) rate(st *claim, counts []*claim, own bool, valueOf func(*claim) (jianfu.Decimal, bool)) {
	var nearest *jianfu.Decimal
	var from jianfu.Text
	n := 0
	for _, numerator := range counts {
		for _, denominator := range counts {
			a, ok := valueOf(numerator)
			b, known := valueOf(denominator)
			if numerator == denominator || !ok || !known || b.Sign() <= 0 || a.Cmp(b) > 0 && st.unit != "倍" || numerator.unit != denominator.unit {
				continue
			}
			value := a.Quo(b).Mul(hundred)
			why := jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", a, b)
			switch st.hold(value) {
			case agrees, cut:
				if st.reckon.verdict != Right {
					st.compute(value, why)
				}
				continue
			case far:
				continue
			case disagrees:
			}
			n++
			if nearest == nil {
				nearest, from = &value, why
			}
		}
	}
	if st.reckon.verdict == "" && own && len(counts) == 2 && n == 1 && nearest != nil && st.unit != "倍" && (rateWords.MatchString(st.before()) || st.role == share && !namesBase(st.left)) {
		st.compute(*nearest, from)
	}
}

var rateName = regexp.MustCompile(`(\p{Han}{2})率(?:分别|均|约|为|是|达|达到|高达|[:：])*$`)

// rateByName holds a rate against the count that it is named after, 办结件 of 办结率, and the largest one before
// that, where the sentence tells more than two.
func (s *told) rateByName(st *claim, i int) {
	m := rateName.FindStringSubmatch(st.left)
	if m == nil || st.of {
		return
	}
	for j := i - 1; j > 0; j-- {
		numerator := s.claims[j]
		if !numerator.isCount() || numerator.subject.part != st.subject.part || !strings.Contains(numerator.left, m[1]) {
			continue
		}
		denominator := s.claims[j-1]
		a, ok := numerator.trusted()
		b, known := denominator.trusted()
		if ok && known && denominator.isCount() && denominator.unit == numerator.unit && b.Sign() > 0 && a.Cmp(b) <= 0 && !strings.Contains(denominator.left, m[1]) {
			st.compute(a.Quo(b).Mul(hundred), jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", a, b))
		}
		return
	}
}

var (
	shareWords = regexp.MustCompile(`占(?:比|总数|总量|全部|比重|比例|的|了|约|为|是|达|到|其中|[:：])*$`)
	shareBase  = regexp.MustCompile(`占[^，]*?(\p{Han}{2,12}?)(?:总数|总量|总额)?的$`)
	complement = regexp.MustCompile(`(?:不|未|非|没有|尚未)\p{Han}{1,10}的?(?:比例|比重|占比|占)`)
)

// namesBase reports whether a share says itself of what it is: 占会议总数的40.12%.
func namesBase(left string) bool { return !shareWords.MatchString(left) }

// shares holds the shares of a sentence against its total, which stands before 其中, or in the sentence before: 受理
// 6400件。其中，咨询类3200件，占50%. Where the shares are those of the sum of the parts, and the total counts more, that is
// what they are of.
func (s *told) shares(before *told) {
	var list []shareOf
	for i, st := range s.claims {
		if st.role != share && (st.kind != percent || !strings.Contains(st.left, "占")) || st.masked || st.role == change || st.reckon.verdict == Right {
			continue
		}
		part := s.partOf(i)
		if part == nil {
			continue
		}
		if a, ok := part.trusted(); ok {
			list = append(list, shareOf{st: st, part: part, value: a, whole: s.wholeOf(i, part, before)})
		}
	}
	sum := jianfu.NewDecimal(0)
	for _, one := range list {
		sum = sum.Add(one.value)
	}
	bySum := 0
	for _, one := range list {
		if one.isOf(sum) {
			bySum++
		}
	}
	for _, one := range list {
		whole, known := one.whole.trusted()
		if bySum >= 2 && !(known && one.isOf(whole)) {
			whole, known = sum, true
		}
		if known {
			one.hold(whole)
		}
	}
}

// shareOf is a share, with the count that it is of and the total before it; nil where none is.
type shareOf struct {
	st, part, whole *claim
	value           jianfu.Decimal
}

// of is what the share is, of a total.
func (one shareOf) of(whole jianfu.Decimal) (right, part jianfu.Decimal) {
	part = one.value
	if complement.MatchString(one.st.left) && !complement.MatchString(one.part.left+"占") {
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
	return agreement == agrees || agreement == cut
}

// hold holds the share against a total; one that names another base itself can only be right.
func (one shareOf) hold(whole jianfu.Decimal) {
	if whole.Sign() <= 0 || one.value.Cmp(whole) > 0 {
		return
	}
	right, part := one.of(whole)
	if !namesBase(one.st.left) && one.st.match.verdict == "" || one.isOf(whole) {
		one.st.compute(right, jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", part, whole))
	}
}

// partOf is the count that a share is of: the one just before it.
func (s *told) partOf(i int) *claim {
	for j := i - 1; j >= 0; j-- {
		switch before := s.claims[j]; {
		case before.role == change || before.role == share:
			return nil
		case before.isCount():
			return before
		}
	}
	return nil
}

// wholeOf is the total of which a part is: the one before 其中 in its sentence, else the last one of the sentence
// before; nil where neither is surely so.
func (s *told) wholeOf(i int, part *claim, before *told) *claim {
	for j := i - 1; j >= 0; j-- {
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
