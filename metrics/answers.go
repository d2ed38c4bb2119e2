package metrics

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"jianfu"
)

// answers keeps the latest answers, so that the same question about the same commit is not counted
// again. Its size is bounded by the figures in them: each takes about half a kilobyte.
type answers struct {
	lock    sync.Mutex
	known   map[question]*Measurement
	order   []question // the most recently used last
	figures int
}

// maxKept is how many figures are kept, and maxQuestions in how many answers: an answer may have no
// figure at all.
const (
	maxKept      = 20_000
	maxQuestions = 1_000
)

// question is all that an answer depends on; zero if the answer is not to be kept.
type question struct {
	commit int64
	today  jianfu.Date // on which it depends what is owed
	query  string
}

// questionOf identifies a query by its text. Where something counts only from a later moment on,
// such as after the clock was set back, an answer is of its moment and not of its day.
func (e *Engine) questionOf(ctx context.Context, q Query, l *ledger) question {
	now := e.w.MomentOf(ctx)
	if l.latest.After(now) {
		return question{}
	}
	return question{q.KnownAt, chinaDay(now), fmt.Sprintf("%#v", q)}
}

func (a *answers) get(q question) *Measurement {
	a.lock.Lock()
	defer a.lock.Unlock()
	m := a.known[q]
	if m != nil {
		at := slices.Index(a.order, q)
		a.order = append(slices.Delete(a.order, at, at+1), q)
	}
	return m
}

func (a *answers) put(q question, m *Measurement) {
	size := len(m.Rows) * len(m.Measured)
	if q == (question{}) || size > maxKept/4 {
		return
	}
	a.lock.Lock()
	defer a.lock.Unlock()
	if a.known == nil {
		a.known = map[question]*Measurement{}
	}
	if a.known[q] != nil {
		return
	}
	a.known[q], a.order, a.figures = m, append(a.order, q), a.figures+size
	for a.figures > maxKept || len(a.order) > maxQuestions {
		oldest := a.order[0]
		a.figures -= len(a.known[oldest].Rows) * len(a.known[oldest].Measured)
		delete(a.known, oldest)
		a.order = a.order[1:]
	}
}
