package graph

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jianfu"
	"jianfu/graph/model"
)

// present turns any error into what a caller may see: the sentence of a *jianfu.Error
// in the language of the request, with its code and the names near an unknown one. Anything
// else is logged once, under a reference, and the caller sees the reference alone.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	shown := *graphql.DefaultErrorPresenter(ctx, err)
	e := h.marked(ctx, err, &shown)
	shown.Message = shorten(e.Text.In(model.Lang(ctx)), maxMessage)
	shown.Extensions = map[string]any{"code": e.Code}
	if len(e.Near) > 0 {
		shown.Extensions["near"] = e.Near
	}
	var unmarked *internalError
	if errors.As(e, &unmarked) {
		shown.Extensions["reference"] = unmarked.reference
	}
	return &shown
}

// maxMessage is how many characters of a sentence are shown: what was sent is not sent back
// at length.
const maxMessage = 600

func shorten(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// marked is the error as one that a caller may see.
func (h *Handler) marked(ctx context.Context, err error, shown *gqlerror.Error) *jianfu.Error {
	var e *jianfu.Error
	switch {
	case errors.As(err, &e):
		return e
	case shown.Extensions["code"] == errcode.ParseFailed, shown.Extensions["code"] == errcode.ValidationFailed:
		return jianfu.Errorf(jianfu.Invalid, "查询语句有误：%s", "the query is faulty: %s", shown.Message)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return jianfu.Errorf(jianfu.TooLarge, "查询超时已停止，请缩小时间或减少分组", "stopped: out of time. Narrow the period or group less")
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		return jianfu.Errorf(jianfu.Invalid, "请求已取消", "the request was cancelled")
	}
	return h.internal(ctx, err)
}

// internalError is a fault of ours, as it was logged.
type internalError struct {
	reference string
	error
}

// internal logs a fault of ours under a new reference.
func (h *Handler) internal(ctx context.Context, err error) *jianfu.Error {
	reference := rand.Text()[:10]
	h.Logger.LogAttrs(ctx, slog.LevelError, "graph: internal error",
		slog.String("reference", reference), slog.Any("path", graphql.GetPath(ctx)), slog.String("error", err.Error()))
	return jianfu.Errorf(jianfu.Internal, "服务器内部错误，请把编号 %s 告诉管理员",
		"internal error: tell the administrator the reference %s", reference).Because(&internalError{reference, err})
}

// recovered makes an error of a panic in a resolver.
func recovered(_ context.Context, panicked any) error {
	return fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
}

// refuse is a *jianfu.Error in the form that gqlgen's hooks want.
func refuse(e *jianfu.Error) *gqlerror.Error { return gqlerror.Wrap(e) }
