//go:build !unix

package libreoffice

import "os/exec"

// ownGroup leaves the default: only cmd itself is ended.
func ownGroup(*exec.Cmd) (ended func()) { return func() {} }
