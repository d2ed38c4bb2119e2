package loaders

import (
	"regexp"
	"slices"
	"strings"

	"jianfu"
)

// value is the content of one cell, read under its column's contract.
type value struct {
	value    any // in the form of warehouse.Row; nil if the cell is empty
	last     any // of a span, the last day
	units    []unit
	others   [][]unit         // of joint units, those after the first
	code     jianfu.FaultCode // "" if the cell is in order
	text     jianfu.Text      // what to do, or the text of a warning
	unknown  bool             // masked or estimated: stored as unknown, with a warning
	none     bool             // a word for nothing: NULL even where a value is required
	yearless bool             // a date whose year was not written
	noted    jianfu.Text      // a remark on a value that is in order
}

func bad(code jianfu.FaultCode, zh, en string, args ...any) value {
	return value{code: code, text: jianfu.Say(zh, en, args...)}
}

// columnReader reads the cells of one column of one table. Readings are cached by their text:
// columns of dates, units and words repeat a few texts many times over.
type columnReader struct {
	column   *Column
	source   source
	words    map[string]any // of choices and yes/no
	none     map[string]bool
	longest  int // bytes that a word for nothing can have: the longest, twice over for spaces
	units    *directory
	after    int // columns of the contract that this one relates to; -1 for none
	before   int
	until    int
	beside   int
	refers   int
	year     int   // for dates without one; 0 if none is known
	perUnit  int64 // minutes that a bare number of hours means
	fallback value // of a blank or absent cell
	dated    bool  // the day determines the period of its row
	ofTotals bool  // it is of a table of totals
	lasts    bool  // another column has the last day of what begins on this one

	plainText bool // texts are taken as they are, and not cached: they hardly repeat
	known     map[string]*value
	lastText  string // the last text and its reading: most columns repeat it
	last      *value
}

// The years of records: other years do not occur in filings.
const (
	earliestYear = 1990
	latestYear   = 2099
)

// remembered limits the cached texts of a column.
const remembered = 1 << 14

func newColumnReader(c *Contract, column *Column, s source, units *directory) *columnReader {
	r := &columnReader{column: column, after: c.Column(column.After), before: c.Column(column.Before), until: c.Column(column.Until), beside: c.Column(column.Beside), refers: c.Column(column.Refers), source: s, units: units, perUnit: 60,
		none: map[string]bool{}, words: wordsOf(column), known: map[string]*value{}}
	r.dated, r.ofTotals = column.Name == c.Date, c.Kind == totals
	r.lasts = slices.ContainsFunc(c.Columns, func(other Column) bool { return other.Until == column.Name })
	r.plainText = column.Type == TextType || column.Type == KeyType
	for _, word := range column.None {
		r.none[foldWord(word)] = true
		r.longest = max(r.longest, 2*len(word))
	}
	header := foldWord(s.header)
	switch {
	case strings.Contains(header, "分钟"), strings.Contains(header, "(分)"), strings.Contains(header, "(min"):
		r.perUnit = 1
	case strings.Contains(header, "(天") || strings.Contains(header, "天数"):
		r.perUnit = 480
	}
	if column.Default != "" {
		r.fallback = r.parse(column.Default)
	}
	return r
}

// setYear sets the year of days that are written without one; 0 if none is known.
func (r *columnReader) setYear(year int) {
	if r.year == year {
		return
	}
	r.year, r.lastText, r.last = year, "", nil
	clear(r.known)
}

// wordsOf returns the folded words of a choice or yes/no column and their meanings.
func wordsOf(c *Column) map[string]any {
	words := map[string]any{}
	switch c.Type {
	case YesNoType:
		for word := range yesWords {
			words[word] = true
		}
		for word := range noWords {
			words[word] = false
		}
		for _, word := range c.Yes {
			words[foldWord(word)] = true
		}
		for _, word := range c.No {
			words[foldWord(word)] = false
		}
	case ChoiceType:
		for _, v := range c.Values {
			for _, word := range append([]string{v.Value}, v.Aliases...) {
				words[foldWord(word)] = v.Value
			}
		}
	}
	return words
}

