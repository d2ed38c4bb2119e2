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

// Subject is what a note is about.
type Subject string

// The subjects. About is the address of a view, the id of a figure, or the key of a finding.
const (
	NoteOnView    Subject = "VIEW"
	NoteOnFigure  Subject = "FIGURE"
	NoteOnFinding Subject = "FINDING" // which was handled
)

// Note is what somebody noted.
type Note struct {
	Subject Subject
	About   string
	Text    string // "" takes earlier ones back
	Stated  string // what a figure was when it was noted: it may have moved since
	By      string
	At      time.Time // UTC; set when it is stored
}

// The longest notes and addresses that are stored.
const (
	longestNote  = 2_000
	longestAbout = 2_000
)

// Note stores a note, under the number of its commit. Where accounts are kept, By is the caller's. The error
// is Forbidden, or Unauthenticated, for a caller without the right to close findings, and Invalid for a note
// about nothing, or too long.
func (w *Warehouse) Note(ctx context.Context, n Note) (Note, error) {
	if err := access.Require(ctx, access.CloseFindings); err != nil {
		return n, err
	}
	n.Text, n.About = strings.TrimSpace(n.Text), strings.TrimSpace(n.About)
	switch {
	case n.About == "":
		return n, jianfu.Errorf(jianfu.Invalid, "没有写明备注的是哪个视图、数字或核查结果", "the note does not say which view, figure or finding it is about")
	case len([]rune(n.Text)) > longestNote || len(n.About) > longestAbout:
		return n, jianfu.Errorf(jianfu.Invalid, "备注太长：请写在 %d 字以内", "the note is too long: write at most %d characters", longestNote)
	}
	n.By = access.Name(ctx, n.By)
	err := w.commit(ctx, func(tx *sql.Tx) (Commit, error) {
		n.At = w.Now()
		_, err := tx.ExecContext(ctx, "INSERT INTO note VALUES ($1, $2, $3, $4, $5, $6, $7)", w.LastCommit().Number+1, string(n.Subject), n.About, n.Text, n.Stated, n.By, n.At)
		if err != nil {
			return Commit{}, fmt.Errorf("store a note: %w", err)
		}
		return Commit{At: n.At, Change: Noted, File: n.Text, By: n.By}, nil
	})
	return n, err
}

// NotesOn are those on a subject that count, of all things or of one: saved views in the order in which they
// were first saved, remarks on figures and findings by their time. The error is Forbidden, or
// Unauthenticated: views are for everybody who sees the city, other notes for those who see all units.
func (w *Warehouse) NotesOn(ctx context.Context, subject Subject, about string) ([]Note, error) {
	act := access.SeeAll
	if subject == NoteOnView {
		act = access.ReadCity
	}
	if err := access.Require(ctx, act); err != nil {
		return nil, err
	}
	// A view and a finding have one note, the last; of a figure all count since the last that took them back.
	rows, err := w.Query(ctx, `
		SELECT about, text, stated, noted_by, noted_at FROM (
			SELECT *, MIN(number) OVER (PARTITION BY about) AS first, MAX(number) OVER (PARTITION BY about) AS last,
				COALESCE(MAX(number) FILTER (WHERE text = '') OVER (PARTITION BY about), 0) AS emptied
			FROM note WHERE subject = $1 AND ($2 = '' OR about = $2))
		WHERE text <> '' AND number > emptied AND (subject = 'FIGURE' OR number = last)
		ORDER BY first, number`, string(subject), about)
	if err != nil {
		return nil, fmt.Errorf("read the notes: %w", err)
	}
	defer rows.Close()
	list := []Note{} // none are no refusal
	for rows.Next() {
		n := Note{Subject: subject}
		if err := rows.Scan(&n.About, &n.Text, &n.Stated, &n.By, &n.At); err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, rows.Err()
}
