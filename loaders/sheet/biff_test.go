package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// record is one record of an old workbook.
func record(kind uint16, content ...byte) string {
	head := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, kind), uint16(len(content)))
	return string(head) + string(content)
}

// formulaRecord has a result of eight bytes.
func formulaRecord(row, col uint16, result []byte) string {
	content := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, row), col)
	return record(biffFormula, append(append(append(content, 0, 0), result...), make([]byte, 8)...)...)
}

func float(f float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(f)) }

func special(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xff, 0xff} }

func wide(text string) []byte {
	b := []byte{1}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

// oldWorkbook is the stream of a workbook with one sheet 五月.
func oldWorkbook(version uint16, name []byte, records ...string) []byte {
	bof := record(biffBOF, binary.LittleEndian.AppendUint16(nil, version)...)
	globals := func(at uint32) string {
		content := append(binary.LittleEndian.AppendUint32(nil, at), 0, 0)
		return bof + record(biffSheet, append(content, name...)...) + record(biffEOF)
	}
	return []byte(globals(uint32(len(globals(0)))) + bof + strings.Join(records, "") + record(biffEOF))
}

func TestStoredResults(t *testing.T) {
	t.Parallel()
	chart := record(biffBOF, 0, 6) + formulaRecord(9, 9, float(1)) + record(biffEOF)
	stream := oldWorkbook(biff8, append([]byte{2}, wide("五月")...),
		formulaRecord(1, 1, float(5)), formulaRecord(0, 0, float(2.5)), chart, formulaRecord(1, 2, special(1, 1)), formulaRecord(2, 0, special(2, 0x2a)), formulaRecord(2, 1, special(3, 0)),
		formulaRecord(3, 0, special(0, 0)), record(0x04bc), record(biffString, append([]byte{4, 0}, wide("甲乙")...)...), record(biffContinue, append([]byte{0}, "ab"...)...),
		formulaRecord(3, 1, special(0, 0)), record(biffString, append([]byte{2, 0, 0}, "xy"...)...))
	got := storedIn(stream)
	want := "map[五月:[{1 0 2 2.5 } {2 1 2 5 } {2 2 4 1 } {3 0 5 0 #N/A} {3 1 1 0 } {4 0 1 0 甲乙ab} {4 1 1 0 xy}]]"
	if fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	for _, c := range []struct {
		row, col int
		kind     cellType
		raw      string
		fine     bool
	}{
		{2, 1, numberCell, "5", true}, {2, 1, numberCell, "5.0000000001", true}, {2, 1, numberCell, "5.001", false}, {2, 1, textCell, "5", false}, {2, 1, errorCell, "#VALUE!", false},
		{2, 2, boolCell, "1", true}, {2, 2, numberCell, "1", true}, {2, 2, boolCell, "0", false}, {3, 0, errorCell, "#REF!", true}, {3, 0, numberCell, "0", false},
		{3, 1, textCell, "", true}, {3, 1, textCell, "x", false}, {4, 0, textCell, "甲乙ab", true}, {4, 0, textCell, "甲乙", false}, {9, 9, numberCell, "7", true},
	} {
		kind, err := got.checkStored("五月", c.row, c.col, c.kind, []byte(c.raw))
		if (err == nil) != c.fine {
			t.Errorf("row %d column %d %q: %v", c.row, c.col, c.raw, err)
		}
		if isBool := c.row == 2 && c.col == 2; kind != c.kind && !isBool || isBool && kind != boolCell {
			t.Errorf("row %d column %d is of the kind %v", c.row, c.col, kind)
		}
	}
	_, err := got.checkStored("五月", 2, 1, numberCell, []byte("46054"))
	checkRefusal(t, err, "单元格 B2 的公式，文件里存的结果是“5”，重新计算得“46054”")
	old := storedIn(oldWorkbook(0x0500, []byte{4, 0xce, 0xe5, 0xd4, 0xc2}, formulaRecord(1, 1, float(5)), formulaRecord(1, 2, special(0, 0)), record(biffString, 1, 0, 'x')))
	if fmt.Sprint(old) != "map[五月:[{2 1 2 5 }]]" {
		t.Errorf("as of Excel 95: %v", old)
	}
	if got := storedIn([]byte(record(biffBOF, 0, 6) + record(biffFilePass) + string(stream))); got != nil {
		t.Errorf("encrypted: %v", got)
	}
	for cut := range stream { // never a panic
		storedIn(stream[:cut])
	}
}

// binaryRecord is one record of an .xlsb.
func binaryRecord(kind int, content ...byte) string {
	number := func(n int) (b []byte) {
		for ; n > 0x7f; n >>= 7 {
			b = append(b, byte(n)|0x80)
		}
		return append(b, byte(n))
	}
	return string(number(kind)) + string(number(len(content))) + string(content)
}

func binaryString(text string) []byte {
	units := utf16.Encode([]rune(text))
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(units)))
	for _, unit := range units {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func TestStoredResultsOfXLSB(t *testing.T) {
	t.Parallel()
	row := func(n uint32) string { return binaryRecord(rowRecord, binary.LittleEndian.AppendUint32(nil, n)...) }
	formula := func(kind int, col uint32, result ...byte) string {
		return binaryRecord(kind, append(append(binary.LittleEndian.AppendUint32(nil, col), 0, 0, 0, 0), result...)...)
	}
	sheet := row(0) + formula(5, 0, float(7)...) + formula(formulaNumber, 1, float(2.5)...) + binaryRecord(300, make([]byte, maxBinaryRecord+1)...) +
		row(4) + formula(formulaText, 0, append(binaryString("甲乙"), 0, 0, 9)...) + formula(formulaBool, 1, 1, 0, 0) + formula(formulaError, 300, 0x2a, 0, 0)
	names := func(id, name string) string {
		return binaryRecord(bundledSheet, append(append(make([]byte, 8), binaryString(id)...), binaryString(name)...)...)
	}
	file := (parts{}).with(binaryWorkbook, names("rId1", "五月")+names("rId9", "没有")).
		with("xl/_rels/workbook.bin.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>`).
		with("xl/worksheets/sheet1.bin", sheet).zip()
	got := readStored(bytes.NewReader(file), int64(len(file)))
	if want := "map[五月:[{1 1 2 2.5 } {5 0 1 0 甲乙} {5 1 4 1 } {5 300 5 0 #N/A}]]"; fmt.Sprint(got) != want {
		t.Errorf("got  %v\nwant %s", got, want)
	}
	for cut := range 60 { // never a panic
		short := (parts{}).with("xl/worksheets/sheet1.bin", sheet[:cut]).zip()
		zip, err := openArchive(bytes.NewReader(short), int64(len(short)))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = (&workbook{zip: zip}).storedOf("xl/worksheets/sheet1.bin") // it may fail, as long as it ends
	}
}