// read reads a cell's text, which must be trimmed and not blank.
func (r *columnReader) read(text string) *value {
	if text == r.lastText {
		return r.last
	}
	v, found := r.known[text]
	if !found {
		parsed := r.parse(text)
		v = &parsed
		if len(r.known) >= remembered {
			clear(r.known)
		}
		r.known[text] = v
	}
	r.lastText, r.last = text, v
	return v
}

// isPlainText reports a text that can be neither a blank word, a mask, an error value nor a word
// for nothing: its length and two characters beyond ASCII prove it.
func (r *columnReader) isPlainText(text string) bool {
	if !r.plainText || len(text) <= r.longest || r.column.Type == KeyType && namesSeveral(text) {
		return false
	}
	high := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0xe4 && c <= 0xe9:
			high++
		case c == '*' || c == '\n' || c == '#' || c == 'X' || c == 'x' || c == 0xc3: // × begins with it
			return false
		}
	}
	return high >= 3 && len(text) > 9
}

func (r *columnReader) parse(text string) value {
	folded := foldWord(text)
	column := r.column
	yesno := column.Type == YesNoType
	switch {
	case errorWords[folded]:
		return r.failedFormula(text)
	case r.none[folded]:
		return value{none: true}
	case yesno || column.Type == ChoiceType:
		if v, known := r.words[folded]; known {
			return value{value: v}
		}
	}
	switch {
	case !column.Required && blankWords[folded]:
		return r.fallback
	case isMask(folded) && !yesno:
		return r.masked(text)
	}
	switch column.Type {
	case UnitType:
		return r.unit(text)
	case IntegerType:
		return r.integer(text)
	case NumberType:
		return r.number(text)
	case HoursType:
		return r.hours(text)
	case DateType, SpanType:
		return r.date(text)
	case MonthType, MonthOfYearType:
		return r.month(text)
	case YearType:
		return r.yearOf(text)
	case YesNoType:
		return r.yesno(text, folded)
	case ChoiceType:
		return r.choice(text)
	case ListType:
		if column.Of != "" {
			return r.unitsOf(text)
		}
		return value{value: splitList(text)}
	}
	if column.Required && placeholder.MatchString(text) {
		return r.masked(text)
	}
	v := value{value: strings.ReplaceAll(text, "\u001f", " ")}
	if column.Type == KeyType && namesSeveral(text) {
		v.noted = jianfu.Say("“%s”看来不止一件，一行只计一件；是几件的，请一件一行", "%q seems to be more than one, and a row counts as one: write a row for each", text)
	}
	return v
}

// placeholder is what a form has in place of a name: ××工作会议, **局关于××的通知, XX 会议.
var placeholder = regexp.MustCompile(`[×*＊]{2}|(?:^|[^\p{Latin}\d])[XxＸｘ]{2,4}(?:$|[^\p{Latin}\d])`)

// namesSeveral reports a key that names several: 教发〔2024〕1-5号, 教发〔2024〕1号、2号.
func namesSeveral(text string) bool {
	if !strings.HasSuffix(text, "号") || !strings.ContainsAny(text, "-—–~～至、和") { // nearly every key ends here
		return false
	}
	return severalKeys.MatchString(stretch(text))
}

// severalKeys are numbers behind a year in brackets.
var severalKeys = regexp.MustCompile(`[〕\]】)]第?\d+号?(?:[-~至到、,和及]第?\d+)+号$`)

func (r *columnReader) failedFormula(text string) value {
	code := jianfu.BadValue
	switch r.column.Type {
	case IntegerType, NumberType, HoursType:
		code = jianfu.BadNumber
	case DateType, SpanType, MonthType, MonthOfYearType, YearType:
		code = jianfu.BadDate
	case UnitType:
		code = jianfu.UnknownUnit
	}
	return bad(code, "这一格是公式出错的结果（%s），请改成实际的值", "the cell holds a failed formula (%s): write the value itself", text)
}

