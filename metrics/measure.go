package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Engine answers queries from a warehouse by a catalogue.
type Engine struct {
	w       *warehouse.Warehouse
	catalog *Catalog

	shapeLock sync.Mutex
	known     *shape // nil until first read
}

// New is an engine over a warehouse.
func New(w *warehouse.Warehouse, catalog *Catalog) *Engine { return &Engine{w: w, catalog: catalog} }

// Catalog is what the engine can measure.
func (e *Engine) Catalog() *Catalog { return e.catalog }

// maxCells bounds buckets × groups × metrics of one answer; beyond it the query is
// refused, never cut.
const maxCells = 200_000

// Measure answers a query. All its statements see one state of the warehouse. The error
// is Invalid, with the nearest names, where the query names what is not known, and
// TooLarge where the answer would be beyond 200,000 figures.
func (e *Engine) Measure(ctx context.Context, q Query) (*Measurement, error) {
	ctx, release := e.w.Pin(ctx, q.KnownAt)
	var m *Measurement
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		if q.KnownAt, err = e.w.CommitOf(ctx); err != nil {
			return err
		}
		run, err := e.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		if err := run.execute(ctx); err != nil {
			return err
		}
		if m, err = run.assemble(ctx); err == nil {
			m.Commit = q.KnownAt
		}
		return err
	})
	return m, errors.Join(err, release())
}

// SQL is the statement that counts a metric, over the current year. It is not run.
func (e *Engine) SQL(_ context.Context, metric string) (string, error) {
	m, err := e.catalog.Metric(metric)
	if err != nil {
		return "", err
	}
	now := time.Now().UTC()
	year := jianfu.YearOf(now.Year())
	s := &scope{catalog: e.catalog, now: now, caliber: e.catalog.caliber(DefaultCaliber).Version(year.Through())}
	var statements []string
	for _, part := range bySource([]*Metric{m}) {
		statements = append(statements, s.aggregates(part.source, s.terms(part.metrics), []bucket{{period: year}}).Literal())
	}
	return strings.Join(statements, ";\n\n"), nil
}

// sourceMetrics are metrics that count the same source: one statement serves them all.
type sourceMetrics struct {
	source  *source
	metrics []*Metric
}

// bySource sorts the parts of metrics by their source, each once.
func bySource(metrics []*Metric) []sourceMetrics {
	var list []sourceMetrics
	for _, m := range metrics {
		for _, part := range m.Parts() {
			at := slices.IndexFunc(list, func(t sourceMetrics) bool { return t.source == part.source })
			if at < 0 {
				at = len(list)
				list = append(list, sourceMetrics{source: part.source})
			}
			if !slices.Contains(list[at].metrics, part) {
				list[at].metrics = append(list[at].metrics, part)
			}
		}
	}
	return list
}

func (s *scope) terms(metrics []*Metric) []term {
	terms := make([]term, len(metrics))
	for i, m := range metrics {
		terms[i] = s.term(m)
	}
	return terms
}

// run is one query on its way: resolved, then executed, then assembled.
type run struct {
	engine      *Engine
	tx          *sql.Tx
	scope       *scope
	query       Query
	metrics     []*Metric
	caliber     *Caliber
	departments []Department
	rows        []bucketPair
	statements  []*statement
	cells       map[cellKey]count
	groups      [][]Member // in the order of the answer
	groupKeys   map[string]bool
	sayers      map[Member][]*source // whose rows have a value of a dimension
	filed       filed
	kinds       map[string]jianfu.Text // what people call the kinds of filing
}

// bucketPair is one column of time of the answer.
type bucketPair struct {
	shown   jianfu.Period // the calendar bucket
	current bucket
	base    bucket // its period is zero where nothing is compared
}

type cellKey struct {
	metric *Metric
	bucket int
	group  string
}

// count is what a term says of one bucket and group.
type count struct {
	value          jianfu.Decimal
	null           bool // a median of nothing
	unknown, total int64
}

