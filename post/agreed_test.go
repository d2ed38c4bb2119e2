package post_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/post"
)

// figuresOf are figures that tell who reads them.
func figuresOf(ctx context.Context, s accounts.Schedule, about jianfu.Month) (subject, body string, err error) {
	c := access.From(ctx)
	return about.String() + " " + s.Title, fmt.Sprintf("%s看到%s的数\n", c.Name, c.Department), nil
}

func agree(t *testing.T, who *accounts.Store, title, view string, readers ...string) accounts.Schedule {
	t.Helper()
	c, err := who.AddSchedule(t.Context(), accounts.Schedule{Title: title, Metrics: []string{"meetings.held"}, Day: 5, View: view, Readers: readers, By: "office"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The figures of each month go to each reader once, with what the account sees; one that may not be written is kept and not sent, and one that fails
// is written later. Neither holds up the others.
func TestAgreedFigures(t *testing.T) {
	t.Parallel()
	o, roots, port := opened(t)
	who := people(t)
	if err := who.SetEmail(t.Context(), "weijian", "weijian@test.example"); err != nil {
		t.Fatal(err)
	}
	p, err := post.New(post.Config{Host: "127.0.0.1", Port: port, TLS: "starttls", User: "jianfu", Password: "a password", From: "jianfu@test.example", Link: "https://jianfu.example/#/desk", CAs: roots}, who, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	barred := agree(t, who, "不给看的", "", "jiaoyu")
	failing := agree(t, who, "写不出的", "", "jiaoyu")
	c := agree(t, who, "会议月报", "/compare?m=meetings.held&scope=line:城建", "jiaoyu", "weijian")
	due := c.Next(time.Now())
	broken := true
	write := func(ctx context.Context, s accounts.Schedule, about jianfu.Month) (subject, body string, err error) {
		switch {
		case s.ID == barred.ID:
			return "", "", jianfu.Errorf(jianfu.Forbidden, "不给看", "not shown")
		case s.ID == failing.ID && broken:
			return "", "", errors.New("the disk is gone")
		}
		return figuresOf(ctx, s, about)
	}
	if err := p.WriteAgreed(t.Context(), write, due.Add(-time.Minute)); err != nil {
		t.Error(err)
	}
	for range 2 { // the second time nothing is added
		if err := p.WriteAgreed(t.Context(), write, due); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
			t.Errorf("what fails is not said: %v", err)
		}
		if err := p.SendAll(t.Context()); err != nil {
			t.Error(err)
		}
	}
	got := map[string]string{}
	for range 2 {
		m := <-o.took
		got[m.Header.Get("To")] = bodyOf(t, m)
	}
	if len(o.took) > 0 || !strings.HasPrefix(got["<jiaoyu@test.example>"], "jiaoyu看到B001的数") || !strings.HasPrefix(got["<weijian@test.example>"], "weijian看到B002的数") {
		t.Errorf("%d more, %q", len(o.took), got)
	}
	for _, part := range []string{"office 于 ", "每月 5 日发送", "https://jianfu.example/#/compare?m=meetings.held&scope=line:城建"} {
		if !strings.Contains(got["<jiaoyu@test.example>"], part) {
			t.Errorf("the mail lacks %q: %s", part, got["<jiaoyu@test.example>"])
		}
	}
	if mails, err := who.FiguresSent(t.Context(), barred.ID, barred.Readers, 10); err != nil || len(mails) != 1 || mails[0].State() != accounts.MailBarred || mails[0].Body != "" {
		t.Errorf("%+v, %v", mails, err)
	}
	broken = false
	if err := errors.Join(p.WriteAgreed(t.Context(), write, due.AddDate(0, 0, 3)), p.SendAll(t.Context())); err != nil {
		t.Error(err)
	}
	if m := <-o.took; m.Header.Get("To") != "<jiaoyu@test.example>" || len(o.took) > 0 {
		t.Errorf("%v, and %d more", m.Header, len(o.took))
	}
	if err := errors.Join(p.WriteAgreed(t.Context(), write, due.AddDate(0, 1, 0)), p.SendAll(t.Context())); err != nil {
		t.Error(err)
	}
	for range 3 { // of the month after
		<-o.took
	}
	if len(o.took) > 0 {
		t.Errorf("%d too many", len(o.took))
	}
}

// counting is a mail server without TLS that counts what it takes, by the Message-ID.
type counting struct {
	office
	lock  sync.Mutex
	count map[string]int
}

func (c *counting) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &countingSession{session{office: &c.office, known: true}, c}, nil
}

type countingSession struct {
	session
	counting *counting
}

func (s *countingSession) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	s.counting.lock.Lock()
	defer s.counting.lock.Unlock()
	s.counting.count[m.Header.Get("Subject")+m.Header.Get("To")]++
	return nil
}

// Several processes that write and send at once, and are killed at any moment, send no mail twice; and once they are left alone each was sent, or is
// known to be one of which nobody can say.
func TestKilledPosts(t *testing.T) {
	t.Parallel()
	c := &counting{count: map[string]int{}}
	server := smtp.NewServer(c)
	server.Domain = "mail.test"
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }() // ends when it is closed
	t.Cleanup(func() { _ = server.Close() })
	who := people(t)
	const schedules, months = 10, 12
	for i := range schedules {
		agree(t, who, fmt.Sprint("report ", i), "", "jiaoyu", "root")
	}
	process := func() *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "JIANFU_TEST_POST="+strconv.Itoa(listener.Addr().(*net.TCPAddr).Port), "JIANFU_TEST_ACCOUNTS="+who.Path())
		cmd.Stderr = t.Output()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	killed := 0
	for range 25 {
		pair := []*exec.Cmd{process(), process()}
		time.Sleep(time.Duration(20+rand.IntN(250)) * time.Millisecond) //nolint:forbidigo // the moment of the kill is what is tried
		for _, cmd := range pair {
			_ = cmd.Process.Kill() // it may have ended
			if err := cmd.Wait(); err != nil {
				killed++
			}
		}
	}
	if err := process().Wait(); err != nil { // one that is left alone
		t.Fatal(err)
	}
	mails, err := who.Mails(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	states := map[accounts.MailState]int{}
	for _, m := range mails {
		states[m.State()]++
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	for of, n := range c.count {
		if n != 1 {
			t.Errorf("%q was sent %d times", of, n)
		}
	}
	t.Logf("%d kills; %v; the server took %d", killed, states, len(c.count))
	if killed == 0 || len(mails) != schedules*2*months || states[accounts.MailIsSent]+states[accounts.MailBegun] != len(mails) || len(c.count) < states[accounts.MailIsSent] || len(c.count) > len(mails) {
		t.Errorf("%d mails of %d, %v, the server took %d", len(mails), schedules*2*months, states, len(c.count))
	}
}

// TestMain is a process of TestKilledPosts where it is started as one: it writes what is due in each of twelve months, and sends it.
func TestMain(m *testing.M) {
	port, err := strconv.Atoi(os.Getenv("JIANFU_TEST_POST"))
	if err != nil {
		os.Exit(m.Run())
	}
	if err := sendAYear(port, os.Getenv("JIANFU_TEST_ACCOUNTS")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func sendAYear(port int, file string) error {
	ctx := context.Background()
	who, err := accounts.Open(filepath.Clean(file))
	if err != nil {
		return err
	}
	p, err := post.New(post.Config{Host: "127.0.0.1", Port: port, TLS: "none", From: "jianfu@test.example"}, who, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	for month := range 12 {
		if err := errors.Join(p.WriteAgreed(ctx, figuresOf, time.Now().AddDate(0, month+1, 0)), p.SendAll(ctx)); err != nil {
			return err
		}
	}
	return who.Close()
}
