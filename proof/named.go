package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	shareNamed = compile(`^(.*?)占((?:\p{Han}|[A-Z]){2,14}?)的?(?:比重|比例|份额)?(?:的|约|为|是|达|到)*$`)
	shareOnly  = compile(`^(.+?)(?:所占)?(?:占比|比重|比例)(?:约|为|是|达|到|：)*$`)
	nameStart  = compile(`^(?:.*(?:共|受理|接收|收到|接到|办理|实现|完成)|其中|全市|全省|全国|全县|全区|全年|本月|本年)*`)
	nameEnd    = compile(`(?:共|合计|总|约|为|有|达|到|是|数|量|完成|：)*$`)
)

// nameOf are the words of a claim without those that are said of any.
func nameOf(words string) string {
	words = inBracket.compiled().ReplaceAllString(words, "") // 生产总值（GDP）
	return nameStart.compiled().ReplaceAllString(nameEnd.compiled().ReplaceAllString(strings.TrimSpace(words), ""), "")
}

// namedIn is the last of some amounts that a name is of, the last that has no other words first; and whether that is the only one of these.
func namedIn(history []*claim, name string, not *claim) (found *claim, sure bool) {
	name = nameOf(name)
	n := 0
	for _, st := range slices.Backward(history) {
		own := nameOf(st.left)
		if name == "" || st == not || !strings.HasSuffix(own, name) && !strings.HasSuffix(st.left, "（"+name+"）") {
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
		known := slices.Concat(history[max(0, len(history)-maxBack):], countsBefore(s.claims[max(0, i-2*maxBack):i], nil))
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

// sharesByName finds the shares of two decimals right that name what they are of, against the amounts of such names near them, of later
// sentences too: 商品类投诉38万件，占投诉总量的57.12%。共受理投诉66万件.
func (s *sentenceClaims) sharesByName(near []*claim) {
	for i, st := range s.claims {
		m := shareNamed.FindStringSubmatch(st.left)
		if m == nil || st.kind != percent || st.masked || st.places() < 2 || st.reckon.verdict != "" {
			continue
		}
		part := s.partOf(i)
		value, ok := part.asWritten()
		for _, whole := range near {
			all, known := whole.asWritten()
			if !ok || !known || whole == part || !sameUnit(part.unit, whole.unit) || !endAlike(nameOf(m[2]), nameOf(whole.left)) || st.reckon.verdict != "" {
				continue
			}
			if d := st.shareOf(value, all, part); d != nil {
				st.compute(*d)
			}
		}
	}
}

// namesOf are the part and the whole that a share names, or has before it; sure where nothing else can be meant.
func (s *sentenceClaims) namesOf(i int, known []*claim, last *claim) (part, whole *claim, sure bool) {
	left := s.claims[i].left
	if m := shareNamed.FindStringSubmatch(left); m != nil && !shareWords.MatchString(left) {
		if part = s.partOf(i); m[1] != "" && part != nil && m[1] != "，" {
			part = nil
		}
		direct := part != nil
		if !direct {
			part, _ = namedIn(known, strings.TrimPrefix(m[1], "，"), nil)
		}
		switch all := shareOfAll.MatchString(left); {
		case all && (direct || part == nil):
			return nil, nil, false
		case all: // 乡级问题占问题总数的94%
			return part, part.partOf, false
		}
		whole, sure = namedIn(slices.DeleteFunc(known, func(st *claim) bool { return part != nil && st.number.Cmp(part.number) < 0 }), m[2], part)
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

// balance is an amount that is the sum of others by their names, or what others leave of the first: 自然增长率=出生率-死亡率.
type balance struct {
	name  string
	terms []string
	sign  string
}

var balances = func() (list []balance) {
	for _, text := range lexis("balances") {
		name, of, _ := strings.Cut(text, "=")
		sign := "+"
		if strings.Contains(of, "-") {
			sign = "-"
		}
		b := balance{name: nameOf(name), sign: sign}
		for _, term := range strings.Split(of, sign) {
			b.terms = append(b.terms, nameOf(term))
		}
		list = append(list, b)
	}
	return list
}()

// isNamed reports whether words end with the name of a balance.
func (b balance) isNamed(words string) bool {
	return strings.Contains(words, b.name) && strings.HasSuffix(nameOf(words), b.name)
}

// isBalance reports whether words end with the name of one.
func isBalance(words string) bool {
	return slices.ContainsFunc(balances, func(b balance) bool { return b.isNamed(words) })
}

// balances holds amounts that follow by their names from others near them. Where the sentence itself, or the next one, tells all of these
// and nothing else of their names is there, an amount that does not follow is wrong.
func (s *sentenceClaims) balances(near []*claim, next *sentenceClaims) {
	for _, st := range s.claims {
		for _, b := range balances {
			if !st.isAmount() || st.reckon.verdict != "" || !b.isNamed(st.left) {
				continue
			}
			if d := b.of(st, near); d != nil && (st.holdAmount(d.right) == agrees || d.sure) {
				d.sure = d.sure && !slices.ContainsFunc(d.of, func(term *claim) bool { return term.in != s.in && (next == nil || term.in != next.in) })
				st.compute(*d)
			}
		}
	}
}

// of is what an amount is by the terms of its balance; nil where one of them is not there.
func (b balance) of(st *claim, near []*claim) *derived {
	d := derived{sure: b.sign == "+"}
	for i, name := range b.terms {
		term, only := namedIn(near, name, st)
		value, ok := term.trusted()
		if !ok || term.unit != st.unit {
			return nil
		}
		switch d.of, d.sure = append(d.of, term), d.sure && only; {
		case i == 0:
			d.right = value
		case b.sign == "-":
			d.right = d.right.minus(value)
		default:
			d.right = d.right.plus(value)
		}
	}
	d.why = jianfu.Say("文中 %s", "the text's own %s", strings.ReplaceAll(sumText(d.of), "+", b.sign))
	return &d
}

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
		if d == nil {
			return false
		}
		if agreement := st.holdAmount(d.right); agreement != agrees && (agreement != cut || st.places() == 0) {
			return false
		}
		shares = append(shares, d)
	}
	for i, st := range numbers {
		st.compute(*shares[i])
	}
	return true
}
