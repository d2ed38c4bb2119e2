package proof

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"jianfu"
	"jianfu/metrics"
)

// neutral are the words that say nothing of what was counted. What is left of a clause without
// them, the words of a metric, times and scopes is not understood, and makes it unsafe.
var neutral = longestFirst(append(boundWords(), strings.Fields(`
	我市 我县 我区 我办 我局 我委 全市 全市性的 全市各级 全市各级各部门 全系统 全市系统 市政府 市政府办 市政府办公室系统 市政府系统 政府系统 全市政府系统 政府
	市级 各级 各部门 各单位 各级各部门 各部门各单位 政府各部门 部门 单位 各县市区 市政府各部门 市政府组成部门 本级 系统 各类 各种 各项
	共 总共 共计 合计 总计 累计 累积 已 已经 现已 计 达 达到 达到了 为 是 了 的 其中 有 共有 现有 实有 尚有 现存 存续 仍有 约 近 均 全部 分别 分别为 则 也 均为 又 并 且 和 与 及 以及 或 等 中 内 上 下 里 至 到 由 从 自 在 对 被 将 把 较 比 同 相比 相较 对比 之 其 以 因 于
	开展 组织 实施 进行 完成 实现 做到 保持 依法 召开 举行 举办 安排 启动 推动 推进 全面 深入 认真 切实 严格 有效 持续 进一步 大力 积极 主动 共同 先后累计 一共 总的
	数量 数 总数 总量 总次数 次数 场次 件数 个数 总体 整体 规模 情况 工作 事项 项目 比例 水平 数字 数据 统计 结果 指标 名称 数值 单位 次 件 个 项 份 页 本期 当期 基期 上期 期 值
	期末 年末 年底 月末 目前 截至目前 截止目前 截至 截止 当前 现在 以来 期间 时间 时期 年 月 年度 季度 全年 上下 左右 去年 今年 同期 一直
	同比 环比 增减 变化 变动 比较 增减率 增幅 降幅 减幅 涨幅 幅度 升降 增长率 下降率 变动率 减少率 增加率 变化率 增减幅 增减比例 增减变化 增减情况 较上年 比上年 差额 差值
	口径 核查 核查发现 精简口径 编号 序号 备注 说明 数据来源 计量 出处 单元 合并 年度合计 小计 全口径
	分管战线 战线 条线 领域 分管 线 口 系统内 辖区 本市 本县 本区 本地区 这 该 各 另 另有 另外 此外 同时 特别是 特别 尤其 尤其是 一方面 另一方面 一是 二是 三是 四是 五是 六是 七是 八是 九是 十是 一 二 三 四 五 六 七 八 九 十
	按 按照 根据 通过 经 经过 经统计 据统计 据初步统计 初步统计 统计显示 显示 表明 折合 即 也就是 相当于 占 占比 比重 份额 率 实 净 整 多 少 余 含 包括
	率先 由此 因此 结果 非常 较为 明显 大幅 大幅度 显著 稳步 逐年 逐步 逐渐 继续 连续 再 又再 持续性 明显地 略 略有 小幅 稍
	下降 上升 减少 增加 增长 提高 提升 降低 回落 压减 精简 压缩 缩减 削减 下滑 增多 升高 扩大 上涨 下跌 降 升 减 增 多出 少于 多于 持平 收窄 回升 少开 少发 多开 多发 少召开 少印发 压 压到 压至 缩
	而 那 那是 这是 量 方面 实际 里 仅 只 仅为 只有 共为 合共 统一 统筹  图 表 注 例如 如`)...))

// trailing are neutral words that name another thing where they stand before it: 工作会议.
var trailing = strings.Fields(`工作 项目 数据 统计 推进 推动 部门 系统 单位 政府 领域 启动 一 二 三 四 五 六 七 八 九 十 各县市区 年度 季度 月 年 指标 全面 深入 时间 情况 口 线 表 图 说明`)

func boundWords() []string {
	var words []string
	for _, b := range boundsBefore {
		words = append(words, b.word)
	}
	return words
}

