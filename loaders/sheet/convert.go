package sheet

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"jianfu"
	"jianfu/libreoffice"
)

// converter converts older workbooks to .xlsx with LibreOffice.
type converter struct {
	program string // "" where LibreOffice is not installed
	limit   time.Duration
}

const convertLimit = 60 * time.Second

func findConverter() converter { return converter{libreoffice.Find(), convertLimit} }

// convert opens a workbook of an older format, given its usual extension. Each conversion has its
// own folder and profile, so that several can run at once and none leaves settings behind. If ctx
// ends, the error is its own.
func (c converter) convert(ctx context.Context, r io.ReaderAt, size int64, ending string) (*Book, error) {
	if c.program == "" {
		return nil, refuse("文件是 %s 格式的旧版或其他软件的表格，本机没有安装 LibreOffice，无法读取。请用 Excel 或 WPS 打开，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
			"the file is a %s spreadsheet, and LibreOffice is not installed here to read it. Open it in Excel or WPS, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.", ending)
	}
	if size > maxConverted {
		return nil, refuse("文件超过 %d MB，旧格式的文件太大，无法自动转换。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
			"the file is larger than %d MB, too large for a file in an old format to be converted. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", maxConverted>>20)
	}
	folder, err := libreoffice.NewFolder()
	if err != nil {
		return nil, c.failed(err)
	}
	book, err := c.convertIn(ctx, folder, r, size, ending)
	if err != nil {
		folder.Remove() //nolint:errcheck // the error that matters is the one at hand
		return nil, err
	}
	return book, nil
}

func (c converter) convertIn(ctx context.Context, folder *libreoffice.Folder, r io.ReaderAt, size int64, ending string) (*Book, error) {
	in, out := filepath.Join(folder.Path, "in"+ending), filepath.Join(folder.Path, "out")
	if err := writeFile(in, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, c.failed(err)
	}
	within, cancel := context.WithTimeout(ctx, c.limit)
	defer cancel()
	if err := libreoffice.Convert(within, c.program, folder.Path, "xlsx", in, out); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, c.failed(err)
	}
	f, err := os.Open(filepath.Join(out, "in.xlsx"))
	if err != nil {
		return nil, c.failed(err) // LibreOffice exits with success even if it could not read the file
	}
	book, err := openConverted(ctx, f, readStored(r, size))
	if err != nil {
		f.Close() //nolint:errcheck // the error that matters is the one at hand
		return nil, err
	}
	book.close = func() error { return errors.Join(f.Close(), folder.Remove()) }
	return book, nil
}

func openConverted(ctx context.Context, f *os.File, stored storedResults) (*Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, refuseText(err)
	}
	zip, err := openArchive(f, info.Size())
	if err != nil {
		return nil, damaged(jianfu.Say("由 LibreOffice 转换后", "as LibreOffice converted it"), err)
	}
	book, err := openWorkbook(zip, true, stored)
	if err != nil {
		return nil, err
	}
	// A formula of one sheet can affect another: all are checked.
	for i := range book.sheets {
		if err := book.sheets[i].rows.(*worksheet).verify(ctx); err != nil {
			return nil, err
		}
	}
	return book, nil
}

// momentary are functions whose result depends on when or where they are calculated. LibreOffice
// recalculates a workbook, so the stored results are lost.
var momentary = regexp.MustCompile(`(?i)(^|[^A-Z0-9_])(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO|WEBSERVICE|RTD)[ ]*\(|\[[0-9]+\]|file://`)

var quotedText = regexp.MustCompile(`"[^"]*"`)

// checkLasting refuses a formula of a converted workbook whose result changes with the day or
// depends on another file.
func checkLasting(formula []byte) error {
	if momentary.Match(quotedText.ReplaceAll(formula, nil)) {
		return refuse("旧格式的表格转换时会重新计算公式，而其中有随日期或其他文件变化的公式（%.60s），算出的不再是填报时的值。请用 Excel 或 WPS 打开，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
			"a spreadsheet in an old format is recalculated when it is converted, and this one has a formula that changes with the day or with another file (%.60s): its value is no longer the one that was filed. Open it in Excel or WPS, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.", formula)
	}
	return nil
}

func writeFile(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

func (c converter) failed(err error) error {
	return refuse("旧格式的表格自动转换没有成功（可能加了密码、已损坏，或转换超过 %d 秒）。请用 Excel 或 WPS 打开，去掉密码，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
		"the spreadsheet is in an old format and could not be converted (it may have a password, be damaged, or take longer than %d s). Open it in Excel or WPS, remove the password, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.",
		int(convertLimit.Seconds())).Because(err)
}
