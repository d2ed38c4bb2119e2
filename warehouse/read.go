package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"jianfu"
)

// Read runs several queries over one state of the warehouse: a load that commits in between is seen
// by all of them or by none.
func (w *Warehouse) Read(ctx context.Context, read func(tx *sql.Tx) error) (err error) {
	if p := w.pin(ctx); p != nil {
		if err := p.start(ctx); err != nil {
			return err
		}
		one, done := p.borrow(ctx)
		whole := false
		defer func() { done(whole) }()
		err := read(one.tx)
		whole = err == nil
		return w.told(err)
	}
	one, err := w.readings.begin(ctx, w.db)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	one.failed = true // unless it returns, and without an error
	defer func() { err = errors.Join(err, w.readings.end(one)) }()
	if err := read(one.tx); err != nil {
		return w.told(err)
	}
	one.failed = false
	return w.Present()
}

// pin is the one state that all reading under a context is of, from the first on.
type pin struct {
	w       *Warehouse
	knownAt int64 // the commit asked for; 0 is the latest

	once   sync.Once
	first  *reading
	commit int64
	moment time.Time // of an earlier commit; zero where the state is that of now
	failed error

	lock sync.Mutex
	more []*reading // besides the first, of the same state: so that the parts of an answer need not wait for each other
	free []*reading // those that no part uses
}

// maxTogether is how many parts of one answer are read at once.
const maxTogether = 5

type pinKey struct{}

// Pin gives a context under which everything that is read of the warehouse is of one state until
// release is called, so that the parts of one answer agree: that which the warehouse knew by a
// commit, or where knownAt is 0, by the latest when something is read first, or by the one that
// the context is pinned to already. What is written meanwhile is not seen. Where there is no such
// commit, reading fails with NotFound. What was read is only true if release returns no error: it is
// Conflict if the file was removed or overwritten meanwhile.
func (w *Warehouse) Pin(ctx context.Context, knownAt int64) (pinnedContext context.Context, release func() error) {
	if p := w.pin(ctx); p != nil && (knownAt == 0 || knownAt == p.knownAt || p.start(ctx) == nil && knownAt == p.commit) {
		return ctx, func() error { return nil }
	}
	p := &pin{w: w, knownAt: knownAt}
	return context.WithValue(ctx, pinKey{}, p), p.end
}

// PinAs gives a context under which the warehouse is read in the state that another context is pinned to.
func PinAs(ctx, other context.Context) context.Context {
	return context.WithValue(ctx, pinKey{}, other.Value(pinKey{}))
}

// Stay pins whatever is read of the warehouse to a commit, until it is closed.
func (w *Warehouse) Stay(ctx context.Context, knownAt int64) error {
	w.stay = &pin{w: w, knownAt: knownAt}
	return w.stay.start(ctx)
}

// start takes the state; the first query decides which it is.
func (p *pin) start(ctx context.Context) error {
	p.once.Do(func() {
		if p.first, p.failed = p.w.readings.begin(ctx, p.w.db); p.failed != nil {
			return
		}
		if p.commit = p.first.commit; p.knownAt != 0 && p.knownAt != p.commit {
			p.first.failed = true
			p.commit = p.knownAt
			p.moment, p.failed = goBack(ctx, p.first.tx, p.knownAt)
		}
		p.free = []*reading{p.first}
	})
	return p.failed
}

// borrow gives a transaction over the state: one that no part uses, or a further one while the
// warehouse is still in that state, or else the first, which can be shared. Whoever is done with it
// says whether all went well.
func (p *pin) borrow(ctx context.Context) (one *reading, done func(whole bool)) {
	p.lock.Lock()
	defer p.lock.Unlock()
	one = p.first
	lent := true
	switch n := len(p.free); {
	case n > 0:
		one, p.free = p.free[n-1], p.free[:n-1]
	case len(p.more) < maxTogether-1 && p.moment.IsZero():
		further, err := p.w.readings.begin(ctx, p.w.db)
		if err == nil && further.commit == p.commit {
			one, p.more = further, append(p.more, further)
			break
		}
		if err == nil {
			_ = p.w.readings.end(further) // it was not used
		}
		fallthrough
	default:
		lent = false
	}
	return one, func(whole bool) {
		p.lock.Lock()
		defer p.lock.Unlock()
		one.failed = one.failed || !whole
		if lent {
			p.free = append(p.free, one)
		}
	}
}

// end lets the state go.
func (p *pin) end() error {
	p.once.Do(func() { p.failed = errors.New("the answer has ended") })
	if p.first == nil {
		return nil
	}
	var err error
	for _, one := range append(p.more, p.first) {
		err = errors.Join(err, p.w.readings.end(one))
	}
	return errors.Join(err, p.w.Present())
}

