package loaders

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jianfu"
	"jianfu/loaders/sheet"
)

// headerIndex finds the columns that a folded header may belong to. The counts of a contract of
// totals are found by their names, see countKey.
type headerIndex struct {
	headers map[string][]headerRef
	counts  map[string][]headerRef
	longest int // bytes of a count's name
}

type headerRef struct {
	contract *Contract
	column   int
	rank     int    // 0 is the main header, aliases follow; -1 is a part and no name of the whole
	part     string // the key, where it counts a part of the count
}

func indexHeaders(contracts []*Contract) headerIndex {
	index := headerIndex{headers: map[string][]headerRef{}, counts: map[string][]headerRef{}}
	for _, contract := range contracts {
		if contract.SplitOf != "" { // found as its sister's table
			continue
		}
		for i := range contract.Columns {
			column := &contract.Columns[i]
			if column.Beside != "" { // it has no cells of its own
				continue
			}
			for rank, header := range append([]string{column.Header}, column.Aliases...) {
				ref := headerRef{contract: contract, column: i, rank: rank}
				if contract.isCount(i) {
					key := countKey(header)
					index.counts[key] = append(index.counts[key], ref)
					index.longest = max(index.longest, len(key))
					continue
				}
				key := foldHeader(header)
				index.headers[key] = append(index.headers[key], ref)
			}
			for _, part := range column.Parts {
				key := countKey(part)
				at := slices.IndexFunc(index.counts[key], func(ref headerRef) bool { return ref.contract == contract && ref.column == i })
				if at < 0 {
					index.counts[key] = append(index.counts[key], headerRef{contract: contract, column: i, rank: -1})
					at = len(index.counts[key]) - 1
				}
				index.counts[key][at].part = key
				index.longest = max(index.longest, len(key))
			}
		}
	}
	return index
}

// foldedHeader is a header in the form for lookups: folded, and without the hints in brackets.
type foldedHeader struct{ whole, bare string }

func foldForSearch(text string) foldedHeader {
	return headersFolded.of(text, func(text string) foldedHeader {
		whole := foldHeader(text)
		return foldedHeader{whole, bareHeader(whole)}
	})
}

// find looks a header up.
func (index headerIndex) find(contract *Contract, h foldedHeader) (column, rank int, found bool) {
	for _, key := range [2]string{h.whole, h.bare} {
		for _, ref := range index.headers[key] {
			if ref.contract == contract {
				return ref.column, ref.rank, true
			}
		}
	}
	return 0, 0, false
}

// count looks the name of a count up.
func (index headerIndex) count(contract *Contract, name string) (ref headerRef, found bool) {
	for _, ref := range index.counts[countKey(name)] {
		if ref.contract == contract {
			return ref, true
		}
	}
	return headerRef{}, false
}

// countIn finds the one count that a title names: 2023年各单位召开会议情况统计表. It returns -1 if
// there are none or several. A title of a count and of anything else, 会议费支出情况表, may be of the
// latter: what that is, is doubtful. The name of a unit has no meaning of its own, whatever words it has.
func (index headerIndex) countIn(contract *Contract, units *directory, title string) (column int, doubtful string) {
	text, _ := contract.withoutCaliber(foldWord(arabic(units.cutNames(foldWord(fileEnding.ReplaceAllString(title, ""))))))
	column = -1
	rest := text
	for rest != "" {
		found, size := -1, 0
		for end := min(len(rest), index.longest); end > 0 && found < 0; end-- {
			for _, ref := range index.counts[rest[:end]] {
				if ref.contract == contract && ref.rank >= 0 {
					found, size = ref.column, end
				}
			}
		}
		switch {
		case found < 0:
			_, size = utf8.DecodeRuneInString(rest)
		case column >= 0 && column != found:
			return -1, ""
		default:
			column = found
		}
		rest = rest[size:]
	}
	if column < 0 {
		return -1, ""
	}
	for text != "" {
		size := index.plainSize(contract, column, units, text)
		switch {
		case size > 0 && doubtful != "":
			return -1, doubtful
		case size == 0:
			_, size = utf8.DecodeRuneInString(text)
			doubtful += text[:size]
		}
		text = text[size:]
	}
	if doubtful != "" {
		return -1, doubtful
	}
	return column, ""
}

