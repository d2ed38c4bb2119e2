package sheet

import (
	"bytes"
	"encoding/binary"
	"io"
	"path"
	"strings"

	"jianfu"
)

// Open opens a filed spreadsheet. The content says what it is; only where plain
// text could be several things does the ending of name decide. Older workbooks
// (.xls, .et, .ods, .xlsb) are converted by LibreOffice where it is on PATH. The
// error is a *jianfu.Error with code jianfu.Unreadable that says what the file
// seems to be and what a clerk must do. r must stay readable until Close.
func Open(name string, r io.ReaderAt, size int64) (*Book, error) {
	return open(name, r, size, findConverter())
}

func open(name string, r io.ReaderAt, size int64, c converter) (*Book, error) {
	if size <= 0 {
		return nil, refuse("文件是空的，没有内容。请重新提供文件。", "the file is empty. Provide it again.")
	}
	head := make([]byte, min(size, 4096))
	if err := readFull(r, head, 0); err != nil {
		return nil, refuseText(err)
	}
	ending := strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openZip(r, size, c)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return openOLE(r, size, ending, c)
	case len(head) > 4 && head[0] == 9 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8) && head[3] == 0:
		return c.convert(r, size, ".xls")
	}
	if what, ok := seemsToBe(head); ok {
		return nil, refuse("文件看起来是%[1]s，不是电子表格。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
			"the file seems to be %[2]s and no spreadsheet. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", what.ZH, what.EN)
	}
	return openPlain(r, size, ending)
}

// openPlain opens CSV and JSON.
func openPlain(r io.ReaderAt, size int64, ending string) (*Book, error) {
	switch ending {
	case ".xlsx", ".xlsm", ".xls", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods":
		return nil, refuse("文件名是 %s，内容却不是工作簿，文件可能已损坏或改错了扩展名。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
			"the file is named %s but holds no workbook; it is damaged, or its ending was changed. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", ending)
	}
	text, err := openText(r, size)
	if err != nil {
		return nil, err
	}
	first, err := firstByte(text)
	if err != nil {
		return nil, err
	}
	json := ending == ".json" || ending == ".jsonl" || ending == ".ndjson"
	if ending != ".csv" && ending != ".tsv" && ending != ".txt" {
		json = json || first == '[' || first == '{'
	}
	switch {
	case first == 0:
		return nil, refuse("文件里只有空白，没有内容。请重新提供文件。", "the file holds nothing but blanks. Provide it again.")
	case json:
		return openJSON(text)
	}
	return openCSV(text)
}

// firstByte is the first that is no white space, 0 for none.
func firstByte(text *textFile) (byte, error) {
	r, buf := text.open(), make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		for _, c := range buf[:n] {
			if !spaceByte[c] {
				return c, nil
			}
		}
		if err == io.EOF {
			return 0, nil
		}
		if err != nil {
			return 0, refuseText(err)
		}
	}
}

