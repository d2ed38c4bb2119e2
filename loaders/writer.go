package loaders

import (
	"context"

	"jianfu/warehouse"
)

// writer passes checked rows to the warehouse in a separate goroutine, so that reading and writing
// share the work. Rows are passed in batches, in order.
type writer struct {
	ctx     context.Context
	load    *warehouse.Load
	batch   []item
	batches chan []item
	free    chan []item
	done    chan struct{}
	failed  chan struct{} // closed when err is set
	err     error
}

// item is a row to append, the faults of one to set aside, or a sheet's header.
type item struct {
	slice   warehouse.SliceKey
	row     warehouse.Row
	faulty  string // the kind of a row that is refused
	rejects []warehouse.Reject
	header  []string
}

// batchRows are the rows of a batch, and ahead is how many batches may wait while the warehouse writes
// what it has.
const batchRows, ahead = 512, 6

func newWriter(ctx context.Context, load *warehouse.Load) *writer {
	w := &writer{ctx: ctx, load: load, batches: make(chan []item, ahead), free: make(chan []item, ahead+2),
		done: make(chan struct{}), failed: make(chan struct{})}
	go w.run()
	return w
}

func (w *writer) run() {
	defer close(w.done)
	for batch := range w.batches {
		for i := range batch {
			if w.err == nil {
				if w.err = w.write(&batch[i]); w.err != nil {
					close(w.failed)
				}
			}
			batch[i] = item{}
		}
		select {
		case w.free <- batch[:0]:
		default:
		}
	}
}

func (w *writer) write(it *item) error {
	switch {
	case it.header != nil:
		return w.load.Sheet(it.row.Sheet, it.row.Number, it.header)
	case it.rejects != nil:
		for _, reject := range it.rejects {
			if err := w.load.Reject(reject); err != nil {
				return err
			}
		}
		return nil
	case it.faulty != "":
		return w.load.AppendFaulty(it.faulty, it.row)
	}
	return w.load.Append(it.slice, it.row)
}

// put passes one item. The error is that of an earlier one, or of the context.
func (w *writer) put(it item) error {
	w.batch = append(w.batch, it)
	if len(w.batch) < batchRows {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if len(w.batch) == 0 {
		return nil
	}
	select {
	case w.batches <- w.batch:
	case <-w.failed:
		return w.err
	case <-w.ctx.Done():
		return w.ctx.Err()
	}
	select {
	case w.batch = <-w.free:
	default:
		w.batch = make([]item, 0, batchRows)
	}
	return nil
}

// finish waits until everything is written.
func (w *writer) finish() error {
	err := w.flush()
	w.stop()
	if err != nil {
		return err
	}
	return w.err
}

// stop ends the goroutine; what it still holds is discarded.
func (w *writer) stop() {
	close(w.batches)
	<-w.done
}
