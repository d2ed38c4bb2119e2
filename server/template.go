package server

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
)

// template answers /template/KIND.xlsx with the blank form of a kind.
func (s *Server) template(w http.ResponseWriter, r *http.Request) {
	kind, isForm := strings.CutSuffix(r.PathValue("form"), ".xlsx")
	contract := s.Loader.Contracts().Kind(kind)
	if !isForm || contract == nil {
		http.NotFound(w, r)
		return
	}
	var form bytes.Buffer // a form that fails half way is not sent
	if err := s.Loader.Template(kind, &form); err != nil {
		s.Log.Error("write a blank form", "kind", kind, "error", err)
		http.Error(w, "cannot write the form", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": contract.Name.ZH + ".xlsx"}))
	_, _ = form.WriteTo(w) // fails only if the client is gone
}
