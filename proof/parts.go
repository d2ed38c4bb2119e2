package proof

import (
	"slices"
	"strings"
	"unicode"

	"jianfu"
)

var (
	partWords = compile(`其中|中，|分别|包括|[含即：（]|分为|[分按]\p{Han}{0,6}[：，]?$`)
	inBracket = compile(`（[^（）]*）`)
	sortedBy  = compile(`^[^，；：]{0,40}(?:其中|按|从|分类|类型|类别|性质|来源|渠道|方式|方面)`)
)

// partitions finds right the totals that counts behind them add up to: those of whole lists first, since what is of a list is no total of
// it; then those at hand, from the last to the first, since the parts of a part are none of the whole, the small ones, which are as easily met by
// chance, after the others; and the lists that are whole without these.
func (r *reading) partitions() {
	r.wholeLists()
	for _, small := range []bool{false, true, false} {
		for i, s := range slices.Backward(r.sentences) {
			for j, st := range slices.Backward(s.claims) {
				if st.isAmount() && st.isLarge() != small {
					s.partition(j, r.beside(i, 1), r.beside(i, 2))
				}
			}
		}
	}
	r.wholeLists()
}

// wholeLists finds right the totals that the lists of later sentences and paragraphs add up to.
func (r *reading) wholeLists() {
	var totals []*claim // so far, outside of tables
	for i, s := range r.sentences {
		if s.passage.cell {
			continue
		}
		near := totals[max(0, len(totals)-maxBack):]
		for _, list := range r.listsAt(i) {
			if st := list.totalOf(near); st != nil && list.isOf(st) {
				st.takeParts(list.parts)
			}
		}
		r.listBefore(i)
		s.columns()
		holdTwins(r.alongside(i), near)
		if i > 0 && r.leadsTo(i) {
			r.sentences[i-1].listBehind(r.alongside(i))
		}
		totals = append(totals, s.outerAmounts()...)
	}
}

// maxBefore is how many sentences tell a list whose total is behind it.
const maxBefore = 3

// listBefore finds right a total that all counts of its unit in the sentences before it add up to: 小学320人，初中165人，高中73人。全市共有
// 教师558人.
func (r *reading) listBefore(i int) {
	var outer []*claim
	for back := 1; back <= maxBefore; back++ {
		before := r.beside(i, -back)
		if before == nil {
			return
		}
		outer = append(besideEachOther(before.outerAmounts()), outer...)
		for _, st := range r.sentences[i].outerAmounts() {
			l := list{parts: slices.DeleteFunc(slices.Clone(outer), func(part *claim) bool { return part.unit != st.unit })}
			if len(l.parts) > 2 && st.isHardlyMet() && st.partOf == nil && l.totalOf([]*claim{st}) == st {
				st.takeParts(l.parts)
			}
		}
	}
}

// columns finds right the counts of the last part of a sentence that those at the same places of the parts before it add up to, two at least:
// 甲收到18件，办结17件；乙收到2件，办结2件；共收到20件，办结19件.
func (s *sentenceClaims) columns() {
	items := itemsOf(slices.DeleteFunc(s.outerAmounts(), func(st *claim) bool { return st.isWordsOnly() && st.isSmall() })) // 两个信箱
	if len(items) < 3 || len(items) > maxBack {
		return
	}
	last := items[len(items)-1]
	var lists []list
	for place, st := range last {
		l := list{}
		for _, item := range items[:len(items)-1] {
			if len(item) != len(last) || item[place].unit != st.unit {
				return
			}
			l.parts = append(l.parts, item[place])
		}
		if l.totalOf([]*claim{st}) != st {
			return
		}
		lists = append(lists, l)
	}
	for place, l := range lists {
		if len(lists) > 1 {
			last[place].takeParts(l.parts)
		}
	}
}

// leadsTo reports whether 其中 is between a sentence and the one before it.
func (r *reading) leadsTo(i int) bool {
	s, before := r.sentences[i], r.sentences[i-1]
	return strings.HasPrefix(s.opening(), "其中") || hasWordAt(before.passage.runes, before.in.end+1, "其中")
}

// listBehind finds right a total that the first counts of a list add up to, which 其中 behind its sentence leads to.
func (s *sentenceClaims) listBehind(lists []list) {
	for _, st := range s.outerAmounts() {
		for _, l := range lists {
			if n := st.addedUp(l.parts); st.partOf == nil && st.reckon.verdict == "" && l.parts[0].unit == st.unit && n > 1 && (list{parts: l.parts[:n], sorted: true}).isOf(st) {
				st.takeParts(l.parts[:n])
			}
		}
	}
}

