package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"jianfu"
	"jianfu/warehouse"
)

// monthly is what counts now of a source, by unit and month alone: a question that names no other
// dimension is answered from it without a statement. A source with a rollup has all its months; of
// any other they are counted when they are first asked about.
type monthly struct {
	columns map[sqlText]int // the places of aggregates in a cell

	lock   sync.Mutex // protects the rest
	months map[jianfu.Month][]cell
	whole  bool    // there are no others
	unfit  bool    // it is not of units and months, or not of whole numbers of some size
	scales []int64 // how many parts of a column are one
}

// cell is what the rows of a unit come to in a month, for a stock at its end. A plan has none but the
// first of the months of its year, and a cell for each day that it counts on.
type cell struct {
	unit   string
	on     jianfu.Date // only of a plan
	values []int64
}

// monthlyKey is what counts by month: a source, and its SQL where that depends on the caliber or the day.
type monthlyKey struct {
	source *source
	sql    sqlText
}

// largestMonthly bounds a cell, so that sums of them do not overflow.
const largestMonthly = 1 << 42

// read counts by a statement whose rows have a place, a unit, a day or NULL, and the columns. monthOf
// gives the month of a place.
func (m *monthly) read(ctx context.Context, tx *sql.Tx, st *statement, monthOf func(place int64) jianfu.Month) error {
	values := make([]any, len(m.columns))
	m.scales = slices.Repeat([]int64{1}, len(values))
	var unit sql.NullString
	var place, on sql.NullInt64
	into := []any{&place, &unit, &on}
	for i := range values {
		into = append(into, &values[i])
	}
	return each(ctx, tx, st.text.String(), func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		m.unfit = m.unfit || unit.String == "" || !place.Valid
		c := cell{unit: unit.String, on: jianfu.Date(on.Int64), values: make([]int64, len(values))}
		for i, value := range values {
			number, scale, whole := warehouse.WholeNumber(value)
			m.unfit = m.unfit || !whole || number <= -largestMonthly || number >= largestMonthly
			c.values[i], m.scales[i] = number, scale
		}
		m.months[monthOf(place.Int64)] = append(m.months[monthOf(place.Int64)], c)
		return nil
	}, st.args...)
}

// readRolled reads all that counts now of a rollup.
func (m *monthly) readRolled(ctx context.Context, tx *sql.Tx, rl *rollup) error {
	st := &statement{}
	st.SQL("SELECT f.rolled_month, f.department, NULL")
	for at := range len(rl.columns) {
		st.SQL(sqlText(fmt.Sprintf(", SUM(f.n%d)", at)))
	}
	st.SQL(" FROM ", rl.table(), " f")
	(&scope{}).joinStanding(st, "f.slice_id")
	st.SQL(" GROUP BY ALL ORDER BY ALL")
	m.whole = true
	return m.read(ctx, tx, st, func(place int64) jianfu.Month { return jianfu.Month(place) })
}

// readRows counts the rows of some months.
func (m *monthly) readRows(ctx context.Context, tx *sql.Tx, s *scope, src *source, months []jianfu.Month) error {
	aggregates := make([]sqlText, len(m.columns))
	for aggregate, at := range m.columns {
		aggregates[at] = aggregate
	}
	buckets := make([]bucket, len(months))
	for i, month := range months {
		buckets[i].index = i
		buckets[i].period, _ = jianfu.Span(month, month)
		if src.Year != "" {
			buckets[i].period = jianfu.YearOf(month.Year())
		}
		m.months[month] = nil // known to have none, unless there are rows
	}
	st := &statement{}
	day := sqlText("NULL")
	if src.Year != "" {
		day = "CAST(counted_on - DATE '1970-01-01' AS BIGINT)"
	}
	var derived []string
	for _, d := range src.Derived {
		derived = append(derived, d.name)
	}
	s.with(st, src, buckets, derived)
	st.SQL("SELECT bucket, department, ", day)
	for _, aggregate := range aggregates {
		st.SQL(",\n  ", aggregate)
	}
	st.SQL("\nFROM counted GROUP BY ALL ORDER BY ALL")
	return m.read(ctx, tx, st, func(place int64) jianfu.Month { return months[place] })
}

