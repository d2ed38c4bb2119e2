package metrics

import (
	"fmt"
	"strings"

	"jianfu"
	"jianfu/yamlfile"
)

// place is an entry of a catalogue file, for errors to name: own.yml:12. The line is searched for
// only when it is needed.
type place struct {
	file string
	text []byte
	path string // of the entry, in go-yaml's path syntax; "" is the whole file
	line int    // if it is known already
	own  bool   // whether the file is the office's
}

// fault is an error at the place, from sentences that also say what to do.
func (p place) fault(zh, en string, args ...any) *jianfu.Error {
	text := jianfu.Say(zh, en, args...)
	return jianfu.Errorf(jianfu.Invalid, "指标目录文件 %[1]s 有错：%[2]s", "the catalogue file %[1]s is faulty: %[3]s", p, text.ZH, text.EN)
}

// unknown says that a name is not known, with the nearest.
func (p place) unknown(what jianfu.Text, name string, known []string) *jianfu.Error {
	near := unknownName(what, name, known)
	err := p.fault("%[1]s", "%[2]s", near.Text.ZH, near.Text.EN)
	err.Near = near.Near
	return err
}

// in is the place of an entry, or of a part of one.
func (p place) in(keys ...any) place {
	if p.path == "" {
		p.path = "$"
	}
	for _, key := range keys {
		switch k := key.(type) {
		case int:
			p.path += fmt.Sprintf("[%d]", k)
		case string:
			p.path += ".'" + strings.ReplaceAll(k, "'", `\'`) + "'"
		}
	}
	return p
}

// found reports whether the file has such an entry.
func (p place) found() bool { return p.lineOf() > 0 }

func (p place) lineOf() int {
	if p.line > 0 || p.path == "" {
		return p.line
	}
	return yamlfile.LineOf(p.text, p.path)
}

func (p place) String() string {
	if line := p.lineOf(); line > 0 {
		return fmt.Sprintf("%s:%d", p.file, line)
	}
	return p.file
}
