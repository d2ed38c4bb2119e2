package proof

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

var (
	headingPattern = regexp.MustCompile(`^(?:#+|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|\d+[.、]|第[一二三四五六七八九十]+[章节部])`)
	pointPattern   = regexp.MustCompile(`^\s*(?:[一二三四五六七八九十]是|\d+[.、）)])`)

	// What is no figure: numbers of documents, articles, telephones, addresses on the net, titles.
	ignoredPattern = regexp.MustCompile(`〔\s?\d{4}\s?〕\s?第?\d+号|\[\d{4}\]第?\d+号|[（(]\d{4}[）)]第?\d+号|第\s?[\d一二三四五六七八九十百]+\s?(?:条|章|款|项|号|期|批|届|次|页|版|轮|组|位|名|类|个)|` +
		`(?:https?://|www\.)[\w./%?=&#:-]+|[\w.-]+@[\w-]+\.[\w.]+|(?:\d{3,4}-)?\d{7,8}(?:-\d+)?\b|1\d{10}|《[^》]{0,80}》|\d+号|[A-Za-z]+\d+|\d+[A-Za-z]+\d*|\d+\.\d+\.\d+(?:\.\d+)*|“[一二三四五六七八九十两]+[^”\d]{1,10}”`)
	idPattern = regexp.MustCompile(`[a-z_]+\.[a-z_]+@\d{4}[^\s，。；、）)]*`)

	down = `下降|减少|降低|回落|压减|精简|压缩|缩减|削减|下滑|下跌|收窄`
	up   = `上升|增加|增长|提高|提升|上涨|升高|增多|回升|扩大`

	changePattern  = regexp.MustCompile(`(` + down + `|` + up + `|减|降|少|增|升|多出|多)(?:发|开|了|约|近|将近|达|达到|超|超过|逾|幅度?|比例|率|为|共|:|：|幅度为|比例为|率为|幅为|率达|幅达)*$`)
	waysPattern    = regexp.MustCompile(`(?:增减|升降)(?:率|幅度?|比例|数|量|为|:|：)*$`) // the number's own sign says which
	nounPattern    = regexp.MustCompile(`(` + down + `|` + up + `)(?:了)?[^，]{1,10}$`)
	extentPattern  = regexp.MustCompile(`(降幅|减幅|增幅|涨幅|下降率|减少率|压减率|精简率|增长率|增加率)(?:为|达|达到|约|近|超|超过|是|:|：)*$`)
	levelPattern   = regexp.MustCompile(`(?:` + down + `|` + up + `|降|减|增|升|压)(?:到|至|为)(?:了|约|近)?$`)
	signedPattern  = regexp.MustCompile(`(?:同比|环比|增减|变化|变动|升降|增幅|差额|差值|比上年|较上年|比较|±|增长)[^，。]{0,12}$`)
	basePattern    = regexp.MustCompile(`(?:较|比|与|同)(?:的|为|是)?$`)
	fromPattern    = regexp.MustCompile(`(?:由|从)[^，]{0,16}$`)
	averagePattern = regexp.MustCompile(`[年月日周人场次户]均|平均|每[年月日周人场次个家]`)
	vaguePattern   = regexp.MustCompile(`(?:期间|以来|之后|之前|以后|以前|前后|当天|当日|当周|本周)$`)
	sharePattern   = regexp.MustCompile(`占[^，]{0,12}$`)
	doingPattern   = regexp.MustCompile(`召开|印发|办结|受理|举行|开展|共`)
)

// expected are the words of a projection, the names of its methods first.
var expected = []string{metrics.PlanRemainder.Label().ZH, metrics.LastYearScaled.Label().ZH, metrics.RunRate.Label().ZH, "预计", "预期", "推算", "预测"}

var methodPattern = regexp.MustCompile(strings.Join(expected[:3], "|"))

