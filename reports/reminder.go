package reports

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/metrics"
)

// Letter is a reminder (提示函) to one leader, whose portfolios exceed the plan or the year before.
type Letter struct {
	Number     string // the same for the same leader and months, so that it is issued once
	Leader     string
	Portfolios []string // in the directory's order
	Subjects   []string // 会议数量, 文件数量: what exceeds
	Report     *Report
}

// overRules are what reminders are about: a count, and the plan that it must not exceed.
var overRules = []struct{ subject, count, plan string }{
	{"会议数量", "meetings.held", "meetings.planned"},
	{"发文数量", "documents.issued", "documents.quota"},
}

// Reminding is what there is to remind of.
type Reminding struct {
	Period    jianfu.Period // the months asked for, without those at their end of which nothing was filed
	Letters   []Letter      // in the directory's order
	Unled     []jianfu.Text // lines that run over and have no leader to write to
	Undecided []jianfu.Text // where gaps in what was filed decide whether a count rose, or it was not filed: why no letter was written
	Notices   []metrics.Notice
}

// Reminders writes a letter for each leader with a portfolio in which a count exceeds its plan, or
// the same months a year before. Of an unfinished period it is about the months that are filed. Day is
// the date of the letters.
func (t *Templates) Reminders(ctx context.Context, engine *metrics.Engine, spec Spec, day jianfu.Date) (found Reminding, err error) {
	b, err := newBuild(ctx, engine, spec)
	if err != nil {
		return found, err
	}
	var names, counts []string
	for _, rule := range overRules {
		names, counts = append(names, rule.count, rule.plan), append(counts, rule.count)
	}
	last, err := b.lastFiled(counts, spec.Period)
	if err != nil {
		return found, err
	}
	if part, ok := jianfu.Span(spec.Period.Start(), max(last[counts[0]], last[counts[1]])); ok { // not where nothing is filed
		spec.Period, b.spec.Period = part, part
	}
	found.Period = spec.Period
	m, err := b.measure(metrics.Query{Metrics: names, Period: spec.Period, By: []string{"leader"}, Compare: metrics.YearEarlier})
	if err != nil {
		return found, err
	}
	portfolios, err := portfoliosOf(ctx, engine, spec)
	if err != nil {
		return found, err
	}
	city, err := engine.City(ctx)
	if err != nil {
		return found, err
	}
	over, err := b.overPlans()
	if err != nil {
		return found, err
	}
	found.Notices = m.Notices
	for _, row := range m.Rows {
		leader := row.Group[0].Value
		if leader == "" { // lines without a leader have nothing in common: each is judged by itself
			if err := b.unled(names, over, &found); err != nil {
				return found, err
			}
			continue
		}
		subjects, open := judged(row, over[ledLine{leader: leader}], jianfu.Say("%[1]s分管的单位", "%[2]s", row.Group[0].Label.ZH, row.Group[0].Label.EN))
		found.Undecided = append(found.Undecided, open...)
		if len(subjects) == 0 {
			continue
		}
		letter := Letter{Number: reminderNumber(spec.Period, leader), Leader: leader, Portfolios: portfolios[leader], Subjects: subjects}
		if letter.Report, err = t.letter(ctx, engine, spec, letter, city, day); err != nil {
			return found, err
		}
		found.Letters = append(found.Letters, letter)
	}
	return found, nil
}

// unled judges the lines of the units that have no leader, one by one.
func (b *build) unled(names []string, over map[ledLine][]bool, found *Reminding) error {
	m, err := b.measure(metrics.Query{Metrics: names, Period: b.spec.Period, By: []string{"leader", "portfolio"}, Compare: metrics.YearEarlier})
	if err != nil {
		return err
	}
	for _, n := range m.Notices {
		if !slices.ContainsFunc(found.Notices, n.Same) {
			found.Notices = append(found.Notices, n)
		}
	}
	for _, row := range m.Rows {
		if row.Group[0].Value != "" {
			continue
		}
		line := jianfu.Say("没有写明战线的单位", "units without a portfolio")
		if portfolio := row.Group[1]; portfolio.Known {
			line = jianfu.Say("%[1]s战线", "the portfolio %[2]s", portfolio.Label.ZH, portfolio.Label.EN)
		}
		subjects, open := judged(row, over[ledLine{portfolio: row.Group[1].Value}], line)
		found.Undecided = append(found.Undecided, open...)
		if len(subjects) > 0 {
			found.Unled = append(found.Unled, line)
		}
	}
	return nil
}

