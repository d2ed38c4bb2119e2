package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/duckdb/duckdb-go/v2"

	"jianfu"
	"jianfu/access"
)

// Receipt is what is recorded of one filed file before its rows are known.
type Receipt struct {
	File            string
	SHA256          string // of the bytes as received
	Overrides       string // what the filer stated besides the bytes (kind, department, period): part of the identity
	Bytes           int64
	ContractVersion string
	SubmittedBy     string
	ReceivedAt      time.Time // from when the rows count; zero is now, see Warehouse.Now
	Covers          string    // ALL, LISTED or "": whether the tables cover every unit, as the filer declares
	Reason          string    // why ReceivedAt is stated
}

// SliceKey identifies what a correction replaces. Department is "" for kinds that are not filed by
// department, Period is a month, a year, "ledger" or "whole", Stream is "" except for kinds that
// several sources file separately.
type SliceKey struct{ Kind, Department, Period, Stream string }

// Row is one filed row, checked: Values are in the order of the kind's columns, as jianfu.Date, jianfu.Decimal, string,
// []string, bool, int64 or nil.
type Row struct {
	Sheet  string
	Number int    // the row as the spreadsheet numbers it
	Cells  string // the filed texts, split by CellSeparator
	Values []any
	Lacks  []string // the kind's columns that its table does not have
}

// CellSeparator separates the filed texts of a row (U+001F, the unit separator).
const CellSeparator = "\x1f"

// Reject is one fault of a row that a quarantining load sets aside.
type Reject struct {
	Slice SliceKey // zero if the row does not say
	Fault jianfu.Fault
	Kind  string
	Cells string
}

// Replaced is one slice that a load put in place of an earlier one.
type Replaced struct {
	Slice            SliceKey
	RowsBefore, Rows int64
}

// Outcome is what a committed load did.
type Outcome struct {
	Submission int64
	Commit     int64
	Rows       int64
	Rejected   int64
	Replaced   []Replaced
	BackDated  Moments // past moments whose answers it changes
}

// Load is one filing being loaded: a transaction that nobody sees until Commit, and of which
// Rollback (or a crash) leaves no trace. Only one is open at a time; others wait. Not safe for
// concurrent use.
type Load struct {
	w         *Warehouse
	ctx       context.Context // of the whole load: a load is one operation spread over several calls
	conn      *sql.Conn
	tx        *sql.Tx
	receipt   Receipt
	id        int64
	slices    map[SliceKey]*slice
	order     []*slice
	faulty    map[string]*slice // of rows that are refused, by kind
	appenders map[table]*duckdb.Appender
	batches   map[string]*batch // of facts, by kind
	scaled    map[scaled]int64
	rows      int64
	rejected  map[rejectedRow]bool // and whether a slice has counted the row
	kinds     []string
	stated    bool       // when it was received
	shares    bool       // keys with other submissions
	replaced  []Replaced // see write
	written   bool
	decided   bool // which of its slices count
	done      bool
}

type table struct{ schema, name string }

type slice struct {
	key            SliceKey
	id             int64
	rows, rejected int64
	retracts       bool
	lacks          []string
}

// lack notes columns that a table of the slice does not have.
func (s *slice) lack(columns []string) {
	for _, name := range columns {
		if !slices.Contains(s.lacks, name) {
			s.lacks = append(s.lacks, name)
		}
	}
}

type rejectedRow struct {
	sheet string
	row   int
}

// Known finds the submission, not withdrawn, that had the same bytes and overrides. It reports
// false if there is none.
func (w *Warehouse) Known(ctx context.Context, sha256, overrides string) (id int64, known bool, err error) {
	err = w.QueryRow(ctx, `
		SELECT id FROM submission
		WHERE sha256 = $1 AND overrides = $2 AND withdrawn_at IS NULL
		ORDER BY id DESC LIMIT 1`, sha256, overrides).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}