// fileEnding is that of a file's name.
var fileEnding = regexp.MustCompile(`(?i)\.(?:xlsx|xlsm|xls|et|ods|csv|tsv|txt|json)$`)

// says reports a text of nothing but counts and words that say nothing of whose they are.
func (index headerIndex) says(contract *Contract) func(text string) bool {
	return func(text string) bool {
		for text != "" {
			size := 0
			for end := min(len(text), index.longest); end > size; end-- {
				if slices.ContainsFunc(index.counts[text[:end]], func(ref headerRef) bool { return ref.contract == contract }) {
					size = end
				}
			}
			for _, word := range contract.plain {
				if len(word) > size && strings.HasPrefix(text, word) {
					size = len(word)
				}
			}
			if size == 0 {
				return false
			}
			text = text[size:]
		}
		return true
	}
}

// plainSize is how much of the beginning of a title is the name of its count, a span, a unit, or a
// word that says nothing of what is counted; 0 if it is something else. The names of units are gone.
func (index headerIndex) plainSize(contract *Contract, column int, units *directory, text string) int {
	size := 0
	for end := min(len(text), index.longest); end > size; end-- {
		if slices.ContainsFunc(index.counts[text[:end]], func(ref headerRef) bool { return ref.contract == contract && ref.column == column }) {
			size = end
		}
	}
	for _, word := range contract.plain {
		if len(word) > size && strings.HasPrefix(text, word) {
			size = len(word)
		}
	}
	if size > 0 {
		return size
	}
	if first, n := utf8.DecodeRuneInString(text); !unicode.IsLetter(first) {
		return n
	}
	if place, found := strings.CutPrefix(text, units.city); found && units.city != "" {
		return len(text) - len(place)
	}
	if units.city == "" {
		return len(placeName.FindString(text))
	}
	return 0
}

// placeName is a city at the beginning of a title, where the directory does not say which it is.
var placeName = regexp.MustCompile(`^\p{Han}{1,5}?[市县区州盟旗]`)

// headerPath is the header of one sheet column, with its search keys.
type headerPath struct {
	texts  []string // from the top down
	leaf   foldedHeader
	joined foldedHeader // with the text above it
	parent string       // the group that a tick column belongs to; "" if it can belong to none
	value  string       // and the meaning of a tick in it
	inside bool         // which is in brackets: 会议形式（视频）
	group  foldedHeader
	turned foldedHeader // the leaf before the text above it: 计划 below 参会人数
	plan   bool         // 计划: what was planned, not what was done
	actual bool         // 实际: what was done
}

// planWords and actualWords, below or before a header, distinguish plans from actual figures.
var (
	planWords   = words("计划 计划数 拟 预计 安排 计划安排 年度计划")
	actualWords = words("实际 实际数 实际完成 实际完成数 完成 完成数 实际情况 已开展 已完成 已实施 已召开 已印发 实际开展 实际召开")
)

func newPath(texts []string) headerPath {
	if len(texts) == 0 {
		return headerPath{}
	}
	if name, word, found := cutPlan(texts[len(texts)-1]); found { // 召开时间（计划）
		texts = append(slices.Clone(texts[:len(texts)-1]), name, word)
	}
	p := headerPath{texts: texts}
	leaf := texts[len(texts)-1]
	p.leaf = foldForSearch(leaf)
	if len(texts) > 1 {
		p.parent, p.value = texts[len(texts)-2], leaf
		p.joined = foldForSearch(p.parent + leaf)
		p.turned = foldForSearch(leaf + p.parent)
	} else {
		p.parent, p.value = cutPath(leaf)
		if p.parent == "" {
			p.parent, p.value, p.inside = cutInside(leaf)
		}
	}
	p.group = foldForSearch(p.parent)
	for _, text := range texts {
		folded := foldHeader(text)
		p.plan = p.plan || planWords[folded]
		p.actual = p.actual || actualWords[folded] || strings.HasPrefix(folded, "实际")
	}
	return p
}

