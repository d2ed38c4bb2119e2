package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// column is one column of a fact table, with its contract's label.
type column struct {
	name     string
	dataType string
	label    jianfu.Text
}

// placeColumns are the standard columns of every fact table.
var placeColumns = []string{"id", "slice_id", "sheet", "row", "cells"}

// Counted gives the rows behind one figure: exactly those that were counted, each told
// whether it is in the numerator or only in the denominator of a rate; of a figure that rests on
// totals the rows that state them. In the order of their filing.
func (e *Engine) Counted(ctx context.Context, figure Scope, page Page) (*RecordPage, error) {
	ctx, release := e.w.Pin(ctx, figure.KnownAt)
	var result *RecordPage
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		q := Query{Metrics: []string{figure.Metric}, Period: figure.Period, Where: figure.Where,
			Caliber: figure.Caliber, CaliberOn: figure.CaliberOn, AsOf: figure.AsOf, KnownAt: figure.KnownAt, StructureOn: figure.StructureOn, only: figure.Group}
		for _, m := range figure.Group {
			q.By = append(q.By, m.Dimension)
		}
		r, err := e.prepare(ctx, tx, q)
		if err != nil {
			return err
		}
		if r.city {
			return r.see.refuse(jianfu.Say("全市数背后的明细", "the records behind the city's figures"))
		}
		if err := r.readBooks(ctx); err != nil {
			return err
		}
		result = &RecordPage{}
		accounts, _ := r.accountsIn(r.metrics[0], r.rows[0].current, keyed(figure.Group))
		for i, a := range accounts {
			found, err := r.counted(ctx, a, figure.Group, page, i == len(accounts)-2 || len(accounts) == 1)
			if err != nil {
				return err
			}
			result.join(found, page)
		}
		return nil
	})
	return result, errors.Join(err, release())
}

