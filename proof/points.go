package proof

import (
	"slices"
	"strings"

	"jianfu"
)

var (
	pointWords = compile(`(?:比|较|高于|低于|快于|慢于)([^，。；\d]{2,20}?)(?:的)?(?:增速|增幅|水平)?(?:加快|放缓|回升|回落|提高|下降|上升|提升|降低|快|慢|高|低)?了?$`)
	pointsDown = compile(`低于|慢于|放缓|回落|下降|降低|慢$|低$`)
)

// pointMoves finds percentage points right that two percentages of the text are apart, of which the words name the other: 增长3.4%，高于
// 全市增速2.1个百分点.
func (s *sentenceClaims) pointMoves(around ...*sentenceClaims) {
	s.pointsInBrackets()
	than := "" // what the points are compared with
	for i, st := range s.claims {
		if m := pointWords.FindStringSubmatch(st.before()); m != nil {
			than = strings.TrimPrefix(m[1], "全部")
		} else if i == 0 || s.claims[i-1].kind != points {
			than = ""
		}
		if st.kind != points || st.masked || st.reckon.verdict != "" {
			continue
		}
		if own := s.percentBefore(i); own != nil {
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

// pointsInBrackets finds a row of points right that a percentage is from those in the brackets before, one for each: 增长8.4%，比全省
// （7.7%）和全国（7.0%）分别高0.7、1.4个百分点.
func (s *sentenceClaims) pointsInBrackets() {
	for from := 0; from < len(s.claims); from++ {
		until := from
		for until < len(s.claims) && s.claims[until].kind == points && !s.claims[until].masked {
			until++
		}
		first := from - (until - from) // of the percentages in brackets
		if until-from < 2 || first < 1 {
			continue
		}
		own := s.percentOutside(first)
		for i := from; i < until && own != nil; i++ {
			if other := s.claims[first+i-from]; other.kind == percent && other.clause.inside && s.claims[i].reckon.verdict == "" {
				s.claims[i].left = s.claims[from].left // the way is said of the first
				s.claims[i].holdPoints(own, other)
			}
		}
		from = until
	}
}

// percentOutside is the last percentage before a place that is in no brackets; nil where there is none.
func (s *sentenceClaims) percentOutside(i int) *claim {
	for _, st := range slices.Backward(s.claims[:i]) {
		if st.kind == percent && !st.clause.inside {
			return st
		}
	}
	return nil
}
