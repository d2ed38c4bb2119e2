package graph

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"jianfu"
	"jianfu/graph/model"
)

type trustedKey struct{}

// trusted reports whether the program itself asks: lists without `first` are whole, and no limit of
// size or cost applies.
func trusted(ctx context.Context) bool { return ctx.Value(trustedKey{}) != nil }

// Ask answers an operation of a document that belongs to the program itself, without a request over
// HTTP, and returns the data in the order of the document. The variables are anything that is an
// object as JSON. The error is that of the field that failed: then there are no data.
func (h *Handler) Ask(ctx context.Context, lang jianfu.Lang, document, operation string, variables any) (json.RawMessage, error) {
	params := &graphql.RawParams{Query: document, OperationName: operation}
	text, err := json.Marshal(variables)
	if err != nil {
		return nil, err
	}
	if err := decodeJSON(bytes.NewReader(text), &params.Variables); err != nil {
		return nil, err
	}
	ctx = h.start(context.WithValue(ctx, trustedKey{}, true), lang)
	op, errs := h.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		return nil, unmarked(errs)
	}
	responses, ctx := h.exec.DispatchOperation(ctx, op)
	response := responses(ctx)
	if response == nil { // it was cancelled before it had an answer
		return nil, ctx.Err()
	}
	return response.Data, unmarked(response.Errors)
}

// unmarked is the first of the errors as it was before it was written for a caller.
func unmarked(errs gqlerror.List) error {
	switch {
	case len(errs) == 0:
		return nil
	case errs[0].Err != nil:
		return errs[0].Err
	}
	return errs[0]
}

// start begins an operation in a language.
func (h *Handler) start(ctx context.Context, lang jianfu.Lang) context.Context {
	ctx = model.WithLang(graphql.StartOperationTrace(ctx), lang)
	return model.WithContracts(ctx, h.Loader.Contracts())
}
