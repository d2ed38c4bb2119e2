package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// ledger is what the warehouse knew by one commit, except for the rows that are counted: it is read
// once and never changed, and all questions about the commit share it. They run only the statements
// that count rows.
type ledger struct {
	commit    int64
	slices    []sliceEntry     // by key and id
	files     map[int64]string // of submissions
	loose     map[looseKey]int64
	directory []directoryEntry // by id
	reviews   []reviewEntry    // by commit
	latest    time.Time        // when the last slice was received
	settled   time.Time        // when the last one was received or withdrawn
	committed time.Time        // when the commit was made; zero before the first
	lastSlice int64
	monthly   *sync.Map // by monthlyKey, what counts now: *monthly

	lock      sync.Mutex
	standings []*standing // the most recently used last

	parts map[string]*ledger // of those who do not see every unit, by what they see
}

// sliceEntry is one slice that was filed, replaced and withdrawn ones too.
type sliceEntry struct {
	id, submission                   int64
	kind, department, period, stream string
	loaded, rejected                 int64
	received, withdrawn              time.Time // withdrawn is zero where it was not
	retracts                         bool
}

func (s *sliceEntry) sameKey(other *sliceEntry) bool {
	return s.kind == other.kind && s.period == other.period && s.department == other.department && s.stream == other.stream
}

// reviewEntry is what the office decided of one kind of one unit in a submission.
type reviewEntry struct {
	key      reviewKey
	decision warehouse.Decision
	at       time.Time
	commit   int64
}

type reviewKey struct {
	submission       int64
	department, kind string
}

// looseKey names rejected rows that do not say to which slice of their submission they belong.
type looseKey struct {
	submission int64
	kind       string
}

// The days of a directory's row that names none.
var (
	beginning = jianfu.DateOf(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC))
	end       = jianfu.DateOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
)

// directoryEntry is one row of a directory.
type directoryEntry struct {
	id, slice int64
	version   DepartmentVersion // From and Until as the row has them
}

// maxLedgers is how many commits are kept: the latest, and those that pinned questions are about.
const maxLedgers = 3

// ledgerOf is a commit's ledger, or what reads it.
type ledgerOf struct {
	commit int64
	once   sync.Once
	ledger *ledger
	failed error
}

// ledger is that of the state that a transaction sees.
func (e *Engine) ledger(ctx context.Context, tx *sql.Tx) (*ledger, error) {
	commit, err := e.w.CommitIn(ctx, tx)
	if err != nil {
		return nil, err
	}
	e.lock.Lock()
	at := slices.IndexFunc(e.ledgers, func(known *ledgerOf) bool { return known.commit == commit })
	if at < 0 {
		e.ledgers = append(e.ledgers, &ledgerOf{commit: commit})
		if at = len(e.ledgers) - 1; at == maxLedgers {
			e.ledgers = slices.Delete(e.ledgers, 0, 1)
			at--
		}
	}
	of := e.ledgers[at]
	e.lock.Unlock()
	of.once.Do(func() { of.ledger, of.failed = readLedger(ctx, tx, commit) })
	if of.failed != nil { // perhaps only because the question that read it was cancelled
		e.lock.Lock()
		e.ledgers = slices.DeleteFunc(e.ledgers, func(known *ledgerOf) bool { return known == of })
		e.lock.Unlock()
		if ctx.Err() == nil {
			return readLedger(ctx, tx, commit)
		}
	}
	return of.ledger, of.failed
}

// standing is what counts in the state that a transaction sees, as of the moment of a scope.
func (e *Engine) standing(ctx context.Context, tx *sql.Tx, s *scope) (*standing, error) {
	l, err := e.ledger(ctx, tx)
	if err != nil {
		return nil, err
	}
	return l.standing(s)
}

func readLedger(ctx context.Context, tx *sql.Tx, commit int64) (*ledger, error) {
	l := &ledger{commit: commit, monthly: &sync.Map{}, files: map[int64]string{}, loose: map[looseKey]int64{}}
	for _, read := range []func(context.Context, *sql.Tx) error{l.readSlices, l.readFiles, l.readLoose, l.readDirectory, l.readReviews, l.readCommitted} {
		if err := read(ctx, tx); err != nil {
			return nil, fmt.Errorf("read what was filed: %w", err)
		}
	}
	return l, nil
}

