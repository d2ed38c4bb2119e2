package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jianfu"
	"jianfu/gate"
)

// gqlgen brings transports of its own. They do not keep to GraphQL over HTTP (statuses by
// media type, no mutation by GET over events), report errors in their own words and not in the reader's
// language, take no deadline for each kind of operation, and buffer uploads in memory; so the
// executor is called from here.

// The media types of GraphQL over HTTP.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
	mediaEvents   = "text/event-stream"
)

// ServeHTTP answers one request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx := h.start(r.Context(), jianfu.LangOf(r.Header.Get("Accept-Language")))
	r = r.WithContext(ctx)
	w.Header().Add("Vary", "Accept, Accept-Language")
	defer func() {
		if panicked := recover(); panicked != nil {
			h.refuseRequest(w, r, http.StatusInternalServerError, recovered(ctx, panicked))
		}
	}()
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		h.serveWebSocket(w, r)
		return
	}
	params, remove, status, err := h.readRequest(w, r)
	defer remove()
	if err != nil {
		h.refuseRequest(w, r, status, err)
		return
	}
	h.answer(w, r, params)
}

// readRequest reads the request. The caller must call remove when the answer has been sent: it
// removes uploaded files.
func (h *Handler) readRequest(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, remove func(), status int, err error) {
	remove = func() {}
	switch r.Method {
	case http.MethodGet:
		params, err = readQueryString(r.URL.RawQuery)
		return params, remove, http.StatusBadRequest, err
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, POST")
		return nil, remove, http.StatusMethodNotAllowed, jianfu.Errorf(jianfu.Invalid, "请用 GET 或 POST", "use GET or POST")
	}
	media, form, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && media == mediaJSON && strings.EqualFold(or(form["charset"], "utf-8"), "utf-8"):
		params, err = readJSON(http.MaxBytesReader(w, r.Body, maxBody))
	case err == nil && media == "multipart/form-data":
		params, remove, err = h.readMultipart(w, r)
	default:
		return nil, remove, http.StatusUnsupportedMediaType, jianfu.Errorf(jianfu.Invalid,
			"Content-Type 应为 application/json（UTF-8）或 multipart/form-data",
			"Content-Type should be application/json (UTF-8) or multipart/form-data")
	}
	status = http.StatusBadRequest
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		status = http.StatusRequestEntityTooLarge
		err = jianfu.Errorf(jianfu.TooLarge, "请求超过 %d 字节的上限", "the request is beyond the limit of %d bytes", long.Limit)
	}
	return params, remove, status, err
}

func readJSON(body io.Reader) (*graphql.RawParams, error) {
	params := &graphql.RawParams{}
	if err := decodeJSON(body, params); err != nil {
		return nil, err
	}
	return params, needQuery(params)
}

// decodeJSON reads exactly one JSON value, keeping numbers exact.
func decodeJSON(from io.Reader, into any) error {
	decoder := json.NewDecoder(from)
	decoder.UseNumber()
	err := decoder.Decode(into)
	if err == nil {
		if _, trailing := decoder.Token(); errors.Is(trailing, io.EOF) {
			return nil
		}
		err = errors.New("more than one JSON value")
	}
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return err
	}
	return jianfu.Errorf(jianfu.Invalid, "请求不是合规的 JSON 对象", "the request is not a proper JSON object").Because(err)
}

func needQuery(params *graphql.RawParams) error {
	if params.Query == "" && params.Extensions["persistedQuery"] == nil {
		return jianfu.Errorf(jianfu.Invalid, "请求里缺 query", "the request has no query")
	}
	return nil
}

func readQueryString(raw string) (*graphql.RawParams, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	params := &graphql.RawParams{Query: query.Get("query"), OperationName: query.Get("operationName")}
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := query.Get(name); text != "" {
			if err := decodeJSON(strings.NewReader(text), into); err != nil {
				return nil, err
			}
		}
	}
	return params, needQuery(params)
}

// execution is one operation under way.
type execution struct {
	ctx       context.Context
	cancel    context.CancelFunc
	handler   *Handler
	kind      ast.Operation
	cost      time.Duration // of processor time, as expected
	responses graphql.ResponseHandler
	late      func(error) *graphql.Response // the answer of an operation that got no turn or ran out of time
	answered  bool
	fleeting  bool // the answer has what changes without a commit
}

