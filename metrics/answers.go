package metrics

import (
	"context"
	"fmt"

	"jianfu"
	"jianfu/access"
)

// keptFigures is how many figures are kept in answers, so that the same question about the same
// commit is not counted again: each takes about half a kilobyte.
const keptFigures = 20_000

// question is all that an answer depends on.
type question struct {
	commit int64
	today  jianfu.Date // on which it depends what is owed
	query  string
	sight  string // of whoever asks
}

// questionOf identifies a query by its text. It reports false where something counts only from a
// later moment on, such as after the clock was set back: an answer is then of its moment.
func (e *Engine) questionOf(ctx context.Context, q Query, l *ledger) (question, bool) {
	now := e.w.MomentOf(ctx)
	return question{q.KnownAt, chinaDay(now), fmt.Sprintf("%#v", q), access.From(ctx).Scope()}, !l.latest.After(now)
}

// size is that of an answer in figures, of which a row without any counts as one.
func (m *Measurement) size() int { return 20 + len(m.Rows)*max(1, len(m.Measured)) }
