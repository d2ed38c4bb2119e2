package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// reading is a transaction that only reads.
type reading struct {
	tx     *sql.Tx
	commit int64 // that it sees
	era    int64 // of readings, when it began
	failed bool  // a statement failed in it, or it has tables of its own: nobody else may use it
}

// maxIdle is how many readings are kept: as many as one answer uses at once.
const maxIdle = maxTogether

// readings keeps transactions that a reader has finished with for the next one, as long as nothing
// is written: to begin one, ask for its commit and roll it back takes longer than many a question.
type readings struct {
	lock sync.Mutex
	era  int64 // another one before and after every transaction that writes
	idle []*reading
}

// begin gives a transaction that sees the latest state.
func (r *readings) begin(ctx context.Context, db *sql.DB) (*reading, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.lock.Lock()
	taken := &reading{era: r.era}
	if n := len(r.idle); n > 0 {
		taken, r.idle = r.idle[n-1], r.idle[:n-1]
	}
	r.lock.Unlock()
	if taken.tx != nil {
		return taken, nil
	}
	var err error
	if taken.tx, err = beginTx(ctx, db); err != nil {
		return nil, err
	}
	if taken.commit, err = latestCommit(ctx, taken.tx); err != nil {
		return nil, errors.Join(err, unlessDone(taken.tx.Rollback()))
	}
	return taken, nil
}

// end takes a transaction back.
func (r *readings) end(done *reading) error {
	r.lock.Lock()
	keep := !done.failed && done.era == r.era && len(r.idle) < maxIdle
	if keep {
		r.idle = append(r.idle, done)
	}
	r.lock.Unlock()
	if keep {
		return nil
	}
	return unlessDone(done.tx.Rollback()) // nothing was written
}

// renew ends those that nobody uses, and lets none of those in use come back: what is written next
// must not wait for them, and whoever reads after it must see it.
func (r *readings) renew() error {
	r.lock.Lock()
	r.era++
	idle := r.idle
	r.idle = nil
	r.lock.Unlock()
	var err error
	for _, one := range idle {
		err = errors.Join(err, unlessDone(one.tx.Rollback()))
	}
	return err
}
