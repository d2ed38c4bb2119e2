package metrics

import (
	"context"
	"database/sql"
	"fmt"

	"jianfu"
	"jianfu/warehouse"
)

// maxAround limits how many rows above and below a filed one are shown.
const maxAround = 20

// Around lists the stored rows of a record's sheet, at most the given number above and below it,
// and itself, from top to bottom. The error is Invalid beyond maxAround.
func (e *Engine) Around(ctx context.Context, place Source, rows int) ([]FiledRow, error) {
	if rows < 0 || rows > maxAround {
		return nil, jianfu.Errorf(jianfu.Invalid, "上下行数 %d 超出 0 到 %d", "%d rows above and below is outside 0 to %d", rows, maxAround)
	}
	var list []FiledRow
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		held := scope{within: see.rows()}
		kinds, err := filedKinds(ctx, tx, place.Submission)
		if err != nil || len(kinds) == 0 {
			return err
		}
		st := &statement{}
		st.SQL("SELECT r.row, ANY_VALUE(r.cells), ANY_VALUE(h.columns) FROM (\n")
		for i, kind := range kinds { // a sheet may contain rows of several kinds
			if i > 0 {
				st.SQL("\n  UNION ALL ")
			}
			st.SQL("SELECT id, sheet, row, cells FROM fact.")
			st.Ident(kind)
			if held.within != nil && kind != "department" {
				st.SQL(" WHERE ")
				held.writeWithin(st, "department")
			}
		}
		st.SQL(") r\nJOIN source_sheet h ON h.submission_id = r.id >> 32 AND h.sheet = r.sheet\nWHERE r.id >> 32 = ")
		st.Arg(place.Submission)
		st.SQL(" AND r.sheet = ")
		st.Arg(place.Sheet)
		st.SQL(sqlText(fmt.Sprintf(" AND r.row BETWEEN %d AND %d\nGROUP BY r.row ORDER BY r.row", place.Row-rows, place.Row+rows)))
		found, err := tx.QueryContext(ctx, st.text.String(), st.args...)
		if err != nil {
			return fmt.Errorf("read the rows around a record: %w\n%s", err, st.Literal())
		}
		defer found.Close()
		for found.Next() {
			var row FiledRow
			var texts string
			var headers warehouse.List
			if err := found.Scan(&row.Row, &texts, &headers); err != nil {
				return err
			}
			row.Cells = filedCells(headers, texts)
			list = append(list, row)
		}
		return found.Err()
	})
	return list, err
}

// filedKinds are the kinds in a submission.
func filedKinds(ctx context.Context, tx *sql.Tx, submission int64) ([]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT kind FROM slice WHERE submission_id = $1 ORDER BY kind", submission)
	if err != nil {
		return nil, fmt.Errorf("read the kinds of a submission: %w", err)
	}
	defer rows.Close()
	var kinds []string
	for rows.Next() {
		var kind string
		if err := rows.Scan(&kind); err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	return kinds, rows.Err()
}