// seemsToBe names what is commonly filed in place of a spreadsheet. Both texts of
// the result go into one sentence.
func seemsToBe(head []byte) (what jianfu.Text, ok bool) {
	for _, k := range []struct{ magic, zh, en string }{
		{"%PDF", "PDF 文件", "a PDF"},
		{"{\\rtf", "RTF 文档", "an RTF document"},
		{"\x89PNG", "图片（PNG）", "an image (PNG)"},
		{"\xff\xd8\xff", "图片（JPEG）", "an image (JPEG)"},
		{"GIF8", "图片（GIF）", "an image (GIF)"},
		{"II*\x00", "图片（TIFF）", "an image (TIFF)"},
		{"MM\x00*", "图片（TIFF）", "an image (TIFF)"},
		{"RIFF", "图片或音视频", "an image, sound or film"},
		{"Rar!", "RAR 压缩包", "a RAR archive"},
		{"7z\xbc\xaf", "7z 压缩包", "a 7z archive"},
		{"\x1f\x8b", "gzip 压缩包", "a gzip archive"},
		{"PAR1", "Parquet 文件", "a Parquet file"},
		{"%TSD-Header", "经加密软件加密的文件", "a file locked by encryption software"},
	} {
		if bytes.HasPrefix(head, []byte(k.magic)) {
			return jianfu.Text{ZH: k.zh, EN: k.en}, true
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(text, []byte("<?xml")) && !bytes.Contains(text, []byte("<html")):
		return jianfu.Say("XML 文件（或“XML 表格 2003”）", "an XML file (or an XML Spreadsheet 2003)"), true
	case bytes.HasPrefix(text, []byte("<")), bytes.HasPrefix(text, []byte("mime-version:")):
		for _, tag := range []string{"<html", "<!doctype", "<table", "<head", "<meta", "<style", "<body", "<div", "<!--", "<?xml", "mime-version:"} {
			if bytes.HasPrefix(text, []byte(tag)) {
				return jianfu.Say("网页（HTML，可能由网站导出）", "a web page (HTML, as web sites export it)"), true
			}
		}
	}
	return jianfu.Text{}, false
}

// openZip tells .xlsx from other things that are zips.
func openZip(r io.ReaderAt, size int64, c converter) (*Book, error) {
	zip, err := openArchive(r, size)
	if err != nil {
		return nil, damaged(jianfu.Say("压缩结构", "the zip"), err)
	}
	has := func(name string) bool { _, ok := zip.part(name); return ok }
	switch {
	case has("content.xml") && has("mimetype"):
		return c.convert(r, size, ".ods")
	case has("xl/workbook.bin"):
		return c.convert(r, size, ".xlsb")
	case has("word/document.xml"):
		return nil, refuse("文件是 Word 文档，不是电子表格。请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再报。",
			"the file is a Word document and no spreadsheet. Copy its table into Excel, save it as .xlsx and file that.")
	case has("ppt/presentation.xml"):
		return nil, refuse("文件是演示文稿，不是电子表格。请另存为 .xlsx 再报。",
			"the file is a presentation and no spreadsheet. Save the table as .xlsx and file that.")
	case !has("_rels/.rels"):
		return nil, refuse("文件是压缩包，不是工作簿。请解压后把里面的表格逐个报送。",
			"the file is a zip and no workbook. Unpack it and file the spreadsheets in it.")
	}
	return openWorkbook(zip)
}

// openOLE tells apart what Office wrote before 2007 and, in the same container,
// what it encrypts today.
func openOLE(r io.ReaderAt, size int64, ending string, c converter) (*Book, error) {
	streams, err := oleStreams(r, size)
	switch {
	case err != nil:
		return nil, refuseText(err)
	case streams["EncryptedPackage"]:
		return nil, refuse("工作簿加了打开密码，无法读取。请在 Excel 或 WPS 里输入密码打开，去掉密码（文件→信息→保护工作簿→用密码加密，清空）后另存为 .xlsx 再报。",
			"the workbook is protected by a password and cannot be read. Open it in Excel or WPS, remove the password (File, Info, Protect Workbook, Encrypt with Password, clear it), save it as .xlsx and file that.")
	case streams["Workbook"], streams["Book"]:
		if ending != ".et" {
			ending = ".xls"
		}
		return c.convert(r, size, ending)
	case streams["WordDocument"]:
		return nil, refuse("文件是 Word 文档，不是电子表格。请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再报。",
			"the file is a Word document and no spreadsheet. Copy its table into Excel, save it as .xlsx and file that.")
	}
	return nil, refuse("文件是旧版 Office 文件，里面没有工作簿，或已损坏。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
		"the file is an old Office file without a workbook, or damaged. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.")
}

// oleStreams finds which of the telling streams an OLE file has. Entries of its
// directory are 128 bytes long and stand at multiples of that: the name in UTF-16,
// and its length in bytes at 64.
func oleStreams(r io.ReaderAt, size int64) (map[string]bool, error) {
	const entrySize = 128
	names := []string{"EncryptedPackage", "Workbook", "Book", "WordDocument"}
	found := map[string]bool{}
	buf := make([]byte, chunk)
	for at := int64(0); at < size; at += int64(len(buf)) {
		b := buf[:min(int64(len(buf)), size-at)]
		if err := readFull(r, b, at); err != nil {
			return nil, err
		}
		for ; len(b) >= entrySize; b = b[entrySize:] {
			n := int(binary.LittleEndian.Uint16(b[64:]))
			if n < 4 || n > 64 {
				continue
			}
			for _, name := range names {
				if n == 2*len(name)+2 && isUTF16(b[:n-2], name) {
					found[name] = true
				}
			}
		}
	}
	return found, nil
}

func isUTF16(b []byte, ascii string) bool {
	for i := range len(ascii) {
		if b[2*i] != ascii[i] || b[2*i+1] != 0 {
			return false
		}
	}
	return true
}
