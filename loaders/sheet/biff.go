package sheet

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// LibreOffice recalculates every formula of an .xls, .et or .xlsb, and not always to what Excel or WPS
// stored: COUNTIF counts blanks otherwise, and DATEVALUE("2/1") is of the present year. So the stored
// results are read from the file itself, and a workbook in which one differs is refused.

// storedResult is the result of a formula as the file stores it.
type storedResult struct {
	row, col int // rows count from 1, columns from 0
	kind     Kind
	number   float64 // or 1 for true
	text     string
}

// storedResults are the results of a workbook by sheet, in reading order. It has none if the file is
// encrypted or not what Excel 5 and later write.
type storedResults map[string][]storedResult

// readStored reads the stored results of formulas from a workbook that is to be converted.
func readStored(r io.ReaderAt, size int64) storedResults {
	if zip, err := openArchive(r, size); err == nil {
		return readStoredBinary(zip)
	}
	doc, err := mscfb.New(r)
	if err != nil {
		return nil
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		if entry.Name != "Workbook" && entry.Name != "Book" {
			continue
		}
		stream, err := io.ReadAll(io.LimitReader(doc, maxConverted))
		if err != nil {
			return nil
		}
		return storedIn(stream)
	}
	return nil
}

// Types of records.
const (
	biffFormula  = 0x0006
	biffEOF      = 0x000a
	biffFilePass = 0x002f
	biffContinue = 0x003c
	biffSheet    = 0x0085
	biffString   = 0x0207
	biffBOF      = 0x0809
	biff8        = 0x0600
)

var biffErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A"}

// nextRecord splits the first record off.
func nextRecord(stream []byte) (kind uint16, content, rest []byte, ok bool) {
	if len(stream) < 4 {
		return 0, nil, nil, false
	}
	size := int(binary.LittleEndian.Uint16(stream[2:]))
	if len(stream) < 4+size {
		return 0, nil, nil, false
	}
	return binary.LittleEndian.Uint16(stream), stream[4 : 4+size], stream[4+size:], true
}

func storedIn(stream []byte) storedResults {
	all, unicode := storedResults{}, false
	rest := stream
	for {
		kind, content, after, ok := nextRecord(rest)
		if rest = after; !ok || kind == biffEOF {
			return all
		}
		switch {
		case kind == biffFilePass:
			return nil
		case kind == biffBOF && len(content) >= 2:
			unicode = binary.LittleEndian.Uint16(content) == biff8
		case kind == biffSheet && len(content) >= 8 && content[5] == 0: // a worksheet
			if at := int(binary.LittleEndian.Uint32(content)); at < len(stream) {
				list := storedOf(stream[at:], unicode)
				slices.SortFunc(list, byPlace)
				all[sheetName(content[6:], unicode)] = list
			}
		}
	}
}

// sheetName reads a name after its length in one byte.
func sheetName(b []byte, unicode bool) string {
	size, b := int(b[0]), b[1:]
	if unicode {
		text, _ := wideText(b, size)
		return text
	}
	name, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b[:min(size, len(b))])
	if err != nil {
		return ""
	}
	return string(name)
}

// wideText reads n characters after the byte that says how wide they are, and how many are there.
func wideText(b []byte, n int) (text string, read int) {
	if len(b) == 0 {
		return "", 0
	}
	wide, b := b[0]&1 != 0, b[1:]
	var units []uint16
	for len(units) < n {
		switch {
		case wide && len(b) >= 2:
			units, b = append(units, binary.LittleEndian.Uint16(b)), b[2:]
		case !wide && len(b) >= 1:
			units, b = append(units, uint16(b[0])), b[1:]
		default:
			return string(utf16.Decode(units)), len(units)
		}
	}
	return string(utf16.Decode(units)), n
}

// storedOf reads the results of one sheet, whose stream begins with its BOF.
func storedOf(stream []byte, unicode bool) []storedResult {
	var list []storedResult
	depth, awaited, missing := 0, false, 0 // a text, and how many characters of it
	for {
		kind, content, rest, ok := nextRecord(stream)
		if stream = rest; !ok {
			return list
		}
		switch {
		case kind == biffBOF:
			depth++
		case kind == biffEOF:
			if depth--; depth <= 0 {
				return list
			}
		case kind == biffFormula && depth == 1 && len(content) >= 14:
			s := storedResult{row: int(binary.LittleEndian.Uint16(content)) + 1, col: int(binary.LittleEndian.Uint16(content[2:]))}
			result := content[6:14]
			awaited = false
			switch {
			case result[6] != 0xff || result[7] != 0xff:
				s.kind, s.number = Number, math.Float64frombits(binary.LittleEndian.Uint64(result))
			case result[0] == 0:
				s.kind, awaited = String, true
			case result[0] == 1:
				s.kind, s.number = Bool, float64(result[2])
			case result[0] == 2:
				s.kind, s.text = Error, biffErrors[result[2]]
			default:
				s.kind = String // without characters
			}
			list = append(list, s)
		case kind == biffString && awaited && len(content) >= 2:
			awaited = false
			if !unicode { // in a code page that only LibreOffice knows
				list = list[:len(list)-1]
				continue
			}
			n := int(binary.LittleEndian.Uint16(content))
			text, read := wideText(content[2:], n)
			list[len(list)-1].text, missing = text, n-read
		case kind == biffContinue && missing > 0:
			text, read := wideText(content, missing)
			list[len(list)-1].text += text
			missing -= read
		}
	}
}

func byPlace(a, b storedResult) int { return cmp.Or(a.row-b.row, a.col-b.col) }

// find is the stored result of a cell.
func (all storedResults) find(sheet string, row, col int) (storedResult, bool) {
	list := all[sheet]
	at, found := slices.BinarySearchFunc(list, storedResult{row: row, col: col}, byPlace)
	if !found {
		return storedResult{}, false
	}
	return list[at], true
}

// checkStored refuses a formula whose result LibreOffice changed. raw is that result, of the given kind.
// It gives the kind that was stored: LibreOffice makes numbers of true and false.
func (all storedResults) checkStored(sheet string, row, col int, kind cellType, raw []byte) (cellType, error) {
	s, known := all.find(sheet, row, col)
	if !known {
		return kind, nil
	}
	const near = 1e-9
	var same bool
	was := s.text
	switch s.kind {
	case Error:
		same = kind == errorCell
	case String:
		same = kind == textCell && bytes.Equal(lineEnds(raw), lineEnds([]byte(s.text)))
	default:
		now, err := parseNumber(bytes.TrimSpace(raw))
		same = err == nil && (kind == numberCell || kind == boolCell) && math.Abs(now-s.number) <= near*max(1, math.Abs(now), math.Abs(s.number))
		was = string(appendFloat(nil, s.number))
		if s.kind == Bool {
			kind = boolCell
		}
	}
	if same {
		return kind, nil
	}
	return kind, refuse("旧格式的表格转换时会重新计算公式：工作表“%[1]s”单元格 %[2]s%[3]d 的公式，文件里存的结果是“%[4]s”，重新计算得“%.40[5]s”，不再是填报时的值。请用 Excel 或 WPS 打开，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
		"a spreadsheet in an old format is recalculated when it is converted: the formula in cell %[2]s%[3]d of sheet %[1]q has the stored result %[4]q, and %.40[5]q now: that is no longer what was filed. Open it in Excel or WPS, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.",
		sheet, ColumnName(col), row, was, raw)
}

func lineEnds(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}
