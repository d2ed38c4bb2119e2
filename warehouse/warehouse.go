// Package warehouse stores the filings in one DuckDB file: it opens and migrates the file, takes
// one load at a time, determines which slice counts when, and answers queries. It is the only
// importer of the DuckDB driver and the only writer of tables.
//
// Nothing in this process may close its own handle on the live database file while DuckDB has it
// open: that drops DuckDB's lock (POSIX locks belong to the process), and a second writer then
// loses rows without an error. The only such handle, used for copying snapshots, is closed last. A
// separate lock file beside the database says who holds it.
package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/gofrs/flock"

	"jianfu"
)

// Warehouse is one open database file: one writer and many readers, all in this
// process.
type Warehouse struct {
	path     string
	fixed    bool // path is only read: a snapshot, or a file that cannot be written
	db       *sql.DB
	file     *os.File      // the database file, for copying it and for checking that it is still there: closed after db only, see the package's comment
	lock     *flock.Flock  // nil in memory, and for a snapshot
	writing  chan struct{} // holds one entry while a load or withdrawal runs: one at a time
	notes    []jianfu.Text // see Notes
	stay     *pin          // see Stay
	readings readings

	id         string     // identifies this warehouse
	journal    *journal   // nil in memory; used by whoever is writing
	load       *Load      // the latest, whose rows readBatches reads; nil before the first. Likewise
	committing sync.Mutex // held while DuckDB writes to the file, and while a snapshot copies it
	marks      marks      // by which another file is found in the place of this one
	tip        sync.Mutex // protects last
	last       Commit     // zero before the first

	unwitnessed bool // there is no whole journal, and the next commit records so: see Remark. Protected by tip

	changed  chan struct{} // holds one entry if there was a change that Changed has not reported
	snapping chan struct{} // holds one entry while a snapshot is checked or taken, and protects the next field
	snapshot Snapshot      // the one taken last; zero before the first
	deriving chan struct{} // holds one entry while figures are derived: only then the next field changes
	derived  Snapshot      // the last one that has derived figures; zero before the first. Also read under tip

	functions []Function    // see Provide
	rolling   chan struct{} // holds one entry while Derive runs

	snapshotPath string          // the newest snapshot's file, protected by tip
	life         context.Context // ends when the warehouse is closed
	end          context.CancelFunc

	oneThread bool // DuckDB has no thread but the caller's: see OpenToLoad
}

// settings are run once, in this order, before anything else: the driver would apply options of a
// connection string in random order, and the last line locks the rest. Memory is limited for a
// clerk's laptop: what exceeds it spills into <file>.tmp, which remains allowed.
var settings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET TimeZone = 'UTC'", // otherwise a bound time could be cast through the zone of the machine
	"SET memory_limit = '300MB'",
	"SET checkpoint_threshold = '1TB'",      // none but ours: see undo.go
	"PRAGMA disable_checkpoint_on_shutdown", // Close makes one, if the file is still there and its own
	"SET enable_external_access = false",    // no file but its own, from then on
	"SET lock_configuration = true",
}

// Open opens the warehouse at path, creating it if necessary, and brings its tables up to date; ""
// is a warehouse in memory. The error is Invalid if no file can be created at path, Locked, naming
// the process, if another process has it open, and Conflict if the file is damaged or was written
// by a newer jianfu or by something else; it is then left unchanged.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	return closed(ctx).openAt(ctx, path)
}

// OpenToLoad is Open for a program that only loads. Rows are written by one thread, while others read and
// check the next ones; a second thread of DuckDB would take the writing over and leave the first waiting
// in a loop, which is a fifth of a load's processor time.
func OpenToLoad(ctx context.Context, path string) (*Warehouse, error) {
	w := closed(ctx)
	w.oneThread = true
	return w.openAt(ctx, path)
}

func (w *Warehouse) openAt(ctx context.Context, path string) (*Warehouse, error) {
	if path != "" {
		if err := w.place(path); err != nil {
			return nil, err
		}
		if err := w.acquire(); err != nil {
			return nil, err
		}
		if err := w.arrive(); err != nil {
			return nil, errors.Join(err, w.Close())
		}
	}
	if err := w.open(ctx); err != nil {
		return nil, errors.Join(w.told(err), w.Close())
	}
	return w, nil
}

