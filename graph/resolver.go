package graph

// Resolver answers the fields that are not plain data.
type Resolver struct{}
