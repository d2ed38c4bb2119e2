package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"jianfu"
)

// Change is what a commit did.
type Change string

// The changes of what was filed. Others, such as comments and macros, have no number: losing them
// loses nothing that was filed.
const (
	Loaded    Change = "load"
	Withdrawn Change = "withdraw"
	Recovered Change = "restore"
	Explained Change = "explain" // of a finding of a check
	Reviewed  Change = "review"  // of a filing, by the office
	Reminded  Change = "remind"  // of filings that are late
	Noted     Change = "note"    // of a view, a figure or a finding
)

// Commit is one numbered change of what was filed. Each includes the hash of the one before, so
// that two histories cannot be confused.
type Commit struct {
	Number     int64      `json:"number"`
	At         time.Time  `json:"at"` // UTC, later than every earlier commit
	Change     Change     `json:"change"`
	Submission int64      `json:"submission,omitempty"`
	File       string     `json:"file,omitempty"`
	By         string     `json:"by,omitempty"`
	ReceivedAt *time.Time `json:"receivedAt,omitempty"` // of a load: from when it counts
	Kept       int64      `json:"kept,omitempty"`       // of a restore: the last commit that is still there
	Previous   string     `json:"previous"`
	Hash       string     `json:"hash,omitempty"`
}

// sealed is the commit with its hash.
func (c Commit) sealed() Commit {
	c.Hash = ""
	text, err := json.Marshal(c)
	if err != nil { // a commit has nothing that JSON cannot express
		panic(err)
	}
	sum := sha256.Sum256(text)
	c.Hash = hex.EncodeToString(sum[:])
	return c
}

// sound reports whether a commit is unchanged since it was sealed.
func (c Commit) sound() bool { return c.Hash != "" && c.sealed().Hash == c.Hash }

// Text describes a commit, for whoever has to repeat it.
func (c Commit) Text() jianfu.Text {
	at := c.At.In(jianfu.China).Format(time.DateTime)
	switch c.Change {
	case Withdrawn:
		return jianfu.Say("撤回第 %d 号报送（%s，%s）", "withdrawal of submission %d (%s, %s)", c.Submission, c.By, at)
	case Explained:
		return jianfu.Say("对核查结果的说明“%s”（%s，%s）", "explanation of the finding %q (%s, %s)", c.File, c.By, at)
	case Reviewed:
		return jianfu.Say("对第 %d 号报送的处理（%s，%s，%s）", "decision on submission %d (%s, %s, %s)", c.Submission, c.File, c.By, at)
	case Reminded:
		return jianfu.Say("催报（%s，%s，%s）", "reminders (%s, %s, %s)", c.File, c.By, at)
	case Noted:
		return jianfu.Say("备注“%s”（%s，%s）", "note %q (%s, %s)", c.File, c.By, at)
	case Recovered:
		return jianfu.Say("用备份恢复（%s）", "restored from a backup (%s)", at)
	}
	return jianfu.Say("第 %d 号报送“%s”（%s，%s）", "submission %d %q (%s, %s)", c.Submission, c.File, c.By, at)
}

// Now is the moment from which a filing received now counts: the machine's clock, unless that is
// behind the last commit because it was set back. So what arrives later always counts later.
func (w *Warehouse) Now() time.Time {
	w.tip.Lock()
	defer w.tip.Unlock()
	return w.now()
}

func (w *Warehouse) now() time.Time {
	now := time.Now().UTC().Truncate(time.Microsecond)
	if earliest := w.last.At.Add(time.Microsecond); now.Before(earliest) {
		return earliest
	}
	return now
}

// LastCommit is the latest commit; zero before the first.
func (w *Warehouse) LastCommit() Commit {
	w.tip.Lock()
	defer w.tip.Unlock()
	return w.last
}

// record writes the next commit into its table, within its transaction.
func (w *Warehouse) record(ctx context.Context, tx *sql.Tx, c Commit) (Commit, error) {
	w.tip.Lock()
	c.Number, c.Previous = w.last.Number+1, w.last.Hash
	if c.At.IsZero() {
		c.At = w.now()
	}
	unwitnessed := w.unwitnessed
	w.tip.Unlock()
	if unwitnessed {
		if err := w.recordUnwitnessed(ctx, tx, c.At); err != nil {
			return c, err
		}
	}
	if c.Previous == "" {
		c.Previous = w.id
	}
	c = c.sealed()
	return c, insertCommit(ctx, tx, c)
}

