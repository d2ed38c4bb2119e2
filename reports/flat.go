package reports

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"jianfu"
)

// WriteFlat writes one flat sheet: a header and rows of texts. The columns of numbers are
// written as such. An empty text is an empty cell. No text runs as a formula: the type of each
// cell is stored.
func WriteFlat(ctx context.Context, w io.Writer, header []string, rows [][]string, isNumber func(column string) bool, asOf time.Time) error {
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it is in memory
	const sheet = "Sheet1"
	sheetWriter, err := book.NewStreamWriter(sheet)
	if err != nil {
		return fmt.Errorf("make the sheet: %w", err)
	}
	if err := sheetWriter.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("make the sheet: %w", err)
	}
	for i, texts := range append([][]string{header}, rows...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		cells := make([]any, len(texts))
		for k, text := range texts {
			d, numeric := jianfu.ParseDecimal(text)
			switch {
			case text == "":
			case i > 0 && numeric && isNumber(header[k]):
				cells[k] = number(d)
			default:
				cells[k] = jianfu.Harmless(text)
			}
		}
		if err := sheetWriter.SetRow(cellName(1, i+1), cells); err != nil {
			return fmt.Errorf("write row %d: %w", i+1, err)
		}
	}
	if err := sheetWriter.Flush(); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	at := asOf.UTC().Format(time.RFC3339) // no creation time: the same answer is the same file
	if asOf.IsZero() {
		at = "1980-01-01T00:00:00Z"
	}
	if err := book.SetDocProps(&excelize.DocProperties{Creator: "jianfu", Created: at, Modified: at}); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return err
	}
	return settle(out.Bytes(), w)
}
