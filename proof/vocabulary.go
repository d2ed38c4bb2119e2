package proof

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jianfu/metrics"
)

// pattern is one way to name a metric or threshold: parts that are all in a sentence, each
// by one of its words.
type pattern struct {
	parts     [][]string // of each part its words, the longest first
	metric    *metrics.Metric
	threshold string         // its name, where the pattern is of a threshold
	check     *metrics.Check // where it is of one of the office's checks
	label     bool           // it is the catalogue's own label
	firsts    []rune         // of its words
}

func patternOf(text string) pattern {
	p := pattern{parts: readPattern(text)}
	for _, part := range p.parts {
		for _, word := range part {
			first, _ := utf8.DecodeRuneInString(word)
			p.firsts = append(p.firsts, first)
		}
	}
	return p
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
	names      map[rune][]unitName // by their first character, the longest first
	calibers   map[string]string
	nouns      map[string][]string // what the counts of a matter count, such as 会议 of meetings
	city       string
	elsewhere  []string                            // and for others than it
	notOthers  []string                            // words of the catalogue that hold one of those: 发至县级以下
	whole      []string                            // the words for all of it: 全市 and 我市 of a city, 全县 of a county
	joined     *finder                             // names that hold a 、, which sets nothing apart in them; nil where there are none
	timed      *finder                             // names of checks that hold a word for a time, as 年度, which is none in them; nil where there are none
	units      map[string]string                   // their names by their codes
	dimensions map[*metrics.Metric][]dimensionWord // once asked for

	hits []hit // of the clause before, whose memory serves the next
}

// dimensionWord is a word for a value of a dimension.
type dimensionWord struct{ dimension, value, word string }

// readVocabulary gathers the words of the catalogue.
func readVocabulary(catalog *metrics.Catalog, options Options) *vocabulary {
	v := &vocabulary{nouns: map[string][]string{}, names: map[rune][]unitName{}, units: map[string]string{}, calibers: map[string]string{}, whole: wholeOf("市", "县", "区"), dimensions: map[*metrics.Metric][]dimensionWord{}}
	var joined, timed []string
	for _, m := range catalog.Metrics() {
		for i, words := range append([]string{strings.ReplaceAll(m.Label.ZH, " ", "")}, m.Words...) {
			p := patternOf(words)
			p.metric, p.label = m, i == 0
			v.patterns = append(v.patterns, p)
			v.addNouns(m.Name, p)
			if strings.Contains(words, "、") {
				joined = append(joined, words)
			}
		}
	}
	for _, t := range catalog.Thresholds(options.Period.Through()) {
		for i, words := range append([]string{strings.ReplaceAll(t.Label.ZH, " ", "")}, t.Words...) {
			p := patternOf(words)
			p.threshold, p.label = t.Name, i == 0
			v.patterns = append(v.patterns, p)
		}
	}
	for _, check := range catalog.Checks() {
		p := patternOf(check.Label.ZH)
		p.check, p.label = check, true
		v.patterns = append(v.patterns, p)
		if len(newSearch([]rune(check.Label.ZH)).times(nowhere)) > 0 {
			timed = append(timed, check.Label.ZH)
		}
	}
	if timed != nil {
		v.timed = compile(anyOf(timed))
	}
	if joined != nil {
		v.joined = compile(anyOf(joined))
	}
	for _, c := range catalog.Calibers() {
		v.calibers[c.Label.ZH] = c.Name
	}
	return v
}

// wholeOf are the words for all of a place of some sort.
func wholeOf(sorts ...string) []string {
	var list []string
	for _, sort := range sorts {
		list = append(list, "全"+sort, "我"+sort, "本"+sort)
	}
	return list
}

// others is the word for others than the city and its units that a text is of; "" where it only follows what they decided.
func (v *vocabulary) others(text string) string {
	if contained(text, guidance) != "" || contained(text, v.notOthers) != "" {
		return ""
	}
	return contained(text, v.elsewhere)
}

// namesOurs reports whether a line names anything that the office counts.
func (v *vocabulary) namesOurs(line string) bool {
	for _, nouns := range v.nouns {
		if contained(line, nouns) != "" {
			return true
		}
	}
	return false
}

// saysWhole reports whether words name the whole city.
func (v *vocabulary) saysWhole(words *phrase) bool {
	return words.has("总体") || slices.ContainsFunc(v.whole, words.has)
}

// addNouns takes the words of a pattern's last part as what the matter counts, without the names of rates.
func (v *vocabulary) addNouns(metric string, p pattern) {
	matter, _, _ := strings.Cut(metric, ".")
	if len(p.parts) < 2 {
		return
	}
	for _, word := range p.parts[len(p.parts)-1] {
		if !strings.HasSuffix(word, "率") && !strings.HasSuffix(word, "度") && !strings.HasPrefix(word, "占") && utf8.RuneCountInString(word) > 1 {
			v.nouns[matter] = append(v.nouns[matter], word)
		}
	}
}

