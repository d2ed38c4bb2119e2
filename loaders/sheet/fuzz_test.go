package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// readsTheSame opens an input and reads it twice: both must give the same, or it must be refused
// with a sentence.
func readsTheSame(t *testing.T, name string, file []byte) (lines []string, ok bool) {
	t.Helper()
	book, err := open(context.Background(), name, bytes.NewReader(file), int64(len(file)), converter{})
	if err != nil {
		checkRefusal(t, err, "")
		return nil, false
	}
	first, err := seen(book)
	second, again := seen(book)
	if fmt.Sprint(first, err) != fmt.Sprint(second, again) {
		t.Errorf("reads %q %v, then %q %v", first, err, second, again)
	}
	if err != nil {
		checkRefusal(t, err, "")
	}
	return first, err == nil
}

// FuzzOpen: no input panics, reads differently the second time, or is refused without a sentence.
func FuzzOpen(f *testing.F) {
	for _, pattern := range []string{"../../testdata/*/*", "testdata/*"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() < 10_000 {
				file, err := os.ReadFile(name)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(filepath.Base(name), file)
			}
		}
	}
	f.Add("a.xlsx", workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`).zip())
	f.Fuzz(func(t *testing.T, name string, file []byte) { readsTheSame(t, name, file) })
}

// FuzzSheet bypasses the checksums: the input is a sheet's XML.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)
	f.Add(`<row><c t="inlineStr"><is><r><t>a&amp;_x000D_</t></r></is></c><c s="1"><v>1e5</v></c></row>`, `<!-- -->`)
	f.Add(`<row><c s="5"><v>45054.5</v></c><c t="d"><v>PT1H30M</v></c><c><f>1</f><v/></c></row>`, `<mc:AlternateContent/>`)
	f.Fuzz(func(t *testing.T, rows, behind string) { readsTheSame(t, "a.xlsx", workbookOf(rows, behind).zip()) })
}

// FuzzWorkbook varies the parts that all sheets share.
func FuzzWorkbook(f *testing.F) {
	good := workbookOf("")
	f.Add(good["xl/workbook.xml"], good["xl/_rels/workbook.xml.rels"], good["xl/styles.xml"], good["xl/sharedStrings.xml"])
	f.Add(strings.Replace(good["xl/workbook.xml"], "</sheets>", `<sheet name="m" r:id=""/></sheets><calcPr fullCalcOnLoad="1"/>`, 1), good["xl/_rels/workbook.xml.rels"],
		strings.Replace(good["xl/styles.xml"], "<numFmt ", `<mc:AlternateContent><mc:Choice><numFmt numFmtId="170" formatCode="0"/></mc:Choice></mc:AlternateContent><numFmt `, 1), good["xl/sharedStrings.xml"])
	f.Fuzz(func(t *testing.T, book, relations, styles, texts string) {
		file := workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45054</v></c><c r="C1" s="3"><f>1</f><v>0</v></c></row>`)
		readsTheSame(t, "a.xlsx", file.with("xl/workbook.xml", book).with("xl/_rels/workbook.xml.rels", relations).with("xl/styles.xml", styles).with("xl/sharedStrings.xml", texts).zip())
	})
}

// FuzzFormat: every format code shows every number, the same each time.
func FuzzFormat(f *testing.F) {
	f.Fuzz(func(t *testing.T, code string, v float64) {
		format := parseFormat(code)
		if v != v || v > 1e300 || v < -1e300 {
			return
		}
		plain := appendFloat(nil, v)
		shown := format.appendShown(nil, v, plain)
		if again := parseFormat(code).appendShown(nil, v, plain); !bytes.Equal(shown, again) {
			t.Errorf("%q shows %v as %q, then %q", code, v, shown, again)
		}
		if most := len(code) + 8*len(code) + 700; len(shown) > most {
			t.Errorf("%q shows %v in %d bytes", code, v, len(shown))
		}
		if utf8.ValidString(code) && !utf8.Valid(shown) {
			t.Errorf("%q shows %v as %q", code, v, shown)
		}
		if s, _ := format.of(v); s.kind == dateSection {
			s.appendPartialDate(nil, time.Date(2023, 5, 8, 9, 30, 0, 0, time.UTC))
		}
		if format.text != nil {
			format.text.appendText(nil, "甲")
		}
	})
}

// FuzzCSV: the fields read from a text, written as CSV, are read as the same fields.
func FuzzCSV(f *testing.F) {
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, ok := readsTheSame(t, "a.csv", file); !ok {
			return
		}
		text, err := openText(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return // it is something else
		}
		read := func(in io.Reader) (records [][]string, err error) {
			err = newCSVReader(in, ',').each(t.Context(), func(r *Row) error {
				var fields []string
				for _, cell := range r.Cells {
					fields = append(fields, cell.Text)
				}
				if len(fields) != r.Width {
					t.Errorf("row %d has %d fields of %d", r.Number, len(fields), r.Width)
				}
				records = append(records, fields)
				return nil
			})
			return records, err
		}
		records, err := read(text.open())
		if err != nil {
			return
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		for _, fields := range records {
			for i, field := range fields {
				if strings.HasPrefix(field, `="`) {
					return // it would be read as the ="…" form
				}
				fields[i] = strings.ReplaceAll(field, "\r", "")
			}
			if strings.Join(fields, "") == "" {
				return
			}
			if err := w.Write(fields); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		if again, err := read(&out); err != nil || !slices.EqualFunc(records, again, slices.Equal[[]string]) {
			t.Errorf("%q reads as %q, and written again as %q %v", file, records, again, err)
		}
	})
}

// FuzzJSON: what is read is valid to the standard library, with the same result.
func FuzzJSON(f *testing.F) {
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, ok := readsTheSame(t, "a.json", file); !ok {
			return
		}
		text, err := openText(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		all, err := io.ReadAll(text.open())
		if err != nil {
			t.Fatal(err)
		}
		records, err := decodeRecords(all)
		if err != nil {
			t.Fatalf("%q is read, and is no JSON: %v", all, err)
		}
		book, err := openJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		err = book.Sheets()[0].Rows(t.Context(), func(r *Row) error {
			if r.Number == 0 {
				for _, cell := range r.Cells {
					keys = append(keys, cell.Text)
				}
				return nil
			}
			for i, cell := range r.Cells {
				switch want := records[r.Number-1][keys[i]].(type) {
				case string:
					if cell.Text != want {
						t.Errorf("record %d, %q: %q, want %q", r.Number, keys[i], cell.Text, want)
					}
				case json.Number:
					if cell.Kind != Number || cell.Text != want.String() {
						t.Errorf("record %d, %q: %q, want %s", r.Number, keys[i], cell.Text, want)
					}
				case nil:
					if cell.Kind != Empty {
						t.Errorf("record %d, %q: %q, want nothing", r.Number, keys[i], cell.Text)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// decodeRecords reads records as the standard library does.
func decodeRecords(text []byte) (records []map[string]any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for {
		var value any
		if err := d.Decode(&value); errors.Is(err, io.EOF) {
			return records, nil
		} else if err != nil {
			return nil, err
		}
		list, ok := value.([]any)
		if !ok {
			list = []any{value}
		}
		for _, item := range list {
			record, ok := item.(map[string]any)
			if !ok {
				return nil, fmt.Errorf("%v is no record", item)
			}
			records = append(records, record)
		}
	}
}
