package sheet

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"jianfu"
)

// jsonFile holds records: an array of flat objects, or flat objects one after another. Opening
// reads it once, to collect the keys.
type jsonFile struct {
	text *textFile
	keys []string
}

func (*jsonFile) hiddenColumns() []Columns { return nil }

func openJSON(text *textFile) (*Book, error) {
	f := &jsonFile{text: text}
	first := newJSONReader(text.open(), nil)
	if err := first.each(context.Background(), nil); err != nil {
		return nil, first.refusal(err)
	}
	if len(first.keys) == 0 {
		return nil, refuse("JSON 文件里没有记录。请核对文件后再报。", "the JSON file holds no records. Check the file and file it again.")
	}
	f.keys = first.keys
	return &Book{sheets: []Sheet{{rows: f}}, records: true}, nil
}

func (f *jsonFile) each(ctx context.Context, yield func(*Row) error) error {
	header := Row{Cells: make([]Cell, len(f.keys)), Width: len(f.keys)}
	for i, k := range f.keys {
		if k != "" {
			header.Cells[i] = Cell{Kind: String, Text: k}
		}
	}
	if err := yield(&header); err != nil {
		return err
	}
	r := newJSONReader(f.text.open(), f.keys)
	err := r.each(ctx, yield)
	if r.failed != nil {
		return r.failed
	}
	return r.refusal(err)
}

// jsonReader reads records one byte at a time; encoding/json would hold a whole value in memory and
// replace what it cannot decode.
type jsonReader struct {
	r      *bufio.Reader
	keys   []string
	index  map[string]int
	seen   []int // the last record that had each key
	record int
	row    Row
	text   []byte
	texts  []span
	failed error // of yield or ctx
}

func newJSONReader(r io.Reader, keys []string) *jsonReader {
	j := &jsonReader{r: bufio.NewReaderSize(r, chunk), index: map[string]int{}}
	for _, k := range keys {
		j.key(k)
	}
	return j
}

// key returns the column of a key.
func (j *jsonReader) key(k string) int {
	if i, ok := j.index[k]; ok {
		return i
	}
	i := len(j.keys)
	j.index[k] = i
	j.keys = append(j.keys, k)
	j.seen = append(j.seen, 0)
	return i
}

func (j *jsonReader) refusal(err error) error {
	var done *jianfu.Error
	switch {
	case err == nil, errors.As(err, &done):
		return err
	case errors.Is(err, errEncoding), errors.Is(err, errNul):
		return refuseText(err)
	}
	what := jianfu.Say("内容读取失败", "it cannot be read")
	var f *fault
	if errors.As(err, &f) {
		what = f.text
	}
	return &jianfu.Error{Code: jianfu.Unreadable, Err: err, Text: jianfu.Text{
		ZH: fmt.Sprintf("JSON 文件第 %d 条记录附近有误：%s。请按“记录的数组”重新导出再报。", max(j.record, 1), what.ZH),
		EN: fmt.Sprintf("the JSON file is wrong near record %d: %s. Export it again as an array of flat records.", max(j.record, 1), what.EN),
	}}
}

var (
	errCutJSON = faultf("文件不完整", "the file is cut short")
	errJSON    = faultf("不是规范的 JSON", "it is not valid JSON")
)

