package sheet

import (
	"bytes"
	"sort"
	"strings"
)

// region is a merged region of more than one cell; all bounds are inclusive.
type region struct{ top, bottom, left, right int32 }

// parseRef parses a cell's address such as AB12; rows count from 1, columns from 0.
func parseRef(ref []byte) (row, col int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || ref[i] == '0' {
		return 0, 0, false
	}
	for _, c := range ref[i:] {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
		row = row*10 + int(c-'0')
	}
	return row, col - 1, col <= maxColumns && row <= maxRows
}

// ColumnName is A for 0.
func ColumnName(col int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

func parseRegion(ref []byte) (region, error) {
	from, to, ok := bytes.Cut(ref, []byte(":"))
	if !ok {
		to = from
	}
	top, left, ok1 := parseRef(from)
	bottom, right, ok2 := parseRef(to)
	if !ok1 || !ok2 || top > bottom || left > right {
		return region{}, faultf("合并单元格的区域 %.40q 不对", "the merged region %.40q is wrong", ref)
	}
	return region{int32(top), int32(bottom), int32(left), int32(right)}, nil
}

// sortRegions sorts regions in reading order and refuses overlaps: nobody could say what such a
// cell holds.
func sortRegions(all []region) error {
	sort.Slice(all, func(i, j int) bool {
		a, b := all[i], all[j]
		return a.top < b.top || a.top == b.top && a.left < b.left
	})
	var open []region // by column; they share no column
	last := int32(0)
	for _, m := range all {
		if m.top != last {
			open = closeRegions(open, m.top, func(r region) region { return r })
			last = m.top
		}
		i := sort.Search(len(open), func(i int) bool { return open[i].right >= m.left })
		if i < len(open) && open[i].left <= m.right {
			return faultf("合并单元格互相重叠（%s%d）", "merged regions overlap (%s%d)", ColumnName(int(m.left)), m.top)
		}
		open = append(open, region{})
		copy(open[i+1:], open[i:])
		open[i] = m
	}
	return nil
}

// closeRegions drops those that end above a row.
func closeRegions[T any](open []T, row int32, at func(T) region) []T {
	kept := open[:0]
	for _, o := range open {
		if at(o).bottom >= row {
			kept = append(kept, o)
		}
	}
	return kept
}

// fill is a merged region that includes the present row, with its value.
type fill struct {
	region
	cell Cell
}

// filler fills merged regions as rows go by.
type filler struct {
	waiting []region // in reading order
	open    []fill
	width   int // columns of the sheet that hold values; nothing is filled beyond
	text    int // bytes that open holds
	filled  int
	covered bool // the present row has a value beneath a merged region
}

// row fills the empty cells of a row that are in a merged region, and returns the cells, perhaps
// more of them. Values that a file holds beneath a merged region are kept and marked, unless they
// are the same.
func (f *filler) row(number int32, cells []Cell) ([]Cell, error) {
	if len(f.open) > 0 {
		f.open = closeRegions(f.open, number, func(o fill) region { return o.region })
	}
	for len(f.waiting) > 0 && f.waiting[0].top <= number {
		m := f.waiting[0]
		f.waiting = f.waiting[1:]
		cell := Cell{} // as of a region that begins in a row without values
		if m.top == number && int(m.left) < len(cells) && cells[m.left].Kind != Empty {
			cell = cells[m.left]
			cell.Text, cell.Shown = strings.Clone(cell.Text), strings.Clone(cell.Shown) // a copy, not to keep the whole row
			cell.Merged = true
		}
		if m.bottom >= number {
			f.open = append(f.open, fill{m, cell})
		}
	}
	f.text, f.covered = 0, false
	for i := range f.open {
		o := &f.open[i]
		if f.text += len(o.cell.Text) + len(o.cell.Shown); f.text > maxMergedText {
			return nil, faultf("合并单元格的文字超过 %d MB", "the texts of merged regions are more than %d MB", maxMergedText>>20)
		}
		right := min(int(o.right), f.width-1)
		f.cover(o, number, cells)
		if o.cell.Kind == Empty {
			continue
		}
		if f.filled += right - int(o.left) + 1; f.filled > maxMergedCells {
			return nil, faultf("合并单元格的区域共超过 %d 个单元格", "merged regions cover more than %d cells", maxMergedCells)
		}
		cells = extend(cells, right+1)
		for c := int(o.left); c <= right; c++ {
			if cells[c].Kind == Empty {
				cells[c] = o.cell
			}
		}
	}
	return cells, nil
}

// cover marks the cells of a row that a region hides, if they hold anything else than what it shows.
func (f *filler) cover(o *fill, number int32, cells []Cell) {
	for c := int(o.left); c <= min(int(o.right), len(cells)-1); c++ {
		first := c == int(o.left) && number == o.top
		if cell := &cells[c]; !first && cell.Kind != Empty && (cell.Kind != o.cell.Kind || cell.Text != o.cell.Text) {
			cell.Covered, f.covered = true, true
		}
	}
}

// extend makes cells at least n long, the new ones empty.
func extend(cells []Cell, n int) []Cell {
	for len(cells) < n {
		cells = append(cells, Cell{})
	}
	return cells
}
