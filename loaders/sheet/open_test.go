package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"jianfu/libreoffice"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestWhatIsNoSpreadsheet(t *testing.T) {
	t.Parallel()
	word := workbookOf("").with("word/document.xml", "x")
	for name, c := range map[string]struct {
		file string
		word string
	}{
		"空.xlsx":     {"", "空的"},
		"网页.xls":     {" <html><table></table></html>", "网页"},
		"网页.csv":     {"<!DOCTYPE html>", "网页"},
		"表格2003.xls": {"<?xml version=\"1.0\"?><Workbook/>", "XML"},
		"文.rtf":      {"{\\rtf1}", "RTF"},
		"文.pdf":      {"%PDF-1.7", "PDF"},
		"图.xlsx":     {"\x89PNG\r\n\x1a\n", "图片"},
		"图.csv":      {"\xff\xd8\xff\xe0", "图片"},
		"包.zip":      {string(parts{"a.csv": "a"}.zip()), "解压"},
		"文.docx":     {string(word.zip()), "Word"},
		"文字.xls":     {"单位\t人数\n", "扩展名"},
		"坏.xls":      {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "没有工作簿"},
		"旧.xls":      {oleFile("Workbook"), "另存为"},
		"旧.et":       {oleFile("Workbook"), ".et"},
		"旧文.xls":     {oleFile("WordDocument"), "Word"},
		"密.xlsx":     {oleFile("EncryptedPackage"), "密码"},
		"表.xlsb":     {string(parts{"xl/workbook.bin": "x"}.zip()), ".xlsb"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := open(context.Background(), name, strings.NewReader(c.file), int64(len(c.file)), converter{})
			checkRefusal(t, err, c.word)
		})
	}
	for name, word := range map[string]string{"bad/有密码.xlsx": "密码", "bad/截断.xlsx": "不完整", "bad/空文件.xlsx": "空的", "bad/不是工作簿.xlsx": "扩展名"} {
		mustRefuse(t, name, fixture(t, name), word)
	}
}

// oleFile is the beginning of an OLE file and one entry of its directory.
func oleFile(stream string) string {
	b := make([]byte, 1024)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for i, u := range utf16.Encode([]rune(stream)) {
		b[512+2*i] = byte(u)
	}
	b[512+64] = byte(2*len(stream) + 2)
	return string(b)
}

// TestContentDecides: the content of a file takes precedence over its name.
func TestContentDecides(t *testing.T) {
	t.Parallel()
	book := workbookOf(`<row r="1"><c r="A1"><v>1</v></c></row>`).zip()
	mustSee(t, "表.csv", book, "1|n1")
	mustSee(t, "表", book, "1|n1")
	mustSee(t, "表.xls", book, "1|n1")
	mustSee(t, "表.CSV", []byte("[甲],乙\n"), "1|s[甲]|s乙")
	mustSee(t, `c:\上报\表.TSV`, []byte("甲\t乙\n"), "1|s甲|s乙")
	mustSee(t, "表", []byte("甲,乙\n"), "1|s甲|s乙")
	mustSee(t, "表.data", []byte(`{"a":1}`), "0|sa", "1|n1")
}

