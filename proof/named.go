package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	shareNamed = compile(`^(.*?)占(\p{Han}{2,14}?)的?(?:比重|比例|份额)?(?:的|约|为|是|达|到)*$`)
	shareOnly  = compile(`^(.+?)(?:所占)?(?:占比|比重|比例)(?:约|为|是|达|到|：)*$`)
	nameStart  = compile(`^(?:.*(?:共|受理|接收|收到|接到|办理|实现|完成)|其中|全市|全省|全国|全县|全区|全年|本月|本年)*`)
	nameEnd    = compile(`(?:共|合计|总|约|为|有|达|到|是|数|量|完成|：)*$`)
)

// nameOf are the words of a claim without those that are said of any.
func nameOf(words string) string {
	return nameStart.compiled().ReplaceAllString(nameEnd.compiled().ReplaceAllString(strings.TrimSpace(words), ""), "")
}

// namedIn is the last of some amounts that a name is of, the last that has no other words first; and whether that is the only one of these.
func namedIn(history []*claim, name string, not *claim) (found *claim, sure bool) {
	name = nameOf(name)
	n := 0
	for _, st := range slices.Backward(history) {
		own := nameOf(st.left)
		if name == "" || st == not || !strings.HasSuffix(own, name) {
			continue
		}
		if own == name {
			n++
		}
		if found == nil || own == name && n == 1 {
			found = st
		}
	}
	return found, n == 1
}

// namedShares holds the shares that name what they are of against the amounts of these names before: 投诉150件，占诉求的30%; 农业产值占
// 总产值的比重为10%，工业产值比重为40%.
func (s *sentenceClaims) namedShares(history []*claim) {
	var last *claim // the whole of the share before
	for i, st := range s.claims {
		if st.kind != percent || st.role == change || st.masked || st.reckon.verdict != "" {
			continue
		}
		known := slices.Concat(history[max(0, len(history)-maxBack):], countsBefore(s.claims, st))
		part, whole, sure := s.namesOf(i, known, last)
		if part == nil || whole == nil || part == whole || !sameUnit(part.unit, whole.unit) {
			continue
		}
		last = whole
		a, _ := part.trusted() // as those of any amounts
		b, _ := whole.trusted()
		if d := st.shareOf(a, b, part); d != nil {
			d.sure, d.plain = sure && d.right.exact, true
			st.compute(*d)
		}
	}
}

// namesOf are the part and the whole that a share names, or has before it; sure where nothing else can be meant.
func (s *sentenceClaims) namesOf(i int, known []*claim, last *claim) (part, whole *claim, sure bool) {
	left := s.claims[i].left
	if m := shareNamed.FindStringSubmatch(left); m != nil && !shareWords.MatchString(left) && !shareOfAll.MatchString(left) {
		if part = s.partOf(i); m[1] != "" && part != nil && m[1] != "，" {
			part = nil
		}
		direct := part != nil
		if !direct {
			part, _ = namedIn(known, m[1], nil)
		}
		whole, sure = namedIn(known, m[2], part)
		return part, whole, sure && direct
	}
	if m := shareOnly.FindStringSubmatch(left); m != nil && last != nil {
		part, _ = namedIn(known, m[1], last)
	}
	return part, last, false
}

// alikeShares holds a share that nothing decides, the only one of its sentence, against what those of the sentences around it are of, in
// the same words.
func (r *reading) alikeShares() {
	for i, s := range r.sentences {
		st := s.onlyShare()
		if st == nil || st.reckon.verdict != "" || s.passage.cell {
			continue
		}
		part := s.partOf(slices.Index(s.claims, st))
		value, ok := part.exactlyWritten()
		whole, agreed := r.wholeAround(i, st)
		if !ok || !agreed {
			continue
		}
		if d := st.shareOf(value, known(whole), part); d != nil {
			d.sure, d.of = true, []*claim{part}
			st.compute(*d)
		}
	}
}

// wholeAround is what the shares around a sentence are of that are in the words of its own: of two at least, and all of them.
func (r *reading) wholeAround(at int, st *claim) (whole jianfu.Decimal, agreed bool) {
	n := 0
	for i := max(0, at-2); i < min(len(r.sentences), at+3); i++ {
		other := r.sentences[i].onlyShare()
		if other == nil || other.left != st.left || other.reckon.verdict != Right || other.reckon.whole.Sign() == 0 {
			continue
		}
		if n > 0 && other.reckon.whole.Cmp(whole) != 0 {
			return whole, false
		}
		whole, n = other.reckon.whole, n+1
	}
	return whole, n > 1
}

// onlyShare is the only share of a sentence; nil where there is none, or several.
func (s *sentenceClaims) onlyShare() (only *claim) {
	for _, st := range s.claims {
		if st.role == share && only != nil {
			return nil
		}
		if st.role == share {
			only = st
		}
	}
	return only
}

