package warehouse

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rehearse reports what Commit would do, and rolls the load back. look, if not nil, may run queries
// before that.
func (l *Load) Rehearse(look func(Outcome) error) (Outcome, error) {
	outcome, err := l.rehearse()
	if err == nil && look != nil {
		err = look(outcome)
	}
	return outcome, errors.Join(err, l.Rollback())
}

func (l *Load) rehearse() (Outcome, error) {
	if err := l.write(); err != nil {
		return Outcome{}, err
	}
	return Outcome{Rows: l.rows, Rejected: int64(len(l.rejected)), Replaced: l.replaced}, nil
}

// ComparedRow is a row of a slice that would be replaced, or of its replacement.
type ComparedRow struct {
	Slice  SliceKey
	After  bool // of this load
	Sheet  string
	Row    int
	Values []string // of the requested columns, as text; "" for NULL
}

// Compare returns the rows of a kind in the slices of this load and in those that they would
// replace, slice by slice in filed order. It reports false, and returns no rows, if there are more
// than most.
func (l *Load) Compare(kind string, columns []string, most int) ([]ComparedRow, bool, error) {
	texts := make([]string, len(columns))
	for i, column := range columns {
		texts[i] = "COALESCE(CAST(f." + Ident(column) + " AS VARCHAR), '')"
	}
	query := `
		WITH pair AS (
			SELECT mine.id AS after, earlier.id AS before, mine.kind, mine.department, mine.period, mine.stream
			FROM slice mine
			JOIN slice earlier USING (kind, department, period, stream)
			JOIN in_force i ON i.slice_id = earlier.id AND i.valid_until = TIMESTAMP 'infinity'
			WHERE mine.submission_id = $1 AND earlier.submission_id <> $1 AND earlier.received_at <= mine.received_at AND mine.kind = $2)
		SELECT p.department, p.period, p.stream, f.slice_id = p.after, f.sheet, f.row, [` + strings.Join(texts, ", ") + `]
		FROM pair p JOIN fact.` + Ident(kind) + ` f ON f.slice_id IN (p.after, p.before)
		ORDER BY p.department, p.period, p.stream, f.id LIMIT ` + fmt.Sprint(most+1)
	rows, err := l.tx.QueryContext(l.ctx, query, l.id, kind)
	if err != nil {
		return nil, false, fmt.Errorf("compare what is replaced: %w", err)
	}
	defer rows.Close()
	var list []ComparedRow
	for rows.Next() {
		r := ComparedRow{Slice: SliceKey{Kind: kind}}
		var values List
		if err := rows.Scan(&r.Slice.Department, &r.Slice.Period, &r.Slice.Stream, &r.After, &r.Sheet, &r.Row, &values); err != nil {
			return nil, false, err
		}
		r.Values = values
		list = append(list, r)
	}
	if len(list) > most {
		return nil, false, rows.Err()
	}
	return list, true, rows.Err()
}

// Dropped is what a load would drop of the rows that a slice has now.
type Dropped struct {
	Department  string
	Rows        int64
	First, Last time.Time
}

