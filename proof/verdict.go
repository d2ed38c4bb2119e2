package proof

import (
	"context"
	"slices"
	"strings"

	"jianfu"
)

var hundred = jianfu.NewDecimal(100)

// finish judges the statements of a sentence: by the warehouse, then by their own arithmetic.
func (s *sentence) finish(ctx context.Context) error {
	s.chains()
	for _, st := range s.parts {
		if err := s.proof.ask(ctx, st, s); err != nil {
			return err
		}
		st.judgeByWarehouse()
	}
	for _, st := range s.parts { // 由596次减少到521次，下降12.44%: the change says of which year
		if sub := st.subject; st.verdict == "" && st.role == base && len(st.answers) > 0 && st.answers[0].loose && (sub.delta.isRight() || sub.percent.isRight()) {
			st.answer, st.verdict = &st.answers[0], Wrong
		}
	}
	s.arithmetic()
	for _, st := range s.parts {
		if s.passage.cell { // told once its row and column are read
			s.passage.told = append(s.passage.told, told{s, st})
		} else {
			told{s, st}.tell()
		}
	}
	s.parts = nil
	return nil
}

// told is a statement that has been held against the warehouse and its own sentence.
type told struct {
	sentence  *sentence
	statement *statement
}

// tell makes a finding of it.
func (t told) tell() {
	t.sentence.settle(t.statement)
	if f, ok := t.sentence.finding(t.statement); ok {
		t.sentence.proof.findings = append(t.sentence.proof.findings, f)
	}
}

// isRight reports whether the warehouse surely says so.
func (st *statement) isRight() bool {
	return st != nil && st.verdict == Right && st.answer != nil && st.answer.safe
}

// chains doubts the times of counts told as one row: 由716次降到595次，再降到521次.
func (s *sentence) chains() {
	for i, st := range s.parts[:max(0, len(s.parts)-1)] {
		next := s.parts[i+1]
		if next.role != level || next.timed || next.unit != st.unit || st.role == change || !st.reached && !st.chained {
			continue
		}
		if between := string(s.passage.runes[st.end:next.start]); next.reached || strings.Trim(between, "、和 ") == "" {
			next.chained = true
			for _, one := range []*statement{st, next} {
				one.doubt = one.doubt || !one.timed
			}
		}
	}
}

