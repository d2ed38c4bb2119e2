package warehouse

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
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

	// orderOfViews are the addresses of the views in the order in which they are shown, one a line.
	orderOfViews Subject = "VIEWS"
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
	return w.storeNote(ctx, n, n.Text)
}

// storeNote stores a note, which the journal calls by a name.
func (w *Warehouse) storeNote(ctx context.Context, n Note, name string) (Note, error) {
	n.By = access.Name(ctx, n.By)
	err := w.commit(ctx, func(tx *sql.Tx) (Commit, error) {
		n.At = w.Now()
		_, err := tx.ExecContext(ctx, "INSERT INTO note VALUES ($1, $2, $3, $4, $5, $6, $7)", w.LastCommit().Number+1, string(n.Subject), n.About, n.Text, n.Stated, n.By, n.At)
		if err != nil {
			return Commit{}, fmt.Errorf("store a note: %w", err)
		}
		return Commit{At: n.At, Change: Noted, File: name, By: n.By}, nil
	})
	return n, err
}

// OrderViews says in which order the saved views are shown, by their addresses, and returns them so; views that are
// not named follow, as they were saved. The error is that of Note, and Invalid for an address without a view, or named twice.
func (w *Warehouse) OrderViews(ctx context.Context, addresses []string, by string) ([]Note, error) {
	if err := access.Require(ctx, access.CloseFindings); err != nil {
		return nil, err
	}
	views, err := w.NotesOn(ctx, NoteOnView, "")
	if err != nil {
		return nil, err
	}
	for i, address := range addresses {
		switch {
		case !slices.ContainsFunc(views, func(n Note) bool { return n.About == address }):
			return nil, jianfu.Errorf(jianfu.Invalid, "没有保存过地址为“%s”的视图，可能已被删除：请刷新后再排", "no view of the address %q is saved, it may have been removed: reload and order again", address)
		case slices.Contains(addresses[:i], address):
			return nil, jianfu.Errorf(jianfu.Invalid, "视图“%s”写了两次", "the view %q is named twice", address)
		}
	}
	n := Note{Subject: orderOfViews, About: "/", Text: strings.Join(addresses, "\n"), By: by}
	if _, err := w.storeNote(ctx, n, "视图的顺序"); err != nil {
		return nil, err
	}
	return w.NotesOn(ctx, NoteOnView, "")
}

// NotesOn are those on a subject that count, of all things or of one: saved views in the order that the office gave
// them, the others as they were first saved; remarks on figures and findings by their time. The error is Forbidden, or
// Unauthenticated: views are for everybody who sees the city, other notes for those who see all units.
func (w *Warehouse) NotesOn(ctx context.Context, subject Subject, about string) ([]Note, error) {
	act := access.SeeAll
	if subject == NoteOnView {
		act = access.ReadCity
	}
	if err := access.Require(ctx, act); err != nil {
		return nil, err
	}
	list, err := w.readNotes(ctx, subject, about)
	if err != nil || subject != NoteOnView {
		return list, err
	}
	order, err := w.readNotes(ctx, orderOfViews, "")
	if err != nil || len(order) == 0 {
		return list, err
	}
	addresses := strings.Split(order[0].Text, "\n")
	place := func(n Note) int {
		if at := slices.Index(addresses, n.About); at >= 0 {
			return at
		}
		return len(addresses)
	}
	slices.SortStableFunc(list, func(a, b Note) int { return cmp.Compare(place(a), place(b)) })
	return list, nil
}

func (w *Warehouse) readNotes(ctx context.Context, subject Subject, about string) ([]Note, error) {
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
