package sheet

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"path"
	"strings"

	"jianfu"
)

// Open opens a filed spreadsheet. Its content decides the format; the extension of name decides only
// where plain text could be several things. Older workbooks (.xls, .et, .xlsb) are converted by
// LibreOffice if it is on PATH. The error is a *jianfu.Error with code jianfu.Unreadable that says what
// the file seems to be and what a clerk must do, or the error of ctx if it ended. r must stay readable
// until Close.
func Open(ctx context.Context, name string, r io.ReaderAt, size int64) (*Book, error) {
	return open(ctx, name, r, size, findConverter())
}

func open(ctx context.Context, name string, r io.ReaderAt, size int64, c converter) (*Book, error) {
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
		return openZip(ctx, r, size, c)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return openOLE(ctx, r, size, ending, c)
	case len(head) > 4 && head[0] == 9 && (head[1] == 0 || head[1] == 2 || head[1] == 4 || head[1] == 8) && head[3] == 0:
		return c.convert(ctx, r, size, ".xls")
	}
	if err := notASpreadsheet(head); err != nil {
		return nil, err
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

// firstByte is the first byte that is not white space, 0 for none.
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

// notASpreadsheet refuses what is commonly filed in place of a spreadsheet, naming it.
func notASpreadsheet(head []byte) error {
	for _, m := range magics {
		if len(head) >= m.at+len(m.magic) && string(head[m.at:m.at+len(m.magic)]) == m.magic && (m.also == nil || m.also(head)) {
			return m.kind.refuse(m.zh, m.en)
		}
	}
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(text, []byte("<svg")), bytes.HasPrefix(text, []byte("<?xml")) && bytes.Contains(text, []byte("<svg")):
		return picture.refuse("SVG", "SVG")
	case bytes.HasPrefix(text, []byte("<?xml")) && !bytes.Contains(text, []byte("<html")):
		return document.refuse("XML 文件（或“XML 表格 2003”）", "an XML file (or an XML Spreadsheet 2003)")
	case bytes.HasPrefix(text, []byte("<")), bytes.HasPrefix(text, []byte("mime-version:")):
		for _, tag := range []string{"<html", "<!doctype", "<table", "<head", "<meta", "<style", "<body", "<div", "<!--", "<?xml", "mime-version:"} {
			if bytes.HasPrefix(text, []byte(tag)) {
				return document.refuse("网页（HTML，可能由网站导出）", "a web page (HTML, as web sites export it)")
			}
		}
	}
	return nil
}

// misfiled is a class of files that are filed in place of a spreadsheet. It determines the advice
// to the clerk.
type misfiled int

const (
	document misfiled = iota // opens in an office program, or holds a table to copy
	paper                    // PDF: the table was printed
	picture
	archived
	recording
	locked
)

func (m misfiled) refuse(zh, en string) error {
	switch m {
	case paper:
		return refuse("文件是 %[1]s，不是电子表格，里面的数读不出来。请报送打印它之前的那份 Excel 或 WPS 表格（.xlsx）；没有的，请照着录入空白表再报。",
			"the file is %[2]s, not a spreadsheet: figures cannot be read from it. File the spreadsheet (.xlsx) that it was printed from; where there is none, type the table into a blank form.", zh, en)
	case picture:
		return refuse("文件是图片（%[1]s），不是电子表格，图里的字读不出来。请报送原来的 Excel 或 WPS 表格（.xlsx）；没有的，请照着图片录入空白表再报。",
			"the file is a picture (%[2]s), not a spreadsheet: its text cannot be read. File the spreadsheet (.xlsx) that it shows; where there is none, type the table into a blank form.", zh, en)
	case archived:
		return refuse("文件是 %[1]s 压缩包，不是电子表格。请先解压，把里面的表格一个一个报送。",
			"the file is a %[2]s archive, not a spreadsheet. Unpack it first, and file the spreadsheets in it one by one.", zh, en)
	case recording:
		return refuse("文件是%[1]s，不是电子表格。请核对是不是选错了文件，报送 Excel 或 WPS 表格（.xlsx）。",
			"the file is %[2]s, not a spreadsheet. Perhaps the wrong file was chosen: file the spreadsheet (.xlsx).", zh, en)
	case locked:
		return refuse("文件是%[1]s，读不出来。请在装有该软件的电脑上解密，另存为 .xlsx 再报。",
			"the file is %[2]s and cannot be read. Decrypt it on a computer with that software, save it as .xlsx and file that.", zh, en)
	}
	return refuse("文件看起来是%[1]s，不是电子表格。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
		"the file seems to be %[2]s, not a spreadsheet. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", zh, en)
}

