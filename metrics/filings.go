package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// FilingStatus is the status of one filing.
type FilingStatus string

// The statuses. A filing that came late and was corrected is Corrected, with Late set.
const (
	FilingReceived      FilingStatus = "RECEIVED"
	FilingNil           FilingStatus = "NIL" // 零报告: nothing to file, and reported as such
	FilingLate          FilingStatus = "LATE"
	FilingCompletedLate FilingStatus = "COMPLETED_LATE" // a nil return in time, and its rows after the due day
	FilingCorrected     FilingStatus = "CORRECTED"
	FilingMissing       FilingStatus = "MISSING"
	FilingNotDue        FilingStatus = "NOT_DUE"    // not received, and its due day is not over
	FilingEarly         FilingStatus = "EARLY"      // received before the end of its period, and not since
	FilingUnexpected    FilingStatus = "UNEXPECTED" // the unit does not owe it
)

// Filing is a filing that was due from a unit for a period, or that was filed without an
// obligation.
type Filing struct {
	Department    string
	Kind          string
	Month         jianfu.Period // a month, or the quarter, half or year of the obligation
	Owed          bool          // whether the unit owes it and its due day is over: what the metrics filings.* count
	DueBefore     *time.Time    // the moment from which it is late; nil if the unit does not owe it, or its period has not ended
	Status        FilingStatus
	Late          bool // whether it was first received after its due day
	BeforeStart   bool // whether it is missing and was late before anything was filed here: history that nobody filed
	Rows          int64
	FirstReceived *time.Time
	LastReceived  *time.Time
	Submission    int64               // that counts; 0 if nothing was received
	Review        *warehouse.Review   // the last decision on what counts; nil if there is none
	Reminder      *warehouse.Reminder // the last of it; nil if its unit was not reminded
	counted       []int64             // the submissions that count
}

// Filings lists every filing that is owed for the periods that end within a span of months, and
// others that were received: before their period had ended, or from units that do not owe them.
// They are by unit in the directory's order, kind and period, as of a moment (zero is now). The
// catalogue says what is owed; a filing is missing once its due day is over. They are those of the units that
// whoever asks sees; the error is Forbidden for those who see none.
func (e *Engine) Filings(ctx context.Context, period jianfu.Period, asOf time.Time) ([]Filing, error) {
	var list []Filing
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		if err := see.requireUnits(theFilings); err != nil {
			return err
		}
		s := e.scopeOf(ctx, asOf, nil)
		standing, err := e.standing(ctx, tx, s)
		if err != nil {
			return err
		}
		units := standing.departments
		came, err := e.filingsCame(ctx, tx, s, period)
		if err != nil {
			return err
		}
		if list, err = e.filingsOwed(ctx, tx, s, period, came); err != nil {
			return err
		}
		list = append(list, e.catalog.filingsUnasked(period, s.now, units, came)...)
		list = slices.DeleteFunc(list, func(f Filing) bool { return !see.sees(f.Department) })
		if err := e.decided(ctx, standing, list); err != nil {
			return err
		}
		if err := remindedOf(ctx, tx, asOf, list); err != nil {
			return err
		}
		if err := markHistory(ctx, tx, list); err != nil {
			return err
		}
		place := map[string]int{}
		for i, d := range units {
			place[d.Code] = i + 1
		}
		slices.SortStableFunc(list, func(a, b Filing) int {
			return cmp.Or(cmp.Compare(place[a.Department], place[b.Department]), cmp.Compare(a.Department, b.Department), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Month.Start(), b.Month.Start()), cmp.Compare(a.Month.Months(), b.Month.Months()))
		})
		return nil
	})
	return list, err
}

// markHistory finds what was late before anything was filed.
func markHistory(ctx context.Context, tx *sql.Tx, list []Filing) error {
	var start sql.NullTime
	if err := tx.QueryRowContext(ctx, "SELECT MIN(received_at) FROM submission").Scan(&start); err != nil {
		return fmt.Errorf("find when filing began: %w", err)
	}
	for i, f := range list {
		list[i].BeforeStart = start.Valid && f.Status == FilingMissing && f.DueBefore != nil && !f.DueBefore.After(start.Time)
	}
	return nil
}

