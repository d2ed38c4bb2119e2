package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

var (
	comparedWith = compile(`(?:^|[^对可])[较比与同](?:比|期)?[^，。；\d]{0,12}$|环比[^，。；\d]{0,6}$`)
	twinBase     = compile(`^[，；]?(?:上年|去年)(?:同期)?(?:分别)?(?:为|是)?$`)
	saysNothing  = compile(ways + `|同比|分别|均|了|[，；、和与数量为]`)
	nextToBase   = compile(`^(?:[）)]|的|相比|比较|次|，)*(?:` + down + `|` + up + `)(?:了|达|为|约)*$`)
)

// growths holds the changes that no subject decides against what is written before them: what they are compared with, as in 环比上季
// 28件增长5%，同比去年20件增长40%, or the difference that they follow, as in 收入90万元，完成预算的40%，比上年减收10万元，下降10%.
func (s *sentenceClaims) growths(before *sentenceClaims) {
	for i, st := range s.claims {
		if i == 0 || st.role != change || st.kind == points || st.masked || st.reckon.verdict != "" && st.reckon.verdict != Wrong {
			continue
		}
		wrong := st.reckon
		st.reckon = reckoning{}
		s.growth(i, before)
		if st.reckon.verdict != Right && wrong.verdict == Wrong { // of no other amounts is it right
			st.reckon = wrong
		}
	}
}

// growth holds a change against what is before it.
func (s *sentenceClaims) growth(i int, before *sentenceClaims) {
	switch st, last := s.claims[i], s.claims[i-1]; {
	case last.role == change && last.kind == count && st.kind == percent:
		s.growthOfDifference(i, before)
	case s.isBase(i - 1):
		s.growthOnBase(i, before)
	case st.kind == percent && last.isAmount():
		s.growthBetweenTimes(i)
	}
}

// twinGrowths holds a row of changes against as many counts side by side and as many of the time before: 受理97件134人，去年同期197件375人，
// 分别下降50.76%、64.27%.
func (s *sentenceClaims) twinGrowths() {
	for from := range s.claims {
		n := s.sideBySide(from) // the bases
		if n < 2 || from < n || from+2*n > len(s.claims) || !twinBase.MatchString(string(s.passage.runes[s.claims[from-1].end:s.claims[from].start])) {
			continue
		}
		currents := s.sideBySide(from - n)
		for i, base := range s.claims[from : from+n] {
			st, current := s.claims[from+n+i], s.claims[from-n+i]
			if i < currents && current.unit == base.unit && st.role == change && st.kind == percent && st.compare.with != lastPeriod {
				said := saysNothing.compiled().ReplaceAllString(st.left, "")
				st.follows(move{from: base, to: current, sure: strings.Trim(said, current.unit+s.claims[from].unit+s.claims[from+1].unit) == ""})
			}
		}
	}
}

// sideBySide is how many amounts from a place on have nothing but 、 or the like between them.
func (s *sentenceClaims) sideBySide(from int) (n int) {
	for at := from; at < len(s.claims) && s.claims[at].isAmount() && s.claims[at].compare.kind != metrics.NamedPeriod && (n == 0 || s.isNextTo(at)); at++ {
		n++
	}
	return n
}

// isNextTo reports whether nothing but 、 or the like is between a claim and the one before it.
func (s *sentenceClaims) isNextTo(at int) bool {
	return strings.Trim(string(s.passage.runes[s.claims[at-1].end:s.claims[at].start]), "、和 ") == ""
}

// isBase reports whether the words around an amount say that something is compared with it.
func (s *sentenceClaims) isBase(i int) bool {
	st := s.claims[i]
	return st.kind == count && st.isPlain() && (st.role == base || st.role == level && (comparedWith.MatchString(st.before()) || comparedBehind.MatchString(st.after(3))))
}

// currentsBefore are the amounts before a place that a base or difference may be of, the nearest first: those in the same part of the
// sentence, else the last one before it.
func (s *sentenceClaims) currentsBefore(i int, like *claim) []*claim {
	var list []*claim
	for j := i - 1; j >= 0 && len(list) < 3; j-- {
		st := s.claims[j]
		if st.part != like.part && len(list) > 0 {
			break
		}
		if st.isAmount() && st.unit == like.unit && !s.isBase(j) && (like.clause.inside || !st.clause.inside) {
			list = append(list, st)
		}
	}
	return list
}

// around are the amounts that a base or difference may be of where those at hand do not decide, the nearest first: of its sentence, and
// of the one before.
func (s *sentenceClaims) around(i int, before *sentenceClaims) []*claim {
	known := slices.Clone(s.claims[:i])
	if before != nil {
		known = slices.Concat(before.claims, known)
	}
	like := s.claims[i]
	known = slices.DeleteFunc(known, func(st *claim) bool {
		return !st.isAmount() || unitOf(st) != unitOf(like) || st.clause.inside && !like.clause.inside
	})
	slices.Reverse(known)
	return known[:min(len(known), maxCounts)]
}

