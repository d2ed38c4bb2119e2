package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Difference holds a total as it is stated (统计汇总表) against what else is known of the same.
type Difference struct {
	Department string // "" for a total of the whole city
	Month      jianfu.Period
	Metric     *Metric
	Against    Against
	Stated     jianfu.Decimal
	Record     Record // the filed row that states it
	Counted    Value
	Gap        *jianfu.Decimal // stated − counted; nil if nothing could be counted
}

// Against is what a total is compared with.
type Against string

// What totals are compared with.
const (
	AgainstRecords   Against = "RECORDS"    // the unit's records
	AgainstMonths    Against = "MONTHS"     // of a longer span, the totals of its months
	AgainstOwnFigure Against = "OWN_FIGURE" // of 上年同期, what that year's own tables or records say
	AgainstUnits     Against = "UNITS"      // of the whole city, the sum of its units' totals
	AgainstTable     Against = "TABLE"      // of 合计 in a table, the totals that it adds up, as they are now
)

// Label says what a total is compared with.
func (a Against) Label() jianfu.Text {
	switch a {
	case AgainstMonths:
		return jianfu.Text{ZH: "各月之和", EN: "sum of its months"}
	case AgainstOwnFigure:
		return jianfu.Text{ZH: "上年本身的数", EN: "that year's own figure"}
	case AgainstTable:
		return jianfu.Text{ZH: "表内各数之和", EN: "sum of its table"}
	case AgainstUnits:
		return jianfu.Text{ZH: "各单位之和", EN: "sum of the units"}
	}
	return jianfu.Text{ZH: "明细", EN: "records"}
}

// Agrees reports whether the stated total is what else is known. Where nothing else was filed
// there is nothing to disagree with.
func (d Difference) Agrees() bool {
	if d.Gap == nil {
		return d.Counted.Missing.Unfiled()
	}
	return d.Gap.Sign() == 0
}

// Reconcile holds every total stated of a period against the records, its months, its units, and
// every 上年同期 of its tables against that year's own figure, as of a moment (zero is now).
func (e *Engine) Reconcile(ctx context.Context, period jianfu.Period, asOf time.Time) (list []Difference, err error) {
	ctx, release := e.w.Pin(ctx, 0)
	defer func() { err = errors.Join(err, release()) }()
	var see *sight
	err = e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		see, err = e.sight(ctx, tx)
		return err
	})
	if err == nil {
		err = see.requireUnits(theFilings)
	}
	if err != nil {
		return nil, err
	}
	b := &books{engine: e, asOf: asOf, counted: map[bookKey]Value{}}
	if b.knownAt, err = e.w.CommitOf(ctx); err != nil {
		return nil, err
	}
	for _, m := range e.catalog.stating() {
		if !m.Internal {
			b.metrics = append(b.metrics, m)
		}
	}
	for _, span := range []jianfu.Period{period, period.YearEarlier()} {
		if err := b.read(ctx, span); err != nil {
			return nil, err
		}
		for _, t := range b.totals {
			if t.earlier == (span == period) || t.value == nil {
				continue
			}
			list = append(list, b.hold(t)...)
		}
		for _, sum := range b.sums {
			if sum.earlier != (span == period) {
				list = append(list, b.holdSum(sum)...)
			}
		}
	}
	list = slices.DeleteFunc(list, func(d Difference) bool { return !see.sees(d.Department) })
	slices.SortStableFunc(list, func(x, y Difference) int {
		return cmp.Or(cmp.Compare(x.Month.Start(), y.Month.Start()), cmp.Compare(x.Month.Months(), y.Month.Months()), cmp.Compare(x.Department, y.Department))
	})
	err = e.w.Read(ctx, func(tx *sql.Tx) error { return e.readStated(ctx, tx, list) })
	return list, err
}

// books are the totals and records of a span, to be compared with each other.
type books struct {
	engine  *Engine
	asOf    time.Time
	knownAt int64 // the commit that all of it is read of
	metrics []*Metric
	totals  []*total // within the span
	sums    []*tableSum
	units   []string // in force somewhere in it
	counted map[bookKey]Value
}

