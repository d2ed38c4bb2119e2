package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"jianfu"
)

// Schedule is what the office has agreed to mail every month: figures of the month before, to people with accounts, each of
// whom gets what the account sees.
type Schedule struct {
	ID                      int64
	Title                   string
	Metrics                 []string
	Departments, Portfolios []string // whose figures; without any, those that the reader sees
	View                    string   // the page that the mail leads to, such as /compare?m=meetings.held; "" for none
	Day                     int      // of the month, from 1 to 31; its last where it is shorter
	Readers                 []string // names of accounts
	By                      string
	MadeAt                  time.Time
	StoppedBy               string
	StoppedAt               time.Time // zero: it goes on
}

// sendingHour is the hour in China at which the mails of a day are written.
const sendingHour = 8

// The largest schedule.
const (
	mostMetrics = 30
	mostReaders = 200
	mostTitle   = 100
	mostView    = 2000
)

// moment is when the mails of a month are written.
func (s Schedule) moment(month jianfu.Month) time.Time {
	last := ((month + 1).First() - 1).Time().Day()
	return time.Date(month.Year(), time.Month(month.Number()), min(s.Day, last), sendingHour, 0, 0, 0, jianfu.China)
}

// Last is the latest moment up to now at which mails were to be written, and the month that they are about; false if there was none
// since the schedule was made.
func (s Schedule) Last(now time.Time) (at time.Time, about jianfu.Month, is bool) {
	month := jianfu.DateOf(now.In(jianfu.China)).Month()
	if at = s.moment(month); at.After(now) {
		month--
		at = s.moment(month)
	}
	return at, month - 1, !at.Before(s.MadeAt)
}

// Next is when mails are written next; zero for a schedule that was stopped.
func (s Schedule) Next(now time.Time) time.Time {
	if !s.StoppedAt.IsZero() {
		return time.Time{}
	}
	month := jianfu.DateOf(now.In(jianfu.China)).Month()
	if at := s.moment(month); at.After(now) {
		return at
	}
	return s.moment(month + 1)
}

// figuresAbout is the beginning of what mails of a schedule are about: no other mail has it.
func figuresAbout(schedule int64) string { return fmt.Sprintf("figures %d ", schedule) }

func listText(list []string) string {
	text, _ := json.Marshal(append([]string{}, list...)) // texts always can be
	return string(text)
}

// AddSchedule keeps a schedule. Readers are accounts that are in use and have an address. The error is Invalid for what is malformed,
// and NotFound, with the nearest names, for an account that there is not.
func (s *Store) AddSchedule(ctx context.Context, c Schedule) (Schedule, error) {
	c.Title, c.View = strings.TrimSpace(c.Title), strings.TrimSpace(c.View)
	switch {
	case c.Title == "" || len([]rune(c.Title)) > mostTitle || strings.ContainsAny(c.Title, "\r\n"):
		return c, jianfu.Errorf(jianfu.Invalid, "标题应为一行，1—%d 个字", "the title should be one line of 1 to %d characters", mostTitle)
	case len(c.Metrics) == 0 || len(c.Metrics) > mostMetrics:
		return c, jianfu.Errorf(jianfu.Invalid, "指标应有 1—%d 个", "there should be 1 to %d metrics", mostMetrics)
	case c.Day < 1 || c.Day > 31:
		return c, jianfu.Errorf(jianfu.Invalid, "每月第几天应为 1—31", "the day of the month should be from 1 to 31")
	case len(c.Readers) == 0 || len(c.Readers) > mostReaders:
		return c, jianfu.Errorf(jianfu.Invalid, "收件的账号应有 1—%d 个", "there should be 1 to %d accounts that it goes to", mostReaders)
	case len(c.View) > mostView || c.View != "" && !strings.HasPrefix(c.View, "/") || strings.ContainsAny(c.View, "\r\n"):
		return c, jianfu.Errorf(jianfu.Invalid, "视图的地址写法不对，应为 /compare?m=meetings.held 这样", "the address of the view is malformed: write it as /compare?m=meetings.held")
	}
	names := map[string]bool{}
	for i, name := range c.Readers {
		u, err := s.User(ctx, name)
		if err != nil {
			return c, err
		}
		switch c.Readers[i] = u.Name; {
		case u.Disabled:
			return c, jianfu.Errorf(jianfu.Invalid, "账号“%s”已停用，收不到", "the account %q is disabled, and gets no mails", u.Name)
		case u.Email == "":
			return c, jianfu.Errorf(jianfu.Invalid, "账号“%s”还没有邮箱，请管理员先设定（jianfu user email，或账号管理页面）", "the account %q has no address: an administrator sets one (jianfu user email, or the page of accounts)", u.Name)
		case names[u.Name]:
			return c, jianfu.Errorf(jianfu.Invalid, "账号“%s”写了两次", "the account %q is named twice", u.Name)
		}
		names[u.Name] = true
	}
	c.MadeAt = time.Unix(time.Now().Unix(), 0)
	err := s.write(ctx, false, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO schedule (title, metrics, departments, portfolios, view, day, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			c.Title, listText(c.Metrics), listText(c.Departments), listText(c.Portfolios), c.View, c.Day, c.By, c.MadeAt.Unix())
		if err != nil {
			return err
		}
		if c.ID, err = done.LastInsertId(); err != nil {
			return err
		}
		for _, name := range c.Readers {
			if _, err := tx.ExecContext(ctx, `INSERT INTO schedule_reader VALUES (?, ?)`, c.ID, name); err != nil {
				return err
			}
		}
		return nil
	})
	return c, err
}

