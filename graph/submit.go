package graph

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph/model"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/warehouse"
)

// wanting is what in a filing wants an explanation. The filing is stored already, and that it is must
// be answered even where this fails.
func (r *Resolver) wanting(ctx context.Context, result loaders.Result) []loaders.Warning {
	list, err := r.loader.Wanting(ctx, result)
	if err != nil {
		r.log.ErrorContext(ctx, "what was filed could not be checked", slog.String("error", err.Error()))
		return []loaders.Warning{{Text: jianfu.Say("已经入库，但没有核查成：请看核查结果", "it is stored but was not checked: see the findings of the checks")}}
	}
	return list
}

// rehearsal is what the dry runs of a request would have loaded so far: they run one after another.
func rehearsal(ctx context.Context) *loaders.Rehearsal {
	const key = "rehearsal"
	stats := &graphql.GetOperationContext(ctx).Stats
	if known, ok := stats.GetExtension(key).(*loaders.Rehearsal); ok {
		return known
	}
	begun := &loaders.Rehearsal{}
	stats.SetExtension(key, begun)
	return begun
}

// submit loads one uploaded file. A refusal is a payload, not an error.
func (r *Resolver) submit(ctx context.Context, in model.SubmitInput) (*model.SubmitPayload, error) {
	reader, ok := in.File.File.(io.ReaderAt)
	if !ok {
		return nil, fmt.Errorf("the upload is a %T, not a spooled file", in.File.File)
	}
	options := loaders.Options{ReceivedAt: model.Moment(in.ReceivedAt), Kind: orEmpty(in.Kind), Department: orEmpty(in.Department),
		Reason: orEmpty(in.ReceiptReason), SubmittedBy: doneBy(ctx, in.SubmittedBy), Quarantine: in.Quarantine != nil && *in.Quarantine, DryRun: in.DryRun != nil && *in.DryRun}
	if in.Covers != nil {
		options.Covers = *in.Covers
	}
	for _, e := range in.Explanations {
		options.Explained = append(options.Explained, loaders.Explained{Finding: orEmpty(e.Finding), Text: e.Text})
	}
	if in.Period != nil {
		options.Period = in.Period.String()
	}
	if options.DryRun {
		options.After = rehearsal(ctx)
	}
	name := in.File.Filename
	if folder := orEmpty(in.Folder); folder != "" {
		name = folder + "/" + name
	}
	result, err := r.loader.Load(ctx, name, reader, in.File.Size, options)
	if err == nil {
		result.Warnings = append(result.Warnings, r.wanting(ctx, result)...)
	}
	var refused *model.Refusal
	if err != nil {
		if refused, err = refusal(ctx, err); err != nil {
			return nil, err
		}
		result = loaders.Result{Status: loaders.Refused}
	}
	payload := &model.SubmitPayload{
		Refusal:          refused,
		ClientMutationID: in.ClientMutationID,
		File:             in.File.Filename,
		Status:           model.SubmitStatus(strings.ToUpper(string(result.Status))),
		Kinds:            orNone(result.Kinds),
		Rows:             int(result.Rows),
		Rejected:         int(result.Rejected),
		Explained:        result.Explained,
		Replaced:         []model.ReplacedSlice{},
		IgnoredColumns:   orNone(result.IgnoredColumns),
		Warnings:         []jianfu.Text{},
		Errors:           faultsOf(in.File.Filename, result.Faults),
		FaultyRows:       []model.FaultyRow{},
		Changes:          []model.FilingChange{},
		MoreChanges:      result.MoreChanges,
	}
	for _, replaced := range result.Replaced {
		payload.Replaced = append(payload.Replaced, model.ReplacedSlice{Kind: replaced.Slice.Kind,
			Department: model.OrNull(replaced.Slice.Department), Period: replaced.Slice.Period, Stream: model.OrNull(replaced.Slice.Stream),
			RowsBefore: int(replaced.RowsBefore), Rows: int(replaced.Rows)})
	}
	for _, c := range result.Changes {
		change := model.FilingChange{Kind: c.Kind, Department: model.OrNull(c.Department), Period: c.Period, Record: model.OrNull(c.Row), Column: model.OrNull(c.Column),
			Old: model.OrNull(c.Old), New: model.OrNull(c.New), Sheet: model.OrNull(c.Sheet), Sentence: jianfu.Text{ZH: c.In(jianfu.Chinese), EN: c.In(jianfu.English)}}
		if c.Number > 0 {
			change.Row = &c.Number
		}
		payload.Changes = append(payload.Changes, change)
	}
	for _, row := range result.FaultyRows {
		faulty := model.FaultyRow{Sheet: model.OrNull(row.Sheet), Row: row.Row, Cells: []metrics.Cell{}}
		for i, header := range row.Headers {
			cell := metrics.Cell{Column: header}
			if i < len(row.Cells) {
				cell.Value = model.OrNull(row.Cells[i])
			}
			faulty.Cells = append(faulty.Cells, cell)
		}
		payload.FaultyRows = append(payload.FaultyRows, faulty)
	}
	for _, warning := range result.Warnings {
		payload.Warnings = append(payload.Warnings, jianfu.Text{ZH: warning.In(jianfu.Chinese), EN: warning.In(jianfu.English)})
	}
	if text := options.Unreasoned(); text.ZH != "" {
		payload.Warnings = append(payload.Warnings, text)
	}
	if !result.BackDated.From.IsZero() {
		payload.BackDated = &result.BackDated
	}
	if !options.DryRun {
		if err := r.accounts.Done(ctx, accounts.Filed, in.File.Filename, fmt.Sprintf("%s %d", result.Status, result.Submission)); err != nil {
			return nil, err
		}
	}
	if result.Submission == 0 {
		return payload, nil
	}
	s, err := r.engine.Submission(ctx, result.Submission)
	if jianfu.ErrorCode(err) == jianfu.NotFound && result.Status == loaders.Unchanged {
		payload.Refusal, err = refusal(ctx, jianfu.Errorf(jianfu.Forbidden, "这份文件不是本单位的，已由别人报过：请核对文件", "this file is not your unit's, and somebody else has filed it: check which file it is"))
		payload.Status, payload.Kinds = model.SubmitStatusRefused, []string{}
		return payload, err
	}
	if err != nil {
		return nil, err
	}
	payload.Submission = &s
	if result.Status == loaders.Loaded {
		r.announcements.tell(s)
	}
	return payload, nil
}

