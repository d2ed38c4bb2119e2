package accounts

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
)

// What is a kind of event.
type What string

// The kinds of events.
const (
	LoggedIn        What = "login"
	LoginFailed     What = "login_failed"
	LoggedOut       What = "logout"
	PasswordChanged What = "password"
	UserChanged     What = "user"
	TokenChanged    What = "token"
	SessionEnded    What = "session"
	Denied          What = "denied"
	Filed           What = "load"
	WithdrawnFiling What = "withdraw"
	ExplainedFound  What = "explain"
	NotedSomething  What = "note"
	ReviewedFiling  What = "review"
	RemindedUnits   What = "remind"
	AgreedSchedule  What = "schedule"
	StoppedSchedule What = "stop_schedule"
	AskedSQL        What = "sql"
	Exported        What = "export"
)

var labels = map[What]jianfu.Text{
	LoggedIn: jianfu.Say("登录", "login"), LoginFailed: jianfu.Say("登录失败", "login failed"), LoggedOut: jianfu.Say("退出", "logout"),
	PasswordChanged: jianfu.Say("改密码", "password"), UserChanged: jianfu.Say("账号", "account"), TokenChanged: jianfu.Say("令牌", "token"),
	SessionEnded: jianfu.Say("结束登录", "session ended"), Denied: jianfu.Say("拒绝", "denied"), Filed: jianfu.Say("报送", "filing"),
	WithdrawnFiling: jianfu.Say("撤回", "withdrawal"), ExplainedFound: jianfu.Say("说明", "explanation"), NotedSomething: jianfu.Say("备注", "note"), RemindedUnits: jianfu.Say("催报", "reminders"),
	AgreedSchedule: jianfu.Say("约定定期发送", "schedule agreed"), StoppedSchedule: jianfu.Say("停止定期发送", "schedule stopped"), ReviewedFiling: jianfu.Say("处理报送", "decision on a filing"), AskedSQL: jianfu.Say("SQL", "SQL"),
	Exported: jianfu.Say("导出", "export"),
}

// Label is a kind of event in words.
func (w What) Label() jianfu.Text { return labels[w] }

// Whats are the names of the kinds of events, sorted.
func Whats() []string {
	var names []string
	for what := range labels {
		names = append(names, string(what))
	}
	slices.Sort(names)
	return names
}

// Event is one line of the audit: who asked for or changed what, when, and from where.
type Event struct {
	Number   int64       `json:"n"`
	At       time.Time   `json:"at"`
	What     What        `json:"what"`
	By       string      `json:"by"` // "" is a stranger
	Role     access.Role `json:"role,omitempty"`
	From     string      `json:"from"`         // an address, or "this machine" for a command
	On       string      `json:"on,omitempty"` // what it was done to: a route, a file, a statement, an account
	Said     string      `json:"said,omitempty"`
	Previous string      `json:"previous"` // the hash of the line before
}

// ThisMachine is From of what a command does: whoever runs it can read and write the files themselves.
const ThisMachine = "this machine"

// AuditPath is the name of the audit's file, one line of JSON an event.
func (s *Store) AuditPath() string { return strings.TrimSuffix(s.path, ".accounts") + ".audit" }

// maxNoted is how many bytes of a text the audit keeps: a whole statement.
const maxNoted = 64 << 10

func noted(text string) string {
	if len(text) > maxNoted {
		text = strings.ToValidUTF8(text[:maxNoted], "") + "…"
	}
	return text
}