type bookKey struct {
	metric, unit, caliber string
	month                 jianfu.Month
}

func (b *books) read(ctx context.Context, span jianfu.Period) error {
	var names []string
	for _, m := range b.metrics {
		names = append(names, m.Name)
	}
	b.totals, b.sums, b.units = nil, nil, nil
	q := Query{Metrics: names, Period: span, Grain: jianfu.ByMonth, By: []string{"department"}, AsOf: b.asOf, KnownAt: b.knownAt}
	return b.engine.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := b.engine.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		if err := r.readBooks(ctx); err != nil {
			return err
		}
		for _, m := range b.metrics {
			for _, totals := range r.totals[m.Stated] {
				for _, t := range totals {
					if t.first >= span.Start() && t.until() <= span.Start()+jianfu.Month(span.Months()) {
						b.totals = append(b.totals, t)
					}
				}
			}
		}
		slices.SortFunc(b.totals, func(x, y *total) int { return cmp.Compare(x.id, y.id) })
		if b.sums, err = r.readSums(ctx, span); err != nil {
			return err
		}
		b.sums = slices.DeleteFunc(b.sums, func(sum *tableSum) bool { return b.metricOf(&sum.total) == nil })
		if len(b.totals) == 0 {
			return nil
		}
		for _, u := range r.axis.units {
			if slices.Contains(u.inForce, true) {
				b.units = append(b.units, u.code)
			}
		}
		var calibers []string
		for _, t := range b.totals {
			if !slices.Contains(calibers, t.caliber) {
				calibers = append(calibers, t.caliber)
			}
		}
		for _, caliber := range calibers {
			q.Caliber = caliber
			if err := b.count(ctx, tx, q); err != nil {
				return err
			}
		}
		return nil
	})
}

// count counts the records, by unit and month.
func (b *books) count(ctx context.Context, tx *sql.Tx, q Query) error {
	r, err := b.engine.prepare(ctx, tx, q)
	if err != nil {
		return err
	}
	r.recordsOnly = true
	if err := r.execute(ctx); err != nil {
		return err
	}
	answer, err := r.assemble(ctx)
	if err != nil {
		return err
	}
	for _, row := range answer.Rows {
		for _, v := range row.Values {
			b.counted[bookKey{v.Metric.Name, row.Group[0].Value, q.Caliber, row.Bucket.Start()}] = v
		}
	}
	return nil
}

// tableSum is a 合计 of a table, and the totals that the table adds up to it.
type tableSum struct {
	total
	parts []*total // of which unit, count and months; not their values
}

// readSums reads each 合计 that counts now, with the totals of its own table that it adds up.
func (r *run) readSums(ctx context.Context, span jianfu.Period) ([]*tableSum, error) {
	const months = "CAST(12 * year(%[1]s.first_month) + month(%[1]s.first_month) - 1 AS INTEGER)"
	st := &statement{}
	st.SQL(sqlText(fmt.Sprintf(`SELECT f.id, f.department, left(f.count, length(f.count) - length('%[3]s')), %[1]s, f.months, f.earlier, f.caliber, CAST(f.value AS VARCHAR), p.department, %[2]s, p.months
		FROM fact.reported_total f`, fmt.Sprintf(months, "f"), fmt.Sprintf(months, "p"), warehouse.SumMark)))
	r.scope.joinStanding(st, "f.slice_id")
	st.SQL(sqlText(fmt.Sprintf(` JOIN fact.reported_total p ON p.id >> 32 = f.id >> 32 AND p.sheet = f.sheet AND p.count || '%[1]s' = f.count AND p.earlier = f.earlier AND p.caliber = f.caliber
			AND (p.department = f.department OR f.department = '' AND p.department <> '') AND %[2]s >= %[3]s AND %[2]s + p.months <= %[3]s + f.months
		WHERE f.first_month >= DATE '%[4]s' AND %[3]s + f.months <= %[5]d ORDER BY f.id, p.id`,
		warehouse.SumMark, fmt.Sprintf(months, "p"), fmt.Sprintf(months, "f"), span.From(), int(span.Start())+span.Months())))
	rows, err := r.tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read the sums of tables: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	var list []*tableSum
	for rows.Next() {
		sum, part := &tableSum{}, &total{}
		var first, partFirst int
		var value string
		if err := rows.Scan(&sum.id, &sum.unit, &sum.count, &first, &sum.months, &sum.earlier, &sum.caliber, &value, &part.unit, &partFirst, &part.months); err != nil {
			return nil, err
		}
		number, ok := jianfu.ParseDecimal(value)
		if !ok {
			return nil, fmt.Errorf("total %d: %q is not a number", sum.id, value)
		}
		sum.first, sum.value, part.first = jianfu.Month(first), &number, jianfu.Month(partFirst)
		if n := len(list); n == 0 || list[n-1].id != sum.id {
			list = append(list, sum)
		}
		list[len(list)-1].parts = append(list[len(list)-1].parts, part)
	}
	return list, rows.Err()
}

