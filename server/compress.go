package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzhttp"
)

// minCompressed is from how many bytes on an answer is compressed; brotliLevel takes about as long as
// gzip and comes out smaller.
const (
	minCompressed = 1024
	brotliLevel   = 4
)

// compressed compresses long answers as the client takes them: by zstd, which is fastest, else by
// Brotli, else by gzip. Events are sent as they come.
func compressed(next http.Handler) (http.Handler, error) {
	others, err := gzhttp.NewWrapper(gzhttp.MinSize(minCompressed), gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		return nil, err
	}
	otherwise := others(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := r.Header.Get("Accept-Encoding")
		if br := quality(header, "br"); br == 0 || br < quality(header, "gzip") || quality(header, "zstd") > 0 || r.Header.Get("Upgrade") != "" {
			otherwise.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Accept-Encoding")
		packing := &brotliResponse{ResponseWriter: w}
		next.ServeHTTP(packing, r) // a panic cuts the answer off: it must not look complete
		packing.end()
	}), nil
}

func compressible(media string) bool {
	return gzhttp.DefaultContentTypeFilter(media) && !strings.HasPrefix(media, "text/event-stream")
}

// quality is how much a client wants a coding, by Accept-Encoding; 0 is not at all.
func quality(header, coding string) float64 {
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		if text, given := strings.CutPrefix(strings.TrimSpace(parameters), "q="); given {
			q, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return 0
			}
			return q
		}
		return 1
	}
	return 0
}

// brotliResponse keeps the beginning of an answer until it is long enough to be compressed.
type brotliResponse struct {
	http.ResponseWriter
	status int
	begun  []byte         // not sent yet
	sent   bool           // whether the header has been
	out    *brotli.Writer // nil if the answer is sent as it is
}

func (b *brotliResponse) WriteHeader(status int) {
	if status < http.StatusOK { // more will follow
		b.ResponseWriter.WriteHeader(status)
	} else if b.status == 0 {
		b.status = status
	}
}

func (b *brotliResponse) Write(p []byte) (int, error) {
	switch {
	case b.out != nil:
		return b.out.Write(p)
	case b.sent:
		return b.ResponseWriter.Write(p)
	}
	if b.begun = append(b.begun, p...); len(b.begun) < minCompressed {
		return len(p), nil
	}
	return len(p), b.send(true)
}

// send sends the header and what was kept of the answer, compressed if it is long and of a kind that can be.
func (b *brotliResponse) send(long bool) error {
	b.sent = true
	h := b.Header()
	if h.Get("Content-Type") == "" && len(b.begun) > 0 {
		h.Set("Content-Type", http.DetectContentType(b.begun))
	}
	if long && h.Get("Content-Encoding") == "" && h.Get("Content-Range") == "" && compressible(h.Get("Content-Type")) {
		h.Set("Content-Encoding", "br")
		h.Del("Content-Length")
		b.out = brotli.NewWriterLevel(b.ResponseWriter, brotliLevel)
	}
	if b.status != 0 {
		b.ResponseWriter.WriteHeader(b.status)
	}
	begun := b.begun
	b.begun = nil
	if len(begun) == 0 {
		return nil
	}
	_, err := b.Write(begun)
	return err
}

// FlushError sends what there is: events, and long answers that are written bit by bit.
func (b *brotliResponse) FlushError() error {
	if !b.sent {
		if err := b.send(len(b.begun) > 0); err != nil {
			return err
		}
	}
	if b.out != nil {
		if err := b.out.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(b.ResponseWriter).Flush()
}

// Flush implements http.Flusher.
func (b *brotliResponse) Flush() { _ = b.FlushError() } // a broken connection shows at the next write

// Unwrap is for http.ResponseController.
func (b *brotliResponse) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// end sends what is left.
func (b *brotliResponse) end() {
	if !b.sent {
		_ = b.send(false) // fails only if the client is gone
	}
	if b.out != nil {
		_ = b.out.Close() // likewise
	}
}
