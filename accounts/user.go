package accounts

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"jianfu"
	"jianfu/access"
)

// User is somebody with an account.
type User struct {
	access.Caller
	MustChange bool // the password was set by somebody else, and opens nothing but the page that changes it
	Disabled   bool
	CreatedAt  time.Time
	LoginAt    time.Time // zero: never
	Email      string    // to which mails go; "" for none
}

// foldName is how a name is kept and compared.
func foldName(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func checkName(name string) error {
	odd := strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._-@", r)
	})
	if name == "" || utf8.RuneCountInString(name) > 64 || odd || strings.HasPrefix(name, "-") {
		return jianfu.Errorf(jianfu.Invalid, "账号名“%s”不能用：请用字母、汉字、数字和 . _ - @，不超过 64 个字", "the account name %q cannot be used: letters, digits and . _ - @, at most 64", name)
	}
	return nil
}

// Add makes an account. The first one must be an administrator's, as only they can make others.
func (s *Store) Add(ctx context.Context, c access.Caller, password string, mustChange bool) error {
	c.Name = foldName(c.Name)
	if err := errors.Join(checkName(c.Name), c.Check()); err != nil {
		return err
	}
	if active, err := s.Active(ctx); err != nil || !active && c.Role != access.Admin {
		return errors.Join(err, jianfu.Errorf(jianfu.Invalid, "第一个账号应是管理员：--role admin", "the first account should be an administrator's: --role admin"))
	}
	hash, err := s.hash(ctx, c.Name, password)
	if err != nil {
		return err
	}
	return s.change(ctx, true, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO user (name, role, department, portfolio, password, must_change, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, c.Name, c.Role, c.Department, c.Portfolio, hash, mustChange, time.Now().Unix())
		return one(done, err, jianfu.Errorf(jianfu.Conflict, "账号“%s”已存在", "there is an account %q already", c.Name))
	})
}

// one reports otherwise where a statement changed no row.
func one(done sql.Result, err error, otherwise error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return otherwise
}

const selectUser = `SELECT name, role, department, portfolio, must_change, disabled, created_at, login_at, email FROM user `

func scanUser(row interface{ Scan(into ...any) error }) (u User, err error) {
	var created, login int64
	err = row.Scan(&u.Name, &u.Role, &u.Department, &u.Portfolio, &u.MustChange, &u.Disabled, &created, &login, &u.Email)
	u.CreatedAt, u.LoginAt = timeOf(created), timeOf(login)
	return u, err
}

// Users are all accounts by name. Without the file there are none.
func (s *Store) Users(ctx context.Context) (list []User, err error) {
	db, err := s.file(ctx, false)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, selectUser+`ORDER BY name`)
	if err != nil {
		return nil, s.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		u, err := scanUser(rows)
		if err != nil {
			return nil, s.failed(err)
		}
		list = append(list, u)
	}
	return list, s.failed(rows.Err())
}

// User is one account. An unknown name is NotFound, with the nearest names.
func (s *Store) User(ctx context.Context, name string) (User, error) {
	db, err := s.opened(ctx)
	if err != nil {
		return User{}, err
	}
	u, err := scanUser(db.QueryRowContext(ctx, selectUser+`WHERE name = ?`, foldName(name)))
	if errors.Is(err, sql.ErrNoRows) {
		return User{}, s.unknown(ctx, name)
	}
	return u, s.failed(err)
}

func (s *Store) unknown(ctx context.Context, name string) error {
	users, err := s.Users(ctx)
	if err != nil {
		return err
	}
	var names []string
	for _, u := range users {
		names = append(names, u.Name)
	}
	e := jianfu.Errorf(jianfu.NotFound, "没有账号“%s”", "there is no account %q", name)
	if e.Near = jianfu.Nearest(foldName(name), names, 3); len(e.Near) > 0 {
		near := strings.Join(e.Near, ", ")
		e.Text = jianfu.Say("没有账号“%s”。相近的有：%s", "there is no account %q. The nearest: %s", name, near)
	}
	return e
}

// Set changes the role of an account and what goes with it. Sessions go on with the new one; tokens that
// were narrowed below a role that the account no longer has are refused.
func (s *Store) Set(ctx context.Context, c access.Caller) error {
	c.Name = foldName(c.Name)
	if err := c.Check(); err != nil {
		return err
	}
	return s.changeUser(ctx, c.Name, func(tx *sql.Tx) (sql.Result, error) {
		return tx.ExecContext(ctx, `UPDATE user SET role = ?, department = ?, portfolio = ? WHERE name = ?`, c.Role, c.Department, c.Portfolio, c.Name)
	})
}

// SetDisabled closes an account, or opens it again. Its sessions end; its tokens are refused as long as it is
// closed.
func (s *Store) SetDisabled(ctx context.Context, name string, disabled bool) error {
	name = foldName(name)
	return s.changeUser(ctx, name, func(tx *sql.Tx) (sql.Result, error) {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user = ?`, name); err != nil {
			return nil, err
		}
		return tx.ExecContext(ctx, `UPDATE user SET disabled = ? WHERE name = ?`, disabled, name)
	})
}

// changeUser changes one account. An administrator must remain.
func (s *Store) changeUser(ctx context.Context, name string, do func(tx *sql.Tx) (sql.Result, error)) error {
	unknown := errors.New("unknown")
	err := s.change(ctx, false, func(tx *sql.Tx) error {
		done, err := do(tx)
		if err := one(done, err, unknown); err != nil {
			return err
		}
		var admins int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM user WHERE role = ? AND NOT disabled`, access.Admin).Scan(&admins); err != nil {
			return err
		}
		if admins == 0 {
			return jianfu.Errorf(jianfu.Conflict, "“%s”是最后一个管理员：请先添加另一个管理员", "%q is the last administrator: add another one first", name)
		}
		return nil
	})
	if errors.Is(err, unknown) {
		return s.unknown(ctx, name)
	}
	return err
}

// SetPassword sets a password. Every session of the account ends except that of the cookie kept, which may be "".
func (s *Store) SetPassword(ctx context.Context, name, password string, mustChange bool, kept string) error {
	name = foldName(name)
	if _, err := s.User(ctx, name); err != nil {
		return err
	}
	hash, err := s.hash(ctx, name, password)
	if err != nil {
		return err
	}
	return s.change(ctx, false, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE user SET password = ?, must_change = ? WHERE name = ?`, hash, mustChange, name); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM device WHERE user = ?`, name); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE user = ? AND hash <> ?`, name, sum(kept))
		return err
	})
}

// within reports whether a caller may do nothing that whole may not.
func within(c, whole access.Caller) bool {
	a, b := c.Rights(), whole.Rights()
	reach := func(a, b access.Reach) bool {
		return a == access.NoUnit || b == access.AllUnits || a == b && c.Department == whole.Department && c.Portfolio == whole.Portfolio
	}
	return reach(a.Sees, b.Sees) && reach(a.Files, b.Files) && reach(a.Explains, b.Explains) &&
		!slices.ContainsFunc([][2]bool{{a.City, b.City}, {a.Withdraws, b.Withdraws}, {a.Thresholds, b.Thresholds}, {a.Closes, b.Closes},
			{a.SQL, b.SQL}, {a.Accounts, b.Accounts}, {a.Introspect, b.Introspect}}, func(right [2]bool) bool { return right[0] && !right[1] })
}
