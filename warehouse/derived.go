package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// derivedTables are figures that are computed once for a snapshot, by the functions of package
// metrics, over the whole years of the filings. A figure of a kind that was never filed has no row.
// They take a thousand times as long as the snapshot itself, so they are computed on request, into
// a separate file; the snapshot has views of them.
var derivedTables = []derivedTable{
	{"metrics_by_month", "metric VARCHAR, month DATE, numerator DECIMAL(38,4), denominator DECIMAL(38,4), amount DECIMAL(38,4), missing VARCHAR",
		"SELECT metric, since AS month, numerator, denominator, amount, missing FROM metric('*', {period}, grain := 'month')",
		"各指标逐月的数（全市）；metrics by month, of the whole city"},
	{"metrics_by_department", "metric VARCHAR, month DATE, department_code VARCHAR, department_name VARCHAR, numerator DECIMAL(38,4), denominator DECIMAL(38,4), amount DECIMAL(38,4), missing VARCHAR",
		"SELECT metric, since AS month, member AS department_code, member_label AS department_name, numerator, denominator, amount, missing " +
			"FROM metric('*', {period}, by := 'department', grain := 'month')",
		"各指标逐月、按单位的数；metrics by month and department"},
	{"metrics_by_year", "metric VARCHAR, year DATE, numerator DECIMAL(38,4), denominator DECIMAL(38,4), amount DECIMAL(38,4), missing VARCHAR, expected INTEGER, filed INTEGER, " +
		"base_amount DECIMAL(38,4), base_expected INTEGER, base_filed INTEGER, delta DECIMAL(38,4), change_percent DECIMAL(38,4), change_points DECIMAL(38,4), change_missing VARCHAR, " +
		"comparable_amount DECIMAL(38,4), comparable_base_amount DECIMAL(38,4), comparable_change_percent DECIMAL(38,4), comparable_change_points DECIMAL(38,4)",
		"SELECT metric, since AS year, numerator, denominator, amount, missing, expected, filed, base_amount, base_expected, base_filed, " +
			"CASE WHEN NOT uneven THEN delta END AS delta, CASE WHEN NOT uneven THEN change_percent END AS change_percent, CASE WHEN NOT uneven THEN change_points END AS change_points, " +
			"CASE WHEN uneven THEN 'UNEQUAL_COVERAGE' ELSE change_missing END AS change_missing, comparable_amount, comparable_base_amount, comparable_change_percent, comparable_change_points " +
			"FROM metric_change('*', {period}, grain := 'year')",
		"各指标逐年的数和同比（全市）；metrics by year, compared with the year before"},
}

// derivedDraft is the file that is being written: other processes compute the figures as well.
func derivedDraft(path string) string {
	return fmt.Sprintf("%s%s%d", path, derivedDraftSuffix, os.Getpid())
}

const derivedDraftSuffix = ".derived.new-"

type derivedTable struct{ name, columns, query, comment string }

// day is the column by whose years an export of the table is split, "" for the table of years.
func (d derivedTable) day() string {
	if strings.Contains(d.columns, "month DATE") {
		return "month"
	}
	return ""
}

// view is the view of a derived table, which is in a database attached as derived.
func (d derivedTable) view() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE VIEW %s AS SELECT * FROM derived.main.%[1]s;\nCOMMENT ON VIEW %[1]s IS %s;\n", d.name, Literal(d.comment))
	for name, comment := range derivedColumns {
		if strings.Contains(" "+d.columns, " "+name+" ") {
			fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", d.name, Ident(name), Literal(comment))
		}
	}
	return b.String()
}

// derivedShape creates the derived tables, empty, in the database attached as derived.
func derivedShape() string {
	var b strings.Builder
	for _, d := range derivedTables {
		fmt.Fprintf(&b, "CREATE TABLE derived.main.%s (%s);\n", d.name, d.columns)
	}
	return b.String()
}

// IsDerived reports whether a statement may read derived figures.
func IsDerived(statement string) bool {
	return strings.Contains(strings.ToLower(statement), "metrics_by_")
}

// SnapshotFor returns a current snapshot, or one with derived figures.
func (w *Warehouse) SnapshotFor(ctx context.Context, derived bool) (Snapshot, error) {
	if derived {
		return w.DerivedSnapshot(ctx)
	}
	return w.Snapshot(ctx)
}

// derivePatience is how long to wait for current figures if there are earlier ones.
const derivePatience = 5 * time.Second

// DerivedSnapshot returns a snapshot with its derived figures. If they are not ready in time, it is
// the last one that has them; the stamp says which commit it is of.
func (w *Warehouse) DerivedSnapshot(ctx context.Context) (Snapshot, error) {
	patience, cancel := context.WithTimeout(ctx, derivePatience)
	defer cancel()
	made, err := w.deriveNow(patience)
	if err == nil || ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return made, err
	}
	w.tip.Lock()
	earlier := w.derived
	w.tip.Unlock()
	if earlier.Path != "" {
		return earlier, nil
	}
	return w.deriveNow(ctx)
}

