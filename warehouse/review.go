package warehouse

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jianfu"
	"jianfu/access"
)

// Decision is what the office decided of a filing.
type Decision string

// The decisions. A filing of which nothing was decided, or that was filed again since, has none.
const (
	Returned Decision = "RETURNED" // 退回: to be corrected and filed again; until then it counts, and figures say so
	Accepted Decision = "ACCEPTED" // 接收
	Reopened Decision = "REOPENED" // 重开: what was decided before no longer holds
)

// Label names the decision for people.
func (d Decision) Label() jianfu.Text {
	return map[Decision]jianfu.Text{Returned: jianfu.Say("退回", "returned"), Accepted: jianfu.Say("接收", "accepted"), Reopened: jianfu.Say("重开", "reopened")}[d]
}

// Remark is what is wrong with a cell of a returned filing; Column is "" for a whole row.
type Remark struct {
	Sheet  string
	Row    int
	Column string
	Text   string
}

// Review is a decision of the office on one unit's part of a submission.
type Review struct {
	Commit     int64 // its number; set when it is stored
	Submission int64
	Department string   // "" is the only unit of the submission
	Kinds      []string // nil is every kind of the unit in the submission
	Decision   Decision
	Reason     string
	Due        jianfu.Date // the last day on which a returned filing should come again; zero for none
	Cells      []Remark
	By         string
	At         time.Time // UTC; set when it is stored
}

// The most that a return may say.
const (
	maxRemarks    = 200
	maxReviewText = 2000 // characters
)

// Review stores a decision, under the number of its commit. The error is NotFound for an unknown submission,
// Conflict for one that no longer counts or has the decision already, Invalid for a unit, kind or cell
// that it does not have or a return without a reason, and Forbidden, or Unauthenticated, for a caller
// without the right.
func (w *Warehouse) Review(ctx context.Context, r Review) (Review, error) {
	if err := access.Require(ctx, access.Review); err != nil {
		return r, err
	}
	r.By, r.Reason = access.Name(ctx, r.By), strings.TrimSpace(r.Reason)
	if err := r.check(jianfu.DateOf(w.Now().In(jianfu.China))); err != nil {
		return r, err
	}
	err := w.commit(ctx, func(tx *sql.Tx) (c Commit, err error) {
		if err := r.complete(ctx, tx); err != nil {
			return c, err
		}
		r.At, r.Commit = w.Now(), w.LastCommit().Number+1
		about := strings.TrimSpace(strings.ToLower(string(r.Decision)) + " " + r.Department)
		return Commit{At: r.At, Change: Reviewed, Submission: r.Submission, File: about, By: r.By}, r.insert(ctx, tx)
	})
	return r, err
}

// check finds what is wrong with a decision whatever it is about.
func (r *Review) check(today jianfu.Date) error {
	switch {
	case !slices.Contains([]Decision{Returned, Accepted, Reopened}, r.Decision):
		return jianfu.Errorf(jianfu.Invalid, "没有处理“%s”，应为 RETURNED、ACCEPTED 或 REOPENED", "there is no decision %q: it is RETURNED, ACCEPTED or REOPENED", string(r.Decision))
	case r.Decision != Accepted && r.Reason == "":
		return jianfu.Errorf(jianfu.Invalid, "请写明理由", "say why")
	case utf8.RuneCountInString(r.Reason) > maxReviewText:
		return jianfu.Errorf(jianfu.Invalid, "理由太长，最多 %d 个字", "the reason is too long: at most %d characters", maxReviewText)
	case r.Decision != Returned && (r.Due != 0 || len(r.Cells) > 0):
		return jianfu.Errorf(jianfu.Invalid, "只有退回才写期限和单元格", "a day and cells go with a return only")
	case r.Due != 0 && r.Due < today:
		return jianfu.Errorf(jianfu.Invalid, "重报期限 %s 已经过了，请写今天或以后的日期", "the day %s has passed: name today or a later one", r.Due.String())
	case len(r.Cells) > maxRemarks:
		return jianfu.Errorf(jianfu.Invalid, "一次最多指出 %d 个单元格", "point at %d cells or fewer", maxRemarks)
	}
	for i := range r.Cells {
		cell := &r.Cells[i]
		cell.Text = strings.TrimSpace(cell.Text)
		if cell.Text == "" || utf8.RuneCountInString(cell.Text) > maxReviewText {
			return jianfu.Errorf(jianfu.Invalid, "第 %d 行的单元格没有写明要改什么，或写得太长", "the remark on row %d does not say what to correct, or is too long", cell.Row)
		}
	}
	return nil
}

