package graph

import (
	"slices"

	"jianfu"
	"jianfu/metrics"
)

// requireKnown refuses a name that no unit has or had. nil asks for none.
func requireKnown(units []metrics.Department, what jianfu.Text, name *string, of func(metrics.DepartmentVersion) string) error {
	if name == nil {
		return nil
	}
	var known []string
	for _, unit := range units {
		for _, version := range unit.Versions {
			if text := of(version); text != "" && !slices.Contains(known, text) {
				known = append(known, text)
			}
		}
	}
	if slices.Contains(known, *name) {
		return nil
	}
	return jianfu.Unknown(what, *name, jianfu.Names(known...))
}
