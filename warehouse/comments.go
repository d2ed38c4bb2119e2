package warehouse

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
)

// TableNote says what a fact table and its columns mean.
type TableNote struct {
	Table   string
	Text    string
	Columns []ColumnNote
}

// ColumnNote says what one column means.
type ColumnNote struct{ Column, Text string }

// ownColumns are the columns of every fact table that no contract describes.
var ownColumns = []ColumnNote{
	{"id", "行号，高 32 位是报送编号；Row id, its upper 32 bits are the submission"},
	{"slice_id", "所属分片；The slice it belongs to"},
	{"sheet", "所在工作表，CSV 和 JSON 为空；The sheet it stood in, empty for CSV and JSON"},
	{"row", "表格里的行号；The row as the spreadsheet numbers it"},
	{"cells", "原文，各格以 U+001F 隔开，列名见 source_sheet；The filed texts, split by U+001F, in the order of source_sheet.columns"},
}

// Describe writes what the fact tables mean as COMMENT ON, so that whoever browses the
// file finds it there.
func (w *Warehouse) Describe(ctx context.Context, notes []TableNote) error {
	var text strings.Builder
	for _, note := range notes {
		table := "fact." + Ident(note.Table)
		fmt.Fprintf(&text, "COMMENT ON TABLE %s IS %s;\n", table, literal(note.Text))
		for _, column := range append(ownColumns[:len(ownColumns):len(ownColumns)], note.Columns...) {
			fmt.Fprintf(&text, "COMMENT ON COLUMN %s.%s IS %s;\n", table, Ident(column.Column), literal(column.Text))
		}
	}
	return w.Define(ctx, "comments", text.String())
}

// Define runs statements that make derived things (comments, macros) which hold no data,
// all or none, and remembers that it did: it does nothing where the last statements of the
// name were the same.
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

// literal quotes a text for the few statements that take no arguments.
func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// Setting is one setting of the warehouse, such as city; "" where it was never set.
func (w *Warehouse) Setting(ctx context.Context, name string) (value string, err error) {
	err = w.db.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = $1", name).Scan(&value)
	if err == sql.ErrNoRows {
		return "", nil
	}
	return value, err
}

// Set keeps a setting with the load: it takes effect when the load is committed.
func (l *Load) Set(name, value string) error { return set(l.ctx, l.tx, name, value) }

func set(ctx context.Context, tx *sql.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting VALUES ($1, $2)", name, value)
	return err
}
