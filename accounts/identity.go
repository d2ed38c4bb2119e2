package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"jianfu"
	"jianfu/access"
)

// SignIn is the account of somebody whom an OpenID Connect provider knows by subject, and who may do what c says. At the first login it
// is made, without a password; at each, role, unit and line become those of c. The error is Conflict where another account
// has the name, Unauthenticated where the account is disabled.
func (s *Store) SignIn(ctx context.Context, issuer, subject string, c access.Caller) (User, error) {
	c.Name = foldName(c.Name)
	if err := errors.Join(checkName(c.Name), c.Check()); err != nil {
		return User{}, err
	}
	err := s.change(ctx, false, func(tx *sql.Tx) error {
		var known string
		err := tx.QueryRowContext(ctx, `SELECT user FROM identity WHERE issuer = ? AND subject = ?`, issuer, subject).Scan(&known)
		now := time.Now().Unix()
		switch {
		case errors.Is(err, sql.ErrNoRows):
			done, err := tx.ExecContext(ctx, `INSERT INTO user (name, role, department, portfolio, password, must_change, created_at)
				VALUES (?, ?, ?, ?, '', 0, ?) ON CONFLICT DO NOTHING`, c.Name, c.Role, c.Department, c.Portfolio, now)
			if err := one(done, err, jianfu.Errorf(jianfu.Conflict, "账号名“%s”已被另一个账号占用，请找管理员", "the name %q is another account's: ask an administrator", c.Name)); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO identity VALUES (?, ?, ?)`, issuer, subject, c.Name); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			c.Name = known
		}
		_, err = tx.ExecContext(ctx, `UPDATE user SET role = ?, department = ?, portfolio = ?, login_at = ? WHERE name = ? AND NOT disabled`, c.Role, c.Department, c.Portfolio, now, c.Name)
		return err
	})
	if err != nil {
		return User{}, err
	}
	u, err := s.User(ctx, c.Name)
	if err == nil && u.Disabled {
		return User{}, refusedLogin
	}
	return u, err
}
