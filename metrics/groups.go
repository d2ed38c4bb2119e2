package metrics

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"

	"jianfu"
)

// group finds or adds the group of a row.
func (r *run) group(names []sql.NullString) []Member {
	group := make([]Member, len(names))
	for i, name := range names {
		group[i] = Member{Dimension: r.query.By[i], Value: name.String, Known: name.Valid && name.String != ""}
	}
	return group
}

// statedGroups adds the groups that no row has: those of totals, of a dimension that totals do not have
// the group that does not say, of the city's own total where no unit has anything, and those of units
// that filed for the period that there was nothing.
func (r *run) statedGroups() {
	for key, d := range r.decisions {
		if key.comparable || key.bucket < 0 {
			continue
		}
		for part, t := range d.tallies {
			known := r.axis.groups[part]
			if t.totals || t.Nil > 0 && key.bucket%2 == 0 && key.bucket < 2*len(r.rows) && len(known) == len(r.query.By) {
				r.addGroup(r.fullGroup(known))
			}
		}
		if d.city != nil && d.alone {
			r.addGroup(r.fullGroup(nil))
		}
	}
}

// fullGroup is a group of which only some of the directory's dimensions are known.
func (r *run) fullGroup(known []Member) []Member {
	group := make([]Member, len(r.query.By))
	for i, name := range r.query.By {
		group[i] = Member{Dimension: name}
		for _, m := range known {
			if m.Dimension == name {
				group[i] = m
			}
		}
	}
	return group
}

// addGroup adds a group that is not there yet, and gives its key.
func (r *run) addGroup(group []Member) string {
	key := groupKey(group)
	if !r.groupKeys[key] {
		r.groupKeys[key] = true
		r.groups = append(r.groups, group)
	}
	return key
}

// orderGroups sorts the groups: in the directory's order for units and portfolios, else by the
// values' text, unknown last. An order by figures is only made where Query.Sort asks for it.
func (r *run) orderGroups() {
	counted := r.groups
	var span []jianfu.Period
	for _, b := range r.buckets() {
		span = append(span, b.period)
	}
	r.groups = nil
	if len(r.query.By) == 0 {
		r.groups = [][]Member{{}}
		return
	}
	if r.query.only != nil {
		only := slices.Clone(r.query.only)
		for i := range only {
			only[i].Label = r.label(only[i])
		}
		r.groups = [][]Member{only}
		return
	}
	seen := map[string]bool{}
	for _, group := range members(r.departments, r.query.By, r.query.Where, span) {
		r.groups = append(r.groups, group)
		seen[groupKey(group)] = true
	}
	counted = slices.DeleteFunc(counted, func(g []Member) bool { return seen[groupKey(g)] })
	rank := r.directoryRank()
	slices.SortStableFunc(counted, func(a, b []Member) int {
		for i := range a {
			if a[i].Known != b[i].Known {
				return cmp.Compare(boolRank(!a[i].Known), boolRank(!b[i].Known))
			}
			order := cmp.Or(cmp.Compare(rank[a[i].Dimension+"="+a[i].Value], rank[b[i].Dimension+"="+b[i].Value]),
				cmp.Compare(a[i].Value, b[i].Value))
			if order != 0 {
				return order
			}
		}
		return 0
	})
	for _, group := range counted {
		for i := range group {
			group[i].Label = r.label(group[i])
		}
		r.groups = append(r.groups, group)
	}
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// directoryRank numbers the values of the directory's dimensions in its order.
func (r *run) directoryRank() map[string]int {
	rank := map[string]int{}
	for _, d := range r.departments {
		for _, v := range d.Versions {
			for _, dimension := range directoryDimensions {
				m := directoryMember(dimension.Name, d, v)
				if _, known := rank[m.Dimension+"="+m.Value]; !known {
					rank[m.Dimension+"="+m.Value] = len(rank) + 1
				}
			}
		}
	}
	return rank
}

func (r *run) label(m Member) jianfu.Text {
	if m.Dimension == "department" && m.Known {
		for _, d := range r.departments {
			if d.Code == m.Value {
				return directoryMember("department", d, d.Latest()).Label
			}
		}
	}
	if m.Dimension == "kind" && m.Known {
		if name, known := r.shape.kinds[m.Value]; known {
			return name
		}
	}
	for _, metric := range r.metrics {
		for _, d := range metric.Dimensions() {
			if d.Name == m.Dimension && d.units && m.Known {
				return r.unitNames(m.Value)
			}
			if d.Name == m.Dimension && d.yesno && m.Known {
				if m.Value == "true" {
					return jianfu.Text{ZH: "是", EN: "yes"}
				}
				return jianfu.Text{ZH: "否", EN: "no"}
			}
		}
	}
	return memberLabel(m.Value, m.Known)
}

// unitNames are the names of units of which a list has the codes: [B01, B02].
func (r *run) unitNames(list string) jianfu.Text {
	names := strings.Split(strings.Trim(list, "[]"), ", ")
	for i, code := range names {
		names[i] = r.label(Member{Dimension: "department", Value: code, Known: true}).ZH
	}
	return jianfu.Text{ZH: strings.Join(names, enumeration(jianfu.Chinese)), EN: strings.Join(names, enumeration(jianfu.English))}
}
