package main

import (
	"encoding/json"
	"io"

	"jianfu"
	"jianfu/metrics"
)

// The answer of measure as JSON: the names, numbers and nulls of the GraphQL API.
type (
	answer struct {
		Period     string         `json:"period"`
		ComparedTo *string        `json:"comparedTo"`
		Commit     int64          `json:"commit"`
		Rows       []answerRow    `json:"rows"`
		Notices    []answerNotice `json:"notices"`
		Lineage    answerLineage  `json:"lineage"`
	}
	answerRow struct {
		Bucket answerPeriod   `json:"bucket"`
		Group  []answerMember `json:"group"`
		Values []answerValue  `json:"values"`
	}
	answerPeriod struct {
		Value   string `json:"value"`
		Label   string `json:"label"`
		From    string `json:"from"`
		Through string `json:"through"`
		Months  int    `json:"months"`
	}
	answerMember struct {
		Dimension string  `json:"dimension"`
		Value     *string `json:"value"`
		Label     string  `json:"label"`
	}
	answerValue struct {
		ID          string            `json:"id"`
		Metric      string            `json:"metric"`
		Amount      *string           `json:"amount"`
		Numerator   *string           `json:"numerator"`
		Denominator *string           `json:"denominator"`
		Text        string            `json:"text"`
		Missing     *string           `json:"missing"`
		Basis       string            `json:"basis"`
		Coverage    answerCoverage    `json:"coverage"`
		Comparison  *answerComparison `json:"comparison"`
	}
	answerCoverage struct {
		Expected int `json:"expected"`
		Filed    int `json:"filed"`
		Nil      int `json:"nil"`
	}
	answerComparison struct {
		Period        string  `json:"period"`
		Amount        *string `json:"amount"`
		Delta         *string `json:"delta"`
		ChangePercent *string `json:"changePercent"`
		ChangePoints  *string `json:"changePoints"`
		Favourable    *bool   `json:"favourable"`
		Missing       *string `json:"missing"`
		Sentence      string  `json:"sentence"`

		Comparable *answerComparable `json:"comparable"`
	}
	answerComparable struct {
		Current       *string        `json:"current"`
		Amount        *string        `json:"amount"`
		Delta         *string        `json:"delta"`
		ChangePercent *string        `json:"changePercent"`
		ChangePoints  *string        `json:"changePoints"`
		Favourable    *bool          `json:"favourable"`
		Missing       *string        `json:"missing"`
		Sentence      string         `json:"sentence"`
		Coverage      answerCoverage `json:"coverage"`
	}
	answerNotice struct {
		Code   string  `json:"code"`
		Metric *string `json:"metric"`
		Text   string  `json:"text"`
	}
	answerLineage struct {
		Statements  []string          `json:"statements"`
		Columns     []string          `json:"columns"`
		Submissions []int64           `json:"submissions"`
		Caliber     string            `json:"caliber"`
		Thresholds  []answerThreshold `json:"thresholds"`
	}
	answerThreshold struct {
		Name   string `json:"name"`
		Label  string `json:"label"`
		Value  string `json:"value"`
		Unit   string `json:"unit"`
		From   string `json:"from"`
		Source string `json:"source"`
	}
)

func answerOf(m *metrics.Measurement, lang jianfu.Lang) answer {
	a := answer{Period: m.Query.Period.String(), Commit: m.Commit, ComparedTo: orNull(m.Base.String()), Rows: []answerRow{}, Notices: noticesOf(m.Notices, lang),
		Lineage: answerLineage{Statements: list(m.Lineage.Statements), Columns: list(m.Lineage.Columns),
			Submissions: list(m.Lineage.Submissions), Caliber: m.Lineage.Caliber, Thresholds: []answerThreshold{}}}
	for _, t := range m.Lineage.Thresholds {
		a.Lineage.Thresholds = append(a.Lineage.Thresholds, thresholdOf(t, lang))
	}
	for _, row := range m.Rows {
		b := row.Bucket
		r := answerRow{Group: membersOf(row.Group, lang), Bucket: answerPeriod{Value: b.String(), Label: b.Label(lang),
			From: b.From().String(), Through: b.Through().String(), Months: b.Months()}}
		for _, value := range row.Values {
			r.Values = append(r.Values, answerValueOf(value, lang))
		}
		a.Rows = append(a.Rows, r)
	}
	return a
}

func membersOf(group []metrics.Member, lang jianfu.Lang) []answerMember {
	members := []answerMember{}
	for _, member := range group {
		out := answerMember{Dimension: member.Dimension, Label: member.Label.In(lang)}
		if member.Known {
			out.Value = &member.Value
		}
		members = append(members, out)
	}
	return members
}

func thresholdOf(t metrics.Threshold, lang jianfu.Lang) answerThreshold {
	return answerThreshold{Name: t.Name, Label: t.Label.In(lang), Value: t.Value.String(), Unit: t.Unit, From: t.From.String(), Source: t.Source.In(lang)}
}

func noticesOf(notices []metrics.Notice, lang jianfu.Lang) []answerNotice {
	answers := []answerNotice{}
	for _, notice := range notices {
		answers = append(answers, answerNotice{Code: string(notice.Code), Metric: orNull(notice.Metric), Text: notice.Text.In(lang)})
	}
	return answers
}

func answerValueOf(v metrics.Value, lang jianfu.Lang) answerValue {
	out := answerValue{ID: v.Scope.ID(), Metric: v.Metric.Name, Amount: decimal(v.Amount), Numerator: decimal(v.Numerator),
		Denominator: decimal(v.Denominator), Text: v.Text(lang), Missing: orNull(string(v.Missing)),
		Basis: string(v.Basis), Coverage: answerCoverage(v.Coverage)}
	if c := v.Comparison; c != nil {
		out.Comparison = &answerComparison{Period: c.Period.String(), Amount: decimal(c.Amount), Delta: decimal(c.Delta),
			ChangePercent: decimal(c.ChangePercent), ChangePoints: decimal(c.ChangePoints), Favourable: c.Favourable,
			Missing: orNull(string(c.Missing)), Sentence: c.Sentence(lang)}
		if b := c.Comparable; b != nil {
			out.Comparison.Comparable = &answerComparable{Current: decimal(b.Current), Amount: decimal(b.Amount), Delta: decimal(b.Delta),
				ChangePercent: decimal(b.ChangePercent), ChangePoints: decimal(b.ChangePoints), Favourable: b.Favourable,
				Missing: orNull(string(b.Missing)), Sentence: b.Sentence(lang), Coverage: answerCoverage(b.Coverage)}
		}
	}
	return out
}

func decimal(d *jianfu.Decimal) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}

// orNull is nil for "".
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// writeJSON writes a document for people and programs: indented, Chinese and < as they are.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
