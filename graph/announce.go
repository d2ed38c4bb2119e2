package graph

import (
	"context"
	"sync"

	"jianfu/warehouse"
)

// announcements notifies listeners of each submission filed or withdrawn.
type announcements struct {
	mu        sync.Mutex
	listeners map[chan *warehouse.Submission]bool
}

// backlog is how far a listener may fall behind before it is cut off: then it knows that it missed
// something, and queries again.
const backlog = 64

// listen returns a channel that is closed when ctx ends or the listener falls behind.
func (a *announcements) listen(ctx context.Context) <-chan *warehouse.Submission {
	listener := make(chan *warehouse.Submission, backlog)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.listeners == nil {
		a.listeners = map[chan *warehouse.Submission]bool{}
	}
	a.listeners[listener] = true
	context.AfterFunc(ctx, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.drop(listener)
	})
	return listener
}

func (a *announcements) tell(s warehouse.Submission) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for listener := range a.listeners {
		select {
		case listener <- &s:
		default:
			a.drop(listener)
		}
	}
}

func (a *announcements) drop(listener chan *warehouse.Submission) {
	if a.listeners[listener] {
		delete(a.listeners, listener)
		close(listener)
	}
}
