package metrics

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// filed is what was filed of the kinds that a query counts: it distinguishes an amount of zero from
// no data, and determines the caveats of a figure.
type filed struct {
	periods map[string][]filedPeriod  // by kind
	extents map[*source]jianfu.Period // of kinds that are not due every month
}

// filedPeriod is one slice period of a kind over all departments.
type filedPeriod struct {
	text        string        // 2023-05, 2023, ledger, whole
	period      jianfu.Period // zero for ledger and whole
	rejected    int64
	files       []string     // with rejected rows
	by          []filedBy    // in which submissions
	received    jianfu.Month // when the last of them was
	departments []string
	incomplete  []string    // departments with rejected rows
	withRows    []string    // departments with rows that count
	aside       []string    // departments with rows that were set aside
	streams     []string    // of totals, the counts that are stated
	early       []unitSlice // received before the period had ended, and nothing has replaced it since
	returned    []unitSlice // sent back, and nothing has replaced it since
}

// filedBy is a slice of a submission.
type filedBy struct {
	submission int64
	department string
}

// unitSlice is one unit's slice of a kind and period.
type unitSlice struct{ department, stream string }

// states reports whether it is a total of a unit that states one of some counts.
func (e unitSlice) states(headlines []string) bool {
	count, _, _ := strings.Cut(e.stream, " ")
	return e.department != "" && slices.Contains(headlines, count) && !strings.HasSuffix(e.stream, warehouse.EarlierMark)
}

// states reports whether any total of a count was ever stated.
func (f filed) states(count string) bool {
	return count != "" && slices.ContainsFunc(f.periods[totalsKind], func(p filedPeriod) bool {
		return slices.ContainsFunc(p.streams, func(stream string) bool { stated, _, _ := strings.Cut(stream, " "); return stated == count })
	})
}

// readFiled is what was filed for all kinds that the sources read.
func (r *run) readFiled(ctx context.Context, sources []*source) (err error) {
	var kinds []string
	for _, src := range sources {
		kinds = append(kinds, r.scope.kindsRead(src)...)
	}
	r.filed = r.standing.filed(kinds)
	return r.readExtents(ctx, sources)
}

// filed is what was filed of some kinds, and what totals state.
func (st *standing) filed(kinds []string) filed {
	f := filed{periods: map[string][]filedPeriod{totalsKind: st.periods[totalsKind]}, extents: map[*source]jianfu.Period{}}
	for _, kind := range kinds {
		f.periods[kind] = st.periods[kind]
	}
	return f
}

// readExtents finds the months covered by the filings of each ledger, and of each kind that speaks for more
// than the units in it or that nobody owes.
func (r *run) readExtents(ctx context.Context, sources []*source) error {
	for _, src := range sources {
		kind := src.Kinds[0]
		periods := r.filed.periods[kind]
		for _, other := range ledgersOf(r.scope.catalog, src) {
			if len(periods) == 0 {
				periods = r.filed.periods[other]
			}
		}
		if len(periods) == 0 || r.shape.listed[kind] && slices.Contains(r.scope.catalog.due, kind) {
			continue
		}
		if periods[0].text == "ledger" {
			extent, err := r.engine.ledgerExtent(ctx, r.tx, r.standing, src)
			if err != nil {
				return err
			}
			if !extent.IsZero() {
				r.filed.extents[src] = extent
			}
			continue
		}
		if periods[0].period.Months() != 1 {
			continue
		}
		first, last, received := periods[0].period.Start(), periods[0].period.Start(), periods[0].received
		for _, p := range periods {
			first, last = min(first, p.period.Start()), max(last, p.period.Start())
			received = max(received, p.received)
		}
		whole, _ := jianfu.Span(jianfu.MonthOf(first.Year(), 1), max(last, min(jianfu.MonthOf(last.Year(), 12), received-1)))
		r.filed.extents[src] = whole
	}
	return nil
}

// ledgerExtent is from a ledger's first entry until it was last received, for what is not a stock from the
// January before: a ledger speaks for whole years, as registers do that are filed by month. A stock depends on
// all its ledgers; for another source over several ledgers the first one decides.
func (e *Engine) ledgerExtent(ctx context.Context, tx *sql.Tx, standing *standing, src *source) (extent jianfu.Period, err error) {
	var first jianfu.Date
	var received jianfu.Month
	began := false
	for _, kind := range ledgersOf(e.catalog, src) {
		counts := standing.countsOf(kind)
		day, any, err := e.firstDay(ctx, tx, kind, ledgerDate(e.catalog, src, kind), counts)
		if err != nil {
			return extent, err
		}
		if any && (!began || day < first) {
			first, began = day, true
		}
		for _, s := range counts {
			received = max(received, monthOf(s.received))
		}
	}
	if began {
		from := first.Month()
		if src.Stock == "" {
			from = jianfu.MonthOf(first.Year(), 1)
		}
		extent, _ = jianfu.Span(from, max(received, first.Month()))
	}
	return extent, nil
}

// ledgersOf are the kinds whose entries determine from when a source has data.
func ledgersOf(c *Catalog, src *source) []string {
	if src.Stock == "" {
		return src.Kinds[:1]
	}
	var kinds []string
	for _, kind := range src.Kinds {
		if c.sources[kind] != nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func monthOf(t time.Time) jianfu.Month { return jianfu.DateOf(t).Month() }

// ledgerDate is the date column of a ledger: that of the source itself, or, for a stock, of the
// source that counts the flow of the same kind.
func ledgerDate(c *Catalog, src *source, kind string) string {
	if src.Stock == "" {
		return src.Date
	}
	return c.sources[kind].Date
}

func overlap(a, b jianfu.Period) bool { return a.From() < b.Until() && b.From() < a.Until() }

func overlaps(a jianfu.Period, spans []jianfu.Period) bool {
	return slices.ContainsFunc(spans, func(b jianfu.Period) bool { return overlap(a, b) })
}
