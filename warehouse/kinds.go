package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"jianfu"
)

// Kind is a kind of filing in the warehouse: a fact table with these columns after the standard
// ones, a view of what counts now, and a row of the table kind that describes it.
type Kind struct {
	Name               string
	View               string
	Label, Description jianfu.Text
	Grain              string
	Day                string // the day that a row counts on, in SQL over the fact table; "" for none
	Stream             string // the column that splits slices between sources; "" for none
	Central            bool   // its slices have no department
	Speaks             string // ALL or LISTED
	OwnTable, OwnView  bool   // made by a migration, not by SetKinds
	Columns            []KindColumn
}

// KindColumn is one column of a kind.
type KindColumn struct {
	Name, Header       string
	Label, Description jianfu.Text
	Type               string // the type in contracts
	Stored             string // the type in SQL
	Required           bool
	Choices            []string // the values that it may have; nil for any
}

// placeColumns are the columns that every fact table begins with.
var placeColumns = []struct{ name, stored, comment string }{
	{"id", "BIGINT", "行号，高 32 位是报送编号；Row id, its upper 32 bits are the submission"},
	{"slice_id", "BIGINT", "所属分片；The slice it belongs to"},
	{"sheet", "VARCHAR", "所在工作表，CSV 和 JSON 为空；The sheet it is in, empty for CSV and JSON"},
	{"row", "INTEGER", "表格里的行号；The row as the spreadsheet numbers it"},
	{"cells", "VARCHAR", "原文，各格以 U+001F 隔开，列名见 source_sheet；The filed texts, separated by U+001F, in the order of source_sheet.columns"},
}

// SetKinds makes the warehouse hold these kinds, in this order, all or none: new fact tables, new
// columns, views, comments, and the tables kind and kind_column. A kind that is no longer given is
// kept if anything was filed of it, and removed otherwise.
//
// The error is Conflict if a column of filed rows is missing or has another type, if the name of a
// view is taken, or if the warehouse is read-only and does not hold the kinds already.
func (w *Warehouse) SetKinds(ctx context.Context, kinds []Kind) error {
	changed, err := w.setKinds(ctx, kinds)
	if err != nil || !changed {
		return err
	}
	// Into the file at once, as after a migration.
	if err := w.checkpoint(ctx); err != nil {
		return fmt.Errorf("write the kinds to %s: %w", w.path, err)
	}
	return nil
}

func (w *Warehouse) setKinds(ctx context.Context, kinds []Kind) (changed bool, err error) {
	var script, shape strings.Builder
	for i := range kinds {
		kinds[i].define(&script, i+1)
		shape.WriteString(kinds[i].create("fact." + Ident(kinds[i].Name)))
	}
	sum := sha256.Sum256([]byte(script.String() + shape.String()))
	version := hex.EncodeToString(sum[:])
	known, err := w.Setting(ctx, "kinds")
	if err != nil || known == version {
		return false, err
	}
	if w.fixed {
		return false, w.lacking(ctx, kinds)
	}
	return true, w.write(ctx, func(tx *sql.Tx) error {
		if err := dropUnused(ctx, tx, kinds); err != nil {
			return err
		}
		if err := viewsFree(ctx, tx, kinds); err != nil {
			return err
		}
		for i := range kinds {
			if kinds[i].OwnTable {
				continue
			}
			if err := kinds[i].follow(ctx, tx); err != nil {
				return err
			}
		}
		if script.Len() > 0 {
			if _, err := tx.ExecContext(ctx, script.String()); err != nil {
				return fmt.Errorf("define the kinds: %w", err)
			}
		}
		return set(ctx, tx, "kinds", version)
	})
}

