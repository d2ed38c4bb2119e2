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
// Further comparisons of MeasureAgainst follow in columns of the same names with 2, 3 and so on.
func (m *Measurement) Flat(lang jianfu.Lang) (header []string, rows [][]string) {
	header = []string{"bucket"}
	for _, dimension := range m.Query.By {
		header = append(header, dimension, dimension+"Label")
	}
	header = append(header, "metric", "label", "amount", "numerator", "denominator", "unit", "text", "missing")
	header = append(header, comparisonColumns...)
	header = append(header, "basis", "expected", "filed", "nil", "comparable", "from", "through", "notices")
	for i := 1; i < len(m.Against); i++ {
		for _, name := range append(comparisonColumns, "comparable") {
			header = append(header, name+strconv.Itoa(i+1))
		}
	}
	for _, row := range m.Rows {
		place := []string{row.Bucket.String()}
		for _, member := range row.Group {
			place = append(place, member.Value, member.Label.In(lang))
		}
		for _, v := range row.Values {
			line := append(slices.Clone(place), v.Metric.Name, v.Metric.Label.In(lang), cellOf(v.Amount), cellOf(v.Numerator),
				cellOf(v.Denominator), v.Metric.Unit, v.Text(lang), string(v.Missing))
			compared := v.Others
			if len(compared) == 0 {
				compared = []*ValueComparison{v.Comparison}
			}
			line = append(line, comparisonCells(compared[0], lang)...)
			line = append(line, string(v.Basis), strconv.Itoa(v.Coverage.Expected), strconv.Itoa(v.Coverage.Filed), strconv.Itoa(v.Coverage.Nil),
				comparableCell(compared[0], lang), row.Bucket.From().String(), row.Bucket.Through().String(), m.noticeCodes(v.Metric))
			for _, c := range compared[1:] {
				line = append(append(line, comparisonCells(c, lang)...), comparableCell(c, lang))
			}
			rows = append(rows, line)
		}
	}
	return header, rows
}

// noticeCodes are the codes of the caveats on a metric's figures, each once.
func (m *Measurement) noticeCodes(metric *Metric) string {
	var codes []string
	for _, n := range m.Notices {
		concerns := n.Metric == metric.Name || n.Metric == "" && (len(n.Slices) == 0 || slices.Contains(metric.Kinds(), n.Slices[0].Kind))
		if concerns && !slices.Contains(codes, string(n.Code)) {
			codes = append(codes, string(n.Code))
		}
	}
	return strings.Join(codes, " ")
}

func comparableCell(c *ValueComparison, lang jianfu.Lang) string {
	if c == nil {
		return ""
	}
	return c.Comparable.Sentence(lang)
}

// comparisonColumns are the columns of comparisonCells.
var comparisonColumns = []string{"comparedTo", "baseAmount", "delta", "changePercent", "changePoints", "favourable", "comparisonMissing", "sentence"}

func comparisonCells(c *ValueComparison, lang jianfu.Lang) []string {
	if c == nil {
		return make([]string, len(comparisonColumns))
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