// masked is a value that is withheld: unknown, and only allowed where that is.
func (r *columnReader) masked(text string) value {
	if !r.column.must() && !r.column.Required {
		return value{unknown: true, text: jianfu.Say("“%s”不是确切的值，按未知处理，不算作零",
			"%q is not an exact value and is stored as unknown, not as zero", text)}
	}
	code := jianfu.BadValue
	switch r.column.Type {
	case IntegerType, NumberType, HoursType:
		code = jianfu.BadNumber
	case DateType, SpanType, MonthType, MonthOfYearType, YearType:
		code = jianfu.BadDate
	case UnitType:
		code = jianfu.UnknownUnit
	}
	return bad(code, "“%s”不是确切的值，这一列必须如实填写", "%q is not an exact value: this column must be filled in", text)
}

func (r *columnReader) unit(text string) value {
	found := r.units.find(text)
	if len(found) == 0 { // 1.市教育局
		found = r.units.find(sectionMark.ReplaceAllString(text, ""))
	}
	switch list := codes(found); len(list) {
	case 0:
		if v, joint := r.jointUnits(text); joint {
			return v
		}
		if r.column.Open {
			return value{unknown: true, text: jianfu.Say("名录里没有“%s”，这一列按未知处理", "the directory has no unit %q: stored as unknown", text)}
		}
		if r.units.empty() {
			return bad(jianfu.UnknownUnit, "仓库里还没有单位名录，请先报送单位名录，再报本表",
				"the warehouse has no directory of units yet: load it first, then this file")
		}
		return r.unknownUnit(text)
	case 1:
		return value{value: list[0]}
	}
	return value{units: found}
}

// jointUnits reads 市教育局、市财政局: the first one files, the others go into the column beside it.
func (r *columnReader) jointUnits(text string) (value, bool) {
	named := r.units.list(text)
	if len(named) < 2 {
		return value{}, false
	}
	v := value{units: named[0], others: named[1:]}
	if list := codes(named[0]); len(list) == 1 {
		v.value, v.units = list[0], nil
	}
	v.noted = jianfu.Say("“%[1]s”是几个单位合报的一行：计一次，算在“%[2]s”名下，其余单位另存为联合单位",
		"%[1]q is one row for several units: it counts once, for %[2]s; the others are kept as joint units", strings.ReplaceAll(text, "\n", "、"), named[0][0].name)
	return v, true
}

// number reads a number that need not be whole, to three places.
func (r *columnReader) number(text string) value {
	n, trouble := readNumber(text)
	switch {
	case trouble == numberEstimate:
		return r.masked(text)
	case trouble != numberFine:
		return bad(jianfu.BadNumber, "“%s”不是数字，请只填一个数，如 120.5", "%q is not a number: write one number such as 120.5", text)
	}
	least := n.Int64()
	if n.Sign() < 0 {
		least = min(least, -1)
	}
	if v, out := r.range64(least, n.Int64(), text); out {
		return v
	}
	return value{value: n}
}

func (r *columnReader) integer(text string) value {
	n, trouble := readInteger(text)
	switch trouble {
	case numberEstimate:
		return r.masked(text)
	case numberSeveral:
		return bad(jianfu.BadNumber, "“%s”里不止一个数，请一格只填一个数；如是几次的，请分行填写", "%q has more than one number: write one per cell, and a row for each",
			strings.Join(strings.Fields(text), " "))
	case numberUnread:
		return bad(jianfu.BadNumber, "“%s”不是数字，请只填整数，如 120", "%q is not a number: write a whole number such as 120", text)
	case numberFraction:
		return bad(jianfu.BadNumber, "“%s”不是整数，请填整数", "%q is not whole: write a whole number", text)
	}
	if v, out := r.range64(n, n, text); out {
		return v
	}
	return value{value: n}
}