func longestFirst(words []string) []string {
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return words
}

// pattern is one way to name a metric or threshold: parts that all stand in a sentence, each
// by one of its words.
type pattern struct {
	parts     [][]string // of each part its words, the longest first
	metric    *metrics.Metric
	threshold string         // its name, where the pattern is of a threshold
	check     *metrics.Check // where it is of one of the office's checks
	label     bool           // it is the catalogue's own label
}

// readPattern reads "召开|举行 会议".
func readPattern(text string) [][]string {
	var parts [][]string
	for _, part := range strings.Fields(strings.ReplaceAll(text, "、", " ")) {
		parts = append(parts, longestFirst(strings.Split(part, "|")))
	}
	return parts
}

// unitName is one way to name a unit, line or type of unit, and the filter that it is.
type unitName struct {
	word  string
	where metrics.Filter
}

// vocabulary is all that a text is read by.
type vocabulary struct {
	patterns   []pattern
	names      []unitName // the longest first
	calibers   map[string]string
	city       string
	joined     []string                               // names that hold a 、, which sets nothing apart in them
	units      map[string]string                      // their names by their codes
	dimensions map[*metrics.Dimension][]dimensionWord // once asked for: metrics of one source share theirs
}

// dimensionWord is a word that stands for a value of a dimension.
type dimensionWord struct{ dimension, value, word string }

// readVocabulary gathers the words of the catalogue and of the directory of units.
func readVocabulary(ctx context.Context, engine *metrics.Engine, options Options) (*vocabulary, error) {
	v := &vocabulary{units: map[string]string{}, calibers: map[string]string{}, dimensions: map[*metrics.Dimension][]dimensionWord{}}
	catalog := engine.Catalog()
	for _, m := range catalog.Metrics() {
		for i, words := range append([]string{strings.ReplaceAll(m.Label.ZH, " ", "")}, m.Words...) {
			v.patterns = append(v.patterns, pattern{parts: readPattern(words), metric: m, label: i == 0})
			if strings.Contains(words, "、") {
				v.joined = append(v.joined, words)
			}
		}
	}
	for _, t := range catalog.Thresholds(options.Period.Through()) {
		for i, words := range append([]string{strings.ReplaceAll(t.Label.ZH, " ", "")}, t.Words...) {
			v.patterns = append(v.patterns, pattern{parts: readPattern(words), threshold: t.Name, label: i == 0})
		}
	}
	for _, check := range catalog.Checks() {
		v.patterns = append(v.patterns, pattern{parts: readPattern(check.Label.ZH), check: check, label: true})
	}
	for _, c := range catalog.Calibers() {
		v.calibers[c.Label.ZH] = c.Name
	}
	city, err := engine.City(ctx)
	if err != nil {
		return nil, err
	}
	v.city = city
	departments, err := engine.Departments(ctx, options.AsOf)
	if err != nil {
		return nil, err
	}
	add := func(word string, where metrics.Filter) {
		if len([]rune(word)) < 2 || slices.Contains(neutral, word) {
			return
		}
		for i := range v.names {
			if v.names[i].word == word {
				if !sameFilter(v.names[i].where, where) {
					v.names[i].where = merged(v.names[i].where, where)
				}
				return
			}
		}
		v.names = append(v.names, unitName{word, where})
	}
	for _, d := range departments {
		v.units[d.Code] = d.Latest().Name
		for _, version := range d.Versions {
			unit := metrics.Filter{Departments: []string{d.Code}}
			for _, name := range []string{version.Name, version.ShortName} {
				add(name, unit)
				if rest, ok := strings.CutPrefix(name, "市"); ok && city != "" {
					add(strings.TrimSuffix(city, "市")+"市"+rest, unit)
				}
			}
			if version.Portfolio != "" {
				add(version.Portfolio, metrics.Filter{Portfolios: []string{version.Portfolio}})
			}
			if version.Leader != "" {
				add(version.Leader, metrics.Filter{Is: []metrics.Equals{{Dimension: "leader", In: []string{version.Leader}}}})
			}
			if version.Type != "" {
				add(version.Type, metrics.Filter{Is: []metrics.Equals{{Dimension: "department_type", In: []string{version.Type}}}})
			}
		}
	}
	slices.SortStableFunc(v.names, func(a, b unitName) int { return cmp.Compare(len(b.word), len(a.word)) })
	return v, nil
}

