package graph

import (
	"context"
	"sync"
)

// maxPersisted is how many query texts are kept for requests by hash.
const maxPersisted = 500

// queryTexts are the texts that clients sent, by hash. When there are too many, all are forgotten:
// clients send a text again if it is not known.
type queryTexts struct {
	mu     sync.Mutex
	byHash map[string]string
}

// Get finds a text.
func (q *queryTexts) Get(_ context.Context, hash string) (text string, known bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	text, known = q.byHash[hash]
	return text, known
}

// Add stores a text.
func (q *queryTexts) Add(_ context.Context, hash, text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.byHash == nil || len(q.byHash) >= maxPersisted {
		q.byHash = map[string]string{}
	}
	q.byHash[hash] = text
}
