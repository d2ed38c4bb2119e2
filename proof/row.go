package proof

import (
	"slices"
	"strings"

	"jianfu"
)

// row is a row of figures behind 分别: 文件、会议分别减少152件、74次.
type row struct {
	items   []*item   // what is left to be told
	unclear []*figure // told respectively of what is not found
	told    bool      // the sentence has told a row
}

// item is what one figure of a row is of.
type item struct {
	words  []rune
	when   *when
	before *claim        // that it is of the same as; nil where its words say what it is of
	after  jianfu.Period // the time that holds again behind it; zero where its own does
	unsaid bool          // 分别 itself is not there
}

// readRow finds the items of the rows of figures that a clause tells.
func (t *timeline) readRow(c *clause) {
	if at := strings.Index(string(c.text), "分别"); at >= 0 {
		t.respectively(c.start+len([]rune(string(c.text)[:at])), false)
	}
	if len(c.figures) > 0 && len(t.row.items) == 0 && !t.passage.cell && !slices.Contains(t.row.unclear, c.figures[0]) {
		t.respectively(c.figures[0].start, true)
	}
}

// rowItem takes the item of a row that a claim is of, if there is one.
func (t *timeline) rowItem(st *claim) {
	if len(t.row.items) == 0 {
		return
	}
	st.item, t.row.items = t.row.items[0], t.row.items[1:]
	if st.role == level && strings.Trim(st.left, " 、和与及以") == "" && len(t.claims) > 0 {
		if last := t.claims[len(t.claims)-1]; last.role == change || last.role == share {
			st.role, st.sign = last.role, last.sign
		}
	}
	switch {
	case st.item.when != nil:
		t.take(*st.item.when)
		st.timed = true
	case st.item.before != nil && len(st.item.before.times.list) > 0: // 2022年、2023年分别受理30件、36件，办复率分别为96.67%、100%
		t.now = st.item.before.times
	}
}

// respectively prepares what 分别 at a place is of: the items before it, one for each figure after
// it. Where the word is not there, as in 文件、会议减少152件、74次, the place is the first of a row of figures, and the
// items are as many as they.
func (t *timeline) respectively(word int, unsaid bool) {
	runes := t.passage.runes
	said, marks := 2, "、，,和与及以 "
	if unsaid {
		said, marks = 0, "、和与及以 "
	}
	after := t.rowFrom(word, marks, !unsaid)
	n := len(after)
	if n < 2 {
		return
	}
	start := t.rowStart(word)
	common := slices.Clone(runes[word+said : after[0].start])
	rest := slices.Concat(runes[start:word], common)
	times := within(t.in.times, spot{start: start, end: after[0].start}, func(w when) int { return w.start })
	if t.comparedItems(times, n, rest) {
		return
	}
	items := itemsBefore(runes[start:word], common)
	if len(items) != n { // the years of several, or the quarters of one
		items = t.pieceItems(times, string(runes[start:word]), rest, word, n, items)
	}
	if len(items) != n { // the last n things that the sentence told of
		if items = t.toldItems(n, rest, unsaid); items == nil {
			if unsaid && !t.row.told {
				after = after[1:] // the first is read as ever
			}
			t.row.unclear = append(t.row.unclear, after...)
			return
		}
	}
	// What precedes the first item that names its time is of a time that is not understood.
	timed := slices.IndexFunc(items, func(item *item) bool { return item.when != nil })
	t.row.unclear = append(t.row.unclear, after[:max(0, timed)]...)
	for _, item := range items {
		item.unsaid = unsaid
	}
	t.row.items, t.row.told = items, true
}

// comparedItems makes items of the times that a row compares with, where there is one for each figure: 分别比2022年、2021年
// 减少19次、34次.
func (t *timeline) comparedItems(times []when, n int, words []rune) bool {
	first := slices.IndexFunc(times, func(w when) bool { return w.compared })
	if first < 0 || len(times)-first != n {
		return false
	}
	var before *claim
	if len(t.claims) > 0 {
		before = t.claims[len(t.claims)-1]
	}
	for i := range times[first:] {
		times[first+i].compared = true
		t.row.items = append(t.row.items, &item{words: words, when: &times[first+i], before: before})
	}
	return true
}