// complete finds the unit and kinds that a decision is about, and compares it with what was filed.
func (r *Review) complete(ctx context.Context, tx *sql.Tx) error {
	var withdrawn bool
	switch err := tx.QueryRowContext(ctx, "SELECT withdrawn_at IS NOT NULL FROM submission WHERE id = $1", r.Submission).Scan(&withdrawn); {
	case errors.Is(err, sql.ErrNoRows):
		return unknownSubmission(r.Submission)
	case err != nil:
		return err
	case withdrawn:
		return jianfu.Errorf(jianfu.Conflict, "第 %d 号报送已撤回", "submission %d was withdrawn", r.Submission)
	}
	rows, err := tx.QueryContext(ctx, `
		SELECT s.department, s.kind, BOOL_OR(f.slice_id IS NOT NULL) FROM slice s
		LEFT JOIN in_force f ON f.slice_id = s.id AND f.valid_until = TIMESTAMP 'infinity'
		WHERE s.submission_id = $1 AND NOT COALESCE(s.retracts, FALSE) GROUP BY ALL ORDER BY ALL`, r.Submission)
	if err != nil {
		return fmt.Errorf("read what submission %d filed: %w", r.Submission, err)
	}
	defer rows.Close()
	units, kinds := []string{}, map[string][]string{}
	counts := map[[2]string]bool{}
	for rows.Next() {
		var unit, kind string
		var inForce bool
		if err := rows.Scan(&unit, &kind, &inForce); err != nil {
			return err
		}
		if !slices.Contains(units, unit) {
			units = append(units, unit)
		}
		kinds[unit] = append(kinds[unit], kind)
		counts[[2]string{unit, kind}] = inForce
	}
	if err := rows.Err(); err != nil {
		return err
	}
	switch {
	case r.Department == "" && len(units) == 1:
		r.Department = units[0]
	case kinds[r.Department] == nil && r.Department == "":
		return jianfu.Errorf(jianfu.Invalid, "第 %[1]d 号报送有 %[2]d 个单位的表，请写明是哪个单位", "submission %[1]d has tables of %[2]d units: name the unit", r.Submission, len(units))
	case kinds[r.Department] == nil:
		return jianfu.Errorf(jianfu.Invalid, "第 %[1]d 号报送里没有单位 %[2]s 的表", "submission %[1]d has no table of the unit %[2]s", r.Submission, r.Department)
	}
	if len(r.Kinds) == 0 {
		r.Kinds = kinds[r.Department]
	}
	r.Kinds = slices.Clone(r.Kinds)
	slices.Sort(r.Kinds)
	r.Kinds = slices.Compact(r.Kinds)
	standing := false
	for _, kind := range r.Kinds {
		inForce, there := counts[[2]string{r.Department, kind}]
		if !there {
			return jianfu.Errorf(jianfu.Invalid, "第 %[1]d 号报送里没有 %[2]s 这种表", "submission %[1]d has no table of the kind %[2]s", r.Submission, kind)
		}
		standing = standing || inForce
	}
	if !standing {
		return jianfu.Errorf(jianfu.Conflict, "第 %d 号报送的这些表已由后来的报送替换，请处理后来的那一份", "these tables of submission %d were replaced by a later filing: decide on that one", r.Submission)
	}
	if err := r.compare(ctx, tx); err != nil {
		return err
	}
	return r.place(ctx, tx)
}

