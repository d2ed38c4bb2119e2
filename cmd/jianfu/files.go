package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// newFile is a file that gets its name, and replaces another of that name, when it is complete:
// finish is called with the error of the writing, and returns the error of the file.
func (p *program) newFile(name string) (out io.Writer, finish func(error) error, err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	refused := func(err error) error { return misused("不能写入 %s：%v", "cannot write %s: %v", name, err) }
	if info, err := os.Stat(name); err == nil && info.Mode()&(os.ModeDevice|os.ModeNamedPipe) != 0 { // such as /dev/stdout
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return nil, nil, refused(err)
		}
		return file, func(err error) error { return errors.Join(err, file.Close()) }, nil
	}
	draft := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s-%x", filepath.Base(name), rand.Uint64()))
	file, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // the process's umask determines who may read it: see keepPrivate
	if err != nil {
		return nil, nil, refused(err)
	}
	return file, func(err error) error {
		closed := file.Close()
		if err == nil && closed == nil {
			closed = os.Rename(file.Name(), name)
		}
		if closed != nil {
			err = errors.Join(err, refused(closed))
		}
		if err != nil {
			_ = os.Remove(file.Name()) // an incomplete file is removed
		}
		return err
	}, nil
}

// writeFile writes a file completely or not at all.
func (p *program) writeFile(name string, content []byte) error {
	out, finish, err := p.newFile(name)
	if err != nil {
		return err
	}
	if _, err := out.Write(content); err != nil {
		return finish(misused("不能写入 %s：%v", "cannot write %s: %v", name, err))
	}
	return finish(nil)
}
