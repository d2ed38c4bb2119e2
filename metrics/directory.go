package metrics

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"jianfu"
)

// Department is a unit that files, with its entries in the directory.
type Department struct {
	Code     string
	Versions []DepartmentVersion // by first day
}

// DepartmentVersion is the entry of a unit in the directory from one day until another.
type DepartmentVersion struct {
	Code, Name, ShortName, Type, Portfolio, Leader string
	From, Until                                    jianfu.Date // half open
	Predecessors                                   []string    // codes of the units whose work it took over on its first day
	Change                                         string      // 改名, 合并, 拆分 or 划入; "" where the directory does not say
}

// Latest is the newest version.
func (d Department) Latest() DepartmentVersion { return d.Versions[len(d.Versions)-1] }

// Portfolio is a deputy mayor's portfolio.
type Portfolio struct {
	Name        string
	Leader      string
	Departments []string // codes of the units that belong to it by their newest version
}

// Departments lists the units in the directory's order, as of a moment (zero is now).
func (e *Engine) Departments(ctx context.Context, asOf time.Time) ([]Department, error) {
	var list []Department
	err := e.w.Read(ctx, func(tx *sql.Tx) error {
		standing, err := e.standing(ctx, tx, &scope{asOf: asOf})
		if err == nil {
			list = standing.departments
		}
		return err
	})
	return list, err
}

// City is the city's name, such as 云州市; "" if neither a directory nor a clerk named it.
func (e *Engine) City(ctx context.Context) (string, error) { return e.w.Setting(ctx, "city") }

// Portfolios lists the portfolios in the directory's order, as of a moment (zero is now).
func (e *Engine) Portfolios(ctx context.Context, asOf time.Time) ([]Portfolio, error) {
	departments, err := e.Departments(ctx, asOf)
	if err != nil {
		return nil, err
	}
	var list []Portfolio
	for _, d := range departments {
		v := d.Latest()
		if v.Portfolio == "" {
			continue
		}
		at := slices.IndexFunc(list, func(p Portfolio) bool { return p.Name == v.Portfolio })
		if at < 0 {
			at = len(list)
			list = append(list, Portfolio{Name: v.Portfolio, Leader: v.Leader})
		}
		list[at].Departments = append(list[at].Departments, d.Code)
	}
	return list, nil
}

// members lists the groups that rows should show even if nothing was counted: the combinations of
// the dimensions, if all are the directory's, in force during a span. Nil if a dimension is not the
// directory's.
func members(departments []Department, by []string, where Filter, span []jianfu.Period) [][]Member {
	for _, name := range by {
		if name != "department" && !isUnitProperty(name) {
			return nil
		}
	}
	var groups [][]Member
	seen := map[string]bool{}
	for _, d := range departments {
		if len(where.Departments) > 0 && !slices.Contains(where.Departments, d.Code) {
			continue
		}
		for _, v := range d.Versions {
			overlaps := slices.ContainsFunc(span, func(p jianfu.Period) bool { return v.From < p.Until() && p.From() < v.Until })
			if !overlaps || !admits(where, v) {
				continue
			}
			group := make([]Member, len(by))
			for i, name := range by {
				group[i] = directoryMember(name, d, v)
			}
			if key := groupKey(group); !seen[key] {
				seen[key] = true
				groups = append(groups, group)
			}
		}
	}
	return groups
}

func admits(where Filter, v DepartmentVersion) bool {
	if len(where.Portfolios) > 0 && !slices.Contains(where.Portfolios, v.Portfolio) {
		return false
	}
	for _, equals := range where.Is {
		value, ok := v.property(equals.Dimension)
		if ok && !slices.Contains(equals.In, value) {
			return false
		}
	}
	return true
}

func (v DepartmentVersion) property(dimension string) (string, bool) {
	switch dimension {
	case "portfolio":
		return v.Portfolio, true
	case "leader":
		return v.Leader, true
	case "department_type":
		return v.Type, true
	}
	return "", false
}

func directoryMember(name string, d Department, v DepartmentVersion) Member {
	if name == "department" {
		latest := d.Latest().Name
		return Member{Dimension: name, Value: d.Code, Known: true, Label: jianfu.Text{ZH: latest, EN: latest}}
	}
	value, _ := v.property(name)
	return Member{Dimension: name, Value: value, Known: value != "", Label: memberLabel(value, value != "")}
}

func memberLabel(value string, known bool) jianfu.Text {
	if !known {
		return jianfu.Text{ZH: "（未填）", EN: "(not given)"}
	}
	return jianfu.Text{ZH: value, EN: value}
}

// groupKey is equal for equal groups.
func groupKey(group []Member) string {
	key := ""
	for _, m := range group {
		if m.Known {
			key += "=" + m.Value
		}
		key += "\x00"
	}
	return key
}
