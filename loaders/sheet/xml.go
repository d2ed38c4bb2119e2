package sheet

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// xmlScanner reads the restricted XML of workbooks: no DTD, no entities except the five of XML,
// UTF-8 only. It checks that every element is closed. Its tokens are valid until the next one.
type xmlScanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	began    bool
	eof      bool

	main   []string // namespaces that the part's own elements may be in
	prefix []byte   // their prefix in this part, with the colon; nil for none
	rooted bool     // the root element has been seen

	names   []byte // of the open elements, one after another
	marks   []int  // where each begins
	foreign int    // depth from which the prefix means another namespace; 0 for none
	closing bool   // the element just begun was self-closing: its end comes next

	name  []byte // of the tag, with prefix
	text  []byte // of a run of text, raw
	cdata bool   // text holds no entities
	attrs []attribute
}

type attribute struct{ name, value []byte }

type tokenKind uint8

const (
	beginTag tokenKind = iota
	endTag
	textRun
	endOfPart
)

var (
	mainNamespaces = []string{
		"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
		"http://purl.oclc.org/ooxml/spreadsheetml/main",
	}
	relationshipNamespaces = []string{"http://schemas.openxmlformats.org/package/2006/relationships"}
)

var (
	nameByte  [256]bool
	spaceByte = [256]bool{' ': true, '\t': true, '\r': true, '\n': true}
)

