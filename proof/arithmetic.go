package proof

import (
	"fmt"
	"slices"
	"strings"

	"jianfu"
)

// trusted is the value to do arithmetic with: the warehouse's where the figure is wrong, so
// that one wrong figure does not make its neighbours wrong.
func (st *statement) trusted() (jianfu.Decimal, bool) {
	switch {
	case st == nil || st.masked || st.kind == flat:
		return jianfu.Decimal{}, false
	case st.verdict == Wrong && st.answer != nil:
		return st.answer.value, true
	case st.isExact():
		return st.number, true
	}
	return jianfu.Decimal{}, false
}

// asWritten is the value as it stands there.
func (st *statement) asWritten() (jianfu.Decimal, bool) {
	if st == nil || !st.isExact() {
		return jianfu.Decimal{}, false
	}
	return st.number, true
}

// arithmetic holds the figures of a sentence against one another.
func (s *sentence) arithmetic() {
	var subjects []*subject
	for _, st := range s.parts {
		if !slices.Contains(subjects, st.subject) {
			subjects = append(subjects, st.subject)
		}
	}
	for i, sub := range subjects {
		if sub.base == nil && i > 0 && (sub.percent != nil || sub.delta != nil) { // 2022年595次，2023年521次，下降…
			if before := subjects[i-1]; before.current != nil && sub.current != nil && before.delta == nil && before.percent == nil && sameMetric(before.hits, sub.hits) &&
				len(before.periods.list) > 0 && len(sub.periods.list) > 0 && before.periods.list[0] != sub.periods.list[0] && before.current.unit == sub.current.unit {
				sub.base = before.current
			}
		}
		sub.changes()
	}
	s.rates()
	s.totals()
}

// changes works out a subject's difference and percentage from its own counts.
func (sub *subject) changes() {
	work := func(value func(*statement) (jianfu.Decimal, bool)) (difference, proportion *jianfu.Decimal, from string) {
		current, hasCurrent := value(sub.current)
		earlier, hasBase := value(sub.base)
		if hasCurrent && hasBase {
			d := current.Sub(earlier)
			difference, from = &d, fmt.Sprintf("%s→%s", earlier, current)
			if earlier.Sign() != 0 {
				q := d.Quo(earlier).Mul(hundred)
				proportion = &q
			}
			return difference, proportion, from
		}
		delta, hasDelta := value(sub.delta)
		if !hasDelta {
			return nil, nil, ""
		}
		if sub.delta.sign < 0 && delta.Sign() > 0 || sub.delta.signed < 0 {
			delta = delta.Abs().Mul(jianfu.NewDecimal(-1))
		}
		switch {
		case hasCurrent:
			earlier = current.Sub(delta)
		case hasBase:
		default:
			return nil, nil, ""
		}
		if earlier.Sign() > 0 {
			q := delta.Quo(earlier).Mul(hundred)
			proportion, from = &q, fmt.Sprintf("%s→%s", earlier, earlier.Add(delta))
		}
		return nil, proportion, from
	}
	judge := func(st *statement, right *jianfu.Decimal, from string) {
		if st == nil || right == nil || st.masked || st.kind == points {
			return
		}
		st.compute(*right, jianfu.Say("文中 %s", "the text's own %s", from))
	}
	difference, proportion, from := work((*statement).trusted)
	judge(sub.delta, difference, from)
	judge(sub.percent, proportion, from)
	if difference, proportion, from = work((*statement).asWritten); sub.percent != nil && sub.percent.verdict == Wrong && proportion != nil {
		if sub.whollyElsewhere() && sub.percent.hold(*proportion) != disagrees { // it follows from counts that are themselves not the warehouse's
			judge(sub.delta, difference, from)
			judge(sub.percent, proportion, from)
			sub.percent.elsewhere(sub.current, sub.base, sub.delta)
		}
	}
	sub.rateChanges()
}

// whollyElsewhere reports whether the counts that a percentage follows from are none of the
// warehouse's.
func (sub *subject) whollyElsewhere() bool {
	n := 0
	for _, st := range []*statement{sub.current, sub.base, sub.delta} {
		if st != nil && !st.masked {
			if st.verdict == Right || st.verdict == Cut {
				return false
			}
			n++
		}
	}
	return n >= 2
}

// elsewhere takes back what the warehouse says of a percentage that follows from the counts
// of its sentence, none of which are the warehouse's: the counts are what is wrong. Where the
// text does not say of which time they are, they are of another matter.
func (st *statement) elsewhere(counts ...*statement) {
	if st.answer != nil {
		st.because.ZH += "；仓库 " + st.answer.of.ZH + "：" + st.answer.text
		st.because.EN += "; the warehouse's " + st.answer.of.EN + ": " + st.answer.text
	}
	st.verdict, st.answer = st.text, nil
	for _, count := range counts {
		if count != nil && count.verdict == Wrong && !st.subject.periods.stated {
			count.verdict, count.answer = "", nil
		}
	}
}

// rateChanges works out percentage points from two rates, as far as their digits tell.
func (sub *subject) rateChanges() {
	if sub.percent == nil || sub.percent.kind != points || sub.current == nil || sub.base == nil || sub.current.kind != percent || sub.base.kind != percent ||
		sub.percent.masked || sub.current.masked || sub.base.masked {
		return
	}
	difference := sub.current.number.Sub(sub.base.number)
	doubt := sub.current.step.Add(sub.base.step).Add(sub.percent.step).Quo(jianfu.NewDecimal(2))
	st := sub.percent
	from := jianfu.Say("文中 %s%%→%s%%", "the text's own %s%% → %s%%", sub.base.number, sub.current.number)
	if signedNumber(st).Sub(difference).Abs().Cmp(doubt) <= 0 {
		st.text, st.because = Right, from
		return
	}
	st.compute(difference, from)
}

