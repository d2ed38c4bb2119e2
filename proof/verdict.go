package proof

import (
	"slices"
	"strings"

	"jianfu"
)

// hold compares a statement with a right value; a change's is signed.
func (st *claim) hold(value jianfu.Decimal) agreement {
	if st.kind == flat {
		if value.Sign() == 0 {
			return agrees
		}
		return disagrees
	}
	if st.isRule() { // a rule is quoted as it is
		if value.Cmp(st.number) == 0 {
			return agrees
		}
		return disagrees
	}
	if st.role != change {
		if st.signed < 0 {
			return disagrees
		}
		return st.against(value)
	}
	sign := st.sign
	switch {
	case sign == 0 && st.signed < 0:
		sign = -1
	case sign == 0:
		sign = 1
	case st.signed < 0:
		return disagrees // 下降-12.44% says the opposite of what is meant
	}
	if value.Sign() != 0 && value.Sign() != sign {
		return disagrees
	}
	return st.against(value.Abs())
}

// judge holds a claim against what the warehouse has for it.
func (st *claim) judge() {
	m := &st.match
	if st.masked {
		m.verdict = Unknown
		if len(m.answers) > 0 {
			m.answer = &m.answers[0]
		}
		return
	}
	for _, want := range []agreement{agrees, cut} {
		for i := range m.answers {
			if !st.mayBe(m.answers[i]) || st.hold(m.answers[i].value) != want {
				continue
			}
			if m.answer, m.verdict = &m.answers[i], Right; want == cut {
				m.verdict = Cut
			}
			return
		}
	}
	switch {
	case len(m.answers) == 0:
		return
	case !m.answers[0].safe:
		return
	case st.hold(m.answers[0].value) == far:
		first := m.answers[0]
		m.why = jianfu.Say("只说了界限，与仓库 %[1]s（%[3]s）相去太远，不能断定说的是它", "it is only a bound, too far from the warehouse's %[2]s (%[4]s) to say that it is of that", first.of.ZH, first.of.EN, first.text.ZH, first.text.EN)
	default:
		m.answer, m.verdict = &m.answers[0], Wrong
	}
}

// mayBe reports whether an answer may be found right for a claim.
func (st *claim) mayBe(a answer) bool {
	switch {
	case a.partly: // 转发文件 is no 印发文件, where that is as many
		return false
	case st.kind == percent && a.points && !st.lent: // a row in % gives its points as +1.36
		return false
	}
	return true
}

// show writes a right value as the statement should have written it.
func (st *claim) show(value jianfu.Decimal) string {
	places, sign := st.placesFor(value), ""
	if st.role == change {
		switch {
		case st.sign == 0 && value.Sign() < 0:
			sign = "-"
		case st.sign != 0 && value.Sign() != st.sign:
			sign = pickWay(value.Sign())
		}
		value = value.Abs()
	}
	unit := st.unit
	if st.kind == percent && unit == "" {
		unit = "%"
	}
	if st.match.answer != nil && st.match.answer.points {
		unit = "个百分点"
	}
	return sign + value.Fixed(places) + unit
}

// placesFor is how many decimal places a right value is shown with: as many as the text shows, or two of what it has wrongly, unless they
// read as if it were right: 25.55 of 25.548, which is no 25.6.
func (st *claim) placesFor(value jianfu.Decimal) int {
	places := st.places()
	switch {
	case st.kind == percent || st.kind == points:
		if st.reckon.verdict == Wrong && places < 2 && st.hold(value.Round(2)) != agrees {
			return 2
		}
		return places
	case st.isExact() && st.digit < 0:
		return places
	case strings.Contains(value.String(), "."):
		return 2
	}
	return 0
}

func pickWay(sign int) string {
	switch {
	case sign < 0:
		return "减少"
	case sign > 0:
		return "增加"
	}
	return "持平 "
}

// settle puts both judgements together: a safe match with the warehouse decides, then the
// text's own arithmetic, then a match that leaves words unexplained, which can only be right.
func (st *claim) settle() {
	m, r := &st.match, st.reckon
	switch {
	case m.verdict == Unknown, m.verdict == Wrong,
		(m.verdict == Right || m.verdict == Cut) && m.answer != nil && (m.answer.safe || r.verdict != Wrong && r.verdict != Cut):
		st.verdict = m.verdict
	case m.verdict != "" && m.answer == nil:
		st.verdict = m.verdict
	case r.verdict != "":
		st.verdict, m.answer = r.verdict, nil
	default:
		st.verdict, m.answer = Unmatched, nil
		st.doubts = withDoubt(st.doubts, st.unmatched()...)
	}
}

