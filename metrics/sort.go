package metrics

import (
	"cmp"
	"slices"

	"jianfu"
)

// checkSort refuses to rank units by month or quarter, which a national rule forbids: an order by
// figures is for whole years alone.
func (r *run) checkSort() error {
	q := &r.query
	if q.Sort == "" {
		if q.Descending {
			return jianfu.Errorf(jianfu.Invalid, "descending 要与 sort 一起写", "descending needs sort")
		}
		return nil
	}
	at := slices.IndexFunc(r.metrics, func(m *Metric) bool { return m.Is(q.Sort) })
	if at < 0 {
		return unknownName(jianfu.Say("可用于排序的指标（须在 metrics 里）", "metric to sort by among those of the query"), q.Sort, q.Metrics)
	}
	q.Sort = r.metrics[at].Name
	if len(q.By) == 0 {
		return jianfu.Errorf(jianfu.Invalid, "排序（sort）要有分组（by）", "sort orders the groups of by: name a dimension")
	}
	wholeYears := q.Period.Months()%12 == 0 && q.Period.Start() == jianfu.MonthOf(q.Period.From().Year(), 1)
	if !wholeYears || q.Grain != "" && q.Grain != jianfu.ByYear {
		return jianfu.Errorf(jianfu.Invalid, "只有整年可以按数的大小排序（sort），按月、按季不排名；请去掉 sort，或取整年",
			"only whole years are sorted by their figures; months and quarters are not ranked: leave out sort, or ask for whole years")
	}
	return nil
}

// sort orders the groups of each bucket by the figures that the query names; equal ones keep the
// directory's order, and those without a figure come last.
func (m *Measurement) sort() {
	at := slices.IndexFunc(m.Measured, func(metric *Metric) bool { return metric.Name == m.Query.Sort })
	if at < 0 {
		return
	}
	slices.SortStableFunc(m.Rows, func(a, b Row) int {
		x, y := a.Values[at], b.Values[at]
		order := cmp.Or(cmp.Compare(a.Bucket.Start(), b.Bucket.Start()), cmp.Compare(a.Bucket.Through(), b.Bucket.Through()),
			cmp.Compare(boolRank(x.Amount == nil), boolRank(y.Amount == nil)))
		if order != 0 || x.Amount == nil {
			return order
		}
		order = x.exactly().Cmp(y.exactly())
		if m.Query.Descending {
			return -order
		}
		return order
	})
}

// exactly is the figure before a rate is rounded.
func (v Value) exactly() jianfu.Decimal {
	if v.Metric.IsRate() {
		return v.Numerator.Quo(*v.Denominator)
	}
	return *v.Amount
}
