package accounts_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
)

// inChina is a moment in China.
func inChina(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, jianfu.China)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The mails of a day are due from 8 in the morning in China; the last day of a month stands for days that it does not have, and what was due before
// the schedule was made never is.
func TestMomentsOfASchedule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		day                    int
		made, now, about, next string
	}{
		{5, "2023-05-20 10:00", "2023-06-05 07:59", "", "2023-06-05 08:00"},
		{5, "2023-05-20 10:00", "2023-06-05 08:00", "2023-05", "2023-07-05 08:00"},
		{5, "2023-05-20 10:00", "2023-07-04 23:00", "2023-05", "2023-07-05 08:00"},
		{5, "2023-05-05 08:00", "2023-05-05 08:00", "2023-04", "2023-06-05 08:00"},
		{5, "2023-05-05 08:01", "2023-05-31 23:59", "", "2023-06-05 08:00"},
		{31, "2022-01-01 00:00", "2023-02-28 09:00", "2023-01", "2023-03-31 08:00"},
		{31, "2022-01-01 00:00", "2023-02-28 07:00", "2022-12", "2023-02-28 08:00"},
		{31, "2022-01-01 00:00", "2024-02-28 09:00", "2023-12", "2024-02-29 08:00"},
		{30, "2022-01-01 00:00", "2023-03-01 00:00", "2023-01", "2023-03-30 08:00"},
		{1, "2022-01-01 00:00", "2023-01-01 08:00", "2022-12", "2023-02-01 08:00"},
		{1, "2022-01-01 00:00", "2022-12-31 23:59", "2022-11", "2023-01-01 08:00"},
	} {
		s := accounts.Schedule{Day: c.day, MadeAt: inChina(t, c.made)}
		for _, zone := range []*time.Location{time.UTC, jianfu.China, time.FixedZone("far", -11*3600)} { // where the server runs makes no difference
			now := inChina(t, c.now).In(zone)
			about := ""
			if _, month, is := s.Last(now); is {
				about = month.String()
			}
			if about != c.about || !s.Next(now).Equal(inChina(t, c.next)) {
				t.Errorf("day %d, made %s, at %s: about %q, next %s", c.day, c.made, c.now, about, s.Next(now))
			}
		}
	}
}