// define writes what describes the kind: rows, comments and the view. All of it can replace an
// older definition.
func (k *Kind) define(b *strings.Builder, ordinal int) {
	null := func(text string) string {
		if text == "" {
			return "NULL"
		}
		return Literal(text)
	}
	fmt.Fprintf(b, "DELETE FROM kind WHERE name = %[1]s;\nDELETE FROM kind_column WHERE kind = %[1]s;\n", Literal(k.Name))
	fmt.Fprintf(b, "INSERT INTO kind VALUES (%s, %d, %s, %s, %s, %s, %s, %s, %s, %s, %t, %s);\n", Literal(k.Name), ordinal, Literal(k.View),
		Literal(k.Label.ZH), Literal(k.Label.EN), Literal(k.Description.ZH), Literal(k.Description.EN), Literal(k.Grain), null(k.Day), null(k.Stream), k.Central, Literal(k.Speaks))
	var columns []string
	for i, c := range k.Columns {
		choices := "NULL"
		if c.Choices != nil {
			literals := make([]string, len(c.Choices))
			for i, choice := range c.Choices {
				literals[i] = Literal(choice)
			}
			choices = "[" + strings.Join(literals, ", ") + "]"
		}
		columns = append(columns, fmt.Sprintf("(%s, %s, %d, %s, %s, %s, %s, %s, %s, %t, %s)", Literal(k.Name), Literal(c.Name), i+1, Literal(c.Header),
			Literal(c.Label.ZH), Literal(c.Label.EN), Literal(c.Description.ZH), Literal(c.Description.EN), Literal(c.Type), c.Required, choices))
	}
	fmt.Fprintf(b, "INSERT INTO kind_column VALUES %s;\n", strings.Join(columns, ",\n  "))
	if !k.OwnTable {
		k.commentOn(b, "TABLE", "fact."+Ident(k.Name))
		for _, c := range placeColumns {
			fmt.Fprintf(b, "COMMENT ON COLUMN fact.%s.%s IS %s;\n", Ident(k.Name), Ident(c.name), Literal(c.comment))
		}
	}
	if !k.OwnView {
		k.defineView(b)
	}
}

// commentOn describes a table or view of the kind's rows and its columns.
func (k *Kind) commentOn(b *strings.Builder, what, name string) {
	comment := func(label, description jianfu.Text) string {
		return Literal(label.ZH + "：" + description.ZH + "；" + label.EN + ": " + description.EN)
	}
	fmt.Fprintf(b, "COMMENT ON %s %s IS %s;\n", what, name, comment(k.Label, k.Description))
	for _, c := range k.Columns {
		if what == "VIEW" && c.Name == unitColumn {
			continue
		}
		fmt.Fprintf(b, "COMMENT ON COLUMN %s.%s IS %s;\n", name, Ident(c.Name), comment(c.Label, c.Description))
	}
}

// unitColumn is the column of the unit that a row belongs to, in every fact table except the
// directory's.
const unitColumn = "department"

// viewColumns are those that every view of a kind has besides the kind's own: before them the
// unit's entry in the directory, after them where the row was filed.
var viewColumns = []struct{ name, sql, comment string }{
	{"id", "f.id", "行编号；number of the row"},
	{"department_code", "f.department", "单位编码；code of the department"},
	{"department_name", "v.name", "单位名称，按该行日期当时的名录；name of the department on the row's date"},
	{"department_type", "v.type", "单位类型，按该行日期当时的名录；type of the department on the row's date"},
	{"portfolio", "v.portfolio", "分管战线，按该行日期当时的名录；portfolio of the department on the row's date"},
	{"leader", "v.leader", "分管领导，按该行日期当时的名录；leader in charge of the department on the row's date"},
	{}, // the kind's own
	{"file", "filings.file", "来源文件名；name of the filed file"},
	{"sheet", "f.sheet", "来源工作表，CSV 和 JSON 为空；sheet of the file, empty for CSV and JSON"},
	{"row", "f.row", "来源行号，与电子表格所示一致；row as the spreadsheet numbers it"},
	{"submission_id", "filings.submission_id", "报送编号；number of the submission"},
	{"received_at", "filings.received_at", "收到时间（世界时），自此计入；when it was received (UTC), from then on it counts"},
}

