package pgwire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/xdg-go/scram"

	"jianfu/access"
	"jianfu/accounts"
)

// withAccounts is a server over TLS with an administrator, an analyst and a department, and the token of each.
func withAccounts(t *testing.T) (b *bench, who *accounts.Store, tokens map[string]string) {
	t.Helper()
	who, err := accounts.Open(accounts.Path(filepath.Join(t.TempDir(), "w.duckdb")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := who.Close(); err != nil {
			t.Error(err)
		}
	})
	tokens = map[string]string{}
	for _, c := range []access.Caller{{Name: "root", Role: access.Admin}, {Name: "fenxi", Role: access.Analyst}, {Name: "jiaoyu", Role: access.Department, Department: "jy"}} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
		if tokens[c.Name], _, err = who.CreateToken(t.Context(), access.Caller{Name: c.Name}, "a test", time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	certificate, _ := selfSigned(t)
	if certificate.Leaf, err = x509.ParseCertificate(certificate.Certificate[0]); err != nil {
		t.Fatal(err)
	}
	return setup(t, func(c *Config) {
		c.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
		c.Certificate = func() *tls.Certificate { return &certificate }
		c.Accounts = who
	}), who, tokens
}

func (b *bench) logIn(ctx context.Context, user, password, more string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig("postgres://" + user + ":" + password + "@" + b.address + "/jianfu?" + more)
	if err != nil {
		return nil, err
	}
	return pgx.ConnectConfig(ctx, config)
}

func TestLogin(t *testing.T) {
	t.Parallel()
	b, who, tokens := withAccounts(t)
	for _, try := range []struct{ user, password, more, want string }{
		{"fenxi", tokens["fenxi"], "sslmode=require&channel_binding=require", "<nil>"},
		{"FENXI", tokens["fenxi"], "sslmode=require&channel_binding=disable", "<nil>"},
		{"root", tokens["root"], "sslmode=disable", "<nil>"}, // on this machine
		{"fenxi", "wrong", "sslmode=require", "28P01"},
		{"fenxi", "correct%20horse%20battery", "sslmode=require", "28P01"}, // passwords open pages, not the wire
		{"root", tokens["fenxi"], "sslmode=require", "28P01"},
		{"nobody", tokens["fenxi"], "sslmode=require", "28P01"},
		{"jiaoyu", tokens["jiaoyu"], "sslmode=require", "42501"}, // a role that may not use SQL
	} {
		conn, err := b.logIn(t.Context(), try.user, try.password, try.more)
		if state(err) != try.want {
			t.Errorf("%s with %s: %v, want %s", try.user, try.more, err, try.want)
		}
		if err == nil {
			var n int
			if err := conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM visits").Scan(&n); err != nil || n != 3 {
				t.Errorf("%d, %v", n, err)
			}
			_ = conn.Close(t.Context())
		}
	}
	counts := map[accounts.What]int{}
	events, err := who.Latest(0, func(e accounts.Event) bool { counts[e.What]++; return e.What == accounts.AskedSQL })
	if err != nil || counts[accounts.LoggedIn] != 3 || counts[accounts.LoginFailed] != 4 || counts[accounts.Denied] != 1 {
		t.Errorf("the audit has %v, %v", counts, err)
	}
	if len(events) != 3 || events[2].By != "fenxi" || !strings.Contains(events[2].On, "COUNT(*) FROM visits") {
		t.Errorf("%+v", events)
	}
}

// A connection lasts no longer than its token.
func TestARevokedTokenEndsItsConnection(t *testing.T) {
	t.Parallel()
	b, who, tokens := withAccounts(t)
	conn, err := b.logIn(t.Context(), "fenxi", tokens["fenxi"], "sslmode=require")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM visits").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if _, err := who.RevokeToken(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if err := conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM visits").Scan(&n); state(err) != "28P01" {
		t.Errorf("after it was revoked: %v", err)
	}
}

