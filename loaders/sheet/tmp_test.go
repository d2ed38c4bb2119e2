package sheet

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestTmp(t *testing.T) {
	fs, _ := filepath.Glob("../../testdata/*/*.xlsx")
	for _, n := range fs {
		f, _ := os.Open(n)
		st, _ := f.Stat()
		b, err := Open(n, f, st.Size())
		if err != nil {
			fmt.Println(n, err)
			continue
		}
		for _, s := range b.Sheets() {
			rows, cells := 0, 0
			err := s.Rows(context.Background(), func(r *Row) error {
				rows++
				cells += len(r.Cells)
				if rows <= 4 && s.Name == "1月" {
					fmt.Println(r.Number, r.Cells)
				}
				return nil
			})
			fmt.Println(n, s.Name, rows, cells, err)
		}
	}
}
