// Package accounts keeps who may use the server: users and their passwords, sessions of browsers, and
// tokens of programs. They are in a SQLite file of their own beside the warehouse, which no SQL of an
// analyst, no snapshot, export or backup of figures can read. What somebody may do is decided by
// package access.
package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	_ "github.com/mattn/go-sqlite3" // SQLite, so that `jianfu user` works while a server runs: bbolt would lock it out

	"jianfu"
	"jianfu/recent"
)

// Path is the accounts' file of a warehouse.
func Path(warehouse string) string { return warehouse + ".accounts" }

// Store is one file of accounts. The file is made with the first account; until then there are none.
// Safe for concurrent use, also by several processes.
type Store struct {
	path     string
	throttle throttle
	hashing  chan struct{} // places: a hash takes memory and time

	active   atomic.Bool  // once there are accounts they stay
	revision atomic.Int64 // how often this process has changed the accounts
	known    recent.Store[knownKey, User]
	lock     sync.Mutex
	db       *sql.DB // nil until the file is there
}

// Open prepares the accounts in a file. Without the file it opens nothing.
func Open(path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, hashing: make(chan struct{}, hashesAtOnce)}
	s.known.Size = knownAtOnce
	return s, nil
}

// Path is the name of the file.
func (s *Store) Path() string { return s.path }