// range64 checks a number against the contract; least and most are it rounded down and up.
func (r *columnReader) range64(least, most int64, text string) (value, bool) {
	low, high := r.column.Min, r.column.Max
	switch {
	case low != nil && least < *low && *low <= 1:
		if *low == 1 {
			return bad(jianfu.OutOfRange, "“%s”应大于零，请核对", "%q must be above zero: check it", text), true
		}
		return bad(jianfu.OutOfRange, "“%s”不能是负数，请核对", "%q may not be negative: check it", text), true
	case low != nil && least < *low:
		return bad(jianfu.OutOfRange, "“%s”小于 %d，请核对", "%q is below %d: check it", text, *low), true
	case high != nil && most > *high:
		return bad(jianfu.OutOfRange, "“%s”大得不合常理（上限 %d），请核对", "%q is implausible (the limit is %d): check it", text, *high), true
	}
	return value{}, false
}

func (r *columnReader) hours(text string) value {
	minutes, trouble := readMinutes(text, r.perUnit)
	switch {
	case trouble == numberEstimate:
		return r.masked(text)
	case trouble != numberFine:
		return bad(jianfu.BadNumber, "“%s”看不出多长时间，请写小时数，如 1.5，或 90分钟、半天",
			"%q is not a length of time: write hours such as 1.5, or 90分钟, 半天", text)
	case minutes.Sign() <= 0:
		return bad(jianfu.OutOfRange, "“%s”应大于零，请核对", "%q must be above zero: check it", text)
	case r.column.Max != nil && minutes.Cmp(jianfu.NewDecimal(*r.column.Max)) > 0:
		return bad(jianfu.OutOfRange, "“%s”长得不合常理（上限 %d 小时），请核对", "%q is implausible (the limit is %d hours): check it",
			text, *r.column.Max/60)
	}
	return value{value: minutes}
}

func (r *columnReader) date(text string) value {
	s, trouble := readDate(text, r.year)
	switch trouble {
	case dateFine:
		if s.listed && !r.lasts { // of what lasts from its first day to its last they are all of it
			return bad(jianfu.BadDate, "“%s”里不止一个日期，请一格只填一个：是几次的，请分行填写；是连续几天的，请写成“5月8日至9日”这样", "%q has more than one date: write one per cell, and a row for each; days in a row are written as 5月8日至9日", text)
		}
		if s.last != s.first && r.column.Type == DateType {
			return bad(jianfu.BadDate, "“%s”是一段时间，这一列只能填一天，如 2023-03-05", "%q is a span of days: write one day, such as 2023-03-05", text)
		}
		if year := s.first.Year(); r.dated && (year < earliestYear || year > latestYear) {
			return bad(jianfu.OutOfRange, "“%s”的年份不合常理，请核对", "the year of %q is implausible: check it", text)
		}
		return value{value: s.first, last: s.last, yearless: s.yearless}
	case dateNone:
		if !shortYear.MatchString(text) {
			return bad(jianfu.BadDate, "没有“%s”这一天，请核对", "there is no day %q: check it", text)
		}
	case dateNoYear:
		return bad(jianfu.BadDate, "“%s”没有写年份，标题、工作表名和文件名里也看不出是哪一年。请写全，如 2023-03-05，或用 --period 说明",
			"%q has no year, nor has the title, sheet or file name: write 2023-03-05, or give --period", text)
	case dateReverse:
		return bad(jianfu.BadDate, "“%s”的结束日期早于开始日期，请核对", "%q ends before it begins: check it", text)
	}
	if r.column.Loose {
		if p, ok := labelSpan(text, 0); ok && (p.Months() == 1 || p == jianfu.YearOf(p.Start().Year())) {
			return value{value: p.From(), last: p.From()}
		}
	}
	if strings.ContainsAny(foldWord(text), "*x×某") || strings.Contains(text, "左右") {
		return r.masked(text)
	}
	if shortYear.MatchString(text) {
		return twoDigits(text)
	}
	return bad(jianfu.BadDate, "“%s”不是日期，请写成 2023-03-05 或 2023年3月5日", "%q is not a date: write 2023-03-05", text)
}

