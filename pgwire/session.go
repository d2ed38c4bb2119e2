package pgwire

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"

	"jianfu"
	"jianfu/sandbox/lexer"
)

// session is one client.
type session struct {
	server *Server
	conn   net.Conn
	in     *bufio.Reader
	pull   *pgproto3.Backend // reads messages; sending goes through out
	out    *bufio.Writer
	number uint32
	secret [4]byte
	token  int64 // with which the client has logged in; 0 where there are no accounts

	encoder    encoder
	settings   *settings
	status     byte // of the transaction: I outside, T within, E failed
	savepoints []string
	statements map[string]*statement
	held       int // bytes of all statements
	portals    map[string]*portal
	told       map[string]string // the reported settings as last sent to the client
	skipping   bool              // after an error, until Sync

	lock    sync.Mutex
	current context.CancelFunc // stops what runs now; nil where nothing does
	silent  time.Time          // since when it has been waited for the client; zero while it is answered
	goes    bool               // it must make room
}

// silentSince is since when nothing has come from the client; zero where it is being answered.
func (s *session) silentSince() time.Time {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.goes {
		return time.Time{}
	}
	return s.silent
}

// wait marks that the client is waited for, or that it was heard.
func (s *session) wait(since time.Time) (goes bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.silent = since
	return s.goes
}

// dismiss ends a session that is waiting for its client.
func (s *session) dismiss() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.goes = true
	_ = s.conn.SetReadDeadline(time.Unix(1, 0)) // wakes it
	_ = s.conn.SetWriteDeadline(time.Now().Add(time.Second))
}

// Limits of a connection.
const (
	readBuffer    = 16 << 10
	writeBuffer   = 64 << 10
	maxMessage    = 4 << 20 // of a client: a statement with its arguments
	maxStatements = 8 << 20 // bytes of all statements that a client keeps
	maxPortals    = 256
)

func newSession(server *Server, conn net.Conn, in *bufio.Reader) *session {
	s := &session{
		server: server, conn: conn, in: in, out: bufio.NewWriterSize(conn, writeBuffer), encoder: encoder{pgtype.NewMap()},
		settings: newSettings(), status: 'I', statements: map[string]*statement{}, portals: map[string]*portal{}, told: map[string]string{},
	}
	s.pull = pgproto3.NewBackend(in, conn)
	s.pull.SetMaxBodyLen(maxMessage)
	return s
}

// send writes a message into the buffer.
func (s *session) send(message pgproto3.BackendMessage) error {
	bytes, err := message.Encode(nil)
	if err != nil {
		return err
	}
	_, err = s.out.Write(bytes)
	return err
}

// refuse says to a client why it is disconnected.
func (s *session) refuse(f *fault) error {
	f.fatal = true
	return errors.Join(s.send(f.response(s.lang())), s.out.Flush(), f)
}

// lang is the language of the errors.
func (s *session) lang() jianfu.Lang {
	if locale, set := s.settings.now["lc_messages"]; set && locale != "" {
		return jianfu.LangOf(locale)
	}
	return s.server.config.Lang
}

// start reads the startup message. The database has one name, and the names that clients use by default are accepted too.
func (s *session) start(m *pgproto3.StartupMessage) error {
	name := m.Parameters["database"]
	if name != "" && name != database && name != "postgres" && name != m.Parameters["user"] {
		return s.refuse(faultf(noDatabase, "没有数据库“%s”：请连接 %s", "there is no database %q: connect to %s", name, database))
	}
	for key, value := range m.Parameters {
		switch key {
		case "user", "database", "replication":
			continue
		case "options":
			if err := s.options(value); err != nil {
				return s.refuse(asFault(err, translation{}))
			}
			continue
		}
		if strings.HasPrefix(key, "_pq_.") {
			continue
		}
		if err := s.settings.set(key, value, false); err != nil {
			return s.refuse(asFault(err, translation{}))
		}
	}
	if on := m.Parameters["replication"]; on != "" && on != "false" && on != "off" && on != "0" {
		return s.refuse(faultf(notSupported, "不支持复制连接", "replication is not supported"))
	}
	return nil
}

// options reads settings in the form of a server's command line: -c name=value --name=value.
func (s *session) options(text string) error {
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		word := strings.TrimPrefix(strings.TrimPrefix(words[i], "--"), "-c")
		if word == "" && i+1 < len(words) {
			i++
			word = words[i]
		}
		name, value, found := strings.Cut(word, "=")
		if !found {
			return faultf(badParameter, "看不懂连接选项“%s”", "the option %q is not understood", words[i])
		}
		if err := s.settings.set(strings.ReplaceAll(name, "-", "_"), value, false); err != nil {
			return err
		}
	}
	return nil
}

// welcome accepts a client and sends it the facts about this server.
func (s *session) welcome() error {
	if err := s.send(&pgproto3.AuthenticationOk{}); err != nil {
		return err
	}
	if err := s.report(); err != nil {
		return err
	}
	return errors.Join(s.send(&pgproto3.BackendKeyData{ProcessID: s.number, SecretKey: s.secret[:]}), s.ready())
}

// report sends the client those reported settings that have changed.
func (s *session) report() error {
	for _, key := range reported {
		value, _ := s.settings.get(key)
		if told, ok := s.told[key]; ok && told == value {
			continue
		}
		s.told[key] = value
		if err := s.send(&pgproto3.ParameterStatus{Name: defaults()[key].name, Value: value}); err != nil {
			return err
		}
	}
	return nil
}

