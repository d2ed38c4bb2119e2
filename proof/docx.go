package proof

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// docx is what is kept of a .docx to write its annotated copy.
type docx struct {
	content  []byte // the whole file
	archive  *zip.Reader
	main     string // the name of the main part
	document []byte // the main part
}

// run is a piece of text in a paragraph: where each of its characters is in the part.
type run struct {
	first      int   // rune of the paragraph
	at         []int // byte of each rune, and of the end
	start, end int   // bytes of the whole w:r element
	open       []byte
	properties []byte // w:rPr, as it is written
	textOpen   []byte // the start tag of the w:t
	prefix     string // of the namespace: w
	fixed      bool   // a comment cannot be set here: in a text box, in a note, or in CDATA
	field      *field // that it is in; nil where it is in none
	firstText  bool   // only its properties are in the w:r before this w:t
	textStart  int    // bytes of the w:t element
	textEnd    int
}

const (
	wordNamespace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strictNamespace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

func damaged(zh, en string, args ...any) error {
	return unreadable("文档损坏或不合规范："+zh+"。请用 Word 或 WPS 打开核对，另存为新的 .docx 再核",
		"the document is damaged or malformed: "+en+". Open it in Word or WPS, check it, save it as a new .docx and try again", args...)
}

func readDocx(content []byte) (*Document, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, unreadable("文件不完整，可能上传或拷贝中断。请重新提供", "the file is cut short, perhaps in copying. Provide it again").Because(err)
	}
	if len(archive.File) > maxEntries {
		return nil, damaged("部件超过 %d 个", "it has more than %d parts", maxEntries)
	}
	seen := map[string]bool{}
	for _, f := range archive.File {
		if f.Flags&1 != 0 {
			return nil, unreadable("文件加了密码。请去掉密码后另存再核", "the file is protected by a password. Remove it, save the file and try again")
		}
		key := strings.ToLower(f.Name)
		if seen[key] {
			return nil, damaged("部件 %s 出现两次", "it holds part %s twice", f.Name)
		}
		seen[key] = true
	}
	d := &docx{content: content, archive: archive}
	if d.main, err = d.mainPart(); err != nil {
		return nil, err
	}
	if d.document, err = d.part(d.main); err != nil {
		return nil, err
	}
	doc := &Document{docx: d}
	reader := &docxReader{doc: doc, data: d.document}
	if err := reader.read(); err != nil {
		return nil, err
	}
	return doc, d.readNotes(doc, reader.count)
}

// noteRoots are the parts beside the main one that hold text, with their root elements.
var noteRoots = map[string]string{"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr", "footer": "ftr"}

// readNotes reads the footnotes and endnotes, the headers and footers, of which the main part tells where they are.
func (d *docx) readNotes(doc *Document, tables int) error {
	folder, file := path.Split(d.main)
	name := folder + "_rels/" + file + ".rels"
	if d.exact(name) == "" {
		return nil
	}
	text, err := d.part(name)
	if err != nil {
		return err
	}
	var list relationships
	if err := xml.Unmarshal(text, &list); err != nil {
		return damaged("部件 %s 不是合法的 XML", "part %s is no XML", name)
	}
	for _, r := range list.List {
		notes := noteRoots[path.Base(r.Type)]
		if notes == "" {
			continue
		}
		text, err := d.part(partName(folder, r.Target))
		if err != nil {
			return err
		}
		reader := &docxReader{doc: doc, data: text, notes: notes, count: tables}
		if err := reader.read(); err != nil {
			return err
		}
		tables = reader.count
	}
	return nil
}

// partName is the part that a relationship of one in a folder names.
func partName(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(folder, target)
}

