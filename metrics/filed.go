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

// filed is what was filed of the kinds that a query counts: it tells an amount of zero
// from no data, and which caveats a figure needs.
type filed struct {
	periods map[string][]filedPeriod  // by kind
	extents map[*source]jianfu.Period // of kinds that are not due every month
}

// filedPeriod is one slice period of a kind over all departments.
type filedPeriod struct {
	text        string        // 2023-05, 2023, ledger, whole
	period      jianfu.Period // zero for ledger and whole
	rejected    int64
	files       []string
	submissions []int64
	received    jianfu.Month // when the last of them was
	departments []string
}

func readFiled(ctx context.Context, tx *sql.Tx, s *scope, sources []*source) (filed, error) {
	f := filed{periods: map[string][]filedPeriod{}, extents: map[*source]jianfu.Period{}}
	var kinds []string
	for _, src := range sources {
		for _, kind := range append(slices.Clone(src.Kinds), src.Uses...) {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	st := &statement{}
	st.SQL(`SELECT s.kind, s.period, CAST(SUM(s.rows_rejected) AS BIGINT), CAST(MAX(r.loose) AS BIGINT),
			LIST(DISTINCT u.file ORDER BY u.file) FILTER (WHERE s.rows_rejected > 0 OR r.loose > 0),
			LIST(DISTINCT s.submission_id ORDER BY s.submission_id), MAX(s.received_at),
			LIST(DISTINCT s.department ORDER BY s.department)
		FROM slice s
		JOIN in_force v ON v.slice_id = s.id AND `)
	s.standing(st)
	st.SQL(`
		JOIN submission u ON u.id = s.submission_id
		LEFT JOIN ( -- rejected rows that do not say to which slice they belong may belong to any of their filing
			SELECT submission_id, kind, COUNT(DISTINCT sheet || ':' || row) AS loose FROM reject WHERE slice_id IS NULL GROUP BY submission_id, kind) r
			ON r.submission_id = s.submission_id AND r.kind = s.kind
		WHERE s.kind IN `)
	st.List(kinds)
	st.SQL(" GROUP BY s.kind, s.period ORDER BY s.kind, s.period")
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return f, fmt.Errorf("read what was filed: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var p filedPeriod
		var loose sql.NullInt64
		var files, submissions, departments []any
		var received time.Time
		if err := rows.Scan(&kind, &p.text, &p.rejected, &loose, scanList(&files), scanList(&submissions), &received, scanList(&departments)); err != nil {
			return f, err
		}
		p.received = monthOf(received)
		p.rejected += loose.Int64
		for _, file := range files {
			p.files = append(p.files, file.(string))
		}
		for _, code := range departments {
			p.departments = append(p.departments, code.(string))
		}
		for _, id := range submissions {
			p.submissions = append(p.submissions, id.(int64))
		}
		if p.text != "ledger" && p.text != "whole" {
			if p.period, err = jianfu.ParsePeriod(p.text); err != nil {
				return f, fmt.Errorf("slice of %s: %w", kind, err)
			}
		}
		f.periods[kind] = append(f.periods[kind], p)
	}
	if err := rows.Err(); err != nil {
		return f, err
	}
	return f, f.readExtents(ctx, tx, s, sources)
}

// listScanner takes a LIST column as it comes from the driver; NULL is an empty list.
type listScanner struct{ into *[]any }

func scanList(into *[]any) listScanner { return listScanner{into} }

// Scan implements sql.Scanner.
func (l listScanner) Scan(value any) error {
	*l.into = nil
	if value == nil {
		return nil
	}
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%T is not a list", value)
	}
	*l.into = list
	return nil
}

// readExtents finds the months that the filings of each ledger, and of each kind that is
// not due every month, speak of.
func (f filed) readExtents(ctx context.Context, tx *sql.Tx, s *scope, sources []*source) error {
	for _, src := range sources {
		kind := src.Kinds[0]
		periods := f.periods[kind]
		if len(periods) == 0 || slices.Contains(s.catalog.due, kind) {
			continue
		}
		if periods[0].text == "ledger" {
			extent, err := ledgerExtent(ctx, tx, s, src)
			if err != nil {
				return err
			}
			if !extent.IsZero() {
				f.extents[src] = extent
			}
			continue
		}
		if periods[0].period.Months() != 1 {
			continue
		}
		first, last, received := periods[0].period.Start(), periods[0].period.Start(), periods[0].received
		for _, p := range periods {
			first, last = min(first, p.period.Start()), max(last, p.period.Start())
			received = max(received, p.received)
		}
		whole, _ := jianfu.Span(jianfu.MonthOf(first.Year(), 1), max(last, min(jianfu.MonthOf(last.Year(), 12), received-1)))
		f.extents[src] = whole
	}
	return nil
}

// ledgerExtent is from a ledger's first entry until it was last received.
func ledgerExtent(ctx context.Context, tx *sql.Tx, s *scope, src *source) (jianfu.Period, error) {
	kind := src.Kinds[0]
	st := &statement{} // of a source over several ledgers the first speaks for all
	st.SQL("SELECT MIN(day), (SELECT MAX(s.received_at) FROM slice s JOIN in_force v ON v.slice_id = s.id AND ")
	s.standing(st)
	st.SQL(" WHERE s.kind = ")
	st.Arg(kind)
	st.SQL(") FROM (SELECT ", sqlText(ledgerDate(s.catalog, src)), " AS day FROM fact.")
	st.Ident(kind)
	st.SQL(" f JOIN in_force v ON v.slice_id = f.slice_id AND ")
	s.standing(st)
	st.SQL(")")
	var first, received sql.NullTime
	if err := tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&first, &received); err != nil {
		return jianfu.Period{}, fmt.Errorf("read the extent of %s: %w", kind, err)
	}
	if !first.Valid || !received.Valid {
		return jianfu.Period{}, nil
	}
	extent, _ := jianfu.Span(monthOf(first.Time), max(monthOf(received.Time), monthOf(first.Time)))
	return extent, nil
}

