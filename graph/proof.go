package graph

import (
	"context"
	"errors"
	"fmt"
	"io"

	"jianfu/gate"
	"jianfu/graph/model"
	"jianfu/proof"
)

// maxFigures is how many figures a report may have: each may be a question to the warehouse.
const maxFigures = 20_000

// Proof checks a report against one state of the warehouse, when it is its turn.
func (h *Handler) Proof(ctx context.Context, name string, r io.ReaderAt, size int64, options proof.Options) (doc *proof.Document, findings []proof.Finding, err error) {
	ctx, cancel := context.WithTimeout(ctx, h.QueryTimeout)
	defer cancel()
	if err := h.Spend(ctx, ProofCost); err != nil {
		return nil, nil, err
	}
	type checked struct {
		doc      *proof.Document
		findings []proof.Finding
	}
	c, err := gate.Do(ctx, h.Gate, ProofCost, func(ctx context.Context) (c checked, err error) {
		ctx, release := h.Warehouse.Pin(ctx, 0)
		c.doc, c.findings, err = h.resolver.check(ctx, name, r, size, options)
		return c, errors.Join(err, release())
	})
	return c.doc, c.findings, err
}

func (r *Resolver) check(ctx context.Context, name string, report io.ReaderAt, size int64, options proof.Options) (*proof.Document, []proof.Finding, error) {
	options.Most = maxFigures
	doc, err := proof.Read(name, report, size)
	if err != nil {
		return nil, nil, err
	}
	findings, err := proof.Check(ctx, r.engine, doc, options)
	return doc, findings, err
}

// proof checks an uploaded report.
func (r *Resolver) proof(ctx context.Context, in model.ProofInput) (*proof.Answer, error) {
	report, ok := in.File.File.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("the upload is a %T, not a spooled file", in.File.File)
	}
	options := proof.Options{AsOf: model.Moment(in.AsOf)}
	if in.Period != nil {
		options.Period = *in.Period
	}
	doc, findings, err := r.check(ctx, in.File.Filename, report, in.File.Size, options)
	if err != nil {
		return nil, err
	}
	return doc.Answer(in.File.Filename, options, findings, model.Lang(ctx)), nil
}