// Note appends an event to the audit, on the disk before it returns. Where there are no accounts it does
// nothing. A line is written under the lock of the accounts' file, by one process at a time, and the file keeps
// the number and hash of the last.
func (s *Store) Note(ctx context.Context, e Event) error {
	active, err := s.Active(ctx)
	if err != nil || !active {
		return err
	}
	ctx = context.WithoutCancel(ctx) // what has happened is noted even if the client has gone
	return s.write(ctx, false, func(tx *sql.Tx) (err error) {
		f, err := os.OpenFile(s.AuditPath(), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		last, err := s.lastLine(ctx, tx, f)
		if err != nil {
			return err
		}
		e.Number, e.Previous, e.At = last.number+1, last.hash, time.Now().UTC().Truncate(time.Millisecond)
		e.On, e.Said, e.By, e.From = noted(e.On), noted(e.Said), noted(e.By), noted(e.From)
		line, hash, err := e.line()
		if err != nil {
			return err
		}
		if _, err := f.Write(line); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE audit SET number = ?, hash = ?, size = ?`, e.Number, hash, last.size+int64(len(line)))
		return err
	})
}

// head is the last line of the audit.
type head struct {
	number int64
	hash   string
	size   int64
}

// lastLine finds the end of the audit, and places f there. Lines behind the one that the accounts know of are taken
// over if they go on with the chain: a process died after it wrote them, or the accounts were restored from a backup. What is left of a
// line that was not written whole is removed. If the file is shorter than it was, the chain goes on from the
// line that is missing, so that the gap shows.
func (s *Store) lastLine(ctx context.Context, tx *sql.Tx, f *os.File) (last head, err error) {
	if err := tx.QueryRowContext(ctx, `SELECT number, hash, size FROM audit`).Scan(&last.number, &last.hash, &last.size); err != nil {
		return last, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || size <= last.size {
		last.size = size
		return last, err
	}
	if _, err := f.Seek(last.size, io.SeekStart); err != nil {
		return last, err
	}
	rest := bufio.NewReader(f)
	for {
		line, err := rest.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return last, err
		}
		next, err := last.follow(line)
		if err != nil { // somebody else's line: Verify will report it
			last.size = size
			break
		}
		last = next
	}
	if last.size < size {
		if err := f.Truncate(last.size); err != nil {
			return last, err
		}
	}
	_, err = f.Seek(last.size, io.SeekStart)
	return last, err
}

// line is the text of an event: its hash, over all before it, comes last.
func (e Event) line() (line []byte, hash string, err error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, "", err
	}
	hash = hashOf(body)
	return fmt.Appendf(nil, `%s,"hash":"%s"}`+"\n", body[:len(body)-1], hash), hash, nil
}

func hashOf(body []byte) string {
	h := sha256.Sum256(body)
	return hex.EncodeToString(h[:])
}

// hashSize is the length of the end of a line: ,"hash":"…"} and the line feed.
const hashSize = len(`,"hash":""}`) + 2*sha256.Size + 1

// readLine reads an event and checks its hash.
func readLine(line []byte) (e Event, hash string, err error) {
	if len(line) < hashSize {
		return e, "", errors.New("the line is cut")
	}
	body, end := line[:len(line)-hashSize], line[len(line)-hashSize:]
	hash = string(end[len(`,"hash":"`) : len(`,"hash":"`)+2*sha256.Size])
	if want := hashOf(append(bytes.Clone(body), '}')); want != hash || string(end) != `,"hash":"`+want+"\"}\n" {
		return e, "", errors.New("the line was altered")
	}
	return e, hash, json.Unmarshal(append(bytes.Clone(body), '}'), &e)
}

// follow is the head after a line that goes on with the chain.
func (h head) follow(line []byte) (head, error) {
	e, hash, err := readLine(line)
	switch {
	case err != nil:
		return h, err
	case e.Number != h.number+1 || e.Previous != h.hash:
		return h, errors.New("the line does not follow the one before")
	}
	return head{e.Number, hash, h.size + int64(len(line))}, nil
}

// Latest are the latest events that are wanted, the latest first, at most so many; 0 is all. Lines that cannot be
// read are Verify's to report.
func (s *Store) Latest(most int, wanted func(Event) bool) ([]Event, error) {
	list := []Event{}
	err := s.readAudit(func(line []byte) error {
		if e, _, err := readLine(line); err == nil && wanted(e) {
			if most > 0 && len(list) == 2*most { // so that a long audit takes little memory
				list = append(list[:0], list[most:]...)
			}
			list = append(list, e)
		}
		return nil
	})
	if most > 0 && len(list) > most {
		list = list[len(list)-most:]
	}
	slices.Reverse(list)
	return list, err
}

func (s *Store) readAudit(each func(line []byte) error) (err error) {
	f, err := os.Open(s.AuditPath())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return s.failed(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	in := bufio.NewReader(f)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			if err := each(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return s.failed(err)
		}
	}
}

// Audited is the state of an audit that was read through.
type Audited struct {
	Lines int64
	Hash  string // of the last line: who notes it elsewhere can tell later that nothing before was changed
}

// Verify reads the audit through. A line that was altered, removed, added or moved, and an end that was cut off,
// is an error that says which. Whoever can write both the audit and the accounts can make a new chain: against
// them, only a hash helps that was noted elsewhere.
func (s *Store) Verify(ctx context.Context) (Audited, error) {
	db, err := s.opened(ctx)
	if err != nil {
		return Audited{}, err
	}
	var kept head
	if err := db.QueryRowContext(ctx, `SELECT number, hash, size FROM audit`).Scan(&kept.number, &kept.hash, &kept.size); err != nil {
		return Audited{}, s.failed(err)
	}
	var last head
	err = s.readAudit(func(line []byte) error {
		next, err := last.follow(line)
		if err != nil {
			return jianfu.Errorf(jianfu.Conflict, "审计文件 %s 被改动：第 %d 行与前文不符。请保留现场，用备份核对", "the audit %s was changed: line %d does not go with those before it. Keep it as it is, and compare it with a backup",
				s.AuditPath(), last.number+1).Because(err)
		}
		last = next
		if last.number == kept.number && last.hash != kept.hash {
			return jianfu.Errorf(jianfu.Conflict, "审计文件 %s 被改写：第 %d 行不是当时写下的。请保留现场，用备份核对", "the audit %s was rewritten: line %d is not the one that was written. Keep it as it is, and compare it with a backup",
				s.AuditPath(), last.number)
		}
		return nil
	})
	if err == nil && last.number < kept.number {
		err = jianfu.Errorf(jianfu.Conflict, "审计文件 %s 被截短：应有 %d 行，只有 %d 行。请用备份恢复", "the audit %s was cut: it should have %d lines, and has %d. Restore it from a backup",
			s.AuditPath(), kept.number, last.number)
	}
	return Audited{last.number, last.hash}, err
}

type sourceKey struct{}

// WithSource has what is done under a context come from an address.
func WithSource(ctx context.Context, source string) context.Context {
	return context.WithValue(ctx, sourceKey{}, source)
}

// Done notes what whoever asks under a context does.
func (s *Store) Done(ctx context.Context, what What, on, said string) error {
	c := access.From(ctx)
	source, _ := ctx.Value(sourceKey{}).(string)
	return s.Note(ctx, Event{What: what, By: c.Name, Role: c.Role, From: source, On: on, Said: said})
}
