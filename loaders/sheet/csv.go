package sheet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// csvFile is a CSV. Like a worksheet it is read twice: first to verify that its quotes are closed,
// then to hand out rows.
type csvFile struct {
	text      *textFile
	delimiter byte
	verified  bool
}

func (*csvFile) hiddenColumns() []Columns { return nil }

func openCSV(text *textFile) (*Book, error) {
	delimiter, err := findDelimiter(text)
	if err != nil {
		return nil, err
	}
	return &Book{sheets: []Sheet{{rows: &csvFile{text: text, delimiter: delimiter}}}}, nil
}

func (c *csvFile) each(ctx context.Context, yield func(*Row) error) error {
	if !c.verified {
		r := newCSVReader(c.text.open(), c.delimiter)
		if err := r.each(ctx, nil); err != nil {
			return err
		}
		c.verified = true
	}
	return newCSVReader(c.text.open(), c.delimiter).each(ctx, yield)
}

// findDelimiter tries each delimiter on the beginning of the file and takes the one by which most
// records have the same number of fields; titles above the header have one or two fields with any
// of them.
func findDelimiter(text *textFile) (byte, error) {
	sample, err := io.ReadAll(io.LimitReader(text.open(), delimiterSample))
	if err != nil {
		return 0, refuseText(err)
	}
	best, most, widest := byte(','), 0, 0
	for _, d := range []byte{',', '\t', ';'} {
		counts := map[int]int{}
		r := newCSVReader(bytes.NewReader(sample), d)
		for {
			fields, err := r.record()
			if err != nil || fields == 0 {
				break // the sample may end within quotes
			}
			if fields > 1 {
				counts[fields]++
			}
		}
		for fields, n := range counts {
			if n > most || n == most && fields > widest {
				best, most, widest = d, n, fields
			}
		}
	}
	return best, nil
}

// csvReader splits UTF-8 into records and fields by RFC 4180; a quote in a field that does not
// begin with one is an ordinary character.
type csvReader struct {
	r         io.Reader
	buf       []byte
	pos, end  int
	eof       bool
	delimiter byte
	special   [256]bool // ends an unquoted field
	line      int       // of the next record
	records   int       // read so far
	start     int       // where it begins in buf
	length    int       // its bytes
	fields    []field
}

// field is a field's bytes, counted from the beginning of its record.
type field struct {
	from, to int32
	doubled  bool // it contains doubled quotes
}

func newCSVReader(r io.Reader, delimiter byte) *csvReader {
	c := &csvReader{r: r, delimiter: delimiter, line: 1, buf: make([]byte, chunk)}
	c.special[delimiter], c.special['\n'], c.special['\r'] = true, true, true
	return c
}

// each hands out the records that hold a value; without yield it only verifies.
func (c *csvReader) each(ctx context.Context, yield func(*Row) error) error {
	row := Row{}
	for n := 0; ; n++ {
		if n%checkContext == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		fields, err := c.record()
		if err != nil || fields == 0 {
			return err
		}
		if yield == nil {
			continue
		}
		if !c.cells(&row) {
			continue
		}
		if err := yield(&row); err != nil {
			return err
		}
	}
}

