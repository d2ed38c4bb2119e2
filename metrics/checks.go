package metrics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Check is a check of filings by a rule of the office.
type Check struct {
	Name       string
	Class      CheckClass // the newest
	classes    []datedClass
	Label      jianfu.Text
	Definition jianfu.Text
	Kinds      []string // of the records that findings point to
	uses       []string
	problems   []string // the problem types of a rectification that closes a finding
	sql        string
	reads      reading // by sql
	untested   bool    // whether its findings include what could not be tested
	at         place   // where it is defined
}

// CheckClass says what a finding asks for.
type CheckClass string

// The classes. Faults of a file (A) refuse it when it is loaded, and are no findings.
const (
	Refuses          CheckClass = "B" // a filing, unless the sender explains each finding in it
	WantsExplanation CheckClass = "C"
	Informs          CheckClass = "D"
)

// datedClass is what a check asks for in findings from a day on.
type datedClass struct {
	from  jianfu.Date
	class CheckClass
}

// ClassOn is what the check asks for in a finding of a day; "" before the day on which it begins.
func (c *Check) ClassOn(day jianfu.Date) CheckClass {
	if len(c.classes) == 0 {
		return c.Class
	}
	class := CheckClass("")
	for _, dated := range c.classes {
		if dated.from <= day {
			class = dated.class
		}
	}
	return class
}

// Begins is the day on which the check begins: it has no findings of days before.
func (c *Check) Begins() jianfu.Date {
	if len(c.classes) == 0 {
		return startOfTime
	}
	return c.classes[0].from
}

// is reports whether some findings of the check are of one of some classes.
func (c *Check) is(classes ...CheckClass) bool {
	return slices.Contains(classes, c.Class) || slices.ContainsFunc(c.classes, func(dated datedClass) bool { return slices.Contains(classes, dated.class) })
}

type checkEntry struct {
	Name, Class           string
	Classes               []struct{ From, Class string }
	Label, Definition     jianfu.Text
	Kinds, Uses, Problems []string
	SQL                   string `yaml:"sql"`
}

func (c *Catalog) readCheck(at place, e checkEntry) error {
	known := slices.IndexFunc(c.checks, func(known *Check) bool { return known.Name == e.Name })
	if known >= 0 && e.SQL == "" && e.Label == (jianfu.Text{}) && e.Definition == (jianfu.Text{}) && len(e.Kinds)+len(e.Uses)+len(e.Problems) == 0 { // what is known, with another class
		amended := *c.checks[known]
		if err := amended.readClass(at, e); err != nil {
			return err
		}
		c.checks[known] = &amended
		return nil
	}
	if e.Name == "" || e.Label.ZH == "" || e.Label.EN == "" || e.Definition.ZH == "" || e.Definition.EN == "" || len(e.Kinds) == 0 || e.SQL == "" {
		return at.fault("核查要写 name、kinds 和 sql，label 和 definition 都要写中文（zh）和英文（en）", "a check needs a name, kinds, sql, and a label and a definition in Chinese (zh) and English (en)")
	}
	check := &Check{Name: e.Name, Label: e.Label, Definition: e.Definition, Kinds: e.Kinds, uses: e.Uses, problems: e.Problems, sql: e.SQL,
		untested: strings.Contains(e.SQL, "missing_zh"), at: at}
	if err := check.readClass(at, e); err != nil {
		return err
	}
	if known < 0 {
		c.checks = append(c.checks, check)
	} else {
		c.checks[known] = check
	}
	return nil
}