// Drops returns the rows of a kind in the slices that this load would replace whose day is not within a
// span, and of which the load has none with the same values in some columns. from and until are half open.
func (l *Load) Drops(kind, day string, from, until time.Time, same []string) ([]Dropped, error) {
	if err := l.write(); err != nil {
		return nil, err
	}
	equal := ""
	for _, column := range same {
		equal += " AND n." + Ident(column) + " IS NOT DISTINCT FROM f." + Ident(column)
	}
	on := "f." + Ident(day)
	rows, err := l.tx.QueryContext(l.ctx, `
		SELECT mine.department, COUNT(*), MIN(`+on+`), MAX(`+on+`)
		FROM slice mine
		JOIN slice earlier USING (kind, department, period, stream)
		JOIN in_force i ON i.slice_id = earlier.id AND i.valid_until = TIMESTAMP 'infinity'
		JOIN fact.`+Ident(kind)+` f ON f.slice_id = earlier.id
		WHERE mine.submission_id = $1 AND earlier.submission_id <> $1 AND mine.kind = $2 AND (`+on+` < $3 OR `+on+` >= $4)
			AND NOT EXISTS (SELECT 1 FROM fact.`+Ident(kind)+` n WHERE n.slice_id = mine.id`+equal+`)
		GROUP BY mine.department ORDER BY mine.department`, l.id, kind, from, until)
	if err != nil {
		return nil, fmt.Errorf("find what is dropped: %w", err)
	}
	defer rows.Close()
	var list []Dropped
	for rows.Next() {
		var d Dropped
		if err := rows.Scan(&d.Department, &d.Rows, &d.First, &d.Last); err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

// Gone names, in filed order, what the slices of a kind that this load would replace have and the load does not,
// by a column that tells them apart.
func (l *Load) Gone(kind, key, name string) (names []string, err error) {
	if !slices.ContainsFunc(l.order, func(s *slice) bool { return s.key.Kind == kind }) {
		return nil, nil
	}
	if err := l.write(); err != nil {
		return nil, err
	}
	table, of := Ident(kind), Ident(key)
	rows, err := l.tx.QueryContext(l.ctx, `
		SELECT arg_max(f.`+Ident(name)+`, f.id)
		FROM slice mine
		JOIN slice earlier USING (kind, department, period, stream)
		JOIN in_force i ON i.slice_id = earlier.id AND i.valid_until = TIMESTAMP 'infinity'
		JOIN fact.`+table+` f ON f.slice_id = earlier.id
		WHERE mine.submission_id = $1 AND earlier.submission_id <> $1 AND earlier.received_at <= mine.received_at AND mine.kind = $2
			AND NOT EXISTS (SELECT 1 FROM fact.`+table+` n WHERE n.slice_id = mine.id AND n.`+of+` = f.`+of+`)
		GROUP BY f.`+of+` ORDER BY MIN(f.id)`, l.id, kind)
	if err != nil {
		return nil, fmt.Errorf("find what is gone: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// Usual is what a unit usually files of a kind: the median of its other months that count now.
type Usual struct {
	Months int64
	Rows   float64
	Total  sql.NullFloat64 // for totals, the value of the count
}

// Usual finds what is usual for a slice of a month; Months is 0 if there is nothing to compare
// with.
func (l *Load) Usual(key SliceKey) (Usual, error) {
	var u Usual
	value := "NULL"
	if key.Kind == "reported_total" {
		value = "(SELECT CAST(MIN(value) AS DOUBLE) FROM fact.reported_total f WHERE f.slice_id = s.id)"
	}
	err := l.tx.QueryRowContext(l.ctx, `
		SELECT COUNT(*), COALESCE(CAST(median(s.rows_loaded) AS DOUBLE), 0), CAST(median(`+value+`) AS DOUBLE)
		FROM slice s JOIN in_force i ON i.slice_id = s.id AND i.valid_until = TIMESTAMP 'infinity'
		WHERE s.submission_id <> $1 AND s.kind = $2 AND s.department = $3 AND s.stream = $4 AND s.period <> $5 AND length(s.period) = 7`,
		l.id, key.Kind, key.Department, key.Stream, key.Period).Scan(&u.Months, &u.Rows, &u.Total)
	if err != nil {
		return u, fmt.Errorf("find what is usual: %w", err)
	}
	return u, nil
}

// Slices lists the slices of this load, with their rows.
func (l *Load) Slices() map[SliceKey]int64 {
	rows := map[SliceKey]int64{}
	for _, s := range l.order {
		rows[s.key] = s.rows
	}
	return rows
}

// Months lists the monthly slices of this load, with their rows, in filed order.
func (l *Load) Months() map[SliceKey]int64 {
	months := map[SliceKey]int64{}
	for _, s := range l.order {
		if len(s.key.Period) == len("2006-01") {
			months[s.key] = s.rows
		}
	}
	return months
}

// Declared finds the filing that declares by a slice of no unit, when this load is received, that it
// covers every unit (0 for none), and its units that count then, in slices of this stream, and that
// this load does not file again.
func (l *Load) Declared(by SliceKey, stream string) (submission int64, units []string, err error) {
	var list List
	err = l.tx.QueryRowContext(l.ctx, `
		WITH standing AS (
			SELECT s.submission_id, s.department, s.stream
			FROM slice s JOIN in_force i ON i.slice_id = s.id AND i.valid_from <= $5 AND i.valid_until > $5
			WHERE s.kind = $1 AND s.period = $2 AND s.stream IN ($3, $4))
		SELECT COALESCE(MAX(d.submission_id), 0), LIST(s.department ORDER BY s.department) FILTER (WHERE s.department <> '' AND s.stream = $4)
		FROM standing d JOIN standing s USING (submission_id)
		WHERE d.department = '' AND d.stream = $3`, by.Kind, by.Period, by.Stream, stream, l.receivedAt()).Scan(&submission, &list)
	if err != nil {
		return 0, nil, fmt.Errorf("find which filing covers every unit: %w", err)
	}
	for _, unit := range list {
		if l.slices[SliceKey{Kind: by.Kind, Department: unit, Period: by.Period, Stream: stream}] == nil {
			units = append(units, unit)
		}
	}
	return submission, units, nil
}

// Between lists the months of a unit and kind between two, inclusive, that count now with rows and
// that this load does not file again.
func (l *Load) Between(key SliceKey, first, last string) (map[string]int64, error) {
	rows, err := l.tx.QueryContext(l.ctx, `
		SELECT s.period, s.rows_loaded
		FROM slice s JOIN in_force i ON i.slice_id = s.id AND i.valid_until = TIMESTAMP 'infinity'
		WHERE s.kind = $2 AND s.department = $3 AND s.stream = $4 AND length(s.period) = 7 AND s.period BETWEEN $5 AND $6 AND s.rows_loaded > 0
			AND s.submission_id <> $1 AND s.period NOT IN (SELECT period FROM slice m WHERE m.submission_id = $1 AND m.kind = $2 AND m.department = $3 AND m.stream = $4)`,
		l.id, key.Kind, key.Department, key.Stream, first, last)
	if err != nil {
		return nil, fmt.Errorf("find months that are not filed again: %w", err)
	}
	defer rows.Close()
	left := map[string]int64{}
	for rows.Next() {
		var period string
		var n int64
		if err := rows.Scan(&period, &n); err != nil {
			return nil, err
		}
		left[period] = n
	}
	return left, rows.Err()
}

// Override changes the receipt's Overrides, for a filing whose identity is known only after reading
// it.
func (l *Load) Override(overrides string) { l.receipt.Overrides = overrides }