// hold compares a statement with a right value; a change's is signed.
func (st *statement) hold(value jianfu.Decimal) agreement {
	if st.kind == flat {
		if value.Sign() == 0 {
			return agrees
		}
		return disagrees
	}
	if st.rule { // a rule is quoted as it is
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

// judgeByWarehouse holds a statement against what the warehouse has for it.
func (st *statement) judgeByWarehouse() {
	if st.masked {
		st.verdict = Unknown
		if len(st.answers) > 0 {
			st.answer = &st.answers[0]
		}
		return
	}
	st.rule = st.limit && st.role == level
	for _, want := range []agreement{agrees, cut} {
		for i := range st.answers {
			if st.answers[0].safe && st.answers[i].partly { // 计划召开会议 is no 召开会议, where that is as many
				continue
			}
			if st.kind == percent && st.answers[i].points && !st.lent { // a row in % gives its points as +1.36
				continue
			}
			if st.hold(st.answers[i].value) == want {
				st.answer = &st.answers[i]
				st.verdict = Right
				if want == cut {
					st.verdict = Cut
				}
				return
			}
		}
	}
	if len(st.answers) == 0 || !st.answers[0].safe {
		if len(st.answers) > 0 {
			st.because = st.why
		}
		return
	}
	first := &st.answers[0]
	if st.hold(first.value) == far {
		st.because = jianfu.Say("只说了界限，与仓库 %[1]s（%[3]s）相去太远，不能断定说的是它", "only a bound is told, too far from the warehouse's %[2]s (%[3]s) to say that it is of that", first.of.ZH, first.of.EN, first.text)
		return
	}
	st.answer, st.verdict = first, Wrong
}

// show writes a right value as the statement should have written it.
func (st *statement) show(value jianfu.Decimal) string {
	places := st.places()
	if st.kind == percent || st.kind == points {
		if st.text == Wrong && places < 2 {
			places = 2
		}
	} else if !st.isExact() || st.step.Cmp(jianfu.NewDecimal(1)) >= 0 {
		places = 0
		if text := value.String(); strings.Contains(text, ".") {
			places = 2
		}
	}
	sign := ""
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
	if st.answer != nil && st.answer.points {
		unit = "个百分点"
	}
	return sign + value.Fixed(places) + unit
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
func (s *sentence) settle(st *statement) {
	switch {
	case st.verdict == Unknown:
		return
	case (st.verdict == Right || st.verdict == Cut) && st.answer != nil && (st.answer.safe || st.text != Wrong && st.text != Cut):
	case st.verdict == Wrong:
	case st.verdict != "" && st.answer == nil:
	case st.text != "":
		st.verdict, st.answer = st.text, nil
	default:
		st.verdict, st.answer = Unmatched, nil
	}
}

// finding tells what was found of a statement.
func (s *sentence) finding(st *statement) (Finding, bool) {
	runes := s.passage
	start, end := st.start, st.end
	for start < end && runes.paragraph[start] < 0 {
		start++
	}
	if start == end {
		return Finding{}, false
	}
	if st.verdict == Unmatched && isWordsOnly(st.figure) {
		return Finding{}, false
	}
	paragraph := runes.paragraph[start]
	original := s.proof.doc.paragraphs[paragraph]
	f := Finding{Place: original.place, Verdict: st.verdict, Because: st.because, Text: st.text, paragraph: paragraph,
		start: runes.offset[start], end: runes.offset[end-1] + 1}
	f.Written = string(original.text[f.start:f.end])
	from, to := runes.offset[start], f.end
	for from > 0 && !strings.ContainsRune("。；！？\n", original.text[from-1]) && f.start-from < 40 {
		from--
	}
	for to < len(original.text) && !strings.ContainsRune("。；！？\n", original.text[to]) && to-f.end < 30 {
		to++
	}
	f.Sentence = strings.TrimSpace(string(original.text[from:to]))
	if st.answer != nil {
		f.ID, f.Metric, f.Period = st.answer.id, st.answer.metric, st.answer.period
		f.Because = jianfu.Say("仓库 %[1]s：%[3]s", "the warehouse's %[2]s: %[3]s", st.answer.of.ZH, st.answer.of.EN, st.answer.text)
		f.Warehouse = st.verdict
	}
	switch st.verdict {
	case Wrong, Cut:
		f.Right = st.right
		if st.answer != nil {
			st.text = st.verdict
			f.Right = st.show(st.answer.value)
		}
	case Unknown:
		f.Warehouse = ""
		for _, a := range st.answers {
			offer := Offer{Text: st.offered(a), Of: a.of, Metric: a.metric, Period: a.period, ID: a.id}
			if len(f.Offers) < 4 && !slices.ContainsFunc(f.Offers, func(o Offer) bool { return o.Text == offer.Text && o.Of == offer.Of }) {
				f.Offers = append(f.Offers, offer)
			}
		}
		if len(f.Offers) > 0 {
			f.Right = f.Offers[0].Text
		}
	}
	return f, true
}

// offered is what a masked place should hold.
func (st *statement) offered(a answer) string {
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
		return a.text
	}
	return text + unit + mismatch(st, a.value)
}

// mismatch says that a change went the other way than the text has it.
func mismatch(st *statement, value jianfu.Decimal) string {
	if st.role == change && st.sign != 0 && value.Sign() != 0 && value.Sign() != st.sign {
		return "（实为" + pickWay(value.Sign()) + "）"
	}
	return ""
}

// isWordsOnly reports a figure in Chinese numerals, which is told only where it can be
// held against something: 三个方面, 四次全会 are no statements.
func isWordsOnly(f *figure) bool {
	return !f.masked && f.kind != flat && !strings.ContainsAny(f.written, "0123456789")
}
