package loaders

import (
	"strings"

	"jianfu/recent"
)

// memo remembers what was worked out of a text: a table's few texts are tried as headers of every
// height and kind, and are much the same from table to table.
type memo[V any] struct{ texts recent.Store[string, V] }

// of is what work makes of a text, which must depend on nothing else.
func (m *memo[V]) of(text string, work func(string) V) V {
	made, known := m.texts.Get(text)
	if !known {
		text = strings.Clone(text) // it may be a part of a whole sheet's
		made = work(text)
		m.texts.Put(text, made, len(text)+memoSize)
	}
	return made
}

// memoSize is about what an entry takes besides its text, and memoMost what all of them may.
const (
	memoSize = 300
	memoMost = 1 << 20
)

var (
	headersFolded = memo[foldedHeader]{recent.Store[string, foldedHeader]{Size: memoMost}}
	headersSplit  = memo[splitHeader]{recent.Store[string, splitHeader]{Size: memoMost}}
	countsFolded  = memo[string]{recent.Store[string, string]{Size: memoMost}}
)
