//go:build !unix

package libreoffice

import "os/exec"

// endGroup leaves the default: only cmd itself is ended.
func endGroup(*exec.Cmd) {}
