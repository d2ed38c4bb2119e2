package metrics

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"jianfu"
)

// Members are the values of a dimension in filed rows or in the directory whose value or name
// contains text, in the directory's order or by value.
func (e *Engine) Members(ctx context.Context, d *Dimension, text string) ([]Member, error) {
	all, err := e.members(ctx, d)
	if err != nil {
		return nil, err
	}
	text = strings.ToLower(text)
	return slices.DeleteFunc(all, func(m Member) bool {
		return !strings.Contains(strings.ToLower(strings.Join([]string{m.Value, m.Label.ZH, m.Label.EN}, "\n")), text)
	}), nil
}

func (e *Engine) members(ctx context.Context, d *Dimension) (list []Member, err error) {
	add := func(value, label string) {
		if value != "" && !slices.ContainsFunc(list, func(m Member) bool { return m.Value == value }) {
			list = append(list, Member{Dimension: d.Name, Value: value, Known: true, Label: jianfu.Text{ZH: label, EN: label}})
		}
	}
	switch {
	case d.of == nil:
		units, err := e.Departments(ctx, time.Time{})
		if err != nil {
			return nil, err
		}
		for _, unit := range units {
			latest := unit.Latest()
			switch d.Name {
			case "department":
				add(unit.Code, latest.Name)
			case "portfolio":
				add(latest.Portfolio, latest.Portfolio)
			case "leader":
				add(latest.Leader, latest.Leader)
			case "department_type":
				add(latest.Type, latest.Type)
			}
		}
		return list, nil
	case d.yesno:
		add("是", "是")
		add("否", "否")
		return list, nil
	}
	metric := slices.IndexFunc(e.catalog.Metrics(), func(m *Metric) bool { return m.source == d.of })
	if metric < 0 { // only parts of rates count it
		return list, nil
	}
	err = e.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := e.prepare(ctx, tx, Query{Metrics: []string{e.catalog.Metrics()[metric].Name}, Period: jianfu.YearOf(time.Now().Year())})
		if err != nil {
			return err
		}
		values, err := r.filedValues(ctx, d.of, d.Name)
		slices.Sort(values)
		for _, value := range values {
			add(value, value)
		}
		return err
	})
	return list, err
}