// StopSchedule ends a schedule; its mails that wait to be sent are not sent any more. The error is NotFound if there is none with the
// number, and Conflict if it was stopped before.
func (s *Store) StopSchedule(ctx context.Context, id int64, by string) (Schedule, error) {
	err := s.write(ctx, false, func(tx *sql.Tx) error {
		var stopped int64
		err := tx.QueryRowContext(ctx, `SELECT stopped_at FROM schedule WHERE id = ?`, id).Scan(&stopped)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return jianfu.Errorf(jianfu.NotFound, "没有第 %d 号定期发送，见 jianfu schedule list", "there is no schedule %d: see jianfu schedule list", id)
		case err != nil:
			return err
		case stopped != 0:
			return jianfu.Errorf(jianfu.Conflict, "第 %d 号定期发送已经停了", "the schedule %d was stopped before", id)
		}
		now := time.Now().Unix()
		if _, err := tx.ExecContext(ctx, `UPDATE schedule SET stopped_by = ?, stopped_at = ? WHERE id = ?`, by, now, id); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE mail SET begun_at = ?, failed = ? WHERE begun_at = 0 AND about GLOB ?`, now, failedStopped, figuresAbout(id)+"*")
		return err
	})
	if err != nil {
		return Schedule{}, err
	}
	list, err := s.Schedules(ctx)
	for _, c := range list {
		if c.ID == id {
			return c, err
		}
	}
	return Schedule{}, err
}

// Schedules are all, also those that were stopped, in the order in which they were made.
func (s *Store) Schedules(ctx context.Context) (list []Schedule, err error) {
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT id, title, metrics, departments, portfolios, view, day, made_by, made_at, stopped_by, stopped_at,
		(SELECT json_group_array(user) FROM (SELECT user FROM schedule_reader WHERE schedule = id ORDER BY user)) FROM schedule ORDER BY id`)
	if err != nil {
		return nil, s.failed(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var c Schedule
		var made, stopped int64
		texts := make([]string, 4)
		if err := rows.Scan(&c.ID, &c.Title, &texts[0], &texts[1], &texts[2], &c.View, &c.Day, &c.By, &made, &c.StoppedBy, &stopped, &texts[3]); err != nil {
			return nil, s.failed(err)
		}
		for i, into := range []*[]string{&c.Metrics, &c.Departments, &c.Portfolios, &c.Readers} {
			if err := json.Unmarshal([]byte(texts[i]), into); err != nil {
				return nil, s.failed(err)
			}
		}
		c.MadeAt, c.StoppedAt = timeOf(made), timeOf(stopped)
		list = append(list, c)
	}
	return list, s.failed(rows.Err())
}

// Due is a mail that is to be written: the figures of a schedule about a month, for one of its readers.
type Due struct {
	Schedule Schedule
	Reader   User
	About    jianfu.Month
}

func (d Due) about() string {
	return figuresAbout(d.Schedule.ID) + d.About.String() + " " + d.Reader.Name
}

// DueFigures are the mails of schedules that are to be written by now and were not. Of months of which no mail was written when it was
// time, because no server ran, only the last is made up for.
func (s *Store) DueFigures(ctx context.Context, now time.Time) (list []Due, err error) {
	schedules, err := s.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	db, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range schedules {
		_, month, is := c.Last(now)
		if !is || !c.StoppedAt.IsZero() {
			continue
		}
		for _, name := range c.Readers {
			u, err := s.User(ctx, name)
			if err != nil {
				return nil, err
			}
			d := Due{c, u, month}
			var there int
			if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM mail WHERE about = ?`, d.about()).Scan(&there); err != nil {
				return nil, s.failed(err)
			}
			if there == 0 && u.Email != "" && !u.Disabled {
				list = append(list, d)
			}
		}
	}
	return list, nil
}

// QueueFigures keeps the mail of what is due, unless there is one already, the schedule was stopped, or the account of the reader is not any
// longer as it was when the figures were read. A reason in refused is kept in place of the mail, which is not sent then.
func (s *Store) QueueFigures(ctx context.Context, d Due, subject, body, refused string) (queued bool, err error) {
	err = s.write(ctx, false, func(tx *sql.Tx) error {
		now, u := time.Now().Unix(), d.Reader
		begun := int64(0)
		if refused != "" {
			begun, refused = now, failedBarred+refused
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO mail (about, user, address, subject, body, made_by, made_at, begun_at, failed)
			SELECT ?, name, email, ?, ?, ?, ?, ?, ? FROM user
			WHERE name = ? AND email = ? AND role = ? AND department = ? AND portfolio = ? AND NOT disabled AND EXISTS (SELECT 1 FROM schedule WHERE id = ? AND stopped_at = 0)
			ON CONFLICT DO NOTHING`,
			d.about(), subject, body, d.Schedule.By, now, begun, refused, u.Name, u.Email, u.Role, u.Department, u.Portfolio, d.Schedule.ID)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		queued = n > 0
		return err
	})
	return queued, err
}

// FiguresSent are the mails of a schedule to accounts, the latest first, at most so many.
func (s *Store) FiguresSent(ctx context.Context, schedule int64, readers []string, most int) ([]Mail, error) {
	return s.mails(ctx, `WHERE about GLOB ? AND user IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`, figuresAbout(schedule)+"*", listText(readers), most)
}
