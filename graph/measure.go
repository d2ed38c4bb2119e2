package graph

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
)

// maxQuestions is how many queries one measurements field may have.
const maxQuestions = 50

// answer measures a query, compared with several periods if they are given.
func (r *Resolver) answer(ctx context.Context, q metrics.Query, against []jianfu.Period) (*metrics.Measurement, error) {
	if len(against) > 1 {
		return r.engine.MeasureAgainst(ctx, q, against)
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
	for _, c := range append(v.Others, v.Comparison)[:max(len(v.Others), 1)] {
		if c != nil {
			list = append(list, *c)
		}
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
func notAsked(what jianfu.Text, name string, known []string) error {
	if len(known) == 0 {
		return jianfu.Errorf(jianfu.Invalid, "取数条件里没有写%[1]s，取不到“%[3]s”", "the question names no %[2]s, so there is no %[3]q", what.ZH, what.EN, name)
	}
	err := jianfu.Errorf(jianfu.Invalid, "取数条件里没有%[1]s“%[3]s”，有的是：%[4]s", "the question does not name the %[2]s %[3]q; it names %[4]s", what.ZH, what.EN, name, strings.Join(known, ", "))
	err.Near = jianfu.Nearest(name, known, 3)
	return err
}

// member is the member of a row's group in a dimension, by its name or label.
func member(row *metrics.Row, dimension string) (*metrics.Member, error) {
	name := dimension
	for _, d := range row.Values[0].Metric.Dimensions() { // there is always a metric, and each has the dimensions of the group
		if d.Is(dimension) {
			name = d.Name
		}
	}
	var known []string
	for i := range row.Group {
		if row.Group[i].Dimension == name {
			return &row.Group[i], nil
		}
		known = append(known, row.Group[i].Dimension)
	}
	return nil, notAsked(jianfu.Say("维度", "dimension"), dimension, known)
}

// figure is the figure of a row for a metric, by its name or label.
func figure(row *metrics.Row, metric string) (*metrics.Value, error) {
	var known []string
	for i := range row.Values {
		if row.Values[i].Metric.Is(metric) {
			return &row.Values[i], nil
		}
		known = append(known, row.Values[i].Metric.Name)
	}
	return nil, notAsked(jianfu.Say("指标", "metric"), metric, known)
}

func periodOrNull(p jianfu.Period) *jianfu.Period {
	if p.IsZero() {
		return nil
	}
	return &p
}

// tableDownloads are the addresses of the same figures as a file. There are none for what an address
// cannot express: one traced figure, and names with commas.
func tableDownloads(m *metrics.Measurement) []model.Download {
	q := m.Query
	list := []model.Download{}
	if q.Traced() || slices.ContainsFunc(q.Where.Portfolios, func(name string) bool { return strings.ContainsRune(name, ',') }) {
		return list
	}
	query := url.Values{"metrics": q.Metrics, "period": {q.Period.String()}, "knownAt": {strconv.FormatInt(m.Commit, 10)}}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	switch {
	case len(m.Against) > 0:
		for _, period := range m.Against {
			query.Add("against", period.String())
		}
	case q.Compare == metrics.NamedPeriod:
		set("against", q.Against.String())
	default:
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
	set("sort", q.Sort)
	if q.Descending {
		set("descending", "true")
	}
	if q.Structure != metrics.StructureNow {
		set("structure", string(q.Structure))
	}
	if q.StructureOn != 0 {
		set("structureOn", q.StructureOn.String())
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
	commit, err := r.engine.Commit(ctx)
	if err != nil {
		return nil, err
	}
	extent := &model.DataExtent{Commit: int(commit), Kinds: kinds}
	latest, err := r.warehouse.Latest(ctx, asOf)
	if err != nil || latest == 0 {
		return extent, err
	}
	s, err := r.engine.Submission(ctx, latest)
	if code := jianfu.ErrorCode(err); code == jianfu.NotFound || code == jianfu.Forbidden { // somebody else's
		return extent, nil
	}
	if err != nil {
		return nil, err
	}
	id := submissionID(s.ID)
	extent.Submission, extent.LoadedAt = &id, &s.LoadedAt
	return extent, nil
}
