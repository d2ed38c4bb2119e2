package proof

import (
	"regexp"
	"slices"
	"strings"

	"jianfu"
)

// subjectWords is one item of a list that 分别 tells figures of.
type subjectWords struct {
	words  []rune
	when   *when
	before *subject
	after  jianfu.Period // the time that holds again behind it; zero where its own does
	unsaid bool          // the word itself is not there
}

// respectively prepares what 分别 tells of: the items before it, one for each figure after it. Where the
// word is not there, as in 文件、会议减少152件、74次, first is the first of a row of figures, and the items are
// as many as they.
func (s *sentence) respectively(at spot, first *figure, named []when, figures []*figure) {
	runes := s.passage.runes
	unsaid := first != nil
	word := at.start + len([]rune(strings.Split(string(runes[at.start:at.end]), "分别")[0]))
	said, marks := 2, "、，,和与及以 "
	if unsaid {
		word, said, marks = first.start, 0, "、和与及以 "
	}
	after := s.row(word, figures, marks, !unsaid)
	if len(after) < 2 {
		return
	}
	n := len(after)
	start := s.clauseStart(word)
	common := slices.Concat([]rune{}, runes[word+said:after[0].start])
	var times []when
	var against []*when // 分别比2022年、2021年减少19次、34次
	for i, w := range named {
		if w.start < start || w.end > after[0].start {
			continue
		}
		if w.end <= word {
			times = append(times, w)
		}
		if w.compared || len(against) > 0 {
			against = append(against, &named[i])
		}
	}
	if len(against) == n {
		for _, w := range against {
			w.compared = true
			s.respect = append(s.respect, &subjectWords{words: slices.Concat(runes[start:word], common), when: w, before: s.subject})
		}
		return
	}
	// Items before: the last n of what 、和 and the like set apart, back to the clause's start.
	var items []*subjectWords
	for _, item := range lendGrain(splitItems(runes[start:word])) {
		w := &subjectWords{words: slices.Concat(item, []rune(" "), common)}
		taken := make([]bool, len(item))
		if found := findTimes(item, taken, func(int) bool { return false }); len(found) == 1 {
			w.when = &found[0]
		}
		items = append(items, w)
	}
	lendLast(items)
	if len(items) != n { // the years of several, or the quarters of one
		if pieces := s.pieces(times, string(runes[start:word]), n); pieces != nil {
			items = nil
			for _, piece := range pieces {
				w := when{stated: true, resolve: func(int) (jianfu.Period, bool) { return piece, true }}
				items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), when: &w})
			}
			span, _ := jianfu.Span(pieces[0].Start(), pieces[0].Start()+jianfu.Month(n*pieces[0].Months())-1) // in order
			items[n-1].after = span
		}
	}
	if len(items) != n { // the last n things that the sentence told of
		items = nil
		var told, changed []*subject
		for _, st := range s.parts {
			switch {
			case slices.Contains(told, st.subject), slices.Contains(changed, st.subject):
			case st.role == level:
				told = append(told, st.subject)
			case st.role == change:
				changed = append(changed, st.subject)
			}
		}
		if len(told) == 0 { // 文件、会议分别减少152件、74次，分别下降17.53%、12.44%
			told = changed
		}
		if len(told) < n || unsaid && !(s.rows && ofTimes(told[len(told)-n:])) {
			if unsaid && !s.rows {
				after = after[1:] // the first is told as ever
			}
			s.unclear = append(s.unclear, after...)
			return
		}
		for _, sub := range told[len(told)-n:] {
			items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), before: sub})
		}
	}
	// What stands before the first item that names its time is of a time that is not understood.
	timed := slices.IndexFunc(items, func(item *subjectWords) bool { return item.when != nil })
	s.unclear = append(s.unclear, after[:max(0, timed)]...)
	for _, item := range items {
		item.unsaid = unsaid
	}
	s.respect, s.rows = items, true
}

// ofTimes reports whether subjects are each of a time of its own.
func ofTimes(told []*subject) bool {
	var periods []jianfu.Period
	for _, sub := range told {
		if len(sub.periods.list) == 0 || slices.Contains(periods, sub.periods.list[0]) {
			return false
		}
		periods = append(periods, sub.periods.list[0])
	}
	return true
}

// rowWords may stand between figures of a row: 分别提高1.36个百分点、下降0.53个百分点.
var rowWords = regexp.MustCompile(`^[、，,和与及以 ]+(?:同比)?(?:` + down + `|` + up + `)了?$`)

// row are the figures from a place on that nothing sets apart but marks, and words if they may.
func (s *sentence) row(from int, figures []*figure, marks string, words bool) []*figure {
	var list []*figure
	for _, f := range figures {
		if f.start < from || f.start >= s.whole.end {
			continue
		}
		if len(list) > 0 {
			between := string(s.passage.runes[list[len(list)-1].end:f.start])
			if strings.Trim(between, marks) != "" && (!words || !rowWords.MatchString(between)) {
				break
			}
		}
		list = append(list, f)
	}
	return list
}

// pieces are n equal ones of the time that a clause names in its words, or of the years that hold; nil where
// there are none.
func (s *sentence) pieces(times []when, words string, n int) []jianfu.Period {
	var whole jianfu.Period
	ok := false
	switch {
	case len(times) == 1:
		whole, ok = times[0].resolve(s.year())
	case len(times) == 0 && len(s.now.list) > 0 && s.now.list[0].Months() > 12:
		whole, ok, words = s.now.list[0], true, "年"
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

// grains are what a time is divided into, by the word for it.
var grains = []struct {
	months int
	word   string
}{{3, "季度"}, {6, "半年"}, {1, "月"}, {12, "年"}}

var (
	grainPattern = regexp.MustCompile(`^((?:\d{4}年)?第?[一二三四上下\d]+)(半年|季度|月份?|年)`)
	grainless    = regexp.MustCompile(`^(?:\d{4}年)?第?[一二三四上下\d]+$`)
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

// clauseStart is where the clause of a place begins, 、 set apart.
func (s *sentence) clauseStart(at int) int {
	for at > s.whole.start && !strings.ContainsRune("，；：:;", s.passage.runes[at-1]) {
		at--
	}
	return at
}

// lendLast gives items that are nothing but times the words of the last: 2021年、2022年全市召开会议.
func lendLast(items []*subjectWords) {
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

var itemMark = regexp.MustCompile(`、|和|与|及|以及`)

func splitItems(text []rune) [][]rune {
	var items [][]rune
	for _, item := range itemMark.Split(string(text), -1) {
		if strings.TrimSpace(item) != "" {
			items = append(items, []rune(item))
		}
	}
	return items
}
