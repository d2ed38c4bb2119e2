package proof

import (
	"maps"
	"slices"
	"strings"

	"jianfu"
)

// grid is the cells of a table that hold figures, with the counts of the text before it, which may be what the table's shares are of.
type grid struct {
	cells   []figureCell
	history []*claim
}

// line is a row of a grid, or a column.
type line []figureCell

// direction is one way to read a grid: by its columns, whose cells the heads of rows name, or by its rows.
type direction struct {
	line, place func(figureCell) int
	head, title func(figureCell) string // of a cell in its line, and of the line
	columns     bool
}

// bothWays are the ways to read a grid.
var bothWays = []direction{
	{func(c figureCell) int { return c.column }, func(c figureCell) int { return c.row }, func(c figureCell) string { return c.rowHead }, func(c figureCell) string { return c.columnHead }, true},
	{func(c figureCell) int { return c.row }, func(c figureCell) int { return c.column }, func(c figureCell) string { return c.columnHead }, func(c figureCell) string { return c.rowHead }, false},
}

var (
	sumHead   = compile(`(?:合计|总计|共计|小计|总数|总量|总额)$|^全[市县区省国州镇乡]$`)
	shareHead = compile(`占比|比重|^占|占.{0,6}[比%]`)
	splitHead = compile(`^(?:所占)?比例$|构成|百分比`)
	notAdded  = compile(`其中|同比|环比|增减|占|率|比|平均|人均|上年|去年|排名|序号`)
	noSum     = compile(`平均|人均|户均|排名|名次|序号`)
	whySum    = jianfu.Say("表中各项之和", "the sum of the table's own parts")
)

func isSum(head string) bool { return sumHead.MatchString(strings.TrimSpace(head)) }

// lines are those of a grid, in their order.
func (g grid) lines(d direction) []line {
	var lines []line
	at := map[int]int{}
	for _, c := range g.cells {
		i, known := at[d.line(c)]
		if !known {
			i = len(lines)
			at[d.line(c)], lines = i, append(lines, nil)
		}
		lines[i] = append(lines[i], c)
	}
	return lines
}

// reckon holds the totals, the shares and the rates of a table against its other figures.
func (g grid) reckon() {
	for _, d := range bothWays {
		for _, l := range g.lines(d) {
			if !noSum.MatchString(d.title(l[0])) {
				l.totals(d)
			}
		}
	}
	g.shares()
	for _, d := range bothWays {
		relate(g.lines(d), d)
	}
}

// totals holds the totals of a line against its other cells: the parts behind each where the line begins with one, else those before it.
// Where no head says that there is one, the first that all behind it add up to is. The only total of a column, at its end, is surely of all
// that is before it.
func (l line) totals(d direction) {
	all := len(l)
	l = slices.DeleteFunc(slices.Clone(l), func(c figureCell) bool { return notAdded.MatchString(d.head(c)) })
	first := len(l) > 0 && isSum(d.head(l[0]))
	from := 0
	for i, c := range l {
		switch {
		case !isSum(d.head(c)):
			continue
		case first:
			end := slices.IndexFunc(l[i+1:], func(c figureCell) bool { return isSum(d.head(c)) })
			if end < 0 {
				end = len(l) - i - 1
			}
			sumCells(c, l[i+1:i+1+end], false)
		default:
			sumCells(c, l[from:i], d.columns && from == 0 && i == all-1)
		}
		from = i + 1
	}
	if from == 0 {
		l.wholeBefore()
	}
}

// wholeBefore finds the first cell of a line right that all of those behind it add up to, where they hardly do so by chance.
func (l line) wholeBefore() {
	for i, c := range l[:max(0, len(l)-2)] {
		if st := c.claim(); st != nil && st.isAmount() && len(l)-i > 3 && st.isLarge() {
			if sumCells(c, l[i+1:], false); st.reckon.verdict == Right {
				return
			}
		}
	}
}

