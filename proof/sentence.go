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
	ignoredPattern = regexp.MustCompile(`^\s*附?[表图]\s?\d{1,2}(?:[-.]\d+)?\b|〔\s?\d{4}\s?〕\s?第?\d+号|\[\d{4}\]第?\d+号|[（(]\d{4}[）)]第?\d+号|第\s?[\d一二三四五六七八九十百]+\s?(?:条|章|款|项|号|期|批|届|次|页|版|轮|组|位|名|类|个)|` +
		`(?:https?://|www\.)[\w./%?=&#:-]+|[\w.-]+@[\w-]+\.[\w.]+|(?:\d{3,4}-)?\d{7,8}(?:-\d+)?\b|1\d{10}|《[^》]{0,80}》|\d+号|[A-Za-z]+\d+|\d+[A-Za-z]+\d*|\d+\.\d+\.\d+(?:\.\d+)*|“[一二三四五六七八九十两]+[^”\d]{1,10}”`)
	idPattern = regexp.MustCompile(`[a-z_]+\.[a-z_]+@\d{4}[^\s，。；、）)]*`)

	down = `下降|减少|降低|回落|压减|精简|压缩|缩减|削减|下滑|下跌|收窄`
	up   = `上升|增加|增长|提高|提升|上涨|升高|增多|回升|扩大`

	changePattern  = regexp.MustCompile(`(` + down + `|` + up + `|减|降|少|增|升|多出|多)(?:发|开|了|分别|均|约|近|将近|达|达到|超|超过|逾|幅度?|比例|率|为|共|:|：|幅度为|比例为|率为|幅为|率达|幅达)*$`)
	waysPattern    = regexp.MustCompile(`(?:增减|升降)(?:率|幅度?|比例|数|量|为|:|：)*$`) // the number's own sign says which
	nounPattern    = regexp.MustCompile(`(` + down + `|` + up + `)(?:了)?[^，]{1,10}$`)
	extentPattern  = regexp.MustCompile(`(降幅|减幅|增幅|涨幅|下降率|减少率|压减率|精简率|增长率|增加率)(?:分别|均|为|达|达到|约|近|超|超过|是|:|：)*$`)
	ofExtent       = regexp.MustCompile(`(?:较|比|与|同|由|从)[^，]{0,10}的?(?:降幅|减幅|增幅|涨幅)|(?:降幅|减幅|增幅|涨幅)[^，]{0,8}(?:较|比|由|从|同比|收窄|扩大|回落|提高|下降)[^，]*$`) // a change of a change
	lessPattern    = regexp.MustCompile(`(?:^|[^至不很更最较减])(少|多)(?:召?开|[印制下]?发|办)(?:了)?[^，]{0,10}$`)
	levelPattern   = regexp.MustCompile(`(?:` + down + `|` + up + `|降|减|增|升|压)(?:到|至|为)(?:了|约|近)?$`)
	signedPattern  = regexp.MustCompile(`(?:同比|环比|增减|变化|变动|升降|增幅|差额|差值|比上年|较上年|比较|±|增长)[^，。]{0,12}$`)
	basePattern    = regexp.MustCompile(`(?:较|比|与|同)(?:的|为|是)?$`)
	newPattern     = regexp.MustCompile(`新增(?:了|加了?|为|共|:|：)*$`) // a count of what is new
	netPattern     = regexp.MustCompile(`净[增减](?:加|少|了|为|:|：)*$`)
	fromPattern    = regexp.MustCompile(`(?:由|从)[^，]{0,16}$`)
	averagePattern = regexp.MustCompile(`[年月日周人场次户]均|平均|每[年月日周人场次个家]`)
	vaguePattern   = regexp.MustCompile(`(?:期间|以来|之后|之前|以后|以前|前后|当天|当日|当周|本周)$`)
	sharePattern   = regexp.MustCompile(`占[^，]{0,12}$`)
	doingPattern   = regexp.MustCompile(`召开|印发|办结|受理|举行|开展|共`)
)

// expected are the words of a projection, the names of its methods first.
var expected = []string{metrics.PlanRemainder.Label().ZH, metrics.LastYearScaled.Label().ZH, metrics.RunRate.Label().ZH, "预计", "预期", "推算", "预测"}

