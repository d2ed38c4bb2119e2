package warehouse

import (
	"errors"
	"time"
)

// Rehearse tells what Commit would do, and rolls the load back.
func (l *Load) Rehearse() (Outcome, error) {
	outcome, err := l.rehearse()
	return outcome, errors.Join(err, l.Rollback())
}

func (l *Load) rehearse() (Outcome, error) {
	if err := l.writeSlices(l.receipt.ReceivedAt.UTC().Truncate(time.Microsecond)); err != nil {
		return Outcome{}, err
	}
	replaced, err := replacedBy(l.ctx, l.tx, l.id)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Rows: l.rows, Rejected: int64(len(l.rejected)), Replaced: replaced}, nil
}

// Override changes the receipt's Overrides, for a filing whose identity is known only when
// it has been read.
func (l *Load) Override(overrides string) { l.receipt.Overrides = overrides }