// faultsOf are the faults of a file under the name that it was sent by.
func faultsOf(file string, faults []jianfu.Fault) []jianfu.Fault {
	list := orNone(slices.Clone(faults))
	for i := range list {
		list[i].File = file
	}
	return list
}

// withdraw takes a submission back.
func (r *Resolver) withdraw(ctx context.Context, in model.WithdrawInput) (*warehouse.Submission, error) {
	if strings.TrimSpace(in.Reason) == "" {
		return nil, jianfu.Errorf(jianfu.Invalid, "请写明撤回原因（reason）", "say why it is withdrawn (reason)")
	}
	id, err := model.UnmarshalSerial(in.Submission)
	if err != nil {
		return nil, err
	}
	if err := r.warehouse.Withdraw(ctx, id, doneBy(ctx, in.WithdrawnBy), in.Reason); err != nil {
		return nil, err
	}
	if err := r.accounts.Done(ctx, accounts.WithdrawnFiling, in.Submission, in.Reason); err != nil {
		return nil, err
	}
	s, err := r.engine.Submission(ctx, id)
	if err != nil {
		return nil, err
	}
	r.announcements.tell(s)
	return &s, nil
}

// review decides on a filing.
func (r *Resolver) review(ctx context.Context, in model.ReviewInput) (*model.ReviewPayload, error) {
	payload := &model.ReviewPayload{ClientMutationID: in.ClientMutationID}
	decided, err := r.decide(ctx, in)
	if payload.Refusal, err = refusal(ctx, err); err != nil || payload.Refusal != nil {
		return payload, err
	}
	s, err := r.engine.Submission(ctx, decided.Submission)
	if err != nil {
		return nil, err
	}
	payload.Review, payload.Submission = &decided, &s
	r.announcements.tell(s)
	return payload, nil
}

func (r *Resolver) decide(ctx context.Context, in model.ReviewInput) (decided warehouse.Review, err error) {
	decided = warehouse.Review{Department: orEmpty(in.Department), Kinds: in.Kinds, Decision: in.Decision, Reason: orEmpty(in.Reason), By: doneBy(ctx, in.DecidedBy)}
	if decided.Submission, err = model.UnmarshalSerial(in.Submission); err != nil {
		return decided, err
	}
	if in.Due != nil {
		decided.Due = *in.Due
	}
	for _, c := range in.Cells {
		decided.Cells = append(decided.Cells, warehouse.Remark{Sheet: orEmpty(c.Sheet), Row: c.Row, Column: orEmpty(c.Column), Text: c.Text})
	}
	if decided, err = r.engine.Review(ctx, decided); err != nil {
		return decided, err
	}
	return decided, r.accounts.Done(ctx, accounts.ReviewedFiling, in.Submission, strings.TrimSpace(string(decided.Decision)+" "+decided.Department+" "+decided.Reason))
}

// remind reminds units of what is late.
func (r *Resolver) remind(ctx context.Context, in model.RemindInput) (*model.RemindPayload, error) {
	payload := &model.RemindPayload{ClientMutationID: in.ClientMutationID}
	asked := metrics.Reminding{Period: in.Period, Departments: in.Departments, Kinds: in.Kinds, Text: orEmpty(in.Text), By: doneBy(ctx, in.RemindedBy),
		Again: in.Again != nil && *in.Again, DryRun: in.DryRun != nil && *in.DryRun}
	list, err := r.engine.Remind(ctx, asked)
	payload.Reminders = orNone(list)
	if payload.Refusal, err = refusal(ctx, err); err != nil || payload.Refusal != nil || asked.DryRun {
		return payload, err
	}
	if err := r.accounts.Done(ctx, accounts.RemindedUnits, in.Period.String(), fmt.Sprintf("%d", len(list))); err != nil {
		return payload, err
	}
	mails, err := r.post.Remind(ctx, list, func(kind string) string { return r.loader.Contracts().Kind(kind).Name.ZH })
	payload.Mails = mails
	return payload, err
}

// doneBy is who changes something: whoever is logged in, whatever a request says; where there are no accounts, whom
// it names.
func doneBy(ctx context.Context, stated *string) string {
	if c := access.From(ctx); !c.Anonymous() {
		return c.Name
	}
	return orEmpty(stated)
}

func values[T any](list []*T) []T {
	copies := make([]T, len(list))
	for i, p := range list {
		copies[i] = *p
	}
	return copies
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// orNone is an empty list for nil: a list that is non-null in GraphQL.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
