package sheet

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"jianfu"
	"jianfu/libreoffice"
)

// converter turns older workbooks into .xlsx by LibreOffice.
type converter struct {
	program string // "" where LibreOffice is not installed
	limit   time.Duration
}

const convertLimit = 60 * time.Second

func findConverter() converter { return converter{libreoffice.Find(), convertLimit} }

// convert opens a workbook of an older format, whose usual ending is given. Each
// conversion has a folder and a profile of its own, so that several can run at
// once and none leaves settings behind.
func (c converter) convert(r io.ReaderAt, size int64, ending string) (*Book, error) {
	if c.program == "" {
		return nil, refuse("文件是 %s 格式的旧版或其他软件的表格，本机没有安装 LibreOffice，无法读取。请用 Excel 或 WPS 打开，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
			"the file is a %s spreadsheet, and LibreOffice is not installed here to read it. Open it in Excel or WPS, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.", ending)
	}
	if size > maxConverted {
		return nil, refuse("文件超过 %d MB，旧格式的文件太大，无法自动转换。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再报。",
			"the file is larger than %d MB, too large for a file in an old format to be converted. Open it in Excel or WPS, save it as an Excel workbook (*.xlsx) and file that.", maxConverted>>20)
	}
	dir, err := os.MkdirTemp("", "jianfu-convert-")
	if err != nil {
		return nil, c.failed(err)
	}
	book, err := c.convertIn(dir, r, size, ending)
	if err != nil {
		os.RemoveAll(dir) //nolint:errcheck // the error that matters is the one at hand
		return nil, err
	}
	return book, nil
}

func (c converter) convertIn(dir string, r io.ReaderAt, size int64, ending string) (*Book, error) {
	in, out := filepath.Join(dir, "in"+ending), filepath.Join(dir, "out")
	if err := writeFile(in, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, c.failed(err)
	}
	if err := c.run(dir, in, out); err != nil {
		return nil, c.failed(err)
	}
	f, err := os.Open(filepath.Join(out, "in.xlsx"))
	if err != nil {
		return nil, c.failed(err) // LibreOffice ends well where it could not read the file
	}
	book, err := openConverted(f)
	if err != nil {
		f.Close() //nolint:errcheck // the error that matters is the one at hand
		return nil, err
	}
	book.close = func() error { return errors.Join(f.Close(), os.RemoveAll(dir)) }
	return book, nil
}

func openConverted(f *os.File) (*Book, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, refuseText(err)
	}
	zip, err := openArchive(f, info.Size())
	if err != nil {
		return nil, damaged(jianfu.Say("由 LibreOffice 转换后", "as LibreOffice converted it"), err)
	}
	return openWorkbook(zip)
}

func writeFile(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// run starts LibreOffice and ends it, with all that it started, at the limit.
func (c converter) run(dir, in, out string) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.limit)
	defer cancel()
	return libreoffice.Convert(ctx, c.program, dir, "xlsx", in, out)
}

func (c converter) failed(err error) error {
	return refuse("旧格式的表格自动转换没有成功（可能加了密码、已损坏，或转换超过 %d 秒）。请用 Excel 或 WPS 打开，去掉密码，点“文件→另存为”，类型选“Excel 工作簿（*.xlsx）”，再报新文件。",
		"the spreadsheet is in an old format and could not be converted (it may have a password, be damaged, or take longer than %d s). Open it in Excel or WPS, remove the password, choose File, Save As, Excel Workbook (*.xlsx), and file the new file.",
		int(convertLimit.Seconds())).Because(err)
}
