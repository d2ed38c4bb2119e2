package proof

import "strings"

// ignore takes what is no figure.
func ignore(text []rune, taken []bool) {
	for _, s := range spots(methodPattern, text) { // 按上年后几个月推算 names no time
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
	for _, s := range spots(ignoredPattern, text) {
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
}

// findIDs finds the ids of figures that the report itself gives.
func findIDs(text []rune, taken []bool) []spot {
	list := spots(idPattern, text)
	for _, s := range list {
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
	return list
}

// sentences are split at full stops.
func sentences(text []rune, taken []bool) []spot {
	return split(text, taken, spot{end: len(text)}, "。！？!?\n\r")
}

// segments are split at every other mark.
func segments(text []rune, taken []bool, whole spot) []spot {
	return split(text, taken, whole, "，,；;：:、（）()\t|")
}

func split(text []rune, taken []bool, whole spot, marks string) []spot {
	var list []spot
	start := whole.start
	for i := whole.start; i < whole.end; i++ {
		if taken[i] || !strings.ContainsRune(marks, text[i]) || text[i] == '（' && isPartOfName(text[i:]) || text[i] == '）' && i >= 2 && isPartOfName(text[i-2:]) {
			continue
		}
		if i > start {
			list = append(list, spot{start: start, end: i})
		}
		start = i + 1
	}
	if whole.end > start {
		list = append(list, spot{start: start, end: whole.end})
	}
	return list
}

// isPartOfName reports the brackets of 县（市）区, which set nothing apart.
func isPartOfName(text []rune) bool {
	return len(text) > 3 && text[1] == '市' && text[2] == '）' && (text[3] == '区' || text[3] == '、')
}