// sumCells holds a total against other cells of its line, where each is a count: all of them, or where that may be more than its parts, the
// first that add up to it.
func sumCells(whole figureCell, parts line, sure bool) {
	st := whole.claim()
	if st == nil || !st.isAmount() || st.reckon.verdict != "" || len(parts) < 2 {
		return
	}
	var claims []*claim
	for _, c := range parts {
		part := c.claim()
		if part == nil || !part.isAmount() || !likeUnit(part.unit, st.unit) {
			return
		}
		claims = append(claims, part)
	}
	if n := st.addedUp(claims); n > 0 && st.isLarge() && !sure {
		claims = claims[:n]
	}
	if sum, ok := sumOf(claims); ok {
		st.compute(derived{right: sum, why: whySum, sure: sure && !areNested(claims)})
	}
}

// areNested reports whether one of some counts is itself the total of those behind it.
func areNested(claims []*claim) bool {
	for i := range claims[:max(0, len(claims)-2)] {
		if claims[i].addedUp(claims[i+1:]) > 0 {
			return true
		}
	}
	return false
}

// likeUnit reports whether two counts may be of the same, one of them perhaps without its unit.
func likeUnit(a, b string) bool { return a == "" || b == "" || sameUnit(a, b) }

// shares holds the shares of a column, or a row, against the counts before them and their total: the one that the counts tell, or one of the
// text before the table.
func (g grid) shares() {
	for _, d := range bothWays {
		lines := g.lines(d)
		for i, l := range lines {
			head := strings.TrimSpace(d.title(l[0]))
			if i == 0 || !shareHead.MatchString(head) && !splitHead.MatchString(head) {
				continue
			}
			var list []shareClaim
			for _, c := range l {
				if one, ok := d.share(c, lines[:i]); ok {
					list = append(list, one)
				}
			}
			if shareHead.MatchString(head) || len(list) > 2 || d.comesToAll(l) {
				holdShares(list, g.history)
			}
		}
	}
}

// share is a cell as the share of the last count before it, in one of some lines; false where it is none.
func (d direction) share(c figureCell, before []line) (one shareClaim, ok bool) {
	st := c.claim()
	if st == nil || st.kind != percent || st.role == change || isSum(d.head(c)) {
		return one, false
	}
	for _, l := range slices.Backward(before) {
		at := slices.IndexFunc(l, func(other figureCell) bool { return d.place(other) == d.place(c) })
		if at < 0 || l[at].claim() == nil || !l[at].claim().isAmount() {
			continue
		}
		one = shareClaim{st: st, part: l[at].claim(), nested: strings.HasPrefix(d.head(c), "其中")} // perhaps of the row before
		one.value, _ = one.part.trusted()                                                         // as that of any amount
		for _, other := range l {
			if total := other.claim(); isSum(d.head(other)) && total != nil && total.isAmount() {
				one.whole = total
			}
		}
		return one, true
	}
	return one, false
}

