package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync"

	"jianfu"
	"jianfu/warehouse"
)

// A rollup holds what the rows of one source come to, added up by slice, unit, month and the
// dimensions with few values: a column for each aggregate that adds up over rows. Questions over
// whole months then cost by units and months and not by rows. Medians and numbers of different
// values do not add up, stocks and plans are not by month, and what depends on rows of other kinds
// is not of a slice: these are counted from the rows, as everything is until the rollup has all
// slices of the commit.
//
// Rows of a slice never change, so a rollup is only ever added to, and is right for every moment
// and commit whose slices it has. What counts now of it, by unit and month alone, is held in memory.
type rollup struct {
	source     *source         // over the rollup's rows
	columns    map[sqlText]int // places of those of the additive aggregates, which are called n0, n1, …
	dimensions []string
}

// rollups are those of an engine that keeps them.
type rollups struct {
	stale chan struct{} // holds one entry where a question found that slices are lacking

	building sync.Mutex // held while they are brought up to date

	lock    sync.Mutex // protects the rest
	of      map[*source]*rollup
	through int64 // all slices up to this one are in every rollup
	current int64 // the commit of what counts now
	now     map[*source]*monthly
}

// fewValues is the number of values up to which a dimension is one of a rollup.
const fewValues = 100

// rowsAtOnce is how many filed rows are added up by one statement, about.
const rowsAtOnce = 500_000

// KeepRollups adds up what was filed by slice and month, in the background, until the context ends:
// questions are answered from the rows until that is done. What fails is reported. A warehouse that
// is only read has no rollups.
func (e *Engine) KeepRollups(ctx context.Context, report func(error)) {
	if e.w.Fixed() {
		return
	}
	keeps := e.keeping()
	go func() {
		for {
			if err := e.RollUp(ctx); err != nil && ctx.Err() == nil {
				report(err)
			}
			select {
			case <-keeps.stale:
			case <-ctx.Done():
				return
			}
		}
	}()
}

// keeping are the engine's rollups, from now on.
func (e *Engine) keeping() *rollups {
	e.rollups.CompareAndSwap(nil, &rollups{stale: make(chan struct{}, 1)})
	return e.rollups.Load()
}

