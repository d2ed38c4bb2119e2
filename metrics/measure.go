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

// Engine answers queries of a warehouse with a catalogue.
type Engine struct {
	w       *warehouse.Warehouse
	catalog *Catalog

	shapeLock sync.Mutex
	known     *shape // nil until first read
}

// New is an engine over a warehouse.
func New(w *warehouse.Warehouse, catalog *Catalog) *Engine { return &Engine{w: w, catalog: catalog} }

// Catalog is the engine's catalogue.
func (e *Engine) Catalog() *Catalog { return e.catalog }

// maxCells limits buckets × groups × metrics of one answer; a larger query is refused, never cut.
const maxCells = 200_000

// Measure answers a query. All its statements see one state of the warehouse. The error is Invalid,
// with the nearest names, if the query has an unknown name, and TooLarge if the answer would have
// more than 200,000 figures.
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

// SQL is the statement that counts a metric, for the current year. It is not run.
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

// bySource groups the parts of metrics by their source, each once.
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

// run is one query in progress: resolved, then executed, then assembled.
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
	shape       *shape
	understood  []understanding

	unitsFiled  map[string]map[jianfu.Month]map[string]bool // by kind and month
	recordsOnly bool                                        // totals are left aside, to be compared with the records

	totals    totalsOf
	axis      *axis
	covers    map[*source]*cover
	silent    map[silentKey]bool
	decisions map[decisionKey]*decided
	plain     map[plainKey]*decided // those that no total decides
	markings  map[*source]*marking
	placed    map[jianfu.Date]map[int]*placement // by the day of a structure: see placements
}

// bucketPair is one time column of the answer.
type bucketPair struct {
	shown   jianfu.Period // the calendar bucket
	current bucket
	base    bucket // its period is zero if nothing is compared
}

type cellKey struct {
	account    account
	part       *Metric
	bucket     int
	group      string
	comparable bool
}

// count is the result of a term for one bucket and group.
type count struct {
	value          jianfu.Decimal
	null           bool // a median of nothing
	unknown, total int64
}

// prepare checks the query and prepares everything that the statements need.
func (e *Engine) prepare(ctx context.Context, tx *sql.Tx, q Query) (*run, error) {
	r := &run{engine: e, tx: tx, query: q, cells: map[cellKey]count{}, groupKeys: map[string]bool{}, sayers: map[Member][]*source{}, covers: map[*source]*cover{}, decisions: map[decisionKey]*decided{}, plain: map[plainKey]*decided{}, placed: map[jianfu.Date]map[int]*placement{}, markings: map[*source]*marking{}}
	if len(q.Metrics) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "请至少写一个指标名", "name at least one metric")
	}
	if q.Period.IsZero() {
		return nil, jianfu.Errorf(jianfu.Invalid, "请写明时间，如 2023", "name a period, such as 2023")
	}
	r.query.Metrics = slices.Clone(q.Metrics)
	for i, name := range q.Metrics {
		m, err := e.catalog.Metric(name)
		if err != nil {
			return nil, err
		}
		if r.query.Metrics[i] = m.Name; m.Name != name {
			r.understood = append(r.understood, understanding{name, m.Name})
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
	if r.shape, err = e.shape(ctx, tx); err != nil {
		return nil, err
	}
	if r.departments, err = e.departments(ctx, tx, r.scope); err != nil {
		return nil, err
	}
	r.understand()
	if err := r.checkScope(); err != nil {
		return nil, err
	}
	return r, r.makeBuckets()
}

// checkScope refuses unknown names: a misspelt filter must not count nothing.
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
		if _, err := FindDepartment(r.departments, code); err != nil {
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

// checkValues refuses values that no unit of the directory has, and values of a yes-no column other
// than yes and no. Other columns have whatever was filed: a notice reports values that never occur.
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
			if _, err := FindDepartment(r.departments, value); err != nil {
				return err
			}
		} else if !slices.Contains(known, value) {
			return unknownName(label, value, known)
		}
	}
	return nil
}