func signedNumber(st *statement) jianfu.Decimal {
	if st.sign < 0 || st.signed < 0 {
		return st.number.Mul(jianfu.NewDecimal(-1))
	}
	return st.number
}

// compute takes what the arithmetic of the text makes of a statement.
func (st *statement) compute(right jianfu.Decimal, from jianfu.Text) {
	agreement := st.hold(right)
	if agreement == far { // it may be of another
		return
	}
	st.because = from
	st.value = &right
	switch agreement {
	case agrees:
		st.text = Right
	case cut:
		st.text = Cut
	default:
		if st.doubt { // what is not understood may be what it is of
			st.because = st.why
			return
		}
		st.text = Wrong
	}
	if st.text != Right {
		st.right = st.show(right)
	}
}

// rates holds a rate or share against the counts before it: 受理3059件，办结3055件，办复率99.87%.
func (s *sentence) rates() {
	for i, st := range s.parts {
		if st.kind != percent || st.role == change || st.role == base || st.masked || st.limit {
			continue
		}
		var counts []*statement
		near := 0 // of the counts those that no other rate was told of, in this part of the sentence
		last := i - 1
		for j := i - 1; j >= 0 && len(counts) < 6; j-- {
			before := s.parts[j]
			if before.subject.part != st.subject.part || before.kind == percent && before.role != change {
				last = -1
			}
			if before.role == level && before.isExact() && !before.limit {
				if counts = append(counts, before); last >= 0 {
					near++
				}
			}
		}
		for j := i + 1; j < len(s.parts) && j <= i+2; j++ { // 办复率99.87%（3055/3059 or 办结3055件，受理3059件）
			if s.parts[j].role == level && s.parts[j].isExact() && s.parts[j].kind == count && s.bracketed(st, s.parts[j]) {
				counts = append(counts, s.parts[j])
				near++
			}
		}
		s.rate(st, counts, near == len(counts), (*statement).trusted)
		if st.verdict == Wrong { // it may follow from counts that are themselves not the warehouse's
			counts = slices.DeleteFunc(counts, func(c *statement) bool { return c.verdict == Right || c.verdict == Cut })
			st.text = ""
			s.rate(st, counts, false, (*statement).asWritten)
			if st.text == Right || st.text == Cut {
				st.elsewhere(counts...)
			}
		}
	}
}

// bracketed reports whether a figure stands in brackets right behind another.
func (s *sentence) bracketed(st, other *statement) bool {
	between := string(s.passage.runes[st.end:max(st.end, other.start)])
	return strings.ContainsAny(between, "（(") && !strings.ContainsAny(between, "）)")
}

// rate holds a rate against each pair of counts that it may be of; its own are those that
// nothing else can be of.
func (s *sentence) rate(st *statement, counts []*statement, own bool, valueOf func(*statement) (jianfu.Decimal, bool)) {
	var nearest *jianfu.Decimal
	var from jianfu.Text
	n := 0
	for _, numerator := range counts {
		for _, denominator := range counts {
			a, ok := valueOf(numerator)
			b, known := valueOf(denominator)
			if numerator == denominator || !ok || !known || b.Sign() <= 0 || a.Cmp(b) > 0 || numerator.unit != denominator.unit {
				continue
			}
			value := a.Quo(b).Mul(hundred)
			why := jianfu.Say("文中 %s÷%s", "the text's own %s ÷ %s", a, b)
			switch st.hold(value) {
			case agrees, cut:
				if st.text != Right {
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
	if st.text == "" && own && len(counts) == 2 && n == 1 && nearest != nil && (rateWords.MatchString(s.before(st)) || st.role == share) {
		st.compute(*nearest, from)
	}
}

// before is the text of the segment in front of a statement.
func (s *sentence) before(st *statement) string {
	return string(s.passage.runes[st.segment.start:st.start])
}

// totals holds a total against the parts told just before or after it.
func (s *sentence) totals() {
	for i, st := range s.parts {
		if st.role != level || !st.isExact() {
			continue
		}
		var parts []*statement
		switch {
		case st.total && i >= 2: // 甲3件、乙4件，共7件
			for j := i - 1; j >= 0; j-- {
				if before := s.parts[j]; before.role != level || before.unit != st.unit || !before.isExact() || before.subject.part != st.subject.part {
					break
				}
				parts = append(parts, s.parts[j])
			}
			if len(parts) < 2 {
				continue
			}
			if sum, ok := total(parts); ok {
				st.compute(sum, jianfu.Say("文中各项之和", "the sum of the text's own parts"))
			}
		case !st.of && i+2 < len(s.parts) && s.parts[i+1].of: // 共7件，其中甲3件、乙4件
			for _, after := range s.parts[i+1:] {
				if !after.of || after.role != level {
					if after.role == level {
						break
					}
					continue
				}
				if after.unit == st.unit && after.isExact() {
					parts = append(parts, after)
				}
			}
			sum, ok := total(parts)
			if whole, known := st.trusted(); ok && known && len(parts) >= 2 {
				switch sum.Cmp(whole) {
				case 0:
					st.text, st.because = Right, jianfu.Say("文中各项之和", "the sum of the text's own parts")
				case 1:
					if st.verdict == "" {
						st.compute(sum, jianfu.Say("文中各项之和，比总数还多", "the sum of the text's own parts, which is beyond it"))
					}
				}
			}
		}
	}
}

// total is the sum of parts, where all are exact.
func total(parts []*statement) (jianfu.Decimal, bool) {
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
