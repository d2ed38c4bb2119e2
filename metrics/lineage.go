package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// directoryColumns are the columns read wherever the directory is needed.
var directoryColumns = []string{"code", "name", "short_name", "type", "portfolio", "leader", "valid_from", "valid_to"}

// columnsRead are the columns of fact tables that the figures depend on, as table.column.
func (r *run) columnsRead(known *shape) []string {
	var columns []string
	add := func(table string, reads ...string) {
		for _, name := range reads {
			if column := table + "." + name; slices.Contains(known.columns, column) && !slices.Contains(columns, column) {
				columns = append(columns, column)
			}
		}
	}
	s := r.scope
	for _, part := range bySource(r.metrics) {
		src := part.source
		names := slices.Concat(src.reads.columns, columnsOf(s.terms(part.metrics)))
		for _, d := range src.Derived {
			if slices.Contains(names, d.name) {
				names = append(names, d.reads.columns...)
			}
		}
		names = append(names, s.by...)
		for _, equals := range s.where.Is {
			names = append(names, equals.Dimension)
		}
		if s.needsDirectory() || len(s.where.Departments) > 0 {
			names = append(names, "department")
		}
		for _, kind := range slices.Concat(src.Kinds, src.Uses) {
			add(kind, names...)
		}
		if s.needsDirectory() || src.reads.readsTable("directory") {
			add("department", directoryColumns...)
		}
	}
	slices.Sort(columns)
	return columns
}

// walk visits every object of a JSON tree.
func walk(tree any, visit func(node map[string]any)) {
	switch node := tree.(type) {
	case map[string]any:
		visit(node)
		for _, child := range node {
			walk(child, visit)
		}
	case []any:
		for _, child := range node {
			walk(child, visit)
		}
	}
}

// shape is what does not change while the program runs: the columns of the fact tables, the names of the
// kinds, and the working days.
type shape struct {
	columns []string // table.column, in the tables' order
	kinds   map[string]jianfu.Text
	listed  map[string]bool // the kinds whose filings speak only for the units in them
	working []jianfu.Date   // in order, of the years with a notice of holidays
}

// KindLabels are the names of the kinds of filing for people.
func (e *Engine) KindLabels(ctx context.Context) (labels map[string]jianfu.Text, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		known, err := e.shape(ctx, tx)
		if err == nil {
			labels = maps.Clone(known.kinds)
		}
		return err
	})
	return labels, err
}

// shape reads the shape of the fact tables, once.
func (e *Engine) shape(ctx context.Context, tx *sql.Tx) (*shape, error) {
	e.shapeLock.Lock()
	defer e.shapeLock.Unlock()
	if e.known != nil {
		return e.known, nil
	}
	known := &shape{kinds: map[string]jianfu.Text{}, listed: map[string]bool{}}
	var tables []string
	err := each(ctx, tx, `
		SELECT t.table_name, COALESCE(k.label_zh, t.table_name), COALESCE(k.label_en, t.table_name), COALESCE(k.speaks, '') = 'LISTED'
		FROM duckdb_tables() t LEFT JOIN kind k ON k.name = t.table_name
		WHERE t.schema_name = 'fact' ORDER BY t.table_name`, func(rows *sql.Rows) error {
		var table string
		var label jianfu.Text
		var listed bool
		err := rows.Scan(&table, &label.ZH, &label.EN, &listed)
		tables, known.kinds[table], known.listed[table] = append(tables, table), label, listed
		return err
	})
	if err != nil || len(tables) == 0 {
		return known, wrapShape(err)
	}
	// duckdb_columns would bind every view first, which takes ten times as long.
	var columns strings.Builder
	for i, table := range tables {
		if i > 0 {
			columns.WriteString(" UNION ALL ")
		}
		name := warehouse.Literal(table)
		fmt.Fprintf(&columns, "SELECT %s, cid, name FROM pragma_table_info('fact.' || %s)", name, warehouse.Literal(warehouse.Ident(table)))
	}
	err = each(ctx, tx, columns.String()+" ORDER BY ALL", func(rows *sql.Rows) error {
		var table, column string
		var place int
		err := rows.Scan(&table, &place, &column)
		if !slices.Contains(placeColumns, column) {
			known.columns = append(known.columns, table+"."+column)
		}
		return err
	})
	if err != nil {
		return known, wrapShape(err)
	}
	err = each(ctx, tx, "SELECT CAST(day - DATE '1970-01-01' AS BIGINT) FROM calendar WHERE working ORDER BY day", func(rows *sql.Rows) error {
		var day int64
		err := rows.Scan(&day)
		known.working = append(known.working, jianfu.Date(day))
		return err
	})
	if err == nil {
		e.known = known
	}
	return known, wrapShape(err)
}

// dueDay is the last day on which a filing of a period is in time: so many days after its end, or the next
// working day. In a year without a notice of holidays it is not moved.
func (s *shape) dueDay(o *Obligation, period jianfu.Period) jianfu.Date {
	day := period.Until() + jianfu.Date(o.Due) - 1
	if at, _ := slices.BinarySearch(s.working, day); at < len(s.working) && day >= jianfu.YearOf(s.working[0].Year()).From() {
		return s.working[at]
	}
	return day
}

func wrapShape(err error) error {
	if err != nil {
		return fmt.Errorf("read the shape of the fact tables: %w", err)
	}
	return nil
}

// lineage describes what was run and from which filings.
func (r *run) lineage(ctx context.Context) (Lineage, error) {
	known, err := r.engine.shape(ctx, r.tx)
	if err != nil {
		return Lineage{}, err
	}
	l := Lineage{Caliber: r.query.Caliber, Columns: r.columnsRead(known)}
	for _, st := range r.statements {
		l.Statements = append(l.Statements, st.Literal())
	}
	units := r.unitsAsked()
	submissions := map[int64]bool{}
	used := reading{}
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			used.add(part.reads)
			used.add(part.source.reads)
			for _, kind := range r.scope.kindsRead(part.source) {
				for _, p := range r.filed.periods[kind] {
					if !p.period.IsZero() && !overlaps(p.period, r.spans(part.source)) {
						continue
					}
					for _, by := range p.by {
						if units == nil || by.department == "" || slices.Contains(units, by.department) {
							submissions[by.submission] = true
						}
					}
				}
			}
		}
	}
	for _, d := range r.decisions {
		for _, t := range d.tallies {
			t.addSubmissions(submissions)
		}
		if d.city != nil {
			d.city.addSubmissions(submissions)
		}
	}
	l.Submissions = slices.Sorted(maps.Keys(submissions))
	for _, threshold := range r.scope.catalog.Thresholds(r.query.Period.Through()) {
		if slices.Contains(used.thresholds, threshold.Name) {
			l.Thresholds = append(l.Thresholds, threshold)
		}
	}
	return l, nil
}

// addSubmissions adds the submissions that state the totals of a figure.
func (t *tally) addSubmissions(to map[int64]bool) {
	for _, ids := range t.ids {
		for _, id := range ids {
			to[id>>32] = true
		}
	}
}
