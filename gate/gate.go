// Package gate lets requests in by turns, so that many at once neither exhaust the machine nor keep
// each other out: as many are answered at a time as there are processors, the callers fairly, what
// is cheap before what is dear, and what is dear never in all places.
package gate

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"jianfu"
)

// Heavy is the processor time from which on an answer is heavy: one place at least is kept free of
// those.
const Heavy = time.Second

const (
	maxWaiting = 64               // of one caller; more are refused at once
	patience   = 15 * time.Second // how long a request waits, if its deadline does not say
	// What costs a tenth of a second comes before what costs a second and arrived up to nine seconds
	// earlier.
	delay       = 10
	reliefAfter = time.Second // of quiet after heavy answers, before their memory is returned
)

// Gate has the places. Safe for concurrent use.
type Gate struct {
	places int
	log    *slog.Logger

	lock    sync.Mutex
	waiting []*request     // in the order of their arrival
	running map[string]int // how many of each caller have a place
	taken   int
	heavies int // of those taken
	relief  *time.Timer
}

// request is one that waits or has a place.
type request struct {
	caller   string
	cost     time.Duration
	due      time.Time     // the earliest comes first
	admitted chan struct{} // closed when it has a place
}

func (r *request) heavy() bool { return r.cost >= Heavy }

// New makes a gate with a number of places; 0 is one for each processor, but at least two. The log
// is for what breaks when nobody waits for it any longer.
func New(places int, log *slog.Logger) *Gate {
	if places == 0 {
		places = max(2, runtime.GOMAXPROCS(0))
	}
	return &Gate{places: places, log: log, running: map[string]int{}}
}

type callerKey struct{}

// WithCaller says who asks under a context, such as the address of the other side.
func WithCaller(ctx context.Context, caller string) context.Context {
	return context.WithValue(ctx, callerKey{}, caller)
}

func callerOf(ctx context.Context) string {
	caller, _ := ctx.Value(callerKey{}).(string)
	return caller
}

// Enter waits for a place for a request that is expected to take so much processor time; the caller
// must leave. It waits for half of the time until ctx's deadline, so that who is admitted has time
// left. The error is Busy, and says when to come back, if there is no place in that time or if too
// many wait already; and that of ctx if it ends.
func (g *Gate) Enter(ctx context.Context, cost time.Duration) (leave func(), err error) {
	now, wait := time.Now(), patience
	if deadline, ok := ctx.Deadline(); ok {
		wait = deadline.Sub(now) / 2
	}
	r := &request{caller: callerOf(ctx), cost: cost, due: now.Add(delay * cost), admitted: make(chan struct{})}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := g.line(r); err != nil {
		return nil, err
	}
	late := time.NewTimer(wait)
	defer late.Stop()
	select {
	case <-r.admitted:
		return sync.OnceFunc(func() { g.leave(r) }), nil
	case <-late.C:
		err = g.giveUp(r, nil)
	case <-ctx.Done():
		err = g.giveUp(r, ctx.Err())
	}
	return nil, err
}

// line puts a request in line, and admits it if there is a place.
func (g *Gate) line(r *request) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	before := 0
	for _, other := range g.waiting {
		if other.caller == r.caller {
			before++
		}
	}
	if before >= maxWaiting {
		return g.busy()
	}
	g.waiting = append(g.waiting, r)
	g.admit()
	return nil
}

// giveUp takes a request out of the line, or gives back the place that it got meanwhile.
func (g *Gate) giveUp(r *request, why error) error {
	g.lock.Lock()
	defer g.lock.Unlock()
	if why == nil {
		why = g.busy()
	}
	for i, other := range g.waiting {
		if other == r {
			g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
			return why
		}
	}
	g.free(r)
	return why
}

// busy refuses. What waits and runs has to be done first.
func (g *Gate) busy() error {
	var ahead time.Duration
	for _, r := range g.waiting {
		ahead += r.cost
	}
	seconds := math.Ceil(ahead.Seconds() / float64(g.places))
	seconds = min(max(seconds, 2), 60)
	err := jianfu.Errorf(jianfu.Busy, "现在查询太多（%d 个在运行，%d 个在等），请过 %.0f 秒再试", "too busy: %d are running and %d wait. Come back in %.0f s", g.taken, len(g.waiting), seconds)
	err.RetryAfter = time.Duration(seconds) * time.Second
	return err
}

func (g *Gate) leave(r *request) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.free(r)
}

// free gives a place to whoever is next.
func (g *Gate) free(r *request) {
	g.taken--
	if g.running[r.caller]--; g.running[r.caller] == 0 {
		delete(g.running, r.caller)
	}
	if r.heavy() {
		g.heavies--
	}
	g.admit()
	if r.heavy() && g.heavies == 0 {
		g.relieve()
	}
}

// admit gives the free places to those who are next.
func (g *Gate) admit() {
	for g.taken < g.places {
		next := -1
		for i, r := range g.waiting {
			if r.heavy() && g.heavies >= max(1, g.places-1) {
				continue
			}
			if next < 0 || g.before(r, g.waiting[next]) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		r := g.waiting[next]
		g.waiting = append(g.waiting[:next], g.waiting[next+1:]...)
		g.taken++
		g.running[r.caller]++
		if r.heavy() {
			g.heavies++
		}
		close(r.admitted)
	}
}

// before reports whether a comes before b: a heavy one if none is running, or else it might wait for
// ever; then whose caller has fewer running; then the one that is due.
func (g *Gate) before(a, b *request) bool {
	switch {
	case a.heavy() != b.heavy() && g.heavies == 0:
		return a.heavy()
	case g.running[a.caller] != g.running[b.caller]:
		return g.running[a.caller] < g.running[b.caller]
	}
	return a.due.Before(b.due)
}

// relieve returns memory to the system after heavy answers: by itself the garbage collector would
// keep it until as much is needed again.
func (g *Gate) relieve() {
	if g.relief == nil {
		g.relief = time.AfterFunc(reliefAfter, debug.FreeOSMemory)
		return
	}
	g.relief.Reset(reliefAfter)
}

// Do does work once there is a place for it, and returns when it is done or ctx ends, whichever is
// first: an answer comes by its deadline even if a part of the work does not notice it. The place is
// free when the work has really ended.
func Do[T any](ctx context.Context, g *Gate, cost time.Duration, work func(context.Context) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	leave, err := g.Enter(ctx, cost)
	if err != nil {
		return none, err
	}
	done, gone := make(chan result), make(chan struct{})
	defer close(gone)
	go func() {
		defer leave()
		var r result
		defer func() {
			panicked := recover()
			if panicked != nil {
				r = result{err: fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())}
			}
			select {
			case done <- r:
			case <-gone:
				if panicked != nil {
					g.log.Error("broke after its deadline", "error", r.err)
				}
			}
		}()
		r.value, r.err = work(ctx)
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
