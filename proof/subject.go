package proof

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"jianfu/metrics"
)

// subject is what several figures of a sentence speak of.
type subject struct {
	hits                          []hit
	caliber                       string
	periods                       times
	unit                          string
	current, base, delta, percent *statement
	words                         string
	part                          int  // which part of the sentence, between ；
	borrowed                      bool // what it speaks of is perhaps what was spoken of before
	strange                       bool // nothing is known of what it speaks of
}

// attach finds the subject of a statement, or makes it.
func (s *sentence) attach(ctx context.Context, st *statement, words *clause, item *subjectWords) error {
	lent := s.lent
	if item != nil && item.before != nil {
		lent = append(slices.Clone(s.passage.lent), item.before.words)
	}
	if st.role == share { // 电视电话会议96次，占18.43% has nothing of 视频会议 before ；
		lent = slices.Concat(s.passage.lent, s.lent[max(s.lentBefore, len(s.passage.lent)):])
	}
	at := st.end - st.segment.start
	if item != nil {
		at = len(words.runes)
	}
	hits, err := s.proof.words.match(ctx, s.proof, words, at, st.unit, lent, func(p pattern) bool { return admits(p, st) })
	if err != nil {
		return err
	}
	last := s.subject
	if item != nil && item.before != nil {
		last = item.before
	}
	own := s.ownMetric(hits)
	s.borrowed = false
	st.doubt = st.doubt || own && !s.against && s.compare != nil && s.compare.kind == metrics.NamedPeriod && st.role != level // it may hold no more
	st.doubt = st.doubt || item != nil && item.unsaid && !own
	if !own && s.passage.cell && last == nil {
		hits = s.captioned(ctx, st, words)
	}
	if !own && last != nil && st.role != share && !isWordsOnly(st.figure) {
		hits = s.inherited(ctx, st, words, last)
		s.borrowed = st.role == base && (s.firstOfPart() || comparedBehind.MatchString(string(s.passage.runes[st.end:min(len(s.passage.runes), st.end+3)]))) || st.kind == count && last.unit != "" && st.unit != last.unit && !s.passage.cell
		st.doubt = st.doubt || s.borrowed || last.borrowed && st.role == change
		if len(hits) > 0 && !st.of && len(last.hits) > 0 && st.role == level && !sameFilter(hits[0].where, last.hits[0].where) {
			st.doubt = true // 清理32个，保留3个
		}
	}
	if own && !isEmpty(hits[0].scope) {
		s.elsewhere = false
	}
	st.doubt = st.doubt || s.elsewhere
	for i := range hits { // what the clause does not say of a scope, the sentence has said
		if isEmpty(hits[i].scope) {
			hits[i].scope = s.where
		}
	}
	if len(hits) > 0 && !isEmpty(hits[0].scope) {
		s.where = hits[0].scope
	} else if s.proof.opening.foreign && !s.city && len(hits) > 0 && hits[0].pattern.metric != nil {
		st.doubt, st.why = true, whoseUnits
	}
	if later := s.later(last); st.role == change && !own && later != nil { // 今年521次，去年595次，下降12.44%
		last = later
	}
	if s.lend(st, last, hits, own) {
		st.subject = last
		last.note(st)
		return nil
	}
	if st.role == change && last != nil && !own && (len(hits) == 0 || sameScope(hits, last.hits)) && !(s.timed && last.told(st) && !samePeriods(last.periods, s.now)) {
		st.doubt = st.doubt || words.residue(s.proof.words) != "" || len(hits) == 0 && st.net
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
	sub := &subject{hits: hits, borrowed: s.borrowed, strange: len(hits) == 0 && words.residue(s.proof.words) != "", caliber: cmp.Or(s.caliber, s.passage.caliber), periods: s.now, unit: st.unit, part: s.part,
		words: strings.Join(append(slices.Clone(s.lent), string(words.runes)), " ")}
	if item != nil {
		sub.words = string(words.runes)
	}
	if st.role == base {
		sub.base = st
		st.subject = sub
		if last != nil && !s.borrowed && last.current != nil && last.base == nil && !fromPattern.MatchString(string(s.passage.runes[st.segment.start:st.start])) {
			st.subject = last // 521次，较上年的595次…
			last.note(st)
			return nil
		}
		s.subject = sub
		return nil
	}
	if st.role == level && last != nil && last.current == nil && last.base != nil && last.delta == nil && last.percent == nil && st.unit == last.base.unit { // 由595次减少到521次
		if !own || sameMetric(hits, last.hits) {
			st.subject = last
			if !s.fresh {
				last.periods = s.now
			}
			last.note(st)
			return nil
		}
	}
	st.subject = sub
	sub.note(st)
	if st.role != share || len(hits) > 0 || last == nil { // 全市性会议144次，占27.64%，比上年减少7次
		s.subject = sub
	}
	return nil
}

// lend gives the metric that a change names to the counts told before it without one: 与2022年的867件相比，印发文件减少152件.
func (s *sentence) lend(st *statement, last *subject, hits []hit, own bool) bool {
	if st.role != change || !own || last == nil || last.base == nil || len(last.hits) > 0 && !last.borrowed || last.strange || last.told(st) {
		return false
	}
	last.hits, last.borrowed, last.base.doubt = nil, false, s.unlike || s.elsewhere
	for _, h := range hits {
		if admits(h.pattern, last.base) {
			last.hits = append(last.hits, h)
		}
	}
	if last.current == nil {
		last.periods = s.now
	}
	last.base.compare = st.compare
	return true
}

var comparedBehind = regexp.MustCompile(`^(?:相比|比较|相较)`)

// firstOfPart reports whether nothing was told yet in this part of the sentence.
func (s *sentence) firstOfPart() bool {
	return len(s.parts) == 0 || s.parts[len(s.parts)-1].subject.part != s.part
}

// told reports whether a subject has such a change already.
func (sub *subject) told(st *statement) bool {
	return st.kind == count && sub.delta != nil || st.kind != count && sub.percent != nil
}

func samePeriods(a, b times) bool {
	return len(a.list) > 0 && len(b.list) > 0 && a.list[0] == b.list[0]
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
		return (st.kind != points || m.IsRate()) && (!st.net || m.Kind() == metrics.Stock)
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