func init() {
	for c := 0; c < 256; c++ {
		nameByte[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' ||
			c == '_' || c == '-' || c == '.' || c == ':' || c >= 0x80
	}
}

// newXMLScanner reads a part of the given size, whose elements are in one of the namespaces.
func newXMLScanner(r io.Reader, size int64, namespaces []string) *xmlScanner {
	return &xmlScanner{r: r, main: namespaces, buf: make([]byte, min(size+1, chunk)), attrs: make([]attribute, 0, 16)}
}

var errMore = errors.New("the token goes on beyond the buffer")

// more fills the buffer, keeping the bytes from pos. It reports io.EOF at the end.
func (s *xmlScanner) more() error {
	if s.eof {
		return io.EOF
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.end -= s.pos
		s.pos = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxToken {
			return faultf("一段文字或一个标签超过 %d KB", "a text or a tag of it is longer than %d KB", maxToken>>10)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := io.ReadFull(s.r, s.buf[s.end:])
	s.end += n
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		s.eof, err = true, nil
		if n == 0 {
			return io.EOF
		}
	}
	return err
}

// begin refuses anything but UTF-8.
func (s *xmlScanner) begin() error {
	s.began = true
	if err := s.more(); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	b := s.buf[:s.end]
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		s.pos = 3
	case len(b) > 1 && (b[0] == 0 || b[1] == 0 || b[0] >= 0xfe):
		return faultf("编码不是 UTF-8", "its encoding is not UTF-8")
	}
	return nil
}

// next moves to the next token.
func (s *xmlScanner) next() (tokenKind, error) {
	if s.closing {
		s.closing = false
		s.pop()
		return endTag, nil
	}
	if !s.began {
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	for {
		if s.pos == s.end {
			if err := s.more(); errors.Is(err, io.EOF) {
				return endOfPart, s.checkClosed()
			} else if err != nil {
				return 0, err
			}
		}
		b := s.buf[s.pos:s.end]
		var (
			kind tokenKind
			n    int
			err  error
		)
		if b[0] == '<' {
			kind, n, err = s.markup(b)
		} else {
			kind, n, err = s.run(b)
		}
		if errors.Is(err, errMore) {
			if err := s.more(); errors.Is(err, io.EOF) {
				return 0, faultf("XML 不完整", "its XML is cut short")
			} else if err != nil {
				return 0, err
			}
			continue
		}
		if err != nil {
			return 0, err
		}
		s.pos += n
		if kind != endOfPart { // comments and the like have no token
			return kind, nil
		}
	}
}

func (s *xmlScanner) checkClosed() error {
	switch {
	case len(s.marks) > 0:
		return faultf("XML 不完整，元素 %s 没有结束", "its XML is cut short, element %s does not end", s.names[s.marks[len(s.marks)-1]:])
	case !s.rooted:
		return faultf("内容为空", "it is empty")
	}
	return nil
}

// run reads the text up to the next tag.
func (s *xmlScanner) run(b []byte) (tokenKind, int, error) {
	i := bytes.IndexByte(b, '<')
	if i < 0 {
		if !s.eof {
			return 0, 0, errMore
		}
		i = len(b)
	}
	s.text, s.cdata = b[:i], false
	if len(s.marks) > 0 {
		return textRun, i, nil
	}
	if !blank(s.text) {
		return 0, 0, faultf("根元素之外有文字", "there is text outside of its root element")
	}
	return endOfPart, i, nil
}

func blank(b []byte) bool {
	for _, c := range b {
		if !spaceByte[c] {
			return false
		}
	}
	return true
}

func (s *xmlScanner) markup(b []byte) (tokenKind, int, error) {
	if len(b) < 2 {
		return 0, 0, errMore
	}
	switch b[1] {
	case '/':
		return s.endTag(b)
	case '?':
		i := bytes.Index(b, []byte("?>"))
		if i < 0 {
			return 0, 0, errMore
		}
		return endOfPart, i + 2, checkDeclaration(b[2:i])
	case '!':
		return s.bang(b)
	}
	return s.beginTag(b)
}

// checkDeclaration refuses encodings other than UTF-8.
func checkDeclaration(b []byte) error {
	if !bytes.HasPrefix(b, []byte("xml")) || len(b) < 4 || !spaceByte[b[3]] {
		return nil
	}
	_, encoding, ok := bytes.Cut(b, []byte("encoding"))
	if !ok {
		return nil
	}
	name := bytes.ToLower(bytes.Trim(encoding, " \t\r\n=\"'"))
	for _, known := range []string{"utf-8", "utf8", "us-ascii", "ascii"} {
		if rest, ok := bytes.CutPrefix(name, []byte(known)); ok && (len(rest) == 0 || rest[0] == '"' || rest[0] == '\'') {
			return nil
		}
	}
	return faultf("编码不是 UTF-8", "its encoding is not UTF-8")
}

func (s *xmlScanner) bang(b []byte) (tokenKind, int, error) {
	const comment, cdata = "<!--", "<![CDATA["
	switch {
	case bytes.HasPrefix(b, []byte(comment)):
		i := bytes.Index(b[len(comment):], []byte("-->"))
		if i < 0 {
			return 0, 0, errMore
		}
		return endOfPart, len(comment) + i + 3, nil
	case bytes.HasPrefix(b, []byte(cdata)) && len(s.marks) > 0:
		i := bytes.Index(b[len(cdata):], []byte("]]>"))
		if i < 0 {
			return 0, 0, errMore
		}
		s.text, s.cdata = b[len(cdata):len(cdata)+i], true
		return textRun, len(cdata) + i + 3, nil
	case len(b) < len(cdata) && !s.eof:
		return 0, 0, errMore
	}
	return 0, 0, faultf("含有文档类型或实体定义，不予读取", "it declares a document type or entities, which are refused")
}

func (s *xmlScanner) endTag(b []byte) (tokenKind, int, error) {
	i := bytes.IndexByte(b, '>')
	if i < 0 {
		return 0, 0, errMore
	}
	name := b[2:i]
	for len(name) > 0 && spaceByte[name[len(name)-1]] {
		name = name[:len(name)-1]
	}
	if len(s.marks) == 0 || !bytes.Equal(s.names[s.marks[len(s.marks)-1]:], name) {
		return 0, 0, faultf("XML 元素 %.40q 的开头和结尾不配对", "begin and end of XML element %.40q do not match", name)
	}
	s.name = name
	s.pop()
	return endTag, i + 1, nil
}

func (s *xmlScanner) pop() {
	last := len(s.marks) - 1
	s.names = s.names[:s.marks[last]]
	s.marks = s.marks[:last]
	if s.foreign > last {
		s.foreign = 0
	}
}

var errTag = faultf("XML 标签写法不对", "it has a malformed XML tag")

func (s *xmlScanner) beginTag(b []byte) (tokenKind, int, error) {
	i := 1
	for i < len(b) && nameByte[b[i]] {
		i++
	}
	if i == len(b) {
		return 0, 0, errMore
	}
	if i == 1 || b[1] >= '0' && b[1] <= '9' || b[1] == '-' || b[1] == '.' {
		return 0, 0, errTag
	}
	s.name = b[1:i]
	s.attrs = s.attrs[:0]
	for {
		before := i
		for i < len(b) && spaceByte[b[i]] {
			i++
		}
		if i == len(b) {
			return 0, 0, errMore
		}
		switch b[i] {
		case '>':
			return beginTag, i + 1, s.push()
		case '/':
			if i+1 == len(b) {
				return 0, 0, errMore
			}
			if b[i+1] != '>' {
				return 0, 0, errTag
			}
			s.closing = true
			return beginTag, i + 2, s.push()
		}
		if before == i {
			return 0, 0, errTag
		}
		n, err := s.attribute(b[i:])
		if err != nil {
			return 0, 0, err
		}
		i += n
	}
}

// attribute reads one name="value".
func (s *xmlScanner) attribute(b []byte) (int, error) {
	i := 0
	for i < len(b) && nameByte[b[i]] {
		i++
	}
	name := b[:i]
	for i < len(b) && spaceByte[b[i]] {
		i++
	}
	if i == len(b) {
		return 0, errMore
	}
	if len(name) == 0 || b[i] != '=' {
		return 0, errTag
	}
	i++
	for i < len(b) && spaceByte[b[i]] {
		i++
	}
	if i == len(b) {
		return 0, errMore
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, errTag
	}
	i++
	from := i
	for i < len(b) && b[i] != quote {
		if b[i] == '<' {
			return 0, errTag
		}
		i++
	}
	if i == len(b) {
		return 0, errMore
	}
	for _, a := range s.attrs {
		if bytes.Equal(a.name, name) {
			return 0, faultf("XML 属性 %.40q 重复", "XML attribute %.40q is given twice", name)
		}
	}
	if len(s.attrs) == maxAttributes {
		return 0, faultf("一个 XML 元素的属性超过 %d 个", "an XML element has more than %d attributes", maxAttributes)
	}
	s.attrs = append(s.attrs, attribute{name, b[from:i]})
	return i + 1, nil
}

// push opens the element just read.
func (s *xmlScanner) push() error {
	if len(s.marks) == maxDepth {
		return faultf("XML 嵌套超过 %d 层", "its XML is nested more than %d deep", maxDepth)
	}
	if len(s.marks) == 0 {
		if err := s.root(); err != nil {
			return err
		}
	}
	s.marks = append(s.marks, len(s.names))
	s.names = append(s.names, s.name...)
	for _, a := range s.attrs {
		if a.name[0] == 'x' && s.foreign == 0 && s.rebinds(a) {
			s.foreign = len(s.marks)
		}
	}
	return nil
}

// root finds the prefix of the part's own elements.
func (s *xmlScanner) root() error {
	if s.rooted {
		return faultf("XML 有两个根元素", "its XML has two root elements")
	}
	s.rooted = true
	if i := bytes.IndexByte(s.name, ':'); i >= 0 {
		s.prefix = append([]byte(nil), s.name[:i+1]...)
	}
	for _, a := range s.attrs {
		if s.binds(a) && s.isMain(a.value) {
			return nil
		}
	}
	return faultf("不是规范的工作簿部件（命名空间不对）", "it is not a part of a workbook (its namespace is another)")
}

// binds reports whether an attribute defines the prefix.
func (s *xmlScanner) binds(a attribute) bool {
	rest, ok := bytes.CutPrefix(a.name, []byte("xmlns"))
	if !ok || len(s.prefix) == 0 {
		return ok && len(rest) == 0
	}
	return len(rest) == len(s.prefix) && rest[0] == ':' && bytes.Equal(rest[1:], s.prefix[:len(s.prefix)-1])
}

func (s *xmlScanner) rebinds(a attribute) bool { return s.binds(a) && !s.isMain(a.value) }

func (s *xmlScanner) isMain(uri []byte) bool {
	for _, known := range s.main {
		if string(uri) == known {
			return true
		}
	}
	return false
}

// local is the tag's name without prefix, nil for one of another namespace.
func (s *xmlScanner) local() []byte {
	if s.foreign > 0 {
		return nil
	}
	if len(s.prefix) > 0 {
		if rest, ok := bytes.CutPrefix(s.name, s.prefix); ok {
			return rest
		}
		return nil
	}
	if bytes.IndexByte(s.name, ':') >= 0 {
		return nil
	}
	return s.name
}

// attr returns the raw value of an attribute without prefix, nil for none.
func (s *xmlScanner) attr(name string) []byte {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// text returns the value of an attribute with its entities resolved.
func (s *xmlScanner) attrText(name string) (string, error) {
	b, err := unescape(nil, s.attr(name))
	return string(b), err
}

// skip skips the element just begun.
func (s *xmlScanner) skip() error {
	for depth := 1; depth > 0; {
		kind, err := s.next()
		if err != nil {
			return err
		}
		switch kind {
		case beginTag:
			depth++
		case endTag:
			depth--
		}
	}
	return nil
}

// children calls visit for each element within the one just begun. visit must read its element to
// the end.
func (s *xmlScanner) children(visit func(local string) error) error {
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return err
		case kind == endTag:
			return nil
		case kind == textRun && !blank(s.text):
			return faultf("元素之间有多余的文字", "there is stray text between its elements")
		case kind == beginTag && s.isAlternatives():
			if err := s.alternatives(visit); err != nil {
				return err
			}
		case kind == beginTag:
			if err := visit(string(s.local())); err != nil {
				return err
			}
		}
	}
}

// isAlternatives reports mc:AlternateContent, by which newer Excel offers the same elements in
// several forms.
func (s *xmlScanner) isAlternatives() bool {
	return s.local() == nil && bytes.HasSuffix(s.name, []byte(":AlternateContent"))
}

// alternatives visits the first of the forms that has elements in the part's own namespace, and
// skips the others.
func (s *xmlScanner) alternatives(visit func(local string) error) error {
	taken := false
	return s.children(func(string) error {
		if taken {
			return s.skip()
		}
		return s.children(func(local string) error {
			taken = taken || local != ""
			return visit(local)
		})
	})
}

// document reads a part to its end: root is the name its root must have.
func (s *xmlScanner) document(root string, visit func(local string) error) error {
	kind, err := s.next()
	if err != nil {
		return err
	}
	if kind != beginTag || string(s.local()) != root {
		return faultf("不是规范的工作簿部件（应为 %s）", "it is no such part of a workbook (%s is expected)", root)
	}
	if err := s.children(visit); err != nil {
		return err
	}
	kind, err = s.next()
	if err == nil && kind != endOfPart {
		err = faultf("XML 有两个根元素", "its XML has two root elements")
	}
	return err
}

// content appends the text of the element just begun, which contains only text.
func (s *xmlScanner) content(dst []byte) ([]byte, error) {
	from := len(dst)
	for {
		kind, err := s.next()
		switch {
		case err != nil:
			return dst, err
		case kind == endTag:
			return dst, nil
		case kind == beginTag:
			return dst, faultf("文字里有多余的元素 %.40q", "there is a stray element %.40q in a text", s.name)
		case s.cdata:
			dst = append(dst, s.text...)
		default:
			if dst, err = unescape(dst, s.text); err != nil {
				return dst, err
			}
		}
		if len(dst)-from > maxRawText {
			return dst, errLongText
		}
	}
}

var errLongText = faultf("一个单元格的文字超过 %d 个字符", "the text of one cell is longer than %d characters", maxText/4)

// unescape appends raw with its entities resolved and its line ends normalised to "
// ".
func unescape(dst, raw []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return appendLines(dst, raw), nil
		}
		dst = appendLines(dst, raw[:i])
		raw = raw[i+1:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			return dst, errEntity
		}
		var ok bool
		if dst, ok = appendEntity(dst, raw[:end]); !ok {
			return dst, errEntity
		}
		raw = raw[end+1:]
	}
}

