package loaders

import (
	"strings"

	"jianfu/recent"
)

// worked remembers what was worked out of a text: a table's few texts are tried as headers of every
// height and kind, and are much the same from table to table.
type worked[V any] struct{ texts recent.Store[string, V] }

// of is what work makes of a text, which must depend on nothing else.
func (w *worked[V]) of(text string, work func(string) V) V {
	made, known := w.texts.Get(text)
	if !known {
		text = strings.Clone(text) // it may be a part of a whole sheet's
		made = work(text)
		w.texts.Put(text, made, len(text)+workedSize)
	}
	return made
}

// workedSize is about what an entry takes besides its text, and workedMost what all of them may.
const (
	workedSize = 300
	workedMost = 1 << 20
)

var (
	headersFolded = worked[foldedHeader]{recent.Store[string, foldedHeader]{Size: workedMost}}
	headersSplit  = worked[splitHeader]{recent.Store[string, splitHeader]{Size: workedMost}}
	countsFolded  = worked[string]{recent.Store[string, string]{Size: workedMost}}
)
