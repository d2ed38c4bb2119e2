package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"jianfu"
)

// A session ends after SessionLife, or sessionIdle after it was last used.
const (
	SessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
	seenEvery   = 5 * time.Minute // how often its use is written down
)

// Session is a browser in which somebody is logged in. Sessions are rows that are listed, joined with their
// user and ended by SQL; libraries of sessions keep blobs, and write one that was ended anew when it is used.
type Session struct {
	ID      int64 // names it to be ended; nobody can log in with it
	User    string
	Source  string
	Agent   string // the browser, as it calls itself
	BeganAt time.Time
	SeenAt  time.Time // to within seenEvery
}

// sum is how a cookie or token is kept: it is random, and needs no slow hash.
func sum(secret string) []byte {
	hash := sha256.Sum256([]byte(secret))
	return hash[:]
}

// Begin begins a session of a user who has just logged in, and returns its cookie, which is always a new one.
func (s *Store) Begin(ctx context.Context, u User, source, agent string) (cookie string, err error) {
	if letters := []rune(jianfu.Visible(agent)); len(letters) > 200 {
		agent = string(letters[:200])
	}
	cookie = rand.Text() + rand.Text()
	now := time.Now()
	return cookie, s.change(ctx, false, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE began_at <= ? OR seen_at <= ?`, now.Add(-SessionLife).Unix(), now.Add(-sessionIdle).Unix()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO session (hash, user, source, agent, began_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)`,
			sum(cookie), u.Name, source, agent, now.Unix())
		return err
	})
}

// nobody is the answer to a cookie or token that is not valid: the reason is for the log alone.
func nobody(why string) error {
	return jianfu.Errorf(jianfu.Unauthenticated, "请先登录：登录已过期，或令牌无效", "log in first: the session has ended, or the token is not valid").Because(errors.New(why))
}

// SessionUser is whose session a cookie is of. The error is Unauthenticated if it is nobody's.
func (s *Store) SessionUser(ctx context.Context, cookie string) (User, error) {
	return s.remembered("session", cookie, func() (User, error) { return s.sessionUser(ctx, cookie) })
}

func (s *Store) sessionUser(ctx context.Context, cookie string) (User, error) {
	db, err := s.opened(ctx)
	if err != nil {
		return User{}, err
	}
	now := time.Now()
	var u User
	var id, seen int64
	err = db.QueryRowContext(ctx, `SELECT s.id, s.seen_at, u.name, u.role, u.department, u.portfolio, u.must_change
		FROM session s JOIN user u ON u.name = s.user AND NOT u.disabled WHERE s.hash = ? AND s.began_at > ? AND s.seen_at > ?`,
		sum(cookie), now.Add(-SessionLife).Unix(), now.Add(-sessionIdle).Unix()).
		Scan(&id, &seen, &u.Name, &u.Role, &u.Department, &u.Portfolio, &u.MustChange)
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, nobody("no such session")
	}
	if err == nil && now.Sub(time.Unix(seen, 0)) >= seenEvery {
		_, err = db.ExecContext(ctx, `UPDATE session SET seen_at = ? WHERE id = ?`, now.Unix(), id)
	}
	return u, s.failed(err)
}

// Sessions are those that have not ended, the latest first.
func (s *Store) Sessions(ctx context.Context) (list []Session, err error) {
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	rows, err := db.QueryContext(ctx, `SELECT id, user, source, agent, began_at, seen_at FROM session WHERE began_at > ? AND seen_at > ? ORDER BY id DESC`,
		now.Add(-SessionLife).Unix(), now.Add(-sessionIdle).Unix())
	if err != nil {
		return nil, s.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var session Session
		var began, seen int64
		if err := rows.Scan(&session.ID, &session.User, &session.Source, &session.Agent, &began, &seen); err != nil {
			return nil, s.failed(err)
		}
		session.BeganAt, session.SeenAt = timeOf(began), timeOf(seen)
		list = append(list, session)
	}
	return list, s.failed(rows.Err())
}

// End ends the session of a cookie, if it is one's.
func (s *Store) End(ctx context.Context, cookie string) error {
	return s.change(ctx, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE hash = ?`, sum(cookie))
		return err
	})
}

// EndSession ends a session by its number, and says whose it was.
func (s *Store) EndSession(ctx context.Context, id int64) (user string, err error) {
	err = s.change(ctx, false, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `DELETE FROM session WHERE id = ? RETURNING user`, id).Scan(&user)
		if errors.Is(err, sql.ErrNoRows) {
			return jianfu.Errorf(jianfu.NotFound, "没有第 %d 号登录，可能已经结束", "there is no session %d: it may have ended", id)
		}
		return err
	})
	return user, err
}

// EndSessionsOf ends all sessions of a user, and says how many there were.
func (s *Store) EndSessionsOf(ctx context.Context, name string) (ended int64, err error) {
	if _, err := s.User(ctx, name); err != nil {
		return 0, err
	}
	err = s.change(ctx, false, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user = ?`, foldName(name))
		if err != nil {
			return err
		}
		ended, err = done.RowsAffected()
		return err
	})
	return ended, err
}