// readDirectory adds the names of the city, and of the units and lines of the directory.
func (v *vocabulary) readDirectory(ctx context.Context, engine *metrics.Engine, asOf time.Time) error {
	var err error
	if v.city, err = engine.City(ctx); err != nil {
		return err
	}
	if v.city != "" {
		v.readCity()
	}
	departments, err := engine.Departments(ctx, asOf)
	if err != nil {
		return err
	}
	for _, d := range departments {
		v.units[d.Code] = d.Latest().Name
		for _, version := range d.Versions {
			v.addUnit(d.Code, version)
		}
	}
	for first := range v.names {
		slices.SortStableFunc(v.names[first], func(a, b unitName) int { return cmp.Compare(len(b.word), len(a.word)) })
	}
	return nil
}

// readCity takes in the words for all of the city, and for others than it.
func (v *vocabulary) readCity() {
	_, size := utf8.DecodeLastRuneInString(v.city)
	v.whole = append(wholeOf(v.city[len(v.city)-size:]), v.city)
	v.elsewhere = slices.DeleteFunc(append(lexis("elsewhere"), wholeOf("县", "区", "镇", "乡", "街道", "村", "社区", "校", "院")...), func(word string) bool { return slices.Contains(v.whole, word) })
	for _, p := range v.patterns {
		for _, word := range slices.Concat(p.parts...) {
			if contained(word, v.elsewhere) != "" {
				v.notOthers = append(v.notOthers, word)
			}
		}
	}
}

// addUnit adds the names of a unit at some time.
func (v *vocabulary) addUnit(code string, version metrics.DepartmentVersion) {
	unit := metrics.Filter{Departments: []string{code}}
	for _, name := range []string{version.Name, version.ShortName} {
		v.add(name, unit)
		if rest, ok := strings.CutPrefix(name, "市"); ok && v.city != "" {
			v.add(strings.TrimSuffix(v.city, "市")+"市"+rest, unit)
		}
	}
	v.add(version.Portfolio, metrics.Filter{Portfolios: []string{version.Portfolio}})
	v.add(version.Leader, metrics.Filter{Is: []metrics.Equals{{Dimension: "leader", In: []string{version.Leader}}}})
	v.add(version.Type, metrics.Filter{Is: []metrics.Equals{{Dimension: "department_type", In: []string{version.Type}}}})
}

// add adds a name; one that two units share is that of both.
func (v *vocabulary) add(word string, where metrics.Filter) {
	runes := []rune(word)
	if len(runes) < 2 || slices.Contains(neutral, word) {
		return
	}
	list := v.names[runes[0]]
	at := slices.IndexFunc(list, func(name unitName) bool { return name.word == word })
	if at < 0 {
		v.names[runes[0]] = append(list, unitName{word, where})
	} else if !sameFilter(list[at].where, where) {
		list[at].where = merged(list[at].where, where)
	}
}