// makeBuckets lays out the time columns and what each is compared with.
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
	if q.Structure != "" && q.Structure != StructureNow && q.Structure != StructureThen {
		return jianfu.Errorf(jianfu.Invalid, "机构口径“%s”应为 NOW（按期末的机构）或 THEN（按当时的机构）", "structure %q should be NOW (as at the end of the period) or THEN (as it was)", string(q.Structure))
	}
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
		switch {
		case q.StructureOn != 0:
			pair.current.reported, pair.current.structure = q.StructureOn, q.StructureOn
			pair.base.reported, pair.base.structure = q.StructureOn, q.StructureOn
		case !base.IsZero() && base.From() < pair.current.period.From():
			if pair.base.reported = pair.current.period.Through(); q.Structure != StructureThen {
				pair.base.structure = pair.base.reported
			}
		}
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

// buckets are all time columns that the statements count.
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

// accounts are those of all the metrics, each once.
func (r *run) accounts() []account {
	var list []account
	for _, m := range r.metrics {
		for _, a := range accountsOf(m) {
			if !slices.Contains(list, a) {
				list = append(list, a)
			}
		}
	}
	return list
}

// readBooks reads what was filed and stated of all that the metrics count, and lays out the units
// and months that it is compared with.
func (r *run) readBooks(ctx context.Context) error {
	var sources []*source
	var counts []string
	for _, part := range bySource(r.metrics) {
		sources = append(sources, part.source)
		for _, m := range part.metrics {
			if m.Stated != "" {
				counts = append(counts, m.Stated)
			}
		}
		counts = append(counts, r.scope.catalog.headlines(part.source.Kinds)...)
	}
	var err error
	if r.filed, err = readFiled(ctx, r.tx, r.scope, sources, r.unitsAsked()); err != nil {
		return err
	}
	var spans []jianfu.Period
	for _, b := range r.buckets() {
		spans = append(spans, b.period)
	}
	for _, src := range sources {
		if src.readsYear() {
			for _, b := range r.buckets() {
				spans = append(spans, until(jianfu.MonthOf(b.period.Through().Year(), 1), b.period))
			}
			break
		}
	}
	if err := r.layOut(ctx, spans, counts); err != nil || r.totals == nil {
		return err
	}
	return r.readSilent(ctx, r.accounts())
}

// layOut makes the axis of some spans, and reads the totals of counts over it where any are stated.
func (r *run) layOut(ctx context.Context, spans []jianfu.Period, counts []string) (err error) {
	r.makeAxis(spans)
	if r.recordsOnly {
		return nil
	}
	counts = slices.Compact(slices.Sorted(slices.Values(slices.DeleteFunc(counts, func(count string) bool { return !r.filed.states(count) }))))
	if len(counts) == 0 {
		return nil
	}
	if r.totals, err = r.readTotals(ctx, counts); err == nil {
		r.makeAxis(spans) // with units that only totals name
	}
	return err
}

// execute decides what every figure takes from which unit, and runs one statement for each source
// that the metrics count.
func (r *run) execute(ctx context.Context) error {
	if err := r.readBooks(ctx); err != nil {
		return err
	}
	counting := map[*source][]term{}
	var sources []*source
	for _, a := range r.accounts() {
		terms, err := r.decideAll(a)
		if err != nil {
			return err
		}
		for _, t := range terms {
			src := t.metric.source
			if !slices.Contains(sources, src) {
				sources = append(sources, src)
			}
			same := func(known term) bool { return known.metric == t.metric && known.mask == t.mask }
			if at := slices.IndexFunc(counting[src], same); at >= 0 {
				counting[src][at].cells = append(counting[src][at].cells, t.cells...)
				continue
			}
			counting[src] = append(counting[src], t)
		}
	}
	for _, src := range sources {
		s := *r.scope
		s.leaves, s.moves = r.leaves(src), r.moves()
		st := s.aggregates(src, counting[src], r.buckets())
		r.statements = append(r.statements, st)
		if err := r.collect(ctx, st, counting[src]); err != nil {
			return err
		}
	}
	return nil
}

// maxMarks bounds the figures over one source that leave rows out, each in its own way.
const maxMarks = 62

