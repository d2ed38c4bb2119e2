package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Define runs statements that create derived objects without data (comments, macros), all or none,
// and remembers them: it does nothing if the last statements of the name were the same.
func (w *Warehouse) Define(ctx context.Context, name, statements string) error {
	sum := sha256.Sum256([]byte(statements))
	version := hex.EncodeToString(sum[:])
	known, err := w.Setting(ctx, name)
	if err != nil || known == version {
		return err
	}
	return w.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return fmt.Errorf("define %s: %w", name, err)
		}
		return set(ctx, tx, name, version)
	})
}

// Literal quotes a text for the few statements that take no arguments.
func Literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Setting is one setting of the warehouse, such as city; "" where it was never set.
func (w *Warehouse) Setting(ctx context.Context, name string) (value string, err error) {
	err = w.QueryRow(ctx, "SELECT value FROM setting WHERE name = $1", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// Set stores a setting with the load: it takes effect when the load is committed.
func (l *Load) Set(name, value string) error { return set(l.ctx, l.tx, name, value) }

func set(ctx context.Context, tx *sql.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting VALUES ($1, $2)", name, value)
	return err
}
