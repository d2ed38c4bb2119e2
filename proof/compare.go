package proof

import (
	"strings"
)

// What most changes are compared with.
const lastYear, lastPeriod = "上年", "上期"

var (
	ways       = down + `|` + up + `|减|降|少|增|升|多|高|低`
	comparator = compile(`(?:^|[^相对可占同环比])(?:较|比)(\p{Han}{1,12}?)(?:相比)?(?:数|额|值)?的?(?:分别|共|均)?(?:` + ways + `)|(?:与|同|和)(\p{Han}{1,12}?)(?:相比|相较|比较|对比)`)
	comparedAs = compile(`(?:^|[^相对可占同环比])(?:较|比)(\p{Han}{1,12}?)(?:数|额|值)?的?$`) // before a base: 比预算60万元
	noCompared = compile(`^(?:大|快|好|多|少|高|低|为|明显|强|重|长|早|小|以往|往年|之|总体|较|` + ways + `)`)
	changesNow = compile(`^(?:[）)的]|相比|相较|比较|次|，|、)*(?:同比|环比)?(?:` + ways + `)`)

	plans, apartWords, plainWords = lexis("plans"), append(lexis("apart"), lexis("excluding")...), lexis("as_it_is")
	previousWords                 = setOf(lexis("previous"))
)

// comparedWords is what words before a figure say that is compared with, where that is no time: 预算 of 比预算; "" where they do not.
func comparedWords(left string) string {
	for _, pattern := range []*finder{comparator, comparedAs} {
		if m := pattern.FindStringSubmatch(left); m != nil {
			if word := strings.TrimSuffix(strings.Join(m[1:], ""), "的"); !noCompared.MatchString(word) {
				return word
			}
		}
	}
	return ""
}

// isCompared reports whether a figure is what another is compared with, by the words around it: 比预算60万元减少10万元.
func isCompared(left, after string) bool {
	return comparedAs.MatchString(left) && changesNow.MatchString(after)
}

// isComparedInBrackets reports whether a figure in brackets is what another is compared with: 与去年同期（154件）相比.
func isComparedInBrackets(before, after string) bool {
	return comparedWith.MatchString(before) && strings.HasPrefix(after, "）") && (changesNow.MatchString(after) || comparedNext.MatchString(after))
}

// comparesAs reports whether two claims may be compared with the same.
func (st *claim) comparesAs(other *claim) bool {
	a, b := st.compare, other.compare
	month := a.with == lastPeriod && b.period.Months() < 12 && !b.period.IsZero() // 比10月增加3件，环比增长10%
	return a.with == "" || b.with == "" || a.with == b.with || other.role == level || month
}

// takeApart takes in words between a count and its change by which that is one of another quantity, which no count of the text is:
// 收入100亿元，同口径增长5%.
func (t *timeline) takeApart(st *claim) {
	from := t.in.start
	if n := len(t.claims); n > 0 {
		from = t.claims[n-1].end
	}
	if st.role == level && !comparedAs.MatchString(st.left) {
		t.apart = ""
		return
	}
	between := inBracket.compiled().ReplaceAllString(string(t.passage.runes[min(from, st.start):st.start]), "")
	if word := contained(between, apartWords); word != "" {
		t.apart = word
	} else if contained(between, plainWords) != "" {
		t.apart = ""
	}
	if st.role == change && t.apart != "" {
		st.doubts = withDoubt(st.doubts, ofAnotherQuantity(t.apart))
	}
}
