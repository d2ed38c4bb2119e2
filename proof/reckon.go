package proof

import (
	"slices"

	"jianfu"
)

// reckoning is what the text's own arithmetic makes of a claim.
type reckoning struct {
	verdict Verdict         // "" where it says nothing
	value   *jianfu.Decimal // the right one, where it is known
	why     jianfu.Text
	whole   jianfu.Decimal // that it is a part of, where it is
}

// reckon holds the figures of a document against one another: within each sentence and the one before or after it, within each
// table, and over all.
func (r *reading) reckon() {
	for _, s := range r.sentences {
		s.claims = slices.DeleteFunc(slices.Clone(s.claims), func(st *claim) bool { return st.names })
		for i, st := range s.claims[:max(0, len(s.claims)-1)] {
			st.shared = s.claims[i+1].kind == percent && s.claims[i+1].role == share
		}
	}
	for _, st := range r.claims {
		if st.isAmount() {
			st.value, _ = st.trusted() // as that of any amount
			st.whole, st.slack = st.value.at.Int64(), 1
			if !st.value.exact {
				st.slack += st.value.high.Sub(st.value.low).Int64()
			}
		}
	}
	r.partitions()
	var history []*claim // the amounts so far
	for i, s := range r.sentences {
		before := r.beside(i, -1)
		s.wholes()
		s.bases()
		s.changes()
		s.twinGrowths()
		s.growths(before)
		s.shares(before, history)
		s.rates(before, history)
		s.namedShares(history)
		s.pointMoves(r.near(i)...)
		s.totals()
		s.changeTotals(r.beside(i, 1))
		s.averages(before)
		s.yearlyMoves()
		s.deniedRest(history)
		s.rests(history)
		if !s.passage.cell {
			history = append(history, countsBefore(s.claims, nil)...)
		}
	}
	for i, s := range r.sentences {
		if !s.passage.cell {
			near := r.amountsNear(i)
			s.growthByName(near)
			s.sharesByName(near)
			s.balances(near, r.beside(i, 1))
		}
	}
	r.listed()
	r.alikeShares()
	r.ratios()
	for _, g := range r.grids {
		r.opening.across(g.cells)
		g.reckon()
	}
	r.contradictions()
}

// amountsNear are the amounts of the sentences around one, outside of tables.
func (r *reading) amountsNear(i int) []*claim {
	var list []*claim
	for _, s := range r.sentences[max(0, i-maxNear):min(len(r.sentences), i+maxNear+1)] {
		if !s.passage.cell {
			list = append(list, countsBefore(s.claims[:min(len(s.claims), 2*maxBack)], nil)...)
		}
	}
	return list
}

// maxNear is how many sentences before and behind one tell of what it is of.
const maxNear = 8

// amounts are the last of the sentences so far, outside of tables.
func (r *reading) amounts() []*claim {
	var list []*claim
	for _, s := range r.sentences[max(0, len(r.sentences)-maxBack):] {
		if !s.passage.cell {
			list = append(list, countsBefore(s.claims, nil)...)
		}
	}
	return list
}

// beside is the sentence before or after one in its passage; nil where there is none.
func (r *reading) beside(i, step int) *sentenceClaims {
	if at := i + step; at >= 0 && at < len(r.sentences) && r.sentences[at].passage == r.sentences[i].passage {
		return r.sentences[at]
	}
	return nil
}

// near are the two sentences before one and the one behind it, outside of tables.
func (r *reading) near(i int) []*sentenceClaims {
	var list []*sentenceClaims
	for _, at := range []int{i - 1, i - 2, i + 1} {
		if at >= 0 && at < len(r.sentences) && !r.sentences[at].passage.cell {
			list = append(list, r.sentences[at])
		}
	}
	return list
}
