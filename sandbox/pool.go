package sandbox

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"jianfu"
	"jianfu/gate"
	"jianfu/warehouse"
)

// Pool runs statements in worker processes. The number that run and the number that wait are
// limited; others are refused as Busy. Safe for concurrent use.
type Pool struct {
	source  Source
	options Options
	gate    *gate.Gate
	starts  chan func()   // run on one thread that lives as long as the pool: see start
	stopped chan struct{} // closed when no worker is left and none may be started

	lock    sync.Mutex
	spare   []*worker
	filling bool
	closed  bool
	alive   sync.WaitGroup // workers that are not yet reaped
}

// Open makes a pool over the snapshots of a source. Close ends it.
func Open(source Source, options Options) *Pool {
	p := &Pool{source: source, options: options.orDefaults(), starts: make(chan func()), stopped: make(chan struct{})}
	p.gate = gate.New(p.options.Workers, slog.Default())
	go func() {
		// Linux kills a worker when the thread that started it ends, not the process: this thread
		// does not end while a worker lives.
		runtime.LockOSThread()
		for {
			select {
			case start := <-p.starts:
				start()
			case <-p.stopped:
				return
			}
		}
	}()
	return p
}

// Close kills all workers and waits until they are gone.
func (p *Pool) Close() {
	p.lock.Lock()
	already := p.closed
	p.closed = true
	spare := p.spare
	p.spare = nil
	p.lock.Unlock()
	for _, w := range spare {
		w.end()
	}
	p.alive.Wait()
	if !already {
		close(p.stopped)
	}
}

// Prepare starts spare workers over the current snapshot, which is made first if there is none.
// Call it after a load, so that the next statement need not wait. It returns the protections that
// this system does not offer.
func (p *Pool) Prepare(ctx context.Context) (missing []string, err error) {
	snapshot, err := p.source(ctx, false)
	if err != nil {
		return nil, err
	}
	w, err := p.take(ctx, snapshot)
	if err != nil {
		return nil, err
	}
	missing = w.missing
	p.lock.Lock()
	kept := !p.closed && len(p.spare) < p.options.Spare
	if kept {
		p.spare = append(p.spare, w)
	}
	p.lock.Unlock()
	if !kept {
		w.end()
	}
	p.refill(snapshot)
	return missing, nil
}

// Query runs one statement and streams its answer. If ctx ends, the worker is killed, and the error
// is of class Cancelled, or Timeout if ctx had a deadline.
func (p *Pool) Query(ctx context.Context, r Request, sink Sink) (Summary, error) {
	o, refused := p.order(r)
	if refused != nil {
		return Summary{}, refused
	}
	timeout := r.Timeout
	if timeout <= 0 || timeout > p.options.Timeout {
		timeout = p.options.Timeout
	}
	var summary Summary
	err := p.work(ctx, timeout, o, func(w *worker) error {
		started := time.Now()
		result, err := w.receive(sink)
		if err != nil {
			return err
		}
		summary = Summary{Rows: result.Rows, Cut: result.Cut, Elapsed: time.Since(started), Stamp: w.snapshot.Stamp}
		switch result.Cut {
		case ByRows:
			summary.Bound = int64(o.MaxRows)
		case ByBytes:
			summary.Bound = o.MaxBytes
		}
		return nil
	})
	return summary, err
}

// Describe reports the parameters and columns of a statement, without running it. The types are
// those that the caller knows its arguments to have, as for Argument; "" where it does not.
func (p *Pool) Describe(ctx context.Context, text string, types ...string) (Description, error) {
	o, refused := p.order(Request{SQL: text})
	if refused != nil {
		return Description{}, refused
	}
	for i, dataType := range types {
		if !castable(dataType) {
			return Description{}, errorf(BadValue, "参数 $%d 的类型“%s”不能用", "$%d cannot have the type %q", i+1, dataType)
		}
		o.Args = append(o.Args, argument{Type: dataType})
	}
	o.Describe = true
	var d Description
	err := p.work(ctx, p.options.Timeout, o, func(w *worker) error {
		result, err := w.receive(nothing{})
		d = Description{Columns: result.Columns, Parameters: result.Parameters, Stamp: w.snapshot.Stamp}
		return err
	})
	return d, err
}

// nothing is the sink of an order that returns no rows.
type nothing struct{}

func (nothing) Columns([]Column) error { return nil }
func (nothing) Row([]any) error        { return nil }

func (p *Pool) order(r Request) (order, *Error) {
	if err := checkRequest(r.SQL); err != nil {
		return order{}, err
	}
	o := order{SQL: r.SQL, MaxRows: r.MaxRows, MaxBytes: r.MaxBytes}
	if o.MaxRows <= 0 || o.MaxRows > p.options.MaxRows {
		o.MaxRows = p.options.MaxRows
	}
	if o.MaxBytes <= 0 || o.MaxBytes > p.options.MaxBytes {
		o.MaxBytes = p.options.MaxBytes
	}
	for i, value := range r.Args {
		a, err := readArgument(value)
		if err != nil {
			return o, errorf(BadValue, "参数 $%d 的值不能用", "the value of $%d cannot be used", i+1).because(err)
		}
		o.Args = append(o.Args, a)
	}
	return o, nil
}