// script is used in place of LibreOffice.
func script(t *testing.T, lines ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	name := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+strings.Join(lines, "\n")+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestConversion(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "good.xlsx")
	if err := os.WriteFile(good, workbookOf(`<row r="1"><c r="A1"><v>1</v></c></row>`).zip(), 0o600); err != nil {
		t.Fatal(err)
	}
	old := oleFile("Workbook")
	opened := func(c converter) (*Book, error) {
		return open(context.Background(), "旧.xls", strings.NewReader(old), int64(len(old)), c)
	}
	// The arguments are the profile, three of headless, "xlsx", --outdir, its folder, the file.
	copies := script(t, `while [ $# -gt 1 ]; do if [ "$1" = --outdir ]; then out=$2; fi; shift; done`,
		`[ -s "$1" ] && mkdir -p "$out" && cp `+good+` "$out/in.xlsx" && echo "$out" > `+good+`.where`)
	book, err := opened(converter{copies, time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := seen(book); err != nil || fmt.Sprint(lines) != `[sheet "表1" hidden=false 1|n1]` {
		t.Errorf("%q %v", lines, err)
	}
	if err := book.Close(); err != nil {
		t.Error(err)
	}
	where, err := os.ReadFile(good + ".where")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(string(bytes.TrimSpace(where)))); !os.IsNotExist(err) {
		t.Errorf("the folder of the conversion is left behind: %v", err)
	}
	_, err = opened(converter{script(t, "exit 0"), time.Minute})
	checkRefusal(t, err, "没有成功")
	_, err = opened(converter{script(t, "sleep 600 & wait"), 50 * time.Millisecond})
	checkRefusal(t, err, "没有成功")
	_, err = opened(converter{})
	checkRefusal(t, err, "另存为")
}

// TestConversionObeys: if the caller ends it, a conversion ends with everything it started, and
// leaves no folder behind.
func TestConversionObeys(t *testing.T) {
	t.Parallel()
	where := filepath.Join(t.TempDir(), "where")
	program := script(t, `sleep 600 & echo $! > `+where+`.child`, `pwd > `+where+`.new`, `mv `+where+`.new `+where, `wait`)
	old := oleFile("Workbook")
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // once it runs
		for {
			if _, err := os.Stat(where); err == nil || ctx.Err() != nil {
				cancel()
				return
			}
			time.Sleep(time.Millisecond) //nolint:forbidigo // another process: there is nothing to wait on
		}
	}()
	if _, err := open(ctx, "旧.xls", strings.NewReader(old), int64(len(old)), converter{program, time.Minute}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	dir, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(string(bytes.TrimSpace(dir))); !os.IsNotExist(err) {
		t.Errorf("the folder of the conversion is left behind: %v", err)
	}
	child, err := os.ReadFile(where + ".child")
	if err != nil {
		t.Fatal(err)
	}
	if status, err := os.ReadFile("/proc/" + string(bytes.TrimSpace(child)) + "/stat"); err == nil && !bytes.Contains(status, []byte(") Z ")) {
		t.Errorf("what it started goes on: %s", status)
	}
}

// TestConvertedFormulas: where a result changes with the day or depends on another file,
// LibreOffice's recalculation is not what was filed.
func TestConvertedFormulas(t *testing.T) {
	t.Parallel()
	converted := func(p parts) error {
		out := filepath.Join(t.TempDir(), "out.xlsx")
		if err := os.WriteFile(out, p.zip(), 0o600); err != nil {
			t.Fatal(err)
		}
		program := script(t, `while [ $# -gt 1 ]; do if [ "$1" = --outdir ]; then out=$2; fi; shift; done`, `mkdir -p "$out" && cp `+out+` "$out/in.xlsx"`)
		old := oleFile("Workbook")
		book, err := open(context.Background(), "旧.xls", strings.NewReader(old), int64(len(old)), converter{program, time.Minute})
		if err == nil {
			err = book.Close()
		}
		return err
	}
	formula := func(text string) parts { return row(`<c r="A1"><f>` + text + `</f><v>46000</v></c>`) }
	for _, text := range []string{"TODAY()", "today()+1", "IF(A2&gt;0,NOW(),0)", "RANDBETWEEN(1,9)", "RAND ()", `CELL("filename")`, `INFO("numfile")`, "[1]Sheet1!A1", "_xlfn.RANDARRAY(2)", `"x"&amp;TEXT(TODAY(),"yyyy")`, "&#39;file:///c:/a.xls&#39;#Sheet1.A1"} {
		checkRefusal(t, converted(formula(text)), "重新计算公式")
	}
	for _, text := range []string{"SUM(A2:A9)", `"TODAY()"`, "TODAYS(1)", "A1+NOW_1", `COUNTIF(A2:A9,"NOW()")`, "GRAND(1)", "TODAY"} {
		if err := converted(formula(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	named := formula("今天").edit("xl/workbook.xml", "</sheets>", `</sheets><definedNames><definedName name="今天">TODAY()</definedName></definedNames>`)
	checkRefusal(t, converted(named), "重新计算公式")
	second := formula("SUM(A2:A9)").with("xl/worksheets/sheet2.xml", formula("NOW()")[damagedSheet]).edit("xl/workbook.xml", "</sheets>", `<sheet name="二" state="hidden" r:id="rId5"/></sheets>`).
		edit("xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId5" Type="`+linkType+`worksheet" Target="worksheets/sheet2.xml"/></Relationships>`)
	checkRefusal(t, converted(second), "重新计算公式")
	mustSee(t, "a.xlsx", row(`<c r="A1" s="1"><f>TODAY()</f><v>45054</v></c>`).zip(), "1|D2023-05-08") // nobody recalculated this one
}

// TestLibreOffice converts for real, where LibreOffice is installed: workbooks in the old format
// that it wrote itself, one whose results are stored, one with a formula that changes with the day, and
// one with a stored result that is not what LibreOffice calculates.
func TestLibreOffice(t *testing.T) {
	t.Parallel()
	c := findConverter()
	if c.program == "" {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	for name, formula := range map[string]string{"fixed": "1+1", "volatile": "TODAY()", "otherwise": "12345+0.5"} {
		in := filepath.Join(dir, name+".xlsx")
		file := workbookOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1"><f>`+formula+`</f><v>2</v></c><c r="C1" s="1"><v>45054</v></c></row>`).with("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`).zip()
		if err := os.WriteFile(in, file, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := libreoffice.Convert(t.Context(), c.program, t.TempDir(), "xls", in, dir); err != nil {
			t.Fatal(err)
		}
		old, err := os.ReadFile(filepath.Join(dir, name+".xls"))
		if err != nil {
			t.Fatal(err)
		}
		book, err := open(t.Context(), "旧.xls", bytes.NewReader(old), int64(len(old)), converter{c.program, time.Hour}) // however busy the machine is
		if name == "volatile" {
			checkRefusal(t, err, "重新计算公式")
			continue
		}
		if name == "otherwise" {
			checkRefusal(t, err, "单元格 B1 的公式，文件里存的结果是“2”，重新计算得“12345.5”")
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if lines, err := seen(book); err != nil || lines[1] != "1|s甲|n2|D2023-05-08" {
			t.Errorf("%q %v", lines, err)
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
}