// BeginLoad opens a load, waiting for any other to end. The caller must end it with Commit or
// Rollback. If ctx ends before that, every later call fails, except Rollback. Where accounts are kept,
// SubmittedBy is the caller's. The error is Forbidden, or Unauthenticated, for a caller who files for
// nobody, and for one who files for its own unit alone and states when it was received.
func (w *Warehouse) BeginLoad(ctx context.Context, receipt Receipt) (*Load, error) {
	c := access.From(ctx)
	if err := access.RequireFiling(ctx, c.Department); err != nil {
		return nil, err
	}
	if c.Rights().Files != access.AllUnits && !receipt.ReceivedAt.IsZero() {
		return nil, jianfu.Errorf(jianfu.Forbidden, "接收时间由服务器记录，您的账号不能自己写明：请去掉接收时间，或交专班补录", "the server records when it is received, and your account cannot state it: leave it out, or ask the office to load it")
	}
	receipt.SubmittedBy = access.Name(ctx, receipt.SubmittedBy)
	if err := w.turn(ctx); err != nil {
		return nil, err
	}
	l := &Load{w: w, ctx: ctx, receipt: receipt,
		slices: map[SliceKey]*slice{}, batches: map[string]*batch{}, scaled: map[scaled]int64{}, appenders: map[table]*duckdb.Appender{}, rejected: map[rejectedRow]bool{}}
	if err := l.begin(); err != nil {
		return nil, errors.Join(err, l.Rollback())
	}
	return l, nil
}

func (l *Load) begin() (err error) {
	if err := l.w.Present(); err != nil {
		return err
	}
	if l.conn, err = l.w.db.Conn(l.ctx); err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	if l.w.load == nil {
		if err := l.w.readBatches(l.conn); err != nil {
			return err
		}
	}
	l.w.load = l
	// It does not end with l.ctx: the rows still in the appenders would then be written outside of
	// any transaction.
	if l.tx, err = beginTx(l.ctx, l.conn); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	l.stated = !l.receipt.ReceivedAt.IsZero()
	if !l.stated {
		l.receipt.ReceivedAt = l.w.Now()
	}
	return l.tx.QueryRowContext(l.ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM submission").Scan(&l.id)
}

// Submission is the number the filing will have.
func (l *Load) Submission() int64 { return l.id }

// Sheet records the header of a filed sheet: the column texts that the rows' cells follow.
func (l *Load) Sheet(sheet string, headerRow int, columns []string) error {
	return l.append(table{"main", "source_sheet"}, l.id, sheet, int32(headerRow), nonNil(columns))
}

// Slice opens the slice of a key, so that it exists (a nil return) even without rows.
func (l *Load) Slice(key SliceKey) { l.slice(key) }

// Revoke takes an earlier slice of a key back, without putting another in its place.
func (l *Load) Revoke(key SliceKey) { l.slice(key).retracts = true }

func (l *Load) slice(key SliceKey) *slice {
	s := l.slices[key]
	if s == nil {
		// A submission's slices are numbered within it, so that ids need no lookup.
		s = &slice{key: key, id: l.id<<24 | int64(len(l.order)+1)}
		l.slices[key] = s
		l.order = append(l.order, s)
		l.kind(key.Kind)
	}
	return s
}

func (l *Load) kind(kind string) {
	if !slices.Contains(l.kinds, kind) {
		l.kinds = append(l.kinds, kind)
	}
}

// Append adds one row to a slice. The error says which value does not fit its column.
func (l *Load) Append(key SliceKey, row Row) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	return l.appendTo(l.slice(key), row)
}

// AppendFaulty adds a row that is refused, so that Repeats finds its key. It is in no slice and for no unit: a load that has one cannot be committed.
func (l *Load) AppendFaulty(kind string, row Row) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	s := l.faulty[kind]
	if s == nil {
		s = &slice{key: SliceKey{Kind: kind}, id: l.id<<24 | int64(1<<24-1-len(l.faulty))}
		if l.faulty == nil {
			l.faulty = map[string]*slice{}
		}
		l.faulty[kind] = s
	}
	return l.appendTo(s, row)
}

func (l *Load) appendTo(s *slice, row Row) error {
	b, err := l.batchOf(s.key.Kind)
	if err != nil {
		return err
	}
	if err := b.add(l, l.id<<32|(l.rows+1), s.id, &row); err != nil {
		return fmt.Errorf("append row %d of %s: %w", row.Number, s.key.Kind, err)
	}
	s.rows++
	s.lack(row.Lacks)
	if l.rows++; l.rows%flushEvery == 0 {
		return l.flush()
	}
	return nil
}

