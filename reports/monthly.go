package reports

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/metrics"
)

// Monthly are the figures of each month that the office has agreed to mail.
type Monthly struct {
	Title                   string
	Metrics                 []string
	Departments, Portfolios []string // whose figures; without any, those that the reader sees: its own, and the city's
}

// OfView are the metrics, unit and line of a page of the dashboard that the office has saved: those that its address names, the headline metrics
// for the overview, and those of its subject for the page of a subject. The error is Invalid for other pages.
func OfView(view string, catalog *metrics.Catalog) (m Monthly, err error) {
	u, err := url.Parse(view)
	if err != nil || u.Host != "" || !strings.HasPrefix(view, "/") {
		return m, jianfu.Errorf(jianfu.Invalid, "视图的地址“%s”写法不对", "the address %q of the view is malformed", view)
	}
	query := u.Query()
	subject, ofSubject := strings.CutPrefix(u.Path, "/subjects/")
	for _, metric := range catalog.Metrics() {
		if u.Path == "/" && metric.Headline || ofSubject && strings.HasPrefix(metric.Name, subject+".") {
			m.Metrics = append(m.Metrics, metric.Name)
		}
	}
	if named := query.Get("m"); named != "" && (u.Path == "/compare" || u.Path == "/trend") {
		m.Metrics = strings.Split(named, ",")
	}
	if len(m.Metrics) == 0 {
		return m, jianfu.Errorf(jianfu.Invalid, "从视图“%s”看不出要发哪些指标，请写明指标", "the view %q does not say which metrics to send: name them", view)
	}
	if line, is := strings.CutPrefix(query.Get("scope"), "line:"); is {
		m.Portfolios = []string{line}
	}
	if unit, is := strings.CutPrefix(query.Get("scope"), "unit:"); is {
		m.Departments = []string{unit}
	}
	return m, nil
}

// monthlyPart is whose figures a section has.
type monthlyPart struct {
	heading string
	where   metrics.Filter
}

// parts are the sections for whoever asks.
func (m Monthly) parts(ctx context.Context, engine *metrics.Engine) ([]monthlyPart, error) {
	units, err := engine.Departments(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	called := func(code string) string {
		for _, d := range units {
			if d.Code == code {
				return d.Latest().Name
			}
		}
		return code
	}
	if len(m.Departments)+len(m.Portfolios) > 0 {
		names := slices.Clone(m.Portfolios)
		for _, code := range m.Departments {
			names = append(names, called(code))
		}
		return []monthlyPart{{strings.Join(names, "、"), metrics.Filter{Departments: m.Departments, Portfolios: m.Portfolios}}}, nil
	}
	city := monthlyPart{heading: "全市"}
	switch c := access.From(ctx); c.Rights().Sees {
	case access.OwnUnit:
		return []monthlyPart{{"本单位（" + called(c.Department) + "）", metrics.Filter{Departments: []string{c.Department}}}, city}, nil
	case access.OwnLine:
		return []monthlyPart{{"本战线（" + c.Portfolio + "）", metrics.Filter{Portfolios: []string{c.Portfolio}}}, city}, nil
	}
	return []monthlyPart{city}, nil
}

// Text is the mail about a month, in Chinese: the month, and from January on where that is more, against the same months a year before, with why
// there is no figure where there is none, and what is missing. It has what whoever asks under ctx sees; the error is Forbidden where that is not all
// that was asked for.
func (m Monthly) Text(ctx context.Context, engine *metrics.Engine, month jianfu.Month) (subject, body string, err error) {
	ctx, release := engine.Pin(ctx, 0)
	defer func() { err = errors.Join(err, release()) }()
	parts, err := m.parts(ctx, engine)
	if err != nil {
		return "", "", err
	}
	spans := []jianfu.Period{}
	for _, first := range []jianfu.Month{month, jianfu.MonthOf(month.Year(), 1)} {
		span, _ := jianfu.Span(first, month) // a month is not before January
		if !slices.Contains(spans, span) {
			spans = append(spans, span)
		}
	}
	var out strings.Builder
	var remarks []string
	fmt.Fprintf(&out, "%s\n", m.Title)
	for _, part := range parts {
		for _, span := range spans {
			fmt.Fprintf(&out, "\n【%s】%s\n", part.heading, span.Label(jianfu.Chinese))
			answer, err := engine.Measure(ctx, metrics.Query{Metrics: m.Metrics, Period: span, Compare: metrics.YearEarlier, Where: part.where})
			if err != nil {
				return "", "", err
			}
			for _, row := range answer.Rows {
				for _, v := range row.Values {
					out.WriteString("- " + monthlyLine(v) + "\n")
				}
			}
			for _, notice := range answer.Notices {
				if text := notice.Text.ZH; !slices.Contains(remarks, text) {
					remarks = append(remarks, text)
				}
			}
		}
	}
	if len(remarks) > 0 {
		out.WriteString("\n说明：\n")
		for _, text := range remarks {
			out.WriteString("- " + text + "\n")
		}
	}
	when, _ := jianfu.Span(month, month) // a month is a span
	return when.Label(jianfu.Chinese) + " " + m.Title, out.String(), nil
}

// monthlyLine is one figure: 召开会议：45次，同比下降12.36%（少75次）（38个单位中36个已报）.
func monthlyLine(v metrics.Value) string {
	line := v.Metric.Label.ZH + "：" + v.Text(jianfu.Chinese)
	if v.Amount == nil {
		return line
	}
	if v.Comparison != nil {
		line += "，" + v.Comparison.Sentences(jianfu.Chinese)
	}
	if partial := v.Partial(jianfu.Chinese); partial != "" {
		line += "（" + partial + "）"
	}
	return line
}
