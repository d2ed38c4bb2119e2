package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"strings"
	"testing"
)

const damagedSheet = "xl/worksheets/sheet1.xml"

// TestDamagedParts breaks a good workbook in each way that was once read as a shorter one.
func TestDamagedParts(t *testing.T) {
	t.Parallel()
	good := workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44990</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`, `<mergeCells><mergeCell ref="A1:A2"/></mergeCells>`)
	sheet := good[damagedSheet]
	edit := func(from, to string) parts { return good.edit(damagedSheet, from, to) }
	for name, c := range map[string]struct {
		file parts
		word string
	}{
		"cut sheet":            {good.with(damagedSheet, sheet[:len(sheet)-40]), "不完整"},
		"cut in a tag":         {good.with(damagedSheet, before(sheet, "A2")), "不完整"},
		"cut after rows":       {good.with(damagedSheet, before(sheet, "</sheetData>")), "sheetData 没有结束"},
		"empty sheet":          {good.with(damagedSheet, ""), "内容为空"},
		"no data":              {good.with(damagedSheet, `<worksheet `+spreadsheetML+`/>`), "没有数据区"},
		"data twice":           {edit("<mergeCells>", "<sheetData/><mergeCells>"), "两处"},
		"two roots":            {good.with(damagedSheet, sheet+strings.TrimPrefix(sheet, before(sheet, "<worksheet"))), "两个根"},
		"trailing text":        {good.with(damagedSheet, sheet+"x"), "根元素之外"},
		"missing sheet":        {good.with(damagedSheet, "-"), "sheet1.xml 缺失"},
		"missing strings":      {good.with("xl/sharedStrings.xml", "-"), "缺失"},
		"missing styles":       {good.with("xl/styles.xml", "-"), "缺失"},
		"missing workbook":     {good.with("xl/workbook.xml", "-"), "缺失"},
		"missing rels":         {good.with("xl/_rels/workbook.xml.rels", "-"), "缺失"},
		"missing root rels":    {good.with("_rels/.rels", "-"), "压缩包"},
		"unrelated sheet":      {good.edit("xl/workbook.xml", `r:id="rId1"`, `r:id="rId9"`), "没有对应的部件"},
		"same names":           {good.edit("xl/workbook.xml", `</sheets>`, `<sheet name="表1" sheetId="2" r:id="rId1"/></sheets>`), "都叫"},
		"no sheets":            {good.edit("xl/workbook.xml", `<sheet name="表1" sheetId="1" r:id="rId1"/>`, ""), "没有工作表"},
		"mismatched tag":       {edit("</row>", "</raw>"), "不配对"},
		"stray element":        {edit("<row r=\"2\">", "<rows/><row r=\"2\">"), "多余的元素"},
		"wrapped cells":        {edit(`<c r="A2"><v>1</v></c>`, `<mc><c r="A2"><v>1</v></c></mc>`), "多余的元素"},
		"stray text":           {edit(`<c r="A2">`, `x<c r="A2">`), "多余的文字"},
		"other namespace":      {edit("spreadsheetml/2006/main", "spreadsheetml/2099/main"), "命名空间"},
		"rebound namespace":    {edit(`<row r="2">`, `<row r="2" xmlns="urn:x">`), "多余的元素"},
		"string out of range":  {edit("<v>0</v>", "<v>3</v>"), "单元格 A1 附近：共享字符串 3 不存在"},
		"negative string":      {edit("<v>0</v>", "<v>-1</v>"), "不对"},
		"style out of range":   {edit(`s="1"`, `s="7"`), "单元格样式 7"},
		"bad number":           {edit("<v>1</v>", "<v>1x</v>"), "数值写法不对"},
		"bad bool":             {edit(`<c r="A2">`, `<c r="A2" t="b">`).edit(damagedSheet, "<v>1</v>", "<v>2</v>"), "逻辑值"},
		"bad iso date":         {edit(`<c r="A2">`, `<c r="A2" t="d">`), "日期写法不对"},
		"bad type":             {edit(`t="s"`, `t="q"`), "类型"},
		"row not increasing":   {edit(`<row r="2">`, `<row r="1">`), "没有递增"},
		"row zero":             {edit(`<row r="1">`, `<row r="0">`), "没有递增"},
		"row too far":          {edit(`<row r="2">`, `<row r="1048577">`), "超过"},
		"cell of another row":  {edit(`r="A2"`, `r="A3"`), "不在第 2 行"},
		"cell twice":           {edit(`r="B1"`, `r="A1"`), "重复"},
		"column too far":       {edit(`r="B1"`, `r="XFE1"`), "不在第 1 行"},
		"cell past the last":   {edit(`r="B1" s="1"`, `r="XFD1"/><c s="1"`), "超过 16384 列"},
		"two values":           {edit("<v>1</v>", "<v>1</v><v>2</v>"), "两个值"},
		"formula not computed": {edit("<v>1</v>", "<f>1+1</f>"), "公式没有算出"},
		"merge upside down":    {edit("A1:A2", "A2:A1"), "A2:A1"},
		"merges overlap":       {edit(`<mergeCell ref="A1:A2"/>`, `<mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/>`), "重叠"},
		"document type":        {good.with(damagedSheet, `<!DOCTYPE x>`+sheet[21:]), "文档类型"},
		"entity declared":      {good.edit("xl/sharedStrings.xml", "<sst", `<!DOCTYPE sst [<!ENTITY a "b">]><sst`), "文档类型"},
		"unknown entity":       {edit("<v>1</v>", "<v>&a;</v>"), "实体"},
		"bare ampersand":       {good.edit("xl/sharedStrings.xml", "甲", "a & b"), "实体"},
		"bad character":        {good.edit("xl/sharedStrings.xml", "甲", "&#0;"), "实体"},
		"bad utf-8":            {good.edit("xl/sharedStrings.xml", "甲", "\xff"), "UTF-8"},
		"utf-16":               {good.with(damagedSheet, "\xff\xfe<\x00"), "UTF-8"},
		"gbk declared":         {good.with(damagedSheet, `<?xml version="1.0" encoding="GBK"?>`+sheet[21:]), "UTF-8"},
		"attribute twice":      {edit(`<row r="2">`, `<row r="2" r="2">`), "重复"},
		"bare attribute":       {edit(`<row r="2">`, `<row r=2>`), "标签"},
		"nested deep":          {edit(`<mergeCells>`, strings.Repeat("<a>", 200)+strings.Repeat("</a>", 200)+`<mergeCells>`), "嵌套"},
		"cell too long":        {good.edit("xl/sharedStrings.xml", "甲", strings.Repeat("甲", 50_000)), "32767"},
		"stray in strings":     {good.edit("xl/sharedStrings.xml", "<si><t/></si>", "<x/>"), "多余"},
		"part twice":           {good.with("XL/styles.xml", "x"), "两次"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.xlsx", c.file.zip(), c.word)
		})
	}
}

// TestFlippedBytes flips each byte of a small workbook: it must be read the same or refused.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	file := workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44990</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>`, `<mergeCells><mergeCell ref="A1:A2"/></mergeCells>`).zip()
	want, err := see("a.xlsx", file)
	if err != nil {
		t.Fatal(err)
	}
	same := 0
	for i := range file {
		for _, mask := range []byte{0x01, 0xff} {
			bad := slices.Clone(file)
			bad[i] ^= mask
			got, err := see("a.xlsx", bad)
			if err != nil {
				checkRefusal(t, err, "")
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("byte %d flipped by %#x reads otherwise: %q", i, mask, got)
			}
			same++
		}
	}
	t.Logf("%d of %d flips made no difference", same, 2*len(file))
}