// No message gets a client in but the right proof, and none gets a weaker mechanism.
func TestHostileLogins(t *testing.T) {
	t.Parallel()
	b, _, _ := withAccounts(t)
	sasl := func(mechanism, data string) pgproto3.FrontendMessage {
		return &pgproto3.SASLInitialResponse{AuthMechanism: mechanism, Data: []byte(data)}
	}
	for what, messages := range map[string][]pgproto3.FrontendMessage{
		"a query before the login":        {&pgproto3.Query{String: "SELECT 1"}},
		"a password in clear":             {&pgproto3.PasswordMessage{Password: "correct horse battery"}},
		"another mechanism":               {sasl("PLAIN", "\x00fenxi\x00x")},
		"an old mechanism":                {sasl("SCRAM-SHA-1", "n,,n=,r=abc")},
		"binding where there is no TLS":   {sasl(boundScram, "p=tls-server-end-point,,n=,r=abc")},
		"an empty message":                {sasl(plainScram, "")},
		"no nonce":                        {sasl(plainScram, "n,,n=,r=")},
		"acting for somebody else":        {sasl(plainScram, "n,a=root,n=,r=abc")},
		"an extension that must be known": {sasl(plainScram, "n,,m=x,n=,r=abc")},
		"a long message":                  {sasl(plainScram, "n,,n="+strings.Repeat("x", 1<<20)+",r=abc")},
		"no proof":                        {sasl(plainScram, "n,,n=,r=abc"), &pgproto3.SASLResponse{Data: []byte("c=biws,r=abc,p=")}},
		"a made-up proof":                 {sasl(plainScram, "n,,n=,r=abc"), &pgproto3.SASLResponse{Data: []byte("c=biws,r=abc,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")}},
		"the server's final message":      {sasl(plainScram, "n,,n=,r=abc"), &pgproto3.SASLResponse{Data: []byte("v=AAAA")}},
		"the first message twice":         {sasl(plainScram, "n,,n=,r=abc"), sasl(plainScram, "n,,n=,r=abc")},
		"a query in place of the proof":   {sasl(plainScram, "n,,n=,r=abc"), &pgproto3.Query{String: "SELECT 1"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", b.address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = conn.Close() }()
			f := pgproto3.NewFrontend(conn, conn)
			f.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": "fenxi", "database": "jianfu"}})
			for _, m := range messages {
				if err := f.Flush(); err != nil {
					t.Fatal(err)
				}
				if message, err := f.Receive(); err != nil {
					t.Fatal(err)
				} else if _, asks := message.(pgproto3.AuthenticationResponseMessage); !asks {
					t.Fatalf("answered by %T", message)
				}
				f.Send(m)
			}
			f.Send(&pgproto3.Query{String: "SELECT 1"})
			_ = f.Flush() // it may have been disconnected
			for {
				message, err := f.Receive()
				if err != nil {
					return
				}
				switch message.(type) {
				case *pgproto3.AuthenticationOk, *pgproto3.ReadyForQuery, *pgproto3.DataRow:
					t.Fatalf("it is let in: %T", message)
				}
			}
		})
	}
}

// messages is the matrix of the wire's messages: a message that a session answers and that has no row fails. All are sent by every role.
var messages = map[string][]pgproto3.FrontendMessage{
	"Query":        {&pgproto3.Query{String: "SELECT COUNT(*) FROM visits"}},
	"Parse":        {&pgproto3.Parse{Query: "SELECT COUNT(*) FROM visits"}, &pgproto3.Sync{}},
	"Bind":         {&pgproto3.Parse{Query: "SELECT 1"}, &pgproto3.Bind{}, &pgproto3.Sync{}},
	"Describe":     {&pgproto3.Parse{Query: "SELECT COUNT(*) FROM visits"}, &pgproto3.Describe{ObjectType: 'S'}, &pgproto3.Sync{}},
	"Execute":      {&pgproto3.Parse{Query: "SELECT COUNT(*) FROM visits"}, &pgproto3.Bind{}, &pgproto3.Execute{}, &pgproto3.Sync{}},
	"Close":        {&pgproto3.Close{ObjectType: 'S'}, &pgproto3.Sync{}},
	"FunctionCall": {&pgproto3.FunctionCall{Function: 1}, &pgproto3.Sync{}},
	"Sync":         {&pgproto3.Sync{}},
	"Flush":        {&pgproto3.Flush{}, &pgproto3.Sync{}},
	"CopyData":     {&pgproto3.CopyData{Data: []byte("1")}, &pgproto3.Sync{}},
	"CopyDone":     {&pgproto3.CopyDone{}, &pgproto3.Sync{}},
	"CopyFail":     {&pgproto3.CopyFail{}, &pgproto3.Sync{}},
}

