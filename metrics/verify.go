package metrics

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Verify runs everything of the catalogue over an empty warehouse that holds the office's kinds,
// so that a fault in an office's SQL is told when its files are read and not when somebody asks.
// The error is Invalid and names the file and the line.
func (c *Catalog) Verify(ctx context.Context, empty *warehouse.Warehouse) error {
	e := New(empty, c)
	if err := e.verifyDue(ctx); err != nil {
		return err
	}
	if err := e.verifyCalibers(ctx); err != nil {
		return err
	}
	var names []string
	for _, m := range c.Metrics() {
		names = append(names, m.Name)
	}
	month := jianfu.YearOf(time.Now().Year()).Buckets(jianfu.ByMonth)[0]
	if _, whole := e.Measure(ctx, Query{Metrics: names, Period: month}); whole != nil {
		for _, m := range c.Metrics() {
			if _, err := e.Measure(ctx, Query{Metrics: []string{m.Name}, Period: month}); err != nil {
				return catalogError(m.at, cause(err))
			}
		}
		return whole
	}
	for _, check := range c.checks {
		if _, err := e.Check(ctx, check.Name, month, time.Time{}); err != nil {
			return catalogError(check.at, cause(err))
		}
	}
	return nil
}

// verifyDue refuses kinds due every month that are none: they would be missing for ever.
func (e *Engine) verifyDue(ctx context.Context) error {
	return e.w.Read(ctx, func(tx *sql.Tx) error {
		known, err := e.shape(ctx, tx)
		if err != nil {
			return err
		}
		for _, kind := range e.catalog.due {
			if _, ok := known.kinds[kind]; !ok {
				return catalogError(e.catalog.dueAt, fmt.Errorf("there is no kind %q; near it: %s", kind,
					strings.Join(jianfu.Nearest(kind, slices.Sorted(maps.Keys(known.kinds)), 3), ", ")))
			}
		}
		return nil
	})
}

// verifyCalibers tries each version of each caliber. Where all fail alike the metrics
// that they are tried on are at fault, which their own turn tells.
func (e *Engine) verifyCalibers(ctx context.Context) error {
	var first error
	passed := false
	for _, caliber := range e.catalog.calibers {
		for _, version := range caliber.Versions {
			month := version.From.Month()
			period, _ := jianfu.Span(month, month) // one month is a span
			if _, err := e.Measure(ctx, Query{Metrics: []string{"documents.issued", "meetings.held"}, Period: period, Caliber: caliber.Name}); err == nil {
				passed = true
			} else if first == nil {
				first = catalogError(caliber.at, cause(err))
			}
		}
	}
	if passed {
		return first
	}
	return nil
}

// cause is what the database said, without the statement.
func cause(err error) error {
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	return errors.New(line)
}
