// Package encode writes answers of SQL in the formats that programs read: JSON, CSV, Arrow and
// Parquet.
package encode

import (
	"bufio"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/sandbox"
)

// Writer writes an answer in one of the formats. After the rows, either End or Fail is called once:
// an answer that is truncated or broken off says so itself.
type Writer interface {
	sandbox.Sink
	End(summary sandbox.Summary) error
	Fail(err *sandbox.Error) error
}

// Text is a value as DuckDB would cast it to text; NULL is "".
func Text(value any, dataType string) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case sandbox.JSON:
		return string(v)
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case *big.Int:
		return v.String()
	case float64:
		switch {
		case math.IsInf(v, 1):
			return "inf"
		case math.IsInf(v, -1):
			return "-inf"
		case math.IsNaN(v):
			return "nan"
		}
		return strconv.FormatFloat(v, 'g', -1, 64)
	case jianfu.Decimal:
		return v.String()
	case sandbox.Infinity:
		return v.String()
	case time.Time:
		switch dataType {
		case "DATE":
			return v.Format(time.DateOnly)
		case "TIMESTAMPTZ":
			return v.Format("2006-01-02 15:04:05.999999999-07")
		}
		return v.Format("2006-01-02 15:04:05.999999999")
	case []byte:
		return hex.EncodeToString(v)
	}
	return ""
}

// jsonValue is a value in JSON. Whole numbers that every reader keeps exact are numbers; decimals
// and larger numbers are strings, never floats.
func jsonValue(value any, dataType string) any {
	switch v := value.(type) {
	case nil, bool:
		return v
	case int64:
		if v >= -1<<53 && v <= 1<<53 {
			return v
		}
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return v
		}
	case sandbox.JSON:
		return json.RawMessage(v)
	}
	return Text(value, dataType)
}

// NewJSON writes {"columns":[{"name","type"}],"rows":[[…]],"summary":{…}}. summary.cut says which
// limit truncated the answer, and is null where none did. If the answer breaks off, it ends with
// "error" in place of the summary.
func NewJSON(w io.Writer, lang jianfu.Lang) Writer {
	return &jsonWriter{out: bufio.NewWriter(w), lang: lang}
}

type jsonWriter struct {
	out     *bufio.Writer
	lang    jianfu.Lang
	columns []sandbox.Column
	rows    int
}

func (w *jsonWriter) put(before string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if _, err := w.out.WriteString(before); err != nil {
		return err
	}
	_, err = w.out.Write(text)
	return err
}

func (w *jsonWriter) Columns(columns []sandbox.Column) error {
	w.columns = columns
	if err := w.put(`{"columns":`, columns); err != nil {
		return err
	}
	_, err := w.out.WriteString(`,"rows":[`)
	return err
}

func (w *jsonWriter) Row(values []any) error {
	line := make([]any, len(values))
	for i, value := range values {
		line[i] = jsonValue(value, w.columns[i].Type)
	}
	before := ",\n"
	if w.rows == 0 {
		before = "\n"
	}
	w.rows++
	return w.put(before, line)
}

func (w *jsonWriter) End(summary sandbox.Summary) error {
	if err := w.put(`],"summary":`, summaryFields(summary, w.lang)); err != nil {
		return err
	}
	_, _ = w.out.WriteString("}\n") // Flush reports it
	return w.out.Flush()
}

func (w *jsonWriter) Fail(e *sandbox.Error) error {
	before := `{"error":`
	if w.columns != nil {
		before = `],"error":`
	}
	if err := w.put(before, errorFields(e, w.lang)); err != nil {
		return err
	}
	_, _ = w.out.WriteString("}\n")
	return w.out.Flush()
}

// summaryFields is a summary for JSON.
func summaryFields(s sandbox.Summary, lang jianfu.Lang) map[string]any {
	answer := map[string]any{"rows": s.Rows, "cut": nil, "elapsedMs": float64(s.Elapsed.Microseconds()) / 1000,
		"snapshot": map[string]any{"submission": s.Stamp.Submission, "loadedAt": moments(s.Stamp.LoadedAt), "takenAt": moments(s.Stamp.TakenAt)}}
	if s.Cut != sandbox.NotCut {
		answer["cut"] = map[string]any{"by": s.Cut, "bound": s.Bound, "message": s.CutText().In(lang)}
	}
	return answer
}

func moments(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// errorFields is an error for JSON.
func errorFields(e *sandbox.Error, lang jianfu.Lang) map[string]any {
	answer := map[string]any{"code": e.Class, "message": e.Err.Text.In(lang)}
	if e.Line > 0 {
		answer["line"], answer["column"] = e.Line, e.Column
	}
	if len(e.Err.Near) > 0 {
		answer["near"] = e.Err.Near
	}
	return answer
}

// NewCSV writes a header and the rows, after the byte-order mark that Excel and WPS need to read
// Chinese. A truncated or broken answer ends in a line that begins with "#" and says so. Text that
// a spreadsheet would run as a formula is made harmless.
func NewCSV(w io.Writer, lang jianfu.Lang) Writer {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &csvWriter{plain: w, out: out, lang: lang}
}

type csvWriter struct {
	plain   io.Writer
	out     *csv.Writer
	lang    jianfu.Lang
	columns []sandbox.Column
	line    []string
}

func (w *csvWriter) Columns(columns []sandbox.Column) error {
	w.columns = columns
	if _, err := io.WriteString(w.plain, "\ufeff"); err != nil {
		return err
	}
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = jianfu.Harmless(c.Name)
	}
	return w.out.Write(header)
}

func (w *csvWriter) Row(values []any) error {
	w.line = w.line[:0]
	for i, value := range values {
		text := Text(value, w.columns[i].Type)
		switch value.(type) {
		case string, sandbox.JSON:
			text = jianfu.Harmless(text)
		}
		w.line = append(w.line, text)
	}
	return w.out.Write(w.line)
}

func (w *csvWriter) End(summary sandbox.Summary) error {
	if summary.Cut != sandbox.NotCut {
		_ = w.out.Write([]string{"# " + summary.CutText().In(w.lang)}) // Flush reports it
	}
	w.out.Flush()
	return w.out.Error()
}

func (w *csvWriter) Fail(e *sandbox.Error) error {
	_ = w.out.Write([]string{"# " + strings.ReplaceAll(e.Err.Text.In(w.lang), "\n", " ")})
	w.out.Flush()
	return w.out.Error()
}
