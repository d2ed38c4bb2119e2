// Package pgwire lets PostgreSQL's clients query the warehouse: psql, drivers, and the tools built
// upon them. It speaks version 3 of the protocol, answers queries of the catalogue from a synthetic
// one (catalog.sql), turns their dialect into DuckDB's (rewrite.go), and runs every statement in the
// sandbox. Nothing can be changed through it.
package pgwire

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"

	"jianfu"
	"jianfu/accounts"
	"jianfu/gate"
	"jianfu/sandbox"
)

// Config is what a Server needs.
type Config struct {
	Pool        *sandbox.Pool
	Logger      *slog.Logger
	Lang        jianfu.Lang             // of the errors, for clients that do not set lc_messages
	TLS         *tls.Config             // nil for none
	Certificate func() *tls.Certificate // of TLS, to which logins are bound; nil for none
	Accounts    *accounts.Store         // who may connect; nil, and without an account in it, is anybody
	Connections int                     // at once; 0 for defaultConnections
	Idle        time.Duration           // after which a silent client makes room for a new one; 0 for defaultIdle
}

// defaultConnections is how many clients may be connected at once. An idle connection costs some
// kilobytes and no worker.
const defaultConnections = 100

// defaultIdle is longer than a person at a prompt thinks, and than a pool of connections waits
// before it uses one again.
const defaultIdle = time.Minute

// startTimeout is how long a client may take to say who it is.
const startTimeout = 10 * time.Second

// Server answers PostgreSQL's clients. Safe for concurrent use.
type Server struct {
	config Config

	lock     sync.Mutex
	sessions map[uint32]*session // by process number, as sent to clients
	last     uint32
	places   chan struct{}
}

// New makes a server that is ready to Serve.
func New(config Config) *Server {
	if config.Connections == 0 {
		config.Connections = defaultConnections
	}
	if config.Idle == 0 {
		config.Idle = defaultIdle
	}
	return &Server{config: config, sessions: map[uint32]*session{}, places: make(chan struct{}, config.Connections)}
}

// Serve answers until ctx ends; then every client is notified, and it returns once all are gone.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var connections sync.WaitGroup
	defer connections.Wait()
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() }) // makes Accept return
	defer stop()
	pause := time.Duration(0)
	for {
		conn, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, net.ErrClosed) {
			return fmt.Errorf("accept a connection: %w", err)
		}
		if err != nil { // such as too many open files: whoever is connected goes on, and so do other surfaces
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			s.config.Logger.Warn("accept a connection of PostgreSQL's wire", "error", err, "again in", pause)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
			continue
		}
		pause = 0
		connections.Go(func() {
			defer func() { _ = conn.Close() }() // the client may have done so
			defer func() {
				if v := recover(); v != nil {
					s.config.Logger.Error("a session of the PostgreSQL wire broke", "panic", v)
				}
			}()
			if err := s.serve(gate.WithCaller(ctx, callerOf(conn)), conn); err != nil && !isGone(err) {
				s.config.Logger.Debug("a session of the PostgreSQL wire ended", "error", err)
			}
		})
	}
}

// callerOf names the other side to the gate of the pool, as HTTP does.
func callerOf(conn net.Conn) string {
	host, _, err := net.SplitHostPort(conn.RemoteAddr().String())
	if err != nil {
		return conn.RemoteAddr().String()
	}
	return host
}