// ignore takes what is no figure.
func ignore(text []rune, taken []bool) {
	for _, s := range spots(methodPattern, text) { // 按上年后几个月推算 names no time
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
	for _, s := range spots(ignoredPattern, text) {
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
}

// findIDs finds the ids of figures that the report itself gives.
func findIDs(text []rune, taken []bool) []spot {
	list := spots(idPattern, text)
	for _, s := range list {
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
	}
	return list
}

// sentences are split at full stops.
func sentences(text []rune, taken []bool) []spot {
	return split(text, taken, spot{end: len(text)}, "。！？!?\n\r")
}

// segments are split at every other mark.
func segments(text []rune, taken []bool, whole spot) []spot {
	return split(text, taken, whole, "，,；;：:、（）()\t|")
}

func split(text []rune, taken []bool, whole spot, marks string) []spot {
	var list []spot
	start := whole.start
	for i := whole.start; i < whole.end; i++ {
		if taken[i] || !strings.ContainsRune(marks, text[i]) || text[i] == '（' && isPartOfName(text[i:]) || text[i] == '）' && i >= 2 && isPartOfName(text[i-2:]) {
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

// isPartOfName reports the brackets of 县（市）区, which set nothing apart.
func isPartOfName(text []rune) bool {
	return len(text) > 3 && text[1] == '市' && text[2] == '）' && (text[3] == '区' || text[3] == '、')
}

// role is what a figure says of its subject.
type role int

const (
	level role = iota
	base       // what it is compared with: 由595次
	change
	share // 占23%
)

// subject is what several figures of a sentence speak of.
type subject struct {
	hits                          []hit
	caliber                       string
	periods                       times
	unit                          string
	current, base, delta, percent *statement
	words                         string
	part                          int // which part of the sentence, between ；
}

// statement is one figure with what it is understood to say.
type statement struct {
	*figure
	role      role
	sign      int // of a change: -1, +1; 0 where the number has its own
	subject   *subject
	compare   comparison
	segment   spot
	of        bool          // 其中: a part
	total     bool          // 共, 合计
	expected  bool          // 预计: a projection
	direction string        // the word of a change before it
	year      int           // that holds where it stands
	rule      bool          // it is quoted as a rule
	doubt     bool          // its clause says more than is understood
	known     jianfu.Period // the months that it goes from

	answers []answer
	verdict Verdict
	text    Verdict
	because jianfu.Text
	right   string
	answer  *answer
	value   *jianfu.Decimal // the right one, where it is known
}

// comparison is what a change is against.
type comparison struct {
	kind   metrics.Comparison
	period jianfu.Period // of a NamedPeriod
}

// sentence is the state of reading one.
type sentence struct {
	proof   *proof
	passage *passage
	now     times         // that hold
	anchor  int           // the year last written out
	known   jianfu.Period // the last span from January: 截至11月末
	lent    []string      // the words of its segments so far
	where   metrics.Filter
	caliber string
	compare *comparison
	subject *subject // the last one
	of      bool
	ids     []spot
	part    int
	parts   []*statement
	whole   spot
	respect []*subjectWords // 分别: what is left to be told respectively
	own     []*figure       // those of the segment
	vague   bool            // it is of a time that is not known
	outside *outside        // of the brackets
	unclear []*figure       // told respectively of what is not found
	expect  bool
	fresh   bool
}

// subjectWords is one item of a list that 分别 tells figures of.
type subjectWords struct {
	words  []rune
	when   *when
	before *subject
}

func (s *sentence) start(whole spot, ids []spot) {
	s.lent = slices.Clone(s.passage.lent)
	s.where, s.caliber, s.compare, s.of, s.part, s.parts, s.respect, s.expect = metrics.Filter{}, "", nil, false, 0, nil, nil, false
	s.whole, s.fresh, s.unclear, s.vague, s.outside = whole, true, nil, false, nil
	s.ids = nil
	for _, id := range ids {
		if id.start >= whole.start && id.end <= whole.end {
			s.ids = append(s.ids, id)
		}
	}
	if pointPattern.MatchString(string(s.passage.runes[whole.start:whole.end])) {
		s.now = s.proof.standing()
	} else { // the time of the last sentence may hold on, or the section's
		standing := s.proof.standing()
		s.now.list = slices.Clone(s.now.list)
		for _, period := range standing.list {
			if !slices.Contains(s.now.list, period) {
				s.now.list = append(s.now.list, period)
			}
		}
	}
}

// segment reads what stands between two marks.
func (s *sentence) segment(ctx context.Context, at spot, named []when, figures []*figure) error {
	text := s.passage.runes[at.start:at.end]
	words := newClause(text)
	var times []when
	for _, w := range named {
		if w.start >= at.start && w.end <= at.end {
			times = append(times, w)
			for i := w.start; i < w.end; i++ {
				words.covered[i-at.start] = true
			}
		}
	}
	if s.passage.cell { // a row is of 1月 and its column of 2022年: the year comes first
		slices.SortStableFunc(times, func(a, b when) int {
			if a.stated == b.stated || s.passage.paragraph[a.start] >= 0 || s.passage.paragraph[b.start] >= 0 {
				return 0
			}
			if a.stated {
				return -1
			}
			return 1
		})
	}
	var own []*figure
	for _, f := range figures {
		if f.start >= at.start && f.end <= at.end {
			own = append(own, f)
			for i := f.digits; i < f.end; i++ {
				words.covered[i-at.start] = true
			}
		}
	}
	for _, id := range s.ids {
		for i := max(id.start, at.start); i < min(id.end, at.end); i++ {
			words.covered[i-at.start] = true
		}
	}
	for label, name := range s.proof.words.calibers {
		if words.cover(label) && (name != metrics.DefaultCaliber || s.caliber == "") {
			s.caliber = name
		}
	}
	if at.start > s.whole.start && strings.ContainsRune("；;", s.passage.runes[at.start-1]) {
		s.part++
		s.of = false
	}
	if words.has("其中") {
		s.of = true
	}
	for _, word := range expected {
		if words.cover(word) {
			s.expect = true
		}
	}
	if s.expect {
		for _, word := range []string{"往年", "同法", "用同样方法", "同样方法", "误差", "推算方法", "高", "低"} {
			words.cover(word)
		}
	}
	if words.has("全市") || words.has("总体") {
		s.where = metrics.Filter{}
	}
	if words.has("分别") {
		s.respectively(at, times, figures)
	}
	s.own = own
	if at.start > s.whole.start && s.passage.runes[at.start-1] == '（' && s.subject != nil && len(own) > 0 {
		s.outside = &outside{s.now, s.subject}
	} else if s.outside != nil && slices.Contains(s.passage.runes[s.whole.start:at.start], '）') && !s.bracketedAt(at) {
		s.now, s.subject, s.outside = s.outside.now, s.outside.subject, nil // 521次（上年595次），同比下降12.44%
	}
	previous := at.start
	waiting := times
	for _, f := range own {
		for len(waiting) > 0 && waiting[0].start < f.start {
			w := waiting[0]
			if s.isFrom(w, at, f) {
				w.compared = true
			}
			s.take(w)
			waiting = waiting[1:]
		}
		if err := s.figure(ctx, f, at, previous, words, times); err != nil {
			return err
		}
		previous = f.end
	}
	for _, w := range waiting {
		s.take(w)
	}
	if where := s.proof.words.scope(words.clone()); len(own) == 0 && !isEmpty(where) {
		s.where = where
	}
	if len(own) == 0 && vaguePattern.MatchString(string(text)) && words.residue(s.proof.words) != "" { // 全国两会期间: a time that is not known
		s.vague = true
	}
	s.lent = append(s.lent, string(text))
	return nil
}

// outside is what the sentence spoke of before a bracket, and speaks of again behind it.
type outside struct {
	now     times
	subject *subject
}

// bracketedAt reports whether a segment stands in brackets.
func (s *sentence) bracketedAt(at spot) bool {
	for i := at.start - 1; i >= s.whole.start; i-- {
		switch s.passage.runes[i] {
		case '（':
			return true
		case '）':
			return false
		}
	}
	return false
}

// isFrom reports whether a time is that of what was before: 由上年的595次减少到521次.
func (s *sentence) isFrom(w when, at spot, f *figure) bool {
	before, after := string(s.passage.runes[at.start:w.start]), string(s.passage.runes[w.end:max(w.end, f.start)])
	return (strings.HasSuffix(before, "由") || strings.HasSuffix(before, "从")) && strings.Trim(after, "的 ") == "" &&
		strings.ContainsAny(string(s.passage.runes[f.end:min(len(s.passage.runes), f.end+20)]), "到至为")
}

// unknownYear stands for the year of a text that names none: nothing was filed for it.
const unknownYear = 1910

// take takes in a time that the text names.
func (s *sentence) take(w when) {
	year := s.anchored()
	switch {
	case w.previous:
		s.compare = &comparison{kind: metrics.PreviousPeriod}
		return
	case w.sameMonths && w.compared:
		s.compare = &comparison{kind: metrics.YearEarlier}
		if period, ok := w.resolve(year); ok && len(s.now.list) > 0 {
			if back := s.now.list[0].Through().Year() - period.Through().Year(); back != 1 {
				s.compare = &comparison{kind: metrics.NamedPeriod, period: yearsBefore(s.now.list[0], back)}
			}
		}
		return
	case w.sameMonths:
		if len(s.now.list) > 0 {
			s.now = times{list: []jianfu.Period{s.now.list[0].YearEarlier()}, stated: s.now.stated}
		}
		return
	}
	period, ok := w.resolve(year)
	if !ok { // 截至12月15日: no whole months
		s.vague = true
		return
	}
	if w.compared {
		s.compare = &comparison{kind: metrics.NamedPeriod, period: period}
		if len(s.now.list) > 0 && period.Months() == 12 && s.now.list[0].Through().Year()-period.Through().Year() == 1 {
			s.compare = &comparison{kind: metrics.YearEarlier}
		}
		return
	}
	if w.stated {
		s.anchor = period.Through().Year()
	}
	if period.Start().Number() == 1 && period.Months() < 12 {
		s.known = period
	}
	s.now = times{list: []jianfu.Period{period}, stated: s.now.stated || w.stated}
	s.fresh = false
}

// anchored is the year that 今年 and 11月 are of: the last one that the text wrote out, and not
// 去年.
func (s *sentence) anchored() int {
	if s.anchor > 0 {
		return s.anchor
	}
	return unknownYear
}

func yearsBefore(p jianfu.Period, years int) jianfu.Period {
	span, _ := jianfu.Span(p.Start()-jianfu.Month(12*years), p.Start()-jianfu.Month(12*years)+jianfu.Month(p.Months())-1)
	return span
}

// respectively prepares what 分别 tells of: the items before it, one for each figure after it.
func (s *sentence) respectively(at spot, times []when, figures []*figure) {
	runes := s.passage.runes
	word := at.start + len([]rune(strings.Split(string(runes[at.start:at.end]), "分别")[0]))
	var after []*figure
	end := word
	for _, f := range figures {
		if f.start < word || f.start >= s.whole.end {
			continue
		}
		between := string(runes[end:f.start])
		if len(after) > 0 && strings.Trim(between, "、，,和与及以 ") != "" {
			break
		}
		after, end = append(after, f), f.end
	}
	if len(after) < 2 {
		return
	}
	n := len(after)
	common := slices.Concat([]rune{}, runes[word+2:after[0].start])
	// Items before: the last n of what 、和 and the like set apart, back to the clause's start.
	start := word
	for start > s.whole.start && !strings.ContainsRune("，；：:;", runes[start-1]) {
		start--
	}
	var items []*subjectWords
	if len(times) == 1 {
		if period, ok := times[0].resolve(s.year()); ok && period.Months() == 12*n {
			for i := range n {
				year := period.Start().Year() + i
				w := when{stated: true, resolve: func(int) (jianfu.Period, bool) { return jianfu.YearOf(year), true }}
				items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), when: &w})
			}
		}
	}
	if items == nil {
		for _, item := range splitItems(runes[start:word]) {
			w := &subjectWords{words: slices.Concat(item, []rune(" "), common)}
			taken := make([]bool, len(item))
			if found := findTimes(item, taken, func(int) bool { return false }); len(found) == 1 {
				w.when = &found[0]
			}
			items = append(items, w)
		}
		lendLast(items)
	}
	if len(items) != n { // the last n things that the sentence told of
		items = nil
		var told, changed []*subject
		for _, st := range s.parts {
			switch {
			case slices.Contains(told, st.subject), slices.Contains(changed, st.subject):
			case st.role == level:
				told = append(told, st.subject)
			case st.role == change:
				changed = append(changed, st.subject)
			}
		}
		if len(told) == 0 { // 文件、会议分别减少152件、74次，分别下降17.53%、12.44%
			told = changed
		}
		if len(told) < n {
			s.unclear = after
			return
		}
		for _, sub := range told[len(told)-n:] {
			items = append(items, &subjectWords{words: slices.Concat(runes[start:word], common), before: sub})
		}
	}
	s.respect = items
}

// lendLast gives items that are nothing but times the words of the last: 2021年、2022年全市召开会议.
func lendLast(items []*subjectWords) {
	if len(items) < 2 || items[len(items)-1].when == nil {
		return
	}
	last := items[len(items)-1]
	for _, item := range items[:len(items)-1] {
		if item.when == nil {
			return
		}
		words, _, _ := strings.Cut(string(item.words), " ")
		if item.when.start != 0 || item.when.end != len([]rune(words)) {
			return
		}
	}
	for _, item := range items[:len(items)-1] {
		item.words = last.words
	}
}

var itemMark = regexp.MustCompile(`、|和|与|及|以及`)

func splitItems(text []rune) [][]rune {
	var items [][]rune
	for _, item := range itemMark.Split(string(text), -1) {
		if strings.TrimSpace(item) != "" {
			items = append(items, []rune(item))
		}
	}
	return items
}

func (s *sentence) year() int {
	if len(s.now.list) > 0 {
		return s.now.list[0].Through().Year()
	}
	return max(s.proof.year, unknownYear)
}

// lentWords are the words before a figure that are no times.
func lentWords(runes []rune, from, to int, times []when) string {
	var out []rune
	for i := from; i < to; i++ {
		if !slices.ContainsFunc(times, func(w when) bool { return i >= w.start && i < w.end }) {
			out = append(out, runes[i])
		}
	}
	return strings.TrimRight(string(out), " ")
}

// figure makes a statement of a figure.
func (s *sentence) figure(ctx context.Context, f *figure, at spot, previous int, words *clause, times []when) error {
	if s.passage.paragraph[f.start] < 0 {
		return nil
	}
	left := lentWords(s.passage.runes, previous, f.start, times)
	for label := range s.proof.words.calibers {
		left = strings.ReplaceAll(left, label, "")
	}
	st := &statement{figure: f, segment: at, of: s.of, expected: s.expect, known: s.known, year: s.year()}
	st.role, st.sign = s.roleOf(f, left)
	if n := len([]rune(left)); n > 0 {
		st.direction = string([]rune(left)[n-1:])
	}
	clause := words
	var item *subjectWords
	if len(s.respect) > 0 {
		item, s.respect = s.respect[0], s.respect[1:]
		if st.role == level && strings.Trim(left, " 、和与及以") == "" && len(s.parts) > 0 {
			if last := s.parts[len(s.parts)-1]; last.role == change {
				st.role, st.sign = change, last.sign
			}
		}
		clause = newClause(item.words)
		taken := make([]bool, len(item.words))
		for _, w := range findTimes(item.words, taken, func(int) bool { return false }) {
			for i := w.start; i < w.end; i++ {
				clause.covered[i] = true
			}
		}
		if item.when != nil {
			s.take(*item.when)
		}
	} else if slices.Contains(s.unclear, f) || s.qualified(f, at) || s.vague || words.has("计划内") || averagePattern.MatchString(string(s.passage.runes[at.start:f.start])) {
		st.doubt = true
	}
	compared := s.compare
	switch {
	case strings.Contains(left, "同比"):
		compared = &comparison{kind: metrics.YearEarlier}
	case strings.Contains(left, "环比"):
		compared = &comparison{kind: metrics.PreviousPeriod}
	}
	s.compare = compared
	if compared != nil {
		st.compare = *compared
	} else {
		st.compare = comparison{kind: metrics.YearEarlier}
	}
	st.total = strings.Contains(left, "共") || strings.Contains(left, "合计") || strings.Contains(left, "总计")
	if st.expected && !st.known.IsZero() {
		s.proof.through = st.known
	}
	if err := s.attach(ctx, st, clause, item); err != nil {
		return err
	}
	s.parts = append(s.parts, st)
	return nil
}

// qualified reports whether the figure before one, in its clause, narrows what is counted:
// 超过2小时的会议247次, 不超过10页的133件.
func (s *sentence) qualified(f *figure, at spot) bool {
	for _, before := range s.own {
		if before.end > f.start || before.start < at.start || sameUnit(before.unit, f.unit) || f.kind != count || before.kind != count {
			continue
		}
		after := string(s.passage.runes[before.end:f.start])
		if before.bound != exact || strings.HasPrefix(after, "的") || strings.HasPrefix(after, "以") {
			return true
		}
	}
	return false
}

// roleOf says what a figure is by the words before it.
func (s *sentence) roleOf(f *figure, left string) (role, int) {
	sign := func(word string) int {
		if slices.Contains(strings.Split(down+"|减|降|少|降幅|减幅|下降率|减少率|压减率|精简率", "|"), word) {
			return -1
		}
		return 1
	}
	if f.kind == flat {
		return change, 0
	}
	if levelPattern.MatchString(left) {
		return level, 0
	}
	if m := extentPattern.FindStringSubmatch(left); m != nil && f.kind != count {
		if f.signed != 0 || s.passage.cell && (strings.HasPrefix(m[1], "增长") || strings.HasPrefix(m[1], "增幅")) {
			return change, 0
		}
		return change, sign(m[1])
	}
	if m := changePattern.FindStringSubmatch(left); m != nil {
		if waysPattern.MatchString(left) {
			return change, 0
		}
		return change, sign(m[1])
	}
	if m := nounPattern.FindStringSubmatch(left); m != nil && !s.passage.cell {
		_, after, _ := strings.Cut(left, m[1])
		if !doingPattern.MatchString(m[1]+after) && !strings.ContainsAny(after, "至到") {
			return change, sign(m[1])
		}
	}
	if s.expect && f.kind == percent {
		switch {
		case strings.HasSuffix(left, "高"):
			return change, 1
		case strings.HasSuffix(left, "低"):
			return change, -1
		}
	}
	if f.kind == points {
		return change, 0
	}
	if (s.passage.cell || f.signed != 0) && signedPattern.MatchString(left) {
		return change, 0
	}
	if f.kind == percent && sharePattern.MatchString(left) {
		return share, 0
	}
	if basePattern.MatchString(left) && !strings.HasSuffix(left, "占比") {
		return base, 0
	}
	if fromPattern.MatchString(left) {
		rest := string(s.passage.runes[f.end:min(len(s.passage.runes), f.end+20)])
		if strings.ContainsAny(rest, "到至为") {
			return base, 0
		}
	}
	return level, 0
}

// attach finds the subject of a statement, or makes it.
func (s *sentence) attach(ctx context.Context, st *statement, words *clause, item *subjectWords) error {
	lent := s.lent
	if item != nil && item.before != nil {
		lent = append(slices.Clone(s.passage.lent), item.before.words)
	}
	at := st.end - st.segment.start
	if item != nil {
		at = len(words.runes)
	}
	hits, err := s.proof.words.match(ctx, s.proof, words, at, lent, func(p pattern) bool { return admits(p, st) })
	if err != nil {
		return err
	}
	last := s.subject
	if item != nil && item.before != nil {
		last = item.before
	}
	own := s.ownMetric(hits)
	if !own && s.passage.cell && last == nil {
		hits = s.captioned(ctx, st, words)
	}
	if !own && last != nil && st.role != share && !isWordsOnly(st.figure) {
		hits = s.inherited(ctx, st, words, last)
		if len(hits) > 0 && !st.of && len(last.hits) > 0 && st.role == level && !sameFilter(hits[0].where, last.hits[0].where) {
			st.doubt = true // 清理32个，保留3个
		}
	}
	for i := range hits { // what the clause does not say of a scope, the sentence has said
		if isEmpty(hits[i].scope) {
			hits[i].scope = s.where
		}
	}
	if len(hits) > 0 && !isEmpty(hits[0].scope) {
		s.where = hits[0].scope
	}
	if later := s.later(last); st.role == change && !own && later != nil { // 今年521次，去年595次，下降12.44%
		last = later
	}
	if st.role == change && last != nil && !own && (len(hits) == 0 || sameScope(hits, last.hits)) {
		st.doubt = st.doubt || words.residue(s.proof.words) != ""
		st.subject = last
		last.note(st)
		return nil
	}
	if len(hits) > 0 && hits[0].residue == "" && s.narrowed(hits[0]) {
		st.doubt = true
	}
	for i := range hits {
		hits[i].carried = s.carried(hits[i])
		if st.masked && isEmpty(hits[i].carried) { // what is offered may be narrower: 对照文风要求，查出*个方面的问题
			if hits[i].carried, err = s.proof.words.mentioned(ctx, s.proof, hits[i], s.lent[len(s.passage.lent):]); err != nil {
				return err
			}
		}
	}
	sub := &subject{hits: hits, caliber: s.caliber, periods: s.now, unit: st.unit, part: s.part,
		words: strings.Join(append(slices.Clone(s.lent), string(words.runes)), " ")}
	if item != nil {
		sub.words = string(words.runes)
	}
	if st.role == base {
		sub.base = st
		st.subject = sub
		if last != nil && last.current != nil && last.base == nil && !fromPattern.MatchString(string(s.passage.runes[st.segment.start:st.start])) {
			st.subject = last // 521次，较上年的595次…
			last.note(st)
			return nil
		}
		s.subject = sub
		return nil
	}
	if st.role == level && last != nil && last.current == nil && last.base != nil && st.unit == last.base.unit { // 由595次减少到521次
		if !own || sameMetric(hits, last.hits) {
			st.subject = last
			if last.base.compare.kind == metrics.YearEarlier && !s.fresh {
				last.periods = s.now
			}
			last.note(st)
			return nil
		}
	}
	st.subject = sub
	sub.note(st)
	s.subject = sub
	return nil
}

// later is the subject told just before one of the same matter a year earlier; nil where there is none.
func (s *sentence) later(last *subject) *subject {
	if last == nil || last.base != nil || len(last.periods.list) != 1 {
		return nil
	}
	for i := len(s.parts) - 1; i >= 0; i-- {
		before := s.parts[i].subject
		if before == last {
			continue
		}
		if len(before.periods.list) == 1 && before.periods.list[0].YearEarlier() == last.periods.list[0] && sameMetric(before.hits, last.hits) && sameScope(before.hits, last.hits) {
			return before
		}
		return nil
	}
	return nil
}

// carried is what narrowed the same matter just before: 会议统计应报480份，未报151份.
func (s *sentence) carried(h hit) metrics.Filter {
	if h.pattern.metric == nil || !isEmpty(h.where) {
		return metrics.Filter{}
	}
	matter, _, _ := strings.Cut(h.pattern.metric.Name, ".")
	for i := len(s.parts) - 1; i >= 0; i-- {
		before := s.parts[i]
		if before.subject.part != s.part || len(before.subject.hits) == 0 {
			continue
		}
		if first := before.subject.hits[0]; first.pattern.metric != nil && strings.HasPrefix(first.pattern.metric.Name, matter+".") {
			return merged(first.carried, first.where)
		}
	}
	return metrics.Filter{}
}

// narrowed reports whether the sentence has spoken of the same matter in words that are not
// understood: 会议统计应报480份，未报151份.
func (s *sentence) narrowed(h hit) bool {
	if h.pattern.metric == nil {
		return false
	}
	matter, _, _ := strings.Cut(h.pattern.metric.Name, ".")
	for _, before := range s.parts {
		hits := before.subject.hits
		if len(hits) == 0 || hits[0].residue == "" || before.subject.part != s.part {
			continue
		}
		for _, other := range hits {
			if other.pattern.metric != nil && strings.HasPrefix(other.pattern.metric.Name, matter+".") {
				return true
			}
		}
	}
	return false
}

// sameScope reports whether hits speak of the same units as others.
func sameScope(a, b []hit) bool {
	return len(a) > 0 && len(b) > 0 && sameFilter(a[0].scope, b[0].scope) && sameFilter(a[0].where, b[0].where)
}

func sameMetric(a, b []hit) bool {
	return len(a) > 0 && len(b) > 0 && a[0].pattern.metric == b[0].pattern.metric
}

// ownMetric reports whether the words of the clause itself name what is counted.
func (s *sentence) ownMetric(hits []hit) bool { return len(hits) > 0 && hits[0].own > 0 }

// inherited speaks of what was spoken of, where a clause adds nothing but a scope or a time.
func (s *sentence) inherited(ctx context.Context, st *statement, words *clause, last *subject) []hit {
	var hits []hit
	for _, known := range last.hits {
		if known.pattern.metric == nil || !admits(known.pattern, st) {
			continue
		}
		h := hit{pattern: known.pattern, where: known.where, scope: known.scope}
		rest := words.clone()
		if scope := s.proof.words.scope(rest); !isEmpty(scope) {
			h.scope = scope
		}
		if h.residue = rest.residue(s.proof.words); h.residue != "" {
			if err := s.proof.words.narrow(ctx, s.proof, &h, rest); err != nil {
				continue
			}
		}
		h.residue += known.residue
		hits = append(hits, h)
	}
	return hits
}

// captioned speaks of what the line above a table names, where its heads add nothing but a
// scope or a time.
func (s *sentence) captioned(ctx context.Context, st *statement, words *clause) []hit {
	var hits []hit
	for _, known := range s.passage.caption {
		if !admits(known.pattern, st) || known.pattern.metric == nil {
			continue
		}
		h := hit{pattern: known.pattern, where: known.where, scope: known.scope}
		rest := words.clone()
		if scope := s.proof.words.scope(rest); !isEmpty(scope) {
			h.scope = scope
		}
		if h.residue = rest.residue(s.proof.words); h.residue != "" {
			if err := s.proof.words.narrow(ctx, s.proof, &h, rest); err != nil {
				continue
			}
		}
		h.residue += known.residue
		hits = append(hits, h)
	}
	return hits
}

// note keeps what a statement says of the subject.
func (sub *subject) note(st *statement) {
	switch {
	case st.role == base:
		sub.base = st
	case st.role == change && st.kind == count:
		sub.delta = st
	case st.role == change:
		sub.percent = st
	case sub.current == nil:
		sub.current = st
	}
}

// admits reports whether a metric or threshold can have a figure of this kind and unit.
func admits(p pattern, st *statement) bool {
	if p.threshold != "" {
		return st.role == level && (st.limit || p.label || slices.Contains(limitUnits, st.unit))
	}
	if st.limit && st.role == level {
		return false
	}
	if p.check != nil {
		return st.role == level && st.kind == count && sameUnit("项", st.unit)
	}
	m := p.metric
	switch {
	case st.role == change:
		return st.kind != points || m.IsRate()
	case st.kind == percent:
		return m.IsRate()
	case m.IsRate():
		return false
	case st.bare:
		return true
	}
	return sameUnit(m.Unit, st.unit)
}

// limitUnits are those in which rules are set and hardly anything is counted.
var limitUnits = []string{"天", "日", "小时", "个小时", "个工作日", "工作日"}

var unitClasses = [][]string{
	{"次", "场", "场次", "个", "项", "件", "份", "条", "件次", "项次", "篇", "家", "类", "种", "户次", "部", "款"},
	{"人次", "人", "名"}, {"人时"}, {"页"}, {"天", "日"},
}

func sameUnit(a, b string) bool {
	if a == b {
		return true
	}
	for _, class := range unitClasses {
		if slices.Contains(class, a) && slices.Contains(class, b) {
			return true
		}
	}
	return false
}
