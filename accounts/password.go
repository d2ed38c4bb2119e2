package accounts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"jianfu"
)

// hashing is what a hash costs, as OWASP advises: 46 MB and some 50 ms. The parameters are kept with each
// hash, and one of others is written anew at the next login.
var hashing = argon2id.Params{Memory: 46 << 10, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashesAtOnce bounds the memory of hashes.
const hashesAtOnce = 2

// hashTimeout is how long a login waits for its turn.
const hashTimeout = 10 * time.Second

// The bounds of a password.
const (
	minPassword = 10  // characters
	maxPassword = 256 // bytes
)

const consecutive = "01234567890123456789 abcdefghijklmnopqrstuvwxyz"

func checkPassword(name, password string) error {
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	low := strings.ToLower(password)
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return jianfu.Errorf(jianfu.Invalid, "密码太短：至少 %d 个字符", "the password is too short: at least %d characters", minPassword)
	case len(password) > maxPassword || !utf8.ValidString(password) || strings.ContainsFunc(password, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return jianfu.Errorf(jianfu.Invalid, "密码不能用：最长 %d 字节，不含控制字符", "the password cannot be used: at most %d bytes, no control characters", maxPassword)
	case len(different) < 5 || strings.Contains(consecutive, low) || utf8.RuneCountInString(name) > 3 && strings.Contains(low, name):
		return jianfu.Errorf(jianfu.Invalid, "密码太容易猜：不要重复的字符、顺序的字符，不要含账号名", "the password is easily guessed: no repeated or consecutive characters, not the account's name")
	}
	return nil
}

// turn waits until a hash may be computed.
func (s *Store) turn(ctx context.Context) (done func(), err error) {
	timeout := time.NewTimer(hashTimeout)
	defer timeout.Stop()
	select {
	case s.hashing <- struct{}{}:
		return func() { <-s.hashing }, nil
	case <-timeout.C:
		busy := jianfu.Errorf(jianfu.Busy, "正在登录的人太多，请稍后再试", "too many are logging in: try again soon")
		busy.RetryAfter = hashTimeout
		return nil, busy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Store) hash(ctx context.Context, name, password string) (string, error) {
	if err := checkPassword(name, password); err != nil {
		return "", err
	}
	done, err := s.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return argon2id.CreateHash(password, &hashing)
}

// noHash is the hash of a password that nobody has: a name that does not exist takes as long as one that
// does.
var noHash = sync.OnceValues(func() (string, error) { return argon2id.CreateHash(rand.Text(), &hashing) })

// Attempt is a login.
type Attempt struct {
	Name, Password string
	Source         string // the address it comes from
	Device         string // the cookie of a browser in which somebody has logged in before; "" for none
}

// refusedLogin says the same of a wrong name, a wrong password and a disabled account.
var refusedLogin = jianfu.Errorf(jianfu.Unauthenticated, "账号名或密码不对，或账号已停用", "the name or the password is wrong, or the account is disabled")

// Login checks a password. Failures slow down the same name from the same source, and a source that tries many
// names; nothing that a stranger does slows down somebody elsewhere, or in a browser that was used before.
func (s *Store) Login(ctx context.Context, a Attempt) (User, error) {
	a.Name = foldName(a.Name)
	db, err := s.opened(ctx)
	if err != nil {
		return User{}, err
	}
	known, err := s.knownDevice(ctx, db, a.Name, a.Device)
	if err != nil {
		return User{}, err
	}
	keys := []key{{name: a.Name, source: a.Source}, {source: a.Source}}
	if known {
		keys = []key{{name: a.Name, device: a.Device}}
	}
	if err := s.throttle.begin(time.Now(), keys...); err != nil {
		return User{}, err
	}
	u, err := s.check(ctx, db, a)
	switch {
	case err == nil:
		s.throttle.forgive(keys...)
	case !errors.Is(err, refusedLogin): // not the caller's fault
		s.throttle.forgive(keys...)
	}
	return u, err
}

func (s *Store) check(ctx context.Context, db *sql.DB, a Attempt) (User, error) {
	hash := ""
	err := db.QueryRowContext(ctx, `SELECT password FROM user WHERE name = ?`, a.Name).Scan(&hash)
	exists := err == nil && hash != "" // without a password: they log in elsewhere
	if err == nil && !exists || errors.Is(err, sql.ErrNoRows) {
		hash, err = noHash()
	}
	if err != nil {
		return User{}, s.failed(err)
	}
	if len(a.Password) > maxPassword {
		return User{}, refusedLogin
	}
	done, err := s.turn(ctx)
	if err != nil {
		return User{}, err
	}
	right, with, err := argon2id.CheckHash(a.Password, hash)
	done()
	if err != nil {
		return User{}, s.failed(err)
	}
	if !right || !exists {
		return User{}, refusedLogin
	}
	u, err := s.User(ctx, a.Name)
	if err != nil {
		return User{}, err
	}
	if u.Disabled {
		return User{}, refusedLogin
	}
	renewed := hash
	if *with != hashing {
		if renewed, err = argon2id.CreateHash(a.Password, &hashing); err != nil {
			return User{}, err
		}
	}
	return u, s.change(ctx, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE user SET login_at = ?, password = ? WHERE name = ? AND password = ?`, time.Now().Unix(), renewed, u.Name, hash)
		return err
	})
}

// maxDevices is how many browsers are remembered of one account.
const maxDevices = 20

// RememberDevice makes a cookie by which the browser of a user is known at its next login.
func (s *Store) RememberDevice(ctx context.Context, name string) (string, error) {
	cookie := rand.Text()
	return cookie, s.change(ctx, false, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO device VALUES (?, ?, ?)`, sum(cookie), foldName(name), time.Now().Unix()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM device WHERE user = $1 AND rowid NOT IN
			(SELECT rowid FROM device WHERE user = $1 ORDER BY seen_at DESC, rowid DESC LIMIT $2)`, foldName(name), maxDevices)
		return err
	})
}

func (s *Store) knownDevice(ctx context.Context, db *sql.DB, name, cookie string) (bool, error) {
	if cookie == "" {
		return false, nil
	}
	known := false
	err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM device WHERE hash = ? AND user = ?)`, sum(cookie), name).Scan(&known)
	return known, s.failed(err)
}