// withAddresses are users of whom all but one have an address.
func withAddresses(t *testing.T) *accounts.Store {
	t.Helper()
	s := withUsers(t)
	for _, c := range []access.Caller{{Name: "zhengwu", Role: access.Leader, Portfolio: "城建"}, {Name: "mute", Role: access.Viewer}, {Name: "gone", Role: access.Viewer}} {
		if err := s.Add(t.Context(), c, rightPassword, false); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"jiaoyu", "fenxi", "zhengwu", "gone"} {
		if err := s.SetEmail(t.Context(), name, name+"@test.example"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetDisabled(t.Context(), "gone", true); err != nil {
		t.Fatal(err)
	}
	return s
}

func agreed(t *testing.T, s *accounts.Store, readers ...string) accounts.Schedule {
	t.Helper()
	c, err := s.AddSchedule(t.Context(), accounts.Schedule{Title: "会议月报", Metrics: []string{"meetings.held"}, Day: 5, Readers: readers, By: "office"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSchedulesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := withAddresses(t)
	good := accounts.Schedule{Title: "月报", Metrics: []string{"meetings.held"}, Day: 5, Readers: []string{"jiaoyu"}, By: "office"}
	for what, change := range map[string]func(*accounts.Schedule){
		"no title": func(c *accounts.Schedule) { c.Title = "  " }, "a long title": func(c *accounts.Schedule) { c.Title = strings.Repeat("字", 101) },
		"a header in the title": func(c *accounts.Schedule) { c.Title = "x\r\nBcc: evil@evil.example" }, "no metric": func(c *accounts.Schedule) { c.Metrics = nil },
		"many metrics": func(c *accounts.Schedule) { c.Metrics = make([]string, 31) }, "day 0": func(c *accounts.Schedule) { c.Day = 0 }, "day 32": func(c *accounts.Schedule) { c.Day = 32 },
		"no reader": func(c *accounts.Schedule) { c.Readers = nil }, "a reader without an address": func(c *accounts.Schedule) { c.Readers = []string{"mute"} },
		"a reader who is disabled": func(c *accounts.Schedule) { c.Readers = []string{"jiaoyu", "gone"} }, "a reader twice": func(c *accounts.Schedule) { c.Readers = []string{"jiaoyu", "JIAOYU"} },
		"an address elsewhere": func(c *accounts.Schedule) { c.View = "https://evil.example/" }, "a header in the view": func(c *accounts.Schedule) { c.View = "/a\nb" },
	} {
		c := good
		change(&c)
		_, err := s.AddSchedule(t.Context(), c)
		refusedAs(t, what, err, jianfu.Invalid)
	}
	for _, address := range []string{"nobody", "someone@elsewhere.example"} { // nobody but accounts, at the address that an administrator has set
		c := good
		c.Readers = []string{address}
		if _, err := s.AddSchedule(t.Context(), c); err == nil {
			t.Errorf("%q gets mails", address)
		}
	}
	if list, err := s.Schedules(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	_, err := s.StopSchedule(t.Context(), 1, "office")
	refusedAs(t, "stopping none", err, jianfu.NotFound)
	c := agreed(t, s, "fenxi", "Jiaoyu")
	if list, err := s.Schedules(t.Context()); err != nil || len(list) != 1 || !slices.Equal(list[0].Readers, []string{"fenxi", "jiaoyu"}) || list[0].By != "office" || !slices.Equal(list[0].Metrics, c.Metrics) {
		t.Errorf("%+v, %v", list, err)
	}
	if stopped, err := s.StopSchedule(t.Context(), c.ID, "root"); err != nil || stopped.StoppedBy != "root" || stopped.StoppedAt.IsZero() || !stopped.Next(time.Now()).IsZero() {
		t.Errorf("%+v, %v", stopped, err)
	}
	_, err = s.StopSchedule(t.Context(), c.ID, "root")
	refusedAs(t, "stopping again", err, jianfu.Conflict)
}

// Of each month there is one mail for each reader, whoever writes it and however often; not for one who has no address any more, nor of a schedule
// that was stopped.
func TestFiguresOnceEach(t *testing.T) {
	t.Parallel()
	s := withAddresses(t)
	other, err := accounts.Open(s.Path()) // as another server has it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	})
	c := agreed(t, s, "fenxi", "jiaoyu", "zhengwu")
	if due, err := s.DueFigures(t.Context(), time.Now()); err != nil || len(due) != 0 {
		t.Errorf("due at once: %+v, %v", due, err)
	}
	later := c.Next(time.Now()).Add(time.Hour)
	if err := s.SetEmail(t.Context(), "zhengwu", ""); err != nil {
		t.Fatal(err)
	}
	due, err := s.DueFigures(t.Context(), later)
	if err != nil || len(due) != 2 {
		t.Fatalf("%+v, %v", due, err)
	}
	queued, failures := map[string]int{}, []error{}
	var lock sync.Mutex
	var all sync.WaitGroup
	for i := range 8 {
		store := []*accounts.Store{s, other}[i%2]
		for _, d := range due {
			all.Go(func() {
				done, err := store.QueueFigures(t.Context(), d, "数", "正文", "")
				lock.Lock()
				defer lock.Unlock()
				if failures = append(failures, err); done {
					queued[d.Reader.Name]++
				}
			})
		}
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil || queued["fenxi"] != 1 || queued["jiaoyu"] != 1 {
		t.Errorf("%v, %v", queued, err)
	}
	if again, err := other.DueFigures(t.Context(), later); err != nil || len(again) != 0 {
		t.Errorf("due again: %+v, %v", again, err)
	}
	next, err := other.DueFigures(t.Context(), later.AddDate(0, 1, 0))
	if err != nil || len(next) != 2 || next[0].About != due[0].About+1 {
		t.Errorf("in the month after: %+v, %v", next, err)
	}
	if years, err := s.DueFigures(t.Context(), later.AddDate(3, 0, 0)); err != nil || len(years) != 2 { // only the last month is made up for
		t.Errorf("after three years: %+v, %v", years, err)
	}
	if _, err := s.StopSchedule(t.Context(), c.ID, "office"); err != nil {
		t.Fatal(err)
	}
	if done, err := s.QueueFigures(t.Context(), next[0], "数", "正文", ""); err != nil || done {
		t.Errorf("a stopped one is queued: %v", err)
	}
	if list, err := s.DueFigures(t.Context(), later.AddDate(0, 1, 0)); err != nil || len(list) != 0 {
		t.Errorf("a stopped one is due: %+v, %v", list, err)
	}
	if m, is, err := s.NextMail(t.Context()); err != nil || is {
		t.Errorf("a mail of a stopped one is begun: %+v, %v", m, err)
	}
	mails, err := s.FiguresSent(t.Context(), c.ID, c.Readers, 10)
	if err != nil || len(mails) != 2 || mails[0].State() != accounts.MailStopped {
		t.Errorf("%+v, %v", mails, err)
	}
}

// Figures that wait were written for what an account saw: where it sees something else now, or has another address, or none, they are not sent.
func TestFiguresOfAnAccountThatChanged(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(s *accounts.Store) error{
		"a lesser role": func(s *accounts.Store) error {
			return s.Set(t.Context(), access.Caller{Name: "fenxi", Role: access.Viewer})
		},
		"another unit": func(s *accounts.Store) error {
			return s.Set(t.Context(), access.Caller{Name: "fenxi", Role: access.Department, Department: "D02"})
		},
		"a new address":  func(s *accounts.Store) error { return s.SetEmail(t.Context(), "fenxi", "new@test.example") },
		"no address":     func(s *accounts.Store) error { return s.SetEmail(t.Context(), "fenxi", "") },
		"it is disabled": func(s *accounts.Store) error { return s.SetDisabled(t.Context(), "fenxi", true) },
	} {
		s := withAddresses(t)
		c := agreed(t, s, "fenxi")
		now := c.Next(time.Now())
		due, err := s.DueFigures(t.Context(), now)
		if err != nil || len(due) != 1 {
			t.Fatalf("%+v, %v", due, err)
		}
		if done, err := s.QueueFigures(t.Context(), due[0], "数", "机密的数", ""); err != nil || !done {
			t.Fatal(done, err)
		}
		if err := change(s); err != nil {
			t.Fatal(err)
		}
		if m, is, err := s.NextMail(t.Context()); err != nil || is {
			t.Errorf("%s: it is sent: %+v, %v", what, m, err)
		}
		if done, err := s.QueueFigures(t.Context(), due[0], "数", "机密的数", ""); err != nil || done { // read before the change, kept after it
			t.Errorf("%s: what was read before is queued: %v", what, err)
		}
		again, err := s.DueFigures(t.Context(), now)
		if gets := what != "no address" && what != "it is disabled"; err != nil || len(again) != map[bool]int{true: 1, false: 0}[gets] {
			t.Errorf("%s: due again: %+v, %v", what, again, err)
		}
	}
	s := withAddresses(t) // a new password changes nothing of it
	c := agreed(t, s, "fenxi")
	due, err := s.DueFigures(t.Context(), c.Next(time.Now()))
	if err != nil || len(due) != 1 {
		t.Fatalf("%+v, %v", due, err)
	}
	if done, err := s.QueueFigures(t.Context(), due[0], "数", "数", ""); err != nil || !done {
		t.Fatal(done, err)
	}
	if err := s.SetPassword(t.Context(), "fenxi", rightPassword+"!", false, ""); err != nil {
		t.Fatal(err)
	}
	if m, is, err := s.NextMail(t.Context()); err != nil || !is || m.Address != "fenxi@test.example" {
		t.Errorf("%+v, %v", m, err)
	}
}

// Schedules are in the backup of the accounts, and what was sent is not sent again after it is restored.
func TestSchedulesInABackup(t *testing.T) {
	t.Parallel()
	s := withAddresses(t)
	c := agreed(t, s, "fenxi", "jiaoyu")
	now := c.Next(time.Now())
	due, err := s.DueFigures(t.Context(), now)
	if err != nil || len(due) != 2 {
		t.Fatalf("%+v, %v", due, err)
	}
	for i, refused := range []string{"", "FORBIDDEN"} {
		if done, err := s.QueueFigures(t.Context(), due[i], "数", "数", refused); err != nil || !done {
			t.Fatal(done, err)
		}
	}
	folder := t.TempDir()
	if err := errors.Join(s.Backup(t.Context(), filepath.Join(folder, "b")), accounts.Restore(t.Context(), filepath.Join(folder, "b"), filepath.Join(folder, "w.duckdb.accounts"))); err != nil {
		t.Fatal(err)
	}
	restored, err := accounts.Open(filepath.Join(folder, "w.duckdb.accounts"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := restored.Close(); err != nil {
			t.Error(err)
		}
	})
	list, err := restored.Schedules(t.Context())
	if err != nil || len(list) != 1 || list[0].Title != c.Title {
		t.Errorf("%+v, %v", list, err)
	}
	if again, err := restored.DueFigures(t.Context(), now); err != nil || len(again) != 0 {
		t.Errorf("%+v, %v", again, err)
	}
	mails, err := restored.FiguresSent(t.Context(), c.ID, c.Readers, 10)
	states := fmt.Sprint(len(mails))
	for _, m := range mails {
		states += " " + string(m.State())
	}
	if err != nil || states != "2 BARRED WAITING" {
		t.Errorf("%s, %v", states, err)
	}
}
