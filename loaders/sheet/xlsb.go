package sheet

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"unicode/utf16"
)

// Types of records of .xlsb.
const (
	rowRecord          = 0
	formulaText        = 8
	formulaNumber      = 9
	formulaBool        = 10
	formulaError       = 11
	bundledSheet       = 156
	binaryWorkbook     = "xl/workbook.bin"
	formulaResultStart = 8 // after the column and the style
)

// readStoredBinary reads the stored results of an .xlsb. It has none of a sheet that cannot be read.
func readStoredBinary(zip *archive) storedResults {
	w := &workbook{zip: zip}
	relations, err := w.relations(binaryWorkbook)
	if err != nil {
		return nil
	}
	all := storedResults{}
	err = w.records(binaryWorkbook, func(kind int, content []byte) {
		if kind != bundledSheet || len(content) < 8 {
			return
		}
		id, rest := binaryText(content[8:])
		name, _ := binaryText(rest)
		if list, err := w.storedOf(relations[id].target); err == nil {
			all[name] = list
		}
	})
	if err != nil {
		return nil
	}
	return all
}

// storedOf reads the results of one sheet, which stores them in reading order.
func (w *workbook) storedOf(part string) (list []storedResult, err error) {
	row := 0
	err = w.records(part, func(kind int, content []byte) {
		if kind == rowRecord && len(content) >= 4 {
			row = int(binary.LittleEndian.Uint32(content)) + 1
		}
		if kind < formulaText || kind > formulaError || len(content) <= formulaResultStart {
			return
		}
		s, result := storedResult{row: row, col: int(binary.LittleEndian.Uint32(content))}, content[formulaResultStart:]
		switch {
		case kind == formulaText:
			s.kind = String
			s.text, _ = binaryText(result)
		case kind == formulaBool:
			s.kind, s.number = Bool, float64(result[0])
		case kind == formulaError:
			s.kind, s.text = Error, biffErrors[result[0]]
		case len(result) >= 8:
			s.kind, s.number = Number, math.Float64frombits(binary.LittleEndian.Uint64(result))
		default:
			return
		}
		list = append(list, s)
	})
	return list, err
}

// binaryText reads a text after its length in UTF-16 units, and gives what follows. It is cut where
// the record is.
func binaryText(b []byte) (text string, rest []byte) {
	if len(b) < 4 {
		return "", nil
	}
	n, b := int(binary.LittleEndian.Uint32(b)), b[4:]
	units := make([]uint16, min(n, len(b)/2))
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units)), b[2*len(units):]
}

// records visits the records of a part. Their types and sizes are numbers of seven bits a byte, the
// lowest first.
func (w *workbook) records(part string, visit func(kind int, content []byte)) (err error) {
	e, ok := w.zip.part(part)
	if !ok {
		return faultf("缺少部件 %s", "the part %s is missing", part)
	}
	opened, err := w.zip.open(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	r, buf := bufio.NewReader(opened), []byte(nil)
	for {
		kind, err := sevenBits(r, 2)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		size, err := sevenBits(r, 4)
		if err != nil {
			return err
		}
		if size > maxBinaryRecord {
			if _, err := r.Discard(size); err != nil {
				return err
			}
			continue
		}
		if size > len(buf) {
			buf = make([]byte, size)
		}
		if _, err := io.ReadFull(r, buf[:size]); err != nil {
			return err
		}
		visit(kind, buf[:size])
	}
}

// sevenBits reads a number of some bytes at most. The error is io.EOF only before the first.
func sevenBits(r io.ByteReader, most int) (n int, err error) {
	for i := range most {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) && i > 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return 0, err
		}
		if n |= int(b&0x7f) << (7 * i); b&0x80 == 0 {
			break
		}
	}
	return n, nil
}