func (w *Warehouse) deriveNow(ctx context.Context) (Snapshot, error) {
	select {
	case w.deriving <- struct{}{}:
	case <-ctx.Done():
		return Snapshot{}, ctx.Err()
	}
	snapshot, err := w.Snapshot(ctx)
	if err != nil || snapshot.State == w.derived.State && w.derived.Derived != "" && w.derived.intact() {
		known := w.derived
		<-w.deriving
		return known, err
	}
	return await(ctx, func() (Snapshot, error) {
		defer func() { <-w.deriving }()
		if known := w.derived; known.Derived != "" && known.Path == snapshot.Path { // it is not intact
			if err := removeIfThere(known.Derived); err != nil {
				return Snapshot{}, err
			}
		}
		if err := snapshot.derive(w.life, w.path, w.functions); err != nil {
			return Snapshot{}, w.told(fmt.Errorf("derive the figures of %s: %w", snapshot.Path, err))
		}
		w.tip.Lock()
		earlier := w.derived
		w.derived = snapshot
		w.tip.Unlock()
		if earlier.Path != "" && earlier.Path != snapshot.Path { // whoever has it open can go on reading
			_ = os.Remove(earlier.Derived)
			w.tip.Lock()
			if earlier.Path != w.snapshotPath {
				_ = os.Remove(earlier.Path)
			}
			w.tip.Unlock()
		}
		return snapshot, nil
	})
}

// derive computes the figures of a snapshot of the warehouse at path into a separate file, unless
// that exists.
func (s *Snapshot) derive(ctx context.Context, path string, functions []Function) error {
	name := path + derivedSuffix + strings.TrimPrefix(s.Path, path+snapshotSuffix)
	if !isThere(name) {
		draft := derivedDraft(path)
		if err := removeDraft(draft); err != nil {
			return err
		}
		err := deriveInto(ctx, *s, draft, functions)
		if err == nil {
			err = os.Chmod(draft, ModeBeside(path)&0o444)
		}
		if err == nil {
			err = os.Rename(draft, name)
		}
		if err != nil {
			return errors.Join(err, removeDraft(draft))
		}
	}
	s.Derived = name
	var err error
	s.derivedWritten, err = os.Stat(name)
	return err
}

func deriveInto(ctx context.Context, snapshot Snapshot, draft string, functions []Function) (err error) {
	begin := append(slices.Clone(copySettings), "ATTACH "+Literal(draft)+" AS derived", "ATTACH "+Literal(snapshot.Path)+" AS jianfu (READ_ONLY)", "USE jianfu", derivedShape())
	db, conn, err := openOver(ctx, "", begin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Close()) }()
	if len(functions) == 0 {
		return nil
	}
	calls, err := provide(ctx, db, conn, functions)
	if err != nil {
		return err
	}
	var period string
	err = conn.QueryRowContext(ctx, `
		SELECT COALESCE(MIN(period[1:4]) || '-01/' || MAX(period[1:4]) || '-12', CAST(year(now()) AS VARCHAR))
		FROM slice s JOIN in_force v ON v.slice_id = s.id AND v.valid_until = TIMESTAMP 'infinity'
		WHERE regexp_full_match(period, '(19|20|21)[0-9]{2}(-[0-9]{2})?')`).Scan(&period)
	if err != nil {
		return fmt.Errorf("find the years of the filings: %w", err)
	}
	for _, d := range derivedTables {
		statement := "INSERT INTO derived.main." + d.name + " " + strings.ReplaceAll(d.query, "{period}", Literal(period)) + " WHERE missing IS DISTINCT FROM 'NO_DATA'"
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("derive %s: %w", d.name, calls.reason(err))
		}
	}
	_, err = conn.ExecContext(ctx, "CHECKPOINT derived")
	return err
}

// derivedColumns are the descriptions of their columns.
var derivedColumns = map[string]string{
	"metric": "指标名，见 metrics；name of the metric, see metrics", "month": "月份，以第一天表示；month, as its first day", "year": "年份，以第一天表示；year, as its first day",
	"department_code": "单位编码，空为未填；code of the department", "department_name": "单位名称；name of the department",
	"numerator": "比率的分子，或数本身；numerator of a rate, or the amount itself", "denominator": "比率的分母；denominator of a rate",
	"amount": "数，比率为小数（0.9851），四舍五入到四位，没有则为空；the figure, a rate as a fraction, NULL where there is none", "missing": "没有数的原因；why there is no figure",
	"base_amount": "上年的数；figure of the year before", "delta": "增减；difference", "change_percent": "增减百分比，比率为空；change in percent, NULL for rates",
	"change_points": "增减百分点，只有比率有；change in percentage points, for rates only", "change_missing": "不能比较的原因，两年有数的单位或月份不同的为 UNEQUAL_COVERAGE，只比较可比部分；why there is no comparison, UNEQUAL_COVERAGE where the years are of different units or months: only what both have is compared",
	"expected": "应报的单位月数；months of units that were due", "filed": "其中已报的；those that were filed", "base_expected": "上年应报的单位月数；months of units that were due the year before",
	"base_filed": "其中已报的；those that were filed", "comparable_amount": "两年都有数的部分；what both years have", "comparable_base_amount": "其上年的数；the same of the year before",
	"comparable_change_percent": "可比部分增减百分比；change in percent of what both years have", "comparable_change_points": "可比部分增减百分点；change in percentage points of what both years have",
}
