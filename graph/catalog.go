package graph

import (
	"slices"
	"strings"

	"jianfu/graph/model"
	"jianfu/metrics"
)

// find lists the metrics that match a filter, in the catalogue's order.
func (r *Resolver) find(filter *model.MetricFilter) ([]metrics.Metric, error) {
	catalog := r.engine.Catalog()
	if filter == nil {
		return values(catalog.Metrics()), nil
	}
	for _, name := range filter.Names {
		if _, err := catalog.Metric(name); err != nil {
			return nil, err
		}
	}
	return values(slices.DeleteFunc(catalog.Metrics(), func(m *metrics.Metric) bool { return !admits(filter, m) })), nil
}

func admits(filter *model.MetricFilter, m *metrics.Metric) bool {
	words := strings.ToLower(strings.Join([]string{m.Name, m.Label.ZH, m.Label.EN, m.Definition.ZH, m.Definition.EN}, "\n"))
	return (filter.Names == nil || slices.Contains(filter.Names, m.Name)) &&
		strings.HasPrefix(m.Name, orEmpty(filter.Prefix)) &&
		(filter.Kind == nil || m.Kind() == *filter.Kind) &&
		(filter.Source == nil || slices.Contains(m.Kinds(), *filter.Source)) &&
		strings.Contains(words, strings.ToLower(orEmpty(filter.Search)))
}
