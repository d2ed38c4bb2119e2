package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"io"
	"log/slog"
	"time"

	"jianfu"
	"jianfu/graph"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// questions is a GraphQL document with what each command answers as JSON: its names, numbers and
// nulls are those of the API.
//
//go:embed questions.graphql
var questions string

// variables are those of a question. What is left out has its default.
type variables map[string]any

// given adds a variable unless it is empty.
func (v variables) given(name, value string) variables {
	if value != "" {
		v[name] = value
	}
	return v
}

// list adds a variable unless it is an empty list.
func (v variables) list(name string, values []string) variables {
	if len(values) > 0 {
		v[name] = values
	}
	return v
}

// asOf adds the as-of moment as it was typed.
func (v variables) asOf(text string) (variables, error) {
	at, err := asOfMoment(text)
	if err == nil && !at.IsZero() {
		v["asOf"] = at.Format(time.RFC3339Nano)
	}
	return v, err
}

// answer writes the answer to a question about the warehouse.
func (p *program) answer(ctx context.Context, question, asOf string, v variables) (err error) {
	if v, err = v.asOf(asOf); err != nil {
		return err
	}
	engine, w, err := p.engine(ctx, p.reading)
	if err != nil {
		return err
	}
	defer closing(w, &err)
	return p.write(ctx, engine, w, question, v)
}

// answerFrom is answer of the warehouse, or where a server is named of it.
func (p *program) answerFrom(ctx context.Context, server *remote, question string, v variables) error {
	if server == nil {
		return p.answer(ctx, question, "", v)
	}
	answer, err := server.flat(ctx, question, v)
	if err != nil {
		return err
	}
	return writeJSON(p.stdout, answer)
}

func (p *program) write(ctx context.Context, engine *metrics.Engine, w *warehouse.Warehouse, question string, v variables) error {
	answer, err := p.answerOf(ctx, engine, w, question, v)
	if err != nil {
		return err
	}
	return writeJSON(p.stdout, answer)
}

// answerOf answers a question of questions.graphql.
func (p *program) answerOf(ctx context.Context, engine *metrics.Engine, w *warehouse.Warehouse, question string, v variables) (json.RawMessage, error) {
	contracts, err := p.contracts()
	if err != nil {
		return nil, err
	}
	loader, err := loaders.New(ctx, w, contracts)
	if err != nil {
		return nil, err
	}
	api := graph.NewHandler(graph.Config{Engine: engine, Loader: loader, Warehouse: w, Logger: slog.New(slog.DiscardHandler)})
	data, err := api.Ask(ctx, p.lang, questions, question, v)
	if err != nil {
		return nil, err
	}
	return flat(data)
}

// flat writes a JSON value without its objects of a single field, of which only the field's value
// remains: a list is a list, not an object with nodes.
func flat(value json.RawMessage) (json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(value))
	open, err := d.Token()
	if open != json.Delim('{') && open != json.Delim('[') || err != nil {
		return value, err
	}
	var parts [][]byte
	var only json.RawMessage
	for d.More() {
		var part []byte
		if open == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			part = append(part, `"`+name.(string)+`":`...) // a name of GraphQL has nothing to escape
		}
		if err := d.Decode(&only); err != nil {
			return nil, err
		}
		if only, err = flat(only); err != nil {
			return nil, err
		}
		parts = append(parts, append(part, only...))
	}
	switch {
	case open == json.Delim('['):
		return append(append([]byte{'['}, bytes.Join(parts, []byte{','})...), ']'), nil
	case len(parts) == 1:
		return only, nil
	}
	return append(append([]byte{'{'}, bytes.Join(parts, []byte{','})...), '}'), nil
}

// orNull is nil for "".
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// decimal is the text of a number; "" for nil.
func decimal(d *jianfu.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// writeJSON writes a document for people and programs: indented, Chinese and < as they are.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
