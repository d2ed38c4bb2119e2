package metrics

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
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
// is not of a slice: these are counted from the rows, as everything is until the rollups have all
// slices of the commit.
//
// Rows of a slice never change, so a rollup is only ever added to, and is right for every moment
// and commit whose slices it has. What counts now, by unit and month alone, is held in memory with
// the ledger of the commit: see monthly.
type rollup struct {
	source     *source // over the rollup's rows
	aggregates []sqlText
	columns    map[sqlText]int // their places: they are called n0, n1, …
	dimensions []string
}

// rollups are those of a catalogue. Which dimensions they have, a warehouse says.
type rollups struct {
	once    sync.Once
	of      map[*source]*rollup
	catalog string // identifies what they are made of

	stale    chan struct{} // holds one entry where a question found that slices are lacking
	building sync.Mutex    // held while they are brought up to date
}

// rollupState is what a state of the warehouse says of the rollups in it.
type rollupState struct {
	through int64 // all slices up to this one are in every rollup
	of      map[*source]*rollup
}

// fewValues is the number of values up to which a dimension is one of a rollup.
const fewValues = 100

// rowsAtOnce is how many filed rows are added up by one statement, about.
const rowsAtOnce = 500_000

// KeepRollups brings the rollups up to date in the background whenever slices are lacking, until
// the context ends: meanwhile questions are answered from the rows. What fails is reported. A
// warehouse that is only read keeps the rollups that it has.
func (e *Engine) KeepRollups(ctx context.Context, report func(error)) {
	go func() {
		for {
			if err := e.RollUp(ctx); err != nil && ctx.Err() == nil {
				report(err)
			}
			select {
			case <-e.rollups.stale:
			case <-ctx.Done():
				return
			}
		}
	}()
}

// rollupsOf are the rollups of the sources that can have one, without their dimensions.
func (e *Engine) rollupsOf() (map[*source]*rollup, string) {
	keeps := &e.rollups
	keeps.once.Do(func() {
		keeps.of = map[*source]*rollup{}
		hash := sha256.New()
		_, _ = fmt.Fprintln(hash, warehouse.Layout()) // the calendar, which columns are derived from, comes with migrations; a hash never fails
		for _, name := range slices.Sorted(maps.Keys(e.catalog.sources)) {
			src := e.catalog.sources[name]
			if !src.rollsUp() {
				continue
			}
			rl := &rollup{columns: map[sqlText]int{},
				source: &source{name: src.name, Kinds: []string{src.name}, Rows: "SELECT * FROM " + warehouse.Ident(src.name), Date: "rolled_day", Dimensions: src.Dimensions}}
			for _, aggregate := range e.catalog.additive(src) {
				if _, known := rl.columns[aggregate]; !known {
					rl.columns[aggregate] = len(rl.aggregates)
					rl.aggregates = append(rl.aggregates, aggregate)
				}
			}
			keeps.of[src] = rl
			_, _ = fmt.Fprintln(hash, rl.rows(e.catalog, src, "FALSE"))
			for _, d := range src.Dimensions {
				_, _ = fmt.Fprintln(hash, d.Name)
			}
		}
		keeps.catalog = hex.EncodeToString(hash.Sum(nil))
	})
	return keeps.of, keeps.catalog
}

// rollupState reads which rollups of the catalogue a transaction sees; it has none where there are
// those of another catalogue.
func (e *Engine) rollupState(ctx context.Context, tx *sql.Tx) (state rollupState, err error) {
	made, catalog := e.rollupsOf()
	var dimensions string
	err = tx.QueryRowContext(ctx, "SELECT through, dimensions FROM rollup.state WHERE catalog = $1", catalog).Scan(&state.through, &dimensions)
	if errors.Is(err, sql.ErrNoRows) {
		return rollupState{}, nil
	}
	if err != nil {
		return state, fmt.Errorf("read what is added up: %w", err)
	}
	var of map[string][]string
	if err := json.Unmarshal([]byte(dimensions), &of); err != nil {
		return state, fmt.Errorf("read what is added up: %w", err)
	}
	state.of = map[*source]*rollup{}
	for src, rl := range made {
		if own, has := of[src.name]; has {
			has := *rl
			has.dimensions = own
			state.of[src] = &has
		}
	}
	return state, nil
}

// RollUp brings the rollups up to date, unless another engine over the warehouse is doing so.
func (e *Engine) RollUp(ctx context.Context) error {
	if e.w.Fixed() {
		return nil
	}
	e.rollups.building.Lock()
	defer e.rollups.building.Unlock()
	if err := e.rollUp(ctx); !errors.Is(err, errAdded) {
		return err
	}
	return nil
}

