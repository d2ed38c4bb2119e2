package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// notices are the caveats of the whole answer.
func (r *run) notices() []Notice {
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
		list = append(list, r.kindNotices(kind, r.shape.kinds[kind], spans[kind])...)
	}
	list = append(list, r.totalsNotices()...)
	list = append(list, r.understoodNotice()...)
	list = append(list, r.movedWithin()...)
	list = append(list, r.movedNotices()...)
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			var unknown, total int64
			for key, c := range r.cells {
				if key.part == part && key.bucket%2 == 0 && key.bucket < 2*len(r.rows) && !key.comparable {
					unknown += c.unknown + c.silent
					total += max(c.total, c.said+c.silent)
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

// unfiledValues refuses values in the query that nothing knows, as a misspelt filter must not count nothing:
// neither are they among those that a column may have, nor has any row of any time them. Days, and
// the texts of templates, may just never have been filed: these it reports.
func (r *run) unfiledValues(ctx context.Context) ([]Notice, error) {
	var list []Notice
	for _, equals := range r.query.Where.Is {
		var label jianfu.Text
		var sources []*source
		for _, m := range r.metrics {
			for _, part := range m.Parts() {
				d := part.source.dimension(equals.Dimension)
				if d == nil || d.yesno || d.units || slices.Contains(sources, part.source) || len(equals.In) == 1 && r.looked(part) {
					continue
				}
				label = d.Label
				sources = append(sources, part.source)
			}
		}
		var known []string
		lasting := r.query.Lasting || r.query.yearly || r.query.Traced()
		for _, src := range sources {
			choices, err := r.choices(ctx, src, equals.Dimension)
			if err != nil {
				return nil, err
			}
			values, err := r.filedValues(ctx, src, equals.Dimension)
			if err != nil {
				return nil, err
			}
			known, lasting = slices.Concat(known, choices, values[0]), lasting && choices == nil
		}
		known = slices.Compact(slices.Sorted(slices.Values(known)))
		var unfiled []string
		for _, value := range equals.In {
			if _, there := slices.BinarySearch(known, value); there || len(known) == 0 { // that nothing was filed at all is reported already
				continue
			}
			if _, day := jianfu.ParseDate(value); !day && !lasting {
				return nil, unknownName(label, value, known)
			}
			unfiled = append(unfiled, value)
		}
		for _, value := range unfiled[:min(len(unfiled), unfiledValuesNamed)] {
			near, zh, en := jianfu.Nearest(value, known, namedValues), "", ""
			if len(near) < len(known) {
				zh, en = "等", ", …"
			}
			list = append(list, Notice{Code: UnfiledValue, Text: jianfu.Say("没有任何一行的“%[1]s”是“%[3]s”，已有的值：%[4]s%[6]s",
				"no row says %[3]q as %[2]s; the values there are: %[5]s%[7]s",
				label.ZH, label.EN, value, strings.Join(near, enumeration(jianfu.Chinese)), strings.Join(near, enumeration(jianfu.English)), zh, en)})
		}
		if others := len(unfiled) - unfiledValuesNamed; others > 0 {
			list = append(list, Notice{Code: UnfiledValue, Text: jianfu.Say("另有 %[3]d 个取值，也没有任何一行的“%[1]s”是它们",
				"no row says any of %[3]d further values as %[2]s either", label.ZH, label.EN, others)})
		}
	}
	return list, nil
}

// registerNotices say where a register has rows of a unit's month that do not count, as the unit states the
// month itself: the two may disagree.
func (r *run) registerNotices(ctx context.Context) ([]Notice, error) {
	if r.totals == nil || !r.tellable() {
		return nil, nil
	}
	var list []Notice
	for _, m := range r.metrics {
		for _, a := range accountsOf(m) {
			passed, rows, err := r.besideTotals(ctx, a)
			if err != nil {
				return nil, err
			}
			if rows == 0 {
				continue
			}
			var zh, en []string
			for _, month := range passed {
				zh, en = append(zh, r.unitName(month.Department)+month.Period.Label(jianfu.Chinese)), append(en, r.unitName(month.Department)+" "+month.Period.String())
			}
			n, namesZH, namesEN := r.naming(zh, en)
			list = append(list, Notice{Code: RegisterRows, Metric: m.Name, Text: jianfu.Say("“%[1]s”：%[3]d 个单位月用的是单位报的汇总数，台账里这些月份的 %[4]d 行没有计入，请核对：%[5]s",
				"%[2]s: %[3]d months of units rest on the totals that they state; %[4]d rows of the register of these months were not counted, check them: %[6]s",
				a.of.Label.ZH, a.of.Label.EN, n, rows, namesZH, namesEN)})
		}
	}
	return list, nil
}

// besideTotals are the months of units that their own totals state and of which a register that speaks for
// everybody has rows, too, with the number of these.
func (r *run) besideTotals(ctx context.Context, a account) (months []NoticeSlice, rows int64, err error) {
	stated := map[leftOut]bool{}
	c := r.coverOf(a.source())
	var buckets []bucket
	for _, pair := range r.rows {
		b := pair.current
		d, span := r.decisions[decisionKey{account: a, bucket: b.index}], r.coveredSpan(a, b.period)
		at, found := r.axis.place(span.Start()), len(stated)
		for u, s := range d.shares {
			for m := range s.known {
				month := span.Start() + jianfu.Month(m)
				if c.own[u][at+m] > setAside || !r.registered(c, u, at+m) || !s.fromTotals(month) {
					continue
				}
				if !a.adds() { // rows that no month distinguishes
					month = span.Start() + jianfu.Month(span.Months()-1)
				}
				stated[leftOut{bucket: b.index, unit: r.axis.units[u].code, month: month}] = true
			}
		}
		if len(stated) > found {
			buckets = append(buckets, b)
		}
	}
	if len(stated) == 0 {
		return nil, 0, nil
	}
	part := a.partsOf()[0]
	s, t, st := *r.scope, r.scope.term(part), &statement{}
	s.by = nil
	s.with(st, part.source, buckets, t.columns)
	st.SQL("SELECT bucket, department, 12 * year(counted_on) + month(counted_on) - 1, ", t.total, " FROM counted GROUP BY ALL HAVING ", t.total, " > 0 ORDER BY ALL")
	err = each(ctx, r.tx, st.text.String(), func(found *sql.Rows) error {
		var of leftOut
		var unit sql.NullString
		var month, n int64
		if err := found.Scan(&of.bucket, &unit, &month, &n); err != nil {
			return err
		}
		of.unit, of.month = unit.String, jianfu.Month(month)
		if !a.adds() {
			period := r.rows[of.bucket/2].current.period
			of.month = period.Start() + jianfu.Month(period.Months()-1)
		}
		if stated[of] {
			rows += n
			if next := noticeSlice(part.source.Kinds[0], of.unit, of.month); !slices.Contains(months, next) {
				months = append(months, next)
			}
		}
		return nil
	}, st.args...)
	if err != nil {
		return nil, 0, fmt.Errorf("find rows beside totals: %w\n%s", err, st.Literal())
	}
	return months, rows, nil
}

// choices are the values that a column of a source's rows may have; nil where that may be any text.
func (r *run) choices(ctx context.Context, src *source, dimension string) (values []string, err error) {
	st := &statement{}
	if dimension == "kind" { // of what is owed
		st.SQL("SELECT name FROM kind")
	} else {
		st.SQL("SELECT UNNEST(choices) FROM kind_column WHERE name = ")
		st.Arg(dimension)
		st.SQL(" AND kind IN ")
		st.List(src.Kinds)
	}
	err = each(ctx, r.tx, st.text.String(), func(rows *sql.Rows) error {
		var value string
		err := rows.Scan(&value)
		values = append(values, value)
		return err
	}, st.args...)
	return values, err
}

// namedValues is how many existing values the text of a notice names; unfiledValuesNamed how many
// values that no row has get a notice of their own.
const (
	namedValues        = 8
	unfiledValuesNamed = 50
)

// looked reports whether the figures found any rows, which then all have the requested value.
func (r *run) looked(m *Metric) bool {
	for key, c := range r.cells {
		if key.part.source == m.source && c.total > 0 {
			return true
		}
	}
	return false
}

// filedValues are the values of each of some dimensions in the rows of all years, and of the query's own
// months, whatever else the query asks for.
func (r *run) filedValues(ctx context.Context, src *source, dimensions ...string) ([][]string, error) {
	s := *r.scope
	s.by, s.where = nil, Filter{}
	buckets := r.buckets() // a stock is as of the ends of buckets
	for _, year := range until(jianfu.MonthOf(1900, 1), jianfu.YearOf(2199)).Buckets(jianfu.ByYear) {
		buckets = append(buckets, bucket{index: 2*len(r.rows) + len(buckets), period: year})
	}
	st := &statement{}
	s.with(st, src, buckets, nil)
	st.SQL("SELECT DISTINCT place, filed FROM (SELECT unnest(range(", sqlText(strconv.Itoa(len(dimensions))), ")) AS place, unnest([")
	for _, dimension := range dimensions {
		st.SQL("CAST(", s.dimension(dimension), " AS VARCHAR), ")
	}
	st.SQL("]) AS filed FROM counted) WHERE filed IS NOT NULL")
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read the values of %s: %w\n%s", strings.Join(dimensions, ", "), err, st.Literal())
	}
	defer rows.Close()
	values := make([][]string, len(dimensions))
	for rows.Next() {
		var at int
		var value string
		if err := rows.Scan(&at, &value); err != nil {
			return nil, err
		}
		values[at] = append(values[at], value)
	}
	return values, rows.Err()
}

// Caveats are those on the results of checks in a period: missing filings and rows set aside, of
// the kinds that the checks read, as of a moment (zero is now). Kinds of which nothing was filed at
// all are listed without a period.
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
		s := e.scopeOf(ctx, asOf, nil)
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		l, err := e.ledger(ctx, tx)
		if err != nil {
			return err
		}
		var where Filter
		if !see.all { // of its own units' rows
			l, where.Departments, s.within = l.seen(see), see.within, see.within
		}
		standing, err := l.standing(s)
		if err != nil {
			return err
		}
		r := &run{engine: e, tx: tx, scope: s, query: Query{Period: period, AsOf: asOf, Where: where}, see: see, standing: standing, departments: standing.departments,
			filed: standing.filed(kinds), covers: map[*source]*cover{}, decisions: map[decisionKey]*choice{}}
		if r.shape, err = e.shape(ctx, tx); err != nil {
			return err
		}
		if err := r.layOut(ctx, []jianfu.Period{period}, e.catalog.headlines(kinds)); err != nil {
			return err
		}
		for _, kind := range kinds {
			label := r.shape.kinds[kind]
			if len(r.filed.periods[kind]) == 0 { // so that a lack of findings proves nothing
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
	type content struct {
		code   NoticeCode
		metric string
		text   jianfu.Text
	}
	known := make(map[content]bool, len(list)+len(more))
	for _, n := range list {
		known[content{n.Code, n.Metric, n.Text}] = true
	}
	for _, n := range more {
		key := content{n.Code, n.Metric, n.Text}
		if !known[key] {
			known[key] = true
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
	for _, count := range r.scope.catalog.headlines([]string{kind}) {
		for _, totals := range r.totals[count] {
			for _, t := range totals {
				if t.earlier {
					continue
				}
				for m := t.first; m < t.until(); m++ {
					monthly, months[m] = true, true
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
		list = append(list, r.missingFilings(kind, label, own, missing)...)
		list = append(list, r.missingFilings(kind, label, base, missing)...)
	}
	if early := r.filingsThat(earlyOnes, kind, spans); due && len(early) > 0 {
		n, namesZH, namesEN := r.namingSlices(early)
		list = append(list, Notice{Code: Provisional, Kind: label, Slices: early, Text: jianfu.Say(
			"数字暂定：%[1]s有 %[3]d 份是在所报时间结束之前收到的，之后没有再报：%[4]s", "provisional: %[3]d filings came before the end of their period, and none since (%[5]s), of: %[2]s", label.ZH, label.EN, n, namesZH, namesEN)})
	}
	if returned := r.filingsThat(returnedOnes, kind, spans); len(returned) > 0 {
		n, namesZH, namesEN := r.namingSlices(returned)
		list = append(list, Notice{Code: ReturnedFiling, Kind: label, Slices: returned, Text: jianfu.Say(
			"数字待更正：%[1]s有 %[3]d 份已退回、尚未重报，仍按原报的计入：%[4]s", "to be corrected: %[3]d filings were returned and not filed again since, and count as they were filed (%[5]s), of: %[2]s", label.ZH, label.EN, n, namesZH, namesEN)})
	}
	if rejected > 0 {
		namesZH, namesEN := r.fileNames(files)
		list = append(list, Notice{Code: RejectedRows, Kind: label, Slices: incomplete, Text: jianfu.Say(
			"数字不完整：%[1]s有 %[3]d 行因有错被搁置（%[4]s）", "incomplete: %[3]d faulty rows (%[5]s) were set aside of: %[2]s", label.ZH, label.EN, rejected, namesZH, namesEN)})
	}
	return list
}

// What filings are remarked on for: they came before their period had ended, or were sent back.
func earlyOnes(p filedPeriod) []unitSlice    { return p.early }
func returnedOnes(p filedPeriod) []unitSlice { return p.returned }

// filingsThat are the filings of a kind in the scope that are remarked on: of records, and of units that
// filed none the totals.
func (r *run) filingsThat(remarked func(filedPeriod) []unitSlice, kind string, spans []jianfu.Period) []NoticeSlice {
	var list []NoticeSlice
	asked := r.unitsAsked()
	add := func(department string, period jianfu.Period) {
		slice := NoticeSlice{Kind: kind, Department: department, Period: period}
		if (period.IsZero() || overlaps(period, spans)) && (department == "" || asked == nil || slices.Contains(asked, department)) && !slices.Contains(list, slice) {
			list = append(list, slice)
		}
	}
	for _, p := range r.filed.periods[kind] {
		for _, e := range remarked(p) {
			add(e.department, p.period)
		}
	}
	headlines := r.scope.catalog.headlines([]string{kind})
	for _, p := range r.filed.periods[totalsKind] {
		for _, e := range remarked(p) {
			if e.states(headlines) && !r.standing.unitsFiled(kind)[p.period.Start()][e.department] {
				add(e.department, p.period)
			}
		}
	}
	return list
}

// namingSlices counts filings, and names the first.
func (r *run) namingSlices(list []NoticeSlice) (n int, namesZH, namesEN string) {
	var zh, en []string
	for _, s := range list {
		name := jianfu.Say("全市", "the city")
		if s.Department != "" {
			name = jianfu.Text{ZH: r.unitName(s.Department), EN: r.unitName(s.Department)}
		}
		if !s.Period.IsZero() {
			name.ZH, name.EN = name.ZH+s.Period.Label(jianfu.Chinese), name.EN+" "+s.Period.String()
		}
		zh, en = append(zh, name.ZH), append(en, name.EN)
	}
	return r.naming(zh, en)
}

// monthsWithout are the months of the spans for which nothing was filed. For kinds that are not
// due, a month may have nothing to file: only a span, or a whole year of it, without any filing is
// reported.
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

// chinaDay is the day of a moment in China, where filings are due.
func chinaDay(at time.Time) jianfu.Date { return jianfu.DateOf(at.In(jianfu.China)) }

// today is the day of the question, worked out once: it is compared with every month of every unit.
func (r *run) today() jianfu.Date {
	if r.day == nil {
		day := chinaDay(r.scope.now)
		r.day = &day
	}
	return *r.day
}

// namedMissing is how many missing filings the text of a notice names; its slices are all.
const namedMissing = 5

// missingFilings reports the units within the scope that did not file a kind that they owe, for
// months that have ended: those that should have, and those that still have time. Months for which nobody
// filed it at all are reported already.
func (r *run) missingFilings(kind string, label jianfu.Text, months, told []jianfu.Month) (list []Notice) {
	expected, untold := 0, false
	var over jianfu.Period
	var missing, missingEN, open, openEN []string
	var absent, awaited []NoticeSlice
	var until jianfu.Date
	type owedPeriod struct {
		unit   int
		period jianfu.Period
	}
	seen := map[owedPeriod]bool{}
	today := r.today()
	for _, start := range months {
		if (start + 1).First() > today {
			break
		}
		for u := range r.axis.units {
			unit := &r.axis.units[u]
			var period jianfu.Period
			var owed *Obligation
			for v := range unit.versions {
				if o, of := r.scope.catalog.owed(kind, unit.versions[v], start); o != nil && unit.admitted[v] && of.Until() <= today {
					owed, period = o, of
				}
			}
			if owed == nil {
				continue
			}
			if period.Months() > 1 { // a quarter is owed once
				if seen[owedPeriod{u, period}] {
					continue
				}
				seen[owedPeriod{u, period}] = true
			}
			filed, name := r.hasFiledWithin(kind, unit, period), unit.versions[len(unit.versions)-1].Name
			if r.dueBy(owed, period) == owesLater {
				if !filed && slices.ContainsFunc(monthsOf(period), func(m jianfu.Month) bool { return !slices.Contains(told, m) }) {
					open, openEN = append(open, name+period.Label(jianfu.Chinese)), append(openEN, name+" "+period.String())
					awaited, until = append(awaited, NoticeSlice{kind, unit.code, period}), max(until, r.shape.dueDay(owed, period))
				}
				continue
			}
			expected++
			over, _ = jianfu.Span(months[0], start)
			if !filed {
				missing, missingEN = append(missing, name+period.Label(jianfu.Chinese)), append(missingEN, name+" "+period.String())
				absent = append(absent, NoticeSlice{kind, unit.code, period})
				untold = untold || slices.ContainsFunc(monthsOf(period), func(m jianfu.Month) bool { return !slices.Contains(told, m) })
			}
		}
	}
	if len(missing) > 0 && (len(missing) < expected || untold) {
		naming, zh, en := r.naming(missing, missingEN)
		list = append(list, Notice{Code: IncompletePeriod, Kind: label, Slices: absent, Period: over, Text: jianfu.Say("%[1]s应报 %[3]d 份，未报 %[4]d 份：%[5]s", "%[4]d of %[3]d filings due are missing (%[6]s) of: %[2]s",
			label.ZH, label.EN, expected, naming, zh, en)})
	}
	if len(open) > 0 {
		naming, zh, en := r.naming(open, openEN)
		list = append(list, Notice{Code: IncompletePeriod, Kind: label, Slices: awaited, Text: jianfu.Say("%[1]s有 %[3]d 份还没有报，报送期限（%[6]s）未过：%[4]s", "%[3]d filings are not in yet and not due before the end of %[6]s (%[5]s), of: %[2]s",
			label.ZH, label.EN, naming, zh, en, until)})
	}
	return list
}

// naming is how many there are, and the first of them in words.
func (r *run) naming(zh, en []string) (n int, namesZH, namesEN string) {
	if r.city {
		namesZH, namesEN = r.see.unnamed()
		return len(zh), namesZH, namesEN
	}
	first := min(len(zh), namedMissing)
	namesZH, namesEN = strings.Join(zh[:first], enumeration(jianfu.Chinese)), strings.Join(en[:first], enumeration(jianfu.English))
	if len(zh) > namedMissing {
		namesZH, namesEN = namesZH+"等", namesEN+", …"
	}
	return len(zh), namesZH, namesEN
}

// totalsNotices are the caveats on figures that rest on totals, or could not.
func (r *run) totalsNotices() []Notice {
	var list []Notice
	for _, m := range r.metrics {
		for _, a := range accountsOf(m) {
			list = addNotices(list, r.accountNotices(m, a))
		}
	}
	return list
}

func (r *run) accountNotices(m *Metric, a account) []Notice {
	var list []Notice
	var whole tally
	var cities []jianfu.Period // of which the city's own total was taken
	unequal := false
	for _, pair := range r.rows {
		for _, b := range []bucket{pair.current, pair.base} {
			d := r.decisions[decisionKey{account: a, bucket: b.index}]
			if d == nil {
				continue
			}
			tallies := d.tallies
			if d.filled != nil {
				cities = append(cities, b.period)
			}
			if d.city != nil && (len(r.query.By) == 0 || d.alone) {
				cities = append(cities, b.period)
				tallies = map[string]*tally{"": d.city}
			}
			for _, key := range slices.Sorted(maps.Keys(tallies)) {
				t := tallies[key]
				whole.masked += t.masked
				whole.otherCaliber = whole.otherCaliber || t.otherCaliber
				whole.gaps, whole.longer = append(whole.gaps, t.gaps...), append(whole.longer, t.longer...)
			}
		}
		like := r.decisions[decisionKey{a, pair.like().index, true}]
		unequal = unequal || like != nil && like.unequal
	}
	label := a.of.Label
	say := func(code NoticeCode, zh, en string, args ...any) {
		list = append(list, Notice{Code: code, Metric: m.Name, Text: jianfu.Say(zh, en, append([]any{label.ZH, label.EN}, args...)...)})
	}
	if r.states(a) && !r.tellable() {
		say(RecordsOnly, "“%[1]s”：汇总数分不出所问的维度，只统计了明细", "%[2]s: totals do not have the requested dimension; only records were counted")
	}
	if len(cities) > 0 {
		months := monthsOf(cities...)
		span, _ := jianfu.Span(months[0], months[len(months)-1])
		list = append(list, Notice{Code: CityTotal, Metric: m.Name, Period: span, Text: CityText("“"+label.ZH+"”", label.EN)})
	}
	if zh, en := r.leftOutOf(a); len(zh) > 0 {
		n, namesZH, namesEN := r.naming(zh, en)
		list = append(list, Notice{Code: UnitsLeftOut, Metric: m.Name, Text: jianfu.Say("“%[1]s”：%[7]d 个单位有“%[3]s”而没有“%[5]s”，没有算在内：%[8]s", "%[2]s: %[7]d units have %[4]s and no %[6]s, and are not in it: %[9]s",
			m.Label.ZH, m.Label.EN, a.of.Label.ZH, a.of.Label.EN, a.with.Label.ZH, a.with.Label.EN, n, namesZH, namesEN)})
	}
	if whole.otherCaliber && m.UnderCaliber() {
		say(OtherCaliber, "“%[1]s”：汇总数不是按所选口径报的", "%[2]s: the totals were stated under another caliber than the one asked for")
	}
	if whole.masked > 0 {
		say(UnknownRows, "“%[1]s”：有 %[3]d 个汇总数未知，没有计入", "%[2]s: %[3]d totals are stated as unknown and were not counted", whole.masked)
	}
	if len(whole.longer) > 0 {
		zh, en := r.spansKnown(a, whole.longer)
		_, namesZH, namesEN := r.naming(zh, en)
		say(IncompletePeriod, "“%[1]s”：有的月份没有单独的数，只知道：%[3]s", "%[2]s: some months have no figure of their own; what is known: %[4]s", namesZH, namesEN)
		list[len(list)-1].Slices = whole.gaps
	} else if r.states(a) && len(whole.gaps) > 0 {
		var zh, en []string
		for _, gap := range whole.gaps {
			unitZH, unitEN := r.unitName(gap.Department), r.unitName(gap.Department)
			if gap.Department == "" {
				unitZH, unitEN = "全市", "the whole city"
			}
			zh, en = append(zh, unitZH+gap.Period.Label(jianfu.Chinese)), append(en, unitEN+" "+gap.Period.String())
		}
		n, namesZH, namesEN := r.naming(zh, en)
		say(IncompletePeriod, "“%[1]s”：缺 %[3]d 个单位月的数：%[4]s", "%[2]s: figures of %[3]d months of units are missing: %[5]s", n, namesZH, namesEN)
		list[len(list)-1].Slices = whole.gaps
	}
	if aside, rows, files := r.totalsAside(a); len(aside) > 0 {
		namesZH, namesEN := r.fileNames(files)
		say(RejectedRows, "“%[1]s”可能不完整：所报汇总数中有 %[3]d 行因有错被搁置（%[4]s），其中的数没有计入", "%[2]s may be incomplete: %[3]d faulty rows of totals (%[5]s) were set aside, and what they state was not counted", rows, namesZH, namesEN)
		list[len(list)-1].Slices = aside
	}
	if gaps, labels := r.statedOtherwise(a, whole.gaps); len(gaps) > 0 {
		first := r.unitName(gaps[0].Department)
		if r.city {
			first, _ = r.see.unnamed()
		}
		zh, en := "“%[1]s”：有 %[3]d 个单位月只报了汇总数（%[4]s），没有明细，汇总数里也没有这一项，如%[6]s%[7]s", "%[2]s: %[3]d months of units are known by totals alone (%[5]s), which do not state it, such as %[6]s %[8]s"
		advice := jianfu.Say("请在汇总表里加一列“%[1]s”，或报明细", "add a column of %[2]s to the summary, or file records", label.ZH, label.EN)
		if a.of.Stated == "" || a.of.Whole { // a unit cannot state how many units there are
			advice = jianfu.Text{}
			zh, en = "“%[1]s”：有 %[3]d 个单位月只报了汇总数（%[4]s），没有明细，这一项要有明细才能统计，如%[6]s%[7]s", "%[2]s: %[3]d months of units are known by totals alone (%[5]s), and only records tell it, such as %[6]s %[8]s"
		}
		var labelsZH, labelsEN []string
		for _, label := range labels {
			labelsZH, labelsEN = append(labelsZH, label.ZH), append(labelsEN, label.EN)
		}
		say(IncompletePeriod, zh, en, len(gaps), strings.Join(labelsZH, "、"), strings.Join(labelsEN, ", "), first, gaps[0].Period.Label(jianfu.Chinese), gaps[0].Period.String())
		list[len(list)-1].Slices, list[len(list)-1].Advice = gaps, advice
	}
	if unequal {
		list = append(list, Notice{Code: UnequalCoverage, Metric: m.Name, Text: UnequalText("“"+label.ZH+"”", label.EN)})
	}
	return list
}

// leftOutOf names the units in the scope that have one part of a rate alone, in the periods that are reported.
func (r *run) leftOutOf(a account) (zh, en []string) {
	if a.with == nil {
		return nil, nil
	}
	left := map[int]bool{}
	for _, pair := range r.rows {
		d := r.decisions[decisionKey{account: a, bucket: pair.current.index}]
		if d == nil {
			continue
		}
		span := r.coveredSpan(a, pair.current.period)
		for u := range d.out {
			for m, out := range d.out[u] {
				left[u] = left[u] || out && r.admitsMonth(pair.current.of(a.source()), u, span.Start()+jianfu.Month(m))
			}
		}
	}
	for u := range r.axis.units {
		if left[u] {
			name := r.unitName(r.axis.units[u].code)
			zh, en = append(zh, name), append(en, name)
		}
	}
	return zh, en
}

// totalsAside are the filings of totals with rows that were set aside, of units and periods in which an
// account takes totals or knows nothing: what such a row states would count there. It gives the number
// of rows and their files, too.
func (r *run) totalsAside(a account) (aside []NoticeSlice, rows int64, files []string) {
	if !slices.ContainsFunc(a.partsOf(), func(m *Metric) bool { return m.Stated != "" }) || !r.tellable() {
		return nil, 0, nil
	}
	for _, p := range r.filed.periods[totalsKind] {
		found := false
		for _, code := range p.incomplete {
			if slice := (NoticeSlice{totalsKind, code, p.period}); r.takesTotals(a, code, p.period) {
				aside, found = append(aside, slice), true
			}
		}
		if !found {
			continue
		}
		rows += p.rejected
		for _, file := range p.files {
			if !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	}
	return aside, rows, files
}

// takesTotals reports whether a figure rests on the totals of a unit within a span, or would if there
// were any; of "" on those of the whole city.
func (r *run) takesTotals(a account, unit string, span jianfu.Period) bool {
	for _, pair := range r.rows {
		for _, b := range []bucket{pair.current, pair.base} {
			d := r.decisions[decisionKey{account: a, bucket: b.index}]
			if d == nil {
				continue
			}
			covered := r.coveredSpan(a, b.period)
			if !overlap(covered, span) {
				continue
			}
			if unit == "" {
				if r.wholeCity() && (d.city != nil || d.filled != nil || slices.ContainsFunc(d.shares, func(s share) bool { return !s.whole })) {
					return true
				}
				continue
			}
			u, known := r.axis.at[unit]
			if !known {
				continue
			}
			for m, own := range d.shares[u].known {
				month := covered.Start() + jianfu.Month(m)
				if span.Contains(month.First()) && (d.shares[u].fromTotals(month) || !own) && r.admitsMonth(b.of(a.source()), u, month) {
					return true
				}
			}
		}
	}
	return false
}

// admitsMonth reports whether the scope has a month of a unit.
func (r *run) admitsMonth(b bucket, u int, month jianfu.Month) bool {
	if placed := r.placementOf(b, u, month.First()); placed != nil {
		return placed.admitted
	}
	unit, m := &r.axis.units[u], r.axis.place(month)
	return slices.Contains(unit.admitted[unit.from[m]:unit.to[m]+1], true)
}

// statedOtherwise are those months of units that are not known of an account although totals state
// other counts of its filings, with the labels of these.
func (r *run) statedOtherwise(a account, gaps []NoticeSlice) (list []NoticeSlice, labels []jianfu.Text) {
	if r.totals == nil || r.states(a) || !r.tellable() {
		return nil, nil
	}
	kinds := a.source().Kinds
	for _, gap := range gaps {
		at, known := r.axis.at[gap.Department]
		if known && slices.ContainsFunc(kinds, func(kind string) bool { return r.statesHeadline(kind, &r.axis.units[at], gap.Period.Start()) }) {
			list = append(list, gap)
		}
	}
	for _, count := range r.scope.catalog.headlines(kinds) {
		if at := slices.IndexFunc(r.scope.catalog.metrics, func(m *Metric) bool { return m.Stated == count }); at >= 0 && len(r.totals[count]) > 0 {
			labels = append(labels, r.scope.catalog.metrics[at].Label)
		}
	}
	return list, labels
}

// states reports whether totals state any part of an account.
func (r *run) states(a account) bool {
	return slices.ContainsFunc(a.partsOf(), func(m *Metric) bool { return len(r.totals[m.Stated]) > 0 })
}

// spansKnown says of totals what they state.
func (r *run) spansKnown(a account, totals []*total) (zh, en []string) {
	for _, t := range totals {
		span, _ := jianfu.Span(t.first, t.until()-1)
		unit := ""
		for _, part := range a.partsOf() {
			if part.Stated == t.count {
				unit = part.Unit
			}
		}
		said := r.unitName(t.unit) + span.Label(jianfu.Chinese) + shown(*t.value) + unit
		if slices.Contains(zh, said) {
			continue
		}
		zh, en = append(zh, said), append(en, r.unitName(t.unit)+" "+span.String()+": "+shown(*t.value))
	}
	return zh, en
}

// unitName is the newest name of a unit, or its code.
func (r *run) unitName(code string) string {
	if at, known := r.axis.at[code]; known && len(r.axis.units[at].versions) > 0 {
		versions := r.axis.units[at].versions
		return versions[len(versions)-1].Name
	}
	return code
}

// CityText says of figures, by their labels, that the city's own total was taken.
func CityText(labelsZH, labelsEN string) jianfu.Text {
	return jianfu.Say("%[1]s：不是每个单位都有数，用的是全市汇总数", "%[2]s: not every unit has a figure; the city's own total was taken", labelsZH, labelsEN)
}

// UnequalText says of figures, by their labels, that the two sides of their comparison were filed differently.
func UnequalText(labelsZH, labelsEN string) jianfu.Text {
	return jianfu.Say("%[1]s：比较的两期报送的单位和月份不同，另有两期都报的部分的比较", "%[2]s: the two sides of the comparison were filed by different units or months; what both have is compared apart", labelsZH, labelsEN)
}

// backDated reports filings that count as of the moment asked for but were loaded after it: answers
// in between were without them.
func (r *run) backDated(ctx context.Context) ([]Notice, error) {
	if r.query.AsOf.IsZero() || !r.ledger.committed.After(r.query.AsOf) {
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
	st.SQL(" WHERE ")
	if r.scope.within != nil {
		r.scope.writeWithin(st, "s.department")
		st.SQL(" AND ")
	}
	st.SQL("c.change = 'load' AND c.committed_at > ")
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
