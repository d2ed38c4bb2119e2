package accounts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"github.com/xdg-go/scram"
)

// Handshake is one SCRAM-SHA-256 conversation of PostgreSQL's wire, in which a client proves that it has a token
// of a user without sending it. The wire takes no passwords: clients keep what they log in with, and a key
// that can be checked by SCRAM would be weaker than the slow hash of the password.
type Handshake struct {
	store  *Store
	name   string
	tokens []int64 // those of the user; one conversation each, all with the same words until the proof
	talks  []*scram.ServerConversation
}

// Handshake begins a conversation with a client who says to be name. The binding ties it to the certificate of the TLS connection, so
// that nobody in the middle can pass it on.
func (s *Store) Handshake(ctx context.Context, name string, binding scram.ChannelBinding) (*Handshake, error) {
	h := &Handshake{store: s, name: foldName(name)}
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	factors, err := wireFactors(ctx, db, h.name)
	if err != nil {
		return nil, s.failed(err)
	}
	credentials, err := h.credentials(ctx, db, factors)
	if err != nil {
		return nil, err
	}
	nonce := rand.Text()
	for _, c := range credentials {
		server, err := scram.SHA256.NewServer(func(string) (scram.StoredCredentials, error) { return c, nil })
		if err != nil {
			return nil, err
		}
		h.talks = append(h.talks, server.WithNonceGenerator(func() string { return nonce }).NewConversationWithChannelBinding(binding))
	}
	return h, nil
}

// credentials are those of the user's valid tokens, and of one that nobody has.
func (h *Handshake) credentials(ctx context.Context, db *sql.DB, factors scram.KeyFactors) (list []scram.StoredCredentials, err error) {
	rows, err := db.QueryContext(ctx, `SELECT id, stored_key, server_key FROM token WHERE user = ? AND revoked_at = 0 AND expires_at > ?`, h.name, time.Now().Unix())
	if err != nil {
		return nil, h.store.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		c := scram.StoredCredentials{KeyFactors: factors}
		var id int64
		if err := rows.Scan(&id, &c.StoredKey, &c.ServerKey); err != nil {
			return nil, h.store.failed(err)
		}
		h.tokens = append(h.tokens, id)
		list = append(list, c)
	}
	if err := rows.Err(); err != nil {
		return nil, h.store.failed(err)
	}
	nobodys := make([]byte, 32)
	_, _ = rand.Read(nobodys) // never fails
	h.tokens = append(h.tokens, 0)
	return append(list, scram.StoredCredentials{KeyFactors: factors, StoredKey: nobodys, ServerKey: nobodys}), nil
}

// First answers the client's first message.
func (h *Handshake) First(message string) (answer string, err error) {
	for _, talk := range h.talks {
		if answer, err = talk.Step(message); err != nil {
			return "", nobody(err.Error())
		}
		if talk.AuthzID() != "" {
			return "", nobody("asks to act for somebody else")
		}
	}
	return answer, nil
}

// Final checks the proof, and says by which token. The error is Unauthenticated if the client has none that is valid.
func (h *Handshake) Final(ctx context.Context, message string) (answer string, t Token, err error) {
	found := int64(0)
	why := "no token"
	for i, talk := range h.talks {
		said, err := talk.Step(message)
		if err != nil {
			why = err.Error()
			continue
		}
		if h.tokens[i] != 0 && talk.Valid() {
			answer, found = said, h.tokens[i]
		}
	}
	if found == 0 {
		return "", t, nobody(why)
	}
	t, err = h.store.ValidToken(ctx, found)
	return answer, t, err
}