var errEntity = faultf("含有不认识的实体（& 符号写法不对）", "it has an unknown entity (an ampersand is written wrongly)")

func appendLines(dst, raw []byte) []byte {
	for {
		i := bytes.IndexByte(raw, '\r')
		if i < 0 {
			return append(dst, raw...)
		}
		dst = append(append(dst, raw[:i]...), '\n')
		raw = raw[i+1:]
		if len(raw) > 0 && raw[0] == '\n' {
			raw = raw[1:]
		}
	}
}

func appendEntity(dst, name []byte) ([]byte, bool) {
	switch string(name) {
	case "lt":
		return append(dst, '<'), true
	case "gt":
		return append(dst, '>'), true
	case "amp":
		return append(dst, '&'), true
	case "quot":
		return append(dst, '"'), true
	case "apos":
		return append(dst, '\''), true
	}
	if len(name) < 2 || name[0] != '#' {
		return dst, false
	}
	digits, base := name[1:], rune(10)
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	var r rune
	for _, c := range digits {
		d, ok := digit(c)
		if !ok || d >= base {
			return dst, false
		}
		if r = r*base + d; r > utf8.MaxRune {
			return dst, false
		}
	}
	if len(digits) == 0 || !utf8.ValidRune(r) || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
		return dst, false
	}
	return utf8.AppendRune(dst, r), true
}