// each runs a query and calls row for each of its rows.
func each(ctx context.Context, tx *sql.Tx, query string, row func(rows *sql.Rows) error, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (l *ledger) readSlices(ctx context.Context, tx *sql.Tx) error {
	err := each(ctx, tx, `SELECT id, submission_id, kind, department, period, stream, rows_loaded, rows_rejected, received_at, withdrawn_at, COALESCE(retracts, FALSE) FROM slice`,
		func(rows *sql.Rows) error {
			var s sliceEntry
			var withdrawn sql.NullTime
			err := rows.Scan(&s.id, &s.submission, &s.kind, &s.department, &s.period, &s.stream, &s.loaded, &s.rejected, &s.received, &withdrawn, &s.retracts)
			s.withdrawn = withdrawn.Time
			l.lastSlice = max(l.lastSlice, s.id)
			if s.received.After(l.latest) {
				l.latest = s.received
			}
			for _, at := range []time.Time{s.received, s.withdrawn} {
				if at.After(l.settled) {
					l.settled = at
				}
			}
			l.slices = append(l.slices, s)
			return err
		})
	slices.SortFunc(l.slices, func(a, b sliceEntry) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.period, b.period), strings.Compare(a.department, b.department), strings.Compare(a.stream, b.stream), cmp.Compare(a.id, b.id))
	})
	return err
}

func (l *ledger) readFiles(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, "SELECT id, file FROM submission", func(rows *sql.Rows) error {
		var id int64
		var file string
		err := rows.Scan(&id, &file)
		l.files[id] = file
		return err
	})
}

func (l *ledger) readReviews(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, "SELECT number, submission_id, department, UNNEST(kinds), decision, decided_at FROM review ORDER BY number", func(rows *sql.Rows) error {
		var r reviewEntry
		err := rows.Scan(&r.commit, &r.key.submission, &r.key.department, &r.key.kind, &r.decision, &r.at)
		l.reviews = append(l.reviews, r)
		return err
	})
}

func (l *ledger) readCommitted(ctx context.Context, tx *sql.Tx) error {
	var at sql.NullTime
	err := tx.QueryRowContext(ctx, "SELECT MAX(committed_at) FROM commit_log").Scan(&at)
	l.committed = at.Time
	return err
}

func (l *ledger) readLoose(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, "SELECT submission_id, kind, COUNT(DISTINCT sheet || ':' || row) FROM reject WHERE slice_id IS NULL GROUP BY ALL", func(rows *sql.Rows) error {
		var key looseKey
		var n int64
		err := rows.Scan(&key.submission, &key.kind, &n)
		l.loose[key] = n
		return err
	})
}

func (l *ledger) readDirectory(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, `SELECT id, slice_id, code, name, COALESCE(short_name, ''), type, COALESCE(portfolio, ''), COALESCE(leader, ''), valid_from, valid_to + 1, predecessors, COALESCE(change, '')
		FROM fact.department ORDER BY id`, func(rows *sql.Rows) error {
		d := directoryEntry{version: DepartmentVersion{From: beginning, Until: end}}
		v := &d.version
		var from, until sql.NullTime
		var predecessors warehouse.List
		if err := rows.Scan(&d.id, &d.slice, &v.Code, &v.Name, &v.ShortName, &v.Type, &v.Portfolio, &v.Leader, &from, &until, &predecessors, &v.Change); err != nil {
			return err
		}
		if from.Valid {
			v.From = jianfu.DateOf(from.Time)
		}
		if until.Valid {
			v.Until = jianfu.DateOf(until.Time)
		}
		v.Predecessors = predecessors
		l.directory = append(l.directory, d)
		return nil
	})
}

// countsOf are the slices of a kind that count.
func (st *standing) countsOf(kind string) []*sliceEntry {
	from, _ := slices.BinarySearchFunc(st.counts, kind, func(s *sliceEntry, kind string) int { return strings.Compare(s.kind, kind) })
	until := from
	for until < len(st.counts) && st.counts[until].kind == kind {
		until++
	}
	return st.counts[from:until]
}

