package warehouse

import (
	"fmt"
	"strconv"
	"strings"
)

// Repeated is a row of a load whose key is in an earlier row of the load.
type Repeated struct {
	Sheet string
	Row   int
	Slice SliceKey
	Cells []string // the filed texts
	id    int64
}

// Repeats finds the rows of this load whose columns (of the kind's table) repeat those of an
// earlier row of the load, in filed order; rows with NULL in the first column are left out.
func (l *Load) Repeats(kind string, columns ...string) ([]Repeated, error) {
	return l.repeats(kind, func(column string) string { return column }, columns)
}

// RepeatedKeys is Repeats where the first column is a text of which the spelling of brackets and digits and the
// spaces do not matter: 教发〔2024〕1号 is 教发[2024] 1号.
func (l *Load) RepeatedKeys(kind string, columns ...string) ([]Repeated, error) {
	return l.repeats(kind, func(column string) string { // looking first for what would change takes a fifth of the time
		return "CASE WHEN regexp_matches(" + column + ", '[\\[\\]【】［］（）()０-９ \u3000]') THEN translate(" + column +
			", '[]【】［］（）()０１２３４５６７８９ \u3000', '〔〕〔〕〔〕〔〕〔〕0123456789') ELSE " + column + " END"
	}, columns)
}

// repeats compares the first column as spelled.
func (l *Load) repeats(kind string, spelled func(column string) string, columns []string) ([]Repeated, error) {
	if err := l.flush(); err != nil {
		return nil, err
	}
	keys, same, named := make([]string, len(columns)), make([]string, len(columns)), make([]string, len(columns))
	for i, column := range columns {
		if keys[i] = "f." + Ident(column); i == 0 {
			keys[i] = spelled(keys[i])
		}
		same[i] = keys[i] + " IS NOT DISTINCT FROM repeated.key" + strconv.Itoa(i)
		named[i] = keys[i] + " AS key" + strconv.Itoa(i)
	}
	mine, key := "f.id >= $1 AND f.id < $2 AND "+keys[0]+" IS NOT NULL", strings.Join(keys, ", ")
	query := `
		WITH repeated AS ( -- only the keys are grouped: numbering whole rows would hold the filing in memory
			SELECT ` + strings.Join(named, ", ") + ` FROM fact.` + Ident(kind) + ` f WHERE ` + mine + ` GROUP BY ` + key + ` HAVING COUNT(*) > 1)
		SELECT f.id, f.slice_id, f.sheet, f.row, f.cells
		FROM fact.` + Ident(kind) + ` f SEMI JOIN repeated ON ` + strings.Join(same, " AND ") + `
		WHERE ` + mine + `
		QUALIFY ROW_NUMBER() OVER (PARTITION BY ` + key + ` ORDER BY f.id) > 1
		ORDER BY f.id`
	rows, err := l.tx.QueryContext(l.ctx, query, l.id<<32, (l.id+1)<<32)
	if err != nil {
		return nil, fmt.Errorf("look for repeated keys of %s: %w", kind, err)
	}
	defer rows.Close()
	known := l.slicesByID()
	var list []Repeated
	for rows.Next() {
		var r Repeated
		var sliceID int64
		var cells string
		if err := rows.Scan(&r.id, &sliceID, &r.Sheet, &r.Row, &cells); err != nil {
			return nil, err
		}
		r.Slice, r.Cells = known[sliceID].key, strings.Split(cells, CellSeparator)
		list = append(list, r)
	}
	return list, rows.Err()
}

func (l *Load) slicesByID() map[int64]*slice {
	known := make(map[int64]*slice, len(l.order))
	for _, s := range l.order {
		known[s.id] = s
	}
	for _, s := range l.faulty {
		known[s.id] = s
	}
	return known
}

// Retract removes repeated rows from the load, for a load that sets faulty rows aside. Nothing may
// be appended after it.
func (l *Load) Retract(kind string, rows []Repeated) error {
	const chunk = 1000
	for len(rows) > 0 {
		some := rows[:min(chunk, len(rows))]
		rows = rows[len(some):]
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = strconv.FormatInt(r.id, 10)
			l.slices[r.Slice].rows--
			l.rows--
		}
		query := `DELETE FROM fact.` + Ident(kind) + ` WHERE id IN (` + strings.Join(ids, ", ") + `)`
		if _, err := l.tx.ExecContext(l.ctx, query); err != nil {
			return fmt.Errorf("take repeated rows of %s out again: %w", kind, err)
		}
	}
	return nil
}
