package metrics

import "slices"

// Two kinds may have dimensions of the same name that are different columns: the form of a document
// and that of a meeting. A query over both has the groups of both, and for a value that only one
// has, the other has no figure: 0 meetings of the form 函 would be wrong.

// sayOf records whose rows have the values of a group.
func (r *run) sayOf(group []Member, src *source) {
	for _, m := range group {
		key := Member{Dimension: m.Dimension, Value: m.Value}
		if m.Known && !slices.Contains(r.sayers[key], src) {
			r.sayers[key] = append(r.sayers[key], src)
		}
	}
}

// applies reports whether a group is one of the metric's own dimensions: whether some of the
// sources whose rows have its values mean the same property.
func (r *run) applies(m *Metric, group []Member) bool {
	for _, member := range group {
		own := dimensionNamed(m.OwnDimensions(), member.Dimension)
		if own == nil || !member.Known {
			continue // the directory's is the same for all, and unknown values belong to any kind
		}
		says := func(src *source) bool {
			other := src.dimension(member.Dimension)
			return other == nil || other.means(own)
		}
		sayers := r.sayers[Member{Dimension: member.Dimension, Value: member.Value}]
		if len(sayers) > 0 && !slices.ContainsFunc(sayers, says) {
			return false
		}
	}
	return true
}

// means reports whether two dimensions of one name are the same property: those of sources that one
// file of the catalogue defines under one label, such as planned and conducted inspections.
func (d *Dimension) means(other *Dimension) bool {
	return d == other || d.Label == other.Label && d.of != nil && other.of != nil && d.of.at.file == other.of.at.file
}

func dimensionNamed(list []*Dimension, name string) *Dimension {
	at := slices.IndexFunc(list, func(d *Dimension) bool { return d.Name == name })
	if at < 0 {
		return nil
	}
	return list[at]
}
