// Package model maps the types of the other packages to GraphQL: scalars, and the inputs and
// payloads that belong to no other package (models_gen.go, made by go tool gqlgen generate).
package model
