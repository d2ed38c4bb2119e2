package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// contradictions finds the figures that say otherwise than one before of the same thing, time and scope, of
// which the warehouse says nothing.
func (r *reading) contradictions() {
	first := map[string]*claim{}
	for _, st := range r.claims {
		key := st.identity()
		if key == "" {
			continue
		}
		before, known := first[key]
		if !known {
			first[key] = st
			continue
		}
		if before.number.Cmp(st.number) == 0 || st.match.verdict != "" || before.match.verdict != "" || st.reckon.verdict != "" {
			continue
		}
		where := r.doc.paragraphs[before.passage.paragraph[before.start]].place.Text()
		st.reckon = reckoning{verdict: Wrong, why: jianfu.Say("与%[1]s所写的 %[3]s 不一致", "it contradicts %[4]s in %[2]s", where.ZH, where.EN, before.written, before.written)}
	}
}

// identity is what a claim says that it is of, wholly; "" where that is not certain.
func (st *claim) identity() string {
	period := st.times.first()
	if !st.isStatement() || len(st.doubts) > 0 || period.IsZero() || !st.isDated() {
		return ""
	}
	if hits := st.subject.hits; len(hits) > 0 && hits[0].residue == "" && hits[0].own > 0 && hits[0].metric != nil {
		return question(metrics.Query{Metrics: nil, Period: period, Where: merged(hits[0].scope, hits[0].where), Caliber: st.subject.caliber}) + hits[0].metric.Name + st.unit
	}
	if st.passage.cell || st.in.figures[0] != st.figure { // the words before it may narrow it
		return ""
	}
	words := newPhrase(st.passage.runes[st.in.start:st.start])
	for _, w := range st.in.times {
		words.coverSpan(st.in.start, w.start, w.end)
	}
	if rest := words.residue(&vocabulary{}); len([]rune(rest)) >= 4 {
		return rest + period.String() + st.unit
	}
	return ""
}

// isStatement reports whether a claim says plainly how much there is of what its own words name.
func (st *claim) isStatement() bool {
	plain := st.role == level && !st.masked && st.bound == exact && st.kind != flat && !st.limit
	return plain && !st.names && !st.of && st.item == nil && len(st.subject.exclude) == 0
}

// isDated reports whether the text itself says of which time a claim is, and names no other.
func (st *claim) isDated() bool {
	return st.times.stated && len(st.in.times) == 1 && st.in.times[0].start < st.start && !st.in.times[0].compared && st.in.times[0].stated
}

var orderWords = compile(`(?:逐年|逐月|逐季|连年|连续[两二三四五]年)(?:` + down + `|递减|` + up + `|递增)`)

// orders finds what is said of a row of counts, as 逐年下降, and does not hold.
func (r *reading) orders(doc *Document) []Finding {
	var findings []Finding
	for _, s := range r.sentences {
		if s.passage.cell {
			continue
		}
		for _, word := range spots(orderWords, s.passage.runes[s.in.start:s.in.end]) {
			start, end := s.in.start+word.start, s.in.start+word.end
			row := s.rowAt(start)
			way := 1
			if compile(`(?:` + down + `|递减)$`).MatchString(word.groups[0]) {
				way = -1
			}
			if len(row) < 2 || isOrdered(row, way) {
				continue
			}
			f := place(doc, s.passage, start, end)
			var numbers []string
			for _, st := range row {
				numbers = append(numbers, st.number.String())
			}
			f.Verdict, f.Text, f.Because = Wrong, Wrong, jianfu.Say("文中 %s", "the text's own %s", strings.Join(numbers, "→"))
			findings = append(findings, f)
		}
	}
	return findings
}

// rowAt are the counts of several times before a place, or else after it, in the order of their times; nil where
// they are of no row.
func (s *sentenceClaims) rowAt(at int) []*claim {
	from := slices.IndexFunc(s.claims, func(st *claim) bool { return st.start >= at })
	if from < 0 {
		from = len(s.claims)
	}
	if row := rowOf(s.claims[:from]); len(row) > 1 {
		return row
	}
	return rowOf(s.claims[from:])
}

// rowOf are the last claims of a list that count the same at several times, in the order of those.
func rowOf(claims []*claim) []*claim {
	var row []*claim
	for _, st := range claims {
		if !st.isExact() || st.role == change || st.role == share || len(row) > 0 && st.unit != row[0].unit || st.times.first().IsZero() {
			row = nil
			continue
		}
		row = append(row, st)
	}
	slices.SortStableFunc(row, func(a, b *claim) int { return int(a.times.first().Start() - b.times.first().Start()) })
	for i := range row[:max(0, len(row)-1)] {
		if row[i].times.first() == row[i+1].times.first() {
			return nil
		}
	}
	return row
}

// isOrdered reports whether each count is below, or above, the one before.
func isOrdered(row []*claim, way int) bool {
	for i := range row[1:] {
		if row[i+1].number.Cmp(row[i].number) != way {
			return false
		}
	}
	return true
}
