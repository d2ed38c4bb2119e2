package pgwire

// The names of what clients see exactly one of. There are no users yet: everybody is the same
// reader.
const (
	user     = "jianfu"
	database = "jianfu"
	schema   = "main"
)
