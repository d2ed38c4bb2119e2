package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// testdata holds workbooks that were once read wrongly, one for each kind of fault.
func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func row(cells string) parts { return workbookOf(`<row r="1">` + cells + `</row>`) }

// TestFormulaWithoutValue: openpyxl writes an empty v, other programs write none. A computed empty
// text is a value.
func TestFormulaWithoutValue(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"01-formula-empty-v.xlsx", "01b-formula-empty-v-refusal-twin.xlsx"} {
		mustRefuse(t, name, caseFile(t, name), "A2 附近：公式没有算出的值")
	}
	for name, cell := range map[string]string{
		"empty v":        `<c r="A1"><f>1+1</f><v></v></c>`,
		"blank v":        `<c r="A1"><f>1+1</f><v> </v></c>`,
		"v before f":     `<c r="A1"><v/><f>1+1</f></c>`,
		"date":           `<c r="A1" s="1"><f>TODAY()</f><v/></c>`,
		"truth":          `<c r="A1" t="b"><f>TRUE()</f><v/></c>`,
		"shared string":  `<c r="A1" t="s"><f>B1</f><v/></c>`,
		"shared formula": `<c r="A1"><f t="shared" si="0"/><v/></c>`,
		"array formula":  `<c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v/></c>`,
		"no text":        `<c r="A1" t="str"><f>""</f></c>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.xlsx", row(cell).zip(), "公式没有算出的值")
		})
	}
	mustSee(t, "a.xlsx", row(`<c r="A1" t="str"><f>""</f><v/></c><c r="B1"><v/></c><c r="C1"><f>0</f><v>0</v></c>`).zip(), "1|_|_|n0")
}

// TestStoredZeros: a program that cannot calculate stores zeros for formulas and asks for a
// calculation when the file is opened.
func TestStoredZeros(t *testing.T) {
	t.Parallel()
	mustRefuse(t, "a.xlsx", caseFile(t, "03-formula-stored-zero-recalc.xlsx"), "A2 附近：公式存着的结果是 0")
	asked := func(cells, calc string) parts {
		return row(cells).edit("xl/workbook.xml", "</sheets>", "</sheets>"+calc)
	}
	for name, c := range map[string]struct{ cell, calc string }{
		"as XlsxWriter":  {`<c r="A1"><f>SUM(B1:B9)</f><v>0</v></c>`, `<calcPr calcId="124519" fullCalcOnLoad="1"/>`},
		"true":           {`<c r="A1"><f>1</f><v>0.0</v></c>`, `<calcPr fullCalcOnLoad="true"/>`},
		"as a date":      {`<c r="A1" s="1"><f>1</f><v>0</v></c>`, `<calcPr fullCalcOnLoad="1"/>`},
		"array":          {`<c r="A1" t="n"><f t="array" ref="A1:A2">B1:B2</f><v>0</v></c>`, `<calcPr fullCalcOnLoad="1"/>`},
		"value first":    {`<c r="A1"><v>-0</v><f>1</f></c>`, `<calcPr fullCalcOnLoad="1"/>`},
		"never finished": {`<c r="A1"><f>1</f><v>0</v></c>`, `<calcPr calcCompleted="0"/>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.xlsx", asked(c.cell, c.calc).zip(), "打开后保存一次")
		})
	}
	computed := `<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><v>0</v></c><c r="C1" t="b"><f>FALSE()</f><v>0</v></c>`
	mustSee(t, "a.xlsx", asked(computed, `<calcPr fullCalcOnLoad="1"/>`).zip(), "1|n2|n0|bFALSE")
	mustSee(t, "a.xlsx", asked(`<c r="A1"><f>1-1</f><v>0</v></c>`, `<calcPr calcId="191029" fullCalcOnLoad="0"/>`).zip(), "1|n0")
}

