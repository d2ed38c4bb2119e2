package metrics

import (
	"context"
	"time"

	"jianfu"
)

// ProjectionMethod is a method of projecting a year from its first months.
type ProjectionMethod string

// The methods.
const (
	PlanRemainder  ProjectionMethod = "PLAN_REMAINDER"   // the actual count, plus the approved plan for the remaining months
	LastYearScaled ProjectionMethod = "LAST_YEAR_SCALED" // the actual count, plus last year's remaining months scaled by this year's pace
	RunRate        ProjectionMethod = "RUN_RATE"         // the actual count, extrapolated at the same pace
)

// Label names the method for people.
func (m ProjectionMethod) Label() jianfu.Text {
	switch m {
	case PlanRemainder:
		return jianfu.Text{ZH: "按计划余量推算", EN: "what is left of the plan"}
	case LastYearScaled:
		return jianfu.Text{ZH: "按上年后几个月推算", EN: "last year's remaining months, scaled"}
	}
	return jianfu.Text{ZH: "按月均推算", EN: "run rate"}
}

// planOf is the metric of the approved plan, by month, for a count.
var planOf = map[string]string{"meetings.held": "meetings.planned"}

// Projection is the projection of a year (预计). It is never an actual figure: it says which month
// is the last known, and has each method's errors in past years.
type Projection struct {
	Metric       *Metric
	Year         int
	ThroughMonth int
	Actual       Value // of the known months, compared with the same months of the year before
	LastYear     Value // the whole year before
	Methods      []Projected
	Notices      []Notice // caveats on what was counted, each once
}

// Projected is the result of one method.
type Projected struct {
	Method        ProjectionMethod
	Amount        *jianfu.Decimal // rounded half up to a whole number
	ChangePercent *jianfu.Decimal // of the amount before it is rounded, from the whole year before
	Missing       Missing
	Past          []PastProjection // newest year first
}

// PastProjection is a method's projection of a past year, and the actual figure.
type PastProjection struct {
	Year         int
	Projected    jianfu.Decimal
	Actual       jianfu.Decimal
	ErrorPercent jianfu.Decimal // (projected − actual) ÷ actual, of what was projected before it is rounded
}

// pastYears is how many past years a method is tried on.
const pastYears = 5

// Project projects a count for a year, known through a month, by each method, under a caliber ("" is the
// default). The error is Invalid for rates, stocks and months outside 1 to 11.
func (e *Engine) Project(ctx context.Context, metric string, year, throughMonth int, caliber string, asOf time.Time) (*Projection, error) {
	m, err := e.catalog.Metric(metric)
	if err != nil {
		return nil, err
	}
	if m.Kind() != Flow {
		return nil, jianfu.Errorf(jianfu.Invalid, "只有按时间累加的数量才能推算，%s 不是", "only counts that add up over time are projected: %s is none", metric)
	}
	if throughMonth < 1 || throughMonth > 11 {
		return nil, jianfu.Errorf(jianfu.Invalid, "截至月份应为 1 至 11，不是 %d", "the month through which is known should be 1 to 11, not %d", throughMonth)
	}
	years, err := e.yearParts(ctx, metric, year, throughMonth, caliber, asOf)
	if err != nil {
		return nil, err
	}
	p := &Projection{Metric: m, Year: year, ThroughMonth: throughMonth}
	january := jianfu.MonthOf(year, 1)
	known, _ := jianfu.Span(january, january+jianfu.Month(throughMonth)-1) // throughMonth is 1 to 11 by now
	for _, part := range []struct {
		period jianfu.Period
		into   *Value
	}{{known, &p.Actual}, {jianfu.YearOf(year - 1), &p.LastYear}} {
		answer, err := e.Measure(ctx, Query{Metrics: []string{metric}, Period: part.period, Compare: YearEarlier, Caliber: caliber, AsOf: asOf})
		if err != nil {
			return nil, err
		}
		*part.into = answer.Rows[0].Values[0]
		p.Notices = addNotices(p.Notices, answer.Notices)
	}
	methods := []ProjectionMethod{LastYearScaled, RunRate}
	if planOf[metric] != "" {
		methods = append([]ProjectionMethod{PlanRemainder}, methods...)
	}
	for _, method := range methods {
		projected := Projected{Method: method}
		if amount, why := project(method, years[year], years[year-1], throughMonth); why != NotMissing {
			projected.Missing = why
		} else {
			whole := amount.Round(0)
			projected.Amount = &whole
			if last := years[year-1]; last.reached == 12 && last.whole.missing == NotMissing && last.whole.amount.Sign() != 0 {
				base := last.whole.amount
				change := amount.Sub(base).Quo(base).Mul(hundred).Round(2)
				projected.ChangePercent = &change
			}
		}
		for y := year - 1; y >= year-pastYears; y-- {
			amount, why := project(method, years[y], years[y-1], throughMonth)
			actual := years[y].whole
			if why != NotMissing || years[y].reached < 12 || actual.missing != NotMissing || actual.amount.Sign() == 0 {
				continue
			}
			projected.Past = append(projected.Past, PastProjection{Year: y, Projected: amount.Round(0), Actual: actual.amount,
				ErrorPercent: amount.Sub(actual.amount).Quo(actual.amount).Mul(hundred).Round(2)})
		}
		p.Methods = append(p.Methods, projected)
	}
	return p, nil
}

