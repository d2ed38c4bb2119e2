package graph

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"jianfu"
	"jianfu/warehouse"
)

// maxUploads is how many files one request may contain.
const maxUploads = 20

// readMultipart reads a request of the GraphQL multipart request specification: the fields
// operations and map, then the files, each spooled to a temporary file.
func (h *Handler) readMultipart(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, remove func(), err error) {
	form := &uploads{warehouse: h.Warehouse}
	if !h.mayChange(r) {
		return nil, form.remove, errFromAnywhere
	}
	r.Body = http.MaxBytesReader(w, r.Body, h.MaxUpload)
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, form.remove, malformedForm(err)
	}
	params, err = form.read(reader)
	return params, form.remove, err
}

// uploads are the temporary files of one request.
type uploads struct {
	warehouse *warehouse.Warehouse
	files     []*os.File
}

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
			if err := put(params.Variables, place, upload); err != nil {
				return nil, malformedForm(err)
			}
		}
	}
	return params, needQuery(params)
}

// put sets the null at a path such as variables.input.files.0 to a value.
func put(variables map[string]any, place string, value any) error {
	steps := strings.Split(place, ".")
	if steps[0] != "variables" || len(steps) < 2 {
		return fmt.Errorf("%q is not a place of a variable", place)
	}
	var at any = variables
	for i, step := range steps[1:] {
		var inner any
		var set func(any)
		switch whole := at.(type) {
		case map[string]any:
			var known bool
			if inner, known = whole[step]; !known {
				return fmt.Errorf("there is nothing at %q", place)
			}
			set = func(value any) { whole[step] = value }
		case []any:
			index, err := strconv.Atoi(step)
			if err != nil || index < 0 || index >= len(whole) {
				return fmt.Errorf("there is nothing at %q", place)
			}
			inner, set = whole[index], func(value any) { whole[index] = value }
		default:
			return fmt.Errorf("there is nothing at %q", place)
		}
		if i == len(steps)-2 {
			if inner != nil {
				return fmt.Errorf("%q is not null", place)
			}
			set(value)
		}
		at = inner
	}
	return nil
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
	folder, err := u.warehouse.Spool()
	if err != nil {
		return nil, 0, err
	}
	file, err := os.CreateTemp(folder, "upload-*")
	if err != nil {
		return nil, 0, u.warehouse.NotSpooled(err)
	}
	u.files = append(u.files, file)
	size, err := io.Copy(file, part)
	if full := u.warehouse.NotSpooled(err); jianfu.ErrorCode(full) == jianfu.Conflict {
		return nil, 0, full
	}
	if err != nil {
		return nil, 0, malformedForm(err)
	}
	return file, size, nil
}
