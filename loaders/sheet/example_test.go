package sheet_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"jianfu"
	"jianfu/loaders/sheet"
)

// A file is read whole or refused, with a sentence that says what to do.
func ExampleOpen() {
	ctx := context.Background()
	show := func(name, text string) {
		book, err := sheet.Open(ctx, name, strings.NewReader(text), int64(len(text)))
		var refused *jianfu.Error
		if errors.As(err, &refused) {
			fmt.Println(refused.Text.In(jianfu.English))
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		defer func() { _ = book.Close() }() // it was only read
		for i := range book.Sheets() {
			err = book.Sheets()[i].Rows(ctx, func(row *sheet.Row) error {
				fmt.Println(row.Number, row.Cells[0].Text, row.Cells[1].Text)
				return nil
			})
		}
		if err != nil {
			fmt.Println(err)
		}
	}
	show("会议.csv", "会议名称,参会人数\n\n防汛会议,120\n")
	show("会议.xlsx", "PK\x03\x04 cut short")
	// Output:
	// 1 会议名称 参会人数
	// 3 防汛会议 120
	// the workbook is damaged or malformed, the zip: the file is cut short, perhaps in copying (its zip has no directory). Open it in Excel or WPS, check it, save it as a new .xlsx and file that; if it does not open, ask its author for a new copy.
}