// isGone reports whether a client has just left.
func isGone(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// serve greets a client and answers it until it leaves.
func (s *Server) serve(ctx context.Context, conn net.Conn) error {
	if err := conn.SetDeadline(time.Now().Add(startTimeout)); err != nil {
		return err
	}
	conn, in, first, err := s.greet(ctx, conn)
	if err != nil || first == nil {
		return err
	}
	session := newSession(s, conn, in)
	if s.takePlace() {
		defer func() { <-s.places }()
	} else {
		return session.refuse(faultf(tooMany, "连接太多，最多 %d 个，请稍后再试", "too many connections: %d at most, come back later", cap(s.places)))
	}
	if err := session.start(first); err != nil {
		return err
	}
	if ctx, err = session.logIn(ctx, first.Parameters["user"]); err != nil {
		return err
	}
	s.enter(session)
	defer s.leave(session)
	if err := session.welcome(); err != nil {
		return err
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	return session.run(ctx)
}

// placeTimeout is how long a client waits for the place of another that has to go.
const placeTimeout = 2 * time.Second

// takePlace finds room for one more client. Where there is none, the one that has been silent for
// longest goes, if that is longer than Config.Idle: else idle ones could keep everybody out.
func (s *Server) takePlace() bool {
	select {
	case s.places <- struct{}{}:
		return true
	default:
	}
	if !s.makeRoom() {
		return false
	}
	select {
	case s.places <- struct{}{}:
		return true
	case <-time.After(placeTimeout):
		return false
	}
}

// makeRoom disconnects the client that has been silent for longest.
func (s *Server) makeRoom() bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	var silent *session
	var since time.Time
	for _, session := range s.sessions {
		if at := session.silentSince(); !at.IsZero() && (silent == nil || at.Before(since)) {
			silent, since = session, at
		}
	}
	if silent == nil || time.Since(since) < s.config.Idle {
		return false
	}
	silent.dismiss()
	return true
}

// greet reads the first packets: whether to encrypt, whether to stop a query, or who comes.
// The message is nil where nobody does.
func (s *Server) greet(ctx context.Context, conn net.Conn) (net.Conn, *bufio.Reader, *pgproto3.StartupMessage, error) {
	in := bufio.NewReaderSize(conn, readBuffer)
	for range 4 { // one of each kind, and one more
		code, packet, err := readPacket(in)
		if err != nil {
			return conn, in, nil, err
		}
		switch code {
		case 80877104: // GSSAPI
			if _, err := conn.Write([]byte{'N'}); err != nil {
				return conn, in, nil, err
			}
		case 80877103: // TLS
			_, already := conn.(*tls.Conn)
			if s.config.TLS == nil || already {
				if _, err := conn.Write([]byte{'N'}); err != nil {
					return conn, in, nil, err
				}
				continue
			}
			if in.Buffered() > 0 {
				return conn, in, nil, errors.New("data was sent before the encryption began")
			}
			if _, err := conn.Write([]byte{'S'}); err != nil {
				return conn, in, nil, err
			}
			encrypted := tls.Server(conn, s.config.TLS)
			if err := encrypted.HandshakeContext(ctx); err != nil {
				return conn, in, nil, err
			}
			conn = encrypted
			in = bufio.NewReaderSize(conn, readBuffer)
		case 80877102: // stop a query
			var m pgproto3.CancelRequest
			if err := m.Decode(packet); err != nil {
				return conn, in, nil, err
			}
			s.stop(m.ProcessID, m.SecretKey)
			return conn, in, nil, nil
		default:
			var m pgproto3.StartupMessage
			if code>>16 != 3 {
				return conn, in, nil, fmt.Errorf("protocol %d", code)
			}
			if err := m.Decode(packet); err != nil {
				return conn, in, nil, err
			}
			return conn, in, &m, nil
		}
	}
	return conn, in, nil, errors.New("no start")
}

// readPacket reads one of the packets that come before all messages: its length, a number for its
// type, and the rest.
func readPacket(in *bufio.Reader) (code uint32, packet []byte, err error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return 0, nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size < 8 || size > 10_000 {
		return 0, nil, fmt.Errorf("a first packet of %d bytes", size)
	}
	packet = make([]byte, size-4)
	_, err = io.ReadFull(in, packet)
	return binary.BigEndian.Uint32(packet), packet, err
}

// enter assigns a session the number and the secret by which its queries can be stopped.
func (s *Server) enter(session *session) {
	_, _ = rand.Read(session.secret[:]) // never fails
	s.lock.Lock()
	defer s.lock.Unlock()
	for {
		s.last = s.last%(1<<30) + 1
		if s.sessions[s.last] == nil {
			break
		}
	}
	session.number = s.last
	s.sessions[s.last] = session
}

func (s *Server) leave(session *session) {
	session.closePortals()
	s.lock.Lock()
	defer s.lock.Unlock()
	delete(s.sessions, session.number)
}

// stop ends the query of a session. With a wrong secret nothing happens, and nothing is reported.
func (s *Server) stop(number uint32, secret []byte) {
	s.lock.Lock()
	session := s.sessions[number]
	s.lock.Unlock()
	if session != nil && string(secret) == string(session.secret[:]) {
		session.interrupt()
	}
}
