package proof

import (
	"slices"
	"strings"
	"unicode"

	"jianfu"
	"jianfu/metrics"
)

// passage is what is read at once: a paragraph, or a table's cell behind the words of its
// heads.
type passage struct {
	runes     []rune // folded
	paragraph []int  // of each rune; -1 where it is lent by a head
	offset    []int  // in the paragraph
	cell      bool
	note      bool // a footnote, or an endnote
	heading   bool
	change    bool           // the cell's head says that it is one
	money     bool           // it is of money
	unit      string         // of a number without one, from the heads
	lent      []string       // words of the line above a table
	said      string         // the last that the text before the table says
	untested  bool           // it is a point of what the checks could not test
	caption   []hit          // what that line names
	now       times          // that it lends; none where it names none
	where     metrics.Filter // that holds where a sentence names no units
	whole     bool           // it names the whole city
	caliber   string         // that holds where a sentence names none
}

// times are the times that hold where a clause names none, the likeliest first.
type times struct {
	list   []jianfu.Period
	stated bool // the text says so, not only the caller
	doubts []Doubt
}

// first is the likeliest; zero where there is none.
func (t times) first() jianfu.Period {
	if len(t.list) == 0 {
		return jianfu.Period{}
	}
	return t.list[0]
}

// overUnits says over how many units a change is, 可比部分（两年都有数的24个单位）下降3.20%, or how many report a figure,
// 据有此项数据的9个单位统计，超时会议45次; which is no figure of the warehouse.
var overUnits = compile(`（两[年期]都有数的\d+个单位）|据有此项数据的\d+个单位统计，`)

// newPassage is a paragraph without the spaces that set nothing apart: those between a digit and a Chinese
// character, as in 2023 年 1—11 月; and without what says of how many units a figure is.
func newPassage(doc *Document, paragraph int) *passage {
	text := fold(doc.paragraphs[paragraph].text)
	place := doc.paragraphs[paragraph].place
	s := &passage{note: place.Note > 0 || place.Header || place.Footer, runes: make([]rune, 0, len(text)), paragraph: make([]int, 0, len(text)), offset: make([]int, 0, len(text))}
	aside := make([]bool, len(text))
	fill(aside, spots(overUnits, text))
	for i, r := range text {
		if aside[i] || r == ' ' && needless(text, i) {
			continue
		}
		s.runes, s.paragraph, s.offset = append(s.runes, r), append(s.paragraph, paragraph), append(s.offset, i)
	}
	s.heading = doc.paragraphs[paragraph].isHeading()
	return s
}

// isHeading reports whether a paragraph is one: short, numbered or marked as one, and no sentence.
func (p paragraph) isHeading() bool {
	line := strings.TrimSpace(string(fold(p.text)))
	return line != "" && len([]rune(line)) <= 40 && !strings.ContainsAny(line, "。；;！") && (p.marked || headingPattern.MatchString(line))
}

// needless reports whether the spaces around a place are between a digit, or a dash between digits, and
// the Chinese character that it belongs to.
func needless(text []rune, at int) bool {
	before, after := at-1, at+1
	for before >= 0 && text[before] == ' ' {
		before--
	}
	for after < len(text) && text[after] == ' ' {
		after++
	}
	if before < 0 || after == len(text) {
		return false
	}
	digit := func(i int) bool { return unicode.IsDigit(text[i]) || text[i] == '%' }
	joins := func(i int) bool {
		return unicode.Is(unicode.Han, text[i]) || strings.ContainsRune("—–~～", text[i])
	}
	return digit(before) && joins(after) || joins(before) && digit(after)
}

// words are the words of a passage that are not the catalogue's: its figures, its times, the ids of figures
// that it names, each in order; and where a mark sets nothing apart.
type words struct {
	figures []*figure
	times   []when
	ids     []spot
	solid   []bool
}

