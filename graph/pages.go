package graph

import (
	"context"
	"crypto/sha256"
	"fmt"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// base is what a measurement is compared with, nil where with nothing.
func base(m *metrics.Measurement) *jianfu.Period {
	if m.Base.IsZero() {
		return nil
	}
	return &m.Base
}

// listPage cuts a page of at most first, or else of size, out of a list that was worked out
// whole. Its cursor carries a mark of the list, to which tell gives what makes two of its
// items differ: reading on in another list is Conflict, not a silent gap.
func listPage[T any](name string, list []T, first *int, after *string, size int, tell func(T) any) ([]T, *model.PageInfo, error) {
	size, err := pageSize(first, size)
	if err != nil {
		return nil, nil, err
	}
	start, mark, err := readCursor(name, after)
	if err != nil {
		return nil, nil, err
	}
	hash := sha256.New()
	for _, item := range list {
		_, _ = fmt.Fprintf(hash, "%q\n", fmt.Sprint(tell(item))) // a hash takes everything
	}
	whole := fmt.Sprintf("%x", hash.Sum(nil)[:8])
	if after != nil && (mark != whole || start > int64(len(list))) {
		return nil, nil, jianfu.Errorf(jianfu.Conflict, "数据或条件在翻页期间变了，请从第一页重新读",
			"the data or the question changed between pages: read again from the first")
	}
	page := list[start:min(int(start)+size, len(list))]
	end, last := int(start)+len(page), ""
	if len(page) > 0 {
		last = cursor(name, int64(end), whole)
	}
	return orNone(page), pageInfo(end < len(list), last), nil
}

// rowPage cuts a page out of a measurement.
func rowPage(m *metrics.Measurement, first *int, after *string) (*model.RowConnection, error) {
	nodes, info, err := listPage("rows", m.Rows, first, after, maxPage, func(row metrics.Row) any {
		told := []any{row.Bucket, row.Group}
		for _, v := range row.Values {
			told = append(told, v.Metric.Name, v.Amount)
		}
		return told
	})
	if err != nil {
		return nil, err
	}
	return &model.RowConnection{Nodes: nodes, PageInfo: info, TotalCount: len(m.Rows)}, nil
}

// noticeSlicePage cuts a page out of the slices that a caveat is about.
func noticeSlicePage(n *metrics.Notice, first *int, after *string) (*model.NoticeSliceConnection, error) {
	nodes, info, err := listPage("slices", n.Slices, first, after, 20, func(s metrics.NoticeSlice) any { return s })
	if err != nil {
		return nil, err
	}
	return &model.NoticeSliceConnection{Nodes: nodes, PageInfo: info, TotalCount: len(n.Slices)}, nil
}

// recordPage reads a page of records; their numbers are the cursor. Only the records of a
// rate are told apart by their role.
func recordPage(first *int, after *string, ofRate bool, read func(metrics.Page) (*metrics.RecordPage, error)) (*model.RecordConnection, error) {
	size, err := pageSize(first, 20)
	if err != nil {
		return nil, err
	}
	start, _, err := readCursor("records", after)
	if err != nil {
		return nil, err
	}
	found, err := read(metrics.Page{First: size, After: start})
	if err != nil {
		return nil, err
	}
	if !ofRate {
		for i := range found.Records {
			found.Records[i].Role = ""
		}
	}
	last := ""
	if n := len(found.Records); n > 0 {
		last = cursor("records", found.Records[n-1].ID, "")
	}
	return &model.RecordConnection{Nodes: orNone(found.Records), TotalCount: int(found.Total), PageInfo: pageInfo(found.More, last)}, nil
}

func (r *Resolver) submissionPage(ctx context.Context, first *int, after *string, filter *warehouse.SubmissionFilter) (*model.SubmissionConnection, error) {
	size, err := pageSize(first, 20)
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
	asked.Limit = size + 1 // one more tells whether there is a next page
	list, err := r.warehouse.Submissions(ctx, asked)
	if err != nil {
		return nil, err
	}
	more := len(list) > size
	list = list[:min(size, len(list))]
	last := ""
	if len(list) > 0 {
		last = cursor("submissions", list[len(list)-1].ID, "")
	}
	return &model.SubmissionConnection{Nodes: list, PageInfo: pageInfo(more, last)}, nil
}

// rejectPage reads the faults of the rows that a load kept aside. They never change, so the
// cursor is how many were read.
func (r *Resolver) rejectPage(ctx context.Context, submission int64, first *int, after *string) (*model.RejectConnection, error) {
	size, err := pageSize(first, 20)
	if err != nil {
		return nil, err
	}
	start, _, err := readCursor("rejects", after)
	if err != nil {
		return nil, err
	}
	list, total, err := r.warehouse.Rejects(ctx, submission, size, start)
	if err != nil {
		return nil, err
	}
	page := &model.RejectConnection{Nodes: orNone(list), TotalCount: total}
	end, last := start+int64(len(page.Nodes)), ""
	if len(page.Nodes) > 0 {
		last = cursor("rejects", end, "")
	}
	page.PageInfo = pageInfo(end < int64(page.TotalCount), last)
	return page, nil
}