// holdSum holds a 合计 against what the totals that it adds up are now; nothing where one of them is
// unknown or was withdrawn. It adds up totals of its own months; where there are none, those of the
// shortest spans within, months and not their quarters.
func (b *books) holdSum(sum *tableSum) []Difference {
	added := jianfu.Decimal{}
	same := func(p *total) bool { return p.first == sum.first && p.months == sum.months }
	exact := slices.ContainsFunc(sum.parts, same)
	for _, p := range sum.parts {
		longer := exact && !same(p) || !exact && slices.ContainsFunc(sum.parts, func(other *total) bool {
			return other.unit == p.unit && other.months < p.months && other.first >= p.first && other.until() <= p.until()
		})
		if longer {
			continue
		}
		at := slices.IndexFunc(b.totals, func(t *total) bool {
			return t.unit == p.unit && t.count == sum.count && t.earlier == sum.earlier && t.caliber == sum.caliber && t.first == p.first && t.months == p.months
		})
		if at < 0 || b.totals[at].value == nil {
			return nil
		}
		added = added.Add(*b.totals[at].value)
	}
	m := b.metricOf(&sum.total)
	gap := sum.value.Sub(added)
	return []Difference{{Department: sum.unit, Month: sum.span(), Metric: m, Against: AgainstTable, Stated: *sum.value, Record: Record{ID: sum.id}, Counted: b.known(m, &sum.total, &added), Gap: &gap}}
}

func (b *books) metricOf(t *total) *Metric {
	if at := slices.IndexFunc(b.metrics, func(m *Metric) bool { return m.Stated == t.count }); at >= 0 {
		return b.metrics[at]
	}
	return nil
}

func (t *total) span() jianfu.Period {
	span, _ := jianfu.Span(t.first, t.until()-1)
	return span
}

// known is an amount that totals come to, of the unit and months of one.
func (b *books) known(m *Metric, of *total, amount *jianfu.Decimal) Value {
	span := of.span()
	v := Value{Metric: m, Amount: amount, Numerator: amount, Basis: FromTotals, Scope: Scope{Metric: m.Name, Period: span, Caliber: of.caliber, CaliberOn: span.Through(), AsOf: b.asOf, KnownAt: b.knownAt}}
	if of.unit != "" {
		v.Scope.Group = []Member{{Dimension: "department", Value: of.unit, Known: true}}
	}
	return v
}