// next is the next response, nil after the last: a query or mutation has one, when it is its turn.
func (e *execution) next() *graphql.Response {
	if e.kind == ast.Subscription {
		return e.responses(e.ctx)
	}
	if e.answered {
		return nil
	}
	e.answered = true
	response, err := e.inTurn()
	if err == nil && response == nil {
		err = e.ctx.Err()
	}
	if err != nil {
		return e.late(err)
	}
	return response
}

// inTurn waits for the operation's turn and runs it. A mutation is not left before it has ended: its
// answer says what was changed.
func (e *execution) inTurn() (*graphql.Response, error) {
	if e.kind == ast.Query {
		return gate.Do(e.ctx, e.handler.Gate, e.cost, func(ctx context.Context) (*graphql.Response, error) { return e.responses(ctx), nil })
	}
	leave, err := e.handler.changes.Enter(e.ctx, 0)
	if err != nil {
		return nil, err
	}
	defer leave()
	return e.responses(e.ctx), nil
}

// busy is when to come back, if a response says that the operation did not get its turn.
func busy(response *graphql.Response) (seconds int, is bool) {
	if response == nil || len(response.Errors) != 1 || response.Errors[0].Extensions["code"] != jianfu.Busy {
		return 0, false
	}
	seconds, _ = response.Errors[0].Extensions["retryAfter"].(int)
	return seconds, true
}

// Why an operation is refused as sent.
var (
	errByGET        = jianfu.Errorf(jianfu.Invalid, "GET 只能用于查询，请改用 POST", "GET is for queries alone: use POST")
	errFromAnywhere = jianfu.Errorf(jianfu.Invalid, "看不出改动的请求来自何处：请加上请求头 %s，或从本站网页发送",
		"it cannot be seen where a request to change something comes from: add the header %s, or send it from a page of this host", PreflightHeaders[0])
)

// asksAccounts reports whether an operation asks for what is kept with the accounts.
func asksAccounts(op *graphql.OperationContext) bool {
	return slices.ContainsFunc(graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query"}), func(field graphql.CollectedField) bool {
		return field.Name == "schedules" || field.Name == "addressees"
	})
}

// execute checks an operation and starts it, under the deadline of its kind. The refusal, if not
// nil, is the whole answer; a kind of operation in forbidden is refused with the error it names.
// Otherwise the caller must call cancel.
func (h *Handler) execute(ctx context.Context, params *graphql.RawParams, forbidden map[ast.Operation]*jianfu.Error) (*execution, *graphql.Response) {
	if err := h.trusted(params.Query); err != nil {
		return nil, &graphql.Response{Errors: gqlerror.List{h.present(ctx, err)}}
	}
	op, errs := h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		return nil, h.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	}
	e := &execution{handler: h, kind: op.Operation.Operation, cost: costOf(op), fleeting: asksAccounts(op)}
	if why := forbidden[e.kind]; why != nil {
		return e, h.exec.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{refuse(why)})
	}
	if err := h.Spend(ctx, e.cost); err != nil {
		return nil, h.exec.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{gqlerror.Wrap(err)})
	}
	switch e.kind {
	case ast.Query:
		e.ctx, e.cancel = context.WithTimeout(ctx, h.QueryTimeout)
	case ast.Mutation:
		e.ctx, e.cancel = context.WithTimeout(ctx, h.SubmitTimeout)
	default:
		e.ctx, e.cancel = context.WithCancel(ctx)
	}
	e.responses, e.ctx = h.exec.DispatchOperation(e.ctx, op)
	e.late = func(err error) *graphql.Response {
		return h.exec.DispatchError(graphql.WithOperationContext(ctx, op), gqlerror.List{gqlerror.Wrap(err)})
	}
	return e, nil
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, params *graphql.RawParams) {
	params.Headers = r.Header
	media := negotiate(r.Header.Get("Accept"))
	forbidden := map[ast.Operation]*jianfu.Error{}
	if r.Method == http.MethodGet { // any page can make a browser send it
		forbidden[ast.Mutation] = errByGET
		if media != mediaEvents {
			forbidden[ast.Subscription] = errByGET
		}
	}
	tag := h.ETag(r) // of the state before the answer, so that it is never of an older one than it says
	if r.Method == http.MethodGet && media != mediaEvents && Unchanged(w, r, tag) {
		return
	}
	key, keyed := h.responseKey(r, params)
	if response, ok := h.responses.Get(key); ok && keyed && media != mediaEvents {
		if r.Method == http.MethodGet {
			KeepWith(w, tag)
		}
		writeJSON(w, media, http.StatusOK, response)
		return
	}
	e, refusal := h.execute(r.Context(), params, forbidden)
	if e != nil && e.cancel != nil {
		defer e.cancel()
	}
	switch {
	case refusal != nil && e != nil: // forbidden
		if media == mediaEvents {
			media = mediaJSON
		}
		w.Header().Set("Allow", http.MethodPost)
		writeJSON(w, media, http.StatusMethodNotAllowed, withoutData{refusal.Errors})
	case media == mediaEvents:
		h.stream(w, r, e, refusal)
	case refusal != nil && media == mediaResponse:
		writeJSON(w, media, http.StatusBadRequest, withoutData{refusal.Errors})
	case refusal != nil:
		writeJSON(w, media, http.StatusOK, withoutData{refusal.Errors})
	case e.kind == ast.Subscription:
		h.refuseRequest(w, r, http.StatusNotAcceptable, jianfu.Errorf(jianfu.Invalid,
			"订阅请用 WebSocket，或用 Accept: text/event-stream", "subscribe over WebSocket or with Accept: text/event-stream"))
	default:
		response := e.next()
		if seconds, is := busy(response); is {
			status := http.StatusOK
			if media == mediaResponse {
				status = http.StatusServiceUnavailable
			}
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
			writeJSON(w, media, status, withoutData{response.Errors})
			return
		}
		if e.kind == ast.Query && keyed && !e.fleeting && len(response.Errors) == 0 {
			h.responses.Put(key, response, len(response.Data)+200)
		}
		if r.Method == http.MethodGet && !e.fleeting && len(response.Errors) == 0 {
			KeepWith(w, tag)
		}
		writeJSON(w, media, http.StatusOK, response)
	}
}

