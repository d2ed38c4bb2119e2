package proof

import (
	"context"
	"fmt"
	"slices"

	"jianfu"
	"jianfu/metrics"
)

// asker asks the warehouse, once for each question; without an engine there is none.
type asker struct {
	engine    *metrics.Engine // nil where there is no warehouse
	catalog   *metrics.Catalog
	options   Options
	words     *vocabulary
	year      int // of the document
	batches   map[string]*batch
	measured  map[string]map[string]*metrics.Value // by question and metric
	projected map[string]*metrics.Projection
	caveats   map[string]jianfu.Text // why what was asked for is known of a part alone, by question and metric; empty where it is of all
	hidden    map[string]bool        // questions about what whoever asks does not see
	checked   map[string][2]int      // of the office's checks: what they find, and what they could not test
}

// batch is what a document asks the warehouse that one statement can answer: metrics of one scope, or of each unit or
// line, in pieces of time of one length.
type batch struct {
	metrics     []string
	first, last int // the years of the pieces
}

// question is a query without its metric: one statement can answer it for all metrics of a
// source.
func question(q metrics.Query) string {
	if q.Caliber == metrics.DefaultCaliber {
		q.Caliber = "" // one question, however the text puts it
	}
	return fmt.Sprint(q.Period, q.Compare, q.Against, q.Caliber, q.AsOf.UnixNano()) + fmt.Sprintf("%q", q.Where) // "" is of no line, and none is of all
}

// plan notes what the claims of a document may ask, so that it is asked together.
func (p *asker) plan(claims []*claim) {
	for _, st := range claims {
		switch {
		case p.engine == nil || st.isRule() || st.isHopeless():
		case st.namesID():
			if r, _, ok := p.byID(st); ok {
				p.planned(r.query)
			}
		case !st.expected:
			for i := range st.subject.hits {
				for _, r := range p.senses(st, i) {
					p.planned(r.query)
				}
			}
		}
	}
}

// planned notes a question.
func (p *asker) planned(q metrics.Query) {
	key, _ := p.batchOf(q)
	year := q.Period.Through().Year()
	b := p.batches[key]
	if b == nil {
		b = &batch{first: year, last: year}
		p.batches[key] = b
	}
	b.first, b.last = min(b.first, year), max(b.last, year)
	if !slices.Contains(b.metrics, q.Metrics[0]) {
		b.metrics = append(b.metrics, q.Metrics[0])
	}
}

// batchOf is the key of the batch to which a question belongs, and the grain of its pieces; "" where the time of the question
// is no piece of a year.
func (p *asker) batchOf(q metrics.Query) (string, jianfu.Grain) {
	by, grain := oneUnit(q.Where), pieceOf(q)
	if by != "" {
		q.Where = metrics.Filter{}
	}
	if grain != "" {
		q.Period = jianfu.Period{}
	}
	return question(q) + by + string(grain), grain
}

// pieceOf is the grain by which a year falls into pieces of which the time of a question is one.
func pieceOf(q metrics.Query) jianfu.Grain {
	if q.Compare == metrics.NamedPeriod {
		return ""
	}
	for _, grain := range []jianfu.Grain{jianfu.ByMonth, jianfu.ByQuarter, jianfu.ByHalf, jianfu.ByYear} {
		if slices.Contains(jianfu.YearOf(q.Period.Start().Year()).Buckets(grain), q.Period) {
			return grain
		}
	}
	return ""
}

// measure asks the warehouse, once for each question and with what else the document asks; nil where the
// question makes no sense.
func (p *asker) measure(ctx context.Context, q metrics.Query) (*metrics.Value, error) {
	key, metric := question(q), q.Metrics[0]
	if value, ok := p.measured[key][metric]; ok {
		return value, nil
	}
	if p.hidden[key] || !p.makesSense(q, metric) {
		return nil, nil //nolint:nilnil // there is none, and nothing went wrong
	}
	q.Lasting = true // its conditions are words of the text
	wide, err := p.widened(q)
	if err != nil {
		return nil, err
	}
	answer, err := p.engine.Measure(ctx, wide)
	if code := jianfu.ErrorCode(err); code == jianfu.TooLarge || code == jianfu.Invalid || code == jianfu.Forbidden {
		wide = q
		answer, err = p.engine.Measure(ctx, wide)
	}
	if jianfu.ErrorCode(err) == jianfu.Forbidden {
		p.hidden[key] = true
		return nil, nil //nolint:nilnil // there is none to be seen, and nothing went wrong
	}
	if err != nil && jianfu.ErrorCode(err) != jianfu.Invalid { // an id may name what is no unit
		return nil, err
	}
	if answer == nil {
		answer = &metrics.Measurement{}
	}
	for _, row := range answer.Rows {
		one := q
		if one.Period = row.Bucket; len(wide.By) > 0 {
			one.Where = memberFilter(wide.By[0], row.Group[0])
		}
		for i, name := range wide.Metrics {
			p.keep(question(one), name, &row.Values[i])
		}
	}
	if _, kept := p.measured[key][metric]; !kept && slices.ContainsFunc(answer.Notices, func(n metrics.Notice) bool { return n.Code == metrics.OthersHidden }) {
		if _, err := p.engine.Measure(ctx, q); jianfu.ErrorCode(err) == jianfu.Forbidden { // it was asked for among others, of which those that are not seen are left out
			p.hidden[key] = true
			return nil, nil //nolint:nilnil // there is none to be seen, and nothing went wrong
		}
	}
	p.keep(key, metric, nil) // of which there is no row
	return p.measured[key][metric], nil
}