func (e *Engine) rollUp(ctx context.Context) error {
	var l *ledger
	var state rollupState
	err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
		if l, err = e.ledger(ctx, tx); err == nil {
			state, err = e.rollupState(ctx, tx)
		}
		return err
	})
	if err != nil {
		return err
	}
	if state.of == nil {
		if state.of, err = e.makeRollups(ctx); err != nil {
			return err
		}
	}
	for _, span := range l.batches(state.through) {
		if err := e.addSpan(ctx, state.of, span); err != nil {
			return err
		}
	}
	if l.lastSlice == state.through {
		return nil
	}
	outgrown, err := e.outgrown(ctx, state.of)
	if err != nil || !outgrown {
		return err
	}
	if state.of, err = e.makeRollups(ctx); err != nil {
		return err
	}
	for _, span := range l.batches(0) {
		if err := e.addSpan(ctx, state.of, span); err != nil {
			return err
		}
	}
	return nil
}

// addSpan adds the slices of a span to all rollups.
func (e *Engine) addSpan(ctx context.Context, of map[*source]*rollup, span [2]int64) error {
	return e.w.Derive(ctx, func(tx *sql.Tx) error {
		for src, rl := range of {
			condition := sqlText(fmt.Sprintf("slice_id > %d AND slice_id <= %d", span[0], span[1]))
			if _, err := tx.ExecContext(ctx, "INSERT INTO "+string(rl.table())+" BY NAME "+rl.rows(e.catalog, src, condition)); err != nil {
				return fmt.Errorf("add up %s: %w", src.name, err)
			}
		}
		_, catalog := e.rollupsOf()
		done, err := tx.ExecContext(ctx, "UPDATE rollup.state SET through = $1 WHERE catalog = $2 AND through = $3", span[1], catalog, span[0])
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return errors.Join(errAdded, err)
		}
		return nil
	})
}

// errAdded says that another engine over the warehouse has added slices meanwhile: nothing was added twice.
var errAdded = errors.New("the rollups were brought up to date by another engine meanwhile")

// outgrown reports whether a dimension of a rollup has come to have many values.
func (e *Engine) outgrown(ctx context.Context, of map[*source]*rollup) (outgrown bool, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, rl := range of {
			if len(rl.dimensions) == 0 {
				continue
			}
			st := &statement{}
			for i, name := range rl.dimensions {
				st.SQL([]sqlText{"SELECT ", " OR "}[min(i, 1)], "APPROX_COUNT_DISTINCT(")
				st.Ident(name)
				st.SQL(sqlText(fmt.Sprintf(") > %d", 2*fewValues)))
			}
			st.SQL(" FROM ", rl.table())
			var many bool
			if err := tx.QueryRowContext(ctx, st.text.String()).Scan(&many); err != nil {
				return fmt.Errorf("count the values of %s: %w", rl.source.name, err)
			}
			outgrown = outgrown || many
		}
		return nil
	})
	return outgrown, err
}

// CheckRollups holds the rollups against the rows, and gives the sources whose rollups differ. Where
// some do they are no longer used, and made again by the next RollUp, unless the warehouse is only
// read.
func (e *Engine) CheckRollups(ctx context.Context) (wrong []string, err error) {
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		state, err := e.rollupState(ctx, tx)
		if err != nil {
			return err
		}
		for src, rl := range state.of {
			rows := rl.rows(e.catalog, src, sqlText(fmt.Sprintf("slice_id <= %d", state.through)))
			kept := "SELECT " + rl.names() + " FROM " + string(rl.table())
			var differs bool
			query := fmt.Sprintf("SELECT EXISTS ((%[1]s) EXCEPT ALL (%[2]s)) OR EXISTS ((%[2]s) EXCEPT ALL (%[1]s))", "SELECT "+rl.names()+" FROM ("+rows+")", kept)
			if err := tx.QueryRowContext(ctx, query).Scan(&differs); err != nil {
				return fmt.Errorf("hold the rollup of %s against its rows: %w", src.name, err)
			}
			if differs {
				wrong = append(wrong, src.name)
			}
		}
		return nil
	})
	if err != nil || len(wrong) == 0 || e.w.Fixed() {
		return wrong, err
	}
	slices.Sort(wrong)
	return wrong, e.w.Derive(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM rollup.state")
		return err
	})
}

