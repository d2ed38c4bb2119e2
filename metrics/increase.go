package metrics

import (
	"context"
	"time"

	"jianfu"
)

// IncreaseCheck holds a year's count of one scope against the year before: the rule of
// 只减不增 is that it must not exceed it.
type IncreaseCheck struct {
	Period jianfu.Period // the months compared: the year, or what of it was filed
	Group  []Member
	Value  Value // with the comparison
	Met    *bool // nil where either side is missing

	Notices []Notice // caveats on either side
}

// NoIncrease checks the rule for a count in a year, for the whole city or for each member
// of a dimension ("" is the whole), under a caliber ("" is the default). A year of which only some months were filed is held
// against the same months of the year before. The error is Invalid for a rate.
func (e *Engine) NoIncrease(ctx context.Context, metric string, year int, by, caliber string, asOf time.Time) ([]IncreaseCheck, error) {
	m, err := e.catalog.Metric(metric)
	if err != nil {
		return nil, err
	}
	if m.IsRate() || m.Kind() == Median {
		return nil, jianfu.Errorf(jianfu.Invalid, "“只减不增”只用于数量，%s 不是", "the no-increase rule is for counts: %s is none", metric)
	}
	period, err := e.filedPart(ctx, metric, year, asOf)
	if err != nil {
		return nil, err
	}
	q := Query{Metrics: []string{metric}, Period: period, Compare: YearEarlier, Caliber: caliber, AsOf: asOf}
	if by != "" {
		q.By = []string{by}
	}
	answer, err := e.Measure(ctx, q)
	if err != nil {
		return nil, err
	}
	var checks []IncreaseCheck
	for _, row := range answer.Rows {
		check := IncreaseCheck{Period: period, Group: row.Group, Value: row.Values[0], Notices: answer.Notices}
		if delta := row.Values[0].Comparison.Delta; delta != nil {
			met := delta.Sign() <= 0
			check.Met = &met
		}
		checks = append(checks, check)
	}
	return checks, nil
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
		if row.Values[0].Missing != NoData {
			last = row.Bucket.Start()
		}
	}
	if part, ok := jianfu.Span(whole.Start(), last); ok {
		return part, nil
	}
	return whole, nil
}