// itemsBefore are what 、和 and the like set apart.
func itemsBefore(text, common []rune) []*item {
	var items []*item
	for _, words := range lendGrain(splitItems(text)) {
		one := &item{words: slices.Concat(words, []rune(" "), common)}
		if found := newSearch(words).times(nowhere); len(found) == 1 {
			one.when = &found[0]
		}
		items = append(items, one)
	}
	lendLast(items)
	return items
}

// pieceItems are n equal pieces of the time that a clause names, or the items given where there are none.
func (t *timeline) pieceItems(times []when, words string, rest []rune, word, n int, items []*item) []*item {
	times = slices.DeleteFunc(slices.Clone(times), func(w when) bool { return w.end > word })
	pieces := t.pieces(times, words, n)
	if pieces == nil {
		return items
	}
	items = nil
	for _, w := range times { // 三年 is no word of what they are of
		rest = []rune(strings.Replace(string(rest), string(t.passage.runes[w.start:w.end]), " ", 1))
	}
	rest = []rune(ofSeveral.compiled().ReplaceAllString(string(rest), " "))
	for _, piece := range pieces {
		w := when{stated: true, resolve: func(int) (jianfu.Period, bool) { return piece, true }}
		items = append(items, &item{words: rest, when: &w})
	}
	items[n-1].after, _ = jianfu.Span(pieces[0].Start(), pieces[0].Start()+jianfu.Month(n*pieces[0].Months())-1) // in order
	return items
}

// toldItems are the last n things that the sentence told of; nil where it told of fewer.
func (t *timeline) toldItems(n int, words []rune, unsaid bool) []*item {
	var told, changed []*claim
	for _, st := range t.claims {
		switch {
		case st.names:
		case st.role == level:
			told = append(told, st)
		case st.role == change && (len(changed) == 0 || st.kind == changed[0].kind):
			changed = append(changed, st)
		}
	}
	if len(told) == 0 { // 文件、会议分别减少152件、74次，分别下降17.53%、12.44%
		told = changed
	}
	if len(told) < n || unsaid && !(t.row.told && ofTimes(told[len(told)-n:])) {
		return nil
	}
	var items []*item
	for _, st := range told[len(told)-n:] {
		items = append(items, &item{words: words, before: st})
	}
	return items
}

// ofTimes reports whether claims are each of a time of its own.
func ofTimes(told []*claim) bool {
	var periods []jianfu.Period
	for _, st := range told {
		if first := st.times.first(); first.IsZero() || slices.Contains(periods, first) {
			return false
		}
		periods = append(periods, st.times.first())
	}
	return true
}

// plainBracket holds no figure, and no time.
var plainBracket = compile(`（[^（）\d]*）`)

// rowWords may be written between figures of a row: 分别提高1.36个百分点、下降0.53个百分点.
var rowWords = compile(`^[、，,和与及以 ]+(?:同比)?(?:` + down + `|` + up + `)了?$`)

// rowFrom are the figures from a place on that nothing sets apart but marks, and words if they may.
func (t *timeline) rowFrom(from int, marks string, words bool) []*figure {
	var list []*figure
	for _, f := range within(t.in.figures, spot{start: from, end: t.in.end}, func(f *figure) int { return f.start }) {
		if len(list) > 0 {
			between := plainBracket.compiled().ReplaceAllString(string(t.passage.runes[list[len(list)-1].end:f.start]), "") // 526件（按汇总数）、459件
			if strings.Trim(between, marks) != "" && (!words || !rowWords.MatchString(between)) {
				break
			}
		}
		list = append(list, f)
	}
	return list
}

