package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"jianfu"
	"jianfu/warehouse"
)

// FiledSheet is a sheet of a submission as it was filed: its header, and the rows that were stored or set aside.
type FiledSheet struct {
	Name      string
	HeaderRow int
	Columns   []string
	Rows      []FiledLine // in the order of the sheet

	Unit   string        // the code of the unit that all rows are of; "" where there are several
	Period jianfu.Period // of all rows; zero where there are several
}

// FiledLine is a row as it was filed, under the columns of its sheet.
type FiledLine struct {
	Row   int
	Cells []string
}

// Copy is what was filed by a submission, and what is wrong with it.
type Copy struct {
	Submission warehouse.Submission
	Sheets     []FiledSheet
	Reviews    []warehouse.Review // that hold: the last on each kind of each unit
	Faults     []jianfu.Fault     // of the rows that were set aside
}

// maxCopied is how many rows a copy may have.
const maxCopied = 50_000

// Copy is a copy of a submission, as far as it is of units that whoever asks sees. The error is NotFound for one that has
// nothing of them, and TooLarge for one of very many rows.
func (e *Engine) Copy(ctx context.Context, submission int64) (c Copy, err error) {
	if c.Submission, err = e.Submission(ctx, submission); err != nil {
		return c, err
	}
	if c.Submission.RowsRead > maxCopied {
		return c, jianfu.Errorf(jianfu.TooLarge, "第 %[1]d 号报送超过 %[2]d 行，不做副本：请在原文件上更正", "submission %[1]d has more than %[2]d rows and is not copied: correct the file itself", submission, maxCopied)
	}
	reviews, err := e.Reviews(ctx, submission)
	if err != nil {
		return c, err
	}
	c.Reviews = lastReviews(reviews)
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		kinds, err := filedKinds(ctx, tx, submission)
		if err != nil {
			return err
		}
		return c.read(ctx, tx, submission, kinds, see)
	})
	return c, err
}

// lastReviews are those of which something still holds, without what does not.
func lastReviews(list []warehouse.Review) (last []warehouse.Review) {
	decided := map[reviewKey]bool{}
	for _, r := range slices.Backward(list) {
		r.Kinds = slices.DeleteFunc(slices.Clone(r.Kinds), func(kind string) bool {
			key := reviewKey{r.Submission, r.Department, kind}
			known := decided[key]
			decided[key] = true
			return known
		})
		if len(r.Kinds) > 0 {
			last = append(last, r)
		}
	}
	slices.Reverse(last)
	return last
}

// place finds the unit and the period of each sheet, which may have been above its table or in the name of the file.
func (c *Copy) place(ctx context.Context, tx *sql.Tx, submission int64, kinds []string, see *sight) error {
	if len(kinds) == 0 {
		return nil
	}
	st := &statement{}
	st.SQL("SELECT f.sheet, ANY_VALUE(s.department), COUNT(DISTINCT s.department), ANY_VALUE(s.period), COUNT(DISTINCT s.period) FROM (")
	for i, kind := range kinds {
		if i > 0 {
			st.SQL(" UNION ALL ")
		}
		st.SQL("SELECT sheet, slice_id FROM fact.")
		st.Ident(kind)
	}
	st.SQL(") f JOIN slice s ON s.id = f.slice_id AND s.submission_id = ")
	st.Arg(submission)
	if !see.all {
		st.SQL(" AND ")
		(&scope{within: see.units}).writeWithin(st, "s.department")
	}
	st.SQL(" GROUP BY f.sheet")
	err := each(ctx, tx, st.text.String(), func(rows *sql.Rows) error {
		var sheet, unit, period string
		var units, periods int
		if err := rows.Scan(&sheet, &unit, &units, &period, &periods); err != nil {
			return err
		}
		at := slices.IndexFunc(c.Sheets, func(s FiledSheet) bool { return s.Name == sheet })
		if at < 0 {
			return nil
		}
		if units == 1 {
			c.Sheets[at].Unit = unit
		}
		if of, err := jianfu.ParsePeriod(period); err == nil && periods == 1 { // a ledger has none
			c.Sheets[at].Period = of
		}
		return nil
	}, st.args...)
	if err != nil {
		return fmt.Errorf("find the units of submission %d: %w\n%s", submission, err, st.Literal())
	}
	return nil
}

func (c *Copy) read(ctx context.Context, tx *sql.Tx, submission int64, kinds []string, see *sight) error {
	err := each(ctx, tx, "SELECT sheet, header_row, columns FROM source_sheet WHERE submission_id = $1", func(rows *sql.Rows) error {
		var s FiledSheet
		var columns warehouse.List
		err := rows.Scan(&s.Name, &s.HeaderRow, &columns)
		s.Columns = columns
		c.Sheets = append(c.Sheets, s)
		return err
	}, submission)
	if err != nil {
		return fmt.Errorf("read the sheets of submission %d: %w", submission, err)
	}
	st := &statement{}
	st.SQL("WITH own AS (SELECT id FROM slice WHERE submission_id = ")
	st.Arg(submission)
	if !see.all {
		st.SQL(" AND ")
		(&scope{within: see.units}).writeWithin(st, "department")
	}
	st.SQL(")\nSELECT sheet, row, cells, NULL AS column_name, NULL AS value, NULL AS code, NULL AS zh, NULL AS en FROM (")
	for i, kind := range kinds {
		if i > 0 {
			st.SQL(" UNION ")
		}
		st.SQL("SELECT f.sheet, f.row, f.cells FROM fact.")
		st.Ident(kind)
		st.SQL(" f JOIN own ON own.id = f.slice_id")
	}
	if len(kinds) == 0 {
		st.SQL("SELECT '' AS sheet, 0 AS row, '' AS cells WHERE FALSE")
	}
	st.SQL(")\nUNION ALL SELECT sheet, row, cells, column_name, value, code, message_zh, message_en FROM reject WHERE submission_id = ")
	st.Arg(submission)
	if !see.all {
		st.SQL(" AND slice_id IN (FROM own)")
	}
	seen := map[[2]any]bool{}
	err = each(ctx, tx, st.text.String(), func(rows *sql.Rows) error {
		var sheet, cells string
		var row int
		var column, value, code, zh, en sql.NullString
		if err := rows.Scan(&sheet, &row, &cells, &column, &value, &code, &zh, &en); err != nil {
			return err
		}
		if code.Valid {
			c.Faults = append(c.Faults, jianfu.Fault{Sheet: sheet, Row: row, Column: column.String, Value: value.String, Code: jianfu.FaultCode(code.String), Text: jianfu.Text{ZH: zh.String, EN: en.String}})
		}
		at := slices.IndexFunc(c.Sheets, func(s FiledSheet) bool { return s.Name == sheet })
		if at >= 0 && !seen[[2]any{sheet, row}] {
			seen[[2]any{sheet, row}] = true
			c.Sheets[at].Rows = append(c.Sheets[at].Rows, FiledLine{row, strings.Split(cells, warehouse.CellSeparator)})
		}
		return nil
	}, st.args...)
	if err != nil {
		return fmt.Errorf("read what submission %d filed: %w\n%s", submission, err, st.Literal())
	}
	if err := c.place(ctx, tx, submission, kinds, see); err != nil {
		return err
	}
	for i := range c.Sheets {
		slices.SortFunc(c.Sheets[i].Rows, func(a, b FiledLine) int { return cmp.Compare(a.Row, b.Row) })
	}
	c.Sheets = slices.DeleteFunc(c.Sheets, func(s FiledSheet) bool { return len(s.Rows) == 0 && !see.all })
	return nil
}