// hold holds one total against all that else is known of the same.
func (b *books) hold(t *total) []Difference {
	m, span := b.metricOf(t), t.span()
	compare := func(against Against, counted Value) Difference {
		d := Difference{Department: t.unit, Month: span, Metric: m, Against: against, Stated: *t.value, Record: Record{ID: t.id}, Counted: counted}
		if counted.Amount != nil {
			gap := t.value.Sub(*counted.Amount)
			d.Gap = &gap
		}
		return d
	}
	known := func(amount *jianfu.Decimal) Value { return b.known(m, t, amount) }
	var list []Difference
	records := b.records(m, t, span)
	switch {
	case t.unit == "":
		if sum := b.sum(t, b.units, t.first, t.months); sum != nil {
			list = append(list, compare(AgainstUnits, known(sum)))
		}
	case t.earlier:
		own := b.stated(t, t.unit, t.first, t.months)
		if own == nil && m.Kind() == Flow && !m.Whole {
			own = b.monthly(t)
		}
		switch {
		case own != nil:
			list = append(list, compare(AgainstOwnFigure, known(own)))
		case records.Amount != nil:
			list = append(list, compare(AgainstOwnFigure, records))
		}
		return list
	case records.Metric != nil:
		list = append(list, compare(AgainstRecords, records))
	}
	if t.months > 1 && m.Kind() == Flow && !m.Whole {
		if sum := b.monthly(t); sum != nil {
			list = append(list, compare(AgainstMonths, known(sum)))
		}
	}
	return list
}

// stated is the own total of a unit for a span, like t; nil where there is none.
func (b *books) stated(t *total, unit string, first jianfu.Month, months int) *jianfu.Decimal {
	for _, other := range b.totals {
		if other != t && !other.earlier && other.unit == unit && other.count == t.count && other.caliber == t.caliber && other.first == first && other.months == months {
			return other.value
		}
	}
	return nil
}

// monthly is the sum of a span's months, or of shorter spans that make it up, as stated; nil where they
// leave a month out.
func (b *books) monthly(t *total) *jianfu.Decimal {
	var shorter []*total
	for _, other := range b.totals {
		if other != t && !other.earlier && other.unit == t.unit && other.count == t.count && other.caliber == t.caliber && other.months < t.months {
			shorter = append(shorter, other)
		}
	}
	sum, months := jianfu.Decimal{}, 0
	for _, p := range tile(t.first, slices.Repeat([]bool{true}, t.months), optionsOf([][]*total{shorter}, t.first, t.months)) {
		sum, months = sum.Add(*p.totals[0].value), months+p.months
	}
	if months < t.months {
		return nil
	}
	return &sum
}

// sum is the sum of units' totals for a span; nil where not every one states it.
func (b *books) sum(t *total, units []string, first jianfu.Month, months int) *jianfu.Decimal {
	sum := jianfu.Decimal{}
	for _, unit := range units {
		stated := b.stated(t, unit, first, months)
		if stated == nil {
			return nil
		}
		sum = sum.Add(*stated)
	}
	return &sum
}

// records is what the records of a unit come to over the months of a total that adds up; without
// a metric where they do not say.
func (b *books) records(m *Metric, t *total, span jianfu.Period) Value {
	if t.months > 1 && (m.Kind() != Flow || m.Whole) {
		return Value{}
	}
	sum := jianfu.Decimal{}
	var v Value
	for month := t.first; month < t.until(); month++ {
		var known bool
		if v, known = b.counted[bookKey{m.Name, t.unit, t.caliber, month}]; !known || t.months > 1 && v.Amount == nil {
			return Value{}
		}
		if v.Amount != nil {
			sum = sum.Add(*v.Amount)
		}
	}
	if t.months > 1 {
		v.Amount, v.Numerator, v.Scope.Period = &sum, &sum, span
	}
	return v
}

// readStated reads the filed rows that state the totals.
func (e *Engine) readStated(ctx context.Context, tx *sql.Tx, list []Difference) error {
	var ids []int64
	for _, d := range list {
		ids = append(ids, d.Record.ID)
	}
	slices.Sort(ids)
	records, err := e.recordsOf(ctx, tx, totalsKind, slices.Compact(ids))
	if err != nil {
		return err
	}
	byID := map[int64]Record{}
	for _, r := range records {
		byID[r.ID] = r
	}
	for i := range list {
		list[i].Record = byID[list[i].Record.ID]
	}
	return nil
}
