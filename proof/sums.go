package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

var (
	sumHead    = compile(`^(?:\p{Han}{0,3}(?:合计|总计|共计|小计)|总数|全市)$`)
	shareHead  = compile(`占比|比重|^占|占.{0,6}[比%]`)
	splitHead  = compile(`^(?:所占)?比例$|构成|百分比`) // of a whole, where it comes to 100%
	otherRows  = compile(`其中|小计|` + otherCells)
	otherCells = `同比|环比|增减|占|率|比|平均|人均|上年|去年|排名|序号`
	notAdded   = compile(`其中|` + otherCells)
)

// sums holds the totals of a table, in its first or last row or in a column, against the counts of their column or row, and its shares
// against its totals.
func sums(grid []figureCell) {
	columns, rows := map[int][]figureCell{}, map[int][]figureCell{}
	mixed := false // with rows that are no parts
	for _, c := range grid {
		columns[c.column], rows[c.row] = append(columns[c.column], c), append(rows[c.row], c)
		mixed = mixed || otherRows.MatchString(c.rowHead)
	}
	for _, column := range columns {
		if !mixed && !notAdded.MatchString(column[0].columnHead) {
			sumColumn(column)
		}
	}
	for _, row := range rows {
		sumRow(row)
		sharesOfRow(row, columns, !mixed)
	}
}

// sumColumn holds the total that a column ends or begins with against its other cells; where no head says that it is one, it can only be
// right.
func sumColumn(column []figureCell) {
	last := len(column) - 1
	switch {
	case last < 2:
	case isSum(column[last].rowHead):
		sumCells(column[last], column[:last], true)
	case isSum(column[0].rowHead):
		sumCells(column[0], column[1:], true)
	case last > 2:
		sumCells(column[0], column[1:], false)
	}
}

// sumRow holds the totals of a row against the cells before each, of which the columns may count something else, so that it can only be
// right; or, where it begins with its total, those behind.
func sumRow(row []figureCell) {
	row = slices.DeleteFunc(slices.Clone(row), func(c figureCell) bool { return notAdded.MatchString(c.columnHead) })
	from := 0
	for i, c := range row {
		if !isSum(c.columnHead) {
			continue
		}
		if i == 0 && len(row) > 2 {
			sumCells(c, row[1:], false)
		} else if i-from > 1 {
			sumCells(c, row[from:i], false)
		}
		from = i + 1
	}
}

// sumCells holds a total against the other cells of its line, where each is a count.
func sumCells(whole figureCell, parts []figureCell, sure bool) {
	st := whole.claim()
	if st == nil || !st.isAmount() || st.reckon.verdict != "" {
		return
	}
	var claims []*claim
	for _, c := range parts {
		part := c.claim()
		if part == nil || !part.isAmount() || part.unit != st.unit && st.unit != "" {
			return
		}
		claims = append(claims, part)
	}
	if sum, ok := sumOf(claims); ok {
		st.compute(derived{right: sum, why: jianfu.Say("表中各项之和", "the sum of the table's own parts"), sure: sure})
	}
}

func isSum(head string) bool { return sumHead.MatchString(strings.TrimSpace(head)) }

// sharesOfRow holds the shares of a row against the count before each and the total of its column; where that is not told, the sum of
// the column, and then a share can only be right.
func sharesOfRow(row []figureCell, columns map[int][]figureCell, sure bool) {
	for i, c := range row {
		if i == 0 || isSum(c.rowHead) || !shareHead.MatchString(c.columnHead) && !(splitHead.MatchString(strings.TrimSpace(c.columnHead)) && comesToAll(columns[c.column])) {
			continue
		}
		st, part, column := c.claim(), row[i-1].claim(), columns[row[i-1].column]
		if st == nil || st.kind != percent || st.role == change || part == nil || !part.isAmount() || len(column) < 2 {
			continue
		}
		whole, told := wholeOfColumn(column)
		value, _ := part.trusted() // as that of any amount
		if d := st.shareOf(value, whole, part); d != nil {
			d.sure = sure && told && d.right.exact
			st.computeOnce(d)
		}
	}
}

// comesToAll reports whether the percentages of a column come to 100%, as far as rounding tells.
func comesToAll(column []figureCell) bool {
	sum := known(jianfu.Decimal{})
	for _, c := range column {
		if isSum(c.rowHead) {
			continue
		}
		value, ok := c.claim().asWritten()
		if !ok || c.claim().kind != percent {
			return false
		}
		sum = sum.plus(value)
	}
	return sum.mayBe(known(hundred))
}

// wholeOfColumn is the total that a column tells, or the sum of its counts where it tells none.
func wholeOfColumn(column []figureCell) (whole amount, told bool) {
	whole = known(jianfu.Decimal{})
	for _, c := range column {
		value, ok := c.claim().trusted()
		switch {
		case !ok:
		case isSum(c.rowHead):
			return value, true
		default:
			whole = whole.plus(value)
		}
	}
	return whole, false
}

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
	plain := st.role == level && !st.masked && st.bound == exact && st.kind != flat && !st.limit
	own := !st.names && !st.of && st.item == nil && len(st.subject.exclude) == 0
	if !plain || !own || len(st.doubts) > 0 || period.IsZero() || !st.isDated() {
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