// names are the columns of a rollup.
func (rl *rollup) names() string {
	names := []string{"slice_id", "department", "rolled_day", "rolled_month"}
	for _, name := range rl.dimensions {
		names = append(names, warehouse.Ident(name))
	}
	for i := range rl.aggregates {
		names = append(names, fmt.Sprintf("n%d", i))
	}
	return strings.Join(names, ", ")
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

// makeRollups makes an empty rollup of every source that can have one, in place of what there is.
func (e *Engine) makeRollups(ctx context.Context) (map[*source]*rollup, error) {
	made, catalog := e.rollupsOf()
	of, dimensions := map[*source]*rollup{}, map[string][]string{}
	for src, rl := range made {
		has := *rl
		var err error
		if has.dimensions, err = e.fewValued(ctx, src); err != nil {
			return nil, err
		}
		of[src], dimensions[src.name] = &has, has.dimensions
	}
	text, err := json.Marshal(dimensions)
	if err != nil {
		return nil, err
	}
	return of, e.w.Derive(ctx, func(tx *sql.Tx) error {
		var earlier []string
		err := each(ctx, tx, "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'rollup' AND table_name <> 'state'", func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			earlier = append(earlier, name)
			return err
		})
		if err != nil {
			return err
		}
		var statements []string
		for _, name := range earlier {
			statements = append(statements, "DROP TABLE rollup."+warehouse.Ident(name))
		}
		for src, rl := range of {
			statements = append(statements, "CREATE TABLE "+string(rl.table())+" AS "+rl.rows(e.catalog, src, "FALSE"))
		}
		for _, statement := range append(statements, "DELETE FROM rollup.state") {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("make rollups: %w", err)
			}
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO rollup.state VALUES ($1, 0, $2)", catalog, string(text))
		return err
	})
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
	other := func(table string) bool { return table != "calendar" && table != "slice" && table != s.Kinds[0] } // a slice stays as it is
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
				for _, factor := range m.factors {
					list = append(list, s.term(factor).unknown)
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
	return sqlText(warehouse.RollupSchema + "." + warehouse.Ident(rl.source.name))
}

// rows is the query that adds up the rows of a source under a condition.
func (rl *rollup) rows(c *Catalog, src *source, condition sqlText) string {
	var dimensions strings.Builder
	for _, name := range rl.dimensions {
		dimensions.WriteString(", " + warehouse.Ident(name))
	}
	aggregates := make([]string, len(rl.aggregates))
	for i, aggregate := range rl.aggregates {
		aggregates[i] = fmt.Sprintf("%s AS n%d", aggregate, i)
	}
	return fmt.Sprintf("SELECT slice_id, department, CAST(date_trunc('month', counted_on) AS DATE) AS rolled_day, 12 * year(counted_on) + month(counted_on) - 1 AS rolled_month%s, %s FROM %s GROUP BY slice_id, department, rolled_day, rolled_month%s",
		dimensions.String(), strings.Join(aggregates, ", "), src.filed(c, condition), dimensions.String())
}

// rolled counts terms over a source from what counts now, or else gives the statement that counts
// them from the source's rollup; it does neither where only the rows tell.
func (r *run) rolled(ctx context.Context, s *scope, src *source, terms []term, buckets []bucket) (st *statement, counted bool, err error) {
	made, _ := r.engine.rollupsOf()
	byLine := s.needsDirectory() || len(s.moves) > 0
	if made == nil || byLine && (src.Year != "" || !r.changesByMonth(buckets)) { // the line of a plan is that of its year
		return nil, false, nil
	}
	if counted, err = r.countMonthly(ctx, s, src, terms, buckets); counted || err != nil || made[src] == nil {
		return nil, counted, err
	}
	state, err := r.rollupState(ctx)
	if err != nil {
		return nil, false, err
	}
	rl := state.of[src]
	if rl == nil || !rl.tells(s) {
		return nil, false, nil
	}
	added := make([]term, len(terms))
	bare := *r.scope
	bare.where = Filter{}
	for i, t := range terms {
		plain := bare.termLike(t)
		sum := func(aggregate sqlText, condition string) sqlText {
			at, known := rl.columns[aggregate]
			switch {
			case aggregate == "0":
				return "0"
			case !known:
				return ""
			case t.mask != 0:
				condition += fmt.Sprintf(" AND (COALESCE(left_out, 0) & %d) = 0", t.mask)
			}
			return "COALESCE(" + filter(fmt.Sprintf("SUM(n%d)", at), condition) + ", 0)"
		}
		condition := "TRUE"
		if t.silent != "" {
			condition = "admitted"
			added[i].silent, added[i].said = sum(plain.total, "admitted IS NULL"), sum(plain.total, "admitted IS NOT NULL")
		}
		added[i].metric, added[i].value, added[i].unknown, added[i].total = t.metric, sum(plain.value, condition), sum(plain.unknown, condition), sum(plain.total, condition)
		if added[i].value == "" || added[i].unknown == "" || added[i].total == "" {
			return nil, false, nil
		}
	}
	over := *s
	over.rolled, over.units = rl.table(), r.departments
	return over.aggregates(rl.source, added, buckets), false, nil
}

// rollupState are the rollups that the question sees, if they have all slices of its commit.
func (r *run) rollupState(ctx context.Context) (*rollupState, error) {
	if r.rollups == nil {
		state, err := r.engine.rollupState(ctx, r.tx)
		if err != nil {
			return nil, err
		}
		if state.through < r.ledger.lastSlice {
			state = rollupState{}
			select {
			case r.engine.rollups.stale <- struct{}{}:
			default: // it has been signalled already
			}
		}
		r.rollups = &state
	}
	return r.rollups, nil
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