// arrive checks what is there before DuckDB would create an empty file.
func (w *Warehouse) arrive() error {
	if err := errors.Join(w.sweep(), w.undoCheckpoint()); err != nil {
		return w.unreachable(err)
	}
	if _, err := os.Stat(w.path); errors.Is(err, fs.ErrNotExist) {
		file, there, err := readJournal(w.journalPath())
		if err != nil {
			return w.journalUnread(err)
		}
		snapshot, copied := w.newestSnapshot()
		if len(file.entries) == 0 {
			file.entries = copied
		}
		if there && (!file.known || file.damaged > 0) || len(file.entries) > 0 || snapshot != "" || isThere(w.path+".wal") {
			return w.vanished(file)
		}
		if err := removeIfThere(w.journalPath()); err != nil { // of a warehouse that held nothing
			return w.unreachable(err)
		}
	}
	return nil
}

// OpenSnapshot opens the latest snapshot of the warehouse at path for reading, as if it were the
// warehouse, for use while another process holds the warehouse. Writing to it fails. The error is
// NotFound if there is no snapshot, and Conflict if another version of jianfu wrote it.
func OpenSnapshot(ctx context.Context, path string) (*Warehouse, Snapshot, error) {
	snapshot, err := LatestSnapshot(ctx, path, false)
	if err != nil {
		return nil, Snapshot{}, err
	}
	w, err := OpenFixed(ctx, snapshot.Path)
	return w, snapshot, err
}

// OpenFixed opens a warehouse that nobody changes for reading, such as a backup in a read-only
// folder. The error is Conflict if it is damaged or of another version of jianfu.
func OpenFixed(ctx context.Context, path string) (*Warehouse, error) {
	w := closed(ctx)
	w.fixed = true
	if err := w.place(path); err != nil {
		return nil, err
	}
	if err := w.open(ctx); err != nil {
		return nil, errors.Join(w.told(err), w.Close())
	}
	return w, nil
}

// closed is a warehouse before it is opened.
func closed(ctx context.Context) *Warehouse {
	w := &Warehouse{writing: make(chan struct{}, 1), changed: make(chan struct{}, 1), snapping: make(chan struct{}, 1), deriving: make(chan struct{}, 1), rolling: make(chan struct{}, 1)}
	w.life, w.end = context.WithCancel(context.WithoutCancel(ctx))
	return w
}

// place makes path absolute, so that the driver cannot take it for ":memory:" or an address, and
// refuses paths that the driver would read as options.
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

// readOnly is the option for opening a file read-only.
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
		settings := settings
		if w.oneThread {
			settings = append([]string{"SET threads = 1"}, settings...)
		}
		for _, setting := range settings {
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
	if w.path != "" && !w.fixed {
		if w.file, err = os.Open(w.path); err != nil {
			return w.unreachable(err)
		}
	}
	if w.fixed {
		if err := w.checkCurrent(ctx); err != nil {
			return err
		}
	}
	if err := w.bringUp(ctx); err != nil {
		return err
	}
	w.committing.Lock()
	defer w.committing.Unlock()
	w.mark()
	return nil
}

// bringUp checks the commits against the journal and brings the tables up to date, in this order,
// so that nothing is changed in a file that is not what it should be.
func (w *Warehouse) bringUp(ctx context.Context) error {
	if err := w.checkOurs(ctx); err != nil {
		return err
	}
	var numbered bool
	const query = "SELECT COUNT(*) > 0 FROM duckdb_tables() WHERE table_name = 'commit_log' AND database_name = current_database() AND NOT internal"
	if err := w.db.QueryRowContext(ctx, query).Scan(&numbered); err != nil {
		return fmt.Errorf("look at the tables of %s: %w", w.path, err)
	}
	if !numbered {
		if err := w.migrate(ctx); err != nil {
			return err
		}
	}
	if err := w.readID(ctx); err != nil {
		return err
	}
	seeded, err := w.seedCommits(ctx)
	if err != nil {
		return err
	}
	if err := w.openJournal(ctx, seeded); err != nil {
		return err
	}
	w.noteClock()
	if w.fixed || !numbered {
		return nil
	}
	if err := w.dropSnapshotParts(ctx); err != nil {
		return err
	}
	return w.migrate(ctx)
}