// defineView writes the view of the kind's rows that count now, with the unit's entry in the
// directory on the row's day, or its last entry if the row has no day.
func (k *Kind) defineView(b *strings.Builder) {
	view, day := Ident(k.View), "COALESCE(f.day, latest.since)"
	var columns []string
	for _, c := range viewColumns {
		if c.name != "" {
			columns = append(columns, c.sql+" AS "+Ident(c.name))
			continue
		}
		for _, own := range k.Columns {
			if own.Name != unitColumn {
				columns = append(columns, "f."+Ident(own.Name))
			}
		}
	}
	rows := "(SELECT *, " + k.Day + " AS day FROM fact." + Ident(k.Name) + ")"
	if k.Day == "" {
		rows, day = "fact."+Ident(k.Name), "latest.since"
	}
	fmt.Fprintf(b, `CREATE OR REPLACE VIEW %s AS
WITH latest AS ( -- from when the last version of each unit holds
    SELECT code, MAX(COALESCE(valid_from, DATE '-infinity')) AS since FROM department_version GROUP BY code)
SELECT %s
FROM %s f
JOIN filings ON filings.id = f.slice_id
LEFT JOIN latest ON latest.code = f.department
LEFT JOIN department_version v ON v.code = f.department
    AND (v.valid_from IS NULL OR v.valid_from <= %s)
    AND (v.valid_until IS NULL OR v.valid_until > %[4]s);
`, view, strings.Join(columns, ", "), rows, day)
	k.commentOn(b, "VIEW", view)
	for _, c := range viewColumns {
		if c.name != "" {
			fmt.Fprintf(b, "COMMENT ON COLUMN %s.%s IS %s;\n", view, Ident(c.name), Literal(c.comment))
		}
	}
}

// storedColumn is a column of a fact table in DuckDB.
type storedColumn struct {
	name, stored string
	nullable     bool
}

func factColumns(ctx context.Context, tx *sql.Tx, kind string) ([]storedColumn, error) {
	rows, err := tx.QueryContext(ctx, `SELECT column_name, data_type, is_nullable FROM duckdb_columns()
		WHERE database_name = current_database() AND schema_name = 'fact' AND table_name = $1 ORDER BY column_index`, kind)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var columns []storedColumn
	for rows.Next() {
		var c storedColumn
		if err := rows.Scan(&c.name, &c.stored, &c.nullable); err != nil {
			return nil, err
		}
		columns = append(columns, c)
	}
	return columns, rows.Err()
}

