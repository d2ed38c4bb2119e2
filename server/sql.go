package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/accounts"
	"jianfu/encode"
	"jianfu/sandbox"
)

// sqlHandler is /sql: one statement, its answer as JSON, CSV or an Arrow stream.
type sqlHandler struct {
	pool     *sandbox.Pool
	accounts *accounts.Store
	log      *slog.Logger
}

// sqlRequest is the body of a request in JSON. Omitted limits are the pool's.
type sqlRequest struct {
	SQL      string
	Args     []any // of $1, $2, …: texts, numbers, true, false, null, and lists of them
	Format   string
	MaxRows  bound
	Seconds  bound
	MaxBytes bound
}

// bound is a whole number above zero; 0 if none is given.
type bound int64

func (b *bound) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil // not given
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err == nil && n < 1 {
		err = strconv.ErrRange
	}
	*b = bound(n)
	return err
}

// statusOfClass is the HTTP status of a class of errors.
var statusOfClass = map[sandbox.Class]int{
	sandbox.NotAllowed: http.StatusForbidden, sandbox.Timeout: http.StatusGatewayTimeout, sandbox.Busy: http.StatusServiceUnavailable,
	sandbox.OutOfMemory: http.StatusUnprocessableEntity, sandbox.Conflict: http.StatusConflict, sandbox.Failed: http.StatusInternalServerError, sandbox.Cancelled: 499,
}

// The trailers of an answer: what is only known after its last row.
const rowsTrailer, cutTrailer, errorTrailer = "X-Jianfu-Rows", "X-Jianfu-Cut", "X-Jianfu-Error"

func (h sqlHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	lang := jianfu.LangOf(r.Header.Get("Accept-Language"))
	w.Header().Add("Vary", "Accept, Accept-Language")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		h.refuse(w, lang, refusal("请用 POST", "use POST"), http.StatusMethodNotAllowed)
		return
	}
	request, status, refused := readSQLRequest(w, r)
	if refused != nil {
		h.refuse(w, lang, refused, status)
		return
	}
	if err := h.accounts.Done(r.Context(), accounts.AskedSQL, request.SQL, ""); err != nil { // noted before it runs
		plain{h.log}.refuse(w, r, err, 0)
		return
	}
	answer := &sqlAnswer{w: w}
	switch request.Format {
	case "json":
		answer.mediaType, answer.Writer = "application/json; charset=utf-8", encode.NewJSON(w, lang)
	case "csv":
		answer.mediaType, answer.Writer = "text/csv; charset=utf-8; header=present", encode.NewCSV(w, lang)
	case "arrow":
		answer.mediaType, answer.Writer = "application/vnd.apache.arrow.stream", encode.NewArrow(w)
	}
	summary, err := h.pool.Query(r.Context(), sandbox.Request{SQL: request.SQL, Args: request.Args, MaxRows: int(request.MaxRows),
		MaxBytes: int64(request.MaxBytes), Timeout: time.Duration(min(request.Seconds, maxSQLSeconds)) * time.Second}, answer)
	if err != nil {
		h.fail(answer, lang, err)
		return
	}
	w.Header().Set(rowsTrailer, strconv.Itoa(summary.Rows))
	if summary.Cut != sandbox.NotCut {
		w.Header().Set(cutTrailer, fmt.Sprintf("%s; bound=%d", summary.Cut, summary.Bound))
	}
	if err := answer.End(summary); err != nil {
		h.log.Debug("a client of /sql went away", "error", err)
	}
}

func refusal(zh, en string, args ...any) *sandbox.Error {
	return &sandbox.Error{Class: sandbox.BadStatement, Err: jianfu.Errorf(jianfu.Invalid, zh, en, args...)}
}

// sqlAnswer sets the headers when the answer begins.
type sqlAnswer struct {
	encode.Writer
	w         http.ResponseWriter
	mediaType string
	begun     bool
}

func (a *sqlAnswer) Columns(columns []sandbox.Column) error {
	a.begun = true
	a.w.Header().Set("Content-Type", a.mediaType)
	a.w.Header().Set("Trailer", strings.Join([]string{rowsTrailer, cutTrailer, errorTrailer}, ", "))
	return a.Writer.Columns(columns)
}

// maxSQLSeconds is more than any pool allows: it prevents an overflow.
const maxSQLSeconds = 24 * 60 * 60

// maxSQLBody limits the body of a request: the statement and its arguments.
const maxSQLBody = 1 << 20

