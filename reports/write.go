package reports

import (
	"context"
	"io"

	"jianfu"
)

// Formats are those that a report can be laid out in, by the endings of their files.
var Formats = []string{"docx", "pdf", "md", "xlsx"}

// Write lays a report out in a format. The error is Invalid for one that is not known.
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
	return jianfu.Errorf(jianfu.Invalid, "没有格式“%s”，可用的有：docx、pdf、md、xlsx", "there is no format %q; there are: docx, pdf, md, xlsx", format)
}