// counted reads the records of an account: rows, and rows that state totals.
func (r *run) counted(ctx context.Context, a account, group []Member, page Page, above bool) (*RecordPage, error) {
	terms, err := r.decideAll(a)
	if err != nil {
		return nil, err
	}
	d := r.decisions[decisionKey{account: a, bucket: r.rows[0].current.index}]
	keyed := keyed(group)
	t := d.tallyOf(keyed)
	if t == d.city && d.city != nil {
		return r.statedPage(ctx, a, t, above, page)
	}
	role := func(part int) sqlText { // of a rate over two sources each account is one part
		if above && part == 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	condition, inNumerator := terms[0].counted, role(0)
	if len(terms) == 2 {
		// The rows of both, told apart: a row of the numerator is in the denominator too,
		// or else (problems solved of problems found) counts in its own right.
		condition, inNumerator = "("+terms[0].counted+") OR ("+terms[1].counted+")", terms[0].counted
	}
	result, err := r.page(ctx, a.source(), group, page, columnsOf(terms), condition, inNumerator)
	if err != nil || !t.totals || !keyed.saysNothing {
		return result, err
	}
	stated, err := r.statedPage(ctx, a, t, above, page)
	if err != nil {
		return nil, err
	}
	result.join(stated, page)
	return result, nil
}

// statedPage reads the rows that state the totals of a figure.
func (r *run) statedPage(ctx context.Context, a account, t *tally, above bool, page Page) (*RecordPage, error) {
	st := &statement{}
	separator := sqlText("SELECT id, BOOL_OR(in_numerator) AS in_numerator FROM (VALUES ")
	for i := range a.partsOf() {
		for _, id := range t.ids[i] {
			st.SQL(separator, sqlText(fmt.Sprintf("(CAST(%d AS BIGINT), %t)", id, above && i == 0)))
			separator = ", "
		}
	}
	st.SQL(") stated(id, in_numerator) GROUP BY id")
	return readRecords(ctx, r.tx, totalsKind, "", totalsDay, st, page)
}

// totalsDay is the day that a stated total goes by.
const totalsDay = "first_month"

// page reads one page of the rows of a source that meet a condition, which names these columns.
func (r *run) page(ctx context.Context, src *source, group []Member, page Page, columns []string, condition, inNumerator sqlText) (*RecordPage, error) {
	if src.Kinds[0] == "department" { // filings are counted from slices: they have no row in a filed sheet
		return &RecordPage{}, nil
	}
	st := &statement{}
	r.scope.leaves, r.scope.moves = r.leaves(src), r.moves(src)
	r.scope.with(st, src, []bucket{r.rows[0].current}, columns)
	ids := sqlText("id")
	if src.Stock != "" {
		ids = "UNNEST(ids)"
	}
	st.SQL("SELECT id, BOOL_OR(in_numerator) AS in_numerator FROM (\n",
		"  SELECT ", ids, " AS id, COALESCE(", inNumerator, ", FALSE) AS in_numerator FROM counted WHERE (", condition, ")")
	for _, m := range group {
		st.SQL(" AND ", r.scope.said(m.Dimension), " IS NOT DISTINCT FROM ")
		if m.Known {
			st.Arg(m.Value)
		} else {
			st.SQL("NULL")
		}
	}
	st.SQL(") GROUP BY id")
	result := &RecordPage{}
	for _, kind := range src.Kinds {
		own := src // a record is the same whatever counts it
		if known := r.scope.catalog.sources[kind]; known != nil {
			own = known
		}
		found, err := readRecords(ctx, r.tx, kind, own.titleColumn(), dayOf(kind, own), st, page)
		if err != nil {
			return nil, err
		}
		result.join(found, page)
	}
	return result, nil
}

// join adds the records of another kind, in the order of filing.
func (p *RecordPage) join(other *RecordPage, page Page) {
	p.Records = append(p.Records, other.Records...)
	p.Total += other.Total
	p.More = p.More || other.More
	slices.SortFunc(p.Records, func(a, b Record) int { return cmp.Compare(a.ID, b.ID) })
	if len(p.Records) > page.First {
		p.Records, p.More = p.Records[:page.First], true
	}
}

// Records lists the rows of one kind that count as of a moment, in the order of filing. The error
// is Invalid for an unknown kind or column. They are those of the units that whoever asks sees; where
// others' are asked for by name, the error is Forbidden.
func (e *Engine) Records(ctx context.Context, q RecordQuery) (*RecordPage, error) {
	var result *RecordPage
	if q.Where.Submission != 0 {
		if _, err := e.Submission(ctx, q.Where.Submission); err != nil {
			return nil, err
		}
	}
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		q.Where.Departments = slices.Clone(q.Where.Departments)
		for i, name := range q.Where.Departments {
			if q.Where.Departments[i], err = e.unitNamed(ctx, tx, name); err != nil {
				return err
			}
		}
		if err := see.admits(&q); err != nil {
			return err
		}
		columns, err := readColumns(ctx, tx, q.Kind)
		if err != nil {
			return err
		}
		src := e.catalog.sources[q.Kind]
		s := &scope{catalog: e.catalog, asOf: q.AsOf, within: see.rows()}
		st := &statement{}
		st.SQL("SELECT f.id, TRUE AS in_numerator FROM fact.")
		st.Ident(q.Kind)
		st.SQL(" f")
		s.joinStanding(st, "f.slice_id")
		st.SQL(" WHERE TRUE")
		if s.within != nil && q.Kind != "department" {
			st.SQL(" AND ")
			s.writeWithin(st, "f.department")
		}
		if err := writeRecordFilter(st, src, dayOf(q.Kind, src), columns, q.Where); err != nil {
			return err
		}
		result, err = readRecords(ctx, tx, q.Kind, src.titleColumn(), dayOf(q.Kind, src), st, q.Page)
		return err
	})
	return result, err
}

// shortestSearch is the least that rows are looked for by.
const shortestSearch = 2