// prepare checks the query and works out all that the statements need.
func (e *Engine) prepare(ctx context.Context, tx *sql.Tx, q Query) (*run, error) {
	r := &run{engine: e, tx: tx, query: q, cells: map[cellKey]count{}, groupKeys: map[string]bool{}, sayers: map[Member][]*source{}}
	if len(q.Metrics) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "请至少写一个指标名", "name at least one metric")
	}
	if q.Period.IsZero() {
		return nil, jianfu.Errorf(jianfu.Invalid, "请写明时间，如 2023", "name a period, such as 2023")
	}
	for _, name := range q.Metrics {
		m, err := e.catalog.Metric(name)
		if err != nil {
			return nil, err
		}
		r.metrics = append(r.metrics, m)
	}
	caliber, err := e.catalog.Caliber(q.Caliber)
	if err != nil {
		return nil, err
	}
	r.query.Caliber, r.caliber = caliber.Name, caliber
	r.scope = &scope{catalog: e.catalog, by: q.By, where: q.Where, asOf: q.AsOf, through: q.through, now: q.AsOf,
		caliber: caliber.Version(q.CaliberDay())}
	if q.AsOf.IsZero() {
		r.scope.now = e.w.MomentOf(ctx)
	}
	if r.departments, err = e.departments(ctx, tx, r.scope); err != nil {
		return nil, err
	}
	if err := r.checkScope(); err != nil {
		return nil, err
	}
	return r, r.makeBuckets()
}

// checkScope refuses names that are not known: a misspelt filter must not count nothing.
func (r *run) checkScope() error {
	asked := slices.Clone(r.query.By)
	for _, equals := range r.query.Where.Is {
		asked = append(asked, equals.Dimension)
	}
	for _, m := range r.metrics {
		var known []string
		for _, d := range m.Dimensions() {
			known = append(known, d.Name)
		}
		for _, name := range asked {
			if !slices.Contains(known, name) {
				return unknownName(jianfu.Say("可用于指标 %s 的维度", "dimension of %s", m.Name), name, known)
			}
		}
	}
	for i, name := range r.query.By {
		if slices.Contains(r.query.By[:i], name) {
			return jianfu.Errorf(jianfu.Invalid, "维度“%s”写了两次", "dimension %q is named twice", name)
		}
	}
	var portfolios []string
	for _, d := range r.departments {
		for _, v := range d.Versions {
			portfolios = append(portfolios, v.Portfolio)
		}
	}
	askedCodes, askedPortfolios := slices.Clone(r.query.Where.Departments), slices.Clone(r.query.Where.Portfolios)
	for _, m := range r.query.only {
		switch {
		case m.Dimension == "department" && m.Known:
			askedCodes = append(askedCodes, m.Value)
		case m.Dimension == "portfolio" && m.Known:
			askedPortfolios = append(askedPortfolios, m.Value)
		}
	}
	for _, code := range askedCodes {
		if err := KnowsDepartment(r.departments, code); err != nil {
			return err
		}
	}
	for _, name := range askedPortfolios {
		if !slices.Contains(portfolios, name) {
			return unknownName(jianfu.Say("分管战线", "portfolio"), name, slices.Compact(slices.Sorted(slices.Values(portfolios))))
		}
	}
	for _, equals := range r.query.Where.Is {
		if err := r.checkValues(equals); err != nil {
			return err
		}
	}
	return nil
}

