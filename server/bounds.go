package server

import (
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"jianfu/gate"
)

// maxConnections is how many may be connected at once; more wait until one is closed.
const maxConnections = 512

// boundedListener accepts so many connections at once.
type boundedListener struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func bounded(listener net.Listener, connections int) net.Listener {
	return &boundedListener{Listener: listener, places: make(chan struct{}, connections), closed: make(chan struct{})}
}

// Accept waits for a place, then for a connection.
func (l *boundedListener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &placedConn{Conn: conn, leave: sync.OnceFunc(func() { <-l.places })}, nil
}

func (l *boundedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// placedConn gives its place back when it is closed.
type placedConn struct {
	net.Conn
	leave func()
}

func (c *placedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}

// A body comes at no less than minRate bytes a second, after bodyGrace: one that drips would hold
// its connection, and what it was spooled to, for bodyTimeout.
const (
	bodyGrace = 10 * time.Second
	minRate   = 4 << 10
)

// steady ends requests whose body drips.
func steady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = &steadyBody{ReadCloser: r.Body, connection: http.NewResponseController(w), begun: time.Now()}
		}
		next.ServeHTTP(w, r)
	})
}

type steadyBody struct {
	io.ReadCloser
	connection *http.ResponseController
	begun      time.Time
	read       int64
}

func (b *steadyBody) Read(p []byte) (int, error) {
	deadline := b.begun.Add(min(bodyTimeout, bodyGrace+time.Duration(b.read/minRate)*time.Second))
	if err := b.connection.SetReadDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if errors.Is(err, io.EOF) { // what follows is another request's
		_ = b.connection.SetReadDeadline(time.Time{}) // a broken connection shows at the next use
	}
	return n, err
}

// named says to the gates who asks: the address of the other side, as long as there are no accounts.
func named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		next.ServeHTTP(w, r.WithContext(gate.WithCaller(r.Context(), host)))
	})
}