// yearParts is a year's count, whole and through a month, and the plan for the rest.
type yearParts struct {
	whole, known, plannedRest part
	reached                   int  // the last month with anything filed before one that was due and was not
	planned                   bool // every unit with a count has a plan
	alike                     bool // most of what is known was filed for the same months of the year before, too
}

// part is the count of some months, or why there is none.
type part struct {
	amount  jianfu.Decimal
	missing Missing
}

// partOf is what a figure comes to. Where some of its months are known within longer spans alone, it is
// the count of other months than are asked for, and no pace; nor is it one where most of it was not filed.
func partOf(v Value) part {
	switch {
	case v.Missing != NotMissing:
		return part{missing: v.Missing}
	case v.short:
		return part{missing: NotReported}
	case 2*len(v.Unknown) > v.Coverage.Expected:
		return part{missing: NotFiled}
	}
	return part{amount: *v.Amount}
}

// yearParts counts the year, and the earlier years that the methods are tried on and look back to, each
// by the spans that a method needs: they are the figures that a question about these spans has.
func (e *Engine) yearParts(ctx context.Context, metric string, year, throughMonth int, caliber string, asOf time.Time) (map[int]yearParts, error) {
	span, _ := jianfu.Span(jianfu.MonthOf(year-pastYears-1, 1), jianfu.MonthOf(year, 12)) // never ends before it begins
	q := Query{Metrics: []string{metric}, Period: span, Grain: jianfu.ByMonth, Caliber: caliber, AsOf: asOf}
	months, err := e.Measure(ctx, q)
	if err != nil {
		return nil, err
	}
	q.Grain = ""
	years := map[int]yearParts{}
	for y := year - pastYears - 1; y <= year; y++ {
		parts := yearParts{}
		for i, month := range months.Rows[12*(y-year+pastYears+1):][:12] {
			if month.Values[0].Missing == NotFiled {
				break
			}
			if !month.Values[0].Missing.Unfiled() {
				parts.reached = i + 1
			}
		}
		type counted struct {
			into           *part
			metric         string
			first, through int
		}
		spans := []counted{{&parts.whole, metric, 1, 12}, {&parts.known, metric, 1, throughMonth}}
		if plan := planOf[metric]; plan != "" {
			spans = append(spans, counted{&parts.plannedRest, plan, throughMonth + 1, 12})
		}
		for _, c := range spans {
			q.Metrics = []string{c.metric}
			q.Period, _ = jianfu.Span(jianfu.MonthOf(y, c.first), jianfu.MonthOf(y, c.through))
			answer, err := e.Measure(ctx, q)
			if err != nil {
				return nil, err
			}
			*c.into = partOf(answer.Rows[0].Values[0])
		}
		q.Metrics, q.Compare = []string{metric}, YearEarlier
		q.Period, _ = jianfu.Span(jianfu.MonthOf(y, 1), jianfu.MonthOf(y, throughMonth))
		answer, err := e.Measure(ctx, q)
		if err != nil {
			return nil, err
		}
		v := answer.Rows[0].Values[0]
		parts.alike = 2*v.Comparison.Comparable.Coverage.Filed >= v.Coverage.Filed
		q.Compare = NoComparison
		if plan := planOf[metric]; plan != "" {
			if parts.planned, err = e.allPlanned(ctx, q, plan); err != nil {
				return nil, err
			}
		}
		years[y] = parts
	}
	return years, nil
}

func project(method ProjectionMethod, this, last yearParts, throughMonth int) (jianfu.Decimal, Missing) {
	switch {
	case this.known.missing != NotMissing:
		return jianfu.Decimal{}, this.known.missing
	case this.reached < throughMonth: // what is not filed yet is not known, and no pace
		return jianfu.Decimal{}, NotFiled
	}
	known := this.known.amount
	switch method {
	case PlanRemainder:
		if this.plannedRest.missing == NotMissing && !this.planned { // of the others nobody knows what is left
			return jianfu.Decimal{}, NotReported
		}
		return known.Add(this.plannedRest.amount), this.plannedRest.missing
	case LastYearScaled:
		switch {
		case last.whole.missing != NotMissing:
			return jianfu.Decimal{}, last.whole.missing
		case last.known.missing != NotMissing:
			return jianfu.Decimal{}, last.known.missing
		case last.reached < 12, !this.alike:
			return jianfu.Decimal{}, NotFiled
		}
		if last.known.amount.Sign() == 0 {
			return jianfu.Decimal{}, ZeroDenominator
		}
		rest := last.whole.amount.Sub(last.known.amount)
		return known.Add(rest.Mul(known).Quo(last.known.amount)), NotMissing
	}
	return known.Mul(jianfu.NewDecimal(12)).Quo(jianfu.NewDecimal(int64(throughMonth))), NotMissing
}