func sameFilter(a, b metrics.Filter) bool {
	return slices.Equal(a.Departments, b.Departments) && slices.Equal(a.Portfolios, b.Portfolios) &&
		slices.EqualFunc(a.Is, b.Is, func(x, y metrics.Equals) bool {
			return x.Dimension == y.Dimension && slices.Equal(x.In, y.In)
		})
}

// merged is both scopes together: a name that two units share, or 甲、乙 said together.
func merged(a, b metrics.Filter) metrics.Filter {
	join := func(x, y []string) []string {
		for _, value := range y {
			if !slices.Contains(x, value) {
				x = append(slices.Clone(x), value)
			}
		}
		return x
	}
	out := metrics.Filter{Departments: join(a.Departments, b.Departments), Portfolios: join(a.Portfolios, b.Portfolios), Is: slices.Clone(a.Is)}
	for _, equals := range b.Is {
		at := slices.IndexFunc(out.Is, func(known metrics.Equals) bool { return known.Dimension == equals.Dimension })
		if at < 0 {
			out.Is = append(out.Is, equals)
			continue
		}
		out.Is[at].In = join(out.Is[at].In, equals.In)
	}
	return out
}

func isEmpty(f metrics.Filter) bool { return len(f.Departments)+len(f.Portfolios)+len(f.Is) == 0 }

// clause is the words of one statement, without its figures and times.
type clause struct {
	runes   []rune
	covered []bool // understood
}

func newClause(text []rune) *clause {
	return &clause{runes: text, covered: make([]bool, len(text))}
}

func (c *clause) clone() *clause { return &clause{c.runes, slices.Clone(c.covered)} }

// cover marks every place where a word stands that is not understood yet, and reports whether
// there is one.
func (c *clause) cover(word string) bool {
	w := []rune(word)
	found := false
	for i := 0; i+len(w) <= len(c.runes); i++ {
		if slices.Equal(c.runes[i:i+len(w)], w) && !slices.Contains(c.covered[i:i+len(w)], true) {
			for j := range w {
				c.covered[i+j] = true
			}
			found = true
		}
	}
	return found
}

// distance is how far from a place the nearest occurrence of a word is.
func (c *clause) distance(word string, at int) int {
	w := []rune(word)
	nearest := len(c.runes)
	for i := 0; i+len(w) <= len(c.runes); i++ {
		if slices.Equal(c.runes[i:i+len(w)], w) {
			nearest = min(nearest, max(i-at, at-i-len(w), 0))
		}
	}
	return nearest
}

func (c *clause) has(word string) bool { return strings.Contains(string(c.runes), word) }

// residue is what is not understood.
func (c *clause) residue(v *vocabulary) string {
	rest := c.clone()
	if v.city != "" {
		rest.cover(v.city)
	}
	for i := 0; i < len(rest.runes); i++ {
		if rest.covered[i] {
			continue
		}
		for _, word := range neutral {
			w := []rune(word)
			if i+len(w) > len(rest.runes) || !slices.Equal(rest.runes[i:i+len(w)], w) || slices.Contains(rest.covered[i:i+len(w)], true) {
				continue
			}
			if next := i + len(w); slices.Contains(trailing, word) && next < len(rest.runes) && c.covered[next] && rest.runes[next] != ' ' {
				continue // it names what follows
			}
			for j := range w {
				rest.covered[i+j] = true
			}
			break
		}
	}
	var left []rune
	for i, r := range rest.runes {
		if !rest.covered[i] && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			left = append(left, r)
		}
	}
	return string(left)
}

