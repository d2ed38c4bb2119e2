package jianfu

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Named is a name with its other names: a code with the unit's name, a metric with its labels.
type Named struct {
	Name   string
	Others []string
}

// Nearest returns at most n of the known names, most similar first: the fewest single-character
// changes from name, and in case of a tie the one listed first.
func Nearest(name string, known []string, n int) []string {
	return NearestNamed(name, Names(known...), n)
}

// Names are names without other names.
func Names(names ...string) []Named {
	named := make([]Named, len(names))
	for i, name := range names {
		named[i].Name = name
	}
	return named
}

// Unknown is the error for a name that is not among the known ones. It suggests the nearest.
func Unknown(what Text, name string, known []Named) *Error {
	near := NearestNamed(name, known, 3)
	if len(near) == 0 {
		return Errorf(Invalid, "没有%[1]s“%[3]s”", "there is no %[2]s %[3]q", what.ZH, what.EN, name)
	}
	err := Errorf(Invalid, "没有%[1]s“%[3]s”。相近的有：%[4]s", "there is no %[2]s %[3]q. The nearest: %[4]s", what.ZH, what.EN, name, strings.Join(near, ", "))
	err.Near = near
	return err
}

// NearestNamed is Nearest for names with other names. First come those with another name equal to
// the text, then those where one contains the other.
func NearestNamed(name string, known []Named, n int) []string {
	target := []rune(name)
	type candidate struct {
		name     string
		distance int
	}
	candidates := make([]candidate, 0, len(known))
	for _, k := range known {
		distance := editDistance(target, []rune(k.Name))
		for _, other := range k.Others {
			distance = min(distance, otherDistance(name, other))
		}
		candidates = append(candidates, candidate{k.Name, distance})
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	near := make([]string, 0, n)
	for _, c := range candidates[:min(n, len(candidates))] {
		near = append(near, c.name)
	}
	return near
}

// otherDistance is how far a text is from another name: negative where they are equal or one
// contains the other, and the largest int where they have nothing in common.
func otherDistance(text, other string) int {
	text, other = strings.ToLower(text), strings.ToLower(other)
	a, b := []rune(text), []rune(other)
	switch distance := editDistance(a, b); {
	case len(a) == 0 || len(b) == 0:
		return math.MaxInt
	case distance == 0:
		return -2
	case len(a) > 1 && len(b) > 1 && (strings.Contains(text, other) || strings.Contains(other, text)):
		return -1
	case distance < max(len(a), len(b)):
		return distance
	}
	return math.MaxInt
}

// editDistance is the Levenshtein distance, computed over one row of its table.
func editDistance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