var methodPattern = regexp.MustCompile(strings.Join(expected[:3], "|"))

// role is what a figure says of its subject.
type role int

const (
	level role = iota
	base       // what it is compared with: 由595次
	change
	share // 占23%
)

// statement is one figure with what it is understood to say.
type statement struct {
	*figure
	role      role
	sign      int // of a change: -1, +1; 0 where the number has its own
	subject   *subject
	compare   comparison
	segment   spot
	of        bool            // 其中: a part
	total     bool            // 共, 合计
	expected  bool            // 预计: a projection
	direction string          // the word of a change before it
	year      int             // that holds where it stands
	rule      bool            // it is quoted as a rule
	doubt     bool            // its clause says more than is understood
	why       jianfu.Text     // what makes it uncertain of what it is
	timed     bool            // its clause names its time, or that of what it is compared with
	net       bool            // 净增: a change of what stands
	reached   bool            // it is what a count came to: 降到521次
	chained   bool            // it follows another that does so
	elsewhen  []jianfu.Period // times named behind it, which may be its own
	known     jianfu.Period   // the months that it goes from

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
	proof      *proof
	passage    *passage
	now        times         // that hold
	anchor     int           // the year last written out
	known      jianfu.Period // the last span from January: 截至11月末
	lent       []string      // the words of its segments so far
	lentBefore int           // of them those of its parts before
	where      metrics.Filter
	city       bool // the whole city was named
	caliber    string
	compare    *comparison
	subject    *subject // the last one
	of         bool
	ids        []spot
	part       int
	parts      []*statement
	whole      spot
	respect    []*subjectWords // 分别: what is left to be told respectively
	own        []*figure       // those of the segment
	vague      bool            // it is of a time that is not known
	outside    *outside        // of the brackets
	unclear    []*figure       // told respectively of what is not found
	timed      bool            // its clause has named a time
	borrowed   bool            // what the clause speaks of is perhaps what was spoken of before
	unlike     bool            // a part of a year is compared with a whole one
	home       int             // the year that the passage is of, as far as is known
	begun      bool            // the passage has told a figure
	unsure     bool            // its time is of a year that was named last, and is perhaps not meant
	elsewhere  bool            // the scope that was named may hold no more
	against    bool            // the clause has named what it is compared with
	rows       bool            // it has told a row of figures respectively
	dated      bool            // the passage has named a time of its own
	led        bool            // it begins with a time set apart, as 2023年1—5月，, which holds for all of it
	adrift     bool            // a figure had a time of its own, and no other was named since
	expect     bool
	fresh      bool
}