// againstUnit reports whether a text compares with a unit or line: 比市教育局多8次.
func (v *vocabulary) againstUnit(text string) bool {
	return strings.ContainsAny(text, "比较") && slices.ContainsFunc(v.names, func(name unitName) bool {
		return strings.Contains(text, "比"+name.word) || strings.Contains(text, "较"+name.word)
	})
}

// scope takes the names of units and lines out of a clause.
func (v *vocabulary) scope(c *clause) metrics.Filter {
	var where metrics.Filter
	for _, name := range v.names {
		if c.cover(name.word) {
			where = merged(where, name.where)
		}
	}
	return where
}

// hit is a metric that a clause may speak of.
type hit struct {
	pattern pattern
	residue string         // of the clause: "" is safe
	scope   metrics.Filter // by the names of units and lines
	where   metrics.Filter // by words that are values of the metric's own dimensions
	carried metrics.Filter // by words of the clause before, which may hold on
	words   []string       // as found in the clause
	own     int            // runes of them
	near    int            // how far back the parts are that the sentence lends; 0 where the clause has all
	far     int            // runes between the figure and the nearest of the words
	length  int
}

// match finds what a clause may speak of, the likeliest first. lent are the words of the
// sentence before it, the nearest last, which may name a part: 其中成立20个; so may the figure's unit. admits says which
// metrics and thresholds can have the figure.
func (v *vocabulary) match(ctx context.Context, p *proof, c *clause, figure int, unit string, lent []string, admits func(pattern) bool) ([]hit, error) {
	var hits []hit
	for _, pattern := range v.patterns {
		if !admits(pattern) {
			continue
		}
		// The name of a unit may hold a metric's word, and a metric's a unit's: what explains more.
		h, rest, ok := v.try(pattern, c, figure, unit, lent, false)
		if h.residue != "" {
			if other, otherRest, also := v.try(pattern, c, figure, unit, lent, true); also && (!ok || len(other.residue) < len(h.residue)) {
				h, rest, ok = other, otherRest, true
			}
		}
		if !ok {
			continue
		}
		if pattern.metric != nil {
			if err := v.narrow(ctx, p, &h, rest); err != nil {
				return nil, err
			}
		}
		hits = append(hits, h)
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		lent := cmp.Compare(a.near, b.near)
		if a.pattern.metric != nil && a.pattern.metric.IsRate() && a.near > 0 && b.near > 0 { // a rate told after several counts is of all of them
			lent = cmp.Compare(b.length, a.length)
		}
		return cmp.Or(cmp.Compare(len(a.residue), len(b.residue)), cmp.Compare(b.own, a.own), lent, cmp.Compare(a.far, b.far), cmp.Compare(b.length, a.length))
	})
	return hits, nil
}

// try reads a clause by one pattern, the names of units first or last.
func (v *vocabulary) try(pattern pattern, c *clause, figure int, unit string, lent []string, unitsFirst bool) (hit, *clause, bool) {
	h := hit{pattern: pattern, far: len(c.runes)}
	rest := c.clone()
	if unitsFirst {
		h.scope = v.scope(rest)
	}
	for _, part := range pattern.parts {
		at := slices.IndexFunc(part, rest.cover)
		if at >= 0 {
			h.words = append(h.words, part[at])
			h.own += len([]rune(part[at]))
			h.length += len([]rune(part[at]))
			h.far = min(h.far, c.distance(part[at], figure))
			continue
		}
		if unit != "" && slices.Contains(part, unit) { // 参会6.2万人次
			h.length += len([]rune(unit))
			continue
		}
		found := false
		for i := len(lent) - 1; i >= 0 && !found; i-- {
			at := slices.IndexFunc(part, func(word string) bool { return strings.Contains(lent[i], word) })
			if found = at >= 0; found {
				h.near += len(lent) - i
				h.length += len([]rune(part[at]))
			}
		}
		if !found {
			return h, rest, false
		}
	}
	if !unitsFirst {
		h.scope = v.scope(rest)
	}
	h.residue = rest.residue(v)
	return h, rest, h.own > 0
}