// shortYear is a day or month whose year has two digits: 24.5.3, 24年5月.
var shortYear = regexp.MustCompile(`^\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月(?:\d{1,2}日?)?)$`)

func twoDigits(text string) value {
	return bad(jianfu.BadDate, "“%[1]s”的年份只写了两位，请写四位，如 20%[1]s", "the year of %[1]q has two digits: write four, such as 20%[1]s", text)
}

func (r *columnReader) month(text string) value {
	year := r.year
	ofYear := r.column.Type == MonthOfYearType
	if ofYear {
		year = 2000 // any: only the month is kept
	}
	m, yearless, trouble := readMonth(text, year)
	if s, isDay := readDate(text, year); isDay == dateFine && !ofYear {
		return r.wholeMonths(text, s)
	}
	switch {
	case trouble == dateFine && ofYear:
		return monthsOfYear(text, m, m)
	case trouble == dateFine:
		return value{value: m.First(), yearless: yearless}
	case trouble == dateNoYear:
		return bad(jianfu.BadDate, "“%s”没有写年份，标题、工作表名和文件名里也看不出是哪一年。请写全，如 2023-05，或用 --period 说明",
			"%q has no year, nor has the title, sheet or file name: write 2023-05, or give --period", text)
	case trouble == dateNone:
		return bad(jianfu.BadDate, "没有“%s”这个月份，请核对", "there is no month %q: check it", text)
	case !ofYear && trouble == dateUnread:
		if p, ok := labelSpan(text, year); ok {
			return value{value: p.From(), last: int64(p.Months()), yearless: readStated(text).year == 0 && firstOrNone(foldWord(text)) == ""}
		}
	case ofYear:
		if p, ok := labelSpan(endOfMonth.ReplaceAllString(stretch(text), "$1"), year); ok && p != jianfu.YearOf(year) && !hasGaps(stretch(text)) {
			return monthsOfYear(text, p.Start(), p.Through().Month())
		}
		if strings.ContainsAny(text, "季半年月旬底初适全") { // 全年, 每月, 3月、9月: planned, and no months next to one another are named
			return r.masked(text)
		}
	}
	switch {
	case isPartOfMonth(text):
		return lessThanMonth(text)
	case shortYear.MatchString(text):
		return twoDigits(text)
	}
	return bad(jianfu.BadDate, "“%s”不是月份，请写成 2023-05 或 5月", "%q is not a month: write 2023-05", text)
}

// endOfMonth is a part of a month that is in the month all the same.
var endOfMonth = regexp.MustCompile(`(\d月份?)(?:[上中下]旬|[初中末底]|[上下]半月)`)

// monthsOfYear are the months of a plan from the first to the last.
func monthsOfYear(text string, first, last jianfu.Month) value {
	v := value{value: int64(first.Number()), last: int64(last.Number())}
	if first != last {
		v.noted = jianfu.Say("“%[1]s”不是一个月：计划数算在 %[2]d—%[3]d 月，其中单月的计划数不详", "%[1]q is more than a month: it is planned for months %[2]d to %[3]d, and of each of them it is unknown", text, first.Number(), last.Number())
	}
	return v
}

// wholeMonths are the months that days make: from the first of one to the last of another. The first
// of a month alone, as 2023-05-01, is how a spreadsheet keeps the month.
func (r *columnReader) wholeMonths(text string, s span) value {
	first, last := s.first.Month(), s.last.Month()
	p, ok := jianfu.Span(first, last)
	switch {
	case s.first != first.First():
	case s.first == s.last && !strings.ContainsAny(text, "日号"):
		return value{value: s.first, yearless: s.yearless}
	case ok && s.last == p.Through():
		return value{value: s.first, last: int64(p.Months()), yearless: s.yearless}
	}
	return lessThanMonth(text)
}

