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

// Find is the path of LibreOffice; "" where it is not installed.
func Find() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// Convert converts a file into a format (xlsx, pdf) in the folder out, keeping its name apart from
// the extension. Each conversion has its own profile in the folder dir, so that several can run at
// once and none leaves settings behind. If the context ends, everything that was started is killed
// and the context's error returned; nothing keeps running after the return or, on Unix, after this
// process was killed. LibreOffice exits with
// success even if it could not read the file, so the caller must check that there is a result.
// Formulas are recalculated.
func Convert(ctx context.Context, program, dir, format, in, out string) error {
	profile := url.URL{Scheme: "file", Path: filepath.Join(dir, "profile")}
	cmd := exec.CommandContext(ctx, program,
		"-env:UserInstallation="+profile.String(), "--headless", "--norestore", "--nolockcheck",
		"--convert-to", format, "--outdir", out, in)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	ended, err := ownGroup(cmd)
	if err != nil {
		return err
	}
	err = cmd.Run()
	ended()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