// TestCutFiles cuts a workbook at each length.
func TestCutFiles(t *testing.T) {
	t.Parallel()
	file := workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`).zip()
	for n := range file {
		_, err := see("a.xlsx", file[:n])
		checkRefusal(t, err, "")
	}
}

// lie edits the directory entry of the sheet.
func lie(t *testing.T, file []byte, change func(central []byte)) []byte {
	t.Helper()
	file = slices.Clone(file)
	for at := 0; ; at++ {
		i := bytes.Index(file[at:], []byte("PK\x01\x02"))
		if i < 0 {
			t.Fatal("no such entry")
		}
		at += i
		if n := int(binary.LittleEndian.Uint16(file[at+28:])); string(file[at+46:at+46+n]) == damagedSheet {
			change(file[at:])
			return file
		}
	}
}

func TestLyingDirectory(t *testing.T) {
	t.Parallel()
	good := workbookOf(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`).zip()
	add := func(offset int, n uint32) func([]byte) {
		return func(b []byte) {
			binary.LittleEndian.PutUint32(b[offset:], binary.LittleEndian.Uint32(b[offset:])+n)
		}
	}
	end := len(good) - 22
	tail := func(offset int, n uint16) []byte {
		b := slices.Clone(good)
		binary.LittleEndian.PutUint16(b[end+offset:], n)
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		word string
	}{
		"wrong checksum":     {lie(t, good, add(16, 1)), "校验和"},
		"unpacked too large": {lie(t, good, add(24, 1)), "数据不完整"},
		"unpacked too small": {lie(t, good, add(24, ^uint32(0))), "比目录所记的大"},
		"packed too small":   {lie(t, good, add(20, ^uint32(9))), "损坏"},
		"packed too large":   {lie(t, good, add(20, 1000)), "重叠"},
		"overlapping":        {lie(t, good, func(b []byte) { binary.LittleEndian.PutUint32(b[42:], 1) }), "重叠"},
		"encrypted":          {lie(t, good, add(8, 1)), "密码"},
		"unknown method":     {lie(t, good, add(10, 1)), "压缩方法 9"},
		"claims a bomb":      {lie(t, good, add(24, 1<<30)), "压缩炸弹"},
		"fewer entries":      {tail(10, 3), "分卷"},
		"other volume":       {tail(4, 1), "分卷"},
		"zero length":        {nil, "空的"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.xlsx", c.file, c.word)
		})
	}
}