func (w *Warehouse) readID(ctx context.Context) (err error) {
	if w.id, err = w.Setting(ctx, "warehouse"); err == nil && w.id == "" {
		err = w.damagedRecord(errors.New("it has no identity"))
	}
	return err
}

// whyNotOpened says in words why DuckDB could not open the file. DuckDB has no error codes, so its
// text is the only clue.
func (w *Warehouse) whyNotOpened(err error) error {
	if holder := duckdbHolder(err); holder != "" {
		return lockedError(w.path, holder).Because(err)
	}
	switch {
	case isFull(err):
		return w.notWritten(err)
	case strings.Contains(err.Error(), "Cannot open file"):
		return w.unreachable(err)
	}
	if damaged := w.onlyLogDamaged(err); damaged != nil {
		return damaged
	}
	return w.foreign(err)
}

func (w *Warehouse) unreachable(err error) error {
	if isFull(err) {
		return w.notWritten(err)
	}
	return jianfu.Errorf(jianfu.Invalid,
		"不能在 %s 处打开或建立仓库：请检查文件夹是否存在、文件和文件夹是否可写",
		"cannot open or create a warehouse at %s: check that the folder exists and that the file and folder are writable", w.path).Because(err)
}

func (w *Warehouse) foreign(err error) *jianfu.Error {
	return jianfu.Errorf(jianfu.Conflict,
		"打不开仓库文件 %s：它不是 jianfu 的仓库，或已损坏。请换一个 --warehouse，或用备份恢复（jianfu restore）",
		"cannot open %s: not a jianfu warehouse, or damaged. Choose another --warehouse, or restore a backup (jianfu restore)", w.path).Because(err)
}

// Close writes the log into the file and closes the file. It waits for a load to end.
func (w *Warehouse) Close() error {
	w.writing <- struct{}{}
	defer func() { <-w.writing }()
	w.end()
	w.snapping <- struct{}{}
	defer func() { <-w.snapping }()
	var err error
	w.deriving <- struct{}{}
	defer func() { <-w.deriving }()
	w.rolling <- struct{}{}
	defer func() { <-w.rolling }()
	if w.marks.head != nil && (isThere(w.path+".wal") || w.marks.unsaved.Load()) {
		err = w.checkpoint(context.WithoutCancel(w.life))
		if gone := w.gone(); gone == nil && !w.marks.unsaved.Load() {
			err = nil // on a full disk the log is still there, for the next time
		}
	}
	if w.db != nil {
		err = errors.Join(err, w.readings.renew(), w.db.Close())
	}
	w.marks.head = nil
	if w.file != nil {
		err = errors.Join(err, w.file.Close()) // only now: see the package's comment
		w.file = nil
	}
	return errors.Join(err, w.journal.close(), w.release())
}

// Fixed reports whether the file is read-only: nothing can be written or defined in it.
func (w *Warehouse) Fixed() bool { return w.fixed }

// Path is the database file, "" in memory.
func (w *Warehouse) Path() string { return w.path }

// Query runs one SELECT. Placeholders are $1, $2, …, in the order of args.
func (w *Warehouse) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	reader, err := w.reader(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := reader.QueryContext(ctx, query, args...)
	return rows, w.told(err)
}

// QueryRow runs one SELECT of at most one row.
func (w *Warehouse) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	reader, err := w.reader(ctx)
	if err != nil { // a row has no other way to say so
		gone, cancel := context.WithCancelCause(ctx)
		cancel(err)
		return w.db.QueryRowContext(gone, query, args...)
	}
	return reader.QueryRowContext(ctx, query, args...)
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

