// Package warehouse keeps the filings in one DuckDB file: it opens and migrates the
// file, takes in one load at a time, decides which slice counts when, and answers
// queries. It is the only importer of the DuckDB driver and the only writer of
// tables.
//
// Nothing in this process may open the live database file by itself: closing such a
// handle drops DuckDB's lock (POSIX locks belong to the process), and a second
// writer then loses rows without an error. Who holds the file is therefore said by
// a lock file of its own beside it.
package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/gofrs/flock"

	"jianfu"
)

// Warehouse is one open database file: one writer and many readers, all in this
// process.
type Warehouse struct {
	path    string
	fixed   bool // path is only read: a snapshot, or a file that cannot be written
	db      *sql.DB
	lock    *flock.Flock  // nil in memory, and of a snapshot
	writing chan struct{} // holds one entry while a load or withdrawal runs: one at a time

	changed  chan struct{}   // holds one entry where something was written that Changed has not told of
	snapping chan struct{}   // holds one entry while a snapshot is looked at or taken, and keeps the next field
	snapshot Snapshot        // the last one known; zero before the first
	life     context.Context // ends when the warehouse is closed
	end      context.CancelFunc
}

// settings are run once, in this order, before anything else: the driver would apply
// options of a connection string in random order, and the last line locks the rest.
// Memory is bounded for a clerk's laptop: what is beyond it spills into <file>.tmp, which
// stays allowed.
var settings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET preserve_insertion_order = false",
	"SET TimeZone = 'UTC'", // or a bound time could be cast through the zone of the machine
	"SET memory_limit = '300MB'",
}

// settings of an instance: no file but its own and the draft of a snapshot, from then on.
func (w *Warehouse) settings() []string {
	list := slices.Clone(settings)
	if w.path != "" && !w.fixed {
		list = append(list, allowDraft(w.path))
	}
	return append(list, "SET enable_external_access = false", "SET lock_configuration = true")
}

// Open opens the warehouse at path, making it where there is none, and brings its
// tables up to date; "" is a warehouse in memory. The error is Invalid where no file
// can be made at path, Locked, naming the process, where another process has it open,
// and Conflict where the file is damaged or was written by a newer jianfu or by
// something else; it is then left as it was.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	w := closed(ctx)
	if path != "" {
		if err := w.place(path); err != nil {
			return nil, err
		}
		if err := w.acquire(); err != nil {
			return nil, err
		}
	}
	if err := w.open(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// OpenSnapshot opens the latest snapshot of the warehouse at path to be read, as if it were the
// warehouse: it is what there is where another process holds that. Writing to it fails. The
// error is NotFound where there is no snapshot, and Conflict where another version of jianfu
// wrote it.
func OpenSnapshot(ctx context.Context, path string) (*Warehouse, Snapshot, error) {
	snapshot, err := LatestSnapshot(ctx, path)
	if err != nil {
		return nil, Snapshot{}, err
	}
	w, err := OpenFixed(ctx, snapshot.Path)
	return w, snapshot, err
}

// OpenFixed opens a warehouse to be read that nobody changes, such as a backup in a folder that
// cannot be written. The error is Conflict where it is damaged or of another version of jianfu.
func OpenFixed(ctx context.Context, path string) (*Warehouse, error) {
	w := closed(ctx)
	w.fixed = true
	if err := w.place(path); err != nil {
		return nil, err
	}
	if err := w.open(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// closed is a warehouse before it is opened.
func closed(ctx context.Context) *Warehouse {
	w := &Warehouse{writing: make(chan struct{}, 1), changed: make(chan struct{}, 1), snapping: make(chan struct{}, 1)}
	w.life, w.end = context.WithCancel(context.WithoutCancel(ctx))
	return w
}

// place makes path absolute, so that the driver cannot take it for ":memory:" or an
// address, and refuses what the driver would read as options.
func (w *Warehouse) place(path string) error {
	absolute, err := filepath.Abs(path)
	if err == nil {
		_, err = url.Parse(absolute)
	}
	if err != nil || strings.Contains(absolute, "?") {
		return jianfu.Errorf(jianfu.Invalid,
			"仓库文件名“%s”不能用：请去掉其中的 ?、%% 等符号", "a warehouse cannot be named %q: leave out characters such as ? and %%", path).Because(err)
	}
	w.path = absolute
	return nil
}

// readOnly is the option of opening a file that is only read.
const readOnly = "?access_mode=READ_ONLY"

func (w *Warehouse) open(ctx context.Context) error {
	configured, name := false, w.path
	if w.fixed {
		name += readOnly
	}
	connector, err := duckdb.NewConnector(name, func(conn driver.ExecerContext) error {
		if configured { // settings belong to the instance, and the first connection locked them
			return nil
		}
		configured = true
		for _, setting := range w.settings() {
			if _, err := conn.ExecContext(ctx, setting, nil); err != nil {
				return fmt.Errorf("%s: %w", setting, err)
			}
		}
		return nil
	})
	if err != nil {
		return w.whyNotOpened(err)
	}
	w.db = sql.OpenDB(connector)
	if err := w.db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to %s: %w", w.path, err)
	}
	if w.fixed {
		return w.checkCurrent(ctx)
	}
	return w.migrate(ctx)
}

// whyNotOpened says in words why DuckDB could not open the file. DuckDB gives no codes,
// so its text is all there is to go by.
func (w *Warehouse) whyNotOpened(err error) error {
	if holder := duckdbHolder(err); holder != "" {
		return lockedError(w.path, holder).Because(err)
	}
	if strings.Contains(err.Error(), "Cannot open file") {
		return w.unreachable(err)
	}
	return w.foreign(err)
}

func (w *Warehouse) unreachable(err error) *jianfu.Error {
	return jianfu.Errorf(jianfu.Invalid,
		"不能在 %s 处打开或建立仓库：请检查文件夹是否存在、文件和文件夹是否可写",
		"cannot open or make a warehouse at %s: check that the folder exists and that file and folder can be written", w.path).Because(err)
}

func (w *Warehouse) foreign(err error) *jianfu.Error {
	return jianfu.Errorf(jianfu.Conflict,
		"打不开仓库文件 %s：它不是 jianfu 的仓库，或已损坏。请换一个 --warehouse，或用备份恢复（jianfu restore）",
		"cannot open %s: not a jianfu warehouse, or damaged. Name another --warehouse, or restore a backup (jianfu restore)", w.path).Because(err)
}

// Close writes what is still in the log to the file and lets the file go. It waits for
// a load to end.
func (w *Warehouse) Close() error {
	w.writing <- struct{}{}
	defer func() { <-w.writing }()
	w.end()
	w.snapping <- struct{}{}
	defer func() { <-w.snapping }()
	var err error
	if w.db != nil {
		err = w.db.Close()
	}
	return errors.Join(err, w.release())
}

// Fixed reports whether the file is only read: nothing can be written or defined in it.
func (w *Warehouse) Fixed() bool { return w.fixed }

// Path is the database file, "" in memory.
func (w *Warehouse) Path() string { return w.path }

// Query runs one SELECT. Placeholders are $1, $2, …, in the order of args.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return w.db.QueryContext(ctx, query, args...)
}

// QueryRow runs one SELECT of at most one row.
func (w *Warehouse) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return w.db.QueryRowContext(ctx, query, args...)
}