func digit(c byte) (rune, bool) {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0'), true
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// unescapeOffice resolves in place the _xHHHH_ escapes by which OOXML writes characters that XML
// forbids. Anything else is left as it is.
func unescapeOffice(b []byte) []byte {
	i := bytes.Index(b, []byte("_x"))
	if i < 0 {
		return b
	}
	out := b[:i]
	for i < len(b) {
		r, n := officeEscape(b[i:])
		if n == 0 {
			out = append(out, b[i])
			i++
			continue
		}
		out = utf8.AppendRune(out, r)
		i += n
	}
	return out
}

func officeEscape(b []byte) (r rune, n int) {
	unit := func(b []byte) (rune, bool) {
		if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
			return 0, false
		}
		var r rune
		for _, c := range b[2:6] {
			d, ok := digit(c)
			if !ok {
				return 0, false
			}
			r = r<<4 | d
		}
		return r, true
	}
	first, ok := unit(b)
	if !ok {
		return 0, 0
	}
	if utf8.ValidRune(first) {
		return first, 7
	}
	if second, ok := unit(b[7:]); ok && first < 0xdc00 && second >= 0xdc00 && second < 0xe000 {
		return (first-0xd800)<<10 + (second - 0xdc00) + 0x10000, 14
	}
	return 0, 0
}