// work runs one order in a worker: it waits for its turn, and makes sure that the worker ends in
// time.
func (p *Pool) work(ctx context.Context, timeout time.Duration, o order, receive func(*worker) error) error {
	limit, cancel := context.WithTimeout(ctx, timeout) // counts the wait for a turn, a snapshot and a worker
	defer cancel()
	leave, err := p.enter(limit)
	if err != nil {
		return err
	}
	snapshot, w, err := p.takeLatest(limit, warehouse.IsDerived(o.SQL))
	if err != nil {
		leave()
		return p.unasked(limit, err)
	}
	defer func() {
		w.kill(Failed)
		leave()
		go func() { // the system may take its time to free the memory: nobody waits for it
			w.reap()
			p.refill(snapshot)
		}()
	}()
	defer context.AfterFunc(limit, func() { w.kill(cancelledBy(limit)) })()
	o.Seconds = int(timeout/time.Second)*2 + 2
	o.Megabytes = p.options.Megabytes
	if err := (frameWriter{bufio.NewWriter(w.input)}).json('o', o); err == nil {
		err = receive(w)
		if err == nil || !errors.Is(err, errEnded) {
			return err
		}
	}
	return w.whyEnded(timeout, p.options.Megabytes)
}

// takeLatest returns the latest snapshot and a worker over it. Where another process holds the
// warehouse, it may replace the snapshot between the two: then the newer one is taken.
func (p *Pool) takeLatest(ctx context.Context, derived bool) (warehouse.Snapshot, *worker, error) {
	for tries := 3; ; tries-- {
		snapshot, err := p.source(ctx, derived)
		if err != nil {
			return snapshot, nil, err
		}
		w, err := p.take(ctx, snapshot)
		if err == nil || tries == 1 || !errors.Is(err, fs.ErrNotExist) {
			return snapshot, w, err
		}
	}
}

// enter waits for a turn. What a statement costs is not known before it has run.
func (p *Pool) enter(ctx context.Context) (leave func(), err error) {
	leave, err = p.gate.Enter(ctx, 0)
	var busy *jianfu.Error
	switch {
	case errors.As(err, &busy):
		return nil, &Error{Class: Busy, Err: busy, RetryAfter: busy.RetryAfter}
	case err != nil:
		return nil, p.unasked(ctx, err)
	}
	return leave, nil
}

// unasked is the error of a statement that did not reach a worker.
func (p *Pool) unasked(ctx context.Context, err error) error {
	var known *jianfu.Error
	switch {
	case ctx.Err() != nil:
		return ended(cancelledBy(ctx), 0)
	case errors.As(err, &known):
		return &Error{Class: Conflict, Err: known}
	}
	return errorf(Failed, "SQL 暂时不能用：请稍后再试；仍不行，请检查仓库所在文件夹的权限、磁盘空间和内存", "SQL is not available at the moment: try again later; if it stays so, check the permissions of the warehouse's folder, the disk and the memory").because(err)
}

func cancelledBy(ctx context.Context) Class {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return Timeout
	}
	return Cancelled
}

func ended(class Class, timeout time.Duration) *Error {
	switch {
	case class == Cancelled:
		return errorf(Cancelled, "查询已取消", "the query was cancelled")
	case timeout == 0:
		return errorf(Timeout, "查询超时，已停止", "the query took too long and was stopped")
	}
	return errorf(Timeout, "查询超过 %s，已停止：请缩小时间范围或先汇总", "the query took more than %s and was stopped: narrow it or sum up first", timeout)
}

// take returns a worker over a snapshot that is ready for an order.
func (p *Pool) take(ctx context.Context, snapshot warehouse.Snapshot) (*worker, error) {
	for {
		p.lock.Lock()
		if p.closed {
			p.lock.Unlock()
			return nil, errors.New("the pool is closed")
		}
		var w *worker
		if n := len(p.spare); n > 0 {
			w, p.spare = p.spare[n-1], p.spare[:n-1]
		}
		p.lock.Unlock()
		if w == nil {
			break
		}
		if w.snapshot.Path == snapshot.Path && w.snapshot.Derived == snapshot.Derived && w.readyIn(ctx) == nil {
			return w, nil
		}
		w.end() // of an older state
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	w, err := p.start(snapshot)
	if err != nil {
		return nil, err
	}
	if err := w.readyIn(ctx); err != nil {
		w.end()
		return nil, err
	}
	return w, nil
}

// readyIn waits until the worker is ready, ctx ends, or the worker is given up.
func (w *worker) readyIn(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { w.kill(cancelledBy(ctx)) })()
	slow := time.AfterFunc(startTimeout, func() { w.kill(Failed) })
	defer slow.Stop()
	return w.ready()
}

// startTimeout is how long a worker may take to become ready.
const startTimeout = 20 * time.Second

// refill starts spare workers in the background, up to the number wanted.
func (p *Pool) refill(snapshot warehouse.Snapshot) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.filling || p.closed {
		return
	}
	p.filling = true
	p.alive.Add(1)
	go func() {
		defer p.alive.Done()
		for {
			p.lock.Lock()
			if p.closed || len(p.spare) >= p.options.Spare {
				p.filling = false
				p.lock.Unlock()
				return
			}
			p.lock.Unlock()
			w, err := p.start(snapshot)
			p.lock.Lock()
			if err != nil || p.closed {
				p.filling = false
				p.lock.Unlock()
				if w != nil {
					w.end()
				}
				return // the next statement starts its own and reports why it cannot
			}
			p.spare = append(p.spare, w)
			p.lock.Unlock()
		}
	}()
}