// TestISODates: Strict workbooks write dates, times and durations in ISO 8601.
func TestISODates(t *testing.T) {
	t.Parallel()
	mustSee(t, "a.xlsx", caseFile(t, "04-strict-duration.xlsx"), "1|stime", "2|D00:30")
	for raw, want := range map[string]string{
		"PT0H11M0.000S": "00:11", "PT1H30M": "01:30", "PT90M": "01:30", "PT5400S": "01:30", "P1DT2H": "26:00", "PT36H": "36:00", "P2D": "48:00", "PT0S": "00:00", "P1W": "168:00",
		"PT59.9996S": "00:01", "PT1H0M0.5S": "01:00:01", "P0Y0M0DT1H": "!", "P1M": "!", "P": "!", "PT": "!", "PT1": "!", "PT1M1H": "!", "-PT1H": "!", "PT-1H": "!", "P1H": "!", "PT1D": "!", "PT1e3S": "!", "PTNaNS": "!", "PT9999999999H": "!",
		"2023-03-05": "2023-03-05", "2023-03-05T09:30:00.000": "2023-03-05 09:30", "2023-03-05T23:59:59.9996": "2023-03-06", "2023-03-05T09:29:59.9999Z": "2023-03-05 09:30",
		"1899-12-30T09:30:00": "09:30", "1899-12-31T14:05:06": "14:05:06", "09:30:00": "09:30", "T09:30": "09:30", "23:59:59.9999": "23:59:59", "2023-02-30": "!", "24:00:00": "!",
	} {
		got, err := appendISODate(nil, raw)
		if err != nil && want != "!" || err == nil && string(got) != want {
			t.Errorf("%s: %s %v, want %s", raw, got, err, want)
		}
	}
}

