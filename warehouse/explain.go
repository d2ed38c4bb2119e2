package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"jianfu"
)

// Explanation is what was said of a finding of a check. Finding identifies what was found: the
// check, the slices and rows, and the values it saw.
type Explanation struct {
	Finding, Check string
	Day            jianfu.Date
	Department     string
	Subject        string
	Text           string // "" takes what was said before back
	By             string
	At             time.Time // UTC; set when it is stored
}

// Explain stores an explanation, under the number of its commit.
func (w *Warehouse) Explain(ctx context.Context, e Explanation) (Explanation, error) {
	err := w.commit(ctx, func(tx *sql.Tx) (Commit, error) {
		e.At = w.Now()
		_, err := tx.ExecContext(ctx, "INSERT INTO explanation VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
			w.LastCommit().Number+1, e.Finding, e.Check, e.Day.Time(), e.Department, e.Subject, e.Text, e.By, e.At)
		if err != nil {
			return Commit{}, fmt.Errorf("store an explanation: %w", err)
		}
		return Commit{At: e.At, Change: Explained, File: e.Check + " " + e.Subject, By: e.By}, nil
	})
	return e, err
}
