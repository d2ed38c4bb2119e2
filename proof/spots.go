package proof

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// spot is a match of a pattern, in runes.
type spot struct {
	start, end int
	groups     []string
}

// finder is a pattern that passes over a text without the characters that a match must have: most patterns are of
// words that few sentences have.
type finder struct {
	compiled func() *regexp.Regexp
	must     func() [][]rune // of each of these one
}

// compile makes a pattern of this package. It is compiled when it is first used: there are so many that a program that
// reads no report would start noticeably later.
func compile(pattern string) *finder {
	return &finder{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) }), sync.OnceValue(func() [][]rune {
		parsed, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			return nil
		}
		return needed(parsed.Simplify())
	})}
}

// runeSet tells which characters a text surely has none of.
type runeSet [32]uint64

func runesOf(text []rune) (set runeSet) {
	for _, r := range text {
		set[r>>6&31] |= 1 << (r & 63)
	}
	return set
}

// mayHave reports whether a text may have one of each of some characters.
func (set *runeSet) mayHave(must [][]rune) bool {
	for _, some := range must {
		if !set.mayHaveAny(some) {
			return false
		}
	}
	return true
}

func (set *runeSet) mayHaveRune(r rune) bool { return set[r>>6&31]&(1<<(r&63)) != 0 }

func (set *runeSet) mayHaveAny(some []rune) bool {
	for _, r := range some {
		if set.mayHaveRune(r) {
			return true
		}
	}
	return false
}

// may reports whether a text may have a match.
func (f *finder) may(text string) bool {
	for _, some := range f.must() {
		if !strings.ContainsFunc(text, func(r rune) bool { return slices.Contains(some, r) }) {
			return false
		}
	}
	return true
}

// MatchString reports whether a text has a match.
func (f *finder) MatchString(text string) bool { return f.may(text) && f.compiled().MatchString(text) }

// FindStringSubmatch is the first match in a text, with its groups.
func (f *finder) FindStringSubmatch(text string) []string {
	if !f.may(text) {
		return nil
	}
	return f.compiled().FindStringSubmatch(text)
}

// search is a text that is searched by many patterns, and which of its characters are taken by a match.
type search struct {
	text   []rune
	taken  []bool
	pieces []piece
}

// piece is a part of a text that is searched at once.
type piece struct {
	from  int
	text  string
	runes runeSet
}

func newSearch(text []rune) *search {
	in := &search{text: text, taken: make([]bool, len(text))}
	for from := 0; from < len(text); {
		until := pieceEnd(text, from)
		in.pieces = append(in.pieces, piece{from, string(text[from:until]), runesOf(text[from:until])})
		from = until
	}
	return in
}

// spots are all matches of a pattern.
func (in *search) spots(pattern *finder) []spot {
	var list []spot
	for i := range in.pieces {
		if p := &in.pieces[i]; p.runes.mayHave(pattern.must()) {
			list = appendSpots(list, pattern, p.text, p.from)
		}
	}
	return list
}

// free reports whether no match has taken any of a span.
func (in *search) free(start, end int) bool { return !slices.Contains(in.taken[start:end], true) }

func (in *search) take(start, end int) { fill(in.taken, []spot{{start: start, end: end}}) }

// spots are all matches of a pattern in a text that is searched by no other.
func spots(pattern *finder, text []rune) []spot { return newSearch(text).spots(pattern) }

// appendSpots adds the matches in a piece, which begins at a rune of the text.
func appendSpots(list []spot, pattern *finder, piece string, from int) []spot {
	at, runes := 0, from
	for _, m := range pattern.compiled().FindAllStringSubmatchIndex(piece, -1) {
		runes += utf8.RuneCountInString(piece[at:m[0]])
		s := spot{start: runes, end: runes + utf8.RuneCountInString(piece[m[0]:m[1]])}
		at, runes = m[1], s.end
		for i := 0; i < len(m); i += 2 {
			group := ""
			if m[i] >= 0 {
				group = piece[m[i]:m[i+1]]
			}
			s.groups = append(s.groups, group)
		}
		list = append(list, s)
	}
	return list
}

// minPiece is how many characters of a text are searched at once, at least.
const minPiece = 200

// pieceEnd is where the piece of a text that begins at a place ends: behind the first 。 or line after minPiece
// characters, or ； outside of quotation marks and brackets, which no match goes beyond.
func pieceEnd(text []rune, from int) int {
	depth := 0
	for at := from; at < len(text); at++ {
		switch text[at] {
		case '《', '“', '（', '(', '〔':
			depth++
		case '》', '”', '）', ')', '〕':
			depth = max(0, depth-1)
		case '。', '\n':
			if at-from >= minPiece {
				return at + 1
			}
		case '；':
			if at-from >= minPiece && depth == 0 {
				return at + 1
			}
		}
	}
	return len(text)
}

// maxNeeded is how many characters are worth looking for.
const maxNeeded = 60

// needed are sets of characters of each of which every match has one.
func needed(re *syntax.Regexp) [][]rune {
	var list [][]rune
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if re.Flags&syntax.FoldCase == 0 {
				list = append(list, []rune{r})
			}
		}
	case syntax.OpCharClass:
		if class := charactersOf(re.Rune); len(class) <= maxNeeded {
			list = append(list, class)
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			list = append(list, needed(sub)...)
		}
	case syntax.OpAlternate:
		return neededOfAny(re.Sub)
	}
	return list
}

// charactersOf are the characters of ranges, of many only some more than are worth looking for.
func charactersOf(ranges []rune) []rune {
	var list []rune
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1] && len(list) <= maxNeeded; r++ {
			list = append(list, r)
		}
	}
	return list
}

// neededOfAny is the set of characters of which a match of any of some patterns has one; none where they are many.
func neededOfAny(alternatives []*syntax.Regexp) [][]rune {
	var all []rune
	for _, sub := range alternatives {
		sets := needed(sub)
		if len(sets) == 0 {
			return nil
		}
		all = append(all, slices.MinFunc(sets, func(a, b []rune) int { return len(a) - len(b) })...)
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) > maxNeeded {
		return nil
	}
	return [][]rune{all}
}