// readClass reads what a check asks for: always, or from days on.
func (c *Check) readClass(at place, e checkEntry) error {
	wrong := func(at place, class string) error {
		return at.fault("核查的 class 应是 B（不说明就退回）、C（要说明）或 D（提示），不是 %[1]s", "the class of a check should be B (refuses what is not explained), C (wants an explanation) or D (informs), not %[1]s", class)
	}
	all := []CheckClass{Refuses, WantsExplanation, Informs}
	if e.Class != "" && len(e.Classes) > 0 {
		return at.in("classes").fault("class 和 classes 只写一个", "write class or classes, not both")
	}
	if e.Class != "" && !slices.Contains(all, CheckClass(e.Class)) {
		return wrong(at.in("class"), e.Class)
	}
	c.Class, c.classes = CheckClass(cmp.Or(e.Class, string(WantsExplanation))), nil
	for i, dated := range e.Classes {
		from, ok := jianfu.ParseDate(dated.From)
		switch {
		case !ok || i > 0 && from <= c.classes[i-1].from:
			return at.in("classes", i, "from").fault("from 应是日期，如 2024-01-01，从早到晚", "from should be a day, such as 2024-01-01, the earlier first")
		case !slices.Contains(all, CheckClass(dated.Class)):
			return wrong(at.in("classes", i, "class"), dated.Class)
		}
		c.classes, c.Class = append(c.classes, datedClass{from, CheckClass(dated.Class)}), CheckClass(dated.Class)
	}
	return nil
}

// Checks lists the office's checks.
func (c *Catalog) Checks() []*Check { return slices.Clone(c.checks) }

// Check finds a check by its name or label. The error is Invalid and carries the nearest names.
func (c *Catalog) Check(name string) (*Check, error) {
	var known []jianfu.Named
	for _, check := range c.checks {
		if called(name, check.Name, check.Label) {
			return check, nil
		}
		known = append(known, jianfu.Named{Name: check.Name, Others: []string{check.Label.ZH, check.Label.EN}})
	}
	return nil, jianfu.Unknown(jianfu.Say("核查", "check"), name, known)
}

// Finding is one result of a check.
type Finding struct {
	ID         string // stays while the check, the slices and rows, and the values in them do
	Check      *Check
	Day        jianfu.Date
	Department string // unit code, "" if none
	Subject    jianfu.Text
	Detail     jianfu.Text
	Missing    jianfu.Text     // of what Untested lists: what was not filed, and for when
	Saving     *jianfu.Decimal // person hours, if the check has any
	RecordIDs  []int64
	// ClosedOut is nil for checks that no rectification closes, and for findings without one; else
	// whether it has been closed.
	ClosedOut     *bool
	Rectification string // its number

	Explanation *Explanation // nil where nobody said anything
}

// Class is what the finding asks for, by its day.
func (f Finding) Class() CheckClass { return f.Check.ClassOn(f.Day) }

// Check runs a check over a period, as of a moment (zero is now). Findings are in the order of
// their day and unit. The error is Invalid for an unknown name and TooLarge beyond 200,000
// findings.
func (e *Engine) Check(ctx context.Context, name string, period jianfu.Period, asOf time.Time) ([]Finding, error) {
	check, err := e.catalog.Check(name)
	if err != nil {
		return nil, err
	}
	from, until := period.From(), period.Until()
	if len(check.problems) > 0 { // earlier findings may be closed in the period
		from = jianfu.YearOf(from.Year() - 1).From()
	}
	var findings []Finding
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		if err := see.requireUnits(theFindings); err != nil {
			return err
		}
		if findings, err = e.readFindings(ctx, tx, check, from, until, asOf, see.rows(), false); err != nil {
			return err
		}
		findings = slices.DeleteFunc(findings, func(f Finding) bool { return !see.sees(f.Department) })
		if err := e.identify(ctx, tx, check, findings); err != nil {
			return err
		}
		if err := e.readExplanations(ctx, tx, check, findings, asOf, see.units); err != nil || len(check.problems) == 0 {
			return err
		}
		list, err := e.catalog.readRectifications(ctx, tx, check, from, until, asOf, see.rows())
		closeOut(findings, list)
		return err
	})
	findings = slices.DeleteFunc(findings, func(f Finding) bool { return f.Day < period.From() })
	if len(findings) > maxCells {
		return nil, tooLarge()
	}
	return findings, err
}

