package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// Examine is what the checks find in the rows of a load that is not committed yet: those that
// refuse it, and with all set also those that want an explanation. Each finding has the place of
// its first row in the file.
func (e *Engine) Examine(ctx context.Context, tx *sql.Tx, submission int64, all bool) ([]warehouse.Finding, error) {
	filed, err := readLoad(ctx, tx, submission)
	if err != nil {
		return nil, err
	}
	var within []string // what is found together with others' rows is the office's to see
	if c := access.From(ctx); !c.SeesAll() {
		within = []string{c.Department}
	}
	var list []warehouse.Finding
	for _, check := range e.catalog.checks {
		if check.Class != Refuses && (check.Class != WantsExplanation || !all) || !filed.concerns(check) {
			continue
		}
		findings, err := readFindings(ctx, tx, check, e.catalog.compileCheck(check, filed.from, filed.until, time.Time{}, within))
		if err != nil {
			return nil, err
		}
		findings = slices.DeleteFunc(findings, func(f Finding) bool { return !slices.ContainsFunc(f.RecordIDs, filed.has) })
		if err := e.identify(ctx, tx, check, findings); err != nil {
			return nil, err
		}
		if err := e.readExplanations(ctx, tx, check, findings, time.Time{}); err != nil {
			return nil, err
		}
		places, err := e.placesOf(ctx, tx, check, findings, filed)
		if err != nil {
			return nil, err
		}
		for i, f := range findings {
			found := warehouse.Finding{Explanation: warehouse.Explanation{Finding: f.ID, Check: check.Name, Day: f.Day, Department: f.Department, Subject: f.Subject},
				Label: check.Label, Detail: f.Detail, Refuses: check.Class == Refuses, Place: places[i]}
			if f.Explanation != nil {
				found.Text, found.By, found.At = f.Explanation.Text, f.Explanation.By, f.Explanation.At
			}
			list = append(list, found)
		}
	}
	return list, nil
}

// inFile is what a load files: kinds, and the days that its findings can be of.
type inFile struct {
	submission  int64
	kinds       []string
	from, until jianfu.Date
}

// has reports whether a record is the load's.
func (f *inFile) has(id int64) bool { return id>>32 == f.submission }

func (f *inFile) concerns(check *Check) bool {
	return slices.ContainsFunc(check.Kinds, func(kind string) bool { return slices.Contains(f.kinds, kind) })
}

// readLoad finds what a load files. A figure of the year before is about this year, too, and lists
// without a period are about any day until today.
func readLoad(ctx context.Context, tx *sql.Tx, submission int64) (*inFile, error) {
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT kind, period, ends_with(stream, '"+earlierMark+"') FROM slice WHERE submission_id = $1 AND rows_loaded > 0", submission)
	if err != nil {
		return nil, fmt.Errorf("read what is filed: %w", err)
	}
	defer rows.Close()
	f := &inFile{submission: submission}
	for rows.Next() {
		var kind, text string
		var earlier bool
		if err := rows.Scan(&kind, &text, &earlier); err != nil {
			return nil, err
		}
		from, until := jianfu.YearOf(1900).From(), jianfu.DateOf(time.Now().In(jianfu.China))+1
		if period, err := jianfu.ParsePeriod(text); err == nil { // else a list without one
			from, until = period.From(), period.Until()
			if earlier {
				until = period.Shift(12).Until()
			}
		}
		if len(f.kinds) == 0 {
			f.from, f.until = from, until
		}
		f.from, f.until = min(f.from, from), max(f.until, until)
		if !slices.Contains(f.kinds, kind) {
			f.kinds = append(f.kinds, kind)
		}
	}
	return f, rows.Err()
}

// placesOf are the places of the first row of each finding in the file. Of a total it is the cell
// that states it.
func (e *Engine) placesOf(ctx context.Context, tx *sql.Tx, check *Check, findings []Finding, filed *inFile) ([]warehouse.Place, error) {
	var ids []int64
	first := make([]int64, len(findings))
	for i, f := range findings {
		first[i] = f.RecordIDs[slices.IndexFunc(f.RecordIDs, filed.has)]
		ids = append(ids, first[i])
	}
	known, err := e.shape(ctx, tx)
	if err != nil {
		return nil, err
	}
	at := map[int64]warehouse.Place{}
	for _, kind := range check.Kinds {
		st := &statement{}
		cell := sqlText("'', ''")
		if slices.Contains(known.columns, kind+".source_column") {
			cell = "COALESCE(s.columns[f.source_column + 1], ''), split_part(f.cells, chr(31), f.source_column + 1)"
		}
		st.SQL("SELECT f.id, f.sheet, f.row, ", cell, " FROM fact.")
		st.Ident(kind)
		st.SQL(" f LEFT JOIN source_sheet s ON s.sheet = f.sheet AND s.submission_id = ")
		st.Arg(filed.submission)
		st.SQL(" WHERE f.id IN (SELECT UNNEST(CAST(")
		st.Arg(ids)
		st.SQL(" AS BIGINT[])))")
		if err := readPlaces(ctx, tx, st, at); err != nil {
			return nil, fmt.Errorf("find where the findings of %s are: %w", check.Name, err)
		}
	}
	places := make([]warehouse.Place, len(findings))
	for i := range findings {
		places[i] = at[first[i]]
	}
	return places, nil
}

func readPlaces(ctx context.Context, tx *sql.Tx, st *statement, at map[int64]warehouse.Place) error {
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var place warehouse.Place
		if err := rows.Scan(&id, &place.Sheet, &place.Row, &place.Column, &place.Value); err != nil {
			return err
		}
		at[id] = place
	}
	return rows.Err()
}
