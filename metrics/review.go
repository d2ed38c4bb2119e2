package metrics

import (
	"context"
	"database/sql"
	"slices"

	"jianfu/warehouse"
)

// Review stores a decision of the office on one unit's part of a submission; the unit may be named as people
// call it. The errors are those of Warehouse.Review, and NotFound for an unknown unit.
func (e *Engine) Review(ctx context.Context, r warehouse.Review) (warehouse.Review, error) {
	if r.Department != "" {
		err := e.w.Read(ctx, func(tx *sql.Tx) (err error) {
			r.Department, err = e.unitNamed(ctx, tx, r.Department)
			return err
		})
		if err != nil {
			return r, err
		}
	}
	return e.w.Review(ctx, r)
}

// Reviews are the decisions on a submission, of the units that whoever asks sees, the oldest first.
func (e *Engine) Reviews(ctx context.Context, submission int64) ([]warehouse.Review, error) {
	var within []string
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		see, err := e.sight(ctx, tx)
		if err == nil && !see.all {
			within = see.units
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return e.w.Reviews(ctx, submission, within)
}

// decided gives filings what was last decided of what counts of them. Of one that several submissions make up, a
// return outweighs the rest.
func (e *Engine) decided(ctx context.Context, standing *standing, list []Filing) error {
	of := map[int64]*warehouse.Review{}
	numbers := make([]int64, len(list))
	for i := range list {
		f := &list[i]
		for _, submission := range f.counted {
			r, known := standing.reviews[reviewKey{submission, f.Department, f.Kind}]
			if known && (numbers[i] == 0 || r.decision == warehouse.Returned || of[numbers[i]].Decision != warehouse.Returned) {
				numbers[i], of[r.commit] = r.commit, &warehouse.Review{Decision: r.decision}
			}
		}
	}
	if len(of) == 0 {
		return nil
	}
	reviews, err := e.w.Reviews(ctx, 0, nil)
	if err != nil {
		return err
	}
	for i := range list {
		if at := slices.IndexFunc(reviews, func(r warehouse.Review) bool { return r.Commit == numbers[i] }); numbers[i] != 0 && at >= 0 {
			list[i].Review = &reviews[at]
		}
	}
	return nil
}
