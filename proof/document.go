package proof

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jianfu"
)

// Place is where a paragraph is: in the text, or in a table.
type Place struct {
	Paragraph int  // from 1, of the text; the line of a plain text; 0 in a table
	Line      bool // Paragraph counts lines
	Table     int  // from 1
	Row       int  // from 1
	Column    int  // from 1
	Note      int  // from 1, of the footnotes, or the endnotes; 0 in the text
	End       bool // Note counts endnotes
	Header    bool // of the pages
	Footer    bool
}

// Text names the place for people.
func (p Place) Text() jianfu.Text {
	switch {
	case p.Table > 0:
		return jianfu.Say("表%d第%d行第%d列", "table %d, row %d, column %d", p.Table, p.Row, p.Column)
	case p.Header:
		return jianfu.Say("页眉", "the header")
	case p.Footer:
		return jianfu.Say("页脚", "the footer")
	case p.Note > 0 && p.End:
		return jianfu.Say("尾注%d", "endnote %d", p.Note)
	case p.Note > 0:
		return jianfu.Say("脚注%d", "footnote %d", p.Note)
	case p.Line:
		return jianfu.Say("第%d行", "line %d", p.Paragraph)
	}
	return jianfu.Say("第%d段", "paragraph %d", p.Paragraph)
}

// Document is a report as it was read.
type Document struct {
	paragraphs []paragraph
	blocks     []block
	docx       *docx  // nil for plain texts
	source     []byte // of a plain text, in UTF-8
}

type paragraph struct {
	text   []rune
	place  Place
	marked bool  // it is a heading of Markdown
	runs   []run // of a .docx, in order
	at     []int // of a plain text: the byte of the source of each character, and of their end
}

// block is a paragraph of the text, or a table.
type block struct {
	paragraph int
	table     *table
}

type table struct{ rows [][]cell }

// cell is one cell of a table, with the columns that it spans.
type cell struct {
	paragraphs []int
	span       int
	continued  bool // merged with the one above
}

// The limits: well above what offices write, and below what would hold the machine.
const (
	maxFile       = 64 << 20 // bytes of a file
	maxText       = 8 << 20  // bytes of a plain text
	maxPart       = 64 << 20 // bytes of an unpacked part
	maxEntries    = 5_000    // entries of the zip
	maxDepth      = 256      // open XML elements
	maxParagraphs = 200_000
	maxLength     = 20_000 // characters of one paragraph that are looked at
)

// Read reads a report: .docx by its content, else Markdown where the name ends in .md or
// .markdown, a table where it ends in .csv, else plain text, in UTF-8, UTF-16 with a byte order mark, or GB18030. The error
// is Unreadable and says what to do.
func Read(name string, r io.ReaderAt, size int64) (*Document, error) {
	if size > maxFile {
		return nil, unreadable("文件超过 %d MB，太大了。请只留正文再核", "the file is larger than %d MB. Keep the text alone and try again", maxFile>>20)
	}
	content := make([]byte, size)
	if _, err := r.ReadAt(content, 0); err != nil && size > 0 && !errors.Is(err, io.EOF) {
		return nil, unreadable("读不了文件", "the file cannot be read").Because(err)
	}
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return nil, unreadable("文件是空的", "the file is empty")
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, unreadable("文件加了密码，或是旧版 .doc。请去掉密码，用 Word 或 WPS 另存为 .docx 再核",
			"the file is protected by a password, or an old .doc. Remove the password, save it as .docx in Word or WPS and try again")
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("PK\x05\x06")):
		return readDocx(content)
	case bytes.HasPrefix(content, []byte("%PDF")):
		return nil, unreadable("这是 PDF，读不了其中的文字。请提供 .docx、.md 或 .txt", "this is a PDF. Provide the .docx, .md or .txt")
	case strings.EqualFold(filepath.Ext(name), ".docx"):
		return nil, unreadable("文件不是 .docx，或已损坏。请用 Word 或 WPS 打开核对后另存", "the file is no .docx, or is damaged. Open it in Word or WPS and save it again")
	case size > maxText:
		return nil, unreadable("文本超过 %d MB，太大了", "the text is larger than %d MB", maxText>>20)
	}
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv":
		return readCSV(text)
	case ".md", ".markdown":
		return readText(text, true)
	}
	return readText(text, false)
}

func unreadable(zh, en string, args ...any) *jianfu.Error {
	return jianfu.Errorf(jianfu.Unreadable, zh, en, args...)
}

// decode is the rule for filings: a byte order mark, else valid UTF-8, else strict GB18030.
func decode(content []byte) (string, error) {
	var err error
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		content, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
	case utf8.Valid(content):
		content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	default:
		content, err = simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	}
	if err != nil || bytes.ContainsRune(content, utf8.RuneError) || bytes.IndexByte(content, 0) >= 0 {
		return "", unreadable("不是文本，或编码有误（只认 UTF-8、UTF-16、GB18030）。请另存为 .docx 或 UTF-8 文本再核",
			"this is no text, or its encoding is broken (UTF-8, UTF-16 and GB18030 are known). Save it as .docx or UTF-8 and try again").Because(err)
	}
	return string(content), nil
}

