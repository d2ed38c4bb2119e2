package proof

import (
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

var (
	headingPattern = compile(`^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\([一二三四五六七八九十]+\)|\d+[.、]|第[一二三四五六七八九十]+[章节部])`)
	pointPattern   = compile(`^\s*(?:[一二三四五六七八九十]是|\d+[.、）)])`)

	// ignored is what is no figure.
	ignored = []*finder{
		compile(`\d+个单位月?中\d+个已报|(?:缺|有)?\d+个(?:单位月|汇总数)(?:的数|只报|没有单独的数|未知)|有的月份没有单独的数，只知道：[^。；\n]*|有\d+份是在所报(?:时间)?结束之前|两[年期]都有数的\d+个单位`), // how much was filed
		compile(`^\s*附?[表图]\s?\d{1,2}(?:[-.]\d+)?\b`),                                                                  // titles of tables
		compile(`〔\s?\d{4}\s?〕\s?第?\d+号`), compile(`\[\d{4}\]第?\d+号`), compile(`[（(]\d{4}[）)]第?\d+号`), compile(`\d+号`), // numbers of documents
		compile(`第\s?[\d一二三四五六七八九十百]+\s?(?:条|章|款|项|号|期|批|届|次|页|版|轮|组|位|名|类|个)`),
		compile(`《[^》]{0,80}》`), compile(`“[一二三四五六七八九十两]+[^”\d]{1,10}”`), // titles, and slogans such as “五大理念”
		compile(`https?://[\w./%?=&#:-]+`), compile(`www\.[\w./%?=&#:-]+`), compile(`[\w.-]+@[\w-]+\.[\w.]+`), // addresses on the net
		compile(`\d{3,4}-\d{7,8}(?:-\d+)?\b`), compile(`(?:电话|传真|手机|联系方式)[：:]?\s?\d{7,8}\b`), compile(`1\d{10}`), // telephones
		compile(`\b(?:12345|123\d\d|96\d{3,4}|110|119|120|122)(?:类|政务|热线|市民|便民|平台|服务|公共|举报|投诉|监管|、|和|与|等|”|总?客服|一号)`),
		compile(`(?:^|[^.\d])(?:\d{1,3}\s?[-—–~～至到]\s?)?\d{1,3}周?岁(?:[及以]+[上下])?`), // ages; a mean of them, as 79.4岁, is a figure
		compile(`\d{1,2}时\d{1,2}分(?:\d{1,2}秒)?`),                                                                        // times of day
		compile(`[A-Z]?[a-z]+\d+`), compile(`[A-Z]\d+`), compile(`\d+[A-Za-z]+\d*`), compile(`\d+\.\d+\.\d+(?:\.\d+)*`), // codes and versions
	}
	idPattern     = compile(`[a-z_]+\.[a-z_]+@\d{4}[^\s，。；、）)]*(?:[，,]known-at=\d+)?`)
	countyPattern = compile(`[县州盟旗][（(](?:市|区)(?:[、，](?:市|区))?[）)][区市]?`)
	namesBefore   = compile(`等$`)
	thatOne       = compile(`(?:这|上述|该|前述)$`)
	namedUnits    = compile(`^(?:单位|部门|局|委|县|市|区|地|战线|镇|乡)`)

	down = `负增长|下降|减少|降低|回落|压减|精简|压缩|缩减|削减|下滑|下跌|收窄|节约|节省|减收|减支|减产`
	up   = `上升|增加|增长|提高|提升|上涨|升高|增多|回升|扩大|增收|增支|增产`

	changePattern  = compile(`(` + down + `|` + up + `|减|降|少|增|升|多出|多)(?:发|开|了|分别|均|约|近|将近|达|达到|超|超过|逾|幅度?|比例|率|为|共|:|：|幅度为|比例为|率为|幅为|率达|幅达)*$`)
	waysPattern    = compile(`(?:增减|升降)(?:率|幅度?|比例|数|量|为|:|：)*$`) // the number's own sign says which
	nounPattern    = compile(`(` + down + `|` + up + `)(?:了)?[^，]{1,10}$`)
	extentPattern  = compile(`(降幅|减幅|增幅|涨幅|下降率|减少率|压减率|精简率|增长率|增加率)(?:分别|均|为|达|达到|约|近|超|超过|是|:|：)*$`)
	ofExtent       = compile(`(?:较|比|与|同|由|从)[^，]{0,10}的?(?:降幅|减幅|增幅|涨幅)|(?:降幅|减幅|增幅|涨幅)[^，]{0,8}(?:较|比|由|从|同比|收窄|扩大|回落|提高|下降)[^，]*$`) // a change of a change
	lessPattern    = compile(`(?:^|[^至不很更最较减])(少|多)(?:召?开|[印制下]?发|办)(?:了)?[^，]{0,10}$`)
	levelPattern   = compile(`(?:` + down + `|` + up + `|降|减|增|升|压)(?:到|至|为)(?:了|约|近)?$`)
	signedPattern  = compile(`(?:同比|环比|增减|变化|变动|升降|增幅|差额|差值|比上年|较上年|比较|±|增长)[^，。]{0,12}$`)
	basePattern    = compile(`(?:较|比|与|同)(?:上周|上旬|上期|前一周|此前|之前|原来|原先|年初)?(?:的|为|是)?$`)
	withPattern    = compile(`(?:与|同)$`)
	comparedNext   = compile(`^[^，。；]{0,10}(?:相比|相较|比较|对比|持平)`)
	newPattern     = compile(`新增(?:了|加了?|为|共|:|：)*$`) // a count of what is new
	netPattern     = compile(`净[增减](?:加|少|了|为|:|：)*$`)
	fromPattern    = compile(`(?:^|[^自理缘事])(?:由|从)(?:[^业事严于而容速简，][^，]{0,15})?$`) // 从业人员 is from nowhere
	averagePattern = compile(`[年月日周人场次户]均|平均|每[年月日周人场次个家]`)
	vaguePattern   = compile(`(?:期间|以来|之后|之前|以后|以前|前后|当天|当日|当周|本周)$`)
	sharePattern   = compile(`占[^，]{0,12}$`)
	doingPattern   = compile(`召开|印发|办结|受理|举行|开展|共`)
	totalPattern   = compile(`共|合计|总计`)
	saysEach       = compile(`(?:^|[^平人日天月年季户场次件案家周期批班个])(?:均|皆|双双|同为)|(?:^|[^成首大])都(?:已|为|是|达|在|超|保|实|占|有|较|比|同|环|下|上|增|减)|各(?:为|达|占|增|减|下降|上升)`)
	planPattern    = compile(anyOf(lexis("planned")))
	vagueNames     = compile(anyOf(lexis("vague")))
)

// expected are the words of a projection, the names of its methods first.
var expected = []string{metrics.PlanRemainder.Label().ZH, metrics.LastYearScaled.Label().ZH, metrics.RunRate.Label().ZH, "预计", "预期", "推算", "预测"}

var methodPattern = compile(strings.Join(expected[:3], "|"))

// role is what a figure says of its subject.
type role int

const (
	level  role = iota
	base        // what it is compared with: 由595次
	change      // 下降12.44%
	share       // 占23%
)

// claim is one figure with what its words say of it: of what it is, of when and of whom, and how it
// relates to the figures around it.
type claim struct {
	*figure
	passage *passage
	in      *sentence
	clause  *clause
	part    int    // which part of the sentence, between ；
	left    string // the words before it, back to the figure before
	role    role
	sign    int  // of a change: -1, +1; 0 where the number has its own
	of      bool // 其中: a part
	total   bool // 共, 合计
	net     bool // 净增: a change of a stock
	reached bool // it is what a count came to: 降到521次
	timed   bool // its clause names its time, or that of what it is compared with

	times    times
	elsewhen []jianfu.Period // times named behind it, which may be its own
	era      int             // how many times the passage has named up to it
	compare  comparison
	caliber  string
	expected bool          // 预计: a projection
	known    jianfu.Period // the months that it goes from
	year     int           // that holds at its place
	item     *item         // of a row that 分别 tells; nil where it is of none
	doubts   []Doubt

	subject *subject
	value   amount    // of an amount, to do arithmetic with
	whole   int64     // the whole part of it
	slack   int64     // by how much that may be off
	partOf  *claim    // the total that it adds up to with others
	shared  bool      // its share is behind it
	partIn  *amount   // that its share is right of; nil where it has none
	core    *core     // of the rate that it is; nil until it is asked for
	match   match     // by the warehouse
	reckon  reckoning // by the text
	verdict Verdict
}

// comparison is what a change is against.
type comparison struct {
	kind   metrics.Comparison
	period jianfu.Period // of a NamedPeriod
	doubts []Doubt
	named  bool   // the sentence says so
	with   string // in a word: lastYear, lastPeriod, 2019年, 预算; "" where nothing says so
}

// subject is what several figures of a sentence speak of.
type subject struct {
	hits                          []hit
	caliber                       string
	times                         times
	unit                          string
	current, base, delta, percent *claim
	lent                          []string // the words of the clauses before
	own                           []rune   // those of its clause
	part                          int
	exclude                       []exclusion
	apart                         []Doubt // that it is of another office's matter
	borrowed                      bool    // what it speaks of is perhaps what was spoken of before
	strange                       bool    // nothing is known of what it speaks of
}

// words are those that tell what a subject is.
func (sub *subject) words() string {
	return strings.Join(append(slices.Clone(sub.lent), string(sub.own)), " ")
}

// note keeps what a claim says of the subject.
func (sub *subject) note(c *claim) {
	switch {
	case c.role == base:
		sub.base = c
	case c.role == change && c.kind == count:
		if sub.delta == nil || sameUnit(c.unit, sub.unit) { // 审计项目45个，增加5个，增收1.6亿元
			sub.delta = c
		}
	case c.role == change:
		sub.percent = c
	case sub.current == nil:
		sub.current = c
	}
}

// tells reports whether a subject has such a change already.
func (sub *subject) tells(c *claim) bool {
	return c.kind == count && sub.delta != nil || c.kind != count && sub.percent != nil
}

// before is the text of the clause in front of a claim.
func (st *claim) before() string { return string(st.passage.runes[st.clause.start:st.start]) }

// after is the text behind a claim, n characters at most.
func (st *claim) after(n int) string {
	return string(st.passage.runes[st.end:min(len(st.passage.runes), st.end+n)])
}

// isFrom reports whether a claim is what a count came from: 由595次减少到521次.
func (st *claim) isFrom() bool { return fromPattern.MatchString(st.before()) }

// direction is the last character before a claim.
func (st *claim) direction() string {
	if runes := []rune(st.left); len(runes) > 0 {
		return string(runes[len(runes)-1:])
	}
	return ""
}

// isOfEach reports whether a claim is said of each of several counts before it: 建议265件、提案412件，办复率均达100%.
func (st *claim) isOfEach() bool {
	return slices.ContainsFunc(st.doubts, func(d Doubt) bool { return d.Reason == ofEach.Reason })
}

// isRule reports whether a claim quotes a rule.
func (st *claim) isRule() bool { return st.limit && st.role == level }

// readRole says what a figure is by the words before it, and the way of a change.
func readRole(f *figure, left string, cell, headed, expected bool, after string) (role, int) {
	switch {
	case f.kind == flat:
		return change, 0
	case f.way != 0:
		return change, f.way
	case levelPattern.MatchString(left), newPattern.MatchString(left), isBalance(left): // 自然增长率 is no change
		return level, 0
	}
	if sign, ok := readChange(f, left, cell); ok {
		return change, sign
	}
	switch {
	case expected && f.kind == percent && strings.HasSuffix(left, "高"): // 比实际高1.2%
		return change, 1
	case expected && f.kind == percent && strings.HasSuffix(left, "低"):
		return change, -1
	case f.kind == points, headed, f.isSignedBy(left, cell):
		return change, 0
	case f.kind == percent && sharePattern.MatchString(left):
		return share, 0
	case f.isBase(left, after):
		return base, 0
	}
	return level, 0
}

// isSignedBy reports whether a figure's own sign, or the words before it in a cell, make it a change: 会议33次（-7次）.
func (f *figure) isSignedBy(left string, cell bool) bool {
	return f.signed != 0 && left == "" || (cell || f.signed != 0) && signedPattern.MatchString(left)
}

// isBase reports whether the words around a figure say that something is compared with it, or comes from it.
func (f *figure) isBase(left, after string) bool {
	with := withPattern.MatchString(left) && !comparedNext.MatchString(after) // 与521次 is compared only with 相比
	return basePattern.MatchString(left) && !strings.HasSuffix(left, "占比") && !with ||
		f.kind == count && isCompared(left, after) || fromPattern.MatchString(left) && strings.ContainsAny(after, "到至为")
}

// readChange looks for the words of a change before a figure, and the way that they tell; 0 where the figure's own sign does.
func readChange(f *figure, left string, cell bool) (int, bool) {
	if m := extentPattern.FindStringSubmatch(left); m != nil && f.kind != count {
		if f.signed != 0 || cell && (strings.HasPrefix(m[1], "增长") || strings.HasPrefix(m[1], "增幅")) {
			return 0, true
		}
		return wayOf(m[1]), true
	}
	if m := changePattern.FindStringSubmatch(left); m != nil {
		if waysPattern.MatchString(left) {
			return 0, true
		}
		return wayOf(m[1]), true
	}
	if cell {
		return 0, false
	}
	if m := lessPattern.FindStringSubmatch(left); m != nil && f.kind == count { // 少发文件152件
		return wayOf(m[1]), true
	}
	return readNounChange(left)
}

// readNounChange looks for a change of what is named between its word and the figure: 压减会议75次.
func readNounChange(left string) (int, bool) {
	m := nounPattern.FindStringSubmatch(left)
	if m == nil || strings.Contains(left, "增加值") {
		return 0, false
	}
	_, after, _ := strings.Cut(left, m[1])
	return wayOf(m[1]), !doingPattern.MatchString(m[1]+after) && !strings.ContainsAny(after, "至到")
}

var downWords = strings.Split(down+"|减|降|少|降幅|减幅|下降率|减少率|压减率|精简率", "|")

// wayOf is the way of a change that a word tells.
func wayOf(word string) int {
	if slices.Contains(downWords, word) {
		return -1
	}
	return 1
}