// RollUp brings the rollups up to date.
func (e *Engine) RollUp(ctx context.Context) error {
	keeps := e.keeping()
	keeps.building.Lock()
	defer keeps.building.Unlock()
	var l *ledger
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		l, err = e.ledger(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	keeps.lock.Lock()
	of, through := keeps.of, keeps.through
	keeps.lock.Unlock()
	if of == nil {
		if of, err = e.makeRollups(ctx); err != nil {
			return err
		}
	}
	for _, span := range l.batches(through) {
		err := e.w.Scratch(ctx, func(tx *sql.Tx) error {
			for src, rolled := range of {
				if err := e.addSlices(ctx, tx, src, rolled, span[0], span[1]); err != nil {
					return fmt.Errorf("add up %s: %w", src.name, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		keeps.lock.Lock()
		keeps.of, keeps.through = of, span[1] // a question about a commit with more slices goes on reading rows
		keeps.lock.Unlock()
	}
	return e.addUpCurrent(ctx, keeps, of, l)
}

// addUpCurrent adds up what counts now.
func (e *Engine) addUpCurrent(ctx context.Context, keeps *rollups, of map[*source]*rollup, l *ledger) error {
	if keeps.current == l.commit {
		return nil
	}
	current := map[*source]*monthly{}
	err := e.w.Scratch(ctx, func(tx *sql.Tx) error {
		commit, err := e.w.CommitIn(ctx, tx)
		if err != nil || commit != l.commit { // the next question tells that there is more
			current = nil
			return err
		}
		for src, rl := range of {
			if current[src], err = rl.readMonthly(ctx, tx, l.commit); err != nil {
				return fmt.Errorf("add up what counts now of %s: %w", src.name, err)
			}
		}
		return nil
	})
	if err == nil && current != nil {
		keeps.lock.Lock()
		keeps.now, keeps.current = current, l.commit
		keeps.lock.Unlock()
	}
	return err
}

// batches are spans of slices after one, each from the first, exclusive, to the last, of about so
// many rows.
func (l *ledger) batches(after int64) (spans [][2]int64) {
	var list []*sliceEntry
	for i := range l.slices {
		if l.slices[i].id > after {
			list = append(list, &l.slices[i])
		}
	}
	slices.SortFunc(list, func(a, b *sliceEntry) int { return int(a.id - b.id) })
	rows := int64(0)
	for i, s := range list {
		if rows += s.loaded; rows >= rowsAtOnce || i == len(list)-1 {
			spans = append(spans, [2]int64{after, s.id})
			after, rows = s.id, 0
		}
	}
	return spans
}

// makeRollups makes an empty rollup of every source that can have one.
func (e *Engine) makeRollups(ctx context.Context) (map[*source]*rollup, error) {
	of := map[*source]*rollup{}
	for _, src := range e.catalog.sources {
		if !src.rollsUp() {
			continue
		}
		rolled := &rollup{columns: map[sqlText]int{}}
		var err error
		if rolled.dimensions, err = e.fewValued(ctx, src); err != nil {
			return nil, err
		}
		rolled.source = &source{name: src.name, Kinds: []string{src.name}, Rows: "SELECT * FROM " + warehouse.Ident(src.name), Date: "rolled_day", Dimensions: src.Dimensions}
		for _, aggregate := range e.catalog.additive(src) {
			if _, known := rolled.columns[aggregate]; !known {
				rolled.columns[aggregate] = len(rolled.columns)
			}
		}
		err = e.w.Scratch(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "CREATE OR REPLACE TABLE "+string(rolled.table())+" AS "+rolled.rows(e.catalog, src, "FALSE"))
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("make a rollup of %s: %w", src.name, err)
		}
		of[src] = rolled
	}
	return of, nil
}

// rollsUp reports whether the rows of a source add up by slice and month.
func (s *source) rollsUp() bool {
	if s.Stock != "" || s.Year != "" || len(s.Kinds) != 1 || len(s.Uses) > 0 || s.Rows != "SELECT * FROM "+warehouse.Ident(s.Kinds[0]) {
		return false
	}
	var reads reading
	reads.add(s.reads)
	reads.add(s.baseReads)
	for _, d := range s.Derived {
		reads.add(d.reads)
	}
	other := func(table string) bool { return table != "calendar" && table != s.Kinds[0] }
	return !slices.ContainsFunc(reads.tables, other) && !reads.variesByQuestion()
}

// variesByQuestion reports whether SQL depends on the question and not only on the row: on the moment,
// or on the bucket that the row is in.
func (r reading) variesByQuestion() bool {
	return slices.Contains(r.holes, "now") || r.reads("since") || r.reads("until") || r.reads("bucket")
}

// additive are the aggregates over a source that add up: of all its metrics, under every version of
// every caliber.
func (c *Catalog) additive(src *source) []sqlText {
	var list []sqlText
	for _, caliber := range c.calibers {
		for _, version := range caliber.Versions {
			s := &scope{catalog: c, caliber: version}
			for _, m := range c.metrics {
				if m.source != src || m.Count == "" && m.Sum == "" || m.reads.variesByQuestion() || len(m.reads.tables) > 0 {
					continue
				}
				t := s.term(m)
				list = append(list, t.value, t.total)
				if t.unknown != "0" {
					list = append(list, t.unknown)
				}
			}
		}
		if src.Caliber == "" {
			break
		}
	}
	return list
}

// fewValued are the dimensions of a source with few values: a day has many, and a text that anyone
// may write can have.
func (e *Engine) fewValued(ctx context.Context, src *source) (names []string, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, d := range src.Dimensions {
			st := &statement{}
			st.SQL("SELECT APPROX_COUNT_DISTINCT(")
			st.Ident(d.Name)
			st.SQL(") <= ", sqlText(fmt.Sprint(fewValues)), " AND typeof(ANY_VALUE(")
			st.Ident(d.Name)
			st.SQL(")) <> 'DATE' FROM ", src.filed(e.catalog, "TRUE"))
			var few bool
			if err := tx.QueryRowContext(ctx, st.text.String()).Scan(&few); err != nil {
				return fmt.Errorf("count the values of %s: %w", d.Name, err)
			}
			if few {
				names = append(names, d.Name)
			}
		}
		return nil
	})
	return names, err
}

// filed are the rows of a source under a condition, with its derived columns and the day that each
// counts on.
func (s *source) filed(c *Catalog, condition sqlText) sqlText {
	of := &scope{catalog: c}
	text := sqlText("(SELECT *, " + s.Date + " AS counted_on")
	for _, d := range s.Derived {
		text += ", " + of.fill(d.sql, s) + " AS " + sqlText(warehouse.Ident(d.name))
	}
	return text + " FROM fact." + sqlText(warehouse.Ident(s.Kinds[0])) + " WHERE " + condition + ")"
}

func (rl *rollup) table() sqlText {
	return sqlText(warehouse.ScratchSchema + "." + warehouse.Ident(rl.source.name))
}

// rows is the query that adds up the rows of a source under a condition.
func (rl *rollup) rows(c *Catalog, src *source, condition sqlText) string {
	var dimensions strings.Builder
	for _, name := range rl.dimensions {
		dimensions.WriteString(", " + warehouse.Ident(name))
	}
	aggregates := make([]string, 0, len(rl.columns))
	for aggregate, column := range rl.columns {
		aggregates = append(aggregates, fmt.Sprintf("%s AS n%d", aggregate, column))
	}
	return fmt.Sprintf("SELECT slice_id, department, CAST(date_trunc('month', counted_on) AS DATE) AS rolled_day, 12 * year(counted_on) + month(counted_on) - 1 AS rolled_month%s, %s FROM %s GROUP BY slice_id, department, rolled_day, rolled_month%s",
		dimensions.String(), strings.Join(aggregates, ", "), src.filed(c, condition), dimensions.String())
}

func (e *Engine) addSlices(ctx context.Context, tx *sql.Tx, src *source, rl *rollup, after, through int64) error {
	condition := sqlText(fmt.Sprintf("slice_id > %d AND slice_id <= %d", after, through))
	_, err := tx.ExecContext(ctx, "INSERT INTO "+string(rl.table())+" BY NAME "+rl.rows(e.catalog, src, condition))
	return err
}

// rolled counts terms over a source from what counts now, or else gives the statement that counts
// them from the source's rollup; it does neither where only the rows tell.
func (r *run) rolled(s *scope, src *source, terms []term, buckets []bucket) (st *statement, counted bool, err error) {
	keeps := r.engine.rollups.Load()
	if keeps == nil {
		return nil, false, nil
	}
	keeps.lock.Lock()
	rl, through, current, monthly := keeps.of[src], keeps.through, keeps.current, keeps.now[src]
	keeps.lock.Unlock()
	if through < r.ledger.lastSlice || current < r.ledger.commit {
		select {
		case keeps.stale <- struct{}{}:
		default: // it has been signalled already
		}
	}
	if through < r.ledger.lastSlice || rl == nil || !rl.tells(s) || (s.needsDirectory() || len(s.moves) > 0) && !r.changesByMonth(buckets) {
		return nil, false, nil
	}
	if counted, err = r.countMonthly(s, rl, monthly, terms, buckets); counted || err != nil {
		return nil, counted, err
	}
	added := make([]term, len(terms))
	for i, t := range terms {
		plain := r.scope.term(t.metric)
		sum := func(aggregate sqlText) sqlText {
			at, known := rl.columns[aggregate]
			switch {
			case aggregate == "0":
				return "0"
			case !known:
				return ""
			case t.mask != 0:
				return sqlText(fmt.Sprintf("COALESCE(SUM(n%d) FILTER (WHERE (COALESCE(left_out, 0) & %d) = 0), 0)", at, t.mask))
			}
			return sqlText(fmt.Sprintf("COALESCE(SUM(n%d), 0)", at))
		}
		added[i] = term{metric: t.metric, value: sum(plain.value), unknown: sum(plain.unknown), total: sum(plain.total)}
		if added[i].value == "" || added[i].unknown == "" || added[i].total == "" {
			return nil, false, nil
		}
	}
	over := *s
	over.rolled, over.units = rl.table(), r.departments
	return over.aggregates(rl.source, added, buckets), false, nil
}

// tells reports whether a rollup has all dimensions that a scope names.
func (rl *rollup) tells(s *scope) bool {
	has := func(name string) bool {
		return name == "department" || isUnitProperty(name) || slices.Contains(rl.dimensions, name)
	}
	return !slices.ContainsFunc(s.by, func(name string) bool { return !has(name) }) &&
		!slices.ContainsFunc(s.where.Is, func(e Equals) bool { return !has(e.Dimension) })
}

// changesByMonth reports whether no unit changes its line within a month of the buckets: the rows of
// such a month are only told apart by their days.
func (r *run) changesByMonth(buckets []bucket) bool {
	within := func(day jianfu.Date) bool {
		return day != day.Month().First() && slices.ContainsFunc(buckets, func(b bucket) bool { return b.period.From() < day && day < b.period.Until() })
	}
	for _, d := range r.departments {
		for _, v := range d.Versions {
			if within(v.From) || within(v.Until) {
				return false
			}
		}
	}
	return true
}