// decideAll decides an account for every bucket, and gives the terms that count it.
func (r *run) decideAll(a account) ([]term, error) {
	var leaves, comparableLeaves []leftOut
	compared := false
	for _, pair := range r.rows {
		current := r.decision(a, pair.current)
		leaves = append(leaves, r.leaveOut(a, current, nil, pair.current)...)
		if pair.base.period.IsZero() {
			continue
		}
		base := r.decision(a, pair.base)
		leaves = append(leaves, r.leaveOut(a, base, nil, pair.base)...)
		left, right := r.compareBoth(a, pair, current, base)
		if left == nil {
			comparableLeaves = append(comparableLeaves, r.leaveOut(a, current, nil, pair.current)...)
			comparableLeaves = append(comparableLeaves, r.leaveOut(a, base, nil, pair.base)...)
			continue
		}
		compared = true
		r.decisions[decisionKey{a, pair.current.index, true}], r.decisions[decisionKey{a, pair.base.index, true}] = left, right
		comparableLeaves = append(comparableLeaves, r.leaveOut(a, left, current, pair.current)...)
		comparableLeaves = append(comparableLeaves, r.leaveOut(a, right, base, pair.base)...)
	}
	mask, err := r.leave(a.source(), leaves)
	if err != nil {
		return nil, err
	}
	var terms []term
	add := func(mask int64, comparable bool) {
		for _, part := range a.partsOf() {
			t := r.scope.termWithout(part, mask)
			t.mask, t.cells = mask, []cellKey{{account: a, part: part, comparable: comparable}}
			terms = append(terms, t)
		}
	}
	add(mask, false)
	if compared {
		if mask, err = r.leave(a.source(), comparableLeaves); err != nil {
			return nil, err
		}
		add(mask, true)
	}
	return terms, nil
}

// marking marks the rows of a source that not every figure counts.
type marking struct {
	rows  []leftOut
	at    map[leftOut]int  // places of the rows
	marks map[string]int64 // of lists of rows that were left out before
}

// leave marks rows that a term does not count; the mark is 0 where it counts all.
func (r *run) leave(src *source, rows []leftOut) (int64, error) {
	if len(rows) == 0 {
		return 0, nil
	}
	m := r.markings[src]
	if m == nil {
		m = &marking{at: map[leftOut]int{}, marks: map[string]int64{}}
		r.markings[src] = m
	}
	list := fmt.Sprint(rows)
	if mark := m.marks[list]; mark != 0 {
		return mark, nil
	}
	if len(m.marks) == maxMarks {
		return 0, jianfu.Errorf(jianfu.TooLarge, "一次问的指标太多，请分几次取", "too many metrics at once: ask for them in parts")
	}
	mark := int64(1) << len(m.marks)
	m.marks[list] = mark
	for _, row := range rows {
		at, known := m.at[row]
		if !known {
			at = len(m.rows)
			m.at[row] = at
			m.rows = append(m.rows, row)
		}
		m.rows[at].mask |= mark
	}
	return mark, nil
}

// leaves are the rows of a source that not every figure counts.
func (r *run) leaves(src *source) []leftOut {
	if m := r.markings[src]; m != nil {
		return m.rows
	}
	return nil
}

// decision is what an account takes for a bucket, decided once. Accounts of one source that no
// total states are decided alike.
func (r *run) decision(a account, b bucket) *decided {
	key := decisionKey{account: a, bucket: b.index}
	if d := r.decisions[key]; d != nil {
		return d
	}
	plain := plainKey{a.source(), r.coveredSpan(a, b.period), b.structure}
	if slices.ContainsFunc(a.partsOf(), func(m *Metric) bool { return len(r.totals[m.Stated]) > 0 }) {
		plain = plainKey{}
	}
	d := r.plain[plain]
	if d == nil {
		d = r.decide(a, b)
	}
	if r.decisions[key] = d; plain.source != nil {
		r.plain[plain] = d
	}
	return d
}

// unitsAsked are the codes of the units in the scope at some time; nil for all.
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

// spans are the months that figures over a source depend on: the period, what it is compared with,
// and for a stock over monthly filings the months of its year before.
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
			for _, cell := range t.cells {
				cell.bucket, cell.group = index, key
				r.cells[cell] = c
			}
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
	return r.addGroup(group)
}

