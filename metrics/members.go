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
				list = addMember(list, d, unit.Code, jianfu.Text{ZH: latest.Name, EN: latest.Name})
			case "portfolio":
				list = addMember(list, d, latest.Portfolio, jianfu.Text{ZH: latest.Portfolio, EN: latest.Portfolio})
			case "leader":
				list = addMember(list, d, latest.Leader, jianfu.Text{ZH: latest.Leader, EN: latest.Leader})
			case "department_type":
				list = addMember(list, d, latest.Type, jianfu.Text{ZH: latest.Type, EN: latest.Type})
			}
		}
		return list, nil
	case d.yesno:
		for _, word := range []string{"是", "否"} {
			list = addMember(list, d, word, jianfu.Text{ZH: word, EN: word})
		}
		return list, nil
	}
	all, err := e.MembersOf(ctx, d)
	return all[d], err
}

func addMember(list []Member, d *Dimension, value string, label jianfu.Text) []Member {
	if value == "" || slices.ContainsFunc(list, func(m Member) bool { return m.Value == value }) {
		return list
	}
	return append(list, Member{Dimension: d.Name, Value: value, Known: true, Label: label})
}

// MembersOf are the values of dimensions of the same rows, as filed, each by value. Those of a dimension that is
// yes or no, or the directory's, are not read.
func (e *Engine) MembersOf(ctx context.Context, dimensions ...*Dimension) (map[*Dimension][]Member, error) {
	dimensions = slices.DeleteFunc(slices.Clone(dimensions), func(d *Dimension) bool { return d.of == nil || d.yesno })
	all := map[*Dimension][]Member{}
	metric := slices.IndexFunc(e.catalog.Metrics(), func(m *Metric) bool { return len(dimensions) > 0 && m.source == dimensions[0].of })
	if metric < 0 { // only parts of rates count it
		return all, nil
	}
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		r, err := e.prepare(ctx, tx, Query{Metrics: []string{e.catalog.Metrics()[metric].Name}, Period: jianfu.YearOf(time.Now().Year())})
		if err != nil {
			return err
		}
		r.scope.within = r.see.rows() // what others filed is not shown
		var names []string
		for _, d := range dimensions {
			names = append(names, d.Name)
		}
		values, err := r.filedValues(ctx, dimensions[0].of, names...)
		if err != nil {
			return err
		}
		for i, d := range dimensions {
			for _, value := range slices.Sorted(slices.Values(values[i])) {
				all[d] = addMember(all[d], d, value, r.label(Member{Dimension: d.Name, Value: value, Known: true}))
			}
		}
		return nil
	})
	return all, err
}
