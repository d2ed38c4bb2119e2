package metrics

import (
	"context"
	"slices"
	"time"

	"jianfu"
)

// IncreaseCheck compares a year's count of one scope with the year before: by the rule 只减不增 it
// must not exceed it.
type IncreaseCheck struct {
	Period jianfu.Period // the months compared: the year, or the part of it that was filed
	Group  []Member
	Value  Value // with the comparison
	Met    *bool // nil where either side is missing, or gaps in what was filed decide

	Notices []Notice // caveats on either side
}

// NoIncrease checks the rule for a count in a year, for the whole city or for each member of the dimensions of a query,
// with its caliber, structure and moment. A year of which only some months were filed is compared with the same months
// of the year before. The error is Invalid for a rate.
func (e *Engine) NoIncrease(ctx context.Context, metric string, year int, of Query) ([]IncreaseCheck, error) {
	m, err := e.catalog.Metric(metric)
	if err != nil {
		return nil, err
	}
	if m.IsRate() || m.Kind() == Median {
		return nil, jianfu.Errorf(jianfu.Invalid, "“只减不增”只用于数量，%s 不是", "the no-increase rule is for counts: %s is none", metric)
	}
	period, err := e.filedPart(ctx, metric, year, of.AsOf)
	if err != nil {
		return nil, err
	}
	answer, err := e.Measure(ctx, Query{Metrics: []string{metric}, Period: period, Compare: YearEarlier, By: of.By, Caliber: of.Caliber, Structure: of.Structure, AsOf: of.AsOf})
	if err != nil {
		return nil, err
	}
	var checks []IncreaseCheck
	for _, row := range answer.Rows {
		check := IncreaseCheck{Period: period, Group: row.Group, Value: row.Values[0], Notices: answer.Notices}
		check.judge()
		checks = append(checks, check)
	}
	return checks, nil
}

// Verdict is Met in words: 做到, 没有做到; 没有做到（就可比部分看） where the two years are of different units or
// months, so that it is of what both have; 不能判定 where gaps in what was filed decide, and 不可比 where a side is missing.
func (c *IncreaseCheck) Verdict(lang jianfu.Lang) string {
	comparison := c.Value.Comparison
	switch {
	case c.Met == nil && comparison.Delta == nil:
		return jianfu.Say("不可比", "not comparable").In(lang)
	case c.Met == nil:
		return jianfu.Say("不能判定", "cannot be judged").In(lang)
	}
	verdict := pick(*c.Met, jianfu.Text{ZH: "做到", EN: "met"}, jianfu.Text{ZH: "没有做到", EN: "not met"}).In(lang)
	if comparison.Uneven() {
		verdict += jianfu.Say("（就可比部分看）", " (of what both years have)").In(lang)
	}
	return verdict
}

// judge holds what was filed against the base, and again what was filed on both sides. Where the two
// say the same the rule is met or not; where they differ the gaps decide, and it cannot be judged.
func (c *IncreaseCheck) judge() {
	comparison := c.Value.Comparison
	rises, known := comparison.Rises()
	switch {
	case known:
		met := !rises
		c.Met = &met
	case comparison.Delta != nil:
		var zh, en string
		for _, member := range c.Group {
			zh, en = zh+member.Label.ZH, en+member.Label.EN+", "
		}
		c.Notices = append(slices.Clone(c.Notices), Notice{Code: UnequalCoverage, Metric: c.Value.Metric.Name, Text: jianfu.Say(
			"%[7]s“%[1]s”：按已报的数%[3]s，按两期都报的部分%[5]s，不能判定是否只减不增", "%[8]s%[2]s: of all that was filed it is %[4]s, of what both sides filed %[6]s: whether it rose cannot be judged",
			c.Value.Metric.Label.ZH, c.Value.Metric.Label.EN, comparison.Sentence(jianfu.Chinese), comparison.Sentence(jianfu.English),
			comparison.Comparable.Sentence(jianfu.Chinese), comparison.Comparable.Sentence(jianfu.English), zh, en)})
	}
}

// filedPart is the year through the last month for which anything of the metric was
// filed; the whole year where nothing was.
func (e *Engine) filedPart(ctx context.Context, metric string, year int, asOf time.Time) (jianfu.Period, error) {
	whole := jianfu.YearOf(year)
	answer, err := e.Measure(ctx, Query{Metrics: []string{metric}, Period: whole, Grain: jianfu.ByMonth, AsOf: asOf})
	if err != nil {
		return whole, err
	}
	last := whole.Start() - 1
	for _, row := range answer.Rows {
		if !row.Values[0].Missing.Unfiled() {
			last = row.Bucket.Start()
		}
	}
	if part, ok := jianfu.Span(whole.Start(), last); ok {
		return part, nil
	}
	return whole, nil
}
