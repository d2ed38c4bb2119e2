package graph

import (
	"context"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// checkSQL is a check's statement; a nil period is the current year.
func (r *Resolver) checkSQL(check *metrics.Check, period *jianfu.Period) string {
	if period == nil {
		year := jianfu.YearOf(time.Now().Year())
		period = &year
	}
	return r.engine.Catalog().CheckSQL(check, *period)
}

func (r *Resolver) findingPage(ctx context.Context, check string, period jianfu.Period, departments []string, asOf time.Time, first *int, after *string) (*model.FindingConnection, error) {
	list, err := r.engine.Check(ctx, check, period, asOf)
	if err != nil {
		return nil, err
	}
	if len(departments) > 0 {
		codes, err := r.engine.UnitsNamed(ctx, departments)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(f metrics.Finding) bool { return !slices.Contains(codes, f.Department) })
	}
	p, err := listPage(ctx, check, list, first, after, defaultPage, maxPage, func(f metrics.Finding) any {
		return []any{f.Day, f.Department, f.Subject.ZH, f.RecordIDs}
	})
	if err != nil {
		return nil, err
	}
	nodes := findingNodes(p.nodes)
	if err := r.readHandled(ctx, nodes); err != nil {
		return nil, err
	}
	read, err := r.engine.Catalog().Check(check)
	if err != nil {
		return nil, err
	}
	notices, err := r.engine.Caveats(ctx, []*metrics.Check{read}, period, asOf)
	return &model.FindingConnection{Check: read, Nodes: nodes, PageInfo: p.info, TotalCount: p.total, Notices: notices, Period: period, AsOf: asOf,
		Edges: edges(nodes, p.cursors, func(c string, n *model.Finding) model.FindingEdge { return model.FindingEdge{Cursor: c, Node: n} })}, err
}

// findingNodes are findings of a check whose records are read together.
func findingNodes(list []metrics.Finding) []model.Finding {
	page := &model.FindingPage{Findings: list}
	nodes := make([]model.Finding, len(list))
	for i, f := range list {
		nodes[i] = model.Finding{Finding: f, Page: page}
	}
	return nodes
}

// readHandled gives findings what was noted of how they were handled, for those who see it.
func (r *Resolver) readHandled(ctx context.Context, findings []model.Finding) error {
	if !access.From(ctx).SeesAll() || len(findings) == 0 {
		return nil
	}
	notes, err := r.warehouse.NotesOn(ctx, warehouse.NoteOnFinding, "")
	if err != nil {
		return err
	}
	for i := range findings {
		if at := slices.IndexFunc(notes, func(n warehouse.Note) bool { return n.About == findings[i].ID }); at >= 0 {
			findings[i].Handled = &notes[at]
		}
	}
	return nil
}

// note stores what somebody notes.
func (r *Resolver) note(ctx context.Context, in model.NoteInput) (*model.NotePayload, error) {
	payload := &model.NotePayload{ClientMutationID: in.ClientMutationID}
	about, err := r.noted(ctx, in.Subject, in.About)
	var note warehouse.Note
	if err == nil {
		note, err = r.warehouse.Note(ctx, warehouse.Note{Subject: in.Subject, About: about, Text: in.Text, Stated: orEmpty(in.Stated), By: doneBy(ctx, in.NotedBy)})
	}
	if err != nil {
		payload.Refusal, err = refusal(ctx, err)
		return payload, err
	}
	if err := r.accounts.Done(ctx, accounts.NotedSomething, string(in.Subject)+" "+about, in.Text); err != nil {
		return nil, err
	}
	payload.Note = &note
	return payload, nil
}

// noted is what a note is about: of a figure its one id, by whatever form of it somebody came.
func (r *Resolver) noted(ctx context.Context, subject warehouse.Subject, about string) (string, error) {
	if subject != warehouse.NoteOnFigure || strings.TrimSpace(about) == "" {
		return about, nil
	}
	return r.engine.FigureID(ctx, about)
}