// standing is what counts as of a moment.
type standing struct {
	moment      moment
	departments []Department
	periods     map[string][]filedPeriod  // by kind
	counts      []*sliceEntry             // by kind and period
	reviews     map[reviewKey]reviewEntry // the last decision on each
	byMonth     sync.Map                  // see unitsFiled
}

// moment names what counts: see scope.
type moment struct {
	asOf    int64 // in microseconds; what counts now has the latest there is
	through int64
}

// maxStandings is how many moments of one commit are kept.
const maxStandings = 8

// now is the moment of what counts now.
var now = moment{asOf: 1<<63 - 1}

func (s *scope) moment() moment {
	if s.asOf.IsZero() {
		return now
	}
	return moment{s.asOf.UnixMicro(), s.through}
}

// standing is what counts as of the moment of a scope.
func (l *ledger) standing(s *scope) (*standing, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	at := slices.IndexFunc(l.standings, func(known *standing) bool { return known.moment == s.moment() })
	if at < 0 {
		made, err := l.standingOf(s.moment())
		if err != nil {
			return nil, err
		}
		if len(l.standings) == maxStandings {
			l.standings = slices.Delete(l.standings, 0, 1)
		}
		l.standings = append(l.standings, made)
		return made, nil
	}
	used := l.standings[at]
	l.standings = append(slices.Delete(l.standings, at, at+1), used)
	return used, nil
}

// received reports whether a slice was received and not withdrawn by a moment.
func (m moment) received(s *sliceEntry) bool {
	if !s.withdrawn.IsZero() && s.withdrawn.UnixMicro() <= m.asOf {
		return false
	}
	received := s.received.UnixMicro()
	return received < m.asOf || received == m.asOf && (m.through == 0 || s.submission <= m.through)
}

// standingOf finds what counts as of a moment: of the slices of a key that were received and not
// withdrawn the one that was received last, and of two received at once the later load.
func (l *ledger) standingOf(m moment) (*standing, error) {
	st := &standing{moment: m, periods: map[string][]filedPeriod{}, reviews: map[reviewKey]reviewEntry{}}
	for _, r := range l.reviews {
		if r.at.UnixMicro() <= m.asOf {
			st.reviews[r.key] = r
		}
	}
	directories := map[int64]bool{}
	for from := 0; from < len(l.slices); {
		var last *sliceEntry
		until := from
		for ; until < len(l.slices) && l.slices[until].sameKey(&l.slices[from]); until++ {
			if s := &l.slices[until]; m.received(s) && (last == nil || !s.received.Before(last.received)) {
				last = s
			}
		}
		from = until
		if last == nil || last.retracts {
			continue
		}
		st.counts = append(st.counts, last)
		if last.kind == "department" {
			directories[last.id] = true
		}
	}
	for from := 0; from < len(st.counts); {
		until, first := from, st.counts[from]
		for until < len(st.counts) && st.counts[until].kind == first.kind && st.counts[until].period == first.period {
			until++
		}
		p, err := l.filedPeriod(st.counts[from:until], st.reviews)
		if err != nil {
			return nil, err
		}
		st.periods[first.kind] = append(st.periods[first.kind], p)
		from = until
	}
	st.departments = l.departments(directories)
	return st, nil
}

