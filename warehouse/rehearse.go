package warehouse

import (
	"errors"
	"fmt"
	"strings"
)

// Rehearse tells what Commit would do, and rolls the load back.
func (l *Load) Rehearse() (Outcome, error) {
	outcome, err := l.rehearse()
	return outcome, errors.Join(err, l.Rollback())
}

func (l *Load) rehearse() (Outcome, error) {
	if err := l.writeSlices(l.receipt.ReceivedAt.UTC()); err != nil {
		return Outcome{}, err
	}
	replaced, err := replacedBy(l.ctx, l.tx, l.id)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Rows: l.rows, Rejected: int64(len(l.rejected)), Replaced: replaced}, nil
}

// Retracted is a row that was taken out of a load again.
type Retracted struct {
	Place Place
	Slice SliceKey
	Cells string
}

// Retract takes rows of this load out again, in filed order, after the last Append: those
// that Repeats found, where the load keeps faulty rows aside.
func (l *Load) Retract(kind string, places []Place) ([]Retracted, error) {
	if err := l.flush(); err != nil {
		return nil, err
	}
	slices := map[int64]*slice{}
	for _, s := range l.order {
		slices[s.id] = s
	}
	query := `DELETE FROM fact.` + Ident(kind) + ` WHERE id >= $1 AND id < $2 AND sheet = $3 AND row = $4 RETURNING slice_id, cells`
	var list []Retracted
	for _, place := range places {
		r := Retracted{Place: place}
		var sliceID int64
		if err := l.tx.QueryRowContext(l.ctx, query, l.id<<32, (l.id+1)<<32, place.Sheet, place.Row).Scan(&sliceID, &r.Cells); err != nil {
			return nil, fmt.Errorf("take row %d of %s out again: %w", place.Row, kind, err)
		}
		r.Slice = slices[sliceID].key
		slices[sliceID].rows--
		l.rows--
		list = append(list, r)
	}
	return list, nil
}

// CellsAt gives the filed texts of rows of this load, by their places.
func (l *Load) CellsAt(kind string, places []Place) ([][]string, error) {
	if err := l.flush(); err != nil {
		return nil, err
	}
	query := `SELECT cells FROM fact.` + Ident(kind) + ` WHERE id >= $1 AND id < $2 AND sheet = $3 AND row = $4`
	list := make([][]string, 0, len(places))
	for _, place := range places {
		var cells string
		if err := l.tx.QueryRowContext(l.ctx, query, l.id<<32, (l.id+1)<<32, place.Sheet, place.Row).Scan(&cells); err != nil {
			return nil, fmt.Errorf("read row %d of %s: %w", place.Row, kind, err)
		}
		list = append(list, strings.Split(cells, CellSeparator))
	}
	return list, nil
}