// holdTwins finds right the totals of one sentence that lists of different units add up to, however small: 事故4起、死亡1人, and of each
// field 3起、1人 and 1起、0人.
func holdTwins(lists []list, totals []*claim) {
	found := map[*sentence][]int{}
	matched := make([]*claim, len(lists))
	for i, l := range lists {
		if st := l.totalOf(totals); st != nil {
			matched[i] = st
			found[st.in] = append(found[st.in], i)
		}
	}
	for _, at := range found {
		if len(at) > 1 {
			for _, i := range at {
				matched[i].takeParts(lists[i].parts)
			}
		}
	}
}

// partition finds right a total that the next counts of its unit add up to, in its sentence or on into the next one, or two where it is
// said to be one or 其中 begins the next: all of them, those outside of brackets, or those that are not behind 其中; and other groups of
// them that add up to it too.
func (s *sentenceClaims) partition(i int, next ...*sentenceClaims) {
	st := s.claims[i]
	behind := st.amountsIn(nil, s.claims[i+1:])
	for n, after := range next {
		if after != nil && (n == 0 || st.total || goesOn(next[0].opening())) {
			behind = st.amountsIn(behind, after.claims)
		}
	}
	same := slices.DeleteFunc(slices.Clone(behind), func(part *claim) bool { return part.unit != st.unit })
	if s.groups(st, same) {
		return
	}
	for _, but := range []func(*claim) bool{
		func(part *claim) bool { return part.partOf != nil },
		func(part *claim) bool { return part.clause.inside },
		func(part *claim) bool { return part.of && !st.of },
	} {
		if kept := slices.DeleteFunc(slices.Clone(same), but); len(kept) < len(same) && s.groups(st, kept) {
			return
		}
	}
	if len(behind) > len(same) {
		s.groups(st, behind)
	}
}

// amountsIn adds the first of some claims that a total may be of to a list of maxBack.
func (st *claim) amountsIn(list, claims []*claim) []*claim {
	for _, part := range claims[:min(len(claims), maxBack)] {
		if len(list) < maxBack && part.isAmount() && sameUnit(part.unit, st.unit) {
			list = append(list, part)
		}
	}
	return list
}

// groups takes each group of counts that adds up to a total, one after the other, and reports whether there is one.
func (s *sentenceClaims) groups(st *claim, behind []*claim) (any bool) {
	for len(behind) > 1 {
		n := st.addedUp(behind)
		if n == 0 || !s.areParts(st, behind[:n], behind[n:]) {
			break
		}
		st.takeParts(behind[:n])
		behind, any = behind[n:], true
	}
	return any
}

// takeParts keeps that some counts are the parts of a total.
func (st *claim) takeParts(parts []*claim) {
	text := sumText(parts)
	switch {
	case parts[0].partOf == st: // it is known
	case st.reckon.verdict == "":
		st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中 %[1]s", "the text's own %[1]s", text)}
	case st.reckon.verdict == Right:
		st.reckon.why.ZH += "；" + text
		st.reckon.why.EN += "; " + text
	}
	for _, part := range parts {
		if slices.Contains(parts, part.partOf) { // one of a list beside it is none of its parts: 维持17件，纠正3件，其他1件，未结2件
			part.partOf.reckon = reckoning{}
		}
		part.partOf = st
	}
}

// addedUp is how many of some counts add up to a total; 0 where no first ones do.
func (st *claim) addedUp(behind []*claim) int {
	if !st.value.isWithin(maxRough) || st.unit == "‰" { // rates are of no total
		return 0
	}
	sum := total{}
	for i, part := range behind {
		sum.add(part)
		switch {
		case sum.isSurelyAbove(st):
			return 0
		case i > 0 && sum.mayBe(st, behind[:i+1]):
			return i + 1
		}
	}
	return 0
}

// total is a sum of counts by their whole parts alone, which mostly tells that it is not the one looked for: exact sums take much longer.
type total struct {
	whole int64
	off   int64 // by which the sum may be more, or less
}

func (t *total) add(part *claim) {
	t.whole += part.whole
	t.off += part.slack
}

func (t *total) isSurelyAbove(st *claim) bool { return t.whole-t.off-st.slack > st.whole }