// part unpacks a part within the limits.
func (d *docx) part(name string) ([]byte, error) {
	for _, f := range d.archive.File {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		if f.UncompressedSize64 > maxPart {
			return nil, unreadable("文档解压后过大（超过 %d MB），疑似压缩炸弹，拒绝读取", "the document unpacks to too much (more than %d MB), as a zip bomb does, and is refused", maxPart>>20)
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged("部件 %s 打不开", "part %s cannot be opened", name)
		}
		defer r.Close()
		text, err := io.ReadAll(io.LimitReader(r, maxPart+1))
		if err != nil || len(text) > maxPart {
			return nil, damaged("部件 %s 的数据已损坏", "the data of part %s are damaged", name)
		}
		return text, nil
	}
	return nil, damaged("缺少部件 %s", "part %s is missing", name)
}

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// mainPart is the part that holds the text.
func (d *docx) mainPart() (string, error) {
	text, err := d.part("_rels/.rels")
	if err != nil {
		return "", err
	}
	var list relationships
	if err := xml.Unmarshal(text, &list); err != nil {
		return "", damaged("部件 _rels/.rels 不是合法的 XML", "part _rels/.rels is no XML")
	}
	for _, r := range list.List {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return strings.TrimPrefix(path.Clean("/"+r.Target), "/"), nil
		}
	}
	return "", damaged("没有正文", "it has no text")
}

// field is one that Word works out, such as a reference: a comment is set around it, never within.
type field struct{ start, end int } // bytes of its first and last w:r

// docxReader walks the main part once.
type docxReader struct {
	doc    *Document
	data   []byte
	found  bool // the root element is one of Word's
	depth  int
	skip   int // depth below which text is none of ours; 0 is none
	box    int // depth of the text box that is open; 0 is none
	open   []openParagraph
	tables []*openTable
	run    run
	inRun  bool
	inText bool
	inProp int
	body   int // paragraphs of the text so far
	count  int // tables so far
	elems  []string
	fields []*field // that are open
	closed *field   // by the w:r that is open
	notes  string   // what notes these are: footnotes, endnotes; "" is the text itself
	note   int      // notes so far
}

type openParagraph struct {
	text []rune
	runs []run
	box  bool
}

type openTable struct {
	table  *table
	number int
	span   int
	merged bool
	cell   []int
	column int
}

func (r *docxReader) read() error {
	decoder := xml.NewDecoder(bytes.NewReader(r.data))
	for {
		before := int(decoder.InputOffset())
		token, err := decoder.Token()
		after := int(decoder.InputOffset())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return damaged("正文不是合法的 XML", "its text is no XML")
		}
		if err := r.token(token, before, after); err != nil {
			return err
		}
	}
	if !r.found {
		return damaged("正文不是 Word 文档", "its text is no Word document")
	}
	if len(r.doc.paragraphs) == 0 && r.notes == "" {
		return unreadable("文档里没有文字", "the document holds no text")
	}
	return nil
}

// token takes in a tag or text, which is from one byte to another.
func (r *docxReader) token(token xml.Token, before, after int) error {
	switch t := token.(type) {
	case xml.StartElement:
		return r.start(t, before, after)
	case xml.EndElement:
		r.end(after)
	case xml.CharData:
		if r.inText && r.skip == 0 {
			r.text(before, after)
		}
	case xml.Directive:
		return damaged("正文含 DOCTYPE", "its text has a DOCTYPE")
	}
	return nil
}

// start takes in a start tag, which is from one byte to another.
func (r *docxReader) start(t xml.StartElement, before, after int) error {
	if r.depth++; r.depth > maxDepth {
		return damaged("正文嵌套超过 %d 层", "its text is nested deeper than %d", maxDepth)
	}
	name := ""
	if t.Name.Space == wordNamespace || t.Name.Space == strictNamespace {
		name = t.Name.Local
	}
	r.found = r.found || name == "document" || r.notes != "" && name == r.notes
	r.elems = append(r.elems, name)
	if r.skip == 0 {
		r.startElement(t, name, before, after)
	}
	if len(r.doc.paragraphs) > maxParagraphs {
		return damaged("超过 %d 段", "it has more than %d paragraphs", maxParagraphs)
	}
	return nil
}