// of gives the cells of some months, and reports false where the source does not tell them by month.
func (m *monthly) of(months []jianfu.Month, read func(missing []jianfu.Month) error) (cells map[jianfu.Month][]cell, scales []int64, ok bool, err error) {
	m.lock.Lock()
	defer m.lock.Unlock()
	missing := slices.DeleteFunc(slices.Clone(months), func(month jianfu.Month) bool {
		_, known := m.months[month]
		return known
	})
	if len(missing) > 0 && !m.whole && !m.unfit {
		if err := read(missing); err != nil {
			clear(m.months) // some of them may have been read in part
			m.whole = false
			return nil, nil, false, err
		}
	}
	cells = make(map[jianfu.Month][]cell, len(months))
	for _, month := range months {
		cells[month] = m.months[month]
	}
	return cells, m.scales, !m.unfit, nil
}

// countMonthly counts terms from what counts now by unit and month. It reports false where the
// question asks for more than that tells.
func (r *run) countMonthly(ctx context.Context, s *scope, src *source, terms []term, buckets []bucket) (bool, error) {
	other := func(name string) bool { return name != "department" && !isUnitProperty(name) }
	if !s.asOf.IsZero() && !s.asOf.After(r.ledger.settled) || slices.ContainsFunc(s.by, other) || slices.ContainsFunc(s.where.Is, func(e Equals) bool { return other(e.Dimension) }) {
		return false, nil
	}
	m, read, err := r.monthly(ctx, s, src)
	if m == nil || err != nil {
		return false, err
	}
	columns := make([][3]int, len(terms)) // the places, one higher
	for i, t := range terms {
		plain := r.scope.termLike(t)
		for part, aggregate := range []sqlText{plain.value, plain.unknown, plain.total} {
			at, known := m.columns[aggregate]
			switch {
			case known:
				columns[i][part] = at + 1
			case aggregate != "0":
				return false, nil
			}
		}
	}
	months := make([][]jianfu.Month, len(buckets)) // that each bucket counts
	var all []jianfu.Month
	for i, b := range buckets {
		for at := range b.period.Months() {
			month := b.period.Start() + jianfu.Month(at)
			if src.Year != "" {
				month = jianfu.MonthOf(month.Year(), 1)
			}
			months[i] = append(months[i], month)
		}
		if months[i] = slices.Compact(months[i]); src.Stock != "" {
			months[i] = months[i][len(months[i])-1:]
		}
		all = append(all, months[i]...)
	}
	slices.Sort(all)
	cells, scales, ok, err := m.of(slices.Compact(all), read)
	if err != nil || !ok {
		return false, err
	}
	seen := func(unit string) bool { return s.within == nil || slices.Contains(s.within, unit) }
	for _, list := range cells {
		for _, c := range list {
			if _, known := r.axis.at[c.unit]; !known && seen(c.unit) {
				return false, nil
			}
		}
	}
	leaves := map[leftOut]int64{}
	for _, l := range s.leaves {
		leaves[leftOut{bucket: l.bucket, unit: l.unit, month: l.month}] = l.mask
	}
	for i, b := range buckets {
		sums := map[string][][3]int64{}
		for _, month := range months[i] {
			for _, c := range cells[month] {
				if !seen(c.unit) {
					continue
				}
				key, counts := r.countsIn(s, b.of(src), r.axis.at[c.unit], month, c.on)
				if !counts {
					continue
				}
				into := sums[key]
				if into == nil {
					into = make([][3]int64, len(terms))
					sums[key] = into
				}
				left := int64(0)
				if len(leaves) > 0 {
					of := leftOut{bucket: b.index, unit: c.unit, month: month}
					if src.Stock != "" || src.Year != "" {
						of.month = 0
					}
					left = leaves[of]
				}
				for i := range terms {
					for part, at := range columns[i] {
						if at > 0 && terms[i].mask&left == 0 {
							into[i][part] += c.values[at-1]
						}
					}
				}
			}
		}
		for key, list := range sums {
			group := r.axis.groups[key]
			r.addGroup(group)
			r.sayOf(group, terms[0].metric.source)
			for i, sum := range list {
				c := count{value: jianfu.NewDecimal(sum[0]), unknown: sum[1], total: sum[2]}
				if at := columns[i][0]; at > 0 && scales[at-1] > 1 {
					c.value = c.value.Quo(jianfu.NewDecimal(scales[at-1]))
				}
				r.put(terms[i], b.index, key, c)
			}
		}
		if len(r.groups)*len(r.rows)*len(r.metrics) > maxCells {
			return false, tooLarge()
		}
	}
	return true, nil
}

