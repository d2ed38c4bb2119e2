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
	unsaid bool // the word itself is not there
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
	after := s.row(word, figures, marks)
	if len(after) < 2 {
		return
	}
	n := len(after)
	start := s.clauseStart(word)
	common := slices.Concat([]rune{}, runes[word+said:after[0].start])
	var times []when
	for _, w := range named {
		if w.start >= start && w.end <= word {
			times = append(times, w)
		}
	}
	var against []*when // 分别比2022年、2021年减少19次、34次
	for i, w := range named {
		if w.start > word && w.end <= after[0].start {
			against = append(against, &named[i])
		}
	}
	if len(against) == n && against[0].compared {
		for _, w := range against {
			w.compared = true
			s.respect = append(s.respect, &subjectWords{words: slices.Concat(runes[s.clauseStart(word):word], common), when: w, before: s.subject})
		}
		return
	}
	// Items before: the last n of what 、和 and the like set apart, back to the clause's start.
	var items []*subjectWords
	if len(times) == 1 {
		period, ok := times[0].resolve(s.year())
		for _, grain := range grains {
			if !ok || period.Months() != grain.months*n || !strings.Contains(string(runes[start:word]), grain.word) {
				continue
			}
			for i := range n {
				from := period.Start() + jianfu.Month(i*grain.months)
				w := when{stated: true, resolve: func(int) (jianfu.Period, bool) {
					return jianfu.Span(from, from+jianfu.Month(grain.months-1))
				}}
				items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), when: &w})
			}
			break
		}
	}
	if items == nil {
		for _, item := range lendGrain(splitItems(runes[start:word])) {
			w := &subjectWords{words: slices.Concat(item, []rune(" "), common)}
			taken := make([]bool, len(item))
			if found := findTimes(item, taken, func(int) bool { return false }); len(found) == 1 {
				w.when = &found[0]
			}
			items = append(items, w)
		}
		lendLast(items)
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
		if len(told) < n || unsaid {
			if unsaid {
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
	s.respect = items
}

// row are the figures from a place on that nothing but marks sets apart.
func (s *sentence) row(from int, figures []*figure, marks string) []*figure {
	var list []*figure
	for _, f := range figures {
		if f.start < from || f.start >= s.whole.end {
			continue
		}
		if len(list) > 0 && strings.Trim(string(s.passage.runes[list[len(list)-1].end:f.start]), marks) != "" {
			break
		}
		list = append(list, f)
	}
	return list
}

// grains are what a time is divided into, by the word for it.
var grains = []struct {
	months int
	word   string
}{{3, "季度"}, {6, "半年"}, {1, "月"}, {12, "年"}}

var (
	grainPattern = regexp.MustCompile(`^((?:\d{4}年)?第?[一二三四上下\d]+)(半年|季度|月份?)`)
	grainless    = regexp.MustCompile(`^(?:\d{4}年)?第?[一二三四上下\d]+$`)
)

// lendGrain gives items that are bare numbers of times the word for them: 上、下半年, 一、二季度.
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
