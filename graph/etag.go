package graph

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/access"
)

// started distinguishes this process from any other: another may have another catalogue.
var started = rand.Text()

// ETag names the answer to a GET request: another one comes with the next commit, and with the
// next day, because what is due and overdue depends on it.
func (h *Handler) ETag(r *http.Request) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%q\n%d\n%s\n%s\n%s\n%q", started, access.From(r.Context()), h.Warehouse.LastCommit().Number, today(),
		r.URL.Path+"?"+r.URL.RawQuery, r.Header.Get("Accept"), r.Header.Get("Accept-Language")))
	return fmt.Sprintf(`W/"%x"`, sum[:12])
}

// today is the day in China, by which filings are due.
func today() jianfu.Date { return jianfu.DateOf(time.Now().In(jianfu.China)) }

// responseKey names the response to an operation that only reads, in the same way.
type responseKey [sha256.Size]byte

// keptResponses is how many bytes of responses are kept.
const keptResponses = 16 << 20

// responseKey reports false for requests with files, and if the warehouse's file is gone, for the
// answer then says so.
func (h *Handler) responseKey(r *http.Request, params *graphql.RawParams) (key responseKey, ok bool) {
	asked, err := json.Marshal([]any{params.Query, params.OperationName, params.Variables, params.Extensions})
	if err != nil || h.Warehouse.Present() != nil || strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return key, false
	}
	return sha256.Sum256(fmt.Appendf(nil, "%q\n%d\n%d\n%q\n%s", access.From(r.Context()), h.Warehouse.LastCommit().Number, today(), r.Header.Get("Accept-Language"), asked)), true
}

// Unchanged answers 304 where the client has the answer that a tag names; otherwise it does
// nothing and reports false.
func Unchanged(w http.ResponseWriter, r *http.Request, tag string) bool {
	for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(known) == tag {
			KeepWith(w, tag)
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// KeepWith lets the client keep the answer, and ask each time whether it is still the same.
func KeepWith(w http.ResponseWriter, tag string) {
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, no-cache")
}

// KeepADay lets the client keep an answer of a given commit without asking: nothing that is filed
// changes it, and a day bounds what a changed catalogue could.
func KeepADay(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "private, max-age=86400")
}
