package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jianfu"
	"jianfu/access"
)

// Reminder is that a unit was reminded of a filing that it had not filed (催报).
type Reminder struct {
	Commit     int64 // its number; set when it is stored
	Department string
	Kind       string
	Period     jianfu.Period
	Text       string // "" where nothing was said
	By         string
	At         time.Time // UTC; set when it is stored
}

type reminderKey struct{ department, kind, period string }

func (r Reminder) key() reminderKey { return reminderKey{r.Department, r.Kind, r.Period.String()} }

// Remind stores reminders in one commit, and returns those that it stored: unless again is set, no unit is reminded of the same
// filing twice. The error is Conflict where there is none to store, and Forbidden, or Unauthenticated, for a caller
// without the right.
func (w *Warehouse) Remind(ctx context.Context, list []Reminder, text, by string, again bool) (stored []Reminder, err error) {
	if err := access.Require(ctx, access.Remind); err != nil {
		return nil, err
	}
	by, text = access.Name(ctx, by), strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > maxReviewText {
		return nil, jianfu.Errorf(jianfu.Invalid, "附言太长，最多 %d 个字", "the text is too long: at most %d characters", maxReviewText)
	}
	err = w.commit(ctx, func(tx *sql.Tx) (c Commit, err error) {
		stored = nil
		known, err := reminded(ctx, tx, time.Time{})
		if err != nil {
			return c, err
		}
		now, number := w.Now(), w.LastCommit().Number+1
		for _, r := range list {
			if _, before := known[r.key()]; before && !again {
				continue
			}
			r.Commit, r.Text, r.By, r.At = number, text, by, now
			known[r.key()] = r
			stored = append(stored, r)
			if _, err := tx.ExecContext(ctx, "INSERT INTO reminder VALUES ($1,$2,$3,$4,$5,$6,$7)", r.Commit, r.Department, r.Kind, r.Period.String(), r.Text, r.By, r.At); err != nil {
				return c, fmt.Errorf("store a reminder: %w", err)
			}
		}
		if len(stored) == 0 {
			return c, jianfu.Errorf(jianfu.Conflict, "没有要催的：都已报送，或已经催过", "there is nothing to remind of: all was filed, or its unit was reminded already")
		}
		return Commit{At: now, Change: Reminded, File: fmt.Sprintf("%d × %s", len(stored), stored[0].Period), By: by}, nil
	})
	return stored, err
}

// LastReminders are the last reminders of each filing, as of a moment (zero is now), in a transaction of Read.
func LastReminders(ctx context.Context, tx *sql.Tx, asOf time.Time) ([]Reminder, error) {
	known, err := reminded(ctx, tx, asOf)
	return slices.Collect(maps.Values(known)), err
}

// reminded are the last reminders by a moment (zero is now).
func reminded(ctx context.Context, q querier, asOf time.Time) (map[reminderKey]Reminder, error) {
	rows, err := q.QueryContext(ctx, "SELECT number, department, kind, period, text, reminded_by, reminded_at FROM reminder ORDER BY number")
	if err != nil {
		return nil, fmt.Errorf("read the reminders: %w", err)
	}
	defer rows.Close()
	known := map[reminderKey]Reminder{}
	for rows.Next() {
		var r Reminder
		var period string
		if err := rows.Scan(&r.Commit, &r.Department, &r.Kind, &period, &r.Text, &r.By, &r.At); err != nil {
			return nil, err
		}
		if r.Period, err = jianfu.ParsePeriod(period); err != nil {
			return nil, err
		}
		if asOf.IsZero() || !r.At.After(asOf) {
			known[r.key()] = r
		}
	}
	return known, rows.Err()
}