// compare refuses a decision that is the present one.
func (r *Review) compare(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT decision FROM "+latestReviews+" WHERE submission_id = $1 AND department = $2 AND list_contains($3::VARCHAR[], kind)", r.Submission, r.Department, r.Kinds)
	if err != nil {
		return fmt.Errorf("read what was decided: %w", err)
	}
	defer rows.Close()
	decided := map[Decision]int{}
	for rows.Next() {
		var d string
		if err := rows.Scan(&d); err != nil {
			return err
		}
		decided[Decision(d)]++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	switch {
	case r.Decision == Accepted && decided[Accepted] == len(r.Kinds):
		return jianfu.Errorf(jianfu.Conflict, "第 %d 号报送已经接收", "submission %d is accepted already", r.Submission)
	case r.Decision == Reopened && decided[Returned]+decided[Accepted] == 0:
		return jianfu.Errorf(jianfu.Conflict, "第 %d 号报送没有退回，也没有接收，不用重开", "submission %d is neither returned nor accepted: there is nothing to reopen", r.Submission)
	}
	return nil
}

// place refuses a cell that the unit's tables do not have, and completes the sheet of a file with one.
func (r *Review) place(ctx context.Context, tx *sql.Tx) error {
	if len(r.Cells) == 0 {
		return nil
	}
	var rowsOf []string
	for _, kind := range r.Kinds {
		rowsOf = append(rowsOf, "SELECT f.sheet, f.row FROM fact."+Ident(kind)+" f JOIN own ON own.id = f.slice_id")
	}
	rows, err := tx.QueryContext(ctx, `
		WITH own AS (SELECT id FROM slice WHERE submission_id = $1 AND department = $2 AND list_contains($3::VARCHAR[], kind)),
		filed AS (`+strings.Join(rowsOf, " UNION ")+` UNION SELECT sheet, row FROM reject JOIN own ON own.id = reject.slice_id)
		SELECT filed.sheet, row, COALESCE(columns, []) FROM filed LEFT JOIN source_sheet h ON h.sheet = filed.sheet AND h.submission_id = $1 WHERE list_contains($4::BIGINT[], row)`, r.Submission, r.Department, r.Kinds, r.rowNumbers())
	if err != nil {
		return fmt.Errorf("find the cells: %w", err)
	}
	defer rows.Close()
	type at struct {
		sheet string
		row   int
	}
	filed := map[at][]string{}
	for rows.Next() {
		var place at
		var columns List
		if err := rows.Scan(&place.sheet, &place.row, &columns); err != nil {
			return err
		}
		filed[place] = append(filed[place], columns...)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for i := range r.Cells {
		cell := &r.Cells[i]
		var sheets []string
		for place := range filed {
			if place.row == cell.Row && (cell.Sheet == "" || cell.Sheet == place.sheet) {
				sheets = append(sheets, place.sheet)
			}
		}
		switch {
		case len(sheets) == 0 && cell.Sheet == "":
			return jianfu.Errorf(jianfu.Invalid, "单位的表里没有第 %d 行，请核对行号", "the unit's tables have no row %d: check its number", cell.Row)
		case len(sheets) == 0:
			return jianfu.Errorf(jianfu.Invalid, "单位的表里没有工作表“%[1]s”第 %[2]d 行，请核对工作表和行号", "the unit's tables have no row %[2]d in the sheet %[1]q: check both", cell.Sheet, cell.Row)
		case len(sheets) > 1:
			return jianfu.Errorf(jianfu.Invalid, "有 %[2]d 张工作表有第 %[1]d 行，请写明工作表", "%[2]d sheets have a row %[1]d: name the sheet", cell.Row, len(sheets))
		}
		cell.Sheet = sheets[0]
		if columns := filed[at{cell.Sheet, cell.Row}]; cell.Column != "" && !slices.Contains(columns, cell.Column) {
			return jianfu.Errorf(jianfu.Invalid, "工作表“%[1]s”没有“%[2]s”这一列，有：%[3]s", "the sheet %[1]q has no column %[2]q; it has %[3]s", cell.Sheet, cell.Column, strings.Join(columns, "、"))
		}
	}
	return nil
}

func (r *Review) rowNumbers() []int64 {
	var list []int64
	for _, cell := range r.Cells {
		list = append(list, int64(cell.Row))
	}
	return list
}

func (r *Review) insert(ctx context.Context, tx *sql.Tx) error {
	var due any
	if r.Due != 0 {
		due = r.Due.Time()
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO review VALUES ($1,$2,$3,$4::VARCHAR[],$5,$6,$7,$8,$9)", r.Commit, r.Submission, r.Department, r.Kinds, string(r.Decision), r.Reason, due, r.By, r.At)
	for _, cell := range r.Cells {
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO review_cell VALUES ($1,$2,$3,$4,$5)", r.Commit, cell.Sheet, cell.Row, cell.Column, cell.Text)
		}
	}
	if err != nil {
		return fmt.Errorf("store a decision: %w", err)
	}
	return nil
}

// latestReviews is a query of the last decision on each kind of each unit of each submission.
const latestReviews = `(SELECT * FROM (SELECT number, submission_id, department, UNNEST(kinds) AS kind, decision FROM review)
	QUALIFY ROW_NUMBER() OVER (PARTITION BY submission_id, department, kind ORDER BY number DESC) = 1)`

// Reviews are the decisions on a submission, or on all (0), of some units (nil is all), the oldest first.
func (w *Warehouse) Reviews(ctx context.Context, submission int64, within []string) ([]Review, error) {
	rows, err := w.Query(ctx, `
		SELECT r.number, r.submission_id, r.department, r.kinds, r.decision, r.reason, r.due, r.decided_by, r.decided_at, c.sheet, c.row, c.column_name, c.text
		FROM review r LEFT JOIN review_cell c USING (number) WHERE ($1 = 0 OR r.submission_id = $1) AND ($2 OR list_contains($3::VARCHAR[], r.department))
		ORDER BY r.number, c.sheet, c.row, c.column_name, c.text`, submission, within == nil, slices.Concat(within, []string{}))
	if err != nil {
		return nil, fmt.Errorf("read the decisions on submission %d: %w", submission, err)
	}
	defer rows.Close()
	var list []Review
	for rows.Next() {
		var r Review
		var kinds List
		var due sql.NullTime
		var sheet, column, text sql.NullString
		var row sql.NullInt64
		if err := rows.Scan(&r.Commit, &r.Submission, &r.Department, &kinds, &r.Decision, &r.Reason, &due, &r.By, &r.At, &sheet, &row, &column, &text); err != nil {
			return nil, err
		}
		r.Kinds = kinds
		if due.Valid {
			r.Due = jianfu.DateOf(due.Time)
		}
		if n := len(list); n == 0 || list[n-1].Commit != r.Commit {
			list = append(list, r)
		}
		if text.Valid {
			last := &list[len(list)-1]
			last.Cells = append(last.Cells, Remark{sheet.String, int(row.Int64), column.String, text.String})
		}
	}
	return list, rows.Err()
}