// statedGroups adds the groups that only totals have: of a dimension that totals do not have the
// group that does not say, and of the city's own total where no unit has anything.
func (r *run) statedGroups() {
	for key, d := range r.decisions {
		if key.comparable || key.bucket < 0 {
			continue
		}
		for part, t := range d.tallies {
			if t.totals {
				r.addGroup(r.fullGroup(r.axis.groups[part]))
			}
		}
		if d.city != nil && d.alone {
			r.addGroup(r.fullGroup(nil))
		}
	}
}

// fullGroup is a group of which only some of the directory's dimensions are known.
func (r *run) fullGroup(known []Member) []Member {
	group := make([]Member, len(r.query.By))
	for i, name := range r.query.By {
		group[i] = Member{Dimension: name}
		for _, m := range known {
			if m.Dimension == name {
				group[i] = m
			}
		}
	}
	return group
}

// addGroup adds a group that is not there yet, and gives its key.
func (r *run) addGroup(group []Member) string {
	key := groupKey(group)
	if !r.groupKeys[key] {
		r.groupKeys[key] = true
		r.groups = append(r.groups, group)
	}
	return key
}

// orderGroups sorts the groups: in the directory's order for units and portfolios, else by the
// values' text, unknown last. There is no order by size: departments are not ranked.
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
		if name, known := r.shape.kinds[m.Value]; known {
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

// assemble combines the counts into figures.
func (r *run) assemble(ctx context.Context) (*Measurement, error) {
	r.statedGroups()
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
					base := r.value(metric, pair.base, group)
					value.Comparison = compare(r.query.Compare, value, base)
					value.Comparison.Comparable = r.comparable(metric, pair, group, value, base)
				}
				row.Values = append(row.Values, value)
			}
			m.Rows = append(m.Rows, row)
		}
	}
	m.Notices = r.notices()
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
func (r *run) value(m *Metric, b bucket, group []Member) Value { return r.valueOf(m, b, group, false) }

// valueOf is one figure, or what of it is comparable.
func (r *run) valueOf(m *Metric, b bucket, group []Member, comparable bool) Value {
	v := Value{Metric: m, Basis: FromRecords, Scope: Scope{Metric: m.Name, Period: b.period, Group: group, Where: r.query.Where,
		Caliber: r.query.Caliber, CaliberOn: r.caliberOn(b.period), StructureOn: r.structureOn(b), AsOf: r.query.AsOf, KnownAt: r.query.KnownAt}}
	if !r.applies(m, group) {
		v.Missing = NotApplicable
		return v
	}
	var parts []partValue
	for _, a := range accountsOf(m) {
		parts = append(parts, r.parts(a, b, group, comparable)...)
	}
	v.Coverage = parts[0].coverage
	records, totals := false, false
	for _, p := range parts {
		records, totals = records || p.basis != FromTotals, totals || p.basis != FromRecords
	}
	switch {
	case records && totals:
		v.Basis = FromBoth
	case totals:
		v.Basis = FromTotals
	}
	if m.numerator == nil {
		v.Amount, v.Missing = parts[0].amount, parts[0].missing
		v.Numerator = v.Amount
		return v
	}
	v.Numerator, v.Denominator = parts[0].amount, parts[1].amount
	switch {
	case parts[1].missing != NotMissing:
		v.Missing = parts[1].missing
	case parts[0].missing != NotMissing:
		v.Missing = parts[0].missing
	case v.Denominator.Sign() == 0:
		v.Missing = ZeroDenominator
	default:
		amount := v.Numerator.Quo(*v.Denominator).Round(ratePlaces)
		v.Amount = &amount
	}
	return v
}

// comparable holds both sides of a comparison over the units and months that both have. Where
// both were covered alike it is the comparison itself.
func (r *run) comparable(m *Metric, pair bucketPair, group []Member, current, base Value) *Comparable {
	apart := slices.ContainsFunc(accountsOf(m), func(a account) bool { return r.decisions[decisionKey{a, pair.current.index, true}] != nil })
	if apart {
		current, base = r.valueOf(m, pair.current, group, true), r.valueOf(m, pair.base, group, true)
	}
	c := compare(r.query.Compare, current, base)
	return &Comparable{Current: current.Amount, ValueComparison: c, Coverage: current.Coverage}
}