// unmatched are the reasons why nothing decided a claim, beyond its doubts.
func (st *claim) unmatched() []Doubt {
	hits := st.subject.hits
	switch {
	case len(st.match.answers) > 0 && len(hits) > 0 && hits[0].residue != "":
		return []Doubt{notUnderstood(hits[0].residue)}
	case len(st.doubts) > 0 || st.match.why.ZH != "":
		return nil
	case len(st.match.answers) > 0 && st.match.answers[0].loose:
		return []Doubt{yearUnclear}
	case len(hits) == 0 && st.kind == count && !knownUnit(st.unit):
		return []Doubt{otherUnit}
	case len(hits) == 0:
		return []Doubt{noSubject}
	case len(st.subject.times.list) == 0:
		return []Doubt{noTime}
	}
	return []Doubt{noFigure}
}

// knownUnit reports whether any metric may be measured so.
func knownUnit(unit string) bool {
	return unit == "" || unitClass[unit] > 0
}

// finding is what was found of a claim; a figure in Chinese numerals is one only where it can be
// held against something: 三个方面, 四次全会 are no statements.
func (st *claim) finding(doc *Document) (Finding, bool) {
	if st.verdict == Unmatched && st.isWordsOnly() && st.isSmall() {
		return Finding{}, false
	}
	f := place(doc, st.passage, st.start, st.end)
	f.claim, f.Verdict, f.Text, f.Doubts = st, st.verdict, st.reckon.verdict, st.doubts
	if f.Because = st.reckon.why; f.Because.ZH == "" || st.verdict == Unmatched {
		f.Because = st.match.why
	}
	if answer := st.match.answer; answer != nil {
		f.ID, f.Metric, f.Period = answer.id, answer.metric, answer.period
		f.Because = jianfu.Say("仓库 %[1]s：%[3]s%[4]s", "the warehouse's %[2]s: %[5]s%[6]s", answer.of.ZH, answer.of.EN, answer.text.ZH, answer.part.ZH, answer.text.EN, answer.part.EN)
		f.Warehouse = st.verdict
	}
	switch st.verdict {
	case Wrong, Cut:
		switch {
		case st.match.answer != nil:
			f.Text, st.reckon.verdict = st.verdict, st.verdict
			f.Right = st.show(st.match.answer.value)
		case st.reckon.value != nil:
			f.Right = st.show(*st.reckon.value)
		}
	case Unknown:
		f.Warehouse = ""
		f.offer(st)
	}
	return f, true
}

// place is a finding at its place, with the words around it.
func place(doc *Document, s *passage, start, end int) Finding {
	for start < end-1 && s.paragraph[start] < 0 {
		start++
	}
	at := s.paragraph[start]
	original := doc.paragraphs[at]
	f := Finding{Place: original.place, paragraph: at, start: s.offset[start], end: s.offset[end-1] + 1}
	f.Written = string(original.text[f.start:f.end])
	from, to := f.start, f.end
	for from > 0 && !strings.ContainsRune("。；！？\n", original.text[from-1]) && f.start-from < 40 {
		from--
	}
	for to < len(original.text) && !strings.ContainsRune("。；！？\n", original.text[to]) && to-f.end < 30 {
		to++
	}
	f.Sentence = strings.TrimSpace(string(original.text[from:to]))
	return f
}

// maxOffers is how many figures a masked place is offered.
const maxOffers = 4

// offer adds what a masked place may mean.
func (f *Finding) offer(st *claim) {
	for _, a := range st.match.answers {
		offer := Offer{Text: st.offered(a), Of: a.of, Metric: a.metric, Period: a.period, ID: a.id}
		if len(f.Offers) < maxOffers && !slices.ContainsFunc(f.Offers, func(o Offer) bool { return o.Text == offer.Text && o.Of == offer.Of }) {
			f.Offers = append(f.Offers, offer)
		}
	}
	if len(f.Offers) > 0 {
		f.Right = f.Offers[0].Text
	}
}

// offered is what a masked place should hold.
func (st *claim) offered(a answer) string {
	if st.role == change && (st.kind == percent || st.kind == points) {
		return a.value.Abs().Fixed(2) + st.unit + mismatch(st, a.value)
	}
	if st.kind == percent {
		return a.value.Fixed(2) + "%"
	}
	value := a.value
	if st.role == change {
		value = value.Abs()
	}
	text := value.String()
	if len(text) > len(value.Fixed(4)) {
		text = value.Fixed(2)
	}
	unit := st.unit
	if unit == "" {
		return a.text.ZH
	}
	return text + unit + mismatch(st, a.value)
}

// mismatch says that a change went the other way than the text has it.
func mismatch(st *claim, value jianfu.Decimal) string {
	if st.role == change && st.sign != 0 && value.Sign() != 0 && value.Sign() != st.sign {
		return "（实为" + pickWay(value.Sign()) + "）"
	}
	return ""
}

// isWordsOnly reports a figure in Chinese numerals.
func (f *figure) isWordsOnly() bool {
	return !f.masked && !f.rough && f.kind != flat && f.way == 0 && !strings.ContainsAny(f.written, "0123456789")
}
