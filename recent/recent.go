// Package recent keeps what was worked out last, up to a size: what was not used for longest goes first.
package recent

import (
	"container/list"
	"sync"
)

// Store has values by key. The zero Store keeps nothing: Size is the total of the sizes of its
// values that it may reach. Safe for concurrent use.
type Store[K comparable, V any] struct {
	Size int

	lock  sync.Mutex
	known map[K]*list.Element
	order list.List // of entries, the one used last in front
	size  int
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

// Get finds a value.
func (s *Store[K, V]) Get(key K) (value V, ok bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	at := s.known[key]
	if at == nil {
		return value, false
	}
	s.order.MoveToFront(at)
	return at.Value.(*entry[K, V]).value, true
}

// Put keeps a value of a size. One that alone would take a quarter of the store or more is not kept,
// and one that is there already stays.
func (s *Store[K, V]) Put(key K, value V, size int) {
	if size >= s.Size/4 {
		return
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.known == nil {
		s.known = map[K]*list.Element{}
	}
	if s.known[key] != nil {
		return
	}
	s.known[key] = s.order.PushFront(&entry[K, V]{key, value, size})
	for s.size += size; s.size > s.Size; {
		oldest := s.order.Remove(s.order.Back()).(*entry[K, V])
		delete(s.known, oldest.key)
		s.size -= oldest.size
	}
}
