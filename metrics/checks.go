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
)

// Check is a check of filings by a rule of the office.
type Check struct {
	Name       string
	Class      CheckClass
	Label      jianfu.Text
	Definition jianfu.Text
	Kinds      []string // of the records that findings point to
	uses       []string
	problems   []string // the problem types of a rectification that closes a finding
	sql        string
	reads      reading // by sql
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

type checkEntry struct {
	Name, Class           string
	Label, Definition     jianfu.Text
	Kinds, Uses, Problems []string
	SQL                   string `yaml:"sql"`
}

func (c *Catalog) readCheck(at place, e checkEntry) error {
	if e.Name == "" || e.Label.ZH == "" || e.Label.EN == "" || e.Definition.ZH == "" || e.Definition.EN == "" || len(e.Kinds) == 0 || e.SQL == "" {
		return at.fault("核查要写 name、kinds 和 sql，label 和 definition 都要写中文（zh）和英文（en）", "a check needs a name, kinds, sql, and a label and a definition in Chinese (zh) and English (en)")
	}
	if e.Class != "" && !slices.Contains([]CheckClass{Refuses, WantsExplanation, Informs}, CheckClass(e.Class)) {
		return at.in("class").fault("核查的 class 应是 B（不说明就退回）、C（要说明）或 D（提示），不是 %[1]s", "the class of a check should be B (refuses what is not explained), C (wants an explanation) or D (informs), not %[1]s", e.Class)
	}
	check := &Check{Name: e.Name, Class: CheckClass(cmp.Or(e.Class, string(WantsExplanation))), Label: e.Label, Definition: e.Definition, Kinds: e.Kinds, uses: e.Uses, problems: e.Problems, sql: e.SQL, at: at}
	replaced := slices.IndexFunc(c.checks, func(known *Check) bool { return known.Name == e.Name })
	if replaced < 0 {
		c.checks = append(c.checks, check)
	} else {
		c.checks[replaced] = check
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
	Subject    string
	Detail     jianfu.Text
	Saving     *jianfu.Decimal // person hours, if the check has any
	RecordIDs  []int64
	// ClosedOut is nil for checks that no rectification closes, and for findings without one; else
	// whether it has been closed.
	ClosedOut     *bool
	Rectification string // its number

	Explanation *Explanation // nil where nobody said anything
}

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
		if findings, err = readFindings(ctx, tx, check, e.catalog.compileCheck(check, from, until, asOf, see.rows())); err != nil {
			return err
		}
		findings = slices.DeleteFunc(findings, func(f Finding) bool { return !see.sees(f.Department) })
		if err := e.identify(ctx, tx, check, findings); err != nil {
			return err
		}
		if err := e.readExplanations(ctx, tx, check, findings, asOf); err != nil || len(check.problems) == 0 {
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
		st := e.catalog.compileCheck(check, period.From(), period.Until(), asOf, see.rows())
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

func readFindings(ctx context.Context, tx *sql.Tx, check *Check, st *statement) ([]Finding, error) {
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
	return c.compileCheck(check, period.From(), period.Until(), time.Time{}, nil).Literal()
}

// city is the city's name in SQL; a space, which no trimmed text is, if it is unknown.
const city = "COALESCE((SELECT value FROM setting WHERE name = 'city'), ' ')"

// countNames are the names in Chinese of the counts that totals state, as a map in SQL.
func (c *Catalog) countNames() string {
	var counts, names []string
	for _, m := range c.stating() {
		counts, names = append(counts, literal(m.Stated)), append(names, literal(m.Label.ZH))
	}
	return "map([" + strings.Join(counts, ", ") + "], [" + strings.Join(names, ", ") + "])"
}

// compileCheck writes a check's statement. Conditions on {caliber} are those of the default caliber
// in force at the end, for the first of the check's kinds. It looks at the rows of these units alone; nil is all.
func (c *Catalog) compileCheck(check *Check, from, until jianfu.Date, asOf time.Time, within []string) *statement {
	s := &scope{catalog: c, asOf: asOf, now: asOf, within: within, caliber: c.caliber(DefaultCaliber).Version(until - 1)}
	st := &statement{}
	st.SQL("WITH\n")
	for _, kind := range append(slices.Clone(check.Kinds), check.uses...) {
		s.writeKind(st, kind)
	}
	st.SQL("found AS (\n", s.findings(check, from, until), ")\n",
		"SELECT day, department, subject, detail_zh, detail_en, ids, CAST(saving AS VARCHAR) FROM found\n",
		sqlText(fmt.Sprintf("WHERE day >= DATE '%s' AND day < DATE '%s'\n", from, until)), "ORDER BY day, department, ids")
	return st
}

// findings is the SQL of a check for some days, with its placeholders filled in.
func (s *scope) findings(check *Check, from, until jianfu.Date) sqlText {
	text := strings.NewReplacer("{from}", "DATE '"+from.String()+"'", "{until}", "DATE '"+until.String()+"'", "{city}", city, "{counts}", s.catalog.countNames()).Replace(check.sql)
	return s.fill(text, check.source(s.catalog))
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
	var department, subject, saving sql.NullString
	var ids []any
	var detailZH, detailEN sql.NullString // concatenation with an empty column is empty, too
	if err := rows.Scan(&day, &department, &subject, &detailZH, &detailEN, scanList(&ids), &saving); err != nil {
		return f, err
	}
	f.Day, f.Department, f.Subject = jianfu.DateOf(day), department.String, subject.String
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
