package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// encoding is the encoding of a text file.
type encoding uint8

const (
	utf8Text encoding = iota
	utf8WithMark
	utf16Little
	utf16Big
	gb18030
)

// textFile is a text file of a known encoding. Decoded text is checked every time it is read; UTF-8
// was checked from beginning to end before.
type textFile struct {
	r        io.ReaderAt
	size     int64
	encoding encoding
}

// openText finds the encoding of a file: by a byte order mark, else UTF-8 if valid, else strict
// GB18030. A bad byte at the end of the file refuses it before any row is handed out: for UTF-8
// here, for the others when the whole file is verified.
func openText(r io.ReaderAt, size int64) (*textFile, error) {
	head := make([]byte, min(size, 3))
	if err := readFull(r, head, 0); err != nil {
		return nil, refuseText(err)
	}
	found := utf8Text
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		found = utf8WithMark
	case bytes.HasPrefix(head, []byte("\xff\xfe")) && !isUTF32(r, size):
		found = utf16Little
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		found = utf16Big
	}
	if found == utf8Text || found == utf8WithMark {
		err := checkUTF8(io.NewSectionReader(r, 0, size))
		if errors.Is(err, errEncoding) || errors.Is(err, errNul) {
			if name, wide := looksWide(r, size); wide {
				return nil, refuse("文件是 %[1]s 编码的文本，又没有字节序标记（BOM），不能当作普通文本读取。请用 Excel 或 WPS 打开核对文字，另存为 .xlsx，或用记事本另存为 UTF-8 编码再报。",
					"the file is text in %[1]s without a byte order mark, and cannot be read as plain text. Open it in Excel or WPS, check the text and save it as .xlsx, or save it as UTF-8 in a text editor, and file that.", name)
			}
		}
		switch {
		case errors.Is(err, errEncoding) && found == utf8Text:
			found = gb18030
		case err != nil:
			return nil, refuseText(err)
		}
	}
	return &textFile{r, size, found}, nil
}

// isUTF32 reports text that begins with the mark of little-endian UTF-32, whose first bytes are the
// mark of UTF-16.
func isUTF32(r io.ReaderAt, size int64) bool {
	mark := make([]byte, min(size, 4))
	return readFull(r, mark, 0) == nil && string(mark) == "\xff\xfe\x00\x00"
}

// looksWide recognises text of two or four bytes per character by its beginning: the separators of
// fields and lines are ASCII, and so have zero bytes on one side.
func looksWide(r io.ReaderAt, size int64) (name string, wide bool) {
	head := make([]byte, min(size&^3, 4096))
	if readFull(r, head, 0) != nil {
		return "", false
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		ascii, odd := 0, 0 // of four-byte characters
		for i := 0; i+4 <= len(head); i += 4 {
			if c := order.Uint32(head[i:]); c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' {
				ascii++
			} else if c == 0 || c > utf8.MaxRune {
				odd++
			}
		}
		if ascii > 0 && odd == 0 {
			return "UTF-32", true
		}
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		ascii, odd := 0, 0
		for i := 0; i+2 <= len(head); i += 2 {
			switch c := order.Uint16(head[i:]); {
			case c >= ' ' && c < 0x7f, c == '\n', c == '\r', c == '\t':
				ascii++
			case c < ' ', c >= 0xfff0, c&0xff == 0 && c < 0x3000: // control characters: ASCII read in the wrong byte order
				odd++
			}
		}
		if ascii > 1 && odd == 0 { // a single zero byte proves nothing
			return "UTF-16", true
		}
	}
	return "", false
}

func refuseText(err error) error {
	if errors.Is(err, errNul) {
		return refuse("文件里有空字符（NUL），不是文本文件，或已损坏。请用 Excel 或 WPS 打开核对，另存为 .xlsx 再报。",
			"the file holds NUL characters: it is not text, or is damaged. Open it in Excel or WPS, check it, save it as .xlsx and file that.").Because(err)
	}
	if errors.Is(err, errEncoding) {
		return refuse("文件编码有误，读出来会是乱码（只认 UTF-8、UTF-16、GB18030）。请用 Excel 或 WPS 打开核对文字，另存为 .xlsx 再报。",
			"the encoding of the file is broken and it would read as gibberish (UTF-8, UTF-16 and GB18030 are known). Open it in Excel or WPS, check the text, save it as .xlsx and file that.").Because(err)
	}
	return refuse("文件读取失败，可能上传或拷贝中断。请重新提供文件。",
		"the file cannot be read to its end, perhaps its copying was interrupted. Provide it again.").Because(err)
}

var (
	errEncoding = errors.New("invalid in the encoding")
	errNul      = errors.New("NUL character")
)