// Close closes the file.
func (s *Store) Close() error {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// Active reports whether there is an account, also one that another process has just made: from then
// on, strangers are refused. Where there is none it costs one look at the folder.
func (s *Store) Active(ctx context.Context) (bool, error) {
	if s == nil {
		return false, nil
	}
	if s.active.Load() {
		return true, nil
	}
	if _, err := os.Stat(s.path); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	db, err := s.file(ctx, false)
	if err != nil {
		return false, err
	}
	var users int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM user`).Scan(&users); err != nil {
		return false, s.failed(err)
	}
	s.active.Store(users > 0)
	return users > 0, nil
}

//go:embed schema.sql
var schema string

//go:embed identity.sql
var identitySchema string

//go:embed mail.sql
var mailSchema string

//go:embed schedule.sql
var scheduleSchema string

// schemas make the tables of a file, one version after another. One that has been made is never changed.
var schemas = []string{schema, identitySchema, mailSchema, scheduleSchema}

// file is the open file. If there is none it is made, or sql.ErrNoRows is returned.
func (s *Store) file(ctx context.Context, create bool) (*sql.DB, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.db != nil {
		return s.db, nil
	}
	switch _, err := os.Stat(s.path); {
	case errors.Is(err, fs.ErrNotExist) && !create:
		return nil, sql.ErrNoRows
	case errors.Is(err, fs.ErrNotExist):
		f, err := os.OpenFile(s.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, s.failed(err)
		}
		if err := f.Close(); err != nil {
			return nil, s.failed(err)
		}
	case err != nil:
		return nil, s.failed(err)
	}
	if err := os.Chmod(s.path, 0o600); err != nil { // one that was copied back may be open to others
		return nil, s.failed(err)
	}
	db, err := connect(s.path)
	if err != nil {
		return nil, s.failed(err)
	}
	if err := prepare(ctx, db); err != nil {
		return nil, errors.Join(s.failed(err), db.Close())
	}
	s.db = db
	return db, nil
}

// connect opens a file that is there.
func connect(path string) (*sql.DB, error) {
	name := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: url.Values{
		"mode": {"rw"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"5000"},
		"_foreign_keys": {"on"}, "_txlock": {"immediate"}, "_secure_delete": {"on"}}.Encode()}
	db, err := sql.Open("sqlite3", name.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	return db, nil
}

// prepare makes the tables that a file lacks, and refuses a file of a later version.
func prepare(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	switch {
	case version > len(schemas):
		return jianfu.Errorf(jianfu.Conflict, "账号文件是更新版本的 jianfu 写的，请用那个版本", "the accounts were written by a later version of jianfu: use that version")
	case version == len(schemas):
		return nil
	}
	for _, statements := range schemas[version:] {
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return err
		}
	}
	if version == 0 {
		key := make([]byte, 32)
		_, _ = rand.Read(key) // never fails
		if _, err := tx.ExecContext(ctx, `INSERT INTO secret VALUES (?)`, key); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, len(schemas))); err != nil {
		return err
	}
	return tx.Commit()
}

// failed says what to do about a file that cannot be used.
func (s *Store) failed(err error) error {
	var known *jianfu.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return jianfu.Errorf(jianfu.Unreadable, "账号文件 %s 无法使用：请检查磁盘空间和权限，或用备份恢复", "the accounts %s cannot be used: check the disk and the permissions, or restore a backup", s.path).Because(err)
}

// opened is the file, which must be there.
func (s *Store) opened(ctx context.Context) (*sql.DB, error) {
	db, err := s.file(ctx, false)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, jianfu.Errorf(jianfu.NotFound, "还没有账号：先用 jianfu user add 添加管理员", "there are no accounts yet: add an administrator with jianfu user add")
	}
	return db, err
}

// knownKey is a cookie or token in the second in which its user was last looked up. What this process has changed since is
// seen at once, what another has within a second.
type knownKey struct {
	of               string // "session" or "token"
	hash             [sha256.Size]byte
	revision, second int64
}

// knownAtOnce is how many are remembered.
const knownAtOnce = 10_000

// remembered is the user of a cookie or token, looked up by find once a second.
func (s *Store) remembered(of, secret string, find func() (User, error)) (User, error) {
	key := knownKey{of, sha256.Sum256([]byte(secret)), s.revision.Load(), time.Now().Unix()}
	if u, ok := s.known.Get(key); ok {
		return u, nil
	}
	u, err := find()
	if err == nil {
		s.known.Put(key, u, 1)
	}
	return u, err
}

// change changes accounts in one transaction. Nothing that was remembered before holds once it has returned.
func (s *Store) change(ctx context.Context, create bool, do func(tx *sql.Tx) error) error {
	defer s.revision.Add(1)
	return s.write(ctx, create, do)
}

// write runs statements in one transaction.
func (s *Store) write(ctx context.Context, create bool, do func(tx *sql.Tx) error) error {
	open := s.opened
	if create {
		open = func(ctx context.Context) (*sql.DB, error) { return s.file(ctx, true) }
	}
	db, err := open(ctx)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(err)
	}
	if err := do(tx); err != nil {
		return s.failed(errors.Join(err, tx.Rollback()))
	}
	return s.failed(tx.Commit())
}

// Backup writes a whole copy of the accounts to a new file, also while others use them.
func (s *Store) Backup(ctx context.Context, file string) error {
	db, err := s.opened(ctx)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return jianfu.Errorf(jianfu.Invalid, "文件 %s 已存在，请换一个名字", "the file %s exists: choose another name", file)
	}
	if err != nil {
		return jianfu.Errorf(jianfu.Invalid, "不能写文件 %s：请检查文件夹和权限", "cannot write the file %s: check the folder and the permissions", file).Because(err)
	}
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?`, file); err != nil { // into an empty file, whose mode it keeps
		return errors.Join(s.failed(err), os.Remove(file))
	}
	return nil
}

// Restore puts a backup in the place of the accounts, which must not be there. Sessions end; passwords and
// tokens are those of the backup.
func Restore(ctx context.Context, file, path string) (err error) {
	s, err := Open(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if users, err := s.Users(ctx); err != nil || len(users) == 0 {
		return errors.Join(err, jianfu.Errorf(jianfu.Unreadable, "%s 不是账号备份", "%s is no backup of accounts", file))
	}
	if _, err := os.Stat(path); err == nil {
		return jianfu.Errorf(jianfu.Conflict, "账号文件 %s 已存在：停止服务，移走它和它的 -wal、-shm，再恢复", "the accounts %s exist: stop the server, move them with their -wal and -shm away, and restore again", path)
	}
	if err := s.Backup(ctx, path); err != nil {
		return err
	}
	restored, err := Open(path)
	if err != nil {
		return err
	}
	return errors.Join(restored.change(ctx, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM session`)
		return err
	}), restored.Close())
}

// timeOf is a moment of the file; 0 is the zero time.
func timeOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}
