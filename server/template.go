package server

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"jianfu"
	"jianfu/gate"
	"jianfu/loaders"
)

// forms answers /template/KIND.xlsx with the blank form of a kind.
type forms struct {
	plain
	loader *loaders.Loader
	gate   *gate.Gate
}

// formCost is the processor time of a blank form.
const formCost = 100 * time.Millisecond

func (f forms) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !f.mayRead(w, r) {
		return
	}
	kind, isForm := strings.CutSuffix(r.PathValue("form"), ".xlsx")
	contract := f.loader.Contracts().Kind(kind)
	if !isForm || contract == nil {
		f.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有空白表“%s”，地址是 /template/报表种类.xlsx，如 /template/meeting.xlsx",
			"there is no form %q: the address is /template/KIND.xlsx, such as /template/meeting.xlsx", r.PathValue("form")), 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	form, err := gate.Do(ctx, f.gate, formCost, func(context.Context) (*bytes.Buffer, error) {
		var form bytes.Buffer // a form that fails half way is not sent
		return &form, f.loader.Template(kind, &form)
	})
	if err != nil {
		f.refuse(w, r, err, 0)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaTypeXLSX)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": contract.Name.ZH + ".xlsx"}))
	_, _ = form.WriteTo(w) // fails only if the client is gone
}
