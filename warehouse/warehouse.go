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
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/gofrs/flock"

	"jianfu"
)

// Warehouse is one open database file: one writer and many readers, all in this
// process.
type Warehouse struct {
	path    string
	db      *sql.DB
	lock    *flock.Flock // nil in memory
	writing sync.Mutex   // one load or withdrawal at a time
}

// settings are run once, in this order, before anything else: the driver would apply
// options of a connection string in random order, and the last line locks the rest.
var settings = []string{
	"SET autoinstall_known_extensions = false",
	"SET autoload_known_extensions = false",
	"SET preserve_insertion_order = false",
	"SET enable_external_access = false",
	"SET lock_configuration = true",
}

// Open opens the warehouse at path, making it where there is none, and brings its
// tables up to date; "" is a warehouse in memory. The error is Locked, naming the
// process, where another process has the file open, and Conflict where the file was
// written by a newer jianfu or by something else.
func Open(ctx context.Context, path string) (*Warehouse, error) {
	w := &Warehouse{path: path}
	if path != "" {
		if err := w.acquire(); err != nil {
			return nil, err
		}
	}
	if err := w.open(ctx); err != nil {
		return nil, errorsJoinClose(err, w)
	}
	return w, nil
}

func (w *Warehouse) open(ctx context.Context) error {
	configured := false
	connector, err := duckdb.NewConnector(w.path, func(conn driver.ExecerContext) error {
		if configured { // settings belong to the instance, and the first connection locked them
			return nil
		}
		configured = true
		for _, setting := range settings {
			if _, err := conn.ExecContext(ctx, setting, nil); err != nil {
				return fmt.Errorf("%s: %w", setting, err)
			}
		}
		return nil
	})
	if err != nil {
		if holder := duckdbHolder(err); holder != "" {
			return lockedError(w.path, holder).Because(err)
		}
		return jianfu.Errorf(jianfu.Conflict,
			"打不开仓库文件 %s：它不是 jianfu 的仓库，或已损坏。请换一个 --warehouse，或用备份恢复",
			"cannot open %s: not a jianfu warehouse, or damaged. Name another --warehouse, or restore a backup", w.path).Because(err)
	}
	w.db = sql.OpenDB(connector)
	if err := w.db.PingContext(ctx); err != nil {
		return fmt.Errorf("connect to %s: %w", w.path, err)
	}
	return w.migrate(ctx)
}

// Close writes what is still in the log to the file and lets the file go.
func (w *Warehouse) Close() error {
	w.writing.Lock()
	defer w.writing.Unlock()
	var err error
	if w.db != nil {
		err = w.db.Close()
	}
	if w.lock != nil {
		// The name stays: removing it would let two processes lock two files of one name.
		_ = os.Truncate(w.lock.Path(), 0) // only what a person reads; the lock itself is what counts
		if unlock := w.lock.Unlock(); err == nil {
			err = unlock
		}
	}
	return err
}

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

// write runs one transaction; only one runs at a time. Any error rolls all of it back.
func (w *Warehouse) write(ctx context.Context, change func(tx *sql.Tx) error) error {
	w.writing.Lock()
	defer w.writing.Unlock()
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if err := change(tx); err != nil {
		if rollback := tx.Rollback(); rollback != nil {
			return fmt.Errorf("%w (and rolling back: %w)", err, rollback)
		}
		return err
	}
	return tx.Commit()
}

// acquire takes the lock file and writes into it who holds it.
func (w *Warehouse) acquire() error {
	path := w.path + ".lock"
	lock := flock.New(path)
	held, err := lock.TryLock()
	if err != nil {
		return jianfu.Errorf(jianfu.Invalid,
			"不能在 %s 处建立仓库：请检查文件夹是否存在、是否可写",
			"cannot make a warehouse at %s: check that the folder exists and can be written", w.path).Because(err)
	}
	if !held {
		holder, _ := os.ReadFile(path) // who it is helps, but the refusal stands without it
		return lockedError(w.path, strings.TrimSpace(string(holder)))
	}
	w.lock = lock
	note := fmt.Sprintf("PID %d, %s, %s", os.Getpid(), strings.Join(os.Args[:min(2, len(os.Args))], " "),
		time.Now().Format("2006-01-02 15:04:05"))
	return os.WriteFile(path, []byte(note+"\n"), 0o644)
}

func lockedError(path, holder string) *jianfu.Error {
	if holder == "" {
		holder = "?"
	}
	return jianfu.Errorf(jianfu.Locked,
		"仓库 %s 正被另一个进程使用（%s）。请等它结束，或先停止它再试",
		"the warehouse %s is in use by another process (%s). Wait for it to end, or stop it first", path, holder)
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

func errorsJoinClose(err error, w *Warehouse) error {
	if closing := w.Close(); closing != nil {
		return fmt.Errorf("%w (and closing: %w)", err, closing)
	}
	return err
}
