package server

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/gate"
	"jianfu/metrics"
	"jianfu/reports"
)

// markedCopies answers /submission/NUMBER.xlsx with a copy of what was filed, in which comments say what to correct.
type markedCopies struct {
	plain
	engine *metrics.Engine
	gate   *gate.Gate
}

// copyCost is the processor time of a copy.
const copyCost = 500 * time.Millisecond

func (c markedCopies) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	if !c.mayRead(w, r) {
		return
	}
	number, isWorkbook := strings.CutSuffix(r.PathValue("file"), ".xlsx")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id < 1 || !isWorkbook {
		c.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有“%s”，地址是 /submission/报送编号.xlsx", "there is no %q: the address is /submission/NUMBER.xlsx", r.PathValue("file")), 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	called := ""
	content, err := gate.Do(ctx, c.gate, copyCost, func(ctx context.Context) (*bytes.Buffer, error) {
		filed, err := c.engine.Copy(ctx, id)
		if err != nil {
			return nil, err
		}
		called = filed.Submission.File
		var out bytes.Buffer
		return &out, reports.WriteMarked(&out, filed, jianfu.LangOf(r.Header.Get("Accept-Language")))
	})
	if err != nil {
		c.refuse(w, r, err, 0)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaTypeXLSX)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.TrimSuffix(called, path.Ext(called)) + "-" + number + ".xlsx"}))
	_, _ = content.WriteTo(w) // fails only if the client is gone
}