// RecordsNamed are rows of any kind that count, by a part of their title, at most so many. The error is Invalid
// for a text of less than two characters.
func (e *Engine) RecordsNamed(ctx context.Context, text string, asOf time.Time, first int) ([]Record, error) {
	if text = strings.TrimSpace(text); len([]rune(text)) < shortestSearch {
		return nil, jianfu.Errorf(jianfu.Invalid, "要查找的文字太短：请写 %d 个字以上", "the text to look for is too short: write %d characters or more", shortestSearch)
	}
	var found []Record
	for _, kind := range e.catalog.counted() {
		if len(found) == first {
			break
		}
		if e.catalog.sources[kind.kind].titleColumn() == "" {
			continue
		}
		page, err := e.Records(ctx, RecordQuery{Kind: kind.kind, AsOf: asOf, Where: RecordFilter{Titled: text}, Page: Page{First: first - len(found)}})
		if err != nil {
			return nil, err
		}
		found = append(found, page.Records...)
	}
	return found, nil
}

// Record is one filed row by its kind and id, whether it counts now or not. The error is Invalid
// for an unknown kind, NotFound for an unknown id.
func (e *Engine) Record(ctx context.Context, kind string, id int64) (Record, error) {
	var found []Record
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		found, err = e.recordsOf(ctx, tx, kind, []int64{id})
		found = slices.DeleteFunc(found, func(r Record) bool {
			return kind != "department" && !see.all && !slices.Contains(see.within, r.Department)
		})
		return err
	})
	if err == nil && len(found) == 0 && !access.From(ctx).SeesAll() {
		err = jianfu.Errorf(jianfu.NotFound, "报表 %s 里没有编号为 %d 的明细，或它不属于您可看的单位", "there is no record %[2]d of the kind %[1]s, or it is of no unit that you see", kind, id)
	}
	if err == nil && len(found) == 0 {
		err = jianfu.Errorf(jianfu.NotFound, "报表 %s 里没有编号为 %d 的明细", "there is no record %[2]d of the kind %[1]s", kind, id)
	}
	if err != nil {
		return Record{}, err
	}
	return found[0], nil
}

// recordsOf reads the records of a kind with these ids.
func (e *Engine) recordsOf(ctx context.Context, tx *sql.Tx, kind string, ids []int64) ([]Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	st := &statement{}
	st.SQL("SELECT id, TRUE AS in_numerator FROM fact.")
	st.Ident(kind)
	st.SQL(" WHERE id IN (")
	for i, id := range ids {
		if i > 0 {
			st.SQL(", ")
		}
		st.Arg(id)
	}
	st.SQL(")")
	src := e.catalog.sources[kind]
	page, err := readRecords(ctx, tx, kind, src.titleColumn(), dayOf(kind, src), st, Page{First: len(ids)})
	if err != nil {
		return nil, err
	}
	return page.Records, nil
}

func writeRecordFilter(st *statement, src *source, day string, columns []column, where RecordFilter) error {
	has := func(name string) bool {
		return slices.ContainsFunc(columns, func(c column) bool { return c.name == name })
	}
	if len(where.Departments) > 0 {
		name := "department"
		if !has(name) {
			name = "code"
		}
		st.SQL(" AND f.")
		st.Ident(name)
		st.SQL(" IN ")
		st.List(where.Departments)
	}
	if !where.Period.IsZero() {
		if day == "" {
			return jianfu.Errorf(jianfu.Invalid, "这类报表没有日期，不能按时间筛选", "this kind has no date: it cannot be filtered by period")
		}
		st.SQL(sqlText(fmt.Sprintf(" AND (%s) >= DATE '%s' AND (%s) < DATE '%s'", day, where.Period.From(), day, where.Period.Until())))
	}
	if where.Submission != 0 {
		st.SQL(" AND f.id >> 32 = ")
		st.Arg(where.Submission)
	}
	if where.Titled != "" {
		st.SQL(" AND contains(lower(CAST(f.")
		st.Ident(src.titleColumn())
		st.SQL(" AS VARCHAR)), lower(")
		st.Arg(where.Titled)
		st.SQL("))")
	}
	for _, equals := range where.Is {
		if !has(equals.Dimension) {
			var known []string
			for _, c := range columns {
				known = append(known, c.name)
			}
			return unknownName(jianfu.Say("列", "column"), equals.Dimension, known)
		}
		st.is(sqlText("f."+warehouse.Ident(equals.Dimension)), src.dimension(equals.Dimension), equals.In)
	}
	return nil
}