// scopeOf is what is known as of a moment (zero is now), of the rows of these units alone; nil is all.
func (e *Engine) scopeOf(ctx context.Context, asOf time.Time, within []string) *scope {
	s := &scope{catalog: e.catalog, asOf: asOf, now: asOf, within: within}
	if asOf.IsZero() {
		s.now = e.w.MomentOf(ctx)
	}
	return s
}

// What checks call the months that a unit owes of a kind and has not filed, and those of which it said
// that it had nothing.
const (
	unfiledTable = "unfiled"
	nilTable     = "nil_return"
)

// writeUnfiled defines them for the years that some days are in.
func (s *scope) writeUnfiled(st *statement, from, until sqlText) {
	src := s.catalog.sources["filing"]
	st.SQL("bucket AS (SELECT UNNEST(range(12 * year(", from, "), 12 * year(", until, " - 1) + 12)) AS month),\n")
	s.writeMonths(st)
	s.writeDirectory(st)
	s.writeObligations(st)
	s.writeStanding(st)
	st.SQL("-- the months that a unit owes of a kind and has not filed\n", unfiledTable, " AS (\n",
		"  SELECT kind, department, CAST(UNNEST(range(first_day, past, INTERVAL 1 MONTH)) AS DATE) AS month FROM (\n", s.fill(src.Rows, src), ") WHERE first_received IS NULL AND due_over),\n",
		"-- the months of which it said that it had nothing\n", nilTable, " AS (\n",
		"  SELECT kind, department, CAST(UNNEST(range(since, past, INTERVAL 1 MONTH)) AS DATE) AS month FROM standing_slice s")
	s.joinStanding(st, "s.id")
	st.SQL(" WHERE s.rows_loaded + s.rows_rejected = 0 AND s.past IS NOT NULL),\n")
}

// filingKey is what a unit files of a kind for one slice of time.
type filingKey struct{ department, kind string }

// arrival is one received filing.
type arrival struct {
	period     jianfu.Period
	received   time.Time
	rows       int64
	aside      int64 // rows that were set aside: it is no nil return
	submission int64
	counts     bool // whether it is the one that counts now
	used       bool // whether it is owed
	declared   bool // whether it is a table of others that is declared to cover every unit
}

// filingsCame reads what was filed, for months that overlap a span, of the kinds with obligations.
func (e *Engine) filingsCame(ctx context.Context, tx *sql.Tx, s *scope, period jianfu.Period) (map[filingKey][]*arrival, error) {
	came := map[filingKey][]*arrival{}
	if len(e.catalog.due) == 0 {
		return came, nil
	}
	year, _ := jianfu.Span(jianfu.MonthOf(period.From().Year(), 1), jianfu.MonthOf(period.Through().Year(), 12)) // a period that ends in it may begin before
	st := &statement{}
	st.SQL("WITH\n")
	s.writeDirectory(st)
	s.writeStanding(st)
	st.SQL("in_turn AS (SELECT s.id FROM slice s")
	s.joinStanding(st, "s.id")
	st.SQL(`)
		SELECT s.kind, s.department, s.since, s.past, s.received_at, s.rows_loaded, s.rows_rejected, s.submission_id, s.id IN (SELECT id FROM in_turn), s.declared
		FROM standing_slice s WHERE s.department <> '' AND s.kind IN `)
	st.List(e.catalog.due)
	st.SQL(sqlText(fmt.Sprintf(" AND s.since < DATE '%s' AND s.past > DATE '%s' ORDER BY s.received_at, s.id", year.Until(), year.From())))
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read what was filed: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	for rows.Next() {
		var key filingKey
		var since, past time.Time
		a := &arrival{}
		if err := rows.Scan(&key.kind, &key.department, &since, &past, &a.received, &a.rows, &a.aside, &a.submission, &a.counts, &a.declared); err != nil {
			return nil, err
		}
		a.period, _ = jianfu.Span(monthOf(since), monthOf(past)-1)
		if overlap(a.period, period) || overlap(a.period, year) {
			came[key] = append(came[key], a)
		}
	}
	return came, rows.Err()
}

