package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/accounts"
	"jianfu/graph/model"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/warehouse"
)

// mailsShown is how many mails of a schedule are listed.
const mailsShown = 20

// schedules are those that whoever asks may see.
func (r *Resolver) schedules(ctx context.Context, stopped bool) ([]model.Schedule, error) {
	if err := access.Require(ctx, access.ReadCity); err != nil {
		return nil, err
	}
	shown := []model.Schedule{}
	if active, err := r.accounts.Active(ctx); err != nil || !active {
		return shown, err
	}
	list, err := r.accounts.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	users, err := r.accounts.Users(ctx)
	if err != nil {
		return nil, err
	}
	c := access.From(ctx)
	all := c.Anonymous() || access.Require(ctx, access.Schedule) == nil
	for _, s := range list {
		if !stopped && !s.StoppedAt.IsZero() {
			continue
		}
		if !all {
			if !slices.Contains(s.Readers, c.Name) {
				continue
			}
			s.Readers = []string{c.Name}
		}
		one, err := r.scheduled(ctx, s, users)
		if err != nil {
			return nil, err
		}
		shown = append(shown, *one)
	}
	return shown, nil
}

// addressees are the accounts to which figures can be mailed.
func (r *Resolver) addressees(ctx context.Context) ([]model.Addressee, error) {
	if err := access.Require(ctx, access.Schedule); err != nil {
		return nil, err
	}
	list := []model.Addressee{}
	if active, err := r.accounts.Active(ctx); err != nil || !active {
		return list, err
	}
	users, err := r.accounts.Users(ctx)
	for _, u := range users {
		if u.Email != "" && !u.Disabled {
			list = append(list, model.Addressee{Name: u.Name, Role: string(u.Role), Department: model.OrNull(u.Department), Portfolio: model.OrNull(u.Portfolio)})
		}
	}
	return list, err
}

