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

// spots are all matches of a pattern in a text. A long text is searched piece by piece, and a piece without any of the
// characters that a match must have is passed over: most patterns are of words that few sentences have.
func spots(pattern *regexp.Regexp, text []rune) []spot {
	var list []spot
	must := needsOf(pattern)
	from := 0
	for from < len(text) {
		until := pieceEnd(text, from)
		if piece := string(text[from:until]); must == "" || strings.ContainsAny(piece, must) {
			list = appendSpots(list, pattern, piece, from)
		}
		from = until
	}
	return list
}

// appendSpots adds the matches in a piece, which begins at a rune of the text.
func appendSpots(list []spot, pattern *regexp.Regexp, piece string, from int) []spot {
	at, runes := 0, from
	for _, m := range pattern.FindAllStringSubmatchIndex(piece, -1) {
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

// needs are, by pattern, the characters of which a match has at least one; "" where that is not known.
var needs sync.Map

func needsOf(pattern *regexp.Regexp) string {
	if must, ok := needs.Load(pattern); ok {
		return must.(string)
	}
	must := ""
	if parsed, err := syntax.Parse(pattern.String(), syntax.Perl); err == nil {
		must = string(needed(parsed.Simplify()))
	}
	needs.Store(pattern, must)
	return must
}

// maxNeeded is how many characters are worth looking for.
const maxNeeded = 12

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

// fewest are what the part of a pattern needs that needs the rarest: few characters, and no digits where there are others.
func fewest(parts []*syntax.Regexp) []rune {
	var best []rune
	for _, part := range parts {
		if list := needed(part); list != nil && (best == nil || len(list) < len(best)) {
			best = list
		}
	}
	return best
}
