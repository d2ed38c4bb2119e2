package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xdg-go/scram"

	"jianfu"
	"jianfu/access"
)

// tokenPrefix begins each token, so that people and scanners recognise one that was left lying about.
const tokenPrefix = "jianfu_"

// The bounds of how long a token is valid.
const (
	DefaultTokenLife = 90 * 24 * time.Hour
	maxTokenLife     = 366 * 24 * time.Hour
	maxTokens        = 20 // valid ones of a user
)

// Token is what a program shows in place of a name and a password. Only its owner ever has its text.
type Token struct {
	ID int64
	access.Caller
	Purpose   string // what it is for, in its owner's words
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt time.Time // zero: not revoked
	UsedAt    time.Time // to within seenEvery; zero: never
}

// Valid reports whether a token can still be used.
func (t Token) Valid(now time.Time) bool { return t.RevokedAt.IsZero() && now.Before(t.ExpiresAt) }

// CreateToken makes a token of a user, for all that they may, or if c has a role for that role, which must
// be within it. The text is never seen again.
func (s *Store) CreateToken(ctx context.Context, c access.Caller, purpose string, life time.Duration) (text string, t Token, err error) {
	u, err := s.User(ctx, c.Name)
	if err != nil {
		return "", t, err
	}
	c.Name = u.Name
	if c.Role == "" {
		c = u.Caller
	}
	purpose = strings.TrimSpace(purpose)
	switch err := c.Check(); {
	case err != nil:
		return "", t, err
	case u.Disabled:
		return "", t, jianfu.Errorf(jianfu.Conflict, "账号“%s”已停用", "the account %q is disabled", u.Name)
	case !within(c, u.Caller):
		return "", t, jianfu.Errorf(jianfu.Invalid, "令牌的角色 %s 超出账号“%s”的角色 %s", "the token's role %s exceeds that of the account %q, %s", c.Role, u.Name, u.Role)
	case life <= 0 || life > maxTokenLife:
		return "", t, jianfu.Errorf(jianfu.Invalid, "令牌有效期应为 1—366 天", "a token is valid for 1 to 366 days")
	case purpose == "" || utf8.RuneCountInString(purpose) > 100:
		return "", t, jianfu.Errorf(jianfu.Invalid, "请写明令牌的用途，不超过 100 字", "say what the token is for, in at most 100 characters")
	}
	text = tokenPrefix + rand.Text()
	now := time.Now()
	t = Token{Caller: c, Purpose: purpose, CreatedAt: now, ExpiresAt: now.Add(life)}
	err = s.change(ctx, false, func(tx *sql.Tx) error {
		keys, err := wireKeys(ctx, tx, u.Name, text)
		if err != nil {
			return err
		}
		var tokens int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM token WHERE user = ? AND revoked_at = 0 AND expires_at > ?`, u.Name, now.Unix()).Scan(&tokens); err != nil {
			return err
		}
		if tokens >= maxTokens {
			return jianfu.Errorf(jianfu.Conflict, "账号“%s”已有 %d 个有效令牌：请先吊销不用的", "the account %q has %d valid tokens: revoke those that are not used", u.Name, tokens)
		}
		return tx.QueryRowContext(ctx, `INSERT INTO token (user, purpose, hash, stored_key, server_key, role, department, portfolio, created_at, expires_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, u.Name, purpose, sum(text), keys.StoredKey, keys.ServerKey, c.Role, c.Department, c.Portfolio,
			now.Unix(), t.ExpiresAt.Unix()).Scan(&t.ID)
	})
	if err != nil {
		return "", Token{}, err
	}
	return text, t, nil
}

const selectToken = `SELECT t.id, t.user, t.role, t.department, t.portfolio, t.purpose, t.created_at, t.expires_at, t.revoked_at, t.used_at FROM token t `

func scanToken(row interface{ Scan(into ...any) error }, more ...any) (t Token, err error) {
	var created, expires, revoked, used int64
	err = row.Scan(append([]any{&t.ID, &t.Name, &t.Role, &t.Department, &t.Portfolio, &t.Purpose, &created, &expires, &revoked, &used}, more...)...)
	t.CreatedAt, t.ExpiresAt, t.RevokedAt, t.UsedAt = timeOf(created), timeOf(expires), timeOf(revoked), timeOf(used)
	return t, err
}