// ready says that the next query may come, and sends the buffer.
func (s *session) ready() error {
	return errors.Join(s.report(), s.send(&pgproto3.ReadyForQuery{TxStatus: s.status}), s.out.Flush())
}

// run answers messages until the client leaves or the server stops.
func (s *session) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { // wakes a read that waits for a message, or a write to a client that does not read
		_ = s.conn.SetReadDeadline(time.Unix(1, 0))
		_ = s.conn.SetWriteDeadline(time.Now().Add(time.Second))
	})
	defer stop()
	for {
		s.wait(time.Now())
		message, err := s.pull.Receive()
		if goes := s.wait(time.Time{}); goes {
			return s.refuse(faultf(idleTooLong, "连接闲置太久，已让给别的客户端，请重新连接", "this connection was idle, and made room for another client: connect again"))
		}
		if ctx.Err() != nil {
			return s.refuse(faultf(stopping, "服务正在停止", "the server is stopping"))
		}
		var long *pgproto3.ExceededMaxBodyLenErr
		if errors.As(err, &long) {
			return s.refuse(faultf(tooLarge, "消息太长，最多 %d MB", "the message is too long: %d MB at most", maxMessage>>20))
		}
		if err != nil {
			return err
		}
		if _, bye := message.(*pgproto3.Terminate); bye {
			return nil
		}
		if err := s.handle(ctx, message); err != nil {
			return err
		}
	}
}

// handle answers one message. Its error ends the connection; a faulty message is answered with an
// error.
func (s *session) handle(ctx context.Context, message pgproto3.FrontendMessage) error {
	switch m := message.(type) {
	case *pgproto3.Query:
		return s.simple(ctx, m.String)
	case *pgproto3.Sync:
		s.skipping = false
		if s.status == 'I' {
			s.closePortals()
		}
		return s.ready()
	case *pgproto3.Flush:
		return s.out.Flush()
	case *pgproto3.CopyData, *pgproto3.CopyDone, *pgproto3.CopyFail:
		return nil // left over from a COPY that was refused
	}
	if s.skipping {
		return nil
	}
	err := s.extended(ctx, message)
	var f *fault
	if errors.As(err, &f) {
		s.skipping = true
		return s.fail(f)
	}
	return err
}

// fail sends an error to the client. A transaction under way has failed with it.
func (s *session) fail(f *fault) error {
	if s.status == 'T' {
		s.status = 'E'
	}
	if f.code == internal {
		s.server.config.Logger.Error("a statement of the PostgreSQL wire failed", "error", f.err)
	} else {
		s.server.config.Logger.Debug("a statement of the PostgreSQL wire was refused", "code", f.code, "error", f.text.EN)
	}
	return s.send(f.response(s.lang()))
}

// simple answers a text of statements: it stops at the first that fails.
func (s *session) simple(ctx context.Context, sql string) error {
	s.skipping = false
	delete(s.portals, "")
	statements := lexer.Split(sql)
	if len(statements) == 0 {
		if err := s.send(&pgproto3.EmptyQueryResponse{}); err != nil {
			return err
		}
	}
	offset := 0
	for _, tokens := range statements {
		offset = max(offset, strings.Index(sql[offset:], lexer.Join(tokens))+offset)
		err := s.simpleStatement(ctx, tokens)
		var f *fault
		if errors.As(err, &f) {
			if f.position > 0 {
				f.position += len([]rune(sql[:offset]))
			}
			if err := s.fail(f); err != nil {
				return err
			}
			break
		}
		if err != nil {
			return err
		}
		offset += len(lexer.Join(tokens))
	}
	return s.ready()
}

func (s *session) simpleStatement(ctx context.Context, tokens []lexer.Token) error {
	st, err := s.read(tokens, nil)
	if err != nil {
		return err
	}
	p := &portal{statement: st}
	defer p.close()
	if err := s.open(ctx, p); err != nil {
		return err
	}
	if err := s.describeRows(ctx, p); err != nil {
		return err
	}
	return s.execute(ctx, p, 0, "")
}

// watching runs something that may take time. It is stopped if the client asks for that or goes
// away, and when the server stops.
func (s *session) watching(ctx context.Context, cancel context.CancelFunc, run func() error) error {
	s.lock.Lock()
	s.current = cancel
	s.lock.Unlock()
	stop := context.AfterFunc(ctx, cancel)
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		// Data that the client has already sent waits in the buffer; only the end matters here.
		for n := s.in.Buffered() + 1; n <= s.in.Size(); n = s.in.Buffered() + 1 {
			if _, err := s.in.Peek(n); err != nil {
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					cancel()
				}
				return
			}
		}
	}()
	err := run()
	stop()
	s.lock.Lock()
	s.current = nil
	s.lock.Unlock()
	_ = s.conn.SetReadDeadline(time.Unix(1, 0)) // makes the reader stop
	<-watched
	if ctx.Err() == nil {
		_ = s.conn.SetReadDeadline(time.Time{})
		if ctx.Err() != nil { // the server was stopped in the meantime
			_ = s.conn.SetReadDeadline(time.Unix(1, 0))
		}
	}
	return err
}

// interrupt stops what runs now.
func (s *session) interrupt() {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.current != nil {
		s.current()
	}
}

func (s *session) closePortals() {
	for name, p := range s.portals {
		p.close()
		delete(s.portals, name)
	}
}

// setting is the value of current_setting('name') in this session.
func (s *session) setting(name string) (string, bool) {
	if name == "pid" {
		return strconv.Itoa(int(s.number)), true
	}
	return s.settings.get(name)
}
