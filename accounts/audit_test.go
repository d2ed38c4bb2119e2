package accounts_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"jianfu"
	"jianfu/accounts"
)

// audited is an audit of ten lines, and the lines.
func audited(t *testing.T) (*accounts.Store, [][]byte) {
	t.Helper()
	s := withUsers(t)
	for i := range 10 {
		if err := s.Note(t.Context(), accounts.Event{What: accounts.AskedSQL, By: "fenxi", From: "10.0.0.7", On: "SELECT <" + strconv.Itoa(i) + "> -- 会议\n\"x\""}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Verify(t.Context()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(s.AuditPath())
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	return s, lines[:len(lines)-1]
}

func write(t *testing.T, s *accounts.Store, lines ...[]byte) {
	t.Helper()
	if err := os.WriteFile(s.AuditPath(), bytes.Join(lines, nil), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAuditIsRead(t *testing.T) {
	t.Parallel()
	s, _ := audited(t)
	list, err := s.Latest(0, func(e accounts.Event) bool { return e.What == accounts.AskedSQL })
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(list)
	if few, err := s.Latest(3, func(accounts.Event) bool { return true }); err != nil || len(few) != 3 || few[0].Number != 10 || few[2].Number != 8 {
		t.Errorf("the latest three: %+v, %v", few, err)
	}
	if len(list) != 10 || list[9].Number != 10 || list[9].On != "SELECT <9> -- 会议\n\"x\"" || list[9].By != "fenxi" || list[9].From != "10.0.0.7" || list[9].At.IsZero() {
		t.Errorf("%+v", list)
	}
	if info, err := os.Stat(s.AuditPath()); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the audit's mode is %v, %v", info.Mode(), err)
	}
}

func TestEveryChangeOfTheAuditIsFound(t *testing.T) {
	t.Parallel()
	s, lines := audited(t)
	swapped := slices.Clone(lines)
	swapped[3], swapped[4] = swapped[4], swapped[3]
	for what, changed := range map[string][][]byte{
		"a line removed":       slices.Delete(slices.Clone(lines), 4, 5),
		"the first removed":    lines[1:],
		"the last removed":     lines[:9],
		"all removed":          nil,
		"two swapped":          swapped,
		"one twice":            slices.Insert(slices.Clone(lines), 5, lines[4]),
		"the end of a line":    append(slices.Clone(lines[:9]), lines[9][:len(lines[9])-1]),
		"half a line":          append(slices.Clone(lines[:9]), lines[9][:20]),
		"an empty line":        slices.Insert(slices.Clone(lines), 5, []byte("\n")),
		"something else added": append(slices.Clone(lines), []byte("{}\n")),
	} {
		write(t, s, changed...)
		_, err := s.Verify(t.Context())
		refusedAs(t, what, err, jianfu.Conflict)
	}
	whole := bytes.Join(lines, nil)
	for at := 0; at < len(whole); at += 7 {
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		write(t, s, changed)
		if _, err := s.Verify(t.Context()); jianfu.ErrorCode(err) != jianfu.Conflict {
			t.Fatalf("byte %d altered: %v", at, err)
		}
	}
	write(t, s, lines[:6]...)
	if err := s.Note(t.Context(), accounts.Event{What: accounts.LoggedIn, By: "root"}); err != nil {
		t.Fatal(err)
	}
	_, err := s.Verify(t.Context())
	refusedAs(t, "cut, and written on", err, jianfu.Conflict)
	if err := os.Remove(s.AuditPath()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if err := s.Note(t.Context(), accounts.Event{What: accounts.LoggedIn, By: "root"}); err != nil {
		t.Fatal(err)
	}
	_, err = s.Verify(t.Context())
	refusedAs(t, "removed, and written on", err, jianfu.Conflict)
}

// A process that died between the line and the accounts leaves a line that is taken over, or half of one
// that is removed.
func TestAuditGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	s, lines := audited(t)
	write(t, s, append(slices.Clone(lines), []byte(`{"n":11,"at":"2026`))...)
	if err := s.Note(t.Context(), accounts.Event{What: accounts.LoggedIn, By: "root"}); err != nil {
		t.Fatal(err)
	}
	if state, err := s.Verify(t.Context()); err != nil || state.Lines != 11 {
		t.Fatalf("%+v, %v", state, err)
	}
}

func TestAuditOfSeveralProcessesIsOneChain(t *testing.T) {
	t.Parallel()
	s, _ := audited(t)
	var writers sync.WaitGroup
	for range 3 {
		other, err := accounts.Open(s.Path())
		if err != nil {
			t.Fatal(err)
		}
		writers.Go(func() {
			for range 10 {
				if err := other.Note(t.Context(), accounts.Event{What: accounts.Denied, From: "10.0.0.8", On: "/sql"}); err != nil {
					t.Error(err)
				}
			}
			if err := other.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	if state, err := s.Verify(t.Context()); err != nil || state.Lines != 40 {
		t.Fatalf("%+v, %v", state, err)
	}
}