// TestSheetsWithoutPart: a macro module has no part. A worksheet part without an entry may belong
// to an entry that lost its relation.
func TestSheetsWithoutPart(t *testing.T) {
	t.Parallel()
	mustSee(t, "a.xlsm", caseFile(t, "05-sheet-without-relation.xlsm"), "1|sx")
	good := row(`<c r="A1"><v>1</v></c>`)
	listed := func(entries string) parts { return good.edit("xl/workbook.xml", "</sheets>", entries+"</sheets>") }
	for _, entries := range []string{`<sheet name="Module1" sheetId="2" state="veryHidden" r:id=""/>`, `<sheet name="宏" sheetId="2"/>`, `<sheet name="m1" r:id=""/><sheet name="m2" r:id="" state="hidden"/>`} {
		mustSee(t, "a.xlsm", listed(entries).zip(), "1|n1")
	}
	orphan := listed(`<sheet name="五月" sheetId="2" r:id=""/>`).with("xl/worksheets/sheet2.xml", good[damagedSheet]).
		edit("xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId9" Type="`+linkType+`worksheet" Target="worksheets/sheet2.xml"/></Relationships>`)
	mustRefuse(t, "a.xlsx", orphan.zip(), "“五月”没有对应的部件")
	mustRefuse(t, "a.xlsx", listed(`<sheet name="五月" sheetId="2" r:id="rId7"/>`).zip(), "“五月”没有对应的部件")
	mustRefuse(t, "a.xlsx", good.edit("xl/workbook.xml", `r:id="rId1"`, `r:id=""`).zip(), "没有对应的部件")
	mustRefuse(t, "a.xlsx", good.edit("xl/workbook.xml", `<sheets>`, `<sheets/><sheets>`).zip(), "两份")
}

// TestBytesBehindTheZip: mail gateways and seals append bytes; the workbook is complete all the
// same.
func TestBytesBehindTheZip(t *testing.T) {
	t.Parallel()
	mustSee(t, "a.xlsx", caseFile(t, "06-trailing-bytes.xlsx"), "1|sx")
	good := row(`<c r="A1"><v>1</v></c>`).zip()
	for name, behind := range map[string]string{
		"one": "\x00", "padding": strings.Repeat("\x00", 700_000), "a line": "\r\n", "a seal": "-----BEGIN SIGNATURE-----" + strings.Repeat("seal", 40_000), "letters of the mark": "PK\x03PK\x05",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustSee(t, "a.xlsx", slices.Concat(good, []byte(behind)), "1|n1")
		})
	}
	other := row(`<c r="A1"><v>2</v></c>`).zip()
	_, err := see("a.xlsx", slices.Concat(good, other))
	checkRefusal(t, err, "两个压缩包")
	mustRefuse(t, "a.xlsx", slices.Concat(good, other[:len(other)-10]), "两个压缩包")
	mustRefuse(t, "a.xlsx", slices.Concat(good, []byte("seal PK\x05\x06")), "两个压缩包")
	mustRefuse(t, "a.xlsx", slices.Concat(good[:len(good)-30], bytes.Repeat([]byte{0}, 100)), "找不到压缩包目录")
}

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	mustSee(t, "a.xlsx", caseFile(t, "07-time-rounds-to-a-day.xlsx"), "1|st", "2|D23:59:59")
	for raw, want := range map[string]string{
		"0.999999": "23:59:59", "0.9999999999": "23:59:59", "0.99998": "23:59:58", "0.5": "12:00", "0": "00:00", "1.1574074074074073E-5": "00:00:01",
		"0.39583333333333331": "09:30", "44989.999999999": "2023-03-05", "1.999999": "1900-01-02", "1": "1900-01-01",
	} {
		mustSee(t, "a.xlsx", row(`<c r="A1" s="6"><v>`+raw+`</v></c>`).zip(), "1|D"+want)
	}
	mac := row(`<c r="A1" s="6"><v>0.999999</v></c>`).edit("xl/workbook.xml", "<sheets>", `<workbookPr date1904="1"/><sheets>`)
	mustSee(t, "a.xlsx", mac.zip(), "1|D23:59:59")
}

// TestTwoTables: which of two parts counts must never be a matter of chance.
func TestTwoTables(t *testing.T) {
	t.Parallel()
	good := row(`<c r="A1" t="s"><v>0</v></c>`)
	const rels = "xl/_rels/workbook.xml.rels"
	twice := func(kind, target string) parts {
		return good.edit(rels, "</Relationships>", `<Relationship Id="rId8" Type="`+linkType+kind+`" Target="`+target+`"/></Relationships>`)
	}
	for range 20 { // relations are read in random order
		mustRefuse(t, "a.xlsx", caseFile(t, "13-two-string-tables.xlsx"), "sharedStrings")
		mustRefuse(t, "a.xlsx", twice("sharedStrings", "other.xml").with("xl/other.xml", good["xl/sharedStrings.xml"]).zip(), "sharedStrings")
		mustRefuse(t, "a.xlsx", twice("styles", "other.xml").with("xl/other.xml", good["xl/styles.xml"]).zip(), "styles")
		mustRefuse(t, "a.xlsx", twice("styles", "missing.xml").zip(), "styles")
		mustRefuse(t, "a.xlsx", good.edit("_rels/.rels", "</Relationships>", `<Relationship Id="rId2" Type="`+linkType+`officeDocument" Target="xl/other.xml"/></Relationships>`).zip(), "officeDocument")
	}
	mustSee(t, "a.xlsx", twice("sharedStrings", "/XL/sharedStrings.xml").zip(), "1|s甲")
	mustRefuse(t, "a.xlsx", good.edit("xl/styles.xml", "</styleSheet>", `<cellXfs><xf/></cellXfs></styleSheet>`).zip(), "两份")
}

// TestAlternatives: newer Excel offers formats in several forms.
func TestAlternatives(t *testing.T) {
	t.Parallel()
	const mc = `xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	format := `<numFmt numFmtId="200" formatCode="yyyy-mm-dd"/>`
	for name, formats := range map[string]string{
		"both":            `<mc:AlternateContent ` + mc + `><mc:Choice Requires="x16r2">` + format + `</mc:Choice><mc:Fallback>` + format + `</mc:Fallback></mc:AlternateContent>`,
		"choice alone":    `<mc:AlternateContent ` + mc + `><mc:Choice Requires="x16r2">` + format + `</mc:Choice></mc:AlternateContent>`,
		"fallback alone":  `<mc:AlternateContent ` + mc + `><mc:Fallback>` + format + `</mc:Fallback></mc:AlternateContent>`,
		"foreign choice":  `<mc:AlternateContent ` + mc + `><mc:Choice Requires="y"><y:numFmt xmlns:y="urn:y" numFmtId="200"/></mc:Choice><mc:Fallback>` + format + `</mc:Fallback></mc:AlternateContent>`,
		"one within":      `<mc:AlternateContent ` + mc + `><mc:Choice Requires="x"><mc:AlternateContent><mc:Choice Requires="y">` + format + `</mc:Choice></mc:AlternateContent></mc:Choice></mc:AlternateContent>`,
		"another choice":  `<mc:AlternateContent ` + mc + `><mc:Choice Requires="x"/><mc:Choice Requires="y">` + format + `</mc:Choice></mc:AlternateContent>`,
		"beside a format": `<numFmt numFmtId="201" formatCode="0"/><mc:AlternateContent ` + mc + `><mc:Fallback>` + format + `</mc:Fallback></mc:AlternateContent>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := row(`<c r="A1" s="1"><v>45054</v></c>`).with("xl/styles.xml", `<styleSheet `+spreadsheetML+`><numFmts>`+formats+`</numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>`)
			mustSee(t, "a.xlsx", file.zip(), "1|D2023-05-08")
		})
	}
	list := `<cellXfs><xf/><xf numFmtId="14"/></cellXfs>`
	mustSee(t, "a.xlsx", row(`<c r="A1" s="1"><v>45054</v></c>`).with("xl/styles.xml", `<styleSheet `+spreadsheetML+`><mc:AlternateContent `+mc+`><mc:Choice Requires="x">`+list+`</mc:Choice><mc:Fallback>`+list+`</mc:Fallback></mc:AlternateContent></styleSheet>`).zip(), "1|D2023-05-08")
}

// TestMisfiled: a file that is not a spreadsheet is named for what it is, with matching advice.
func TestMisfiled(t *testing.T) {
	t.Parallel()
	mustRefuse(t, "16-not-a-table.rar", caseFile(t, "16-not-a-table.rar"), "RAR 压缩包，不是电子表格。请先解压")
	long := strings.Repeat("\x00\x01内容", 200)
	tar := make([]byte, 600)
	copy(tar, "表.xlsx")
	copy(tar[257:], "ustar\x0000")
	locked := lie(t, row("").zip(), func(b []byte) { b[8] |= 1 })
	lockedZip := parts{damagedSheet: "a"}.zip()
	for name, c := range map[string]struct{ file, word string }{
		"rar5":         {"Rar!\x1a\x07\x01\x00" + long, "RAR 压缩包"},
		"rar as xlsx":  {"Rar!\x1a\x07\x00" + long, "请先解压"},
		"7z":           {"7z\xbc\xaf\x27\x1c" + long, "7z 压缩包"},
		"gzip":         {"\x1f\x8b\x08\x00" + long, "gzip 压缩包"},
		"bzip2":        {"BZh91AY&SY" + long, "bzip2 压缩包"},
		"xz":           {"\xfd7zXZ\x00" + long, "xz 压缩包"},
		"tar":          {string(tar), "tar 压缩包"},
		"cab":          {"MSCF\x00\x00" + long, "CAB 压缩包"},
		"zip":          {string(parts{"甲.xlsx": "x", "乙.csv": "a,b"}.zip()), "ZIP 压缩包，不是电子表格。请先解压"},
		"locked zip":   {string(lie(t, lockedZip, func(b []byte) { b[8] |= 1 })), "用密码解压"},
		"locked book":  {string(locked), "去掉密码"},
		"volume":       {"PK\x07\x08" + long, "压缩包"},
		"png":          {"\x89PNG\r\n\x1a\n" + long, "图片（PNG）"},
		"jpeg":         {"\xff\xd8\xff\xe1" + long, "照着图片录入"},
		"bmp":          {"BM\x36\x00\x10\x00\x00\x00\x00\x00\x36\x00\x00\x00" + long, "图片（BMP）"},
		"webp":         {"RIFF\x10\x00\x00\x00WEBPVP8 " + long, "图片（WebP）"},
		"heic":         {"\x00\x00\x00\x18ftypheic" + long, "图片（HEIC）"},
		"svg":          {"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", "图片（SVG）"},
		"film":         {"\x00\x00\x00\x18ftypmp42" + long, "音频或视频"},
		"sound":        {"RIFF\x10\x00\x00\x00WAVEfmt " + long, "音频或视频"},
		"pdf":          {"%PDF-1.4" + long, "PDF，不是电子表格，里面的数读不出来"},
		"ofd":          {string(parts{"OFD.xml": "<ofd/>"}.zip()), "OFD"},
		"odt":          {string(parts{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}.zip()), "OpenDocument 文档"},
		"program":      {"MZ\x90\x00\x03" + long, "程序"},
		"locked paper": {"%TSD-Header-###%" + long, "解密"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, ending := range []string{".xlsx", ".csv", ".rar", ""} {
				mustRefuse(t, "a"+ending, []byte(c.file), c.word)
			}
		})
	}
	// Texts that only begin like another format.
	mustSee(t, "a.csv", []byte("BM编号,数\nGIF8,1\n"), "1|sBM编号|s数", "2|sGIF8|s1")
	mustSee(t, "a.csv", []byte("RIFF,数\n"), "1|sRIFF|s数")
	mustSee(t, "a.csv", []byte("MZ县,数\n"), "1|sMZ县|s数")
	mustSee(t, "a.csv", []byte("ID3编号,数\n"), "1|sID3编号|s数")
}

// TestTextOfWideCharacters: without a byte order mark it is refused by name; with one it is read.
func TestTextOfWideCharacters(t *testing.T) {
	t.Parallel()
	text := "主办单位,会议名称,召开时间\r\n市教育局,教育工作会议,2023-05-08\r\n"
	for name, c := range map[string]struct {
		file []byte
		word string
	}{
		"little":        {inUTF16(text, false)[2:], "UTF-16"},
		"big":           {inUTF16(text, true)[2:], "UTF-16"},
		"tabs":          {inUTF16(strings.ReplaceAll(text, ",", "\t"), false)[2:], "UTF-16"},
		"latin":         {inUTF16("unit,count\na,1\n", false)[2:], "UTF-16"},
		"long":          {inUTF16(strings.Repeat(text, 500), false)[2:], "UTF-16"},
		"json":          {inUTF16(`[{"单位":"甲","数":1}]`, true)[2:], "UTF-16"},
		"an odd length": {append(inUTF16(text, false)[2:], '\n'), "UTF-16"},
		"utf-32":        {[]byte("a\x00\x00\x00,\x00\x00\x00\xae\x4e\x00\x00\n\x00\x00\x00"), "UTF-32"},
		"utf-32 marked": {[]byte("\xff\xfe\x00\x00a\x00\x00\x00,\x00\x00\x00\n\x00\x00\x00"), "UTF-32"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mustRefuse(t, "a.csv", c.file, c.word)
		})
	}
	mustSee(t, "a.csv", inUTF16(text, false), "1|s主办单位|s会议名称|s召开时间", "2|s市教育局|s教育工作会议|s2023-05-08")
}