// lex finds the words of a passage.
func (v *vocabulary) lex(s *passage) words {
	in := newSearch(s.runes)
	in.ignore()
	lent := func(at int) bool { return s.paragraph[at] < 0 }
	var w words
	w.ids = in.spots(idPattern)
	fill(in.taken, w.ids)
	if v.timed != nil {
		fill(in.taken, in.spots(v.timed))
	}
	w.times = in.times(lent)
	w.figures = in.figures(func(at int) bool { return s.cell && !lent(at) })
	for _, f := range w.figures {
		if f.bare && s.cell && !lent(f.start) && s.unit != "" {
			f.unit, f.kind, f.bare, f.lent = s.unit, kindOf(s.unit), false, true
		}
		f.measured = f.bare && (s.money || s.cell && f.digit < 0)
		f.names = f.names || f.kind == count && namesBefore.MatchString(string(s.runes[max(0, f.start-2):f.start])) && namedUnits.MatchString(string(s.runes[f.end:min(len(s.runes), f.end+3)]))
	}
	w.solid = v.solid(s, in)
	w.colons(s)
	w.brackets(s)
	w.behind(s)
	return w
}

func fill(taken []bool, list []spot) {
	for _, s := range list {
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
}

// ignore takes what is no figure.
func (in *search) ignore() {
	fill(in.taken, in.spots(methodPattern)) // 按上年后几个月推算 names no time
	for _, pattern := range ignored {
		fill(in.taken, slices.DeleteFunc(in.spots(pattern), func(s spot) bool {
			counted := isLatin(in.text[s.start]) && countedBehind.MatchString(string(in.text[s.end:min(len(in.text), s.end+1)]))
			code := strings.TrimLeft(string(in.text[s.start:s.end]), "0123456789")
			return counted || isUnit[code] && isLatin(rune(code[0])) // 35亿m3
		}))
	}
}

// countedBehind is what a number behind Latin letters counts, so that both are no code: APP4个.
var countedBehind = compile(`^[个款件次家项份条]`)

func isLatin(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }

// solid are the places where a mark sets nothing apart: in what is taken as one word, in names that hold a
// mark, and between the names of units.
func (v *vocabulary) solid(s *passage, in *search) []bool {
	solid := slices.Clone(in.taken)
	fill(solid, in.spots(countyPattern))
	if v.joined != nil {
		fill(solid, in.spots(v.joined))
	}
	end := -1
	for at := 0; at < len(s.runes); at++ {
		name := v.nameAt(s.runes, at)
		if name == nil {
			continue
		}
		if end >= 0 && at == end+1 && s.runes[end] == '、' {
			solid[end] = true
		}
		end = at + len([]rune(name.word))
		at = end - 1
	}
	return solid
}

// colons makes solid the colons that only times separate from a figure: 会议数：2023年521次 is
// one clause.
func (w *words) colons(s *passage) {
	startOf := map[int]int{}
	for _, t := range w.times {
		startOf[t.end] = t.start
	}
	for _, f := range w.figures {
		at := f.start
		for start, ok := startOf[at]; ok; start, ok = startOf[at] {
			at = start
		}
		if at > 1 && strings.ContainsRune("：:", s.runes[at-1]) && !s.cell {
			w.solid[at-1] = true
		}
	}
}

// maxBracket is how long a bracket may be that belongs to the words before it.
const maxBracket = 24

// brackets makes solid those right before a figure that hold none themselves: 召开会议（不含视频会议）312次 is one clause.
func (w *words) brackets(s *passage) {
	for i, f := range w.figures {
		end := f.start - 1
		if s.cell || end < 0 || s.runes[end] != '）' {
			continue
		}
		open := end
		for open > max(0, end-maxBracket) && s.runes[open] != '（' {
			open--
		}
		inside := spot{start: open, end: end}
		holds := i > 0 && w.figures[i-1].end > open || len(within(w.times, inside, func(t when) int { return t.start })) > 0
		if s.runes[open] == '（' && open > 0 && !holds && !strings.ContainsAny(string(s.runes[open:end]), "，；。") {
			fill(w.solid, []spot{{start: open, end: end + 1}})
		}
	}
}

// behind gives figures the times that are written after them as their own: 867件，这是2022年的数 is one clause.
func (w *words) behind(s *passage) {
	next := 0
	for i, f := range w.figures {
		until := len(s.runes)
		if i+1 < len(w.figures) {
			until = w.figures[i+1].start
		}
		for next < len(w.times) && w.times[next].start < f.end {
			next++
		}
		if next < len(w.times) {
			f.time = f.behind(s.runes, w.times[next], until)
		}
		if f.time == nil {
			continue
		}
		for at := f.end; at < f.time.start; at++ {
			w.solid[at] = w.solid[at] || s.runes[at] == '，'
		}
	}
}
