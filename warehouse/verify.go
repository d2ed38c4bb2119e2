package warehouse

import (
	"context"
	"database/sql"
	"fmt"

	"jianfu"
)

// Verification is the result of reading through the warehouse.
type Verification struct {
	Tables, Submissions, Rows int64         // rows of filings, including replaced and withdrawn ones
	Latest                    int64         // the latest submission; 0 if there is none
	Faults                    []jianfu.Text // empty if all is in order
	Remark                    jianfu.Text   // what could not be verified; empty if everything was
}

// Verify reads every value of every table, so that DuckDB checks each block, and checks the tables
// against each other: rows against their slices, slices against their submissions, and when each
// slice counts against what was received and withdrawn. The error is Conflict if a table cannot be
// read.
func (w *Warehouse) Verify(ctx context.Context) (Verification, error) {
	var found Verification
	err := w.Read(ctx, func(tx *sql.Tx) error {
		var database string
		if err := tx.QueryRowContext(ctx, "SELECT current_database()").Scan(&database); err != nil {
			return err
		}
		tables, err := tablesOf(ctx, tx, database)
		if err != nil {
			return err
		}
		rows := "SELECT NULL::BIGINT AS slice_id, NULL::BIGINT AS submission_id WHERE FALSE" // of every fact table
		for _, t := range tables {
			name := Ident(t.schema) + "." + Ident(t.name)
			var mark sql.NullString
			if err := tx.QueryRowContext(ctx, "SELECT CAST(bit_xor(hash(t)) AS VARCHAR) FROM "+name+" t").Scan(&mark); err != nil {
				return w.unread(ctx, fmt.Errorf("%s: %w", name, err))
			}
			if t.schema == "fact" {
				rows += "\n  UNION ALL SELECT slice_id, id >> 32 FROM " + name
			}
		}
		found.Tables = int64(len(tables))
		if err := lookUpKeys(ctx, tx); err != nil {
			return w.unread(ctx, err)
		}
		err = tx.QueryRowContext(ctx, "SELECT (SELECT COUNT(*) FROM submission), (SELECT COALESCE(MAX(id), 0) FROM submission), (SELECT COUNT(*) FROM ("+rows+"))").
			Scan(&found.Submissions, &found.Latest, &found.Rows)
		if err != nil {
			return fmt.Errorf("count the rows: %w", err)
		}
		for _, check := range consistency {
			var broken int64
			if err := tx.QueryRowContext(ctx, "WITH filed AS ("+rows+")\nSELECT COUNT(*) FROM ("+check.broken+")").Scan(&broken); err != nil {
				return fmt.Errorf("verify: %w", err)
			}
			if broken > 0 {
				found.Faults = append(found.Faults, jianfu.Say("%[1]d 处%[2]s", "%[1]d %[3]s", broken, check.what.ZH, check.what.EN))
			}
		}
		return nil
	})
	if err == nil {
		found.Remark, err = w.Remark(ctx)
	}
	return found, err
}

// unread reports a table that cannot be read; an interrupted reading reports nothing.
func (w *Warehouse) unread(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return w.damaged(err)
}

// maxLookups is how many keys of a table are looked up. A block of an index holds thousands, so
// this many, evenly spread, touch every block.
const maxLookups = 2000

// lookUpKeys finds rows of every table by key, because the blocks of an index are only read by a
// lookup.
func lookUpKeys(ctx context.Context, tx *sql.Tx) error {
	const keyed = `
		SELECT list(table_name ORDER BY table_name), list(constraint_column_names[1] ORDER BY table_name) FROM duckdb_constraints()
		WHERE constraint_type = 'PRIMARY KEY' AND database_name = current_database() AND len(constraint_column_names) = 1`
	var tables, columns List
	if err := tx.QueryRowContext(ctx, keyed).Scan(&tables, &columns); err != nil {
		return err
	}
	for i, table := range tables {
		name, key := Ident(table), Ident(columns[i])
		var keys List
		sample := fmt.Sprintf(`
			SELECT list(CAST(key AS VARCHAR))
			FROM (SELECT %s AS key, row_number() OVER (ORDER BY %s) %% (1 + COUNT(*) OVER () // %d) AS place FROM %s) WHERE place = 0`, key, key, maxLookups, name)
		if err := tx.QueryRowContext(ctx, sample).Scan(&keys); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		for _, value := range keys {
			var n int64
			if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+name+" WHERE "+key+" = "+Literal(value)).Scan(&n); err != nil {
				return fmt.Errorf("the key of %s: %w", table, err)
			}
			if n != 1 {
				return fmt.Errorf("%d rows of %s have the key %s", n, table, value)
			}
		}
	}
	return nil
}

// consistency lists queries that must return no rows, over filed, the rows of all fact tables.
var consistency = []struct {
	broken string
	what   jianfu.Text
}{
	{"(SELECT id FROM submission EXCEPT ALL SELECT submission FROM commit_log WHERE change = 'load') UNION ALL (SELECT submission FROM commit_log WHERE change = 'load' EXCEPT ALL SELECT id FROM submission)",
		jianfu.Text{ZH: "报送与提交记录不符", EN: "submissions differ from the commits"}},
	{"(SELECT id FROM submission WHERE withdrawn_at IS NOT NULL EXCEPT ALL SELECT submission FROM commit_log WHERE change = 'withdraw') UNION ALL " +
		"(SELECT submission FROM commit_log WHERE change = 'withdraw' EXCEPT ALL SELECT id FROM submission WHERE withdrawn_at IS NOT NULL)",
		jianfu.Text{ZH: "撤回与提交记录不符", EN: "withdrawals differ from the commits"}},
	{"SELECT slice_id FROM filed ANTI JOIN slice ON slice.id = filed.slice_id",
		jianfu.Text{ZH: "明细行不属于任何分片", EN: "rows belong to no slice"}},
	{"SELECT slice.id FROM slice LEFT JOIN (SELECT slice_id, COUNT(*) AS rows FROM filed GROUP BY slice_id) f ON f.slice_id = slice.id WHERE slice.rows_loaded <> COALESCE(f.rows, 0)",
		jianfu.Text{ZH: "分片的行数与明细不符", EN: "slices have a different number of rows than were loaded"}},
	{"SELECT id FROM slice ANTI JOIN submission ON submission.id = slice.submission_id",
		jianfu.Text{ZH: "分片不属于任何报送", EN: "slices belong to no submission"}},
	{"SELECT submission.id FROM submission LEFT JOIN (SELECT submission_id, COUNT(*) AS rows FROM filed GROUP BY submission_id) f ON f.submission_id = submission.id " +
		"WHERE submission.rows_loaded <> COALESCE(f.rows, 0)",
		jianfu.Text{ZH: "报送的行数与明细不符", EN: "submissions have a different number of rows than were loaded"}},
	{"SELECT slice.id FROM submission s JOIN slice ON slice.submission_id = s.id WHERE slice.received_at <> s.received_at OR slice.withdrawn_at IS DISTINCT FROM s.withdrawn_at",
		jianfu.Text{ZH: "分片与报送的收到或撤回时间不符", EN: "slices were received or withdrawn at a different moment than their submission"}},
	{"((" + decide("slice") + ") EXCEPT ALL SELECT * FROM in_force) UNION ALL (SELECT * FROM in_force EXCEPT ALL (" + decide("slice") + "))",
		jianfu.Text{ZH: "分片的有效时间与报送记录不符", EN: "spans in which a slice counts differ from what was received and withdrawn"}},
}
