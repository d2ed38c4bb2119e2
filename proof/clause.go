package proof

import (
	"sort"
	"strings"
)

// sentence is the text between two full stops.
type sentence struct {
	spot
	clauses []clause
	figures []*figure
	times   []when
	ids     []spot
}

// clause is the text between any two marks.
type clause struct {
	spot
	text    []rune
	mark    rune // before it in its sentence; 0 where it is the first
	inside  bool // it is in brackets
	figures []*figure
	times   []when
	ids     []spot
}

// clauses sets the sentences of a passage apart, and their clauses.
func clauses(s *passage, w words) []sentence {
	var list []sentence
	for _, at := range split(s.runes, w.solid, spot{end: len(s.runes)}, "。！？!?\n\r") {
		in := sentence{spot: at, figures: within(w.figures, at, func(f *figure) int { return f.start }), times: within(w.times, at, func(t when) int { return t.start }),
			ids: within(w.ids, at, func(id spot) int { return id.start })}
		depth := 0
		from := at.start
		parts := split(s.runes, w.solid, at, "，,；;：:、（）()\t|")
		in.clauses = make([]clause, 0, len(parts))
		for _, part := range parts {
			c := clause{spot: part, text: s.runes[part.start:part.end], figures: within(in.figures, part, func(f *figure) int { return f.start }),
				times: within(in.times, part, func(t when) int { return t.start }), ids: within(in.ids, part, func(id spot) int { return id.start })}
			for _, r := range s.runes[from:part.start] {
				switch r {
				case '（', '(':
					depth = 1
				case '）', ')':
					depth = 0
				}
			}
			from, c.inside = part.start, depth > 0
			if part.start > at.start {
				c.mark = s.runes[part.start-1]
			}
			in.clauses = append(in.clauses, c)
		}
		list = append(list, in)
	}
	return list
}

// within are the elements of an ordered list that begin in a span.
func within[T any](list []T, at spot, start func(T) int) []T {
	from := sort.Search(len(list), func(i int) bool { return start(list[i]) >= at.start })
	until := sort.Search(len(list), func(i int) bool { return start(list[i]) >= at.end })
	return list[from:until:until]
}

func split(text []rune, solid []bool, whole spot, marks string) []spot {
	var list []spot
	start := whole.start
	for i := whole.start; i < whole.end; i++ {
		if solid[i] || !strings.ContainsRune(marks, text[i]) || text[i] == '。' && i+1 < whole.end && text[i+1] == '）' {
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