// nameAt is the longest name that begins at a place; nil where none does.
func (v *vocabulary) nameAt(text []rune, at int) *unitName {
	list := v.names[text[at]]
	for i := range list {
		if hasWordAt(text, at, list[i].word) {
			return &list[i]
		}
	}
	return nil
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

// phrase is the words of a claim: what of them is understood.
type phrase struct {
	runes   []rune
	set     *runeSet // of them
	covered []bool   // understood
}

func newPhrase(text []rune) *phrase {
	set := runesOf(text)
	return &phrase{runes: text, set: &set, covered: make([]bool, len(text))}
}

func (c *phrase) clone() *phrase { return &phrase{c.runes, c.set, slices.Clone(c.covered)} }

// coverSpan marks a span of the passage that the phrase begins at.
func (c *phrase) coverSpan(from, start, end int) {
	for i := max(start, from); i < end && i-from < len(c.covered); i++ {
		c.covered[i-from] = true
	}
}

// left is what is not understood yet, a space for what is.
func (c *phrase) left() string {
	out := slices.Clone(c.runes)
	for i := range out {
		if c.covered[i] {
			out[i] = ' '
		}
	}
	return string(out)
}

// cover marks every place of a word that is not understood yet, and reports whether there is one.
func (c *phrase) cover(word string) bool {
	found := false
	for at := c.find(word, 0); at >= 0; at = c.find(word, at+1) {
		if end := at + utf8.RuneCountInString(word); !slices.Contains(c.covered[at:end], true) {
			c.coverSpan(0, at, end)
			found = true
		}
	}
	return found
}

// find is the first place, from one on, where a word begins; -1 where there is none.
func (c *phrase) find(word string, from int) int {
	first, _ := utf8.DecodeRuneInString(word)
	if !c.set.mayHaveRune(first) {
		return -1
	}
	for at := from; at < len(c.runes); at++ {
		if c.runes[at] == first && hasWordAt(c.runes, at, word) {
			return at
		}
	}
	return -1
}

// distance is how far from a place the nearest occurrence of a word is.
func (c *phrase) distance(word string, at int) int {
	nearest := len(c.runes)
	for from := c.find(word, 0); from >= 0; from = c.find(word, from+1) {
		nearest = min(nearest, max(from-at, at-from-utf8.RuneCountInString(word), 0))
	}
	return nearest
}

func (c *phrase) has(word string) bool { return c.find(word, 0) >= 0 }

// residue is what is not understood.
func (c *phrase) residue(v *vocabulary) string {
	rest := c.clone()
	for _, word := range v.whole {
		rest.cover(word)
	}
	for i := range rest.runes {
		if !rest.covered[i] {
			rest.coverNeutral(i, c)
		}
	}
	var left []rune
	for from := 0; from < len(rest.runes); {
		until := from
		for until < len(rest.runes) && rest.isLeft(until) {
			until++
		}
		if word := rest.runes[from:until]; len(word) != 1 || !slices.Contains(neutral, string(word)) || c.namesNext(string(word), until) {
			left = append(left, word...)
		}
		from = until + 1
	}
	return string(left)
}

// namesNext reports whether a word that ends at a place names what follows it, which is understood: 工作 in 工作会议.
func (c *phrase) namesNext(word string, next int) bool {
	return slices.Contains(trailing, word) && next < len(c.runes) && c.covered[next] && c.runes[next] != ' '
}

// isLeft reports whether the character at a place is one of a word, and not understood.
func (c *phrase) isLeft(at int) bool {
	return !c.covered[at] && (unicode.IsLetter(c.runes[at]) || unicode.IsDigit(c.runes[at]))
}

var trailing, standing, particles = lexis("trailing"), lexis("standing"), lexis("particles")

// coverNeutral marks the longest neutral word at a place, unless it names what follows, which the
// phrase before it has understood; or is a character that says nothing only where it is alone.
func (c *phrase) coverNeutral(at int, before *phrase) {
	for _, word := range neutralAt[c.runes[at]] {
		next := at + utf8.RuneCountInString(word)
		if !hasWordAt(c.runes, at, word) || slices.Contains(c.covered[at:next], true) {
			continue
		}
		if before.namesNext(word, next) || next == at+1 && !slices.Contains(particles, word) {
			return
		}
		for i := at; i < next; i++ {
			c.covered[i] = true
		}
		return
	}
}

// againstUnit reports whether a text compares with a unit or line: 比市教育局多8次.
func (v *vocabulary) againstUnit(text []rune) bool {
	for i, r := range text[:max(0, len(text)-1)] {
		if (r == '比' || r == '较') && v.nameAt(text, i+1) != nil {
			return true
		}
	}
	return false
}

// scope takes the names of units and lines out of a phrase.
func (v *vocabulary) scope(c *phrase) metrics.Filter {
	var where metrics.Filter
	for i := 0; i < len(c.runes); i++ {
		name := v.nameAt(c.runes, i)
		if name == nil {
			continue
		}
		end := i + utf8.RuneCountInString(name.word)
		if slices.Contains(c.covered[i:end], true) {
			continue
		}
		c.coverSpan(0, i, end)
		where = merged(where, name.where)
		i = end - 1
	}
	return where
}

// hit is a metric that a clause may speak of.
type hit struct {
	*pattern
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
func (v *vocabulary) match(ctx context.Context, p *asker, c *phrase, figure int, unit string, lent []string, admits func(*pattern) bool) ([]hit, error) {
	hits := v.hits[:0]
	text := string(c.runes)
	for i := range v.patterns {
		pattern := &v.patterns[i]
		if !c.set.mayHaveAny(pattern.firsts) || !admits(pattern) || !pattern.inText(text) {
			continue
		}
		h, rest, ok := v.tryBoth(pattern, c, figure, unit, lent)
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
	v.hits = hits
	slices.SortStableFunc(hits, likelier)
	return slices.Clone(hits), nil
}

// likelier compares two hits, the likelier first.
func likelier(a, b hit) int {
	lent := cmp.Compare(a.near, b.near)
	if a.metric != nil && a.metric.IsRate() && a.near > 0 && b.near > 0 { // a rate told after several counts is of all of them
		lent = cmp.Compare(b.length, a.length)
	}
	return cmp.Or(cmp.Compare(len(a.residue), len(b.residue)), cmp.Compare(b.own, a.own), lent, cmp.Compare(a.far, b.far), cmp.Compare(b.length, a.length))
}

// inText reports whether any of a pattern's words is in a text.
func (p *pattern) inText(text string) bool {
	return slices.ContainsFunc(p.parts, func(part []string) bool { return contained(text, part) != "" })
}

// tryBoth reads a clause by one pattern. The name of a unit may hold a metric's word, and a metric's a unit's: what explains more.
func (v *vocabulary) tryBoth(pattern *pattern, c *phrase, figure int, unit string, lent []string) (hit, *phrase, bool) {
	h, rest, ok := v.try(pattern, c, figure, unit, lent, false)
	if h.residue != "" && len(v.names) > 0 {
		if other, otherRest, also := v.try(pattern, c, figure, unit, lent, true); also && (!ok || len(other.residue) < len(h.residue)) {
			return other, otherRest, true
		}
	}
	return h, rest, ok
}

// try reads a clause by one pattern, the names of units first or last.
func (v *vocabulary) try(pattern *pattern, c *phrase, figure int, unit string, lent []string, unitsFirst bool) (hit, *phrase, bool) {
	h := hit{pattern: pattern, far: len(c.runes)}
	rest := c.clone()
	if unitsFirst {
		h.scope = v.scope(rest)
	}
	for _, part := range pattern.parts {
		at := slices.IndexFunc(part, rest.cover)
		switch {
		case at >= 0:
			h.words = append(h.words, part[at])
			h.own += len([]rune(part[at]))
			h.length += len([]rune(part[at]))
			h.far = min(h.far, c.distance(part[at], figure))
		case unit != "" && slices.Contains(part, unit): // 参会6.2万人次
			h.length += len([]rune(unit))
		case !h.borrow(part, lent):
			return h, rest, false
		}
	}
	if !unitsFirst {
		h.scope = v.scope(rest)
	}
	if pattern.metric != nil && pattern.metric.Kind() == metrics.Stock {
		for _, word := range standing {
			rest.cover(word)
		}
	}
	h.residue = rest.residue(v)
	return h, rest, h.own > 0
}

// borrow takes a part of a pattern from the words that the sentence lends, the nearest last; false where they do not have it.
func (h *hit) borrow(part, lent []string) bool {
	for i := len(lent) - 1; i >= 0; i-- {
		if word := contained(lent[i], part); word != "" {
			h.near += len(lent) - i
			h.length += len([]rune(word))
			return true
		}
	}
	return false
}

// narrow looks whether what is not understood, or a word of the pattern itself, is a value of
// one of the metric's dimensions: 视频 in 视频会议.
func (v *vocabulary) narrow(ctx context.Context, p *asker, h *hit, rest *phrase) error {
	if h.residue == "" && (len(h.metric.OwnDimensions()) == 0 || strings.Join(h.words, "") == "") {
		return nil
	}
	values, err := v.values(ctx, p, h.metric)
	if err != nil {
		return err
	}
	other := ""
	for _, value := range values {
		told := !h.label && slices.Contains(h.words, value.word) && !h.metric.Names(value.value)
		switch {
		case h.metric.Reads(value.dimension): // the metric itself says which
			if !h.metric.Names(value.value) && rest.clone().cover(value.word) {
				other += value.word // 合并撤销 is no 撤销 alone
			}
		case told || h.residue != "" && rest.cover(value.word):
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
func (v *vocabulary) mentioned(ctx context.Context, p *asker, h hit, lent []string) (metrics.Filter, error) {
	var where metrics.Filter
	if h.metric == nil || h.metric.Kind() != metrics.Distinct || !isEmpty(h.where) || len(lent) == 0 {
		return where, nil
	}
	values, err := v.values(ctx, p, h.metric)
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

// values are the values of a metric's own dimensions, as filed, the longest first.
func (v *vocabulary) values(ctx context.Context, p *asker, m *metrics.Metric) ([]dimensionWord, error) {
	known, ok := v.dimensions[m]
	if ok || p.engine == nil {
		return known, nil
	}
	all, err := p.engine.MembersOf(ctx, m.OwnDimensions()...)
	if err != nil {
		return nil, err
	}
	for _, d := range m.OwnDimensions() {
		for _, member := range all[d] {
			if len(all[d]) <= maxDimensionValues && len([]rune(member.Label.ZH)) >= 2 {
				known = append(known, dimensionWord{d.Name, member.Value, member.Label.ZH})
			}
		}
	}
	slices.SortStableFunc(known, func(a, b dimensionWord) int { return cmp.Compare(len(b.word), len(a.word)) })
	for _, other := range p.catalog.Metrics() { // that counts the same rows
		if slices.Equal(other.OwnDimensions(), m.OwnDimensions()) {
			v.dimensions[other] = known
		}
	}
	v.dimensions[m] = known
	return known, nil
}