// monthly is what counts now of a source, with what reads the months that it lacks; nil where that
// does not tell, or not yet.
func (r *run) monthly(ctx context.Context, s *scope, src *source) (*monthly, func(missing []jianfu.Month) error, error) {
	made, _ := r.engine.rollupsOf()
	if rl := made[src]; rl != nil {
		key := monthlyKey{source: src}
		if _, known := r.ledger.monthly.Load(key); !known {
			state, err := r.rollupState(ctx)
			if err != nil || state.of[src] == nil {
				return nil, nil, err
			}
			rl = state.of[src]
		}
		known, _ := r.ledger.monthly.LoadOrStore(key, &monthly{columns: rl.columns, months: map[jianfu.Month][]cell{}})
		m := known.(*monthly)
		return m, func([]jianfu.Month) error { return m.readRolled(ctx, r.tx, rl) }, nil
	}
	if s.within != nil || !src.byMonth() { // what rows there are may depend on those of other units
		return nil, nil, nil
	}
	plain := &scope{catalog: s.catalog, caliber: s.caliber, now: s.now}
	day := *plain
	day.now = chinaDay(s.now).Time()
	key := monthlyKey{src, day.fill(cmp.Or(src.Stock, src.Rows), src)}
	known, is := r.ledger.monthly.Load(key)
	if !is {
		m := &monthly{columns: map[sqlText]int{}, months: map[jianfu.Month][]cell{}}
		for _, aggregate := range s.catalog.additive(src) {
			if _, known := m.columns[aggregate]; !known {
				m.columns[aggregate] = len(m.columns)
			}
		}
		known, _ = r.ledger.monthly.LoadOrStore(key, m)
	}
	m := known.(*monthly)
	return m, func(missing []jianfu.Month) error { return m.readRows(ctx, r.tx, plain, src, missing) }, nil
}

// byMonth reports whether the rows of a source that count in a month do not depend on which other
// months are asked about, nor a stock at its end on when the bucket began.
func (s *source) byMonth() bool {
	var reads reading
	reads.add(s.baseReads)
	for _, d := range s.Derived {
		reads.add(d.reads)
	}
	ofBuckets := s.reads.readsTable("bucket") || s.reads.readsTable("period") && (s.Stock == "" || s.reads.reads("since"))
	return !ofBuckets && !reads.variesByQuestion()
}

// countsIn is the group in which the rows of a unit's month count for a bucket, or of a day where there
// is one; false where the scope does not admit them. The month is one in which the unit does not change.
func (r *run) countsIn(s *scope, b bucket, u int, month jianfu.Month, on jianfu.Date) (group string, admitted bool) {
	unit := &r.axis.units[u]
	code, day := unit.code, cmp.Or(on, month.First())
	group, admitted = unit.outside, unit.admittedOutside
	if placed := r.placementOf(b, u, day); placed != nil {
		group, admitted, code = placed.key, placed.admitted, r.axis.units[placed.heirs[0]].code
	} else if at := slices.IndexFunc(unit.versions, func(v DepartmentVersion) bool { return v.From <= day && day < v.Until }); at >= 0 {
		group, admitted = unit.keys[at], unit.admitted[at]
	}
	for _, equals := range s.where.Is {
		admitted = admitted && (equals.Dimension != "department" || slices.Contains(equals.In, code))
	}
	return group, admitted
}
