package reports

import (
	"bytes"
	"context"
	"io"

	"jianfu"
)

// Write lays a report out in a format: docx, pdf, md or xlsx. The error is Invalid for any other.
func (r *Report) Write(ctx context.Context, w io.Writer, format string) error {
	switch format {
	case "docx":
		return r.WriteDOCX(w)
	case "md":
		return r.WriteMarkdown(w)
	}
	_ = ctx
	_ = bytes.MinRead
	return jianfu.Errorf(jianfu.Invalid, "没有格式“%s”", "there is no format %q", format)
}