// cutInside splits 会议形式（视频）.
func cutInside(header string) (parent, value string, found bool) {
	text := strings.TrimRight(strings.TrimSpace(header), ")）")
	at := strings.LastIndexAny(text, "(（")
	if at <= 0 || len(text) == len(strings.TrimSpace(header)) {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return text[:at], text[at+size:], true
}

// cutPlan splits 召开时间（计划） and 召开时间-实际.
func cutPlan(header string) (name, word string, found bool) {
	text := strings.TrimRight(strings.TrimSpace(header), ")）]】")
	at := strings.LastIndexAny(text, "(（[【-—－_/：:")
	if at <= 0 {
		return "", "", false
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	word = strings.TrimSpace(text[at+size:])
	folded := foldHeader(word)
	return strings.TrimSpace(text[:at]), word, planWords[folded] || actualWords[folded]
}

// secretHeaders are the headers of the column for the secrecy level, in any kind.
var secretHeaders = map[string]bool{
	"密级": true, "涉密": true, "是否涉密": true, "保密等级": true, "涉密等级": true,
	"秘密等级": true, "保密级别": true, "文件密级": true, "会议密级": true, "涉密情况": true,
}

// lineNumbers are headers of the column that only numbers the rows: ignoring it needs no remark.
var lineNumbers = words("序号 序 行号 序列号 no no. № 顺序号 项次")

// yearHeaders are headers of the year, where another column has the month.
var yearHeaders = words("年份 年度 年 统计年度 所属年度")

// sumHeaders are headers of a column that adds up the others of its group: 参会人数 above 主会场,
// 分会场, 合计.
var sumHeaders = words("合计 小计 总计 总数 计")

// keptRow is a row copied from the reader.
type keptRow struct {
	sheet.Row
}

func keep(row *sheet.Row) keptRow {
	kept := keptRow{*row}
	kept.Cells = append([]sheet.Cell(nil), row.Cells...)
	for i := range kept.Cells { // headers are what people see: 1 shown as 1月
		if kept.Cells[i].Covered {
			kept.Cells[i] = sheet.Cell{}
		}
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
	secret      int      // the sheet column of the secrecy level; -1 for none
	width       int      // columns of the header
	lastHeader  int      // the last of them that has a text
	kept        []int    // sheet columns that the contract has, from the left
	headers     []string // and their texts
	ignored     []string // texts of the other headers
	unread      []int    // and their sheet columns
	doubled     []int    // columns of the contract whose header is repeated
	missing     []int    // required columns of the contract that are absent
	titled      bool     // title, sheet or file name indicate its kind
	score       float64

	yearAt       int    // of totals with months in rows, the sheet column of their year; -1 for none
	secretHeader string // text of the secrecy-level column

	blank     []int               // sheet columns without a header
	looked    int                 // how many columns the header was looked for in
	totals    []totalColumn       // of a table of totals, from the left
	passed    map[int]jianfu.Text // why sheet columns of numbers do not count: 上月, 第1周, 占比
	uncounted bool                // nothing says what its numbers count
	itemized  string              // the header of the column that names a count in each row
	doubtful  string              // the title that may say it
	doubt     string              // and what of it is not understood
	divided   string              // the header of the first of its columns, where each is of a part of a count that is not known
	sumOf     string              // the count of the title, where only a column 合计 may be all of it
	parted    string              // the header of the first of its columns, where each is of less than a month
	from      int                 // the columns of the sheet that belong to this table, if there are others beside it
	until     int                 // 0 for all
}

// source is where the values of a column are in the sheet.
type source struct {
	at     int    // sheet column, -1 for none
	header string // its text in the file
	ticks  []tick // or one sheet column for each value
	line   string // or the value that a line above the table gives: 平台：人民网
}

type tick struct {
	at     int
	header string // 会议形式/现场
	value  any    // what a tick here means; nil if the header is not a value of the column
}

func (s source) absent() bool { return s.at < 0 && len(s.ticks) == 0 }

// headerRows is how far into a sheet a header is searched for, and headerHeight how many rows it
// may have.
const (
	headerRows   = 40
	headerHeight = 3
	headerWidth  = 400
)

// finder finds tables in the first rows of a sheet.
type finder struct {
	contracts   []*Contract // the kinds to look for
	index       headerIndex
	department  bool // the unit is known without a column
	units       *directory
	sheet       string
	hidden      []sheet.Columns // of the sheet
	named       []string        // sheet and file names, which may name the kind
	namedFolded []string
	forced      bool // there is one contract, because the filer named it
}

// hides reports whether the spreadsheet hides a column.
func (f *finder) hides(at int) bool {
	return slices.ContainsFunc(f.hidden, func(c sheet.Columns) bool { return c.First <= at && at <= c.Last })
}

// block is the header that is being matched: its rows and their surroundings.
type block struct {
	rows  []keptRow
	paths []headerPath
	above *above
	below []keptRow

	from, until int // the columns that belong to it; until 0 for all
}

func (b *block) holds(at int) bool { return b.until == 0 || at >= b.from && at < b.until }

// find returns the first table among the rows, and those beside it; none if none is likely. The
// first header with all required columns of its contract is chosen, unless an equally good one is
// just below it; if there is none, the likeliest incomplete one.
func (f *finder) find(rows []keptRow) []*table {
	var best, complete *table
	over := &above{}
	overs := make([]above, len(rows))
	for i := range rows {
		overs[i] = *over
		t := f.findAt(rows, i, &overs[i])
		switch {
		case t == nil:
		case complete != nil:
			// A title above a header looks like a group above its columns: the lower block has the
			// same columns without it.
			if t.score >= complete.score-0.01 && t.complete() && t.first <= complete.last {
				complete = t
			}
		case t.complete():
			complete = t
		case best == nil || t.score > best.score-0.01:
			best = t
		}
		if complete != nil && rows[i].Number >= complete.last {
			break
		}
		over.add(rows[i])
	}
	if complete != nil {
		best = complete
	}
	if best == nil {
		return nil
	}
	for i := range rows {
		if rows[i].Number == best.first {
			return f.beside(rows, i, best, &overs[i])
		}
	}
	return []*table{best}
}

// complete reports whether no required column is missing.
func (t *table) complete() bool { return len(t.missing) == 0 && !t.uncounted }

// findAt returns the best table whose header begins with row i.
func (f *finder) findAt(rows []keptRow, i int, over *above) *table {
	if i > 0 && continues(rows[i-1], rows[i]) { // the lower half of a header says less than all of it
		return nil
	}
	var best *table
	for height := 1; height <= headerHeight && i+height <= len(rows); height++ {
		header := rows[i : i+height]
		if height > 1 && isData(header[height-1]) {
			break
		}
		if i+height < len(rows) && continues(header[height-1], rows[i+height]) {
			continue
		}
		t := f.matchBest(f.block(rows, i, height, over))
		if t != nil && (best == nil || t.score > best.score || t.score == best.score && height > 1 && saysSpans(header[height-1])) {
			best = t
		}
	}
	return best
}

// saysSpans reports a row of nothing but 本月, 上月, 环比: it is a part of the header, not data.
func saysSpans(row keptRow) bool {
	said := 0
	for _, cell := range row.Cells {
		if cell.Merged || trim(cell.Text) == "" {
			continue
		}
		if rest, w := readSpanWords(cell.Text); rest != "" || !w.said {
			return false
		}
		said++
	}
	return said > 1
}

func (f *finder) block(rows []keptRow, i, height int, over *above) block {
	b := block{rows: rows[i : i+height], above: over, below: rows[i+height:]}
	for _, texts := range headerPaths(b.rows) {
		b.paths = append(b.paths, newPath(texts))
	}
	return b
}

// matchBest returns the table of the kind that fits a header best; nil if none does.
func (f *finder) matchBest(b block) *table {
	var best *table
	for _, contract := range f.contracts {
		t := f.match(contract, b)
		if t != nil && (best == nil || t.score > best.score) {
			t.first, t.last = b.rows[0].Number, b.rows[len(b.rows)-1].Number
			for _, row := range b.rows {
				t.width = max(t.width, row.Width)
			}
			best = t
		}
	}
	return best
}

// isData reports a row that cannot be a header: one with a number that is not a year.
func isData(row keptRow) bool {
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.Kind != sheet.Number || cell.Merged {
			continue
		}
		if year, whole := plainInteger(cell.Text); !whole || year < earliestYear || year > latestYear {
			return true
		}
	}
	return false
}

// holdsNumbers reports a row of data, whose numbers may be texts: 发文数, 2件, 18件.
func holdsNumbers(row keptRow) bool {
	return isData(row) || slices.ContainsFunc(row.Cells, func(cell sheet.Cell) bool { return numberText.MatchString(trim(cell.Text)) })
}

// numberText is a number, which may have its unit, and is no year.
var numberText = regexp.MustCompile(`^(?:\d{1,3}|\d{5,}|[\d,]*\.\d+)[件次个项份场条人%]*$`)

// beside returns the tables of one header: more than one if the columns split into tables that are
// each complete, as for two lists side by side or a long list in several columns.
func (f *finder) beside(rows []keptRow, i int, whole *table, over *above) []*table {
	height := 0
	for i+height < len(rows) && rows[i+height].Number <= whole.last {
		height++
	}
	b := f.block(rows, i, height, over)
	for _, cuts := range besideCuts(b.paths, whole) {
		if tables := f.cut(b, cuts); tables != nil {
			return tables
		}
	}
	return []*table{whole}
}

// cut returns the tables that the columns make when they are cut; none if one of them is not complete.
func (f *finder) cut(b block, cuts []int) []*table {
	var tables []*table
	from := 0
	for _, until := range append(cuts, len(b.paths)) {
		part := b
		part.from, part.until = from, until
		part.paths = make([]headerPath, len(b.paths))
		used := 0
		for at := from; at < until; at++ {
			part.paths[at] = b.paths[at]
			if len(b.paths[at].texts) > 0 {
				used++
			}
		}
		const fewest = 2
		t := f.matchBest(part)
		switch {
		case used == 0:
			continue
		case used < fewest || t == nil || !t.complete(), t.contract.Kind == totals && !t.names():
			return nil
		}
		t.from, t.until = from, until
		tables = append(tables, t)
		from = until
	}
	if len(tables) < 2 {
		return nil
	}
	return tables
}

// names reports whether the rows of a table of totals name their unit or month: columns behind a
// blank one that do neither belong to the table to the left.
func (t *table) names() bool {
	return !t.sources[t.contract.Column("department")].absent() || !t.sources[t.contract.Column("month")].absent()
}

// besideCuts are the columns at which other tables may begin: after a column without a header, and where
// the first columns are repeated; else one column at which what is read begins or ends.
func besideCuts(paths []headerPath, whole *table) [][]int {
	first := slices.IndexFunc(paths, func(p headerPath) bool { return len(p.texts) > 0 })
	unit := -1
	for i := range whole.sources {
		if whole.contract.Columns[i].Type == UnitType && unit < 0 {
			unit = whole.sources[i].at
		}
	}
	var cuts []int
	for at := first + 1; at < len(paths); at++ {
		p := &paths[at]
		switch {
		case len(p.texts) == 0:
		case len(paths[at-1].texts) == 0, p.leaf == paths[first].leaf,
			unit >= 0 && at > unit && p.leaf == paths[unit].leaf && !lineNumbers[paths[at-1].leaf.bare]:
			cuts = append(cuts, at)
		}
	}
	if len(cuts) > 0 {
		return [][]int{cuts}
	}
	const most = 8
	var single [][]int
	for at := first + 1; at < len(paths) && len(single) < most; at++ {
		if slices.Contains(whole.kept, at) != slices.Contains(whole.kept, at-1) {
			single = append(single, []int{at})
		}
	}
	return single
}

// continues reports whether cells of the upper row are merged with those below them: then the
// header goes on. One is enough if there is a group above several columns.
func continues(upper, lower keptRow) bool {
	same, group := 0, false
	for i, cell := range lower.Cells {
		if i >= len(upper.Cells) || upper.Cells[i].Text == "" {
			continue
		}
		if cell.Merged && cell.Text != "" && cell.Text == upper.Cells[i].Text &&
			(i == 0 || lower.Cells[i-1].Text != cell.Text) && (i+1 >= len(lower.Cells) || lower.Cells[i+1].Text != cell.Text) {
			same++
		}
		group = group || i > 0 && upper.Cells[i].Merged && upper.Cells[i].Text == upper.Cells[i-1].Text && cell.Text != "" && !cell.Merged
	}
	const sure = 2
	return same >= sure || same > 0 && group
}

// headerPaths returns for each sheet column the texts of its header from the top down, without
// repeats.
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
				// A group header that was not merged, or lost its merge in a CSV, is above its
				// first column.
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

// match matches a contract with a header.
func (f *finder) match(contract *Contract, b block) *table {
	paths := b.paths
	t := &table{contract: contract, secret: -1, width: len(paths), looked: len(paths), sources: make([]source, len(contract.Columns)), yearAt: -1}
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
		column, rank, found := f.column(contract, p)
		if found && contract.Kind != totals && contract.Columns[column].Type == TextType && f.counted(p) && holdNumbers(b.below, at) {
			found = false // 议事协调机构 above 3 and 4 is how many, not which
		}
		if !found || p.inside && contract.Columns[column].isTick(p.value) {
			f.tick(t, p, at, taken)
			continue
		}
		s := &t.sources[column]
		again := s.at >= 0 && ranks[column] == rank && paths[s.at].leaf == p.leaf
		better := p.actual && s.at >= 0 && !paths[s.at].actual
		if again && contract.Columns[column].Type == UnitType && b.rows[len(b.rows)-1].Cells[at].Merged { // 单位 over 市直部门 and 市教育局
			here, before := f.unitsBelow(contract, b, at), f.unitsBelow(contract, b, s.at)
			better, again = here > before, (here > 0) == (before > 0)
		}
		if again {
			better = better || f.hides(s.at) && !f.hides(at) // people see the other
			if !slices.Contains(t.doubled, column) {
				t.doubled = append(t.doubled, column)
			}
		}
		ofYear := contract.Kind == totals && contract.Columns[column].Type == MonthType && s.at >= 0
		if s.at >= 0 && ranks[column] <= rank && !better {
			if ofYear && yearHeaders[p.leaf.bare] { // 年份 beside 月份
				t.yearAt, taken[at] = at, true
			}
			continue
		}
		if s.at >= 0 {
			taken[s.at] = false
			if ofYear && yearHeaders[paths[s.at].leaf.bare] {
				t.yearAt, taken[s.at] = s.at, true
			}
		}
		s.at, s.header, ranks[column] = at, leaf, rank
		if p.plan || p.actual {
			s.header = strings.Join(p.texts, "/")
		}
		taken[at] = true
	}
	if contract.Kind == totals {
		f.matchTotals(t, b, taken)
	}
	f.takeLabels(t, b.above)
	f.takeUnnamed(t, b)
	return f.rate(t, ranks, b, taken, texts)
}

// counted reports whether a header names a count of totals.
func (f *finder) counted(p *headerPath) bool {
	name, _ := readSpanWords(p.texts[len(p.texts)-1])
	return slices.ContainsFunc(f.index.counts[countKey(name)], func(ref headerRef) bool { return ref.rank >= 0 })
}

// column finds the column of a contract for a header. Of 计划 and 实际 below one header, a plan has
// the former, all other kinds the latter.
func (f *finder) column(contract *Contract, p *headerPath) (column, rank int, found bool) {
	if column, rank, found = f.index.find(contract, p.leaf); found || len(p.texts) < 2 {
		return column, rank, found
	}
	for _, h := range [2]foldedHeader{p.joined, p.turned} {
		if column, rank, found = f.index.find(contract, h); found {
			return column, rank, true
		}
	}
	if sumHeaders[p.leaf.bare] || p.actual && !contract.isPlan() || p.plan && contract.isPlan() {
		return f.index.find(contract, p.group)
	}
	return 0, 0, false
}

// takeUnnamed takes the unit from a column without a header that names one in each of the first rows.
func (f *finder) takeUnnamed(t *table, b block) {
	unit := slices.IndexFunc(t.contract.Columns, func(c Column) bool { return c.Type == UnitType })
	if unit < 0 || !t.sources[unit].absent() {
		return
	}
	for at := range b.paths {
		if len(b.paths[at].texts) == 0 && b.holds(at) && f.unitsBelow(t.contract, b, at) > 0 {
			t.sources[unit] = source{at: at, header: t.contract.Columns[unit].Header}
			return
		}
	}
}

// unitsBelow counts the first rows that name a unit in a column; 0 if one of them names anything else.
func (f *finder) unitsBelow(contract *Contract, b block, at int) int {
	const looked = 8
	named := 0
	for _, row := range b.below[:min(len(b.below), looked)] {
		if at >= len(row.Cells) || trim(row.Cells[at].Text) == "" || ownTexts(&row.Row) < 2 || footerOf(&row.Row) != noFooter {
			continue
		}
		text := trim(row.Cells[at].Text)
		if contract.Kind == totals {
			text = withinWord.ReplaceAllString(text, "")
		}
		if len(f.units.find(text)) == 0 && !(contract.Kind == totals && f.units.isCity(text)) {
			return 0
		}
		named++
	}
	return named
}

// withinWord comes before the first unit, or each, of the parts of a total above: 其中：市教育局.
var withinWord = regexp.MustCompile(`^[（(]?其中[）):：、，,\s\x{3000}]*`)

// planned reports whether a header, or a line or name around it, speaks of a plan.
func (f *finder) planned(b block) bool {
	speaks := func(text string) bool {
		return slices.ContainsFunc([]string{"计划", "拟", "预计", "指标", "申报", "安排"}, func(word string) bool { return strings.Contains(text, word) })
	}
	return slices.ContainsFunc(slices.Concat(b.above.lines, f.named), speaks) ||
		slices.ContainsFunc(b.paths, func(p headerPath) bool { return slices.ContainsFunc(p.texts, speaks) })
}

// isPlan reports whether the kind is a plan.
func (c *Contract) isPlan() bool { return strings.HasSuffix(c.Kind, "_plan") }

// cutPath splits a header such as 会议形式/现场.
func cutPath(text string) (parent, leaf string) {
	at := strings.LastIndexAny(text, "/-—：:")
	if at <= 0 {
		return "", ""
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return text[:at], text[at+size:]
}

// isTick reports whether a word is a value of a choice, so that a column may be for it alone.
func (c *Column) isTick(word string) bool {
	_, known := wordsOf(c)[foldWord(word)]
	return known && (c.Type == ChoiceType || c.Type == YesNoType)
}

// tick reads a sheet column as one value of a choice or yes/no column.
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

// rate decides how likely the table is; nil if it is not. Headers determine the kind; titles decide
// between kinds that fit the headers equally well.
func (f *finder) rate(t *table, ranks []int, b block, taken []bool, texts int) *table {
	matched, telling, main, ticks := 0, false, 0, 0
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
		if s.at >= 0 && len(s.ticks) > 0 { // 会议形式 itself and, to its right, its values
			s.ticks = nil
		}
		if s.absent() {
			if column.Required && s.line == "" &&
				!(column.Type == UnitType && f.knowsUnit(t.contract, b)) && !f.sectionGives(t.contract, i, b) {
				t.missing = append(t.missing, i)
			}
			continue
		}
		matched++
		if ranks[i] == 0 {
			main++
		}
		if column.Type != UnitType && column.Type != MonthType && column.Type != YearType {
			telling = telling || ranks[i] == 0 || column.Required
		}
	}
	against := 0
	if t.contract.Kind == totals {
		found := t.counts()
		matched += found
		telling = found > 0
		var named bool
		if against, named = f.records(b.paths, taken); named && !f.forced {
			return nil
		}
	}
	titled := 0
	for _, word := range t.contract.titles {
		says := func(line string) bool { return strings.Contains(line, word) }
		if slices.ContainsFunc(b.above.folded, says) || slices.ContainsFunc(f.namedFolded, says) {
			titled = max(titled, utf8.RuneCountInString(word))
		}
	}
	switch {
	case matched == 0 || !telling && titled == 0, t.contract.Kind == totals && !telling && !f.forced:
		return nil
	case len(t.missing) == 0 && (matched >= 2 || f.forced):
	case t.contract.Kind == totals && len(t.missing) == 1 && t.counts() > 0 && !t.sources[t.contract.Column("month")].absent(): // 月份 and 会议场次: 单位 is missing
	case len(t.missing) == 0 && matched == 1 && t.contract.Kind == totals && !holdsNumbers(b.rows[len(b.rows)-1]):
	case titled > 0 && matched >= 2, f.forced:
	case matched >= 3 && matched*2 >= texts && len(t.missing) <= 2:
	default:
		return nil
	}
	if t.contract.isPlan() {
		for at := range b.paths {
			if b.paths[at].actual && !taken[at] {
				against++
			}
			// 会议名称 with a day is a record that this contract cannot read, not a plan.
			if day := b.paths[at].leaf.bare; !taken[at] && (strings.HasSuffix(day, "时间") || strings.HasSuffix(day, "日期")) && !f.forced && !f.planned(b) {
				return nil
			}
		}
	}
	t.score = float64(matched) + 0.3*float64(main) + 0.1*float64(ticks) - 2*float64(len(t.missing)) - 1.5*float64(against)
	if titled > 0 {
		t.titled = true
		t.score += 0.9 + 0.05*float64(titled)
	}
	for at := range b.paths {
		texts := b.paths[at].texts
		switch {
		case len(texts) == 0:
			if slices.ContainsFunc(t.sources, func(s source) bool { return s.at == at }) {
				t.kept = append(t.kept, at)
				t.headers = append(t.headers, t.headerAt(at))
			} else if b.holds(at) {
				t.blank = append(t.blank, at)
			}
		case taken[at]:
			t.kept = append(t.kept, at)
			t.headers = append(t.headers, t.headerAt(at))
		case at != t.secret && !lineNumbers[b.paths[at].leaf.bare]:
			t.ignored = append(t.ignored, strings.Join(texts[max(0, len(texts)-2):], "/"))
			t.unread = append(t.unread, at)
		}
	}
	return t
}

func (t *table) headerAt(at int) string {
	for i := range t.totals {
		if t.totals[i].at == at {
			return t.totals[i].header
		}
	}
	if at == t.yearAt {
		return "年份"
	}
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