// titleColumn is the column with the name of a row of the kind; for a kind without a source, such
// as the directory, it is name.
func (s *source) titleColumn() string {
	if s == nil {
		return "name"
	}
	return s.Title
}

// dayOf is the day that a row of a kind goes by, "" where it has none.
func dayOf(kind string, src *source) string {
	if kind == totalsKind {
		return totalsDay
	}
	return src.dayOf()
}

// dayOf is the day that a row of the kind counts for, "" where it has none.
func (s *source) dayOf() string {
	if s == nil || s.Stock != "" {
		return ""
	}
	return s.Date
}

// readColumns reads the columns of a kind's fact table except the standard ones.
func readColumns(ctx context.Context, tx *sql.Tx, kind string) ([]column, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT c.column_name, c.data_type, COALESCE(k.label_zh, c.column_name), COALESCE(k.label_en, c.column_name)
		FROM duckdb_columns() c LEFT JOIN kind_column k ON k.kind = c.table_name AND k.name = c.column_name
		WHERE c.schema_name = 'fact' AND c.table_name = $1 ORDER BY k.ordinal, c.column_index`, kind)
	if err != nil {
		return nil, fmt.Errorf("read the columns of %s: %w", kind, err)
	}
	defer rows.Close()
	var columns []column
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.name, &c.dataType, &c.label.ZH, &c.label.EN); err != nil {
			return nil, err
		}
		if !slices.Contains(placeColumns, c.name) {
			columns = append(columns, c)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(columns) == 0 {
		return nil, jianfu.Errorf(jianfu.Invalid, "没有报表种类“%s”", "there is no kind %q", kind)
	}
	return columns, nil
}

// readRecords reads the records whose ids a statement selects, with their roles, from a page's
// start. They are in the order of their ids, which is that of filing.
func readRecords(ctx context.Context, tx *sql.Tx, kind, title, date string, ids *statement, page Page) (*RecordPage, error) {
	columns, err := readColumns(ctx, tx, kind)
	if err != nil {
		return nil, err
	}
	st := &statement{args: slices.Clone(ids.args)}
	st.SQL("WITH wanted AS (SELECT * FROM (", sqlText(ids.text.String()), ") SEMI JOIN fact.")
	st.Ident(kind)
	st.SQL(" USING (id))\nSELECT f.id, w.in_numerator, (SELECT COUNT(*) FROM wanted), f.sheet, f.row, f.cells, u.id, u.file, h.columns")
	if date == "" {
		st.SQL(", NULL::DATE")
	} else {
		st.SQL(", (", sqlText(date), ")::DATE")
	}
	for _, c := range columns {
		if strings.HasSuffix(c.dataType, "[]") {
			st.SQL(", array_to_string(f.")
			st.Ident(c.name)
			st.SQL(", '、')")
			continue
		}
		st.SQL(", CAST(f.")
		st.Ident(c.name)
		st.SQL(" AS VARCHAR)")
	}
	st.SQL("\nFROM wanted w JOIN fact.")
	st.Ident(kind)
	st.SQL(" f ON f.id = w.id\nJOIN submission u ON u.id = f.id >> 32\nLEFT JOIN source_sheet h ON h.submission_id = u.id AND h.sheet = f.sheet\nWHERE f.id > ")
	st.Arg(page.After)
	st.SQL(sqlText(fmt.Sprintf("\nORDER BY f.id LIMIT %d", page.First+1)))
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("read records of %s: %w\n%s", kind, err, st.Literal())
	}
	defer rows.Close()
	result := &RecordPage{}
	for rows.Next() {
		record, total, err := scanRecord(rows, kind, title, columns)
		if err != nil {
			return nil, err
		}
		result.Total = total
		if len(result.Records) == page.First {
			result.More = true
			break
		}
		result.Records = append(result.Records, record)
	}
	if err := rows.Err(); err != nil || len(result.Records) > 0 || page.After == 0 {
		return result, err
	}
	// Past the last of this kind, where another kind may have more: all of it still counts.
	count := &statement{args: ids.args}
	count.SQL("SELECT COUNT(*) FROM (", sqlText(ids.text.String()), ") SEMI JOIN fact.")
	count.Ident(kind)
	count.SQL(" USING (id)")
	if err := tx.QueryRowContext(ctx, count.text.String(), count.args...).Scan(&result.Total); err != nil {
		return nil, fmt.Errorf("count records of %s: %w\n%s", kind, err, count.Literal())
	}
	return result, nil
}

func scanRecord(rows *sql.Rows, kind, title string, columns []column) (Record, int64, error) {
	record := Record{Kind: kind, Role: InDenominator}
	var numerator bool
	var total int64
	var cells string
	var headers warehouse.List
	var date sql.NullTime
	values := make([]sql.NullString, len(columns))
	into := []any{&record.ID, &numerator, &total, &record.Source.Sheet, &record.Source.Row, &cells,
		&record.Source.Submission, &record.Source.File, &headers, &date}
	for i := range values {
		into = append(into, &values[i])
	}
	if err := rows.Scan(into...); err != nil {
		return record, 0, err
	}
	if numerator {
		record.Role = InNumerator
	}
	if date.Valid {
		day := jianfu.DateOf(date.Time.UTC())
		record.Date = &day
	}
	for i, c := range columns {
		field := Field{Name: c.name, Label: c.label}
		if values[i].Valid {
			text := fieldText(c, values[i].String)
			field.Value = &text
		}
		switch c.name {
		case "department", "code":
			if record.Department == "" {
				record.Department = values[i].String
			}
		case title:
			record.Title = values[i].String
		}
		record.Fields = append(record.Fields, field)
	}
	record.Source.Cells = filedCells(headers, cells)
	if kind == totalsKind {
		record.decide()
	}
	return record, total, nil
}

// decide marks the cell that states a total, and calls the record by its header; what is declared of
// the units that a table does not name is in no cell.
func (r *Record) decide() {
	for _, f := range r.Fields {
		if f.Name == "count" && f.Value != nil && strings.Contains(*f.Value, warehouse.RestMark) {
			r.Title = "没有写到的单位为 0（声明涵盖全部单位）"
		}
		if f.Name != "source_column" || f.Value == nil {
			continue
		}
		if at, err := strconv.Atoi(*f.Value); err == nil && at >= 0 && at < len(r.Source.Cells) {
			r.Source.Cells[at].Deciding = true
			r.Title = r.Source.Cells[at].Column
		}
	}
}

// filedCells puts the filed texts of a row under the headers of its sheet.
func filedCells(headers warehouse.List, texts string) []Cell {
	filed := strings.Split(texts, warehouse.CellSeparator)
	var cells []Cell
	for i, header := range headers {
		cell := Cell{Column: header}
		if i < len(filed) && filed[i] != "" {
			cell.Value = &filed[i]
		}
		cells = append(cells, cell)
	}
	return cells
}

// fieldText shows numbers without the zeros that pad a DECIMAL column.
func fieldText(c column, text string) string {
	if strings.HasPrefix(c.dataType, "DECIMAL") {
		if number, ok := jianfu.ParseDecimal(text); ok {
			return number.String()
		}
	}
	return text
}