func monthOf(t time.Time) jianfu.Month { return jianfu.DateOf(t).Month() }

// ledgerDate is the date column of a ledger: that of the source itself, or, for a stock,
// of the source that counts the flow of the same kind.
func ledgerDate(c *Catalog, src *source) string {
	if src.Stock == "" {
		return src.Date
	}
	return c.sources[src.Kinds[0]].Date
}

// covers reports whether anything of the source's kind was filed for a period: only
// then is nothing counted a zero. A kind that is due every month needs a filing for some
// month of the period. Of any other kind a month may well have nothing to file, so its
// filings speak for the whole years they touch, but not for days after the last of them
// was received.
func (f filed) covers(src *source, period jianfu.Period) bool {
	if extent, ok := f.extents[src]; ok {
		return overlap(extent, period)
	}
	return slices.ContainsFunc(src.Kinds, func(kind string) bool {
		return slices.ContainsFunc(f.periods[kind], func(p filedPeriod) bool {
			return p.text == "whole" || overlap(p.period, period)
		})
	})
}

func overlap(a, b jianfu.Period) bool { return a.From() < b.Until() && b.From() < a.Until() }

// notices are the caveats of the whole answer.
func (r *run) notices(known *shape) []Notice {
	var list []Notice
	seen := map[string]bool{}
	for _, m := range r.metrics {
		for _, kind := range m.Kinds() {
			if !seen[kind] {
				seen[kind] = true
				list = append(list, r.kindNotices(kind, known.kinds[kind])...)
			}
		}
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

func (r *run) kindNotices(kind string, label jianfu.Text) []Notice {
	var list []Notice
	var missing []string
	monthly := false
	var rejected int64
	var files []string
	months := map[jianfu.Month]bool{}
	for _, p := range r.filed.periods[kind] {
		if !p.period.IsZero() && p.period.Months() == 1 {
			monthly = true
			months[p.period.Start()] = true
		}
		if p.period.IsZero() || overlap(p.period, r.query.Period) {
			rejected += p.rejected
			for _, file := range p.files {
				if !slices.Contains(files, file) {
					files = append(files, file)
				}
			}
		}
	}
	if monthly {
		for i := range r.query.Period.Months() {
			if month := r.query.Period.Start() + jianfu.Month(i); !months[month] {
				missing = append(missing, month.String())
			}
		}
	}
	due := slices.Contains(r.scope.catalog.due, kind)
	if len(missing) == r.query.Period.Months() || due && len(missing) > 0 { // of other kinds a month may have nothing to file
		list = append(list, Notice{Code: IncompletePeriod, Text: jianfu.Say(
			"%[1]s没有任何报送：%[3]s", "no filing for %[3]s of: %[2]s", label.ZH, label.EN, strings.Join(missing, "、"))})
	}
	if due {
		list = append(list, r.missingFilings(kind, label)...)
	}
	if rejected > 0 {
		list = append(list, Notice{Code: RejectedRows, Text: jianfu.Say(
			"数字不完整：%[1]s有 %[3]d 行因有错被搁置（%[4]s）", "incomplete: %[3]d faulty rows (%[4]s) were set aside of: %[2]s", label.ZH, label.EN, rejected, strings.Join(files, "、"))})
	}
	return list
}

// namedMissing is how many missing filings a notice names; filings(period) lists all.
const namedMissing = 5

// missingFilings tells of the units within the scope that did not file a kind that is due
// every month, for months that have ended.
func (r *run) missingFilings(kind string, label jianfu.Text) []Notice {
	expected := 0
	var missing []string
	for i := range r.query.Period.Months() {
		month, _ := jianfu.Span(r.query.Period.Start()+jianfu.Month(i), r.query.Period.Start()+jianfu.Month(i))
		if month.Until() > jianfu.DateOf(r.scope.now) {
			break
		}
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
				missing = append(missing, d.Latest().Name+" "+month.String())
			}
		}
	}
	if len(missing) == 0 || len(missing) == expected {
		return nil // where nothing was filed at all, the months have been told already
	}
	return []Notice{{Code: IncompletePeriod, Text: jianfu.Say("%[1]s应报 %[3]d 份，未报 %[4]d 份：%[5]s 等", "%[4]d of %[3]d filings due are missing (%[5]s, …) of: %[2]s",
		label.ZH, label.EN, expected, len(missing), strings.Join(missing[:min(namedMissing, len(missing))], "、"))}}
}

