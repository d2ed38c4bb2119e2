package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"jianfu"
	"jianfu/libreoffice"
	"jianfu/reports/docx"
)

// pdfLimit is how long LibreOffice may take.
const pdfLimit = 90 * time.Second

// WritePDF writes a report as PDF: LibreOffice converts its .docx. The error is NotFound if
// LibreOffice is not installed, and says what to do instead.
func (r *Report) WritePDF(ctx context.Context, w io.Writer) error {
	return r.writePDF(ctx, libreoffice.Find(), w)
}

func (r *Report) writePDF(ctx context.Context, program string, w io.Writer) error {
	if program == "" {
		return jianfu.Errorf(jianfu.NotFound, "本机没有安装 LibreOffice，不能直接生成 PDF：请先生成 .docx，再用 Word 或 WPS 另存为 PDF",
			"LibreOffice is not installed here, so there is no PDF: write the .docx and save it as PDF in Word or WPS")
	}
	var document bytes.Buffer
	if err := r.WriteDOCX(&document); err != nil {
		return err
	}
	return convertPDF(ctx, program, pdfLimit, document.Bytes(), w)
}

func convertPDF(ctx context.Context, program string, limit time.Duration, document []byte, w io.Writer) (err error) {
	folder, err := libreoffice.NewFolder()
	if err != nil {
		return fmt.Errorf("make a folder for the PDF: %w", err)
	}
	defer func() { err = errors.Join(err, folder.Remove()) }()
	dir := folder.Path
	in := filepath.Join(dir, "report.docx")
	if err := os.WriteFile(in, document, 0o600); err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	failed := func(err error) error {
		return jianfu.Errorf(jianfu.Unreadable, "LibreOffice 没有转出 PDF（可能没有装 Writer，或超过 %[1]d 秒）：请先生成 .docx，再用 Word 或 WPS 另存为 PDF",
			"LibreOffice made no PDF (its Writer may not be installed, or it took longer than %[1]d s): write the .docx and save it as PDF in Word or WPS", int(limit.Seconds())).Because(err)
	}
	if err := libreoffice.Convert(within, program, dir, "pdf", in, dir); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return failed(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil {
		return failed(err) // LibreOffice exits with success even if it could not read the file
	}
	if !bytes.HasPrefix(content, []byte("%PDF-")) {
		return failed(errors.New("its output is not a PDF"))
	}
	_, err = w.Write(content)
	return err
}

// alsoCalled are other names under which a font of the documents may be installed.
var alsoCalled = map[string][]string{
	"方正小标宋简体": {"FZXiaoBiaoSong-B05S"}, "仿宋_GB2312": {"FangSong_GB2312"}, "黑体": {"SimHei"}, "楷体_GB2312": {"KaiTi_GB2312"}, "宋体": {"SimSun"},
}

// MissingFonts are the fonts of the official form that are not installed: a PDF made here uses
// others in their place, and readers should know. Known is false if that cannot be determined (no
// fc-list).
func MissingFonts(ctx context.Context) (missing []string, known bool) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "fc-list", ":", "family").Output()
	if err != nil {
		return nil, false
	}
	installed := map[string]bool{}
	for name := range strings.FieldsFuncSeq(string(out), func(r rune) bool { return r == '\n' || r == ',' }) {
		installed[strings.ToLower(strings.TrimSpace(name))] = true
	}
	for _, font := range docx.Fonts {
		found := installed[strings.ToLower(font)]
		for _, name := range alsoCalled[font] {
			found = found || installed[strings.ToLower(name)]
		}
		if !found {
			missing = append(missing, font)
		}
	}
	return missing, true
}
