package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jianfu"
	"jianfu/e2e/city"
	"jianfu/encode"
	"jianfu/metrics"
	"jianfu/sandbox"
)

var cityFolder string

// cityFile is the sample city in a file, published, with a pool over its snapshot.
var cityFile = sync.OnceValues(func() (*citySQL, error) {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "jianfu-sql-")
	if err != nil {
		return nil, err
	}
	cityFolder = folder
	parts, err := city.OpenFile(ctx, filepath.Join(folder, "city.duckdb"), append(city.Files(), city.Correction)...)
	if err != nil {
		return nil, err
	}
	w, engine := parts.Warehouse, parts.Engine
	if err := engine.Publish(ctx); err != nil {
		return nil, err
	}
	pool := sandbox.Open(w.SnapshotFor, sandbox.Options{Command: []string{os.Args[0], "sandbox-worker"}, Workers: 2, Timeout: 10 * time.Minute})
	return &citySQL{engine, pool}, nil
})

type citySQL struct {
	engine *metrics.Engine
	pool   *sandbox.Pool
}

func openCitySQL(t *testing.T) *citySQL {
	t.Helper()
	c, err := cityFile()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tableOf keeps an answer, each row by its column names.
type tableOf struct {
	columns []sandbox.Column
	rows    []map[string]any
	lines   [][]string
}

func (a *tableOf) Columns(columns []sandbox.Column) error { a.columns = columns; return nil }
func (a *tableOf) Row(values []any) error {
	row := map[string]any{}
	line := make([]string, len(values))
	for i, value := range values {
		row[a.columns[i].Name] = value
		line[i] = encode.Text(value, a.columns[i].Type)
	}
	a.rows = append(a.rows, row)
	a.lines = append(a.lines, line)
	return nil
}

func (c *citySQL) ask(t *testing.T, query string, args ...any) *tableOf {
	t.Helper()
	var a tableOf
	summary, err := c.pool.Query(t.Context(), sandbox.Request{SQL: query, Args: args}, &a)
	if err != nil {
		var e *sandbox.Error
		if errors.As(err, &e) && e.Err.Err != nil {
			t.Logf("cause: %v", e.Err.Err)
		}
		t.Fatalf("%.300s: %v", query, err)
	}
	if summary.Cut != sandbox.NotCut {
		t.Fatalf("%s: cut by %s", query, summary.Cut)
	}
	return &a
}

// shownAs is a figure as SQL returns it: to four places, or why there is none.
func shownAs(amount *jianfu.Decimal, missing metrics.Missing) string {
	if amount == nil {
		return string(missing)
	}
	return amount.Fixed(4)
}

func cell(row map[string]any, amount, missing string) string {
	if d, ok := row[amount].(jianfu.Decimal); ok {
		return d.Fixed(4)
	}
	text, _ := row[missing].(string)
	return text
}

// Every metric of the catalogue in SQL equals that of Measure, in every shape of the functions:
// whole periods, buckets, groups, calibers, comparisons; what is missing is missing for the same
// reason.
func TestMetricsInSQLAreThoseOfMeasure(t *testing.T) {
	t.Parallel()
	c := openCitySQL(t)
	var names []string
	for _, m := range c.engine.Catalog().Metrics() {
		if !m.Internal {
			names = append(names, m.Name)
		}
	}
	for _, shape := range []struct {
		period, by, grain, caliber, against string
	}{
		{period: "2022-H2"}, {period: "2021-02/2023-05"}, {period: "2030"},
		{period: "2023", caliber: "all"}, {period: "2023", grain: "month"}, {period: "2021-02/2023-11", grain: "quarter"}, {period: "2021-01/2023-12", grain: "year", by: "portfolio"},
		{period: "2023-Q2", by: "department"}, {period: "2023", by: "portfolio", grain: "half"}, {period: "2022", by: "department_type"},
		{period: "2023-11", against: "previous", by: "department"}, {period: "2023-01/2023-11", against: "year-earlier", by: "portfolio", grain: "quarter"},
		{period: "2021", against: "year-earlier"},
	} {
		t.Run(strings.ReplaceAll(fmt.Sprintf("%+v", shape), "/", "-"), func(t *testing.T) {
			t.Parallel()
			if shape.caliber == "" {
				shape.caliber = "reduction"
			}
			q := metrics.Query{Metrics: names, Period: period(t, shape.period), Grain: jianfu.Grain(strings.ToUpper(shape.grain)), Caliber: shape.caliber}
			if shape.by != "" {
				q.By = []string{shape.by}
			}
			query := "FROM metric('*', $1, by := $2, grain := $3, caliber := $4)"
			args := []any{shape.period, shape.by, shape.grain, shape.caliber}
			if shape.against != "" {
				q.Compare = map[string]metrics.Comparison{"year-earlier": metrics.YearEarlier, "previous": metrics.PreviousPeriod}[shape.against]
				query = "FROM metric_change('*', $1, by := $2, grain := $3, caliber := $4, against := $5)"
				args = append(args, shape.against)
			}
			measured, err := c.engine.Measure(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			table := c.ask(t, query, args...)
			got := map[string]map[string]any{}
			for _, row := range table.rows {
				member, _ := row["member"].(string)
				got[fmt.Sprint(row["metric"], "|", row["period"], "|", member)] = row
			}
			wanted := 0
			for _, row := range measured.Rows {
				member := ""
				if len(row.Group) > 0 {
					member = row.Group[0].Value
				}
				for _, v := range row.Values {
					wanted++
					key := fmt.Sprint(v.Metric.Name, "|", v.Scope.Period, "|", member)
					found, ok := got[key]
					if !ok {
						t.Errorf("%s is not there", key)
						continue
					}
					want, is := shownAs(v.Amount, v.Missing), cell(found, "amount", "missing")
					if want != is {
						t.Errorf("%s is %s, want %s", key, is, want)
					}
					if expected, filed := found["expected"], found["filed"]; expected != int64(v.Coverage.Expected) || filed != int64(v.Coverage.Filed) {
						t.Errorf("%s: %v of %v filed, want %+v", key, filed, expected, v.Coverage)
					}
					if comparison := v.Comparison; comparison != nil {
						checkChange(t, key, comparison, found)
					}
				}
			}
			if wanted != len(table.rows) {
				t.Errorf("%d figures, want %d", len(table.rows), wanted)
			}
		})
	}
}

func checkChange(t *testing.T, key string, c *metrics.ValueComparison, found map[string]any) {
	t.Helper()
	for column, want := range map[string]*jianfu.Decimal{"delta": c.Delta, "change_percent": c.ChangePercent, "change_points": c.ChangePoints, "base_amount": c.Amount} {
		wanted, is := shownAs(want, ""), cell(found, column, "none")
		if wanted != is {
			t.Errorf("%s: %s is %q, want %q", key, column, is, wanted)
		}
	}
	if missing, _ := found["change_missing"].(string); missing != string(c.Missing) {
		t.Errorf("%s: change_missing is %q, want %q", key, missing, c.Missing)
	}
}

// The SQL of a figure runs unchanged, and counts the same.
func TestLineageRunsInSQL(t *testing.T) {
	t.Parallel()
	c := openCitySQL(t)
	for _, m := range c.engine.Catalog().Metrics() {
		if m.Internal {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			t.Parallel()
			measured, err := c.engine.Measure(t.Context(), metrics.Query{Metrics: []string{m.Name}, Period: period(t, "2023")})
			if err != nil {
				t.Fatal(err)
			}
			value := measured.Rows[0].Values[0]
			numbers := map[*metrics.Metric]string{}
			parts := m.Parts()
			for i, statement := range measured.Lineage.Statements {
				table := c.ask(t, statement)
				if len(table.lines) == 0 {
					continue
				}
				// With one source both parts are in one row; with two, each has its own.
				// A product has columns of its factors behind its own.
				for n, column := i, 1; n < len(parts) && column < len(table.lines[0]); n, column = n+1, column+3 {
					numbers[parts[n]] = table.lines[0][column]
				}
			}
			for i, want := range []*jianfu.Decimal{value.Numerator, value.Denominator} {
				if want == nil || i >= len(parts) {
					continue
				}
				is, ok := jianfu.ParseDecimal(numbers[parts[i]])
				if !ok {
					is = jianfu.NewDecimal(0)
				}
				if parts[i].Per > 1 {
					is = is.Quo(jianfu.NewDecimal(parts[i].Per))
				}
				if is.Cmp(*want) != 0 {
					t.Errorf("part %d is %s, want %s", i, is, want)
				}
			}
		})
	}
}

// The derived figures of a snapshot equal those of metric(), and everything in it is described.
func TestSnapshotIsDescribedAndDerived(t *testing.T) {
	t.Parallel()
	c := openCitySQL(t)
	if rows := c.ask(t, `SELECT * FROM (FROM metrics_by_month WHERE year(month) <= 2023) AS metrics_by_month ANTI JOIN (SELECT metric, since AS month, amount, missing FROM metric('*', '2021-01/2023-12', grain := 'month')) m
		ON m.metric = metrics_by_month.metric AND m.month = metrics_by_month.month AND m.amount IS NOT DISTINCT FROM metrics_by_month.amount`).lines; len(rows) > 0 {
		t.Errorf("metrics_by_month differs: %v", rows[0])
	}
	measured, err := c.engine.Measure(t.Context(), metrics.Query{Metrics: []string{"meetings.held"}, Period: period(t, "2023"), Compare: metrics.YearEarlier})
	if err != nil {
		t.Fatal(err)
	}
	v := measured.Rows[0].Values[0]
	got := c.ask(t, "SELECT amount, change_percent FROM metrics_by_year WHERE metric = 'meetings.held' AND year = DATE '2023-01-01'").rows[0]
	if cell(got, "amount", "") != v.Amount.Fixed(4) || cell(got, "change_percent", "") != v.Comparison.ChangePercent.Fixed(4) {
		t.Errorf("metrics_by_year: %v, want %s and %s", got, v.Amount, v.Comparison.ChangePercent)
	}
	months := c.ask(t, "SELECT sum(amount) AS amount FROM metrics_by_department WHERE metric = 'meetings.held' AND year(month) = 2023").rows[0]
	if cell(months, "amount", "") != v.Amount.Fixed(4) {
		t.Errorf("the departments' months add up to %v, want %s", months, v.Amount)
	}
	for _, silent := range c.ask(t, `SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns
		WHERE table_catalog = 'jianfu' AND COLUMN_COMMENT IS NULL UNION ALL
		SELECT table_schema || '.' || table_name, '' FROM information_schema.tables WHERE table_catalog = 'jianfu' AND TABLE_COMMENT IS NULL`).lines {
		if !strings.HasPrefix(silent[0], "fact.") && !strings.HasPrefix(silent[0], "rollup.") { // the loaders comment on the facts when a server starts, and rollups are not for queries
			t.Errorf("%s says nothing of itself", silent)
		}
	}
}

// Wrong arguments are reported in words.
func TestMetricsInSQLRefuseWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	c := openCitySQL(t)
	for query, want := range map[string]string{
		"FROM metric('meetings.hold', '2023')":                       "meetings.hold",
		"FROM metric('meetings.held', '二三年')":                        "二三年",
		"FROM metric('meetings.held', '2023-11/2023-01')":            "早于开始",
		"FROM metric('meetings.held', '2023', grain := 'week')":      "week",
		"FROM metric('meetings.held', '2023', by := 'platform')":     "platform",
		"FROM metric('meetings.held', '2023', caliber := 'strict')":  "strict",
		"FROM metric_change('meetings.held', '2023', against := '')": "against",
	} {
		_, err := c.pool.Query(t.Context(), sandbox.Request{SQL: query}, &tableOf{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// A plain COUNT over the counted view of a kind is the headline metric, year by year.
func TestCountedViews(t *testing.T) {
	t.Parallel()
	c := openCitySQL(t)
	for view, by := range map[string]struct{ day, metric string }{
		"documents_counted": {"issued_on", "documents.issued"}, "meetings_counted": {"held_on", "meetings.held"}, "messages_counted": {"received_on", "messages.received"},
		"inspections_counted": {"started_on", "inspections.conducted"}, "visits_counted": {"visited_on", "visits.made"}, "apps_counted": {"found_on", "apps.found"},
		"groups_counted": {"found_on", "groups.found"}, "notices_counted": {"issued_on", "notices.issued"}, "rectifications_counted": {"found_on", "rectifications.opened"},
	} {
		for year := 2021; year <= 2023; year++ {
			answer, err := c.engine.Measure(t.Context(), metrics.Query{Metrics: []string{by.metric}, Period: jianfu.YearOf(year)})
			if err != nil {
				t.Fatal(err)
			}
			table := c.ask(t, fmt.Sprintf("SELECT COUNT(*) AS n FROM %s WHERE year(%s) = %d", view, by.day, year))
			if got, want := table.lines[0][0], answer.Rows[0].Values[0].Amount.String(); got != want {
				t.Errorf("%s of %d: %s, the metric is %s", view, year, got, want)
			}
		}
	}
}
