package accounts

import (
	"context"
	"database/sql"
	"errors"
	"net/mail"
	"strings"
	"time"

	"jianfu"
)

// Mail is a mail to somebody with an account. It is kept, also when it was sent.
type Mail struct {
	ID             int64
	About          string // what it is about, and to whom: there is one of each
	User, Address  string
	Subject, Body  string
	By             string
	MadeAt, SentAt time.Time // SentAt is zero if it was not sent, or that is not known
	BegunAt        time.Time // zero: not yet
	Failed         string    // why the mail server did not take it
}

// MailState is what has become of a mail.
type MailState string

// The states.
const (
	MailWaits   MailState = "WAITING" // for its turn
	MailAgain   MailState = "AGAIN"   // the mail server did not take it now
	MailBegun   MailState = "BEGUN"   // it is being sent, or it is not known whether it was: it is not sent again
	MailIsSent  MailState = "SENT"
	MailRefused MailState = "REFUSED" // the mail server does not take it
	MailBarred  MailState = "BARRED"  // the reader may not see what it would have, or what was agreed is gone: it was not written
	MailStopped MailState = "STOPPED" // its schedule was stopped before its turn
)

// Why a mail was not sent that no mail server has seen.
const (
	failedBarred  = "not written: "
	failedStopped = "the schedule was stopped"
)

// State is what has become of the mail.
func (m Mail) State() MailState {
	switch {
	case !m.SentAt.IsZero():
		return MailIsSent
	case m.BegunAt.IsZero() && m.Failed == "":
		return MailWaits
	case m.BegunAt.IsZero():
		return MailAgain
	case m.Failed == "":
		return MailBegun
	case m.Failed == failedStopped:
		return MailStopped
	case strings.HasPrefix(m.Failed, failedBarred):
		return MailBarred
	}
	return MailRefused
}

// Label is a state in words.
func (s MailState) Label() jianfu.Text {
	return map[MailState]jianfu.Text{
		MailWaits: jianfu.Say("待发", "to be sent"), MailAgain: jianfu.Say("邮件服务没有收下，稍后再发", "not taken by the mail server: it is tried again"),
		MailBegun: jianfu.Say("正在发，或不知是否发出（不会重发）", "being sent, or not known (it is not sent again)"), MailIsSent: jianfu.Say("已发", "sent"),
		MailRefused: jianfu.Say("没有发成，请核对邮箱和邮件服务的日志", "not sent: check the address and the mail server's log"),
		MailBarred:  jianfu.Say("没有写成：收件的账号无权看约定的数，或约定的指标、单位已不存在", "not written: the account may not see what was agreed, or a metric or unit of it is gone"),
		MailStopped: jianfu.Say("发出前已停发", "stopped before it was sent"),
	}[s]
}

// SetEmail sets the address to which mails of an account go; "" is none. The error is Invalid for what is no address.
func (s *Store) SetEmail(ctx context.Context, name, address string) error {
	if address = strings.TrimSpace(address); address != "" {
		parsed, err := mail.ParseAddress(address)
		if err != nil || parsed.Address != address || len(address) > 254 {
			return jianfu.Errorf(jianfu.Invalid, "邮箱“%s”写法不对，应为 name@example.gov.cn", "the address %q is malformed: write name@example.gov.cn", address)
		}
	}
	name = foldName(name)
	return s.changeUser(ctx, name, func(tx *sql.Tx) (sql.Result, error) {
		return tx.ExecContext(ctx, `UPDATE user SET email = ? WHERE name = ?`, address, name)
	})
}

// QueueMail keeps mails that are to be sent, and says how many: those about what there was a mail already are left out.
func (s *Store) QueueMail(ctx context.Context, list []Mail) (queued int, err error) {
	err = s.write(ctx, false, func(tx *sql.Tx) error {
		for _, m := range list {
			done, err := tx.ExecContext(ctx, `INSERT INTO mail (about, user, address, subject, body, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				m.About, m.User, m.Address, m.Subject, m.Body, m.By, time.Now().Unix())
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			if err != nil {
				return err
			}
			queued += int(n)
		}
		return nil
	})
	return queued, err
}

const selectMail = `SELECT id, about, user, address, subject, body, made_by, made_at, begun_at, sent_at, failed FROM mail `

func scanMail(row interface{ Scan(into ...any) error }) (m Mail, err error) {
	var made, begun, sent int64
	err = row.Scan(&m.ID, &m.About, &m.User, &m.Address, &m.Subject, &m.Body, &m.By, &made, &begun, &sent, &m.Failed)
	m.MadeAt, m.BegunAt, m.SentAt = timeOf(made), timeOf(begun), timeOf(sent)
	return m, err
}

// NextMail begins the oldest mail that was not begun; nobody else gets it then. It reports false if there is none.
func (s *Store) NextMail(ctx context.Context) (m Mail, is bool, err error) {
	err = s.write(ctx, false, func(tx *sql.Tx) error {
		m, err = scanMail(tx.QueryRowContext(ctx, selectMail+`WHERE begun_at = 0 ORDER BY id LIMIT 1`))
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		is = true
		_, err = tx.ExecContext(ctx, `UPDATE mail SET begun_at = ?, failed = '' WHERE id = ?`, time.Now().Unix(), m.ID)
		return err
	})
	return m, is, err
}

// MailSent notes that the mail server has taken a mail.
func (s *Store) MailSent(ctx context.Context, id int64) error {
	return s.write(ctx, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mail SET sent_at = ? WHERE id = ?`, time.Now().Unix(), id)
		return err
	})
}

// MailFailed notes why the mail server did not take a mail, and whether it may be begun again.
func (s *Store) MailFailed(ctx context.Context, id int64, why string, again bool) error {
	return s.write(ctx, false, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE mail SET failed = ?, begun_at = IIF(?, 0, begun_at) WHERE id = ?`, noted(why), again, id)
		return err
	})
}

// Mails are the latest mails, at most so many.
func (s *Store) Mails(ctx context.Context, most int) ([]Mail, error) {
	return s.mails(ctx, `ORDER BY id DESC LIMIT ?`, most)
}

func (s *Store) mails(ctx context.Context, which string, args ...any) (list []Mail, err error) {
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, selectMail+which, args...)
	if err != nil {
		return nil, s.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		m, err := scanMail(rows)
		if err != nil {
			return nil, s.failed(err)
		}
		list = append(list, m)
	}
	return list, s.failed(rows.Err())
}