// write runs one transaction; only one runs at a time. Any error rolls all of it back. It does not
// change what was filed: see commit.
func (w *Warehouse) write(ctx context.Context, change func(tx *sql.Tx) error) error {
	return w.transact(ctx, change, w.finish)
}

// commit runs one transaction that changes what was filed: change says what it did.
func (w *Warehouse) commit(ctx context.Context, change func(tx *sql.Tx) (Commit, error)) error {
	var done Commit
	return w.transact(ctx, func(tx *sql.Tx) error {
		c, err := change(tx)
		if err == nil {
			done, err = w.record(ctx, tx, c)
		}
		return err
	}, func(tx *sql.Tx) error { return w.seal(ctx, tx, done) })
}

func (w *Warehouse) transact(ctx context.Context, change, end func(tx *sql.Tx) error) error {
	if err := w.turn(ctx); err != nil {
		return err
	}
	defer func() { <-w.writing }()
	if err := w.Present(); err != nil {
		return err
	}
	tx, err := beginTx(ctx, w.db)
	if err != nil {
		return w.told(fmt.Errorf("begin: %w", err))
	}
	if err := change(tx); err != nil {
		return errors.Join(w.told(err), unlessDone(tx.Rollback()))
	}
	if err := end(tx); err != nil {
		return errors.Join(err, unlessDone(tx.Rollback()))
	}
	w.tellChanged()
	return nil
}

// Changed has an entry after one or more changes of the warehouse: a load, a withdrawal, a setting.
// It is for one listener.
func (w *Warehouse) Changed() <-chan struct{} { return w.changed }

func (w *Warehouse) tellChanged() {
	select {
	case w.changed <- struct{}{}:
	default: // already signalled
	}
}

// unlessDone ignores the complaint that a transaction has ended already: a failed commit and a
// cancelled context roll back by themselves.
func unlessDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// acquire takes the lock file and writes into it who holds it.
func (w *Warehouse) acquire() error {
	path := w.path + ".lock"
	mode := lockMode(w.path)
	lock := flock.New(path, flock.SetPermissions(mode))
	held, err := lock.TryLock()
	if err == nil && !held && holderGone(path) { // what it was just starting when it was killed holds its files a moment longer
		held, err = waitFor(lock)
	}
	if err != nil {
		return w.unreachable(err)
	}
	_ = os.Chmod(path, mode) // an older jianfu let everybody open it; only its owner can change that
	if !held {
		holder, _ := os.ReadFile(path) // naming the holder helps, but the refusal does not depend on it
		return lockedError(w.path, strings.TrimSpace(string(holder)))
	}
	w.lock = lock
	if err := os.WriteFile(path, []byte(holderNote()+"\n"), mode); err != nil && !isFull(err) { // a full disk can still be read
		return errors.Join(w.unreachable(err), w.release())
	}
	return nil
}

// For how long the lock of a process that is gone is waited for, and how often it is tried.
const (
	lockWait  = 2 * time.Second
	lockPause = 50 * time.Millisecond
)

func waitFor(lock *flock.Flock) (held bool, err error) {
	ctx, done := context.WithTimeout(context.Background(), lockWait)
	defer done()
	if held, err = lock.TryLockContext(ctx, lockPause); errors.Is(err, context.DeadlineExceeded) {
		return false, nil
	}
	return held, err
}

// holderGone reports whether the process that noted itself in a lock file has ended.
func holderGone(path string) bool {
	note, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(note), ", PID ")
	number, _, _ := strings.Cut(after, ",")
	pid, err := strconv.Atoi(number)
	if err != nil {
		return false
	}
	process, err := os.FindProcess(pid)
	return err != nil || errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// release releases the lock file. The file remains: removing it would let two processes lock two
// files of one name.
func (w *Warehouse) release() error {
	if w.lock == nil {
		return nil
	}
	lock := w.lock
	w.lock = nil
	_ = os.Truncate(lock.Path(), 0) // only for people; the lock itself is what counts
	return lock.Unlock()
}

func holderNote() string {
	program, err := os.Executable()
	if err != nil {
		program = "jianfu"
	}
	return fmt.Sprintf("%s, PID %d, %s", filepath.Base(program), os.Getpid(), time.Now().In(jianfu.China).Format(time.DateTime))
}

