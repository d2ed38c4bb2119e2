package proof

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"jianfu/metrics"
)

var (
	cellFigure    = compile(`^[-+−↓↑]?\s?(?:` + number + `|` + mask + `)\s?(?:余|多)?\s?(?:万|亿)?\s?(?:%|` + units + `)?$`)
	yearOnly      = compile(`^(?:19|20)\d{2}$`)
	bracketed     = compile(`[（(]\s*(?:单位[:：])?([^（）()]{1,8})\s*[）)]`)
	unitOnly      = compile(`^(?:%|±%|[百千万亿]{0,2}(?:` + units + `))$`)
	captionNumber = compile(`^\s*(?:附?[表图]\s?(?:\d{1,2}(?:[-.]\d+)?\b|[一二三四五六七八九十]+)?[：:、\s]*)`)
	rateWords     = compile(`率|占比|比重|比例`)
	noteColumn    = compile(`来源|备注|说明|出处|依据|编号`)
	timeColumn    = compile(`年$|年份|年度$|时间|日期`)
	serialHead    = compile(`^(?:序号|编号|序|行次|项次|No\.?|#)$`)
	changeColumn  = compile(`^\s*(?:与?较?比?(?:上年|去年|同期|上月|上季度)?(?:同期)?(?:相比|比较)?\s*)?(?:同比|环比|增减|变化|变动|升降|增幅|降幅|涨幅|增长率?|下降率?|比较|差额|±|%|增减率|增减幅|情况|幅度|数|量|值|额|（|）|\s)*$`)
	unfilled      = compile(`^[（(]?(?:未填写?|未填报|未注明)(?:分管战线|战线|单位)?[）)]?$`)
	saysNone      = compile(`^(?:无|.{0,40}(?:无数据|未填报|未报送|无报送任务|无台账(?:（.*）)?)|无(?:计划|从计算.*|往年可验)|不适用|[—–/-]+|.{0,20}已(?:拆分|并入|撤销|更名|设立).*|.{0,20}尚未(?:设立|成立).*|以[往后]的数算入.*)$`) // in place of a figure
	percentCol    = compile(`同比|环比|增幅|降幅|增长|增减率|变化率|涨幅`)
)

// label is the words of a row's or column's head, and the unit in its brackets.
type label struct {
	words, unit string
	change      bool           // what is under it are changes
	where       metrics.Filter // of a row of what is of no unit, or no line
}