// Untested lists what a check could not test over a period, as of a moment (zero is now), because a
// part of its rule was not filed or is unknown: it has not passed. The order is that of findings.
// The error is as of Check.
func (e *Engine) Untested(ctx context.Context, name string, period jianfu.Period, asOf time.Time) ([]Finding, error) {
	check, err := e.catalog.Check(name)
	if err != nil || !check.untested {
		return nil, err
	}
	var list []Finding
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		if err := see.requireUnits(theFindings); err != nil {
			return err
		}
		list, err = e.readFindings(ctx, tx, check, period.From(), period.Until(), asOf, see.rows(), true)
		list = slices.DeleteFunc(list, func(f Finding) bool { return !see.sees(f.Department) })
		return err
	})
	return list, err
}

// CountFindings is the number of findings of Check, without reading them.
func (e *Engine) CountFindings(ctx context.Context, name string, period jianfu.Period, asOf time.Time) (int64, error) {
	check, err := e.catalog.Check(name)
	if err != nil {
		return 0, err
	}
	var count int64
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err != nil {
			return err
		}
		if err := see.requireUnits(theFindings); err != nil {
			return err
		}
		st := e.scopeOf(ctx, asOf, see.rows()).check(check, period.From(), period.Until(), false)
		text, args := "SELECT COUNT(*) FROM (\n"+st.text.String()+")", st.args
		if !see.all {
			text, args = text+fmt.Sprintf(" WHERE list_contains($%d::VARCHAR[], department)", len(args)+1), append(slices.Clone(args), see.units)
		}
		if err := tx.QueryRowContext(ctx, text, args...).Scan(&count); err != nil {
			return fmt.Errorf("count the findings of %s: %w\n%s", name, err, st.Literal())
		}
		return nil
	})
	return count, err
}

// readFindings reads the findings of some days, or what could not be tested, in the rows of these
// units alone; nil is all.
func (e *Engine) readFindings(ctx context.Context, tx *sql.Tx, check *Check, from, until jianfu.Date, asOf time.Time, within []string, untested bool) ([]Finding, error) {
	st := e.scopeOf(ctx, asOf, within).check(check, from, until, untested)
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("check %s: %w\n%s", check.Name, err, st.Literal())
	}
	defer rows.Close()
	var findings []Finding
	for rows.Next() {
		finding, err := scanFinding(rows, check)
		if err != nil {
			return nil, err
		}
		if findings = append(findings, finding); len(findings) > 4*maxCells {
			return nil, tooLarge()
		}
	}
	return findings, rows.Err()
}

// CheckSQL is the statement of a check for a period, ready to run.
func (c *Catalog) CheckSQL(check *Check, period jianfu.Period) string {
	return (&scope{catalog: c}).check(check, period.From(), period.Until(), false).Literal()
}

// city is the city's name in SQL; a space, which no trimmed text is, if it is unknown.
const city = "COALESCE((SELECT value FROM setting WHERE name = 'city'), ' ')"

// countNames are the names of the counts that totals state, as a map in SQL.
func (c *Catalog) countNames(lang jianfu.Lang) string {
	var counts, names []string
	for _, m := range c.stating() {
		counts, names = append(counts, literal(m.Stated)), append(names, literal(m.Label.In(lang)))
	}
	return "map([" + strings.Join(counts, ", ") + "], [" + strings.Join(names, ", ") + "])"
}

// check writes a check's statement, of its findings or of what it could not test.
func (s *scope) check(check *Check, from, until jianfu.Date, untested bool) *statement {
	s.caliber = s.catalog.caliber(DefaultCaliber).Version(until - 1)
	st := &statement{}
	days := [2]sqlText{sqlText("DATE '" + from.String() + "'"), sqlText("DATE '" + until.String() + "'")}
	s.writeFound(st, check, days[0], days[1])
	st.SQL("SELECT day, department, subject, COALESCE(subject_en, subject), detail_zh, detail_en, ids, CAST(saving AS VARCHAR), missing_zh, COALESCE(missing_en, missing_zh)\n",
		fromFound(check, days[0], days[1], untested))
	return st
}

