package graph

// Harmless is harmless, for tests.
var Harmless = harmless
