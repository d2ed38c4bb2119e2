package graph

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
)

// maxUploads is how many files one request may bring.
const maxUploads = 20

// preflightHeaders are headers that a page of another host cannot send without the
// browser asking first.
var preflightHeaders = []string{"Apollo-Require-Preflight", "X-Apollo-Operation-Name", "GraphQL-Require-Preflight", "X-Jianfu-Client"}

// readMultipart reads a request of the GraphQL multipart request specification: the fields
// operations and map, then the files, each spooled to a temporary file. A browser sends such
// a form for any page without asking, with the reader's rights; so a request that says it
// comes from another host's page is refused without one of preflightHeaders.
func (h *Handler) readMultipart(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, remove func(), err error) {
	form := &uploads{}
	if !h.allowsOrigin(r) && !slices.ContainsFunc(preflightHeaders, func(name string) bool { return r.Header.Get(name) != "" }) {
		return nil, form.remove, jianfu.Errorf(jianfu.Invalid,
			"不接受其他网站页面直接上传；确需上传时请加上请求头 %s",
			"a page of another host may not upload; add the header %s if you mean it", preflightHeaders[0])
	}
	r.Body = http.MaxBytesReader(w, r.Body, h.MaxUpload)
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, form.remove, malformedForm(err)
	}
	params, err = form.read(reader)
	return params, form.remove, err
}

// allowsOrigin reports whether the request comes from a page of this host or a listed
// one, or from no page at all.
func (h *Handler) allowsOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || slices.Contains(h.Origins, origin) {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && page.Host == r.Host
}

// uploads are the temporary files of one request.
type uploads struct{ files []*os.File }

// remove closes and removes the files.
func (u *uploads) remove() {
	for _, file := range u.files {
		_ = file.Close() // nothing was written that anyone would miss
		_ = os.Remove(file.Name())
	}
}

func malformedForm(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return err
	}
	return jianfu.Errorf(jianfu.Invalid,
		"上传格式不对：依次应为 operations、map 和文件（GraphQL multipart request specification）",
		"the upload is malformed: it should be operations, map, then the files (GraphQL multipart request specification)").Because(err)
}

func (u *uploads) read(form *multipart.Reader) (*graphql.RawParams, error) {
	params := &graphql.RawParams{}
	if err := readField(form, "operations", params); err != nil {
		return nil, err
	}
	places := map[string][]string{}
	if err := readField(form, "map", &places); err != nil {
		return nil, err
	}
	if len(places) > maxUploads {
		return nil, jianfu.Errorf(jianfu.TooLarge, "一次最多上传 %d 个文件", "one request may bring %d files", maxUploads)
	}
	for range places {
		part, err := form.NextPart()
		if err != nil {
			return nil, malformedForm(err)
		}
		file, size, err := u.spool(part)
		if err != nil {
			return nil, err
		}
		for _, place := range places[part.FormName()] {
			upload := graphql.Upload{File: file, Size: size, Filename: part.FileName(), ContentType: part.Header.Get("Content-Type")}
			if err := params.AddUpload(upload, part.FormName(), place); err != nil {
				return nil, malformedForm(err)
			}
		}
	}
	return params, needQuery(params)
}

func readField(form *multipart.Reader, name string, into any) error {
	part, err := form.NextPart()
	if err == nil && part.FormName() != name {
		err = errors.New(part.FormName() + " instead of " + name)
	}
	if err != nil {
		return malformedForm(err)
	}
	return decodeJSON(http.MaxBytesReader(nil, part, maxBody), into)
}

// spool writes a part to a temporary file.
func (u *uploads) spool(part *multipart.Part) (*os.File, int64, error) {
	file, err := os.CreateTemp("", "jianfu-upload-*")
	if err != nil {
		return nil, 0, err
	}
	u.files = append(u.files, file)
	size, err := io.Copy(file, part)
	if err != nil {
		return nil, 0, malformedForm(err)
	}
	return file, size, nil
}