// mayBe reports whether the sum of some parts may be a count.
func (t *total) mayBe(st *claim, parts []*claim) bool {
	if t.whole-t.off-st.slack > st.whole || t.whole+t.off+st.slack < st.whole {
		return false
	}
	sum := known(jianfu.Decimal{})
	for _, part := range parts {
		sum = sum.plus(part.asFineAs(st))
	}
	return sum.mayBe(st.value)
}

// asFineAs is the amount of a part of a rounded total, which is written as finely as that is: 1万 of 27.3万 is 1.0万.
func (st *claim) asFineAs(total *claim) amount {
	fine := total.half()
	if st.value.exact || st.value.loose || total.value.exact || total.value.loose || st.half().Cmp(fine) <= 0 {
		return st.value
	}
	return amount{low: st.value.at.Sub(fine), at: st.value.at, high: st.value.at.Add(fine)}
}

// maxRough is into how many parts what a total is rough by goes at least: others add up to 50多个 by chance.
const maxRough = 20

// minTotal is the least total that its parts hardly add up to by chance.
const minTotal = 30

// areParts reports whether counts that add up to a total, and those behind them, are surely its parts and no others: words say so, they
// are alike, or the total is not small.
func (s *sentenceClaims) areParts(st *claim, parts, rest []*claim) bool {
	between := inBracket.compiled().ReplaceAllString(string(s.passage.runes[st.end:max(st.end, parts[0].start)]), "")
	last, near, led := parts[len(parts)-1], parts[0].in == s.in, st.leads(parts, between)
	switch {
	case !st.mayHave(parts, between, led):
		return false
	case near && last.in != s.in: // 来电44件，来信9件。城东20件，城西3件
		return st.total || parts[0].of && st.isHardlyMet() || areShared(parts)
	case led:
		return true
	case st.mixes(parts):
		return false
	case !near:
		return s.areNextParts(st, parts, rest)
	case st.total:
		return true
	case strings.ContainsAny(between[:min(len(between), len("；"))], "；;、"), st.isClassWith(parts), s.isListedWith(st, parts, rest): // one of the list itself
		return false
	}
	return st.isHardlyOf(parts, len(rest) == 0) || alike(parts)
}

// leads reports whether words such as 其中, behind a count, say that others are parts: of those behind one 其中, none is a part of another.
func (st *claim) leads(parts []*claim, between string) bool {
	return parts[0].of && !st.of || parts[0].in == st.in && partWords.MatchString(between)
}

// areShared reports whether a share is behind each of some counts.
func areShared(parts []*claim) bool {
	return !slices.ContainsFunc(parts, func(part *claim) bool { return !part.shared })
}

// isHardlyOf reports whether some counts, which may be all that are there, hardly add up to another by chance.
func (st *claim) isHardlyOf(parts []*claim, all bool) bool {
	tiny := slices.ContainsFunc(parts, func(part *claim) bool { return part.number.Mul(power(1)).Cmp(st.number) < 0 })
	return st.isHardlyMet() || st.isLarge() && (len(parts) > 2 || all && !tiny)
}

// mayHave reports whether some counts may be the parts of a total: within the bracket that it is in, each less than it, all in brackets or
// none, and none of them a part of what the total itself is one of. Led by words such as 其中, they may name others themselves.
func (st *claim) mayHave(parts []*claim, between string, led bool) bool {
	outside := st.clause.inside && strings.ContainsRune(between, '）')
	return !outside && !slices.ContainsFunc(parts, func(part *claim) bool {
		beside := st.partOf != nil && part.partOf == st.partOf // half of a whole is as much as the other half
		return part.of && !led && !st.of || part.clause.inside != parts[0].clause.inside || part.number.Cmp(st.number) >= 0 || beside
	})
}

// mixes reports whether some counts are in units that differ, or in another than a small total: 检查8家，发现4条，整改4条.
func (st *claim) mixes(parts []*claim) bool {
	other := func(part *claim) bool { return unitRoot(part.unit) != unitRoot(parts[0].unit) }
	return slices.ContainsFunc(parts, other) || other(st) && !st.isLarge()
}

// unitRoot is a unit without 次, with which 件次 counts as 件 does.
func unitRoot(unit string) string {
	if root := strings.TrimSuffix(unit, "次"); root != "" && root != "人" {
		return root
	}
	return unit
}

// isLarge reports whether others hardly add up to a count by chance.
func (st *claim) isLarge() bool { return st.number.Cmp(jianfu.NewDecimal(minTotal)) >= 0 }

