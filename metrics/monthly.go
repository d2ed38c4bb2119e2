package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"jianfu"
	"jianfu/warehouse"
)

// monthly is what counts now of a rollup, by unit and month alone: a question that names no other
// dimension is answered from it without a statement.
type monthly struct {
	units   []string
	first   jianfu.Month
	n       int       // months from the first on
	filled  []bool    // by unit and month: whether there are rows
	columns [][]int64 // of the rollup, by unit and month
	scales  []int64   // how many parts of a column are one
}

// largestMonthly bounds a cell, so that sums of them do not overflow.
const largestMonthly = 1 << 42

// readMonthly reads what counts now of a rollup; nil where it is not of units and months, or not of
// whole numbers of some size.
func (rl *rollup) readMonthly(ctx context.Context, tx *sql.Tx) (*monthly, error) {
	st := &statement{}
	st.SQL("SELECT f.department, f.rolled_month")
	for at := range len(rl.columns) {
		st.SQL(sqlText(fmt.Sprintf(", SUM(f.n%d)", at)))
	}
	st.SQL(" FROM ", rl.table(), " f")
	(&scope{}).joinStanding(st, "f.slice_id")
	st.SQL(" GROUP BY ALL ORDER BY ALL")
	type line struct {
		unit   string
		month  jianfu.Month
		values []int64
	}
	var lines []line
	m := &monthly{scales: slices.Repeat([]int64{1}, len(rl.columns)), columns: make([][]int64, len(rl.columns))}
	exact := true
	values := make([]any, len(rl.columns))
	var unit sql.NullString
	var month sql.NullInt64
	into := []any{&unit, &month}
	for i := range values {
		into = append(into, &values[i])
	}
	var last jianfu.Month
	err := each(ctx, tx, st.text.String(), func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		exact = exact && unit.Valid && month.Valid
		l := line{unit: unit.String, month: jianfu.Month(month.Int64), values: make([]int64, len(values))}
		for i, value := range values {
			number, scale, whole := warehouse.WholeNumber(value)
			whole = whole && number > -largestMonthly && number < largestMonthly
			l.values[i], m.scales[i], exact = number, scale, exact && whole
		}
		if len(lines) == 0 {
			m.first, last = l.month, l.month
		}
		m.first, last = min(m.first, l.month), max(last, l.month)
		if len(m.units) == 0 || m.units[len(m.units)-1] != l.unit {
			m.units = append(m.units, l.unit)
		}
		lines = append(lines, l)
		return nil
	})
	if err != nil || !exact {
		return nil, err
	}
	m.n = int(last-m.first) + 1
	m.filled = make([]bool, len(m.units)*m.n)
	for i := range m.columns {
		m.columns[i] = make([]int64, len(m.filled))
	}
	unitAt := -1
	for i, l := range lines {
		if i == 0 || lines[i-1].unit != l.unit {
			unitAt++
		}
		at := unitAt*m.n + int(l.month-m.first)
		m.filled[at] = true
		for i, value := range l.values {
			m.columns[i][at] = value
		}
	}
	return m, nil
}

// countMonthly counts terms from what counts now by unit and month. It reports false where the
// question asks for more than that tells.
func (r *run) countMonthly(ctx context.Context, s *scope, src *source, terms []term, buckets []bucket) (bool, error) {
	other := func(name string) bool { return name != "department" && !isUnitProperty(name) }
	if !s.asOf.IsZero() && !s.asOf.After(r.ledger.settled) || slices.ContainsFunc(s.by, other) || slices.ContainsFunc(s.where.Is, func(e Equals) bool { return other(e.Dimension) }) {
		return false, nil
	}
	m, err := r.monthly(ctx, src)
	if m == nil || err != nil {
		return false, err
	}
	made, _ := r.engine.rollupsOf()
	rl := made[src]
	seen := func(unit string) bool { return s.within == nil || slices.Contains(s.within, unit) }
	for _, unit := range m.units {
		if _, known := r.axis.at[unit]; !known && seen(unit) {
			return false, nil
		}
	}
	columns, scales := make([][3][]int64, len(terms)), make([]int64, len(terms))
	for i, t := range terms {
		plain := r.scope.term(t.metric)
		for part, aggregate := range []sqlText{plain.value, plain.unknown, plain.total} {
			at, known := rl.columns[aggregate]
			switch {
			case known:
				columns[i][part] = m.columns[at]
			case aggregate != "0":
				return false, nil
			}
			if known && part == 0 {
				scales[i] = m.scales[at]
			}
		}
	}
	leaves := map[leftOut]int64{}
	for _, l := range s.leaves {
		leaves[leftOut{bucket: l.bucket, unit: l.unit, month: l.month}] = l.mask
	}
	for _, b := range buckets {
		sums := map[string][][3]int64{}
		from, until := max(int(b.period.Start()-m.first), 0), min(int(b.period.Start()-m.first)+b.period.Months(), m.n)
		for u, code := range m.units {
			if !seen(code) {
				continue
			}
			var into [][3]int64
			key := ""
			for at := from; at < until; at++ {
				if !m.filled[u*m.n+at] {
					continue
				}
				month := m.first + jianfu.Month(at)
				in, counts := r.countsIn(s, b, r.axis.at[code], month)
				if !counts {
					continue
				}
				if into == nil || in != key {
					if key, into = in, sums[in]; into == nil {
						into = make([][3]int64, len(terms))
						sums[in] = into
					}
				}
				left := int64(0)
				if len(leaves) > 0 {
					left = leaves[leftOut{bucket: b.index, unit: code, month: month}]
				}
				for i := range terms {
					for part, column := range columns[i] {
						if column != nil && terms[i].mask&left == 0 {
							into[i][part] += column[u*m.n+at]
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
				if scales[i] > 1 {
					c.value = c.value.Quo(jianfu.NewDecimal(scales[i]))
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

// monthly is what counts now of a source; nil where its rollup does not tell yet.
func (r *run) monthly(ctx context.Context, src *source) (*monthly, error) {
	of := r.ledger.monthly
	if known, is := of.Load(src); is {
		return known.(*monthly), nil
	}
	state, err := r.rollupState(ctx)
	if err != nil || state.of[src] == nil {
		return nil, err
	}
	m, err := state.of[src].readMonthly(ctx, r.tx)
	if err != nil {
		return nil, fmt.Errorf("add up what counts now of %s: %w", src.name, err)
	}
	of.Store(src, m)
	return m, nil
}

// countsIn is the group in which the rows of a unit's month count for a bucket; false where the
// scope does not admit them. The month is one in which the unit does not change.
func (r *run) countsIn(s *scope, b bucket, u int, month jianfu.Month) (group string, admitted bool) {
	unit, at := &r.axis.units[u], r.axis.place(month)
	code := unit.code
	switch placed := r.placementOf(b, u, month); {
	case placed != nil:
		group, admitted, code = placed.key, placed.admitted, r.axis.units[placed.heirs[0]].code
	case unit.inForce[at]:
		group, admitted = unit.keys[unit.from[at]], unit.admitted[unit.from[at]]
	default:
		group, admitted = unit.outside, unit.admittedOutside
	}
	for _, equals := range s.where.Is {
		admitted = admitted && (equals.Dimension != "department" || slices.Contains(equals.In, code))
	}
	return group, admitted
}