// growthOnBase holds a change, and a percentage behind it, against the base just before it. Where one amount alone can have changed, and
// nothing is between the base and the change, it is surely of these.
func (s *sentenceClaims) growthOnBase(i int, before *sentenceClaims) {
	st, from := s.claims[i], s.claims[i-1]
	currents := s.currentsBefore(i-1, from)
	sure := len(currents) == 1 && nextToBase.MatchString(string(s.passage.runes[from.end:st.start]))
	for _, to := range currents {
		st.follows(move{from: from, to: to, sure: sure})
	}
	if st.places() > 1 {
		for _, to := range s.around(i-1, before) {
			st.follows(move{from: from, to: to})
		}
	}
	if len(currents) != 1 || st.kind != count || i+1 == len(s.claims) {
		return
	}
	if after := s.claims[i+1]; after.role == change && after.kind == percent { // 与上年20件相比，增加8件，增长40%
		after.follows(move{from: from, to: currents[0]})
	}
}

// growthOfDifference finds a change right that follows from the difference before it and an amount before that, of the sentence before
// where the percentage has digits enough to say so.
func (s *sentenceClaims) growthOfDifference(i int, before *sentenceClaims) {
	st, moved := s.claims[i], s.claims[i-1]
	currents := s.currentsBefore(i-1, moved)
	for _, to := range s.around(i-1, before) {
		if st.places() > 0 || to.isCalled(moved.left) {
			currents = append(currents, to)
		}
	}
	for _, to := range currents {
		st.follows(move{to: to, by: moved})
	}
}

// growthBetweenTimes holds a change against two counts of the same in the same words, except for their times, the later of which may come
// first: 5月走访60家，4月走访50家，环比增长20%. It is surely of these where they are as far apart as it says, and no other count is there.
func (s *sentenceClaims) growthBetweenTimes(i int) {
	st, to := s.claims[i], s.claims[i-1]
	for _, from := range slices.Backward(s.claims[max(0, i-maxCounts) : i-1]) {
		if !from.isAmount() || from.unit != to.unit || from.left != to.left || to.left == "" || from.times.first() == to.times.first() {
			continue
		}
		if earlier, later := from.times.first(), to.times.first(); !earlier.IsZero() && !later.IsZero() && earlier.Start() > later.Start() {
			from, to = to, from
		}
		earlier := st.comparedTime(to)
		apart := !earlier.IsZero() && earlier == from.times.first() && st.compare.kind != metrics.NamedPeriod
		st.follows(move{from: from, to: to, sure: apart && st.compare.named && i == 2})
		return
	}
}

// isCalled reports whether two characters in a row of some words, other than those of any change, are among those around a count: 受伤人数
// 增加 of 1188人受伤.
func (st *claim) isCalled(words string) bool {
	own := st.left + st.behind()
	name := []rune(saysNothing.compiled().ReplaceAllString(words, ""))
	for i := range name[:max(0, len(name)-1)] {
		if two := string(name[i : i+2]); !strings.Contains(two, st.unit) && strings.Contains(own, two) {
			return true
		}
	}
	return false
}

// growthByName finds a change right that is between two amounts of one name and of the times that it compares, of which sentences near it
// tell one or both: 2023年办结90件，比上年增长12.5%。2022年办结80件.
func (s *sentenceClaims) growthByName(near []*claim) {
	for _, st := range s.claims {
		if st.role != change || st.kind == points || st.kind == flat || st.masked || st.reckon.verdict != "" {
			continue
		}
		for _, to := range s.namedBy(st, near) {
			earlier := st.comparedTime(to)
			for _, from := range near {
				if from.unit == to.unit && !earlier.IsZero() && from.times.first() == earlier && from.isNamedAs(to) && (st.kind == percent || max(from.digit, to.digit) <= st.digit) {
					st.follows(move{from: from, to: to})
				}
			}
		}
	}
}

// namedBy are the amounts that a change may be of: that of its subject, else those near it that it names.
func (s *sentenceClaims) namedBy(st *claim, near []*claim) []*claim {
	if current := st.subject.current; current != nil {
		return []*claim{current}
	}
	return slices.DeleteFunc(slices.Clone(near), func(to *claim) bool {
		name := strings.TrimRight(to.name(), "费数额量")
		return len([]rune(name)) < 2 || !strings.Contains(st.left, name) || st.kind == count && to.unit != st.unit
	})
}

// comparedTime is the time with which a change compares that of an amount; zero where it is not known.
func (st *claim) comparedTime(to *claim) jianfu.Period {
	later := to.times.first()
	switch {
	case later.IsZero():
		return later
	case st.compare.kind == metrics.NamedPeriod:
		return st.compare.period
	case st.compare.kind == metrics.PreviousPeriod:
		return later.Previous()
	}
	return later.YearEarlier()
}

// name is what a count counts, in the words of its clause before it.
func (st *claim) name() string {
	words := nameEnd.compiled().ReplaceAllString(st.left, "")
	return strings.TrimSpace(words[strings.LastIndexAny(words, "，；：、（）")+1:])
}

// isNamedAs reports whether two counts end in the same words.
func (st *claim) isNamedAs(other *claim) bool { return endAlike(st.name(), other.name()) }

// endAlike reports whether two names end in the same words: all of one, or three characters.
func endAlike(name, other string) bool {
	a, b := []rune(name), []rune(other)
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n > 2 || n == 2 && n == min(len(a), len(b))
}
