package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// newFile is a file that gets its name, and takes the place of another of that name, when it is
// whole: finish is to be called with what became of the writing, and gives what became of the file.
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
	file, err := os.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666) // the process's mask decides who may read it: see keepPrivate
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
			_ = os.Remove(file.Name()) // nothing of a broken file stays
		}
		return err
	}, nil
}

// writeFile writes a file that is whole or not there.
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