// readCSV reads a table, of which the first line is its heads.
func readCSV(text string) (*Document, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	doc := &Document{source: []byte(text)}
	t := &table{}
	doc.blocks = []block{{table: t}}
	lines := []int{0} // where each begins
	for i := range text {
		if text[i] == '\n' {
			lines = append(lines, i+1)
		}
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return doc, nil
		}
		if err != nil {
			return nil, unreadable("不是合法的 CSV", "this is no CSV").Because(err)
		}
		if len(doc.paragraphs) > maxParagraphs {
			return nil, unreadable("超过 %d 格，太长了", "the table has more than %d cells", maxParagraphs)
		}
		var row []cell
		for i, field := range record {
			line, column := r.FieldPos(i)
			from := lines[line-1] + column - 1
			place := Place{Table: 1, Row: len(t.rows) + 1, Column: i + 1}
			row = append(row, cell{paragraphs: []int{doc.add(field, place, text[from:], from)}, span: 1})
		}
		t.rows = append(t.rows, row)
	}
}

// readText reads lines as paragraphs and, in Markdown, tables of pipes.
func readText(text string, markdown bool) (*Document, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	doc := &Document{source: []byte(text)}
	lines := strings.Split(text, "\n")
	if len(lines) > maxParagraphs {
		return nil, unreadable("超过 %d 行，太长了", "the text is longer than %d lines", maxParagraphs)
	}
	tables := 0
	var open *table
	from := 0
	for i, line := range lines {
		at := from
		from += len(line) + 1
		if markdown && strings.HasPrefix(strings.TrimSpace(line), "|") {
			if open == nil {
				open = &table{}
				tables++
				doc.blocks = append(doc.blocks, block{table: open})
			}
			if !rulePattern.MatchString(line) {
				doc.addRow(open, tables, line, at)
			}
			continue
		}
		open = nil
		said, marked := line, false
		if markdown {
			said = headingMark.compiled().ReplaceAllString(plain(line), "")
			marked = headingMark.MatchString(line)
		}
		if strings.TrimSpace(said) == "" {
			continue
		}
		n := doc.add(said, Place{Paragraph: i + 1, Line: true}, line, at)
		doc.paragraphs[n].marked = marked
		doc.blocks = append(doc.blocks, block{paragraph: n})
	}
	return doc, nil
}

var (
	rulePattern = compile(`^[\s|:+-]+$`)
	headingMark = compile(`^#{1,6}\s+`)
	boldPattern = compile(`\*\*([^*]+)\*\*`)
	maskedAfter = compile(`^(?:余|多|万|%|％|` + units + `)`)
)

// plain takes Markdown's emphasis away, but not the stars of masked places: **521**次 is bold,
// 会议**次，文件**件 is masked.
func plain(line string) string {
	line = boldPattern.compiled().ReplaceAllStringFunc(line, func(m string) string {
		inner := strings.Trim(m, "*")
		if maskedAfter.MatchString(inner) {
			return m
		}
		return inner
	})
	return strings.NewReplacer(`\*`, "*", `\_`, "_", "`", "").Replace(line)
}

// add adds a paragraph that was read from a piece of the source, which begins at a byte.
func (d *Document) add(text string, place Place, piece string, from int) int {
	d.paragraphs = append(d.paragraphs, paragraph{text: []rune(text), place: place, at: places(piece, from, text)})
	return len(d.paragraphs) - 1
}

// addRow adds the cells between the pipes of a line, which begins at a byte of the source.
func (d *Document) addRow(t *table, number int, line string, from int) {
	var row []cell
	start := strings.IndexByte(line, '|') + 1
	line = strings.TrimRight(line, " \t")
	for at := start; at <= len(line); at++ {
		ends := at == len(line) && line[len(line)-1] != '|' || at < len(line) && line[at] == '|' && line[at-1] != '\\'
		if !ends {
			continue
		}
		piece := line[start:at]
		text := plain(strings.TrimSpace(strings.ReplaceAll(piece, `\|`, "｜")))
		place := Place{Table: number, Row: len(t.rows) + 1, Column: len(row) + 1}
		row = append(row, cell{paragraphs: []int{d.add(text, place, piece, from+start)}, span: 1})
		start = at + 1
	}
	t.rows = append(t.rows, row)
}

// text of a cell.
func (d *Document) cellText(c cell) string {
	var parts []string
	for _, at := range c.paragraphs {
		parts = append(parts, string(fold(d.paragraphs[at].text)))
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}