// scheduled is a schedule with what its readers got.
func (r *Resolver) scheduled(ctx context.Context, s accounts.Schedule, users []accounts.User) (*model.Schedule, error) {
	shown := &model.Schedule{Number: int(s.ID), Title: s.Title, Metrics: []metrics.Metric{}, Departments: orNone(s.Departments), Portfolios: orNone(s.Portfolios), View: model.OrNull(s.View),
		Day: s.Day, By: s.By, At: s.MadeAt, Next: timeOrNull(s.Next(time.Now())), StoppedBy: model.OrNull(s.StoppedBy), StoppedAt: timeOrNull(s.StoppedAt), Readers: []model.ScheduleReader{}, Mails: []model.ScheduledMail{}}
	for _, name := range s.Metrics {
		if m, err := r.engine.Catalog().Metric(name); err == nil { // one that is gone from the catalogue is said in the mails
			shown.Metrics = append(shown.Metrics, *m)
		}
	}
	for _, name := range s.Readers {
		reader := model.ScheduleReader{Name: name}
		if at := slices.IndexFunc(users, func(u accounts.User) bool { return u.Name == name }); at >= 0 {
			switch lang := model.Lang(ctx); {
			case users[at].Disabled:
				reader.Trouble = model.OrNull(jianfu.Say("账号已停用", "the account is disabled").In(lang))
			case users[at].Email == "":
				reader.Trouble = model.OrNull(jianfu.Say("没有邮箱", "it has no address").In(lang))
			}
		}
		shown.Readers = append(shown.Readers, reader)
	}
	mails, err := r.accounts.FiguresSent(ctx, s.ID, s.Readers, mailsShown)
	for _, m := range mails {
		shown.Mails = append(shown.Mails, model.ScheduledMail{Reader: m.User, Subject: m.Subject, At: m.MadeAt, SentAt: timeOrNull(m.SentAt), State: m.State(), StateLabel: m.State().Label().In(model.Lang(ctx))})
	}
	return shown, err
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// schedule agrees to a schedule.
func (r *Resolver) schedule(ctx context.Context, in model.ScheduleInput) (*model.SchedulePayload, error) {
	made, err := r.agree(ctx, in)
	return r.schedulePayload(ctx, in.ClientMutationID, made, err)
}

func (r *Resolver) schedulePayload(ctx context.Context, id *string, s accounts.Schedule, err error) (*model.SchedulePayload, error) {
	payload := &model.SchedulePayload{ClientMutationID: id, Sending: r.post != nil}
	if payload.Refusal, err = refusal(ctx, err); err != nil || payload.Refusal != nil {
		return payload, err
	}
	users, err := r.accounts.Users(ctx)
	if err != nil {
		return nil, err
	}
	payload.Schedule, err = r.scheduled(ctx, s, users)
	return payload, err
}

func (r *Resolver) agree(ctx context.Context, in model.ScheduleInput) (s accounts.Schedule, err error) {
	if err := access.Require(ctx, access.Schedule); err != nil {
		return s, err
	}
	if err := r.hasAccounts(ctx); err != nil {
		return s, err
	}
	sent := reports.Monthly{Title: in.Title}
	if view := orEmpty(in.View); view != "" {
		if s.View, err = r.viewNamed(ctx, view); err != nil {
			return s, err
		}
		if sent, err = reports.OfView(s.View, r.engine.Catalog()); err != nil && len(in.Metrics) == 0 {
			return s, err
		}
		sent.Title = in.Title
	}
	if len(in.Metrics) > 0 {
		sent.Metrics = in.Metrics
	}
	if len(in.Departments)+len(in.Portfolios) > 0 {
		sent.Departments, sent.Portfolios = in.Departments, in.Portfolios
	}
	for i, name := range sent.Metrics {
		m, err := r.engine.Catalog().Metric(name)
		if err != nil {
			return s, err
		}
		sent.Metrics[i] = m.Name
	}
	if len(sent.Departments) > 0 {
		if sent.Departments, err = r.engine.UnitsNamed(ctx, sent.Departments); err != nil {
			return s, err
		}
	}
	if err := r.mayRead(ctx, sent, in.Readers); err != nil {
		return s, err
	}
	s.Title, s.Metrics, s.Departments, s.Portfolios, s.Day, s.Readers, s.By = in.Title, sent.Metrics, sent.Departments, sent.Portfolios, in.Day, in.Readers, doneBy(ctx, in.AgreedBy)
	if s, err = r.accounts.AddSchedule(ctx, s); err != nil {
		return s, err
	}
	return s, r.accounts.Done(ctx, accounts.AgreedSchedule, fmt.Sprint(s.ID), s.Title)
}

// hasAccounts refuses schedules where no accounts are kept.
func (r *Resolver) hasAccounts(ctx context.Context) error {
	active, err := r.accounts.Active(ctx)
	if err == nil && !active {
		err = jianfu.Errorf(jianfu.Conflict, "还没有账号，没有人可发：先用 jianfu user add 添加账号，再设定邮箱", "there are no accounts to send to: add some with jianfu user add, and set their addresses")
	}
	return err
}

// viewNamed is the address of a saved view that has a name or address.
func (r *Resolver) viewNamed(ctx context.Context, view string) (string, error) {
	saved, err := r.warehouse.NotesOn(ctx, warehouse.NoteOnView, "")
	if err != nil {
		return "", err
	}
	var names []jianfu.Named
	for _, note := range saved {
		if note.Text == view || note.About == view {
			return note.About, nil
		}
		names = append(names, jianfu.Named{Name: note.Text})
	}
	return "", jianfu.Unknown(jianfu.Say("视图", "saved view"), view, names)
}

// mayRead refuses what the account of a reader may not see: it would never be sent.
func (r *Resolver) mayRead(ctx context.Context, sent reports.Monthly, readers []string) error {
	tried := map[string]bool{}
	for _, name := range readers {
		u, err := r.accounts.User(ctx, name)
		if err != nil {
			return err
		}
		if tried[u.Scope()] {
			continue
		}
		tried[u.Scope()] = true
		month := jianfu.DateOf(r.warehouse.Now().In(jianfu.China)).Month() - 1
		_, _, err = sent.Text(access.With(ctx, u.Caller), r.engine, month)
		var refused *jianfu.Error
		if errors.As(err, &refused) && refused.Code == jianfu.Forbidden {
			return jianfu.Errorf(jianfu.Invalid, "账号“%[1]s”（%[2]s）无权看这些数：请换收件人，或不写单位和战线，各收各的", "the account %[1]q (%[3]s) may not see these figures: choose other readers, or leave out units and lines, so that everybody gets the own",
				u.Name, u.Role.Label().ZH, string(u.Role)).Because(err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stopSchedule ends a schedule.
func (r *Resolver) stopSchedule(ctx context.Context, in model.StopScheduleInput) (*model.SchedulePayload, error) {
	var stopped accounts.Schedule
	err := access.Require(ctx, access.Schedule)
	if err == nil {
		err = r.hasAccounts(ctx)
	}
	if err == nil {
		if stopped, err = r.accounts.StopSchedule(ctx, int64(in.Number), doneBy(ctx, in.StoppedBy)); err == nil {
			err = r.accounts.Done(ctx, accounts.StoppedSchedule, fmt.Sprint(stopped.ID), stopped.Title)
		}
	}
	return r.schedulePayload(ctx, in.ClientMutationID, stopped, err)
}
