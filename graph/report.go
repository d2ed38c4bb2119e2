package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph/model"
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/post"
	"jianfu/reports"
)

// report builds a report.
func (r *Resolver) report(ctx context.Context, kind reports.Kind, spec reports.Spec) (*reports.Report, error) {
	return r.templates.Report(ctx, r.engine, kind, spec)
}

// issueLetters files the letters of some months as notices, and has them mailed.
func (r *Resolver) issueLetters(ctx context.Context, in model.IssueLettersInput) (*model.IssueLettersPayload, error) {
	payload := &model.IssueLettersPayload{ClientMutationID: in.ClientMutationID, Letters: []reports.Letter{}}
	err := r.issue(ctx, in, payload)
	payload.Refusal, err = refusal(ctx, err)
	return payload, err
}

func (r *Resolver) issue(ctx context.Context, in model.IssueLettersInput, payload *model.IssueLettersPayload) error {
	if err := access.Require(ctx, access.Remind); err != nil {
		return err
	}
	now := r.warehouse.Now()
	day := jianfu.DateOf(now.In(jianfu.China))
	if in.On != nil {
		day = *in.On
	}
	pinned, release := r.engine.Pin(ctx, 0)
	found, err := r.templates.Reminders(pinned, r.engine, reports.Spec{Period: in.Period, AsOf: now}, day)
	var issuing reports.Issuing
	if err == nil {
		issuing, err = reports.Issue(pinned, r.engine, found.Period, found.Letters, day)
	}
	if err := errors.Join(release(), err); err != nil {
		return err
	}
	payload.Letters, payload.Issued = append(payload.Letters, found.Letters...), len(issuing.Issued)
	if issuing.File == nil || in.DryRun != nil && *in.DryRun {
		return nil
	}
	result, err := r.loader.Load(ctx, issuing.Name, bytes.NewReader(issuing.File), int64(len(issuing.File)), loaders.Options{Kind: "notice", Period: jianfu.YearOf(day.Year()).String(), SubmittedBy: doneBy(ctx, nil)})
	if err != nil {
		return err
	}
	if result.Status != loaders.Loaded {
		return fmt.Errorf("file the letters: %s %v", result.Status, result.Faults)
	}
	if err := r.accounts.Done(ctx, accounts.Filed, issuing.Name, fmt.Sprintf("%s %d", result.Status, result.Submission)); err != nil {
		return err
	}
	s, err := r.engine.Submission(ctx, result.Submission)
	if err != nil {
		return err
	}
	payload.Submission = &s
	r.announcements.tell(s)
	var mails []post.Letter
	for _, letter := range issuing.Issued {
		var text bytes.Buffer
		if err := letter.Report.WriteMarkdown(&text); err != nil {
			return err
		}
		mails = append(mails, post.Letter{Number: letter.Number, Portfolios: letter.Portfolios, Subject: "提示函：" + strings.Join(letter.Subjects, "、"), Body: text.String()})
	}
	payload.Mails, err = r.post.Letters(ctx, mails, doneBy(ctx, nil))
	return err
}

// downloads are the addresses of a report as a document, as of the same moment.
func downloads(r *reports.Report) []model.Download {
	var list []model.Download
	for _, format := range reports.Formats {
		query := url.Values{"period": {r.Period.String()}, "asOf": {r.AsOf.UTC().Format(time.RFC3339Nano)}}
		if r.Caliber.Name != metrics.DefaultCaliber {
			query.Set("caliber", r.Caliber.Name)
		}
		if r.Structure != "" && r.Structure != metrics.StructureNow {
			query.Set("structure", string(r.Structure))
		}
		if r.Lang == jianfu.English {
			query.Set("lang", "en")
		}
		list = append(list, model.Download{Format: format, Address: "/report/" + strings.ToLower(string(r.Kind)) + "." + format + "?" + query.Encode()})
	}
	return list
}
