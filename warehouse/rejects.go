package warehouse

import (
	"context"
	"fmt"

	"jianfu"
)

// Rejects are the faults of the rows that a submission set aside, a page of them from an offset,
// and their total number. They never change.
func (w *Warehouse) Rejects(ctx context.Context, submission int64, first int, from int64) (list []jianfu.Fault, total int, err error) {
	const query = `
		SELECT s.file, r.sheet, r.row, r.column_name, r.value, r.code, r.message_zh, r.message_en, COUNT(*) OVER ()
		FROM reject r JOIN submission s ON s.id = r.submission_id
		WHERE r.submission_id = $1
		ORDER BY r.sheet, r.row, r.column_name, r.code
		LIMIT $2 OFFSET $3`
	rows, err := w.Query(ctx, query, submission, first, from)
	if err != nil {
		return nil, 0, fmt.Errorf("read rejects: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var f jianfu.Fault
		if err := rows.Scan(&f.File, &f.Sheet, &f.Row, &f.Column, &f.Value, &f.Code, &f.Text.ZH, &f.Text.EN, &total); err != nil {
			return nil, 0, err
		}
		list = append(list, f)
	}
	return list, total, rows.Err()
}