// writeFound defines what a check finds, and what it could not test, from a day to before another.
// Conditions on {caliber} are those of the scope, for the first of the check's kinds. The columns
// that a check need not have are NULL in one that has none.
func (s *scope) writeFound(st *statement, check *Check, from, until sqlText) {
	st.SQL("WITH\n")
	for _, kind := range slices.Concat(check.Kinds, check.uses) {
		s.writeKind(st, kind)
	}
	if check.reads.readsTable(unfiledTable) || check.reads.readsTable(nilTable) {
		s.writeUnfiled(st, from, until)
	}
	read := func(src *source) bool { return check.reads.readsTable(src.name) && src.reads.readsTable(emptyTable) }
	if slices.ContainsFunc(s.catalog.stocksOf(check), read) {
		s.writeEmpty(st)
	}
	periods := "period(bucket, since, until) AS (SELECT 0, " + from + ", " + until + "),\n"
	for _, src := range s.catalog.stocksOf(check) {
		if check.reads.readsTable(src.name) {
			st.SQL(periods, "-- what exists at the end of the last day\n", sqlText(warehouse.Ident(src.name)), " AS (\n", s.fill(src.Stock, src), "),\n")
			periods = ""
		}
	}
	text := strings.NewReplacer("{from}", string(from), "{until}", string(until), "{city}", city,
		"{counts}", s.catalog.countNames(jianfu.Chinese), "{counts_en}", s.catalog.countNames(jianfu.English)).Replace(check.sql)
	st.SQL("result AS (\n", s.fill(text, check.source(s.catalog)), "),\n",
		"found AS (FROM result UNION ALL BY NAME SELECT CAST(NULL AS VARCHAR) AS subject_en, CAST(NULL AS VARCHAR) AS missing_zh, CAST(NULL AS VARCHAR) AS missing_en WHERE FALSE)\n")
}

// fromFound selects from what writeFound defines since the check began, in the order of days and units.
func fromFound(check *Check, from, until sqlText, untested bool) sqlText {
	tested, last := sqlText("IS NULL"), sqlText("")
	if begins := check.Begins(); begins != startOfTime {
		from = sqlText("greatest(" + string(from) + ", DATE '" + begins.String() + "')")
	}
	if untested {
		tested, last = "IS NOT NULL", ", subject, missing_zh"
	}
	return "FROM found WHERE missing_zh " + tested + " AND day >= " + from + " AND day < " + until + "\nORDER BY day, department, ids" + last
}

// closeOutDays is how long after a finding's day a rectification still belongs to it.
const closeOutDays = 90

// rectification is one problem on the rectification list.
type rectification struct {
	department, number string
	foundOn            jianfu.Date
	closed             bool
}

// readRectifications lists those that may close findings of a check, in the order they were found.
func (c *Catalog) readRectifications(ctx context.Context, tx *sql.Tx, check *Check, from, until jianfu.Date, asOf time.Time, within []string) ([]rectification, error) {
	s := &scope{catalog: c, asOf: asOf, now: asOf, within: within}
	st := &statement{}
	st.SQL("WITH\n")
	s.writeKind(st, "rectification")
	st.SQL("wanted AS (SELECT * FROM rectification WHERE problem_type IN ")
	st.List(check.problems)
	st.SQL(")\nSELECT department, number, found_on, closed_on IS NOT NULL FROM wanted\n",
		sqlText(fmt.Sprintf("WHERE found_on >= DATE '%s' AND found_on < DATE '%s'\nORDER BY found_on, id", from, until+closeOutDays)))
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return nil, fmt.Errorf("rectifications of %s: %w\n%s", check.Name, err, st.Literal())
	}
	defer rows.Close()
	var list []rectification
	for rows.Next() {
		var r rectification
		var found time.Time
		if err := rows.Scan(&r.department, &r.number, &found, &r.closed); err != nil {
			return nil, err
		}
		r.foundOn = jianfu.DateOf(found)
		list = append(list, r)
	}
	return list, rows.Err()
}

