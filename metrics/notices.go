package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"jianfu"
)

// notices are the caveats of the whole answer.
func (r *run) notices(known *shape) []Notice {
	var list []Notice
	var kinds []string
	spans := map[string][]jianfu.Period{}
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			for _, kind := range append(slices.Clone(part.source.Kinds), part.source.Uses...) {
				if !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
				spans[kind] = append(spans[kind], r.spans(part.source)...)
			}
		}
	}
	for _, kind := range kinds {
		list = append(list, r.kindNotices(kind, known.kinds[kind], spans[kind])...)
	}
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			var unknown, total int64
			for key, c := range r.cells {
				if key.metric == part && key.bucket%2 == 0 {
					unknown += c.unknown
					total += c.total
				}
			}
			if unknown > 0 {
				list = append(list, Notice{Code: UnknownRows, Metric: m.Name, Text: jianfu.Say(
					"“%[1]s”：%[3]d 行中有 %[4]d 行没有写明或数值未知", "%[2]s: %[4]d of %[3]d rows do not say or hold an unknown value",
					part.Label.ZH, part.Label.EN, total, unknown)})
			}
		}
	}
	return list
}

// unfiledValues tells of values asked for that no row of any time has: they may be right and
// just never filed, or misspelt.
func (r *run) unfiledValues(ctx context.Context) ([]Notice, error) {
	var list []Notice
	for _, equals := range r.query.Where.Is {
		var label jianfu.Text
		var sources []*source
		for _, m := range r.metrics {
			for _, part := range m.Parts() {
				d := part.source.dimension(equals.Dimension)
				if d == nil || d.yesno || slices.Contains(sources, part.source) || len(equals.In) == 1 && r.looked(part) {
					continue
				}
				label = d.Label
				sources = append(sources, part.source)
			}
		}
		var filed []string
		for _, src := range sources {
			values, err := r.filedValues(ctx, src, equals.Dimension)
			if err != nil {
				return nil, err
			}
			filed = append(filed, values...)
		}
		filed = slices.Compact(slices.Sorted(slices.Values(filed)))
		for _, value := range equals.In {
			if len(filed) == 0 || slices.Contains(filed, value) { // that nothing was filed at all is told already
				continue
			}
			near, zh, en := jianfu.Nearest(value, filed, namedValues), "", ""
			if len(near) < len(filed) {
				zh, en = "等", ", …"
			}
			list = addNotices(list, []Notice{{Code: UnfiledValue, Text: jianfu.Say("没有任何一行的“%[1]s”是“%[3]s”，已有的值：%[4]s%[6]s",
				"no row says %[3]q as %[2]s; the values there are: %[5]s%[7]s",
				label.ZH, label.EN, value, strings.Join(near, enumeration(jianfu.Chinese)), strings.Join(near, enumeration(jianfu.English)), zh, en)}})
		}
	}
	return list, nil
}

// namedValues is how many values that there are the text of a notice names.
const namedValues = 8

// looked reports whether the figures found any rows, which then all have the value asked for.
func (r *run) looked(m *Metric) bool {
	for key, c := range r.cells {
		if key.metric.source == m.source && c.total > 0 {
			return true
		}
	}
	return false
}

