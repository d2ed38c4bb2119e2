package proof

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"sync"
	"unicode/utf8"
)

// spot is a match of a pattern, in runes.
type spot struct {
	start, end int
	groups     []string
}

// finder is a pattern that passes over a text without any of the characters that a match must have: most patterns are of
// words that few sentences have.
type finder struct {
	compiled func() *regexp.Regexp
	must     func() map[rune]bool // nil where they are not known, or many
}

// compile makes a pattern of this package. It is compiled when it is first used: there are so many that a program that
// reads no report would start noticeably later.
func compile(pattern string) *finder {
	return &finder{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) }), sync.OnceValue(func() map[rune]bool {
		parsed, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			return nil
		}
		var must map[rune]bool
		for _, r := range needed(parsed.Simplify()) {
			if must == nil {
				must = map[rune]bool{}
			}
			must[r] = true
		}
		return must
	})}
}

// may reports whether a text may have a match.
func (f *finder) may(text string) bool {
	must := f.must()
	if must == nil {
		return true
	}
	for _, r := range text {
		if must[r] {
			return true
		}
	}
	return false
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

// spots are all matches of a pattern in a text, which is searched piece by piece.
func spots(pattern *finder, text []rune) []spot {
	var list []spot
	for from := 0; from < len(text); {
		until := pieceEnd(text, from)
		if piece := string(text[from:until]); pattern.may(piece) {
			list = appendSpots(list, pattern, piece, from)
		}
		from = until
	}
	return list
}

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

// needed are characters of which every match has at least one; nil where there are no such few.
func needed(re *syntax.Regexp) []rune {
	switch re.Op {
	case syntax.OpLiteral:
		return re.Rune[:1]
	case syntax.OpCharClass:
		var list []rune
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if list = append(list, r); len(list) > maxNeeded {
					return nil
				}
			}
		}
		return list
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpConcat:
		return fewest(re.Sub)
	case syntax.OpAlternate:
		var all []rune
		for _, sub := range re.Sub {
			list := needed(sub)
			if list == nil {
				return nil
			}
			all = append(all, list...)
		}
		slices.Sort(all)
		if all = slices.Compact(all); len(all) <= maxNeeded {
			return all
		}
	}
	return nil
}

// fewest are what the part of a pattern needs that needs the fewest characters.
func fewest(parts []*syntax.Regexp) []rune {
	var best []rune
	for _, part := range parts {
		if list := needed(part); list != nil && (best == nil || len(list) < len(best)) {
			best = list
		}
	}
	return best
}
