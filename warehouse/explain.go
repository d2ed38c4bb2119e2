package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
)

// Explanation is what was said of a finding of a check. Finding identifies what was found: the
// check, the slices and rows, and the values it saw.
type Explanation struct {
	Finding, Check string
	Day            jianfu.Date
	Department     string
	Subject        jianfu.Text
	Text           string // "" takes what was said before back
	By             string
	At             time.Time // UTC; set when it is stored
	Submission     int64     // that it came with; 0 for one that came alone
}

// minExplanation is the number of characters from which a text can be an explanation.
const minExplanation = 7

// ReadExplanation is a text as it is stored. The error is Invalid for one of a few characters.
func ReadExplanation(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := len([]rune(text)); n > 0 && n < minExplanation {
		return "", jianfu.Errorf(jianfu.Invalid, "“%[1]s”太短，算不上说明：请写清原因，至少 %[2]d 个字", "%[1]q is too short for an explanation: say why, in %[2]d characters or more", text, minExplanation)
	}
	return text, nil
}

// Finding is what a check found in the rows of a load, before it is committed.
type Finding struct {
	Explanation             // Text is "" where nothing was said of it
	Label       jianfu.Text // of the check
	Detail      jianfu.Text
	Refuses     bool    // the load, unless it is explained
	Places      []Place // of its rows in the load, in the order of the finding
}

// Place is where a row was filed. Column and Value are empty where it is the whole row.
type Place struct {
	Submission    int64
	Kind, Sheet   string
	Row           int
	Column, Value string
}

// Explain stores an explanation, under the number of its commit. Where accounts are kept, By is the
// caller's. The error is Forbidden, or Unauthenticated, for a caller without the right.
func (w *Warehouse) Explain(ctx context.Context, e Explanation) (Explanation, error) {
	if err := access.RequireExplaining(ctx, e.Department); err != nil {
		return e, err
	}
	e.By = access.Name(ctx, e.By)
	err := w.commit(ctx, func(tx *sql.Tx) (Commit, error) {
		e.At = w.Now()
		return Commit{At: e.At, Change: Explained, File: e.Check + " " + e.Subject.ZH, By: e.By}, e.insert(ctx, tx, w.LastCommit().Number+1)
	})
	return e, err
}

func (e Explanation) insert(ctx context.Context, tx *sql.Tx, commit int64) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO explanation (number, finding, check_name, day, department, subject, text, explained_by, explained_at, submission_id, subject_en)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,NULLIF($10, 0),NULLIF($11, $6))`,
		commit, e.Finding, e.Check, e.Day.Time(), e.Department, e.Subject.ZH, e.Text, e.By, e.At, e.Submission, e.Subject.EN)
	if err != nil {
		return fmt.Errorf("store an explanation: %w", err)
	}
	return nil
}

// ExplainedWith are the explanations that came with a submission, in the order of their findings.
func (w *Warehouse) ExplainedWith(ctx context.Context, submission int64) ([]Explanation, error) {
	rows, err := w.Query(ctx, `
		SELECT finding, check_name, day, department, subject, COALESCE(subject_en, subject), text, explained_by, explained_at FROM explanation
		WHERE submission_id = $1 ORDER BY day, department, subject, finding`, submission)
	if err != nil {
		return nil, fmt.Errorf("read the explanations of submission %d: %w", submission, err)
	}
	defer rows.Close()
	var list []Explanation
	for rows.Next() {
		e := Explanation{Submission: submission}
		var day time.Time
		if err := rows.Scan(&e.Finding, &e.Check, &day, &e.Department, &e.Subject.ZH, &e.Subject.EN, &e.Text, &e.By, &e.At); err != nil {
			return nil, err
		}
		e.Day = jianfu.DateOf(day)
		list = append(list, e)
	}
	return list, rows.Err()
}