// flushEvery is how many rows go to the transaction at once, which writes whole groups of rows to
// the file as it goes.
const flushEvery = 4 * 1024

// append adds one row to a table, within the transaction.
func (l *Load) append(to table, values ...driver.Value) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	for _, value := range values {
		if err := checkUnicode(value); err != nil {
			return err
		}
	}
	appender := l.appenders[to]
	if appender == nil {
		err := l.conn.Raw(func(conn any) (err error) {
			appender, err = duckdb.NewAppenderFromConn(conn.(driver.Conn), to.schema, to.name)
			return err
		})
		if err != nil {
			return fmt.Errorf("append to %s.%s: %w", to.schema, to.name, err)
		}
		l.appenders[to] = appender
	}
	return appender.AppendRow(values...)
}

// Reject sets one fault of a row aside, in a quarantining load. A row with several faults counts
// once, in the first slice that one of them names.
func (l *Load) Reject(r Reject) error {
	l.kind(r.Kind)
	row := rejectedRow{r.Fault.Sheet, r.Fault.Row}
	counted := l.rejected[row]
	var sliceID driver.Value
	if r.Slice != (SliceKey{}) {
		s := l.slice(r.Slice)
		sliceID = s.id
		if !counted {
			s.rejected++
			counted = true
		}
	}
	l.rejected[row] = counted
	return l.append(table{"main", "reject"}, l.id, sliceID, r.Kind, r.Fault.Sheet, int32(r.Fault.Row), r.Fault.Column, r.Fault.Value,
		string(r.Fault.Code), r.Fault.Text.ZH, r.Fault.Text.EN, r.Cells)
}

// flush passes rows to the transaction.
func (l *Load) flush() error {
	for kind, b := range l.batches {
		if b.rows == 0 {
			continue
		}
		if _, err := l.tx.ExecContext(l.ctx, b.insert); err != nil {
			return fmt.Errorf("write rows of %s: %w", kind, err)
		}
		b.cut(0)
	}
	for to, appender := range l.appenders {
		if err := appender.Flush(); err != nil {
			return fmt.Errorf("write rows of %s: %w", to.name, err)
		}
	}
	return nil
}

// Examine lets look read the warehouse as it would be after Commit. No row can be added afterwards.
func (l *Load) Examine(look func(ctx context.Context, tx *sql.Tx) error) error {
	if err := l.decide(); err != nil {
		return err
	}
	return l.w.told(look(l.ctx, l.tx))
}

// write writes the rows and slices, and finds what they replace.
func (l *Load) write() (err error) {
	if l.written {
		return nil
	}
	if len(l.faulty) > 0 {
		return errors.New("a load with faulty rows is refused")
	}
	if err := l.Permitted(); err != nil {
		return err
	}
	l.written = true
	if err := l.writeSlices(l.receivedAt()); err != nil {
		return err
	}
	if l.shares, err = sharesKeys(l.ctx, l.tx, l.id); err != nil || !l.shares {
		return err
	}
	l.replaced, err = replacedBy(l.ctx, l.tx, l.id)
	return err
}

// Permitted reports whether the caller may file for all the units that the load has slices of. The
// error is Forbidden. Nothing is committed or compared without it.
func (l *Load) Permitted() error {
	for _, s := range l.order {
		if err := access.RequireFiling(l.ctx, s.key.Department); err != nil {
			return err
		}
	}
	return nil
}

// decide decides which slices count.
func (l *Load) decide() error {
	if err := l.write(); err != nil || l.decided {
		return err
	}
	l.decided = true
	if !l.shares {
		return countAlone(l.ctx, l.tx, l.id)
	}
	return refreshInForce(l.ctx, l.tx, l.id)
}

// receivedAt is when it was received, as it is stored.
func (l *Load) receivedAt() time.Time { return l.receipt.ReceivedAt.UTC().Truncate(time.Microsecond) }

// Summary is the result that a load records when it ends.
type Summary struct {
	IgnoredColumns []string
	Warnings       []string
	Explanations   []Explanation // of findings in it
}

// Commit makes the filing visible, all of it at once, and returns what it replaced. After an error
// nothing of it is there.
func (l *Load) Commit(summary Summary) (Outcome, error) {
	outcome, err := l.commit(summary)
	if err != nil {
		return Outcome{}, errors.Join(l.w.told(err), l.Rollback())
	}
	l.end()
	return outcome, nil
}

