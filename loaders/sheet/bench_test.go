package sheet

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"
)

// manyRows is a workbook of n rows and 12 columns like the export of an office's system: texts,
// numbers and dates.
func manyRows(tb testing.TB, n int) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		tb.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		row := []any{i + 1, fmt.Sprintf("2023-B%03d-%06d", i%70, i), "市政务服务数据局", "全市营商环境总结会议",
			excelize.Cell{StyleID: date, Value: 44197 + i%700}, "部门会议", "现场", float64(i%9) / 2, i % 300, "各县区", "是", 1234.5678 + float64(i)}
		if err := w.SetRow(cell, row); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkXLSX(b *testing.B) {
	const n = 100_000
	file := manyRows(b, n)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		book, err := Open(context.Background(), "会议.xlsx", bytes.NewReader(file), int64(len(file)))
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		if err := book.Sheets()[0].Rows(context.Background(), func(*Row) error { rows++; return nil }); err != nil || rows != n {
			b.Fatal(rows, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkExcelizeRaw(b *testing.B) {
	const n = 100_000
	file := manyRows(b, n)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		count := 0
		for rows.Next() {
			if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
				b.Fatal(err)
			}
			count++
		}
		if count != n {
			b.Fatal(count)
		}
		rows.Close()
		f.Close()
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B) {
	const n = 1_000_000
	var file bytes.Buffer
	for i := range n {
		file.WriteString(strconv.Itoa(i))
		file.WriteString(",市政务服务数据局,2023-03-01,2023-03-16,2023-03-09,已办理,满意,政民互动,全市营商环境总结会议,12.5,是,否,\"甲,乙\",,各县区,300,\r\n")
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		book, err := Open(context.Background(), "留言.csv", bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			b.Fatal(err)
		}
		rows := 0
		if err := book.Sheets()[0].Rows(context.Background(), func(r *Row) error {
			if rows++; r.Width != 17 {
				b.Fatal(r.Width)
			}
			return nil
		}); err != nil || rows != n {
			b.Fatal(rows, err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