// rowStart is where the clause of a place begins, 、 and brackets before it set apart.
func (t *timeline) rowStart(at int) int {
	depth := 0 // of brackets that end before the place
	for ; at > t.in.start && !strings.ContainsRune("，；：:;", t.passage.runes[at-1]); at-- {
		switch t.passage.runes[at-1] {
		case '）':
			depth++
		case '（':
			if depth--; depth < 0 {
				return at
			}
		}
	}
	return at
}

// pieces are n equal ones of the time that a clause names in its words, or of the years that hold; nil where
// there are none.
func (t *timeline) pieces(times []when, words string, n int) []jianfu.Period {
	var whole jianfu.Period
	ok := false
	switch first := t.now.first(); {
	case len(times) == 1:
		whole, ok = times[0].resolve(t.yearNow())
	case len(times) == 0 && !first.IsZero() && first.Months() > 12:
		whole, ok, words = first, true, "年"
	}
	if m := ofSeveral.FindStringSubmatch(words); m != nil && ok && whole.Months() < 12 && isNumber(m[1], n) { // 三年1—3月分别召开会议40次、42次、48次
		var list []jianfu.Period
		for i := range n {
			list = append(list, yearsBefore(whole, n-1-i))
		}
		return list
	}
	for _, grain := range grains {
		if !ok || whole.Months() != grain.months*n || !strings.Contains(words, grain.word) {
			continue
		}
		var list []jianfu.Period
		for i := range n {
			from := whole.Start() + jianfu.Month(i*grain.months)
			piece, _ := jianfu.Span(from, from+jianfu.Month(grain.months-1)) // in order
			list = append(list, piece)
		}
		return list
	}
	return nil
}

// ofSeveral are the years that a row of the same months is of.
var ofSeveral = compile(`(?:近|这|前)?([二两三四五六七八九十]{1,2})年`)

// isNumber reports whether words are a number.
func isNumber(words string, n int) bool {
	number, _, ok := chineseNumber(words)
	return ok && number.Cmp(jianfu.NewDecimal(int64(n))) == 0
}

// grains are what a time is divided into, by the word for it.
var grains = []struct {
	months int
	word   string
}{{3, "季度"}, {6, "半年"}, {1, "月"}, {12, "年"}}

var (
	grainPattern = compile(`^((?:\d{4}年)?第?[一二三四上下\d]+)(半年|季度|月份?|年)`)
	grainless    = compile(`^(?:\d{4}年)?第?[一二三四上下\d]+$`)
)

// lendGrain gives items that are bare numbers of times the word for them: 上、下半年, 一、二季度, 2021、2022年.
func lendGrain(items [][]rune) [][]rune {
	if len(items) < 2 {
		return items
	}
	m := grainPattern.FindStringSubmatch(string(items[len(items)-1]))
	if m == nil {
		return items
	}
	for i, item := range items[:len(items)-1] {
		if grainless.MatchString(string(item)) {
			items[i] = append(slices.Clone(item), []rune(m[2])...)
		}
	}
	return items
}

// lendLast gives items that are nothing but times the words of the last: 2021年、2022年全市召开会议.
func lendLast(items []*item) {
	if len(items) < 2 || items[len(items)-1].when == nil {
		return
	}
	last := items[len(items)-1]
	for _, item := range items[:len(items)-1] {
		if item.when == nil {
			return
		}
		words, _, _ := strings.Cut(string(item.words), " ")
		if item.when.start != 0 || item.when.end != len([]rune(words)) {
			return
		}
	}
	for _, item := range items[:len(items)-1] {
		item.words = last.words
	}
}

var itemMark = compile(`、|和|与|及|以及`)

func splitItems(text []rune) [][]rune {
	var items [][]rune
	for _, item := range itemMark.compiled().Split(string(text), -1) {
		if strings.TrimSpace(item) != "" {
			items = append(items, []rune(item))
		}
	}
	return items
}