// checkUTF8 reads a file to its end.
func checkUTF8(r io.Reader) error {
	buf := make([]byte, chunk)
	kept := 0
	for {
		n, err := io.ReadFull(r, buf[kept:])
		b := buf[:kept+n]
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			return err
		}
		whole := len(b)
		if !last {
			whole = wholeRunes(b)
		}
		if !utf8.Valid(b[:whole]) {
			return errEncoding
		}
		if bytes.IndexByte(b[:whole], 0) >= 0 {
			return errNul
		}
		if last {
			return nil
		}
		kept = copy(buf, b[whole:])
	}
}

// wholeRunes is the length of b without a rune cut off at its end.
func wholeRunes(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				return len(b)
			}
			return i
		}
	}
	return len(b)
}

// open reads the file as UTF-8 without byte order mark.
func (f *textFile) open() io.Reader {
	from := func(n int64) io.Reader { return io.NewSectionReader(f.r, n, f.size-n) }
	switch f.encoding {
	case utf8WithMark:
		return from(3)
	case utf16Little:
		return &decoder{r: from(2), decode: decodeUTF16(binary.LittleEndian)}
	case utf16Big:
		return &decoder{r: from(2), decode: decodeUTF16(binary.BigEndian)}
	case gb18030:
		return &decoder{r: from(0), decode: decodeGB18030()}
	}
	return from(0)
}

// decoder turns what r returns into UTF-8. decode appends the contents of src to dst and returns
// how many bytes it took; it takes all of them if last is set.
type decoder struct {
	r      io.Reader
	decode func(dst, src []byte, last bool) (out []byte, taken int, err error)
	in     []byte
	kept   int
	out    []byte
	at     int
	done   bool
}

func (d *decoder) Read(p []byte) (int, error) {
	for d.at == len(d.out) {
		if d.done {
			return 0, io.EOF
		}
		if err := d.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, d.out[d.at:])
	d.at += n
	return n, nil
}

func (d *decoder) fill() error {
	if d.in == nil {
		d.in, d.out = make([]byte, chunk), make([]byte, 0, 2*chunk)
	}
	n, err := io.ReadFull(d.r, d.in[d.kept:])
	d.done = errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !d.done {
		return err
	}
	src := d.in[:d.kept+n]
	out, taken, err := d.decode(d.out[:0], src, d.done)
	if err != nil {
		return err
	}
	if isGibberish(out) {
		return errEncoding
	}
	if bytes.IndexByte(out, 0) >= 0 {
		return errNul
	}
	d.out, d.at = out, 0
	d.kept = copy(d.in, src[taken:])
	return nil
}

// isGibberish reports characters that no filing contains, which reveal damaged bytes: nearly all
// bytes are valid in UTF-16 and GB18030. They are ancient scripts, Linear B and its neighbours
// (U+10000 to U+10FFF), and the two noncharacters (U+FFFE and U+FFFF).
func isGibberish(b []byte) bool {
	for _, mark := range []string{"\xf0\x90", "\xef\xbf\xbe", "\xef\xbf\xbf"} {
		if bytes.Contains(b, []byte(mark)) {
			return true
		}
	}
	return false
}

func decodeUTF16(order binary.ByteOrder) func(dst, src []byte, last bool) ([]byte, int, error) {
	return func(dst, src []byte, last bool) ([]byte, int, error) {
		i := 0
		for ; i+1 < len(src); i += 2 {
			r := rune(order.Uint16(src[i:]))
			if utf16.IsSurrogate(r) {
				if i+3 >= len(src) {
					break
				}
				if r = utf16.DecodeRune(r, rune(order.Uint16(src[i+2:]))); r == utf8.RuneError {
					return dst, i, errEncoding
				}
				i += 2
			}
			dst = utf8.AppendRune(dst, r)
		}
		if last && i < len(src) {
			return dst, i, errEncoding
		}
		return dst, i, nil
	}
}

// decodeGB18030 is strict: an unassigned code is an error and not a replacement character.
func decodeGB18030() func(dst, src []byte, last bool) ([]byte, int, error) {
	table := simplifiedchinese.GB18030.NewDecoder()
	return func(dst, src []byte, last bool) ([]byte, int, error) {
		taken := 0
		for {
			if cap(dst)-len(dst) < chunk/2 {
				dst = append(make([]byte, 0, 2*cap(dst)+chunk), dst...)
			}
			written, n, err := table.Transform(dst[len(dst):cap(dst)], src[taken:], last)
			from := len(dst)
			dst = dst[:from+written]
			taken += n
			if bytes.Contains(dst[from:], []byte("\ufffd")) {
				return dst, taken, errEncoding
			}
			switch {
			case err == nil || errors.Is(err, transform.ErrShortSrc) && !last:
				return dst, taken, nil
			case !errors.Is(err, transform.ErrShortDst):
				return dst, taken, errEncoding
			}
		}
	}
}