// negotiate chooses the media type of the answer: plain JSON unless a GraphQL one is requested by
// name.
func negotiate(accept string) string {
	for part := range strings.SplitSeq(accept, ",") {
		media, _, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		switch media {
		case mediaResponse, mediaEvents, mediaJSON:
			return media
		case "*/*", "application/*":
			return mediaJSON
		}
	}
	return mediaJSON
}

// withoutData is the answer to a request that was not run: it has no data field, not even null.
type withoutData struct {
	Errors gqlerror.List `json:"errors"`
}

func writeJSON(w http.ResponseWriter, media string, status int, body any) {
	w.Header().Set("Content-Type", media+"; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // fails only if the client is gone
}

// refuseRequest answers a request that is not GraphQL over HTTP.
func (h *Handler) refuseRequest(w http.ResponseWriter, r *http.Request, status int, err error) {
	media := negotiate(r.Header.Get("Accept"))
	if media == mediaEvents {
		media = mediaJSON
	}
	writeJSON(w, media, status, withoutData{gqlerror.List{h.present(r.Context(), err)}})
}

// stream answers with server-sent events: a next event for each response, then complete.
func (h *Handler) stream(w http.ResponseWriter, r *http.Request, e *execution, refusal *graphql.Response) {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a subscription outlives the server's deadline; not every writer has one
	w.Header().Set("Content-Type", mediaEvents+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(http.StatusOK)
	send := func(format string, args ...any) bool {
		if _, err := fmt.Fprintf(w, format, args...); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	next := func(text []byte) bool { return send("event: next\ndata: %s\n\n", text) }
	if refusal != nil {
		if text, err := json.Marshal(withoutData{refusal.Errors}); err == nil && next(text) {
			send("event: complete\ndata:\n\n")
		}
		return
	}
	if !send(":\n\n") {
		return
	}
	// The resolver waits in a separate goroutine, so that keep-alives go out in the meantime. That
	// goroutine encodes too: gqlgen writes the data of every response of a subscription into the same
	// buffer, so a response is valid only until the next is asked for.
	arrived := make(chan []byte)
	go func() {
		defer close(arrived)
		for response := e.next(); response != nil; response = e.next() {
			text, err := json.Marshal(response)
			if err != nil {
				return
			}
			select {
			case arrived <- text:
			case <-e.ctx.Done():
				return
			}
		}
	}()
	alive := time.NewTicker(h.KeepAlive)
	defer alive.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-alive.C:
			if !send(":\n\n") {
				return
			}
		case text, more := <-arrived:
			if !more {
				send("event: complete\ndata:\n\n")
				return
			}
			if !next(text) {
				return
			}
		}
	}
}
