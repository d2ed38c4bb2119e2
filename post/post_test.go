package post_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/post"
	"jianfu/warehouse"
)

// office is a mail server: it hands over each mail that it takes.
type office struct {
	took   chan *mail.Message
	refuse func(to string) error
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{office: o}, nil }

type session struct {
	office *office
	known  bool
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if s.known = name == "jianfu" && password == "a password"; !s.known {
			return errors.New("no")
		}
		return nil
	}), nil
}
func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.known {
		return errors.New("not logged in")
	}
	if s.office.refuse != nil {
		return s.office.refuse(to)
	}
	return nil
}
func (s *session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	m.Body = strings.NewReader(string(text))
	s.office.took <- m
	return nil
}

// opened is a mail server over STARTTLS, its certificate, and its port.
func opened(t *testing.T) (o *office, roots *x509.CertPool, port int) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots = x509.NewCertPool()
	roots.AddCert(parsed)
	o = &office{took: make(chan *mail.Message, 10)}
	server := smtp.NewServer(o)
	server.Domain = "mail.test"
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }() // ends when it is closed
	t.Cleanup(func() { _ = server.Close() })
	return o, roots, listener.Addr().(*net.TCPAddr).Port
}

func people(t *testing.T) *accounts.Store {
	t.Helper()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, c := range []access.Caller{{Name: "root", Role: access.Admin}, {Name: "jiaoyu", Role: access.Department, Department: "B001"}, {Name: "jiaoyu2", Role: access.Department, Department: "B001"}, {Name: "weijian", Role: access.Department, Department: "B002"}} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(who.SetEmail(t.Context(), "jiaoyu", "jiaoyu@test.example"), who.SetEmail(t.Context(), "root", "root@test.example")); err != nil {
		t.Fatal(err)
	}
	return who
}

func month(t *testing.T, text string) jianfu.Period {
	t.Helper()
	p, err := jianfu.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// posting is a running post.
func posting(t *testing.T, c post.Config, who *accounts.Store) *post.Post {
	t.Helper()
	p, err := post.New(c, who, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.Run(t.Context(), noFigures)
	}()
	t.Cleanup(func() { <-done }) // the context has ended
	return p
}

// noFigures is for mails that are not of a schedule.
func noFigures(context.Context, accounts.Schedule, jianfu.Month) (subject, body string, err error) {
	return "", "", errors.New("nothing was agreed")
}

func called(kind string) string {
	return map[string]string{"meeting": "会议统计", "document": "发文统计"}[kind]
}

// A unit that is reminded gets one mail at each address that it has, over an encrypted connection.
func TestReminders(t *testing.T) {
	t.Parallel()
	o, roots, port := opened(t)
	who := people(t)
	p := posting(t, post.Config{Host: "127.0.0.1", Port: port, TLS: "starttls", User: "jianfu", Password: "a password", From: "减负统计 <jianfu@test.example>", Link: "https://jianfu.example/#/desk", CAs: roots}, who)
	list := []warehouse.Reminder{
		{Commit: 7, Department: "B001", Kind: "meeting", Period: month(t, "2023-05"), Text: "请于本周五前报送", By: "office"},
		{Commit: 7, Department: "B001", Kind: "document", Period: month(t, "2023-05"), Text: "请于本周五前报送", By: "office"},
		{Commit: 7, Department: "B002", Kind: "meeting", Period: month(t, "2023-05"), By: "office"}, // whose account has no address
	}
	for i, want := range []int{1, 0} { // the second time there is such a mail already
		if queued, err := p.Remind(t.Context(), list, called); err != nil || queued != want {
			t.Errorf("time %d: %d mails, %v", i, queued, err)
		}
	}
	m := <-o.took
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "催报：2023年5月 会议统计等 2 份报表未报" {
		t.Errorf("%q %v", subject, err)
	}
	text := bodyOf(t, m)
	for _, part := range []string{"2023年5月 会议统计", "2023年5月 发文统计", "请于本周五前报送", "https://jianfu.example/#/desk", "催报人：office"} {
		if !strings.Contains(text, part) {
			t.Errorf("the mail lacks %q: %s", part, text)
		}
	}
	if m.Header.Get("To") != "<jiaoyu@test.example>" || m.Header.Get("Message-ID") == "" {
		t.Errorf("%v", m.Header)
	}
	list[0].Commit = 8 // reminded again, which somebody has asked for
	if queued, err := p.Remind(t.Context(), list[:1], called); err != nil || queued != 1 {
		t.Errorf("again: %d, %v", queued, err)
	}
	<-o.took
	if len(o.took) > 0 {
		t.Error("there are more mails")
	}
}

func bodyOf(t *testing.T, m *mail.Message) string {
	t.Helper()
	text, err := io.ReadAll(m.Body)
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Content-Transfer-Encoding") == "base64" {
		if text, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(text), "\r\n", "")); err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	decoded, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return string(decoded)
}