// checkValues refuses values that no unit of the directory has, and of a yes-no column what is
// neither. What other columns hold is as filed: a notice tells of a value that none has.
func (r *run) checkValues(equals Equals) error {
	if equals.Dimension != "department" && !isUnitProperty(equals.Dimension) {
		for _, m := range r.metrics {
			for _, d := range m.Dimensions() {
				if d.Name == equals.Dimension {
					if err := d.checkTruth(equals.In); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}
	var label jianfu.Text
	for _, d := range directoryDimensions {
		if d.Name == equals.Dimension {
			label = d.Label
		}
	}
	var known []string
	for _, d := range r.departments {
		for _, v := range d.Versions {
			if value, _ := v.property(equals.Dimension); value != "" && !slices.Contains(known, value) {
				known = append(known, value)
			}
		}
	}
	for _, value := range equals.In {
		if equals.Dimension == "department" {
			if err := KnowsDepartment(r.departments, value); err != nil {
				return err
			}
		} else if !slices.Contains(known, value) {
			return unknownName(label, value, known)
		}
	}
	return nil
}

// makeBuckets lays out the columns of time and what each is compared with.
func (r *run) makeBuckets() error {
	q := r.query
	shown := []jianfu.Period{q.Period}
	if q.Grain != "" {
		if q.Grain.Months() == 0 {
			return jianfu.Errorf(jianfu.Invalid, "粒度“%s”应为 MONTH、QUARTER、HALF 或 YEAR",
				"grain %q should be MONTH, QUARTER, HALF or YEAR", string(q.Grain))
		}
		shown = q.Period.Buckets(q.Grain)
	}
	var named []jianfu.Period
	switch q.Compare {
	case NoComparison, YearEarlier, PreviousPeriod:
		if !q.Against.IsZero() {
			return jianfu.Errorf(jianfu.Invalid, "compareTo 与 against 只能写一个", "name compareTo or against, not both")
		}
	case NamedPeriod:
		if q.Against.IsZero() {
			return jianfu.Errorf(jianfu.Invalid, "请写明与哪个时间比较（against）", "name the period to compare with (against)")
		}
		named = []jianfu.Period{q.Against}
		if q.Grain != "" {
			named = q.Against.Buckets(q.Grain)
		}
		if len(named) != len(shown) {
			return jianfu.Errorf(jianfu.Invalid, "%s 分成 %d 段，%s 分成 %d 段，不能逐段比较",
				"%s has %d buckets and %s has %d: they cannot be compared one by one", q.Period, len(shown), q.Against, len(named))
		}
	default:
		return jianfu.Errorf(jianfu.Invalid, "比较方式“%s”应为 YEAR_EARLIER 或 PREVIOUS_PERIOD",
			"comparison %q should be YEAR_EARLIER or PREVIOUS_PERIOD", string(q.Compare))
	}
	for i, period := range shown {
		pair := bucketPair{shown: period, current: bucket{index: 2 * i, period: period}}
		base := jianfu.Period{}
		switch q.Compare {
		case YearEarlier:
			base = period.YearEarlier()
		case PreviousPeriod:
			base = period.Previous()
		case NamedPeriod:
			base = named[i]
		}
		if q.Cumulative {
			pair.current.last, pair.base.last = period, base
			pair.current.period = until(q.Period.Start(), period)
			switch q.Compare {
			case YearEarlier:
				base = pair.current.period.YearEarlier()
			case PreviousPeriod:
				pair.base.last = period.Shift(-q.Period.Months())
				base = until(q.Period.Previous().Start(), pair.base.last)
			case NamedPeriod:
				base = until(q.Against.Start(), base)
			}
		}
		pair.base.index, pair.base.period = 2*i+1, base
		r.rows = append(r.rows, pair)
	}
	if len(r.rows) > maxCells {
		return tooLarge()
	}
	return nil
}

func tooLarge() error {
	return jianfu.Errorf(jianfu.TooLarge, "结果超过 %d 个数，请缩小时间或减少分组", "the answer is beyond %d figures: narrow the period or group less", maxCells)
}

// until is the span from a month to the end of a period.
func until(from jianfu.Month, period jianfu.Period) jianfu.Period {
	span, _ := jianfu.Span(from, period.Start()+jianfu.Month(period.Months())-1) // never ends before it begins
	return span
}

// buckets are all columns of time that the statements count.
func (r *run) buckets() []bucket {
	var list []bucket
	for _, pair := range r.rows {
		list = append(list, pair.current)
		if !pair.base.period.IsZero() {
			list = append(list, pair.base)
		}
	}
	return list
}

// execute runs one statement for each source that the metrics count.
func (r *run) execute(ctx context.Context) error {
	var sources []*source
	for _, part := range bySource(r.metrics) {
		terms := r.scope.terms(part.metrics)
		st := r.scope.aggregates(part.source, terms, r.buckets())
		r.statements = append(r.statements, st)
		sources = append(sources, part.source)
		if err := r.collect(ctx, st, terms); err != nil {
			return err
		}
	}
	var err error
	r.filed, err = readFiled(ctx, r.tx, r.scope, sources, r.unitsAsked())
	return err
}

// unitsAsked are the codes of the units that the scope admits at some time; nil for all.
func (r *run) unitsAsked() []string {
	if len(r.query.Where.Departments) == 0 && len(r.query.Where.Portfolios) == 0 {
		return nil
	}
	codes := []string{}
	for _, d := range r.departments {
		admitted := slices.ContainsFunc(d.Versions, func(v DepartmentVersion) bool { return admits(r.query.Where, v) })
		if admitted && (len(r.query.Where.Departments) == 0 || slices.Contains(r.query.Where.Departments, d.Code)) {
			codes = append(codes, d.Code)
		}
	}
	return codes
}

// spans are the months that figures over a source rest on: the period, what it is compared
// with, and for a stock over monthly filings the months of its year before.
func (r *run) spans(src *source) []jianfu.Period {
	var spans []jianfu.Period
	for _, span := range []jianfu.Period{r.query.Period, r.wholeBase()} {
		if span.IsZero() {
			continue
		}
		if src.readsYear() {
			span = until(jianfu.MonthOf(span.Through().Year(), 1), span)
		}
		spans = append(spans, span)
	}
	return spans
}

func (r *run) collect(ctx context.Context, st *statement, terms []term) error {
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return fmt.Errorf("measure: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	var index int
	names := make([]sql.NullString, len(r.query.By))
	values := make([]sql.NullString, 3*len(terms))
	into := []any{&index}
	for i := range names {
		into = append(into, &names[i])
	}
	for i := range values {
		into = append(into, &values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		key := r.group(names)
		r.sayOf(names, terms[0].metric.source)
		if len(r.groups)*len(r.rows)*len(r.metrics) > maxCells {
			return tooLarge()
		}
		for i, t := range terms {
			c, err := readCount(values[3*i : 3*i+3])
			if err != nil {
				return fmt.Errorf("%s: %w", t.metric.Name, err)
			}
			if t.metric.Per > 1 {
				c.value = c.value.Quo(jianfu.NewDecimal(t.metric.Per))
			}
			r.cells[cellKey{t.metric, index, key}] = c
		}
	}
	return rows.Err()
}

func readCount(columns []sql.NullString) (count, error) {
	c := count{null: !columns[0].Valid}
	for i, column := range columns {
		if !column.Valid {
			continue
		}
		number, ok := jianfu.ParseDecimal(column.String)
		if !ok {
			return c, fmt.Errorf("%q is not a number", column.String)
		}
		switch i {
		case 0:
			c.value = number
		case 1:
			c.unknown = number.Int64()
		case 2:
			c.total = number.Int64()
		}
	}
	return c, nil
}

// group finds or adds the group of a row.
func (r *run) group(names []sql.NullString) string {
	group := make([]Member, len(names))
	for i, name := range names {
		group[i] = Member{Dimension: r.query.By[i], Value: name.String, Known: name.Valid && name.String != ""}
	}
	key := groupKey(group)
	if !r.groupKeys[key] {
		r.groupKeys[key] = true
		r.groups = append(r.groups, group)
	}
	return key
}

// orderGroups puts the groups into the order of the answer: the directory's order for
// units and lines, else the order of the values' text, what is not known last. There is
// no order by size: departments are not ranked.
func (r *run) orderGroups() {
	counted := r.groups
	var span []jianfu.Period
	for _, b := range r.buckets() {
		span = append(span, b.period)
	}
	r.groups = nil
	if len(r.query.By) == 0 {
		r.groups = [][]Member{{}}
		return
	}
	if r.query.only != nil {
		only := slices.Clone(r.query.only)
		for i := range only {
			only[i].Label = r.label(only[i])
		}
		r.groups = [][]Member{only}
		return
	}
	seen := map[string]bool{}
	for _, group := range members(r.departments, r.query.By, r.query.Where, span) {
		r.groups = append(r.groups, group)
		seen[groupKey(group)] = true
	}
	counted = slices.DeleteFunc(counted, func(g []Member) bool { return seen[groupKey(g)] })
	rank := r.directoryRank()
	slices.SortStableFunc(counted, func(a, b []Member) int {
		for i := range a {
			if a[i].Known != b[i].Known {
				return cmp.Compare(boolRank(!a[i].Known), boolRank(!b[i].Known))
			}
			order := cmp.Or(cmp.Compare(rank[a[i].Dimension+"="+a[i].Value], rank[b[i].Dimension+"="+b[i].Value]),
				cmp.Compare(a[i].Value, b[i].Value))
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for _, group := range counted {
		for i := range group {
			group[i].Label = r.label(group[i])
		}
		r.groups = append(r.groups, group)
	}
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// directoryRank numbers the values of the directory's dimensions in its order.
func (r *run) directoryRank() map[string]int {
	rank := map[string]int{}
	for _, d := range r.departments {
		for _, v := range d.Versions {
			for _, dimension := range directoryDimensions {
				m := directoryMember(dimension.Name, d, v)
				if _, known := rank[m.Dimension+"="+m.Value]; !known {
					rank[m.Dimension+"="+m.Value] = len(rank) + 1
				}
			}
		}
	}
	return rank
}

func (r *run) label(m Member) jianfu.Text {
	if m.Dimension == "department" && m.Known {
		for _, d := range r.departments {
			if d.Code == m.Value {
				return directoryMember("department", d, d.Latest()).Label
			}
		}
	}
	if m.Dimension == "kind" && m.Known {
		if name, known := r.kinds[m.Value]; known {
			return name
		}
	}
	for _, metric := range r.metrics {
		for _, d := range metric.Dimensions() {
			if d.Name == m.Dimension && d.yesno && m.Known {
				if m.Value == "true" {
					return jianfu.Text{ZH: "是", EN: "yes"}
				}
				return jianfu.Text{ZH: "否", EN: "no"}
			}
		}
	}
	return memberLabel(m.Value, m.Known)
}

// assemble puts the counts together into figures.
func (r *run) assemble(ctx context.Context) (*Measurement, error) {
	known, err := r.engine.shape(ctx, r.tx)
	if err != nil {
		return nil, err
	}
	r.kinds = known.kinds
	r.orderGroups()
	if len(r.groups)*len(r.rows)*len(r.metrics) > maxCells {
		return nil, tooLarge()
	}
	m := &Measurement{Query: r.query, Measured: r.metrics, Base: r.wholeBase()}
	for _, pair := range r.rows {
		for _, group := range r.groups {
			row := Row{Bucket: pair.shown, Group: group}
			for _, metric := range r.metrics {
				value := r.value(metric, pair.current, group)
				if !pair.base.period.IsZero() {
					value.Comparison = compare(r.query.Compare, value, r.value(metric, pair.base, group))
				}
				row.Values = append(row.Values, value)
			}
			m.Rows = append(m.Rows, row)
		}
	}
	m.Notices = r.notices(known)
	unfiled, err := r.unfiledValues(ctx)
	if err != nil {
		return nil, err
	}
	m.Notices = append(m.Notices, unfiled...)
	backDated, err := r.backDated(ctx)
	if err != nil {
		return nil, err
	}
	m.Notices = append(m.Notices, backDated...)
	m.Lineage, err = r.lineage(ctx)
	return m, err
}

// wholeBase is what the whole period is compared with.
func (r *run) wholeBase() jianfu.Period {
	switch r.query.Compare {
	case YearEarlier:
		return r.query.Period.YearEarlier()
	case PreviousPeriod:
		return r.query.Period.Previous()
	}
	return r.query.Against
}

// value is one figure.
func (r *run) value(m *Metric, b bucket, group []Member) Value {
	v := Value{Metric: m, Scope: Scope{Metric: m.Name, Period: b.period, Group: group, Where: r.query.Where,
		Caliber: r.query.Caliber, CaliberOn: r.caliberOn(b.period), AsOf: r.query.AsOf, KnownAt: r.query.KnownAt}}
	if !r.applies(m, group) {
		v.Missing = NotApplicable
		return v
	}
	if m.numerator == nil {
		v.Amount, v.Missing = r.part(m, b, group)
		v.Numerator = v.Amount
		return v
	}
	var whyNumerator, whyDenominator Missing
	v.Numerator, whyNumerator = r.part(m.numerator, b, group)
	v.Denominator, whyDenominator = r.part(m.denominator, b, group)
	switch {
	case whyDenominator != NotMissing:
		v.Missing = whyDenominator
	case whyNumerator != NotMissing:
		v.Missing = whyNumerator
	case v.Denominator.Sign() == 0:
		v.Missing = ZeroDenominator
	default:
		amount := v.Numerator.Quo(*v.Denominator).Round(ratePlaces)
		v.Amount = &amount
	}
	return v
}

// caliberOn is the day whose version of the caliber counts for a bucket: its own last day,
// but where that has another version than the whole answer.
func (r *run) caliberOn(bucket jianfu.Period) jianfu.Date {
	if r.caliber.Version(bucket.Through()) == r.scope.caliber {
		return bucket.Through()
	}
	return r.query.CaliberDay()
}

// ratePlaces is how many decimal places a rate's fraction is given with.
const ratePlaces = 4

// part is the figure of a metric that counts rows, or why there is none.
func (r *run) part(m *Metric, b bucket, group []Member) (*jianfu.Decimal, Missing) {
	if !r.filed.covers(m.source, b.period) || !b.last.IsZero() && !r.filed.covers(m.source, b.last) {
		return nil, NoData
	}
	c, counted := r.cells[cellKey{m, b.index, groupKey(group)}]
	switch {
	case counted && c.null, !counted && m.Median != "":
		return nil, NoData
	case c.unknown > 0 && m.Calendar:
		return nil, NoCalendar
	case c.unknown > 0 && c.unknown == c.total:
		return nil, NotReported
	case c.unknown > 0 && m.Sum != "":
		return nil, UnknownValues
	}
	return &c.value, NotMissing
}
