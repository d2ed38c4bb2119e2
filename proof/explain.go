package proof

import (
	"fmt"
	"strings"

	"jianfu"
)

// Step is what one pass made of a figure.
type Step struct {
	Pass jianfu.Text
	Made jianfu.Text
}

// Explain shows the way of a figure through the passes.
func (f Finding) Explain() []Step {
	verdict := Step{jianfu.Say("结论", "verdict"), jianfu.Text{ZH: strings.TrimSpace(f.Verdict.Label().ZH + " " + f.Right + " " + f.Reason().ZH), EN: strings.TrimSpace(f.Verdict.Label().EN + " " + f.Right + " " + f.Reason().EN)}}
	st := f.claim
	if st == nil { // a word such as 逐年下降
		return []Step{verdict}
	}
	steps := []Step{
		{jianfu.Say("词", "words"), st.explainWords()},
		{jianfu.Say("分句", "clause"), jianfu.Say("%s", "%s", string(st.clause.text))},
		{jianfu.Say("陈述", "claim"), st.explainClaim()},
		{jianfu.Say("所说", "subject"), st.explainSubject()},
		{jianfu.Say("比对", "matches"), st.explainMatches()},
		{jianfu.Say("验算", "arithmetic"), st.reckon.explain()},
	}
	for _, d := range f.Doubts {
		steps = append(steps, Step{jianfu.Say("存疑", "doubt"), jianfu.Text{ZH: d.Code + " " + d.Reason.ZH, EN: d.Code + " " + d.Reason.EN}})
	}
	return append(steps, verdict)
}

func (st *claim) explainWords() jianfu.Text {
	if st.masked {
		return jianfu.Say("遮住的数，计量 %s", "a masked number of %s", st.unit)
	}
	bounds := map[bound]jianfu.Text{exact: jianfu.Say("恰为", "exactly"), more: jianfu.Say("多于", "somewhat more than"), nearly: jianfu.Say("近", "nearly"), below: jianfu.Say("不足", "less than"),
		about: jianfu.Say("约", "about"), atLeast: jianfu.Say("至少", "at least"), over: jianfu.Say("超过", "over"), atMost: jianfu.Say("至多", "at most"), between: jianfu.Say("起于", "from")}
	return jianfu.Say("%[1]s %[3]s，计量 %[4]s，末位为 %[5]s", "%[2]s %[3]s of %[4]s, its last digit stands for %[5]s", bounds[st.bound].ZH, bounds[st.bound].EN, st.number, st.unit, st.step())
}

func (st *claim) explainClaim() jianfu.Text {
	roles := map[role]jianfu.Text{level: jianfu.Say("数值", "a figure"), base: jianfu.Say("比较的基数", "what is compared with"), change: jianfu.Say("变化", "a change"), share: jianfu.Say("占比", "a share")}
	var times []string
	for _, period := range st.times.list {
		times = append(times, period.String())
	}
	return jianfu.Say("%[1]s，时间 %[3]s，前面的话“%[4]s”", "%[2]s, of %[3]s, behind the words %[4]q", roles[st.role].ZH, roles[st.role].EN, strings.Join(times, "、"), st.left)
}

func (st *claim) explainSubject() jianfu.Text {
	var hits []string
	for _, h := range st.subject.hits {
		name := h.threshold
		switch {
		case h.metric != nil:
			name = h.metric.Name
		case h.check != nil:
			name = h.check.Name
		}
		if h.residue != "" {
			name += fmt.Sprintf(" (%s?)", h.residue)
		}
		hits = append(hits, name)
	}
	return jianfu.Say("%s", "%s", strings.Join(hits, "；"))
}

func (st *claim) explainMatches() jianfu.Text {
	var out jianfu.Text
	for _, a := range st.match.answers {
		out.ZH += a.of.ZH + " " + a.text.ZH + "；"
		out.EN += a.of.EN + " " + a.text.EN + "; "
	}
	return jianfu.Text{ZH: strings.TrimSuffix(out.ZH, "；"), EN: strings.TrimSuffix(out.EN, "; ")}
}

func (r reckoning) explain() jianfu.Text {
	if r.verdict == "" {
		return jianfu.Text{}
	}
	value := ""
	if r.value != nil {
		value = " = " + r.value.Fixed(4)
	}
	return jianfu.Text{ZH: r.verdict.Label().ZH + "：" + r.why.ZH + value, EN: r.verdict.Label().EN + ": " + r.why.EN + value}
}
