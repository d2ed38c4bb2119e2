// Package yamlfile reads the YAML of offices and of the program strictly: an entry that is not known,
// is written twice, or has another type is refused, in both languages and with its line.
package yamlfile

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/token"

	"jianfu"
)

// Fault is what is wrong with a text of YAML.
type Fault struct {
	Line  int         // 0 if it is not known
	Words []string    // what is written there and before it, the nearest first
	Text  jianfu.Text // what is wrong and what to do, without the place
	err   error
}

func (f *Fault) Error() string { return f.Text.ZH }

// Unwrap is the fault in the words of the library.
func (f *Fault) Unwrap() error { return f.err }

// Decode decodes a text into what a pointer points to. An empty text sets nothing. The error is a
// *Fault.
func Decode(text []byte, into any) error {
	err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(into)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	fault := &Fault{Text: wrong(err), err: err}
	var positioned yaml.Error
	if errors.As(err, &positioned) && positioned.GetToken() != nil {
		fault.Line = positioned.GetToken().Position.Line
		for t := positioned.GetToken(); t != nil; t = t.Prev {
			fault.Words = append(fault.Words, t.Value)
		}
	}
	return fault
}

// wrong says what is wrong.
func wrong(err error) jianfu.Text {
	var unknown *yaml.UnknownFieldError
	var syntax *yaml.SyntaxError
	var wrongType *yaml.TypeError
	var wrongNode *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(err, &unknown):
		return jianfu.Say("没有“%[1]s”这一项，请检查拼写或删去", "there is no entry %[1]q: check its spelling, or remove it", valueOf(unknown.Token))
	case errors.As(err, &syntax) && strings.Contains(syntax.Message, "already defined"):
		return jianfu.Say("“%[1]s”写了两次，请删去一处", "%[1]q is written twice: remove one of them", valueOf(syntax.Token))
	case errors.As(err, &wrongType):
		zh, en := typeName(wrongType.DstType)
		return jianfu.Say("“%[1]s”这里应写%[2]s", "there should be %[3]s at %[1]q", valueOf(wrongType.Token), zh, en)
	case errors.As(err, &wrongNode):
		return jianfu.Say("“%[1]s”这里的写法不对：请对照程序自带的同类文件", "the form of the entry at %[1]q is wrong: compare it with the program's own file", valueOf(wrongNode.Token))
	}
	return jianfu.Say("YAML 写法不对，请检查这一行前后的缩进、冒号、引号和括号", "the YAML is malformed: check indents, colons, quotation marks and brackets around this line")
}

func valueOf(t *token.Token) string {
	if t == nil {
		return ""
	}
	return t.Value
}

func typeName(t reflect.Type) (zh, en string) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil {
		return "别的内容", "something else"
	}
	switch t.Kind() {
	case reflect.String:
		return "文字", "a text"
	case reflect.Bool:
		return " true 或 false", "true or false"
	case reflect.Int, reflect.Int64:
		return "整数", "a whole number"
	case reflect.Slice:
		return "列表，如 [a, b]", "a list, such as [a, b]"
	}
	return "下面再缩进的各项", "entries of its own, indented"
}

// LineOf is the line of an entry, given by its path in go-yaml's syntax, such as $.columns[2]; 0 if
// there is none.
func LineOf(text []byte, path string) int {
	at, err := yaml.PathString(path)
	if err != nil {
		return 0
	}
	node, err := at.ReadNode(bytes.NewReader(text))
	if err != nil || node == nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}
