// Package web serves the dashboard and GraphiQL from files that were built into the program:
// Go alone makes the whole of it, and no page asks another host for anything. The sources are
// in src; `make web` builds dist from them.
package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// The policies say what a page may load: what is from here. GraphiQL's editor writes its styles
// into the page and starts its workers from blobs.
const (
	dashboardPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
	graphiqlPolicy  = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)

// Dashboard answers with the dashboard's page, whose script reads the rest of the address.
func Dashboard() http.Handler { return page("index.html", dashboardPolicy) }

var styles = regexp.MustCompile(`<link rel="stylesheet"[^>]* href="([^"]+)"`)

// Styles is the address of the dashboard's styles, for pages that the server writes itself.
var Styles = sync.OnceValue(func() string {
	page, err := fs.ReadFile(dist, "dist/index.html")
	if match := styles.FindSubmatch(page); err == nil && match != nil {
		return string(match[1])
	}
	return ""
})

// Operations are the GraphQL operations that the dashboard asks, a document.
//
//go:embed dist/operations.graphql
var Operations string

// GraphiQL answers with the page in which queries are written by hand.
func GraphiQL() http.Handler { return page("graphiql.html", graphiqlPolicy) }

func page(name, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Cache-Control", "no-store")
		serve(w, r, name)
	})
}

// Assets answers with the files that the pages name. A name holds the hash of what is in the
// file, so a browser need never ask for it again.
func Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "public, max-age=3600")
		}
		serve(w, r, name)
	})
}

// packed are the files that were asked for, compressed once: they never change.
var packed sync.Map // name → *file

type file struct {
	once          sync.Once
	plain, zipped []byte
	err           error
}

func read(name string) *file {
	known, _ := packed.LoadOrStore(name, &file{})
	f := known.(*file)
	f.once.Do(func() {
		if f.plain, f.err = fs.ReadFile(dist, "dist/"+name); f.err != nil {
			return
		}
		var buffer bytes.Buffer
		zip, err := gzip.NewWriterLevel(&buffer, gzip.BestCompression)
		if err == nil {
			_, err = zip.Write(f.plain)
		}
		if err == nil {
			err = zip.Close()
		}
		f.zipped, f.err = buffer.Bytes(), err
	})
	return f
}

func serve(w http.ResponseWriter, r *http.Request, name string) {
	if !fs.ValidPath(name) || !exists(name) {
		w.Header().Set("Cache-Control", "no-store")
		http.NotFound(w, r)
		return
	}
	f := read(name)
	if f.err != nil {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "cannot read "+name, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Type", contentType(name))
	content := f.plain
	if len(f.zipped) < len(f.plain) && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		content = f.zipped
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(content) // fails only where the client is gone
	}
}

// exists keeps names that were made up out of the memory of packed.
func exists(name string) bool {
	info, err := fs.Stat(dist, "dist/"+name)
	return err == nil && !info.IsDir()
}

func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".js": // of the machine's own table nothing is known
		return "text/javascript; charset=utf-8"
	case ".ttf":
		return "font/ttf"
	default:
		return mime.TypeByExtension(ext)
	}
}

// acceptsGzip reads Accept-Encoding: a coding with q=0 is refused.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding == "gzip" || coding == "*" {
			quality := strings.ReplaceAll(parameters, " ", "")
			return quality != "q=0" && !strings.HasPrefix(quality, "q=0.0")
		}
	}
	return false
}