func (s *sentence) start(whole spot, ids []spot) {
	if text := string(s.passage.runes[whole.start:whole.end]); !s.passage.cell && strings.ContainsAny(text, "0123456789") {
		s.proof.address(text)
		s.passage.where = s.proof.opening.where
	}
	s.lent, s.lentBefore = slices.Clone(s.passage.lent), 0
	s.where, s.city, s.caliber, s.compare, s.of, s.part, s.parts, s.respect, s.expect = s.passage.where, s.passage.whole, "", nil, false, 0, nil, nil, false
	s.whole, s.fresh, s.unclear, s.vague, s.outside, s.adrift, s.rows, s.unlike, s.elsewhere, s.led = whole, true, nil, false, nil, false, false, false, false, false
	s.ids = nil
	for _, id := range ids {
		if id.start >= whole.start && id.end <= whole.end {
			s.ids = append(s.ids, id)
		}
	}
	switch {
	case len(s.passage.now.list) > 0: // a table's line says of what time its cells are
	case pointPattern.MatchString(string(s.passage.runes[whole.start:whole.end])):
		s.now = s.proof.standing()
	default: // the time of the last sentence may hold on, or the section's
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
		s.of, s.lentBefore, s.compare = false, len(s.lent), nil
		s.adrift = s.adrift || len(s.now.list) > 0 && s.now.list[0].Months() < 12 && !((s.led || s.fresh) && slices.Contains(s.proof.opening.periods, s.now.list[0]))
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
	if saysWhole(words) {
		s.where, s.city, s.elsewhere = metrics.Filter{}, true, false
	}
	if words.has("分别") {
		s.respectively(at, nil, named, figures)
	}
	for i := range times { // 较2021年、2022年分别: both are compared with
		times[i].compared = slices.ContainsFunc(named, func(w when) bool { return w.start == times[i].start && w.compared })
	}
	if len(own) > 0 && len(s.respect) == 0 && !s.passage.cell && !slices.Contains(s.unclear, own[0]) {
		s.respectively(at, own[0], named, figures)
	}
	s.own = own
	if at.start > s.whole.start && s.passage.runes[at.start-1] == '（' && s.subject != nil && len(own) > 0 {
		s.outside = &outside{s.now, s.subject}
	} else if s.outside != nil && slices.Contains(s.passage.runes[s.whole.start:at.start], '）') && !s.bracketedAt(at) {
		s.now, s.subject, s.outside = s.outside.now, s.outside.subject, nil // 521次（上年595次），同比下降12.44%
	}
	previous := at.start
	waiting := slices.DeleteFunc(slices.Clone(times), func(w when) bool { return ownTime(figures, w) })
	s.timed, s.against = false, false
	for _, f := range own {
		for len(waiting) > 0 && waiting[0].start < f.start {
			w := waiting[0]
			if s.isFrom(w, at, f) {
				w.compared = true
			}
			s.take(w)
			waiting, s.timed, s.adrift = waiting[1:], true, s.adrift && w.compared
		}
		later := waiting
		if f == own[len(own)-1] && len(later) == 0 {
			later = s.timesAfter(at, named, figures)
		}
		if err := s.figure(ctx, f, at, previous, words, times, later); err != nil {
			return err
		}
		previous = f.end
	}
	for _, w := range waiting {
		s.take(w)
		s.adrift = s.adrift && w.compared
	}
	if where := s.proof.words.scope(words.clone()); len(own) == 0 && !isEmpty(where) {
		s.where = where
	}
	if len(own) == 0 && vaguePattern.MatchString(string(text)) && words.residue(s.proof.words) != "" { // 全国两会期间: a time that is not known
		s.vague = true
	}
	s.led = s.led || len(own) == 0 && len(times) == 1 && at.start == s.whole.start && !times[0].compared
	s.lent = append(s.lent, string(text))
	return nil
}

// ownTime reports whether a time is a single figure's.
func ownTime(figures []*figure, w when) bool {
	return slices.ContainsFunc(figures, func(f *figure) bool { return f.time != nil && f.time.start == w.start })
}

// timesAfter are the times behind the last figure of a sentence: 召开会议595次，出现在2022年.
func (s *sentence) timesAfter(at spot, named []when, figures []*figure) []when {
	if slices.ContainsFunc(figures, func(f *figure) bool { return f.start >= at.end && f.start < s.whole.end }) {
		return nil
	}
	var list []when
	for _, w := range named {
		if w.start >= at.end && w.end <= s.whole.end && !w.compared && !ownTime(figures, w) {
			list = append(list, w)
		}
	}
	return list
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
		s.compare, s.against = &comparison{kind: metrics.YearEarlier}, true
		if period, ok := w.resolve(year); ok && len(s.now.list) > 0 {
			if back := s.now.list[0].Through().Year() - period.Through().Year(); back != 1 {
				s.compare = &comparison{kind: metrics.NamedPeriod, period: yearsBefore(s.now.list[0], back)}
			}
		}
		return
	case w.sameMonths && strings.HasPrefix(string(s.passage.runes[w.end:]), "计划"): // 召开会议39次，同期计划召开35次
		return
	case w.sameMonths && !s.passage.cell && string(s.passage.runes[w.start:w.end]) == "同期" && len(s.now.list) > 0:
		s.now = times{list: []jianfu.Period{s.now.list[0].YearEarlier(), s.now.list[0]}, stated: s.now.stated, why: sameWhen}
		return
	case w.sameMonths:
		s.unsure = s.fresh && !s.passage.cell // of what was spoken of before, perhaps
		if period, ok := w.resolve(year); ok {
			if len(s.now.list) > 0 && s.now.list[0].Months() < 12 {
				period = yearsBefore(s.now.list[0], s.now.list[0].Through().Year()-period.Through().Year())
			}
			s.now = times{list: []jianfu.Period{period}, stated: true}
		} else if len(s.now.list) > 0 {
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
		s.unlike = w.stated && period.Months() == 12 && len(s.now.list) > 0 && s.now.list[0].Months() < 12
		s.compare, s.against = &comparison{kind: metrics.NamedPeriod, period: period}, true
		if len(s.now.list) > 0 && period.Months() == 12 && s.now.list[0].Through().Year()-period.Through().Year() == 1 {
			s.compare = &comparison{kind: metrics.YearEarlier}
		}
		return
	}
	if s.unsure = !w.stated && s.anchor != s.home; w.stated {
		if s.anchor = period.Through().Year(); !s.begun { // a paragraph that begins with its year is of it
			s.home = s.anchor
		}
	}
	if period.Start().Number() == 1 && period.Months() < 12 {
		s.known = period
	}
	list, why := s.samePart(w, period)
	s.now = times{list: list, stated: s.now.stated || w.stated, why: why}
	s.fresh, s.dated = false, true
	s.elsewhere = !s.passage.cell && !isEmpty(s.where) && !sameFilter(s.where, s.passage.where) // of the whole city again, perhaps
}

// anchored is the year that 今年 and 11月 are of: the last one that the text wrote out, and not
// 去年.
func (s *sentence) anchored() int {
	if s.anchor > 0 {
		return s.anchor
	}
	return unknownYear
}

func yearsBefore(p jianfu.Period, years int) jianfu.Period { return p.Shift(-12 * years) }

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
func (s *sentence) figure(ctx context.Context, f *figure, at spot, previous int, words *clause, times, later []when) error {
	if s.passage.paragraph[f.start] < 0 {
		return nil
	}
	left := lentWords(s.passage.runes, previous, f.start, times)
	if f.time != nil {
		w, now, anchor, home := *f.time, s.now, s.anchor, s.home
		w.compared = fromPattern.MatchString(left)
		s.take(w)
		if !w.compared {
			defer func() { s.now, s.anchor, s.home, s.adrift = now, anchor, home, true }()
		}
	}
	for label := range s.proof.words.calibers {
		left = strings.ReplaceAll(left, label, "")
	}
	st := &statement{figure: f, segment: at, of: s.of, expected: s.expect, known: s.known, year: s.year(), timed: s.timed || f.time != nil}
	st.role, st.sign = s.roleOf(f, left)
	st.net = netPattern.MatchString(left)
	st.reached = levelPattern.MatchString(left)
	if !st.timed && st.role != change {
		st.doubt = s.adrift
		for _, w := range later {
			if period, ok := w.resolve(s.anchored()); ok && !w.compared && !slices.Contains(s.now.list[:min(1, len(s.now.list))], period) {
				st.elsewhen, st.doubt = append(st.elsewhen, period), true
			}
		}
	}
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
			st.timed = true
			if !item.after.IsZero() {
				defer func() { s.now.list = []jianfu.Period{item.after} }()
			}
		} else if item.before != nil && len(item.before.periods.list) > 0 { // 2022年、2023年分别受理30件、36件，办复率分别为96.67%、100%
			s.now = item.before.periods
		}
		st.doubt = st.doubt || slices.Contains(s.unclear, f) || s.unsure
	} else if slices.Contains(s.unclear, f) || s.qualified(f, at) || s.vague || words.has("计划内") || averagePattern.MatchString(string(s.passage.runes[at.start:f.start])) ||
		s.unsure || s.unlike && (st.role == base || st.role == change) ||
		s.passage.note && !s.dated || // a note is of the time of what it is set to
		ofExtent.MatchString(string(s.passage.runes[at.start:f.start])) || s.proof.words.againstUnit(string(s.passage.runes[at.start:f.start])) {
		st.doubt = true
	}
	if st.why = s.now.why; st.why.ZH != "" {
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
	s.parts, s.begun = append(s.parts, st), true
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
	if levelPattern.MatchString(left) || newPattern.MatchString(left) {
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
	if m := lessPattern.FindStringSubmatch(left); m != nil && f.kind == count && !s.passage.cell { // 少发文件152件
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
	if f.kind == points || s.passage.change || f.signed != 0 && left == "" { // 会议33次（-7次）
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
