package graph

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"jianfu"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// Ids are complete identities: a submission's is its number, a record's its kind and number,
// because each kind has its own numbers.

func submissionID(number int64) string { return strconv.FormatInt(number, 10) }

func recordID(r *metrics.Record) string { return fmt.Sprintf("%s:%d", r.Kind, r.ID) }

// node finds a record or a submission; nil if there is none with the id.
func (r *Resolver) node(ctx context.Context, id string) (model.Node, error) {
	var found model.Node
	var err error
	if kind, number, isRecord := strings.Cut(id, ":"); isRecord {
		found, err = r.findRecord(ctx, kind, number)
	} else {
		found, err = r.findSubmission(ctx, id)
	}
	var refused *jianfu.Error
	if errors.As(err, &refused) && (refused.Code == jianfu.NotFound || refused.Code == jianfu.Invalid) {
		return nil, nil //nolint:nilnil // as GraphQL says that there is none
	}
	if err != nil {
		return nil, err
	}
	return found, nil
}

func (r *Resolver) findRecord(ctx context.Context, kind, number string) (*metrics.Record, error) {
	id, err := model.UnmarshalSerial(number)
	if err != nil {
		return nil, err
	}
	record, err := r.engine.Record(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	return &record, nil
}

func (r *Resolver) findSubmission(ctx context.Context, number string) (*warehouse.Submission, error) {
	id, err := model.UnmarshalSerial(number)
	if err != nil {
		return nil, err
	}
	s, err := r.engine.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	return &s, nil
}