// servedAt goes before the address of a server in the note of who holds the warehouse.
const servedAt = ", serving "

// Serve notes for others who find the warehouse in use at which address they can ask the server that holds it.
func (w *Warehouse) Serve(address string) error {
	if w.lock == nil {
		return nil
	}
	return os.WriteFile(w.lock.Path(), []byte(holderNote()+servedAt+address+"\n"), lockMode(w.path))
}

func lockedError(path, holder string) *jianfu.Error {
	if holder == "" {
		holder = "?"
	}
	if process, address, serves := strings.Cut(holder, servedAt); serves {
		return jianfu.Errorf(jianfu.Locked,
			"仓库 %[1]s 正被服务 %[3]s 使用（%[2]s）。请让服务来做：命令加 --server %[3]s（load、withdraw、submissions、measure、report、check、return、accept、reopen、remind 可用），或在它的网页上做；别的命令请先停止服务",
			"the warehouse %[1]s is in use by the server %[3]s (%[2]s). Have it do the work: add --server %[3]s to the command (load, withdraw, submissions, measure, report, check, return, accept, reopen and remind take it), or use its pages. For other commands stop it first",
			path, process, address)
	}
	return jianfu.Errorf(jianfu.Locked,
		"仓库 %s 正被另一个进程使用（%s）。如果那是 jianfu serve，载入、撤回等请在它的网页上做（启动时显示地址，如 http://127.0.0.1:8080/）；否则请等它结束，或停止它再试",
		"the warehouse %s is in use by another process (%s). If that is jianfu serve, load, withdraw and so on in its pages (it prints the address when it starts, such as http://127.0.0.1:8080/). Otherwise wait for it to end, or stop it and try again", path, holder)
}

// onlyLogDamaged describes a file that DuckDB can open without its log; nil if it cannot.
func (w *Warehouse) onlyLogDamaged(cause error) error {
	if !isThere(w.path+".wal") || w.fixed {
		return nil
	}
	link := w.path + ".without-log"
	if err := errors.Join(removeIfThere(link), os.Link(w.path, link)); err != nil {
		return nil //nolint:nilerr // a file system without links: the file as a whole is reported as damaged
	}
	defer func() { _ = removeIfThere(link) }()
	db, err := sql.Open("duckdb", link+readOnly)
	if err != nil {
		return nil //nolint:nilerr // the file itself is damaged
	}
	defer func() { _ = db.Close() }()     // it was only read
	have, _ := readCommits(w.life, db, 0) // a file whose tables are in the log has none
	file, _, err := readJournal(w.journalPath())
	if err != nil {
		return err
	}
	there := hashes(have)
	lost := slices.DeleteFunc(remaining(file.entries), func(c Commit) bool { return there[c.Hash] })
	names := listed(lost)
	if len(lost) == 0 {
		names = jianfu.Say("没有报送", "nothing that was filed")
	}
	return (&jianfu.Error{Code: jianfu.Conflict, Text: jianfu.Text{
		ZH: fmt.Sprintf("仓库 %s 的日志文件（.wal）已损坏，仓库文件本身完好。只在日志里的是：%s。要继续：用最近的备份或快照恢复（jianfu restore 备份文件），或就用仓库文件（jianfu restore %[1]s），再把上面这些重新载入", w.path, names.ZH),
		EN: fmt.Sprintf("the log (.wal) of the warehouse %s is damaged, the file itself is not. Only in the log was: %s. To go on: restore the latest backup or snapshot (jianfu restore FILE), or use the file as it is (jianfu restore %[1]s), then load these again", w.path, names.EN)}}).Because(cause)
}

// duckdbHolder finds the process that DuckDB itself names when a program other than jianfu, which
// does not know our lock file, has the database open.
func duckdbHolder(err error) string {
	_, holder, found := strings.Cut(err.Error(), "Conflicting lock is held in ")
	if !found {
		return ""
	}
	holder, _, _ = strings.Cut(holder, ". See also")
	return holder
}