// isHardlyMet reports whether even two others hardly add up to a count by chance.
func (st *claim) isHardlyMet() bool { return st.isExact() && st.number.Cmp(hundred) >= 0 }

// isClassWith reports whether a count is of a class as others are.
func (st *claim) isClassWith(parts []*claim) bool { return areClasses(append([]*claim{st}, parts...)) }

// areNextParts reports whether the counts of the next sentence that add up to a total are surely its parts.
func (s *sentenceClaims) areNextParts(st *claim, parts, rest []*claim) bool {
	many := len(parts) > 2 && st.isLarge() && !st.isClassWith(parts)
	whole := len(rest) == 0 && alike(parts)
	return st.total || many || whole || areShared(parts) || goesOn(string(s.passage.runes[parts[0].in.start:parts[0].start]))
}

// isListedWith reports whether a count is one of a list, as those are that seem to be its parts: less is before it, a share behind it
// as behind them, or the list goes on behind them.
func (s *sentenceClaims) isListedWith(st *claim, parts, rest []*claim) bool {
	at := slices.Index(s.claims, st)
	if at > 0 {
		if before := s.claims[at-1]; before.isAmount() && before.unit == st.unit && before.number.Cmp(st.number) < 0 && st.clause.mark != '；' {
			return true
		}
	}
	if st.shared && areShared(parts) {
		return true
	}
	last := parts[len(parts)-1]
	return len(rest) > 0 && rest[0].in == last.in && rest[0].clause.mark == last.clause.mark && !rest[0].of && !st.isLarge()
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

// list is a whole list of counts of one unit.
type list struct {
	parts  []*claim
	sorted bool // words before it say by what it is sorted
	next   bool // its total stands right before it, or before other lists of it
	far    bool // it goes on over several sentences
}

// listsAt are the whole lists that a sentence tells: all of its counts, those between ： or ；, the first behind each ；, those behind the
// first, those of the paragraphs from it on to the next heading, and with the sentences behind it those at the same place of each.
func (r *reading) listsAt(i int) []list {
	s := r.sentences[i]
	outer := besideEachOther(s.outerAmounts())
	if len(outer) == 0 {
		return nil
	}
	lists := append(splitLists(s.passage.runes, outer, "：:"), splitLists(s.passage.runes, outer, "；;")...)
	sorted := sortedBy.MatchString(string(s.passage.runes[s.in.start:outer[0].start]))
	lists = append(lists, list{parts: outer, sorted: sorted}, list{parts: s.outerAmounts()[1:]})
	for place := range maxItem {
		lists = append(lists, atPlace(itemsOf(outer), outer[0].unit, place))
	}
	for _, l := range r.alongside(i) {
		lists = append(append(lists, l), r.section(i, l.parts[0].unit)...)
	}
	return lists
}

// besideEachOther are the counts of a sentence without those that 其中 names as parts of others of it.
func besideEachOther(outer []*claim) []*claim {
	if len(outer) == 0 || outer[0].of {
		return outer
	}
	return slices.DeleteFunc(slices.Clone(outer), func(st *claim) bool { return st.of })
}

// maxItem is how many counts of one unit an item of a list has.
const maxItem = 2

// itemsOf are the counts of each part of a sentence.
func itemsOf(outer []*claim) [][]*claim {
	var items [][]*claim
	for i, st := range outer {
		if i == 0 || st.part != outer[i-1].part {
			items = append(items, nil)
		}
		items[len(items)-1] = append(items[len(items)-1], st)
	}
	return items
}

// atPlace is the list of the counts of a unit at one place of each item, as long as they have one.
func atPlace(items [][]*claim, unit string, place int) list {
	l := list{sorted: true}
	for _, item := range items {
		own := slices.DeleteFunc(slices.Clone(item), func(st *claim) bool { return st.unit != unit })
		if len(own) <= place {
			break
		}
		l.parts, l.sorted = append(l.parts, own[place]), l.sorted && own[place].shared
	}
	return l
}

// alongside are the lists of the counts of each unit at the same place that a sentence and those behind it tell, without those in which
// 其中 tells the parts of one of them.
func (r *reading) alongside(i int) []list {
	var items [][]*claim
	for _, s := range r.sentences[i:min(len(r.sentences), i+maxBack)] {
		if s.passage.cell {
			break
		}
		if len(items) == 0 || !strings.HasPrefix(s.opening(), "其中") {
			items = append(items, besideEachOther(s.outerAmounts()))
		}
	}
	var lists []list
	places := map[string]int{} // of each unit, so far
	for _, st := range items[0] {
		if place := places[st.unit]; place < maxItem {
			l := atPlace(items, st.unit, place)
			l.next = true
			lists = append(lists, l)
		}
		places[st.unit]++
	}
	return lists
}

// section are the lists of all counts of one unit from a sentence on to the end of each of those behind it, before the next heading.
func (r *reading) section(i int, unit string) []list {
	var lists []list
	l := list{next: true}
	for j := i; j < min(len(r.sentences), i+maxList) && len(l.parts) < maxList; j++ {
		next := r.sentences[j]
		if next.passage.cell || j > i && next.passage.heading {
			break
		}
		for _, st := range besideEachOther(next.outerAmounts()) {
			if st.unit == unit {
				l.parts = append(l.parts, st)
			}
		}
		if j > i {
			lists = append(lists, list{parts: slices.Clip(l.parts), next: true, far: true})
		}
	}
	return lists
}

// splitLists are the lists that marks set apart; none where there are no marks.
func splitLists(text []rune, outer []*claim, marks string) []list {
	var lists []list
	from := 0
	for j, st := range outer[1:] {
		if slices.ContainsFunc(text[outer[j].end:st.start], func(r rune) bool { return strings.ContainsRune(marks, r) }) {
			lists, from = append(lists, list{parts: outer[from : j+1]}), j+1
		}
	}
	if from == 0 {
		return nil
	}
	return append(lists, list{parts: outer[from:], sorted: true})
}

// outerAmounts are the counts of a sentence that are no parts of another of it.
func (s *sentenceClaims) outerAmounts() []*claim {
	var list []*claim
	for _, st := range s.claims {
		if st.isAmount() && !(st.clause.inside && len(list) > 0) && (st.partOf == nil || st.partOf.in != s.in) {
			list = append(list, st)
		}
	}
	return list
}

// totalOf is the nearest of some totals that the counts of a list add up to, all of them; nil where there is none.
func (l list) totalOf(totals []*claim) *claim {
	if len(l.parts) < 2 || len(l.parts) > maxList || len(totals) == 0 {
		return nil
	}
	sum := total{}
	for _, part := range l.parts {
		if part.unit != l.parts[0].unit || part.partOf != nil {
			return nil
		}
		sum.add(part)
	}
	var between []*claim
	for _, st := range slices.Backward(totals) {
		switch {
		case st.unit != l.parts[0].unit || slices.Contains(l.parts, st):
		case !sum.mayBe(st, l.parts) || !st.value.isWithin(maxRough) || l.lost(st):
			between = append(between, st)
		case l.next && st.isBehind(between):
			return nil
		default:
			return st
		}
	}
	return nil
}

// isBehind reports whether a total of another sentence than one, and no part of it, is between it and its list.
func (st *claim) isBehind(between []*claim) bool {
	return slices.ContainsFunc(between, func(other *claim) bool { return other.in != st.in && other.partOf != st })
}

// lost reports whether a count of a list is less than what a total is rounded by.
func (l list) lost(st *claim) bool {
	return slices.ContainsFunc(l.parts, func(part *claim) bool {
		return part.value.at.Sign() > 0 && part.value.at.Cmp(st.value.high.Sub(st.value.low)) < 0
	})
}

// areOfOneRow reports whether counts of several sentences are written alike: by the words before or behind them, with a share each, or each
// the first of its sentence.
func areOfOneRow(parts []*claim) bool {
	unlike := func(behind string) bool {
		return slices.ContainsFunc(parts, func(part *claim) bool { return !strings.HasPrefix(part.behind(), behind) })
	}
	name := []rune(parts[0].behind())
	named := len(name) > 1 && unicode.Is(unicode.Han, name[0]) && !unlike(string(name[:2]))
	return named || alike(parts) || areShared(parts) || areClasses(parts)
}

// maxList is how many counts a list has that somebody adds up.
const maxList = 60

// isOf reports whether a list that adds up to a total is hardly one of anything else.
func (l list) isOf(st *claim) bool {
	if l.far && !areOfOneRow(l.parts) {
		return false
	}
	sure := st.isLarge() && (len(l.parts) > 2 || st.total) || st.isHardlyMet() && l.sorted || st.isExact() && st.number.Cmp(power(3)) > 0
	return sure && st.reckon.verdict != Wrong && !slices.ContainsFunc(l.parts, func(part *claim) bool { return part.number.Cmp(st.number) >= 0 })
}
