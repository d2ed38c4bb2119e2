package metrics

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// Explanation is what was said of a finding.
type Explanation struct {
	Text string
	By   string
	At   time.Time
	Same int // how many of the findings that whoever asks sees were explained by the same text, this one too

	plain string // the text without white space and punctuation
}

// SameExplanation is one text that is to explain several findings.
type SameExplanation struct {
	Text   string // as the first has it
	Count  int
	By     []string // who said so
	Checks []string // of which checks
}

// SameExplanations lists the texts that are to explain several findings, of which one at least is
// of the days of a period, as of a moment (zero is now), in the order of the checks. White space
// and punctuation make no difference.
func (e *Engine) SameExplanations(ctx context.Context, period jianfu.Period, asOf time.Time) ([]SameExplanation, error) {
	findings, err := e.Explained(ctx, period, asOf)
	if err != nil {
		return nil, err
	}
	var list []SameExplanation
	at := map[string]int{}
	for _, f := range findings {
		if f.Explanation.Same < 2 {
			continue
		}
		i, known := at[f.Explanation.plain]
		if !known {
			i = len(list)
			at[f.Explanation.plain] = i
			list = append(list, SameExplanation{Text: f.Explanation.Text, Count: f.Explanation.Same})
		}
		if s := &list[i]; !slices.Contains(s.By, f.Explanation.By) {
			s.By = append(s.By, f.Explanation.By)
		}
		if s := &list[i]; !slices.Contains(s.Checks, f.Check.Name) {
			s.Checks = append(s.Checks, f.Check.Name)
		}
	}
	return list, nil
}

// Explain stores what is said of a finding of a check; "" takes it back. The error is Invalid for a
// text of a few characters, and NotFound where the check does not find it over the period, or no
// longer, because its rows have changed.
func (e *Engine) Explain(ctx context.Context, check string, period jianfu.Period, finding, text, by string) (Finding, error) {
	if err := access.RequireExplaining(ctx, access.From(ctx).Department); err != nil {
		return Finding{}, err
	}
	text, err := warehouse.ReadExplanation(text)
	if err != nil {
		return Finding{}, err
	}
	find := func() (Finding, error) {
		list, err := e.Check(ctx, check, period, time.Time{})
		if err != nil {
			return Finding{}, err
		}
		at := slices.IndexFunc(list, func(f Finding) bool { return f.ID == finding })
		if at < 0 {
			return Finding{}, jianfu.Errorf(jianfu.NotFound, "核查 %[1]s 在 %[2]s 没有编号为 %[3]s 的结果：所据的行可能已更正，请重新核查", "the check %[1]s has no finding %[3]s over %[2]s: its rows may have been corrected, run the check again", check, period, finding)
		}
		return list[at], nil
	}
	f, err := find()
	if err != nil {
		return f, err
	}
	if _, err := e.w.Explain(ctx, warehouse.Explanation{Finding: f.ID, Check: check, Day: f.Day, Department: f.Department, Subject: f.Subject, Text: text, By: by}); err != nil {
		return f, err
	}
	return find()
}

