package server

import (
	"bytes"
	"cmp"
	"context"
	"mime"
	"net/http"
	"strings"
	"time"

	"jianfu"
	"jianfu/access"
	"jianfu/gate"
	"jianfu/loaders"
)

// forms answers /template/KIND.xlsx with the blank form of a kind: with ?department= that unit, which for an account of a unit is
// its own, and with ?period= that time are filled in.
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
	of := loaders.FormOf{Department: cmp.Or(r.URL.Query().Get("department"), access.From(r.Context()).Department)}
	if text := r.URL.Query().Get("period"); text != "" {
		var err error
		if of.Period, err = jianfu.ParsePeriod(text); err != nil {
			f.refuse(w, r, err, 0)
			return
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	form, err := gate.Do(ctx, f.gate, formCost, func(ctx context.Context) (*bytes.Buffer, error) {
		var form bytes.Buffer // a form that fails half way is not sent
		return &form, f.loader.Template(ctx, kind, of, &form)
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
