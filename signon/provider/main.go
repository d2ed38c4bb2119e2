// Command provider is an OpenID Connect provider on this machine for the tests of signing on: three people, whose claims say
// what they are. It says its address on standard output, and ends when its standard input does.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// people are who can log in, all with the password "verysecure".
type people map[string]*storage.User

func (p people) GetUserByID(id string) *storage.User         { return p[id] }
func (p people) GetUserByUsername(name string) *storage.User { return p[name] }
func (p people) ExampleClientID() string                     { return storage.ServiceUserID }

// claims are what the provider says of its people.
var claims = map[string]map[string]any{
	"jiaoyu": {"groups": []string{"staff", "jianfu-unit"}, "unit": "B001"},
	"zhang":  {"groups": []string{"jianfu-leader"}, "line": "城建交通"},
	"li":     {"groups": []string{"staff"}},
	"root":   {"groups": []string{"jianfu-admin"}},
}

// claiming adds the claims to the storage of the library's example.
type claiming struct{ *storage.Storage }

func (c claiming) SetUserinfoFromRequest(ctx context.Context, info *oidc.UserInfo, request op.IDTokenRequest, scopes []string) error {
	if err := c.Storage.SetUserinfoFromRequest(ctx, info, request, scopes); err != nil {
		return err
	}
	return c.add(info, request.GetSubject())
}

func (c claiming) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, id, subject, origin string) error {
	if err := c.Storage.SetUserinfoFromToken(ctx, info, id, subject, origin); err != nil {
		return err
	}
	return c.add(info, subject)
}

func (c claiming) add(info *oidc.UserInfo, subject string) error {
	for name, value := range claims[subject] {
		info.AppendClaims(name, value)
	}
	return nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	known := people{}
	for name := range claims {
		known[name] = &storage.User{ID: name, Username: name, Password: "verysecure"}
	}
	issuer := "http://" + listener.Addr().String()
	storage.RegisterClients(storage.WebClient("jianfu", "secret", os.Args[1]))
	router := exampleop.SetupServer(issuer, claiming{storage.NewStorage(known)}, slog.New(slog.DiscardHandler), false)
	fmt.Println(issuer)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	panic(http.Serve(listener, router))
}