// caliberOn is the day whose version of the caliber counts for a bucket: its own last day,
// but where that has another version than the whole answer.
func (r *run) caliberOn(bucket jianfu.Period) jianfu.Date {
	if r.caliber.Version(bucket.Through()) == r.scope.caliber {
		return bucket.Through()
	}
	return r.query.CaliberDay()
}

// ratePlaces is the number of decimal places of a rate's fraction.
const ratePlaces = 4

// partValue is what one part of a figure comes to, or why there is none.
type partValue struct {
	amount   *jianfu.Decimal
	missing  Missing
	basis    Basis
	coverage Coverage
}

// nothing is of a group that no unit belongs to.
var nothing = &tally{missing: NotDue}

// tallyOf is what a group's figure takes: of the whole, or of what does not say where no unit has
// anything, the city's own total if that is the figure.
func (d *decided) tallyOf(group []Member) *tally {
	known := func(m Member) bool { return m.Known }
	if d.city != nil && (len(group) == 0 || d.alone && !slices.ContainsFunc(group, known)) {
		return d.city
	}
	if t := d.tallies[directoryPart(group)]; t != nil {
		return t
	}
	return nothing
}

// parts are what the parts of an account come to in a bucket and group.
func (r *run) parts(a account, b bucket, group []Member, comparable bool) []partValue {
	d := r.decisions[decisionKey{a, b.index, comparable}]
	if d == nil { // both sides of the comparison have the same
		comparable = false
		d = r.decisions[decisionKey{a, b.index, false}]
	}
	t := d.tallyOf(group)
	coverage := t.Coverage
	late := NotMissing // of a running total whose last months nobody filed
	if !b.last.IsZero() {
		if last := r.decision(a, bucket{index: -1 - b.index, period: b.last, structure: b.structure}).tallies[directoryPart(group)]; last != nil && !last.known {
			late = last.missing
		}
	}
	var list []partValue
	for i, m := range a.partsOf() {
		p := partValue{basis: FromRecords, coverage: coverage}
		c, counted := r.cells[cellKey{a, m, b.index, groupKey(group), comparable}]
		totals := t.totals && saysNothing(group)
		switch {
		case totals && c.total == 0 && (!t.records || directoryPart(group) != groupKey(group)) || d.city != nil && t == d.city:
			p.basis = FromTotals
		case totals:
			p.basis = FromBoth
		}
		switch {
		case late != NotMissing:
			p.missing = r.unlessNever(a, late)
		case t.apart && t.known:
			p.missing = NotApplicable
		case t.apart:
			p.missing = NotInForce
		case !t.known && c.total == 0: // rows that are left out are none
			p.missing = r.unlessNever(a, t.missing)
		case m.source.Stock != "" && r.outside(m.source, b.period): // entries carry on only until the ledger was last filed
			p.missing = r.unlessNever(a, NotDue)
		case d.city != nil && t == d.city:
			p.amount = &t.sums[i]
		case totals && m.Distinct != "" && t.stating > 1, t.totals && !totals && !t.records && !counted:
			p.missing = NotReported
		default:
			p.amount, p.missing = r.fromRecords(m, c, counted)
			switch {
			case !totals:
			case p.missing == NotMissing:
				sum := p.amount.Add(t.sums[i])
				p.amount = &sum
			case p.missing == NotReported || p.missing == NoData:
				p.amount, p.missing, p.basis = &t.sums[i], NotMissing, FromTotals
			}
		}
		list = append(list, p)
	}
	return list
}

// outside reports whether a ledger's entries say nothing of a period: it lies before the first, or
// after the ledger was last received.
func (r *run) outside(src *source, period jianfu.Period) bool {
	extent, bounded := r.filed.extents[src]
	return bounded && !overlap(extent, period)
}

// unlessNever is the reason, or that nothing of the kind was ever filed.
func (r *run) unlessNever(a account, reason Missing) Missing {
	if r.coverOf(a.source()).ever || slices.ContainsFunc(a.partsOf(), func(m *Metric) bool { return r.filed.states(m.Stated) }) {
		return reason
	}
	return NoData
}

// fromRecords is what the rows come to.
func (r *run) fromRecords(m *Metric, c count, counted bool) (*jianfu.Decimal, Missing) {
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
