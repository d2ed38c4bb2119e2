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
	"jianfu/loaders"
	"jianfu/metrics"
	"jianfu/reports"
	"jianfu/warehouse"
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

// markedUploads answers /marked with a copy of the body, a file that would be refused, in which comments say what to correct. The query
// has its name (file) and what it leaves unsaid (kind, department, period). Nothing is stored.
type markedUploads struct {
	plain
	loader    *loaders.Loader
	warehouse *warehouse.Warehouse
	gate      *gate.Gate
}

// maxMarked is how many megabytes a file to be marked may have.
const maxMarked = 16

func (m markedUploads) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		m.refuse(w, r, jianfu.Errorf(jianfu.Invalid, "请用 POST，文件放在请求正文里", "use POST, with the file as the body"), http.StatusMethodNotAllowed)
		return
	}
	asked := r.URL.Query()
	name := path.Base(strings.ReplaceAll(asked.Get("file"), `\`, "/"))
	if asked.Get("file") == "" {
		m.refuse(w, r, jianfu.Errorf(jianfu.Invalid, "请写明文件名，如 file=会议统计.xlsx", "name the file, such as file=meetings.xlsx"), 0)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), queryTimeout)
	defer cancel()
	file, size, remove, err := receive(w, r, m.warehouse, maxMarked)
	defer remove()
	if err != nil {
		m.refuse(w, r, err, 0)
		return
	}
	content, err := gate.Do(ctx, m.gate, copyCost, func(ctx context.Context) (*bytes.Buffer, error) {
		var out bytes.Buffer // a copy that fails half way is not sent
		return &out, m.loader.WriteMarked(ctx, &out, name, file, size, loaders.Options{Kind: asked.Get("kind"), Department: asked.Get("department"), Period: asked.Get("period")}, jianfu.LangOf(r.Header.Get("Accept-Language")))
	})
	if err != nil {
		m.refuse(w, r, err, 0)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaTypeXLSX)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.TrimSuffix(name, path.Ext(name)) + jianfu.Say("-标注", "-marked").In(jianfu.LangOf(r.Header.Get("Accept-Language"))) + ".xlsx"}))
	_, _ = content.WriteTo(w) // fails only if the client is gone
}
