package graph

import (
	"context"
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
	if e.Reference != "" {
		shown.Extensions["reference"] = e.Reference
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
	switch shown.Extensions["code"] {
	case errcode.ParseFailed, errcode.ValidationFailed:
		var e *jianfu.Error
		if !errors.As(err, &e) {
			return jianfu.Errorf(jianfu.Invalid, "查询语句有误：%s", "the query is faulty: %s", shown.Message)
		}
	}
	return jianfu.Shown(ctx, h.Logger, err, slog.Any("path", graphql.GetPath(ctx)))
}

// recovered makes an error of a panic in a resolver.
func recovered(_ context.Context, panicked any) error {
	return fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
}

// refuse is a *jianfu.Error in the form that gqlgen's hooks want.
func refuse(e *jianfu.Error) *gqlerror.Error { return gqlerror.Wrap(e) }