// cells turns the record just read into a row. It reports false if the record is empty.
func (c *csvReader) cells(row *Row) bool {
	text := string(c.buf[c.start : c.start+c.length])
	row.Number, row.Width = c.records, len(c.fields)
	row.Cells = row.Cells[:0]
	values := false
	for _, f := range c.fields {
		cell := Cell{}
		if f.to > f.from {
			values = true
			cell.Kind, cell.Text = String, text[f.from:f.to]
			if f.doubled {
				cell.Text = strings.ReplaceAll(cell.Text, `""`, `"`)
			}
			if cell.Text[0] == '=' { // ="00123", which programs write so that Excel does not read a number
				if inner, found := strings.CutPrefix(cell.Text, `="`); found && strings.HasSuffix(inner, `"`) {
					cell.Text = strings.TrimSuffix(inner, `"`)
				}
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return values
}

// record reads the next record and returns the number of its fields, 0 at the end.
func (c *csvReader) record() (int, error) {
	for {
		if c.pos < c.end {
			n, err := c.split(c.buf[c.pos:c.end])
			if !errors.Is(err, errMore) {
				c.start = c.pos
				c.pos += n
				return len(c.fields), err
			}
		}
		if err := c.more(); errors.Is(err, io.EOF) {
			if c.pos == c.end {
				return 0, nil
			}
		} else if err != nil {
			return 0, err
		}
	}
}

// more fills the buffer, keeping the bytes from pos.
func (c *csvReader) more() error {
	if c.eof {
		return io.EOF
	}
	copy(c.buf, c.buf[c.pos:c.end])
	c.end -= c.pos
	c.pos = 0
	if c.end == len(c.buf) {
		if len(c.buf) >= maxRecord {
			return refuse("第 %d 行起的一条记录超过 %d MB，多半是引号没有成对。请核对引号，或另存为 .xlsx 再报。",
				"the record from line %d is longer than %d MB; probably its quotes are not paired. Check the quotes, or save the file as .xlsx and file that.", c.line, maxRecord>>20)
		}
		c.buf = append(c.buf, make([]byte, len(c.buf))...)
	}
	n, err := io.ReadFull(c.r, c.buf[c.end:])
	c.end += n
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		c.eof = true
		return nil
	}
	if err != nil {
		return refuseText(err)
	}
	return nil
}

// split takes one record from the beginning of b. It returns errMore if b ends before the record is
// known to.
func (c *csvReader) split(b []byte) (int, error) {
	c.fields = c.fields[:0]
	line, i := c.line, 0
	for {
		var f field
		if i < len(b) && b[i] == '"' {
			end, doubled, lines, err := c.quoted(b, i+1, line)
			if err != nil {
				return 0, err
			}
			f = field{int32(i + 1), int32(end), doubled}
			line += lines
			i = end + 1
			if i == len(b) && !c.eof {
				return 0, errMore
			}
			if i < len(b) && !c.special[b[i]] {
				return 0, refuse("第 %d 行第 %d 个字段的引号后面还有文字，引号用法不对（字段里的引号要写成两个）。请改正，或另存为 .xlsx 再报。",
					"line %d, field %d: there is text after the closing quote (a quote within a field is written twice). Correct it, or save the file as .xlsx and file that.", line, len(c.fields)+1)
			}
		} else {
			from := i
			for i < len(b) && !c.special[b[i]] {
				i++
			}
			if i == len(b) && !c.eof {
				return 0, errMore
			}
			f = field{int32(from), int32(i), false}
		}
		if f.to-f.from > maxText {
			return 0, refuse("第 %d 行第 %d 个字段的文字过长，多半是引号没有成对。请核对引号，或另存为 .xlsx 再报。",
				"line %d, field %d: the text is too long; probably quotes are not paired. Check them, or save the file as .xlsx and file that.", c.line, len(c.fields)+1)
		}
		if len(c.fields) == maxFields {
			return 0, refuse("第 %d 行超过 %d 列。请核对分隔符，或另存为 .xlsx 再报。",
				"line %d has more than %d fields. Check the delimiter, or save the file as .xlsx and file that.", c.line, maxFields)
		}
		c.fields = append(c.fields, f)
		if i < len(b) && b[i] == c.delimiter {
			i++
			continue
		}
		c.length = i
		if i < len(b) {
			if b[i] == '\r' {
				if i+1 == len(b) && !c.eof {
					return 0, errMore
				}
				if i+1 < len(b) && b[i+1] == '\n' {
					i++
				}
			}
			i++
			line++
		}
		c.line = line
		c.records++
		return i, nil
	}
}

// quoted finds the closing quote of a field whose text begins at i, and counts the line ends before
// it.
func (c *csvReader) quoted(b []byte, i, line int) (end int, doubled bool, lines int, err error) {
	from := i
	for {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 || i+n+1 == len(b) && !c.eof {
			if !c.eof {
				return 0, false, 0, errMore
			}
			return 0, false, 0, refuse("第 %d 行的引号没有成对，文件可能不完整。请核对，或另存为 .xlsx 再报。",
				"a quote in line %d is not closed; perhaps the file is cut short. Check it, or save the file as .xlsx and file that.", line)
		}
		i += n
		if i+1 < len(b) && b[i+1] == '"' {
			doubled = true
			i += 2
			continue
		}
		return i, doubled, countLines(b[from:i]), nil
	}
}

// countLines counts the line ends of b: "\n", "\r\n" and "\r" are one each.
func countLines(b []byte) int {
	n := bytes.Count(b, []byte("\n"))
	if bytes.IndexByte(b, '\r') >= 0 {
		n += bytes.Count(b, []byte("\r")) - bytes.Count(b, []byte("\r\n"))
	}
	return n
}