func (l *Load) commit(summary Summary) (Outcome, error) {
	received := l.receivedAt()
	now := l.w.Now()
	rejected := int64(len(l.rejected))
	_, err := l.tx.ExecContext(l.ctx, `
		INSERT INTO submission (id, file, sha256, overrides, bytes, kinds, contract_version, submitted_by, received_at, loaded_at,
			rows_read, rows_loaded, rows_rejected, ignored_columns, warnings, covers, receipt_reason)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,CASE WHEN $17 THEN $18 END)`,
		l.id, l.receipt.File, l.receipt.SHA256, l.receipt.Overrides, l.receipt.Bytes, nonNil(l.kinds), l.receipt.ContractVersion,
		l.receipt.SubmittedBy, received, now, l.rows+rejected, l.rows, rejected,
		nonNil(summary.IgnoredColumns), nonNil(summary.Warnings), l.receipt.Covers, l.stated, l.receipt.Reason)
	if err != nil {
		return Outcome{}, fmt.Errorf("record the submission: %w", err)
	}
	if err := l.decide(); err != nil {
		return Outcome{}, err
	}
	if err := l.ctx.Err(); err != nil {
		return Outcome{}, err
	}
	changed, err := changedMoments(l.ctx, l.tx, l.id, received, l.w.LastCommit().At)
	if err != nil {
		return Outcome{}, err
	}
	if received.After(now) {
		now = received
	}
	c, err := l.w.record(l.ctx, l.tx, Commit{At: now, Change: Loaded, Submission: l.id, File: l.receipt.File, By: l.receipt.SubmittedBy, ReceivedAt: &received})
	if err != nil {
		return Outcome{}, err
	}
	for _, e := range summary.Explanations {
		e.Submission, e.At = l.id, c.At
		if err := e.insert(l.ctx, l.tx, c.Number); err != nil {
			return Outcome{}, err
		}
	}
	if err := l.w.seal(l.ctx, l.tx, c); err != nil {
		return Outcome{}, err
	}
	l.w.tellChanged()
	return Outcome{Submission: l.id, Commit: c.Number, Rows: l.rows, Rejected: rejected, Replaced: l.replaced, BackDated: changed}, nil
}

// writeSlices writes the rest: the slices, and everything appended.
func (l *Load) writeSlices(received time.Time) error {
	for _, s := range l.order {
		if err := l.append(table{"main", "slice"}, s.id, l.id, s.key.Kind, s.key.Department, s.key.Period, s.key.Stream,
			received, nil, s.rows, s.rejected, s.retracts, nonNil(s.lacks)); err != nil {
			return fmt.Errorf("append slice %v: %w", s.key, err)
		}
	}
	if err := l.flush(); err != nil {
		return err
	}
	for to, appender := range l.appenders {
		delete(l.appenders, to)
		if err := appender.Close(); err != nil {
			return fmt.Errorf("write rows of %s: %w", to.name, err)
		}
	}
	return nil
}

// Rollback ends the load and leaves no trace of it. After Commit it does nothing.
func (l *Load) Rollback() error {
	if l.done {
		return nil
	}
	defer l.end()
	for to, appender := range l.appenders {
		delete(l.appenders, to)
		_ = appender.Clear() // discarded rows need not be written first
		_ = appender.Close() // frees it; an error is expected, as nothing can be written
	}
	if l.tx == nil {
		return nil
	}
	err := l.tx.Rollback()
	if err != nil {
		// A connection in doubt is closed: DuckDB rolls back its transaction.
		_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	return unlessDone(err)
}

func (l *Load) end() {
	l.done = true
	l.batches, l.scaled = nil, nil // the warehouse remembers the load
	if l.conn != nil {
		_ = l.conn.Close() // only returns it to the pool
	}
	<-l.w.writing
}

// checkUnicode refuses text that is not UTF-8: the appender would write NULL in its place.
func checkUnicode(value driver.Value) error {
	texts, _ := value.([]string)
	if text, ok := value.(string); ok && !utf8.ValidString(text) {
		return fmt.Errorf("%q is not UTF-8", text)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) {
			return fmt.Errorf("%q is not UTF-8", text)
		}
	}
	return nil
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
