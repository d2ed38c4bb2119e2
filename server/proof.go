package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianfu"
	"jianfu/graph"
	"jianfu/proof"
	"jianfu/warehouse"
)

// proofs checks a report that is sent as the body of the request, its name and what it leaves unsaid as query parameters: file,
// period (or year), asOf. /proof answers with what was found, as JSON; /proof/filled with a copy in which the figures of the
// parameters accept (number=figure, such as 3=521次) are written, or, without any, the masked ones that are surely meant; /proof/annotated
// with a copy of a .docx with comments.
type proofs struct {
	plain
	warehouse *warehouse.Warehouse
	graph     *graph.Handler
}

// maxReport is how many megabytes a report may have.
const maxReport = 64

// proofRequest is what the query parameters say.
type proofRequest struct {
	file    string
	options proof.Options
	choices []proof.Choice
}

func (p proofs) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept-Language")
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		p.refuse(w, r, jianfu.Errorf(jianfu.Invalid, "请用 POST，报告放在请求正文里", "use POST, with the report as the body"), http.StatusMethodNotAllowed)
		return
	}
	name := r.PathValue("copy")
	if name != "" && name != "filled" && name != "annotated" {
		p.refuse(w, r, jianfu.Errorf(jianfu.NotFound, "没有 /proof/%s，可用的有：filled、annotated", "there is no /proof/%s; there are: filled, annotated", name), 0)
		return
	}
	request, err := readProofRequest(r.URL.RawQuery)
	if err != nil {
		p.refuse(w, r, err, 0)
		return
	}
	report, size, remove, err := receive(w, r, p.warehouse, maxReport)
	defer remove()
	if err != nil {
		p.refuse(w, r, err, 0)
		return
	}
	doc, findings, err := p.graph.Proof(r.Context(), request.file, report, size, request.options)
	if err != nil {
		p.refuse(w, r, err, 0)
		return
	}
	var out bytes.Buffer // what fails half way is not sent
	lang := jianfu.LangOf(r.Header.Get("Accept-Language"))
	switch name {
	case "filled":
		err = fill(&out, doc, findings, request.choices)
	case "annotated":
		if !doc.Annotatable() {
			err = jianfu.Errorf(jianfu.Invalid, "只有 .docx 能加批注", "only a .docx can have comments")
		} else {
			err = doc.Annotate(&out, findings, lang, time.Now())
		}
	default:
		encoder := json.NewEncoder(&out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(doc.Answer(request.file, request.options, findings, lang))
	}
	if err != nil {
		p.refuse(w, r, err, 0)
		return
	}
	h := w.Header()
	if h.Set("Content-Type", "application/json; charset=utf-8"); name != "" {
		extension := path.Ext(request.file)
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": strings.TrimSuffix(request.file, extension) + copies[name].In(lang) + extension}))
	}
	_, _ = out.WriteTo(w) // fails only if the client is gone
}

// copies are what the names of copies end in.
var copies = map[string]jianfu.Text{"filled": jianfu.Say("-已填", "-filled"), "annotated": jianfu.Say("-核数", "-checked")}

func fill(w io.Writer, doc *proof.Document, findings []proof.Finding, choices []proof.Choice) error {
	if len(choices) == 0 {
		_, err := doc.Fill(w, findings)
		return err
	}
	_, err := doc.Rewrite(w, findings, choices)
	return err
}

// receive writes the body to a temporary file of at most so many megabytes, which the caller must remove.
func receive(w http.ResponseWriter, r *http.Request, house *warehouse.Warehouse, most int64) (_ io.ReaderAt, size int64, remove func(), err error) {
	remove = func() {}
	folder, err := house.Spool()
	if err != nil {
		return nil, 0, remove, err
	}
	file, err := os.CreateTemp(folder, "body-*")
	if err != nil {
		return nil, 0, remove, house.NotSpooled(err)
	}
	remove = func() {
		_ = file.Close() // it was only read
		_ = os.Remove(file.Name())
	}
	size, err = io.Copy(file, http.MaxBytesReader(w, r.Body, most<<20))
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		err = jianfu.Errorf(jianfu.TooLarge, "文件超过 %d MB，太大了。请只留要用的部分再试", "the file is larger than %d MB. Keep the part that matters alone and try again", most)
	}
	return file, size, remove, house.NotSpooled(err)
}

// readProofRequest reads the query parameters. An unknown one is refused.
func readProofRequest(raw string) (request proofRequest, err error) {
	parameters, err := url.ParseQuery(raw)
	if err != nil {
		return request, jianfu.Errorf(jianfu.Invalid, "网址里的参数有误", "the address has malformed parameters").Because(err)
	}
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		text := parameters.Get(name)
		switch name {
		case "file":
			request.file = path.Base(strings.ReplaceAll(text, `\`, "/"))
		case "period", "year":
			request.options.Period, err = jianfu.ParsePeriod(text)
		case "asOf":
			request.options.AsOf, err = readMoment(text)
		case "accept":
			request.choices, err = readChoices(parameters[name])
		default:
			err = jianfu.Errorf(jianfu.Invalid, "没有参数“%s”，可用的有：file、period、year、asOf、accept", "there is no parameter %q; there are: file, period, year, asOf, accept", name)
		}
		if err != nil {
			return request, err
		}
	}
	if request.file == "" {
		err = jianfu.Errorf(jianfu.Invalid, "请写明文件名，如 file=总结.docx", "name the file, such as file=report.docx")
	}
	return request, err
}

// readChoices reads texts such as 3=521次.
func readChoices(texts []string) ([]proof.Choice, error) {
	var list []proof.Choice
	for _, text := range texts {
		number, figure, _ := strings.Cut(text, "=")
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, jianfu.Errorf(jianfu.Invalid, "accept 应写作 序号=数，如 3=521次，“%s”不是", "accept is number=figure, such as 3=521次; %q is not", text)
		}
		list = append(list, proof.Choice{Number: n, Text: figure})
	}
	return list, nil
}