// readSQLRequest reads a body of application/json or application/sql. A form of another site cannot
// send either without a preflight request.
func readSQLRequest(w http.ResponseWriter, r *http.Request) (request sqlRequest, status int, refused *sandbox.Error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" && kind != "application/sql" {
		return request, http.StatusUnsupportedMediaType,
			refusal("请求的 Content-Type 应为 application/json 或 application/sql", "the Content-Type should be application/json or application/sql")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSQLBody))
	if err != nil {
		return request, http.StatusRequestEntityTooLarge, refusal("请求超过 %d 字节", "the request is larger than %d bytes", maxSQLBody)
	}
	if kind == "application/sql" {
		request.SQL = string(body)
	} else if request, refused = readSQLFields(body); refused != nil {
		return request, http.StatusBadRequest, refused
	}
	for name, values := range r.URL.Query() {
		if name != "format" {
			return request, http.StatusBadRequest, refusal("地址里只能有参数 format，“%s”请写在 JSON 里", "the address takes only the parameter format: write %q in the JSON", name)
		}
		request.Format = values[0]
	}
	if request.Format == "" {
		request.Format = acceptedFormat(r.Header.Get("Accept"))
	}
	switch request.Format {
	case "json", "csv", "arrow":
	default:
		return request, http.StatusBadRequest, refusal("格式“%s”应为 json、csv 或 arrow", "the format %q must be json, csv or arrow", request.Format)
	}
	return request, 0, nil
}

// readSQLFields reads a request in JSON. Unknown fields are refused, not ignored: a misspelt limit
// would be no limit.
func readSQLFields(body []byte) (request sqlRequest, refused *sandbox.Error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil || fields == nil {
		return request, refusal(`请求不是 {"sql": "…", "args": […], "format": "json|csv|arrow", "maxRows": …, "seconds": …, "maxBytes": …} 这样的 JSON`,
			`the request is not JSON such as {"sql": "…", "args": […], "format": "json|csv|arrow", "maxRows": …, "seconds": …, "maxBytes": …}`)
	}
	text, above := jianfu.Say("文字", "a text"), jianfu.Say("大于零的整数", "a whole number above zero")
	known := map[string]struct {
		into any
		form jianfu.Text
	}{
		"sql": {&request.SQL, text}, "args": {&request.Args, jianfu.Say("数组", "a list")}, "format": {&request.Format, text},
		"maxRows": {&request.MaxRows, above}, "seconds": {&request.Seconds, above}, "maxBytes": {&request.MaxBytes, above},
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		field, isField := known[name]
		if !isField {
			return request, refusal("请求里没有“%s”这一项，可以写的是 %s", "there is no field %q in a request: there are %s", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		decoder := json.NewDecoder(bytes.NewReader(fields[name]))
		decoder.UseNumber()
		if err := decoder.Decode(field.into); err != nil {
			e := refusal("", "")
			e.Err.Text = jianfu.Text{ZH: fmt.Sprintf("“%s”应为%s，不能是 %s", name, field.form.ZH, fields[name]), EN: fmt.Sprintf("%q should be %s, not %s", name, field.form.EN, fields[name])}
			return request, e
		}
	}
	for i, value := range request.Args {
		request.Args[i] = sqlArgument(value)
	}
	return request, nil
}

// sqlArgument turns a value of JSON into an argument: whole numbers are BIGINT, others exact
// decimals.
func sqlArgument(value any) any {
	switch v := value.(type) {
	case json.Number:
		if whole, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return whole
		}
		if exact, ok := jianfu.ParseDecimal(v.String()); ok {
			return exact
		}
		return v.String()
	case []any:
		for i, item := range v {
			v[i] = sqlArgument(item)
		}
	}
	return value
}

func acceptedFormat(accept string) string {
	for _, part := range strings.Split(accept, ",") {
		switch kind, _, _ := mime.ParseMediaType(part); kind {
		case "text/csv":
			return "csv"
		case "application/vnd.apache.arrow.stream":
			return "arrow"
		case "application/json":
			return "json"
		}
	}
	return "json"
}

// fail reports an error: as the whole answer if nothing was sent, else within it. A format that
// cannot do so is broken off, so that nobody takes the answer for complete.
func (h sqlHandler) fail(a *sqlAnswer, lang jianfu.Lang, err error) {
	var known *sandbox.Error
	if !errors.As(err, &known) { // writing failed: the client is gone
		known = &sandbox.Error{Class: sandbox.Cancelled, Err: jianfu.Errorf(jianfu.Internal, "请求方已断开", "the client is gone").Because(err)}
	}
	if known.Class == sandbox.Failed {
		h.log.Error("SQL failed", "error", known.Err)
	}
	if !a.begun {
		h.refuse(a.w, lang, known, 0)
		return
	}
	a.w.Header().Set(errorTrailer, string(known.Class))
	if err := a.Fail(known); err != nil || strings.HasPrefix(a.mediaType, "application/vnd") {
		panic(http.ErrAbortHandler)
	}
}

func (h sqlHandler) refuse(w http.ResponseWriter, lang jianfu.Lang, e *sandbox.Error, status int) {
	if status == 0 {
		status = statusOfClass[e.Class]
	}
	if status == 0 {
		status = http.StatusBadRequest
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Error-Code", string(e.Class))
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(e.RetryAfter/time.Second)))
	}
	w.WriteHeader(status)
	_ = encode.NewJSON(w, lang).Fail(e) // fails only if the client is gone
}
