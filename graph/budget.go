package graph

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"jianfu"
	"jianfu/access"
)

// budgets bound what each caller asks over time, by what it is expected to cost: one who asks without end
// leaves the others their share.
type budgets struct {
	lock sync.Mutex
	of   map[string]*rate.Limiter // by the name of the account
}

// A caller has half a processor, and may save up what the dearest operation takes three times over: a
// page asks for far less.
const (
	budgetPerSecond = 500 * time.Millisecond
	budgetSaved     = 20 * time.Second
)

// Spend counts what an answer is expected to cost against its caller. The error is Busy, and says when to
// come back. Where no accounts are kept nothing is counted.
func (h *Handler) Spend(ctx context.Context, cost time.Duration) error {
	c := access.From(ctx)
	if c.Anonymous() {
		return nil
	}
	h.budgets.lock.Lock()
	budget := h.budgets.of[c.Name]
	if budget == nil {
		if h.budgets.of == nil {
			h.budgets.of = map[string]*rate.Limiter{}
		}
		budget = rate.NewLimiter(rate.Limit(budgetPerSecond.Milliseconds()), int(budgetSaved.Milliseconds()))
		h.budgets.of[c.Name] = budget
	}
	h.budgets.lock.Unlock()
	now := time.Now()
	taken := budget.ReserveN(now, int(min(max(cost, time.Millisecond), budgetSaved).Milliseconds()))
	wait := taken.DelayFrom(now)
	if wait == 0 {
		return nil
	}
	taken.CancelAt(now)
	wait = (wait + time.Second - 1).Truncate(time.Second)
	err := jianfu.Errorf(jianfu.Busy, "您的账号这段时间查询太多，请过 %.0f 秒再试，或少取一些", "your account has asked for too much of late. Come back in %.0f s, or ask for less", wait.Seconds())
	err.RetryAfter = wait
	return err
}
