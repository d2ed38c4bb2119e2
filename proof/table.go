package proof

import (
	"context"
	"regexp"
	"slices"
	"strings"
)

var (
	cellFigure = regexp.MustCompile(`^[-+−↓↑]?\s?(?:` + number + `|` + mask + `)\s?(?:余|多)?\s?(?:万|亿)?\s?(?:%|` + units + `)?$`)
	yearOnly   = regexp.MustCompile(`^(?:19|20)\d{2}$`)
	bracketed  = regexp.MustCompile(`[（(]\s*(?:单位[:：])?([^（）()]{1,8})\s*[）)]`)
	unitOnly   = regexp.MustCompile(`^(?:%|±%|` + units + `)$`)
	rateWords  = regexp.MustCompile(`率|占比|比重|比例`)
	percentCol = regexp.MustCompile(`同比|环比|增幅|降幅|增长|增减率|变化率|涨幅`)
)

// label is the words of a row's or column's head, and the unit in its brackets.
type label struct{ words, unit string }

func readLabel(text string) label {
	var l label
	l.words = bracketed.ReplaceAllStringFunc(text, func(m string) string {
		inner := bracketed.FindStringSubmatch(m)[1]
		if unitOnly.MatchString(inner) {
			l.unit = strings.TrimPrefix(inner, "±")
			return " "
		}
		if inner == "市" { // 县（市）区
			return m
		}
		return " " + inner + " "
	})
	l.words = strings.NewReplacer("，", " ", ",", " ", "、", " ", "：", " ", ":", " ", "；", " ", "。", " ", "/", " ", "\n", " ", "\t", " ").Replace(l.words)
	if strings.Contains(l.words, "百分点") {
		l.unit = "个百分点"
	}
	return l
}

// isFigure reports whether a cell holds a figure, and not a label.
func isFigure(text string) bool {
	if yearOnly.MatchString(text) {
		return false
	}
	if cellFigure.MatchString(text) {
		return true
	}
	runes := []rune(text)
	taken := make([]bool, len(runes))
	ignore(runes, taken)
	findIDs(runes, taken)
	findTimes(runes, taken, func(int) bool { return false })
	return len(findFigures(runes, taken, func(int) bool { return false })) > 0
}

// readTable reads each cell that holds figures behind the words of its row and column.
func (p *proof) readTable(ctx context.Context, t *table, caption string) error {
	heads := 0 // rows of them
	for heads < len(t.rows) && !slices.ContainsFunc(t.rows[heads], func(c cell) bool { return isFigure(p.doc.cellText(c)) }) {
		heads++
	}
	if heads == len(t.rows) {
		heads = 0
	}
	columns := map[int]label{}
	for _, row := range t.rows[:heads] {
		at := 0
		for _, c := range row {
			l := readLabel(p.doc.cellText(c))
			for i := at; i < at+c.span; i++ {
				known := columns[i]
				if l.unit == "" {
					l.unit = known.unit
				}
				columns[i] = label{strings.TrimSpace(known.words + " " + l.words), l.unit}
			}
			at += c.span
		}
	}
	above := map[int]label{} // the labels that merged cells continue
	for _, row := range t.rows[heads:] {
		var head label
		var ids []string
		at := 0
		for _, c := range row {
			text := p.doc.cellText(c)
			switch {
			case c.continued && text == "":
				head.words += " " + above[at].words
			case isFigure(text):
				delete(above, at)
			case idPattern.MatchString(text):
				ids = append(ids, text)
			default:
				l := readLabel(text)
				above[at] = l
				head.words = strings.TrimSpace(head.words + " " + l.words)
				if l.unit != "" {
					head.unit = l.unit
				}
			}
			at += c.span
		}
		at = 0
		for _, c := range row {
			if isFigure(p.doc.cellText(c)) {
				for _, paragraph := range c.paragraphs {
					if err := p.readCell(ctx, paragraph, head, columns[at], ids, caption); err != nil {
						return err
					}
				}
			}
			at += c.span
		}
	}
	return nil
}

// readCell reads one paragraph of a cell behind the words of its row and column.
func (p *proof) readCell(ctx context.Context, paragraph int, row, column label, ids []string, caption string) error {
	own := p.passage(paragraph)
	lent := []rune(row.words + " " + column.words + " ")
	for _, id := range ids {
		lent = append([]rune(id+" "), lent...)
	}
	s := &passage{runes: append(slices.Clone(lent), own.runes...), cell: true}
	for range lent {
		s.paragraph, s.offset = append(s.paragraph, -1), append(s.offset, 0)
	}
	s.paragraph, s.offset = append(s.paragraph, own.paragraph...), append(s.offset, own.offset...)
	if caption != "" {
		s.lent = []string{readLabel(caption).words}
	}
	s.unit = column.unit
	if s.unit == "" {
		s.unit = row.unit
	}
	if strings.Contains(column.words, "%") {
		s.unit = "%"
	}
	switch {
	case s.unit == "" && percentCol.MatchString(column.words), s.unit == "" && rateWords.MatchString(row.words+column.words):
		s.unit = "%"
	}
	return p.read(ctx, s)
}
