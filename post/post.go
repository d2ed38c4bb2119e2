// Package post sends the mails that are kept with the accounts, each once.
package post

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/warehouse"
)

// Config is a mail server, and who writes.
type Config struct {
	Host           string
	Port           int
	TLS            string // implicit (the default), starttls, or none: only to this machine
	User, Password string // "" for no login
	From           string // such as 减负统计 <jianfu@example.gov.cn>
	Link           string // to this server, for the readers; "" is not written
	CAs            *x509.CertPool
}

// Post sends mails. Safe for concurrent use.
type Post struct {
	config   Config
	accounts *accounts.Store
	log      *slog.Logger
	wake     chan struct{}
}

const (
	sendTimeout = time.Minute
	againAfter  = 5 * time.Minute // a mail server that could not be reached, or was busy
)

// New checks the configuration; it connects to nothing yet. The error is Invalid.
func New(c Config, a *accounts.Store, log *slog.Logger) (*Post, error) {
	if _, err := mail.ParseAddress(c.From); err != nil {
		return nil, jianfu.Errorf(jianfu.Invalid, "smtp：from“%s”写法不对，应为 减负统计 <jianfu@example.gov.cn>", "smtp: from %q is malformed: write NAME <jianfu@example.gov.cn>", c.From)
	}
	p := &Post{c, a, log, make(chan struct{}, 1)}
	if _, err := p.client(); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Post) client() (*gomail.Client, error) {
	c := p.config
	options := []gomail.Option{gomail.WithTimeout(sendTimeout), gomail.WithTLSConfig(&tls.Config{ServerName: c.Host, RootCAs: c.CAs, MinVersion: tls.VersionTLS12})}
	switch c.TLS {
	case "", "implicit":
		options = append(options, gomail.WithSSL())
	case "starttls":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "none":
		if c.Host != "127.0.0.1" && c.Host != "localhost" && c.Host != "::1" {
			return nil, jianfu.Errorf(jianfu.Invalid, "smtp：tls: none 只能用于本机的邮件服务，请写 implicit 或 starttls", "smtp: tls: none is for a mail server on this machine: write implicit or starttls")
		}
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, jianfu.Errorf(jianfu.Invalid, "smtp：tls 应为 implicit、starttls 或 none", "smtp: tls should be implicit, starttls or none")
	}
	if c.Port != 0 { // after the policies, which set one
		options = append(options, gomail.WithPort(c.Port))
	}
	if c.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	client, err := gomail.NewClient(c.Host, options...)
	if err != nil {
		return nil, jianfu.Errorf(jianfu.Invalid, "smtp：host 或 port 不对", "smtp: host or port is wrong").Because(err)
	}
	return client, nil
}

// Remind keeps a mail to each account of the units that were just reminded, and has it sent. Names are those of kinds of filing.
func (p *Post) Remind(ctx context.Context, reminders []warehouse.Reminder, names func(kind string) string) (queued int, err error) {
	if p == nil {
		return 0, nil
	}
	var units []string
	of := map[string][]warehouse.Reminder{}
	for _, r := range reminders {
		if of[r.Department] == nil {
			units = append(units, r.Department)
		}
		of[r.Department] = append(of[r.Department], r)
	}
	people, err := p.accounts.Users(ctx)
	if err != nil {
		return 0, err
	}
	var mails []accounts.Mail
	for _, unit := range units {
		for _, u := range people {
			if u.Role == access.Department && u.Department == unit && u.Email != "" && !u.Disabled {
				mails = append(mails, p.reminder(u, of[unit], names))
			}
		}
	}
	return p.queue(ctx, mails)
}

// queue keeps mails, and has them sent.
func (p *Post) queue(ctx context.Context, mails []accounts.Mail) (queued int, err error) {
	if len(mails) == 0 {
		return 0, nil
	}
	queued, err = p.accounts.QueueMail(ctx, mails)
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return queued, err
}

// Letter is a letter to the leader of some lines.
type Letter struct {
	Number        string
	Portfolios    []string
	Subject, Body string
}

// Letters keeps a mail to each account of a leader whose line a letter is about, and has it sent.
func (p *Post) Letters(ctx context.Context, letters []Letter, by string) (queued int, err error) {
	if p == nil || len(letters) == 0 {
		return 0, nil
	}
	people, err := p.accounts.Users(ctx)
	if err != nil {
		return 0, err
	}
	var mails []accounts.Mail
	for _, letter := range letters {
		for _, u := range people {
			if u.Role == access.Leader && slices.Contains(letter.Portfolios, u.Portfolio) && u.Email != "" && !u.Disabled {
				mails = append(mails, accounts.Mail{About: fmt.Sprintf("letter %s %s", letter.Number, u.Name), User: u.Name, Address: u.Email, By: by, Subject: letter.Subject, Body: letter.Body})
			}
		}
	}
	return p.queue(ctx, mails)
}

