package pgwire

import (
	"io"
	"log/slog"
	"net"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"jianfu/sandbox/lexer"
)

// FuzzMessages: whatever bytes a client sends, the server reads them as far as they make sense,
// answers what it can, and lets the client go. Statements are taken apart and not run.
func FuzzMessages(f *testing.F) {
	start, err := (&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersionNumber, Parameters: map[string]string{"user": "a", "options": "-c lc_messages=zh_CN"}}).Encode(nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, message := range []pgproto3.FrontendMessage{&pgproto3.Sync{}, &pgproto3.Close{ObjectType: 'S'}, &pgproto3.Bind{}, &pgproto3.Execute{}, &pgproto3.Terminate{},
		&pgproto3.Query{String: "SET lc_messages = 'x'; BEGIN; COMMIT"}} {
		bytes, err := message.Encode(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(slices.Concat(start, bytes))
	}
	f.Add([]byte{0, 0, 0, 8, 4, 210, 22, 47})
	f.Add([]byte{0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 2})
	f.Fuzz(func(t *testing.T, sent []byte) {
		if len(sent) > 64<<10 {
			return
		}
		server := New(Config{Logger: slog.New(slog.DiscardHandler)})
		ours, theirs := net.Pipe()
		go func() {
			_, _ = theirs.Write(sent) // the server may hang up before all is read
			_ = theirs.Close()
		}()
		conn, in, first, err := server.greet(t.Context(), ours)
		if err == nil && first != nil {
			s := newSession(server, discarding{conn}, in)
			if s.start(first) == nil {
				for {
					message, err := s.pull.Receive()
					if err != nil {
						break
					}
					switch m := message.(type) {
					case *pgproto3.Query:
						lexer.Split(m.String)
					case *pgproto3.Parse:
						lexer.Split(m.Query)
					}
				}
			}
		}
		_ = ours.Close()
	})
}

// discarding is a connection whose answers nobody reads.
type discarding struct{ net.Conn }

func (discarding) Write(p []byte) (int, error) { return io.Discard.Write(p) }
