package loaders

import (
	"strings"
	"unicode/utf8"

	"jianfu/loaders/sheet"
)

// headerIndex finds the columns that a folded header may stand for.
type headerIndex map[string][]headerRef

type headerRef struct {
	contract *Contract
	column   int
	rank     int // 0 is the main header, aliases follow
}

func indexHeaders(contracts []*Contract) headerIndex {
	index := headerIndex{}
	for _, contract := range contracts {
		if contract.SplitOf != "" { // found as its sister's table
			continue
		}
		for i := range contract.Columns {
			column := &contract.Columns[i]
			for rank, header := range append([]string{column.Header}, column.Aliases...) {
				key := foldHeader(header)
				index[key] = append(index[key], headerRef{contract, i, rank})
			}
		}
	}
	return index
}

// foldedHeader is a header as it is looked up: folded, and without the hints in brackets.
type foldedHeader struct{ whole, bare string }

func foldForSearch(text string) foldedHeader {
	whole := foldHeader(text)
	return foldedHeader{whole, bareHeader(whole)}
}

// find looks a header up.
func (index headerIndex) find(contract *Contract, h foldedHeader) (column, rank int, found bool) {
	for _, key := range [2]string{h.whole, h.bare} {
		for _, ref := range index[key] {
			if ref.contract == contract {
				return ref.column, ref.rank, true
			}
		}
	}
	return 0, 0, false
}

// headerPath is the header of one sheet column, with what it is searched by.
type headerPath struct {
	texts  []string // from the top down
	leaf   foldedHeader
	joined foldedHeader // with the text above it
	parent string       // the group that a tick column belongs to; "" where it can belong to none
	value  string       // and what a tick in it means
	group  foldedHeader
}

func newPath(texts []string) headerPath {
	p := headerPath{texts: texts}
	if len(texts) == 0 {
		return p
	}
	leaf := texts[len(texts)-1]
	p.leaf = foldForSearch(leaf)
	if len(texts) > 1 {
		p.parent, p.value = texts[len(texts)-2], leaf
		p.joined = foldForSearch(p.parent + leaf)
	} else {
		p.parent, p.value = cutPath(leaf)
	}
	p.group = foldForSearch(p.parent)
	return p
}

// secretHeaders mark the column that says how secret a row is: in any kind.
var secretHeaders = map[string]bool{
	"密级": true, "涉密": true, "是否涉密": true, "保密等级": true, "涉密等级": true,
	"秘密等级": true, "保密级别": true, "文件密级": true, "会议密级": true, "涉密情况": true,
}

// lineNumbers are headers of the column that only counts the rows: ignoring it is nothing
// to tell a filer.
var lineNumbers = words("序号 序 行号 序列号 no no. № 顺序号 项次")

// sumHeaders are below a group the column that adds the others up: 参会人数 over 主会场,
// 分会场, 合计.
var sumHeaders = words("合计 小计 总计 总数 计")

// keptRow is a row copied out of the reader's hands.
type keptRow struct {
	sheet.Row
}

func keep(row *sheet.Row) keptRow {
	kept := keptRow{*row}
	kept.Cells = append([]sheet.Cell(nil), row.Cells...)
	for i := range kept.Cells { // headers are what people see: 1 shown as 1月
		if shown := kept.Cells[i].Shown; shown != "" {
			kept.Cells[i].Text = shown
		}
	}
	return kept
}

// table is a header that was found in a sheet.
type table struct {
	contract    *Contract
	first, last int      // header rows, as the spreadsheet numbers them
	sources     []source // by column of the contract
	secret      int      // the sheet column that says how secret a row is; -1 for none
	width       int      // columns of the header
	lastHeader  int      // the last of them that has a text
	kept        []int    // sheet columns that the contract has, from the left
	headers     []string // and their texts
	ignored     []string // texts of the other headers
	doubled     []string // texts of headers that stand there again
	missing     []int    // required columns of the contract that are absent
	titled      bool     // title, sheet or file name speak for its kind
	score       float64

	secretHeader string // text of the column that says how secret a row is
}

// source is where the values of a column stand in the sheet.
type source struct {
	at     int    // sheet column, -1 for none
	header string // its text in the file
	ticks  []tick // or one sheet column for each value
}

type tick struct {
	at     int
	header string // 会议形式/现场
	value  any    // what a tick here means; nil where the header is no value of the column
}

func (s source) absent() bool { return s.at < 0 && len(s.ticks) == 0 }

// headerRows is how far into a sheet a header is looked for, and headerHeight how many
// rows it may take.
const (
	headerRows   = 40
	headerHeight = 3
	headerWidth  = 400
)

