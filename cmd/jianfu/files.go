package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"

	"jianfu"
)

// newFile is a file that gets its name, and replaces another of that name, when it is complete:
// finish is called with the error of the writing, and returns the error of the file.
func (p *program) newFile(name string) (out io.Writer, finish func(error) error, err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	refused := func(err error) error { return unwritable(name, err) }
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

// unwritable says why a file cannot be written, and what to do.
func unwritable(name string, err error) error {
	why := jianfu.Say("请检查这个位置是否可以写入，或换一个地方", "check that files can be written there, or choose another place")
	switch folder := filepath.Dir(name); {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		why = jianfu.Say("没有 %s 这个文件夹，请先建好，或换一个地方", "there is no folder %s: make it first, or choose another place", folder)
	case errors.Is(err, fs.ErrPermission):
		why = jianfu.Say("没有写入 %s 的权限，请换一个地方，或请管理员放开权限", "writing to %s is not permitted: choose another place, or ask for permission", folder)
	case errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		why = jianfu.Say("这是一个文件夹，请写明文件名", "it is a folder: name a file")
	case errors.Is(err, syscall.ENOSPC):
		why = jianfu.Say("磁盘已满，请腾出空间，或换一个地方", "the disk is full: make room, or choose another place")
	}
	return jianfu.Errorf(jianfu.Invalid, "不能写入 %[1]s：%[2]s", "cannot write %[1]s: %[3]s", name, why.ZH, why.EN).Because(err)
}

// writeFile writes a file completely or not at all.
func (p *program) writeFile(name string, content []byte) error {
	out, finish, err := p.newFile(name)
	if err != nil {
		return err
	}
	if _, err := out.Write(content); err != nil {
		return finish(unwritable(name, err))
	}
	return finish(nil)
}