// A mail that the server refuses for good is kept with the reason, and holds up no other; one that it refuses for now, or a server that
// cannot be reached, is tried again; one that may have been taken is not.
func TestMailsThatFail(t *testing.T) {
	t.Parallel()
	o, roots, port := opened(t)
	o.refuse = func(to string) error {
		if strings.HasPrefix(to, "jiaoyu@") {
			return &smtp.SMTPError{Code: 550, Message: "no such mailbox"}
		}
		return nil
	}
	who := people(t)
	if err := who.SetEmail(t.Context(), "weijian", "weijian@test.example"); err != nil {
		t.Fatal(err)
	}
	c := post.Config{Host: "127.0.0.1", Port: port, TLS: "starttls", User: "jianfu", Password: "a password", From: "jianfu@test.example", CAs: roots}
	p := posting(t, c, who)
	list := []warehouse.Reminder{{Commit: 1, Department: "B001", Kind: "meeting", Period: month(t, "2023-05"), By: "office"}, {Commit: 1, Department: "B002", Kind: "meeting", Period: month(t, "2023-05"), By: "office"}}
	if queued, err := p.Remind(t.Context(), list, called); err != nil || queued != 2 {
		t.Fatal(queued, err)
	}
	<-o.took
	mails, err := who.Mails(t.Context(), 10)
	if err != nil || len(mails) != 2 || mails[1].Address != "jiaoyu@test.example" || !strings.Contains(mails[1].Failed, "no such mailbox") || mails[1].BegunAt.IsZero() || !mails[1].SentAt.IsZero() {
		t.Errorf("%+v, %v", mails, err)
	}

	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.Port = closed.Addr().(*net.TCPAddr).Port
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	nowhere := people(t)
	away, err := post.New(c, nowhere, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if queued, err := away.Remind(t.Context(), list, called); err != nil || queued != 1 {
		t.Fatal(queued, err)
	}
	if err := away.SendAll(t.Context()); err == nil {
		t.Error("a server that is away takes mails")
	}
	mails, err = nowhere.Mails(t.Context(), 10)
	if err != nil || len(mails) != 1 || !mails[0].BegunAt.IsZero() || mails[0].Failed == "" {
		t.Errorf("%+v, %v", mails, err)
	}
	if _, is, err := nowhere.NextMail(t.Context()); err != nil || !is {
		t.Errorf("it is not tried again: %v", err)
	}
	if _, is, err := nowhere.NextMail(t.Context()); err != nil || is { // as after a crash in the middle of it
		t.Errorf("it is begun twice: %v", err)
	}
}

// Settings that would show a password on the way, or are malformed, are refused.
func TestSettings(t *testing.T) {
	t.Parallel()
	for _, c := range []post.Config{
		{Host: "mail.example", From: "nobody"}, {Host: "mail.example", TLS: "none", From: "a@b.example"}, {Host: "mail.example", TLS: "maybe", From: "a@b.example"}, {Host: "", From: "a@b.example"}, {Host: "mail.example", Port: 99999, From: "a@b.example"},
	} {
		if _, err := post.New(c, nil, nil); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
	who := people(t)
	for _, address := range []string{"x", "a b@c", "A <a@b.example>", "a@b.example\r\nBcc: c@d.example", strings.Repeat("a", 300) + "@b.example"} {
		if err := who.SetEmail(t.Context(), "root", address); jianfu.ErrorCode(err) != jianfu.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}