// Explained are the findings of the days of a period that somebody explained, as of a moment (zero
// is now), in the order of the checks.
func (e *Engine) Explained(ctx context.Context, period jianfu.Period, asOf time.Time) ([]Finding, error) {
	commit, err := e.w.CommitOf(ctx)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT DISTINCT check_name FROM explanation WHERE number <= $1 AND day >= $2 AND day < $3", commit, period.From().Time(), period.Until().Time())
		if err != nil {
			return fmt.Errorf("find what was explained: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			named[name] = true
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	var list []Finding
	for _, check := range e.catalog.checks {
		if !named[check.Name] {
			continue
		}
		findings, err := e.Check(ctx, check.Name, period, asOf)
		if err != nil {
			return nil, err
		}
		list = append(list, slices.DeleteFunc(findings, func(f Finding) bool { return f.Explanation == nil })...)
	}
	return list, nil
}

// identify gives each finding the ID that an explanation belongs to: it stays while the check, the
// slices and rows, and the values in them do.
func (e *Engine) identify(ctx context.Context, tx *sql.Tx, check *Check, findings []Finding) error {
	known, err := e.shape(ctx, tx)
	if err != nil {
		return err
	}
	var ids []int64
	for _, f := range findings {
		ids = append(ids, f.RecordIDs...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	seen := map[int64]string{}
	for _, kind := range check.Kinds {
		st := &statement{}
		st.SQL("SELECT f.id, md5(concat_ws(chr(31), s.kind, s.department, s.period, s.stream, f.row")
		for _, column := range known.columns {
			if table, name, _ := strings.Cut(column, "."); table == kind && !slices.Contains([]string{"id", "slice_id", "sheet", "row", "cells", "source_column"}, name) {
				// A column without a value is left out, so that a kind's new column changes nothing.
				st.SQL(", ", sqlText(literal(name+"=")), " || CAST(f.")
				st.Ident(name)
				st.SQL(" AS VARCHAR)")
			}
		}
		st.SQL(")) FROM fact.")
		st.Ident(kind)
		st.SQL(" f JOIN slice s ON s.id = f.slice_id WHERE f.id IN (SELECT UNNEST(CAST(")
		st.Arg(ids)
		st.SQL(" AS BIGINT[])))")
		if err := readSums(ctx, tx, st, seen); err != nil {
			return fmt.Errorf("identify the findings of %s: %w", check.Name, err)
		}
	}
	for i := range findings {
		f := &findings[i]
		parts := []string{check.Name, f.Day.String(), f.Department, f.Subject.ZH, f.Detail.ZH}
		for _, id := range f.RecordIDs {
			parts = append(parts, seen[id])
		}
		sum := sha256.Sum256([]byte(strings.Join(parts, "\x1f")))
		f.ID = hex.EncodeToString(sum[:12])
	}
	return nil
}

// readExplanations gives the findings what was last said of them by a moment (zero is now). The same
// text is counted among the findings of these units; nil is all.
func (e *Engine) readExplanations(ctx context.Context, tx *sql.Tx, check *Check, findings []Finding, asOf time.Time, within []string) error {
	commit, err := e.w.CommitOf(ctx)
	if err != nil {
		return err
	}
	st := &statement{}
	st.SQL("SELECT finding, text, explained_by, explained_at, same, plain FROM (SELECT *, COUNT(*) OVER (PARTITION BY plain) AS same FROM (SELECT *, plain(text) AS plain FROM explanation WHERE number <= ")
	st.Arg(commit)
	if !asOf.IsZero() {
		st.SQL(" AND explained_at <= ")
		st.Arg(asOf)
	}
	if within != nil {
		st.SQL(" AND ")
		(&scope{within: within}).writeWithin(st, "department")
	}
	st.SQL(" QUALIFY ROW_NUMBER() OVER (PARTITION BY finding ORDER BY number DESC) = 1) WHERE text <> '') WHERE check_name = ")
	st.Arg(check.Name)
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return fmt.Errorf("read the explanations of %s: %w", check.Name, err)
	}
	defer rows.Close()
	said := map[string]*Explanation{}
	for rows.Next() {
		var finding string
		x := &Explanation{}
		if err := rows.Scan(&finding, &x.Text, &x.By, &x.At, &x.Same, &x.plain); err != nil {
			return err
		}
		said[finding] = x
	}
	for i := range findings {
		findings[i].Explanation = said[findings[i].ID]
	}
	return rows.Err()
}

// readSums reads the sum of each row by its id.
func readSums(ctx context.Context, tx *sql.Tx, st *statement, sums map[int64]string) error {
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var sum string
		if err := rows.Scan(&id, &sum); err != nil {
			return err
		}
		sums[id] = sum
	}
	return rows.Err()
}
