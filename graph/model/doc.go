// Package model holds how the words of the other packages stand in GraphQL: scalars,
// and the inputs and payloads that belong to no other package (models_gen.go, made by
// go tool gqlgen generate).
package model
