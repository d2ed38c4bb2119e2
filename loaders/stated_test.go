package loaders

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"jianfu"
)

// statedTotals lists the totals that are stated: unit, count, span, whose year, value; statedSums the 合计.
const statedTotals = `
	SELECT f.department, f.count, s.period, trim(replace(s.stream, f.count, '')), COALESCE(CAST(f.value AS DOUBLE)::VARCHAR, '∅')
	FROM fact.reported_total f JOIN slice s ON s.id = f.slice_id WHERE NOT contains(f.count, '合计') ORDER BY ALL`

const statedSums = `
	SELECT f.department, f.count, s.period, f.caliber, CAST(f.value AS INTEGER), f.row
	FROM fact.reported_total f JOIN slice s ON s.id = f.slice_id WHERE contains(f.count, '合计') ORDER BY ALL`

// TestCityOfTotals loads all that the city of totals filed, without a flag, and holds what it
// states against the figures of the city: months added up by hand, and the records of the one
// unit that files them in place of its totals.
func TestCityOfTotals(t *testing.T) {
	t.Parallel()
	l, w := open(t)
	d := &desk{l, t, w}
	for _, r := range loadFiles(t, l, Options{}, "../testdata/hechuan") {
		d.fine(r)
		for _, warning := range r.Warnings {
			t.Errorf("%s: %s", r.File, warning.In(jianfu.English))
		}
		if len(r.IgnoredColumns) > 0 {
			t.Errorf("%s: ignored %v", r.File, r.IgnoredColumns)
		}
	}
	text, err := os.ReadFile("../testdata/hechuan-truth.json")
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Figures []struct{ Metric, Period, Value, Department, Portfolio string }
	}
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	const amount = `
		WITH unit AS (SELECT code, portfolio FROM fact.department WHERE '%[3]s' IN ('', code) AND '%[4]s' IN ('', portfolio)),
		recorded AS (SELECT department, date_trunc('month', held_on) AS month, COUNT(*) AS n FROM fact.meeting GROUP BY ALL)
		SELECT CAST(SUM(COALESCE(CASE WHEN f.count = 'meetings_held' THEN r.n END, f.value)) AS BIGINT)
		FROM fact.reported_total f
		LEFT JOIN recorded r ON r.department = f.department AND r.month = f.first_month AND f.months = 1
		WHERE f.count = '%[1]s' AND NOT f.earlier AND f.caliber = 'reduction' AND %[2]s
			AND (f.department = '' AND '%[3]s%[4]s' = '' OR f.department IN (SELECT code FROM unit))`
	checked := 0
	for _, figure := range truth.Figures {
		period, err := jianfu.ParsePeriod(figure.Period)
		if err != nil {
			t.Fatal(err)
		}
		span := fmt.Sprintf("f.months = 1 AND f.first_month >= '%s' AND f.first_month < '%s'", period.From(), period.Until())
		if figure.Period == "2022" { // the year is all that is known
			span = "f.months = 12 AND f.first_month = '2022-01-01'"
		}
		if figure.Value == "" || figure.Metric == "messages.handling_rate" {
			continue
		}
		got := d.rows(fmt.Sprintf(amount, strings.ReplaceAll(figure.Metric, ".", "_"), span, figure.Department, figure.Portfolio))
		if !same(got, []string{figure.Value}) {
			t.Errorf("%+v: stated %v", figure, got)
		}
		checked++
	}
	if checked < 500 {
		t.Errorf("%d figures were checked", checked)
	}
	// In January 累计 is 本月; each other table of 2024 says of its month, of the months so far and of the year before.
	d.want(d.rows("SELECT COUNT(*) FROM fact.reported_total WHERE earlier AND first_month < '2023-01-01'"), "0")
	d.want(d.rows(`SELECT CAST(value AS INTEGER), split_part(cells, chr(31), source_column + 1), s.columns[source_column + 1]
		FROM fact.reported_total f JOIN source_sheet s ON s.submission_id = f.id >> 32 AND s.sheet = f.sheet
		WHERE department = 'H001' AND count = 'documents_issued' AND f.first_month = '2023-11-01' AND earlier`), "9|9|发文数/上年同期")
	d.want(d.rows(`SELECT COUNT(*) FROM fact.reported_total f JOIN source_sheet s ON s.submission_id = f.id >> 32 AND s.sheet = f.sheet
		WHERE TRY_CAST(split_part(cells, chr(31), source_column + 1) AS INTEGER) IS DISTINCT FROM value`), "0")
}