// Tokens are all that were made, also those that are no longer valid, the latest first.
func (s *Store) Tokens(ctx context.Context) (list []Token, err error) {
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, selectToken+`ORDER BY t.id DESC`)
	if err != nil {
		return nil, s.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		t, err := scanToken(rows)
		if err != nil {
			return nil, s.failed(err)
		}
		list = append(list, t)
	}
	return list, s.failed(rows.Err())
}

// RevokeToken ends a token for good.
func (s *Store) RevokeToken(ctx context.Context, id int64) (t Token, err error) {
	return t, s.change(ctx, false, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `UPDATE token SET revoked_at = ? WHERE id = ? AND revoked_at = 0`, time.Now().Unix(), id)
		if err := one(done, err, jianfu.Errorf(jianfu.NotFound, "没有第 %d 号令牌，或已经吊销", "there is no token %d, or it is revoked already", id)); err != nil {
			return err
		}
		t, err = scanToken(tx.QueryRowContext(ctx, selectToken+`WHERE t.id = ?`, id))
		return err
	})
}

// TokenCaller is who a token is of, with the rights of the token: never more than its user now has. The error is
// Unauthenticated if it is nobody's.
func (s *Store) TokenCaller(ctx context.Context, text string) (access.Caller, error) {
	u, err := s.remembered("token", text, func() (User, error) {
		db, err := s.opened(ctx)
		if err != nil {
			return User{}, err
		}
		t, err := s.validToken(ctx, db, db.QueryRowContext(ctx, selectToken+`WHERE t.hash = ?`, sum(text)))
		return User{Caller: t.Caller}, err
	})
	return u.Caller, err
}

// ValidToken is a token by its number, for a connection that was opened with it. The error is Unauthenticated if it
// is no longer valid.
func (s *Store) ValidToken(ctx context.Context, id int64) (Token, error) {
	db, err := s.opened(ctx)
	if err != nil {
		return Token{}, err
	}
	return s.validToken(ctx, db, db.QueryRowContext(ctx, selectToken+`WHERE t.id = ?`, id))
}

// validToken reads a token, and notes that it was used.
func (s *Store) validToken(ctx context.Context, db *sql.DB, row *sql.Row) (Token, error) {
	t, err := scanToken(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Token{}, nobody("no such token")
	}
	if err != nil {
		return Token{}, s.failed(err)
	}
	u, err := s.User(ctx, t.Name)
	if err != nil {
		return Token{}, err
	}
	now := time.Now()
	if !t.Valid(now) || u.Disabled || !within(t.Caller, u.Caller) {
		return Token{}, nobody("the token has ended, or its user may no longer do what it may")
	}
	if now.Sub(t.UsedAt) >= seenEvery {
		if _, err := db.ExecContext(ctx, `UPDATE token SET used_at = ? WHERE id = ?`, now.Unix(), t.ID); err != nil {
			return Token{}, s.failed(err)
		}
	}
	return t, nil
}

// wireRounds is SCRAM's number of rounds: clients refuse less, and a random token needs no more.
const wireRounds = 4096

// wireFactors are what SCRAM says to whoever names a user, known or not: the salt follows from the name, so
// that a name that does not exist looks like one that does.
func wireFactors(ctx context.Context, db queryer, name string) (scram.KeyFactors, error) {
	var key []byte
	if err := db.QueryRowContext(ctx, `SELECT key FROM secret`).Scan(&key); err != nil {
		return scram.KeyFactors{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(name))
	return scram.KeyFactors{Salt: string(mac.Sum(nil)[:16]), Iters: wireRounds}, nil
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func wireKeys(ctx context.Context, db queryer, name, text string) (scram.StoredCredentials, error) {
	factors, err := wireFactors(ctx, db, name)
	if err != nil {
		return scram.StoredCredentials{}, err
	}
	client, err := scram.SHA256.NewClient("", text, "")
	if err != nil {
		return scram.StoredCredentials{}, err
	}
	return client.GetStoredCredentialsWithError(factors)
}
