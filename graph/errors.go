package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jianfu"
	"jianfu/access"
	"jianfu/graph/model"
)

// present turns any error into what a caller may see: the sentence of a *jianfu.Error in the
// language of the request, with its code and the names nearest to an unknown one. Any other error
// is logged once, under a reference, and the caller sees only the reference.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	shown := *graphql.DefaultErrorPresenter(ctx, err)
	if shown.Extensions["code"] == errPersistedQueryNotFound { // clients recognise it by these exact words, and send the text
		return &shown
	}
	e := h.marked(ctx, err, &shown)
	shown.Message = shorten(e.Text.In(model.Lang(ctx)), maxMessage)
	shown.Extensions = map[string]any{"code": e.Code}
	if len(e.Near) > 0 {
		shown.Extensions["near"] = e.Near
	}
	if e.RetryAfter > 0 {
		shown.Extensions["retryAfter"] = int(e.RetryAfter.Seconds())
	}
	if e.Reference != "" {
		shown.Extensions["reference"] = e.Reference
	}
	return &shown
}

// errPersistedQueryNotFound is the code for a hash whose text has not been sent yet.
const errPersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND"

// maxMessage is how many characters of a sentence are shown: long input is not sent back.
const maxMessage = 600

func shorten(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// marked marks the error as one that a caller may see. Apart from our own limits, only the
// extension of persisted queries refuses a request before it is read.
func (h *Handler) marked(ctx context.Context, err error, shown *gqlerror.Error) *jianfu.Error {
	switch shown.Extensions["code"] {
	case errcode.ParseFailed, errcode.ValidationFailed:
		var e *jianfu.Error
		if !errors.As(err, &e) {
			message := shown.Message
			if access.Require(ctx, access.Introspect) != nil { // names that were not asked for are the schema's
				message, _, _ = strings.Cut(message, " Did you mean")
			}
			if len(shown.Path) > 1 && shown.Path[0] == ast.PathName("variable") {
				return faultyVariable(shown.Path[1:].String(), message)
			}
			return jianfu.Errorf(jianfu.Invalid, "查询语句有误：%s", "the query is faulty: %s", message)
		}
	}
	var refused *gqlerror.Error
	if errors.As(err, &refused) && refused.Err == nil && refused.Path == nil {
		return jianfu.Errorf(jianfu.Invalid, "扩展 persistedQuery 有误：sha256Hash 应为 query 的 SHA-256，version 应为 1",
			"the extension persistedQuery is faulty: sha256Hash should be the SHA-256 of query, and version 1").Because(err)
	}
	return jianfu.Shown(ctx, h.Logger, err, slog.Any("path", graphql.GetPath(ctx)))
}

// faultyVariable is the error of a variable, or of a part of one, from what gqlparser says of it.
func faultyVariable(name, message string) *jianfu.Error {
	zh, en := "值的类型与变量的类型不符", "its value is not of the variable's type"
	switch message {
	case "must be defined":
		zh, en = "没有给值", "it has no value"
	case "cannot be null":
		zh, en = "不能是 null", "it may not be null"
	case "unknown field":
		zh, en = "没有这一项", "there is no such field"
	}
	return jianfu.Errorf(jianfu.Invalid, "变量 $%[1]s 有误：%[2]s。变量和它们的类型写在查询语句的开头", "the variable $%[1]s is faulty: %[3]s. The query begins with its variables and their types", name, zh, en)
}

// refusal is a refusal for the payload of a mutation, if the client asks for it there; otherwise it is an
// error of the request, so that it is never lost.
func refusal(ctx context.Context, err error) (*model.Refusal, error) {
	var refused *jianfu.Error
	if errors.As(err, &refused) && slices.Contains(graphql.CollectAllFields(ctx), "refusal") {
		return &model.Refusal{Error: refused}, nil
	}
	return nil, err
}

// recovered turns a panic in a resolver into an error.
func recovered(_ context.Context, panicked any) error {
	return fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
}

// refuse is a *jianfu.Error in the form of gqlgen's hooks.
func refuse(e *jianfu.Error) *gqlerror.Error { return gqlerror.Wrap(e) }
