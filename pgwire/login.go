package pgwire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/netip"

	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/xdg-go/scram"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/gate"
)

// The mechanisms of a login. That with PLUS is tied to the certificate, so that nobody in the middle can pass it on.
const (
	plainScram = "SCRAM-SHA-256"
	boundScram = "SCRAM-SHA-256-PLUS"
)

// logIn finds out who a client is, by SCRAM-SHA-256 with a token; where there are no accounts it is anybody.
func (s *session) logIn(ctx context.Context, user string) (context.Context, error) {
	store := s.server.config.Accounts
	active, err := store.Active(ctx)
	if err != nil {
		return ctx, s.refuse(asFault(err, translation{}))
	}
	if !active {
		return ctx, nil
	}
	source := callerOf(s.conn)
	ctx = accounts.WithSource(access.With(ctx, access.Caller{Role: access.Stranger}), source)
	_, encrypted := s.conn.(*tls.Conn)
	if address, err := netip.ParseAddr(source); !encrypted && (err != nil || !address.Unmap().IsLoopback()) {
		return ctx, s.refuse(faultf(noLogin, "请加密连接：sslmode=verify-full 或 require", "connect with TLS: sslmode=verify-full, or require"))
	}
	t, err := s.handshake(ctx, user, encrypted)
	if jianfu.ErrorCode(err) == jianfu.Unauthenticated {
		refusal := faultf(badLogin, "账号名或令牌不对：密码处应写 jianfu token create 得到的令牌", "the name or the token is wrong: the password is a token made by jianfu token create")
		refusal.err = err
		return ctx, s.refuseLogin(ctx, accounts.LoginFailed, user, refusal)
	}
	var wrong *fault
	if errors.As(err, &wrong) {
		return ctx, s.refuse(wrong)
	}
	if err != nil {
		return ctx, err
	}
	s.token = t.ID
	ctx = gate.WithCaller(access.With(ctx, t.Caller), t.Name)
	if err := access.Require(ctx, access.UseSQL); err != nil {
		return ctx, s.refuseLogin(ctx, accounts.Denied, "PostgreSQL", ofAccess(err))
	}
	if err := store.Done(ctx, accounts.LoggedIn, "PostgreSQL", ""); err != nil {
		return ctx, s.refuse(asFault(err, translation{}))
	}
	return ctx, nil
}

// ofAccess is a refusal for want of a right in PostgreSQL's terms.
func ofAccess(err error) *fault {
	var known *jianfu.Error
	if !errors.As(err, &known) {
		return asFault(err, translation{})
	}
	return &fault{code: notAllowed, text: known.Text, err: err}
}

func (s *session) refuseLogin(ctx context.Context, what accounts.What, on string, f *fault) error {
	return errors.Join(s.server.config.Accounts.Done(ctx, what, on, "PostgreSQL"), s.refuse(f))
}

// handshake is SCRAM: what can be done, the client's first message, ours, the proof, and ours.
func (s *session) handshake(ctx context.Context, user string, encrypted bool) (t accounts.Token, err error) {
	mechanisms, binding := []string{plainScram}, scram.ChannelBinding{}
	if encrypted && s.server.config.Certificate != nil {
		if bound, ok := bindingTo(s.server.config.Certificate()); ok {
			mechanisms, binding = []string{boundScram, plainScram}, bound
		}
	}
	if err := errors.Join(s.send(&pgproto3.AuthenticationSASL{AuthMechanisms: mechanisms}), s.out.Flush()); err != nil {
		return t, err
	}
	if err := s.pull.SetAuthType(pgproto3.AuthTypeSASL); err != nil {
		return t, err
	}
	first, err := receive[*pgproto3.SASLInitialResponse](s)
	if err != nil {
		return t, err
	}
	if first.AuthMechanism != plainScram && first.AuthMechanism != mechanisms[0] {
		return t, faultf(brokenProtocol, "不支持登录方式 %s", "the mechanism %q is not supported", first.AuthMechanism)
	}
	hand, err := s.server.config.Accounts.Handshake(ctx, user, binding)
	if err != nil {
		return t, err
	}
	answer, err := hand.First(string(first.Data))
	if err != nil {
		return t, err
	}
	if err := errors.Join(s.send(&pgproto3.AuthenticationSASLContinue{Data: []byte(answer)}), s.out.Flush()); err != nil {
		return t, err
	}
	if err := s.pull.SetAuthType(pgproto3.AuthTypeSASLContinue); err != nil {
		return t, err
	}
	proof, err := receive[*pgproto3.SASLResponse](s)
	if err != nil {
		return t, err
	}
	answer, t, err = hand.Final(ctx, string(proof.Data))
	if err != nil {
		return t, err
	}
	return t, s.send(&pgproto3.AuthenticationSASLFinal{Data: []byte(answer)})
}

// receive reads the message that must come next. None of a login is long.
func receive[M pgproto3.FrontendMessage](s *session) (m M, err error) {
	s.pull.SetMaxBodyLen(8 << 10)
	defer s.pull.SetMaxBodyLen(maxMessage)
	message, err := s.pull.Receive()
	if err != nil {
		return m, err
	}
	m, ok := message.(M)
	if !ok {
		return m, faultf(brokenProtocol, "登录时收到别的消息", "another message came in the middle of a login")
	}
	return m, nil
}

// bindingTo is what ties a login to a certificate; false where the certificate is signed in a way for which no
// binding is defined.
func bindingTo(pair *tls.Certificate) (scram.ChannelBinding, bool) {
	leaf := pair.Leaf
	if leaf == nil {
		return scram.ChannelBinding{}, false
	}
	binding, err := scram.NewTLSServerEndpointBinding(&tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}})
	return binding, err == nil
}

// mayAsk notes a statement before it runs, and refuses it where the token has ended since the client logged in.
func (s *session) mayAsk(ctx context.Context, sql string) error {
	store := s.server.config.Accounts
	if s.token == 0 {
		if active, err := store.Active(ctx); err != nil || active { // the first account was made after this client came
			return faultf(noLogin, "现在需要登录，请重新连接", "an account is needed now: connect again")
		}
		return nil
	}
	t, err := store.ValidToken(ctx, s.token)
	if jianfu.ErrorCode(err) == jianfu.Unauthenticated || err == nil && t.Caller != access.From(ctx) {
		return faultf(badLogin, "令牌已失效或权限已改，请重新连接", "the token has ended, or may do something else now: connect again")
	}
	if err != nil {
		return asFault(err, translation{})
	}
	if err := store.Done(ctx, accounts.AskedSQL, sql, "PostgreSQL"); err != nil {
		return asFault(err, translation{})
	}
	return nil
}
