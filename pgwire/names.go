package pgwire

// What there is one of, as clients see it: there are no users yet, so whoever comes is the
// same reader.
const (
	user     = "jianfu"
	database = "jianfu"
	schema   = "main"
)
