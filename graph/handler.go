// Package graph answers GraphQL over HTTP. The schema (schema/*.graphqls) is the contract;
// resolvers are a few lines, and their data comes from metrics, loaders and warehouse.
package graph

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"jianfu/accounts"
	"jianfu/gate"
	"jianfu/graph/gen"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/post"
	"jianfu/recent"
	"jianfu/reports"
	"jianfu/warehouse"
)

// Config is what a Handler needs. Engine, Loader and Warehouse are over one warehouse.
type Config struct {
	Engine    *metrics.Engine
	Loader    *loaders.Loader
	Warehouse *warehouse.Warehouse
	Templates *reports.Templates // the words of reports
	Accounts  *accounts.Store    // notes changes in its audit; nil for none
	Post      *post.Post         // sends mails to units that are reminded; nil for none
	Gate      *gate.Gate         // lets queries in by turns; nil is one of its own

	Trusted       Trusted       // the only operations that are answered; nil is any
	Logger        *slog.Logger  // of internal errors; nil is slog.Default()
	Origins       []string      // web pages of other hosts that may upload and open WebSockets, such as https://example.org
	MaxUpload     int64         // bytes of one uploaded request; 0 is 64 MB
	QueryTimeout  time.Duration // 0 is 30 s
	SubmitTimeout time.Duration // of a mutation; 0 is 10 min
	KeepAlive     time.Duration // between signs of life of a subscription; 0 is 15 s
}

// Handler is GraphQL over HTTP, to be mounted at /graphql.
type Handler struct {
	Config
	exec     *executor.Executor
	resolver *Resolver
	budgets  budgets
	changes  *gate.Gate // lets mutations in by turns: a file takes memory, and the warehouse takes one at a time

	responses recent.Store[responseKey, *graphql.Response] // to what was asked last
}

// changesAtOnce is how many mutations run at a time: the next file is read while one is stored.
const changesAtOnce = 2

// maxBody limits the JSON of a request; a file has MaxUpload.
const maxBody = 1 << 20

// NewHandler answers GraphQL requests: POST (JSON and multipart), GET for queries,
// server-sent events, and WebSocket (graphql-transport-ws).
func NewHandler(c Config) *Handler {
	c.Logger = or(c.Logger, slog.Default())
	c.MaxUpload = or(c.MaxUpload, 64<<20)
	c.QueryTimeout = or(c.QueryTimeout, 30*time.Second)
	c.SubmitTimeout = or(c.SubmitTimeout, 10*time.Minute)
	c.KeepAlive = or(c.KeepAlive, 15*time.Second)
	resolver := &Resolver{engine: c.Engine, loader: c.Loader, warehouse: c.Warehouse, templates: c.Templates, accounts: c.Accounts, post: c.Post, log: c.Logger}
	schema := gen.NewExecutableSchema(gen.Config{Resolvers: resolver})
	withoutDefer()
	if c.Gate == nil {
		c.Gate = gate.New(0, c.Logger)
	}
	h := &Handler{Config: c, exec: executor.New(schema), resolver: resolver, changes: gate.New(changesAtOnce, c.Logger)}
	h.responses.Size = keptResponses
	h.exec.SetErrorPresenter(h.present)
	h.exec.SetRecoverFunc(recovered)
	h.exec.SetParserTokenLimit(maxTokens)
	h.exec.Use(extension.Introspection{})
	h.exec.Use(extension.AutomaticPersistedQuery{Cache: &queryTexts{}})
	h.exec.Use(limits{catalog: c.Engine.Catalog()})
	h.exec.AroundResponses(resolver.oneState)
	h.exec.AroundFields(resolver.knownAt)
	return h
}

// withoutDefer removes @defer from the schema, which all handlers share: an answer is one piece,
// because its figures belong to one state of the warehouse.
var withoutDefer = sync.OnceFunc(func() {
	delete(gen.NewExecutableSchema(gen.Config{}).Schema().Directives, "defer")
})

func or[T comparable](value, fallback T) T {
	if value == *new(T) {
		return fallback
	}
	return value
}

var _ http.Handler = (*Handler)(nil)
