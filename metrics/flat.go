package metrics

import (
	"slices"
	"strconv"
	"strings"

	"jianfu"
)

// Flat is the measurement as a table, one row for each figure, as the command line prints it and
// /measure.csv returns it. The header is the same in both languages, because programs read it. An
// empty text is null. from and through are the days of the bucket, notices the codes of the caveats.
func (m *Measurement) Flat(lang jianfu.Lang) (header []string, rows [][]string) {
	header = []string{"bucket"}
	for _, dimension := range m.Query.By {
		header = append(header, dimension, dimension+"Label")
	}
	header = append(header, "metric", "label", "amount", "numerator", "denominator", "unit", "text", "missing",
		"comparedTo", "baseAmount", "delta", "changePercent", "changePoints", "favourable", "comparisonMissing", "sentence",
		"basis", "expected", "filed", "nil", "comparable", "from", "through", "notices")
	for _, row := range m.Rows {
		place := []string{row.Bucket.String()}
		for _, member := range row.Group {
			place = append(place, member.Value, member.Label.In(lang))
		}
		for _, v := range row.Values {
			line := append(slices.Clone(place), v.Metric.Name, v.Metric.Label.In(lang), cellOf(v.Amount), cellOf(v.Numerator),
				cellOf(v.Denominator), v.Metric.Unit, v.Text(lang), string(v.Missing))
			line = append(line, comparisonCells(v.Comparison, lang)...)
			comparable := ""
			if v.Comparison != nil {
				comparable = v.Comparison.Comparable.Sentence(lang)
			}
			rows = append(rows, append(line, string(v.Basis), strconv.Itoa(v.Coverage.Expected), strconv.Itoa(v.Coverage.Filed), strconv.Itoa(v.Coverage.Nil), comparable,
				row.Bucket.From().String(), row.Bucket.Through().String(), m.noticeCodes(v.Metric)))
		}
	}
	return header, rows
}

// noticeCodes are the codes of the caveats on a metric's figures, each once.
func (m *Measurement) noticeCodes(metric *Metric) string {
	var codes []string
	for _, n := range m.Notices {
		concerns := n.Metric == "" || n.Metric == metric.Name
		if concerns && len(n.Slices) > 0 {
			concerns = slices.Contains(metric.Kinds(), n.Slices[0].Kind)
		}
		if concerns && !slices.Contains(codes, string(n.Code)) {
			codes = append(codes, string(n.Code))
		}
	}
	return strings.Join(codes, " ")
}

func comparisonCells(c *ValueComparison, lang jianfu.Lang) []string {
	if c == nil {
		return make([]string, 8)
	}
	favourable := ""
	if c.Favourable != nil {
		favourable = map[bool]string{true: "true", false: "false"}[*c.Favourable]
	}
	return []string{c.Period.String(), cellOf(c.Amount), cellOf(c.Delta), cellOf(c.ChangePercent), cellOf(c.ChangePoints),
		favourable, string(c.Missing), c.Sentence(lang)}
}

func cellOf(d *jianfu.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}