// magics are the bytes that identify file formats. Short ones that a text could begin with are
// checked against further bytes.
var magics = []struct {
	at     int
	magic  string
	kind   misfiled
	zh, en string
	also   func(head []byte) bool
}{
	{0, "%PDF", paper, "PDF", "a PDF", nil},
	{0, "{\\rtf", document, "RTF 文档", "an RTF document", nil},
	{0, "\x89PNG", picture, "PNG", "PNG", nil},
	{0, "\xff\xd8\xff", picture, "JPEG", "JPEG", nil},
	{0, "GIF87a", picture, "GIF", "GIF", nil},
	{0, "GIF89a", picture, "GIF", "GIF", nil},
	{0, "II*\x00", picture, "TIFF", "TIFF", nil},
	{0, "MM\x00*", picture, "TIFF", "TIFF", nil},
	{0, "BM", picture, "BMP", "BMP", func(head []byte) bool { return len(head) >= 14 && string(head[6:10]) == "\x00\x00\x00\x00" }},
	{8, "WEBP", picture, "WebP", "WebP", func(head []byte) bool { return string(head[:4]) == "RIFF" }},
	{0, "\x00\x00\x01\x00", picture, "ICO", "ICO", nil},
	{0, "8BPS", picture, "PSD", "PSD", nil},
	{0, "\xd7\xcd\xc6\x9a", picture, "WMF", "WMF", nil},
	{40, " EMF", picture, "EMF", "EMF", nil},
	{4, "ftyphei", picture, "HEIC", "HEIC", nil},
	{4, "ftyphev", picture, "HEIC", "HEIC", nil},
	{4, "ftypmif1", picture, "HEIC", "HEIC", nil},
	{4, "ftypavif", picture, "AVIF", "AVIF", nil},
	{0, "Rar!\x1a\x07", archived, "RAR", "RAR", nil},
	{0, "7z\xbc\xaf\x27\x1c", archived, "7z", "7z", nil},
	{0, "\x1f\x8b", archived, "gzip", "gzip", nil},
	{0, "BZh", archived, "bzip2", "bzip2", func(head []byte) bool { return len(head) >= 10 && string(head[4:10]) == "1AY&SY" }},
	{0, "\xfd7zXZ\x00", archived, "xz", "xz", nil},
	{0, "\x28\xb5\x2f\xfd", archived, "zstd", "zstd", nil},
	{0, "MSCF\x00", archived, "CAB", "CAB", nil},
	{257, "ustar", archived, "tar", "tar", nil},
	{2, "-lh", archived, "LZH", "LZH", func(head []byte) bool { return len(head) > 6 && head[6] == '-' }},
	{0, "PK\x07\x08", archived, "ZIP 分卷", "ZIP", nil},
	{0, "RIFF", recording, "音频或视频", "a sound or a film", func(head []byte) bool {
		return len(head) >= 12 && (string(head[8:12]) == "WAVE" || string(head[8:12]) == "AVI ")
	}},
	{4, "ftyp", recording, "音频或视频", "a sound or a film", nil},
	{0, "ID3", recording, "音频", "a sound", func(head []byte) bool { return len(head) > 5 && head[3] < 5 }},
	{0, "PAR1", recording, " Parquet 数据文件", "a Parquet file", nil},
	{0, "MZ", recording, "程序", "a program", func(head []byte) bool { return len(head) > 64 && bytes.IndexByte(head[:64], 0) > 0 }},
	{0, "%TSD-Header", locked, "经加密软件加密的文件", "a file locked by encryption software", nil},
}

// openZip distinguishes .xlsx from other zip files.
func openZip(ctx context.Context, r io.ReaderAt, size int64, c converter) (*Book, error) {
	zip, err := openArchive(r, size)
	if err != nil {
		return nil, damaged(jianfu.Say("压缩结构", "the zip"), err)
	}
	has := func(name string) bool { _, ok := zip.part(name); return ok }
	isBook := has("_rels/.rels") || has("content.xml") && has("mimetype")
	switch {
	case zip.locked && isBook:
		return nil, errPassword
	case zip.locked:
		return nil, refuse("文件是加了密码的 ZIP 压缩包，不是电子表格。请用密码解压，把里面的表格一个一个报送。",
			"the file is a ZIP archive with a password, not a spreadsheet. Unpack it, and file the spreadsheets in it one by one.")
	case has("content.xml") && has("mimetype"):
		return openDocument(ctx, zip)
	case has("OFD.xml"):
		return nil, paper.refuse("OFD", "an OFD document")
	case has("xl/workbook.bin"):
		return c.convert(ctx, r, size, ".xlsb")
	case has("word/document.xml"):
		return nil, refuse("文件是 Word 文档，不是电子表格。请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再报。",
			"the file is a Word document, not a spreadsheet. Copy its table into Excel, save it as .xlsx and file that.")
	case has("ppt/presentation.xml"):
		return nil, refuse("文件是演示文稿，不是电子表格。请另存为 .xlsx 再报。",
			"the file is a presentation, not a spreadsheet. Save the table as .xlsx and file that.")
	case !has("_rels/.rels"):
		return nil, archived.refuse("ZIP", "ZIP")
	}
	return openWorkbook(zip, false, nil)
}

// openDocument distinguishes an OpenDocument spreadsheet from other documents of that family.
func openDocument(ctx context.Context, zip *archive) (*Book, error) {
	e, _ := zip.part("mimetype")
	kind, err := readSmall(zip, e)
	switch {
	case err != nil:
		return nil, damaged(part("mimetype"), err)
	case !bytes.Contains(kind, []byte("opendocument.spreadsheet")):
		return nil, document.refuse(" OpenDocument 文档或演示文稿", "an OpenDocument text or presentation")
	}
	return openODS(ctx, zip)
}

var errPassword = refuse("文件加了密码，无法读取。请去掉密码后另存为 .xlsx 再报。",
	"the file is protected by a password and cannot be read. Remove the password, save it as .xlsx and file that.")

// openOLE distinguishes the formats of Office before 2007 and, in the same container, the files
// that Office encrypts today.
func openOLE(ctx context.Context, r io.ReaderAt, size int64, ending string, c converter) (*Book, error) {
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
		return c.convert(ctx, r, size, ending)
	case streams["WordDocument"]:
		return nil, refuse("文件是 Word 文档，不是电子表格。请把表格复制到 Excel 或 WPS 表格，另存为 .xlsx 再报。",
			"the file is a Word document, not a spreadsheet. Copy its table into Excel, save it as .xlsx and file that.")
	}
	return nil, refuse("文件是旧版 Office 文件，里面没有工作簿，或已损坏。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
		"the file is an old Office file without a workbook, or damaged. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.")
}

// oleStreams finds which of the characteristic streams an OLE file has. Entries of its directory
// are 128 bytes long, at multiples of that: the name in UTF-16, and its length in bytes at 64.
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