// narrow looks whether what is not understood, or a word of the pattern itself, is a value of
// one of the metric's dimensions: 视频 in 视频会议.
func (v *vocabulary) narrow(ctx context.Context, p *proof, h *hit, rest *clause) error {
	if h.residue == "" && !slices.ContainsFunc(h.words, func(w string) bool { return len(h.pattern.metric.OwnDimensions()) > 0 && w != "" }) {
		return nil
	}
	values, err := v.values(ctx, p, h.pattern.metric)
	if err != nil {
		return err
	}
	other := ""
	for _, value := range values {
		told := !h.pattern.label && slices.Contains(h.words, value.word) && !h.pattern.metric.Names(value.value)
		if h.pattern.metric.Reads(value.dimension) { // the metric itself says which
			if !h.pattern.metric.Names(value.value) && rest.clone().cover(value.word) {
				other += value.word // 合并撤销 is no 撤销 alone
			}
			continue
		}
		covered := told || h.residue != "" && rest.cover(value.word)
		if covered {
			h.where = merged(h.where, metrics.Filter{Is: []metrics.Equals{{Dimension: value.dimension, In: []string{value.value}}}})
		}
	}
	if !isEmpty(h.where) {
		h.residue = rest.residue(v)
	}
	h.residue += other
	return nil
}

// mentioned are the values of a metric's dimensions in the words of a sentence before it, for
// a count of different things: the kinds of problems are hardly ever those of all sources.
func (v *vocabulary) mentioned(ctx context.Context, p *proof, h hit, lent []string) (metrics.Filter, error) {
	var where metrics.Filter
	if h.pattern.metric == nil || h.pattern.metric.Kind() != metrics.Distinct || !isEmpty(h.where) || len(lent) == 0 {
		return where, nil
	}
	values, err := v.values(ctx, p, h.pattern.metric)
	for _, value := range values {
		if slices.ContainsFunc(lent, func(words string) bool { return strings.Contains(words, value.word) }) && !slices.Contains(h.words, value.word) {
			where = merged(where, metrics.Filter{Is: []metrics.Equals{{Dimension: value.dimension, In: []string{value.value}}}})
		}
	}
	return where, err
}

// maxDimensionValues bounds the values by which texts are read: beyond it a dimension, such as the
// places that were visited, is no word of reports.
const maxDimensionValues = 60

// values are the values of a metric's own dimensions, the longest first.
func (v *vocabulary) values(ctx context.Context, p *proof, m *metrics.Metric) ([]dimensionWord, error) {
	var words []dimensionWord
	for _, d := range m.OwnDimensions() {
		known, ok := v.dimensions[d]
		if !ok {
			var err error
			if known, err = v.valuesOf(ctx, p, m, d); err != nil {
				return nil, err
			}
			v.dimensions[d] = known
		}
		words = append(words, known...)
	}
	slices.SortStableFunc(words, func(a, b dimensionWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	return words, nil
}

// valuesOf are the values of one dimension over the time that a report may speak of.
func (v *vocabulary) valuesOf(ctx context.Context, p *proof, m *metrics.Metric, d *metrics.Dimension) ([]dimensionWord, error) {
	span, _ := jianfu.Span(p.options.Period.Start()-36, p.options.Period.Start()+jianfu.Month(p.options.Period.Months())-1)
	answer, err := p.engine.Measure(ctx, metrics.Query{Metrics: []string{m.Name}, Period: span, By: []string{d.Name}, AsOf: p.options.AsOf})
	if err != nil || len(answer.Rows) > maxDimensionValues {
		if jianfu.ErrorCode(err) == jianfu.TooLarge {
			err = nil
		}
		return nil, err
	}
	var words []dimensionWord
	for _, row := range answer.Rows {
		if member := row.Group[0]; member.Known && len([]rune(member.Label.ZH)) >= 2 { // 是 and 否 are no words of it
			words = append(words, dimensionWord{d.Name, member.Value, member.Label.ZH})
		}
	}
	return words, nil
}
