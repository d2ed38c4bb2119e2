package server

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jianfu"
)

// plain reports the errors of routes that answer with files: a sentence in the language of the
// request as plain text, its code in a header.
type plain struct{ log *slog.Logger }

// mayRead refuses all methods except those that read.
func (p plain) mayRead(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	p.refuse(w, r, jianfu.Errorf(jianfu.Invalid, "请用 GET", "use GET"), http.StatusMethodNotAllowed)
	return false
}

// nowhere answers for addresses that do not exist. A page of the dashboard whose address was typed without
// its #, as /compare, is shown; the dashboard says itself which of its pages do not exist.
func (p plain) nowhere(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {
		w.Header().Set("Location", "/#"+r.URL.RequestURI())
		w.WriteHeader(http.StatusFound)
		return
	}
	p.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有地址 %s（%s）：首页是 /，接口是 /graphql", "there is no address %s (%s): the dashboard is /, the API /graphql", r.URL.Path, r.Method), 0)
}

// statusOf is the HTTP status of a refusal.
var statusOf = map[jianfu.Code]int{
	jianfu.Invalid: http.StatusBadRequest, jianfu.NotFound: http.StatusNotFound, jianfu.Conflict: http.StatusConflict,
	jianfu.Unreadable: http.StatusUnprocessableEntity, jianfu.TooLarge: http.StatusRequestEntityTooLarge, jianfu.Locked: http.StatusServiceUnavailable,
	jianfu.Busy: http.StatusServiceUnavailable, jianfu.Unauthenticated: http.StatusUnauthorized, jianfu.Forbidden: http.StatusForbidden,
}

// refuse writes the sentence as plain text; status 0 is that of the error's code.
func (p plain) refuse(w http.ResponseWriter, r *http.Request, err error, status int) {
	shown := jianfu.Shown(r.Context(), p.log, err, slog.String("route", r.Pattern))
	if status == 0 {
		status = statusOf[shown.Code]
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	if shown.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(shown.RetryAfter/time.Second)))
	}
	w.Header().Set("X-Error-Code", string(shown.Code))
	http.Error(w, shown.Text.In(jianfu.LangOf(r.Header.Get("Accept-Language"))), status)
}
