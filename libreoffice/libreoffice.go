// Package libreoffice runs LibreOffice without a window, where it is installed: older
// spreadsheets come in through it, and documents go out as PDF.
package libreoffice

import (
	"context"
	"net/url"
	"os/exec"
	"path/filepath"
	"time"
)

// Find is where LibreOffice stands; "" where it is not installed.
func Find() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// Convert turns a file into a format (xlsx, pdf) in the folder out, under its name with that
// ending. The folder dir takes a profile of its own, so that several can run at once and none
// leaves settings behind. Where the context ends, all that was started ends, and its error is
// returned; nothing that was started goes on after the return. LibreOffice ends well where it could
// not read the file: whether there is a result must be looked at. It calculates formulas anew.
func Convert(ctx context.Context, program, dir, format, in, out string) error {
	profile := url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}
	cmd := exec.CommandContext(ctx, program,
		"-env:UserInstallation="+profile.String(), "--headless", "--norestore", "--nolockcheck",
		"--convert-to", format, "--outdir", out, in)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	ended := ownGroup(cmd)
	err := cmd.Run()
	ended()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
