package server

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

// Connections beyond the bound wait until another is closed, and are answered then.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := &http.Server{Handler: steady(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }))} //nolint:gosec // it ends with the test
	go func() { _ = served.Serve(bounded(listener, 2)) }()
	t.Cleanup(func() { _ = served.Close() })
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	first, second, third := dial(), dial(), dial()
	defer second.Close()
	defer third.Close()
	answered := make(chan string, 1)
	go func() {
		_, err := io.WriteString(third, "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi")
		text, unread := io.ReadAll(third)
		if err != nil || unread != nil {
			text = nil
		}
		answered <- string(text)
	}()
	// It is not accepted while both places are taken: those who have them are answered first.
	for _, conn := range []net.Conn{first, second} {
		if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case text := <-answered:
		t.Fatalf("the third was answered too: %q", text)
	default:
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if text := <-answered; !strings.HasSuffix(text, "hi") {
		t.Errorf("%q", text)
	}
}