// turn waits until nothing else is writing.
func (w *Warehouse) turn(ctx context.Context) error {
	select {
	case w.writing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for another load to end: %w", ctx.Err())
	}
}

// write runs one transaction; only one runs at a time. Any error rolls all of it back.
func (w *Warehouse) write(ctx context.Context, change func(tx *sql.Tx) error) error {
	if err := w.turn(ctx); err != nil {
		return err
	}
	defer func() { <-w.writing }()
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := change(tx); err != nil {
		return errors.Join(err, unlessDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	w.tellChanged()
	return nil
}

// Changed has an entry after one or more changes of the warehouse: a load, a withdrawal, a
// setting. It is for one listener.
func (w *Warehouse) Changed() <-chan struct{} { return w.changed }

func (w *Warehouse) tellChanged() {
	select {
	case w.changed <- struct{}{}:
	default: // already told
	}
}

// unlessDone passes over the complaint that a transaction has ended already: a failed
// commit and a cancelled context roll back by themselves.
func unlessDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// acquire takes the lock file and writes into it who holds it.
func (w *Warehouse) acquire() error {
	path := w.path + ".lock"
	lock := flock.New(path, flock.SetPermissions(0o644)) // readable, so that others learn who holds it
	held, err := lock.TryLock()
	if err != nil {
		return w.unreachable(err)
	}
	if !held {
		holder, _ := os.ReadFile(path) // who it is helps, but the refusal stands without it
		return lockedError(w.path, strings.TrimSpace(string(holder)))
	}
	w.lock = lock
	if err := os.WriteFile(path, []byte(holderNote()), 0o644); err != nil {
		return errors.Join(w.unreachable(err), w.release())
	}
	return nil
}

// release lets the lock file go. Its name stays: removing it would let two processes
// lock two files of one name.
func (w *Warehouse) release() error {
	if w.lock == nil {
		return nil
	}
	lock := w.lock
	w.lock = nil
	_ = os.Truncate(lock.Path(), 0) // only what a person reads; the lock itself is what counts
	return lock.Unlock()
}

func holderNote() string {
	program, err := os.Executable()
	if err != nil {
		program = "jianfu"
	}
	return fmt.Sprintf("%s, PID %d, %s\n", filepath.Base(program), os.Getpid(), time.Now().In(jianfu.China).Format(time.DateTime))
}

func lockedError(path, holder string) *jianfu.Error {
	if holder == "" {
		holder = "?"
	}
	return jianfu.Errorf(jianfu.Locked,
		"仓库 %s 正被另一个进程使用（%s）。如果那是 jianfu serve，载入、撤回等请在它的网页上做（启动时显示地址，如 http://127.0.0.1:8080/）；否则请等它结束，或停止它再试",
		"the warehouse %s is in use by another process (%s). Where that is jianfu serve, load, withdraw and the like on its page (it tells the address when it starts, such as http://127.0.0.1:8080/). Else wait for it to end, or stop it and try again", path, holder)
}

// duckdbHolder finds the process that DuckDB itself names when a program other than
// jianfu, which does not know our lock file, has the database open.
func duckdbHolder(err error) string {
	_, holder, found := strings.Cut(err.Error(), "Conflicting lock is held in ")
	if !found {
		return ""
	}
	holder, _, _ = strings.Cut(holder, ". See also")
	return holder
}