// filedPeriod is what was filed of a kind and period.
func (l *ledger) filedPeriod(counts []*sliceEntry, reviews map[reviewKey]reviewEntry) (p filedPeriod, err error) {
	p.text = counts[0].period
	if p.text != "ledger" && p.text != "whole" {
		if p.period, err = jianfu.ParsePeriod(p.text); err != nil {
			return p, fmt.Errorf("slice of %s: %w", counts[0].kind, err)
		}
	}
	var received time.Time
	var mostLoose int64
	for _, s := range counts {
		if s.kind == totalsKind && s.stream == "" && refiled(s, counts) {
			continue
		}
		loose := l.loose[looseKey{s.submission, s.kind}]
		p.rejected += s.rejected
		mostLoose = max(mostLoose, loose)
		if s.received.After(received) {
			received = s.received
		}
		p.departments = append(p.departments, s.department)
		p.by = append(p.by, filedBy{s.submission, s.department})
		if s.rejected > 0 || loose > 0 {
			p.incomplete, p.files = append(p.incomplete, s.department), append(p.files, l.files[s.submission])
		}
		if s.loaded > 0 {
			p.withRows = append(p.withRows, s.department)
		} else if s.rejected > 0 {
			p.aside = append(p.aside, s.department)
		}
		if s.kind == totalsKind && s.stream != "" {
			p.streams = append(p.streams, s.stream)
		}
		if s.department != "" && !p.period.IsZero() && s.received.Before(endOf(p.period)) {
			p.early = append(p.early, unitSlice{s.department, s.stream})
		}
		if reviews[reviewKey{s.submission, s.department, s.kind}].decision == warehouse.Returned {
			p.returned = append(p.returned, unitSlice{s.department, s.stream})
		}
	}
	p.rejected += mostLoose
	p.received = monthOf(received)
	for _, list := range []*[]string{&p.departments, &p.incomplete, &p.files, &p.withRows, &p.aside, &p.streams} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return p, nil
}

// refiled reports whether the unit of totals that were set aside has filed totals of the period again
// since: those that count replace no rows that were set aside, which do not say of which count they are.
func refiled(aside *sliceEntry, counts []*sliceEntry) bool {
	return slices.ContainsFunc(counts, func(s *sliceEntry) bool {
		return s.department == aside.department && s.submission != aside.submission &&
			(s.received.After(aside.received) || s.received.Equal(aside.received) && s.submission > aside.submission)
	})
}

// departments are the units of the directories that count, in their order.
func (l *ledger) departments(directories map[int64]bool) []Department {
	var list []Department
	at := map[string]int{}
	for _, d := range l.directory {
		if !directories[d.slice] {
			continue
		}
		place, known := at[d.version.Code]
		if !known {
			place = len(list)
			at[d.version.Code] = place
			list = append(list, Department{Code: d.version.Code})
		}
		list[place].Versions = append(list[place].Versions, d.version)
	}
	for _, d := range list {
		slices.SortStableFunc(d.Versions, func(a, b DepartmentVersion) int { return cmp.Compare(a.From, b.From) })
		for i := range len(d.Versions) - 1 { // until the next one begins
			d.Versions[i].Until = min(d.Versions[i].Until, d.Versions[i+1].From)
		}
	}
	return list
}

// firstDays are the first days of the rows of slices. Rows never change, so they hold for every
// commit.
type firstDays struct {
	lock    sync.Mutex
	through int64 // the last slice that was looked at
	days    map[int64]jianfu.Date
}

// firstDay is the first day, by an expression over a kind's rows, of some slices of the kind; false
// where no row has one.
func (e *Engine) firstDay(ctx context.Context, tx *sql.Tx, kind, date string, of []*sliceEntry) (first jianfu.Date, any bool, err error) {
	e.lock.Lock()
	key := [2]string{kind, date}
	known := e.firsts[key]
	if known == nil {
		known = &firstDays{days: map[int64]jianfu.Date{}}
		e.firsts[key] = known
	}
	e.lock.Unlock()
	known.lock.Lock()
	defer known.lock.Unlock()
	through := int64(0)
	for _, s := range of {
		through = max(through, s.id)
	}
	if through > known.through {
		query := fmt.Sprintf("SELECT slice_id, MIN(%s) AS first FROM fact.%s WHERE slice_id > %d AND slice_id <= %d GROUP BY slice_id HAVING first IS NOT NULL", date, warehouse.Ident(kind), known.through, through)
		err := each(ctx, tx, query, func(rows *sql.Rows) error {
			var slice int64
			var day time.Time
			err := rows.Scan(&slice, &day)
			known.days[slice] = jianfu.DateOf(day)
			return err
		})
		if err != nil {
			return 0, false, fmt.Errorf("read the first days of %s: %w", kind, err)
		}
		known.through = through
	}
	for _, s := range of {
		if day, has := known.days[s.id]; has && (!any || day < first) {
			first, any = day, true
		}
	}
	return first, any, nil
}