// finder looks for tables in the first rows of a sheet.
type finder struct {
	contracts  []*Contract // the kinds to look for
	index      headerIndex
	department bool   // the unit is known without a column
	named      string // folded sheet and file names, that may name the kind
	forced     bool   // there is one contract, because the filer named it
}

// find gives the first table among the rows; nil where none is likely. The first header
// that has all its contract requires wins, one as good just below it aside; where there is
// none, the likeliest of the incomplete ones.
func (f *finder) find(rows []keptRow) *table {
	var best, complete *table
	titles := f.named
	for i := range rows {
		t := f.findAt(rows, i, titles)
		switch {
		case t == nil:
		case complete != nil:
			// A title above a header reads like a group over its columns: the lower block has
			// the same columns without it.
			if t.score >= complete.score-0.01 && len(t.missing) == 0 && t.first <= complete.last {
				complete = t
			}
		case len(t.missing) == 0:
			complete = t
		case best == nil || t.score > best.score-0.01:
			best = t
		}
		if complete != nil && rows[i].Number >= complete.last {
			break
		}
		for _, cell := range rows[i].Cells {
			if cell.Text != "" && !cell.Merged {
				titles += foldWord(cell.Text) + "\n"
			}
		}
	}
	if complete != nil {
		return complete
	}
	return best
}

// findAt gives the best table whose header begins with row i.
func (f *finder) findAt(rows []keptRow, i int, titles string) *table {
	var best *table
	for height := 1; height <= headerHeight && i+height <= len(rows); height++ {
		block := rows[i : i+height]
		if i+height < len(rows) && continues(block[height-1], rows[i+height]) {
			continue
		}
		var paths []headerPath
		for _, texts := range headerPaths(block) {
			paths = append(paths, newPath(texts))
		}
		for _, contract := range f.contracts {
			t := f.match(contract, paths, titles)
			if t != nil && (best == nil || t.score > best.score) {
				t.first, t.last = block[0].Number, block[height-1].Number
				for _, row := range block {
					t.width = max(t.width, row.Width)
				}
				best = t
			}
		}
	}
	return best
}

// continues reports whether cells of the upper row are merged with those below them: the
// header goes on.
func continues(upper, lower keptRow) bool {
	same := 0
	for i, cell := range lower.Cells {
		if i < len(upper.Cells) && cell.Merged && cell.Text != "" && cell.Text == upper.Cells[i].Text &&
			(i == 0 || lower.Cells[i-1].Text != cell.Text) && (i+1 >= len(lower.Cells) || lower.Cells[i+1].Text != cell.Text) {
			same++
		}
	}
	return same >= 2
}

// headerPaths gives for each sheet column the texts of its header from the top down,
// without repeats.
func headerPaths(block []keptRow) [][]string {
	width := 0
	for _, row := range block {
		width = max(width, len(row.Cells))
	}
	width = min(width, headerWidth)
	text := func(row, column int) string {
		if column < len(block[row].Cells) {
			return strings.TrimSpace(block[row].Cells[column].Text)
		}
		return ""
	}
	paths := make([][]string, width)
	for column := range paths {
		for row := range block {
			t := text(row, column)
			if t == "" && row+1 < len(block) && text(row+1, column) != "" {
				// A group header that was not merged, or lost its merge in a CSV, stands over its first column.
				for left := column - 1; left >= 0 && t == "" && text(row+1, left) != ""; left-- {
					t = text(row, left)
				}
			}
			if n := len(paths[column]); t != "" && (n == 0 || paths[column][n-1] != t) {
				paths[column] = append(paths[column], t)
			}
		}
	}
	return paths
}

// match lays a contract over the headers of a sheet.
func (f *finder) match(contract *Contract, paths []headerPath, named string) *table {
	t := &table{contract: contract, secret: -1, width: len(paths), sources: make([]source, len(contract.Columns))}
	ranks := make([]int, len(contract.Columns))
	for i := range t.sources {
		t.sources[i].at = -1
	}
	taken := make([]bool, len(paths))
	texts := 0
	for at := range paths {
		p := &paths[at]
		if len(p.texts) == 0 {
			continue
		}
		t.lastHeader = at
		if p.leaf.whole != "" {
			texts++
		}
		leaf := p.texts[len(p.texts)-1]
		if secretHeaders[p.leaf.bare] {
			t.secret, t.secretHeader = at, leaf
			continue
		}
		column, rank, found := f.index.find(contract, p.leaf)
		if !found && len(p.texts) > 1 {
			column, rank, found = f.index.find(contract, p.joined)
		}
		if !found && len(p.texts) > 1 && sumHeaders[p.leaf.bare] {
			column, rank, found = f.index.find(contract, p.group)
		}
		if !found {
			f.tick(t, p, at, taken)
			continue
		}
		s := &t.sources[column]
		if s.at >= 0 && ranks[column] == rank && paths[s.at].leaf == p.leaf {
			t.doubled = append(t.doubled, leaf)
		}
		if s.at >= 0 && ranks[column] <= rank {
			continue
		}
		if s.at >= 0 {
			taken[s.at] = false
		}
		s.at, s.header, ranks[column] = at, leaf, rank
		taken[at] = true
	}
	return f.rate(t, ranks, paths, taken, texts, named)
}