// judged is what exceeds of the counts of a leader or line, and why others cannot be judged. Over says of
// each rule whether the plan is exceeded.
func judged(row metrics.Row, over []bool, whose jianfu.Text) (subjects []string, open []jianfu.Text) {
	for i, rule := range overRules {
		count := row.Values[2*i]
		rises, known := count.Comparison.Rises()
		switch {
		case over != nil && over[i] || known && rises:
			subjects = append(subjects, rule.subject)
		case !known && count.Comparison.Delta != nil, lacks(count.Comparison.Missing):
			open = append(open, undecided(whose, count))
		}
	}
	return subjects, open
}

// ledLine is a leader, or a portfolio without one.
type ledLine struct{ leader, portfolio string }

// overPlans reports of each leader and line by which of the rules its units that have a plan exceed it
// together.
func (b *build) overPlans() (map[ledLine][]bool, error) {
	over := map[ledLine][]bool{}
	for i, rule := range overRules {
		plan, err := b.engine.Catalog().Metric(rule.plan)
		if err != nil {
			return nil, err
		}
		planned, err := b.planned(plan, b.spec.Period)
		if err != nil {
			return nil, err
		}
		span := b.spec.Period
		if plan.Kind() == metrics.Plan { // the plan of a year is used from January on
			end := span.Start() + jianfu.Month(span.Months()) - 1
			span, _ = jianfu.Span(jianfu.MonthOf(end.Year(), 1), end)
		}
		m, err := b.ask(metrics.Query{Metrics: []string{rule.count, rule.plan}, Period: span, By: []string{"leader", "portfolio", "department"}})
		if err != nil {
			return nil, err
		}
		lineOf := func(row metrics.Row) ledLine {
			if leader := row.Group[0].Value; leader != "" {
				return ledLine{leader: leader}
			}
			return ledLine{portfolio: row.Group[1].Value}
		}
		home := map[string]ledLine{} // of a unit that moved, the line that has its plan
		for _, row := range m.Rows {
			unit, quota := row.Group[2].Value, row.Values[1].Amount
			if _, known := home[unit]; slices.Contains(planned.withHeirs, unit) && (!known || quota != nil && quota.Sign() > 0) {
				home[unit] = lineOf(row)
			}
		}
		more := map[ledLine]jianfu.Decimal{} // than planned
		for _, row := range m.Rows {
			line, known := home[row.Group[2].Value]
			if !known || line != lineOf(row) {
				continue
			}
			if count := row.Values[0].Amount; count != nil {
				more[line] = more[line].Add(*count)
			}
			if quota := row.Values[1].Amount; quota != nil {
				more[line] = more[line].Sub(*quota)
			}
		}
		for line, by := range more {
			if over[line] == nil {
				over[line] = make([]bool, len(overRules))
			}
			over[line][i] = by.Sign() > 0
		}
	}
	return over, nil
}

// lacks reports whether a comparison fails because something that should be known was not filed.
func lacks(m metrics.Missing) bool {
	return m == metrics.NotFiled || m == metrics.NotReported || m == metrics.UnknownValues
}

// undecided says why it cannot be judged whether a count rose: what it is by what was filed, and otherwise
// by what both periods have, or that it was not filed.
func undecided(whose jianfu.Text, count metrics.Value) jianfu.Text {
	return jianfu.Say("%[1]s“%[3]s”%[5]s：不能判定，没有写提示函", "%[2]s: %[4]s is %[6]s: it cannot be judged, and no letter was written",
		whose.ZH, whose.EN, count.Metric.Label.ZH, count.Metric.Label.EN, count.Comparison.Sentences(jianfu.Chinese), count.Comparison.Sentences(jianfu.English))
}

