package proof

import (
	"slices"
	"strings"

	"jianfu"
)

// figureCell is a cell of a table that holds figures, with the words of its row and its column.
type figureCell struct {
	row, column         int
	rowHead, columnHead string
	claims              []*claim
}

// claim is the only one of the cell; nil where there are several.
func (c figureCell) claim() *claim {
	if len(c.claims) != 1 {
		return nil
	}
	return c.claims[0]
}

var (
	lastColumn    = compile(`上个?月|上周|上旬|上个?季度|上期`)
	earlierColumn = compile(`上年|去年|上一年|前一年|同期|同月|基期|上个?月|上周|上旬|上个?季度|上期`)
	currentColumn = compile(`本年|今年|本期|当期|当年|现期|本月|当月|本周|本旬|本季度`)
	surelyEarlier = compile(`同比|[比较]上年|[比较]去年|上年同期|去年同期`)
	againstYear   = compile(`(?:(\d{4})年?)?[比较与](\d{4})年?`) // 2023年比2022年
	changeWord    = compile(`同比|环比|[比较与]上年|增|减|变|升|降|幅|差|比较|±|%`)
	otherChange   = compile(`年均|平均|累计|[两二三四五]年|占|完成|排名|位次|年初|` + anyOf(append(plans, apartWords...)))
)

// isChange reports whether a head is of changes of what is beside it.
func isChange(words string) bool {
	plain := againstYear.compiled().ReplaceAllString(words, "比上年")
	return changeWord.MatchString(plain) && changeColumn.MatchString(plain)
}

// across works out the changes that a table tells in a column, or a row, from the counts beside
// them, whether or not the warehouse knows what they are of: | 2022年 | 2023年 | 增减 |.
func (o *opening) across(grid []figureCell) {
	for i, c := range grid {
		st := c.claim()
		if st == nil || st.masked || st.kind == flat || st.reckon.verdict != "" {
			continue
		}
		switch {
		case isChange(c.columnHead):
			o.change(st, c.columnHead, besides(grid, i))
		case isChange(c.rowHead):
			o.change(st, c.rowHead, aboves(grid, i))
		}
	}
}

// beside is a cell of the line whose change is stated, with the column head that names its time.
type beside struct {
	claim *claim
	head  string
}

// besides are the cells before one in its row, back to the changes of the matter before.
func besides(grid []figureCell, at int) []beside {
	var line []beside
	for j := at - 1; j >= 0 && grid[j].row == grid[at].row; j-- {
		switch changes := isChange(grid[j].columnHead); {
		case changes && len(line) > 0:
			return line
		case !changes:
			line = append(line, beside{grid[j].claim(), grid[j].columnHead})
		}
	}
	return line
}

// aboves are the cells before one in its column that are no changes themselves.
func aboves(grid []figureCell, at int) []beside {
	var line []beside
	for j := at - 1; j >= 0; j-- {
		if grid[j].column == grid[at].column && !isChange(grid[j].rowHead) {
			line = append(line, beside{grid[j].claim(), grid[j].rowHead})
		}
	}
	return line
}

// change holds a change against the two cells of a line that it is of.
func (o *opening) change(st *claim, title string, line []beside) {
	if otherChange.MatchString(title) || len(line) < 2 || st.role != change {
		return
	}
	current, base := o.compared(title, line)
	for _, c := range []*claim{current, base} {
		if c == nil || c.masked || c.role == change || c.match.verdict == Wrong {
			return
		}
	}
	d := move{from: base, to: current}.of(st, (*claim).asWritten)
	if d == nil || current.unit != base.unit {
		return
	}
	d.why = jianfu.Say("表中 %s→%s", "the table's own %s → %s", base.written, current.written)
	d.sure = !st.isPercentOfRate(base, current) && (len(line) == 2 || againstYear.MatchString(title) || surelyEarlier.MatchString(title) || strings.Contains(title, "环比"))
	st.compute(*d)
}

// compared are the two claims of a line that a change compares: the latest, or the one that its title names, and the one of the
// time before; nil where other counts of the same times make it uncertain which are meant.
func (o *opening) compared(title string, line []beside) (current, base *claim) {
	named := againstYear.FindStringSubmatch(title)
	now, latest := o.latest(line, named)
	if latest.IsZero() {
		return nil, nil
	}
	wanted, wasLast := latest.YearEarlier(), strings.Contains(title, "环比")
	switch {
	case wasLast:
		wanted = latest.Previous()
	case named != nil:
		wanted = jianfu.YearOf(atoi(named[2]))
	}
	for _, c := range line {
		if timeless(c.head) != timeless(now.head) {
			return nil, nil
		}
		period, ok := o.columnPeriod(c.head)
		if last := lastColumn.MatchString(c.head); !ok || period != wanted || last && strings.Contains(title, "同比") || !last && wasLast && period == latest.YearEarlier() {
			continue
		}
		if base != nil { // | 本月 | 上月 | 上年 | 增减 |
			return nil, nil
		}
		base = c.claim
	}
	return now.claim, base
}

// latest is the cell of a line that is of the latest time, or of the year that a title names as it; its time is zero where there is none.
func (o *opening) latest(line []beside, named []string) (now beside, latest jianfu.Period) {
	for _, c := range line {
		period, ok := o.columnPeriod(c.head)
		if ok && named != nil && named[1] != "" {
			ok = period == jianfu.YearOf(atoi(named[1]))
		}
		if ok && (latest.IsZero() || period.Through() > latest.Through()) {
			now, latest = c, period
		}
	}
	return now, latest
}

// isPercentOfRate reports whether a change of a rate is in percent of it: unwise, and not wrong.
func (st *claim) isPercentOfRate(base, current *claim) bool {
	earlier, ok := base.asWritten()
	now, known := current.asWritten()
	return ok && known && current.kind == percent && earlier.isPositive() && st.holdAmount(now.growthOn(earlier)) == agrees
}

// columnPeriod is the time that a head names.
func (o *opening) columnPeriod(words string) (jianfu.Period, bool) {
	text := []rune(words)
	found := newSearch(text).times(anywhere)
	if stated := slices.DeleteFunc(slices.Clone(found), func(w when) bool { return !w.stated }); len(stated) > 0 { // 年度 over 2022年
		found = stated
	}
	if len(found) == 1 {
		if period, ok := found[0].resolve(max(o.year, unknownYear)); ok {
			return period, true
		}
	}
	year := jianfu.YearOf(max(o.year, unknownYear))
	switch {
	case len(found) > 1:
	case earlierColumn.MatchString(words):
		return year.YearEarlier(), true
	case currentColumn.MatchString(words):
		return year, true
	}
	return jianfu.Period{}, false
}

// timeless are the words of a head without its time.
func timeless(words string) string {
	text := []rune(words)
	in := newSearch(text)
	in.times(anywhere)
	var out []rune
	for i, r := range text {
		if !in.taken[i] {
			out = append(out, r)
		}
	}
	rest := currentColumn.compiled().ReplaceAllString(earlierColumn.compiled().ReplaceAllString(string(out), ""), "")
	return strings.Join(slices.DeleteFunc(strings.Fields(rest), func(word string) bool { return word == "数" || word == "度" || word == "实际" }), " ")
}