// cutPath splits a header such as 会议形式/现场.
func cutPath(text string) (parent, leaf string) {
	at := strings.LastIndexAny(text, "/-—：:")
	if at <= 0 {
		return "", ""
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return text[:at], text[at+size:]
}

// tick takes a sheet column as one value of a choice or yes/no column.
func (f *finder) tick(t *table, p *headerPath, at int, taken []bool) {
	if p.parent == "" {
		return
	}
	column, _, found := f.index.find(t.contract, p.group)
	if !found {
		return
	}
	c := &t.contract.Columns[column]
	if c.Type != ChoiceType && c.Type != YesNoType {
		return
	}
	value, known := wordsOf(c)[foldWord(p.value)]
	if !known {
		value = nil
	}
	s := &t.sources[column]
	s.ticks = append(s.ticks, tick{at: at, header: p.parent + "/" + p.value, value: value})
	if s.header == "" {
		s.header = p.parent
	}
	taken[at] = true
}

// rate decides how likely the table is; nil where it is not.
func (f *finder) rate(t *table, ranks []int, paths []headerPath, taken []bool, texts int, named string) *table {
	matched, telling, main, ticks := 0, false, 0, 0
	months, counts := false, false
	for i := range t.sources {
		s := &t.sources[i]
		column := &t.contract.Columns[i]
		if s.at < 0 && len(s.ticks) > 0 {
			known := 0
			for _, tick := range s.ticks {
				if tick.value != nil {
					known++
				}
			}
			if known == 0 { // data below a header, not ticks
				for _, tick := range s.ticks {
					taken[tick.at] = false
				}
				s.ticks = nil
			}
			ticks += known
		}
		if s.at >= 0 && len(s.ticks) > 0 { // 会议形式 itself and, to its right, what it is split into
			s.ticks = nil
		}
		if s.absent() {
			if column.Required && !(column.Type == UnitType && f.department) {
				t.missing = append(t.missing, i)
			}
			continue
		}
		matched++
		if ranks[i] == 0 {
			main++
		}
		months = months || column.Type == MonthType
		counts = counts || column.Type == IntegerType
		if column.Type != UnitType && column.Type != MonthType && column.Type != YearType {
			telling = telling || ranks[i] == 0 || column.Required
		}
	}
	telling = telling || months && counts // 单位, 月份, and counts under any name
	titled := 0
	for _, word := range t.contract.Titles {
		if strings.Contains(named, foldWord(word)) {
			titled = max(titled, utf8.RuneCountInString(word))
		}
	}
	switch {
	case matched == 0 || !telling && titled == 0:
		return nil
	case len(t.missing) == 0 && (matched >= 2 || f.forced):
	case titled > 0 && matched >= 2, f.forced:
	case matched >= 3 && matched*2 >= texts && len(t.missing) <= 2:
	default:
		return nil
	}
	t.score = float64(matched) + 0.3*float64(main) + 0.1*float64(ticks) - 2*float64(len(t.missing))
	if titled > 0 {
		t.titled = true
		t.score += 1.5 + 0.1*float64(titled)
	}
	for at := range paths {
		texts := paths[at].texts
		switch {
		case len(texts) == 0:
		case taken[at]:
			t.kept = append(t.kept, at)
			t.headers = append(t.headers, t.headerAt(at))
		case at != t.secret && !lineNumbers[paths[at].leaf.bare]:
			t.ignored = append(t.ignored, strings.Join(texts[max(0, len(texts)-2):], "/"))
		}
	}
	return t
}

func (t *table) headerAt(at int) string {
	for _, s := range t.sources {
		if s.at == at {
			return s.header
		}
		for _, tick := range s.ticks {
			if tick.at == at {
				return tick.header
			}
		}
	}
	return ""
}
