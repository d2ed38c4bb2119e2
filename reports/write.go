package reports

import (
	"context"
	"io"

	"jianfu"
)

// Formats are the formats of reports, by file extension.
var Formats = []string{"docx", "pdf", "md", "xlsx"}

// Write writes a report in a format. The error is Invalid for an unknown one.
func (r *Report) Write(ctx context.Context, w io.Writer, format string) error {
	switch format {
	case "docx":
		return r.WriteDOCX(w)
	case "pdf":
		return r.WritePDF(ctx, w)
	case "md":
		return r.WriteMarkdown(w)
	case "xlsx":
		return r.WriteXLSX(w)
	}
	return jianfu.Errorf(jianfu.Invalid, "没有格式“%s”，可用的有：docx、pdf、md、xlsx", "there is no format %q; the formats are: docx, pdf, md, xlsx", format)
}