// goBack makes a transaction read what the warehouse knew by an earlier commit: temporary tables
// take precedence over those of the same name, and are gone when the transaction is rolled back. It
// returns the time of that commit.
func goBack(ctx context.Context, tx *sql.Tx, commit int64) (at time.Time, err error) {
	var live string
	err = tx.QueryRowContext(ctx, "SELECT committed_at, current_database() FROM commit_log WHERE number = $1", commit).Scan(&at, &live)
	if errors.Is(err, sql.ErrNoRows) {
		return at, jianfu.Errorf(jianfu.NotFound, "没有第 %d 次提交：还没有，或恢复备份时去掉了。jianfu submissions 列出每次报送的提交号", "there is no commit %d: it does not exist yet, or a restored backup removed it. jianfu submissions lists the commits", commit)
	}
	if err != nil {
		return at, fmt.Errorf("find commit %d: %w", commit, err)
	}
	main := Ident(live) + ".main."
	// What was withdrawn later was not yet withdrawn.
	const known = "id IN (SELECT submission FROM withdrawn)"
	for _, statement := range []string{
		fmt.Sprintf("CREATE TEMP TABLE commit_log AS SELECT * FROM %scommit_log WHERE number <= %d", main, commit),
		`CREATE TEMP TABLE submission AS
			WITH withdrawn AS (SELECT submission FROM temp.commit_log WHERE change = 'withdraw')
			SELECT * REPLACE (CASE WHEN ` + known + ` THEN withdrawn_at END AS withdrawn_at, CASE WHEN ` + known + ` THEN withdrawn_by END AS withdrawn_by,
				CASE WHEN ` + known + ` THEN withdrawn_reason END AS withdrawn_reason)
			FROM ` + main + `submission WHERE id IN (SELECT submission FROM temp.commit_log WHERE change = 'load')`,
		`CREATE TEMP TABLE slice AS SELECT s.* REPLACE (f.withdrawn_at AS withdrawn_at) FROM ` + main + `slice s JOIN temp.submission f ON f.id = s.submission_id`,
		fmt.Sprintf("CREATE TEMP TABLE review AS SELECT * FROM %sreview WHERE number <= %d", main, commit),
		fmt.Sprintf("CREATE TEMP TABLE reminder AS SELECT * FROM %sreminder WHERE number <= %d", main, commit),
		"CREATE TEMP TABLE in_force AS SELECT * FROM (" + decide("temp.slice") + ") AS t(slice_id, valid_from, valid_until)",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return at, fmt.Errorf("go back to commit %d: %w", commit, err)
		}
	}
	return at, nil
}

// Past reports whether reads under a context see an earlier state than the latest when it was pinned.
func (w *Warehouse) Past(ctx context.Context) bool {
	p := w.pin(ctx)
	return p != nil && p.start(ctx) == nil && !p.moment.IsZero()
}

// MomentOf is the present moment for reads under a context: the time of the commit that it is
// pinned to, if that is an earlier one.
func (w *Warehouse) MomentOf(ctx context.Context) time.Time {
	if p := w.pin(ctx); p != nil && p.start(ctx) == nil && !p.moment.IsZero() {
		return p.moment
	}
	return w.Now()
}

// CommitOf is the commit that reads under a context see: the one that it is pinned to, or else the
// latest.
func (w *Warehouse) CommitOf(ctx context.Context) (int64, error) {
	if p := w.pin(ctx); p != nil {
		err := p.start(ctx)
		return p.commit, err
	}
	return latestCommit(ctx, w.db)
}

// CommitIn is the commit that a transaction of Read sees.
func (w *Warehouse) CommitIn(ctx context.Context, tx *sql.Tx) (int64, error) {
	if p := w.pin(ctx); p != nil {
		return p.commit, nil
	}
	return latestCommit(ctx, tx)
}

func latestCommit(ctx context.Context, q querier) (number int64, err error) {
	if err := q.QueryRowContext(ctx, "SELECT COALESCE(MAX(number), 0) FROM commit_log").Scan(&number); err != nil {
		return 0, fmt.Errorf("read the latest commit: %w", err)
	}
	return number, nil
}

func (w *Warehouse) pin(ctx context.Context) *pin {
	if p, ok := ctx.Value(pinKey{}).(*pin); ok && p.w == w {
		return p
	}
	return w.stay
}

// reader is what is asked under a context.
func (w *Warehouse) reader(ctx context.Context) (querier, error) {
	p := w.pin(ctx)
	if p == nil {
		return w.db, nil
	}
	if err := p.start(ctx); err != nil {
		return nil, err
	}
	p.lock.Lock()
	defer p.lock.Unlock()
	p.first.failed = true // whether reading its rows fails is not seen here
	return p.first.tx, nil
}

// beginTx starts a transaction that only Commit or Rollback ends, not ctx. The driver may report a
// BEGIN as cancelled that was carried out: its connection would go back to the pool within a
// transaction, and show one old state for ever. And database/sql would roll back on its own.
func beginTx(ctx context.Context, on interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}) (*sql.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return on.BeginTx(context.WithoutCancel(ctx), nil)
}
