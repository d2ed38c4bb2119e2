package proof

import (
	"context"
	"slices"

	"jianfu"
	"jianfu/metrics"
)

// ownPart is behind a figure that is said to be of a part itself: 84次（按汇总数）（未报全）.
var ownPart = compile(`^(?:（[^（）]*）)?（[^（）]*(?:未报全|已报)`)

// partial are the caveats by which the office knows that there is more than a figure counts.
var partial = []metrics.NoticeCode{metrics.UnknownRows, metrics.RejectedRows, metrics.OtherCaliber}

// confirm takes back that a claim is wrong where what the warehouse has is known to be a part: the rest may make it right. What is not
// filed is not known to be any: units have months without a meeting.
// A claim that names the id of its figure, or says itself that it is of a part, is of that.
func (p *asker) confirm(ctx context.Context, st *claim) error {
	m := &st.match
	if m.verdict != Wrong || st.namesID() || ownPart.MatchString(st.after(maxHead)) {
		return nil
	}
	why, err := p.partlyKnown(ctx, st, m.answer)
	if err != nil || why.ZH == "" {
		return err
	}
	st.doubts = withDoubt(st.doubts, Doubt{Code: "PARTLY_KNOWN", Reason: jianfu.Say("仓库里是 %[1]s，但不全：%[2]s", "the warehouse has %[3]s, of a part: %[4]s", m.answer.text.ZH, why.ZH, m.answer.text.EN, why.EN)})
	m.verdict, m.answer = "", nil
	return nil
}

// partlyKnown says why an answer is of a part of what a claim is of; empty where it is of all. A check finds at least what it found, and at
// most what it could not test besides.
func (p *asker) partlyKnown(ctx context.Context, st *claim, a *answer) (jianfu.Text, error) {
	if more := jianfu.NewDecimal(int64(a.untested)); st.number.Cmp(a.value) > 0 && st.number.Cmp(a.value.Add(more)) <= 0 {
		return jianfu.Say("有 %d 处因缺数没有查", "%d cases could not be tested", a.untested), nil
	}
	for _, q := range a.asked {
		if why, err := p.caveat(ctx, q, st.role == change); err != nil || why.ZH != "" {
			return why, err
		}
	}
	return jianfu.Text{}, nil
}

// caveat says why what a question asks for is known of a part alone; empty where it is of all.
func (p *asker) caveat(ctx context.Context, q metrics.Query, compared bool) (jianfu.Text, error) {
	if !compared {
		q.Compare, q.Against = metrics.NoComparison, jianfu.Period{}
	}
	key := question(q) + q.Metrics[0]
	if why, ok := p.caveats[key]; ok {
		return why, nil
	}
	q.Lasting = true
	measured, err := p.engine.Measure(ctx, q)
	if err != nil {
		return jianfu.Text{}, err
	}
	why := caveatOf(measured)
	p.caveats[key] = why
	return why, nil
}

// caveatOf is the first reason why the only figure that was asked for is a part of what it should be.
func caveatOf(m *metrics.Measurement) jianfu.Text {
	if i := slices.IndexFunc(m.Notices, func(n metrics.Notice) bool { return slices.Contains(partial, n.Code) }); i >= 0 {
		return m.Notices[i].Text
	}
	for _, row := range m.Rows {
		n := untold(&row.Values[0])
		if c := row.Values[0].Comparison; c != nil && c.Base != nil {
			n = max(n, untold(c.Base))
		}
		if n > 0 {
			return jianfu.Say("有%d个单位月已报，但没有单独的数", "%d months of units are filed and have no figure of their own", n)
		}
	}
	return jianfu.Text{}
}

// untold is how many months of units were filed and are not in a figure.
func untold(v *metrics.Value) int {
	if v.Amount == nil {
		return 0
	}
	return max(0, len(v.Unknown)-(v.Coverage.Expected-v.Coverage.Filed))
}
