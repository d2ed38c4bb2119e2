package graph

import (
	"context"
	"slices"
	"time"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// filingFilter selects the expected filings; nil is all.
type filingFilter struct {
	departments, kinds []string
	statuses           []metrics.FilingStatus
	decisions          []warehouse.Decision
}

func (x filingFilter) admits(f metrics.Filing) bool {
	return (x.departments == nil || slices.Contains(x.departments, f.Department)) &&
		(x.kinds == nil || slices.Contains(x.kinds, f.Kind)) &&
		(x.statuses == nil || slices.Contains(x.statuses, f.Status)) &&
		(x.decisions == nil || f.Review != nil && slices.Contains(x.decisions, f.Review.Decision))
}

func (r *Resolver) filingPage(ctx context.Context, period jianfu.Period, asked filingFilter, asOf time.Time, first *int, after *string) (*model.FilingConnection, error) {
	units, err := r.engine.Departments(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	for i, name := range asked.departments {
		if asked.departments[i], err = metrics.FindDepartment(units, name); err != nil {
			return nil, err
		}
	}
	all, err := r.engine.Filings(ctx, period, asOf)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(all, func(f metrics.Filing) bool { return !asked.admits(f) })
	p, err := listPage(ctx, "filings", list, first, after, defaultPage, maxPage, func(f metrics.Filing) any {
		return []any{f.Department, f.Kind, f.Month, f.Status, f.Submission}
	})
	if err != nil {
		return nil, err
	}
	return &model.FilingConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.Filing) model.FilingEdge { return model.FilingEdge{Cursor: c, Node: n} })}, nil
}

func (r *Resolver) differencePage(ctx context.Context, period jianfu.Period, onlyDifferences bool, asOf time.Time, first *int, after *string) (*model.DifferenceConnection, error) {
	list, err := r.engine.Reconcile(ctx, period, asOf)
	if err != nil {
		return nil, err
	}
	if onlyDifferences {
		list = slices.DeleteFunc(list, metrics.Difference.Agrees)
	}
	p, err := listPage(ctx, "reconciliation", list, first, after, defaultPage, maxPage, func(d metrics.Difference) any {
		return []any{d.Department, d.Month, d.Metric.Name, d.Stated, d.Counted.Amount}
	})
	if err != nil {
		return nil, err
	}
	return &model.DifferenceConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.Difference) model.DifferenceEdge {
			return model.DifferenceEdge{Cursor: c, Node: n}
		})}, nil
}

func (r *Resolver) changePage(ctx context.Context, submission int64, first *int, after *string) (*model.FigureChangeConnection, error) {
	list, err := r.engine.Changes(ctx, submission)
	if err != nil {
		return nil, err
	}
	p, err := listPage(ctx, "changes", list, first, after, defaultPage, maxPage, func(c metrics.Change) any {
		return []any{c.Metric.Name, c.Month, c.Department, c.Before.Amount, c.After.Amount}
	})
	if err != nil {
		return nil, err
	}
	return &model.FigureChangeConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.Change) model.FigureChangeEdge {
			return model.FigureChangeEdge{Cursor: c, Node: n}
		})}, nil
}