// portfoliosOf are the lines of each leader during the months, in the directory's order.
func portfoliosOf(ctx context.Context, engine *metrics.Engine, spec Spec) (map[string][]string, error) {
	departments, err := engine.Departments(ctx, spec.AsOf)
	if err != nil {
		return nil, err
	}
	lines := map[string][]string{}
	for _, d := range departments {
		for _, v := range d.Versions {
			during := v.From < spec.Period.Until() && spec.Period.From() < v.Until
			if during && v.Portfolio != "" && !slices.Contains(lines[v.Leader], v.Portfolio) {
				lines[v.Leader] = append(lines[v.Leader], v.Portfolio)
			}
		}
	}
	return lines, nil
}

// ReminderBatch is the name of the letters of some months, which are filed together.
func ReminderBatch(period jianfu.Period) string {
	return "提示函-" + strings.ReplaceAll(period.String(), "/", "至")
}

func reminderNumber(period jianfu.Period, leader string) string {
	return ReminderBatch(period) + "-" + plain(leader)
}

// letter is the text of one letter: every figure in it is of the leader's own units.
func (t *Templates) letter(ctx context.Context, engine *metrics.Engine, spec Spec, letter Letter, city string, day jianfu.Date) (*Report, error) {
	b, err := newBuild(ctx, engine, spec)
	if err != nil {
		return nil, err
	}
	b.where.Is = []metrics.Equals{{Dimension: "leader", In: []string{letter.Leader}}}
	b.words = map[string]string{"city": city, "leader": letter.Leader, "portfolios": or(strings.Join(letter.Portfolios, "、"), letter.Leader)}
	b.report.Sources = fmt.Sprintf(b.lang.say("每个数的口径、编号和来源，可在办公室留存的《%s》中查到。", "The caliber, id and source of each figure are in %s, which the office keeps."), SourcesName(spec.Period))
	if b.own, err = t.readOwn(spec.Period, "提示函"); err != nil {
		return nil, err
	}
	if b.own != nil {
		b.own.places = nil // those are of the city's report of the same months
	}
	if err := b.write(t.byName[inLanguage(reminder, spec.Lang)]); err != nil {
		return nil, err
	}
	b.sign(city)
	if b.report.Head.Date == "" {
		b.report.Sign[1] = day.Time().Format(b.lang.say("2006年1月2日", "2 January 2006"))
	}
	return b.report, nil
}

// SourcesName is the name of the workbook with the sources of the figures of letters.
func SourcesName(period jianfu.Period) string { return ReminderBatch(period) + "-数字出处" }

// Remarks say why lines have no letter: that none runs over, that gaps decide, or that there is no
// leader to write to.
func (r Reminding) Remarks(lang jianfu.Lang) string {
	var lines []string
	for _, why := range r.Undecided {
		lines = append(lines, why.In(lang))
	}
	for _, line := range r.Unled {
		lines = append(lines, jianfu.Say("%[1]s超出，但名录里没有分管领导，没有写提示函", "%[2]s exceeds its plan or last year, but the directory names no leader to write to", line.ZH, line.EN).In(lang))
	}
	if len(r.Letters) == 0 && len(lines) == 0 {
		lines = append(lines, jianfu.Say("没有超计划或超上年的战线，不需要提示函", "no portfolio exceeds its plan or last year: there is nobody to remind").In(lang))
	}
	return strings.Join(lines, "\n")
}

// Sources is the workbook of what all the letters state.
func (r Reminding) Sources() *Report {
	var all Report
	for i, letter := range r.Letters {
		own := letter.Report
		if i == 0 {
			all = *own
			all.Title, all.Sections, all.Figures, all.Queries, all.Caveats = SourcesName(own.Period), nil, nil, nil, nil
		}
		for _, f := range own.Figures {
			stated := *f
			stated.Number = len(all.Figures) + 1
			if stated.query > 0 {
				stated.query += len(all.Queries)
			}
			all.Figures = append(all.Figures, &stated)
		}
		all.Queries = append(all.Queries, own.Queries...)
		for _, c := range own.Caveats {
			if !slices.ContainsFunc(all.Caveats, func(known Caveat) bool { return known.Period == c.Period && known.Notice.Same(c.Notice) }) {
				all.Caveats = append(all.Caveats, c)
			}
		}
	}
	return &all
}