// lineage shows what was run and from which filings.
func (r *run) lineage(ctx context.Context) (Lineage, error) {
	l := Lineage{Caliber: r.query.Caliber}
	var err error
	if l.Columns, err = r.engine.columnsRead(ctx, r.tx, r.statements); err != nil {
		return l, err
	}
	for _, st := range r.statements {
		l.Statements = append(l.Statements, st.Literal())
	}
	used := map[string]bool{}
	for _, m := range r.metrics {
		for _, part := range m.Parts() {
			for _, text := range []string{part.Count, part.Sum, part.source.Rows, part.source.Stock} {
				for _, hole := range holes.FindAllStringSubmatch(text, -1) {
					used[hole[2]] = used[hole[2]] || hole[1] == "threshold"
				}
			}
		}
		for _, kind := range m.Kinds() {
			for _, p := range r.filed.periods[kind] {
				if !p.period.IsZero() && !overlap(p.period, r.query.Period) {
					continue
				}
				for _, id := range p.submissions {
					if !slices.Contains(l.Submissions, id) {
						l.Submissions = append(l.Submissions, id)
					}
				}
			}
		}
	}
	slices.Sort(l.Submissions)
	for _, threshold := range r.scope.catalog.Thresholds(r.query.Period.Through()) {
		if used[threshold.Name] {
			l.Thresholds = append(l.Thresholds, threshold)
		}
	}
	return l, nil
}
