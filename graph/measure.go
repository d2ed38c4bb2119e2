package graph

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
)

// maxAgainst is how many periods one query may be compared with, maxQuestions how many queries one
// measurements field may have.
const (
	maxAgainst   = 10
	maxQuestions = 50
)

// answer measures a query, compared with several periods if they are given.
func (r *Resolver) answer(ctx context.Context, q metrics.Query, against []jianfu.Period) (*metrics.Measurement, error) {
	switch {
	case len(against) > maxAgainst:
		return nil, jianfu.Errorf(jianfu.TooLarge, "一次最多与 %d 个时间比较", "one question is compared with at most %d periods", maxAgainst)
	case len(against) > 1 && q.Compare != metrics.NamedPeriod:
		return nil, jianfu.Errorf(jianfu.Invalid, "compareTo 与 against 只能写一个", "name compareTo or against, not both")
	case len(against) > 1:
		m, err := r.engine.MeasureAgainst(ctx, q, against)
		return m, err
	}
	return operationOf(ctx).measure(ctx, q)
}

// measurements answers several queries, each with a measurement or with the reason why there is
// none.
func (r *Resolver) measurements(ctx context.Context, inputs []model.MeasureInput) ([]model.MeasurementResult, error) {
	if len(inputs) > maxQuestions {
		return nil, jianfu.Errorf(jianfu.TooLarge, "一次最多提 %d 个问题", "at most %d questions are answered at once", maxQuestions)
	}
	results := make([]model.MeasurementResult, len(inputs))
	for i, input := range inputs {
		m, err := r.answer(ctx, input.Query(), input.Against)
		var refused *jianfu.Error
		switch {
		case errors.As(err, &refused):
			results[i] = &model.Refusal{Error: refused}
		case err != nil:
			return nil, err
		default:
			results[i] = m
		}
	}
	return results, nil
}

// comparisons are all those of a figure, of which the first is its comparison.
func comparisons(v *metrics.Value) []metrics.ValueComparison {
	list := []metrics.ValueComparison{}
	for _, c := range v.Others {
		list = append(list, *c)
	}
	if len(list) == 0 && v.Comparison != nil {
		list = append(list, *v.Comparison)
	}
	return list
}

// dimensions are those that a measurement is grouped by.
func dimensions(m *metrics.Measurement) []metrics.Dimension {
	list := []metrics.Dimension{}
	for _, name := range m.Query.By {
		for _, d := range m.Measured[0].Dimensions() { // each metric has them
			if d.Name == name {
				list = append(list, *d)
			}
		}
	}
	return list
}

// notAsked refuses a name that the query does not have.
func notAsked(what jianfu.Text, name string) error {
	return jianfu.Errorf(jianfu.Invalid, "取数条件里没有%[1]s“%[3]s”", "the question does not name the %[2]s %[3]q", what.ZH, what.EN, name)
}

func periodOrNull(p jianfu.Period) *jianfu.Period {
	if p.IsZero() {
		return nil
	}
	return &p
}

// tableDownloads are the addresses of the same query as a file. There are none for queries that an
// address cannot express: several periods, or names with commas.
func tableDownloads(m *metrics.Measurement) []model.Download {
	q := m.Query
	query := url.Values{"metrics": q.Metrics, "period": {q.Period.String()}}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	if q.Compare == metrics.NamedPeriod {
		set("against", q.Against.String())
	} else {
		set("compareTo", string(q.Compare))
	}
	set("by", strings.Join(q.By, ","))
	set("grain", string(q.Grain))
	if q.Cumulative {
		set("cumulative", "true")
	}
	if q.Caliber != metrics.DefaultCaliber {
		set("caliber", q.Caliber)
	}
	if !q.AsOf.IsZero() {
		set("asOf", q.AsOf.UTC().Format(time.RFC3339Nano))
	}
	query["departments"], query["portfolios"] = q.Where.Departments, q.Where.Portfolios
	for _, equals := range q.Where.Is {
		for _, value := range equals.In {
			query.Add("is", equals.Dimension+"="+value)
		}
	}
	list := []model.Download{}
	if len(m.Against) > 1 || slices.ContainsFunc(slices.Concat(q.Where.Departments, q.Where.Portfolios), func(s string) bool { return strings.ContainsRune(s, ',') }) {
		return list
	}
	for _, format := range []string{"csv", "xlsx", "parquet"} {
		list = append(list, model.Download{Format: format, Address: "/measure." + format + "?" + query.Encode()})
	}
	return list
}

func (r *Resolver) dataExtent(ctx context.Context, asOf time.Time) (*model.DataExtent, error) {
	kinds, err := r.engine.Extent(ctx, asOf)
	if err != nil {
		return nil, err
	}
	extent := &model.DataExtent{Kinds: kinds}
	latest, err := r.warehouse.Latest(ctx, asOf)
	if err != nil || latest == 0 {
		return extent, err
	}
	s, err := r.warehouse.Submission(ctx, latest)
	if err != nil {
		return nil, err
	}
	id := submissionID(s.ID)
	extent.Submission, extent.LoadedAt = &id, &s.LoadedAt
	return extent, nil
}
