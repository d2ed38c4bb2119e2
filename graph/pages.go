package graph

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// base is what a measurement is compared with, nil if nothing.
func base(m *metrics.Measurement) *jianfu.Period {
	if m.Base.IsZero() {
		return nil
	}
	return &m.Base
}

// page is a piece of a list, with the positions of its entries.
type page[T any] struct {
	nodes   []T
	cursors []string
	info    *model.PageInfo
	total   int
}

// listPage cuts a page of at most first, or else of size, from a complete list; most limits first.
// Its cursors carry a hash of the list, to which mark adds what distinguishes two of its items:
// reading on in another list is a Conflict, not a silent gap.
func listPage[T any](ctx context.Context, name string, list []T, first *int, after *string, size, most int, mark func(T) any) (*page[T], error) {
	size, err := pageSize(ctx, first, size, most)
	if err != nil {
		return nil, err
	}
	start, marked, err := readCursor(name, after)
	if err != nil {
		return nil, err
	}
	whole := ""
	if after != nil || readsCursors(ctx) {
		hash := sha256.New()
		for _, item := range list {
			_, _ = fmt.Fprintf(hash, "%q\n", fmt.Sprint(mark(item))) // a hash never fails
		}
		whole = fmt.Sprintf("%x", hash.Sum(nil)[:8])
	}
	if after != nil && (marked != whole || start > int64(len(list))) {
		return nil, jianfu.Errorf(jianfu.Conflict, "数据或条件在翻页期间变了，请从第一页重新读",
			"the data or the question changed between pages: read again from the first")
	}
	p := &page[T]{nodes: orNone(list[start:min(int(start)+size, len(list))]), total: len(list)}
	for i := range p.nodes {
		p.cursors = append(p.cursors, cursor(name, start+int64(i)+1, whole))
	}
	p.info = pageInfo(p.cursors, start > 0, int(start)+len(p.nodes) < len(list))
	return p, nil
}

// readsCursors reports whether the field that is being resolved is asked for any cursor.
func readsCursors(ctx context.Context) bool {
	if graphql.GetFieldContext(ctx) == nil {
		return true
	}
	return slices.ContainsFunc(graphql.CollectAllFields(ctx), func(name string) bool { return name == "pageInfo" || name == "edges" })
}

// rowPage cuts a page from a measurement.
func rowPage(ctx context.Context, m *metrics.Measurement, first *int, after *string) (*model.RowConnection, error) {
	p, err := listPage(ctx, "rows", m.Rows, first, after, maxPage, maxRows, func(row metrics.Row) any {
		var mark strings.Builder
		mark.WriteString(row.Bucket.String())
		for _, m := range row.Group {
			fmt.Fprintf(&mark, " %s=%q", m.Dimension, m.Value)
		}
		for _, v := range row.Values {
			mark.WriteString(" " + v.Metric.Name)
			if v.Amount != nil {
				mark.WriteString("=" + v.Amount.String())
			}
		}
		return mark.String()
	})
	if err != nil {
		return nil, err
	}
	return &model.RowConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.Row) model.RowEdge { return model.RowEdge{Cursor: c, Node: n} })}, nil
}

// noticeSlicePage cuts a page from the slices that a caveat concerns.
func noticeSlicePage(ctx context.Context, n *metrics.Notice, first *int, after *string) (*model.NoticeSliceConnection, error) {
	p, err := listPage(ctx, "slices", n.Slices, first, after, defaultPage, maxPage, func(s metrics.NoticeSlice) any { return s })
	if err != nil {
		return nil, err
	}
	return &model.NoticeSliceConnection{Nodes: p.nodes, PageInfo: p.info, TotalCount: p.total,
		Edges: edges(p.nodes, p.cursors, func(c string, n *metrics.NoticeSlice) model.NoticeSliceEdge {
			return model.NoticeSliceEdge{Cursor: c, Node: n}
		})}, nil
}

// recordPage reads a page of records; their numbers are the cursor. Only the records of a rate have
// different roles.
func recordPage(ctx context.Context, first *int, after *string, ofRate bool, read func(metrics.Page) (*metrics.RecordPage, error)) (*model.FiledRecordConnection, error) {
	size, err := pageSize(ctx, first, defaultPage, maxPage)
	if err != nil {
		return nil, err
	}
	start, _, err := readCursor("records", after)
	if err != nil {
		return nil, err
	}
	records, err := read(metrics.Page{First: size, After: start})
	if err != nil {
		return nil, err
	}
	nodes := orNone(records.Records)
	var cursors []string
	for _, record := range nodes {
		cursors = append(cursors, cursor("records", record.ID, ""))
	}
	return &model.FiledRecordConnection{Nodes: nodes, TotalCount: int(records.Total), PageInfo: pageInfo(cursors, start > 0, records.More),
		Edges: edges(nodes, cursors, func(c string, n *metrics.Record) model.FiledRecordEdge {
			edge := model.FiledRecordEdge{Cursor: c, Node: n}
			if ofRate {
				edge.Role = &n.Role
			}
			return edge
		})}, nil
}

func (r *Resolver) submissionPage(ctx context.Context, first *int, after *string, filter *warehouse.SubmissionFilter) (*model.SubmissionConnection, error) {
	size, err := pageSize(ctx, first, defaultPage, maxPage)
	if err != nil {
		return nil, err
	}
	asked := warehouse.SubmissionFilter{}
	if filter != nil {
		asked = *filter
	}
	if asked.Before, _, err = readCursor("submissions", after); err != nil {
		return nil, err
	}
	asked.Limit = size + 1 // one more shows whether there is a next page
	list, err := r.engine.Submissions(ctx, asked)
	if err != nil {
		return nil, err
	}
	more := len(list) > size
	list = list[:min(size, len(list))]
	var cursors []string
	for _, s := range list {
		cursors = append(cursors, cursor("submissions", s.ID, ""))
	}
	return &model.SubmissionConnection{Nodes: orNone(list), PageInfo: pageInfo(cursors, after != nil, more),
		Edges: edges(list, cursors, func(c string, n *warehouse.Submission) model.SubmissionEdge {
			return model.SubmissionEdge{Cursor: c, Node: n}
		})}, nil
}

// rejectPage reads the faults of the rows that a load set aside. They never change, so the cursor
// is their offset.
func (r *Resolver) rejectPage(ctx context.Context, submission int64, first *int, after *string) (*model.RejectConnection, error) {
	size, err := pageSize(ctx, first, defaultPage, maxPage)
	if err != nil {
		return nil, err
	}
	start, _, err := readCursor("rejects", after)
	if err != nil {
		return nil, err
	}
	if err := r.engine.Own(ctx, submission); err != nil { // a faulty row need not say whose it is
		return nil, err
	}
	list, total, err := r.warehouse.Rejects(ctx, submission, size, start)
	if err != nil {
		return nil, err
	}
	var cursors []string
	for i := range list {
		cursors = append(cursors, cursor("rejects", start+int64(i)+1, ""))
	}
	return &model.RejectConnection{Nodes: orNone(list), TotalCount: total, PageInfo: pageInfo(cursors, start > 0, start+int64(len(list)) < int64(total)),
		Edges: edges(list, cursors, func(c string, n *jianfu.Fault) model.RejectEdge { return model.RejectEdge{Cursor: c, Node: n} })}, nil
}