// reminder is the mail to one account of a unit.
func (p *Post) reminder(u accounts.User, list []warehouse.Reminder, names func(kind string) string) accounts.Mail {
	var body strings.Builder
	fmt.Fprintf(&body, "下列 %d 份报表已过报送期限，还没有报送，请尽快报送：\n\n", len(list))
	for _, r := range list {
		fmt.Fprintf(&body, "- %s %s\n", r.Period.Label(jianfu.Chinese), names(r.Kind))
	}
	if list[0].Text != "" {
		fmt.Fprintf(&body, "\n%s\n", list[0].Text)
	}
	if p.config.Link != "" {
		fmt.Fprintf(&body, "\n在这里报送，没有内容的报零报告：%s\n", p.config.Link)
	}
	fmt.Fprintf(&body, "\n催报人：%s\n", list[0].By)
	return accounts.Mail{About: fmt.Sprintf("remind %d %s %s", list[0].Commit, u.Department, u.Name), User: u.Name, Address: u.Email, By: list[0].By,
		Subject: fmt.Sprintf("催报：%s %s等 %d 份报表未报", list[0].Period.Label(jianfu.Chinese), names(list[0].Kind), len(list)), Body: body.String()}
}

// Run sends what is kept, what is added, and each month the figures that were agreed, until ctx ends.
func (p *Post) Run(ctx context.Context, figures Figures) {
	again := time.NewTicker(againAfter)
	defer again.Stop()
	for {
		if err := p.WriteAgreed(ctx, figures, time.Now()); err != nil && ctx.Err() == nil {
			p.log.Warn("the figures of the month are not written yet", "error", err)
		}
		if err := p.SendAll(ctx); err != nil && ctx.Err() == nil {
			p.log.Warn("mails are not sent", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-again.C:
		}
	}
}

// SendAll sends mail after mail, until there is none or one has to wait.
func (p *Post) SendAll(ctx context.Context) error {
	if active, err := p.accounts.Active(ctx); err != nil || !active {
		return err
	}
	for ctx.Err() == nil {
		m, is, err := p.accounts.NextMail(ctx)
		if err != nil || !is {
			return err
		}
		if err := p.send(ctx, m); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// send sends one mail that was begun. Where it cannot be that the server has taken it, and it may do so later, it may be begun again, and the error
// says why. A mail of which it is not known is not sent a second time.
func (p *Post) send(ctx context.Context, m accounts.Mail) error {
	done := context.WithoutCancel(ctx) // what has happened is noted
	message := gomail.NewMsg()
	if err := errors.Join(message.From(p.config.From), message.To(m.Address)); err != nil {
		return errors.Join(p.accounts.MailFailed(done, m.ID, "the address is refused", false), nil)
	}
	message.Subject(m.Subject)
	message.SetBodyString(gomail.TypeTextPlain, m.Body)
	message.SetDateWithValue(m.MadeAt)
	from, err := mail.ParseAddress(p.config.From)
	if err != nil {
		return err
	}
	_, host, _ := strings.Cut(from.Address, "@")
	message.SetMessageIDWithValue(fmt.Sprintf("jianfu-%d-%d@%s", m.MadeAt.Unix(), m.ID, host)) // the same if it is sent again
	client, err := p.client()
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return errors.Join(err, p.accounts.MailFailed(done, m.ID, err.Error(), true))
	}
	defer func() { _ = client.Close() }() // the server may have gone
	err = client.Send(message)
	if err == nil {
		return p.accounts.MailSent(done, m.ID)
	}
	var refused *gomail.SendError
	before := errors.As(err, &refused) && (refused.Reason == gomail.ErrSMTPMailFrom || refused.Reason == gomail.ErrSMTPRcptTo || refused.Reason == gomail.ErrSMTPData || refused.Reason == gomail.ErrConnCheck)
	again := before && refused.IsTemp()
	if failed := p.accounts.MailFailed(done, m.ID, err.Error(), again); failed != nil || again {
		return errors.Join(err, failed)
	}
	p.log.Warn("a mail was not taken", "mail", m.ID, "error", err)
	return nil
}