// filedValues are the values that the rows of all years, and of the query's own months, have
// of a dimension, whatever else the query asks for.
func (r *run) filedValues(ctx context.Context, src *source, dimension string) ([]string, error) {
	s := *r.scope
	s.by, s.where = nil, Filter{}
	buckets := r.buckets() // a stock is as of the ends of buckets
	for _, year := range until(jianfu.MonthOf(1900, 1), jianfu.YearOf(2199)).Buckets(jianfu.ByYear) {
		buckets = append(buckets, bucket{index: 2*len(r.rows) + len(buckets), period: year})
	}
	st := &statement{}
	s.with(st, src, buckets, nil)
	st.SQL("SELECT DISTINCT CAST(", s.dimension(dimension), " AS VARCHAR) AS filed FROM counted WHERE filed IS NOT NULL")
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read the values of %s: %w\n%s", dimension, err, st.Literal())
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// Caveats are those on what checks find, or do not find, in a period: filings that are missing
// and rows kept aside, of the kinds that the checks read, as of a moment (zero is now). Kinds of
// which nothing was filed yet at all are named without a period.
func (e *Engine) Caveats(ctx context.Context, checks []*Check, period jianfu.Period, asOf time.Time) ([]Notice, error) {
	var kinds []string
	for _, check := range checks {
		for _, kind := range append(slices.Clone(check.Kinds), check.uses...) {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	var list []Notice
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		s := &scope{catalog: e.catalog, asOf: asOf, now: asOf}
		if asOf.IsZero() {
			s.now = e.w.MomentOf(ctx)
		}
		r := &run{engine: e, tx: tx, scope: s, query: Query{Period: period, AsOf: asOf}, filed: filed{periods: map[string][]filedPeriod{}}}
		known, err := e.shape(ctx, tx)
		if err != nil {
			return err
		}
		if r.departments, err = e.departments(ctx, tx, s); err != nil {
			return err
		}
		if err := r.filed.readPeriods(ctx, tx, s, kinds, nil); err != nil {
			return err
		}
		for _, kind := range kinds {
			label := known.kinds[kind]
			if len(r.filed.periods[kind]) == 0 { // so that finding nothing means nothing
				list = append(list, Notice{Code: IncompletePeriod, Text: jianfu.Say("%[1]s没有任何报送", "nothing was filed of: %[2]s", label.ZH, label.EN)})
				continue
			}
			list = append(list, r.kindNotices(kind, label, []jianfu.Period{period})...)
		}
		return nil
	})
	return list, err
}

// addNotices adds those that are not there yet.
func addNotices(list, more []Notice) []Notice {
	for _, n := range more {
		if !slices.ContainsFunc(list, n.Same) {
			list = append(list, n)
		}
	}
	return list
}

// kindNotices are the caveats on figures over a kind's filings of some spans of months.
func (r *run) kindNotices(kind string, label jianfu.Text, spans []jianfu.Period) []Notice {
	var list []Notice
	var incomplete []NoticeSlice
	monthly := false
	var rejected int64
	var files []string
	months := map[jianfu.Month]bool{}
	for _, p := range r.filed.periods[kind] {
		if !p.period.IsZero() && p.period.Months() == 1 {
			monthly = true
			months[p.period.Start()] = true
		}
		if p.period.IsZero() || overlaps(p.period, spans) {
			rejected += p.rejected
			for _, code := range p.incomplete {
				incomplete = append(incomplete, NoticeSlice{kind, code, p.period})
			}
			for _, file := range p.files {
				if !slices.Contains(files, file) {
					files = append(files, file)
				}
			}
		}
	}
	due := slices.Contains(r.scope.catalog.due, kind)
	spans = slices.DeleteFunc(slices.Clone(spans), func(span jianfu.Period) bool { // the comparison says that its base has none
		return span.Until() != r.query.Period.Until() && !slices.ContainsFunc(monthsOf(span), func(m jianfu.Month) bool { return months[m] })
	})
	missing := monthsWithout(months, due, spans)
	var absent []NoticeSlice
	for _, month := range missing {
		span, _ := jianfu.Span(month, month)
		absent = append(absent, NoticeSlice{Kind: kind, Period: span})
	}
	if monthly && len(missing) > 0 {
		list = append(list, Notice{Code: IncompletePeriod, Kind: label, Slices: absent, Text: jianfu.Say(
			"%[1]s没有任何报送：%[3]s", "no filing for %[4]s of: %[2]s", label.ZH, label.EN, runsOf(missing, jianfu.Chinese), runsOf(missing, jianfu.English))})
	}
	if due {
		own := monthsOf(r.query.Period)
		base := slices.DeleteFunc(monthsOf(spans...), func(m jianfu.Month) bool { return slices.Contains(own, m) })
		list = append(list, r.missingFilings(kind, label, own)...)
		list = append(list, r.missingFilings(kind, label, base)...)
	}
	if rejected > 0 {
		list = append(list, Notice{Code: RejectedRows, Kind: label, Slices: incomplete, Text: jianfu.Say(
			"数字不完整：%[1]s有 %[3]d 行因有错被搁置（%[4]s）", "incomplete: %[3]d faulty rows (%[4]s) were set aside of: %[2]s", label.ZH, label.EN, rejected, strings.Join(files, "、"))})
	}
	return list
}

// monthsWithout are the months of the spans for which nothing was filed. Of kinds that are
// not due a month may have nothing to file: only a span, or a whole year of it, without any
// filing is told.
func monthsWithout(filed map[jianfu.Month]bool, due bool, spans []jianfu.Period) []jianfu.Month {
	var absent []jianfu.Month
	for _, span := range spans {
		years := slices.DeleteFunc(span.Buckets(jianfu.ByYear), func(year jianfu.Period) bool { return year.Months() < 12 })
		for _, part := range append(years, span) {
			missing := slices.DeleteFunc(monthsOf(part), func(m jianfu.Month) bool { return filed[m] })
			if due || len(missing) == part.Months() {
				absent = append(absent, missing...)
			}
		}
	}
	slices.Sort(absent)
	return slices.Compact(absent)
}

// runsOf names months in words, three or more in a row as one span.
func runsOf(months []jianfu.Month, lang jianfu.Lang) string {
	var named []string
	for len(months) > 0 {
		n := 1
		for n < len(months) && months[n] == months[0]+jianfu.Month(n) {
			n++
		}
		if n < 3 {
			n = 1
		}
		span, _ := jianfu.Span(months[0], months[n-1])
		named = append(named, span.Label(lang))
		months = months[n:]
	}
	return strings.Join(named, enumeration(lang))
}

// enumeration separates the members of a list.
func enumeration(lang jianfu.Lang) string {
	if lang == jianfu.English {
		return ", "
	}
	return "、"
}

// monthsOf are the months of some spans, each once.
func monthsOf(spans ...jianfu.Period) []jianfu.Month {
	var months []jianfu.Month
	for _, span := range spans {
		for i := range span.Months() {
			months = append(months, span.Start()+jianfu.Month(i))
		}
	}
	slices.Sort(months)
	return slices.Compact(months)
}

// chinaDay is the day that a moment falls on in China, where filings are due.
func chinaDay(at time.Time) jianfu.Date { return jianfu.DateOf(at.In(jianfu.China)) }

// namedMissing is how many missing filings the text of a notice names; its slices are all.
const namedMissing = 5

// missingFilings tells of the units within the scope that did not file a kind that is due
// every month, for months that have ended.
func (r *run) missingFilings(kind string, label jianfu.Text, months []jianfu.Month) []Notice {
	expected := 0
	var over jianfu.Period
	var missing, missingEN []string
	var absent []NoticeSlice
	for _, start := range months {
		month, _ := jianfu.Span(start, start)
		if month.Until() > chinaDay(r.scope.now) {
			break
		}
		over, _ = jianfu.Span(months[0], start)
		var filed []string
		for _, p := range r.filed.periods[kind] {
			if p.period == month {
				filed = p.departments
			}
		}
		for _, d := range r.departments {
			due := slices.ContainsFunc(d.Versions, func(v DepartmentVersion) bool {
				return v.Type == "市直部门" && v.From <= month.From() && month.From() < v.Until && admits(r.query.Where, v)
			})
			if !due || len(r.query.Where.Departments) > 0 && !slices.Contains(r.query.Where.Departments, d.Code) {
				continue
			}
			expected++
			if !slices.Contains(filed, d.Code) {
				missing, missingEN = append(missing, d.Latest().Name+month.Label(jianfu.Chinese)), append(missingEN, d.Latest().Name+" "+month.String())
				absent = append(absent, NoticeSlice{kind, d.Code, month})
			}
		}
	}
	if len(missing) == 0 || len(missing) == expected {
		return nil // where nothing was filed at all, the months have been told already
	}
	zh, en := "", ""
	if len(missing) > namedMissing {
		zh, en = "等", ", …"
	}
	naming := min(len(missing), namedMissing)
	return []Notice{{Code: IncompletePeriod, Kind: label, Slices: absent, Period: over, Text: jianfu.Say("%[1]s应报 %[3]d 份，未报 %[4]d 份：%[5]s%[6]s", "%[4]d of %[3]d filings due are missing (%[7]s%[8]s) of: %[2]s",
		label.ZH, label.EN, expected, len(missing), strings.Join(missing[:naming], enumeration(jianfu.Chinese)), zh, strings.Join(missingEN[:naming], enumeration(jianfu.English)), en)}}
}

// backDated tells of filings that count as of the moment asked for, and were loaded after it: what
// was answered in between was without them.
func (r *run) backDated(ctx context.Context) ([]Notice, error) {
	if r.query.AsOf.IsZero() {
		return nil, nil
	}
	var kinds []string
	for _, m := range r.metrics {
		for _, kind := range m.Kinds() {
			kinds = append(kinds, literal(kind))
		}
	}
	st := &statement{}
	st.SQL(`SELECT COUNT(DISTINCT c.submission), COALESCE(MAX(c.number), 0) FROM commit_log c
  JOIN slice s ON s.submission_id = c.submission AND s.kind IN (`, sqlText(strings.Join(kinds, ", ")), ")")
	r.scope.joinStanding(st, "s.id")
	st.SQL(" WHERE c.change = 'load' AND c.committed_at > ")
	st.Arg(r.query.AsOf)
	var loads, last int64
	if err := r.tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&loads, &last); err != nil {
		return nil, fmt.Errorf("look for filings loaded later: %w\n%s", err, st.Literal())
	}
	if loads == 0 {
		return nil, nil
	}
	return []Notice{{Code: BackDated, Text: jianfu.Say(
		"截至 %s 的数里有 %d 次报送是在这之后才入库的（最近一次是第 %d 次提交）；要看更早时候答复的数，加 --known-at 提交号",
		"of what counts as of %s, %d filings were loaded after it (the last by commit %d); --known-at COMMIT gives what was answered earlier",
		r.query.AsOf.In(jianfu.China).Format("2006-01-02 15:04"), loads, last)}}, nil
}
