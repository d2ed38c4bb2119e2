package graph

import (
	"context"
	"log/slog"
	"sync"

	"jianfu"
	"jianfu/access"
	"jianfu/graph/model"
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

// follow sends the commits after a number, and then every new one, until ctx ends. If the warehouse
// cannot be read, which is logged, it ends too: the client asks again with the last number it has.
func (r *Resolver) follow(ctx context.Context, since *int) (<-chan *model.Change, error) {
	known := r.warehouse.LastCommit().Number
	if since != nil {
		if int64(*since) > known || *since < 0 {
			return nil, jianfu.Errorf(jianfu.Conflict, "没有第 %d 次提交，最近的是第 %d 次：仓库可能恢复过备份，请全部重取",
				"there is no commit %d, the latest is %d: a backup may have been restored. Read everything again", *since, known)
		}
		known = int64(*since)
	}
	changes := make(chan *model.Change)
	rung := r.announcements.listen(ctx)
	go func() {
		defer close(changes)
		for {
			commits, err := r.warehouse.Commits(ctx, known)
			if err != nil {
				r.ended(ctx, err)
				return
			}
			for _, c := range commits {
				change, err := r.change(ctx, c)
				if err != nil {
					r.ended(ctx, err)
					return
				}
				select {
				case changes <- change:
					known = c.Number
				case <-ctx.Done():
					return
				}
			}
			if len(commits) > 0 {
				continue // there may be more since
			}
			if _, listening := <-rung; !listening {
				if ctx.Err() != nil {
					return
				}
				rung = r.announcements.listen(ctx) // it fell behind: the commits say what it missed
			}
		}
	}()
	return changes, nil
}

// submitted sends the submissions that whoever asks sees.
func (r *Resolver) submitted(ctx context.Context) <-chan *warehouse.Submission {
	all := r.announcements.listen(ctx)
	if access.From(ctx).SeesAll() {
		return all
	}
	seen := make(chan *warehouse.Submission)
	go func() {
		defer close(seen)
		for s := range all {
			own, err := r.engine.Submission(ctx, s.ID)
			if code := jianfu.ErrorCode(err); code == jianfu.NotFound || code == jianfu.Forbidden {
				continue
			}
			if err != nil {
				r.ended(ctx, err)
				return
			}
			select {
			case seen <- &own:
			case <-ctx.Done():
				return
			}
		}
	}()
	return seen
}

// anything has a change move everything.
func (r *Resolver) anything(change *model.Change) *model.Change {
	for _, contract := range r.loader.Contracts().Kinds() {
		change.Kinds = append(change.Kinds, contract.Kind)
	}
	for _, m := range r.engine.Catalog().Metrics() {
		change.Metrics = append(change.Metrics, m.Name)
	}
	return change
}

// explanations are those that came with a submission, of the units that whoever asks sees.
func (r *Resolver) explanations(ctx context.Context, submission int64) ([]warehouse.Explanation, error) {
	list, err := r.warehouse.ExplainedWith(ctx, submission)
	if err != nil {
		return nil, err
	}
	seen := []warehouse.Explanation{}
	for _, e := range list {
		sees, err := r.engine.Sees(ctx, e.Department)
		if err != nil {
			return nil, err
		}
		if sees {
			seen = append(seen, e)
		}
	}
	return seen, nil
}

// ended logs why a stream of changes ends before its reader left.
func (r *Resolver) ended(ctx context.Context, err error) {
	if ctx.Err() == nil {
		r.log.ErrorContext(ctx, "the stream of changes has ended", slog.String("error", err.Error()))
	}
}

// changeTypes are the types of change by what the warehouse calls them.
var changeTypes = map[warehouse.Change]model.ChangeType{
	warehouse.Loaded: model.ChangeTypeFiled, warehouse.Withdrawn: model.ChangeTypeWithdrawn, warehouse.Recovered: model.ChangeTypeRestored,
	warehouse.Explained: model.ChangeTypeExplained, warehouse.Reviewed: model.ChangeTypeReviewed, warehouse.Reminded: model.ChangeTypeReminded, warehouse.Noted: model.ChangeTypeNoted,
}

// change is a commit with what it can move.
func (r *Resolver) change(ctx context.Context, c warehouse.Commit) (*model.Change, error) {
	change := &model.Change{Commit: c.Number, At: c.At, Type: changeTypes[c.Change], Kinds: []string{}, Periods: []jianfu.Period{}, Metrics: []string{}}
	if c.Change == warehouse.Explained || c.Change == warehouse.Reminded || c.Change == warehouse.Noted {
		return change, nil
	}
	if c.Change == warehouse.Reviewed {
		s, err := r.engine.Submission(ctx, c.Submission)
		if code := jianfu.ErrorCode(err); code == jianfu.NotFound || code == jianfu.Forbidden { // somebody else's
			return change, nil
		}
		change.Submission = &s
		return change, err
	}
	if c.Submission == 0 {
		return r.anything(change), nil
	}
	s, err := r.engine.Submission(ctx, c.Submission)
	if code := jianfu.ErrorCode(err); code == jianfu.NotFound || code == jianfu.Forbidden { // somebody else's: what it moves is not told
		return r.anything(change), nil
	}
	if err != nil {
		return nil, err
	}
	change.Submission, change.Kinds = &s, s.Kinds
	periods, names, err := r.engine.Reach(ctx, c.Submission)
	if err != nil {
		return nil, err
	}
	change.Periods, change.Metrics = append(change.Periods, periods...), append(change.Metrics, names...)
	return change, nil
}