var (
	pointWords = compile(`(?:比|较|高于|低于|快于|慢于)([^，。；]{2,20}?)(?:的)?(?:增速|增幅|水平)?(?:加快|放缓|回升|回落|提高|下降|上升|提升|降低|快|慢|高|低)?了?$`)
	pointsDown = compile(`低于|慢于|放缓|回落|下降|降低|慢$|低$`)
)

// pointMoves finds percentage points right that two percentages of the text are apart, of which the words name the other: 增长3.4%，高于
// 全市增速2.1个百分点.
func (s *sentenceClaims) pointMoves(around ...*sentenceClaims) {
	than := "" // what the points are compared with
	for i, st := range s.claims {
		if m := pointWords.FindStringSubmatch(st.before()); m != nil {
			than = m[1]
		} else if i == 0 || s.claims[i-1].kind != points {
			than = ""
		}
		if own := s.percentBefore(i); st.kind == points && !st.masked && own != nil && st.reckon.verdict == "" {
			s.pointMove(i, own, than, around)
		}
	}
}

// pointMove holds points against the percentage that they are of and the one in brackets before them, or those named as what they are
// compared with.
func (s *sentenceClaims) pointMove(i int, own *claim, than string, around []*sentenceClaims) {
	if prior := s.claims[i-1]; prior.kind == percent && prior.clause.inside && prior != own { // 增长8%，较一季度（6%）回升2个百分点
		s.claims[i].holdPoints(own, prior)
		return
	}
	for _, in := range append([]*sentenceClaims{s}, around...) {
		if than != "" {
			in.holdPointsThan(s.claims[i], own, than)
		}
	}
}

// maxNamed is how many characters before a percentage name it.
const maxNamed = 24

// holdPointsThan holds points against each percentage of a sentence before which the words are that they are compared with.
func (s *sentenceClaims) holdPointsThan(st, own *claim, than string) {
	for _, other := range s.claims {
		words := string(s.passage.runes[max(s.in.start, other.start-maxNamed):other.start])
		if other != own && other.kind == percent && st.reckon.verdict == "" && strings.Contains(words, than) {
			st.holdPoints(own, other)
		}
	}
}

// percentBefore is the percentage that a claim is a change of: the one that its row goes on with, else the last before it.
func (s *sentenceClaims) percentBefore(i int) *claim {
	if item := s.claims[i].item; item != nil && item.before != nil && item.before.kind == percent {
		return item.before
	}
	for _, st := range slices.Backward(s.claims[:i]) { // points of the row before
		if st.kind == percent && st.role != base && !st.clause.inside {
			return st
		}
	}
	return nil
}

// holdPoints finds a claim right where two percentages are as far apart, and the way that it says.
func (st *claim) holdPoints(own, other *claim) {
	moved := signedNumber(own).Sub(signedNumber(other))
	way := 1
	if st.sign < 0 || pointsDown.MatchString(st.left) {
		way = -1
	}
	if own.isPlainPercent() && other.isPlainPercent() && moved.Abs().Cmp(st.number) == 0 && moved.Sign() == way {
		st.reckon = reckoning{verdict: Right, why: jianfu.Say("文中 %s%%→%s%%", "the text's own %s%% → %s%%", signedNumber(other), signedNumber(own))}
	}
}

// isPlainPercent reports whether a claim is a percentage that is written plainly.
func (st *claim) isPlainPercent() bool { return st.kind == percent && st.bound == exact && !st.masked }

// ratios holds the numbers of a ratio, as 三次产业比例为8:50:42, against the parts of a total before it, as many as they are.
func (r *reading) ratios() {
	parts := map[*claim][]*claim{}
	var totals []*claim // so far
	for i, st := range r.claims {
		if st.isAmount() {
			totals = append(totals, st)
		}
		if st.partOf != nil {
			parts[st.partOf] = append(parts[st.partOf], st)
		}
		if !st.ratio || i > 0 && r.claims[i-1].ratio {
			continue
		}
		numbers := r.claims[i:]
		if end := slices.IndexFunc(numbers, func(next *claim) bool { return !next.ratio }); end > 0 {
			numbers = numbers[:end]
		}
		holdRatio(numbers, totals, parts)
	}
}

// holdRatio finds the numbers of a ratio right by the last of some totals whose parts they are of.
func holdRatio(numbers, totals []*claim, parts map[*claim][]*claim) {
	for _, total := range slices.Backward(totals) {
		if isRatioOf(numbers, parts[total], total) {
			return
		}
	}
}

// isRatioOf finds the numbers of a ratio right where each is that of a part in percent of the total.
func isRatioOf(numbers, parts []*claim, total *claim) bool {
	whole, ok := total.trusted()
	if !ok || !whole.isPositive() || len(numbers) != len(parts) {
		return false
	}
	var shares []*derived
	for i, st := range numbers {
		part, _ := parts[i].trusted() // as that of any amount
		d := st.shareOf(part, whole, parts[i])
		if d == nil || st.holdAmount(d.right) != agrees {
			return false
		}
		shares = append(shares, d)
	}
	for i, st := range numbers {
		st.compute(*shares[i])
	}
	return true
}