func readLabel(text string) label {
	var l label
	l.words = bracketed.compiled().ReplaceAllStringFunc(text, func(m string) string {
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

// ofNone is the scope of the rows that do not say what a column of units or lines names.
func ofNone(words string) metrics.Filter {
	switch {
	case strings.Contains(words, "战线"):
		return metrics.Filter{Portfolios: []string{""}}
	case strings.Contains(words, "单位"):
		return metrics.Filter{Departments: []string{""}}
	}
	return metrics.Filter{}
}

// isFigure reports whether a cell holds a figure, and not a label.
func isFigure(text string) bool {
	if yearOnly.MatchString(text) {
		return false
	}
	if cellFigure.MatchString(text) {
		return true
	}
	in := newSearch([]rune(text))
	in.ignore()
	fill(in.taken, in.spots(idPattern))
	in.times(nowhere)
	return len(in.figures(nowhere)) > 0
}

// serial reports whether the first column numbers the rows.
func (t *table) serial(doc *Document, heads int) bool {
	for _, row := range t.rows[:heads] {
		if len(row) > 0 && serialHead.MatchString(strings.ReplaceAll(doc.cellText(row[0]), " ", "")) {
			return true
		}
	}
	n := 0
	for i, row := range t.rows[heads:] {
		if len(row) == 0 || doc.cellText(row[0]) != strconv.Itoa(i+1) {
			return false
		}
		n++
	}
	return n > 1
}

// tableReader reads the cells of a table that hold figures, each behind the words of its row and column.
type tableReader struct {
	*reader
	out     *reading
	caption string  // the line above it
	held    passage // what that line gives every cell
	columns map[int]label
	leads   map[int]label // of a column of changes: the column of figures that they are of
	figures map[int]bool  // the columns of figures, in which words such as 无任务 name nothing
	serial  bool          // the first column numbers the rows
	above   map[int]label // the labels that merged cells continue
}

// readTable reads each cell that holds figures behind the words of its row and column.
func (r *reader) readTable(ctx context.Context, out *reading, t *table, caption, said string) error {
	heads := r.headRows(t)
	read := &tableReader{reader: r, out: out, caption: caption, held: r.opening.held(caption), columns: r.columnLabels(t.rows[:heads]), figures: r.figureColumns(t.rows[heads:]), serial: t.serial(r.doc, heads), above: map[int]label{}}
	read.leads, read.held.said = r.leadColumns(read.columns), said
	var err error
	if read.held.caption, err = r.caption(ctx, caption); err != nil {
		return err
	}
	g := grid{history: out.amounts()}
	for number, row := range t.rows[heads:] {
		cells, err := read.row(ctx, number, row)
		if err != nil {
			return err
		}
		g.cells = append(g.cells, cells...)
	}
	out.grids = append(out.grids, g)
	return nil
}

// headRows is how many rows at the top hold no figures; none where all are such. What reads as a year is a figure behind a label that is
// not the head's own.
func (r *reader) headRows(t *table) int {
	for i, row := range t.rows {
		labelled := i > 0 && len(row) > 0 && len(t.rows[0]) > 0 && r.doc.cellText(row[0]) != "" && r.doc.cellText(row[0]) != r.doc.cellText(t.rows[0][0])
		if slices.ContainsFunc(row, func(c cell) bool {
			text := r.doc.cellText(c)
			return isFigure(text) || labelled && (yearOnly.MatchString(text) || saysNone.MatchString(text))
		}) {
			return i
		}
	}
	return 0
}

// columnLabels are the words of the heads over each column.
func (r *reader) columnLabels(heads [][]cell) map[int]label {
	columns := map[int]label{}
	for _, row := range heads {
		for at, c := range columnsOf(row) {
			l := readLabel(r.doc.cellText(c))
			for i := at; i < at+c.span; i++ {
				known := columns[i]
				columns[i] = label{words: strings.TrimSpace(known.words + " " + l.words), unit: cmp.Or(l.unit, known.unit)}
			}
		}
	}
	return columns
}

// columnsOf are the cells of a row with the columns in which they begin.
func columnsOf(row []cell) iter.Seq2[int, cell] {
	return func(yield func(int, cell) bool) {
		at := 0
		for _, c := range row {
			if !yield(at, c) {
				return
			}
			at += c.span
		}
	}
}

// leadColumns are, of each column of changes, the column of figures before it that they are of, the later of two times.
func (r *reader) leadColumns(columns map[int]label) map[int]label {
	leads := map[int]label{}
	for at, lead := 0, (label{}); at < len(columns); at++ {
		switch l := columns[at]; {
		case strings.TrimSpace(l.words) == "" || isChange(l.words):
			leads[at] = lead
		case at > 0 && leads[at-1].words == "" && r.earlierThan(l.words, lead.words): // | 本年 | 上年 | 同比 |
		default:
			lead = l
		}
	}
	return leads
}

// figureColumns are the columns of which most cells hold figures.
func (r *reader) figureColumns(rows [][]cell) map[int]bool {
	more := map[int]int{}
	for _, row := range rows {
		for at, c := range columnsOf(row) {
			switch text := r.doc.cellText(c); {
			case text == "", yearOnly.MatchString(text):
			case isFigure(text):
				more[at]++
			default:
				more[at]--
			}
		}
	}
	figures := map[int]bool{}
	for at, n := range more {
		figures[at] = n > 0
	}
	return figures
}

// row reads the figures of a row.
func (r *tableReader) row(ctx context.Context, number int, row []cell) ([]figureCell, error) {
	head, ids := r.rowHead(row)
	var cells []figureCell
	for at, c := range columnsOf(row) {
		if r.serial && at == 0 || !r.holdsFigure(at, r.doc.cellText(c)) {
			continue
		}
		column := r.columns[at]
		column.change = isChange(column.words) || isChange(head.words)
		if lead, ok := r.leads[at]; ok {
			column.words = lead.words + " " + column.words
		}
		in := figureCell{row: number, column: at, rowHead: head.words, columnHead: r.columns[at].words}
		for _, paragraph := range c.paragraphs {
			claims, err := r.readCell(ctx, r.out, paragraph, head, column, ids, r.caption, r.held)
			if err != nil {
				return nil, err
			}
			in.claims = append(in.claims, claims...)
		}
		cells = append(cells, in)
	}
	return cells, nil
}

// holdsFigure reports whether a cell of a column holds a figure. What reads as a year is one among figures, unless its column is of
// times.
func (r *tableReader) holdsFigure(at int, text string) bool {
	return isFigure(text) || yearOnly.MatchString(text) && r.figures[at] && !(timeColumn.MatchString(r.columns[at].words) && !strings.ContainsAny(r.columns[at].words, "0123456789"))
}

// rowHead is what the cells of a row say that its figures are of, and the ids of figures that they name.
func (r *tableReader) rowHead(row []cell) (head label, ids []string) {
	for at, c := range columnsOf(row) {
		text := r.doc.cellText(c)
		switch {
		case r.serial && at == 0:
		case c.continued && text == "":
			head.words += " " + r.above[at].words
		case r.holdsFigure(at, text):
			delete(r.above, at)
		case idPattern.MatchString(text):
			ids = append(ids, text)
		case r.figures[at], noteColumn.MatchString(r.columns[at].words): // it is about a figure, not what figures are of
		case saysNone.MatchString(text):
		case unfilled.MatchString(text) && !isEmpty(ofNone(r.columns[at].words)):
			head.where = ofNone(r.columns[at].words)
		default:
			l := readLabel(text)
			r.above[at] = l
			head.words = strings.TrimSpace(head.words + " " + l.words)
			head.unit = cmp.Or(l.unit, head.unit)
		}
	}
	return head, ids
}

// earlierThan reports whether two columns are of the same at two times, the first of them the earlier.
func (r *reader) earlierThan(words, than string) bool {
	if timeless(words) != timeless(than) {
		return false
	}
	period, known := r.opening.columnPeriod(words)
	other, otherKnown := r.opening.columnPeriod(than)
	if known && otherKnown {
		return period.Through() < other.Through()
	}
	return earlierColumn.MatchString(words) && !earlierColumn.MatchString(than)
}

// caption finds what the line above a table says that it is of.
func (r *reader) caption(ctx context.Context, text string) ([]hit, error) {
	runes := []rune(strings.NewReplacer("对比", " ", "各月", " ", "各年", " ", "三年", " ", "近三年", " ", "各", " ").Replace(readLabel(captionNumber.compiled().ReplaceAllString(text, "")).words))
	words := newPhrase(runes)
	for _, word := range expected {
		words.cover(word)
	}
	for _, w := range newSearch(runes).times(nowhere) {
		words.coverSpan(0, w.start, w.end)
	}
	return r.words.match(ctx, r.asker, words, len(runes), "", nil, func(q *pattern) bool { return q.metric != nil })
}

// readCell reads one paragraph of a cell behind the words of its row and column.
func (r *reader) readCell(ctx context.Context, out *reading, paragraph int, row, column label, ids []string, caption string, held passage) ([]*claim, error) {
	own := newPassage(r.doc, paragraph)
	lent := []rune(row.words + " " + column.words + " ")
	for _, id := range ids {
		lent = append([]rune(id+" "), lent...)
	}
	s := &held
	s.runes, s.cell, s.change = append(slices.Clone(lent), own.runes...), true, column.change
	if !isEmpty(row.where) {
		s.where = row.where
	}
	for range lent {
		s.paragraph, s.offset = append(s.paragraph, -1), append(s.offset, 0)
	}
	s.paragraph, s.offset = append(s.paragraph, own.paragraph...), append(s.offset, own.offset...)
	if caption != "" {
		s.lent = []string{readLabel(caption).words}
	}
	s.unit, s.money = cmp.Or(column.unit, row.unit), contained(caption+row.words+column.words, money) != ""
	if strings.Contains(row.words+column.words, "%") || s.unit == "" && (percentCol.MatchString(row.words) || percentCol.MatchString(column.words) || rateWords.MatchString(row.words+column.words)) {
		s.unit = "%"
	}
	return r.readPassage(ctx, out, s, r.words.lex(s))
}