// space returns the next byte that is not white space, without consuming it; 0 at the end.
func (j *jsonReader) space() (byte, error) {
	for {
		c, err := j.r.ReadByte()
		if errors.Is(err, io.EOF) {
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		if !spaceByte[c] {
			return c, j.r.UnreadByte()
		}
	}
}

// drop consumes a byte that was peeked at: it is in the buffer.
func (j *jsonReader) drop() { _, _ = j.r.Discard(1) }

// take consumes one byte that is not white space.
func (j *jsonReader) take() (byte, error) {
	c, err := j.space()
	if err == nil && c == 0 {
		return 0, errCutJSON
	}
	if err == nil {
		j.drop()
	}
	return c, err
}

// each reads the whole document.
func (j *jsonReader) each(ctx context.Context, yield func(*Row) error) error {
	c, err := j.space()
	if err != nil {
		return err
	}
	if c == '[' {
		j.drop()
		return j.array(ctx, yield)
	}
	for c != 0 {
		if err := j.next(ctx, yield); err != nil {
			return err
		}
		if c, err = j.space(); err != nil {
			return err
		}
	}
	return nil
}

func (j *jsonReader) array(ctx context.Context, yield func(*Row) error) error {
	c, err := j.space()
	if err == nil && c == ']' {
		j.drop()
		return j.atEnd()
	}
	for err == nil {
		if err = j.next(ctx, yield); err != nil {
			break
		}
		if c, err = j.take(); err != nil {
			break
		}
		switch c {
		case ',':
		case ']':
			return j.atEnd()
		default:
			return errJSON
		}
	}
	return err
}

func (j *jsonReader) atEnd() error {
	c, err := j.space()
	if err == nil && c != 0 {
		err = faultf("记录之后还有多余的内容", "there is something after the records")
	}
	return err
}

// next reads one record and hands it out.
func (j *jsonReader) next(ctx context.Context, yield func(*Row) error) error {
	if j.record++; j.record%checkContext == 1 {
		if j.failed = ctx.Err(); j.failed != nil {
			return j.failed
		}
	}
	if err := j.object(); err != nil {
		return err
	}
	if yield == nil {
		return nil
	}
	text, values := string(j.text), false
	for _, s := range j.texts {
		j.row.Cells[s.col].Text = text[s.from:s.to]
	}
	for _, c := range j.row.Cells {
		values = values || c.Kind != Empty
	}
	if !values {
		return nil
	}
	j.row.Number, j.row.Width = j.record, len(j.row.Cells)
	j.failed = yield(&j.row)
	return j.failed
}

// object reads one flat object into row.
func (j *jsonReader) object() error {
	j.text, j.texts, j.row.Cells = j.text[:0], j.texts[:0], j.row.Cells[:0]
	c, err := j.take()
	if err != nil {
		return err
	}
	if c != '{' {
		return faultf("应为一条记录（{…}）", "a record ({…}) is expected")
	}
	if c, err = j.space(); err == nil && c == '}' {
		j.drop()
		return nil
	}
	for err == nil {
		if err = j.member(); err != nil {
			break
		}
		if c, err = j.take(); err != nil {
			break
		}
		switch c {
		case ',':
		case '}':
			j.row.Cells = extend(j.row.Cells, len(j.keys))
			return nil
		default:
			return errJSON
		}
	}
	return err
}

// member reads one key and its value.
func (j *jsonReader) member() error {
	from := len(j.text)
	if err := j.string(); err != nil {
		return err
	}
	if len(j.text)-from > maxKey {
		return faultf("字段名过长", "the name of a field is too long")
	}
	col := j.key(string(j.text[from:]))
	j.text = j.text[:from]
	if len(j.keys) > maxFields {
		return faultf("字段超过 %d 个", "there are more than %d fields", maxFields)
	}
	if j.seen[col] == j.record {
		return faultf("字段“%s”重复", "field %q is given twice", j.keys[col])
	}
	j.seen[col] = j.record
	c, err := j.take()
	if err != nil {
		return err
	}
	if c != ':' {
		return errJSON
	}
	kind, err := j.value(col)
	if err != nil {
		return err
	}
	j.row.Cells = extend(j.row.Cells, col+1)
	if kind == Empty || len(j.text) == from {
		return nil
	}
	if len(j.text)-from > maxText {
		return errLongText
	}
	if len(j.text) > maxRowText {
		return faultf("一条记录超过 %d MB", "a record is longer than %d MB", maxRowText>>20)
	}
	j.row.Cells[col].Kind = kind
	j.texts = append(j.texts, span{col, from, len(j.text)})
	return nil
}

// value appends the text of a value: a scalar, or a list of scalars.
func (j *jsonReader) value(col int) (Kind, error) {
	c, err := j.space()
	if err != nil {
		return Empty, err
	}
	switch c {
	case '[':
		j.drop()
		return String, j.list(col)
	case '{':
		return Empty, faultf("字段“%s”里又套了一层记录，无法入表", "field %q holds another record, which a table cannot", j.keys[col])
	}
	return j.scalar()
}

// list appends the scalars of a list, joined as Chinese does.
func (j *jsonReader) list(col int) error {
	c, err := j.space()
	if err == nil && c == ']' {
		j.drop()
		return nil
	}
	for n, from := 0, len(j.text); err == nil; n++ {
		if n == maxList {
			return faultf("字段“%s”的清单超过 %d 项", "the list in field %q has more than %d items", j.keys[col], maxList)
		}
		if len(j.text)-from > maxText {
			return errLongText
		}
		before := len(j.text)
		if before > from {
			j.text = append(j.text, "、"...)
		}
		if c, err = j.space(); err == nil && (c == '[' || c == '{') {
			return faultf("字段“%s”的清单里又套了一层，无法入表", "the list in field %q holds another list or record, which a table cannot", j.keys[col])
		}
		var kind Kind
		if kind, err = j.scalar(); err != nil {
			return err
		}
		if kind == Empty {
			j.text = j.text[:before]
		}
		if c, err = j.take(); err != nil {
			return err
		}
		switch c {
		case ',':
		case ']':
			return nil
		default:
			return errJSON
		}
	}
	return err
}

// scalar appends a string, a number as written, or a boolean.
func (j *jsonReader) scalar() (Kind, error) {
	c, err := j.space()
	switch {
	case err != nil:
		return Empty, err
	case c == 0:
		return Empty, errCutJSON
	case c == '"':
		return String, j.string()
	}
	from := len(j.text)
	for {
		c, err := j.r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Empty, err
		}
		if !nameByte[c] && c != '+' {
			if err := j.r.UnreadByte(); err != nil {
				return Empty, err
			}
			break
		}
		if j.text = append(j.text, c); len(j.text)-from > maxKey {
			return Empty, errJSON
		}
	}
	switch word := string(j.text[from:]); {
	case word == "null":
		j.text = j.text[:from]
		return Empty, nil
	case word == "true" || word == "false":
		return Bool, nil
	case isJSONNumber(word):
		return Number, nil
	}
	return Empty, errJSON
}

func isJSONNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	digits := func() bool {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	if len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9' || !digits() {
		return false
	}
	if rest, ok := strings.CutPrefix(s, "."); ok {
		if s = rest; !digits() {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		return digits() && s == ""
	}
	return s == ""
}

// string appends the text of a string.
func (j *jsonReader) string() error {
	if c, err := j.take(); err != nil {
		return err
	} else if c != '"' {
		return errJSON
	}
	from := len(j.text)
	for {
		c, err := j.r.ReadByte()
		if errors.Is(err, io.EOF) {
			return errCutJSON
		}
		if err != nil {
			return err
		}
		switch {
		case c == '"':
			return nil
		case c < ' ':
			return errJSON
		case c == '\\':
			if err := j.escape(); err != nil {
				return err
			}
		default:
			j.text = append(j.text, c)
		}
		if len(j.text)-from > maxText {
			return errLongText
		}
	}
}

func (j *jsonReader) escape() error {
	c, err := j.r.ReadByte()
	if err != nil {
		return errCutJSON
	}
	if c == 'u' {
		return j.unicode()
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 {
		return errJSON
	}
	j.text = append(j.text, "\"\\/\b\f\n\r\t"[i])
	return nil
}

func (j *jsonReader) unicode() error {
	r, err := j.unit()
	if err != nil {
		return err
	}
	if utf16.IsSurrogate(r) {
		var low rune
		if next, err := j.r.Peek(2); err == nil && string(next) == `\u` {
			j.drop()
			j.drop()
			if low, err = j.unit(); err != nil {
				return err
			}
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return faultf("文字里有半个字符（\\u 转义不成对）", "a text holds half a character (unpaired \\u escape)")
		}
	}
	if r == 0 {
		return faultf("文字里有空字符（NUL）", "a text holds a NUL character")
	}
	j.text = utf8.AppendRune(j.text, r)
	return nil
}

func (j *jsonReader) unit() (rune, error) {
	var b [4]byte
	if _, err := io.ReadFull(j.r, b[:]); err != nil {
		return 0, errCutJSON
	}
	n, err := strconv.ParseUint(string(b[:]), 16, 16)
	if err != nil {
		return 0, errJSON
	}
	return rune(n), nil
}
