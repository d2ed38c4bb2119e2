package metrics

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/warehouse"
)

// Examine is what the checks find in the rows of submissions, of which one may be a load that is not
// committed yet: what refuses it, and with all set also what wants an explanation. Each finding has
// the places of its rows in the files.
func (e *Engine) Examine(ctx context.Context, tx *sql.Tx, submissions []int64, all bool) ([]warehouse.Finding, error) {
	filed, err := readFiled(ctx, tx, submissions)
	if err != nil {
		return nil, err
	}
	var within []string // what is found together with others' rows is the office's to see
	if c := access.From(ctx); !c.SeesAll() {
		within = []string{c.Department}
	}
	var list []warehouse.Finding
	for _, check := range e.catalog.checks {
		if !check.is(Refuses) && !(all && check.is(WantsExplanation)) || !filed.concerns(check) {
			continue
		}
		findings, err := e.readFindings(ctx, tx, check, filed.from, filed.until, time.Time{}, within, false)
		if err != nil {
			return nil, err
		}
		findings = slices.DeleteFunc(findings, func(f Finding) bool {
			asks := f.Class() == Refuses || all && f.Class() == WantsExplanation
			return !asks || !slices.ContainsFunc(f.RecordIDs, filed.has)
		})
		if err := e.identify(ctx, tx, check, findings); err != nil {
			return nil, err
		}
		if err := e.readExplanations(ctx, tx, check, findings, time.Time{}, within); err != nil {
			return nil, err
		}
		places, err := e.placesOf(ctx, tx, check, findings, filed)
		if err != nil {
			return nil, err
		}
		for i, f := range findings {
			found := warehouse.Finding{Explanation: warehouse.Explanation{Finding: f.ID, Check: check.Name, Day: f.Day, Department: f.Department, Subject: f.Subject},
				Label: check.Label, Detail: f.Detail, Refuses: f.Class() == Refuses, Places: places[i]}
			if f.Explanation != nil {
				found.Text, found.By, found.At = f.Explanation.Text, f.Explanation.By, f.Explanation.At
			}
			list = append(list, found)
		}
	}
	return list, nil
}

// inFiles is what submissions file: kinds, and the days that its findings can be of.
type inFiles struct {
	submissions []int64
	kinds       []string
	from, until jianfu.Date
}

// has reports whether a record is in them.
func (f *inFiles) has(id int64) bool { return slices.Contains(f.submissions, id>>32) }

func (f *inFiles) concerns(check *Check) bool {
	return slices.ContainsFunc(check.Kinds, func(kind string) bool { return slices.Contains(f.kinds, kind) })
}

// readFiled finds what submissions file. A figure of the year before is about this year, too, and lists
// without a period are about any day until today.
func readFiled(ctx context.Context, tx *sql.Tx, submissions []int64) (*inFiles, error) {
	f := &inFiles{submissions: submissions}
	if len(submissions) == 0 {
		return f, nil
	}
	ids := make([]string, len(submissions)) // as a list DuckDB joins nothing
	for i, id := range submissions {
		ids[i] = strconv.FormatInt(id, 10)
	}
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT kind, period, ends_with(stream, '"+warehouse.EarlierMark+"') FROM slice WHERE submission_id IN ("+strings.Join(ids, ", ")+") AND rows_loaded > 0")
	if err != nil {
		return nil, fmt.Errorf("read what is filed: %w", err)
	}
	defer rows.Close()
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

// placesOf are the places of the rows of each finding in the file. Of a total it is the cell that
// states it.
func (e *Engine) placesOf(ctx context.Context, tx *sql.Tx, check *Check, findings []Finding, filed *inFiles) ([][]warehouse.Place, error) {
	var ids []int64
	for _, f := range findings {
		for _, id := range f.RecordIDs {
			if filed.has(id) {
				ids = append(ids, id)
			}
		}
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
		st.SQL(" f LEFT JOIN source_sheet s ON s.sheet = f.sheet AND s.submission_id = f.id >> 32 WHERE f.id IN (SELECT UNNEST(CAST(")
		st.Arg(ids)
		st.SQL(" AS BIGINT[])))")
		if err := readPlaces(ctx, tx, st, kind, at); err != nil {
			return nil, fmt.Errorf("find where the findings of %s are: %w", check.Name, err)
		}
	}
	places := make([][]warehouse.Place, len(findings))
	for i, f := range findings {
		for _, id := range f.RecordIDs {
			if place, here := at[id]; here {
				places[i] = append(places[i], place)
			}
		}
	}
	return places, nil
}

func readPlaces(ctx context.Context, tx *sql.Tx, st *statement, kind string, at map[int64]warehouse.Place) error {
	rows, err := tx.QueryContext(ctx, st.text.String(), st.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		place := warehouse.Place{Kind: kind}
		if err := rows.Scan(&id, &place.Sheet, &place.Row, &place.Column, &place.Value); err != nil {
			return err
		}
		place.Submission = id >> 32
		at[id] = place
	}
	return rows.Err()
}