// makesSense reports whether a metric can be asked for within the scope of a question.
func (p *asker) makesSense(q metrics.Query, metric string) bool {
	m, err := p.catalog.Metric(metric)
	ofNone := slices.Contains(q.Where.Portfolios, "") || slices.Contains(q.Where.Departments, "")
	if err != nil || ofNone && oneUnit(q.Where) == "" { // what is of no unit is a group of its own, and nothing to filter by
		return false
	}
	return !slices.ContainsFunc(q.Where.Is, func(equals metrics.Equals) bool {
		return !slices.ContainsFunc(m.Dimensions(), func(d *metrics.Dimension) bool { return d.Name == equals.Dimension })
	})
}

// memberFilter is the scope of one unit or line, or of what is of none, which is "".
func memberFilter(by string, member metrics.Member) metrics.Filter {
	if by == "portfolio" {
		return metrics.Filter{Portfolios: []string{member.Value}}
	}
	return metrics.Filter{Departments: []string{member.Value}}
}

// maxYears is how many years are asked about at once.
const maxYears = 5

// widened is a question with all that its batch asks.
func (p *asker) widened(q metrics.Query) (metrics.Query, error) {
	key, grain := p.batchOf(q)
	b, wide := p.batches[key], q
	if b == nil {
		return q, nil
	}
	wide.Metrics = slices.Clone(q.Metrics)
	for _, name := range b.metrics {
		if name != q.Metrics[0] && p.makesSense(q, name) {
			wide.Metrics = append(wide.Metrics, name)
		}
	}
	if by := oneUnit(q.Where); by != "" {
		wide.Where, wide.By = metrics.Filter{}, []string{by}
	}
	caliber, err := p.catalog.Caliber(q.Caliber)
	if err != nil || grain == "" {
		return wide, err
	}
	for _, years := range [][2]int{{max(b.first, b.last-maxYears+1), b.last}, {q.Period.Start().Year(), q.Period.Start().Year()}} {
		whole, _ := jianfu.Span(jianfu.MonthOf(years[0], 1), jianfu.MonthOf(years[1], 12)) // in order
		if pieces := whole.Buckets(grain); slices.Contains(pieces, q.Period) && !slices.ContainsFunc(pieces, func(piece jianfu.Period) bool {
			return caliber.Version(piece.Through()) != caliber.Version(whole.Through())
		}) {
			wide.Period, wide.Grain = whole, grain
			break
		}
	}
	return wide, nil
}

// keep remembers the answer to a question, the first one.
func (p *asker) keep(question, metric string, value *metrics.Value) {
	known := p.measured[question]
	if known == nil {
		known = map[string]*metrics.Value{}
		p.measured[question] = known
	}
	if _, ok := known[metric]; !ok {
		known[metric] = value
	}
}

// oneUnit is the dimension of a scope that is a single unit or line; "" for any other.
func oneUnit(where metrics.Filter) string {
	switch {
	case len(where.Is) > 0:
	case len(where.Departments) == 1 && len(where.Portfolios) == 0:
		return "department"
	case len(where.Portfolios) == 1 && len(where.Departments) == 0:
		return "portfolio"
	}
	return ""
}

// project asks for what a count will come to, once; nil where it cannot be projected.
func (p *asker) project(ctx context.Context, metric string, year, through int) (*metrics.Projection, error) {
	key := fmt.Sprint(metric, year, through, p.options.AsOf.UnixNano())
	if known, ok := p.projected[key]; ok {
		return known, nil
	}
	projection, err := p.engine.Project(ctx, metric, year, through, "", p.options.AsOf)
	if code := jianfu.ErrorCode(err); err != nil && code != jianfu.Invalid && code != jianfu.Forbidden {
		return nil, err
	}
	p.projected[key] = projection
	return projection, nil
}

// findings are how many cases one of the office's checks finds, and how many it could not test, asked for once.
func (p *asker) findings(ctx context.Context, check string, period jianfu.Period) (found, untested int, err error) {
	key := check + "@" + period.String()
	if n, ok := p.checked[key]; ok {
		return n[0], n[1], nil
	}
	list, err := p.engine.Check(ctx, check, period, p.options.AsOf)
	if err != nil {
		return 0, 0, err
	}
	open, err := p.engine.Untested(ctx, check, period, p.options.AsOf)
	if err != nil {
		return 0, 0, err
	}
	p.checked[key] = [2]int{len(list), len(open)}
	return len(list), len(open), nil
}