// closeOut assigns each rectification, in the order they were found, to a finding of its unit on
// the same day, or else to the unit's earliest that has none and is not older than closeOutDays.
// Both lists are in the order of days.
func closeOut(findings []Finding, list []rectification) {
	type unitDay struct {
		department string
		day        jianfu.Date
	}
	ofDay := map[unitDay][]*Finding{}
	for i := range findings {
		key := unitDay{findings[i].Department, findings[i].Day}
		ofDay[key] = append(ofDay[key], &findings[i])
	}
	var rest []rectification
	for _, r := range list {
		key := unitDay{r.department, r.foundOn}
		if queue := ofDay[key]; len(queue) > 0 {
			queue[0].Rectification, queue[0].ClosedOut = r.number, &r.closed
			ofDay[key] = queue[1:]
			continue
		}
		rest = append(rest, r)
	}
	waiting := map[string][]*Finding{}
	for i := range findings {
		if f := &findings[i]; f.ClosedOut == nil {
			waiting[f.Department] = append(waiting[f.Department], f)
		}
	}
	for _, r := range rest {
		queue := waiting[r.department]
		for len(queue) > 0 && queue[0].Day+closeOutDays < r.foundOn {
			queue = queue[1:]
		}
		if len(queue) > 0 && queue[0].Day <= r.foundOn {
			queue[0].Rectification, queue[0].ClosedOut = r.number, &r.closed
			queue = queue[1:]
		}
		waiting[r.department] = queue
	}
}

func scanFinding(rows *sql.Rows, check *Check) (Finding, error) {
	f := Finding{Check: check}
	var day time.Time
	var department, subject, subjectEN, saving, missing, missingEN sql.NullString
	var ids []any
	var detailZH, detailEN sql.NullString // concatenation with an empty column is empty, too
	if err := rows.Scan(&day, &department, &subject, &subjectEN, &detailZH, &detailEN, scanList(&ids), &saving, &missing, &missingEN); err != nil {
		return f, err
	}
	f.Day, f.Department = jianfu.DateOf(day), department.String
	f.Subject, f.Missing = jianfu.Text{ZH: subject.String, EN: subjectEN.String}, jianfu.Text{ZH: missing.String, EN: missingEN.String}
	f.Detail = jianfu.Text{ZH: cmp.Or(detailZH.String, check.Label.ZH), EN: cmp.Or(detailEN.String, check.Label.EN)}
	for _, id := range ids {
		f.RecordIDs = append(f.RecordIDs, id.(int64))
	}
	if minutes, ok := jianfu.ParseDecimal(saving.String); ok && saving.Valid {
		hours := minutes.Quo(jianfu.NewDecimal(60))
		f.Saving = &hours
	}
	return f, nil
}

// FindingRecords returns the records of a finding.
func (e *Engine) FindingRecords(ctx context.Context, f Finding) ([]Record, error) {
	var records []Record
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, kind := range f.Check.Kinds {
			found, err := e.recordsOf(ctx, tx, kind, f.RecordIDs)
			if err != nil {
				return err
			}
			records = append(records, found...)
		}
		return nil
	})
	return records, err
}

// listScanner takes a LIST column from the driver; NULL is an empty list.
type listScanner struct{ into *[]any }

func scanList(into *[]any) listScanner { return listScanner{into} }

// Scan implements sql.Scanner.
func (l listScanner) Scan(value any) error {
	*l.into = nil
	if value == nil {
		return nil
	}
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%T is not a list", value)
	}
	*l.into = list
	return nil
}