// follow creates the fact table, or brings it to the columns of the kind.
func (k *Kind) follow(ctx context.Context, tx *sql.Tx) error {
	present, err := factColumns(ctx, tx, k.Name)
	if err != nil {
		return fmt.Errorf("read the columns of fact.%s: %w", k.Name, err)
	}
	table := "fact." + Ident(k.Name)
	var statements []string
	stale := k.stale(present)
	switch {
	case len(present) == 0:
		statements = []string{k.create(table)}
	case stale != "":
		var filed bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (FROM "+table+")").Scan(&filed); err != nil {
			return err
		}
		if filed {
			return k.cannotFollow(stale)
		}
		statements = []string{"DROP TABLE " + table, k.create(table)}
	default:
		for _, c := range k.Columns {
			if !slices.ContainsFunc(present, func(p storedColumn) bool { return p.name == c.Name }) {
				statements = append(statements, "ALTER TABLE "+table+" ADD COLUMN "+Ident(c.Name)+" "+c.Stored)
			}
		}
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// stale is the first column of the table that the kind no longer has or defines differently; "" if
// there is none.
func (k *Kind) stale(present []storedColumn) string {
	for _, p := range present[min(len(placeColumns), len(present)):] {
		if !slices.ContainsFunc(k.Columns, func(c KindColumn) bool { return c.Name == p.name && c.Stored == p.stored }) {
			return p.name
		}
	}
	return ""
}

func (k *Kind) cannotFollow(column string) error {
	return jianfu.Errorf(jianfu.Conflict,
		"报表“%[1]s”（%[2]s）已有数据，约定里不能去掉 %[4]s 列、给它改名或改类型。请把这一列改回原样（列名 name 和 type 不变；header、label、required 可改）；如果只是没有写 --catalog，写上再试；要换一种填法，请另加一列",
		"rows of the kind %[3]q (%[2]s) are filed: its contract cannot remove the column %[4]s, rename it or change its type. Restore the column (the same name and type; header, label and required may change), or give --catalog if that is all that is missing; for another way of filling it in, add another column",
		k.Label.ZH, k.Name, k.Label.EN, column)
}

func (k *Kind) create(table string) string {
	var columns []string
	for _, c := range placeColumns {
		columns = append(columns, Ident(c.name)+" "+c.stored+" NOT NULL")
	}
	for _, c := range k.Columns { // required columns are enforced by the loader: a contract may change
		columns = append(columns, Ident(c.Name)+" "+c.Stored)
	}
	return "CREATE TABLE " + table + " (" + strings.Join(columns, ", ") + ")"
}

// dropUnused removes the kinds that are no longer given and of which nothing was ever filed.
func dropUnused(ctx context.Context, tx *sql.Tx, kinds []Kind) error {
	rows, err := tx.QueryContext(ctx, "SELECT name, view FROM kind WHERE name NOT IN (SELECT kind FROM slice) ORDER BY name")
	if err != nil {
		return err
	}
	defer rows.Close()
	var unused [][2]string
	for rows.Next() {
		var name, view string
		if err := rows.Scan(&name, &view); err != nil {
			return err
		}
		if !slices.ContainsFunc(kinds, func(k Kind) bool { return k.Name == name }) {
			unused = append(unused, [2]string{name, view})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, u := range unused {
		text := fmt.Sprintf("DROP VIEW IF EXISTS %s; DROP TABLE IF EXISTS fact.%s; DELETE FROM kind WHERE name = %[3]s; DELETE FROM kind_column WHERE kind = %[3]s",
			Ident(u[1]), Ident(u[0]), Literal(u[0]))
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("remove the kind %s: %w", u[0], err)
		}
	}
	return nil
}

// viewsFree refuses a view name that is taken, and removes the view of a kind that gets a new name.
func viewsFree(ctx context.Context, tx *sql.Tx, kinds []Kind) error {
	const query = `
		SELECT COALESCE((SELECT view FROM kind WHERE name = $1), ''),
			EXISTS (FROM kind WHERE view = $2 AND name <> $1)
			OR $2 IN ('metrics', 'calibers', 'thresholds', 'metrics_by_month', 'metrics_by_department', 'metrics_by_year')
			OR EXISTS (
				SELECT 1 FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main' AND view_name = $2
				UNION ALL SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = $2)
			AND NOT EXISTS (FROM kind WHERE name = $1 AND view = $2)
			AND ( -- the program's kinds have views before they are first set
				EXISTS (FROM kind WHERE name = $1)
				OR NOT EXISTS (SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'fact' AND table_name = $1))`
	for i := range kinds {
		k := &kinds[i]
		if k.OwnView {
			continue
		}
		var before string
		var taken bool
		if err := tx.QueryRowContext(ctx, query, k.Name, k.View).Scan(&before, &taken); err != nil {
			return fmt.Errorf("look for the view %s: %w", k.View, err)
		}
		if taken {
			return jianfu.Errorf(jianfu.Conflict, "报表 %s 的视图名 %s 已被占用：请用 plural 另取一个", "the view of the kind %s cannot be called %s, which is taken: choose another plural", k.Name, k.View)
		}
		if before != "" && before != k.View {
			if _, err := tx.ExecContext(ctx, "DROP VIEW IF EXISTS "+Ident(before)); err != nil {
				return err
			}
		}
	}
	return nil
}

// lacking refuses kinds that a read-only warehouse does not hold.
func (w *Warehouse) lacking(ctx context.Context, kinds []Kind) error {
	return w.Read(ctx, func(tx *sql.Tx) error {
		for i := range kinds {
			k := &kinds[i]
			present, err := factColumns(ctx, tx, k.Name)
			if err != nil {
				return err
			}
			for _, c := range k.Columns {
				if !k.OwnTable && !slices.ContainsFunc(present, func(p storedColumn) bool { return p.name == c.Name && p.stored == c.Stored }) {
					return jianfu.Errorf(jianfu.Conflict,
						"%[1]s 里还没有报表“%[2]s”的 %[5]s 列，而它只能读：请用同一个 --catalog 在可写的仓库上运行一次（jianfu serve 须带 --catalog 重新启动）",
						"%[1]s does not hold the column %[5]s of the kind %[4]q (%[3]s) yet and can only be read: run once with the same --catalog over the warehouse where it can be written (restart jianfu serve with --catalog)",
						w.path, k.Label.ZH, k.Name, k.Label.EN, c.Name)
				}
			}
		}
		return nil
	})
}
