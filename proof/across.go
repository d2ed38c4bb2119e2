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
	earlierColumn = compile(`上年|去年|上一年|前一年|同期|上期|基期`)
	currentColumn = compile(`本年|今年|本期|当期|当年|现期`)
	surelyEarlier = compile(`同比|[比较]上年|[比较]去年|上年同期|去年同期`)
	againstYear   = compile(`(?:(\d{4})年?)?[比较与](\d{4})年?`) // 2023年比2022年
	changeWord    = compile(`同比|环比|[比较与]上年|增|减|变|升|降|幅|差|比较|±|%`)
	otherChange   = compile(`年均|平均|累计|[两二三四五]年|计划|目标|占|完成|排名|位次|年初|上月|上季`)
)

// isChange reports whether a head is of changes of what stands beside it.
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
		var line []figureCell
		var head func(figureCell) string
		switch {
		case isChange(c.columnHead):
			head = func(c figureCell) string { return c.columnHead }
			for j := i - 1; j >= 0 && grid[j].row == c.row; j-- { // back to the changes of the matter before
				if isChange(grid[j].columnHead) {
					if len(line) > 0 {
						break
					}
					continue
				}
				line = append(line, grid[j])
			}
		case isChange(c.rowHead):
			head = func(c figureCell) string { return c.rowHead }
			for j := i - 1; j >= 0; j-- {
				if grid[j].column == c.column && !isChange(grid[j].rowHead) {
					line = append(line, grid[j])
				}
			}
		default:
			continue
		}
		o.change(st, head(c), line, head)
	}
}

// change holds a change against the two cells of a line that it is of.
func (o *opening) change(st *claim, title string, line []figureCell, head func(figureCell) string) {
	if otherChange.MatchString(title) || len(line) < 2 {
		return
	}
	var current, base *claim
	var latest, wanted jianfu.Period
	named := againstYear.FindStringSubmatch(title)
	for _, c := range line {
		period, ok := o.columnPeriod(head(c))
		if ok && (named == nil || named[1] == "" || period == jianfu.YearOf(atoi(named[1]))) && (latest.IsZero() || period.Through() > latest.Through()) {
			current, latest = c.claim(), period
		}
	}
	if latest.IsZero() {
		return
	}
	switch wanted = latest.YearEarlier(); {
	case strings.Contains(title, "环比"):
		wanted = latest.Previous()
	case named != nil:
		wanted = jianfu.YearOf(atoi(named[2]))
	}
	stem := ""
	for _, c := range line {
		period, ok := o.columnPeriod(head(c))
		if ok && period == latest {
			stem = timeless(head(c))
		}
		if ok && period == wanted {
			base = c.claim()
		}
	}
	for _, c := range line { // other counts of the same times make it uncertain which are meant
		if timeless(head(c)) != stem {
			return
		}
	}
	if current == nil || base == nil || current.masked || base.masked || current.role == change || base.role == change || current.match.verdict == Wrong || base.match.verdict == Wrong {
		return
	}
	sure := len(line) == 2 || named != nil || surelyEarlier.MatchString(title) || strings.Contains(title, "环比")
	from := jianfu.Say("表中 %s→%s", "the table's own %s → %s", base.written, current.written)
	difference := current.number.Sub(base.number)
	var right jianfu.Decimal
	switch {
	case current.kind == percent && base.kind == percent && st.kind != count: // points, as far as their digits tell
		slack := current.step.Add(base.step).Add(st.step).Quo(jianfu.NewDecimal(2))
		if signedNumber(st).Sub(difference).Abs().Cmp(slack) <= 0 {
			st.reckon = reckoning{verdict: Right, why: from}
			return
		}
		if base.number.Sign() > 0 && st.hold(difference.Quo(base.number).Mul(hundred)) == agrees {
			return // of a rate in percent: unwise, and not wrong
		}
		right = difference
	case current.kind != count || base.kind != count || !current.isExact() || !base.isExact():
		return
	case st.kind == count:
		right = difference
	case st.kind == percent && base.number.Sign() > 0:
		right = difference.Quo(base.number).Mul(hundred)
	default:
		return
	}
	if st.role != change || !sure && st.hold(right) == disagrees {
		return
	}
	st.compute(right, from)
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