// orderViews orders the saved views.
func (r *Resolver) orderViews(ctx context.Context, in model.OrderViewsInput) (*model.OrderViewsPayload, error) {
	payload := &model.OrderViewsPayload{ClientMutationID: in.ClientMutationID}
	views, err := r.warehouse.OrderViews(ctx, in.Views, doneBy(ctx, in.OrderedBy))
	if err != nil {
		payload.Refusal, err = refusal(ctx, err)
		return payload, err
	}
	if err := r.accounts.Done(ctx, accounts.NotedSomething, "VIEWS", strings.Join(in.Views, "\n")); err != nil {
		return nil, err
	}
	payload.Views = views
	return payload, nil
}

// recordsNamed are rows by a part of their title.
func (r *Resolver) recordsNamed(ctx context.Context, text string, asOf time.Time, first *int) ([]metrics.Record, error) {
	n := defaultPage
	if first != nil {
		n = *first
	}
	if n < 1 || n > maxPage {
		return nil, jianfu.Errorf(jianfu.Invalid, "first 应为 1 至 %d", "first must be 1 to %d", maxPage)
	}
	list, err := r.engine.RecordsNamed(ctx, text, asOf, n)
	return orNone(list), err
}

// untestedPage is a page of what a check could not test.
func (r *Resolver) untestedPage(ctx context.Context, of *model.FindingConnection, first *int, after *string) (*model.UntestedConnection, error) {
	list, err := r.engine.Untested(ctx, of.Check.Name, of.Period, of.AsOf)
	if err != nil {
		return nil, err
	}
	p, err := listPage(ctx, of.Check.Name+" untested", list, first, after, defaultPage, maxPage, func(f metrics.Finding) any {
		return []any{f.Day, f.Department, f.Subject.ZH, f.Missing.ZH, f.RecordIDs}
	})
	if err != nil {
		return nil, err
	}
	nodes := findingNodes(p.nodes)
	return &model.UntestedConnection{Nodes: nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(nodes, p.cursors, func(c string, n *model.Finding) model.UntestedEdge { return model.UntestedEdge{Cursor: c, Node: n} })}, nil
}

// sameExplanationPage is a page of the explanations that are the same for several findings.
func (r *Resolver) sameExplanationPage(ctx context.Context, period jianfu.Period, asOf time.Time, first *int, after *string) (*model.SameExplanationConnection, error) {
	list, err := r.engine.SameExplanations(ctx, period, asOf)
	if err != nil {
		return nil, err
	}
	p, err := listPage(ctx, "same explanations", list, first, after, defaultPage, maxPage, func(s metrics.SameExplanation) any { return s })
	if err != nil {
		return nil, err
	}
	return &model.SameExplanationConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.SameExplanation) model.SameExplanationEdge {
			return model.SameExplanationEdge{Cursor: c, Node: n}
		})}, nil
}

// explain says why a finding is as it is.
func (r *Resolver) explain(ctx context.Context, in model.ExplainInput) (*model.ExplainPayload, error) {
	payload := &model.ExplainPayload{ClientMutationID: in.ClientMutationID}
	finding, err := r.engine.Explain(ctx, in.Check, in.Period, in.Finding, in.Text, doneBy(ctx, in.ExplainedBy))
	if err != nil {
		payload.Refusal, err = refusal(ctx, err)
		return payload, err
	}
	if err := r.accounts.Done(ctx, accounts.ExplainedFound, in.Check+" "+in.Finding, in.Text); err != nil {
		return nil, err
	}
	payload.Finding = &findingNodes([]metrics.Finding{finding})[0]
	return payload, nil
}

func (r *Resolver) findingRecords(ctx context.Context, f *model.Finding, first *int, after *string) (*model.FiledRecordConnection, error) {
	return recordPage(ctx, first, after, false, func(page metrics.Page) (*metrics.RecordPage, error) {
		return f.Page.Records(f.Finding, page, func(all metrics.Finding) ([]metrics.Record, error) {
			return r.engine.FindingRecords(ctx, all)
		})
	})
}
