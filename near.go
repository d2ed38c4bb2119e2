package jianfu

import (
	"cmp"
	"slices"
)

// Nearest gives at most n of the known names, the most alike first: those with the
// fewest single-character changes from name, and of two equally far the one known first.
func Nearest(name string, known []string, n int) []string {
	target := []rune(name)
	type candidate struct {
		name     string
		distance int
	}
	candidates := make([]candidate, 0, len(known))
	for _, k := range known {
		candidates = append(candidates, candidate{k, editDistance(target, []rune(k))})
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	near := make([]string, 0, n)
	for _, c := range candidates[:min(n, len(candidates))] {
		near = append(near, c.name)
	}
	return near
}

// editDistance is Levenshtein's, over one row of its table.
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
