package post

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
)

// Figures writes the figures of a month that a schedule names. Whoever asks under ctx is their reader, who gets what the account sees: the error is
// Forbidden where that is not all that was agreed.
type Figures func(ctx context.Context, s accounts.Schedule, about jianfu.Month) (subject, body string, err error)

// WriteAgreed keeps the mails of schedules that are due by now and not kept yet. One that is refused, because the account of its reader may not see the
// figures any more or a metric is gone, is kept with the reason and not sent; one that cannot be written now is tried again later, and holds up no other.
func (p *Post) WriteAgreed(ctx context.Context, figures Figures, now time.Time) error {
	if active, err := p.accounts.Active(ctx); err != nil || !active {
		return err
	}
	due, err := p.accounts.DueFigures(ctx, now)
	for _, d := range due {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		subject, body, wrong := figures(access.With(ctx, d.Reader.Caller), d.Schedule, d.About)
		refused := ""
		switch code := jianfu.ErrorCode(wrong); code {
		case jianfu.Forbidden, jianfu.Invalid, jianfu.NotFound, jianfu.TooLarge:
			refused, subject = string(code), d.Schedule.Title
		default:
			if wrong != nil {
				err = errors.Join(err, fmt.Errorf("schedule %d for %s: %w", d.Schedule.ID, d.Reader.Name, wrong))
				continue
			}
			body += p.ending(d.Schedule)
		}
		if _, wrong := p.accounts.QueueFigures(ctx, d, subject, body, refused); wrong != nil {
			err = errors.Join(err, wrong)
		}
	}
	return err
}

// ending says who agreed to a mail, and where the figures are seen.
func (p *Post) ending(s accounts.Schedule) string {
	text := fmt.Sprintf("\n%s 于 %s 约定每月 %d 日发送；不再需要的，请告知专班停发。\n", s.By, s.MadeAt.In(jianfu.China).Format(time.DateOnly), s.Day)
	site, _, _ := strings.Cut(p.config.Link, "#")
	if site == "" {
		return text
	}
	page := s.View
	if page == "" {
		page = "/"
	}
	return text + "在这里查看：" + strings.TrimRight(site, "/") + "/#" + page + "\n"
}
