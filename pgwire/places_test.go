package pgwire

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// A new client gets the place of one that is idle, the longest idle first, and one that is being
// answered is never sent away.
func TestIdleClientsMakeRoom(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.Connections, c.Idle = 2, time.Nanosecond })
	first, second := b.connect(t, pgx.QueryExecModeSimpleProtocol), b.connect(t, pgx.QueryExecModeSimpleProtocol)
	var one int
	if err := first.QueryRow(t.Context(), "SELECT 1").Scan(&one); err != nil { // so that the second is silent for longer
		t.Fatal(err)
	}
	third := b.connect(t, pgx.QueryExecModeSimpleProtocol)
	for _, conn := range []*pgx.Conn{first, third} {
		if err := conn.QueryRow(t.Context(), "SELECT 1").Scan(&one); err != nil {
			t.Error(err)
		}
	}
	if err := second.QueryRow(t.Context(), "SELECT 1").Scan(&one); err == nil {
		t.Error("the one that was idle is still there")
	}
}

// flaky is a listener that fails some times before it accepts.
type flaky struct {
	net.Listener
	failures int
}

func (f *flaky) Accept() (net.Conn, error) {
	if f.failures > 0 {
		f.failures--
		return nil, errors.New("accept: too many open files")
	}
	return f.Listener.Accept()
}

func TestAcceptingGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	server := New(Config{Logger: slog.New(slog.DiscardHandler)})
	go func() { done <- server.Serve(ctx, &flaky{listener, 3}) }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte{0, 0, 0, 8, 4, 210, 22, 47}); err != nil { // may it be encrypted?
		t.Fatal(err)
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(conn, answer); err != nil || answer[0] != 'N' {
		t.Errorf("%q, %v", answer, err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