func insertCommit(ctx context.Context, tx *sql.Tx, c Commit) error {
	var received any
	if c.ReceivedAt != nil {
		received = *c.ReceivedAt
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO commit_log VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
		c.Number, c.At, string(c.Change), c.Submission, c.File, c.By, received, c.Kept, c.Previous, c.Hash)
	if err != nil {
		return fmt.Errorf("record the commit: %w", err)
	}
	return nil
}

// Commits are the commits after a number, oldest first; after 0 they are all.
func (w *Warehouse) Commits(ctx context.Context, after int64) ([]Commit, error) {
	return readCommits(ctx, w.db, after)
}

func readCommits(ctx context.Context, q querier, after int64) ([]Commit, error) {
	rows, err := q.QueryContext(ctx, "SELECT number, committed_at, change, submission, file, committed_by, received_at, kept, previous, hash FROM commit_log WHERE number > $1 ORDER BY number", after)
	if err != nil {
		return nil, fmt.Errorf("read the commits: %w", err)
	}
	defer rows.Close()
	var list []Commit
	for rows.Next() {
		var c Commit
		if err := rows.Scan(&c.Number, &c.At, &c.Change, &c.Submission, &c.File, &c.By, &c.ReceivedAt, &c.Kept, &c.Previous, &c.Hash); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// seal ends a transaction that changes what was filed: afterwards the commit is in the file and in
// the journal, or in neither.
func (w *Warehouse) seal(ctx context.Context, tx *sql.Tx, c Commit) error {
	if err := w.journal.ready(ctx, w); err != nil {
		return err
	}
	if err := w.announce(c); err != nil {
		return err
	}
	if err := w.finish(tx); err != nil {
		return err
	}
	w.tip.Lock()
	w.last, w.unwitnessed = c, false
	w.tip.Unlock()
	// The change is in the file, but not yet acknowledged: if the file no longer has its name, it
	// must not be.
	if err := w.Present(); err != nil {
		return err
	}
	_ = w.keepLog(ctx) // it is tried again at the next commit, and by Check
	w.committing.Lock()
	defer w.committing.Unlock()
	w.journal.add(c)
	return nil
}

// announce writes into the journal that a commit comes next. Files that a snapshot copies do not change
// meanwhile.
func (w *Warehouse) announce(c Commit) error {
	w.committing.Lock()
	defer w.committing.Unlock()
	if err := w.journal.announce(c); err != nil {
		return w.journalFailed(err)
	}
	return nil
}

// finish commits a transaction. Files that a snapshot copies do not change meanwhile.
func (w *Warehouse) finish(tx *sql.Tx) error {
	w.committing.Lock()
	defer w.committing.Unlock()
	if gone := w.goneBetween(true); gone != nil {
		return gone
	}
	w.lookAtLog()
	if err := w.readings.renew(); err != nil {
		return w.notWritten(err)
	}
	err := tx.Commit()
	if err = errors.Join(err, w.readings.renew()); err != nil { // those that began meanwhile
		return w.notWritten(err)
	}
	w.mark()
	if log := w.marks.log; log != nil && log.Size() > logLimit {
		_ = w.checkpointNow(context.WithoutCancel(w.life)) // it is tried again at the next commit
	}
	return nil
}

// checkpoint makes DuckDB write its log into the file.
func (w *Warehouse) checkpoint(ctx context.Context) error {
	w.committing.Lock()
	defer w.committing.Unlock()
	return w.checkpointNow(ctx)
}

// checkpointNow is checkpoint for whoever holds committing.
func (w *Warehouse) checkpointNow(ctx context.Context) error {
	if gone := w.goneBetween(true); gone != nil {
		return gone
	}
	w.lookAtLog()
	if err := w.readings.renew(); err != nil {
		return w.notWritten(err)
	}
	if w.file != nil {
		if err := w.keepUndo(ctx); err != nil {
			return w.notWritten(err)
		}
	}
	if _, err := w.db.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return w.notWritten(err)
	}
	w.marks.unsaved.Store(false)
	w.mark()
	return removeIfThere(undoPath(w.path))
}
