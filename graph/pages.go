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

// rowPage cuts a page out of a measurement. Its cursor carries a mark of the whole answer:
// reading on over another answer is Conflict, not a silent gap.
func rowPage(m *metrics.Measurement, first *int, after *string) (*model.RowConnection, error) {
	size, err := pageSize(first, maxPage)
	if err != nil {
		return nil, err
	}
	start, mark, err := readCursor("rows", after)
	if err != nil {
		return nil, err
	}
	if after != nil && (mark != markOf(m) || start > int64(len(m.Rows))) {
		return nil, jianfu.Errorf(jianfu.Conflict, "数据或条件在翻页期间变了，请从第一页重新读",
			"the data or the question changed between pages: read again from the first")
	}
	end := min(int(start)+size, len(m.Rows))
	page := &model.RowConnection{Nodes: m.Rows[start:end], TotalCount: len(m.Rows)}
	last := ""
	if end > int(start) {
		last = cursor("rows", int64(end), markOf(m))
	}
	page.PageInfo = pageInfo(end < len(m.Rows), last)
	return page, nil
}

// markOf is equal for equal answers.
func markOf(m *metrics.Measurement) string {
	hash := sha256.New()
	for _, row := range m.Rows {
		fmt.Fprint(hash, row.Bucket)
		for _, member := range row.Group {
			fmt.Fprintf(hash, " %q %t", member.Value, member.Known)
		}
		for _, v := range row.Values {
			fmt.Fprintf(hash, " %s %v", v.Metric.Name, v.Amount)
		}
	}
	return fmt.Sprintf("%x", hash.Sum(nil)[:8])
}

// recordPage reads a page of records; their numbers are the cursor.
func recordPage(first *int, after *string, read func(metrics.Page) (*metrics.RecordPage, error)) (*model.RecordConnection, error) {
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
	last := ""
	if n := len(found.Records); n > 0 {
		last = cursor("records", found.Records[n-1].ID, "")
	}
	return &model.RecordConnection{Nodes: found.Records, TotalCount: int(found.Total), PageInfo: pageInfo(found.More, last)}, nil
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
	const query = `
		SELECT s.file, r.sheet, r.row, r.column_name, r.value, r.code, r.message_zh, r.message_en, COUNT(*) OVER ()
		FROM reject r JOIN submission s ON s.id = r.submission_id
		WHERE r.submission_id = $1
		ORDER BY r.sheet, r.row, r.column_name, r.code
		LIMIT $2 OFFSET $3`
	rows, err := r.warehouse.Query(ctx, query, submission, size, start)
	if err != nil {
		return nil, fmt.Errorf("read rejects: %w", err)
	}
	defer rows.Close()
	page := &model.RejectConnection{Nodes: []jianfu.Fault{}}
	for rows.Next() {
		var f jianfu.Fault
		if err := rows.Scan(&f.File, &f.Sheet, &f.Row, &f.Column, &f.Value, &f.Code, &f.Text.ZH, &f.Text.EN, &page.TotalCount); err != nil {
			return nil, err
		}
		page.Nodes = append(page.Nodes, f)
	}
	end, last := start+int64(len(page.Nodes)), ""
	if len(page.Nodes) > 0 {
		last = cursor("rejects", end, "")
	}
	page.PageInfo = pageInfo(end < int64(page.TotalCount), last)
	return page, rows.Err()
}
