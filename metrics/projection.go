package metrics

import (
	"context"
	"time"

	"jianfu"
)

// ProjectionMethod is a way to say what a year will come to from its first months.
type ProjectionMethod string

// The methods.
const (
	PlanRemainder  ProjectionMethod = "PLAN_REMAINDER"   // what was counted, and what the approved plan has for the months left
	LastYearScaled ProjectionMethod = "LAST_YEAR_SCALED" // what was counted, and last year's months left scaled by this year's pace
	RunRate        ProjectionMethod = "RUN_RATE"         // what was counted, at the same pace to the year's end
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

// planOf tells which metric is the approved plan, by month, of what is counted.
var planOf = map[string]string{"meetings.held": "meetings.planned"}

// Projection is what a year is expected to come to (预计). It is never an actual: it says
// through which month it knows, and how far the same method was off in past years.
type Projection struct {
	Metric       *Metric
	Year         int
	ThroughMonth int
	Actual       Value // of the months known, against the same months of the year before
	LastYear     Value // the whole year before
	Methods      []Projected
}

// Projected is what one method says.
type Projected struct {
	Method        ProjectionMethod
	Amount        *jianfu.Decimal // rounded half up to a whole number
	ChangePercent *jianfu.Decimal // against the whole year before
	Missing       Missing
	Past          []PastProjection // the newest year first
}

// PastProjection is what a method would have said of a past year, and what came.
type PastProjection struct {
	Year         int
	Projected    jianfu.Decimal
	Actual       jianfu.Decimal
	ErrorPercent jianfu.Decimal // (projected − actual) ÷ actual
}

// pastYears is how many past years a method is tried on.
const pastYears = 5

// Project says what a count will come to in a year, known through a month, by each
// method. The error is Invalid for rates, stocks and months outside 1 to 11.
func (e *Engine) Project(ctx context.Context, metric string, year, throughMonth int, asOf time.Time) (*Projection, error) {
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
	years := map[int]yearParts{}
	for y := year - pastYears - 1; y <= year; y++ {
		if years[y], err = e.yearParts(ctx, metric, y, throughMonth, asOf); err != nil {
			return nil, err
		}
	}
	p := &Projection{Metric: m, Year: year, ThroughMonth: throughMonth, Actual: years[year].known, LastYear: years[year-1].whole}
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
			if base := years[year-1].whole.Amount; base != nil && base.Sign() != 0 {
				change := whole.Sub(*base).Quo(*base).Mul(hundred).Round(2)
				projected.ChangePercent = &change
			}
		}
		for y := year - 1; y >= year-pastYears; y-- {
			amount, why := project(method, years[y], years[y-1], throughMonth)
			actual := years[y].whole.Amount
			if why != NotMissing || actual == nil || actual.Sign() == 0 {
				continue
			}
			projected.Past = append(projected.Past, PastProjection{Year: y, Projected: amount.Round(0), Actual: *actual,
				ErrorPercent: amount.Round(0).Sub(*actual).Quo(*actual).Mul(hundred).Round(2)})
		}
		p.Methods = append(p.Methods, projected)
	}
	return p, nil
}

// yearParts is a year's count, whole and through a month, and the plan for the rest.
type yearParts struct{ whole, known, plannedRest Value }

func (e *Engine) yearParts(ctx context.Context, metric string, year, throughMonth int, asOf time.Time) (yearParts, error) {
	var parts yearParts
	january := jianfu.MonthOf(year, 1)
	known, _ := jianfu.Span(january, january+jianfu.Month(throughMonth)-1) // throughMonth is 1 to 11 by now
	rest, _ := jianfu.Span(january+jianfu.Month(throughMonth), january+11)
	one := func(metric string, period jianfu.Period, into *Value) error {
		answer, err := e.Measure(ctx, Query{Metrics: []string{metric}, Period: period, Compare: YearEarlier, AsOf: asOf})
		if err == nil {
			*into = answer.Rows[0].Values[0]
		}
		return err
	}
	if err := one(metric, jianfu.YearOf(year), &parts.whole); err != nil {
		return parts, err
	}
	if err := one(metric, known, &parts.known); err != nil {
		return parts, err
	}
	if plan := planOf[metric]; plan != "" {
		return parts, one(plan, rest, &parts.plannedRest)
	}
	return parts, nil
}

func project(method ProjectionMethod, this, last yearParts, throughMonth int) (jianfu.Decimal, Missing) {
	if this.known.Missing != NotMissing {
		return jianfu.Decimal{}, this.known.Missing
	}
	known := *this.known.Amount
	switch method {
	case PlanRemainder:
		if this.plannedRest.Missing != NotMissing {
			return jianfu.Decimal{}, this.plannedRest.Missing
		}
		return known.Add(*this.plannedRest.Amount), NotMissing
	case LastYearScaled:
		if last.whole.Missing != NotMissing || last.known.Missing != NotMissing {
			return jianfu.Decimal{}, NoData
		}
		if last.known.Amount.Sign() == 0 {
			return jianfu.Decimal{}, ZeroDenominator
		}
		rest := last.whole.Amount.Sub(*last.known.Amount)
		return known.Add(rest.Mul(known).Quo(*last.known.Amount)), NotMissing
	}
	return known.Mul(jianfu.NewDecimal(12)).Quo(jianfu.NewDecimal(int64(throughMonth))), NotMissing
}
