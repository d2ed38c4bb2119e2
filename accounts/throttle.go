package accounts

import (
	"sync"
	"time"

	"jianfu"
)

// key is who is slowed down: a name from a source, a name in a known browser, or a source with all its names.
type key struct{ name, source, device string }

// free is how many failures in a row cost nothing.
func (k key) free() int {
	if k.name == "" {
		return 30 // an office behind one address
	}
	return 5
}

// longest is the longest wait. That of a source is short, as others may share it.
func (k key) longest() time.Duration {
	if k.name == "" {
		return time.Minute
	}
	return 15 * time.Minute
}

const (
	firstWait  = time.Minute // doubled by each further failure
	forgetting = time.Hour   // after the last failure
	maxTried   = 10_000      // keys that are kept
)

// throttle slows down whoever guesses passwords. It is kept in memory: a restart forgets it.
type throttle struct {
	lock  sync.Mutex
	tried map[key]*tries
}

type tries struct {
	count int
	last  time.Time
	until time.Time
}

// begin counts an attempt as a failure until it is forgiven, so that many at once are no way around. It
// is refused as Busy while one of the keys has to wait.
func (t *throttle) begin(now time.Time, keys ...key) error {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.tried == nil {
		t.tried = map[key]*tries{}
	}
	for _, k := range keys {
		if tries := t.tried[k]; tries != nil && now.Before(tries.until) {
			wait := tries.until.Sub(now).Round(time.Second) + time.Second
			slow := jianfu.Errorf(jianfu.Busy, "登录失败次数太多，请 %d 秒后再试", "too many failed logins: try again in %d seconds", int(wait.Seconds()))
			slow.RetryAfter = wait
			return slow
		}
	}
	t.prune(now)
	for _, k := range keys {
		f := t.tried[k]
		if f == nil || now.Sub(f.last) > forgetting {
			f = &tries{}
			t.tried[k] = f
		}
		f.count++
		f.last = now
		if over := f.count - k.free(); over >= 0 {
			f.until = now.Add(min(k.longest(), firstWait<<min(over, 20)))
		}
	}
	return nil
}

// forgive ends a wait: an attempt has succeeded, or failed for a reason that is not the caller's. A source's
// other failures stay.
func (t *throttle) forgive(keys ...key) {
	t.lock.Lock()
	defer t.lock.Unlock()
	for _, k := range keys {
		f := t.tried[k]
		switch {
		case f == nil:
		case k.name != "":
			delete(t.tried, k)
		default:
			f.count = max(0, f.count-1)
			f.until = time.Time{}
		}
	}
}

// prune keeps the table small: old failures first, then any that cost nothing yet, then all.
func (t *throttle) prune(now time.Time) {
	if len(t.tried) < maxTried {
		return
	}
	for _, drop := range []func(f *tries) bool{
		func(f *tries) bool { return now.Sub(f.last) > forgetting },
		func(f *tries) bool { return !now.Before(f.until) },
		func(*tries) bool { return true },
	} {
		for k, f := range t.tried {
			if drop(f) {
				delete(t.tried, k)
			}
		}
		if len(t.tried) < maxTried*9/10 {
			return
		}
	}
}
