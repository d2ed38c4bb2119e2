package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/warehouse"
)

// Check is one thing that the office looks for in what was filed.
type Check struct {
	Name       string
	Label      jianfu.Text
	Definition jianfu.Text
	Kinds      []string // of the records that findings point to
	uses       []string
	problems   []string // the problem types of a rectification that closes a finding out
	sql        string
}

type checkEntry struct {
	Name                  string
	Label, Definition     jianfu.Text
	Kinds, Uses, Problems []string
	SQL                   string `yaml:"sql"`
}

func (c *Catalog) readCheck(file string, e checkEntry) error {
	if e.Name == "" || e.Label.ZH == "" || e.Definition.ZH == "" || len(e.Kinds) == 0 || e.SQL == "" {
		return catalogError(file, fmt.Errorf("check %q needs a name, label, definition, kinds and sql", e.Name))
	}
	check := &Check{Name: e.Name, Label: e.Label, Definition: e.Definition, Kinds: e.Kinds, uses: e.Uses, problems: e.Problems, sql: e.SQL}
	at := slices.IndexFunc(c.checks, func(known *Check) bool { return known.Name == e.Name })
	if at < 0 {
		c.checks = append(c.checks, check)
	} else {
		c.checks[at] = check
	}
	return nil
}

// Checks lists the office's checks.
func (c *Catalog) Checks() []*Check { return slices.Clone(c.checks) }

// Check finds a check by its name. The error is Invalid and carries the nearest names.
func (c *Catalog) Check(name string) (*Check, error) {
	var names []string
	for _, check := range c.checks {
		if check.Name == name {
			return check, nil
		}
		names = append(names, check.Name)
	}
	return nil, unknownName(jianfu.Say("核查", "check"), name, names)
}

// Finding is one thing that a check found.
type Finding struct {
	Check      *Check
	Day        jianfu.Date
	Department string // unit code, "" where none
	Subject    string
	Detail     jianfu.Text
	Saving     *jianfu.Decimal // person hours, where the check tells any
	RecordIDs  []int64
	// ClosedOut is nil for checks that no rectification closes, and for findings that
	// none was opened for; else whether it has been closed.
	ClosedOut     *bool
	Rectification string // its number
}

// Check runs a check over a period, as of a moment (zero is now). Findings are in the
// order of their day and unit. The error is Invalid for an unknown name and TooLarge
// beyond 200,000 findings.
func (e *Engine) Check(ctx context.Context, name string, period jianfu.Period, asOf time.Time) ([]Finding, error) {
	check, err := e.catalog.Check(name)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		st := e.catalog.compileCheck(check, period, asOf)
		rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
		if err != nil {
			return fmt.Errorf("check %s: %w\n%s", name, err, st.Literal())
		}
		defer rows.Close()
		for rows.Next() {
			finding, err := scanFinding(rows, check)
			if err != nil {
				return err
			}
			if findings = append(findings, finding); len(findings) > maxCells {
				return tooLarge()
			}
		}
		return rows.Err()
	})
	return findings, err
}

// CheckSQL is the statement of a check over a period, to be run as it stands.
func (c *Catalog) CheckSQL(check *Check, period jianfu.Period) string {
	return c.compileCheck(check, period, time.Time{}).Literal()
}

func (c *Catalog) compileCheck(check *Check, period jianfu.Period, asOf time.Time) *statement {
	s := &scope{catalog: c, asOf: asOf, now: asOf}
	st := &statement{}
	st.SQL("WITH\n")
	kinds := append(slices.Clone(check.Kinds), check.uses...)
	if len(check.problems) > 0 && !slices.Contains(kinds, "rectification") {
		kinds = append(kinds, "rectification")
	}
	for _, kind := range kinds {
		s.writeKind(st, kind)
	}
	text := strings.NewReplacer("{from}", "DATE '"+period.From().String()+"'", "{until}", "DATE '"+period.Until().String()+"'").Replace(check.sql)
	st.SQL("found AS (\n", s.fill(text, &source{}), ")\nSELECT f.day, f.department, f.subject, f.detail_zh, f.detail_en, f.ids, CAST(f.saving AS VARCHAR)")
	if len(check.problems) == 0 {
		st.SQL(", NULL, NULL\nFROM found f\n")
	} else {
		st.SQL(", r.number, r.closed_on IS NOT NULL\nFROM found f\nLEFT JOIN rectification r ON r.department = f.department AND r.found_on >= f.day AND r.found_on <= f.day + 90 AND r.problem_type IN ")
		st.List(check.problems)
		st.SQL("\n")
	}
	st.SQL(sqlText(fmt.Sprintf("WHERE f.day >= DATE '%s' AND f.day < DATE '%s'\n", period.From(), period.Until())))
	if len(check.problems) > 0 {
		st.SQL("QUALIFY ROW_NUMBER() OVER (PARTITION BY f.day, f.ids ORDER BY r.found_on, r.number) = 1\n")
	}
	st.SQL("ORDER BY f.day, f.department, f.ids")
	return st
}

func scanFinding(rows *sql.Rows, check *Check) (Finding, error) {
	f := Finding{Check: check}
	var day time.Time
	var department, subject, saving, number sql.NullString
	var closed sql.NullBool
	var ids []any
	if err := rows.Scan(&day, &department, &subject, &f.Detail.ZH, &f.Detail.EN, scanList(&ids), &saving, &number, &closed); err != nil {
		return f, err
	}
	f.Day, f.Department, f.Subject, f.Rectification = jianfu.DateOf(day), department.String, subject.String, number.String
	for _, id := range ids {
		f.RecordIDs = append(f.RecordIDs, id.(int64))
	}
	if minutes, ok := jianfu.ParseDecimal(saving.String); ok && saving.Valid {
		hours := minutes.Quo(jianfu.NewDecimal(60))
		f.Saving = &hours
	}
	if number.Valid {
		f.ClosedOut = &closed.Bool
	}
	return f, nil
}

// FindingRecords gives the records that a finding points to.
func (e *Engine) FindingRecords(ctx context.Context, f Finding) ([]Record, error) {
	var records []Record
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		for _, kind := range f.Check.Kinds {
			st := &statement{}
			st.SQL("SELECT id, TRUE AS in_numerator FROM fact.", sqlText(warehouse.Ident(kind)), " WHERE id IN (")
			for i, id := range f.RecordIDs {
				if i > 0 {
					st.SQL(", ")
				}
				st.Arg(id)
			}
			st.SQL(")")
			src := e.catalog.sources[kind]
			page, err := readRecords(ctx, tx, kind, src.titleColumn(), src.dayOf(), st, Page{First: len(f.RecordIDs)})
			if err != nil {
				return err
			}
			records = append(records, page.Records...)
		}
		return nil
	})
	return records, err
}
