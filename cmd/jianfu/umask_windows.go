package main

// keepPrivate does nothing: files inherit the rights of their folder here.
func keepPrivate(string) {}
