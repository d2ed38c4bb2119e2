package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gorilla/websocket"
	"github.com/vektah/gqlparser/v2/ast"

	"jianfu"
)

// The close codes of graphql-transport-ws.
const (
	closeInvalid      = 4400
	closeUnauthorized = 4401
	closeInitTimeout  = 4408
	closeDuplicate    = 4409
	closeTooManyInits = 4429
)

// Limits of one socket.
const (
	initWithin       = 10 * time.Second
	writeWithin      = 10 * time.Second
	maxSubscribed    = 20
	webSocketDialect = "graphql-transport-ws"
)

// socket is one WebSocket connection (github.com/enisdenjo/graphql-ws, PROTOCOL.md).
type socket struct {
	handler *Handler
	ctx     context.Context
	conn    *websocket.Conn
	headers http.Header

	forbidden map[ast.Operation]*jianfu.Error // mutations, if it is unknown who opened the socket

	writing sync.Mutex // the connection takes one writer at a time
	mu      sync.Mutex
	running map[string]*subscription
	acked   bool
}

// subscription is one operation under way.
type subscription struct{ cancel context.CancelFunc }

// message is one frame, either way.
type message struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func (h *Handler) serveWebSocket(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{Subprotocols: []string{webSocketDialect}, CheckOrigin: h.allowsOrigin, HandshakeTimeout: initWithin,
		Error: func(w http.ResponseWriter, r *http.Request, status int, _ error) {
			why := jianfu.Errorf(jianfu.Invalid, "WebSocket 握手有误：请用支持 graphql-transport-ws 的客户端", "the WebSocket handshake is faulty: use a client of graphql-transport-ws")
			if !h.allowsOrigin(r) {
				why = jianfu.Errorf(jianfu.Invalid, "不接受来源 %s 的网页：请让管理员用 --cors-origin 放行它", "pages of the origin %s are not allowed: the administrator can allow it with --cors-origin", r.Header.Get("Origin"))
			}
			h.refuseRequest(w, r, status, why)
		}}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s := &socket{handler: h, ctx: ctx, conn: conn, headers: r.Header, running: map[string]*subscription{}}
	if !h.mayChange(r) {
		s.forbidden = map[ast.Operation]*jianfu.Error{ast.Mutation: errFromAnywhere}
	}
	defer func() { _ = conn.Close() }()
	if conn.Subprotocol() != webSocketDialect {
		s.close(websocket.CloseProtocolError, "subprotocol "+webSocketDialect+" is needed")
		return
	}
	conn.SetReadLimit(maxBody)
	expire := time.AfterFunc(initWithin, func() {
		if !s.isAcked() {
			s.close(closeInitTimeout, "Connection initialisation timeout")
			_ = conn.Close()
		}
	})
	defer expire.Stop()
	go s.keepAlive()
	for s.read() {
	}
}

// keepAlive sends pings; a client that does not answer for two rounds is gone.
func (s *socket) keepAlive() {
	round := s.handler.KeepAlive
	extend := func(string) error { return s.conn.SetReadDeadline(time.Now().Add(2 * round)) }
	s.conn.SetPongHandler(extend)
	_ = extend("") // fails only if the connection is closed, and then read ends
	ticker := time.NewTicker(round)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
			if s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWithin)) != nil {
				return
			}
		}
	}
}

// read reads one frame; it reports false if the connection is to end.
func (s *socket) read() bool {
	_, text, err := s.conn.ReadMessage()
	if err != nil {
		return false
	}
	var m message
	if json.Unmarshal(text, &m) != nil {
		return s.close(closeInvalid, "Invalid message")
	}
	switch m.Type {
	case "connection_init":
		return s.init()
	case "ping":
		return s.write(message{Type: "pong"})
	case "pong":
		return true
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		s.mu.Lock()
		one := s.running[m.ID]
		s.mu.Unlock()
		if one != nil {
			s.end(m.ID, one)
		}
		return true
	}
	return s.close(closeInvalid, "Invalid message")
}

func (s *socket) isAcked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.acked
}

func (s *socket) init() bool {
	s.mu.Lock()
	again := s.acked
	s.acked = true
	s.mu.Unlock()
	if again {
		return s.close(closeTooManyInits, "Too many initialisation requests")
	}
	return s.write(message{Type: "connection_ack"})
}

func (s *socket) subscribe(m message) bool {
	params := &graphql.RawParams{}
	if m.ID == "" || decodeJSON(bytes.NewReader(m.Payload), params) != nil || params.Query == "" {
		return s.close(closeInvalid, "Invalid message")
	}
	params.Headers = s.headers
	ctx, cancel := context.WithCancel(s.ctx)
	one := &subscription{cancel}
	s.mu.Lock()
	acked, duplicate, full := s.acked, s.running[m.ID] != nil, len(s.running) >= maxSubscribed
	if acked && !duplicate && !full {
		s.running[m.ID] = one
		s.mu.Unlock()
		go s.run(ctx, m.ID, one, params)
		return true
	}
	s.mu.Unlock()
	cancel()
	switch {
	case !acked:
		return s.close(closeUnauthorized, "Unauthorized")
	case duplicate:
		return s.close(closeDuplicate, "Subscriber for "+m.ID+" already exists")
	default:
		return s.send("error", m.ID, []any{s.handler.present(s.ctx, jianfu.Errorf(jianfu.TooLarge,
			"一个连接最多同时进行 %d 个操作", "one connection may run %d operations at once", maxSubscribed))})
	}
}

// end stops an operation; it reports false if it has already ended. Its id is free from then on.
func (s *socket) end(id string, one *subscription) bool {
	one.cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running[id] != one {
		return false
	}
	delete(s.running, id)
	return true
}

// run answers one operation until it or the client completes it.
func (s *socket) run(ctx context.Context, id string, one *subscription, params *graphql.RawParams) {
	defer s.end(id, one)
	e, refusal := s.handler.execute(graphql.StartOperationTrace(ctx), params, s.forbidden)
	if refusal != nil {
		if s.end(id, one) {
			s.send("error", id, refusal.Errors)
		}
		return
	}
	defer e.cancel()
	for response := e.next(); response != nil; response = e.next() {
		if ctx.Err() != nil || !s.send("next", id, response) {
			return
		}
	}
	if s.end(id, one) {
		s.write(message{Type: "complete", ID: id})
	}
}

func (s *socket) send(kind, id string, payload any) bool {
	text, err := json.Marshal(payload)
	return err == nil && s.write(message{Type: kind, ID: id, Payload: text})
}

// write reports false if the client is gone.
func (s *socket) write(m message) bool {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.conn.SetWriteDeadline(time.Now().Add(writeWithin)) != nil {
		return false
	}
	return s.conn.WriteJSON(m) == nil
}

// close says to the client why it is disconnected; it reports false, for read to end.
func (s *socket) close(code int, why string) bool {
	_ = s.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, why), time.Now().Add(writeWithin))
	return false
}
