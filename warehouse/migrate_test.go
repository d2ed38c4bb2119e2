package warehouse

import (
	"database/sql"
	"fmt"
	"testing"
	"time"
)

// TestWideTotalsMove: a warehouse with six counts per row keeps each stated total, its column, and
// what replaced it.
func TestWideTotalsMove(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	known, err := readMigrations()
	if err != nil {
		t.Fatal(err)
	}
	run(migrationTable)
	for _, m := range known[:8] {
		run(m.text)
		run("INSERT INTO migration VALUES ($1, $2, $3)", m.name, m.sha256, time.Now().UTC())
	}
	for i := int64(1); i <= 3; i++ { // the second corrects the first, the third has a total twice in its row
		run("INSERT INTO submission VALUES ($1, 'a.xlsx', '', '', 1, ['reported_total'], '', '', $2, $2, 1, 1, 0, [], [], NULL, NULL, NULL)", i, day(int(i)))
		run("INSERT INTO slice VALUES ($1, $2, 'reported_total', 'jy', $3, '', $4, NULL, 1, 0)", i<<24|1, i, fmt.Sprintf("2023-0%d", max(i, 2)), day(int(i)))
		run("INSERT INTO in_force VALUES ($1, $2, 'infinity')", i<<24|1, day(int(i)))
		run("INSERT INTO source_sheet VALUES ($1, '表', 1, ['单位', '会议 场次（场）', '本单位发文'])", i)
		run("INSERT INTO fact.reported_total VALUES ($1, $2, '表', 2, $3, 'jy', make_date(2023, $4, 1), $5, $6, NULL, NULL, NULL, NULL)",
			i<<32|1, i<<24|1, fmt.Sprintf("教育局\x1f%d\x1f%d", i, 10/i), max(i, 2), i, 10/i)
	}
	run("INSERT INTO slice VALUES ($1, 3, 'reported_total', 'cz', '2023-03', '', $2, NULL, 0, 0)", 3<<24|2, day(3))
	run("INSERT INTO in_force VALUES ($1, $2, 'infinity')", 3<<24|2, day(3))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	w := opened(t, path)
	got := one[string](t, w, `SELECT string_agg(concat_ws(' ', submission_id, count, first_month, months, earlier, caliber, value, source_column, filed_text), ', ' ORDER BY id) FROM stated_totals`)
	if want := "2 documents_issued 2023-02-01 1 false reduction 5.000 2 5, 2 meetings_held 2023-02-01 1 false reduction 2.000 1 2, " +
		"3 documents_issued 2023-03-01 1 false reduction 3.000 -1, 3 meetings_held 2023-03-01 1 false reduction 3.000 1 3"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	got = one[string](t, w, "SELECT string_agg(concat_ws(' ', department, period, stream, rows_loaded), ', ' ORDER BY id) FROM filings")
	if want := "jy 2023-02 documents_issued 1, jy 2023-02 meetings_held 1, cz 2023-03  0, jy 2023-03 documents_issued 1, jy 2023-03 meetings_held 1"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if id := counting(t, w, SliceKey{Kind: "reported_total", Department: "jy", Period: "2023-02", Stream: "meetings_held"}, day(1)); id != 1 {
		t.Errorf("submission %d counted on the first day, want 1", id)
	}
}