func TestManyEntries(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 65_000 {
		w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i)})
	}
	w.Close()
	mustRefuse(t, "a.xlsx", out.Bytes(), "65000 个部件")
	out.Reset()
	w = zip.NewWriter(&out)
	for i := range 200_000 {
		w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i)})
	}
	w.Close()
	mustRefuse(t, "a.xlsx", out.Bytes(), "200000 个部件")
}

// zipOf packs one part with a repeated piece, without building it whole.
func zipOf(p parts, name, before, piece, after string, times int) []byte {
	var packed, out bytes.Buffer
	sum, size := crc32.NewIEEE(), 0
	deflate, _ := flate.NewWriter(&packed, flate.BestSpeed)
	write := func(b []byte) {
		deflate.Write(b)
		sum.Write(b)
		size += len(b)
	}
	write([]byte(before))
	block := []byte(strings.Repeat(piece, 1000))
	for range times / 1000 {
		write(block)
	}
	write([]byte(after))
	deflate.Close()
	w := zip.NewWriter(&out)
	for other, text := range p {
		if other != name {
			f, _ := w.Create(other)
			f.Write([]byte(text))
		}
	}
	f, _ := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum.Sum32(),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(size)})
	f.Write(packed.Bytes())
	w.Close()
	return out.Bytes()
}

// TestBombs are files that kept other readers busy for minutes or took gigabytes.
func TestBombs(t *testing.T) {
	t.Parallel()
	head, tail := `<worksheet `+spreadsheetML+`><sheetData>`, `</sheetData></worksheet>`
	base := workbookOf("")
	for name, c := range map[string]struct {
		file []byte
		word string
	}{
		"fixture":         {fixture(t, "bad/压缩炸弹.xlsx"), "压缩炸弹"},
		"blanks":          {zipOf(base, damagedSheet, head, strings.Repeat(" ", 1000), tail, 100_000), "压缩炸弹"},
		"shared strings":  {zipOf(base, "xl/sharedStrings.xml", `<sst `+spreadsheetML+`>`, "<si><t/></si>", `</sst>`, 10_000_000), "压缩炸弹"},
		"string too long": {zipOf(base, "xl/sharedStrings.xml", `<sst `+spreadsheetML+`><si><t>`, "a", `</t></si></sst>`, 16_000_000), "KB"},
		"rows to XFD":     {zipOf(base, damagedSheet, head, `<row><c r="XFD1"/></row>`, tail, 200_000), "不在第"},
		"values at XFD": {workbookOf(func() string {
			var b strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+1, i+1)
			}
			return b.String()
		}()).zip(), "稀疏"},
		"nested":         {zipOf(base, damagedSheet, head, "<a>", tail, 1_000_000), "多余的元素"},
		"nested outside": {zipOf(base, damagedSheet, head+`</sheetData>`, "<a>", "</worksheet>", 1_000_000), "嵌套"},
		"merges": {workbookOf(func() string {
			var b strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>1</v></c>`, i+1, i+1)
				if i == 1 {
					fmt.Fprintf(&b, `<c r="B2"><v>1</v></c><c r="XFD2"><v>1</v></c>`)
				}
				b.WriteString("</row>")
			}
			return b.String()
		}(), `<mergeCells><mergeCell ref="B2:XFD1048576"/></mergeCells>`).zip(), "合并单元格"},
		"one row": {zipOf(base, damagedSheet, head+"<row>", `<c><v>1</v></c>`, "</row>"+tail, 20_000), "16384 列"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.xlsx", c.file, c.word)
		})
	}
}

// TestFarStyledRows: in many files formats extend to the last row and column; they must cost next
// to nothing.
func TestFarStyledRows(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	for i := 2; i <= 100_000; i++ {
		fmt.Fprintf(&b, `<row r="%d" s="1" customFormat="1"><c r="XFD%d" s="1"/></row>`, i, i)
	}
	mustSee(t, "a.xlsx", workbookOf(b.String(), `<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`).zip(), "1|n1")
}

// TestMemory: memory does not grow with the number of rows. It runs alone, because it measures the
// heap.
func TestMemory(t *testing.T) {
	file := zipOf(workbookOf(""), damagedSheet, `<worksheet `+spreadsheetML+`><sheetData>`,
		`<row><c><v>1</v></c><c t="s"><v>1</v></c></row>`, `</sheetData></worksheet>`, 300_000)
	book, err := Open(context.Background(), "a.xlsx", bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	err = book.Sheets()[0].Rows(t.Context(), func(*Row) error {
		if n++; n == 299_999 {
			runtime.GC()
			runtime.ReadMemStats(&during)
		}
		return nil
	})
	if err != nil || n != 300_000 {
		t.Fatal(n, err)
	}
	if grown := int64(during.HeapAlloc) - int64(before.HeapAlloc); grown > 4<<20 {
		t.Errorf("%d bytes held near the end of the sheet", grown)
	}
}

// before is the part of a text before a mark in it.
func before(text, mark string) string {
	text, _, _ = strings.Cut(text, mark)
	return text
}
