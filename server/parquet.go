package server

import (
	"context"
	"io"
	"strings"

	"jianfu"
	"jianfu/encode"
	"jianfu/sandbox"
)

// decimalColumns are the columns of a flat measurement that are numbers in Parquet; the others are
// text. Amounts are never shown with more than ten places.
var decimalColumns = map[string]string{
	"amount": "DECIMAL(38,10)", "numerator": "DECIMAL(38,10)", "denominator": "DECIMAL(38,10)", "baseAmount": "DECIMAL(38,10)",
	"delta": "DECIMAL(38,10)", "changePercent": "DECIMAL(38,2)", "changePoints": "DECIMAL(38,2)",
}

// writeParquet writes the table of /measure.csv as a Parquet file, with exact decimals.
func writeParquet(ctx context.Context, w io.Writer, header []string, rows [][]string) error {
	columns := make([]sandbox.Column, len(header))
	for i, name := range header {
		columns[i] = sandbox.Column{Name: name, Type: "VARCHAR"}
		kind := strings.TrimRight(name, "0123456789") // of a further comparison
		if decimal, ok := decimalColumns[kind]; ok {
			columns[i].Type = decimal
		}
		if kind == "favourable" {
			columns[i].Type = "BOOLEAN"
		}
	}
	out := encode.NewParquet(w)
	if err := out.Columns(columns); err != nil {
		return err
	}
	values := make([]any, len(columns))
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, text := range row {
			number, isNumber := jianfu.ParseDecimal(text)
			switch {
			case text == "":
				values[i] = nil
			case columns[i].Type == "BOOLEAN":
				values[i] = text == "true"
			case columns[i].Type != "VARCHAR" && isNumber:
				values[i] = number
			default:
				values[i] = text
			}
		}
		if err := out.Row(values); err != nil {
			return err
		}
	}
	return out.End(sandbox.Summary{})
}
