package warehouse

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"jianfu"
)

// The meaning of a view or column must be in the file itself, in both languages.
func TestEveryTableAndColumnOfMainIsDescribed(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	const query = `
		SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
		UNION ALL SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal
		UNION ALL SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal`
	rows, err := w.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	described := 0
	for rows.Next() {
		var name string
		var comment sql.NullString
		if err := rows.Scan(&name, &comment); err != nil {
			t.Fatal(err)
		}
		described++
		zh, en, _ := strings.Cut(comment.String, "；")
		if zh == "" || en == "" || strings.IndexFunc(zh, func(r rune) bool { return r > 0x3000 }) < 0 || !strings.ContainsAny(en, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("%s is described as %q, want 中文；English", name, comment.String)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if described < 200 {
		t.Errorf("%d names looked at: the query misses some", described)
	}
}

// DuckDB cannot always replay its log if it must compute a CHECK or a default: see
// TestFactACommentOnACheckedTableCannotBeReplayed.
func TestNoTableHasAComputedRule(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	if n := one[int](t, w, "SELECT COUNT(*) FROM duckdb_constraints() WHERE constraint_type = 'CHECK'"); n != 0 {
		t.Errorf("%d CHECKs", n)
	}
	if n := one[int](t, w, "SELECT COUNT(*) FROM duckdb_columns() WHERE NOT internal AND contains(column_default, '(')"); n != 0 {
		t.Errorf("%d computed defaults", n)
	}
}

// There is a view for each fact table, with all its columns.
func TestEveryFactHasItsView(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	const query = `
		SELECT COALESCE(string_agg(f.table_name || '.' || f.column_name, ', '), '')
		FROM duckdb_columns() f
		LEFT JOIN duckdb_columns() v ON v.schema_name = 'main' AND v.column_name = f.column_name
			AND v.table_name = CASE f.table_name WHEN 'body' THEN 'bodies' WHEN 'reported_total' THEN 'stated_totals' ELSE f.table_name || 's' END
		WHERE f.schema_name = 'fact' AND v.column_name IS NULL
			AND f.column_name NOT IN ('slice_id', 'cells', 'department') AND f.table_name || '.' || f.column_name <> 'department.valid_to'`
	if missing := one[string](t, w, query); missing != "" {
		t.Errorf("in no view: %s", missing)
	}
}

func TestDepartmentVersions(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	fileDirectory(t, w)
	const query = "SELECT string_agg(concat_ws(' ', code, name, ordinal, COALESCE(valid_from::VARCHAR, '-'), COALESCE(valid_until::VARCHAR, '-')), '; ' ORDER BY ordinal, valid_from NULLS FIRST) FROM department_version"
	got := one[string](t, w, query)
	want := "jy 教育局 1 - 2023-01-01; jy 教育体育局 1 2023-01-01 -; cz 财政局 2 - 2022-12-01; cz 财政局 2 2023-03-01 2023-06-01; cz 财政金融局 2 2023-06-01 2024-01-01"
	if got != want {
		t.Errorf("versions\n%s, want\n%s", got, want)
	}
	if n := one[int](t, w, "SELECT COUNT(*) FROM departments WHERE file = '调研.csv' AND submission_id = 1 AND row BETWEEN 2 AND 6"); n != 5 {
		t.Errorf("%d rows of the directory with their source", n)
	}
}

// fileDirectory loads a directory of two units: jy changed its portfolio on 2023-01-01; cz
// stopped on 2022-11-30, came back on 2023-03-01, changed on 2023-06-01 before that version
// was to end, and stopped after 2023-12-31.
func fileDirectory(t *testing.T, w *Warehouse) {
	t.Helper()
	l := begin(t, w, day(1))
	for i, row := range [][6]string{
		{"jy", "教育局", "甲线", "甲", "", ""},
		{"cz", "财政局", "乙线", "乙", "", "2022-11-30"},
		{"jy", "教育体育局", "乙线", "乙", "2023-01-01", ""},
		{"cz", "财政金融局", "丙线", "丙", "2023-06-01", "2023-12-31"},
		{"cz", "财政局", "乙线", "乙", "2023-03-01", "2023-08-31"},
	} {
		values := []any{row[0], row[1], nil, []string(nil), "市直部门", row[2], row[3], date(t, row[4]), date(t, row[5]), nil, nil}
		if err := l.Append(SliceKey{Kind: "department", Period: "whole"}, Row{Number: i + 2, Values: values}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
}

// date is a day, or nil for "".
func date(t *testing.T, text string) any {
	t.Helper()
	if text == "" {
		return nil
	}
	d, ok := jianfu.ParseDate(text)
	if !ok {
		t.Fatalf("%q is no day", text)
	}
	return d
}

func TestViewsShowTheDepartmentOfTheDay(t *testing.T) {
	t.Parallel()
	w := fresh(t)
	fileDirectory(t, w)
	type row struct {
		kind   string
		values []any
	}
	on := func(text string) any { return date(t, text) }
	rows := []row{
		{"visit", []any{"jy", on("2022-12-31"), "a", nil, nil, nil, nil, nil}},
		{"visit", []any{"jy", on("2023-01-01"), "b", nil, nil, nil, nil, nil}},
		{"visit", []any{"cz", on("2023-01-15"), "c", nil, nil, nil, nil, nil}}, // in no portfolio: the unit did not exist
		{"document_plan", []any{"jy", int64(2022), int64(10)}},
		{"document_plan", []any{"jy", int64(2023), int64(11)}},
		{"document_plan", []any{"cz", int64(2023), int64(12)}},
		{"body", []any{"jy", "a", nil, nil, on("2022-05-01"), nil}},
		{"body", []any{"jy", "b", nil, nil, nil, nil}},
		{"body", []any{"cz", "c", nil, nil, nil, nil}},
		{"body", []any{"cz", "d", nil, nil, on("2023-01-15"), nil}},
		{"body_event", []any{nil, "a", "成立", on("2022-01-01"), nil}},
		{"body_event", []any{nil, "a", "调整", on("2023-01-01"), nil}},
		{"body_event", []any{nil, "c", "撤销", on("2023-07-01"), nil}},
		{"body_event", []any{"jy", "c", "调整", on("2023-07-02"), nil}}, // the list says otherwise
		{"body_event", []any{nil, "e", "成立", on("2023-07-01"), nil}},  // bodies that the list does not have
		{"body_event", []any{"jy", "f", "成立", on("2022-07-01"), nil}},
		{"body_event", []any{nil, "f", "调整", on("2023-07-01"), nil}},
		{"meeting_report", []any{nil, on("2023-07-01"), "a", nil, nil}},
	}
	l := begin(t, w, day(2))
	for i, r := range rows {
		if err := l.Append(SliceKey{Kind: r.kind}, Row{Number: i + 2, Values: r.values}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(Summary{}); err != nil {
		t.Fatal(err)
	}
	for view, want := range map[string]string{
		"visits":          "jy 甲线, jy 乙线, cz 无",
		"document_plans":  "jy 甲线, jy 乙线, cz 丙线",
		"bodies":          "jy 甲线, jy 乙线, cz 丙线, cz 无",
		"body_events":     "jy 甲线, jy 乙线, cz 丙线, cz 丙线, 无 无, jy 甲线, jy 乙线",
		"meeting_reports": "无 无",
	} {
		got := one[string](t, w, fmt.Sprintf(
			"SELECT string_agg(COALESCE(department_code, '无') || ' ' || COALESCE(portfolio, '无'), ', ' ORDER BY row) FROM %s WHERE submission_id = 2", view))
		if got != want {
			t.Errorf("%s: %s, want %s", view, got, want)
		}
	}
}
