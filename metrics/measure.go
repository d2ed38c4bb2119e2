package metrics

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"jianfu"
	"jianfu/recent"
	"jianfu/warehouse"
)

// Engine answers queries of a warehouse with a catalogue.
type Engine struct {
	w       *warehouse.Warehouse
	catalog *Catalog

	lock    sync.Mutex
	ledgers []*ledgerOf              // the latest last
	firsts  map[[2]string]*firstDays // by kind and expression
	answers recent.Store[question, *Measurement]
	rollups rollups

	shapeLock sync.Mutex
	known     *shape // nil until first read
}

// New is an engine over a warehouse.
func New(w *warehouse.Warehouse, catalog *Catalog) *Engine {
	e := &Engine{w: w, catalog: catalog, firsts: map[[2]string]*firstDays{}}
	e.answers.Size = keptFigures
	e.rollups.stale = make(chan struct{}, 1)
	return e
}

// Catalog is the engine's catalogue.
func (e *Engine) Catalog() *Catalog { return e.catalog }

// maxCells limits buckets × groups × metrics of one answer; a larger query is refused, never cut.
const maxCells = 200_000

// Measure answers a query. All its statements see one state of the warehouse. The error is Invalid,
// with the nearest names, if the query has an unknown name, and TooLarge if the answer would have
// more than 200,000 figures. The answer may be shared: it is not to be changed.
func (e *Engine) Measure(ctx context.Context, q Query) (*Measurement, error) {
	ctx, release := e.w.Pin(ctx, q.KnownAt)
	var m *Measurement
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		if q.KnownAt, err = e.w.CommitOf(ctx); err != nil {
			return err
		}
		l, err := e.ledger(ctx, tx)
		if err != nil {
			return err
		}
		question, lasting := e.questionOf(ctx, q, l)
		if lasting {
			if known, ok := e.answers.Get(question); ok {
				m = known
				return nil
			}
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
			run.hide(m)
			m.sort()
			if lasting {
				e.answers.Put(question, m, m.size())
			}
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
	ledger      *ledger
	standing    *standing
	departments []Department
	rows        []bucketPair
	statements  []*statement
	cells       map[cellKey]count
	groups      [][]Member // in the order of the answer
	groupKeys   map[string]bool
	sayers      map[Member][]*source // whose rows have a value of a dimension
	filed       filed
	shape       *shape
	rollups     *rollupState // nil until first read
	understood  []understanding
	day         *jianfu.Date // see today

	see          *sight
	asked        Filter // what the query itself is narrowed to; query.Where is narrower for those who do not see every unit
	city         bool   // the figures are of the whole city, for somebody who does not see every unit
	othersHidden bool   // groups of others are left out

	recordsOnly bool // totals are left aside, to be compared with the records

	totals    totalsOf
	axis      *axis
	succeeded []Succession // nil until first read
	covers    map[*source]*cover
	silent    map[silentKey]bool
	begun     map[account]bool // whether anything was ever filed that an account counts
	decisions map[decisionKey]*choice
	plain     map[plainKey]*choice // those that no total decides
	markings  map[*source]*marking
	placed    map[jianfu.Date]map[int]*placement // by the day of a structure: see placements
}

// bucketPair is one time column of the answer.
type bucketPair struct {
	shown   jianfu.Period // the calendar bucket
	current bucket
	base    bucket // its period is zero if nothing is compared
	alike   bucket // current, summed by the structure of base; its period is zero where that makes no difference
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
	silent, said   int64 // rows that do not say whether they meet the question's condition, and that do
}

// accounts are those of all the metrics, each once.
func (r *run) accounts() []account {
	var list []account
	for _, m := range r.metrics {
		for _, a := range accountsOf(m) {
			for _, a := range []account{a, a.alone()} {
				if !slices.Contains(list, a) {
					list = append(list, a)
				}
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
	if err := r.readFiled(ctx, sources); err != nil {
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
	if err := r.layOut(ctx, spans, counts); err != nil {
		return err
	}
	r.layAlike()
	if r.totals == nil {
		return nil
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
		s.leaves, s.moves = r.leaves(src), r.moves(src)
		st := s.aggregates(src, counting[src], r.buckets())
		r.statements = append(r.statements, st) // whoever runs it again has no rollup
		rolled, counted, err := r.rolled(ctx, &s, src, counting[src], r.buckets())
		if rolled != nil {
			st = rolled
		}
		if err == nil && !counted {
			err = r.collect(ctx, st, counting[src])
		}
		if err != nil {
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
		r.decisions[decisionKey{a, pair.like().index, true}], r.decisions[decisionKey{a, pair.base.index, true}] = left, right
		comparableLeaves = append(comparableLeaves, r.leaveOut(a, left, current, pair.like())...)
		comparableLeaves = append(comparableLeaves, r.leaveOut(a, right, base, pair.base)...)
	}
	mask, err := r.leave(a.source(), leaves)
	if err != nil {
		return nil, err
	}
	var terms []term
	add := func(mask int64, comparable bool) {
		for _, part := range a.partsOf() {
			cell := cellKey{account: a, part: part, comparable: comparable}
			t := r.scope.termWithout(part, mask)
			t.mask, t.cells = mask, []cellKey{cell}
			terms = append(terms, t)
			for _, factor := range part.factors {
				cell.part = factor
				lacking := r.scope.termWithout(factor, mask).lacking()
				lacking.mask, lacking.cells = mask, []cellKey{cell}
				terms = append(terms, lacking)
			}
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
func (r *run) decision(a account, b bucket) *choice {
	key := decisionKey{account: a, bucket: b.index}
	if d := r.decisions[key]; d != nil {
		return d
	}
	plain := plainKey{a.source(), a.with, r.coveredSpan(a, b.period), b.structure}
	if r.states(a) || a.with != nil && r.states(account{of: a.with}) {
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
	width := len(terms[0].results()) // of all of them: they are of one source
	values := make([]sql.NullString, width*len(terms))
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
		group := r.group(names)
		key := r.addGroup(group)
		r.sayOf(group, terms[0].metric.source)
		if len(r.groups)*len(r.rows)*len(r.metrics) > maxCells {
			return tooLarge()
		}
		for i, t := range terms {
			c, err := readCount(values[width*i : width*(i+1)])
			if err != nil {
				return fmt.Errorf("%s: %w", t.metric.Name, err)
			}
			r.put(t, index, key, c)
		}
	}
	return rows.Err()
}

// put sets the cells of a term for a bucket and group.
func (r *run) put(t term, bucket int, group string, c count) {
	if t.metric.Per > 1 {
		c.value = c.value.Quo(jianfu.NewDecimal(t.metric.Per))
	}
	for _, cell := range t.cells {
		cell.bucket, cell.group = bucket, group
		r.cells[cell] = c
	}
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
		case 3:
			c.silent = number.Int64()
		case 4:
			c.said = number.Int64()
		}
	}
	return c, nil
}