// comesToAll reports whether the percentages of a line come to 100%, as far as rounding tells.
func (d direction) comesToAll(l line) bool {
	sum := known(jianfu.Decimal{})
	for _, c := range l {
		if isSum(d.head(c)) {
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

// cellRelations are how a cell may follow from two others of its line; of changes the first two.
var cellRelations = []struct {
	of func(a, b amount) amount
	as string // they are written
}{
	{amount.minus, "表中 %[2]s→%[1]s"},
	{amount.growthOn, "表中 %[2]s→%[1]s"},
	{amount.percentOf, "表中 %[1]s÷%[2]s"},
	{func(a, b amount) amount { return b.minus(a).percentOf(b) }, "表中 (%[2]s-%[1]s)÷%[2]s"},
	{amount.plus, "表中 %[1]s+%[2]s"},
}

// relation is one of cellRelations between the cells at two places of each line.
type relation struct{ of, a, b int }

// relate finds the rates and changes of lines right that follow from the cells at the same two places in every line, or in most of many:
// | 抽检 | 不合格 | 不合格率 |, | 上周 | 本周 | 环比 |; or from a cell and the one of the line before, as a growth from year to year.
func relate(lines []line, d direction) {
	var places []int
	by := make([]map[int]*claim, len(lines))
	for i, l := range lines {
		by[i] = map[int]*claim{}
		for _, c := range l {
			if st := c.claim(); st != nil && !st.masked {
				by[i][d.place(c)] = st
			}
			if !slices.Contains(places, d.place(c)) {
				places = append(places, d.place(c))
			}
		}
	}
	var pairs, lagged [][2]int
	for _, a := range places[:min(len(places), maxPlaces)] {
		for _, b := range places[:min(len(places), maxPlaces)] {
			if a != b {
				pairs = append(pairs, [2]int{a, b})
			}
		}
		lagged = append(lagged, [2]int{a, before(a)})
	}
	for _, at := range places {
		take(by, pairs, at)
		take(withBefore(by), lagged, at)
	}
}

// before is the place at which a line has the cell of the line before.
func before(place int) int { return -1 - place }

// withBefore are lines with the cells of the one before each.
func withBefore(lines []map[int]*claim) []map[int]*claim {
	var list []map[int]*claim
	for i, l := range lines[min(1, len(lines)):] {
		both := maps.Clone(l)
		for place, st := range lines[i] {
			both[before(place)] = st
		}
		list = append(list, both)
	}
	return list
}

// take holds the cells at a place against the likeliest relation. Where it is that of all lines of many but one, that one is wrong.
func take(lines []map[int]*claim, pairs [][2]int, at int) {
	best, n, all := likeliest(lines, pairs, at)
	for _, l := range lines {
		if right, ok := best.in(l); n > 0 && ok && l[at] != nil && l[at].reckon.verdict == "" {
			l[at].compute(derived{right: right, why: best.text(l), sure: n > 3 && n == all-1})
		}
	}
}

// maxPlaces is how many cells of a line are looked at for what another follows from.
const maxPlaces = 12

// likeliest is the relation that the cells at a place have in all lines that have it, two at least, or in three quarters of four or more; and
// in how many of how many.
func likeliest(lines []map[int]*claim, pairs [][2]int, at int) (best relation, most, of int) {
	for _, pair := range pairs {
		for i := range cellRelations {
			if r := (relation{i, pair[0], pair[1]}); r.a != at && r.b != at {
				if n, all := r.holds(lines, at); n > max(1, most) && (n == all || n > 3 && 4*n >= 3*all) {
					best, most, of = r, n, all
				}
			}
		}
	}
	return best, most, of
}

// holds is in how many lines a relation holds for the cell at a place, of how many that have its figures.
func (r relation) holds(lines []map[int]*claim, at int) (n, all int) {
	seen := map[string]bool{}
	named := false // 办结率 after 办结, which may be 100% in each line
	for _, l := range lines {
		st := l[at]
		named = named || st != nil && l[r.a] != nil && st.isRateOf(l[r.a])
		right, ok := r.in(l)
		if !ok || st == nil || !r.admits(st, l[r.a]) {
			continue
		}
		all++
		if agreement := st.holdAmount(right); agreement == agrees || agreement == cut {
			n++
			seen[st.number.String()] = true
		}
	}
	if len(seen) < 2 && (r.of != 2 || n < 3 || !named) {
		return 0, all
	}
	return n, all
}

// admits reports whether a claim may follow so from one of a kind: a change in percent from counts, one in points from rates.
func (r relation) admits(st, from *claim) bool {
	switch r.of {
	case 0:
		return st.role == change && st.kind != flat && (st.kind == count) == (from.kind == count)
	case 1:
		return st.role == change && st.kind == percent && from.kind == count
	case 4:
		return st.isAmount() && from.kind == count
	}
	return st.role != change && st.kind == percent && from.kind == count
}

// in is what a relation gives in a line; false where the line lacks its counts.
func (r relation) in(l map[int]*claim) (amount, bool) {
	a, b := l[r.a], l[r.b]
	if a == nil || b == nil || a.kind != b.kind || a.role == change || b.role == change || !likeUnit(a.unit, b.unit) {
		return amount{}, false
	}
	from, ok := a.trusted()
	to, known := b.trusted()
	if !ok || !known || !to.isPositive() || !from.isPositive() && (from.at.Sign() != 0 || r.of == 4) {
		return amount{}, false
	}
	return cellRelations[r.of].of(from, to), true
}

// text is how a relation is worked out in a line.
func (r relation) text(l map[int]*claim) jianfu.Text {
	zh := cellRelations[r.of].as
	en := strings.NewReplacer("表中", "the table's own", "→", " → ", "÷", " ÷ ").Replace(zh)
	return jianfu.Say(zh, en, l[r.a].written, l[r.b].written)
}
