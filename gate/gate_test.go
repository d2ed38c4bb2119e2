package gate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jianfu"
)

// trial asks for places in a test's own time, and notes who got one in which order.
type trial struct {
	t     *testing.T
	gate  *Gate
	lock  sync.Mutex // of what follows: several may get a place at once
	order []string
	leave map[string]func()
}

func try(t *testing.T, places int, trying func(*trial)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		trying(&trial{t: t, gate: New(places, slog.New(slog.DiscardHandler)), leave: map[string]func(){}})
	})
}

// ask asks for a place in the name of a caller, and goes on when it has one or waits.
func (tr *trial) ask(name, caller string, cost time.Duration) {
	go func() {
		leave, err := tr.gate.Enter(WithCaller(tr.t.Context(), caller), cost)
		if err != nil {
			name += "!"
		}
		tr.lock.Lock()
		defer tr.lock.Unlock()
		tr.order = append(tr.order, name)
		tr.leave[name] = leave
	}()
	synctest.Wait()
}

// end gives the place of one back, and returns who has got one since the last time.
func (tr *trial) end(name string) string {
	if tr.leave[name] == nil {
		tr.t.Fatalf("%s has no place", name)
	}
	tr.leave[name]()
	synctest.Wait()
	return tr.new()
}

// pass lets time pass in a test's own time.
func pass(d time.Duration) { <-time.After(d) }

func (tr *trial) new() string {
	list := strings.Join(tr.order, " ")
	tr.order = nil
	return list
}

func (tr *trial) want(got, want string) {
	tr.t.Helper()
	if got != want {
		tr.t.Errorf("%q got places, want %q", got, want)
	}
}

// Heavy requests never take all places; who waits longest among them comes next; and memory is
// given back once.
func TestHeavyOnesLeaveAPlace(t *testing.T) {
	t.Parallel()
	try(t, 3, func(tr *trial) {
		for i := range 5 {
			tr.ask(fmt.Sprintf("h%d", i), "one", 2*Heavy)
		}
		tr.want(tr.new(), "h0 h1")
		tr.ask("dashboard", "one", 0)
		tr.want(tr.new(), "dashboard")
		tr.want(tr.end("dashboard"), "")
		tr.want(tr.end("h1"), "h2")
		tr.want(tr.end("h0"), "h3")
	})
}

// Under a crowd of cheap requests a heavy one gets a place all the same.
func TestHeavyOnesAreNotKeptOut(t *testing.T) {
	t.Parallel()
	try(t, 2, func(tr *trial) {
		for i := range 6 {
			tr.ask(fmt.Sprintf("l%d", i), "one", 0)
		}
		tr.ask("h0", "one", 3*Heavy)
		tr.ask("h1", "one", 3*Heavy)
		tr.want(tr.new(), "l0 l1")
		tr.want(tr.end("l0"), "h0")
		tr.want(tr.end("l1"), "l2")
		tr.want(tr.end("l2"), "l3")
		tr.want(tr.end("h0"), "h1")
	})
}

// A caller who asks for much waits for one who asks for little.
func TestCallersAreEqual(t *testing.T) {
	t.Parallel()
	try(t, 2, func(tr *trial) {
		for i := range 6 {
			tr.ask(fmt.Sprintf("a%d", i), "a", 0)
		}
		tr.ask("b0", "b", 0)
		tr.ask("c0", "c", 0)
		tr.want(tr.new(), "a0 a1")
		tr.want(tr.end("a0"), "b0")
		tr.want(tr.end("b0"), "c0")
		tr.want(tr.end("c0"), "a2")
		tr.want(tr.end("a1"), "a3")
	})
}

// What is cheap comes before what is dear, but not for ever.
func TestCheapOnesComeFirst(t *testing.T) {
	t.Parallel()
	try(t, 2, func(tr *trial) {
		tr.ask("a", "one", 0)
		tr.ask("b", "one", 0)
		tr.ask("dear", "one", 500*time.Millisecond)
		pass(time.Second)
		tr.ask("cheap", "one", 0)
		pass(4500 * time.Millisecond)
		tr.ask("late", "one", 0)
		tr.want(tr.new(), "a b")
		tr.want(tr.end("a"), "cheap")
		tr.want(tr.end("b"), "dear")
		tr.want(tr.end("cheap"), "late")
	})
}

// Who gets no place is refused, and learns when to come back: in half the time that is left, or at
// once if too many wait.
func TestBusy(t *testing.T) {
	t.Parallel()
	try(t, 2, func(tr *trial) {
		tr.ask("h0", "one", 2*Heavy)
		ctx, cancel := context.WithTimeout(tr.t.Context(), 10*time.Second)
		defer cancel()
		begun := time.Now()
		_, err := tr.gate.Enter(ctx, 9*Heavy)
		if waited := time.Since(begun); waited != 5*time.Second {
			t.Errorf("waited %s", waited)
		}
		var refused *jianfu.Error
		if !errors.As(err, &refused) || refused.Code != jianfu.Busy || refused.RetryAfter != 5*time.Second {
			t.Errorf("%v", err)
		}
		cancel()
		if _, err := tr.gate.Enter(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("after its end: %v", err)
		}
		for i := range maxWaiting + 1 {
			tr.ask(fmt.Sprint(i), "one", Heavy)
		}
		tr.ask("other", "two", Heavy)
		tr.want(tr.new(), "h0 64!")
		tr.end("h0")
		pass(patience) // all others give up
		synctest.Wait()
		if n := len(tr.gate.waiting); n != 0 || tr.gate.taken != 1 {
			t.Errorf("%d wait, %d run", n, tr.gate.taken)
		}
	})
}

// An answer comes by its deadline, and its place is free once the work has ended.
func TestDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := New(2, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var events []string
		_, err := Do(ctx, g, Heavy, func(context.Context) (int, error) {
			pass(3 * time.Second) // does not look at its deadline
			events = append(events, "ended")
			return 1, nil
		})
		events = append(events, fmt.Sprint(errors.Is(err, context.DeadlineExceeded)))
		next, err := Do(t.Context(), g, Heavy, func(context.Context) (int, error) {
			events = append(events, "next")
			return 2, nil
		})
		if next != 2 || err != nil || !slices.Equal(events, []string{"true", "ended", "next"}) {
			t.Errorf("%d, %v: %q", next, err, events)
		}
		if _, err := Do(t.Context(), g, 0, func(context.Context) (int, error) { panic("broken") }); err == nil || !strings.Contains(err.Error(), "broken") {
			t.Errorf("a panic: %v", err)
		}
		synctest.Wait()
		if g.taken != 0 || g.heavies != 0 || len(g.running) != 0 {
			t.Errorf("%+v", g)
		}
		pass(2 * reliefAfter)
	})
}