// filingsOwed lists what is owed, with what was received for it.
func (e *Engine) filingsOwed(ctx context.Context, tx *sql.Tx, s *scope, period jianfu.Period, came map[filingKey][]*arrival) ([]Filing, error) {
	st := &statement{}
	s.with(st, e.catalog.sources["filing"], []bucket{{period: period}}, nil)
	st.SQL("SELECT department, kind, first_day, past, due_before, due_over FROM counted ORDER BY ordinal, kind, first_day, past")
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("list filings: %w\n%s", err, st.Literal())
	}
	defer rows.Close()
	var list []Filing
	for rows.Next() {
		var f Filing
		var since, past, due time.Time
		if err := rows.Scan(&f.Department, &f.Kind, &since, &past, &due, &f.Owed); err != nil {
			return nil, err
		}
		f.DueBefore = &due
		f.Month, _ = jianfu.Span(monthOf(since), monthOf(past)-1)
		var of []*arrival
		for _, a := range came[filingKey{f.Department, f.Kind}] {
			if overlap(a.period, f.Month) {
				a.used = true
				of = append(of, a)
			}
		}
		f.take(of)
		if f.Status == FilingMissing && !f.Owed {
			f.Status = FilingNotDue
		}
		list = append(list, f)
	}
	return list, rows.Err()
}

// filingsUnasked lists what was received for periods that its unit does not owe, or not yet.
func (c *Catalog) filingsUnasked(period jianfu.Period, now time.Time, units []Department, came map[filingKey][]*arrival) []Filing {
	var list []Filing
	for key, arrivals := range came {
		byPeriod := map[jianfu.Period][]*arrival{}
		for _, a := range arrivals {
			if !a.used && !a.declared && period.Contains(a.period.Through()) {
				byPeriod[a.period] = append(byPeriod[a.period], a)
			}
		}
		for of, same := range byPeriod {
			f := Filing{Department: key.department, Kind: key.kind, Month: of}
			f.take(same)
			f.Status = FilingUnexpected
			for _, unit := range units {
				if unit.Code != key.department {
					continue
				}
				for _, v := range unit.Versions {
					if o, owed := c.owed(key.kind, v, of.Start()+jianfu.Month(of.Months())-1); o != nil && owed.Until() > chinaDay(now) {
						f.Status = FilingEarly
					}
				}
			}
			list = append(list, f)
		}
	}
	return list
}

// take determines the status of a filing from what was received, in order.
func (f *Filing) take(came []*arrival) {
	f.Status = FilingMissing
	if len(came) == 0 {
		return
	}
	first := came[0]
	f.FirstReceived = &first.received
	var firstRows, sinceEnd *time.Time
	var inTurn int
	var aside int64
	ended := endOf(f.Month)
	for _, a := range came {
		if a.rows+a.aside > 0 && firstRows == nil {
			firstRows = &a.received
		}
		if !a.received.Before(ended) {
			sinceEnd = &a.received
		}
		if a.counts {
			inTurn++
			f.Rows, aside = f.Rows+a.rows, aside+a.aside
			f.LastReceived, f.Submission = &a.received, a.submission
			f.counted = append(f.counted, a.submission)
		}
	}
	owed := f.DueBefore != nil
	f.Late = owed && !first.received.Before(*f.DueBefore)
	switch {
	case owed && !f.Late && firstRows != nil && !firstRows.Before(*f.DueBefore):
		f.Status = FilingCompletedLate
	case len(came) > inTurn:
		f.Status = FilingCorrected
	case f.Late:
		f.Status = FilingLate
	case sinceEnd == nil:
		f.Status = FilingEarly
	case f.Rows+aside == 0:
		f.Status = FilingNil
	default:
		f.Status = FilingReceived
	}
}

// endOf is the moment at which a period ends in China.
func endOf(p jianfu.Period) time.Time { return p.Until().Time().Add(-8 * time.Hour) }