// Every message of a role that may use SQL is answered; to all others nothing comes but the refusal of their login,
// whatever they send before or after it.
func TestEveryMessageOfEveryRole(t *testing.T) {
	t.Parallel()
	b, who, tokens := withAccounts(t)
	for _, c := range []access.Caller{{Name: "office", Role: access.Office}, {Name: "weijian", Role: access.Department, Department: "wj"}, {Name: "leader", Role: access.Leader, Portfolio: "城建"}, {Name: "viewer", Role: access.Viewer}} {
		if err := who.Add(t.Context(), c, "correct horse battery", false); err != nil {
			t.Fatal(err)
		}
		var err error
		if tokens[c.Name], _, err = who.CreateToken(t.Context(), access.Caller{Name: c.Name}, "a test", time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	tokens["stranger"] = "jianfu_AAAAAAAAAAAAAAAAAAAAAAAAAA"
	for _, name := range answeredMessages(t) {
		if messages[name] == nil {
			t.Errorf("a session answers %s, and nothing says to whom: add it to messages", name)
		}
	}
	for user, secret := range tokens {
		may := user == "root" || user == "office" || user == "fenxi"
		conn, err := b.logIn(t.Context(), user, secret, "sslmode=require")
		if (err == nil) != may {
			t.Errorf("%s logs in: %v", user, err)
		}
		if err == nil {
			_ = conn.Close(t.Context())
		}
		for name, sent := range messages {
			got := b.afterLogin(t, user, secret, sent)
			if answered := slices.Contains(got, "ReadyForQuery"); answered != may {
				t.Errorf("%s of %s: %v", name, user, got)
			}
			if !may && slices.ContainsFunc(got, func(m string) bool { return m != "ErrorResponse" && !strings.HasPrefix(m, "Authentication") }) {
				t.Errorf("%s of %s is answered by %v", name, user, got)
			}
		}
	}
}

// answeredMessages are the messages that the source of a session looks at.
func answeredMessages(t *testing.T) (names []string) {
	t.Helper()
	for _, file := range []string{"session.go", "portal.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			clause, ok := node.(*ast.CaseClause)
			if !ok {
				return true
			}
			for _, kind := range clause.List {
				if pointer, ok := kind.(*ast.StarExpr); ok {
					if name, ok := pointer.X.(*ast.SelectorExpr); ok {
						names = append(names, name.Sel.Name)
					}
				}
			}
			return true
		})
	}
	if len(names) < 10 {
		t.Fatalf("%v", names)
	}
	return names
}

// afterLogin logs in with SCRAM, sends messages whatever the answer was, and gives what came until the connection was closed or the server was ready again.
func (b *bench) afterLogin(t *testing.T, user, secret string, sent []pgproto3.FrontendMessage) (got []string) {
	t.Helper()
	conn, err := net.Dial("tcp", b.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	f := pgproto3.NewFrontend(conn, conn)
	receive := func() pgproto3.BackendMessage {
		_ = f.Flush() // it may have been disconnected
		message, err := f.Receive()
		if err != nil {
			return nil
		}
		name := fmt.Sprintf("%T", message)
		got = append(got, name[strings.LastIndexByte(name, '.')+1:])
		return message
	}
	client, err := scram.SHA256.NewClient(user, secret, "")
	if err != nil {
		t.Fatal(err)
	}
	talk := client.NewConversation()
	first, err := talk.Step("")
	if err != nil {
		t.Fatal(err)
	}
	f.Send(&pgproto3.StartupMessage{ProtocolVersion: pgproto3.ProtocolVersion30, Parameters: map[string]string{"user": user, "database": "jianfu"}})
	receive()
	f.Send(&pgproto3.SASLInitialResponse{AuthMechanism: plainScram, Data: []byte(first)})
	if next, ok := receive().(*pgproto3.AuthenticationSASLContinue); ok {
		proof, err := talk.Step(string(next.Data))
		if err != nil {
			t.Fatal(err)
		}
		f.Send(&pgproto3.SASLResponse{Data: []byte(proof)})
	}
	for {
		message := receive()
		if _, ready := message.(*pgproto3.ReadyForQuery); ready || message == nil {
			break
		}
	}
	if slices.Contains(got, "ReadyForQuery") {
		got = nil
	}
	for _, m := range sent {
		f.Send(m)
	}
	for {
		message := receive()
		if _, ready := message.(*pgproto3.ReadyForQuery); ready || message == nil {
			return got
		}
	}
}
