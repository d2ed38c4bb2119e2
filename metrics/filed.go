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

// filed is what was filed of the kinds that a query counts: it distinguishes an amount of zero from
// no data, and determines the caveats of a figure.
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
	incomplete  []string // departments with rejected rows
	withRows    []string // departments with rows
	streams     []string // of totals, the counts that are stated
	early       []earlySlice
}

// earlySlice was received before its period had ended, and nothing has replaced it since.
type earlySlice struct{ department, stream string }

// states reports whether it is a total of a unit that states one of some counts.
func (e earlySlice) states(headlines []string) bool {
	count, _, _ := strings.Cut(e.stream, " ")
	return e.department != "" && slices.Contains(headlines, count) && !strings.HasSuffix(e.stream, earlierMark)
}

// states reports whether any total of a count was ever stated.
func (f filed) states(count string) bool {
	return count != "" && slices.ContainsFunc(f.periods[totalsKind], func(p filedPeriod) bool {
		return slices.ContainsFunc(p.streams, func(stream string) bool { stated, _, _ := strings.Cut(stream, " "); return stated == count })
	})
}

// readFiled reads what was filed for all kinds that the sources read; of the submissions those that
// hold a slice of the units, nil for all.
func readFiled(ctx context.Context, tx *sql.Tx, s *scope, sources []*source, units []string) (filed, error) {
	f := filed{periods: map[string][]filedPeriod{}, extents: map[*source]jianfu.Period{}}
	var kinds []string
	for _, src := range sources {
		for _, kind := range s.kindsRead(src) {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	if err := f.readPeriods(ctx, tx, s, append(kinds, totalsKind), units); err != nil {
		return f, err
	}
	return f, f.readExtents(ctx, tx, s, sources)
}

func (f filed) readPeriods(ctx context.Context, tx *sql.Tx, s *scope, kinds, units []string) error {
	st := &statement{}
	st.SQL(`SELECT s.kind, s.period, CAST(SUM(s.rows_rejected) AS BIGINT), CAST(MAX(r.loose) AS BIGINT),
			LIST(DISTINCT u.file ORDER BY u.file) FILTER (WHERE s.rows_rejected > 0 OR r.loose > 0),
			LIST(DISTINCT s.submission_id ORDER BY s.submission_id)`)
	if units != nil {
		st.SQL(" FILTER (WHERE s.department = '' OR s.department IN ")
		st.List(units)
		st.SQL(")")
	}
	st.SQL(`, MAX(s.received_at),
			LIST(DISTINCT s.department ORDER BY s.department),
			LIST(DISTINCT s.department ORDER BY s.department) FILTER (WHERE s.rows_rejected > 0 OR r.loose > 0),
			LIST(DISTINCT s.department ORDER BY s.department) FILTER (WHERE s.rows_loaded > 0 OR s.rows_rejected > 0),
			LIST(DISTINCT s.stream ORDER BY s.stream) FILTER (WHERE s.kind = 'reported_total' AND s.stream <> ''),
			LIST(DISTINCT s.department || chr(31) || s.stream ORDER BY s.department || chr(31) || s.stream) FILTER (WHERE s.department <> '' AND s.received_at < `, firstDayOfPeriod, ` + to_months(CAST(`, monthsOfPeriod, ` AS INTEGER)) - INTERVAL 8 HOUR)
		FROM slice s
		`)
	s.joinStanding(st, "s.id")
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
		return fmt.Errorf("read what was filed: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind string
		var p filedPeriod
		var loose sql.NullInt64
		var files, submissions, departments, incomplete, withRows, streams, early []any
		var received time.Time
		if err := rows.Scan(&kind, &p.text, &p.rejected, &loose, scanList(&files), scanList(&submissions), &received, scanList(&departments), scanList(&incomplete), scanList(&withRows), scanList(&streams), scanList(&early)); err != nil {
			return err
		}
		p.received = monthOf(received)
		p.rejected += loose.Int64
		for _, file := range files {
			p.files = append(p.files, file.(string))
		}
		for _, code := range departments {
			p.departments = append(p.departments, code.(string))
		}
		for _, code := range incomplete {
			p.incomplete = append(p.incomplete, code.(string))
		}
		for _, code := range withRows {
			p.withRows = append(p.withRows, code.(string))
		}
		for _, stream := range streams {
			p.streams = append(p.streams, stream.(string))
		}
		for _, slice := range early {
			department, stream, _ := strings.Cut(slice.(string), "\x1f")
			p.early = append(p.early, earlySlice{department, stream})
		}
		for _, id := range submissions {
			p.submissions = append(p.submissions, id.(int64))
		}
		if p.text != "ledger" && p.text != "whole" {
			if p.period, err = jianfu.ParsePeriod(p.text); err != nil {
				return fmt.Errorf("slice of %s: %w", kind, err)
			}
		}
		f.periods[kind] = append(f.periods[kind], p)
	}
	return rows.Err()
}

// listScanner takes a LIST column from the driver; NULL is an empty list.
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

// readExtents finds the months covered by the filings of each ledger, and of each kind that is not
// due every month.
func (f filed) readExtents(ctx context.Context, tx *sql.Tx, s *scope, sources []*source) error {
	for _, src := range sources {
		kind := src.Kinds[0]
		periods := f.periods[kind]
		for _, other := range ledgersOf(s.catalog, src) {
			if len(periods) == 0 {
				periods = f.periods[other]
			}
		}
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

// ledgerExtent is from a ledger's first entry until it was last received. A stock depends on all
// its ledgers; for another source over several ledgers the first one decides.
func ledgerExtent(ctx context.Context, tx *sql.Tx, s *scope, src *source) (jianfu.Period, error) {
	st := &statement{}
	st.SQL("SELECT MIN(day), MAX(received_at) FROM (")
	for i, kind := range ledgersOf(s.catalog, src) {
		if i > 0 {
			st.SQL(" UNION ALL ")
		}
		st.SQL("SELECT ", sqlText(ledgerDate(s.catalog, src, kind)), " AS day, u.received_at FROM fact.")
		st.Ident(kind)
		st.SQL(" f JOIN slice u ON u.id = f.slice_id ")
		s.joinStanding(st, "f.slice_id")
		st.SQL(" UNION ALL SELECT NULL, s.received_at FROM slice s")
		s.joinStanding(st, "s.id")
		st.SQL(" WHERE s.kind = ")
		st.Arg(kind)
	}
	st.SQL(")")
	var first, received sql.NullTime
	if err := tx.QueryRowContext(ctx, st.text.String(), st.args...).Scan(&first, &received); err != nil {
		return jianfu.Period{}, fmt.Errorf("read the extent of %s: %w", src.Kinds[0], err)
	}
	if !first.Valid || !received.Valid {
		return jianfu.Period{}, nil
	}
	extent, _ := jianfu.Span(monthOf(first.Time), max(monthOf(received.Time), monthOf(first.Time)))
	return extent, nil
}

// ledgersOf are the kinds whose entries determine from when a source has data.
func ledgersOf(c *Catalog, src *source) []string {
	if src.Stock == "" {
		return src.Kinds[:1]
	}
	var kinds []string
	for _, kind := range src.Kinds {
		if c.sources[kind] != nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func monthOf(t time.Time) jianfu.Month { return jianfu.DateOf(t).Month() }

// ledgerDate is the date column of a ledger: that of the source itself, or, for a stock, of the
// source that counts the flow of the same kind.
func ledgerDate(c *Catalog, src *source, kind string) string {
	if src.Stock == "" {
		return src.Date
	}
	return c.sources[kind].Date
}

func overlap(a, b jianfu.Period) bool { return a.From() < b.Until() && b.From() < a.Until() }

func overlaps(a jianfu.Period, spans []jianfu.Period) bool {
	return slices.ContainsFunc(spans, func(b jianfu.Period) bool { return overlap(a, b) })
}