// end takes in an end tag.
func (r *docxReader) end(after int) {
	name := r.elems[len(r.elems)-1]
	r.elems = r.elems[:len(r.elems)-1]
	if r.skip == 0 {
		r.endElement(name, after)
	} else if r.depth == r.skip {
		r.skip = 0
	}
	if r.depth == r.box {
		r.box = 0
	}
	r.depth--
}

func attributeOf(t xml.StartElement, local string) string {
	for _, a := range t.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func (r *docxReader) startElement(t xml.StartElement, name string, before, after int) {
	switch name {
	case "del", "moveFrom", "instrText", "delText":
		r.skip = r.depth
	case "txbxContent":
		r.box = r.depth
	case "p":
		r.open = append(r.open, openParagraph{box: r.box > 0})
	case "tbl":
		r.count++
		ot := &openTable{table: &table{}, number: r.count}
		if r.box == 0 {
			r.doc.blocks = append(r.doc.blocks, block{table: ot.table})
		}
		r.tables = append(r.tables, ot)
	case "tr", "tc", "gridSpan", "vMerge":
		if n := len(r.tables); n > 0 {
			r.tables[n-1].start(name, attributeOf(t, "val"))
		}
	case "r", "rPr", "t", "tab", "br", "cr", "noBreakHyphen":
		r.startRun(name, before, after)
	case "fldChar":
		r.markField(attributeOf(t, "fldCharType"))
	case "footnote", "endnote":
		if kind := attributeOf(t, "type"); kind == "" || kind == "normal" {
			r.note++
		}
	case "":
		if t.Name.Local == "Fallback" { // of mc:AlternateContent: the same again
			r.skip = r.depth
		}
	}
}

// start takes in the start of a row or cell, or what is said of a cell.
func (t *openTable) start(name, value string) {
	switch name {
	case "tr":
		t.table.rows = append(t.table.rows, nil)
		t.column = 0
	case "tc":
		t.span, t.merged, t.cell = 1, false, nil
	case "gridSpan":
		t.span = min(max(1, atoi(value)), 200)
	case "vMerge":
		t.merged = value != "restart"
	}
}

// endCell puts the open cell into the last row.
func (t *openTable) endCell() {
	if rows := t.table.rows; len(rows) > 0 {
		rows[len(rows)-1] = append(rows[len(rows)-1], cell{paragraphs: t.cell, span: t.span, continued: t.merged})
	}
	t.column += t.span
}

// startRun takes in the start of a run, or of what is in one.
func (r *docxReader) startRun(name string, before, after int) {
	switch {
	case name == "r":
		r.run = run{start: before, open: r.data[before:after], prefix: prefixOf(r.data[before:after]), fixed: r.box > 0 || r.notes != "", firstText: true}
		if len(r.fields) > 0 {
			r.run.field = r.fields[0]
		}
		r.inRun = len(r.open) > 0
	case !r.inRun:
	case name == "t":
		r.inText = true
		r.run.textOpen, r.run.textStart, r.run.at = r.data[before:after], before, nil
	case r.inProp > 0:
	case name == "rPr":
		r.inProp = r.depth
		r.run.properties = r.data[before:after] // its end is set when it closes
	default:
		p := &r.open[len(r.open)-1]
		p.text = append(p.text, map[string]rune{"tab": '\t', "br": '\n', "cr": '\n', "noBreakHyphen": '-'}[name])
		r.run.firstText = false
	}
}

// markField takes in where a field begins or ends.
func (r *docxReader) markField(kind string) {
	switch n := len(r.fields); {
	case kind == "begin":
		r.fields = append(r.fields, &field{start: r.run.start})
	case kind == "end" && n > 0:
		r.closed = r.fields[n-1]
		r.fields = r.fields[:n-1]
	}
}

func prefixOf(tag []byte) string {
	name := strings.TrimLeft(string(tag[:min(len(tag), 64)]), "<")
	if prefix, _, ok := strings.Cut(name, ":"); ok && !strings.ContainsAny(prefix, " >/=") {
		return prefix + ":"
	}
	return ""
}

func (r *docxReader) endElement(name string, after int) {
	switch name {
	case "rPr":
		if r.inProp == r.depth {
			start := offsetIn(r.data, r.run.properties)
			r.run.properties, r.inProp = r.data[start:after], 0
		}
	case "t":
		if r.inText {
			r.inText = false
			r.endText(after)
		}
	case "r":
		r.endRun(after)
	case "p":
		r.endParagraph()
	case "tc":
		if n := len(r.tables); n > 0 {
			r.tables[n-1].endCell()
		}
	case "tbl":
		r.tables = r.tables[:max(0, len(r.tables)-1)]
	}
}

// endRun sets the end of the pieces of text of the run, and of the field that it closes.
func (r *docxReader) endRun(after int) {
	if len(r.open) > 0 {
		runs := r.open[len(r.open)-1].runs
		for i := len(runs) - 1; i >= 0 && runs[i].start == r.run.start && runs[i].end == 0; i-- {
			runs[i].end = after
		}
	}
	r.inRun = false
	if r.closed != nil {
		r.closed.end, r.closed = after, nil
	}
}

// offsetIn is where a part of data begins in it.
func offsetIn(data, part []byte) int { return cap(data) - cap(part) }

// text takes characters in, each with its place: an entity is several bytes of one.
func (r *docxReader) text(from, to int) {
	if r.run.at == nil {
		r.run.first = len(r.open[len(r.open)-1].text)
		r.run.at = []int{}
	}
	raw := r.data[from:to]
	if bytes.HasPrefix(raw, []byte("<![CDATA[")) {
		r.run.fixed = true
		raw, from = bytes.TrimSuffix(raw[9:], []byte("]]>")), from+9
	}
	p := &r.open[len(r.open)-1]
	for i := 0; i < len(raw); {
		var size int
		var c rune
		if raw[i] == '&' && !r.run.fixed {
			end := bytes.IndexByte(raw[i:], ';')
			if end < 0 {
				return // the decoder has refused it
			}
			size = end + 1
			var s string
			if xml.Unmarshal([]byte("<a>"+string(raw[i:i+size])+"</a>"), &s) != nil || s == "" {
				s = " "
			}
			c, _ = utf8.DecodeRuneInString(s)
		} else {
			c, size = utf8.DecodeRune(raw[i:])
		}
		r.run.at = append(r.run.at, from+i)
		p.text = append(p.text, c)
		i += size
	}
}

func (r *docxReader) endText(after int) {
	if len(r.run.at) == 0 {
		r.run.firstText = false
		return
	}
	closing := bytes.LastIndexByte(r.data[:after], '<')
	r.run.at = append(r.run.at, closing)
	r.run.textEnd = after
	p := &r.open[len(r.open)-1]
	p.runs = append(p.runs, r.run)
	r.run.firstText, r.run.at = false, nil
}

func (r *docxReader) endParagraph() {
	n := len(r.open)
	if n == 0 {
		return
	}
	p := r.open[n-1]
	r.open = r.open[:n-1]
	r.inRun = len(r.open) > 0
	var place Place
	switch {
	case len(r.tables) > 0:
		ot := r.tables[len(r.tables)-1]
		place = Place{Table: ot.number, Row: len(ot.table.rows), Column: ot.column + 1}
	case r.notes == "hdr", r.notes == "ftr":
		place = Place{Header: r.notes == "hdr", Footer: r.notes == "ftr"}
	case r.notes != "":
		place = Place{Note: r.note, End: r.notes == "endnotes"}
	default:
		r.body++
		place = Place{Paragraph: r.body}
	}
	if len(p.text) > maxLength {
		p.text = p.text[:maxLength]
	}
	r.doc.paragraphs = append(r.doc.paragraphs, paragraph{text: p.text, place: place, runs: p.runs})
	at := len(r.doc.paragraphs) - 1
	if len(r.tables) > 0 && !p.box {
		r.tables[len(r.tables)-1].cell = append(r.tables[len(r.tables)-1].cell, at)
		return
	}
	if len(p.text) > 0 {
		r.doc.blocks = append(r.doc.blocks, block{paragraph: at})
	}
}