func (r *columnReader) yearOf(text string) value {
	digits := strings.TrimSuffix(strings.TrimSuffix(foldWord(arabic(text)), "度"), "年")
	if n, ok := plainInteger(digits); ok && n >= 1990 && n <= 2199 {
		return value{value: n}
	}
	return bad(jianfu.BadDate, "“%s”不是年份，请写成 2023", "%q is not a year: write 2023", text)
}

func (r *columnReader) yesno(text, folded string) value {
	if v, known := r.word(text, folded); known {
		return value{value: v}
	}
	if isMask(folded) {
		return r.masked(text)
	}
	return bad(jianfu.BadValue, "“%s”看不出是还是否，请填“是”或“否”", "%q is neither yes nor no: write 是 or 否", text)
}

func (r *columnReader) choice(text string) value {
	if r.column.Open {
		return value{value: text}
	}
	if v, known := r.word(text, foldWord(text)); known {
		return value{value: v}
	}
	return bad(jianfu.BadValue, "“%s”不在可填的值之内，请填：%s", "%q is not one of the allowed values: %s", text, r.column.choices())
}

// word finds the meaning of a choice or yes/no cell beyond its plain words: 是（注）, 是。, ☑是
// □否.
func (r *columnReader) word(text, folded string) (any, bool) {
	if v, known := r.words[strings.TrimRight(bareHeader(folded), "。.；;，,")]; known {
		return v, true
	}
	ticked, others, ok := tickedWord(text)
	if !ok {
		return nil, false
	}
	for _, other := range others {
		if _, known := r.words[foldWord(other)]; !known {
			return nil, false
		}
	}
	v, known := r.words[foldWord(ticked)]
	return v, known
}

// The boxes of a form, as people type them.
const (
	tickedBoxes = "☑■√✓✔●"
	emptyBoxes  = "□☐○◯"
)

var emptyBrackets = regexp.MustCompile(`[(（\[【〔][\s\x{3000}]*[)）\]】〕]`)

// tickedWord finds in the boxes of a form the one word that is ticked: ☑是 □否, 是√ 否, 是（√）否（
// ）. The boxes are all before their words or all after them, as the first one is.
func tickedWord(text string) (ticked string, others []string, ok bool) {
	const space, brackets = " \t\r\n\u3000\u00a0、/", "()（）[]【】〔〕"
	text = emptyBrackets.ReplaceAllString(text, "□")
	first, _ := firstRune(strings.TrimLeft(text, space+brackets))
	leading := strings.ContainsRune(tickedBoxes+emptyBoxes, first)
	var word strings.Builder
	marked, found := false, 0
	end := func(mark bool) {
		switch {
		case word.Len() == 0:
		case mark:
			ticked = word.String()
			found++
		default:
			others = append(others, word.String())
		}
		word.Reset()
	}
	for _, r := range text {
		switch isTick := strings.ContainsRune(tickedBoxes, r); {
		case isTick || strings.ContainsRune(emptyBoxes, r):
			end(leading && marked || !leading && isTick)
			marked = isTick
		case strings.ContainsRune(space, r), leading && strings.ContainsRune(brackets, r):
			if word.Len() > 0 {
				end(leading && marked)
				marked = false
			}
		case !strings.ContainsRune(brackets, r):
			word.WriteRune(r)
		}
	}
	end(leading && marked)
	return ticked, others, found == 1
}

func (c *Column) choices() string {
	var list []string
	for _, v := range c.Values {
		list = append(list, v.Value)
	}
	return strings.Join(list, "、")
}

// splitList splits at the marks that separate names, but not within brackets: 有关部门（教育局、财政局）.
func splitList(text string) []string {
	var list []string
	depth := 0
	for _, item := range strings.FieldsFunc(text, func(r rune) bool {
		switch {
		case strings.ContainsRune("(（[【〔", r):
			depth++
		case strings.ContainsRune(")）]】〕", r):
			depth--
		}
		return depth <= 0 && strings.ContainsRune("、，,；;\n", r)
	}) {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}
