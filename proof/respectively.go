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
}

// respectively prepares what 分别 tells of: the items before it, one for each figure after it.
func (s *sentence) respectively(at spot, times []when, figures []*figure) {
	runes := s.passage.runes
	word := at.start + len([]rune(strings.Split(string(runes[at.start:at.end]), "分别")[0]))
	var after []*figure
	end := word
	for _, f := range figures {
		if f.start < word || f.start >= s.whole.end {
			continue
		}
		between := string(runes[end:f.start])
		if len(after) > 0 && strings.Trim(between, "、，,和与及以 ") != "" {
			break
		}
		after, end = append(after, f), f.end
	}
	if len(after) < 2 {
		return
	}
	n := len(after)
	common := slices.Concat([]rune{}, runes[word+2:after[0].start])
	// Items before: the last n of what 、和 and the like set apart, back to the clause's start.
	start := word
	for start > s.whole.start && !strings.ContainsRune("，；：:;", runes[start-1]) {
		start--
	}
	var items []*subjectWords
	if len(times) == 1 {
		if period, ok := times[0].resolve(s.year()); ok && period.Months() == 12*n {
			for i := range n {
				year := period.Start().Year() + i
				w := when{stated: true, resolve: func(int) (jianfu.Period, bool) { return jianfu.YearOf(year), true }}
				items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), when: &w})
			}
		}
	}
	if items == nil {
		for _, item := range splitItems(runes[start:word]) {
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
		if len(told) < n {
			s.unclear = after
			return
		}
		for _, sub := range told[len(told)-n:] {
			items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), before: sub})
		}
	}
	s.respect = items
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
